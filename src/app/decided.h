/* app/decided.h -- work that a professional decided for against a rule: shown wherever the plan is, and allowed in the session it was decided for.
 */
#ifndef APP_DECIDED_H
#define APP_DECIDED_H

#include "app/care.h"
#include "app/report_pdf.h"
#include "core/session.h"

/* The rules in words. */
const char *decided_rules(struct cx *cx, struct ids blocks);
/* Of a plan: piece and rule in words, why, who and when. */
struct decided { const char *what, *rule, *reason, *by; int64_t at; int week; };
struct decideds { struct decided *at; int n; };
MUST_USE bool decided_load(struct cx *cx, const struct record *r, const struct plan *p, struct decideds *out);

/* All that was decided about a plan by hand, as it goes on paper: against a rule with the rule and who decided it when; why stays in the record. */
MUST_USE bool decided_paper(struct cx *cx, const struct record *r, const struct plan *p, struct plan_paper *out);

/* As session_may and session_most; a step that stands in this week of the approved plan by a decision against a rule may be done, as firmly as
 * was decided.  Without a plan that can be read the rules hold. */
enum session_may decided_may(struct cx *cx, const struct record *r, const struct session_step *step, const struct session_now *now);
int decided_most(struct cx *cx, const struct record *r, const struct session_step *step);

#endif
