/* cli/bench_interview.c -- how many questions the interview asks of simulated clients after the danger ones, whether their plan is the one that
 * all answers would have given, and how that would be had it stopped earlier. */
#include "cli/bench.h"

#include "app/next_question.h"
#include "base/rng.h"
#include "base/str.h"
#include "core/belief_net.h"
#include "core/interview.h"
#include "core/plan.h"
#include "core/screen.h"

#include <string.h>

enum { CLIENTS = 300, TRIES = 60, CURVE = 6 };
static const int stop_at[CURVE] = { 5, 10, 15, 20, 25, 30 };

struct client { const struct kb *kb; const struct person_case *says; struct person_case *c; };

static bool to_client(const struct finding *f)
{
	return f->by != BY_THERAPIST && !f->sum_of.n && (f->asked & ASKED_INTAKE) && f->module != MODULE_SAFETY && f->module != MODULE_WISHES &&
		f->module != MODULE_EXAM && !f->private;
}

static bool may(void *arg, int f)
{
	const struct client *k = arg;

	return to_client(&k->kb->finding[f]) && case_answer(k->kb, k->c, f) == NOT_ASKED && rule_applies(k->kb, f, k->c) == TRUTH_YES;
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
		else if (to_client(of) && !(of->base > 0))
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

/* Everything this client would say. */
static bool draw_client(struct arena *a, const struct kb *kb, struct rng *rng, struct person_case **out, struct err *err)
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
		else if (to_client(&kb->finding[f]))
			c->answer[f] = (int16_t)value;
	}
	draw_openers(kb, c);
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

/* One interview: how many questions, how many of them for rules that send to a physician, and whether the plan would be the same at its end and
 * had it been stopped at stop_at. */
struct run { int asked, soon; bool same, other_doors, same_at[CURVE]; };

static bool compare(struct client *k, const struct made *all, bool *alike, bool *other_doors, struct err *err)
{
	struct arena *a = arena_new(256u << 20);
	struct made some;
	bool done = make(a, k->kb, k->c, &some, err);

	*alike = done && same(k->kb, all, &some);
	*other_doors = done && doors(k->kb, &all->p) != doors(k->kb, &some.p);
	arena_end(a);
	return done;
}

static bool ask_some(struct client *k, const struct made *all, struct run *out, struct err *err)
{
	struct arena *a = arena_new(256u << 20);
	bool done = true, unused;
	int last = -1, at = 0, gained = 0;

	for (*out = (struct run){ 0 }; done;) {
		enum interview_why why;
		struct belief b;

		arena_reset(a);
		for (; done && at < CURVE && stop_at[at] == out->asked; at++)
			done = compare(k, all, &out->same_at[at], &unused, err);
		done = done && belief_of(a, k->kb, k->c, NULL, BELIEF_ASKING, &b, err);
		int f = done ? interview_next(a, k->kb, k->c, &b, last, may, k, &why) : -1;
		if (f < 0 || gained == BY_GAIN_MOST)
			break;
		gained += !k->kb->finding[f].core;
		k->c->answer[f] = k->says->answer[f] == NOT_ASKED ? DONT_KNOW : k->says->answer[f];
		last = f;
		out->asked++;
		out->soon += why == ASK_PHYSICIAN;
	}
	arena_end(a);
	done = done && compare(k, all, &out->same, &out->other_doors, err);
	for (; at < CURVE; at++)
		out->same_at[at] = out->same;
	return done;
}

/* Asked everything, then asked as the program does. */
static bool run_client(struct arena *a, const struct kb *kb, struct rng *rng, struct run *out, double *all, struct err *err)
{
	struct client k = { kb, NULL, NULL };
	struct person_case *says;
	struct made with_all;

	if (!draw_client(a, kb, rng, &says, err))
		return false;
	k.says = says;
	begin(a, &k);
	ask_all(&k);
	for (int f = 0; f < kb->n_findings; f++)
		*all += to_client(&kb->finding[f]) && k.c->answer[f] != NOT_ASKED;
	if (!make(a, kb, k.c, &with_all, err))
		return false;
	begin(a, &k);
	return ask_some(&k, &with_all, out, err);
}

bool bench_interview(struct cli *cli, const struct kb *kb, struct err *err)
{
	static double asked[CLIENTS], soon[CLIENTS], all[CLIENTS];
	struct rng rng = rng_new(20261122);
	struct arena *a = arena_new(512u << 20);
	int alike = 0, refer = 0, alike_at[CURVE] = { 0 };
	bool done = true;

	for (int i = 0; done && i < CLIENTS; i++) {
		struct run r;

		arena_reset(a);
		all[i] = 0;
		done = run_client(a, kb, &rng, &r, &all[i], err);
		if (!done)
			break;
		asked[i] = r.asked;
		soon[i] = r.soon;
		alike += r.same;
		refer += r.other_doors;
		for (int k = 0; k < CURVE; k++)
			alike_at[k] += r.same_at[k];
	}
	arena_end(a);
	if (!done)
		return false;
	bench_line(cli, "interview_median", bench_at(asked, CLIENTS, 0.5), "questions", 25, false);
	bench_line(cli, "interview_soon_rules", bench_at(soon, CLIENTS, 0.5), "questions", 10, false);
	bench_line(cli, "interview_nine_of_ten", bench_at(asked, CLIENTS, 0.9), "questions", 40, false);
	bench_line(cli, "interview_most", bench_at(asked, CLIENTS, 1), "questions", 50, false);
	bench_line(cli, "interview_all", bench_at(all, CLIENTS, 0.5), "questions", 200, false);
	bench_line(cli, "interview_same_plan", 100.0 * alike / CLIENTS, "%", 95, true);
	bench_line(cli, "interview_other_referrals", 100.0 * refer / CLIENTS, "%", 5, false);
	for (int k = 0; k < CURVE; k++)
		fprintf(cli->out, "  stopped after %2d: same plan in %.1f %%\n", stop_at[k], 100.0 * alike_at[k] / CLIENTS);
	return true;
}
