/* render/figure_things.h -- what a figure needs: mat, chair, strap.  Private to render/figure*.c. */
#ifndef RENDER_FIGURE_THINGS_H
#define RENDER_FIGURE_THINGS_H

#include "render/figure_pen.h"

/* Does it belong behind the person, or between the trunk and the near arm? */
bool thing_behind(const struct prop *t);
void thing_draw(struct pen *p, const struct prop *t, const struct body *b);

#endif
