/* core/sample.c -- ancestral sampling: roots, causes, findings, then which of the answers were given. */
#include "core/sample.h"

#include "core/belief_model.h"
#include "core/rule.h"
#include "base/str.h"

#include <assert.h>
#include <math.h>

enum { AGE_LEAST = 18, AGE_MOST = 85, MARKS_MOST = 4, WIDE = 200 };

struct drawing {
	struct arena *a;
	const struct kb *kb;
	const struct sampling *how;
	struct rng *rng;
	bool *root;                     /* drawn before the causes */
	bool *part;                     /* drawn with its sum */
	double *fact;                   /* chance of a yes outside the network */
	int *value;
};

static int drawn_between(struct rng *rng, int low, int high)
{
	if (high - low <= WIDE)
		return low + rng_below(rng, high - low + 1);
	return low + (int)fmin(high - low, expm1(rng_unit(rng) * log(high - low + 1.0)));
}

static void mark_root(int finding, void *arg)
{
	((bool *)arg)[finding] = true;
}

struct named { int finding, n; };

static void count_named(int finding, void *arg)
{
	struct named *in = arg;

	in->finding = finding;
	in->n++;
}

/* As often as not, but never so often that those who say yes would be more than the whole prior of a cause whose odds it
 * raises: share * P(cause | yes) <= prior. */
static void find_facts(struct drawing *d)
{
	d->fact = NEWS(d->a, double, (size_t)d->kb->n_findings + 1);
	for (int f = 0; f < d->kb->n_findings; f++)
		d->fact[f] = 0.5;
	for (int c = 0; c < d->kb->n_causes; c++)
		for (int i = 0; i < d->kb->cause[c].n_odds; i++) {
			const struct odds *o = &d->kb->cause[c].odds[i];
			double prior = d->kb->cause[c].prior, odds = prior / (1 - prior) * o->times;
			struct named in = { 0, 0 };

			rule_findings(&o->when, count_named, &in);
			if (in.n == 1 && o->times > 1 && prior > 0 && prior < 1)
				d->fact[in.finding] = fmin(d->fact[in.finding], prior * (1 + odds) / odds);
		}
}

/* Parts of a sum that the network knows come with it. */
static void find_roots(struct drawing *d)
{
	const struct kb *kb = d->kb;

	d->root = NEWS(d->a, bool, (size_t)kb->n_findings + 1);
	d->part = NEWS(d->a, bool, (size_t)kb->n_findings + 1);
	for (int f = 0; f < kb->n_findings; f++)
		for (int i = 0; kb->finding[f].base > 0 && i < kb->finding[f].sum_of.n; i++)
			d->part[kb->finding[f].sum_of.at[i]] = true;
	for (int c = 0; c < kb->n_causes; c++)
		for (int i = 0; i < kb->cause[c].n_odds; i++)
			rule_findings(&kb->cause[c].odds[i].when, mark_root, d->root);
	for (int f = 0; f < kb->n_findings; f++)
		d->root[f] |= !(kb->finding[f].base > 0) && !d->part[f];
	for (int f = 0; f < kb->n_findings; f++)
		for (int i = 0; kb->finding[f].base > 0 && i < kb->finding[f].sum_of.n; i++)
			d->root[f] |= d->root[kb->finding[f].sum_of.at[i]];
}

/* Parts start at their least and grow one by one, at random, until the sum is what it should be. */
static void draw_parts(struct drawing *d, int f, int sum)
{
	const struct ids *parts = &d->kb->finding[f].sum_of;
	int room = 0, have = 0;

	for (int i = 0; i < parts->n; i++) {
		const struct finding *part = &d->kb->finding[parts->at[i]];

		d->value[parts->at[i]] = part->min;
		have += part->min;
		room += part->max - part->min;
	}
	while (have < sum && room > 0) {
		int at = rng_below(d->rng, room), i = 0;

		for (;; i++) {
			int left = d->kb->finding[parts->at[i]].max - d->value[parts->at[i]];

			if (at < left)
				break;
			at -= left;
		}
		assert(i < parts->n);
		d->value[parts->at[i]]++;
		have++;
		room--;
	}
	d->value[f] = have;
}

/* A finding of the network: on which side of its cut, and where there. */
static void draw_present(struct drawing *d, int f, double chance)
{
	const struct finding *of = &d->kb->finding[f];
	bool present = rng_unit(d->rng) < chance;
	int low = present ? of->cut : of->min, high = present ? of->max : of->cut - 1;
	int value = high < low ? low : drawn_between(d->rng, low, high);

	if (of->sum_of.n)
		draw_parts(d, f, value);
	else
		d->value[f] = value;
}

static void draw_root(struct drawing *d, int f, int age)
{
	const struct finding *of = &d->kb->finding[f];
	int most = of->unit && str_equal(of->unit, "years") && age < of->max ? age : of->max;

	if (of->base > 0)
		draw_present(d, f, of->base);
	else if (of->sum_of.n)
		return;
	else if (of->module == MODULE_SAFETY)
		d->value[f] = rng_unit(d->rng) < d->how->danger && of->max > of->min ? drawn_between(d->rng, of->min + 1, of->max) :
			of->min;
	else if (of->is_bool)
		d->value[f] = rng_unit(d->rng) < d->fact[f];
	else
		d->value[f] = drawn_between(d->rng, of->min, most < of->min ? of->min : most);
}

/* Answers where given, and where the question applies once those before it are answered. */
static void answer(const struct drawing *d, const bool *given, struct person_case *c)
{
	for (bool more = true; more;) {
		more = false;
		for (int f = 0; f < d->kb->n_findings; f++) {
			if (!given[f] || d->kb->finding[f].sum_of.n || c->answer[f] != NOT_ASKED)
				continue;
			if (rule_applies(d->kb, f, c) != TRUTH_YES)
				continue;
			c->answer[f] = (int16_t)d->value[f];
			more = true;
		}
	}
}

/* On the back first, then anywhere. */
static void draw_body(struct drawing *d, struct person_case *c)
{
	static const int sessions[] = { 30, 45, 60, 90 };
	int marks = 1 + rng_below(d->rng, MARKS_MOST);

	c->age = AGE_LEAST + rng_below(d->rng, AGE_MOST - AGE_LEAST + 1);
	c->sex = rng_below(d->rng, 2) ? SEX_FEMALE : SEX_MALE;
	c->limits.session_minutes = sessions[rng_below(d->rng, 4)];
	c->limits.home_minutes = 5 + rng_below(d->rng, 26);
	c->limits.pressure_max = 1 + rng_below(d->rng, 5);
	c->map_given = true;
	for (int i = 0; d->kb->n_regions && i < marks; i++) {
		int at = rng_below(d->rng, d->kb->n_regions);

		for (int k = 0; i == 0 && d->kb->region[at].front && k < d->kb->n_regions; k++)
			at = (at + 1) % d->kb->n_regions;
		c->mark[at] = (int8_t)(1 + rng_below(d->rng, 10));
	}
}

/* Roots are answered in a case of their own: the odds of the causes read it. */
static bool draw_causes(struct drawing *d, const struct person_case *person, struct model *m, bool *acts, struct err *err)
{
	struct person_case *truth = case_copy(d->a, d->kb, person);
	bool *known = NEWS(d->a, bool, (size_t)d->kb->n_findings + 1);

	for (int f = 0; f < d->kb->n_findings; f++) {
		known[f] |= d->root[f];
		if (d->root[f] && !d->part[f])
			draw_root(d, f, person->age);
		for (int i = 0; d->root[f] && i < d->kb->finding[f].sum_of.n; i++)
			known[d->kb->finding[f].sum_of.at[i]] = true;
	}
	answer(d, known, truth);
	if (!belief_model(d->a, d->kb, truth, m, err))
		return false;
	for (int i = 0; i < d->kb->n_causes; i++) {
		double off = 1 - m->prior[i];

		for (int k = 0; k < d->kb->n_leads; k++)        /* what leads there stands before it */
			off *= d->kb->lead[k].to == i && acts[d->kb->lead[k].from] ? m->lead_q[k] : 1;
		acts[i] = rng_unit(d->rng) >= off;
	}
	return true;
}

static void draw_findings(struct drawing *d, const struct model *m, const bool *acts)
{
	for (int f = 0; f < d->kb->n_findings; f++) {
		double stay = 1 - m->leak[f];

		if (d->root[f] || !(d->kb->finding[f].base > 0))
			continue;
		for (int i = m->first[f]; i < m->first[f + 1]; i++)
			if (acts[m->link[i].cause])
				stay *= m->link[i].q;
		draw_present(d, f, 1 - stay);
	}
}

/* Danger questions always; of the rest a share, parts of one sum together. */
static void draw_given(struct drawing *d, bool *given)
{
	const struct kb *kb = d->kb;

	for (int f = 0; f < kb->n_findings; f++) {
		bool chosen = rng_unit(d->rng) < d->how->answered;

		given[f] = kb->finding[f].module == MODULE_SAFETY || kb->finding[f].gate || chosen;
	}
	for (int f = 0; f < kb->n_findings; f++)
		for (int i = 0; i < kb->finding[f].sum_of.n; i++)
			given[kb->finding[f].sum_of.at[i]] = given[f];
	for (int f = 0; f < kb->n_findings; f++)
		given[f] = given[f] && kb->finding[f].asked & d->how->asked;
}

bool sample_person(struct arena *a, const struct kb *kb, const struct sampling *how, struct rng *rng, struct sampled *out,
	struct err *err)
{
	struct drawing d = { a, kb, how, rng, NULL, NULL, NULL, NEWS(a, int, (size_t)kb->n_findings + 1) };
	bool *given = NEWS(a, bool, (size_t)kb->n_findings + 1);
	struct model m;

	*out = (struct sampled){ case_new(a, kb), NEWS(a, bool, (size_t)kb->n_causes + 1), d.value };
	find_roots(&d);
	find_facts(&d);
	draw_body(&d, out->c);
	if (!draw_causes(&d, out->c, &m, out->acts, err))
		return false;
	draw_findings(&d, &m, out->acts);
	for (int f = 0; f < kb->n_findings; f++)        /* a sum outside the network is what its parts are */
		for (int i = 0; !(kb->finding[f].base > 0) && i < kb->finding[f].sum_of.n; i++)
			d.value[f] += d.value[kb->finding[f].sum_of.at[i]];
	draw_given(&d, given);
	answer(&d, given, out->c);
	return true;
}
