/* store/sql_run.h -- what the functions made by tools/sqlgen are built from; nobody else includes it. */
#ifndef STORE_SQL_RUN_H
#define STORE_SQL_RUN_H

#include "store/db.h"

#include <math.h>
#include <string.h>

struct list { void *at; size_t n, room; };

static inline void *list_add(struct db *db, struct list *l, size_t size)
{
	if (l->n == l->room) {
		size_t room = l->room ? l->room * 2 : 8;
		void *at = arena_take(db->arena, room, size);

		if (l->n)
			memcpy(at, l->at, l->n * size);
		l->at = at;
		l->room = room;
	}
	return (char *)l->at + size * l->n++;
}

static inline void bind_num(sqlite3_stmt *s, int i, double v)
{
	if (isnan(v))
		sqlite3_bind_null(s, i);
	else
		sqlite3_bind_double(s, i, v);
}

static inline void bind_bytes(sqlite3_stmt *s, int i, struct bytes b)
{
	if (b.at)
		sqlite3_bind_blob64(s, i, b.at, b.n, SQLITE_STATIC);
	else
		sqlite3_bind_null(s, i);
}

static inline double read_num(sqlite3_stmt *s, int i)
{
	return sqlite3_column_type(s, i) == SQLITE_NULL ? (double)NAN : sqlite3_column_double(s, i);
}

static inline const char *read_text(struct db *db, sqlite3_stmt *s, int i)
{
	const unsigned char *t = sqlite3_column_text(s, i);

	return t ? arena_copy(db->arena, (const char *)t, (size_t)sqlite3_column_bytes(s, i)) : NULL;
}

static inline struct bytes read_bytes(struct db *db, sqlite3_stmt *s, int i)
{
	const void *at = sqlite3_column_blob(s, i);
	size_t n = (size_t)sqlite3_column_bytes(s, i);

	return at ? (struct bytes){ arena_copy(db->arena, at, n), n } : (struct bytes){ NULL, 0 };
}

#endif
