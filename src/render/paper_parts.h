/* render/paper_parts.h -- what the files of paper.c share: blocks before and after they are set in type. */
#ifndef RENDER_PAPER_PARTS_H
#define RENDER_PAPER_PARTS_H

#include "render/paper.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

/* A4, and where words may stand. */
#define PAGE_WIDE 595.276
#define PAGE_HIGH 841.89
#define PAGE_LEFT 56.0
#define PAGE_TOP 54.0
#define TEXT_WIDE (PAPER_RIGHT - PAGE_LEFT)
#define ROW_PAD 3.2                      /* above and below the words of a row */

enum part { PART_TEXT, PART_ITEM, PART_ROW, PART_CHART, PART_PICTURE, PART_SPACE };

struct cell { const struct paper_run *run; int n; double x, wide; enum paper_style style; bool right; };

struct block {
	struct block *next;
	enum part part;
	enum paper_style style;
	struct cell cell[PAPER_COLUMNS]; int n_cells;
	double before;                  /* space above, not at the top of a page */
	bool keep, keep_next, head;
	int group;                      /* kept together; 0: none */
	const struct block *head_row;   /* repeated on a new page; NULL: none */
	const struct chart *chart;
	const struct picture *picture;
	double picture_high;            /* as it was asked for */
	double high;                    /* of a chart or a space */
};

struct section { struct section *next; struct block *first, **last; bool one_page; };

struct paper {
	struct arena *arena;
	struct paper_about about;
	struct section *first, *now;
	int groups, group;
	double column[PAPER_COLUMNS], column_wide[PAPER_COLUMNS]; bool column_right[PAPER_COLUMNS]; int columns;
	const struct block *head_row;
};

/* A block set at a size: a layout a cell (unset_section frees them), its height, the lines a cell has. */
struct set_block {
	const struct block *of;
	const struct set_block *head_row;
	PangoLayout *layout[PAPER_COLUMNS];
	int lines[PAPER_COLUMNS];
	double high, before;
};
struct set_section { struct set_block *at; int n; double size; };

/* Where pages are broken: only counted (cr NULL) or drawn. */
struct press { cairo_t *cr; cairo_surface_t *surface; PangoContext *type; const struct paper *paper; int page, pages; double y;
	enum part open; struct paper_made made; };

struct set_section set_section(struct arena *a, PangoContext *type, const struct section *s, double size);
void unset_section(struct set_section *s);
/* Top and bottom of line i of a cell, from the top of its layout. */
double line_top(const struct set_block *b, int cell, int i);
double line_bottom(const struct set_block *b, int cell, int i);

/* Breaks a section into pages from the top of a new page; the page left open at its end is the caller's. */
void press_section(struct press *p, const struct set_section *s);

void draw_begin_page(struct press *p);
void draw_end_page(struct press *p);
/* Lines [from, to) of each cell at p->y; from is all 0 for a beginning. */
void draw_lines(struct press *p, const struct set_block *b, const int *from, const int *to);
void draw_close(struct press *p);
void draw_chart(cairo_t *cr, PangoContext *type, const struct chart *c, double x, double y, double wide, double high);
void draw_picture(cairo_t *cr, const struct picture *drawn, double x, double y, double high);
void draw_color(cairo_t *cr, unsigned rgb);

#endif
