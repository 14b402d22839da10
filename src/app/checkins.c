/* app/checkins.c -- strict CSV: no quoting is needed for numbers and dates, and none is taken. */
#include "app/checkins.h"

#include "app/jsonread.h"
#include "base/str.h"

#include <math.h>
#include <string.h>

enum { COLUMNS_MOST = 16, ROWS_MOST = 20000, FIELD_MOST = 32, VALUE_MOST = 10, BYTES_MOST = 1 << 20 };
enum column { DATE, PAIN, FUNCTION, MOOD, SLEEP, PRACTICE, MIND, MOVEMENT, COLUMNS };

static const struct { const char *name; int most; bool needed; } columns[COLUMNS] = {
	[DATE] = { "date", 0, true }, [PAIN] = { "pain", VALUE_MOST, true }, [FUNCTION] = { "function", VALUE_MOST, true },
	[MOOD] = { "mood", VALUE_MOST, true }, [SLEEP] = { "sleep", VALUE_MOST, true },
	[PRACTICE] = { "practice_minutes", CHECKIN_MINUTES_MOST, true }, [MIND] = { "mind_minutes", CHECKIN_MINUTES_MOST, false },
	[MOVEMENT] = { "movement_minutes", CHECKIN_MINUTES_MOST, false },
};

struct row { day day; int line; double value[COLUMNS]; };
struct reader {
	struct arena *a;
	struct err *err;
	const char *at, *end, *start;   /* start: of this line */
	int line;
	enum column of[COLUMNS_MOST];
	int n_columns;
	struct row *row;
	int n;
};

static bool wrong(struct reader *r, const char *at, const char *field, const char *what, const char *more)
{
	return fail_at(r->err, ERR_INPUT, r->line, (int)(at - r->start) + 1, field, "%s%s", what, more);
}

/* The next field of the line, blanks around it left out; false at the end of the line. */
static bool next_field(struct reader *r, const char **at, size_t *n, bool *more)
{
	if (!*more)
		return false;
	const char *from = r->at;
	while (r->at < r->end && *r->at != ',' && *r->at != '\n')
		r->at++;
	const char *to = r->at;
	*more = r->at < r->end && *r->at == ',';
	r->at += *more;
	while (from < to && (*from == ' ' || *from == '\t'))
		from++;
	while (to > from && (to[-1] == ' ' || to[-1] == '\t' || to[-1] == '\r'))
		to--;
	*at = from;
	*n = (size_t)(to - from);
	return true;
}

static void next_line(struct reader *r)
{
	while (r->at < r->end && *r->at != '\n')
		r->at++;
	r->at += r->at < r->end;
	r->start = r->at;
	r->line++;
}

static bool blank_line(const struct reader *r)
{
	const char *at = r->at;

	while (at < r->end && (*at == ' ' || *at == '\t' || *at == '\r'))
		at++;
	return at == r->end || *at == '\n';
}

static bool read_header(struct reader *r)
{
	const char *at;
	size_t n;
	bool more = true, have[COLUMNS] = { false };

	while (next_field(r, &at, &n, &more)) {
		const char *name = json_in_word(r->a, arena_copy(r->a, at, n < FIELD_MOST ? n : FIELD_MOST));
		struct nearest near = nearest_to(name);
		int found = -1;

		for (int c = 0; c < COLUMNS; c++) {
			nearest_offer(&near, columns[c].name);
			if (str_equal(name, columns[c].name))
				found = c;
		}
		if (found < 0 && near.best)
			return wrong(r, at, name, "is not a column; the nearest is ", near.best);
		if (found < 0)
			return wrong(r, at, *name ? name : "header", "the columns are ", "date,pain,function,mood,sleep,practice_minutes");
		if (have[found])
			return wrong(r, at, name, "this column stands there twice", "");
		have[found] = true;
		r->of[r->n_columns++] = (enum column)found;
	}
	for (int c = 0; c < COLUMNS; c++)
		if (columns[c].needed && !have[c])
			return wrong(r, r->start, columns[c].name, "this column is missing", "");
	next_line(r);
	return true;
}

/* Digits, at most one point with digits behind it. */
static bool read_value(const char *text, int most, double *out)
{
	size_t whole = strspn(text, "0123456789"), all = whole;

	if (whole && text[whole] == '.') {
		size_t part = strspn(text + whole + 1, "0123456789");

		all = part ? whole + 1 + part : 0;
	}
	if (!whole || text[all] || all > 8)
		return false;
	*out = strtod(text, NULL);
	return *out <= most;
}

static bool read_cell(struct reader *r, enum column c, const char *at, size_t n, struct row *row)
{
	char text[FIELD_MOST] = "";
	const char *name = columns[c].name;

	snprintf(text, sizeof(text), "%.*s", (int)(n < FIELD_MOST ? n : FIELD_MOST - 1), at);
	const char *shown = arena_fmt(r->a, "\"%s\"", json_in_word(r->a, text));
	if (c == DATE)
		return (n < FIELD_MOST && day_read(text, &row->day)) ||
			wrong(r, at, name, "a day that exists is expected, like 2026-11-21, not ", shown);
	if (!n)
		return true;
	if (n >= FIELD_MOST || !read_value(text, columns[c].most, &row->value[c]))
		return wrong(r, at, name, columns[c].most == VALUE_MOST ? "a number from 0 to 10, or nothing, is expected, not " :
			"minutes from 0 to 600, or nothing, are expected, not ", shown);
	return true;
}

static bool read_row(struct reader *r)
{
	struct row *row = &r->row[r->n];
	const char *at;
	size_t n;
	bool more = true;
	int i = 0;

	for (int c = 0; c < COLUMNS; c++)
		row->value[c] = (double)NAN;
	row->line = r->line;
	for (; next_field(r, &at, &n, &more); i++) {
		if (i == r->n_columns)
			return wrong(r, at, "line", "more fields than the header has", "");
		if (!read_cell(r, r->of[i], at, n, row))
			return false;
	}
	if (i < r->n_columns)
		return wrong(r, r->at, columns[r->of[i]].name, "the line ends before this field", "");
	r->n++;
	next_line(r);
	return true;
}

static int by_day(const void *x, const void *y)
{
	const struct row *a = x, *b = y;

	return a->day != b->day ? (a->day > b->day) - (a->day < b->day) : a->line - b->line;
}

static bool read_rows(struct reader *r)
{
	while (r->at < r->end) {
		if (blank_line(r)) {
			next_line(r);
			continue;
		}
		if (r->n == ROWS_MOST)
			return wrong(r, r->at, "date", "more than 20000 lines", "");
		if (!read_row(r))
			return false;
	}
	if (!r->n)
		return wrong(r, r->start, "date", "there is no day below the header", "");
	qsort(r->row, (size_t)r->n, sizeof(*r->row), by_day);
	for (int i = 1; i < r->n; i++)
		if (r->row[i].day == r->row[i - 1].day)
			return fail_at(r->err, ERR_INPUT, r->row[i].line, 1, "date", "this day stands in line %d already",
				r->row[i - 1].line);
	if (r->row[r->n - 1].day - r->row[0].day > CHECKIN_YEARS_MOST * 366)
		return fail_at(r->err, ERR_INPUT, r->row[r->n - 1].line, 1, "date", "more than %d years after the first day",
			CHECKIN_YEARS_MOST);
	return true;
}

static void fill(struct reader *r, struct checkins *out)
{
	static const enum column measure[TRACK_MEASURES] = { [TRACK_PAIN] = PAIN, [TRACK_FUNCTION] = FUNCTION, [TRACK_MOOD] = MOOD,
		[TRACK_SLEEP] = SLEEP };
	double *by[COLUMNS] = { NULL };
	bool any[COLUMNS] = { false };
	int n = r->row[r->n - 1].day - r->row[0].day + 1;

	for (int c = PAIN; c < COLUMNS; c++) {
		by[c] = NEWS(r->a, double, (size_t)n);
		for (int i = 0; i < n; i++)
			by[c][i] = (double)NAN;
		for (int i = 0; i < r->n; i++) {
			by[c][r->row[i].day - r->row[0].day] = r->row[i].value[c];
			any[c] |= !isnan(r->row[i].value[c]);
		}
	}
	*out = (struct checkins){ .first = r->row[0].day, .answered = r->n, .practice = any[PRACTICE], .days = { .n = n } };
	for (int m = 0; m < TRACK_MEASURES; m++)
		out->days.value[m] = by[measure[m]];
	out->days.practice = any[PRACTICE] ? by[PRACTICE] : NULL;
	out->days.mind = any[MIND] ? by[MIND] : NULL;
	out->days.body = any[MOVEMENT] ? by[MOVEMENT] : NULL;
}

bool checkins_read(struct arena *a, const char *text, size_t n, struct checkins *out, struct err *err)
{
	static const char mark[] = "\xef\xbb\xbf";
	struct reader r = { .a = a, .err = err, .at = text, .end = text + n, .start = text, .line = 1 };

	if (n > BYTES_MOST)
		return fail_at(err, ERR_TOO_LARGE, 1, 1, "file", "more than 1 MB");
	if (!utf8_valid(text, n))
		return fail_at(err, ERR_INPUT, 1, 1, "file", "not a text in UTF-8");
	if (n >= 3 && !memcmp(text, mark, 3))
		r.at = r.start = text + 3;
	r.row = NEWS(a, struct row, ROWS_MOST);
	if (!read_header(&r) || !read_rows(&r))
		return false;
	fill(&r, out);
	return true;
}
