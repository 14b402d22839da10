/* test/core/tables.h -- the tables of the evidence, where they lie beside this tree; tests that need them say so when they do not. */
#ifndef TEST_CORE_TABLES_H
#define TEST_CORE_TABLES_H

#include "support.h"

#include "base/str.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EVIDENCE "../shared/evidence/data/"

struct table { char ***cell; int rows, columns; };

static inline char *next_cell(char **at, bool *end_of_row)
{
	char *p = *at, *to = p, *from = p;
	bool quoted = false;

	for (; *p && (quoted || (*p != ',' && *p != '\n')); p++) {
		if (*p != '"')
			*to++ = *p;
		else if (quoted && p[1] == '"')
			*to++ = *p++;
		else
			quoted = !quoted;
	}
	*end_of_row = *p != ',';
	*at = *p ? p + 1 : p;
	*to = 0;
	return from;
}

/* The first row is the head.  cell NULL when the file is not there. */
static inline struct table table_read(struct arena *a, const char *name)
{
	enum { ROWS = 4000, COLUMNS = 40 };
	struct table t = { NULL, 0, 0 };
	FILE *f = fopen(arena_fmt(a, EVIDENCE "%s.csv", name), "rb");

	if (!f)
		return t;
	char *text = arena_take(a, 1, (1 << 20) + 1);
	size_t n = fread(text, 1, 1 << 20, f);
	fclose(f);
	text[n] = 0;
	t.cell = NEWS(a, char **, ROWS);
	while (*text && t.rows < ROWS) {
		char **row = t.cell[t.rows++] = NEWS(a, char *, COLUMNS);
		bool end = false;

		for (int i = 0; i < COLUMNS && !end; i++) {
			row[i] = next_cell(&text, &end);
			t.columns = i + 1 > t.columns ? i + 1 : t.columns;
		}
	}
	return t;
}

/* The cell of a row (from 1) under the head that begins with `head`; "" when the row is shorter. */
static inline char *cell(const struct table *t, int row, const char *head)
{
	for (int i = 0; i < t->columns && t->cell[0][i]; i++)
		if (str_begins(t->cell[0][i], head))
			return t->cell[row][i] ? t->cell[row][i] : (char *)(uintptr_t)"";
	fail_msg("no column %s", head);
	return NULL;
}

static inline double number_in(const struct table *t, int row, const char *head)
{
	return strtod(cell(t, row, head), NULL);
}

#endif
