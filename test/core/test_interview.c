/* The order of the questions: what every plan needs, what settles a rule, what changes the plan; and when nothing more is asked. */
#include "support.h"

#include "base/str.h"
#include "core/interview.h"
#include "core/rule.h"

#include "arena_and_kb.h"

static bool may(void *arg, int f)
{
	const struct person_case *c = arg;
	const struct finding *of = &kb->finding[f];

	return of->by != BY_THERAPIST && !of->sum_of.n && (of->asked & ASKED_INTAKE) && of->module != MODULE_SAFETY && of->module != MODULE_WISHES &&
		of->module != MODULE_EXAM && !of->private && case_answer(kb, c, f) == NOT_ASKED && rule_applies(kb, f, c) == TRUTH_YES;
}

/* Danger answered with no; nothing else. */
static struct person_case *person(int age)
{
	struct person_case *c = case_new(a, kb);

	c->age = age;
	c->sex = SEX_MALE;
	c->map_given = true;
	for (int f = 0; f < kb->n_findings; f++)
		if (kb->finding[f].module == MODULE_SAFETY && !kb->finding[f].sum_of.n)
			c->answer[f] = (int16_t)kb->finding[f].min;
	test_answer(kb, c, "pain_over_3_months", 1);
	return c;
}

static int next(struct person_case *c, int last, enum interview_why *why)
{
	struct belief b;
	struct err err = { 0 };

	if (!belief(a, kb, c, NULL, &b, &err))
		fail_msg("%s", err_line(a, &err));
	return interview_next(a, kb, c, &b, last, may, c, why);
}

struct count { int core, soon, plan, all; };

/* Each question with its least, or the answer said for it. */
static struct count talk(struct person_case *c, const char *const *id, const int *said, int n)
{
	struct count out = { 0 };
	enum interview_why why = ASK_CORE, before = ASK_CORE;
	int f, last = -1;

	while ((f = next(c, last, &why)) >= 0) {
		assert_true(may(c, f));
		assert_true(why == ASK_PLAN ? true : before != ASK_PLAN || why == ASK_PHYSICIAN);
		for (int i = 0; i < kb->finding[f].opened_by.n; i++)
			assert_int_not_equal(c->answer[kb->finding[f].opened_by.at[i]], NOT_ASKED);
		c->answer[f] = (int16_t)kb->finding[f].min;
		for (int i = 0; i < n; i++)
			if (kb_finding(kb, id[i]) == f)
				c->answer[f] = (int16_t)said[i];
		out.core += why == ASK_CORE;
		out.soon += why == ASK_PHYSICIAN;
		out.plan += why == ASK_PLAN;
		out.all++;
		assert_true(out.all < kb->n_findings);
		before = why;
		last = f;
	}
	return out;
}

static void what_every_plan_needs_comes_first_and_whole(void **state)
{
	struct person_case *c = person(50);
	enum interview_why why;
	int f, last = -1;

	(void)state;
	for (f = next(c, last, &why); f >= 0 && why == ASK_CORE; f = next(c, last, &why)) {
		assert_true(kb->finding[f].core);
		c->answer[f] = (int16_t)kb->finding[f].min;
		last = f;
	}
	for (int i = 0; i < kb->n_findings; i++)
		assert_false(kb->finding[i].core && may(c, i));
	assert_int_equal(why, ASK_PHYSICIAN);
}

static void someone_with_nothing_to_tell_is_asked_little(void **state)
{
	struct person_case *c = person(50);

	(void)state;
	test_answer(kb, c, "pain_onset_age", 48);
	struct count n = talk(c, NULL, NULL, 0);
	assert_in_range(n.all, n.core + 1, 25);
	assert_int_equal(c->answer[kb_finding(kb, "psoriasis")], NOT_ASKED);
}

static void a_no_to_what_opens_them_spares_the_details(void **state)
{
	struct person_case *c = person(30);
	int opens = kb_finding(kb, "swelling_any"), detail = kb_finding(kb, "joint_swelling");

	(void)state;
	assert_true(may(c, detail));
	talk(c, NULL, NULL, 0);
	assert_int_equal(c->answer[opens], 0);
	assert_int_equal(c->answer[detail], NOT_ASKED);
	assert_int_equal(case_answer(kb, c, detail), 0);
	assert_false(may(c, detail));
}

/* Three criteria and a yes to what opens them: the rule comes true, and the details that made it so were asked. */
static void a_yes_to_what_opens_them_leads_to_a_rule(void **state)
{
	static const char *const id[] = { "pain_onset_age", "swelling_any", "inflammation_any", "psoriasis", "heel_pain_tendon", "joint_swelling",
		"better_with_movement", "night_second_half" };
	static const int said[] = { 25, 1, 1, 1, 1, 1, 1, 1 };
	struct person_case *c = person(30);

	(void)state;
	talk(c, id, said, (int)(sizeof(said) / sizeof(*said)));
	bool met = false;
	for (int i = 0; i < kb->n_flags; i++)
		met = met || (str_equal(kb->flag[i].id, "flag_axspa_test") && rule_eval(kb, &kb->flag[i].when, c) == TRUTH_YES);
	assert_true(met);
}

static void not_knowing_what_opens_them_leaves_the_details_open(void **state)
{
	struct person_case *c = person(30);

	(void)state;
	c->answer[kb_finding(kb, "inflammation_any")] = DONT_KNOW;
	assert_int_equal(case_answer(kb, c, kb_finding(kb, "uveitis")), NOT_ASKED);
	assert_true(may(c, kb_finding(kb, "uveitis")));
}

/* The answer to a detail stands against the no to the question that opens it. */
static void a_detail_that_was_said_stands(void **state)
{
	struct person_case *c = person(30);

	(void)state;
	test_answer(kb, c, "inflammation_any", 0);
	test_answer(kb, c, "uveitis", 1);
	assert_int_equal(case_answer(kb, c, kb_finding(kb, "uveitis")), 1);
	assert_int_equal(case_answer(kb, c, kb_finding(kb, "psoriasis")), 0);
	assert_int_equal(belief_seen(kb, c, kb_finding(kb, "psoriasis")), SEEN_ABSENT);
}

static void near_a_door_more_is_asked_than_far_from_one(void **state)
{
	static const char *const id[] = { "bad_nights", "stress_now", "sleep_spoils_day", "tense_jaw_shoulders", "pain_onset_age" };
	static const int some[] = { 7, 8, 8, 1, 48 };
	struct person_case *calm = person(50), *near = person(50);

	(void)state;
	struct count few = talk(calm, id + 4, some + 4, 1), more = talk(near, id, some, 5);
	assert_true(more.plan > few.plan);
}

static void the_same_answers_give_the_same_question(void **state)
{
	struct person_case *c = person(40), *d = person(40);
	enum interview_why why;

	(void)state;
	for (int i = 0; i < 12; i++) {
		int f = next(c, -1, &why);

		assert_int_equal(f, next(d, -1, &why));
		assert_true(f >= 0);
		c->answer[f] = d->answer[f] = (int16_t)kb->finding[f].min;
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_every_plan_needs_comes_first_and_whole),
		cmocka_unit_test(someone_with_nothing_to_tell_is_asked_little),
		cmocka_unit_test(a_no_to_what_opens_them_spares_the_details),
		cmocka_unit_test(a_yes_to_what_opens_them_leads_to_a_rule),
		cmocka_unit_test(not_knowing_what_opens_them_leaves_the_details_open),
		cmocka_unit_test(a_detail_that_was_said_stands),
		cmocka_unit_test(near_a_door_more_is_asked_than_far_from_one),
		cmocka_unit_test(the_same_answers_give_the_same_question),
	};

	return cmocka_run_group_tests(tests, setup_kb, teardown);
}
