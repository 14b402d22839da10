/* web/view_staff.h -- what the therapist's pages show. */
#ifndef WEB_VIEW_STAFF_H
#define WEB_VIEW_STAFF_H

#include "web/view.h"
#include "web/view_client.h"
#include "web/view_parts.h"

struct person_row { int64_t id; const char *name, *stage, *next, *last, *path; bool alert, waits; };
struct person_rows { struct person_row *at; size_t n; };
struct alert_row { const char *path, *name, *what, *since; bool now, self_harm; };
struct alert_rows { struct alert_row *at; size_t n; };
struct pair_row { const char *name, *value; };
struct pair_rows { struct pair_row *at; size_t n; };
/* sessions: those of today */
struct desk_view { struct page_view page; bool no_phrase; struct appointment_rows sessions; const char *date, *borne; struct pair_rows signs; struct alert_rows alerts; struct person_rows waiting, came_back, clients; };
/* done: what became of the file, NULL before; has: what is there */
struct days_view { struct page_view page; int64_t id; const char *name, *has, *done, *body; bool any, worse; };
struct count_row { const char *name, *n, *share; };
struct count_rows { struct count_row *at; size_t n; };
struct scored_row { const char *name, *of; struct count_rows rows; };
struct scored_rows { struct scored_row *at; size_t n; };
struct overview_view {
	struct page_view page;
	const char *date, *finished, *left, *stayed, *borne, *sessions;        /* left: NULL when nobody did */
	int began, least, silent, end_week;
	struct count_rows courses, stay, pain;
	struct pair_rows signs;
	struct scored_rows scores;
	html picture;
};
/* phrase: NULL but in the one answer that shows it; since: when the practice got one, NULL when it has none */
struct data_view { struct page_view page; const char *phrase, *since, *keep_years; };
struct clients_view { struct page_view page; const char *search; struct person_rows clients; bool any; };
struct new_client_view { struct page_view page; const char *given, *family, *mail, *phone, *born; struct option_views sex, therapist; };
struct import_row_view { int line; const char *name, *is, *why, *link; };
struct import_row_views { struct import_row_view *at; size_t n; };
struct import_view { struct page_view page; const char *body, *counts, *left_out; struct import_row_views rows; struct option_views therapist; int fresh; bool done; };
struct invitation_view { struct page_view page; int64_t id; const char *name, *link, *lasts, *mail; html qr; bool has_account, open, mailed; };       /* mail: where it can be mailed to; NULL: nowhere */

struct danger_row { const char *tier, *text, *write, *source, *confidence; bool urgent; };
struct danger_rows { struct danger_row *at; size_t n; };
struct weigh_row { const char *name; int width; double weight; };
struct weigh_rows { struct weigh_row *at; size_t n; };
struct belief_row { const char *name, *id; double before, p, low, high; const char *change; struct weigh_rows speaks, against; bool mind, serious; };
struct belief_rows { struct belief_row *at; size_t n; };
struct class_row { const char *name, *change; double before, p; };
struct class_rows { struct class_row *at; size_t n; };
struct group_row { const char *name, *because, *tell_apart; };
struct group_rows { struct group_row *at; size_t n; };
/* unasked: only because a question was not asked yet */
struct block_row { const char *what, *where, *because, *kind; bool unasked; };
struct block_rows { struct block_row *at; size_t n; };
struct muscle_row { const char *name, *side, *path, *palpate, *id; int rank, now, before; };
struct muscle_rows { struct muscle_row *at; size_t n; };
struct changed_row { const char *name, *words; double before, now; };
struct changed_rows { struct changed_row *at; size_t n; };
struct ask_row { const char *name, *ask, *would; double bits; };    /* would: what it changes, NULL */
struct ask_rows { struct ask_row *at; size_t n; };
/* A serious cause: its numbers, what speaks for it ("": nothing), what would tell more; a danger rule that waits: what for. */
struct ruleout_row { const char *name, *says, *speaks, *next; };
struct ruleout_rows { struct ruleout_row *at; size_t n; };
struct stop_row { const char *path, *text, *since; };
struct stop_rows { struct stop_row *at; size_t n; };
struct session_row { const char *path, *name, *value; };
struct session_rows { struct session_row *at; size_t n; };

struct turn_row { const char *name, *first, *now, *lesson; };
struct turn_rows { struct turn_row *at; size_t n; };
/* plateau: the measures asked again are shown; open: a proposal waits for its answer */
struct turn_view { struct page_view page; int64_t id; const char *path, *side, *mind, *body, *reason; struct turn_rows rows; struct text_views answered; bool plateau, open; };

/* Work that a professional decided for against a rule. */
struct decided_row { const char *what, *rule, *reason, *by; };
struct decided_rows { struct decided_row *at; size_t n; };
struct decided_view { struct decided_rows rows; };
struct client_view {
	struct page_view page;
	int64_t id;
	const char *name, *stage, *plan_state, *verdict, *proposal, *notes, *notes_seen, *pain_sentence;
	int age, probability;           /* of the verdict, percent */
	enum way way;
	const char *sex;
	html back, front, chart;
	struct turn_view turn;
	const char *checkins;
	struct block_rows blocks;
	size_t unasked_blocks;
	struct decided_rows decided;
	struct stop_rows stops;
	struct danger_rows danger;
	struct text_views not_asked;
	const char *ruleout_lead;
	struct ruleout_rows ruleout, open;
	struct class_rows classes;
	const char *doubt;              /* the answers do not fit the model; NULL: they do */
	struct belief_rows causes;
	struct group_rows groups;
	struct muscle_rows muscles;
	bool muscles_held;              /* some would be shown, but a danger waits for its outcome: none is */
	const char *muscles_doubt;      /* why they have no numbers; NULL: they have */
	const char *muscles_say, *muscles_spread;      /* NULL: nothing to say */
	struct changed_rows changed;
	const char *changed_by;         /* the answers that did it, NULL when there are none */
	struct ask_rows ask;
	struct pair_rows consent, wishes;
	struct signature_shown signature;
	struct session_rows sessions;
	struct mail_rows mails;
	bool art, has_chart, interview_done, private_waits, has_plan, approved, gate_open;
	const char *gate;
};

struct answer_row { const char *name, *id, *value, *when, *occasion, *history, *by; bool other; };    /* by: who entered it for the client, NULL nobody; other: something else than no, now or before */
struct answer_rows { struct answer_row *at; size_t n; };
struct answer_table_view { const char *label; struct answer_rows rows; };
struct answers_view { struct page_view page; int64_t id; const char *name; struct answer_rows rows, noes; bool private_only; };    /* noes: no, and never anything else */

struct exam_row { const char *id, *name, *ask, *unit, *value; bool number; int min, max; struct option_views options; };
struct exam_rows { struct exam_row *at; size_t n; };
/* count: "2 of 9", so many rows are filled in; NULL: the group does not fold. */
struct exam_group { const char *name, *count; struct exam_rows rows; int entered; bool open; };
struct exam_groups { struct exam_group *at; size_t n; };
struct measured_row { const char *name, *says; html svg; };
struct measured_rows { struct measured_row *at; size_t n; };
struct exam_view { struct page_view page; struct measured_rows measured; const char *all_path; int64_t id; const char *name, *action, *lead, *button, *progress; struct exam_groups groups; int entered, of; };
/* What has to be asked before a session, by topic; path: back to the client; of: how many questions. */
struct before_topic { const char *name; bool each; struct exam_rows rows; };
struct before_topics { struct before_topic *at; size_t n; };
struct before_view { struct page_view page; const char *name, *path, *action; struct before_topics topics; size_t of; };

struct lift_view { struct page_view page; int64_t id; const char *name, *path, *since, *seen_by, *seen_on, *outcome, *known; struct danger_rows told; bool self_harm; };

/* technique: its id where hands are drawn, else NULL.  held: which of the decisions holds it, -1 none (once: only of this week, so that it can be let go here); out: decided and not yet planned around. */
struct plan_item_row { int index; const char *technique, *name, *where, *why; int minutes, pressure; bool mind; int held; bool out, against; };
/* One technique of the hands. */
struct technique_view {
	struct page_view page;
	const char *name, *what, *not, *known;
	struct text_views how;          /* steps */
	int minutes, pressure_min, pressure_max;
	struct hands_rows drawn;
	struct option_views others;
};
struct drawn_row { const char *name; struct figure_parts figure; };
struct drawn_rows { struct drawn_row *at; size_t n; };
struct plan_item_rows { struct plan_item_row *at; size_t n; };
struct plan_week_row {
	int lesson_id; struct option_views lesson_to;          /* index of the lesson; weeks it may be moved to */ int week, minutes; const char *theme, *lesson, *lesson_why; struct plan_item_rows session, home; struct text_views measures; bool over; };
struct held_row { int index; const char *words; bool planned; };
struct held_rows { struct held_row *at; size_t n; };
struct plan_week_rows { struct plan_week_row *at; size_t n; };
/* action: where a decision is let go; NULL: only shown. */
struct wish_list_view { const struct page_view *page; const char *action; int64_t plan, version; struct held_rows wishes; };
struct plan_page_view {
	struct page_view page;
	int64_t id, plan, version;
	const char *name, *state, *starts, *began, *gate;       /* began: the first day in full, when approved */
	struct text_views dates;        /* the first day of each week, when approved */
	int now, gap;                   /* gap: tenths of a percent a better plan could give */
	bool any, approved;
	struct plan_week_rows weeks;
	struct pair_rows referrals, experiments, left_out;
	struct drawn_rows drawn;        /* each exercise of the plan once */
	struct held_rows wishes;
	struct decided_rows decided;
	const char *path;               /* where decisions are posted */
	const char *last;               /* what would be taken back; NULL */
	bool pending;
};

/* One piece of the plan and what may be done with it. */
struct instead_row { const char *name, *value, *rule; int item, pressure; bool mind; };
struct instead_rows { struct instead_row *at; size_t n; };
struct change_view {
	struct option_views spots;      /* of a session: other places of the body */
	struct page_view page;
	int64_t id, plan, version;
	const char *name, *what, *where, *why, *place, *reason;
	const char *minutes, *pressure; /* as typed */
	int week, index, minutes_now, pressure_now;
	bool session, against;          /* against: a professional may go further than the rules let the program */
	struct instead_rows instead, by_rule;
	struct option_views weeks;
};

/* Before and after, week by week; mark: new, gone, held or "". */
struct anew_line { const char *text, *mark; bool mind; };
struct anew_lines { struct anew_line *at; size_t n; };
struct anew_week { int week; struct anew_lines before, after; };
struct anew_weeks { struct anew_week *at; size_t n; };
struct anew_view {
	struct page_view page;
	int64_t id, plan, version;
	const char *name, *path, *value, *gap, *same, *fault;
	bool approved;
	struct held_rows wishes;
	struct decided_rows decided;
	struct anew_weeks weeks;
};

struct score_view { const char *name, *path, *scale, *first, *first_day, *now, *now_day, *band, *word, *figures; enum way way; bool again, compared; struct text_views says; };
struct score_views { struct score_view *at; size_t n; };
struct outcomes_view { struct page_view page; int64_t id; const char *name; struct score_views scores; struct pair_rows measures, own; struct measured_rows felt; struct pair_rows felt_after; };
/* heading: no answer, a line between them; any: decimals too. */
struct outcome_item { const char *id, *label, *value; bool heading, number, any; int min, max; struct option_views options; };
struct outcome_items { struct outcome_item *at; size_t n; };
struct outcome_view { struct page_view page; int64_t id; const char *name, *what, *licence, *copyright, *path, *day, *total, *total_hint, *form; int min, max;
	bool alarm, single, takes_total; struct outcome_items items; };
struct form_row { const char *title, *instrument, *when; bool fits; };
struct form_rows { struct form_row *at; size_t n; };
struct forms_view { struct page_view page; const char *body; struct form_rows forms; struct option_views instruments; };

struct prior_row { const char *id, *name, *value; double usual; };
struct prior_rows { struct prior_row *at; size_t n; };
struct settings_view { struct page_view page; const char *name, *emergency, *crisis, *abuse_route; struct option_views minutes; struct prior_rows priors; };

/* value, instead: hundredths of the plan's worth, times ten; other: NULL when nothing could stand there; wins: percent of draws */
struct weight_row { const char *name, *other, *words; int value, width; bool mind, toss; };
struct weight_rows { struct weight_row *at; size_t n; };
struct weigh_view { struct page_view page; int64_t id; const char *name, *spread; struct weight_rows rows; struct pair_rows limits; bool any; };

struct trial_row { const char *name, *since, *words; int64_t id; html picture; bool running; };
struct trial_rows { struct trial_row *at; size_t n; };
struct trials_view { struct page_view page; int64_t id; const char *name; struct trial_rows rows; struct option_views items; bool busy, stopped; };

struct take_check_view { struct page_view page; int64_t id; const char *name, *body; };

#endif
