/* Several workers that write all the time: each comes to its turn before a person would be told to try again. */
#include "web/site.h"

#include "net/os.h"

#include <sys/mman.h>
#include <sys/wait.h>

enum { WRITERS = 4, MILLISECONDS = 3000, WORK = 12 };   /* as many as workers; a transaction's own work and its disk, in milliseconds */

struct told { long done, failed, longest; };

static int begin(void **state)
{
	*state = site_new();
	return 0;
}

static int end(void **state)
{
	site_end(*state);
	return 0;
}

/* Counts in one row, so that a write that was lost would be missing in the end. */
static bool write_once(struct db *db)
{
	if (!db_begin_write(db))
		return false;
	usleep(1000 * WORK);
	return sqlite3_exec(db->handle, "update counted set n = n + 1", NULL, NULL, NULL) == SQLITE_OK && db_commit(db);
}

static void writer(struct site *s, struct told *t)
{
	struct err err = { 0 };
	struct db db;

	if (!db_open(&db, s->dir, s->key, false, &err))
		_exit(1);
	db.arena = s->keep;
	db.err = &err;
	sqlite3_exec(db.handle, "pragma synchronous = off", NULL, NULL, NULL);  /* a slow disk of this machine is not what is tried */
	for (int64_t until = os_ticks() + 1000 * MILLISECONDS; os_ticks() < until; ) {
		int64_t from = os_ticks();
		bool done = write_once(&db);
		long took = (long)((os_ticks() - from) / 1000);

		db_rollback(&db);
		t->done += done;
		t->failed += !done;
		t->longest = took > t->longest ? took : t->longest;
		usleep(1000);
	}
	db_close(&db);
	_exit(0);
}

static void each_writer_comes_to_its_turn(void **state)
{
	struct site *s = *state;
	struct told *t = mmap(NULL, sizeof(*t) * WRITERS, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	long done = 0, failed = 0, longest = 0;
	pid_t pid[WRITERS];
	int status;

	assert_ptr_not_equal(t, MAP_FAILED);
	assert_int_equal(sqlite3_exec(s->site.db.handle, "create table counted(n integer); insert into counted values(0)", NULL, NULL, NULL), SQLITE_OK);
	for (int i = 0; i < WRITERS; i++) {
		pid[i] = fork();
		if (!pid[i])
			writer(s, &t[i]);
		assert_true(pid[i] > 0);
	}
	for (int i = 0; i < WRITERS; i++) {
		assert_int_equal(waitpid(pid[i], &status, 0), pid[i]);
		assert_int_equal(status, 0);
		done += t[i].done;
		failed += t[i].failed;
		longest = t[i].longest > longest ? t[i].longest : longest;
		printf("writer %d: %ld written, %ld told to try again, longest %ld ms\n", i, t[i].done, t[i].failed, t[i].longest);
	}
	assert_int_equal(failed, 0);
	assert_true(done > WRITERS);
	sqlite3_stmt *q;
	assert_int_equal(sqlite3_prepare_v2(s->site.db.handle, "select n from counted", -1, &q, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(q), SQLITE_ROW);
	assert_int_equal(sqlite3_column_int64(q, 0), done);
	sqlite3_finalize(q);
	munmap(t, sizeof(*t) * WRITERS);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test_setup_teardown(each_writer_comes_to_its_turn, begin, end) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
