/* core/belief_usual.c -- do these answers fit the model?  log P(answers) against that of people drawn from the model itself. */
#include "core/belief_usual.h"

#include "base/rng.h"
#include "core/belief_net.h"

#include <math.h>
#include <string.h>

enum { BATCH = 8, SCRATCH_MOST = 1 << 30 };
static const struct effort drawn = { .exact = 4e7, .sampled = 5e5 };
static const double same = 1e-9;                 /* log probabilities that differ by rounding alone */

/* One person: what acts, and what they would answer to what was asked. */
static void draw(const struct net *net, const int8_t *asked, struct rng *rng, bool *on, int8_t *seen)
{
	for (int x = 0; x < net->n_nodes; x++) {
		double no = net->own[x].no;

		if (x >= net->n_causes && asked[x] == SEEN_NOTHING)
			continue;
		for (int i = net->first[x]; i < net->first[x + 1]; i++)
			no *= on[net->link[i].from] ? net->link[i].q : 1;
		on[x] = rng_unit(rng) >= no;
		seen[x] = x < net->n_causes ? SEEN_NOTHING : on[x] ? SEEN_PRESENT : SEEN_ABSENT;
	}
}

/* The same network with each cause as likely by itself as it is believed to be: a rare cause that explains its signs is no misfit. */
static struct net as_believed(struct arena *a, const struct belief_net *b, const double *p)
{
	struct net net = belief_room(a, b).net;

	for (int x = 0; x < net.n_causes; x++) {
		net.own[x] = belief_prior(p[x]);
		for (int i = net.first[x]; i < net.first[x + 1]; i++)
			net.link[i].q = 1;
	}
	return net;
}

static bool find_share(struct arena *a, const struct net *net, const int8_t *answers, double *share, struct err *err)
{
	bool *on = NEWS(a, bool, net->n_nodes), done;
	int8_t *seen = NEWS(a, int8_t, net->n_nodes);
	struct arena *scratch = arena_new(SCRATCH_MOST);
	struct rng rng = rng_new(20261121);
	struct posterior p;
	int rarer = 0, n = 0;

	done = reason_posterior(scratch, net, answers, &drawn, &p, err);
	const double here = done ? p.log_evidence : 0;
	for (; n < USUAL_DRAWS && rarer < USUAL_ENOUGH && done; n++) {
		draw(net, answers, &rng, on, seen);
		done = reason_posterior(scratch, net, seen, &drawn, &p, err);
		rarer += done && p.log_evidence <= here + same;
		arena_reset(scratch);
	}
	arena_end(scratch);
	*share = rarer == USUAL_ENOUGH ? (double)rarer / n : (1.0 + rarer) / (1.0 + USUAL_DRAWS);
	return done;
}

static void keep_least(struct usual *out, int finding, double p)
{
	int i = out->n_odd < USUAL_ODD ? out->n_odd++ : USUAL_ODD;

	for (; i > 0 && out->odd[i - 1].p > p; i--)
		if (i < USUAL_ODD)
			out->odd[i] = out->odd[i - 1];
	if (i < USUAL_ODD)
		out->odd[i] = (struct odd_answer){ finding, p };
}

/* P(this answer | all the others), of every answer; the least expected are kept. */
static void find_odd(struct arena *a, const struct belief_net *b, const struct posterior *have, struct usual *out)
{
	struct room room[BATCH];
	struct again run[BATCH];
	int at[BATCH], n = 0;

	for (int l = 0; l < BATCH; l++)
		room[l] = belief_room(a, b);
	for (int f = 0; f <= b->kb->n_findings; f++) {
		int x = f < b->kb->n_findings ? belief_node(b, f) : -1;

		if (x >= 0 && b->seen[x] != SEEN_NOTHING) {
			room[n].seen[x] = SEEN_NOTHING;
			run[n] = (struct again){ .net = &room[n].net, .seen = room[n].seen, .odds = room[n].odds };
			at[n++] = f;
		}
		if (n < BATCH && (x >= 0 || !n))
			continue;
		reason_again(have, run, n);
		for (int l = 0; l < n; l++) {
			keep_least(out, at[l], fmin(1, exp(have->log_evidence - run[l].log_evidence)));
			room[l].seen[belief_node(b, at[l])] = b->seen[belief_node(b, at[l])];
		}
		n = 0;
	}
}

bool belief_usual(struct arena *a, const struct kb *kb, const struct person_case *c, const double *priors, struct usual *out, struct err *err)
{
	struct belief_net b;
	struct posterior have;

	*out = (struct usual){ .share = 1 };
	if (!belief_net_make(a, kb, c, priors, &b, err))
		return false;
	for (int x = b.net.n_causes; x < b.net.n_nodes; x++)
		out->asked += b.seen[x] != SEEN_NOTHING;
	const struct effort whole = { .exact = 10 * reason_effort.exact };
	if (!reason_posterior(a, &b.net, b.seen, &whole, &have, err))
		return false;
	const struct net believed = as_believed(a, &b, have.p);
	if (!find_share(a, &believed, b.seen, &out->share, err))
		return false;
	out->fits = out->share > usual_least || out->asked < USUAL_ASKED;
	if (!out->fits)
		find_odd(a, &b, &have, out);
	return true;
}
