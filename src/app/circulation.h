/* app/circulation.h -- how the treated place felt: warm or cold, heavy or light, swollen, tingling; told after sessions and in checks.
 *
 * What is followed are the questions of the body that are asked after a session (knowledge/findings/body.yaml, asked: after).  It is how the
 * person feels it, no measured flow of blood.  What may be a danger is asked as a danger (app/recheck.h), not read off here.
 */
#ifndef APP_CIRCULATION_H
#define APP_CIRCULATION_H

#include "app/record.h"

struct felt { day when; double value; };
struct felt_line { const struct finding *finding; const struct felt *at; int n; };      /* by day, the last of each; at least one */
/* What was told after one session; words: "Felt warmth of the area: Warm. ...". */
struct felt_session { int64_t treatment; day on; const char *words; };
struct circulation {
	struct felt_line *line; int n_lines;            /* in the order of the knowledge */
	struct felt_session *session; int n_sessions;   /* newest first; those after which something was told */
};

MUST_USE bool circulation_load(struct cx *cx, int64_t person, struct circulation *out);
/* "Warm", "4 of 10". */
const char *circulation_value(struct arena *a, const struct finding *f, double value);
/* "Felt warmth of the area: from Warm to As usual." */
const char *circulation_says(struct arena *a, const struct felt_line *l);

#endif
