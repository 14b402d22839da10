/* cli/bench_biosignal.c -- what reading heart beats costs, and how near it comes to a truth that is known because it was made. */
#include "cli/bench.h"

#include "base/rng.h"
#include "core/bio_live.h"
#include "net/os.h"

#include <math.h>
#include <stdlib.h>

enum { HOUR = 4500, TRIES = 25, UPDATES = 40, PEOPLE = 200, FAULTY = 60, FAULTY_BEATS = 600, WINDOWS = 400 };
enum fault { FAULT_MISSED, FAULT_EXTRA, FAULT_ECTOPIC, FAULTS };
#define PI 3.14159265358979323846

struct series { int n; double t[2 * HOUR], rr[2 * HOUR]; };    /* s at the end of the interval; ms */

static void series_add(struct series *s, double rr)
{
	s->t[s->n] = (s->n ? s->t[s->n - 1] : 0) + rr / 1000;
	s->rr[s->n++] = rr;
}

/* A wave with breathing at hz (swing from trough to peak), a slow wander with the standard deviation `wander`, noise. */
static void series_make(struct series *s, struct rng *r, int beats, double swing, double hz, double wander, double noise)
{
	double level = 0;

	s->n = 0;
	for (int i = 0; i < beats; i++) {
		level += -0.02 * level + wander * sqrt(0.0396) * rng_normal(r);
		series_add(s, 800 + swing / 2 * sin(2 * PI * hz * (i ? s->t[i - 1] : 0)) + level + noise * rng_normal(r));
	}
}

static double since_us(int64_t from)
{
	return (double)(os_ticks() - from);
}

/* Each the best of its tries: what the machine does beside is no cost of ours. */
static void bench_cost(struct cli *cli, const struct bio_numbers *k, struct series *s)
{
	double class[TRIES], update[TRIES], hour[TRIES];
	struct rng r = rng_new(7);

	series_make(s, &r, HOUR, 60, 0.1, 20, 10);
	for (int i = 0; i < TRIES; i++) {
		struct artefacts *of = NEW(cli->arena, struct artefacts);
		struct bio_live *live = NEW(cli->arena, struct bio_live);
		struct bio_now now;
		struct judged j;
		int64_t from = os_ticks();

		artefacts_begin(of, k, true);
		for (int b = 0; b < s->n; b++)
			artefacts_push(of, s->rr[b], &j);
		class[i] = since_us(from) / s->n;
		live_begin(live, k);
		for (int b = 0; b < 400; b++)
			live_beat(live, s->rr[b], (double)NAN, 0.1 * s->t[b]);
		from = os_ticks();
		for (int u = 0; u < UPDATES; u++)
			live_now(live, &now);
		update[i] = since_us(from) / UPDATES;
		from = os_ticks();
		biosignal(cli->arena, k, s->rr, NULL, s->n);
		hour[i] = since_us(from) / 1000;
	}
	bench_line(cli, "biosignal_class_beat", bench_at(class, TRIES, 0), "us", 5, false);
	bench_line(cli, "biosignal_update_64s", bench_at(update, TRIES, 0), "us", 10, false);
	bench_line(cli, "biosignal_hour", bench_at(hour, TRIES, 0), "ms", 3, false);
}

/* Five rates, two minutes each, of a person whose heart swings most at `own`. */
static double resonance_error(const struct bio_numbers *k, struct series *s, struct rng *r)
{
	double own = 4.75 + 1.5 * rng_unit(r);
	struct resonance found = { .n = 5 };

	for (int i = 0; i < 5; i++) {
		double rate = 6.5 - 0.5 * i;

		series_make(s, r, 150, 70 / (1 + pow((rate - own) / 1.2, 2)), rate / 60, 20, 10);
		rate_tell(rate, s->n, s->t, s->rr, &found.at[i]);
	}
	resonance_find(k, &found);
	return found.clear ? fabs(found.rate - own) : (double)NAN;
}

static void bench_resonance(struct cli *cli, const struct bio_numbers *k, struct series *s)
{
	struct rng r = rng_new(41);
	double error[PEOPLE];
	int n = 0;

	for (int i = 0; i < PEOPLE; i++) {
		error[n] = resonance_error(k, s, &r);
		n += !isnan(error[n]);
	}
	bench_line(cli, "biosignal_resonance_clear", 100.0 * n / PEOPLE, "%", 75, true);
	bench_line(cli, "biosignal_resonance_p90", n ? bench_at(error, n, 0.9) : (double)NAN, "/min", 0.25, false);
}

/* One beat in fifty is missed, doubled or early. */
static void put_faults(const struct series *clean, enum fault what, struct series *out)
{
	out->n = 0;
	for (int i = 0; i < clean->n; i++) {
		double rr = clean->rr[i], next = i + 1 < clean->n ? clean->rr[i + 1] : rr;

		if (i % 50 != 25) {
			series_add(out, rr);
		} else if (what == FAULT_MISSED) {
			series_add(out, rr + next);
			i++;
		} else if (what == FAULT_EXTRA) {
			series_add(out, 0.4 * rr);
			series_add(out, 0.6 * rr);
		} else {
			series_add(out, 0.7 * rr);
			series_add(out, next + 0.3 * rr);
			i++;
		}
	}
}

static void bench_faults(struct cli *cli, const struct bio_numbers *k, struct series *clean, struct series *faulty)
{
	static const char *const name[FAULTS] = { "biosignal_rmssd_missed", "biosignal_rmssd_extra", "biosignal_rmssd_ectopic" };
	double off[FAULTS][FAULTY];
	struct rng r = rng_new(17);

	for (int i = 0; i < FAULTY; i++) {
		series_make(clean, &r, FAULTY_BEATS, 20 + 60 * rng_unit(&r), 0.25, 20, 15);
		for (int f = 0; f < FAULTS; f++) {
			put_faults(clean, (enum fault)f, faulty);
			double got = biosignal(cli->arena, k, faulty->rr, NULL, faulty->n)->time.rmssd;
			off[f][i] = 100 * fabs(got / bio_time(clean->rr, NULL, clean->n).rmssd - 1);
		}
	}
	for (int f = 0; f < FAULTS; f++)
		bench_line(cli, name[f], bench_at(off[f], FAULTY, 0.5), "% off", 6, false);
}

/* The last 80 beats before a window's end. */
static double ratio_of(const struct fourier *f, const struct series *s)
{
	struct coherence c;

	return coherence(f, s->n, s->t, s->rr, &c) ? c.ratio : (double)NAN;
}

static void bench_coherence(struct cli *cli, struct series *s)
{
	double noise[WINDOWS], paced[WINDOWS];
	struct fourier *f = NEW(cli->arena, struct fourier);
	struct rng r = rng_new(23);
	int n = 0, m = 0;

	fourier_begin(f, SPECTRUM_SHORT);
	for (int i = 0; i < WINDOWS; i++) {
		series_make(s, &r, 79, 0, 0.1, 0, 30);
		noise[n] = ratio_of(f, s);
		n += !isnan(noise[n]);
		series_make(s, &r, 79, 120, 0.1, 10, 10);
		paced[m] = ratio_of(f, s);
		m += !isnan(paced[m]);
	}
	bench_line(cli, "biosignal_coherence_noise_p99", n ? bench_at(noise, n, 0.99) : (double)NAN, "ratio", 1, false);
	bench_line(cli, "biosignal_coherence_paced_median", m ? bench_at(paced, m, 0.5) : (double)NAN, "ratio", 5, true);
}

bool bench_biosignal(struct cli *cli, const struct kb *kb)
{
	struct series *one = NEW(cli->arena, struct series), *two = NEW(cli->arena, struct series);

	bench_cost(cli, kb->biosignal, one);
	bench_resonance(cli, kb->biosignal, one);
	bench_faults(cli, kb->biosignal, one, two);
	bench_coherence(cli, one);
	return true;
}
