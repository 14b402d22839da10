/* app/questionnaire_answers.c -- answers to an imported form: in by linkId, out as numbers and as a FHIR QuestionnaireResponse. */
#include "app/questionnaire.h"

#include "base/str.h"

#include <stdint.h>
#include <string.h>

enum { RESPONSE_MOST = 4 << 20 };

struct answering { const struct json_in *in; const struct questionnaire *q; struct q_answer *out; };

static bool answer_choice(const struct answering *w, const struct place *p, const json_t *v, const struct q_item *i, struct q_answer *to)
{
	const char *word = json_is_string(v) ? json_string_value(v) : NULL;

	for (int k = 0; k < i->n_options; k++) {
		const struct q_option *o = &i->option[k];

		if (o->code ? word && str_equal(word, o->code) : json_is_number(v) && json_number_value(v) == o->number) {
			*to = (struct q_answer){ true, o->weight, k };
			return true;
		}
	}
	return json_in_fault(w->in, p, "is none of the %d options of this item", i->n_options);
}

static bool answer_number(const struct answering *w, const struct place *p, const json_t *v, const struct q_item *i, struct q_answer *to)
{
	if (i->type == Q_INTEGER && (!json_is_integer(v) || fabs((double)json_integer_value(v)) > INT32_MAX))
		return json_in_fault(w->in, p, "a whole number is expected");
	if (!json_in_number(w->in, p, v, &to->number))
		return false;
	if (to->number < i->least || to->number > i->most)
		return json_in_fault(w->in, p, "from %g to %g, not %g", i->least, i->most, to->number);
	to->given = true;
	return true;
}

static bool answer_one(void *arg, const struct place *p, const json_t *v)
{
	const struct answering *w = arg;
	struct nearest near = nearest_to(p->key);
	int k = 0;

	for (; k < w->q->n && !str_equal(w->q->item[k].link, p->key); k++)
		nearest_offer(&near, w->q->item[k].link);
	if (k == w->q->n)
		return json_in_fault(w->in, p, "there is no such item%s%s", near.best ? "; the nearest is " : "",
			near.best ? json_in_word(w->in->a, near.best) : "");
	const struct q_item *i = &w->q->item[k];
	if (i->type == Q_GROUP || i->type == Q_DISPLAY)
		return json_in_fault(w->in, p, "asks nothing itself");
	if (json_is_null(v))
		return true;
	if (i->type == Q_CHOICE)
		return answer_choice(w, p, v, i, &w->out[k]);
	if (i->type != Q_BOOLEAN)
		return answer_number(w, p, v, i, &w->out[k]);
	w->out[k] = (struct q_answer){ true, json_is_true(v), 0 };
	return json_is_boolean(v) || json_in_fault(w->in, p, "true or false is expected");
}

bool questionnaire_answers(const struct json_in *in, const struct place *up, const json_t *v, const struct questionnaire *q,
	struct q_answer *out)
{
	struct answering w = { in, q, out };

	memset(out, 0, (size_t)q->n * sizeof(*out));
	return json_in_members(in, up, v, answer_one, &w);
}

void questionnaire_numbers(const struct questionnaire *q, const struct q_answer *answer, double *out)
{
	for (int i = 0; i < q->n; i++)
		if (q->item[i].counts)
			*out++ = answer[i].given ? answer[i].number : OUTCOME_MISSING;
}

/* ---- out ---- */

static void put_answer(struct json_out *j, const struct q_item *i, const struct q_answer *a)
{
	const struct q_option *o = i->type == Q_CHOICE ? &i->option[a->option] : NULL;

	json_open(j, "answer", '[');
	json_open(j, NULL, '{');
	if (o && o->code) {
		json_open(j, "valueCoding", '{');
		if (o->scheme)
			json_put_text(j, "system", o->scheme);
		json_put_text(j, "code", o->code);
		if (o->display)
			json_put_text(j, "display", o->display);
		json_close(j, '}');
	} else if (o) {
		json_put_int(j, "valueInteger", (int64_t)o->number);
	} else if (i->type == Q_BOOLEAN) {
		json_put_bool(j, "valueBoolean", a->number > 0);
	} else {
		json_put_number(j, i->type == Q_INTEGER ? "valueInteger" : "valueDecimal", a->number);
	}
	json_close(j, '}');
	json_close(j, ']');
}

/* True when something inside was answered: FHIR has no empty groups. */
static bool anything_in(const struct questionnaire *q, const struct q_answer *answer, int at)
{
	if (answer[at].given)
		return true;
	for (int i = at + 1; i < q->n; i++)
		if (q->item[i].parent == at && anything_in(q, answer, i))
			return true;
	return false;
}

static void put_items(struct json_out *j, const struct questionnaire *q, const struct q_answer *answer, int parent)
{
	bool open = false;

	for (int i = parent + 1; i < q->n; i++) {
		if (q->item[i].parent != parent || !anything_in(q, answer, i))
			continue;
		if (!open)
			json_open(j, "item", '[');
		open = true;
		json_open(j, NULL, '{');
		json_put_text(j, "linkId", q->item[i].link);
		if (*q->item[i].text)
			json_put_text(j, "text", q->item[i].text);
		if (answer[i].given)
			put_answer(j, &q->item[i], &answer[i]);
		else
			put_items(j, q, answer, i);
		json_close(j, '}');
	}
	if (open)
		json_close(j, ']');
}

const char *questionnaire_response(struct arena *a, const struct questionnaire *q, const struct q_answer *answer, const char *date)
{
	struct buf b = buf_new(a, RESPONSE_MOST);
	struct json_out j = json_writer(&b, true);
	bool complete = true;

	for (int i = 0; i < q->n; i++)
		complete &= !q->item[i].required || q->item[i].type == Q_GROUP || q->item[i].type == Q_DISPLAY || answer[i].given;
	json_open(&j, NULL, '{');
	json_put_text(&j, "resourceType", "QuestionnaireResponse");
	if (q->url)
		json_put_text(&j, "questionnaire", q->version ? arena_fmt(a, "%s|%s", q->url, q->version) : q->url);
	json_put_text(&j, "status", complete ? "completed" : "in-progress");
	if (date)
		json_put_text(&j, "authored", date);
	put_items(&j, q, answer, -1);
	json_close(&j, '}');
	buf_char(&b, '\n');
	return b.at;
}
