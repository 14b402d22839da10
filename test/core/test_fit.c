/* Figures of random networks against enumeration; numbers that made them are found again; what cannot be is named. */
#include "small_net.h"

#include "core/fit.h"

#include "one_arena.h"

static const double within = 1e-9;

/* ---- the same figures by enumeration ---- */

struct truth { double base; struct fit_pair pair[16]; double prior[16]; };

static struct truth truth_of(const struct net *net, int node)
{
	long double joint[16], before[16], any;
	int8_t *seen = NEWS(a, int8_t, net->n_nodes);
	struct truth t = { 0 };

	enumerate(net, seen, before, 0, &any);
	seen[node] = SEEN_ABSENT;
	long double absent = enumerate(net, seen, joint, 0, &any);
	t.base = (double)(1 - absent);
	for (int i = net->first[node]; i < net->first[node + 1]; i++) {
		int c = net->link[i].from, k = i - net->first[node];

		t.prior[k] = (double)before[c];
		t.pair[k] = (struct fit_pair){ (double)(1 - joint[c] / before[c]), (double)((absent - joint[c]) / (1 - before[c])) };
	}
	return t;
}

static bool a_cause_twice(const struct net *net, int node)
{
	for (int i = net->first[node]; i < net->first[node + 1]; i++)
		for (int k = net->first[node]; k < i; k++)
			if (net->link[i].from == net->link[k].from)
				return true;
	return false;
}

static struct fit fitted(const struct net *net, int node, double base, const struct fit_pair *pair)
{
	struct posterior nothing;
	struct err err = { 0 };
	struct fit f;

	must(a, net, NEWS(a, int8_t, net->n_nodes), &nothing);
	if (!fit_finding(a, net, &nothing, node, base, pair, within, &f, &err))
		fail_msg("%s", err.detail);
	return f;
}

static void what_is_built_agrees_with_enumeration(void **state)
{
	const struct shape shape = { .roots = 4, .gates = 4, .findings = 6, .most_parents = 5, .leak = 0.3 };
	struct rng r = rng_new(7);
	int links = 0;

	(void)state;
	for (int n = 0; n < 60; n++) {
		struct net *net = random_net(a, &r, shape);

		for (int x = net->n_causes; x < net->n_nodes; x++) {
			if (a_cause_twice(net, x))
				continue;
			struct truth t = truth_of(net, x);
			struct fit f = fitted(net, x, t.base, t.pair);

			assert_near(f.built, (long double)t.base, 1e-12);
			for (int i = 0; i < f.n; i++, links++) {
				assert_near(f.link[i].prior, (long double)t.prior[i], 1e-12);
				assert_near(f.link[i].built.sens, (long double)t.pair[i].sens, 1e-11);
				assert_near(f.link[i].built.spec, (long double)t.pair[i].spec, 1e-11);
			}
		}
	}
	assert_true(links > 300);
}

/* Fitting what is met already changes nothing. */
static void what_is_met_stays_as_it_is(void **state)
{
	const struct shape shape = { .roots = 3, .gates = 4, .findings = 6, .most_parents = 4, .leak = 0.4 };
	struct rng r = rng_new(11);
	int links = 0;

	(void)state;
	for (int n = 0; n < 60; n++) {
		struct net *net = random_net(a, &r, shape);

		for (int x = net->n_causes; x < net->n_nodes; x++) {
			if (a_cause_twice(net, x))
				continue;
			struct truth t = truth_of(net, x);
			struct fit f = fitted(net, x, t.base, t.pair);

			assert_int_equal(f.verdict, FIT_MET);
			assert_near(f.leak, (long double)net->own[x].yes, 1e-9);
			for (int i = 0; i < f.n; i++, links++) {
				assert_int_equal(f.link[i].verdict, FIT_MET);
				assert_near(f.link[i].q, (long double)net->link[f.link[i].link].q, 1e-9);
				assert_near(fit_off(&f.link[i]), 0, 1e-11);
			}
		}
	}
	assert_true(links > 300);
}

/* The figures come from one set of numbers, the network has another: the first is found again. */
static void the_numbers_behind_the_figures_are_found(void **state)
{
	const struct shape shape = { .roots = 3, .gates = 5, .findings = 6, .most_parents = 6, .leak = 0.4 };
	struct rng r = rng_new(13);
	int links = 0, moved = 0;

	(void)state;
	for (int n = 0; n < 80; n++) {
		struct net *net = random_net(a, &r, shape);

		for (int x = net->n_causes; x < net->n_nodes; x++) {
			double leak = net->own[x].yes, q[16];

			if (a_cause_twice(net, x))
				continue;
			struct truth t = truth_of(net, x);
			for (int i = net->first[x]; i < net->first[x + 1]; i++) {
				q[i - net->first[x]] = net->link[i].q;
				net->link[i].q = 0.05 + 0.9 * rng_unit(&r);
			}
			net->own[x] = chance_of(rng_unit(&r));
			struct fit f = fitted(net, x, t.base, t.pair);
			assert_near(f.leak, (long double)leak, 1e-6);
			assert_near(f.best, (long double)t.base, 1e-9);
			assert_true(f.rounds < 200);
			for (int i = 0; i < f.n; i++, links++) {
				assert_near(f.link[i].q, (long double)q[i], 1e-6);
				assert_near(f.link[i].best.sens, (long double)t.pair[i].sens, 1e-9);
				assert_near(f.link[i].best.spec, (long double)t.pair[i].spec, 1e-9);
				moved += f.link[i].verdict == FIT_CAN;
			}
		}
	}
	assert_true(links > 400 && moved > 9 * links / 10);
}

/* Eight causes that one hub sets off with near certainty: the hardest case for one link after the other. */
static void causes_that_hang_together_are_told_apart(void **state)
{
	enum { CAUSES = 9, FINDING = CAUSES };
	struct net net = { CAUSES + 1, CAUSES, NEWS(a, struct chance, CAUSES + 1), NEWS(a, int, CAUSES + 2),
		NEWS(a, struct net_link, 2 * CAUSES), NULL, 0 };

	(void)state;
	for (int c = 0; c <= CAUSES; c++) {
		net.own[c] = chance_of(c == 0 ? 0.4 : 0.05);
		net.first[c + 1] = c;
		if (c > 0 && c < FINDING)
			net.link[c - 1] = (struct net_link){ 0, LINK_ACTS, 0.1 };
	}
	for (int c = 1; c < FINDING; c++)
		net.link[CAUSES - 2 + c] = (struct net_link){ c, LINK_ACTS, 0.7 + 0.03 * c };
	net.first[FINDING] = CAUSES - 1;
	net.first[FINDING + 1] = 2 * (CAUSES - 1);
	struct truth t = truth_of(&net, FINDING);
	for (int i = net.first[FINDING]; i < net.first[FINDING + 1]; i++)
		net.link[i].q = 0.5;
	struct fit f = fitted(&net, FINDING, t.base, t.pair);
	assert_int_equal(f.n, CAUSES - 1);
	assert_near(f.leak, 0.05L, 1e-8);
	for (int i = 0; i < f.n; i++)
		assert_near(f.link[i].q, 0.7L + 0.03L * (i + 1), 1e-8);
}

/* ---- by hand: causes 0 and 1, finding 2 with a link from each ---- */

static struct net *two(double prior0, double prior1, double lead_q)
{
	struct net *net = NEW(a, struct net);
	const struct net_link link[] = { { 0, LINK_ACTS, lead_q }, { 0, LINK_ACTS, 0.6 }, { 1, LINK_ACTS, 0.6 } };
	const int first[] = { 0, 0, 1, 3 };

	*net = (struct net){ 3, 2, NEWS(a, struct chance, 3), NEWS(a, int, 4), NEWS(a, struct net_link, 3), NULL, 0 };
	net->own[0] = chance_of(prior0);
	net->own[1] = chance_of(prior1);
	net->own[2] = chance_of(0.1);
	memcpy(net->link, link, sizeof(link));
	memcpy(net->first, first, sizeof(first));
	return net;
}

static struct net *single(double prior, double leak, double q)
{
	struct net *net = two(prior, 0, 1);

	net->own[2] = chance_of(leak);
	net->first[2] = 0;                      /* nothing leads to cause 1, which acts on nothing */
	net->first[3] = 1;
	net->link[0].q = q;
	return net;
}

static void of_a_single_cause_q_is_the_negative_likelihood_ratio(void **state)
{
	const struct fit_pair pair = { 0.84, 0.83 };
	double prior = 0.06, base = prior * pair.sens + (1 - prior) * (1 - pair.spec);
	struct fit f = fitted(single(prior, 0.3, 0.9), 2, base, &pair);

	(void)state;
	assert_int_equal(f.n, 1);
	assert_int_equal(f.link[0].verdict, FIT_CAN);
	assert_near(f.link[0].q, (1 - 0.84L) / 0.83L, 1e-12);
	assert_near(f.leak, 1 - 0.83L, 1e-12);
	assert_near(f.link[0].leak, 1 - 0.83L, 1e-12);
	assert_near(f.link[0].share, (long double)prior, 1e-12);
	assert_near(f.link[0].implied, (long double)base, 1e-12);
	assert_near(f.link[0].built.sens, 1 - 0.7L * 0.9L, 1e-12);
	assert_near(f.link[0].built.spec, 0.7L, 1e-12);
	assert_near(fit_off(&f.link[0]), 0.84L - 0.37L, 1e-12);
}

static void a_base_that_does_not_fit_the_pair_is_named_with_what_would(void **state)
{
	const struct fit_pair pair = { 0.8, 0.9 };
	struct fit f = fitted(single(0.2, 0.3, 0.9), 2, 0.5, &pair);

	(void)state;
	assert_int_equal(f.link[0].verdict, FIT_PAIR);
	assert_int_equal(f.verdict, FIT_CAN);
	assert_near(f.best, 0.5L, 1e-12);
	assert_near(f.link[0].implied, 0.24L, 1e-12);
	assert_near(f.link[0].leak, 0.1L, 1e-12);
	assert_near(f.link[0].share, 4 / 7.0L, 1e-12);
	f = fitted(single(0.2, 0.3, 0.9), 2, f.link[0].implied, &pair);
	assert_int_equal(f.link[0].verdict, FIT_CAN);
	f = fitted(single(4 / 7.0, 0.3, 0.9), 2, 0.5, &pair);
	assert_int_equal(f.link[0].verdict, FIT_CAN);
	f = fitted(single(0.2, 0.3, 0.9), 2, 0.9, &pair);
	assert_int_equal(f.link[0].verdict, FIT_PAIR);
	assert_true(isnan(f.link[0].share));
}

static void a_base_below_what_the_causes_make_is_named(void **state)
{
	const struct fit_pair pair[] = { { 0.9, 0.5 }, { 0.9, 0.5 } };
	struct fit f = fitted(two(0.5, 0.5, 1), 2, 0.2, pair);

	(void)state;
	assert_int_equal(f.verdict, FIT_BASE);
	assert_near(f.leak, 0, 0);
	assert_near(f.least, 1 - 0.6L * 0.6L, 1e-12);           /* q 0.2 at one half each */
	assert_near(f.best, (long double)f.least, 1e-12);
}

static void a_specificity_that_other_causes_forbid_is_named(void **state)
{
	const struct fit_pair pair[] = { { 0.9, 0.5 }, { 0.3, 0.95 } };
	struct fit f = fitted(two(0.5, 0.1, 1), 2, 0.7, pair);

	(void)state;
	assert_int_equal(f.verdict, FIT_CAN);
	assert_int_equal(f.link[0].verdict, FIT_CAN);           /* 0.5 0.9 + 0.5 0.5 = 0.7 */
	assert_int_equal(f.link[1].verdict, FIT_FLOOR);
	assert_near(f.link[1].least, 0.4L, 1e-12);              /* half of them, with strength 0.8 */
	assert_true(f.link[1].leak < 0);
}

/* Cause 0 brings cause 1, which brings the finding: more than the weak figure of cause 0 allows. */
static void a_sensitivity_that_other_causes_exceed_is_named(void **state)
{
	const struct fit_pair pair[] = { { 0.33, 0.7 }, { 0.9, 0.8 } };
	struct fit f = fitted(two(0.3, 0.1, 0.1), 2, 0.5, pair);

	(void)state;
	assert_int_equal(f.link[0].verdict, FIT_OTHERS);
	assert_near(f.link[0].q, 1, 0);
	assert_true((1 - f.link[0].best.sens) / f.link[0].best.spec < (1 - 0.33) / 0.7);
	assert_near((1 - f.link[1].best.sens) / f.link[1].best.spec, 0.125L, 1e-9);
	assert_near(f.best, 0.5L, 1e-12);
}

static void what_no_link_can_say_is_named(void **state)
{
	const struct fit_pair pair[] = { { 0.2, 0.5 }, { 0.8, 0.8 } };
	struct fit f = fitted(two(0.3, 0, 1), 2, 0.4, pair);

	(void)state;
	assert_int_equal(f.link[0].verdict, FIT_AGAINST);
	assert_near(f.link[0].q, 1, 0);
	assert_int_equal(f.link[1].verdict, FIT_NEVER);
	assert_near(f.link[1].q, 0.6, 0);                       /* left as it was */
	assert_true(isnan(f.link[1].built.sens));
	assert_near(fit_off(&f.link[1]), 0, 0);
	f = fitted(two(0.3, 1, 1), 2, 0.4, pair);
	assert_int_equal(f.link[1].verdict, FIT_NEVER);
}

/* Everybody with the cause has it (sens 1), and a cause that everybody has makes it certain. */
static void figures_at_the_ends_are_carried(void **state)
{
	const struct fit_pair sure = { 1, 0.9 }, pair[] = { { 0.8, 0.8 }, { 0.8, 0.8 } };
	struct fit f = fitted(single(0.2, 0.3, 0.9), 2, 0.28, &sure);
	struct net *net = two(0.3, 1, 1);

	(void)state;
	assert_int_equal(f.link[0].verdict, FIT_CAN);
	assert_near(f.link[0].q, 0, 0);
	net->link[2].q = 0;
	f = fitted(net, 2, 0.4, pair);
	assert_int_equal(f.verdict, FIT_BASE);
	assert_near(f.built, 1, 0);
	assert_near(f.least, 1, 0);
	assert_int_equal(f.link[0].verdict, FIT_FLOOR);
}

static void refused(const struct net *net, double base, struct fit_pair pair, const char *field)
{
	const struct fit_pair both[] = { pair, { 0.8, 0.8 } };
	struct posterior nothing;
	struct err err = { 0 };
	struct fit f;

	must(a, net, NEWS(a, int8_t, net->n_nodes), &nothing);
	assert_false(fit_finding(a, net, &nothing, 2, base, both, within, &f, &err));
	assert_int_equal(err.code, ERR_INPUT);
	assert_string_equal(err.field, field);
}

static void what_is_out_of_range_or_no_plain_link_is_refused(void **state)
{
	const struct fit_pair fine = { 0.8, 0.8 };
	struct net *net = two(0.3, 0.2, 1);
	struct net_set levels = { SET_LEVELS, 2, 1 };

	(void)state;
	refused(net, 1.5, fine, "base");
	refused(net, NAN, fine, "base");
	refused(net, 0.4, (struct fit_pair){ 1.1, 0.8 }, "pair");
	refused(net, 0.4, (struct fit_pair){ 0.8, NAN }, "pair");
	net->link[1].kind = LINK_INHIBITS;
	refused(net, 0.4, fine, "link");
	net->link[1] = (struct net_link){ 1, LINK_ACTS, 0.5 };
	refused(net, 0.4, fine, "link");
	net->link[1].from = 0;
	net->set = &levels;
	net->n_sets = 1;
	refused(net, 0.4, fine, "finding");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_built_agrees_with_enumeration),
		cmocka_unit_test(what_is_met_stays_as_it_is),
		cmocka_unit_test(the_numbers_behind_the_figures_are_found),
		cmocka_unit_test(causes_that_hang_together_are_told_apart),
		cmocka_unit_test(of_a_single_cause_q_is_the_negative_likelihood_ratio),
		cmocka_unit_test(a_base_that_does_not_fit_the_pair_is_named_with_what_would),
		cmocka_unit_test(a_base_below_what_the_causes_make_is_named),
		cmocka_unit_test(a_specificity_that_other_causes_forbid_is_named),
		cmocka_unit_test(a_sensitivity_that_other_causes_exceed_is_named),
		cmocka_unit_test(what_no_link_can_say_is_named),
		cmocka_unit_test(figures_at_the_ends_are_carried),
		cmocka_unit_test(what_is_out_of_range_or_no_plain_link_is_refused),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
