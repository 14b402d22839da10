/* app/question_json.h -- a question of the knowledge as JSON, for a page that asks it. */
#ifndef APP_QUESTION_JSON_H
#define APP_QUESTION_JSON_H

#include "base/json.h"
#include "core/kb.h"

/* Into an open object: index, id, module, danger, ask, again, why, unit, type ("bool" or "int"), min, max, low, high
 * (question_ends), options. */
void question_put(struct json_out *j, const struct kb *kb, int finding);

enum { SCALE_END_MOST = 32 };
struct scale_ends { char low[SCALE_END_MOST], high[SCALE_END_MOST]; };
/* The words at both ends of a 0 to 10 scale: those that the question has in brackets, "from 0 (not now) to 10 (gladly)", else the usual ones. */
struct scale_ends question_ends(const struct finding *f);

#endif
