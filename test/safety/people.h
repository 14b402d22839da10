/* test/safety/people.h -- a person without danger, a person with one answer more, and the way to a plan. */
#ifndef TEST_PEOPLE_H
#define TEST_PEOPLE_H

#include "../support.h"

#include "base/rng.h"
#include "core/plan.h"

static struct arena *arena;
static const struct kb *kb;

/* An emergency each, alone. */
static const char *const alone[] = { "saddle_numbness_new", "bladder_change_new", "bowel_control_loss_new",
	"sexual_numbness_new", "both_legs_new", "leg_weakness_progressive", "hand_or_gait_clumsy_new", "chest_pain_now",
	"breathless_now", "tearing_pain_sudden", "pulsating_abdomen", "face_arm_speech_now", "headache_worst_sudden",
	"self_harm_now" };
enum { N_ALONE = sizeof(alone) / sizeof(*alone) };

/* What is asked of everybody; "no" to all of it is a person without danger. */
static const char *const fixed[] = { "self_harm_thoughts", "unsafe_at_home", "fever", "very_unwell", "infection_recent",
	"immune_weak", "iv_drug_use", "spinal_procedure_recent", "cancer_history", "weight_loss_unexplained", "night_sweats",
	"pain_unremitting", "trauma_major", "trauma_minor", "osteoporosis", "steroid_long", "cannot_lie_flat", "calf_swollen_one",
	"colic_vomiting", "leg_weakness_stable",
	"surgery_recent", "pregnancy_weeks", "postpartum_weeks", "pregnancy_bleeding", "anticoagulant", "bleeding_disorder",
	"opioid_daily", "skin_broken", "numb_area", "pacemaker_or_implant", "seizures", "psychosis_history", "trauma_history",
	"alcohol_or_drugs_today" };
enum { N_FIXED = sizeof(fixed) / sizeof(*fixed) };

static const char *const massage[] = { "swedish", "deep_tissue", "myofascial_release", "trigger_point", "myotherapy",
	"acupressure", "foot_massage" };
enum { N_MASSAGE = sizeof(massage) / sizeof(*massage) };

static inline int set_up(void **state)
{
	(void)state;
	arena = arena_new((size_t)1 << 30);
	kb = test_kb();
	return 0;
}

static inline int tear_down(void **state)
{
	(void)state;
	arena_end(arena);
	return 0;
}

static inline struct person_case *safe(void)
{
	struct person_case *c = case_new(arena, kb);

	c->age = 44;
	c->sex = SEX_FEMALE;
	for (int i = 0; i < N_ALONE; i++)
		test_answer(kb, c, alone[i], 0);
	for (int i = 0; i < N_FIXED; i++)
		test_answer(kb, c, fixed[i], 0);
	return c;
}

static inline struct person_case *with(const char *id, int value)
{
	struct person_case *c = safe();

	test_answer(kb, c, id, value);
	return c;
}

static inline int item(const char *id)
{
	int i = kb_item(kb, id);

	if (i < 0)
		fail_msg("there is no item %s", id);
	return i;
}

static inline bool never(const struct screened *s, const char *id, const char *region)
{
	int r = region ? kb_region(kb, region) : -1;

	if (region && r < 0)
		fail_msg("there is no region %s", region);
	return screen_never(kb, s, item(id), r);
}

static inline bool gate(struct person_case *c, struct err *err)
{
	*err = (struct err){ .code = ERR_OK };
	return screen_gate(kb, screen(arena, kb, c), err);
}

static inline bool planned(struct person_case *c, struct plan *p, struct err *err)
{
	struct belief b;

	*err = (struct err){ .code = ERR_OK };
	return belief(arena, kb, c, NULL, &b, err) && plan_make(arena, kb, c, screen(arena, kb, c), &b, NULL, p, err);
}

static inline void expect_plan(struct person_case *c, struct plan *p)
{
	struct err err;

	if (!planned(c, p, &err))
		fail_msg("%s", err_line(arena, &err));
}

#endif
