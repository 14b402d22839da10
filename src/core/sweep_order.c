/* core/sweep_order.c -- finds an order in which few things are open at a time, before anything is computed.
 *
 * A path decomposition of a hypergraph: the vertices are what may become bits of the table, an edge is what has to be open together for one
 * step (all children of a fused root; the two ends of a tie).  Greedy: the next vertex to be done with is the one that opens least.
 * One plan as a rule; where it would be dear, others are made that hold other roots open (a held root is one bit, a
 * fused one needs all its children at once), and the cheapest is kept.  (Elimination and width: Dechter 1999; that a noisy-OR may be cut
 * at the finding or at the cause: Diez and Galan 2003.)
 */
#include "core/sweep_plan.h"

#include "core/sweep_simd.h"

#include "base/rng.h"

#include <assert.h>
#include <math.h>
#include <string.h>

enum { TRIES = 200, TRIES_OFTEN = 600 };

static const double dear = 3e5;          /* table operations of all runs from which a better plan is looked for ... */
static const double per_try = 20000;     /* ... one try for so many */
static const int hold_over[] = { 6, 4, 1000 };    /* a root with more children than this is held open */

/* Nearly every graph has at most 64 vertices. */
#define WORDS 1
#define NAME(x) short_##x
#include "core/sweep_search.h"
#undef WORDS
#undef NAME
#define WORDS (p->words)
#define NAME(x) long_##x
#include "core/sweep_search.h"

static void make_plan(struct plan *p, double limit)
{
	if (p->words == 1)
		short_make_plan(p, limit);
	else
		long_make_plan(p, limit);
}

static void follow(struct plan *p, const int *order, double limit)
{
	if (p->words == 1)
		short_follow(p, order, limit);
	else
		long_follow(p, order, limit);
}

static void keep(struct sweep *s, const struct plan *p)
{
	memcpy(s->op, p->op, (size_t)p->n_ops * sizeof(struct op));
	s->n_ops = p->n_ops;
	s->width = p->width;
	s->cost = p->cost;
}

/* The order in which the best plan so far closes its vertices. */
static void read_order(const struct sweep *s, const struct plan *p, int *order)
{
	int n = 0;

	for (int i = 0; i < s->n_ops; i++)
		if (s->op[i].kind == OP_CLOSE)
			order[n++] = p->vertex[s->op[i].at];
}

/* Moves one vertex at a time to another place in the order and keeps what is cheaper. */
static void improve(struct sweep *s, struct plan *p, struct rng *chance, int tries)
{
	int *order = p->order, n = p->n_vertices;

	read_order(s, p, order);
	for (int i = 0; i < tries && !plan_tired(p); i++) {
		int from = rng_below(chance, n), to = rng_below(chance, n), v = order[from];

		memmove(order + from, order + from + 1, (size_t)(n - 1 - from) * sizeof(int));
		memmove(order + to + 1, order + to, (size_t)(n - 1 - to) * sizeof(int));
		order[to] = v;
		follow(p, order, s->cost);
		if (p->cost < s->cost) {
			keep(s, p);
			continue;
		}
		memmove(order + to, order + to + 1, (size_t)(n - 1 - to) * sizeof(int));
		memmove(order + from + 1, order + from, (size_t)(n - 1 - from) * sizeof(int));
		order[from] = v;
	}
}

static void search(struct sweep *s, struct plan *p, double runs)
{
	struct rng chance = rng_new(20261121);
	enum { HOLDS = sizeof(hold_over) / sizeof(*hold_over) };
	int hold = 0, most = runs > 1 ? TRIES_OFTEN : TRIES;

	s->op = plan_room(p, (size_t)p->most_ops, sizeof(struct op));
	for (int i = 0; i < HOLDS && s->cost * runs > dear && !plan_tired(p); i++) {
		plan_graph(p, hold_over[i]);
		make_plan(p, s->cost < s->most ? s->cost : s->most);
		if (p->cost < s->cost) {
			keep(s, p);
			hold = i;
		}
	}
	if (s->cost * runs <= dear || isinf(s->cost))
		return;
	plan_graph(p, hold_over[hold]);
	improve(s, p, &chance, s->cost * runs / per_try < most ? (int)(s->cost * runs / per_try) : most);
}

void sweep_order(struct sweep *s, double runs)
{
	struct plan p = { .s = s };

	s->cost = HUGE_VAL;
	if (plan_begin(&p))
		search(s, &p, runs);
	s->looking -= p.looked;
}
