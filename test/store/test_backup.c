/* A backup comes back whole; what is wrong, cut, flipped or newer is refused and leaves everything as it was. */
#include "kept.h"

#include "store/recovery.h"
#include "store/restore.h"

static struct site *s;
static const char *file, *to, *to_key, *erased;
static const char *phrase;

static int begin(void **state)
{
	struct backup_head head;
	struct cx cx;

	(void)state;
	s = site_new();
	site_demo(s);
	cx = site_cx(s);
	cx.who.practice = kept_count(cx.db->handle, "select id from practice");
	assert_true(account_phrase(&cx, &phrase) && db_commit(cx.db));
	file = kept_path(s, "backup");
	to = kept_path(s, "back");
	to_key = kept_path(s, "back.key");
	erased = kept_path(s, "back.erased");
	if (!backup_write(s->site.db.handle, s->key, 1795000000000, file, &head, &s->err))
		fail_msg("%s %s", s->err.field, s->err.detail);
	assert_true(head.phrase);
	return 0;
}

static int end(void **state)
{
	(void)state;
	unlink(file);
	unlink(to_key);
	unlink(erased);
	kept_remove(to);
	site_end(s);
	return 0;
}

static bool restore_from(const char *from, const char *key_path, const char *words, struct err *err)
{
	struct restore_order order = { .file = from, .dir = to, .key_path = key_path, .erased = erased, .phrase = words };
	struct restore_told told;

	*err = (struct err){ 0 };
	return restore_run(&order, &told, err);
}

static void nothing_there(void)
{
	assert_int_not_equal(access(to, F_OK), 0);
	assert_int_not_equal(access(to_key, F_OK), 0);
}

/* Every row of every table but who was signed in, as one number for each table. */
static void same_rows(sqlite3 *a, sqlite3 *b)
{
	sqlite3_stmt *q;
	int tables = 0;

	assert_int_equal(sqlite3_prepare_v2(a, "select name from sqlite_master where type = 'table' and name <> 'session'", -1, &q, NULL), SQLITE_OK);
	for (; sqlite3_step(q) == SQLITE_ROW; tables++) {
		const char *sql = arena_fmt(s->keep, "select count(*) from %s", (const char *)sqlite3_column_text(q, 0));

		assert_int_equal(kept_count(a, sql), kept_count(b, sql));
	}
	sqlite3_finalize(q);
	assert_true(tables > 15);
}

static void a_backup_comes_back_with_its_rows_its_names_and_its_log(void **state)
{
	struct err err;
	struct audit found;
	struct db db;
	struct account_by_mail_rows rows;

	(void)state;
	if (!restore_from(file, s->key_path, NULL, &err))
		fail_msg("%s %s", err.field, err.detail);
	assert_true(db_open(&db, to, s->key, false, &err));
	same_rows(s->site.db.handle, db.handle);
	assert_true(audit_check(db.handle, s->key, &found, &err));
	assert_int_equal(found.broken, 0);
	assert_true(found.lines > 5);
	db.arena = s->keep;
	db.err = &err;
	assert_true(q_account_by_mail(&db, "maren@demo.invalid", &rows) && rows.n == 1);
	db_close(&db);
}

/* Who was signed in then may have been signed out since: a tablet that was lost, a link that was used. */
static void nobody_comes_back_in_by_a_backup(void **state)
{
	static const char *const open[] = { "session", "invitation where used = 0", "access_link where used = 0",
		"mail_job where kind = 'invitation' and (state <> 'dropped' or link_sealed is not null)" };
	struct err err;
	struct db db;

	(void)state;
	(void)site_door(s, 0);
	assert_true(kept_count(s->site.db.handle, "select count(*) from session") > 0);
	assert_int_equal(sqlite3_exec(s->site.db.handle, "insert into invitation(id, person, token_hash, created, expires) select 77, min(id), x'77', 1, 2000000000000 from person;"
		"insert into mail_job(id, practice, person, kind, occasion, starts, due, state, made, changed, link_sealed) select 78, practice, id, 'invitation', 'x', 0, 1, "
		"'waiting', 1, 1, x'77' from person limit 1", NULL, NULL, NULL), SQLITE_OK);
	unlink(file);
	struct backup_head head;
	assert_true(backup_write(s->site.db.handle, s->key, 2, file, &head, &err));
	if (!restore_from(file, s->key_path, NULL, &err))
		fail_msg("%s %s", err.field, err.detail);
	assert_true(db_open(&db, to, s->key, false, &err));
	for (size_t i = 0; i < sizeof(open) / sizeof(*open); i++)
		assert_int_equal(kept_count(db.handle, arena_fmt(s->keep, "select count(*) from %s", open[i])), 0);
	assert_true(kept_count(db.handle, "select count(*) from account") > 1);
	db_close(&db);
}

static void the_phrase_alone_brings_back_data_and_key(void **state)
{
	struct err err;
	struct bytes_of was, is;

	(void)state;
	if (!restore_from(file, to_key, phrase, &err))
		fail_msg("%s %s", err.field, err.detail);
	was = kept_read(s, s->key_path);
	is = kept_read(s, to_key);
	assert_int_equal(was.n, is.n);
	assert_memory_equal(was.at, is.at, was.n);
}

static void a_wrong_key_or_phrase_is_refused_and_leaves_nothing(void **state)
{
	unsigned char public[RECOVERY_PUBLIC];
	const char *other_path = kept_path(s, "other.key");
	struct seal_key *other;
	struct err err = { 0 };

	(void)state;
	assert_true(seal_key_open(other_path, true, &other, &err));
	seal_key_close(other);
	assert_false(restore_from(file, other_path, NULL, &err));
	assert_int_equal(err.code, ERR_FORBIDDEN);
	assert_non_null(strstr(err.detail, "another key"));
	nothing_there();
	assert_false(restore_from(file, to_key, recovery_new(s->keep, public), &err));
	assert_int_equal(err.code, ERR_FORBIDDEN);
	nothing_there();
	assert_false(restore_from(file, s->key_path, phrase, &err));    /* a key that is there is never written over */
	assert_int_equal(err.code, ERR_CONFLICT);
	assert_false(restore_from(file, kept_path(s, "no.key"), NULL, &err));
	nothing_there();
	unlink(other_path);
}

static void every_length_but_the_whole_is_refused(void **state)
{
	struct bytes_of b = kept_read(s, file);
	const char *cut = kept_path(s, "cut");
	size_t lengths[] = { 0, 1, 15, 16, 40, 200, 240, 264, 265, 300, 65536, 65817, 65818, b.n / 2, b.n - 17, b.n - 1 };
	struct err err;

	(void)state;
	for (size_t i = 0; i < sizeof(lengths) / sizeof(*lengths); i++) {
		assert_true(lengths[i] < b.n);
		kept_write(cut, b.at, lengths[i]);
		if (restore_from(cut, s->key_path, NULL, &err))
			fail_msg("%zu of %zu bytes were taken", lengths[i], b.n);
		assert_int_equal(err.code, ERR_INPUT);
		nothing_there();
	}
	unsigned char *longer = arena_take(s->keep, b.n + 1, 1);
	memcpy(longer, b.at, b.n);
	kept_write(cut, longer, b.n + 1);
	assert_false(restore_from(cut, s->key_path, NULL, &err));
	nothing_there();
	unlink(cut);
}

static void every_flipped_bit_is_refused(void **state)
{
	struct bytes_of b = kept_read(s, file);
	const char *bad = kept_path(s, "bad");
	struct err err;

	(void)state;
	for (size_t i = 0; i < b.n; i += i < 300 ? 1 : b.n / 40) {
		b.at[i] ^= (unsigned char)(1u << i % 8);
		kept_write(bad, b.at, b.n);
		b.at[i] ^= (unsigned char)(1u << i % 8);
		if (restore_from(bad, s->key_path, NULL, &err))
			fail_msg("byte %zu was flipped and taken", i);
		nothing_there();
	}
	unlink(bad);
}

static void pieces_that_changed_places_are_refused(void **state)
{
	struct bytes_of b = kept_read(s, file);
	enum { HEAD_BYTES = 264, PIECE_BYTES = 65536 + 17 };
	const char *bad = kept_path(s, "bad");
	struct err err;

	(void)state;
	assert_true(b.at && b.n > HEAD_BYTES + 3 * PIECE_BYTES);
	unsigned char *one = b.at + HEAD_BYTES + PIECE_BYTES, *keep = arena_take(s->keep, PIECE_BYTES, 1);
	memcpy(keep, one, PIECE_BYTES);
	memmove(one, one + PIECE_BYTES, PIECE_BYTES);
	memcpy(one + PIECE_BYTES, keep, PIECE_BYTES);
	kept_write(bad, b.at, b.n);
	assert_false(restore_from(bad, s->key_path, NULL, &err));
	nothing_there();
	unlink(bad);
}

static void a_newer_backup_is_refused(void **state)
{
	struct err err = { 0 };
	struct backup_head head;
	const char *newer = kept_path(s, "newer");

	(void)state;
	assert_int_equal(sqlite3_exec(s->site.db.handle, "pragma user_version=999", NULL, NULL, NULL), SQLITE_OK);
	assert_false(backup_write(s->site.db.handle, s->key, 1, newer, &head, &err));
	assert_int_not_equal(access(newer, F_OK), 0);           /* one that could not be restored here is not kept either */
	struct bytes_of b = kept_read(s, file);
	unsigned char *ahead = arena_take(s->keep, b.n + 17, 1);
	memcpy(ahead, b.at, b.n);
	ahead[16] = (unsigned char)(db_schema_newest() + 1);
	kept_write(newer, ahead, b.n);
	assert_false(restore_from(newer, s->key_path, NULL, &err));
	assert_non_null(strstr(err.detail, "newer"));
	nothing_there();
	unlink(newer);
}

static void a_folder_that_is_not_empty_is_left_as_it_is(void **state)
{
	struct err err;

	(void)state;
	assert_int_equal(mkdir(to, 0700), 0);
	const char *inside = arena_fmt(s->keep, "%s/letter.txt", to);
	kept_write(inside, "mine", 4);
	assert_false(restore_from(file, s->key_path, NULL, &err));
	assert_int_equal(err.code, ERR_CONFLICT);
	assert_int_equal(kept_read(s, inside).n, 4);
	assert_int_not_equal(access(arena_fmt(s->keep, "%s/unknot.db", to), F_OK), 0);
	unlink(inside);
	kept_write(arena_fmt(s->keep, "%s/unknot.db.part", to), "half", 4);     /* of a restore that was cut short */
	assert_true(restore_from(file, s->key_path, NULL, &err));       /* empty is fine */
}

static void a_backup_never_replaces_a_file_and_outlives_a_run_that_was_cut_short(void **state)
{
	struct backup_head head;
	struct err err = { 0 };
	const char *next = kept_path(s, "next"), *part = arena_fmt(s->keep, "%s.part", next);

	(void)state;
	assert_false(backup_write(s->site.db.handle, s->key, 1, file, &head, &err));
	assert_int_equal(err.code, ERR_CONFLICT);
	kept_write(part, "half", 4);
	err = (struct err){ 0 };
	assert_false(restore_from(part, s->key_path, NULL, &err));
	err = (struct err){ 0 };
	assert_true(backup_write(s->site.db.handle, s->key, 1, next, &head, &err));
	assert_int_not_equal(access(part, F_OK), 0);
	struct stat st;
	assert_int_equal(stat(next, &st), 0);
	assert_int_equal(st.st_mode & 077, 0);
	unlink(next);
	err = (struct err){ 0 };
	assert_false(backup_write(s->site.db.handle, s->key, 1, "/nowhere/at/all", &head, &err));
	assert_int_equal(err.code, ERR_STORE);
}

/* While a transaction is open elsewhere the backup holds what was committed, all of it and nothing of the other. */
static void an_open_transaction_elsewhere_is_not_in_it(void **state)
{
	struct backup_head head;
	struct err err = { 0 };
	struct db other;
	const char *next = kept_path(s, "next");

	(void)state;
	assert_true(db_open(&other, s->dir, s->key, false, &err));
	assert_int_equal(sqlite3_exec(other.handle, "begin immediate; delete from checkin", NULL, NULL, NULL), SQLITE_OK);
	assert_true(backup_write(s->site.db.handle, s->key, 1, next, &head, &err));
	assert_int_equal(sqlite3_exec(other.handle, "commit", NULL, NULL, NULL), SQLITE_OK);
	assert_true(restore_from(next, s->key_path, NULL, &err));
	db_close(&other);
	assert_true(db_open(&other, to, s->key, false, &err));
	assert_true(kept_count(other.handle, "select count(*) from checkin") > 5);
	db_close(&other);
	unlink(next);
}

static void no_name_and_no_page_stands_in_a_backup(void **state)
{
	static const char *const words[] = { "Maren", "Lindqvist", "maren@demo", "1979-04-18", "SQLite format", "create table", "buttock_upper_left" };
	struct bytes_of b = kept_read(s, file);

	(void)state;
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		assert_false(kept_holds(b, words[i], strlen(words[i])));
}

static void a_phrase_is_read_as_people_write_it_and_slips_are_named(void **state)
{
	unsigned char public[RECOVERY_PUBLIC], again[RECOVERY_PUBLIC], secret[RECOVERY_SECRET];
	const char *words = recovery_new(s->keep, public);
	struct err err = { 0 };

	(void)state;
	char *typed = arena_fmt(s->keep, "  %s\n", words);
	for (char *at = typed; *at; at++)
		*at = *at == ' ' && at > typed + 2 ? '-' : *at >= 'a' && *at <= 'z' ? (char)(*at - 32) : *at;
	assert_true(recovery_read(typed, again, secret, &err));
	assert_memory_equal(public, again, sizeof(public));
	char *slip = arena_text(s->keep, words);
	slip[0] = slip[0] == 'b' ? 'd' : 'b';
	assert_false(recovery_read(slip, again, secret, &err));
	assert_non_null(strstr(err.detail, "ninth word"));
	err = (struct err){ 0 };
	slip[7] = 'y';
	assert_false(recovery_read(slip, again, secret, &err));
	assert_non_null(strstr(err.detail, "word 2"));
	err = (struct err){ 0 };
	assert_false(recovery_read("babab", again, secret, &err));
	err = (struct err){ 0 };
	assert_false(recovery_read(arena_fmt(s->keep, "%s babab", words), again, secret, &err));
	assert_string_not_equal(words, recovery_new(s->keep, again));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_backup_comes_back_with_its_rows_its_names_and_its_log),
		TEST(nobody_comes_back_in_by_a_backup),
		TEST(the_phrase_alone_brings_back_data_and_key),
		TEST(a_wrong_key_or_phrase_is_refused_and_leaves_nothing),
		TEST(every_length_but_the_whole_is_refused),
		TEST(every_flipped_bit_is_refused),
		TEST(pieces_that_changed_places_are_refused),
		TEST(a_newer_backup_is_refused),
		TEST(a_folder_that_is_not_empty_is_left_as_it_is),
		TEST(a_backup_never_replaces_a_file_and_outlives_a_run_that_was_cut_short),
		TEST(an_open_transaction_elsewhere_is_not_in_it),
		TEST(no_name_and_no_page_stands_in_a_backup),
		TEST(a_phrase_is_read_as_people_write_it_and_slips_are_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
