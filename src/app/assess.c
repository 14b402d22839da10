/* app/assess.c -- the engines side by side, and the words for what they say. */
#include "app/assess.h"

#include "base/buf.h"
#include "core/danger.h"

#include <math.h>
#include <string.h>

static const double slight = 0.25, clear = 0.7, much = 1.5;     /* steps of words, natural-log odds */
static const double group_likely = 0.25;                        /* from here two causes of a group are worth telling apart */

struct looking { const struct screened *s; uint8_t *set; bool decides; };

/* Does an emergency or urgent rule rest on it? */
static void see_decides(int finding, void *arg)
{
	struct looking *l = arg;

	for (int i = 0; i < l->s->n_reasons; i++)
		for (int k = 0; k < l->s->reason[i].findings.n; k++)
			l->decides |= l->s->reason[i].tier >= TIER_URGENT && l->s->reason[i].findings.at[k] == finding;
}

static void mark_set(int finding, void *arg)
{
	((struct looking *)arg)->set[finding] = 1;
}

struct ids assess_contradicting(struct arena *a, const struct kb *kb, const struct person_case *c, const struct screened *s)
{
	struct looking l = { s, NEWS(a, uint8_t, (size_t)kb->n_findings + 1), false };
	int *at = NEWS(a, int, (size_t)kb->n_findings + 1), n = 0;

	for (int i = 0; i < kb->n_findings; i++) {
		const struct finding *f = &kb->finding[i];

		if (c->answer[i] > 0 && rule_applies(kb, i, c) == TRUTH_NO && (f->gate || danger_names(kb, i, TIER_EMERGENCY)))
			l.set[i] = 1;
		if (!f->contradicts.n || rule_eval(kb, &f->contradicts, c) != TRUTH_YES)
			continue;
		l.decides = false;
		rule_findings(&f->contradicts, see_decides, &l);
		if (l.decides)
			rule_findings(&f->contradicts, mark_set, &l);
	}
	for (int i = 0; i < kb->n_findings; i++)
		if (l.set[i])
			at[n++] = i;
	return (struct ids){ at, n };
}

static struct ids groups(struct arena *a, const struct kb *kb, const struct belief *b)
{
	int *at = NEWS(a, int, (size_t)kb->n_groups + 1), n = 0;

	for (int g = 0; g < kb->n_groups; g++) {
		int likely = 0;

		for (int i = 0; i < kb->group[g].causes.n; i++)
			likely += b->by_cause[kb->group[g].causes.at[i]] >= group_likely;
		if (likely > 1)
			at[n++] = g;
	}
	return (struct ids){ at, n };
}

static void mark_alone(int finding, void *arg)
{
	((bool *)arg)[finding] = true;
}

/* Violence is asked about only alone and only where a practice has chosen a route: it is no "next question". */
static void leave_out_alone(struct arena *a, const struct kb *kb, struct belief *b)
{
	bool *alone = NEWS(a, bool, (size_t)kb->n_findings + 1);
	int n = 0;

	for (int i = 0; i < kb->n_flags; i++)
		if (kb->flag[i].route == ROUTE_ABUSE)
			rule_findings(&kb->flag[i].when, mark_alone, alone);
	for (int i = 0; i < b->n_ask; i++)
		if (!alone[b->ask[i].finding])
			b->ask[n++] = b->ask[i];
	b->n_ask = n;
}

void assess_screen(struct arena *a, const struct kb *kb, const struct person_case *c, struct assess *out)
{
	*out = (struct assess){ .kb = kb, .c = c, .s = screen(a, kb, c) };
	out->contradicting = assess_contradicting(a, kb, c, out->s);
}

static bool make(struct arena *a, const struct kb *kb, const struct person_case *c, const double *priors, enum belief_for want,
	struct assess *out, struct err *err)
{
	assess_screen(a, kb, c, out);
	out->priors = priors;
	if (!belief_of(a, kb, c, priors, want, &out->b, err))
		return false;
	leave_out_alone(a, kb, &out->b);
	out->groups = groups(a, kb, &out->b);
	return true;
}

bool assess_make(struct arena *a, const struct kb *kb, const struct person_case *c, const double *priors, struct assess *out,
	struct err *err)
{
	return make(a, kb, c, priors, BELIEF_WHOLE, out, err);
}

bool assess_shown(struct arena *a, const struct kb *kb, const struct person_case *c, const double *priors, struct assess *out,
	struct err *err)
{
	return make(a, kb, c, priors, BELIEF_SHOWN, out, err);
}

bool assess_words(struct arena *a, const struct kb *kb, const struct person_case *c, struct assess *out, struct err *err)
{
	return make(a, kb, c, NULL, BELIEF_WORDS, out, err);
}

bool assess_gate(const struct assess *as, struct err *err)
{
	if (!screen_gate(as->kb, as->s, err))
		return false;
	if (as->contradicting.n)
		return fail(err, ERR_DANGER, as->kb->finding[as->contradicting.at[0]].id,
			"answered with more than \"no\", although other answers say that it does not apply; one of them must be wrong");
	return true;
}

/* The muscles that sessions work on: those that pressing confirmed, and those that marks, tests and hands made likely enough. */
static struct plan_drivers drivers_to_work(struct arena *a, const struct assess *as)
{
	struct plan_driver *at = NEWS(a, struct plan_driver, as->b.drivers.n + 1);
	double least = as->b.drivers.n ? kb_number_of(as->kb, "session_driver") : 1;
	int n = 0;

	for (int i = 0; i < as->b.drivers.n; i++) {
		const struct driver *d = &as->b.drivers.at[i];
		int pressed = as->c->answer[as->kb->unit[d->unit].found[d->side == SIDE_RIGHT]];
		bool known = pressed == PALPATED_KNOWN;

		if (known || (pressed != PALPATED_NOTHING && d->p >= least && d->p > d->before))
			at[n++] = (struct plan_driver){ d->unit, d->side, d->region, known };
	}
	return (struct plan_drivers){ at, n };
}

bool assess_plan(struct arena *a, const struct assess *as, struct plan *out, struct err *err)
{
	return assess_plan_around(a, as, &(struct plan_wishes){ NULL, 0, 0 }, NULL, out, err);
}

bool assess_plan_around(struct arena *a, const struct assess *as, const struct plan_wishes *wishes, const struct plan *past, struct plan *out, struct err *err)
{
	const struct plan_drivers d = drivers_to_work(a, as);

	return assess_gate(as, err) && plan_around(a, as->kb, as->c, as->s, &as->b, &d, wishes, past, out, err);
}

const char *assess_because(struct arena *a, const struct kb *kb, const struct blocked *b, bool names)
{
	struct buf t = buf_new(a, 1 << 16);
	bool hushed = false;

	if (b->truth == TRUTH_YES || !b->findings.n)
		return b->truth == TRUTH_NOT_ASKED ? "not asked: age or sex" : kb->block[b->block].because;
	buf_str(&t, b->truth == TRUTH_NOT_ASKED ? "not asked: " : "not known: ");
	size_t start = t.n;
	for (int i = 0; i < b->findings.n; i++) {
		const struct finding *f = &kb->finding[b->findings.at[i]];

		if (names && f->private) {
			hushed = true;
			continue;
		}
		buf_fmt(&t, "%s%s", t.n > start ? ", " : "", names ? f->name : f->id);
	}
	if (hushed)
		buf_fmt(&t, "%sa private question", t.n > start ? ", " : "");
	return t.at;
}

/* ---- blocks, told once ---- */

struct plan_weight *assess_weigh(struct arena *a, const struct assess *as, const struct plan *p)
{
	const struct plan_drivers d = drivers_to_work(a, as);

	return plan_weigh(a, as->kb, as->c, as->s, &as->b, &d, p);
}

static void add_once(struct ids *to, int *room, int x)
{
	for (int i = 0; i < to->n; i++)
		if (to->at[i] == x)
			return;
	room[to->n++] = x;
}

/* A rule that holds for every adult depends on nothing that was answered. */
static void see_finding(int finding, void *arg)
{
	(void)finding;
	*(bool *)arg = true;
}

static bool for_everybody(const struct block *b)
{
	bool any = false;

	rule_findings(&b->when, see_finding, &any);
	return !any && !strstr(b->when.text, "mark(");
}

struct told_blocks assess_blocks(struct arena *a, const struct kb *kb, const struct screened *s, bool all)
{
	struct told_block **by = NEWS(a, struct told_block *, (size_t)kb->n_blocks + 1);
	struct told_blocks out = { NEWS(a, struct told_block, (size_t)kb->n_blocks + 1), 0 };

	for (int i = 0; i < s->n_blocked; i++) {
		const struct blocked *b = &s->blocked[i];

		if (!all && b->truth == TRUTH_YES && for_everybody(&kb->block[b->block]))
			continue;
		if (!by[b->block]) {
			by[b->block] = NEW(a, struct told_block);
			*by[b->block] = (struct told_block){ .block = b->block, .truth = b->truth, .findings = b->findings,
				.limit = b->limit, .everywhere = kb->block[b->block].everywhere,
				.items = { NEWS(a, int, (size_t)kb->n_items + 1), 0 },
				.regions = { NEWS(a, int, (size_t)kb->n_regions + 1), 0 } };
		}
		struct told_block *t = by[b->block];
		add_once(&t->items, (int *)(uintptr_t)t->items.at, b->item);
		if (b->region >= 0)
			add_once(&t->regions, (int *)(uintptr_t)t->regions.at, b->region);
	}
	for (enum limit l = LIMIT_NEVER; l <= LIMIT_ASK; l++)
		for (int i = 0; i < kb->n_blocks; i++)
			if (by[i] && by[i]->limit == l)
				out.at[out.n++] = *by[i];
	return out;
}

/* ---- words ---- */

const char *assess_change(double x)
{
	bool more = x > 0;

	x = fabs(x);
	if (!(x >= slight))
		return "about as likely as before";
	if (x < clear)
		return more ? "a little more likely than before" : "a little less likely than before";
	if (x < much)
		return more ? "clearly more likely than before" : "clearly less likely than before";
	return more ? "much more likely than before" : "much less likely than before";
}

const char *assess_likely(double p)
{
	return p < 0.1 ? "hardly" : p < 0.4 ? "possible" : p < 0.75 ? "likely" : "very likely";
}

double assess_cause_change(const struct cause_belief *b)
{
	double p = fmin(fmax(b->p, 1e-12), 1 - 1e-12), q = fmin(fmax(b->before, 1e-12), 1 - 1e-12);

	return log(p / (1 - p)) - log(q / (1 - q));
}
