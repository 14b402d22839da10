/* What an answer would tell: the gain of each question by its definition, and under no time at all. */
#include "small_net.h"

#include "one_arena.h"

/* P(yes) + P(no) = 1; the answers' posteriors average to the posterior; the gain is what the definition says. */
static void questions_obey_the_laws_of_expectation(void **state)
{
	struct rng r = rng_new(7);

	(void)state;
	for (int round = 0; round < 40; round++) {
		struct net *net = random_net(a, &r, (struct shape){ 7, 3, 12, 4, false, false, 0.2 });
		int nc = net->n_causes, exact;
		int8_t *seen = NEWS(a, int8_t, net->n_nodes);
		double *weight = NEWS(a, double, nc), *gain = NEWS(a, double, net->n_nodes);
		bool *want = NEWS(a, bool, net->n_nodes);
		struct told_absent *told = NEWS(a, struct told_absent, net->n_nodes);
		struct posterior now, yes, no;
		struct err err = { 0 };

		for (int f = 0; f < 12; f++) {
			seen[nc + f] = (int8_t)(f < 4 ? 1 : f < 7 ? -1 : 0);
			want[nc + f] = f != 8;
		}
		for (int c = 0; c < nc; c++)
			weight[c] = c % 3;
		assert_true(reason_posterior(a, net, seen, &reason_effort, &now, &err));
		assert_true(reason_gain(a, net, seen, &now, weight, want, 1e9, gain, &exact, told, &err));
		for (int f = nc; f < net->n_nodes; f++) {
			double bits = 0;

			if (f < nc + 7 || f == nc + 8) {
				assert_true(gain[f] <= 0 && gain[f] >= 0);
				continue;
			}
			seen[f] = SEEN_PRESENT;
			assert_true(reason_posterior(a, net, seen, &reason_effort, &yes, &err));
			seen[f] = SEEN_ABSENT;
			assert_true(reason_posterior(a, net, seen, &reason_effort, &no, &err));
			seen[f] = SEEN_NOTHING;
			double p_yes = exp(yes.log_evidence - now.log_evidence), p_no = exp(no.log_evidence - now.log_evidence);

			assert_near(p_yes + p_no, 1, 1e-12);
			assert_near(told[f].no, (long double)p_no, 1e-12);
			for (int c = 0; c < nc; c++) {
				assert_near(p_yes * yes.p[c] + p_no * no.p[c], (long double)now.p[c], 1e-12);
				if (weight[c] > 0)
					assert_near(told[f].p_no[c], (long double)no.p[c], 1e-12);
				bits += weight[c] * (reason_entropy(now.p[c]) - p_yes * reason_entropy(yes.p[c]) - p_no * reason_entropy(no.p[c]));
			}
			assert_near(gain[f], (long double)bits, 1e-9);
			assert_true(gain[f] >= 0);
		}
		arena_reset(a);
	}
}

/* With no time at all the best sixteen still get the exact value. */
static void the_best_questions_are_exact_however_little_time_there_is(void **state)
{
	struct rng r = rng_new(11);
	struct net *net = wide_net(a, &r, 40, 0, 80, 5);
	int8_t *seen = NEWS(a, int8_t, net->n_nodes);
	double *weight = NEWS(a, double, 40), *gain = NEWS(a, double, net->n_nodes), *quick = NEWS(a, double, net->n_nodes);
	bool *want = NEWS(a, bool, net->n_nodes);
	struct posterior now;
	struct err err = { 0 };
	int all, some, best = 40;

	(void)state;
	for (int f = 40; f < net->n_nodes; f++) {
		seen[f] = (int8_t)(f < 52);
		want[f] = true;
	}
	for (int c = 0; c < 40; c++)
		weight[c] = 1;
	assert_true(reason_posterior(a, net, seen, &reason_effort, &now, &err));
	assert_true(reason_gain(a, net, seen, &now, weight, want, 1e9, gain, &all, NULL, &err));
	assert_true(reason_gain(a, net, seen, &now, weight, want, 0, quick, &some, NULL, &err));
	assert_true(some < all && some >= 16);
	for (int f = 40; f < net->n_nodes; f++)
		best = gain[f] > gain[best] ? f : best;
	assert_near(quick[best], (long double)gain[best], 1e-12);
	arena_reset(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(questions_obey_the_laws_of_expectation),
		cmocka_unit_test(the_best_questions_are_exact_however_little_time_there_is),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
