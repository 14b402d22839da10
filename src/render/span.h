/* render/span.h -- one score on its scale as an inline picture (SVG): where it stood at first, where it stands now, and from where on a change is
 * large enough to matter.  No inline style; classes .grid .flatz .mk .dot .ln of the stylesheet.  The caller writes the sentence above it.
 */
#ifndef RENDER_SPAN_H
#define RENDER_SPAN_H

#include "base/buf.h"

/* min < max; matters: points that a change for the better has to have, 0: not published.  low: low is better. */
struct span { const char *title; double min, max, first, now, matters; bool low; };

void span_svg(struct buf *out, const struct span *s);

#endif
