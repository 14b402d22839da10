/* render/figure_parts.h -- what the pictures of exercises and of hands share.  Private to render/. */
#ifndef RENDER_FIGURE_PARTS_H
#define RENDER_FIGURE_PARTS_H

#include "render/figure_body.h"
#include "render/figure_things.h"

enum { STEPS_MOST = 4 * FIGURE_POSES + 1 };

/* Person and things of one pose, into the scene of the pen. */
void figure_person(struct pen *p, const struct figure *f, const struct pose *pose);
/* The poses at equal steps of time, STEPS_MOST at most, and when: 1.5 is midway from the second pose to the third.  The last is where the
 * way ends (round: the first again). */
int figure_steps(const struct figure *f, struct pose *at, double *when);
/* Paths [from, to) of the last scene; n steps of it when it moves, else 0. */
void figure_put(struct buf *out, const struct figure *f, const struct scene *last, const struct scene *step, int n, int from, int to);

#endif
