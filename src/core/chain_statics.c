/* core/chain_statics.c -- the pelvis between two legs and the spine, at small angles.
 *
 * Unknowns q: tilt forward, obliquity (right side up).  A muscle with stiffness k, lost length s and shortening c for each angle changes its
 * tension by k (s - c q); q makes 1/2 q' diag(stiffness) q + 1/2 sum k (s - c q)^2 least.  A short leg sets the obliquity.  The model is
 * linear: what short muscles do and what the leg does is added up.
 */
#include "core/chain.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#define DEGREES (180 / M_PI)

struct spring { double k, tilt, side; };

static struct spring spring_of(const struct kb *kb, int x)
{
	const struct arms *r = &kb->muscle[x / 2].arms;
	double up = kb_number_of(kb, "pull_upright"), sign = x % 2 ? 1 : -1;

	if (!(r->force > 0 && r->length > 0))
		return (struct spring){ 0, 0, 0 };
	return (struct spring){ kb_number_of(kb, "pull_stiffness") * r->force / r->length, r->hip_flexion + up * r->lumbar_extension,
		sign * (r->hip_adduction + up * r->lumbar_side) };
}

/* Where the pelvis comes to rest, in radians: freely, or with the obliquity that is set. */
static struct chain_posture settle(const struct kb *kb, const double *lost, const double *obliquity)
{
	double tt = kb_number_of(kb, "pull_tilt"), tp = 0, pp = kb_number_of(kb, "pull_obliquity"), t = 0, p = 0;

	for (int x = 0; x < 2 * kb->n_muscles; x++) {
		struct spring c = spring_of(kb, x);
		double s = lost ? lost[x] : 0;

		tt += c.k * c.tilt * c.tilt;
		tp += c.k * c.tilt * c.side;
		pp += c.k * c.side * c.side;
		t += c.k * c.tilt * s;
		p += c.k * c.side * s;
	}
	if (obliquity)
		return (struct chain_posture){ (t - tp * *obliquity) / tt, *obliquity };
	double det = tt * pp - tp * tp;

	assert(det > 0);
	return (struct chain_posture){ (t * pp - tp * p) / det, (tt * p - tp * t) / det };
}

static double tension(const struct spring *c, double lost, struct chain_posture q)
{
	return c->k * (lost - c->tilt * q.tilt - c->side * q.obliquity);
}

enum leg_length chain_leg_length(const struct kb *kb, double mm, bool stands)
{
	return fabs(mm) >= kb_number_of(kb, "leg_large") ? LEG_LARGE : stands && fabs(mm) >= kb_number_of(kb, "leg_standing") ? LEG_STANDING :
		LEG_SMALL;
}

struct chain_posture chain_statics(const struct kb *kb, const struct chain_load *load, double *change, double *shift)
{
	double leg = -atan(load->right_short_mm / kb_number_of(kb, "hip_span")), unit = kb_number_of(kb, "pull_unit");
	double most = kb_number_of(kb, "pull_most"), logit = kb_number_of(kb, "pull_logit");
	bool counts = chain_leg_length(kb, load->right_short_mm, load->stands) != LEG_SMALL;
	struct chain_posture rest = settle(kb, load->lost, NULL), legs = settle(kb, NULL, &leg);

	for (int x = 0; x < 2 * kb->n_muscles; x++) {
		struct spring c = spring_of(kb, x);
		double lost = load->lost ? load->lost[x] : 0, by_leg = tension(&c, 0, legs), by_short = tension(&c, lost, rest);

		change[x] = by_leg + by_short;
		double counted = (counts ? by_leg : 0) + (lost > 0 ? 0 : by_short);     /* a short muscle has its own test already */
		if (shift)
			shift[x] = logit * fmin(most, fabs(counted) / unit);
	}
	return (struct chain_posture){ (rest.tilt + legs.tilt) * DEGREES, (rest.obliquity + legs.obliquity) * DEGREES };
}
