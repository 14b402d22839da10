/* app/days.c -- days in, days out. */
#include "app/days.h"

#include "app/checkins.h"
#include "base/str.h"

#include <math.h>
#include <string.h>

static const char *const names[TRACK_MEASURES] = { [TRACK_PAIN] = "pain", [TRACK_FUNCTION] = "function", [TRACK_MOOD] = "mood", [TRACK_SLEEP] = "sleep" };

static const char *iso_of(struct cx *cx, day d)
{
	char iso[11];

	day_iso(d, iso);
	return arena_text(cx->a, iso);
}

static bool read_lines(struct cx *cx, const char *text, struct checkins *c)
{
	struct err why = { 0 };

	if (checkins_read(cx->a, text, strlen(text), c, &why))
		return true;
	return fail(cx->err, ERR_INPUT, "body", "Line %d, %s: %s. Nothing was kept.", why.line, why.field, why.detail);
}

/* Days that can be, and whole numbers. */
static bool check(struct cx *cx, const struct checkins *c)
{
	day last = c->first + c->days.n - 1;

	if (last > cx->today)
		return fail(cx->err, ERR_INPUT, "body", "%s has not been yet. Nothing was kept.", iso_of(cx, last));
	if (c->first < cx->today - CHECKIN_YEARS_MOST * 366)
		return fail(cx->err, ERR_INPUT, "body", "%s is more than %d years ago. Nothing was kept.", iso_of(cx, c->first), (int)CHECKIN_YEARS_MOST);
	for (int i = 0; i < c->days.n; i++)
		for (int m = 0; m < TRACK_MEASURES; m++)
			if (!isnan(c->days.value[m][i]) && c->days.value[m][i] != floor(c->days.value[m][i]))
				return fail(cx->err, ERR_INPUT, "body", "%s, %s: a whole number is expected, not %g. Nothing was kept.", iso_of(cx, c->first + i),
					names[m], c->days.value[m][i]);
	return true;
}

static bool is_empty(const struct checkins *c, int i)
{
	for (int m = 0; m < TRACK_MEASURES; m++)
		if (!isnan(c->days.value[m][i]))
			return false;
	return true;
}

bool days_take(struct cx *cx, int64_t person, const char *text, struct days_taken *out)
{
	struct checkins c;

	*out = (struct days_taken){ 0 };
	if (!read_lines(cx, text, &c) || !check(cx, &c))
		return false;
	int told = 0;
	for (int i = 0; i < c.days.n; i++) {
		const double *const *v = c.days.value;
		day on = c.first + i;

		if (is_empty(&c, i))
			continue;
		out->first = told++ ? out->first : on;
		out->last = on;
		if (!q_checkin_take(cx->db, db_id(), person, iso_of(cx, on), v[TRACK_PAIN][i], v[TRACK_FUNCTION][i], v[TRACK_MOOD][i], v[TRACK_SLEEP][i], cx->now))
			return false;
		*(cx->db->changes ? &out->added : &out->kept) += 1;
	}
	if (!told)
		return fail(cx->err, ERR_INPUT, "body", "No line holds a value. Nothing was kept.");
	out->empty = c.answered - told;
	out->gaps = out->last - out->first + 1 - told;
	return cx_event(cx, person, "days_taken");
}

static void put_value(struct buf *out, double v)
{
	if (isnan(v))
		buf_str(out, ",");
	else
		buf_fmt(out, ",%g", v);
}

/* Minutes of each day from first on; days outside are left out. */
static void add_minutes(struct cx *cx, const struct done_since_rows *done, day first, int n, int *all, int *mind, int *body)
{
	for (size_t i = 0; i < done->n; i++) {
		int item = kb_item(cx->kb, done->at[i].item), minutes = (int)done->at[i].minutes;
		day on;

		if (!day_read(done->at[i].day, &on) || on < first || on - first >= n)
			continue;
		all[on - first] += minutes;
		if (item >= 0)
			(cx->kb->item[item].component == COMPONENT_MIND ? mind : body)[on - first] += minutes;
	}
}

bool days_write(struct cx *cx, int64_t person, struct buf *out)
{
	const int n = CHECKIN_YEARS_MOST * 366;
	const day first = cx->today - n + 1;
	struct checkin_since_rows rows;
	struct done_since_rows done;
	int *all = NEWS(cx->a, int, n), *mind = NEWS(cx->a, int, n), *body = NEWS(cx->a, int, n), most = CHECKIN_MINUTES_MOST;

	if (!q_checkin_since(cx->db, person, iso_of(cx, first), &rows) || !q_done_since(cx->db, person, iso_of(cx, first), &done))
		return false;
	add_minutes(cx, &done, first, n, all, mind, body);
	buf_str(out, "date,pain,function,mood,sleep,practice_minutes,mind_minutes,movement_minutes\n");
	size_t at = 0;
	for (int i = 0; i < n; i++) {
		const char *iso = iso_of(cx, first + i);
		bool told = at < rows.n && str_equal(rows.at[at].day, iso);

		if (!told && !all[i])
			continue;
		const double none = (double)NAN, v[] = { told ? rows.at[at].pain : none, told ? rows.at[at].function : none, told ? rows.at[at].mood : none,
			told ? rows.at[at].sleep : none };
		at += told;
		buf_str(out, iso);
		for (int m = 0; m < TRACK_MEASURES; m++)
			put_value(out, v[m]);
		buf_fmt(out, ",%d,%d,%d\n", all[i] < most ? all[i] : most, mind[i] < most ? mind[i] : most, body[i] < most ? body[i] : most);
	}
	return true;
}
