/* app/jsonread.h -- walking JSON that somebody wrote, and saying where it is wrong: line, column, path of the field.
 *
 * A place is one step of the path: member or element `index` of the value above it.  Places live on the caller's stack.
 * Every message names the field; words from the input are shortened and made printable.
 */
#ifndef APP_JSONREAD_H
#define APP_JSONREAD_H

#include "base/json.h"
#include "core/kb.h"

struct json_in { struct arena *a; const char *text; size_t n; struct err *err; };
struct place { const struct place *up; const char *key; int index; };   /* key NULL: an element of a list */

/* The whole text as one object; NULL and err (always with a line) when it is none. */
json_t *json_in_object(const struct json_in *in);

/* Records what is wrong at a place (NULL: the whole text); returns false. */
bool json_in_fault(const struct json_in *in, const struct place *p, const char *fmt, ...) PRINTF(3, 4);

/* "id is not ...; the nearest is ..." for an unknown member; choices end with NULL. */
bool json_in_unknown(const struct json_in *in, const struct place *p, const char *const *choices);

/* Typed values; each fails with the place.  A whole number is written without a point. */
MUST_USE bool json_in_is(const struct json_in *in, const struct place *p, const json_t *v, json_type type);
MUST_USE bool json_in_int(const struct json_in *in, const struct place *p, const json_t *v, int least, int most, int *out);
MUST_USE bool json_in_number(const struct json_in *in, const struct place *p, const json_t *v, double *out);
MUST_USE bool json_in_text(const struct json_in *in, const struct place *p, const json_t *v, const char **out);
/* An id of the knowledge: its index. */
MUST_USE bool json_in_id(const struct json_in *in, const struct place *p, const json_t *v, const struct kb *kb, enum kind kind,
	int *out);

/* The word as it may be printed: about 40 bytes of it, nothing that moves a terminal's cursor. */
const char *json_in_word(struct arena *a, const char *word);

/* Walks the members of an object: fn gets each with its place; stops at the first that returns false. */
typedef bool (*json_member_fn)(void *arg, const struct place *p, const json_t *v);
MUST_USE bool json_in_members(const struct json_in *in, const struct place *p, const json_t *v, json_member_fn fn, void *arg);
MUST_USE bool json_in_elements(const struct json_in *in, const struct place *p, const json_t *v, json_member_fn fn, void *arg);

#endif
