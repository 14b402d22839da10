/* core/plan.h -- ten weeks for one person: a weekly session, a step of coping, a few minutes a day.
 *
 * A plan is a pure function of the knowledge, the screening, the beliefs, the muscles, the marks and the limits: the same arguments give
 * the same plan on every machine.  It holds every hard constraint: it never schedules what screen_never forbids, what was
 * declined, more minutes than given, a professional's work, or a lesson before the one it needs.  Body and mind stand in
 * every week unless declined.  Method: docs/science/plan.md.
 */
#ifndef CORE_PLAN_H
#define CORE_PLAN_H

#include "core/belief.h"
#include "core/screen.h"

enum { SESSION_ITEMS = 8, HOME_ITEMS = 6 };

/* region: kb->region.  side NONE: both sides, and region is the left one.  minutes: both sides together.  pressure 0: none. */
struct plan_item { int item, region; enum side side; int minutes, pressure; const char *why; };
struct plan_home { int item, minutes, days; const char *why; };

struct plan_week {
	int week, minutes;              /* week 1..10; minutes 0: no session */
	struct plan_item session[SESSION_ITEMS]; int n_session;
	int lesson;                     /* -1: none */
	const char *lesson_why;
	struct plan_home home[HOME_ITEMS]; int n_home;
	struct ids measures;            /* instruments */
};

struct plan_other { const char *id; const char *because; };     /* id of an item, lesson or component */

/* What a therapist decided about an item: it does not stand in the session, or in the days at home, of a week (0: of any), or it is held
 * there.  OPENS, ENDS: held as the first or last piece; else between, in their order.  region to pressure: of a piece that is held; at home an
 * item keeps its own minutes.  decided: the id under which the reason is kept for work against a rule that a professional may decide
 * about (core/screen.h); NULL: none.  LESSON: item is one of kb->lesson; out of the ten weeks (week 0), or held in a week: then those after it
 * follow in the weeks after, in the programme's order, and what has no week left falls out. */
enum wish_kind { WISH_OUT, WISH_HOLD };
enum wish_place { WISH_HOME, WISH_SESSION, WISH_OPENS, WISH_ENDS, WISH_LESSON };
struct plan_wish {
	enum wish_kind kind;
	enum wish_place place;
	int item, week, region;
	enum side side;
	int minutes, pressure;
	const char *decided;
};
/* from: weeks before it are over: they stay as they are, and no wish and no limit is asked of them; 0, 1: none is. */
struct plan_wishes { const struct plan_wish *at; int n, from; };

struct plan {
	struct plan_week week[WEEKS];
	struct plan_other *referral;    int n_referrals;
	struct plan_other *experiment;  int n_experiments;  /* personal trials: wallet, bag, chair */
	struct plan_other *left_out;    int n_left_out;
	struct plan_wishes wishes;      /* what it was made around; plan_broken holds it to them */
	double value, bound;            /* expected benefit, and an upper bound on that of every plan under the same constraints */
};

/* A muscle that probably drives the pain (core/chain.h).  known: pressing it brought the pain they know.  region: the marked one it
 * explains best, -1. */
struct plan_driver { int unit; enum side side; int region; bool known; };
struct plan_drivers { const struct plan_driver *at; int n; };   /* likeliest first; only those worth working on */

/* d: NULL when nothing is known of muscles.  Fails with ERR_DANGER when screen_gate does, with ERR_MINOR under 18. */
MUST_USE bool plan_make(struct arena *a, const struct kb *kb, const struct person_case *c, const struct screened *s,
	const struct belief *b, const struct plan_drivers *d, struct plan *out, struct err *err);

/* The same around what a therapist decided; wishes->at is kept in the plan and must live as long.  past: a plan whose weeks before
 * wishes->from are taken over, NULL when none is over.  Danger, consent and minutes hold
 * whatever is decided: what cannot be kept fails with ERR_INPUT "wish" and says which. */
MUST_USE bool plan_around(struct arena *a, const struct kb *kb, const struct person_case *c, const struct screened *s,
	const struct belief *b, const struct plan_drivers *d, const struct plan_wishes *wishes, const struct plan *past, struct plan *out,
	struct err *err);

/* The programme's week that a plan's week is about: that of its lesson, wherever it was moved to. */
const struct week *plan_week_of(const struct kb *kb, const struct plan_week *w);

/* The first wish that cannot be kept, as text, and which (*which: its index; -1: several together); NULL when all can. */
const char *plan_wish_fault(struct arena *a, const struct kb *kb, const struct person_case *c, const struct screened *s,
	const struct plan_wishes *wishes, int *which);
/* Would piece w be kept only because of a professional's decision (decided is not looked at)?  The blocks it goes against; none: no, or it cannot
 * be kept at all. */
struct ids plan_wish_rules(struct arena *a, const struct kb *kb, const struct person_case *c, const struct screened *s, const struct plan_wish *w);

/* What could stand in one place of a plan instead (week 1..10; index of its session or days at home), the rest left as it is: the best first, what
 * a professional would have to decide about (rule: the block; else -1) after the others.  pressure: as firm as usual there.  more: what the plan would gain, as a
 * share.  out: room for kb->n_items; returns how many. */
struct plan_instead { int item, rule, pressure; double more; };        /* rule: the first of plan_wish_rules */
int plan_instead(struct arena *a, const struct kb *kb, const struct person_case *c, const struct screened *s, const struct belief *b,
	const struct plan *p, int week, bool home, int index, struct plan_instead *out);

/* Turns the days at home of weeks `week`..10 to one side (mind or movement): as many minutes of it as the day, places and the need for both
 * sides allow; sessions, lessons and what lies before stay.  Never more pressure.  ERR_DANGER when screen_gate does. */
MUST_USE bool plan_turn(struct arena *a, const struct kb *kb, const struct person_case *c, const struct screened *s, const struct belief *b,
	enum component side, int week, struct plan *p, struct err *err);

/* Expected benefit of any plan: the sum over causes of P(cause) * (1 - product over what is used of what it leaves over). */
double plan_worth(const struct kb *kb, const struct belief *b, const struct plan *p);

/* A cause that no page or plan names: serious, or its odds depend on a private answer. */
bool plan_hushed(const struct kb *kb, int cause);

/* Very likely, and raised by the answers from what it was before, is worth pointing to a professional for: by how much of log-odds it is
 * (>= 0), or is not yet. */
double plan_stands_out(double p, double before);

/* The first broken hard constraint of a plan (also one edited by hand), as text; NULL when it keeps them all. */
const char *plan_broken(struct arena *a, const struct kb *kb, const struct person_case *c, const struct screened *s,
	const struct plan *p);

#endif
