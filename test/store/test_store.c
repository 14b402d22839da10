/* Sealing, migrations, transactions, and that no name stands in the file. */
#include "web/site.h"

static struct seal_key *key_at(const char *path, bool make, struct err *err)
{
	struct seal_key *key = NULL;

	return seal_key_open(path, make, &key, err) ? key : NULL;
}

static void a_sealed_text_opens_only_for_its_row_column_and_key(void **state)
{
	struct site *s = site_new();
	struct err err = { 0 };
	const char *out, *other_path = arena_fmt(s->keep, "%s.other", s->key_path);
	struct bytes shut = seal_shut(s->keep, s->key, "person.given", 7, "Maren");
	struct seal_key *other = key_at(other_path, true, &err);

	(void)state;
	assert_true(seal_open(s->keep, s->key, "person.given", 7, shut, &out, &err));
	assert_string_equal(out, "Maren");
	assert_false(seal_open(s->keep, s->key, "person.given", 8, shut, &out, &err));
	err = (struct err){ 0 };
	assert_false(seal_open(s->keep, s->key, "person.family", 7, shut, &out, &err));
	err = (struct err){ 0 };
	assert_false(seal_open(s->keep, other, "person.given", 7, shut, &out, &err));
	assert_int_equal(err.code, ERR_STORE);
	seal_key_close(other);
	unlink(other_path);
	site_end(s);
}

static void every_bit_of_a_sealed_text_counts(void **state)
{
	struct site *s = site_new();
	struct bytes shut = seal_shut(s->keep, s->key, "c", 1, "a note");

	(void)state;
	for (size_t bit = 0; bit < shut.n * 8; bit++) {
		unsigned char *copy = (unsigned char *)arena_copy(s->keep, shut.at, shut.n);
		struct err err = { 0 };
		const char *out;

		copy[bit / 8] ^= (unsigned char)(1u << bit % 8);
		assert_false(seal_open(s->keep, s->key, "c", 1, (struct bytes){ copy, shut.n }, &out, &err));
	}
	site_end(s);
}

static void a_key_file_open_to_others_or_damaged_is_refused(void **state)
{
	struct site *s = site_new();
	struct err err = { 0 };
	const char *path = arena_fmt(s->keep, "%s.bad", s->key_path);
	FILE *f = fopen(path, "w");

	(void)state;
	fputs("not hexadecimal\n", f);
	fclose(f);
	chmod(path, 0644);
	assert_null(key_at(path, false, &err));
	assert_non_null(strstr(err.detail, "chmod 600"));
	chmod(path, 0600);
	err = (struct err){ 0 };
	assert_null(key_at(path, false, &err));
	assert_non_null(strstr(err.detail, "64 hexadecimal digits"));
	unlink(path);
	err = (struct err){ 0 };
	assert_null(key_at(path, false, &err));
	site_end(s);
}

static void a_newer_database_is_refused_and_left_alone(void **state)
{
	struct site *s = site_new();
	struct err err = { 0 };

	(void)state;
	assert_int_equal(sqlite3_exec(s->site.db.handle, "pragma user_version=999", NULL, NULL, NULL), SQLITE_OK);
	assert_false(db_migrate(s->dir, s->key, &err));
	assert_non_null(strstr(err.detail, "newer"));
	site_end(s);
}

static void every_query_is_prepared_and_names_its_person(void **state)
{
	static const char *const clinical[] = { "answer", "mark", "stop", "plan", "checkin", "done", "lesson_read", "consent", "assessment",
		"outcome", "questionnaire" };

	(void)state;
	assert_true(sql_count > 50);
	for (int i = 0; i < sql_count; i++)
		for (size_t k = 0; k < sizeof(clinical) / sizeof(*clinical); k++) {
			const char *from = strstr(sql_all[i].text, " from "), *name = from ? from + 6 : NULL;

			if (name && str_begins(name, clinical[k]) && strchr(" \n", name[strlen(clinical[k])]) &&
				!strstr(sql_all[i].text, "person = ?") && !strstr(sql_all[i].text, "practice = ?"))
				fail_msg("query %s reads %s without naming a person or practice", sql_all[i].name, clinical[k]);
		}
}

static void a_rolled_back_write_is_gone_and_a_committed_one_stays(void **state)
{
	struct site *s = site_new();
	struct cx cx = site_cx(s);
	struct practice_any_rows rows;

	(void)state;
	assert_true(db_begin_write(cx.db) && q_practice_add(cx.db, 5, "P", "112", "1", "", 60, 0));
	db_rollback(cx.db);
	assert_true(q_practice_any(cx.db, &rows));
	assert_int_equal(rows.n, 0);
	assert_true(db_begin_write(cx.db) && q_practice_add(cx.db, 5, "P", "112", "1", "", 60, 0) && db_commit(cx.db));
	assert_true(q_practice_any(cx.db, &rows));
	assert_int_equal(rows.n, 1);
	site_end(s);
}

static size_t count_in_file(struct site *s, const char *name, const char *word)
{
	FILE *f = fopen(arena_fmt(s->keep, "%s/%s", s->dir, name), "rb");
	size_t n = 0, m = strlen(word), got;
	char *bytes = malloc(64 << 20);

	if (!f) {
		free(bytes);
		return 0;
	}
	got = fread(bytes, 1, 64 << 20, f);
	for (size_t i = 0; i + m <= got; i++)
		n += memcmp(bytes + i, word, m) == 0;
	fclose(f);
	free(bytes);
	return n;
}

static void no_name_mail_or_birthday_stands_in_the_files(void **state)
{
	static const char *const words[] = { "Maren", "Lindqvist", "maren@demo", "1979-04-18", "Keller", "Demonstration practice", "asked back in other" };
	static const char *const files[] = { "unknot.db", "unknot.db-wal" };
	struct site *s = site_new();
	size_t total = 0;

	(void)state;
	site_demo(s);
	for (size_t f = 0; f < 2; f++) {
		total += count_in_file(s, files[f], "buttock_upper_left");
		for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
			assert_int_equal(count_in_file(s, files[f], words[i]), 0);
	}
	assert_true(total > 0);         /* the search itself finds what is there in the clear */
	site_end(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_sealed_text_opens_only_for_its_row_column_and_key),
		cmocka_unit_test(every_bit_of_a_sealed_text_counts),
		cmocka_unit_test(a_key_file_open_to_others_or_damaged_is_refused),
		cmocka_unit_test(a_newer_database_is_refused_and_left_alone),
		cmocka_unit_test(every_query_is_prepared_and_names_its_person),
		cmocka_unit_test(a_rolled_back_write_is_gone_and_a_committed_one_stays),
		cmocka_unit_test(no_name_mail_or_birthday_stands_in_the_files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
