/* core/kb_frozen.h -- the knowledge as one block of bytes: written where it was loaded and checked, read where there are no files and no YAML
 * (the cause engine in a browser; src/wasm/).
 *
 * The bytes are the same on every machine, and the same knowledge gives the same bytes.  All numbers are little-endian, 4 bytes for whole
 * ones, 8 for the others:
 *
 *   "unknotkb", edition (FROZEN_EDITION), print of the tables (core/kb_layout.h), FNV-1a over all that follows (8 bytes)
 *   n, and n bytes of texts, each once, each with a 0 behind it; the first byte is 0
 *   how long each list of struct kb is, then their fields as the tables name them: a text is its place among the texts, 0 for none;
 *   ids, texts and lists begin with their count; a condition is its text, and is compiled again.
 *
 * What follows from the rest (the chain of muscles, how a person is followed, the code of conditions) is made anew by kb_thaw.
 */
#ifndef CORE_KB_FROZEN_H
#define CORE_KB_FROZEN_H

#include "core/kb.h"

enum { FROZEN_EDITION = 1, FROZEN_HEAD = 24, FROZEN_MOST = 8 << 20 };

struct frozen { const char *at; size_t n; };

struct frozen kb_freeze(struct arena *a, const struct kb *kb);

/* Reads any bytes safely: places, counts, ranges, indices, UTF-8, numbers that are none, circles and orders are checked, so that what comes
 * back is as sound as what kb_load gives.  Nothing points into `bytes` afterwards.  NULL and err (ERR_INPUT) when they do not fit, say
 * when they were damaged or come from another edition of the program. */
struct kb *kb_thaw(struct arena *a, const void *bytes, size_t n, struct err *err);

/* Where two knowledges differ first, such as "finding[12].when"; NULL when every field is equal, the code of conditions included. */
const char *kb_difference(struct arena *a, const struct kb *x, const struct kb *y);

#endif
