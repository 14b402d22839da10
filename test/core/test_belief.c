/* Beliefs over a small knowledge built by hand. */
#include "core/belief.h"

#include <math.h>
#include <string.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

enum { SLUMP, WALKING, PHQ2, JOY, MOOD, STEROID, PREGNANT, REACH, LINE, PLAIN, RARE, N_FINDINGS };
enum { RADICULAR, STENOSIS, FRACTURE, CAUDA, DEPRESSION, STRESS, PELVIC, N_CAUSES };
enum { MECHANICAL, MEDICAL, EMOTIONAL, N_CLASSES };

static struct arena *a;
static struct kb kb;
static struct person_case *who;

static const int phq2_parts[] = { JOY, MOOD };

static struct finding finding[N_FINDINGS] = {
	[SLUMP] = { .id = "slump", .is_bool = true, .max = 1, .cut = 1, .seconds = 20, .base = 0.2, .base_cite.confidence = CONFIDENCE_LOW },
	[WALKING] = { .id = "walking", .is_bool = true, .max = 1, .cut = 1, .seconds = 5, .base = 0.25,
		.base_cite.confidence = CONFIDENCE_HIGH },
	[PHQ2] = { .id = "phq2", .max = 6, .cut = 3, .seconds = 2, .base = 0.29, .sum_of = { phq2_parts, 2 },
		.base_cite.confidence = CONFIDENCE_LOW },
	[JOY] = { .id = "joy", .max = 3, .cut = 1, .seconds = 7 },
	[MOOD] = { .id = "mood", .max = 3, .cut = 1, .seconds = 7 },
	[STEROID] = { .id = "steroid", .is_bool = true, .max = 1, .cut = 1, .seconds = 6 },
	[PREGNANT] = { .id = "pregnant", .max = 45, .cut = 1, .seconds = 5, .when = { .text = "female" } },
	[REACH] = { .id = "reach", .max = 3, .cut = 3, .seconds = 6, .base = 0.27, .base_cite.confidence = CONFIDENCE_LOW },
	[LINE] = { .id = "line", .is_bool = true, .max = 1, .cut = 1, .seconds = 5, .base = 0.5, .when = { .text = "reach >= 2" } },
	[PLAIN] = { .id = "plain", .is_bool = true, .max = 1, .cut = 1, .seconds = 4 },
	[RARE] = { .id = "rare", .is_bool = true, .max = 1, .cut = 1, .seconds = 4, .base = 0.004 },
};

static struct odds fracture_odds[] = {
	{ .when = { .text = "age >= 75" }, .times = 6, .cite.confidence = CONFIDENCE_LOW },
	{ .when = { .text = "steroid" }, .times = 10, .cite.confidence = CONFIDENCE_LOW },
};
static struct odds pelvic_odds[] = {
	{ .when = { .text = "pregnant >= 1" }, .times = 350, .cite.confidence = CONFIDENCE_MODERATE },
	{ .when = { .text = "not pregnant >= 1" }, .times = 0.02, .cite.confidence = CONFIDENCE_ASSUMED },
	{ .when = { .text = "mark(low_back) >= 5" }, .times = 2, .cite.confidence = CONFIDENCE_ASSUMED },
};

static struct cause cause[N_CAUSES] = {
	[RADICULAR] = { .id = "radicular", .class = MECHANICAL, .prior = 0.06, .low = 0.03, .high = 0.10 },
	[STENOSIS] = { .id = "stenosis", .class = MEDICAL, .prior = 0.03, .low = 0.01, .high = 0.12 },
	[FRACTURE] = { .id = "fracture", .class = MEDICAL, .prior = 0.008, .low = 0.003, .high = 0.02, .serious = true,
		.odds = fracture_odds, .n_odds = 2 },
	[CAUDA] = { .id = "cauda", .class = MEDICAL, .by_rule = true, .serious = true },
	[DEPRESSION] = { .id = "depression", .class = EMOTIONAL, .prior = 0.18, .low = 0.10, .high = 0.35 },
	[STRESS] = { .id = "stress", .class = EMOTIONAL, .prior = 0.35, .low = 0.20, .high = 0.50 },
	[PELVIC] = { .id = "pelvic", .class = MECHANICAL, .prior = 0.005, .low = 0.002, .high = 0.01, .odds = pelvic_odds, .n_odds = 3 },
};

static const struct link sound_link[] = {
	{ .finding = SLUMP, .cause = RADICULAR, .sens = 0.84, .spec = 0.83, .cite.confidence = CONFIDENCE_LOW },
	{ .finding = WALKING, .cause = STENOSIS, .sens = 0.82, .spec = 0.78, .cite.confidence = CONFIDENCE_HIGH },
	{ .finding = PHQ2, .cause = DEPRESSION, .sens = 0.76, .spec = 0.87, .cite.confidence = CONFIDENCE_HIGH },
	{ .finding = PHQ2, .cause = STRESS, .sens = 0.38, .spec = 0.73, .cite.confidence = CONFIDENCE_ASSUMED },
	{ .finding = REACH, .cause = RADICULAR, .sens = 0.90, .spec = 0.78, .cite.confidence = CONFIDENCE_LOW },
	{ .finding = REACH, .cause = STENOSIS, .sens = 0.5, .spec = 0.7, .cite.confidence = CONFIDENCE_MODERATE },
	{ .finding = LINE, .cause = RADICULAR, .sens = 0.89, .spec = 0.31, .cite.confidence = CONFIDENCE_ASSUMED },
	{ .finding = RARE, .cause = CAUDA, .sens = 0.9, .spec = 0.99, .cite.confidence = CONFIDENCE_HIGH },
	{ .finding = RARE, .cause = STRESS, .sens = 0.9, .spec = 0.99, .cite.confidence = CONFIDENCE_ASSUMED },
};
static struct link link_[sizeof(sound_link) / sizeof(sound_link[0])];
static struct class class_[N_CLASSES] = { { .id = "mechanical" }, { .id = "medical" }, { .id = "emotional" } };
static struct area area[] = { { .id = "low_back", .name = "Low back" } };
static struct region region[] = {
	{ .id = "waist_left", .base = "waist", .mirror = 1, .side = SIDE_LEFT },
	{ .id = "waist_right", .base = "waist", .mirror = 0, .side = SIDE_RIGHT },
};

static void compile(struct rule *rule)
{
	struct err err = { 0 };

	if (rule->text && !rule_compile(a, &kb, rule->text, rule, &err))
		fail_msg("%s", err.detail);
}

static int setup(void **state)
{
	(void)state;
	a = arena_new((size_t)1 << 28);
	memcpy(link_, sound_link, sizeof(link_));
	for (int c = 0; c < N_CAUSES; c++)
		cause[c].cite.confidence = CONFIDENCE_LOW;
	kb = (struct kb){ .finding = finding, .n_findings = N_FINDINGS, .cause = cause, .n_causes = N_CAUSES, .link = link_,
		.n_links = sizeof(link_) / sizeof(link_[0]), .class = class_, .n_classes = N_CLASSES, .area = area, .n_areas = 1,
		.region = region, .n_regions = 2 };
	for (int f = 0; f < N_FINDINGS; f++)
		compile(&finding[f].when);
	for (int i = 0; i < 2; i++)
		compile(&fracture_odds[i].when);
	for (int i = 0; i < 3; i++)
		compile(&pelvic_odds[i].when);
	who = case_new(a, &kb);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_end(a);
	return 0;
}

static struct belief of(const struct person_case *c)
{
	struct belief b;
	struct err err = { 0 };

	if (!belief(a, &kb, c, NULL, &b, &err))
		fail_msg("%s", err.detail);
	return b;
}

static const struct cause_belief *about(const struct belief *b, int c)
{
	for (int i = 0; i < b->n_causes; i++)
		if (b->cause[i].cause == c)
			return &b->cause[i];
	fail_msg("cause %d is missing", c);
	return &b->cause[0];
}

static double weight_in(const struct weighed *at, int n, int f)
{
	for (int i = 0; i < n; i++)
		if (at[i].finding == f)
			return at[i].weight;
	return 0;
}

static double weight_of(const struct belief *b, int c, int f)
{
	const struct cause_belief *x = about(b, c);

	return weight_in(x->for_, x->n_for, f) + weight_in(x->against, x->n_against, f);
}

static double logit(double p)
{
	return log(p / (1 - p));
}

static double odds_times(double p, double times)
{
	return p / (1 - p) * times / (1 + p / (1 - p) * times);
}

static void assert_near(double got, double want, double within)
{
	if (!(fabs(got - want) <= within))
		fail_msg("got %.15g, expected %.15g", got, want);
}

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

/* The weight of an answer is what taking it back would change, by a run of its own. */
static void weights_are_leave_one_out(void **state)
{
	const int set[] = { SLUMP, WALKING, PHQ2, STEROID, REACH, LINE };

	(void)state;
	who->answer[SLUMP] = 1;
	who->answer[WALKING] = 0;
	who->answer[JOY] = 2;
	who->answer[MOOD] = 2;
	who->answer[STEROID] = 1;
	who->answer[REACH] = 3;
	who->answer[LINE] = 0;
	struct belief all = of(who);
	for (int i = 0; i < 6; i++) {
		struct person_case *less = case_copy(a, &kb, who);

		less->answer[set[i]] = NOT_ASKED;
		if (set[i] == PHQ2)
			less->answer[JOY] = less->answer[MOOD] = NOT_ASKED;
		struct belief without = of(less);
		for (int c = 0; c < N_CAUSES; c++) {
			if (c == CAUDA)
				continue;
			double want = logit(all.by_cause[c]) - logit(without.by_cause[c]);

			assert_near(weight_of(&all, c, set[i]), fabs(want) < 0.02 ? 0 : want, 1e-11);
		}
	}
	const struct cause_belief *x = about(&all, RADICULAR);
	assert_true(x->n_for == 2 && x->n_against >= 1 && x->for_[0].weight >= x->for_[1].weight);
	assert_true(weight_of(&all, RADICULAR, LINE) < 0 && weight_of(&all, FRACTURE, STEROID) > 2);
}

static void bands_hold_the_belief_and_follow_confidence(void **state)
{
	double width[2];

	(void)state;
	who->answer[SLUMP] = who->answer[REACH] = who->answer[WALKING] = 1;
	struct belief b = of(who), again = of(who);
	for (int i = 0; i < b.n_causes; i++) {
		assert_true(b.cause[i].low < b.cause[i].p && b.cause[i].p < b.cause[i].high);
		assert_true(b.cause[i].low > 0 && b.cause[i].high < 1);
		assert_memory_equal(&b.cause[i].low, &again.cause[i].low, sizeof(double));
		assert_memory_equal(&b.cause[i].high, &again.cause[i].high, sizeof(double));
	}
	/* nothing speaks of stress here: its band is that of the prior, 5 % and 95 % being low and high of the knowledge */
	assert_near(about(&b, STRESS)->low, 0.20, 0.03);
	assert_near(about(&b, STRESS)->high, 0.50, 0.03);
	for (int sure = 0; sure < 2; sure++) {
		for (int i = 0; i < kb.n_links; i++)
			if (link_[i].cause == RADICULAR)        /* w changes too: compare on the scale of logs */
				link_[i].cite.confidence = sure ? CONFIDENCE_MODERATE : CONFIDENCE_ASSUMED;
		b = of(who);
		width[sure] = logit(about(&b, RADICULAR)->high) - logit(about(&b, RADICULAR)->low);
	}
	assert_true(width[1] < width[0]);
	/* another answer that has nothing to do with it does not move a band */
	double high = about(&b, RADICULAR)->high;
	who->answer[JOY] = who->answer[MOOD] = 1;
	b = of(who);
	assert_near(about(&b, RADICULAR)->high, high, 1e-13);
}

static void questions_are_open_ones_best_first(void **state)
{
	(void)state;
	who->sex = SEX_MALE;
	who->answer[SLUMP] = 1;
	who->answer[WALKING] = DONT_KNOW;
	who->answer[REACH] = 0;
	who->answer[JOY] = 1;
	struct belief b = of(who);
	bool asked[N_FINDINGS] = { false };

	for (int i = 0; i < b.n_ask; i++) {
		struct question *q = &b.ask[i];

		asked[q->finding] = true;
		assert_true(q->bits > 0 && q->seconds > 0);
		assert_true(i == 0 || q[-1].bits / q[-1].seconds >= q->bits / q->seconds);
		if (q->finding == PHQ2)
			assert_int_equal(q->seconds, finding[MOOD].seconds);    /* joy is answered */
	}
	assert_true(asked[PHQ2] && asked[STEROID]);
	assert_false(asked[SLUMP] || asked[WALKING] || asked[REACH] || asked[LINE] || asked[PREGNANT] || asked[PLAIN] || asked[JOY]);
	who->sex = SEX_FEMALE;
	b = of(who);
	for (int i = 0; i < b.n_ask; i++)
		asked[b.ask[i].finding] = true;
	assert_true(asked[PREGNANT]);
}

/* P(yes) + P(no) = 1, and the beliefs after each answer average to the belief now. */
static void answers_average_to_the_belief(void **state)
{
	(void)state;
	who->answer[SLUMP] = 1;
	who->answer[PHQ2] = 4;
	struct belief now = of(who);
	who->answer[REACH] = 3;
	struct belief yes = of(who);
	who->answer[REACH] = 0;
	struct belief no = of(who);
	double p_yes = exp(yes.log_evidence - now.log_evidence), p_no = exp(no.log_evidence - now.log_evidence);

	assert_near(p_yes + p_no, 1, 1e-13);
	for (int c = 0; c < N_CAUSES; c++)
		assert_near(p_yes * yes.by_cause[c] + p_no * no.by_cause[c], now.by_cause[c], 1e-13);
	for (int k = 0; k < N_CLASSES; k++)
		assert_near(p_yes * yes.class[k].p + p_no * no.class[k].p, now.class[k].p, 1e-13);
}

static void order_of_answers_does_not_matter(void **state)
{
	const int value[N_FINDINGS] = { 1, 1, NOT_ASKED, 2, 3, 1, 20, 3, 1, 0, 0 };
	struct person_case *backwards = case_new(a, &kb);

	(void)state;
	for (int f = 0; f < N_FINDINGS; f++)
		who->answer[f] = (int16_t)value[f];
	struct belief one = of(who);
	for (int f = N_FINDINGS - 1; f >= 0; f--) {
		struct belief on_the_way = of(backwards);

		assert_int_equal(on_the_way.n_classes, N_CLASSES);
		backwards->answer[f] = (int16_t)value[f];
	}
	struct belief two = of(backwards);
	assert_memory_equal(one.by_cause, two.by_cause, N_CAUSES * sizeof(double));
	assert_memory_equal(one.class, two.class, N_CLASSES * sizeof(struct class_belief));
}

static void left_and_right_are_alike(void **state)
{
	(void)state;
	who->map_given = true;
	who->mark[0] = 7;
	who->mark[1] = 2;
	struct belief one = of(who);
	assert_near(one.by_cause[PELVIC], odds_times(0.005, 2), 1e-15);
	case_mirror(&kb, who);
	assert_int_equal(who->mark[1], 7);
	struct belief two = of(who);
	assert_memory_equal(one.by_cause, two.by_cause, N_CAUSES * sizeof(double));
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

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(nothing_answered_is_the_prior),
		TEST(one_answer_by_hand),
		TEST(unknown_and_inapplicable_say_nothing),
		TEST(sums_count_when_all_parts_are_there),
		TEST(before_is_age_and_sex_alone),
		TEST(weights_are_leave_one_out),
		TEST(bands_hold_the_belief_and_follow_confidence),
		TEST(questions_are_open_ones_best_first),
		TEST(answers_average_to_the_belief),
		TEST(order_of_answers_does_not_matter),
		TEST(left_and_right_are_alike),
		TEST(causes_by_rule_have_no_part),
		TEST(one_weak_finding_has_a_ceiling),
		TEST(own_priors_are_used_and_checked),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
