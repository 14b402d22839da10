/* core/kb_freeze.c -- the bytes of a knowledge, and what two of them differ in. */
#include "core/kb_frozen.h"

#include "base/buf.h"
#include "base/str.h"
#include "core/kb_layout.h"

#include <assert.h>
#include <string.h>

/* texts: each once, found again by a table of places (0: free) that is at most half full. */
struct freezing { struct arena *a; struct buf texts, body; uint32_t *place; size_t room, n_texts; };

static void put_u32(struct buf *b, uint32_t v)
{
	const char le[4] = { (char)(v & 255), (char)(v >> 8 & 255), (char)(v >> 16 & 255), (char)(v >> 24) };

	buf_put(b, le, sizeof(le));
}

static void put_u64(struct buf *b, uint64_t v)
{
	put_u32(b, (uint32_t)v);
	put_u32(b, (uint32_t)(v >> 32));
}

static void put_number(struct buf *b, double x)
{
	uint64_t bits;

	memcpy(&bits, &x, sizeof(bits));
	put_u64(b, bits);
}

/* Where a text has its place in the table, or would have it. */
static uint32_t *place_of(struct freezing *z, const char *text)
{
	size_t i = (size_t)kb_fnv(FNV_START, text, strlen(text)) & (z->room - 1);

	while (z->place[i] && !str_equal(z->texts.at + z->place[i], text))
		i = (i + 1) & (z->room - 1);
	return &z->place[i];
}

static void widen(struct freezing *z)
{
	const uint32_t *old = z->place;
	size_t n = z->room;

	z->room = n ? 2 * n : 1024;
	z->place = NEWS(z->a, uint32_t, z->room);
	for (size_t i = 0; i < n; i++)
		if (old[i])
			*place_of(z, z->texts.at + old[i]) = old[i];
}

static uint32_t keep_text(struct freezing *z, const char *text)
{
	if (!text)
		return 0;
	if (2 * ++z->n_texts > z->room)
		widen(z);
	uint32_t *place = place_of(z, text);
	if (*place) {
		z->n_texts--;
		return *place;
	}
	*place = (uint32_t)z->texts.n;
	buf_put(&z->texts, text, strlen(text) + 1);
	return *place;
}

static void freeze_fields(struct freezing *z, const struct layout *l, void *thing);

static void freeze_ids(struct freezing *z, const struct ids *ids)
{
	put_u32(&z->body, (uint32_t)ids->n);
	for (int i = 0; i < ids->n; i++)
		put_u32(&z->body, (uint32_t)ids->at[i]);
}

static void freeze_texts(struct freezing *z, const char *const *at, int n)
{
	put_u32(&z->body, (uint32_t)n);
	for (int i = 0; i < n; i++)
		put_u32(&z->body, keep_text(z, at[i]));
}

static void freeze_many(struct freezing *z, const struct layout *l, void *first, int n)
{
	for (int i = 0; i < n; i++)
		freeze_fields(z, l, (char *)first + (size_t)i * l->size);
}

static void freeze_field(struct freezing *z, const struct field *f, void *thing)
{
	void *at = field_at(thing, f);

	switch (f->kind) {
	case FIELD_TEXT: put_u32(&z->body, keep_text(z, *(const char **)at)); break;
	case FIELD_TRUTH: put_u32(&z->body, *(bool *)at); break;
	case FIELD_INT: case FIELD_INDEX: put_u32(&z->body, (uint32_t)*(int *)at); break;
	case FIELD_NUMBER: put_number(&z->body, *(double *)at); break;
	case FIELD_IDS: case FIELD_INTS: freeze_ids(z, at); break;
	case FIELD_RULE: put_u32(&z->body, ((struct rule *)at)->n ? keep_text(z, ((struct rule *)at)->text) : 0); break;
	case FIELD_TEXTS: freeze_texts(z, *(const char *const **)at, *field_count(thing, f)); break;
	case FIELD_LIST: put_u32(&z->body, (uint32_t)*field_count(thing, f));
		freeze_many(z, f->of, *(void **)at, *field_count(thing, f)); break;
	case FIELD_INSIDE: freeze_many(z, f->of, at, f->high); break;
	case FIELD_HASH: put_u32(&z->body, keep_text(z, at)); break;
	}
}

static void freeze_fields(struct freezing *z, const struct layout *l, void *thing)
{
	for (int i = 0; i < l->n; i++)
		freeze_field(z, &l->field[i], thing);
}

/* The lists of the knowledge: all counts first, so that an index can be checked before what it names has been read. */
static void freeze_all(struct freezing *z, void *kb)
{
	for (int i = 0; i < kb_layout.n; i++)
		if (kb_layout.field[i].kind == FIELD_LIST)
			put_u32(&z->body, (uint32_t)*field_count(kb, &kb_layout.field[i]));
	for (int i = 0; i < kb_layout.n; i++) {
		const struct field *f = &kb_layout.field[i];

		if (f->kind == FIELD_LIST)
			freeze_many(z, f->of, *(void **)field_at(kb, f), *field_count(kb, f));
		else
			freeze_field(z, f, kb);
	}
}

struct frozen kb_freeze(struct arena *a, const struct kb *kb)
{
	struct freezing z = { .a = a, .texts = buf_new(a, FROZEN_MOST), .body = buf_new(a, FROZEN_MOST) };
	struct buf rest = buf_new(a, 2 * FROZEN_MOST + 4), out = buf_new(a, 2 * FROZEN_MOST + FROZEN_HEAD + 4);

	buf_put(&z.texts, "", 1);
	freeze_all(&z, (void *)(uintptr_t)kb);          /* read only: the tables know nothing of const */
	put_u32(&rest, (uint32_t)z.texts.n);
	buf_put(&rest, z.texts.at, z.texts.n);
	buf_put(&rest, z.body.at, z.body.n);
	buf_put(&out, "unknotkb", 8);
	put_u32(&out, FROZEN_EDITION);
	put_u32(&out, kb_layout_print());
	put_u64(&out, kb_fnv(FNV_START, rest.at, rest.n));
	assert(out.n == FROZEN_HEAD);
	buf_put(&out, rest.at, rest.n);
	return (struct frozen){ out.at, out.n };
}

/* ---- the difference of two ---- */

static bool same_text(const char *x, const char *y)
{
	return x == y || (x && y && str_equal(x, y));
}

static bool same_bytes(const void *x, const void *y, size_t n)
{
	return n == 0 || memcmp(x, y, n) == 0;
}

static bool same_rule(const struct rule *x, const struct rule *y)
{
	return x->n == y->n && (!x->n || same_text(x->text, y->text)) && same_bytes(x->code, y->code, sizeof(*x->code) * (size_t)x->n);
}

static const char *first_difference(struct arena *a, const struct layout *l, void *x, void *y, int n);

static bool same_texts(const char *const *x, const char *const *y, int n)
{
	for (int i = 0; i < n; i++)
		if (!same_text(x[i], y[i]))
			return false;
	return true;
}

/* "" when the field itself differs, a path below it, or NULL. */
static const char *field_difference(struct arena *a, const struct field *f, void *x, void *y)
{
	void *p = field_at(x, f), *q = field_at(y, f);
	const struct ids *i = p, *k = q;
	bool same = false;

	switch (f->kind) {
	case FIELD_TEXT: same = same_text(*(const char **)p, *(const char **)q); break;
	case FIELD_TRUTH: case FIELD_INT: case FIELD_INDEX: case FIELD_NUMBER: same = same_bytes(p, q, f->size); break;
	case FIELD_IDS: case FIELD_INTS: same = i->n == k->n && same_bytes(i->at, k->at, sizeof(*i->at) * (size_t)i->n); break;
	case FIELD_RULE: same = same_rule(p, q); break;
	case FIELD_TEXTS: same = *field_count(x, f) == *field_count(y, f) &&
		same_texts(*(const char *const **)p, *(const char *const **)q, *field_count(x, f)); break;
	case FIELD_LIST: same = *field_count(x, f) == *field_count(y, f);
		return same ? first_difference(a, f->of, *(void **)p, *(void **)q, *field_count(x, f)) : "";
	case FIELD_INSIDE: return first_difference(a, f->of, p, q, f->high);
	case FIELD_HASH: same = same_text(p, q); break;
	}
	return same ? NULL : "";
}

static const char *first_difference(struct arena *a, const struct layout *l, void *x, void *y, int n)
{
	for (int i = 0; i < n; i++)
		for (int k = 0; k < l->n; k++) {
			const char *below = field_difference(a, &l->field[k], (char *)x + (size_t)i * l->size, (char *)y + (size_t)i * l->size);

			if (below)
				return arena_fmt(a, "[%d].%s%s", i, l->field[k].name, below);
		}
	return NULL;
}

const char *kb_difference(struct arena *a, const struct kb *x, const struct kb *y)
{
	const char *path = first_difference(a, &kb_layout, (void *)(uintptr_t)x, (void *)(uintptr_t)y, 1);

	return path ? path + strlen("[0].") : NULL;
}
