/* render/qr.c -- the dark modules as one SVG path. */
#include "render/qr.h"

#include "core/qr.h"

#include <string.h>

enum { QUIET = 4, MOST = 2000 };

void qr_svg(struct buf *out, const char *text, const char *title)
{
	struct qr code;

	if (!*text || strlen(text) > MOST || !qr_make(QR_M, text, "", &code))
		return;
	int size = code.side + 2 * QUIET;
	buf_fmt(out, "<svg class=\"qr\" viewBox=\"0 0 %d %d\" role=\"img\" shape-rendering=\"crispEdges\"><title>", size, size);
	buf_html(out, title);
	buf_fmt(out, "</title><rect class=\"qr-ground\" width=\"%d\" height=\"%d\"/><path class=\"qr-ink\" d=\"", size, size);
	for (int y = 0; y < code.side; y++)
		for (int x = 0; x < code.side; x++)
			if (code.dark[y * code.side + x])
				buf_fmt(out, "M%d %dh1v1h-1z", x + QUIET, y + QUIET);
	buf_str(out, "\"/></svg>");
}
