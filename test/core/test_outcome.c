/* Scores of each instrument by its published rule, and what may be missing. */
#include "scored.h"

static void roland_morris_counts_what_is_ticked(void **state)
{
	double answer[24] = { 0 };

	(void)state;
	near(score_of("rmdq24", answer, 24), 0);
	assert_true(got.recovered);
	for (int k = 1; k <= 24; k++) {
		answer[24 - k] = 1;
		near(score_of("rmdq24", answer, 24), k);
		assert_int_equal(got.recovered, k <= 2);
	}
	answer[5] = 2;
	refused_of("rmdq24", answer, 24, "answer 6: a statement is ticked or not, true or false is expected");
	answer[5] = NONE;
	refused_of("rmdq24", answer, 24, "1 of 24 are missing; rmdq24 can be scored with at most 0 missing");
	refused_of("rmdq24", answer, 23, "rmdq24 has 24 answers, not 23");
}

/* Answers of a sum of n items 0 to 3 with this total. */
static void spread(double *answer, int n, int total)
{
	for (int i = 0; i < n; i++) {
		answer[i] = total > 3 ? 3 : total;
		total -= (int)answer[i];
	}
}

static void depression_and_anxiety_have_their_published_bands(void **state)
{
	static const struct { int from; const char *name; } phq9[] = { { 0, "minimal" }, { 4, "minimal" }, { 5, "mild" }, { 9, "mild" },
		{ 10, "moderate" }, { 14, "moderate" }, { 15, "moderately severe" }, { 19, "moderately severe" }, { 20, "severe" },
		{ 27, "severe" } };
	static const struct { int from; const char *name; } gad7[] = { { 0, "minimal" }, { 4, "minimal" }, { 5, "mild" }, { 10, "moderate" },
		{ 14, "moderate" }, { 15, "severe" }, { 21, "severe" } };
	double answer[9];

	(void)state;
	for (size_t i = 0; i < sizeof(phq9) / sizeof(*phq9); i++) {
		spread(answer, 9, phq9[i].from);
		near(score_of("phq9_score", answer, 9), phq9[i].from);
		band(phq9[i].name);
	}
	for (size_t i = 0; i < sizeof(gad7) / sizeof(*gad7); i++) {
		spread(answer, 7, gad7[i].from);
		near(score_of("gad7_score", answer, 7), gad7[i].from);
		band(gad7[i].name);
	}
	near(score("phq2", 3, 3), 6);
	near(score("gad2", 1, 2), 3);
}

static void the_phq_4_is_two_pairs(void **state)
{
	(void)state;
	near(score("phq4", 3, 1, 0, 2), 6);
	near(got.part[0], 4);
	near(got.part[1], 2);
	band("moderate");
	near(score("phq4", 0, 1, 1, 0), 2);
	band("normal");
	near(score("phq4", 3, 3, 3, 3), 12);
	band("severe");
	refused("phq4", "1 of 4 are missing; phq4 can be scored with at most 0 missing", 1, NONE, 1, 1);
}

static void means_and_single_values(void **state)
{
	(void)state;
	near(score("peg", 7, 5, 6), 6);
	near(score("peg", 10, 10, 10), 10);
	near(score("peg", 1, 0, 0), 1.0 / 3);
	refused("peg", "peg has 3 answers, not 2", 7, 5);
	refused("peg", "answer 2: a whole number from 0 to 10 is expected", 7, 11, 6);
	refused("peg", "answer 3: a whole number from 0 to 10 is expected", 7, 5, 0.5);
	near(score("psfs", 2, 4, 3), 3);
	near(score("psfs", 2, 4, 3, 7, NONE), 4);
	assert_int_equal(got.given, 4);
	refused("psfs", "2 given; psfs needs at least 3", 2, NONE, 3);
	refused("psfs", "psfs has 3 to 5 answers, not 2", 2, 3);
	near(score("groc", -7), -7);
	band("worse");
	near(score("groc", 0), 0);
	band("about the same");
	near(score("groc", 7), 7);
	band("much better");
	refused("groc", "answer 1: a whole number from -7 to 7 is expected", 8);
	near(score("pain_average", 6), 6);
	band("moderate");
	near(score("pain_average", 6, NONE, 4, 5), 5);
	assert_int_equal(got.ratings, 3);
	near(score("pain_average", 0), 0);
	band(NULL);
	assert_true(got.recovered);
	near(score("finger_floor_cm", 12.5), 12.5);
	refused("finger_floor_cm", "answer 1: a number from 0 to 100 is expected", 101);
	refused("finger_floor_cm", "no answer is given", NONE);
}

/* The worked example of its scoring sheet: 16 of 50 is 32 percent, 16 of 45 is 35.6 when one section is left out. */
static void the_oswestry_index_is_a_share_of_what_was_answered(void **state)
{
	double answer[10] = { 2, 2, 2, 2, 2, 2, 2, 2, 0, 0 };

	(void)state;
	near(score_of("odi", answer, 10), 32);
	answer[9] = NONE;
	near(score_of("odi", answer, 10), 100.0 * 16 / 45);
	assert_int_equal(got.missing, 1);
	answer[8] = NONE;
	refused_of("odi", answer, 10, "2 of 10 are missing; odi can be scored with at most 1 missing");
}

static void start_back_looks_at_the_total_then_at_distress(void **state)
{
	(void)state;
	near(score("start_back", 1, 1, 1, 0, 0, 0, 0, 0, 0), 3);
	band("low risk");
	near(score("start_back", 0, 0, 0, 0, 0, 1, 1, 1, 0), 3);
	band("low risk");
	near(score("start_back", 1, 1, 1, 0, 1, 1, 1, 0, 0), 6);
	near(got.part[0], 3);
	band("medium risk");
	near(score("start_back", 0, 0, 0, 0, 1, 1, 1, 1, 0), 4);
	near(got.part[0], 4);
	band("high risk");
	near(score("start_back", 1, 1, 1, 1, 1, 1, 1, 1, 1), 9);
	band("high risk");
}

static void some_items_count_from_the_other_end(void **state)
{
	double answer[10] = { 0 };

	(void)state;
	near(score_of("orebro_short", answer, 10), 30);
	answer[2] = answer[3] = answer[7] = 10;
	near(score_of("orebro_short", answer, 10), 0);
	for (int i = 0; i < 10; i++)
		answer[i] = i == 2 || i == 3 || i == 7 ? 0 : 3;
	near(score_of("orebro_short", answer, 10), 51);
	band("at risk of long disability");
	answer[0] = 1;
	near(score_of("orebro_short", answer, 10), 49);
	band(NULL);
}

static void a_finished_score_is_taken_in_its_range(void **state)
{
	(void)state;
	err = (struct err){ 0 };
	assert_true(outcome_total(the("nih_impact"), 34, &got, &err));
	near(got.score, 34);
	band("moderate");
	assert_int_equal(got.given + got.missing, 0);
	assert_true(outcome_total(the("rmdq24"), 11, &got, &err));
	assert_false(outcome_total(the("rmdq24"), 25, &got, &err));
	assert_string_equal(err.detail, "a score from 0 to 24 is expected");
	err = (struct err){ 0 };
	assert_false(outcome_total(the("rmdq24"), NONE, &got, &err));
	assert_true(isnan(got.score));
	refused("promis_physical", "promis_physical takes the finished score only: total", 50);
}

/* ---- what may be missing, and the alarm ---- */

static void the_mean_of_the_others_stands_for_a_missing_answer(void **state)
{
	double answer[9];

	(void)state;
	near(score("gad7_score", 2, 2, 2, 2, 2, NONE, NONE), 14);
	assert_int_equal(got.missing, 2);
	near(score("gad7_score", 0, 1, 2, 3, 0, 1, NONE), 7.0 * 7 / 6);
	refused("gad7_score", "3 of 7 are missing; gad7_score can be scored with at most 2 missing", 2, 2, NONE, 2, 2, NONE, NONE);
	for (int i = 0; i < 9; i++)
		answer[i] = NONE;
	refused_of("phq9_score", answer, 9, "no answer is given");
}

static void the_last_item_of_the_phq_9_is_heard_whatever_else_is_wrong(void **state)
{
	int finding = kb_finding(test_kb(), "self_harm_thoughts");
	double answer[9] = { 0 };

	(void)state;
	for (int v = 1; v <= 3; v++) {
		answer[8] = v;
		near(score_of("phq9_score", answer, 9), v);
		assert_int_equal(got.alarm, finding);
		assert_int_equal(got.alarm_value, v);
	}
	answer[0] = answer[1] = answer[2] = NONE;               /* too many are missing */
	refused_of("phq9_score", answer, 9, "3 of 9 are missing; phq9_score can be scored with at most 2 missing");
	assert_int_equal(got.alarm, finding);
	answer[0] = 17;
	refused_of("phq9_score", answer, 9, "answer 1: a whole number from 0 to 3 is expected");
	assert_int_equal(got.alarm, finding);
	refused_of("phq9_score", (const double[]){ 0, 0, 0, 0, 0, 0, 0, 0, 2, 0 }, 10, "phq9_score has 9 answers, not 10");
	assert_int_equal(got.alarm, finding);
	score("phq9_score", 3, 3, 3, 3, 3, 3, 3, 3, NONE);
	assert_true(got.alarm_open);
	assert_int_equal(got.alarm, -1);
	score("phq9_score", 0, 0, 0, 0, 0, 0, 0, 0, 0);
	assert_false(got.alarm_open);
	assert_int_equal(got.alarm, -1);
	err = (struct err){ 0 };
	assert_false(outcome_total(the("phq9_score"), 4, &got, &err));
	assert_true(got.alarm_open);
	assert_string_equal(err.field, "total");
}

static void it_is_not_given_without_a_crisis_number(void **state)
{
	(void)state;
	err = (struct err){ 0 };
	assert_true(outcome_may_give(the("phq9_score"), "988", &err));
	assert_true(outcome_may_give(the("gad7_score"), NULL, &err));
	assert_int_equal(err.code, ERR_OK);
	assert_false(outcome_may_give(the("phq9_score"), "", &err));
	assert_int_equal(err.code, ERR_FORBIDDEN);
	assert_false(outcome_may_give(the("phq9_score"), NULL, &(struct err){ 0 }));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(roland_morris_counts_what_is_ticked),
		cmocka_unit_test(depression_and_anxiety_have_their_published_bands),
		cmocka_unit_test(the_phq_4_is_two_pairs),
		cmocka_unit_test(means_and_single_values),
		cmocka_unit_test(the_oswestry_index_is_a_share_of_what_was_answered),
		cmocka_unit_test(start_back_looks_at_the_total_then_at_distress),
		cmocka_unit_test(some_items_count_from_the_other_end),
		cmocka_unit_test(a_finished_score_is_taken_in_its_range),
		cmocka_unit_test(the_mean_of_the_others_stands_for_a_missing_answer),
		cmocka_unit_test(the_last_item_of_the_phq_9_is_heard_whatever_else_is_wrong),
		cmocka_unit_test(it_is_not_given_without_a_crisis_number),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
