/* Clocks that were ahead or set back, and other time zones: what was told first is told by its order, and nothing is put off. */
#include "slips.h"

#include "base/embed.h"

static void a_clock_set_back_clears_nothing(void **state)
{
	each_anew(state);
	clock_at(60);
	assert_true(say("saddle_numbness_new", 1, "week"));
	int64_t stop = only_stop();
	clock_at(120);
	assert_true(cx_save(&cx));
	keep(q_stop_lift(cx.db, stop, person, cx.now, INT64_MAX, cx.who.account, "2026-11-18", "Dr. A", "nothing found"));
	assert_int_equal(load().s->tier < TIER_URGENT, 1);
	clock_at(30);
	assert_true(say("saddle_numbness_new", 1, "week"));
	stop = only_stop();
	/* and such a stop is lifted as any other */
	assert_true(cx_save(&cx));
	keep(q_stop_lift(cx.db, stop, person, cx.now, INT64_MAX, cx.who.account, "2026-11-18", "Dr. A", "nothing found"));
	assert_true(load().s->tier < TIER_URGENT);
}

/* What was told under a clock that was a month ahead does not put off the next check by a month. */
static void a_clock_that_was_ahead_puts_no_check_off(void **state)
{
	each_anew(state);
	clock_at(30 * 24 * 60);
	struct record r = load();
	struct ids ask = recheck_questions(&cx, &r, ASKED_WEEK, recheck_blank(&cx));

	for (int i = 0; i < ask.n; i++)
		assert_int_equal(say(cx.kb->finding[ask.at[i]].id, cx.kb->finding[ask.at[i]].min, "week"), 0);
	r = load();
	assert_true(recheck_last(&cx, &r, ASKED_WEEK) > cx.now - 60000);
	clock_at(0);
	r = load();
	assert_int_equal(recheck_last(&cx, &r, ASKED_WEEK), 0);
	assert_non_null(strstr(site_get(site, client, "/today").body, "href=\"/safety/week\""));
}

static void a_session_is_asked_about_again_after_a_clock_that_was_ahead(void **state)
{
	each_anew(state);
	clock_at(30 * 24 * 60);
	say_all(ASKED_SESSION, "session");
	assert_int_equal(unasked(), 0);
	clock_at(0);
	assert_true(unasked() > 10);
	assert_non_null(strstr(site_get(site, site_door(site, 0), at("/before")).body, "name=\"fever\""));
	say_all(ASKED_SESSION, "session");
	assert_int_equal(unasked(), 0);
}

/* An outcome dated a month ahead by the clock: what is told after it has its own time, and still comes after it. */
static void an_outcome_under_a_clock_that_was_ahead_holds_nothing_up(void **state)
{
	each_anew(state);
	clock_at(30 * 24 * 60);
	assert_true(say("leg_weakness_stable", 1, "week"));
	lift(only_stop(), "2026-12-18");
	clock_at(0);
	assert_int_equal(load().stops.n, 0);
	say_all(ASKED_SESSION, "session");
	assert_int_equal(unasked(), 0);
	struct record r = load();
	assert_true(recheck_last(&cx, &r, ASKED_WEEK) <= cx.now && recheck_last(&cx, &r, ASKED_WEEK) > 0);
	assert_true(say("leg_weakness_stable", 1, "week"));
	lift(only_stop(), "2026-11-18");
	assert_int_equal(load().stops.n, 0);
	assert_true(load().s->tier < TIER_URGENT);
}

/* What was told at home under a clock that was ahead is no check of this week, whatever was asked before a session since. */
static void a_week_told_ahead_is_no_check_of_this_week(void **state)
{
	each_anew(state);
	clock_at(30 * 24 * 60);
	say_all(ASKED_WEEK, "week");
	clock_at(0);
	say_all(ASKED_SESSION, "session");
	say_all(ASKED_WEEK, "session");
	struct record r = load();
	assert_true(recheck_last(&cx, &r, ASKED_WEEK) > 0);
	assert_non_null(strstr(site_get(site, client, "/today").body, "href=\"/safety/week\""));
}

static void how_it_was_borne_is_asked_after_a_clock_that_was_ahead(void **state)
{
	bool due;

	each_anew(state);
	clock_at(30 * 24 * 60);
	say("after_numbness", 0, "after");
	clock_at(0);
	say_all(ASKED_SESSION, "session");
	clock_at(4 * 60);
	struct record r = load();
	assert_true(recheck_after_due(&cx, &r, &due) && due);
}

/* West of Greenwich an evening is the next day there. */
static void an_hour_of_the_evening_uses_up_what_was_asked(void **state)
{
	setenv("TZ", "America/Los_Angeles", 1);
	tzset();
	each_anew(state);
	clock_at(15 * 60);
	cx.today = os_day(cx.now);
	begin_hour("swedish", 3);
	cx.now += 60000;
	int left = unasked();
	unsetenv("TZ");
	tzset();
	assert_true(left > 10);
}

/* Told in the morning, asked in the evening: one day in California, two in Greenwich. */
static void today_is_the_day_it_is_here(void **state)
{
	setenv("TZ", "America/Los_Angeles", 1);
	tzset();
	each_anew(state);
	clock_at(9 * 60);
	struct record r = load();
	struct ids ask = recheck_questions(&cx, &r, ASKED_FLARE, recheck_blank(&cx));
	for (int i = 0; i < ask.n; i++)
		say(cx.kb->finding[ask.at[i]].id, 0, "session");
	clock_at(15 * 60);
	cx.today = os_day(cx.now);
	r = load();
	int together = recheck_told_today(&cx, &r, ask).n;
	unsetenv("TZ");
	tzset();
	assert_true(together >= TOLD_LEAST);
}

static void a_hard_day_told_ahead_is_not_today(void **state)
{
	const char *hard;

	each_anew(state);
	clock_at(30 * 24 * 60);
	say("fever", 0, "flare");
	clock_at(0);
	struct record r = load();
	assert_true(daily_hard(&cx, &r, &hard));
	assert_false(hard && str_equal(hard, "You told us that it is a hard day."));
}

static void a_map_drawn_ahead_is_cleared_with_the_rest(void **state)
{
	each_anew(state);
	clock_at(30 * 24 * 60);
	draw("mid_back_left");
	clock_at(0);
	assert_true(say("cancer_history", 1, "worsening"));
	lift(only_stop(), "2026-11-18");
	assert_int_equal(load().stops.n, 0);
	assert_true(load().s->tier < TIER_URGENT);
}

static void asked_back_once_under_a_clock_set_back(void **state)
{
	const char *again = "/stop/again/saddle_numbness_new";

	each_anew(state);
	clock_at(60);
	assert_true(say("saddle_numbness_new", 1, "week"));
	clock_at(30);
	assert_int_equal(site_get(site, client, again).status, 200);
	assert_string_equal(site_post(site, client, again, again, "answer=yes").location, "/stop");
	assert_string_equal(site_get(site, client, again).location, "/stop");
}

/* An hour begun under a clock that was ahead does not use up what is asked in the month until then. */
static void an_hour_begun_ahead_uses_up_nothing(void **state)
{
	each_anew(state);
	clock_at(30 * 24 * 60);
	begin_hour("swedish", 3);
	clock_at(0);
	say_all(ASKED_SESSION, "session");
	assert_int_equal(unasked(), 0);
}

/* What was lifted before the order was kept stays lifted when it comes to be kept. */
static void what_was_cleared_before_the_order_was_kept_stays_cleared(void **state)
{
	const char *order = NULL;

	each_anew(state);
	assert_true(say("leg_weakness_stable", 1, "week"));
	lift(only_stop(), "2026-11-18");
	db_rollback(cx.db);
	for (size_t i = 0; i < migration_files_n; i++)
		order = strstr(migration_files[i].path, "stop_order") ? strstr(migration_files[i].at, "update stop") : order;
	assert_int_equal(sqlite3_exec(cx.db->handle, "update stop set raised_after = 0, lifted_after = 0", NULL, NULL, NULL), SQLITE_OK);
	assert_false(load().s->tier < TIER_URGENT);
	assert_int_equal(sqlite3_exec(cx.db->handle, order, NULL, NULL, NULL), SQLITE_OK);
	assert_true(load().s->tier < TIER_URGENT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_clock_set_back_clears_nothing),
		cmocka_unit_test(a_clock_that_was_ahead_puts_no_check_off),
		cmocka_unit_test(a_session_is_asked_about_again_after_a_clock_that_was_ahead),
		cmocka_unit_test(an_outcome_under_a_clock_that_was_ahead_holds_nothing_up),
		cmocka_unit_test(a_week_told_ahead_is_no_check_of_this_week),
		cmocka_unit_test(how_it_was_borne_is_asked_after_a_clock_that_was_ahead),
		cmocka_unit_test(an_hour_of_the_evening_uses_up_what_was_asked),
		cmocka_unit_test(today_is_the_day_it_is_here),
		cmocka_unit_test(a_hard_day_told_ahead_is_not_today),
		cmocka_unit_test(a_map_drawn_ahead_is_cleared_with_the_rest),
		cmocka_unit_test(asked_back_once_under_a_clock_set_back),
		cmocka_unit_test(an_hour_begun_ahead_uses_up_nothing),
		cmocka_unit_test(what_was_cleared_before_the_order_was_kept_stays_cleared),
	};

	return cmocka_run_group_tests(tests, with_maren, after);
}
