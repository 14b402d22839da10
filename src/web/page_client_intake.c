/* web/page_client_intake.c -- consent, the interview one question at a time, wishes. */
#include "app/consent.h"
#include "app/intake.h"
#include "app/question_json.h"
#include "base/str.h"
#include "web/client.h"

#include <string.h>

bool page_consent(struct web *w);
bool do_consent(struct web *w);
bool page_interview(struct web *w);
bool page_question(struct web *w);
bool do_answer(struct web *w);
bool page_wishes(struct web *w);
bool do_wishes(struct web *w);

bool client_record(struct web *w, struct record *r, bool away, bool *led)
{
	*led = false;
	if (!w->cx.who.person)
		return fail(&w->err, ERR_MISSING, "client", "This account has no record.");
	if (!record_load(&w->cx, w->cx.who.person, r))
		return false;
	if (away && r->stops.n) {
		*led = true;
		return web_go(w, "/stop");
	}
	return true;
}

bool client_told(struct web *w, char iso[11], bool *waited)
{
	enum { WAITED_DAYS = 60 };
	const char *text = form_get(w->cx.a, &w->form, "told_day");
	day told = w->cx.today;

	*waited = text != NULL;
	if (text && (!day_read(text, &told) || told < w->cx.today - WAITED_DAYS || told > w->cx.today + 1))
		return fail(&w->err, ERR_INPUT, "told_day", "is not one of the last %d days", WAITED_DAYS);
	/* another time zone may be a day ahead */
	day_iso(told > w->cx.today ? w->cx.today : told, iso);
	return true;
}

const char *client_words(struct web *w, const char *text)
{
	return words_fill(w->cx.a, text, w->cx.who.emergency, w->cx.who.crisis);
}

const char *client_value(struct web *w, const struct record *r, int finding)
{
	int v = r->c->answer[finding];

	if (v == NOT_ASKED)
		return "";
	if (v == DONT_KNOW)
		return "unknown";
	if (w->cx.kb->finding[finding].is_bool)
		return v ? "yes" : "no";
	return arena_fmt(w->cx.a, "%d", v);
}

struct option_views client_options(struct web *w, const struct finding *f, const char *value)
{
	struct option_views o = { NEWS(w->cx.a, struct option_view, f->n_options + 2), 0 };

	if (f->is_bool) {
		o.at[o.n++] = (struct option_view){ "yes", "Yes", NULL, str_equal(value, "yes") };
		o.at[o.n++] = (struct option_view){ "no", "No", NULL, str_equal(value, "no") };
	}
	for (int i = 0; i < f->n_options; i++) {
		const char *v = arena_fmt(w->cx.a, "%d", f->option[i].value);

		o.at[o.n++] = (struct option_view){ v, f->option[i].label, NULL, str_equal(v, value) };
	}
	return o;
}

const char *client_after(struct web *w, int64_t raised, const char *otherwise)
{
	struct record r;

	if (!raised || !record_load(&w->cx, w->cx.who.person, &r) || !r.stops.n)
		return otherwise;
	int back = record_ask_back(&w->cx, &r, &r.stops.at[0]);
	return back >= 0 ? arena_fmt(w->cx.a, "/stop/again/%s", w->cx.kb->finding[back].id) : "/stop";
}

bool page_consent(struct web *w)
{
	struct record r;
	bool led;

	if (!client_record(w, &r, false, &led))
		return false;
	struct consent_view v = { .page = view_page(w, "What you agree to", "client", ""), .first = !record_consent_whole(&w->cx, &r) };
	v.rows.at = NEWS(w->cx.a, struct consent_row, w->cx.kb->n_consents);
	for (int i = 0; i < w->cx.kb->n_consents; i++) {
		const struct consent *c = &w->cx.kb->consent[i];

		const char *now = typed(w, c->id, "");
		int given = str_equal(now, "yes") ? 1 : str_equal(now, "no") ? 0 : record_consent(&r, c->id);
		v.rows.at[v.rows.n++] = (struct consent_row){ c->id, c->name, c->text, c->why, c->decline, given };
	}
	if (!page_keep_error(w, &v.page))
		return false;
	tmpl_consent(&w->r->body, &v);
	return true;
}

bool do_consent(struct web *w)
{
	static const char *const yes_no[] = { "no", "yes" };
	const struct kb *kb = w->cx.kb;
	int *given = NEWS(w->cx.a, int, kb->n_consents);

	for (int i = 0; i < kb->n_consents; i++)
		if (!form_choice(w->cx.a, &w->form, kb->consent[i].id, yes_no, 2, &given[i], &w->err))
			return page_consent(w);
	if (!form_end(&w->form, &w->err))
		return page_consent(w);
	if (!cx_save(&w->cx))
		return false;
	for (int i = 0; i < kb->n_consents; i++)
		if (!consent_give(&w->cx, w->cx.who.person, i, given[i]))
			return false;
	return cx_event(&w->cx, w->cx.who.person, "consent") && web_go(w, "/interview");
}

/* What the answers say is for the client alone. */
static const char *done_at(struct web *w)
{
	return w->cx.who.role == ROLE_PROXY ? "/today" : "/result";
}

bool page_interview(struct web *w)
{
	struct record r;
	struct intake in;
	bool led;

	if (!client_record(w, &r, true, &led) || led)
		return led;
	if (!intake_next(&w->cx, &r, &in))
		return false;
	switch (in.step) {
	case INTAKE_CONSENT:
		return web_go(w, "/consent");
	case INTAKE_QUESTION:
		return web_go(w, client_together(w, &r) ? "/interview/safety" : arena_fmt(w->cx.a, "/interview/%s", w->cx.kb->finding[in.finding].id));
	case INTAKE_MAP:
		return web_go(w, "/map");
	case INTAKE_WISHES:
		return web_go(w, "/wishes");
	case INTAKE_DONE:
		break;
	}
	return web_go(w, done_at(w));
}

/* The question answered last, for the way back. */
const char *client_back(struct web *w, const struct record *r, int finding)
{
	int last = -1;

	for (int f = 0; f < w->cx.kb->n_findings; f++)
		if (f != finding && r->answered_at[f] && intake_asks(&w->cx, r, f) && (!r->answered_at[finding] || r->answered_at[f] < r->answered_at[finding]) &&
			(last < 0 || r->answered_at[f] >= r->answered_at[last]))
			last = f;
	return last >= 0 ? arena_fmt(w->cx.a, "/interview/%s", w->cx.kb->finding[last].id) : "/consent";
}

static bool asked_here(struct web *w, const struct record *r, int *finding)
{
	*finding = kb_finding(w->cx.kb, w->arg);
	return (*finding >= 0 && (intake_asks(&w->cx, r, *finding))) ||
		fail(&w->err, ERR_MISSING, "question", "This question is not part of your interview.");
}

const char *client_part(int part)
{
	static const char *const name[INTAKE_PARTS] = { "Part 1 of 3: your safety", "Part 2 of 3: your pain and days",
		"Part 3 of 3: what fits you" };

	return name[part];
}

bool page_question(struct web *w)
{
	struct record r;
	bool led;
	int f;

	if (!client_record(w, &r, true, &led) || led)
		return led;
	if (!asked_here(w, &r, &f))
		return false;
	const struct finding *of = &w->cx.kb->finding[f];
	struct intake_place at = intake_place(&w->cx, &r, f);
	const char *value = typed(w, "answer", client_value(w, &r, f));
	struct question_view v = { .page = view_page(w, "A question", "client", ""), .id = of->id, .ask = of->ask, .why = of->why,
		.unit = of->unit, .action = arena_fmt(w->cx.a, "/interview/%s", of->id), .back = client_back(w, &r, f), .min = of->min, .max = of->max,
		.number = at.number, .of = at.of, .done_share = 100 * (at.number - 1) / at.of, .part = client_part(at.part),
		.scale = !of->is_bool && !of->n_options && of->min == 0 && of->max == 10,
		.numeric = !of->is_bool && !of->n_options && !(of->min == 0 && of->max == 10),
		.value = value, .options = client_options(w, of, value) };
	int64_t now;
	struct scale_ends ends = question_ends(of);
	v.low = ends.low;
	v.high = ends.high;
	v.pain = of->module == MODULE_PAIN;
	v.scale_value = v.scale && int_read(value, 0, 10, &now) ? (int)now : -1;
	if (!page_keep_error(w, &v.page))
		return false;
	v.page.error_label = "This question";
	tmpl_question(&w->r->body, &v);
	return true;
}

bool do_answer(struct web *w)
{
	struct record r;
	bool led;
	int f, value;
	int64_t raised;

	if (!client_record(w, &r, true, &led) || led)
		return led;
	if (!asked_here(w, &r, &f))
		return false;
	const char *text = answered(w, "answer", "unknown");
	bool stop = form_has(&w->form, "stop");
	if ((!text || !text[0]) && stop)
		return web_go(w, "/today");
	if (!text || !text[0]) {
		fail(&w->err, ERR_INPUT, "answer", "please choose an answer, or \"I do not know\"");
		return page_question(w);
	}
	if (!form_end(&w->form, &w->err) || !record_read_answer(&w->cx, f, "answer", text, &value))
		return page_question(w);
	if (!cx_save(&w->cx) || !record_answer(&w->cx, w->cx.who.person, f, value, "intake") ||
		!record_rescreen(&w->cx, w->cx.who.person, "intake", &raised))
		return false;
	return web_go(w, client_after(w, raised, stop ? "/today" : "/interview"));
}

static struct option_views minutes_options(struct web *w, const int *minutes, int n, int now, const char *const *hints)
{
	struct option_views o = { NEWS(w->cx.a, struct option_view, n), 0 };

	for (int i = 0; i < n; i++)
		o.at[o.n++] = (struct option_view){ arena_fmt(w->cx.a, "%d", minutes[i]), arena_fmt(w->cx.a, "%d minutes", minutes[i]),
			hints ? hints[i] : NULL, minutes[i] == now };
	return o;
}

static const int home_minutes[] = { 5, 10, 15, 20, 30 }, session_minutes[] = { 60, 45, 30, 90 };

static struct wish_row wish_row(struct web *w, const struct record *r, int f)
{
	const struct finding *of = &w->cx.kb->finding[f];
	const char *value = typed(w, of->id, client_value(w, r, f));
	int64_t now;
	struct wish_row row = { .id = of->id, .ask = of->ask, .why = of->why, .value = value, .chosen = -1, .scale = !of->is_bool && !of->n_options,
		.options = client_options(w, of, value) };

	struct scale_ends ends = question_ends(of);
	row.low = arena_fmt(w->cx.a, "%s", ends.low);
	row.high = arena_fmt(w->cx.a, "%s", ends.high);
	if (row.scale && int_read(value, 0, 10, &now))
		row.chosen = (int)now;
	return row;
}

/* What the consent page asked of the same place: it is asked there, and not again, unless an older wish says otherwise. */
static bool asked_as_consent(const struct record *r, const struct kb *kb, int f)
{
	static const struct { const char *finding, *consent; } same[] = { { "belly_work_ok", "area_belly" }, { "buttock_work_ok", "area_buttock" } };
	int said = r->c->answer[f];

	for (size_t i = 0; i < sizeof(same) / sizeof(*same); i++) {
		int given = record_consent(r, same[i].consent);

		if (str_equal(same[i].finding, kb->finding[f].id))
			return given >= 0 && (said == NOT_ASKED || said == given);
	}
	return false;
}

static struct text_views agreed_places(struct web *w, const struct record *r)
{
	const struct kb *kb = w->cx.kb;
	struct text_views to = { NEWS(w->cx.a, const char *, kb->n_consents + 1), 0 };

	for (int i = 0; i < kb->n_consents; i++) {
		int given = record_consent(r, kb->consent[i].id);

		if (str_equal(kb->consent[i].component, "area") && given >= 0)
			to.at[to.n++] = arena_fmt(w->cx.a, "%s: %s", kb->consent[i].name, given ? "yes" : "no");
	}
	return to;
}

bool page_wishes(struct web *w)
{
	static const char *const hints[] = { "We offer this first. In trials of neck pain an hour helped more than half an hour. For the back we can only guess the same.", NULL, NULL, NULL };
	struct record r;
	bool led;

	if (!client_record(w, &r, true, &led) || led)
		return led;
	int home = r.person.home_minutes >= 0 ? (int)r.person.home_minutes : 15, session = r.person.session_minutes ? (int)r.person.session_minutes : 60;
	struct wishes_view v = { .page = view_page(w, "Your wishes", "client", ""), .home = minutes_options(w, home_minutes, 5, home, NULL),
		.session = minutes_options(w, session_minutes, 4, session, hints), .agreed = agreed_places(w, &r) };
	v.rows.at = NEWS(w->cx.a, struct wish_row, w->cx.kb->n_findings);
	for (int f = 0; f < w->cx.kb->n_findings; f++) {
		const struct finding *of = &w->cx.kb->finding[f];

		if (of->module != MODULE_WISHES || of->by == BY_THERAPIST || rule_applies(w->cx.kb, f, r.c) != TRUTH_YES || asked_as_consent(&r, w->cx.kb, f))
			continue;
		v.rows.at[v.rows.n++] = wish_row(w, &r, f);
	}
	if (!page_keep_error(w, &v.page))
		return false;
	tmpl_wishes(&w->r->body, &v);
	return true;
}

static bool save_wishes(struct web *w, const struct record *r)
{
	for (int f = 0; f < w->cx.kb->n_findings; f++) {
		const struct finding *of = &w->cx.kb->finding[f];
		const char *text;
		int value;

		if (of->module != MODULE_WISHES || of->by == BY_THERAPIST || rule_applies(w->cx.kb, f, r->c) != TRUTH_YES)
			continue;
		text = form_get(w->cx.a, &w->form, of->id);
		if (!text || !text[0])
			continue;
		if (!record_read_answer(&w->cx, f, of->id, text, &value) || !record_answer(&w->cx, w->cx.who.person, f, value, "intake"))
			return false;
	}
	return form_end(&w->form, &w->err);
}

bool do_wishes(struct web *w)
{
	struct record r;
	bool led;
	int64_t home, session;

	if (!client_record(w, &r, true, &led) || led)
		return led;
	if (!form_int(w->cx.a, &w->form, "home_minutes", 0, 60, &home, &w->err) ||
		!form_int(w->cx.a, &w->form, "session_minutes", 30, 90, &session, &w->err))
		return page_wishes(w);
	if (session % 15 || session == 75) {
		fail(&w->err, ERR_INPUT, "session_minutes", "30, 45, 60 or 90 is wanted");
		return page_wishes(w);
	}
	if (!cx_save(&w->cx))
		return false;
	if (!save_wishes(w, &r)) {
		db_rollback(w->cx.db);
		return w->err.code == ERR_INPUT && db_begin_read(w->cx.db) && page_wishes(w);
	}
	int wish = kb_finding(w->cx.kb, "pressure_wish"), pressure = 0;
	const char *text = wish >= 0 ? form_get(w->cx.a, &w->form, "pressure_wish") : NULL;
	if (text && text[0] >= '1' && text[0] <= '5')
		pressure = text[0] - '0';
	return q_person_limits(w->cx.db, w->cx.who.person, session, home, pressure) &&
		q_person_interview_done(w->cx.db, w->cx.who.person, w->cx.now) && cx_event(&w->cx, w->cx.who.person, "interview_done") &&
		web_go(w, done_at(w));
}
