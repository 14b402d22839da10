/* core/pose.c -- see core/pose.h. */
#include "core/pose.h"

#include <assert.h>
#include <math.h>
#include <stddef.h>

enum { UP = 0, AHEAD = 90 };    /* directions: 0 up, 90 to the right, clockwise */

/* Chosen by eye for a figure of 172 cm; the back in equal pieces. */
static const double bones[2][3] = { { 42, 42, 17 }, { 28.5, 25, 9 } };
static const double pieces[SPINE_NODES - 1] = { 11, 4.5, 4.5, 4.5, 4.5, 6.5, 6.5, 6.5, 6.5, 4.5, 4.5 };
static const double neck_to_head = 8, shoulder_below = 4, hip_apart = 8.5, shoulder_apart = 17;

static bool is_arm(enum limb_of l)
{
	return l == ARM_RIGHT || l == ARM_LEFT;
}

static bool is_left(enum limb_of l)
{
	return l == LEG_LEFT || l == ARM_LEFT;
}

const char *limb_name(enum limb_of l)
{
	static const char *const names[LIMBS] = { "right leg", "left leg", "right arm", "left arm" };

	assert(l < LIMBS);
	return names[l];
}

double pose_bone(enum limb_of l, int bone)
{
	assert(bone >= 0 && bone < 3);
	return bones[is_arm(l)][bone];
}

double pose_spine(int from)
{
	assert(from >= 0 && from < SPINE_NODES - 1);
	return pieces[from];
}

double pose_neck_to_head(void)
{
	return neck_to_head;
}

static double rad(double degrees)
{
	return degrees * M_PI / 180;
}

static struct point along(struct point from, double turn, double out, double length)
{
	return (struct point){ from.x + length * cos(rad(out)) * sin(rad(turn)), from.y + length * cos(rad(out)) * cos(rad(turn)),
		from.z + length * sin(rad(out)) };
}

/* To -180..180. */
static double wrap(double degrees)
{
	return degrees - 360 * floor((degrees + 180) / 360);
}

static void solve_spine(const struct pose *p, struct body *b)
{
	double turn = p->lean;

	b->spine[0] = (struct point){ p->x, p->y, 0 };
	b->turn[0] = turn;
	for (int i = 1; i < SPINE_NODES; i++) {
		b->spine[i] = along(b->spine[i - 1], turn, 0, pieces[i - 1]);
		double next = turn;
		if (i < NODE_CHEST)
			next += p->low / (NODE_CHEST - NODE_WAIST);
		else if (i < NODE_NECK)
			next += p->upper / (NODE_NECK - NODE_CHEST);
		else
			next += p->neck / (SPINE_NODES - NODE_NECK);
		b->turn[i] = (turn + next) / 2;
		turn = next;
	}
	b->head_turn = turn + p->nod;
	b->head = along(b->spine[NODE_HEAD], b->head_turn, 0, neck_to_head);
}

/* Which way on the clock lift goes for this limb: in the front view the right limbs open clockwise from below. */
static double sense(enum view view, enum limb_of l)
{
	return view == VIEW_FRONT && !is_left(l) ? 1 : -1;
}

/* Knees fold against lift from the side; all else folds on with it. */
static double fold(enum view view, enum limb_of l)
{
	return view == VIEW_SIDE && !is_arm(l) ? -sense(view, l) : sense(view, l);
}

static struct point root_of(enum view view, enum limb_of l, const struct body *b)
{
	double way = is_left(l) ? 1 : -1;
	struct point at = is_arm(l) ? along(b->spine[NODE_NECK], b->turn[NODE_NECK - 1] + 180, 0, shoulder_below) : b->spine[NODE_HIP];
	double apart = is_arm(l) ? shoulder_apart : hip_apart;

	if (view == VIEW_FRONT)
		return along(at, b->turn[is_arm(l) ? NODE_NECK - 1 : NODE_HIP] + AHEAD * way, 0, apart);
	at.z = -way * hip_apart;
	return at;
}

/* Directions of the upper and the lower bone so that the end comes to x, y. */
static bool reach(const struct limb *m, struct point root, const double length[2], double folds, double turn[2])
{
	double dx = m->x - root.x, dy = m->y - root.y, far = sqrt(dx * dx + dy * dy);
	double u = length[0], v = length[1];
	bool ok = far <= u + v + 0.05 && far >= fabs(u - v) - 0.05 && far > 1e-6;
	double d = fmin(fmax(far, fabs(u - v)), u + v), towards = atan2(dx, dy) * 180 / M_PI;
	double at_root = u > 0 && d > 0 ? acos(fmin(1, fmax(-1, (u * u + d * d - v * v) / (2 * u * d)))) * 180 / M_PI : 0;
	double inside = u > 0 && v > 0 ? acos(fmin(1, fmax(-1, (u * u + v * v - d * d) / (2 * u * v)))) * 180 / M_PI : 180;
	double way = m->bend < 0 ? -folds : folds;

	turn[0] = towards - way * at_root;
	turn[1] = turn[0] + way * (180 - inside);
	return ok;
}

static double tip_turn(enum view view, enum limb_of l, const struct limb *m, double lower)
{
	if (m->tipped)
		return view == VIEW_FRONT && !is_left(l) ? -AHEAD + m->tip : AHEAD - m->tip;
	if (is_arm(l))
		return lower;
	return view == VIEW_SIDE ? lower - 90 : lower + (is_left(l) ? -12 : 12);
}

static double tip_given(enum view view, enum limb_of l, double turn)
{
	return wrap(view == VIEW_FRONT && !is_left(l) ? turn + AHEAD : AHEAD - turn);
}

static void solve_limb(enum view view, enum limb_of l, const struct pose *p, struct body *b)
{
	const struct limb *m = &p->limb[l];
	struct point *j = b->joint[l];
	double down = b->turn[is_arm(l) ? NODE_NECK - 1 : NODE_HIP] + 180, turn[2];
	const double flat[2] = { pose_bone(l, 0) * cos(rad(m->out[0])), pose_bone(l, 1) * cos(rad(m->out[1])) };
	double tip_out = is_arm(l) ? m->out[1] : view == VIEW_FRONT ? 62 : 0;

	j[0] = root_of(view, l, b);
	b->reached[l] = true;
	turn[0] = down + sense(view, l) * m->lift;
	turn[1] = turn[0] + fold(view, l) * m->bend;
	if (m->placed)
		b->reached[l] = reach(m, j[0], flat, fold(view, l), turn);
	b->lift[l] = wrap((turn[0] - down) * sense(view, l));
	b->bend[l] = wrap((turn[1] - turn[0]) * fold(view, l));
	if (is_arm(l) && b->lift[l] < -100)
		b->lift[l] += 360;
	j[1] = along(j[0], turn[0], m->out[0], pose_bone(l, 0));
	j[2] = along(j[1], turn[1], m->out[1], pose_bone(l, 1));
	double tip = tip_turn(view, l, m, turn[1]);
	b->tip[l] = tip_given(view, l, tip);
	j[3] = along(j[2], tip, tip_out, pose_bone(l, 2));
}

void pose_solve(enum view view, const struct pose *p, struct body *out)
{
	solve_spine(p, out);
	for (int l = 0; l < LIMBS; l++)
		solve_limb(view, (enum limb_of)l, p, out);
}

static double mix(double a, double b, double t)
{
	return a + (b - a) * t;
}

struct pose pose_between(enum view view, const struct pose *a, const struct pose *b, double t)
{
	struct pose p = *a;
	struct body from, to;

	pose_solve(view, a, &from);
	pose_solve(view, b, &to);
	p.x = mix(a->x, b->x, t), p.y = mix(a->y, b->y, t);
	p.lean = mix(a->lean, b->lean, t), p.low = mix(a->low, b->low, t), p.upper = mix(a->upper, b->upper, t);
	p.neck = mix(a->neck, b->neck, t), p.nod = mix(a->nod, b->nod, t);
	for (int l = 0; l < LIMBS; l++) {
		const struct limb *s = &a->limb[l], *e = &b->limb[l];
		struct limb *m = &p.limb[l];

		m->placed = s->placed && e->placed;
		m->x = mix(s->x, e->x, t), m->y = mix(s->y, e->y, t);
		m->lift = mix(from.lift[l], to.lift[l], t);
		m->bend = m->placed ? s->bend : mix(from.bend[l], to.bend[l], t);
		for (int k = 0; k < 2; k++)
			m->out[k] = mix(s->out[k], e->out[k], t);
		m->tipped = s->tipped || e->tipped;
		m->tip = from.tip[l] + wrap(to.tip[l] - from.tip[l]) * t;
	}
	return p;
}

/* Wider than any person needs for these exercises: a drawing beyond is a slip of the pen. Chosen for that, no measure of anybody.
 * A bone that is turned far out of the picture is not judged by its angle in the picture. */
enum { JUDGED_TO = 30 };
static const struct range side_back[] = { { "low", -45, 60 }, { "upper", -35, 60 }, { "neck", -70, 60 }, { "nod", -30, 40 } };
static const struct range front_back[] = { { "low", -35, 35 }, { "upper", -35, 35 }, { "neck", -50, 50 }, { "nod", -30, 30 } };
static const struct range side_limb[2][2] = { { { "lift", -35, 140 }, { "bend", -2, 155 } },
	{ { "lift", -65, 190 }, { "bend", -2, 155 } } };
static const struct range front_limb[2][2] = { { { "lift", -45, 60 }, { "bend", -155, 155 } },
	{ { "lift", -60, 190 }, { "bend", -155, 155 } } };
static const struct range turned[2] = { { "out", -60, 140 }, { "out", -140, 140 } };

static const struct range *outside(const struct range *r, double v, double *value)
{
	*value = v;
	return v < r->least || v > r->most ? r : NULL;
}

const struct range *pose_strained(enum view view, const struct pose *p, const struct body *b, enum limb_of *limb, double *value)
{
	const struct range *back = view == VIEW_SIDE ? side_back : front_back, *r = NULL;
	const double bent[] = { p->low, p->upper, p->neck, p->nod };

	*limb = LIMBS;
	for (int i = 0; i < 4 && !r; i++)
		r = outside(&back[i], bent[i], value);
	for (int l = 0; l < LIMBS && !r; l++) {
		bool arm = is_arm((enum limb_of)l);
		const struct range *of = view == VIEW_SIDE ? side_limb[arm] : front_limb[arm];

		*limb = (enum limb_of)l;
		for (int k = 0; k < 2 && !r; k++)
			r = outside(&turned[k], p->limb[l].out[k], value);
		if (!r && fabs(p->limb[l].out[0]) <= JUDGED_TO)
			r = outside(&of[0], b->lift[l], value);
		if (!r && fabs(p->limb[l].out[0]) <= JUDGED_TO && fabs(p->limb[l].out[1]) <= JUDGED_TO)
			r = outside(&of[1], b->bend[l], value);
	}
	return r;
}
