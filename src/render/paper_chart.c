/* render/paper_chart.c -- a daily measure on paper: the same marks as chart.c, drawn. */
#include "render/paper_parts.h"

#include <math.h>

#define LABEL_WIDE 22.0
#define LABEL_HIGH 16.0
#define DOT 0xb2592f

struct frame { double x, y, wide, high; const struct chart *c; };

static double x_of(const struct frame *f, int i)
{
	return f->x + (f->c->n > 1 ? i * f->wide / (f->c->n - 1) : 0);
}

static double y_of(const struct frame *f, double v)
{
	return f->y + (10 - fmin(fmax(v, 0), 10)) * f->high / 10;
}

static void label(cairo_t *cr, PangoContext *type, const char *text, double x, double y)
{
	PangoFontDescription *font = pango_font_description_from_string("sans");
	PangoLayout *l = pango_layout_new(type);

	pango_font_description_set_absolute_size(font, 7.5 * PANGO_SCALE);
	pango_layout_set_font_description(l, font);
	pango_layout_set_text(l, text, -1);
	draw_color(cr, 0x46555a);
	cairo_move_to(cr, x, y);
	pango_cairo_show_layout(cr, l);
	g_object_unref(l);
	pango_font_description_free(font);
}

static void grid(cairo_t *cr, PangoContext *type, const struct frame *f)
{
	const struct chart *c = f->c;
	char text[16];

	for (int v = 0; v <= 10; v += 5) {
		cairo_set_line_width(cr, 0.5);
		draw_color(cr, 0xdbe0da);
		cairo_move_to(cr, f->x, y_of(f, v));
		cairo_line_to(cr, f->x + f->wide, y_of(f, v));
		cairo_stroke(cr);
		snprintf(text, sizeof(text), "%d", v);
		label(cr, type, text, f->x - LABEL_WIDE + 4, y_of(f, v) - 5);
	}
	for (int i = 0; i < c->n; i += c->n > 140 ? 28 : c->n > 56 ? 14 : 7) {
		day_short(c->first + i, text, sizeof(text));
		if (x_of(f, i) < f->x + f->wide - 28)
			label(cr, type, text, x_of(f, i) - 2, f->y + f->high + 4);
	}
}

static void band(cairo_t *cr, const struct frame *f)
{
	const struct chart *c = f->c;

	cairo_new_path(cr);
	for (int i = 0; i < c->n; i++)
		cairo_line_to(cr, x_of(f, i), y_of(f, c->high[i]));
	for (int i = c->n - 1; i >= 0; i--)
		cairo_line_to(cr, x_of(f, i), y_of(f, c->low[i]));
	cairo_close_path(cr);
	draw_color(cr, c->mind ? 0xede4f2 : 0xdcebe7);
	cairo_fill(cr);
	for (int i = 0; i < c->n; i++)
		cairo_line_to(cr, x_of(f, i), y_of(f, c->level[i]));
	draw_color(cr, c->mind ? 0x6f4585 : 0x0e645e);
	cairo_set_line_width(cr, 1.6);
	cairo_stroke(cr);
}

void draw_chart(cairo_t *cr, PangoContext *type, const struct chart *c, double x, double y, double wide, double high)
{
	const struct frame f = { x + LABEL_WIDE, y + 6, wide - LABEL_WIDE - 4, high - 6 - LABEL_HIGH, c };

	if (c->level && c->n > 1)
		band(cr, &f);
	grid(cr, type, &f);
	draw_color(cr, DOT);
	for (int i = 0; i < c->n; i++) {
		if (isnan(c->value[i]))
			continue;
		cairo_new_sub_path(cr);
		cairo_arc(cr, x_of(&f, i), y_of(&f, c->value[i]), 1.9, 0, 6.283185307179586);
		cairo_fill(cr);
	}
}
