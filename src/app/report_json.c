/* app/report_json.c -- the documents, key by key in a fixed order. */
#include "app/report_json_parts.h"

#include "app/muscles.h"
#include "app/ruleout.h"
#include "app/would.h"
#include "app/words.h"
#include "base/str.h"
#include "base/version.h"

#include <math.h>

static const char *filled(struct writing *w, const char *text)
{
	return words_fill(w->a, text, w->n.emergency, w->n.crisis);
}

static void put_findings(struct writing *w, const char *key, struct ids f)
{
	json_open(w->j, key, '[');
	for (int i = 0; i < f.n; i++)
		json_put_text(w->j, NULL, w->kb->finding[f.at[i]].id);
	json_close(w->j, ']');
}

static void put_sources(struct writing *w, struct ids s)
{
	json_open(w->j, "source", '[');
	for (int i = 0; i < s.n; i++)
		json_put_text(w->j, NULL, w->kb->source[s.at[i]].id);
	json_close(w->j, ']');
}

/* ---- triage ---- */

static void put_reason(struct writing *w, const struct reason_given *r)
{
	const struct flag *f = r->flag >= 0 ? &w->kb->flag[r->flag] : NULL;

	json_open(w->j, NULL, '{');
	json_put_text(w->j, "rule", f ? f->id : "not_known");
	json_put_text(w->j, "tier", tier_name(r->tier));
	json_put_text(w->j, "within", f ? f->within : "same day");
	json_put_text(w->j, "text", f ? filled(w, f->text) : "A danger question was answered with \"I do not know\".");
	json_put_text(w->j, "action", f ? filled(w, f->action) :
		"A person has to clear this up today. Ask the question again in other words; if it stays open, a doctor looks.");
	if (f)
		json_put_text(w->j, "suspects", f->suspects);
	json_put_text(w->j, "answer", r->truth == TRUTH_YES ? "yes" : "not known");
	put_findings(w, "findings", r->findings);
	json_open(w->j, "beside", '[');
	if (r->age)
		json_put_text(w->j, NULL, "age");
	if (r->sex)
		json_put_text(w->j, NULL, "sex");
	if (r->map)
		json_put_text(w->j, NULL, "map");
	json_close(w->j, ']');
	if (f) {
		put_sources(w, f->cite.source);
		json_put_text(w->j, "confidence", confidence_name(f->cite.confidence));
		json_put_bool(w->j, "convention", f->convention);
	}
	json_close(w->j, '}');
}

void report_put_triage(struct writing *w, const struct screened *s, const struct assess *as)
{
	json_open(w->j, "triage", '{');
	json_put_text(w->j, "level", tier_name(s->tier));
	json_open(w->j, "reasons", '[');
	for (int i = 0; i < s->n_reasons; i++)
		put_reason(w, &s->reason[i]);
	json_close(w->j, ']');
	json_open(w->j, "not_asked", '[');
	if (s->age < 0)
		json_put_text(w->j, NULL, "age");
	if (as && s->person_open && as->c->sex == SEX_UNKNOWN)
		json_put_text(w->j, NULL, "sex");
	for (int i = 0; i < s->not_asked.n; i++)
		json_put_text(w->j, NULL, w->kb->finding[s->not_asked.at[i]].id);
	json_close(w->j, ']');
	put_findings(w, "not_known", s->not_known);
	if (as)
		put_findings(w, "contradicting", as->contradicting);
	json_close(w->j, '}');
}

/* ---- beliefs ---- */

static void put_classes(struct writing *w, const struct belief *b)
{
	json_open(w->j, "classes", '[');
	for (int i = 0; i < b->n_classes; i++) {
		json_open(w->j, NULL, '{');
		json_put_text(w->j, "id", w->kb->class[b->class[i].class].id);
		json_put_number(w->j, "before", b->class[i].before);
		json_put_number(w->j, "probability", b->class[i].p);
		json_put_number(w->j, "change", b->class[i].change);
		json_close(w->j, '}');
	}
	json_close(w->j, ']');
}

static void put_weights(struct writing *w, const char *key, const struct weighed *at, int n)
{
	json_open(w->j, key, '[');
	for (int i = 0; i < n; i++) {
		json_open(w->j, NULL, '{');
		json_put_text(w->j, "finding", w->kb->finding[at[i].finding].id);
		json_put_number(w->j, "weight", at[i].weight);
		json_close(w->j, '}');
	}
	json_close(w->j, ']');
}

static void put_causes(struct writing *w, const struct belief *b)
{
	json_open(w->j, "causes", '[');
	for (int i = 0; i < b->n_causes; i++) {
		const struct cause_belief *c = &b->cause[i];
		const struct cause *of = &w->kb->cause[c->cause];

		json_open(w->j, NULL, '{');
		json_put_text(w->j, "id", of->id);
		json_put_text(w->j, "class", w->kb->class[of->class].id);
		json_put_number(w->j, "before", c->before);
		json_put_number(w->j, "probability", c->p);
		json_put_number(w->j, "low", c->low);
		json_put_number(w->j, "high", c->high);
		json_put_number(w->j, "marks", b->drivers.says[c->cause]);
		put_weights(w, "for", c->for_, c->n_for);
		put_weights(w, "against", c->against, c->n_against);
		json_put_text(w->j, "group", of->group >= 0 ? w->kb->group[of->group].id : "");
		json_close(w->j, '}');
	}
	json_close(w->j, ']');
}

static void put_serious(struct writing *w, const struct ruleout_cause *c)
{
	json_open(w->j, NULL, '{');
	json_put_text(w->j, "id", w->kb->cause[c->belief->cause].id);
	json_put_number(w->j, "before", c->belief->before);
	json_put_number(w->j, "probability", c->belief->p);
	put_weights(w, "for", c->belief->for_, c->belief->n_for);
	json_put_text(w->j, "next", c->question < 0 ? NULL : w->kb->finding[c->question].id);
	if (!isnan(c->if_yes))
		json_put_number(w->j, "after_yes", c->if_yes);
	json_close(w->j, '}');
}

static void put_ruleout(struct writing *w, const struct assess *as)
{
	struct ruleout r;

	ruleout_make(w->a, as, &r);
	json_open(w->j, "rule_out", '{');
	json_open(w->j, "causes", '[');
	for (int i = 0; i < r.n_causes; i++)
		put_serious(w, &r.cause[i]);
	json_close(w->j, ']');
	json_open(w->j, "open", '[');
	for (int i = 0; i < r.n_open; i++)
		for (int k = 0; k < r.open[i].n_rules; k++) {
			json_open(w->j, NULL, '{');
			json_put_text(w->j, "rule", w->kb->flag[r.open[i].rule[k]->flag].id);
			json_put_text(w->j, "tier", tier_name(r.open[i].tier));
			json_put_text(w->j, "answer", r.open[i].truth == TRUTH_DONT_KNOW ? "not known" : "not asked");
			put_findings(w, "findings", r.open[i].rule[k]->findings);
			json_close(w->j, '}');
		}
	json_close(w->j, ']');
	json_close(w->j, '}');
}

enum { WOULD_MOST = 8 };                /* of the best questions only: each takes two more answers of the network */

static void put_ask(struct writing *w, const struct assess *as)
{
	const struct belief *b = &as->b;

	json_open(w->j, "ask", '[');
	for (int i = 0; i < b->n_ask; i++) {
		json_open(w->j, NULL, '{');
		json_put_text(w->j, "finding", w->kb->finding[b->ask[i].finding].id);
		json_put_number(w->j, "gain_bits", b->ask[i].bits);
		json_put_int(w->j, "seconds", b->ask[i].seconds);
		json_put_text(w->j, "would", i < WOULD_MOST ? would_change(w->a, as, &b->ask[i]) : NULL);
		json_close(w->j, '}');
	}
	json_close(w->j, ']');
}

/* ---- what may not be done ---- */

static void put_blocked(struct writing *w, const char *item, const char *region, const char *because, const char *limit)
{
	json_open(w->j, NULL, '{');
	json_put_text(w->j, "technique", item);
	json_put_text(w->j, "region", region);
	if (limit)
		json_put_text(w->j, "limit", limit);
	json_put_text(w->j, "because", because);
	json_close(w->j, '}');
}

static bool stopped_everywhere(const struct screened *s, int from, int item)
{
	for (int i = from; i < s->n_blocked && s->blocked[i].item == item; i++)
		if (s->blocked[i].region < 0 && s->blocked[i].limit == LIMIT_NEVER)
			return true;
	return false;
}

/* Where only light hands are allowed, what cannot be given lightly may not be given. */
static bool too_firm(struct writing *w, const struct screened *s, const struct blocked *b)
{
	return b->limit == LIMIT_LIGHT && w->kb->item[b->item].pressure_min && !screen_never(w->kb, s, b->item, b->region) &&
		!screen_pressure(w->kb, s, b->item, b->region);
}

/* Blocks are sorted by item; one that is closed in each of its areas says so once, with region "". */
static void put_stops(struct writing *w, const struct screened *s)
{
	json_open(w->j, "blocked", '[');
	for (int i = 0, from = 0, said = -1; i < s->n_blocked; i++) {
		const struct blocked *b = &s->blocked[i];
		const char *id = w->kb->item[b->item].id, *because = assess_because(w->a, w->kb, b, false);

		if (s->blocked[from].item != b->item)
			from = i;
		if (too_firm(w, s, b))
			because = arena_fmt(w->a, "only light hands here; %s", because);
		else if (b->limit != LIMIT_NEVER)
			continue;
		put_blocked(w, id, b->region < 0 ? "" : w->kb->region[b->region].id, because, NULL);
		if (said != b->item) {
			said = b->item;
			if (screen_never(w->kb, s, b->item, -1) && !stopped_everywhere(s, from, b->item))
				put_blocked(w, id, "", arena_fmt(w->a, "closed in each of its areas; %s", because), NULL);
		}
	}
	json_close(w->j, ']');
}

static void put_limits(struct writing *w, const struct screened *s)
{
	json_open(w->j, "limited", '[');
	for (int i = 0; i < s->n_blocked; i++) {
		const struct blocked *b = &s->blocked[i];

		if (b->limit != LIMIT_NEVER)
			put_blocked(w, w->kb->item[b->item].id, b->region < 0 ? "" : w->kb->region[b->region].id,
				assess_because(w->a, w->kb, b, false), b->limit == LIMIT_LIGHT ? "light" : "ask");
	}
	json_close(w->j, ']');
}

static void put_spread(struct writing *w, const struct assess *as)
{
	static const char *const outlooks[] = { [OUTLOOK_SAME] = "same_areas", [OUTLOOK_OPEN] = "open", [OUTLOOK_WIDER] = "wider" };
	struct chain_spread s;

	if (!w->kb->n_spreads || !as->c->map_given)
		return;
	chain_spread(w->a, w->kb, as->c, SPREAD_YEARS, &s);
	json_open(w->j, "spread", '{');
	json_put_int(w->j, "years", SPREAD_YEARS);
	json_put_bool(w->j, "widespread", s.widespread);
	json_put_text(w->j, "outlook", outlooks[s.outlook]);
	json_put_number(w->j, "low", s.low);
	json_put_number(w->j, "mean", s.mean);
	json_put_number(w->j, "high", s.high);
	json_open(w->j, "signs", '[');
	for (int i = 0; i < s.n_signs; i++)
		json_put_text(w->j, NULL, w->kb->spread[s.sign[i]].id);
	json_close(w->j, ']');
	json_close(w->j, '}');
}

static void put_muscles(struct writing *w, const struct assess *as)
{
	struct muscles_shown shown = muscles_shown(w->a, as);

	json_open(w->j, "muscles", '[');
	for (int i = 0; i < shown.n; i++) {
		const struct muscle_shown *m = &shown.at[i];

		json_open(w->j, NULL, '{');
		json_put_text(w->j, "id", m->unit->id);
		json_put_text(w->j, "name", m->unit->name);
		json_put_text(w->j, "side", m->side);
		json_put_number(w->j, "before", m->driver->before);
		json_put_number(w->j, "probability", m->driver->p);
		json_put_text(w->j, "muscle", w->kb->muscle[m->driver->muscle / 2].id);
		json_open(w->j, "path", '[');
		for (int k = 0; k < m->n_steps; k++) {
			json_open(w->j, NULL, '{');
			json_put_text(w->j, "to", m->step[k].id);
			json_put_text(w->j, "because", m->step[k].because);
			json_put_text(w->j, "confidence", m->step[k].confidence);
			json_close(w->j, '}');
		}
		json_close(w->j, ']');
		json_put_text(w->j, "palpate", m->unit->palpate);
		json_close(w->j, '}');
	}
	json_close(w->j, ']');
}

void report_put_end(struct writing *w)
{
	json_put_text(w->j, "knowledge", w->kb->hash);
	json_put_text(w->j, "version", UNKNOT_VERSION);
	json_close(w->j, '}');
	buf_char(w->j->out, '\n');
}

const char *report_triage(struct arena *a, const struct assess *as, struct numbers n)
{
	struct buf b = buf_new(a, REPORT_MOST);
	struct json_out j = json_writer(&b, true);
	struct writing w = { a, as->kb, n, &j };

	json_open(&j, NULL, '{');
	report_put_triage(&w, as->s, as);
	report_put_end(&w);
	return b.at;
}

const char *report_assess(struct arena *a, const struct assess *as, struct numbers n)
{
	struct buf b = buf_new(a, REPORT_MOST);
	struct json_out j = json_writer(&b, true);
	struct writing w = { a, as->kb, n, &j };

	json_open(&j, NULL, '{');
	report_put_triage(&w, as->s, as);
	put_classes(&w, &as->b);
	put_causes(&w, &as->b);
	put_ruleout(&w, as);
	put_muscles(&w, as);
	put_spread(&w, as);
	put_ask(&w, as);
	put_stops(&w, as->s);
	put_limits(&w, as->s);
	double share;
	const char *doubt = would_doubt(a, as, &share);
	json_open(&j, "method", '{');
	json_put_number(&j, "usual_share", share);
	json_put_text(&j, "doubt", doubt);
	json_put_bool(&j, "exact", as->b.exact);
	json_put_number(&j, "bound", as->b.bound);
	json_put_bool(&j, "muscles_exact", !as->b.drivers.sampled && as->b.drivers.dropped < 1);
	json_put_number(&j, "muscles_bound", as->b.drivers.bound);
	json_put_number(&j, "muscles_dropped", as->b.drivers.dropped);
	json_put_number(&j, "muscles_dropped_sure", as->b.drivers.dropped_sure);
	json_close(&j, '}');
	report_put_end(&w);
	return b.at;
}

/* "DANGER" -> "danger": what programs tell refusals apart by. */
static const char *lower(struct arena *a, const char *name)
{
	char *out = arena_text(a, name);

	for (char *c = out; *c; c++)
		if (*c >= 'A' && *c <= 'Z')
			*c = (char)(*c - 'A' + 'a');
	return out;
}

const char *report_refusal(struct arena *a, const struct kb *kb, const struct assess *as, const struct err *why, struct numbers n)
{
	struct buf b = buf_new(a, REPORT_MOST);
	struct json_out j = json_writer(&b, true);
	struct writing w = { a, kb, n, &j };
	const struct sentence *minor = why->code == ERR_MINOR ? kb_sentence(kb, "minor_text") : NULL;

	json_open(&j, NULL, '{');
	json_open(&j, "refused", '{');
	json_put_text(&j, "code", lower(a, err_name(why->code)));
	json_put_text(&j, "field", why->field);
	json_put_text(&j, "because", minor ? filled(&w, minor->text) : why->detail[0] ? why->detail : err_text(why->code));
	json_close(&j, '}');
	if (as)
		report_put_triage(&w, as->s, as);
	report_put_end(&w);
	return b.at;
}
