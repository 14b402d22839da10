/* base/json.c -- strict reading, ordered writing. */
#include "base/json.h"

#include <assert.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

/* jansson takes the nodes of a tree from here while json_read runs: from the arena, which gives all of them back at once. */
enum { TREE_MOST = 64 << 20 };
static struct arena *reading;
static size_t room;

static void *take_node(size_t n)
{
	room = n < room ? room - n : 0;
	return room ? arena_take(reading, n, 1) : NULL;
}

static void leave_node(void *at)
{
	(void)at;
}

/* jansson's own limit on depth is 2048; ours is checked on the text, outside of strings. */
static bool depth_fits(const char *text, size_t n)
{
	int depth = 0;

	for (size_t i = 0; i < n; i++) {
		if (text[i] == '"') {
			for (i++; i < n && text[i] != '"'; i++)
				i += text[i] == '\\';
		} else if (text[i] == '{' || text[i] == '[') {
			if (++depth > JSON_DEEPEST)
				return false;
		} else if (text[i] == '}' || text[i] == ']') {
			depth--;
		}
	}
	return true;
}

json_t *json_read(struct arena *a, const char *text, size_t n, struct err *err)
{
	json_error_t at;
	json_malloc_t take;
	json_free_t give;

	if (n > JSON_MOST) {
		fail(err, ERR_TOO_LARGE, "", "more than %d bytes", JSON_MOST);
		return NULL;
	}
	if (!depth_fits(text, n)) {
		fail(err, ERR_INPUT, "", "nested deeper than %d levels", JSON_DEEPEST);
		return NULL;
	}
	json_get_alloc_funcs(&take, &give);
	json_set_alloc_funcs(take_node, leave_node);
	reading = a;
	room = TREE_MOST;
	json_t *tree = json_loadb(text, n, JSON_REJECT_DUPLICATES, &at);
	json_set_alloc_funcs(take, give);
	if (!tree && !room) {
		fail(err, ERR_TOO_LARGE, "", "too many values for one document");
		return NULL;
	}
	if (!tree) {
		fail_at(err, ERR_INPUT, at.line > 0 ? at.line : 1, at.column > 0 ? at.column : 1, "",
			"not JSON: %s", at.text);
		return NULL;
	}
	return tree;
}

struct json_out json_writer(struct buf *out, bool pretty)
{
	struct json_out j = { .out = out, .pretty = pretty };

	j.first[0] = true;
	return j;
}

static void text_out(struct buf *b, const char *text)
{
	buf_char(b, '"');
	for (const char *from = text;; text++) {
		unsigned char c = (unsigned char)*text;

		if (c >= 0x20 && c != '"' && c != '\\')
			continue;
		buf_put(b, from, (size_t)(text - from));
		from = text + 1;
		if (!c)
			break;
		if (c == '"' || c == '\\')
			buf_fmt(b, "\\%c", c);
		else if (c == '\n')
			buf_str(b, "\\n");
		else
			buf_fmt(b, "\\u%04x", c);
	}
	buf_char(b, '"');
}

static void begin(struct json_out *j, const char *key)
{
	if (!j->first[j->depth])
		buf_char(j->out, ',');
	if (j->pretty && j->depth) {
		buf_char(j->out, '\n');
		for (int i = 0; i < j->depth; i++)
			buf_str(j->out, "  ");
	}
	j->first[j->depth] = false;
	if (key) {
		text_out(j->out, key);
		buf_str(j->out, j->pretty ? ": " : ":");
	}
}

void json_open(struct json_out *j, const char *key, char bracket)
{
	begin(j, key);
	buf_char(j->out, bracket);
	assert(j->depth < JSON_DEEPEST);
	j->first[++j->depth] = true;
}

void json_close(struct json_out *j, char bracket)
{
	assert(j->depth > 0);
	bool empty = j->first[j->depth--];

	if (j->pretty && !empty) {
		buf_char(j->out, '\n');
		for (int i = 0; i < j->depth; i++)
			buf_str(j->out, "  ");
	}
	buf_char(j->out, bracket);
}

void json_put_text(struct json_out *j, const char *key, const char *text)
{
	begin(j, key);
	if (text)
		text_out(j->out, text);
	else
		buf_str(j->out, "null");
}

void json_put_number(struct json_out *j, const char *key, double v)
{
	begin(j, key);
	assert(isfinite(v));
	buf_fmt(j->out, "%.12g", v == 0 ? 0 : v);
}

void json_put_known(struct json_out *j, const char *key, double v)
{
	if (isfinite(v))
		json_put_number(j, key, v);
	else
		json_put_null(j, key);
}

void json_put_int(struct json_out *j, const char *key, int64_t v)
{
	begin(j, key);
	buf_fmt(j->out, "%" PRId64, v);
}

void json_put_bool(struct json_out *j, const char *key, bool v)
{
	begin(j, key);
	buf_str(j->out, v ? "true" : "false");
}

void json_put_null(struct json_out *j, const char *key)
{
	begin(j, key);
	buf_str(j->out, "null");
}
