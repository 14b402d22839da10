/* core/tree_work.c -- what has to be done on tables to be done with a vertex, and what it costs.
 *
 * What a root or a tie does is applied to a table, never made into one.  The tables that know of a vertex are joined when it ends, the
 * smallest first; a table may go on growing for a vertex it did not know, as a frontier does: that saves a join.
 */
#include "core/tree_plan.h"

#include "core/sweep_simd.h"

#include <assert.h>
#include <math.h>
#include <string.h>

static const double per_op = 200;               /* an op of any size */
static const double per_join = 6;               /* of one product of a join, there and back */

/* ---- graph ---- */

static word *new_edge(struct plan *p, int kind, int at)
{
	p->edge[p->n_edges] = (struct edge){ kind, at };
	return memset(mask_of(p, p->n_edges++), 0, (size_t)p->words * sizeof(word));
}

static void make_vertices(struct plan *p)
{
	const struct sweep *s = p->s;

	p->n_vertices = p->n_edges = 0;
	for (int x = 0; x < s->n_slots; x++) {
		bool gate = s->n_in[x] > 0 && s->n_out[x] > 0, held = s->n_out[x] > p->way.hold || acts_off(s, x);

		p->explained[x] = in_core(s, x) && s->n_in[x] > 0 ? p->n_vertices++ : -1;
		p->state[x] = in_core(s, x) && (gate || (s->n_in[x] == 0 && held)) ? p->n_vertices++ : -1;
		if (p->explained[x] >= 0)
			p->slot[p->explained[x]] = x;
		if (p->state[x] >= 0)
			p->slot[p->state[x]] = x;
	}
	p->words = (p->n_vertices + WORD - 1) / WORD;
}

static void make_edges(struct plan *p)
{
	const struct sweep *s = p->s;

	memset(p->eq, 0, (size_t)p->words * sizeof(word));
	for (int x = 0; x < s->n_slots; x++) {
		word *fused = NULL;

		if (p->state[x] >= 0)
			put(p->eq, p->state[x]);
		if (p->state[x] >= 0 && p->explained[x] >= 0) {
			word *gate = new_edge(p, GATE, x);

			put(gate, p->state[x]);
			put(gate, p->explained[x]);
		}
		for (int i = s->out_first[x]; in_core(s, x) && i < s->out_first[x + 1]; i++) {
			int t = s->out[i];

			if (s->tie[t].folded)
				continue;
			fused = fused ? fused : new_edge(p, p->state[x] < 0 ? FUSE : TIE, p->state[x] < 0 ? x : t);
			put(fused, p->explained[s->tie[t].to]);
			if (p->state[x] >= 0) {
				put(fused, p->state[x]);
				fused = NULL;
			}
		}
	}
}

static void index_edges(struct plan *p)
{
	int *first = p->first;

	memset(first, 0, ((size_t)p->n_vertices + 2) * sizeof(int));
	for (int e = 0; e < p->n_edges; e++)
		for (int w = 0; w < p->words; w++)
			for (word m = mask_of(p, e)[w]; m; m &= m - 1)
				first[w * WORD + __builtin_ctzll(m) + 2]++;
	for (int v = 0; v < p->n_vertices; v++)
		first[v + 2] += first[v + 1];
	for (int e = 0; e < p->n_edges; e++)
		for (int w = 0; w < p->words; w++)
			for (word m = mask_of(p, e)[w]; m; m &= m - 1)
				p->of[first[w * WORD + __builtin_ctzll(m) + 1]++] = e;
}

void tree_graph(struct plan *p)
{
	make_vertices(p);
	make_edges(p);
	index_edges(p);
}

/* ---- work ---- */

static void emit(struct plan *p, enum tree_kind kind, int table, int at, double cost)
{
	p->op[p->n_ops++] = (struct tree_op){ kind, table, at };
	p->cost += per_op + cost;
}

static double entries(const struct plan *p, int table)
{
	return exp2(count(p, scope_of(p, table)));
}

static void open_vertex(struct plan *p, int table, int v)
{
	put(scope_of(p, table), v);
	int n = count(p, scope_of(p, table));
	p->width = n > p->width ? n : p->width;
	emit(p, TREE_OPEN, table, v, 2 * exp2(n));
}

static void do_edge(struct plan *p, int table, int e)
{
	const word *mask = mask_of(p, e);

	for (int w = 0; w < p->words; w++)
		for (word m = mask[w] & ~scope_of(p, table)[w]; m; m &= m - 1)
			open_vertex(p, table, w * WORD + __builtin_ctzll(m));
	if (p->edge[e].kind == FUSE)
		emit(p, TREE_FUSE, table, p->edge[e].at, (4 + 2 * count(p, mask)) * entries(p, table));
	else
		emit(p, TREE_TIE, table, p->edge[e].at, 1.5 * entries(p, table));
	p->done[e] = true;
}

static void join(struct plan *p, int into, int other)
{
	word *x = scope_of(p, into), *y = scope_of(p, other);
	double products = 1;

	for (int w = 0; w < p->words; w++) {
		word ors = x[w] & y[w] & ~p->eq[w];

		products *= exp2(__builtin_popcountll((x[w] | y[w]) & ~ors)) * pow(3, __builtin_popcountll(ors));
	}
	emit(p, TREE_JOIN, into, other, per_join * products + 4 * entries(p, into) + 4 * entries(p, other));
	for (int w = 0; w < p->words; w++)
		x[w] |= y[w];
	for (int i = 0; i < p->n_live; i++)
		if (p->live[i] == other)
			p->live[i--] = p->live[--p->n_live];
	p->width = count(p, x) > p->width ? count(p, x) : p->width;
}

/* Joins the tables that know of v, the smallest first, with the one that grows least by it.  -1: there is none. */
COUNTING static int join_all(struct plan *p, int v)
{
	for (;;) {
		int small = -1, best = -1, best_growth = 0;

		p->looked += 2.0 * p->n_live;
		for (int i = 0; i < p->n_live; i++) {
			int t = p->live[i];

			if (has(scope_of(p, t), v) && (small < 0 || count(p, scope_of(p, t)) < count(p, scope_of(p, small))))
				small = t;
		}
		for (int i = 0; i < p->n_live; i++) {
			int t = p->live[i];

			if (t == small || !has(scope_of(p, t), v))
				continue;
			p->looked += p->words;
			int growth = WORD * p->words * beyond(p, scope_of(p, small), scope_of(p, t)) + count(p, scope_of(p, t));
			if (best < 0 || growth < best_growth) {
				best = t;
				best_growth = growth;
			}
		}
		if (best < 0)
			return small;
		join(p, best, small);
	}
}

/* What fits into one of several tables that are about to be joined is done there. */
COUNTING static void do_inside(struct plan *p, int v)
{
	for (int i = p->first[v]; i < p->first[v + 1]; i++) {
		int e = p->of[i], best = -1;

		for (int k = 0; k < p->n_live && !p->done[e] && p->edge[e].kind != GATE; k++) {
			const word *scope = scope_of(p, p->live[k]);

			p->looked += has(scope, v) ? p->words : 1;
			if (has(scope, v) && !beyond(p, mask_of(p, e), scope) && (best < 0 || count(p, scope) < count(p, scope_of(p, best))))
				best = p->live[k];
		}
		if (best >= 0)
			do_edge(p, best, e);
	}
}

static int next_edge(const struct plan *p, int table, int v)
{
	int best = -1, least = 0;

	for (int i = p->first[v]; i < p->first[v + 1]; i++) {
		int e = p->of[i];

		if (p->done[e] || p->edge[e].kind == GATE)
			continue;
		int opens = beyond(p, mask_of(p, e), scope_of(p, table));
		if (best < 0 || opens < least) {
			best = e;
			least = opens;
		}
	}
	return best;
}

/* The other vertex of a gate takes the place of the one that ends first. */
static void close_vertex(struct plan *p, int table, int v)
{
	int x = p->slot[v], other = p->state[x] == v ? p->explained[x] : p->state[x];

	assert(has(scope_of(p, table), v));
	emit(p, TREE_END, table, v, 3 * entries(p, table));
	drop(scope_of(p, table), v);
	if (other >= 0 && !p->ended[other])
		put(scope_of(p, table), other);
	for (int i = p->first[v]; i < p->first[v + 1]; i++)
		p->done[p->of[i]] = true;
	p->ended[v] = true;
	p->n_ended++;
}

int tree_end_vertex(struct plan *p, int v)
{
	int table, e;

	do_inside(p, v);
	table = join_all(p, v);
	if (table < 0) {
		table = p->live[p->n_live++] = p->n_tables++;
		memset(scope_of(p, table), 0, (size_t)p->words * sizeof(word));
	}
	while ((e = next_edge(p, table, v)) >= 0)
		do_edge(p, table, e);
	close_vertex(p, table, v);
	return table;
}

void tree_begin(struct plan *p)
{
	p->n_ops = p->n_tables = p->n_live = p->n_ended = p->width = 0;
	p->cost = 0;
	memset(p->done, 0, (size_t)p->n_edges * sizeof(bool));
	memset(p->ended, 0, (size_t)p->n_vertices * sizeof(bool));
}
