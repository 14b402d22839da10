/* Beliefs over a small knowledge built by hand: what each answer does. */
#include "small_belief.h"

static void nothing_answered_is_the_prior(void **state)
{
	struct belief b = of(who);

	(void)state;
	assert_int_equal(b.n_causes, N_CAUSES - 1);
	assert_near(b.log_evidence, 0, 0);
	assert_true(b.exact && b.bound < 1e-11);
	for (int i = 0; i < b.n_causes; i++) {
		const struct cause_belief *c = &b.cause[i];

		assert_near(c->p, c->before, 1e-15);
		assert_near(c->p, cause[c->cause].prior, 1e-15);
		assert_near(c->p, b.by_cause[c->cause], 0);
		assert_int_equal(c->n_for + c->n_against, 0);
		assert_true(i == 0 || c[-1].p >= c->p);
	}
	assert_near(b.by_cause[CAUDA], 0, 0);
	assert_int_equal(b.n_classes, N_CLASSES);
	assert_near(b.class[EMOTIONAL].before, 1 - 0.82 * 0.65, 1e-15);
	for (int k = 0; k < N_CLASSES; k++) {
		assert_int_equal(b.class[k].class, k);
		assert_near(b.class[k].p, b.class[k].before, 1e-14);
		assert_near(b.class[k].change, 0, 1e-12);
	}
}

/* q = (0.16 / 0.83) ^ 0.5 = 0.439057; absent: odds times q; present: (1 - s q) / (1 - s), s = 0.8 / (1 - 0.06 (1 - q)). */
static void one_answer_by_hand(void **state)
{
	double q = sqrt(0.16 / 0.83), s = 0.8 / (1 - 0.06 * (1 - q));

	(void)state;
	who->answer[SLUMP] = 0;
	assert_near(of(who).by_cause[RADICULAR], odds_times(0.06, q), 1e-14);
	assert_near(of(who).log_evidence, log(0.8), 1e-13);
	who->answer[SLUMP] = 1;
	struct belief b = of(who);
	assert_near(b.by_cause[RADICULAR], odds_times(0.06, (1 - s * q) / (1 - s)), 1e-14);
	assert_near(b.log_evidence, log(0.2), 1e-13);   /* the leak gives the base rate back */
	assert_near(b.by_cause[STRESS], 0.35, 1e-15);
}

static void unknown_and_inapplicable_say_nothing(void **state)
{
	(void)state;
	who->answer[SLUMP] = DONT_KNOW;
	assert_int_equal(belief_seen(&kb, who, SLUMP), SEEN_NOTHING);
	who->answer[REACH] = 0;
	struct belief b = of(who);
	who->answer[LINE] = 1;          /* an old answer to a question that no longer applies */
	assert_int_equal(belief_seen(&kb, who, LINE), SEEN_NOTHING);
	assert_near(of(who).by_cause[RADICULAR], b.by_cause[RADICULAR], 0);
	who->answer[REACH] = 2;
	assert_int_equal(belief_seen(&kb, who, REACH), SEEN_ABSENT);
	assert_int_equal(belief_seen(&kb, who, LINE), SEEN_PRESENT);
	who->answer[REACH] = 3;
	assert_int_equal(belief_seen(&kb, who, REACH), SEEN_PRESENT);
	who->answer[STEROID] = 1;       /* has no base rate: only changes odds */
	assert_int_equal(belief_seen(&kb, who, STEROID), SEEN_NOTHING);
}

static void sums_count_when_all_parts_are_there(void **state)
{
	(void)state;
	who->answer[JOY] = 3;
	assert_int_equal(belief_seen(&kb, who, PHQ2), SEEN_NOTHING);
	who->answer[MOOD] = 0;
	assert_int_equal(belief_seen(&kb, who, PHQ2), SEEN_PRESENT);
	struct belief b = of(who);
	assert_true(weight_of(&b, DEPRESSION, PHQ2) > 1);
	assert_near(weight_of(&b, DEPRESSION, JOY), 0, 0);
}

static void before_is_age_and_sex_alone(void **state)
{
	(void)state;
	who->age = 80;
	who->sex = SEX_MALE;
	who->answer[STEROID] = 1;
	struct belief b = of(who);
	assert_near(about(&b, FRACTURE)->before, odds_times(0.008, 6), 1e-15);
	assert_near(about(&b, FRACTURE)->p, odds_times(0.008, 60), 1e-14);
	assert_near(about(&b, PELVIC)->before, odds_times(0.005, 0.02), 1e-15);       /* a question that cannot apply is a no */
	who->sex = SEX_FEMALE;
	who->answer[PREGNANT] = 30;
	b = of(who);
	assert_near(about(&b, PELVIC)->before, 0.005, 1e-15);
	assert_near(about(&b, PELVIC)->p, odds_times(0.005, 350), 1e-14);
}

static void causes_by_rule_have_no_part(void **state)
{
	(void)state;
	struct belief b = of(who);
	for (int i = 0; i < b.n_causes; i++)
		assert_int_not_equal(b.cause[i].cause, CAUDA);
	who->answer[RARE] = 1;
	b = of(who);
	assert_near(b.by_cause[CAUDA], 0, 0);
	assert_true(b.by_cause[STRESS] > 0.35);
}

/* A rare finding and a weak source: the odds are multiplied by ten at most. */
static void one_weak_finding_has_a_ceiling(void **state)
{
	(void)state;
	who->answer[RARE] = 1;
	double p = of(who).by_cause[STRESS], times = p / (1 - p) / (0.35 / 0.65);

	assert_true(times > 5 && times <= 10 + 1e-9);
	who->answer[RARE] = 0;
	p = of(who).by_cause[STRESS];
	assert_true(p / (1 - p) / (0.35 / 0.65) >= 0.1 - 1e-12);
}

static void own_priors_are_used_and_checked(void **state)
{
	double own[N_CAUSES] = { 0.5, 0.03, 0.008, 0, 0.18, 0.35, 0.005 };
	struct belief b;
	struct err err = { 0 };

	(void)state;
	assert_true(belief(a, &kb, who, own, &b, &err));
	assert_near(b.by_cause[RADICULAR], 0.5, 1e-15);
	assert_near(about(&b, RADICULAR)->before, 0.5, 1e-15);
	own[RADICULAR] = 1.5;
	assert_false(belief(a, &kb, who, own, &b, &err));
	assert_int_equal(err.code, ERR_INPUT);
	assert_string_equal(err.field, "radicular");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(nothing_answered_is_the_prior),
		TEST(one_answer_by_hand),
		TEST(unknown_and_inapplicable_say_nothing),
		TEST(sums_count_when_all_parts_are_there),
		TEST(before_is_age_and_sex_alone),
		TEST(causes_by_rule_have_no_part),
		TEST(one_weak_finding_has_a_ceiling),
		TEST(own_priors_are_used_and_checked),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
