/* core/sweep_plan.c -- the hypergraph of an order of work: see sweep_plan.h. */
#include "core/sweep_plan.h"

#include <math.h>
#include <string.h>

static const double most_words = 1 << 26;        /* that all sets may take: 512 MB */

void *plan_room(struct plan *p, size_t n, size_t size)
{
	return arena_take(p->s->arena, n, size);
}

static int new_edge(struct plan *p, enum op_kind kind, int at, int source)
{
	p->edge[p->n_edges] = (struct edge){ kind, at, source, p->n_edges * p->words, kind == OP_TIE ? 1.5 : 4 };
	memset(p->masks + p->n_edges * p->words, 0, (size_t)p->words * sizeof(word));
	return p->n_edges++;
}

static void add_children(struct plan *p, int e, int root)
{
	const struct sweep *s = p->s;

	for (int i = s->out_first[root]; i < s->out_first[root + 1]; i++)
		if (!s->tie[s->out[i]].folded) {
			word *mask = p->masks + p->edge[e].mask;
			int v = p->vertex[s->tie[s->out[i]].to];

			p->edge[e].cost += has(mask, v) ? 0 : 2;
			put(mask, v);
		}
}

static void add_ties(struct plan *p, int x)
{
	const struct sweep *s = p->s;

	for (int i = s->out_first[x]; i < s->out_first[x + 1]; i++)
		if (!s->tie[s->out[i]].folded) {
			int e = new_edge(p, OP_TIE, s->out[i], s->n_in[x] > 0 ? p->vertex[x] : -1);

			put(p->masks + p->edge[e].mask, p->vertex[x]);
			put(p->masks + p->edge[e].mask, p->vertex[s->tie[s->out[i]].to]);
			if (s->n_in[x] > 0)
				put(p->acts_on + p->vertex[x] * p->words, p->vertex[s->tie[s->out[i]].to]);
		}
}

/* Vertices: everything that is explained by something, and roots held open.  Edges: the steps that work on them. */
static void make_edges(struct plan *p, int hold)
{
	const struct sweep *s = p->s;

	p->n_vertices = p->n_edges = 0;
	p->gates = false;
	for (int i = 0; i < p->n_core; i++) {
		int x = p->core[i];
		bool vertex = s->n_in[x] > 0 || (s->set_of[x] < 0 && (s->n_out[x] > hold || acts_off(s, x)));

		p->vertex[x] = vertex ? p->n_vertices : -1;
		if (vertex)
			p->slot[p->n_vertices++] = x;
		p->gates = p->gates || (vertex && s->n_in[x] > 0 && s->n_out[x] > 0);
	}
	p->words = (p->n_vertices + WORD - 1) / WORD;
	if (p->gates)
		memset(p->acts_on, 0, (size_t)p->n_vertices * (size_t)p->words * sizeof(word));
	for (int i = 0; i < p->n_core; i++) {
		int x = p->core[i];

		if (s->n_out[x] == 0)
			continue;
		if (p->vertex[x] >= 0)
			add_ties(p, x);
		else if (s->set_of[x] < 0)
			add_children(p, new_edge(p, OP_FUSE, x, -1), x);
	}
	for (int k = 0; k < s->n_sets; k++) {
		int e = new_edge(p, OP_FUSE_SET, k, -1);

		for (int i = 0; i < s->set[k]->n; i++)
			if (in_core(s, s->set[k]->first + i))
				add_children(p, e, s->set[k]->first + i);
	}
}

/* The edges of each vertex. */
static void index_edges(struct plan *p)
{
	int *first = p->first;

	memset(first, 0, ((size_t)p->n_vertices + 2) * sizeof(int));
	for (int e = 0; e < p->n_edges; e++)
		for (int w = 0; w < p->words; w++)
			for (word m = p->masks[p->edge[e].mask + w]; m; m &= m - 1)
				first[w * WORD + __builtin_ctzll(m) + 2]++;
	for (int v = 0; v < p->n_vertices; v++)
		first[v + 2] += first[v + 1];
	for (int e = 0; e < p->n_edges; e++)
		for (int w = 0; w < p->words; w++)
			for (word m = p->masks[p->edge[e].mask + w]; m; m &= m - 1)
				p->of[first[w * WORD + __builtin_ctzll(m) + 1]++] = e;
}

bool plan_begin(struct plan *p)
{
	const struct sweep *s = p->s;
	int open = s->n_ties - s->n_folds, vertices = 0;

	p->core = plan_room(p, (size_t)s->n_alive + 1, sizeof(int));
	for (int i = 0; i < s->n_alive; i++) {
		int x = s->alive[i];

		p->core[vertices] = x;
		vertices += !s->gone[x] & ((s->n_in[x] | s->n_out[x]) > 0);
	}
	p->n_core = vertices;
	size_t words = ((size_t)vertices + WORD - 1) / WORD, edges = (size_t)open + s->n_sets;
	double sets = (double)words * ((double)edges + 3 * (double)vertices);

	p->cost = HUGE_VAL;
	p->looked = sets;
	if (plan_tired(p) || sets > most_words)
		return false;
	p->vertex = plan_room(p, (size_t)s->n_slots, sizeof(int));
	p->slot = plan_room(p, 2 * (size_t)vertices, sizeof(int));
	p->order = p->slot + vertices;
	p->edge = plan_room(p, edges, sizeof(struct edge));
	p->masks = plan_room(p, edges * words, sizeof(word));
	p->first = plan_room(p, (size_t)vertices + 2, sizeof(int));
	p->of = plan_room(p, 2 * (size_t)open, sizeof(int));
	p->left = plan_room(p, 2 * (size_t)vertices, sizeof(int));
	p->in_left = p->left + vertices;
	p->done = plan_room(p, edges, sizeof(bool));
	p->open = plan_room(p, (size_t)(3 * vertices + 4) * words, sizeof(word));
	p->shut = p->open + words;
	p->stale = p->shut + words;
	p->was = p->stale + words;
	p->acts_on = p->was + words;
	p->need = p->acts_on + (size_t)vertices * words;
	p->most_ops = 2 * vertices + (int)edges;
	p->op = plan_room(p, (size_t)p->most_ops, sizeof(struct op));
	return true;
}

void plan_graph(struct plan *p, int hold)
{
	make_edges(p, hold);
	index_edges(p);
	p->looked += 3.0 * p->n_edges * p->words;
}
