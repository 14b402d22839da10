/* app/selfcheck_result.h -- what the self-check says at its end (app/selfcheck.h): causes, what helps, what to ask, when to get help. */
#ifndef APP_SELFCHECK_RESULT_H
#define APP_SELFCHECK_RESULT_H

#include "app/assess.h"
#include "base/json.h"

/* Into an open object.  as: as assess_screen left it, with assess_gate passed; it is weighed here. */
MUST_USE bool selfcheck_result(struct arena *a, struct assess *as, struct json_out *j, struct err *err);

#endif
