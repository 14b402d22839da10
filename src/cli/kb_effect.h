/* cli/kb_effect.h -- the same people under two editions of the knowledge: what comes out differently.
 *
 * A person is drawn or read with the old edition and carried to the new one by ids.  What only the new one asks stays
 * unasked, except danger questions, which are taken as answered "no": else nobody could have a plan.
 */
#ifndef CLI_KB_EFFECT_H
#define CLI_KB_EFFECT_H

#include "base/json.h"
#include "cli/cli.h"
#include "core/case.h"

enum { EFFECT_LISTED = 10, SWAPS_MOST = 256, PRESSED = 3 };

struct told { const char *who, *what; };

/* How a cause of either edition moves; one that an edition lacks counts as 0 there. */
struct moved { const char *id; double sum, sum_abs, most, from, to; const char *who; };

/* The first muscle to press was one and is another: in how many.  "none": no muscle. */
struct swap { const char *from, *to; int n; };

struct effect {
	int people;
	int triage, higher, lower;                      /* people on another tier */
	struct told triage_told[EFFECT_LISTED];
	int lead;                                       /* another cause is the most likely */
	struct moved *cause;            int n_causes;   /* once finished: most moved on average first */
	int not_weighed_old, not_weighed_new;           /* belief() failed */
	int weighed;                                    /* under both; causes and plans are compared in these */
	int planned;                                    /* a plan under both */
	int technique, lesson, referral, any;           /* of planned: other techniques or exercises, lessons, referrals */
	int refused, allowed;                           /* had a plan and has none now; the other way round */
	struct told plan_told[EFFECT_LISTED];
	int first_muscle, first_three;                  /* of weighed: another muscle is pressed first; others are among the first three */
	struct swap *swap;              int n_swaps;    /* once finished: most often first; those beyond SWAPS_MOST are not listed */
	struct told *changed;           int n_changed;  /* everyone for whom anything changes, with all that does; NULL: not listed */
};

/* Two editions side by side; which index of one is which of the other. */
struct editions;
struct editions *editions_new(struct arena *a, const struct kb *old, const struct kb *new);

/* The person in the words of the other edition (back: from new to old). */
struct person_case *editions_carry(struct arena *a, const struct editions *e, const struct person_case *c, bool back);

/* listed: of how many people at most `changed` tells; 0: it does not. */
struct effect *effect_new(struct arena *a, const struct editions *e, int listed);
/* who: of an arena that outlives the effect.  scratch: only used during the call.  What is kept is of `a` of effect_new. */
void effect_add(struct effect *f, const struct editions *e, struct arena *scratch, const char *who,
	const struct person_case *under_old, const struct person_case *under_new);
void effect_finish(struct effect *f);

bool effect_any(const struct effect *f);
/* whom: "20 cases of DIR". */
void effect_text(struct buf *b, const struct effect *f, const char *whom);
void effect_json(struct json_out *j, const struct effect *f, const char *key);

/* kb diff OLD NEW; the exit code.  cases: a folder, or NULL; people: how many are drawn from OLD. */
struct diff_how { const char *old, *new, *cases; int people; bool json; };
int kb_diff(struct cli *cli, const struct diff_how *how);

#endif
