/* core/kb_check_home.c -- massage at home, and what is told of each cause. */
#include "core/kb_checking.h"

#include "core/plan.h"

#include <string.h>

static bool ids_hold(const struct ids *ids, int of)
{
	for (int i = 0; i < ids->n; i++)
		if (ids->at[i] == of)
			return true;
	return false;
}

static bool used_at_home(const struct item *it)
{
	return it->who == WHO_SELF || it->who == WHO_BOTH;
}

/* A rule that holds for everybody says "age >= 0". */
static bool forbids_all(const struct block *b, int item, int region)
{
	return b->limit == LIMIT_NEVER && !strcmp(b->when.text, "age >= 0") && ids_hold(&b->items, item) &&
		(b->everywhere || ids_hold(&b->regions, region));
}

static void check_rules(struct checking *c, const struct protocol *p, int region)
{
	const struct kb *kb = c->kb;

	for (int k = 0; k < kb->n_blocks; k++)
		if (forbids_all(&kb->block[k], p->item, region) || (p->like >= 0 && forbids_all(&kb->block[k], p->like, region)))
			kb_refuse(c, p->where, p->id, "goes to %s, which %s forbids to everybody", kb->region[region].id, kb->block[k].id);
	for (int k = 0; k < kb->n_spared; k++)
		if ((ids_hold(&kb->spared[k].items, p->item) || (p->like >= 0 && ids_hold(&kb->spared[k].items, p->like))) &&
		    ids_hold(&kb->spared[k].regions, region))
			kb_refuse(c, p->where, p->id, "goes to %s, which %s leaves out", kb->region[region].id, kb->spared[k].id);
}

static void check_places(struct checking *c, const struct protocol *p)
{
	const struct kb *kb = c->kb;

	if (!p->regions.n)
		kb_refuse(c, p->where, p->id, "does not say where on the body map: \"regions\" is empty");
	for (int i = 0; i < p->regions.n; i++) {
		const struct region *r = &kb->region[p->regions.at[i]];

		if (r->area != p->area)
			kb_refuse(c, p->where, p->id, "%s lies in the area %s, not in %s", r->id, kb->area[r->area].id, kb->area[p->area].id);
		check_rules(c, p, p->regions.at[i]);
	}
}

static void check_protocol(struct checking *c, const struct protocol *p)
{
	const struct item *it = &c->kb->item[p->item];

	check_places(c, p);
	if (!used_at_home(it))
		kb_refuse(c, p->where, p->id, "%s is nothing a person does at home", it->id);
	if (!ids_hold(&it->areas, p->area))
		kb_refuse(c, p->where, p->id, "%s is not used on the area %s", it->id, c->kb->area[p->area].id);
	if (p->firm < it->pressure_min || p->firm > it->pressure_max)
		kb_refuse(c, p->where, p->id, "firm %d is outside the pressure %d to %d of %s", p->firm, it->pressure_min, it->pressure_max, it->id);
	if ((p->both ? 1 : 2) * p->seconds > it->minutes * 60)
		kb_refuse(c, p->where, p->id, "%d seconds%s are more than the %d minutes of %s", p->seconds, p->both ? "" : " a side", it->minutes, it->id);
	if (p->days > it->days)
		kb_refuse(c, p->where, p->id, "%d days a week are more than the %d of %s", p->days, it->days, it->id);
	kb_check_cite(c, p->where, p->id, "the protocol", &p->cite);
}

static bool has_protocol(const struct kb *kb, int item, int area)
{
	for (int i = 0; i < kb->n_protocols; i++)
		if (kb->protocol[i].item == item && (area < 0 || kb->protocol[i].area == area))
			return true;
	return false;
}

static bool is_spared(const struct kb *kb, int item)
{
	for (int i = 0; i < kb->n_spared; i++)
		if (ids_hold(&kb->spared[i].items, item))
			return true;
	return false;
}

/* A device says of each of its areas how, and what has protocols also says where it is left out. */
static void check_whole(struct checking *c, int item)
{
	const struct item *it = &c->kb->item[item];
	bool any = has_protocol(c->kb, item, -1);

	for (int i = 0; i < it->areas.n && used_at_home(it); i++)
		if ((any || !strcmp(it->kind, "device")) && !has_protocol(c->kb, item, it->areas.at[i]))
			kb_refuse(c, it->where, it->id, "has no protocol for its area %s", c->kb->area[it->areas.at[i]].id);
	if (any && !is_spared(c->kb, item))
		kb_refuse(c, it->where, it->id, "does not say where it is left out: no entry of \"never\" names it");
}

static void check_teaching(struct checking *c, int i)
{
	const struct teaching *t = &c->kb->teaching[i];

	kb_check_cite(c, t->where, t->id, "the text", &t->cite);
	for (int k = 0; k < i; k++)
		if (c->kb->teaching[k].cause == t->cause)
			kb_refuse(c, t->where, t->id, "%s is told twice, first by %s", c->kb->cause[t->cause].id, c->kb->teaching[k].id);
	if (plan_hushed(c->kb, t->cause))
		kb_refuse(c, t->where, t->id, "%s is a cause no client is shown", c->kb->cause[t->cause].id);
}

static void check_told(struct checking *c, int cause)
{
	const struct cause *k = &c->kb->cause[cause];

	if (plan_hushed(c->kb, cause))
		return;
	for (int i = 0; i < c->kb->n_teachings; i++)
		if (c->kb->teaching[i].cause == cause)
			return;
	kb_refuse(c, k->where, k->id, "a client may see it, and teaching.yaml does not tell of it");
}

void kb_check_home(struct checking *c)
{
	const struct kb *kb = c->kb;

	for (int i = 0; i < kb->n_protocols; i++)
		check_protocol(c, &kb->protocol[i]);
	for (int i = 0; i < kb->n_spared; i++) {
		if (!kb->spared[i].items.n)
			kb_refuse(c, kb->spared[i].where, kb->spared[i].id, "holds for nothing: \"of\" is empty");
		kb_check_cite(c, kb->spared[i].where, kb->spared[i].id, "the rule", &kb->spared[i].cite);
	}
	for (int i = 0; i < kb->n_items; i++)
		check_whole(c, i);
	for (int i = 0; i < kb->n_teachings; i++)
		check_teaching(c, i);
	for (int i = 0; i < kb->n_causes; i++)
		check_told(c, i);
}
