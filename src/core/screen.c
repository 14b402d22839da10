/* core/screen.c -- one pass over the flags, one over the blocks; monotone in danger (docs/science/screen.md). */
#include "core/screen.h"

#include "core/danger.h"

#include <assert.h>

enum { LIST_MOST = 256, LIGHT_MOST = 2, FULL_MOST = 5 };

struct work {
	struct arena *arena;
	const struct kb *kb;
	const struct person_case *c;
	struct screened *out;
	uint8_t *missing, *unclear;     /* n_findings */
};

/* A block that is not "no" for this person, of which items, and where: region[0] everywhere, region[r + 1] there. */
struct held { struct blocked as; uint8_t *item, *region; };

static struct ids ids_of(struct arena *a, const int *at, int n)
{
	int *copy = NEWS(a, int, (size_t)n + 1);

	for (int i = 0; i < n; i++)
		copy[i] = at[i];
	return (struct ids){ copy, n };
}

static struct ids ids_where(struct arena *a, const uint8_t *set, int n)
{
	int *at = NEWS(a, int, (size_t)n + 1), k = 0;

	for (int i = 0; i < n; i++)
		if (set[i])
			at[k++] = i;
	return (struct ids){ at, k };
}

static struct ids ids_missing(struct work *w, const struct rule *r, bool unknown)
{
	int at[LIST_MOST], n = rule_missing(w->kb, r, w->c, unknown, at, LIST_MOST);

	return ids_of(w->arena, at, n < LIST_MOST ? n : LIST_MOST);
}

static void add_reason(struct screened *out, int flag, enum tier tier, enum truth truth, struct rule_why why)
{
	int i = out->n_reasons++;

	for (; i > 0 && out->reason[i - 1].tier < tier; i--)
		out->reason[i] = out->reason[i - 1];
	out->reason[i] = (struct reason_given){ .flag = flag, .tier = tier, .truth = truth, .findings = { why.at, why.n },
		.age = why.age, .sex = why.sex, .map = why.map };
	if (out->tier < tier)
		out->tier = tier;
}

static struct rule_why unclear_by(struct ids findings)
{
	return (struct rule_why){ .at = (int *)(uintptr_t)findings.at, .n = findings.n };
}

/* An emergency or urgent rule that has no answer yet: remember what it waits for; not a finding means age or sex. */
static void keep_open(struct work *w, int flag, enum truth truth)
{
	bool unknown = truth == TRUTH_DONT_KNOW;
	struct ids m = ids_missing(w, &w->kb->flag[flag].when, unknown);

	w->out->open[w->out->n_open++] = (struct rule_open){ flag, truth, m };
	for (int i = 0; unknown && i < m.n; i++)
		w->unclear[m.at[i]] = 1;
	if (!m.n)
		w->out->person_open = true;
}

static void screen_flags(struct work *w)
{
	bool unclear = false;

	w->out->reason = NEWS(w->arena, struct reason_given, (size_t)w->kb->n_flags + 1);
	w->out->open = NEWS(w->arena, struct rule_open, (size_t)w->kb->n_flags + 1);
	for (int i = 0; i < w->kb->n_flags; i++) {
		const struct flag *f = &w->kb->flag[i];
		enum truth t = rule_eval(w->kb, &f->when, w->c);
		bool danger = f->tier >= TIER_URGENT;

		if (t == TRUTH_YES)
			add_reason(w->out, i, f->tier, t, rule_why(w->arena, w->kb, &f->when, w->c));
		else if (t == TRUTH_DONT_KNOW && f->tier == TIER_SOON)
			add_reason(w->out, i, TIER_NOTE, t, unclear_by(ids_missing(w, &f->when, true)));
		else if (t == TRUTH_DONT_KNOW && danger) {
			unclear = true;
			keep_open(w, i, t);
		} else if (t == TRUTH_NOT_ASKED && danger)
			keep_open(w, i, t);
	}
	if (unclear)
		add_reason(w->out, -1, TIER_URGENT, TRUTH_DONT_KNOW,
			unclear_by(ids_where(w->arena, w->unclear, w->kb->n_findings)));
}

static void screen_gates(struct work *w)
{
	uint8_t *unknown = NEWS(w->arena, uint8_t, (size_t)w->kb->n_findings + 1);
	struct ids waits = danger_waits(w->arena, w->kb, w->c);

	for (int i = 0; i < waits.n; i++)
		w->missing[waits.at[i]] = 1;
	for (int i = 0; i < w->kb->n_findings; i++) {
		if (!w->kb->finding[i].gate || rule_applies(w->kb, i, w->c) == TRUTH_NO)
			continue;
		int v = case_answer(w->kb, w->c, i);
		if (v == NOT_ASKED)
			w->missing[i] = 1;
		else if (v == DONT_KNOW)
			unknown[i] = 1;
	}
	w->out->not_asked = ids_where(w->arena, w->missing, w->kb->n_findings);
	w->out->not_known = ids_where(w->arena, unknown, w->kb->n_findings);
}

static bool ids_have(struct ids set, int x)
{
	for (int i = 0; i < set.n; i++)
		if (set.at[i] == x)
			return true;
	return false;
}

static void mark_block(struct screened *s, const struct kb *kb, int item, int region, enum limit limit)
{
	uint8_t *at = limit == LIMIT_NEVER ? s->never : limit == LIMIT_LIGHT ? s->light : s->ask;
	int first = region < 0 ? 0 : region, last = region < 0 ? kb->n_regions - 1 : region;

	for (int r = first; r <= last; r++)
		at[(size_t)item * (size_t)kb->n_regions + (size_t)r] = 1;
	if (region < 0 && limit == LIMIT_NEVER)
		s->never_any[item] = 1;
}

/* Lists what holds for one item, everywhere first, then region by region. */
static void block_item(struct work *w, int item, const struct held *held, int n)
{
	const struct kb *kb = w->kb;
	int own[LIST_MOST], n_own = 0, last = 0;

	for (int i = 0; i < n; i++)
		if (held[i].item[item]) {
			last = held[i].region[0] ? last : kb->n_regions;
			own[n_own++] = i;
		}
	for (int r = -1; n_own && r < last; r++)
		for (int i = 0; i < n_own; i++) {
			const struct held *h = &held[own[i]];

			if (!h->region[r + 1])
				continue;
			struct blocked *out = &w->out->blocked[w->out->n_blocked++];
			*out = h->as;
			out->item = item;
			out->region = r;
			mark_block(w->out, kb, item, r, h->as.limit);
		}
}

/* An item with areas that is forbidden in all of them may not be used at all. */
static void close_items(struct work *w)
{
	const struct kb *kb = w->kb;

	for (int i = 0; i < kb->n_items; i++) {
		const uint8_t *never = w->out->never + (size_t)i * (size_t)kb->n_regions;
		bool used = false, free = false;

		for (int r = 0; kb->item[i].areas.n && !free && r < kb->n_regions; r++)
			if (ids_have(kb->item[i].areas, kb->region[r].area)) {
				used = true;
				free = !never[r];
			}
		if (used && !free)
			w->out->never_any[i] = 1;
	}
}

/* Not asked stops like yes; it lowers the pressure and asks for consent only where a danger question is open. */
static bool holds(struct work *w, const struct block *b, enum truth truth)
{
	if (truth != TRUTH_NOT_ASKED || b->limit == LIMIT_NEVER)
		return truth != TRUTH_NO;
	struct ids m = ids_missing(w, &b->when, false);
	for (int i = 0; i < m.n; i++)
		if (w->kb->finding[m.at[i]].gate)
			return true;
	return false;
}

static struct held hold_block(struct work *w, int block, enum truth truth)
{
	const struct block *b = &w->kb->block[block];
	struct held h = { .as = { .block = block, .limit = b->limit, .truth = truth },
		.item = NEWS(w->arena, uint8_t, (size_t)w->kb->n_items + 1), .region = NEWS(w->arena, uint8_t, (size_t)w->kb->n_regions + 1) };

	if (truth != TRUTH_YES)
		h.as.findings = ids_missing(w, &b->when, truth == TRUTH_DONT_KNOW);
	for (int i = 0; i < b->items.n; i++)
		h.item[b->items.at[i]] = 1;
	h.region[0] = b->everywhere;
	for (int i = 0; !b->everywhere && i < b->regions.n; i++)
		h.region[b->regions.at[i] + 1] = 1;
	return h;
}

static void screen_blocks(struct work *w)
{
	const struct kb *kb = w->kb;
	struct screened *s = w->out;
	size_t cells = (size_t)kb->n_items * (size_t)kb->n_regions + 1, most = 1;
	struct held *held = NEWS(w->arena, struct held, (size_t)kb->n_blocks + 1);
	int n = 0;

	assert(kb->n_blocks <= LIST_MOST);
	for (int i = 0; i < kb->n_blocks; i++) {
		const struct block *b = &kb->block[i];
		enum truth t = rule_eval(kb, &b->when, w->c);

		if (!holds(w, b, t))
			continue;
		held[n++] = hold_block(w, i, t);
		most += (size_t)b->items.n * (size_t)(b->everywhere ? 1 : b->regions.n);
	}
	s->blocked = NEWS(w->arena, struct blocked, most);
	s->never = NEWS(w->arena, uint8_t, cells);
	s->light = NEWS(w->arena, uint8_t, cells);
	s->ask = NEWS(w->arena, uint8_t, cells);
	s->never_any = NEWS(w->arena, uint8_t, (size_t)kb->n_items + 1);
	for (int i = 0; i < kb->n_items; i++)
		block_item(w, i, held, n);
	close_items(w);
}

struct screened *screen(struct arena *a, const struct kb *kb, const struct person_case *c)
{
	struct screened *out = NEW(a, struct screened);
	struct work w = { a, kb, c, out, NEWS(a, uint8_t, (size_t)kb->n_findings + 1),
		NEWS(a, uint8_t, (size_t)kb->n_findings + 1) };

	out->age = c->age;
	out->map_open = c->sex != SEX_UNKNOWN && danger_waits_for_map(a, kb, c);
	screen_flags(&w);
	screen_gates(&w);
	screen_blocks(&w);
	return out;
}

struct screened *screen_decided(struct arena *a, const struct kb *kb, const struct screened *s)
{
	struct screened *out = NEW(a, struct screened);
	struct work w = { .arena = a, .kb = kb, .out = out };
	size_t cells = (size_t)kb->n_items * (size_t)kb->n_regions + 1;

	*out = *s;
	out->blocked = NEWS(a, struct blocked, (size_t)s->n_blocked + 1);
	out->n_blocked = 0;
	out->never = NEWS(a, uint8_t, cells);
	out->light = NEWS(a, uint8_t, cells);
	out->ask = NEWS(a, uint8_t, cells);
	out->never_any = NEWS(a, uint8_t, (size_t)kb->n_items + 1);
	for (int i = 0; i < s->n_blocked; i++) {
		const struct blocked *b = &s->blocked[i];

		if (kb->block[b->block].professional && b->truth == TRUTH_YES)
			continue;
		out->blocked[out->n_blocked++] = *b;
		mark_block(out, kb, b->item, b->region, b->limit);
	}
	close_items(&w);
	return out;
}

bool screen_never(const struct kb *kb, const struct screened *s, int item, int region)
{
	assert(item >= 0 && item < kb->n_items && region < kb->n_regions);
	return region < 0 ? s->never_any[item] :
		s->never_any[item] || s->never[(size_t)item * (size_t)kb->n_regions + (size_t)region];
}

int screen_pressure(const struct kb *kb, const struct screened *s, int item, int region)
{
	const struct item *it = &kb->item[item];
	int most = it->pressure_max ? it->pressure_max : FULL_MOST;

	if (screen_never(kb, s, item, region))
		return 0;
	for (int r = 0; r < kb->n_regions; r++) {
		bool here = region < 0 ? !it->areas.n || ids_have(it->areas, kb->region[r].area) : r == region;

		if (here && s->light[(size_t)item * (size_t)kb->n_regions + (size_t)r] && most > LIGHT_MOST)
			most = LIGHT_MOST;
	}
	return it->pressure_min > most ? 0 : most;
}

static const char *list_findings(const struct kb *kb, struct ids f, char *out, size_t n)
{
	size_t used = 0;

	out[0] = 0;
	for (int i = 0; i < f.n; i++) {
		const char *id = kb->finding[f.at[i]].id;

		if (i && used + strlen(id) + 24 > n) {
			snprintf(out + used, n - used, " and %d more", f.n - i);
			break;
		}
		used += (size_t)snprintf(out + used, n - used, "%s%s", i ? ", " : "", id);
		if (used >= n)
			break;
	}
	return out;
}

bool screen_gate(const struct kb *kb, const struct screened *s, struct err *err)
{
	char list[160];

	if (s->age >= 0 && s->age < 18)
		return fail(err, ERR_MINOR, "age", "this program is for people of 18 years and over; a family doctor or a "
			"pain clinic for young people can help");
	if (s->tier >= TIER_URGENT) {
		const struct reason_given *r = &s->reason[0];

		if (r->flag < 0)
			return fail(err, ERR_DANGER, r->findings.n ? kb->finding[r->findings.at[0]].id : "sex", "a person must clear this today; "
				"not known: %s", list_findings(kb, r->findings, list, sizeof(list)));
		return fail(err, ERR_DANGER, kb->flag[r->flag].id, "%s: no plan until a clinician has seen it",
			tier_name(r->tier));
	}
	if (s->age < 0)
		return fail(err, ERR_DANGER, "age", "not asked: age");
	if (s->not_asked.n)
		return fail(err, ERR_DANGER, kb->finding[s->not_asked.at[0]].id, "not asked: %s",
			list_findings(kb, s->not_asked, list, sizeof(list)));
	if (s->person_open)
		return s->map_open ? fail(err, ERR_DANGER, "map", "not asked: where it hurts; a danger rule depends on it") :
			fail(err, ERR_DANGER, "sex", "not asked: sex; a danger rule depends on it");
	return true;
}

struct ids screen_questions(struct arena *a, const struct kb *kb, const struct person_case *c, enum occasion when)
{
	uint8_t *set = NEWS(a, uint8_t, (size_t)kb->n_findings + 1);
	unsigned asked = (unsigned)when | (danger_reopens(kb, c, when) ? ASKED_INTAKE : 0u);

	for (int i = 0; i < kb->n_findings; i++) {
		const struct finding *f = &kb->finding[i];

		set[i] = (f->gate || f->module == MODULE_SAFETY) && (f->asked & asked) && rule_applies(kb, i, c) != TRUTH_NO &&
			!danger_stands(a, kb, c, when, i);
	}
	return ids_where(a, set, kb->n_findings);
}
