/* Erasing one person: all of it goes, others stay, duties are kept, and a restore does not bring anyone back. */
#include "kept.h"

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
		TEST(the_search_finds_what_was_forgotten),
		TEST(no_sealed_page_of_the_person_stays_on_the_disk),
		TEST(a_duty_to_keep_holds_the_treatment_record_until_its_day),
		TEST(a_restore_erases_again),
		TEST(a_list_that_cannot_be_read_stops_the_restore),
		TEST(half_a_line_spoils_no_erasure_after_it),
		TEST(a_list_that_cannot_grow_keeps_its_whole_lines),
		TEST(a_line_is_read_whole_or_not_at_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
