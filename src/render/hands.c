/* render/hands.c -- see render/hands.h. */
#include "render/hands.h"

#include "base/fmt.h"
#include "render/figure.h"
#include "render/figure_parts.h"
#include "render/hand_grip.h"

#include <math.h>
#include <string.h>

enum { LONG = 150, LYING = 45, SCALE_LEFT = 10, SCALE_STEP = 30 };

struct drawing { struct arena *a; const struct hands *h; struct pen body, hand; };

static struct drawing drawing_new(struct arena *a, const struct hands *h, bool mirrored)
{
	struct drawing d = { a, h, pen_new(a, h->drawn.view, mirrored != (h->seen == SIGHT_BACK)), pen_new(a, VIEW_FRONT, mirrored) };

	d.body.scale = d.hand.scale = LONG / fmax(h->to_x - h->x, h->to_y - h->y);
	return d;
}

static void line(struct pen *p, const struct point *at, int n)
{
	pen_begin(p);
	pen_lines(p, at, n);
	pen_end(p, "bone", 0);
}

/* From the spine at a node: up by up, to a side by out. */
static struct point by_spine(const struct body *b, int node, double up, double out)
{
	return pen_add(pen_add(b->spine[node], b->turn[node], up), b->turn[node] + 90, out);
}

/* What fingers find on a back: the row of the spine, the rims of the shoulder blades, the crests and the sacrum between them, the cleft; the
 * folds behind the knees. */
static void landmarks(struct pen *p, const struct pose *pose)
{
	struct body b;

	pose_solve(VIEW_FRONT, pose, &b);
	for (int i = 2; i < NODE_HEAD; i++)
		line(p, (struct point[]){ by_spine(&b, i, -1, 0), by_spine(&b, i, 1.4, 0) }, 2);
	for (int s = -1; s <= 1; s += 2) {
		line(p, (struct point[]){ by_spine(&b, 8, 0, 12 * s), by_spine(&b, 8, 1, 6.4 * s), by_spine(&b, 7, 0, 6.2 * s), by_spine(&b, 6, 2, 7.6 * s),
			by_spine(&b, 6, -1.6, 9.6 * s), by_spine(&b, 7, 0, 12 * s) }, 6);
		line(p, (struct point[]){ by_spine(&b, 2, -1, 13.4 * s), by_spine(&b, 2, 2.8, 9 * s), by_spine(&b, 2, 1.4, 4.6 * s), by_spine(&b, 1, 0, 3.4 * s),
			by_spine(&b, 0, -1, 0.4 * s) }, 5);
		struct point knee = b.joint[s < 0 ? LEG_RIGHT : LEG_LEFT][1];
		line(p, (struct point[]){ { knee.x - 3, knee.y + 0.4, 0 }, { knee.x, knee.y - 0.4, 0 }, { knee.x + 3, knee.y + 0.4, 0 } }, 3);
	}
	line(p, (struct point[]){ by_spine(&b, 0, -1, 0), by_spine(&b, 0, -9.5, 0) }, 2);
}

/* Of who lies on a side: the lowest rib and the crest of the hip. */
static void landmarks_side(struct pen *p, const struct pose *pose)
{
	struct body b;

	pose_solve(VIEW_SIDE, pose, &b);
	line(p, (struct point[]){ by_spine(&b, 4, 4, -7), by_spine(&b, 4, 0.6, -1), by_spine(&b, 4, 1, 3), by_spine(&b, 5, 0, 8.6) }, 4);
	line(p, (struct point[]){ by_spine(&b, 1, 2, -8), by_spine(&b, 2, 1.6, -3), by_spine(&b, 2, 0.6, 3), by_spine(&b, 1, -0.6, 7.6) }, 4);
}

/* A right sole, its toes up, the big one to the left. */
static void sole(struct pen *p)
{
	static const struct point edge[] = { { 0, -3.8, 0 }, { -3.4, -2.2, 0 }, { -3.8, 2, 0 }, { -3.1, 8, 0 }, { -4.2, 14, 0 }, { -4.6, 17.4, 0 },
		{ -2.6, 19.4, 0 }, { 1, 19, 0 }, { 4, 16.8, 0 }, { 4.8, 13, 0 }, { 4.4, 6, 0 }, { 3.9, 1, 0 }, { 3.2, -2.4, 0 } };
	static const struct { double x, y, r; } toe[] = { { -3, 21, 2 }, { -0.2, 21.4, 1.35 }, { 1.9, 20.6, 1.25 }, { 3.6, 19.2, 1.15 }, { 4.9, 17.3, 1.05 } };

	for (size_t i = 0; i < sizeof(toe) / sizeof(*toe); i++) {
		pen_begin(p);
		pen_disc(p, (struct point){ toe[i].x, toe[i].y, 0 }, toe[i].r);
		pen_end(p, "near", 0);
	}
	pen_begin(p);
	pen_smooth(p, edge, (int)(sizeof(edge) / sizeof(*edge)));
	pen_end(p, "near", 0);
	line(p, (struct point[]){ { -2.7, 4, 0 }, { -0.6, 7, 0 }, { -0.6, 10, 0 }, { -3, 13, 0 } }, 4);
}

static void body(struct drawing *d, const struct pose *pose, struct scene *to)
{
	d->body.to = to;
	if (d->h->seen == SIGHT_SOLE)
		sole(&d->body);
	else
		figure_person(&d->body, &d->h->drawn, pose);
	if (d->h->seen == SIGHT_BACK)
		landmarks(&d->body, pose);
	if (d->h->seen == SIGHT_SIDE && d->h->drawn.n_props && d->h->drawn.prop[0].thing == THING_MAT && fabs(pose->lean) < LYING)
		landmarks_side(&d->body, pose);
}

/* Body and hands at a time: 1.5 is midway from the second place to the third.  Returns how many shapes are the body's. */
static int scene(struct drawing *d, const struct pose *pose, double when, struct scene *to)
{
	int n = d->h->drawn.n_poses, from = (int)when, bodily;

	to->n = 0;
	body(d, pose, to);
	bodily = to->n;
	d->hand.to = to;
	for (int i = 0; i < d->h->n_hands; i++) {
		const struct hand_at at = hand_between(&d->h->hand[i], from % n, (from + 1) % n, when - from);

		hand_draw(&d->hand, &d->h->hand[i], &at, n == 1);
	}
	return bodily;
}

/* Where hands begin that leave it by more than a little. */
static void before(struct drawing *d, struct scene *to)
{
	int last = d->h->drawn.n_poses - 1;

	to->n = 0;
	d->hand.to = to;
	for (int i = 0; i < d->h->n_hands; i++) {
		const struct hand *h = &d->h->hand[i];

		if (hypot(h->at[0].x - h->at[last].x, h->at[0].y - h->at[last].y) > 4)
			hand_ghost(&d->hand, h, &h->at[0]);
	}
}

static void arrows(struct drawing *d, struct scene *to)
{
	to->n = 0;
	d->hand.to = to;
	pen_begin(&d->hand);
	for (int i = 0; i < d->h->drawn.n_arrows; i++)
		pen_arrow(&d->hand, &d->h->drawn.arrow[i]);
	if (d->h->drawn.n_arrows)
		pen_end(&d->hand, "way", 0);
}

static void window(const struct drawing *d, struct picture *p)
{
	const struct hands *h = d->h;
	double scale = d->hand.scale;

	p->left = (d->hand.mirrored ? -h->to_x : h->x) * scale;
	p->top = -h->to_y * scale;
	p->wide = (h->to_x - h->x) * scale;
	p->high = (h->to_y - h->y) * scale;
}

static int add(struct shape *to, int n, const struct shape *from, int many)
{
	memcpy(to + n, from, (size_t)many * sizeof(*to));
	return n + many;
}

struct picture hands_picture(struct arena *a, const struct hands *h, bool mirrored)
{
	struct drawing d = drawing_new(a, h, mirrored);
	struct scene *ghost = NEW(a, struct scene), *last = NEW(a, struct scene), *way = NEW(a, struct scene);
	struct shape *at = NEWS(a, struct shape, 3 * SHAPES_MOST);
	int end = h->drawn.n_poses - 1, bodily = scene(&d, &h->drawn.pose[end], end, last);
	struct picture out = { .at = at };

	before(&d, ghost);
	arrows(&d, way);
	out.n = add(at, 0, last->at, bodily);
	out.n = add(at, out.n, ghost->at, ghost->n);
	out.n = add(at, out.n, last->at + bodily, last->n - bodily);
	out.n = add(at, out.n, way->at, way->n);
	window(&d, &out);
	return out;
}

static void put_head(struct arena *a, struct buf *out, const struct hands_view *v, const struct picture *p, bool moving)
{
	const struct figure *f = &v->hands->drawn;

	buf_fmt(out, "<svg class=\"figure hands\" viewBox=\"%g %g %g %g\" role=\"img\" aria-labelledby=\"%s-t %s-d\"", p->left, p->top, p->wide, p->high,
		v->id, v->id);
	if (moving)
		buf_fmt(out, " data-figure-svg data-poses=\"%d\"%s", f->n_poses, f->round ? " data-round" : "");
	buf_fmt(out, ">\n<title id=\"%s-t\">", v->id);
	buf_html(out, v->name);
	buf_str(out, ", ");
	buf_html(out, v->hands->place);
	if (f->sided)
		buf_str(out, v->mirrored ? ", left side" : ", right side");
	buf_fmt(out, "</title>\n<desc id=\"%s-d\">", v->id);
	buf_html(out, figure_words(a, f->start, v->mirrored));
	buf_char(out, ' ');
	buf_html(out, figure_words(a, f->end, v->mirrored));
	buf_str(out, "</desc>\n");
}

static void put_group(struct buf *out, const struct scene *s)
{
	buf_str(out, "<g class=\"before\">\n");
	for (int i = 0; i < s->n; i++)
		buf_fmt(out, "<path class=\"%s\" d=\"%s\"/>\n", s->at[i].class, s->at[i].d);
	buf_str(out, "</g>\n");
}

void hands_svg(struct arena *a, struct buf *out, const struct hands_view *v)
{
	const struct figure *f = &v->hands->drawn;
	struct drawing d = drawing_new(a, v->hands, v->mirrored);
	struct scene *step = NEWS(a, struct scene, STEPS_MOST), *last = NEW(a, struct scene), *part = NEW(a, struct scene);
	struct pose at[STEPS_MOST];
	double when[STEPS_MOST];
	bool moving = v->moving && f->n_poses > 1;
	int n = moving ? figure_steps(f, at, when) : 0, bodily = scene(&d, &f->pose[f->n_poses - 1], f->n_poses - 1, last);
	struct picture p;

	for (int i = 0; i < n; i++)
		scene(&d, &at[i], when[i], &step[i]);
	window(&d, &p);
	put_head(a, out, v, &p, moving);
	figure_put(out, f, last, step, n, 0, bodily);
	before(&d, part);
	put_group(out, part);
	figure_put(out, f, last, step, n, bodily, last->n);
	arrows(&d, part);
	for (int i = 0; i < part->n; i++)
		buf_fmt(out, "<path class=\"%s\" d=\"%s\"/>\n", part->at[i].class, part->at[i].d);
	buf_str(out, "</svg>\n");
}

/* ---- how firm it feels ---- */

const char *firm_words(struct arena *a, const struct kb *kb, const struct hands *h)
{
	const char *least = kb_firm(kb, h->feel_least), *most = kb_firm(kb, h->feel_most);

	if (!h->feel_most)
		return "";
	if (h->feel_least < (kb->n_firm > 1 ? kb->firm[1].at : 0))
		return arena_fmt(a, "%d to %d of 10: %s at most", h->feel_least, h->feel_most, most);
	if (strcmp(least, most) == 0)
		return arena_fmt(a, "%d to %d of 10: %s", h->feel_least, h->feel_most, most);
	return arena_fmt(a, "%d to %d of 10: from %s to %s", h->feel_least, h->feel_most, least, most);
}

void firm_svg(struct arena *a, struct buf *out, const struct kb *kb, const struct hands *h)
{
	if (!h->feel_most)
		return;
	buf_fmt(out, "<svg class=\"firm\" viewBox=\"0 0 320 52\" role=\"img\" aria-label=\"How firm it feels, %s\">\n", firm_words(a, kb, h));
	buf_str(out, "<path class=\"all\" d=\"M10 12H310\"/>\n");
	if (kb->n_firm)
		buf_fmt(out, "<path class=\"over\" d=\"M%d 12H310\"/>\n", SCALE_LEFT + SCALE_STEP * kb->firm[kb->n_firm - 1].at);
	buf_fmt(out, "<path class=\"meant\" d=\"M%d 12H%d\"/>\n", SCALE_LEFT + SCALE_STEP * h->feel_least, SCALE_LEFT + SCALE_STEP * h->feel_most);
	for (int i = 0; i <= 10; i++)
		buf_fmt(out, "<text class=\"%s\" x=\"%d\" y=\"32\">%d</text>\n", i >= h->feel_least && i <= h->feel_most ? "n on" : "n",
			SCALE_LEFT + SCALE_STEP * i, i);
	for (int i = 0; i < kb->n_firm; i++) {
		buf_fmt(out, "<text class=\"w\" x=\"%d\" y=\"48\">", SCALE_LEFT - 4 + SCALE_STEP * kb->firm[i].at);
		buf_html(out, kb->firm[i].word);
		buf_str(out, "</text>\n");
	}
	buf_str(out, "</svg>\n");
}
