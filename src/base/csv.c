/* base/csv.c -- cells of a table. */
#include "base/csv.h"

#include "base/str.h"

#include <string.h>

/* Of the three, the one that stands most in the first line, outside quotes. */
static char parted_by(const char *at, const char *end)
{
	static const char by[] = { ',', ';', '\t' };
	int n[sizeof(by)] = { 0 };
	bool quoted = false;
	size_t most = 0;

	for (; at < end && (quoted || (*at != '\n' && *at != '\r')); at++) {
		quoted = quoted != (*at == '"');
		for (size_t i = 0; !quoted && i < sizeof(by); i++)
			n[i] += *at == by[i];
	}
	for (size_t i = 1; i < sizeof(by); i++)
		if (n[i] > n[most])
			most = i;
	return by[most];
}

bool csv_open(struct arena *a, const char *text, size_t n, struct csv *out, struct err *err)
{
	if (n >= 2 && (memcmp(text, "\xff\xfe", 2) == 0 || memcmp(text, "\xfe\xff", 2) == 0))
		return fail(err, ERR_INPUT, "file", "holds 16-bit characters; save it as CSV with UTF-8");
	if (n >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) {
		text += 3;
		n -= 3;
	}
	if (!utf8_valid(text, n))
		return fail(err, ERR_INPUT, "file", "is not text in UTF-8; save it as CSV with UTF-8");
	*out = (struct csv){ a, text, text + n, parted_by(text, text + n), 1, buf_new(a, n) };
	return true;
}

static bool blank(char c)
{
	return c == ' ' || c == '\t';
}

static bool ends_cell(const struct csv *c)
{
	return c->at == c->end || *c->at == c->parted || *c->at == '\n' || *c->at == '\r';
}

static void end_line(struct csv *c)
{
	if (c->at == c->end)
		return;
	c->at += c->at[0] == '\r' && c->at + 1 < c->end && c->at[1] == '\n' ? 2 : 1;
	c->line++;
}

/* What stands in quotes, a doubled quote for one; at the quote's end it goes on as a bare cell does. */
static bool quoted_cell(struct csv *c, struct err *err)
{
	int line = c->line;

	for (c->at++; c->at < c->end; c->at++) {
		if (*c->at == '"' && (c->at + 1 == c->end || c->at[1] != '"')) {
			c->at++;
			return true;
		}
		c->at += *c->at == '"';
		c->line += *c->at == '\n' || (*c->at == '\r' && (c->at + 1 == c->end || c->at[1] != '\n'));
		buf_char(&c->cell, *c->at);
	}
	return fail_at(err, ERR_INPUT, line, 0, "quote", "is opened in line %d and never closed", line);
}

static bool cell(struct csv *c, const char **out, struct err *err)
{
	struct buf *b = &c->cell;

	buf_clear(b);
	while (c->at < c->end && blank(*c->at) && *c->at != c->parted)
		c->at++;
	if (c->at < c->end && *c->at == '"' && !quoted_cell(c, err))
		return false;
	for (; !ends_cell(c); c->at++)
		buf_char(b, *c->at);
	const char *from = b->at;
	size_t n = b->n;
	for (; n && (blank(from[0]) || from[0] == '\n' || from[0] == '\r'); n--)
		from++;
	while (n && (blank(from[n - 1]) || from[n - 1] == '\n' || from[n - 1] == '\r'))
		n--;
	*out = n ? arena_copy(c->a, from, n) : "";
	return true;
}

bool csv_next(struct csv *c, struct csv_row *row, struct err *err)
{
	bool any = false;

	while (!any && c->at < c->end) {
		bool more = true;

		*row = (struct csv_row){ .line = c->line };
		while (more) {
			if (row->n == CSV_CELLS_MOST)
				return fail_at(err, ERR_INPUT, row->line, 0, "cells", "are more than %d in line %d", CSV_CELLS_MOST, row->line);
			if (!cell(c, &row->cell[row->n], err))
				return false;
			any = any || row->cell[row->n][0];
			row->n++;
			more = c->at < c->end && *c->at == c->parted;
			c->at += more;
		}
		end_line(c);
	}
	if (!any)
		row->n = 0;
	return true;
}

void csv_put(struct buf *b, const char *text, bool by_person)
{
	buf_char(b, '"');
	if (by_person && text[0] && strchr("=+-@\t\r", text[0]))
		buf_char(b, '\'');
	for (; *text; text++) {
		if (*text == '"')
			buf_char(b, '"');
		buf_char(b, *text);
	}
	buf_char(b, '"');
}
