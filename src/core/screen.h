/* core/screen.h -- red flags: which answers stop self-care, what to do then, and what may not be done to whom.
 *
 * Deterministic.  An emergency depends on answers alone, never on a probability; the highest tier wins; nothing that is
 * answered lowers a tier.  Not asked is not safe: see screen_gate and the "not asked" blocks.  Rules and sources:
 * knowledge/flags.yaml, knowledge/blocks.yaml, docs/safety.md.
 */
#ifndef CORE_SCREEN_H
#define CORE_SCREEN_H

#include "core/rule.h"

struct reason_given {
	int flag;                       /* of kb->flag; -1: an unclear answer keeps an emergency or urgent rule open */
	enum tier tier;                 /* that of the flag; a soon rule kept open by an unknown answer is a note */
	enum truth truth;               /* YES, or DONT_KNOW when an unknown answer keeps the rule open */
	struct ids findings;            /* answered findings that made it true, or the unclear ones */
	bool age, sex, map;             /* these made it true beside them */
};

struct rule_open {
	int flag;                       /* of kb->flag */
	enum truth truth;               /* NOT_ASKED or DONT_KNOW */
	struct ids findings;            /* what it waits for; none: age, sex or marks */
};

struct blocked {
	int item;                       /* kb->item */
	int region;                     /* kb->region; -1: everywhere */
	int block;                      /* kb->block */
	enum limit limit;
	enum truth truth;               /* YES, DONT_KNOW or NOT_ASKED */
	struct ids findings;            /* those not asked or not known */
};

struct screened {
	int age;                        /* that of the case; -1: not said */
	enum tier tier;                 /* a "does not know" to an emergency or urgent rule counts as TIER_URGENT */
	struct reason_given *reason;    int n_reasons;     /* highest tier first */
	struct rule_open *open;         int n_open;        /* emergency and urgent rules neither met nor excluded, in the order of the knowledge */
	struct ids not_asked;           /* danger questions that apply, or may, and those that an emergency or urgent rule waits for
	                                 * (core/danger.h), unanswered: no plan before they are answered */
	struct ids not_known;           /* danger questions answered "does not know" */
	bool person_open;               /* an emergency or urgent rule waits for age, sex or the map alone */
	bool map_open;                  /* for the map, as far as is known */
	struct blocked *blocked;        int n_blocked;     /* by item, then region (-1 first), then block */
	uint8_t *never;                 /* n_items * n_regions: 1 when that item may not be used there */
	uint8_t *never_any;             /* n_items: 1 when it may not be used at all: everywhere, or in each of its areas */
	uint8_t *light;                 /* n_items * n_regions: pressure at most 2 */
	uint8_t *ask;                   /* n_items * n_regions: consent is asked each time */
};

/* A block that stops holds when its condition is yes, not known or not asked; one that only lowers the pressure or asks for
 * consent also holds while a danger question of it is open.  So taking an answer back never unblocks. */
struct screened *screen(struct arena *a, const struct kb *kb, const struct person_case *c);

bool screen_never(const struct kb *kb, const struct screened *s, int item, int region);   /* region -1: at all */
/* Most pressure (1..5) allowed there (region -1: anywhere, so the least of all its areas); 0 when forbidden, or when the item
 * cannot be given that lightly. */
int screen_pressure(const struct kb *kb, const struct screened *s, int item, int region);

/* The same with what a professional may decide against (struct block: professional) left out, where the rule holds by a "yes": for a
 * piece of work whose reason was written down.  Shares all but its blocks with s. */
struct screened *screen_decided(struct arena *a, const struct kb *kb, const struct screened *s);

/* True when a plan may be made: 18 or over, tier below urgent, nothing unasked.  Else false and why: ERR_MINOR under 18, else
 * ERR_DANGER; field is the id of the rule or of the first question, "age" when that was not said. */
MUST_USE bool screen_gate(const struct kb *kb, const struct screened *s, struct err *err);

/* Danger questions for an occasion that apply to this person, or may, in file order: those that the knowledge marks with it, and after an answer
 * that reopens (core/danger.h) those of the intake too.  What stands (danger_stands) is left out. */
struct ids screen_questions(struct arena *a, const struct kb *kb, const struct person_case *c, enum occasion when);

#endif
