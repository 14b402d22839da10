/* core/kb_thaw.c -- a knowledge from its bytes; nothing in them is believed. */
#include "core/kb_frozen.h"

#include "base/str.h"
#include "core/chain.h"
#include "core/kb_layout.h"
#include "core/kb_sound.h"
#include "core/rule.h"

#include <assert.h>
#include <math.h>
#include <string.h>

enum { UNIT = 4 };                      /* bytes of a whole number, a text, a count */

struct thawing { struct arena *a; const unsigned char *at, *end; const char *texts; size_t n_texts; struct kb *kb; struct err *err; };

static bool bad(struct thawing *t, const char *field, const char *what)
{
	return fail(t->err, ERR_INPUT, field, "%s", what);
}

static uint32_t u32_at(const unsigned char *at)
{
	return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

static bool get_u32(struct thawing *t, uint32_t *out)
{
	if ((size_t)(t->end - t->at) < UNIT)
		return bad(t, "", "the frozen knowledge ends early");
	*out = u32_at(t->at);
	t->at += UNIT;
	return true;
}

static bool get_int(struct thawing *t, const char *name, int low, int high, int *out)
{
	uint32_t v;

	if (!get_u32(t, &v))
		return false;
	memcpy(out, &v, sizeof(*out));
	return (*out >= low && *out <= high) || bad(t, name, "a number is out of its range");
}

static bool get_text(struct thawing *t, const char *name, bool needed, const char **out)
{
	uint32_t at;

	*out = NULL;
	if (!get_u32(t, &at))
		return false;
	if (at >= t->n_texts || (at && t->texts[at - 1]))
		return bad(t, name, "a text is not where it should be");
	if (needed && !at)
		return bad(t, name, "a text is missing");
	*out = at ? t->texts + at : NULL;
	return true;
}

static bool get_number(struct thawing *t, const struct field *f, double *out)
{
	uint32_t low, high;
	uint64_t bits;

	if (!get_u32(t, &low) || !get_u32(t, &high))
		return false;
	bits = (uint64_t)high << 32 | low;
	memcpy(out, &bits, sizeof(*out));
	return (isfinite(*out) && (f->low >= f->high || (*out >= f->low && *out <= f->high))) ||
		bad(t, f->name, "a number is out of its range");
}

/* A count of things that take at least so many bytes each: never more than there is room for. */
static bool get_count(struct thawing *t, const char *name, size_t each, int *out)
{
	uint32_t n;

	assert(each >= UNIT);
	if (!get_u32(t, &n))
		return false;
	if (n > (size_t)(t->end - t->at) / each)
		return bad(t, name, "a list is longer than the frozen knowledge");
	*out = (int)n;
	return true;
}

static bool get_ids(struct thawing *t, const struct field *f, struct ids *out)
{
	int n, low = f->kind == FIELD_IDS ? 0 : f->low, high = f->kind == FIELD_IDS ? kb_count(t->kb, (enum kind)f->high) - 1 : f->high;

	if (!get_count(t, f->name, UNIT, &n))
		return false;
	int *at = NEWS(t->a, int, (size_t)n + 1);
	*out = (struct ids){ at, n };
	for (int i = 0; i < n; i++)
		if (!get_int(t, f->name, low, high, &at[i]))
			return false;
	return true;
}

static bool get_texts(struct thawing *t, const struct field *f, void *thing)
{
	int n;

	if (!get_count(t, f->name, UNIT, &n))
		return false;
	const char **at = NEWS(t->a, const char *, (size_t)n + 1);
	*(const char *const **)field_at(thing, f) = at;
	*field_count(thing, f) = n;
	for (int i = 0; i < n; i++)
		if (!get_text(t, f->name, true, &at[i]))
			return false;
	return true;
}

/* Findings, areas and regions have been read before the first condition is compiled (see thaw_rules). */
static bool get_rule(struct thawing *t, const struct field *f, struct rule *out)
{
	return get_text(t, f->name, f->low, &out->text);
}

static bool get_hash(struct thawing *t, const struct field *f, char *out)
{
	const char *text;

	if (!get_text(t, f->name, true, &text))
		return false;
	assert(text);
	return snprintf(out, f->size, "%s", text) < (int)f->size || bad(t, f->name, "a text is too long");
}

static bool thaw_fields(struct thawing *t, const struct layout *l, void *thing);

static bool thaw_many(struct thawing *t, const struct layout *l, void *first, int n)
{
	for (int i = 0; i < n; i++)
		if (!thaw_fields(t, l, (char *)first + (size_t)i * l->size))
			return false;
	return true;
}

/* The bytes a thing takes at least. */
static size_t least(const struct layout *l)
{
	size_t n = 0;

	for (int i = 0; i < l->n; i++)
		n += l->field[i].kind == FIELD_NUMBER ? 2 * UNIT : l->field[i].kind == FIELD_INSIDE ? (size_t)l->field[i].high * least(l->field[i].of) : UNIT;
	return n;
}

static bool make_list(struct thawing *t, const struct field *f, void *thing)
{
	int n;

	if (!get_count(t, f->name, least(f->of), &n))
		return false;
	*field_count(thing, f) = n;
	*(void **)field_at(thing, f) = arena_take(t->a, (size_t)n + 1, f->of->size);
	return true;
}

static bool thaw_list(struct thawing *t, const struct field *f, void *thing)
{
	return thaw_many(t, f->of, *(void **)field_at(thing, f), *field_count(thing, f));
}

static bool thaw_field(struct thawing *t, const struct field *f, void *thing)
{
	void *at = field_at(thing, f);
	int truth;

	switch (f->kind) {
	case FIELD_TEXT: return get_text(t, f->name, f->low, at);
	case FIELD_TRUTH: return get_int(t, f->name, 0, 1, &truth) && ((*(bool *)at = truth), true);
	case FIELD_INT: return get_int(t, f->name, f->low, f->high, at);
	case FIELD_INDEX: return get_int(t, f->name, f->low, kb_count(t->kb, (enum kind)f->high) - 1, at);
	case FIELD_NUMBER: return get_number(t, f, at);
	case FIELD_IDS: case FIELD_INTS: return get_ids(t, f, at);
	case FIELD_RULE: return get_rule(t, f, at);
	case FIELD_TEXTS: return get_texts(t, f, thing);
	case FIELD_LIST: return make_list(t, f, thing) && thaw_list(t, f, thing);
	case FIELD_INSIDE: return thaw_many(t, f->of, at, f->high);
	case FIELD_HASH: return get_hash(t, f, at);
	}
	return false;
}

static bool thaw_fields(struct thawing *t, const struct layout *l, void *thing)
{
	for (int i = 0; i < l->n; i++)
		if (!thaw_field(t, &l->field[i], thing))
			return false;
	return true;
}

static bool thaw_all(struct thawing *t)
{
	for (int i = 0; i < kb_layout.n; i++)
		if (kb_layout.field[i].kind == FIELD_LIST && !make_list(t, &kb_layout.field[i], t->kb))
			return false;
	for (int i = 0; i < kb_layout.n; i++) {
		const struct field *f = &kb_layout.field[i];

		if (!(f->kind == FIELD_LIST ? thaw_list(t, f, t->kb) : thaw_field(t, f, t->kb)))
			return false;
	}
	return t->at == t->end || bad(t, "", "something stands behind the frozen knowledge");
}

/* Compiles the conditions of a thing and of all lists below it; what lies inside a struct (FIELD_INSIDE) has none. */
static bool thaw_rules(struct thawing *t, const struct layout *l, void *first, int n)
{
	for (int i = 0; i < n; i++)
		for (int k = 0; k < l->n; k++) {
			const struct field *f = &l->field[k];
			void *thing = (char *)first + (size_t)i * l->size, *at = field_at(thing, f);
			struct rule *r = at;

			if (f->kind == FIELD_RULE && r->text && !rule_compile(t->a, t->kb, r->text, r, t->err))
				return false;
			if (f->kind == FIELD_LIST && !thaw_rules(t, f->of, *(void **)at, *field_count(thing, f)))
				return false;
		}
	return true;
}

/* The texts: UTF-8, each with its 0. */
static bool take_texts(struct thawing *t)
{
	uint32_t n;

	if (!get_u32(t, &n))
		return false;
	if (n == 0 || n > (size_t)(t->end - t->at) || t->at[0] || t->at[n - 1])
		return bad(t, "", "the texts of the frozen knowledge do not end");
	t->texts = arena_copy(t->a, (const char *)t->at, n);
	t->n_texts = n;
	t->at += n;
	for (size_t i = 0; i < n; i += strlen(t->texts + i) + 1)
		if (!utf8_valid(t->texts + i, strlen(t->texts + i)))
			return bad(t, "", "a text of the frozen knowledge is not UTF-8");
	return true;
}

static bool head_fits(struct thawing *t)
{
	uint64_t sum;

	if ((size_t)(t->end - t->at) < FROZEN_HEAD || memcmp(t->at, "unknotkb", 8) != 0)
		return bad(t, "", "this is no frozen knowledge");
	if (u32_at(t->at + 8) != FROZEN_EDITION || u32_at(t->at + 12) != kb_layout_print())
		return bad(t, "", "this knowledge was frozen by another edition of the program");
	sum = (uint64_t)u32_at(t->at + 20) << 32 | u32_at(t->at + 16);
	t->at += FROZEN_HEAD;
	return kb_fnv(FNV_START, t->at, (size_t)(t->end - t->at)) == sum || bad(t, "", "the frozen knowledge is damaged");
}

static bool sound(struct thawing *t)
{
	const struct kb *kb = t->kb;
	int circle = kb_circle(t->a, kb);
	struct id_fault id;

	if (circle >= 0)
		return bad(t, kb->finding[circle].id, "its condition leads back to itself or through too many others");
	if (kb_id_fault(kb, &id))
		return bad(t, kb_id(kb, id.kind, id.at), "an id stands twice or is none");
	if (kb_number_missing(kb))
		return bad(t, kb_number_missing(kb), "the chain of muscles or session mode needs this number");
	if (kb_disorder(kb))
		return bad(t, kb_disorder(kb), "a list is not in its order");
	return true;
}

struct kb *kb_thaw(struct arena *a, const void *bytes, size_t n, struct err *err)
{
	struct thawing t = { .a = a, .at = bytes, .end = (const unsigned char *)bytes + n, .kb = NEW(a, struct kb), .err = err };

	if (n > 2 * (size_t)FROZEN_MOST) {
		bad(&t, "", "the frozen knowledge is too large");
		return NULL;
	}
	if (!head_fits(&t) || !take_texts(&t) || !thaw_all(&t) || !thaw_rules(&t, &kb_layout, t.kb, 1) || !sound(&t))
		return NULL;
	struct where where;
	kb_index(a, t.kb);
	if (!kb_follow(a, t.kb, &where, err) || !kb_biosignal(a, t.kb, &where, err))
		return NULL;
	if (t.kb->n_muscles)
		t.kb->chain = chain_make(a, t.kb);
	return t.kb;
}
