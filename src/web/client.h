/* web/client.h -- what the client's handlers share. */
#ifndef WEB_CLIENT_H
#define WEB_CLIENT_H

#include "app/record.h"
#include "app/trials.h"
#include "web/page.h"

/* Loads the client's own record.  `away`: while a stop of tier urgent or emergency is open the client is led to /stop, and this
 * returns true with *led set. */
bool client_record(struct web *w, struct record *r, bool away, bool *led);
/* An entry that waited on a device without a connection (field told_day): *waited, and the day it was told, at most 60 days back.
 * Else today. */
MUST_USE bool client_told(struct web *w, char iso[11], bool *waited);
/* Values of a finding as choices; `value` is what stands now (a number as text, "yes", "no", "unknown" or ""). */
struct option_views client_options(struct web *w, const struct finding *f, const char *value);
const char *client_value(struct web *w, const struct record *r, int finding);
/* "/stop" or the ask-back after answers were saved; `otherwise` when nothing was raised. */
const char *client_after(struct web *w, int64_t raised, const char *otherwise);
/* Where a person goes on when an occasion (intake week flare after worsening) has asked what it asks and nothing stands in the way. */
const char *client_then(struct web *w, const char *occasion);
/* The question answered before `finding`, for the way back; the name of a part of the interview. */
const char *client_back(struct web *w, const struct record *r, int finding);
const char *client_part(int part);
/* Are the next danger questions of the interview asked on one page? */
bool client_together(struct web *w, const struct record *r);
/* What the client's trial asks for today, "" when none runs, NULL on failure; its days as a picture. */
const char *client_trial(struct web *w, const struct record *r);
html client_trial_picture(struct web *w, const struct kept_trial *t, const char *title);
/* page_client_sessions.c: the next session, and what became free for a client who waits; what a copy for a device must not hold is left out. */
MUST_USE bool client_next_session(struct web *w, const struct record *r, bool kept, struct next_session_view *out);
/* The sessions to come. */
MUST_USE bool client_coming(struct web *w, struct own_session_rows *out);
/* The item's or text's {emergency} and {crisis} filled in. */
const char *client_words(struct web *w, const char *text);

/* page_client_heart.c, page_client_muscle.c: may this client practise with a sensor, and was what it rests on learned? */
MUST_USE bool client_heart_ready(struct web *w, const struct record *r, bool *out);
MUST_USE bool client_muscle_ready(struct web *w, const struct record *r, bool *out);
/* Was an item of this kind ever done? */
MUST_USE bool client_learned(struct web *w, const char *kind, bool *out);
/* What both hand to their scripts: knowledge/biosignal.yaml in its order; the address of the module, which changes with it ("": not built). */
const char *client_numbers(struct web *w);
const char *client_engine(struct web *w);

/* Sources as lines: authors, year, journal. */
struct text_views client_sources(struct web *w, struct ids sources);
/* Massage at home for this client, as the page of a practice shows it; rows.n 0: nothing of it. */
struct home_view client_home(struct web *w, const struct record *r, int item);

/* page_client_declined.c: the kind page in the place of a practice or lesson this client said no to; *said_no: it was shown, nothing else is to be. */
MUST_USE bool client_declined(struct web *w, const struct record *r, int item, bool *said_no);
MUST_USE bool client_declined_lesson(struct web *w, const struct record *r, int lesson, bool *said_no);

#endif
