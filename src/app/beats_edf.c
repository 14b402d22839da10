/* app/beats_edf.c -- European Data Format, and EDF+ with its annotations (Kemp 1992, Kemp and Olivan 2003), from memory. */
#include "app/beats.h"

#include "base/str.h"

#include <assert.h>
#include <ctype.h>
#include <math.h>
#include <string.h>
#include <strings.h>

enum { HEAD = 256, SIGNALS_MOST = 512, RECORDS_MOST = 10000000, TOLD_MOST = 100000 };

struct signal { char label[17], unit[9]; double low, high, digital_low, digital_high; int64_t samples, offset; bool told; };

struct edf {
	struct arena *a;
	const char *at;
	size_t n;
	struct err *err;
	int n_signals;
	struct signal *signal;
	int64_t head, records, record_bytes;
	double record_seconds;
	bool plus, gaps;
};

/* A field without the blanks at its end; what is not printable becomes '?'. */
static void word(const char *from, int width, char *to)
{
	while (width && from[width - 1] == ' ')
		width--;
	for (int i = 0; i < width; i++)
		to[i] = from[i] >= ' ' && from[i] <= '~' ? from[i] : '?';
	to[width] = 0;
}

static bool number(struct edf *e, size_t at, int width, const char *field, double low, double high, double *out)
{
	char text[17], *end = text;

	word(e->at + at, width, text);
	*out = strtod(text, &end);
	if (end == text || *end || !(*out >= low && *out <= high))
		return fail(e->err, ERR_INPUT, field, "\"%s\" in the header is no number from %g to %g", text, low, high);
	return true;
}

static bool read_head(struct edf *e)
{
	double head, records, seconds, signals;

	if (e->n < HEAD || memcmp(e->at, "0       ", 8) != 0)
		return fail(e->err, ERR_INPUT, "header", "this is no EDF file of 16 bits");
	if (!number(e, 184, 8, "header bytes", HEAD, 256.0 * (SIGNALS_MOST + 1), &head) ||
	    !number(e, 236, 8, "data records", -1, RECORDS_MOST, &records) ||
	    !number(e, 244, 8, "duration of a record", 0, 1e6, &seconds) || !number(e, 252, 4, "signals", 1, SIGNALS_MOST, &signals))
		return false;
	e->plus = memcmp(e->at + 192, "EDF+", 4) == 0;
	e->gaps = e->plus && e->at[196] == 'D';
	e->n_signals = (int)signals;
	e->head = (int64_t)head;
	e->records = (int64_t)records;
	e->record_seconds = seconds;
	if (e->head != HEAD * (e->n_signals + 1) || e->n < (size_t)e->head)
		return fail(e->err, ERR_INPUT, "header bytes", "%d signals need %d of them", e->n_signals, HEAD * (e->n_signals + 1));
	return true;
}

static bool read_signal(struct edf *e, int i)
{
	struct signal *s = &e->signal[i];
	size_t n = (size_t)e->n_signals, k = (size_t)i;
	double samples;

	word(e->at + HEAD + 16 * k, 16, s->label);
	word(e->at + HEAD + 96 * n + 8 * k, 8, s->unit);
	s->told = str_equal(s->label, "EDF Annotations");
	if (!number(e, HEAD + 216 * n + 8 * k, 8, "samples in a record", 1, 1e7, &samples))
		return false;
	s->samples = (int64_t)samples;
	s->offset = e->record_bytes;
	e->record_bytes += 2 * s->samples;
	if (s->told)
		return true;
	if (!number(e, HEAD + 104 * n + 8 * k, 8, "physical minimum", -1e30, 1e30, &s->low) ||
	    !number(e, HEAD + 112 * n + 8 * k, 8, "physical maximum", -1e30, 1e30, &s->high) ||
	    !number(e, HEAD + 120 * n + 8 * k, 8, "digital minimum", -32768, 32767, &s->digital_low) ||
	    !number(e, HEAD + 128 * n + 8 * k, 8, "digital maximum", -32768, 32767, &s->digital_high))
		return false;
	if (s->digital_low >= s->digital_high || (s->low >= s->high && s->low <= s->high))
		return fail(e->err, ERR_INPUT, "digital minimum", "signal %d has no range", i + 1);
	return true;
}

static bool read_signals(struct edf *e)
{
	e->signal = NEWS(e->a, struct signal, e->n_signals);
	for (int i = 0; i < e->n_signals; i++)
		if (!read_signal(e, i))
			return false;
	assert(e->record_bytes > 0);            /* one signal at least, with one sample at least */
	int64_t whole = ((int64_t)e->n - e->head) / e->record_bytes;
	if (e->records < 0 || e->records > whole) {
		if (e->records > whole && whole == 0)
			return fail(e->err, ERR_INPUT, "data records", "the file ends before the first of them");
		e->records = whole;                             /* still being written, or broken off: what is whole counts */
	}
	return e->records > 0 || fail(e->err, ERR_INPUT, "data records", "there is none");
}

/* One list of annotations: +onset[21 duration]20 text 20 ... 20 0.  The first text of a record's first list is empty: its time. */
static void read_list(struct edf *e, const char *at, const char *end, struct recording *out, double *onset)
{
	while (at < end && (*at == '+' || *at == '-')) {
		char *stop = NULL;
		const char *close = memchr(at, 0, (size_t)(end - at));
		double when, lasts = 0;

		if (!close)
			return;
		when = strtod(at, &stop);
		if (stop == at || stop >= close || !isfinite(when))
			return;
		if (*stop == 21) {
			lasts = strtod(stop + 1, &stop);
			lasts = isfinite(lasts) && lasts > 0 ? lasts : 0;
		}
		if (stop >= close || *stop != 20)
			return;
		if (isnan(*onset))
			*onset = when;
		for (const char *text = stop + 1, *to; text < close && (to = memchr(text, 20, (size_t)(close - text))); text = to + 1)
			if (to > text && out->n_told < TOLD_MOST && utf8_valid(text, (size_t)(to - text)))
				out->told[out->n_told++] = (struct told){ when, lasts, arena_copy(e->a, text, (size_t)(to - text)) };
		for (at = close; at < end && !*at; at++)
			;
	}
}

/* Where each record begins, in seconds; NAN where the file does not tell. */
static double *read_told(struct edf *e, struct recording *out)
{
	double *onset = NEWS(e->a, double, (size_t)e->records);
	int64_t bytes = 0;

	for (int s = 0; s < e->n_signals; s++)
		bytes += e->signal[s].told ? 2 * e->signal[s].samples * e->records : 0;
	out->told = NEWS(e->a, struct told, (size_t)(bytes / 4 < TOLD_MOST ? bytes / 4 + 1 : TOLD_MOST));
	for (int64_t r = 0; r < e->records; r++) {
		onset[r] = (double)NAN;
		for (int s = 0; e->plus && s < e->n_signals; s++) {
			const char *at = e->at + e->head + r * e->record_bytes + e->signal[s].offset;

			if (e->signal[s].told)
				read_list(e, at, at + 2 * e->signal[s].samples, out, &onset[r]);
		}
	}
	return onset;
}

enum recorded recorded_as(const char *label)
{
	static const struct { const char *word; enum recorded what; } words[] = { { "ecg", RECORDED_ECG }, { "ekg", RECORDED_ECG },
		{ "ppg", RECORDED_PPG }, { "pleth", RECORDED_PPG }, { "pulse", RECORDED_PPG }, { "emg", RECORDED_EMG } };

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (strcasestr(label, words[i].word))
			return words[i].what;
	return RECORDED_OTHER;
}

/* Index; -1 and err when none fits.  The only signal of a file need not say what it is when the user does. */
static int choose(struct edf *e, const struct beats_asked *asked)
{
	int fits = -1, only = -1, count = 0;

	for (int i = 0; i < e->n_signals; i++) {
		struct signal *s = &e->signal[i];
		enum recorded what = recorded_as(s->label);

		if (s->told)
			continue;
		only = i;
		count++;
		if (asked->signal ? strcasecmp(s->label, asked->signal) == 0 :
		    asked->what_given ? what == asked->what : what != RECORDED_OTHER)
			fits = fits < 0 ? i : fits;
	}
	if (fits < 0 && !asked->signal && count == 1 && asked->what_given)
		fits = only;
	if (fits < 0)
		fail(e->err, ERR_INPUT, "signal", "%s; the first of %d is \"%s\"", asked->signal ? "no signal has this name" :
			"no signal says that it is ECG, PPG or EMG, so its name has to be given", count, count ? e->signal[0].label : "");
	return fits;
}

static bool take(struct edf *e, const struct signal *s, const double *onset, struct recording *out)
{
	double gain = (s->high - s->low) / (s->digital_high - s->digital_low), due = (double)NAN;

	if (!(e->record_seconds > 0) || s->samples * e->records > RECORDING_VALUES_MOST)
		return e->record_seconds > 0 ? fail(e->err, ERR_TOO_LARGE, "samples", "more than %d", (int)RECORDING_VALUES_MOST) :
			fail(e->err, ERR_INPUT, "duration of a record", "a signal needs more than 0 s");
	out->rate = (double)s->samples / e->record_seconds;
	out->value = NEWS(e->a, double, (size_t)(s->samples * e->records));
	out->mark = NEWS(e->a, unsigned char, (size_t)(s->samples * e->records));
	for (int64_t r = 0; r < e->records; r++) {
		const unsigned char *at = (const unsigned char *)e->at + e->head + r * e->record_bytes + s->offset;

		if (e->gaps && !isnan(due) && !isnan(onset[r]) && fabs(onset[r] - due) > 0.5 / out->rate)
			out->mark[out->n] = BEAT_CUT;
		due = onset[r] + e->record_seconds;
		for (int64_t i = 0; i < s->samples; i++, at += 2)
			out->value[out->n++] = s->low + ((int16_t)(at[0] | at[1] << 8) - s->digital_low) * gain;
	}
	return true;
}

bool beats_edf(struct arena *a, const char *bytes, size_t n, const struct beats_asked *asked, struct recording *out, struct err *err)
{
	struct edf e = { .a = a, .at = bytes, .n = n, .err = err };

	*out = (struct recording){ .other_beats = -1 };
	if (!read_head(&e) || !read_signals(&e))
		return false;
	int i = choose(&e, asked);
	if (i < 0)
		return false;
	out->format = e.plus ? "EDF+" : "EDF";
	out->name = arena_text(a, e.signal[i].label);
	out->unit = arena_text(a, e.signal[i].unit);
	out->what = asked->what_given ? asked->what : recorded_as(out->name);
	return take(&e, &e.signal[i], read_told(&e, out), out);
}
