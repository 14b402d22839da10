/* base/form.c -- application/x-www-form-urlencoded. */
#include "base/form.h"

#include "base/buf.h"
#include "base/str.h"

#include <string.h>

enum { FIELDS_MOST = 500, BYTES_MOST = 1 << 20 };

static int hex(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static const char *decode(struct arena *a, const char *at, size_t n)
{
	char *out = arena_take(a, n + 1, 1);
	size_t m = 0;

	for (size_t i = 0; i < n; i++) {
		if (at[i] != '%') {
			out[m++] = at[i] == '+' ? ' ' : at[i];
			continue;
		}
		if (i + 2 >= n || hex(at[i + 1]) < 0 || hex(at[i + 2]) < 0)
			return NULL;
		out[m++] = (char)(hex(at[i + 1]) * 16 + hex(at[i + 2]));
		i += 2;
	}
	return strlen(out) == m && utf8_valid(out, m) ? out : NULL;
}

static bool add(struct arena *a, struct form *f, const char *pair, size_t n, struct err *err)
{
	const char *eq = memchr(pair, '=', n);
	size_t n_name = eq ? (size_t)(eq - pair) : n;
	const char *name = decode(a, pair, n_name), *value = eq ? decode(a, eq + 1, n - n_name - 1) : "";

	if (!name || !name[0])
		return fail(err, ERR_USAGE, "form", "a field name is malformed");
	if (!value)
		return fail(err, ERR_INPUT, name, "holds characters that cannot be read");
	for (int i = 0; i < f->n; i++)
		if (str_equal(f->at[i].name, name))
			return fail(err, ERR_INPUT, name, "was sent twice");
	if (f->n == FIELDS_MOST)
		return fail(err, ERR_TOO_LARGE, "form", "more than %d fields", FIELDS_MOST);
	f->at[f->n++] = (struct form_field){ name, value, false };
	return true;
}

bool form_parse(struct arena *a, const char *text, size_t n, struct form *out, struct err *err)
{
	*out = (struct form){ .at = NEWS(a, struct form_field, FIELDS_MOST) };
	if (n > BYTES_MOST)
		return fail(err, ERR_TOO_LARGE, "form", "more than %d bytes", BYTES_MOST);
	for (size_t i = 0; i < n; ) {
		const char *end = memchr(text + i, '&', n - i);
		size_t len = end ? (size_t)(end - text) - i : n - i;

		if (len && !add(a, out, text + i, len, err))
			return false;
		i += len + 1;
	}
	return true;
}

static struct form_field *find(struct form *f, const char *name)
{
	if (f->n_known < (int)(sizeof(f->known) / sizeof(*f->known)))
		f->known[f->n_known++] = name;
	for (int i = 0; i < f->n; i++)
		if (str_equal(f->at[i].name, name)) {
			f->at[i].asked = true;
			return &f->at[i];
		}
	return NULL;
}

const char *form_get(struct arena *a, struct form *f, const char *name)
{
	struct form_field *field = find(f, name);

	if (!field)
		return NULL;
	const char *at = field->value + strspn(field->value, " \t\r\n");
	size_t n = strlen(at);
	while (n && strchr(" \t\r\n", at[n - 1]))
		n--;
	return arena_copy(a, at, n);
}

bool form_has(struct form *f, const char *name)
{
	return find(f, name) != NULL;
}

bool form_text(struct arena *a, struct form *f, const char *name, int least, int most, const char **out, struct err *err)
{
	const char *value = form_get(a, f, name);
	int n = value ? (int)utf8_length(value) : 0;

	*out = value ? value : "";
	if (n < least)
		return least == 1 ? fail(err, ERR_INPUT, name, "is empty") :
			fail(err, ERR_INPUT, name, "needs at least %d characters", least);
	return n <= most || fail(err, ERR_INPUT, name, "is longer than %d characters", most);
}

bool int_read(const char *text, int64_t least, int64_t most, int64_t *out)
{
	bool minus = *text == '-';
	int64_t v = 0;

	text += minus;
	if (!*text || strlen(text) > 17)
		return false;
	for (; *text; text++) {
		if (*text < '0' || *text > '9')
			return false;
		v = v * 10 + (*text - '0');
	}
	*out = minus ? -v : v;
	return *out >= least && *out <= most;
}

bool form_int(struct arena *a, struct form *f, const char *name, int64_t least, int64_t most, int64_t *out, struct err *err)
{
	const char *value = form_get(a, f, name);

	if (!value || !value[0])
		return fail(err, ERR_INPUT, name, "needs an answer");
	return int_read(value, least, most, out) ||
		fail(err, ERR_INPUT, name, "a whole number from %lld to %lld is wanted", (long long)least, (long long)most);
}

bool form_choice(struct arena *a, struct form *f, const char *name, const char *const *choices, int n, int *out, struct err *err)
{
	const char *value = form_get(a, f, name);

	if (!value || !value[0])
		return fail(err, ERR_INPUT, name, "needs an answer");
	struct nearest near = nearest_to(value);
	for (int i = 0; i < n; i++) {
		if (str_equal(choices[i], value)) {
			*out = i;
			return true;
		}
		nearest_offer(&near, choices[i]);
	}
	return near.best ? fail(err, ERR_INPUT, name, "this answer is not known; the nearest is '%s'", near.best) :
		fail(err, ERR_INPUT, name, "this answer is not one of those offered");
}

bool form_end(struct form *f, struct err *err)
{
	for (int i = 0; i < f->n; i++) {
		if (f->at[i].asked)
			continue;
		struct nearest near = nearest_to(f->at[i].name);
		for (int k = 0; k < f->n_known; k++)
			nearest_offer(&near, f->known[k]);
		return near.best ? fail(err, ERR_INPUT, f->at[i].name, "is not a field of this form; the nearest is '%s'", near.best) :
			fail(err, ERR_INPUT, f->at[i].name, "is not a field of this form");
	}
	return true;
}

const char *form_escape(struct arena *a, const char *text)
{
	struct buf b = buf_new(a, 1 << 16);

	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;

		if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || strchr("-._~/", c))
			buf_char(&b, *text);
		else
			buf_fmt(&b, "%%%02X", c);
	}
	return b.at;
}
