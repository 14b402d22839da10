/* render/figure_body.c -- see render/figure_body.h. */
#include "render/figure_body.h"

#include <math.h>

enum { AHEAD = 90, BEHIND = -90 };      /* from the direction of the back, seen from the side */

/* Half the breadth: of the trunk at each node in front, behind, and from the middle to either side; of limbs at their joints. */
static const double front[SPINE_NODES] = { 9, 9.5, 9.4, 9.4, 9.5, 10, 10.5, 10.6, 9.4, 6.2, 4.9, 4.6 };
static const double behind[SPINE_NODES] = { 10.5, 9.6, 8.4, 7.8, 7.9, 8.6, 9.4, 9.8, 9.2, 6.8, 5, 4.8 };
static const double beside[SPINE_NODES] = { 16.5, 15.6, 13.8, 12.7, 12.6, 13.3, 14.6, 15.8, 16.6, 12, 6.8, 5.8 };
static const double round_limb[2][4] = { { 8.8, 6, 3.9, 2.3 }, { 5.4, 4.1, 3, 2.3 } };

/* Share of the upper bone that belongs to the trunk. */
static const double root_share = 0.24;

static bool is_arm(enum limb_of l)
{
	return l == ARM_RIGHT || l == ARM_LEFT;
}

/* The heel lies behind the ankle, on the side of the sole. */
static void foot(struct pen *p, const struct point *j)
{
	double dx = j[3].x - j[2].x, dy = j[3].y - j[2].y, turn = atan2(dx, dy) * 180 / M_PI;
	struct point heel = pen_add(pen_add(j[2], turn, -3.6), turn + 90, 3.4), toes = pen_add(j[3], turn + 90, 4.4);

	if (p->view == VIEW_FRONT) {
		pen_link(p, j[2], 3.9, j[3], 3.8);
		pen_disc(p, j[3], 3.8);
		return;
	}
	pen_disc(p, heel, 3.3);
	pen_disc(p, toes, 2.3);
	pen_link(p, j[2], 3.9, heel, 3.3);
	pen_link(p, j[2], 3.9, toes, 2.3);
	pen_link(p, heel, 3.3, toes, 2.3);
}

/* Disc, link, disc: from share s of the bone to its end. */
static void bone(struct pen *p, const struct point *j, const double *r, double s, double e)
{
	struct point u = pen_between(j[0], j[1], s), v = pen_between(j[0], j[1], e);
	double ru = r[0] + (r[1] - r[0]) * s, rv = r[0] + (r[1] - r[0]) * e;

	pen_disc(p, u, ru);
	pen_link(p, u, ru, v, rv);
	pen_disc(p, v, rv);
}

static void hand(struct pen *p, const struct point *j)
{
	static const double palm[2] = { 3, 3.4 }, fingers[2] = { 3.4, 2.3 };
	const struct point knuckles = pen_between(j[2], j[3], 0.5);

	bone(p, (struct point[]){ j[2], knuckles }, palm, 0, 1);
	bone(p, (struct point[]){ knuckles, j[3] }, fingers, 0, 1);
}

void body_limb(struct pen *p, const struct body *b, enum limb_of l, enum limb_piece piece)
{
	const struct point *j = b->joint[l];
	const double *r = round_limb[is_arm(l)];
	const double calf[2] = { 5.6, r[2] };

	if (piece != LIMB_LOWER)
		bone(p, j, r, piece == LIMB_WHOLE || piece == LIMB_ROOT ? 0 : root_share, piece == LIMB_ROOT ? root_share : 1);
	if (piece == LIMB_ROOT || piece == LIMB_UPPER)
		return;
	bone(p, j + 1, r + 1, 0, 1);
	if (is_arm(l)) {
		hand(p, j);
		return;
	}
	bone(p, (struct point[]){ pen_between(j[1], j[2], 0.3), j[2] }, calf, 0, 1);
	foot(p, j);
}

void body_trunk(struct pen *p, const struct body *b)
{
	struct point edge[2 * SPINE_NODES + 1];
	bool side = p->view == VIEW_SIDE;
	int n = 0;

	for (int i = 0; i < SPINE_NODES; i++)
		edge[n++] = pen_add(b->spine[i], b->turn[i] + AHEAD, side ? front[i] : beside[i]);
	for (int i = SPINE_NODES - 1; i >= 0; i--)
		edge[n++] = pen_add(b->spine[i], b->turn[i] + BEHIND, side ? behind[i] : beside[i]);
	edge[n++] = pen_add(b->spine[0], b->turn[0] + 180, side ? 8 : 8.5);
	pen_smooth(p, edge, n);
	if (side)
		pen_disc(p, b->spine[0], 10.6);
}

void body_head(struct pen *p, const struct body *b)
{
	/* forward, up: a face without features */
	static const double profile[][2] = { { 0, 11.5 }, { 6.4, 9.6 }, { 9, 4 }, { 9.3, 0.8 }, { 11.2, -2.2 }, { 9, -3.8 }, { 8.6, -7.6 },
		{ 6.6, -10.6 }, { 1.5, -9.6 }, { -4.4, -8 }, { -8.4, -2.6 }, { -9.2, 3.6 }, { -5.8, 9.6 } };
	static const double face[][2] = { { 0, 11.5 }, { 5.8, 9.6 }, { 8.4, 4.4 }, { 8.4, -1 }, { 6.6, -7.2 }, { 2.8, -11 }, { -2.8, -11 },
		{ -6.6, -7.2 }, { -8.4, -1 }, { -8.4, 4.4 }, { -5.8, 9.6 } };
	bool side = p->view == VIEW_SIDE;
	int n = side ? (int)(sizeof(profile) / sizeof(*profile)) : (int)(sizeof(face) / sizeof(*face));
	struct point edge[16];

	for (int i = 0; i < n; i++) {
		const double *at = side ? profile[i] : face[i];

		edge[i] = pen_add(pen_add(b->head, b->head_turn, at[1]), b->head_turn + AHEAD, at[0]);
	}
	pen_smooth(p, edge, n);
}

/* A row of discs and links. */
static void row(struct pen *p, const struct point *at, int n, double r)
{
	for (int i = 0; i < n; i++) {
		pen_disc(p, at[i], r);
		if (i)
			pen_link(p, at[i - 1], r, at[i], r);
	}
}

static void glow_trunk(struct pen *p, const struct body *b, int from, int to, double side, double r)
{
	struct point at[SPINE_NODES];
	int n = 0;

	for (int i = from; i <= to; i++) {
		double wide = p->view == VIEW_FRONT ? beside[i] : side < 0 ? behind[i] : front[i];

		at[n++] = pen_add(b->spine[i], b->turn[i] + AHEAD, side * (wide - r - 1.2));
	}
	row(p, at, n, r);
}

static void glow_limb(struct pen *p, const struct body *b, const struct glow *g)
{
	enum limb_of l = g->left ? LEG_LEFT : LEG_RIGHT;
	bool thigh = g->part == PART_THIGH;
	struct point u = b->joint[l][thigh ? 0 : 1], v = b->joint[l][thigh ? 1 : 2];
	double turn = atan2(v.x - u.x, v.y - u.y) * 180 / M_PI, r = thigh ? 3 : 2;
	/* the front of a leg that hangs down is to the left of its direction */
	double off = g->surface == SURFACE_WHOLE ? 0 : g->surface == SURFACE_FRONT ? -(thigh ? 3.4 : 2.4) : thigh ? 3.4 : 2.4;
	struct point at[2] = { pen_add(pen_between(u, v, 0.2), turn + AHEAD, off), pen_add(pen_between(u, v, 0.85), turn + AHEAD, off * 0.8) };

	row(p, at, 2, r);
}

void body_glow(struct pen *p, const struct body *b, const struct glow *g)
{
	bool side = p->view == VIEW_SIDE;
	double lateral = !g->sided ? 0 : g->left ? 1 : -1, at_hip = g->part == PART_BUTTOCK ? -1 : 1;
	enum limb_of leg = g->left ? LEG_LEFT : LEG_RIGHT;
	struct point hip = b->joint[leg][0], one[1];

	switch (g->part) {
	case PART_NECK:
		glow_trunk(p, b, NODE_NECK, NODE_HEAD, side ? 0 : lateral, side ? 3 : 2);
		break;
	case PART_UPPER_BACK:
		glow_trunk(p, b, NODE_CHEST, NODE_NECK - 1, side ? -1 : lateral, 3.2);
		break;
	case PART_LOW_BACK:
		glow_trunk(p, b, NODE_WAIST, NODE_CHEST, side ? -1 : lateral, 3.2);
		break;
	case PART_CHEST:
		glow_trunk(p, b, NODE_NECK - 2, NODE_NECK - 1, side ? 1 : lateral, 3.4);
		break;
	case PART_BELLY:
		glow_trunk(p, b, NODE_WAIST, NODE_CHEST, side ? 1 : 0, 3.2);
		break;
	case PART_FLANK:
		glow_trunk(p, b, NODE_WAIST, NODE_NECK - 2, side ? 0 : lateral, 3);
		break;
	case PART_BUTTOCK:
	case PART_HIP:
		one[0] = pen_add(hip, b->turn[0] + (side ? AHEAD * at_hip : AHEAD * lateral), side ? 5 : 3);
		row(p, one, 1, 4);
		break;
	case PART_THIGH:
	case PART_SHIN:
		glow_limb(p, b, g);
		break;
	case PART_SHOULDER:
		one[0] = b->joint[g->left ? ARM_LEFT : ARM_RIGHT][0];
		row(p, one, 1, 3.6);
		break;
	case PART_COUNT:
		break;
	}
}
