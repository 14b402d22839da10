/* cli/kb_effect.c -- carry a person over, assess and plan under both editions, count what differs. */
#include "cli/kb_effect.h"

#include "app/assess.h"
#include "app/muscles.h"
#include "base/str.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double moved_least = 1e-9;         /* below it is rounding */

struct editions {
	struct arena *arena;
	const struct kb *kb[2];                         /* old, new */
	int *finding[2], *region[2], *item[2], *lesson[2];      /* [0]: of old, the index in new; [1]: the other way round; -1 */
	int *cause[2];                                  /* index in the causes of both, taken together */
	const char **cause_id;
	int n_causes;
};

static int *indices(struct arena *a, const struct kb *from, const struct kb *to, enum kind kind)
{
	int *at = NEWS(a, int, (size_t)kb_count(from, kind) + 1);

	for (int i = 0; i < kb_count(from, kind); i++)
		at[i] = kb_find(to, kind, kb_id(from, kind, i));
	return at;
}

struct editions *editions_new(struct arena *a, const struct kb *old, const struct kb *new)
{
	struct editions *e = NEW(a, struct editions);
	int n_new = new->n_causes;

	*e = (struct editions){ .arena = a, .kb = { old, new }, .n_causes = old->n_causes };
	for (int s = 0; s < 2; s++) {
		e->finding[s] = indices(a, e->kb[s], e->kb[!s], KIND_FINDING);
		e->region[s] = indices(a, e->kb[s], e->kb[!s], KIND_REGION);
		e->item[s] = indices(a, e->kb[s], e->kb[!s], KIND_ITEM);
		e->lesson[s] = indices(a, e->kb[s], e->kb[!s], KIND_LESSON);
	}
	e->cause[0] = NEWS(a, int, (size_t)old->n_causes + 1);
	e->cause[1] = indices(a, new, old, KIND_CAUSE);
	e->cause_id = NEWS(a, const char *, (size_t)(old->n_causes + n_new) + 1);
	for (int i = 0; i < old->n_causes; i++) {
		e->cause[0][i] = i;
		e->cause_id[i] = old->cause[i].id;
	}
	for (int i = 0; i < n_new; i++)
		if (e->cause[1][i] < 0) {
			e->cause_id[e->n_causes] = new->cause[i].id;
			e->cause[1][i] = e->n_causes++;
		}
	return e;
}

struct person_case *editions_carry(struct arena *a, const struct editions *e, const struct person_case *c, bool back)
{
	const struct kb *from = e->kb[back], *to = e->kb[!back];
	struct person_case *out = case_new(a, to), fresh = *out;

	*out = *c;
	out->answer = fresh.answer;
	out->mark = fresh.mark;
	out->limits.declined_item = fresh.limits.declined_item;
	out->limits.declined_lesson = fresh.limits.declined_lesson;
	out->limits.declined_region = fresh.limits.declined_region;
	for (int f = 0; f < to->n_findings; f++) {
		int was = e->finding[!back][f];
		int v = was >= 0 ? c->answer[was] : NOT_ASKED;

		if (v == DONT_KNOW || (v >= to->finding[f].min && v <= to->finding[f].max))
			out->answer[f] = (int16_t)v;
		if (was < 0 && to->finding[f].gate && !to->finding[f].sum_of.n)
			out->answer[f] = (int16_t)to->finding[f].min;
	}
	for (int i = 0; i < from->n_regions; i++)
		if (e->region[back][i] >= 0) {
			out->mark[e->region[back][i]] = c->mark[i];
			out->limits.declined_region[e->region[back][i]] = c->limits.declined_region[i];
		}
	for (int i = 0; i < from->n_items; i++)
		if (e->item[back][i] >= 0)
			out->limits.declined_item[e->item[back][i]] = c->limits.declined_item[i];
	for (int i = 0; i < from->n_lessons; i++)
		if (e->lesson[back][i] >= 0)
			out->limits.declined_lesson[e->lesson[back][i]] = c->limits.declined_lesson[i];
	return out;
}

/* ---- one person under one edition ---- */

struct outcome {
	const struct kb *kb;
	enum tier tier;
	const char *reasons;            /* ids of the flags that made the tier */
	bool weighed, planned;
	double *p;                      /* of the causes of both editions */
	int lead;                       /* among them; -1 without causes */
	const char *refused;            /* what stood against a plan */
	const char *press[PRESSED];     /* the first muscles, "none" where there are fewer */
	struct plan plan;
};

/* The flags of the tier; without one an unclear answer keeps a rule open. */
static const char *reasons(struct arena *a, const struct kb *kb, const struct screened *s)
{
	struct buf b = buf_new(a, 1 << 16);

	for (int i = 0; i < s->n_reasons; i++)
		if (s->reason[i].tier == s->tier && s->reason[i].flag >= 0)
			buf_fmt(&b, "%s%s", b.n ? ", " : "", kb->flag[s->reason[i].flag].id);
	return b.n ? b.at : s->n_reasons ? "an answer that is not known" : "";
}

/* By unit and side, which both editions share. */
static void first_to_press(struct arena *a, const struct assess *as, const char **press)
{
	const struct muscles_shown shown = muscles_shown(a, as);

	for (int i = 0; i < PRESSED; i++)
		press[i] = i < shown.n && !shown.held ? arena_fmt(a, "%s %s", shown.at[i].unit->id, shown.at[i].side) : "none";
}

static struct outcome outcome(struct arena *a, const struct editions *e, int side, const struct person_case *c)
{
	const struct kb *kb = e->kb[side];
	struct outcome o = { .kb = kb, .lead = -1, .p = NEWS(a, double, (size_t)e->n_causes + 1) };
	struct assess as;
	struct err err = { 0 }, refused = { 0 };

	o.weighed = assess_make(a, kb, c, NULL, &as, &err);
	o.tier = as.s->tier;
	o.reasons = reasons(a, kb, as.s);
	if (!o.weighed)
		return o;
	for (int i = 0; i < kb->n_causes; i++)
		o.p[e->cause[side][i]] = as.b.by_cause[i];
	o.lead = as.b.n_causes ? e->cause[side][as.b.cause[0].cause] : -1;
	first_to_press(a, &as, o.press);
	o.planned = assess_plan(a, &as, &o.plan, &refused);
	o.refused = o.planned ? "" : arena_text(a, refused.field);
	return o;
}

/* ---- what differs ---- */

static void tell(const struct editions *e, struct told *list, int already, const char *who, const char *what)
{
	if (already < EFFECT_LISTED)
		list[already] = (struct told){ who, arena_text(e->arena, what) };
}

static const char *tier_by(struct arena *a, const struct outcome *o)
{
	return arena_fmt(a, "%s%s%s%s", tier_name(o->tier), *o->reasons ? " (" : "", o->reasons, *o->reasons ? ")" : "");
}

static void compare_triage(struct effect *f, const struct editions *e, struct arena *a, const char *who, const struct outcome *o)
{
	if (o[0].tier == o[1].tier)
		return;
	tell(e, f->triage_told, f->triage, who, arena_fmt(a, "%s -> %s", tier_by(a, &o[0]), tier_by(a, &o[1])));
	f->triage++;
	f->higher += o[1].tier > o[0].tier;
	f->lower += o[1].tier < o[0].tier;
}

static const char *cause_named(const struct editions *e, int cause)
{
	return cause >= 0 ? e->cause_id[cause] : "none";
}

static void compare_causes(struct effect *f, const char *who, const struct outcome *o)
{
	for (int i = 0; i < f->n_causes; i++) {
		struct moved *m = &f->cause[i];
		double by = o[1].p[i] - o[0].p[i];

		m->sum += by;
		m->sum_abs += fabs(by);
		if (fabs(by) > fmax(fabs(m->most), moved_least)) {
			m->most = by;
			m->from = o[0].p[i];
			m->to = o[1].p[i];
			m->who = who;
		}
	}
	f->lead += o[0].lead != o[1].lead;
}

static bool among(const struct outcome *o, const char *press)
{
	bool is = false;

	for (int i = 0; i < PRESSED; i++)
		is |= str_equal(o->press[i], press);
	return is;
}

static void count_swap(struct effect *f, const struct editions *e, const char *from, const char *to)
{
	int i = 0;

	while (i < f->n_swaps && !(str_equal(f->swap[i].from, from) && str_equal(f->swap[i].to, to)))
		i++;
	if (i == SWAPS_MOST)
		return;
	if (i == f->n_swaps)
		f->swap[f->n_swaps++] = (struct swap){ arena_text(e->arena, from), arena_text(e->arena, to), 0 };
	f->swap[i].n++;
}

static void compare_muscles(struct effect *f, const struct editions *e, const struct outcome *o)
{
	bool others = false;

	for (int i = 0; i < PRESSED; i++)
		others |= !among(&o[1], o[0].press[i]) || !among(&o[0], o[1].press[i]);
	f->first_three += others;
	if (str_equal(o[0].press[0], o[1].press[0]))
		return;
	f->first_muscle++;
	count_swap(f, e, o[0].press[0], o[1].press[0]);
}

static void use(bool *set, const struct editions *e, int side, int item)
{
	int there = side ? e->item[1][item] : item;

	set[there >= 0 ? there : e->kb[0]->n_items + item] = true;
}

/* Which techniques and exercises a plan uses, those of the new edition alone behind those of the old. */
static bool *used(struct arena *a, const struct editions *e, int side, const struct plan *p)
{
	bool *set = NEWS(a, bool, (size_t)(e->kb[0]->n_items + e->kb[1]->n_items) + 1);

	for (int t = 0; t < WEEKS; t++) {
		for (int i = 0; i < p->week[t].n_session; i++)
			use(set, e, side, p->week[t].session[i].item);
		for (int i = 0; i < p->week[t].n_home; i++)
			use(set, e, side, p->week[t].home[i].item);
	}
	return set;
}

static bool other_lesson(const struct outcome *o)
{
	for (int t = 0; t < WEEKS; t++) {
		const char *id[2] = { "", "" };

		for (int s = 0; s < 2; s++)
			if (o[s].plan.week[t].lesson >= 0)
				id[s] = o[s].kb->lesson[o[s].plan.week[t].lesson].id;
		if (!str_equal(id[0], id[1]))
			return true;
	}
	return false;
}

static bool refers(const struct plan *p, const char *id)
{
	for (int i = 0; i < p->n_referrals; i++)
		if (str_equal(p->referral[i].id, id))
			return true;
	return false;
}

static bool other_referral(const struct plan *p, const struct plan *q)
{
	for (int i = 0; i < p->n_referrals; i++)
		if (!refers(q, p->referral[i].id))
			return true;
	for (int i = 0; i < q->n_referrals; i++)
		if (!refers(p, q->referral[i].id))
			return true;
	return false;
}

struct plan_change { bool technique, lesson, referral; };

static struct plan_change plan_change(const struct editions *e, struct arena *a, const struct outcome *o)
{
	size_t n = (size_t)e->kb[0]->n_items + (size_t)e->kb[1]->n_items;

	return (struct plan_change){ memcmp(used(a, e, 0, &o[0].plan), used(a, e, 1, &o[1].plan), n) != 0, other_lesson(o),
		other_referral(&o[0].plan, &o[1].plan) };
}

static void compare_plans(struct effect *f, const struct editions *e, struct arena *a, const char *who, const struct outcome *o)
{
	if (o[0].planned != o[1].planned) {
		tell(e, f->plan_told, f->refused + f->allowed, who, arena_fmt(a, "%s %s",
			o[0].planned ? "no plan now, by" : "a plan now; before none, by", o[o[0].planned].refused));
		f->refused += o[0].planned;
		f->allowed += o[1].planned;
		return;
	}
	if (!o[0].planned)
		return;
	const struct plan_change now = plan_change(e, a, o);

	f->planned++;
	f->technique += now.technique;
	f->lesson += now.lesson;
	f->referral += now.referral;
	f->any += now.technique || now.lesson || now.referral;
}

static void put_swap(struct buf *b, const char *what, const char *from, const char *to)
{
	if (!str_equal(from, to))
		buf_fmt(b, "%s%s %s -> %s", b->n ? "; " : "", what, from, to);
}

static void put_press(struct buf *b, struct arena *a, const struct outcome *o)
{
	const char *three[2];

	for (int s = 0; s < 2; s++)
		three[s] = arena_fmt(a, "%s, %s, %s", o[s].press[0], o[s].press[1], o[s].press[2]);
	put_swap(b, "first muscle", o[0].press[0], o[1].press[0]);
	put_swap(b, "first three", three[0], three[1]);
}

static void put_plan(struct buf *b, const struct editions *e, struct arena *a, const struct outcome *o)
{
	struct plan_change now = { false, false, false };

	if (o[0].planned != o[1].planned)
		put_swap(b, "plan", o[0].planned ? "made" : o[0].refused, o[1].planned ? "made" : o[1].refused);
	else if (o[0].planned)
		now = plan_change(e, a, o);
	if (now.technique || now.lesson || now.referral)
		buf_fmt(b, "%splan with%s%s%s", b->n ? "; " : "", now.technique ? " other techniques or exercises" : "",
			now.lesson ? now.technique ? ", another lesson" : " another lesson" : "",
			now.referral ? now.technique || now.lesson ? ", another referral" : " another referral" : "");
}

/* All that changes for one person, in one line. */
static void list_changed(struct effect *f, const struct editions *e, struct arena *a, const char *who, const struct outcome *o)
{
	struct buf b = buf_new(a, 1 << 16);

	if (o[0].tier != o[1].tier)
		put_swap(&b, "triage", tier_by(a, &o[0]), tier_by(a, &o[1]));
	if (o[0].weighed && o[1].weighed) {
		put_swap(&b, "first cause", cause_named(e, o[0].lead), cause_named(e, o[1].lead));
		put_press(&b, a, o);
		put_plan(&b, e, a, o);
	}
	if (b.n)
		f->changed[f->n_changed++] = (struct told){ who, arena_text(e->arena, b.at) };
}

struct effect *effect_new(struct arena *a, const struct editions *e, int listed)
{
	struct effect *f = NEW(a, struct effect);

	f->cause = NEWS(a, struct moved, (size_t)e->n_causes + 1);
	f->n_causes = e->n_causes;
	f->swap = NEWS(a, struct swap, SWAPS_MOST);
	f->changed = listed ? NEWS(a, struct told, listed) : NULL;
	for (int i = 0; i < e->n_causes; i++)
		f->cause[i].id = e->cause_id[i];
	return f;
}

void effect_add(struct effect *f, const struct editions *e, struct arena *scratch, const char *who,
	const struct person_case *under_old, const struct person_case *under_new)
{
	struct outcome o[2] = { outcome(scratch, e, 0, under_old), outcome(scratch, e, 1, under_new) };

	f->people++;
	compare_triage(f, e, scratch, who, o);
	if (f->changed)
		list_changed(f, e, scratch, who, o);
	f->not_weighed_old += !o[0].weighed;
	f->not_weighed_new += !o[1].weighed;
	if (!o[0].weighed || !o[1].weighed)
		return;
	f->weighed++;
	compare_causes(f, who, o);
	compare_muscles(f, e, o);
	compare_plans(f, e, scratch, who, o);
}

static int most_often_first(const void *x, const void *y)
{
	const struct swap *v = x, *w = y;
	int from = strcmp(v->from, w->from);

	return v->n != w->n ? w->n - v->n : from ? from : strcmp(v->to, w->to);
}

static int most_moved_first(const void *x, const void *y)
{
	const struct moved *v = x, *w = y;

	return v->sum_abs < w->sum_abs ? 1 : v->sum_abs > w->sum_abs ? -1 : strcmp(v->id, w->id);
}

void effect_finish(struct effect *f)
{
	qsort(f->cause, (size_t)f->n_causes, sizeof(*f->cause), most_moved_first);
	qsort(f->swap, (size_t)f->n_swaps, sizeof(*f->swap), most_often_first);
}

bool effect_any(const struct effect *f)
{
	bool moved = false;

	for (int i = 0; i < f->n_causes; i++)
		moved |= f->cause[i].who != NULL;
	return moved || f->triage || f->lead || f->first_muscle || f->first_three || f->any || f->refused || f->allowed || f->not_weighed_old != f->not_weighed_new;
}
