/* core/sweep_graph.c -- slots and ties of what was seen, stripped of its leaves. */
#include "core/sweep.h"

#include <assert.h>
#include <math.h>
#include <string.h>

bool net_inhibited(const struct net *net, int node)
{
	for (int i = net->first[node]; i < net->first[node + 1]; i++)
		if (net->link[i].kind == LINK_INHIBITS)
			return true;
	return false;
}

/* What each subtraction rounds off is kept beside it (two-sum, Knuth 1969). */
double net_none(const struct net *net, const struct net_set *set)
{
	double left = 1, lost = 0;

	for (int x = set->first; x < set->first + set->n; x++) {
		double yes = -net->own[x].yes, sum = left + yes, back = sum - left;

		lost += (left - (sum - back)) + (yes - back);
		left = sum;
	}
	return left + lost > 0 ? left + lost : 0;
}

bool sweep_told_late(const struct sweep *s, int slot)
{
	return s->n_in[slot] > 0 && (slot < s->n_causes || s->out_first[slot] < s->out_first[slot + 1]);
}

/* Levels of one finding: the highest that is on and the lowest that is off say everything.  over[x]: the level above x that is off. */
static void read_levels(struct sweep *s, int *over)
{
	const struct net *net = s->net;

	for (int k = 0; k < net->n_sets; k++) {
		int first = net->set[k].first, top = -1, end = first + net->set[k].n, floor = end;

		if (net->set[k].kind != SET_LEVELS)
			continue;
		for (int x = first; x < end; x++) {
			top = s->base[x] == SEEN_PRESENT ? x : top;
			floor = s->base[x] == SEEN_ABSENT && x < floor ? x : floor;
		}
		for (int x = first; x < end; x++)
			s->implied[x] = (s->base[x] == SEEN_PRESENT && x < top) || (s->base[x] == SEEN_ABSENT && x > floor);
		if (top >= 0 && floor < end)
			over[top] = floor;
	}
}

/* Causes with a present finding below them, and those above them. */
static void mark_relevant(struct sweep *s, const int8_t *seen, bool *keep)
{
	const struct net *net = s->net;

	for (int x = net->n_nodes - 1; x >= 0; x--) {
		bool tells = seen[x] != SEEN_NOTHING && !s->implied[x] && (x < net->n_causes || seen[x] == SEEN_PRESENT || net_inhibited(net, x));

		keep[x] = keep[x] || tells;
		for (int i = net->first[x]; keep[x] && i < net->first[x + 1]; i++)
			keep[net->link[i].from] = true;
	}
	/* an absent finding under a cause with parents of its own tells of those too */
	for (int x = net->n_nodes - 1; x >= net->n_causes; x--)
		for (int i = net->first[x]; seen[x] == SEEN_ABSENT && i < net->first[x + 1]; i++)
			keep[net->link[i].from] = true;
	for (int x = net->n_causes - 1; x >= 0; x--)
		for (int i = net->first[x]; keep[x] && i < net->first[x + 1]; i++)
			keep[net->link[i].from] = true;
}

static void add_tie(struct sweep *s, int from, int to, int link, int over, bool off)
{
	s->tie[s->n_ties++] = (struct tie){ from, to, link, over, off, false };
	s->n_out[from]++;
	s->n_in[to]++;
}

static void add_ties(struct sweep *s, int to, int node, int over, bool inhibitors)
{
	const struct net *net = s->net;
	int first = net->first[node], end = net->first[node + 1], n = s->n_ties;

	over = over >= 0 ? net->first[over] : -1;
	for (int i = first; i < end; i++) {
		const struct net_link *link = &net->link[i];
		int from = s->slot[link->from];

		if ((link->kind == LINK_INHIBITS) != inhibitors)
			continue;
		s->tie[n++] = (struct tie){ from, to, i, over >= 0 ? over + i - first : -1, link->kind == LINK_ACTS_OFF, false };
		s->n_out[from]++;
	}
	s->n_in[to] += n - s->n_ties;
	s->n_ties = n;
}

/* A finding with a slot of its own when it is present, or absent in spite of what it is inhibited by: then it is off because nothing acts,
 * or because something holds it back, and a helper stands for that "or". */
static void add_finding(struct sweep *s, int f, int over)
{
	bool inhibited = net_inhibited(s->net, f), present = s->base[f] == SEEN_PRESENT;

	if (!present || inhibited)
		s->absorbed[s->n_absorbed++] = (struct absorbed){ f, present };
	if (!present && !inhibited)
		return;
	int slot = s->n_slots++;
	s->slot[f] = slot;
	s->node[slot] = f;
	add_ties(s, slot, f, over, false);
	if (present)
		return;
	s->n_absorbed--;
	s->node[s->n_slots] = -1;
	add_tie(s, slot, s->n_slots, -1, -1, true);
	add_ties(s, s->n_slots++, f, -1, true);
}

/* Of eight bytes those that are not 0, as bits, the first byte lowest. */
_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "the first byte of a word is its lowest");
static uint64_t bytes_set(const int8_t *at)
{
	const uint64_t all = UINT64_C(0x7f7f7f7f7f7f7f7f);
	uint64_t w;

	memcpy(&w, at, sizeof(w));
	w = ((w & all) + all) | w;
	return (w >> 7 & UINT64_C(0x0101010101010101)) * UINT64_C(0x0102040810204080) >> 56;
}

/* Which findings are seen nobody can foretell: few branches hang on it. */
static void take_room(struct sweep *s, int *seen_findings)
{
	struct arena *a = s->arena;
	const struct net *net = s->net;
	int n = 0, links = net->first[s->n_causes];

	for (int from = s->n_causes; from < net->n_nodes; from += 64) {
		uint64_t bits = 0;

		for (int k = 0; k < 64 && from + k < net->n_nodes; k += 8)
			bits |= bytes_set(s->base + from + k) << k;
		for (; bits; bits &= bits - 1) {
			seen_findings[n] = from + __builtin_ctzll(bits);
			n += !s->implied[seen_findings[n]];
		}
	}
	for (int i = 0; i < n; i++)
		links += net->first[seen_findings[i] + 1] - net->first[seen_findings[i]] + 1;
	s->node = NEWS(a, int, s->n_causes + 2 * n);
	s->n_in = NEWS(a, int, s->n_causes + 2 * n);
	s->n_out = NEWS(a, int, s->n_causes + 2 * n);
	s->tie = NEWS(a, struct tie, links);
	s->absorbed = NEWS(a, struct absorbed, n);
	seen_findings[n] = -1;
}

static void add_slots(struct sweep *s, const int8_t *above, bool roots)
{
	struct arena *a = s->arena;
	int n = s->net->n_nodes, *over = s->net->n_sets ? NEWS(a, int, n) : NULL, *seen = NEWS(a, int, n + 1);
	bool *keep = above ? NEWS(a, bool, n) : NULL;

	if (over) {
		memset(over, -1, (size_t)n * sizeof(int));
		read_levels(s, over);
	}
	if (keep)
		mark_relevant(s, above, keep);
	take_room(s, seen);
	memset(s->slot, -1, (size_t)n * sizeof(int));
	s->n_slots = s->n_causes;
	for (int c = 0; c < s->n_causes; c++)
		s->node[c] = c;
	memcpy(s->slot, s->node, (size_t)s->n_causes * sizeof(int));
	for (int c = 0; keep && c < s->n_causes; c++)
		s->slot[c] = keep[c] || (roots && s->net->first[c] == s->net->first[c + 1]) ? c : -1;
	for (int c = 0; s->net->first[s->n_causes] > 0 && c < s->n_causes; c++)
		if (s->slot[c] >= 0 && s->net->first[c] < s->net->first[c + 1])
			add_ties(s, c, c, -1, false);
	for (int i = 0; seen[i] >= 0; i++)
		add_finding(s, seen[i], over ? over[seen[i]] : -1);
}

/* Filled from the back, so that what is left of each list is where it begins.  Ties into one slot were made one after the other: the first of
 * them is enough. */
static void index_ties(struct sweep *s)
{
	s->in_first = NEWS(s->arena, int, 2 * s->n_slots + 1);
	s->out_first = s->in_first + s->n_slots;
	s->out = NEWS(s->arena, int, s->n_ties);
	for (int x = 0, n = 0; x < s->n_slots; x++)
		s->out_first[x] = n += s->n_out[x];
	s->out_first[s->n_slots] = s->n_ties;
	for (int i = s->n_ties - 1; i >= 0; i--) {
		const struct tie *t = &s->tie[i];

		s->in_first[t->to] = i;
		s->out[--s->out_first[t->from]] = i;
	}
}

/* The only tie of a leaf that is not folded. */
static int open_tie(const struct sweep *s, int x)
{
	int i = s->in_first[x], *out = s->out + s->out_first[x];

	if (s->n_in[x]) {
		while (s->tie[i].folded)
			i++;
		return i;
	}
	while (s->tie[*out].folded)
		out++;
	return *out;
}

static inline bool is_leaf(const struct sweep *s, int x)
{
	return !s->gone[x] && s->n_in[x] + s->n_out[x] == 1 && (s->n_in[x] || s->set_of[x] < 0);
}

/* Few slots have ties: later passes go over those alone. */
static void list_alive(struct sweep *s)
{
	int n = 0;

	s->alive = NEWS(s->arena, int, s->n_slots + 1);
	s->tied = NEWS(s->arena, bool, s->n_slots + 8);
	for (int x = 0; x < s->n_slots; x++) {
		s->alive[n] = x;
		n += (s->n_in[x] | s->n_out[x]) > 0;
	}
	s->n_alive = n;
	for (int i = 0; i < n; i++)
		s->tied[s->alive[i]] = true;
	for (int k = 0; k < s->n_sets; k++)
		memset(s->tied + s->set[k]->first, true, (size_t)s->set[k]->n);
}

/* Leaves go into their neighbour until none is left. */
static void fold_leaves(struct sweep *s)
{
	int *stack = NEWS(s->arena, int, s->n_slots + s->n_ties + 1), n = 0;

	s->fold = NEWS(s->arena, struct fold, s->n_ties);
	for (int i = 0; i < s->n_alive; i++) {          /* without a branch that nobody can foretell */
		int x = s->alive[i];

		stack[n] = x;
		n += (s->n_in[x] + s->n_out[x] == 1) & ((s->n_in[x] > 0) | (s->set_of[x] < 0));
	}
	while (n) {
		int x = stack[--n];

		if (!is_leaf(s, x))
			continue;
		bool up = s->n_in[x];
		int i = open_tie(s, x);
		struct tie *t = &s->tie[i];
		int other = up ? t->from : t->to;

		s->fold[s->n_folds++] = (struct fold){ i, up };
		t->folded = true;
		s->n_out[t->from]--;
		s->n_in[t->to]--;
		s->gone[x] = true;
		if (is_leaf(s, other))
			stack[n++] = other;
	}
}

static void find_alone(struct sweep *s)
{
	s->alone = NEWS(s->arena, bool, s->n_slots + 8);
	for (int x = 0; x < s->n_slots; x += 8) {
		uint64_t eight;

		memcpy(&eight, s->tied + x, 8);
		eight ^= UINT64_C(0x0101010101010101);
		memcpy(s->alone + x, &eight, 8);
	}
	for (int i = 0; i < s->n_alive; i++) {
		int x = s->alive[i];

		s->alone[x] = !s->gone[x] & ((s->n_in[x] | s->n_out[x]) == 0) & (s->set_of[x] < 0);
	}
	for (int c = 0; !s->whole && c < s->n_causes; c++)
		s->alone[c] &= s->slot[c] >= 0;
}

static void find_sets(struct sweep *s)
{
	const struct net *net = s->net;

	s->set_of = NEWS(s->arena, int, s->n_slots);
	memset(s->set_of, -1, (size_t)s->n_slots * sizeof(int));
	s->set = NEWS(s->arena, const struct net_set *, net->n_sets);
	for (int k = 0; k < net->n_sets; k++) {
		if (net->set[k].kind != SET_EXCLUSIVE)
			continue;
		for (int i = 0; i < net->set[k].n; i++)
			s->set_of[net->set[k].first + i] = s->n_sets;
		s->set[s->n_sets++] = &net->set[k];
	}
}

/* Every number on the way to an odds is a sum of products of numbers >= 0.  The longest chain of roundings, counted generously: each
 * link, fold and step once per direction, the dot products by their depth (Higham 2002, 3.1). */
double sweep_bound(const struct sweep *s, double steps, int width)
{
	const double unit = 0x1p-53;
	double chain = 2.0 * s->n_absorbed + 10.0 * s->n_folds + 8.0 * steps + 6.0 * s->n_ties + 2.0 * (48 + width) + 2.0 * s->n_slots;

	for (int i = 0; i < s->n_absorbed; i++)
		chain += 2.0 * (s->net->first[s->absorbed[i].node + 1] - s->net->first[s->absorbed[i].node]);
	return 2 * chain * unit / (1 - chain * unit);
}

struct sweep *sweep_search(struct arena *a, const struct net *net, const int8_t *seen, const struct search *how)
{
	struct sweep *s = NEW(a, struct sweep);

	assert(seen);
	s->arena = a;
	s->net = net;
	s->n_causes = net->n_causes;
	s->whole = !how->above;
	s->looking = how->looking;
	s->most = how->most;
	s->base = NEWS(a, int8_t, net->n_nodes + 8);    /* a word's width more, nothing seen there */
	memcpy(s->base, seen, (size_t)net->n_nodes);
	s->slot = NEWS(a, int, net->n_nodes);
	s->implied = NEWS(a, bool, net->n_nodes);
	add_slots(s, how->above, how->roots);
	s->gone = NEWS(a, bool, s->n_slots);
	find_sets(s);
	list_alive(s);
	index_ties(s);
	fold_leaves(s);
	find_alone(s);
	sweep_order(s, 1);
	s->bound = sweep_bound(s, s->n_ops, s->width);
	return s;
}

struct sweep *sweep_make(struct arena *a, const struct net *net, const int8_t *seen, bool all)
{
	return sweep_search(a, net, seen, &(struct search){ all ? NULL : seen, false, HUGE_VAL, HUGE_VAL });
}

struct sweep *sweep_better(struct sweep *s, double runs)
{
	struct sweep *better = NEW(s->arena, struct sweep);

	*better = *s;
	memset(better->placed, 0, sizeof(better->placed));
	memset(better->room, 0, sizeof(better->room));
	sweep_order(better, runs);
	better->bound = sweep_bound(better, better->n_ops, better->width);
	return better->cost < s->cost ? better : s;
}
