/* app/report_outcome.c -- what a score says, in figures and in the sentences of the knowledge. */
#include "app/report_outcome.h"

#include "app/cx.h"
#include "app/report_text.h"
#include "base/fmt.h"
#include "base/json.h"
#include "base/str.h"
#include "base/version.h"

enum { OUTCOME_TEXT_MOST = 1 << 20 };

struct screened *report_outcome_danger(struct arena *a, const struct kb *kb, const struct instrument *it, const struct outcome *o)
{
	struct person_case *c = case_new(a, kb);
	int own = kb_finding(kb, it->id);

	if (own >= 0 && !isnan(o->score))
		c->answer[own] = (int16_t)lround(o->score);
	if (o->alarm >= 0)
		c->answer[o->alarm] = (int16_t)o->alarm_value;
	return screen(a, kb, c);
}

int report_outcome_says(const struct told_outcome *t, const char **out)
{
	const struct outcome_change *c = t->change;
	const struct outcome *o = t->now;
	int n = 0;

	if (o->alarm_open)
		out[n++] = outcome_says(t->kb, OUTCOME_ALARM_OPEN);
	else if (t->it->alarm >= 0 && o->alarm < 0)
		out[n++] = outcome_says(t->kb, OUTCOME_ALARM_NO);
	if (c)
		out[n++] = outcome_says(t->kb, c->verdict);
	if (c && isnan(c->reliable) && c->verdict != OUTCOME_UNKNOWN && c->better != 0)
		out[n++] = outcome_says(t->kb, OUTCOME_NO_ERROR);
	if (c && c->edge)
		out[n++] = outcome_says(t->kb, OUTCOME_EDGE);
	if (o->recovered)
		out[n++] = outcome_says(t->kb, OUTCOME_RECOVERED);
	if (o->missing && t->it->missing && !isnan(o->score))
		out[n++] = outcome_says(t->kb, OUTCOME_FILLED);
	return n;
}

/* ---- JSON ---- */

static void put_danger(struct arena *a, struct json_out *j, const struct told_outcome *t)
{
	const struct screened *s = report_outcome_danger(a, t->kb, t->it, t->now);

	json_open(j, "danger", '[');
	for (int i = 0; i < s->n_reasons; i++) {
		const struct flag *f = s->reason[i].flag >= 0 ? &t->kb->flag[s->reason[i].flag] : NULL;

		if (!f || s->reason[i].truth != TRUTH_YES)
			continue;
		json_open(j, NULL, '{');
		json_put_text(j, "rule", f->id);
		json_put_text(j, "tier", tier_name(f->tier));
		json_put_text(j, "within", f->within);
		json_put_text(j, "text", words_fill(a, f->text, t->numbers.emergency, t->numbers.crisis));
		json_put_text(j, "action", words_fill(a, f->action, t->numbers.emergency, t->numbers.crisis));
		json_close(j, '}');
	}
	json_close(j, ']');
}

static void put_parts(struct json_out *j, const struct told_outcome *t)
{
	json_open(j, "parts", '[');
	for (int i = 0; i < t->it->n_parts; i++) {
		json_open(j, NULL, '{');
		json_put_text(j, "name", t->it->part[i].name);
		json_put_known(j, "score", t->now->part[i]);
		if (t->it->part[i].cut > 0)
			json_put_bool(j, "reached", t->now->part[i] >= t->it->part[i].cut);
		json_close(j, '}');
	}
	json_close(j, ']');
}

static void put_change(struct json_out *j, const struct told_outcome *t)
{
	const struct outcome_change *c = t->change;

	if (!c) {
		json_put_null(j, "change");
		return;
	}
	json_open(j, "change", '{');
	json_put_number(j, "first", t->first->score);
	json_put_number(j, "better", c->better);
	json_put_known(j, "share", c->share);
	json_put_known(j, "important", c->important > 0 ? c->important : OUTCOME_MISSING);
	json_put_known(j, "reliable", c->reliable);
	json_put_known(j, "index", c->index);
	json_put_bool(j, "edge", c->edge);
	json_put_text(j, "verdict", outcome_sentence_id(c->verdict) + sizeof("outcome_") - 1);
	json_close(j, '}');
}

const char *report_outcome(struct arena *a, const struct told_outcome *t)
{
	struct buf b = buf_new(a, OUTCOME_TEXT_MOST);
	struct json_out j = json_writer(&b, true);
	const char *says[OUTCOME_SENTENCES];

	json_open(&j, NULL, '{');
	put_danger(a, &j, t);
	json_put_text(&j, "alarm", t->now->alarm >= 0 ? t->kb->finding[t->now->alarm].id : NULL);
	json_put_bool(&j, "alarm_open", t->now->alarm_open);
	json_put_text(&j, "instrument", t->it->id);
	json_put_text(&j, "name", t->it->name);
	json_put_known(&j, "score", t->now->score);
	json_put_int(&j, "min", t->it->min);
	json_put_int(&j, "max", t->it->max);
	json_put_text(&j, "better", t->it->low_is_better ? "low" : "high");
	json_put_int(&j, "given", t->now->given);
	json_put_int(&j, "missing", t->now->missing);
	json_put_text(&j, "band", t->now->band ? t->now->band->name : NULL);
	put_parts(&j, t);
	put_change(&j, t);
	json_open(&j, "says", '[');
	for (int i = 0, n = report_outcome_says(t, says); i < n; i++)
		json_put_text(&j, NULL, says[i]);
	json_close(&j, ']');
	json_open(&j, "source", '[');
	for (int i = 0; i < t->it->cite.source.n; i++)
		json_put_text(&j, NULL, t->kb->source[t->it->cite.source.at[i]].id);
	json_close(&j, ']');
	json_put_text(&j, "confidence", confidence_name(t->it->cite.confidence));
	json_put_text(&j, "version", UNKNOT_VERSION);
	json_close(&j, '}');
	buf_char(&b, '\n');
	return b.at;
}

/* ---- text ---- */

static const char *points(struct arena *a, double v)
{
	return arena_fmt(a, v == floor(v) ? "%.0f" : "%.1f", v);
}

static void tell_danger(struct arena *a, struct buf *b, const struct told_outcome *t)
{
	const struct screened *s = report_outcome_danger(a, t->kb, t->it, t->now);

	for (int i = 0; i < s->n_reasons; i++) {
		const struct flag *f = s->reason[i].flag >= 0 ? &t->kb->flag[s->reason[i].flag] : NULL;

		if (!f || s->reason[i].truth != TRUTH_YES)
			continue;
		text_para(b, "", arena_fmt(a, "Danger: %s (%s).", tier_name(f->tier), f->within));
		if (f->text)
			text_para(b, "  ", words_fill(a, f->text, t->numbers.emergency, t->numbers.crisis));
		if (f->action)
			text_para(b, "  ", words_fill(a, f->action, t->numbers.emergency, t->numbers.crisis));
		buf_char(b, '\n');
	}
}

static void tell_score(struct arena *a, struct buf *b, const struct told_outcome *t)
{
	const struct outcome *o = t->now;

	text_para(b, "", t->it->name);
	if (isnan(o->score)) {
		text_para(b, "  ", "No score: too little of it is there.");
		return;
	}
	text_para(b, "  ", arena_fmt(a, "%s on a scale from %d to %d, %s is better%s%s", points(a, o->score), t->it->min, t->it->max,
		t->it->low_is_better ? "low" : "high", o->band ? "; " : "", o->band ? o->band->name : ""));
	for (int i = 0; i < t->it->n_parts; i++)
		if (!isnan(o->part[i]))
			text_para(b, "  ", arena_fmt(a, "%s: %s%s", t->it->part[i].name, points(a, o->part[i]), t->it->part[i].cut > 0 &&
				o->part[i] >= t->it->part[i].cut ? arena_fmt(a, " (the flag is %s)", points(a, t->it->part[i].cut)) : ""));
	if (o->missing)
		text_para(b, "  ", arena_fmt(a, "%s of %d given", fmt_count(o->given, "answer", "answers"), o->given + o->missing));
}

static void tell_change(struct arena *a, struct buf *b, const struct told_outcome *t)
{
	const struct outcome_change *c = t->change;

	if (!c)
		return;
	text_para(b, "  ", arena_fmt(a, "first %s, now %s: %s", points(a, t->first->score), points(a, t->now->score), c->better == 0 ?
		"the same" : arena_fmt(a, "%s by %s", c->better > 0 ? "better" : "worse", points(a, fabs(c->better)))));
	double matters = c->better < 0 ? t->it->important : c->important;
	text_para(b, "  ", arena_fmt(a, "what matters: %s; measuring error: %s", matters > 0 ? arena_fmt(a, "%s by %s or more",
		c->better < 0 ? "worse" : "better", points(a, matters)) : "not published", isnan(c->reliable) ? "not known" :
		arena_fmt(a, "up to %s", points(a, c->reliable))));
}

const char *report_outcome_text(struct arena *a, const struct told_outcome *t)
{
	struct buf b = buf_new(a, OUTCOME_TEXT_MOST);
	const char *says[OUTCOME_SENTENCES];
	int n = report_outcome_says(t, says);

	tell_danger(a, &b, t);
	tell_score(a, &b, t);
	tell_change(a, &b, t);
	if (n)
		buf_char(&b, '\n');
	for (int i = 0; i < n; i++)
		text_para(&b, "", says[i]);
	return b.at;
}
