/* app/letter.c -- fields of a letter, then Markdown to HTML. */
#include "app/letter.h"

#include "app/letter_facts.h"
#include "base/str.h"

#include <cmark.h>
#include <stdlib.h>
#include <string.h>

static const char open_line[] = "\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_";
enum { LINES_WIDE = 3 };        /* open_line so often: the width of a letter */

/* Markdown's own signs in a person's words are made harmless. */
static const char *plain(struct cx *cx, const char *text)
{
	struct buf b = buf_new(cx->a, 1 << 20);

	for (; text && *text; text++) {
		if (strchr("\\`*_{}[]<>()#+-.!|&", *text))
			buf_char(&b, '\\');
		buf_char(&b, *text);
	}
	return b.at;
}

static const char *of_flags(struct cx *cx, const struct record *r, const char *(*take)(struct cx *, const struct flag *))
{
	struct buf b = buf_new(cx->a, 1 << 20);

	for (int i = 0; i < r->s->n_reasons; i++) {
		const struct reason_given *g = &r->s->reason[i];
		const struct flag *f = g->flag >= 0 ? &cx->kb->flag[g->flag] : NULL;

		if (f && g->truth == TRUTH_YES && f->route != ROUTE_ABUSE && g->tier >= TIER_SOON && take(cx, f) && take(cx, f)[0])
			buf_fmt(&b, "%s- %s", b.n ? "\n" : "", take(cx, f));
	}
	return b.at;
}

/* What could not be said, for the physician to clear up; private questions stay private. */
static const char *unclear_of(struct cx *cx, const struct record *r)
{
	struct buf b = buf_new(cx->a, 1 << 20);

	for (int i = 0; i < r->s->n_reasons; i++)
		for (int k = 0; r->s->reason[i].flag < 0 && k < r->s->reason[i].findings.n; k++) {
			const struct finding *f = &cx->kb->finding[r->s->reason[i].findings.at[k]];

			if (!f->private)
				buf_fmt(&b, "%s- Could not say: %s", b.n ? "\n" : "", f->name);
		}
	return b.at;
}

static const char *or_line(const char *text)
{
	return text[0] ? text : open_line;
}

static const char *reason_words(struct cx *cx, const struct flag *f)
{
	return words_fill(cx->a, f->write, cx->who.emergency, cx->who.crisis);
}

static const char *suspect_words(struct cx *cx, const struct flag *f)
{
	(void)cx;
	return f->suspects;
}

static const struct flag *worst(struct cx *cx, const struct record *r)
{
	for (int i = 0; i < r->s->n_reasons; i++)
		if (r->s->reason[i].flag >= 0 && cx->kb->flag[r->s->reason[i].flag].route != ROUTE_ABUSE)
			return &cx->kb->flag[r->s->reason[i].flag];
	return NULL;
}

/* Answers of one kind, said to be yes: for history and medicines. */
static const char *yes_of(struct cx *cx, const struct record *r, const char *const *ids, int n, const char *none)
{
	const char *names[16];
	int k = 0;

	for (int i = 0; i < n && k < 16; i++) {
		int f = kb_finding(cx->kb, ids[i]);

		if (f >= 0 && r->c->answer[f] != NOT_ASKED && r->c->answer[f] >= 1 && !cx->kb->finding[f].private)
			names[k++] = cx->kb->finding[f].name;
	}
	return k ? words_join(cx->a, names, k) : none;
}

static const char *value_of(struct cx *cx, const struct record *r, const struct letter_facts *facts, str name, const char *practice)
{
	static const char *const history[] = { "cancer_history", "osteoporosis", "surgery_recent", "trauma_major", "trauma_minor", "infection_recent",
		"spinal_procedure_recent", "immune_weak", "pregnancy_weeks", "postpartum_weeks" };
	static const char *const medicines[] = { "anticoagulant", "steroid_long", "opioid_daily" };
	const char *fact = facts ? letter_fact(cx, r, facts, name) : NULL;
	const struct flag *f = worst(cx, r);
	struct account_get_rows me;
	char date[40];

	if (fact)
		return fact;
	if (str_is(name, "practice"))
		return plain(cx, practice);
	if (str_is(name, "name"))
		return plain(cx, arena_fmt(cx->a, "%s %s", r->person.given, r->person.family));
	if (str_is(name, "born"))
		return plain(cx, r->person.born);
	if (str_is(name, "date")) {
		day_long(cx->today, date, sizeof(date));
		return arena_text(cx->a, date);
	}
	if (str_is(name, "therapist") && q_account_get(cx->db, r->person.therapist, &me) && me.n)
		return plain(cx, arena_fmt(cx->a, "%s %s", me.at[0].given, me.at[0].family));
	bool unclear = r->s->n_reasons && r->s->reason[0].flag < 0;
	if (str_is(name, "tier"))
		return unclear ? "Urgent: an answer is not clear" : f ? f->tier == TIER_EMERGENCY ? "Emergency" : f->tier == TIER_URGENT ? "Urgent" : "Please see" : "For your information";
	if (str_is(name, "within"))
		return unclear ? "today" : f && f->within ? f->within : "when you can";
	if (str_is(name, "reasons")) {
		const char *told = of_flags(cx, r, reason_words), *open = unclear_of(cx, r);

		return or_line(arena_fmt(cx->a, "%s%s%s", told, told[0] && open[0] ? "\n" : "", open));
	}
	if (str_is(name, "suspects"))
		return or_line(of_flags(cx, r, suspect_words));
	if (str_is(name, "history"))
		return yes_of(cx, r, history, sizeof(history) / sizeof(*history), "No illness or injury of note was told.");
	if (str_is(name, "medicines"))
		return yes_of(cx, r, medicines, sizeof(medicines) / sizeof(*medicines), "No medicine of note was told.");
	if (str_is(name, "not_done"))
		return "No hands-on work since these answers.";
	if (str_is(name, "ask") && !r->stops.n && r->s->tier < TIER_URGENT)
		return "Please examine, and decide whether imaging or tests are needed.";
	if (str_is(name, "ask"))
		return "Please examine, decide on imaging or tests, and tell us in writing whether hands-on work is allowed again.";
	return open_line;
}

/* Headings that may go when nothing is known below them; what was found and why it is written stays, for the pen. */
static bool goes_when_open(str name)
{
	return str_is(name, "plan") || str_is(name, "limits") || str_is(name, "progress");
}

/* A field that is not known: a short line within a sentence, a line as wide as the letter where it stands for itself, or gone with its heading. */
static void put_open(struct buf *b, str name, bool alone)
{
	char *heading = NULL;

	for (char *p = b->at; alone && goes_when_open(name) && (p = strstr(p, "\n**")); p++)
		heading = p;
	if (heading) {
		b->n = (size_t)(heading - b->at);
		b->at[b->n] = '\0';
	} else {
		for (int i = 0; i < (alone ? LINES_WIDE : 1); i++)
			buf_str(b, open_line);
	}
}

const char *letter_fill(struct cx *cx, const struct record *r, const struct letter_facts *facts, const char *text, const char *practice)
{
	struct buf b = buf_new(cx->a, 1 << 20);

	/* the front matter is for the people who write letters */
	if (str_begins(text, "---")) {
		const char *end = strstr(text + 3, "\n---");

		text = end ? end + 4 : text;
	}
	for (const char *open; (open = strstr(text, "{{")); ) {
		const char *close = strstr(open, "}}");

		if (!close)
			break;
		buf_put(&b, text, (size_t)(open - text));
		const str name = { open + 2, (size_t)(close - open - 2) };
		const char *value = value_of(cx, r, facts, name, practice);
		if (value == open_line)
			put_open(&b, name, b.n && b.at[b.n - 1] == '\n' && close[2] == '\n');
		else
			buf_str(&b, value);
		text = close + 2;
	}
	buf_str(&b, text);
	return b.at;
}

html letter_html(struct cx *cx, const struct record *r, const struct letter_facts *facts, const struct letter *letter, const char *practice)
{
	const char *text = letter_fill(cx, r, facts, letter->text, practice);
	char *made = cmark_markdown_to_html(text, strlen(text), CMARK_OPT_HARDBREAKS);
	html out = { arena_text(cx->a, made), strlen(made) };

	free(made);
	return out;
}
