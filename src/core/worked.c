/* core/worked.c -- one filter over level, slope, deviation and all effects; the effects are states that stand still. */
#include "core/worked.h"

#include "core/track_model.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

enum { LEVEL, SLOPE, DEVIATION, VISIT, FIRST };     /* states; from FIRST techniques, areas, pairs */

static const double middle = 5, wide = 5, rounding = 1.0 / 12;

struct fit {
	const struct track_numbers *t;
	const struct worked_numbers *k;
	double answer, drift;           /* noise of this person */
	int n, states;
	int *technique, *area; int n_techniques, n_areas;       /* ids as given, in order */
	struct worked *out;
	bool *session;                  /* n days */
	bool *given;                    /* n days, n_pairs each: was it part of the session of that day? */
	double *x, *p;                  /* states; states * states */
};

static int by_number(const void *a, const void *b)
{
	return (*(const int *)a > *(const int *)b) - (*(const int *)a < *(const int *)b);
}

/* The different values, in order; returns how many. */
static int different(int *at, int n)
{
	int kept = 0;

	qsort(at, (size_t)n, sizeof(*at), by_number);
	for (int i = 0; i < n; i++)
		if (!kept || at[kept - 1] != at[i])
			at[kept++] = at[i];
	return kept;
}

static int find(const int *at, int n, int value)
{
	for (int i = 0; i < n; i++)
		if (at[i] == value)
			return i;
	return -1;
}

static int by_pair(const void *a, const void *b)
{
	const struct worked_pair *p = a, *q = b;

	return p->technique != q->technique ? (p->technique > q->technique) - (p->technique < q->technique) :
		(p->area > q->area) - (p->area < q->area);
}

static struct worked_pair *pair_of(struct worked *w, const struct worked_use *u)
{
	for (int i = 0; i < w->n_pairs; i++)
		if (w->pair[i].technique == u->technique && w->pair[i].area == u->area)
			return &w->pair[i];
	return NULL;
}

/* The different pairs, techniques and areas. */
static void name_all(struct arena *a, struct fit *f, const struct worked_use *use, int n_uses)
{
	struct worked *w = f->out;

	w->pair = NEWS(a, struct worked_pair, WORKED_PAIRS_MOST);
	for (int i = 0; i < n_uses; i++) {
		if (use[i].day < 0 || use[i].day >= f->n || (!pair_of(w, &use[i]) && w->n_pairs == WORKED_PAIRS_MOST))
			w->left_out++;
		else if (!pair_of(w, &use[i]))
			w->pair[w->n_pairs++] = (struct worked_pair){ .technique = use[i].technique, .area = use[i].area };
	}
	qsort(w->pair, (size_t)w->n_pairs, sizeof(*w->pair), by_pair);
	f->technique = NEWS(a, int, WORKED_PAIRS_MOST);
	f->area = NEWS(a, int, WORKED_PAIRS_MOST);
	for (int i = 0; i < w->n_pairs; i++) {
		f->technique[i] = w->pair[i].technique;
		f->area[i] = w->pair[i].area;
	}
	f->n_techniques = different(f->technique, w->n_pairs);
	f->n_areas = different(f->area, w->n_pairs);
	f->states = FIRST + f->n_techniques + f->n_areas + w->n_pairs;
}

/* Which pair on which day; how many sessions, how many answers that may show each. */
static void lay_out(struct arena *a, struct fit *f, const double *pain, const struct worked_use *use, int n_uses)
{
	struct worked *w = f->out;

	f->session = NEWS(a, bool, (size_t)f->n + 1);
	f->given = NEWS(a, bool, (size_t)f->n * (size_t)w->n_pairs + 1);
	for (int i = 0; i < n_uses; i++) {
		struct worked_pair *p = use[i].day >= 0 && use[i].day < f->n ? pair_of(w, &use[i]) : NULL;

		if (use[i].day >= 0 && use[i].day < f->n) {
			w->sessions += !f->session[use[i].day];
			f->session[use[i].day] = true;
		}
		if (!p || f->given[use[i].day * w->n_pairs + (int)(p - w->pair)])
			continue;
		f->given[use[i].day * w->n_pairs + (int)(p - w->pair)] = true;
		p->sessions++;
		for (int t = use[i].day + WORKED_FIRST; t <= use[i].day + WORKED_LAST && t < f->n; t++)
			p->days += !isnan(pain[t]);
	}
}

static int state_of_technique(const struct fit *f, int pair)
{
	return FIRST + find(f->technique, f->n_techniques, f->out->pair[pair].technique);
}

static int state_of_area(const struct fit *f, int pair)
{
	return FIRST + f->n_techniques + find(f->area, f->n_areas, f->out->pair[pair].area);
}

static int state_of_pair(const struct fit *f, int pair)
{
	return FIRST + f->n_techniques + f->n_areas + pair;
}

static double *var(struct fit *f, int i, int j)
{
	return &f->p[i * f->states + j];
}

static void start(struct arena *a, struct fit *f)
{
	f->x = NEWS(a, double, (size_t)f->states);
	f->p = NEWS(a, double, (size_t)f->states * (size_t)f->states);
	f->x[LEVEL] = middle;
	*var(f, LEVEL, LEVEL) = wide * wide;
	*var(f, SLOPE, SLOPE) = f->t->slope * f->t->slope;
	*var(f, DEVIATION, DEVIATION) = f->answer * f->answer;
	*var(f, VISIT, VISIT) = f->k->visit * f->k->visit;
	for (int i = FIRST; i < f->states; i++) {
		double sd = i < FIRST + f->n_techniques ? f->k->technique : i < FIRST + f->n_techniques + f->n_areas ? f->k->area : f->k->pair;

		*var(f, i, i) = sd * sd;
	}
}

static void predict(struct fit *f)
{
	const double kept = track_slope_kept(f->t);

	f->x[LEVEL] += f->x[SLOPE];
	f->x[SLOPE] *= kept;
	f->x[DEVIATION] *= f->t->memory;
	for (int c = 0; c < f->states; c++) {
		*var(f, LEVEL, c) += *var(f, SLOPE, c);
		*var(f, SLOPE, c) *= kept;
		*var(f, DEVIATION, c) *= f->t->memory;
	}
	for (int r = 0; r < f->states; r++) {
		*var(f, r, LEVEL) += *var(f, r, SLOPE);
		*var(f, r, SLOPE) *= kept;
		*var(f, r, DEVIATION) *= f->t->memory;
	}
	*var(f, LEVEL, LEVEL) += f->drift * f->drift;
	*var(f, SLOPE, SLOPE) += (1 - kept * kept) * f->t->slope * f->t->slope;
	*var(f, DEVIATION, DEVIATION) += (1 - f->t->memory * f->t->memory) * f->answer * f->answer;
}

/* How each state shows in the answer of day t: effects lower pain. */
static void look(const struct fit *f, int t, double *h)
{
	for (int i = 0; i < f->states; i++)
		h[i] = i == LEVEL || i == DEVIATION;
	for (int d = t - WORKED_LAST; d <= t - WORKED_FIRST; d++) {
		if (d < 0 || !f->session[d])
			continue;
		h[VISIT] -= 1;
		for (int p = 0; p < f->out->n_pairs; p++)
			if (f->given[d * f->out->n_pairs + p]) {
				h[state_of_technique(f, p)] -= 1;
				h[state_of_area(f, p)] -= 1;
				h[state_of_pair(f, p)] -= 1;
			}
	}
}

static void update(struct fit *f, double y, const double *h, double *ph)
{
	double v = rounding, e = y;

	for (int i = 0; i < f->states; i++) {
		ph[i] = 0;
		for (int j = 0; j < f->states; j++)
			ph[i] += h[j] == 0 ? 0 : *var(f, i, j) * h[j];
		e -= h[i] * f->x[i];
	}
	for (int i = 0; i < f->states; i++)
		v += h[i] * ph[i];
	for (int i = 0; i < f->states; i++) {
		f->x[i] += ph[i] * e / v;
		for (int j = 0; j < f->states; j++)
			*var(f, i, j) -= ph[i] * ph[j] / v;
	}
}

static void answer(struct fit *f, int i)
{
	struct worked_pair *p = &f->out->pair[i];
	const int s[] = { state_of_technique(f, i), state_of_area(f, i), state_of_pair(f, i) };
	double v = 0;

	for (int r = 0; r < 3; r++) {
		p->effect += f->x[s[r]];
		for (int c = 0; c < 3; c++)
			v += *var(f, s[r], s[c]);
	}
	p->sd = sqrt(fmax(v, 1e-12));
	p->helps = 0.5 * erfc((f->k->least - p->effect) / p->sd / M_SQRT2);
	p->probability = fmax(p->helps, 1 - p->helps);
	if (p->sessions >= f->k->sessions)
		p->answer = p->helps >= f->k->sure ? WORKED_HELPED : 1 - p->helps >= f->k->sure_not ? WORKED_DID_NOT : WORKED_CANNOT_TELL;
}

struct worked *worked(struct arena *a, const struct track_numbers *t, const struct worked_numbers *k, const double *pain, int n,
	const struct worked_use *use, int n_uses)
{
	struct fit f = { .t = t, .k = k, .n = n, .answer = t->noise, .drift = t->drift, .out = NEW(a, struct worked) };

	assert(n >= 0 && n_uses >= 0);
	name_all(a, &f, use, n_uses);
	lay_out(a, &f, pain, use, n_uses);
	track_judge(t, pain, n, &f.answer, &f.drift);
	start(a, &f);
	double *h = NEWS(a, double, (size_t)f.states), *ph = NEWS(a, double, (size_t)f.states);
	for (int d = 0; d < n; d++) {
		if (d)
			predict(&f);
		if (isnan(pain[d]))
			continue;
		look(&f, d, h);
		update(&f, pain[d], h, ph);
	}
	f.out->visit = f.x[VISIT];
	f.out->visit_sd = sqrt(fmax(*var(&f, VISIT, VISIT), 1e-12));
	for (int i = 0; i < f.out->n_pairs; i++)
		answer(&f, i);
	return f.out;
}

const char *worked_name(enum worked_answer w)
{
	static const char *const name[] = { "cannot_tell", "helped", "did_not" };

	return name[w];
}
