/* base/err.h -- the one error type.
 *
 * A function that can fail returns bool and fills one struct err; the first failure wins.  `field` names the
 * input at fault, `detail` says what is wrong and what would be right, in words a person can act on; it never
 * holds a client's own words.
 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include "base/arena.h"

#include <stdbool.h>

enum err_code {
#define ERR(name, http, exit, text) ERR_##name,
#include "base/err.def"
#undef ERR
	ERR_COUNT
};

struct err {
	enum err_code code;
	char field[80];
	char detail[240];
	const char *file;       /* input file, NULL if none */
	int line, column;       /* from 1; 0 if unknown */
};

/* Records the failure unless one is recorded already; returns false, so that `return fail(...)` reads well. */
bool fail(struct err *err, enum err_code code, const char *field, const char *fmt, ...) PRINTF(4, 5);
bool fail_at(struct err *err, enum err_code code, int line, int column, const char *field,
	const char *fmt, ...) PRINTF(6, 7);

const char *err_name(enum err_code code);
const char *err_text(enum err_code code);
int err_http(enum err_code code);
int err_exit(enum err_code code);

/* "file:line:column: field: detail" with the parts that are known; the form of every message on stderr. */
const char *err_line(struct arena *a, const struct err *err);

#endif
