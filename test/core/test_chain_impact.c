/* The published muscle network (Murphy 2018): impact of a perturbed muscle, and impact against weeks of recovery.
 *
 * Every pair of tissues of a muscle with d tissues is a spring of strength 1 / (d - 1); the axis of the body is held.  A muscle is
 * perturbed by holding its own tissues at 1; impact is the sum over all others of what they move, over time 0..T.
 */
#include "tables.h"

#include <math.h>

#include "one_arena.h"

enum { TISSUES = 200, MUSCLES = 270, TERMS = 2000 };

struct murphy { int tissues, muscles; const char *name[TISSUES]; bool on[MUSCLES][TISSUES]; double impact[MUSCLES]; };

static struct murphy *published(void)
{
	struct table on = table_read(a, "murphy_incidence"), impact = table_read(a, "murphy_impact");
	struct murphy *m = NEW(a, struct murphy);

	if (!on.cell || !impact.cell) {
		print_message("the tables of the evidence are not beside this tree: skipped\n");
		return NULL;
	}
	for (int i = 1; i < on.rows; i++) {
		int t = 0, muscle = (int)number_in(&on, i, "murphy_index") - 1;
		const char *tissue = cell(&on, i, "bone_or_tissue");

		assert_true(muscle >= 0 && muscle < MUSCLES);
		while (t < m->tissues && !str_equal(m->name[t], tissue))
			t++;
		m->tissues += t == m->tissues;
		assert_true(m->tissues <= TISSUES);
		m->name[t] = tissue;
		m->on[muscle][t] = true;
	}
	for (int i = 1; i < impact.rows; i++)
		m->impact[(int)number_in(&impact, i, "murphy_index") - 1] = number_in(&impact, i, "impact_score");
	m->muscles = impact.rows - 1;
	return m;
}

/* Skull, spine, sacrum, coccyx, breastbone, hyoid, larynx, linea alba. */
static bool axial(const char *tissue)
{
	static const char *const names[] = { "Occipital Bone", "External Occipital", "Temporal Bone", "Sphenoid", "Maxilla", "Frontal",
		"Zygomatic Bone", "Palatine", "Nasal Cartilage", "Sacrum", "Coccyx", "Sternum", "Hyoid", "Arytenoid", "Cricoid", "Thyroid",
		"Epiglottis", "Linea Alba", "Ligamentum Nuchae" };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (str_begins(tissue, names[i]))
			return true;
	return strchr("CTL", tissue[0]) && tissue[1] >= '0' && tissue[1] <= '9';
}

static void springs(const struct murphy *m, double (*k)[TISSUES])
{
	for (int x = 0; x < m->muscles; x++) {
		int d = 0;

		for (int t = 0; t < m->tissues; t++)
			d += m->on[x][t];
		for (int t = 0; t < m->tissues; t++)
			for (int u = 0; u < m->tissues; u++)
				if (t != u && m->on[x][t] && m->on[x][u])
					k[t][u] += 1.0 / (d - 1);
	}
}

/* One step y = P x over the tissues that are free. */
struct step_of { int from, to; double by; };

static int steps(const struct murphy *m, double (*k)[TISSUES], const bool *held, const double *degree, double rate,
	struct step_of *out)
{
	int n = 0;

	for (int t = 0; t < m->tissues; t++)
		for (int u = 0; u < m->tissues && !held[t]; u++)
			if (!held[u] && (t == u || k[t][u] > 0))
				out[n++] = (struct step_of){ u, t, t == u ? 1 - degree[t] / rate : k[t][u] / rate };
	return n;
}

/* How often a Poisson clock of mean `rate` T has rung k times or more: at_least[k]. */
static void clock_tail(double mean, double *at_least)
{
	double sum = 0;

	assert_true(mean < TERMS / 2);
	for (int k = TERMS + 2; k >= 0; k--)
		at_least[k] = sum += exp(k * log(mean) - mean - lgamma(k + 1.0));
}

/* x' = b - L x from 0; integral over 0..T of the sum of x, as a series of nonnegative terms (uniformisation): with P = I - L / rate
 * it is sum_k w_k sum(P^k b), w_k = (T tail(k + 1) - (k + 1) / rate tail(k + 2)) / rate. */
static double impact_of(const struct murphy *m, double (*k)[TISSUES], int muscle, bool anchored, double time)
{
	static struct step_of step[TISSUES * TISSUES];
	double rate = 0, sum = 0, degree[TISSUES] = { 0 }, x[TISSUES], *tail = NEWS(a, double, TERMS + 3);
	bool held[TISSUES];

	for (int t = 0; t < m->tissues; t++) {
		held[t] = m->on[muscle][t] || (anchored && axial(m->name[t]));
		x[t] = 0;
		for (int u = 0; u < m->tissues; u++) {
			degree[t] += k[t][u];
			x[t] += m->on[muscle][u] ? k[t][u] : 0;
		}
		x[t] = held[t] ? 0 : x[t];
		rate = held[t] ? rate : fmax(rate, degree[t]);
	}
	int n = steps(m, k, held, degree, rate, step);

	clock_tail(rate * time, tail);
	for (int i = 0; i < TERMS && tail[i + 1] > 1e-9; i++) {
		double y[TISSUES] = { 0 };

		for (int t = 0; t < m->tissues; t++)
			sum += x[t] * (time * tail[i + 1] - (i + 1) / rate * tail[i + 2]) / rate;
		for (int s = 0; s < n; s++)
			y[step[s].to] += step[s].by * x[step[s].from];
		memcpy(x, y, sizeof(x));
	}
	return sum;
}

/* ---- ranks ---- */

struct rank { double value; int at; };

static int by_value(const void *x, const void *y)
{
	double d = ((const struct rank *)x)->value - ((const struct rank *)y)->value;

	return d < 0 ? -1 : d > 0;
}

/* Ranks from 1, equal values share the mean of theirs. */
static void ranked(const double *value, int n, double *out)
{
	struct rank all[MUSCLES];

	for (int i = 0; i < n; i++)
		all[i] = (struct rank){ value[i], i };
	qsort(all, (size_t)n, sizeof(*all), by_value);
	for (int i = 0, j; i < n; i = j) {
		for (j = i + 1; j < n && all[j].value <= all[i].value; j++)
			;
		for (int q = i; q < j; q++)
			out[all[q].at] = (i + 1 + j) / 2.0;
	}
}

static double pearson(const double *x, const double *y, const double *weight, int n, double *slope)
{
	double w = 0, mx = 0, my = 0, xx = 0, yy = 0, xy = 0;

	for (int i = 0; i < n; i++) {
		double v = weight ? weight[i] : 1;

		w += v;
		mx += v * x[i];
		my += v * y[i];
	}
	mx /= w;
	my /= w;
	for (int i = 0; i < n; i++) {
		double v = weight ? weight[i] : 1;

		xx += v * (x[i] - mx) * (x[i] - mx);
		yy += v * (y[i] - my) * (y[i] - my);
		xy += v * (x[i] - mx) * (y[i] - my);
	}
	if (slope)
		*slope = xy / xx;
	return xy / sqrt(xx * yy);
}

static double spearman(const double *x, const double *y, int n)
{
	double rx[MUSCLES], ry[MUSCLES];

	ranked(x, n, rx);
	ranked(y, n, ry);
	return pearson(rx, ry, NULL, n, NULL);
}

static double agreement(const struct murphy *m, double (*k)[TISSUES], bool anchored, double *linear)
{
	double computed[MUSCLES];

	for (int x = 0; x < m->muscles; x++)
		computed[x] = impact_of(m, k, x, anchored, 20);
	*linear = pearson(computed, m->impact, NULL, m->muscles, NULL);
	return spearman(computed, m->impact, m->muscles);
}

static void impact_agrees_with_the_published_scores(void **state)
{
	(void)state;
	struct murphy *m = published();
	double (*k)[TISSUES] = arena_take(a, TISSUES, sizeof(*k)), linear, free_linear;

	if (!m) {
		skip();
		return;
	}
	assert_int_equal(m->muscles, 270);
	assert_int_equal(m->tissues, 173);
	springs(m, k);
	double anchored = agreement(m, k, true, &linear), loose = agreement(m, k, false, &free_linear);

	print_message("axis held: Spearman %.3f, Pearson %.3f; not held: Spearman %.3f\n", anchored, linear, loose);
	assert_true(anchored >= 0.85);
	assert_true(loose < 0.65);
}

/* One tissue between two held ones: x' = k (1 - 2 x), by hand. */
static void impact_by_hand(void **state)
{
	(void)state;
	struct murphy *m = NEW(a, struct murphy);
	double (*k)[TISSUES] = arena_take(a, TISSUES, sizeof(*k));

	m->muscles = 2;
	m->tissues = 3;
	m->name[0] = "Femur";
	m->name[1] = "Tibia";
	m->name[2] = "Sacrum";
	m->on[0][0] = m->on[0][1] = m->on[1][1] = m->on[1][2] = true;
	springs(m, k);
	m->on[0][1] = false;                                            /* perturb the femur alone */
	/* tibia: x = (1 - e^-2t) / 2; integral to T: T / 2 - (1 - e^-2T) / 4 */
	assert_true(fabs(impact_of(m, k, 0, true, 20) - (10 - 0.25)) < 1e-8);
	assert_true(fabs(impact_of(m, k, 0, true, 1) - (0.5 - (1 - exp(-2)) / 4)) < 1e-8);
	assert_true(impact_of(m, k, 0, false, 20) > 9.75);
}

static void impact_goes_with_weeks_of_recovery(void **state)
{
	(void)state;
	struct table t = table_read(a, "murphy_recovery");
	double weeks[20], impact[20], weight[20], slope;

	if (!t.cell) {
		print_message("the tables of the evidence are not beside this tree: skipped\n");
		skip();
	}
	assert_int_equal(t.rows, 15);
	for (int i = 1; i < t.rows; i++) {
		weeks[i - 1] = number_in(&t, i, "recovery_time");
		impact[i - 1] = number_in(&t, i, "impact_deviation");
		weight[i - 1] = number_in(&t, i, "n_muscles_weight");
	}
	double r = pearson(impact, weeks, weight, 14, &slope);

	print_message("weeks of recovery against impact: weighted r %.3f, %.2f weeks for one standard deviation\n", r, slope);
	assert_true(fabs(r - 0.64) < 0.01 && fabs(slope - 2.94) < 0.01);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(impact_by_hand),
		cmocka_unit_test(impact_agrees_with_the_published_scores),
		cmocka_unit_test(impact_goes_with_weeks_of_recovery),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
