/* app/report_json.h -- assessment and plan as JSON: the answer of `unknot assess --json` and `unknot plan --json`, and the form
 * in which both are kept (docs/api.md).  Keys keep their order and numbers 12 digits, so the same case gives the same bytes.
 *
 * {emergency} and {crisis} become the practice's numbers; NULL: "your local emergency number".
 */
#ifndef APP_REPORT_JSON_H
#define APP_REPORT_JSON_H

#include "app/assess.h"

struct numbers { const char *emergency, *crisis; };

const char *report_assess(struct arena *a, const struct assess *as, struct numbers n);
/* Its triage alone, as assess_screen leaves it: { "triage": ..., "knowledge": ..., "version": ... }. */
const char *report_triage(struct arena *a, const struct assess *as, struct numbers n);
/* The whole answer of a plan; s gives its triage.  pretty: for people; without it three quarters as long, as it is kept. */
const char *report_plan(struct arena *a, const struct kb *kb, const struct screened *s, const struct plan *p, struct numbers n, bool pretty);
/* A refusal: why, and the triage (as may be NULL). */
const char *report_refusal(struct arena *a, const struct kb *kb, const struct assess *as, const struct err *why, struct numbers n);

/* A kept plan back: what stood in report_plan, checked for names and ranges; the hard constraints are plan_broken's to check.
 * ERR_INPUT names line, column and field, also when the knowledge no longer has an id. */
MUST_USE bool report_plan_read(struct arena *a, const struct kb *kb, const char *text, size_t n, struct plan *out,
	struct err *err);

#endif
