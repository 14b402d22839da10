/* render/qr.h -- a text as a QR code: inline SVG, one path, classes only.  Error correction M. */
#ifndef RENDER_QR_H
#define RENDER_QR_H

#include "base/buf.h"

/* Prints nothing when the text is too long for a code (over 2,000 bytes). */
void qr_svg(struct buf *out, const char *text, const char *title);

#endif
