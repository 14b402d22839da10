/* What is left out, and samples where nothing or little can be kept exact: there is an answer within bounds, and it holds. */
#include "small_net.h"

#include "one_arena.h"

/* ---- truth ---- */

static void assert_holds(const struct net *net, const int8_t *seen, const struct posterior *p, int *wide)
{
	long double joint[16], any, total = enumerate(net, seen, joint, 0, &any);

	for (int c = 0; c < net->n_causes; c++) {
		double truth = (double)(joint[c] / total);

		if (!(p->low[c] <= truth + 1e-9 && truth <= p->high[c] + 1e-9 && p->low[c] <= p->p[c] + 1e-12 && p->p[c] <= p->high[c] + 1e-12))
			fail_msg("cause %d: %g is not in %g %g %g", c, truth, p->low[c], p->p[c], p->high[c]);
		*wide += p->high[c] - p->low[c] > 0.5;
	}
	if (!(p->log_low <= (double)logl(total) + 1e-9 && (double)logl(total) <= p->log_high + 1e-9))
		fail_msg("the evidence: %Lg is not in %g %g", logl(total), p->log_low, p->log_high);
}

/* limit: what may be kept exact; less than an operation: nothing that costs anything. */
static void try_small(struct rng *r, double limit, int *sampled, int *wide)
{
	struct net *net = random_net(a, r, (struct shape){ 4 + rng_below(r, 3), 2 + rng_below(r, 4), 8, 4, rng_below(r, 2), rng_below(r, 2), 0.3 });
	int8_t *seen = random_seen(a, r, net);
	const struct effort effort = { .sampled = limit, .samples = 4096 };
	long double joint[16], any;
	struct posterior p;
	struct err err = { 0 };

	if (enumerate(net, seen, joint, 0, &any) < 1e-12L)
		return;
	if (!reason_posterior(a, net, seen, &effort, &p, &err))
		fail_msg("%s", err.detail);
	assert_true(!p.exact && p.cost <= limit && p.confidence == 0.95);
	*sampled += 1;
	assert_holds(net, seen, &p, wide);
}

/* Gates, seen causes, inhibitors, levels, severities, links and leaks of 0 and 1. */
static void intervals_hold_however_little_is_kept_exact(void **state)
{
	const double limit[] = { 0.5, 30, 100, 300 };
	struct rng r = rng_new(60);
	int sampled = 0, wide = 0;

	(void)state;
	for (int i = 0; i < 400; i++) {
		try_small(&r, limit[i % 4], &sampled, &wide);
		arena_reset(a);
	}
	assert_true(sampled > 300);
	assert_true(wide < sampled);            /* of six to eleven intervals in each */
	print_message("%d networks, %d intervals wider than a half\n", sampled, wide);
}

/* ---- bounds of time ---- */

/* Rows of causes, each with `parents` in the row above; below the last a finding for each of them. */
static struct net *layers(struct rng *r, int rows, int wide, int parents)
{
	struct net *net = NEW(a, struct net);

	net->n_nodes = (rows + 1) * wide;
	net->n_causes = rows * wide;
	net->own = NEWS(a, struct chance, net->n_nodes);
	net->first = NEWS(a, int, net->n_nodes + 1);
	net->link = NEWS(a, struct net_link, net->n_nodes * parents);
	for (int x = 0; x < net->n_nodes; x++) {
		int row = x / wide, at = net->first[x], step = 1 + rng_below(r, wide / parents), from = rng_below(r, wide);

		net->own[x] = chance_of(row ? 0.02 : 0.1);
		for (int i = 0; row && i < parents; i++)
			net->link[at++] = (struct net_link){ (row - 1) * wide + (from + i * step) % wide, LINK_ACTS, 0.1 + 0.8 * rng_unit(r) };
		net->first[x + 1] = at;
	}
	return net;
}

static int8_t *last_row(const struct net *net, int n)
{
	int8_t *seen = NEWS(a, int8_t, net->n_nodes);

	memset(seen + net->n_causes, SEEN_PRESENT, (size_t)n);
	return seen;
}

/* Causes that hang together with nothing seen at all: however much looking is allowed, not more is looked, and there is an answer. */
static void looking_for_orders_has_an_end_that_is_known_before(void **state)
{
	enum { WIDE = 30, SEEN = 12 };
	const double looking[] = { 1e3, 1e6, 2e7 };
	struct rng r = rng_new(61);
	struct net *net = layers(&r, 30, WIDE, 3);
	int8_t *seen = last_row(net, SEEN);
	double graphs = 200.0 * (net->n_nodes + net->first[net->n_nodes]) * SEEN;      /* that are built, not searched */

	(void)state;
	for (int i = 0; i < 3; i++) {
		const struct effort effort = { .exact = 1e6, .sampled = 1e5, .drawing = 2e7, .looking = looking[i] };
		struct posterior p, again;
		struct err err = { 0 };

		assert_true(reason_posterior(a, net, seen, &effort, &p, &err));
		assert_true(reason_posterior(a, net, seen, &effort, &again, &err));
		assert_true(!p.exact && p.samples >= 256 && p.cost <= effort.sampled);
		if (p.looked > 2 * looking[i] + graphs)
			fail_msg("%g words, %g were allowed", p.looked, looking[i]);
		assert_memory_equal(p.low, again.low, (size_t)net->n_causes * sizeof(double));
		assert_memory_equal(p.p, again.p, (size_t)net->n_causes * sizeof(double));
		for (int c = 0; c < net->n_causes; c++)
			assert_true(p.low[c] >= 0 && p.low[c] <= p.p[c] && p.p[c] <= p.high[c] && p.high[c] <= 1);
		assert_true(isfinite(p.log_high) && p.log_evidence <= p.log_high);
	}
	arena_reset(a);
}

/* Without samples there is no answer, and the reason is a limit. */
static void an_order_that_is_not_found_is_a_limit(void **state)
{
	struct rng r = rng_new(62);
	struct net *net = layers(&r, 30, 30, 3);
	const struct effort effort = { .exact = 1e6, .looking = 1e4 };
	struct posterior p;
	struct err err = { 0 };

	(void)state;
	assert_false(reason_posterior(a, net, last_row(net, 12), &effort, &p, &err));
	assert_int_equal(err.code, ERR_LIMIT);
	arena_reset(a);
}

/* Two rows that a cheap order does for, beside many that none does for: the first are kept. */
static void what_is_cheap_beside_what_is_not_is_kept_exact(void **state)
{
	enum { WIDE = 30, ROWS = 30, NEAR = 8 };
	struct rng r = rng_new(63);
	struct net *net = layers(&r, ROWS, WIDE, 3);
	const struct effort effort = { .exact = 1e6, .sampled = 1e5, .drawing = 1e8 };
	int8_t *seen = last_row(net, 3);
	struct posterior p, few;
	struct err err = { 0 };

	(void)state;
	for (int k = 0; k < NEAR; k++)          /* findings of the first row, all present */
		for (int i = 0; i < 3; i++)
			net->link[net->first[net->n_nodes - 1 - k] + i].from = (k + i) % WIDE;
	memset(seen + net->n_nodes - NEAR, SEEN_PRESENT, NEAR);
	assert_true(reason_posterior(a, net, seen, &effort, &p, &err));
	assert_true(!p.exact && p.cost > 0);
	memset(seen + net->n_causes, SEEN_NOTHING, 3);
	assert_true(reason_relevant(a, net, seen, &effort, &few, &err) && few.exact);
	for (int c = 0; c < NEAR + 2; c++) {
		assert_true(p.high[c] - p.low[c] < 0.15);
		assert_near(p.p[c], few.p[c], 0.1);
	}
	arena_reset(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(intervals_hold_however_little_is_kept_exact),
		cmocka_unit_test(looking_for_orders_has_an_end_that_is_known_before),
		cmocka_unit_test(an_order_that_is_not_found_is_a_limit),
		cmocka_unit_test(what_is_cheap_beside_what_is_not_is_kept_exact),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
