/* store/image.c -- SQLite's backup, serialize and deserialize. */
#include "store/image.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { WRITE_VERSION = 18, READ_VERSION = 19 };         /* bytes of the file's head: 2 is WAL, which memory has not */

static bool copy(sqlite3 *from, sqlite3 *to, struct err *err)
{
	sqlite3_backup *b = sqlite3_backup_init(to, "main", from, "main");

	for (int tries = 0; b && tries < 200; tries++) {
		int code = sqlite3_backup_step(b, -1);

		if (code != SQLITE_BUSY && code != SQLITE_LOCKED)
			break;
		sqlite3_sleep(25);
	}
	if (b && sqlite3_backup_finish(b) == SQLITE_OK)
		return true;
	return fail(err, ERR_STORE, "backup", "%s", sqlite3_errmsg(to));
}

bool image_take(sqlite3 *from, struct image *out, struct err *err)
{
	sqlite3 *memory = NULL;

	*out = (struct image){ 0 };
	bool done = (sqlite3_open(":memory:", &memory) == SQLITE_OK || fail(err, ERR_STORE, "backup", "no memory for a copy of the database")) &&
		copy(from, memory, err);
	if (done) {
		sqlite3_int64 n;

		out->at = sqlite3_serialize(memory, "main", &n, 0);
		out->n = n;
		done = (out->at && n > READ_VERSION) || fail(err, ERR_STORE, "backup", "no memory for a copy of the database");
	}
	if (done)
		out->at[WRITE_VERSION] = out->at[READ_VERSION] = 1;
	sqlite3_close(memory);
	return done;
}

static bool asks(sqlite3 *h, const char *sql, const char *good, struct err *err)
{
	sqlite3_stmt *s = NULL;
	int code = sqlite3_prepare_v2(h, sql, -1, &s, NULL);
	bool whole = false;

	if (code == SQLITE_OK)
		code = sqlite3_step(s);
	const char *said = code == SQLITE_ROW ? (const char *)sqlite3_column_text(s, 0) : NULL;
	if (code == SQLITE_DONE ? !good : said && good && strcmp(said, good) == 0)
		whole = true;
	else
		fail(err, ERR_STORE, "database", "it is damaged: %.150s", said ? said : sqlite3_errmsg(h));
	sqlite3_finalize(s);
	return whole;
}

bool image_check(sqlite3 *h, struct err *err)
{
	return asks(h, "pragma integrity_check(1)", "ok", err) && asks(h, "pragma foreign_key_check", NULL, err);
}

bool image_open(struct image *in, sqlite3 **out, struct err *err)
{
	unsigned char *at = in->at;
	int64_t n = in->n;

	*in = (struct image){ 0 };
	if (sqlite3_open(":memory:", out) != SQLITE_OK) {
		sqlite3_free(at);
		sqlite3_close(*out);
		return fail(err, ERR_STORE, "database", "no memory to open a copy of the database");
	}
	if (sqlite3_deserialize(*out, "main", at, n, n, SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_RESIZEABLE) == SQLITE_OK &&
		sqlite3_exec(*out, "pragma foreign_keys=on; pragma secure_delete=on; pragma trusted_schema=off", NULL, NULL, NULL) == SQLITE_OK &&
		image_check(*out, err))
		return true;
	fail(err, ERR_STORE, "database", "%s", sqlite3_errmsg(*out));
	sqlite3_close(*out);
	return false;
}

void image_free(struct image *i)
{
	sqlite3_free(i->at);
	*i = (struct image){ 0 };
}

bool file_put(const char *path, const void *at, size_t n, struct err *err)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	const char *next = at;
	ssize_t put = 0;

	if (fd < 0)
		return fail(err, ERR_STORE, path, "cannot be made: %s", strerror(errno));
	for (size_t left = n; left && (put = write(fd, next, left)) > 0; left -= (size_t)put)
		next += put;
	bool done = put >= 0 && next == (const char *)at + n && fsync(fd) == 0;
	if (!done)
		fail(err, ERR_STORE, path, "cannot be written: %s", strerror(errno));
	close(fd);
	if (!done)
		unlink(path);
	return done;
}

bool folder_sync(const char *path, struct err *err)
{
	char dir[4096];
	const char *slash = strrchr(path, '/');

	snprintf(dir, sizeof(dir), "%.*s", slash && slash > path ? (int)(slash - path) : 1, slash ? path : ".");
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool done = fd >= 0 && fsync(fd) == 0;

	if (fd >= 0)
		close(fd);
	return done || fail(err, ERR_STORE, dir, "cannot be put on the disk: %s", strerror(errno));
}
