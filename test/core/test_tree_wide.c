/* test/core/test_tree_wide.c -- networks that a tree does and a frontier cannot, against messages passed in long double. */
#include "core/small_net.h"
#include "core/tree.h"

#include "one_arena.h"

/* Groups of findings in a tree; causes between each group and the one above it act on all findings of both.  A loop for every two of them. */
struct grove { int branches, levels, causes, findings; };

static int groups_of(const struct grove *g)
{
	int n = 0, level = 1;

	for (int i = 0; i < g->levels; i++) {
		n += level;
		level *= g->branches;
	}
	return n;
}

static struct net *grove_net(struct rng *r, const struct grove *g)
{
	struct net *net = NEW(a, struct net);
	int groups = groups_of(g), n_causes = (groups - 1) * g->causes, n = n_causes + groups * g->findings, at = 0;

	*net = (struct net){ .n_nodes = n, .n_causes = n_causes, .own = NEWS(a, struct chance, n), .first = NEWS(a, int, n + 1),
		.link = NEWS(a, struct net_link, groups * g->findings * (g->branches + 1) * g->causes) };
	for (int x = 0; x < n; x++) {
		int group = (x - n_causes) / g->findings;

		net->own[x] = chance_of(x < n_causes ? 0.05 + 0.2 * rng_unit(r) : 0.05 * rng_unit(r));
		for (int k = 0; x >= n_causes && k <= g->branches; k++) {
			int below = k ? group * g->branches + k : group;        /* the causes are those above this group */

			for (int i = 0; below > 0 && below < groups && i < g->causes; i++)
				net->link[at++] = (struct net_link){ (below - 1) * g->causes + i, rng_below(r, 20) ? LINK_ACTS : LINK_ACTS_OFF,
					0.1 + 0.8 * rng_unit(r) };
		}
		net->first[x + 1] = at;
	}
	return net;
}

static int8_t *grove_seen(struct rng *r, const struct net *net, int unseen, int absent)
{
	int8_t *seen = NEWS(a, int8_t, net->n_nodes);

	for (int f = net->n_causes; f < net->n_nodes; f++) {
		int kind = rng_below(r, 100);

		seen[f] = (int8_t)(kind < unseen ? SEEN_NOTHING : kind < unseen + absent ? SEEN_ABSENT : SEEN_PRESENT);
	}
	return seen;
}

/* Of the findings of a group and the causes below it, those above being in state x; says: what each group below says of the causes above it. */
static long double group_says(const struct grove *g, const struct net *net, const int8_t *seen, int group, unsigned x, long double *const *says)
{
	int down = group * g->branches + 1, first = (down - 1) * g->causes, groups = groups_of(g);
	int n = down >= groups ? 0 : g->branches * g->causes;
	long double sum = 0;

	for (unsigned y = 0; y < 1u << n; y++) {
		long double p = 1;

		for (int c = 0; c < n; c++) {
			bool on = y >> c & 1;

			p *= seen[first + c] == (on ? SEEN_ABSENT : SEEN_PRESENT) ? 0 : on ? net->own[first + c].yes : net->own[first + c].no;
		}
		for (int k = 0; n && k < g->branches; k++)
			p *= says[down + k][y >> (k * g->causes) & ((1u << g->causes) - 1)];
		for (int f = net->n_causes + group * g->findings; f < net->n_causes + (group + 1) * g->findings; f++) {
			long double off = net->own[f].no;

			for (int i = net->first[f]; i < net->first[f + 1]; i++) {
				int c = net->link[i].from;
				bool on = c >= first ? y >> (c - first) & 1 : x >> (c - (group - 1) * g->causes) & 1;

				off *= on == (net->link[i].kind == LINK_ACTS) ? (long double)net->link[i].q : 1;
			}
			p *= seen[f] == SEEN_ABSENT ? off : seen[f] == SEEN_PRESENT ? 1 - off : 1;
		}
		sum += p;
	}
	return sum;
}

/* log P(evidence) */
static double by_messages(const struct grove *g, const struct net *net, const int8_t *seen)
{
	int groups = groups_of(g), states = 1 << g->causes;
	long double **says = NEWS(a, long double *, groups), log_total = 0;

	for (int group = groups - 1; group >= 0; group--) {
		int n = group ? states : 1;
		long double most = 0;

		says[group] = NEWS(a, long double, states);
		for (int x = 0; x < n; x++) {
			says[group][x] = group_says(g, net, seen, group, (unsigned)x, says);
			most = fmaxl(most, says[group][x]);
		}
		for (int x = 0; x < n; x++)
			says[group][x] /= most;
		log_total += logl(most);
	}
	return (double)log_total;
}

/* The odds of one cause, the same way. */
static double odds_by_messages(const struct grove *g, const struct net *net, const int8_t *seen, int cause)
{
	int8_t *with = NEWS(a, int8_t, net->n_nodes);
	double on;

	memcpy(with, seen, (size_t)net->n_nodes);
	with[cause] = SEEN_PRESENT;
	on = by_messages(g, net, with);
	with[cause] = SEEN_ABSENT;
	return exp(on - by_messages(g, net, with));
}

static struct posterior by_tree(const struct net *net, const int8_t *seen)
{
	struct posterior p;

	must(a, net, seen, &p);
	assert_non_null(p.sweep->tree);
	assert_true(p.cost <= plenty.exact && p.cost < p.sweep->cost && p.bound < 1e-9);
	return p;
}

static void what_no_frontier_can_do_is_exact(void **state)
{
	static const struct { struct grove grove; int unseen, absent; } of[] = {
		{ { 2, 8, 2, 2 }, 0, 0 }, { { 2, 9, 1, 2 }, 0, 0 }, { { 3, 6, 2, 3 }, 5, 5 }, { { 2, 7, 3, 3 }, 0, 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(of) / sizeof(*of); i++) {
		struct rng r = rng_new(20261201 + i);
		const struct grove *g = &of[i].grove;
		struct net *net = grove_net(&r, g);
		int8_t *seen = grove_seen(&r, net, of[i].unseen, of[i].absent);
		struct posterior p = by_tree(net, seen);

		assert_true(p.sweep->cost > plenty.exact);
		double want = by_messages(g, net, seen);
		assert_near(p.log_evidence, want, 1e-12 * fabs(want));
		for (int c = 0; c < net->n_causes; c += 37)
			assert_near(p.odds[c], odds_by_messages(g, net, seen, c), 1e-11 * p.odds[c]);
		arena_reset(a);
	}
}

static void each_finding_more_is_less_likely(void **state)
{
	struct rng r = rng_new(20261210);
	const struct grove g = { 2, 8, 2, 2 };
	struct net *net = grove_net(&r, &g);
	int8_t *seen = grove_seen(&r, net, 0, 0);
	struct posterior p = by_tree(net, seen);
	struct again run = { .net = net, .seen = seen, .odds = NEWS(a, double, net->n_causes) };
	double before = p.log_evidence, *odds = NEWS(a, double, net->n_causes);

	(void)state;
	for (int f = net->n_causes; f < net->n_nodes; f += 9) {
		seen[f] = SEEN_NOTHING;
		reason_again(&p, &run, 1);
		assert_true(run.possible && run.log_evidence > before);
		before = run.log_evidence;
	}
	assert_near(before, by_messages(&g, net, seen), 1e-12 * fabs(before));
	memcpy(odds, run.odds, (size_t)net->n_causes * sizeof(double));
	for (int c = 0; c < net->n_causes; c += 50) {                   /* prior odds count as they are */
		struct chance kept = net->own[c];

		net->own[c] = chance_of(0.5);
		reason_again(&p, &run, 1);
		assert_near(run.odds[c], odds[c] * kept.no / kept.yes, 1e-11 * run.odds[c]);
		net->own[c] = kept;
	}
	arena_reset(a);
}

static void what_cannot_be_is_refused(void **state)
{
	struct rng r = rng_new(20261211);
	const struct grove g = { 2, 8, 2, 2 };
	struct net *net = grove_net(&r, &g);
	int8_t *seen = grove_seen(&r, net, 0, 0);
	int f = net->n_nodes / 2;
	struct posterior p;
	struct err err = { 0 };

	(void)state;
	net->own[f] = (struct chance){ 1, 0 };
	for (int i = net->first[f]; i < net->first[f + 1]; i++)
		net->link[i].q = 1;
	assert_false(reason_posterior(a, net, seen, &plenty, &p, &err));
	assert_int_equal(err.code, ERR_INPUT);
	arena_reset(a);
}

/* A part that the tree does in a moment, with roots that exclude each other in another: then only the frontier is left, and it says no. */
static void sets_are_left_to_the_frontier(void **state)
{
	struct rng r = rng_new(20261212);
	const struct grove g = { 2, 8, 2, 2 };
	struct net *net = grove_net(&r, &g);
	int8_t *seen = grove_seen(&r, net, 0, 0);
	struct posterior p;
	struct err err = { 0 };

	(void)state;
	for (int i = 0; i < net->first[net->n_nodes]; i++)
		net->link[i].kind = LINK_ACTS;
	net->set = NEW(a, struct net_set);
	*net->set = (struct net_set){ SET_EXCLUSIVE, 0, 2 };
	net->n_sets = 1;
	assert_true(net_check(net, &err));
	assert_false(reason_posterior(a, net, seen, &plenty, &p, &err));
	assert_int_equal(err.code, ERR_LIMIT);
	for (int f = net->n_causes + 60; f < net->n_nodes; f++)
		seen[f] = SEEN_NOTHING;
	must(a, net, seen, &p);
	assert_null(p.sweep->tree);
	arena_reset(a);
}

/* Any of a few causes, and only what is relevant. */
static void parts_of_the_answer_agree(void **state)
{
	struct rng r = rng_new(20261213);
	const struct grove g = { 2, 8, 2, 2 };
	struct net *net = grove_net(&r, &g);
	int8_t *seen = grove_seen(&r, net, 0, 0), *none = NEWS(a, int8_t, net->n_nodes);
	int set[] = { 3, 40, 200 }, last = net->n_causes - 1;
	struct posterior p, relevant;
	struct err err = { 0 };
	double any;

	(void)state;
	for (int f = net->n_causes + 254 * g.findings; f < net->n_nodes; f++)
		seen[f] = SEEN_NOTHING;                                 /* the last group, and the one above it */
	for (int i = 0; i < g.findings; i++)
		seen[net->n_causes + 126 * g.findings + i] = SEEN_NOTHING;
	p = by_tree(net, seen);
	assert_true(reason_relevant(a, net, seen, &plenty, &relevant, &err));
	assert_non_null(relevant.sweep->tree);
	assert_true(isnan(relevant.odds[last]));
	assert_near(p.odds[last], net->own[last].yes / net->own[last].no, 1e-14);
	assert_near(relevant.log_evidence, p.log_evidence, 1e-12 * fabs(p.log_evidence));
	for (int c = 0; c < 200; c++)
		assert_near(relevant.odds[c], p.odds[c], 1e-12 * p.odds[c]);
	memcpy(none, seen, (size_t)net->n_nodes);
	for (int i = 0; i < 3; i++)
		none[set[i]] = SEEN_ABSENT;
	assert_true(reason_any(a, net, seen, &p, set, 3, &any, &err));
	assert_near(any, 1 - exp(by_messages(&g, net, none) - by_messages(&g, net, seen)), 1e-11);
	arena_reset(a);
}

/* A tree that would not pay for one run is looked for when many follow. */
static void many_runs_are_worth_a_tree(void **state)
{
	struct rng r = rng_new(20261215);
	const struct grove g = { 3, 4, 2, 2 };
	const struct effort many = { .exact = 4e7, .again = 200 };
	struct net *net = grove_net(&r, &g);
	int8_t *seen = grove_seen(&r, net, 0, 0);
	struct posterior one, tree;
	struct err err = { 0 };

	(void)state;
	must(a, net, seen, &one);
	assert_true(reason_posterior(a, net, seen, &many, &tree, &err));
	assert_true(!one.sweep->tree && tree.sweep->tree && tree.cost < one.cost);
	assert_near(tree.log_evidence, one.log_evidence, 1e-12 * fabs(one.log_evidence));
	for (int c = 0; c < net->n_causes; c++)
		assert_near(tree.odds[c], one.odds[c], 1e-12 * one.odds[c]);
	arena_reset(a);
}

/* What a question tells, by either order of work. */
static void questions_tell_the_same(void **state)
{
	struct rng r = rng_new(20261214);
	const struct grove g = { 3, 5, 2, 2 };
	struct net *net = grove_net(&r, &g);
	int8_t *seen = grove_seen(&r, net, 12, 5);
	struct posterior tree = by_tree(net, seen), frontier = tree;
	double *weight = NEWS(a, double, net->n_causes), *gain[2];
	bool *want = NEWS(a, bool, net->n_nodes);
	struct told_absent *told[2];
	struct err err = { 0 };
	int exact[2], asked = 0;

	(void)state;
	for (int c = 0; c < net->n_causes; c++)
		weight[c] = 1;
	memset(want + net->n_causes, true, (size_t)(net->n_nodes - net->n_causes) * sizeof(bool));
	frontier.sweep = sweep_make(a, net, seen, true);
	assert_true(frontier.sweep->cost < 1e8);
	for (int k = 0; k < 2; k++) {
		gain[k] = NEWS(a, double, net->n_nodes);
		told[k] = NEWS(a, struct told_absent, net->n_nodes);
		assert_true(reason_gain(a, net, seen, k ? &frontier : &tree, weight, want, 1e12, gain[k], &exact[k], told[k], &err));
	}
	assert_int_equal(exact[0], exact[1]);
	for (int f = net->n_causes; f < net->n_nodes; f++) {
		asked += seen[f] == SEEN_NOTHING;
		assert_near(gain[0][f], gain[1][f], 1e-10);
		assert_near(told[0][f].no, told[1][f].no, 1e-12);
		for (int c = 0; told[1][f].p_no && c < net->n_causes; c++)
			assert_near(told[0][f].p_no[c], told[1][f].p_no[c], 1e-12);
	}
	assert_true(asked > 20 && exact[0] == asked);
	arena_reset(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_no_frontier_can_do_is_exact),
		cmocka_unit_test(each_finding_more_is_less_likely),
		cmocka_unit_test(what_cannot_be_is_refused),
		cmocka_unit_test(sets_are_left_to_the_frontier),
		cmocka_unit_test(parts_of_the_answer_agree),
		cmocka_unit_test(many_runs_are_worth_a_tree),
		cmocka_unit_test(questions_tell_the_same),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
