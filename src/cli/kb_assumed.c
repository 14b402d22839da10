/* cli/kb_assumed.c -- what a thing is called in one line, and every number nobody has checked against its source. */
#include "cli/kb_view.h"

const char *kb_title(const struct kb *kb, enum kind kind, int i)
{
	switch (kind) {
	case KIND_SOURCE: return kb->source[i].title ? kb->source[i].title : kb->source[i].journal ? kb->source[i].journal : "";
	case KIND_FINDING: return kb->finding[i].name;
	case KIND_CLASS: return kb->class[i].name;
	case KIND_CAUSE: return kb->cause[i].name;
	case KIND_GROUP: return kb->group[i].name;
	case KIND_FLAG: return kb->flag[i].suspects ? kb->flag[i].suspects : "";
	case KIND_BLOCK: return kb->block[i].because;
	case KIND_REGION: return kb->region[i].name;
	case KIND_AREA: return kb->area[i].name;
	case KIND_ITEM: return kb->item[i].name;
	case KIND_LESSON: return kb->lesson[i].name;
	case KIND_INSTRUMENT: return kb->instrument[i].name;
	case KIND_CLAIM: return kb->claim[i].claim;
	case KIND_CONSENT: return kb->consent[i].name;
	case KIND_NET: return kb->net[i].text;
	case KIND_CARE: return kb->care[i].text;
	case KIND_VERDICT: return kb->verdict[i].text;
	case KIND_ANCHOR: return kb->anchor[i].name;
	case KIND_UNIT: return kb->unit[i].name;
	case KIND_MUSCLE: return kb->muscle[i].name;
	case KIND_HABIT: return kb->habit[i].name;
	case KIND_MUSCLE_TEST: return kb->finding[kb->muscle_test[i].finding[0]].name;
	case KIND_NUMBER: return kb->number[i].what;
	case KIND_PROTOCOL: return kb->protocol[i].name;
	case KIND_SPARED: return kb->spared[i].text;
	case KIND_TEACHING: return kb->cause[kb->teaching[i].cause].plain;
	case KIND_COUNT: break;
	}
	return "";
}

struct assumed { void (*each)(void *arg, const char *id, const char *what, double number); void *arg; };

static void offer(const struct assumed *a, const struct cite *c, const char *id, const char *what, double number)
{
	if (c->confidence == CONFIDENCE_ASSUMED)
		a->each(a->arg, id, what, number);
}

static void effects(const struct assumed *a, const struct kb *kb, const char *id, const struct help *h, int n)
{
	for (int i = 0; i < n; i++)
		offer(a, &h[i].cite, id, kb->cause[h[i].cause].id, h[i].effect);
}

static void scores(const struct assumed *a, const struct instrument *it)
{
	if (it->important > 0)
		offer(a, &it->cite, it->id, "important change", it->important);
	if (it->sem > 0)
		offer(a, &it->sem_cite, it->id, "error of measurement", it->sem);
	if (it->missing)
		offer(a, &it->missing_cite, it->id, "answers that may be missing", it->missing);
	if (it->recovered >= 0)
		offer(a, &it->recovered_cite, it->id, "recovered at most", it->recovered);
	for (int i = 0; i < it->n_bands; i++)
		offer(a, &it->band_cite, it->id, it->band[i].name, it->band[i].from);
}

void kb_view_assumed(const struct kb *kb, void (*each)(void *arg, const char *id, const char *what, double number), void *arg)
{
	const struct assumed a = { each, arg };

	for (int i = 0; i < kb->n_causes; i++) {
		if (!kb->cause[i].by_rule)
			offer(&a, &kb->cause[i].cite, kb->cause[i].id, "prior", kb->cause[i].prior);
		for (int k = 0; k < kb->cause[i].n_odds; k++)
			offer(&a, &kb->cause[i].odds[k].cite, kb->cause[i].id, kb->cause[i].odds[k].when.text, kb->cause[i].odds[k].times);
	}
	for (int i = 0; i < kb->n_findings; i++)
		if (kb->finding[i].base > 0)
			offer(&a, &kb->finding[i].base_cite, kb->finding[i].id, "base", kb->finding[i].base);
	for (int i = 0; i < kb->n_links; i++) {
		const struct link *l = &kb->link[i];

		offer(&a, &l->cite, kb->finding[l->finding].id, kb->cause[l->cause].id, l->sens);
	}
	for (int i = 0; i < kb->n_items; i++)
		effects(&a, kb, kb->item[i].id, kb->item[i].helps, kb->item[i].n_helps);
	for (int i = 0; i < kb->n_protocols; i++)
		offer(&a, &kb->protocol[i].cite, kb->protocol[i].id, "seconds", kb->protocol[i].seconds);
	for (int i = 0; i < kb->n_lessons; i++)
		effects(&a, kb, kb->lesson[i].id, kb->lesson[i].helps, kb->lesson[i].n_helps);
	for (int i = 0; i < kb->n_leads; i++)
		offer(&a, &kb->lead[i].cite, kb->cause[kb->lead[i].to].id, kb->cause[kb->lead[i].from].id, kb->lead[i].strength);
	for (int i = 0; i < kb->n_joins; i++)
		offer(&a, &kb->join[i].cite, kb->cause[kb->join[i].cause].id, kb->join[i].joint ? "sore joints" : "tense areas", kb->join[i].share);
	for (int i = 0; i < kb->n_spreads; i++)
		offer(&a, &kb->spread[i].cite, kb->spread[i].id, "spread", kb->spread[i].value);
	for (int i = 0; i < kb->n_muscles; i++)
		offer(&a, &kb->muscle[i].cite, kb->muscle[i].id, "share and referral", kb->muscle[i].active);
	for (int i = 0; i < kb->n_instruments; i++)
		scores(&a, &kb->instrument[i]);
}
