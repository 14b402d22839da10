/* cli/kb_assumed.c -- what a thing is called in one line, and every number nobody has checked against its source, by what it is. */
#include "cli/kb_view.h"

#include "base/buf.h"
#include "base/json.h"

#include <string.h>

enum { OUT_MOST = 64 << 20 };

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
	case KIND_TOPIC: return kb->topic[i].name;
	case KIND_COUNT: break;
	}
	return "";
}

enum assumed_group { ASSUMED_PRIORS, ASSUMED_ODDS, ASSUMED_BASES, ASSUMED_LINKS, ASSUMED_LEADS, ASSUMED_EFFECTS, ASSUMED_SECONDS, ASSUMED_MUSCLES,
	ASSUMED_BODY, ASSUMED_JOINS, ASSUMED_METHODS, ASSUMED_SCORES, ASSUMED_GROUPS };

/* How little a number counts for being assumed: docs/science/reason.md, plan.md, chain.md. */
static const struct { const char *name, *counts; } group[ASSUMED_GROUPS] = {
	[ASSUMED_PRIORS] = { "how common a cause is", "as it is; its own low and high make the band" },
	[ASSUMED_ODDS] = { "what changes the odds of a cause", "as it is; the band spreads its log by 0.7, or by the log itself if that is less" },
	[ASSUMED_BASES] = { "how many say yes to a question", "as it is; the band spreads its log by 0.7" },
	[ASSUMED_LINKS] = { "what an answer says of a cause", "half its weight (the root of q), at most ten times the odds; spread 0.7" },
	[ASSUMED_LEADS] = { "what one cause does to another", "half its weight (the root of q); spread 0.7" },
	[ASSUMED_EFFECTS] = { "what something helps", "0.3 of the effect; spread 0.7" },
	[ASSUMED_SECONDS] = { "how long home massage lasts", "as it is; danger, limits and \"not there\" hold whatever it is" },
	[ASSUMED_MUSCLES] = { "how often a muscle hurts, and where to", "as it is: an order of where to press first, tried by hand" },
	[ASSUMED_BODY] = { "fascia, habits, tests and model of muscles", "as it is, in the same order" },
	[ASSUMED_JOINS] = { "how causes and muscles are joined", "as it is; marks at most double the odds of a cause, an empty place leaves a fifth" },
	[ASSUMED_METHODS] = { "numbers of other methods", "as it is, each named in its method" },
	[ASSUMED_SCORES] = { "what a change of a score means", "words beside a score; no score changes a plan" } };

typedef void each(void *arg, enum assumed_group g, const char *id, const char *what, double number);

struct assumed { each *tell; void *arg; };

static void offer(const struct assumed *a, enum assumed_group g, const struct cite *c, const char *id, const char *what, double number)
{
	if (c->confidence == CONFIDENCE_ASSUMED)
		a->tell(a->arg, g, id, what, number);
}

static void effects(const struct assumed *a, const struct kb *kb, const char *id, const struct help *h, int n)
{
	for (int i = 0; i < n; i++)
		offer(a, ASSUMED_EFFECTS, &h[i].cite, id, kb->cause[h[i].cause].id, h[i].effect);
}

static void scores(const struct assumed *a, const struct instrument *it)
{
	if (it->important > 0)
		offer(a, ASSUMED_SCORES, &it->cite, it->id, "important change", it->important);
	if (it->sem > 0)
		offer(a, ASSUMED_SCORES, &it->sem_cite, it->id, "error of measurement", it->sem);
	if (it->missing)
		offer(a, ASSUMED_SCORES, &it->missing_cite, it->id, "answers that may be missing", it->missing);
	if (it->recovered >= 0)
		offer(a, ASSUMED_SCORES, &it->recovered_cite, it->id, "recovered at most", it->recovered);
	for (int i = 0; i < it->n_bands; i++)
		offer(a, ASSUMED_SCORES, &it->band_cite, it->id, it->band[i].name, it->band[i].from);
}

static void network(const struct assumed *a, const struct kb *kb)
{
	for (int i = 0; i < kb->n_causes; i++) {
		if (!kb->cause[i].by_rule)
			offer(a, ASSUMED_PRIORS, &kb->cause[i].cite, kb->cause[i].id, "prior", kb->cause[i].prior);
		for (int k = 0; k < kb->cause[i].n_odds; k++)
			offer(a, ASSUMED_ODDS, &kb->cause[i].odds[k].cite, kb->cause[i].id, kb->cause[i].odds[k].when.text, kb->cause[i].odds[k].times);
	}
	static const char *const joined[] = { [JOIN_TENSION] = "tense areas", [JOIN_JOINT] = "sore joints", [JOIN_FELT] = "felt there" };

	for (int i = 0; i < kb->n_findings; i++)
		if (kb->finding[i].base > 0)
			offer(a, ASSUMED_BASES, &kb->finding[i].base_cite, kb->finding[i].id, "base", kb->finding[i].base);
	for (int i = 0; i < kb->n_links; i++) {
		const struct link *l = &kb->link[i];

		offer(a, ASSUMED_LINKS, &l->cite, kb->finding[l->finding].id, kb->cause[l->cause].id, l->sens);
	}
	for (int i = 0; i < kb->n_leads; i++)
		offer(a, ASSUMED_LEADS, &kb->lead[i].cite, kb->cause[kb->lead[i].to].id, kb->cause[kb->lead[i].from].id, kb->lead[i].strength);
	for (int i = 0; i < kb->n_joins; i++)
		offer(a, ASSUMED_JOINS, &kb->join[i].cite, kb->cause[kb->join[i].cause].id, joined[kb->join[i].kind], kb->join[i].share);
}

static void body(const struct assumed *a, const struct kb *kb)
{
	for (int i = 0; i < kb->n_muscles; i++)
		offer(a, ASSUMED_MUSCLES, &kb->muscle[i].cite, kb->muscle[i].id, "share and referral", kb->muscle[i].active);
	for (int i = 0; i < kb->n_spreads; i++)
		offer(a, ASSUMED_BODY, &kb->spread[i].cite, kb->spread[i].id, "spread", kb->spread[i].value);
	for (int i = 0; i < kb->n_fascia; i++)
		offer(a, ASSUMED_BODY, &kb->fascia[i].cite, kb->muscle[kb->fascia[i].a].id, kb->muscle[kb->fascia[i].b].id, kb->fascia[i].weight);
	for (int i = 0; i < kb->n_habits; i++)
		for (int k = 0; k < kb->habit[i].n_loads; k++)
			offer(a, ASSUMED_BODY, &kb->habit[i].cite, kb->habit[i].id, kb->muscle[kb->habit[i].loads[k].muscle].id, kb->habit[i].loads[k].by);
	for (int i = 0; i < kb->n_muscle_tests; i++)
		offer(a, ASSUMED_BODY, &kb->muscle_test[i].cite, kb->muscle_test[i].id, kb->muscle_test[i].sd > 0 ? "usual" : "sensitivity",
			kb->muscle_test[i].sd > 0 ? kb->muscle_test[i].mean : kb->muscle_test[i].sens);
	for (int i = 0; i < kb->n_numbers; i++) {
		const char *file = kb->number[i].where.file;

		offer(a, file && strstr(file, "muscles/") ? ASSUMED_BODY : ASSUMED_METHODS, &kb->number[i].cite, kb->number[i].id, "value", kb->number[i].value);
	}
}

static void each_assumed(const struct kb *kb, each *tell, void *arg)
{
	const struct assumed a = { tell, arg };

	network(&a, kb);
	for (int i = 0; i < kb->n_items; i++)
		effects(&a, kb, kb->item[i].id, kb->item[i].helps, kb->item[i].n_helps);
	for (int i = 0; i < kb->n_lessons; i++)
		effects(&a, kb, kb->lesson[i].id, kb->lesson[i].helps, kb->lesson[i].n_helps);
	for (int i = 0; i < kb->n_protocols; i++)
		offer(&a, ASSUMED_SECONDS, &kb->protocol[i].cite, kb->protocol[i].id, "seconds", kb->protocol[i].seconds);
	body(&a, kb);
	for (int i = 0; i < kb->n_instruments; i++)
		scores(&a, &kb->instrument[i]);
}

struct listing { struct buf b; struct json_out j; enum assumed_group now; int n, of[ASSUMED_GROUPS]; };

static void count_assumed(void *arg, enum assumed_group g, const char *id, const char *what, double number)
{
	struct listing *a = arg;

	(void)id, (void)what, (void)number;
	a->n++;
	a->of[g]++;
}

static void print_assumed(void *arg, enum assumed_group g, const char *id, const char *what, double number)
{
	struct listing *a = arg;

	if (g == a->now)
		buf_fmt(&a->b, "  %-32s  %-40s  %g\n", id, what, number);
}

static void json_assumed(void *arg, enum assumed_group g, const char *id, const char *what, double number)
{
	struct listing *a = arg;

	json_open(&a->j, NULL, '{');
	json_put_text(&a->j, "group", group[g].name);
	json_put_text(&a->j, "id", id);
	json_put_text(&a->j, "number", what);
	json_put_number(&a->j, "value", number);
	json_close(&a->j, '}');
}

void kb_list_assumed(struct cli *cli, const struct kb *kb, bool json, bool all)
{
	struct listing *a = NEW(cli->arena, struct listing);

	a->b = buf_new(cli->arena, OUT_MOST);
	a->j = json_writer(&a->b, true);
	each_assumed(kb, count_assumed, a);
	if (json) {
		json_open(&a->j, NULL, '[');
		each_assumed(kb, json_assumed, a);
		json_close(&a->j, ']');
		buf_char(&a->b, '\n');
	}
	for (int g = 0; !json && g < ASSUMED_GROUPS; g++) {
		a->now = (enum assumed_group)g;
		if (a->of[g])
			buf_fmt(&a->b, "%4d  %-42s  counts %s\n", a->of[g], group[g].name, group[g].counts);
		if (all)
			each_assumed(kb, print_assumed, a);
	}
	if (!json)
		buf_fmt(&a->b, "%d numbers are assumed: nobody has checked them against a source%s\n", a->n, all ? "" : " (--all: each)");
	fwrite(a->b.at, 1, a->b.n, cli->out);
}
