/* web/page_client_progress.c -- how it is going: the days, the practice, the body map at first and now, the questionnaires. */
#include "app/change.h"
#include "app/measures.h"
#include "app/report_chart.h"
#include "app/scores.h"
#include "base/fmt.h"
#include "render/bars.h"
#include "render/bodymap.h"
#include "render/chart.h"
#include "render/span.h"
#include "web/client.h"
#include "web/map_parts.h"

#include <math.h>

bool page_progress(struct web *w);

/* Short enough for four in a row on a phone. */
static const char *const tabs[TRACK_MEASURES] = { [TRACK_PAIN] = "Pain", [TRACK_FUNCTION] = "Activity", [TRACK_MOOD] = "Mood", [TRACK_SLEEP] = "Sleep" };

static void add_chart(struct web *w, const struct followed *f, int k, struct chart_rows *to)
{
	const struct chart c = report_chart(w->cx.a, f->first, &f->days, f->tracked, k);
	struct buf b = buf_new(w->cx.a, 1 << 20);
	struct chart_row *row = &to->at[to->n++];

	*row = (struct chart_row){ .name = report_measure(k), .tab = tabs[k], .sentence = c.title };
	chart_svg(&b, &c);
	row->svg = buf_as_html(&b);
	row->table.at = NEWS(w->cx.a, const char *, f->days.n);
	for (int i = 0; i < f->days.n; i++) {
		char date[40];

		if (isnan(f->days.value[k][i]))
			continue;
		day_long(f->first + i, date, sizeof(date));
		row->table.at[row->table.n++] = arena_fmt(w->cx.a, "%s: %.0f", date, f->days.value[k][i]);
	}
}

static void say_verdict(struct progress_view *v, const struct tracked *t)
{
	static const struct word { const char *word, *explain; int way; } say[] = {
		[VERDICT_CANNOT_TELL] = { "Cannot tell yet", "That is a finished answer for now. A few more days will show.", 3 },
		[VERDICT_IMPROVING] = { "Getting better", "Your days have become easier over the last four weeks.", 0 },
		[VERDICT_PLATEAU] = { "Holding steady", "Your days are about the same as four weeks ago. Your therapist looks at which side of the plan can do more.", 1 },
		[VERDICT_WORSENING] = { "Harder at the moment", "The last weeks were harder. Your therapist sees this and looks at it with you.", 2 },
		[VERDICT_UNDER_DOSED] = { "Room for smaller steps", "There was little time for the plan. We can make it smaller so that it fits your days.", 1 } };

	/* a change that would prove right less than every other time */
	static const struct word better = { "Perhaps a bit easier", "It may be getting easier. A few more days will show.", 3 },
		harder = { "Perhaps a bit harder", "The last weeks may have been harder. Your therapist sees this and looks at it with you.", 3 };
	const struct word *one = t->probability >= 0.5 ? &say[t->verdict] : t->verdict == VERDICT_IMPROVING ? &better :
		t->verdict == VERDICT_WORSENING ? &harder : &say[t->verdict];

	v->verdict = one->word;
	v->explain = one->explain;
	v->way = one->way;
}

/* What the therapist measured, in words. */
static bool add_measured(struct web *w, struct progress_view *v)
{
	struct measures all;

	if (!measures_load(&w->cx, w->cx.who.person, &all))
		return false;
	v->measured.at = NEWS(w->cx.a, const char *, all.n + 1);
	for (int i = 0; i < all.n; i++)
		v->measured.at[v->measured.n++] = measure_tells(w->cx.a, &all.at[i]);
	return true;
}

/* Minutes of practice by week, done of planned. */
static void add_dose(struct web *w, const struct followed *f, const struct kept_plan *kept, struct progress_view *v)
{
	struct dose dose[WEEKS];
	struct bar bar[WEEKS];
	int n = change_dose(&w->cx, f, kept, dose);
	struct buf b = buf_new(w->cx.a, 1 << 16);

	if (!n)
		return;
	for (int i = 0; i < n; i++)
		bar[i] = (struct bar){ arena_fmt(w->cx.a, "Week %d", dose[i].week), dose[i].done, dose[i].done > dose[i].planned ? dose[i].done : dose[i].planned };
	v->dose = change_dose_says(w->cx.a, dose, n);
	bars_svg(&b, v->dose, bar, n);
	v->dose_bars = buf_as_html(&b);
}

static const char *long_day(struct web *w, day d)
{
	char text[40];

	day_long(d, text, sizeof(text));
	return arena_text(w->cx.a, text);
}

/* The body map at first and now. */
static bool add_map(struct web *w, const struct record *r, struct progress_view *v)
{
	struct map_change m;

	if (!change_map(&w->cx, r, &m))
		return false;
	if (!m.given)
		return true;
	v->map = change_map_says(&w->cx, &m);
	v->map_again = m.again;
	v->map_first_on = long_day(w, m.first_on);
	v->map_now_on = long_day(w, m.now_on);
	v->map_art = m.again && bodymap_available();
	for (int i = 0; v->map_art && i < 2; i++) {
		const enum bodymap_side side = i ? BODYMAP_FRONT : BODYMAP_BACK;
		const char *of = i ? "from the front" : "from the back";

		v->map_first[i] = map_shown(w->cx.a, w->cx.kb, m.first, side, (int)r->person.figure, arena_fmt(w->cx.a, "Your first map, %s", of));
		v->map_now[i] = map_shown(w->cx.a, w->cx.kb, m.now, side, (int)r->person.figure, arena_fmt(w->cx.a, "Your map now, %s", of));
	}
	return true;
}

/* Questionnaires that were given twice; one with an alarm is talked about, not shown. */
static bool add_scores(struct web *w, struct progress_view *v)
{
	struct score_lines lines;

	if (!scores_load(&w->cx, w->cx.who.person, &lines))
		return false;
	v->scores.at = NEWS(w->cx.a, struct change_row, lines.n + 1);
	for (int i = 0; i < lines.n; i++) {
		const struct score_line *l = &lines.at[i];
		const struct instrument *it = &w->cx.kb->instrument[l->instrument];
		struct buf b = buf_new(w->cx.a, 1 << 14);

		if (!l->compared || it->alarm >= 0)
			continue;
		double first = l->at[0].o.score, now = l->at[l->n - 1].o.score;
		const char *matters = l->change.important > 0 ? arena_fmt(w->cx.a, " A change of %g or more for the better is large enough to matter.", l->change.important) : "";
		const char *name = it->plain ? it->plain : it->name;
		const struct span span = { arena_fmt(w->cx.a, "%s: %g at first, %g now", name, first, now), it->min, it->max, first, now, l->change.important, it->low_is_better };

		span_svg(&b, &span);
		v->scores.at[v->scores.n++] = (struct change_row){ name, arena_fmt(w->cx.a, "From %g to %g on a scale from %d to %d; %s is better.%s %s", first, now, it->min, it->max,
			it->low_is_better ? "low" : "high", matters, outcome_says(w->cx.kb, l->change.verdict)), buf_as_html(&b), span.matters > 0 };
	}
	return true;
}

bool page_progress(struct web *w)
{
	struct record r;
	struct followed f;
	struct kept_plan kept;
	bool led;

	if (!client_record(w, &r, true, &led) || led)
		return led;
	if (!daily_follow(&w->cx, &r, &f) || !care_plan(&w->cx, w->cx.who.person, true, &kept))
		return false;
	struct progress_view v = { .page = view_page(w, "Progress", "client charts", "progress") };
	v.charts.at = NEWS(w->cx.a, struct chart_row, TRACK_MEASURES);
	for (int k = 0; k < TRACK_MEASURES; k++)
		if (f.tracked->measure[k].seen)
			add_chart(w, &f, k, &v.charts);
	v.any = v.charts.n > 0;
	say_verdict(&v, f.tracked);
	v.done.at = NEWS(w->cx.a, const char *, 3);
	if (f.practised_days)
		v.done.at[v.done.n++] = arena_fmt(w->cx.a, "You practised on %s, %d minutes in all.", fmt_count(f.practised_days, "day", "days"), f.practised_minutes);
	if (f.lessons)
		v.done.at[v.done.n++] = arena_fmt(w->cx.a, "You read %s.", fmt_count(f.lessons, "lesson", "lessons"));
	add_dose(w, &f, &kept, &v);
	if (!add_measured(w, &v) || !add_map(w, &r, &v) || !add_scores(w, &v))
		return false;
	tmpl_progress(&w->r->body, &v);
	return true;
}
