/* What to rule out: which serious causes and open danger rules the therapist is told of, and that no word of it lowers a danger. */
#include "well.h"

#include "app/report_text.h"
#include "app/ruleout.h"
#include "base/rng.h"

#include <math.h>

static const struct numbers none = { NULL, NULL };

static struct assess assessed(const struct person_case *c)
{
	struct assess as;

	if (!assess_make(a, test_kb(), c, NULL, &as, &err))
		fail_msg("%s", err_line(a, &err));
	return as;
}

static struct ruleout ruled(const struct person_case *c)
{
	const struct assess as = assessed(c);
	struct ruleout r;

	ruleout_make(a, &as, &r);
	return r;
}

static const struct ruleout_cause *told(const struct ruleout *r, const char *cause)
{
	for (int i = 0; i < r->n_causes; i++)
		if (strcmp(test_kb()->cause[r->cause[i].belief->cause].id, cause) == 0)
			return &r->cause[i];
	return NULL;
}

static const struct ruleout_open *waiting(const struct ruleout *r, const char *suspects)
{
	for (int i = 0; i < r->n_open; i++)
		if (strcmp(r->open[i].suspects, suspects) == 0)
			return &r->open[i];
	return NULL;
}

static void nobody_is_told_of_a_serious_cause_without_a_reason(void **state)
{
	(void)state;
	struct person_case *c = well();

	struct assess as = assessed(c);
	struct ruleout r = ruled(c);
	assert_int_equal(r.n_causes, 0);
	assert_non_null(strstr(report_assess_text(a, &as, none), ruleout_none));
	test_answer(test_kb(), c, "leg_power_reduced", 0);
	test_answer(test_kb(), c, "colic_vomiting", 0);
	as = assessed(c);
	ruleout_make(a, &as, &r);
	assert_int_equal(r.n_open, 0);
	assert_non_null(strstr(report_assess_text(a, &as, none), "No serious cause stands out, and no urgent danger rule"));
}

/* Likelier by the answers: the numbers, what speaks for it, and nothing that a "no" would do. */
static void a_serious_cause_that_rises_is_told_with_its_numbers_and_reasons(void **state)
{
	(void)state;
	const struct kb *kb = test_kb();
	struct person_case *c = well();

	test_answer(kb, c, "urinary_symptoms", 1);
	const struct assess as = assessed(c);
	struct ruleout r;
	ruleout_make(a, &as, &r);
	const struct ruleout_cause *kidney = told(&r, "kidney");
	assert_non_null(kidney);
	assert_true(kidney->belief->p == as.b.by_cause[kb_cause(kb, "kidney")] && kidney->belief->p > kidney->belief->before);
	assert_non_null(strstr(ruleout_speaks(a, kb, kidney), kb->finding[kb_finding(kb, "urinary_symptoms")].name));
	assert_string_equal(ruleout_says(a, kidney), arena_fmt(a, "%.0f in 1000 now, %.0f in 1000 before the answers", 1000 * kidney->belief->p, 1000 * kidney->belief->before));
	assert_true(kidney->question >= 0 && as.c->answer[kidney->question] == NOT_ASKED);
	if (!isnan(kidney->if_yes))
		assert_true(kidney->if_yes > kidney->belief->p);
	const char *next = ruleout_next(a, kb, kidney);
	assert_non_null(strstr(next, kb->finding[kidney->question].name));
	assert_null(strstr(next, "After no"));
	assert_non_null(strstr(report_assess_text(a, &as, none), ruleout_says(a, kidney)));
	assert_non_null(strstr(report_assess(a, &as, none), "\"rule_out\""));
}

/* Not negligible by age alone, though no answer speaks for it; when all is answered a doctor is what is left. */
static void a_serious_cause_that_is_not_negligible_is_told_without_any_answer(void **state)
{
	(void)state;
	const struct kb *kb = test_kb();
	struct person_case *c = well();

	c->age = 82;
	struct ruleout r = ruled(c);
	const struct ruleout_cause *bone = told(&r, "osteoporotic_fracture");
	assert_non_null(bone);
	assert_true(bone->belief->p >= 0.01 && bone->question >= 0);
	for (int i = 0; i < kb->n_findings; i++)
		if (c->answer[i] == NOT_ASKED)
			c->answer[i] = (int16_t)kb->finding[i].min;
	r = ruled(c);
	bone = told(&r, "osteoporotic_fracture");
	assert_true(!bone || bone->question < 0);
	assert_non_null(strstr(ruleout_next(a, kb, &(struct ruleout_cause){ .question = -1 }), "a doctor's look settles it"));
}

static void what_keeps_a_danger_rule_open_is_named(void **state)
{
	(void)state;
	const struct kb *kb = test_kb();
	struct person_case *c = well();
	struct ruleout r = ruled(c);

	assert_null(waiting(&r, "Cauda equina syndrome"));
	assert_string_equal(ruleout_waits(a, kb, waiting(&r, "Single-root weakness, stable")), "Not tested: Paresis of a key muscle, old or stable");
	assert_null(waiting(&r, "Rhabdomyolysis, bleeding"));          /* asked after a session alone */
	test_answer(kb, c, "saddle_numbness_new", NOT_ASKED);
	test_answer(kb, c, "bladder_change_new", NOT_ASKED);
	r = ruled(c);
	assert_string_equal(ruleout_waits(a, kb, waiting(&r, "Cauda equina syndrome")), "Not asked: Saddle numbness, new; Bladder change, new");
	assert_string_equal(r.open[0].suspects, "Cauda equina syndrome");      /* emergencies first */
	test_answer(kb, c, "bladder_change_new", 0);
	test_answer(kb, c, "saddle_numbness_new", DONT_KNOW);
	test_answer(kb, c, "after_dark_urine", DONT_KNOW);
	r = ruled(c);
	assert_string_equal(ruleout_waits(a, kb, waiting(&r, "Cauda equina syndrome")), "Not known: Saddle numbness, new");
	assert_non_null(waiting(&r, "Rhabdomyolysis, bleeding"));
	test_answer(kb, c, "saddle_numbness_new", 1);
	r = ruled(c);
	assert_null(waiting(&r, "Cauda equina syndrome"));             /* met: it stands under danger */
}

/* For anybody: every open emergency or urgent rule stands in the screening and no other does, at most five causes, likeliest first, serious ones;
 * nothing private is named. */
static void it_tells_of_all_that_is_open_and_of_nothing_private(void **state)
{
	(void)state;
	const struct kb *kb = test_kb();
	struct rng rng = rng_new(11);

	for (int n = 0; n < 60; n++) {
		struct person_case *c = well();
		int open = 0;

		c->age = 20 + rng_below(&rng, 70);
		for (int f = 0; f < kb->n_findings; f++)
			if (!kb->finding[f].sum_of.n && rng_below(&rng, 3) == 0)
				c->answer[f] = (int16_t)(rng_below(&rng, 3) == 0 ? DONT_KNOW : kb->finding[f].min + rng_below(&rng, kb->finding[f].max - kb->finding[f].min + 1));
		const struct assess as = assessed(c);
		struct ruleout r;
		ruleout_make(a, &as, &r);
		for (int i = 0; i < kb->n_flags; i++) {
			enum truth t = rule_eval(kb, &kb->flag[i].when, c);

			if (kb->flag[i].tier < TIER_URGENT || (t != TRUTH_DONT_KNOW && t != TRUTH_NOT_ASKED))
				continue;
			assert_int_equal(as.s->open[open].flag, i);
			assert_int_equal(as.s->open[open++].truth, t);
		}
		assert_int_equal(as.s->n_open, open);
		assert_true(r.n_causes <= RULEOUT_MOST);
		for (int i = 0; i < r.n_causes; i++) {
			assert_true(kb->cause[r.cause[i].belief->cause].serious);
			assert_true(i == 0 || r.cause[i].belief->p <= r.cause[i - 1].belief->p);
		}
		for (int i = 0; i < r.n_open; i++)
			for (int f = 0; f < kb->n_findings; f++)
				if (kb->finding[f].private)
					assert_null(strstr(ruleout_waits(a, kb, &r.open[i]), kb->finding[f].name));
		arena_reset(a);
	}
}

/* Those without a private one, and how many more there are; a private one once, without its name, and counted nowhere. */
static void what_waits_is_counted_once(void **state)
{
	(void)state;
	const struct kb *kb = test_kb();
	int open[] = { kb_finding(kb, "unsafe_at_home"), 0, 0, 0, 0, 0, 0, 0 }, n = 1;
	struct ruleout_open o = { .truth = TRUTH_NOT_ASKED, .findings = { open, 1 } };

	assert_true(kb->finding[open[0]].private);
	assert_string_equal(ruleout_waits(a, kb, &o), "Not asked: a private question");
	for (int f = 0; n < 8; f++)
		if (!kb->finding[f].private && kb->finding[f].by == BY_CLIENT)
			open[n++] = f;
	o.findings.n = 7;
	assert_null(strstr(ruleout_waits(a, kb, &o), "more"));
	assert_non_null(strstr(ruleout_waits(a, kb, &o), arena_fmt(a, "%s; a private question", kb->finding[open[6]].name)));
	o.findings.n = 8;
	assert_non_null(strstr(ruleout_waits(a, kb, &o), arena_fmt(a, "%s; and 1 more; a private question", kb->finding[open[6]].name)));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(nobody_is_told_of_a_serious_cause_without_a_reason, setup_err, teardown),
		cmocka_unit_test_setup_teardown(a_serious_cause_that_rises_is_told_with_its_numbers_and_reasons, setup_err, teardown),
		cmocka_unit_test_setup_teardown(a_serious_cause_that_is_not_negligible_is_told_without_any_answer, setup_err, teardown),
		cmocka_unit_test_setup_teardown(what_keeps_a_danger_rule_open_is_named, setup_err, teardown),
		cmocka_unit_test_setup_teardown(what_waits_is_counted_once, setup_err, teardown),
		cmocka_unit_test_setup_teardown(it_tells_of_all_that_is_open_and_of_nothing_private, setup_err, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
