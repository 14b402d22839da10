/* core/plan_spots.c -- where the hands go: what drives the pain and where it hurts, in turns.
 *
 * Drivers come from the chain of muscles (core/chain.h): what pressing confirmed first, then the likeliest.  Where a driver lies under
 * a mark the two are one spot.  The low back comes last.
 */
#include "core/plan_model.h"

enum { SPOT_DRIVERS = 4 };

static void add_mark(struct model *m, struct spot *list, int *n, int region)
{
	const struct kb *kb = m->kb;
	int left = m->c->mark[region], right = m->c->mark[kb->region[region].mirror], strong = left > right ? left : right, i = *n;

	if (strong <= 0)
		return;
	for (; i > 0 && list[i - 1].mark < strong; i--)
		list[i] = list[i - 1];
	enum side side = left > 0 && right > 0 ? SIDE_NONE : left > 0 ? SIDE_LEFT : SIDE_RIGHT;
	list[i] = (struct spot){ side == SIDE_RIGHT ? kb->region[region].mirror : region, side, strong, NULL };
	++*n;
}

static bool covers(const struct model *m, const struct spot *s, int left, enum side side)
{
	int base = s->side == SIDE_RIGHT ? m->kb->region[s->region].mirror : s->region;

	return base == left && (s->side == SIDE_NONE || s->side == side);
}

/* The drivers worth a place of their own or under a mark: at most SPOT_DRIVERS, confirmed ones first. */
static int choose_drivers(const struct model *m, const struct plan_driver **out)
{
	int n = 0;

	for (int known = 1; known >= 0; known--)
		for (int i = 0; i < m->n_drivers && n < SPOT_DRIVERS; i++) {
			const struct plan_driver *d = &m->driver[i];

			if (d->known == (known == 1) && m->kb->unit[d->unit].region >= 0)
				out[n++] = d;
		}
	return n;
}

static void add_spot(struct model *m, const struct spot *s)
{
	for (int i = 0; i < m->n_spots; i++)
		if (m->spot[i].region == s->region && m->spot[i].side == s->side)
			return;
	if (m->n_spots < SPOTS_MOST)
		m->spot[m->n_spots++] = *s;
}

void plan_find_spots(struct model *m)
{
	const struct plan_driver *driver[SPOT_DRIVERS];
	struct spot marks[SPOTS_MOST], own[SPOT_DRIVERS];
	int n_marks = 0, n_own = choose_drivers(m, driver), low = kb_region(m->kb, "low_back_left");

	for (int r = 0; r < m->kb->n_regions && n_marks < SPOTS_MOST; r++)
		if (m->kb->region[r].side == SIDE_LEFT)
			add_mark(m, marks, &n_marks, r);
	m->marked = n_marks > 0;
	for (int i = 0; i < n_own; i++) {
		int left = m->kb->unit[driver[i]->unit].region, k = 0;

		while (k < n_marks && !covers(m, &marks[k], left, driver[i]->side))
			k++;
		if (k < n_marks && !marks[k].driver)
			marks[k].driver = driver[i];
		own[i] = k < n_marks ? marks[k] :
			(struct spot){ driver[i]->side == SIDE_RIGHT ? m->kb->region[left].mirror : left, driver[i]->side, 0, driver[i] };
	}
	for (int i = 0; i < n_own || i < n_marks; i++) {
		if (i < n_own)
			add_spot(m, &own[i]);
		if (i < n_marks)
			add_spot(m, &marks[i]);
	}
	if (low >= 0)           /* where nothing else can be done, or nothing was marked */
		add_spot(m, &(struct spot){ low, SIDE_NONE, 0, NULL });
}
