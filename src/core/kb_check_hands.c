/* core/kb_check_hands.c -- drawings of hands: every technique of the hands is drawn, its words fit, and the hands are in the picture. */
#include "core/kb_checking.h"

struct drawn { struct checking *c; const struct hands *h; struct where where; const char *id; };

static void check_body(const struct drawn *d)
{
	for (int i = 0; i < d->h->drawn.n_poses && d->h->seen != SIGHT_SOLE; i++) {
		enum limb_of limb;
		struct body b;
		double v;

		pose_solve(d->h->drawn.view, &d->h->drawn.pose[i], &b);
		for (int l = 0; l < LIMBS; l++)
			if (!b.reached[l])
				kb_refuse(d->c, d->where, d->id, "pose %d: the %s does not reach its place", i + 1, limb_name((enum limb_of)l));
		const struct range *r = pose_strained(d->h->drawn.view, &d->h->drawn.pose[i], &b, &limb, &v);
		if (r)
			kb_refuse(d->c, d->where, d->id, "pose %d: %s %s of %.0f is not between %g and %g", i + 1,
				limb < LIMBS ? limb_name(limb) : "back", r->name, v, r->least, r->most);
	}
}

static void check_seen(const struct drawn *d)
{
	for (int i = 0; i < d->h->n_hands; i++)
		for (int k = 0; k < d->h->drawn.n_poses; k++) {
			const struct hand_at *at = &d->h->hand[i].at[k];

			if (at->x < d->h->x || at->x > d->h->to_x || at->y < d->h->y || at->y > d->h->to_y)
				kb_refuse(d->c, d->where, d->id, "hand %d: its place %d, x %g, y %g, is not in the picture", i + 1, k + 1, at->x, at->y);
		}
}

/* A pressure of 1 to 5 is set by who treats, 0 to 10 is said by who is treated; the second is at most twice the first. */
static void check_firm(const struct drawn *d)
{
	const struct item *it = &d->c->kb->item[d->h->drawn.item];

	if (d->h->feel_least > d->h->feel_most)
		kb_refuse(d->c, d->where, d->id, "feel_least is more than feel_most");
	if (it->pressure_max && !d->h->feel_most)
		kb_refuse(d->c, d->where, d->id, "is done with pressure, and the drawing does not say how firm it feels (feel_most)");
	if (it->pressure_max && d->h->feel_most > 2 * it->pressure_max)
		kb_refuse(d->c, d->where, d->id, "feel_most %d is more than a pressure of %d of 5", d->h->feel_most, it->pressure_max);
}

static void check_words(const struct drawn *d)
{
	bool named = strstr(d->h->drawn.start, "{side}") || strstr(d->h->drawn.end, "{side}");

	if (d->h->drawn.sided != named)
		kb_refuse(d->c, d->where, d->id, d->h->drawn.sided ? "one side is treated; its words say which with {side}" :
			"its words name a side, but it is not \"sided\"");
}

static bool alone(const struct kb *kb, int item)
{
	for (int i = 0; i < kb->n_hands; i++)
		if (kb->hands[i].drawn.item == item && !kb->hands[i].together)
			return true;
	return false;
}

void kb_check_hands(struct checking *c)
{
	const struct kb *kb = c->kb;

	for (int i = 0; i < kb->n_hands; i++) {
		const struct hands *h = &kb->hands[i];
		const struct drawn d = { c, h, { h->drawn.file, h->drawn.line }, kb->item[h->drawn.item].id };

		if (kb->item[h->drawn.item].component != COMPONENT_MASSAGE)
			kb_refuse(c, d.where, d.id, "is drawn with hands, but it is no massage");
		check_body(&d);
		check_seen(&d);
		check_firm(&d);
		check_words(&d);
	}
	for (int i = 0; i < kb->n_items; i++) {
		const struct item *it = &kb->item[i];

		if (it->component != COMPONENT_MASSAGE)
			continue;
		if (kb_hands(kb, i, -1) < 0)
			kb_refuse(c, it->where, it->id, "is done with the hands and has no drawing in hands.yaml");
		else if (it->who != WHO_THERAPIST && !alone(kb, i))
			kb_refuse(c, it->where, it->id, "is done at home, and each of its drawings needs a second person (\"together\")");
	}
}
