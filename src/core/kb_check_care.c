/* core/kb_check_care.c -- danger rules, what can be done, the course, and the rest. */
#include "core/kb_checking.h"

#include "base/str.h"
#include "core/danger.h"

#include <math.h>

enum { LESSON_WORDS_LEAST = 400, LESSON_WORDS_MOST = 900, MINUTE_LEAST = 40, MINUTE_MOST = 110, MORE_LEAST = 100, MORE_MOST = 350, REGIONS = 100 };

static bool one_of(const char *word, const char *const *list)
{
	for (; *list; list++)
		if (str_equal(word, *list))
			return true;
	return false;
}
#define ONE_OF(word, ...) one_of(word, (const char *const[]){ __VA_ARGS__, NULL })

struct named { const struct kb *kb; int n; int loose; };
struct danger { bool *named; int found; };

static void count_named(int finding, void *arg)
{
	struct named *n = arg;

	n->n++;
	if (!n->kb->finding[finding].gate)
		n->loose = finding;
}

/* What an urgent rule reads is asked with the dangers; where a question hides behind another, that one is asked there too. */
struct asked { struct checking *c; const struct flag *flag; const char *behind; };

static void check_asked(int finding, void *arg)
{
	struct asked *k = arg, inner = *k;
	const struct finding *f = &k->c->kb->finding[finding];
	const char *why = danger_unasked(k->c->kb, finding);

	if (k->behind && f->by == BY_THERAPIST)
		why = "a therapist alone can tell";
	if (why)
		kb_refuse(k->c, k->flag->where, k->flag->id, "waits for %s%s%s, which %s: it cannot be asked with the dangers", f->id,
			k->behind ? " before " : "", k->behind ? k->behind : "", why);
	inner.behind = f->id;
	if (f->by == BY_THERAPIST || danger_later(f))
		return;
	rule_findings(&f->when, check_asked, &inner);
	for (int i = 0; i < f->sum_of.n; i++)
		check_asked(f->sum_of.at[i], &inner);
	for (int i = 0; i < f->opened_by.n; i++)
		check_asked(f->opened_by.at[i], &inner);
}

static void check_flag(struct checking *c, const struct flag *f)
{
	struct named n = { c->kb, 0, -1 };

	if (!f->text)
		kb_refuse(c, f->where, f->id, "has no text for the client");
	if (!f->action)
		kb_refuse(c, f->where, f->id, "has no action");
	if (!f->write)
		kb_refuse(c, f->where, f->id, "has nothing to write to the physician");
	if (!f->suspects && f->tier > TIER_NOTE)
		kb_note(c, f->where, f->id, "does not say what it suspects");
	if (!ONE_OF(f->within, "now", "same day", "24 hours", "next day", "days", "1-2 weeks"))
		kb_refuse(c, f->where, f->id, "within \"%s\" is none of: now, same day, 24 hours, next day, days, 1-2 weeks", f->within);
	kb_check_cite(c, f->where, f->id, "the rule", &f->cite);
	if (f->tier >= TIER_URGENT)
		rule_findings(&f->when, check_asked, &(struct asked){ c, f, NULL });
	rule_findings(&f->when, count_named, &n);
	if (f->tier != TIER_EMERGENCY)
		return;
	if (!n.n)
		kb_refuse(c, f->where, f->id, "an emergency rests on answers; its condition names none");
	if (n.loose >= 0)
		kb_note(c, f->where, f->id, "an emergency that waits for %s, which is no gate", c->kb->finding[n.loose].id);
	if (f->action && !strstr(f->action, "{emergency}") && !strstr(f->action, "{crisis}"))
		kb_refuse(c, f->where, f->id, "an emergency says whom to call: {emergency} or {crisis}");
}

/* Findings of a condition, marked. */
static void mark_named(int finding, void *arg)
{
	((bool *)arg)[finding] = true;
}

static void refuse_danger(int finding, void *arg)
{
	struct danger *d = arg;

	if (d->named[finding])
		d->found = finding;
}

/* What is a sign of danger is nobody's to decide here, nor what holds for everybody. */
static void check_decidable(struct checking *c, const struct block *b)
{
	struct danger d = { NEWS(c->a, bool, (size_t)c->kb->n_findings + 1), -1 };
	struct named n = { c->kb, 0, -1 };

	for (int i = 0; i < c->kb->n_flags; i++)
		if (c->kb->flag[i].tier >= TIER_URGENT)
			rule_findings(&c->kb->flag[i].when, mark_named, d.named);
	rule_findings(&b->when, refuse_danger, &d);
	rule_findings(&b->when, count_named, &n);
	if (d.found >= 0)
		kb_refuse(c, b->where, b->id, "a professional cannot decide against it: %s is part of an emergency or urgent rule", c->kb->finding[d.found].id);
	if (!n.n || b->limit == LIMIT_ASK)
		kb_refuse(c, b->where, b->id, "a professional has nothing to decide: it %s", n.n ? "only asks for consent" : "holds for everybody");
}

static void check_block(struct checking *c, const struct block *b)
{
	if (b->professional)
		check_decidable(c, b);
	if (!b->items.n)
		kb_refuse(c, b->where, b->id, "blocks nothing: \"techniques\" is empty");
	if (!b->everywhere && !b->regions.n)
		kb_refuse(c, b->where, b->id, "blocks nowhere: \"regions\" is empty");
	if (!b->tell)
		kb_refuse(c, b->where, b->id, "has no words for the client: \"tell\" is missing");
	kb_check_cite(c, b->where, b->id, "the rule", &b->cite);
}

static bool blocked_by_any(const struct kb *kb, int item)
{
	for (int i = 0; i < kb->n_blocks; i++)
		for (int k = 0; k < kb->block[i].items.n; k++)
			if (kb->block[i].items.at[k] == item)
				return true;
	return false;
}

static void check_helps(struct checking *c, struct where w, const char *id, const struct help *h, int n)
{
	for (int i = 0; i < n; i++) {
		const struct cause *k = &c->kb->cause[h[i].cause];

		if (fabs(h[i].effect) > 2)
			kb_refuse(c, w, id, "an effect of %g standard deviations on %s", h[i].effect, k->id);
		for (int j = 0; j < i; j++)
			if (h[j].cause == h[i].cause)
				kb_refuse(c, w, id, "helps %s twice", k->id);
		kb_check_cite(c, w, id, arena_fmt(c->a, "the effect on %s", k->id), &h[i].cite);
	}
}

static void check_practice(struct checking *c, const struct item *it)
{
	int seconds = 0;

	for (int i = 0; i < it->n_steps; i++)
		seconds += it->steps[i].seconds;
	if (abs(seconds - it->minutes * 60) * 10 > it->minutes * 60)
		kb_refuse(c, it->where, it->id, "its steps last %d seconds, its minutes are %d (within a tenth)", seconds, it->minutes);
	if (!it->intro || !it->intro[0])
		kb_refuse(c, it->where, it->id, "has no words of welcome before the steps");
	if (it->eyes && !ONE_OF(it->eyes, "open", "choice"))
		kb_refuse(c, it->where, it->id, "eyes \"%s\" is neither open nor choice", it->eyes);
	if (!ONE_OF(it->kind, "breathing", "relaxation", "scan", "imagery", "movement", "flare", "sleep", "writing"))
		kb_refuse(c, it->where, it->id, "kind \"%s\" is no kind of practice", it->kind);
}

static void check_item(struct checking *c, int i)
{
	const struct item *it = &c->kb->item[i];
	bool hands = str_equal(it->kind, "massage") || str_equal(it->kind, "device");
	bool at_home = it->who == WHO_SELF || it->who == WHO_BOTH;

	check_helps(c, it->where, it->id, it->helps, it->n_helps);
	if (!it->not && (it->n_helps || hands || it->practice) && !blocked_by_any(c->kb, i))
		kb_refuse(c, it->where, it->id, "has no contraindication: no block names it and \"not\" is missing");
	if (at_home && !it->small)
		kb_refuse(c, it->where, it->id, "has no version for a bad day: \"small\" is missing");
	if (at_home && !it->days)
		kb_refuse(c, it->where, it->id, "does not say on how many days a week");
	if (it->who != WHO_PROFESSIONAL && !it->minutes)
		kb_refuse(c, it->where, it->id, "does not say how many minutes");
	if (it->practice) {
		check_practice(c, it);
		return;
	}
	if (!ONE_OF(it->kind, "massage", "device", "heat", "therapy", "stretch", "strength", "mobility", "activity", "habit"))
		kb_refuse(c, it->where, it->id, "kind \"%s\" is no kind of technique", it->kind);
	if (hands && !it->pressure_max)
		kb_refuse(c, it->where, it->id, "massage and devices say how firm: pressure_min, pressure_max");
	if (!hands && it->pressure_max)
		kb_note(c, it->where, it->id, "has a pressure but is neither massage nor device");
	if (hands && !it->areas.n)
		kb_refuse(c, it->where, it->id, "does not say in which areas it is used");
}

static int count_words(const char *text)
{
	int n = 0;

	for (bool in = false; *text; text++) {
		bool word = (*text >= 'a' && *text <= 'z') || (*text >= 'A' && *text <= 'Z') || (*text >= '0' && *text <= '9') ||
			(in && (*text == '\'' || *text == '-')) || (unsigned char)*text >= 0x80;

		n += word && !in;
		in = word;
	}
	return n;
}

/* A lesson has three depths: one minute, five, and more for those who want to know. */
static void check_depths(struct checking *c, const struct lesson *l)
{
	int minute = l->minute ? count_words(l->minute) : 0, more = l->more ? count_words(l->more) : 0;

	if (minute < MINUTE_LEAST || minute > MINUTE_MOST)
		kb_refuse(c, l->where, l->id, "\"minute\" has %d words, not %d to %d", minute, MINUTE_LEAST, MINUTE_MOST);
	if (more < MORE_LEAST || more > MORE_MOST)
		kb_refuse(c, l->where, l->id, "\"more\" has %d words, not %d to %d", more, MORE_LEAST, MORE_MOST);
}

static void check_lesson(struct checking *c, const struct lesson *l)
{
	int words = count_words(l->body);

	if (words < LESSON_WORDS_LEAST || words > LESSON_WORDS_MOST)
		kb_refuse(c, l->where, l->id, "has %d words, not %d to %d", words, LESSON_WORDS_LEAST, LESSON_WORDS_MOST);
	check_depths(c, l);
	if (l->scale && (!l->low || !l->high))
		kb_refuse(c, l->where, l->id, "a scale names its ends: \"low\" and \"high\"");
	if (l->needs >= 0 && c->kb->lesson[l->needs].week >= l->week)
		kb_refuse(c, l->where, l->id, "needs %s, which comes in week %d, not before week %d", c->kb->lesson[l->needs].id,
			c->kb->lesson[l->needs].week, l->week);
	if (l->needs < 0 && l->week > 1)
		kb_refuse(c, l->where, l->id, "does not say which lesson it builds on: \"needs\" is missing");
	if (l->practice >= 0 && !c->kb->item[l->practice].practice)
		kb_refuse(c, l->where, l->id, "its practice %s is none of practices/", c->kb->item[l->practice].id);
	if (!l->source.n)
		kb_refuse(c, l->where, l->id, "has no source");
	for (int i = 0; i < l->source.n; i++)
		c->used[l->source.at[i]] = true;
	check_helps(c, l->where, l->id, l->helps, l->n_helps);
}

static void check_programme(struct checking *c)
{
	const struct where w = { "programme.yaml", 0 };

	for (int i = 0; i < WEEKS; i++) {
		const struct week *week = &c->kb->week[i];

		if (!week->theme)
			kb_refuse(c, w, "programme", "week %d is missing", i + 1);
		else if (c->kb->lesson[week->lesson].week != i + 1)
			kb_refuse(c, w, "programme", "week %d has the lesson %s, which says week %d", i + 1, c->kb->lesson[week->lesson].id,
				c->kb->lesson[week->lesson].week);
	}
}

static void check_sentences(struct checking *c, const struct sentence *s, int n)
{
	for (int i = 0; i < n; i++)
		kb_check_cite(c, s[i].where, s[i].id, "the text", &s[i].cite);
}

/* When something is said around a session; a slip would leave it unsaid. */
static void check_care(struct checking *c, const struct sentence *s)
{
	static const char *const known[] = { "before", "after", "next_day", "after_massage", "after_firm", "after_device", "after_heat", "after_stretch",
		"after_stopped", "home" };

	if ((s->items.n > 0) != (s->when && !strcmp(s->when, "home")))
		kb_refuse(c, s->where, s->id, "what is said at home names the practices it goes with (for), and nothing else does");
	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
		if (s->when && !strcmp(s->when, known[i]))
			return;
	kb_refuse(c, s->where, s->id, "when is before, after, next_day, home, or after_massage, _firm, _device, _heat, _stretch, _stopped");
}

void kb_check_care(struct checking *c)
{
	const struct kb *kb = c->kb;

	for (int i = 0; i < kb->n_flags; i++)
		check_flag(c, &kb->flag[i]);
	for (int i = 0; i < kb->n_blocks; i++)
		check_block(c, &kb->block[i]);
	if (kb->n_regions != REGIONS)
		kb_refuse(c, (struct where){ "regions.yaml", 0 }, "regions", "%d regions, not %d", kb->n_regions, REGIONS);
	for (int i = 0; i < kb->n_items; i++)
		check_item(c, i);
	for (int i = 0; i < kb->n_lessons; i++)
		check_lesson(c, &kb->lesson[i]);
	check_programme(c);
	kb_check_instruments(c);
	for (int i = 0; i < kb->n_claims; i++)
		kb_check_cite(c, kb->claim[i].where, kb->claim[i].id, "the claim", &kb->claim[i].cite);
	check_sentences(c, kb->net, kb->n_net);
	check_sentences(c, kb->care, kb->n_care);
	for (int i = 0; i < kb->n_care; i++)
		check_care(c, &kb->care[i]);
	check_sentences(c, kb->verdict, kb->n_verdicts);
}
