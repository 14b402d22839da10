/* test/core/test_bio_live.c -- a session beat by beat: gaps, late decisions, the pacer, the resonance rate of simulated people. */
#include "beats.h"

#include "core/bio_live.h"

#include "one_arena.h"

#define PI 3.14159265358979323846

static struct bio_live *session(void)
{
	struct bio_live *s = NEW(a, struct bio_live);

	live_begin(s, bio_k());
	return s;
}

/* Paced at six a minute, the heart a quarter of a turn behind. */
static void feed(struct bio_live *s, struct rng *r, double seconds, double swing, double noise, double late)
{
	double from = s->now;

	while (s->now - from < seconds) {
		double phase = s->now * 0.1, rr = 900 + swing / 2 * sin(2 * PI * (phase - 0.25)) + noise * rng_normal(r);

		live_beat(s, rr, s->now + rr / 1000 + late, phase);
	}
}

static void a_paced_session_shows_swing_lag_and_coherence(void **state)
{
	(void)state;
	struct bio_live *s = session();
	struct rng r = rng_new(3);
	struct bio_now now;

	feed(s, &r, 120, 120, 5, 0.4);
	live_now(s, &now);
	assert_int_equal(now.withheld, WITHHELD_NOT);
	assert_true(fabs(now.swing - 120) < 8);
	assert_true(fabs(now.lag - 0.25) < 0.03);
	assert_true(now.fits > 0.95 && now.has_coherence && now.level == 2 && fabs(now.coherence.peak_hz - 0.1) < 0.005);
	assert_true(fabs(now.bpm - 66) < 8 && now.time.beats > 55 && now.time.beats < 75);
	assert_int_equal(s->gaps, 0);
}

static void nothing_is_told_too_early(void **state)
{
	(void)state;
	struct bio_live *s = session();
	struct rng r = rng_new(3);
	struct bio_now now;

	live_now(s, &now);
	assert_int_equal(now.withheld, WITHHELD_SHORT);
	assert_true(isnan(now.bpm) && isnan(now.swing) && isnan(now.time.rmssd) && !now.has_coherence);
	feed(s, &r, 20, 60, 5, 0);
	live_now(s, &now);
	assert_int_equal(now.withheld, WITHHELD_SHORT);
	assert_true(fabs(now.bpm - 67) < 8 && isnan(now.time.rmssd));
	feed(s, &r, 25, 60, 5, 0);
	live_now(s, &now);
	assert_true(!now.withheld && !now.has_coherence && !isnan(now.time.rmssd));
}

static void a_lost_packet_is_a_gap_and_a_slow_clock_is_not(void **state)
{
	(void)state;
	struct rng r = rng_new(3);
	struct bio_live *s = session();
	struct bio_now now;

	feed(s, &r, 100, 60, 5, 0);
	feed(s, &r, 40, 60, 5, 1.2);            /* late by less than a gap */
	assert_int_equal(s->gaps, 0);
	feed(s, &r, 40, 60, 5, 3.0);
	assert_int_equal(s->gaps, 1);
	live_now(s, &now);
	assert_true(now.seconds < 41 && !now.has_coherence);
	live_beat(s, 0, (double)NAN, (double)NAN);
	live_beat(s, 70000, (double)NAN, (double)NAN);
	assert_int_equal(s->gaps, 2);
	live_now(s, &now);
	assert_int_equal(now.withheld, WITHHELD_SHORT);
}

static void a_strange_beat_does_not_reach_the_numbers(void **state)
{
	(void)state;
	struct rng r = rng_new(3), q = rng_new(3);
	struct bio_live *s = session(), *clean = session();
	struct bio_now with, without;

	feed(clean, &q, 150, 60, 8, 0);
	feed(s, &r, 110, 60, 8, 0);
	live_beat(s, 300, (double)NAN, (double)NAN);
	live_beat(s, 600, (double)NAN, (double)NAN);
	feed(s, &r, 39, 60, 8, 0);
	live_now(s, &with);
	live_now(clean, &without);
	assert_true(fabs(with.time.rmssd / without.time.rmssd - 1) < 0.15);
	assert_true(with.has_coherence && with.level == 2);
}

static void disorder_hides_the_numbers_but_not_the_pulse(void **state)
{
	(void)state;
	struct rng r = rng_new(9);
	struct bio_live *s = session();
	struct bio_now now;

	for (int i = 0; i < 300; i++)
		live_beat(s, 500 + 700 * rng_unit(&r), (double)NAN, (double)NAN);
	live_now(s, &now);
	assert_int_equal(now.withheld, WITHHELD_RHYTHM);
	assert_true(isnan(now.time.rmssd) && isnan(now.swing) && !now.has_coherence && now.bpm > 50);
}

static void an_hour_runs_round_the_ring(void **state)
{
	(void)state;
	struct rng r = rng_new(3);
	struct bio_live *s = session();
	struct bio_now now;

	feed(s, &r, 3600, 60, 8, 0);
	live_now(s, &now);
	assert_true(!now.withheld && now.has_coherence && fabs(now.swing - 60) < 10 && s->gaps == 0);
}

/* A person who resonates at `own`: swing 70 ms there, less away from it; noise 10 ms, a slow wander of 20 ms. */
static void breathe(struct rng *r, double own, double rate, struct rate_told *out)
{
	double swing = 70 / (1 + pow((rate - own) / 1.2, 2)), level = 0, t[400], rr[400], now = 0;
	int n = 0;

	while (now < 120) {
		level += -0.02 * level + 20 * sqrt(0.0396) * rng_normal(r);
		rr[n] = 900 + swing / 2 * cos(2 * PI * now * rate / 60) + level + 10 * rng_normal(r);
		now += rr[n] / 1000;
		t[n++] = now;
	}
	rate_tell(rate, n, t, rr, out);
}

static int by_value(const void *x, const void *y)
{
	return (*(const double *)x > *(const double *)y) - (*(const double *)x < *(const double *)y);
}

static void the_resonance_rate_is_found_in_simulated_people(void **state)
{
	(void)state;
	static const double rates[] = { 6.5, 6, 5.5, 5, 4.5 };
	struct rng r = rng_new(41);
	double error[200];
	int clear = 0;

	for (int i = 0; i < 200; i++) {
		double own = 4.75 + 1.5 * rng_unit(&r);
		struct resonance found = { .n = 5 };

		for (int k = 0; k < 5; k++)
			breathe(&r, own, rates[k], &found.at[k]);
		resonance_find(bio_k(), &found);
		if (found.clear)
			error[clear++] = fabs(found.rate - own);
	}
	qsort(error, clear, sizeof(*error), by_value);
	print_message("clear in %d of 200; error median %.2f, p90 %.2f a minute\n", clear, error[clear / 2], error[clear * 9 / 10]);
	assert_true(clear >= 150);
	assert_true(error[clear * 9 / 10] <= 0.25);
}

static void no_maximum_is_no_maximum(void **state)
{
	(void)state;
	struct rng r = rng_new(43);
	struct resonance none = { .n = 0 }, flat = { .n = 5 }, noise = { .n = 5 };

	resonance_find(bio_k(), &none);
	assert_true(!none.clear && none.best == -1 && isnan(none.rate));
	for (int k = 0; k < 5; k++) {
		double rate = 6.5 - 0.5 * k, t[400], rr[400], now = 0;
		int n = 0;

		while (now < 120) {
			rr[n] = 900 + 35 * cos(2 * PI * now * rate / 60) + rng_normal(&r);
			now += rr[n] / 1000;
			t[n++] = now;
		}
		rate_tell(rate, n, t, rr, &flat.at[k]);
		assert_true(flat.at[k].usable && fabs(flat.at[k].swing - 70) < 5 && flat.at[k].peaks >= 1);
		for (int i = 0; i < n; i++)
			rr[i] = 900 + 30 * rng_normal(&r);
		rate_tell(rate, n, t, rr, &noise.at[k]);
	}
	resonance_find(bio_k(), &flat);
	assert_true(!flat.clear && isnan(flat.rate) && flat.best >= 0);
	resonance_find(bio_k(), &noise);
	assert_true(!noise.clear && isnan(noise.rate));
	rate_tell(6, 0, NULL, NULL, &none.at[0]);
	assert_false(none.at[0].usable);
}

static void the_parabola_finds_the_top_between_rates(void **state)
{
	(void)state;
	static const double rates[] = { 4.5, 6.5, 5, 6, 5.5 };
	struct resonance r = { .n = 5 };

	for (int i = 0; i < 5; i++)
		r.at[i] = (struct rate_told){ .rate = rates[i], .usable = true, .swing = 80 - 20 * pow(rates[i] - 5.3, 2), .fits = 0.9 };
	resonance_find(bio_k(), &r);
	assert_true(r.clear && fabs(r.rate - 5.3) < 1e-9);
	for (int i = 0; i < 5; i++)
		r.at[i].swing = 10 * rates[i];
	resonance_find(bio_k(), &r);
	assert_true(r.clear && fabs(r.rate - 6.5) < 1e-9);      /* at the edge: no top beyond it is made up */
	for (int i = 0; i < 5; i++)
		r.at[i].swing = 80 - 20 * pow(rates[i] - 4.7, 2) + (rates[i] == 4.5 ? 2 : 0);
	resonance_find(bio_k(), &r);
	assert_true(r.clear && r.best == 0 && r.rate > 4.55 && r.rate < 4.75);  /* within it: found from one side */
	r.at[0].swing = 90;
	resonance_find(bio_k(), &r);
	assert_true(r.clear && r.rate == 4.5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_paced_session_shows_swing_lag_and_coherence),
		cmocka_unit_test(nothing_is_told_too_early),
		cmocka_unit_test(a_lost_packet_is_a_gap_and_a_slow_clock_is_not),
		cmocka_unit_test(a_strange_beat_does_not_reach_the_numbers),
		cmocka_unit_test(disorder_hides_the_numbers_but_not_the_pulse),
		cmocka_unit_test(an_hour_runs_round_the_ring),
		cmocka_unit_test(the_resonance_rate_is_found_in_simulated_people),
		cmocka_unit_test(no_maximum_is_no_maximum),
		cmocka_unit_test(the_parabola_finds_the_top_between_rates),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
