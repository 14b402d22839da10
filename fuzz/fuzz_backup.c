/* Any bytes as a backup, any changes of a good one, or any bytes as the list of erasures; the first byte says which.  A backup is refused, or it is the
 * one that was made; the list is refused with its line or does what its lines say, and afterwards the practice is as it was but for the erased. */
#include "app/account.h"
#include "base/str.h"
#include "embedded_kb.h"
#include "folder.h"
#include "store/backup.h"
#include "store/erase.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BACKUP_MOST = 4 << 20 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static char dir[] = "/tmp/unknot-fuzz-XXXXXX";
static const char *good, *tried, *list, *phrase_text;
static struct arena *kept;
static struct seal_key *key;
static struct image whole;
static struct db db;
static char *bytes, *changed;
static size_t size;

static void must(bool ok, const char *what, const struct err *err)
{
	if (ok)
		return;
	fprintf(stderr, "fuzz_backup: %s (%s: %s)\n", what, err->field, err->detail);
	abort();
}

static void stop(void)
{
	folder_remove(dir);
}

static void write_file(const char *path, const void *at, size_t n, const struct err *err)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	must(fd >= 0 && write(fd, at, n) == (ssize_t)n && close(fd) == 0, "cannot write", err);
}

static void make_practice(struct err *err)
{
	const struct new_practice practice = { "Practice", "112", "112", "", "Maren", "Owner", "owner@fuzz.invalid", "meadow lantern copper tide", 60 };
	struct cx cx = { .a = kept, .kb = knowledge(), .db = &db, .err = err, .now = 1795000000000, .today = 1795000000000 / 86400000 };

	must(db_open(&db, dir, key, true, err), "no database", err);
	db.arena = kept;
	db.err = err;
	must(account_setup(&cx, &practice, &cx.who.practice, &cx.who.account) && (!db.open || db_commit(&db)), "no practice", err);
	must(account_phrase(&cx, &phrase_text) && db_commit(&db), "no phrase", err);
}

static void start(void)
{
	struct backup_head head;
	struct err err = { 0 };

	must(mkdtemp(dir) != NULL, "no folder", &err);
	atexit(stop);
	kept = arena_new((size_t)64 << 20);
	good = arena_fmt(kept, "%s/good", dir);
	tried = arena_fmt(kept, "%s/tried", dir);
	list = arena_fmt(kept, "%s/list", dir);
	must(seal_key_open(arena_fmt(kept, "%s/key", dir), true, &key, &err), "no key", &err);
	make_practice(&err);
	must(backup_write(db.handle, key, 1795000000000, good, &head, &err), "no backup", &err);
	must(backup_read(good, &(struct backup_opener){ .key = key }, &whole, &head, &err), "the backup does not open", &err);
	FILE *f = fopen(good, "r");
	bytes = arena_take(kept, BACKUP_MOST, 1);
	changed = arena_take(kept, BACKUP_MOST, 1);
	size = f ? fread(bytes, 1, BACKUP_MOST, f) : 0;
	must(f && !fclose(f) && size > 0 && size < BACKUP_MOST, "the backup cannot be read", &err);
}

/* By key, or by phrase. */
static void try_backup(const char *at, size_t n, bool by_phrase)
{
	struct backup_opener by = { .key = by_phrase ? NULL : key, .phrase = by_phrase ? phrase_text : NULL };
	struct backup_head head;
	struct err err = { 0 };
	struct image image;

	write_file(tried, at, n, &err);
	bool same = n == size && memcmp(at, bytes, n) == 0;
	bool opens = backup_read(tried, &by, &image, &head, &err);
	if (by.found)
		seal_key_close(by.found);
	if (!opens) {
		must(!same && (err.code == ERR_INPUT || err.code == ERR_FORBIDDEN), "refused for no good reason", &err);
		return;
	}
	must(image.n == whole.n && memcmp(image.at, whole.at, (size_t)image.n) == 0, "another database came out", &err);
	image_free(&image);
}

/* Each three bytes: where, and what is added there; the first says whether the file is cut short as well. */
static void try_changes(const uint8_t *data, size_t n, bool by_phrase)
{
	size_t left = size;

	memcpy(changed, bytes, size);
	for (size_t i = 0; i + 2 < n; i += 3) {
		size_t at = data[i] | (size_t)data[i + 1] << 8;

		if (data[i + 2] == 0)
			left = at < size ? at : size;
		else
			changed[at % size] = (char)(changed[at % size] + data[i + 2]);
	}
	try_backup(changed, left, by_phrase);
}

static void try_list(const uint8_t *data, size_t n)
{
	struct err err = { 0 };
	int done;

	write_file(list, data, n, &err);
	if (!erase_repeat(db.handle, list, &done, &err))
		must(err.code == ERR_INPUT || err.code == ERR_STORE, "refused without a reason", &err);
	else
		must(done >= 0, "a number that is none", &err);
	must(sqlite3_get_autocommit(db.handle), "left in a transaction", &err);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	if (!bytes)
		start();
	if (!n || n > BACKUP_MOST)
		return 0;
	if (data[0] % 3 == 0)
		try_backup((const char *)data + 1, n - 1, data[0] & 64);
	else if (data[0] % 3 == 1)
		try_changes(data + 1, n - 1, data[0] & 64);
	else
		try_list(data + 1, n - 1);
	return 0;
}
