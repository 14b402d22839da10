/* Any bytes as a recording: the first byte says of which kind.  What is taken holds what its header promises and is judged without a number
 * that cannot be; a Bluetooth packet is refused or understood, and what it tells goes through a live session. */
#include "app/beats.h"
#include "core/bio_live.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static const struct bio_numbers numbers = { 300, 2000, 0.05, 0.15, 180, 0.05, 0.2, 0.12, 0.25, 1, 2.5, 0.7, 1.15, 0.5 };

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

static void live(const uint8_t *data, size_t n)
{
	static struct bio_live s;
	struct bio_now now;
	struct heart_packet p;
	double at = 0;

	live_begin(&s, &numbers);
	while (n) {
		size_t one = data[0] < n ? data[0] : n;

		if (heart_packet_read(data, (int)one, &p))
			for (int i = 0; i < p.n; i++)
				live_beat(&s, p.rr_ms[i], at, (double)NAN);
		at += 1;
		data += one ? one : 1;
		n -= one ? one : 1;
	}
	live_now(&s, &now);
	must(!now.withheld || (isnan(now.time.rmssd) && !now.has_coherence));
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
	switch (data[0] % 6) {
	case 0: taken = beats_any(a, bytes, n - 1, &(struct beats_asked){ 0 }, &r, &err); break;
	case 1: taken = beats_text(a, bytes, n - 1, &(struct beats_asked){ .what_given = true, .what = RECORDED_ECG, .rate = 100 }, &r, &err);
		break;
	case 2: taken = beats_wfdb(a, bytes, n - 1, 128, &r, &err); break;
	case 3: taken = beats_edf(a, bytes, n - 1, &(struct beats_asked){ .what_given = true, .what = RECORDED_EMG }, &r, &err); break;
	case 4: taken = beats_wfdb_rate(bytes, n - 1, &(double){ 0 }, &err);
		r = (struct recording){ .what = RECORDED_BEATS };
		break;
	default: live(data + 1, n - 1); arena_end(a); return 0;
	}
	must(taken || err.code != ERR_OK);
	if (taken)
		check(a, &r);
	arena_end(a);
	return 0;
}
