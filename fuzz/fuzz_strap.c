/* Any bytes as packets of a heart-rate strap: each is refused or understood, and what it tells goes through a session, searching or not,
 * with lost straps and taps between.  First byte: bit 0 the search, else a pace.  Then packets: a length (255: the strap is gone,
 * 254: a tap, 253: another pace, 252: a minute without anything), the bytes. */
#include "core/bio_session.h"

#include <math.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static const struct bio_numbers numbers = { 300, 2000, 0.05, 0.15, 180, 0.05, 0.2, 0.12, 0.25, 1, 2.5, 0.7, 1.15, 0.5,
	6.5, 4.5, 0.5, 120, 20, 6, 0.4, 5, 120, 0.9, 6, 1.5 };

static void must(bool ok)
{
	if (!ok)
		abort();
}

static void look(struct bio_session *s, double at)
{
	struct pacer p;
	struct bio_now now;

	strap_at(s, at, &p);
	must(p.over ? s->search && isnan(p.turns) : p.step < strap_steps(&numbers));
	must(isnan(p.turns) || (p.turns >= 0 && p.left >= 0 && p.left <= p.half + 1e-9));
	must(s->found.n <= strap_steps(&numbers) && (isnan(s->found.rate) || (s->found.rate >= 4.5 && s->found.rate <= 6.5)));
	live_now(&s->live, &now);
	must(!now.withheld || (isnan(now.time.rmssd) && !now.has_coherence));
}

/* One packet as read: what its flags promise, or refused. */
static void packet(struct bio_session *s, double at, const uint8_t *data, int n)
{
	struct heart_packet p;

	if (!strap_packet(s, at, data, n, &p))
		return;
	must(n >= 2 && p.n >= 0 && p.n <= 16 && p.bpm >= 0 && p.bpm <= 65535 && p.energy_kj >= -1);
	for (int i = 0; i < p.n; i++)
		must(p.rr_ms[i] >= 0 && p.rr_ms[i] < 64000);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static struct bio_session s;
	double at = 0;

	if (n < 1)
		return 0;
	bool search = data[0] & 1;
	strap_begin(&s, &numbers, at, search ? 0 : 1 + data[0] % 29);
	for (size_t i = 1, most; i < n; i += most) {
		int one = data[i++];

		most = n - i < (size_t)one ? n - i : (size_t)one;
		at += one == 252 ? 60 : 1;
		if (one == 255)
			strap_lost(&s);
		else if (one == 254)
			strap_tap(&s, at);
		else if (one == 253 && !search)
			strap_turn(&s, at, 1 + at - 29 * floor(at / 29));
		else if (one < 252)
			packet(&s, at, data + i, (int)most);
		most = one < 252 ? most : 0;
		look(&s, at);
	}
	return 0;
}
