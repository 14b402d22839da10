/* Check-ins as CSV: what is taken, what is refused, and what comes of it. */
#include "support.h"

#include "app/report_track.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/rng.h"
#include "base/str.h"

#include <math.h>

#include "arena_and_err.h"

#define HEAD "date,pain,function,mood,sleep,practice_minutes\n"

static struct checkins c;

static bool take(const char *text)
{
	err = (struct err){ 0 };
	return checkins_read(a, text, strlen(text), &c, &err);
}

static void refused(const char *text, const char *message)
{
	assert_false(take(text));
	err.file = "days.csv";
	assert_string_equal(err_line(a, &err), message);
}

static void days_in_any_order_with_gaps_become_one_entry_a_day(void **state)
{
	(void)state;
	assert_true(take("\xef\xbb\xbf" "date, sleep,pain,function,mood,practice_minutes\r\n2026-03-04,7,5.5,4,,10\r\n\r\n2026-03-01,6,6,5,5,\r\n"));
	assert_int_equal(c.days.n, 4);
	assert_int_equal(c.answered, 2);
	assert_true(c.practice);
	assert_true(c.days.value[TRACK_PAIN][0] == 6 && c.days.value[TRACK_PAIN][3] == 5.5);
	assert_true(isnan(c.days.value[TRACK_PAIN][1]) && isnan(c.days.value[TRACK_MOOD][3]) && isnan(c.days.practice[0]));
	assert_true(c.days.value[TRACK_SLEEP][3] == 7 && c.days.practice[3] == 10);
	assert_null(c.days.mind);
}

static void minutes_of_mind_and_movement_are_known_columns(void **state)
{
	(void)state;
	assert_true(take("date,pain,function,mood,sleep,practice_minutes,mind_minutes,movement_minutes\n2026-01-01,1,2,3,4,9,5,4\n"));
	assert_true(c.days.mind[0] == 5 && c.days.body[0] == 4);
}

static void a_header_that_is_not_known_is_refused(void **state)
{
	(void)state;
	refused("date,pian,function,mood,sleep,practice_minutes\n", "days.csv:1:6: pian: is not a column; the nearest is pain");
	refused("date,pain,function,mood,sleep\n", "days.csv:1:1: practice_minutes: this column is missing");
	refused("date,pain,pain,function,mood,sleep,practice_minutes\n", "days.csv:1:11: pain: this column stands there twice");
	refused("", "days.csv:1:1: header: the columns are date,pain,function,mood,sleep,practice_minutes");
	refused(HEAD, "days.csv:2:1: date: there is no day below the header");
}

static void a_day_or_value_that_is_none_is_refused(void **state)
{
	(void)state;
	refused(HEAD "2026-02-29,1,1,1,1,1\n", "days.csv:2:1: date: a day that exists is expected, like 2026-11-21, not \"2026-02-29\"");
	refused(HEAD "2026-02-27,1,1,1,1,1\n2026-02-28,11,1,1,1,1\n",
		"days.csv:3:12: pain: a number from 0 to 10, or nothing, is expected, not \"11\"");
	refused(HEAD "2026-02-27,1,1,-1,1,1\n", "days.csv:2:16: mood: a number from 0 to 10, or nothing, is expected, not \"-1\"");
	refused(HEAD "2026-02-27,1,1,nan,1,1\n", "days.csv:2:16: mood: a number from 0 to 10, or nothing, is expected, not \"nan\"");
	refused(HEAD "2026-02-27,1,1,0x1,1,1\n", "days.csv:2:16: mood: a number from 0 to 10, or nothing, is expected, not \"0x1\"");
	refused(HEAD "2026-02-27,1,1,1.,1,1\n", "days.csv:2:16: mood: a number from 0 to 10, or nothing, is expected, not \"1.\"");
	refused(HEAD "2026-02-27,1,1,1,1,601\n",
		"days.csv:2:20: practice_minutes: minutes from 0 to 600, or nothing, are expected, not \"601\"");
	refused(HEAD "2026-02-27,1,1\n", "days.csv:2:15: mood: the line ends before this field");
	refused(HEAD "2026-02-27,1,1,1,1,1,1\n", "days.csv:2:22: line: more fields than the header has");
	refused(HEAD "2026-02-27,1,1,1,1,1\n2026-02-28,1,1,1,1,1\n2026-02-27,1,1,1,1,1\n",
		"days.csv:4:1: date: this day stands in line 2 already");
	refused(HEAD "2006-02-27,1,1,1,1,1\n2026-02-28,1,1,1,1,1\n", "days.csv:3:1: date: more than 10 years after the first day");
	refused("date;pain;function;mood;sleep;practice_minutes\n2026-02-27;1;1;1;1;1\n",
		"days.csv:1:1: date;pain;function;mood;sleep;pr: the columns are date,pain,function,mood,sleep,practice_minutes");
	refused(HEAD "27.02.2026,1,1,1,1,1\n", "days.csv:2:1: date: a day that exists is expected, like 2026-11-21, not \"27.02.2026\"");
	refused("date\x01", "days.csv:1:1: file: not a text in UTF-8");
}

/* n days: pain from `from` by `slope` a day with a little noise; practice minutes each day. */
static const char *days(int n, double from, double slope, int minutes)
{
	struct buf b = buf_new(a, 1 << 20);
	struct rng rng = rng_new(11);

	buf_str(&b, HEAD);
	for (int i = 0; i < n; i++) {
		char iso[11];
		double pain = fmin(fmax(from + slope * i + 0.6 * rng_normal(&rng), 0), 10);

		day_iso(day_of((struct date){ 2026, 1, 1 }) + i, iso);
		buf_fmt(&b, "%s,%.1f,%.1f,6,6,%d\n", iso, pain, pain, minutes);
	}
	return b.at;
}

static const struct tracked *follow(const char *text)
{
	assert_true(take(text));
	c.days.planned = 10;
	return track(a, test_kb()->track, &c.days);
}

static void the_verdict_reads_as_the_days_went(void **state)
{
	(void)state;
	assert_string_equal(verdict_name(follow(days(60, 7, -0.08, 10))->verdict), "improving");
	assert_string_equal(verdict_name(follow(days(60, 5, 0, 10))->verdict), "plateau");
	assert_string_equal(verdict_name(follow(days(60, 5, 0, 1))->verdict), "under_dosed");
	assert_string_equal(verdict_name(follow(days(60, 3, 0.09, 10))->verdict), "worsening");
	assert_string_equal(verdict_name(follow(days(20, 7, -0.1, 10))->verdict), "cannot_tell");
}

static void ten_years_of_days_are_judged_by_the_last_four_weeks(void **state)
{
	(void)state;
	const struct tracked *t = follow(days(3653, 5, 0, 10));

	assert_int_equal(c.days.n, 3653);
	assert_int_equal(t->days, 3653);
	assert_int_equal(t->window, TRACK_WINDOW);
	assert_string_equal(verdict_name(t->verdict), "plateau");
}

static void the_answer_is_json_with_one_state_a_day(void **state)
{
	(void)state;
	const struct tracked *t = follow(days(40, 5, 0, 10));
	const char *text = report_track(a, test_kb(), &c, t, NULL);
	json_t *j = json_read(a, text, strlen(text), &err);

	assert_non_null(j);
	assert_string_equal(json_string_value(json_object_get(j, "verdict")), verdict_name(t->verdict));
	assert_int_equal(json_array_size(json_object_get(j, "state")), 40);
	assert_non_null(json_object_get(json_array_get(json_object_get(j, "state"), 39), "pain"));
	assert_string_equal(json_string_value(json_object_get(json_array_get(json_object_get(j, "state"), 31), "date")), "2026-02-01");
	assert_non_null(json_object_get(json_object_get(j, "proposal"), "text"));
}

static void a_plateau_names_what_is_asked_again(void **state)
{
	(void)state;
	const struct tracked *t = follow(days(60, 5, 0, 10));
	const char *text = report_track(a, test_kb(), &c, t, NULL), *words = report_track_text(a, test_kb(), &c, t, NULL);
	json_t *j = json_read(a, text, strlen(text), &err), *again = json_object_get(json_object_get(j, "proposal"), "ask_again");

	assert_int_equal(json_array_size(again), test_kb()->n_stalls);
	assert_int_equal(test_kb()->n_stalls, 5);
	assert_string_equal(json_string_value(json_object_get(json_array_get(again, 0), "measure")), "fear_of_movement");
	assert_string_equal(json_string_value(json_object_get(json_array_get(again, 0), "lesson")), "lesson_06_fear_and_moving");
	assert_non_null(strstr(words, "Ask these again first"));
	t = follow(days(60, 7, -0.08, 10));
	text = report_track(a, test_kb(), &c, t, NULL);
	j = json_read(a, text, strlen(text), &err);
	assert_int_equal(json_array_size(json_object_get(json_object_get(j, "proposal"), "ask_again")), 0);
	assert_null(strstr(report_track_text(a, test_kb(), &c, t, NULL), "Ask these again first"));
}

/* The same answers a year later, and their lines in another order: the same verdict to the last digit. */
static void neither_the_date_nor_the_order_of_lines_matters(void **state)
{
	struct buf later = buf_new(a, 1 << 20), turned = buf_new(a, 1 << 20);
	const char *text = days(45, 6, -0.03, 10);
	const struct tracked first = *follow(text);
	const char *line[64];
	int n = 0;

	(void)state;
	for (const char *at = strchr(text, '\n') + 1; *at; at = strchr(at, '\n') + 1)
		line[n++] = at;
	assert_int_equal(n, 45);
	buf_str(&later, HEAD);
	buf_str(&turned, HEAD);
	for (int i = 0; i < n; i++) {
		char iso[11];
		const char *back = line[n - 1 - i];

		day_iso(day_of((struct date){ 2026, 12, 24 }) + i, iso);
		buf_fmt(&later, "%s%.*s\n", iso, (int)strcspn(line[i] + 10, "\n"), line[i] + 10);
		buf_fmt(&turned, "%.*s\n", (int)strcspn(back, "\n"), back);
	}
	const struct tracked moved = *follow(later.at), shuffled = *follow(turned.at);
	assert_int_equal(moved.verdict, first.verdict);
	assert_true(moved.improving == first.improving && moved.plateau == first.plateau && moved.worsening == first.worsening);
	assert_true(shuffled.improving == first.improving && shuffled.plateau == first.plateau && shuffled.worsening == first.worsening);
}

static void no_text_blames_or_presses_harder(void **state)
{
	(void)state;
	for (int p = PROPOSE_NOTHING; p <= PROPOSE_SCREEN; p++) {
		const char *text = report_proposal((enum proposed)p);

		assert_true(strlen(text) > 20);
		assert_null(strstr(text, "should have"));
		assert_null(strstr(text, "failed"));
		assert_null(strstr(text, "deeper"));
	}
	assert_null(strstr(report_track_text(a, test_kb(), &c, follow(days(60, 5, 0, 1)), NULL), "missed"));
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup_err, teardown)
	const struct CMUnitTest tests[] = {
		T(days_in_any_order_with_gaps_become_one_entry_a_day), T(minutes_of_mind_and_movement_are_known_columns),
		T(a_header_that_is_not_known_is_refused), T(a_day_or_value_that_is_none_is_refused),
		T(the_verdict_reads_as_the_days_went), T(ten_years_of_days_are_judged_by_the_last_four_weeks), T(the_answer_is_json_with_one_state_a_day), T(no_text_blames_or_presses_harder),
		T(a_plateau_names_what_is_asked_again), T(neither_the_date_nor_the_order_of_lines_matters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
