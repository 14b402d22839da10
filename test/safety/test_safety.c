/* test/safety/test_safety.c -- the safety rules that no score overrides, each tried on the knowledge of the program: rules 1 to 8.
 *
 * One test a rule of docs/safety.md, in its order and named after it.
 */
#include "rules.h"

static void rule_1_a_person_without_danger_gets_a_plan(void **state)
{
	struct plan p;

	(void)state;
	for (int sex = SEX_FEMALE; sex <= SEX_OTHER; sex++)
		for (int age = 18; age <= 118; age += 4) {
			struct person_case *c = safe();

			c->sex = sex;
			c->age = age;
			test_answer(kb, c, "midline_pain_sudden", 0);
			test_answer(kb, c, "pain_over_3_months", 1);
			test_answer(kb, c, "pain_weeks", 100);
			expect_plan(c, &p);
			assert_true(p.week[0].n_session > 0 && p.week[0].n_home > 0);
			arena_reset(arena);
		}
}

static void rule_1_not_asked_is_not_safe(void **state)
{
	(void)state;
	for (int f = 0; f < kb->n_findings; f++) {
		struct person_case *c = safe();
		struct err err;

		if (!kb->finding[f].gate || rule_applies(kb, f, c) != TRUTH_YES)
			continue;
		c->answer[f] = NOT_ASKED;
		assert_false(gate(c, &err));
		assert_int_equal(err.code, ERR_DANGER);
		struct ids open = screen(arena, kb, c)->not_asked;
		bool named = false;
		for (int i = 0; i < open.n; i++)
			named |= open.at[i] == f;
		assert_true(named);
	}
	struct person_case *c = safe();
	for (int f = 0; f < kb->n_findings; f++)
		c->answer[f] = NOT_ASKED;
	struct err err;
	assert_false(gate(c, &err));
}

static void rule_1_every_emergency_and_urgent_answer_is_asked_of_everybody_or_opened(void **state)
{
	(void)state;
	for (int i = 0; i < N_ALONE; i++)
		assert_true(kb->finding[kb_finding(kb, alone[i])].gate);
	for (int i = 0; i < kb->n_flags; i++) {
		/* nobody answered: an emergency or urgent rule may be open, but it is never already "no" by silence */
		struct person_case *c = case_new(arena, kb);

		c->age = 44;
		c->sex = SEX_FEMALE;
		if (kb->flag[i].tier == TIER_EMERGENCY)
			assert_int_equal(rule_eval(kb, &kb->flag[i].when, c), TRUTH_NOT_ASKED);
	}
}


static void expect_blocked_unasked(int finding, void *arg)
{
	static const int16_t value[] = { NOT_ASKED, DONT_KNOW };
	const struct block *b = arg;

	for (int k = 0; k < 2; k++) {
		struct person_case *c = safe();

		c->answer[finding] = value[k];
		enum truth t = rule_eval(kb, &b->when, c);
		struct screened *s = screen(arena, kb, c);
		for (int i = 0; t != TRUTH_NO && i < b->items.n; i++) {
			bool blocked = b->everywhere ? screen_never(kb, s, b->items.at[i], -1) : true;

			for (int r = 0; !b->everywhere && r < b->regions.n; r++)
				blocked &= screen_never(kb, s, b->items.at[i], b->regions.at[r]);
			assert_true(blocked);
		}
		arena_reset(arena);
	}
}

static void rule_1_a_contraindication_not_asked_or_not_known_blocks_like_yes(void **state)
{
	(void)state;
	for (int i = 0; i < kb->n_blocks; i++)
		if (kb->block[i].limit == LIMIT_NEVER)
			rule_findings(&kb->block[i].when, expect_blocked_unasked, &kb->block[i]);
	struct person_case *c = with("numb_area", NOT_ASKED);
	struct plan p;
	expect_plan(c, &p);
	assert_false(in_session(&p, "deep_tissue"));
	assert_non_null(strstr(left_out(&p, "deep_tissue"), "not asked: "));
	c = with("numb_area", DONT_KNOW);
	expect_plan(c, &p);
	assert_false(in_session(&p, "deep_tissue"));
	assert_non_null(strstr(left_out(&p, "deep_tissue"), "not known: "));
}

static void rule_2_dangers_are_asked_again_every_time(void **state)
{
	static const enum occasion when[] = { ASKED_INTAKE, ASKED_SESSION, ASKED_WEEK, ASKED_FLARE, ASKED_WORSENING };

	(void)state;
	for (int o = 0; o < 5; o++) {
		struct ids q = screen_questions(arena, kb, safe(), when[o]);

		for (int i = 0; i < N_ALONE; i++) {
			bool asked = false;

			for (int k = 0; k < q.n; k++)
				asked |= q.at[k] == kb_finding(kb, alone[i]);
			if (!asked)
				fail_msg("%s is not asked at occasion %d", alone[i], o);
		}
	}
}

static void rule_3_no_other_answer_lifts_a_stop(void **state)
{
	struct person_case *c = safe();

	(void)state;
	test_answer(kb, c, "saddle_numbness_new", 1);
	for (int f = 0; f < kb->n_findings; f++) {
		if (f == kb_finding(kb, "saddle_numbness_new"))
			continue;
		for (int v = kb->finding[f].min; v <= kb->finding[f].max; v += kb->finding[f].max) {
			int16_t kept = c->answer[f];

			c->answer[f] = (int16_t)v;
			assert_int_equal(screen(arena, kb, c)->tier, TIER_EMERGENCY);
			c->answer[f] = kept;
		}
		arena_reset(arena);
		c = safe();
		test_answer(kb, c, "saddle_numbness_new", 1);
	}
}

static void rule_4_each_emergency_stops_alone(void **state)
{
	struct err err;

	(void)state;
	for (int i = 0; i < N_ALONE; i++) {
		struct person_case *c = with(alone[i], 1);

		assert_int_equal(screen(arena, kb, c)->tier, TIER_EMERGENCY);
		assert_false(gate(c, &err));
		assert_int_equal(err.code, ERR_DANGER);
		c = with(alone[i], DONT_KNOW);
		assert_true(screen(arena, kb, c)->tier >= TIER_URGENT);
		assert_false(gate(c, &err));
	}
	struct person_case *c = with("fever", 1);
	test_answer(kb, c, "very_unwell", 1);
	assert_int_equal(screen(arena, kb, c)->tier, TIER_EMERGENCY);
	c = with("trauma_major", 1);
	assert_int_equal(screen(arena, kb, c)->tier, TIER_EMERGENCY);
}

static void rule_4_an_emergency_has_an_action_and_a_source_or_says_it_is_convention(void **state)
{
	(void)state;
	for (int i = 0; i < kb->n_flags; i++) {
		const struct flag *f = &kb->flag[i];

		assert_true(f->action && *f->action && f->text && *f->text);
		assert_true(f->convention || f->cite.source.n > 0);
		assert_true(i == 0 || f->tier <= kb->flag[i - 1].tier);
		if (f->tier == TIER_EMERGENCY && !f->route)
			assert_non_null(strstr(f->action, "{emergency}"));
	}
}

static void rule_5_pregnancy(void **state)
{
	static const char *const danger[] = { "pregnancy_bleeding", "pregnancy_headache_severe", "pregnancy_sight_change",
		"pregnancy_belly_pain_sudden" };
	static const char *const birth[] = { "pregnancy_weeks", "postpartum_weeks" };

	(void)state;
	for (int k = 0; k < 2; k++) {
		struct person_case *c = with(birth[k], k ? 3 : 20);
		struct screened *s;
		struct err err;

		assert_false(gate(c, &err));            /* its own danger questions open */
		for (int i = 0; i < 4; i++) {
			struct person_case *d = case_copy(arena, kb, c);

			test_answer(kb, d, danger[i], 1);
			assert_int_equal(screen(arena, kb, d)->tier, TIER_EMERGENCY);
		}
		struct person_case *d = case_copy(arena, kb, c);
		test_answer(kb, d, "calf_swollen_one", 1);
		assert_int_equal(screen(arena, kb, d)->tier, TIER_EMERGENCY);
		s = screen(arena, kb, c);
		for (int i = 0; i < N_MASSAGE; i++)
			assert_true(never(s, massage[i], "abdomen_lower_left"));
		assert_true(never(s, "deep_tissue", "sacrum_left"));
		assert_true(never(s, "trigger_point", "sacrum_right"));
		assert_true(never(s, "deep_tissue", "thigh_back_left"));
		assert_true(screen_pressure(kb, s, item("swedish"), kb_region(kb, "calf_left")) <= 2);
		assert_true(never(s, "handheld_device", NULL));
	}
}

static void rule_5_prone_moves_stop_later_in_pregnancy(void **state)
{
	(void)state;
	assert_true(never(screen(arena, kb, with("pregnancy_weeks", 20)), "upper_back_extension", NULL));
	assert_true(never(screen(arena, kb, with("pregnancy_weeks", 20)), "bridge", NULL));
	assert_false(never(screen(arena, kb, safe()), "bridge", NULL));
}

static void rule_6_a_swollen_calf(void **state)
{
	static const int value[] = { 1, DONT_KNOW };

	(void)state;
	for (int k = 0; k < 2; k++) {
		struct screened *s = screen(arena, kb, with("calf_swollen_one", value[k]));

		assert_true(s->tier >= TIER_URGENT);
		for (int i = 0; i < N_MASSAGE; i++) {
			assert_true(never(s, massage[i], "calf_left"));
			assert_true(never(s, massage[i], "sole_right"));
		}
		assert_true(never(s, "handheld_device", NULL));
	}
}

static void rule_7_bleeding(void **state)
{
	static const char *const why[] = { "anticoagulant", "bleeding_disorder" };

	(void)state;
	for (int k = 0; k < 2; k++) {
		struct person_case *c = with(why[k], 1);
		struct screened *s = screen(arena, kb, c);
		struct plan p;
		struct err err;

		for (int i = 0; i < N_MASSAGE; i++)
			for (int r = 0; r < kb->n_regions; r++)
				assert_true(screen_pressure(kb, s, item(massage[i]), r) <= 2);
		assert_true(never(s, "handheld_device", NULL));
		assert_true(never(s, "deep_tissue", NULL));
		assert_true(never(s, "trigger_point", NULL));
		assert_false(planned(c, &p, &err));     /* new severe pain, weakness and feeling are asked first */
		test_answer(kb, c, "pain_new_severe", 0);
		test_answer(kb, c, "limb_weak_new", 0);
		test_answer(kb, c, "feeling_lost_new", 0);
		expect_plan(c, &p);
		for (int t = 0; t < WEEKS; t++)
			for (int i = 0; i < p.week[t].n_session; i++)
				assert_true(p.week[t].session[i].pressure <= 2);
		test_answer(kb, c, "pain_new_severe", 1);
		assert_int_equal(screen(arena, kb, c)->tier, TIER_EMERGENCY);
		test_answer(kb, c, "pain_new_severe", 0);
		test_answer(kb, c, "limb_weak_new", 1);
		assert_int_equal(screen(arena, kb, c)->tier, TIER_EMERGENCY);
	}
}

static void rule_8_nerve_pain_with_signs(void **state)
{
	static const char *const path[] = { "thigh_back_left", "calf_left", "leg_outer_right", "buttock_lower_left" };
	struct person_case *c = with("nerve_pain_leg", 1);
	struct screened *s;
	struct plan p;

	(void)state;
	test_answer(kb, c, "numb_area", 1);
	c->map_given = true;
	c->mark[kb_region(kb, "calf_left")] = 8;
	c->mark[kb_region(kb, "thigh_back_left")] = 7;
	s = screen(arena, kb, c);
	for (int i = 0; i < N_MASSAGE; i++)
		for (int r = 0; r < 4; r++)
			assert_true(never(s, massage[i], path[r]));
	expect_plan(c, &p);
	for (int t = 0; t < WEEKS; t++) {
		for (int i = 0; i < p.week[t].n_session; i++)
			for (int r = 0; r < 4; r++)
				assert_int_not_equal(p.week[t].session[i].region, kb_region(kb, path[r]));
		assert_true(p.week[t].n_home > 0);
	}
}

static void rule_8_nothing_on_the_belly_with_an_aneurysm(void **state)
{
	struct person_case *c = with("aneurysm_known", 1);

	(void)state;
	test_answer(kb, c, "pacemaker_or_implant", 1);
	struct screened *s = screen(arena, kb, c);
	for (int i = 0; i < N_MASSAGE; i++) {
		assert_true(never(s, massage[i], "abdomen_upper_left"));
		assert_true(never(s, massage[i], "abdomen_lower_right"));
	}
	assert_true(never(s, "deep_tissue", "low_back_left"));
	assert_int_equal(screen(arena, kb, with("pulsating_abdomen", 1))->tier, TIER_EMERGENCY);
}

static void rule_8_a_plan_without_massage_is_a_good_plan(void **state)
{
	struct person_case *c = safe();
	struct plan p;

	(void)state;
	for (int i = 0; i < kb->n_items; i++)
		if (kb->item[i].component == COMPONENT_MASSAGE)
			c->limits.declined_item[i] = true;
	expect_plan(c, &p);
	for (int t = 0; t < WEEKS; t++) {
		assert_int_equal(p.week[t].minutes, 0);
		assert_int_equal(p.week[t].n_session, 0);
		assert_true(p.week[t].n_home >= 2);
	}
	assert_true(*left_out(&p, "massage"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rule_1_a_person_without_danger_gets_a_plan),
		cmocka_unit_test(rule_1_not_asked_is_not_safe),
		cmocka_unit_test(rule_1_every_emergency_and_urgent_answer_is_asked_of_everybody_or_opened),
		cmocka_unit_test(rule_1_a_contraindication_not_asked_or_not_known_blocks_like_yes),
		cmocka_unit_test(rule_2_dangers_are_asked_again_every_time),
		cmocka_unit_test(rule_3_no_other_answer_lifts_a_stop),
		cmocka_unit_test(rule_4_each_emergency_stops_alone),
		cmocka_unit_test(rule_4_an_emergency_has_an_action_and_a_source_or_says_it_is_convention),
		cmocka_unit_test(rule_5_pregnancy),
		cmocka_unit_test(rule_5_prone_moves_stop_later_in_pregnancy),
		cmocka_unit_test(rule_6_a_swollen_calf),
		cmocka_unit_test(rule_7_bleeding),
		cmocka_unit_test(rule_8_nerve_pain_with_signs),
		cmocka_unit_test(rule_8_nothing_on_the_belly_with_an_aneurysm),
		cmocka_unit_test(rule_8_a_plan_without_massage_is_a_good_plan),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
