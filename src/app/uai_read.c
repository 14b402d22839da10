/* app/uai_read.c -- words of a .uai and of an .evid file. */
#include "app/uai.h"

#include "base/str.h"

#include <limits.h>
#include <math.h>
#include <string.h>

enum { NUMBER_MOST = 64, SHOWN_MOST = 40, SHORT = 80 };

struct word { const char *at; size_t n; int line, column; };
struct reader { struct arena *a; struct err *err; const char *at, *end, *start; int line; struct word word; };

static bool is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static struct reader reader_of(struct arena *a, const char *text, size_t n, struct err *err)
{
	return (struct reader){ .a = a, .err = err, .at = text, .end = text + n, .start = text, .line = 1 };
}

/* The next word; one of no bytes at the end. */
static void next(struct reader *r)
{
	while (r->at < r->end && is_blank(*r->at))
		if (*r->at++ == '\n') {
			r->start = r->at;
			r->line += r->line < INT_MAX;
		}
	const char *from = r->at;
	while (r->at < r->end && !is_blank(*r->at))
		r->at++;
	ptrdiff_t column = from - r->start + 1;
	r->word = (struct word){ from, (size_t)(r->at - from), r->line, column < INT_MAX ? (int)column : INT_MAX };
}

/* Words that can follow at most. */
static size_t words_left(const struct reader *r)
{
	return ((size_t)(r->end - r->at) + 1) / 2;
}

/* The word as it may be printed. */
static const char *shown(const struct reader *r)
{
	const struct word *w = &r->word;
	size_t n = w->n < SHOWN_MOST ? w->n : SHOWN_MOST;
	char text[SHOWN_MOST + 1];

	if (!w->n)
		return "the end of the file";
	for (size_t i = 0; i < n; i++)
		text[i] = w->at[i] > ' ' && w->at[i] < 127 ? w->at[i] : '?';
	text[n] = 0;
	return arena_fmt(r->a, "\"%s%s\"", text, w->n > n ? "..." : "");
}

static bool wrong(struct reader *r, const char *field, const char *expected)
{
	return fail_at(r->err, ERR_INPUT, r->word.line, r->word.column, field, "%s is expected, not %s", expected, shown(r));
}

static bool read_int(struct reader *r, const char *field, const char *expected, int least, int most, int *out)
{
	int64_t v = 0;

	next(r);
	for (size_t i = 0; i < r->word.n; i++) {
		if (r->word.at[i] < '0' || r->word.at[i] > '9')
			return wrong(r, field, expected);
		v = v * 10 + (r->word.at[i] - '0');
		v = v > INT_MAX ? (int64_t)INT_MAX + 1 : v;
	}
	if (!r->word.n || v < least || v > most)
		return wrong(r, field, expected);
	*out = (int)v;
	return true;
}

static bool fit(struct reader *r, const char *field, int n, size_t each)
{
	return (size_t)n <= words_left(r) / each || fail_at(r->err, ERR_INPUT, r->word.line, r->word.column, field, "%d are announced, and "
		"the %zu bytes that follow cannot hold them; the file may be cut off", n, (size_t)(r->end - r->at));
}

/* How many of something follow, each of at least `each` words. */
static bool read_count(struct reader *r, const char *field, const char *expected, int least, size_t each, int *out)
{
	if (!read_int(r, field, expected, least, INT_MAX, out))
		return false;
	return fit(r, field, *out, each);
}

/* Digits, sign, point, exponent. */
static bool read_number(struct reader *r, const char *field, double *out)
{
	char text[NUMBER_MOST + 1], *end;

	next(r);
	memcpy(text, r->word.at, r->word.n < NUMBER_MOST ? r->word.n : NUMBER_MOST);
	text[r->word.n < NUMBER_MOST ? r->word.n : NUMBER_MOST] = 0;
	if (!r->word.n || r->word.n > NUMBER_MOST || strspn(text, "0123456789+-.eE") != r->word.n)
		return wrong(r, field, "a number from 0 on, like 0.25,");
	*out = strtod(text, &end);
	if (*end || !isfinite(*out) || *out < 0 || (*out == 0 && signbit(*out)))
		return wrong(r, field, "a number from 0 on, like 0.25,");
	return true;
}

static bool at_end(struct reader *r, const char *field)
{
	next(r);
	return !r->word.n || wrong(r, field, "the end of the file");
}

static bool read_kind(struct reader *r)
{
	next(r);
	struct nearest near = nearest_to(arena_copy(r->a, r->word.at, r->word.n < SHOWN_MOST ? r->word.n : SHOWN_MOST));

	if ((r->word.n == 5 && !memcmp(r->word.at, "BAYES", 5)) || (r->word.n == 6 && !memcmp(r->word.at, "MARKOV", 6)))
		return true;
	nearest_offer(&near, "MARKOV");
	nearest_offer(&near, "BAYES");
	if (near.best)
		return wrong(r, "network", str_equal(near.best, "BAYES") ? "the word BAYES" : "the word MARKOV");
	return wrong(r, "network", "MARKOV or BAYES");
}

static bool read_states(struct reader *r, int n)
{
	int states;

	for (int v = 0; v < n; v++) {
		if (!read_int(r, "states", "a number of states", 1, INT_MAX, &states))
			return false;
		if (states != 2)
			return fail_at(r->err, ERR_INPUT, r->word.line, r->word.column, "states", "variable %d has %d states; a noisy-OR is made of "
				"variables of 2 states", v, states);
	}
	return true;
}

/* last_in[v]: the last factor in which v was seen, plus 1. */
static bool read_scope(struct reader *r, int n_vars, int which, int *last_in, struct uai_factor *f)
{
	char field[SHORT], expected[SHORT];

	snprintf(field, SHORT, "factor %d", which);
	snprintf(expected, SHORT, "a variable from 0 to %d", n_vars - 1);
	if (!read_count(r, field, "a number of variables, 1 or more,", 1, 1, &f->n))
		return false;
	f->line = r->word.line;
	f->column = r->word.column;
	if (f->n > UAI_FACTOR_MOST)
		return fail_at(r->err, ERR_TOO_LARGE, f->line, f->column, field, "is over %d variables, a table of 2^%d numbers; 2^%d are the most",
			f->n, f->n, (int)UAI_FACTOR_MOST);
	int *var = NEWS(r->a, int, f->n);
	for (int i = 0; i < f->n; i++) {
		if (!read_int(r, field, expected, 0, n_vars - 1, &var[i]))
			return false;
		if (last_in[var[i]] == which + 1)
			return fail_at(r->err, ERR_INPUT, r->word.line, r->word.column, field, "variable %d stands in it twice", var[i]);
		last_in[var[i]] = which + 1;
	}
	f->var = var;
	return true;
}

static bool read_table(struct reader *r, int which, struct uai_factor *f)
{
	char field[SHORT], expected[SHORT];
	int size = 1 << f->n, said;
	double *p;

	snprintf(field, SHORT, "factor %d", which);
	snprintf(expected, SHORT, "%d, the size of a table over %d variable%s,", size, f->n, f->n > 1 ? "s" : "");
	if (!read_int(r, field, expected, size, size, &said) || !fit(r, field, size, 1))
		return false;
	f->p = p = NEWS(r->a, double, size);
	for (int i = 0; i < size; i++)
		if (!read_number(r, field, &p[i]))
			return false;
	return true;
}

bool uai_read(struct arena *a, const char *text, size_t n, struct uai *out, struct err *err)
{
	struct reader r = reader_of(a, text, n, err);

	if (!read_kind(&r) || !read_count(&r, "variables", "a number of variables, 1 or more,", 1, 1, &out->n) || !read_states(&r, out->n) ||
		!read_count(&r, "factors", "a number of factors", 0, 2, &out->n_factors))
		return false;
	out->factor = NEWS(a, struct uai_factor, out->n_factors);
	int *last_in = NEWS(a, int, out->n);
	for (int i = 0; i < out->n_factors; i++)
		if (!read_scope(&r, out->n, i, last_in, &out->factor[i]))
			return false;
	for (int i = 0; i < out->n_factors; i++)
		if (!read_table(&r, i, &out->factor[i]))
			return false;
	return at_end(&r, "factors");
}

/* ---- evidence ---- */

static size_t count_words(struct reader r)
{
	size_t n = 0;

	for (next(&r); r.word.n; next(&r))
		n++;
	return n;
}

static bool read_seen(struct reader *r, int n, int n_vars, int8_t *seen)
{
	char expected[SHORT];
	int v, state;

	snprintf(expected, SHORT, "a variable from 0 to %d", n_vars - 1);
	for (int i = 0; i < n; i++) {
		if (!read_int(r, "evidence", expected, 0, n_vars - 1, &v) || !read_int(r, "evidence", "a state, 0 or 1,", 0, 1, &state))
			return false;
		int8_t as = state ? SEEN_PRESENT : SEEN_ABSENT;
		if (seen[v] != SEEN_NOTHING && seen[v] != as)
			return fail_at(r->err, ERR_INPUT, r->word.line, r->word.column, "evidence", "variable %d was seen in state %d before", v, !state);
		seen[v] = as;
	}
	return at_end(r, "evidence");
}

/* With one sample announced in front the words are even in number, without it odd. */
bool uai_read_evidence(struct arena *a, const char *text, size_t n, int n_vars, int8_t *seen, struct err *err)
{
	struct reader r = reader_of(a, text, n, err);
	size_t words = count_words(r);
	int samples = 1, pairs;

	memset(seen, 0, (size_t)n_vars);
	if (!words) {
		next(&r);
		return wrong(&r, "evidence", "a number of variables that were seen (0 for none)");
	}
	if (words % 2 == 0 && !read_int(&r, "evidence", "a number of samples", 0, INT_MAX, &samples))
		return false;
	if (samples != 1)
		return fail_at(err, ERR_INPUT, r.word.line, r.word.column, "evidence", "%zu words are neither a number of variables with a state for "
			"each nor one sample of those; one sample is answered at a time", words);
	if (!read_count(&r, "evidence", "a number of variables that were seen", 0, 2, &pairs))
		return false;
	return read_seen(&r, pairs, n_vars, seen);
}
