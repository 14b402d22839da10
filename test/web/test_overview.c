/* The practice in numbers: no percentage of a few, everybody counted, no name, and nothing of another practice. */
#include "app/overview.h"
#include "app/record.h"
#include "web/owner_acts.h"

#include <ctype.h>

enum { AGO = 80 };

/* A person whose plan began AGO days ago and who told `from` in week 1 and `to` in week 10, until day `last`. */
static int64_t person(const char *name, int from, int to, int last)
{
	struct new_client in = { name, "Counted", "", "", 0, "other", 0 };
	int64_t id = 0, plan = db_id();
	char iso[11];

	assert_true(cx_save(&cx) && account_new_client(&cx, &in, &id));
	day_iso(cx.today - AGO, iso);
	assert_true(q_plan_add(cx.db, plan, id, cx.now, "proposed", cx.kb->hash, "{}", "") && q_plan_approve(cx.db, plan, id, 1, cx.now, cx.who.account, iso));
	for (int d = 0; d <= last; d++) {
		day_iso(cx.today - AGO + d, iso);
		if (d < 7 || d >= COURSE_DAYS - 7)
			assert_true(q_checkin_set(cx.db, db_id(), id, iso, d < 7 ? from : to, 5, 5, 5, cx.now));
	}
	assert_true(db_commit(cx.db));
	return id;
}

static bool has_percentage(const char *page)
{
	for (const char *at = strchr(page, '%'); at; at = strchr(at + 1, '%'))
		if (at > page + 2 && at[-1] == ' ' && isdigit((unsigned char)at[-2]))
			return true;
	return false;
}

static void of_a_few_there_is_no_percentage(void **state)
{
	struct answer page = site_get(site, owner, "/overview");

	(void)state;
	assert_int_equal(page.status, 200);
	assert_false(has_percentage(page.body));
	assert_non_null(strstr(page.body, "Nobody's ten weeks are over yet"));
	assert_non_null(strstr(page.body, "Began their ten weeks</th><td class=\"r num\">2</td>"));
	assert_non_null(strstr(page.body, "Nobody was asked yet how it felt after a session."));
	assert_non_null(strstr(site_get(site, owner, "/desk").body, "href=\"/overview\""));
}

static void everybody_who_began_is_below_the_line(void **state)
{
	struct overview o;
	int64_t stopped;

	(void)state;
	for (int i = 0; i < 6; i++)
		person("Better", 7, 3, 69);
	person("Same", 6, 6, 69);
	person("Same", 6, 5, 69);
	person("Worse", 5, 8, 69);
	person("Left", 7, 0, 6);
	person("Never", 7, 0, -1);
	stopped = person("Stopped", 7, 3, 5);
	assert_true(cx_save(&cx) && q_stop_add(cx.db, db_id(), stopped, "urgent", "cancer", "week", cx.now) && db_commit(cx.db));
	assert_true(overview_load(&cx, &o));
	assert_int_equal(o.courses.began, 14);
	assert_int_equal(o.courses.finished, 9);
	assert_int_equal(o.courses.left, 2);
	assert_int_equal(o.courses.left_week[0], 1);
	assert_int_equal(o.courses.left_week[1], 1);
	assert_int_equal(o.courses.stopped, 1);
	assert_int_equal(o.courses.over, 12);
	assert_int_equal(o.courses.measured, 9);
	struct answer page = site_get(site, owner, "/overview");
	assert_non_null(strstr(page.body, "Left, by the week of the last sign: 1 never came, 1 in week 1."));
	assert_non_null(strstr(page.body, "6 of 12</td><td class=\"r num\">50 % (25 to 75 %)</td>"));
	assert_non_null(strstr(page.body, "Not known</th><td class=\"r num\">3 of 12</td><td class=\"r num\">25 %"));
	assert_non_null(strstr(page.body, "finished: 9 of 12 (75 %; the true share could be 47 to 91 %)"));
	assert_non_null(strstr(page.body, "<svg class=\"chart bars\""));
	assert_null(strstr(page.body, "Counted"));
	assert_null(strstr(page.body, "Lindqvist"));
}

/* A session of a person: the questions before it, and some days later how it was borne. */
static void session(int64_t id, int days_ago, int sign, int taken_back)
{
	int64_t at = cx.now - days_ago * 86400000LL;

	assert_true(cx_save(&cx) && q_answer_add(cx.db, id, "fever", 0, "session", cx.who.account, at) &&
		q_answer_add(cx.db, id, "after_soreness", sign, "after", cx.who.account, at + 3600000) &&
		q_answer_add(cx.db, id, "area_temperature", 3, "after", cx.who.account, at + 3600000));       /* warm is no harm */
	if (taken_back)
		assert_true(q_answer_add(cx.db, id, "after_soreness", 0, "asked_back", cx.who.account, at + 3700000));
	assert_true(db_commit(cx.db));
}

static void harm_is_counted_per_session_asked_about(void **state)
{
	struct overview o, was;

	(void)state;
	assert_true(overview_load(&cx, &was));  /* the demonstration has sessions of its own */
	for (int i = 0; i < 9; i++)
		session(person("Treated", 5, 5, 69), 20, i == 0, 0);
	assert_non_null(strstr(site_get(site, owner, "/overview").body, "after 1 of 9 sessions asked about, by 9 clients: too few people for a rate"));
	int64_t last = person("Treated", 5, 5, 69);
	session(last, 20, 1, 1);                /* taken back: no harm */
	session(last, 10, 1, 0);
	assert_true(cx_save(&cx) && q_treatment_add(cx.db, db_id(), last, cx.who.account, "2026-11-01", 0, "", cx.now, "Told later.", "key") && db_commit(cx.db));
	assert_true(overview_load(&cx, &o));
	assert_int_equal(o.session_people - was.session_people, 10);
	assert_int_equal(o.sessions - was.sessions, 12);        /* one was entered afterwards */
	assert_int_equal(o.asked, 11);
	assert_int_equal(o.asked_people, 10);
	assert_int_equal(o.harmed, 2);
	struct answer page = site_get(site, owner, "/overview");
	assert_non_null(strstr(page.body, "18.2 per 100 sessions"));
	assert_non_null(strstr(page.body, "More than usual soreness"));
	assert_null(strstr(page.body, "Felt warmth"));
}

static void another_practice_sees_nothing_of_it(void **state)
{
	struct cx other = cx;
	struct overview o;

	(void)state;
	other.who.practice = 1;
	assert_true(overview_load(&other, &o));
	assert_int_equal(o.people + o.courses.began + o.sessions + o.asked + o.n_scored, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(of_a_few_there_is_no_percentage),
		cmocka_unit_test(everybody_who_began_is_below_the_line),
		cmocka_unit_test(harm_is_counted_per_session_asked_about),
		cmocka_unit_test(another_practice_sees_nothing_of_it),
	};

	return cmocka_run_group_tests(tests, owner_acts, after);
}
