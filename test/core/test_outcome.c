/* Scores of each instrument by its published rule, what may be missing, and what a change is worth. */
#include "support.h"

#include "base/rng.h"
#include "base/str.h"
#include "core/outcome.h"

#include <string.h>

enum { ROUNDS = 400 };
static const double close_enough = 1e-9;
#define NONE OUTCOME_MISSING

static struct err err;
static struct outcome got;

static const struct instrument *the(const char *id)
{
	int i = kb_instrument(test_kb(), id);

	if (i < 0)
		fail_msg("there is no instrument %s", id);
	return &test_kb()->instrument[i];
}

static double score_of(const char *id, const double *answer, int n)
{
	err = (struct err){ 0 };
	if (!outcome_score(the(id), answer, n, &got, &err))
		fail_msg("%s: %s", id, err.detail);
	return got.score;
}
#define score(id, ...) score_of(id, (const double[]){ __VA_ARGS__ }, (int)(sizeof((const double[]){ __VA_ARGS__ }) / sizeof(double)))

static void refused_of(const char *id, const double *answer, int n, const char *says)
{
	err = (struct err){ 0 };
	assert_false(outcome_score(the(id), answer, n, &got, &err));
	assert_int_equal(err.code, ERR_INPUT);
	assert_string_equal(err.field, "answers");
	assert_string_equal(err.detail, says);
	assert_true(isnan(got.score));
}
#define refused(id, says, ...) refused_of(id, (const double[]){ __VA_ARGS__ }, \
	(int)(sizeof((const double[]){ __VA_ARGS__ }) / sizeof(double)), says)

static void near(double is, double should)
{
	if (!(fabs(is - should) < close_enough))
		fail_msg("%.12g, not %.12g", is, should);
}

static void band(const char *name)
{
	if (!name) {
		assert_null(got.band);
		return;
	}
	assert_non_null(got.band);
	assert_string_equal(got.band->name, name);
}

/* ---- rules ---- */

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

/* ---- laws, over every instrument that is scored from items ---- */

static int draw_answers(struct rng *r, const struct instrument *it, double *answer)
{
	int n = it->count + rng_below(r, it->most - it->count + 1);

	for (int i = 0; i < n; i++)
		answer[i] = it->lowest + rng_below(r, it->highest - it->lowest + 1);
	return n;
}

static bool is_reversed(const struct instrument *it, int item)
{
	for (int k = 0; k < it->reversed.n; k++)
		if (it->reversed.at[k] == item)
			return true;
	return false;
}

static void one_more_on_an_item_is_never_less_in_the_score(void **state)
{
	struct rng r = rng_new(7);
	double answer[OUTCOME_ITEMS_MOST];

	(void)state;
	for (int k = 0; k < test_kb()->n_instruments; k++) {
		const struct instrument *it = &test_kb()->instrument[k];

		for (int round = 0; round < ROUNDS && it->rule != SCORE_TOTAL; round++) {
			int n = draw_answers(&r, it, answer), at = rng_below(&r, n);
			double before = score_of(it->id, answer, n);

			assert_true(before >= it->min && before <= it->max);
			if (answer[at] >= it->highest)
				continue;
			answer[at]++;
			double after = score_of(it->id, answer, n);

			assert_true(is_reversed(it, at + 1) ? after < before : after > before);
		}
	}
}

static void the_order_of_answers_does_not_matter(void **state)
{
	struct rng r = rng_new(8);
	double answer[OUTCOME_ITEMS_MOST];

	(void)state;
	for (int k = 0; k < test_kb()->n_instruments; k++) {
		const struct instrument *it = &test_kb()->instrument[k];

		for (int round = 0; round < ROUNDS && it->rule != SCORE_TOTAL && !it->reversed.n; round++) {
			int n = draw_answers(&r, it, answer), i = rng_below(&r, n), j = rng_below(&r, n);
			double before = score_of(it->id, answer, n), kept = answer[i];

			answer[i] = answer[j];
			answer[j] = kept;
			near(score_of(it->id, answer, n), before);
		}
	}
}

static void what_is_filled_in_stays_between_the_least_and_the_most(void **state)
{
	struct rng r = rng_new(9);
	double answer[OUTCOME_ITEMS_MOST], least[OUTCOME_ITEMS_MOST], most[OUTCOME_ITEMS_MOST];
	int tried = 0;

	(void)state;
	for (int k = 0; k < test_kb()->n_instruments; k++) {
		const struct instrument *it = &test_kb()->instrument[k];

		for (int round = 0; round < ROUNDS && it->missing; round++, tried++) {
			int n = draw_answers(&r, it, answer);

			memcpy(least, answer, sizeof(least));
			memcpy(most, answer, sizeof(most));
			for (int m = 0; m < it->missing; m++) {
				int at = rng_below(&r, n);

				answer[at] = NONE;
				least[at] = it->lowest;
				most[at] = it->highest;
			}
			double filled = score_of(it->id, answer, n);

			assert_true(score_of(it->id, least, n) <= filled + close_enough);
			assert_true(score_of(it->id, most, n) >= filled - close_enough);
		}
	}
	assert_true(tried >= 3 * ROUNDS);
}

/* ---- change ---- */

static struct outcome_change change_of(const char *id, double first, double now)
{
	struct outcome before, after;
	struct outcome_change c;

	err = (struct err){ 0 };
	if (!outcome_total(the(id), first, &before, &err) || !outcome_total(the(id), now, &after, &err) ||
	    !outcome_compare(the(id), &before, &after, &c, &err))
		fail_msg("%s: %s", id, err.detail);
	return c;
}

static void verdict(const char *id, double first, double now, enum outcome_sentence should)
{
	struct outcome_change c = change_of(id, first, now);

	if (c.verdict != should)
		fail_msg("%s from %g to %g: %s, not %s", id, first, now, outcome_sentence_id(c.verdict), outcome_sentence_id(should));
}

/* RMDQ: 5 points and 30 percent; error 1.96 sqrt(2) 1.9 = 5.27 points. */
static void a_change_matters_by_points_and_by_share_and_is_sure_beyond_error(void **state)
{
	(void)state;
	verdict("rmdq24", 12, 8, OUTCOME_SAME);
	verdict("rmdq24", 12, 7, OUTCOME_BETTER);
	verdict("rmdq24", 12, 6, OUTCOME_BETTER_SURE);
	verdict("rmdq24", 20, 15, OUTCOME_SAME);                /* 5 points are a quarter of 20 */
	verdict("rmdq24", 20, 14, OUTCOME_BETTER_SURE);
	verdict("rmdq24", 10, 10, OUTCOME_SAME);
	verdict("rmdq24", 10, 14, OUTCOME_SAME);
	verdict("rmdq24", 10, 15, OUTCOME_WORSE);
	verdict("rmdq24", 10, 16, OUTCOME_WORSE_SURE);
	verdict("rmdq24", 20, 24, OUTCOME_SAME);
	verdict("peg", 6, 4.2, OUTCOME_BETTER);                 /* 1.8: above 1.75, just 30 percent, below 2.77 */
	verdict("peg", 6, 4.3, OUTCOME_SAME);
	verdict("peg", 6, 3, OUTCOME_BETTER_SURE);
	verdict("psfs", 3, 4.9, OUTCOME_SAME);                  /* high is better */
	verdict("psfs", 3, 5, OUTCOME_BETTER);
	verdict("psfs", 3, 6, OUTCOME_BETTER_SURE);
	verdict("psfs", 6, 3, OUTCOME_WORSE_SURE);
	verdict("gad7_score", 12, 8, OUTCOME_BETTER);           /* no error is known */
	verdict("gad7_score", 12, 16, OUTCOME_WORSE);
	verdict("phq4", 9, 2, OUTCOME_UNKNOWN);
}

static void the_numbers_of_a_change(void **state)
{
	struct outcome_change c = change_of("rmdq24", 12, 7);

	(void)state;
	near(c.better, 5);
	near(c.share, 5.0 / 12);
	near(c.important, 5);
	near(c.reliable, 1.959963984540054 * sqrt(2) * 1.9);
	near(c.index, 5 / (sqrt(2) * 1.9));
	near(change_of("rmdq24", 20, 12).important, 6);
	near(change_of("psfs", 3, 5).better, 2);
	assert_true(isnan(change_of("gad7_score", 12, 8).reliable));
	assert_true(isnan(change_of("rmdq24", 0, 0).share));
	assert_true(change_of("rmdq24", 3, 0).edge);
	assert_false(change_of("rmdq24", 4, 0).edge);
	assert_false(change_of("rmdq24", 3, 12).edge);
	assert_true(change_of("rmdq24", 21, 23).edge);
	assert_false(change_of("rmdq24", 21, 10).edge);
}

static void the_error_of_a_mean_of_ratings_is_smaller(void **state)
{
	const struct instrument *it = the("pain_average");
	const double one[] = { 6 }, two[] = { 4 }, four[] = { 6, 6, 6, 6 }, later[] = { 4, 4, 4, 4 };
	struct outcome a, b;
	struct outcome_change c;

	(void)state;
	err = (struct err){ 0 };
	assert_true(outcome_score(it, one, 1, &a, &err) && outcome_score(it, two, 1, &b, &err) && outcome_compare(it, &a, &b, &c, &err));
	near(c.reliable, 1.959963984540054 * sqrt(2));
	assert_int_equal(c.verdict, OUTCOME_BETTER);
	assert_true(outcome_score(it, four, 4, &a, &err) && outcome_score(it, later, 4, &b, &err) && outcome_compare(it, &a, &b, &c, &err));
	near(c.reliable, 1.959963984540054 * sqrt(0.5));
	assert_int_equal(c.verdict, OUTCOME_BETTER_SURE);
}

static void there_and_back_is_the_opposite(void **state)
{
	struct rng r = rng_new(10);

	(void)state;
	for (int round = 0; round < ROUNDS; round++) {
		double first = rng_below(&r, 25), now = rng_below(&r, 25);
		struct outcome_change there = change_of("rmdq24", first, now), back = change_of("rmdq24", now, first);

		near(there.better, -back.better);
		near(there.index, -back.index);
		near(there.reliable, back.reliable);
		assert_true(there.verdict != OUTCOME_BETTER_SURE || back.verdict == OUTCOME_WORSE_SURE);
		if (now >= 1) {
			struct outcome_change more = change_of("rmdq24", first, now - 1);

			assert_true(there.verdict != OUTCOME_BETTER_SURE || more.verdict == OUTCOME_BETTER_SURE);
			assert_true(more.better > there.better);
		}
	}
}

static void what_cannot_be_compared_is_refused(void **state)
{
	struct outcome a, b;
	struct outcome_change c;

	(void)state;
	err = (struct err){ 0 };
	assert_true(outcome_total(the("groc"), 3, &a, &err));
	assert_false(outcome_compare(the("groc"), &a, &a, &c, &err));
	assert_string_equal(err.detail, "groc says itself how much has changed; it is not compared");
	err = (struct err){ 0 };
	assert_true(outcome_score(the("psfs"), (const double[]){ 1, 2, 3 }, 3, &a, &err));
	assert_true(outcome_score(the("psfs"), (const double[]){ 1, 2, 3, 4 }, 4, &b, &err));
	assert_false(outcome_compare(the("psfs"), &a, &b, &c, &err));
	assert_string_equal(err.detail, "the same activities are compared: there were 3, now there are 4");
}

static void every_sentence_is_there_and_is_another(void **state)
{
	(void)state;
	for (int i = 0; i < OUTCOME_SENTENCES; i++) {
		assert_true(strlen(outcome_says(test_kb(), (enum outcome_sentence)i)) > 10);
		for (int k = 0; k < i; k++)
			assert_string_not_equal(outcome_says(test_kb(), (enum outcome_sentence)i), outcome_says(test_kb(), (enum outcome_sentence)k));
	}
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
		cmocka_unit_test(one_more_on_an_item_is_never_less_in_the_score),
		cmocka_unit_test(the_order_of_answers_does_not_matter),
		cmocka_unit_test(what_is_filled_in_stays_between_the_least_and_the_most),
		cmocka_unit_test(a_change_matters_by_points_and_by_share_and_is_sure_beyond_error),
		cmocka_unit_test(the_numbers_of_a_change),
		cmocka_unit_test(the_error_of_a_mean_of_ratings_is_smaller),
		cmocka_unit_test(there_and_back_is_the_opposite),
		cmocka_unit_test(what_cannot_be_compared_is_refused),
		cmocka_unit_test(every_sentence_is_there_and_is_another),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
