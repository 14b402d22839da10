/* test/core/small_net.h -- random networks small enough to be enumerated state by state. */
#ifndef TEST_SMALL_NET_H
#define TEST_SMALL_NET_H

#include "base/rng.h"
#include "core/reason.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

/* edges: priors, q and leaks of 0 and 1 too; rich: parents that act when off, inhibitors, levels, roots that exclude each other */
struct shape { int roots, gates, findings, most_parents; bool edges, rich; double leak; };

static inline double draw(struct rng *r, bool edges, double low, double high)
{
	int kind = edges ? rng_below(r, 8) : 7;

	return kind == 0 ? 0 : kind == 1 ? 1 : low + (high - low) * rng_unit(r);
}

static inline struct chance chance_of(double yes)
{
	return (struct chance){ 1 - yes, yes };
}

static inline void add_random_links(struct rng *r, const struct shape *s, struct net *net, int x)
{
	int before = x < net->n_causes ? x : net->n_causes, n = before ? rng_below(r, s->most_parents + 1) : 0, at = net->first[x];

	for (int i = 0; i < n; i++) {   /* the same parent may come twice */
		int kind = !s->rich ? 9 : rng_below(r, 10);
		enum link_kind how = kind == 0 ? LINK_ACTS_OFF : kind == 1 && x >= net->n_causes ? LINK_INHIBITS : LINK_ACTS;

		net->link[at++] = (struct net_link){ rng_below(r, before), how, draw(r, s->edges, 0.05, 0.95) };
	}
	net->first[x + 1] = at;
}

/* The last three findings are levels of one. */
static inline void make_levels(struct rng *r, struct net *net)
{
	int f = net->n_nodes - 3, n;

	for (int i = net->first[f]; i < net->first[f + 1]; i++)
		net->link[i].kind = net->link[i].kind == LINK_INHIBITS ? LINK_ACTS : net->link[i].kind;
	n = net->first[f + 1] - net->first[f];
	for (int x = f + 1; x < net->n_nodes; x++) {
		net->first[x + 1] = net->first[x] + n;
		net->own[x].no = net->own[x - 1].no + (1 - net->own[x - 1].no) * rng_unit(r);
		net->own[x].yes = 1 - net->own[x].no;
		for (int i = 0; i < n; i++) {
			struct net_link link = net->link[net->first[x - 1] + i];

			link.q += (1 - link.q) * rng_unit(r);
			net->link[net->first[x] + i] = link;
		}
	}
	net->set[net->n_sets++] = (struct net_set){ SET_LEVELS, f, 3 };
}

static inline struct net *random_net(struct arena *a, struct rng *r, struct shape s)
{
	struct net *net = NEW(a, struct net);

	net->n_causes = s.roots + s.gates;
	net->n_nodes = net->n_causes + s.findings;
	net->own = NEWS(a, struct chance, net->n_nodes);
	net->first = NEWS(a, int, net->n_nodes + 1);
	net->link = NEWS(a, struct net_link, (s.most_parents + 1) * net->n_nodes);
	net->set = NEWS(a, struct net_set, 2);
	for (int x = 0; x < net->n_nodes; x++) {
		bool leaky = !s.edges || rng_below(r, 4);

		net->own[x] = chance_of(x < s.roots ? draw(r, s.edges, 0.001, 0.6) : leaky ? s.leak * rng_unit(r) : 0);
		net->first[x + 1] = net->first[x];
		if (x >= s.roots)
			add_random_links(r, &s, net, x);
	}
	if (s.rich && s.findings >= 5 && rng_below(r, 2))
		make_levels(r, net);
	if (s.rich && s.roots >= 4 && rng_below(r, 2)) {
		double sum = rng_below(r, 4) ? rng_unit(r) : 1;

		for (int c = 0; c < 3; c++)
			net->own[c] = chance_of(sum * (c == 0 ? 0.5 : c == 1 ? 0.375 : 0.125));
		for (int i = 0; i < net->first[net->n_nodes]; i++)
			if (net->link[i].from < 3 && net->link[i].kind == LINK_ACTS_OFF)
				net->link[i].kind = LINK_ACTS;
		net->set[net->n_sets++] = (struct net_set){ SET_EXCLUSIVE, 0, 3 };
	}
	return net;
}

static inline struct net *wide_net(struct arena *a, struct rng *r, int roots, int gates, int findings, int parents)
{
	return random_net(a, r, (struct shape){ roots, gates, findings, parents, false, false, 0.1 });
}

static inline const struct net_set *set_of(const struct net *net, int x)
{
	for (int k = 0; k < net->n_sets; k++)
		if (x >= net->set[k].first && x < net->set[k].first + net->set[k].n)
			return &net->set[k];
	return NULL;
}

/* Findings at random; a cause now and then; levels hang together. */
static inline int8_t *random_seen(struct arena *a, struct rng *r, const struct net *net)
{
	int8_t *seen = NEWS(a, int8_t, net->n_nodes);
	int kind = rng_below(r, 6);     /* 0: nothing, 1: all absent, 2: all present */

	for (int f = 0; f < net->n_nodes; f++) {
		if (f < net->n_causes && rng_below(r, 12))
			continue;
		seen[f] = (int8_t)(kind == 0 ? 0 : kind == 1 ? -1 : kind == 2 ? 1 : rng_below(r, 3) - 1);
	}
	for (int k = 0; k < net->n_sets; k++) {
		int level = rng_below(r, 4), first = net->set[k].first;

		for (int i = 0; net->set[k].kind == SET_LEVELS && kind > 2 && i < 3; i++)
			seen[first + i] = (int8_t)(i < level ? SEEN_PRESENT : rng_below(r, 5) || i > level ? SEEN_ABSENT : SEEN_NOTHING);
	}
	return seen;
}

/* The probability that none of its acting links switches the node on, what inhibits left aside. */
static inline long double quiet_in(const struct net *net, int x, unsigned state)
{
	long double p = 1;

	for (int i = net->first[x]; i < net->first[x + 1]; i++) {
		bool on = state >> net->link[i].from & 1;

		if ((net->link[i].kind == LINK_ACTS && on) || (net->link[i].kind == LINK_ACTS_OFF && !on))
			p *= (long double)net->link[i].q;
	}
	return p;
}

static inline long double off_in(const struct net *net, int x, unsigned state)
{
	return (long double)net->own[x].no * quiet_in(net, x, state);
}

/* Both from what is given, so that neither loses digits. */
static inline long double on_in(const struct net *net, int x, unsigned state)
{
	return (long double)net->own[x].yes + (long double)net->own[x].no * (1 - quiet_in(net, x, state));
}

static inline long double finding_in(const struct net *net, int x, int seen, unsigned state)
{
	long double free = 1;

	for (int i = net->first[x]; i < net->first[x + 1]; i++)
		if (net->link[i].kind == LINK_INHIBITS && state >> net->link[i].from & 1)
			free *= (long double)net->link[i].q;
	return seen == SEEN_PRESENT ? on_in(net, x, state) * free :
		seen == SEEN_ABSENT ? off_in(net, x, state) + on_in(net, x, state) * (1 - free) : 1;
}

static inline long double levels_in(const struct net *net, const struct net_set *set, const int8_t *seen, unsigned state)
{
	long double below = 0, above = 1;

	for (int x = set->first; x < set->first + set->n; x++)
		if (seen[x] == SEEN_PRESENT)
			below = off_in(net, x, state);
	for (int x = set->first + set->n - 1; x >= set->first; x--)
		if (seen[x] == SEEN_ABSENT)
			above = off_in(net, x, state);
	return above - below;
}

static inline long double causes_in(const struct net *net, unsigned state)
{
	long double p = 1;

	for (int c = 0; c < net->n_causes; c++) {
		const struct net_set *set = set_of(net, c);

		if (!set) {
			p *= state >> c & 1 ? on_in(net, c, state) : off_in(net, c, state);
		} else if (c == set->first) {
			long double none = 1;
			int on = 0;

			for (int x = c; x < c + set->n; x++) {
				none -= (long double)net->own[x].yes;
				on += state >> x & 1;
			}
			p *= on == 0 ? (none > 0 ? none : 0) : on > 1 ? 0 : 1;
			for (int x = c; on == 1 && x < c + set->n; x++)
				p *= state >> x & 1 ? (long double)net->own[x].yes : 1;
		}
	}
	return p;
}

/* P(evidence) in total, and with each cause on in joint; with any of the causes in `mask` in *any. */
static inline long double enumerate(const struct net *net, const int8_t *seen, long double *joint, unsigned mask, long double *any)
{
	long double total = 0;

	*any = 0;
	for (int c = 0; c < net->n_causes; c++)
		joint[c] = 0;
	for (unsigned s = 0; s < 1u << net->n_causes; s++) {
		long double p = causes_in(net, s);

		for (int c = 0; c < net->n_causes; c++)
			if ((seen[c] == SEEN_PRESENT && !(s >> c & 1)) || (seen[c] == SEEN_ABSENT && s >> c & 1))
				p = 0;
		for (int x = net->n_causes; p > 0 && x < net->n_nodes; x++) {
			const struct net_set *set = set_of(net, x);

			p *= !set ? finding_in(net, x, seen[x], s) : x == set->first ? levels_in(net, set, seen, s) : 1;
		}
		total += p;
		if (s & mask)
			*any += p;
		for (int c = 0; c < net->n_causes; c++)
			if (s >> c & 1)
				joint[c] += p;
	}
	return total;
}

static inline void assert_near(double got, long double want, double within)
{
	if (!(fabsl((long double)got - want) <= (long double)within))
		fail_msg("got %.17g, expected %.17Lg, off by %.3Lg", got, want, (long double)got - want);
}

static const struct effort plenty = { .exact = 4e7 };         /* rather no answer than intervals */

static inline double chance(double odds)
{
	return isinf(odds) ? 1 : odds / (1 + odds);
}

static inline void must(struct arena *a, const struct net *net, const int8_t *seen, struct posterior *out)
{
	struct err err = { 0 };

	if (!reason_posterior(a, net, seen, &plenty, out, &err))
		fail_msg("%s", err.detail);
	assert_true(out->exact);
}

#endif
