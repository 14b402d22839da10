/* app/takehome.h -- the words a client takes home (knowledge/aftercare.yaml): what holds after every session, what goes with what was done in
 * this one, and what goes with the work at home that the plan has now.
 */
#ifndef APP_TAKEHOME_H
#define APP_TAKEHOME_H

#include "app/care.h"
#include "app/treatment.h"

struct takehome_texts { const char **at; int n; };
struct takehome { const char *today; struct takehome_texts every, own, home; };      /* today: what was done, where; NULL: nothing was */

/* t: NULL without a session.  plan and week: of the plan; week 0 without one.  Practice's numbers are filled in. */
void takehome(struct cx *cx, const struct treatment *t, const struct kept_plan *plan, int week, struct takehome *out);
/* What goes with one practice at home. */
struct takehome_texts takehome_item(struct cx *cx, int item);
/* "After your session", then every text a paragraph: ready to send by hand. */
const char *takehome_plain(struct arena *a, const struct takehome *t);

#endif
