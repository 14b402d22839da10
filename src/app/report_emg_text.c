/* app/report_emg_text.c -- muscle tension on a page. */
#include "app/report_biosignal.h"

#include "app/report_text.h"
#include "base/fmt.h"

#include <math.h>

enum { REPORT_MOST = 1 << 16 };

static void tell_phases(struct buf *out, const struct emg_told *t, const char *unit)
{
	static const char *const name[] = { "standing", "bending", "hanging", "rising" };

	if (!(t->phase[3].to > t->phase[0].from))
		return;
	buf_str(out, "\nBending forward and coming up, mean and highest:\n");
	for (int i = 0; i < 4; i++)
		buf_fmt(out, "  %-9s         %.4g  %.4g%s\n", name[i], t->phase[i].mean, t->phase[i].high, unit);
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
