/* wasm/heart_api.c -- beats in, what may be said out. */
#include "wasm/heart_api.h"

#include "app/report_biosignal.h"
#include "base/json.h"
#include "core/bio_session.h"
#include "wasm/said.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define EXPORT(name) __attribute__((export_name(#name)))

enum { QUESTION_MOST = 512 << 20, SAID_MOST = 1 << 20, NUMBERS = sizeof(struct bio_numbers) / sizeof(double) };

struct heart { struct bio_numbers k; struct bio_session session; struct arena *question; const char *said; };

EXPORT(heart_room) void *heart_room(size_t n)
{
	return malloc(n ? n : 1);
}

EXPORT(heart_free) void heart_free(void *p)
{
	free(p);
}

EXPORT(heart_numbers) int heart_numbers(void)
{
	return NUMBERS;
}

static bool in_order(const struct bio_numbers *k)
{
	return k->pace_step > 0 && k->pace_last < k->pace_first && strap_steps(k) <= RATES_MOST && k->pace_seconds > 0 && k->pace_in > 0 &&
		k->pace_in < 1 && k->pace_usual >= 1 && k->pace_usual <= 30 && k->block > 0;
}

EXPORT(heart_open) struct heart *heart_open(const double *numbers, int n)
{
	struct arena *a = arena_new(1 << 20);
	struct heart *h = NEW(a, struct heart);

	if (n != NUMBERS)
		return NULL;
	memcpy(&h->k, numbers, sizeof(h->k));
	if (!in_order(&h->k))
		return NULL;
	h->question = arena_new(QUESTION_MOST);
	h->said = "";
	heart_begin(h, 0, h->k.pace_usual);
	return h;
}

static bool is_pace(double rate)
{
	return rate >= 1 && rate <= 30;
}

EXPORT(heart_begin) void heart_begin(struct heart *h, double now, double rate)
{
	strap_begin(&h->session, &h->k, now, rate == 0 || is_pace(rate) ? rate : h->k.pace_usual);
}

EXPORT(heart_turn) void heart_turn(struct heart *h, double now, double rate)
{
	if (!h->session.search && is_pace(rate))
		strap_turn(&h->session, now, rate);
}

EXPORT(heart_packet) int heart_packet(struct heart *h, double now, const uint8_t *at, int n)
{
	struct heart_packet p;

	if (!strap_packet(&h->session, now, at, n, &p))
		return -1;
	return p.contact_known && !p.contact ? -2 : p.bpm;
}

EXPORT(heart_lost) void heart_lost(struct heart *h)
{
	strap_lost(&h->session);
}

EXPORT(heart_tap) double heart_tap(struct heart *h, double now)
{
	double bpm = strap_tap(&h->session, now);

	return isnan(bpm) ? -1 : bpm;
}

EXPORT(heart_turns) double heart_turns(struct heart *h, double now)
{
	struct pacer p;

	strap_at(&h->session, now, &p);
	return isnan(p.turns) ? -1 : p.turns;
}

EXPORT(heart_said) const char *heart_said(const struct heart *h)
{
	return h->said;
}

EXPORT(heart_length) size_t heart_length(const struct heart *h)
{
	return strlen(h->said);
}

static void put_pacer(struct json_out *j, const struct pacer *p)
{
	json_open(j, "pacer", '{');
	json_put_known(j, "turns", p->turns);
	json_put_number(j, "rate", p->rate);
	json_put_bool(j, "in", p->in);
	json_put_bool(j, "resting", p->resting);
	json_put_bool(j, "over", p->over);
	json_put_number(j, "half", p->half);
	json_put_number(j, "left", p->left);
	json_put_int(j, "step", p->step);
	json_put_int(j, "steps", p->steps);
	json_put_number(j, "step_left", p->step_left);
	json_close(j, '}');
}

static void put_now(struct json_out *j, const struct bio_now *n)
{
	static const char *const level[] = { "low", "middle", "high" };

	json_put_text(j, "withheld", withheld_name(n->withheld));
	json_put_text(j, "withheld_words", withheld_words(n->withheld));
	json_put_known(j, "bpm", n->bpm);
	json_put_number(j, "seconds", n->seconds);
	json_put_known(j, "rmssd_ms", n->time.rmssd);
	json_put_known(j, "sdnn_ms", n->time.sdnn);
	json_put_known(j, "coherence", n->has_coherence ? n->coherence.ratio : (double)NAN);
	json_put_known(j, "score", n->has_coherence ? coherence_score(n->coherence.ratio) : (double)NAN);
	if (n->has_coherence)
		json_put_text(j, "level", level[n->level]);
	else
		json_put_null(j, "level");
	json_put_known(j, "peak_hz", n->has_coherence ? n->coherence.peak_hz : (double)NAN);
	json_put_known(j, "swing_ms", n->swing);
	json_put_known(j, "lag_turns", n->lag);
	json_put_known(j, "r2", n->fits);
}

/* The good beats of the last minute of this stretch: [s before the newest, beats a minute]. */
static void put_line(struct json_out *j, const struct bio_live *s)
{
	json_open(j, "line", '[');
	for (int64_t i = s->n - s->run > LIVE_BEATS ? s->n - LIVE_BEATS : s->run; i < s->n; i++) {
		const struct live_beat *b = &s->beat[(uint64_t)i % LIVE_BEATS];

		if (!b->decided || (b->mark & BEAT_OUT) || s->now - b->t > LIVE_TIME)
			continue;
		json_open(j, NULL, '[');
		json_put_number(j, NULL, s->now - b->t);
		json_put_number(j, NULL, 60000 / b->rr);
		json_close(j, ']');
	}
	json_close(j, ']');
}

EXPORT(heart_tell) void heart_tell(struct heart *h, double now)
{
	struct pacer p;
	struct bio_now n;

	arena_reset(h->question);
	strap_at(&h->session, now, &p);
	live_now(&h->session.live, &n);
	struct buf b = buf_new(h->question, SAID_MOST);
	struct json_out j = json_writer(&b, false);
	json_open(&j, NULL, '{');
	put_pacer(&j, &p);
	put_now(&j, &n);
	json_put_int(&j, "gaps", h->session.live.gaps);
	put_line(&j, &h->session.live);
	if (p.over)
		report_resonance(&j, &h->session.found);
	else
		json_put_null(&j, "resonance");
	json_close(&j, '}');
	h->said = b.at;
}

EXPORT(heart_file) int heart_file(struct heart *h, const char *bytes, size_t n)
{
	struct recording r;
	struct err err = { 0 };

	arena_reset(h->question);
	bool done = beats_any(h->question, bytes, n, &(struct beats_asked){ 0 }, &r, &err);
	if (done && (r.what == RECORDED_ECG || r.what == RECORDED_PPG))
		done = beats_found(h->question, &r, &err);
	if (done && r.what != RECORDED_BEATS)
		done = fail(&err, ERR_INPUT, "signal", "this file holds no heart beats");
	if (!done)
		return said_error(h->question, &err, &h->said);
	h->said = report_biosignal(h->question, &h->k, &r, biosignal(h->question, &h->k, r.value, r.mark, r.n), NULL);
	return 0;
}
