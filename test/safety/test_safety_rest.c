/* test/safety/test_safety_rest.c -- rules 9 to 14 of docs/safety.md, in its order and named after it; and a criterion that is cited. */
#include "rules.h"

#include "base/str.h"

static void rule_9_thoughts_of_self_harm(void **state)
{
	static const int value[] = { 1, 2, 3, DONT_KNOW };

	(void)state;
	for (int k = 0; k < 4; k++) {
		struct person_case *c = with("self_harm_thoughts", value[k]);
		struct screened *s = screen(arena, kb, c);
		struct err err;
		bool routed = false;

		assert_true(s->tier >= TIER_URGENT);
		assert_false(gate(c, &err));
		assert_true(never(s, "guided_imagery", NULL));
		assert_true(never(s, "body_scan", NULL));
		assert_true(never(s, "worry_window", NULL));
		for (int i = 0; i < s->n_reasons; i++)
			routed |= s->reason[i].flag >= 0 && kb->flag[s->reason[i].flag].route == ROUTE_SELF_HARM;
		assert_true(routed || value[k] == DONT_KNOW);
	}
	struct screened *s = screen(arena, kb, with("self_harm_now", 1));
	assert_int_equal(s->tier, TIER_EMERGENCY);
	assert_int_equal(kb->flag[s->reason[0].flag].route, ROUTE_SELF_HARM);
}

static bool plan_says(const struct plan *p, const char *word)
{
	bool found = false;

	for (int t = 0; t < WEEKS; t++) {
		const struct plan_week *w = &p->week[t];

		for (int i = 0; i < w->n_session; i++)
			found |= strstr(w->session[i].why, word) != NULL;
		for (int i = 0; i < w->n_home; i++)
			found |= strstr(w->home[i].why, word) != NULL;
		found |= w->lesson_why && strstr(w->lesson_why, word);
	}
	for (int i = 0; i < p->n_referrals; i++)
		found |= strstr(p->referral[i].because, word) || strstr(p->referral[i].id, word);
	for (int i = 0; i < p->n_experiments; i++)
		found |= strstr(p->experiment[i].because, word) != NULL;
	for (int i = 0; i < p->n_left_out; i++)
		found |= strstr(p->left_out[i].because, word) != NULL;
	return found;
}

static void rule_10_abuse_never_shows_in_a_plan(void **state)
{
	static const int value[] = { 1, 0, DONT_KNOW, NOT_ASKED };
	const struct finding *f = &kb->finding[kb_finding(kb, "unsafe_at_home")];
	struct plan p;
	struct err err;

	(void)state;
	assert_true(f->private);
	for (int k = 0; k < 4; k++) {
		if (!planned(with("unsafe_at_home", value[k]), &p, &err))
			continue;                       /* stopped: nothing is written either, but "no" gets its plan: */
		assert_false(plan_says(&p, f->name));
		assert_false(plan_says(&p, kb->cause[kb_cause(kb, "duress")].name));
		assert_false(plan_says(&p, "abuse"));
		assert_false(plan_says(&p, "unsafe"));
	}
	expect_plan(with("unsafe_at_home", 0), &p);
	expect_plan(with("unsafe_at_home", 1), &p);
}

static void rule_11_under_eighteen(void **state)
{
	(void)state;
	for (int age = 0; age < 18; age++) {
		struct person_case *c = safe();
		struct plan p;
		struct err err;

		c->age = age;
		assert_false(gate(c, &err));
		assert_int_equal(err.code, ERR_MINOR);
		assert_false(planned(c, &p, &err));
	}
	struct person_case *c = safe();
	struct err err;
	c->age = -1;
	assert_false(gate(c, &err));
	assert_int_equal(err.code, ERR_DANGER);
}

static void rule_12_consent_is_asked_each_time_for_the_private_areas(void **state)
{
	static const char *const place[] = { "abdomen_upper_left", "abdomen_lower_right", "buttock_upper_left", "buttock_lower_right",
		"thigh_inner_left", "chest_upper_right" };
	struct screened *s = screen(arena, kb, safe());

	(void)state;
	for (int i = 0; i < N_MASSAGE; i++)
		for (int r = 0; r < 6; r++) {
			size_t at = (size_t)item(massage[i]) * (size_t)kb->n_regions + (size_t)kb_region(kb, place[r]);

			assert_true(s->ask[at] || s->never[at]);
		}
}

static void rule_12_a_no_to_an_area_keeps_hands_away(void **state)
{
	struct person_case *c = with("buttock_work_ok", 0);
	struct plan p;

	(void)state;
	c->map_given = true;
	c->mark[kb_region(kb, "buttock_upper_left")] = 9;
	c->mark[kb_region(kb, "low_back_left")] = 3;
	expect_plan(c, &p);
	for (int t = 0; t < WEEKS; t++)
		for (int i = 0; i < p.week[t].n_session; i++)
			assert_false(!strncmp(kb->region[p.week[t].session[i].region].base, "buttock", 7));
	test_answer(kb, c, "buttock_work_ok", 1);
	expect_plan(c, &p);
	assert_string_equal(kb->region[p.week[0].session[1].region].base, "buttock_upper");
}

static bool says(const struct screened *s, const char *flag)
{
	for (int i = 0; i < s->n_reasons; i++)
		if (s->reason[i].flag >= 0 && !strcmp(kb->flag[s->reason[i].flag].id, flag))
			return true;
	return false;
}

static void rule_13_serious_answers_after_a_session_run_the_danger_rules(void **state)
{
	static const struct { const char *told, *flag; enum tier tier; } after[] = { { "after_weakness", "flag_after_nerve", TIER_URGENT },
		{ "after_numbness", "flag_after_nerve", TIER_URGENT }, { "after_headache", "flag_after_headache", TIER_URGENT },
		{ "after_swelling", "flag_after_swelling", TIER_URGENT }, { "after_dark_urine", "flag_after_dark_urine", TIER_URGENT },
		{ "after_bruise", "flag_after_worse", TIER_SOON }, { "after_worse_72h", "flag_after_worse", TIER_SOON },
		{ "after_soreness", "note_after_soreness", TIER_NOTE } };

	(void)state;
	for (int i = 0; i < 8; i++) {
		struct person_case *c = with(after[i].told, 1);

		if (!strcmp(after[i].told, "after_worse_72h"))
			test_answer(kb, c, "after_soreness", 1);
		struct screened *s = screen(arena, kb, c);
		if (s->tier != after[i].tier || !says(s, after[i].flag))
			fail_msg("%s: %s", after[i].told, tier_name(s->tier));
		if (after[i].tier >= TIER_URGENT)
			assert_non_null(kb->finding[kb_finding(kb, after[i].told)].again);
	}
	struct person_case *thin = with("after_bruise", 1);
	test_answer(kb, thin, "anticoagulant", 1);
	struct screened *bleeds = screen(arena, kb, thin);
	assert_true(says(bleeds, "flag_after_bruise_bleeding") && bleeds->tier >= TIER_URGENT);
}

/* Nobody is left out: what is asked after a session is asked of all, but for two that an answer of the same page opens; how the place felt
 * is asked beside the dangers. */
static void rule_13_after_a_session_everybody_is_asked(void **state)
{
	int asked = 0, felt = 0;

	(void)state;
	for (int f = 0; f < kb->n_findings; f++) {
		const struct finding *of = &kb->finding[f];

		if (!(of->asked & ASKED_AFTER))
			continue;
		asked += of->module == MODULE_SAFETY;
		felt += of->module == MODULE_BODY;
		assert_true((of->module == MODULE_SAFETY || of->module == MODULE_BODY) && of->by == BY_CLIENT && !of->private);
		assert_true((of->module == MODULE_SAFETY) == !strncmp(of->id, "after_", 6));    /* so signs of harm are counted */
		assert_int_equal(rule_applies(kb, f, !strcmp(of->id, "after_worse_72h") ? with("after_soreness", 1) :
			!strcmp(of->id, "after_one_sided") ? with("area_swelling", 2) : safe()), TRUTH_YES);
	}
	assert_int_equal(asked, 9);
	assert_int_equal(felt, 4);
}

/* A lot of swelling or tingling, cold or heat opens the question about one side; a yes to it is seen today. */
static void rule_13_what_is_felt_on_one_side_is_a_danger(void **state)
{
	static const struct { const char *felt; int value; bool opens; } say[] = { { "area_swelling", 1, false }, { "area_swelling", 2, true }, { "area_swelling", 3, true },
		{ "area_temperature", 0, true }, { "area_temperature", 1, false }, { "area_temperature", 3, false }, { "area_temperature", 4, true },
		{ "area_tingling", 1, false }, { "area_tingling", 2, true } };
	int one = kb_finding(kb, "after_one_sided");

	(void)state;
	for (size_t i = 0; i < sizeof(say) / sizeof(*say); i++) {
		struct person_case *c = with("area_swelling", 0);

		test_answer(kb, c, "area_temperature", 2);
		test_answer(kb, c, "area_tingling", 0);
		test_answer(kb, c, say[i].felt, say[i].value);
		assert_int_equal(rule_applies(kb, one, c), say[i].opens ? TRUTH_YES : TRUTH_NO);
		test_answer(kb, c, "after_one_sided", 1);
		struct screened *s = screen(arena, kb, c);
		if (says(s, "flag_after_swelling") != say[i].opens || (say[i].opens && s->tier < TIER_URGENT))
			fail_msg("%s of %d: %s", say[i].felt, say[i].value, tier_name(s->tier));
	}
}

static void rule_14_practices_say_when_not_and_are_held_back(void **state)
{
	struct plan p;

	(void)state;
	for (int i = 0; i < kb->n_items; i++)
		if (kb->item[i].practice)
			assert_true(kb->item[i].not && strlen(kb->item[i].not) > 10 && kb->item[i].stop && *kb->item[i].stop);
	expect_plan(with("psychosis_history", 1), &p);
	assert_false(at_home(&p, "guided_imagery"));
	assert_false(at_home(&p, "body_scan"));
	assert_true(never(screen(arena, kb, with("pacemaker_or_implant", 1)), "handheld_device", NULL));
	assert_true(never(screen(arena, kb, with("numb_area", 1)), "handheld_device", NULL));
	assert_int_equal(kb->item[item("heel_lift_fitting")].who, WHO_PROFESSIONAL);
	assert_int_equal(kb->item[item("hypnosis")].who, WHO_PROFESSIONAL);
	assert_int_equal(kb->item[item("cbt")].who, WHO_PROFESSIONAL);
}

static void rule_14_pressure_does_not_rise_over_the_weeks(void **state)
{
	struct person_case *c = safe();
	struct plan p;

	(void)state;
	c->mark[kb_region(kb, "low_back_left")] = 7;
	expect_plan(c, &p);
	for (int t = 1; t < WEEKS; t++)
		for (int i = 1; i + 1 < p.week[t].n_session; i++)
			for (int u = 0; u < t; u++)
				for (int k = 1; k + 1 < p.week[u].n_session; k++)
					if (p.week[u].session[k].item == p.week[t].session[i].item)
						assert_int_equal(p.week[u].session[k].pressure, p.week[t].session[i].pressure);
}

static bool told_by(const struct person_case *c, const char *flag)
{
	const struct screened *s = screen(arena, kb, c);
	bool found = false;

	for (int i = 0; i < s->n_reasons; i++)
		found |= s->reason[i].flag >= 0 && str_equal(kb->flag[s->reason[i].flag].id, flag);
	return found;
}

/* NICE NG65 counts pain in the buttock, on one side as well as on changing ones. */
static void pain_in_the_buttock_counts_toward_an_inflamed_spine(void **state)
{
	struct person_case *c = with("pain_over_3_months", 1);

	(void)state;
	c->age = 36;
	c->answer[kb_finding(kb, "pain_onset_age")] = 30;
	c->answer[kb_finding(kb, "night_second_half")] = 1;
	c->answer[kb_finding(kb, "buttock_alternating")] = 0;
	c->map_given = true;
	assert_false(told_by(c, "flag_axspa_test"));
	c->mark[kb_region(kb, "buttock_upper_left")] = 5;
	assert_true(told_by(c, "flag_axspa_test"));
	c->answer[kb_finding(kb, "better_with_movement")] = 1;
	assert_true(told_by(c, "flag_axspa"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rule_9_thoughts_of_self_harm),
		cmocka_unit_test(rule_10_abuse_never_shows_in_a_plan),
		cmocka_unit_test(rule_11_under_eighteen),
		cmocka_unit_test(rule_12_consent_is_asked_each_time_for_the_private_areas),
		cmocka_unit_test(rule_12_a_no_to_an_area_keeps_hands_away),
		cmocka_unit_test(rule_13_serious_answers_after_a_session_run_the_danger_rules),
		cmocka_unit_test(rule_13_after_a_session_everybody_is_asked),
		cmocka_unit_test(rule_13_what_is_felt_on_one_side_is_a_danger),
		cmocka_unit_test(rule_14_practices_say_when_not_and_are_held_back),
		cmocka_unit_test(pain_in_the_buttock_counts_toward_an_inflamed_spine),
		cmocka_unit_test(rule_14_pressure_does_not_rise_over_the_weeks),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
