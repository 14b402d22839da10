/* app/casefile.h -- a person's case as JSON: what `unknot assess` reads and `unknot interview` keeps (docs/api.md).
 *
 * An absent answer was not asked; null was asked and is not known.  Nothing is dropped in silence: an unknown key, a wrong
 * type, a value out of range, a sum that contradicts its parts is refused, with line, column, field and the nearest name.
 * "said" holds what was said in an interview, in its order: a first answer stays beside the second one.  What counts is in "findings".
 * An age below 18 is read (0 to 120); that it is refused, kindly, is for the command (app/assess.h).
 */
#ifndef APP_CASEFILE_H
#define APP_CASEFILE_H

#include "app/jsonread.h"
#include "core/case.h"

/* NULL and err when the text is not a case. */
struct person_case *casefile_read(struct arena *a, const struct kb *kb, const char *text, size_t n, struct err *err);

/* The same of a value inside another document, and of an object of findings alone; p: where it stands. */
struct person_case *casefile_read_at(const struct json_in *in, const struct place *p, const json_t *v, const struct kb *kb);
struct person_case *casefile_read_findings(const struct json_in *in, const struct place *p, const json_t *v, const struct kb *kb);

/* A complete document with a line end; casefile_read gives the same case back. */
const char *casefile_write(struct arena *a, const struct kb *kb, const struct person_case *c);

#endif
