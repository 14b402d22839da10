/* test/core/test_tree.c -- the tree against enumeration, against the frontier, and against itself in other orders. */
#include "core/small_net.h"
#include "core/tree.h"

static struct again run_of(struct arena *a, const struct net *net, const int8_t *seen)
{
	return (struct again){ .net = net, .seen = seen, .odds = NEWS(a, double, net->n_causes) };
}

static bool leads_from_sets(const struct sweep *s)
{
	for (int x = 0; x < s->n_slots; x++)
		if (s->set_of[x] >= 0 && s->n_out[x] > 0)
			return true;
	return false;
}

/* Odds and evidence are the same to `within`, relative. */
static void assert_same(const struct again *got, const struct again *want, double within)
{
	assert_int_equal(got->possible, want->possible);
	if (!want->possible)
		return;
	assert_near(got->log_evidence, want->log_evidence, within * fmax(1, fabs(want->log_evidence)));
	for (int c = 0; c < want->net->n_causes; c++)
		if (isfinite(want->odds[c]))
			assert_near(got->odds[c], want->odds[c], within * want->odds[c]);
		else
			assert_true(isnan(want->odds[c]) ? isnan(got->odds[c]) : got->odds[c] == want->odds[c]);
}

static void assert_enumerated(const struct again *got, const struct net *net, const int8_t *seen)
{
	long double joint[16], any, total = enumerate(net, seen, joint, 0, &any);

	if (total <= 1e-30L) {
		assert_true(!got->possible || got->log_evidence < -60);
		return;
	}
	assert_true(got->possible);
	assert_near(got->log_evidence, logl(total), 1e-11);
	for (int c = 0; c < net->n_causes; c++)
		assert_near(chance(got->odds[c]), joint[c] / total, 1e-11);
}

/* On the same order: less evidence, other evidence, causes seen. */
static void assert_again(struct arena *a, struct rng *r, struct sweep *s, const struct net *net, const int8_t *seen)
{
	int8_t *less = NEWS(a, int8_t, net->n_nodes);
	struct again run = run_of(a, net, less);

	for (int x = 0; x < net->n_nodes; x++)
		less[x] = (int8_t)(x < net->n_causes ? (rng_below(r, 8) ? seen[x] : rng_below(r, 3) - 1) :
			seen[x] == SEEN_PRESENT ? rng_below(r, 3) - 1 : rng_below(r, 2) - 1);
	tree_run(s, &run);
	assert_enumerated(&run, net, less);
}

static void small_nets_are_enumerated(void **state)
{
	struct arena *a = arena_new(1u << 28);
	struct rng r = rng_new(20261123);
	int done = 0, declined = 0, gates = 0, levels = 0;

	(void)state;
	for (int i = 0; done < 2000; i++) {
		struct shape shape = { 1 + rng_below(&r, 6), rng_below(&r, 5), rng_below(&r, 12), 1 + rng_below(&r, 5), i % 2 == 1, i % 3 == 0, 0.3 };
		struct net *net = random_net(a, &r, shape);
		int8_t *seen = random_seen(a, &r, net);
		struct sweep *s = sweep_make(a, net, seen, true);
		struct again run = run_of(a, net, seen), frontier = run_of(a, net, seen);
		double cost;
		int width;
		bool can = i % 4 ? tree_plan(s, &cost, &width) : tree_shuffle(s, rng_next(&r));

		assert_int_equal(can, !leads_from_sets(s));
		declined += !can;
		done += can;
		sweep_one(s, &frontier);
		assert_enumerated(&frontier, net, seen);
		if (can) {
			tree_run(s, &run);
			assert_enumerated(&run, net, seen);
			assert_same(&run, &frontier, 1e-12);
			if (!shape.rich)
				assert_again(a, &r, s, net, seen);
			for (int k = 0; k < s->n_ties; k++)
				levels += s->tie[k].over >= 0 && !s->tie[k].folded;
			for (int x = 0; x < s->n_slots; x++)
				gates += s->n_in[x] > 0 && s->n_out[x] > 0;
		}
		arena_reset(a);
	}
	assert_true(declined > 10 && gates > 200 && levels > 20);
	arena_end(a);
}

/* A body map in one dimension: causes act on findings near them, ten causes everywhere.  hubs: so many of these lead to other causes, which
 * are then gates. */
enum { CAUSES = 150, FINDINGS = 300, GLOBAL = 10 };

static int near_cause(struct rng *r, double place)
{
	int c = rng_unit(r) < 0.15 ? rng_below(r, GLOBAL) : (int)(place + 6 * rng_normal(r));

	return c < 0 || c >= CAUSES ? GLOBAL + rng_below(r, CAUSES - GLOBAL) : c;
}

static struct net *clustered_net(struct arena *a, struct rng *r, int hubs)
{
	struct net *net = NEW(a, struct net);
	int at = 0;

	*net = (struct net){ .n_nodes = CAUSES + FINDINGS, .n_causes = CAUSES, .own = NEWS(a, struct chance, CAUSES + FINDINGS),
		.first = NEWS(a, int, CAUSES + FINDINGS + 1), .link = NEWS(a, struct net_link, 2 * CAUSES + 12 * FINDINGS) };
	for (int x = 0; x < net->n_nodes; x++) {
		int n = x < GLOBAL || (x < CAUSES && !hubs) ? 0 : x < CAUSES ? rng_below(r, 3) : 3 + rng_below(r, 10);
		double place = GLOBAL + rng_unit(r) * (CAUSES - GLOBAL);

		net->own[x] = chance_of(exp(log(x < CAUSES ? 1e-4 : 1e-3) + rng_unit(r) * log(x < CAUSES ? 4000 : 100)));
		for (int i = 0; i < n; i++)
			net->link[at++] = (struct net_link){ x < CAUSES ? rng_below(r, hubs) : near_cause(r, place),
				rng_below(r, 20) ? LINK_ACTS : LINK_ACTS_OFF, x < CAUSES ? 0.98 - 0.3 * rng_unit(r) : 0.1 + 0.85 * rng_unit(r) };
		net->first[x + 1] = at;
	}
	return net;
}

static int8_t *some_seen(struct arena *a, struct rng *r, const struct net *net, int present, int absent)
{
	int8_t *seen = NEWS(a, int8_t, net->n_nodes);

	for (int i = 0; i < present + absent; i++) {
		int f = net->n_causes + rng_below(r, net->n_nodes - net->n_causes);

		if (seen[f] == SEEN_NOTHING)
			seen[f] = i < present ? SEEN_PRESENT : SEEN_ABSENT;
	}
	return seen;
}

/* Surprising findings in a net too large to be enumerated: two methods that have little in common. */
static void large_nets_agree_with_the_frontier(void **state)
{
	struct arena *a = arena_new(1ul << 32);
	struct rng r = rng_new(20261124);
	int done = 0, cheaper = 0;

	(void)state;
	for (int i = 0; done < 60; i++) {
		int hubs = i % 3 == 2 ? 4 : i % 3 == 1 ? 8 : 0;
		struct net *net = clustered_net(a, &r, hubs);
		int8_t *seen = some_seen(a, &r, net, (hubs ? 6 : 12) + rng_below(&r, 10), 15);
		struct sweep *s = sweep_make(a, net, seen, true);
		struct again frontier = run_of(a, net, seen), tree = run_of(a, net, seen);
		double cost;
		int width;

		if (s->cost < 1e7) {
			assert_true(tree_plan(s, &cost, &width));
			sweep_one(s, &frontier);
			tree_run(s, &tree);
			assert_same(&tree, &frontier, 1e-12);
			assert_same(&tree, &frontier, s->bound + s->tree->bound);
			cheaper += cost < s->cost;
			done++;
		}
		arena_reset(a);
	}
	assert_true(cheaper > 5);
	arena_end(a);
}

/* The same order of work with other numbers and other evidence. */
static void an_order_is_run_again(void **state)
{
	struct arena *a = arena_new(1ul << 30);
	struct rng r = rng_new(20261125);

	(void)state;
	for (int i = 0; i < 20; i++) {
		struct net *net = clustered_net(a, &r, i % 2 ? 5 : 0);
		int8_t *seen = some_seen(a, &r, net, 8, 15);
		struct sweep *s = sweep_make(a, net, seen, true);
		double cost;
		int width;

		assert_true(tree_plan(s, &cost, &width));
		for (int again = 0; again < 3; again++) {
			struct again frontier = run_of(a, net, seen), tree = run_of(a, net, seen);

			sweep_one(s, &frontier);
			tree_run(s, &tree);
			assert_same(&tree, &frontier, 1e-12);
			for (int k = 0; k < net->first[net->n_nodes]; k++)
				net->link[k].q *= 0.9;
			for (int f = net->n_causes; f < net->n_nodes; f++)
				seen[f] = seen[f] == SEEN_NOTHING && rng_below(&r, 20) == 0 ? SEEN_ABSENT :
					seen[f] == SEEN_PRESENT && rng_below(&r, 5) == 0 ? SEEN_NOTHING : seen[f];
			seen[rng_below(&r, net->n_causes)] = again ? SEEN_ABSENT : SEEN_PRESENT;
		}
		arena_reset(a);
	}
	arena_end(a);
}

static void any_order_gives_the_same(void **state)
{
	struct arena *a = arena_new(1ul << 32);
	struct rng r = rng_new(20261126);
	int done = 0;

	(void)state;
	for (int i = 0; done < 60; i++) {
		struct net *net = clustered_net(a, &r, i % 2 ? 5 : 0);
		int8_t *seen = some_seen(a, &r, net, i % 2 ? 6 : 9, 15);
		struct sweep *s = sweep_make(a, net, seen, true);
		struct again want = run_of(a, net, seen), got = run_of(a, net, seen);
		double cost;
		int width;

		assert_true(tree_plan(s, &cost, &width));
		tree_run(s, &want);
		for (int k = 0; k < 4; k++) {
			assert_true(tree_shuffle(s, rng_next(&r)));
			if (s->tree->cost > 1e7)
				continue;
			tree_run(s, &got);
			assert_same(&got, &want, 1e-12);
			done++;
		}
		arena_reset(a);
	}
	arena_end(a);
}

/* Evidence that is all but impossible, and evidence that is. */
static void small_numbers_are_kept(void **state)
{
	struct arena *a = arena_new(1ul << 30);
	struct rng r = rng_new(20261127);
	struct net *net = clustered_net(a, &r, 5);
	int8_t *seen = some_seen(a, &r, net, 9, 0);
	double cost;
	int width;

	(void)state;
	for (int x = 0; x < net->n_nodes; x++)
		net->own[x] = (struct chance){ 1, 1e-60 };
	for (int i = 0; i < net->first[net->n_nodes]; i++)
		net->link[i].kind = LINK_ACTS;
	struct sweep *s = sweep_make(a, net, seen, true);
	struct again frontier = run_of(a, net, seen), tree = run_of(a, net, seen);
	assert_true(tree_plan(s, &cost, &width));
	sweep_one(s, &frontier);
	tree_run(s, &tree);
	assert_true(tree.possible && tree.log_evidence < -130);
	assert_same(&tree, &frontier, 1e-12);
	for (int x = 0; x < net->n_nodes; x++)
		net->own[x].yes = 0;
	tree_run(s, &tree);
	assert_false(tree.possible);
	arena_end(a);
}

/* Through core/reason.h: what is too dear for a frontier is answered by the tree, and so is what is asked next. */
static void dear_evidence_takes_the_tree(void **state)
{
	struct arena *a = arena_new(1ul << 33);
	struct rng r = rng_new(20261128);
	const struct effort effort = { .exact = 2e6 };
	int by_tree = 0, beyond = 0;

	(void)state;
	for (int i = 0; by_tree < 12; i++) {
		struct net *net = clustered_net(a, &r, i % 2 ? 8 : 0);
		int8_t *seen = some_seen(a, &r, net, i % 2 ? 13 : 26, 15);
		struct posterior p;
		struct err err = { 0 };
		struct again run[9], want = run_of(a, net, seen);

		if (reason_posterior(a, net, seen, &effort, &p, &err) && p.sweep->tree && p.sweep->cost < 2e8) {
			assert_true(p.exact && p.cost < p.sweep->cost && p.sweep->cost > 1e6);
			sweep_one(p.sweep, &want);
			assert_same(&(struct again){ .net = net, .odds = p.odds, .log_evidence = p.log_evidence, .possible = true }, &want, 1e-12);
			for (int k = 0; k < 9; k++) {
				int8_t *other = NEWS(a, int8_t, net->n_nodes);

				memcpy(other, seen, (size_t)net->n_nodes);
				other[rng_below(&r, net->n_causes)] = k % 2 ? SEEN_ABSENT : SEEN_PRESENT;
				run[k] = run_of(a, net, other);
			}
			reason_again(&p, run, 9);
			want.seen = run[8].seen;
			sweep_one(p.sweep, &want);
			assert_same(&run[8], &want, 1e-12);
			by_tree++;
			beyond += p.sweep->cost > effort.exact;
		}
		arena_reset(a);
	}
	assert_true(beyond > 0);
	arena_end(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(small_nets_are_enumerated),
		cmocka_unit_test(large_nets_agree_with_the_frontier),
		cmocka_unit_test(an_order_is_run_again),
		cmocka_unit_test(any_order_gives_the_same),
		cmocka_unit_test(small_numbers_are_kept),
		cmocka_unit_test(dear_evidence_takes_the_tree),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
