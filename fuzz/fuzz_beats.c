/* Any bytes as a recording: the first byte says of which kind.  What is taken holds what its header promises and is judged without a number
 * that cannot be. */
#include "app/beats.h"
#include "core/biosignal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static const struct bio_numbers numbers = { 300, 2000, 0.05, 0.15, 180, 0.05, 0.2, 0.12, 0.25, 1, 2.5, 0.7, 1.15, 0.5,
	6.5, 4.5, 0.5, 120, 20, 6, 0.4, 5, 120, 0.9, 6, 1.5 };

static void must(bool ok)
{
	if (!ok)
		abort();
}

static void judge(struct arena *a, const struct recording *r)
{
	struct biosignal *b = biosignal(a, &numbers, r->value, r->mark, r->n);

	must(b->used >= 0 && b->used <= r->n && b->blocks_withheld <= b->blocks);
	must(isnan(b->time.rmssd) || b->time.rmssd >= 0);
	must(isnan(b->coherence.median) || b->coherence.median >= 0);
	must(!b->spectrum || (b->spectrum->lf >= 0 && b->spectrum->total >= b->spectrum->lf));
	must(!b->withheld || (isnan(b->time.rmssd) && !b->spectrum && isnan(b->coherence.best)));
}

static void check(struct arena *a, const struct recording *r)
{
	must(r->n >= 0 && r->n <= RECORDING_VALUES_MOST);
	for (int i = 0; i < r->n; i++) {
		must(isfinite(r->value[i]));
		must(r->what != RECORDED_BEATS || (r->value[i] > 0 && r->value[i] <= INTERVAL_MOST));
	}
	must(r->what == RECORDED_BEATS || r->rate > 0);
	if (r->what == RECORDED_BEATS)
		judge(a, r);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena *a = arena_new((size_t)1 << 30);
	struct recording r;
	struct err err = { 0 };
	bool taken = false;

	if (n < 2) {
		arena_end(a);
		return 0;
	}
	const char *bytes = arena_copy(a, (const char *)data + 1, n - 1);
	switch (data[0] % 5) {
	case 0: taken = beats_any(a, bytes, n - 1, &(struct beats_asked){ 0 }, &r, &err); break;
	case 1: taken = beats_text(a, bytes, n - 1, &(struct beats_asked){ .what_given = true, .what = RECORDED_ECG, .rate = 100 }, &r, &err);
		break;
	case 2: taken = beats_wfdb(a, bytes, n - 1, 128, &r, &err); break;
	case 3: taken = beats_edf(a, bytes, n - 1, &(struct beats_asked){ .what_given = true, .what = RECORDED_EMG }, &r, &err); break;
	default: taken = beats_wfdb_rate(bytes, n - 1, &(double){ 0 }, &err);
		r = (struct recording){ .what = RECORDED_BEATS };
		break;
	}
	must(taken || err.code != ERR_OK);
	if (taken)
		check(a, &r);
	arena_end(a);
	return 0;
}
