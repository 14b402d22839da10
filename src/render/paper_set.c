/* render/paper_set.c -- blocks set in type: layouts of pango at a size, their lines and heights. */
#include "render/paper_parts.h"

#include <string.h>

static const struct { double points, spacing; unsigned rgb; bool bold; } type_of[PAPER_STYLES] = {
	[PAPER_TITLE] = { 19, 1.12, 0x1a2526, true }, [PAPER_HEAD] = { 12, 1.15, 0x0e645e, true },
	[PAPER_SMALL_HEAD] = { 9.5, 1.15, 0x46555a, true }, [PAPER_TEXT] = { 9.5, 1.2, 0x1a2526, false },
	[PAPER_QUIET] = { 8.5, 1.18, 0x46555a, false } };

static PangoFontDescription *font_of(double points, bool bold)
{
	PangoFontDescription *d = pango_font_description_new();

	pango_font_description_set_family(d, "sans");
	pango_font_description_set_absolute_size(d, points * PANGO_SCALE);
	pango_font_description_set_weight(d, bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
	return d;
}

static void color(PangoAttrList *list, unsigned rgb)
{
	pango_attr_list_insert(list, pango_attr_foreground_new((guint16)((rgb >> 16 & 255) * 257), (guint16)((rgb >> 8 & 255) * 257),
		(guint16)((rgb & 255) * 257)));
}

/* All runs as one text; the bold ones as spans of it. */
static const char *joined(struct arena *a, const struct cell *c, PangoAttrList *list)
{
	struct buf b = buf_new(a, 4 << 20);

	for (int i = 0; i < c->n; i++) {
		size_t from = b.n;

		buf_str(&b, c->run[i].text);
		if (!c->run[i].bold)
			continue;
		PangoAttribute *bold = pango_attr_weight_new(PANGO_WEIGHT_BOLD);
		bold->start_index = (guint)from;
		bold->end_index = (guint)b.n;
		pango_attr_list_insert(list, bold);
	}
	return b.at;
}

static PangoLayout *lay(struct arena *a, PangoContext *type, const struct cell *c, double size)
{
	PangoLayout *l = pango_layout_new(type);
	PangoFontDescription *font = font_of(type_of[c->style].points * size, type_of[c->style].bold);
	PangoAttrList *list = pango_attr_list_new();

	color(list, type_of[c->style].rgb);
	pango_attr_list_insert(list, pango_attr_insert_hyphens_new(FALSE));
	const char *text = joined(a, c, list);
	pango_layout_set_font_description(l, font);
	pango_layout_set_attributes(l, list);
	pango_layout_set_width(l, (int)(c->wide * PANGO_SCALE));
	pango_layout_set_alignment(l, c->right ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
	pango_layout_set_wrap(l, PANGO_WRAP_WORD_CHAR);
	pango_layout_set_line_spacing(l, (float)type_of[c->style].spacing);
	pango_layout_set_text(l, text, -1);
	pango_attr_list_unref(list);
	pango_font_description_free(font);
	return l;
}

static void range(const struct set_block *b, int cell, int line, int *top, int *bottom)
{
	PangoLayoutIter *it = pango_layout_get_iter(b->layout[cell]);

	for (int i = 0; i < line; i++)
		pango_layout_iter_next_line(it);
	pango_layout_iter_get_line_yrange(it, top, bottom);
	pango_layout_iter_free(it);
}

double line_top(const struct set_block *b, int cell, int i)
{
	int top, bottom;

	range(b, cell, i, &top, &bottom);
	return top / (double)PANGO_SCALE;
}

double line_bottom(const struct set_block *b, int cell, int i)
{
	int top, bottom;

	range(b, cell, i, &top, &bottom);
	return bottom / (double)PANGO_SCALE;
}

static void set_block(struct arena *a, PangoContext *type, const struct block *of, double size, struct set_block *to)
{
	*to = (struct set_block){ .of = of, .high = of->high * size, .before = of->before * size };
	for (int i = 0; i < of->n_cells; i++) {
		to->layout[i] = lay(a, type, &of->cell[i], size);
		to->lines[i] = pango_layout_get_line_count(to->layout[i]);
		double high = line_bottom(to, i, to->lines[i] - 1);
		to->high = high > to->high ? high : to->high;
	}
	if (of->part == PART_ROW)
		to->high += ROW_PAD * 2;
}

struct set_section set_section(struct arena *a, PangoContext *type, const struct section *s, double size)
{
	struct set_section out = { .size = size };

	for (const struct block *b = s->first; b; b = b->next)
		out.n++;
	out.at = NEWS(a, struct set_block, out.n + 1);
	int i = 0;
	for (const struct block *b = s->first; b; b = b->next, i++) {
		set_block(a, type, b, size, &out.at[i]);
		for (int k = 0; b->head_row && k < i; k++)
			if (out.at[k].of == b->head_row)
				out.at[i].head_row = &out.at[k];
	}
	return out;
}

void unset_section(struct set_section *s)
{
	for (int i = 0; i < s->n; i++)
		for (int k = 0; k < s->at[i].of->n_cells; k++)
			g_object_unref(s->at[i].layout[k]);
	s->n = 0;
}
