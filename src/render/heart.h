/* render/heart.h -- a recording of heart beats as a picture of its own (SVG with its colours inside, for a file): the intervals over time
 * with what was left out marked and blocks withheld shaded, and below it the spectrum with its bands, or why there is none.
 */
#ifndef RENDER_HEART_H
#define RENDER_HEART_H

#include "base/buf.h"
#include "core/biosignal.h"

void heart_svg(struct buf *out, const struct biosignal *b);

#endif
