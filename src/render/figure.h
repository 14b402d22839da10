/* render/figure.h -- the drawn figure of an exercise as an inline picture (SVG): the first pose faint, the last one strong, an arrow for the
 * way between, the part that works tinted, and what is needed for it.
 *
 * One unit is one centimetre of core/pose.h.  No style attribute; what a stylesheet meets:
 *   svg.figure             the picture; its title and desc say it in words
 *   .floor .thing .soft    the floor, what is needed (lines; soft: filled)
 *   .ghost                 the first pose; .near .far the limbs before and behind; .seam wipes out a line at a joint
 *   .glow .way             the part that works; the arrow
 *   .off                   seen only while the figure moves, in one of its poses
 * A moving figure has data-d on each path that moves: the same path at equal steps of time, parted by "|" (asset/figure.js plays it), and
 * data-poses, the number of poses, data-round when it goes on in a circle.
 */
#ifndef RENDER_FIGURE_H
#define RENDER_FIGURE_H

#include "base/buf.h"
#include "core/figure.h"

/* name: of the exercise.  id: unique on the page, letters, digits, "-" and "_".  mirrored: for the left side.  moving: with all its steps. */
struct figure_view { const struct figure *figure; const char *name, *id; bool mirrored, moving; };

void figure_svg(struct arena *a, struct buf *out, const struct figure_view *v);
/* A sentence of the figure with {side} and {other} filled in. */
const char *figure_words(struct arena *a, const char *text, bool mirrored);

#endif
