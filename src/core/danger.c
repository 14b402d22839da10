/* core/danger.c -- what emergency and urgent rules wait for. */
#include "core/danger.h"

#include "base/str.h"

#include <string.h>

enum { MISSING_MOST = 256, MARK_MOST = 10 };

struct waiting { const struct kb *kb; const struct person_case *c; uint8_t *set; };

static bool is_danger(const struct flag *f)
{
	return f->tier >= TIER_URGENT;
}

static bool settled(enum truth t)
{
	return t == TRUTH_YES || t == TRUTH_NO;
}

/* Told at the intake by the person alone. */
static bool to_client(const struct finding *f)
{
	return f->by != BY_THERAPIST && (f->asked & ASKED_INTAKE);
}

static void wait_for(struct waiting *w, int finding);

static void wait_for_all(struct waiting *w, const struct rule *r)
{
	UNSET int at[MISSING_MOST];
	int n = rule_missing(w->kb, r, w->c, false, at, MISSING_MOST);

	for (int i = 0; i < n && i < MISSING_MOST; i++)
		wait_for(w, at[i]);
}

/* kb_circle has made sure that this ends. */
static void wait_for(struct waiting *w, int finding)
{
	const struct finding *f = &w->kb->finding[finding];
	bool opened = true;

	if (w->set[finding] || !to_client(f) || case_answer(w->kb, w->c, finding) != NOT_ASKED)
		return;
	if (rule_applies(w->kb, finding, w->c) == TRUTH_NOT_ASKED) {
		wait_for_all(w, &f->when);
		return;
	}
	for (int i = 0; i < f->opened_by.n; i++)
		if (w->c->answer[f->opened_by.at[i]] == NOT_ASKED) {
			wait_for(w, f->opened_by.at[i]);
			opened = false;
		}
	for (int i = 0; i < f->sum_of.n; i++)
		if (rule_applies(w->kb, f->sum_of.at[i], w->c) != TRUTH_NO)
			wait_for(w, f->sum_of.at[i]);
	if (opened && !f->sum_of.n)
		w->set[finding] = 1;
}

static void find_waits(struct waiting *w)
{
	for (int i = 0; i < w->kb->n_flags; i++)
		if (is_danger(&w->kb->flag[i]))
			wait_for_all(w, &w->kb->flag[i].when);
}

struct ids danger_waits(struct arena *a, const struct kb *kb, const struct person_case *c)
{
	struct waiting w = { kb, c, NEWS(a, uint8_t, (size_t)kb->n_findings + 1) };
	int *at = NEWS(a, int, (size_t)kb->n_findings + 1), n = 0;

	find_waits(&w);
	for (int i = 0; i < kb->n_findings; i++)
		if (w.set[i])
			at[n++] = i;
	return (struct ids){ at, n };
}

bool danger_waits_for_map(struct arena *a, const struct kb *kb, const struct person_case *c)
{
	struct person_case none = *c, *all;

	if (c->map_given)
		return false;
	none.map_given = true;
	all = case_copy(a, kb, &none);
	memset(all->mark, MARK_MOST, (size_t)kb->n_regions);
	for (int i = 0; i < kb->n_flags; i++) {
		const struct rule *when = &kb->flag[i].when;

		if (is_danger(&kb->flag[i]) && !settled(rule_eval(kb, when, c)) &&
		    (rule_eval(kb, when, &none) == TRUTH_YES || rule_eval(kb, when, all) == TRUTH_YES))
			return true;
	}
	return false;
}

struct look { int finding; bool found; };

static void see(int finding, void *arg)
{
	struct look *l = arg;

	l->found |= l->finding == finding;
}

bool danger_names(const struct kb *kb, int finding, enum tier least)
{
	struct look l = { finding, false };

	for (int i = 0; i < kb->n_flags && !l.found; i++)
		if (kb->flag[i].tier >= least)
			rule_findings(&kb->flag[i].when, see, &l);
	return l.found;
}

bool danger_alone(const struct kb *kb, int finding)
{
	struct look l = { finding, false };

	for (int i = 0; i < kb->n_flags && !l.found; i++)
		if (kb->flag[i].route == ROUTE_ABUSE)
			rule_findings(&kb->flag[i].when, see, &l);
	return l.found;
}

/* What decides whether a question of a rule applies belongs to the part as the question itself does. */
static void mark_read(int finding, void *arg)
{
	struct waiting *w = arg;

	if (w->set[finding] || !to_client(&w->kb->finding[finding]))
		return;
	w->set[finding] = 1;
	rule_findings(&w->kb->finding[finding].when, mark_read, w);
	for (int i = 0; i < w->kb->finding[finding].opened_by.n; i++)
		mark_read(w->kb->finding[finding].opened_by.at[i], w);
}

uint8_t *danger_part(struct arena *a, const struct kb *kb, const struct person_case *c)
{
	struct waiting w = { kb, c, NEWS(a, uint8_t, (size_t)kb->n_findings + 1) };
	struct person_case *without = case_copy(a, kb, c);
	uint8_t *part = NEWS(a, uint8_t, (size_t)kb->n_findings + 1);

	for (int i = 0; i < kb->n_flags; i++)
		if (is_danger(&kb->flag[i]))
			rule_findings(&kb->flag[i].when, mark_read, &w);
	for (int f = 0; f < kb->n_findings; f++) {
		part[f] = kb->finding[f].module == MODULE_SAFETY;
		if (part[f] || !w.set[f])
			continue;
		struct waiting now = { kb, without, NEWS(a, uint8_t, (size_t)kb->n_findings + 1) };
		without->answer[f] = NOT_ASKED;
		find_waits(&now);
		without->answer[f] = c->answer[f];
		part[f] = now.set[f];
	}
	return part;
}

bool danger_reopens(const struct kb *kb, const struct person_case *c, enum occasion when)
{
	for (int f = 0; f < kb->n_findings; f++)
		if (kb->finding[f].reopens && (kb->finding[f].asked & (unsigned)when) && c->answer[f] != NOT_ASKED && c->answer[f] != 0)
			return true;
	return false;
}

static bool forbids_all_hands(const struct kb *kb, const struct block *b)
{
	int massage = 0, forbidden = 0;

	for (int i = 0; i < kb->n_items; i++)
		massage += str_equal(kb->item[i].kind, "massage");
	for (int i = 0; i < b->items.n; i++)
		forbidden += str_equal(kb->item[b->items.at[i]].kind, "massage");
	return b->everywhere && b->limit == LIMIT_NEVER && forbidden == massage;
}

static bool keeps_hands_away(const struct kb *kb, const struct person_case *c, const struct person_case *without)
{
	for (int i = 0; i < kb->n_blocks; i++)
		if (forbids_all_hands(kb, &kb->block[i]) && rule_eval(kb, &kb->block[i].when, c) == TRUTH_YES &&
		    rule_eval(kb, &kb->block[i].when, without) != TRUTH_YES)
			return true;
	return false;
}

bool danger_stands(struct arena *a, const struct kb *kb, const struct person_case *c, enum occasion when, int finding)
{
	if (when == ASKED_WORSENING || !kb->finding[finding].lasting || c->answer[finding] <= 0)
		return false;
	struct person_case *without = case_copy(a, kb, c);
	without->answer[finding] = 0;
	if (when == ASKED_SESSION && keeps_hands_away(kb, c, without))
		return false;
	for (int i = 0; i < kb->n_flags; i++)
		if (is_danger(&kb->flag[i]) && rule_eval(kb, &kb->flag[i].when, c) == TRUTH_YES &&
		    rule_eval(kb, &kb->flag[i].when, without) != TRUTH_YES)
			return true;
	return false;
}

bool danger_later(const struct finding *f)
{
	const unsigned again = ASKED_SESSION | ASKED_WEEK | ASKED_FLARE | ASKED_WORSENING;

	return !(f->asked & ASKED_INTAKE) && ((f->asked & ASKED_AFTER) || (f->asked & again) == again);
}

const char *danger_unasked(const struct kb *kb, int finding)
{
	const struct finding *f = &kb->finding[finding];

	if (f->by == BY_THERAPIST || danger_later(f))
		return NULL;
	if (!(f->asked & ASKED_INTAKE))
		return "is not asked at the intake";
	if (danger_alone(kb, finding))
		return "is asked alone, and only where a practice has a way for it";
	if (f->module == MODULE_EXAM)
		return "is part of the examination";
	if (f->module == MODULE_WISHES)
		return "is a wish, and those come last";
	return NULL;
}
