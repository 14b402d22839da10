/* backup, restore, phrase, export, erase, doctor, migrate: as they are run, with their exit codes. */
#include "run.h"

#include "base/embed.h"
#include "store/kept.h"

static struct site *s;
static const char *key, *file, *back, *back_key, *erased, *log_file, *tar;
static long long person;

static int begin(void **state)
{
	(void)state;
	s = site_new();
	site_demo(s);
	person = site_person(s, "maren@demo.invalid");
	key = s->key_path;
	file = kept_path(s, "backup");
	back = kept_path(s, "back");
	back_key = kept_path(s, "back.key");
	erased = kept_path(s, "erased");
	log_file = kept_path(s, "log");
	tar = kept_path(s, "tar");
	return 0;
}

static int end(void **state)
{
	const char *const files[] = { file, back_key, erased, log_file, tar };

	(void)state;
	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++)
		unlink(files[i]);
	kept_remove(back);
	site_end(s);
	return 0;
}

static void sql(const char *text)
{
	if (sqlite3_exec(s->site.db.handle, text, NULL, NULL, NULL) != SQLITE_OK)
		fail_msg("%s: %s", text, sqlite3_errmsg(s->site.db.handle));
}

static void a_backup_is_made_while_open_and_comes_back_by_key_or_phrase(void **state)
{
	(void)state;
	struct ran made = run(s->keep, "phrase", "--data", s->dir);
	says(made, 0, NULL);
	says(run(s->keep, "backup", file, "--data", s->dir), 0, "and to the recovery phrase");
	says(run(s->keep, "backup", file, "--data", s->dir), 2, "is there already");
	says(run(s->keep, "restore", file, "--data", back, "--key", key), 0, "no list of erasures");
	says(run(s->keep, "restore", file, "--data", back, "--key", key), 2, "not empty");
	says(run(s->keep, "doctor", "--data", back, "--key", key, "--audit"), 0, "nothing to mend");
	kept_remove(back);
	kept_write(log_file, made.out, strlen(made.out));
	says(run(s->keep, "restore", file, "--data", back, "--phrase", log_file), 0, "the key was brought back");
	says(run(s->keep, "doctor", "--data", back), 0, "nothing to mend");
	kept_remove(back);
	says(run(s->keep, "restore", file, "--data", back, "--phrase", log_file), 2, "is there already");    /* the key now is */
}

static void a_wrong_key_and_a_missing_practice_have_their_exit_codes(void **state)
{
	struct seal_key *other;

	(void)state;
	says(run(s->keep, "backup", file, "--data", s->dir), 0, "no recovery phrase yet");
	assert_true(seal_key_open(back_key, true, &other, &s->err));
	seal_key_close(other);
	says(run(s->keep, "restore", file, "--data", back), 3, "another key");
	assert_int_not_equal(access(back, F_OK), 0);
	says(run(s->keep, "restore", kept_path(s, "nothing"), "--data", back), 2, NULL);
	says(run(s->keep, "restore", file, "--data", back, "--erased", kept_path(s, "nothing")), 2, "list of erasures");
	says(run(s->keep, "backup"), 2, "wants the name of a file");
	says(run(s->keep, "backup", file, "--data", back), 2, "holds no practice");
	says(run(s->keep, "backup", file, "--data", s->dir, "--key", arena_fmt(s->keep, "%s/inside.key", s->dir)), 2, "inside");
	says(run(s->keep, "backup", file, "--date", s->dir), 2, "nearest is --data");
	says(run(s->keep, "export", tar, "--data", s->dir, "--key", back_key), 1, NULL);
}

static void an_export_is_entered_and_the_client_sees_it(void **state)
{
	const char *id = arena_fmt(s->keep, "%lld", person);

	(void)state;
	says(run(s->keep, "export", tar, "--client", "4711", "--data", s->dir), 2, "no client");
	says(run(s->keep, "export", tar, "--client", "Maren", "--data", s->dir), 2, "number of a client");
	says(run(s->keep, "export", tar, "--client", id, "--data", s->dir), 0, "1 client,");
	assert_true(kept_holds(kept_read(s, tar), "Lindqvist", 9));
	assert_non_null(strstr(site_get(s, site_door(s, 1), "/opened").body, "made a copy of your record"));
	assert_null(strstr(site_get(s, site_door(s, 2), "/opened").body, "made a copy of your record"));
	unlink(tar);
	says(run(s->keep, "export", tar, "--data", s->dir), 0, "clients,");
	assert_non_null(strstr(site_get(s, site_door(s, 2), "/opened").body, "made a copy of your record"));
}

static void erasing_takes_two_steps_and_survives_a_restore(void **state)
{
	const char *id = arena_fmt(s->keep, "%lld", person), *count = arena_fmt(s->keep, "select count(*) from person where id = %lld", person);
	const char *copy = arena_fmt(s->keep, "%s/unknot.db.before-4", s->dir);

	(void)state;
	kept_write(copy, "an older copy", 13);
	says(run(s->keep, "backup", file, "--data", s->dir), 0, NULL);
	says(run(s->keep, "erase", "--client", id, "--data", s->dir), 0, "Nothing has been erased");
	assert_int_equal(kept_count(s->site.db.handle, count), 1);
	assert_int_not_equal(access(erased, F_OK), 0);
	struct ran done = run(s->keep, "erase", "--client", id, "--yes", "--data", s->dir);
	says(done, 0, "event\t");
	assert_null(strstr(done.out, "WITHOUT A REASON"));
	assert_int_equal(kept_count(s->site.db.handle, count), 0);
	assert_int_not_equal(access(copy, F_OK), 0);
	says(run(s->keep, "erase", "--client", id, "--yes", "--data", s->dir), 2, "no client");
	says(run(s->keep, "doctor", "--data", s->dir, "--audit"), 0, "1 on the list of erasures");
	says(run(s->keep, "restore", file, "--data", back, "--key", key, "--erased", erased), 0, "erased again: 1");
	says(run(s->keep, "export", tar, "--data", back, "--key", key), 0, NULL);
	assert_false(kept_holds(kept_read(s, tar), "Lindqvist", 9));
}

/* What hangs on something of the person two steps away stops the erasure at its very end. */
static void an_erasure_that_fails_is_not_on_the_list(void **state)
{
	const char *id = arena_fmt(s->keep, "%lld", person), *count = arena_fmt(s->keep, "select count(*) from person where id = %lld", person);

	(void)state;
	sql(arena_fmt(s->keep, "create table near (id integer primary key, answer bigint references answer(seq)); create table far (near bigint references near(id));"
		"insert into near select 1, max(seq) from answer where person = %lld; insert into far values (1)", person));
	kept_write(erased, "4711 2026-01-01 all\n", 20);
	says(run(s->keep, "erase", "--client", id, "--yes", "--data", s->dir), 1, "FOREIGN KEY");
	assert_int_equal(kept_count(s->site.db.handle, count), 1);
	struct bytes_of b = kept_read(s, erased);
	assert_int_equal(b.n, 20);
	sql("drop table far; drop table near");
	says(run(s->keep, "doctor", "--data", s->dir), 0, "1 on the list of erasures");
	says(run(s->keep, "backup", file, "--data", s->dir), 0, NULL);
	says(run(s->keep, "restore", file, "--data", back, "--key", key, "--erased", erased), 0, "erased again: 0");
	unlink(erased);
}

static void a_duty_to_keep_is_told_before_and_after(void **state)
{
	const char *id = arena_fmt(s->keep, "%lld", person);

	(void)state;
	sql("update practice set keep_years = 10");
	says(run(s->keep, "erase", "--client", id, "--data", s->dir), 0, "must be kept until 20");
	says(run(s->keep, "erase", "--client", id, "--yes", "--data", s->dir), 0, "except for the treatment record");
	assert_int_equal(kept_count(s->site.db.handle, arena_fmt(s->keep, "select count(*) from person where id = %s", id)), 1);
	assert_int_equal(kept_count(s->site.db.handle, arena_fmt(s->keep, "select count(*) from checkin where person = %s", id)), 0);
}

static void the_doctor_finds_what_is_wrong_and_says_how_to_mend_it(void **state)
{
	(void)state;
	says(run(s->keep, "doctor", "--data", s->dir), 0, "nothing to mend");
	chmod(s->dir, 0755);
	says(run(s->keep, "doctor", "--data", s->dir), 1, "chmod 700");
	chmod(s->dir, 0700);
	chmod(key, 0644);
	says(run(s->keep, "doctor", "--data", s->dir), 1, "chmod 600");
	chmod(key, 0600);
	setenv("UNKNOT_CLOCK", "1700000000000", 1);
	says(run(s->keep, "doctor", "--data", s->dir), 1, "behind the newest entry");
	setenv("UNKNOT_CLOCK", "1795000000000", 1);
	says(run(s->keep, "doctor", "--data", s->dir, "--key", kept_path(s, "no.key")), 1, "Bring the key back");
	kept_write(erased, arena_fmt(s->keep, "%lld 2026-01-01 all\n", person), strlen(arena_fmt(s->keep, "%lld 2026-01-01 all\n", person)));
	says(run(s->keep, "doctor", "--data", s->dir), 1, "unknot erase --client");
	unlink(erased);
	sql("pragma user_version=999");
	says(run(s->keep, "doctor", "--data", s->dir), 1, "newer program");
	says(run(s->keep, "doctor", "--data", kept_path(s, "nothing")), 1, "is no folder");
}

static void the_doctor_names_the_first_broken_link(void **state)
{
	(void)state;
	sql("drop trigger event_stays; update event set what = 'nothing' where seq = 3; create trigger event_stays before update on event "
		"begin select raise(abort, 'the event log is only added to'); end");
	says(run(s->keep, "doctor", "--data", s->dir), 0, NULL);
	says(run(s->keep, "doctor", "--audit", "--data", s->dir), 1, "line 3 of 20");
}

static void the_doctor_finds_a_name_in_the_clear(void **state)
{
	(void)state;
	struct ran clean = run(s->keep, "doctor", "--data", s->dir);
	says(clean, 0, "too short or common");
	assert_null(strstr(clean.out, "none of 0 "));
	kept_write(log_file, "started\nGET / by Lindqvist 200\n", 31);
	struct ran r = run(s->keep, "doctor", log_file, "--data", s->dir);
	says(r, 1, "at byte 17");
	assert_null(strstr(r.out, "Lindqvist"));
	says(run(s->keep, "backup", file, "--data", s->dir), 0, NULL);
	says(run(s->keep, "doctor", file, "--data", s->dir), 0, "nothing to mend");
	sql(arena_fmt(s->keep, "update plan set body = body || ' 1979-04-18' where person = %lld", person));
	says(run(s->keep, "doctor", "--data", s->dir), 1, "person.born");
}

static void an_older_folder_is_named_and_migrated(void **state)
{
	const char *dir = back;
	sqlite3 *h;

	(void)state;
	assert_int_equal(mkdir(dir, 0700), 0);
	assert_int_equal(sqlite3_open(arena_fmt(s->keep, "%s/unknot.db", dir), &h), SQLITE_OK);
	for (int i = 0; i < 4; i++)
		assert_int_equal(sqlite3_exec(h, migration_files[i].at, NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_exec(h, "pragma user_version=4", NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(h);
	says(run(s->keep, "backup", file, "--data", dir, "--key", key), 1, "unknot migrate");
	says(run(s->keep, "doctor", "--data", dir, "--key", key), 1, "unknot migrate");
	says(run(s->keep, "migrate", "--data", dir, "--key", key), 0, "before-4");
	says(run(s->keep, "migrate", "--data", dir, "--key", key), 0, "already");
	says(run(s->keep, "doctor", "--data", dir, "--key", key), 0, "not set up yet");
}

static void a_new_way_in_is_made_at_the_computer(void **state)
{
	(void)state;
	says(run(s->keep, "access", "--data", s->dir), 2, "mail address");
	says(run(s->keep, "access", "nobody@demo.invalid", "--data", s->dir), 2, "no account");
	struct ran made = run(s->keep, "access", "THERAPIST@demo.invalid", "--data", s->dir);
	says(made, 0, "/access/");
	const char *link = arena_copy(s->keep, made.out, strcspn(made.out, "\n"));
	assert_int_equal(site_get(s, NULL, link).status, 200);
	assert_int_equal(site_send(s, METHOD_POST, NULL, link, "passphrase=der+stille+bach+im+mai&again=der+stille+bach+im+mai").status, 303);
	assert_int_equal(site_send(s, METHOD_POST, NULL, "/sign-in", "mail=therapist%40demo.invalid&passphrase=der+stille+bach+im+mai").status, 303);
}

static void clients_come_from_a_table_and_columns_that_are_not_read_are_named(void **state)
{
	static const char table[] = "given,family,born,sex,notes,address\nNora,Quist,1970-01-01,f,back since March,Elm Road 1\n";

	(void)state;
	kept_write(log_file, table, strlen(table));
	struct ran look = run(s->keep, "import-clients", log_file, "--dry-run", "--data", s->dir);
	says(look, 0, "Not read: notes, address.");
	says(look, 0, "1 can be taken over");
	struct ran taken = run(s->keep, "import-clients", log_file, "--data", s->dir);
	says(taken, 0, "Not read: notes, address.");
	says(taken, 0, "/welcome/");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_new_way_in_is_made_at_the_computer),
		TEST(a_backup_is_made_while_open_and_comes_back_by_key_or_phrase),
		TEST(a_wrong_key_and_a_missing_practice_have_their_exit_codes),
		TEST(an_export_is_entered_and_the_client_sees_it),
		TEST(erasing_takes_two_steps_and_survives_a_restore),
		TEST(an_erasure_that_fails_is_not_on_the_list),
		TEST(a_duty_to_keep_is_told_before_and_after),
		TEST(the_doctor_finds_what_is_wrong_and_says_how_to_mend_it),
		TEST(the_doctor_names_the_first_broken_link),
		TEST(the_doctor_finds_a_name_in_the_clear),
		TEST(an_older_folder_is_named_and_migrated),
		TEST(clients_come_from_a_table_and_columns_that_are_not_read_are_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
