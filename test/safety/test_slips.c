/* Ways a danger could slip past: a page gone back to, a page left open elsewhere, an outcome that says less than it seems, a stop taken away by who did
 * not raise it. */
#include "slips.h"

static const char *newcomer;

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
		keep(q_stop_lift(cx.db, r.stops.at[i].id, person, ++cx.now, INT64_MAX, cx.who.account, "2026-11-18", "Dr. A", "no fracture"));
	}
	assert_true(load().s->tier < TIER_URGENT);
	assert_false(say("trauma_major", 0, "week"));
	assert_false(say("steroid_long", 0, "worsening"));
	assert_true(load().s->tier < TIER_URGENT);
	/* what it does rest on is a danger told anew */
	assert_true(say("pain_new_since", 1, "week"));
}

/* A browser puts back what was chosen, a week later too, unless it is told not to. */
static void no_browser_chooses_an_answer(void **state)
{
	each_anew(state);
	assert_non_null(strstr(site_get(site, client, "/safety/week").body, "action=\"/safety/week\" class=\"asking\" autocomplete=\"off\""));
	assert_non_null(strstr(site_get(site, site_door(site, 0), at("/before")).body, "class=\"stack asking\" autocomplete=\"off\""));
}

static void what_stands_in_the_way_is_no_weekly_check(void **state)
{
	each_anew(state);
	asked_before_a_session();
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

/* Seen on Wednesday; told on Thursday morning, which is Thursday here, whatever day it is elsewhere. */
static void what_was_told_the_morning_after_the_visit_is_not_cleared_by_it(void **state)
{
	each_anew(state);
	assert_true(say("after_numbness", 1, "after"));
	int64_t stop = only_stop();
	clock_at(21 * 60);
	assert_false(say("after_weakness", 1, "after"));
	clock_at(22 * 60);
	lift(stop, "2026-11-18");
	only_stop();
}

static void what_was_told_while_the_outcome_was_typed_is_not_cleared_by_it(void **state)
{
	each_anew(state);
	assert_true(say("after_numbness", 1, "after"));
	int64_t stop = only_stop();
	struct answer page = outcome_page(stop);
	assert_false(say("after_weakness", 1, "after"));
	assert_int_equal(send_outcome(page.body, stop, "2026-11-18").status, 303);
	lift(only_stop(), "2026-11-18");
	assert_int_equal(load().stops.n, 0);
}

/* Told at home, said again to the therapist after the visit: what is left of it then is not the client's to take back. */
static void what_staff_entered_stays_theirs_when_it_stops_anew(void **state)
{
	const char *again = "/stop/again/saddle_numbness_new";

	each_anew(state);
	assert_true(say("saddle_numbness_new", 1, "week"));
	int64_t stop = only_stop();
	clock_at(2 * 24 * 60);
	assert_false(say("saddle_numbness_new", 1, "session"));
	lift(stop, "2026-11-18");
	stop = only_stop();
	site_post(site, client, again, again, "answer=no");
	assert_int_equal(only_stop(), stop);
}

/* The weeks of pain of a woman over 70 are not known; her doctor has looked. */
static void what_was_not_clear_and_was_cleared_rests_until_it_is_told_otherwise(void **state)
{
	each_anew(state);
	cx.today += 40 * 365;
	assert_true(load().age > 70 && load().age < 100);
	say("pain_over_3_months", DONT_KNOW, "intake");
	unknown("pain_weeks", "intake");
	assert_true(unknown("trauma_major", "week") || load().stops.n);
	assert_false(say("trauma_major", 0, "week"));
	struct record r = load();
	for (size_t i = 0; i < r.stops.n; i++) {
		assert_true(cx_save(&cx));
		keep(q_stop_lift(cx.db, r.stops.at[i].id, person, ++cx.now, INT64_MAX, cx.who.account, "2026-11-18", "Dr. A", "no fracture"));
	}
	int rule = -1;
	for (int f = 0; f < cx.kb->n_flags; f++)
		rule = str_equal(cx.kb->flag[f].id, "flag_fracture_two_of_four") ? f : rule;
	assert_int_equal(rule_eval(cx.kb, &cx.kb->flag[rule].when, load().c), TRUTH_DONT_KNOW);
	for (int week = 0; week < 3; week++) {
		assert_false(say("trauma_major", 0, "week"));
		assert_false(say("steroid_long", 0, "worsening"));
		assert_false(say("pain_new_since", 0, "week"));
		assert_false(say("midline_pain_sudden", 0, "week"));
	}
	assert_int_equal(load().stops.n, 0);
	assert_false(load().open[rule]);
	/* not known again, or a yes, is a danger told anew */
	assert_true(unknown("pain_new_since", "week"));
	assert_true(say("pain_new_since", 1, "week"));
}

/* A "no" that takes away what spoke against a danger is more than a "no" said again. */
static void a_no_that_makes_a_rule_unclear_stops(void **state)
{
	each_anew(state);
	say("trauma_minor", 1, "week");
	assert_true(say("fracture_recent", 1, "week") || load().stops.n);
	unknown("fracture_recent", "week");
	say("trauma_major", 1, "week");
	struct record r = load();
	for (size_t i = 0; i < r.stops.n; i++)
		lift(r.stops.at[i].id, "2026-11-18");
	assert_int_equal(load().stops.n, 0);
	assert_true(say("trauma_major", 0, "week"));
}

/* An answer that did not apply when the person was seen was not seen to. */
static void what_did_not_apply_at_the_visit_is_not_cleared_by_it(void **state)
{
	each_anew(state);
	say("area_swelling", 0, "after");
	say("area_temperature", 2, "after");
	say("area_tingling", 0, "after");
	assert_false(say("after_one_sided", 1, "after"));
	assert_true(say("after_swelling", 1, "after"));
	lift(only_stop(), "2026-11-18");
	assert_false(say("after_swelling", 0, "after"));
	assert_true(say("area_swelling", 3, "after"));
}

/* Said again since, it is no slip of the finger. */
static void what_was_said_twice_is_not_asked_back(void **state)
{
	const char *again = "/stop/again/saddle_numbness_new";

	each_anew(state);
	assert_true(say("saddle_numbness_new", 1, "week"));
	assert_int_equal(site_get(site, client, again).status, 200);
	assert_false(say("saddle_numbness_new", 1, "flare"));
	assert_string_equal(site_get(site, client, again).location, "/stop");
}

/* Fever and the bladder were seen to; fever and the flank, marked since, are another matter. */
static void a_rule_that_rests_on_the_map_since_is_not_cleared(void **state)
{
	each_anew(state);
	say("fever", 1, "week");
	say("urinary_symptoms", 1, "week");
	struct record r = load();
	for (size_t i = 0; i < r.stops.n; i++)
		lift(r.stops.at[i].id, "2026-11-18");
	assert_false(say("urinary_symptoms", 0, "week"));
	clock_at(24 * 60);
	draw("low_back_side_left");
	assert_true(say("skin_broken", 0, "week"));
}

/* A second worker that has written and commits while this one waits for its turn. */
struct worker { sqlite3 *h; int waits; };

static int let_it_commit(void *arg, int n)
{
	struct worker *other = arg;

	(void)n;
	other->waits++;
	return sqlite3_exec(other->h, "commit", NULL, NULL, NULL) == SQLITE_OK;
}

static void meanwhile(struct worker *other, const char *sql)
{
	db_rollback(cx.db);
	*other = (struct worker){ 0 };
	assert_int_equal(sqlite3_open(sqlite3_db_filename(site->site.db.handle, "main"), &other->h), SQLITE_OK);
	assert_int_equal(sqlite3_exec(other->h, "begin immediate", NULL, NULL, NULL), SQLITE_OK);
	if (sqlite3_exec(other->h, sql, NULL, NULL, NULL) != SQLITE_OK)
		fail_msg("%s", sqlite3_errmsg(other->h));
	sqlite3_busy_handler(site->site.db.handle, let_it_commit, other);
}

static void a_second_answer_at_the_same_moment_takes_no_stop_back(void **state)
{
	const char *again = "/stop/again/saddle_numbness_new";
	struct worker other;

	each_anew(state);
	assert_true(say("saddle_numbness_new", 1, "week"));
	struct answer page = site_get(site, client, again);
	meanwhile(&other, arena_fmt(site->keep, "insert into answer(person, finding, value, occasion, by_account, at) values (%lld, 'saddle_numbness_new', 1, "
		"'asked_back', 1, %lld)", (long long)person, (long long)cx.now));
	struct answer a = send_page(client, page.body, again, "answer=no");
	assert_true(other.waits > 0);
	sqlite3_close(other.h);
	assert_string_equal(a.location, "/stop");
	only_stop();
	assert_int_equal(load().c->answer[kb_finding(cx.kb, "saddle_numbness_new")], 1);
}

static void a_second_outcome_at_the_same_moment_is_not_lost_unsaid(void **state)
{
	struct worker other;

	each_anew(state);
	assert_true(say("leg_weakness_stable", 1, "week"));
	int64_t stop = only_stop();
	struct answer page = outcome_page(stop);
	meanwhile(&other, arena_fmt(site->keep, "update stop set lifted = at + 1, lifted_after = raised_after, seen_on = '2026-11-18' where id = %lld", (long long)stop));
	struct answer a = send_outcome(page.body, stop, "2026-11-18");
	assert_true(other.waits > 0);
	sqlite3_close(other.h);
	assert_int_equal(a.status, 409);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_yes_on_a_page_gone_back_to_stops),
		cmocka_unit_test(a_yes_on_a_page_left_open_counts_after_all_was_answered),
		cmocka_unit_test(going_back_changes_what_is_no_danger),
		cmocka_unit_test(a_yes_on_a_page_before_a_session_gone_back_to_stops),
		cmocka_unit_test(a_yes_before_a_session_stops_with_a_question_left_open),
		cmocka_unit_test(what_was_told_after_the_visit_is_not_cleared_by_it),
		cmocka_unit_test(an_earlier_visit_clears_what_raised_the_stop),
		cmocka_unit_test(a_no_to_what_the_rule_does_not_rest_on_does_not_stop_again),
		cmocka_unit_test(no_browser_chooses_an_answer),
		cmocka_unit_test(what_stands_in_the_way_is_no_weekly_check),
		cmocka_unit_test(what_a_therapist_was_told_is_no_mistap_of_the_client),
		cmocka_unit_test(what_was_told_the_morning_after_the_visit_is_not_cleared_by_it),
		cmocka_unit_test(what_was_told_while_the_outcome_was_typed_is_not_cleared_by_it),
		cmocka_unit_test(what_staff_entered_stays_theirs_when_it_stops_anew),
		cmocka_unit_test(what_was_not_clear_and_was_cleared_rests_until_it_is_told_otherwise),
		cmocka_unit_test(a_no_that_makes_a_rule_unclear_stops),
		cmocka_unit_test(what_did_not_apply_at_the_visit_is_not_cleared_by_it),
		cmocka_unit_test(what_was_said_twice_is_not_asked_back),
		cmocka_unit_test(a_rule_that_rests_on_the_map_since_is_not_cleared),
		cmocka_unit_test(a_second_answer_at_the_same_moment_takes_no_stop_back),
		cmocka_unit_test(a_second_outcome_at_the_same_moment_is_not_lost_unsaid),
	};

	return cmocka_run_group_tests(tests, with_maren, after);
}
