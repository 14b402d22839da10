/* core/kb_figure.c -- figures: names and numbers of the poses, of what is needed and of what is worked. */
#include "core/kb_raw.h"

#include <string.h>

struct at { struct loading *l; const struct where *w; };

/* Absent: what stands there already, so that a pose goes on from the one before. */
static bool number(const struct at *at, const char *field, const char *text, double least, double most, double *out)
{
	double v;

	if (!text)
		return true;
	if (!kb_number(at->l, at->w, field, text, &v))
		return false;
	*out = v;
	return (v >= least && v <= most) || kb_bad(at->l, at->w, field, "%g is not between %g and %g", v, least, most);
}

static bool place(const struct at *at, const char *field, const char *text, double *out)
{
	return number(at, field, text, -300, 300, out);
}

bool kb_take_coordinate(struct loading *l, const struct where *w, const char *field, const char *text, double *out)
{
	const struct at at = { l, w };

	return place(&at, field, text, out);
}

static bool angle(const struct at *at, const char *field, const char *text, double *out)
{
	return number(at, field, text, -360, 360, out);
}

static bool take_limb(const struct at *at, const struct raw_limb *r, struct pose *p)
{
	struct limb m = { 0 };
	int first = r->of == LIMBS ? LEG_RIGHT : r->of == LIMBS + 1 ? ARM_RIGHT : r->of, last = r->of < LIMBS ? first : first + 1;

	m.placed = r->x || r->y;
	m.tipped = r->tip != NULL;
	if (m.placed && (!r->x || !r->y || r->lift))
		return kb_bad(at->l, at->w, "limbs", "a limb has a place, x and y, or an angle, lift: one of the two");
	if (!angle(at, "lift", r->lift, &m.lift) || !angle(at, "bend", r->bend, &m.bend) || !angle(at, "tip", r->tip, &m.tip) ||
	    !angle(at, "out", r->out, &m.out[0]) || !place(at, "x", r->x, &m.x) || !place(at, "y", r->y, &m.y))
		return false;
	m.out[1] = m.out[0];
	if (!angle(at, "out2", r->out2, &m.out[1]))
		return false;
	for (int l = first; l <= last; l++)
		p->limb[l] = m;
	return true;
}

static bool take_pose(const struct at *at, const struct raw_pose *r, struct pose *p)
{
	if (!place(at, "x", r->x, &p->x) || !place(at, "y", r->y, &p->y) || !angle(at, "lean", r->lean, &p->lean) ||
	    !angle(at, "low", r->low, &p->low) || !angle(at, "upper", r->upper, &p->upper) || !angle(at, "neck", r->neck, &p->neck) ||
	    !angle(at, "nod", r->nod, &p->nod))
		return false;
	for (unsigned i = 0; i < r->n_limbs; i++)
		if (!take_limb(at, &r->limb[i], p))
			return false;
	return true;
}

static bool take_poses(const struct at *at, const struct raw_figure *r, int least, struct figure *to)
{
	if ((int)r->n_poses < least || r->n_poses > FIGURE_POSES)
		return kb_bad(at->l, at->w, "poses", "a figure has %d to %d poses", least, FIGURE_POSES);
	for (; to->n_poses < (int)r->n_poses; to->n_poses++) {
		struct pose *p = &to->pose[to->n_poses];

		if (to->n_poses)
			*p = p[-1];
		if (!take_pose(at, &r->pose[to->n_poses], p))
			return false;
	}
	return true;
}

static bool take_props(const struct at *at, const struct raw_figure *r, struct figure *to)
{
	struct prop *out = NEWS(at->l->a, struct prop, r->n_props + 1);

	to->prop = out;
	for (; to->n_props < (int)r->n_props; to->n_props++, out++) {
		const struct raw_prop *from = &r->prop[to->n_props];

		out->thing = (enum thing)from->thing;
		out->hold = (enum hold)from->hold;
		if (!place(at, "x", from->x, &out->x) || !place(at, "y", from->y, &out->y) || !place(at, "to_x", from->to_x, &out->to_x) ||
		    !place(at, "to_y", from->to_y, &out->to_y) || !kb_int(at->l, at->w, "pose", from->pose, 0, 1, (int)r->n_poses, &out->pose))
			return false;
	}
	return true;
}

static bool take_marks(const struct at *at, const struct raw_figure *r, struct figure *to)
{
	struct arrow *arrow = NEWS(at->l->a, struct arrow, r->n_arrows + 1);
	struct glow *glow = NEWS(at->l->a, struct glow, r->n_glows + 1);

	to->arrow = arrow;
	to->glow = glow;
	for (; to->n_arrows < (int)r->n_arrows; to->n_arrows++, arrow++) {
		const struct raw_arrow *from = &r->arrow[to->n_arrows];

		if (!place(at, "x", from->x, &arrow->x) || !place(at, "y", from->y, &arrow->y) || !place(at, "to_x", from->to_x, &arrow->to_x) ||
		    !place(at, "to_y", from->to_y, &arrow->to_y) || !place(at, "bow", from->bow, &arrow->bow))
			return false;
	}
	for (; to->n_glows < (int)r->n_glows; to->n_glows++, glow++) {
		const struct raw_glow *from = &r->glow[to->n_glows];

		*glow = (struct glow){ (enum flesh)from->part, (enum surface)from->surface, from->side != SIDE_NONE, from->side == SIDE_LEFT };
	}
	return true;
}

bool kb_take_drawing(struct loading *l, const struct where *w, const struct raw_figure *r, int least, struct figure *to)
{
	const struct at at = { l, w };

	*to = r->is;
	to->view = (enum view)r->view;
	to->sided = r->sided;
	to->round = r->round;
	to->file = w->file;
	to->line = w->line;
	return kb_name(l, w, "of", KIND_ITEM, r->of, &to->item) && take_poses(&at, r, least, to) && take_props(&at, r, to) && take_marks(&at, r, to);
}

bool kb_take_figures(struct loading *l)
{
	struct kb *kb = l->kb;

	kb->figure = NEWS(l->a, struct figure, l->raw.n_figures + 1);
	for (; kb->n_figures < (int)l->raw.n_figures; kb->n_figures++) {
		const struct raw_figure *r = &l->raw.figure[kb->n_figures];
		struct figure *to = &kb->figure[kb->n_figures];

		if (!kb_take_drawing(l, &r->where, r, 2, to))
			return false;
		if (kb->item[to->item].figure >= 0)
			return kb_bad(l, &r->where, "of", "%.64s is drawn twice", r->of);
		kb->item[to->item].figure = kb->n_figures;
	}
	return true;
}
