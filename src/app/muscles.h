/* app/muscles.h -- the muscles worth pressing first, and the words that explain each. */
#ifndef APP_MUSCLES_H
#define APP_MUSCLES_H

#include "app/assess.h"

enum { MUSCLES_SHOWN = 10 };

/* One step of an explanation: where it leads, why, and how well that is shown. */
struct muscle_step { const char *id, *name, *because, *confidence; };
/* at: the region of the body map where hands reach it, NULL when there is none; to: the marked region it explains best, NULL. */
struct muscle_shown {
	const struct driver *driver;
	const struct unit *unit;
	const char *side, *sentence;
	const struct region *at, *to;
	struct muscle_step *step; int n_steps;
};
struct muscles_shown {
	struct muscle_shown *at; int n;
	bool held;                      /* some would be shown, but a physician looks first (urgent or more): none is */
};

/* The likeliest, at most MUSCLES_SHOWN, and only those the marks, tests or hands made likelier than before; none when nothing was marked,
 * tested or pressed.  A muscle at a place where the rules let no hand press, however lightly, is left out. */
struct muscles_shown muscles_shown(struct arena *a, const struct assess *as);

/* Why only the order of the muscles is told, without their probabilities; NULL: those may be told. */
const char *muscles_doubt(struct arena *a, const struct belief *b);

/* Which causes marks and hands speak for, and how strongly; and where nothing is marked that would be felt there; NULL when neither. */
const char *muscles_say(struct arena *a, const struct kb *kb, const struct belief *b);

/* What becomes of such pain in SPREAD_YEARS: a range of people, and most likely the same areas.  NULL when nothing is marked. */
enum { SPREAD_YEARS = 5 };
const char *muscles_spread(struct arena *a, const struct kb *kb, const struct person_case *c);
#endif
