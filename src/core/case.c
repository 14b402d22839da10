/* core/case.c -- answers, marks and limits of one person. */
#include "core/case.h"

#include "core/rule.h"

#include <string.h>

/* One more than needed each, so that an empty knowledge has something to point at. */
struct person_case *case_new(struct arena *a, const struct kb *kb)
{
	struct person_case *c = NEW(a, struct person_case);

	c->age = -1;
	c->sex = SEX_UNKNOWN;
	c->answer = NEWS(a, int16_t, (size_t)kb->n_findings + 1);
	c->mark = NEWS(a, int8_t, (size_t)kb->n_regions + 1);
	c->limits.home_minutes = -1;
	c->limits.declined_item = NEWS(a, bool, (size_t)kb->n_items + 1);
	c->limits.declined_lesson = NEWS(a, bool, (size_t)kb->n_lessons + 1);
	c->limits.declined_region = NEWS(a, bool, (size_t)kb->n_regions + 1);
	for (int i = 0; i < kb->n_findings; i++)
		c->answer[i] = NOT_ASKED;
	return c;
}

struct person_case *case_copy(struct arena *a, const struct kb *kb, const struct person_case *from)
{
	struct person_case *c = case_new(a, kb), fresh = *c;

	*c = *from;
	c->answer = fresh.answer;
	c->mark = fresh.mark;
	c->limits.declined_item = fresh.limits.declined_item;
	c->limits.declined_lesson = fresh.limits.declined_lesson;
	c->limits.declined_region = fresh.limits.declined_region;
	memcpy(c->answer, from->answer, sizeof(*c->answer) * (size_t)kb->n_findings);
	memcpy(c->mark, from->mark, sizeof(*c->mark) * (size_t)kb->n_regions);
	memcpy(c->limits.declined_item, from->limits.declined_item, sizeof(bool) * (size_t)kb->n_items);
	memcpy(c->limits.declined_lesson, from->limits.declined_lesson, sizeof(bool) * (size_t)kb->n_lessons);
	memcpy(c->limits.declined_region, from->limits.declined_region, sizeof(bool) * (size_t)kb->n_regions);
	return c;
}

/* A "no" to what opens it. */
static bool closed(const struct kb *kb, const struct person_case *c, int finding)
{
	const struct ids *by = &kb->finding[finding].opened_by;

	for (int i = 0; i < by->n; i++)
		if (c->answer[by->at[i]] == 0)
			return true;
	return false;
}

int case_answer(const struct kb *kb, const struct person_case *c, int finding)
{
	const struct ids *parts = &kb->finding[finding].sum_of;
	int sum = 0;
	bool unknown = false;

	if (c->answer[finding] != NOT_ASKED)
		return c->answer[finding];
	if (!parts->n)
		return closed(kb, c, finding) ? kb->finding[finding].min : NOT_ASKED;
	for (int i = 0; i < parts->n; i++) {
		int v = rule_applies(kb, parts->at[i], c) == TRUTH_NO ? 0 : case_answer(kb, c, parts->at[i]);

		if (v == NOT_ASKED)
			return NOT_ASKED;
		unknown |= v == DONT_KNOW;
		sum += v == DONT_KNOW ? 0 : v;
	}
	return unknown ? DONT_KNOW : sum;
}

/* The finding that is asked of the other side ("palpate_psoas_left": "palpate_psoas_right"), or itself. */
static int other_side(const struct kb *kb, int finding)
{
	static const char *const side[] = { "_left", "_right" };
	const char *id = kb->finding[finding].id;
	char name[100];
	int f;

	for (int i = 0; i < 2; i++) {
		const char *at = strstr(id, side[i]);

		if (!at)
			continue;
		size_t before = (size_t)(at - id), word = strlen(side[1 - i]), rest = strlen(at + strlen(side[i]));
		if (before + word + rest >= sizeof(name))
			continue;
		memcpy(name, id, before);
		memcpy(name + before, side[1 - i], word);
		memcpy(name + before + word, at + strlen(side[i]), rest + 1);
		f = kb_finding(kb, name);
		return f >= 0 ? f : finding;
	}
	return finding;
}

/* The answer "Left" becomes "Right". */
static int16_t mirrored(const struct finding *f, int16_t value)
{
	int left = NOT_ASKED, right = NOT_ASKED;

	for (int i = 0; i < f->n_options; i++) {
		left = strcmp(f->option[i].label, "Left") ? left : f->option[i].value;
		right = strcmp(f->option[i].label, "Right") ? right : f->option[i].value;
	}
	if (value == NOT_ASKED || left == NOT_ASKED || right == NOT_ASKED)
		return value;
	return (int16_t)(value == left ? right : value == right ? left : value);
}

void case_mirror(const struct kb *kb, struct person_case *c)
{
	for (int i = 0; i < kb->n_regions; i++) {
		int other = kb->region[i].mirror;

		if (other > i) {
			int8_t mark = c->mark[i];

			c->mark[i] = c->mark[other];
			c->mark[other] = mark;
		}
	}
	for (int f = 0; f < kb->n_findings; f++) {
		int other = other_side(kb, f);
		int16_t here = c->answer[f];

		if (other > f) {
			c->answer[f] = c->answer[other];
			c->answer[other] = here;
		} else if (other == f) {
			c->answer[f] = mirrored(&kb->finding[f], here);
		}
	}
}
