/* core/bio_live.c -- a session as it comes. */
#include "core/bio_live.h"

#include <math.h>

#define DRIFT 1.5               /* s between beats and arrivals that is a gap */
#define LONGEST 10000.0         /* ms: no interval, but a pause of the strap */
enum { OF_RATE = 5, FIRST_JUDGED = 30 };

static struct live_beat *at(struct bio_live *s, int64_t i)
{
	return &s->beat[(uint64_t)i % LIVE_BEATS];
}

void live_begin(struct bio_live *s, const struct bio_numbers *k)
{
	*s = (struct bio_live){ .k = k, .heard = (double)NAN };
	fourier_begin(&s->fourier, COHERENCE_SECONDS * SPECTRUM_RATE);
	artefacts_begin(&s->artefacts, k, true);
}

void live_cut(struct bio_live *s)
{
	s->gaps += s->n > s->run;
	s->run = s->n;
	s->heard = (double)NAN;
	artefacts_begin(&s->artefacts, s->k, true);
}

static void settle(struct bio_live *s, const struct judged *j)
{
	struct live_beat *b = at(s, s->run + j->beat);

	b->decided = true;
	b->class = (unsigned char)j->class;
	b->far = fabs(j->off) > s->k->off;
	if (judged_out(j, s->k)) {
		b->mark |= BEAT_OUT;
		at(s, s->run + j->beat + 1)->mark |= BEAT_OUT;
	}
}

void live_beat(struct bio_live *s, double rr_ms, double arrival, double phase)
{
	struct judged j;

	if (!(rr_ms > 0) || rr_ms > LONGEST) {
		live_cut(s);
		return;
	}
	double now = s->now + rr_ms / 1000;
	if (!isnan(s->heard) && fabs(arrival - now - s->heard) > DRIFT)
		live_cut(s);
	if (isnan(s->heard))
		s->heard = arrival - now;
	s->now = now;
	*at(s, s->n) = (struct live_beat){ .t = now, .rr = rr_ms, .phase = phase, .mark = s->n == s->run ? BEAT_CUT : 0 };
	s->n++;
	if (artefacts_push(&s->artefacts, rr_ms, &j))
		settle(s, &j);
}

/* Decided beats of this stretch within the last `seconds`, all or the good ones. */
struct window { int n; double t[LIVE_BEATS], rr[LIVE_BEATS], phase[LIVE_BEATS]; unsigned char mark[LIVE_BEATS]; };

static void look_back(const struct bio_live *s, double seconds, bool good_only, struct window *w)
{
	int64_t from = s->n - LIVE_BEATS > s->run ? s->n - LIVE_BEATS : s->run;

	w->n = 0;
	for (int64_t i = from; i < s->n; i++) {
		const struct live_beat *b = &s->beat[(uint64_t)i % LIVE_BEATS];

		if (!b->decided || b->t < s->now - seconds || (good_only && (b->mark & BEAT_OUT)))
			continue;
		w->t[w->n] = b->t;
		w->rr[w->n] = b->rr;
		w->phase[w->n] = b->phase;
		w->mark[w->n++] = b->mark;
	}
}

static enum withheld gate(const struct bio_live *s)
{
	struct rhythm r = { 0 };
	double since = 0;

	for (int64_t i = s->n - LIVE_BEATS > s->run ? s->n - LIVE_BEATS : s->run; i < s->n; i++) {
		const struct live_beat *b = &s->beat[(uint64_t)i % LIVE_BEATS];

		if (!b->decided || b->t < s->now - s->k->block)
			continue;
		since = r.beats++ ? since : b->t;
		r.flagged += b->class != BEAT_GOOD && (b->mark & BEAT_OUT);
		r.off += b->far;
	}
	if (!r.beats || s->now - since < FIRST_JUDGED)
		return WITHHELD_SHORT;
	return rhythm_suits(&r, s->k) ? WITHHELD_NOT : WITHHELD_RHYTHM;
}

static void latest(const struct window *w, struct bio_now *out)
{
	int n = w->n < OF_RATE ? w->n : OF_RATE;
	double sum = 0;

	for (int i = w->n - n; i < w->n; i++)
		sum += w->rr[i];
	out->bpm = n ? 60000 * n / sum : (double)NAN;
}

static void fit_last(const struct window *w, double now, struct bio_now *out)
{
	struct paced p;
	int first = 0;

	while (first < w->n && w->t[first] < now - LIVE_FIT)
		first++;
	if (!paced_fit(w->n - first, w->t + first, w->rr + first, w->phase + first, &p))
		return;
	out->swing = p.swing;
	out->lag = p.lag;
	out->fits = p.fits;
}

void live_now(const struct bio_live *s, struct bio_now *out)
{
	const double none = (double)NAN;
	struct window w;

	*out = (struct bio_now){ .withheld = gate(s), .time = bio_time(NULL, NULL, 0), .swing = none, .lag = none, .fits = none };
	look_back(s, COHERENCE_SECONDS, true, &w);
	latest(&w, out);
	out->seconds = s->n > s->run ? s->now - s->beat[(uint64_t)s->run % LIVE_BEATS].t : 0;
	if (s->n - s->run >= LIVE_BEATS)
		out->seconds = fmax(w.n ? s->now - w.t[0] : 0, COHERENCE_SECONDS);
	if (out->withheld)
		return;
	fit_last(&w, s->now, out);
	out->has_coherence = w.n <= COHERENCE_BEATS && coherence(&s->fourier, w.n, w.t, w.rr, &out->coherence);
	if (out->has_coherence)
		out->level = (out->coherence.ratio >= s->k->coherence_middle) + (out->coherence.ratio >= s->k->coherence_high);
	look_back(s, LIVE_TIME, false, &w);
	out->time = bio_time(w.rr, w.mark, w.n);
}
