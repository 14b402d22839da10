/* core/plan_beside.c -- what stands beside the ten weeks: referrals, personal trials, and what was left out and why. */
#include "core/plan_model.h"

#include "base/odds.h"

#include <math.h>

/* A referral needs a cause this likely whose log-odds the answers raised this much; assumed, docs/science/plan.md. */
static const double likely = 0.75, raised = 0.7;
static const double fits_too = 0.7;     /* of the fit of the best */
enum { SIDE_MOST = 2, ALSO_MOST = 3, FEW_AIMS = 2 };

static void say(struct plan_other *list, int *n, const char *id, const char *because)
{
	list[(*n)++] = (struct plan_other){ id, because };
}

static bool component_declined(const struct model *m, const struct item *it)
{
	return m->c->limits.declined_component[it->component];
}

double plan_stands_out(double p, double before)
{
	return fmin(logit_within(p) - logit_within(likely), logit_within(p) - logit_within(before) - raised);
}

static bool stands_out(const struct model *m, int cause)
{
	for (int i = 0; i < m->b->n_causes; i++) {
		const struct cause_belief *b = &m->b->cause[i];

		if (b->cause == cause)
			return plan_stands_out(b->p, b->before) >= 0;
	}
	return false;
}

/* How much a professional's work fits what is not covered (NULL: nothing is), and up to two causes it fits. */
static double fit_of(const struct model *m, int item, const bool *covered, const char **causes)
{
	const struct item *it = &m->kb->item[item];
	const char *words = "";
	double sum = 0;
	int named = 0;

	for (int i = 0; i < it->n_helps; i++) {
		const struct help *h = &it->helps[i];

		if (h->effect <= 0 || plan_hushed(m->kb, h->cause) || !stands_out(m, h->cause) || (covered && covered[h->cause]))
			continue;
		sum += m->b->by_cause[h->cause] * plan_damp(h->cite.confidence) * h->effect;
		if (causes && named++ < FEW_AIMS)
			words = arena_fmt(m->arena, "%s%s%s", words, *words ? "; " : "", plan_cause_words(m, h->cause));
	}
	if (causes)
		*causes = words;
	return sum;
}

static bool may_refer(const struct model *m, int item)
{
	return m->kb->item[item].who == WHO_PROFESSIONAL && !m->c->limits.declined_item[item] && !component_declined(m, &m->kb->item[item]) &&
		!screen_never(m->kb, m->s, item, -1);
}

/* The sentence of the first rule that asks for a physician soon; NULL. */
static const char *soon_reason(const struct model *m)
{
	for (int i = 0; i < m->s->n_reasons; i++) {
		const struct reason_given *r = &m->s->reason[i];
		bool hushed = false;

		if (r->tier != TIER_SOON || r->flag < 0 || r->truth != TRUTH_YES)
			continue;
		for (int k = 0; k < r->findings.n; k++)
			hushed |= m->kb->finding[r->findings.at[k]].private;
		return hushed ? "A rule of the screening asks for a physician in the next days or weeks." :
			arena_fmt(m->arena, "A physician should see this (%s): %s.", m->kb->flag[r->flag].within ?
				m->kb->flag[r->flag].within : "soon", plan_names(m, r->findings));
	}
	return NULL;
}

/* The best fitting of a side for what no referral covers yet; -1. */
static int best_of(const struct model *m, enum component side, const bool *used, const bool *covered)
{
	int best = -1;
	double most = 0;

	for (int i = 0; i < m->kb->n_items; i++) {
		double fit = may_refer(m, i) && !used[i] && m->kb->item[i].component == side ? fit_of(m, i, covered, NULL) : 0;

		if (fit > most * (1 + 1e-12)) {
			most = fit;
			best = i;
		}
	}
	return best;
}

/* Who would do as well for the same. */
static const char *also_words(const struct model *m, int best, bool *used, const bool *covered)
{
	const struct item *it = &m->kb->item[best];
	const char *also = "";
	int named = 0;

	for (int i = 0; i < m->kb->n_items && named < ALSO_MOST; i++)
		if (i != best && may_refer(m, i) && !used[i] && m->kb->item[i].component == it->component &&
			fit_of(m, i, covered, NULL) >= fits_too * fit_of(m, best, covered, NULL)) {
			also = arena_fmt(m->arena, "%s%s%s", also, named++ ? ", " : " Fits as well: ", plan_small(m->arena, m->kb->item[i].name));
			used[i] = true;
		}
	return named ? arena_fmt(m->arena, "%s.", also) : "";
}

/* The professional of a side whose work fits best, then one more for causes that the first does not help. */
static void add_side(const struct model *m, struct plan *p, enum component side, bool *used, bool *covered)
{
	for (int k = 0; k < SIDE_MOST; k++) {
		int best = best_of(m, side, used, covered);
		const char *causes;

		if (best < 0)
			return;
		const struct item *it = &m->kb->item[best];
		fit_of(m, best, covered, &causes);
		used[best] = true;
		say(p->referral, &p->n_referrals, it->id, arena_fmt(m->arena, "For %s.%s", causes, also_words(m, best, used, covered)));
		for (int i = 0; i < it->n_helps; i++)
			covered[it->helps[i].cause] = covered[it->helps[i].cause] || it->helps[i].effect > 0;
	}
}

static void add_referrals(const struct model *m, struct plan *p, bool *used)
{
	const struct kb *kb = m->kb;
	int physician = kb_item(kb, "physician_review");
	const char *causes, *soon = soon_reason(m);

	p->referral = NEWS(m->arena, struct plan_other, (size_t)kb->n_items + 1);
	if (physician >= 0 && (soon || (may_refer(m, physician) && fit_of(m, physician, NULL, &causes) > 0))) {
		/* a rule, so a wish does not take it out */
		say(p->referral, &p->n_referrals, kb->item[physician].id, soon ? soon : arena_fmt(m->arena, "For %s.", causes));
		used[physician] = true;
	}
	for (enum component side = 0; side < COMPONENT_COUNT; side++)
		add_side(m, p, side, used, NEWS(m->arena, bool, (size_t)kb->n_causes + 1));
}

/* A habit somebody told of is tried out, not prescribed: with and without, and then compared. */
static void add_experiments(const struct model *m, struct plan *p, bool *used)
{
	const struct kb *kb = m->kb;

	p->experiment = NEWS(m->arena, struct plan_other, (size_t)kb->n_items + 1);
	for (int i = 0; i < kb->n_items; i++) {
		const struct item *it = &kb->item[i];
		int f = strcmp(it->kind, "habit") ? -1 : plan_habit_finding(kb, i), v;

		if (f < 0 || it->who == WHO_PROFESSIONAL || m->c->limits.declined_item[i] || component_declined(m, it) ||
			screen_never(kb, m->s, i, -1))
			continue;
		v = case_answer(kb, m->c, f);
		if (v == NOT_ASKED || v == DONT_KNOW || v < 1)
			continue;
		say(p->experiment, &p->n_experiments, it->id, kb->finding[f].private ?
			"Worth a personal trial: some weeks with it, some without." :
			arena_fmt(m->arena, "Worth a personal trial, some weeks with it and some without: %s.",
				plan_small(m->arena, kb->finding[f].name)));
		used[i] = true;
	}
}

/* The rule that holds an item back: one that is true before one that is open, everywhere before somewhere. */
static const char *block_words(const struct model *m, int item)
{
	const struct blocked *found = NULL;
	int home = plan_home_blocked(m->kb, m->s, item);

	for (int i = 0; i < m->s->n_blocked; i++) {
		const struct blocked *b = &m->s->blocked[i];

		if (b->item == item && b->limit == LIMIT_NEVER && b->region < 0 && (!found || b->truth > found->truth))
			found = b;
	}
	if (!found && home >= 0)
		found = &m->s->blocked[home];
	if (!found)
		return "Blocked in each of its areas.";
	const char *names = plan_names(m, found->findings);
	const struct kb *open = m->kb;
	rule_findings(&m->kb->block[found->block].when, plan_see_private, &open);
	if (!open)
		return "A safety rule holds it back; the screening says which.";
	if (found->truth == TRUTH_NOT_ASKED)
		return arena_fmt(m->arena, "not asked: %s", names);
	if (found->truth == TRUTH_DONT_KNOW)
		return arena_fmt(m->arena, "not known: %s", names);
	return arena_fmt(m->arena, "Blocked: %s.", m->kb->block[found->block].because);
}

/* Taken out of every week by hand. */
static bool by_hand(const struct model *m, int item)
{
	for (int i = 0; i < m->wishes.n; i++)
		if (m->wishes.at[i].kind == WISH_OUT && m->wishes.at[i].place != WISH_LESSON && m->wishes.at[i].item == item && !m->wishes.at[i].week)
			return true;
	return false;
}

static const char *lesson_refusal(const struct model *m, int lesson)
{
	const struct limits *l = &m->c->limits;

	if (l->declined_lesson[lesson] || l->declined_component[COMPONENT_MIND])
		return l->declined_lesson[lesson] ? "Declined." : "Declined, as all of mind.";
	for (int i = m->wishes.n - 1; i >= 0; i--)
		if (m->wishes.at[i].place == WISH_LESSON && m->wishes.at[i].item == lesson && m->wishes.at[i].kind == WISH_OUT)
			return "Taken out by hand.";
	for (int t = 0; t < WEEKS; t++)
		if (m->kb->week[t].lesson == lesson)
			return "No week is left for it.";
	return "Not part of the ten weeks.";
}

static const char *refusal_words(const struct model *m, int item)
{
	const struct item *it = &m->kb->item[item];
	enum refusal home = model_home_refuses(m, item), no = model_session_refuses(m, item);

	if (no == REFUSED_NOT || (no == REFUSED_ELSEWHERE && home != REFUSED_ELSEWHERE))
		no = home == REFUSED_ELSEWHERE || no == REFUSED_NOT ? REFUSED_NOT : home;
	switch (no) {
	case REFUSED_DECLINED:
		return "Declined.";
	case REFUSED_COMPONENT:
		return arena_fmt(m->arena, "Declined, as all of %s.", component_name(component_declined(m, it) ?
			it->component : COMPONENT_MASSAGE));
	case REFUSED_BLOCKED:
		return block_words(m, item);
	case REFUSED_WISH:
		return "The client does not like it.";
	case REFUSED_FIRM:
		return "Needs more pressure than is wished for or allowed.";
	case REFUSED_DEVICE:
		return "No such device is at hand.";
	case REFUSED_PROFESSIONAL:
		return "A professional's work; nothing found asks for it first.";
	case REFUSED_HABIT:
		return "No such habit was told.";
	case REFUSED_TIME:
		return arena_fmt(m->arena, "No time: it takes %d minutes a day, %d are given.", it->minutes, m->home);
	case REFUSED_NOT:
	case REFUSED_ELSEWHERE:
		break;
	}
	if (by_hand(m, item))
		return "Taken out by the therapist.";
	return "Too little expected of it here beside the rest.";
}

static void add_left_out(const struct model *m, struct plan *p, const bool *used)
{
	const struct kb *kb = m->kb;

	p->left_out = NEWS(m->arena, struct plan_other, (size_t)(kb->n_items + kb->n_lessons + COMPONENT_COUNT + 1));
	for (int c = 0; c < COMPONENT_COUNT; c++)
		if (m->c->limits.declined_component[c])
			say(p->left_out, &p->n_left_out, component_name((enum component)c), "Declined. The other parts carry the plan.");
	if (!p->week[0].n_session && !m->c->limits.declined_component[COMPONENT_MASSAGE])
		say(p->left_out, &p->n_left_out, component_name(COMPONENT_MASSAGE), "No massage may be used now. "
			"A plan without massage is a good plan: movement and mind carry it.");
	for (int i = 0; i < kb->n_items; i++)
		if (!used[i])
			say(p->left_out, &p->n_left_out, kb->item[i].id, refusal_words(m, i));
	for (int l = 0; l < kb->n_lessons; l++) {
		bool here = false;

		for (int t = 0; t < WEEKS; t++)
			here |= p->week[t].lesson == l;
		if (!here)
			say(p->left_out, &p->n_left_out, kb->lesson[l].id, lesson_refusal(m, l));
	}
}

void plan_beside(const struct model *m, struct plan *p)
{
	bool *used = NEWS(m->arena, bool, (size_t)m->kb->n_items + 1);

	for (int t = 0; t < WEEKS; t++) {
		for (int i = 0; i < p->week[t].n_session; i++)
			used[p->week[t].session[i].item] = true;
		for (int i = 0; i < p->week[t].n_home; i++)
			used[p->week[t].home[i].item] = true;
	}
	add_referrals(m, p, used);
	add_experiments(m, p, used);
	add_left_out(m, p, used);
}
