/* app/beats_wfdb.c -- annotations of the WFDB library's MIT format: 16-bit words, code and time since the last. */
#include "app/beats.h"

#include <math.h>
#include <string.h>

enum { LAST_PLAIN = 49, SKIP = 59, AUX = 63, NORMAL = 1 };

/* Codes that stand for a beat. */
static bool is_beat(int code)
{
	return (code >= 1 && code <= 13) || code == 25 || code == 30 || code == 34 || code == 35 || code == 38 || code == 41;
}

struct words { const unsigned char *at; size_t n, i; int64_t ticks; };

static int word(struct words *w)
{
	int v = w->at[w->i] | w->at[w->i + 1] << 8;

	w->i += 2;
	return v;
}

/* The next annotation with its time; 0 at the end, -1 when the file breaks off. */
static int next(struct words *w)
{
	while (w->i + 2 <= w->n) {
		int v = word(w), code = v >> 10, rest = v & 1023;

		if (!v)
			return 0;
		if (code == SKIP) {
			if (w->i + 4 > w->n)
				return -1;
			uint32_t high = (uint32_t)word(w), low = (uint32_t)word(w);
			w->ticks += (int32_t)(high << 16 | low);
		} else if (code == AUX) {
			w->i += ((size_t)rest + 1) / 2 * 2;
		} else if (code <= LAST_PLAIN) {
			w->ticks += rest;
			if (code)
				return code;
		}
	}
	return -1;
}

bool beats_wfdb(struct arena *a, const char *bytes, size_t n, double rate, struct recording *out, struct err *err)
{
	struct words w = { (const unsigned char *)bytes, n, 0, 0 };
	int64_t before = -1;
	bool cut = false;
	int code;

	if (!(rate > 0) || rate > 1e6)
		return fail(err, ERR_INPUT, "rate", "samples a second are expected: beside the annotations lies no header that tells");
	*out = (struct recording){ .what = RECORDED_BEATS, .format = "WFDB annotation", .unit = "samples", .name = "",
		.value = NEWS(a, double, n / 2 + 1), .mark = NEWS(a, unsigned char, n / 2 + 1) };
	while ((code = next(&w)) > 0) {
		if (!is_beat(code))
			continue;
		if (before >= 0 && w.ticks <= before)
			return fail(err, ERR_INPUT, "annotation", "times do not rise after %d beats", out->n + 1);
		if (before >= 0)
			beats_put(out, (double)(w.ticks - before) * 1000 / rate, &cut);
		out->other_beats += code != NORMAL;
		before = w.ticks < 0 ? -1 : w.ticks;
	}
	if (code < 0)
		return fail(err, ERR_INPUT, "annotation", "the file breaks off, or is no WFDB annotation");
	if (!out->n)
		return fail(err, ERR_INPUT, "annotation", "fewer than two beats are annotated");
	return beats_within(out, err);
}

bool beats_wfdb_rate(const char *text, size_t n, double *rate, struct err *err)
{
	size_t i = 0;

	while (i < n && text[i] == '#')                         /* remarks come first */
		while (i < n && text[i++] != '\n')
			;
	for (int field = 0; field < 2; field++) {               /* name, number of signals */
		while (i < n && text[i] != ' ' && text[i] != '\n')
			i++;
		while (i < n && text[i] == ' ')
			i++;
	}
	char number[32] = "", *end = number;
	for (size_t k = 0; k + 1 < sizeof(number) && i < n && strchr("0123456789.", text[i]); k++)
		number[k] = text[i++];
	*rate = strtod(number, &end);
	if (end == number || !(*rate > 0) || *rate > 1e6)
		return fail_at(err, ERR_INPUT, 1, 0, "rate", "the first line is to name the samples a second as its third word");
	return true;
}
