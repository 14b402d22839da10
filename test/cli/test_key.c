/* A new key while people work: nothing is lost, nothing stays with the old one, and whenever it is killed it goes on. */
#include "run.h"

#include "store/audit.h"
#include "store/kept.h"
#include "store/rotate.h"

#include <glob.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/wait.h>

static struct site *s;
static const char *owner, *maren, *next, *key, *file;
static unsigned char first[HASH_BYTES];
static int64_t maren_id;

/* By her address, in a transaction as every request has one. */
static int64_t find_maren(void)
{
	struct cx cx = site_cx(s);
	struct account_by_mail_rows a;
	struct person_of_account_rows p;

	assert_true(db_begin_read(cx.db) && q_account_by_mail(cx.db, "maren@demo.invalid", &a) && a.n == 1 && q_person_of_account(cx.db, a.at[0].id, &p) && p.n == 1);
	db_rollback(cx.db);
	return p.at[0].id;
}

static int begin(void **state)
{
	(void)state;
	s = site_new();
	site_demo(s);
	owner = site_door(s, 0);
	maren = site_door(s, 1);
	maren_id = find_maren();
	key = s->key_path;
	next = arena_fmt(s->keep, "%s.next", key);
	file = kept_path(s, "backup");
	seal_key_master(s->key, first);
	return 0;
}

static int end(void **state)
{
	glob_t old = { 0 };

	(void)state;
	if (glob(arena_fmt(s->keep, "%s.*", key), 0, NULL, &old) == 0)
		for (size_t i = 0; i < old.gl_pathc; i++)
			unlink(old.gl_pathv[i]);
	globfree(&old);
	unlink(file);
	site_end(s);
	return 0;
}

static struct ran rotate(void)
{
	return run(s->keep, "key", "rotate", "--data", s->dir);
}

/* Opens every sealed value there is; which of them this key alone opens. */
static void sealed_values(const unsigned char master[HASH_BYTES], int *opened, int *all)
{
	sqlite3 *h = s->site.db.handle;
	sqlite3_stmt *t, *q;
	struct seal_key *alone;
	struct err err = { 0 };

	*opened = *all = 0;
	assert_true(seal_key_from(master, &alone, &err));
	assert_int_equal(sqlite3_prepare_v2(h, "select m.name, c.name from sqlite_master m join pragma_table_info(m.name) c where m.type = 'table' and "
		"c.name like '%!_sealed' escape '!'", -1, &t, NULL), SQLITE_OK);
	while (sqlite3_step(t) == SQLITE_ROW) {
		const char *table = (const char *)sqlite3_column_text(t, 0), *column = (const char *)sqlite3_column_text(t, 1), *text;
		const char *bound = arena_fmt(s->keep, "%s.%.*s", table, (int)strlen(column) - 7, column);

		assert_int_equal(sqlite3_prepare_v2(h, arena_fmt(s->keep, "select id, %s from %s where %s is not null", column, table, column), -1, &q, NULL), SQLITE_OK);
		while (sqlite3_step(q) == SQLITE_ROW) {
			struct bytes b = { sqlite3_column_blob(q, 1), (size_t)sqlite3_column_bytes(q, 1) };
			struct err quiet = { 0 };

			++*all;
			*opened += seal_open(s->keep, alone, bound, sqlite3_column_int64(q, 0), b, &text, &quiet);
		}
		sqlite3_finalize(q);
	}
	sqlite3_finalize(t);
	seal_key_close(alone);
}

static void key_on_disk(unsigned char master[HASH_BYTES])
{
	struct seal_key *k;
	struct err err = { 0 };

	if (!seal_key_open(key, false, &k, &err))
		fail_msg("%s", err.detail);
	seal_key_master(k, master);
	seal_key_close(k);
}

static void everything_is_with_the_key_on_the_disk_alone(const unsigned char before[HASH_BYTES])
{
	unsigned char now[HASH_BYTES];
	int opened, all;

	key_on_disk(now);
	assert_memory_not_equal(now, before, HASH_BYTES);
	sealed_values(now, &opened, &all);
	assert_true(all > 50);
	assert_int_equal(opened, all);
	sealed_values(before, &opened, &all);
	assert_int_equal(opened, 0);
}

/* Who comes in the moment of the change over is asked to try again, and does. */
static struct answer open_page(const char *who, const char *path)
{
	struct answer a = site_get(s, who, path);

	for (int i = 0; a.status == 503 && i < 100; i++) {
		usleep(50000);
		a = site_get(s, who, path);
	}
	assert_int_equal(a.status, 200);
	return a;
}

static void keep_note(const char *path, const char *notes)
{
	for (int i = 0; i < 100; i++) {
		struct answer page = open_page(owner, path), a = site_send(s, METHOD_POST, owner, arena_fmt(s->keep, "%s/notes", path),
			arena_fmt(s->keep, "csrf=%s&form_key=%s&notes=%s", site_hidden(s, page.body, "csrf"), site_hidden(s, page.body, "form_key"), notes));

		if (a.status != 503) {
			assert_int_equal(a.status, 303);
			return;
		}
	}
	fail_msg("nothing could be saved");
}

/* The site was opened before and never told: it reads, writes, and finds people by their address. */
static void people_go_on_working(int round)
{
	const char *path = arena_fmt(s->keep, "/client/%lld", (long long)maren_id);

	assert_non_null(strstr(open_page(owner, path).body, "Maren Lindqvist"));
	keep_note(path, arena_fmt(s->keep, "round+%d", round));
	assert_non_null(strstr(open_page(owner, path).body, arena_fmt(s->keep, "round %d", round)));
	assert_int_equal(find_maren(), maren_id);
	open_page(maren, "/today");
}

static const char *device(void)
{
	struct answer a = site_get(s, maren, "/kept");
	const char *at = strstr(a.body, "\"owner\"");

	if (!at)
		fail_msg("no identity of a device in %d %s", a.status, a.body);
	return arena_copy(s->keep, at, (size_t)(strstr(at, "\"csrf\"") - at));
}

static void a_new_key_takes_over_while_the_site_is_open(void **state)
{
	const char *identity = device();
	struct audit log;

	(void)state;
	people_go_on_working(1);
	says(rotate(), 0, ".until-2026-11-18");
	everything_is_with_the_key_on_the_disk_alone(first);
	assert_int_equal(access(next, F_OK), -1);
	people_go_on_working(2);
	assert_string_equal(device(), identity);        /* what waits on a device is still theirs */
	assert_true(audit_check(s->site.db.handle, s->key, &log, &s->err));
	assert_int_equal(log.broken, 0);
	says(run(s->keep, "doctor", "--audit", "--data", s->dir), 0, "nothing to mend");
	assert_int_equal(kept_count(s->site.db.handle, "select count(*) from event where what = 'key_changed'"), 1);
	assert_int_equal(sqlite3_exec(s->site.db.handle, "update event set what = 'x'", NULL, NULL, NULL), SQLITE_CONSTRAINT_TRIGGER);
	assert_int_equal(sqlite3_exec(s->site.db.handle, "delete from event", NULL, NULL, NULL), SQLITE_CONSTRAINT_TRIGGER);
}

static void the_old_key_opens_old_backups_and_nothing_else(void **state)
{
	const char *back = kept_path(s, "back"), *old = arena_fmt(s->keep, "%s.until-2026-11-18-2", key);
	unsigned char before[HASH_BYTES];

	(void)state;
	key_on_disk(before);
	says(run(s->keep, "backup", file, "--data", s->dir), 0, NULL);
	says(rotate(), 0, "until-2026-11-18-2");        /* a second one on the same day keeps both */
	everything_is_with_the_key_on_the_disk_alone(before);
	says(run(s->keep, "restore", file, "--data", back, "--key", key), 3, NULL);
	says(run(s->keep, "restore", file, "--data", back, "--key", old), 0, NULL);
	says(run(s->keep, "doctor", "--data", back, "--key", old), 0, NULL);
	says(run(s->keep, "doctor", "--data", s->dir, "--key", old), 1, "the key of this folder was changed");
	says(run(s->keep, "doctor", "--data", back, "--key", key), 1, NULL);
	kept_remove(back);
	unlink(file);
}

static void one_that_is_begun_holds_backups_up_and_doctor_tells(void **state)
{
	struct seal_key *k;

	(void)state;
	assert_true(seal_key_open(next, true, &k, &s->err));
	seal_key_close(k);
	says(run(s->keep, "backup", file, "--data", s->dir), 2, "first finish it");
	assert_int_equal(access(file, F_OK), -1);
	says(run(s->keep, "doctor", "--data", s->dir), 1, "values carry it");
	people_go_on_working(3);
	int fd = open(s->dir, O_RDONLY | O_DIRECTORY);
	assert_int_equal(flock(fd, LOCK_EX), 0);
	says(rotate(), 2, "just now");
	close(fd);
	says(rotate(), 0, NULL);
	people_go_on_working(4);
}

/* Between the transaction and the files: whoever starts then finds the key beside the old one. */
static void the_last_step_alone_is_gone_on_with(void **state)
{
	unsigned char before[HASH_BYTES], now[HASH_BYTES];

	(void)state;
	key_on_disk(before);
	says(rotate(), 0, NULL);
	key_on_disk(now);
	assert_int_equal(rename(key, next), 0);
	assert_true(seal_key_write(key, before, &s->err));
	says(run(s->keep, "doctor", "--data", s->dir), 1, "not in its place yet");
	people_go_on_working(5);
	says(rotate(), 0, NULL);
	everything_is_with_the_key_on_the_disk_alone(before);
	unsigned char after[HASH_BYTES];
	key_on_disk(after);
	assert_memory_equal(after, now, HASH_BYTES);
}

static void a_log_that_was_tampered_with_is_not_covered_up(void **state)
{
	sqlite3 *h = s->site.db.handle;

	(void)state;
	assert_int_equal(sqlite3_exec(h, "begin; drop trigger event_stays; create table kept_event as select seq, what from event where seq = 3; "
		"update event set what = 'nothing' where seq = 3; commit", NULL, NULL, NULL), SQLITE_OK);
	says(rotate(), 2, "line 3 of the event log");
	assert_int_equal(access(next, F_OK), -1);
	assert_int_equal(sqlite3_exec(h, "begin; update event set what = (select what from kept_event) where seq = 3; drop table kept_event; "
		"create trigger event_stays before update on event begin select raise(abort, 'the event log is only added to'); end; commit", NULL, NULL, NULL), SQLITE_OK);
	says(rotate(), 0, NULL);
}

enum { KILLS = 40, MOST_US = 60000 };

/* A child begins or goes on; after a moment it is killed, wherever it is. */
static bool killed(unsigned us)
{
	int status;
	pid_t child = fork();

	assert_true(child >= 0);
	if (child == 0) {
		struct arena *a = arena_new(64 << 20);

		_exit(run(a, "key", "rotate", "--data", s->dir).code);
	}
	usleep(us);
	kill(child, SIGKILL);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status) || WEXITSTATUS(status) == 0);
	return WIFSIGNALED(status);
}

static void killed_at_any_moment_it_goes_on_and_nobody_notices(void **state)
{
	unsigned char before[HASH_BYTES];
	unsigned us = 12345;
	int midway = 0;
	struct audit log;

	(void)state;
	for (int i = 0; i < KILLS; i++) {
		us = (us * 1103515245u + 12345u) & 0x7fffffffu;
		killed(us % MOST_US);
		midway += access(next, F_OK) == 0;
		people_go_on_working(100 + i);
	}
	assert_true(midway > 0);
	key_on_disk(before);
	if (access(next, F_OK) == 0)
		says(rotate(), 0, NULL);
	key_on_disk(before);
	says(rotate(), 0, NULL);
	everything_is_with_the_key_on_the_disk_alone(before);
	people_go_on_working(200);
	assert_true(audit_check(s->site.db.handle, s->key, &log, &s->err));
	assert_int_equal(log.broken, 0);
	assert_int_equal(log.lines, kept_count(s->site.db.handle, "select count(*) from event"));
	says(run(s->keep, "doctor", "--audit", "--data", s->dir), 0, "nothing to mend");
	print_message("killed %d times, %d times midway\n", KILLS, midway);
}

/* Nobody is stopped: pages are read and written all the while, by a process that opened the key before. */
static void people_write_while_it_runs(void **state)
{
	unsigned char before[HASH_BYTES];
	int status, round = 300;

	(void)state;
	key_on_disk(before);
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0)
		_exit(run(arena_new(64 << 20), "key", "rotate", "--data", s->dir).code);
	while (waitpid(child, &status, WNOHANG) == 0)
		people_go_on_working(round++);
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	assert_true(round > 300);
	people_go_on_working(round);
	everything_is_with_the_key_on_the_disk_alone(before);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_new_key_takes_over_while_the_site_is_open),
		cmocka_unit_test(the_old_key_opens_old_backups_and_nothing_else),
		cmocka_unit_test(one_that_is_begun_holds_backups_up_and_doctor_tells),
		cmocka_unit_test(the_last_step_alone_is_gone_on_with),
		cmocka_unit_test(a_log_that_was_tampered_with_is_not_covered_up),
		cmocka_unit_test(people_write_while_it_runs),
		cmocka_unit_test(killed_at_any_moment_it_goes_on_and_nobody_notices),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
