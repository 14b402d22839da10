/* core/biosignal.c -- a whole file: classes, blocks of rhythm, numbers over what is left. */
#include "core/biosignal.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

enum { LEAST_BEATS = 30, LEAST_SECONDS = 60, STEP = COHERENCE_SECONDS / 2 };

struct work { const struct bio_numbers *k; struct biosignal *b; unsigned char *mark, *class; struct judged *judged; };

const char *withheld_name(enum withheld w)
{
	return w == WITHHELD_RHYTHM ? "rhythm" : w == WITHHELD_SHORT ? "short" : "";
}

const char *withheld_words(enum withheld w)
{
	switch (w) {
	case WITHHELD_NOT:
		return "";
	case WITHHELD_SHORT:
		return "Too few clean beats: a minute at least is needed.";
	case WITHHELD_RHYTHM:
		return "The beat pattern of this recording is not suitable for these numbers, so none are given. A loose sensor does this, and so do "
			"extra beats, which many people have. If it stays so with the sensor sitting well, mention it to your doctor. Breathing "
			"with the pacer goes on as usual.";
	}
	return "";
}

static void judge_one(struct work *w, int from, const struct judged *j)
{
	int i = from + (int)j->beat;

	w->judged[i] = *j;
	w->class[i] = (unsigned char)j->class;
	w->b->count[j->class]++;
	if (!judged_out(j, w->k))
		return;
	w->mark[i] |= BEAT_OUT;
	if (i + 1 < w->b->n && !(w->mark[i + 1] & BEAT_CUT))
		w->mark[i + 1] |= BEAT_OUT;     /* the interval after a wrong beat is wrong too */
}

/* Each stretch between gaps for itself. */
static void judge(struct work *w)
{
	int n = w->b->n;

	for (int from = 0, to; from < n; from = to) {
		struct artefacts s;
		struct judged j;

		artefacts_begin(&s, w->k, false);
		for (to = from; to < n && (to == from || !(w->mark[to] & BEAT_CUT)); to++)
			if (artefacts_push(&s, w->b->rr[to], &j))
				judge_one(w, from, &j);
		while (artefacts_end(&s, &j))
			judge_one(w, from, &j);
	}
}

/* Three minutes each; a rest shorter than half of that belongs to the block before. */
static void judge_blocks(struct work *w)
{
	struct biosignal *b = w->b;

	for (int from = 0, to; from < b->n; from = to) {
		struct rhythm r = { 0 };
		double start = from ? b->t[from - 1] : 0, end = start + w->k->block;

		end = b->t[b->n - 1] - end < w->k->block / 2 ? b->t[b->n - 1] : end;
		for (to = from; to < b->n && (to == from || b->t[to] <= end); to++)
			rhythm_add(&r, w->k, &w->judged[to]);
		b->worst_flagged = fmax(b->worst_flagged, (double)r.flagged / r.beats);
		b->worst_off = fmax(b->worst_off, (double)r.off / r.beats);
		b->blocks++;
		if (rhythm_suits(&r, w->k))
			continue;
		b->blocks_withheld++;
		for (int i = from; i < to; i++)
			w->mark[i] |= BEAT_BLOCK;
	}
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double median(double *v, int n)
{
	if (!n)
		return (double)NAN;
	qsort(v, (size_t)n, sizeof(*v), by_value);
	return n % 2 ? v[n / 2] : (v[n / 2 - 1] + v[n / 2]) / 2;
}

/* Good beats of the window that starts at `from` seconds, none across a gap; 0 when something is in between. */
static int gather(const struct biosignal *b, int first, double from, double *t, double *rr)
{
	int m = 0;

	for (int i = first; i < b->n && b->t[i] < from + COHERENCE_SECONDS; i++) {
		if (b->t[i] < from)
			continue;
		if ((b->mark[i] & BEAT_BLOCK) || ((b->mark[i] & BEAT_CUT) && m))
			return 0;
		if (b->mark[i] & BEAT_OUT || m == COHERENCE_BEATS)
			continue;
		t[m] = b->t[i];
		rr[m++] = b->rr[i];
	}
	return m;
}

static void slide(struct arena *a, const struct bio_numbers *k, struct biosignal *b)
{
	int most = (int)(b->seconds / STEP) + 1, first = 0;
	double *ratio = NEWS(a, double, most), *rate = NEWS(a, double, most), t[COHERENCE_BEATS], rr[COHERENCE_BEATS];
	struct fourier *f = NEW(a, struct fourier);

	fourier_begin(f, COHERENCE_SECONDS * SPECTRUM_RATE);
	b->coherence.best = b->coherence.peak_hz = (double)NAN;
	for (int i = 0; i < most; i++) {
		struct coherence c;

		while (first < b->n && b->t[first] < i * STEP)
			first++;
		if (!coherence(f, gather(b, first, i * STEP, t, rr), t, rr, &c))
			continue;
		ratio[b->coherence.windows++] = c.ratio;
		if (!(b->coherence.best >= c.ratio)) {
			b->coherence.best = c.ratio;
			b->coherence.peak_hz = c.peak_hz;
		}
		if (c.sure >= k->sure && !isnan(c.breath_hz))
			rate[b->breath.sure++] = 60 * c.breath_hz;
	}
	b->breath.windows = b->coherence.windows;
	b->coherence.median = median(ratio, b->coherence.windows);
	b->breath.per_minute = median(rate, b->breath.sure);
}

static void numbers(struct arena *a, const struct bio_numbers *k, struct biosignal *b)
{
	b->time = bio_time(b->rr, b->mark, b->n);
	b->used = b->time.beats;
	if (b->blocks_withheld > k->blocks * b->blocks)
		b->withheld = WITHHELD_RHYTHM;
	else if (b->used < LEAST_BEATS || b->seconds < LEAST_SECONDS)
		b->withheld = WITHHELD_SHORT;
	if (b->withheld) {
		b->time = bio_time(NULL, NULL, 0);
		b->coherence.median = b->coherence.best = b->coherence.peak_hz = b->breath.per_minute = (double)NAN;
		return;
	}
	b->spectrum = bio_spectrum(a, b->t, b->rr, b->mark, b->n);
	slide(a, k, b);
}

struct biosignal *biosignal(struct arena *a, const struct bio_numbers *k, const double *rr, const unsigned char *mark, int n)
{
	struct biosignal *b = NEW(a, struct biosignal);
	double *t = NEWS(a, double, n + 1);
	struct work w = { k, b, NEWS(a, unsigned char, n + 1), NEWS(a, unsigned char, n + 1), NEWS(a, struct judged, n + 1) };

	assert(n >= 0);
	*b = (struct biosignal){ .n = n, .rr = rr, .t = t, .mark = w.mark, .class = w.class };
	for (int i = 0; i < n; i++) {
		b->seconds += rr[i] / 1000;
		t[i] = b->seconds;
		w.mark[i] = i && mark ? mark[i] & BEAT_CUT : 0;
		b->gaps += w.mark[i] != 0;
	}
	judge(&w);
	judge_blocks(&w);
	numbers(a, k, b);
	return b;
}
