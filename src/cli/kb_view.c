/* cli/kb_view.c -- one function for each kind, in the words of docs/knowledge.md. */
#include "cli/kb_view_fields.h"

#include "base/buf.h"
#include "base/str.h"

enum { VALUE_MOST = 1 << 20 };

static void text(const struct kb_view *v, const char *name, const char *value)
{
	if (value && *value)
		v->field(v->arg, name, value, false);
}

static void number(const struct kb_view *v, const char *name, double value)
{
	v->field(v->arg, name, arena_fmt(v->arena, "%.12g", value), true);
}

static void yes(const struct kb_view *v, const char *name, bool value)
{
	if (value)
		text(v, name, "yes");
}

static void names(const struct kb_view *v, const char *name, enum kind kind, struct ids ids)
{
	struct buf b = buf_new(v->arena, VALUE_MOST);

	for (int i = 0; i < ids.n; i++)
		buf_fmt(&b, "%s%s", i ? ", " : "", kb_id(v->kb, kind, ids.at[i]));
	text(v, name, b.at);
}

static void cite(const struct kb_view *v, const char *before, const struct cite *c)
{
	names(v, arena_fmt(v->arena, "%ssource", before), KIND_SOURCE, c->source);
	if (c->confidence != CONFIDENCE_NONE)
		text(v, arena_fmt(v->arena, "%sconfidence", before), confidence_name(c->confidence));
}

void kb_field_text(const struct kb_view *v, const char *name, const char *value)
{
	if (value && value[0])
		text(v, name, value);
}

void kb_field_names(const struct kb_view *v, const char *name, enum kind kind, struct ids list)
{
	if (list.n)
		names(v, name, kind, list);
}

void kb_field_number(const struct kb_view *v, const char *name, double value)
{
	number(v, name, value);
}

void kb_field_cited(const struct kb_view *v, const char *before, const struct cite *c)
{
	cite(v, before, c);
}

void kb_field_cite(const struct kb_view *v, const struct cite *c)
{
	cite(v, "", c);
}

static void mission(const struct kb_view *v, const char *const *at, int n)
{
	struct buf b = buf_new(v->arena, VALUE_MOST);

	for (int i = 0; i < n; i++)
		buf_fmt(&b, "%s%s", i ? ", " : "", at[i]);
	text(v, "mission", b.at);
}

/* "0.45 (Cherkin2011, moderate)" */
const char *kb_field_and_cite(const struct kb_view *v, const char *value, const struct cite *c)
{
	struct buf b = buf_new(v->arena, VALUE_MOST);

	buf_fmt(&b, "%s (", value);
	for (int i = 0; i < c->source.n; i++)
		buf_fmt(&b, "%s, ", v->kb->source[c->source.at[i]].id);
	buf_fmt(&b, "%s)", confidence_name(c->confidence));
	return b.at;
}

static void helps(const struct kb_view *v, const struct help *h, int n)
{
	for (int i = 0; i < n; i++)
		text(v, arena_fmt(v->arena, "helps %s", v->kb->cause[h[i].cause].id),
			kb_field_and_cite(v, arena_fmt(v->arena, "%g", h[i].effect), &h[i].cite));
}

static void links(const struct kb_view *v, int finding, int cause)
{
	for (int i = 0; i < v->kb->n_links; i++) {
		const struct link *l = &v->kb->link[i];

		if (l->finding != finding && l->cause != cause)
			continue;
		const char *other = l->finding == finding ? v->kb->cause[l->cause].id : v->kb->finding[l->finding].id;
		text(v, arena_fmt(v->arena, "link %s", other), kb_field_and_cite(v, arena_fmt(v->arena, "sens %g, spec %g", l->sens, l->spec), &l->cite));
	}
}

static void source(const struct kb_view *v, const struct source *s)
{
	text(v, "authors", s->authors);
	if (s->year)
		number(v, "year", s->year);
	text(v, "title", s->title);
	text(v, "journal", s->journal);
	text(v, "doi", s->doi);
	text(v, "pmid", s->pmid);
	text(v, "url", s->url);
	text(v, "note", s->note);
}

static void occasions(const struct kb_view *v, unsigned asked)
{
	static const char *const words[] = { "intake", "session", "week", "flare", "worsening", "after" };
	struct buf b = buf_new(v->arena, VALUE_MOST);

	for (unsigned i = 0; i < 6; i++)
		if (asked & 1u << i)
			buf_fmt(&b, "%s%s", b.n ? ", " : "", words[i]);
	text(v, "asked", b.at);
}

static void finding(const struct kb_view *v, int i)
{
	static const char *const by[] = { "client", "therapist", "both" };
	static const char *const modules[] = { "safety", "pain", "leg", "movement", "joint", "body", "history", "load", "mind",
		"sleep", "exam", "wishes" };
	const struct finding *f = &v->kb->finding[i];

	text(v, "name", f->name);
	text(v, "by", by[f->by]);
	text(v, "module", modules[f->module]);
	text(v, "type", f->is_bool ? "bool" : "int");
	text(v, "ask", f->ask);
	text(v, "why", f->why);
	text(v, "brief", f->brief);
	text(v, "topic", f->topic < 0 ? NULL : v->kb->topic[f->topic].name);
	text(v, "again", f->again);
	text(v, "when", f->when.text);
	text(v, "contradicts", f->contradicts.text);
	occasions(v, f->asked);
	yes(v, "gate", f->gate);
	yes(v, "core", f->core);
	yes(v, "private", f->private);
	yes(v, "lasting", f->lasting);
	yes(v, "reopens", f->reopens);
	number(v, "seconds", f->seconds);
	if (!f->is_bool) {
		number(v, "min", f->min);
		number(v, "max", f->max);
		number(v, "cut", f->cut);
	}
	text(v, "unit", f->unit);
	for (int k = 0; k < f->n_options; k++)
		text(v, arena_fmt(v->arena, "option %d", f->option[k].value), f->option[k].label);
	names(v, "sum_of", KIND_FINDING, f->sum_of);
	names(v, "opened_by", KIND_FINDING, f->opened_by);
	if (f->base > 0) {
		number(v, "base", f->base);
		cite(v, "base_", &f->base_cite);
	}
	links(v, i, -1);
}

/* How the cause and the muscles are joined: "felt in" "low_back, hip; share 0.8 (DesignPriors, assumed)". */
static void joins_of(const struct kb_view *v, int cause)
{
	static const char *const kind[] = { [JOIN_TENSION] = "makes tense", [JOIN_JOINT] = "makes joints sore", [JOIN_FELT] = "felt in" };

	for (int i = 0; i < v->kb->n_joins; i++) {
		const struct join *j = &v->kb->join[i];
		struct buf b = buf_new(v->arena, VALUE_MOST);

		for (int k = 0; j->cause == cause && k < j->areas.n; k++)
			buf_fmt(&b, "%s%s", k ? ", " : "", v->kb->area[j->areas.at[k]].id);
		if (j->cause == cause)
			text(v, kind[j->kind], kb_field_and_cite(v, arena_fmt(v->arena, "%s; share %g", b.at, j->share), &j->cite));
	}
}

static void cause(const struct kb_view *v, int i)
{
	const struct cause *c = &v->kb->cause[i];

	text(v, "class", v->kb->class[c->class].id);
	if (c->group >= 0)
		text(v, "group", v->kb->group[c->group].id);
	text(v, "name", c->name);
	text(v, "plain", c->plain);
	text(v, "tell", c->tell);
	yes(v, "serious", c->serious);
	yes(v, "by_rule", c->by_rule);
	if (!c->by_rule) {
		number(v, "prior", c->prior);
		number(v, "low", c->low);
		number(v, "high", c->high);
	}
	cite(v, "", &c->cite);
	for (int k = 0; k < c->n_odds; k++)
		text(v, arena_fmt(v->arena, "odds when %s", c->odds[k].when.text),
			kb_field_and_cite(v, arena_fmt(v->arena, "times %g", c->odds[k].times), &c->odds[k].cite));
	joins_of(v, i);
	mission(v, c->mission, c->n_mission);
	links(v, -1, i);
}

static void group(const struct kb_view *v, const struct group *g)
{
	text(v, "name", g->name);
	names(v, "causes", KIND_CAUSE, g->causes);
	text(v, "text", g->text);
	text(v, "because", g->because);
	text(v, "tell_apart", g->tell_apart);
	cite(v, "", &g->cite);
}

static void flag(const struct kb_view *v, const struct flag *f)
{
	static const char *const routes[] = { "", "self_harm", "abuse" };

	text(v, "tier", tier_name(f->tier));
	text(v, "within", f->within);
	text(v, "when", f->when.text);
	text(v, "suspects", f->suspects);
	text(v, "text", f->text);
	text(v, "action", f->action);
	text(v, "write", f->write);
	yes(v, "convention", f->convention);
	text(v, "route", routes[f->route]);
	cite(v, "", &f->cite);
}

static void block(const struct kb_view *v, const struct block *b)
{
	static const char *const limits[] = { "never", "light", "ask" };

	text(v, "when", b->when.text);
	text(v, "limit", limits[b->limit]);
	names(v, "techniques", KIND_ITEM, b->items);
	text(v, "regions", b->everywhere ? "all" : NULL);
	names(v, "regions", KIND_REGION, b->regions);
	yes(v, "professional", b->professional);
	text(v, "because", b->because);
	text(v, "tell", b->tell);
	cite(v, "", &b->cite);
}

static void region(const struct kb_view *v, const struct region *r)
{
	text(v, "name", r->name);
	text(v, "base", r->base);
	text(v, "side", r->side == SIDE_LEFT ? "left" : "right");
	text(v, "area", v->kb->area[r->area].id);
	text(v, "view", r->front ? "front" : "back");
	if (v->around)
		kb_view_refers_here(v, r);
}

static void item(const struct kb_view *v, const struct item *it)
{
	static const char *const who[] = { "therapist", "self", "both", "professional" };
	static const char *const evidence[] = { "none", "weak", "fair", "strong" };
	const struct { const char *name; int value; } numbers[] = { { "minutes", it->minutes }, { "days", it->days },
		{ "week", it->week }, { "pressure_min", it->pressure_min }, { "pressure_max", it->pressure_max } };

	text(v, "name", it->name);
	text(v, "component", component_name(it->component));
	text(v, "kind", it->kind);
	text(v, "who", who[it->who]);
	text(v, "what", it->what);
	text(v, "how", it->how);
	text(v, "not", it->not);
	text(v, "stop", it->stop);
	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++)
		if (numbers[i].value)
			number(v, numbers[i].name, numbers[i].value);
	names(v, "areas", KIND_AREA, it->areas);
	text(v, "dose", it->dose);
	text(v, "small", it->small);
	text(v, "eyes", it->eyes);
	text(v, "known", it->known);
	text(v, "evidence", evidence[it->evidence]);
	helps(v, it->helps, it->n_helps);
	mission(v, it->mission, it->n_mission);
	text(v, "welcome", it->intro);
	for (int i = 0; i < it->n_steps; i++)
		text(v, arena_fmt(v->arena, "step %d", i + 1), arena_fmt(v->arena, "%d s: %s", it->steps[i].seconds, it->steps[i].text));
}

static void lesson(const struct kb_view *v, const struct lesson *l)
{
	text(v, "name", l->name);
	number(v, "week", l->week);
	number(v, "minutes", l->minutes);
	text(v, "idea", l->idea);
	text(v, "practice", l->practice >= 0 ? v->kb->item[l->practice].id : NULL);
	text(v, "needs", l->needs >= 0 ? v->kb->lesson[l->needs].id : NULL);
	text(v, "question", l->question);
	yes(v, "scale", l->scale);
	text(v, "low", l->low);
	text(v, "high", l->high);
	helps(v, l->helps, l->n_helps);
	names(v, "source", KIND_SOURCE, l->source);
	mission(v, l->mission, l->n_mission);
	text(v, "minute", l->minute);
	text(v, "text", l->body);
	text(v, "more", l->more);
}

static void consent(const struct kb_view *v, const struct consent *c)
{
	text(v, "name", c->name);
	text(v, "component", c->component);
	text(v, "text", c->text);
	text(v, "why", c->why);
	text(v, "decline", c->decline);
}

static void sentence(const struct kb_view *v, const struct sentence *s)
{
	text(v, "when", s->when);
	text(v, "text", s->text);
	cite(v, "", &s->cite);
}

void kb_view(const struct kb_view *v, enum kind kind, int i)
{
	const struct kb *kb = v->kb;

	switch (kind) {
	case KIND_SOURCE: source(v, &kb->source[i]); break;
	case KIND_FINDING: finding(v, i); break;
	case KIND_CLASS: text(v, "name", kb->class[i].name); text(v, "plain", kb->class[i].plain); break;
	case KIND_CAUSE: cause(v, i); break;
	case KIND_GROUP: group(v, &kb->group[i]); break;
	case KIND_FLAG: flag(v, &kb->flag[i]); break;
	case KIND_BLOCK: block(v, &kb->block[i]); break;
	case KIND_REGION: region(v, &kb->region[i]); break;
	case KIND_AREA: text(v, "name", kb->area[i].name); break;
	case KIND_ITEM: item(v, &kb->item[i]); break;
	case KIND_LESSON: lesson(v, &kb->lesson[i]); break;
	case KIND_INSTRUMENT: kb_view_instrument(v, &kb->instrument[i]); break;
	case KIND_CLAIM:
		text(v, "claim", kb->claim[i].claim);
		text(v, "says", kb->claim[i].says);
		cite(v, "", &kb->claim[i].cite);
		mission(v, kb->claim[i].mission, kb->claim[i].n_mission);
		break;
	case KIND_CONSENT: consent(v, &kb->consent[i]); break;
	case KIND_NET: sentence(v, &kb->net[i]); break;
	case KIND_CARE: sentence(v, &kb->care[i]); break;
	case KIND_VERDICT: sentence(v, &kb->verdict[i]); break;
	case KIND_ANCHOR: kb_view_anchor(v, i); break;
	case KIND_UNIT: kb_view_unit(v, i); break;
	case KIND_MUSCLE: kb_view_muscle(v, &kb->muscle[i]); break;
	case KIND_HABIT: kb_view_habit(v, &kb->habit[i]); break;
	case KIND_MUSCLE_TEST: kb_view_test(v, &kb->muscle_test[i]); break;
	case KIND_NUMBER: kb_view_number(v, &kb->number[i]); break;
	case KIND_PROTOCOL: kb_view_protocol(v, &kb->protocol[i]); break;
	case KIND_TOPIC: text(v, "name", kb->topic[i].name); yes(v, "each", kb->topic[i].each); break;
	case KIND_SPARED: kb_view_spared(v, &kb->spared[i]); break;
	case KIND_TEACHING: kb_view_teaching(v, &kb->teaching[i]); break;
	case KIND_COUNT: break;
	}
}

const char *kb_kind_name(enum kind kind)
{
	static const char *const words[KIND_COUNT] = { "source", "finding", "class", "cause", "group", "flag", "block", "region",
		"area", "technique", "lesson", "instrument", "claim", "consent", "safety net", "aftercare", "verdict", "anchor", "unit",
		"muscle", "habit", "muscle test", "number", "protocol", "place left out", "teaching" };

	return words[kind];
}
