/* app/report_worked.c -- claims first, then all that cannot be told in one line. */
#include "app/report_worked.h"

#include "app/report_text.h"
#include "base/fmt.h"

#include <math.h>

void report_worked_put(struct json_out *j, const struct kb *kb, const struct worked *w)
{
	json_open(j, "worked", '{');
	json_put_int(j, "sessions", w->sessions);
	json_put_int(j, "left_out", w->left_out);
	json_put_number(j, "visit", w->visit);
	json_put_number(j, "visit_sd", w->visit_sd);
	json_open(j, "pairs", '[');
	for (int i = 0; i < w->n_pairs; i++) {
		const struct worked_pair *p = &w->pair[i];

		json_open(j, NULL, '{');
		json_put_text(j, "technique", kb->item[p->technique].id);
		json_put_text(j, "area", kb->area[p->area].id);
		json_put_int(j, "sessions", p->sessions);
		json_put_int(j, "days", p->days);
		json_put_text(j, "answer", worked_name(p->answer));
		json_put_number(j, "probability", p->probability);
		json_put_number(j, "effect", p->effect);
		json_put_number(j, "effect_sd", p->sd);
		json_close(j, '}');
	}
	json_close(j, ']');
	json_close(j, '}');
}

static void tell(struct arena *a, struct buf *b, const struct kb *kb, const struct worked_pair *p)
{
	text_para(b, "  ", arena_fmt(a, "%s, %s: %s (%.0f in 100 sure); %s in the three days after %s", kb->item[p->technique].name,
		kb->area[p->area].name, p->answer == WORKED_HELPED ? "was followed by less pain" : "made no difference worth the name",
		p->probability * 100, arena_fmt(a, "about %.1f points %s, give or take %.1f,", fabs(p->effect), p->effect < 0 ? "more" : "less",
		1.645 * p->sd), fmt_count(p->sessions, "session", "sessions")));
}

void report_worked_text(struct arena *a, struct buf *b, const struct kb *kb, const struct worked *w)
{
	int open = 0;

	buf_fmt(b, "\nWhat worked, from %s\n", fmt_count(w->sessions, "session", "sessions"));
	for (int i = 0; i < w->n_pairs; i++) {
		open += w->pair[i].answer == WORKED_CANNOT_TELL;
		if (w->pair[i].answer != WORKED_CANNOT_TELL)
			tell(a, b, kb, &w->pair[i]);
	}
	if (open)
		text_para(b, "  ", arena_fmt(a, "Cannot tell of %s.", open == w->n_pairs ? "any technique yet" :
			fmt_count(open, "other technique in its area", "other techniques in their areas")));
	if (w->left_out)
		text_para(b, "  ", arena_fmt(a, "Left out: %s, outside the days with check-ins or beyond %d.", fmt_count(w->left_out, "line", "lines"),
			WORKED_PAIRS_MOST));
}
