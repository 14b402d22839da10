/* app/athome.h -- massage at home for one client: the protocols that the danger answers allow, and where this person leaves it out.
 *
 * A protocol is given for a side when the item (and the one it is like) may be used in each of its regions on that side; how firm is
 * lowered to what the answers allow there.  Nothing is given of an item that daily_may refuses.
 */
#ifndef APP_ATHOME_H
#define APP_ATHOME_H

#include "app/record.h"

struct athome { const struct protocol *p; bool left, right; int firm; };        /* one side at least; firm 1..p->firm */
struct athomes { struct athome *at; int n; };

/* In the order of the knowledge; n 0 when the item has no protocol or none is allowed. */
struct athomes athome_allowed(const struct cx *cx, const struct record *r, int item);

/* "90 seconds, each side"; "Light, 2 of 5"; "left side only", "" for both. */
const char *athome_time(struct arena *a, const struct protocol *p);
const char *athome_firm(int firm);
const char *athome_sides(const struct athome *h);

/* Does the knowledge leave the region out for this item, or do the answers of this person? */
bool athome_spared(const struct cx *cx, const struct record *r, int item, int region);

/* What the answers of this person hold back or lighten, in words for the client; nothing that holds for everybody, nothing that hangs
 * on a private answer. */
struct athome_why { const char **at; int n; };
struct athome_why athome_held(const struct cx *cx, const struct record *r, int item);

/* "Buttock, Outer hip": the names of what is allowed; "" when the item has no protocols. */
const char *athome_places(const struct cx *cx, const struct record *r, int item);

#endif
