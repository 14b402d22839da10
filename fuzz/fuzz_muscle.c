/* Any bytes as lines of a muscle sensor, through rest, practice and bending, with lost sensors and silences between.  First byte: the rate that was
 * chosen (0: count it).  Then heaps: a length (255: the sensor is gone, 254: bend, 253: rest anew, 252: a silence), the bytes.  Heaps of more than
 * 200 are repeated, so that a rate is found and rest ends. */
#include "core/bio_muscle.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static const struct bio_numbers numbers = { .muscle_count = 2, .muscle_rest = 10, .muscle_target = 0.9, .muscle_phase = 2, .muscle_late = 0.5 };

static void must(bool ok)
{
	if (!ok)
		abort();
}

static void look(const struct muscle_session *m, double at)
{
	struct muscle_told t = muscle_now(m, at);

	must(t.stage == MUSCLE_COUNTING || (m->rate >= EMG_RATE_LEAST && m->rate <= EMG_RATE_MOST));
	must(t.stage <= MUSCLE_RESTING || m->rest > 0);
	must(isnan(t.level) || (t.level >= 0 && isfinite(t.level)));
	must(isnan(t.below) || (t.below >= 0 && t.below <= 1));
	must(t.stage != MUSCLE_BENDING || (t.phase >= 0 && t.phase < MUSCLE_PHASES));
	must(t.stage == MUSCLE_PRACTISING ? isnan(t.left) : t.left >= 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static struct muscle_session m;
	double at = 0;

	if (n < 1)
		return 0;
	muscle_begin(&m, &numbers, at, data[0] ? 200 + 14.9 * data[0] : 0, data[0] & 1 ? 50 : 60);
	for (size_t i = 1, most; i < n; i += most) {
		int one = data[i++];

		most = n - i < (size_t)one ? n - i : (size_t)one;
		if (one == 255)
			muscle_lost(&m, at);
		else if (one == 254)
			muscle_bend(&m);
		else if (one == 253)
			muscle_again(&m);
		else if (one == 252)
			at += 5;
		else
			for (int k = one > 200 ? 100 : 1; k > 0; k--)
				muscle_bytes(&m, at += 0.1, (const char *)data + i, most);
		most = one < 252 ? most : 0;
		look(&m, at);
	}
	return 0;
}
