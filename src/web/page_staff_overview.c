/* web/page_staff_overview.c -- the practice in numbers: who began, stayed, left; what changed; how sessions were borne.  No names. */
#include "app/overview.h"
#include "base/fmt.h"
#include "render/bars.h"
#include "web/staff.h"

#include <assert.h>

bool page_overview(struct web *w);

enum { ROWS_MOST = 16 };

static void put(struct count_rows *to, const char *name, const char *n, const char *share)
{
	assert(to->n < ROWS_MOST);
	to->at[to->n++] = (struct count_row){ name, n, share };
}

/* "6 of 14", and "43 % (21 to 67 %)" from SHARE_LEAST on. */
static void put_share(struct web *w, struct count_rows *to, const char *name, int n, int of)
{
	put(to, name, arena_fmt(w->cx.a, "%d of %d", n, of), overview_percent(w->cx.a, n, of));
}

static struct count_rows rows_new(struct web *w)
{
	return (struct count_rows){ NEWS(w->cx.a, struct count_row, ROWS_MOST), 0 };
}

/* "1 in week 2, 2 in week 5"; "never came" is week 0. */
static const char *left_when(struct web *w, const struct courses *c)
{
	struct buf b = buf_new(w->cx.a, 1024);

	for (int week = 0; week <= WEEKS; week++)
		if (c->left_week[week])
			buf_str(&b, arena_fmt(w->cx.a, week ? "%s%d in week %d" : "%s%d never came", b.n ? ", " : "", c->left_week[week], week));
	return b.n ? b.at : "";
}

static void fill_courses(struct web *w, const struct overview *o, struct overview_view *v)
{
	const struct courses *c = &o->courses;
	struct arena *a = w->cx.a;
	const char *when = left_when(w, c);

	v->courses = rows_new(w);
	put(&v->courses, "In the practice", arena_fmt(a, "%d", o->people), "");
	put(&v->courses, "Began their ten weeks", arena_fmt(a, "%d", c->began), "");
	if (c->later)
		put(&v->courses, "Begin later", arena_fmt(a, "%d", c->later), "");
	put(&v->courses, "On the way now", arena_fmt(a, "%d", c->running), "");
	put(&v->courses, "Stopped by a danger sign that is not cleared", arena_fmt(a, "%d", c->stopped), "");
	put(&v->courses, "Finished", arena_fmt(a, "%d", c->finished), "");
	put(&v->courses, "Left before the end", arena_fmt(a, "%d", c->left), "");
	v->left = when[0] ? arena_fmt(a, "Left, by the week of the last sign: %s.", when) : NULL;
	v->finished = arena_fmt(a, "Of those whose ten weeks are over, finished: %s.", overview_share(a, c->finished, c->over));
}

static void fill_stay(struct web *w, const struct courses *c, struct overview_view *v)
{
	struct bar bar[WEEKS];
	struct buf b = buf_new(w->cx.a, 1 << 16);
	int n = 0;

	v->stay = rows_new(w);
	for (int i = 0; i < WEEKS && c->could[i]; i++) {
		const char *name = arena_fmt(w->cx.a, "Week %d", i + 1);

		bar[n++] = (struct bar){ name, c->stayed[i], c->could[i] };
		put_share(w, &v->stay, name, c->stayed[i], c->could[i]);
	}
	v->stayed = !n ? "Nobody has come through a whole week yet." : arena_fmt(w->cx.a, "Of %s whose plan has come to the end of week %d, %d %s still there.",
		fmt_count(c->could[n - 1], "person", "people"), n, c->stayed[n - 1], c->stayed[n - 1] == 1 ? "was" : "were");
	if (!n)
		return;
	bars_svg(&b, v->stayed, bar, n);
	v->picture = buf_as_html(&b);
}

static void fill_pain(struct web *w, const struct overview *o, struct overview_view *v)
{
	const struct courses *c = &o->courses;
	const struct changes *d = &c->change;
	struct arena *a = w->cx.a;

	v->pain = rows_new(w);
	if (!o->pain || !c->over)
		return;
	put(&v->pain, "Ten weeks over, finished or not", arena_fmt(a, "%d", c->over), "");
	put_share(w, &v->pain, "Measured in week 1 and in week 10", c->measured, c->over);
	put_share(w, &v->pain, arena_fmt(a, "Better by what matters (%g points and %.0f %%)", o->pain->important, 100 * o->pain->share), d->important, c->over);
	put_share(w, &v->pain, "Better by more than measuring error", d->reliable, c->over);
	put_share(w, &v->pain, "Better by both", d->both, c->over);
	put_share(w, &v->pain, "About the same", d->same, c->over);
	put_share(w, &v->pain, "Worse by what matters", d->worse, c->over);
	put_share(w, &v->pain, "Not known", c->over - c->measured + d->unknown, c->over);
}

static void fill_scores(struct web *w, const struct overview *o, struct overview_view *v)
{
	v->scores.at = NEWS(w->cx.a, struct scored_row, o->n_scored + 1);
	for (int i = 0; i < o->n_scored; i++) {
		const struct instrument *it = &w->cx.kb->instrument[o->scored[i].instrument];
		const struct changes *d = &o->scored[i].change;
		struct scored_row *row = &v->scores.at[v->scores.n++];

		*row = (struct scored_row){ it->name, arena_text(w->cx.a, fmt_count(d->of, "person", "people")), rows_new(w) };
		if (it->important > 0)
			put_share(w, &row->rows, "Better by what matters", d->important, d->of);
		else
			put(&row->rows, "Better by what matters", "not published", "");
		if (it->sem > 0)
			put_share(w, &row->rows, "Better by more than measuring error", d->reliable, d->of);
		else
			put(&row->rows, "Better by more than measuring error", "error not known", "");
		put_share(w, &row->rows, "Worse by what matters", d->worse, d->of);
	}
}

static const char *harm(struct web *w, const struct overview *o)
{
	struct share s = share_of(o->harmed, o->asked);

	if (!o->asked)
		return "Nobody was asked yet how it felt after a session.";
	if (o->asked_people < SHARE_LEAST)
		return arena_fmt(w->cx.a, "A sign of harm was told after %d of %s asked about, by %s: too few people for a rate.", o->harmed,
			fmt_count(o->asked, "session", "sessions"), fmt_count(o->asked_people, "client", "clients"));
	return arena_fmt(w->cx.a, "A sign of harm was told after %d of %d sessions asked about, by %d clients: %.1f per 100 sessions; the true rate could be "
		"%.1f to %.1f.", o->harmed, o->asked, o->asked_people, 100 * s.at, 100 * s.low, 100 * s.high);
}

static bool fill_sessions(struct web *w, const struct overview *o, struct overview_view *v)
{
	struct adverse_count_rows told;

	if (!q_adverse_count(w->cx.db, w->cx.who.practice, 0, &told))
		return false;
	v->borne = harm(w, o);
	v->sessions = arena_fmt(w->cx.a, "%s begun with %s; how it felt afterwards was asked %s. What nobody was asked about is not known.",
		fmt_count(o->sessions, "session", "sessions"), fmt_count(o->session_people, "client", "clients"), fmt_count(o->asked, "time", "times"));
	v->signs.at = NEWS(w->cx.a, struct pair_row, told.n + 1);
	for (size_t i = 0; i < told.n; i++) {
		int f = kb_finding(w->cx.kb, told.at[i].finding);

		v->signs.at[v->signs.n++] = (struct pair_row){ f >= 0 ? w->cx.kb->finding[f].name : told.at[i].finding,
			arena_fmt(w->cx.a, "%s, %s", fmt_count((int)told.at[i].n, "time", "times"), fmt_count((int)told.at[i].people, "client", "clients")) };
	}
	return true;
}

bool page_overview(struct web *w)
{
	struct overview o;
	struct overview_view v = { .page = view_page(w, "Overview", "staff", "desk"), .least = SHARE_LEAST, .silent = COURSE_SILENT, .end_week = COURSE_END_WEEK };
	char date[40];

	if (!overview_load(&w->cx, &o))
		return false;
	day_long(w->cx.today, date, sizeof(date));
	v.date = date;
	v.began = o.courses.began;
	fill_courses(w, &o, &v);
	fill_stay(w, &o.courses, &v);
	fill_pain(w, &o, &v);
	fill_scores(w, &o, &v);
	if (!fill_sessions(w, &o, &v))
		return false;
	tmpl_staff_overview(&w->r->body, &v);
	return true;
}
