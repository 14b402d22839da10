/* core/chain.c -- coupling of the muscles and how far a driver reaches. */
#include "core/chain.h"

#include <math.h>
#include <string.h>

static const double synergist = 0.7, antagonist = 0.5, least = 0.05;     /* design, docs/science/chain.md */
static const double series_rest = 1e-12;

struct matrix { double *w; struct chain_edge *why; int n; };

static int on_side(int muscle, int side)
{
	return 2 * muscle + side;
}

/* The stronger of two reasons stays. */
static void couple(struct matrix *m, int x, int y, double w, enum chain_why why, int which)
{
	for (int k = 0; k < 2 && x != y; k++) {
		int at = k ? y * m->n + x : x * m->n + y;

		if (w > m->w[at]) {
			m->w[at] = w;
			m->why[at] = (struct chain_edge){ k ? x : y, w, why, which };
		}
	}
}

/* Muscles at one place: its left or right for a paired one, everybody for one in the middle. */
static void couple_bones(struct arena *a, const struct kb *kb, struct matrix *m)
{
	int *at = NEWS(a, int, m->n);
	double *shared = NEWS(a, double, (size_t)m->n * m->n), *best = NEWS(a, double, (size_t)m->n * m->n), most = 0;
	int *which = NEWS(a, int, (size_t)m->n * m->n);

	for (int b = 0; b < kb->n_anchors; b++)
		for (int side = 0; side < (kb->anchor[b].paired ? 2 : 1); side++) {
			int n = 0;

			for (int x = 0; x < m->n; x++)
				for (int i = 0; i < kb->muscle[x / 2].anchors.n; i++)
					if (kb->muscle[x / 2].anchors.at[i] == b && (!kb->anchor[b].paired || x % 2 == side))
						at[n++] = x;
			for (int i = 0; i < n; i++)
				for (int k = 0; k < n; k++) {
					const struct muscle *from = &kb->muscle[at[i] / 2], *to = &kb->muscle[at[k] / 2];
					double c = 1 / (sqrt((double)from->anchors.n * to->anchors.n) * n);
					size_t cell = (size_t)at[i] * m->n + at[k];

					shared[cell] += i != k ? c : 0;
					if (i != k && c > best[cell]) {
						best[cell] = c;
						which[cell] = b;
					}
					most = shared[cell] > most ? shared[cell] : most;
				}
		}
	for (int x = 0; x < m->n; x++)
		for (int y = 0; y < x; y++)
			if (shared[(size_t)x * m->n + y] > 0)
				couple(m, x, y, shared[(size_t)x * m->n + y] / most, CHAIN_BONE, which[(size_t)x * m->n + y]);
}

static void couple_others(const struct kb *kb, struct matrix *m)
{
	for (int x = 0; x < m->n; x++) {
		const struct muscle *of = &kb->muscle[x / 2];

		for (int i = 0; i < of->synergists.n; i++)
			couple(m, x, on_side(of->synergists.at[i], x % 2), synergist, CHAIN_SYNERGIST, -1);
		for (int i = 0; i < of->antagonists.n; i++)
			couple(m, x, on_side(of->antagonists.at[i], x % 2), antagonist, CHAIN_ANTAGONIST, -1);
	}
	for (int i = 0; i < kb->n_fascia; i++)
		for (int side = 0; side < 2; side++)
			couple(m, on_side(kb->fascia[i].a, side), on_side(kb->fascia[i].b, kb->fascia[i].opposite ? 1 - side : side),
				kb->fascia[i].weight, CHAIN_FASCIA, i);
}

static void list_edges(struct arena *a, const struct matrix *m, struct chain *c)
{
	int n = 0;

	for (int i = 0; i < m->n * m->n; i++)
		n += m->w[i] >= least;
	c->first = NEWS(a, int, m->n + 1);
	c->edge = NEWS(a, struct chain_edge, n);
	n = 0;
	for (int x = 0; x < m->n; x++) {
		for (int y = 0; y < m->n; y++)
			if (m->w[x * m->n + y] >= least)
				c->edge[n++] = m->why[x * m->n + y];
		c->first[x + 1] = n;
	}
}

/* K = e^-t sum t^k S^k / k!, S = D^-1/2 A D^-1/2: no term is below 0.  (Kondor and Lafferty 2002.) */
static void heat(struct arena *a, struct arena *scratch, const struct kb *kb, struct chain *c)
{
	int n = c->n;
	double t = kb_number_of(kb, "reach_time"), share = kb_number_of(kb, "reach_share"), left = 1, term = 1;
	double *root = NEWS(scratch, double, n), *now = NEWS(scratch, double, (size_t)n * n), *next = NEWS(scratch, double, (size_t)n * n);

	c->reach = NEWS(a, double, (size_t)n * n);
	for (int x = 0; x < n; x++) {
		for (int e = c->first[x]; e < c->first[x + 1]; e++)
			root[x] += c->edge[e].weight;
		root[x] = root[x] > 0 ? sqrt(root[x]) : 1;
		now[(size_t)x * n + x] = c->reach[(size_t)x * n + x] = 1;
	}
	for (int k = 1; left > series_rest; k++) {
		memset(next, 0, (size_t)n * n * sizeof(double));
		for (int x = 0; x < n; x++)
			for (int e = c->first[x]; e < c->first[x + 1]; e++) {
				double w = t / k * c->edge[e].weight / (root[x] * root[c->edge[e].to]);
				const double *from = now + (size_t)c->edge[e].to * n;

				for (int y = 0; y < n; y++)
					next[(size_t)x * n + y] += w * from[y];
			}
		for (size_t i = 0; i < (size_t)n * n; i++)
			c->reach[i] += next[i];
		double *swap = now;
		now = next;
		next = swap;
		term *= t / k;
		left = term;
	}
	for (int x = 0; x < n; x++) {
		double own = c->reach[(size_t)x * n + x];

		for (int y = 0; y < n; y++)
			c->reach[(size_t)x * n + y] *= x == y ? 1 / own : share / own;
	}
}

static void refer(struct arena *a, const struct kb *kb, struct chain *c)
{
	double share = kb_number_of(kb, "referral_share"), unmarked = kb_number_of(kb, "unmarked_share"), *quiet = NEWS(a, double, kb->n_regions);

	c->pain = NEWS(a, double, (size_t)c->n * kb->n_regions);
	c->quiet = NEWS(a, double, (size_t)c->n * kb->n_regions);
	for (int x = 0; x < c->n; x++) {
		for (int r = 0; r < kb->n_regions; r++)
			quiet[r] = 1;
		for (int k = 0; k < c->n; k++) {
			const struct muscle *m = &kb->muscle[k / 2];
			double reach = c->reach[(size_t)x * c->n + k];

			for (int i = 0; reach > 1e-6 && i < m->n_refers; i++)
				quiet[m->refers[i].region + (k % 2 != (int)m->refers[i].opposite)] *= 1 - reach * share * m->refers[i].strength;
		}
		for (int r = 0; r < kb->n_regions; r++) {
			c->pain[(size_t)r * c->n + x] = 1 - quiet[r];
			c->quiet[(size_t)r * c->n + x] = pow(1 - c->pain[(size_t)r * c->n + x], unmarked);
		}
	}
}

const struct chain *chain_make(struct arena *a, const struct kb *kb)
{
	struct chain *c = NEW(a, struct chain);
	struct arena *scratch = arena_new((size_t)64 << 20);
	struct matrix m = { .n = 2 * kb->n_muscles };

	c->n = m.n;
	m.w = NEWS(scratch, double, (size_t)m.n * m.n);
	m.why = NEWS(scratch, struct chain_edge, (size_t)m.n * m.n);
	couple_bones(scratch, kb, &m);
	couple_others(kb, &m);
	list_edges(a, &m, c);
	heat(a, scratch, kb, c);
	refer(a, kb, c);
	arena_end(scratch);
	return c;
}

bool chain_path(struct arena *a, const struct chain *c, int from, int to, struct chain_step **steps, int *n)
{
	double *cost = NEWS(a, double, c->n);
	struct chain_step *by = NEWS(a, struct chain_step, c->n);
	bool *done = NEWS(a, bool, c->n);

	for (int x = 0; x < c->n; x++)
		cost[x] = x == from ? 0 : HUGE_VAL;
	for (;;) {
		int x = -1;

		for (int y = 0; y < c->n; y++)
			if (!done[y] && (x < 0 || cost[y] < cost[x]))
				x = y;
		if (x < 0 || isinf(cost[x]) || x == to)
			break;
		done[x] = true;
		for (int e = c->first[x]; e < c->first[x + 1]; e++) {
			double sum = cost[x] - log(c->edge[e].weight);

			if (sum < cost[c->edge[e].to]) {
				cost[c->edge[e].to] = sum;
				by[c->edge[e].to] = (struct chain_step){ x, &c->edge[e] };
			}
		}
	}
	*n = 0;
	if (isinf(cost[to]))
		return false;
	for (int x = to; x != from; x = by[x].from)
		++*n;
	*steps = NEWS(a, struct chain_step, *n);
	for (int x = to, i = *n; x != from; x = by[x].from)
		(*steps)[--i] = by[x];
	return true;
}
