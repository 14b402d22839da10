/* core/chain_statics.c -- the pelvis between legs and spine (two angles), and how pain spreads over a year. */
#include "core/chain.h"

#include <math.h>

/* Model constants (docs/science/chain.md): half the distance of the hip joints times two, share of the lumbar spine that bends back to keep the
 * chest upright, share of the greatest force at rest, and its stiffness. */
static const double hips_apart_mm = 180, spine_share = 0.8, stiffness = 0.7;

void chain_statics(const struct kb *kb, double short_right_mm, double *out)
{
	double obliquity = -atan(short_right_mm / hips_apart_mm);        /* right side up is > 0 */

	for (int x = 0; x < 2 * kb->n_muscles; x++) {
		const struct arms *a = &kb->muscle[x / 2].arms;
		double side = x % 2 ? 1 : -1, k = a->force > 0 ? stiffness * a->force / a->length : 0;

		out[x] = -k * side * (a->hip_adduction + spine_share * a->lumbar_side) * obliquity;
	}
}

/* Landmark 2019 (3,105 people): new widespread pain 1.1 to 1.6 % a year before the ratios of those who have pain. */
static const double hazard_low = 0.011, hazard_high = 0.016, chronic = 2.4, two_regions = 3.3, recovery = 0.38;

struct chain_spread chain_spread(int regions, bool poor_sleep, bool obese, bool smokes, bool distressed, bool active)
{
	double ratio = (regions > 0 ? chronic : 1) * (regions > 1 ? two_regions : 1);
	struct chain_spread s;

	/* Mundal 2016: each raises or lowers the number of places a little; 1.2 is a design value between their ratios */
	ratio *= pow(1.2, poor_sleep + obese + smokes + distressed - active);
	s.low = -expm1(-hazard_low * ratio / 1.5);
	s.high = -expm1(-hazard_high * ratio * 1.5);
	s.mean = -expm1(-(hazard_low + hazard_high) / 2 * ratio / (1 + recovery / 4));
	s.same_likely = s.high < 0.5;
	return s;
}
