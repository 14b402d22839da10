/* wasm/said.h -- what the modules for browsers say when something cannot be done. */
#ifndef WASM_SAID_H
#define WASM_SAID_H

#include "base/err.h"

/* { "error": { "code", "field", "detail", "line", "column" } } in *said, from `a`.  Returns the exit code of this error. */
int said_error(struct arena *a, const struct err *err, const char **said);

#endif
