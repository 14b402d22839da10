/* app/jsonread.c -- jansson keeps no positions; they are found again by counting members in the text that was read. */
#include "app/jsonread.h"

#include "base/str.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { WORD_MOST = 40 };

/* ---- where a place stands in the text, which is known to be JSON ---- */

struct scan { const char *at, *end; };

static void blanks(struct scan *s)
{
	while (s->at < s->end && strchr(" \t\r\n", *s->at))
		s->at++;
}

static void skip_string(struct scan *s)
{
	for (s->at++; s->at < s->end && *s->at != '"'; s->at++)
		s->at += *s->at == '\\';
	s->at++;
}

/* Past one value: brackets are counted, strings are skipped whole. */
static void skip_value(struct scan *s)
{
	int depth = 0;

	blanks(s);
	while (s->at < s->end) {
		if (*s->at == '"') {
			skip_string(s);
		} else if (*s->at == '{' || *s->at == '[') {
			depth++;
			s->at++;
		} else if (*s->at == '}' || *s->at == ']') {
			if (--depth < 0)
				return;
			s->at++;
		} else if (depth == 0 && strchr(",:", *s->at)) {
			return;
		} else {
			s->at++;
			continue;
		}
		if (depth == 0)
			return;
	}
}

/* Goes to a place; leaves s at its key, or at the element.  Returns where its value begins. */
static const char *go(struct scan *s, const struct place *p)
{
	const char *value;

	if (!p) {
		blanks(s);
		return s->at;
	}
	s->at = go(s, p->up);
	bool object = s->at < s->end && *s->at == '{';
	s->at++;
	for (int i = 0; i < p->index && s->at < s->end; i++) {
		skip_value(s);                  /* the key, or the element */
		blanks(s);
		if (object && s->at < s->end && *s->at == ':') {
			s->at++;
			skip_value(s);
			blanks(s);
		}
		s->at++;                        /* the comma */
	}
	blanks(s);
	if (!object)
		return s->at;
	struct scan behind = *s;
	skip_string(&behind);
	blanks(&behind);
	behind.at++;
	blanks(&behind);
	value = behind.at;
	return value;
}

static void line_of(const struct json_in *in, const struct place *p, int *line, int *column)
{
	struct scan s = { in->text, in->text + in->n };

	go(&s, p);
	*line = *column = 1;
	for (const char *at = in->text; at < s.at && at < s.end; at++) {
		if (*at == '\n') {
			++*line;
			*column = 1;
		} else if (((unsigned char)*at & 0xc0) != 0x80) {
			++*column;
		}
	}
}

/* ---- messages ---- */

const char *json_in_word(struct arena *a, const char *word)
{
	struct buf b = buf_new(a, 1024);

	for (const char *at = word; *at; at++) {
		unsigned char c = (unsigned char)*at;

		if ((c & 0xc0) != 0x80 && at - word >= WORD_MOST) {
			buf_str(&b, "...");
			break;
		}
		buf_char(&b, c < 0x20 || c == 0x7f ? '?' : *at);
	}
	return b.at;
}

static const char *path_of(struct arena *a, const struct place *p)
{
	if (!p)
		return "";
	const char *up = path_of(a, p->up);
	if (!p->key)
		return arena_fmt(a, "%s[%d]", up, p->index);
	return arena_fmt(a, "%s%s%s", up, *up ? "." : "", json_in_word(a, p->key));
}

bool json_in_fault(const struct json_in *in, const struct place *p, const char *fmt, ...)
{
	char what[200];
	int line, column;
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(what, sizeof(what), fmt, ap);
	va_end(ap);
	line_of(in, p, &line, &column);
	return fail_at(in->err, ERR_INPUT, line, column, path_of(in->a, p), "%s", what);
}

bool json_in_unknown(const struct json_in *in, const struct place *p, const char *const *choices)
{
	struct nearest near = nearest_to(p->key);
	const char *all = "";

	for (int i = 0; choices[i]; i++) {
		nearest_offer(&near, choices[i]);
		all = arena_fmt(in->a, "%s%s%s", all, i ? ", " : "", choices[i]);
	}
	if (near.best)
		return json_in_fault(in, p, "is not known here; the nearest is %s", near.best);
	return json_in_fault(in, p, "is not known here; there are %s", all);
}

/* jansson says: duplicate object key near '"fever"'.  The key becomes the field. */
static void name_duplicate(const struct json_in *in)
{
	const char *at = strstr(in->err->detail, "duplicate object key near '\"");
	int line = in->err->line, column = in->err->column;

	if (!at)
		return;
	at = strchr(at, '"') + 1;
	const char *key = json_in_word(in->a, arena_copy(in->a, at, strcspn(at, "\"")));
	*in->err = (struct err){ .code = ERR_OK };
	fail_at(in->err, ERR_INPUT, line, column, key, "stands there twice");
}

json_t *json_in_object(const struct json_in *in)
{
	json_t *root = json_read(in->a, in->text, in->n, in->err);

	if (!root)
		name_duplicate(in);
	if (!root && !in->err->line)
		in->err->line = in->err->column = 1;
	if (root && !json_is_object(root)) {
		json_in_fault(in, NULL, "an object in braces is expected");
		return NULL;
	}
	return root;
}

/* ---- typed values ---- */

static const char *type_name(json_type t)
{
	switch (t) {
	case JSON_OBJECT: return "an object";
	case JSON_ARRAY: return "a list";
	case JSON_STRING: return "a text";
	case JSON_INTEGER: return "a whole number";
	case JSON_REAL: return "a number with a point";
	case JSON_TRUE: return "true";
	case JSON_FALSE: return "false";
	case JSON_NULL: return "null";
	}
	return "something else";
}

bool json_in_is(const struct json_in *in, const struct place *p, const json_t *v, json_type type)
{
	return json_typeof(v) == type || json_in_fault(in, p, "%s is expected, not %s", type_name(type), type_name(json_typeof(v)));
}

bool json_in_int(const struct json_in *in, const struct place *p, const json_t *v, int least, int most, int *out)
{
	if (!json_is_integer(v))
		return json_in_fault(in, p, "a whole number from %d to %d is expected, not %s", least, most,
			type_name(json_typeof(v)));
	if (json_integer_value(v) < least || json_integer_value(v) > most)
		return json_in_fault(in, p, "from %d to %d, not %lld", least, most, (long long)json_integer_value(v));
	*out = (int)json_integer_value(v);
	return true;
}

bool json_in_number(const struct json_in *in, const struct place *p, const json_t *v, double *out)
{
	if (!json_is_number(v))
		return json_in_fault(in, p, "a number is expected, not %s", type_name(json_typeof(v)));
	*out = json_number_value(v);
	return true;
}

bool json_in_text(const struct json_in *in, const struct place *p, const json_t *v, const char **out)
{
	if (!json_in_is(in, p, v, JSON_STRING))
		return false;
	*out = arena_copy(in->a, json_string_value(v), json_string_length(v));
	return true;
}

bool json_in_id(const struct json_in *in, const struct place *p, const json_t *v, const struct kb *kb, enum kind kind, int *out)
{
	const char *id;

	if (!json_in_text(in, p, v, &id))
		return false;
	*out = kb_find(kb, kind, id);
	if (*out >= 0)
		return true;
	const char *near = kb_nearest(kb, kind, id);
	return json_in_fault(in, p, "\"%s\" is not known%s%s", json_in_word(in->a, id), near ? "; the nearest is " : "",
		near ? near : "");
}

bool json_in_members(const struct json_in *in, const struct place *p, const json_t *v, json_member_fn fn, void *arg)
{
	struct place here = { p, NULL, 0 };
	/* jansson's iterators take no const; nothing is changed. */
	json_t *object = (json_t *)(uintptr_t)v;
	bool ok = json_in_is(in, p, v, JSON_OBJECT);

	for (void *it = ok ? json_object_iter(object) : NULL; ok && it; it = json_object_iter_next(object, it), here.index++) {
		here.key = json_object_iter_key(it);
		ok = fn(arg, &here, json_object_iter_value(it));
	}
	return ok;
}

bool json_in_elements(const struct json_in *in, const struct place *p, const json_t *v, json_member_fn fn, void *arg)
{
	struct place here = { p, NULL, 0 };

	if (!json_in_is(in, p, v, JSON_ARRAY))
		return false;
	for (size_t i = 0; i < json_array_size(v); i++) {
		here.index = (int)i;
		if (!fn(arg, &here, json_array_get(v, i)))
			return false;
	}
	return true;
}
