/* A muscle sensor on a serial line: lines, the rate, rest, practice, bending, and everything that can be wrong with the line. */
#include "beats.h"

#include "core/bio_muscle.h"

#include <stdio.h>

#include "one_arena.h"

static const struct bio_numbers k = { .muscle_count = 5, .muscle_rest = 20, .muscle_target = 0.9, .muscle_phase = 6, .muscle_late = 1.5 };

/* The sensor: noise of a muscle, 50 Hz hum and an offset, in heaps of 20 ms. */
struct sensor { struct muscle_session m; struct rng r; double now, rate; long sent; };

static struct sensor plug(double rate, double asked)
{
	struct sensor s = { .r = rng_new(5), .rate = rate };

	muscle_begin(&s.m, &k, 0, asked, 50);
	return s;
}

static double value(struct sensor *s, double tension)
{
	return 2048 + 100 * sin(2 * 3.14159265358979 * 50 * (double)s->sent / s->rate) + tension * rng_normal(&s->r);
}

/* seconds of this tension; every so many lines one that is no number (0: none). */
static void live(struct sensor *s, double seconds, double tension, int broken)
{
	char text[1 << 14];
	double until = s->now + seconds;

	while (s->now < until - 1e-9) {
		size_t n = 0;

		s->now += 0.02;
		for (; (double)s->sent < s->now * s->rate; s->sent++) {
			double x = value(s, tension);

			n += (size_t)(broken && s->sent % broken == 0 ? snprintf(text + n, sizeof(text) - n, "%c#fish\r\n", 0x9e) :
				snprintf(text + n, sizeof(text) - n, "%.3f, 7\r\n", x));
		}
		muscle_bytes(&s->m, s->now, text, n);
	}
}

static struct muscle_told told(const struct sensor *s)
{
	return muscle_now(&s->m, s->now);
}

static void a_line_is_a_number_or_none(void **state)
{
	static const struct { const char *line; double x; } good[] = { { "512", 512 }, { " -3.25", -3.25 }, { "1e-3", 0.001 }, { "7,8,9", 7 }, { "4;5", 4 },
		{ "+.5\t1", 0.5 } };
	static const char *const bad[] = { "", "fish", "0x10", "nan", "inf", "1.2.3", "12a", "e5", "-", "1e99", ",5", "EMG:5" };
	double x;

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++)
		assert_true(muscle_sample(good[i].line, &x) && fabs(x - good[i].x) < 1e-12);
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_false(muscle_sample(bad[i], &x));
}

static void the_rate_is_counted_and_rest_is_what_it_was(void **state)
{
	struct sensor s = plug(1000, 0);

	(void)state;
	live(&s, 3, 30, 0);
	assert_int_equal(told(&s).stage, MUSCLE_COUNTING);
	live(&s, 2.1, 30, 0);
	assert_int_equal(told(&s).stage, MUSCLE_RESTING);
	assert_true(fabs(told(&s).rate - 1000) < 15);
	live(&s, 21, 30, 0);
	assert_int_equal(told(&s).stage, MUSCLE_PRACTISING);
	assert_true(fabs(s.m.rest - 30) < 4);   /* hum and offset are gone, a little of the noise with them */
}

static struct sensor rested(double rate, double asked)
{
	struct sensor s = plug(rate, asked);

	live(&s, 27, 30, 0);
	assert_int_equal(told(&s).stage, MUSCLE_PRACTISING);
	return s;
}

static void tension_is_told_against_rest(void **state)
{
	(void)state;
	for (double rate = 250; rate <= 2000; rate *= 2) {
		struct sensor s = rested(rate, 0);

		live(&s, 10, 60, 0);
		assert_true(fabs(told(&s).level - 2) < 0.5);
		live(&s, 30, 15, 0);
		struct muscle_told t = told(&s);
		assert_true(fabs(t.level - 0.5) < 0.15);
		assert_true(fabs(t.below - 0.75) < 0.05 && fabs(t.mean - 0.875) < 0.08);
		muscle_target(&s.m, 0.2);
		live(&s, 40, 15, 0);
		assert_true(fabs(told(&s).below - 0.375) < 0.05);
	}
}

static void bending_compares_with_hanging(void **state)
{
	struct sensor s = rested(1000, 1000);

	(void)state;
	assert_true(isnan(told(&s).bend_ratio));
	muscle_bend(&s.m);
	live(&s, 6, 30, 0);
	live(&s, 6, 120, 0);
	assert_int_equal(told(&s).phase, 2);
	live(&s, 1.2, 120, 0);          /* late by a second: it is not counted */
	live(&s, 4.8, 20, 0);
	live(&s, 6.1, 160, 0);
	struct muscle_told t = told(&s);
	assert_int_equal(t.stage, MUSCLE_PRACTISING);
	assert_true(t.bend_ratio > 5 && t.bend_ratio < 8 && t.rise_ratio > t.bend_ratio && t.rise_ratio < 11);
}

static void what_is_wrong_is_told_and_heals(void **state)
{
	(void)state;
	struct sensor slow = plug(100, 0), fast = plug(6000, 0), other = plug(500, 1000), flat = plug(1000, 0), odd = plug(1000, 0);
	live(&slow, 6, 30, 0);
	assert_int_equal(told(&slow).fault, MUSCLE_SLOW);
	live(&fast, 6, 30, 0);
	assert_int_equal(told(&fast).fault, MUSCLE_FAST);
	live(&other, 6, 30, 0);
	assert_int_equal(told(&other).fault, MUSCLE_OTHER_RATE);
	assert_true(fabs(told(&other).rate - 500) < 10 && told(&other).stage == MUSCLE_COUNTING);
	live(&odd, 6, 30, 3);
	assert_int_equal(told(&odd).fault, MUSCLE_GARBAGE);
	live(&odd, 30, 30, 0);
	assert_true(told(&odd).fault == MUSCLE_FINE && told(&odd).stage == MUSCLE_PRACTISING);
	live(&odd, 5, 30, 4);
	assert_int_equal(told(&odd).fault, MUSCLE_GARBAGE);
	live(&odd, 9, 30, 0);
	assert_int_equal(told(&odd).fault, MUSCLE_FINE);
	for (double t = 0; t < 40; t += 0.02)
		muscle_bytes(&flat.m, flat.now = t, "7\n7\n7\n7\n7\n7\n7\n7\n7\n7\n7\n7\n7\n7\n7\n7\n7\n7\n7\n7\n", 40);
	assert_true(told(&flat).fault == MUSCLE_FLAT && told(&flat).stage == MUSCLE_RESTING);
}

static void one_line_in_thirty_may_be_lost(void **state)
{
	struct sensor s = rested(1000, 0);

	(void)state;
	live(&s, 20, 30, 30);
	assert_int_equal(told(&s).fault, MUSCLE_FINE);
	assert_true(fabs(told(&s).level - 1) < 0.3);
}

static void a_sensor_that_goes_and_comes_back_keeps_what_was(void **state)
{
	struct sensor s = rested(1000, 0);

	(void)state;
	live(&s, 10, 15, 0);
	double rest = s.m.rest, seconds = told(&s).seconds;
	muscle_lost(&s.m, s.now);
	s.now += 60;
	assert_int_equal(told(&s).fault, MUSCLE_SILENT);
	assert_true(isnan(told(&s).level));
	s.sent = (long)(s.now * s.rate);
	muscle_bytes(&s.m, s.now, "12\n", 3);           /* half a line of before */
	live(&s, 10, 15, 0);
	assert_true(s.m.rest == rest && fabs(told(&s).seconds - seconds - 9.5) < 0.2 && fabs(told(&s).level - 0.5) < 0.15);
	assert_int_equal(told(&s).fault, MUSCLE_FINE);
}

static void any_bytes_are_borne(void **state)
{
	struct rng r = rng_new(9);
	struct sensor s = plug(1000, 0);
	char at[300];

	(void)state;
	for (int i = 0; i < 20000; i++) {
		size_t n = (size_t)(300 * rng_unit(&r));

		for (size_t b = 0; b < n; b++)
			at[b] = rng_unit(&r) < 0.2 ? '\n' : (char)(int)(255 * rng_unit(&r) - 127);
		muscle_bytes(&s.m, s.now += 0.01, at, n);
	}
	assert_int_equal(told(&s).fault, MUSCLE_GARBAGE);
	assert_int_equal(told(&s).stage, MUSCLE_COUNTING);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_line_is_a_number_or_none),
		cmocka_unit_test(the_rate_is_counted_and_rest_is_what_it_was),
		cmocka_unit_test(tension_is_told_against_rest),
		cmocka_unit_test(bending_compares_with_hanging),
		cmocka_unit_test(what_is_wrong_is_told_and_heals),
		cmocka_unit_test(one_line_in_thirty_may_be_lost),
		cmocka_unit_test(a_sensor_that_goes_and_comes_back_keeps_what_was),
		cmocka_unit_test(any_bytes_are_borne),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
