/* base/buf.c -- growing text. */
#include "base/buf.h"

#include <assert.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void make_room(struct buf *b, size_t more)
{
	if (b->n + more + 1 <= b->room)
		return;
	if (b->n + more > b->most) {
		fprintf(stderr, "unknot: a text grew over its ceiling of %zu bytes\n", b->most);
		abort();
	}
	size_t room = b->room * 2;
	while (room < b->n + more + 1)
		room *= 2;
	char *at = arena_take(b->arena, room, 1);
	memcpy(at, b->at, b->n);
	b->at = at;
	b->room = room;
}

struct buf buf_new(struct arena *a, size_t most)
{
	struct buf b = { .arena = a, .room = 256, .most = most };

	b.at = arena_take(a, b.room, 1);
	return b;
}

void buf_put(struct buf *b, const char *bytes, size_t n)
{
	make_room(b, n);
	if (n)
		memcpy(b->at + b->n, bytes, n);
	b->n += n;
	b->at[b->n] = 0;
}

void buf_str(struct buf *b, const char *text)
{
	if (text)
		buf_put(b, text, strlen(text));
}

void buf_char(struct buf *b, char c)
{
	buf_put(b, &c, 1);
}

void buf_fmt(struct buf *b, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	int n = vsnprintf(b->at + b->n, b->room - b->n, fmt, ap);
	va_end(ap);
	assert(n >= 0);
	if (b->n + (size_t)n + 1 > b->room) {
		make_room(b, (size_t)n);
		va_start(ap, fmt);
		vsnprintf(b->at + b->n, (size_t)n + 1, fmt, ap);
		va_end(ap);
	}
	b->n += (size_t)n;
}

void buf_html(struct buf *b, const char *text)
{
	if (!text)
		return;
	for (const char *from = text;; text++) {
		const char *as = *text == '&' ? "&amp;" : *text == '<' ? "&lt;" : *text == '>' ? "&gt;" :
			*text == '"' ? "&quot;" : *text == '\'' ? "&#39;" : NULL;

		if (as || !*text) {
			buf_put(b, from, (size_t)(text - from));
			buf_str(b, as);
			from = text + 1;
		}
		if (!*text)
			return;
	}
}

void buf_clear(struct buf *b)
{
	b->n = 0;
	b->at[0] = 0;
}

html buf_as_html(const struct buf *b)
{
	return (html){ b->at, b->n };
}

void put_text(struct buf *b, const char *text)
{
	buf_html(b, text);
}

void put_html(struct buf *b, html h)
{
	buf_put(b, h.at ? h.at : "", h.n);
}

void buf_tenths(struct buf *b, double v)
{
	assert(fabs(v) < 1e15);
	int64_t tenths = llround(v * 10);

	if (tenths < 0)
		buf_char(b, '-');
	put_int(b, llabs(tenths) / 10);
	if (tenths % 10) {
		buf_char(b, '.');
		buf_char(b, (char)('0' + llabs(tenths) % 10));
	}
}

void put_int(struct buf *b, int64_t v)
{
	char text[24], *at = text + sizeof(text);
	uint64_t left = v < 0 ? -(uint64_t)v : (uint64_t)v;

	do
		*--at = (char)('0' + left % 10);
	while (left /= 10);
	if (v < 0)
		*--at = '-';
	buf_put(b, at, (size_t)(text + sizeof(text) - at));
}

void put_double(struct buf *b, double v)
{
	buf_fmt(b, "%.10g", v);
}

void put_bool(struct buf *b, bool v)
{
	buf_str(b, v ? "yes" : "no");
}
