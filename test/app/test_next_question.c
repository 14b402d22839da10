/* The end of the interview: at most so many questions for the plan, every one that a rule for a physician needs, and never silently. */
#include "well.h"

#include "app/next_question.h"
#include "core/danger.h"

#include <string.h>

static struct next next(struct person_case *c, int gained)
{
	struct next out;

	if (!next_question(a, test_kb(), c, -1, gained, &out, &err))
		fail_msg("%s", err_line(a, &err));
	return out;
}

/* Answered, every second one of the rest with what is present, until a question is asked for this reason. */
static struct person_case *until(enum interview_why why)
{
	const struct kb *kb = test_kb();
	struct person_case *c = well();
	struct next n;

	for (n = next(c, 0); n.why != why && n.what >= 0; n = next(c, 0))
		c->answer[n.what] = (int16_t)(danger_part(a, kb, c)[n.what] || n.what % 2 ? kb->finding[n.what].min : kb->finding[n.what].cut);
	assert_true(n.what >= 0 && n.why == why);
	return c;
}

static void the_plan_has_a_last_question(void **state)
{
	struct person_case *c = until(ASK_PLAN);

	(void)state;
	assert_true(next(c, INTERVIEW_PLAN_MOST - 1).what >= 0);
	assert_int_equal(next(c, INTERVIEW_PLAN_MOST).what, ASK_NOTHING);
}

static void a_rule_for_a_physician_is_settled_however_much_was_asked(void **state)
{
	struct person_case *c = until(ASK_PHYSICIAN);

	(void)state;
	assert_int_equal(next(c, 1000).what, next(c, 0).what);
	assert_true(interview_settles(test_kb(), next(c, 0).what));
}

static void a_question_of_mood_is_not_one_of_a_rule(void **state)
{
	const struct kb *kb = test_kb();

	(void)state;
	assert_true(interview_settles(kb, kb_finding(kb, "morning_stiffness_minutes")));
	assert_false(interview_settles(kb, kb_finding(kb, "sitting_hours")));
}

/* A belief that cannot be computed is no reason to believe that enough is known. */
static void what_cannot_be_weighed_is_told(void **state)
{
	struct kb broken = *test_kb();
	struct cause *cause = NEWS(a, struct cause, broken.n_causes);
	struct person_case *c = until(ASK_PLAN);
	struct next out;

	(void)state;
	memcpy(cause, broken.cause, (size_t)broken.n_causes * sizeof(*cause));
	cause[0].prior = 2;
	broken.cause = cause;
	assert_false(next_question(a, &broken, c, -1, 0, &out, &err));
	assert_int_equal(err.code, ERR_INPUT);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup_err, teardown)
	const struct CMUnitTest tests[] = {
		T(the_plan_has_a_last_question), T(a_rule_for_a_physician_is_settled_however_much_was_asked), T(a_question_of_mood_is_not_one_of_a_rule),
		T(what_cannot_be_weighed_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
