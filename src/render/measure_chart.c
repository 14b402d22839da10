/* render/measure_chart.c -- measured values beside the usual range. */
#include "render/measure_chart.h"

#include <assert.h>

enum { WIDE = 220, HIGH = 72, LEFT = 34, RIGHT = 38, TOP = 12, FOOT = 22 };

struct scale { double from, to; day first, last; };

static double x_of(const struct scale *s, day when)
{
	return s->last > s->first ? LEFT + (double)(when - s->first) * (WIDE - LEFT - RIGHT) / (s->last - s->first) : LEFT;
}

static double y_of(const struct scale *s, double v)
{
	return TOP + (s->to - v) * HIGH / (s->to - s->from);
}

static struct scale scale_of(const struct measure_chart *c)
{
	struct scale s = { c->low, c->high, c->at[0].when, c->at[c->n - 1].when };

	for (int i = 0; i < c->n; i++) {
		s.from = c->at[i].value < s.from ? c->at[i].value : s.from;
		s.to = c->at[i].value > s.to ? c->at[i].value : s.to;
	}
	double room = s.to > s.from ? (s.to - s.from) * 0.08 : 1;
	s.from -= room;
	s.to += room;
	return s;
}

static void put_day(struct buf *out, const struct scale *s, day when, const char *anchor)
{
	char text[16];

	day_short(when, text, sizeof(text));
	buf_fmt(out, "<text x=\"%.1f\" y=\"%d\" text-anchor=\"%s\">%s</text>", x_of(s, when), TOP + HIGH + FOOT - 4, anchor, text);
}

void measure_chart_svg(struct buf *out, const struct measure_chart *c)
{
	assert(c->n > 0);
	const struct scale s = scale_of(c);
	const struct measure_point *first = &c->at[0], *last = &c->at[c->n - 1];

	buf_fmt(out, "<svg class=\"chart\" viewBox=\"0 0 %d %d\" role=\"img\"><title>", WIDE, TOP + HIGH + FOOT);
	buf_html(out, c->title);
	buf_fmt(out, "</title><rect class=\"bnd\" x=\"%d\" y=\"%.1f\" width=\"%d\" height=\"%.1f\"/>", LEFT - 6, y_of(&s, c->high), WIDE - LEFT - RIGHT + 12,
		y_of(&s, c->low) - y_of(&s, c->high));
	if (c->n > 1) {
		buf_str(out, "<path class=\"ln\" d=\"");
		for (int i = 0; i < c->n; i++)
			buf_fmt(out, "%c%.1f %.1f", i ? 'L' : 'M', x_of(&s, c->at[i].when), y_of(&s, c->at[i].value));
		buf_str(out, "\"/>");
	}
	for (int i = 0; i < c->n; i++)
		buf_fmt(out, "<circle class=\"mk\" cx=\"%.1f\" cy=\"%.1f\" r=\"4\"/>", x_of(&s, c->at[i].when), y_of(&s, c->at[i].value));
	buf_fmt(out, "<text class=\"lab\" x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%g</text>", LEFT - 10, y_of(&s, first->value) + 4, first->value);
	put_day(out, &s, first->when, "start");
	if (c->n > 1) {
		buf_fmt(out, "<text class=\"lab\" x=\"%d\" y=\"%.1f\">%g</text>", WIDE - RIGHT + 10, y_of(&s, last->value) + 4, last->value);
		put_day(out, &s, last->when, "end");
	}
	buf_str(out, "</svg>");
}
