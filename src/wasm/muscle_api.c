/* wasm/muscle_api.c -- samples in, tension against rest out. */
#include "wasm/muscle_api.h"

#include "app/report_biosignal.h"
#include "core/bio_muscle.h"
#include "wasm/said.h"

#include <math.h>
#include <string.h>

#define EXPORT(name) __attribute__((export_name(#name)))

enum { QUESTION_MOST = 512 << 20, SAID_MOST = 1 << 16, NUMBERS = sizeof(struct bio_numbers) / sizeof(double) };

struct muscle_page { struct bio_numbers k; struct muscle_session muscle; struct arena *question; const char *said; };

static double mains_of(double hz)
{
	return hz == 50 || hz == 60 ? hz : 0;
}

static bool in_order(const struct bio_numbers *k)
{
	return k->muscle_count > 0 && k->muscle_rest > 0 && k->muscle_target > 0 && k->muscle_phase > 0 && k->muscle_late >= 0 &&
		k->muscle_late < k->muscle_phase;
}

EXPORT(muscle_open) struct muscle_page *muscle_open(const double *numbers, int n)
{
	struct muscle_page *p = NEW(arena_new(1 << 20), struct muscle_page);

	if (n != NUMBERS)
		return NULL;
	memcpy(&p->k, numbers, sizeof(p->k));
	if (!in_order(&p->k))
		return NULL;
	p->question = arena_new(QUESTION_MOST);
	p->said = "";
	muscle_begin(&p->muscle, &p->k, 0, 0, 50);
	return p;
}

EXPORT(muscle_start) void muscle_start(struct muscle_page *p, double now, double rate, double mains)
{
	muscle_begin(&p->muscle, &p->k, now, rate >= EMG_RATE_LEAST && rate <= EMG_RATE_MOST ? rate : 0, mains_of(mains));
}

EXPORT(muscle_feed) void muscle_feed(struct muscle_page *p, double now, const char *at, size_t n)
{
	muscle_bytes(&p->muscle, now, at, n);
}

EXPORT(muscle_gone) void muscle_gone(struct muscle_page *p, double now)
{
	muscle_lost(&p->muscle, now);
}

EXPORT(muscle_aim) void muscle_aim(struct muscle_page *p, double share)
{
	muscle_target(&p->muscle, share);
}

EXPORT(muscle_rest_again) void muscle_rest_again(struct muscle_page *p)
{
	muscle_again(&p->muscle);
}

EXPORT(muscle_bend_now) void muscle_bend_now(struct muscle_page *p)
{
	muscle_bend(&p->muscle);
}

EXPORT(muscle_level) double muscle_level(const struct muscle_page *p, double now)
{
	double level = muscle_now(&p->muscle, now).level;

	return isnan(level) ? -1 : level;
}

EXPORT(muscle_tell) void muscle_tell(struct muscle_page *p, double now)
{
	static const char *const stage[] = { "counting", "resting", "practising", "bending" };
	static const char *const fault[] = { "", "silent", "garbage", "slow", "fast", "other_rate", "flat" };
	struct muscle_told t = muscle_now(&p->muscle, now);

	arena_reset(p->question);
	struct buf b = buf_new(p->question, SAID_MOST);
	struct json_out j = json_writer(&b, false);
	json_open(&j, NULL, '{');
	json_put_text(&j, "stage", stage[t.stage]);
	json_put_text(&j, "fault", fault[t.fault]);
	json_put_known(&j, "rate", t.rate);
	json_put_known(&j, "left", t.left);
	json_put_known(&j, "level", t.level);
	json_put_number(&j, "target", p->muscle.target);
	json_put_number(&j, "seconds", t.seconds);
	json_put_known(&j, "below", t.below);
	json_put_known(&j, "mean", t.mean);
	json_put_int(&j, "phase", t.phase);
	json_put_known(&j, "bend_ratio", t.bend_ratio);
	json_put_known(&j, "rise_ratio", t.rise_ratio);
	json_close(&j, '}');
	p->said = b.at;
}

EXPORT(muscle_file) int muscle_file(struct muscle_page *p, const char *bytes, size_t n, double rate, double mains)
{
	const struct beats_asked asked = { .what_given = true, .what = RECORDED_EMG, .rate = rate };
	struct emg_asked emg = { .mains = mains_of(mains) };
	struct recording r;
	struct err err = { 0 };

	arena_reset(p->question);
	bool done = beats_any(p->question, bytes, n, &asked, &r, &err);
	if (done && r.what != RECORDED_EMG)
		done = fail(&err, ERR_INPUT, "signal", "this file holds no muscle tension");
	if (done && !(r.rate >= EMG_RATE_LEAST && r.rate <= EMG_RATE_MOST))
		done = fail(&err, ERR_INPUT, "rate", "%d to %d samples a second are expected", EMG_RATE_LEAST, EMG_RATE_MOST);
	for (int i = 0; done && i < r.n; i++)
		if (r.mark[i])
			done = fail(&err, ERR_INPUT, "signal", "there is a gap at %d s", (int)(i / r.rate));
	if (!done)
		return said_error(p->question, &err, &p->said);
	double *env = NEWS(p->question, double, r.n + 1);
	if (r.n / r.rate > 2 * p->k.muscle_rest) {
		emg.rest_to = p->k.muscle_rest;
		emg.has_target = true;
		emg.target = p->k.muscle_target * emg_tell(p->question, r.value, r.n, r.rate, &emg, env).rest.mean;
	}
	struct emg_told told = emg_tell(p->question, r.value, r.n, r.rate, &emg, env);
	p->said = report_emg(p->question, &r, &told);
	return 0;
}

EXPORT(muscle_said) const char *muscle_said(const struct muscle_page *p)
{
	return p->said;
}

EXPORT(muscle_length) size_t muscle_length(const struct muscle_page *p)
{
	return strlen(p->said);
}
