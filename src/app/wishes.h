/* app/wishes.h -- what a therapist decided about a plan, as it is kept: one line each,
 *
 *     hold session trigger_point 3 low_back_left both 15 3 -
 *     out home walking 0 - - 0 0 -
 *
 *     hold lesson lesson_05_thoughts 6 - both 0 0 -
 *
 * kind, place (home, session, opens, ends, lesson), item or lesson, week (0: every week), region, side, minutes, pressure, and the id under which the
 * reason is kept for work against a rule; "-": none.
 */
#ifndef APP_WISHES_H
#define APP_WISHES_H

#include "core/plan.h"

enum { WISHES_KEPT = 200 };

const char *wish_line(struct arena *a, const struct kb *kb, const struct plan_wish *w);
/* False when the line cannot be read, also when the knowledge no longer has an id. */
MUST_USE bool wish_read(struct arena *a, const struct kb *kb, const char *line, struct plan_wish *out);
/* All of them, a line each; "" for none. */
const char *wishes_text(struct arena *a, const struct kb *kb, const struct plan_wishes *w);
/* Back again; what the knowledge no longer has is left out, *lost says how many. */
struct plan_wishes wishes_read(struct arena *a, const struct kb *kb, const char *text, int *lost);
/* "Held in week 3: Trigger point pressure, low back, both sides, 15 min, pressure 3 of 5." */
const char *wish_words(struct arena *a, const struct kb *kb, const struct plan_wish *w);

#endif
