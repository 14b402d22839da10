/* Exact inference against enumeration of every state, in long double; and the laws that hold for networks of any size. */
#include "small_net.h"

#include "one_arena.h"

static void lanes_agree(const struct net *net, const int8_t *seen, const struct posterior *one)
{
	struct again run[11];

	for (int i = 0; i < 11; i++)
		run[i] = (struct again){ .net = net, .seen = seen, .odds = NEWS(a, double, net->n_causes) };
	reason_again(one, run, 11);
	for (int i = 0; i < 11; i++) {
		assert_true(run[i].possible);
		assert_near(run[i].log_evidence, (long double)one->log_evidence, 1e-11);
		for (int c = 0; c < net->n_causes; c++)
			if (!isinf(one->odds[c]))
				assert_near(run[i].odds[c], (long double)one->odds[c], 1e-11 * one->odds[c]);
	}
}

static void compare(const struct net *net, const int8_t *seen, unsigned mask, int *impossible)
{
	long double joint[16], any, total = enumerate(net, seen, joint, mask, &any);
	struct posterior got;
	struct err err = { 0 };
	int set[16], n = 0;
	double p_any;

	assert_true(net_check(net, &err));
	if (!(total > 1e-30L)) {                /* levels next to each other: what is left of a difference is noise of the enumeration */
		assert_true(!reason_posterior(a, net, seen, &reason_effort, &got, &err) || got.log_evidence < -60);
		++*impossible;
		return;
	}
	assert_true(reason_posterior(a, net, seen, &reason_effort, &got, &err));
	assert_true(got.exact && got.bound < 1e-11);
	assert_near(got.log_evidence, logl(total), 1e-11 * (1 + fabs(got.log_evidence)));
	for (int c = 0; c < net->n_causes; c++) {
		assert_near(got.p[c], joint[c] / total, 1e-11);
		if (mask >> c & 1)
			set[n++] = c;
	}
	assert_true(reason_any(a, net, seen, &got, set, n, &p_any, &err));
	assert_near(p_any, any / total, 1e-11);
	lanes_agree(net, seen, &got);
}

/* Roots, gates between, leaks of 0, priors of 0 and 1, parents twice, parents that act when off, inhibitors, levels, severities. */
static void agrees_with_enumeration(void **state)
{
	struct rng r = rng_new(1);
	int impossible = 0;

	(void)state;
	for (int i = 0; i < 600; i++) {
		struct shape s = { 1 + rng_below(&r, 6), rng_below(&r, 5), rng_below(&r, 12), 1 + rng_below(&r, 5), i % 2 == 1, i % 3 == 0, 0.3 };
		struct net *net = random_net(a, &r, s);

		compare(net, random_seen(a, &r, net), (unsigned)rng_below(&r, 1 << net->n_causes), &impossible);
		arena_reset(a);
	}
	assert_true(impossible > 5 && impossible < 150);
}

/* Many present findings of little leak: next to impossible, and still exact. */
static void surprising_evidence_stays_exact(void **state)
{
	struct rng r = rng_new(2);
	int tried = 0, none = 0;

	(void)state;
	for (int i = 0; i < 30; i++) {
		struct net *net = random_net(a, &r, (struct shape){ 8, 3, 16, 5, false, false, 1e-3 });
		int8_t *seen = NEWS(a, int8_t, net->n_nodes);
		struct posterior got;
		struct err err = { 0 };

		for (int c = 0; c < net->n_causes; c++)
			net->own[c] = chance_of(net->own[c].yes * 0.01);
		for (int f = net->n_causes; f < net->n_nodes; f++)
			seen[f] = SEEN_PRESENT;
		long double joint[16], any, total = enumerate(net, seen, joint, 0, &any);
		if (!(total > 0))
			continue;
		assert_true(reason_posterior(a, net, seen, &reason_effort, &got, &err));
		assert_near(got.log_evidence, logl(total), 1e-11 * fabs(got.log_evidence));
		for (int c = 0; c < net->n_causes; c++)
			assert_near(got.p[c], joint[c] / total, 1e-12 * (double)(joint[c] / total) + 1e-300);
		tried += total < 1e-20L;
		none++;
		arena_reset(a);
	}
	assert_true(tried >= 10 && none >= 20);
}

/* The same network with its roots and findings in another order: another plan, the same answer. */
static void numbering_does_not_matter(void **state)
{
	enum { CAUSES = 60, FINDINGS = 40 };
	struct rng r = rng_new(3);

	(void)state;
	for (int round = 0; round < 10; round++) {
		struct net *net = wide_net(a, &r, CAUSES, 0, FINDINGS, 5), other = *net;
		int8_t *seen = NEWS(a, int8_t, net->n_nodes), *moved = NEWS(a, int8_t, net->n_nodes);
		struct posterior one, two;
		struct err err = { 0 };
		int at = 0;

		other.own = NEWS(a, struct chance, net->n_nodes);
		other.first = NEWS(a, int, net->n_nodes + 1);
		other.link = NEWS(a, struct net_link, net->first[net->n_nodes]);
		for (int c = 0; c < CAUSES; c++)
			other.own[CAUSES - 1 - c] = net->own[c];
		for (int g = 0; g < FINDINGS; g++) {
			int f = CAUSES + (g * 7 + 3) % FINDINGS;

			seen[f] = (int8_t)((f - CAUSES) < 15 ? 1 : f % 3 ? -1 : 0);
			moved[CAUSES + g] = seen[f];
			other.own[CAUSES + g] = net->own[f];
			for (int i = net->first[f + 1] - 1; i >= net->first[f]; i--) {
				other.link[at] = net->link[i];
				other.link[at++].from = CAUSES - 1 - net->link[i].from;
			}
			other.first[CAUSES + g + 1] = at;
		}
		assert_true(reason_posterior(a, net, seen, &reason_effort, &one, &err));
		assert_true(reason_posterior(a, &other, moved, &reason_effort, &two, &err));
		assert_near(one.log_evidence, (long double)two.log_evidence, 1e-11);
		for (int c = 0; c < CAUSES; c++)
			assert_near(one.p[c], (long double)two.p[CAUSES - 1 - c], 1e-12);
		arena_reset(a);
	}
}

/* A finding nobody looked at is as good as a finding that does not exist. */
static void unknown_changes_nothing(void **state)
{
	struct rng r = rng_new(5);
	struct net *net = wide_net(a, &r, 8, 3, 12, 4), shorter = *net;
	int8_t *seen = NEWS(a, int8_t, net->n_nodes);
	struct posterior all, some;
	struct err err = { 0 };

	(void)state;
	for (int f = 0; f < 7; f++)
		seen[net->n_causes + f] = (int8_t)(f % 3 ? 1 : -1);
	shorter.n_nodes = net->n_causes + 7;
	assert_true(reason_posterior(a, net, seen, &reason_effort, &all, &err));
	assert_true(reason_posterior(a, &shorter, seen, &reason_effort, &some, &err));
	assert_memory_equal(all.p, some.p, (size_t)net->n_causes * sizeof(double));
	arena_reset(a);
}

/* Less evidence, other evidence, causes seen: on the order of the first run it equals a run of its own. */
static void again_equals_a_fresh_run(void **state)
{
	struct rng r = rng_new(6);
	int ran = 0;

	(void)state;
	for (int round = 0; round < 200; round++) {
		struct net *net = random_net(a, &r, (struct shape){ 7, 3, 12, 4, round % 2 == 1, false, 0.2 });
		int8_t *seen = random_seen(a, &r, net), *less = NEWS(a, int8_t, net->n_nodes);
		struct posterior first, fresh;
		struct err err = { 0 };
		struct again run = { .net = net, .seen = less, .odds = NEWS(a, double, net->n_causes) };

		if (!reason_posterior(a, net, seen, &reason_effort, &first, &err))
			goto next;
		for (int f = 0; f < net->n_nodes; f++)
			less[f] = (int8_t)(f < net->n_causes ? (rng_below(&r, 8) ? seen[f] : rng_below(&r, 3) - 1) :
				seen[f] == 1 ? rng_below(&r, 3) - 1 : rng_below(&r, 2) - 1);
		reason_again(&first, &run, 1);
		assert_int_equal(run.possible, reason_posterior(a, net, less, &reason_effort, &fresh, &err));
		for (int c = 0; run.possible && c < net->n_causes; c++, ran++)
			assert_near(isinf(run.odds[c]) ? 1 : run.odds[c] / (1 + run.odds[c]), (long double)fresh.p[c], 1e-12);
	next:
		arena_reset(a);
	}
	assert_true(ran > 500);
}

static void only_what_is_relevant_gets_an_answer_and_it_is_the_same(void **state)
{
	struct rng r = rng_new(12);
	int same = 0, none = 0;

	(void)state;
	for (int i = 0; i < 60; i++) {
		struct net *net = wide_net(a, &r, 12, 6, 20, 3);
		int8_t *seen = NEWS(a, int8_t, net->n_nodes);
		struct posterior all, some;
		struct err err = { 0 };

		for (int k = 0; k < 5; k++)
			seen[net->n_causes + rng_below(&r, 20)] = (int8_t)(k < 3 ? 1 : -1);
		assert_true(reason_posterior(a, net, seen, &reason_effort, &all, &err));
		assert_true(reason_relevant(a, net, seen, &reason_effort, &some, &err));
		for (int c = 0; c < net->n_causes; c++) {
			none += isnan(some.p[c]);
			same += !isnan(some.p[c]);
			if (!isnan(some.p[c]))
				assert_near(some.p[c], (long double)all.p[c], 1e-12);
		}
		arena_reset(a);
	}
	assert_true(same > 100 && none > 100);
}

/* One finding, two causes, by hand: P(f) = 1 - 0.9 (1 - 0.5 * 0.8)(1 - 0.2 * 0.5) = 0.514. */
static void a_small_net_by_hand(void **state)
{
	struct chance own[] = { { 0.5, 0.5 }, { 0.8, 0.2 }, { 0.9, 0.1 } };
	int first[] = { 0, 0, 0, 2 };
	struct net_link link[] = { { 0, LINK_ACTS, 0.2 }, { 1, LINK_ACTS, 0.5 } };
	struct net net = { 3, 2, own, first, link, NULL, 0 };
	int8_t seen[] = { 0, 0, SEEN_PRESENT };
	struct posterior got;
	struct err err = { 0 };

	(void)state;
	assert_true(reason_posterior(a, &net, seen, &reason_effort, &got, &err));
	assert_near(got.log_evidence, logl(0.514L), 1e-15);
	assert_near(got.p[0], 0.5L * (1 - 0.9L * 0.2L * 0.9L) / 0.514L, 1e-15);
	seen[2] = SEEN_ABSENT;
	assert_true(reason_posterior(a, &net, seen, &reason_effort, &got, &err));
	assert_near(got.p[0], 0.2L / 1.2L, 1e-15);
	seen[2] = SEEN_NOTHING;
	assert_true(reason_posterior(a, &net, seen, &reason_effort, &got, &err));
	assert_near(got.p[0], 0.5L, 0);
	assert_near(got.log_evidence, 0, 0);
}

static void impossible_evidence_says_so(void **state)
{
	struct chance own[] = { { 1, 0 }, { 1, 0 } };
	int first[] = { 0, 0, 1 };
	struct net_link link[] = { { 0, LINK_ACTS, 0.2 } };
	struct net net = { 2, 1, own, first, link, NULL, 0 };
	int8_t seen[] = { 0, SEEN_PRESENT };
	struct posterior got;
	struct err err = { 0 };

	(void)state;
	assert_false(reason_posterior(a, &net, seen, &reason_effort, &got, &err));
	assert_int_equal(err.code, ERR_INPUT);
	assert_non_null(strstr(err.detail, "probability is 0"));
}

/* Findings with hundreds of parents, and more absent findings than a double has room for. */
static void numbers_of_parents_and_findings_have_no_limit(void **state)
{
	enum { CAUSES = 700, FINDINGS = 3000 };
	struct net net = { CAUSES + FINDINGS, CAUSES, NEWS(a, struct chance, CAUSES + FINDINGS), NEWS(a, int, CAUSES + FINDINGS + 1),
		NEWS(a, struct net_link, 2 * CAUSES + FINDINGS), NULL, 0 };
	int8_t *seen = NEWS(a, int8_t, CAUSES + FINDINGS);
	struct posterior got;
	struct err err = { 0 };
	int n = 0;

	(void)state;
	for (int c = 0; c < CAUSES; c++)
		net.own[c] = chance_of(c ? 0.5 : 1);
	for (int f = 0; f < FINDINGS; f++) {
		net.own[CAUSES + f] = chance_of(0.5);
		seen[CAUSES + f] = f < 2 ? SEEN_PRESENT : SEEN_ABSENT;
		for (int c = 0; f < 2 && c < CAUSES; c++)
			net.link[n++] = (struct net_link){ c, LINK_ACTS, 0.99 };
		if (f >= 2)
			net.link[n++] = (struct net_link){ 0, LINK_ACTS, 0.5 };
		net.first[CAUSES + f + 1] = n;
	}
	assert_true(reason_posterior(a, &net, seen, &reason_effort, &got, &err));
	assert_int_equal(got.width, 2);
	/* each of the two is present but for 0.5 * 0.99 * 0.995^699, about 0.015 */
	long double quiet = 0.5L * 0.99L * powl(0.995L, 699), both = 0.25L * 0.99L * 0.99L * powl((1 + 0.9801L) / 2, 699);
	assert_near(got.log_evidence, -5996 * logl(2) + log1pl(-2 * quiet + both), 1e-9);
	assert_near(got.p[0], 1, 0);
	assert_near(got.p[1], (long double)got.p[699], 1e-13);
	arena_reset(a);
}

/* Too wide for the exact answer: an interval that holds what the exact answer would have been. */
static void evidence_that_is_too_wide_gets_an_interval(void **state)
{
	struct rng r = rng_new(8);
	const struct effort little = { .exact = 3e3, .sampled = 3e3 };
	int sampled = 0, outside = 0, all = 0;
	double width = 0, off = 0;

	(void)state;
	for (int i = 0; i < 12; i++) {
		struct net *net = wide_net(a, &r, 40, 0, 30, 9);
		int8_t *seen = NEWS(a, int8_t, net->n_nodes);
		struct posterior exact, rough;
		struct err err = { 0 };

		for (int f = 40; f < 58; f++)
			seen[f] = SEEN_PRESENT;
		assert_true(reason_posterior(a, net, seen, &reason_effort, &exact, &err));
		assert_true(reason_posterior(a, net, seen, &little, &rough, &err));
		for (int c = 0; !rough.exact && c < 40; c++, all++) {
			outside += exact.p[c] < rough.low[c] - 1e-12 || exact.p[c] > rough.high[c] + 1e-12;
			width += rough.high[c] - rough.low[c];
		}
		sampled += !rough.exact;
		off = fmax(off, fabs(rough.log_evidence - exact.log_evidence));
		assert_true(rough.exact || (rough.confidence > 0.9 && rough.samples > 1000 && !rough.sweep));
		arena_reset(a);
	}
	assert_true(sampled >= 6);
	assert_int_equal(outside, 0);
	assert_true(width / all < 0.2);
	print_message("log evidence at most %.3f off\n", off);
	assert_true(off < 0.4);
}

/* Causes that only one finding has: what it says of them counts when the finding is left out, too. */
static void what_is_left_out_is_not_lost_from_the_evidence(void **state)
{
	struct rng r = rng_new(14);
	const struct effort none = { .exact = 0, .sampled = 1 };

	(void)state;
	for (int i = 0; i < 12; i++) {
		struct net *net = wide_net(a, &r, 100, 0, 10, 9);
		int8_t *seen = NEWS(a, int8_t, net->n_nodes);
		struct posterior exact, rough;
		struct err err = { 0 };

		memset(seen + 100, SEEN_PRESENT, 10);
		assert_true(reason_posterior(a, net, seen, &reason_effort, &exact, &err));
		assert_true(reason_posterior(a, net, seen, &none, &rough, &err));
		assert_true(exact.exact && !rough.exact);
		if (exact.log_evidence < rough.log_low || exact.log_evidence > rough.log_high)
			fail_msg("log P is %.6f and told in [%.6f, %.6f]", exact.log_evidence, rough.log_low, rough.log_high);
		arena_reset(a);
	}
}

/* Three that exclude each other and leave next to nothing for "none": certified to the last digits, and as samples say. */
static void next_to_nothing_is_left_and_stays_exact(void **state)
{
	const double share[] = { 0.1, 0.3, 0.6 - 1e-12 };
	const long double left = 1.0L - share[0] - share[1] - share[2];
	struct chance own[] = { chance_of(share[0]), chance_of(share[1]), chance_of(share[2]), chance_of(0.01) };
	int first[] = { 0, 0, 0, 0, 3 };
	struct net_link link[] = { { 0, LINK_ACTS, 0.9 }, { 1, LINK_ACTS, 0.2 }, { 2, LINK_ACTS, 0.5 } };
	struct net_set one = { SET_EXCLUSIVE, 0, 3 };
	struct net net = { 4, 3, own, first, link, &one, 1 };
	int8_t seen[] = { SEEN_ABSENT, SEEN_ABSENT, 0, SEEN_PRESENT };
	struct posterior got;
	struct err err = { 0 };

	(void)state;
	assert_true(net_check(&net, &err) && reason_posterior(a, &net, seen, &reason_effort, &got, &err));
	long double odds = share[2] * (1 - own[3].no * 0.5L) / (left * own[3].yes);
	assert_true(got.exact && fabsl(got.odds[2] / odds - 1) <= got.bound);
	arena_reset(a);
}

static void a_network_that_is_wrong_is_refused_by_name(void **state)
{
	struct chance own[] = { { 0.5, 0.5 }, { 0.8, 0.2 }, { 0.9, 0.1 } }, odd[] = { { 0.5, 0.5 }, { 0.8, 0.3 }, { 0.9, 0.1 } };
	int first[] = { 0, 0, 0, 1 };
	struct net_link good[] = { { 0, LINK_ACTS, 0.2 } }, later[] = { { 2, LINK_ACTS, 0.2 } }, wide[] = { { 0, LINK_ACTS, 1.2 } };
	struct net_set two[] = { { SET_EXCLUSIVE, 0, 2 } };
	struct net nets[] = { { 3, 2, own, first, good, NULL, 0 }, { 3, 2, odd, first, good, NULL, 0 }, { 3, 2, own, first, later, NULL, 0 },
		{ 3, 2, own, first, wide, NULL, 0 }, { 3, 2, own, first, good, two, 1 } };
	const char *const says[] = { NULL, "node 1 is off", "node 2 has 2 for a parent", "q 1.2", NULL };

	(void)state;
	for (int i = 0; i < 5; i++) {
		struct err err = { 0 };

		assert_int_equal(net_check(&nets[i], &err), says[i] == NULL);
		assert_true(!says[i] || strstr(err.detail, says[i]));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_small_net_by_hand),
		cmocka_unit_test(agrees_with_enumeration),
		cmocka_unit_test(surprising_evidence_stays_exact),
		cmocka_unit_test(numbering_does_not_matter),
		cmocka_unit_test(unknown_changes_nothing),
		cmocka_unit_test(again_equals_a_fresh_run),
		cmocka_unit_test(only_what_is_relevant_gets_an_answer_and_it_is_the_same),
		cmocka_unit_test(impossible_evidence_says_so),
		cmocka_unit_test(numbers_of_parents_and_findings_have_no_limit),
		cmocka_unit_test(evidence_that_is_too_wide_gets_an_interval),
		cmocka_unit_test(what_is_left_out_is_not_lost_from_the_evidence),
		cmocka_unit_test(next_to_nothing_is_left_and_stays_exact),
		cmocka_unit_test(a_network_that_is_wrong_is_refused_by_name),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
