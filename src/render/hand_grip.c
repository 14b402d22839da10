/* render/hand_grip.c -- see render/hand_grip.h.  Centimetres of a hand 19 long: u to the right and v along the fingers of a right hand seen
 * from its back, so that the thumb is at minus u. */
#include "render/hand_grip.h"

#include <math.h>

enum { FINGERS = 4, ARM_LONG = 90 };

/* In place: a hand of its own u, v.  ghost: all goes into one path. */
struct drawn { struct pen *p; struct hand_at at; bool left, ghost; };
struct uv { double u, v; };

static struct point on(const struct drawn *d, double u, double v)
{
	double t = d->at.turn * M_PI / 180, s = sin(t), c = cos(t);

	u = d->left ? -u : u;
	return (struct point){ d->at.x + u * c + v * s, d->at.y - u * s + v * c, 0 };
}

/* A hand turned by `turn` about u, v of this one. */
static struct drawn turned(const struct drawn *d, double u, double v, double turn)
{
	struct point at = on(d, u, v);

	return (struct drawn){ d->p, { at.x, at.y, d->at.turn + (d->left ? -turn : turn) }, d->left, d->ghost };
}

static void begin(const struct drawn *d)
{
	if (!d->ghost)
		pen_begin(d->p);
}

static void end(const struct drawn *d, const char *class)
{
	if (!d->ghost)
		pen_end(d->p, class, 0);
}

static void stick(const struct drawn *d, struct uv a, double ra, struct uv b, double rb)
{
	pen_disc(d->p, on(d, a.u, a.v), ra);
	pen_link(d->p, on(d, a.u, a.v), ra, on(d, b.u, b.v), rb);
	pen_disc(d->p, on(d, b.u, b.v), rb);
}

static void one_stick(const struct drawn *d, const char *class, struct uv a, double ra, struct uv b, double rb)
{
	begin(d);
	stick(d, a, ra, b, rb);
	end(d, class);
}

static void blob(const struct drawn *d, const char *class, const struct uv *at, int n)
{
	struct point edge[16];

	for (int i = 0; i < n; i++)
		edge[i] = on(d, at[i].u, at[i].v);
	begin(d);
	pen_smooth(d->p, edge, n);
	end(d, class);
}
#define BLOB(d, class, ...) blob(d, class, (const struct uv[]){ __VA_ARGS__ }, (int)(sizeof((struct uv[]){ __VA_ARGS__ }) / sizeof(struct uv)))

static void touch(const struct drawn *d, struct uv a, struct uv b, double r)
{
	if (!d->ghost)
		one_stick(d, "touch", a, r, b, r);
}

/* The forearm from the wrist backwards, turned against the hand. */
static void arm(const struct drawn *d, struct uv wrist, double turn)
{
	const struct drawn a = turned(d, wrist.u, wrist.v, 180 + turn);

	one_stick(&a, "arm", (struct uv){ 0, 0 }, 2.5, (struct uv){ 0, ARM_LONG }, 3.9);
}

/* Roots of the fingers, their direction and length. */
static const struct { double u, v, turn, length; } finger[FINGERS] = { { -2.9, 3.2, -7, 7.3 }, { -0.9, 3.8, -1.5, 8.2 }, { 1.1, 3.5, 4, 7.6 },
	{ 2.9, 2.5, 11, 6 } };

static struct uv finger_tip(int i, double reach)
{
	double t = finger[i].turn * M_PI / 180;

	return (struct uv){ finger[i].u + reach * finger[i].length * sin(t), finger[i].v + reach * finger[i].length * cos(t) };
}

/* Back of the hand with its fingers; reach: 1 flat, less when they are bent. */
static void back_of_hand(const struct drawn *d, double reach)
{
	for (int i = 0; i < FINGERS; i++)
		one_stick(d, "hand", (struct uv){ finger[i].u, finger[i].v }, 1.05, finger_tip(i, reach), 0.85);
	BLOB(d, "hand", { -2.5, -5.6 }, { -3.8, -1.6 }, { -3.9, 2.2 }, { -2.8, 4 }, { -0.9, 4.6 }, { 1.1, 4.4 }, { 2.9, 3.3 }, { 3.9, 1.6 },
		{ 3.5, -2 }, { 2.4, -5.6 });
	for (int i = 0; i < FINGERS && !d->ghost; i++)
		one_stick(d, "skin", (struct uv){ finger[i].u * 0.93, finger[i].v - 1 }, 0.95, (struct uv){ finger[i].u, finger[i].v + 0.8 }, 0.9);
	if (!d->ghost)
		one_stick(d, "skin", (struct uv){ 0, -6.6 }, 2, (struct uv){ 0, -4 }, 2);
}

static void thumb(const struct drawn *d, struct uv root, struct uv joint, struct uv tip)
{
	begin(d);
	stick(d, root, 1.6, joint, 1.15);
	stick(d, joint, 1.15, tip, 0.95);
	end(d, "hand");
}

static void palm(const struct drawn *d, double turn, bool presses)
{
	arm(d, (struct uv){ 0, -5.6 }, turn);
	thumb(d, (struct uv){ -2.6, -2.6 }, (struct uv){ -5.2, 0.6 }, (struct uv){ -6, 3.6 });
	back_of_hand(d, 1);
	if (!presses || d->ghost)
		return;
	BLOB(d, "touch", { -1.9, -3.8 }, { -2.7, -0.6 }, { -2.4, 2.2 }, { 0, 3 }, { 2.4, 1.8 }, { 2.4, -1 }, { 1.7, -3.8 });
	for (int i = 0; i < FINGERS; i++)
		touch(d, finger_tip(i, 0.55), finger_tip(i, 0.95), 0.5);
}

static void by_thumb(const struct drawn *d, double turn)
{
	const struct drawn hand = turned(d, 5.7, -6.6, 28);

	arm(&hand, (struct uv){ 0, -5.6 }, turn - 28);
	back_of_hand(&hand, 0.72);
	thumb(d, (struct uv){ 2, -7.2 }, (struct uv){ 1, -3.7 }, (struct uv){ 0, -0.2 });
	if (!d->ghost)
		one_stick(d, "skin", (struct uv){ 3, -8.2 }, 1.3, (struct uv){ 2.1, -6.8 }, 1.1);
	touch(d, (struct uv){ 0.2, -1.1 }, (struct uv){ 0, -0.2 }, 0.75);
}

static void by_tips(const struct drawn *d, double turn)
{
	const struct drawn hand = turned(d, 0, -10, 0);

	arm(&hand, (struct uv){ 0, -5.6 }, turn);
	thumb(&hand, (struct uv){ -2.6, -2.6 }, (struct uv){ -4.9, 0.4 }, (struct uv){ -5.2, 3.2 });
	back_of_hand(&hand, 0.78);
	for (int i = 0; i < FINGERS - 1; i++)
		touch(&hand, finger_tip(i, 0.66), finger_tip(i, 0.76), 0.75);
}

static void fist_at(const struct drawn *d)
{
	for (int i = 0; i < FINGERS; i++)
		one_stick(d, "hand", (struct uv){ -2.9 + 1.93 * i, -1.6 }, 1.15, (struct uv){ -2.8 + 1.87 * i, 0.9 - 0.25 * i }, 1);
	thumb(d, (struct uv){ -3, -6 }, (struct uv){ -4.8, -3 }, (struct uv){ -3.9, -0.4 });
	BLOB(d, "hand", { -2.5, -8.6 }, { -3.9, -5 }, { -4, -2 }, { -2.6, -0.9 }, { 0, -0.8 }, { 2.6, -1.2 }, { 4, -2.4 }, { 3.8, -5.2 },
		{ 2.4, -8.6 });
	if (!d->ghost)
		one_stick(d, "skin", (struct uv){ 0, -9.4 }, 2, (struct uv){ 0, -7 }, 2);
}

static void by_fist(const struct drawn *d, double turn)
{
	arm(d, (struct uv){ 0, -8.6 }, turn);
	fist_at(d);
	for (int i = 0; i < FINGERS; i++)
		touch(d, (struct uv){ -2.9 + 1.93 * i, -0.4 }, (struct uv){ -2.8 + 1.87 * i, 0.7 - 0.25 * i }, 0.7);
}

/* It lies across, its hand ahead; the upper arm goes away from the elbow. */
static void by_forearm(const struct drawn *d, double turn)
{
	const struct drawn fist = turned(d, 0, 20, 0), upper = turned(d, 0, -12, 180 + turn);

	one_stick(&upper, "arm", (struct uv){ 0, 0 }, 4.2, (struct uv){ 0, ARM_LONG }, 5);
	one_stick(d, "arm", (struct uv){ 0, -12 }, 4.2, (struct uv){ 0, 12 }, 2.7);
	if (!d->ghost)
		one_stick(d, "skin", (struct uv){ 0, -12 }, 3.2, (struct uv){ 0, -11 }, 3.2);
	fist_at(&fist);
	touch(d, (struct uv){ 0.8, -8 }, (struct uv){ 0.4, 8 }, 1.3);
}

static void by_pinch(const struct drawn *d, double turn)
{
	const struct drawn hand = turned(d, 1.2, -8.6, 4);

	if (!d->ghost)
		BLOB(d, "fold", { -6.5, 0 }, { -4, 1.7 }, { 0, 2.1 }, { 4, 1.7 }, { 6.5, 0 }, { 4, -1.7 }, { 0, -2.1 }, { -4, -1.7 });
	arm(&hand, (struct uv){ 0, -5.6 }, turn);
	back_of_hand(&hand, 0.9);
	thumb(d, (struct uv){ -1.6, -10.6 }, (struct uv){ -4.6, -6.2 }, (struct uv){ -3.2, -2.4 });
	for (int i = 0; i < FINGERS - 1; i++)
		touch(&hand, finger_tip(i, 0.75), finger_tip(i, 0.88), 0.7);
	touch(d, (struct uv){ -3.5, -3.2 }, (struct uv){ -3.2, -2.4 }, 0.75);
}

/* Its head at the place, its handle in a hand. */
static void by_device(const struct drawn *d, double turn)
{
	const struct drawn from = turned(d, 4, -13.5, turn);

	one_stick(&from, "arm", (struct uv){ 1, 0 }, 2.9, (struct uv){ ARM_LONG, 0 }, 3.9);
	one_stick(d, "hand", (struct uv){ 3.4, -10.6 }, 2, (struct uv){ 3.4, -16.4 }, 2);
	one_stick(d, "tool", (struct uv){ 0, -5 }, 2.2, (struct uv){ 0, -20 }, 2.4);
	one_stick(d, "tool", (struct uv){ 0, 0 }, 3.4, (struct uv){ 0, -0.1 }, 3.4);
	for (int i = 0; i < FINGERS; i++)
		one_stick(d, "hand", (struct uv){ 3.2, -10.4 - 2 * i }, 1.1, (struct uv){ -2.2, -10 - 2 * i }, 0.9);
	touch(d, (struct uv){ 0, 0 }, (struct uv){ 0, -0.1 }, 1.6);
}

static void pack(const struct drawn *d)
{
	BLOB(d, "tool", { -11, -6.5 }, { -11.6, 0 }, { -11, 6.5 }, { 0, 7.4 }, { 11, 6.5 }, { 11.6, 0 }, { 11, -6.5 }, { 0, -7.4 });
	for (int i = -1; i <= 1 && !d->ghost; i++) {
		const struct point at[] = { on(d, 6 * i, -4.2), on(d, 6 * i + 1.1, -2.8), on(d, 6 * i + 1.1, -1.4), on(d, 6 * i - 1.1, 1.4),
			on(d, 6 * i - 1.1, 2.8), on(d, 6 * i, 4.2) };

		pen_begin(d->p);
		pen_lines(d->p, at, 6);
		pen_end(d->p, "press", 0);
	}
}

static void rings(struct pen *p, const struct hand_at *at)
{
	const struct point mid = { at->x, at->y, 0 };

	for (int i = 1; i <= 2; i++) {
		pen_begin(p);
		pen_disc(p, mid, 1 + 2 * i);
		pen_end(p, "press", 0);
	}
}

static void put(const struct drawn *d, const struct hand *h)
{
	switch (h->grip) {
	case GRIP_PALM:
	case GRIP_STEADY:
		palm(d, h->arm, h->grip == GRIP_PALM);
		break;
	case GRIP_THUMB:
		by_thumb(d, h->arm);
		break;
	case GRIP_TIPS:
		by_tips(d, h->arm);
		break;
	case GRIP_FIST:
		by_fist(d, h->arm);
		break;
	case GRIP_FOREARM:
		by_forearm(d, h->arm);
		break;
	case GRIP_PINCH:
		by_pinch(d, h->arm);
		break;
	case GRIP_DEVICE:
		by_device(d, h->arm);
		break;
	case GRIP_PACK:
		pack(d);
		break;
	case GRIP_BALL:
		one_stick(d, "tool", (struct uv){ 0, 0 }, 4, (struct uv){ 0, -0.1 }, 4);
		break;
	case GRIP_COUNT:
		break;
	}
}

struct hand_at hand_between(const struct hand *h, int from, int to, double t)
{
	const struct hand_at *a = &h->at[from], *b = &h->at[to];

	return (struct hand_at){ a->x + (b->x - a->x) * t, a->y + (b->y - a->y) * t, a->turn + (b->turn - a->turn) * t };
}

void hand_draw(struct pen *p, const struct hand *h, const struct hand_at *at, bool still)
{
	const struct drawn d = { p, *at, h->left, false };

	if (still && (h->grip == GRIP_THUMB || h->grip == GRIP_TIPS || h->grip == GRIP_FIST || h->grip == GRIP_BALL))
		rings(p, at);
	put(&d, h);
}

void hand_ghost(struct pen *p, const struct hand *h, const struct hand_at *at)
{
	const struct drawn d = { p, *at, h->left, true };

	pen_begin(p);
	put(&d, h);
	pen_end(p, "ghost", 0);
}
