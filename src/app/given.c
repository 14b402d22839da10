/* app/given.c -- three fields a line; names are looked up as they are read. */
#include "app/given.h"

#include "app/jsonread.h"
#include "base/str.h"

#include <string.h>

enum { FIELD_MOST = 65, FIELDS = 3, BYTES_MOST = 1 << 20 };

static const char *const column[FIELDS] = { "date", "technique", "area" };

struct line { const char *field[FIELDS]; int column[FIELDS], n; };

/* Splits n bytes at commas; blanks around a field are left out.  A fourth field makes n FIELDS + 1. */
static struct line split(struct arena *a, const char *at, size_t n)
{
	struct line l = { .n = 0 };
	const char *start = at, *end = at + n;

	for (bool more = true; more && l.n <= FIELDS; l.n++) {
		const char *to = memchr(at, ',', (size_t)(end - at)), *from = at;

		more = to != NULL;
		at = more ? to + 1 : end;
		to = more ? to : end;
		while (from < to && strchr(" \t\r", *from))
			from++;
		while (to > from && strchr(" \t\r", to[-1]))
			to--;
		if (l.n == FIELDS)
			continue;
		l.field[l.n] = arena_copy(a, from, (size_t)(to - from) < FIELD_MOST ? (size_t)(to - from) : FIELD_MOST);
		l.column[l.n] = (int)(from - start) + 1;
	}
	return l;
}

static bool find(struct arena *a, const struct kb *kb, enum kind kind, const struct line *l, int i, int line, int *out, struct err *err)
{
	const char *near = kb_nearest(kb, kind, l->field[i]);

	*out = kb_find(kb, kind, l->field[i]);
	return *out >= 0 || fail_at(err, ERR_INPUT, line, l->column[i], column[i], "there is no %s \"%s\"%s%s",
		kind == KIND_AREA ? "area" : "technique", json_in_word(a, l->field[i]), near ? "; the nearest is " : "", near ? near : "");
}

static bool take(struct arena *a, const struct kb *kb, day first, const struct line *l, int line, struct given *out, struct err *err)
{
	struct worked_use *u = &out->use[out->n];
	day d;

	if (l->n != FIELDS)
		return fail_at(err, ERR_INPUT, line, 1, "line", "three fields are expected: date,technique,area");
	if (line == 1) {
		for (int i = 0; i < FIELDS; i++)
			if (!str_equal(l->field[i], column[i]))
				return fail_at(err, ERR_INPUT, 1, l->column[i], "header", "the columns are date,technique,area");
		return true;
	}
	if (!day_read(l->field[0], &d))
		return fail_at(err, ERR_INPUT, line, l->column[0], column[0], "a day that exists is expected, like 2026-11-21, not \"%s\"",
			json_in_word(a, l->field[0]));
	if (out->n == GIVEN_MOST)
		return fail_at(err, ERR_TOO_LARGE, line, 1, "line", "more than %d lines", GIVEN_MOST);
	if (!find(a, kb, KIND_ITEM, l, 1, line, &u->technique, err) || !find(a, kb, KIND_AREA, l, 2, line, &u->area, err))
		return false;
	u->day = d - first;
	out->n++;
	return true;
}

bool given_read(struct arena *a, const struct kb *kb, day first, const char *text, size_t n, struct given *out, struct err *err)
{
	static const char mark[] = "\xef\xbb\xbf";
	const char *end = text + n;

	*out = (struct given){ NEWS(a, struct worked_use, GIVEN_MOST), 0 };
	if (n > BYTES_MOST)
		return fail_at(err, ERR_TOO_LARGE, 1, 1, "file", "more than 1 MB");
	if (!utf8_valid(text, n))
		return fail_at(err, ERR_INPUT, 1, 1, "file", "not a text in UTF-8");
	if (n >= 3 && !memcmp(text, mark, 3))
		text += 3;
	for (int line = 1; text < end; line++) {
		const char *to = memchr(text, '\n', (size_t)(end - text));

		to = to ? to : end;
		struct line l = split(a, text, (size_t)(to - text));
		bool blank = l.n == 1 && !*l.field[0];
		if ((!blank || line == 1) && !take(a, kb, first, &l, line, out, err))
			return false;
		text = to + (to < end);
	}
	return out->n || fail_at(err, ERR_INPUT, 1, 1, "date", "there is no session below the header");
}
