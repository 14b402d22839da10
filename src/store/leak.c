/* store/leak.c -- words by their first four bytes, files in pieces that overlap. */
#include "store/leak.h"

#include "base/embed.h"
#include "base/str.h"

#include <errno.h>
#include <string.h>

enum { SHORTEST = 4, SURE = 6, LONGEST = 64, AROUND = 4, BUCKETS = 1 << 16, PIECE = 1 << 20, OPENED_MOST = 8 << 20 };

struct word { const char *text, *table, *column; int64_t id; size_t n; struct word *next; bool own; };
struct leak_words { struct word *bucket[BUCKETS]; };

static unsigned bucket_of(const char *at)
{
	uint32_t v;

	memcpy(&v, at, sizeof(v));
	return (v * 2654435761u) >> 16;
}

static bool readable(const char *at, ptrdiff_t n)
{
	for (ptrdiff_t i = 0; i < n; i++)
		if ((unsigned char)at[i] < ' ' && at[i] != '\n' && at[i] != '\r' && at[i] != '\t')
			return false;
	return true;
}

/* Short words count between readable bytes only; bytes over 127 are none for them. */
static bool believable(const char *from, const char *end, const char *at, size_t n)
{
	const char *a = at - from < AROUND ? from : at - AROUND, *b = end - (at + n) < AROUND ? end : at + n + AROUND;

	if (n >= SURE)
		return true;
	for (const char *p = a; p < b; p++)
		if (p < at || p >= at + n)
			if ((unsigned char)*p > 126)
				return false;
	return readable(a, b - a);
}

/* The first word in a piece of memory that is not the program's own; marks them instead when `mark`. */
static const struct word *search(const struct leak_words *w, const char *from, const char *end, bool mark, const char **where)
{
	for (const char *at = from; end - at >= SHORTEST; at++)
		for (struct word *word = w->bucket[bucket_of(at)]; word; word = word->next) {
			if ((size_t)(end - at) < word->n || memcmp(at, word->text, word->n) != 0)
				continue;
			if (mark) {
				word->own = true;
			} else if (!word->own && believable(from, end, at, word->n)) {
				*where = at;
				return word;
			}
		}
	return NULL;
}

static void add(struct arena *a, struct leak_words *w, const char *table, const char *column, int64_t id, const char *text, int64_t *skipped)
{
	size_t n = strlen(text), digits = strspn(text, "0123456789");

	if (n < SHORTEST || (digits == n && n < SURE)) {
		++*skipped;
		return;
	}
	struct word *word = NEW(a, struct word);
	n = n > LONGEST ? LONGEST : n;
	*word = (struct word){ .text = arena_copy(a, text, n), .table = table, .column = column, .id = id, .n = n };
	word->next = w->bucket[bucket_of(word->text)];
	w->bucket[bucket_of(word->text)] = word;
}

struct opening { struct arena *a, *passing; sqlite3 *h; const struct seal_key *key; struct leak_words *w; int64_t *words, *skipped; };

static bool open_column(struct opening *o, const char *table, const char *column, struct err *err)
{
	char *sql = sqlite3_mprintf("select id, \"%w_sealed\" from \"%w\" where \"%w_sealed\" is not null", column, table, column);
	sqlite3_stmt *s = NULL;
	int code = sql ? sqlite3_prepare_v2(o->h, sql, -1, &s, NULL) : SQLITE_NOMEM;
	const char *name = arena_fmt(o->a, "%s.%s", table, column), *text;
	bool done = code == SQLITE_OK;

	sqlite3_free(sql);
	while (done && (code = sqlite3_step(s)) == SQLITE_ROW) {
		struct bytes b = { sqlite3_column_blob(s, 1), (size_t)sqlite3_column_bytes(s, 1) };

		done = seal_open(o->passing, o->key, name, sqlite3_column_int64(s, 0), b, &text, err);
		if (done && text && *text) {
			++*o->words;
			add(o->a, o->w, table, column, sqlite3_column_int64(s, 0), text, o->skipped);
		}
		arena_reset(o->passing);
	}
	sqlite3_finalize(s);
	if (code != SQLITE_DONE && code != SQLITE_ROW)
		return fail(err, ERR_STORE, name, "%s", sqlite3_errmsg(o->h));
	return done;
}

static bool open_all(struct opening *o, struct err *err)
{
	sqlite3_stmt *s = NULL;
	int code = sqlite3_prepare_v2(o->h, SEALED_COLUMNS, -1, &s, NULL);
	bool done = code == SQLITE_OK;

	while (done && (code = sqlite3_step(s)) == SQLITE_ROW)
		done = open_column(o, arena_text(o->a, (const char *)sqlite3_column_text(s, 0)), arena_text(o->a, (const char *)sqlite3_column_text(s, 1)), err);
	sqlite3_finalize(s);
	return done && (code == SQLITE_DONE || fail(err, ERR_STORE, "database", "%s", sqlite3_errmsg(o->h)));
}

static void mark_own(const struct leak_words *w, const struct embedded *file, size_t n)
{
	const char *where;

	for (size_t i = 0; i < n; i++)
		if (search(w, file[i].at, file[i].end, true, &where))
			return;                 /* never: marking goes on to the end */
}

bool leak_words(struct arena *a, sqlite3 *h, const struct seal_key *key, struct leak_words **out, int64_t *words, int64_t *skipped,
	struct err *err)
{
	struct opening o = { a, arena_new(OPENED_MOST), h, key, NEW(a, struct leak_words), words, skipped };

	*words = *skipped = 0;
	*out = o.w;
	bool done = open_all(&o, err);
	arena_end(o.passing);
	if (!done)
		return false;
	mark_own(o.w, knowledge_files, knowledge_files_n);
	mark_own(o.w, asset_files, asset_files_n);
	mark_own(o.w, migration_files, migration_files_n);
	for (int i = 0; i < BUCKETS; i++)
		for (const struct word *word = o.w->bucket[i]; word; word = word->next)
			*skipped += word->own;
	return true;
}

bool leak_search(const struct leak_words *w, const char *path, bool *found, struct leak *out, struct err *err)
{
	static const size_t overlap = LONGEST + AROUND;
	FILE *f = fopen(path, "rbe");
	int64_t at = 0;         /* of the first byte in `piece` */
	size_t kept = 0, got;

	*found = false;
	if (!f)
		return errno == ENOENT || fail(err, ERR_STORE, path, "cannot be read: %s", strerror(errno));
	char *piece = malloc(PIECE + LONGEST + AROUND);
	while (piece && !*found && (got = fread(piece + kept, 1, PIECE, f)) > 0) {
		size_t n = kept + got;
		const char *where = NULL;
		const struct word *word = search(w, piece, piece + n, false, &where);

		if (word) {
			*found = true;
			*out = (struct leak){ at + (where - piece), word->table, word->column, word->id };
		}
		kept = n < overlap ? n : overlap;
		memmove(piece, piece + n - kept, kept);
		at += (int64_t)(n - kept);
	}
	bool done = piece && !ferror(f);
	free(piece);
	fclose(f);
	return done || fail(err, ERR_STORE, path, "cannot be read: %s", strerror(errno));
}
