/* app/intake.h -- what the client is asked next.
 *
 * Order: consent; the danger questions; the core questions of each module; the body map; then, one at a time, the question that would tell
 * most for its seconds, until little is left to learn; then wishes; then done.  Pure but for the record it is given.
 */
#ifndef APP_INTAKE_H
#define APP_INTAKE_H

#include "app/care.h"

enum { INTAKE_TELLING_USUAL = 11 };      /* questions chosen by what they would change: so many usually */

enum intake_step { INTAKE_CONSENT, INTAKE_QUESTION, INTAKE_MAP, INTAKE_WISHES, INTAKE_DONE };
struct intake { enum intake_step step; int finding; };

/* Where a question stands: "part 1 of 3, question 7 of about 48"; seconds: what is open in all parts, the map and wishes included. */
enum { PART_SAFETY, PART_CORE, PART_TELLING, INTAKE_PARTS };
struct intake_place { int part, number, of, seconds; };
struct intake_place intake_place(const struct cx *cx, const struct record *r, int finding);

MUST_USE bool intake_next(struct cx *cx, const struct record *r, struct intake *out);
/* May this finding be asked of this client in the interview at all?  A danger question also when what it depends on is answered with "I do not know":
 * it may apply, and no plan is made while it is open (core/screen.h). */
bool intake_asks(const struct cx *cx, const struct record *r, int finding);

#endif
