/* app/overview.c -- gathered person by person, kept as counts alone. */
#include "app/overview.h"

#include "app/scores.h"
#include "base/str.h"
#include "net/os.h"

enum { RATINGS_LEAST = 3, RATINGS_MOST = 7 };

/* The mean of the pain told on the days from..from + 6 of the plan; false with too few. */
static bool week_pain(const struct instrument *it, const struct checkin_since_rows *rows, day from, struct outcome *out)
{
	double rating[RATINGS_MOST];
	struct err why = { 0 };
	int n = 0;
	day on;

	for (size_t i = 0; i < rows->n; i++)
		if (day_read(rows->at[i].day, &on) && on >= from && on < from + 7 && !isnan(rows->at[i].pain) && n < RATINGS_MOST)
			rating[n++] = rows->at[i].pain;
	return n >= RATINGS_LEAST && outcome_score(it, rating, n, out, &why);
}

static bool fill_course(struct cx *cx, const struct instrument *pain, const struct course_list *row, struct course *out)
{
	struct checkin_since_rows rows;
	struct outcome first, last;
	struct outcome_change change;
	struct err why = { 0 };
	day starts, sign;

	if (!day_read(row->starts, &starts))
		return fail(cx->err, ERR_INTERNAL, "plan", "the first day of a plan is no day");
	*out = (struct course){ .since = cx->today - starts, .last = -1, .stopped = row->stopped != 0 };
	if (row->last_day[0] && day_read(row->last_day, &sign))
		out->last = sign - starts;
	if (row->last_at && os_day(row->last_at) - starts > out->last)
		out->last = os_day(row->last_at) - starts;
	if (!pain || out->since < 0)
		return true;
	if (!q_checkin_since(cx->db, row->person, row->starts, &rows))
		return false;
	out->measured = week_pain(pain, &rows, starts, &first) && week_pain(pain, &rows, starts + COURSE_DAYS - 7, &last) &&
		outcome_compare(pain, &first, &last, &change, &why);
	if (out->measured)
		out->change = change.verdict;
	return true;
}

/* First against last of each questionnaire with two scores. */
static bool add_scores(struct cx *cx, int64_t person, struct changes *by)
{
	struct score_lines lines;

	if (!scores_load(cx, person, &lines))
		return false;
	for (int i = 0; i < lines.n; i++)
		if (lines.at[i].compared)
			changes_add(&by[lines.at[i].instrument], lines.at[i].change.verdict);
	return true;
}

static bool load_people(struct cx *cx, struct overview *out)
{
	struct course_list_rows rows;
	int pain = kb_find(cx->kb, KIND_INSTRUMENT, "pain_average");
	struct changes *by = NEWS(cx->a, struct changes, cx->kb->n_instruments + 1);

	out->pain = pain >= 0 ? &cx->kb->instrument[pain] : NULL;
	if (!q_course_list(cx->db, cx->who.practice, &rows))
		return false;
	struct course *course = NEWS(cx->a, struct course, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++)
		if (!fill_course(cx, out->pain, &rows.at[i], &course[i]) || !add_scores(cx, rows.at[i].person, by))
			return false;
	out->courses = courses_count(course, (int)rows.n);
	out->scored = NEWS(cx->a, struct scored, cx->kb->n_instruments + 1);
	for (int i = 0; i < cx->kb->n_instruments; i++)
		if (by[i].of)
			out->scored[out->n_scored++] = (struct scored){ i, by[i] };
	return true;
}

bool overview_load(struct cx *cx, struct overview *out)
{
	struct person_count_rows people;
	struct session_count_rows begun;
	struct borne_count_rows borne;

	*out = (struct overview){ 0 };
	if (!q_person_count(cx->db, cx->who.practice, &people) || !q_session_count(cx->db, cx->who.practice, &begun) ||
		!q_borne_count(cx->db, cx->who.practice, &borne) || !load_people(cx, out))
		return false;
	out->people = (int)people.at[0].n;
	out->sessions = (int)begun.at[0].n;
	out->session_people = (int)begun.at[0].people;
	out->asked = (int)borne.at[0].asked;
	out->asked_people = (int)borne.at[0].people;
	out->harmed = (int)borne.at[0].harmed;
	return true;
}

const char *overview_percent(struct arena *a, int n, int of)
{
	struct share s = share_of(n, of);

	return of < SHARE_LEAST ? "too few" : arena_fmt(a, "%.0f %% (%.0f to %.0f %%)", 100 * s.at, 100 * s.low, 100 * s.high);
}

const char *overview_share(struct arena *a, int n, int of)
{
	struct share s = share_of(n, of);

	if (!of)
		return "none yet";
	if (of < SHARE_LEAST)
		return arena_fmt(a, "%d of %d", n, of);
	return arena_fmt(a, "%d of %d (%.0f %%; the true share could be %.0f to %.0f %%)", n, of, 100 * s.at, 100 * s.low, 100 * s.high);
}
