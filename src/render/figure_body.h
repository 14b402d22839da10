/* render/figure_body.h -- flesh on the bones of a figure.  Private to render/figure*.c. */
#ifndef RENDER_FIGURE_BODY_H
#define RENDER_FIGURE_BODY_H

#include "render/figure_pen.h"

/* Pieces for the path that is open.  A limb is drawn whole, or as its root, which belongs to the trunk, and
 * the rest before it, in one or, where the knee points at us, in two. */
enum limb_piece { LIMB_WHOLE, LIMB_ROOT, LIMB_REST, LIMB_UPPER, LIMB_LOWER };
void body_limb(struct pen *p, const struct body *b, enum limb_of l, enum limb_piece piece);
void body_trunk(struct pen *p, const struct body *b);
void body_head(struct pen *p, const struct body *b);
void body_glow(struct pen *p, const struct body *b, const struct glow *g);

#endif
