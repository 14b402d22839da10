/* render/figure_things.c -- see render/figure_things.h. */
#include "render/figure_things.h"

#include <math.h>

bool thing_behind(const struct prop *t)
{
	return t->hold == ON_FLOOR && t->thing != THING_STRAP;
}

static struct point origin(const struct prop *t, const struct body *b)
{
	struct point at = { 0, 0, 0 };

	if (t->hold == ON_HANDS)
		at = pen_between(b->joint[ARM_RIGHT][3], b->joint[ARM_LEFT][3], 0.5);
	else if (t->hold == ON_BACK)
		at = b->spine[NODE_CHEST + 1];
	else if (t->hold == ON_RIGHT_SHOULDER)
		at = b->joint[ARM_RIGHT][0];
	at.z = 0;
	at.x += t->x;
	at.y += t->y;
	return at;
}

static void lines(struct pen *p, int pose, int n, const struct point *at)
{
	pen_begin(p);
	pen_lines(p, at, n);
	pen_end(p, "thing", pose);
}
#define LINES(p, pose, ...) \
	lines(p, pose, (int)(sizeof((struct point[]){ __VA_ARGS__ }) / sizeof(struct point)), (struct point[]){ __VA_ARGS__ })

static void box(struct pen *p, int pose, double x, double y, double to_x, double to_y, double r)
{
	pen_begin(p);
	pen_box(p, x, y, to_x, to_y, r);
	pen_end(p, "thing soft", pose);
}

/* Seat from x to to_x, its top at y; the back of a chair rises over x to to_y. */
static void seat(struct pen *p, const struct prop *t)
{
	LINES(p, t->pose, { t->x + 3, t->y - 3, 0 }, { t->x + 1, 0, 0 });
	LINES(p, t->pose, { t->to_x - 3, t->y - 3, 0 }, { t->to_x - 1, 0, 0 });
	box(p, t->pose, t->x - 1, t->y - 4, t->to_x, t->y, 2);
	if (t->thing == THING_CHAIR)
		box(p, t->pose, t->x - 4, t->y - 4, t->x, t->to_y, 2);
}

static void table(struct pen *p, const struct prop *t)
{
	LINES(p, t->pose, { t->x + 4, t->y - 3, 0 }, { t->x + 4, 0, 0 });
	LINES(p, t->pose, { t->to_x - 4, t->y - 3, 0 }, { t->to_x - 4, 0, 0 });
	box(p, t->pose, t->x, t->y - 4, t->to_x, t->y, 1.5);
}

/* From the near hand round the sole of the near foot. */
static void strap(struct pen *p, const struct prop *t, const struct body *b)
{
	const struct point *foot = b->joint[LEG_RIGHT], hand = b->joint[ARM_RIGHT][2];
	struct point ball = pen_between(foot[2], foot[3], 0.55), heel = foot[2];
	double dx = foot[2].x - foot[1].x, dy = foot[2].y - foot[1].y, far = fmax(1, sqrt(dx * dx + dy * dy));

	ball.x += 4 * dx / far, ball.y += 4 * dy / far;
	heel.x += 4 * dx / far, heel.y += 4 * dy / far;
	LINES(p, t->pose, hand, ball, heel, hand);
}

/* A bag on a long strap over the shoulder; x, y: where its upper edge hangs, from the shoulder. */
static void bag(struct pen *p, const struct prop *t, const struct body *b)
{
	struct point at = origin(t, b), up = b->joint[ARM_RIGHT][0];

	up.z = 0;
	up.y += 5;
	LINES(p, t->pose, { at.x - 9, at.y, 0 }, { up.x - 1, up.y, 0 }, { at.x + 9, at.y, 0 });
	box(p, t->pose, at.x - 14, at.y - 24, at.x + 14, at.y, 4);
}

/* Two straps in front, the bag behind the shoulders. */
static void backpack(struct pen *p, const struct prop *t, const struct body *b)
{
	struct point at = origin(t, b);

	if (p->view == VIEW_SIDE) {
		box(p, t->pose, at.x - 26, at.y - 16, at.x - 8, at.y + 20, 6);
		LINES(p, t->pose, { at.x - 10, at.y + 16, 0 }, { at.x + 2, at.y + 24, 0 }, { at.x + 10, at.y + 12, 0 }, { at.x + 6, at.y - 6, 0 },
			{ at.x - 9, at.y - 13, 0 });
		return;
	}
	for (int k = -1; k < 2; k += 2)
		LINES(p, t->pose, { at.x + k * 10, at.y + 25, 0 }, { at.x + k * 11.5, at.y + 8, 0 }, { at.x + k * 14, at.y - 8, 0 });
}

void thing_draw(struct pen *p, const struct prop *t, const struct body *b)
{
	struct point at = origin(t, b);

	switch (t->thing) {
	case THING_MAT:
		box(p, t->pose, t->x, t->to_y != 0 ? t->y : -3, t->to_x, t->to_y, 3);      /* with to_y: seen from above */
		break;
	case THING_CHAIR:
	case THING_STOOL:
		seat(p, t);
		break;
	case THING_POST:
		box(p, t->pose, t->x, 0, t->x + 7, t->y, 1);
		break;
	case THING_CUSHION:
		box(p, t->pose, t->x, t->y, t->to_x, t->to_y, 6);
		break;
	case THING_STRAP:
		strap(p, t, b);
		break;
	case THING_BOX:
		box(p, t->pose, at.x - 14, at.y - 13, at.x + 14, at.y + 13, 2);
		break;
	case THING_WALLET:
		box(p, t->pose, at.x - 5, at.y, at.x + 5, at.y + 4, 1);
		break;
	case THING_BAG:
		bag(p, t, b);
		break;
	case THING_BACKPACK:
		backpack(p, t, b);
		break;
	case THING_TABLE:
		table(p, t);
		break;
	case THING_COUNT:
		break;
	}
}
