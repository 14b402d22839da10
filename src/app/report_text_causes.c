/* app/report_text_causes.c -- what is believed of one person, in words for the therapist. */
#include "app/report_text_parts.h"

#include "app/muscles.h"
#include "app/ruleout.h"
#include "app/would.h"
#include "base/fmt.h"

enum { ASK_MOST = 6, SIGNS_MOST = 4, OPEN_MOST = 8 };

/* Causes below the first, or that the answers hardly moved and that are below the second, are told together. */
static const double worth_a_line = 0.10, likely_anyway = 0.40, moved = 0.25, risen = 2,
	out_of_question = 0.005;

static void tell_classes(struct telling *t, const struct belief *b)
{
	telling_head(t, "What the answers say, against before they were given");
	for (int i = 0; i < b->n_classes; i++)
		buf_fmt(&t->b, "  %-22s %s\n", t->kb->class[b->class[i].class].name, assess_change(b->class[i].change));
}

static const char *signs(struct telling *t, const struct weighed *at, int n)
{
	int list[SIGNS_MOST], k = 0;

	for (int i = 0; i < n && k < SIGNS_MOST; i++)
		list[k++] = at[i].finding;
	return telling_names(t, (struct ids){ list, k }, SIGNS_MOST);
}

static void tell_cause(struct telling *t, const struct cause_belief *c)
{
	const struct cause *of = &t->kb->cause[c->cause];

	telling_say(t, "  ", of->serious ?
		arena_fmt(t->a, "%s: more likely than before; a physician's question (see \"To rule out\").", of->name) :
		arena_fmt(t->a, "%s: %s; %s (%s to %s, range %s to %s).", of->name, assess_likely(c->p),
			assess_change(assess_cause_change(c)), fmt_chance(c->before), fmt_chance(c->p), fmt_chance(c->low), fmt_chance(c->high)));
	if (c->n_for)
		telling_say(t, "      for: ", signs(t, c->for_, c->n_for));
	if (c->n_against)
		telling_say(t, "      against: ", signs(t, c->against, c->n_against));
}

struct seen_alone { const struct kb *kb; int cause, finding; bool yes; };

static void see_same(int finding, void *arg)
{
	struct seen_alone *s = arg;

	s->yes |= finding == s->finding;
}

/* Does this answer speak for the cause, by a link or by its odds? */
static void see_alone(int finding, void *arg)
{
	struct seen_alone *s = arg;
	const struct cause *of = &s->kb->cause[s->cause];

	s->finding = finding;
	for (int i = 0; i < s->kb->n_links; i++)
		s->yes |= s->kb->link[i].finding == finding && s->kb->link[i].cause == s->cause;
	for (int i = 0; i < of->n_odds; i++)
		rule_findings(&of->odds[i].when, see_same, s);
}

/* What an answer about violence speaks for is not told here, whatever was answered: its absence tells nothing either. */
static bool told_alone(const struct kb *kb, int cause)
{
	struct seen_alone s = { kb, cause, -1, false };

	for (int i = 0; i < kb->n_flags; i++)
		if (kb->flag[i].route == ROUTE_ABUSE)
			rule_findings(&kb->flag[i].when, see_alone, &s);
	return s.yes;
}

/* 0: a line of its own; 1, 2: named together as unchanged, or as unlikely; -1: not told: a serious cause that has not risen, one
 * that is private, one that is out of the question. */
static int worth_of(const struct telling *t, const struct cause_belief *c)
{
	double change = assess_cause_change(c);

	if (told_alone(t->kb, c->cause) || (c->p < out_of_question && !t->kb->cause[c->cause].serious))
		return -1;
	if (t->kb->cause[c->cause].serious)
		return c->p > c->before * risen ? 0 : -1;
	if (c->p < worth_a_line)
		return 2;
	return c->p < likely_anyway && change < moved && change > -moved ? 1 : 0;
}

static void tell_doubt(struct telling *t, const struct assess *as)
{
	const char *doubt = would_doubt(t->a, as, NULL);

	if (doubt)
		telling_say(t, "  ", doubt);
}

static void tell_causes(struct telling *t, const struct belief *b)
{
	const char *rest[3] = { "", "", "" };

	telling_head(t, "Causes, likeliest first");
	for (int serious = 1; serious >= 0; serious--)
		for (int i = 0; i < b->n_causes; i++) {
			const struct cause *of = &t->kb->cause[b->cause[i].cause];
			int worth = worth_of(t, &b->cause[i]);

			if (worth < 0 || of->serious != serious)
				continue;
			if (worth == 0)
				tell_cause(t, &b->cause[i]);
			else
				rest[worth] = arena_fmt(t->a, "%s%s%s", rest[worth], *rest[worth] ? "; " : "", of->name);
		}
	if (*rest[1])
		telling_say(t, "  About as likely as before: ", arena_fmt(t->a, "%s.", rest[1]));
	if (*rest[2])
		telling_say(t, "  Unlikely here: ", arena_fmt(t->a, "%s.", rest[2]));
}

static void tell_ruleout(struct telling *t, const struct assess *as)
{
	struct ruleout r;

	ruleout_make(t->a, as, &r);
	telling_head(t, "To rule out");
	telling_say(t, "  ", r.n_causes ? ruleout_lead : r.n_open ? ruleout_none : ruleout_nothing);
	for (int i = 0; i < r.n_causes; i++) {
		const char *speaks = ruleout_speaks(t->a, t->kb, &r.cause[i]);

		telling_say(t, "  - ", arena_fmt(t->a, "%s: %s.", t->kb->cause[r.cause[i].belief->cause].name, ruleout_says(t->a, &r.cause[i])));
		if (*speaks)
			telling_say(t, "      for: ", speaks);
		telling_say(t, "      next: ", ruleout_next(t->a, t->kb, &r.cause[i]));
	}
	if (r.n_open)
		telling_say(t, "  ", "Danger rules neither met nor excluded:");
	for (int i = 0; i < r.n_open && i < OPEN_MOST; i++) {
		telling_say(t, "  - ", r.open[i].suspects);
		telling_say(t, "      ", ruleout_waits(t->a, t->kb, &r.open[i]));
	}
	if (r.n_open > OPEN_MOST)
		telling_say(t, "  ", arena_fmt(t->a, "And %d more that wait for questions still to be asked.", r.n_open - OPEN_MOST));
}

static void tell_groups(struct telling *t, const struct assess *as)
{
	if (!as->groups.n)
		return;
	telling_head(t, "What these answers cannot tell apart");
	for (int i = 0; i < as->groups.n; i++) {
		const struct group *g = &t->kb->group[as->groups.at[i]];

		telling_say(t, "  ", arena_fmt(t->a, "%s. %s", g->name, g->because));
		telling_say(t, "      tell apart: ", g->tell_apart);
	}
}

static void tell_muscle(struct telling *t, const struct muscle_shown *m, int rank, bool ranks)
{
	const struct driver *d = m->driver;

	if (ranks)
		telling_say(t, arena_fmt(t->a, "  %d. ", rank), arena_fmt(t->a, "%s, %s", m->unit->name, m->side));
	else
		telling_say(t, "  - ", arena_fmt(t->a, "%s, %s (%.0f in 100, %.0f without what was marked and found)", m->unit->name, m->side, 100 * d->p, 100 * d->before));
	telling_say(t, "      ", m->sentence);
	telling_say(t, "      find it: ", m->unit->palpate);
}

static void tell_muscles(struct telling *t, const struct assess *as)
{
	struct muscles_shown shown = muscles_shown(t->a, as);
	const char *after[] = { muscles_doubt(t->a, &as->b), muscles_say(t->a, t->kb, &as->b), muscles_spread(t->a, t->kb, as->c) };

	if (!shown.n && !shown.held)
		return;
	telling_head(t, "Muscles to press first, and why");
	if (shown.held) {
		telling_say(t, "  ", "None before a physician has looked: hands wait until then.");
		return;
	}
	for (int i = 0; i < shown.n && i < 5; i++)
		tell_muscle(t, &shown.at[i], i + 1, after[0] != NULL);
	telling_say(t, "  ", "A proposal where to press. What counts is whether pressure brings the pain they know.");
	for (size_t i = 0; i < sizeof(after) / sizeof(*after); i++)
		if (after[i])
			telling_say(t, "  ", after[i]);
}

static void tell_ask(struct telling *t, const struct assess *as)
{
	static const char *const who[] = { [BY_CLIENT] = "ask", [BY_THERAPIST] = "test", [BY_BOTH] = "ask or test" };

	const struct belief *b = &as->b;

	if (!b->n_ask)
		return;
	telling_head(t, "Worth asking or testing next");
	for (int i = 0; i < b->n_ask && i < ASK_MOST; i++) {
		const struct finding *f = &t->kb->finding[b->ask[i].finding];

		telling_say(t, "  - ", arena_fmt(t->a, "%s (%s, %s, %d s)", f->name, f->id, who[f->by], b->ask[i].seconds));
		const char *would = would_change(t->a, as, &b->ask[i]);
		if (would)
			telling_say(t, "      ", would);
	}
}

void telling_beliefs(struct telling *t, const struct assess *as)
{
	tell_classes(t, &as->b);
	tell_doubt(t, as);
	tell_causes(t, &as->b);
	tell_ruleout(t, as);
	tell_groups(t, as);
	tell_muscles(t, as);
	tell_ask(t, as);
}
