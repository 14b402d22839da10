/* core/sweep_order.c -- finds an order in which few things are open at a time, before anything is computed.
 *
 * A path decomposition of a hypergraph: the vertices are what may become bits of the table, an edge is what has to be open together for one
 * step (all children of a fused root; the two ends of a tie).  Greedy: the next vertex to be done with is the one that leaves least open.
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

enum { LOOK_MOST = 64, TRIES = 200 };

static const double dear = 3e5;          /* table operations of all runs from which a better plan is looked for ... */
static const double per_try = 20000;     /* ... one try for so many */
static const int hold_over[] = { 6, 4, 1000 };    /* a root with more children than this is held open */

/* Does the edge explain the vertex, rather than being acted by it? */
static inline bool explains(const struct plan *p, int e, int v)
{
	return p->edge[e].kind != OP_TIE || p->vertex[p->s->tie[p->edge[e].at].to] == v;
}

static void begin(struct plan *p)
{
	size_t words = (size_t)p->words * sizeof(word);

	p->n_ops = p->n_open = p->width = 0;
	p->cost = 0;
	p->states = 1;
	memset(p->open, 0, words);
	memset(p->shut, 0, words);
	memset(p->stale, 0xff, words);
	memset(p->done, 0, (size_t)p->n_edges * sizeof(bool));
	for (int v = 0; v < p->n_vertices; v++) {
		p->left[v] = p->first[v + 1] - p->first[v];
		p->in_left[v] = 0;
		for (int i = p->first[v]; p->gates && i < p->first[v + 1]; i++)
			p->in_left[v] += explains(p, p->of[i], v);
	}
}

static inline void emit(struct plan *p, enum op_kind kind, int at, double cost)
{
	p->op[p->n_ops++] = (struct op){ kind, at };
	p->cost += cost * p->states;
}

static void open_vertex(struct plan *p, int v)
{
	put(p->open, v);
	p->n_open++;
	p->states *= 2;
	p->width = p->n_open > p->width ? p->n_open : p->width;
	emit(p, OP_OPEN, p->slot[v], 2);
}

static void close_vertex(struct plan *p, int v)
{
	emit(p, OP_CLOSE, p->slot[v], 2);
	p->open[v / WORD] &= ~((word)1 << (v % WORD));
	put(p->shut, v);
	p->n_open--;
	p->states /= 2;
}

static inline void do_edge(struct plan *p, int e)
{
	const word *mask = p->masks + p->edge[e].mask;

	for (int w = 0; w < p->words; w++)
		for (word m = mask[w] & ~p->open[w]; m; m &= m - 1)
			open_vertex(p, w * WORD + __builtin_ctzll(m));
	emit(p, p->edge[e].kind, p->edge[e].at, p->edge[e].cost);
	p->done[e] = true;
	for (int w = 0; w < p->words; w++) {
		p->stale[w] |= mask[w];
		for (word m = mask[w]; m; m &= m - 1) {
			int v = w * WORD + __builtin_ctzll(m);

			p->in_left[v] -= p->gates && explains(p, e, v);
			if (--p->left[v] == 0)
				close_vertex(p, v);
		}
	}
}

/* All that explains a vertex, before it acts. */
static void complete(struct plan *p, int v)
{
	for (int i = p->first[v]; i < p->first[v + 1] && p->in_left[v]; i++) {
		int e = p->of[i];

		if (p->done[e] || !explains(p, e, v))
			continue;
		if (p->edge[e].source >= 0)
			complete(p, p->edge[e].source);
		do_edge(p, e);
	}
}

static inline int opens(const struct plan *p, int e)
{
	const word *mask = p->masks + p->edge[e].mask;
	int n = 0;

	for (int w = 0; w < p->words; w++)
		n += __builtin_popcountll(mask[w] & ~p->open[w]);
	return n;
}

/* All steps of a vertex, those first that open least. */
COUNTING static void finish(struct plan *p, int v)
{
	if (p->gates)
		complete(p, v);
	for (;;) {
		int best = -1, least = 0;

		for (int i = p->first[v]; i < p->first[v + 1]; i++) {
			int e = p->of[i], n = p->done[e] ? 0 : opens(p, e);

			if (!p->done[e] && (best < 0 || n < least)) {
				best = e;
				least = n;
			}
		}
		if (best < 0)
			return;
		if (p->edge[best].source >= 0 && p->edge[best].source != v)
			complete(p, p->edge[best].source);
		if (!p->done[best])
			do_edge(p, best);
	}
}

/* What has to be open, at one time or another, to be done with a vertex.  `need`: until all that explains it has acted. */
static void look_from(struct plan *p, int v)
{
	word *need = p->need + v * p->words, *reach = p->reach + v * p->words;

	for (int w = 0; w < p->words; w++)
		need[w] = reach[w] = 0;
	for (int i = p->first[v]; !has(p->shut, v) && i < p->first[v + 1]; i++) {
		const struct edge *e = &p->edge[p->of[i]];
		bool before = !p->gates || explains(p, p->of[i], v);

		if (p->done[p->of[i]])
			continue;
		assert(!before || e->source < v);
		for (int w = 0; w < p->words; w++) {
			word m = p->masks[e->mask + w] | (before && e->source >= 0 ? p->need[e->source * p->words + w] : 0);

			reach[w] |= m;
			need[w] |= before ? m : 0;
		}
	}
}

/* Sources stand before what they act on, so one pass tells; where there are some, what changed is felt further than the next vertex. */
static void look_around(struct plan *p)
{
	for (int v = 0; v < p->n_vertices; v++)
		if (p->gates || has(p->stale, v))
			look_from(p, v);
	memset(p->stale, 0, (size_t)p->words * sizeof(word));
}

static inline bool within(const struct plan *p, const word *x, const word *y)
{
	word out = 0;

	for (int w = 0; w < p->words; w++)
		out |= x[w] & ~y[w];
	return !out;
}

/* How many more would be open after finishing v and all that is finished with it. */
static inline int growth(const struct plan *p, int v, int opened)
{
	const word *reach = p->reach + v * p->words;
	int closes = 0;

	for (int w = 0; w < p->words; w++)
		p->all[w] = p->open[w] | reach[w];
	for (int w = 0; w < p->words; w++)
		for (word m = p->all[w]; m; m &= m - 1)
			closes += within(p, p->reach + (w * WORD + __builtin_ctzll(m)) * p->words, p->all);
	return opened - closes;
}

static inline int opened_by(const struct plan *p, int v)
{
	const word *reach = p->reach + v * p->words;
	int n = 0;

	for (int w = 0; w < p->words; w++)
		n += __builtin_popcountll(reach[w] & ~p->open[w]);
	return n;
}

/* Only those that open little are looked at closely. */
COUNTING static int next_vertex(struct plan *p)
{
	int best = -1, best_score = 0, least = p->n_vertices, looked = 0;

	for (int v = 0; v < p->n_vertices; v++) {
		p->opens[v] = has(p->shut, v) ? p->n_vertices + 4 : opened_by(p, v);
		least = p->opens[v] < least ? p->opens[v] : least;
	}
	for (int v = 0; v < p->n_vertices && looked < LOOK_MOST; v++) {
		if (p->opens[v] > least + 3 || has(p->shut, v))
			continue;
		int score = 64 * growth(p, v, p->opens[v]) + 8 * p->opens[v];
		if (best < 0 || score < best_score) {
			best = v;
			best_score = score;
		}
		looked++;
	}
	return best;
}

/* Gives up once it is dearer than limit. */
static void make_plan(struct plan *p, double limit)
{
	begin(p);
	p->reach = p->need + p->n_vertices * p->words;
	while (p->cost <= limit) {
		look_around(p);
		int v = next_vertex(p);
		if (v < 0)
			return;
		finish(p, v);
	}
	p->cost = HUGE_VAL;
}

/* The steps in a given order of vertices.  Gives up once it is dearer than limit. */
static void follow(struct plan *p, const int *order, double limit)
{
	begin(p);
	for (int i = 0; i < p->n_vertices && p->cost <= limit; i++)
		if (!has(p->shut, order[i]))
			finish(p, order[i]);
	if (p->cost > limit)
		p->cost = HUGE_VAL;
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
	for (int i = 0; i < tries; i++) {
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

void sweep_order(struct sweep *s, double runs)
{
	struct plan p = { .s = s };
	struct rng chance = rng_new(20261121);
	enum { HOLDS = sizeof(hold_over) / sizeof(*hold_over) };
	int hold = 0;

	plan_begin(&p);
	s->op = plan_room(&p, (size_t)(2 * s->n_slots + s->n_ties + s->n_sets), sizeof(struct op));
	s->cost = HUGE_VAL;
	for (int i = 0; i < HOLDS && s->cost * runs > dear; i++) {
		plan_graph(&p, hold_over[i]);
		make_plan(&p, s->cost);
		if (p.cost < s->cost) {
			keep(s, &p);
			hold = i;
		}
	}
	if (s->cost * runs <= dear)
		return;
	plan_graph(&p, hold_over[hold]);
	improve(s, &p, &chance, s->cost * runs / per_try < TRIES ? (int)(s->cost * runs / per_try) : TRIES);
}
