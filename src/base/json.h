/* base/json.h -- JSON in by jansson, JSON out by our own writer.
 *
 * Reading refuses what a strict reader must: trailing text, duplicate keys, depth over 32, more than 1 MB,
 * bytes that are not UTF-8.  Writing keeps the order of the calls and one number format (shortest of up to
 * 12 significant digits), so that the same values give the same bytes on every machine.
 */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include "base/buf.h"
#include "base/err.h"

#include <jansson.h>

enum { JSON_MOST = 1 << 20, JSON_DEEPEST = 32 };

/* The tree stands in the arena; nobody releases it.  NULL and err (with line and column) when the text is not fit. */
json_t *json_read(struct arena *a, const char *text, size_t n, struct err *err);

/* A writer: open, fields and items, close.  key is NULL inside a list. */
struct json_out { struct buf *out; int depth; bool first[JSON_DEEPEST + 1]; bool pretty; };

struct json_out json_writer(struct buf *out, bool pretty);
void json_open(struct json_out *j, const char *key, char bracket);   /* '{' or '[' */
void json_close(struct json_out *j, char bracket);                   /* '}' or ']' */
void json_put_text(struct json_out *j, const char *key, const char *text);
void json_put_number(struct json_out *j, const char *key, double v);
/* null where the number is not known (not finite) */
void json_put_known(struct json_out *j, const char *key, double v);
void json_put_int(struct json_out *j, const char *key, int64_t v);
void json_put_bool(struct json_out *j, const char *key, bool v);
void json_put_null(struct json_out *j, const char *key);

#endif
