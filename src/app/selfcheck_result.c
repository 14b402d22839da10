/* app/selfcheck_result.c -- the result in words: no number of likelihood, no plan. */
#include "app/selfcheck_result.h"

#include "app/told.h"
#include "base/str.h"

#include <assert.h>

enum { CAUSES_MOST = 5, HELPS_MOST = 3, TESTS_MOST = 3 };

struct result { struct arena *a; const struct assess *as; struct json_out *j; struct told_causes told; };

static void put_cause(struct result *r, const struct told_cause *t)
{
	static const char *const words[] = { [LIKELY_NO] = "Unlikely", [LIKELY_MAY] = "May play a part", [LIKELY_YES] = "Likely plays a part" };

	const int at = learn_of(r->as->kb, (int)(t->cause - r->as->kb->cause));
	const struct teaching *learn = at >= 0 ? &r->as->kb->teaching[at] : NULL;

	json_open(r->j, NULL, '{');
	json_put_text(r->j, "name", t->cause->plain);
	json_put_text(r->j, "tell", t->cause->tell);
	json_put_text(r->j, "likely", words[t->likely]);
	json_put_text(r->j, "change", t->change);
	json_put_text(r->j, "speaks", t->speaks);
	json_put_text(r->j, "helps", learn ? learn->helps : NULL);
	json_put_text(r->j, "unknown", learn ? learn->unknown : NULL);
	json_put_text(r->j, "doctor", learn ? learn->doctor : NULL);
	json_close(r->j, '}');
}

static void put_causes(struct result *r, const char *key, bool mind)
{
	json_open(r->j, key, '[');
	for (int i = 0; i < r->told.n; i++)
		if (r->told.at[i].mind == mind)
			put_cause(r, &r->told.at[i]);
	json_close(r->j, ']');
}

static void put_against(struct result *r)
{
	struct ids no = told_against(r->a, r->as, CAUSES_MOST);

	json_open(r->j, "against", '[');
	for (int i = 0; i < no.n; i++)
		json_put_text(r->j, NULL, r->as->kb->cause[no.at[i]].plain);
	json_close(r->j, ']');
}

static void put_together(struct result *r)
{
	json_open(r->j, "together", '[');
	for (int i = 0; i < r->as->groups.n; i++)
		json_put_text(r->j, NULL, r->as->kb->group[r->as->groups.at[i]].text);
	json_close(r->j, ']');
}

/* ---- what helps: for the causes that were told, allowed by every rule, of the body and of the mind alike ---- */

static double worth(const struct result *r, const struct item *it)
{
	double sum = 0;

	for (int i = 0; i < it->n_helps; i++)
		for (int k = 0; k < r->told.n; k++)
			if (&r->as->kb->cause[it->helps[i].cause] == r->told.at[k].cause)
				sum += it->helps[i].effect * r->told.at[k].b->p;
	return sum;
}

static bool by_oneself(const struct item *it)
{
	return it->who == WHO_SELF || it->who == WHO_BOTH;
}

static void put_help(struct result *r, const struct item *it)
{
	static const char *const evidence[] = { [EVIDENCE_NONE] = "not tested", [EVIDENCE_WEAK] = "weak evidence", [EVIDENCE_FAIR] = "fair evidence",
		[EVIDENCE_STRONG] = "strong evidence" };

	json_open(r->j, NULL, '{');
	json_put_text(r->j, "name", it->name);
	json_put_text(r->j, "what", it->what);
	json_put_text(r->j, "known", it->known);
	json_put_text(r->j, "not", it->not);
	json_put_text(r->j, "evidence", evidence[it->evidence]);
	json_put_bool(r->j, "mind", it->component == COMPONENT_MIND);
	json_put_bool(r->j, "self", by_oneself(it));
	json_close(r->j, '}');
}

/* The best three of one kind that were not taken yet. */
static void put_best(struct result *r, bool mind, bool self, const double *value, bool *taken)
{
	const struct kb *kb = r->as->kb;

	for (int n = 0; n < HELPS_MOST; n++) {
		int best = -1;

		for (int i = 0; i < kb->n_items; i++) {
			const struct item *it = &kb->item[i];

			if (!taken[i] && value[i] > 0 && (it->component == COMPONENT_MIND) == mind && by_oneself(it) == self &&
			    (best < 0 || value[i] > value[best]))
				best = i;
		}
		if (best < 0)
			return;
		taken[best] = true;
		put_help(r, &kb->item[best]);
	}
}

static void put_helps(struct result *r)
{
	const struct kb *kb = r->as->kb;
	double *value = NEWS(r->a, double, kb->n_items + 1);
	bool *taken = NEWS(r->a, bool, kb->n_items + 1);

	for (int i = 0; i < kb->n_items; i++)
		value[i] = screen_never(kb, r->as->s, i, -1) ? 0 : worth(r, &kb->item[i]);
	json_open(r->j, "helps", '[');
	put_best(r, false, true, value, taken);
	put_best(r, true, true, value, taken);
	put_best(r, false, false, value, taken);
	json_close(r->j, ']');
}

/* ---- what to ask, and when to get help ---- */

static void put_net(struct result *r, const char *key, const char *begins)
{
	const struct kb *kb = r->as->kb;

	json_open(r->j, key, '[');
	for (int i = 0; i < kb->n_net; i++)
		if (str_begins(kb->net[i].id, begins))
			json_put_text(r->j, NULL, kb->net[i].text);
	json_close(r->j, ']');
}

/* Tests that only somebody else can do, those first that would tell most. */
static void put_tests(struct result *r)
{
	const struct belief *b = &r->as->b;

	json_open(r->j, "tests", '[');
	for (int i = 0, n = 0; i < b->n_ask && n < TESTS_MOST; i++)
		if (r->as->kb->finding[b->ask[i].finding].by == BY_THERAPIST) {
			json_put_text(r->j, NULL, r->as->kb->finding[b->ask[i].finding].name);
			n++;
		}
	json_close(r->j, ']');
}

static void put_danger(struct result *r)
{
	const struct screened *s = r->as->s;
	bool soon = false;

	json_open(r->j, "serious", '[');
	for (int i = 0; i < s->n_reasons; i++) {
		const struct reason_given *g = &s->reason[i];

		assert(g->tier < TIER_URGENT);
		if (g->flag < 0 || g->tier < TIER_SOON || r->as->kb->flag[g->flag].route == ROUTE_ABUSE)
			continue;
		soon = true;
		json_put_text(r->j, NULL, r->as->kb->flag[g->flag].action);
	}
	json_close(r->j, ']');
	json_put_bool(r->j, "soon", soon);
	json_put_text(r->j, "danger", soon ? "Something you told us is for a doctor to look at soon." :
		"None of your answers asks for help right now. That can change.");
}

bool selfcheck_result(struct arena *a, struct assess *as, struct json_out *j, struct err *err)
{
	struct result r = { .a = a, .as = as, .j = j };

	if (!assess_words(a, as->kb, as->c, as, err))
		return false;
	r.told = told_causes(a, as, CAUSES_MOST);
	json_put_text(j, "step", "result");
	put_danger(&r);
	put_causes(&r, "mind", true);
	put_causes(&r, "body", false);
	json_put_text(j, "sentence", told_sentence(as, &r.told));
	put_against(&r);
	put_together(&r);
	put_helps(&r);
	put_net(&r, "ask", "ask_");
	put_tests(&r);
	put_net(&r, "net", "net_");
	return true;
}
