/* The chain of muscles: coupling, reach, paths, and which muscles drive what is marked. */
#include "muscle_case.h"

#include "arena_and_kb.h"

static void every_muscle_of_the_evidence_is_there(void **state)
{
	(void)state;
	assert_int_equal(kb->n_muscles, 113);
	assert_int_equal(kb->n_units, 74);
	for (int u = 0; u < kb->n_units; u++)
		for (int s = 0; s < 2; s++) {
			const struct finding *f = &kb->finding[kb->unit[u].found[s]];

			assert_int_equal(f->n_options, 3);
			assert_true(f->by == BY_THERAPIST && f->base <= 0);
		}
}

static void reach_is_a_share_and_whole_for_the_driver_itself(void **state)
{
	const struct chain *c = kb->chain;

	(void)state;
	for (int x = 0; x < c->n; x++)
		for (int y = 0; y < c->n; y++) {
			double p = c->reach[(size_t)x * c->n + y];

			assert_true(p >= 0 && p <= 1 + 1e-12);
			assert_true(x != y || fabs(p - 1) < 1e-12);
			/* left and right are mirror images */
			assert_true(fabs(p - c->reach[(size_t)(x ^ 1) * c->n + (y ^ 1)]) < 1e-9);
		}
}

/* Floyd and Warshall beside Dijkstra. */
static void a_path_is_the_strongest_there_is(void **state)
{
	const struct chain *c = kb->chain;
	double *d = NEWS(a, double, (size_t)c->n * c->n);
	struct rng r = rng_new(3);

	(void)state;
	for (int x = 0; x < c->n; x++)
		for (int y = 0; y < c->n; y++)
			d[x * c->n + y] = x == y ? 0 : HUGE_VAL;
	for (int x = 0; x < c->n; x++)
		for (int e = c->first[x]; e < c->first[x + 1]; e++)
			d[x * c->n + c->edge[e].to] = -log(c->edge[e].weight);
	for (int k = 0; k < c->n; k++)
		for (int x = 0; x < c->n; x++)
			for (int y = 0; y < c->n; y++)
				d[x * c->n + y] = fmin(d[x * c->n + y], d[x * c->n + k] + d[k * c->n + y]);
	for (int i = 0; i < 200; i++) {
		int x = rng_below(&r, c->n), y = rng_below(&r, c->n), n;
		struct chain_step *step;
		double sum = 0;

		if (!chain_path(a, c, x, y, &step, &n)) {
			assert_true(isinf(d[x * c->n + y]));
			continue;
		}
		for (int k = 0; k < n; k++) {
			assert_int_equal(step[k].from, k ? step[k - 1].edge->to : x);
			sum -= log(step[k].edge->weight);
		}
		assert_true(n == 0 ? x == y : step[n - 1].edge->to == y);
		assert_true(fabs(sum - d[x * c->n + y]) < 1e-9);
	}
	arena_reset(a);
}

static void nothing_known_gives_what_is_usual(void **state)
{
	struct drivers d = drivers_of(a, kb, marked_case(a, kb, NULL, 0));

	(void)state;
	assert_true(!d.sampled && d.bound < 1e-9);
	for (int i = 0; i < d.n; i++)
		assert_true(fabs(d.at[i].p - d.at[i].before) < 1e-9);
	arena_reset(a);
}

static void the_psoas_is_not_the_usual_answer(void **state)
{
	static const char *const low_back[] = { "low_back_left", "low_back_right" };
	struct drivers d = drivers_of(a, kb, marked_case(a, kb, low_back, 2));

	(void)state;
	assert_string_not_equal(kb->unit[d.at[0].unit].id, "psoas");
	arena_reset(a);
}

static void the_pain_they_know_is_the_strongest_sign(void **state)
{
	static const char *const hip[] = { "buttock_lower_right", "hip_side_right" };
	struct person_case *c = marked_case(a, kb, hip, 2);
	int found = kb->unit[kb_find(kb, KIND_UNIT, "piriformis")].found[1];
	double marks = p_of_unit(kb, &(struct drivers[]){ drivers_of(a, kb, c) }[0], "piriformis", SIDE_RIGHT), last = 0;

	(void)state;
	for (int value = 0; value <= 2; value++) {
		c->answer[found] = (int16_t)value;
		struct drivers d = drivers_of(a, kb, c);
		double p = p_of_unit(kb, &d, "piriformis", SIDE_RIGHT);

		assert_true(p > last);
		last = p;
	}
	assert_true(last > 2 * marks || last > 0.7);
	c->answer[found] = DONT_KNOW;
	struct drivers d = drivers_of(a, kb, c);
	assert_true(fabs(p_of_unit(kb, &d, "piriformis", SIDE_RIGHT) - marks) < 1e-12);
	arena_reset(a);
}

static void a_mirrored_map_gives_mirrored_muscles(void **state)
{
	struct rng r = rng_new(9);

	(void)state;
	for (int i = 0; i < 8; i++) {
		struct person_case *c = scattered_case(a, kb, &r, i % 4 == 3 ? 40 : 5), *m;

		m = case_copy(a, kb, c);
		case_mirror(kb, m);
		struct drivers x = drivers_of(a, kb, c), y = drivers_of(a, kb, m);
		for (int k = 0; k < x.n; k++) {
			const struct driver *d = &x.at[k];

			assert_true(fabs(d->p - p_of_unit(kb, &y, kb->unit[d->unit].id, d->side == SIDE_LEFT ? SIDE_RIGHT : SIDE_LEFT)) < 1e-9);
		}
		arena_reset(a);
	}
}

static void a_habit_shifts_its_muscles_a_little_and_on_its_side(void **state)
{
	struct person_case *c = marked_case(a, kb, NULL, 0);
	struct drivers without = drivers_of(a, kb, c);

	(void)state;
	c->answer[kb_finding(kb, "wallet_back_pocket")] = 1;
	c->answer[kb_finding(kb, "wallet_side")] = 1;
	struct drivers with = drivers_of(a, kb, c);
	double right = p_of_unit(kb, &with, "piriformis", SIDE_RIGHT) - p_of_unit(kb, &without, "piriformis", SIDE_RIGHT);
	assert_true(right > 0.02 && right < 0.15);
	assert_true(fabs(p_of_unit(kb, &with, "piriformis", SIDE_LEFT) - p_of_unit(kb, &without, "piriformis", SIDE_LEFT)) < 0.01);
	arena_reset(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_muscle_of_the_evidence_is_there),
		cmocka_unit_test(reach_is_a_share_and_whole_for_the_driver_itself),
		cmocka_unit_test(a_path_is_the_strongest_there_is),
		cmocka_unit_test(nothing_known_gives_what_is_usual),
		cmocka_unit_test(the_psoas_is_not_the_usual_answer),
		cmocka_unit_test(the_pain_they_know_is_the_strongest_sign),
		cmocka_unit_test(a_mirrored_map_gives_mirrored_muscles),
		cmocka_unit_test(a_habit_shifts_its_muscles_a_little_and_on_its_side),
	};

	return cmocka_run_group_tests(tests, setup_kb, teardown);
}
