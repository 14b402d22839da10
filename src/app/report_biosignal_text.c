/* app/report_biosignal_text.c -- heart beats on a page a person understands. */
#include "app/report_biosignal.h"

#include "app/report_text.h"
#include "base/fmt.h"

#include <math.h>

enum { REPORT_MOST = 1 << 20 };

static void tell_quality(struct arena *a, struct buf *out, const struct recording *r, const struct biosignal *b)
{
	static const char *const words[BEAT_CLASSES] = { "", "too early or too late (ectopic)", "missed by the sensor", "counted twice",
		"long or short without a known reason", "outside what a heart does" };
	struct buf of = buf_new(a, 4096);
	int out_of[BEAT_CLASSES] = { 0 };

	buf_fmt(out, "Heart beats: %s over %s, read as %s%s%s%s%s.\n", fmt_count(b->n, "interval", "intervals"), fmt_seconds((int)b->seconds),
		r->format, *r->name ? ", " : "", r->name, *r->unit ? ", " : "", r->unit);
	for (int i = 0; i < b->n; i++)
		out_of[b->class[i]] += (b->mark[i] & BEAT_OUT) != 0;
	for (int c = BEAT_ECTOPIC; c < BEAT_CLASSES; c++)
		if (out_of[c])
			buf_fmt(&of, "%s%d %s", of.n ? ", " : "", out_of[c], words[c]);
	text_para(out, "", arena_fmt(a, "Quality: %d of %d intervals can be used (%.1f %%). Doubtful ones are left out with the next, never repaired%s%s. "
		"%s. The beat pattern suits in %d of %d stretches of three minutes%s.", b->used, b->n, b->n ? 100.0 * b->used / b->n : 0,
		of.n ? ": " : "", of.n ? of.at : "", b->gaps ? fmt_count(b->gaps, "gap, not bridged", "gaps, none bridged") : "No gap",
		b->blocks - b->blocks_withheld, b->blocks, b->blocks_withheld ? "; beats of the others are not used" : ""));
	if (r->rate > 0 && r->rate < 250)
		text_para(out, "", arena_fmt(a, "Sampled %g times a second: beats are placed between samples, and RMSSD may come out a little high.", r->rate));
}

static void tell_numbers(struct buf *out, const struct biosignal *b)
{
	const struct bio_time *t = &b->time;

	buf_fmt(out, "\nHeart rate          %.1f a minute\n", t->mean_hr);
	buf_fmt(out, "From beat to beat   RMSSD %.1f ms; differences above 50 ms: %.1f %%\n", t->rmssd, t->pnn50);
	buf_fmt(out, "Overall             SDNN %.1f ms\n", t->sdnn);
	if (b->spectrum && !isnan(b->spectrum->vlf))
		buf_fmt(out, "Slowest waves       VLF %.0f ms2\n", b->spectrum->vlf);
	if (b->spectrum)
		buf_fmt(out, "Slow waves          LF %.0f ms2 (4 to 9 a minute: slow breathing shows here)\nFast waves          HF %.0f ms2 (9 to 24 a minute: "
			"usual breathing shows here)\n", b->spectrum->lf, b->spectrum->hf);
}

static void tell_waves(struct buf *out, const struct bio_numbers *k, const struct biosignal *b)
{
	if (b->coherence.windows)
		buf_fmt(out, "Coherence           %.0f of 100 in the middle, %.0f at best (%s), at %.1f waves a minute;\n"
			"                    64 s each, our own scale\n", coherence_score(b->coherence.median), coherence_score(b->coherence.best),
			coherence_level(k, b->coherence.best), 60 * b->coherence.peak_hz);
	if (b->breath.sure)
		buf_fmt(out, "Breathing           about %.1f a minute: an estimate from %d of %d windows\n", b->breath.per_minute, b->breath.sure,
			b->breath.windows);
	else if (b->breath.windows)
		buf_str(out, "Breathing           cannot be told from these beats\n");
}

static void tell_resonance(struct arena *a, struct buf *out, const struct resonance *r)
{
	buf_str(out, "\nBreaths a minute   swing ms  lag   R2    beats/min  LF ms2   height   smooth  peaks\n");
	for (int i = 0; i < r->n; i++) {
		const struct rate_told *t = &r->at[i];

		if (t->usable)
			buf_fmt(out, "%6.2f%s         %9.1f %5.2f %5.2f %9.1f %9.0f %8.0f %7.2f %5d\n", t->rate, i == r->best ? " *" : "  ", t->swing, t->lag,
				t->fits, t->peak_to_trough, t->lf, t->height, t->smooth, t->peaks);
		else
			buf_fmt(out, "%6.2f           too few clean beats\n", t->rate);
	}
	text_para(out, "", r->clear ? arena_fmt(a, "The heart swings most at about %.2f breaths a minute; %d of 6 criteria agree on the step marked. "
		"Repeat it on another day before relying on it.", r->rate, r->agree) :
		"No clear maximum: any slow rate that is comfortable will do. Repeat it on another day if you like.");
}

const char *report_biosignal_text(struct arena *a, const struct bio_numbers *k, const struct recording *r, const struct biosignal *b,
	const struct resonance *resonance)
{
	struct buf out = buf_new(a, REPORT_MOST);

	tell_quality(a, &out, r, b);
	if (b->withheld) {
		buf_char(&out, '\n');
		text_para(&out, "", withheld_words(b->withheld));
	} else {
		tell_numbers(&out, b);
		tell_waves(&out, k, b);
		if (resonance)
			tell_resonance(a, &out, resonance);
		buf_char(&out, '\n');
		text_para(&out, "", "These numbers change with sleep, coffee, posture and the hour. Compare a person only with himself or herself, taken in the "
			"same way; they are no diagnosis and no measure of pain.");
	}
	return out.at;
}
