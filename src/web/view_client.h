/* web/view_client.h -- what the client's pages show. */
#ifndef WEB_VIEW_CLIENT_H
#define WEB_VIEW_CLIENT_H

#include "web/view.h"
#include "web/view_parts.h"
#include "web/view_booking.h"

struct consent_row { const char *id, *name, *text, *why, *decline; int given; };        /* 1, 0, -1 not answered */
struct consent_rows { struct consent_row *at; size_t n; };
struct consent_view { struct page_view page; struct consent_rows rows; bool first; };

/* What was agreed to before: a line for each yes and no, the newest first; body "" when the words of that time were not kept. */
struct consent_past { const char *when, *version, *name, *body; bool given; };
struct consent_pasts { struct consent_past *at; size_t n; };
struct consent_part { const char *id, *name; int given; struct consent_pasts past; };
struct consent_parts { struct consent_part *at; size_t n; };
struct signature_shown { const char *name, *when, *digest, *body; bool holds, changed; };  /* name NULL: not signed */
struct consents_view { struct page_view page; struct consent_parts parts; struct signature_shown signature; };
/* The lines of a text that is signed, for the eye; the words and their order stay as they are signed. */
enum signed_kind { SIGNED_TEXT, SIGNED_HEAD, SIGNED_PART, SIGNED_ANSWER };
/* fold: so many questions from this line on, all answered no, may be folded; ends: the last line of such a run. */
struct signed_line { enum signed_kind kind; const char *text; int fold; bool ends; };
struct signed_lines { struct signed_line *at; size_t n; };
struct signature_view { struct page_view page; const char *name, *typed, *shown; struct signed_lines body; bool ready; struct signature_shown last; };

/* One question: yes or no, options, or a number.  value: what stands now, "" when nothing. */
struct question_view {
	struct page_view page;
	const char *id, *ask, *why, *unit, *action, *back;
	const char *part;               /* "Part 1 of 3: your safety" */
	const char *low, *high;         /* ends of a scale */
	int min, max, number, of, done_share;   /* share of the meter, 0..100 */
	bool scale, pain, numeric, ask_back;
	const char *value;
	int scale_value;                /* of a 0-10 scale, -1 none */
	struct option_views options;
};

struct region_row { const char *id, *name; int value; struct option_views values; };
struct region_rows { struct region_row *at; size_t n; };
struct area_row { const char *name; struct region_rows rows; bool marked; };
struct area_rows { struct area_row *at; size_t n; };
struct map_view { struct page_view page; html back, front; struct area_rows areas; bool art, other; int figure; };       /* other: the other figure can be chosen */

struct wish_row { const char *id, *ask, *why, *value, *low, *high; bool scale; int chosen; struct option_views options; };     /* scale: 0-10 with its ends, chosen -1: none */
struct wish_rows { struct wish_row *at; size_t n; };
/* agreed: what was said of each place on the consent page, which is not asked here again */
struct wishes_view { struct page_view page; struct option_views home, session; struct wish_rows rows; struct text_views agreed; };

struct cause_row { const char *id, *name, *tell, *likely, *change, *speaks; int p, low, high; bool mind; };
struct cause_rows { struct cause_row *at; size_t n; };
struct told_side_view { bool mind; const char *title, *lead; struct cause_rows causes; struct text_views groups; };
struct result_view {
	struct page_view page;
	const char *sentence, *danger, *danger_action;
	struct cause_rows body, mind;
	struct text_views body_groups, mind_groups;     /* what cannot be told apart, on its own side */
	struct text_views serious, net, against, untested;      /* against: unlikely by the answers; untested: hands-on tests tell more */
	const char *next;
	bool soon, unsigned_yet;
};

struct stop_reason { const char *text; };
struct stop_reasons { struct stop_reason *at; size_t n; };
struct stop_view { struct page_view page; struct stop_reasons told; const char *action, *say, *ask_back; bool now, self_harm, unclear; struct own_session_rows coming; };
struct letter_view { struct page_view page; const char *practice, *date, *pdf; html body; };

struct task_row { const char *id, *name, *why, *small, *path, *places; int minutes; bool mind, done; };  /* places: where, for massage at home; "" */
struct task_rows { struct task_row *at; size_t n; };
struct today_view {
	struct page_view page;
	const char *trial;              /* "" when none runs */
	const char *greeting, *lead, *wait, *wait_path, *wait_label;
	html path;
	struct task_rows tasks;
	const char *lesson_id, *lesson_name, *lesson_idea;
	int week, minutes, pain, function, mood, sleep;         /* -1: not told today */
	bool planned, worse_due, safety_due, after_due, before_start, after_end, lesson_read;
	const char *next, *hard;        /* hard: why the small versions come first; NULL */
	struct next_session_view session;
};

struct home_row { const char *name, *sides, *place, *how, *time, *firm, *often; };
struct home_rows { struct home_row *at; size_t n; };
/* Massage at home: where it goes, where it does not (never for everybody, held for this person). */
struct home_view { struct home_rows rows; struct text_views never, held; html back, front; bool art; };
struct practice_view {
	struct page_view page;
	struct text_views how;          /* steps */
	const char *id, *name, *what, *intro, *not, *stop, *small, *dose, *known, *evidence, *eyes;
	const char *hard;               /* why the small version comes first; NULL */
	struct home_view home;
	int minutes, squares;
	bool mind, scripted, done, breath, own;         /* own: may be left out here */
	bool heart, muscle;             /* practice with a sensor is offered */
	struct player_step_views steps;
	struct figure_parts figure;
	struct hands_rows hands;
	struct text_views after;        /* words for afterwards */
};

/* part: the consent that was declined, NULL: only this practice or lesson; own: may be changed by who reads it. */
struct declined_view { struct page_view page; const char *id, *name, *part, *part_name; bool own, lesson; };

struct heart_row { const char *date, *words; };
struct heart_rows { struct heart_row *at; size_t n; };
struct heart_view {
	struct page_view page;
	const char *practice, *name, *not, *stop, *known;
	const char *numbers, *engine, *pace, *share;    /* for asset/heart.js: client_numbers, client_engine; breaths a minute to begin with; share that goes in */
	bool taught, found;             /* found: pace is this person's own */
	struct heart_rows rows;
};
struct muscle_view {
	struct page_view page;
	const char *practice, *name, *not, *stop, *known;
	const char *held;               /* why no sensor is offered; NULL */
	const char *numbers, *engine;   /* as above */
	bool taught, bend;              /* bend: bending forward is not held back for this person */
	struct heart_rows rows;
};
struct lesson_view {
	struct page_view page;
	const char *id, *name, *idea, *question, *low, *high, *practice_id, *practice_name;
	const char *minute;             /* NULL or "": none */
	html body, more;
	struct text_views sources;
	int week, answer;
	bool scale, read;
};

struct claim_row { const char *claim, *says; };
struct claim_rows { struct claim_row *at; size_t n; };
struct teach_row { const char *id, *name, *tell; bool mind; };
struct teach_rows { struct teach_row *at; size_t n; };
struct learn_view { struct page_view page; struct teach_rows yours, others; struct claim_rows claims; };
struct teach_view {
	struct page_view page;
	const char *name, *tell, *is, *helps, *unknown, *doctor;
	bool mind;
	struct task_rows can;
	struct claim_rows claims;
	struct text_views net, sources;
};

struct week_row { int week; const char *theme, *text, *lesson_id, *lesson_name, *state; struct task_rows home; struct text_views session; int minutes; bool open, now, done, lesson_read; };
struct week_rows { struct week_row *at; size_t n; };
/* own: of the last session; home: of the practice at home; on: the day of that session, NULL without one. */
struct words_view { struct page_view page; const char *on, *today; struct text_views every, own, home; bool after_due; };
struct weeks_view { struct page_view page; struct week_rows weeks; bool planned; int now; struct text_views aftercare; };

/* chosen: of a scale from 0 to 10 that may be left out; -1 none */
struct safety_row { const char *id, *ask, *unit, *value; struct option_views options; int min, max; bool optional; int chosen; };
struct safety_rows { struct safety_row *at; size_t n; };
struct safety_row_view { const struct page_view *page; const struct safety_row *row; };
/* each: every question is answered for itself */
struct safety_topic { const char *name; bool each; struct safety_rows rows; };
struct safety_topics { struct safety_topic *at; size_t n; };
/* number of `of` (0: not told), stop: may be put down; back: NULL for none; later: it may wait on Today; hurry: whom to call comes first; same: what was answered with no
 * today, asked together; topics: what is asked again, before rows; asked: how many have to be
 * answered, told with how many are open (0: not told) */
struct safety_view { struct page_view page; const char *action, *lead, *back, *part; struct safety_rows rows, same; struct safety_topics topics; int number, of, done_share; size_t asked; bool stop, later, hurry; };

struct link_view { const char *path, *name; };
struct link_views { struct link_view *at; size_t n; };
struct offline_view { struct page_view page; struct link_views links; };

struct again_row { const char *id, *ask; int value; };
struct again_rows { struct again_row *at; size_t n; };
struct again_view { struct page_view page; struct again_rows rows; };

struct chart_row { const char *name, *tab, *sentence; html svg; struct text_views table; };
struct chart_rows { struct chart_row *at; size_t n; };
struct change_row { const char *name, *sentence; html svg; bool zone; };
struct change_rows { struct change_row *at; size_t n; };
struct progress_view {
	struct page_view page;
	const char *dose, *map;         /* NULL: nothing to say */
	html dose_bars, map_first[2], map_now[2];       /* from the back, from the front */
	const char *map_first_on, *map_now_on;
	bool map_again, map_art;
	struct change_rows scores;
	struct chart_rows charts;
	const char *verdict, *explain;
	enum way way;
	struct text_views done, measured;
	bool any;
};

struct trial_view { struct page_view page; int64_t id; struct text_views how; const char *name, *what, *known, *today, *length, *answer; html picture; bool any, running; };
struct opened_row { const char *when, *who, *what; };
struct opened_rows { struct opened_row *at; size_t n; };
struct opened_view { struct page_view page; struct opened_rows rows; };

#endif
