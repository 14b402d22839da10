/* A staff member's first look at a record in a session is entered once; the client sees who it was. */
#include "site.h"

#include "store/audit.h"

static int64_t lines_of(struct site *s, const char *what)
{
	sqlite3_stmt *q;
	int64_t n;

	assert_int_equal(sqlite3_prepare_v2(s->site.db.handle, "select count(*) from event where what = ?", -1, &q, NULL), SQLITE_OK);
	sqlite3_bind_text(q, 1, what, -1, SQLITE_STATIC);
	assert_int_equal(sqlite3_step(q), SQLITE_ROW);
	n = sqlite3_column_int64(q, 0);
	sqlite3_finalize(q);
	return n;
}

static int64_t person_of(struct site *s, const char *mail)
{
	struct cx cx = site_cx(s);
	struct account_by_mail_rows a;
	struct person_of_account_rows p;

	assert_true(q_account_by_mail(cx.db, mail, &a) && a.n == 1 && q_person_of_account(cx.db, a.at[0].id, &p) && p.n == 1);
	return p.at[0].id;
}

static void the_first_look_in_a_session_is_one_line_and_the_client_sees_it(void **state)
{
	struct site *s = site_new();
	struct audit found;

	(void)state;
	site_demo(s);
	const char *desk = site_door(s, 0), *maren = site_door(s, 1), *ines = site_door(s, 2);
	const char *path = arena_fmt(s->keep, "/client/%lld", (long long)person_of(s, "maren@demo.invalid"));
	assert_non_null(strstr(site_get(s, maren, "/opened").body, "Nobody has opened"));
	assert_int_equal(lines_of(s, "opened"), 0);
	assert_int_equal(site_get(s, desk, "/clients").status, 200);
	assert_int_equal(lines_of(s, "opened"), 0);
	assert_int_equal(site_get(s, desk, path).status, 200);
	assert_int_equal(site_get(s, desk, path).status, 200);
	assert_int_equal(site_get(s, desk, arena_fmt(s->keep, "%s/answers", path)).status, 200);
	assert_int_equal(lines_of(s, "opened"), 1);
	assert_non_null(strstr(site_get(s, maren, "/opened").body, "Anna Keller"));
	assert_non_null(strstr(site_get(s, ines, "/opened").body, "Nobody has opened"));
	assert_int_equal(lines_of(s, "opened"), 1);     /* a client's own pages are no line */
	assert_int_equal(site_get(s, site_door(s, 0), path).status, 200);
	assert_int_equal(lines_of(s, "opened"), 2);
	assert_true(audit_check(s->site.db.handle, s->key, &found, &s->err));
	assert_int_equal(found.broken, 0);
	site_end(s);
}

static void a_refused_look_is_no_line(void **state)
{
	struct site *s = site_new();

	(void)state;
	site_demo(s);
	const char *maren = site_door(s, 1);
	assert_int_equal(site_get(s, maren, arena_fmt(s->keep, "/client/%lld", (long long)person_of(s, "ines@demo.invalid"))).status, 403);
	assert_int_equal(site_get(s, site_door(s, 0), "/client/12345").status, 404);
	assert_int_equal(lines_of(s, "opened"), 0);
	site_end(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_first_look_in_a_session_is_one_line_and_the_client_sees_it),
		cmocka_unit_test(a_refused_look_is_no_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
