/* Whose the files are: root makes none for a practice of somebody else, doctor finds those that are there, and the evening's list of erasures is kept. */
#include "run.h"

#include "store/kept.h"

#include <dirent.h>

enum { SOMEBODY = 65534 };

static struct site *s;
static const char *file, *above, *back, *erased, *copy;
static long long person;

static int begin(void **state)
{
	(void)state;
	s = site_new();
	site_demo(s);
	person = site_person(s, "maren@demo.invalid");
	chmod(s->dir, 0700);
	file = kept_path(s, "backup");
	above = kept_path(s, "above");
	back = arena_fmt(s->keep, "%s/back", above);
	erased = kept_path(s, "erased");
	copy = arena_fmt(s->keep, "%s/unknot.erased", above);
	assert_int_equal(mkdir(above, 0700), 0);
	return 0;
}

static int end(void **state)
{
	const char *const files[] = { file, erased, arena_fmt(s->keep, "%s.next", s->key_path) };

	(void)state;
	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++)
		unlink(files[i]);
	kept_remove(above);
	site_end(s);
	return 0;
}

/* Only root can be refused for what root does, and only root can give a folder away. */
static void give(const char *path)
{
	if (geteuid() != 0) {
		print_message("left out: not run as root\n");
		skip();
	}
	assert_int_equal(chown(path, SOMEBODY, SOMEBODY), 0);
}

static void absent(const char *path)
{
	if (access(path, F_OK) == 0)
		fail_msg("%s is there", path);
}

static void root_makes_no_file_for_a_practice_of_somebody_else(void **state)
{
	const char *id = arena_fmt(s->keep, "%lld", person), *count = arena_fmt(s->keep, "select count(*) from person where id = %lld", person);

	(void)state;
	give(s->dir);
	says(run(s->keep, "erase", "--client", id, "--yes", "--data", s->dir), 3, "unknot erase ...");
	absent(erased);
	assert_int_equal(kept_count(s->site.db.handle, count), 1);
	says(run(s->keep, "key", "rotate", "--data", s->dir), 3, "sudo -u '");
	absent(arena_fmt(s->keep, "%s.next", s->key_path));
	says(run(s->keep, "migrate", "--data", s->dir), 3, "sudo -u '");
	says(run(s->keep, "mail", "--data", s->dir), 3, "sudo -u '");
	absent(arena_fmt(s->keep, "%s/mail.lock", s->dir));
	says(run(s->keep, "serve", "--data", s->dir, "--listen", "127.0.0.1:0"), 3, "sudo -u '");
	/* what only reads, or writes where root's files belong, goes on; SQLite gives its own files to whom the database belongs */
	says(run(s->keep, "doctor", "--data", s->dir), 1, "bad\tkey");
	says(run(s->keep, "backup", file, "--data", s->dir), 0, NULL);
}

static void root_puts_no_backup_and_restores_nothing_into_their_folders(void **state)
{
	(void)state;
	says(run(s->keep, "backup", file, "--data", s->dir), 0, NULL);
	give(above);
	says(run(s->keep, "restore", file, "--data", back, "--key", s->key_path), 3, "unknot restore ...");
	absent(back);
	assert_int_equal(mkdir(back, 0700), 0);         /* root's own, though it stands in theirs */
	says(run(s->keep, "restore", file, "--data", back, "--key", s->key_path), 0, NULL);
	give(s->dir);
	says(run(s->keep, "backup", arena_fmt(s->keep, "%s/today", above), "--data", s->dir), 3, "unknot backup ...");
	absent(arena_fmt(s->keep, "%s/today", above));
}

static void the_doctor_finds_a_list_and_a_key_that_are_somebody_elses(void **state)
{
	(void)state;
	kept_write(erased, "", 0);
	says(run(s->keep, "doctor", "--data", s->dir), 0, "ok\terased\t0 on the list");
	give(erased);
	says(run(s->keep, "doctor", "--data", s->dir), 1, "bad\terased");
	says(run(s->keep, "doctor", "--data", s->dir), 1, "sudo chown '");
	give(s->dir);
	says(run(s->keep, "doctor", "--data", s->dir), 1, "bad\tkey");
	assert_null(strstr(run(s->keep, "doctor", "--data", s->dir).out, "bad\terased"));
}

static struct ran evening(void)
{
	setenv("UNKNOT", run_whole(s->keep), 1);
	return run_program(s->keep, (const char *const[]){ "pkg/backup", s->dir, s->key_path, above, NULL });
}

static void list_is(const char *path, const char *text)
{
	struct bytes_of b = kept_read(s, path);
	struct stat st;

	if (!b.at || b.n != strlen(text) || memcmp(b.at, text, b.n) != 0)
		fail_msg("%s holds '%.*s', not '%s'", path, (int)b.n, b.at ? (const char *)b.at : "", text);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
}

static void the_evening_keeps_the_list_of_erasures_beside_the_backups(void **state)
{
	char newest[4096] = "";

	(void)state;
	says(evening(), 0, "read back and opened");
	list_is(copy, "");
	const char *id = arena_fmt(s->keep, "%lld", person);
	says(run(s->keep, "erase", "--client", id, "--yes", "--data", s->dir), 0, NULL);
	const char *line = (const char *)kept_read(s, erased).at;
	says(evening(), 0, NULL);                       /* there is a backup of today: the list is taken all the same */
	list_is(copy, arena_text(s->keep, line));
	absent(arena_fmt(s->keep, "%s.new", copy));
	unlink(erased);                                 /* a lost disk: the new one has no list, and takes none away */
	says(evening(), 0, NULL);
	list_is(copy, arena_text(s->keep, line));
	DIR *d = opendir(above);
	for (struct dirent *e; (e = readdir(d));)
		if (strlen(e->d_name) == strlen("unknot-2026-11-21"))
			snprintf(newest, sizeof(newest), "%s/%s", above, e->d_name);
	closedir(d);
	says(run(s->keep, "restore", newest, "--data", back, "--key", s->key_path, "--erased", copy), 0, "erased again: 1");
}

static void a_list_that_cannot_be_copied_is_told_and_holds_no_backup_up(void **state)
{
	(void)state;
	assert_int_equal(mkdir(erased, 0700), 0);
	struct ran r = evening();
	says(r, 1, "could not be copied");
	assert_non_null(strstr(r.out, "read back and opened"));
	rmdir(erased);
}

static const char *backup_of(const char *iso)
{
	return arena_fmt(s->keep, "%s/unknot-%s", above, iso);
}

/* The clock of the computer itself: the script asks `date`. */
static void old_backups_are_counted_and_one_of_a_day_to_come_is_told(void **state)
{
	char iso[11];
	int there = 0;
	day today = (day)(time(NULL) / 86400);

	(void)state;
	for (int back_days = 1; back_days <= 100; back_days++) {
		day_iso(today - 2000 - back_days, iso);         /* the last one was made five years ago, as this clock says */
		kept_write(backup_of(iso), "", 0);
	}
	says(evening(), 0, NULL);
	for (int back_days = 1; back_days <= 100; back_days++) {
		day_iso(today - 2000 - back_days, iso);
		there += access(backup_of(iso), F_OK) == 0;
		if (back_days <= 13 && access(backup_of(iso), F_OK) != 0)
			fail_msg("%s is gone", iso);
	}
	assert_true(there >= 13 + 7 && there <= 13 + 9 + 4);
	kept_write(backup_of("2099-01-05"), "", 0);
	says(evening(), 1, "2099-01-05 is of a day to come");
	assert_int_equal(access(backup_of("2099-01-05"), F_OK), 0);
}

/* Zeros where a disk lost a piece: the lines around it are still lines. */
static void the_copy_of_a_damaged_list_holds_its_whole_lines(void **state)
{
	static const char damaged[] = "4711 2026-01-01 all\n4712 20\0\0\0\n4713 2026-01-02 own\n47";

	(void)state;
	kept_write(erased, damaged, sizeof(damaged) - 1);
	says(evening(), 0, NULL);
	list_is(copy, "4711 2026-01-01 all\n4713 2026-01-02 own\n");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(root_makes_no_file_for_a_practice_of_somebody_else),
		TEST(root_puts_no_backup_and_restores_nothing_into_their_folders),
		TEST(the_doctor_finds_a_list_and_a_key_that_are_somebody_elses),
		TEST(the_evening_keeps_the_list_of_erasures_beside_the_backups),
		TEST(a_list_that_cannot_be_copied_is_told_and_holds_no_backup_up),
		TEST(old_backups_are_counted_and_one_of_a_day_to_come_is_told),
		TEST(the_copy_of_a_damaged_list_holds_its_whole_lines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
