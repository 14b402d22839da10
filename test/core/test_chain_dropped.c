/* What sixteen parents of a mark leave out, beside the network with all of them. */
#include "muscle_case.h"

#include "core/chain_making.h"

#include "arena_and_kb.h"

/* False: it would take more than so many operations. */
static bool whole_with(const struct person_case *c, int parents, double operations, struct making *m, struct posterior *p)
{
	const struct effort much = { .exact = operations };
	double *usual = NEWS(a, double, kb->n_causes);
	struct err err = { 0 };

	for (int i = 0; i < kb->n_causes; i++)
		usual[i] = kb->cause[i].prior;
	*m = (struct making){ .a = a, .kb = kb, .c = c, .by_cause = usual, .parents = parents };
	making_whole(m);
	return reason_posterior(a, &m->net, m->seen, &much, p, &err);
}

static double furthest(const struct making *m, const struct posterior *p, const struct posterior *q)
{
	double off = 0;

	for (int x = 0; x < m->net.n_causes; x++)
		off = fmax(off, fabs(p->p[x] - q->p[x]));
	return off;
}

static void what_is_dropped_lies_within_the_bound(void **state)
{
	struct rng r = rng_new(35);
	double worst = 0, worst_bound = 0;

	(void)state;
	for (int i = 0; i < 20; i++) {
		struct person_case *c = scattered_case(a, kb, &r, 1 + rng_below(&r, 5));
		struct making few, all;
		struct posterior p, q;
		struct drivers d = drivers_of_kind(a, kb, c, true);

		assert_true(whole_with(c, PARENTS_MOST, 2e9, &few, &p) && whole_with(c, PARENTS_ALL, 2e9, &all, &q));
		assert_true(making_dropped(&all, &q) < 0.01);           /* only what is too faint for a link */
		assert_true(d.dropped_sure >= 1 && d.dropped <= making_dropped(&few, &p) + 1e-9);
		assert_true(furthest(&few, &p, &q) <= d.dropped + 1e-9);
		worst = fmax(worst, furthest(&few, &p, &q));
		worst_bound = fmax(worst_bound, d.dropped);
		arena_reset(a);
	}
	print_message("sixteen parents instead of all: no probability more than %.3f off; largest bound %.3f\n", worst, worst_bound);
	assert_true(worst > 0 && worst_bound < 0.2);
}

/* More than eight places: samples tell it, and the exact answer with all parents, where it can be had, agrees. */
static void with_many_marks_samples_tell_what_is_dropped(void **state)
{
	struct rng r = rng_new(37);
	double worst = 0, worst_bound = 0;
	int compared = 0;

	(void)state;
	for (int i = 0; i < 20; i++) {
		struct person_case *c = scattered_case(a, kb, &r, 9 + rng_below(&r, 6));
		struct making few, all;
		struct posterior p, q;
		struct beyond b;
		struct drivers d = drivers_of_kind(a, kb, c, true);

		assert_true(whole_with(c, PARENTS_MOST, 4e7, &few, &p));
		if (few.n_rest <= 8)
			continue;
		assert_true(d.dropped_sure > 0.9 && d.dropped_sure < 1 && d.dropped > 0 && d.dropped < 0.35);
		worst_bound = fmax(worst_bound, d.dropped);
		if (!whole_with(c, PARENTS_ALL, 6e7, &all, &q))
			continue;
		compared++;
		assert_true(reason_beyond(a, &few.net, few.seen, &p, &all.net, all.seen, NULL, 0, &b));
		for (int x = 0; x < few.net.n_causes; x++)
			assert_true(fabs(q.p[x] - p.p[x] - b.by[x]) <= b.half[x]);
		assert_true(furthest(&few, &p, &q) <= d.dropped);
		worst = fmax(worst, furthest(&few, &p, &q));
		arena_reset(a);
	}
	print_message("many marks: bound at most %.3f; %d answered with all parents, no probability more than %.3f off\n", worst_bound, compared, worst);
	assert_true(compared >= 3 && worst > 0.05);
}

/* Twenty marks and more are drawn together, which is no small matter: it counts, and where samples cannot tell it nothing is claimed. */
static void marks_drawn_together_are_part_of_the_bound(void **state)
{
	struct rng r = rng_new(38);
	int known = 0, open = 0;

	(void)state;
	for (int i = 0; i < 12; i++) {
		struct drivers d = drivers_of_kind(a, kb, scattered_case(a, kb, &r, i < 6 ? 16 : 40), true);

		known += d.dropped < 1;
		open += d.dropped >= 1 && d.dropped_sure >= 1 && d.bound >= 1;
		arena_reset(a);
	}
	print_message("%d maps of 16 and 40 marks: how far off is known for %d\n", 12, known);
	assert_int_equal(known + open, 12);
	assert_true(known >= 3 && open >= 3);
}

static void at_most_twelve_areas_and_sixteen_parents(void **state)
{
	struct rng r = rng_new(36);

	(void)state;
	for (int i = 0; i < 10; i++) {
		struct making m;
		struct posterior p;
		struct person_case *c = scattered_case(a, kb, &r, 40);
		int areas = 0;

		assert_true(whole_with(c, PARENTS_MOST, 2e9, &m, &p));
		for (int k = 0; k < kb->n_areas; k++)
			areas += (m.area_node[0][k] >= 0) + (m.area_node[1][k] >= 0);
		assert_int_equal(areas, 12);
		assert_true(m.n_rest > 0 && m.n_rest <= 14);
		for (int k = 0; k < m.n_rest; k++)
			assert_true(m.net.first[m.rest[k].node + 1] - m.net.first[m.rest[k].node] <= PARENTS_MOST);
		arena_reset(a);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_dropped_lies_within_the_bound),
		cmocka_unit_test(with_many_marks_samples_tell_what_is_dropped),
		cmocka_unit_test(marks_drawn_together_are_part_of_the_bound),
		cmocka_unit_test(at_most_twelve_areas_and_sixteen_parents),
	};

	return cmocka_run_group_tests(tests, setup_kb, teardown);
}
