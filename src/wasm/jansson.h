/* wasm/jansson.h -- as much of jansson's reader as base/json.c and app/casefile.c need, where there is no libjansson: the same names, the
 * same texts taken and refused.  Found instead of the library's header by -Isrc/wasm, in builds for the browser only.
 */
#ifndef WASM_JANSSON_H
#define WASM_JANSSON_H

#include <stdbool.h>
#include <stddef.h>

typedef enum { JSON_OBJECT, JSON_ARRAY, JSON_STRING, JSON_INTEGER, JSON_REAL, JSON_TRUE, JSON_FALSE, JSON_NULL } json_type;
typedef long long json_int_t;
enum { JSON_REJECT_DUPLICATES = 1 };

/* Strings have a 0 behind them and none inside. */
typedef struct json {
	json_type type;
	json_int_t integer;
	double real;
	const char *text;
	size_t n, room;                 /* bytes of text; members or elements */
	struct json_member { const char *key; struct json *value; } *at;        /* key: NULL in a list */
} json_t;

typedef struct { int line, column; char text[160]; } json_error_t;     /* line from 1, column in characters, as jansson counts */

/* Where a tree's memory comes from: `take` gives zeroed bytes or NULL, which ends the reading; nothing is given back. */
typedef void *(*json_malloc_t)(size_t n);
typedef void (*json_free_t)(void *at);
void json_set_alloc_funcs(json_malloc_t take, json_free_t give);
void json_get_alloc_funcs(json_malloc_t *take, json_free_t *give);

/* flags: JSON_REJECT_DUPLICATES, always.  An object or a list with nothing behind it; NULL and error when it is none. */
json_t *json_loadb(const char *text, size_t n, size_t flags, json_error_t *error);

#define json_typeof(v)        ((v)->type)
#define json_is_object(v)     ((v)->type == JSON_OBJECT)
#define json_is_integer(v)    ((v)->type == JSON_INTEGER)
#define json_is_number(v)     ((v)->type == JSON_INTEGER || (v)->type == JSON_REAL)
#define json_is_true(v)       ((v)->type == JSON_TRUE)
#define json_is_boolean(v)    ((v)->type == JSON_TRUE || (v)->type == JSON_FALSE)
#define json_is_null(v)       ((v)->type == JSON_NULL)

json_int_t json_integer_value(const json_t *v);
double json_number_value(const json_t *v);
const char *json_string_value(const json_t *v);
size_t json_string_length(const json_t *v);
size_t json_array_size(const json_t *v);
json_t *json_array_get(const json_t *v, size_t i);

/* Members in the order of the text; an iterator is one of them. */
void *json_object_iter(json_t *v);
void *json_object_iter_next(json_t *v, void *it);
const char *json_object_iter_key(void *it);
json_t *json_object_iter_value(void *it);
#define json_object_foreach(object, k, v) \
	for (void *at_ = json_object_iter(object); at_ && ((k) = json_object_iter_key(at_)) && ((v) = json_object_iter_value(at_)); \
		at_ = json_object_iter_next(object, at_))

#endif
