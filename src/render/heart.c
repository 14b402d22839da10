/* render/heart.c -- tachogram and spectrum. */
#include "render/heart.h"

#include <math.h>

enum { WIDE = 960, LEFT = 60, RIGHT = 20, TOP = 40, HIGH = 220, SECOND = 330, LOW = 180, TALL = 560, POINTS_MOST = 8000 };
#define INK "#1a2526"
#define PALE "#dbe0da"
#define LINE "#0e645e"
#define WRONG "#a4341f"
#define TOP_HZ 0.5

struct frame { double t_end, low, high; };

static double x_of(const struct frame *f, double t)
{
	return LEFT + (f->t_end > 0 ? t / f->t_end : 0) * (WIDE - LEFT - RIGHT);
}

static double y_of(const struct frame *f, double rr)
{
	return TOP + HIGH - (fmin(fmax(rr, f->low), f->high) - f->low) / (f->high - f->low) * HIGH;
}

/* From the good beats, in hundreds of ms; what lies outside is drawn at the edge. */
static struct frame frame_of(const struct biosignal *b)
{
	struct frame f = { b->seconds, 1e9, 0 };

	for (int i = 0; i < b->n; i++) {
		if (b->mark[i] & BEAT_OUT)
			continue;
		f.low = fmin(f.low, b->rr[i]);
		f.high = fmax(f.high, b->rr[i]);
	}
	if (f.low > f.high)
		f.low = f.high = 1000;
	f.low = 100 * floor(f.low / 100 - 0.5);
	f.high = 100 * ceil(f.high / 100 + 0.5);
	return f;
}

static void text(struct buf *out, double x, double y, const char *anchor, const char *words)
{
	buf_fmt(out, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">", x, y, anchor);
	buf_html(out, words);
	buf_str(out, "</text>\n");
}

static void axes(struct buf *out, const struct frame *f)
{
	char words[32];
	double step = f->high - f->low > 800 ? 400 : f->high - f->low > 400 ? 200 : 100, minutes = f->t_end / 60;
	double each = minutes > 600 ? 240 : minutes > 120 ? 60 : minutes > 30 ? 10 : minutes > 6 ? 5 : 1;

	for (int i = 0; f->low + i * step <= f->high; i++) {
		double v = f->low + i * step;

		buf_fmt(out, "<path d=\"M%d %.1fH%d\" stroke=\"" PALE "\"/>\n", LEFT, y_of(f, v), WIDE - RIGHT);
		snprintf(words, sizeof(words), "%.0f", v);
		text(out, LEFT - 8, y_of(f, v) + 4, "end", words);
	}
	for (int i = 0; i * each <= minutes; i++) {
		double m = i * each;

		snprintf(words, sizeof(words), "%.0f min", m);
		text(out, x_of(f, 60 * m), TOP + HIGH + 18, "middle", words);
	}
	text(out, LEFT, TOP - 14, "start", "Time from one beat to the next, ms");
}

static void shade_blocks(struct buf *out, const struct biosignal *b, const struct frame *f)
{
	for (int i = 0, to; i < b->n; i = to) {
		for (to = i + 1; to < b->n && (b->mark[to] & BEAT_BLOCK) == (b->mark[i] & BEAT_BLOCK); to++)
			;
		if (b->mark[i] & BEAT_BLOCK)
			buf_fmt(out, "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"" PALE "\"><title>withheld: the beat pattern does "
				"not suit</title></rect>\n", x_of(f, i ? b->t[i - 1] : 0), TOP,
				x_of(f, b->t[to - 1]) - x_of(f, i ? b->t[i - 1] : 0), HIGH);
	}
}

static void beats(struct buf *out, const struct biosignal *b, const struct frame *f)
{
	int step = b->n / POINTS_MOST + 1, marks = 0;
	bool down = false;

	buf_str(out, "<path fill=\"none\" stroke=\"" LINE "\" stroke-width=\"1.2\" d=\"");
	for (int i = 0; i < b->n; i++) {
		if ((b->mark[i] & BEAT_OUT) || ((b->mark[i] & BEAT_CUT) && down))
			down = false;
		if ((b->mark[i] & BEAT_OUT) || (down && i % step))
			continue;
		buf_fmt(out, "%c%.1f %.1f", down ? 'L' : 'M', x_of(f, b->t[i]), y_of(f, b->rr[i]));
		down = true;
	}
	buf_str(out, "\"/>\n");
	for (int i = 0; i < b->n && marks < POINTS_MOST; i++)
		if ((b->mark[i] & BEAT_OUT) && b->class[i] != BEAT_GOOD) {
			buf_fmt(out, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"none\" stroke=\"" WRONG "\"><title>%s, %.0f ms</title></circle>\n",
				x_of(f, b->t[i]), y_of(f, b->rr[i]), beat_class_name((enum beat_class)b->class[i]), b->rr[i]);
			marks++;
		}
}

static double spectrum_x(double hz)
{
	return LEFT + hz / TOP_HZ * (WIDE - LEFT - RIGHT);
}

static void spectrum(struct buf *out, const struct bio_spectrum *s)
{
	static const struct { double from, to; const char *name; } bands[] = { { 0.0033, 0.04, "VLF" }, { 0.04, 0.15, "LF" }, { 0.15, 0.4, "HF" } };
	double top = 0;
	int bins = (int)(TOP_HZ / s->df);

	for (int i = 1; i <= bins; i++)
		top = fmax(top, s->density[i]);
	for (int i = 0; i < 3; i++) {
		buf_fmt(out, "<path d=\"M%.1f %dV%d\" stroke=\"" PALE "\"/>\n", spectrum_x(bands[i].to), SECOND, SECOND + LOW);
		text(out, spectrum_x((bands[i].from + bands[i].to) / 2), SECOND + 14, "middle", bands[i].name);
	}
	buf_str(out, "<path fill=\"none\" stroke=\"" LINE "\" stroke-width=\"1.6\" d=\"");
	for (int i = 1; i <= bins; i++)
		buf_fmt(out, "%c%.1f %.1f", i > 1 ? 'L' : 'M', spectrum_x(i * s->df), SECOND + LOW - (top > 0 ? s->density[i] / top : 0) * (LOW - 20));
	buf_str(out, "\"/>\n");
	for (int i = 0; i <= 5; i++) {
		char words[32];

		snprintf(words, sizeof(words), "%.1f Hz", i / 10.0);
		text(out, spectrum_x(i / 10.0), SECOND + LOW + 18, i == 5 ? "end" : "middle", words);
	}
}

void heart_svg(struct buf *out, const struct biosignal *b)
{
	struct frame f = frame_of(b);

	buf_fmt(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" font-family=\"sans-serif\" font-size=\"12\" "
		"fill=\"" INK "\">\n<title>Heart beats: %d over %.0f minutes, %d left out</title>\n<rect width=\"100%%\" height=\"100%%\" "
		"fill=\"#fff\"/>\n", WIDE, TALL, b->n, b->seconds / 60, b->n - b->used);
	shade_blocks(out, b, &f);
	axes(out, &f);
	beats(out, b, &f);
	text(out, LEFT, SECOND - 14, "start", "Waves in it, by their frequency");
	if (b->spectrum)
		spectrum(out, b->spectrum);
	else
		text(out, LEFT, SECOND + 30, "start", b->withheld == WITHHELD_RHYTHM ? "None are given: the beat pattern does not suit." :
			"None are given: no minute without a gap.");
	buf_str(out, "</svg>\n");
}
