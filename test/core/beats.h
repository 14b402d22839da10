/* test/core/beats.h -- the numbers of the method, series from a formula, recordings where they lie beside this tree. */
#ifndef TEST_CORE_BEATS_H
#define TEST_CORE_BEATS_H

#include "tables.h"

#include "base/rng.h"
#include "core/biosignal.h"

#include <math.h>

#define HRV EVIDENCE "hrv/"

struct beats { int n; double *rr; };

static inline const struct bio_numbers *bio_k(void)
{
	return test_kb()->biosignal;
}

/* One number a line, as text: n -1 when the file is not there. */
static inline struct beats beats_file(struct arena *a, const char *name)
{
	enum { MOST = 100000, BYTES = 1 << 20 };
	struct beats b = { -1, NULL };
	FILE *f = fopen(arena_fmt(a, HRV "%s", name), "rb");

	if (!f)
		return b;
	char *text = arena_take(a, 1, BYTES + 1), *at = text, *end = NULL;
	size_t n = fread(text, 1, BYTES, f);
	fclose(f);
	text[n] = 0;
	b = (struct beats){ 0, NEWS(a, double, MOST) };
	for (double v = strtod(at, &end); end != at && b.n < MOST; v = strtod(at, &end)) {
		b.rr[b.n++] = v;
		at = end;
	}
	return b;
}

/* base + swing sin(2 pi hz t) + noise, `seconds` long; t is the end of each interval, as heard by a strap. */
static inline struct beats beats_wave(struct arena *a, struct rng *r, double base, double swing, double hz, double noise, double seconds)
{
	struct beats b = { 0, NEWS(a, double, (size_t)(seconds * 4) + 10) };
	double t = 0;

	while (t < seconds) {
		double rr = base + swing * sin(2 * 3.14159265358979323846 * hz * t) + (noise > 0 ? noise * rng_normal(r) : 0);

		b.rr[b.n++] = fmax(350, rr);
		t += b.rr[b.n - 1] / 1000;
	}
	return b;
}

#endif
