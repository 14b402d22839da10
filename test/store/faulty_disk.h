/* test/store/faulty_disk.h -- a disk that can fail: an SQLite file layer over the real one.
 *
 * What is written and not yet synced is remembered, so that at any moment the files can be rebuilt as a power cut could leave them: all
 * that was synced, and of the rest any sectors of 512 bytes, in any mix.  It can also be full, read-only or broken.  Bytes outside of what
 * was written are never damaged (SQLite assumes that of today's disks), and a new file's name is taken for kept.
 */
#ifndef TEST_STORE_FAULTY_DISK_H
#define TEST_STORE_FAULTY_DISK_H

#include "support.h"

#include <sqlite3.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { DISK_FILES = 16, DISK_SECTOR = 512, DISK_PATH = 256 };
enum disk_state { DISK_FINE, DISK_FULL, DISK_READ_ONLY, DISK_BROKEN };

struct disk_file;

/* One write or cut that is not on the platter yet: what stood there before, what was to stand there. */
struct disk_pending {
	struct disk_file *file;
	sqlite3_int64 at, size_before;  /* size of the file before */
	int n, n_before;                /* n < 0: the file was cut to `at` bytes */
	unsigned char *before, *after;
};

struct disk_file { sqlite3_file base; char path[DISK_PATH]; int flags; sqlite3_file *real; };

static struct disk {
	sqlite3_vfs vfs, *real;
	struct disk_file *open[DISK_FILES];
	struct disk_pending *pending;
	int n_open, n_pending, room;
	enum disk_state state;
	long writes;                            /* operations that change a file, so far */
	void (*before_write)(void *context);    /* called before each of them; may be NULL */
	void *context;
	uint64_t dice;
} disk;

static inline uint64_t disk_roll(void)
{
	disk.dice ^= disk.dice << 13;
	disk.dice ^= disk.dice >> 7;
	disk.dice ^= disk.dice << 17;
	return disk.dice;
}

static inline struct disk_file *disk_of(sqlite3_file *f)
{
	return (struct disk_file *)(void *)f;
}

static inline bool disk_watched(const struct disk_file *f)
{
	return (f->flags & (SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL)) != 0;
}

static inline void disk_drop(struct disk_file *f)
{
	int kept = 0;

	for (int i = 0; i < disk.n_pending; i++) {
		if (disk.pending[i].file != f) {
			disk.pending[kept++] = disk.pending[i];
			continue;
		}
		free(disk.pending[i].before);
		free(disk.pending[i].after);
	}
	disk.n_pending = kept;
}

static inline int disk_close(sqlite3_file *base)
{
	struct disk_file *f = disk_of(base);
	int code = f->real->pMethods->xClose(f->real);

	disk_drop(f);
	for (int i = 0; i < disk.n_open; i++)
		if (disk.open[i] == f)
			disk.open[i--] = disk.open[--disk.n_open];
	free(f->real);
	return code;
}

static inline int disk_read(sqlite3_file *f, void *to, int n, sqlite3_int64 at)
{
	return disk_of(f)->real->pMethods->xRead(disk_of(f)->real, to, n, at);
}

static inline sqlite3_int64 disk_size_of(struct disk_file *f)
{
	sqlite3_int64 size = 0;

	f->real->pMethods->xFileSize(f->real, &size);
	return size;
}

static inline void disk_remember(struct disk_file *f, const void *from, int n, sqlite3_int64 at)
{
	sqlite3_int64 size = disk_size_of(f), end = n < 0 ? size : at + n > size ? size : at + n;
	int n_before = end > at ? (int)(end - at) : 0;

	if (disk.n_pending == disk.room) {
		disk.room = disk.room ? 2 * disk.room : 64;
		disk.pending = realloc(disk.pending, (size_t)disk.room * sizeof(*disk.pending));
		assert_non_null(disk.pending);
	}
	struct disk_pending *p = &disk.pending[disk.n_pending++];
	*p = (struct disk_pending){ f, at, size, n, n_before, malloc((size_t)n_before + 1), malloc(n > 0 ? (size_t)n : 1) };
	assert_true(p->before && p->after);
	if (n_before)
		assert_int_equal(disk_read(&f->base, p->before, n_before, at), SQLITE_OK);
	if (n > 0)
		memcpy(p->after, from, (size_t)n);
}

static inline int disk_refusal(void)
{
	return disk.state == DISK_FULL ? SQLITE_FULL : disk.state == DISK_READ_ONLY ? SQLITE_READONLY : disk.state == DISK_BROKEN ? SQLITE_IOERR_WRITE :
		SQLITE_OK;
}

static inline void disk_will_write(void)
{
	disk.writes++;
	if (disk.before_write)
		disk.before_write(disk.context);
}

static inline int disk_write(sqlite3_file *base, const void *from, int n, sqlite3_int64 at)
{
	struct disk_file *f = disk_of(base);

	if (!disk_watched(f))
		return f->real->pMethods->xWrite(f->real, from, n, at);
	if (disk_refusal())
		return disk_refusal();
	disk_will_write();
	disk_remember(f, from, n, at);
	return f->real->pMethods->xWrite(f->real, from, n, at);
}

static inline int disk_truncate(sqlite3_file *base, sqlite3_int64 size)
{
	struct disk_file *f = disk_of(base);

	if (disk_watched(f)) {
		if (disk_refusal())
			return disk_refusal();
		disk_will_write();
		disk_remember(f, NULL, -1, size);
	}
	return f->real->pMethods->xTruncate(f->real, size);
}

static inline int disk_sync(sqlite3_file *base, int flags)
{
	struct disk_file *f = disk_of(base);

	if (disk_watched(f)) {
		if (disk.state == DISK_BROKEN)
			return SQLITE_IOERR_FSYNC;
		disk_will_write();
		disk_drop(f);
	}
	return f->real->pMethods->xSync(f->real, flags);
}

static inline int disk_size(sqlite3_file *f, sqlite3_int64 *n) { return disk_of(f)->real->pMethods->xFileSize(disk_of(f)->real, n); }
static inline int disk_lock(sqlite3_file *f, int how) { return disk_of(f)->real->pMethods->xLock(disk_of(f)->real, how); }
static inline int disk_unlock(sqlite3_file *f, int how) { return disk_of(f)->real->pMethods->xUnlock(disk_of(f)->real, how); }
static inline int disk_held(sqlite3_file *f, int *out) { return disk_of(f)->real->pMethods->xCheckReservedLock(disk_of(f)->real, out); }
static inline int disk_control(sqlite3_file *f, int op, void *arg) { return disk_of(f)->real->pMethods->xFileControl(disk_of(f)->real, op, arg); }
static inline int disk_sector(sqlite3_file *f) { return disk_of(f)->real->pMethods->xSectorSize(disk_of(f)->real); }
static inline int disk_traits(sqlite3_file *f) { return disk_of(f)->real->pMethods->xDeviceCharacteristics(disk_of(f)->real); }
static inline void disk_shm_barrier(sqlite3_file *f) { disk_of(f)->real->pMethods->xShmBarrier(disk_of(f)->real); }
static inline int disk_shm_unmap(sqlite3_file *f, int gone) { return disk_of(f)->real->pMethods->xShmUnmap(disk_of(f)->real, gone); }

static inline int disk_shm_map(sqlite3_file *f, int page, int size, int extend, void volatile **out)
{
	return disk_of(f)->real->pMethods->xShmMap(disk_of(f)->real, page, size, extend, out);
}

static inline int disk_shm_lock(sqlite3_file *f, int at, int n, int flags)
{
	return disk_of(f)->real->pMethods->xShmLock(disk_of(f)->real, at, n, flags);
}

static inline int disk_open(sqlite3_vfs *vfs, const char *path, sqlite3_file *base, int flags, int *out)
{
	static const sqlite3_io_methods methods = { 2, disk_close, disk_read, disk_write, disk_truncate, disk_sync, disk_size, disk_lock, disk_unlock,
		disk_held, disk_control, disk_sector, disk_traits, disk_shm_map, disk_shm_lock, disk_shm_barrier, disk_shm_unmap, NULL, NULL };
	struct disk_file *f = disk_of(base);

	(void)vfs;
	*f = (struct disk_file){ .flags = flags, .real = calloc(1, (size_t)disk.real->szOsFile) };
	assert_non_null(f->real);
	snprintf(f->path, sizeof(f->path), "%s", path ? path : "");
	int code = disk.real->xOpen(disk.real, path, f->real, flags, out);
	if (code != SQLITE_OK) {
		free(f->real);
		return code;
	}
	f->base.pMethods = &methods;
	assert_true(disk.n_open < DISK_FILES);
	disk.open[disk.n_open++] = f;
	return SQLITE_OK;
}

static inline void disk_end(void)
{
	sqlite3_vfs_unregister(&disk.vfs);
	sqlite3_vfs_register(disk.real, 1);
	free(disk.pending);
	disk = (struct disk){ 0 };
}

/* From here on databases are opened on this disk; disk_end gives the real one back. */
static inline void disk_begin(uint64_t dice)
{
	if (disk.real)          /* a test before this one failed half-way */
		disk_end();
	sqlite3_initialize();
	disk = (struct disk){ .real = sqlite3_vfs_find(NULL), .dice = dice * 2 + 1 };
	disk.vfs = *disk.real;
	disk.vfs.zName = "faulty";
	disk.vfs.szOsFile = (int)sizeof(struct disk_file);
	disk.vfs.xOpen = disk_open;
	sqlite3_vfs_register(&disk.vfs, 1);
}

static inline void disk_lay(unsigned char *image, sqlite3_int64 *size, const struct disk_pending *p)
{
	if (p->n < 0) {
		if (disk_roll() & 1)
			*size = p->at < *size ? p->at : *size;
		return;
	}
	for (int at = 0; at < p->n; at += DISK_SECTOR) {
		int n = p->n - at < DISK_SECTOR ? p->n - at : DISK_SECTOR;

		if (!(disk_roll() & 1))
			continue;
		if (p->at + at > *size)
			memset(image + *size, 0, (size_t)(p->at + at - *size));
		memcpy(image + p->at + at, p->after + at, (size_t)n);
		*size = p->at + at + n > *size ? p->at + at + n : *size;
	}
}

/* The file as the platter may hold it: what is pending is taken back, and some of it laid on again. */
static inline unsigned char *disk_image(struct disk_file *f, sqlite3_int64 *size)
{
	sqlite3_int64 most = *size = disk_size_of(f);

	for (int i = 0; i < disk.n_pending; i++)
		if (disk.pending[i].file == f && disk.pending[i].size_before > most)
			most = disk.pending[i].size_before;
	unsigned char *image = calloc(1, (size_t)most + 1);
	assert_non_null(image);
	if (*size)
		assert_int_equal(disk_read(&f->base, image, (int)*size, 0), SQLITE_OK);
	for (int i = disk.n_pending - 1; i >= 0; i--) {
		const struct disk_pending *p = &disk.pending[i];

		if (p->file != f)
			continue;
		memcpy(image + p->at, p->before, (size_t)p->n_before);
		*size = p->size_before;
	}
	for (int i = 0; i < disk.n_pending; i++)
		if (disk.pending[i].file == f)
			disk_lay(image, size, &disk.pending[i]);
	return image;
}

/* Writes into `dir` what is left of database and log after a power cut now. */
static inline void disk_cut(const char *dir)
{
	for (int i = 0; i < disk.n_open; i++) {
		struct disk_file *f = disk.open[i];
		const char *name = strrchr(f->path, '/');
		char path[2 * DISK_PATH];
		sqlite3_int64 size;

		if (!disk_watched(f) || !name)
			continue;
		unsigned char *image = disk_image(f, &size);
		snprintf(path, sizeof(path), "%s%s", dir, name);
		FILE *out = fopen(path, "wb");
		assert_non_null(out);
		assert_int_equal(fwrite(image, 1, (size_t)size, out), size);
		fclose(out);
		free(image);
	}
}

#endif
