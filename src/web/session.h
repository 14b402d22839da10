/* web/session.h -- what the handlers of session mode share. */
#ifndef WEB_SESSION_H
#define WEB_SESSION_H

#include "app/treatment.h"
#include "render/bodymap.h"
#include "web/staff.h"

/* "/client/<id>/session/<treatment>" and what follows. */
const char *session_path(struct web *w, int64_t treatment, const char *sub);
/* "Session 5"; treatment 0: the one to come. */
bool session_number(struct web *w, int64_t treatment, const char **out);
/* The body map: a step's place and what is blocked, or (step NULL) the marks and what is blocked. */
html session_map(struct web *w, const struct record *r, const struct session_step *step, enum bodymap_side side);
/* The record and the treatment of the path. */
MUST_USE bool session_load(struct web *w, struct record *r, struct treatment *t);

#endif
