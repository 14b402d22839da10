/* web/view_session.h -- what the pages of session mode show. */
#ifndef WEB_VIEW_SESSION_H
#define WEB_VIEW_SESSION_H

#include "web/view_staff.h"

/* One tap: a form of its own with an id of its own; a button for each option.  asset/session.js sends it when there is a script. */
struct tap_view {
	const struct page_view *page;
	const char *action, *act, *ref, *legend, *class;        /* class: of the button; with a legend that of the group of buttons */
	int64_t event;
	int step;
	struct option_views options;    /* value, label, hint: what is read out instead of the label */
	bool off;
};

struct hour_row { int index; const char *item, *place, *name, *where, *why, *blocked; int minutes, pressure, most; bool asks, keep, drawn; };
struct hour_rows { struct hour_row *at; size_t n; };
struct session_brief_view {
	struct page_view page;
	int64_t id;
	const char *name, *number, *hold, *hold_path, *hold_label, *open_path, *day, *back_reason, *trend;
	int week, minutes;
	html back, front;
	bool art, has_plan, has_last, from_plan, from_last, back_dated, against, ask_first;      /* ask_first: what holds is only that the questions were not asked */
	struct text_views changed;
	struct block_rows blocks;
	struct muscle_rows muscles;
	struct decided_rows decided;
	struct hour_rows steps, blanks;
	struct option_views items, places;
};

struct pressed_view { const char *name; struct tap_view tap; };
struct pressed_views { struct pressed_view *at; size_t n; };
struct step_view {
	int index, minutes, pressure, most, item_least, area, taken;
	int64_t ms;                     /* hands on so far */
	struct text_views how;          /* steps */
	const char *name, *place, *mark, *state, *blocked, *area_name, *ask_in;   /* mark: class; ask_in: seconds, "" when it does not run */
	bool shown, runs, waits, asks, allowed, over;
	html map;
	struct figure_part hands;       /* how the hands lie there */
	struct tap_view start, next, skip, longer, shorter, lighter, firmer, comfort, stop, yes, no;
	struct pressed_views pressed, more;     /* those where the marks point; the others there */
};
struct step_views { struct step_view *at; size_t n; };
struct session_view {
	struct page_view page;
	int64_t id, treatment, ms;
	const char *name, *number, *path, *key, *taps, *clock, *all_minutes;
	double ask_first, ask_change, ask_every;
	int current;
	bool paused, ended, back_dated, lost, danger, begun;
	struct step_views steps;
	struct tap_view pause, end, finish;      /* finish: the same end, where all steps are done */
	struct block_rows blocks;
	struct text_views log;
	struct option_views places, motions;
	int64_t form[6];                /* ids for the forms with fields */
};

struct note_version { int64_t version; const char *when, *by, *reason, *told, *seen, *judged, *next; bool is_signed; };
struct note_versions { struct note_version *at; size_t n; };
struct session_note_view {
	struct page_view page;
	int64_t id, version;
	const char *name, *number, *day, *path, *session, *back_reason, *told, *seen, *judged, *next, *reason, *key, *trend, *aftercare, *felt, *mail_path, *mailed, *no_mail;
	bool may_mail, is_signed, ended, from_taps, has_before;
	struct text_views against;      /* of an earlier day: what its rules forbade */
	struct note_versions versions;
	struct pair_rows templates;     /* name, path */
};

#endif
