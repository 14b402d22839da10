/* test/core/small_belief.h -- a small knowledge built by hand, and beliefs over it. */
#ifndef TEST_CORE_SMALL_BELIEF_H
#define TEST_CORE_SMALL_BELIEF_H

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

static inline void compile(struct rule *rule)
{
	struct err err = { 0 };

	if (rule->text && !rule_compile(a, &kb, rule->text, rule, &err))
		fail_msg("%s", err.detail);
}

static inline int setup(void **state)
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

static inline int teardown(void **state)
{
	(void)state;
	arena_end(a);
	return 0;
}

static inline struct belief of(const struct person_case *c)
{
	struct belief b;
	struct err err = { 0 };

	if (!belief(a, &kb, c, NULL, &b, &err))
		fail_msg("%s", err.detail);
	return b;
}

static inline const struct cause_belief *about(const struct belief *b, int c)
{
	for (int i = 0; i < b->n_causes; i++)
		if (b->cause[i].cause == c)
			return &b->cause[i];
	fail_msg("cause %d is missing", c);
	return &b->cause[0];
}

static inline double weight_in(const struct weighed *at, int n, int f)
{
	for (int i = 0; i < n; i++)
		if (at[i].finding == f)
			return at[i].weight;
	return 0;
}

static inline double weight_of(const struct belief *b, int c, int f)
{
	const struct cause_belief *x = about(b, c);

	return weight_in(x->for_, x->n_for, f) + weight_in(x->against, x->n_against, f);
}

static inline double logit(double p)
{
	return log(p / (1 - p));
}

static inline double odds_times(double p, double times)
{
	return p / (1 - p) * times / (1 + p / (1 - p) * times);
}

static inline void assert_near(double got, double want, double within)
{
	if (!(fabs(got - want) <= within))
		fail_msg("got %.15g, expected %.15g", got, want);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

#endif
