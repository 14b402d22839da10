/* web/page_hands.c -- the drawn hands of a technique for a page, and the page of one technique for who treats. */
#include "render/figure.h"
#include "render/hands.h"
#include "web/staff.h"

#include <string.h>

struct text_views page_steps(struct web *w, const char *how)
{
	struct text_views out = { NULL, 0 };

	if (!how)
		return out;
	out.at = NEWS(w->cx.a, const char *, strlen(how) + 1);
	for (; *how; how += strcspn(how, "\n"), how += *how == '\n')
		if (*how != '\n')
			out.at[out.n++] = arena_copy(w->cx.a, how, strcspn(how, "\n"));
	return out;
}

bool page_technique(struct web *w);

enum { HANDS_MOST = 1 << 21 };

static const char *const sides[] = { "Right side", "Left side" };

static struct figure_part part(struct web *w, int at, bool left, bool moving)
{
	const struct kb *kb = w->cx.kb;
	const struct hands *h = &kb->hands[at];
	struct buf svg = buf_new(w->cx.a, HANDS_MOST), firm = buf_new(w->cx.a, HANDS_MOST);

	hands_svg(w->cx.a, &svg, &(struct hands_view){ h, kb->item[h->drawn.item].name, arena_fmt(w->cx.a, "hands-%d-%d", at, left), left, moving });
	firm_svg(w->cx.a, &firm, kb, h);
	return (struct figure_part){ sides[left], buf_as_html(&svg), figure_words(w->cx.a, h->drawn.start, left), figure_words(w->cx.a, h->drawn.end, left),
		buf_as_html(&firm) };
}

struct figure_part page_hands_one(struct web *w, int at, enum side side)
{
	return part(w, at, side == SIDE_LEFT && w->cx.kb->hands[at].drawn.sided, false);
}

struct hands_rows page_hands(struct web *w, int item, bool alone)
{
	const struct kb *kb = w->cx.kb;
	struct hands_rows out = { NEWS(w->cx.a, struct hands_row, kb->n_hands + 1), 0 };

	for (int i = 0; i < kb->n_hands; i++) {
		const struct hands *h = &kb->hands[i];
		struct hands_row *row = &out.at[out.n];

		if (h->drawn.item != item || (alone && h->together))
			continue;
		*row = (struct hands_row){ h->place, h->drawn.n_poses > 1, arena_fmt(w->cx.a, "-%d", i), { NEWS(w->cx.a, struct figure_part, 2), 0 } };
		for (int s = 0; s <= h->drawn.sided; s++)
			row->sides.at[row->sides.n++] = part(w, i, s, true);
		out.n++;
	}
	return out;
}

static struct option_views others(struct web *w, int item)
{
	const struct kb *kb = w->cx.kb;
	struct option_views out = { NEWS(w->cx.a, struct option_view, kb->n_items + 1), 0 };

	for (int i = 0; i < kb->n_items; i++)
		if (kb_hands(kb, i, -1) >= 0)
			out.at[out.n++] = (struct option_view){ kb->item[i].id, kb->item[i].name, NULL, i == item };
	return out;
}

bool page_technique(struct web *w)
{
	const struct kb *kb = w->cx.kb;
	int item = kb_item(kb, w->arg);

	if (item < 0 || kb_hands(kb, item, -1) < 0)
		return fail(&w->err, ERR_MISSING, "technique", "There is no such technique.");
	const struct item *it = &kb->item[item];
	struct technique_view v = { .page = view_page(w, it->name, "staff", "clients"), .name = it->name, .what = it->what, .how = page_steps(w, it->how), .not = it->not,
		.known = it->known, .minutes = it->minutes, .pressure_min = it->pressure_min, .pressure_max = it->pressure_max };

	v.drawn = page_hands(w, item, false);
	v.others = others(w, item);
	tmpl_technique(&w->r->body, &v);
	return true;
}
