/* render/bars.h -- counts as lying bars, one inside the other, as an inline picture (SVG): how many could, how many did.
 *
 * No inline style; classes .bar-of .bar-n of the stylesheet.  The numbers stand beside each bar, so nothing is told by length alone.
 */
#ifndef RENDER_BARS_H
#define RENDER_BARS_H

#include "base/buf.h"

struct bar { const char *name; int n, of; };    /* 0 <= n <= of */

/* title is read out instead of the picture.  Bars have one common scale. */
void bars_svg(struct buf *out, const char *title, const struct bar *bar, int n);

#endif
