/* The chain of muscles: coupling, reach, paths, leg length, spread, and which muscles drive what is marked. */
#include "core/chain.h"

#include "base/rng.h"
#include "support.h"

#include <math.h>
#include <string.h>

static const struct kb *kb;
static struct arena *a;
static double *usual;

static int before(void **state)
{
	(void)state;
	kb = test_kb();
	a = arena_new((size_t)1 << 30);
	usual = malloc((size_t)kb->n_causes * sizeof(double));
	for (int i = 0; i < kb->n_causes; i++)
		usual[i] = kb->cause[i].prior;
	return 0;
}

static int after(void **state)
{
	(void)state;
	free(usual);
	arena_end(a);
	return 0;
}

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

static int muscle(const char *id, int side)
{
	int m = kb_find(kb, KIND_MUSCLE, id);

	assert_true(m >= 0);
	return 2 * m + side;
}

/* muscles.md 4.3 and test 4: a right leg that is 10 mm short. */
static void a_short_leg_stretches_the_muscles_it_should_and_grows_in_a_line(void **state)
{
	double *five = NEWS(a, double, kb->chain->n), *ten = NEWS(a, double, kb->chain->n), *other = NEWS(a, double, kb->chain->n);

	(void)state;
	chain_statics(kb, 5, five);
	chain_statics(kb, 10, ten);
	chain_statics(kb, -10, other);
	assert_true(ten[muscle("quadratus_lumborum_muscle", 1)] > 0 && ten[muscle("quadratus_lumborum_muscle", 0)] < 0);
	assert_true(ten[muscle("gluteus_medius_muscle", 0)] * ten[muscle("gluteus_medius_muscle", 1)] < 0);
	assert_true(ten[muscle("adductor_longus", 1)] * ten[muscle("gluteus_medius_muscle", 1)] < 0);
	for (int x = 0; x < kb->chain->n; x++) {
		assert_true(fabs(ten[x] - 2 * five[x]) <= 0.01 * fabs(ten[x]) + 1e-12);
		assert_true(fabs(ten[x] - other[x ^ 1]) <= 1e-9);
	}
	arena_reset(a);
}

static struct person_case *marked(const char *const *region, int n)
{
	struct person_case *c = case_new(a, kb);

	c->map_given = true;
	for (int i = 0; i < n; i++) {
		int r = kb_region(kb, region[i]);

		assert_true(r >= 0);
		c->mark[r] = 6;
	}
	return c;
}

static struct drivers drive(const struct person_case *c)
{
	struct drivers d;
	struct err err = { 0 };

	assert_true(chain_drivers(a, kb, c, usual, &d, &err));
	return d;
}

static double p_of(const struct drivers *d, const char *unit, enum side side)
{
	for (int i = 0; i < d->n; i++)
		if (!strcmp(kb->unit[d->at[i].unit].id, unit) && d->at[i].side == side)
			return d->at[i].p;
	fail_msg("there is no unit %s", unit);
	return 0;
}

static void nothing_known_gives_what_is_usual(void **state)
{
	struct drivers d = drive(marked(NULL, 0));

	(void)state;
	assert_true(d.exact && d.bound < 1e-9);
	for (int i = 0; i < d.n; i++)
		assert_true(d.at[i].p >= d.at[i].before && d.at[i].p < d.at[i].before + 0.12);
	arena_reset(a);
}

/* Patterns of the textbooks lead to the muscle they belong to (muscles.md, test 7). */
static void a_pattern_leads_to_its_muscle(void **state)
{
	static const struct { const char *unit, *region[6]; int n; } v[] = {
		{ "piriformis", { "buttock_lower_right", "hip_side_right", "sacrum_right" }, 3 },
		{ "quadratus_lumborum", { "low_back_side_right", "buttock_lower_right", "hip_side_right", "sacrum_right" }, 4 },
		{ "gluteus_minimus", { "thigh_outer_right", "leg_outer_right", "buttock_lower_right" }, 3 },
		{ "upper_trapezius", { "neck_lower_right", "head_temple_right", "shoulder_top_right" }, 3 },
		{ "soleus", { "heel_right", "sacrum_right", "calf_right" }, 3 },
		{ "rectus_abdominis", { "mid_back_left", "mid_back_right", "low_back_left", "low_back_right", "abdomen_lower_left", "abdomen_lower_right" }, 6 },
		{ "psoas", { "low_back_left", "low_back_right", "thigh_front_right" }, 3 } };

	(void)state;
	for (size_t i = 0; i < sizeof(v) / sizeof(*v); i++) {
		struct drivers d = drive(marked(v[i].region, v[i].n));

		assert_string_equal(kb->unit[d.at[0].unit].id, v[i].unit);
		assert_true(d.at[0].p > 3 * d.at[0].before && d.exact);
		arena_reset(a);
	}
}

static void the_psoas_is_not_the_usual_answer(void **state)
{
	static const char *const low_back[] = { "low_back_left", "low_back_right" };
	struct drivers d = drive(marked(low_back, 2));

	(void)state;
	assert_string_not_equal(kb->unit[d.at[0].unit].id, "psoas");
	arena_reset(a);
}

static void the_pain_they_know_is_the_strongest_sign(void **state)
{
	static const char *const hip[] = { "buttock_lower_right", "hip_side_right" };
	struct person_case *c = marked(hip, 2);
	int found = kb->unit[kb_find(kb, KIND_UNIT, "piriformis")].found[1];
	double marks = p_of(&(struct drivers[]){ drive(c) }[0], "piriformis", SIDE_RIGHT), last = 0;

	(void)state;
	for (int value = 0; value <= 2; value++) {
		c->answer[found] = (int16_t)value;
		struct drivers d = drive(c);
		double p = p_of(&d, "piriformis", SIDE_RIGHT);

		assert_true(p > last);
		last = p;
	}
	assert_true(last > 2 * marks || last > 0.7);
	c->answer[found] = DONT_KNOW;
	struct drivers d = drive(c);
	assert_true(fabs(p_of(&d, "piriformis", SIDE_RIGHT) - marks) < 1e-12);
	arena_reset(a);
}

static void a_mirrored_map_gives_mirrored_muscles(void **state)
{
	struct rng r = rng_new(9);

	(void)state;
	for (int i = 0; i < 8; i++) {
		struct person_case *c = case_new(a, kb), *m;

		c->map_given = true;
		for (int k = 0; k < 5; k++)
			c->mark[rng_below(&r, kb->n_regions)] = (int8_t)(1 + rng_below(&r, 9));
		m = case_copy(a, kb, c);
		case_mirror(kb, m);
		struct drivers x = drive(c), y = drive(m);
		for (int k = 0; k < x.n; k++) {
			const struct driver *d = &x.at[k];

			assert_true(fabs(d->p - p_of(&y, kb->unit[d->unit].id, d->side == SIDE_LEFT ? SIDE_RIGHT : SIDE_LEFT)) < 1e-9);
		}
		arena_reset(a);
	}
}

static void a_habit_shifts_its_muscles_a_little_and_on_its_side(void **state)
{
	struct person_case *c = marked(NULL, 0);
	struct drivers without = drive(c);

	(void)state;
	c->answer[kb_finding(kb, "wallet_back_pocket")] = 1;
	c->answer[kb_finding(kb, "wallet_side")] = 1;
	struct drivers with = drive(c);
	double right = p_of(&with, "piriformis", SIDE_RIGHT) - p_of(&without, "piriformis", SIDE_RIGHT);
	assert_true(right > 0.02 && right < 0.15);
	assert_true(fabs(p_of(&with, "piriformis", SIDE_LEFT) - p_of(&without, "piriformis", SIDE_LEFT)) < 0.01);
	arena_reset(a);
}

/* Drivers are drawn, pain follows them through the model, marks follow the pain: how often is one of them first, or among five? */
static void drivers_that_were_drawn_are_found_again(void **state)
{
	struct rng r = rng_new(17);
	int first = 0, five = 0, tried = 0;
	const struct chain *c = kb->chain;

	(void)state;
	while (tried < 60) {
		struct person_case *person = case_new(a, kb);
		int driver = rng_below(&r, c->n), marks = 0;

		if (kb->muscle[driver / 2].active < 0.04)
			continue;
		person->map_given = true;
		for (int k = 0; k < kb->n_regions; k++) {
			bool hurts = rng_unit(&r) < c->pain[(size_t)driver * kb->n_regions + k];

			person->mark[k] = rng_unit(&r) < (hurts ? 0.88 : 0.01) ? 5 : 0;
			marks += person->mark[k] > 0;
		}
		if (marks < 2 || marks > 16)
			continue;
		struct drivers d = drive(person);
		for (int i = 0; i < 5; i++)
			if (d.at[i].unit == kb->muscle[driver / 2].unit && d.at[i].side == (driver % 2 ? SIDE_RIGHT : SIDE_LEFT)) {
				first += i == 0;
				five++;
			}
		tried++;
		arena_reset(a);
	}
	if (first < 18 || five < 40)
		fail_msg("of %d, %d were first and %d among five", tried, first, five);
}

static void pain_stays_most_likely_where_it_is(void **state)
{
	struct chain_spread none = chain_spread(0, false, false, false, false, true), much = chain_spread(4, true, true, true, true, false);

	(void)state;
	assert_true(none.same_likely && much.same_likely);
	assert_true(none.low > 0 && none.low <= none.mean && none.mean <= none.high);
	assert_true(much.low > none.high && much.high < 0.5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_muscle_of_the_evidence_is_there),
		cmocka_unit_test(reach_is_a_share_and_whole_for_the_driver_itself),
		cmocka_unit_test(a_path_is_the_strongest_there_is),
		cmocka_unit_test(a_short_leg_stretches_the_muscles_it_should_and_grows_in_a_line),
		cmocka_unit_test(nothing_known_gives_what_is_usual),
		cmocka_unit_test(a_pattern_leads_to_its_muscle),
		cmocka_unit_test(the_psoas_is_not_the_usual_answer),
		cmocka_unit_test(the_pain_they_know_is_the_strongest_sign),
		cmocka_unit_test(a_mirrored_map_gives_mirrored_muscles),
		cmocka_unit_test(a_habit_shifts_its_muscles_a_little_and_on_its_side),
		cmocka_unit_test(drivers_that_were_drawn_are_found_again),
		cmocka_unit_test(pain_stays_most_likely_where_it_is),
	};

	return cmocka_run_group_tests(tests, before, after);
}
