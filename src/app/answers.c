/* app/answers.c -- one object, four members. */
#include "app/answers.h"

#include "base/day.h"
#include "base/str.h"

#include <string.h>

struct reading { struct json_in in; const struct kb *kb; int instrument; const struct questionnaire *form; struct answers *out; bool any; };

static bool read_answer(void *arg, const struct place *p, const json_t *v)
{
	struct reading *r = arg;
	double *to = &r->out->at[r->out->n];

	if (r->out->n++ == OUTCOME_ITEMS_MOST)
		return json_in_fault(&r->in, p, "more than %d answers", (int)OUTCOME_ITEMS_MOST);
	if (json_is_number(v))
		*to = json_number_value(v);
	else if (json_is_boolean(v))
		*to = json_is_true(v);
	else if (json_is_null(v))
		*to = OUTCOME_MISSING;
	else
		return json_in_fault(&r->in, p, "a number, true, false, or null for none given is expected");
	return true;
}

static bool read_form(struct reading *r, const struct place *p, const json_t *v)
{
	struct answers *out = r->out;

	if (!r->form)
		return json_in_fault(&r->in, p, "answers by linkId need the form they belong to; without one they are a list");
	out->form = NEWS(r->in.a, struct q_answer, r->form->n);
	if (!questionnaire_answers(&r->in, p, v, r->form, out->form))
		return false;
	if (r->form->n_counting > OUTCOME_ITEMS_MOST)
		return json_in_fault(&r->in, p, "the form has more than %d items that count", (int)OUTCOME_ITEMS_MOST);
	questionnaire_numbers(r->form, out->form, out->at);
	out->n = r->form->n_counting;
	return true;
}

static bool read_instrument(struct reading *r, const struct place *p, const json_t *v)
{
	int i;

	if (!json_in_id(&r->in, p, v, r->kb, KIND_INSTRUMENT, &i))
		return false;
	return i == r->instrument || json_in_fault(&r->in, p, "these are answers to %s, not to %s", r->kb->instrument[i].id,
		r->kb->instrument[r->instrument].id);
}

static bool read_date(struct reading *r, const struct place *p, const json_t *v)
{
	day d;

	return json_in_text(&r->in, p, v, &r->out->date) &&
		(day_read(r->out->date, &d) || json_in_fault(&r->in, p, "a day is expected, as 2026-11-21"));
}

static bool read_member(void *arg, const struct place *p, const json_t *v)
{
	static const char *const keys[] = { "instrument", "date", "answers", "total", NULL };
	struct reading *r = arg;
	bool total = str_equal(p->key, "total"), answers = str_equal(p->key, "answers");

	if ((total || answers) && r->any)
		return json_in_fault(&r->in, p, "either answers or a total, not both");
	r->any |= total || answers;
	if (total) {
		r->out->has_total = true;
		return json_in_number(&r->in, p, v, &r->out->total);
	}
	if (answers)
		return json_is_object(v) ? read_form(r, p, v) : json_in_elements(&r->in, p, v, read_answer, r);
	if (str_equal(p->key, "instrument"))
		return read_instrument(r, p, v);
	return str_equal(p->key, "date") ? read_date(r, p, v) : json_in_unknown(&r->in, p, keys);
}

bool answers_read(struct arena *a, const struct kb *kb, int instrument, const struct questionnaire *form, const char *text,
	size_t n, struct answers *out, struct err *err)
{
	struct reading r = { { a, text, n, err }, kb, instrument, form, out, false };

	memset(out, 0, sizeof(*out));
	json_t *root = json_in_object(&r.in);
	if (!root || !json_in_members(&r.in, NULL, root, read_member, &r))
		return false;
	return r.any || json_in_fault(&r.in, NULL, "answers or a total are expected");
}

bool answers_score(const struct instrument *it, const struct answers *answers, struct outcome *out, struct err *err)
{
	return answers->has_total ? outcome_total(it, answers->total, out, err) : outcome_score(it, answers->at, answers->n, out, err);
}
