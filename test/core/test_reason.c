/* Exact inference against enumeration of every state of the causes, in long double. */
#include "core/reason.h"

#include "base/rng.h"

#include <math.h>
#include <string.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

static struct arena *a;

static int setup(void **state)
{
	(void)state;
	a = arena_new((size_t)1 << 30);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_end(a);
	return 0;
}

struct shape { int causes, findings, most_parents; bool edges; double leak; };   /* edges: priors, q and leaks of 0 and 1 too */

static double draw(struct rng *r, bool edges, double low, double high)
{
	int kind = edges ? rng_below(r, 8) : 7;

	return kind == 0 ? 0 : kind == 1 ? 1 : low + (high - low) * rng_unit(r);
}

static struct net *random_net(struct rng *r, struct shape s)
{
	struct net *net = NEW(a, struct net);

	net->n_causes = s.causes;
	net->n_findings = s.findings;
	net->prior = NEWS(a, double, s.causes);
	net->stay = NEWS(a, double, s.findings);
	net->first = NEWS(a, int, s.findings + 1);
	net->link = NEWS(a, struct net_link, (s.most_parents + 1) * s.findings);
	for (int c = 0; c < s.causes; c++)
		net->prior[c] = draw(r, s.edges, 0.001, 0.6);
	for (int f = 0; f < s.findings; f++) {
		int n = rng_below(r, s.most_parents + 1), at = net->first[f];

		net->stay[f] = s.edges && rng_below(r, 4) == 0 ? 1 : 1 - s.leak * rng_unit(r);
		for (int i = 0; i < n; i++)     /* the same parent may come twice */
			net->link[at++] = (struct net_link){ rng_below(r, s.causes), draw(r, s.edges, 0.05, 0.95) };
		net->first[f + 1] = at;
	}
	return net;
}

static int8_t *random_seen(struct rng *r, const struct net *net)
{
	int8_t *seen = NEWS(a, int8_t, net->n_findings);
	int kind = rng_below(r, 6);     /* 0: nothing, 1: all absent, 2: all present */

	for (int f = 0; f < net->n_findings; f++)
		seen[f] = (int8_t)(kind == 0 ? 0 : kind == 1 ? -1 : kind == 2 ? 1 : rng_below(r, 3) - 1);
	return seen;
}

/* P(evidence) in total, and with each cause present in joint; with any of the causes in `mask` in *any. */
static long double enumerate(const struct net *net, const int8_t *seen, long double *joint, unsigned mask, long double *any)
{
	long double total = 0;

	*any = 0;
	for (int c = 0; c < net->n_causes; c++)
		joint[c] = 0;
	for (unsigned s = 0; s < 1u << net->n_causes; s++) {
		long double p = 1;

		for (int c = 0; c < net->n_causes; c++)
			p *= s >> c & 1 ? (long double)net->prior[c] : 1 - (long double)net->prior[c];
		for (int f = 0; f < net->n_findings; f++) {
			long double stay = (long double)net->stay[f];

			for (int i = net->first[f]; i < net->first[f + 1]; i++)
				if (s >> net->link[i].cause & 1)
					stay *= (long double)net->link[i].q;
			p *= seen[f] == SEEN_ABSENT ? stay : seen[f] == SEEN_PRESENT ? 1 - stay : 1;
		}
		total += p;
		if (s & mask)
			*any += p;
		for (int c = 0; c < net->n_causes; c++)
			if (s >> c & 1)
				joint[c] += p;
	}
	return total;
}

static void assert_near(double got, long double want, double within)
{
	if (!(fabsl((long double)got - want) <= (long double)within))
		fail_msg("got %.17g, expected %.17Lg, off by %.3Lg", got, want, (long double)got - want);
}

static void compare(const struct net *net, const int8_t *seen, unsigned mask, int *impossible)
{
	long double joint[16], any, total = enumerate(net, seen, joint, mask, &any);
	struct posterior got;
	struct err err = { 0 };

	if (!(total > 0)) {
		assert_false(reason_posterior(a, net, seen, &got, &err));
		assert_int_equal(err.code, ERR_INPUT);
		++*impossible;
		return;
	}
	assert_true(reason_posterior(a, net, seen, &got, &err));
	assert_near(got.log_evidence, logl(total), 1e-12 * (1 + fabs(got.log_evidence)));
	for (int c = 0; c < net->n_causes; c++) {
		assert_near(got.p[c], joint[c] / total, 1e-12 * (double)(joint[c] / total) + 1e-300);
		assert_true(got.p[c] >= 0 && got.p[c] <= 1);
	}
	int set[16], n = 0;
	double p_any;

	for (int c = 0; c < net->n_causes; c++)
		if (mask >> c & 1)
			set[n++] = c;
	assert_true(reason_any(a, net, seen, &got, set, n, &p_any, &err));
	assert_near(p_any, any / total, 1e-12);
}

static void agrees_with_enumeration(void **state)
{
	struct rng r = rng_new(1);
	int impossible = 0;

	(void)state;
	for (int i = 0; i < 400; i++) {
		struct shape s = { 1 + rng_below(&r, i % 20 ? 9 : 12), rng_below(&r, 13), 1 + rng_below(&r, 6), i % 2 == 1, 0.3 };
		const struct net *net = random_net(&r, s);

		compare(net, random_seen(&r, net), (unsigned)rng_below(&r, 1 << s.causes), &impossible);
		arena_reset(a);
	}
	assert_true(impossible > 5 && impossible < 200);
}

/* Enough present findings of little leak that the evidence is next to impossible. */
static void surprising_evidence_stays_exact(void **state)
{
	struct rng r = rng_new(2);
	int tried = 0, none = 0;

	(void)state;
	for (int i = 0; i < 30; i++) {
		const struct net *net = random_net(&r, (struct shape){ 11, 16, 5, false, 1e-3 });
		int8_t *seen = NEWS(a, int8_t, 16);
		long double joint[16], any;

		for (int c = 0; c < 11; c++)
			net->prior[c] *= 0.01;
		for (int f = 0; f < 16; f++)
			seen[f] = SEEN_PRESENT;
		tried += enumerate(net, seen, joint, 0, &any) < 1e-20L;
		compare(net, seen, 3, &none);
		arena_reset(a);
	}
	assert_true(tried >= 15);
	assert_int_equal(none, 0);
}

/* Far more findings than causes: the causes are held and the findings pass by. */
static void many_findings_of_few_causes_cost_little(void **state)
{
	struct rng r = rng_new(9);
	struct net *net = random_net(&r, (struct shape){ 10, 300, 4, false, 0.05 });
	int8_t *seen = NEWS(a, int8_t, 300);
	struct posterior got;
	struct err err = { 0 };
	int none = 0;

	(void)state;
	memset(seen, SEEN_PRESENT, 300);
	compare(net, seen, 6, &none);
	assert_int_equal(none, 0);
	assert_true(reason_posterior(a, net, seen, &got, &err));
	assert_true(got.width <= 11);
	assert_true(got.log_evidence < -46);
}

/* Twelve causes cannot tell how a wide net behaves; a permuted one can: other plan, same answer. */
static void order_does_not_matter(void **state)
{
	struct rng r = rng_new(3);
	enum { CAUSES = 60, FINDINGS = 40 };

	(void)state;
	for (int round = 0; round < 10; round++) {
		const struct net *net = random_net(&r, (struct shape){ CAUSES, FINDINGS, 5, false, 0.1 });
		int8_t *seen = NEWS(a, int8_t, FINDINGS), *seen2 = NEWS(a, int8_t, FINDINGS);
		int cause[CAUSES], finding[FINDINGS];
		struct net other = { CAUSES, FINDINGS, NEWS(a, double, CAUSES), NEWS(a, double, FINDINGS),
			NEWS(a, int, FINDINGS + 1), NEWS(a, struct net_link, 6 * FINDINGS) };
		struct posterior one, two;
		struct err err = { 0 };

		for (int c = 0; c < CAUSES; c++) {
			cause[c] = CAUSES - 1 - c;
			other.prior[CAUSES - 1 - c] = net->prior[c];
		}
		for (int f = 0; f < FINDINGS; f++)
			finding[f] = f;
		for (int f = FINDINGS - 1; f > 0; f--) {
			int at = rng_below(&r, f + 1), swap = finding[f];

			finding[f] = finding[at];
			finding[at] = swap;
		}
		for (int g = 0; g < FINDINGS; g++) {
			int f = finding[g], at = other.first[g];

			seen[f] = (int8_t)(f < 15 ? 1 : f % 3 ? -1 : 0);
			seen2[g] = seen[f];
			other.stay[g] = net->stay[f];
			for (int i = net->first[f + 1] - 1; i >= net->first[f]; i--)
				other.link[at++] = (struct net_link){ cause[net->link[i].cause], net->link[i].q };
			other.first[g + 1] = at;
		}
		assert_true(reason_posterior(a, net, seen, &one, &err));
		assert_true(reason_posterior(a, &other, seen2, &two, &err));
		assert_near(one.log_evidence, (long double)two.log_evidence, 1e-11);
		assert_true(one.bound < 1e-11);
		for (int c = 0; c < CAUSES; c++)
			assert_near(one.p[c], (long double)two.p[cause[c]], 1e-12);
		arena_reset(a);
	}
}

static void same_input_gives_the_same_bits(void **state)
{
	struct rng r = rng_new(4);
	const struct net *net = random_net(&r, (struct shape){ 30, 30, 4, false, 0.2 });
	int8_t *seen = random_seen(&r, net);
	struct posterior one, two;
	struct err err = { 0 };
	double odds[5][30];
	struct again run[5];

	(void)state;
	assert_true(reason_posterior(a, net, seen, &one, &err));
	assert_true(reason_posterior(a, net, seen, &two, &err));
	assert_memory_equal(one.p, two.p, 30 * sizeof(double));
	for (int i = 0; i < 5; i++)     /* and in whichever lane */
		run[i] = (struct again){ .net = net, .seen = seen, .odds = odds[i] };
	reason_again(&one, run, 5);
	for (int i = 0; i < 5; i++) {
		assert_memory_equal(one.odds, odds[i], 30 * sizeof(double));
		assert_true(run[i].possible && run[i].log_evidence >= one.log_evidence && run[i].log_evidence <= one.log_evidence);
	}
}

/* A finding nobody looked at is as good as a finding that does not exist. */
static void unknown_changes_nothing(void **state)
{
	struct rng r = rng_new(5);
	const struct net *net = random_net(&r, (struct shape){ 10, 12, 4, false, 0.2 });
	struct net shorter = *net;
	int8_t seen[12] = { 1, 1, -1, 1, -1, 1, 1 };
	struct posterior all, some;
	struct err err = { 0 };

	(void)state;
	shorter.n_findings = 7;
	assert_true(reason_posterior(a, net, seen, &all, &err));
	assert_true(reason_posterior(a, &shorter, seen, &some, &err));
	assert_memory_equal(all.p, some.p, 10 * sizeof(double));
}

/* Less evidence and other evidence on the order of the first run equals a run of its own. */
static void again_equals_a_fresh_run(void **state)
{
	struct rng r = rng_new(6);
	int ran = 0;

	(void)state;
	for (int round = 0; round < 100; round++) {
		const struct net *net = random_net(&r, (struct shape){ 12, 14, 4, round % 2 == 1, 0.2 });
		int8_t *seen = random_seen(&r, net), *less = NEWS(a, int8_t, 14);
		struct posterior first, fresh;
		struct err err = { 0 };
		struct again run = { .net = net, .seen = less, .odds = NEWS(a, double, 12) };

		if (!reason_posterior(a, net, seen, &first, &err))
			continue;
		for (int f = 0; f < 14; f++)
			less[f] = (int8_t)(seen[f] == 1 ? rng_below(&r, 3) - 1 : rng_below(&r, 2) - 1);
		reason_again(&first, &run, 1);
		assert_int_equal(run.possible, reason_posterior(a, net, less, &fresh, &err));
		for (int c = 0; run.possible && c < 12; c++) {
			double p = isinf(run.odds[c]) ? 1 : run.odds[c] / (1 + run.odds[c]);

			assert_near(p, (long double)fresh.p[c], 1e-13);
			ran++;
		}
		arena_reset(a);
	}
	assert_true(ran > 300);
}

/* P(yes) + P(no) = 1; the answers' posteriors average to the posterior; the gain is what the definition says. */
static void questions_obey_the_laws_of_expectation(void **state)
{
	struct rng r = rng_new(7);

	(void)state;
	for (int round = 0; round < 40; round++) {
		const struct net *net = random_net(&r, (struct shape){ 10, 12, 4, false, 0.2 });
		int8_t seen[12] = { 0 };
		double weight[10], gain[12];
		bool want[12];
		struct posterior now, yes, no;
		struct err err = { 0 };

		for (int f = 0; f < 12; f++) {
			seen[f] = (int8_t)(f < 4 ? 1 : f < 7 ? -1 : 0);
			want[f] = f != 8;
		}
		for (int c = 0; c < 10; c++)
			weight[c] = c % 3;
		if (!reason_posterior(a, net, seen, &now, &err))
			fail_msg("%s", err.detail);
		assert_true(reason_gain(a, net, seen, &now, weight, want, gain, &err));
		for (int f = 0; f < 12; f++) {
			double bits = 0;

			if (f < 7 || f == 8) {
				assert_true(gain[f] <= 0 && gain[f] >= 0);
				continue;
			}
			seen[f] = SEEN_PRESENT;
			assert_true(reason_posterior(a, net, seen, &yes, &err));
			seen[f] = SEEN_ABSENT;
			assert_true(reason_posterior(a, net, seen, &no, &err));
			seen[f] = SEEN_NOTHING;
			double p_yes = exp(yes.log_evidence - now.log_evidence), p_no = exp(no.log_evidence - now.log_evidence);

			assert_near(p_yes + p_no, 1, 1e-12);
			for (int c = 0; c < 10; c++) {
				assert_near(p_yes * yes.p[c] + p_no * no.p[c], (long double)now.p[c], 1e-12);
				bits += weight[c] * (reason_entropy(now.p[c]) - p_yes * reason_entropy(yes.p[c]) -
					p_no * reason_entropy(no.p[c]));
			}
			assert_near(gain[f], (long double)bits, 1e-10);
			assert_true(gain[f] >= 0);
		}
		arena_reset(a);
	}
}

/* One finding, two causes, by hand: P(f) = 1 - 0.9 (1 - 0.5 * 0.8)(1 - 0.2 * 0.5) = 0.514. */
static void a_small_net_by_hand(void **state)
{
	double prior[] = { 0.5, 0.2 }, stay[] = { 0.9 };
	int first[] = { 0, 2 };
	struct net_link link[] = { { 0, 0.2 }, { 1, 0.5 } };
	struct net net = { 2, 1, prior, stay, first, link };
	int8_t seen[] = { SEEN_PRESENT };
	struct posterior got;
	struct err err = { 0 };

	(void)state;
	assert_true(reason_posterior(a, &net, seen, &got, &err));
	assert_near(got.log_evidence, logl(0.514L), 1e-15);
	assert_near(got.p[0], 0.5L * (1 - 0.9L * 0.2L * 0.9L) / 0.514L, 1e-15);
	seen[0] = SEEN_ABSENT;
	assert_true(reason_posterior(a, &net, seen, &got, &err));
	assert_near(got.p[0], 0.2L / 1.2L, 1e-15);
	seen[0] = SEEN_NOTHING;
	assert_true(reason_posterior(a, &net, seen, &got, &err));
	assert_near(got.p[0], 0.5L, 0);
	assert_near(got.log_evidence, 0, 0);
}

static void impossible_evidence_says_so(void **state)
{
	double prior[] = { 0 }, stay[] = { 1 };
	int first[] = { 0, 1 };
	struct net_link link[] = { { 0, 0.2 } };
	struct net net = { 1, 1, prior, stay, first, link };
	int8_t seen[] = { SEEN_PRESENT };
	struct posterior got;
	struct err err = { 0 };

	(void)state;
	assert_false(reason_posterior(a, &net, seen, &got, &err));
	assert_int_equal(err.code, ERR_INPUT);
	assert_non_null(strstr(err.detail, "probability is 0"));
}

/* Findings with hundreds of parents, and more absent findings than a double has room for. */
static void numbers_of_parents_and_findings_have_no_limit(void **state)
{
	enum { CAUSES = 700, FINDINGS = 3000 };
	struct net net = { CAUSES, FINDINGS, NEWS(a, double, CAUSES), NEWS(a, double, FINDINGS), NEWS(a, int, FINDINGS + 1),
		NEWS(a, struct net_link, 2 * CAUSES + FINDINGS) };
	int8_t *seen = NEWS(a, int8_t, FINDINGS);
	struct posterior got;
	struct err err = { 0 };
	int n = 0;

	(void)state;
	for (int c = 0; c < CAUSES; c++)
		net.prior[c] = c ? 0.5 : 1;
	for (int f = 0; f < FINDINGS; f++) {
		net.stay[f] = 0.5;
		seen[f] = f < 2 ? SEEN_PRESENT : SEEN_ABSENT;
		for (int c = 0; f < 2 && c < CAUSES; c++)
			net.link[n++] = (struct net_link){ c, 0.99 };
		if (f >= 2)
			net.link[n++] = (struct net_link){ 0, 0.5 };
		net.first[f + 1] = n;
	}
	assert_true(reason_posterior(a, &net, seen, &got, &err));
	assert_int_equal(got.width, 2);
	/* each of the two is present but for 0.5 * 0.99 * 0.995^699, about 0.015 */
	long double quiet = 0.5L * 0.99L * powl(0.995L, 699), both = 0.25L * 0.99L * 0.99L * powl((1 + 0.9801L) / 2, 699);
	assert_near(got.log_evidence, -5996 * logl(2) + log1pl(-2 * quiet + both), 1e-9);
	assert_near(got.p[0], 1, 0);
	assert_near(got.p[1], (long double)got.p[699], 1e-14);
}

static void too_wide_is_refused_before_running(void **state)
{
	struct rng r = rng_new(8);
	struct net *net = random_net(&r, (struct shape){ 200, 60, 12, false, 0.1 });
	int8_t *seen = NEWS(a, int8_t, 60);
	struct posterior got;
	struct err err = { 0 };

	(void)state;
	memset(seen, SEEN_PRESENT, 60);
	size_t before = arena_used(a);
	assert_false(reason_posterior(a, net, seen, &got, &err));
	assert_int_equal(err.code, ERR_LIMIT);
	assert_true(arena_used(a) - before < 1 << 20);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_small_net_by_hand),
		cmocka_unit_test(agrees_with_enumeration),
		cmocka_unit_test(surprising_evidence_stays_exact),
		cmocka_unit_test(many_findings_of_few_causes_cost_little),
		cmocka_unit_test(order_does_not_matter),
		cmocka_unit_test(same_input_gives_the_same_bits),
		cmocka_unit_test(unknown_changes_nothing),
		cmocka_unit_test(again_equals_a_fresh_run),
		cmocka_unit_test(questions_obey_the_laws_of_expectation),
		cmocka_unit_test(impossible_evidence_says_so),
		cmocka_unit_test(numbers_of_parents_and_findings_have_no_limit),
		cmocka_unit_test(too_wide_is_refused_before_running),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
