/* render/span.c -- a score, first and now. */
#include "render/span.h"

#include <assert.h>

enum { WIDE = 360, LEFT = 24, RIGHT = 24, LINE = 34, HIGH = 74 };

static double x_of(const struct span *s, double v)
{
	v = v < s->min ? s->min : v > s->max ? s->max : v;
	return LEFT + (v - s->min) / (s->max - s->min) * (WIDE - LEFT - RIGHT);
}

/* The part of the scale where a change for the better matters. */
static void zone(struct buf *out, const struct span *s)
{
	double edge = s->low ? s->first - s->matters : s->first + s->matters, end = s->low ? s->min : s->max;
	double a = x_of(s, s->low ? end : edge), b = x_of(s, s->low ? edge : end);

	if (s->matters <= 0 || (s->low ? edge < s->min : edge > s->max))
		return;
	buf_fmt(out, "<rect class=\"flatz\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"24\" rx=\"6\"/>", a, LINE - 12, b - a);
}

void span_svg(struct buf *out, const struct span *s)
{
	double first = x_of(s, s->first), now = x_of(s, s->now);
	bool near = now - first < 40 && first - now < 40;

	assert(s->max > s->min);
	buf_fmt(out, "<svg class=\"chart span\" viewBox=\"0 0 %d %d\" role=\"img\"><title>", WIDE, HIGH);
	buf_html(out, s->title);
	buf_str(out, "</title>");
	zone(out, s);
	buf_fmt(out, "<path class=\"grid\" d=\"M%d %dH%d\"/><text x=\"%d\" y=\"%d\">%.0f</text><text x=\"%d\" y=\"%d\" text-anchor=\"end\">%.0f</text>", LEFT, LINE,
		WIDE - RIGHT, LEFT, HIGH - 6, s->min, WIDE - RIGHT, HIGH - 6, s->max);
	buf_fmt(out, "<path class=\"ln\" d=\"M%.1f %dH%.1f\"/><circle class=\"dot ring\" cx=\"%.1f\" cy=\"%d\" r=\"6\"/><circle class=\"mk\" cx=\"%.1f\" cy=\"%d\" r=\"7\"/>", first,
		LINE, now, first, LINE, now, LINE);
	if (!near)
		buf_fmt(out, "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">first</text>", first, LINE - 16);
	buf_fmt(out, "<text class=\"lab\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">now</text></svg>", now, LINE - 16);
}
