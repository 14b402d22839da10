/* web/page_staff_client.c -- the therapist's page of one client: danger, body map, causes with reasons, course. */
#include "base/fmt.h"
#include "base/str.h"
#include "render/chart.h"
#include "web/map_parts.h"
#include "web/staff.h"

#include <math.h>
#include <string.h>

bool page_client(struct web *w);
bool do_notes(struct web *w);


const char *staff_sources(struct web *w, struct cite cite)
{
	const char *names[12];
	int n = 0;

	for (int i = 0; i < cite.source.n && n < 12; i++)
		names[n++] = w->cx.kb->source[cite.source.at[i]].id;
	return words_join(w->cx.a, names, n);
}

struct danger_rows staff_danger(struct web *w, const struct record *r)
{
	struct danger_rows rows = { NEWS(w->cx.a, struct danger_row, r->s->n_reasons + 1), 0 };

	for (int i = 0; i < r->s->n_reasons; i++) {
		const struct reason_given *g = &r->s->reason[i];
		const struct flag *f = g->flag >= 0 ? &w->cx.kb->flag[g->flag] : NULL;

		if (f && f->route == ROUTE_ABUSE)
			continue;
		rows.at[rows.n++] = f ? (struct danger_row){ tier_name(g->tier), arena_fmt(w->cx.a, "%s%s", f->suspects, g->truth == TRUTH_YES ? "" : " (not known)"),
			f->write, staff_sources(w, f->cite), confidence_name(f->cite.confidence), g->tier >= TIER_URGENT } :
			(struct danger_row){ tier_name(g->tier), "An answer to a danger question is not known", "Not known counts as yes until someone has cleared it up.", "", "", true };
	}
	return rows;
}

static html figure(struct web *w, const struct record *r, const struct muscles_shown *muscles, enum bodymap_side side)
{
	struct bodymap_mark *marks = NEWS(w->cx.a, struct bodymap_mark, w->cx.kb->n_regions);
	struct buf b = buf_new(w->cx.a, 1 << 20);
	int n = 0, figure = (int)r->person.figure, n_pulls;
	const struct bodymap_pull *pulls = map_pulls(w->cx.a, muscles, &n_pulls);

	for (int i = 0; i < w->cx.kb->n_regions; i++)
		if (r->c->mark[i])
			marks[n++] = (struct bodymap_mark){ w->cx.kb->region[i].id, BODYMAP_PAIN, r->c->mark[i], NULL };
	const struct bodymap_words words = { map_title(w->cx.a, side == BODYMAP_BACK ? "Marks on the back" : "Marks on the front", muscles, figure, side),
		"Client's left", "Client's right", "{place}, {n} of 10", NULL };
	const struct bodymap_view v = { .figure = figure, .side = side, .crop = BODYMAP_FIT, .marks = marks, .n_marks = n, .pulls = pulls, .n_pulls = n_pulls,
		.words = &words };
	bodymap_svg(&b, &v);
	return buf_as_html(&b);
}

static void fill_muscles(struct web *w, const struct record *r, const struct assess *as, struct client_view *v)
{
	struct muscles_shown shown = care_muscles(w->cx.a, r, as);

	v->muscles_held = shown.held;
	v->muscles_doubt = muscles_doubt(w->cx.a, &as->b);
	v->muscles_say = muscles_say(w->cx.a, w->cx.kb, &as->b);
	v->muscles_spread = muscles_spread(w->cx.a, w->cx.kb, as->c);
	v->muscles.at = NEWS(w->cx.a, struct muscle_row, shown.n + 1);
	for (int i = 0; i < shown.n && i < BODYMAP_PULLS; i++)
		v->muscles.at[v->muscles.n++] = (struct muscle_row){ shown.at[i].unit->name, shown.at[i].side, shown.at[i].sentence, shown.at[i].unit->palpate,
			shown.at[i].unit->id, i + 1, (int)fmin(99, 100 * shown.at[i].driver->p + 0.5), (int)(100 * shown.at[i].driver->before + 0.5) };
	if (v->art) {
		v->back = figure(w, r, &shown, BODYMAP_BACK);
		v->front = figure(w, r, &shown, BODYMAP_FRONT);
	}
}

enum { CHANGED_SHOWN = 5, CHANGED_NAMED = 4, CHANGED_MOST = 16 };   /* more answers at once are an interview */
static const double changed_least = 0.02;        /* of a probability */

/* What the answers given last (together) changed: beliefs with them beside beliefs without them. */
static bool fill_changed(struct web *w, const struct record *r, const struct assess *as, struct client_view *v)
{
	const struct kb *kb = w->cx.kb;
	struct person_case *without = case_copy(w->cx.a, kb, r->c);
	const char *names[CHANGED_NAMED + 1];
	struct belief b;
	int64_t last = 0;
	int n = 0, all = 0;

	for (int f = 0; f < kb->n_findings; f++)
		last = r->answered_at[f] > last ? r->answered_at[f] : last;
	for (int f = 0; last && f < kb->n_findings; f++) {
		if (r->answered_at[f] != last || kb->finding[f].private)
			continue;
		without->answer[f] = NOT_ASKED;
		if (n < CHANGED_NAMED)
			names[n++] = arena_fmt(w->cx.a, "%s: %s", kb->finding[f].name,
				record_said(w->cx.a, &kb->finding[f], r->c->answer[f] != DONT_KNOW, r->c->answer[f]));
		all++;
	}
	if (!all || all > CHANGED_MOST)
		return true;
	if (all > n)
		names[n++] = arena_fmt(w->cx.a, "%d more", all - CHANGED_NAMED);
	if (!belief_of(w->cx.a, kb, without, as->priors, BELIEF_CAUSES, &b, &w->err))
		return false;
	v->changed.at = NEWS(w->cx.a, struct changed_row, CHANGED_SHOWN);
	while (v->changed.n < CHANGED_SHOWN) {
		int most = -1;
		double by = changed_least;

		for (int i = 0; i < as->b.n_causes; i++) {
			int c = as->b.cause[i].cause;
			bool told = plan_hushed(kb, c);

			for (size_t k = 0; k < v->changed.n; k++)
				told = told || str_equal(v->changed.at[k].name, kb->cause[c].name);
			if (!told && fabs(as->b.by_cause[c] - b.by_cause[c]) > by) {
				by = fabs(as->b.by_cause[c] - b.by_cause[c]);
				most = c;
			}
		}
		if (most < 0)
			break;
		double before = b.by_cause[most], now = as->b.by_cause[most];
		v->changed.at[v->changed.n++] = (struct changed_row){ kb->cause[most].name,
			assess_change(log(now / (1 - now)) - log(before / (1 - before))), before, now };
	}
	v->changed_by = words_join(w->cx.a, names, n);
	return true;
}

bool staff_course(struct web *w, const struct record *r, struct course_words *out)
{
	static const struct { const char *word; enum way way; } say[] = { [VERDICT_CANNOT_TELL] = { "Cannot tell yet", WAY_OPEN }, [VERDICT_IMPROVING] = { "Improving", WAY_UP },
		[VERDICT_PLATEAU] = { "Plateau", WAY_FLAT }, [VERDICT_WORSENING] = { "Worsening", WAY_DOWN }, [VERDICT_UNDER_DOSED] = { "Under-dosed", WAY_FLAT } };
	static const char *const propose[] = { [PROPOSE_NOTHING] = "", [PROPOSE_GO_ON] = "Go on as planned.", [PROPOSE_SMALLER_STEPS] = "Little of the plan was used. Offer smaller steps; nobody is to blame.",
		[PROPOSE_MIND] = "Progress has come to a stop, and the emotional side was used less. Turn the plan to it rather than pressing harder.",
		[PROPOSE_BODY] = "Progress has come to a stop, and the bodily side was used less. Turn the plan to it.", [PROPOSE_SCREEN] = "Ask the danger questions again before the next session." };

	if (!daily_follow(&w->cx, r, &out->f))
		return false;
	const struct tracked *t = out->f.tracked;
	bool perhaps = t->probability < 0.5;
	out->word = perhaps && t->verdict == VERDICT_IMPROVING ? "Perhaps improving" : perhaps && t->verdict == VERDICT_WORSENING ? "Perhaps worsening" :
		say[t->verdict].word;
	out->way = say[t->verdict].way;
	out->proposal = propose[t->proposal.what];
	if (t->verdict == VERDICT_UNDER_DOSED && t->sessions < w->cx.kb->track->enough)         /* false for NAN */
		out->proposal = arena_fmt(w->cx.a, "%s Fewer sessions took place than planned: ask which times would suit.", out->proposal);
	return true;
}

static bool fill_course(struct web *w, const struct record *r, struct client_view *v)
{
	struct course_words course;
	struct buf b = buf_new(w->cx.a, 1 << 20);

	if (!staff_course(w, r, &course))
		return false;
	const struct followed f = course.f;
	const struct track_measure *m = &f.tracked->measure[TRACK_PAIN];
	v->verdict = course.word;
	v->way = course.way;
	v->probability = (int)(f.tracked->probability * 100 + 0.5);
	v->proposal = course.proposal;
	if (!staff_turn(w, r, &f, &v->turn))
		return false;
	v->turn.id = w->id;
	if (f.tracked->week_wanted)
		v->checkins = arena_fmt(w->cx.a, "%s in the last seven days; %d make a week reliable.", fmt_count(f.tracked->week_checkins, "check-in", "check-ins"), f.tracked->week_wanted);
	v->has_chart = m->seen > 0;
	if (!v->has_chart)
		return true;
	double *level = NEWS(w->cx.a, double, f.days.n), *low = NEWS(w->cx.a, double, f.days.n), *high = NEWS(w->cx.a, double, f.days.n);
	for (int i = 0; i < f.days.n; i++) {
		level[i] = m->at[i].level;
		low[i] = m->at[i].low;
		high[i] = m->at[i].high;
	}
	v->pain_sentence = arena_fmt(w->cx.a, "Pain level %.1f at first, %.1f now, from %s in %s.", level[0], level[f.days.n - 1],
		fmt_count(m->seen, "check-in", "check-ins"), fmt_count(f.days.n, "day", "days"));
	const struct chart c = { v->pain_sentence, f.first, f.days.n, f.days.value[TRACK_PAIN], level, low, high, false, NULL };
	chart_svg(&b, &c);
	v->chart = buf_as_html(&b);
	return true;
}

static void fill_stops(struct web *w, const struct record *r, struct client_view *v)
{
	v->stops.at = NEWS(w->cx.a, struct stop_row, r->stops.n + 1);
	for (size_t i = 0; i < r->stops.n; i++) {
		struct stop_rules flags = record_stop_rules(&w->cx, r->stops.at[i].flags);
		const char *names[8];
		int n = 0;

		for (int k = 0; k < flags.n && n < 8; k++)
			if (w->cx.kb->flag[flags.at[k]].route != ROUTE_ABUSE)
				names[n++] = arena_fmt(w->cx.a, "%s%s", w->cx.kb->flag[flags.at[k]].suspects, flags.unclear[k] ? " (not clear)" : "");
		v->stops.at[v->stops.n++] = (struct stop_row){ staff_path(w, arena_fmt(w->cx.a, "/stop/%lld", (long long)r->stops.at[i].id)), words_join(w->cx.a, names, n),
			staff_when(w, r->stops.at[i].at) };
	}
	v->not_asked.at = NEWS(w->cx.a, const char *, r->s->not_asked.n + 1);
	for (int i = 0; i < r->s->not_asked.n; i++)
		if (!w->cx.kb->finding[r->s->not_asked.at[i]].private)
			v->not_asked.at[v->not_asked.n++] = w->cx.kb->finding[r->s->not_asked.at[i]].name;
}

static void fill_wishes(struct web *w, const struct record *r, struct client_view *v)
{
	v->consent.at = NEWS(w->cx.a, struct pair_row, w->cx.kb->n_consents);
	for (int i = 0; i < w->cx.kb->n_consents; i++) {
		int given = record_consent(r, w->cx.kb->consent[i].id);

		v->consent.at[v->consent.n++] = (struct pair_row){ w->cx.kb->consent[i].name, given == 1 ? "yes" : given == 0 ? "declined" : "not answered" };
	}
	v->wishes.at = NEWS(w->cx.a, struct pair_row, 3);
	v->wishes.at[v->wishes.n++] = (struct pair_row){ "Session", arena_fmt(w->cx.a, "%d minutes", r->c->limits.session_minutes) };
	v->wishes.at[v->wishes.n++] = (struct pair_row){ "At home", r->c->limits.home_minutes >= 0 ? arena_fmt(w->cx.a, "%d minutes a day", r->c->limits.home_minutes) : "not said" };
	v->wishes.at[v->wishes.n++] = (struct pair_row){ "Pressure at most", r->c->limits.pressure_max ? arena_fmt(w->cx.a, "%d of 5", r->c->limits.pressure_max) : "not said" };
}

static bool fill_sessions(struct web *w, struct client_view *v)
{
	struct treatment_list_rows all;

	if (!q_treatment_list(w->cx.db, w->id, &all))
		return false;
	v->sessions.at = NEWS(w->cx.a, struct session_row, (int)all.n + 1);
	for (size_t i = 0; i < all.n; i++) {
		const struct treatment_list *t = &all.at[i];
		const char *path = staff_path(w, arena_fmt(w->cx.a, "/session/%lld%s", (long long)t->id, t->ended ? "/note" : ""));
		char on[40];
		day d;

		if (!day_read(t->day, &d))
			continue;
		day_long(d, on, sizeof(on));
		v->sessions.at[v->sessions.n++] = (struct session_row){ path, arena_fmt(w->cx.a, "Session %zu", all.n - i), arena_fmt(w->cx.a, "%s, %s", on,
			!t->ended ? "open" : t->is_signed ? "note signed" : t->version ? "note not signed" : "no note yet") };
	}
	return true;
}

static bool private_waits(struct web *w, const struct record *r)
{
	for (int f = 0; f < w->cx.kb->n_findings; f++)
		if (w->cx.kb->finding[f].private && r->abuse_asked && r->c->answer[f] != NOT_ASKED && r->c->answer[f] != 0)
			return true;
	return false;
}

/* What a note was when its form was made, so that a tab that was left open does not write over what came later. */
static const char *notes_tag(struct arena *a, const char *notes)
{
	uint64_t first;

	memcpy(&first, token_hash(a, notes ? notes : "").at, sizeof(first));
	return arena_fmt(a, "%016llx", (unsigned long long)first);
}

static bool notes_moved_on(struct web *w, const char *stored, const char *written)
{
	const char *seen = form_get(w->cx.a, &w->form, "seen");

	return seen && stored && stored[0] && !str_equal(seen, notes_tag(w->cx.a, stored)) && !str_equal(stored, written);
}

/* What was typed; under it what another window has saved meanwhile. */
static const char *notes_shown(struct web *w, const char *stored)
{
	const char *written = typed(w, "notes", NULL);

	if (!written)
		return stored ? stored : "";
	return notes_moved_on(w, stored, written) ? arena_fmt(w->cx.a, "%s\n\n%s", written, stored) : written;
}

bool page_client(struct web *w)
{
	struct record r;
	struct assess as;
	struct kept_plan kept;
	struct err gate = { 0 };

	if (!staff_record(w, &r) || !care_assess(&w->cx, &r, &as) || !care_plan(&w->cx, w->id, false, &kept))
		return false;
	struct client_view v = { .page = view_page(w, "Client", "staff", "clients"), .id = w->id, .name = staff_name(w, &r), .age = r.age, .sex = r.person.sex,
		.art = bodymap_available(), .interview_done = r.person.interview_done != 0, .notes = notes_shown(w, r.person.notes), .notes_seen = notes_tag(w->cx.a, r.person.notes),
		.private_waits = private_waits(w, &r), .has_plan = kept.id != 0, .approved = kept.approved };
	v.gate_open = record_gate(&w->cx, &r, &gate) && assess_gate(&as, &gate);
	v.gate = staff_gate(w, &r, &gate);
	v.plan_state = !kept.id ? "No plan yet" : kept.approved ? "Approved" : "Proposed";
	v.blocks = staff_blocks(w, &r);
	for (size_t i = 0; i < v.blocks.n; i++)
		v.unasked_blocks += v.blocks.at[i].unasked;
	fill_stops(w, &r, &v);
	v.danger = staff_danger(w, &r);
	fill_muscles(w, &r, &as, &v);
	staff_beliefs(w, &as, &v);
	fill_wishes(w, &r, &v);
	if ((kept.id && !staff_decided(w, &r, &kept.plan, &v.decided)) || !fill_changed(w, &r, &as, &v) || !fill_course(w, &r, &v) || !fill_sessions(w, &v) || !staff_mails(w, &v.mails) ||
		!signature_shown(w, w->id, &v.signature) || !page_keep_error(w, &v.page))
		return false;
	tmpl_staff_client(&w->r->body, &v);
	return true;
}

bool do_notes(struct web *w)
{
	const char *notes, *seen;
	struct person_get_rows now;

	if (!form_text(w->cx.a, &w->form, "notes", 0, 4000, &notes, &w->err) ||
		(form_has(&w->form, "seen") && !form_text(w->cx.a, &w->form, "seen", 16, 16, &seen, &w->err)) || !form_end(&w->form, &w->err))
		return page_client(w);
	if (!cx_save(&w->cx) || !q_person_get(w->cx.db, w->id, w->cx.who.practice, &now))
		return false;
	if (now.n && notes_moved_on(w, now.at[0].notes, notes)) {
		db_rollback(w->cx.db);
		fail(&w->err, ERR_INPUT, "notes", "were changed in another window. Both stand here now, yours first: keep what is right and save again");
		return db_begin_read(w->cx.db) && page_client(w);
	}
	return q_person_notes(w->cx.db, w->id, w->cx.who.practice, notes) && cx_event(&w->cx, w->id, "notes") &&
		web_go_with(w, staff_path(w, ""), "saved");
}
