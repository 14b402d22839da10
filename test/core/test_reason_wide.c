/* The same text of the sweep in 113-bit arithmetic: doubles keep twelve digits whatever the probability of the evidence is. */
#include "small_net.h"

#include "core/tree.h"

__extension__ typedef __float128 wide_real;

#define CLONES
#define REAL wide_real
#define NUM wide_real
#define BLOCK wide_real
#define LOW 0
#define CASES 1
#define NAME(x) wide_##x
#include "core/sweep_body.h"

#include "one_arena.h"

/* Relative, of the worst odds. */
static double worst_of(const struct again *run, const struct again *exact)
{
	double worst = 0;

	assert_true(run->possible && exact->possible);
	for (int c = 0; c < exact->net->n_causes; c++) {
		double e = exact->odds[c] > 0 ? fabs(run->odds[c] / exact->odds[c] - 1) : run->odds[c];

		worst = e > worst ? e : worst;
	}
	assert_true(fabs(run->log_evidence - exact->log_evidence) <= 1e-12 * (1 + fabs(exact->log_evidence)));
	return worst;
}

/* The tree, which is compiled for doubles alone, has the same exact numbers to meet. */
static double worst_of_tree(struct sweep *s, struct again *run, const struct again *exact)
{
	double worst, cost;
	int width;

	if (s->n_ops == 0)
		return 0;
	assert_true(tree_plan(s, &cost, &width));
	tree_run(s, run);
	worst = worst_of(run, exact);
	if (worst > s->tree->bound)
		fail_msg("the tree is off by %g, certified %g (width %d)", worst, s->tree->bound, width);
	return worst;
}

/* rare: what is seen is next to impossible. */
static double worst_error(struct rng *r, bool rare, double *least, double *worst_bound)
{
	struct net *net = random_net(a, r, (struct shape){ 15 + rng_below(r, 30), rng_below(r, 8), 40, 5, false, false, rare ? 1e-3 : 0.1 });
	int8_t *seen = NEWS(a, int8_t, net->n_nodes);
	double worst, tree;
	void *room = NULL;

	for (int c = 0; rare && c < net->n_causes; c++)
		net->own[c] = chance_of(net->own[c].yes * 1e-4);
	for (int f = net->n_causes; f < net->n_nodes; f++)
		seen[f] = (int8_t)(f < net->n_causes + 12 ? 1 : f < net->n_causes + 25 ? -1 : 0);
	struct sweep *s = sweep_make(a, net, seen, true);
	struct again run = { .net = net, .seen = seen, .odds = NEWS(a, double, net->n_causes) }, exact = run;
	exact.odds = NEWS(a, double, net->n_causes);
	if (s->cost > 2e5)
		return -1;
	sweep_one(s, &run);
	(void)wide_sweep_run(s, &exact, 1, &room, NULL, false);
	worst = worst_of(&run, &exact);
	if (worst > s->bound)
		fail_msg("off by %g, certified %g (width %d)", worst, s->bound, s->width);
	tree = worst_of_tree(s, &run, &exact);
	*least = exact.log_evidence < *least ? exact.log_evidence : *least;
	*worst_bound = s->bound > *worst_bound ? s->bound : *worst_bound;
	return tree > worst ? tree : worst;
}

static void doubles_keep_twelve_digits(void **state)
{
	struct rng r = rng_new(113);
	double worst = 0, least = 0, bound = 0;
	int ran = 0;

	(void)state;
	for (int i = 0; i < 120; i++) {
		double e = worst_error(&r, i % 2, &least, &bound);

		worst = e > worst ? e : worst;
		ran += e >= 0;
		arena_reset(a);
	}
	assert_true(ran > 60);
	assert_true(worst <= 1e-12);
	assert_true(bound <= 1e-11);
	assert_true(least < -60);               /* 1e-26 and less */
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(doubles_keep_twelve_digits) };

	return cmocka_run_group_tests(tests, setup, teardown);
}
