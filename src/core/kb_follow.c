/* core/kb_follow.c -- how a person is followed and what worked, from the numbers of the knowledge (knowledge/track.yaml). */
#include "core/kb_sound.h"

#include "base/str.h"
#include "core/track.h"
#include "core/trial.h"
#include "core/worked.h"

#include <math.h>
#include <stddef.h>

struct following { struct arena *a; const struct kb *kb; struct where *where; struct err *why; };
struct wanted { const char *id; double low, high; size_t at; };

#define T(name) offsetof(struct track_numbers, name)
#define W(name) offsetof(struct worked_numbers, name)
static const struct wanted of_track[] = { { "track_noise", 0.1, 5, T(noise) }, { "track_noise_spread", 0.01, 2, T(noise_spread) },
	{ "track_memory", 0, 0.95, T(memory) }, { "track_drift", 0.001, 1, T(drift) }, { "track_slope", 0.001, 1, T(slope) },
	{ "track_fade", 1, 10000, T(fade) }, { "track_important", 0.1, 10, T(important) },
	{ "track_counts", 0.1, 1, T(counts) }, { "track_enough", 0, 1, T(enough) }, { "track_low", 0, 10, T(low) },
	{ "track_little", 0, 10, T(little) }, { "track_plateau_days", TRACK_LEAST_DAYS, 365, T(plateau_days) },
	{ "track_checkins_week", 1, 7, T(checkins_week) }, { "track_hard_day", 1, 10, T(hard) },
	{ "track_said_power", 0.2, 5, T(said_power) }, { "track_said_improving", -5, 5, T(said_improving) }, { "track_said_worsening", -5, 5, T(said_worsening) } };
static const struct wanted of_worked[] = { { "worked_visit", 0.01, 5, W(visit) }, { "worked_technique", 0.01, 5, W(technique) },
	{ "worked_area", 0.01, 5, W(area) }, { "worked_pair", 0.01, 5, W(pair) }, { "worked_least", 0.01, 5, W(least) },
	{ "worked_sure", 0.5, 0.999, W(sure) }, { "worked_sure_not", 0.5, 0.999, W(sure_not) },
	{ "worked_sessions", 1, 100, W(sessions) } };

#define R(name) offsetof(struct trial_numbers, name)
static const struct wanted of_trial[] = { { "trial_effect", 0.01, 5, R(effect) }, { "trial_trend", 0.01, 10, R(trend) }, { "trial_level", 0.1, 10, R(level) },
	{ "trial_least", 0.01, 5, R(least) }, { "trial_sure", 0.5, 0.999, R(sure) }, { "trial_days", 1, 14, R(days) } };

static bool take(struct following *l, const char *id, double low, double high, double *out)
{
	int i = kb_find(l->kb, KIND_NUMBER, id);

	if (i < 0)
		return fail(l->why, ERR_INPUT, "numbers", "\"%s\" is missing: following a person needs it", id);
	*out = l->kb->number[i].value;
	if (*out < low || *out > high) {
		*l->where = l->kb->number[i].where;
		return fail(l->why, ERR_INPUT, id, "%g is outside %g to %g", *out, low, high);
	}
	return true;
}

static bool take_all(struct following *l, const struct wanted *w, size_t n, void *to)
{
	for (size_t i = 0; i < n; i++)
		if (!take(l, w[i].id, w[i].low, w[i].high, (double *)(void *)((char *)to + w[i].at)))
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

static bool take_together(struct following *l, const char *kind, double out[TRACK_MEASURES][TRACK_MEASURES])
{
	static const char *const measure[] = { "pain", "function", "mood", "sleep" };

	for (int i = 0; i < TRACK_MEASURES; i++) {
		out[i][i] = 1;
		for (int j = i + 1; j < TRACK_MEASURES; j++) {
			if (!take(l, arena_fmt(l->a, "track_%s_%s_%s", kind, measure[i], measure[j]), -0.95, 0.95, &out[i][j]))
				return false;
			out[j][i] = out[i][j];
		}
	}
	if (!is_definite(out))
		return fail(l->why, ERR_INPUT, "numbers", "the six correlations track_%s_... cannot all be true together", kind);
	return true;
}

bool kb_follow(struct arena *a, struct kb *kb, struct where *where, struct err *why)
{
	struct following f = { a, kb, where, why };
	struct track_numbers *track = NEW(a, struct track_numbers);
	struct worked_numbers *worked = NEW(a, struct worked_numbers);
	struct trial_numbers *trial = NEW(a, struct trial_numbers);
	bool any = kb->n_stalls > 0;

	*where = (struct where){ "track.yaml", 0 };
	for (int i = 0; i < kb->n_numbers; i++)
		any |= str_begins(kb->number[i].id, "track_") || str_begins(kb->number[i].id, "worked_") || str_begins(kb->number[i].id, "trial_");
	if (!any)
		return true;
	if (!take_all(&f, of_track, sizeof(of_track) / sizeof(*of_track), track) || !take_together(&f, "day", track->day) ||
	    !take_together(&f, "change", track->change) || !take_all(&f, of_worked, sizeof(of_worked) / sizeof(*of_worked), worked) ||
	    !take_all(&f, of_trial, sizeof(of_trial) / sizeof(*of_trial), trial))
		return false;
	kb->track = track;
	kb->worked = worked;
	kb->trial = trial;
	return true;
}
