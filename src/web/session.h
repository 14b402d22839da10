/* web/session.h -- what the handlers of session mode share. */
#ifndef WEB_SESSION_H
#define WEB_SESSION_H

#include "app/muscles.h"
#include "app/treatment.h"
#include "render/bodymap.h"
#include "web/staff.h"

/* Rows of the form of the hour: those of the plan or of last time, then empty ones. */
enum { SESSION_ROWS = 12, SESSION_ROWS_ALL = 15 };
/* "minutes3" */
const char *session_field(struct web *w, const char *name, int i);
/* A technique that may stand in a session. */
bool session_item(const struct item *it);

/* "low_back_left both": region and side of a step; is it a place for its technique? */
bool session_read_place(const struct kb *kb, const char *text, struct session_step *out);
bool session_in_area(const struct kb *kb, const struct session_step *s);

/* "/client/<id>/session/<treatment>" and what follows. */
const char *session_path(struct web *w, int64_t treatment, const char *sub);
/* "Session 5"; treatment 0: the one to come. */
bool session_number(struct web *w, int64_t treatment, const char **out);
/* "Myofascial release, Low back: was followed by less pain (86 in 100 sure)." for what can be told by now, NULL when nothing can. */
MUST_USE bool session_worked(struct web *w, const struct record *r, const struct course_words *course, const char **out);
/* The body map: a step's place and what is blocked, or (step NULL) the marks, what is blocked, and the muscles to press first. */
html session_map(struct web *w, const struct record *r, const struct session_step *step, const struct muscles_shown *muscles, enum bodymap_side side);
/* The record and the treatment of the path. */
MUST_USE bool session_load(struct web *w, struct record *r, struct treatment *t);

#endif
