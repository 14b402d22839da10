/* app/beats_found.c -- from a sampled signal to intervals. */
#include "app/beats.h"

#include "core/bio_filter.h"

bool beats_within(const struct recording *r, struct err *err)
{
	double ms = 0;

	for (int i = 0; i < r->n; i++)
		ms += r->value[i];
	if (r->n > RECORDING_BEATS_MOST || ms > RECORDING_DAYS_MOST * 86400e3)
		return fail(err, ERR_TOO_LARGE, "file", "more than %d days or %d beats: cut it into parts", (int)RECORDING_DAYS_MOST,
			(int)RECORDING_BEATS_MOST);
	return true;
}

bool beats_found(struct arena *a, struct recording *r, struct err *err)
{
	enum pulse what = r->what == RECORDED_ECG ? PULSE_ECG : PULSE_PPG;
	int least = what == PULSE_ECG ? DETECT_ECG_LEAST : DETECT_PPG_LEAST;
	double *at = NEWS(a, double, r->n + 1);
	struct recording out = *r;

	if (r->rate < least || r->rate > 1e5)
		return fail(err, ERR_INPUT, "rate", "%g samples a second: from %d to 100000 are needed to find beats", r->rate, least);
	out.what = RECORDED_BEATS;
	out.n = 0;
	out.value = NEWS(a, double, r->n + 1);
	out.mark = NEWS(a, unsigned char, r->n + 1);
	for (int from = 0, to; from < r->n; from = to) {
		bool cut = true;

		for (to = from + 1; to < r->n && !(r->mark[to] & BEAT_CUT); to++)
			;
		int m = detect_beats(a, what, r->value + from, to - from, r->rate, at);
		for (int i = 1; i < m; i++)
			beats_put(&out, 1000 * (at[i] - at[i - 1]), &cut);
	}
	if (!out.n)
		return fail(err, ERR_INPUT, "signal", "fewer than two beats were found in it");
	*r = out;
	return true;
}
