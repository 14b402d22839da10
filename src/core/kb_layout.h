/* core/kb_layout.h -- what the structs of the knowledge are made of, as tables: for whoever has to walk all of it, field by field, without
 * forgetting one (core/kb_freeze.c, kb_thaw.c).  Private to core/kb*.c and their tests.
 *
 * A struct of core/kb.h and its table have to agree; the test of the tables finds a field that no table names.
 */
#ifndef CORE_KB_LAYOUT_H
#define CORE_KB_LAYOUT_H

#include "core/kb.h"

#include <stddef.h>

enum field_kind {
	FIELD_TEXT,                     /* const char *; low 1: never NULL */
	FIELD_TRUTH,                    /* bool */
	FIELD_INT,                      /* int or an enum: low ... high */
	FIELD_NUMBER,                   /* double; low < high: in this range */
	FIELD_INDEX,                    /* int: index into the list of kind `high`; low -1: or -1 */
	FIELD_IDS,                      /* struct ids: the same, many */
	FIELD_INTS,                     /* struct ids: numbers from low to high */
	FIELD_RULE,                     /* struct rule; low 1: never empty */
	FIELD_TEXTS,                    /* const char *const *, none NULL; how many: the int at `count` */
	FIELD_LIST,                     /* pointer to `of`; how many: the int at `count` */
	FIELD_INSIDE,                   /* `high` times `of`, inside this struct */
	FIELD_HASH,                     /* char[65] */
};
struct field {
	const char *name;
	enum field_kind kind;
	size_t size, at, count;         /* bytes in the struct; offsets */
	int low, high;
	const struct layout *of;
};
struct layout { const char *name; size_t size; const struct field *field; int n; };

extern const struct layout kb_layout;   /* of struct kb */

/* A number that differs when the tables do (their names, kinds, ranges; not where things lie in memory). */
uint32_t kb_layout_print(void);

/* FNV-1a, 64 bits; begin with FNV_START. */
#define FNV_START UINT64_C(0xcbf29ce484222325)
uint64_t kb_fnv(uint64_t h, const void *bytes, size_t n);

/* Where a field lies, and the int beside it that counts. */
static inline void *field_at(void *thing, const struct field *f)
{
	return (char *)thing + f->at;
}
static inline int *field_count(void *thing, const struct field *f)
{
	return (int *)(void *)((char *)thing + f->count);
}

#endif
