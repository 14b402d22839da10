/* core/kb_check_figure.c -- figures: every exercise for home is drawn, and no drawing shows what a body cannot do. */
#include "core/kb_checking.h"

#include <math.h>

/* Centimetres: how far a joint may sink below the floor (flesh is drawn round it), be above it at the lowest, and must move. */
static const double sunk = 1, floating = 12, moved = 2;

struct drawn { struct checking *c; const struct figure *f; struct where where; const char *id; };

static double lowest(const struct body *b)
{
	double y = b->head.y;

	for (int l = 0; l < LIMBS; l++)
		for (int k = 0; k < 4; k++)
			y = fmin(y, b->joint[l][k].y);
	for (int i = 0; i < SPINE_NODES; i++)
		y = fmin(y, b->spine[i].y);
	return y;
}

static bool from_above(const struct figure *f)
{
	for (int i = 0; i < f->n_props; i++)
		if (f->prop[i].thing == THING_MAT && f->prop[i].to_y != 0)
			return true;
	return false;
}

/* One limb that is placed: within reach, and not turned so far that its picture has no length. */
static void check_reach(const struct drawn *d, const struct pose *p, const struct body *b, int at)
{
	for (int l = 0; l < LIMBS; l++) {
		if (p->limb[l].placed && (fabs(p->limb[l].out[0]) >= 90 || fabs(p->limb[l].out[1]) >= 90))
			kb_refuse(d->c, d->where, d->id, "pose %d: the %s has a place and is turned out by 90 degrees or more", at, limb_name((enum limb_of)l));
		else if (!b->reached[l])
			kb_refuse(d->c, d->where, d->id, "pose %d: the %s does not reach its place, x %g, y %g", at, limb_name((enum limb_of)l), p->limb[l].x,
				p->limb[l].y);
	}
}

static void check_pose(const struct drawn *d, int i)
{
	const struct pose *p = &d->f->pose[i];
	enum limb_of limb;
	struct body b;
	double v;

	pose_solve(d->f->view, p, &b);
	check_reach(d, p, &b, i + 1);
	const struct range *r = pose_strained(d->f->view, p, &b, &limb, &v);
	if (r)
		kb_refuse(d->c, d->where, d->id, "pose %d: %s %s of %.0f is not between %g and %g", i + 1,
			limb < LIMBS ? limb_name(limb) : "back", r->name, v, r->least, r->most);
	if (from_above(d->f))
		return;
	if (lowest(&b) < -sunk)
		kb_refuse(d->c, d->where, d->id, "pose %d: a joint is %.1f below the floor", i + 1, -lowest(&b));
	if (lowest(&b) > floating)
		kb_refuse(d->c, d->where, d->id, "pose %d: nothing touches the floor; the lowest joint is at %.1f", i + 1, lowest(&b));
}

static void check_moves(const struct drawn *d)
{
	struct body a, b;
	double far = 0;

	pose_solve(d->f->view, &d->f->pose[0], &a);
	pose_solve(d->f->view, &d->f->pose[d->f->n_poses - 1], &b);
	for (int l = 0; l < LIMBS; l++)
		for (int k = 0; k < 4; k++)
			far = fmax(far, hypot(a.joint[l][k].x - b.joint[l][k].x, a.joint[l][k].y - b.joint[l][k].y));
	for (int i = 0; i < SPINE_NODES; i++)
		far = fmax(far, hypot(a.spine[i].x - b.spine[i].x, a.spine[i].y - b.spine[i].y));
	if (far < moved)
		kb_refuse(d->c, d->where, d->id, "its first and its last pose are the same");
}

static void check_words(const struct drawn *d)
{
	bool named = strstr(d->f->start, "{side}") || strstr(d->f->end, "{side}");

	if (d->f->sided && !named)
		kb_refuse(d->c, d->where, d->id, "one side works; its words say which with {side}");
	if (!d->f->sided && (named || strstr(d->f->start, "{other}") || strstr(d->f->end, "{other}")))
		kb_refuse(d->c, d->where, d->id, "its words name a side, but it is not \"sided\"");
}

void kb_check_figures(struct checking *c)
{
	const struct kb *kb = c->kb;

	for (int i = 0; i < kb->n_figures; i++) {
		const struct figure *f = &kb->figure[i];
		const struct item *it = &kb->item[f->item];
		struct drawn d = { c, f, { f->file, f->line }, it->id };

		if (it->component != COMPONENT_MOVEMENT)
			kb_refuse(c, d.where, it->id, "is drawn, but it is no movement");
		for (int k = 0; k < f->n_poses; k++)
			check_pose(&d, k);
		check_moves(&d);
		check_words(&d);
	}
	for (int i = 0; i < kb->n_items; i++) {
		const struct item *it = &kb->item[i];

		if (it->component == COMPONENT_MOVEMENT && it->who == WHO_SELF && it->figure < 0)
			kb_refuse(c, it->where, it->id, "is done at home and has no drawing in figures.yaml");
	}
}
