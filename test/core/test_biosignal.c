/* test/core/test_biosignal.c -- numbers against the reference table, series from a formula, and faults put in on purpose. */
#include "beats.h"

#include "one_arena.h"

static struct beats need(const char *name)
{
	struct beats b = beats_file(a, name);

	if (b.n < 0) {
		print_message("%s is not beside this tree: left out\n", name);
		skip();
	}
	return b;
}

static void near_to(double got, double want, double share)
{
	if (!(fabs(got - want) <= share * fabs(want)))
		fail_msg("%.10g, not %.10g", got, want);
}

/* The beats annotated as normal in two hours of an ambulatory recording. */
static struct beats walking(void)
{
	struct table t = table_read(a, "hrv/nsr001_rr_fs125_2h");
	struct beats b = { 0, NEWS(a, double, t.rows + 1) };

	if (!t.cell)
		skip();
	for (int i = 1; i < t.rows; i++)
		if (number_in(&t, i, "both_beats_normal") > 0)
			b.rr[b.n++] = number_in(&t, i, "rr_ms");
	return b;
}

static double *ends_of(const struct beats *b)
{
	double *t = NEWS(a, double, b->n), at = 0;

	for (int i = 0; i < b->n; i++)
		t[i] = at += b->rr[i] / 1000;
	return t;
}

/* As published programs agree on, to 1e-4 (core_reference.json). */
static void the_time_domain_is_that_of_the_table(void **state)
{
	(void)state;
	struct beats l = need("pyhrv_long4684.txt"), s = need("nk_rest5min.txt");
	struct bio_time t = bio_time(l.rr, NULL, l.n), u = bio_time(s.rr, NULL, s.n);
	const double got[] = { t.mean_rr, t.sdnn, t.rmssd, t.sdsd, t.pnn50, t.pnn20, t.sd1, t.sd2, t.mean_hr, u.mean_rr, u.sdnn, u.rmssd,
		u.sdsd, u.pnn50, u.pnn20, u.sd1, u.sd2, u.mean_hr };
	const double want[] = { 768.4383005977796, 85.35721021230724, 60.523479806961085, 60.529916226700195, 28.57142857142857,
		64.23232970318172, 42.801114228553345, 112.87059533488048, 78.98995729749825, 696.3720930232558, 64.77755491154066,
		76.4845307881499, 76.57360214695098, 15.151515151515152, 51.048951048951054, 54.145713337989804, 73.89522966846754,
		86.8518862148479 };

	assert_int_equal(l.n, 4684);
	for (size_t i = 0; i < sizeof(got) / sizeof(*got); i++)
		near_to(got[i], want[i], 1e-9);
}

static void the_spectrum_is_that_of_the_definition(void **state)
{
	(void)state;
	struct beats l = need("pyhrv_long4684.txt"), s = need("nk_rest5min.txt");
	const struct bio_spectrum *p = bio_spectrum(a, ends_of(&l), l.rr, NULL, l.n), *q = bio_spectrum(a, ends_of(&s), s.rr, NULL, s.n);

	near_to(p->vlf, 2434.0743620038706, 1e-9);
	near_to(p->lf, 2842.3331423668387, 1e-9);
	near_to(p->hf, 1635.1062758869903, 1e-9);
	near_to(q->vlf, 1236.7018055985575, 1e-9);
	near_to(q->lf, 2191.394247604874, 1e-9);
	near_to(q->hf, 2700.8394881055797, 1e-9);
}

/* Parseval: all bins together are the variance. */
static void total_power_is_the_variance(void **state)
{
	(void)state;
	struct rng r = rng_new(3);
	struct beats b = beats_wave(a, &r, 900, 40, 0.12, 25, 3600);
	const struct bio_spectrum *s = bio_spectrum(a, ends_of(&b), b.rr, NULL, b.n);
	double sd = bio_time(b.rr, NULL, b.n).sdnn;
	struct fourier *f = NEW(a, struct fourier);
	double x[64], density[33] = { 0 }, sum = 0, own = 0, mean = 0;

	near_to(s->total, sd * sd, 0.1);
	fourier_begin(f, 64);
	for (int i = 0; i < 64; i++)
		mean += (x[i] = rng_normal(&r)) / 64;
	fourier_add(f, x, 4, density);
	for (int i = 0; i < 64; i++)
		own += (x[i] - mean) * f->window[i] * (x[i] - mean) * f->window[i];
	for (int i = 0; i < 33; i++)
		sum += density[i] * 4 / 64;
	near_to(sum, own / (64 * 3.0 / 8), 1e-12);
}

/* RR = 1000 + 50 sin(2 pi 0.1 t): power 1250 at 0.1 Hz, SDNN 35.36. */
static void a_sine_has_the_power_of_a_sine(void **state)
{
	(void)state;
	struct rng r = rng_new(1);
	struct beats b = beats_wave(a, &r, 1000, 50, 0.1, 0, 1200);
	const struct bio_spectrum *s = bio_spectrum(a, ends_of(&b), b.rr, NULL, b.n);

	near_to(s->lf, 1250, 0.01);
	near_to(bio_time(b.rr, NULL, b.n).sdnn, 50 / sqrt(2), 0.01);
	near_to(band_peak(s->density, s->n / 2 + 1, s->df, 0.04, 0.15), 0.1, 0.002);
	assert_true(s->hf < 0.01 * s->lf && s->vlf < 0.01 * s->lf);
}

static void a_short_series_has_no_slowest_band_and_a_very_short_one_none(void **state)
{
	(void)state;
	struct rng r = rng_new(1);
	struct beats b = beats_wave(a, &r, 1000, 50, 0.1, 0, 120), c = beats_wave(a, &r, 1000, 50, 0.1, 0, 50);
	const struct bio_spectrum *s = bio_spectrum(a, ends_of(&b), b.rr, NULL, b.n);

	assert_true(isnan(s->vlf) && s->n == SPECTRUM_SHORT);
	near_to(s->lf, 1250, 0.03);
	assert_null(bio_spectrum(a, ends_of(&c), c.rr, NULL, c.n));
	assert_int_equal(biosignal(a, bio_k(), c.rr, NULL, c.n)->withheld, WITHHELD_SHORT);
	assert_int_equal(biosignal(a, bio_k(), c.rr, NULL, 0)->withheld, WITHHELD_SHORT);
}

static void a_gap_is_never_bridged(void **state)
{
	(void)state;
	struct rng r = rng_new(5);
	struct beats b = beats_wave(a, &r, 1000, 50, 0.1, 0, 600);
	unsigned char *mark = NEWS(a, unsigned char, b.n);

	for (int i = 50; i < b.n; i += 50)
		mark[i] = BEAT_CUT;
	struct biosignal *s = biosignal(a, bio_k(), b.rr, mark, b.n);
	assert_null(s->spectrum);
	assert_int_equal(s->coherence.windows, 0);
	assert_int_equal(s->gaps, (b.n - 1) / 50);
	assert_int_equal(s->time.differences, s->time.beats - 1 - s->gaps);
	assert_int_equal(s->count[BEAT_GOOD], b.n);
}

static int by_value(const void *x, const void *y)
{
	return (*(const double *)x > *(const double *)y) - (*(const double *)x < *(const double *)y);
}

static void white_noise_is_not_coherent_and_paced_breathing_is(void **state)
{
	(void)state;
	struct rng r = rng_new(11);
	struct fourier *f = NEW(a, struct fourier);
	double *ratio = NEWS(a, double, 1000);
	int n = 0, low = 0;

	fourier_begin(f, COHERENCE_SECONDS * SPECTRUM_RATE);
	for (int i = 0; i < 1000; i++) {
		struct beats noise = beats_wave(a, &r, 900, 0, 0, 30, 64), paced = beats_wave(a, &r, 900, 60, 0.1, 10, 64);
		struct coherence c, d;

		assert_true(coherence(f, noise.n, ends_of(&noise), noise.rr, &c));
		assert_true(coherence(f, paced.n, ends_of(&paced), paced.rr, &d));
		ratio[n++] = c.ratio;
		low += d.ratio < 5;
		assert_true(fabs(d.peak_hz - 0.1) < 0.012);
	}
	int below = 0;
	qsort(ratio, (size_t)n, sizeof(*ratio), by_value);
	print_message("white noise: median %.2f, p99 %.2f; paced below 5: %d of %d\n", ratio[n / 2], ratio[n * 99 / 100], low, n);
	for (int i = 0; i < n; i++)
		below += ratio[i] < bio_k()->coherence_middle;
	assert_true(below >= 990);
	assert_true(low <= 50);
}

enum fault { MISSED, EXTRA, ECTOPIC };

/* Faults in two of a hundred beats, eight apart at least. */
static struct beats spoil(struct rng *r, const struct beats *b, enum fault what)
{
	struct beats out = { 0, NEWS(a, double, 2 * b->n) };
	int last = 0;

	for (int i = 0; i < b->n; i++) {
		bool now = i > 20 && i < b->n - 20 && i - last > 8 && rng_unit(r) < 0.024;
		double part = what == EXTRA ? 0.3 + 0.4 * rng_unit(r) : 0.2 + 0.2 * rng_unit(r);

		if (!now) {
			out.rr[out.n++] = b->rr[i];
			continue;
		}
		last = i;
		if (what == MISSED) {
			out.rr[out.n++] = b->rr[i] + b->rr[i + 1];
			i++;
		} else if (what == EXTRA) {
			out.rr[out.n++] = b->rr[i] * part;
			out.rr[out.n++] = b->rr[i] * (1 - part);
		} else {
			out.rr[out.n++] = b->rr[i] * (1 - part);
			out.rr[out.n++] = b->rr[i + 1] + b->rr[i] * part;
			i++;
		}
	}
	return out;
}

static void faults_hardly_move_rmssd(const struct beats *b, const char *name)
{
	static const char *const fault[] = { "missed", "extra", "ectopic" };
	struct rng r = rng_new(17);
	double truth = biosignal(a, bio_k(), b->rr, NULL, b->n)->time.rmssd;

	for (int what = MISSED; what <= ECTOPIC; what++) {
		double error[21], raw = 0;

		for (int i = 0; i < 21; i++) {
			struct beats s = spoil(&r, b, (enum fault)what);
			struct biosignal *got = biosignal(a, bio_k(), s.rr, NULL, s.n);

			raw = bio_time(s.rr, NULL, s.n).rmssd / truth - 1;
			error[i] = bio_time(s.rr, got->mark, s.n).rmssd / truth - 1;
		}
		qsort(error, 21, sizeof(*error), by_value);
		print_message("%s %s: %+.1f %% (raw %+.0f %%)\n", name, fault[what], 100 * error[10], 100 * raw);
		assert_true(fabs(error[10]) <= 0.06);
	}
}

static void faults_in_a_made_series_are_left_out(void **state)
{
	(void)state;
	struct rng r = rng_new(23);
	struct beats b = beats_wave(a, &r, 850, 40, 0.24, 18, 1800);

	faults_hardly_move_rmssd(&b, "made");
}

static void faults_in_recordings_are_left_out(void **state)
{
	(void)state;
	struct beats l = need("pyhrv_long4684.txt"), m = need("nk_rest5min.txt"), w = walking();

	faults_hardly_move_rmssd(&l, "long");
	faults_hardly_move_rmssd(&m, "5 min");
	faults_hardly_move_rmssd(&w, "a day");
}

/* Each fault gets its name when the series is calm. */
static void each_fault_has_its_name(void **state)
{
	(void)state;
	static const enum beat_class want[] = { [MISSED] = BEAT_MISSED, [EXTRA] = BEAT_EXTRA, [ECTOPIC] = BEAT_ECTOPIC };
	struct rng r = rng_new(29);
	struct beats b = beats_wave(a, &r, 850, 25, 0.24, 10, 1800);

	for (int what = MISSED; what <= ECTOPIC; what++) {
		struct beats s = spoil(&r, &b, (enum fault)what);
		struct biosignal *got = biosignal(a, bio_k(), s.rr, NULL, s.n);
		int faults = what == ECTOPIC ? 0 : abs(s.n - b.n), all = s.n - got->count[BEAT_GOOD];

		print_message("fault %d: %d injected, %d flagged, %d with its name\n", what, faults, all, got->count[want[what]]);
		assert_true(got->count[want[what]] >= 0.85 * (faults ? faults : 30));
	}
}

static void the_stream_says_each_beat_once_and_in_order(void **state)
{
	(void)state;
	struct rng r = rng_new(31);

	for (int live = 0; live < 2; live++)
		for (int n = 0; n < 260; n++) {
			struct artefacts s;
			struct judged j;
			int next = 0;

			artefacts_begin(&s, bio_k(), live);
			for (int i = 0; i < n; i++)
				if (artefacts_push(&s, 600 + 400 * rng_unit(&r), &j))
					assert_int_equal(j.beat, next++);
			assert_true(!live || next == (n > 2 ? n - 2 : 0));
			while (artefacts_end(&s, &j))
				assert_int_equal(j.beat, next++);
			assert_int_equal(next, n);
		}
}

static void an_unsuitable_rhythm_has_no_numbers(void **state)
{
	(void)state;
	struct rng r = rng_new(37);
	struct beats b = { 900, NEWS(a, double, 900) };

	for (int i = 0; i < b.n; i++)
		b.rr[i] = 500 + 700 * rng_unit(&r);     /* no order at all */
	struct biosignal *s = biosignal(a, bio_k(), b.rr, NULL, b.n);
	assert_int_equal(s->withheld, WITHHELD_RHYTHM);
	assert_true(isnan(s->time.rmssd) && isnan(s->time.mean_hr) && isnan(s->coherence.median) && !s->spectrum);
	assert_true(*withheld_words(s->withheld) && s->blocks_withheld == s->blocks);
}

static void normal_recordings_are_not_withheld(void **state)
{
	(void)state;
	static const char *const name[] = { "pyhrv_long4684.txt", "nk_rest5min.txt", "" };

	for (int i = 0; i < 3; i++) {
		struct beats b = *name[i] ? need(name[i]) : walking();
		struct biosignal *s = biosignal(a, bio_k(), b.rr, NULL, b.n);

		print_message("%s: %d of %d blocks withheld, %d of %d beats left out, rmssd %.1f\n", name[i], s->blocks_withheld, s->blocks,
			s->n - s->used, s->n, s->time.rmssd);
		assert_true(s->blocks_withheld <= 0.1 * s->blocks);
	}
}

/* Five minutes with many abnormal beats: RMSSD of all is ten times that of the normal ones. */
static void a_recording_with_many_abnormal_beats_is_withheld(void **state)
{
	(void)state;
	struct beats b = need("mitlt00_5min.txt");
	struct biosignal *s = biosignal(a, bio_k(), b.rr, NULL, b.n);

	assert_int_equal(s->withheld, WITHHELD_RHYTHM);
	assert_int_equal(s->blocks_withheld, s->blocks);
}

static void a_strap_is_understood(void **state)
{
	(void)state;
	static const uint8_t one[] = { 0x10, 0x3c, 0x00, 0x04 }, two[] = { 0x16, 0x4d, 0x16, 0x03, 0x20, 0x03 },
		three[] = { 0x1d, 0x2c, 0x01, 0x34, 0x12, 0x00, 0x04 };
	struct heart_packet p;

	assert_true(heart_packet_read(one, 4, &p));
	assert_true(p.bpm == 60 && p.n == 1 && !p.contact_known && fabs(p.rr_ms[0] - 1000) < 1e-12 && p.energy_kj == -1);
	assert_true(heart_packet_read(two, 6, &p));
	assert_true(p.bpm == 77 && p.n == 2 && p.contact_known && p.contact);
	assert_true(fabs(p.rr_ms[0] - 771.484375) < 1e-12 && fabs(p.rr_ms[1] - 781.25) < 1e-12);
	assert_true(heart_packet_read(three, 7, &p));
	assert_true(p.bpm == 300 && p.contact_known && !p.contact && p.energy_kj == 4660 && p.n == 1);
	for (int n = 0; n < 7; n++)
		assert_int_equal(heart_packet_read(three, n, &p), n == 5);
	assert_false(heart_packet_read(one, 1, &p));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_time_domain_is_that_of_the_table),
		cmocka_unit_test(the_spectrum_is_that_of_the_definition),
		cmocka_unit_test(total_power_is_the_variance),
		cmocka_unit_test(a_sine_has_the_power_of_a_sine),
		cmocka_unit_test(a_short_series_has_no_slowest_band_and_a_very_short_one_none),
		cmocka_unit_test(a_gap_is_never_bridged),
		cmocka_unit_test(white_noise_is_not_coherent_and_paced_breathing_is),
		cmocka_unit_test(faults_in_a_made_series_are_left_out),
		cmocka_unit_test(faults_in_recordings_are_left_out),
		cmocka_unit_test(each_fault_has_its_name),
		cmocka_unit_test(the_stream_says_each_beat_once_and_in_order),
		cmocka_unit_test(an_unsuitable_rhythm_has_no_numbers),
		cmocka_unit_test(normal_recordings_are_not_withheld),
		cmocka_unit_test(a_recording_with_many_abnormal_beats_is_withheld),
		cmocka_unit_test(a_strap_is_understood),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
