/* base/arena.c -- blocks of whole pages, bump pointer, deferred releases as a list in the arena itself. */
#include "base/arena.h"

#include "base/pages.h"

#include <assert.h>
#include <stdarg.h>
#include <stdalign.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_BLOCK = 1 << 20, KEPT_BLOCK = 4 << 20 };     /* KEPT: a larger one goes back with each reset */

struct block {
	struct block *before;
	size_t size;            /* of the mapping, this header included */
};

struct deferred {
	struct deferred *before;
	void (*fn)(void *);
	void *arg;
};

struct arena {
	struct block *last;
	struct deferred *deferred;
	char *next, *end;
	size_t used, held, limit;
	int frozen;
};

static const size_t head = (sizeof(struct block) + alignof(max_align_t) - 1) /
	alignof(max_align_t) * alignof(max_align_t);

static void add_block(struct arena *a, size_t need)
{
	size_t size = a->last ? a->last->size * 2 : FIRST_BLOCK;

	if (need > a->limit || a->held > a->limit - need) {
		fprintf(stderr, "unknot: out of memory: an arena of %zu bytes is full\n", a->limit);
		abort();
	}
	while (size < need + head)
		size *= 2;
	struct block *b = pages_take(size);
	if (!b) {
		fprintf(stderr, "unknot: out of memory: %zu bytes\n", size);
		abort();
	}
	b->before = a->last;
	b->size = size;
	a->last = b;
	a->held += size;
	a->next = (char *)b + head;
	a->end = (char *)b + size;
}

struct arena *arena_new(size_t limit)
{
	struct arena *a = calloc(1, sizeof(*a));

	if (!a)
		abort();
	a->limit = limit;
	return a;
}

static void run_deferred(struct arena *a)
{
	struct deferred *d = a->deferred;

	a->deferred = NULL;
	for (; d; d = d->before)
		d->fn(d->arg);
}

void arena_reset(struct arena *a)
{
	assert(!a->frozen);
	run_deferred(a);
	struct block *keep = a->last;
	while (keep && keep->before && keep->size > KEPT_BLOCK)
		keep = keep->before;
	bool last = keep == a->last;
	while (a->last) {
		struct block *b = a->last;

		a->last = b->before;
		if (b == keep)
			continue;
		a->held -= b->size;
		pages_give(b, b->size);
	}
	a->last = keep;
	if (keep) {
		/* what was handed out must read as zero again, and nothing of one request may reach the next */
		keep->before = NULL;
		memset((char *)keep + head, 0, (last ? (size_t)(a->next - (char *)keep) : keep->size) - head);
		a->next = (char *)keep + head;
		a->end = (char *)keep + keep->size;
	}
	a->used = 0;
}

void arena_end(struct arena *a)
{
	if (!a)
		return;
	run_deferred(a);
	while (a->last) {
		struct block *b = a->last;

		a->last = b->before;
		pages_give(b, b->size);
	}
	free(a);
}

void *arena_take(struct arena *a, size_t n, size_t size)
{
	const size_t align = alignof(max_align_t);
	size_t bytes;

	assert(!a->frozen);
	if (__builtin_mul_overflow(n, size, &bytes) || bytes > SIZE_MAX - align)
		abort();
	bytes = (bytes + align - 1) / align * align;
	if ((size_t)(a->end - a->next) < bytes)
		add_block(a, bytes);
	void *at = a->next;
	a->next += bytes;
	a->used += bytes;
	return at;
}

char *arena_copy(struct arena *a, const char *at, size_t n)
{
	char *copy = arena_take(a, n + 1, 1);

	if (n)
		memcpy(copy, at, n);
	return copy;
}

char *arena_text(struct arena *a, const char *text)
{
	return arena_copy(a, text, strlen(text));
}

char *arena_fmt(struct arena *a, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	int n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	assert(n >= 0);
	char *text = arena_take(a, (size_t)n + 1, 1);
	va_start(ap, fmt);
	vsnprintf(text, (size_t)n + 1, fmt, ap);
	va_end(ap);
	return text;
}

void arena_defer(struct arena *a, void (*fn)(void *), void *arg)
{
	struct deferred *d = NEW(a, struct deferred);

	*d = (struct deferred){ a->deferred, fn, arg };
	a->deferred = d;
}

size_t arena_used(const struct arena *a)
{
	return a->used;
}

void arena_freeze(struct arena *a)
{
	a->frozen = 1;
	for (struct block *b = a->last; b; ) {
		struct block *before = b->before;

		pages_protect(b, b->size);
		b = before;
	}
}
