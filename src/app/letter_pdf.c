/* app/letter_pdf.c -- a letter on paper. */
#include "app/letter_pdf.h"

#include "app/letter_facts.h"
#include "app/paper_md.h"
#include "app/report_chart.h"
#include "base/fmt.h"

#define CHART_HIGH 118.0

static const char *points(struct arena *a, double v)
{
	return arena_fmt(a, v == floor(v) ? "%.0f" : "%.1f", v);
}

static const char *on(struct arena *a, double score, day d)
{
	char text[16];

	day_short(d, text, sizeof(text));
	return arena_fmt(a, "%s\n%s", points(a, score), text);
}

static void put_scores(struct cx *cx, struct paper *p, const struct score_lines *lines)
{
	static const double share[] = { 2.6, 1.2, 1.2, 1.2, 1.5, 2.8 };
	static const char *const head[] = { "Questionnaire", "First", "Now", "Better by", "Matters", "So it is" };

	if (!lines->n) {
		paper_say(p, PAPER_TEXT, "None was given yet.");
		return;
	}
	paper_table(p, share, 6);
	paper_row(p, head, true);
	for (int i = 0; i < lines->n; i++) {
		const struct score_line *l = &lines->at[i];
		const struct instrument *it = &cx->kb->instrument[l->instrument];
		const struct outcome_change *c = &l->change;
		double matters = l->compared ? c->better < 0 ? it->important : c->important : 0;
		const char *const cell[] = { arena_fmt(cx->a, "%s (%d to %d, %s is better)", it->name, it->min, it->max, it->low_is_better ? "low" : "high"),
			on(cx->a, l->at[0].o.score, l->at[0].on), l->n > 1 ? on(cx->a, l->at[l->n - 1].o.score, l->at[l->n - 1].on) : "\u2013",
			l->compared ? points(cx->a, c->better) : "\u2013", matters > 0 ? points(cx->a, matters) : l->compared ? "not published" : "\u2013",
			l->compared ? outcome_says(cx->kb, c->verdict) : "It was given once." };

		paper_row(p, cell, false);
	}
}

static void put_chart(struct cx *cx, struct paper *p, const struct followed *f)
{
	const int m = TRACK_PAIN;

	if (!f->tracked->measure[m].seen) {
		paper_say(p, PAPER_TEXT, "No day has been told yet.");
		return;
	}
	const struct chart c = report_chart(cx->a, f->first, &f->days, f->tracked, m);
	paper_say(p, PAPER_TEXT, arena_fmt(cx->a, "Pain by day, 0 to 10. %s", c.title));
	paper_chart(p, &c, CHART_HIGH);
	paper_say(p, PAPER_QUIET, "Each dot is a day. The line is the level behind good and bad days, the band how well it is known (5 to 95 %).");
}

/* The next line that is a block of its own; NULL: none. */
static const char *next_block(const char *text)
{
	const char *chart = strstr(text, "{{chart}}"), *scores = strstr(text, "{{scores}}");

	return !chart || (scores && scores < chart) ? scores : chart;
}

bool letter_pdf(struct cx *cx, const struct record *r, const struct letter *letter, const char *practice, struct buf *out)
{
	const struct paper_about about = { "Letter", practice, cx->today };
	struct paper *p = paper_new(cx->a, &about);
	struct letter_facts f;

	if (!letter_facts(cx, r, &f))
		return false;
	const char *text = letter->text, *block;
	paper_page(p, true);
	while ((block = next_block(text))) {
		paper_markdown(p, cx->a, letter_fill(cx, r, &f, arena_copy(cx->a, text, (size_t)(block - text)), practice),
			text == letter->text ? PAPER_MD_LETTER : PAPER_MD_LETTER_ON);
		if (str_begins(block, "{{chart}}"))
			put_chart(cx, p, &f.f);
		else
			put_scores(cx, p, &f.scores);
		text = strstr(block, "}}") + 2;
	}
	paper_markdown(p, cx->a, letter_fill(cx, r, &f, text, practice), text == letter->text ? PAPER_MD_LETTER : PAPER_MD_LETTER_ON);
	return paper_end(p, out, NULL, cx->err);
}
