/* cli/cmd_biosignal.c -- unknot biosignal FILE: heart beats, ECG, finger pulse or muscle tension, told. */
#include "app/report_biosignal.h"
#include "base/str.h"
#include "cli/commands.h"
#include "cli/options.h"
#include "render/heart.h"

#include <math.h>

enum { PICTURE_MOST = 8 << 20, NUMBERS_MOST = 2 * RATES_MOST };
#define STEP_SECONDS 120.0

struct asked {
	bool json, svg;
	const char *path, *rate, *unit, *signal, *as, *steps, *rest, *target, *phases, *mains;
	struct beats_asked file;
	struct emg_asked emg;
	int n_steps;
	double step[NUMBERS_MOST];      /* start in s, breaths a minute, and so on */
};

/* Numbers with one of `seps` between them; how many, -1 when it is no such list. */
static int read_numbers(const char *text, const char *seps, double *out, int most)
{
	int n = 0;

	for (char *end; n < most; text = end + 1) {
		out[n] = strtod(text, &end);
		if (end == text || !isfinite(out[n]))
			return -1;
		n++;
		if (!*end)
			return n;
		if (!strchr(seps, *end))
			return -1;
	}
	return -1;
}

static bool read_number(const char *text, const char *field, double low, double high, double *out, struct err *err)
{
	if (!text || (read_numbers(text, "", out, 1) == 1 && *out >= low && *out <= high))
		return true;
	return fail(err, ERR_USAGE, field, "a number from %g to %g is expected", low, high);
}

static bool read_as(struct asked *q, struct err *err)
{
	static const struct { const char *word; enum recorded what; } words[] = { { "beats", RECORDED_BEATS }, { "ecg", RECORDED_ECG },
		{ "ppg", RECORDED_PPG }, { "emg", RECORDED_EMG } };

	q->file.what_given = q->as != NULL;
	for (int i = 0; q->as && i < 4; i++)
		if (str_equal(words[i].word, q->as)) {
			q->file.what = words[i].what;
			return true;
		}
	return !q->as || fail(err, ERR_USAGE, "--as", "beats, ecg, ppg or emg is expected");
}

static bool rises(const double *v, int n, int stride)
{
	for (int i = stride; i < n; i += stride)
		if (v[i] <= v[i - stride])
			return false;
	return v[0] >= 0;
}

static bool read_lists(struct asked *q, struct err *err)
{
	double rest[2] = { 0 };
	int n = q->steps ? read_numbers(q->steps, ":,", q->step, NUMBERS_MOST) : 0;

	if (q->steps && (n < 4 || n % 2 || !rises(q->step, n, 2)))
		return fail(err, ERR_USAGE, "--steps", "START:RATE,START:RATE,... is expected, seconds that rise and breaths a minute");
	for (int i = 1; i < n; i += 2)
		if (q->step[i] < 2 || q->step[i] > 20)
			return fail(err, ERR_USAGE, "--steps", "a rate from 2 to 20 breaths a minute is expected");
	q->n_steps = n / 2;
	if (q->rest && (read_numbers(q->rest, "-", rest, 2) != 2 || !rises(rest, 2, 1)))
		return fail(err, ERR_USAGE, "--rest", "FROM-TO in seconds is expected");
	q->emg.rest_from = rest[0];
	q->emg.rest_to = rest[1];
	q->emg.has_phases = q->phases != NULL;
	if (q->phases && (read_numbers(q->phases, ",", q->emg.phase, 5) != 5 || !rises(q->emg.phase, 5, 1)))
		return fail(err, ERR_USAGE, "--phases", "five rising times in seconds are expected: start of standing, bending, hanging, rising, and the end");
	return true;
}

static bool read_mains(struct asked *q, struct err *err)
{
	q->emg.mains = q->mains && str_equal(q->mains, "60") ? 60 : 50;
	return !q->mains || str_equal(q->mains, "50") || str_equal(q->mains, "60") || fail(err, ERR_USAGE, "--mains", "50 or 60 Hz is expected");
}

static bool read_options(struct cli *cli, struct asked *q, struct err *err)
{
	const struct option_word known[] = { { "--json", &q->json, NULL }, { "--svg", &q->svg, NULL }, { "--rate", NULL, &q->rate },
		{ "--unit", NULL, &q->unit }, { "--signal", NULL, &q->signal }, { "--as", NULL, &q->as }, { "--steps", NULL, &q->steps },
		{ "--rest", NULL, &q->rest }, { "--target", NULL, &q->target }, { "--phases", NULL, &q->phases },
		{ "--mains", NULL, &q->mains } };

	if (!options_read(cli, "biosignal", known, sizeof(known) / sizeof(*known), &q->path, err))
		return false;
	if (!q->path)
		return fail(err, ERR_USAGE, "FILE", "a recording is expected, or - for standard input");
	if (q->json && q->svg)
		return fail(err, ERR_USAGE, "--svg", "one of --json and --svg");
	q->file.unit = q->unit;
	q->file.signal = q->signal;
	q->emg.has_target = q->target != NULL;
	return read_as(q, err) && read_lists(q, err) && read_number(q->rate, "--rate", 1, 1e5, &q->file.rate, err) &&
		read_number(q->target, "--target", 0, 1e9, &q->emg.target, err) && read_mains(q, err);
}

static bool is_annotation(const char *path)
{
	return str_ends(path, ".atr") || str_ends(path, ".qrs") || str_ends(path, ".wqrs");
}

/* The rate stands in the header beside the annotations. */
static bool annotation_rate(struct cli *cli, const struct asked *q, double *rate, struct err *err)
{
	const char *dot = strrchr(q->path, '.');
	const char *head = arena_fmt(cli->arena, "%.*s.hea", (int)(dot - q->path), q->path);
	struct err none = { 0 };
	char *text;
	size_t n;

	*rate = q->file.rate;
	if (*rate > 0)
		return true;
	if (!cli_read_file(cli, head, &text, &n, &none))
		return fail(err, ERR_INPUT, "rate", "there is no %s to tell the samples a second; --rate says it", head);
	if (beats_wfdb_rate(text, n, rate, err))
		return true;
	err->file = head;
	return false;
}

static bool read_recording(struct cli *cli, const struct asked *q, struct recording *r, struct err *err)
{
	char *bytes;
	size_t n;
	double rate;
	bool done;

	if (!cli_read_file(cli, q->path, &bytes, &n, err))
		return false;
	if (is_annotation(q->path))
		done = annotation_rate(cli, q, &rate, err) && beats_wfdb(cli->arena, bytes, n, rate, r, err);
	else
		done = beats_any(cli->arena, bytes, n, &q->file, r, err);
	if (done && (r->what == RECORDED_ECG || r->what == RECORDED_PPG))
		done = beats_found(cli->arena, r, err);
	if (done && r->what == RECORDED_OTHER)
		done = fail(err, ERR_INPUT, "signal", "\"%s\" does not say what it is; --as says it", r->name);
	if (!done && !err->file)
		err->file = str_equal(q->path, "-") ? "<standard input>" : q->path;
	return done;
}

/* The good beats of each step, from its start. */
static struct resonance *find_resonance(struct cli *cli, const struct bio_numbers *k, const struct asked *q, const struct biosignal *b)
{
	struct resonance *r = NEW(cli->arena, struct resonance);
	double *t = NEWS(cli->arena, double, b->n + 1), *rr = NEWS(cli->arena, double, b->n + 1);

	for (int s = 0; s < q->n_steps; s++) {
		double from = q->step[2 * s], to = s + 1 < q->n_steps ? fmin(q->step[2 * s + 2], from + STEP_SECONDS) : from + STEP_SECONDS;
		int n = 0;

		for (int i = 0; i < b->n; i++)
			if (b->t[i] >= from && b->t[i] < to && !(b->mark[i] & (BEAT_OUT | BEAT_BLOCK))) {
				t[n] = b->t[i] - from;
				rr[n++] = b->rr[i];
			}
		rate_tell(q->step[2 * s + 1], n, t, rr, &r->at[r->n++]);
	}
	resonance_find(k, r);
	return r;
}

static void tell_beats(struct cli *cli, const struct bio_numbers *k, const struct asked *q, const struct recording *r)
{
	struct biosignal *b = biosignal(cli->arena, k, r->value, r->mark, r->n);
	const struct resonance *found = q->n_steps && !b->withheld ? find_resonance(cli, k, q, b) : NULL;

	if (q->svg) {
		struct buf out = buf_new(cli->arena, PICTURE_MOST);

		heart_svg(&out, b);
		fputs(out.at, cli->out);
		return;
	}
	fputs(q->json ? report_biosignal(cli->arena, k, r, b, found) : report_biosignal_text(cli->arena, k, r, b, found), cli->out);
}

static bool tell_muscle(struct cli *cli, const struct asked *q, const struct recording *r, struct err *err)
{
	double last = fmax(q->emg.rest_to, q->emg.has_phases ? q->emg.phase[4] : 0);

	if (q->svg)
		return fail(err, ERR_USAGE, "--svg", "is a picture of heart beats, and this is a muscle");
	if (r->rate < EMG_RATE_LEAST || r->rate > EMG_RATE_MOST)
		return fail(err, ERR_INPUT, "rate", "%g samples a second: from %d to %d are needed", r->rate, (int)EMG_RATE_LEAST, (int)EMG_RATE_MOST);
	for (int i = 0; i < r->n; i++)
		if (r->mark[i])
			return fail(err, ERR_INPUT, "signal", "there is a gap at %.1f s: cut the recording there", i / r->rate);
	if (last > r->n / r->rate)
		return fail(err, ERR_USAGE, q->emg.rest_to < last ? "--phases" : "--rest", "the recording ends at %.1f s", r->n / r->rate);
	struct emg_told t = emg_tell(cli->arena, r->value, r->n, r->rate, &q->emg, NEWS(cli->arena, double, r->n + 1));
	fputs(q->json ? report_emg(cli->arena, r, &t) : report_emg_text(cli->arena, r, &t), cli->out);
	return true;
}

int cmd_biosignal(struct cli *cli)
{
	struct asked q = { 0 };
	struct recording r;
	struct err err = { 0 };

	if (!read_options(cli, &q, &err))
		return cli_fail(cli, &err);
	const struct kb *kb = cli_kb(cli, NULL, &err);
	if (!kb || !read_recording(cli, &q, &r, &err))
		return cli_fail(cli, &err);
	if (r.what == RECORDED_EMG && !tell_muscle(cli, &q, &r, &err))
		return cli_fail(cli, &err);
	if (r.what == RECORDED_BEATS)
		tell_beats(cli, kb->biosignal, &q, &r);
	return 0;
}
