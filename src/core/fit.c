/* core/fit.c -- built, fitted, judged: one finding at a time. */
#include "core/fit.h"

#include <math.h>
#include <string.h>

enum { ROUNDS_MOST = 1000 };
static const double still = 1e-12;              /* no log q moves further: the numbers are found */
static const double q_tiny = 1e-12;             /* of a link whose target is not 0 */

/* The finding is absent, with no leak: P(that), and how it multiplies the odds of the cause of each link. */
struct work {
	struct net net;                         /* own room for numbers */
	const struct posterior *nothing;
	int8_t *seen;
	double *odds;
	int node, first, n;
	double absent;
	double *ratio;                          /* n: 1 when absent is 0 */
};

static bool varies(double p)
{
	return p > 0 && p < 1;
}

static bool usable(const struct net *net, int node, double base, const struct fit_pair *pair, struct err *err)
{
	int first = net->first[node], n = net->first[node + 1] - first;

	if (!(base >= 0 && base <= 1))
		return fail(err, ERR_INPUT, "base", "a base rate lies between 0 and 1");
	for (int k = 0; k < net->n_sets; k++)
		if (node >= net->set[k].first && node < net->set[k].first + net->set[k].n)
			return fail(err, ERR_INPUT, "finding", "node %d is a level of another", node);
	for (int i = 0; i < n; i++) {
		if (!(pair[i].sens >= 0 && pair[i].sens <= 1 && pair[i].spec >= 0 && pair[i].spec <= 1))
			return fail(err, ERR_INPUT, "pair", "sensitivity and specificity lie between 0 and 1");
		if (net->link[first + i].kind != LINK_ACTS)
			return fail(err, ERR_INPUT, "link", "link %d does not act when its cause is on", first + i);
		for (int k = 0; k < i; k++)
			if (net->link[first + k].from == net->link[first + i].from)
				return fail(err, ERR_INPUT, "link", "node %d has links %d and %d from the same cause", node, first + k, first + i);
	}
	return true;
}

static struct work work_on(struct arena *a, const struct net *net, const struct posterior *nothing, int node)
{
	struct work w = { .net = *net, .nothing = nothing, .node = node, .first = net->first[node] };
	size_t n_links = (size_t)net->first[net->n_nodes], n = (size_t)net->n_nodes;

	w.n = net->first[node + 1] - w.first;
	w.net.own = NEWS(a, struct chance, n);
	w.net.link = NEWS(a, struct net_link, n_links + 1);
	memcpy(w.net.own, net->own, n * sizeof(struct chance));
	memcpy(w.net.link, net->link, n_links * sizeof(struct net_link));
	w.net.own[node] = (struct chance){ 1, 0 };
	w.seen = NEWS(a, int8_t, n);
	w.seen[node] = SEEN_ABSENT;
	w.odds = NEWS(a, double, (size_t)net->n_causes + 1);
	w.ratio = NEWS(a, double, (size_t)w.n + 1);
	return w;
}

static double prior_of(const struct work *w, int i)
{
	return w->nothing->p[w->net.link[w->first + i].from];
}

static void measure(struct work *w)
{
	struct again run = { .net = &w->net, .seen = w->seen, .odds = w->odds };

	reason_again(w->nothing, &run, 1);
	w->absent = run.possible ? fmin(1, exp(run.log_evidence)) : 0;
	for (int i = 0; i < w->n; i++) {
		int cause = w->net.link[w->first + i].from;

		w->ratio[i] = run.possible && varies(prior_of(w, i)) ? w->odds[cause] / w->nothing->odds[cause] : 1;
	}
}

/* P(absent | no cause) and no leak, of link i. */
static double absent_without(const struct work *w, int i)
{
	double p = prior_of(w, i);

	return isinf(w->ratio[i]) ? 0 : fmin(1, w->absent / (1 - p + p * w->ratio[i]));
}

static struct fit_pair pair_now(const struct work *w, int i, double stay)
{
	double p = prior_of(w, i);

	if (!varies(p))
		return (struct fit_pair){ (double)NAN, (double)NAN };
	double with = isinf(w->ratio[i]) ? w->absent / p : w->ratio[i] * absent_without(w, i);
	return (struct fit_pair){ 1 - stay * fmin(1, with), stay * absent_without(w, i) };
}

static double target(const struct fit_pair *pair)
{
	return pair->spec > 0 ? fmin(1, (1 - pair->sens) / pair->spec) : 1;
}

/* Every q such that the ratios are the targets, or 1 where the others do more than that. */
static bool solve(struct work *w, const struct fit_pair *pair, int *rounds, struct err *err)
{
	struct net_link *link = &w->net.link[w->first];
	double moved = 1;

	for (int i = 0; i < w->n; i++)
		if (varies(prior_of(w, i)))
			link[i].q = target(&pair[i]);
	for (*rounds = 0; moved > still && *rounds < ROUNDS_MOST; ++*rounds) {
		moved = 0;
		for (int i = 0; i < w->n; i++) {
			double want = target(&pair[i]), was = link[i].q;

			if (!varies(prior_of(w, i)) || was <= 0)
				continue;
			measure(w);
			if (w->absent <= 0)
				return true;
			link[i].q = fmax(fmin(q_tiny, want), fmin(1, want / (w->ratio[i] / was)));
			moved = fmax(moved, fabs(log(link[i].q / was)));
		}
	}
	return moved <= still || fail(err, ERR_LIMIT, "fit", "node %d: the numbers still move after %d rounds", w->node, ROUNDS_MOST);
}

static bool near(const struct fit_pair *x, const struct fit_pair *y, double within)
{
	return fabs(x->sens - y->sens) <= within && fabs(x->spec - y->spec) <= within;
}

static enum fit_verdict judge(const struct fit_link *l, double ratio, double within)
{
	if (!varies(l->prior))
		return FIT_NEVER;
	if (near(&l->want, &l->built, within))
		return FIT_MET;
	if (near(&l->want, &l->best, within))
		return FIT_CAN;
	if (l->want.sens <= 1 - l->want.spec)
		return FIT_AGAINST;
	if (l->q >= 1 && ratio < target(&l->want) * (1 - 1e-9))
		return FIT_OTHERS;
	return 1 - l->want.spec < l->least ? FIT_FLOOR : FIT_PAIR;
}

static void finish_link(const struct work *w, int i, double stay, double base, double within, struct fit_link *l)
{
	double without = absent_without(w, i), fits = (base - 1 + l->want.spec) / (l->want.sens - 1 + l->want.spec);

	l->q = w->net.link[l->link].q;
	l->best = pair_now(w, i, stay);
	l->least = 1 - without;
	l->implied = l->prior * l->want.sens + (1 - l->prior) * (1 - l->want.spec);
	l->leak = without > 0 ? 1 - l->want.spec / without : l->want.spec > 0 ? -1 : 0;
	l->share = l->want.sens > 1 - l->want.spec && varies(fits) ? fits : (double)NAN;
	l->verdict = judge(l, w->ratio[i], within);
}

static void judge_base(struct fit *f, double within)
{
	f->verdict = fabs(f->built - f->want) <= within ? FIT_MET : fabs(f->best - f->want) <= within ? FIT_CAN : FIT_BASE;
}

bool fit_finding(struct arena *a, const struct net *net, const struct posterior *nothing, int node, double base,
	const struct fit_pair *pair, double within, struct fit *out, struct err *err)
{
	struct work w;

	*out = (struct fit){ .want = base };
	if (!usable(net, node, base, pair, err))
		return false;
	w = work_on(a, net, nothing, node);
	out->n = w.n;
	out->link = NEWS(a, struct fit_link, (size_t)w.n + 1);
	measure(&w);
	out->built = 1 - net->own[node].no * w.absent;
	for (int i = 0; i < w.n; i++)
		out->link[i] = (struct fit_link){ .link = w.first + i, .prior = prior_of(&w, i), .want = pair[i],
			.built = pair_now(&w, i, net->own[node].no) };
	if (!solve(&w, pair, &out->rounds, err))
		return false;
	measure(&w);
	double stay = w.absent > 0 ? fmin(1, (1 - base) / w.absent) : 1;
	out->leak = 1 - stay;
	out->least = 1 - w.absent;
	out->best = 1 - stay * w.absent;
	judge_base(out, within);
	for (int i = 0; i < w.n; i++)
		finish_link(&w, i, stay, base, within, &out->link[i]);
	return true;
}

double fit_off(const struct fit_link *l)
{
	return l->verdict == FIT_NEVER ? 0 : fmax(fabs(l->want.sens - l->built.sens), fabs(l->want.spec - l->built.spec));
}
