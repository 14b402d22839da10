/* core/tree_order.c -- in which order the vertices of the tree are done with.
 *
 * Next is the vertex that leaves the smallest table, or the fewest new neighbours, as long as there are any (Dechter 1999; Kjaerulff 1990).
 * Several ways of choosing are tried, then the same with some chance in it; the cheapest is kept.
 */
#include "core/tree_plan.h"

#include "core/sweep_simd.h"

#include <math.h>
#include <string.h>

enum { AT_LEAST = 2, TRIES = 100 };

static const double per_try = 6000;             /* what a try takes for each vertex, in operations of the tables */
static const double share = 0.25;               /* all tries may take so much of the frontier's time */
static const double hopeless = 2;               /* not tried further when it is so much dearer than the frontier */
static const double most_words = 1 << 26;        /* that all sets may take: 512 MB */

static const struct way way[] = { { 3, true }, { 4, false }, { 6, true }, { 2, true }, { 4, true }, { 2, false } };
enum { WAYS = sizeof(way) / sizeof(*way) };

static void look_at(struct plan *p, int v)
{
	word *reach = reach_of(p, v);

	p->looked += (double)p->words * (p->first[v + 1] - p->first[v]) + p->n_live;
	memset(reach, 0, (size_t)p->words * sizeof(word));
	put(reach, v);
	for (int i = p->first[v]; i < p->first[v + 1]; i++)
		for (int w = 0; w < p->words && !p->done[p->of[i]]; w++)
			reach[w] |= mask_of(p, p->of[i])[w];
	for (int i = 0; i < p->n_live; i++)
		for (int w = 0; w < p->words && has(scope_of(p, p->live[i]), v); w++)
			reach[w] |= scope_of(p, p->live[i])[w];
}

COUNTING static void score(struct plan *p, int v)
{
	const word *reach = reach_of(p, v);
	int size = count(p, reach), missing = 0;

	p->looked += (double)p->words * (size + 2);
	for (int w = 0; w < p->words; w++)
		for (word m = reach[w]; m; m &= m - 1)
			missing += beyond(p, reach, reach_of(p, w * WORD + __builtin_ctzll(m)));
	p->score[v] = p->way.fill ? 4 * missing + size : 16 * size + missing;
	if (p->jitter)
		p->score[v] *= 1 + 0.01 * rng_below(&p->rng, p->jitter);
}

/* What it may read is used up. */
static bool tired(const struct plan *p)
{
	return p->looked > p->s->looking;
}

static void look_around(struct plan *p, const word *around)
{
	for (int w = 0; w < p->words && !tired(p); w++)
		for (word m = around[w]; m; m &= m - 1)
			if (!p->ended[w * WORD + __builtin_ctzll(m)])
				look_at(p, w * WORD + __builtin_ctzll(m));
	for (int w = 0; w < p->words && !tired(p); w++)
		for (word m = around[w]; m; m &= m - 1)
			if (!p->ended[w * WORD + __builtin_ctzll(m)])
				score(p, w * WORD + __builtin_ctzll(m));
}

static int best_vertex(const struct plan *p)
{
	int best = -1;

	for (int v = 0; v < p->n_vertices; v++)
		if (!p->ended[v] && (best < 0 || p->score[v] < p->score[best]))
			best = v;
	return best;
}

static void keep(struct plan *p)
{
	struct tree *t = p->s->tree;

	if (p->n_ended < p->n_vertices || p->cost >= t->cost)
		return;
	*t = (struct tree){ .n_ops = p->n_ops, .n_tables = p->n_tables, .n_vertices = p->n_vertices, .width = p->width, .cost = p->cost,
		.op = t->op, .slot = t->slot, .explained = t->explained, .state = t->state };
	memcpy(t->op, p->op, (size_t)p->n_ops * sizeof(*t->op));
	memcpy(t->slot, p->slot, (size_t)p->n_vertices * sizeof(int));
	memcpy(t->explained, p->explained, (size_t)p->s->n_slots * sizeof(int));
	memcpy(t->state, p->state, (size_t)p->s->n_slots * sizeof(int));
}

/* Gives up once it is dearer than the best so far, or has looked for long enough. */
static void greedy(struct plan *p)
{
	tree_begin(p);
	memset(p->scratch, 0xff, (size_t)p->words * sizeof(word));
	for (int v = p->n_vertices; v < p->words * WORD; v++)
		drop(p->scratch, v);
	look_around(p, p->scratch);
	while (p->n_ended < p->n_vertices && p->cost < p->s->tree->cost && !tired(p)) {
		int v = best_vertex(p), table;

		p->looked += p->n_vertices;
		memcpy(p->scratch, reach_of(p, v), (size_t)p->words * sizeof(word));
		table = tree_end_vertex(p, v);
		for (int w = 0; w < p->words; w++)
			p->scratch[w] |= scope_of(p, table)[w];
		look_around(p, p->scratch);
	}
	keep(p);
}

/* The vertices in a given order. */
static void follow(struct plan *p, const int *order)
{
	tree_begin(p);
	for (int i = 0; i < p->n_vertices && p->cost < p->s->tree->cost; i++)
		(void)tree_end_vertex(p, order[i]);
	keep(p);
}

static void set_way(struct plan *p, const struct way *how, int jitter)
{
	p->way = *how;
	p->jitter = jitter;
	tree_graph(p);
	p->looked += 3.0 * p->n_edges * p->words;
}

static bool take_room(struct plan *p)
{
	struct sweep *s = p->s;
	struct arena *a = s->arena;
	size_t vertices = 0, ties = 0, slots = (size_t)s->n_slots;

	for (int x = 0; x < s->n_slots; x++) {
		vertices += in_core(s, x) ? (s->n_in[x] > 0) + (s->n_out[x] > 0) : 0;
		if (in_core(s, x) && s->set_of[x] >= 0)
			return false;
	}
	for (int i = 0; i < s->n_ties; i++)
		ties += !s->tie[i].folded;
	size_t words = (vertices + WORD - 1) / WORD, edges = ties + slots, ops = 4 * vertices + 4 * ties;
	p->looked = (double)words * ((double)edges + 4 * (double)vertices + 2);
	if (tired(p) || p->looked > most_words)
		return false;
	p->slot = NEWS(a, int, 4 * vertices + 2 * slots + 2);
	p->order = p->slot + vertices;
	p->first = p->order + vertices;
	p->live = p->first + vertices + 2;
	p->explained = p->live + vertices;
	p->state = p->explained + slots;
	p->edge = NEWS(a, struct edge, edges);
	p->of = NEWS(a, int, 2 * ties + 2 * slots);
	p->done = NEWS(a, bool, edges + vertices);
	p->ended = p->done + edges;
	p->mask = NEWS(a, word, (edges + 2 * vertices + 2) * words);
	p->scope = p->mask + edges * words;
	p->reach = p->scope + vertices * words;
	p->eq = p->reach + vertices * words;
	p->scratch = p->eq + words;
	p->score = NEWS(a, double, vertices);
	p->op = NEWS(a, struct tree_op, 2 * ops);
	s->tree = NEW(a, struct tree);
	*s->tree = (struct tree){ .cost = HUGE_VAL, .op = p->op + ops, .slot = NEWS(a, int, vertices + 2 * slots) };
	s->tree->explained = s->tree->slot + vertices;
	s->tree->state = s->tree->explained + slots;
	return true;
}

/* In a join every bit takes two roundings each way, and sums go by halves. */
static double bound(const struct sweep *s, const struct tree *t)
{
	int joins = 0;

	for (int i = 0; i < t->n_ops; i++)
		joins += t->op[i].kind == TREE_JOIN;
	return sweep_bound(s, t->n_ops + joins * (t->width + 10.0), t->width);
}

/* Once more, after so many tries: not for longer than running either would take. */
static bool worth_trying(const struct plan *p, int tries)
{
	double spent = tries * per_try * p->n_vertices, tree = p->s->tree->cost, frontier = p->s->cost;

	return tree < hopeless * frontier && spent < tree && spent < share * frontier;
}

bool tree_plan(struct sweep *s, double *cost, int *width)
{
	struct plan p = { .s = s, .rng = rng_new(20261121) };
	int best = 0;

	if (!take_room(&p))
		return false;
	for (int i = 0; (i < AT_LEAST || (i < TRIES && worth_trying(&p, i))) && !tired(&p); i++) {
		double before = s->tree->cost;
		int which = i < WAYS ? i : i % 2 ? best : rng_below(&p.rng, WAYS);

		set_way(&p, &way[which], i < WAYS ? 0 : 2 + rng_below(&p.rng, 30));
		greedy(&p);
		if (s->tree->cost < before)
			best = which;
	}
	s->looking -= p.looked;
	if (isinf(s->tree->cost)) {
		s->tree = NULL;
		return false;
	}
	s->tree->bound = bound(s, s->tree);
	*cost = s->tree->cost;
	*width = s->tree->width;
	return true;
}

bool tree_shuffle(struct sweep *s, uint64_t seed)
{
	struct plan p = { .s = s, .rng = rng_new(seed) };

	if (!take_room(&p))
		return false;
	set_way(&p, &way[rng_below(&p.rng, WAYS)], 0);
	for (int v = 0; v < p.n_vertices; v++) {
		int other = rng_below(&p.rng, v + 1);

		p.order[v] = p.order[other];
		p.order[other] = v;
	}
	follow(&p, p.order);
	return true;
}
