/* The pelvis between legs and spine: rest, signs, what adds up, and which leg length counts (muscles.md 4.3, checks 4 to 6). */
#include "muscle_case.h"

#include "arena_and_kb.h"

static void near(double x, double y, double most)
{
	if (!(fabs(x - y) <= most))
		fail_msg("%.15g is not %.15g", x, y);
}

static int muscle(const char *id, int side)
{
	int m = kb_find(kb, KIND_MUSCLE, id);

	assert_true(m >= 0);
	return 2 * m + side;
}

struct out { struct chain_posture at; double *change, *shift; };

static struct out rest(struct chain_load load)
{
	struct out o = { .change = NEWS(a, double, kb->chain->n), .shift = NEWS(a, double, kb->chain->n) };

	o.at = chain_statics(kb, &load, o.change, o.shift);
	return o;
}

static void obliquity_follows_the_leg(void **state)
{
	static const struct { double mm, degrees; } known[] = { { 5, 1.59 }, { 10, 3.18 }, { 20, 6.34 } };

	(void)state;
	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++) {
		near(rest((struct chain_load){ .right_short_mm = known[i].mm }).at.obliquity, -known[i].degrees, 1e-2);
		near(rest((struct chain_load){ .right_short_mm = -known[i].mm }).at.obliquity, known[i].degrees, 1e-2);
	}
	near(rest((struct chain_load){ .right_short_mm = 10 }).at.tilt, 0, 1e-9);
}

static void a_short_right_leg_stretches_what_it_should(void **state)
{
	struct out ten = rest((struct chain_load){ .right_short_mm = 10 }), other = rest((struct chain_load){ .right_short_mm = -10 });

	(void)state;
	assert_true(ten.change[muscle("quadratus_lumborum_muscle", 1)] > 0 && ten.change[muscle("quadratus_lumborum_muscle", 0)] < 0);
	assert_true(ten.change[muscle("gluteus_medius_muscle", 0)] > 0 && ten.change[muscle("gluteus_medius_muscle", 1)] < 0);
	assert_true(ten.change[muscle("adductor_longus", 1)] > 0 && ten.change[muscle("adductor_longus", 0)] < 0);
	for (int x = 0; x < kb->chain->n; x++)
		near(ten.change[x], other.change[x ^ 1], 1e-9);
	arena_reset(a);
}

/* An insole for 70 % takes 70 % of the load away. */
static void load_is_linear_in_millimetres(void **state)
{
	struct out one = rest((struct chain_load){ .right_short_mm = 1 });

	(void)state;
	for (double mm = 2; mm <= 20; mm += 2) {
		struct out more = rest((struct chain_load){ .right_short_mm = mm }), corrected = rest((struct chain_load){ .right_short_mm = 0.3 * mm });

		for (int x = 0; x < kb->chain->n; x++) {
			near(more.change[x], mm * one.change[x], 0.01 * fabs(more.change[x]) + 1e-12);
			near(corrected.change[x], 0.3 * more.change[x], 0.01 * fabs(more.change[x]) + 1e-12);
		}
	}
	arena_reset(a);
}

static void which_difference_counts(void **state)
{
	static const struct { double mm; bool stands; enum leg_length is; } known[] = {
		{ 0, true, LEG_SMALL }, { 5.2, true, LEG_SMALL }, { 5.9, true, LEG_SMALL }, { 6, true, LEG_STANDING }, { -6, true, LEG_STANDING },
		{ 6, false, LEG_SMALL }, { -19.9, false, LEG_SMALL }, { 19.9, true, LEG_STANDING }, { 20, false, LEG_LARGE }, { -20, true, LEG_LARGE } };

	(void)state;
	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++) {
		struct out o = rest((struct chain_load){ .right_short_mm = known[i].mm, .stands = known[i].stands });
		double sum = 0;

		assert_int_equal(chain_leg_length(kb, known[i].mm, known[i].stands), known[i].is);
		for (int x = 0; x < kb->chain->n; x++)
			sum += o.shift[x];
		assert_true((sum > 0) == (known[i].is != LEG_SMALL));
	}
	arena_reset(a);
}

static double *short_by(const char *const *id, int n, double degrees)
{
	double *lost = NEWS(a, double, kb->chain->n);

	for (int i = 0; i < n; i++)
		for (int s = 0; s < 2; s++)
			lost[muscle(id[i], s)] = fabs(kb->muscle[muscle(id[i], s) / 2].arms.hip_flexion) * degrees * M_PI / 180;
	return lost;
}

static void short_muscles_tilt_the_pelvis(void **state)
{
	static const char *const flexors[] = { "psoas_major", "iliacus_muscle" };
	static const char *const hamstrings[] = { "semitendinosus", "semimembranosus", "biceps_femoris_long_head" };
	struct out p = rest((struct chain_load){ .lost = short_by(flexors, 2, 10) }), q = rest((struct chain_load){ .lost = short_by(hamstrings, 3, 15) });

	(void)state;
	print_message("tilt with hip flexors 10 degrees short %.2f, with hamstrings 15 degrees short %.2f\n", p.at.tilt, q.at.tilt);
	near(p.at.tilt, 1.1, 0.2);
	near(q.at.tilt, -4.2, 0.3);
	near(p.at.obliquity, 0, 1e-9);
	assert_true(p.change[muscle("semimembranosus", 0)] > 0 && p.change[muscle("gluteus_maximus_muscle", 0)] > 0);
	assert_true(p.change[muscle("psoas_major", 0)] > 0 && q.change[muscle("iliacus_muscle", 1)] > 0);
	assert_true(p.shift[muscle("psoas_major", 0)] == 0 && p.shift[muscle("semimembranosus", 0)] > 0);       /* its own test tells of it */
	arena_reset(a);
}

/* The work of springs and pelvis: no other place costs less. */
static double work(const double *lost, double tilt, double side)
{
	double sum = 0.5 * (kb_number_of(kb, "pull_tilt") * tilt * tilt + kb_number_of(kb, "pull_obliquity") * side * side);

	for (int x = 0; x < kb->chain->n; x++) {
		const struct arms *r = &kb->muscle[x / 2].arms;
		double up = kb_number_of(kb, "pull_upright"), c = (r->hip_flexion + up * r->lumbar_extension) * tilt +
			(x % 2 ? 1 : -1) * (r->hip_adduction + up * r->lumbar_side) * side;

		if (r->force > 0 && r->length > 0)
			sum += 0.5 * kb_number_of(kb, "pull_stiffness") * r->force / r->length * (lost[x] - c) * (lost[x] - c);
	}
	return sum;
}

static void the_pelvis_rests_where_the_work_is_least(void **state)
{
	struct rng r = rng_new(22);

	(void)state;
	for (int t = 0; t < 50; t++) {
		double *lost = NEWS(a, double, kb->chain->n), *mirror = NEWS(a, double, kb->chain->n);

		for (int x = 0; x < kb->chain->n; x++)
			mirror[x ^ 1] = lost[x] = rng_below(&r, 3) ? 0 : 0.02 * rng_unit(&r);
		struct out o = rest((struct chain_load){ .lost = lost }), m = rest((struct chain_load){ .lost = mirror });
		double tilt = o.at.tilt * M_PI / 180, side = o.at.obliquity * M_PI / 180, least = work(lost, tilt, side);

		for (int i = 0; i < 10; i++)
			assert_true(work(lost, tilt + 0.02 * rng_normal(&r), side + 0.02 * rng_normal(&r)) >= least - 1e-9);
		near(o.at.tilt, m.at.tilt, 1e-9);
		near(o.at.obliquity, -m.at.obliquity, 1e-9);
		arena_reset(a);
	}
}

/* Through the whole: ten millimetres change nothing in somebody who sits, and something in somebody who stands at work. */
static void a_measured_leg_shifts_drivers_only_where_it_counts(void **state)
{
	struct person_case *c = marked_case(a, kb, NULL, 0);
	struct drivers none = drivers_of(a, kb, c);

	(void)state;
	test_answer(kb, c, "leg_difference_mm", 10);
	test_answer(kb, c, "leg_shorter_side", 1);
	struct drivers sits = drivers_of(a, kb, c);
	test_answer(kb, c, "standing_job", 1);
	struct drivers stands = drivers_of(a, kb, c);
	near(p_of_unit(kb, &sits, "gluteus_medius", SIDE_LEFT), p_of_unit(kb, &none, "gluteus_medius", SIDE_LEFT), 1e-12);
	assert_true(p_of_unit(kb, &stands, "gluteus_medius", SIDE_LEFT) > 1.2 * p_of_unit(kb, &none, "gluteus_medius", SIDE_LEFT));
	arena_reset(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(obliquity_follows_the_leg),
		cmocka_unit_test(a_short_right_leg_stretches_what_it_should),
		cmocka_unit_test(load_is_linear_in_millimetres),
		cmocka_unit_test(which_difference_counts),
		cmocka_unit_test(short_muscles_tilt_the_pelvis),
		cmocka_unit_test(the_pelvis_rests_where_the_work_is_least),
		cmocka_unit_test(a_measured_leg_shifts_drivers_only_where_it_counts),
	};

	return cmocka_run_group_tests(tests, setup_kb, teardown);
}
