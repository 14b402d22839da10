/* Everything about one person or the practice, in the clear, the same bytes twice. */
#include "kept.h"

#include "app/papers.h"
#include "app/receipts.h"

#include <jansson.h>

static struct site *s;
static const char *one, *two;

static int begin(void **state)
{
	(void)state;
	s = site_new();
	site_demo(s);
	one = kept_path(s, "one.tar");
	two = kept_path(s, "two.tar");
	return 0;
}

static int end(void **state)
{
	(void)state;
	unlink(one);
	unlink(two);
	site_end(s);
	return 0;
}

/* A file of the archive; checks the sum of each head on the way. */
static struct bytes_of in_tar(struct bytes_of tar, const char *name)
{
	for (size_t at = 0; at + 512 <= tar.n && tar.at[at];) {
		const char *head = (const char *)tar.at + at;
		size_t n = (size_t)strtoull(head + 124, NULL, 8);
		unsigned sum = 8 * ' ';

		for (int i = 0; i < 512; i++)
			sum += i >= 148 && i < 156 ? 0 : (unsigned char)head[i];
		assert_int_equal(sum, strtoul(head + 148, NULL, 8));
		assert_memory_equal(head + 257, "ustar\0" "00", 8);
		if (str_equal(head, name))
			return (struct bytes_of){ tar.at + at + 512, n };
		at += 512 + (n + 511) / 512 * 512;
	}
	fail_msg("%s is not in the archive", name);
	return (struct bytes_of){ NULL, 0 };
}

static struct bytes_of export(int64_t person, const char *path)
{
	struct papers papers = { site_cx(s) };
	const struct export_beside beside = { papers_write, &papers };
	int clients;

	papers.cx.a = arena_new((size_t)1 << 30);
	papers.cx.who.practice = kept_count(s->site.db.handle, "select id from practice");
	bool done = export_write(s->site.db.handle, s->key, person, path, &beside, &clients, &s->err);
	arena_end(papers.cx.a);
	if (!done)
		fail_msg("%s %s", s->err.field, s->err.detail);
	return kept_read(s, path);
}

static void one_person_is_whole_and_alone(void **state)
{
	int64_t person = site_person(s, "maren@demo.invalid");
	struct bytes_of tar = export(person, one), text = in_tar(tar, "clients.json");
	json_t *all = json_loadb((const char *)text.at, text.n, 0, NULL), *c = json_array_get(all, 0);

	(void)state;
	assert_int_equal(json_array_size(all), 1);
	assert_int_equal(json_integer_value(json_object_get(c, "id")), person);
	assert_string_equal(json_string_value(json_object_get(c, "given")), "Maren");
	assert_string_equal(json_string_value(json_object_get(c, "born")), "1979-04-18");
	static const char *const wanted[] = { "family", "mail", "phone", "address", "notes", "sex", "answer", "plan", "checkin", "consent", "event", "stop", "turn" };
	for (size_t i = 0; i < sizeof(wanted) / sizeof(*wanted); i++)
		if (!json_object_get(c, wanted[i]))
			fail_msg("%s is missing", wanted[i]);
	assert_int_equal(json_array_size(json_object_get(c, "answer")), kept_count(s->site.db.handle,
		arena_fmt(s->keep, "select count(*) from answer where person = %lld", (long long)person)));
	json_t *logins = json_object_get(c, "signs_in");
	size_t n_logins = json_array_size(logins);
	json_decref(all);
	assert_false(kept_holds(tar, "Ines", 4));
	assert_false(kept_holds(tar, "$argon2", 7));
	assert_true(kept_holds(in_tar(tar, "csv/person.csv"), "\"Maren\"", 7));
	/* the address that the person signs in with, and nobody else's */
	assert_true(kept_holds(in_tar(tar, "csv/account.csv"), "maren@demo.invalid", 18) && n_logins == 1);
	assert_false(kept_holds(tar, "tomas@demo.invalid", 18) || kept_holds(tar, "therapist@demo.invalid", 22));
}

/* Not in a person's copy: doors and what opens them, counts of what was sent, what else stands in the log (opened). */
static const char *const left_out[] = { "access_link", "factor", "feed", "form_done", "invitation", "known_place", "opened", "recovery_code", "session" };

static bool is_left_out(const char *table)
{
	for (size_t i = 0; i < sizeof(left_out) / sizeof(*left_out); i++)
		if (str_equal(left_out[i], table))
			return true;
	return false;
}

static int64_t lines_of(struct bytes_of csv)
{
	int64_t lines = -1;

	for (size_t i = 1; i < csv.n; i++)
		lines += csv.at[i] == '\n' && csv.at[i - 1] == '\r';
	return lines;
}

/* By the schema and not by a list: whoever adds a table that holds a person, or one that hangs on such a table, has it in the copy or says why not. */
static void a_persons_copy_has_every_table_that_can_hold_them(void **state)
{
	sqlite3 *h = s->site.db.handle;
	int64_t person = site_person(s, "maren@demo.invalid");
	sqlite3_stmt *q;
	int n = 0;

	(void)state;
	assert_int_equal(sqlite3_exec(h, arena_fmt(s->keep, "create table added_later (id bigint primary key, person bigint references person(id), words_sealed blob);"
		"insert into added_later select id, id, null from person; insert into asked_once values (%lld, 'after', 1)", (long long)person), NULL, NULL, NULL), SQLITE_OK);
	struct bytes_of tar = export(person, one);
	assert_int_equal(sqlite3_prepare_v2(h, "select m.name, max(c.name = 'person'), max(c.name = 'account') from sqlite_master m join pragma_table_info(m.name) c "
		"where m.type = 'table' and (c.name in ('person', 'account') or exists (select 1 from pragma_foreign_key_list(m.name) f join pragma_table_info(f.\"table\") d "
		"where d.name = 'person' and f.\"table\" not in ('practice', 'account'))) group by m.name", -1, &q, NULL), SQLITE_OK);
	for (; sqlite3_step(q) == SQLITE_ROW; n++) {
		const char *table = (const char *)sqlite3_column_text(q, 0);

		if (is_left_out(table) || str_equal(table, "person"))
			continue;
		if (!sqlite3_column_int(q, 1))
			fail_msg("table %s has rows of a person and no column that says whose: the copy cannot hold them", table);
		assert_int_equal(lines_of(in_tar(tar, arena_fmt(s->keep, "csv/%s.csv", table))), kept_count(h, arena_fmt(s->keep,
			"select count(*) from %s where person = %lld%s", table, (long long)person, str_equal(table, "event") ? " and what <> 'exported'" : "")));
	}
	sqlite3_finalize(q);
	assert_true(n > 30);
	assert_int_equal(lines_of(in_tar(tar, "csv/added_later.csv")), 1);
	assert_int_equal(sqlite3_exec(h, "drop table added_later", NULL, NULL, NULL), SQLITE_OK);
}

static void the_key_of_an_app_is_in_no_export(void **state)
{
	const char *cookie = site_door(s, 1), *key = site_enrol(s, &cookie);

	(void)state;
	assert_false(kept_holds(export(site_person(s, "maren@demo.invalid"), one), key, TOTP_TEXT - 1));
	struct bytes_of all = export(0, two);
	assert_true(all.n > 10000);
	assert_false(kept_holds(all, key, TOTP_TEXT - 1));
}

static void the_practice_holds_every_client_and_every_row(void **state)
{
	struct bytes_of tar = export(0, one), text = in_tar(tar, "clients.json");
	json_t *all = json_loadb((const char *)text.at, text.n, 0, NULL);
	sqlite3_stmt *q;

	(void)state;
	assert_int_equal(json_array_size(all), kept_count(s->site.db.handle, "select count(*) from person"));
	json_decref(all);
	assert_false(kept_holds(tar, "$argon2", 7));
	assert_true(kept_holds(in_tar(tar, "practice.json"), "Demonstration practice", 22));
	assert_int_equal(sqlite3_prepare_v2(s->site.db.handle, "select m.name from sqlite_master m join pragma_table_info(m.name) c where m.type = 'table' and "
		"c.name = 'person' and m.name not in ('invitation', 'access_link', 'opened', 'event')", -1, &q, NULL), SQLITE_OK);
	while (sqlite3_step(q) == SQLITE_ROW) {
		const char *table = (const char *)sqlite3_column_text(q, 0);
		assert_int_equal(lines_of(in_tar(tar, arena_fmt(s->keep, "csv/%s.csv", table))), kept_count(s->site.db.handle, arena_fmt(s->keep, "select count(*) from %s", table)));
	}
	sqlite3_finalize(q);
}

static void the_same_record_gives_the_same_bytes(void **state)
{
	struct cx cx = site_cx(s);
	struct bytes_of a = export(0, one);

	(void)state;
	cx.who.practice = kept_count(cx.db->handle, "select id from practice");
	assert_true(cx_save(&cx) && cx_event(&cx, 0, "exported") && db_commit(cx.db));
	struct bytes_of b = export(0, two);
	assert_int_equal(a.n, b.n);
	assert_memory_equal(a.at, b.at, a.n);
}

static void receipt_for(int64_t person)
{
	struct cx cx = site_cx(s);
	int64_t number, owner = kept_count(cx.db->handle, "select id from account where role = 'owner'");
	struct practice_any_rows p;

	assert_true(q_practice_any(cx.db, &p));
	cx.who = (struct who){ .role = ROLE_OWNER, .practice = p.at[0].id, .account = owner };
	assert_true(cx_save(&cx) && q_money_set(cx.db, p.at[0].id, "EUR", 1900, "Practice, Street 1") && q_service_add(cx.db, 77, p.at[0].id, "One hour", 60, 0, 0, 9050, 1));
	if (!receipts_write(&cx, person, 77, 1, &number) || !db_commit(cx.db))
		fail_msg("receipt: %s %s", s->err.field, s->err.detail);
}

/* On another day, at another hour, with another clock: the papers carry the day of the record. */
static void the_papers_are_in_it_and_the_same_on_another_day(void **state)
{
	int64_t person = site_person(s, "maren@demo.invalid");
	static const char *const names[] = { "ten-weeks", "progress-letter", "receipt-1" };

	(void)state;
	receipt_for(person);
	struct bytes_of a = export(person, one);
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		struct bytes_of pdf = in_tar(a, arena_fmt(s->keep, "papers/%lld/%s.pdf", (long long)person, names[i]));
		assert_memory_equal(pdf.at, "%PDF-1.5", 8);
		assert_true(kept_holds(pdf, "%%EOF", 5));
	}
	setenv("UNKNOT_CLOCK", "1799000000000", 1);
	sleep(1);
	struct bytes_of b = export(person, two);
	setenv("UNKNOT_CLOCK", "1795000000000", 1);
	assert_int_equal(a.n, b.n);
	assert_memory_equal(a.at, b.at, a.n);
	assert_false(kept_holds(b, arena_fmt(s->keep, "papers/%lld", (long long)site_person(s, "ines@demo.invalid")), 20));
}

/* Nobody takes home on paper what the pages hold back. */
static void while_a_stop_is_open_there_is_no_plan_on_paper(void **state)
{
	int64_t person = site_person(s, "maren@demo.invalid");

	(void)state;
	assert_int_equal(sqlite3_exec(s->site.db.handle, arena_fmt(s->keep, "insert into stop(id, person, tier, flags, occasion, at) values (99, %lld, 'emergency', "
		"'cauda_equina', 'week', 1795000000000)", (long long)person), NULL, NULL, NULL), SQLITE_OK);
	struct bytes_of tar = export(person, one);
	assert_false(kept_holds(tar, "ten-weeks.pdf", 13));
	assert_true(kept_holds(tar, "progress-letter.pdf", 19));
	assert_int_equal(sqlite3_exec(s->site.db.handle, "delete from stop where id = 99", NULL, NULL, NULL), SQLITE_OK);
}

static void every_sealed_column_can_be_opened_by_the_id_of_its_row(void **state)
{
	sqlite3_stmt *q;

	(void)state;
	assert_int_equal(sqlite3_prepare_v2(s->site.db.handle, "select m.name from sqlite_master m join pragma_table_info(m.name) c where m.type = 'table' and "
		"c.name like '%!_sealed' escape '!' and not exists (select 1 from pragma_table_info(m.name) d where d.name = 'id')", -1, &q, NULL), SQLITE_OK);
	if (sqlite3_step(q) == SQLITE_ROW)
		fail_msg("table %s has sealed columns and no id: the export cannot open them", (const char *)sqlite3_column_text(q, 0));
	sqlite3_finalize(q);
}

static void texts_that_a_spreadsheet_would_run_are_held_back(void **state)
{
	struct cx cx = site_cx(s);
	int64_t person = site_person(s, "maren@demo.invalid");

	(void)state;
	assert_true(cx_save(&cx) && q_person_notes(cx.db, person, kept_count(cx.db->handle, "select id from practice"), "=1+\"2\",\nnext") && db_commit(cx.db));
	struct bytes_of tar = export(person, one);
	assert_true(kept_holds(in_tar(tar, "csv/person.csv"), "\"'=1+\"\"2\"\",\nnext\"", 17));
	assert_true(kept_holds(in_tar(tar, "clients.json"), "=1+\\\"2\\\",\\nnext", 15));
}

static void what_is_not_there_or_sealed_otherwise_is_refused_and_leaves_no_file(void **state)
{
	struct err err = { 0 };
	int clients;

	(void)state;
	assert_false(export_write(s->site.db.handle, s->key, 4711, one, NULL, &clients, &err));
	assert_int_equal(err.code, ERR_MISSING);
	assert_int_equal(sqlite3_exec(s->site.db.handle, "update person set notes_sealed = randomblob(60)", NULL, NULL, NULL), SQLITE_OK);
	err = (struct err){ 0 };
	assert_false(export_write(s->site.db.handle, s->key, 0, one, NULL, &clients, &err));
	assert_int_equal(err.code, ERR_STORE);
	assert_int_not_equal(access(one, F_OK), 0);
	assert_int_not_equal(access(arena_fmt(s->keep, "%s.part", one), F_OK), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(one_person_is_whole_and_alone),
		TEST(a_persons_copy_has_every_table_that_can_hold_them),
		TEST(the_key_of_an_app_is_in_no_export),
		TEST(the_practice_holds_every_client_and_every_row),
		TEST(the_same_record_gives_the_same_bytes),
		TEST(the_papers_are_in_it_and_the_same_on_another_day),
		TEST(while_a_stop_is_open_there_is_no_plan_on_paper),
		TEST(every_sealed_column_can_be_opened_by_the_id_of_its_row),
		TEST(texts_that_a_spreadsheet_would_run_are_held_back),
		TEST(what_is_not_there_or_sealed_otherwise_is_refused_and_leaves_no_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
