/* render/paper_break.c -- where a page ends: nothing alone, nothing cut. */
#include "render/paper_parts.h"

#include <math.h>

enum { FEW = 2 };                       /* lines that stay together at both ends of a page */

static double pad_of(const struct set_block *b)
{
	return b->of->part == PART_ROW ? ROW_PAD : 0;
}

static int most_lines(const struct set_block *b)
{
	int most = 0;

	for (int i = 0; i < b->of->n_cells; i++)
		most = b->lines[i] > most ? b->lines[i] : most;
	return most;
}

/* The least of a block that may stand above a page's end. */
static double least(const struct set_block *b)
{
	double high = 0;

	if (b->of->keep || !b->of->n_cells || most_lines(b) <= FEW + 1)
		return b->high;
	for (int i = 0; i < b->of->n_cells; i++) {
		double to = line_bottom(b, i, (b->lines[i] < FEW ? b->lines[i] : FEW) - 1);
		high = to > high ? to : high;
	}
	return high + pad_of(b);
}

/* What has to fit below p->y so that block i may begin here: with what it is kept with. */
static double needed(const struct set_section *s, int i)
{
	double sum = 0;
	int group = s->at[i].of->group;

	if (group && (!i || s->at[i - 1].of->group != group)) {
		for (int k = i; k < s->n && s->at[k].of->group == group; k++)
			sum += (k > i ? s->at[k].before : 0) + s->at[k].high;
		if (sum <= PAPER_FOOT - PAGE_TOP)
			return sum;
	}
	sum = least(&s->at[i]);
	for (; s->at[i].of->keep_next && i + 1 < s->n; i++)
		sum += s->at[i + 1].before + least(&s->at[i + 1]);
	return sum > PAPER_FOOT - PAGE_TOP ? 0 : sum;
}

static void new_page(struct press *p, const struct set_block *goes_on)
{
	static const int from[PAPER_COLUMNS] = { 0 };

	draw_end_page(p);
	draw_begin_page(p);
	if (goes_on && goes_on->head_row) {
		draw_lines(p, goes_on->head_row, from, goes_on->head_row->lines);
		p->y += goes_on->head_row->high;
	}
}

/* How many lines of each cell fit below p->y from `from` on; returns whether all do. */
static bool fitting(const struct press *p, const struct set_block *b, const int *from, int *to)
{
	double room = PAPER_FOOT - p->y - 2 * pad_of(b);
	bool all = true;

	for (int i = 0; i < b->of->n_cells; i++) {
		double top = from[i] < b->lines[i] ? line_top(b, i, from[i]) : 0;

		for (to[i] = from[i]; to[i] < b->lines[i] && line_bottom(b, i, to[i]) - top <= room + 1e-6; to[i]++)
			;
		all = all && to[i] == b->lines[i];
	}
	/* no single line on the next page */
	for (int i = 0; i < b->of->n_cells && !all; i++)
		if (to[i] == b->lines[i] - 1 && to[i] - from[i] > FEW)
			to[i]--;
	return all;
}

static double reached(const struct set_block *b, const int *from, const int *to)
{
	double high = 0;

	for (int i = 0; i < b->of->n_cells; i++) {
		double cell = to[i] > from[i] ? line_bottom(b, i, to[i] - 1) - line_top(b, i, from[i]) : 0;
		high = cell > high ? cell : high;
	}
	return fmax(high, b->of->part == PART_PICTURE ? b->high : 0) + 2 * pad_of(b);
}

static void place_lines(struct press *p, const struct set_block *b)
{
	int from[PAPER_COLUMNS] = { 0 }, to[PAPER_COLUMNS];

	for (;;) {
		bool all = fitting(p, b, from, to), any = all;

		for (int i = 0; i < b->of->n_cells; i++)
			any = any || to[i] > from[i];
		if (any) {
			draw_lines(p, b, from, to);
			p->y += reached(b, from, to);
		}
		if (all)
			return;
		new_page(p, b);
		for (int i = 0; i < b->of->n_cells; i++)
			from[i] = to[i];
	}
}

void press_section(struct press *p, const struct set_section *s)
{
	static const int none[PAPER_COLUMNS] = { 0 };

	draw_begin_page(p);
	bool fresh = true;
	for (int i = 0; i < s->n; i++) {
		const struct set_block *b = &s->at[i];

		if (!fresh && p->y + b->before + needed(s, i) > PAPER_FOOT + 1e-6) {
			new_page(p, b);
			fresh = true;
		}
		p->y += fresh ? 0 : b->before;
		if (b->of->part == PART_SPACE) {
			p->y += fresh ? 0 : b->high;
			continue;
		}
		if (b->of->n_cells) {
			place_lines(p, b);
		} else {
			draw_lines(p, b, none, none);
			p->y += b->high;
		}
		fresh = false;
	}
	draw_close(p);
}
