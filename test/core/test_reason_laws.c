/* What must hold of exact inference whatever the numbers are: running again on any evidence the order allows, and asking, levels beside
 * known levels and inhibited findings included. */
#include "small_net.h"

#include "one_arena.h"

static void same_input_gives_the_same_bits(void **state)
{
	struct rng r = rng_new(4);
	const struct net *net = random_net(a, &r, (struct shape){ 25, 5, 30, 4, false, true, 0.2 });
	int8_t *seen = NEWS(a, int8_t, 60);
	struct posterior one, two;

	(void)state;
	for (int x = 30; x < 60; x++)
		seen[x] = (int8_t)(set_of(net, x) ? 0 : rng_below(&r, 3) - 1);
	must(a, net, seen, &one);
	must(a, net, seen, &two);
	assert_memory_equal(one.odds, two.odds, 30 * sizeof(double));
	struct again run = { .net = net, .seen = seen, .odds = NEWS(a, double, 30) };
	reason_again(&one, &run, 1);
	assert_memory_equal(one.odds, run.odds, 30 * sizeof(double));
	assert_near(run.log_evidence, (long double)one.log_evidence, 0);
}

/* Other evidence that the order of the first run allows. */
static void change_evidence(struct rng *r, const struct net *net, int8_t *seen)
{
	for (int x = 0; x < net->n_nodes; x++) {
		bool held = false;

		for (int i = net->first[x]; i < net->first[x + 1]; i++)
			held = held || net->link[i].kind == LINK_INHIBITS;
		if (x < net->n_causes)
			seen[x] = (int8_t)(rng_below(r, 5) ? 0 : rng_below(r, 3) - 1);
		else if (held)
			seen[x] = (int8_t)(rng_below(r, 2) ? seen[x] : SEEN_NOTHING);
		else if (!set_of(net, x))
			seen[x] = (int8_t)(seen[x] == SEEN_PRESENT ? rng_below(r, 3) - 1 : rng_below(r, 2) - 1);
	}
	for (int k = 0; k < net->n_sets; k++) {
		int8_t *level = seen + net->set[k].first;

		if (net->set[k].kind != SET_LEVELS)
			continue;
		if (level[0] == 0 && level[1] == 0 && level[2] == 0)
			level[rng_below(r, 3)] = SEEN_ABSENT;
		else if (rng_below(r, 2))
			memset(level, SEEN_NOTHING, 3);
	}
}

/* Other own chances and q in the same shape. */
static struct net *other_numbers(struct rng *r, const struct net *net)
{
	struct net *out = NEW(a, struct net);

	*out = *net;
	out->own = NEWS(a, struct chance, net->n_nodes);
	out->link = NEWS(a, struct net_link, net->first[net->n_nodes]);
	memcpy(out->link, net->link, (size_t)net->first[net->n_nodes] * sizeof(struct net_link));
	for (int x = 0; x < net->n_nodes; x++) {
		out->own[x] = net->own[x];
		if (set_of(net, x))
			continue;
		out->own[x] = chance_of(draw(r, true, 0.05, 0.95));
		for (int i = net->first[x]; i < net->first[x + 1]; i++)
			out->link[i].q = draw(r, true, 0.05, 0.95);
	}
	return out;
}

static void again_equals_a_fresh_run(void **state)
{
	struct rng r = rng_new(6);
	int ran = 0, impossible = 0;

	(void)state;
	for (int round = 0; round < 400; round++) {
		const struct net *net = random_net(a, &r, (struct shape){ 8, 4, 14, 4, round % 2 == 1, round % 3 != 0, 0.2 });
		const int8_t *seen = random_seen(a, &r, net);
		struct posterior first, fresh;
		struct err err = { 0 };
		struct again run[11];

		if (!reason_posterior(a, net, seen, &plenty, &first, &err))
			continue;
		for (int i = 0; i < 11; i++) {
			int8_t *other = NEWS(a, int8_t, net->n_nodes);

			memcpy(other, seen, (size_t)net->n_nodes);
			change_evidence(&r, net, other);
			run[i] = (struct again){ .net = i % 2 ? other_numbers(&r, net) : net, .seen = other, .odds = NEWS(a, double, 12) };
		}
		if (round % 4)
			reason_again(&first, run, 11);
		for (int i = 0; i < 11; i++) {
			struct err none = { 0 };

			if (round % 4 == 0)
				reason_again(&first, &run[i], 1);
			assert_int_equal(run[i].possible, reason_posterior(a, run[i].net, run[i].seen, &plenty, &fresh, &none));
			impossible += !run[i].possible;
			ran += run[i].possible;
			for (int c = 0; run[i].possible && c < 12; c++)
				assert_near(chance(run[i].odds[c]), (long double)fresh.p[c], 1e-12 * fresh.p[c] + 1e-300);
			if (run[i].possible)
				assert_near(run[i].log_evidence, (long double)fresh.log_evidence, 1e-12 * (1 + fabs(fresh.log_evidence)));
		}
		arena_reset(a);
	}
	assert_true(ran > 1500 && impossible > 100);
}

/* What the definition says of asking f: sum of weight times the expected drop of entropy. */
static double gain_of(const struct net *net, int8_t *seen, const double *weight, const struct posterior *now, int f)
{
	double bits = 0, sum = 0, *mean = NEWS(a, double, net->n_causes), *left = NEWS(a, double, net->n_causes);

	for (int answer = -1; answer <= 1; answer += 2) {
		struct posterior then;
		struct err err = { 0 };

		seen[f] = (int8_t)answer;
		bool possible = reason_posterior(a, net, seen, &plenty, &then, &err);
		seen[f] = SEEN_NOTHING;
		if (!possible)
			continue;
		double p = exp(then.log_evidence - now->log_evidence);

		sum += p;
		for (int c = 0; c < net->n_causes; c++) {
			mean[c] += p * then.p[c];
			left[c] += p * reason_entropy(then.p[c]);
		}
	}
	assert_near(sum, 1, 1e-11);
	for (int c = 0; c < net->n_causes; c++) {
		assert_near(mean[c], (long double)now->p[c], 1e-11);
		bits += weight[c] * (reason_entropy(now->p[c]) - left[c]);
	}
	return bits;
}

/* Something of the levels is known and something is open. */
static void open_levels(struct rng *r, const struct net *net, int8_t *seen)
{
	static const int8_t some[][3] = { { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, -1 }, { 0, -1, 0 }, { 1, 0, -1 }, { 0, 1, -1 }, { 0, 0, 0 } };

	for (int k = 0; k < net->n_sets; k++)
		if (net->set[k].kind == SET_LEVELS)
			memcpy(seen + net->set[k].first, some[rng_below(r, 7)], 3);
}

/* P(yes) + P(no) = 1; the answers' posteriors average to the posterior; the gain is what the definition says, never below 0. */
static void questions_obey_the_laws_of_expectation(void **state)
{
	struct rng r = rng_new(7);
	int asked = 0, levels = 0, held = 0;

	(void)state;
	for (int round = 0; round < 400; round++) {
		const struct net *net = random_net(a, &r, (struct shape){ 7, 3, 12, 4, round % 2 == 1, round % 3 > 0, 0.2 });
		int8_t *seen = random_seen(a, &r, net);
		double weight[10], gain[22];
		bool want[22];
		int exact, open = 0;
		struct posterior now;
		struct told_absent told[22] = { 0 };
		struct err err = { 0 };

		for (int x = 0; x < 22; x++)
			want[x] = x % 7 != 6;
		open_levels(&r, net, seen);
		for (int c = 0; c < 10; c++)
			weight[c] = c % 3;
		if (!reason_posterior(a, net, seen, &plenty, &now, &err))
			continue;
		assert_true(reason_gain(a, net, seen, &now, weight, want, 1e9, gain, &exact, told, &err));
		for (int f = 0; f < 22; f++) {
			if (f < 10 || seen[f] != SEEN_NOTHING || !want[f]) {
				assert_near(gain[f], 0, 0);
				assert_null(told[f].p_no);
				continue;
			}
			assert_near(gain[f], (long double)gain_of(net, seen, weight, &now, f), 1e-10);
			assert_true(gain[f] >= 0);
			assert_true(told[f].no >= 0 && told[f].no <= 1 + 1e-12 && told[f].p_no);
			asked++;
			open++;
			levels += set_of(net, f) != NULL;
			for (int i = net->first[f]; i < net->first[f + 1]; i++)
				held += net->link[i].kind == LINK_INHIBITS;
		}
		assert_int_equal(exact, open);
		arena_reset(a);
	}
	assert_true(asked > 500 && levels > 100 && held > 50);
}

/* Every finding under every cause: no order is cheap, and what one answer takes is known. */
static struct net *dense_net(int causes, int findings, bool held)
{
	struct net *net = NEW(a, struct net);
	int at = 0;

	net->n_causes = causes;
	net->n_nodes = causes + findings;
	net->own = NEWS(a, struct chance, net->n_nodes);
	net->first = NEWS(a, int, net->n_nodes + 1);
	net->link = NEWS(a, struct net_link, causes * findings);
	for (int x = 0; x < net->n_nodes; x++) {
		net->own[x] = (struct chance){ 0.9, 0.1 };
		for (int c = 0; x >= causes && c < causes; c++)
			net->link[at++] = (struct net_link){ c, held && x >= causes + 15 && c == 0 ? LINK_INHIBITS : LINK_ACTS, 0.3 + 0.01 * (c + x % 7) };
		net->first[x + 1] = at;
	}
	return net;
}

/* However many could be asked and however little time was given: no more is run than 1e8 operations (reason_gain.c). */
static void asking_has_an_end_that_is_known_before(void **state)
{
	enum { CAUSES = 20, FINDINGS = 60, PRESENT = 15 };

	(void)state;
	for (int held = 0; held < 2; held++) {
		const struct net *net = dense_net(CAUSES, FINDINGS, held);
		int8_t *seen = NEWS(a, int8_t, net->n_nodes);
		double weight[CAUSES], *gain = NEWS(a, double, net->n_nodes);
		bool *want = NEWS(a, bool, net->n_nodes);
		struct posterior now;
		struct err err = { 0 };
		int exact;

		for (int c = 0; c < CAUSES; c++)
			weight[c] = 1;
		for (int f = CAUSES; f < net->n_nodes; f++) {
			seen[f] = (int8_t)(f < CAUSES + PRESENT);
			want[f] = true;
		}
		must(a, net, seen, &now);
		assert_true(now.exact && now.cost > 1e7);
		assert_true(reason_gain(a, net, seen, &now, weight, want, 1e4, gain, &exact, NULL, &err));
		print_message("one answer %.2g operations, asked exactly: %d\n", now.cost, exact);
		assert_in_range(exact, held ? 0 : 1, 15);
		assert_true(exact * now.cost <= 1e8);
		for (int f = CAUSES + PRESENT; f < net->n_nodes; f++)
			assert_true(gain[f] > 0);
		arena_reset(a);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(same_input_gives_the_same_bits),
		cmocka_unit_test(again_equals_a_fresh_run),
		cmocka_unit_test(questions_obey_the_laws_of_expectation),
		cmocka_unit_test(asking_has_an_end_that_is_known_before),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
