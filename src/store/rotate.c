/* store/rotate.c -- the steps of a new key; the rows are in rotate_rows.c. */
#include "store/rotate_rows.h"

#include "base/str.h"
#include "store/audit.h"
#include "store/image.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { KEPT_MOST = 100 };

static bool there(const char *path)
{
	return access(path, F_OK) == 0;
}

/* Both keys as they lie on the disk, each by itself. */
static bool open_both(const char *key_path, const char *next, struct rotating *r, struct err *err)
{
	return seal_key_open(key_path, false, &r->old, err) && seal_key_open(next, false, &r->fresh, err);
}

/* A file that is there is a whole key, and belongs to whoever owns `like`. */
static bool write_whole(const char *like, const char *path, const unsigned char master[HASH_BYTES], struct err *err)
{
	char part[4096];
	struct stat st;

	if ((size_t)snprintf(part, sizeof(part), "%s.part", path) >= sizeof(part))
		return fail(err, ERR_USAGE, "--key", "the path is too long");
	unlink(part);
	if (stat(like, &st) != 0)
		return fail(err, ERR_STORE, like, "cannot be looked at: %s", strerror(errno));
	return seal_key_write(part, master, err) && (geteuid() != 0 || chown(part, st.st_uid, st.st_gid) == 0 ||
		fail(err, ERR_STORE, part, "cannot be given to the owner of %s: %s", like, strerror(errno))) && (rename(part, path) == 0 || fail(err, ERR_STORE, path, "cannot be made: %s", strerror(errno))) &&
		folder_sync(path, err);
}

static bool make_next(struct db *db, const char *key_path, const char *next, struct err *err)
{
	unsigned char master[HASH_BYTES];
	struct audit found;

	if (!audit_check(db->handle, db->key, &found, err))
		return false;
	if (found.broken)
		return fail(err, ERR_CONFLICT, "audit", "line %lld of the event log does not fit, and a new key would hide that: see unknot doctor --audit", (long long)found.broken);
	randombytes_buf(master, sizeof(master));
	bool done = write_whole(key_path, next, master, err);
	sodium_memzero(master, sizeof(master));
	return done;
}

static bool holds(const char *path, const unsigned char master[HASH_BYTES])
{
	unsigned char its[HASH_BYTES];
	struct err quiet = { 0 };
	struct seal_key *key;

	if (!seal_key_open(path, false, &key, &quiet))
		return false;
	seal_key_master(key, its);
	seal_key_close(key);
	bool same = sodium_memcmp(its, master, HASH_BYTES) == 0;
	sodium_memzero(its, sizeof(its));
	return same;
}

/* KEY.until-DATE, with a number behind it when that is another key. */
static bool put_aside(struct rotating *r, const char *key_path, day today, const char **kept, struct err *err)
{
	unsigned char master[HASH_BYTES];
	char iso[11];
	bool done = false;

	day_iso(today, iso);
	seal_key_master(r->old, master);
	for (int i = 1; !done && i < KEPT_MOST; i++) {
		*kept = i == 1 ? arena_fmt(r->keep, "%s.until-%s", key_path, iso) : arena_fmt(r->keep, "%s.until-%s-%d", key_path, iso, i);
		if (!there(*kept) && !write_whole(key_path, *kept, master, err))
			break;
		done = holds(*kept, master);
	}
	sodium_memzero(master, sizeof(master));
	return done || fail(err, ERR_STORE, "--key", "the old key cannot be put aside beside %s", key_path);
}

/* The new key is in force: the files follow. */
static bool settle(struct db *db, struct rotating *r, const char *key_path, const char *next, day today, struct rotated *out, struct err *err)
{
	int left, moved;

	if (!put_aside(r, key_path, today, &out->kept, err))
		return false;
	if (rename(next, key_path) != 0)
		return fail(err, ERR_STORE, key_path, "cannot be replaced: %s", strerror(errno));
	/* old pages leave the write-ahead file; one that is being read leaves with the next checkpoint */
	sqlite3_wal_checkpoint_v2(db->handle, NULL, SQLITE_CHECKPOINT_TRUNCATE, &left, &moved);
	return folder_sync(key_path, err);
}

static bool run(struct db *db, const char *key_path, day today, int64_t now, struct rotated *out, struct err *err)
{
	struct rotating r = { .h = db->handle, .keep = db->arena, .now = now };
	const char *next = arena_fmt(db->arena, "%s.next", key_path);
	bool in_force = false;

	if (!there(next) && !make_next(db, key_path, next, err))
		return false;
	bool done = open_both(key_path, next, &r, err) && rotate_in_force(&r, &in_force, err);
	if (done && !in_force)
		done = rotate_batches(&r, err) && rotate_switch(&r, db->key, err);
	out->values = r.values;
	out->codes = r.codes;
	done = done && audit_functions(db->handle, db->key, err) && db_follow_key(db, err) && settle(db, &r, key_path, next, today, out, err);
	seal_key_close(r.old);
	seal_key_close(r.fresh);
	return done;
}

bool rotate_run(struct db *db, const char *dir, const char *key_path, day today, int64_t now, struct rotated *out, struct err *err)
{
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	*out = (struct rotated){ 0 };
	if (fd < 0)
		return fail(err, ERR_STORE, dir, "cannot be opened: %s", strerror(errno));
	bool done = flock(fd, LOCK_EX | LOCK_NB) == 0 ? run(db, key_path, today, now, out, err) :
		fail(err, ERR_CONFLICT, "key", "is being changed by somebody else just now");
	close(fd);
	return done;
}

bool rotate_look(struct db *db, const char *key_path, struct rotate *out, struct err *err)
{
	struct rotating r = { .h = db->handle, .keep = db->arena };
	const char *next = arena_fmt(db->arena, "%s.next", key_path);
	bool in_force = false;

	*out = (struct rotate){ ROTATE_NONE, 0, 0 };
	if (!there(next))
		return true;
	bool done = open_both(key_path, next, &r, err) && rotate_in_force(&r, &in_force, err) && rotate_count(&r, &out->sealed, &out->all, err);
	out->at = in_force ? ROTATE_LAST : ROTATE_SEALING;
	seal_key_close(r.old);
	seal_key_close(r.fresh);
	return done;
}

bool rotate_idle(struct arena *a, const char *key_path, struct err *err)
{
	return !there(arena_fmt(a, "%s.next", key_path)) || fail(err, ERR_CONFLICT, "key", "a new key was begun and is not done: first finish it with unknot key rotate");
}
