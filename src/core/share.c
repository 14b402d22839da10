/* core/share.c -- Wilson's interval. */
#include "core/share.h"

#include <assert.h>
#include <math.h>

static const double z = 1.959963984540054;

struct share share_of(int n, int of)
{
	assert(n >= 0 && n <= of);
	if (!of)
		return (struct share){ 0, 0, 0, 0, 1 };
	double p = (double)n / of, zz = z * z / of, middle = (p + zz / 2) / (1 + zz);
	double away = z * sqrt(p * (1 - p) / of + zz / (4 * of)) / (1 + zz);
	return (struct share){ n, of, p, n ? fmax(0, middle - away) : 0, n < of ? fmin(1, middle + away) : 1 };
}
