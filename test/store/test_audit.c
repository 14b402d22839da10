/* The event log is a chain: what is changed, removed, put in or cut off at its end shows, and where. */
#include "web/site.h"

#include "store/audit.h"

static struct site *s;

/* Five lines, then what is done to them by someone who has the file but not the key. */
static int begin(void **state)
{
	(void)state;
	s = site_new();
	struct cx cx = site_cx(s);

	cx.who.practice = 1;
	assert_true(db_begin_write(cx.db));
	for (int i = 0; i < 5; i++)
		assert_true(cx_event(&cx, 70 + i, "opened"));
	assert_true(db_commit(cx.db));
	return 0;
}

static int end(void **state)
{
	(void)state;
	site_end(s);
	return 0;
}

static void tamper(const char *sql)
{
	assert_int_equal(sqlite3_exec(s->site.db.handle, "drop trigger event_stays; drop trigger event_lasts", NULL, NULL, NULL), SQLITE_OK);
	if (sqlite3_exec(s->site.db.handle, sql, NULL, NULL, NULL) != SQLITE_OK)
		fail_msg("%s: %s", sql, sqlite3_errmsg(s->site.db.handle));
}

static void expect(int64_t lines, int64_t broken)
{
	struct audit found;

	assert_true(audit_check(s->site.db.handle, s->key, &found, &s->err));
	assert_int_equal(found.broken, broken);
	if (!broken)
		assert_int_equal(found.lines, lines);
}

static void a_whole_log_is_whole(void **state)
{
	(void)state;
	expect(5, 0);
}

static void the_log_takes_no_change_and_no_removal(void **state)
{
	(void)state;
	assert_int_not_equal(sqlite3_exec(s->site.db.handle, "update event set what = 'x' where seq = 2", NULL, NULL, NULL), SQLITE_OK);
	assert_int_not_equal(sqlite3_exec(s->site.db.handle, "delete from event where seq = 2", NULL, NULL, NULL), SQLITE_OK);
	expect(5, 0);
}

static void each_changed_column_breaks_its_line(void **state)
{
	static const char *const changes[] = { "at = at + 1", "practice = 2", "account = null", "person = 99", "what = 'openeD'", "chain = zeroblob(32)",
		"chain = null", "chain = (select chain from event where seq = 4)" };

	for (size_t i = 0; i < sizeof(changes) / sizeof(*changes); i++) {
		if (i) {
			end(state);
			begin(state);
		}
		tamper(arena_fmt(s->keep, "update event set %s where seq = 3", changes[i]));
		expect(5, 3);
	}
}

static void a_removed_line_is_named(void **state)
{
	(void)state;
	tamper("delete from event where seq = 2");
	expect(5, 2);
}

static void two_lines_that_changed_places_are_named(void **state)
{
	(void)state;
	tamper("update event set seq = 100 where seq = 2; update event set seq = 2 where seq = 3; update event set seq = 3 where seq = 100");
	expect(5, 2);
}

static void a_line_put_in_is_named(void **state)
{
	(void)state;
	tamper("insert into event(seq, at, practice, person, what, chain) values (6, 1, 1, 7, 'opened', randomblob(32))");
	expect(6, 6);
}

static void a_log_cut_at_its_end_shows_even_when_its_length_is_adjusted(void **state)
{
	(void)state;
	tamper("delete from event where seq = 5");
	expect(4, 5);
	assert_int_equal(sqlite3_exec(s->site.db.handle, "update audit_end set last = 4", NULL, NULL, NULL), SQLITE_OK);
	expect(4, 4);
	struct cx cx = site_cx(s);
	cx.who.practice = 1;
	assert_true(db_begin_write(cx.db) && cx_event(&cx, 7, "opened") && db_commit(cx.db));
	expect(5, 5);           /* going on does not heal it */
}

static void a_log_of_another_key_does_not_fit(void **state)
{
	struct seal_key *other;
	const char *path = arena_fmt(s->keep, "%s.other", s->key_path);
	struct audit found;

	(void)state;
	assert_true(seal_key_open(path, true, &other, &s->err));
	assert_true(audit_check(s->site.db.handle, other, &found, &s->err));
	assert_int_equal(found.broken, 1);
	seal_key_close(other);
	unlink(path);
}

static void an_event_that_is_rolled_back_leaves_no_gap(void **state)
{
	struct cx cx = site_cx(s);

	(void)state;
	cx.who.practice = 1;
	assert_true(db_begin_write(cx.db) && cx_event(&cx, 7, "opened"));
	db_rollback(cx.db);
	assert_true(db_begin_write(cx.db) && cx_event(&cx, 8, "opened") && db_commit(cx.db));
	expect(6, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_whole_log_is_whole, begin, end),
		cmocka_unit_test_setup_teardown(the_log_takes_no_change_and_no_removal, begin, end),
		cmocka_unit_test_setup_teardown(each_changed_column_breaks_its_line, begin, end),
		cmocka_unit_test_setup_teardown(a_removed_line_is_named, begin, end),
		cmocka_unit_test_setup_teardown(two_lines_that_changed_places_are_named, begin, end),
		cmocka_unit_test_setup_teardown(a_line_put_in_is_named, begin, end),
		cmocka_unit_test_setup_teardown(a_log_cut_at_its_end_shows_even_when_its_length_is_adjusted, begin, end),
		cmocka_unit_test_setup_teardown(a_log_of_another_key_does_not_fit, begin, end),
		cmocka_unit_test_setup_teardown(an_event_that_is_rolled_back_leaves_no_gap, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
