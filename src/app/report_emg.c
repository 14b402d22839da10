/* app/report_emg.c -- muscle tension: numbers in the unit of the file, ratios without one. */
#include "app/report_biosignal.h"

#include "app/report_text.h"
#include "base/fmt.h"
#include "base/json.h"
#include "base/version.h"

#include <math.h>

enum { REPORT_MOST = 1 << 20 };

static const char *const phase_name[4] = { "standing", "bending", "hanging", "rising" };

const char *report_emg(struct arena *a, const struct recording *r, const struct emg_told *t)
{
	struct buf out = buf_new(a, REPORT_MOST);
	struct json_out j = json_writer(&out, true);
	bool rested = t->rest.to > t->rest.from, phases = t->phase[3].to > t->phase[0].from;

	json_open(&j, NULL, '{');
	json_open(&j, "quality", '{');
	json_put_text(&j, "format", r->format);
	json_put_text(&j, "unit", r->unit);
	json_put_text(&j, "signal", r->name);
	json_put_known(&j, "samples_a_second", r->rate);
	json_put_known(&j, "seconds", t->seconds);
	json_close(&j, '}');
	json_open(&j, "tension", '{');
	json_put_known(&j, "mean", t->mean);
	json_put_known(&j, "highest", t->high);
	json_put_known(&j, "rest", rested ? t->rest.mean : (double)NAN);
	json_put_known(&j, "below_target", t->below);
	json_put_known(&j, "median_hz", t->median_hz);
	json_put_int(&j, "contraction_windows", t->contractions);
	json_close(&j, '}');
	json_open(&j, "flexion", '{');
	for (int i = 0; phases && i < 4; i++) {
		json_open(&j, phase_name[i], '{');
		json_put_known(&j, "mean", t->phase[i].mean);
		json_put_known(&j, "highest", t->phase[i].high);
		json_close(&j, '}');
	}
	json_put_known(&j, "bend_ratio", t->bend_ratio);
	json_put_known(&j, "rise_ratio", t->rise_ratio);
	json_close(&j, '}');
	json_put_text(&j, "version", UNKNOT_VERSION);
	json_close(&j, '}');
	buf_char(&out, '\n');
	return out.at;
}

static void tell_phases(struct buf *out, const struct emg_told *t, const char *unit)
{
	if (!(t->phase[3].to > t->phase[0].from))
		return;
	buf_str(out, "\nBending forward and coming up, mean and highest:\n");
	for (int i = 0; i < 4; i++)
		buf_fmt(out, "  %-9s         %.4g  %.4g%s\n", phase_name[i], t->phase[i].mean, t->phase[i].high, unit);
	if (isnan(t->bend_ratio))
		return;
	buf_fmt(out, "Flexion-relaxation  %.2f (bending over hanging), %.2f (rising over hanging)\n", t->bend_ratio, t->rise_ratio);
	text_para(out, "", "A back muscle that lets go while hanging has high ratios. Compare the two sides, and before with after; this is no diagnosis.");
}

const char *report_emg_text(struct arena *a, const struct recording *r, const struct emg_told *t)
{
	struct buf out = buf_new(a, REPORT_MOST);
	const char *unit = *r->unit ? arena_fmt(a, " %s", r->unit) : "";

	buf_fmt(&out, "Muscle tension: %s, %s%s%s, %g samples a second.\n\n", fmt_seconds((int)t->seconds), r->format, *r->name ? ", " : "", r->name,
		r->rate);
	buf_fmt(&out, "Whole recording     %.4g%s on average, %.4g at most\n", t->mean, unit, t->high);
	if (t->rest.to > t->rest.from)
		buf_fmt(&out, "At rest             %.4g%s (%g to %g s)\n", t->rest.mean, unit, t->rest.from, t->rest.to);
	if (!isnan(t->below))
		buf_fmt(&out, "At or below target  %s of the time\n", fmt_percent(t->below));
	if (!isnan(t->median_hz))
		buf_fmt(&out, "Median frequency    %.1f Hz in %s\n", t->median_hz, fmt_count(t->contractions, "window of contraction",
			"windows of contraction"));
	tell_phases(&out, t, unit);
	return out.at;
}
