/* app/report_text.c -- an assessment in words. */
#include "app/report_text.h"

#include "app/muscles.h"

#include "app/cx.h"
#include "base/str.h"

#include <string.h>

enum { COLUMNS = 80, ASK_MOST = 6, SIGNS_MOST = 4, TEXT_MOST = 4 << 20 };

/* Causes below the first, or that the answers hardly moved and that are below the second, are told together. */
static const double worth_a_line = 0.10, likely_anyway = 0.40, moved = 0.25, risen = 2,
	out_of_question = 0.005;

struct telling { struct arena *a; const struct kb *kb; struct numbers n; struct buf b; };

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

static void heading(struct telling *t, const char *text)
{
	buf_fmt(&t->b, "\n%s\n", text);
	for (size_t i = 0; i < utf8_length(text); i++)
		buf_char(&t->b, '-');
	buf_char(&t->b, '\n');
}

static void say(struct telling *t, const char *first, const char *text)
{
	text_para(&t->b, first, words_fill(t->a, text, t->n.emergency, t->n.crisis));
}

static void say_sentence(struct telling *t, const char *first, const char *id)
{
	const struct sentence *s = kb_sentence(t->kb, id);

	if (s)
		say(t, first, s->text);
}

/* Names of findings; private ones are not named. */
static const char *names(struct telling *t, struct ids f, int most)
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

static void tell_reason(struct telling *t, const struct reason_given *r)
{
	const struct flag *f = r->flag >= 0 ? &t->kb->flag[r->flag] : NULL;
	if (f && f->route == ROUTE_ABUSE) {
		buf_char(&t->b, '\n');
		say(t, "", arena_fmt(t->a, "[%s] A private answer is waiting. Open it when you are alone; it is not shown here.",
			tier_name(r->tier)));
		return;
	}
	const char *head = arena_fmt(t->a, "%s%s%s", tier_name(r->tier), f && f->within ? ", " : "", f && f->within ? f->within : "");

	buf_fmt(&t->b, "\n[%s] %s\n", head, f ? f->suspects : "An answer that has to be cleared up");
	if (!f) {
		say(t, "  ", "A danger question was answered with \"I do not know\". A person has to clear this up today: ask again "
			"in other words; if it stays open, a doctor looks.");
		say(t, "  Open: ", names(t, r->findings, 20));
		return;
	}
	say(t, "  ", f->text);
	say(t, "  > ", f->action);
	say(t, "  Why: ", arena_fmt(t->a, "%s (%s%s)", names(t, r->findings, 8), f->id, f->convention ? ", by convention" : ""));
}

static void tell_danger(struct telling *t, const struct screened *s)
{
	if (s->tier == TIER_NONE && !s->not_asked.n && s->age >= 0)
		say(t, "", "Danger: none of the signs that were asked about. That does not rule everything out.");
	else if (s->tier == TIER_NONE)
		say(t, "", "Danger: not known. None of the answers given is a danger sign, but not everything was asked.");
	else
		say(t, "", arena_fmt(t->a, "Danger: %s.", tier_name(s->tier)));
	for (int i = 0; i < s->n_reasons; i++)
		if (s->tier < TIER_URGENT || s->reason[i].tier > TIER_NOTE)     /* "alone this is no danger" has no place beside one */
			tell_reason(t, &s->reason[i]);
}

static void tell_open(struct telling *t, const struct assess *as)
{
	const struct screened *s = as->s;

	if (s->age < 0 || s->not_asked.n) {
		heading(t, "Not asked yet: no plan before these are answered");
		if (s->age < 0)
			say(t, "  - ", "Age");
		for (int i = 0; i < s->not_asked.n; i++)
			say(t, "  - ", t->kb->finding[s->not_asked.at[i]].name);
	}
	if (as->contradicting.n) {
		heading(t, "Answers that contradict each other: ask again");
		say(t, "  ", names(t, as->contradicting, 20));
	}
}

/* ---- causes ---- */

static void tell_classes(struct telling *t, const struct belief *b)
{
	heading(t, "What the answers say, against before they were given");
	for (int i = 0; i < b->n_classes; i++)
		buf_fmt(&t->b, "  %-22s %s\n", t->kb->class[b->class[i].class].name, assess_change(b->class[i].change));
}

static const char *signs(struct telling *t, const struct weighed *at, int n)
{
	int list[SIGNS_MOST], k = 0;

	for (int i = 0; i < n && k < SIGNS_MOST; i++)
		list[k++] = at[i].finding;
	return names(t, (struct ids){ list, k }, SIGNS_MOST);
}

static void tell_cause(struct telling *t, const struct cause_belief *c)
{
	const struct cause *of = &t->kb->cause[c->cause];

	say(t, "  ", of->serious ?
		arena_fmt(t->a, "%s: more likely than before; a physician's question, not one for a number.", of->name) :
		arena_fmt(t->a, "%s: %s; %s (%.2f to %.2f, range %.2f to %.2f).", of->name, assess_likely(c->p),
			assess_change(assess_cause_change(c)), c->before, c->p, c->low, c->high));
	if (c->n_for)
		say(t, "      for: ", signs(t, c->for_, c->n_for));
	if (c->n_against)
		say(t, "      against: ", signs(t, c->against, c->n_against));
}

struct seen_alone { const struct kb *kb; int cause, finding; bool yes; };

static void see_same(int finding, void *arg)
{
	struct seen_alone *s = arg;

	s->yes |= finding == s->finding;
}

/* Does this answer speak for the cause, by a link or by its odds? */
static void see_alone(int finding, void *arg)
{
	struct seen_alone *s = arg;
	const struct cause *of = &s->kb->cause[s->cause];

	s->finding = finding;
	for (int i = 0; i < s->kb->n_links; i++)
		s->yes |= s->kb->link[i].finding == finding && s->kb->link[i].cause == s->cause;
	for (int i = 0; i < of->n_odds; i++)
		rule_findings(&of->odds[i].when, see_same, s);
}

/* What an answer about violence speaks for is not told here, whatever was answered: its absence tells nothing either. */
static bool told_alone(const struct kb *kb, int cause)
{
	struct seen_alone s = { kb, cause, -1, false };

	for (int i = 0; i < kb->n_flags; i++)
		if (kb->flag[i].route == ROUTE_ABUSE)
			rule_findings(&kb->flag[i].when, see_alone, &s);
	return s.yes;
}

/* 0: a line of its own; 1, 2: named together as unchanged, or as unlikely; -1: not told: a serious cause that has not risen, one
 * that is private, one that is out of the question. */
static int worth_of(const struct telling *t, const struct cause_belief *c)
{
	double change = assess_cause_change(c);

	if (told_alone(t->kb, c->cause) || (c->p < out_of_question && !t->kb->cause[c->cause].serious))
		return -1;
	if (t->kb->cause[c->cause].serious)
		return c->p > c->before * risen ? 0 : -1;
	if (c->p < worth_a_line)
		return 2;
	return c->p < likely_anyway && change < moved && change > -moved ? 1 : 0;
}

static void tell_causes(struct telling *t, const struct belief *b)
{
	const char *rest[3] = { "", "", "" };

	heading(t, "Causes, likeliest first");
	for (int serious = 1; serious >= 0; serious--)
		for (int i = 0; i < b->n_causes; i++) {
			const struct cause *of = &t->kb->cause[b->cause[i].cause];
			int worth = worth_of(t, &b->cause[i]);

			if (worth < 0 || of->serious != serious)
				continue;
			if (worth == 0)
				tell_cause(t, &b->cause[i]);
			else
				rest[worth] = arena_fmt(t->a, "%s%s%s", rest[worth], *rest[worth] ? "; " : "", of->name);
		}
	if (*rest[1])
		say(t, "  About as likely as before: ", arena_fmt(t->a, "%s.", rest[1]));
	if (*rest[2])
		say(t, "  Unlikely here: ", arena_fmt(t->a, "%s.", rest[2]));
}

static void tell_groups(struct telling *t, const struct assess *as)
{
	if (!as->groups.n)
		return;
	heading(t, "What these answers cannot tell apart");
	for (int i = 0; i < as->groups.n; i++) {
		const struct group *g = &t->kb->group[as->groups.at[i]];

		say(t, "  ", arena_fmt(t->a, "%s. %s", g->name, g->because));
		say(t, "      tell apart: ", g->tell_apart);
	}
}

static void tell_muscles(struct telling *t, const struct assess *as)
{
	struct muscles_shown shown = muscles_shown(t->a, as);
	const char *says = muscles_say(t->a, t->kb, &as->b.drivers), *spread = muscles_spread(t->a, t->kb, as->c);

	if (!shown.n && !shown.held)
		return;
	heading(t, "Muscles to press first, and why");
	if (shown.held) {
		say(t, "  ", "None before a physician has looked: hands wait until then.");
		return;
	}
	for (int i = 0; i < shown.n && i < 5; i++) {
		say(t, "  - ", arena_fmt(t->a, "%s, %s (%.0f in 100, %.0f without what was marked and found)", shown.at[i].unit->name, shown.at[i].side, 100 * shown.at[i].driver->p,
			100 * shown.at[i].driver->before));
		say(t, "      ", shown.at[i].sentence);
		say(t, "      find it: ", shown.at[i].unit->palpate);
	}
	say(t, "  ", "A proposal where to press. What counts is whether pressure brings the pain they know.");
	if (says)
		say(t, "  ", says);
	if (spread)
		say(t, "  ", spread);
}

static void tell_ask(struct telling *t, const struct belief *b)
{
	static const char *const who[] = { [BY_CLIENT] = "ask", [BY_THERAPIST] = "test", [BY_BOTH] = "ask or test" };

	if (!b->n_ask)
		return;
	heading(t, "Worth asking or testing next");
	for (int i = 0; i < b->n_ask && i < ASK_MOST; i++) {
		const struct finding *f = &t->kb->finding[b->ask[i].finding];

		say(t, "  - ", arena_fmt(t->a, "%s (%s, %s, %d s)", f->name, f->id, who[f->by], b->ask[i].seconds));
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
			heading(t, head[b->limit]);
		say(t, "  ", private_rule(t->kb, b) ? "not asked or not known: a private question" :
			assess_because(t->a, t->kb, &one, true));
		say(t, "      what: ", items_of(t, b->items));
		say(t, "      where: ", regions_of(t, b));
	}
}

static void tell_net(struct telling *t)
{
	static const char *const card[] = { "net_nerves", "net_power", "net_sudden", "net_fever", "net_weeks", "net_mind", "net_doubt",
		"net_medicine" };

	heading(t, "In any case");
	for (size_t i = 0; i < sizeof(card) / sizeof(*card); i++)
		say_sentence(t, "  ", card[i]);
}

const char *report_assess_text(struct arena *a, const struct assess *as, struct numbers n)
{
	struct telling t = { a, as->kb, n, buf_new(a, TEXT_MOST) };

	tell_danger(&t, as->s);
	if (as->s->tier == TIER_EMERGENCY) {
		buf_char(&t.b, '\n');
		say(&t, "", "The rest waits until this has been seen. `--json` holds it for programs.");
		return t.b.at;
	}
	tell_open(&t, as);
	tell_classes(&t, &as->b);
	tell_causes(&t, &as->b);
	tell_groups(&t, as);
	tell_muscles(&t, as);
	tell_ask(&t, &as->b);
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
		say(&t, "", "There is no plan now. Something has to be cleared up first.");
		buf_char(&t.b, '\n');
	}
	if (as && (why->code != ERR_MINOR || as->s->tier >= TIER_URGENT)) {
		tell_danger(&t, as->s);
		if (as->s->tier < TIER_EMERGENCY && why->code != ERR_MINOR)
			tell_open(&t, as);
	}
	return t.b.at;
}
