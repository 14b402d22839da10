/* store/leak.h -- does a name, a mail address, a birth date or a note stand anywhere in the clear?
 *
 * Everything that is sealed in the database is opened in memory and looked for, byte by byte, in files: the database itself, its
 * write-ahead file, backups, logs.  Words are compared as they are written, the first 64 bytes of a long text.  Not looked for are
 * values under 4 bytes, and words that stand in the program's own texts (a client named Heat): they are counted, so that the answer
 * says what it does not cover.  Words of 4 or 5 bytes count only inside readable text, since random bytes hold them by chance.
 */
#ifndef STORE_LEAK_H
#define STORE_LEAK_H

#include "store/db.h"

struct leak_words;
/* where a word stands in a file: byte from 0; table, column and id of the sealed value it is (never the word itself) */
struct leak { int64_t at; const char *table, *column; int64_t id; };

/* All sealed values of the database; skipped: how many are too short or the program's own words. */
MUST_USE bool leak_words(struct arena *a, sqlite3 *h, const struct seal_key *key, struct leak_words **out, int64_t *words, int64_t *skipped,
	struct err *err);
/* The first leak in a file; found false when there is none.  A file that is absent holds nothing. */
MUST_USE bool leak_search(const struct leak_words *w, const char *path, bool *found, struct leak *out, struct err *err);

#endif
