/* render/bars.c -- lying bars. */
#include "render/bars.h"

enum { WIDE = 360, LEFT = 58, RIGHT = 62, EACH = 20, THICK = 12 };

void bars_svg(struct buf *out, const char *title, const struct bar *bar, int n)
{
	int most = 1;

	for (int i = 0; i < n; i++)
		most = bar[i].of > most ? bar[i].of : most;
	const double unit = (double)(WIDE - LEFT - RIGHT) / most;
	buf_fmt(out, "<svg class=\"chart bars\" viewBox=\"0 0 %d %d\" role=\"img\"><title>", WIDE, n * EACH + 4);
	buf_html(out, title);
	buf_str(out, "</title>");
	for (int i = 0; i < n; i++) {
		int y = i * EACH + 4;

		buf_fmt(out, "<text x=\"0\" y=\"%d\">", y + THICK - 2);
		buf_html(out, bar[i].name);
		buf_fmt(out, "</text><rect class=\"bar-of\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\"/><rect class=\"bar-n\" x=\"%d\" y=\"%d\" "
			"width=\"%.1f\" height=\"%d\"/><text x=\"%.1f\" y=\"%d\">%d of %d</text>", LEFT, y, unit * bar[i].of, THICK, LEFT, y,
			unit * bar[i].n, THICK, LEFT + unit * bar[i].of + 6, y + THICK - 2, bar[i].n, bar[i].of);
	}
	buf_str(out, "</svg>");
}
