/* Simulation-based calibration (Talts 2018, for yes and no): people are drawn from a network, some questions answered, and of all causes
 * told to be likely to one tenth, one tenth has to act.  Hard cases are not left out. */
#include "small_net.h"

enum { BINS = 12 };

struct bins { double told[BINS], spread[BINS]; long acts[BINS], n[BINS]; };

static void draw_person(struct rng *r, const struct net *net, bool *on)
{
	for (int x = 0; x < net->n_nodes; x++) {
		double off = net->own[x].no;

		for (int i = net->first[x]; i < net->first[x + 1]; i++)
			off *= on[net->link[i].from] ? net->link[i].q : 1;
		on[x] = rng_unit(r) >= off;
	}
}

static void tell(struct arena *a, struct rng *r, const struct net *net, int questions, struct bins *b)
{
	bool *on = NEWS(a, bool, net->n_nodes);
	int8_t *seen = NEWS(a, int8_t, net->n_nodes);
	struct posterior p;
	struct err err = { 0 };

	draw_person(r, net, on);
	for (int i = 0; i < questions; i++) {
		int f = net->n_causes + rng_below(r, net->n_nodes - net->n_causes);

		seen[f] = on[f] ? SEEN_PRESENT : SEEN_ABSENT;
	}
	assert_true(reason_posterior(a, net, seen, &reason_effort, &p, &err));
	for (int c = 0; c < net->n_causes; c++) {
		int bin = p.p[c] < 0.02 ? 0 : p.p[c] >= 0.98 ? BINS - 1 : 1 + (int)((p.p[c] - 0.02) / 0.096);

		b->told[bin] += p.p[c];
		b->spread[bin] += p.p[c] * (1 - p.p[c]);
		b->acts[bin] += on[c];
		b->n[bin]++;
	}
}

static void calibrate(uint64_t seed, struct shape s, int nets, int people)
{
	struct arena *a = arena_new((size_t)1 << 30), *keep = arena_new((size_t)1 << 26);
	struct rng r = rng_new(seed);
	struct bins b = { 0 };

	for (int k = 0; k < nets; k++) {
		arena_reset(keep);
		const struct net *net = random_net(keep, &r, s);

		for (int i = 0; i < people; i++) {
			arena_reset(a);
			tell(a, &r, net, 20, &b);
		}
	}
	for (int i = 0; i < BINS; i++) {
		double z = b.spread[i] > 0 ? ((double)b.acts[i] - b.told[i]) / sqrt(b.spread[i]) : 0;

		if (b.n[i] < 200 || fabs(z) > 4)
			fail_msg("bin %d: %ld told, %g expected, %ld acted, z %.2f", i, b.n[i], b.told[i], b.acts[i], z);
	}
	arena_end(a);
	arena_end(keep);
}

static void what_is_told_of_causes_comes_true_as_often_as_told(void **state)
{
	(void)state;
	calibrate(20, (struct shape){ 30, 0, 60, 5, false, false, 0.1 }, 20, 150);
}

static void the_same_where_causes_set_off_causes(void **state)
{
	(void)state;
	calibrate(21, (struct shape){ 10, 20, 60, 3, false, false, 0.1 }, 15, 100);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_told_of_causes_comes_true_as_often_as_told),
		cmocka_unit_test(the_same_where_causes_set_off_causes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
