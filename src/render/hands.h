/* render/hands.h -- the picture of a hands-on technique: the part of the body, the hands on it, what of them presses, arrows for their way; and
 * the scale of how firm it feels.
 *
 * Classes are those of render/figure.h and render/hand_grip.h; .bone a landmark of the body; svg.figure.hands the picture, svg.firm the scale.
 * A picture is 150 units long or high.
 */
#ifndef RENDER_HANDS_H
#define RENDER_HANDS_H

#include "base/buf.h"
#include "core/kb.h"
#include "render/picture.h"

/* name: of the technique.  id: unique on the page, letters, digits, "-" and "_".  mirrored: for the left side.  moving: with all its steps. */
struct hands_view { const struct hands *hands; const char *name, *id; bool mirrored, moving; };

void hands_svg(struct arena *a, struct buf *out, const struct hands_view *v);
/* The same as paths, for paper. */
struct picture hands_picture(struct arena *a, const struct hands *h, bool mirrored);

/* "4 to 6 of 10: firm, and kind", with the words of the knowledge; "" where nothing presses. */
const char *firm_words(struct arena *a, const struct kb *kb, const struct hands *h);
/* The scale of 0 to 10 with the part that is meant; nothing where nothing presses. */
void firm_svg(struct arena *a, struct buf *out, const struct kb *kb, const struct hands *h);

#endif
