/* web/page_client_home.c -- massage at home: what is allowed, area by area, and the two maps of where it goes and where not. */
#include "app/athome.h"
#include "base/str.h"
#include "render/bodymap.h"
#include "web/client.h"

enum { MAP_MOST = 1 << 20 };

static struct home_row row_of(struct web *w, const struct athome *h)
{
	const struct protocol *p = h->p;
	return (struct home_row){ p->name, athome_sides(h), client_words(w, p->place), client_words(w, p->how), athome_time(w->cx.a, p), athome_firm(h->firm),
		arena_fmt(w->cx.a, "At most %d days a week", p->days) };
}

static void put_target(const struct kb *kb, const struct athome *h, struct bodymap_mark *marks, int *n)
{
	for (int i = 0; i < h->p->regions.n; i++) {
		const struct region *r = &kb->region[h->p->regions.at[i]];

		if (r->side == SIDE_LEFT ? h->left : h->right)
			marks[(*n)++] = (struct bodymap_mark){ .region = r->id, .kind = BODYMAP_TARGET };
	}
}

/* Feet are shown near. */
static enum bodymap_crop crop_of(const struct kb *kb, const struct athomes *all)
{
	for (int i = 0; i < all->n; i++)
		if (!str_equal(kb->area[all->at[i].p->area].id, "foot"))
			return BODYMAP_WHOLE;
	return BODYMAP_LEGS;
}

static html picture(struct web *w, const struct record *r, int item, const struct athomes *all, enum bodymap_side side)
{
	const struct kb *kb = w->cx.kb;
	const struct bodymap_words words = { side == BODYMAP_BACK ? "Your body from the back: where it goes, and where it does not. The list says the same." :
		"Your body from the front: where it goes, and where it does not. The list says the same.", "Your left", "Your right", "{place}", NULL };
	struct bodymap_mark *marks = NEWS(w->cx.a, struct bodymap_mark, 20 * (kb->n_regions + 1));
	struct buf b = buf_new(w->cx.a, MAP_MOST);
	int n = 0;

	for (int i = 0; i < kb->n_regions; i++)
		if (athome_spared(&w->cx, r, item, i))
			marks[n++] = (struct bodymap_mark){ .region = kb->region[i].id, .kind = BODYMAP_BLOCKED };
	for (int i = 0; i < all->n && n < 19 * kb->n_regions; i++)
		put_target(kb, &all->at[i], marks, &n);
	const struct bodymap_view v = { .figure = (int)r->person.figure, .side = side, .crop = crop_of(kb, all), .marks = marks, .n_marks = n, .words = &words };
	bodymap_svg(&b, &v);
	return buf_as_html(&b);
}

static bool holds_for(const struct spared *s, int item)
{
	for (int i = 0; i < s->items.n; i++)
		if (s->items.at[i] == item)
			return true;
	return false;
}

struct home_view client_home(struct web *w, const struct record *r, int item)
{
	const struct kb *kb = w->cx.kb;
	struct athomes all = athome_allowed(&w->cx, r, item);
	struct athome_why held = athome_held(&w->cx, r, item);
	struct home_view v = { .art = bodymap_available() };

	if (!all.n)
		return v;
	v.rows.at = NEWS(w->cx.a, struct home_row, all.n);
	for (int i = 0; i < all.n; i++)
		v.rows.at[v.rows.n++] = row_of(w, &all.at[i]);
	v.never.at = NEWS(w->cx.a, const char *, kb->n_spared + 1);
	for (int i = 0; i < kb->n_spared; i++)
		if (holds_for(&kb->spared[i], item))
			v.never.at[v.never.n++] = client_words(w, kb->spared[i].text);
	v.held = (struct text_views){ held.at, (size_t)held.n };
	if (v.art) {
		v.back = picture(w, r, item, &all, BODYMAP_BACK);
		v.front = picture(w, r, item, &all, BODYMAP_FRONT);
	}
	return v;
}
