/* base/fmt.c -- formatters over a ring of buffers. */
#include "base/fmt.h"

#include <stdio.h>

enum { RING = 8, LONGEST = 64 };

static char *next(void)
{
	static char ring[RING][LONGEST];
	static int at;

	return ring[at++ % RING];
}

const char *fmt_fixed(double v, int decimals)
{
	char *t = next();

	snprintf(t, LONGEST, "%.*f", decimals, v);
	return t;
}

const char *fmt_chance(double p)
{
	return p < 0.005 ? "under 0.01" : p >= 0.995 ? "over 0.99" : fmt_fixed(p, 2);
}

const char *fmt_percent(double share)
{
	char *t = next();

	snprintf(t, LONGEST, "%.0f\u00a0%%", share * 100);
	return t;
}

const char *fmt_count(int n, const char *one, const char *many)
{
	char *t = next();

	snprintf(t, LONGEST, "%d %s", n, n == 1 ? one : many);
	return t;
}

const char *fmt_seconds(int seconds)
{
	char *t = next();

	if (seconds < 60)
		snprintf(t, LONGEST, "%d s", seconds);
	else if (seconds % 60 == 0)
		snprintf(t, LONGEST, "%d min", seconds / 60);
	else
		snprintf(t, LONGEST, "%d min %d s", seconds / 60, seconds % 60);
	return t;
}

const char *fmt_if(bool yes, const char *text)
{
	return yes ? text : "";
}
