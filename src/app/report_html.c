/* app/report_html.c -- the plan as a page to print.  Every text goes through buf_html; no address, no script. */
#include "app/report_html.h"

#include "app/cx.h"
#include "app/report_text.h"
#include "base/fmt.h"
#include "render/figure.h"

enum { HTML_MOST = 4 << 20 };

struct page { struct arena *a; const struct kb *kb; struct numbers n; struct buf b; };

static void element(struct page *p, const char *open, const char *text, const char *close)
{
	buf_str(&p->b, open);
	buf_html(&p->b, words_fill(p->a, text, p->n.emergency, p->n.crisis));
	buf_str(&p->b, close);
}

static void put_item(struct page *p, const char *what, const char *why)
{
	element(p, "<li>", what, "");
	if (why && *why)
		element(p, "<br><span class=\"why\">", why, "</span>");
	buf_str(&p->b, "</li>\n");
}

static void put_session(struct page *p, const struct plan_week *w)
{
	buf_str(&p->b, "<h3>Session</h3>\n");
	if (!w->n_session) {
		buf_str(&p->b, "<p>None this week.</p>\n");
		return;
	}
	buf_fmt(&p->b, "<p>%d minutes</p>\n<ul>\n", w->minutes);
	for (int i = 0; i < w->n_session; i++) {
		const struct plan_item *s = &w->session[i];
		const char *firm = s->pressure ? arena_fmt(p->a, ", pressure %d of 5", s->pressure) : "";

		put_item(p, arena_fmt(p->a, "%s, %d min%s: %s", p->kb->item[s->item].name, s->minutes, firm,
			report_place(p->a, p->kb, s)), s->why);
	}
	buf_str(&p->b, "</ul>\n");
}

static void put_week(struct page *p, const struct plan_week *w)
{
	const struct week *of = plan_week_of(p->kb, w);

	buf_fmt(&p->b, "<section>\n<h2>Week %d", w->week);
	element(p, ": ", of->theme ? of->theme : "", "</h2>\n");
	put_session(p, w);
	if (w->lesson >= 0) {
		buf_str(&p->b, "<h3>Lesson</h3>\n");
		element(p, "<p>", arena_fmt(p->a, "%s. %s", p->kb->lesson[w->lesson].name, p->kb->lesson[w->lesson].idea), "</p>\n");
	}
	if (w->n_home)
		buf_str(&p->b, "<h3>At home</h3>\n<ul>\n");
	for (int i = 0; i < w->n_home; i++)
		put_item(p, arena_fmt(p->a, "%s, %d min, %s a week", p->kb->item[w->home[i].item].name, w->home[i].minutes,
			fmt_count(w->home[i].days, "day", "days")), w->home[i].why);
	buf_str(&p->b, w->n_home ? "</ul>\n</section>\n" : "</section>\n");
}

static bool at_home(const struct plan *plan, int item)
{
	for (int i = 0; i < WEEKS; i++)
		for (int k = 0; k < plan->week[i].n_home; k++)
			if (plan->week[i].home[k].item == item)
				return true;
	return false;
}

static void put_drawing(struct page *p, const struct item *it)
{
	const struct figure *f = &p->kb->figure[it->figure];

	element(p, "<figure>\n<h3>", it->name, "</h3>\n");
	figure_svg(p->a, &p->b, &(struct figure_view){ f, it->name, arena_fmt(p->a, "drawn-%s", it->id), false, false });
	element(p, "<figcaption>", figure_words(p->a, f->start, false), " ");
	element(p, "", figure_words(p->a, f->end, false), f->sided ? " Then the other side.</figcaption>\n</figure>\n" : "</figcaption>\n</figure>\n");
}

/* Each exercise of the ten weeks that is drawn, once. */
static void put_drawings(struct page *p, const struct plan *plan)
{
	bool any = false;

	for (int i = 0; i < p->kb->n_items; i++) {
		if (p->kb->item[i].figure < 0 || !at_home(plan, i))
			continue;
		if (!any)
			buf_str(&p->b, "<h2>The exercises, drawn</h2>\n<p>Dashed: where you begin. Dark: where you go. Tinted: what works.</p>\n"
				"<div class=\"drawings\">\n");
		any = true;
		put_drawing(p, &p->kb->item[i]);
	}
	buf_str(&p->b, any ? "</div>\n" : "");
}

static const char *name_of(const struct kb *kb, const char *id)
{
	int item = kb_item(kb, id), lesson = kb_lesson(kb, id);

	return item >= 0 ? kb->item[item].name : lesson >= 0 ? kb->lesson[lesson].name : id;
}

static void put_others(struct page *p, const char *head, const struct plan_other *at, int n)
{
	if (!n)
		return;
	element(p, "<h2>", head, "</h2>\n<ul>\n");
	for (int i = 0; i < n; i++)
		put_item(p, name_of(p->kb, at[i].id), at[i].because);
	buf_str(&p->b, "</ul>\n");
}

const char *report_plan_html(struct arena *a, const struct kb *kb, const struct plan *plan, const char *css, struct numbers n)
{
	struct page p = { a, kb, n, buf_new(a, HTML_MOST) };

	buf_str(&p.b, "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
		"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>Ten weeks for body and mind</title>\n");
	if (css)
		buf_fmt(&p.b, "<style>\n%s</style>\n", css);
	buf_str(&p.b, "</head>\n<body>\n<main>\n<h1>Ten weeks for body and mind</h1>\n"
		"<p>A proposal: the therapist adjusts and approves it. Before every session the danger questions are asked again.</p>\n");
	for (int i = 0; i < WEEKS; i++)
		put_week(&p, &plan->week[i]);
	put_drawings(&p, plan);
	put_others(&p, "Other people's help", plan->referral, plan->n_referrals);
	put_others(&p, "Personal trials", plan->experiment, plan->n_experiments);
	put_others(&p, "Left out, and why", plan->left_out, plan->n_left_out);
	buf_str(&p.b, "<h2>In any case</h2>\n<ul>\n");
	for (int i = 0; i < kb->n_net; i++)
		if (!strncmp(kb->net[i].id, "net_", 4))
			put_item(&p, kb->net[i].text, NULL);
	buf_str(&p.b, "</ul>\n</main>\n</body>\n</html>\n");
	return p.b.at;
}
