/* Any bytes as a case file: taken or refused with a reason.  What is taken is written and read again to the same bytes, is
 * screened, weighed and told; a plan that is made is kept and read back.  The same bytes as a kept plan never crash either. */
#include "app/casefile.h"
#include "app/report_text.h"
#include "embedded_kb.h"

#include <stdlib.h>
#include <string.h>

enum { CASE_ARENA_MOST = 1 << 30 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void must(bool ok)
{
	if (!ok)
		abort();
}

static void follow(struct arena *a, const struct kb *kb, const struct person_case *c)
{
	const struct numbers none = { NULL, NULL };
	struct err err = { 0 };
	struct assess as;
	struct plan plan, kept;

	if (!assess_make(a, kb, c, NULL, &as, &err)) {
		must(err.code != ERR_OK);
		return;
	}
	must(*report_assess(a, &as, none) == '{' && *report_assess_text(a, &as, none));
	if (!assess_plan(a, &as, &plan, &err)) {
		must(err.code == ERR_DANGER || err.code == ERR_MINOR);
		must(*report_refusal(a, kb, &as, &err, none) == '{' && *report_refusal_text(a, kb, &as, &err, none));
		return;
	}
	must(!plan_broken(a, kb, c, as.s, &plan) && *report_plan_text(a, kb, &plan, none));
	const char *text = report_plan(a, kb, as.s, &plan, none, false);
	must(report_plan_read(a, kb, text, strlen(text), &kept, &err) && !strcmp(text, report_plan(a, kb, as.s, &kept, none, false)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena *a = arena_new(CASE_ARENA_MOST);
	const struct kb *kb = knowledge();
	struct err err = { 0 }, again = { 0 }, other = { 0 };
	char *text = arena_copy(a, (const char *)data, n);
	struct plan plan;

	const struct person_case *c = casefile_read(a, kb, text, n, &err);
	must(c || err.code != ERR_OK);
	if (c) {
		const char *once = casefile_write(a, kb, c);

		c = casefile_read(a, kb, once, strlen(once), &again);
		must(c && !strcmp(once, casefile_write(a, kb, c)));
		follow(a, kb, c);
	}
	must(report_plan_read(a, kb, text, n, &plan, &other) || other.code != ERR_OK);
	arena_end(a);
	return 0;
}
