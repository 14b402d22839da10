/* store/erase.h -- forgetting one person: what goes, what stays and why, proof afterwards, and again after a restore.
 *
 * Every table with a column `person` has a class (erase.c): *own* goes at once; *treatment* goes too, unless the practice has a duty to
 * keep treatment records (practice.keep_years) that has not run out, counted from the last entry in the record; the *log* stays: it holds
 * random ids and times only.  With a duty the person's name, birth date and sex stay with the record, mail, phone, address and account go.
 * Each erasure is written to a list beside the data folder (DIR.erased: id, day, `all` or `own`), which no backup holds; restore
 * reads it and erases again.
 */
#ifndef STORE_ERASE_H
#define STORE_ERASE_H

#include "base/arena.h"
#include "base/day.h"
#include "base/err.h"

#include <sqlite3.h>
#include <stdint.h>

/* rows of a table that hold the person; why: the reason they stay, NULL when there is none (they go, or are left by mistake) */
struct erase_line { const char *table; int64_t rows; const char *why; };
struct erase_lines { struct erase_line *at; size_t n; };
/* practice and account (0: none) of the person; keep_until: first day on which the treatment record may go; all: it may go today */
struct erase_plan { int64_t practice, account; day keep_until; bool all; };

/* ERR_MISSING when there is no such person. */
MUST_USE bool erase_look(sqlite3 *h, int64_t person, day today, struct erase_plan *out, struct err *err);
/* Erases inside the caller's transaction; all: the treatment record as well. */
MUST_USE bool erase_do(sqlite3 *h, int64_t person, bool all, struct err *err);
/* Looks through every column of every table for the ids of the person and the account (0: none).  A line without `why` has no reason to be
 * there once the person has been erased as `plan` says. */
MUST_USE bool erase_find(sqlite3 *h, struct arena *a, int64_t person, const struct erase_plan *plan, struct erase_lines *out, struct err *err);
/* What is kept of a table of one person by the rules: "own", "treatment", "log"; NULL when nobody has decided. */
const char *erase_class(const char *table);

/* Adds a line to the list, on the disk before it returns; all of it or, where that fails, nothing. */
MUST_USE bool erase_note(const char *list, int64_t person, day today, bool all, struct err *err);
/* Takes that line out again, where it is the last one: of an erasure that failed after all.  False: it still stands there. */
MUST_USE bool erase_unnote(const char *list, int64_t person, day today, bool all);
/* A line of the list; false when it is none. */
struct erase_entry { int64_t person; day when; bool all; };
MUST_USE bool erase_read(const char *line, struct erase_entry *out);
/* The list, empty lines left out; fits: it is an erasure; whole: it ends as a line does (only the last one may not).  A list that is absent has no
 * lines; one that cannot be read to its end is ERR_STORE. */
struct erase_listed { struct erase_entry entry; int line; bool fits, whole; };
struct erase_list { struct erase_listed *at; size_t n; };
MUST_USE bool erase_list(struct arena *a, const char *list, struct erase_list *out, struct err *err);
/* Does the event log of this database hold what line i, an `own`, orders?  Then it was done here, and what the person told since is not touched. */
MUST_USE bool erase_known(sqlite3 *h, const struct erase_list *list, size_t i, bool *known, struct err *err);
/* Erases each person of the list that is there again, in one transaction, unless it was done in this database; a list that is absent has none.
 * The connection has the functions of store/audit.h.  done: how many were erased. */
MUST_USE bool erase_repeat(sqlite3 *h, const char *list, int *done, struct err *err);

#endif
