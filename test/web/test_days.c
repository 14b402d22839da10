/* Check-ins from a file and into one: what is taken, what is refused and where, and that nothing told here is lost. */
#include "app/checkins.h"
#include "web/site.h"

#include <math.h>

#define HEAD "date,pain,function,mood,sleep,practice_minutes\n"

static struct site *site;
static struct cx cx;
static const char *owner, *client, *path;
static int64_t person;

static int before(void **state)
{
	(void)state;
	site = site_new();
	site_demo(site);
	owner = site_door(site, 0);
	client = site_door(site, 2);
	cx = site_cx(site);
	person = site_person(site, "ines@demo.invalid");
	path = arena_fmt(site->keep, "/client/%lld/days", (long long)person);
	return 0;
}

static int after(void **state)
{
	(void)state;
	site_end(site);
	return 0;
}

static int64_t here(void)
{
	struct checkin_span_rows has;

	db_rollback(cx.db);
	assert_true(db_begin_read(cx.db) && q_checkin_span(cx.db, person, &has));
	db_rollback(cx.db);
	return has.at[0].n;
}

/* As a browser sends it. */
static struct answer give(const char *lines)
{
	struct buf b = buf_new(site->keep, 8 << 20);

	buf_str(&b, "body=");
	for (const char *at = lines; *at; at++)
		if (*at == '\n')
			buf_str(&b, "%0D%0A");
		else if (*at == ',')
			buf_str(&b, "%2C");
		else
			buf_fmt(&b, "%c", *at);
	return site_post(site, owner, path, path, b.at);
}

static void refused(const char *lines, const char *says)
{
	struct answer a = give(lines);

	assert_int_equal(a.status, 422);
	if (!strstr(a.body, says))
		fail_msg("\"%s\" is not said", says);
	assert_int_equal(here(), 0);
}

static void what_does_not_fit_is_told_and_nothing_kept(void **state)
{
	(void)state;
	assert_non_null(strstr(site_get(site, owner, path).body, "No check-in is here yet."));
	refused("", "is empty");
	refused(HEAD, "Line 2, date: there is no day below the header");
	refused("pain,function\n1,2\n", "Line 1, date: this column is missing");
	refused(HEAD "2026-02-30,1,1,1,1,\n", "Line 2, date: a day that exists is expected");
	refused(HEAD "2026-02-03,1,1,1,1,\n2026-02-04,1,1,1,1,\n2026-02-03,2,1,1,1,\n", "Line 4, date: this day stands in line 2 already");
	refused(HEAD "2026-02-03,1,1,1,1,\n2026-02-04,11,1,1,1,\n", "Line 3, pain: a number from 0 to 10, or nothing, is expected");
	refused(HEAD "2026-02-03,1,1,1,1,\n2026-02-04,1,4.5,1,1,\n", "2026-02-04, function: a whole number is expected, not 4.5");
	refused(HEAD "2026-02-03,,,,,\n", "No line holds a value");
	refused(HEAD "2026-02-03,1,1,1,1,\n2036-02-02,1,1,1,1,\n", "2036-02-02 has not been yet");
	refused(HEAD "2016-02-03,1,1,1,1,\n", "2016-02-03 is more than 10 years ago");
	refused(HEAD "2016-02-03,1,1,1,1,\n2027-02-03,1,1,1,1,\n", "more than 10 years after the first day");
}

static void days_are_taken_and_those_told_here_stay(void **state)
{
	struct checkin_day_rows rows;

	(void)state;
	assert_true(cx_save(&cx) && q_checkin_set(cx.db, db_id(), person, "2026-09-02", 8, 8, 2, 2, cx.now) && db_commit(cx.db));
	struct answer a = give(HEAD "2026-09-05,3,2,7,8,20\n2026-09-01,7,,4,5,\n2026-09-02,1,1,1,1,\n2026-09-04,,,,,15\n");
	assert_int_equal(a.status, 200);
	assert_non_null(strstr(a.body, "2 days added, from Tuesday 1 September 2026 to Saturday 5 September 2026."));
	assert_non_null(strstr(a.body, "1 day was told here already and stays as told."));
	assert_non_null(strstr(a.body, "2 days are in between without a value in the file; that is fine."));
	assert_non_null(strstr(a.body, "1 line held no value and was left out."));
	assert_int_equal(here(), 3);
	assert_true(db_begin_read(cx.db) && q_checkin_day(cx.db, person, "2026-09-02", &rows));
	assert_true(rows.at[0].pain == 8);
	assert_true(q_checkin_day(cx.db, person, "2026-09-01", &rows) && rows.at[0].pain == 7 && isnan(rows.at[0].function));
	db_rollback(cx.db);
	a = give(HEAD "2026-09-05,3,2,7,8,20\n");
	assert_non_null(strstr(a.body, "0 days added"));
	assert_int_equal(here(), 3);
}

static void what_goes_out_comes_in_again(void **state)
{
	struct answer out = site_get(site, owner, arena_fmt(site->keep, "%s.csv", path));
	struct checkins c;
	struct err err = { 0 };

	(void)state;
	assert_string_equal(out.type, "text/csv; charset=utf-8");
	assert_string_equal(out.body, "date,pain,function,mood,sleep,practice_minutes,mind_minutes,movement_minutes\n"
		"2026-09-01,7,,4,5,0,0,0\n2026-09-02,8,8,2,2,0,0,0\n2026-09-05,3,2,7,8,0,0,0\n");
	assert_true(checkins_read(site->keep, out.body, out.n, &c, &err));
	assert_int_equal(c.days.n, 5);
	assert_int_equal(c.answered, 3);
}

static void ten_years_of_days_are_taken(void **state)
{
	struct buf b = buf_new(site->keep, 1 << 20);

	(void)state;
	buf_str(&b, HEAD);
	for (int i = 3640; i > 0; i--) {
		char iso[11];

		day_iso(cx.today - i, iso);
		buf_fmt(&b, "%s,5,4,6,7,\n", iso);
	}
	struct answer a = give(b.at);
	assert_int_equal(a.status, 200);
	assert_non_null(strstr(a.body, "3637 days added"));
	assert_int_equal(here(), 3640);
	assert_int_equal(site_get(site, owner, arena_fmt(site->keep, "/client/%lld", (long long)person)).status, 200);
}

static void a_client_has_no_such_page(void **state)
{
	(void)state;
	assert_int_not_equal(site_get(site, client, path).status, 200);
	assert_int_not_equal(site_get(site, client, arena_fmt(site->keep, "%s.csv", path)).status, 200);
}

/* A change that would prove right less than every other time is told as one that may be. */
static void an_unsure_change_is_told_as_unsure(void **state)
{
	static const int told[] = { 4, 5, 5, 4, 5, 3, 4, 4, 5, 4, 4, 3, 3, 3, 4, 2, 1, 5, 4, 3, 3, 2, 2, 1, 3, 2, 0, 1, 1, 1 };
	int64_t maren = site_person(site, "maren@demo.invalid");
	char iso[11];

	(void)state;
	assert_int_equal(sqlite3_exec(site->site.db.handle, "delete from checkin; update plan set starts = date(starts, '-14 days')", NULL, NULL, NULL), SQLITE_OK);
	assert_true(cx_save(&cx));
	for (int i = 0; i < 30; i++) {
		day_iso(cx.today - 30 + i, iso);
		assert_true(q_checkin_set(cx.db, db_id(), maren, iso, told[i], 5, 5, 5, cx.now));
	}
	assert_true(db_commit(cx.db));
	struct answer a = site_get(site, site_door(site, 1), "/progress");
	assert_int_equal(a.status, 200);
	assert_non_null(strstr(a.body, "Perhaps a bit easier"));
	assert_null(strstr(a.body, "Getting better"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_does_not_fit_is_told_and_nothing_kept),
		cmocka_unit_test(days_are_taken_and_those_told_here_stay),
		cmocka_unit_test(what_goes_out_comes_in_again),
		cmocka_unit_test(ten_years_of_days_are_taken),
		cmocka_unit_test(a_client_has_no_such_page),
		cmocka_unit_test(an_unsure_change_is_told_as_unsure),
	};

	return cmocka_run_group_tests(tests, before, after);
}
