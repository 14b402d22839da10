/* core/kb_sound.c -- circles, missing numbers, ids, orders. */
#include "core/kb_sound.h"

#include "base/str.h"
#include "core/rule.h"

#include <string.h>

/* A finding leads on to those its `when`, its sum and what opens it name.  A circle would never end, and what a test costs is bounded. */
struct trail { const struct kb *kb; int *depth, *cost; int deepest, sum, bad; };

enum { OPEN = -1, DEPTH_MOST = 8, COST_MOST = 20000 };

static void follow(int finding, void *arg)
{
	struct trail *t = arg, inner = { t->kb, t->depth, t->cost, 0, 1, t->bad };
	const struct finding *f = &t->kb->finding[finding];

	if (t->bad >= 0)
		return;
	if (!t->depth[finding]) {
		t->depth[finding] = OPEN;
		rule_findings(&f->when, follow, &inner);
		for (int i = 0; i < f->sum_of.n; i++)
			follow(f->sum_of.at[i], &inner);
		for (int i = 0; i < f->opened_by.n; i++)
			follow(f->opened_by.at[i], &inner);
		t->depth[finding] = inner.deepest + 1;
		t->cost[finding] = inner.sum;
	}
	t->bad = inner.bad;
	if (t->bad < 0 && (t->depth[finding] == OPEN || t->depth[finding] > DEPTH_MOST || t->cost[finding] > COST_MOST))
		t->bad = finding;
	t->deepest = t->depth[finding] > t->deepest ? t->depth[finding] : t->deepest;
	t->sum += t->cost[finding];
}

int kb_circle(struct arena *scratch, const struct kb *kb)
{
	struct trail t = { kb, NEWS(scratch, int, (size_t)kb->n_findings + 1), NEWS(scratch, int, (size_t)kb->n_findings + 1), 0, 0, -1 };

	for (int i = 0; i < kb->n_findings && t.bad < 0; i++, t.sum = 0)
		follow(i, &t);
	return t.bad;
}

/* Every number that the methods of the chain (core/chain*.c) and of a session (core/session.c) read. */
static const char *const needed[] = { "reach_time", "reach_share", "referral_share", "region_leak", "mark_missed", "mark_false", "unmarked_share",
	"palpate_known", "palpate_tender", "palpate_nothing", "palpate_agree", "measure_shift", "measure_say", "unstudied_yes", "unstudied_no", "habit_scale", "joint_hurts",
	"map_most", "map_other", "pull_stiffness",
	"pull_upright", "pull_tilt", "pull_obliquity", "pull_unit", "pull_most", "pull_logit", "hip_span", "leg_standing", "leg_large", "spread_recovery", "tension_acts", "touching_within", "session_driver", "session_ask_first", "session_ask_change",
	"session_ask_every", "session_extend", "session_before_hours", "session_trend", "session_rise", "session_gain" };

const char *kb_number_missing(const struct kb *kb)
{
	for (size_t i = 0; kb->n_muscles && i < sizeof(needed) / sizeof(*needed); i++)
		if (kb_find(kb, KIND_NUMBER, needed[i]) < 0)
			return needed[i];
	return NULL;
}

static bool id_is_plain(const char *id)
{
	return id[strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789_")] == 0 && id[0] >= 'a';
}

bool kb_id_fault(const struct kb *kb, struct id_fault *out)
{
	for (int i = 0; i < KIND_COUNT; i++) {
		enum kind k = (enum kind)i;

		for (int at = 0; at < kb_count(kb, k); at++) {
			int first = kb_find(kb, k, kb_id(kb, k, at));

			*out = (struct id_fault){ k, at, first == at ? -1 : first };
			if (first != at || (k != KIND_SOURCE && !id_is_plain(kb_id(kb, k, at))))
				return true;
		}
	}
	return false;
}

/* Regions come as left and right; what refers to one names the left. */
static bool paired(const struct kb *kb)
{
	bool ok = kb->n_regions % 2 == 0;

	for (int i = 0; i < kb->n_regions && ok; i++)
		ok = kb->region[i].mirror == (i ^ 1) && kb->region[i].side == (i % 2 ? SIDE_RIGHT : SIDE_LEFT);
	for (int i = 0; i < kb->n_units && ok; i++)
		ok = kb->unit[i].region < 0 || kb->unit[i].region % 2 == 0;
	for (int i = 0; i < kb->n_muscles; i++)
		for (int k = 0; k < kb->muscle[i].n_refers && ok; k++)
			ok = kb->muscle[i].refers[k].region % 2 == 0;
	return ok;
}

/* Each figure is that of its item, and the other way round. */
static bool drawn(const struct kb *kb)
{
	int n = 0;

	for (int i = 0; i < kb->n_items; i++) {
		int f = kb->item[i].figure;

		if (f >= kb->n_figures || (f >= 0 && kb->figure[f].item != i))
			return false;
		n += f >= 0;
	}
	return n == kb->n_figures;
}

static bool rising(int a, int b, int c, int d)
{
	return a < c || (a == c && b < d);
}

const char *kb_disorder(const struct kb *kb)
{
	for (int i = 1; i < kb->n_links; i++)
		if (!rising(kb->link[i - 1].finding, kb->link[i - 1].cause, kb->link[i].finding, kb->link[i].cause))
			return "links";
	for (int i = 1; i < kb->n_leads; i++)
		if (!rising(kb->lead[i - 1].to, kb->lead[i - 1].from, kb->lead[i].to, kb->lead[i].from))
			return "leads";
	for (int i = 1; i < kb->n_flags; i++)
		if (kb->flag[i - 1].tier < kb->flag[i].tier)
			return "flags";
	for (int i = 1; i < kb->n_lessons; i++)
		if (kb->lesson[i - 1].week > kb->lesson[i].week)
			return "lessons";
	for (int i = 1; i < kb->n_findings; i++)
		if (kb->finding[i - 1].module > kb->finding[i].module)
			return "findings";
	for (int i = 0; i < kb->n_muscles; i++)
		if (kb->muscle[i].active < 1e-6)
			return "muscles";
	if (!drawn(kb))
		return "figures";
	return paired(kb) ? NULL : "regions";
}
