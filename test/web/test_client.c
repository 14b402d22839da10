/* What a client can do and cannot break: consent, interview, map, wishes, check-in; and the rules of safety that live in the pages. */
#include "asked.h"

#include "app/daily.h"

static void consent_comes_first_and_wants_every_part(void **state)
{
	(void)state;
	assert_string_equal(question(), "/consent");
	assert_int_equal(site_post(site, newcomer, "/consent", "/consent", "massage=yes").status, 422);
	assert_int_equal(site_post(site, newcomer, "/consent", "/consent", consent_fields("maybe")).status, 422);
	assert_int_equal(site_post(site, newcomer, "/consent", "/consent", consent_fields("yes")).status, 303);
	assert_true(str_begins(question(), "/interview/"));
}

static void a_wrong_answer_is_named_and_nothing_is_kept(void **state)
{
	static const char *const bad[] = { "", "perhaps", "2", "-1", "yes%00", "1e9", "%F0%9F%99%82" };
	const char *next = question(), *path = "/interview/saddle_numbness_new";

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_int_equal(reply(path, bad[i]).status, 422);
	assert_string_equal(question(), next);
	assert_int_equal(site_get(site, newcomer, "/interview/no_such_question").status, 404);
	assert_int_equal(site_get(site, newcomer, "/interview/slump_positive").status, 404);   /* a therapist's test */
}

static void danger_questions_come_a_few_to_a_page_and_each_wants_its_answer(void **state)
{
	const char *path = question();
	struct answer page = site_get(site, newcomer, path), a;
	const char *fields = "";
	int n = 0;

	(void)state;
	assert_string_equal(path, "/interview/safety");
	for (int f = 0; f < site->config.kb->n_findings; f++)
		if (strstr(page.body, field_of(site->config.kb->finding[f].id))) {
			fields = arena_fmt(site->keep, "%s%s%s=no", fields, n ? "&" : "", site->config.kb->finding[f].id);
			n++;
			/* all but the last one answered */
			a = n < 6 ? site_post(site, newcomer, path, path, fields) : a;
			assert_true(n == 6 || (a.status == 422 && strstr(a.body, "needs an answer")));
		}
	assert_int_equal(n, 6);
	assert_int_equal(site_post(site, newcomer, path, path, "saddle_numbness_new=maybe").status, 422);
	assert_int_equal(site_post(site, newcomer, path, path, "fever_and=no").status, 422);
	assert_int_equal(site_post(site, newcomer, path, path, fields).status, 303);
	page = site_get(site, newcomer, question());
	assert_null(strstr(page.body, field_of("saddle_numbness_new")));
	/* put down in the middle: nothing is lost, nothing is asked twice */
	assert_string_equal(site_post(site, newcomer, path, path, "stop=1").location, "/today");
	assert_string_equal(question(), path);
}

/* Beside the field of a number stands a button of its own for "I do not know"; the empty field comes with it. */
static void a_number_that_nobody_knows_is_kept_as_not_known_and_leads_on(void **state)
{
	static const char *const ask[] = { "/interview/pregnancy_weeks", "/interview/bad_nights", "/interview/pain_onset_age" };
	static const char *const with[] = { "answer=&unknown=1", "answer=99999&unknown=1", "unknown=1" };
	struct answer a;

	(void)state;
	assert_int_equal(site_post(site, newcomer, ask[1], ask[1], "answer=&unknown=1&other=1").status, 422);
	for (size_t i = 0; i < sizeof(ask) / sizeof(*ask); i++)
		for (size_t k = 0; k < sizeof(with) / sizeof(*with); k++) {
			assert_non_null(strstr(site_get(site, newcomer, ask[i]).body, "name=\"unknown\""));
			a = site_post(site, newcomer, ask[i], ask[i], with[k]);
			assert_int_equal(a.status, 303);
			assert_true(str_begins(a.location, "/interview") && !str_equal(a.location, ask[i]));
			assert_non_null(strstr(site_get(site, newcomer, ask[i]).body, "You told us that you do not know."));
		}
	/* what would follow a yes follows until it is told otherwise */
	assert_int_equal(site_get(site, newcomer, "/interview/pregnancy_bleeding").status, 200);
	assert_int_equal(reply(ask[0], "0").status, 303);
	assert_int_equal(site_get(site, newcomer, "/interview/pregnancy_bleeding").status, 404);
}

static void an_answer_sent_twice_counts_once(void **state)
{
	const char *path = "/interview/earlier_back_surgery";
	struct answer page = site_get(site, newcomer, path);
	const char *body = arena_fmt(site->keep, "csrf=%s&form_key=%s&answer=no", site_hidden(site, page.body, "csrf"), site_hidden(site, page.body, "form_key"));
	struct cx cx;
	struct answer_count_rows count;

	(void)state;
	assert_int_equal(site_send(site, METHOD_POST, newcomer, path, body).status, 303);
	assert_int_equal(site_send(site, METHOD_POST, newcomer, path, body).status, 303);
	cx = site_cx(site);
	assert_true(q_answer_count(cx.db, site_person(site, "ines@demo.invalid"), strrchr(path, '/') + 1, &count));
	assert_int_equal(count.at[0].n, 1);
}

static void the_map_refuses_what_is_no_mark(void **state)
{
	(void)state;
	assert_int_equal(site_post(site, client, "/map", "/map", "map_low_back_left=11").status, 422);
	assert_int_equal(site_post(site, client, "/map", "/map", "map_low_back_lefft=4").status, 422);
	assert_int_equal(site_post(site, client, "/map", "/map", "map_low_back_left=seven").status, 422);
	assert_int_equal(site_post(site, client, "/map", "/map", "map_low_back_left=7&map_neck_lower_right=3").status, 303);
	assert_non_null(strstr(site_get(site, client, "/map").body, "data-map-region=\"low_back_left\""));
}

static void a_check_in_is_from_0_to_10_and_can_be_taken_back(void **state)
{
	static const char *const bad[] = { "pain=11", "pain=-1", "pain=5.5", "pain=", "pian=5", "pain=5&pain=6" };

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		int status = site_post(site, client, "/today", "/check-in", bad[i]).status;

		assert_true(status >= 400 && status < 500);
	}
	struct answer a = site_post(site, client, "/today", "/check-in", "pain=4");
	assert_string_equal(a.location, "/today?undo=1&note=checked_in");
	assert_int_equal(site_post(site, client, a.location, "/check-in/undo", "").status, 303);
}

static void a_jump_in_pain_opens_the_danger_questions(void **state)
{
	struct cx cx = site_cx(site);
	char yesterday[11];

	(void)state;
	day_iso(cx.today - 1, yesterday);
	assert_true(cx_save(&cx) && q_checkin_set(cx.db, db_id(), site_person(site, "maren@demo.invalid"), yesterday, 4, 4, 5, 5, cx.now) && db_commit(cx.db));
	assert_true(str_begins(site_post(site, client, "/today", "/check-in", "pain=6").location, "/today"));
	assert_true(str_begins(site_post(site, client, "/today", "/check-in", "pain=7").location, "/safety/worsening"));
	assert_int_equal(site_get(site, client, "/safety/worsening").status, 200);
	assert_int_equal(site_post(site, client, "/today", "/check-in/undo", "").status, 303);
}

static void the_weekly_questions_want_every_answer(void **state)
{
	struct answer a = site_post(site, client, "/safety/week", "/safety/week", "");

	(void)state;
	assert_int_equal(a.status, 422);
	assert_int_equal(site_get(site, client, "/safety/sometimes").status, 404);
}

static void a_declined_or_paused_practice_comes_in_no_list(void **state)
{
	struct cx cx = site_cx(site);
	int64_t person = site_act(&cx, "maren@demo.invalid", ROLE_CLIENT), raised;
	struct answer weeks = site_get(site, client, "/weeks"), today = site_get(site, client, "/today");
	const char *at = strstr(today.body, "href=\"/practice/"), *path, *id;

	(void)state;
	assert_non_null(at);
	path = arena_copy(site->keep, at, strcspn(at + 6, "\"") + 7);
	id = arena_copy(site->keep, path + 16, strlen(path) - 17);
	assert_non_null(strstr(weeks.body, path));
	assert_true(cx_save(&cx) && q_consent_add(cx.db, person, id, 0, "x", cx.now) && db_commit(cx.db));
	assert_null(strstr(site_get(site, client, "/today").body, path));
	assert_null(strstr(site_get(site, client, "/weeks").body, path));
	assert_true(cx_save(&cx) && q_consent_add(cx.db, person, id, 1, "x", cx.now + 1) && db_commit(cx.db));
	assert_non_null(strstr(site_get(site, client, "/today").body, path));
	/* an item that danger holds back now, though the plan has it */
	cx.now++;
	assert_true(cx_save(&cx) && record_answer(&cx, person, kb_finding(cx.kb, "seizures"), 1, "week") &&
		record_rescreen(&cx, person, "week", &raised));
	struct record r;
	struct daily d;
	assert_true(record_load(&cx, person, &r) && daily_load(&cx, &r, &d));
	for (int i = 0; i < d.n_tasks; i++) {
		assert_false(r.s->never_any[d.task[i].item]);
		assert_true(str_begins(d.task[i].why, "Chosen with this in mind: ") || str_begins(d.task[i].why, "It goes with") || str_begins(d.task[i].why, "So that"));
	}
	db_rollback(cx.db);
}

static void a_stop_is_lifted_by_an_outcome_and_by_nothing_else(void **state)
{
	const char *ruth = person_path("Ruth"), *page, *stop;
	struct answer a = site_get(site, owner, ruth);

	(void)state;
	assert_non_null(page = strstr(a.body, "/stop/"));
	stop = arena_fmt(site->keep, "%s%s", ruth, arena_copy(site->keep, page, strcspn(page, "\"")));
	/* staff answering again does not lift it */
	site_post(site, owner, arena_fmt(site->keep, "%s/before", ruth), arena_fmt(site->keep, "%s/before", ruth), "fever=no");
	assert_int_equal(site_get(site, owner, stop).status, 200);
	/* no plan while it stands */
	a = site_post(site, owner, ruth, arena_fmt(site->keep, "%s/propose", ruth), "");
	assert_int_equal(a.status, 409);
	/* an empty outcome is refused, a whole one lifts */
	assert_int_equal(site_post(site, owner, stop, stop, "seen_by=&seen_on=2026-11-17&outcome=").status, 422);
	assert_int_equal(site_post(site, owner, stop, stop, "seen_by=Dr+Vale&seen_on=2999-01-01&outcome=fine").status, 422);
	assert_int_equal(site_post(site, owner, stop, stop, "seen_by=Dr+Vale&seen_on=2026-11-17&outcome=Cold,+no+spinal+sign").status, 303);
	assert_int_equal(site_get(site, owner, stop).status, 404);
}

static void a_told_thought_of_self_harm_stops_and_shows_help(void **state)
{
	const char *tomas = person_path("Tomas");

	(void)state;
	assert_int_equal(site_post(site, owner, tomas, arena_fmt(site->keep, "%s/alert", tomas), "").status, 303);
	struct answer desk = site_get(site, owner, "/desk");
	assert_non_null(strstr(desk.body, "self-harm"));
	assert_int_equal(site_post(site, owner, tomas, arena_fmt(site->keep, "%s/propose", tomas), "").status, 409);
}

static void whether_someone_is_safe_at_home_is_asked_only_with_a_route_and_stays_private(void **state)
{
	const char *maren = person_path("Maren"), *pages[] = { "/today", "/result", "/weeks", "/progress" };
	struct cx cx = site_cx(site);
	int64_t person, raised;

	(void)state;
	assert_int_equal(site_get(site, client, "/interview/unsafe_at_home").status, 404);
	assert_null(strstr(site_get(site, client, "/safety/week").body, "unsafe_at_home"));
	person = site_act(&cx, "maren@demo.invalid", ROLE_CLIENT);
	assert_true(cx_save(&cx) && record_answer(&cx, person, kb_finding(cx.kb, "unsafe_at_home"), 1, "intake") &&
		record_rescreen(&cx, person, "intake", &raised) && db_commit(cx.db));
	assert_int_equal(raised, 0);            /* it stops no care */
	for (size_t i = 0; i < 4; i++) {
		struct answer a = site_get(site, client, pages[i]);

		assert_null(strstr(a.body, "unsafe"));
		assert_null(strstr(a.body, "violence"));
	}
	assert_null(strstr(site_get(site, owner, maren).body, "unsafe"));
	assert_null(strstr(site_get(site, owner, arena_fmt(site->keep, "%s/answers", maren)).body, "afe at home"));
	assert_null(strstr(site_get(site, owner, arena_fmt(site->keep, "%s/letter", maren)).body, "safe at home"));
	assert_non_null(strstr(site_get(site, owner, arena_fmt(site->keep, "%s/answers?private=1", maren)).body, "home"));
}

/* Asked when days got harder, on a page of its own, blank again each time; nobody has to answer. */
static void when_days_get_harder_it_is_asked_alone_where_there_is_a_route(void **state)
{
	struct cx cx = site_cx(site);
	int before;

	(void)state;
	assert_int_equal(site_get(site, client, "/alone").status, 303);
	assert_int_equal(sqlite3_exec(cx.db->handle, "update practice set abuse_route = 'a house nearby'", NULL, NULL, NULL), SQLITE_OK);
	before = kept("unsafe_at_home");
	assert_null(strstr(site_get(site, client, "/safety/worsening").body, "unsafe_at_home"));
	struct answer a = check("worsening", ASKED_WORSENING, NULL, NULL);
	assert_true(a.status == 303 && str_begins(a.location, "/alone"));
	a = site_get(site, client, "/alone");
	assert_non_null(strstr(a.body, "name=\"unsafe_at_home\""));
	assert_null(strstr(a.body, " checked"));
	assert_null(strstr(a.body, " required"));
	assert_true(str_begins(site_post(site, client, "/alone", "/alone", "").location, "/today"));
	assert_int_equal(kept("unsafe_at_home"), before);
	assert_true(str_begins(site_post(site, client, "/alone", "/alone", "unsafe_at_home=no").location, "/today"));
	assert_int_equal(kept("unsafe_at_home"), before + 1);
}

static void no_page_of_a_client_shows_a_percentage_or_a_refused_word(void **state)
{
	static const char *const pages[] = { "/today", "/result", "/weeks", "/progress", "/lesson/lesson_01_hurt_and_harm", "/practice/flare_plan", "/consent", "/wishes" };
	static const char *const words[] = { "diagnos", "non-compliant", "toxin", "all in your head", "wear and tear", "guarantee" };

	(void)state;
	for (size_t i = 0; i < sizeof(pages) / sizeof(*pages); i++) {
		struct answer a = site_get(site, client, pages[i]);

		assert_int_equal(a.status, 200);
		for (size_t k = 0; k < sizeof(words) / sizeof(*words); k++)
			if (strcasestr(a.body, words[k]))
				fail_msg("%s says \"%s\"", pages[i], words[k]);
		for (const char *at = a.body; (at = strchr(at, '%')); at++)
			if (at > a.body && (at[-1] == ' ' || (unsigned char)at[-1] == 0xa0))
				fail_msg("%s shows a percentage", pages[i]);
	}
}

/* A wish from 0 to 10 has its scale, and its ends say what the question says. */
static void each_wish_can_be_answered_where_it_stands(void **state)
{
	const char *page = site_get(site, client, "/wishes").body;

	(void)state;
	assert_non_null(strstr(page, "name=\"mind_side_open\" value=\"7\""));
	assert_non_null(strstr(page, "<span>0 Not now</span><span>Gladly 10</span>"));
	assert_int_equal(site_post(site, client, "/wishes", "/wishes", "home_minutes=15&session_minutes=60&mind_side_open=7&likes_heat=yes").status, 303);
	page = site_get(site, client, "/wishes").body;
	assert_non_null(strstr(page, "name=\"mind_side_open\" value=\"7\" checked"));
	assert_non_null(strstr(page, "name=\"likes_heat\" value=\"yes\" checked"));
}

/* The consent page asked of these places; an older wish that says otherwise can still be changed. */
static void what_was_agreed_to_is_not_asked_again_as_a_wish(void **state)
{
	const char *page = site_get(site, client, "/wishes").body;
	struct cx cx = site_cx(site);
	int64_t person = site_act(&cx, "maren@demo.invalid", ROLE_CLIENT);

	(void)state;
	assert_null(strstr(page, "name=\"belly_work_ok\""));
	assert_null(strstr(page, "name=\"buttock_work_ok\""));
	assert_non_null(strstr(page, "<li>Touch on the belly: yes</li>"));
	assert_non_null(strstr(page, "href=\"/consents\">Change what I agreed to"));
	assert_true(cx_save(&cx) && record_answer(&cx, person, kb_finding(cx.kb, "belly_work_ok"), 0, "intake") && db_commit(cx.db));
	assert_non_null(strstr(site_get(site, client, "/wishes").body, "name=\"belly_work_ok\" value=\"no\" checked"));
	assert_int_equal(site_post(site, client, "/wishes", "/wishes", "home_minutes=15&session_minutes=60&belly_work_ok=yes").status, 303);
	assert_null(strstr(site_get(site, client, "/wishes").body, "name=\"belly_work_ok\""));
}

static void an_error_says_what_is_wrong_once(void **state)
{
	struct answer a = site_get(site, client, "/nowhere");
	const char *said = strstr(a.body, "<h1>There is nothing at this address.</h1>");

	(void)state;
	assert_int_equal(a.status, 404);
	assert_non_null(said);
	assert_null(strstr(said + strlen("<h1>T"), "There is nothing at this address."));
}

static void a_declined_place_is_touched_in_no_week(void **state)
{
	struct cx cx = site_cx(site);
	struct kept_plan kept;
	int64_t plan, piet;

	(void)state;
	piet = site_act(&cx, "piet@demo.invalid", ROLE_OWNER);
	assert_true(cx_save(&cx) && q_mark_set(cx.db, piet, "buttock_upper_left", 9, cx.now) &&
		q_consent_add(cx.db, piet, "area_buttock", 0, "x", cx.now) && care_propose(&cx, piet, &plan) &&
		care_plan(&cx, piet, false, &kept));
	for (int w = 0; w < WEEKS; w++)
		for (int i = 0; i < kept.plan.week[w].n_session; i++)
			assert_false(str_begins(cx.kb->region[kept.plan.week[w].session[i].region].base, "buttock"));
	assert_true(q_consent_add(cx.db, piet, "area_buttock", 1, "x", cx.now + 1) && care_propose(&cx, piet, &plan) &&
		care_plan(&cx, piet, false, &kept));
	int there = 0;
	for (int i = 0; i < kept.plan.week[0].n_session; i++)
		there += str_begins(cx.kb->region[kept.plan.week[0].session[i].region].base, "buttock");
	assert_true(there > 0);
	db_rollback(cx.db);
}

static void two_windows_do_not_overwrite_a_plan(void **state)
{
	const char *piet = person_path("Piet"), *path = arena_fmt(site->keep, "%s/plan", piet);
	struct answer a = site_get(site, owner, path);
	const char *plan = site_hidden(site, a.body, "plan"), *version = site_hidden(site, a.body, "version");
	const char *fields = arena_fmt(site->keep, "plan=%s&version=%s&week=8&place=home&index=0&act=out", plan, version);

	(void)state;
	struct answer first = site_post(site, owner, path, path, fields), second = site_post(site, owner, path, path, fields);
	assert_int_equal(first.status, 303);
	assert_int_equal(second.status, 409);
}

/* A doctor has looked, so many hours later: all is as it was. */
static void lift_stops(size_t n, int hours)
{
	struct cx cx = site_cx(site);
	int64_t person = site_act(&cx, "maren@demo.invalid", ROLE_CLIENT), now = cx.now + hours * (int64_t)3600000;
	struct record r;

	assert_true(cx_save(&cx) && record_load(&cx, person, &r));
	assert_int_equal(r.stops.n, n);
	for (size_t i = 0; i < r.stops.n; i++)
		assert_true(q_stop_lift(cx.db, r.stops.at[i].id, person, now + 1, INT64_MAX, cx.who.account, "2026-11-17", "Dr Vale", "feeling is as it was"));
	cx.now = now + 2;
	assert_true(record_answer(&cx, person, kb_finding(cx.kb, "saddle_numbness_new"), 0, "exam") && db_commit(cx.db));
	assert_int_equal(site_get(site, client, "/today").status, 200);
}

/* "I do not know" is asked back in other words; a no then takes the stop away, a yes makes it an emergency. */
static void an_answer_that_is_not_known_stops_and_is_asked_in_other_words(void **state)
{
	const char *again = "/stop/again/saddle_numbness_new";
	struct answer a = check("week", ASKED_WEEK, NULL, "saddle_numbness_new");

	(void)state;
	assert_string_equal(a.location, again);
	a = site_get(site, client, "/stop");
	assert_non_null(strstr(a.body, "One answer needs a person"));
	assert_non_null(strstr(a.body, "You could not say: "));
	assert_non_null(strstr(a.body, "Ask me in other words"));
	assert_string_equal(site_get(site, client, "/today").location, "/stop");
	assert_non_null(strstr(site_get(site, client, "/letter").body, "Could not say: "));
	assert_non_null(strstr(site_get(site, owner, "/desk").body, "(not clear)"));
	assert_string_equal(site_post(site, client, again, again, "answer=no").location, "/today");
	assert_int_equal(site_get(site, client, "/today").status, 200);
	hours_later(1);
	check("week", ASKED_WEEK, NULL, "saddle_numbness_new");
	assert_string_equal(site_post(site, client, again, again, "answer=yes").location, "/stop");
	assert_non_null(strstr(site_get(site, client, "/stop").body, "You need help now"));
	lift_stops(2, 1);
	hours_later(2);
	/* still not known, as the button beside a number sends it: the stop stays, and it is not asked a third time */
	check("week", ASKED_WEEK, NULL, "saddle_numbness_new");
	assert_string_equal(site_post(site, client, again, again, "answer=&unknown=1").location, "/stop");
	assert_string_equal(site_get(site, client, again).location, "/stop");
	lift_stops(1, 2);
	hours_later(0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(consent_comes_first_and_wants_every_part),
		cmocka_unit_test(a_wrong_answer_is_named_and_nothing_is_kept),
		cmocka_unit_test(danger_questions_come_a_few_to_a_page_and_each_wants_its_answer),
		cmocka_unit_test(a_number_that_nobody_knows_is_kept_as_not_known_and_leads_on),
		cmocka_unit_test(an_answer_sent_twice_counts_once),
		cmocka_unit_test(the_map_refuses_what_is_no_mark),
		cmocka_unit_test(a_check_in_is_from_0_to_10_and_can_be_taken_back),
		cmocka_unit_test(a_jump_in_pain_opens_the_danger_questions),
		cmocka_unit_test(the_weekly_questions_want_every_answer),
		cmocka_unit_test(an_answer_that_is_not_known_stops_and_is_asked_in_other_words),
		cmocka_unit_test(a_declined_or_paused_practice_comes_in_no_list),
		cmocka_unit_test(a_stop_is_lifted_by_an_outcome_and_by_nothing_else),
		cmocka_unit_test(a_told_thought_of_self_harm_stops_and_shows_help),
		cmocka_unit_test(each_wish_can_be_answered_where_it_stands),
		cmocka_unit_test(what_was_agreed_to_is_not_asked_again_as_a_wish),
		cmocka_unit_test(an_error_says_what_is_wrong_once),
		cmocka_unit_test(a_declined_place_is_touched_in_no_week),
		cmocka_unit_test(two_windows_do_not_overwrite_a_plan),
		cmocka_unit_test(no_page_of_a_client_shows_a_percentage_or_a_refused_word),
		cmocka_unit_test(whether_someone_is_safe_at_home_is_asked_only_with_a_route_and_stays_private),
		cmocka_unit_test(when_days_get_harder_it_is_asked_alone_where_there_is_a_route),
	};

	return cmocka_run_group_tests(tests, before, after);
}
