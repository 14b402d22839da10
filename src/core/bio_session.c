/* core/bio_session.c -- pacer, beats and search. */
#include "core/bio_session.h"

#include <assert.h>
#include <math.h>

enum { STEP_TURNS = 1000, TAPS_LEAST = 5, AGAIN_MOST = 2 };     /* turns by which the steps of a search are kept apart */
#define TAP_PAUSE 2.5

int strap_steps(const struct bio_numbers *k)
{
	return 1 + (int)floor((k->pace_first - k->pace_last) / k->pace_step + 1e-9);
}

double strap_pace(const struct bio_numbers *k, int step)
{
	return k->pace_first - step * k->pace_step;
}

void strap_begin(struct bio_session *s, const struct bio_numbers *k, double now, double rate)
{
	assert(rate == 0 || (rate >= 1 && rate <= 30));
	assert(strap_steps(k) <= RATES_MOST);
	*s = (struct bio_session){ .k = k, .search = rate == 0, .from = now, .rate = rate > 0 ? rate : k->pace_first };
	s->found.best = -1;
	s->found.rate = (double)NAN;
	live_begin(&s->live, k);
}

/* NAN where there is no pacer: before it began, in a rest, after the search. */
static double turns_at(const struct bio_session *s, double t)
{
	double since = t - s->from;

	if (s->over || since < 0 || (s->search && since >= s->k->pace_seconds && !s->lost))
		return (double)NAN;
	return s->turns + since * s->rate / 60;
}

void strap_turn(struct bio_session *s, double now, double rate)
{
	assert(!s->search && rate >= 1 && rate <= 30);
	s->turns = fmax(0, turns_at(s, fmax(now, s->from)));
	s->from = fmax(now, s->from);
	s->rate = rate;
}

/* The good beats of this step since the last gap, their time by the pacer. */
static void tell_step(struct bio_session *s)
{
	double t[LIVE_BEATS], rr[LIVE_BEATS];
	const struct bio_live *l = &s->live;
	struct bio_now now;
	int n = 0;

	live_now(l, &now);
	for (int64_t i = l->n - l->run > LIVE_BEATS ? l->n - LIVE_BEATS : l->run; i < l->n && now.withheld != WITHHELD_RHYTHM; i++) {
		const struct live_beat *b = &l->beat[(uint64_t)i % LIVE_BEATS];
		double turns = b->phase - STEP_TURNS * s->step;

		if (!b->decided || (b->mark & BEAT_OUT) || !(turns >= 0 && turns < STEP_TURNS))
			continue;
		t[n] = turns * 60 / s->rate;
		rr[n++] = b->rr;
	}
	rate_tell(s->rate, n, t, rr, &s->found.at[s->step]);
	s->found.n = s->step + 1;
}

/* A step is told when its rest is over: by then its last beats are decided. */
static void go_on(struct bio_session *s, double now)
{
	double whole = s->k->pace_seconds + s->k->pace_rest;

	while (s->search && !s->over && !s->lost && now - s->from >= whole) {
		tell_step(s);
		if (s->step + 1 < strap_steps(s->k)) {
			s->step++;
			s->again = 0;
			s->from += whole;
			s->turns = (double)STEP_TURNS * s->step;
			s->rate = strap_pace(s->k, s->step);
		} else {
			s->over = true;
			resonance_find(s->k, &s->found);
		}
	}
}

void strap_at(struct bio_session *s, double now, struct pacer *out)
{
	go_on(s, now);
	double turns = turns_at(s, now), since = now - s->from, share = s->k->pace_in;

	*out = (struct pacer){ .turns = turns, .rate = s->rate, .over = s->over, .step = s->step, .steps = s->search ? strap_steps(s->k) : 0 };
	if (s->search && !s->over) {
		out->resting = isnan(turns) && since >= 0;
		out->step_left = fmax(0, s->k->pace_seconds - since);
		out->left = out->half = out->resting ? s->k->pace_seconds + s->k->pace_rest - since : 0;
	}
	if (isnan(turns))
		return;
	double part = turns - floor(turns);
	out->in = part < share;
	out->half = (out->in ? share : 1 - share) * 60 / s->rate;
	out->left = ((out->in ? share : 1) - part) * 60 / s->rate;
}

void strap_beat(struct bio_session *s, double now, double rr_ms)
{
	int gaps = s->live.gaps;
	double turns = turns_at(s, now);

	live_beat(&s->live, rr_ms, now, turns);
	if ((s->lost || s->live.gaps != gaps) && s->search && !isnan(turns) && s->again < AGAIN_MOST) {
		s->from = now;
		s->again++;
		if (s->live.n > s->live.run)    /* this beat is the first of the new breath */
			s->live.beat[(uint64_t)(s->live.n - 1) % LIVE_BEATS].phase = s->turns;
	}
	s->lost = false;
}

bool strap_packet(struct bio_session *s, double now, const uint8_t *at, int n, struct heart_packet *out)
{
	struct pacer p;
	double later = 0;

	if (!heart_packet_read(at, n, out))
		return false;
	strap_at(s, now, &p);
	for (int i = 0; i < out->n; i++)
		later += out->rr_ms[i] / 1000;
	for (int i = 0; i < out->n; i++) {
		later -= out->rr_ms[i] / 1000;
		strap_beat(s, now - later, out->rr_ms[i]);
	}
	return true;
}

void strap_lost(struct bio_session *s)
{
	s->lost = s->live.n > 0;
	live_cut(&s->live);
}

double strap_tap(struct bio_session *s, double now)
{
	struct taps *t = &s->taps;

	if (t->n && !(now - t->at[t->n - 1] < TAP_PAUSE))
		t->n = 0;
	if (t->n == TAPS_MOST) {
		t->n--;
		for (int i = 0; i < t->n; i++)
			t->at[i] = t->at[i + 1];
	}
	t->at[t->n++] = now;
	double span = now - t->at[0];
	return t->n >= TAPS_LEAST && span > 0 ? 60 * (t->n - 1) / span : (double)NAN;
}
