/* wasm/jansson.c -- JSON by recursive descent (RFC 8259), as strict as jansson: no comments, no duplicate keys, no byte 0 in a string, whole
 * numbers of 64 bits, UTF-8 throughout. */
#include "wasm/jansson.h"

#include "base/str.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DEPTH_MOST = 64, NEAR_MOST = 20 };

static json_malloc_t taking;

/* at: behind the token in hand, which began at `from`; '"': text, n of them. */
struct reading { const char *start, *at, *end, *from; const char *text; size_t n; json_error_t *error; bool failed; };

static json_t *wrong(struct reading *r, const char *what)
{
	size_t n = (size_t)(r->at - r->from);

	if (r->failed)
		return NULL;
	r->failed = true;
	r->error->line = 1;
	r->error->column = 0;
	for (const char *at = r->start; at < r->at; at++)
		if (*at == '\n') {
			r->error->line++;
			r->error->column = 0;
		} else if (((unsigned char)*at & 0xc0) != 0x80) {
			r->error->column++;
		}
	if (n && n <= NEAR_MOST)
		snprintf(r->error->text, sizeof(r->error->text), "%s near '%.*s'", what, (int)n, r->from);
	else
		snprintf(r->error->text, sizeof(r->error->text), "%s%s", what, n ? "" : " near end of file");
	return NULL;
}

static bool is_digit(const struct reading *r)
{
	return r->at < r->end && *r->at >= '0' && *r->at <= '9';
}

static void *memory(struct reading *r, size_t n)
{
	void *at = taking ? taking(n) : NULL;

	return at ? at : wrong(r, "out of memory");
}

/* The next token: 0 at the end, '"' a string, '0' a number, 'a' a word, or the sign itself. */
static int token(struct reading *r);

static int hex4(const struct reading *r, const char *at)
{
	int v = 0;

	if (r->end - at < 4)
		return -1;
	for (int i = 0; i < 4; i++) {
		char c = at[i], low = (char)(c | 0x20);
		int digit = c >= '0' && c <= '9' ? c - '0' : low >= 'a' && low <= 'f' ? low - 'a' + 10 : -1;

		if (digit < 0)
			return -1;
		v = v * 16 + digit;
	}
	return v;
}

static size_t put_utf8(char *to, int c)
{
	if (c < 0x80) {
		to[0] = (char)c;
		return 1;
	}
	size_t n = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
	for (size_t i = n - 1; i > 0; i--, c >>= 6)
		to[i] = (char)(0x80 | (c & 0x3f));
	to[0] = (char)(c | (n == 2 ? 0xc0 : n == 3 ? 0xe0 : 0xf0));
	return n;
}

/* \uXXXX, and a second one for what is beyond 16 bits. */
static bool read_unicode(struct reading *r, char *to, size_t *n)
{
	int c = hex4(r, r->at), low;

	if (c <= 0)
		return wrong(r, c ? "invalid escape" : "\\u0000 is not allowed without JSON_ALLOW_NUL");
	r->at += 4;
	if (c >= 0xd800 && c < 0xe000) {
		if (c >= 0xdc00 || r->end - r->at < 6 || r->at[0] != '\\' || r->at[1] != 'u')
			return wrong(r, "invalid Unicode escape");
		low = hex4(r, r->at + 2);
		if (low < 0xdc00 || low >= 0xe000)
			return wrong(r, "invalid Unicode escape");
		c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
		r->at += 6;
	}
	*n += put_utf8(to + *n, c);
	return true;
}

static bool read_escape(struct reading *r, char *to, size_t *n)
{
	static const char names[] = "\"\\/bfnrt", means[] = "\"\\/\b\f\n\r\t";
	const char *found;

	r->at++;
	if (r->at < r->end && *r->at == 'u') {
		r->at++;
		return read_unicode(r, to, n);
	}
	found = r->at < r->end && *r->at ? strchr(names, *r->at) : NULL;
	if (!found)
		return wrong(r, "invalid escape");
	to[(*n)++] = means[found - names];
	r->at++;
	return true;
}

/* Behind the first quote.  What it means is never longer than what is written. */
static int read_string(struct reading *r)
{
	const char *from = r->at, *close = from;

	while (close < r->end && *close != '"')
		close += *close == '\\' && close + 1 < r->end ? 2 : 1;
	char *to = memory(r, (size_t)((close < r->end ? close : r->end) - from) + 1);
	size_t n = 0;
	if (!to)
		return -1;
	while (r->at < r->end && *r->at != '"') {
		if ((unsigned char)*r->at < 0x20) {
			wrong(r, *r->at == '\n' ? "unexpected newline" : "control character");
			return -1;
		}
		if (*r->at != '\\')
			to[n++] = *r->at++;
		else if (!read_escape(r, to, &n))
			return -1;
	}
	if (r->at == r->end) {
		wrong(r, "premature end of input");
		return -1;
	}
	r->at++;
	r->text = to;
	r->n = n;
	return '"';
}

static int read_digits(struct reading *r)
{
	int n = 0;

	for (; is_digit(r); r->at++)
		n++;
	return n;
}

/* -? (0 | [1-9][0-9]*) ('.' [0-9]+)? ([eE] [+-]? [0-9]+)? */
static int read_number(struct reading *r)
{
	bool ok;

	r->at += *r->at == '-';
	if (is_digit(r) && *r->at == '0') {
		r->at++;
		ok = !is_digit(r);
	} else
		ok = read_digits(r) > 0;
	if (ok && r->at < r->end && *r->at == '.') {
		r->at++;
		ok = read_digits(r) > 0;
	}
	if (ok && r->at < r->end && (*r->at == 'e' || *r->at == 'E')) {
		r->at++;
		if (r->at < r->end && (*r->at == '+' || *r->at == '-'))
			r->at++;
		ok = read_digits(r) > 0;
	}
	if (ok)
		return '0';
	wrong(r, "invalid token");
	return -1;
}

static int token(struct reading *r)
{
	while (r->at < r->end && (*r->at == ' ' || *r->at == '\t' || *r->at == '\n' || *r->at == '\r'))
		r->at++;
	r->from = r->at;
	if (r->at == r->end)
		return 0;
	if (*r->at == '"') {
		r->at++;
		return read_string(r);
	}
	if (*r->at == '-' || is_digit(r))
		return read_number(r);
	if ((*r->at | 0x20) >= 'a' && (*r->at | 0x20) <= 'z') {
		while (r->at < r->end && (*r->at | 0x20) >= 'a' && (*r->at | 0x20) <= 'z')
			r->at++;
		return 'a';
	}
	char c = *r->at++;
	if (c && strchr("{}[]:,", c))
		return c;
	wrong(r, "invalid token");
	return -1;
}

static json_t *new_value(struct reading *r, json_type type)
{
	json_t *v = memory(r, sizeof(*v));

	if (v)
		v->type = type;
	return v;
}

static bool add(struct reading *r, json_t *to, const char *key, json_t *value)
{
	if (to->n == to->room) {
		struct json_member *old = to->at;

		to->room = to->room ? 2 * to->room : 8;
		to->at = memory(r, to->room * sizeof(*old));
		if (!to->at)
			return false;
		if (to->n)
			memcpy(to->at, old, to->n * sizeof(*old));
	}
	to->at[to->n++] = (struct json_member){ key, value };
	return true;
}

static json_t *read_value(struct reading *r, int t, int depth);

static bool has_key(const json_t *v, const char *key)
{
	for (size_t i = 0; i < v->n; i++)
		if (str_equal(v->at[i].key, key))
			return true;
	return false;
}

static json_t *read_object(struct reading *r, int depth)
{
	json_t *v = new_value(r, JSON_OBJECT), *value;
	int t = v ? token(r) : -1;

	if (t == '}')
		return v;
	for (;; t = token(r)) {
		if (t != '"')
			return wrong(r, "string or '}' expected");
		const char *key = r->text;
		if (has_key(v, key))
			return wrong(r, "duplicate object key");
		if (token(r) != ':')
			return wrong(r, "':' expected");
		if (!(value = read_value(r, token(r), depth + 1)) || !add(r, v, key, value))
			return NULL;
		t = token(r);
		if (t == '}')
			return v;
		if (t != ',')
			return wrong(r, "'}' expected");
	}
}

static json_t *read_array(struct reading *r, int depth)
{
	json_t *v = new_value(r, JSON_ARRAY), *value;
	int t = v ? token(r) : -1;

	if (t == ']')
		return v;
	for (;; t = token(r)) {
		if (!(value = read_value(r, t, depth + 1)) || !add(r, v, NULL, value))
			return NULL;
		t = token(r);
		if (t == ']')
			return v;
		if (t != ',')
			return wrong(r, "']' expected");
	}
}

static json_t *take_number(struct reading *r)
{
	size_t n = (size_t)(r->at - r->from);
	char *text = memory(r, n + 1);
	json_t *v = text ? new_value(r, JSON_INTEGER) : NULL;

	if (!v)
		return NULL;
	memcpy(text, r->from, n);
	if (text[strcspn(text, ".eE")]) {
		v->type = JSON_REAL;
		v->real = strtod(text, NULL);
		return isfinite(v->real) ? v : wrong(r, "real number overflow");
	}
	json_int_t sign = *text == '-' ? -1 : 1;
	for (const char *at = text + (*text == '-'); *at; at++)
		if (__builtin_mul_overflow(v->integer, 10, &v->integer) || __builtin_add_overflow(v->integer, sign * (*at - '0'), &v->integer))
			return wrong(r, sign < 0 ? "too big negative integer" : "too big integer");
	v->real = (double)v->integer;
	return v;
}

static json_t *read_value(struct reading *r, int t, int depth)
{
	size_t n = (size_t)(r->at - r->from);

	if (depth > DEPTH_MOST)
		return wrong(r, "maximum parsing depth reached");
	if (t == '{' || t == '[')
		return t == '{' ? read_object(r, depth) : read_array(r, depth);
	if (t == '"') {
		json_t *v = new_value(r, JSON_STRING);

		if (v) {
			v->text = r->text;
			v->n = r->n;
		}
		return v;
	}
	if (t == '0')
		return take_number(r);
	if (t == 'a' && n == 4 && !memcmp(r->from, "true", n))
		return new_value(r, JSON_TRUE);
	if (t == 'a' && n == 5 && !memcmp(r->from, "false", n))
		return new_value(r, JSON_FALSE);
	if (t == 'a' && n == 4 && !memcmp(r->from, "null", n))
		return new_value(r, JSON_NULL);
	return wrong(r, t == 'a' ? "invalid token" : "unexpected token");
}

/* Well-formed UTF-8: no overlong forms, no surrogates, nothing beyond U+10FFFF. */
static bool is_utf8(const unsigned char *at, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		unsigned char c = at[i];
		size_t more = c < 0x80 ? 0 : c < 0xe0 ? 1 : c < 0xf0 ? 2 : 3;

		if ((c >= 0x80 && c < 0xc2) || c > 0xf4 || more > n - i - 1)
			return false;
		if ((c == 0xe0 && at[i + 1] < 0xa0) || (c == 0xed && at[i + 1] > 0x9f) || (c == 0xf0 && at[i + 1] < 0x90) ||
		    (c == 0xf4 && at[i + 1] > 0x8f))
			return false;
		for (; more; more--)
			if ((at[++i] & 0xc0) != 0x80)
				return false;
	}
	return true;
}

json_t *json_loadb(const char *text, size_t n, size_t flags, json_error_t *error)
{
	struct reading r = { .start = text, .at = text, .from = text, .end = text + n, .error = error };
	json_t *root = NULL;
	int t;

	(void)flags;
	*error = (json_error_t){ 0 };
	if (!is_utf8((const unsigned char *)text, n))
		wrong(&r, "unable to decode byte");
	else if ((t = token(&r)) == '{' || t == '[')
		root = read_value(&r, t, 0);
	else
		wrong(&r, "'[' or '{' expected");
	return root && token(&r) != 0 ? wrong(&r, "end of file expected") : root;
}

void json_set_alloc_funcs(json_malloc_t take, json_free_t give)
{
	(void)give;
	taking = take;
}

void json_get_alloc_funcs(json_malloc_t *take, json_free_t *give)
{
	*take = taking;
	*give = NULL;
}
