/* app/scores.c -- scores and forms in the database. */
#include "app/scores.h"

#include "app/record.h"
#include "base/str.h"

#include <string.h>

enum { ANSWERS_MOST = 1 << 14 };

/* ---- kept answers ---- */

static const char *write_answers(struct arena *a, const struct answers *answers)
{
	struct buf b = buf_new(a, ANSWERS_MOST);
	struct json_out j = json_writer(&b, false);

	json_open(&j, NULL, '{');
	if (answers->has_total)
		json_put_number(&j, "total", answers->total);
	else
		json_open(&j, "answers", '[');
	for (int i = 0; i < answers->n && !answers->has_total; i++)
		if (isnan(answers->at[i]))
			json_put_null(&j, NULL);
		else
			json_put_number(&j, NULL, answers->at[i]);
	if (!answers->has_total)
		json_close(&j, ']');
	json_close(&j, '}');
	return b.at;
}

/* What was kept is scored again; where a newer edition of the knowledge no longer can, the score as it was told then. */
static struct outcome read_outcome(struct cx *cx, int instrument, const struct outcome_list *row)
{
	const struct instrument *it = &cx->kb->instrument[instrument];
	struct outcome o;
	struct answers answers;
	struct err why = { 0 };

	if (answers_read(cx->a, cx->kb, instrument, NULL, row->answers, strlen(row->answers), &answers, &why) &&
	    answers_score(it, &answers, &o, &why))
		return o;
	return (struct outcome){ .score = row->score, .ratings = 1, .alarm = -1 };
}

bool scores_load(struct cx *cx, int64_t person, struct score_lines *out)
{
	struct outcome_list_rows rows;

	*out = (struct score_lines){ NULL, 0 };
	if (!q_outcome_list(cx->db, person, &rows))
		return false;
	struct score *all = NEWS(cx->a, struct score, rows.n + 1);
	int n = 0;
	out->at = NEWS(cx->a, struct score_line, (size_t)cx->kb->n_instruments + 1);
	for (int i = 0; i < cx->kb->n_instruments; i++) {
		struct score_line line = { .instrument = i, .at = &all[n] };

		for (size_t k = 0; k < rows.n; k++)
			if (str_equal(rows.at[k].instrument, cx->kb->instrument[i].id) && day_read(rows.at[k].day, &all[n].on)) {
				all[n].instrument = i;
				all[n++].o = read_outcome(cx, i, &rows.at[k]);
				line.n++;
			}
		struct err why = { 0 };
		line.compared = line.n > 1 && outcome_compare(&cx->kb->instrument[i], &line.at[0].o, &line.at[line.n - 1].o, &line.change, &why);
		if (line.n)
			out->at[out->n++] = line;
	}
	return true;
}

/* ---- saving ---- */

static bool later_is_kept(struct cx *cx, int64_t person, const char *instrument, const char *iso, bool *later)
{
	struct outcome_list_rows rows;

	*later = false;
	if (!q_outcome_list(cx->db, person, &rows))
		return false;
	for (size_t i = 0; i < rows.n; i++)
		*later |= str_equal(rows.at[i].instrument, instrument) && strcmp(rows.at[i].day, iso) > 0;
	return true;
}

/* A score that the therapist could also have typed among the tests. */
static bool answer_own(struct cx *cx, int64_t person, const struct instrument *it, const struct outcome *o, const char *iso)
{
	int own = kb_finding(cx->kb, it->id);
	bool later;

	if (own < 0 || cx->kb->finding[own].by == BY_CLIENT || cx->kb->finding[own].sum_of.n)
		return true;
	return later_is_kept(cx, person, it->id, iso, &later) &&
		(later || record_answer(cx, person, own, (int)lround(o->score), "exam"));
}

bool score_save(struct cx *cx, int64_t person, int instrument, day on, const struct answers *answers, bool *alarm, int64_t *stop)
{
	const struct instrument *it = &cx->kb->instrument[instrument];
	struct err why = { 0 };
	struct outcome o;
	char iso[11];
	bool scored = answers_score(it, answers, &o, &why);

	*stop = 0;
	*alarm = o.alarm >= 0;
	day_iso(on, iso);
	if (*alarm && !record_answer(cx, person, o.alarm, o.alarm_value, "exam"))
		return false;
	if (scored && (!answer_own(cx, person, it, &o, iso) || !q_outcome_add(cx->db, db_id(), person, it->id, iso,
		write_answers(cx->a, answers), o.score, cx->who.account, cx->now) || !cx_event(cx, person, "outcome")))
		return false;
	if ((*alarm || scored) && !record_rescreen(cx, person, "exam", stop))
		return false;
	return scored || fail(cx->err, why.code, why.field, "%s", why.detail);
}

/* ---- forms ---- */

bool form_load(struct cx *cx, int instrument, struct questionnaire **out)
{
	struct questionnaire_now_rows rows;
	struct err why = { 0 };

	*out = NULL;
	if (!q_questionnaire_now(cx->db, cx->who.practice, cx->kb->instrument[instrument].id, &rows))
		return false;
	if (rows.n)
		*out = questionnaire_read(cx->a, cx->kb, rows.at[0].body, strlen(rows.at[0].body), instrument, &why);
	return true;
}

bool form_save(struct cx *cx, int instrument, const char *body)
{
	const struct instrument *it = &cx->kb->instrument[instrument];
	struct err why = { 0 };

	if (!outcome_may_give(it, cx->who.crisis, cx->err))
		return false;
	const struct questionnaire *q = questionnaire_read(cx->a, cx->kb, body, strlen(body), instrument, &why);
	if (!q)
		return fail(cx->err, ERR_INPUT, "body", "Line %d, column %d%s%s: %s.", why.line, why.column, why.field[0] ? ", " : "", why.field,
			why.detail);
	return q_questionnaire_add(cx->db, db_id(), cx->who.practice, it->id, q->title, body, cx->who.account, cx->now) && cx_event(cx, 0, "form");
}
