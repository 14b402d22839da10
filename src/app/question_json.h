/* app/question_json.h -- a question of the knowledge as JSON, for a page that asks it. */
#ifndef APP_QUESTION_JSON_H
#define APP_QUESTION_JSON_H

#include "base/json.h"
#include "core/kb.h"

/* Into an open object: index, id, module, danger, ask, again, why, unit, type ("bool" or "int"), min, max, options. */
void question_put(struct json_out *j, const struct kb *kb, int finding);

#endif
