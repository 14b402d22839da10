/* core/sweep_table.c -- the inner loops: tables of 2^width entries, four cases in each. */
#include "core/sweep.h"

#include <math.h>

void table_spread(lanes *t, int width, int bit, const lanes *q, bool back)
{
	size_t half = (size_t)1 << bit, n = (size_t)1 << width;
	lanes stay = *q, go = 1 - stay;

	for (size_t at = 0; at < n; at += 2 * half)
		for (size_t i = at; i < at + half; i++) {
			if (back) {
				t[i] = stay * t[i] + go * t[i + half];
			} else {
				t[i + half] += go * t[i];
				t[i] *= stay;
			}
		}
}

/* The same, only where the cause acts. */
void table_link(lanes *t, int width, int cause_bit, int bit, const lanes *q, bool back)
{
	size_t half = (size_t)1 << bit, acts = (size_t)1 << cause_bit, n = (size_t)1 << width;
	size_t low = half < acts ? half : acts, high = half < acts ? acts : half;
	lanes stay = *q, go = 1 - stay;

	for (size_t at = acts; at < n; at += 2 * high)
		for (size_t from = at; from < at + high; from += 2 * low)
			for (size_t i = from; i < from + low; i++) {
				if (back) {
					t[i] = stay * t[i] + go * t[i + half];
				} else {
					t[i + half] += go * t[i];
					t[i] *= stay;
				}
			}
}

/* Sum of products, in pairs so that the roundings of n terms are 32 + log2(n) deep at most. */
void table_dot(const lanes *x, const lanes *y, size_t n, lanes *out)
{
	lanes sum = { 0 }, other;

	if (n <= 32) {
		for (size_t i = 0; i < n; i++)
			sum += x[i] * y[i];
		*out = sum;
		return;
	}
	table_dot(x, y, n / 2, &sum);
	table_dot(x + n / 2, y + n / 2, n / 2, &other);
	*out = sum + other;
}

/* Multiplies each lane by a power of two that brings its largest entry near one; the exponents taken out go to e. */
void table_rescale(lanes *t, size_t n, int e[LANES])
{
	lanes most = t[0], by;
	bool any = false;

	for (size_t i = 1; i < n; i++)
		for (int l = 0; l < LANES; l++)
			most[l] = t[i][l] > most[l] ? t[i][l] : most[l];
	for (int l = 0; l < LANES; l++) {
		e[l] = 0;
		if (most[l] > 0 && most[l] < 0x1p-100) {
			frexp(most[l], &e[l]);
			any = true;
		}
		by[l] = ldexp(1, -e[l] < 1000 ? -e[l] : 1000);
		e[l] = -e[l] < 1000 ? e[l] : -1000;
	}
	for (size_t i = 0; any && i < n; i++)
		t[i] *= by;
}
