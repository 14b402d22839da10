/* app/letter_facts.c -- the facts of a progress letter, in words. */
#include "app/letter_facts.h"

#include "base/fmt.h"

enum { CAUSES_TOLD = 5, NAMES_MOST = 12 };
static const double likely_from = 0.5, raised_from = 0.8;

bool letter_facts(struct cx *cx, const struct record *r, struct letter_facts *out)
{
	return care_assess(cx, r, &out->as) && care_plan(cx, r->person.id, true, &out->kept) && daily_follow(cx, r, &out->f) &&
		scores_load(cx, r->person.id, &out->scores) && change_map(cx, r, &out->map);
}

static const char *causes(struct cx *cx, const struct assess *as)
{
	struct buf b = buf_new(cx->a, 1 << 16);
	int n = 0;

	for (int i = 0; i < as->groups.n; i++, n++)
		buf_fmt(&b, "- %s; what lies behind it cannot be told apart by answers and tests\n", cx->kb->group[as->groups.at[i]].name);
	for (int i = 0; i < as->b.n_causes && n < CAUSES_TOLD; i++) {
		const struct cause_belief *c = &as->b.cause[i];
		const struct cause *of = &cx->kb->cause[c->cause];
		double change = assess_cause_change(c);
		bool grouped = false;

		for (int k = 0; k < as->groups.n; k++)
			grouped = grouped || of->group == as->groups.at[k];
		if (of->serious || grouped || plan_hushed(cx->kb, c->cause) || (c->p < likely_from && change < raised_from))
			continue;
		buf_fmt(&b, "- %s: %s, %s\n", of->name, assess_likely(c->p), assess_change(change));
		n++;
	}
	return n ? b.at : "They do not point to one thing.";
}

static const char *danger(struct cx *cx, const struct record *r)
{
	struct buf b = buf_new(cx->a, 1 << 16);
	bool unclear = r->s->not_asked.n || r->s->not_known.n;

	for (int i = 0; i < r->s->n_reasons; i++) {
		const struct reason_given *g = &r->s->reason[i];
		const struct flag *f = g->flag >= 0 ? &cx->kb->flag[g->flag] : NULL;

		if (f && f->route != ROUTE_ABUSE && g->truth == TRUTH_YES && g->tier >= TIER_SOON && f->write && f->write[0])
			buf_fmt(&b, "- %s\n", words_fill(cx->a, f->write, cx->who.emergency, cx->who.crisis));
	}
	if (unclear)
		buf_str(&b, "- Some questions about warning signs are open.\n");
	return b.n ? b.at : "None was reported when last asked. An answer of \"no\" rules nothing out.";
}

static const char *techniques(struct cx *cx, const struct plan *p)
{
	bool *told = NEWS(cx->a, bool, cx->kb->n_items);
	const char *names[NAMES_MOST];
	int n = 0;

	for (int w = 0; w < WEEKS; w++)
		for (int i = 0; i < p->week[w].n_session && n < NAMES_MOST; i++) {
			int item = p->week[w].session[i].item;

			if (!told[item])
				names[n++] = cx->kb->item[item].name;
			told[item] = true;
		}
	return n ? words_join(cx->a, names, n) : NULL;
}

static const char *done(struct cx *cx, const struct letter_facts *f)
{
	struct buf b = buf_new(cx->a, 1 << 16);

	if (!f->kept.id)
		return "No plan has been approved yet.";
	int week = (cx->today - f->kept.starts) / 7 + 1, minutes = 0;
	const char *names = techniques(cx, &f->kept.plan);
	for (int i = 0; i < WEEKS; i++)
		minutes = f->kept.plan.week[i].minutes > minutes ? f->kept.plan.week[i].minutes : minutes;
	buf_fmt(&b, "- %s\n", cx->today < f->kept.starts ? "Ten weeks are planned." : week > WEEKS ? "The ten weeks are over." :
		arena_fmt(cx->a, "Week %d of ten.", week));
	if (names)
		buf_fmt(&b, "- A weekly session of up to %d minutes: %s.\n", minutes, names);
	buf_fmt(&b, "- A lesson of coping each week and a few minutes of practice at home: %s with practice, %s in all, %s read so far.\n",
		fmt_count(f->f.practised_days, "day", "days"), fmt_count(f->f.practised_minutes, "minute", "minutes"),
		fmt_count(f->f.lessons, "lesson", "lessons"));
	struct dose dose[WEEKS];
	int n = change_dose(cx, &f->f, &f->kept, dose);
	if (n)
		buf_fmt(&b, "- Minutes of practice by week, done of planned: %s.\n", change_dose_letter(cx->a, dose, n));
	return b.at;
}

static const char *verdict(struct cx *cx, const struct tracked *t)
{
	switch (t->verdict) {
	case VERDICT_CANNOT_TELL:
		return "It cannot be told yet where the days are heading.";
	case VERDICT_IMPROVING:
		return arena_fmt(cx->a, "Over the last %d days it became easier.", t->window);
	case VERDICT_PLATEAU:
		return arena_fmt(cx->a, "Over the last %d days it stayed about the same.", t->window);
	case VERDICT_WORSENING:
		return arena_fmt(cx->a, "Over the last %d days it became harder. The danger questions are asked again.", t->window);
	case VERDICT_UNDER_DOSED:
		return arena_fmt(cx->a, "Over the last %d days little changed, and the plan had little room. So this is no verdict on the plan.", t->window);
	}
	return "";
}

const char *letter_fact(struct cx *cx, const struct record *r, const struct letter_facts *f, str name)
{
	return str_is(name, "causes") ? causes(cx, &f->as) : str_is(name, "danger") ? danger(cx, r) :
		str_is(name, "done") || str_is(name, "plan") ? done(cx, f) : !str_is(name, "verdict") && !str_is(name, "progress") ? NULL : !f->map.again ? verdict(cx, f->f.tracked) :
		arena_fmt(cx->a, "%s Places marked on the body map: %s", verdict(cx, f->f.tracked), change_map_says(cx, &f->map));
}
