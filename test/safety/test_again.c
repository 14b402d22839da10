/* Asked again, and kindly: what was said the same day is asked together, the questions after a session lead once and then wait.  Nothing of it is
 * less safe: a yes stops, "I am not sure" asks each for itself, and what is asked alone stays alone. */
#include "since.h"

#include "app/next_question.h"
#include "app/recheck.h"

static int n_sent;

static struct answer send(const char *page, const char *path, const char *fields)
{
	return site_send(site, METHOD_POST, client, path, arena_fmt(site->keep, "csrf=%s&form_key=%s%d&%s", site_hidden(site, page, "csrf"),
		site_hidden(site, page, "form_key"), ++n_sent, fields));
}

/* The danger questions of the page, answered no, but for one; what may be left open stays open. */
static const char *all_no(const char *page, const char *but, const char *value)
{
	struct buf b = buf_new(site->keep, 1 << 14);

	for (int f = 0; f < cx.kb->n_findings; f++) {
		const struct finding *of = &cx.kb->finding[f];

		if (of->module == MODULE_SAFETY && strstr(page, arena_fmt(site->keep, "name=\"%s\"", of->id)))
			buf_fmt(&b, "%s%s=%s", b.n ? "&" : "", of->id, but && str_equal(of->id, but) ? value : of->is_bool ? "no" : "0");
	}
	return b.at;
}

static const char *weekly_check(void)
{
	struct answer page = site_get(site, client, "/safety/week");

	struct answer a = send(page.body, "/safety/week", all_no(page.body, NULL, NULL));
	assert_string_equal(a.location, "/today?note=checked_in");
	return site_get(site, client, "/safety/flare").body;
}

static void what_was_asked_before_a_session_is_no_weekly_check(void **state)
{
	each_anew(state);
	asked_before_a_session();
	assert_non_null(strstr(site_get(site, client, "/today").body, "href=\"/safety/week\""));
	weekly_check();
	assert_null(strstr(site_get(site, client, "/today").body, "href=\"/safety/week\""));
}

static void what_was_answered_today_is_asked_together(void **state)
{
	each_anew(state);
	const char *first = site_get(site, client, "/safety/flare").body, *second = weekly_check();
	int alone = test_count(first, "<fieldset"), rest = test_count(second, "<fieldset");

	assert_null(strstr(first, "name=\"same\""));
	assert_non_null(strstr(second, "name=\"same\""));
	assert_true(alone > 15 && rest < 5);
	/* thoughts of self-harm are never one among many */
	assert_non_null(strstr(second, "type=\"radio\" name=\"self_harm_now\""));
	assert_non_null(strstr(second, "type=\"hidden\" name=\"saddle_numbness_new\" value=\"no\""));
	struct answer a = send(second, "/safety/flare", arena_fmt(site->keep, "together=no&same=no&%s", all_no(second, NULL, NULL)));
	assert_string_equal(a.location, "/practice/flare_plan?note=checked_in");
	struct record r = load();
	assert_int_equal(r.stops.n, 0);
	assert_non_null(strstr(site_get(site, client, "/today").body, "For a hard day"));
	/* not on a copy that may be read on another day */
	assert_null(strstr(site_get(site, client, "/safety/flare?kept=1").body, "name=\"same\""));
}

static void who_is_not_sure_answers_each(void **state)
{
	each_anew(state);
	const char *page = weekly_check();
	struct answer a = send(page, "/safety/flare", arena_fmt(site->keep, "together=no&%s", all_no(page, NULL, NULL)));
	assert_int_equal(a.status, 422);                /* whether anything is new was left open */
	assert_non_null(strstr(a.body, "id=\"same-error\""));
	a = send(page, "/safety/flare", arena_fmt(site->keep, "together=no&same=yes&%s", all_no(page, NULL, NULL)));
	assert_int_equal(a.status, 422);
	assert_null(strstr(a.body, "name=\"same\""));
	assert_non_null(strstr(a.body, "type=\"radio\" name=\"saddle_numbness_new\""));
	assert_null(strstr(a.body, "name=\"saddle_numbness_new\" value=\"no\" checked"));
	assert_int_equal(load().stops.n, 0);
	a = send(a.body, "/safety/flare", all_no(a.body, "saddle_numbness_new", "yes"));
	assert_true(str_begins(a.location, "/stop"));
	assert_int_equal(load().stops.n, 1);
}

static void not_sure_without_a_connection_stops(void **state)
{
	char iso[11];

	each_anew(state);
	const char *page = weekly_check();
	day_iso(cx.today, iso);
	struct answer a = send(page, "/safety/flare", arena_fmt(site->keep, "together=no&same=yes&told_day=%s&%s", iso, all_no(page, NULL, NULL)));
	assert_true(str_begins(a.location, "/stop"));
	each_anew(state);
	page = weekly_check();
	a = send(page, "/safety/flare", arena_fmt(site->keep, "together=no&same=no&told_day=%s&%s", iso, all_no(page, NULL, NULL)));
	assert_string_equal(a.location, "/practice/flare_plan?note=checked_in");
}

static void what_was_not_a_plain_no_is_asked_for_itself(void **state)
{
	each_anew(state);
	weekly_check();
	say("trauma_minor", 1, "week");
	const char *page = site_get(site, client, "/safety/flare").body;
	assert_non_null(strstr(page, "name=\"same\""));
	assert_non_null(strstr(page, "type=\"radio\" name=\"trauma_minor\""));
	cx.now += 86400000;
	setenv("UNKNOT_CLOCK", arena_fmt(site->keep, "%lld", (long long)cx.now), 1);
	client = site_door(site, 1);
	assert_null(strstr(site_get(site, client, "/safety/flare").body, "name=\"same\""));     /* today is another day */
}

static void had_a_session(void)
{
	int64_t raised, hour = 3600000;

	assert_true(cx_save(&cx));
	cx.now -= 3 * hour;
	keep(record_answer(&cx, person, kb_finding(cx.kb, "fever"), 0, "session") && record_rescreen(&cx, person, "session", &raised));
	cx.now += 3 * hour;
}

static void after_a_session_a_client_is_led_once_and_it_waits_then(void **state)
{
	struct answer a, page;

	each_anew(state);
	assert_int_equal(sqlite3_exec(site->site.db.handle, "delete from answer where occasion = 'after'", NULL, NULL, NULL), SQLITE_OK);
	had_a_session();
	a = site_post(site, client, "/today", "/check-in", "pain=4");
	assert_true(str_begins(a.location, "/safety/after"));
	page = site_get(site, client, "/safety/after");
	assert_non_null(strstr(page.body, "Not now. It waits on Today."));
	for (int i = 0; i < 3; i++) {
		a = site_post(site, client, "/today", "/check-in", arena_fmt(site->keep, "pain=%d", i));
		assert_true(str_begins(a.location, "/today"));
		assert_non_null(strstr(site_get(site, client, "/today").body, "href=\"/safety/after\""));
	}
	/* a serious answer stops all the same, and the first answer ends the asking */
	a = send(page.body, "/safety/after", all_no(page.body, NULL, NULL));
	assert_string_equal(a.location, "/today?note=checked_in");
	assert_null(strstr(site_get(site, client, "/today").body, "<h2>After your session</h2>"));
	page = site_get(site, client, "/safety/after");
	a = send(page.body, "/safety/after", all_no(page.body, "after_numbness", "yes"));
	assert_true(str_begins(a.location, "/stop"));
	assert_int_equal(load().stops.n, 1);
}

static void the_next_session_leads_again(void **state)
{
	each_anew(state);
	assert_int_equal(sqlite3_exec(site->site.db.handle, "delete from answer where occasion = 'after'", NULL, NULL, NULL), SQLITE_OK);
	had_a_session();
	assert_true(str_begins(site_post(site, client, "/today", "/check-in", "pain=4").location, "/safety/after"));
	assert_true(str_begins(site_post(site, client, "/today", "/check-in", "pain=4").location, "/today"));
	cx.now += 86400000;
	setenv("UNKNOT_CLOCK", arena_fmt(site->keep, "%lld", (long long)cx.now), 1);
	client = site_door(site, 1);
	had_a_session();
	assert_true(str_begins(site_post(site, client, "/today", "/check-in", "pain=4").location, "/safety/after"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_asked_before_a_session_is_no_weekly_check),
		cmocka_unit_test(what_was_answered_today_is_asked_together),
		cmocka_unit_test(who_is_not_sure_answers_each),
		cmocka_unit_test(not_sure_without_a_connection_stops),
		cmocka_unit_test(what_was_not_a_plain_no_is_asked_for_itself),
		cmocka_unit_test(after_a_session_a_client_is_led_once_and_it_waits_then),
		cmocka_unit_test(the_next_session_leads_again),
	};
	return cmocka_run_group_tests(tests, with_maren, after);
}
