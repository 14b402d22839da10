/* core/bio_time.c -- numbers of the time domain, two passes; and the packet of a Bluetooth strap. */
#include "core/bio_beats.h"

#include <math.h>

static bool good(const unsigned char *mark, int i)
{
	return !mark || !(mark[i] & (BEAT_OUT | BEAT_BLOCK));
}

static bool pair(const unsigned char *mark, int i)
{
	return i && good(mark, i) && good(mark, i - 1) && !(mark && (mark[i] & BEAT_CUT));
}

struct sums { double rr, hr, d, d2; int over20, over50; };

static struct sums add_up(const double *rr, const unsigned char *mark, int n, struct bio_time *t)
{
	struct sums s = { 0 };

	for (int i = 0; i < n; i++) {
		double d = i ? rr[i] - rr[i - 1] : 0;

		if (good(mark, i)) {
			t->beats++;
			s.rr += rr[i];
			s.hr += 60000 / rr[i];
		}
		if (pair(mark, i)) {
			t->differences++;
			s.d += d;
			s.d2 += d * d;
			s.over20 += fabs(d) > 20;
			s.over50 += fabs(d) > 50;
		}
	}
	return s;
}

struct bio_time bio_time(const double *rr, const unsigned char *mark, int n)
{
	const double none = (double)NAN;
	struct bio_time t = { 0, 0, none, none, none, none, none, none, none, none, none };
	struct sums s = add_up(rr, mark, n, &t);
	double spread = 0, step = 0;

	if (t.beats < 2 || t.differences < 2)
		return t;
	t.mean_rr = s.rr / t.beats;
	t.mean_hr = s.hr / t.beats;
	t.rmssd = sqrt(s.d2 / t.differences);
	t.pnn50 = 100.0 * s.over50 / t.differences;
	t.pnn20 = 100.0 * s.over20 / t.differences;
	for (int i = 0; i < n; i++) {
		double d = i ? rr[i] - rr[i - 1] - s.d / t.differences : 0;

		spread += good(mark, i) ? (rr[i] - t.mean_rr) * (rr[i] - t.mean_rr) : 0;
		step += pair(mark, i) ? d * d : 0;
	}
	t.sdnn = sqrt(spread / (t.beats - 1));
	t.sdsd = sqrt(step / (t.differences - 1));
	t.sd1 = t.sdsd / sqrt(2);
	t.sd2 = sqrt(fmax(0, 2 * t.sdnn * t.sdnn - t.sdsd * t.sdsd / 2));
	return t;
}

static int u16(const uint8_t *at)
{
	return at[0] | at[1] << 8;
}

bool heart_packet_read(const uint8_t *at, int n, struct heart_packet *out)
{
	enum { WIDE = 1, CONTACT = 2, CONTACT_KNOWN = 4, ENERGY = 8, INTERVALS = 16, MOST = 64 };
	const int of_intervals = sizeof(out->rr_ms) / sizeof(*out->rr_ms);

	*out = (struct heart_packet){ .energy_kj = -1 };
	if (n < 2 || n > MOST)
		return false;
	int flags = at[0], need = 2 + (flags & WIDE ? 1 : 0) + (flags & ENERGY ? 2 : 0), i = 1;
	if (n < need || (n > need && !(flags & INTERVALS)) || (n - need) % 2 || (n - need) / 2 > of_intervals)
		return false;
	out->bpm = flags & WIDE ? u16(at + i) : at[i];
	i += flags & WIDE ? 2 : 1;
	out->contact_known = flags & CONTACT_KNOWN;
	out->contact = out->contact_known && (flags & CONTACT);
	if (flags & ENERGY) {
		out->energy_kj = u16(at + i);
		i += 2;
	}
	for (; i < n; i += 2)
		out->rr_ms[out->n++] = u16(at + i) * 1000.0 / 1024;
	return true;
}
