/* test/store/kept.h -- files beside a test's data folder, and what stands in them. */
#ifndef TEST_STORE_KEPT_H
#define TEST_STORE_KEPT_H

#include "web/site.h"

struct bytes_of { unsigned char *at; size_t n; };

static inline struct bytes_of kept_read(struct site *s, const char *path)
{
	struct bytes_of b = { NULL, 0 };
	struct stat st;
	FILE *f = fopen(path, "rb");

	if (!f)
		return b;
	assert_int_equal(fstat(fileno(f), &st), 0);
	b.at = arena_take(s->keep, (size_t)st.st_size + 1, 1);
	b.n = fread(b.at, 1, (size_t)st.st_size, f);
	fclose(f);
	return b;
}

static inline void kept_write(const char *path, const void *at, size_t n)
{
	FILE *f = fopen(path, "wb");

	assert_non_null(f);
	assert_int_equal(fwrite(at, 1, n, f), n);
	fclose(f);
}

static inline bool kept_holds(struct bytes_of b, const void *word, size_t n)
{
	return b.at && memmem(b.at, b.n, word, n) != NULL;
}

/* A path beside the data folder. */
static inline const char *kept_path(struct site *s, const char *end)
{
	return arena_fmt(s->keep, "%s.%s", s->dir, end);
}

static inline void kept_remove(const char *dir)
{
	nftw(dir, shelf_unlink, 8, FTW_DEPTH | FTW_PHYS);
}

static inline int64_t kept_count(sqlite3 *h, const char *sql)
{
	sqlite3_stmt *q;
	int64_t n;

	if (sqlite3_prepare_v2(h, sql, -1, &q, NULL) != SQLITE_OK)
		fail_msg("%s: %s", sql, sqlite3_errmsg(h));
	assert_int_equal(sqlite3_step(q), SQLITE_ROW);
	n = sqlite3_column_int64(q, 0);
	sqlite3_finalize(q);
	return n;
}

#endif
