/* app/athome.c -- massage at home, as far as the danger answers go. */
#include "app/athome.h"

#include "app/assess.h"
#include "app/daily.h"
#include "base/buf.h"

enum { PLACES_MOST = 4000 };

/* Most pressure there, 0 when it may not be used. */
static int firm_there(const struct cx *cx, const struct record *r, const struct protocol *p, int region)
{
	int firm = screen_pressure(cx->kb, r->s, p->item, region);

	if (p->like >= 0) {
		int like = screen_pressure(cx->kb, r->s, p->like, region);

		firm = like < firm ? like : firm;
	}
	return firm < p->firm ? firm : p->firm;
}

static int firm_on(const struct cx *cx, const struct record *r, const struct protocol *p, enum side side)
{
	int firm = p->firm;

	for (int i = 0; i < p->regions.n; i++)
		if (cx->kb->region[p->regions.at[i]].side == side) {
			int there = firm_there(cx, r, p, p->regions.at[i]);

			firm = there < firm ? there : firm;
		}
	return firm;
}

struct athomes athome_allowed(const struct cx *cx, const struct record *r, int item)
{
	const struct kb *kb = cx->kb;
	struct athomes out = { NEWS(cx->a, struct athome, kb->n_protocols + 1), 0 };

	for (int i = 0; i < kb->n_protocols && daily_may(cx, r, item); i++) {
		const struct protocol *p = &kb->protocol[i];

		if (p->item != item || (p->like >= 0 && !daily_may(cx, r, p->like)))
			continue;
		int left = firm_on(cx, r, p, SIDE_LEFT), right = firm_on(cx, r, p, SIDE_RIGHT);
		if (p->both ? left && right : left || right)
			out.at[out.n++] = (struct athome){ p, left > 0, right > 0, !left ? right : !right || left < right ? left : right };
	}
	return out;
}

static bool ids_hold(const struct ids *ids, int of)
{
	for (int i = 0; i < ids->n; i++)
		if (ids->at[i] == of)
			return true;
	return false;
}

bool athome_spared(const struct cx *cx, const struct record *r, int item, int region)
{
	for (int i = 0; i < cx->kb->n_spared; i++)
		if (ids_hold(&cx->kb->spared[i].items, item) && ids_hold(&cx->kb->spared[i].regions, region))
			return true;
	return screen_never(cx->kb, r->s, item, region);
}

static void see_private(int finding, void *arg)
{
	const struct kb **kb = arg;

	if (*kb && (*kb)->finding[finding].private)
		*kb = NULL;
}

struct athome_why athome_held(const struct cx *cx, const struct record *r, int item)
{
	struct told_blocks told = assess_blocks(cx->a, cx->kb, r->s, false);
	struct athome_why out = { NEWS(cx->a, const char *, told.n + 1), 0 };

	for (int i = 0; i < told.n; i++) {
		const struct block *b = &cx->kb->block[told.at[i].block];
		const struct kb *open = cx->kb;

		rule_findings(&b->when, see_private, &open);
		if (open && b->tell && b->limit != LIMIT_ASK && ids_hold(&told.at[i].items, item))
			out.at[out.n++] = b->tell;
	}
	return out;
}

const char *athome_places(const struct cx *cx, const struct record *r, int item)
{
	struct athomes all = athome_allowed(cx, r, item);
	struct buf b = buf_new(cx->a, PLACES_MOST);

	for (int i = 0; i < all.n; i++)
		buf_fmt(&b, "%s%s", i ? ", " : "", all.at[i].p->name);
	return b.n ? b.at : "";
}

const char *athome_time(struct arena *a, const struct protocol *p)
{
	const char *per = p->both ? "both sides at once" : "each side";

	if (p->seconds < 120 && p->seconds % 60)
		return arena_fmt(a, "%d seconds, %s", p->seconds, per);
	if (p->seconds % 60)
		return arena_fmt(a, "%d and a half minutes, %s", p->seconds / 60, per);
	return arena_fmt(a, "%d minute%s, %s", p->seconds / 60, p->seconds == 60 ? "" : "s", per);
}

const char *athome_firm(int firm)
{
	static const char *const words[] = { "", "No pressure at all, 1 of 5", "Light, 2 of 5", "Medium, 3 of 5", "Firm, 4 of 5", "Very firm, 5 of 5" };

	return words[firm];
}

const char *athome_sides(const struct athome *h)
{
	return h->left && h->right ? "" : h->left ? "left side only" : "right side only";
}
