/* base/form.h -- what a browser sends: fields of a form or of a query, decoded, each asked for once.
 *
 * form_parse refuses what is malformed: over 1 MB, more than 500 fields, a bad escape, bytes that are not UTF-8, a field
 * twice.  A handler asks for each field it knows; form_end then refuses any that nobody asked for and names the nearest.
 */
#ifndef BASE_FORM_H
#define BASE_FORM_H

#include "base/err.h"

#include <stdint.h>

struct form_field { const char *name, *value; bool asked; };
struct form { struct form_field *at; int n; const char *known[200]; int n_known; };

MUST_USE bool form_parse(struct arena *a, const char *text, size_t n, struct form *out, struct err *err);

/* The value, trimmed of blanks at both ends; NULL when the field was not sent. */
const char *form_get(struct arena *a, struct form *f, const char *name);
bool form_has(struct form *f, const char *name);

/* Each fails with the field's name.  Lengths in characters. */
MUST_USE bool form_text(struct arena *a, struct form *f, const char *name, int least, int most, const char **out, struct err *err);
MUST_USE bool form_int(struct arena *a, struct form *f, const char *name, int64_t least, int64_t most, int64_t *out, struct err *err);
/* One of `choices` (n of them); out is its index. */
MUST_USE bool form_choice(struct arena *a, struct form *f, const char *name, const char *const *choices, int n, int *out, struct err *err);

MUST_USE bool form_end(struct form *f, struct err *err);

/* Percent-encoding for a query value. */
const char *form_escape(struct arena *a, const char *text);
/* A whole number from text alone: optional minus, digits, in range. */
bool int_read(const char *text, int64_t least, int64_t most, int64_t *out);

#endif
