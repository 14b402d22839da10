/* core/bio_artefact.c -- classes of beats in one pass: three sorted windows that follow the series. */
#include "core/bio_beats.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#define ALPHA 5.2
#define C1 0.13
#define C2 0.17
#define FAR 3.0                 /* thresholds off the median: long or short by itself */
#define LEAST_LIMIT 1.0         /* ms: the grid of some recorders makes quartiles equal */

enum { CENTRED_MEDIAN = BEAT_MEDIAN / 2, CENTRED = BEAT_WINDOW / 2, LATE = 2 };

const char *beat_class_name(enum beat_class c)
{
	static const char *const name[BEAT_CLASSES] = { "good", "ectopic", "missed", "extra", "odd", "limit" };

	return name[c];
}

void artefacts_begin(struct artefacts *s, const struct bio_numbers *k, bool live)
{
	*s = (struct artefacts){ .k = k, .median_ahead = live ? LATE : CENTRED_MEDIAN, .ahead = live ? 0 : CENTRED };
}

static int ring(int64_t i)
{
	return (int)((uint64_t)i % BEAT_RING);
}

/* Number of values below v. */
static int below(const struct sorted *w, double v)
{
	int low = 0, high = w->n;

	while (low < high) {
		int mid = (low + high) / 2;

		if (w->at[mid] < v)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

static void put_in(struct sorted *w, double v)
{
	int i = below(w, v);

	assert(w->n < BEAT_WINDOW);
	memmove(w->at + i + 1, w->at + i, (size_t)(w->n - i) * sizeof(*w->at));
	w->at[i] = v;
	w->n++;
}

static void take_out(struct sorted *w, double v)
{
	int i = below(w, v);

	assert(i < w->n && !(w->at[i] > v) && !(w->at[i] < v));
	w->n--;
	memmove(w->at + i, w->at + i + 1, (size_t)(w->n - i) * sizeof(*w->at));
}

static double quantile(const struct sorted *w, double q)
{
	double at = q * (w->n - 1);
	int i = (int)at;

	return i + 1 < w->n ? w->at[i] + (at - i) * (w->at[i + 1] - w->at[i]) : w->at[i];
}

static double limit_of(const struct sorted *w)
{
	return w->n ? fmax(LEAST_LIMIT, ALPHA * (quantile(w, 0.75) - quantile(w, 0.25)) / 2) : LEAST_LIMIT;
}

static bool real(const struct artefacts *s, int64_t i)
{
	return i >= 0 && i < s->pushed;
}

/* Long or short beyond doubt: a beat missed, one too many, or neither. */
static enum beat_class long_or_short(const struct artefacts *s, int64_t i)
{
	double d = s->dn[ring(i)], d1 = s->dn[ring(i + 1)], d2 = s->dn[ring(i + 2)], m = s->median[ring(i)], rr = s->rr[ring(i)];
	double next = real(s, i + 1) ? s->rr[ring(i + 1)] : 0;
	bool longer = d > 1 && fmin(d1, d2) < -1, shorter = d < -1 && fmax(d1, d2) > 1, far = fabs(s->mn[ring(i)]) > FAR;

	if (!longer && !shorter && !far)
		return BEAT_GOOD;
	if (shorter && fabs(rr + next - m) < s->limit[ring(i)])
		return BEAT_EXTRA;
	if (longer && fabs(rr / 2 - m) < s->limit[ring(i)])
		return BEAT_MISSED;
	return BEAT_ODD;
}

static enum beat_class by_threshold(struct artefacts *s, int64_t i)
{
	double d = s->dn[ring(i)], before = i ? s->dn[ring(i - 1)] : 0, after = s->dn[ring(i + 1)];

	if (s->candidate) {
		s->candidate = false;
		return long_or_short(s, i);
	}
	if (fabs(d) <= 1)
		return BEAT_GOOD;
	if ((d > 1 && fmax(before, after) < -C1 * d - C2) || (d < -1 && fmin(before, after) > -C1 * d + C2))
		return BEAT_ECTOPIC;
	s->candidate = fabs(after) < fabs(s->dn[ring(i + 2)]);
	return long_or_short(s, i);
}

static void decide(struct artefacts *s, int64_t i, struct judged *out)
{
	double rr = s->rr[ring(i)], median = s->median[ring(i)];
	enum beat_class class = by_threshold(s, i);

	*out = (struct judged){ .beat = i, .off = rr / median - 1 };
	if (rr < s->k->shortest || rr > s->k->longest)
		out->class = BEAT_LIMIT;
	else
		out->class = fabs(out->off) > s->k->floor ? class : BEAT_GOOD;
}

/* One beat further: n is the newest, real or not. */
static bool step(struct artefacts *s, struct judged *out)
{
	int64_t n = s->steps++, q = n - s->median_ahead, k = n - s->ahead, i = q - s->ahead;

	if (real(s, n - BEAT_WINDOW))
		take_out(&s->step, fabs(s->d[ring(n - BEAT_WINDOW)]));
	if (real(s, n - BEAT_MEDIAN))
		take_out(&s->last, s->rr[ring(n - BEAT_MEDIAN)]);
	if (real(s, n)) {
		put_in(&s->step, fabs(s->d[ring(n)]));
		put_in(&s->last, s->rr[ring(n)]);
	}
	if (real(s, q - BEAT_WINDOW))
		take_out(&s->place, fabs(s->m[ring(q - BEAT_WINDOW)]));
	if (real(s, q)) {
		double m = s->rr[ring(q)] - quantile(&s->last, 0.5);

		s->median[ring(q)] = quantile(&s->last, 0.5);
		s->m[ring(q)] = m < 0 ? 2 * m : m;
		put_in(&s->place, fabs(s->m[ring(q)]));
	}
	if (k >= 0)
		s->dn[ring(k)] = real(s, k) ? s->d[ring(k)] / limit_of(&s->step) : 0;
	if (!real(s, i))
		return false;
	s->limit[ring(i)] = limit_of(&s->place);
	s->mn[ring(i)] = s->m[ring(i)] / s->limit[ring(i)];
	decide(s, i, out);
	return true;
}

bool artefacts_push(struct artefacts *s, double rr_ms, struct judged *out)
{
	int64_t n = s->pushed++;

	assert(rr_ms > 0 && n == s->steps);
	s->rr[ring(n)] = rr_ms;
	s->d[ring(n)] = n ? rr_ms - s->rr[ring(n - 1)] : 0;
	return step(s, out);
}

bool artefacts_end(struct artefacts *s, struct judged *out)
{
	while (s->steps < s->pushed + s->median_ahead + s->ahead)
		if (step(s, out))
			return true;
	return false;
}

bool judged_out(const struct judged *j, const struct bio_numbers *k)
{
	return j->class != BEAT_GOOD && (j->class != BEAT_ODD || fabs(j->off) > k->odd);
}

void rhythm_add(struct rhythm *r, const struct bio_numbers *k, const struct judged *j)
{
	r->beats++;
	r->flagged += judged_out(j, k);
	r->off += fabs(j->off) > k->off;
}

bool rhythm_suits(const struct rhythm *r, const struct bio_numbers *k)
{
	return r->flagged <= k->flagged * r->beats && r->off <= k->off_share * r->beats;
}
