/* core/chain_spread.c -- what may become of it over years: most likely the same areas.
 *
 * Two states, widespread pain or not, with constant hazards (Landmark 2019 for size, Gummesson 2006 for relapse); risk ratios are multiplied,
 * which supposes that they act apart.  Ranges: the 95 % ranges added on the log scale as independent.
 */
#include "core/chain.h"

#include "base/str.h"
#include "core/rule.h"

#include <assert.h>
#include <math.h>

/* A product of factors with its range: the log, and the squares of its distances to both ends. */
struct product { double log, down, up; };

static void times(struct product *p, const struct spread_sign *x)
{
	double mean = log(x->value), down = mean - log(x->low), up = log(x->high) - mean;

	p->log += mean;
	p->down += down * down;
	p->up += up * up;
}

enum { AXIS = 4, PARTS = 5 };           /* and left, right arm, left, right leg */

static int part_of(const struct kb *kb, const struct region *r)
{
	static const char *const arm[] = { "shoulder", "arm" }, *const leg[] = { "pelvis", "hip", "thigh", "lower_leg", "foot" };
	const char *id = kb->area[r->area].id;
	int right = r->side == SIDE_RIGHT;

	for (size_t i = 0; i < sizeof(arm) / sizeof(*arm); i++)
		if (str_equal(id, arm[i]))
			return right;
	for (size_t i = 0; i < sizeof(leg) / sizeof(*leg); i++)
		if (str_equal(id, leg[i]))
			return 2 + right;
	return AXIS;
}

/* Widespread: four of the five parts of the body (Wolfe 2016). */
static bool is_widespread(const struct kb *kb, const struct person_case *c, int *areas)
{
	bool part[PARTS] = { false };
	int n = 0;

	*areas = 0;
	for (int a = 0; a < kb->n_areas; a++) {
		bool sore = false;

		for (int r = 0; r < kb->n_regions; r++)
			sore |= kb->region[r].area == a && c->mark[r] > 0;
		*areas += sore;
	}
	for (int r = 0; r < kb->n_regions; r++)
		if (c->mark[r] > 0 && !str_equal(kb->area[kb->region[r].area].id, "head"))
			part[part_of(kb, &kb->region[r])] = true;
	for (int i = 0; i < PARTS; i++)
		n += part[i];
	return n >= 4;
}

static bool holds(const struct kb *kb, const struct person_case *c, const struct spread_sign *s, bool widespread, int areas)
{
	if (str_equal(s->id, "base") || str_equal(s->id, "relapse"))
		return str_equal(s->id, "relapse") == widespread;
	if (str_equal(s->id, "places"))
		return areas >= 2;
	return rule_eval(kb, &s->when, c) == TRUTH_YES;
}

/* P(widespread after t) with hazards in and out. */
static double after(double in, double out, double t, bool now)
{
	double share = in / (in + out), gone = exp(-(in + out) * t);

	return now ? share + (1 - share) * gone : share * (1 - gone);
}

void chain_spread(struct arena *a, const struct kb *kb, const struct person_case *c, double years, struct chain_spread *out)
{
	double recovery = -log1p(-kb_number_of(kb, "spread_recovery"));
	struct product p = { 0, 0, 0 };
	int areas;

	assert(years >= 0 && years <= 20 && recovery > 0);
	*out = (struct chain_spread){ .widespread = is_widespread(kb, c, &areas), .sign = NEWS(a, int, kb->n_spreads + 1) };
	for (int i = 0; i < kb->n_spreads; i++) {
		const struct spread_sign *s = &kb->spread[i];
		bool hazard = str_equal(s->id, "base") || str_equal(s->id, "relapse");

		if (!holds(kb, c, s, out->widespread, areas) || (out->widespread && !hazard))
			continue;
		times(&p, s);
		if (!hazard)
			out->sign[out->n_signs++] = i;
	}
	out->low = after(exp(p.log - sqrt(p.down)), recovery, years, out->widespread);
	out->mean = after(exp(p.log), recovery, years, out->widespread);
	out->high = after(exp(p.log + sqrt(p.up)), recovery, years, out->widespread);
	out->outlook = out->mean >= 0.5 ? OUTLOOK_WIDER : out->high >= 0.5 ? OUTLOOK_OPEN : OUTLOOK_SAME;
}
