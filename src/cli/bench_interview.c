/* cli/bench_interview.c -- how many questions the interview asks of simulated clients, and whether their plan is the one that all answers
 * would have given. */
#include "cli/bench.h"

#include "base/rng.h"
#include "base/str.h"
#include "core/belief_net.h"
#include "core/interview.h"
#include "core/plan.h"
#include "core/screen.h"

#include <string.h>

enum { CLIENTS = 300, TRIES = 60 };

struct client { const struct kb *kb; const struct person_case *says; struct person_case *c; };

static bool to_client(const struct finding *f)
{
	return f->by != BY_THERAPIST && !f->sum_of.n && (f->asked & ASKED_INTAKE) && f->module != MODULE_SAFETY && f->module != MODULE_WISHES &&
		f->module != MODULE_EXAM && !f->private;
}

static bool may(void *arg, int f)
{
	const struct client *k = arg;

	return to_client(&k->kb->finding[f]) && k->c->answer[f] == NOT_ASKED && rule_applies(k->kb, f, k->c) == TRUTH_YES;
}

static int some_value(struct rng *rng, const struct finding *f)
{
	bool usual = f->is_bool ? rng_unit(rng) >= 0.15 : f->max - f->min > 10 && rng_unit(rng) < 0.7;

	return usual ? f->min : f->is_bool ? 1 : f->min + rng_below(rng, f->max - f->min + 1);
}

/* Present or absent by the causes that act. */
static int value_of(struct rng *rng, const struct belief_net *b, int f, const bool *acts)
{
	const struct finding *of = &b->kb->finding[f];
	double off = b->net.own[belief_node(b, f)].no;

	for (int i = b->net.first[belief_node(b, f)]; i < b->net.first[belief_node(b, f) + 1]; i++)
		off *= acts[b->net.link[i].from] ? b->net.link[i].q : 1;
	bool present = rng_unit(rng) >= off;
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

/* Everything this client would say. */
static bool draw_client(struct arena *a, const struct kb *kb, struct rng *rng, struct person_case **out, struct err *err)
{
	struct person_case *c = case_new(a, kb);
	bool *acts = NEWS(a, bool, kb->n_causes);
	struct belief_net b;

	c->age = 25 + rng_below(rng, 50);
	c->sex = rng_below(rng, 2) ? SEX_FEMALE : SEX_MALE;
	for (int f = 0; f < kb->n_findings; f++) {
		const struct finding *of = &kb->finding[f];

		if (of->module == MODULE_SAFETY && !of->sum_of.n)
			c->answer[f] = (int16_t)of->min;
		else if (to_client(of) && !(of->base > 0))
			c->answer[f] = (int16_t)some_value(rng, of);
	}
	/* whom the program is for: long pain, begun at some age */
	c->answer[kb_finding(kb, "pain_over_3_months")] = 1;
	c->answer[kb_finding(kb, "pain_weeks")] = (int16_t)(13 + rng_below(rng, 500));
	c->answer[kb_finding(kb, "pain_onset_age")] = (int16_t)(15 + rng_below(rng, c->age - 15));
	c->map_given = true;
	c->mark[kb_region(kb, "low_back_left")] = (int8_t)(3 + rng_below(rng, 6));
	c->limits.session_minutes = 60;
	c->limits.home_minutes = 15;
	c->limits.pressure_max = 3;
	if (!belief_net_make(a, kb, c, NULL, &b, err))
		return false;
	for (int i = 0; i < kb->n_causes; i++)
		acts[i] = rng_unit(rng) < b.net.own[i].yes;
	for (int f = 0; f < kb->n_findings; f++) {
		if (!(kb->finding[f].base > 0))
			continue;
		int value = value_of(rng, &b, f, acts);
		if (kb->finding[f].sum_of.n)
			draw_parts(rng, kb, c, f, value >= kb->finding[f].cut);
		else if (to_client(&kb->finding[f]))
			c->answer[f] = (int16_t)value;
	}
	*out = c;
	return true;
}

/* Only what a client was asked: what does not apply is not asked. */
static void ask_all(struct client *k)
{
	for (int again = 1; again;) {
		again = 0;
		for (int f = 0; f < k->kb->n_findings; f++)
			if (may(k, f)) {
				k->c->answer[f] = k->says->answer[f] == NOT_ASKED ? DONT_KNOW : k->says->answer[f];
				again = 1;
			}
	}
}

static void begin(struct arena *a, struct client *k)
{
	k->c = case_copy(a, k->kb, k->says);
	for (int f = 0; f < k->kb->n_findings; f++)
		if (k->kb->finding[f].module != MODULE_SAFETY)
			k->c->answer[f] = NOT_ASKED;
}

static bool ask_some(struct client *k, int *asked, int *physician, struct err *err)
{
	struct arena *a = arena_new(256u << 20);
	int last = -1;
	bool done = true;

	for (*asked = *physician = 0; done;) {
		enum interview_why why;
		struct belief b;

		arena_reset(a);
		done = belief(a, k->kb, k->c, NULL, &b, err);
		int f = done ? interview_next(a, k->kb, k->c, &b, last, may, k, &why) : -1;
		if (f < 0)
			break;
		k->c->answer[f] = k->says->answer[f] == NOT_ASKED ? DONT_KNOW : k->says->answer[f];
		last = f;
		++*(why == ASK_PHYSICIAN ? physician : asked);
	}
	arena_end(a);
	return done;
}

struct made { struct belief b; struct plan p; bool refused; };

static bool make(struct arena *a, const struct kb *kb, const struct person_case *c, struct made *out, struct err *err)
{
	struct err refused = { 0 };

	if (!belief(a, kb, c, NULL, &out->b, err))
		return false;
	out->refused = !plan_make(a, kb, c, screen(a, kb, c), &out->b, NULL, &out->p, &refused);
	return true;
}

/* Which doors a plan points to: a physician, someone for the emotional side, someone for movement. */
static unsigned doors(const struct kb *kb, const struct plan *p)
{
	unsigned set = 0;

	for (int i = 0; i < p->n_referrals; i++)
		set |= 1u << (str_equal(p->referral[i].id, "physician_review") ? COMPONENT_COUNT : kb->item[kb_item(kb, p->referral[i].id)].component);
	return set;
}

/* The same doors, and the short interview's plan is worth all but a hundredth of what the best plan is worth to one who knows everything. */
static bool same(const struct kb *kb, const struct made *all, const struct made *some)
{
	if (all->refused || some->refused)
		return all->refused == some->refused;
	return doors(kb, &all->p) == doors(kb, &some->p) && plan_worth(kb, &all->b, &some->p) >= 0.99 * plan_worth(kb, &all->b, &all->p);
}

bool bench_interview(struct cli *cli, const struct kb *kb, struct err *err)
{
	static double asked[CLIENTS], settled[CLIENTS], all[CLIENTS];
	struct rng rng = rng_new(20261122);
	struct arena *a = arena_new(512u << 20);
	int alike = 0, refer = 0;
	bool done = true;

	for (int i = 0; done && i < CLIENTS; i++) {
		struct person_case *says;
		struct made with_all, with_some;
		int n = 0, soon = 0;

		arena_reset(a);
		done = draw_client(a, kb, &rng, &says, err);
		if (!done)
			break;
		struct client k = { kb, says, NULL };
		begin(a, &k);
		ask_all(&k);
		for (int f = 0; f < kb->n_findings; f++)
			all[i] += to_client(&kb->finding[f]) && k.c->answer[f] != NOT_ASKED;
		done = make(a, kb, k.c, &with_all, err);
		begin(a, &k);
		done = done && ask_some(&k, &n, &soon, err) && make(a, kb, k.c, &with_some, err);
		asked[i] = n;
		settled[i] = soon;
		alike += done && same(kb, &with_all, &with_some);
		refer += done && doors(kb, &with_all.p) != doors(kb, &with_some.p);
	}
	arena_end(a);
	if (!done)
		return false;
	bench_line(cli, "interview_median", bench_at(asked, CLIENTS, 0.5), "questions", 25, false);
	bench_line(cli, "interview_soon_rules", bench_at(settled, CLIENTS, 0.5), "questions", 10, false);
	bench_line(cli, "interview_most", bench_at(asked, CLIENTS, 1), "questions", 40, false);
	bench_line(cli, "interview_all", bench_at(all, CLIENTS, 0.5), "questions", 200, false);
	bench_line(cli, "interview_same_plan", 100.0 * alike / CLIENTS, "%", 95, true);
	bench_line(cli, "interview_other_referrals", 100.0 * refer / CLIENTS, "%", 5, false);
	return true;
}
