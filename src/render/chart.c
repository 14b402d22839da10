/* render/chart.c -- a daily measure as SVG. */
#include "render/chart.h"

#include <math.h>

enum { LEFT = 26, TOP = 10, WIDE = 360, HIGH = 130, RIGHT = 8, BOTTOM = 26 };

static double x_of(const struct chart *c, int i)
{
	return LEFT + (c->n > 1 ? (double)i * (WIDE - LEFT - RIGHT) / (c->n - 1) : 0);
}

static double y_of(double v)
{
	v = v < 0 ? 0 : v > 10 ? 10 : v;
	return TOP + (10 - v) * HIGH / 10;
}

static void grid(struct buf *out, const struct chart *c)
{
	for (int v = 0; v <= 10; v += 5)
		buf_fmt(out, "<path class=\"grid\" d=\"M%d %.1fH%d\"/><text x=\"4\" y=\"%.1f\">%d</text>", LEFT, y_of(v), WIDE - RIGHT, y_of(v) + 4, v);
	for (int i = 0; i < c->n; i += c->n > 56 ? 28 : c->n > 24 ? 14 : 7) {
		char text[16];

		day_short(c->first + i, text, sizeof(text));
		if (x_of(c, i) < WIDE - 50)
			buf_fmt(out, "<text x=\"%.1f\" y=\"%d\">%s</text>", x_of(c, i), TOP + HIGH + BOTTOM - 6, text);
	}
}

static void band(struct buf *out, const struct chart *c)
{
	buf_str(out, "<path class=\"bnd\" d=\"");
	for (int i = 0; i < c->n; i++)
		buf_fmt(out, "%c%.1f %.1f", i ? 'L' : 'M', x_of(c, i), y_of(c->high[i]));
	for (int i = c->n - 1; i >= 0; i--)
		buf_fmt(out, "L%.1f %.1f", x_of(c, i), y_of(c->low[i]));
	buf_fmt(out, "Z\"/><path class=\"%s\" d=\"", c->mind ? "ln2" : "ln");
	for (int i = 0; i < c->n; i++)
		buf_fmt(out, "%c%.1f %.1f", i ? 'L' : 'M', x_of(c, i), y_of(c->level[i]));
	buf_str(out, "\"/>");
}

static void dots(struct buf *out, const struct chart *c)
{
	grid(out, c);
	if (c->level && c->n > 1)
		band(out, c);
	for (int i = 0; i < c->n; i++)
		if (!isnan(c->value[i]))
			buf_fmt(out, "<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"3.2\"/>", !c->full ? "dot" : c->full[i] ? "dot full" : "dot ring",
				x_of(c, i), y_of(c->value[i]));
}

void chart_svg(struct buf *out, const struct chart *c)
{
	buf_fmt(out, "<svg class=\"chart\" viewBox=\"0 0 %d %d\" role=\"img\"><title>", WIDE, TOP + HIGH + BOTTOM);
	buf_html(out, c->title);
	buf_str(out, "</title>");
	dots(out, c);
	buf_str(out, "</svg>");
}

static const char looks[] = "text{font:9px sans-serif;fill:#46555a}.h{font:600 12px sans-serif;fill:#1a2526}.ground{fill:#fff}.grid{stroke:#dbe0da}"
	".bnd{fill:#0e645e;fill-opacity:.15}.ln,.ln2{fill:none;stroke:#0e645e;stroke-width:2}.ln2{stroke:#6f4585}.dot{fill:#b2592f}"
	"@media (prefers-color-scheme:dark){text{fill:#bcc7c5}.h{fill:#e8edeb}.ground{fill:#0f1516}.grid{stroke:#2d3839}.bnd{fill:#78cbc0}"
	".ln{stroke:#78cbc0}.ln2{stroke:#d2aadf}.dot{fill:#dd9263}}";

void chart_file(struct buf *out, const char *title, const char *says, const struct chart *c, int n)
{
	enum { HEAD = 22, EACH = HEAD + TOP + HIGH + BOTTOM };
	int high = n * EACH + 8;

	buf_fmt(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\" "
		"aria-labelledby=\"t d\" lang=\"en\"><title id=\"t\">", WIDE, high, 2 * WIDE, 2 * high);
	buf_html(out, title);
	buf_str(out, "</title><desc id=\"d\">");
	buf_html(out, says);
	buf_fmt(out, "</desc><style>%s</style><rect class=\"ground\" width=\"%d\" height=\"%d\"/>", looks, WIDE, high);
	for (int i = 0; i < n; i++) {
		buf_fmt(out, "<text class=\"h\" x=\"4\" y=\"%d\">", i * EACH + 18);
		buf_html(out, c[i].title);
		buf_fmt(out, "</text><g transform=\"translate(0 %d)\">", i * EACH + HEAD);
		dots(out, &c[i]);
		buf_str(out, "</g>");
	}
	buf_str(out, "</svg>\n");
}
