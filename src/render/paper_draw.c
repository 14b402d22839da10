/* render/paper_draw.c -- lines, rules, foot and mark of a page, with the tags that tell a reader what they are. */
#include "render/paper_parts.h"

#include <math.h>

#define RULE 0xdbe0da
#define BODY 0x0e645e
#define MIND 0x6f4585

void draw_color(cairo_t *cr, unsigned rgb)
{
	cairo_set_source_rgb(cr, (rgb >> 16 & 255) / 255.0, (rgb >> 8 & 255) / 255.0, (rgb & 255) / 255.0);
}

static void rule(cairo_t *cr, double y, unsigned rgb, double wide)
{
	draw_color(cr, rgb);
	cairo_set_line_width(cr, wide);
	cairo_move_to(cr, PAGE_LEFT, y);
	cairo_line_to(cr, PAPER_RIGHT, y);
	cairo_stroke(cr);
}

/* The two strands, body and mind, in the corner of the first page. */
static void mark(cairo_t *cr)
{
	const unsigned of[2] = { BODY, MIND };

	cairo_set_line_width(cr, 1.6);
	for (int s = 0; s < 2; s++) {
		draw_color(cr, of[s]);
		cairo_new_path(cr);
		for (int x = 0; x <= 54; x++)
			cairo_line_to(cr, PAPER_RIGHT - 54 + x, 37 + (s ? -5 : 5) * sin(x * 3.14159265358979 / 18));
		cairo_stroke(cr);
	}
}

static void foot(struct press *p)
{
	const char *count = arena_fmt(p->paper->arena, "Page %d of %d", p->page, p->pages);
	PangoFontDescription *font = pango_font_description_from_string("sans");
	PangoLayout *l = pango_layout_new(p->type);

	pango_font_description_set_absolute_size(font, 8 * PANGO_SCALE);
	pango_layout_set_font_description(l, font);
	rule(p->cr, PAPER_FOOT + 16, RULE, 0.6);
	draw_color(p->cr, 0x46555a);
	for (int i = 0; i < 2; i++) {
		pango_layout_set_text(l, i ? count : p->paper->about.footer, -1);
		pango_layout_set_width(l, (int)((i ? 120 : TEXT_WIDE - 130) * PANGO_SCALE));
		pango_layout_set_ellipsize(l, PANGO_ELLIPSIZE_END);
		pango_layout_set_alignment(l, i ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
		cairo_move_to(p->cr, i ? PAPER_RIGHT - 120 : PAGE_LEFT, PAPER_FOOT + 22);
		pango_cairo_show_layout(p->cr, l);
	}
	g_object_unref(l);
	pango_font_description_free(font);
}

void draw_begin_page(struct press *p)
{
	p->page++;
	p->y = PAGE_TOP;
	p->made.pages = p->page;
	if (p->cr && p->page == 1)
		mark(p->cr);
}

void draw_close(struct press *p)
{
	if (p->cr && p->open != PART_TEXT)
		cairo_tag_end(p->cr, p->open == PART_ITEM ? "L" : "Table");
	p->open = PART_TEXT;
}

void draw_end_page(struct press *p)
{
	draw_close(p);
	if (!p->cr)
		return;
	foot(p);
	cairo_show_page(p->cr);
}

static void open_for(struct press *p, enum part part)
{
	enum part want = part == PART_ITEM || part == PART_ROW ? part : PART_TEXT;

	if (p->open == want)
		return;
	draw_close(p);
	if (want != PART_TEXT)
		cairo_tag_begin(p->cr, want == PART_ITEM ? "L" : "Table", NULL);
	p->open = want;
}

static const char *tag_of(const struct block *b, int cell)
{
	static const char *const of_style[PAPER_STYLES] = { [PAPER_TITLE] = "H1", [PAPER_HEAD] = "H2", [PAPER_SMALL_HEAD] = "H3",
		[PAPER_TEXT] = "P", [PAPER_QUIET] = "P" };

	return b->part == PART_ROW ? b->head ? "TH" : "TD" : b->part == PART_ITEM ? cell ? "LBody" : "Lbl" : of_style[b->style];
}

static void draw_cell(struct press *p, const struct set_block *b, int cell, int from, int to, double y)
{
	PangoLayoutIter *it = pango_layout_get_iter(b->layout[cell]);
	double top = from < b->lines[cell] ? line_top(b, cell, from) : 0;

	for (int i = 0; i < to; i++, pango_layout_iter_next_line(it)) {
		PangoRectangle ink, box;

		if (i < from)
			continue;
		pango_layout_iter_get_line_extents(it, &ink, &box);
		double x = PAGE_LEFT + b->of->cell[cell].x, base = y - top + pango_layout_iter_get_baseline(it) / (double)PANGO_SCALE;
		double low = y - top + (ink.y + ink.height) / (double)PANGO_SCALE, right = x + (ink.x + ink.width) / (double)PANGO_SCALE;
		p->made.lowest = fmax(p->made.lowest, ink.height ? low : 0);
		p->made.widest = fmax(p->made.widest, ink.width ? right : 0);
		cairo_move_to(p->cr, x + box.x / (double)PANGO_SCALE, base);
		pango_cairo_show_layout_line(p->cr, pango_layout_iter_get_line_readonly(it));
	}
	pango_layout_iter_free(it);
}

static void bookmark(struct press *p, const struct set_block *b)
{
	const char *at = arena_fmt(p->paper->arena, "page=%d pos=[%d %d]", p->page, (int)PAGE_LEFT, (int)p->y);

	cairo_pdf_surface_add_outline(p->surface, CAIRO_PDF_OUTLINE_ROOT, pango_layout_get_text(b->layout[0]), at, CAIRO_PDF_OUTLINE_FLAG_OPEN);
}

void draw_lines(struct press *p, const struct set_block *b, const int *from, const int *to)
{
	const struct block *of = b->of;
	const char *around = of->part == PART_ROW ? "TR" : of->part == PART_ITEM ? "LI" : NULL;

	if (!p->cr)
		return;
	open_for(p, of->part);
	if (of->part == PART_TEXT && (of->style == PAPER_TITLE || of->style == PAPER_HEAD) && from[0] == 0)
		bookmark(p, b);
	if (around)
		cairo_tag_begin(p->cr, around, NULL);
	if (of->chart) {
		cairo_tag_begin(p->cr, "Figure", NULL);
		draw_chart(p->cr, p->type, of->chart, PAGE_LEFT, p->y, TEXT_WIDE, b->high);
		cairo_tag_end(p->cr, "Figure");
		p->made.lowest = fmax(p->made.lowest, p->y + b->high);
	}
	if (of->picture) {
		double high = fmin(of->picture_high, b->high);

		cairo_tag_begin(p->cr, "Figure", NULL);
		draw_picture(p->cr, of->picture, PAGE_LEFT, p->y, high);
		cairo_tag_end(p->cr, "Figure");
		p->made.lowest = fmax(p->made.lowest, p->y + high);
	}
	for (int i = 0; i < of->n_cells; i++) {
		cairo_tag_begin(p->cr, tag_of(of, i), NULL);
		draw_cell(p, b, i, from[i], to[i], p->y + (of->part == PART_ROW ? ROW_PAD : 0));
		cairo_tag_end(p->cr, tag_of(of, i));
	}
	if (around)
		cairo_tag_end(p->cr, around);
	if (of->part == PART_ROW && from[0] == 0)
		rule(p->cr, of->head ? p->y + b->high : p->y, of->head ? BODY : RULE, of->head ? 1.0 : 0.5);
}
