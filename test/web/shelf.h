/* test/web/shelf.h -- data folders that are made once for a run of the tests and copied from then on.
 * They stand in the folder UNKNOT_SHELF, which ./dev makes and takes away; without it each process has a shelf of its own. */
#ifndef TEST_WEB_SHELF_H
#define TEST_WEB_SHELF_H

#include "support.h"

#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static char shelf_own[64];      /* of this process; "" as long as it has none */
static pid_t shelf_pid;

static inline int shelf_unlink(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

static inline void shelf_forget(void)
{
	if (getpid() == shelf_pid)      /* not a child of the test */
		nftw(shelf_own, shelf_unlink, 8, FTW_DEPTH | FTW_PHYS);
}

static inline const char *shelf_folder(void)
{
	if (getenv("UNKNOT_SHELF"))
		return getenv("UNKNOT_SHELF");
	if (!shelf_own[0]) {
		test_folder(shelf_own, sizeof(shelf_own), "shelf");
		shelf_pid = getpid();
		atexit(shelf_forget);
	}
	return shelf_own;
}

static inline void shelf_copy_file(const char *from, const char *to)
{
	int in = open(from, O_RDONLY), out = open(to, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	char part[1 << 16];
	ssize_t n;

	assert_true(in >= 0 && out >= 0);
	while ((n = read(in, part, sizeof(part))) > 0)
		assert_int_equal(write(out, part, (size_t)n), n);
	assert_int_equal(n, 0);
	close(in);
	close(out);
}

/* The files of one folder into another. */
static inline void shelf_copy(const char *from, const char *to)
{
	DIR *d = opendir(from);
	struct dirent *e;
	char one[544], two[544];

	assert_non_null(d);
	while ((e = readdir(d))) {
		if (e->d_name[0] == '.')
			continue;
		snprintf(one, sizeof(one), "%s/%s", from, e->d_name);
		snprintf(two, sizeof(two), "%s/%s", to, e->d_name);
		shelf_copy_file(one, two);
	}
	closedir(d);
}

/* Copies what stands under this name into the closed data folder and beside it as its key; false: nothing does yet. */
static inline bool shelf_take(const char *name, const char *dir, const char *key_path)
{
	char from[256], key[264];

	snprintf(from, sizeof(from), "%s/%s", shelf_folder(), name);
	snprintf(key, sizeof(key), "%s.key", from);
	if (access(from, F_OK) != 0)
		return false;
	shelf_copy(from, dir);
	shelf_copy_file(key, key_path);
	return true;
}

/* Puts a closed data folder there for those who come after; who comes second leaves what is there. */
static inline void shelf_put(const char *name, const char *dir, const char *key_path)
{
	char to[256], made[264], path[264];
	const char *shelf = shelf_folder();

	snprintf(path, sizeof(path), "%s/lock", shelf);
	int lock = open(path, O_WRONLY | O_CREAT, 0600);
	assert_true(lock >= 0 && flock(lock, LOCK_EX) == 0);
	snprintf(to, sizeof(to), "%s/%s", shelf, name);
	if (access(to, F_OK) != 0) {
		snprintf(made, sizeof(made), "%s/%s.new", shelf, name);
		assert_int_equal(mkdir(made, 0700), 0);
		shelf_copy(dir, made);
		snprintf(path, sizeof(path), "%s.key", to);
		shelf_copy_file(key_path, path);
		assert_int_equal(rename(made, to), 0);
	}
	close(lock);
}

#endif
