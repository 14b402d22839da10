/* core/plan_model.h -- what a plan is made from: who may use what, what it is worth.  Only for the plan_*.c files.
 *
 * One struct for one run: filled by model_new, changed by model_use.  Formulas: docs/science/plan.md.
 */
#ifndef CORE_PLAN_MODEL_H
#define CORE_PLAN_MODEL_H

#include "core/plan.h"

enum { SESSION_DEFAULT = 60, HOME_DEFAULT = 15, HOME_MOST = 120, STEP = 5, FOCUS_MOST = 4, SPOTS_MOST = 50, PRESSURE_USUAL = 3 };

/* Why an item does not stand in a plan. */
enum refusal { REFUSED_NOT, REFUSED_DECLINED, REFUSED_COMPONENT, REFUSED_BLOCKED, REFUSED_WISH, REFUSED_FIRM, REFUSED_DEVICE,
	REFUSED_PROFESSIONAL, REFUSED_HABIT, REFUSED_TIME, REFUSED_ELSEWHERE };

/* region: the left one when side is NONE (both); driver: what drives the pain from there, or NULL */
struct spot { int region; enum side side; int mark; const struct plan_driver *driver; };

struct model {
	struct arena *arena;
	const struct kb *kb;
	const struct person_case *c;
	const struct screened *s;
	const struct belief *b;
	int session, home;              /* minutes of a session (0: none), of a day at home */
	int cap;                        /* firmest pressure the client wants, 1..5 */
	double *p;                      /* n_causes: P; 0 for what no plan aims at (serious, by rule) */
	double *rate;                   /* n_items * n_causes: -log(1 - damped effect) */
	double *lesson_rate;            /* n_lessons * n_causes */
	double *load;                   /* n_causes: sum of rates reached so far */
	double *uses;                   /* n_items: full uses so far */
	double *pool, *pool_most;       /* n_causes: rate times uses of all massage together; the highest rate of any of it */
	bool *in_session, *at_home, *calm;      /* n_items */
	int lean;                       /* plan_lean */
	const struct plan_driver *driver; int n_drivers;
	struct spot spot[SPOTS_MOST];   /* drivers and marks in turns, the strongest first; the low back when there is neither */
	int n_spots;
	bool marked;                    /* the spots come from the map */
	struct plan_wishes wishes;
};

/* plan_wish.c: what a therapist decided.  wish_out: an item is out, anywhere (region -1) or there.  wish_held: what is held in the session,
 * or at home, of a week, each once; at most WISHES_MOST, which is more than plan_wish_fault lets through.  wish_of: the hold this piece is; NULL. */
enum { WISHES_MOST = 16 };
bool wish_out(const struct plan_wishes *w, const struct kb *kb, bool home, int week, int item, int region);
int wish_held(const struct plan_wishes *w, const struct kb *kb, bool home, int week, const struct plan_wish **out);
bool wish_holds(const struct plan_wish *w, const struct plan_item *p);
struct plan_item wish_piece(const struct plan_wish *w);
const struct plan_wish *wish_of(const struct plan_wishes *w, int week, const struct plan_item *p);

/* plan_lesson.c: the lesson of each week, -1: none; those before w->from are past's (NULL: none is over).  Returns the first lesson that cannot
 * stand where it is held, because those before it are not over by then; -1. */
int plan_lessons(const struct kb *kb, const struct limits *l, const struct plan_wishes *w, const struct plan_week *past, int out[WEEKS]);

/* plan_check.c: what a check reads. */
struct check {
	struct arena *a;
	const struct kb *kb;
	const struct person_case *c;
	const struct screened *s, *decided;     /* decided: for pieces whose reason is kept */
	int session, home, cap;
	struct plan_wishes wishes;
};
struct check plan_check_new(struct arena *a, const struct kb *kb, const struct person_case *c, const struct screened *s, struct plan_wishes w);
/* What is wrong with a piece, or with an item at home in a week; NULL. */
const char *plan_piece_fault(const struct check *k, const struct plan_item *p, bool decided);
const char *plan_home_fault(const struct check *k, int item, int week);
/* Fewest minutes of mind ([0]) and movement ([1]) that may be used at home this week, without what is taken out; 0: none.  gone: only by
 * what was taken out there is none. */
void plan_home_least(const struct check *k, int week, int *least, bool *gone);

/* What one help adds to the load of its cause when used in full; damping by confidence; the share of the full effect after x uses, and the full use that m minutes are. */
double plan_rate(const struct help *h);
double plan_damp(enum confidence c);
double plan_share(double uses);
double plan_share_slope(double uses);
/* All techniques of massage draw on one dose: trials found no difference between them, nor a gain from mixing. */
bool plan_pooled(const struct item *it);
double plan_uses_session(const struct item *it, double minutes);
double plan_uses_home(const struct item *it, int minutes, int days);
/* Most items at home in week 1..10. */
int plan_home_most(int week);

/* Rates of all items and lessons, and the weight of each cause. */
void plan_rates(struct model *m);

struct model *model_new(struct arena *a, const struct kb *kb, const struct person_case *c, const struct screened *s,
	const struct belief *b, const struct plan_drivers *d, struct plan_wishes wishes);
/* plan_spots.c: fills m->spot. */
void plan_find_spots(struct model *m);
enum refusal model_session_refuses(const struct model *m, int item);
enum refusal model_home_refuses(const struct model *m, int item);
/* Pressure there: light is the least, else the middle of what the item, the client and the rules allow.  -1: not there. */
int model_pressure(const struct model *m, int item, int region, enum side side, bool light);
/* Adds (or, negative, takes back) full uses of an item. */
void model_use(struct model *m, int item, double uses);
/* What that would add to the value, per plan. */
double model_gain(const struct model *m, int item, double uses);

/* The client answered "no" to liking this, or owns no device for it (home only): not used. */
bool plan_wished_away(const struct kb *kb, const struct person_case *c, int item);
bool plan_device_missing(const struct kb *kb, const struct person_case *c, int item);
/* The client said no to work on that part of the body. */
bool plan_place_declined(const struct kb *kb, const struct person_case *c, int region);
/* What nobody watches is not used while any of its areas is closed for this person (rules for everybody stand in its
 * instructions): index into s->blocked, -1 when free. */
int plan_home_blocked(const struct kb *kb, const struct screened *s, int item);
/* Firmest pressure by limits and wish, 1..5. */
int plan_cap(const struct kb *kb, const struct person_case *c);
/* The finding that makes a habit worth a trial: the first question about daily load whose id holds
 * the first word of the item's id; -1. */
int plan_habit_finding(const struct kb *kb, int item);

/* plan_pick.c, plan_home.c: the sessions and the days at home, week by week, then improved. */
/* What the client wishes for at the end of a session; -1. */
int plan_wished_end(const struct model *m);
void plan_pick_sessions(struct model *m, struct plan *p, int from);     /* weeks from index `from` on; what stands before is kept */
void plan_pick_home(struct model *m, struct plan *p, int from);
/* Days at home hold as much of that side as they can. */
void plan_lean(struct model *m, enum component side);

/* What every plan has at home in a week: mind and movement (bits 1 and 2; all of them, or any where a day has no room for
 * both), what is held, and the practice of its lesson when that leaves room for the other side. */
struct home_need { int sides, fixed[HOME_ITEMS + 1], n_fixed; bool all; };        /* fixed: what is held, and the practice that is due */
struct home_need plan_home_need(const struct model *m, const struct plan_week *w);
/* The set of items of most worth (sum; negative: not offered) that keeps minutes, places and the need.  set: up to 4; returns
 * the sum, with that of what is fixed. */
double plan_home_best(const struct model *m, const struct plan_week *w, const struct home_need *need, const double *worth,
	int *set, int *n);

/* plan_bound.c: no plan with these lessons that plan_broken accepts is worth more.  p: its uses stand in the model. */
double plan_bound(const struct model *m, const struct plan *p);

/* plan_words.c: every sentence of a plan, or those of the days at home alone, of its weeks from index `from` on. */
void plan_words(const struct model *m, struct plan *p, int from);
void plan_words_home(const struct model *m, struct plan *p, int from);
/* plan_beside.c: referrals, trials, and what was left out. */
void plan_beside(const struct model *m, struct plan *p);
/* The likeliest cause an item works on that may be named; -1. */
int plan_aim(const struct model *m, const double *rate);
/* For rule_findings: sets *(const struct kb **) to NULL at a private finding. */
void plan_see_private(int finding, void *arg);
/* Name with a small first letter, unless it is an abbreviation. */
const char *plan_small(struct arena *a, const char *name);
/* "cause, for which X speaks": the strongest finding that may be named. */
const char *plan_cause_words(const struct model *m, int cause);
/* ids of findings, named; "a private answer" stands for those that may not be. */
const char *plan_names(const struct model *m, struct ids findings);

#endif
