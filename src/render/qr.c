/* render/qr.c -- libqrencode's squares as one SVG path. */
#include "render/qr.h"

#include <qrencode.h>
#include <string.h>

enum { QUIET = 4, MOST = 2000 };

void qr_svg(struct buf *out, const char *text, const char *title)
{
	QRcode *code = strlen(text) <= MOST ? QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M) : NULL;

	if (!code)
		return;
	int size = code->width + 2 * QUIET;
	buf_fmt(out, "<svg class=\"qr\" viewBox=\"0 0 %d %d\" role=\"img\" shape-rendering=\"crispEdges\"><title>", size, size);
	buf_html(out, title);
	buf_fmt(out, "</title><rect class=\"qr-ground\" width=\"%d\" height=\"%d\"/><path class=\"qr-ink\" d=\"", size, size);
	for (int y = 0; y < code->width; y++)
		for (int x = 0; x < code->width; x++)
			if (code->data[y * code->width + x] & 1)
				buf_fmt(out, "M%d %dh1v1h-1z", x + QUIET, y + QUIET);
	buf_str(out, "\"/></svg>");
	QRcode_free(code);
}
