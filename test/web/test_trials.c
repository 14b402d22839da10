/* A personal trial from its beginning to its answer: one at a time, ended by danger, told honestly. */
#include "app/trials.h"
#include "web/maren.h"

#include <math.h>

static void days_later(int days)
{
	cx.now = 1795000000000 + days * 86400000LL;
	cx.today = (day)(cx.now / 86400000);
	setenv("UNKNOT_CLOCK", arena_fmt(site->keep, "%lld", (long long)cx.now), 1);
}

static const char *path(void)
{
	return arena_fmt(site->keep, "/client/%lld/trials", (long long)person);
}

static struct kept_trials load(void)
{
	struct record r;
	struct kept_trials all;

	assert_true(record_load(&cx, person, &r) && trials_load(&cx, &r, &all));
	return all;
}

static void what_is_no_habit_is_not_tried(void **state)
{
	static const char *const bad[] = { "act=begin&weeks=3", "act=begin&weeks=3&item=swedish", "act=begin&weeks=3&item=physiotherapy", "act=begin&weeks=9&item=bag_change",
		"act=begin&weeks=3&item=nothing", "act=dance" };

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_int_equal(site_post(site, owner, path(), path(), bad[i]).status, 422);
	assert_int_equal(load().n, 0);
	assert_non_null(strstr(site_get(site, client, "/trial").body, "There is no trial now"));
}

static void one_runs_at_a_time_and_the_client_sees_what_today_is(void **state)
{
	(void)state;
	assert_int_equal(site_post(site, owner, path(), path(), "act=begin&weeks=4&item=bag_change").status, 303);
	assert_int_equal(site_post(site, owner, path(), path(), "act=begin&weeks=2&item=wallet_out").status, 409);
	assert_non_null(strstr(site_get(site, client, "/trial").body, "It begins on"));
	for (int d = 1; d <= 4; d++) {
		days_later(d);
		bool with = trial_with(&load().at[0].design, d - 1);
		const char *say = with ? "Today is a day with it." : "Today is a day without it";

		assert_non_null(strstr(site_get(site, client, "/trial").body, say));
		assert_non_null(strstr(site_get(site, client, "/today").body, say));
	}
}

static void the_answer_comes_at_the_end_from_the_check_ins(void **state)
{
	struct kept_trials all = load();

	(void)state;
	assert_true(cx_save(&cx));
	for (int i = 0; i < all.at[0].days; i++) {
		char iso[11];

		day_iso(all.at[0].starts + i, iso);
		assert_true(q_checkin_set(cx.db, db_id(), person, iso, trial_with(&all.at[0].design, i) ? 3 : 7, 5, 5, 5, cx.now));
	}
	assert_true(db_commit(cx.db));
	assert_null(strstr(site_get(site, client, "/trial").body, "It looks as if"));     /* not before the end */
	days_later(1 + all.at[0].days);
	owner = site_door(site, 0);             /* sessions do not last that long */
	client = site_door(site, 1);
	assert_int_equal(load().at[0].result.answer, TRIAL_HELPS);
	assert_non_null(strstr(site_get(site, client, "/trial").body, "It looks as if it helps you."));
	assert_non_null(strstr(site_get(site, owner, path()).body, "It looks as if it helps you."));
	assert_null(trials_running(&(struct kept_trials){ all.at, 0 }));
}

static void says(const char *finding, int value)
{
	int64_t raised;

	assert_true(cx_save(&cx) && record_answer(&cx, person, kb_finding(cx.kb, finding), value, "week") && record_rescreen(&cx, person, "week", &raised) &&
		!raised && db_commit(cx.db));
}

static void wishes(const char *item, int yes)
{
	assert_true(cx_save(&cx) && q_consent_add(cx.db, person, item, yes, "1", cx.now) && db_commit(cx.db));
}

static void tells(const struct kept_trial *t, double with, double without)
{
	assert_true(cx_save(&cx));
	for (int i = 0; i < t->days; i++) {
		char iso[11];

		day_iso(t->starts + i, iso);
		assert_true(q_checkin_set(cx.db, db_id(), person, iso, trial_with(&t->design, i) ? with : without, 5, 5, 5, cx.now));
	}
	assert_true(db_commit(cx.db));
}

/* Held back on its days 3 to 5 by a no: it rests, goes on, and what was told on those days counts for nothing. */
static void held_back_it_rests_and_goes_on(void **state)
{
	int first = (int)(cx.today - (day)(1795000000000 / 86400000));

	(void)state;
	assert_int_equal(site_post(site, owner, path(), path(), "act=begin&weeks=4&item=bag_change").status, 303);
	struct kept_trials all = load();
	tells(&all.at[0], 3, 7);
	days_later(first + 4);
	owner = site_door(site, 0);
	client = site_door(site, 1);
	assert_int_equal(load().at[0].rested, 0);
	wishes("bag_change", 0);
	all = load();
	assert_null(trials_running(&all));
	assert_true(all.at[0].rests && all.at[0].rested == 1);
	assert_non_null(strstr(site_get(site, client, "/trial").body, "It rests for now"));
	assert_null(strstr(site_get(site, client, "/today").body, "Your own trial"));
	assert_non_null(strstr(site_get(site, owner, path()).body, "It rests: an answer or a no"));
	days_later(first + 7);
	assert_int_equal(load().at[0].rested, 4);
	wishes("bag_change", 1);
	all = load();
	assert_non_null(trials_running(&all));
	assert_int_equal(all.at[0].rested, 3);
	for (int i = 0; i < 28; i++)
		assert_int_equal(isnan(all.at[0].pain[i]), i >= 3 && i <= 5);
	owner = site_door(site, 0);
	client = site_door(site, 1);
	assert_non_null(strstr(site_get(site, client, "/today").body, "Your own trial"));
	assert_non_null(strstr(site_get(site, owner, path()).body, "On 3 days an answer or a no held it back"));
	says("fever", 0);                       /* an answer that changes nothing */
	assert_int_equal(load().at[0].rested, 3);
}

static void another_can_begin_while_one_rests(void **state)
{
	(void)state;
	wishes("bag_change", 0);
	assert_int_equal(site_post(site, owner, path(), path(), "act=begin&weeks=2&item=sitting_breaks").status, 303);
	wishes("bag_change", 1);
	struct kept_trials all = load();
	assert_string_equal(cx.kb->item[trials_running(&all)->item].id, "sitting_breaks");
	int open = 0;
	for (int i = 0; i < all.n; i++)
		open += all.at[i].running || all.at[i].rests;
	assert_int_equal(open, 1);
	assert_int_equal(site_post(site, owner, path(), path(), "act=stop").status, 303);
	all = load();
	assert_null(trials_open(&all));
	days_later((int)(cx.today - (day)(1795000000000 / 86400000)) + 1);
	owner = site_door(site, 0);
}

static void danger_ends_a_trial_and_none_begins_before_its_outcome(void **state)
{
	int64_t raised;

	(void)state;
	assert_int_equal(site_post(site, owner, path(), path(), "act=begin&weeks=2&item=sitting_breaks").status, 303);
	struct kept_trials all = load();
	assert_non_null(trials_running(&all));
	cx.now += 1000;
	assert_true(cx_save(&cx) && record_answer(&cx, person, kb_finding(cx.kb, "fever"), 1, "week") && record_rescreen(&cx, person, "week", &raised) && raised && db_commit(cx.db));
	all = load();
	assert_null(trials_running(&all));
	assert_string_equal(all.at[0].why, "danger");
	assert_int_equal(site_post(site, owner, path(), path(), "act=begin&weeks=2&item=bag_change").status, 409);
	assert_non_null(strstr(site_get(site, owner, path()).body, "Nothing is tried until then"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_no_habit_is_not_tried),
		cmocka_unit_test(one_runs_at_a_time_and_the_client_sees_what_today_is),
		cmocka_unit_test(the_answer_comes_at_the_end_from_the_check_ins),
		cmocka_unit_test(held_back_it_rests_and_goes_on),
		cmocka_unit_test(another_can_begin_while_one_rests),
		cmocka_unit_test(danger_ends_a_trial_and_none_begins_before_its_outcome),
	};
	return cmocka_run_group_tests(tests, with_maren, after);
}
