/* test/core/test_bio_signals.c -- filters, beats found in ECG and PPG, muscle tension. */
#include "beats.h"

#include "core/bio_emg.h"

#include "one_arena.h"

#define PI 3.14159265358979323846

static double gain(struct biquad f, double hz, double rate)
{
	double high = 0;

	for (int i = 0; i < 20 * rate; i++) {
		double y = biquad_next(&f, sin(2 * PI * hz * i / rate));

		high = i > 15 * rate ? fmax(high, fabs(y)) : 0;
	}
	return high;
}

static void filters_pass_and_stop(void **state)
{
	(void)state;
	assert_true(fabs(gain(biquad_high(20, 1000), 20, 1000) - 0.7071) < 0.01);
	assert_true(gain(biquad_high(20, 1000), 2, 1000) < 0.011 && gain(biquad_high(20, 1000), 190, 1000) > 0.99);
	assert_true(fabs(gain(biquad_low(100, 1000), 100, 1000) - 0.7071) < 0.01 && gain(biquad_low(100, 1000), 3, 1000) > 0.99);
	assert_true(gain(biquad_notch(50, 1000, 30), 50, 1000) < 0.001 && gain(biquad_notch(50, 1000, 30), 57, 1000) > 0.95);
}

static double bump(double t, double at, double width, double high)
{
	return high * exp(-(t - at) * (t - at) / (2 * width * width));
}

/* A heart with known beats: P, QRS, T; or a pulse wave with its second bump. */
static double *made(struct rng *r, enum pulse what, double rate, int n, double noise, double flip, double *at, int *beats)
{
	double *x = NEWS(a, double, n), t = 1;

	*beats = 0;
	for (; t < n / rate - 1; t += 0.85 + 0.08 * sin(2 * PI * 0.1 * t) + 0.02 * rng_normal(r))
		at[(*beats)++] = t;
	for (int i = 0; i < n; i++) {
		double s = i / rate;

		x[i] = noise * rng_normal(r) + 0.3 * sin(2 * PI * 0.2 * s);
		for (int k = 0; k < *beats; k++)
			if (fabs(at[k] - s) < 0.7)
				x[i] += flip * (what == PULSE_ECG ? bump(s, at[k], 0.012, 1) + bump(s, at[k] - 0.16, 0.025, 0.15) +
					bump(s, at[k] + 0.28, 0.05, 0.3) : bump(s, at[k], 0.07, 1) + bump(s, at[k] + 0.28, 0.08, 0.35));
	}
	return x;
}

/* Each beat found once, none else; worst distance in ms. */
static double compare(const double *want, int n, const double *got, int m)
{
	double worst = 0;

	if (n != m)
		fail_msg("%d beats, not %d", m, n);
	for (int i = 0; i < n; i++)
		worst = fmax(worst, 1000 * fabs(got[i] - want[i]));
	return worst;
}

static void beats_of_a_made_signal_are_found(void **state)
{
	(void)state;
	static const struct { enum pulse what; double rate, noise, flip, most; } tries[] = { { PULSE_ECG, 250, 0, 1, 1 },
		{ PULSE_ECG, 250, 0.05, -1, 6 }, { PULSE_ECG, 1000, 0.05, 1, 6 }, { PULSE_ECG, 100, 0.02, 1, 8 }, { PULSE_PPG, 100, 0, 1, 20 },
		{ PULSE_PPG, 30, 0.02, 1, 25 } };
	struct rng r = rng_new(5);
	double want[200], *got = NEWS(a, double, 120000);

	for (size_t i = 0; i < sizeof(tries) / sizeof(*tries); i++) {
		int beats, n = (int)(100 * tries[i].rate);
		double *x = made(&r, tries[i].what, tries[i].rate, n, tries[i].noise, tries[i].flip, want, &beats);
		double worst = compare(want, beats, got, detect_beats(a, tries[i].what, x, n, tries[i].rate, got));

		print_message("made %d at %g Hz: %d beats, worst %.1f ms\n", tries[i].what, tries[i].rate, beats, worst);
		assert_true(worst <= tries[i].most);
	}
}

static void a_knock_does_not_hide_the_beats(void **state)
{
	(void)state;
	struct rng r = rng_new(5);
	double want[200], *got = NEWS(a, double, 30000);
	int beats, n = 25000, found = 0;
	double *x = made(&r, PULSE_ECG, 250, n, 0.02, 1, want, &beats);

	for (int i = 10000; i < 10100; i++)
		x[i] += 60 * rng_normal(&r);
	int m = detect_beats(a, PULSE_ECG, x, n, 250, got);
	for (int i = 0; i < beats; i++)
		for (int k = 0; k < m; k++)
			found += fabs(got[k] - want[i]) < 0.02;
	assert_true(found >= beats - 4 && m <= beats + 4);
}

static void silence_has_no_beats(void **state)
{
	(void)state;
	double *x = NEWS(a, double, 5000), *at = NEWS(a, double, 5000);

	assert_int_equal(detect_beats(a, PULSE_ECG, x, 5000, 250, at), 0);
	assert_int_equal(detect_beats(a, PULSE_PPG, x, 0, 250, at), 0);
}

/* R peaks marked by another program, 100 samples a second. */
static void beats_of_a_recording_are_found(void **state)
{
	(void)state;
	struct beats peaks = beats_file(a, "nk_rest8min_first120s_rpeaks.txt");

	if (peaks.n < 0) {
		print_message("the recording is not beside this tree: left out\n");
		skip();
	}
	FILE *f = fopen(HRV "nk_rest8min_first120s_ecg_rsp_100hz.csv", "rb");
	double *x = NEWS(a, double, 20000), *at = NEWS(a, double, 20000), *want = NEWS(a, double, peaks.n), other;
	int n = 0;

	assert_non_null(f);
	assert_int_equal(fscanf(f, "ECG,RSP\n"), 0);
	while (fscanf(f, "%lf,%lf", &x[n], &other) == 2)
		n++;
	fclose(f);
	for (int i = 0; i < peaks.n; i++)
		want[i] = peaks.rr[i] / 100;
	int m = detect_beats(a, PULSE_ECG, x, n, 100, at);
	double worst = compare(want, peaks.n, at, m);
	print_message("recording: %d beats, worst %.1f ms\n", peaks.n, worst);
	assert_true(worst <= 20);
}

/* A published program finds 58.9 a minute in it. */
static void a_finger_pulse_is_counted(void **state)
{
	(void)state;
	struct beats x = beats_file(a, "heartpy_ppg_100hz.csv");

	if (x.n < 0) {
		print_message("the recording is not beside this tree: left out\n");
		skip();
	}
	double *at = NEWS(a, double, x.n);
	int m = detect_beats(a, PULSE_PPG, x.rr, x.n, 100, at);
	double bpm = 60 * (m - 1) / (at[m - 1] - at[0]);
	print_message("finger: %d beats, %.2f a minute\n", m, bpm);
	assert_true(fabs(bpm / 58.899 - 1) < 0.01);
}

/* ---- EMG ---- */

static double *muscle(struct rng *r, int n, double rate, const double limit[5], const double level[4], double hum)
{
	double *x = NEWS(a, double, n);

	for (int i = 0; i < n; i++) {
		double t = i / rate;
		int p = 3;

		while (p > 0 && t < limit[p])
			p--;
		x[i] = 7 + level[p] * rng_normal(r) + hum * sin(2 * PI * 50 * t) + hum / 3 * sin(2 * PI * 100 * t);
	}
	return x;
}

static void tension_is_measured_through_the_hum(void **state)
{
	(void)state;
	static const double limit[5] = { 0, 10, 15, 20, 25 }, level[4] = { 12, 50, 10, 60 };
	struct rng r = rng_new(8);
	int n = 25000;
	double *env = NEWS(a, double, n);
	struct emg_asked asked = { .mains = 50, .rest_from = 1, .rest_to = 9.5, .target = 20, .has_target = true, .has_phases = true };

	for (int i = 0; i < 5; i++)
		asked.phase[i] = limit[i] + (i == 2 ? 0.4 : 0); /* the window of 250 ms has to leave the bending */
	struct emg_told quiet = emg_tell(a, muscle(&r, n, 1000, limit, level, 0), n, 1000, &asked, env);
	struct emg_told hum = emg_tell(a, muscle(&r, n, 1000, limit, level, 80), n, 1000, &asked, env);

	print_message("rest %.2f, %.2f with hum; ratios %.2f %.2f; %.0f Hz\n", quiet.rest.mean, hum.rest.mean, hum.bend_ratio,
		hum.rise_ratio, hum.median_hz);
	assert_true(fabs(hum.rest.mean / quiet.rest.mean - 1) < 0.05);
	assert_true(fabs(hum.phase[1].mean / hum.phase[2].mean - 5) < 0.3);
	assert_true(hum.bend_ratio > 5 && hum.bend_ratio < 6.5 && hum.rise_ratio > 6 && hum.rise_ratio < 7.8);
	assert_true(fabs(hum.below - 0.6) < 0.05);
	assert_true(hum.contractions > 10 && hum.median_hz > 200 && hum.median_hz < 270);       /* white between 20 and 450 Hz */
}

static void what_was_not_asked_is_not_told(void **state)
{
	(void)state;
	static const double limit[5] = { 0, 1, 2, 3, 4 }, level[4] = { 5, 5, 5, 5 };
	struct rng r = rng_new(8);
	double env[800];
	struct emg_told t = emg_tell(a, muscle(&r, 800, 200, limit, level, 0), 800, 200, &(struct emg_asked){ 0 }, env);

	assert_true(isnan(t.below) && isnan(t.bend_ratio) && isnan(t.rise_ratio) && isnan(t.median_hz) && t.contractions == 0);
	assert_true(t.mean > 3.5 && t.mean < 5 && t.seconds == 4);
	t = emg_tell(a, env, 0, 1000, &(struct emg_asked){ 0 }, env);
	assert_true(isnan(t.mean));
}

static void the_envelope_does_not_drift(void **state)
{
	(void)state;
	struct emg e;
	double after = 0;

	emg_begin(&e, 1000, 50);
	for (int i = 0; i < 1000; i++)
		emg_next(&e, 1e6 * sin(2 * PI * 100.5 * i / 1000));
	for (int i = 0; i < 600000; i++)
		after = emg_next(&e, sin(2 * PI * 120 * i / 1000.0));
	assert_true(fabs(after - sqrt(0.5)) < 0.01);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(filters_pass_and_stop),
		cmocka_unit_test(beats_of_a_made_signal_are_found),
		cmocka_unit_test(a_knock_does_not_hide_the_beats),
		cmocka_unit_test(silence_has_no_beats),
		cmocka_unit_test(beats_of_a_recording_are_found),
		cmocka_unit_test(a_finger_pulse_is_counted),
		cmocka_unit_test(tension_is_measured_through_the_hum),
		cmocka_unit_test(what_was_not_asked_is_not_told),
		cmocka_unit_test(the_envelope_does_not_drift),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
