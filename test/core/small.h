/* test/core/small.h -- a knowledge small enough to reason about by hand: for test_screen.c and test_plan.c. */
#ifndef TEST_SMALL_H
#define TEST_SMALL_H

#include "base/rng.h"
#include "core/plan.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <cmocka.h>

enum { F_FEVER, F_UNWELL, F_BLADDER, F_LOSS, F_ANTICOAGULANT, F_SEVERE, F_SLR, F_UNSAFE, F_WALLET, F_NUMB, F_STYLE, F_PRESSURE,
	SMALL_FINDINGS };
enum { A_LOW, A_NECK, A_BELLY, A_LEG, SMALL_AREAS };
enum { I_SWEDISH, I_DEEP, I_TRIGGER, I_WALKING, I_BRIDGE, I_BREATHING, I_RELAXATION, I_FLARE, I_PHYSIO, I_PHYSICIAN, I_WALLET,
	SMALL_ITEMS };
enum { C_MUSCLE, C_DISC, C_STRESS, C_DURESS, C_TUMOUR, SMALL_CAUSES };

static struct ids small_ids(struct arena *a, int n, ...)
{
	int *at = NEWS(a, int, (size_t)n + 1);
	va_list ap;

	va_start(ap, n);
	for (int i = 0; i < n; i++)
		at[i] = va_arg(ap, int);
	va_end(ap);
	return (struct ids){ at, n };
}

static struct rule small_rule(struct arena *a, const struct kb *kb, const char *text)
{
	struct rule r = { 0 };
	struct err err = { .code = ERR_OK };

	if (!rule_compile(a, kb, text, &r, &err))
		fail_msg("%s", err_line(a, &err));
	return r;
}

static void small_findings(struct arena *a, struct kb *kb)
{
	static const struct finding f[SMALL_FINDINGS] = {
		[F_FEVER] = { .id = "fever", .name = "Fever", .gate = true, .asked = ASKED_INTAKE | ASKED_SESSION },
		[F_UNWELL] = { .id = "very_unwell", .name = "Very unwell", .gate = true, .asked = ASKED_INTAKE },
		[F_BLADDER] = { .id = "bladder_change_new", .name = "Bladder change", .gate = true, .asked = ASKED_INTAKE | ASKED_FLARE },
		[F_LOSS] = { .id = "weight_loss_unexplained", .name = "Weight loss", .gate = true, .asked = ASKED_INTAKE },
		[F_ANTICOAGULANT] = { .id = "anticoagulant", .name = "Anticoagulant", .gate = true, .asked = ASKED_INTAKE },
		[F_SEVERE] = { .id = "pain_new_severe", .name = "New severe pain", .gate = true, .asked = ASKED_INTAKE },
		[F_SLR] = { .id = "slr_positive", .name = "Straight leg raise", .asked = ASKED_INTAKE },
		[F_UNSAFE] = { .id = "unsafe_at_home", .name = "Unsafe at home", .private = true, .asked = ASKED_INTAKE },
		[F_WALLET] = { .id = "wallet_back_pocket", .name = "Wallet in back pocket", .module = MODULE_LOAD, .asked = ASKED_INTAKE },
		[F_NUMB] = { .id = "numb_area", .name = "Numb area", .gate = true, .asked = ASKED_INTAKE },
		[F_STYLE] = { .id = "style_wish", .name = "Style", .max = 2 },
		[F_PRESSURE] = { .id = "pressure_wish", .name = "Pressure", .min = 1, .max = 5 },
	};

	kb->finding = NEWS(a, struct finding, SMALL_FINDINGS);
	kb->n_findings = SMALL_FINDINGS;
	for (int i = 0; i < SMALL_FINDINGS; i++) {
		kb->finding[i] = f[i];
		kb->finding[i].cut = 1;
		kb->finding[i].is_bool = !f[i].max;
		kb->finding[i].max = f[i].max ? f[i].max : 1;
	}
	kb->finding[F_SEVERE].when = small_rule(a, kb, "anticoagulant");
}

static void small_body(struct arena *a, struct kb *kb)
{
	static const char *const names[SMALL_AREAS][4] = {
		{ "low_back", "low_back_left", "low_back_right", "Low back" }, { "neck", "neck_left", "neck_right", "Neck" },
		{ "belly", "belly_left", "belly_right", "Belly" }, { "calf", "calf_left", "calf_right", "Calf" },
	};

	kb->area = NEWS(a, struct area, SMALL_AREAS);
	kb->region = NEWS(a, struct region, 2 * SMALL_AREAS);
	kb->n_areas = SMALL_AREAS;
	kb->n_regions = 2 * SMALL_AREAS;
	for (int i = 0; i < SMALL_AREAS; i++) {
		kb->area[i] = (struct area){ .id = i == A_LEG ? "lower_leg" : names[i][0], .name = names[i][3] };
		for (int s = 0; s < 2; s++)
			kb->region[2 * i + s] = (struct region){ .id = names[i][1 + s], .base = names[i][0], .name = names[i][3],
				.area = i, .mirror = 2 * i + 1 - s, .side = s ? SIDE_RIGHT : SIDE_LEFT };
	}
}

static void small_help(struct arena *a, struct item *it, int cause, double effect)
{
	struct help *h = NEWS(a, struct help, 8);

	for (int i = 0; i < it->n_helps; i++)
		h[i] = it->helps[i];
	h[it->n_helps++] = (struct help){ cause, effect, { .confidence = CONFIDENCE_LOW } };
	it->helps = h;
}

static void small_items(struct arena *a, struct kb *kb)
{
	static const struct item it[SMALL_ITEMS] = {
		[I_SWEDISH] = { .id = "swedish", .kind = "massage", .who = WHO_THERAPIST, .minutes = 12, .pressure_min = 1, .pressure_max = 3 },
		[I_DEEP] = { .id = "deep_tissue", .kind = "massage", .who = WHO_THERAPIST, .minutes = 12, .pressure_min = 3, .pressure_max = 5 },
		[I_TRIGGER] = { .id = "trigger_point", .kind = "massage", .who = WHO_THERAPIST, .minutes = 6, .pressure_min = 2, .pressure_max = 4 },
		[I_WALKING] = { .id = "walking", .kind = "activity", .component = COMPONENT_MOVEMENT, .who = WHO_SELF, .minutes = 8, .days = 5 },
		[I_BRIDGE] = { .id = "bridge", .kind = "strength", .component = COMPONENT_MOVEMENT, .who = WHO_SELF, .minutes = 3, .days = 4, .week = 3 },
		[I_BREATHING] = { .id = "breathing_slow", .kind = "breathing", .component = COMPONENT_MIND, .who = WHO_SELF, .minutes = 5, .days = 5, .practice = true },
		[I_RELAXATION] = { .id = "relaxation_long", .kind = "relaxation", .component = COMPONENT_MIND, .who = WHO_SELF, .minutes = 12, .days = 5, .practice = true },
		[I_FLARE] = { .id = "flare_plan", .kind = "flare", .component = COMPONENT_MIND, .who = WHO_SELF, .minutes = 3, .days = 2, .practice = true },
		[I_PHYSIO] = { .id = "physiotherapy", .kind = "therapy", .component = COMPONENT_MOVEMENT, .who = WHO_PROFESSIONAL, .minutes = 40 },
		[I_PHYSICIAN] = { .id = "physician_review", .kind = "therapy", .component = COMPONENT_MOVEMENT, .who = WHO_PROFESSIONAL, .minutes = 20 },
		[I_WALLET] = { .id = "wallet_out", .kind = "habit", .component = COMPONENT_MOVEMENT, .who = WHO_SELF, .minutes = 1, .days = 7 },
	};

	kb->item = NEWS(a, struct item, SMALL_ITEMS);
	kb->n_items = SMALL_ITEMS;
	for (int i = 0; i < SMALL_ITEMS; i++) {
		kb->item[i] = it[i];
		kb->item[i].name = it[i].id;
		kb->item[i].week = it[i].week ? it[i].week : 1;
	}
	kb->item[I_SWEDISH].areas = small_ids(a, 4, A_LOW, A_NECK, A_BELLY, A_LEG);
	kb->item[I_DEEP].areas = small_ids(a, 2, A_LOW, A_LEG);
	kb->item[I_TRIGGER].areas = small_ids(a, 2, A_LOW, A_NECK);
	small_help(a, &kb->item[I_SWEDISH], C_MUSCLE, 0.7);
	small_help(a, &kb->item[I_SWEDISH], C_STRESS, 0.4);
	small_help(a, &kb->item[I_DEEP], C_MUSCLE, 0.7);
	small_help(a, &kb->item[I_TRIGGER], C_MUSCLE, 0.7);
	small_help(a, &kb->item[I_WALKING], C_DISC, 0.5);
	small_help(a, &kb->item[I_WALKING], C_STRESS, 0.2);
	small_help(a, &kb->item[I_BRIDGE], C_DISC, 0.4);
	small_help(a, &kb->item[I_BREATHING], C_STRESS, 0.3);
	small_help(a, &kb->item[I_RELAXATION], C_STRESS, 0.5);
	small_help(a, &kb->item[I_RELAXATION], C_DURESS, 0.5);
	small_help(a, &kb->item[I_PHYSIO], C_DISC, 0.6);
	small_help(a, &kb->item[I_WALLET], C_MUSCLE, 0.1);
}

static void small_causes(struct arena *a, struct kb *kb)
{
	static const struct cause c[SMALL_CAUSES] = {
		[C_MUSCLE] = { .id = "myofascial", .name = "Tight muscles" }, [C_DISC] = { .id = "disc", .name = "Disc" },
		[C_STRESS] = { .id = "stress", .name = "Stress", .class = 1 }, [C_DURESS] = { .id = "duress", .name = "Duress", .class = 1 },
		[C_TUMOUR] = { .id = "metastasis", .name = "Metastasis", .serious = true },
	};
	struct odds *o = NEW(a, struct odds);

	kb->cause = NEWS(a, struct cause, SMALL_CAUSES);
	kb->n_causes = SMALL_CAUSES;
	for (int i = 0; i < SMALL_CAUSES; i++)
		kb->cause[i] = c[i];
	o->when = small_rule(a, kb, "unsafe_at_home");
	kb->cause[C_DURESS].odds = o;
	kb->cause[C_DURESS].n_odds = 1;
}

static void small_lessons(struct arena *a, struct kb *kb)
{
	static const int practice[] = { I_BREATHING, I_RELAXATION, I_FLARE };
	static const char *const id[] = { "lesson_one", "lesson_two", "lesson_three" };

	kb->lesson = NEWS(a, struct lesson, 3);
	kb->n_lessons = 3;
	for (int i = 0; i < WEEKS; i++) {
		kb->week[i].lesson = i < 3 ? i : -1;
		kb->week[i].theme = "Theme";
	}
	for (int i = 0; i < 3; i++) {
		struct help *h = NEW(a, struct help);

		*h = (struct help){ C_STRESS, 0.2, { .confidence = CONFIDENCE_MODERATE } };
		kb->lesson[i] = (struct lesson){ .id = id[i], .name = id[i], .week = i + 1, .minutes = 5, .practice = practice[i],
			.needs = i - 1, .helps = h, .n_helps = 1 };
	}
}

static void small_rules(struct arena *a, struct kb *kb)
{
	static const struct { const char *id, *when; enum tier tier; } flags[] = {
		{ "flag_bladder", "bladder_change_new", TIER_EMERGENCY },
		{ "flag_sepsis", "fever and very_unwell", TIER_EMERGENCY },
		{ "flag_bleeding", "anticoagulant and pain_new_severe", TIER_EMERGENCY },
		{ "flag_fever", "fever", TIER_URGENT },
		{ "flag_loss", "weight_loss_unexplained", TIER_SOON },
		{ "flag_old", "age > 50 and not fever", TIER_NOTE },
	};
	enum { N = sizeof(flags) / sizeof(*flags) };

	kb->flag = NEWS(a, struct flag, N);
	kb->n_flags = N;
	for (int i = 0; i < N; i++)
		kb->flag[i] = (struct flag){ .id = flags[i].id, .tier = flags[i].tier, .within = "1-2 weeks",
			.when = small_rule(a, kb, flags[i].when) };
	kb->block = NEWS(a, struct block, 6);
	kb->block[kb->n_blocks++] = (struct block){ .id = "block_bleeding", .because = "Bleeding", .everywhere = true,
		.when = small_rule(a, kb, "anticoagulant"), .items = small_ids(a, 2, I_DEEP, I_TRIGGER), .limit = LIMIT_NEVER };
	kb->block[kb->n_blocks++] = (struct block){ .id = "block_light", .because = "Bleeding", .everywhere = true,
		.when = small_rule(a, kb, "anticoagulant"), .items = small_ids(a, 1, I_SWEDISH), .limit = LIMIT_LIGHT };
	kb->block[kb->n_blocks++] = (struct block){ .id = "block_nerve", .because = "Nerve path",
		.when = small_rule(a, kb, "slr_positive or mark(calf) >= 8"), .items = small_ids(a, 3, I_SWEDISH, I_DEEP, I_TRIGGER),
		.regions = small_ids(a, 2, 6, 7), .limit = LIMIT_LIGHT };
	kb->block[kb->n_blocks++] = (struct block){ .id = "block_numb", .because = "Numb skin",
		.when = small_rule(a, kb, "numb_area"), .items = small_ids(a, 1, I_DEEP), .everywhere = true, .limit = LIMIT_NEVER };
	kb->block[kb->n_blocks++] = (struct block){ .id = "rule_belly", .because = "Consent",
		.when = small_rule(a, kb, "age >= 0"), .items = small_ids(a, 1, I_SWEDISH), .regions = small_ids(a, 2, 4, 5),
		.limit = LIMIT_ASK };
	kb->block[kb->n_blocks++] = (struct block){ .id = "block_unsafe", .because = "Secret words", .everywhere = true,
		.when = small_rule(a, kb, "unsafe_at_home"), .items = small_ids(a, 1, I_RELAXATION), .limit = LIMIT_NEVER };
}

static struct kb *small_kb(struct arena *a)
{
	struct kb *kb = NEW(a, struct kb);

	small_findings(a, kb);
	small_body(a, kb);
	small_items(a, kb);
	small_causes(a, kb);
	small_lessons(a, kb);
	small_rules(a, kb);
	return kb;
}

/* 40 years, no danger, nothing marked. */
static struct person_case *small_case(struct arena *a, const struct kb *kb)
{
	struct person_case *c = case_new(a, kb);

	c->age = 40;
	c->sex = SEX_FEMALE;
	for (int i = 0; i <= F_NUMB; i++)
		c->answer[i] = 0;
	return c;
}

#endif
