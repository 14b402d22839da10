/* store/restore.c -- in memory first, on the disk last. */
#include "store/restore.h"

#include "base/str.h"
#include "store/db.h"
#include "store/erase.h"

#include <dirent.h>
#include <errno.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* absent: there is no folder yet.  What a restore that was cut short left behind does not count. */
static bool folder_free(const char *dir, bool *absent, struct err *err)
{
	DIR *d = opendir(dir);
	struct dirent *e;
	bool empty = true;

	*absent = !d && errno == ENOENT;
	if (*absent)
		return true;
	if (!d)
		return fail(err, ERR_STORE, dir, "cannot be opened: %s", strerror(errno));
	while (empty && (e = readdir(d)))
		empty = str_equal(e->d_name, ".") || str_equal(e->d_name, "..") || str_equal(e->d_name, "unknot.db.part");
	closedir(d);
	return empty || fail(err, ERR_CONFLICT, dir, "is not empty; a backup is restored only into an empty or absent folder");
}

/* Who was signed in when the backup was made may have been signed out since, and a link may have been used: nobody comes back in by either.  A mail
 * that still waited would bring a link that is shut. */
static bool shut_doors(sqlite3 *h, struct err *err)
{
	return sqlite3_exec(h, "delete from session; update invitation set used = 1 where used = 0; update access_link set used = 1 where used = 0; "
		"update mail_job set state = 'dropped', link_sealed = null where kind = 'invitation' and state in ('waiting', 'sending')", NULL, NULL, NULL) == SQLITE_OK || fail(err, ERR_STORE, "restore", "%s", sqlite3_errmsg(h));
}

static bool bring_up(sqlite3 *h, const struct restore_order *order, const struct seal_key *key, struct restore_told *out, struct image *to,
	struct err *err)
{
	return db_migrate_open(h, key, err) && audit_check(h, key, &out->audit, err) && erase_repeat(h, order->erased, &out->erased, err) &&
		shut_doors(h, err) && image_take(h, to, err);
}

static bool write_folder(const struct restore_order *order, const struct seal_key *key, const struct image *image, bool absent, struct err *err)
{
	char part[4096], path[4096];
	unsigned char master[HASH_BYTES];
	bool keyed = false;

	snprintf(path, sizeof(path), "%s/unknot.db", order->dir);
	if ((size_t)snprintf(part, sizeof(part), "%s/unknot.db.part", order->dir) >= sizeof(part))
		return fail(err, ERR_USAGE, order->dir, "the path is too long");
	if (absent && mkdir(order->dir, 0700) != 0)
		return fail(err, ERR_STORE, order->dir, "cannot be made: %s", strerror(errno));
	unlink(part);
	bool done = file_put(part, image->at, (size_t)image->n, err);
	if (done && order->phrase) {
		seal_key_master(key, master);
		done = keyed = seal_key_write(order->key_path, master, err);
		sodium_memzero(master, sizeof(master));
	}
	done = done && (rename(part, path) == 0 || fail(err, ERR_STORE, path, "cannot be made: %s", strerror(errno))) && folder_sync(path, err);
	if (done)
		return true;
	unlink(part);
	unlink(path);
	if (keyed)
		unlink(order->key_path);
	if (absent)
		rmdir(order->dir);
	return false;
}

static bool run(const struct restore_order *order, struct backup_opener *by, bool absent, struct restore_told *out, struct err *err)
{
	struct image image, fresh = { 0 };
	sqlite3 *h;

	if (!backup_read(order->file, by, &image, &out->head, err) || !image_open(&image, &h, err))
		return false;
	const struct seal_key *key = by->found ? by->found : by->key;
	bool done = bring_up(h, order, key, out, &fresh, err);
	sqlite3_close(h);
	done = done && write_folder(order, key, &fresh, absent, err);
	image_free(&fresh);
	return done;
}

bool restore_run(const struct restore_order *order, struct restore_told *out, struct err *err)
{
	struct backup_opener by = { .phrase = order->phrase };
	struct seal_key *key = NULL;
	bool absent;

	*out = (struct restore_told){ 0 };
	if (!folder_free(order->dir, &absent, err))
		return false;
	if (order->phrase && access(order->key_path, F_OK) == 0)
		return fail(err, ERR_CONFLICT, order->key_path, "is there already; with a recovery phrase the key is written anew");
	if (order->phrase ? sodium_init() < 0 : !seal_key_open(order->key_path, false, &key, err))
		return fail(err, ERR_INTERNAL, "key", "libsodium cannot start");
	by.key = key;
	bool done = run(order, &by, absent, out, err);
	if (key)
		seal_key_close(key);
	if (by.found)
		seal_key_close(by.found);
	return done;
}
