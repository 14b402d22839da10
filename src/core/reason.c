/* core/reason.c -- posteriors, "any of these causes", and runs with other numbers, all from one order of work. */
#include "core/reason.h"

#include "core/sweep.h"
#include "core/sweep_draw.h"
#include "core/sweep_simd.h"
#include "core/tree.h"

#include <assert.h>
#include <float.h>
#include <math.h>
#include <string.h>

const struct effort reason_effort = { .exact = 4e7, .sampled = 2e6, .questions = 8e6 };

double effort_looking(const struct effort *effort)
{
	return effort->looking > 0 ? effort->looking : fmax(effort->exact, 1e8);
}

static double chance(double odds)
{
	return isinf(odds) ? 1 : odds / (1 + odds);
}

/* Eight divisions at a time; where the odds are endless, x / (1 + x) is no number and 1 is taken. */
static void chances(const double *odds, int n, double *p)
{
	const eight one = (eight){ 0 } + 1;
	int c = 0;

	for (; c + LANES <= n; c += LANES) {
		eight x;

		memcpy(&x, odds + c, sizeof(x));
		eight_bits endless = x > DBL_MAX;
		x = (eight)(((eight_bits)(x / (1 + x)) & ~endless) | ((eight_bits)one & endless));
		memcpy(p + c, &x, sizeof(x));
	}
	for (; c < n; c++)
		p[c] = chance(odds[c]);
}

static bool check_links(const struct net *net, int x, struct err *err)
{
	for (int i = net->first[x]; i < net->first[x + 1]; i++) {
		const struct net_link *link = &net->link[i];

		if (link->from < 0 || link->from >= x || link->from >= net->n_causes)
			return fail(err, ERR_INTERNAL, "network", "node %d has %d for a parent, which does not stand before it among the causes", x, link->from);
		if (!(link->q >= 0 && link->q <= 1))
			return fail(err, ERR_INTERNAL, "network", "a link of node %d has q %g, which is not between 0 and 1", x, link->q);
		if (link->kind == LINK_INHIBITS && x < net->n_causes)
			return fail(err, ERR_INTERNAL, "network", "node %d is inhibited and no finding", x);
	}
	return true;
}

static bool check_set(const struct net *net, const struct net_set *set, struct err *err)
{
	double sum = 0;
	int n = net->first[set->first + 1] - net->first[set->first];

	for (int i = 0; set->kind == SET_EXCLUSIVE && i < net->first[net->n_nodes]; i++)
		if (net->link[i].kind == LINK_ACTS_OFF && net->link[i].from >= set->first && net->link[i].from < set->first + set->n)
			return fail(err, ERR_INTERNAL, "network", "node %d excludes others and acts when it is off", net->link[i].from);
	for (int x = set->first; x < set->first + set->n; x++) {
		sum += net->own[x].yes;
		if (set->kind == SET_EXCLUSIVE && (x >= net->n_causes || net->first[x] < net->first[x + 1]))
			return fail(err, ERR_INTERNAL, "network", "node %d excludes others and is no root", x);
		if (set->kind == SET_LEVELS && (x < net->n_causes || net->first[x + 1] - net->first[x] != n || net_inhibited(net, x)))
			return fail(err, ERR_INTERNAL, "network", "level %d does not have the links of the first one", x);
		for (int i = 0; set->kind == SET_LEVELS && x > set->first && i < n; i++) {
			const struct net_link *low = &net->link[net->first[x - 1] + i], *high = &net->link[net->first[x] + i];

			if (low->from != high->from || low->kind != high->kind || low->q > high->q || net->own[x - 1].no > net->own[x].no)
				return fail(err, ERR_INTERNAL, "network", "level %d is likelier than the level below it", x);
		}
	}
	return set->kind == SET_LEVELS || sum <= 1 + 1e-12 ||
		fail(err, ERR_INTERNAL, "network", "roots from %d on exclude each other and add up to more than 1", set->first);
}

bool net_check(const struct net *net, struct err *err)
{
	for (int x = 0; x < net->n_nodes; x++) {
		const struct chance *own = &net->own[x];

		if (!(own->no >= 0 && own->yes >= 0 && fabs(own->no + own->yes - 1) < 1e-9))
			return fail(err, ERR_INTERNAL, "network", "node %d is off with %g and on with %g", x, own->no, own->yes);
		if (!check_links(net, x, err))
			return false;
	}
	for (int k = 0; k < net->n_sets; k++)
		if (!check_set(net, &net->set[k], err))
			return false;
	return true;
}

/* The order of work: along a frontier; where that is dear and a tree is clearly cheaper, or alone cheap enough, along a tree.  An operation of
 * a tree takes about two and a half times as long, and a frontier takes eight cases together in the time of five.  Below `dear` operations in
 * all runs, looking for a tree takes longer than it saves. */
static struct sweep *plan(struct arena *a, const struct net *net, const int8_t *seen, bool all, const struct effort *effort,
	struct posterior *out)
{
	const double dear = 2e6, clearly = 0.4, together = 0.6, most = fmax(effort->exact, effort->sampled);
	const struct search how = { all ? NULL : seen, false, effort_looking(effort) / 2, HUGE_VAL };        /* the other half for the tree */
	struct sweep *s = sweep_search(a, net, seen, &how);
	double cost;
	int width;

	s->looking += how.looking;
	*out = (struct posterior){ .cost = s->cost, .width = s->width, .bound = s->bound, .confidence = 1 };
	if (s->cost * (1 + together * effort->again) <= dear || !tree_plan(s, &cost, &width))
		return s;
	if (cost > clearly * s->cost && !(cost <= most && most < s->cost)) {
		s->tree = NULL;
		return s;
	}
	out->cost = cost;
	out->width = width;
	out->bound = s->tree->bound;
	return s;
}

static bool answer(struct arena *a, const struct net *net, const int8_t *seen, const struct effort *effort, bool all,
	struct posterior *out, struct err *err)
{
	struct again run = { .net = net, .seen = seen, .odds = NEWS(a, double, net->n_causes) };
	struct sweep *s = effort->exact > 0 ? plan(a, net, seen, all, effort, out) : NULL;

	if (s)
		out->looked = effort_looking(effort) - s->looking;
	else
		*out = (struct posterior){ .cost = HUGE_VAL, .confidence = 1 };
	out->exact = s && out->cost <= fmax(effort->exact, effort->sampled);
	if (!out->exact && effort->sampled <= 0)
		return fail(err, ERR_LIMIT, "findings", isinf(out->cost) ? "an exact answer was not found within what looking for one may take" :
			"the exact answer takes %.3g operations; %.3g are allowed", out->cost, effort->exact);
	if (!out->exact)
		return sweep_draw(a, net, seen, all, effort, out, err);
	out->sweep = s;
	reason_again(out, &run, 1);
	if (!run.possible)
		return fail(err, ERR_INPUT, "findings",
			"these findings cannot occur together in this network: their probability is 0");
	out->odds = run.odds;
	out->p = NEWS(a, double, net->n_causes);
	chances(run.odds, net->n_causes, out->p);
	out->log_evidence = run.log_evidence;
	return true;
}

bool reason_posterior(struct arena *a, const struct net *net, const int8_t *seen, const struct effort *effort,
	struct posterior *out, struct err *err)
{
	return answer(a, net, seen, effort, true, out, err);
}

bool reason_relevant(struct arena *a, const struct net *net, const int8_t *seen, const struct effort *effort,
	struct posterior *out, struct err *err)
{
	return answer(a, net, seen, effort, false, out, err);
}

/* The order of work folds levels by what was seen of them: see reason.h. */
static bool levels_fit(const struct sweep *s, const struct again *run)
{
	for (int k = 0; k < s->net->n_sets; k++) {
		const struct net_set *set = &s->net->set[k];
		int seen = 0, same = 0, was = 0, absent = 0;

		if (set->kind != SET_LEVELS)
			continue;
		for (int x = set->first; x < set->first + set->n; x++) {
			seen += run->seen[x] != SEEN_NOTHING;
			absent += run->seen[x] == SEEN_ABSENT;
			was += s->base[x] != SEEN_NOTHING;
			same += run->seen[x] == s->base[x];
		}
		if (seen > 0 && same < set->n && !(was == 0 && seen == 1 && absent == 1))
			return false;
	}
	return true;
}

void reason_again(const struct posterior *have, struct again *run, int n)
{
	assert(have->sweep);
	for (int i = 0; i < n; i++)
		assert(levels_fit(have->sweep, &run[i]));
	if (have->sweep->tree) {
		for (int i = 0; i < n; i++)
			tree_run(have->sweep, &run[i]);
		return;
	}
	if (n == 1) {
		sweep_one(have->sweep, run);
		return;
	}
	for (int i = 0; i < n; i += LANES)
		sweep_many(have->sweep, run + i, n - i < LANES ? n - i : LANES);
}

bool reason_any(struct arena *a, const struct net *net, const int8_t *seen, const struct posterior *have,
	const int *set, int n, double *out, struct err *err)
{
	int8_t *none = NEWS(a, int8_t, net->n_nodes);
	struct again run = { .net = net, .seen = none, .odds = NEWS(a, double, net->n_causes) };

	memcpy(none, seen, (size_t)net->n_nodes);
	for (int i = 0; i < n; i++) {
		if (set[i] < 0 || set[i] >= net->n_causes)
			return fail(err, ERR_INTERNAL, "causes", "%d is not a cause of this network", set[i]);
		if (seen[set[i]] == SEEN_PRESENT) {
			*out = 1;
			return true;
		}
		none[set[i]] = SEEN_ABSENT;
	}
	reason_again(have, &run, 1);
	double log_none = run.log_evidence - have->log_evidence;
	*out = run.possible && log_none < 0 ? -expm1(log_none) : run.possible ? 0 : 1;
	return true;
}
