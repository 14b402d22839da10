/* core/kb_find.c -- names to indices: sources, findings, causes, groups, links. */
#include "core/kb_raw.h"

#include "core/kb_sound.h"

bool kb_take_sources(struct loading *l)
{
	struct kb *kb = l->kb;

	kb->source = NEWS(l->a, struct source, l->raw.n_sources + 1);
	for (unsigned i = 0; i < l->raw.n_sources; i++) {
		struct raw_source *r = &l->raw.source[i];

		r->is.where = r->where;
		if (!kb_int(l, &r->where, "year", r->year, 0, 1500, 2200, &r->is.year))
			return false;
		kb->source[kb->n_sources++] = r->is;
	}
	return true;
}

static bool take_options(struct loading *l, const struct raw_finding *r, struct finding *f)
{
	struct option *o = NEWS(l->a, struct option, r->n_options + 1);

	for (unsigned i = 0; i < r->n_options; i++) {
		if (!kb_int(l, &r->where, "options: value", r->option[i].value, 0, -30000, 30000, &o[i].value))
			return false;
		o[i].label = r->option[i].label;
		if (i && o[i].value <= o[i - 1].value)
			return kb_bad(l, &r->where, "options", "the values go up");
	}
	f->option = o;
	f->n_options = (int)r->n_options;
	return true;
}

static void take_topics(struct loading *l)
{
	struct kb *kb = l->kb;

	kb->topic = NEWS(l->a, struct topic, l->raw.n_topics + 1);
	for (unsigned i = 0; i < l->raw.n_topics; i++) {
		struct topic *t = &kb->topic[kb->n_topics++];

		*t = l->raw.topic[i].is;
		t->where = l->raw.topic[i].where;
		t->each = l->raw.topic[i].each;
	}
}

static bool take_finding(struct loading *l, const struct raw_finding *r, struct finding *f)
{
	const struct where *w = &r->where;

	*f = r->is;
	f->where = *w;
	f->module = (enum module)r->module;
	f->by = (enum answerer)r->by;
	f->position = (enum position)r->position;
	f->is_bool = r->type;
	f->gate = r->gate;
	f->core = r->core;
	f->private = r->private;
	f->lasting = r->lasting;
	f->reopens = r->reopens;
	f->asked = r->asked ? r->asked : ASKED_INTAKE;
	if (f->is_bool && (r->min || r->max || r->cut))
		return kb_bad(l, w, "min", "min, max and cut belong to findings of type int");
	if (!f->is_bool && !(r->min && r->max))
		return kb_bad(l, w, "max", "a finding of type int needs min and max");
	return kb_name(l, w, "topic", KIND_TOPIC, r->topic, &f->topic) && kb_int(l, w, "min", r->min, 0, -30000, 30000, &f->min) && kb_int(l, w, "max", r->max, 1, f->min, 30000, &f->max) &&
		kb_int(l, w, "cut", r->cut, 1, f->min, f->max, &f->cut) && kb_int(l, w, "seconds", r->seconds, 5, 1, 3600, &f->seconds) &&
		kb_number(l, w, "base", r->base, &f->base) && kb_cited(l, w, &r->cite, &f->base_cite) && take_options(l, r, f);
}

static bool take_conditions(struct loading *l, const struct raw_finding *const *order)
{
	struct kb *kb = l->kb;

	for (int i = 0; i < kb->n_findings; i++)
		if (!kb_rule(l, &order[i]->where, "when", order[i]->when, &kb->finding[i].when) ||
		    !kb_rule(l, &order[i]->where, "contradicts", order[i]->contradicts, &kb->finding[i].contradicts) ||
		    !kb_names(l, &order[i]->where, "sum_of", KIND_FINDING, &order[i]->sum_of, &kb->finding[i].sum_of) ||
		    !kb_names(l, &order[i]->where, "opened_by", KIND_FINDING, &order[i]->opened_by, &kb->finding[i].opened_by))
			return false;
	int bad = kb_circle(l->scratch, kb);
	return bad < 0 || kb_bad(l, &kb->finding[bad].where, "when",
		"%.64s: its condition leads back to itself or through too many others", kb->finding[bad].id);
}

bool kb_take_findings(struct loading *l)
{
	struct kb *kb = l->kb;
	const struct raw_finding **order = NEWS(l->scratch, const struct raw_finding *, l->raw.n_findings + 1);
	int n = 0;

	take_topics(l);
	kb->finding = NEWS(l->a, struct finding, l->raw.n_findings + 1);
	for (int m = 0; m < MODULE_COUNT; m++)
		for (unsigned i = 0; i < l->raw.n_findings; i++)
			if (l->raw.finding[i].module == m)
				order[n++] = &l->raw.finding[i];
	for (; kb->n_findings < n; kb->n_findings++)
		if (!take_finding(l, order[kb->n_findings], &kb->finding[kb->n_findings]))
			return false;
	return take_conditions(l, order);
}

static bool take_odds(struct loading *l, const struct raw_cause *r, struct cause *c)
{
	struct odds *o = NEWS(l->a, struct odds, r->n_odds + 1);

	for (unsigned i = 0; i < r->n_odds; i++)
		if (!kb_rule(l, &r->where, "odds: when", r->odds[i].when, &o[i].when) ||
		    !kb_number(l, &r->where, "odds: times", r->odds[i].times, &o[i].times) ||
		    !kb_cited(l, &r->where, &r->odds[i].cite, &o[i].cite))
			return false;
	c->odds = o;
	c->n_odds = (int)r->n_odds;
	return true;
}

static bool take_cause(struct loading *l, const struct raw_cause *r, struct cause *c)
{
	const struct where *w = &r->where;

	*c = r->is;
	c->where = *w;
	c->group = -1;
	c->serious = r->serious;
	c->by_rule = r->by_rule;
	c->mission = kb_texts(l, &r->mission, &c->n_mission);
	if (r->by_rule && (r->prior || r->low || r->high || r->n_odds))
		return kb_bad(l, w, "prior", "a cause by rule has no probability");
	return kb_name(l, w, "class", KIND_CLASS, r->class, &c->class) && kb_number(l, w, "prior", r->prior, &c->prior) &&
		kb_number(l, w, "low", r->low, &c->low) && kb_number(l, w, "high", r->high, &c->high) &&
		kb_cited(l, w, &r->cite, &c->cite) && take_odds(l, r, c);
}

static bool take_group(struct loading *l, const struct raw_group *r, int g)
{
	struct kb *kb = l->kb;
	struct group *to = &kb->group[g];

	*to = r->is;
	to->where = r->where;
	if (!kb_names(l, &r->where, "causes", KIND_CAUSE, &r->causes, &to->causes) || !kb_cited(l, &r->where, &r->cite, &to->cite))
		return false;
	for (int i = 0; i < to->causes.n; i++) {
		struct cause *c = &kb->cause[to->causes.at[i]];

		if (c->group >= 0)
			return kb_bad(l, &r->where, "causes", "%.64s is in the group %.64s already", c->id, kb->group[c->group].id);
		c->group = g;
	}
	return true;
}

bool kb_take_causes(struct loading *l)
{
	struct kb *kb = l->kb;

	kb->class = NEWS(l->a, struct class, l->raw.n_classes + 1);
	kb->cause = NEWS(l->a, struct cause, l->raw.n_causes + 1);
	kb->group = NEWS(l->a, struct group, l->raw.n_groups + 1);
	for (; kb->n_classes < (int)l->raw.n_classes; kb->n_classes++) {
		kb->class[kb->n_classes] = l->raw.class[kb->n_classes].is;
		kb->class[kb->n_classes].where = l->raw.class[kb->n_classes].where;
	}
	for (; kb->n_causes < (int)l->raw.n_causes; kb->n_causes++)
		if (!take_cause(l, &l->raw.cause[kb->n_causes], &kb->cause[kb->n_causes]))
			return false;
	for (; kb->n_groups < (int)l->raw.n_groups; kb->n_groups++)
		if (!take_group(l, &l->raw.group[kb->n_groups], kb->n_groups))
			return false;
	return true;
}

static int by_finding(const void *a, const void *b)
{
	const struct link *x = a, *y = b;

	return x->finding != y->finding ? (x->finding > y->finding) - (x->finding < y->finding) :
		(x->cause > y->cause) - (x->cause < y->cause);
}

bool kb_take_links(struct loading *l)
{
	struct kb *kb = l->kb;

	kb->link = NEWS(l->a, struct link, l->raw.n_links + 1);
	for (; kb->n_links < (int)l->raw.n_links; kb->n_links++) {
		const struct raw_link *r = &l->raw.link[kb->n_links];
		struct link *to = &kb->link[kb->n_links];

		to->where = r->where;
		if (!kb_name(l, &r->where, "finding", KIND_FINDING, r->finding, &to->finding) ||
		    !kb_name(l, &r->where, "cause", KIND_CAUSE, r->cause, &to->cause) ||
		    !kb_number(l, &r->where, "sens", r->sens, &to->sens) || !kb_number(l, &r->where, "spec", r->spec, &to->spec) ||
		    !kb_cited(l, &r->where, &r->cite, &to->cite))
			return false;
	}
	qsort(kb->link, (size_t)kb->n_links, sizeof(*kb->link), by_finding);
	for (int i = 1; i < kb->n_links; i++)
		if (by_finding(&kb->link[i - 1], &kb->link[i]) == 0)
			return kb_bad(l, &kb->link[i].where, "finding", "a link from %.64s to %.64s stands twice",
				kb->finding[kb->link[i].finding].id, kb->cause[kb->link[i].cause].id);
	return true;
}

static int by_target(const void *a, const void *b)
{
	const struct lead *x = a, *y = b;

	return x->to != y->to ? (x->to > y->to) - (x->to < y->to) : (x->from > y->from) - (x->from < y->from);
}

bool kb_take_leads(struct loading *l)
{
	struct kb *kb = l->kb;

	kb->lead = NEWS(l->a, struct lead, l->raw.n_leads + 1);
	for (; kb->n_leads < (int)l->raw.n_leads; kb->n_leads++) {
		const struct raw_lead *r = &l->raw.lead[kb->n_leads];
		struct lead *to = &kb->lead[kb->n_leads];

		to->where = r->where;
		if (!kb_name(l, &r->where, "from", KIND_CAUSE, r->from, &to->from) || !kb_name(l, &r->where, "to", KIND_CAUSE, r->to, &to->to) ||
		    !kb_number(l, &r->where, "strength", r->strength, &to->strength) || !kb_cited(l, &r->where, &r->cite, &to->cite))
			return false;
	}
	qsort(kb->lead, (size_t)kb->n_leads, sizeof(*kb->lead), by_target);
	for (int i = 1; i < kb->n_leads; i++)
		if (by_target(&kb->lead[i - 1], &kb->lead[i]) == 0)
			return kb_bad(l, &kb->lead[i].where, "from", "what leads from %.64s to %.64s stands twice",
				kb->cause[kb->lead[i].from].id, kb->cause[kb->lead[i].to].id);
	return true;
}

bool kb_unique(struct loading *l)
{
	struct id_fault bad;

	if (!kb_id_fault(l->kb, &bad))
		return true;
	const char *id = kb_id(l->kb, bad.kind, bad.at);
	struct where w = kb_where(l->kb, bad.kind, bad.at);
	if (bad.first < 0)
		return kb_bad(l, &w, "id", "\"%.64s\": ids are lower_case_words", id);
	struct where first = kb_where(l->kb, bad.kind, bad.first);
	return kb_bad(l, &w, "id", "\"%.64s\" stands twice, first at %s:%d", id, first.file, first.line);
}
