/* web/page_staff_outcome.c -- scores of questionnaires: what was first, what is now, what the change is worth; entering one; and the
 * forms an owner brings along. */
#include "app/report_outcome.h"
#include "app/scores.h"
#include "base/fmt.h"
#include "base/str.h"
#include "web/staff.h"

#include <stdlib.h>
#include <string.h>

bool page_outcomes(struct web *w);
bool page_outcome(struct web *w);
bool do_outcome(struct web *w);
bool page_forms(struct web *w);
bool do_forms(struct web *w);

enum { FORM_MOST = 400000, NUMBER_MOST = 24 };

static const char *points(struct web *w, double v)
{
	return arena_fmt(w->cx.a, v == floor(v) ? "%.0f" : "%.1f", v);
}

static const char *day_words(struct web *w, day d)
{
	char text[40];

	day_long(d, text, sizeof(text));
	return arena_text(w->cx.a, text);
}

/* "better by 6; what matters is 5, the measuring error up to 5.3" */
static const char *change_words(struct web *w, const struct score_line *line)
{
	const struct outcome_change *c = &line->change;
	double matters = c->better < 0 ? w->cx.kb->instrument[line->instrument].important : c->important;

	return arena_fmt(w->cx.a, "%s; what matters: %s; measuring error: %s", c->better == 0 ? "the same" :
		arena_fmt(w->cx.a, "%s by %s", c->better > 0 ? "better" : "worse", points(w, fabs(c->better))),
		matters > 0 ? points(w, matters) : "not published", isnan(c->reliable) ? "not known" :
		arena_fmt(w->cx.a, "up to %s", points(w, c->reliable)));
}

static enum way way_of(const struct score_line *line)
{
	if (!line->compared || line->change.verdict == OUTCOME_UNKNOWN)
		return WAY_OPEN;
	if (line->change.verdict == OUTCOME_SAME)
		return WAY_FLAT;
	return line->change.better > 0 ? WAY_UP : WAY_DOWN;
}

static struct score_view line_view(struct web *w, const struct score_line *line)
{
	const struct instrument *it = &w->cx.kb->instrument[line->instrument];
	const struct score *first = &line->at[0], *last = &line->at[line->n - 1];
	const struct told_outcome t = { w->cx.kb, it, &last->o, line->compared ? &first->o : NULL, line->compared ? &line->change : NULL,
		{ w->cx.who.emergency, w->cx.who.crisis } };
	static const char *const words[] = { [WAY_UP] = "Better", [WAY_FLAT] = "No change that matters", [WAY_DOWN] = "Worse",
		[WAY_OPEN] = "Cannot tell" };
	struct score_view v = { .name = it->name, .path = staff_path(w, arena_fmt(w->cx.a, "/outcomes/%s", it->id)),
		.scale = arena_fmt(w->cx.a, "%d to %d, %s is better", it->min, it->max, it->low_is_better ? "low" : "high"),
		.first = points(w, first->o.score), .first_day = day_words(w, first->on), .now = points(w, last->o.score),
		.now_day = day_words(w, last->on), .band = last->o.band ? last->o.band->name : NULL, .again = line->n > 1,
		.compared = line->compared, .way = way_of(line) };

	v.word = words[v.way];
	v.figures = line->compared ? change_words(w, line) : NULL;
	v.says.at = NEWS(w->cx.a, const char *, OUTCOME_SENTENCES);
	v.says.n = (size_t)report_outcome_says(&t, v.says.at);
	return v;
}

bool page_outcomes(struct web *w)
{
	struct record r;
	struct score_lines lines;

	if (!staff_record(w, &r) || !scores_load(&w->cx, w->id, &lines))
		return false;
	struct outcomes_view v = { .page = view_page(w, "Scores", "staff", "clients"), .id = w->id, .name = staff_name(w, &r) };
	v.scores.at = NEWS(w->cx.a, struct score_view, lines.n + 1);
	for (int i = 0; i < lines.n; i++)
		v.scores.at[v.scores.n++] = line_view(w, &lines.at[i]);
	v.measures.at = NEWS(w->cx.a, struct pair_row, w->cx.kb->n_instruments);
	v.own.at = NEWS(w->cx.a, struct pair_row, w->cx.kb->n_instruments);
	for (int i = 0; i < w->cx.kb->n_instruments; i++) {
		const struct instrument *it = &w->cx.kb->instrument[i];
		struct pair_rows *to = str_equal(it->items, "own") ? &v.own : &v.measures;

		to->at[to->n++] = (struct pair_row){ it->name, staff_path(w, arena_fmt(w->cx.a, "/outcomes/%s", it->id)) };
	}
	if (!staff_felt(w, &v.felt, &v.felt_after))
		return false;
	tmpl_staff_outcomes(&w->r->body, &v);
	return true;
}

/* ---- entering one ---- */

static bool instrument_of(struct web *w, int *instrument)
{
	*instrument = kb_instrument(w->cx.kb, w->arg);
	return *instrument >= 0 || fail(&w->err, ERR_MISSING, "instrument", "There is no such questionnaire.");
}

static const char *field_of(struct web *w, int item)
{
	return arena_fmt(w->cx.a, "a%d", item + 1);
}

static struct option_views yes_no(struct web *w, const char *value)
{
	struct option_views o = { NEWS(w->cx.a, struct option_view, 3), 3 };

	o.at[0] = (struct option_view){ "", "not answered", NULL, !value[0] };
	o.at[1] = (struct option_view){ "1", "yes", NULL, str_equal(value, "1") };
	o.at[2] = (struct option_view){ "0", "no", NULL, str_equal(value, "0") };
	return o;
}

/* Without a form: numbers as they stand on paper. */
static void fill_plain(struct web *w, const struct instrument *it, struct outcome_view *v)
{
	const char *what = it->rule == SCORE_COUNT ? "Statement" : it->rule == SCORE_VALUE ? "Rating" : "Item";

	v->items.at = NEWS(w->cx.a, struct outcome_item, it->most + 1);
	for (int i = 0; i < it->most; i++) {
		const char *field = field_of(w, i), *value = typed(w, field, "");
		struct outcome_item *to = &v->items.at[v->items.n++];

		*to = (struct outcome_item){ .id = field, .label = it->most == 1 ? "Score" : arena_fmt(w->cx.a, "%s %d", what, i + 1),
			.value = value, .number = it->rule != SCORE_COUNT, .any = it->rule == SCORE_VALUE, .min = it->lowest, .max = it->highest };
		if (!to->number)
			to->options = yes_no(w, value);
	}
}

static struct option_views form_options(struct web *w, const struct q_item *i, const char *value)
{
	struct option_views o = { NEWS(w->cx.a, struct option_view, i->n_options + 1), 0 };

	o.at[o.n++] = (struct option_view){ "", "not answered", NULL, !value[0] };
	for (int k = 0; k < i->n_options; k++) {
		const struct q_option *of = &i->option[k];
		const char *number = arena_fmt(w->cx.a, "%d", k + 1);

		o.at[o.n++] = (struct option_view){ number, of->display ? of->display : of->code ? of->code : points(w, of->number), NULL,
			str_equal(value, number) };
	}
	return o;
}

static void fill_form(struct web *w, const struct instrument *it, const struct questionnaire *q, struct outcome_view *v)
{
	int n = 0;

	v->form = q->title;
	v->copyright = q->copyright;
	v->items.at = NEWS(w->cx.a, struct outcome_item, q->n + 1);
	for (int i = 0; i < q->n; i++) {
		const struct q_item *of = &q->item[i];

		if (!of->counts) {
			if ((of->type == Q_GROUP || of->type == Q_DISPLAY) && *of->text)
				v->items.at[v->items.n++] = (struct outcome_item){ .label = of->text, .heading = true };
			continue;
		}
		const char *field = field_of(w, n++), *value = typed(w, field, "");
		struct outcome_item *to = &v->items.at[v->items.n++];
		*to = (struct outcome_item){ .id = field, .label = of->text, .value = value, .number = of->type == Q_INTEGER || of->type == Q_DECIMAL,
			.any = of->type == Q_DECIMAL, .min = it->lowest, .max = it->highest };
		if (of->type == Q_CHOICE)
			to->options = form_options(w, of, value);
		else if (of->type == Q_BOOLEAN)
			to->options = yes_no(w, value);
	}
}

/* What the body map shows now stands there already. */
static const char *usual_total(struct web *w, const struct record *r, const struct instrument *it)
{
	int n = 0;

	if (!str_equal(it->id, "map_regions") || !r->c->map_given)
		return "";
	for (int i = 0; i < w->cx.kb->n_regions; i++)
		n += r->c->mark[i] > 0;
	return arena_fmt(w->cx.a, "%d", n);
}

bool page_outcome(struct web *w)
{
	struct record r;
	struct questionnaire *q;
	int which;
	char today[11];

	if (!staff_record(w, &r) || !instrument_of(w, &which) || !form_load(&w->cx, which, &q))
		return false;
	const struct instrument *it = &w->cx.kb->instrument[which];
	if (!outcome_may_give(it, w->cx.who.crisis, &w->err))
		return false;
	day_iso(w->cx.today, today);
	struct outcome_view v = { .page = view_page(w, it->name, "staff", "clients"), .id = w->id, .name = staff_name(w, &r), .what = it->what,
		.licence = it->licence, .path = staff_path(w, arena_fmt(w->cx.a, "/outcomes/%s", it->id)), .day = typed(w, "day", today),
		.total = typed(w, "total", usual_total(w, &r, it)), .min = it->min, .max = it->max, .alarm = it->alarm >= 0, .single = it->rule == SCORE_VALUE ||
		it->rule == SCORE_CHANGE };
	v.takes_total = it->alarm < 0 && !v.single;
	v.total_hint = arena_fmt(w->cx.a, "From %d to %d, %s is better.", it->min, it->max, it->low_is_better ? "low" : "high");
	if (q)
		fill_form(w, it, q, &v);
	else
		fill_plain(w, it, &v);
	if (!page_keep_error(w, &v.page))
		return false;
	tmpl_staff_outcome(&w->r->body, &v);
	return true;
}

static bool read_number(struct web *w, const char *field, const char *text, double *out)
{
	char *end;

	*out = strtod(text, &end);
	if (strlen(text) <= NUMBER_MOST && strspn(text, "0123456789.-") == strlen(text) && !*end && end != text)
		return true;
	return fail(&w->err, ERR_INPUT, field, "a number is wanted");
}

/* The answer to the counting item n, which is of `of` when there is a form. */
static bool read_item(struct web *w, const struct q_item *of, int n, struct answers *out)
{
	const char *field = field_of(w, n), *text = form_get(w->cx.a, &w->form, field);
	int64_t k;

	out->at[n] = OUTCOME_MISSING;
	if (!text || !text[0])
		return true;
	if (!of || of->type != Q_CHOICE)
		return read_number(w, field, text, &out->at[n]);
	if (!int_read(text, 1, of->n_options, &k))
		return fail(&w->err, ERR_INPUT, field, "is none of the options");
	out->at[n] = of->option[k - 1].weight;
	return true;
}

static bool read_items(struct web *w, const struct instrument *it, const struct questionnaire *q, struct answers *out)
{
	if (!q) {
		for (; out->n < it->most; out->n++)
			if (!read_item(w, NULL, out->n, out))
				return false;
		return true;
	}
	for (int i = 0; i < q->n; i++)
		if (q->item[i].counts && !read_item(w, &q->item[i], out->n++, out))
			return false;
	return true;
}

static bool read_entry(struct web *w, const struct instrument *it, const struct questionnaire *q, day *on, struct answers *out)
{
	const char *date, *total = form_get(w->cx.a, &w->form, "total");

	*out = (struct answers){ .has_total = total && total[0] };
	if (!form_text(w->cx.a, &w->form, "day", 10, 10, &date, &w->err) || !read_items(w, it, q, out) ||
	    (out->has_total && !read_number(w, "total", total, &out->total)))
		return false;
	if (!day_read(date, on) || *on > w->cx.today)
		return fail(&w->err, ERR_INPUT, "day", "a day up to today is wanted, as 2026-01-31");
	for (int i = 0; i < out->n && out->has_total; i++)
		if (!isnan(out->at[i]))
			return fail(&w->err, ERR_INPUT, "total", "enter the answers or the finished score, not both");
	return form_end(&w->form, &w->err);
}

/* The entry cannot be kept, but the item that alarms is above 0: then it stands alone in out. */
static bool alarm_alone(struct web *w, const struct instrument *it, const struct questionnaire *q, struct answers *out)
{
	const struct q_item *of = NULL;
	int n = 0;

	if (it->alarm < 0)
		return false;
	for (int i = 0; q && i < q->n && !of; i++)
		if (q->item[i].counts && ++n == it->alarm_item)
			of = &q->item[i];
	*out = (struct answers){ .n = it->count };
	for (int i = 0; i < it->count; i++)
		out->at[i] = OUTCOME_MISSING;
	return read_item(w, of, it->alarm_item - 1, out) && out->at[it->alarm_item - 1] > 0;
}

bool do_outcome(struct web *w)
{
	struct record r;
	struct questionnaire *q;
	struct answers answers;
	int which;
	int64_t stop = 0;
	bool alarm = false;
	day on;

	if (!staff_record(w, &r) || !instrument_of(w, &which) || !form_load(&w->cx, which, &q))
		return false;
	const struct instrument *it = &w->cx.kb->instrument[which];
	if (!outcome_may_give(it, w->cx.who.crisis, &w->err))
		return false;
	if (!read_entry(w, it, q, &on, &answers)) {
		if (!alarm_alone(w, it, q, &answers))
			return page_outcome(w);
		w->err = (struct err){ 0 };
		on = w->cx.today;
	}
	if (!cx_save(&w->cx))
		return false;
	if (score_save(&w->cx, w->id, which, on, &answers, &alarm, &stop))
		return web_go_with(w, staff_path(w, stop ? "" : "/outcomes"), "saved");
	if (alarm && w->err.code == ERR_INPUT) {
		w->err = (struct err){ 0 };
		return web_go_with(w, staff_path(w, ""), "alarm_only");
	}
	db_rollback(w->cx.db);
	return db_begin_read(w->cx.db) && page_outcome(w);
}

/* ---- the practice's forms ---- */

bool page_forms(struct web *w)
{
	struct questionnaire_list_rows rows;
	const char *chosen = typed(w, "instrument", "");

	if (!q_questionnaire_list(w->cx.db, w->cx.who.practice, &rows))
		return false;
	struct forms_view v = { .page = view_page(w, "Questionnaires", "staff", "settings"), .body = typed(w, "body", "") };
	v.forms.at = NEWS(w->cx.a, struct form_row, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++) {
		int k = kb_instrument(w->cx.kb, rows.at[i].instrument);
		struct questionnaire *q = NULL;

		if (k >= 0 && !form_load(&w->cx, k, &q))
			return false;
		v.forms.at[v.forms.n++] = (struct form_row){ rows.at[i].title, k >= 0 ? w->cx.kb->instrument[k].name : rows.at[i].instrument,
			staff_when(w, rows.at[i].at), q != NULL };
	}
	v.instruments.at = NEWS(w->cx.a, struct option_view, w->cx.kb->n_instruments);
	for (int i = 0; i < w->cx.kb->n_instruments; i++) {
		const struct instrument *it = &w->cx.kb->instrument[i];

		if (it->rule != SCORE_TOTAL)
			v.instruments.at[v.instruments.n++] = (struct option_view){ it->id, it->name, NULL, str_equal(it->id, chosen) };
	}
	if (!page_keep_error(w, &v.page))
		return false;
	tmpl_staff_forms(&w->r->body, &v);
	return true;
}

bool do_forms(struct web *w)
{
	const char *instrument, *body;

	if (!form_text(w->cx.a, &w->form, "instrument", 1, 64, &instrument, &w->err) ||
	    !form_text(w->cx.a, &w->form, "body", 1, FORM_MOST, &body, &w->err) || !form_end(&w->form, &w->err))
		return page_forms(w);
	int which = kb_instrument(w->cx.kb, instrument);
	if (which < 0) {
		fail(&w->err, ERR_INPUT, "instrument", "is not known");
		return page_forms(w);
	}
	if (cx_save(&w->cx) && form_save(&w->cx, which, body))
		return web_go_with(w, "/settings/forms", "form_kept");
	db_rollback(w->cx.db);
	return db_begin_read(w->cx.db) && page_forms(w);
}
