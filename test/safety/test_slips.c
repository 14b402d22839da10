/* Ways a danger could slip past: a page gone back to, a page left open elsewhere, a clock set back, a stop taken away by who did not raise it. */
#include "since.h"

#include "app/daily.h"
#include "app/recheck.h"

static const char *newcomer;

/* A clock that stands as many minutes after (or before) that of the test. */
static void clock_at(int64_t minutes)
{
	cx.now = 1795000000000 + minutes * 60000;
	cx.today = (day)(cx.now / 86400000);
	setenv("UNKNOT_CLOCK", arena_fmt(site->keep, "%lld", (long long)cx.now), 1);
}

static struct answer send_page(const char *cookie, const char *page, const char *path, const char *fields)
{
	return site_send(site, METHOD_POST, cookie, path, arena_fmt(site->keep, "csrf=%s&form_key=%s&%s", site_hidden(site, page, "csrf"),
		site_hidden(site, page, "form_key"), fields));
}

static const char *all_no(const char *page, const char *but)
{
	struct buf b = buf_new(site->keep, 1 << 14);

	for (int f = 0; f < cx.kb->n_findings; f++) {
		const struct finding *of = &cx.kb->finding[f];

		if (strstr(page, arena_fmt(site->keep, "name=\"%s\"", of->id)))
			buf_fmt(&b, "%s%s=%s", b.n ? "&" : "", of->id, but && str_equal(of->id, but) ? "yes" : of->is_bool ? "no" : "0");
	}
	return b.at;
}

static const char *agreed(void)
{
	struct buf b = buf_new(site->keep, 1 << 14);

	for (int i = 0; i < cx.kb->n_consents; i++)
		buf_fmt(&b, "%s%s=yes", i ? "&" : "", cx.kb->consent[i].id);
	return b.at;
}

static void a_yes_on_a_page_gone_back_to_stops(void **state)
{
	each_anew(state);
	newcomer = site_door(site, 2);
	assert_int_equal(site_post(site, newcomer, "/consent", "/consent", agreed()).status, 303);
	struct answer page = site_get(site, newcomer, "/interview/safety");
	assert_non_null(strstr(page.body, "name=\"saddle_numbness_new\""));
	assert_string_equal(send_page(newcomer, page.body, "/interview/safety", all_no(page.body, NULL)).location, "/interview");
	struct answer a = send_page(newcomer, page.body, "/interview/safety", all_no(page.body, "saddle_numbness_new"));
	if (a.status != 303 || !str_begins(a.location, "/stop"))
		fail_msg("%d %s", a.status, a.location ? a.location : strstr(a.body, "is not a field") ? "is not a field" : "");
}

/* The first page, left open in a second window until the danger questions were done, is told there to the end. */
static void a_yes_on_a_page_left_open_counts_after_all_was_answered(void **state)
{
	each_anew(state);
	newcomer = site_door(site, 2);
	assert_int_equal(site_post(site, newcomer, "/consent", "/consent", agreed()).status, 303);
	struct answer first = site_get(site, newcomer, "/interview/safety"), page = first, a;

	for (int i = 0; i < 60 && page.status == 200; i++) {
		assert_int_equal(send_page(newcomer, page.body, "/interview/safety", all_no(page.body, NULL)).status, 303);
		page = site_get(site, newcomer, "/interview/safety");
	}
	a = send_page(newcomer, first.body, "/interview/safety", all_no(first.body, "both_legs_new"));
	assert_true(a.status == 303 && str_begins(a.location, "/stop"));
}

/* What is no danger is changed as well, and the questions that are open are asked on their own page. */
static void going_back_changes_what_is_no_danger(void **state)
{
	each_anew(state);
	newcomer = site_door(site, 2);
	assert_int_equal(site_post(site, newcomer, "/consent", "/consent", agreed()).status, 303);
	struct answer page = site_get(site, newcomer, "/interview/safety");

	while (!strstr(page.body, "name=\"immune_weak\"")) {
		assert_int_equal(send_page(newcomer, page.body, "/interview/safety", all_no(page.body, NULL)).status, 303);
		page = site_get(site, newcomer, "/interview/safety");
		assert_int_equal(page.status, 200);
	}
	assert_string_equal(send_page(newcomer, page.body, "/interview/safety", all_no(page.body, NULL)).location, "/interview");
	assert_string_equal(send_page(newcomer, page.body, "/interview/safety", all_no(page.body, "immune_weak")).location, "/interview");
	int64_t ines = site_person(site, "ines@demo.invalid");
	struct record r;
	assert_true(record_load(&cx, ines, &r));
	assert_int_equal(r.c->answer[kb_finding(cx.kb, "immune_weak")], 1);
}

static void a_yes_on_a_page_before_a_session_gone_back_to_stops(void **state)
{
	each_anew(state);
	const char *path = at("/before"), *cookie = site_door(site, 0);
	struct answer page = site_get(site, cookie, path);

	assert_non_null(strstr(page.body, "name=\"fever\""));
	struct answer a = send_page(cookie, page.body, path, all_no(page.body, "new_medicine_or_diagnosis"));
	assert_non_null(strstr(a.location, "note=opened"));
	a = send_page(cookie, page.body, path, all_no(page.body, "saddle_numbness_new"));
	if (!load().stops.n)
		fail_msg("%d %s", a.status, a.location ? a.location : a.body);
	assert_string_equal(a.location, arena_fmt(site->keep, "%s?note=saved", at("")));
}

static void a_yes_before_a_session_stops_with_a_question_left_open(void **state)
{
	each_anew(state);
	struct answer a = site_post(site, site_door(site, 0), at("/before"), at("/before"), "saddle_numbness_new=yes");

	assert_string_equal(a.location, arena_fmt(site->keep, "%s?note=saved", at("")));
	assert_int_equal(load().stops.n, 1);
}

static int64_t only_stop(void)
{
	struct record r = load();

	assert_int_equal(r.stops.n, 1);
	return r.stops.at[0].id;
}

static void a_clock_set_back_clears_nothing(void **state)
{
	each_anew(state);
	clock_at(60);
	assert_true(say("saddle_numbness_new", 1, "week"));
	int64_t stop = only_stop();
	clock_at(120);
	assert_true(cx_save(&cx));
	keep(q_stop_lift(cx.db, stop, person, cx.now, cx.who.account, "2026-11-18", "Dr. A", "nothing found"));
	assert_int_equal(load().s->tier < TIER_URGENT, 1);
	clock_at(30);
	assert_true(say("saddle_numbness_new", 1, "week"));
	stop = only_stop();
	/* and such a stop is lifted as any other */
	assert_true(cx_save(&cx));
	keep(q_stop_lift(cx.db, stop, person, cx.now, cx.who.account, "2026-11-18", "Dr. A", "nothing found"));
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

static void lift(int64_t stop, const char *seen_on)
{
	const char *path = at(arena_fmt(site->keep, "/stop/%lld", (long long)stop));
	struct answer a = site_post(site, site_door(site, 0), path, path, arena_fmt(site->keep, "seen_by=Dr.+A&outcome=nothing+found&seen_on=%s", seen_on));

	assert_int_equal(a.status, 303);
	cx.now++;
}

/* The outcome of Wednesday says nothing of what was told on Friday, although that belongs to a rule whose stop was open. */
static void what_was_told_after_the_visit_is_not_cleared_by_it(void **state)
{
	const int day_minutes = 24 * 60;

	each_anew(state);
	assert_true(say("after_numbness", 1, "after"));
	int64_t stop = only_stop();
	clock_at(2 * day_minutes);
	assert_false(say("after_weakness", 1, "after"));
	clock_at(3 * day_minutes);
	lift(stop, "2026-11-18");
	stop = only_stop();
	lift(stop, "2026-11-20");
	assert_int_equal(load().stops.n, 0);
	assert_true(load().s->tier < TIER_URGENT);
}

/* A visit before the danger was told to us, taken for its outcome by who knows of both, clears what raised the stop. */
static void an_earlier_visit_clears_what_raised_the_stop(void **state)
{
	each_anew(state);
	assert_true(say("leg_weakness_stable", 1, "week"));
	lift(only_stop(), "2026-10-01");
	assert_int_equal(load().stops.n, 0);
	assert_true(load().s->tier < TIER_URGENT);
}

/* New pain at the intake of a woman over 70, seen by a physician: each week's "no" to the rest of that rule is no new danger. */
static void a_no_to_what_the_rule_does_not_rest_on_does_not_stop_again(void **state)
{
	each_anew(state);
	cx.today += 40 * 365;
	assert_true(load().age > 70 && load().age < 100);
	say("pain_over_3_months", 0, "intake");
	assert_true(say("pain_weeks", 3, "intake") || load().stops.n);
	struct record r = load();
	for (size_t i = 0; i < r.stops.n; i++) {
		assert_true(cx_save(&cx));
		keep(q_stop_lift(cx.db, r.stops.at[i].id, person, ++cx.now, cx.who.account, "2026-11-18", "Dr. A", "no fracture"));
	}
	assert_true(load().s->tier < TIER_URGENT);
	assert_false(say("trauma_major", 0, "week"));
	assert_false(say("steroid_long", 0, "worsening"));
	assert_true(load().s->tier < TIER_URGENT);
	/* what it does rest on is a danger told anew */
	assert_true(say("pain_new_since", 1, "week"));
}

static void what_stands_in_the_way_is_no_weekly_check(void **state)
{
	each_anew(state);
	struct record r = load();
	struct ids ask = screen_questions(cx.a, cx.kb, r.c, ASKED_SESSION);

	for (int i = 0; i < ask.n; i++)
		assert_int_equal(say(cx.kb->finding[ask.at[i]].id, cx.kb->finding[ask.at[i]].min, "session"), 0);
	assert_non_null(strstr(site_get(site, client, "/today").body, "href=\"/safety/week\""));
	struct answer page = site_get(site, client, "/again"), a = send_page(client, page.body, "/again", all_no(page.body, NULL));
	assert_true(str_begins(a.location, "/today"));
	assert_non_null(strstr(site_get(site, client, "/today").body, "href=\"/safety/week\""));
}

static void what_a_therapist_was_told_is_no_mistap_of_the_client(void **state)
{
	each_anew(state);
	const char *cookie = site_door(site, 0), *again = "/stop/again/self_harm_thoughts";
	struct answer a = site_post(site, cookie, at(""), at("/alert"), "");

	assert_int_equal(a.status, 303);
	only_stop();
	site_post(site, client, again, again, "answer=0");
	only_stop();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_yes_on_a_page_gone_back_to_stops),
		cmocka_unit_test(a_yes_on_a_page_left_open_counts_after_all_was_answered),
		cmocka_unit_test(going_back_changes_what_is_no_danger),
		cmocka_unit_test(a_yes_on_a_page_before_a_session_gone_back_to_stops),
		cmocka_unit_test(a_yes_before_a_session_stops_with_a_question_left_open),
		cmocka_unit_test(a_clock_set_back_clears_nothing),
		cmocka_unit_test(a_clock_that_was_ahead_puts_no_check_off),
		cmocka_unit_test(what_was_told_after_the_visit_is_not_cleared_by_it),
		cmocka_unit_test(an_earlier_visit_clears_what_raised_the_stop),
		cmocka_unit_test(a_no_to_what_the_rule_does_not_rest_on_does_not_stop_again),
		cmocka_unit_test(what_stands_in_the_way_is_no_weekly_check),
		cmocka_unit_test(what_a_therapist_was_told_is_no_mistap_of_the_client),
	};

	return cmocka_run_group_tests(tests, with_maren, after);
}
