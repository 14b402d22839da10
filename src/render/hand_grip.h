/* render/hand_grip.h -- one hand as it presses: palm, thumb, fingertips, fist, forearm, a fold between the fingers; and what a hand guides.
 * Private to render/hands.c.
 *
 * Seen from the back of the hand.  Classes: .arm .hand the flesh, .skin wipes out a line at a joint, .touch what presses, .tool a device, a
 * ball or a pack, .fold skin that is lifted, .press rings round what presses straight down.
 */
#ifndef RENDER_HAND_GRIP_H
#define RENDER_HAND_GRIP_H

#include "core/hands.h"
#include "render/figure_pen.h"

/* From one of its places to another by t of 0 to 1.  still: it stays there and presses straight down. */
struct hand_at hand_between(const struct hand *h, int from, int to, double t);
void hand_draw(struct pen *p, const struct hand *h, const struct hand_at *at, bool still);
/* All of it in one path of the class "ghost". */
void hand_ghost(struct pen *p, const struct hand *h, const struct hand_at *at);

#endif
