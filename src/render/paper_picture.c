/* render/paper_picture.c -- drawings of render/picture.h on paper: their paths, and what each class looks like with ink. */
#include "render/paper_parts.h"

#include <assert.h>
#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { NONE = -1, NUMBERS = 7 };

/* fill, stroke: 0xrrggbb or NONE; wide: of the line, in units of the drawing; dash: on and off.  The line goes below the fill, as on the page. */
static const struct ink { const char *class; int fill, stroke; double wide, dash[2]; } inks[] = {
	{ "near", 0xf1f4f0, 0x7b8785, 1.4, { 0, 0 } }, { "far", 0xdde4de, 0x7b8785, 1.2, { 0, 0 } }, { "seam", 0xf1f4f0, NONE, 0, { 0, 0 } },
	{ "bone", NONE, 0x9aa5a2, 1.1, { 0, 0 } }, { "glow", 0xc5dcd8, NONE, 0, { 0, 0 } }, { "arm", 0xffffff, 0x1a2526, 2, { 0, 0 } },
	{ "hand", 0xffffff, 0x1a2526, 2, { 0, 0 } }, { "skin", 0xffffff, NONE, 0, { 0, 0 } }, { "touch", 0x4f8d86, NONE, 0, { 0, 0 } },
	{ "tool", 0xe9ede8, 0x1a2526, 2, { 0, 0 } }, { "fold", 0xeec09f, 0x46555a, 1.2, { 0, 0 } }, { "press", NONE, 0x0e645e, 1.6, { 3, 3 } },
	{ "ghost", 0xf1f4f0, 0x7b8785, 2, { 2, 2.6 } }, { "way", NONE, 0x0e645e, 3, { 0, 0 } }, { "thing soft", 0xf6f7f5, 0x7b8785, 1.3, { 0, 0 } },
	{ "thing", NONE, 0x7b8785, 2, { 0, 0 } },
};

static const struct ink *ink_of(const char *class)
{
	for (size_t i = 0; i < sizeof(inks) / sizeof(*inks); i++)
		if (strcmp(inks[i].class, class) == 0)
			return &inks[i];
	return NULL;
}

/* Half of a circle, as pen_disc writes it: a r r 0 1 1 dx 0. */
static void half_round(cairo_t *cr, const double *v)
{
	double x, y, right = v[5];

	cairo_get_current_point(cr, &x, &y);
	if (v[3] != 0)
		cairo_arc(cr, x + right / 2, y, fabs(right) / 2, right > 0 ? M_PI : 0, right > 0 ? 2 * M_PI : M_PI);
	else                            /* a quarter, the corner of a box: clockwise */
		cairo_curve_to(cr, x + (v[5] * v[6] > 0 ? 0.55 * v[5] : 0), y + (v[5] * v[6] > 0 ? 0 : 0.55 * v[6]),
			x + (v[5] * v[6] > 0 ? v[5] : 0.45 * v[5]), y + (v[5] * v[6] > 0 ? 0.45 * v[6] : v[6]), x + v[5], y + v[6]);
}

static void one(cairo_t *cr, char op, const double *v)
{
	double x, y;

	cairo_get_current_point(cr, &x, &y);
	switch (op) {
	case 'M':
		cairo_move_to(cr, v[0], v[1]);
		break;
	case 'L':
		cairo_line_to(cr, v[0], v[1]);
		break;
	case 'H':
		cairo_line_to(cr, v[0], y);
		break;
	case 'V':
		cairo_line_to(cr, x, v[0]);
		break;
	case 'C':
		cairo_curve_to(cr, v[0], v[1], v[2], v[3], v[4], v[5]);
		break;
	case 'Q':
		cairo_curve_to(cr, x + (v[0] - x) * 2 / 3, y + (v[1] - y) * 2 / 3, v[2] + (v[0] - v[2]) * 2 / 3, v[3] + (v[1] - v[3]) * 2 / 3, v[2], v[3]);
		break;
	case 'a':
		half_round(cr, v);
		break;
	case 'z':
		cairo_close_path(cr);
		break;
	default:
		assert(false);          /* an operator the figures do not write */
	}
}

static void path(cairo_t *cr, const char *d)
{
	cairo_new_path(cr);
	while (*d) {
		char op = *d++, *end;
		double v[NUMBERS] = { 0 };

		for (int n = 0; n < NUMBERS && *d && !isalpha((unsigned char)*d); n++, d = end) {
			v[n] = strtod(d, &end);
			assert(end > d);
		}
		one(cr, op, v);
	}
}

static void shape(cairo_t *cr, const struct shape *s)
{
	const struct ink *ink = ink_of(s->class);

	if (!ink)
		return;
	path(cr, s->d);
	if (ink->stroke != NONE) {
		draw_color(cr, (unsigned)ink->stroke);
		cairo_set_line_width(cr, ink->wide);
		cairo_set_dash(cr, ink->dash, ink->dash[0] > 0 ? 2 : 0, 0);
		cairo_stroke_preserve(cr);
	}
	if (ink->fill != NONE) {
		draw_color(cr, (unsigned)ink->fill);
		cairo_fill_preserve(cr);
	}
}

void draw_picture(cairo_t *cr, const struct picture *drawn, double x, double y, double high)
{
	double scale = high / drawn->high;

	cairo_save(cr);
	cairo_translate(cr, x, y);
	cairo_scale(cr, scale, scale);
	cairo_rectangle(cr, 0, 0, drawn->wide, drawn->high);
	cairo_clip(cr);
	cairo_translate(cr, -drawn->left, -drawn->top);
	cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
	cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
	for (int i = 0; i < drawn->n; i++)
		shape(cr, &drawn->at[i]);
	cairo_restore(cr);
}
