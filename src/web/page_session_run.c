/* web/page_session_run.c -- the hour itself: steps, one tap each; taps that come one by one from a script. */
#include "app/decided.h"
#include "app/muscles.h"
#include "app/treatment.h"
#include "base/fmt.h"
#include "base/json.h"
#include "base/str.h"
#include "web/session.h"

#include <string.h>

bool page_session(struct web *w);
bool do_session_tap(struct web *w);
bool do_session_taps(struct web *w);

enum { LOG_SHOWN = 14, FORMS = 6 };

static const int64_t minute_ms = 60000;

bool session_load(struct web *w, struct record *r, struct treatment *t)
{
	int64_t id;

	if (!int_read(w->arg, 1, (int64_t)1 << 53, &id))
		return fail(&w->err, ERR_MISSING, "session", "There is no such session.");
	return staff_record(w, r) && treatment_load(&w->cx, w->id, id, true, t);
}

/* ---- taps as forms ---- */

struct running { struct web *w; const struct record *r; const struct treatment *t; struct session_view *v; struct muscles_shown first; };

static struct tap_view tap(struct running *u, enum session_act act, int step, const char *ref, const char *value, const char *label, const char *hint)
{
	struct tap_view v = { .page = &u->v->page, .action = u->v->path, .act = treatment_acts[act], .ref = ref, .event = db_id(), .step = step };

	v.options.at = NEWS(u->w->cx.a, struct option_view, 4);
	v.options.at[v.options.n++] = (struct option_view){ value, label, hint, false };
	return v;
}

static void also(struct tap_view *v, const char *value, const char *label, const char *hint)
{
	v->options.at[v->options.n++] = (struct option_view){ value, label, hint, false };
}

static const char *number(struct running *u, int n)
{
	return arena_fmt(u->w->cx.a, "%d", n);
}

static enum session_may may(const struct running *u, int k)
{
	enum session_may may = decided_may(&u->w->cx, u->r, &u->t->step[k], &u->t->now);

	return u->t->back_reason && may != MAY_ASK && u->t->now.consent[session_area(u->w->cx.kb, u->t->step[k].region)] != AREA_NO ? MAY_BEGIN : may;
}

/* The first step that waits and may be: after k, else from the top; -1. */
static int next_of(const struct running *u, int k)
{
	for (int i = 1; i <= u->t->n_steps; i++) {
		int at = (k + i) % u->t->n_steps;
		enum session_may m = may(u, at);

		if (at != k && u->t->now.step[at].state == STEP_WAITS && (m == MAY_BEGIN || m == MAY_ASK))
			return at;
	}
	return -1;
}

static const char *blocked_because(const struct running *u, int k)
{
	const struct session_step *s = &u->t->step[k];

	for (int b = 0; b < u->r->s->n_blocked; b++) {
		const struct blocked *of = &u->r->s->blocked[b];

		if (of->item == s->item && of->limit == LIMIT_NEVER && (of->region < 0 || of->region == s->region))
			return assess_because(u->w->cx.a, u->w->cx.kb, of, true);
	}
	return "Blocked here.";
}

static void fill_taps(struct running *u, int k, struct step_view *s)
{
	const struct session_done *d = &u->t->now.step[k];
	int next = next_of(u, k), extend = (int)kb_number_of(u->w->cx.kb, "session_extend");
	bool goes = next >= 0 && may(u, next) == MAY_BEGIN;
	const char *to = next >= 0 ? u->w->cx.kb->item[u->t->step[next].item].name : NULL;
	const char *value = number(u, goes ? next : -1);

	s->start = tap(u, SESSION_START, k, "", "0", d->state == STEP_WAITS ? "Begin this step" : "Begin it again", NULL);
	s->next = tap(u, SESSION_NEXT, k, "", value, to ? arena_fmt(u->w->cx.a, "Next: %s", to) : "Done", NULL);
	s->skip = tap(u, SESSION_SKIP, k, "", value, "Skip", "Skip this step");
	s->longer = tap(u, SESSION_EXTEND, k, "", number(u, extend), arena_fmt(u->w->cx.a, "+ %d min", extend), NULL);
	s->shorter = tap(u, SESSION_EXTEND, k, "", number(u, -extend), arena_fmt(u->w->cx.a, "\xe2\x88\x92 %d min", extend), NULL);
	s->lighter = tap(u, SESSION_PRESSURE, k, "", number(u, d->pressure - 1), "Lighter", NULL);
	s->lighter.off = d->pressure <= 1;
	s->firmer = tap(u, SESSION_PRESSURE, k, "", number(u, d->pressure + 1), "Firmer", NULL);
	s->firmer.off = d->pressure >= s->most || d->pressure == 0;
	s->comfort = tap(u, SESSION_COMFORT, k, "", "0", "Too light", NULL);
	also(&s->comfort, "1", "Right", NULL);
	also(&s->comfort, "2", "Too much", NULL);
	s->comfort.class = "big3";
	s->comfort.legend = "Pressure for the client";
	s->stop = tap(u, SESSION_STOP, k, "", "0", "Client says stop", NULL);
	s->stop.class = "stop big";
	s->next.class = s->start.class = "main big";
}

static struct tap_view pressed(struct running *u, int finding, const char *name)
{
	struct tap_view t = tap(u, SESSION_FOUND, 0, u->w->cx.kb->finding[finding].id, "2", "My pain", "That is my pain");

	also(&t, "1", "Tender", NULL);
	also(&t, "0", "Nothing", NULL);
	for (size_t o = 0; o < t.options.n; o++)
		t.options.at[o].on = u->t->now.found[finding] == 2 - (int)o;
	t.class = "big3 small";
	t.legend = name;
	return t;
}

static bool is_first(const struct running *u, const struct unit *unit, int side)
{
	for (int i = 0; i < u->first.n; i++)
		if (u->first.at[i].unit == unit && (u->first.at[i].driver->side == SIDE_RIGHT) == side)
			return true;
	return false;
}

/* Units that hands reach at this place: what pressing them brings. */
static void fill_pressed(struct running *u, int k, struct step_view *s)
{
	const struct kb *kb = u->w->cx.kb;
	const struct session_step *of = &u->t->step[k];

	s->pressed.at = NEWS(u->w->cx.a, struct pressed_view, 2 * kb->n_units + 1);
	s->more.at = NEWS(u->w->cx.a, struct pressed_view, 2 * kb->n_units + 1);
	for (int i = 0; i < kb->n_units; i++)
		for (int side = 0; side < 2; side++) {
			const struct unit *unit = &kb->unit[i];
			int f = unit->found[side];

			if (unit->region != session_area(kb, of->region) || f < 0 || (of->side != SIDE_NONE && (of->side == SIDE_RIGHT) != side))
				continue;
			const char *name = arena_fmt(u->w->cx.a, "%s, %s", unit->name, side ? "right" : "left");
			struct pressed_views *to = is_first(u, unit, side) || u->t->now.found[f] >= 0 ? &s->pressed : &s->more;
			to->at[to->n++] = (struct pressed_view){ name, pressed(u, f, name) };
		}
}

static const char *how(const struct item *it)
{
	return it->how ? it->how : it->what;
}

static void fill_step(struct running *u, int k, int shown)
{
	static const char *const marks[] = { [STEP_WAITS] = "", [STEP_RUNS] = "nw", [STEP_DONE] = "dn", [STEP_SKIPPED] = "sk", [STEP_STOPPED] = "sp" };
	static const char *const words[] = { [STEP_WAITS] = "waits", [STEP_RUNS] = "now", [STEP_DONE] = "done", [STEP_SKIPPED] = "skipped", [STEP_STOPPED] = "stopped" };
	const struct kb *kb = u->w->cx.kb;
	const struct session_step *of = &u->t->step[k];
	const struct session_done *d = &u->t->now.step[k];
	enum session_may m = may(u, k);
	int area = session_area(kb, of->region);
	bool front = kb->region[of->region].front;
	int64_t ask = session_ask_at(kb, &u->t->now);
	struct step_view *s = &u->v->steps.at[u->v->steps.n++];

	*s = (struct step_view){ .index = k, .minutes = d->minutes, .pressure = d->pressure, .most = decided_most(&u->w->cx, u->r, of), .area = area, .ms = d->ms,
		.taken = (int)((d->ms + minute_ms / 2) / minute_ms), .name = kb->item[of->item].name, .place = session_place(u->w->cx.a, kb, of->region, of->side),
		.how = page_steps(u->w, how(&kb->item[of->item])), .mark = marks[d->state], .state = words[d->state], .area_name = session_place(u->w->cx.a, kb, area, SIDE_NONE),
		.ask_in = d->state == STEP_RUNS ? number(u, (int)((ask - u->w->cx.now) / 1000)) : "", .shown = k == shown, .runs = d->state == STEP_RUNS,
		.waits = d->state == STEP_WAITS, .asks = session_asks(kb, u->r->s, of), .allowed = u->t->now.consent[area] == AREA_YES,
		.over = d->ms >= d->minutes * minute_ms };
	if (m == MAY_BLOCKED)
		s->blocked = blocked_because(u, k);
	else if (m == MAY_DECLINED)
		s->blocked = u->t->now.consent[area] == AREA_NO ? "Not today: consent to this place was not given, or was taken back." : "Declined by the client.";
	fill_taps(u, k, s);
	const char *place = kb->region[area].id;
	s->yes = tap(u, SESSION_CONSENT, 0, place, "1", "Yes, you may", NULL);
	s->no = tap(u, SESSION_CONSENT, 0, place, "0", s->allowed || !s->asks ? "Not here any more" : "No", NULL);
	fill_pressed(u, k, s);
	int drawn = kb_hands(kb, of->item, kb->region[of->region].area);
	if (drawn >= 0)
		s->hands = page_hands_one(u->w, drawn, of->side);
	if (bodymap_available())
		s->map = session_map(u->w, u->r, of, &u->first, front ? BODYMAP_FRONT : BODYMAP_BACK);
}

/* ---- what was recorded, in words ---- */

static const char *event_words(struct running *u, const struct session_event *e)
{
	static const char *const felt[] = { "too light", "right", "too much" }, *const found[] = { "nothing", "tender", "that is my pain" },
		*const when[] = { "before", "after" };
	const struct kb *kb = u->w->cx.kb;
	struct arena *a = u->w->cx.a;
	const char *step = e->step >= 0 && e->step < u->t->n_steps ? kb->item[u->t->step[e->step].item].name : "";

	if (session_unsound(kb, u->t->n_steps, e))
		return NULL;
	if (e->act == SESSION_COMFORT)
		return arena_fmt(a, "%s: %s", step, felt[e->value]);
	if (e->act == SESSION_PRESSURE)
		return arena_fmt(a, "%s: pressure %d", step, e->value);
	if (e->act == SESSION_EXTEND || e->act == SESSION_MINUTES)
		return arena_fmt(a, "%s: %s%d min", step, e->act == SESSION_EXTEND && e->value > 0 ? "+" : "", e->value);
	if (e->act == SESSION_CONSENT)
		return arena_fmt(a, "%s: %s", session_place(a, kb, e->ref, SIDE_NONE), e->value ? "yes" : "no");
	if (e->act == SESSION_FOUND)
		return arena_fmt(a, "%s: %s", kb->finding[e->ref].name, found[e->value]);
	if (e->act == SESSION_PAIN)
		return arena_fmt(a, "Pain %s: %d of 10", when[e->step], e->value);
	if (e->act == SESSION_MARK)
		return arena_fmt(a, "%s %s: %d of 10", kb->region[e->ref].name, when[e->step], e->value);
	if (e->act == SESSION_MOTION)
		return arena_fmt(a, "%s %s: %d %s", kb->finding[e->ref].name, when[e->step], e->value, kb->finding[e->ref].unit ? kb->finding[e->ref].unit : "");
	if (e->act == SESSION_SAID)
		return arena_fmt(a, "Said: %s", e->text);
	return e->act == SESSION_STOP ? arena_fmt(a, "%s: stop", step) : NULL;
}

static void fill_log(struct running *u)
{
	u->v->log.at = NEWS(u->w->cx.a, const char *, LOG_SHOWN);
	for (int i = u->t->n_events - 1; i >= 0 && u->v->log.n < LOG_SHOWN; i--) {
		const char *words = event_words(u, &u->t->event[i]);

		if (words)
			u->v->log.at[u->v->log.n++] = words;
	}
}

static void fill_measures(struct running *u)
{
	const struct kb *kb = u->w->cx.kb;
	struct option_views *p = &u->v->places, *m = &u->v->motions;

	p->at = NEWS(u->w->cx.a, struct option_view, 2 * kb->n_regions);
	for (int marked = 1; marked >= 0; marked--)
		for (int i = 0; i < kb->n_regions; i++)
			if ((u->r->c->mark[i] > 0) == (marked == 1))
				p->at[p->n++] = (struct option_view){ kb->region[i].id, kb->region[i].name, NULL, false };
	m->at = NEWS(u->w->cx.a, struct option_view, 2 * kb->n_muscle_tests + 1);
	for (int i = 0; i < kb->n_muscle_tests; i++)
		for (int s = 0; s < 2; s++) {
			const struct muscle_test *t = &kb->muscle_test[i];
			const struct finding *f = &kb->finding[t->finding[s]];

			if (t->sd > 0 && !(s && t->finding[0] == t->finding[1]) && !f->is_bool && !f->n_options)
				m->at[m->n++] = (struct option_view){ f->id, arena_fmt(u->w->cx.a, "%s (usual %g %s)", f->name, t->mean, f->unit ? f->unit : ""), NULL, false };
		}
}

/* The step that is looked at: the one asked for, the one that runs, the next. */
static int shown_of(struct running *u)
{
	const struct treatment *t = u->t;
	struct web *w = u->w;
	int64_t chosen;

	if (w->q->method == METHOD_GET && form_has(&w->form, "step") && int_read(form_get(w->cx.a, &w->form, "step"), 0, t->n_steps - 1, &chosen))
		return (int)chosen;
	if (t->now.current >= 0 || !t->n_steps)
		return t->now.current;
	int next = next_of(u, t->n_steps - 1), last = t->n_steps - 1;
	enum session_may m = may(u, last);
	return next < 0 && t->now.step[last].state == STEP_WAITS && (m == MAY_BEGIN || m == MAY_ASK) ? last : next;
}

static void fill_steps(struct running *u)
{
	int all = 0, shown = shown_of(u);

	u->v->steps.at = NEWS(u->w->cx.a, struct step_view, SESSION_STEPS);
	for (int k = 0; k < u->t->n_steps; k++) {
		all += u->t->now.step[k].minutes;
		u->v->begun = u->v->begun || u->t->now.step[k].state != STEP_WAITS;
		fill_step(u, k, shown);
	}
	u->v->current = shown;
	u->v->clock = fmt_seconds((int)(u->t->now.ms / 1000));
	u->v->all_minutes = number(u, all);
}

bool page_session(struct web *w)
{
	struct treatment t;
	struct record r;

	if (!session_load(w, &r, &t))
		return false;
	struct session_view v = { .page = view_page(w, "Session", "staff session", ""), .id = w->id, .treatment = t.id, .name = staff_name(w, &r), .ms = t.now.ms,
		.path = session_path(w, t.id, ""), .taps = session_path(w, t.id, "/taps"), .key = t.draft_key, .paused = t.now.paused, .ended = t.ended != 0,
		.back_dated = t.back_reason != NULL, .lost = t.lost, .danger = r.stops.n && !t.ended && !t.back_reason, .ask_first = kb_number_of(w->cx.kb, "session_ask_first"),
		.ask_change = kb_number_of(w->cx.kb, "session_ask_change"), .ask_every = kb_number_of(w->cx.kb, "session_ask_every") };
	struct assess as;

	if (!care_assess(&w->cx, &r, &as))
		return false;
	struct running u = { w, &r, &t, &v, care_muscles(w->cx.a, &r, &as) };
	fill_steps(&u);
	v.pause = tap(&u, t.now.paused ? SESSION_RESUME : SESSION_PAUSE, 0, "", "0", t.now.paused ? "Go on" : "Pause", NULL);
	v.end = tap(&u, SESSION_END, 0, "", "0", "End session", NULL);
	v.finish = tap(&u, SESSION_END, 0, "", "0", "End the session", NULL);
	v.finish.class = "main big";
	v.blocks = staff_blocks(w, &r);
	for (int i = 0; i < FORMS; i++)
		v.form[i] = db_id();
	fill_log(&u);
	fill_measures(&u);
	if (!session_number(w, t.id, &v.number) || !page_keep_error(w, &v.page))
		return false;
	tmpl_session_run(&w->r->body, &v);
	return true;
}

/* ---- taps ---- */

static bool read_tap(struct web *w, struct tap *out)
{
	int64_t step = 0, value = 0, ago = 0;
	int act;

	*out = (struct tap){ .ref = form_get(w->cx.a, &w->form, "ref"), .text = form_get(w->cx.a, &w->form, "text") };
	if (!form_int(w->cx.a, &w->form, "event", 1, ((int64_t)1 << 53) - 1, &out->id, &w->err) ||
	    !form_choice(w->cx.a, &w->form, "act", treatment_acts, SESSION_ACTS, &act, &w->err) ||
	    !form_int(w->cx.a, &w->form, "step", 0, SESSION_STEPS, &step, &w->err) ||
	    !form_int(w->cx.a, &w->form, "value", -999, 999, &value, &w->err) ||
	    (form_has(&w->form, "ago") && !form_int(w->cx.a, &w->form, "ago", 0, (int64_t)1 << 40, &ago, &w->err)))
		return false;
	if (out->text && (!out->text[0] || utf8_length(out->text) > SESSION_TEXT))
		return fail(&w->err, ERR_INPUT, "text", "needs 1 to %d characters", SESSION_TEXT);
	out->act = (enum session_act)act;
	out->step = (int)step;
	out->value = (int)value;
	out->ago = ago;
	out->ref = out->ref ? out->ref : "";
	return form_end(&w->form, &w->err);
}

static bool keep_tap(struct web *w)
{
	struct treatment t;
	struct record r;
	struct tap tap;
	bool fresh;

	if (!read_tap(w, &tap) || !cx_save(&w->cx))
		return false;
	return session_load(w, &r, &t) && treatment_tap(&w->cx, &r, &t, &tap, &fresh);
}

bool do_session_tap(struct web *w)
{
	const char *act = form_get(w->cx.a, &w->form, "act");

	if (keep_tap(w))
		return web_go(w, arena_fmt(w->cx.a, "%s%s", staff_path(w, arena_fmt(w->cx.a, "/session/%s", w->arg)), str_equal(act, "end") ? "/note" : ""));
	db_rollback(w->cx.db);
	return w->err.code == ERR_INPUT && db_begin_read(w->cx.db) && page_session(w);
}

/* The same from a script: kept (200) or refused and why (422); anything else is to be sent again. */
bool do_session_taps(struct web *w)
{
	struct json_out j = json_writer(&w->r->body, false);
	bool kept = keep_tap(w);

	if (!kept && w->err.code != ERR_INPUT && w->err.code != ERR_MISSING)
		return false;
	if (!kept)
		db_rollback(w->cx.db);
	w->r->status = kept ? 200 : 422;
	w->r->type = "application/json";
	json_open(&j, NULL, '{');
	json_put_bool(&j, "kept", kept);
	if (!kept)
		json_put_text(&j, "why", w->err.detail);
	json_close(&j, '}');
	w->err = (struct err){ 0 };
	return true;
}
