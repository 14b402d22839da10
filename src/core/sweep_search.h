/* core/sweep_search.h -- the greedy order, and the steps in a given order.  Text of sweep_order.c, compiled twice: WORDS is the number of words that a set
 * of vertices takes, NAME(x) the name of x in this compilation. */

/* Does the edge explain the vertex, rather than being acted by it? */
static inline bool NAME(explains)(const struct plan *p, int e, int v)
{
	return p->edge[e].kind != OP_TIE || p->vertex[p->s->tie[p->edge[e].at].to] == v;
}

static void NAME(begin)(struct plan *p)
{
	size_t words = (size_t)WORDS * sizeof(word);

	p->n_ops = p->n_open = p->width = 0;
	p->cost = 0;
	p->states = 1;
	memset(p->open, 0, words);
	memset(p->shut, 0, words);
	memset(p->stale, 0xff, words);
	memset(p->done, 0, (size_t)p->n_edges * sizeof(bool));
	p->looked += (double)p->n_edges * WORDS + p->first[p->n_vertices];
	for (int v = 0; v < p->n_vertices; v++) {
		p->left[v] = p->first[v + 1] - p->first[v];
		p->in_left[v] = 0;
		for (int i = p->first[v]; p->gates && i < p->first[v + 1]; i++)
			p->in_left[v] += NAME(explains)(p, p->of[i], v);
	}
}

static inline void NAME(emit)(struct plan *p, enum op_kind kind, int at, double cost)
{
	p->op[p->n_ops++] = (struct op){ kind, at };
	p->cost += cost * p->states;
}

static void NAME(open_vertex)(struct plan *p, int v)
{
	put(p->open, v);
	p->n_open++;
	p->states *= 2;
	p->width = p->n_open > p->width ? p->n_open : p->width;
	NAME(emit)(p, OP_OPEN, p->slot[v], 2);
}

static void NAME(close_vertex)(struct plan *p, int v)
{
	NAME(emit)(p, OP_CLOSE, p->slot[v], 2);
	p->open[v / WORD] &= ~((word)1 << (v % WORD));
	put(p->shut, v);
	p->n_open--;
	p->states /= 2;
}

static inline void NAME(do_edge)(struct plan *p, int e)
{
	const word *mask = p->masks + p->edge[e].mask;

	for (int w = 0; w < WORDS; w++)
		for (word m = mask[w] & ~p->open[w]; m; m &= m - 1)
			NAME(open_vertex)(p, w * WORD + __builtin_ctzll(m));
	NAME(emit)(p, p->edge[e].kind, p->edge[e].at, p->edge[e].cost);
	p->done[e] = true;
	for (int w = 0; w < WORDS; w++) {
		p->stale[w] |= mask[w];
		for (word m = mask[w]; m; m &= m - 1) {
			int v = w * WORD + __builtin_ctzll(m);

			p->in_left[v] -= p->gates && NAME(explains)(p, e, v);
			if (--p->left[v] == 0)
				NAME(close_vertex)(p, v);
		}
	}
}

/* All that explains a vertex, before it acts. */
static void NAME(complete)(struct plan *p, int v)
{
	for (int i = p->first[v]; i < p->first[v + 1] && p->in_left[v]; i++) {
		int e = p->of[i];

		if (p->done[e] || !NAME(explains)(p, e, v))
			continue;
		if (p->edge[e].source >= 0)
			NAME(complete)(p, p->edge[e].source);
		NAME(do_edge)(p, e);
	}
}

static inline int NAME(opens)(const struct plan *p, int e)
{
	const word *mask = p->masks + p->edge[e].mask;
	int n = 0;

	for (int w = 0; w < WORDS; w++)
		n += __builtin_popcountll(mask[w] & ~p->open[w]);
	return n;
}

/* All steps of a vertex, those first that open least. */
COUNTING static void NAME(finish)(struct plan *p, int v)
{
	if (p->gates)
		NAME(complete)(p, v);
	while (!plan_tired(p)) {
		int best = -1, least = 0;

		p->looked += (p->first[v + 1] - p->first[v]) * WORDS;
		for (int i = p->first[v]; i < p->first[v + 1]; i++) {
			int e = p->of[i], n = p->done[e] ? 0 : NAME(opens)(p, e);

			if (!p->done[e] && (best < 0 || n < least)) {
				best = e;
				least = n;
			}
		}
		if (best < 0)
			return;
		if (p->edge[best].source >= 0 && p->edge[best].source != v)
			NAME(complete)(p, p->edge[best].source);
		if (!p->done[best])
			NAME(do_edge)(p, best);
	}
}

/* What has to be open, at one time or another, to be done with a vertex.  `need`: until all that explains it has acted.  True when that is not
 * what it was. */
static bool NAME(look_from)(struct plan *p, int v)
{
	word *need = p->need + v * WORDS, *reach = p->reach + v * WORDS, moved = 0;

	p->looked += (p->first[v + 1] - p->first[v]) * WORDS;
	for (int w = 0; w < WORDS; w++) {
		p->was[w] = need[w];
		need[w] = reach[w] = 0;
	}
	for (int i = p->first[v]; !has(p->shut, v) && i < p->first[v + 1]; i++) {
		const struct edge *e = &p->edge[p->of[i]];
		bool before = !p->gates || NAME(explains)(p, p->of[i], v);

		if (p->done[p->of[i]])
			continue;
		assert(!before || e->source < v);
		for (int w = 0; w < WORDS; w++) {
			word m = p->masks[e->mask + w] | (before && e->source >= 0 ? p->need[e->source * WORDS + w] : 0);

			reach[w] |= m;
			need[w] |= before ? m : 0;
		}
	}
	for (int w = 0; w < WORDS; w++)
		moved |= need[w] ^ p->was[w];
	return moved;
}

/* Sources stand before what they act on, so one pass tells: what one of them needs is felt by all that it acts on. */
static void NAME(look_around)(struct plan *p)
{
	for (int v = 0; v < p->n_vertices; v++)
		if (has(p->stale, v) && NAME(look_from)(p, v) && p->gates)
			for (int w = 0; w < WORDS; w++)
				p->stale[w] |= p->acts_on[v * WORDS + w];
	memset(p->stale, 0, (size_t)WORDS * sizeof(word));
}

static inline int NAME(opened_by)(const struct plan *p, int v)
{
	const word *reach = p->reach + v * WORDS;
	int n = 0;

	for (int w = 0; w < WORDS; w++)
		n += __builtin_popcountll(reach[w] & ~p->open[w]);
	return n;
}

/* The vertex that opens least.  (To open more at once where that closes more makes tables two to four times as large.) */
COUNTING static int NAME(next_vertex)(const struct plan *p)
{
	int best = -1, least = p->n_vertices + 1;

	for (int v = 0; v < p->n_vertices; v++) {
		int opens = has(p->shut, v) ? p->n_vertices + 1 : NAME(opened_by)(p, v);

		best = opens < least ? v : best;
		least = opens < least ? opens : least;
	}
	return best;
}

/* Gives up once it is dearer than limit, or has looked for long enough. */
static void NAME(make_plan)(struct plan *p, double limit)
{
	NAME(begin)(p);
	p->reach = p->need + p->n_vertices * WORDS;
	while (p->cost <= limit && !plan_tired(p)) {
		NAME(look_around)(p);
		p->looked += p->n_vertices * WORDS;
		int v = NAME(next_vertex)(p);
		if (v < 0)
			return;
		NAME(finish)(p, v);
	}
	p->cost = HUGE_VAL;
}

/* The steps in a given order of vertices.  Gives up as make_plan does. */
static void NAME(follow)(struct plan *p, const int *order, double limit)
{
	NAME(begin)(p);
	for (int i = 0; i < p->n_vertices && p->cost <= limit && !plan_tired(p); i++)
		if (!has(p->shut, order[i]))
			NAME(finish)(p, order[i]);
	if (p->cost > limit || plan_tired(p))
		p->cost = HUGE_VAL;
}
