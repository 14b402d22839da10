/* core/sweep_leave.c -- which findings are left out until the rest is cheap.
 *
 * 1. Those that tie most go first, until an order for the rest is cheap.  All that is above the evidence stays in it, so that the bounds of what is
 *    left out can weigh on it.
 * 2. Where that would not do (causes of causes that hang together even with no finding kept), or takes too long, it goes the other way: from nothing,
 *    findings are taken in, as many at once as stay cheap with what is above them alone.  What is above none of them is drawn forward.
 *
 * All orders together may read d->looking words: half of it in 1, what is left in 2.  When it is used up, what is not in stays out.
 */
#include "core/sweep_sample.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { TRIED = 4, AT_A_TIME = 4, MANY = 32, AT_ONCE = 8 };

static const double per_node = 50;      /* words that a node or a tie of a graph takes, before any order is looked for */

/* ---- orders ---- */

struct sweep *sample_look(struct drawing *d, const int8_t *seen, struct search how)
{
	how.looking = fmax(0, d->looking) / AT_ONCE;
	struct sweep *s = sweep_search(arena_new(SIZE_MAX), d->net, seen, &how);

	d->looking -= how.looking - s->looking + per_node * (d->net->n_nodes + s->n_ties);
	return s;
}

static struct sweep *look_for_all(struct drawing *d, const int8_t *seen)
{
	return sample_look(d, seen, (struct search){ .above = d->wide->base, .most = HUGE_VAL });
}

static void drop(struct drawing *d, struct sweep *s)
{
	if (s && s != d->wide)
		arena_end(s->arena);
}

static void keep(struct drawing *d, struct sweep *s)
{
	drop(d, d->s);
	d->s = s;
}

/* ---- findings ---- */

static int ties_in_core(const struct sweep *s, int f)
{
	int slot = s->slot[f];

	return slot < 0 || s->gone[slot] ? 0 : s->n_in[slot];
}

/* The finding, or all its levels, as `from` has them; NULL: nothing is seen of them. */
static void set_seen(const struct net *net, int8_t *seen, int f, const int8_t *from)
{
	seen[f] = from ? from[f] : SEEN_NOTHING;
	for (int k = 0; k < net->n_sets; k++)
		for (int x = net->set[k].first; f >= net->set[k].first && f < net->set[k].first + net->set[k].n && x < net->set[k].first + net->set[k].n; x++)
			seen[x] = from ? from[x] : SEEN_NOTHING;
}

/* Of levels the lowest that was seen stands for all: is x one of the others? */
static bool *find_stood_for(const struct drawing *d)
{
	bool *stood_for = NEWS(d->a, bool, d->net->n_nodes);

	for (int k = 0; k < d->net->n_sets; k++) {
		const struct net_set *set = &d->net->set[k];
		bool told = false;

		for (int x = set->first; set->kind == SET_LEVELS && x < set->first + set->n; x++) {
			stood_for[x] = told;
			told = told || d->wide->base[x] != SEEN_NOTHING;
		}
	}
	return stood_for;
}

/* How closely a finding ties its parents to others. */
static int crossings(const struct sweep *s, int f)
{
	int sum = 0;

	for (int i = s->net->first[f]; i < s->net->first[f + 1]; i++)
		sum += s->n_out[s->slot[s->net->link[i].from]];
	return sum;
}

struct tied { int node, crossings; };

static int by_crossings(const void *x, const void *y)
{
	const struct tied *a = x, *b = y;

	return a->crossings != b->crossings ? (a->crossings < b->crossings ? -1 : 1) : (a->node > b->node) - (a->node < b->node);
}

/* ---- 1: what ties most is left out ---- */

static void leave_out(struct drawing *d, int f)
{
	set_seen(d->net, d->seen, f, NULL);
}

/* The present findings with most ties, most first. */
static int candidates(const struct sweep *s, int *at)
{
	int n = 0;

	for (int f = s->n_causes; f < s->net->n_nodes; f++) {
		int ties = s->base[f] == SEEN_PRESENT ? ties_in_core(s, f) : 0, i = n;

		if (ties < 2 || (n == TRIED && ties <= ties_in_core(s, at[n - 1])))
			continue;
		i = n < TRIED ? n++ : n - 1;
		for (; i > 0 && ties_in_core(s, at[i - 1]) < ties; i--)
			at[i] = at[i - 1];
		at[i] = f;
	}
	return n;
}

/* One finding less halves the table at best.  So while it is far too wide, many go at once, without trying which of them would help most. */
static int go_at_once(const struct sweep *s, double limit)
{
	int n = 0;

	for (int f = s->n_causes; f < s->net->n_nodes; f++)
		n += s->base[f] == SEEN_PRESENT && ties_in_core(s, f) >= 2;
	int most = n / AT_A_TIME, least = n / MANY, halvings = (int)fmin(log2(s->cost / limit) / AT_A_TIME, most);
	return halvings > least ? halvings : least;
}

static void leave_out_many(struct drawing *d, int n)
{
	struct tied *of = NEWS(d->a, struct tied, d->net->n_nodes);
	int m = 0;

	for (int f = d->s->n_causes; f < d->net->n_nodes; f++)
		if (d->seen[f] == SEEN_PRESENT && ties_in_core(d->s, f) >= 2)
			of[m++] = (struct tied){ f, -crossings(d->s, f) };
	qsort(of, (size_t)m, sizeof(*of), by_crossings);
	for (int i = 0; i < m && n > 0; i++) {
		n -= d->seen[of[i].node] == SEEN_PRESENT;       /* not with another of its levels */
		leave_out(d, of[i].node);
	}
}

static bool leave_out_best(struct drawing *d)
{
	int8_t *without = NEWS(d->a, int8_t, d->net->n_nodes);
	int at[TRIED], n = candidates(d->s, at), best = -1;
	struct sweep *cheapest = NULL;

	for (int i = 0; i < n; i++) {
		memcpy(without, d->seen, (size_t)d->net->n_nodes);
		set_seen(d->net, without, at[i], NULL);
		struct sweep *s = look_for_all(d, without);
		bool better = !cheapest || s->cost < cheapest->cost;

		drop(d, better ? cheapest : s);
		cheapest = better ? s : cheapest;
		best = better ? at[i] : best;
	}
	if (best < 0)
		return false;
	leave_out(d, best);
	keep(d, cheapest);
	return true;
}

/* With no present finding at all, is the rest cheap? */
static bool would_help(struct drawing *d, double limit)
{
	int8_t *none = NEWS(d->a, int8_t, d->net->n_nodes);

	for (int x = 0; x < d->net->n_nodes; x++)
		none[x] = x >= d->net->n_causes && d->seen[x] == SEEN_PRESENT ? SEEN_NOTHING : d->seen[x];
	struct sweep *s = sample_look(d, none, (struct search){ .above = d->wide->base, .most = limit });
	bool cheap = s->cost <= limit;
	drop(d, s);
	return cheap;
}

static bool leave_most_tied_out(struct drawing *d, double limit)
{
	double reserve = d->looking / 2;

	memcpy(d->seen, d->wide->base, (size_t)d->net->n_nodes);
	if (d->s->cost > limit && !would_help(d, limit))
		return false;
	while (d->s->cost > limit) {
		int n = go_at_once(d->s, limit);

		if (d->looking < reserve || (n < 2 && !leave_out_best(d)))
			return false;
		if (n < 2)
			continue;
		leave_out_many(d, n);
		keep(d, look_for_all(d, d->seen));
	}
	return true;
}

/* ---- 2: what stays cheap is taken in ---- */

/* Of the graph of what is kept, and of all roots, on which bounds can weigh. */
static struct sweep *look_for_kept(struct drawing *d, double limit)
{
	return sample_look(d, d->seen, (struct search){ .above = d->seen, .roots = true, .most = limit });
}

/* All of them, or of each half what can be taken in. */
static void take_in(struct drawing *d, const struct tied *of, int n, double limit)
{
	if (n == 0 || d->looking <= 0)
		return;
	for (int i = 0; i < n; i++)
		set_seen(d->net, d->seen, of[i].node, d->wide->base);
	struct sweep *s = look_for_kept(d, limit);
	if (s->cost <= limit) {
		keep(d, s);
		return;
	}
	drop(d, s);
	for (int i = 0; i < n; i++)
		set_seen(d->net, d->seen, of[i].node, NULL);
	if (n == 1)
		return;
	take_in(d, of, n / 2, limit);
	take_in(d, of + n / 2, n - n / 2, limit);
}

/* What was seen, the least tied first, and nothing of it kept but roots. */
static int list_seen(struct drawing *d, struct tied *of)
{
	const struct net *net = d->net;
	bool *stood_for = find_stood_for(d);
	int n = 0;

	for (int x = 0; x < net->n_nodes; x++) {
		bool root = x < net->n_causes && net->first[x] == net->first[x + 1];

		if (d->wide->base[x] != SEEN_NOTHING && !root && !stood_for[x])
			of[n++] = (struct tied){ x, crossings(d->wide, x) };
		d->seen[x] = root ? d->wide->base[x] : SEEN_NOTHING;
	}
	qsort(of, (size_t)n, sizeof(*of), by_crossings);
	return n;
}

static void take_in_what_is_cheap(struct drawing *d, double limit)
{
	struct tied *of = NEWS(d->a, struct tied, d->net->n_nodes);

	int n = list_seen(d, of);
	keep(d, look_for_kept(d, limit));
	take_in(d, of, n, limit);
	for (int i = 0; i < n; i++)             /* a cause that is above what is kept can be told what it is */
		if (of[i].node < d->net->n_causes && d->s->slot[of[i].node] >= 0)
			d->seen[of[i].node] = d->wide->base[of[i].node];
}

/* ---- both ---- */

static void list_left_out(struct drawing *d)
{
	bool *stood_for = find_stood_for(d);

	for (int x = 0; x < d->net->n_nodes; x++)
		if (d->wide->base[x] != SEEN_NOTHING && d->seen[x] == SEEN_NOTHING && !stood_for[x])
			d->out[d->n_out++] = (struct left_out){ x, 0, 0 };
}

void sample_leave_out(struct drawing *d, double limit)
{
	d->s = d->wide;
	if (!leave_most_tied_out(d, limit))
		take_in_what_is_cheap(d, limit);
	list_left_out(d);
}
