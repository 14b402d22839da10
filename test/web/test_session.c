/* Session mode through the pages: begun when danger was asked, taps kept once, refused where they may not be, written up, amended. */
#include "treated.h"

static void nothing_begins_before_danger_is_asked(void **state)
{
	struct answer a = site_get(site, owner, at("/session"));

	(void)state;
	assert_int_equal(a.status, 200);
	has(&a, "have not been asked for this one");
	has(&a, "Ask them now");
	a = start(arena_fmt(site->keep, "%s" LOW, today()));
	assert_int_equal(a.status, 409);
	has(&a, "have not been asked for this one");
	ask_before();
	a = site_get(site, owner, at("/session"));
	has(&a, "nothing stands in the way");
	has(&a, "Press first");
	has(&a, "This is the first session here.");
	assert_true(strstr(a.body, "The hour: minutes and pressure") < strstr(a.body, "Where, and where not"));       /* the figures are tall on a phone */
}

static void what_does_not_fit_is_refused_with_its_row(void **state)
{
	struct answer a = start(arena_fmt(site->keep, "%s" ROW(0, "swedish", "low_back_left+right", 10, 2), today()));

	(void)state;
	assert_int_equal(a.status, 422);
	has(&a, "is no place for");
	a = start(arena_fmt(site->keep, "%s" ROW(0, "swedish", "low_back_left+both", 10, 4), today()));
	assert_int_equal(a.status, 422);
	has(&a, "too firm");
	a = start(arena_fmt(site->keep, "%s" ROW(0, "breathing_slow", "low_back_left+both", 10, 0), today()));
	assert_int_equal(a.status, 422);
	a = start(today());
	assert_int_equal(a.status, 422);
	has(&a, "needs one step");
	a = start("2027-01-01" LOW);
	assert_int_equal(a.status, 422);
	a = start("2026-10-01" LOW);
	assert_int_equal(a.status, 422);
	has(&a, "entered afterwards");
}

static void two_windows_begin_one_session(void **state)
{
	struct answer a = start(arena_fmt(site->keep, "%s" LOW BUTTOCK, today())), b = start(arena_fmt(site->keep, "%s" LOW, today()));

	(void)state;
	assert_int_equal(a.status, 303);
	assert_int_equal(b.status, 303);
	assert_string_equal(a.location, b.location);
	open_path = a.location;
	struct treatment t = now();
	assert_int_equal(t.n_steps, 2);
	a = site_get(site, owner, open_path);
	assert_int_equal(a.status, 200);
	has(&a, "May I work here today");
	has(&a, "Client says stop");
	has_not(&a, "Lindqvist</title>");
}

static void a_tap_sent_twice_is_kept_once(void **state)
{
	const char *same = "event=501&act=extend&step=0&value=2&ref=";

	(void)state;
	kept(tapped("start", 0, 0, ""));
	kept(tap(same));
	kept(tap(same));
	kept(tap("event=501&act=extend&step=0&value=60&ref="));
	struct treatment t = now();
	assert_int_equal(t.n_events, 2);
	assert_int_equal(t.now.step[0].minutes, 12);
	/* the same through the form of a page without a script, sent by two windows */
	const char *form = "event=502&act=extend&step=0&value=2&ref=";
	assert_int_equal(site_post(site, owner, at("/before"), open_path, form).status, 303);
	assert_int_equal(site_post(site, owner, at("/before"), open_path, form).status, 303);
	assert_int_equal(now().now.step[0].minutes, 14);
}

static void a_tap_that_waited_keeps_the_time_of_the_finger(void **state)
{
	(void)state;
	later(5);
	kept(tap("event=601&act=comfort&step=0&value=1&ref=&ago=90000"));
	kept(tap("event=605&act=said&step=0&value=0&ref=&text=First&ago=100000"));
	struct treatment t = now();
	assert_int_equal(t.now.step[0].asked, clock_now - 90000);
	assert_int_equal(t.event[t.n_events - 2].act, SESSION_SAID);            /* in the order of the fingers */
	kept(tap("event=606&act=comfort&step=0&value=1&ref=&ago=86400000"));
	t = now();
	for (int i = 0; i < t.n_events; i++)
		assert_true(t.event[i].at >= t.started);                        /* not before the session began */
	refused(tap("event=602&act=comfort&step=7&value=1&ref="), "no such step");
	refused(tap("event=603&act=dance&step=0&value=1&ref="), "");
	refused(tap("event=0&act=comfort&step=0&value=1&ref="), "");
	refused(tap("event=604&act=said&step=0&value=0&ref="), "no words");
}

static void hands_go_where_consent_was_given(void **state)
{
	(void)state;
	refused(tapped("next", 0, 1, ""), "Ask for consent");
	assert_int_equal(now().now.current, 0);
	kept(tapped("consent", 0, 1, "buttock_upper_left"));
	kept(tapped("next", 0, 1, ""));
	assert_int_equal(now().now.current, 1);
	kept(tapped("consent", 0, 0, "buttock_upper_left"));
	struct treatment t = now();
	assert_int_equal(t.now.step[1].state, STEP_STOPPED);
	assert_true(t.now.step[1].withdrawn);
	refused(tapped("start", 1, 0, ""), "declined");
	refused(tapped("consent", 0, 1, "buttock_upper_right"), "left side");
}

static void too_firm_is_refused_and_too_much_is_taken_back(void **state)
{
	(void)state;
	kept(tapped("start", 0, 0, ""));
	refused(tapped("pressure", 0, 5, ""), "Firmer than is allowed");
	kept(tapped("pressure", 0, 3, ""));
	kept(tapped("comfort", 0, 2, ""));
	assert_int_equal(now().now.step[0].pressure, 2);
	kept(tapped("stop", 0, 0, ""));
	assert_int_equal(now().now.step[0].state, STEP_STOPPED);
	assert_int_equal(now().now.current, -1);
}

static void what_is_found_becomes_an_answer(void **state)
{
	const struct finding *f = &test_kb()->finding[test_kb()->unit[0].found[0]];
	struct cx cx = staff_cx();
	struct record r;

	(void)state;
	kept(tapped("found", 0, 2, f->id));
	kept(tapped("motion", 0, 40, "rotation_left_deg"));
	kept(tapped("motion", 1, 55, "rotation_left_deg"));
	refused(tapped("motion", 0, 999, "rotation_left_deg"), "whole number from");
	refused(tapped("found", 0, 2, "fever"), "not found by pressing");
	kept(tapped("pain", 0, 6, ""));
	kept(tapped("pain", 1, 4, ""));
	kept(tapped("mark", 0, 7, "low_back_left"));
	kept(tap("event=701&act=said&step=0&value=0&ref=&text=Warm+%3Cb%3Eand%3C%2Fb%3E+heavy"));
	assert_true(record_load(&cx, person, &r));
	assert_int_equal(r.c->answer[kb_finding(test_kb(), f->id)], 2);
	assert_int_equal(r.c->answer[kb_finding(test_kb(), "rotation_left_deg")], 40);
	struct answer a = site_get(site, owner, open_path);
	has(&a, "Said: Warm &lt;b&gt;and&lt;/b&gt; heavy");
}

static void free_text_is_sealed(void **state)
{
	struct cx cx = staff_cx();
	sqlite3_stmt *s;
	int rows = 0;

	(void)state;
	assert_int_equal(sqlite3_prepare_v2(cx.db->handle, "select text_sealed, draft_key_sealed from treatment_event e join treatment t on t.id = e.treatment "
		"where text_sealed is not null", -1, &s, NULL), SQLITE_OK);
	while (sqlite3_step(s) == SQLITE_ROW) {
		const char *text = sqlite3_column_blob(s, 0);
		int n = sqlite3_column_bytes(s, 0);

		rows++;
		for (int i = 0; i + 4 <= n; i++)
			assert_int_not_equal(memcmp(text + i, "Warm", 4), 0);
	}
	sqlite3_finalize(s);
	assert_int_equal(rows, 2);
}

static struct answer write_note(const char *fields)
{
	const char *note = arena_fmt(site->keep, "%s/note", open_path);

	return site_post(site, owner, note, note, fields);
}

static void the_note_is_signed_once_and_then_amended_with_a_reason(void **state)
{
	const char *note = arena_fmt(site->keep, "%s/note", open_path);
	struct answer a = site_get(site, owner, note);

	(void)state;
	has(&a, "Pain before: 6 of 10.");
	has(&a, "40 degrees before, 55 degrees after; usual 47 (SD 9)");
	has(&a, "Took consent back: ");
	has(&a, "Week 4 of the plan");
	has(&a, "Drink as you are thirsty");
	a = write_note("version=0&what=sign&told=S&seen=O&judged=A&next=P");
	assert_int_equal(a.status, 422);
	has(&a, "session to be ended first");
	kept(tapped("end", 0, 0, ""));
	refused(tapped("start", 0, 0, ""), "has ended");
	kept(tapped("minutes", 0, 12, ""));
	assert_int_equal(write_note("version=0&what=save&told=S1&seen=O&judged=A&next=P").status, 303);
	assert_int_equal(write_note("version=0&what=save&told=other+window&seen=O&judged=A&next=P").status, 409);
	assert_int_equal(write_note("version=1&what=sign&told=S2&seen=O&judged=A&next=Ask+about+sleep").status, 303);
	refused(tapped("pain", 1, 3, ""), "signed");
	a = write_note("version=2&what=save&told=S3&seen=O&judged=A&next=P&reason=");
	assert_int_equal(a.status, 422);
	assert_int_equal(write_note("version=2&what=save&told=S3&seen=O&judged=A&next=Ask+about+sleep&reason=Left+and+right+mixed+up").status, 303);
	a = site_get(site, owner, note);
	has(&a, "Version 3");
	has(&a, "Left and right mixed up");
	has(&a, "<dd>S1</dd>");
	has(&a, "<dd>S2</dd>");
	a = site_get(site, owner, at(""));
	has(&a, "note signed");
	a = site_get(site, owner, at("/session"));
	has(&a, "You wrote for next time: Ask about sleep");
	has(&a, "have not been asked for this one");             /* each session anew */
}

static void a_session_of_last_week_is_entered_with_its_reason(void **state)
{
	const char *last = open_path;
	struct answer a = site_post(site, owner, at("/session"), at("/session"), "week=2&from=none&day=2026-11-10&back_reason=No+tablet+that+day" LOW);

	(void)state;
	assert_int_equal(a.status, 303);
	open_path = a.location;
	kept(tapped("minutes", 0, 25, ""));
	kept(tapped("end", 0, 0, ""));
	a = site_get(site, owner, arena_fmt(site->keep, "%s/note", open_path));
	has(&a, "Entered afterwards: No tablet that day");
	has(&a, "25 min at pressure 2");
	has(&a, "Tuesday 10 November 2026");
	has(&a, "Today: Swedish (relaxation) massage (");           /* words to take home fit what was done */
	has(&a, "You may feel a bit sore");
	has_not(&a, "Where the work was firm");
	has_not(&a, "Look at the skin");
	has_not(&a, "You said stop");
	a = site_get(site, owner, arena_fmt(site->keep, "%s/note", last));
	has(&a, "Session 2");                           /* in the order of their days */
	open_path = last;
}

static void a_note_can_begin_as_the_last_one_or_a_template(void **state)
{
	const char *note = arena_fmt(site->keep, "%s/note", open_path);

	(void)state;
	assert_int_equal(write_note("version=3&what=template&told=&seen=Usual+round&judged=&next=&template_name=Round&reason=").status, 303);
	later(10);
	ask_before();
	struct answer a = start(arena_fmt(site->keep, "%s" LOW, today()));
	assert_int_equal(a.status, 303);
	open_path = a.location;
	note = arena_fmt(site->keep, "%s/note", open_path);
	a = site_get(site, owner, note);
	has(&a, "Copy the last note");
	has(&a, "Template: Round");
	a = site_get(site, owner, arena_fmt(site->keep, "%s?last=1", note));
	has(&a, ">S3</textarea>");
	const char *link = strstr(a.body, "?template=");
	a = site_get(site, owner, arena_fmt(site->keep, "%s%.*s", note, (int)strcspn(link, "\""), link));
	has(&a, ">Usual round</textarea>");
	assert_int_equal(write_note("version=0&what=template&told=&seen=&judged=&next=&template_name=").status, 422);
}

static void a_danger_in_the_middle_lets_no_step_begin(void **state)
{
	struct cx cx = staff_cx();
	int64_t raised;

	(void)state;
	kept(tapped("start", 0, 0, ""));
	assert_true(cx_save(&cx) && record_answer(&cx, person, kb_finding(test_kb(), "fever"), 1, "session") &&
		record_rescreen(&cx, person, "session", &raised) && db_commit(cx.db));
	kept(tapped("stop", 0, 0, ""));
	struct answer a = tapped("start", 0, 0, "");
	assert_int_equal(a.status, 422);
	kept(tapped("end", 0, 0, ""));
	a = site_get(site, owner, at("/session"));
	has(&a, "note err");
	assert_int_equal(start(arena_fmt(site->keep, "%s" LOW, today())).status, 409);
}

static void sessions_of_others_do_not_exist(void **state)
{
	struct cx cx = staff_cx();
	struct person_list_rows people;
	const char *id = strrchr(open_path, '/') + 1;

	(void)state;
	assert_true(q_person_list(cx.db, practice, &people));
	for (size_t i = 0; i < people.n; i++)
		if (people.at[i].id != person) {
			const char *path = arena_fmt(site->keep, "/client/%lld/session/%s", (long long)people.at[i].id, id);

			assert_int_equal(site_get(site, owner, path).status, 404);
			assert_int_equal(site_get(site, owner, arena_fmt(site->keep, "%s/note", path)).status, 404);
			assert_int_equal(site_post(site, owner, at("/before"), arena_fmt(site->keep, "%s/taps", path), "event=9&act=end&step=0&value=0&ref=").status, 422);
		}
	assert_int_equal(site_get(site, owner, at("/session/77")).status, 404);
	assert_int_equal(site_get(site, owner, at("/session/abc")).status, 404);
	assert_int_equal(site_get(site, NULL, open_path).status, 303);
	assert_int_equal(site_send(site, METHOD_POST, owner, arena_fmt(site->keep, "%s/taps", open_path), "event=9&act=end&step=0&value=0&ref=").status, 403);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_begins_before_danger_is_asked),
		cmocka_unit_test(what_does_not_fit_is_refused_with_its_row),
		cmocka_unit_test(two_windows_begin_one_session),
		cmocka_unit_test(a_tap_sent_twice_is_kept_once),
		cmocka_unit_test(a_tap_that_waited_keeps_the_time_of_the_finger),
		cmocka_unit_test(hands_go_where_consent_was_given),
		cmocka_unit_test(too_firm_is_refused_and_too_much_is_taken_back),
		cmocka_unit_test(what_is_found_becomes_an_answer),
		cmocka_unit_test(free_text_is_sealed),
		cmocka_unit_test(the_note_is_signed_once_and_then_amended_with_a_reason),
		cmocka_unit_test(a_session_of_last_week_is_entered_with_its_reason),
		cmocka_unit_test(a_note_can_begin_as_the_last_one_or_a_template),
		cmocka_unit_test(a_danger_in_the_middle_lets_no_step_begin),
		cmocka_unit_test(sessions_of_others_do_not_exist),
	};

	return cmocka_run_group_tests(tests, before, after);
}
