/* app/beats_text.c -- intervals or samples from text: columns, units, remarks, event logs. */
#include "app/beats.h"

#include "app/jsonread.h"
#include "base/str.h"

#include <math.h>
#include <string.h>
#include <strings.h>

enum { COLUMNS_MOST = 64, FIELD_MOST = 64, HEADS_MOST = 200 };
#define DRIFT 1.5               /* s between a column of times and the intervals that is a gap */

struct table {
	struct arena *a;
	const struct beats_asked *asked;
	struct err *err;
	const char *at, *end, *start;
	int line, n, n_fields;
	char sep;                       /* ',' ';' tab or blank */
	const char *field[COLUMNS_MOST];
	int width[COLUMNS_MOST];
	char name[COLUMNS_MOST][FIELD_MOST];    /* of the header */
	int named, value, time, event;  /* columns; -1: none */
	double time_unit;               /* s */
	double *x, *when;
};

static bool next_line(struct table *t)
{
	if (t->at >= t->end)
		return false;
	t->start = t->at;
	t->line++;
	const char *stop = memchr(t->at, '\n', (size_t)(t->end - t->at));
	stop = stop ? stop : t->end;
	t->at = stop < t->end ? stop + 1 : stop;
	while (stop > t->start && (stop[-1] == '\r' || stop[-1] == ' ' || stop[-1] == '\t'))
		stop--;
	while (t->start < stop && (*t->start == ' '))
		t->start++;
	t->n_fields = 0;
	if (t->start == stop || *t->start == '#' || *t->start == '%')
		return true;
	for (const char *p = t->start, *from = p; t->n_fields < COLUMNS_MOST; p++)
		if (p == stop || *p == t->sep) {
			const char *to = p;

			while (from < to && (*from == ' ' || *from == '"'))
				from++;
			while (to > from && (to[-1] == ' ' || to[-1] == '"'))
				to--;
			if (to > from || t->sep != ' ') {
				t->field[t->n_fields] = from;
				t->width[t->n_fields++] = (int)(to - from);
			}
			if (p == stop)
				break;
			from = p + 1;
		}
	return true;
}

/* A plain decimal number; a comma for the point where it does not separate. */
static bool read_number(const struct table *t, int field, double *out)
{
	char text[FIELD_MOST], *end = text;
	int n = t->width[field];

	if (!n || n >= FIELD_MOST)
		return false;
	for (int i = 0; i < n; i++) {
		text[i] = t->field[field][i] == ',' ? '.' : t->field[field][i];
		if (!strchr("0123456789.+-eE", text[i]))
			return false;
	}
	text[n] = 0;
	*out = strtod(text, &end);
	return end == text + n && fabs(*out) < 1e15;
}

/* The separator that the line with the first number uses, and how many lines stand before it. */
static int find_start(struct table *t)
{
	static const char seps[] = ";\t, ";
	const struct table keep = *t;
	int before = 0;

	t->sep = '\n';
	for (; before < HEADS_MOST && next_line(t); before++) {
		double v;
		const char *line = t->field[0];
		int n = t->n_fields ? t->width[0] : 0, k = 0, whole = 0;

		for (int i = 0; n && seps[i]; i++)
			if (memchr(line, seps[i], (size_t)n)) {
				struct table one = *t;

				one.at = t->start;
				one.sep = seps[i];
				next_line(&one);
				for (int f = 0; f < one.n_fields; f++)
					k += read_number(&one, f, &v);
				t->sep = seps[i];
				whole = one.n_fields;
				break;
			}
		bool found = (k && (t->sep != ' ' || k == whole)) || (n && t->sep == '\n' && read_number(t, 0, &v));
		char sep = t->sep == '\n' ? ',' : t->sep;
		t->sep = '\n';
		if (found) {
			*t = keep;
			t->sep = sep;
			return before;
		}
	}
	*t = keep;
	return -1;
}

static bool word_in(const char *name, const char *word)
{
	const char *at = strcasestr(name, word);

	return at && (at == name || !((at[-1] | 32) >= 'a' && (at[-1] | 32) <= 'z')) &&
		!((at[strlen(word)] | 32) >= 'a' && (at[strlen(word)] | 32) <= 'z');
}

static bool is_interval(const char *name)
{
	return word_in(name, "rr") || word_in(name, "r-r") || word_in(name, "rri") || word_in(name, "ibi") || word_in(name, "nn") ||
		word_in(name, "nni") || strcasestr(name, "interval") || strcasestr(name, "rr-int");
}

static void name_columns(struct table *t)
{
	t->named = t->n_fields;
	for (int i = 0; i < t->n_fields; i++)
		snprintf(t->name[i], FIELD_MOST, "%.*s", t->width[i] < FIELD_MOST ? t->width[i] : FIELD_MOST - 1, t->field[i]);
}

/* By their names; what is asked for comes first, then intervals, then signals. */
static void choose_columns(struct table *t)
{
	int signal = -1;

	for (int i = 0; i < t->named; i++) {
		const char *name = t->name[i];
		bool wanted = t->asked->signal && strcasecmp(name, t->asked->signal) == 0;

		if (wanted || (!t->asked->signal && t->value < 0 && is_interval(name) && !word_in(name, "time")))
			t->value = i;
		else if (signal < 0 && recorded_as(name) != RECORDED_OTHER)
			signal = i;
		if (t->time < 0 && !wanted && (word_in(name, "time") || word_in(name, "t") || str_begins(name, "t_") ||
		    word_in(name, "timestamp") || word_in(name, "elapsed"))) {
			t->time = i;
			t->time_unit = strcasestr(name, "ms") || strcasestr(name, "milli") ? 0.001 : 1;
		}
		if (strcasecmp(name, "event") == 0)
			t->event = i;
		if (strcasecmp(name, "value") == 0 && t->event >= 0)
			t->value = i;
	}
	if (t->value < 0 && !t->asked->signal)
		t->value = signal;
	if (t->time == t->value)
		t->time = -1;
}

static bool is_beat_event(const struct table *t)
{
	char name[FIELD_MOST];

	if (t->event >= t->n_fields)
		return false;
	snprintf(name, sizeof(name), "%.*s", t->width[t->event] < FIELD_MOST ? t->width[t->event] : FIELD_MOST - 1, t->field[t->event]);
	return strcasestr(name, "interbeat") || word_in(name, "ibi") || word_in(name, "rr");
}

static bool put_row(struct table *t)
{
	if (t->event >= 0 && !is_beat_event(t))
		return true;
	if (t->n == RECORDING_VALUES_MOST)
		return fail_at(t->err, ERR_TOO_LARGE, t->line, 1, "file", "more than %d values", (int)RECORDING_VALUES_MOST);
	t->when[t->n] = (double)NAN;
	if (t->time >= 0 && t->time < t->n_fields && read_number(t, t->time, &t->when[t->n]))
		t->when[t->n] *= t->time_unit;
	t->x[t->n] = (double)NAN;
	if (t->value < t->n_fields && !read_number(t, t->value, &t->x[t->n]) && t->width[t->value] &&
	    strncasecmp(t->field[t->value], "nan", 3) != 0) {
		char shown[FIELD_MOST];

		snprintf(shown, sizeof(shown), "%.*s", t->width[t->value] < 20 ? t->width[t->value] : 20, t->field[t->value]);
		return fail_at(t->err, ERR_INPUT, t->line, (int)(t->field[t->value] - t->start) + 1,
			t->value < t->named ? json_in_word(t->a, t->name[t->value]) : "value", "a number is expected, not \"%s\"",
			json_in_word(t->a, shown));
	}
	t->n++;
	return true;
}

/* Without a header: one column is it; of two, a first that only rises is the time. */
static void choose_by_look(struct table *t)
{
	struct table look = *t;
	double last = -1, v;
	int rows = 0;

	t->value = 0;
	while (rows < 1000 && next_line(&look)) {
		if (!look.n_fields)
			continue;
		if (look.n_fields != 2 || !read_number(&look, 0, &v) || v <= last)
			return;
		last = v;
		rows++;
	}
	if (rows > 2) {
		t->value = 1;
		t->time = 0;
		t->time_unit = 1;
	}
}

static bool read_table(struct table *t, size_t bytes)
{
	int before = find_start(t);
	size_t room = bytes / 2 + 2 < RECORDING_VALUES_MOST ? bytes / 2 + 2 : RECORDING_VALUES_MOST;

	if (before < 0)
		return fail_at(t->err, ERR_INPUT, 1, 1, "file", "there is no line with a number in the first %d", (int)HEADS_MOST);
	for (int i = 0; i < before && next_line(t); i++)
		if (t->n_fields) {
			name_columns(t);
			t->value = t->time = t->event = -1;
			choose_columns(t);
		}
	if (t->value < 0 && t->asked->signal)
		return fail_at(t->err, ERR_INPUT, before > 0 ? before : 1, 1, "signal", "no column has this name");
	if (t->value < 0)
		choose_by_look(t);
	t->x = NEWS(t->a, double, room);
	t->when = NEWS(t->a, double, room);
	while (next_line(t))
		if (t->n_fields && !put_row(t))
			return false;
	return t->n > 0 || fail_at(t->err, ERR_INPUT, t->line, 1, "file", "there is no value");
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double middle(const struct table *t)
{
	double *v = NEWS(t->a, double, t->n);
	int n = 0;

	for (int i = 0; i < t->n; i++)
		if (t->x[i] > 0)
			v[n++] = t->x[i];
	qsort(v, (size_t)n, sizeof(*v), by_value);
	return n ? v[n / 2] : 0;
}

/* ms in one unit of the file: as the user says, as the header says, as the middle value looks. */
static bool find_unit(const struct table *t, const char *name, struct recording *out, double *ms)
{
	static const struct { const char *word, *shown; double ms; } units[] = { { "1/1024", "1/1024 s", 1000.0 / 1024 },
		{ "ms", "ms", 1 }, { "s", "s", 1000 } };
	double m = middle(t);
	int found = -1;

	for (int i = 0; i < 3 && t->asked->unit && found < 0; i++)
		found = str_equal(t->asked->unit, units[i].word) ? i : -1;
	if (t->asked->unit && found < 0)
		return fail(t->err, ERR_USAGE, "unit", "ms, s or 1/1024 is expected");
	if (found < 0 && strstr(name, "1/1024"))
		found = 0;
	else if (found < 0)
		found = m >= 200 && m <= 3000 ? 1 : m >= 0.2 && m <= 3 ? 2 : -1;
	if (found < 0)
		return fail(t->err, ERR_INPUT, *name ? name : "value", "the middle value is %g: no interval between beats in ms or s; "
			"if these are samples, say what of and how many a second", m);
	*ms = units[found].ms;
	out->unit = units[found].shown;
	return true;
}

void beats_put(struct recording *r, double ms, bool *cut)
{
	if (!(ms > 0) || ms > INTERVAL_MOST) {
		*cut = true;
		return;
	}
	r->mark[r->n] = *cut && r->n ? BEAT_CUT : 0;
	r->value[r->n++] = ms;
	*cut = false;
}

static bool as_beats(struct table *t, struct recording *out)
{
	double ms = 1, drift = (double)NAN, sum = 0;
	bool cut = false;

	if (!find_unit(t, out->name, out, &ms))
		return false;
	for (int i = 0; i < t->n; i++) {
		double now = t->when[i] - (sum += isnan(t->x[i]) ? 0 : t->x[i] * ms / 1000);

		if (!isnan(drift) && fabs(now - drift) > DRIFT) {
			cut = true;
			drift = now;
		}
		drift = isnan(drift) ? now : drift;
		if (t->x[i] < 0)
			return fail(t->err, ERR_INPUT, *out->name ? out->name : "value", "an interval below 0 (the %d. value)", i + 1);
		beats_put(out, t->x[i] * ms, &cut);
	}
	if (!out->n)
		return fail(t->err, ERR_INPUT, "value", "there is no interval above 0");
	return beats_within(out, t->err);
}

/* A value that is missing is a gap of a signal. */
static bool as_samples(struct table *t, struct recording *out)
{
	bool cut = false;
	int last = -1;

	for (int i = 0; i < t->n; i++) {
		if (isnan(t->x[i])) {
			cut = true;
			continue;
		}
		out->mark[out->n] = cut && out->n ? BEAT_CUT : 0;
		out->value[out->n++] = t->x[i];
		last = i;
		cut = false;
	}
	out->rate = t->asked->rate;
	if (!(out->rate > 0) && last > 0 && !isnan(t->when[0]) && t->when[last] > t->when[0])
		out->rate = last / (t->when[last] - t->when[0]);
	return out->rate > 0 || fail(t->err, ERR_INPUT, "rate", "how many samples a second are they?");
}

bool beats_text(struct arena *a, const char *text, size_t n, const struct beats_asked *asked, struct recording *out, struct err *err)
{
	struct table t = { .a = a, .asked = asked, .err = err, .at = text, .end = text + n, .value = -1, .time = -1, .event = -1 };

	*out = (struct recording){ .other_beats = -1, .format = "text", .name = "", .unit = "" };
	if (!utf8_valid(text, n))
		return fail_at(err, ERR_INPUT, 1, 1, "file", "not a text in UTF-8, and no EDF");
	if (n >= 3 && !memcmp(text, "\xef\xbb\xbf", 3))
		t.at += 3;
	if (!read_table(&t, n))
		return false;
	if (t.named) {
		out->format = t.event >= 0 ? "OpenHRV" : "CSV";
		out->name = t.value < t.named ? json_in_word(a, t.name[t.value]) : "";
	}
	out->what = asked->what_given ? asked->what : recorded_as(out->name);
	if (out->what == RECORDED_OTHER)
		out->what = RECORDED_BEATS;
	out->value = NEWS(a, double, t.n);
	out->mark = NEWS(a, unsigned char, t.n);
	return out->what == RECORDED_BEATS ? as_beats(&t, out) : as_samples(&t, out);
}

bool beats_any(struct arena *a, const char *bytes, size_t n, const struct beats_asked *asked, struct recording *out, struct err *err)
{
	if (n >= 8 && !memcmp(bytes, "0       ", 8))
		return beats_edf(a, bytes, n, asked, out, err);
	if (n >= 8 && !memcmp(bytes, "\xff" "BIOSEMI", 8))
		return fail(err, ERR_INPUT, "file", "BDF of 24 bits is not read; export it as EDF");
	return beats_text(a, bytes, n, asked, out, err);
}
