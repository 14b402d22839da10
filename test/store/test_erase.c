/* Erasing one person: all of it goes, others stay, duties are kept, and a restore does not bring anyone back. */
#include "kept.h"

#include "store/audit.h"
#include "store/erase.h"
#include "store/restore.h"

#include <signal.h>
#include <sys/resource.h>

static struct site *s;
static int64_t person;
static const char *list, *file, *to;

static int begin(void **state)
{
	(void)state;
	s = site_new();
	site_demo(s);
	person = site_person(s, "maren@demo.invalid");
	list = kept_path(s, "erased");
	file = kept_path(s, "backup");
	to = kept_path(s, "back");
	return 0;
}

static int end(void **state)
{
	(void)state;
	unlink(list);
	unlink(file);
	kept_remove(to);
	site_end(s);
	return 0;
}

static void erase(bool all)
{
	struct erase_plan plan;

	assert_true(db_begin_write(&s->site.db));
	if (!erase_do(s->site.db.handle, person, all, &s->err))
		fail_msg("%s %s", s->err.field, s->err.detail);
	if (!db_commit(&s->site.db))
		fail_msg("%s %s", s->err.field, s->err.detail);
	s->err = (struct err){ 0 };
	assert_true(erase_look(s->site.db.handle, person, 20000, &plan, &s->err) == !all);
}

static struct erase_lines found(const struct erase_plan *plan)
{
	struct erase_lines lines;
	struct err err = { 0 };

	assert_true(erase_find(s->site.db.handle, s->keep, person, plan, &lines, &err));
	return lines;
}

static void every_table_with_a_person_has_a_class(void **state)
{
	sqlite3_stmt *q;

	(void)state;
	assert_int_equal(sqlite3_prepare_v2(s->site.db.handle, "select m.name from sqlite_master m join pragma_table_info(m.name) c where m.type = 'table' and "
		"c.name in ('person', 'account')", -1, &q, NULL), SQLITE_OK);
	while (sqlite3_step(q) == SQLITE_ROW)
		if (!erase_class((const char *)sqlite3_column_text(q, 0)))
			fail_msg("table %s holds something of a person: say in store/erase.c what becomes of it", (const char *)sqlite3_column_text(q, 0));
	sqlite3_finalize(q);
}

static void all_of_one_goes_and_all_of_the_others_stays(void **state)
{
	sqlite3 *h = s->site.db.handle;
	struct erase_plan plan;
	int64_t persons = kept_count(h, "select count(*) from person"), others = kept_count(h, arena_fmt(s->keep,
		"select count(*) from answer where person <> %lld", (long long)person)), log = kept_count(h, "select count(*) from event");

	(void)state;
	assert_true(erase_look(h, person, 20000, &plan, &s->err));
	assert_true(plan.all && plan.account > 0);
	assert_true(found(&plan).n > 8);
	erase(true);
	struct erase_lines left = found(&plan);
	assert_int_equal(left.n, 1);
	assert_string_equal(left.at[0].table, "event");
	assert_non_null(left.at[0].why);
	assert_int_equal(kept_count(h, "select count(*) from person"), persons - 1);
	assert_int_equal(kept_count(h, "select count(*) from answer"), others);
	assert_int_equal(kept_count(h, "select count(*) from event"), log);
	assert_int_equal(kept_count(h, "select count(*) from pragma_foreign_key_check"), 0);
}

static bool put_row(sqlite3 *h, const char *table);

/* What a row of this column holds: the person and the account, a row of the table it refers to, or something new. */
static const char *filler(sqlite3 *h, const char *table, const char *column, const char *type, int number)
{
	sqlite3_stmt *q;
	const char *other = NULL, *key = "";

	if (str_equal(column, "person"))
		return arena_fmt(s->keep, "%lld", (long long)person);
	if (str_equal(column, "account"))
		return arena_fmt(s->keep, "(select account from person where id = %lld)", (long long)person);
	assert_int_equal(sqlite3_prepare_v2(h, arena_fmt(s->keep, "select \"table\", coalesce(\"to\", 'id') from pragma_foreign_key_list('%s') where \"from\" = '%s'", table, column), -1, &q, NULL),
		SQLITE_OK);
	if (sqlite3_step(q) == SQLITE_ROW) {
		other = arena_text(s->keep, (const char *)sqlite3_column_text(q, 0));
		key = arena_text(s->keep, (const char *)sqlite3_column_text(q, 1));
	}
	sqlite3_finalize(q);
	if (other && !kept_count(h, arena_fmt(s->keep, "select count(*) from \"%s\"", other)))
		assert_true(put_row(h, other));
	if (other)
		return arena_fmt(s->keep, "(select max(\"%s\") from \"%s\")", key, other);
	return str_equal(type, "text") ? arena_fmt(s->keep, "'w%d'", number) : str_equal(type, "blob") ? arena_fmt(s->keep, "zeroblob(%d)", 60 + number) :
		arena_fmt(s->keep, "%d", 7000000 + number);
}

/* A row of this table that holds the person, by the schema alone. */
static bool put_row(sqlite3 *h, const char *table)
{
	static int number;
	struct buf names = buf_new(s->keep, 1 << 14), values = buf_new(s->keep, 1 << 14);
	sqlite3_stmt *q;

	assert_int_equal(sqlite3_prepare_v2(h, arena_fmt(s->keep, "select name, type from pragma_table_info('%s')", table), -1, &q, NULL), SQLITE_OK);
	while (sqlite3_step(q) == SQLITE_ROW) {
		const char *name = arena_text(s->keep, (const char *)sqlite3_column_text(q, 0)), *type = arena_text(s->keep, (const char *)sqlite3_column_text(q, 1));

		buf_fmt(&names, "%s\"%s\"", names.n ? ", " : "", name);
		buf_fmt(&values, "%s%s", values.n ? ", " : "", filler(h, table, name, type, ++number));
	}
	sqlite3_finalize(q);
	return sqlite3_exec(h, arena_fmt(s->keep, "insert or ignore into \"%s\"(%s) values (%s)", table, names.at, values.at), NULL, NULL, NULL) == SQLITE_OK;
}

/* The demonstration fills no table for certain; the schema does. */
static void every_table_that_can_hold_a_person_is_filled_and_emptied(void **state)
{
	sqlite3 *h = s->site.db.handle;
	const char *table[64], *column[64];
	struct erase_plan plan;
	sqlite3_stmt *q;
	int n = 0;

	(void)state;
	assert_true(erase_look(h, person, 20000, &plan, &s->err));
	assert_int_equal(sqlite3_exec(h, "pragma ignore_check_constraints = on; pragma foreign_keys = off", NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(h, "select m.name, c.name from sqlite_master m join pragma_table_info(m.name) c where m.type = 'table' and "
		"c.name in ('person', 'account') and m.name not in ('person', 'event') order by m.name, c.name", -1, &q, NULL), SQLITE_OK);
	for (; sqlite3_step(q) == SQLITE_ROW; n++) {
		table[n] = arena_text(s->keep, (const char *)sqlite3_column_text(q, 0));
		column[n] = arena_text(s->keep, (const char *)sqlite3_column_text(q, 1));
	}
	sqlite3_finalize(q);
	assert_true(n > 30);
	for (int i = 0; i < n; i++) {
		const char *count = arena_fmt(s->keep, "select count(*) from \"%s\" where %s = %lld", table[i], column[i],
			(long long)(str_equal(column[i], "person") ? person : plan.account));

		if (!kept_count(h, count) && (!put_row(h, table[i]) || !kept_count(h, count)))
			fail_msg("no row could be put into %s", table[i]);
	}
	assert_int_equal(sqlite3_exec(h, "pragma foreign_keys = on", NULL, NULL, NULL), SQLITE_OK);
	erase(true);
	struct erase_lines left = found(&plan);
	for (size_t i = 0; i < left.n; i++)
		if (!left.at[i].why)
			fail_msg("%s is left without a reason", left.at[i].table);
	assert_int_equal(left.n, 2);                    /* the log and the receipts */
	assert_int_equal(kept_count(h, "select count(*) from pragma_foreign_key_check"), 0);
}

/* The search finds ids that stand where nobody thought of, as number or inside a text. */
static void the_search_finds_what_was_forgotten(void **state)
{
	struct erase_plan plan;

	(void)state;
	assert_true(erase_look(s->site.db.handle, person, 20000, &plan, &s->err));
	erase(true);
	assert_int_equal(sqlite3_exec(s->site.db.handle, arena_fmt(s->keep, "create table somewhere (words text, number bigint);"
		"insert into somewhere values ('see /client/%lld', 1), ('', %lld), ('', 2)", (long long)person, (long long)plan.account), NULL, NULL, NULL), SQLITE_OK);
	struct erase_lines left = found(&plan);
	assert_int_equal(left.n, 2);
	assert_string_equal(left.at[1].table, "somewhere");
	assert_int_equal(left.at[1].rows, 2);
	assert_null(left.at[1].why);
}

static void no_sealed_page_of_the_person_stays_on_the_disk(void **state)
{
	sqlite3_stmt *q;
	unsigned char sealed[200];
	size_t n;

	(void)state;
	assert_int_equal(sqlite3_prepare_v2(s->site.db.handle, "select given_sealed from person where id = ?", -1, &q, NULL), SQLITE_OK);
	sqlite3_bind_int64(q, 1, person);
	assert_int_equal(sqlite3_step(q), SQLITE_ROW);
	n = (size_t)sqlite3_column_bytes(q, 0);
	assert_true(n < sizeof(sealed));
	memcpy(sealed, sqlite3_column_blob(q, 0), n);
	sqlite3_finalize(q);
	assert_int_equal(sqlite3_wal_checkpoint_v2(s->site.db.handle, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL), SQLITE_OK);
	const char *db = arena_fmt(s->keep, "%s/unknot.db", s->dir), *wal = arena_fmt(s->keep, "%s/unknot.db-wal", s->dir);
	assert_true(kept_holds(kept_read(s, db), sealed, n));
	erase(true);
	assert_int_equal(sqlite3_wal_checkpoint_v2(s->site.db.handle, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL), SQLITE_OK);
	assert_false(kept_holds(kept_read(s, db), sealed, n));
	assert_false(kept_holds(kept_read(s, wal), sealed, n));
}

static void a_duty_to_keep_holds_the_treatment_record_until_its_day(void **state)
{
	sqlite3 *h = s->site.db.handle;
	struct erase_plan plan;
	day today = (day)(1795000000000 / 86400000);

	(void)state;
	assert_int_equal(sqlite3_exec(h, "update practice set keep_years = 10", NULL, NULL, NULL), SQLITE_OK);
	assert_true(erase_look(h, person, today, &plan, &s->err));
	assert_false(plan.all);
	assert_true(plan.keep_until > today + 9 * 365 && plan.keep_until < today + 11 * 366);
	int64_t answers = kept_count(h, arena_fmt(s->keep, "select count(*) from answer where person = %lld", (long long)person));
	erase(false);
	assert_int_equal(kept_count(h, arena_fmt(s->keep, "select count(*) from answer where person = %lld", (long long)person)), answers);
	assert_int_equal(kept_count(h, arena_fmt(s->keep, "select (select count(*) from checkin where person = %lld) + (select count(*) from account where id = %lld) + "
		"(select count(*) from person where mail_sealed is not null and id = %lld)", (long long)person, (long long)plan.account, (long long)person)), 0);
	struct erase_lines left = found(&plan);
	for (size_t i = 0; i < left.n; i++)
		if (!left.at[i].why)
			fail_msg("%s is left without a reason", left.at[i].table);
	day last = plan.keep_until;
	assert_true(erase_look(h, person, last - 1, &plan, &s->err));
	assert_false(plan.all);
	assert_true(erase_look(h, person, last, &plan, &s->err));
	assert_true(plan.all);
	erase(true);
}

static void a_restore_erases_again(void **state)
{
	struct backup_head head;
	struct restore_order order = { .file = file, .dir = to, .key_path = s->key_path, .erased = list };
	struct restore_told told;
	struct db db;

	(void)state;
	assert_true(backup_write(s->site.db.handle, s->key, 1, file, &head, &s->err));
	assert_true(erase_note(list, person, 20000, true, &s->err) && erase_note(list, 4711, 20000, true, &s->err));
	if (!restore_run(&order, &told, &s->err))
		fail_msg("%s %s", s->err.field, s->err.detail);
	assert_int_equal(told.erased, 1);
	assert_true(db_open(&db, to, s->key, false, &s->err));
	assert_int_equal(kept_count(db.handle, arena_fmt(s->keep, "select count(*) from person where id = %lld", (long long)person)), 0);
	assert_true(kept_count(db.handle, "select count(*) from person") > 1);
	db_close(&db);
}

static void a_list_that_cannot_be_read_stops_the_restore(void **state)
{
	struct backup_head head;
	struct restore_order order = { .file = file, .dir = to, .key_path = s->key_path, .erased = list };
	struct restore_told told;

	(void)state;
	assert_true(backup_write(s->site.db.handle, s->key, 1, file, &head, &s->err));
	kept_write(list, "someone, please\n", 16);
	assert_false(restore_run(&order, &told, &s->err));
	assert_int_equal(s->err.code, ERR_INPUT);
	assert_int_not_equal(access(to, F_OK), 0);
}

static int64_t still_there(void)
{
	struct restore_order order = { .file = file, .dir = to, .key_path = s->key_path, .erased = list };
	struct restore_told told;
	struct db db;

	if (!restore_run(&order, &told, &s->err))
		fail_msg("%s %s", s->err.field, s->err.detail);
	assert_true(db_open(&db, to, s->key, false, &s->err));
	int64_t n = kept_count(db.handle, arena_fmt(s->keep, "select count(*) from person where id = %lld", (long long)person));
	db_close(&db);
	kept_remove(to);
	return n;
}

/* What a full disk leaves of an erasure that did not happen takes no part in the next one. */
static void half_a_line_spoils_no_erasure_after_it(void **state)
{
	static const char *const halves[] = { "630847822124", "12345 2026-1", "7 2026-11-22 al", "99999999999999999999999 2026-11-22 all" };
	struct backup_head head;

	(void)state;
	assert_true(backup_write(s->site.db.handle, s->key, 1, file, &head, &s->err));
	for (size_t i = 0; i < sizeof(halves) / sizeof(*halves); i++) {
		const char *text = arena_fmt(s->keep, "4711 2026-11-01 all\n%s", halves[i]);

		kept_write(list, text, strlen(text));
		assert_int_equal(still_there(), 1);     /* and a restore is not held up by it */
		assert_true(erase_note(list, person, 20000, true, &s->err));
		struct bytes_of b = kept_read(s, list);
		assert_true(kept_holds(b, "4711 2026-11-01 all\n", 20) && !kept_holds(b, halves[i], strlen(halves[i])));
		assert_int_equal(still_there(), 0);
		kept_write(list, halves[i], strlen(halves[i]));         /* of the first erasure there was */
		assert_true(erase_note(list, person, 20000, true, &s->err));
		assert_int_equal(still_there(), 0);
	}
}

static void a_list_that_cannot_grow_keeps_its_whole_lines(void **state)
{
	struct rlimit was, small = { 0 };

	(void)state;
	assert_true(erase_note(list, 4711, 20000, true, &s->err));
	struct bytes_of before = kept_read(s, list);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &was), 0);
	signal(SIGXFSZ, SIG_IGN);
	small = (struct rlimit){ before.n + 5, was.rlim_max };
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	bool done = erase_note(list, person, 20000, true, &s->err);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &was), 0);
	assert_false(done);
	assert_non_null(strstr(s->err.detail, "No space left"));
	struct bytes_of after = kept_read(s, list);
	assert_int_equal(after.n, before.n);
	assert_memory_equal(after.at, before.at, before.n);
}

/* An editor that writes no end of the last line takes no erasure away. */
static void a_last_line_without_its_end_stays(void **state)
{
	(void)state;
	kept_write(list, "4711 2026-11-01 all", 19);
	assert_true(erase_note(list, 12, 20000, false, &s->err));
	assert_true(kept_holds(kept_read(s, list), "4711 2026-11-01 all\n12 2024-10-04 own\n", 38));
}

static void a_line_is_taken_back_where_it_is_the_last(void **state)
{
	struct bytes_of b;

	(void)state;
	assert_true(erase_note(list, 4711, 20000, true, &s->err) && erase_note(list, 12, 20000, false, &s->err));
	assert_false(erase_unnote(list, 4711, 20000, true) || erase_unnote(list, 12, 20001, false) || erase_unnote(list, 2, 20000, false));
	assert_true(erase_unnote(list, 12, 20000, false));
	b = kept_read(s, list);
	assert_int_equal(b.n, 20);
	assert_memory_equal(b.at, "4711 2024-10-04 all\n", 20);
	assert_true(erase_unnote(list, 4711, 20000, true));
	assert_false(erase_unnote(list, 4711, 20000, true));
}

/* A bad stick or a folder of that name is no list that is empty; what lost bytes in its middle is no list that is shorter. */
static void a_list_that_cannot_be_read_to_its_end_stops_the_restore(void **state)
{
	static const char middle[] = "4711 2026-11-01 all\n4712 20\0\0\0\0\0\n4713 2026-11-01 all\n";
	struct backup_head head;
	struct restore_order order = { .file = file, .dir = to, .key_path = s->key_path, .erased = list };
	struct restore_told told;

	(void)state;
	assert_true(backup_write(s->site.db.handle, s->key, 1, file, &head, &s->err));
	assert_int_equal(mkdir(list, 0700), 0);
	assert_false(restore_run(&order, &told, &s->err));
	assert_int_equal(s->err.code, ERR_STORE);
	assert_int_equal(rmdir(list), 0);
	s->err = (struct err){ 0 };
	kept_write(list, middle, sizeof(middle) - 1);
	assert_false(restore_run(&order, &told, &s->err));
	assert_int_equal(s->err.code, ERR_INPUT);
	assert_non_null(strstr(s->err.detail, "line 2"));
	assert_int_not_equal(access(to, F_OK), 0);
}

/* As the command does it: the log, the database, the list. */
static void erase_own(int64_t now)
{
	struct cx cx = site_cx(s);

	cx.now = now;
	cx.who.practice = kept_count(cx.db->handle, "select id from practice");
	assert_true(cx_save(&cx) && cx_event(&cx, person, "erased_own") && erase_do(cx.db->handle, person, false, cx.err) &&
		erase_note(list, person, cx.today, false, cx.err) && db_commit(cx.db));
}

static int64_t reached(sqlite3 *h)
{
	return kept_count(h, arena_fmt(s->keep, "select count(*) from person where id = %lld and phone_sealed is not null", (long long)person));
}

/* Restores the file; how many were erased again, and the database afterwards. */
static int restored(struct db *db)
{
	struct restore_order order = { .file = file, .dir = to, .key_path = s->key_path, .erased = list };
	struct restore_told told;
	struct audit log;

	if (!restore_run(&order, &told, &s->err))
		fail_msg("%s %s", s->err.field, s->err.detail);
	assert_true(db_open(db, to, s->key, false, &s->err));
	assert_true(audit_check(db->handle, s->key, &log, &s->err));
	assert_int_equal(log.broken, 0);
	return told.erased;
}

/* The record was kept, its person came back and has a telephone again: what was ordered before that is not done once more. */
static void who_came_back_keeps_what_they_told_since(void **state)
{
	struct backup_head head;
	struct db db;
	const char *back = arena_fmt(s->keep, "update person set phone_sealed = given_sealed where id = %lld", (long long)person), *older = kept_path(s, "older");

	(void)state;
	assert_true(backup_write(s->site.db.handle, s->key, 1, older, &head, &s->err));
	erase_own(1795000000000);
	assert_int_equal(reached(s->site.db.handle), 0);
	assert_int_equal(sqlite3_exec(s->site.db.handle, back, NULL, NULL, NULL), SQLITE_OK);
	assert_true(backup_write(s->site.db.handle, s->key, 1, file, &head, &s->err));
	assert_int_equal(restored(&db), 0);
	assert_int_equal(reached(db.handle), 1);
	db_close(&db);
	kept_remove(to);
	/* from before it: erased again, and a backup of what came out of that knows it */
	unlink(file);
	assert_int_equal(rename(older, file), 0);
	assert_int_equal(restored(&db), 1);
	assert_int_equal(reached(db.handle), 0);
	assert_int_equal(sqlite3_exec(db.handle, back, NULL, NULL, NULL), SQLITE_OK);
	unlink(file);
	assert_true(backup_write(db.handle, s->key, 1, file, &head, &s->err));
	db_close(&db);
	kept_remove(to);
	assert_int_equal(restored(&db), 0);
	assert_int_equal(reached(db.handle), 1);
	db_close(&db);
}

/* Each order to erase is in the log; it is no entry of the record, or a record would never come to its end. */
static void an_erasure_does_not_prolong_the_duty_to_keep(void **state)
{
	struct erase_plan first, then;
	day today = (day)(1795000000000 / 86400000);

	(void)state;
	assert_int_equal(sqlite3_exec(s->site.db.handle, "update practice set keep_years = 1", NULL, NULL, NULL), SQLITE_OK);
	assert_true(erase_look(s->site.db.handle, person, today, &first, &s->err));
	erase_own(1799000000000);
	assert_true(erase_look(s->site.db.handle, person, today, &then, &s->err));
	assert_int_equal(then.keep_until, first.keep_until);
}

static void a_line_is_read_whole_or_not_at_all(void **state)
{
	static const char *const none[] = { "", "\n", "4711", "4711 2026-11-01", "4711 2026-11-01 some\n", "4711 2026-02-30 all\n", "-1 2026-11-01 all\n",
		"4711 2026-11-01 all more\n", "99999999999999999999999 2026-11-01 all\n", "630847822124449589660776099 2026-11-22 all\n" };
	struct erase_entry e;

	(void)state;
	assert_true(erase_read("4711 2026-11-01 own\n", &e) && e.person == 4711 && !e.all);
	assert_true(erase_read("4711 2026-11-01 all", &e) && e.all);
	for (size_t i = 0; i < sizeof(none) / sizeof(*none); i++)
		assert_false(erase_read(none[i], &e));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(every_table_with_a_person_has_a_class),
		TEST(all_of_one_goes_and_all_of_the_others_stays),
		TEST(every_table_that_can_hold_a_person_is_filled_and_emptied),
		TEST(the_search_finds_what_was_forgotten),
		TEST(no_sealed_page_of_the_person_stays_on_the_disk),
		TEST(a_duty_to_keep_holds_the_treatment_record_until_its_day),
		TEST(a_restore_erases_again),
		TEST(a_list_that_cannot_be_read_stops_the_restore),
		TEST(half_a_line_spoils_no_erasure_after_it),
		TEST(a_list_that_cannot_grow_keeps_its_whole_lines),
		TEST(a_last_line_without_its_end_stays),
		TEST(a_line_is_taken_back_where_it_is_the_last),
		TEST(a_list_that_cannot_be_read_to_its_end_stops_the_restore),
		TEST(who_came_back_keeps_what_they_told_since),
		TEST(an_erasure_does_not_prolong_the_duty_to_keep),
		TEST(a_line_is_read_whole_or_not_at_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
