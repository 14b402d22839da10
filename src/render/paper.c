/* render/paper.c -- what is said, kept as blocks until it is set. */
#include "render/paper.h"

#include "render/paper_parts.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#define MARK_WIDE 13.0
#define NUMBER_WIDE 20.0
#define BESIDE 16.0                     /* between a drawing and its words */
#define SQUARE 1.12                     /* the most breadth of a drawing, of its height: words begin below each other */
#define GUTTER 9.0                      /* between columns */

static const struct { double before; bool keep_next; } of_style[PAPER_STYLES] = {
	[PAPER_TITLE] = { 0, true }, [PAPER_HEAD] = { 14, true }, [PAPER_SMALL_HEAD] = { 8, true },
	[PAPER_TEXT] = { 6, false }, [PAPER_QUIET] = { 3, false } };

struct paper *paper_new(struct arena *a, const struct paper_about *about)
{
	struct paper *p = NEW(a, struct paper);

	*p = (struct paper){ .arena = a, .about = { arena_text(a, about->title), arena_text(a, about->footer), about->made } };
	return p;
}

static struct section *add_section(struct paper *p, bool one_page)
{
	struct section *s = NEW(p->arena, struct section);

	s->one_page = one_page;
	s->last = &s->first;
	if (p->now)
		p->now->next = s;
	else
		p->first = s;
	return p->now = s;
}

static struct block *add(struct paper *p, enum part part, double before)
{
	struct section *s = p->now ? p->now : add_section(p, false);
	struct block *b = NEW(p->arena, struct block);

	*s->last = b;
	s->last = &b->next;
	b->part = part;
	b->before = before;
	b->group = p->group;
	b->style = PAPER_TEXT;
	if (part != PART_ROW)
		p->head_row = NULL;
	return b;
}

static void add_cell(struct paper *p, struct block *b, double x, double wide, const struct paper_run *run, int n)
{
	struct paper_run *kept = NEWS(p->arena, struct paper_run, n > 0 ? n : 1);

	assert(b->n_cells < PAPER_COLUMNS);
	for (int i = 0; i < n; i++)
		kept[i] = (struct paper_run){ arena_text(p->arena, run[i].text ? run[i].text : ""), run[i].bold };
	b->cell[b->n_cells++] = (struct cell){ kept, n, x, wide, b->style, false };
}

void paper_runs(struct paper *p, enum paper_style style, const struct paper_run *run, int n)
{
	struct block *b = add(p, PART_TEXT, of_style[style].before);

	b->style = style;
	b->keep_next = of_style[style].keep_next;
	b->keep = b->keep_next;
	add_cell(p, b, 0, TEXT_WIDE, run, n);
}

void paper_say(struct paper *p, enum paper_style style, const char *text)
{
	const struct paper_run run = { text, false };

	paper_runs(p, style, &run, 1);
}

void paper_item(struct paper *p, const char *mark, const char *lead, const char *text)
{
	const struct paper_run runs[3] = { { lead, true }, { lead && *lead && text && *text ? " " : "", false }, { text, false } };
	const struct paper_run dot = { mark ? mark : "\u2022", false };
	struct block *b = add(p, PART_ITEM, 3);

	double wide = mark ? NUMBER_WIDE : MARK_WIDE;

	add_cell(p, b, 2, wide, &dot, 1);
	add_cell(p, b, 2 + wide, TEXT_WIDE - wide - 2, runs, 3);
}

void paper_table(struct paper *p, const double *share, int columns)
{
	double sum = 0, x = 0;

	assert(columns >= 1 && columns <= PAPER_COLUMNS);
	for (int i = 0; i < columns; i++)
		sum += fabs(share[i]);
	for (int i = 0; i < columns; i++) {
		p->column[i] = x;
		p->column_wide[i] = fabs(share[i]) / sum * TEXT_WIDE - (i + 1 < columns ? GUTTER : 0);
		p->column_right[i] = share[i] < 0;
		x += fabs(share[i]) / sum * TEXT_WIDE;
	}
	p->columns = columns;
	p->head_row = NULL;
}

void paper_row(struct paper *p, const char *const *cell, bool head)
{
	struct block *b = add(p, PART_ROW, head ? 6 : 0);

	assert(p->columns);
	b->keep = true;
	b->head = b->keep_next = head;
	b->head_row = p->head_row;
	b->style = head ? PAPER_QUIET : PAPER_TEXT;
	for (int i = 0; i < p->columns; i++) {
		const struct paper_run run = { cell[i], head };

		add_cell(p, b, p->column[i], p->column_wide[i], &run, 1);
		b->cell[i].right = p->column_right[i];
	}
	if (head)
		p->head_row = b;
}

void paper_chart(struct paper *p, const struct chart *c, double high)
{
	struct block *b = add(p, PART_CHART, 5);
	struct chart *kept = NEW(p->arena, struct chart);

	*kept = *c;
	b->chart = kept;
	b->high = high;
	b->keep = true;
}

void paper_picture(struct paper *p, const struct picture *drawn, double high, const struct paper_run *run, int n)
{
	struct block *b = add(p, PART_PICTURE, 6);
	struct picture *kept = NEW(p->arena, struct picture);
	double wide = SQUARE * high, tall = fmin(high, wide * drawn->high / drawn->wide);

	*kept = *drawn;
	b->picture = kept;
	b->high = b->picture_high = tall;
	b->keep = true;
	add_cell(p, b, wide + BESIDE, TEXT_WIDE - wide - BESIDE, run, n);
}

void paper_space(struct paper *p, double points)
{
	add(p, PART_SPACE, 0)->high = points;
}

void paper_keep_begin(struct paper *p)
{
	assert(!p->group);
	p->group = ++p->groups;
}

void paper_keep_end(struct paper *p)
{
	assert(p->group);
	p->group = 0;
}

void paper_page(struct paper *p, bool one_page)
{
	p->group = 0;
	p->head_row = NULL;
	if (p->now && !p->now->first)
		p->now->one_page = one_page;
	else
		add_section(p, one_page);
}
