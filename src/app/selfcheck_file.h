/* app/selfcheck_file.h -- the file a person saved from the self-check and handed over: read, and taken over into a record.
 *
 * { "selfcheck": 1, "made": "2026-11-21", "knowledge": hash, "first": { findings }, "case": { ... } }: case as in app/casefile.h; first: what was
 * answered before a question was asked back in other words.
 */
#ifndef APP_SELFCHECK_FILE_H
#define APP_SELFCHECK_FILE_H

#include "app/record.h"
#include "core/case.h"

struct selfcheck_saved { day made; const struct person_case *first, *c; };
/* ERR_INPUT with line, column and field when the text is none. */
MUST_USE bool selfcheck_read(struct arena *a, const struct kb *kb, const char *text, size_t n, struct selfcheck_saved *out, struct err *err);

/* taken: answers added; older: left out because the record has an answer from that day or later; careful: "no" to a danger question that
 * the record answers with more than "no": the record's answer stays. */
struct selfcheck_taken { int taken, older, careful; bool map; int64_t raised; };

/* In the writing transaction: adds its answers with the occasion "self_check", the places when the record has none, screens again (raised: a
 * new stop, 0 none).  ERR_INPUT when age or sex are not those of the record: then it is somebody else's. */
MUST_USE bool selfcheck_take(struct cx *cx, const struct record *r, const struct selfcheck_saved *f, struct selfcheck_taken *out);

#endif
