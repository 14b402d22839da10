/* render/figure_pen.c -- see render/figure_pen.h. */
#include "render/figure_pen.h"

#include <assert.h>
#include <math.h>

enum { PATH_MOST = 1 << 16 };
/* How far a thing towards us moves on the screen, per centimetre: a little down, from the side also a little back. */
static const double nearer_x = -0.14, nearer_y = 0.1;

struct pen pen_new(struct arena *a, enum view view, bool mirrored)
{
	return (struct pen){ .a = a, .view = view, .mirrored = mirrored, .scale = 1, .left = 1e9, .top = 1e9, .right = -1e9, .bottom = -1e9 };
}

void pen_begin(struct pen *p)
{
	p->d = buf_new(p->a, PATH_MOST);
}

void pen_end(struct pen *p, const char *class, int pose)
{
	assert(p->to && p->to->n < SHAPES_MOST);
	p->to->at[p->to->n++] = (struct shape){ class, p->d.at, pose };
}

struct point pen_screen(const struct pen *p, struct point at)
{
	double x = (at.x + (p->view == VIEW_SIDE ? nearer_x * at.z : 0)) * p->scale;

	return (struct point){ p->mirrored ? -x : x, (-at.y + nearer_y * at.z) * p->scale, 0 };
}

struct point pen_add(struct point at, double turn, double by)
{
	return (struct point){ at.x + by * sin(turn * M_PI / 180), at.y + by * cos(turn * M_PI / 180), at.z };
}

struct point pen_between(struct point a, struct point b, double t)
{
	return (struct point){ a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t, a.z + (b.z - a.z) * t };
}

static void put_numbers(struct pen *p, const char *op, int n, const double *v)
{
	buf_str(&p->d, op);
	for (int i = 0; i < n; i++) {
		if (i)
			buf_char(&p->d, ' ');
		buf_tenths(&p->d, v[i]);
	}
}

static void put(struct pen *p, const char *op, struct point s)
{
	put_numbers(p, op, 2, (double[]){ s.x, s.y });
}

static void seen(struct pen *p, struct point s, double r)
{
	p->left = fmin(p->left, s.x - r), p->right = fmax(p->right, s.x + r);
	p->top = fmin(p->top, s.y - r), p->bottom = fmax(p->bottom, s.y + r);
}

void pen_disc(struct pen *p, struct point at, double r)
{
	struct point s = pen_screen(p, at);

	r *= p->scale;
	seen(p, s, r);
	put(p, "M", (struct point){ s.x - r, s.y, 0 });
	for (int i = 0; i < 2; i++)
		put_numbers(p, "a", 7, (double[]){ r, r, 0, 1, 1, i ? -2 * r : 2 * r, 0 });
	buf_str(&p->d, "z");
}

static double area(const struct point *s, int n)
{
	double sum = 0;

	for (int i = 0; i < n; i++)
		sum += s[i].x * s[(i + 1) % n].y - s[(i + 1) % n].x * s[i].y;
	return sum;
}

static void clockwise(struct point *s, int n)
{
	if (area(s, n) >= 0)
		return;
	for (int i = 0; i < n / 2; i++) {
		struct point t = s[i];

		s[i] = s[n - 1 - i];
		s[n - 1 - i] = t;
	}
}

void pen_link(struct pen *p, struct point a, double ra, struct point b, double rb)
{
	struct point u = pen_screen(p, a), v = pen_screen(p, b), s[4];
	double dx = v.x - u.x, dy = v.y - u.y, far = sqrt(dx * dx + dy * dy);

	ra *= p->scale;
	rb *= p->scale;
	double off = far > fabs(ra - rb) + 1e-6 ? asin((ra - rb) / far) : 0, way = atan2(dy, dx);

	for (int k = 0; k < 2; k++) {
		double n = way + (k ? -1 : 1) * (M_PI / 2 - off);

		s[k ? 3 : 0] = (struct point){ u.x + ra * cos(n), u.y + ra * sin(n), 0 };
		s[k ? 2 : 1] = (struct point){ v.x + rb * cos(n), v.y + rb * sin(n), 0 };
	}
	clockwise(s, 4);
	for (int i = 0; i < 4; i++)
		put(p, i ? "L" : "M", s[i]);
	buf_str(&p->d, "z");
}

void pen_smooth(struct pen *p, const struct point *at, int n)
{
	struct point s[64];

	assert(n >= 3 && n <= 64);
	for (int i = 0; i < n; i++) {
		s[i] = pen_screen(p, at[i]);
		seen(p, s[i], 0);
	}
	clockwise(s, n);
	put(p, "M", s[0]);
	for (int i = 0; i < n; i++) {
		struct point a = s[(i + n - 1) % n], b = s[i], c = s[(i + 1) % n], d = s[(i + 2) % n];

		put(p, "C", (struct point){ b.x + (c.x - a.x) / 6, b.y + (c.y - a.y) / 6, 0 });
		put(p, " ", (struct point){ c.x - (d.x - b.x) / 6, c.y - (d.y - b.y) / 6, 0 });
		put(p, " ", c);
	}
	buf_str(&p->d, "z");
}

void pen_box(struct pen *p, double x, double y, double to_x, double to_y, double r)
{
	struct point a = pen_screen(p, (struct point){ x, to_y, 0 }), b = pen_screen(p, (struct point){ to_x, y, 0 });
	double left = fmin(a.x, b.x), right = fmax(a.x, b.x), top = fmin(a.y, b.y), bottom = fmax(a.y, b.y);

	seen(p, a, 0);
	seen(p, b, 0);
	r = fmin(r * p->scale, fmin(right - left, bottom - top) / 2);
	put(p, "M", (struct point){ left + r, top, 0 });
	const double edge[4] = { right - r, bottom - r, left + r, top + r }, dx[4] = { r, -r, -r, r }, dy[4] = { r, r, -r, -r };
	for (int i = 0; i < 4; i++) {
		put_numbers(p, i % 2 ? "V" : "H", 1, &edge[i]);
		put_numbers(p, "a", 7, (double[]){ r, r, 0, 0, 1, dx[i], dy[i] });
	}
	buf_char(&p->d, 'z');
}

void pen_lines(struct pen *p, const struct point *at, int n)
{
	for (int i = 0; i < n; i++) {
		struct point s = pen_screen(p, at[i]);

		seen(p, s, 2);
		put(p, i ? "L" : "M", s);
	}
}

void pen_arrow(struct pen *p, const struct arrow *a)
{
	struct point u = pen_screen(p, (struct point){ a->x, a->y, 0 }), v = pen_screen(p, (struct point){ a->to_x, a->to_y, 0 });
	double dx = v.x - u.x, dy = v.y - u.y, far = fmax(1, sqrt(dx * dx + dy * dy)), bow = (p->mirrored ? -2 : 2) * a->bow * p->scale;
	struct point m = { (u.x + v.x) / 2 + bow * dy / far, (u.y + v.y) / 2 - bow * dx / far, 0 };
	double back = atan2(m.y - v.y, m.x - v.x);

	put(p, "M", u);
	put(p, "Q", m);
	put(p, " ", v);
	for (int k = 0; k < 2; k++) {
		double turn = back + (k ? -0.5 : 0.5);

		put(p, "M", v);
		put(p, "L", (struct point){ v.x + 6.5 * cos(turn), v.y + 6.5 * sin(turn), 0 });
	}
	seen(p, u, 4);
	seen(p, v, 7);
	seen(p, pen_between(pen_between(u, m, 0.5), pen_between(m, v, 0.5), 0.5), 3);
}
