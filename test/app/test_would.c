/* What people are told an answer would change is what the program then says. */
#include "well.h"

#include "app/ruleout.h"
#include "app/would.h"
#include "base/fmt.h"
#include "base/odds.h"
#include "base/rng.h"
#include "base/str.h"

#include <math.h>

enum { PEOPLE = 40, EACH = 9 };

static struct assess assessed(const struct person_case *c)
{
	struct assess as;

	if (!assess_make(a, test_kb(), c, NULL, &as, &err))
		fail_msg("%s", err_line(a, &err));
	return as;
}

/* Some answers, some places; now and then nothing at all. */
static struct person_case *somebody(struct rng *rng, int number)
{
	const struct kb *kb = test_kb();
	struct person_case *c = case_new(a, kb);

	c->age = 20 + rng_below(rng, 65);
	c->sex = number % 2 ? SEX_FEMALE : SEX_MALE;
	for (int f = 0; f < kb->n_findings && number % 8; f++)
		if (!kb->finding[f].sum_of.n && rng_below(rng, 3) == 0)
			c->answer[f] = (int16_t)(rng_below(rng, 4) == 0 ? kb->finding[f].max : kb->finding[f].min);
	c->map_given = number % 4 != 0;
	for (int i = 0; i < 3 && c->map_given; i++)
		c->mark[rng_below(rng, kb->n_regions)] = (int8_t)(3 + rng_below(rng, 6));
	return c;
}

static struct belief after(const struct person_case *c, int finding, int value)
{
	struct person_case *then = case_copy(a, test_kb(), c);
	struct belief b;

	then->answer[finding] = (int16_t)value;
	if (!belief_of(a, test_kb(), then, NULL, BELIEF_CAUSES, &b, &err))
		fail_msg("%s", err_line(a, &err));
	return b;
}

static void expect_same(const double *told, const struct belief *said)
{
	for (int k = 0; k < test_kb()->n_causes; k++)
		assert_true(fabs(told[k] - said->by_cause[k]) < 1e-9);
}

/* Every cause that is told of stands with its three numbers; how many are. */
static int expect_told(const char *text, const struct belief *now, const struct belief *yes, const struct belief *no)
{
	const struct kb *kb = test_kb();
	int told = 0;

	for (int k = 0; text && k < kb->n_causes; k++)
		told += strstr(text, arena_fmt(a, "%s: %s now, %s after yes, %s after no", kb->cause[k].name, fmt_chance(now->by_cause[k]), fmt_chance(yes->by_cause[k]),
			fmt_chance(no->by_cause[k]))) != NULL;
	assert_int_equal(told, text ? test_count(text, " now, ") : 0);
	return told;
}

/* Also where one finding changes the prior odds of several causes, and where marks and hands are heard differently then. */
static void what_is_told_of_an_answer_is_what_is_then_said(void **state)
{
	const struct kb *kb = test_kb();
	struct rng rng = rng_new(5);
	int told = 0;

	(void)state;
	for (int n = 0; n < test_many(PEOPLE); n++) {
		const struct person_case *c = somebody(&rng, n);
		const struct assess as = assessed(c);
		double *p = NEWS(a, double, kb->n_causes);

		for (int i = n % EACH; i < as.b.n_ask; i += EACH) {
			const struct question *q = &as.b.ask[i];

			if (!kb->finding[q->finding].is_bool)
				continue;
			struct belief yes = after(c, q->finding, 1), no = after(c, q->finding, 0);
			assert_true(belief_answered(as.then, q->finding, true, p));
			expect_same(p, &yes);
			assert_true(belief_answered(as.then, q->finding, false, p));
			expect_same(p, &no);
			told += expect_told(would_change(a, &as, q), &as.b, &yes, &no);
		}
		arena_reset(a);
	}
	assert_true(told > 20);
}

static void to_rule_out_tells_what_a_yes_would_make_of_it(void **state)
{
	const struct kb *kb = test_kb();
	struct rng rng = rng_new(6);
	int told = 0;

	(void)state;
	for (int n = 0; n < test_many(2 * PEOPLE); n++) {
		const struct person_case *c = somebody(&rng, n);
		const struct assess as = assessed(c);
		struct ruleout r;

		ruleout_make(a, &as, &r);
		for (int i = 0; i < r.n_causes; i++) {
			const struct ruleout_cause *of = &r.cause[i];

			if (isnan(of->if_yes))
				continue;
			struct belief yes = after(c, of->question, kb->finding[of->question].cut);
			assert_true(fabs(of->if_yes - yes.by_cause[of->belief->cause]) < 1e-9 && of->if_yes >= 1.5 * of->belief->p);
			told++;
		}
		arena_reset(a);
	}
	assert_true(told > 10);
}

static struct person_case *fallen(void)
{
	static const char *const yes[] = { "steroid_long", "osteoporosis", "trauma_major", "rolling_over_pain" };
	struct person_case *c = case_new(a, test_kb());

	c->age = 78;
	c->sex = SEX_FEMALE;
	for (size_t i = 0; i < sizeof(yes) / sizeof(*yes); i++)
		test_answer(test_kb(), c, yes[i], 1);
	test_answer(test_kb(), c, "pain_weeks", 3);
	test_answer(test_kb(), c, "onset_after_load", 0);
	test_answer(test_kb(), c, "height_loss_cm", 0);
	test_answer(test_kb(), c, "humped_back", 0);
	return c;
}

/* The log of the factor on the odds of a cause, by its own entries. */
static double factor(const struct person_case *c, int cause)
{
	const struct cause *of = &test_kb()->cause[cause];
	double sum = 0;

	for (int j = 0; j < of->n_odds; j++)
		if (rule_eval(test_kb(), &of->odds[j].when, c) == TRUTH_YES)
			sum += log(of->odds[j].times);
	return sum;
}

/* One share of people who say yes, so that each cause keeps its own odds ratio between "yes" and "no". */
static void a_finding_of_two_causes_is_weighed_for_both(void **state)
{
	const struct kb *kb = test_kb();
	const struct person_case *c = fallen();
	const struct assess as = assessed(c);
	int finding = kb_finding(kb, "cannot_lie_flat"), moved = 0;
	struct person_case *yes = case_copy(a, kb, c), *no = case_copy(a, kb, c);

	(void)state;
	yes->answer[finding] = 1;
	no->answer[finding] = 0;
	for (int i = 0; i < as.b.n_ask; i++) {
		const struct question *q = &as.b.ask[i];

		for (int k = 0; q->finding == finding && k < kb->n_causes; k++) {
			double ratio = factor(yes, k) - factor(no, k);

			if (kb->cause[k].by_rule || fabs(ratio) < 1e-9)
				continue;
			assert_true(fabs(logit(question_yes(q, as.b.by_cause, k)) - logit(q->p_no[k]) - ratio) < 1e-6);
			moved++;
		}
	}
	assert_int_equal(moved, 2);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup_err, teardown)
	const struct CMUnitTest tests[] = {
		T(what_is_told_of_an_answer_is_what_is_then_said), T(to_rule_out_tells_what_a_yes_would_make_of_it), T(a_finding_of_two_causes_is_weighed_for_both),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
