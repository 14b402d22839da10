/* web/page_client_result.c -- body map, result in kind words, stop, ask-back, letter. */
#include "app/change.h"
#include "app/care.h"
#include "app/learn.h"
#include "app/letter.h"
#include "app/told.h"
#include "base/str.h"
#include "web/client.h"
#include "web/map_parts.h"

#include <string.h>

bool page_map(struct web *w);
bool do_map(struct web *w);
bool page_result(struct web *w);
bool page_stop(struct web *w);
bool page_ask_back(struct web *w);
bool do_ask_back(struct web *w);
bool page_own_letter(struct web *w);

/* What is marked: as kept, or as it was just typed. */
static const int8_t *marks_of(struct web *w, const struct record *r)
{
	const struct kb *kb = w->cx.kb;
	int8_t *marks = NEWS(w->cx.a, int8_t, kb->n_regions + 1);

	for (int i = 0; i < kb->n_regions; i++) {
		const char *was = typed(w, arena_fmt(w->cx.a, "map_%s", kb->region[i].id), NULL);
		int64_t v = r->c->mark[i];

		marks[i] = was && int_read(was[0] ? was : "0", 0, 10, &v) ? (int8_t)v : r->c->mark[i];
	}
	return marks;
}

bool page_map(struct web *w)
{
	struct record r;
	bool led;

	if (!client_record(w, &r, true, &led) || led)
		return led;
	struct map_view v = { .page = view_page(w, "Where do you feel it?", "client wide", ""), .art = bodymap_available(), .figure = (int)r.person.figure,
		.areas = map_areas(w->cx.a, w->cx.kb, marks_of(w, &r)), .other = true };
	if (v.art) {
		v.back = map_picture(w->cx.a, w->cx.kb, r.c->mark, BODYMAP_BACK, v.figure);
		v.front = map_picture(w->cx.a, w->cx.kb, r.c->mark, BODYMAP_FRONT, v.figure);
	}
	if (!page_keep_error(w, &v.page))
		return false;
	tmpl_map(&w->r->body, &v);
	return true;
}

bool do_map(struct web *w)
{
	const struct kb *kb = w->cx.kb;
	int8_t *value = NEWS(w->cx.a, int8_t, kb->n_regions);
	struct record r;
	bool led;
	int64_t figure = 0, raised;

	if (!client_record(w, &r, true, &led) || led)
		return led;
	for (int i = 0; i < kb->n_regions; i++) {
		const char *field = arena_fmt(w->cx.a, "map_%s", kb->region[i].id), *text = form_get(w->cx.a, &w->form, field);
		int64_t v = 0;

		if (text && text[0] && !int_read(text, 0, 10, &v)) {
			fail(&w->err, ERR_INPUT, field, "a whole number from 0 to 10 is wanted");
			return page_map(w);
		}
		value[i] = (int8_t)v;
	}
	if (form_has(&w->form, "figure") && !form_int(w->cx.a, &w->form, "figure", 0, 1, &figure, &w->err))
		return page_map(w);
	bool other = form_has(&w->form, "show");
	if (other && !form_int(w->cx.a, &w->form, "show", 0, 1, &figure, &w->err))
		return page_map(w);
	if (!form_end(&w->form, &w->err))
		return page_map(w);
	if (!cx_save(&w->cx) || !change_map_keep(&w->cx, w->cx.who.person) || !q_person_figure(w->cx.db, w->cx.who.person, figure))
		return false;
	bool any = false;
	for (int i = 0; i < kb->n_regions; i++) {
		any = any || value[i];
		if ((value[i] || r.c->mark[i]) && !q_mark_set(w->cx.db, w->cx.who.person, kb->region[i].id, value[i], w->cx.now))
			return false;
	}
	/* an empty map is an answer too: it was shown */
	if (!any && !q_mark_set(w->cx.db, w->cx.who.person, kb->region[0].id, 0, w->cx.now))
		return false;
	return record_rescreen(&w->cx, w->cx.who.person, "intake", &raised) && web_go(w, client_after(w, raised, other ? "/map" : "/interview"));
}

enum { CAUSES_MOST = 5, UNTESTED_MOST = 4 };

static const char *likely_words(enum likely likely)
{
	static const char *const words[] = { [LIKELY_NO] = "Unlikely", [LIKELY_MAY] = "Could be", [LIKELY_YES] = "Likely" };

	return words[likely];
}

static struct text_views plain_names(struct web *w, struct ids causes)
{
	struct text_views names = { NEWS(w->cx.a, const char *, causes.n + 1), 0 };

	for (int i = 0; i < causes.n; i++)
		names.at[names.n++] = w->cx.kb->cause[causes.at[i]].plain;
	return names;
}

/* Groups that cannot be told apart, each on its own side, as the first sentence counts them. */
static void fill_groups(struct web *w, const struct assess *as, struct result_view *v)
{
	const struct kb *kb = w->cx.kb;

	v->body_groups.at = NEWS(w->cx.a, const char *, kb->n_groups + 1);
	v->mind_groups.at = NEWS(w->cx.a, const char *, kb->n_groups + 1);
	for (int i = 0; i < as->groups.n; i++) {
		const struct group *g = &kb->group[as->groups.at[i]];
		struct text_views *to = told_of_mind(kb, g->causes.at[0]) ? &v->mind_groups : &v->body_groups;

		to->at[to->n++] = g->text;
	}
}

/* What a client sees of the causes: those likely or changed, body and mind apart, groups that cannot be told apart as one,
 * those the answers speak against, and those that only an examination can make clearer. */
static void fill_causes(struct web *w, const struct assess *as, struct result_view *v)
{
	const struct kb *kb = w->cx.kb;
	struct told_causes told = told_causes(w->cx.a, as, CAUSES_MOST);

	v->sentence = told_sentence(as, &told);
	v->against = plain_names(w, told_against(w->cx.a, as, CAUSES_MOST));
	v->untested = plain_names(w, told_untested(w->cx.a, as, UNTESTED_MOST));
	v->body.at = NEWS(w->cx.a, struct cause_row, told.n + 1);
	v->mind.at = NEWS(w->cx.a, struct cause_row, told.n + 1);
	fill_groups(w, as, v);
	for (int i = 0; i < told.n; i++) {
		const struct told_cause *t = &told.at[i];
		struct cause_rows *to = t->mind ? &v->mind : &v->body;

		to->at[to->n++] = (struct cause_row){ .id = learn_of(kb, t->b->cause) >= 0 ? t->cause->id : NULL,
			.name = t->cause->plain, .tell = t->cause->tell, .likely = likely_words(t->likely),
			.change = t->change, .speaks = t->speaks, .p = (int)(t->b->p * 100 + 0.5), .low = (int)(t->b->low * 100),
			.high = (int)(t->b->high * 100 + 0.5), .mind = t->mind };
	}
}

/* The card of the safety net: whole and unfolded, for what comes later is in it too. */
static void fill_net(struct web *w, struct result_view *v)
{
	const struct kb *kb = w->cx.kb;

	v->net.at = NEWS(w->cx.a, const char *, kb->n_net + 1);
	for (int i = 0; i < kb->n_net; i++)
		if (str_begins(kb->net[i].id, "net_"))
			v->net.at[v->net.n++] = client_words(w, kb->net[i].text);
}

static void fill_danger(struct web *w, const struct record *r, struct result_view *v)
{
	v->danger = "Nothing you told us needs help right now. That can change, so we ask again each week.";
	v->serious.at = NEWS(w->cx.a, const char *, r->s->n_reasons + 1);
	for (int i = 0; i < r->s->n_reasons; i++) {
		const struct reason_given *g = &r->s->reason[i];

		if (g->flag < 0 || w->cx.kb->flag[g->flag].route == ROUTE_ABUSE || g->tier < TIER_SOON)
			continue;
		v->soon = true;
		v->serious.at[v->serious.n++] = client_words(w, w->cx.kb->flag[g->flag].action);
	}
	if (v->soon)
		v->danger = "Something you told us is for a doctor to look at soon.";
	if (r->s->not_asked.n || r->s->not_known.n)
		v->danger = "Some questions about safety are still open. Your therapist goes through them with you first.";
	fill_net(w, v);
}

bool page_result(struct web *w)
{
	struct record r;
	struct assess as;
	struct kept_plan kept;
	bool led;

	if (!client_record(w, &r, true, &led) || led)
		return led;
	if (!r.person.interview_done)
		return web_go(w, "/interview");
	if (!care_assess(&w->cx, &r, &as) || !care_plan(&w->cx, r.person.id, true, &kept))
		return false;
	struct result_view v = { .page = view_page(w, "What your answers say", "client", ""), .next = kept.id ?
		"Your ten-week plan is made. New answers and tests can change this page. Your therapist looks at it with you." :
		"Your therapist now looks at this with you, tests a few things, and makes your ten-week plan." };
	fill_causes(w, &as, &v);
	fill_danger(w, &r, &v);
	struct signature_shown signature;
	if (!signature_shown(w, r.person.id, &signature))
		return false;
	v.unsigned_yet = !signature.name && r.person.interview_done && record_consent_whole(&w->cx, &r);
	tmpl_result(&w->r->body, &v);
	return true;
}

/* The worst rule that an answer made true; NULL when the stop rests on unclear answers alone. */
static const struct flag *worst_flag(struct web *w, const struct stop_open *stop)
{
	struct stop_rules rules = record_stop_rules(&w->cx, stop->flags);
	const struct flag *best = NULL;

	for (int i = 0; i < rules.n; i++)
		if (!rules.unclear[i] && (!best || w->cx.kb->flag[rules.at[i]].tier > best->tier))
			best = &w->cx.kb->flag[rules.at[i]];
	return best;
}

static void tell(struct stop_view *v, const char *text)
{
	for (size_t i = 0; i < v->told.n; i++)
		if (str_equal(v->told.at[i].text, text))
			return;
	if (v->told.n < 64)
		v->told.at[v->told.n++] = (struct stop_reason){ text };
}

static void tell_stop(struct web *w, const struct record *r, const struct stop_open *stop, struct stop_view *v)
{
	struct stop_rules rules = record_stop_rules(&w->cx, stop->flags);

	for (int k = 0; k < rules.n; k++) {
		const struct flag *f = &w->cx.kb->flag[rules.at[k]];
		struct ids open = rules.unclear[k] ? record_unclear(&w->cx, r, rules.at[k]) : (struct ids){ 0 };

		v->self_harm = v->self_harm || f->route == ROUTE_SELF_HARM;
		if (f->route != ROUTE_ABUSE && !rules.unclear[k])
			tell(v, client_words(w, f->text));
		for (int i = 0; f->route != ROUTE_ABUSE && i < open.n; i++)
			tell(v, arena_fmt(w->cx.a, "You could not say: %s", w->cx.kb->finding[open.at[i]].ask));
	}
}

/* Both answers stand; the one that asks for more care counts. */
static void tell_contradicting(struct web *w, const struct record *r, struct stop_view *v)
{
	struct ids open = assess_contradicting(w->cx.a, w->cx.kb, r->c, r->s);
	bool first = true;

	for (int i = 0; i < open.n; i++) {
		const struct finding *f = &w->cx.kb->finding[open.at[i]];

		if (f->private)
			continue;
		tell(v, arena_fmt(w->cx.a, "%s%s You said: %s.", first ? "These answers do not fit together, so the more careful one counts. " : "", f->ask,
			record_said(w->cx.a, f, r->c->answer[open.at[i]] != DONT_KNOW, r->c->answer[open.at[i]])));
		first = false;
	}
}

static const char *net_words(struct web *w, const char *id)
{
	return client_words(w, kb_sentence(w->cx.kb, id)->text);
}

bool page_stop(struct web *w)
{
	struct record r;
	bool led;

	if (!client_record(w, &r, false, &led))
		return false;
	if (!r.stops.n)
		return web_go(w, "/today");
	const struct flag *worst = worst_flag(w, &r.stops.at[0]);
	struct stop_view v = { .page = view_page(w, "Please read this first", "stop", ""), .now = str_equal(r.stops.at[0].tier, "emergency"), .unclear = !worst };
	v.told.at = NEWS(w->cx.a, struct stop_reason, 64);
	for (size_t i = 0; i < r.stops.n; i++)
		tell_stop(w, &r, &r.stops.at[i], &v);
	tell_contradicting(w, &r, &v);
	if (!v.told.n)
		tell(&v, "An answer was not clear, and nobody has looked at it yet.");
	v.action = worst ? client_words(w, worst->action) : net_words(w, "unclear_action");
	v.say = worst ? client_words(w, worst->write) : net_words(w, "unclear_say");
	int back = record_ask_back(&w->cx, &r, &r.stops.at[0]);
	v.ask_back = back >= 0 ? w->cx.kb->finding[back].id : NULL;
	if (w->cx.who.role == ROLE_CLIENT && !client_coming(w, &v.coming))
		return false;
	tmpl_stop(&w->r->body, &v);
	return true;
}

static bool ask_back_of(struct web *w, struct record *r, int *finding, bool *away)
{
	if (!client_record(w, r, false, away))
		return false;
	*finding = kb_finding(w->cx.kb, w->arg);
	*away = !r->stops.n || *finding < 0 || record_ask_back(&w->cx, r, &r->stops.at[0]) != *finding;
	return !*away || web_go(w, r->stops.n ? "/stop" : "/today");
}

bool page_ask_back(struct web *w)
{
	struct record r;
	int f;
	bool away;

	if (!ask_back_of(w, &r, &f, &away) || away)
		return away;
	const struct finding *of = &w->cx.kb->finding[f];
	const char *value = typed(w, "answer", "");
	struct question_view v = { .page = view_page(w, "Just to be sure", "client", ""), .id = of->id, .ask = of->again, .why = of->why, .unit = of->unit,
		.action = arena_fmt(w->cx.a, "/stop/again/%s", of->id), .back = "/stop", .min = of->min, .max = of->max,
		.numeric = !of->is_bool && !of->n_options, .ask_back = true, .value = value, .options = client_options(w, of, value) };
	if (!page_keep_error(w, &v.page))
		return false;
	v.page.error_label = "This question";
	tmpl_question(&w->r->body, &v);
	return true;
}

bool do_ask_back(struct web *w)
{
	struct record r;
	int f, value;
	bool away, lifted;
	int64_t raised;

	if (!ask_back_of(w, &r, &f, &away) || away)
		return away;
	const char *text = answered(w, "answer", "unknown");
	if (!text || !text[0]) {
		fail(&w->err, ERR_INPUT, "answer", "please choose an answer, or \"I do not know\"");
		return page_ask_back(w);
	}
	if (!form_end(&w->form, &w->err) || !record_read_answer(&w->cx, f, "answer", text, &value))
		return page_ask_back(w);
	/* it may have been answered meanwhile, in a second window */
	if (!cx_save(&w->cx) || !ask_back_of(w, &r, &f, &away) || away)
		return away;
	const struct stop_open stop = r.stops.at[0];
	if (!record_answer(&w->cx, w->cx.who.person, f, value, "asked_back"))
		return false;
	if (!record_mistap(&w->cx, w->cx.who.person, stop.id, &lifted))
		return false;
	/* a "yes" to what was unclear is a stop of its own */
	if (!lifted && !record_rescreen(&w->cx, w->cx.who.person, "asked_back", &raised))
		return false;
	return web_go(w, lifted ? client_then(w, stop.occasion) : "/stop");
}

bool page_own_letter(struct web *w)
{
	struct record r;
	struct practice_get_rows practice;
	const struct letter *letter = kb_letter(w->cx.kb, "stop");
	bool led;

	if (!client_record(w, &r, false, &led) || !q_practice_get(w->cx.db, w->cx.who.practice, &practice))
		return false;
	if (!r.stops.n || !letter)
		return web_go(w, "/today");
	char date[40];
	day_long(w->cx.today, date, sizeof(date));
	struct letter_view v = { .page = view_page(w, "Letter", "letter", ""), .practice = practice.n ? practice.at[0].name : "", .date = date, .pdf = "/letter.pdf" };
	v.body = letter_html(&w->cx, &r, NULL, letter, v.practice);
	tmpl_letter(&w->r->body, &v);
	return true;
}
