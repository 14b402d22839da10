/* app/ruleout.c -- serious causes worth a look, and danger rules that are still open. */
#include "app/ruleout.h"

#include "base/buf.h"
#include "base/str.h"
#include "core/danger.h"

#include <math.h>

enum { SPEAKS_MOST = 4, WAITS_MOST = 6 };

/* not_negligible: one in a hundred, by convention; likelier: from here assess_change says "a little more likely"; telling: a "yes" makes it half as likely again. */
static const double not_negligible = 0.01, likelier = 0.25, telling = 1.5;

const char ruleout_lead[] = "Serious causes that are not negligible here, or likelier than usual. A low number clears nobody; a doctor's look settles it.";
const char ruleout_none[] = "No serious cause stands out by its number.";
const char ruleout_nothing[] = "No serious cause stands out, and no urgent danger rule waits for an answer. That does not rule everything out.";

static double after_yes(const struct assess *as, const struct question *q, int cause)
{
	double p = as->b.by_cause[cause];

	return q->no > 0 && q->no < 1 ? fmin(1, fmax(0, (p - q->no * q->p_no[cause]) / (1 - q->no))) : p;
}

/* The question of the engine that is expected to move this cause most. */
static const struct question *of_engine(const struct assess *as, int cause)
{
	const struct question *best = NULL;
	double most = 0, p = as->b.by_cause[cause];

	for (int i = 0; i < as->b.n_ask; i++) {
		const struct question *q = &as->b.ask[i];
		double moves = q->no * (p - q->p_no[cause]);

		if (as->kb->finding[q->finding].private || after_yes(as, q, cause) < telling * p || moves <= most)
			continue;
		most = moves;
		best = q;
	}
	return best;
}

/* Else the open finding that the knowledge links to it most strongly. */
static int of_knowledge(const struct assess *as, int cause)
{
	const struct kb *kb = as->kb;
	double best = telling;
	int found = -1;

	for (int i = 0; i < kb->n_links; i++) {
		const struct link *l = &kb->link[i];
		double ratio = l->sens / fmax(1e-9, 1 - l->spec);

		if (l->cause != cause || kb->finding[l->finding].private || ratio < best || case_answer(kb, as->c, l->finding) != NOT_ASKED ||
			rule_applies(kb, l->finding, as->c) == TRUTH_NO)
			continue;
		best = ratio;
		found = l->finding;
	}
	return found;
}

static bool worth_a_look(const struct kb *kb, const struct cause_belief *b)
{
	return kb->cause[b->cause].serious && (b->p >= not_negligible || assess_cause_change(b) >= likelier);
}

static void add_causes(const struct assess *as, struct ruleout *out)
{
	for (int i = 0; i < as->b.n_causes && out->n_causes < RULEOUT_MOST; i++) {
		const struct cause_belief *b = &as->b.cause[i];

		if (!worth_a_look(as->kb, b))
			continue;
		const struct question *q = of_engine(as, b->cause);
		out->cause[out->n_causes++] = (struct ruleout_cause){ b, q ? q->finding : of_knowledge(as, b->cause), q ? after_yes(as, q, b->cause) : (double)NAN };
	}
}

/* First asked after a session, or when the dangers are asked again: before that there is nothing to ask. */
static bool only_later(const struct kb *kb, const struct rule_open *r)
{
	bool after = r->truth == TRUTH_NOT_ASKED && r->findings.n > 0;

	for (int i = 0; i < r->findings.n; i++)
		after = after && danger_later(&kb->finding[r->findings.at[i]]);
	return after;
}

static bool among(const int *at, int n, int finding)
{
	for (int i = 0; i < n; i++)
		if (at[i] == finding)
			return true;
	return false;
}

static struct ids both(struct arena *a, struct ids x, struct ids y)
{
	int *at = NEWS(a, int, (size_t)(x.n + y.n) + 1), n = 0;

	for (int i = 0; i < x.n; i++)
		at[n++] = x.at[i];
	for (int i = 0; i < y.n; i++)
		if (!among(at, n, y.at[i]))
			at[n++] = y.at[i];
	return (struct ids){ at, n };
}

/* Where a rule belongs: beside one that suspects the same, or behind the last of its tier. */
static struct ruleout_open *place(struct arena *a, const struct assess *as, const struct rule_open *r, struct ruleout *out)
{
	const struct flag *f = &as->kb->flag[r->flag];
	int at = out->n_open;

	for (int i = 0; i < out->n_open; i++)
		if (out->open[i].truth == r->truth && out->open[i].tier == f->tier && str_equal(out->open[i].suspects, f->suspects))
			return &out->open[i];
	for (; at > 0 && out->open[at - 1].tier < f->tier; at--)
		out->open[at] = out->open[at - 1];
	out->n_open++;
	out->open[at] = (struct ruleout_open){ f->suspects, r->truth, f->tier, NEWS(a, const struct rule_open *, (size_t)as->s->n_open), 0, { 0 } };
	return &out->open[at];
}

void ruleout_make(struct arena *a, const struct assess *as, struct ruleout *out)
{
	*out = (struct ruleout){ .open = NEWS(a, struct ruleout_open, (size_t)as->s->n_open + 1) };
	add_causes(as, out);
	for (int i = 0; i < as->s->n_open; i++) {
		const struct rule_open *r = &as->s->open[i];

		if (as->kb->flag[r->flag].route == ROUTE_ABUSE || only_later(as->kb, r))
			continue;
		struct ruleout_open *o = place(a, as, r, out);
		o->rule[o->n_rules++] = r;
		o->findings = both(a, o->findings, r->findings);
	}
}

/* ---- words ---- */

const char *ruleout_chance(struct arena *a, double p)
{
	return p < 0.0005 ? "under 1 in 1000" : arena_fmt(a, "%.0f in 1000", fmin(999, 1000 * p));
}

const char *ruleout_says(struct arena *a, const struct ruleout_cause *c)
{
	return arena_fmt(a, "%s now, %s before the answers", ruleout_chance(a, c->belief->p), ruleout_chance(a, c->belief->before));
}

/* Names up to `most`; what is private comes last, without its name. */
static const char *names(struct arena *a, const struct kb *kb, struct ids f, int most)
{
	struct buf b = buf_new(a, 1 << 14);
	int told = 0;
	bool hushed = false;

	for (int i = 0; i < f.n; i++) {
		hushed = hushed || kb->finding[f.at[i]].private;
		if (kb->finding[f.at[i]].private || told >= most)
			continue;
		buf_fmt(&b, "%s%s", told++ ? "; " : "", kb->finding[f.at[i]].name);
	}
	if (f.n > most)
		buf_fmt(&b, "; and %d more", f.n - most);
	if (hushed)
		buf_fmt(&b, "%sa private question", told ? "; " : "");
	return b.n ? b.at : "";
}

const char *ruleout_speaks(struct arena *a, const struct kb *kb, const struct ruleout_cause *c)
{
	int *at = NEWS(a, int, SPEAKS_MOST), n = 0;

	for (int i = 0; i < c->belief->n_for && n < SPEAKS_MOST; i++)
		at[n++] = c->belief->for_[i].finding;
	return names(a, kb, (struct ids){ at, n }, SPEAKS_MOST);
}

const char *ruleout_next(struct arena *a, const struct kb *kb, const struct ruleout_cause *c)
{
	static const char *const who[] = { [BY_CLIENT] = "Ask", [BY_THERAPIST] = "Test", [BY_BOTH] = "Ask or test" };

	if (c->question < 0)
		return "Nothing more to ask or test here tells much: a doctor's look settles it.";
	const struct finding *f = &kb->finding[c->question];
	return isnan(c->if_yes) ? arena_fmt(a, "%s: %s. Then a doctor.", who[f->by], f->name) :
		arena_fmt(a, "%s: %s. After yes %s; a no clears nothing.", who[f->by], f->name, ruleout_chance(a, c->if_yes));
}

const char *ruleout_waits(struct arena *a, const struct kb *kb, const struct ruleout_open *o)
{
	bool test = o->findings.n > 0;

	for (int i = 0; i < o->findings.n; i++)
		test = test && kb->finding[o->findings.at[i]].by == BY_THERAPIST;
	if (!o->findings.n)
		return "Not asked: age, sex or the body map";
	return arena_fmt(a, "%s: %s", test ? "Not tested" : o->truth == TRUTH_DONT_KNOW ? "Not known" : "Not asked", names(a, kb, o->findings, WAITS_MOST));
}
