/* app/report_emg.c -- muscle tension: numbers in the unit of the file, ratios without one. */
#include "app/report_biosignal.h"

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
