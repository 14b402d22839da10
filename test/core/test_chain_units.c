/* Units of several muscles: how likely at least one of them is, when evidence ties them together. */
#include "muscle_case.h"

#include "core/chain_making.h"

#include "arena_and_kb.h"

enum { MAPS = 12, UNIT_MOST = 16 };

/* The network without a node for any unit, answered at length; before: without what was marked, pressed and tested. */
static struct posterior plain(const struct person_case *c, int parents, bool before, struct making *m)
{
	static const struct effort much = { .exact = 2e9 };
	double *usual = NEWS(a, double, kb->n_causes);
	struct posterior p;
	struct err err = { 0 };

	for (int i = 0; i < kb->n_causes; i++)
		usual[i] = kb->cause[i].prior;
	*m = (struct making){ .a = a, .kb = kb, .c = c, .by_cause = usual, .parents = parents };
	making_whole(m);
	for (int x = 0; before && x < m->net.n_nodes; x++)
		if (m->seen[x] == SEEN_PRESENT || x >= m->hands_from)
			m->seen[x] = SEEN_NOTHING;
	if (!reason_posterior(a, &m->net, m->seen, &much, &p, &err))
		fail_msg("%s", err_line(a, &err));
	return p;
}

static double any_of_unit(const struct making *m, const struct posterior *p, const struct driver *d, int *n)
{
	int set[UNIT_MOST];
	double out;
	struct err err = { 0 };

	*n = 0;
	for (int i = 0; i < kb->n_muscles; i++)
		if (kb->muscle[i].unit == d->unit)
			set[(*n)++] = node_of(m, 2 * i + (d->side == SIDE_RIGHT));
	assert_true(*n <= UNIT_MOST && reason_any(a, &m->net, m->seen, p, set, *n, &out, &err));
	return out;
}

static int muscles_in(int unit)
{
	int n = 0;

	for (int i = 0; i < kb->n_muscles; i++)
		n += kb->muscle[i].unit == unit;
	return n;
}

/* Marks anywhere, and hands that found the known pain in a unit of several muscles, and something or nothing elsewhere. */
static struct person_case *pressed_case(struct rng *r, int marks)
{
	struct person_case *c = scattered_case(a, kb, r, marks);
	int unit;

	for (int i = 0; i < 4; i++)
		c->answer[kb->unit[rng_below(r, kb->n_units)].found[rng_below(r, 2)]] = (int16_t)rng_below(r, 3);
	do
		unit = rng_below(r, kb->n_units);
	while (muscles_in(unit) < 3);
	c->answer[kb->unit[unit].found[rng_below(r, 2)]] = PALPATED_KNOWN;
	return c;
}

static double product(const struct making *m, const struct posterior *p, const struct driver *d)
{
	double no = 1;

	for (int i = 0; i < kb->n_muscles; i++)
		if (kb->muscle[i].unit == d->unit)
			no *= 1 - p->p[node_of(m, 2 * i + (d->side == SIDE_RIGHT))];
	return 1 - no;
}

static void what_is_told_of_a_unit_is_at_least_one_of_its_muscles(void **state)
{
	struct rng r = rng_new(71);
	double apart = 0, before_apart = 0;
	int told = 0;

	(void)state;
	for (int i = 0; i < MAPS; i++) {
		struct person_case *c = pressed_case(&r, 1 + rng_below(&r, 5));
		struct drivers d = drivers_of(a, kb, c);
		struct making m, quiet;
		struct posterior p = plain(c, PARENTS_MOST, false, &m), before = plain(c, PARENTS_MOST, true, &quiet);

		for (int k = 0; k < d.n; k++) {
			int n;
			double now = any_of_unit(&m, &p, &d.at[k], &n), was = any_of_unit(&quiet, &before, &d.at[k], &n);

			if (now < driver_least) {
				assert_true(d.at[k].p < driver_least);
				continue;
			}
			told += n > 1;
			assert_true(fabs(d.at[k].p - now) < 1e-9 && fabs(d.at[k].before - was) < 1e-9);
			apart = fmax(apart, fabs(now - product(&m, &p, &d.at[k])));
			before_apart = fmax(before_apart, fabs(was - product(&quiet, &before, &d.at[k])));
		}
		arena_reset(a);
	}
	print_message("%d units of several muscles told; taken as independent they would be up to %.3f off, before %.3f\n", told, apart, before_apart);
	assert_true(told > MAPS && apart > 0.05);
}

/* One mark, and six muscles pressed as one of which one is the pain they know: taken as independent they would be .54. */
static void the_hand_that_found_it_is_not_understated(void **state)
{
	static const char *const mark[] = { "sole_left" };
	struct person_case *c = marked_case(a, kb, mark, 1);
	const char *unit = "small_muscles_of_the_foot";
	struct making m;

	(void)state;
	c->answer[kb->unit[kb_find(kb, KIND_UNIT, unit)].found[0]] = PALPATED_KNOWN;
	struct drivers d = drivers_of_kind(a, kb, c, true);
	struct posterior p = plain(c, PARENTS_MOST, false, &m);
	const struct driver *foot = &d.at[rank_of_unit(kb, &d, unit, SIDE_LEFT) - 1];
	int n;

	print_message("told %.3f, as independent %.3f, bound %.4f\n", foot->p, product(&m, &p, foot), d.bound);
	assert_true(fabs(foot->p - any_of_unit(&m, &p, foot, &n)) < 1e-9 && n == 6);
	assert_true(foot->p - product(&m, &p, foot) > 0.1 && d.bound < 0.05);
	arena_reset(a);
}

/* All parents of each mark, and at least one muscle of each unit: nothing that is told is further off than the bound says. */
static void the_bound_holds_for_units_too(void **state)
{
	struct rng r = rng_new(72);
	double worst = 0;

	(void)state;
	for (int i = 0; i < MAPS; i++) {
		struct person_case *c = pressed_case(&r, 1 + rng_below(&r, 4));
		struct drivers d = drivers_of_kind(a, kb, c, true);
		struct making all;
		struct posterior q = plain(c, PARENTS_ALL, false, &all);

		assert_true(!d.sampled && d.bound < 0.2);
		for (int k = 0; k < d.n; k++) {
			int n;
			double now = any_of_unit(&all, &q, &d.at[k], &n);

			if (fmax(now, d.at[k].p) < driver_least)
				continue;
			assert_true(fabs(now - d.at[k].p) <= d.bound + 1e-9);
			worst = fmax(worst, fabs(now - d.at[k].p));
		}
		arena_reset(a);
	}
	print_message("no unit more than %.3f off\n", worst);
	assert_true(worst > 0);
}

/* A worker's memory for one page is 64 MB, and a plan is proposed in one. */
static void the_bound_takes_its_memory_along(void **state)
{
	struct rng r = rng_new(73);

	(void)state;
	for (int i = 0; i < 4; i++) {
		struct person_case *c = scattered_case(a, kb, &r, 14);
		size_t before = arena_used(a);

		assert_true(drivers_of_kind(a, kb, c, true).n > 0);
		assert_true(arena_used(a) - before < (size_t)4 << 20);
		arena_reset(a);
	}
}

static void many_marks_leave_only_the_order(void **state)
{
	struct rng r = rng_new(74);

	(void)state;
	for (int i = 0; i < 3; i++) {
		struct person_case *few = scattered_case(a, kb, &r, 3), *many = scattered_case(a, kb, &r, 40);

		assert_false(drivers_of(a, kb, few).ranks || drivers_of_kind(a, kb, few, true).ranks);
		assert_true(drivers_of(a, kb, many).ranks && drivers_of_kind(a, kb, many, true).ranks);
		arena_reset(a);
	}
}

/* Where samples tell nothing, the bound comes from the order of work with units, which reads the network it was made for: under the sanitizers. */
static void a_bound_without_samples_still_has_its_network(void **state)
{
	struct rng r = rng_new(1);
	int without = 0;

	(void)state;
	for (int k = 0; k < 2; k++) {
		struct person_case *c = scattered_case(a, kb, &r, 12);

		for (int i = 0; i < kb->n_muscle_tests; i++)
			for (int side = 0; side < 2; side++)
				c->answer[kb->muscle_test[i].finding[side]] = (int16_t)kb->finding[kb->muscle_test[i].finding[side]].min;
		struct drivers d = drivers_of_kind(a, kb, c, true);
		assert_true(!d.sampled && d.dropped > 0 && d.bound <= 1);
		without += d.dropped_sure >= 1;
		arena_reset(a);
	}
	assert_true(without > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_told_of_a_unit_is_at_least_one_of_its_muscles),
		cmocka_unit_test(the_hand_that_found_it_is_not_understated),
		cmocka_unit_test(the_bound_holds_for_units_too),
		cmocka_unit_test(the_bound_takes_its_memory_along),
		cmocka_unit_test(many_marks_leave_only_the_order),
		cmocka_unit_test(a_bound_without_samples_still_has_its_network),
	};

	return cmocka_run_group_tests(tests, setup_kb, teardown);
}
