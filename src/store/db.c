/* store/db.c -- SQLite: open, migrate, transactions. */
#include "store/db.h"

#include "base/embed.h"
#include "base/str.h"
#include "store/audit.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { WAIT_MOST = 1000, PAUSE = 2 };    /* milliseconds for a writer that waits for another */

static const char settings[] = "pragma journal_mode=wal; pragma synchronous=full; pragma foreign_keys=on; "
	"pragma trusted_schema=off; pragma cell_size_check=on; pragma cache_size=-2000; pragma temp_store=memory; pragma secure_delete=on";

static bool plain(sqlite3 *h, const char *sql, struct err *err)
{
	if (sqlite3_exec(h, sql, NULL, NULL, NULL) == SQLITE_OK)
		return true;
	return fail(err, ERR_STORE, "database", "%s", sqlite3_errmsg(h));
}

/* Someone else writes, for some milliseconds.  Who has waited long asks as often as who has just come: with pauses that grow, as SQLite's own are,
 * the oldest form would be the last to find the database free. */
static int wait_a_little(void *unused, int times)
{
	(void)unused;
	if (times * PAUSE >= WAIT_MOST)
		return 0;
	sqlite3_sleep(PAUSE);
	return 1;
}

static bool open_file(const char *dir, bool make, sqlite3 **out, struct err *err)
{
	char path[4096];

	if (make && mkdir(dir, 0700) != 0 && errno != EEXIST)
		return fail(err, ERR_STORE, "data", "%s cannot be made: %s", dir, strerror(errno));
	if (access(dir, W_OK) != 0)
		return fail(err, ERR_STORE, "data", "%s cannot be written: %s", dir, strerror(errno));
	if ((size_t)snprintf(path, sizeof(path), "%s/unknot.db", dir) >= sizeof(path))
		return fail(err, ERR_STORE, "data", "the path is too long");
	int how = SQLITE_OPEN_READWRITE | (make ? SQLITE_OPEN_CREATE : 0) | SQLITE_OPEN_NOMUTEX;
	mode_t mask = umask(077);
	int opened = sqlite3_open_v2(path, out, how, NULL);
	umask(mask);
	if (opened != SQLITE_OK) {
		fail(err, ERR_STORE, "data", "%s: %s", path, sqlite3_errmsg(*out));
		sqlite3_close(*out);
		return false;
	}
	sqlite3_busy_handler(*out, wait_a_little, NULL);
	sqlite3_extended_result_codes(*out, 1);
	if (plain(*out, settings, err))
		return true;
	sqlite3_close(*out);
	return false;
}

int db_schema(sqlite3 *h)
{
	sqlite3_stmt *s = NULL;
	int version = -1;

	if (sqlite3_prepare_v2(h, "pragma user_version", -1, &s, NULL) == SQLITE_OK && sqlite3_step(s) == SQLITE_ROW)
		version = sqlite3_column_int(s, 0);
	sqlite3_finalize(s);
	return version;
}

int db_schema_newest(void)
{
	return (int)migration_files_n;
}

/* Another process may have been first: then there is nothing left to do. */
static bool apply(sqlite3 *h, int number, const struct embedded *file, struct err *err)
{
	char stamp[64];

	snprintf(stamp, sizeof(stamp), "pragma user_version=%d; commit", number);
	if (plain(h, "begin immediate", err) && (db_schema(h) >= number ? plain(h, "commit", err) :
		plain(h, file->at, err) && plain(h, stamp, err)))
		return true;
	sqlite3_exec(h, "rollback", NULL, NULL, NULL);
	snprintf(err->field, sizeof(err->field), "migration %.60s", file->path);
	return false;
}

bool db_migrate_open(sqlite3 *h, const struct seal_key *key, struct err *err)
{
	int version = db_schema(h), newest = db_schema_newest();

	if (version < 0)
		return fail(err, ERR_STORE, "database", "%s", sqlite3_errmsg(h));
	if (version > newest)
		return fail(err, ERR_STORE, "database", "it was made by a newer unknot (schema %d, this one knows %d)", version, newest);
	if (!audit_functions(h, key, err))
		return false;
	for (int i = version; i < newest; i++)
		if (!apply(h, i + 1, &migration_files[i], err))
			return false;
	return true;
}

/* A whole copy before the first change; one of an earlier try is replaced. */
static bool copy_before(sqlite3 *h, const char *dir, int version, struct err *err)
{
	char path[4096], *sql;
	mode_t mask = umask(077);

	snprintf(path, sizeof(path), "%s/unknot.db.before-%d", dir, version);
	unlink(path);
	sql = sqlite3_mprintf("vacuum into %Q", path);
	bool done = sql && plain(h, sql, err);
	umask(mask);
	sqlite3_free(sql);
	int fd = done ? open(path, O_RDONLY | O_CLOEXEC) : -1;
	if (done && (fd < 0 || fsync(fd) != 0))
		done = fail(err, ERR_STORE, "copy", "%s cannot be written: %s", path, strerror(errno));
	if (fd >= 0)
		close(fd);
	return done;
}

bool db_migrate(const char *dir, const struct seal_key *key, struct err *err)
{
	sqlite3 *h;

	if (!open_file(dir, true, &h, err))
		return false;
	int version = db_schema(h);
	bool done = (version <= 0 || version >= db_schema_newest() || copy_before(h, dir, version, err)) && db_migrate_open(h, key, err);

	sqlite3_close(h);
	return done;
}

bool db_open_plain(struct db *db, const char *dir, const struct seal_key *key, struct err *err)
{
	*db = (struct db){ .key = key };
	if (!open_file(dir, false, &db->handle, err)) {
		*db = (struct db){ 0 };
		return false;
	}
	if (audit_functions(db->handle, key, err))
		return true;
	db_close(db);
	return false;
}

/* What devices are given is sealed like everything else; opened once a process and once a change. */
static bool take_device(const struct seal_key *key, struct bytes sealed, struct err *err)
{
	struct arena *a = arena_new(1 << 16);
	unsigned char device[HASH_BYTES];
	const char *hex;
	bool done = seal_open(a, key, "key_epoch.device", 1, sealed, &hex, err) && hex;

	if (done && sodium_hex2bin(device, sizeof(device), hex, strlen(hex), NULL, NULL, NULL) == 0)
		seal_key_set_device(key, device);
	sodium_memzero(device, sizeof(device));
	arena_end(a);
	return done;
}

bool db_follow_key(struct db *db, struct err *err)
{
	int code = sqlite3_step(db->epoch);
	bool done = code == SQLITE_DONE || (code == SQLITE_ROW && sqlite3_column_bytes(db->epoch, 0) == HASH_BYTES) ||
		fail(err, ERR_STORE, "key_epoch", "%s", sqlite3_errmsg(db->handle));

	if (done && code == SQLITE_ROW && memcmp(db->key_id, sqlite3_column_blob(db->epoch, 0), HASH_BYTES) != 0) {
		const struct bytes device = { sqlite3_column_blob(db->epoch, 1), (size_t)sqlite3_column_bytes(db->epoch, 1) };

		done = seal_key_follow(db->key, sqlite3_column_blob(db->epoch, 0), err) && take_device(db->key, device, err);
		if (done)
			memcpy(db->key_id, sqlite3_column_blob(db->epoch, 0), HASH_BYTES);
	}
	sqlite3_reset(db->epoch);
	return done;
}

bool db_prepare(struct db *db, struct err *err)
{
	db->stmt = calloc((size_t)sql_count, sizeof(*db->stmt));
	if (!db->stmt)
		abort();
	if (sqlite3_prepare_v3(db->handle, "select key_id, device_sealed from key_epoch", -1, SQLITE_PREPARE_PERSISTENT, &db->epoch, NULL) != SQLITE_OK)
		return fail(err, ERR_STORE, "key_epoch", "%s", sqlite3_errmsg(db->handle));
	for (int i = 0; i < sql_count; i++)
		if (sqlite3_prepare_v3(db->handle, sql_all[i].text, -1, SQLITE_PREPARE_PERSISTENT, &db->stmt[i], NULL) != SQLITE_OK)
			return fail(err, ERR_STORE, sql_all[i].name, "%s", sqlite3_errmsg(db->handle));
	return db_follow_key(db, err);
}

bool db_open(struct db *db, const char *dir, const struct seal_key *key, bool make, struct err *err)
{
	*db = (struct db){ .key = key };
	if ((make && !db_migrate(dir, key, err)) || !db_open_plain(db, dir, key, err))
		return false;
	if (db_prepare(db, err))
		return true;
	db_close(db);
	return false;
}

void db_close(struct db *db)
{
	for (int i = 0; db->stmt && i < sql_count; i++)
		sqlite3_finalize(db->stmt[i]);
	free(db->stmt);
	sqlite3_finalize(db->epoch);
	sqlite3_close(db->handle);
	*db = (struct db){ 0 };
}

bool db_fail(struct db *db, const char *query)
{
	int code = sqlite3_extended_errcode(db->handle);

	if ((code & 0xff) == SQLITE_CONSTRAINT)
		return fail(db->err, ERR_CONFLICT, query, "%s", sqlite3_errmsg(db->handle));
	return fail(db->err, ERR_STORE, query, "%s", sqlite3_errmsg(db->handle));
}

bool db_step(struct db *db, int query, bool *row)
{
	int code = sqlite3_step(db->stmt[query]);

	*row = code == SQLITE_ROW;
	if (code == SQLITE_ROW)
		return true;
	if (code == SQLITE_DONE) {
		db->changes = sqlite3_changes(db->handle);
		sqlite3_reset(db->stmt[query]);
		sqlite3_clear_bindings(db->stmt[query]);
		return true;
	}
	db_fail(db, sql_all[query].name);
	sqlite3_reset(db->stmt[query]);
	sqlite3_clear_bindings(db->stmt[query]);
	return false;
}

static bool transaction(struct db *db, const char *sql, bool open)
{
	if (!plain(db->handle, sql, db->err))
		return false;
	db->open = open;
	if (!open || db_follow_key(db, db->err))
		return true;
	db_rollback(db);
	return false;
}

bool db_begin_read(struct db *db)
{
	return transaction(db, "begin", true);
}

bool db_begin_write(struct db *db)
{
	return transaction(db, "begin immediate", true);
}

bool db_commit(struct db *db)
{
	return transaction(db, "commit", false);
}

void db_rollback(struct db *db)
{
	if (db->open)
		sqlite3_exec(db->handle, "rollback", NULL, NULL, NULL);
	db->open = false;
}

int64_t db_id(void)
{
	uint64_t r;

	do {
		randombytes_buf(&r, sizeof(r));
		r &= (1ull << 53) - 1;
	} while (!r);
	return (int64_t)r;
}

const char *db_token(struct arena *a)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz234567";
	unsigned char r[32];
	char *t = arena_take(a, sizeof(r) + 1, 1);

	randombytes_buf(r, sizeof(r));
	for (size_t i = 0; i < sizeof(r); i++)
		t[i] = letters[r[i] & 31];
	return t;
}
