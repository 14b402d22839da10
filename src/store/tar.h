/* store/tar.h -- a ustar archive (POSIX.1-1988) written in one stream; the same files give the same bytes.
 *
 * A file's length stands before its content, so content is made twice: `write` is called once with a pouch that only counts and once
 * with one that writes, and must put the same bytes.  Times and owners are 0.
 */
#ifndef STORE_TAR_H
#define STORE_TAR_H

#include "base/err.h"

#include <stdint.h>
#include <stdio.h>

/* f NULL: counts only */
struct pouch { FILE *f; uint64_t n; };
void pouch_put(struct pouch *p, const void *at, size_t n);
void pouch_text(struct pouch *p, const char *text);

typedef bool tar_writer(void *arg, struct pouch *to, struct err *err);
/* name: at most 99 bytes; a file is less than 8 GiB. */
MUST_USE bool tar_add(FILE *f, const char *name, tar_writer *write, void *arg, struct err *err);
/* The two empty blocks, and all of it on the disk. */
MUST_USE bool tar_end(FILE *f, struct err *err);

#endif
