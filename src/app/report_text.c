/* app/report_text.c -- an assessment in words. */
#include "app/report_text_parts.h"

#include "app/cx.h"
#include "base/str.h"

#include <string.h>

enum { COLUMNS = 80, TEXT_MOST = 4 << 20 };

void text_para(struct buf *b, const char *first, const char *text)
{
	size_t indent = utf8_length(first), column = indent;

	buf_str(b, first);
	for (bool start = true; *text; start = false) {
		size_t n = strcspn(text, " \n");
		char word[256];

		snprintf(word, sizeof(word), "%.*s", (int)(n < 255 ? n : 255), text);
		size_t wide = utf8_length(word);
		if (!start && column + 1 + wide > COLUMNS) {
			buf_fmt(b, "\n%*s", (int)indent, "");
			column = indent;
		} else if (!start) {
			buf_char(b, ' ');
			column++;
		}
		buf_put(b, text, n);
		column += wide;
		text += n;
		text += strspn(text, " \n");
	}
	buf_char(b, '\n');
}

void telling_head(struct telling *t, const char *text)
{
	buf_fmt(&t->b, "\n%s\n", text);
	for (size_t i = 0; i < utf8_length(text); i++)
		buf_char(&t->b, '-');
	buf_char(&t->b, '\n');
}

void telling_say(struct telling *t, const char *first, const char *text)
{
	text_para(&t->b, first, words_fill(t->a, text, t->n.emergency, t->n.crisis));
}

static void say_sentence(struct telling *t, const char *first, const char *id)
{
	const struct sentence *s = kb_sentence(t->kb, id);

	if (s)
		telling_say(t, first, s->text);
}

const char *telling_names(struct telling *t, struct ids f, int most)
{
	const char *out = "";
	int hidden = 0;

	for (int i = 0; i < f.n && i < most; i++) {
		if (t->kb->finding[f.at[i]].private)
			hidden++;
		else
			out = arena_fmt(t->a, "%s%s%s", out, *out ? "; " : "", t->kb->finding[f.at[i]].name);
	}
	if (hidden)
		out = arena_fmt(t->a, "%s%sa private answer", out, *out ? "; " : "");
	return f.n > most ? arena_fmt(t->a, "%s; and %d more", out, f.n - most) : out;
}

/* ---- danger ---- */

/* The answers a rule rests on, with their value where it is no plain yes, and what it knows of the person beside them. */
static const char *why_names(struct telling *t, const struct person_case *c, const struct reason_given *r)
{
	static const char *const beside[] = { "age", "sex", "the marks on the body map" };
	const bool by[] = { r->age, r->sex, r->map };
	const char *out = "", *said;

	for (int i = 0; i < r->findings.n; i++) {
		const struct finding *f = &t->kb->finding[r->findings.at[i]];
		int value = case_answer(t->kb, c, r->findings.at[i]);

		said = f->is_bool ? (value ? "" : " (no)") : arena_fmt(t->a, " (%d%s%s)", value, f->unit ? " " : "", f->unit ? f->unit : "");
		out = arena_fmt(t->a, "%s%s%s%s", out, *out ? "; " : "", f->private ? "a private answer" : f->name, f->private ? "" : said);
	}

	for (size_t i = 0; i < sizeof(by) / sizeof(*by); i++)
		if (by[i])
			out = arena_fmt(t->a, "%s%s%s", out, *out ? "; " : "", beside[i]);
	return out;
}

static void tell_reason(struct telling *t, const struct person_case *c, const struct reason_given *r)
{
	const struct flag *f = r->flag >= 0 ? &t->kb->flag[r->flag] : NULL;
	if (f && f->route == ROUTE_ABUSE) {
		buf_char(&t->b, '\n');
		telling_say(t, "", arena_fmt(t->a, "[%s] A private answer is waiting. Open it when you are alone; it is not shown here.",
			tier_name(r->tier)));
		return;
	}
	const char *head = arena_fmt(t->a, "%s%s%s", tier_name(r->tier), f && f->within ? ", " : "", f && f->within ? f->within : "");

	buf_fmt(&t->b, "\n[%s] %s\n", head, f ? f->suspects : "An answer that has to be cleared up");
	if (!f) {
		telling_say(t, "  ", "A danger question was answered with \"I do not know\". A person has to clear this up today: ask again "
			"in other words; if it stays open, a doctor looks.");
		telling_say(t, "  Open: ", telling_names(t, r->findings, 20));
		return;
	}
	telling_say(t, "  ", f->text);
	telling_say(t, "  > ", f->action);
	telling_say(t, "  Why: ", arena_fmt(t->a, "%s (%s%s)", why_names(t, c, r), f->id, f->convention ? ", by convention" : ""));
}

static void tell_danger(struct telling *t, const struct person_case *c, const struct screened *s)
{
	if (s->tier == TIER_NONE && !s->not_asked.n && s->age >= 0)
		telling_say(t, "", "Danger: none of the signs that were asked about. That does not rule everything out.");
	else if (s->tier == TIER_NONE)
		telling_say(t, "", "Danger: not known. None of the answers given is a danger sign, but not everything was asked.");
	else
		telling_say(t, "", arena_fmt(t->a, "Danger: %s.", tier_name(s->tier)));
	for (int i = 0; i < s->n_reasons; i++)
		if (s->tier < TIER_URGENT || s->reason[i].tier > TIER_NOTE)     /* "alone this is no danger" has no place beside one */
			tell_reason(t, c, &s->reason[i]);
}

static void tell_open(struct telling *t, const struct assess *as)
{
	const struct screened *s = as->s;

	if (s->age < 0 || s->not_asked.n) {
		telling_head(t, "Not asked yet: no plan before these are answered");
		if (s->age < 0)
			telling_say(t, "  - ", "Age");
		for (int i = 0; i < s->not_asked.n; i++)
			telling_say(t, "  - ", t->kb->finding[s->not_asked.at[i]].name);
	}
	if (as->contradicting.n) {
		telling_head(t, "Answers that contradict each other: ask again");
		telling_say(t, "  ", telling_names(t, as->contradicting, 20));
	}
}

/* ---- what to leave out ---- */

static const char *items_of(struct telling *t, struct ids items)
{
	const char *out = "";

	for (int i = 0; i < items.n; i++)
		out = arena_fmt(t->a, "%s%s%s", out, i ? ", " : "", t->kb->item[items.at[i]].id);
	return out;
}

static const char *regions_of(struct telling *t, const struct told_block *b)
{
	const char *out = "";

	if (b->everywhere)
		return "everywhere";
	for (int i = 0; i < b->regions.n; i++) {
		const struct region *r = &t->kb->region[b->regions.at[i]];

		if (r->side == SIDE_LEFT)
			out = arena_fmt(t->a, "%s%s%s", out, *out ? ", " : "", r->base);
	}
	return out;
}

static bool private_rule(const struct kb *kb, const struct told_block *b)
{
	struct ids f = b->findings;

	for (int i = 0; i < f.n; i++)
		if (kb->finding[f.at[i]].private)
			return true;
	return false;
}

static void tell_blocks(struct telling *t, const struct screened *s)
{
	static const char *const head[] = { [LIMIT_NEVER] = "Leave out", [LIMIT_LIGHT] = "Light hands only (pressure at most 2)",
		[LIMIT_ASK] = "Ask for consent each time" };
	struct told_blocks all = assess_blocks(t->a, t->kb, s, false);

	for (int i = 0; i < all.n; i++) {
		const struct told_block *b = &all.at[i];
		struct blocked one = { .block = b->block, .truth = b->truth, .findings = b->findings };

		if (i == 0 || all.at[i - 1].limit != b->limit)
			telling_head(t, head[b->limit]);
		telling_say(t, "  ", private_rule(t->kb, b) ? "not asked or not known: a private question" :
			assess_because(t->a, t->kb, &one, true));
		telling_say(t, "      what: ", items_of(t, b->items));
		telling_say(t, "      where: ", regions_of(t, b));
	}
}

static void tell_net(struct telling *t)
{
	static const char *const card[] = { "net_nerves", "net_power", "net_sudden", "net_fever", "net_weeks", "net_mind", "net_doubt",
		"net_medicine" };

	telling_head(t, "In any case");
	for (size_t i = 0; i < sizeof(card) / sizeof(*card); i++)
		say_sentence(t, "  ", card[i]);
}

const char *report_assess_text(struct arena *a, const struct assess *as, struct numbers n)
{
	struct telling t = { a, as->kb, n, buf_new(a, TEXT_MOST) };

	tell_danger(&t, as->c, as->s);
	if (as->s->tier == TIER_EMERGENCY) {
		buf_char(&t.b, '\n');
		telling_say(&t, "", "The rest waits until this has been seen. `--json` holds it for programs.");
		return t.b.at;
	}
	tell_open(&t, as);
	telling_beliefs(&t, as);
	tell_blocks(&t, as->s);
	tell_net(&t);
	return t.b.at;
}

const char *report_refusal_text(struct arena *a, const struct kb *kb, const struct assess *as, const struct err *why,
	struct numbers n)
{
	struct telling t = { a, kb, n, buf_new(a, TEXT_MOST) };

	if (why->code == ERR_MINOR) {
		say_sentence(&t, "", "minor_text");
	} else {
		telling_say(&t, "", "There is no plan now. Something has to be cleared up first.");
		buf_char(&t.b, '\n');
	}
	if (as && (why->code != ERR_MINOR || as->s->tier >= TIER_URGENT)) {
		tell_danger(&t, as->c, as->s);
		if (as->s->tier < TIER_EMERGENCY && why->code != ERR_MINOR)
			tell_open(&t, as);
	}
	return t.b.at;
}
