/* Any bytes as an imported form, alone and for each instrument: taken or refused with a reason.  What is taken keeps its limits, is
 * answered by the first option of everything, scored, and goes out as a response that is JSON again.  The same bytes as answers. */
#include "app/answers.h"
#include "embedded_kb.h"

#include <stdlib.h>
#include <string.h>

enum { FORM_ARENA_MOST = 1 << 30 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void must(bool ok)
{
	if (!ok)
		abort();
}

static void score(const struct kb *kb, const struct questionnaire *q, const double *number)
{
	const struct instrument *it = &kb->instrument[q->instrument];
	struct err err = { 0 };
	struct outcome o;
	bool ok = outcome_score(it, number, q->n_counting, &o, &err);

	must(ok ? o.score >= it->min - 1e-9 && o.score <= it->max + 1e-9 : err.code == ERR_INPUT && isnan(o.score));
	must(it->alarm < 0 || o.alarm >= 0 || !(number[it->alarm_item - 1] > 0));
}

static void follow(struct arena *a, const struct kb *kb, const struct questionnaire *q)
{
	struct q_answer answer[Q_ITEMS_MOST];
	double number[Q_ITEMS_MOST];
	struct err err = { 0 };

	must(q->n > 0 && q->n <= Q_ITEMS_MOST && q->n_counting <= q->n && *q->title);
	for (int i = 0; i < q->n; i++) {
		const struct q_item *it = &q->item[i];
		bool asked = it->type != Q_GROUP && it->type != Q_DISPLAY;

		must(it->parent < i && (it->parent < 0 || q->item[it->parent].type == Q_GROUP) && it->n_options <= Q_OPTIONS_MOST);
		answer[i] = (struct q_answer){ asked, it->type == Q_CHOICE ? it->option[0].weight : it->least > 0 ? it->least : 0, 0 };
	}
	questionnaire_numbers(q, answer, number);
	if (q->instrument >= 0)
		score(kb, q, number);
	const char *out = questionnaire_response(a, q, answer, "2026-11-21");
	must(strlen(out) > JSON_MOST || json_read(a, out, strlen(out), &err));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena *a = arena_new(FORM_ARENA_MOST);
	const struct kb *kb = knowledge();
	char *text = arena_copy(a, (const char *)data, n);
	const int instruments[] = { -1, kb_instrument(kb, "phq9_score"), kb_instrument(kb, "peg"), kb_instrument(kb, "rmdq24") };

	for (size_t i = 0; i < sizeof(instruments) / sizeof(*instruments); i++) {
		struct err err = { 0 };
		const struct questionnaire *q = questionnaire_read(a, kb, text, n, instruments[i], &err);

		must(q || (err.code != ERR_OK && err.line > 0));
		if (q)
			follow(a, kb, q);
	}
	struct answers answers;
	struct outcome o;
	struct err err = { 0 };
	if (answers_read(a, kb, instruments[1], NULL, text, n, &answers, &err))
		must(answers_score(&kb->instrument[instruments[1]], &answers, &o, &err) || err.code == ERR_INPUT);
	else
		must(err.code != ERR_OK);
	arena_end(a);
	return 0;
}
