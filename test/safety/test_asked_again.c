/* Rule 2: what can change between two visits is asked at each of them; what was cleared up does not stop again by itself. */
#include "people.h"

#include "core/danger.h"

static const enum occasion again[] = { ASKED_SESSION, ASKED_WEEK, ASKED_FLARE, ASKED_WORSENING };
enum { AGAIN = sizeof(again) / sizeof(*again) };

static bool asked(struct person_case *c, enum occasion when, const char *id)
{
	struct ids q = screen_questions(arena, kb, c, when);
	int f = kb_finding(kb, id);

	assert_true(f >= 0);
	for (int i = 0; i < q.n; i++)
		if (q.at[i] == f)
			return true;
	return false;
}

static void expect_asked(struct person_case *c, enum occasion when, const char *id)
{
	if (!asked(c, when, id))
		fail_msg("%s is not asked at occasion %d", id, (int)when);
}

/* Whoever it is: a yes that alone needs a doctor today or now is asked for each time. */
static void what_alone_is_urgent_is_asked_at_every_occasion(void **state)
{
	static const struct { const char *id; int value; } who[] = { { "fever", 0 }, { "osteoporosis", 1 }, { "steroid_long", 1 }, { "anticoagulant", 1 },
		{ "cancer_history", 1 }, { "pregnancy_weeks", 24 }, { "postpartum_weeks", 3 } };
	int tried = 0;

	(void)state;
	for (size_t w = 0; w < sizeof(who) / sizeof(*who); w++)
		for (int f = 0; f < kb->n_findings; f++) {
			struct person_case *c = with(who[w].id, who[w].value), *told = case_copy(arena, kb, c);
			const struct finding *of = &kb->finding[f];

			told->answer[f] = (int16_t)of->max;
			if (of->by != BY_CLIENT || of->private || of->module != MODULE_SAFETY || !(of->asked & ASKED_INTAKE) || c->answer[f] > 0 ||
			    rule_applies(kb, f, c) != TRUTH_YES || screen(arena, kb, c)->tier >= TIER_URGENT || screen(arena, kb, told)->tier < TIER_URGENT)
				continue;
			for (int k = 0; k < AGAIN; k++)
				if (of->is_bool)
					expect_asked(c, again[k], of->id);
			tried++;
		}
	assert_true(tried > 100);
}

/* Evidence: before undressing also injury, new medicine or finding, skin, alcohol; what is no danger sign but decides what hands may do. */
static void before_each_session_skin_drink_medicine_and_feeling_are_asked(void **state)
{
	static const char *const each[] = { "skin_broken", "alcohol_or_drugs_today", "new_medicine_or_diagnosis", "numb_area", "surgery_recent",
		"anticoagulant", "bleeding_disorder", "trauma_minor", "calf_swollen_one", "pregnancy_weeks", "postpartum_weeks", "leg_weakness_stable",
		"cannot_lie_flat", "pain_unremitting" };

	(void)state;
	for (size_t i = 0; i < sizeof(each) / sizeof(*each); i++)
		expect_asked(safe(), ASKED_SESSION, each[i]);
	expect_asked(with("skin_broken", 1), ASKED_SESSION, "skin_catching");
	expect_asked(with("infection_recent", 1), ASKED_SESSION, "infection_catching");
	expect_asked(with("trauma_minor", 1), ASKED_SESSION, "fracture_recent");
	expect_asked(with("surgery_recent", 1), ASKED_SESSION, "surgery_spine");
	expect_asked(with("osteoporosis", 1), ASKED_SESSION, "spine_tender_midline");
	struct person_case *heart = with("pacemaker_or_implant", 1);
	expect_asked(heart, ASKED_SESSION, "heart_unstable");
	expect_asked(heart, ASKED_SESSION, "blood_pressure_severe");
}

static void new_pain_with_a_known_aneurysm_is_asked_each_time(void **state)
{
	struct person_case *c = with("pacemaker_or_implant", 1);

	(void)state;
	test_answer(kb, c, "aneurysm_known", 1);
	test_answer(kb, c, "aneurysm_pain_new", 0);
	for (int k = 0; k < AGAIN; k++)
		expect_asked(c, again[k], "aneurysm_pain_new");
}

static void a_new_pain_over_seventy_is_asked_each_time_and_needs_a_doctor(void **state)
{
	struct person_case *c = safe(), *other;

	(void)state;
	c->age = 76;
	test_answer(kb, c, "midline_pain_sudden", 0);
	test_answer(kb, c, "pain_over_3_months", 1);
	test_answer(kb, c, "pain_weeks", 300);
	for (int k = 0; k < AGAIN; k++) {
		expect_asked(c, again[k], "pain_new_since");
		expect_asked(c, again[k], "midline_pain_sudden");
	}
	assert_true(gate(c, &(struct err){ .code = ERR_OK }));          /* it is not asked at the intake, and holds up no plan */
	assert_true(screen(arena, kb, c)->tier < TIER_URGENT);
	test_answer(kb, c, "pain_new_since", 1);
	assert_int_equal(screen(arena, kb, c)->tier, TIER_URGENT);
	other = case_copy(arena, kb, c);
	other->sex = SEX_OTHER;                                         /* who is neither is not missed */
	assert_int_equal(screen(arena, kb, other)->tier, TIER_URGENT);
	other->sex = SEX_MALE;
	assert_true(screen(arena, kb, other)->tier < TIER_URGENT);
}

/* The fall that opened the question is over before the bone has healed. */
static void a_broken_bone_counts_until_it_is_said_to_be_healed(void **state)
{
	struct person_case *c = with("trauma_minor", 1);

	(void)state;
	test_answer(kb, c, "fracture_recent", 1);
	test_answer(kb, c, "trauma_minor", 0);
	assert_int_equal(screen(arena, kb, c)->tier, TIER_URGENT);
	assert_true(never(screen(arena, kb, c), "swedish", "low_back_left"));
	assert_false(asked(c, ASKED_WEEK, "fracture_recent"));          /* a doctor knows of it: it could only stop again */
	expect_asked(c, ASKED_SESSION, "fracture_recent");              /* no hands meanwhile, and so nothing to stop */
	expect_asked(c, ASKED_WORSENING, "fracture_recent");
	test_answer(kb, c, "fracture_recent", 0);
	assert_true(screen(arena, kb, c)->tier < TIER_URGENT);
	assert_false(never(screen(arena, kb, c), "swedish", "low_back_left"));
}

/* Nerve signs that come slowly or are not told unless asked, thoughts of self-harm, what opens others and what goes with another answer. */
static void the_gravest_and_what_follows_have_taps_of_their_own(void **state)
{
	static const char *const own[] = { "saddle_numbness_new", "bladder_change_new", "bowel_control_loss_new", "sexual_numbness_new", "both_legs_new",
		"leg_weakness_progressive", "hand_or_gait_clumsy_new", "leg_weakness_stable", "self_harm_thoughts",
		"self_harm_now", "new_medicine_or_diagnosis", "limb_weak_new", "feeling_lost_new", "root_pain", "pregnancy_bleeding", "aneurysm_pain_new",
		"midline_pain_sudden", "fracture_recent" };

	(void)state;
	for (size_t i = 0; i < sizeof(own) / sizeof(*own); i++) {
		int topic = kb->finding[kb_finding(kb, own[i])].topic;

		assert_true(topic >= 0);
		if (!kb->topic[topic].each)
			fail_msg("%s is answered together with others", own[i]);
	}
}

/* Who reads six short lines can still read them; fewer words were the reason for saying it in others. */
static void what_one_no_answers_is_short(void **state)
{
	int tried = 0;

	(void)state;
	for (int t = 0; t < kb->n_topics; t++) {
		int n = 0;

		for (int f = 0; f < kb->n_findings; f++) {
			const struct finding *of = &kb->finding[f];

			n += of->topic == t && !kb->topic[t].each;
			if (of->topic == t && of->brief && strlen(of->brief) > strlen(of->ask))
				fail_msg("%s: its brief words are longer than the others", of->id);
		}
		tried += n;
		if (n > 6)
			fail_msg("%s: %d questions for one \"no\"", kb->topic[t].id, n);
	}
	assert_true(tried > 20);
}

/* All an emergency or urgent rule reads of a client comes again when days get worse; how long it has hurt then has words of its own. */
static void when_days_get_worse_everything_urgent_is_asked(void **state)
{
	struct person_case *c = case_new(arena, kb);                    /* nothing known: all may apply */

	(void)state;
	c->age = 50;
	c->sex = SEX_FEMALE;
	for (int f = 0; f < kb->n_findings; f++) {
		const struct finding *of = &kb->finding[f];

		if (!danger_names(kb, f, TIER_URGENT) || of->by != BY_CLIENT || of->module != MODULE_SAFETY || (of->asked & ASKED_AFTER) || rule_applies(kb, f, c) == TRUTH_NO)
			continue;
		expect_asked(c, ASKED_WORSENING, of->id);
	}
}

static void something_new_found_asks_the_intake_again(void **state)
{
	static const char *const medical[] = { "steroid_long", "osteoporosis", "cancer_history", "immune_weak", "aspirin_nsaid_daily", "pacemaker_or_implant",
		"opioid_daily", "seizures", "lung_or_kidney_disease" };
	static const int told[] = { 1, DONT_KNOW };

	(void)state;
	for (int t = 0; t < 2; t++)
		for (size_t i = 0; i < sizeof(medical) / sizeof(*medical); i++) {
			struct person_case *c = with("new_medicine_or_diagnosis", told[t]);

			expect_asked(c, ASKED_SESSION, medical[i]);
			expect_asked(c, ASKED_WEEK, medical[i]);
			assert_false(asked(with("new_medicine_or_diagnosis", 0), ASKED_SESSION, medical[i]) && asked(safe(), ASKED_WEEK, medical[i]));
		}
	assert_false(asked(safe(), ASKED_SESSION, "steroid_long"));
}

static void a_weakness_that_was_cleared_up_is_asked_anew_only_when_worse(void **state)
{
	struct person_case *c = with("leg_weakness_stable", 1);

	(void)state;
	assert_false(asked(c, ASKED_SESSION, "leg_weakness_stable"));
	assert_false(asked(c, ASKED_WEEK, "leg_weakness_stable"));
	assert_false(asked(c, ASKED_FLARE, "leg_weakness_stable"));
	expect_asked(c, ASKED_WORSENING, "leg_weakness_stable");
	for (int k = 0; k < AGAIN; k++)
		expect_asked(c, again[k], "leg_weakness_progressive");
	expect_asked(with("leg_weakness_stable", DONT_KNOW), ASKED_WEEK, "leg_weakness_stable");
	expect_asked(with("fever", 1), ASKED_SESSION, "fever");         /* a sign comes and goes */
	expect_asked(with("numb_area", 1), ASKED_SESSION, "numb_area"); /* no urgent rule rests on it here */
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_alone_is_urgent_is_asked_at_every_occasion),
		cmocka_unit_test(before_each_session_skin_drink_medicine_and_feeling_are_asked),
		cmocka_unit_test(new_pain_with_a_known_aneurysm_is_asked_each_time),
		cmocka_unit_test(a_new_pain_over_seventy_is_asked_each_time_and_needs_a_doctor),
		cmocka_unit_test(a_broken_bone_counts_until_it_is_said_to_be_healed),
		cmocka_unit_test(the_gravest_and_what_follows_have_taps_of_their_own),
		cmocka_unit_test(what_one_no_answers_is_short),
		cmocka_unit_test(when_days_get_worse_everything_urgent_is_asked),
		cmocka_unit_test(something_new_found_asks_the_intake_again),
		cmocka_unit_test(a_weakness_that_was_cleared_up_is_asked_anew_only_when_worse),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
