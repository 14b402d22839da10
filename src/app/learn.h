/* app/learn.h -- what a client may read about causes: those of their own picture, and what they can do for one. */
#ifndef APP_LEARN_H
#define APP_LEARN_H

#include "app/assess.h"
#include "app/record.h"
#include "app/told.h"

/* kb->teaching of the causes in the picture, likeliest first: at least possible, or spoken for by the answers; nothing serious, nothing
 * that hangs on a private answer. */
struct ids learn_picture(struct arena *a, const struct assess *as);

/* kb->item: what this client may do alone that helps the cause, best first, at most `most`. */
struct ids learn_helps(const struct cx *cx, const struct record *r, int cause, int most);

#endif
