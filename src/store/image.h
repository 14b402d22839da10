/* store/image.h -- a database as one piece of memory: taken while others write, opened again without a file.
 *
 * The bytes are of sqlite3_malloc64 and given back with image_free.
 */
#ifndef STORE_IMAGE_H
#define STORE_IMAGE_H

#include "base/err.h"

#include <sqlite3.h>
#include <stdint.h>

struct image { unsigned char *at; int64_t n; };

/* All of a database at one moment (SQLite's online backup, in one step); writers go on meanwhile. */
MUST_USE bool image_take(sqlite3 *from, struct image *out, struct err *err);
/* Opens the bytes as a database in memory and takes them over, also when it fails.  It must be whole: SQLite's own integrity check
 * and the references between the tables. */
MUST_USE bool image_open(struct image *in, sqlite3 **out, struct err *err);
/* The two checks alone.  ERR_STORE says what is wrong first. */
MUST_USE bool image_check(sqlite3 *h, struct err *err);
void image_free(struct image *i);

/* Writes bytes to a new file, readable by its owner alone, and has them on the disk before it returns. */
MUST_USE bool file_put(const char *path, const void *at, size_t n, struct err *err);
/* Has the folder of a path on the disk: what was renamed there stays. */
MUST_USE bool folder_sync(const char *path, struct err *err);

#endif
