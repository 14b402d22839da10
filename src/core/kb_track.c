/* core/kb_track.c -- knowledge/track.yaml: how a person is followed, what worked, what is asked again at a plateau. */
#include "core/kb_raw.h"

#include "base/str.h"
#include "core/track.h"
#include "core/worked.h"

#include <math.h>

#define T(name) offsetof(struct track_numbers, name)
#define W(name) offsetof(struct worked_numbers, name)
static const struct number_wanted of_track[] = { { "track_noise", 0.1, 5, T(noise) }, { "track_noise_spread", 0.01, 2, T(noise_spread) },
	{ "track_memory", 0, 0.95, T(memory) }, { "track_drift", 0.001, 1, T(drift) }, { "track_slope", 0.001, 1, T(slope) },
	{ "track_fade", 1, 10000, T(fade) }, { "track_important", 0.1, 10, T(important) },
	{ "track_counts", 0.1, 1, T(counts) }, { "track_enough", 0, 1, T(enough) }, { "track_low", 0, 10, T(low) },
	{ "track_little", 0, 10, T(little) }, { "track_plateau_days", TRACK_LEAST_DAYS, 365, T(plateau_days) },
	{ "track_checkins_week", 1, 7, T(checkins_week) } };
static const struct number_wanted of_worked[] = { { "worked_visit", 0.01, 5, W(visit) }, { "worked_technique", 0.01, 5, W(technique) },
	{ "worked_area", 0.01, 5, W(area) }, { "worked_pair", 0.01, 5, W(pair) }, { "worked_least", 0.01, 5, W(least) },
	{ "worked_sure", 0.5, 0.999, W(sure) }, { "worked_sure_not", 0.5, 0.999, W(sure_not) },
	{ "worked_sessions", 1, 100, W(sessions) } };

bool kb_take_number(struct loading *l, const char *file, const char *id, double low, double high, double *out)
{
	int i = kb_find(l->kb, KIND_NUMBER, id);
	const struct where none = { file, 0 };

	if (i < 0)
		return kb_bad(l, &none, "numbers", "\"%s\" is missing: the program reads it", id);
	*out = l->kb->number[i].value;
	if (*out < low || *out > high)
		return kb_bad(l, &l->kb->number[i].where, id, "%g is outside %g to %g", *out, low, high);
	return true;
}

bool kb_take_numbers(struct loading *l, const char *file, const struct number_wanted *w, size_t n, void *to)
{
	for (size_t i = 0; i < n; i++)
		if (!kb_take_number(l, file, w[i].id, w[i].low, w[i].high, (double *)(void *)((char *)to + w[i].at)))
			return false;
	return true;
}

/* Is the matrix positive definite?  Cholesky, the factor not kept. */
static bool is_definite(double m[TRACK_MEASURES][TRACK_MEASURES])
{
	double f[TRACK_MEASURES][TRACK_MEASURES];

	for (int i = 0; i < TRACK_MEASURES; i++)
		for (int j = 0; j <= i; j++) {
			double s = m[i][j];

			for (int k = 0; k < j; k++)
				s -= f[i][k] * f[j][k];
			if (i == j && s < 1e-6)
				return false;
			f[i][j] = i == j ? sqrt(s) : s / f[j][j];
		}
	return true;
}

static bool take_together(struct loading *l, const char *kind, double out[TRACK_MEASURES][TRACK_MEASURES])
{
	static const char *const measure[] = { "pain", "function", "mood", "sleep" };
	const struct where none = { "track.yaml", 0 };

	for (int i = 0; i < TRACK_MEASURES; i++) {
		out[i][i] = 1;
		for (int j = i + 1; j < TRACK_MEASURES; j++) {
			if (!kb_take_number(l, "track.yaml", arena_fmt(l->scratch, "track_%s_%s_%s", kind, measure[i], measure[j]), -0.95, 0.95, &out[i][j]))
				return false;
			out[j][i] = out[i][j];
		}
	}
	if (!is_definite(out))
		return kb_bad(l, &none, "numbers", "the six correlations track_%s_... cannot all be true together", kind);
	return true;
}

bool kb_take_track(struct loading *l)
{
	struct kb *kb = l->kb;
	struct track_numbers *track = NEW(l->a, struct track_numbers);
	struct worked_numbers *worked = NEW(l->a, struct worked_numbers);

	kb->stall = NEWS(l->a, struct stall, l->raw.n_stalls + 1);
	for (; kb->n_stalls < (int)l->raw.n_stalls; kb->n_stalls++) {
		const struct raw_stall *r = &l->raw.stall[kb->n_stalls];
		struct stall *to = &kb->stall[kb->n_stalls];

		to->where = r->where;
		if (!kb_name(l, &r->where, "measure", KIND_INSTRUMENT, r->measure, &to->instrument) ||
		    !kb_name(l, &r->where, "lesson", KIND_LESSON, r->lesson, &to->lesson) || !kb_cited(l, &r->where, &r->cite, &to->cite))
			return false;
	}
	bool any = kb->n_stalls > 0;
	for (int i = 0; i < kb->n_numbers; i++)
		any |= str_begins(kb->number[i].id, "track_") || str_begins(kb->number[i].id, "worked_");
	if (!any)
		return true;
	if (!kb_take_numbers(l, "track.yaml", of_track, sizeof(of_track) / sizeof(*of_track), track) ||
	    !take_together(l, "day", track->day) || !take_together(l, "change", track->change) ||
	    !kb_take_numbers(l, "track.yaml", of_worked, sizeof(of_worked) / sizeof(*of_worked), worked))
		return false;
	kb->track = track;
	kb->worked = worked;
	return true;
}
