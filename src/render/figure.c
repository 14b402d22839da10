/* render/figure.c -- see render/figure.h.  Order is depth: far limbs, trunk and head, near leg, what is carried, near arm. */
#include "render/figure.h"

#include "base/str.h"
#include "render/figure_parts.h"

#include <assert.h>
#include <math.h>
#include <string.h>

enum { MARGIN = 5, FLEXED = 45 };

/* Limbs alone. */
static void flesh(struct pen *p, const struct body *b, const char *class, const enum limb_of *limb, int n)
{
	pen_begin(p);
	for (int i = 0; i < n; i++)
		body_limb(p, b, limb[i], LIMB_WHOLE);
	pen_end(p, class, 0);
}

static void piece(struct pen *p, const struct body *b, enum limb_of l, enum limb_piece which, const char *class)
{
	pen_begin(p);
	body_limb(p, b, l, which);
	pen_end(p, class, 0);
}

/* The line where the limb begins is wiped out by its root, drawn once more without a line. */
static void near_limb(struct pen *p, const struct body *b, enum limb_of l)
{
	piece(p, b, l, LIMB_REST, "near");
	piece(p, b, l, LIMB_ROOT, "seam");
}

/* A thigh towards us, the shin before it. */
static void flexed_leg(struct pen *p, const struct body *b, enum limb_of l)
{
	piece(p, b, l, LIMB_UPPER, "near");
	piece(p, b, l, LIMB_ROOT, "seam");
	piece(p, b, l, LIMB_LOWER, "near");
}

/* Trunk and head, these limbs whole, those by their root. */
static void trunk(struct pen *p, const struct body *b, const char *class, const enum limb_of *whole, int n, const enum limb_of *root, int m)
{
	pen_begin(p);
	for (int i = 0; i < n; i++)
		body_limb(p, b, whole[i], LIMB_WHOLE);
	for (int i = 0; i < m; i++)
		body_limb(p, b, root[i], LIMB_ROOT);
	body_trunk(p, b);
	body_head(p, b);
	pen_end(p, class, 0);
}

static void things(struct pen *p, const struct figure *f, const struct body *b, bool behind)
{
	for (int i = 0; i < f->n_props; i++)
		if (thing_behind(&f->prop[i]) == behind)
			thing_draw(p, &f->prop[i], b);
}

static bool on_leg(const struct glow *g)
{
	return g->part == PART_THIGH || g->part == PART_SHIN;
}

/* Glows of one depth: on the far leg, on the trunk, on the near leg. */
static void glows(struct pen *p, const struct figure *f, const struct body *b, bool leg, bool far)
{
	for (int i = 0; i < f->n_glows; i++) {
		const struct glow *g = &f->glow[i];

		if (on_leg(g) != leg || (leg && p->view == VIEW_SIDE && g->left != far))
			continue;
		pen_begin(p);
		body_glow(p, b, g);
		pen_end(p, "glow", 0);
	}
}

static void person_side(struct pen *p, const struct figure *f, const struct body *b)
{
	flesh(p, b, "far", (enum limb_of[]){ LEG_LEFT }, 1);
	glows(p, f, b, true, true);
	flesh(p, b, "far", (enum limb_of[]){ ARM_LEFT }, 1);
	trunk(p, b, "near", NULL, 0, (enum limb_of[]){ LEG_RIGHT, ARM_RIGHT }, 2);
	near_limb(p, b, LEG_RIGHT);
	glows(p, f, b, false, false);
	glows(p, f, b, true, false);
	things(p, f, b, false);
	near_limb(p, b, ARM_RIGHT);
}

static void person_front(struct pen *p, const struct figure *f, const struct pose *pose, const struct body *b)
{
	enum limb_of straight[2], flexed[LIMBS] = { ARM_RIGHT, ARM_LEFT };
	int n = 0, m = 2;

	for (int l = LEG_RIGHT; l <= LEG_LEFT; l++)
		if (fabs(pose->limb[l].out[0]) < FLEXED)
			straight[n++] = (enum limb_of)l;
		else
			flexed[m++] = (enum limb_of)l;
	trunk(p, b, "near", straight, n, flexed, m);
	glows(p, f, b, false, false);
	for (int i = 2; i < m; i++)
		flexed_leg(p, b, flexed[i]);
	glows(p, f, b, true, false);
	things(p, f, b, false);
	near_limb(p, b, ARM_LEFT);
	near_limb(p, b, ARM_RIGHT);
}

void figure_person(struct pen *p, const struct figure *f, const struct pose *pose)
{
	struct body b;

	pose_solve(f->view, pose, &b);
	things(p, f, &b, true);
	if (f->view == VIEW_SIDE)
		person_side(p, f, &b);
	else
		person_front(p, f, pose, &b);
}

static void draw(struct pen *p, const struct figure *f, const struct pose *pose, struct scene *to)
{
	to->n = 0;
	p->to = to;
	figure_person(p, f, pose);
}

/* The first pose in one path, and what is needed only there or is carried from there. */
static void draw_ghost(struct pen *p, const struct figure *f, struct scene *to)
{
	const enum limb_of all[] = { LEG_LEFT, ARM_LEFT, LEG_RIGHT, ARM_RIGHT };
	struct body b;

	pose_solve(f->view, &f->pose[0], &b);
	to->n = 0;
	p->to = to;
	for (int i = 0; i < f->n_props; i++)
		if (f->prop[i].pose == 1 || (!f->prop[i].pose && !thing_behind(&f->prop[i])))
			thing_draw(p, &f->prop[i], &b);
	trunk(p, &b, "ghost", all, LIMBS, NULL, 0);
}

int figure_steps(const struct figure *f, struct pose *at, double *when)
{
	int legs = f->n_poses - !f->round, each = f->n_poses == 2 ? 4 : 2, n = 0;

	for (int i = 0; i < legs; i++)
		for (int k = 0; k < each; k++) {
			when[n] = i + (double)k / each;
			at[n++] = pose_between(f->view, &f->pose[i], &f->pose[(i + 1) % f->n_poses], (double)k / each);
		}
	when[n] = legs;
	at[n++] = f->pose[f->round ? 0 : f->n_poses - 1];
	assert(n <= STEPS_MOST);
	return n;
}

static void put_moving(struct buf *out, const struct scene *step, int n, int i)
{
	bool same = true;

	for (int k = 1; k < n; k++)
		same = same && strcmp(step[k].at[i].d, step[0].at[i].d) == 0;
	if (same)
		return;
	for (int k = 0; k < n; k++)
		buf_fmt(out, "%s%s", k ? "|" : " data-d=\"", step[k].at[i].d);
	buf_str(out, "\"");
}

void figure_put(struct buf *out, const struct figure *f, const struct scene *last, const struct scene *step, int n, int from, int to)
{
	for (int i = from; i < to; i++) {
		const struct shape *s = &last->at[i];
		bool off = s->pose && s->pose != f->n_poses;

		if (off && !n)
			continue;
		buf_fmt(out, "<path class=\"%s%s\"", s->class, off ? " off" : "");
		if (s->pose && n)
			buf_fmt(out, " data-pose=\"%d\"", s->pose);
		if (n)
			put_moving(out, step, n, i);
		buf_fmt(out, " d=\"%s\"/>\n", s->d);
	}
}

const char *figure_words(struct arena *a, const char *text, bool mirrored)
{
	struct buf b = buf_new(a, 4096);

	for (; *text; text++) {
		bool side = str_begins(text, "{side}"), other = str_begins(text, "{other}");

		if (side || other)
			buf_str(&b, side == mirrored ? "left" : "right");
		else
			buf_char(&b, *text);
		text += side ? 5 : other ? 6 : 0;
	}
	return b.n ? b.at : "";
}

/* A mat that is seen from above is the floor. */
static bool from_above(const struct figure *f)
{
	bool above = false;

	for (int i = 0; i < f->n_props; i++)
		above |= f->prop[i].thing == THING_MAT && f->prop[i].to_y != 0;
	return above;
}

static void put_head(struct arena *a, struct buf *out, const struct figure_view *v, const struct pen *p)
{
	const struct figure *f = v->figure;
	double left = floor(p->left - MARGIN), top = floor(p->top - MARGIN);
	double w = ceil(p->right + MARGIN) - left, h = ceil(p->bottom + MARGIN) - top;

	buf_fmt(out, "<svg class=\"figure\" viewBox=\"%g %g %g %g\" role=\"img\" aria-labelledby=\"%s-t %s-d\"", left, top, w, h, v->id, v->id);
	if (v->moving)
		buf_fmt(out, " data-figure-svg data-poses=\"%d\"%s", f->n_poses, f->round ? " data-round" : "");
	buf_fmt(out, ">\n<title id=\"%s-t\">", v->id);
	buf_html(out, v->name);
	if (f->sided)
		buf_str(out, v->mirrored ? ", left side" : ", right side");
	buf_fmt(out, "</title>\n<desc id=\"%s-d\">", v->id);
	buf_html(out, figure_words(a, f->start, v->mirrored));
	buf_char(out, ' ');
	buf_html(out, figure_words(a, f->end, v->mirrored));
	buf_str(out, "</desc>\n");
	if (!from_above(f))
		buf_fmt(out, "<path class=\"floor\" d=\"M%g 0H%g\"/>\n", left + MARGIN - 2, left + w - MARGIN + 2);
}

void figure_svg(struct arena *a, struct buf *out, const struct figure_view *v)
{
	const struct figure *f = v->figure;
	struct pen pen = pen_new(a, f->view, v->mirrored);
	struct pose at[STEPS_MOST];
	double when[STEPS_MOST];
	struct scene *step = NEWS(a, struct scene, STEPS_MOST), *last = NEW(a, struct scene), *ghost = NEW(a, struct scene);
	int n = figure_steps(f, at, when);

	for (int i = 0; i < n; i++)
		draw(&pen, f, &at[i], &step[i]);
	draw(&pen, f, &f->pose[f->n_poses - 1], last);
	draw_ghost(&pen, f, ghost);
	pen_begin(&pen);
	for (int i = 0; i < f->n_arrows; i++)
		pen_arrow(&pen, &f->arrow[i]);
	put_head(a, out, v, &pen);
	buf_str(out, "<g class=\"before\">\n");
	for (int i = 0; i < ghost->n; i++)
		buf_fmt(out, "<path class=\"%s\" d=\"%s\"/>\n", ghost->at[i].class, ghost->at[i].d);
	buf_str(out, "</g>\n");
	figure_put(out, f, last, step, v->moving ? n : 0, 0, last->n);
	if (f->n_arrows)
		buf_fmt(out, "<path class=\"way\" d=\"%s\"/>\n", pen.d.at);
	buf_str(out, "</svg>\n");
}
