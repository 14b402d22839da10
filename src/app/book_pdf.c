/* app/book_pdf.c -- the client's own book. */
#include "app/book_pdf.h"

#include "app/athome.h"
#include "app/change.h"
#include "app/paper_md.h"
#include "app/report_chart.h"
#include "base/fmt.h"
#include "base/str.h"

#define CHART_HIGH 84.0

struct book { struct cx *cx; const struct record *r; struct paper *p; const struct daily *d; const struct followed *f; struct lesson_now_rows read; };

static const char *words(const struct book *b, const char *text)
{
	return words_fill(b->cx->a, text ? text : "", b->cx->who.emergency, b->cx->who.crisis);
}

static const char *long_day(struct cx *cx, day d)
{
	char text[40];

	day_long(d, text, sizeof(text));
	return arena_text(cx->a, text);
}

/* Which practices, on how many days, for how long. */
static bool put_practices(const struct book *b)
{
	static const double share[] = { 4, 1, 1.2 };
	static const char *const head[] = { "Practice", "Days", "Minutes" };
	struct cx *cx = b->cx;
	struct done_since_rows done;
	int *days = NEWS(cx->a, int, cx->kb->n_items), *minutes = NEWS(cx->a, int, cx->kb->n_items);
	char iso[11];

	day_iso(b->f->first, iso);
	if (!q_done_since(cx->db, b->r->person.id, iso, &done))
		return false;
	for (size_t i = 0; i < done.n; i++) {
		int item = kb_item(cx->kb, done.at[i].item);
		day on;

		if (item < 0 || !day_read(done.at[i].day, &on) || on - b->f->first >= b->f->days.n)
			continue;
		days[item]++;
		minutes[item] += (int)done.at[i].minutes;
	}
	if (!b->f->practised_days)
		return true;
	paper_table(b->p, share, 3);
	paper_row(b->p, head, true);
	for (int i = 0; i < cx->kb->n_items; i++) {
		const char *const cell[] = { cx->kb->item[i].name, arena_fmt(cx->a, "%d", days[i]), arena_fmt(cx->a, "%d", minutes[i]) };

		if (days[i])
			paper_row(b->p, cell, false);
	}
	return true;
}

/* Minutes by week, with the words that stand above them on the page. */
static void put_weeks(const struct book *b)
{
	static const double share[] = { 1, 1.4, 1.4 };
	static const char *const head[] = { "Week", "Minutes done", "Minutes offered" };
	struct dose dose[WEEKS];
	int n = change_dose(b->cx, b->f, &b->d->kept, dose);

	if (!n)
		return;
	paper_keep_begin(b->p);
	paper_say(b->p, PAPER_SMALL_HEAD, "Week by week");
	paper_say(b->p, PAPER_TEXT, change_dose_says(b->cx->a, dose, n));
	paper_table(b->p, share, 3);
	paper_row(b->p, head, true);
	for (int i = 0; i < n; i++) {
		const char *const cell[] = { arena_fmt(b->cx->a, "%d", dose[i].week), arena_fmt(b->cx->a, "%d", dose[i].done), arena_fmt(b->cx->a, "%d", dose[i].planned) };

		paper_row(b->p, cell, false);
	}
	paper_keep_end(b->p);
}

static bool was_done(const struct done_since_rows *done, const char *item)
{
	for (size_t i = 0; i < done->n; i++)
		if (str_equal(done->at[i].item, item))
			return true;
	return false;
}

/* Massage at home as it was done, to go on with: only what the answers of today allow. */
static bool put_protocols(const struct book *b)
{
	struct cx *cx = b->cx;
	struct done_since_rows done;
	bool any = false;
	char iso[11];

	day_iso(b->f->first, iso);
	if (!q_done_since(cx->db, b->r->person.id, iso, &done))
		return false;
	for (int i = 0; i < cx->kb->n_items; i++) {
		const struct item *it = &cx->kb->item[i];
		struct athomes all = was_done(&done, it->id) ? athome_allowed(cx, b->r, i) : (struct athomes){ 0 };

		if (!all.n)
			continue;
		if (!any)
			paper_say(b->p, PAPER_HEAD, "Massage at home, to go on with");
		any = true;
		paper_say(b->p, PAPER_SMALL_HEAD, it->name);
		if (it->stop)
			paper_say(b->p, PAPER_TEXT, words(b, it->stop));
		for (int k = 0; k < all.n; k++) {
			const struct protocol *p = all.at[k].p;
			const char *sides = athome_sides(&all.at[k]);

			paper_item(b->p, NULL, arena_fmt(cx->a, "%s%s%s.", p->name, *sides ? ", " : "", sides), arena_fmt(cx->a, "%s %s %s. %s. At most %s a week.", words(b, p->place),
				words(b, p->how), athome_time(cx->a, p), athome_firm(all.at[k].firm), fmt_count(p->days, "day", "days")));
		}
	}
	return true;
}

static bool put_did(const struct book *b)
{
	paper_say(b->p, PAPER_HEAD, "What you did");
	if (!b->f->practised_days && !b->f->lessons) {
		paper_say(b->p, PAPER_TEXT, "This page fills as you go. Days you missed are fine.");
		return true;
	}
	paper_say(b->p, PAPER_TEXT, arena_fmt(b->cx->a, "You practised on %s, %s in all, and read %s. Days you missed are fine.",
		fmt_count(b->f->practised_days, "day", "days"), fmt_count(b->f->practised_minutes, "minute", "minutes"),
		fmt_count(b->f->lessons, "lesson", "lessons")));
	put_weeks(b);
	return put_practices(b) && put_protocols(b);
}

static void put_charts(const struct book *b)
{
	bool any = false;

	for (int m = 0; m < TRACK_MEASURES; m++) {
		if (!b->f->tracked->measure[m].seen)
			continue;
		if (!any)
			paper_say(b->p, PAPER_HEAD, "How your days were");
		any = true;
		const struct chart c = report_chart(b->cx->a, b->f->first, &b->f->days, b->f->tracked, m);
		paper_keep_begin(b->p);
		paper_say(b->p, PAPER_SMALL_HEAD, report_measure(m));
		paper_say(b->p, PAPER_TEXT, c.title);
		paper_chart(b->p, &c, CHART_HIGH);
		paper_keep_end(b->p);
	}
	if (any)
		paper_say(b->p, PAPER_QUIET, "Each dot is a day. The line is the level behind the good and bad days.");
}

static const struct lesson_now *read_of(const struct book *b, const struct lesson *l)
{
	for (size_t i = 0; i < b->read.n; i++)
		if (str_equal(b->read.at[i].lesson, l->id))
			return &b->read.at[i];
	return NULL;
}

static void put_lesson(const struct book *b, int week)
{
	int lesson = b->d->kept.plan.week[week - 1].lesson;

	if (lesson < 0 || !daily_may_read(b->r, lesson))
		return;
	const struct lesson *l = &b->cx->kb->lesson[lesson];
	const struct lesson_now *read = read_of(b, l);
	if (week > b->d->week && !read)
		return;
	const struct paper_run idea = { words(b, l->idea), true };
	paper_page(b->p, false);
	paper_say(b->p, PAPER_HEAD, arena_fmt(b->cx->a, "Week %d: %s", week, l->name));
	paper_runs(b->p, PAPER_TEXT, &idea, 1);
	paper_markdown(b->p, b->cx->a, words(b, l->body), PAPER_MD_LESSON);
	if (!l->question)
		return;
	paper_keep_begin(b->p);
	paper_say(b->p, PAPER_SMALL_HEAD, "A question for you");
	paper_say(b->p, PAPER_TEXT, words(b, l->question));
	if (read && read->known && l->scale)
		paper_say(b->p, PAPER_TEXT, arena_fmt(b->cx->a, "You said %d of 10 (0: %s; 10: %s).", (int)read->answer, l->low ? l->low : "", l->high ? l->high : ""));
	paper_keep_end(b->p);
}

static void put_flare(const struct book *b)
{
	int item = kb_item(b->cx->kb, "flare_plan");

	if (item < 0 || !daily_may(b->cx, b->r, item))
		return;
	const struct item *it = &b->cx->kb->item[item];
	paper_page(b->p, true);
	paper_say(b->p, PAPER_HEAD, "On a hard day");
	paper_say(b->p, PAPER_TEXT, words(b, it->intro));
	if (it->not)
		paper_say(b->p, PAPER_TEXT, words(b, it->not));
	for (int i = 0; i < it->n_steps; i++)
		paper_item(b->p, arena_fmt(b->cx->a, "%d.", i + 1), NULL, words(b, it->steps[i].text));
	if (it->small)
		paper_item(b->p, NULL, "If that is too much:", words(b, it->small));
}

static void put_net(const struct book *b)
{
	paper_say(b->p, PAPER_HEAD, "In any case");
	for (int i = 0; i < b->cx->kb->n_net; i++)
		if (str_begins(b->cx->kb->net[i].id, "net_"))
			paper_item(b->p, NULL, NULL, words(b, b->cx->kb->net[i].text));
}

bool book_pdf(struct cx *cx, const struct record *r, struct buf *out)
{
	const struct paper_about about = { "My ten weeks", long_day(cx, cx->today), cx->today };
	struct followed f;
	struct daily d;
	struct book b = { .cx = cx, .r = r, .d = &d, .f = &f, .p = paper_new(cx->a, &about) };

	if (!daily_load(cx, r, &d) || !(d.week ? daily_ten_weeks(cx, r, &f) : daily_follow(cx, r, &f)) || !q_lesson_now(cx->db, r->person.id, &b.read))
		return false;
	if (!d.kept.id)
		return fail(cx->err, ERR_MISSING, "book", "Your book begins when your ten weeks are planned.");
	paper_say(b.p, PAPER_TITLE, "My ten weeks");
	paper_say(b.p, PAPER_QUIET, arena_fmt(cx->a, "%s. From %s.", r->person.given, long_day(cx, d.kept.starts)));
	paper_say(b.p, PAPER_TEXT, "What is in here stays yours: what you did, how your days were, what you read, and what helps on a hard day.");
	if (!put_did(&b))
		return false;
	put_charts(&b);
	for (int week = 1; week <= WEEKS; week++)
		put_lesson(&b, week);
	put_flare(&b);
	put_net(&b);
	return paper_end(b.p, out, NULL, cx->err);
}
