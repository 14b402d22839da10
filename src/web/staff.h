/* web/staff.h -- what the therapist's handlers share. */
#ifndef WEB_STAFF_H
#define WEB_STAFF_H

#include "app/daily.h"
#include "web/page.h"

/* page_staff_data.c: must the owner be told that there is no recovery phrase yet? */
MUST_USE bool staff_no_phrase(struct web *w, bool *out);
/* The record behind {id}. */
MUST_USE bool staff_record(struct web *w, struct record *r);
/* How the treated place felt: charts over time, words after each session. */
MUST_USE bool staff_felt(struct web *w, struct measured_rows *over, struct pair_rows *after);
const char *staff_name(struct web *w, const struct record *r);
/* "/client/<id>" and what follows. */
const char *staff_path(struct web *w, const char *sub);
/* An instant as "21 Nov, 14:05". */
const char *staff_when(struct web *w, int64_t ms);
/* "+2.5 %" of a share; less than half a thousandth is "about the same". */
const char *staff_gain(struct web *w, double share);
/* The ids of sources, joined. */
const char *staff_sources(struct web *w, struct cite cite);
/* The rules that speak now, without those of the private route. */
struct danger_rows staff_danger(struct web *w, const struct record *r);
/* What is limited, and why; rules for everybody left out. */
struct block_rows staff_blocks(struct web *w, const struct record *r);
/* Why no plan can be made, as record_gate said it. */
const char *staff_gate(struct web *w, const struct record *r, const struct err *gate);
/* `to` and what the client said no to; room for each consent is left. */
struct block_rows staff_declined(struct web *w, const struct record *r, struct block_rows to);
/* How it goes: the verdict and what is proposed, in words. */
struct course_words { const char *word, *proposal; enum way way; struct followed f; };
MUST_USE bool staff_course(struct web *w, const struct record *r, struct course_words *out);
struct option_views staff_options(struct web *w, const struct finding *f, const char *value);
const char *staff_value(struct web *w, const struct record *r, int finding);

/* page_staff_plan.c: "Low back, left"; page_staff_plan_edit.c: what was decided by hand, and what of it goes against a rule. */
const char *staff_place(struct web *w, const struct plan_item *it);
struct planning;
struct held_rows staff_wishes(struct web *w, const struct planning *g);
MUST_USE bool staff_decided(struct web *w, const struct record *r, const struct plan *p, struct decided_rows *out);
/* An error about the whole page has no field to lead to. */
void staff_no_field(struct page_view *page);

/* page_staff_calendar.c: the sessions of today in order of time, of everybody the reader sees; none before hours are set. */
struct appointment_rows;
MUST_USE bool staff_today(struct web *w, struct appointment_rows *out);

/* page_staff_belief.c: what is believed of this person, for page_staff_client.c */
struct client_view;
void staff_beliefs(struct web *w, const struct assess *as, struct client_view *v);

/* page_staff_client.c; shown again with its error by what is posted from it */
bool page_client(struct web *w);
/* What a plateau asks and proposes. */
MUST_USE bool staff_turn(struct web *w, const struct record *r, const struct followed *f, struct turn_view *v);
/* page_staff_mail.c: what was mailed to the person behind {id}, newest first. */
/* Why no mail goes out to this person; NULL when it does. */
MUST_USE bool staff_came_back(struct web *w, int64_t person, const char **out);
MUST_USE bool staff_mails(struct web *w, struct mail_rows *out);

#endif
