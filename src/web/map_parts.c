/* web/map_parts.c -- regions with their names and marks. */
#include "web/map_parts.h"

static const char *const *region_names(struct arena *a, const struct kb *kb)
{
	const char **names = NEWS(a, const char *, bodymap_regions() + 1);

	for (int i = 0; i < bodymap_regions(); i++) {
		int r = kb_region(kb, bodymap_region(i));

		names[i] = r >= 0 ? kb->region[r].name : bodymap_region(i);
	}
	return names;
}

html map_picture(struct arena *a, const struct kb *kb, const int8_t *mark, enum bodymap_side side, int figure)
{
	const struct bodymap_words words = { side == BODYMAP_BACK ? "Your body from the back" : "Your body from the front", "Your left", "Your right",
		"{place}, {n} of 10", region_names(a, kb) };
	struct bodymap_mark *marks = NEWS(a, struct bodymap_mark, kb->n_regions + 1);
	struct buf b = buf_new(a, 1 << 20);
	int n = 0;

	for (int i = 0; i < kb->n_regions; i++)
		if (mark[i])
			marks[n++] = (struct bodymap_mark){ kb->region[i].id, BODYMAP_PAIN, mark[i], NULL };
	const struct bodymap_view v = { .figure = figure, .side = side, .crop = BODYMAP_UPPER, .interactive = true, .marks = marks, .n_marks = n,
		.words = &words };
	bodymap_svg(&b, &v);
	return buf_as_html(&b);
}

html map_shown(struct arena *a, const struct kb *kb, const int8_t *mark, enum bodymap_side side, int figure, const char *title)
{
	const struct bodymap_words words = { title, "Your left", "Your right", "{place}, {n} of 10", NULL };
	struct bodymap_mark *marks = NEWS(a, struct bodymap_mark, kb->n_regions + 1);
	struct buf b = buf_new(a, 1 << 20);
	int n = 0;

	for (int i = 0; i < kb->n_regions; i++)
		if (mark[i])
			marks[n++] = (struct bodymap_mark){ kb->region[i].id, BODYMAP_PAIN, mark[i], NULL };
	const struct bodymap_view v = { .figure = figure, .side = side, .crop = BODYMAP_WHOLE, .marks = marks, .n_marks = n, .words = &words };
	bodymap_svg(&b, &v);
	return buf_as_html(&b);
}

static struct region_row row_of(struct arena *a, const struct region *region, int value)
{
	struct option_views o = { NEWS(a, struct option_view, 10), 0 };

	for (int k = 1; k <= 10; k++)
		o.at[o.n++] = (struct option_view){ arena_fmt(a, "%d", k), NULL, NULL, k == value };
	return (struct region_row){ region->id, region->name, value, o };
}

struct area_rows map_areas(struct arena *a, const struct kb *kb, const int8_t *mark)
{
	struct area_rows areas = { NEWS(a, struct area_row, kb->n_areas + 1), 0 };

	for (int k = 0; k < kb->n_areas; k++) {
		struct area_row *row = &areas.at[areas.n++];

		row->name = kb->area[k].name;
		row->rows.at = NEWS(a, struct region_row, kb->n_regions + 1);
		for (int i = 0; i < kb->n_regions; i++)
			if (kb->region[i].area == k) {
				row->rows.at[row->rows.n++] = row_of(a, &kb->region[i], mark[i]);
				row->marked = row->marked || mark[i] > 0;
			}
	}
	return areas;
}

const struct bodymap_pull *map_pulls(struct arena *a, const struct muscles_shown *m, int *n)
{
	struct bodymap_pull *out = NEWS(a, struct bodymap_pull, BODYMAP_PULLS);

	*n = 0;
	for (int i = 0; i < m->n && i < BODYMAP_PULLS; i++)
		if (m->at[i].at)
			out[(*n)++] = (struct bodymap_pull){ m->at[i].at->id, m->at[i].to ? m->at[i].to->id : NULL, i + 1 };
	return out;
}

const char *map_title(struct arena *a, const char *marks, const struct muscles_shown *m, int figure, enum bodymap_side side)
{
	const char *text = marks;
	bool first = true;

	for (int i = 0; i < m->n && i < BODYMAP_PULLS; i++) {
		const struct muscle_shown *s = &m->at[i];
		int at = s->at ? bodymap_find(s->at->id) : -1;

		if (at < 0 || !bodymap_shows(figure, side, at))
			continue;
		text = arena_fmt(a, "%s%s %d %s, %s, at %s", text, first ? ". Muscles to press first:" : ";", i + 1, s->unit->name, s->side, s->at->name);
		if (s->to && s->to != s->at)
			text = arena_fmt(a, "%s, pain at %s", text, s->to->name);
		first = false;
	}
	return text;
}
