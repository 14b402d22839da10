/* Do answers fit the model?  People drawn from it are hardly ever doubted, nor is a rare cause with its signs; answers at random are. */
#include "support.h"

#include "core/belief_net.h"
#include "core/belief_usual.h"
#include "core/sample.h"

#include <math.h>

#include "arena_and_kb.h"

enum { PEOPLE = 100 };

static struct usual usual_of(const struct person_case *c)
{
	struct usual u;
	struct err err = { 0 };

	if (!belief_usual(a, kb, c, NULL, &u, &err))
		fail_msg("%s", err_line(a, &err));
	assert_true(u.share > 0 && u.share <= 1 && u.fits == (u.share > usual_least || u.asked < USUAL_ASKED) && (u.n_odd > 0) == !u.fits);
	for (int i = 0; i < u.n_odd; i++)
		assert_true(u.odd[i].p > 0 && u.odd[i].p <= 1 && (!i || u.odd[i].p >= u.odd[i - 1].p));
	return u;
}

static struct person_case *drawn_person(struct rng *r)
{
	static const struct sampling how = { .asked = ASKED_INTAKE, .answered = 0.5, .danger = 0.02 };
	struct sampled s;
	struct err err = { 0 };

	if (!sample_person(a, kb, &how, r, &s, &err))
		fail_msg("%s", err_line(a, &err));
	return s.c;
}

/* Whatever the network asks of: yes or no by the toss of a coin. */
static void answer_at_random(struct person_case *c, struct rng *r)
{
	for (int f = 0; f < kb->n_findings; f++)
		if (kb->finding[f].base > 0 && !kb->finding[f].sum_of.n && belief_seen(kb, c, f) != SEEN_NOTHING)
			c->answer[f] = (int16_t)(rng_below(r, 2) ? kb->finding[f].max : kb->finding[f].min);
}

static void people_of_the_model_fit_and_coins_do_not(void **state)
{
	struct rng r = rng_new(71);
	int doubted = 0, found = 0;

	(void)state;
	for (int i = 0; i < PEOPLE; i++) {
		struct person_case *c = drawn_person(&r);

		doubted += !usual_of(c).fits;
		answer_at_random(c, &r);
		found += !usual_of(c).fits;
		arena_reset(a);
	}
	print_message("doubted: %d of %d people of the model, %d of %d who tossed a coin for each answer\n", doubted, PEOPLE, found, PEOPLE);
	assert_true(doubted <= 2);
	assert_true(found >= 60);
}

/* A rare cause that explains its rare signs is no misfit. */
static void a_rare_cause_with_its_signs_fits(void **state)
{
	static const char *const signs[] = { "cyclic_pain", "painful_periods", "heavy_periods", "pelvic_pain_long", "bowel_pain_period" };
	static const char *const other[] = { "stress_now", "bad_nights", "fear_of_movement", "worry_pain", "groin_pain", "hip_stiff", "worse_standing" };
	struct person_case *c = case_new(a, kb);

	(void)state;
	c->age = 29;
	c->sex = SEX_FEMALE;
	for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++)
		test_answer(kb, c, signs[i], 1);
	assert_true(usual_of(c).fits);                                  /* few answers make no pattern */
	for (size_t i = 0; i < sizeof(other) / sizeof(*other); i++)
		test_answer(kb, c, other[i], 0);
	assert_true(usual_of(c).asked >= USUAL_ASKED && usual_of(c).fits);
	arena_reset(a);
}

static void nothing_said_fits_and_unknown_says_nothing(void **state)
{
	static const char *const plain[] = { "groin_pain", "hip_stiff", "spasm_lock", "outer_hip_pain", "worse_standing" };
	struct person_case *c = case_new(a, kb);
	struct rng r = rng_new(72);

	(void)state;
	assert_true(fabs(usual_of(c).share - 1) < 1e-12 && usual_of(c).asked == 0);
	for (int i = 0; i < 10; i++) {
		struct person_case *p = drawn_person(&r);
		struct usual u = usual_of(p), again = usual_of(p), unknown;

		assert_true(u.asked > 0 && fabs(u.share - again.share) < 1e-12);
		for (size_t k = 0; k < sizeof(plain) / sizeof(*plain); k++)
			if (p->answer[kb_finding(kb, plain[k])] == NOT_ASKED)
				p->answer[kb_finding(kb, plain[k])] = DONT_KNOW;
		unknown = usual_of(p);
		assert_true(unknown.asked == u.asked && fabs(u.share - unknown.share) < 1e-12);
		arena_reset(a);
	}
}

/* P(answer | all others) = P(all) / P(all others), each by a run of its own; the least of all is named first. */
static void the_least_expected_answer_is_named(void **state)
{
	struct rng r = rng_new(73);
	int tried = 0;

	(void)state;
	for (int i = 0; i < 20 && tried < 3; i++) {
		struct person_case *c = drawn_person(&r);
		struct belief_net b;
		struct posterior all, but;
		struct err err = { 0 };
		double least = 1;

		answer_at_random(c, &r);
		struct usual u = usual_of(c);
		assert_true(belief_net_make(a, kb, c, NULL, &b, &err) && reason_posterior(a, &b.net, b.seen, &reason_effort, &all, &err));
		for (int f = 0; f < kb->n_findings && !u.fits; f++) {
			int x = belief_node(&b, f), seen = b.seen[x];

			if (seen == SEEN_NOTHING)
				continue;
			b.seen[x] = SEEN_NOTHING;
			assert_true(reason_posterior(a, &b.net, b.seen, &reason_effort, &but, &err));
			b.seen[x] = (int8_t)seen;
			least = fmin(least, exp(all.log_evidence - but.log_evidence));
			if (f == u.odd[0].finding)
				assert_true(fabs(exp(all.log_evidence - but.log_evidence) - u.odd[0].p) < 1e-9);
		}
		assert_true(u.fits || fabs(least - u.odd[0].p) < 1e-9);
		tried += !u.fits;
		arena_reset(a);
	}
	assert_int_equal(tried, 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(people_of_the_model_fit_and_coins_do_not),
		cmocka_unit_test(a_rare_cause_with_its_signs_fits),
		cmocka_unit_test(nothing_said_fits_and_unknown_says_nothing),
		cmocka_unit_test(the_least_expected_answer_is_named),
	};

	return cmocka_run_group_tests(tests, setup_kb, teardown);
}
