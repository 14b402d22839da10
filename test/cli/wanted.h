/* test/cli/wanted.h -- one line of a test/cases/NAME.want against what `unknot assess` and `unknot plan` answered: one check for each word. */
#ifndef TEST_CLI_WANTED_H
#define TEST_CLI_WANTED_H

#include "run.h"

#include "base/json.h"
#include "base/str.h"

#include <math.h>

enum { WORDS_MOST = 4 };

static const double moved = 0.5, close_to = 0.01;

struct person {
	struct arena *a;
	const char *name, *path;
	struct ran assess, plan, assess_text, plan_text, plan_html;
	json_t *now, *weeks;            /* assess --json, plan --json */
	int line, wrong;
};

struct line { const char *word[WORDS_MOST]; int n; };

static inline void wrong(struct person *p, const char *what, const char *x)
{
	print_error("test/cases/%s.want:%d: %s%s%s\n", p->name, p->line, what, x ? " " : "", x ? x : "");
	p->wrong++;
}

static inline void hold(struct person *p, bool ok, const char *what, const char *x)
{
	if (!ok)
		wrong(p, what, x);
}

/* ---- looking things up in the answers ---- */

static inline const char *text_of(const json_t *o, const char *key)
{
	const char *t = json_string_value(json_object_get(o, key));

	return t ? t : "";
}

static inline double number_of(const json_t *o, const char *key)
{
	return json_number_value(json_object_get(o, key));
}

/* The element of a list whose member is this text; NULL. */
static inline json_t *with(const json_t *list, const char *key, const char *text)
{
	size_t i;
	json_t *v;

	json_array_foreach((json_t *)(uintptr_t)list, i, v)
		if (str_equal(key ? text_of(v, key) : json_string_value(v), text))
			return v;
	return NULL;
}

static inline json_t *triage(const struct person *p, const char *key)
{
	json_t *t = json_object_get(p->now, "triage");

	return json_object_get(t, key);
}

static inline json_t *class_or_cause(struct person *p, const char *id)
{
	json_t *found = with(json_object_get(p->now, "classes"), "id", id);

	if (!found)
		found = with(json_object_get(p->now, "causes"), "id", id);
	if (!found)
		wrong(p, "no such class or cause:", id);
	return found;
}

static inline double change_of(const json_t *o)
{
	double p = number_of(o, "probability"), q = number_of(o, "before");

	return log(p / (1 - p)) - log(q / (1 - q));
}

/* In a session (technique) or at home (practice), in any week. */
static inline bool in_plan(const struct person *p, const char *id)
{
	size_t i;
	json_t *week;

	json_array_foreach(json_object_get(p->weeks, "weeks"), i, week)
		if (with(json_object_get(json_object_get(week, "session"), "items"), "technique", id) ||
			with(json_object_get(week, "home"), "practice", id))
			return true;
	return false;
}

static inline bool blocked(const struct person *p, const char *item, const char *region, const char *because)
{
	size_t i;
	json_t *b;

	json_array_foreach(json_object_get(p->now, "blocked"), i, b) {
		const char *where = text_of(b, "region");

		if (str_equal(text_of(b, "technique"), item) && (!*where || str_equal(where, region)) &&
			(!because || strstr(text_of(b, "because"), because)))
			return true;
	}
	return false;
}

static inline bool said(const struct person *p, const char *words)
{
	return strstr(p->assess_text.out, words) || strstr(p->plan_text.out, words) || strstr(p->plan_html.out, words);
}

/* ---- one check for each word of a .want file ---- */

static inline void check_exit(struct person *p, const struct line *l)
{
	hold(p, p->assess.code == strtol(l->word[1], NULL, 10), "assess ended otherwise:", p->assess.err);
}

static inline void check_triage(struct person *p, const struct line *l)
{
	const char *level = json_string_value(triage(p, "level"));

	hold(p, level && str_equal(level, l->word[1]), "the level is", level);
}

static inline void check_rule(struct person *p, const struct line *l)
{
	hold(p, with(triage(p, "reasons"), "rule", l->word[1]), "does not stand:", l->word[1]);
}

static inline void check_no_rule(struct person *p, const struct line *l)
{
	hold(p, kb_find(test_kb(), KIND_FLAG, l->word[1]) >= 0, "there is no such rule:", l->word[1]);
	hold(p, !with(triage(p, "reasons"), "rule", l->word[1]), "stands:", l->word[1]);
}

static inline void check_because(struct person *p, const struct line *l)
{
	json_t *r = with(triage(p, "reasons"), "rule", l->word[1]);

	hold(p, r && l->n > 2 && with(json_object_get(r, "findings"), NULL, l->word[2]), "the rule does not name", l->word[2]);
}

static inline void check_not_asked(struct person *p, const struct line *l)
{
	hold(p, with(triage(p, "not_asked"), NULL, l->word[1]), "is not in the list:", l->word[1]);
}

static inline void check_before(struct person *p, const struct line *l)
{
	json_t *c = class_or_cause(p, l->word[1]);

	hold(p, c && l->n > 2 && fabs(number_of(c, "before") - strtod(l->word[2], NULL)) <= close_to, "another number before:",
		l->word[1]);
}

static inline void check_rises(struct person *p, const struct line *l)
{
	json_t *c = class_or_cause(p, l->word[1]);

	hold(p, c && change_of(c) > moved, "does not rise:", l->word[1]);
}

static inline void check_falls(struct person *p, const struct line *l)
{
	json_t *c = class_or_cause(p, l->word[1]);

	hold(p, c && change_of(c) < -moved, "does not fall:", l->word[1]);
}

static inline void check_steady(struct person *p, const struct line *l)
{
	json_t *c = class_or_cause(p, l->word[1]);

	hold(p, c && fabs(change_of(c)) <= moved, "moves:", l->word[1]);
}

static inline void check_leads(struct person *p, const struct line *l)
{
	bool of_class = with(json_object_get(p->now, "classes"), "id", l->word[1]) != NULL;
	const char *list = of_class ? "classes" : "causes", *best = "";
	double most = -1e9;
	size_t i;
	json_t *v;

	json_array_foreach(json_object_get(p->now, list), i, v) {
		double x = number_of(v, of_class ? "change" : "probability");

		if (x > most) {
			most = x;
			best = text_of(v, "id");
		}
	}
	hold(p, str_equal(best, l->word[1]), "another one leads:", best);
}

static inline void check_blocked(struct person *p, const struct line *l)
{
	const char *region = l->n > 2 && !str_equal(l->word[2], "all") ? l->word[2] : "";

	hold(p, !*region || kb_region(test_kb(), region) >= 0, "there is no such region:", region);
	hold(p, blocked(p, l->word[1], region, l->n > 3 ? l->word[3] : NULL), "is not blocked so:", l->word[1]);
}

static inline void check_not_blocked(struct person *p, const struct line *l)
{
	hold(p, kb_item(test_kb(), l->word[1]) >= 0, "there is no such technique:", l->word[1]);
	hold(p, !blocked(p, l->word[1], "", NULL), "is blocked:", l->word[1]);
}

static inline void check_plan(struct person *p, const struct line *l)
{
	bool ok = str_equal(l->word[1], "ok");
	json_t *refused = json_object_get(p->weeks, "refused");

	hold(p, p->plan.code == (ok ? 0 : 3), "plan ended otherwise:", p->plan.err);
	hold(p, ok ? json_array_size(json_object_get(p->weeks, "weeks")) == WEEKS : json_object_get(p->weeks, "triage") != NULL,
		"the answer is not whole:", l->word[1]);
	if (l->n > 2)
		hold(p, str_equal(text_of(refused, "field"), l->word[2]), "refused because of", text_of(refused, "field"));
}

static inline void check_no_massage(struct person *p, const struct line *l)
{
	size_t i;
	json_t *week;

	(void)l;
	hold(p, p->plan.code == 0, "there is no plan", NULL);
	json_array_foreach(json_object_get(p->weeks, "weeks"), i, week)
		hold(p, !json_array_size(json_object_get(json_object_get(week, "session"), "items")), "there is a session", NULL);
}

static inline void check_has(struct person *p, const struct line *l)
{
	hold(p, in_plan(p, l->word[1]), "is not in the plan:", l->word[1]);
}

static inline void check_lacks(struct person *p, const struct line *l)
{
	hold(p, kb_item(test_kb(), l->word[1]) >= 0 && p->plan.code == 0, "no such technique, or no plan:", l->word[1]);
	hold(p, !in_plan(p, l->word[1]), "is in the plan:", l->word[1]);
}

static inline void check_refers(struct person *p, const struct line *l)
{
	hold(p, with(json_object_get(p->weeks, "referrals"), "id", l->word[1]), "is no referral:", l->word[1]);
}

static inline void check_trial(struct person *p, const struct line *l)
{
	hold(p, with(json_object_get(p->weeks, "experiments"), "id", l->word[1]), "is no trial:", l->word[1]);
}

static inline void check_left_out(struct person *p, const struct line *l)
{
	json_t *v = with(json_object_get(p->weeks, "not_included"), "id", l->word[1]);

	hold(p, v && (l->n < 3 || strstr(text_of(v, "because"), l->word[2])), "is not left out so:", l->word[1]);
}

static inline void check_says(struct person *p, const struct line *l)
{
	hold(p, said(p, l->word[1]), "is not said:", l->word[1]);
}

static inline void check_never_says(struct person *p, const struct line *l)
{
	hold(p, !said(p, l->word[1]), "is said:", l->word[1]);
}

/* Among the first three muscles that are named; none: not one is named. */
static inline void check_presses(struct person *p, const struct line *l)
{
	bool found = false;

	if (l->n == 2) {
		hold(p, str_equal(l->word[1], "none"), "needs a side:", l->word[1]);
		hold(p, json_array_size(json_object_get(p->now, "muscles")) == 0, "muscles are named", NULL);
		hold(p, said(p, "None before a physician has looked"), "it is not said why no muscle is named", NULL);
		return;
	}
	for (size_t i = 0; i < 3; i++) {
		const json_t *m = json_array_get(json_object_get(p->now, "muscles"), i);

		found = found || (str_equal(text_of(m, "id"), l->word[1]) && str_equal(text_of(m, "side"), l->word[2]));
	}
	hold(p, kb_find(test_kb(), KIND_UNIT, l->word[1]) >= 0, "there is no such unit:", l->word[1]);
	hold(p, found, "is not pressed first:", l->word[1]);
}

static const struct { const char *word; void (*check)(struct person *p, const struct line *l); int least; } checks[] = {
	{ "exit", check_exit, 2 }, { "triage", check_triage, 2 }, { "rule", check_rule, 2 }, { "no_rule", check_no_rule, 2 },
	{ "because", check_because, 3 }, { "not_asked", check_not_asked, 2 }, { "before", check_before, 3 },
	{ "rises", check_rises, 2 }, { "falls", check_falls, 2 }, { "steady", check_steady, 2 }, { "leads", check_leads, 2 },
	{ "blocked", check_blocked, 3 }, { "not_blocked", check_not_blocked, 2 }, { "plan", check_plan, 2 },
	{ "no_massage", check_no_massage, 1 }, { "has", check_has, 2 }, { "lacks", check_lacks, 2 }, { "refers", check_refers, 2 },
	{ "trial", check_trial, 2 }, { "left_out", check_left_out, 2 }, { "says", check_says, 2 },
	{ "never_says", check_never_says, 2 }, { "presses", check_presses, 2 },
};

/* Words between blanks; quotes hold words together. */
static inline struct line split(struct arena *a, const char *at, size_t n)
{
	struct line l = { { "" }, 0 };
	const char *end = at + n;

	while (l.n < WORDS_MOST) {
		while (at < end && *at == ' ')
			at++;
		if (at == end)
			break;
		char until = *at == '"' ? '"' : ' ';
		at += until == '"';
		const char *from = at;
		while (at < end && *at != until)
			at++;
		l.word[l.n++] = arena_copy(a, from, (size_t)(at - from));
		at += at < end;
	}
	return l;
}

static inline void check_line(struct person *p, const struct line *l, bool *exit_named)
{
	*exit_named |= str_equal(l->word[0], "exit");
	for (size_t i = 0; i < sizeof(checks) / sizeof(*checks); i++)
		if (str_equal(checks[i].word, l->word[0])) {
			if (l->n < checks[i].least)
				wrong(p, "words are missing after", l->word[0]);
			else
				checks[i].check(p, l);
			return;
		}
	wrong(p, "no such word:", l->word[0]);
}

#endif
