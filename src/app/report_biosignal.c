/* app/report_biosignal.c -- heart beats: quality first, numbers only where they may be given. */
#include "app/report_biosignal.h"

#include "base/json.h"
#include "base/version.h"

#include <math.h>

enum { REPORT_MOST = 1 << 20 };

const char *coherence_level(const struct bio_numbers *k, double ratio)
{
	return ratio >= k->coherence_high ? "high" : ratio >= k->coherence_middle ? "middle" : "low";
}

static void put_quality(struct json_out *j, const struct recording *r, const struct biosignal *b)
{
	json_open(j, "quality", '{');
	json_put_text(j, "format", r->format);
	json_put_text(j, "unit", r->unit);
	json_put_text(j, "signal", r->name);
	json_put_known(j, "samples_a_second", r->rate > 0 ? r->rate : (double)NAN);
	json_put_int(j, "beats", b->n);
	json_put_known(j, "seconds", b->seconds);
	json_put_int(j, "used", b->used);
	json_put_int(j, "gaps", b->gaps);
	json_open(j, "classes", '{');
	for (int c = 0; c < BEAT_CLASSES; c++)
		json_put_int(j, beat_class_name((enum beat_class)c), b->count[c]);
	json_close(j, '}');
	json_put_int(j, "blocks", b->blocks);
	json_put_int(j, "blocks_withheld", b->blocks_withheld);
	json_put_number(j, "worst_flagged", b->worst_flagged);
	json_put_number(j, "worst_far_off", b->worst_off);
	if (r->other_beats >= 0)
		json_put_int(j, "annotated_other_than_normal", r->other_beats);
	json_close(j, '}');
}

static void put_time(struct json_out *j, const struct bio_time *t)
{
	json_open(j, "time", '{');
	json_put_known(j, "mean_rr_ms", t->mean_rr);
	json_put_known(j, "mean_hr", t->mean_hr);
	json_put_known(j, "sdnn_ms", t->sdnn);
	json_put_known(j, "rmssd_ms", t->rmssd);
	json_put_known(j, "sdsd_ms", t->sdsd);
	json_put_known(j, "pnn50", t->pnn50);
	json_put_known(j, "pnn20", t->pnn20);
	json_put_known(j, "sd1_ms", t->sd1);
	json_put_known(j, "sd2_ms", t->sd2);
	json_close(j, '}');
}

static void put_spectrum(struct json_out *j, const struct bio_spectrum *s)
{
	const double none = (double)NAN;

	json_open(j, "spectrum", '{');
	json_put_known(j, "vlf_ms2", s ? s->vlf : none);
	json_put_known(j, "lf_ms2", s ? s->lf : none);
	json_put_known(j, "hf_ms2", s ? s->hf : none);
	json_put_known(j, "total_ms2", s ? s->total : none);
	json_put_known(j, "lf_peak_hz", s ? band_peak(s->density, s->n / 2 + 1, s->df, 0.04, 0.15) : none);
	json_put_known(j, "hf_peak_hz", s ? band_peak(s->density, s->n / 2 + 1, s->df, 0.15, 0.4) : none);
	json_put_int(j, "segments", s ? s->segments : 0);
	json_put_known(j, "segment_s", s ? (double)s->n / SPECTRUM_RATE : none);
	json_close(j, '}');
}

static void put_waves(struct json_out *j, const struct bio_numbers *k, const struct biosignal *b)
{
	json_open(j, "coherence", '{');
	json_put_int(j, "windows", b->coherence.windows);
	json_put_known(j, "median", b->coherence.median);
	json_put_known(j, "best", b->coherence.best);
	json_put_known(j, "best_score", coherence_score(b->coherence.best));
	json_put_known(j, "best_peak_hz", b->coherence.peak_hz);
	if (isnan(b->coherence.best))
		json_put_null(j, "best_level");
	else
		json_put_text(j, "best_level", coherence_level(k, b->coherence.best));
	json_close(j, '}');
	json_open(j, "breath", '{');
	json_put_known(j, "per_minute", b->breath.per_minute);
	json_put_int(j, "windows", b->breath.windows);
	json_put_int(j, "windows_sure", b->breath.sure);
	json_close(j, '}');
}

static const char *const criterion[6] = { "phase", "peak_to_trough", "lf_power", "lf_height", "smoothness", "fewest_peaks" };

void report_resonance(struct json_out *j, const struct resonance *r)
{
	json_open(j, "resonance", '{');
	json_put_bool(j, "clear", r->clear);
	json_put_known(j, "rate", r->rate);
	json_put_int(j, "criteria_that_agree", r->agree);
	json_open(j, "best_by", '{');
	for (int c = 0; c < 6; c++)
		json_put_known(j, criterion[c], r->first[c] < 0 ? (double)NAN : r->at[r->first[c]].rate);
	json_close(j, '}');
	json_open(j, "steps", '[');
	for (int i = 0; i < r->n; i++) {
		const struct rate_told *t = &r->at[i];

		json_open(j, NULL, '{');
		json_put_number(j, "rate", t->rate);
		json_put_int(j, "beats", t->beats);
		json_put_bool(j, "usable", t->usable);
		if (t->usable) {
			json_put_known(j, "swing_ms", t->swing);
			json_put_known(j, "lag_turns", t->lag);
			json_put_known(j, "r2", t->fits);
			json_put_known(j, "peak_to_trough", t->peak_to_trough);
			json_put_known(j, "lf_power", t->lf);
			json_put_known(j, "lf_height", t->height);
			json_put_known(j, "smoothness", t->smooth);
			json_put_int(j, "peaks", t->peaks);
		}
		json_close(j, '}');
	}
	json_close(j, ']');
	json_close(j, '}');
}

const char *report_biosignal(struct arena *a, const struct bio_numbers *k, const struct recording *r, const struct biosignal *b,
	const struct resonance *resonance)
{
	struct buf out = buf_new(a, REPORT_MOST);
	struct json_out j = json_writer(&out, true);

	json_open(&j, NULL, '{');
	put_quality(&j, r, b);
	put_time(&j, &b->time);
	put_spectrum(&j, b->spectrum);
	put_waves(&j, k, b);
	if (resonance)
		report_resonance(&j, resonance);
	json_put_text(&j, "withheld", withheld_name(b->withheld));
	json_put_text(&j, "withheld_words", withheld_words(b->withheld));
	json_put_text(&j, "version", UNKNOT_VERSION);
	json_close(&j, '}');
	buf_char(&out, '\n');
	return out.at;
}
