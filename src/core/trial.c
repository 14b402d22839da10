/* core/trial.c -- the order of a personal trial and its answer. */
#include "core/trial.h"

#include "base/rng.h"
#include "core/track.h"

#include <math.h>

const struct trial trial_designs[3] = { { 4, 2, 0 }, { 6, 2, 0 }, { 7, 2, 0 } };

enum { NOISES = 9 };
static const double noise_reach = 2.5;  /* the noise is integrated over so many SDs of its logarithm on each side */
static const double usual_pain = 5;

int trial_days(const struct trial *t)
{
	return 2 * t->pairs * t->block;
}

bool trial_with(const struct trial *t, int day)
{
	int block = day / t->block;
	struct rng rng = rng_new(t->seed + (uint64_t)(block / 2) * 7919);

	return (rng_below(&rng, 2) == 1) == (block % 2 == 0);
}

/* The days that count. */
struct told { int day[TRIAL_DAYS_MOST]; double x[TRIAL_DAYS_MOST], y[TRIAL_DAYS_MOST]; int n; };

static struct told gather(const struct trial *t, const double *pain, struct trial_result *out)
{
	struct told d = { .n = 0 };

	for (int i = 0; i < trial_days(t) && i < TRIAL_DAYS_MOST; i++) {
		bool with = trial_with(t, i);

		if (isnan(pain[i]))
			continue;
		d.day[d.n] = i;
		d.x[d.n] = with ? 1 : 0;
		d.y[d.n++] = pain[i] - usual_pain;
		out->with += with;
		out->without += !with;
	}
	return d;
}

/* K = noise, level and trend together; lower triangle, then its Cholesky factor.  Returns log |K|. */
static double factor(const struct told *d, const struct trial_numbers *k, double memory, double noise, int days, double m[][TRIAL_DAYS_MOST])
{
	double log_det = 0;

	for (int i = 0; i < d->n; i++)
		for (int j = 0; j <= i; j++) {
			double ti = (double)d->day[i] / days - 0.5, tj = (double)d->day[j] / days - 0.5;
			double s = noise * noise * pow(memory, d->day[i] - d->day[j]) + k->level * k->level + k->trend * k->trend * ti * tj;

			for (int q = 0; q < j; q++)
				s -= m[i][q] * m[j][q];
			m[i][j] = i == j ? sqrt(s) : s / m[j][j];
			log_det += i == j ? 2 * log(m[i][i]) : 0;
		}
	return log_det;
}

/* out = L^-1 v */
static void forward(const struct told *d, double m[][TRIAL_DAYS_MOST], const double *v, double *out)
{
	for (int i = 0; i < d->n; i++) {
		double s = v[i];

		for (int j = 0; j < i; j++)
			s -= m[i][j] * out[j];
		out[i] = s / m[i][i];
	}
}

struct part { double weight, mean, sd; };

/* The effect given one size of the noise: normal; weight: log of the evidence and the prior of that size. */
static struct part given(const struct told *d, const struct trial_numbers *k, const struct track_numbers *days, const struct trial *t, double z)
{
	double m[TRIAL_DAYS_MOST][TRIAL_DAYS_MOST], x[TRIAL_DAYS_MOST], y[TRIAL_DAYS_MOST], xx = 0, xy = 0, yy = 0;
	double noise = days->noise * exp(days->noise_spread * z), log_det = factor(d, k, days->memory, noise, trial_days(t), m);
	struct part p;

	forward(d, m, d->x, x);
	forward(d, m, d->y, y);
	for (int i = 0; i < d->n; i++) {
		xx += x[i] * x[i];
		xy += x[i] * y[i];
		yy += y[i] * y[i];
	}
	double precision = 1 / (k->effect * k->effect) + xx;
	p.mean = xy / precision;
	p.sd = sqrt(1 / precision);
	p.weight = -0.5 * (log_det + log(precision * k->effect * k->effect) + yy - xy * xy / precision) - z * z / 2;
	return p;
}

static double below(double x)
{
	return 0.5 * erfc(-x * M_SQRT1_2);
}

static double mixed(const struct part *p, double x)
{
	double sum = 0;

	for (int i = 0; i < NOISES; i++)
		sum += p[i].weight * below((x - p[i].mean) / p[i].sd);
	return sum;
}

static double quantile(const struct part *p, double share)
{
	double low = -20, high = 20;

	for (int i = 0; i < 60; i++) {
		double mid = (low + high) / 2;

		if (mixed(p, mid) < share)
			low = mid;
		else
			high = mid;
	}
	return (low + high) / 2;
}

struct trial_result trial_answer(const struct trial_numbers *k, const struct track_numbers *days, const struct trial *t,
	const double *pain)
{
	struct trial_result out = { .answer = TRIAL_CANNOT_TELL };
	struct told d = gather(t, pain, &out);
	struct part p[NOISES];
	double most = (double)-INFINITY, sum = 0;

	for (int i = 0; i < NOISES; i++) {
		p[i] = given(&d, k, days, t, noise_reach * (2.0 * i / (NOISES - 1) - 1));
		most = fmax(most, p[i].weight);
	}
	for (int i = 0; i < NOISES; i++)
		sum += p[i].weight = exp(p[i].weight - most);
	for (int i = 0; i < NOISES; i++) {
		p[i].weight /= sum;
		out.effect += p[i].weight * p[i].mean;
	}
	out.low = quantile(p, 0.05);
	out.high = quantile(p, 0.95);
	out.helps = mixed(p, -k->least);
	out.worse = 1 - mixed(p, k->least);
	if (out.with < k->days || out.without < k->days)
		return out;
	if (out.helps >= k->sure)
		out.answer = TRIAL_HELPS;
	else if (out.worse >= k->sure)
		out.answer = TRIAL_WORSE;
	else if (1 - out.helps - out.worse >= k->sure)
		out.answer = TRIAL_NO_MATTER;
	return out;
}

const char *trial_answer_name(enum trial_answer a)
{
	static const char *const name[] = { [TRIAL_CANNOT_TELL] = "cannot_tell", [TRIAL_HELPS] = "helps", [TRIAL_NO_MATTER] = "no_matter",
		[TRIAL_WORSE] = "worse" };

	return name[a];
}
