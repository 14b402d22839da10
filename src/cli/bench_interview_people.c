/* cli/bench_interview_people.c -- causes are drawn first, then what each of them shows. */
#include "cli/bench_interview_people.h"

#include "core/belief_net.h"

enum { TRIES = 60 };

bool bench_to_client(const struct finding *f)
{
	return f->by != BY_THERAPIST && !f->sum_of.n && (f->asked & ASKED_INTAKE) && f->module != MODULE_SAFETY && f->module != MODULE_WISHES &&
		f->module != MODULE_EXAM && !f->private;
}

static int some_value(struct rng *rng, const struct finding *f)
{
	bool usual = f->is_bool ? rng_unit(rng) >= 0.15 : f->max - f->min > 10 && rng_unit(rng) < 0.7;

	return usual ? f->min : f->is_bool ? 1 : f->min + rng_below(rng, f->max - f->min + 1);
}

/* Is a node of the network on, given the causes that act? */
static bool is_on(struct rng *rng, const struct belief_net *b, int node, const bool *acts)
{
	double off = b->net.own[node].no;

	for (int i = b->net.first[node]; i < b->net.first[node + 1]; i++)
		off *= acts[b->net.link[i].from] ? b->net.link[i].q : 1;
	return rng_unit(rng) >= off;
}

static int value_of(struct rng *rng, const struct belief_net *b, int f, const bool *acts)
{
	const struct finding *of = &b->kb->finding[f];
	bool present = is_on(rng, b, belief_node(b, f), acts);
	int low = present ? of->cut : of->min, high = present ? of->max : of->cut - 1;

	return high < low ? (present ? of->max : of->min) : low + rng_below(rng, high - low + 1);
}

/* Parts of a sum, drawn until they add up to the right side of its cut. */
static void draw_parts(struct rng *rng, const struct kb *kb, struct person_case *c, int f, bool present)
{
	const struct finding *of = &kb->finding[f];

	for (int t = 0; t < TRIES; t++) {
		for (int i = 0; i < of->sum_of.n; i++) {
			const struct finding *part = &kb->finding[of->sum_of.at[i]];

			c->answer[of->sum_of.at[i]] = (int16_t)(part->is_bool ? rng_unit(rng) < (present ? 0.6 : 0.15) :
				part->min + rng_below(rng, part->max - part->min + 1));
		}
		if ((case_answer(kb, c, f) >= of->cut) == present)
			return;
	}
}

/* What opens other questions is a yes when one of them is. */
static void draw_openers(const struct kb *kb, struct person_case *c)
{
	for (int f = 0; f < kb->n_findings; f++)
		for (int i = 0; i < kb->finding[f].opened_by.n; i++)
			c->answer[kb->finding[f].opened_by.at[i]] = 0;
	for (int f = 0; f < kb->n_findings; f++)
		for (int i = 0; i < kb->finding[f].opened_by.n; i++)
			c->answer[kb->finding[f].opened_by.at[i]] |= c->answer[f] > 0;
}

/* Whom the program is for: long pain, begun at some age; no danger sign; the rest by chance. */
static struct person_case *draw_person(struct arena *a, const struct kb *kb, struct rng *rng)
{
	struct person_case *c = case_new(a, kb);

	c->age = 25 + rng_below(rng, 50);
	c->sex = rng_below(rng, 2) ? SEX_FEMALE : SEX_MALE;
	for (int f = 0; f < kb->n_findings; f++) {
		const struct finding *of = &kb->finding[f];

		if (of->module == MODULE_SAFETY && !of->sum_of.n)
			c->answer[f] = (int16_t)of->min;
		else if (bench_to_client(of) && !(of->base > 0))
			c->answer[f] = (int16_t)some_value(rng, of);
	}
	c->answer[kb_finding(kb, "pain_over_3_months")] = 1;
	c->answer[kb_finding(kb, "pain_weeks")] = (int16_t)(13 + rng_below(rng, 500));
	c->answer[kb_finding(kb, "pain_onset_age")] = (int16_t)(15 + rng_below(rng, c->age - 15));
	c->map_given = true;
	c->mark[kb_region(kb, "low_back_left")] = (int8_t)(3 + rng_below(rng, 6));
	c->limits.session_minutes = 60;
	c->limits.home_minutes = 15;
	c->limits.pressure_max = 3;
	return c;
}

bool bench_draw_client(struct arena *a, const struct kb *kb, struct rng *rng, struct person_case **out, struct err *err)
{
	struct person_case *c = draw_person(a, kb, rng);
	bool *acts = NEWS(a, bool, kb->n_causes);
	struct belief_net b;

	if (!belief_net_make(a, kb, c, NULL, &b, err))
		return false;
	for (int i = 0; i < kb->n_causes; i++)          /* what leads to a cause stands before it */
		acts[i] = is_on(rng, &b, i, acts);
	for (int f = 0; f < kb->n_findings; f++) {
		if (!(kb->finding[f].base > 0))
			continue;
		int value = value_of(rng, &b, f, acts);
		if (kb->finding[f].sum_of.n)
			draw_parts(rng, kb, c, f, value >= kb->finding[f].cut);
		else if (bench_to_client(&kb->finding[f]))
			c->answer[f] = (int16_t)value;
	}
	draw_openers(kb, c);
	*out = c;
	return true;
}
