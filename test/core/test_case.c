/* A person's answers: nothing asked at first, copies that share nothing, sums, the mirror. */
#include "support.h"

#include <string.h>

static struct arena *a;
static const struct kb *kb;

static int setup(void **state)
{
	struct err err = { 0 };

	(void)state;
	a = arena_new((size_t)16 << 20);
	kb = test_load(a, &err, "findings.yaml",
		"findings:\n"
		"  - { id: one, name: One, by: client, module: mind, type: int, min: 0, max: 3, ask: One? }\n"
		"  - { id: two, name: Two, by: client, module: mind, type: int, min: 0, max: 3, ask: Two? }\n"
		"  - { id: both, name: Both, by: client, module: mind, type: int, min: 0, max: 6, sum_of: [one, two] }\n"
		"  - { id: more, name: More, by: client, module: mind, type: int, min: 0, max: 9, sum_of: [both, three] }\n"
		"  - { id: three, name: Three, by: client, module: mind, type: int, min: 0, max: 3, ask: Three?, when: one >= 2 }\n"
		"  - { id: any, name: Any, by: client, module: mind, type: bool, ask: Any? }\n"
		"  - { id: part, name: Part, by: client, module: mind, type: int, min: 0, max: 3, ask: Part?, opened_by: [any] }\n",
		"regions.yaml",
		"regions:\n"
		"  - { id: shin, name: Shin, area: lower_leg, view: front }\n"
		"  - { id: calf, name: Calf, area: lower_leg, view: back }\n", NULL);
	if (!kb)
		fail_msg("%s", err_line(a, &err));
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_end(a);
	return 0;
}

static int value(const struct person_case *c, const char *id)
{
	return case_answer(kb, c, kb_finding(kb, id));
}

static void a_new_case_was_asked_nothing(void **state)
{
	struct person_case *c = case_new(a, kb);

	(void)state;
	for (int i = 0; i < kb->n_findings; i++)
		assert_int_equal(case_answer(kb, c, i), NOT_ASKED);
	assert_int_equal(c->age, -1);
	assert_int_equal(c->sex, SEX_UNKNOWN);
	assert_int_equal(c->limits.home_minutes, -1);
	assert_false(c->map_given);
}

static void a_copy_shares_nothing_with_its_original(void **state)
{
	struct person_case *c = case_new(a, kb), *copy;

	(void)state;
	c->age = 50;
	c->mark[0] = 3;
	test_answer(kb, c, "one", 2);
	copy = case_copy(a, kb, c);
	assert_int_equal(copy->age, 50);
	assert_int_equal(copy->mark[0], 3);
	assert_int_equal(value(copy, "one"), 2);
	test_answer(kb, copy, "one", 0);
	copy->mark[0] = 9;
	copy->limits.declined_item[0] = true;
	assert_int_equal(value(c, "one"), 2);
	assert_int_equal(c->mark[0], 3);
	assert_false(c->limits.declined_item[0]);
}

static void a_sum_needs_all_its_parts(void **state)
{
	struct person_case *c = case_new(a, kb);

	(void)state;
	test_answer(kb, c, "one", 2);
	assert_int_equal(value(c, "both"), NOT_ASKED);
	test_answer(kb, c, "two", 3);
	assert_int_equal(value(c, "both"), 5);
	test_answer(kb, c, "two", DONT_KNOW);
	assert_int_equal(value(c, "both"), DONT_KNOW);
	test_answer(kb, c, "one", NOT_ASKED);
	assert_int_equal(value(c, "both"), NOT_ASKED);
}

static void a_sum_that_was_given_stands_before_its_parts(void **state)
{
	struct person_case *c = case_new(a, kb);

	(void)state;
	test_answer(kb, c, "one", 1);
	test_answer(kb, c, "two", 1);
	test_answer(kb, c, "both", 6);
	assert_int_equal(value(c, "both"), 6);
}

static void a_part_that_does_not_apply_adds_nothing(void **state)
{
	struct person_case *c = case_new(a, kb);

	(void)state;
	test_answer(kb, c, "one", 1);
	test_answer(kb, c, "two", 1);
	assert_int_equal(value(c, "more"), 2);
	test_answer(kb, c, "one", 2);
	assert_int_equal(value(c, "more"), NOT_ASKED);
	test_answer(kb, c, "three", 3);
	assert_int_equal(value(c, "more"), 6);
}

static void the_mirror_swaps_sides_and_twice_is_as_before(void **state)
{
	struct person_case *c = case_new(a, kb);

	(void)state;
	c->mark[kb_region(kb, "shin_left")] = 7;
	c->mark[kb_region(kb, "calf_left")] = 2;
	c->mark[kb_region(kb, "calf_right")] = 5;
	case_mirror(kb, c);
	assert_int_equal(c->mark[kb_region(kb, "shin_left")], 0);
	assert_int_equal(c->mark[kb_region(kb, "shin_right")], 7);
	assert_int_equal(c->mark[kb_region(kb, "calf_left")], 5);
	assert_int_equal(c->mark[kb_region(kb, "calf_right")], 2);
	case_mirror(kb, c);
	assert_int_equal(c->mark[kb_region(kb, "shin_left")], 7);
	assert_int_equal(c->mark[kb_region(kb, "calf_right")], 5);
}

static void what_was_found_on_a_side_is_found_on_the_other_in_the_mirror(void **state)
{
	const struct kb *all = test_kb();
	struct person_case *c = case_new(a, all);

	(void)state;
	c->answer[kb_finding(all, "palpate_iliacus_left")] = 2;
	c->answer[kb_finding(all, "ely_right_deg")] = 100;
	c->answer[kb_finding(all, "wallet_side")] = 0;
	c->answer[kb_finding(all, "shoulder_bag_side")] = 2;
	case_mirror(all, c);
	assert_int_equal(c->answer[kb_finding(all, "palpate_iliacus_left")], NOT_ASKED);
	assert_int_equal(c->answer[kb_finding(all, "palpate_iliacus_right")], 2);
	assert_int_equal(c->answer[kb_finding(all, "ely_left_deg")], 100);
	assert_int_equal(c->answer[kb_finding(all, "wallet_side")], 1);
	assert_int_equal(c->answer[kb_finding(all, "shoulder_bag_side")], 2);
}

static void a_no_to_what_opens_a_question_is_its_least(void **state)
{
	struct person_case *c = case_new(a, kb);

	(void)state;
	assert_int_equal(value(c, "part"), NOT_ASKED);
	test_answer(kb, c, "any", 1);
	assert_int_equal(value(c, "part"), NOT_ASKED);
	test_answer(kb, c, "any", DONT_KNOW);
	assert_int_equal(value(c, "part"), NOT_ASKED);
	test_answer(kb, c, "any", 0);
	assert_int_equal(value(c, "part"), 0);
	test_answer(kb, c, "part", 2);
	assert_int_equal(value(c, "part"), 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_new_case_was_asked_nothing),
		cmocka_unit_test(a_copy_shares_nothing_with_its_original),
		cmocka_unit_test(a_sum_needs_all_its_parts),
		cmocka_unit_test(a_sum_that_was_given_stands_before_its_parts),
		cmocka_unit_test(a_part_that_does_not_apply_adds_nothing),
		cmocka_unit_test(the_mirror_swaps_sides_and_twice_is_as_before),
		cmocka_unit_test(what_was_found_on_a_side_is_found_on_the_other_in_the_mirror),
		cmocka_unit_test(a_no_to_what_opens_a_question_is_its_least),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
