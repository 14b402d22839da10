/* core/reason.c -- posteriors, "any of these causes", and the worth of a question, all from one order of work. */
#include "core/reason.h"

#include "core/sweep.h"

#include <assert.h>
#include <math.h>
#include <string.h>

static double chance(double odds)
{
	return isinf(odds) ? 1 : odds / (1 + odds);
}

static void check(const struct net *net)
{
	for (int c = 0; c < net->n_causes; c++)
		assert(net->prior[c] >= 0 && net->prior[c] <= 1);
	for (int f = 0; f < net->n_findings; f++)
		assert(net->stay[f] > 0 && net->stay[f] <= 1);
	for (int i = 0; i < net->first[net->n_findings]; i++) {
		assert(net->link[i].q >= 0 && net->link[i].q <= 1);
		assert(net->link[i].cause >= 0 && net->link[i].cause < net->n_causes);
	}
}

bool reason_posterior(struct arena *a, const struct net *net, const int8_t *seen, struct posterior *out,
	struct err *err)
{
	struct again run = { .net = net, .seen = seen, .odds = NEWS(a, double, net->n_causes) };

	check(net);
	out->sweep = sweep_make(a, net, seen, err);
	if (!out->sweep)
		return false;
	sweep_run(out->sweep, &run, 1);
	if (!run.possible)
		return fail(err, ERR_INPUT, "findings",
			"these findings cannot occur together in this network: their probability is 0");
	out->odds = run.odds;
	out->p = NEWS(a, double, net->n_causes);
	for (int c = 0; c < net->n_causes; c++)
		out->p[c] = chance(run.odds[c]);
	out->log_evidence = run.log_evidence;
	out->width = out->sweep->width;
	out->bound = out->sweep->bound;
	return true;
}

void reason_again(const struct posterior *have, struct again *run, int n)
{
	for (int i = 0; i < n; i++)
		for (int f = 0; f < have->sweep->n_findings; f++)
			assert(run[i].seen[f] != SEEN_PRESENT || have->sweep->slot[f] >= 0);
	for (int i = 0; i < n; i += LANES)
		sweep_run(have->sweep, run + i, n - i < LANES ? n - i : LANES);
}

bool reason_any(struct arena *a, const struct net *net, const int8_t *seen, const struct posterior *have,
	const int *set, int n, double *out, struct err *err)
{
	struct net none = *net;
	struct again run = { .net = &none, .seen = seen, .odds = NEWS(a, double, net->n_causes) };
	double log_none = 0;

	none.prior = NEWS(a, double, net->n_causes);
	for (int c = 0; c < net->n_causes; c++)
		none.prior[c] = net->prior[c];
	for (int i = 0; i < n; i++) {
		if (set[i] < 0 || set[i] >= net->n_causes)
			return fail(err, ERR_INTERNAL, "causes", "%d is not a cause of this network", set[i]);
		log_none += log1p(-none.prior[set[i]]);         /* 0 when it stands in the set twice */
		none.prior[set[i]] = 0;
	}
	reason_again(have, &run, 1);
	log_none += run.log_evidence - have->log_evidence;
	*out = run.possible && log_none < 0 ? -expm1(log_none) : run.possible ? 0 : 1;
	return true;
}

double reason_entropy(double p)
{
	return p > 0 && p < 1 ? -(p * log2(p) + (1 - p) * log2(1 - p)) : 0;
}

/* What "absent" for one finding tells, and by complement what "present" does. */
static double worth(const struct posterior *have, const struct again *absent, const double *weight, int n_causes)
{
	double no = absent->possible ? exp(absent->log_evidence - have->log_evidence) : 0, bits = 0;

	if (no <= 0 || no >= 1)
		return 0;
	for (int c = 0; c < n_causes; c++) {
		if (!(weight[c] > 0))
			continue;
		double p = have->p[c], p_no = chance(absent->odds[c]), p_yes = (p - no * p_no) / (1 - no);

		p_yes = p_yes < 0 ? 0 : p_yes > 1 ? 1 : p_yes;
		bits += weight[c] * (reason_entropy(p) - no * reason_entropy(p_no) - (1 - no) * reason_entropy(p_yes));
	}
	return bits > 0 ? bits : 0;
}

bool reason_gain(struct arena *a, const struct net *net, const int8_t *seen, const struct posterior *have,
	const double *weight, const bool *want, double *gain, struct err *err)
{
	struct again run[LANES];
	int8_t *tried[LANES];
	int asked[LANES], n = 0;

	if (have->sweep->n_findings != net->n_findings || have->sweep->n_causes != net->n_causes)
		return fail(err, ERR_INTERNAL, "findings", "the posterior belongs to another network");
	for (int l = 0; l < LANES; l++) {
		tried[l] = NEWS(a, int8_t, net->n_findings);
		memcpy(tried[l], seen, (size_t)net->n_findings);
		run[l] = (struct again){ .net = net, .seen = tried[l], .odds = NEWS(a, double, net->n_causes) };
	}
	for (int f = 0; f < net->n_findings; f++) {
		gain[f] = 0;
		if (want[f] && seen[f] == SEEN_NOTHING) {
			asked[n] = f;
			tried[n++][f] = SEEN_ABSENT;
		}
		if (n == 0 || (n < LANES && f + 1 < net->n_findings))
			continue;
		reason_again(have, run, n);
		for (int l = 0; l < n; l++) {
			gain[asked[l]] = worth(have, &run[l], weight, net->n_causes);
			tried[l][asked[l]] = SEEN_NOTHING;
		}
		n = 0;
	}
	return true;
}
