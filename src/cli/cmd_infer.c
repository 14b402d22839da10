/* cli/cmd_infer.c -- unknot infer NET.uai EVIDENCE: the marginals of every variable, as MAR or JSON.  Exit code 4: answered, but not to the first digit. */
#include "app/uai.h"
#include "base/json.h"
#include "base/str.h"
#include "cli/commands.h"
#include "cli/options.h"

#include <math.h>

enum { FILE_MOST = 1 << 30, FOR_ONE = 128 };     /* bytes; of JSON for one variable */
enum { CODE_WIDE = 4 };                 /* answered, but some interval is wider than too_wide */

static const double too_wide = 0.1;

struct asked { const char *file[2]; bool json; struct effort effort; };

static bool read_effort(const char *text, struct effort *out, struct err *err)
{
	char *end;
	double v = strtod(text, &end);

	if (end == text || *end || !(v >= 1 && v <= 1e12))
		return fail(err, ERR_USAGE, "--effort", "table operations from 1 to 1e12 are expected (usual: %g, some seconds)",
			uai_effort.exact);
	*out = uai_effort;
	out->exact = v;
	out->sampled = fmin(v, fmin(5e7, fmax(uai_effort.sampled, v / 100)));
	out->drawing = fmax(uai_effort.drawing, v);
	return true;
}

static bool read_words(struct cli *cli, struct asked *asked, struct err *err)
{
	const char *effort = NULL;
	const struct option_word known[] = { { "--json", &asked->json, NULL }, { "--effort", NULL, &effort } };

	asked->effort = uai_effort;
	if (!options_read_all(cli, "infer", known, sizeof(known) / sizeof(*known), asked->file, 2, err))
		return false;
	if (!asked->file[0])
		return fail(err, ERR_USAGE, "NET.uai", "a network is expected, or - for standard input");
	if (!asked->file[1])
		return fail(err, ERR_USAGE, "EVIDENCE.evid", "a file of evidence is expected (\"0\" in it: nothing was seen), or - for standard input");
	if (str_equal(asked->file[0], "-") && str_equal(asked->file[1], "-"))
		return fail(err, ERR_USAGE, "-", "only one of the two can be standard input");
	return !effort || read_effort(effort, &asked->effort, err);
}

static const char *named(const char *file)
{
	return str_equal(file, "-") ? "<standard input>" : file;
}

static bool infer(struct cli *cli, const struct asked *asked, int *n, struct uai_answer *out, struct err *err)
{
	struct uai uai;
	struct uai_net net;
	char *text;
	size_t bytes;

	if (!cli_read_big(cli, asked->file[0], FILE_MOST, &text, &bytes, err))
		return false;
	if (!uai_read(cli->arena, text, bytes, &uai, err) || !uai_to_net(cli->arena, &uai, &net, err)) {
		err->file = named(asked->file[0]);
		return false;
	}
	int8_t *seen = NEWS(cli->arena, int8_t, uai.n);
	if (!cli_read_big(cli, asked->file[1], FILE_MOST, &text, &bytes, err))
		return false;
	*n = uai.n;
	if (uai_read_evidence(cli->arena, text, bytes, uai.n, seen, err) && uai_infer(cli->arena, &net, seen, &asked->effort, out, err))
		return true;
	err->file = named(asked->file[1]);
	return false;
}

/* As many digits as are known: decimals that the interval is not wider than, one at least. */
static void print_marginal(struct cli *cli, const struct uai_answer *answer, int v)
{
	double wide = answer->exact ? 0 : answer->high[v] - answer->low[v];

	if (!(wide > 1e-6)) {
		fprintf(cli->out, " 2 %.6g %.6g", answer->off[v], answer->on[v]);
		return;
	}
	int digits = (int)fmax(1, floor(-log10(wide)));
	double unit = pow(10, -digits), on = round(answer->on[v] / unit) * unit;
	fprintf(cli->out, " 2 %.*f %.*f", digits, fabs(1 - on), digits, on);
}

static void print_mar(struct cli *cli, int n, const struct uai_answer *answer)
{
	fprintf(cli->out, "MAR\n%d", n);
	for (int v = 0; v < n; v++)
		print_marginal(cli, answer, v);
	fprintf(cli->out, "\n");
}

static void put_variable(struct json_out *j, const struct uai_answer *answer, int v)
{
	json_open(j, NULL, '{');
	json_put_number(j, "off", answer->off[v]);
	json_put_number(j, "on", answer->on[v]);
	if (!answer->exact) {
		json_put_number(j, "on_low", answer->low[v]);
		json_put_number(j, "on_high", answer->high[v]);
	}
	json_close(j, '}');
}

static void put_if_known(struct json_out *j, const char *key, double v)
{
	if (isfinite(v))
		json_put_number(j, key, v);
	else
		json_put_null(j, key);
}

static void print_json(struct cli *cli, int n, const struct uai_answer *answer)
{
	struct buf b = buf_new(cli->arena, ((size_t)n + 8) * FOR_ONE);
	struct json_out j = json_writer(&b, false);

	json_open(&j, NULL, '{');
	put_if_known(&j, "log10_evidence", answer->log10_evidence);
	json_put_bool(&j, "exact", answer->exact);
	if (answer->exact) {
		json_put_number(&j, "relative_bound", answer->bound);
	} else {
		put_if_known(&j, "log10_evidence_low", answer->log10_low);
		put_if_known(&j, "log10_evidence_high", answer->log10_high);
		json_put_number(&j, "confidence", answer->confidence);
		json_put_int(&j, "samples", answer->samples);
	}
	json_put_int(&j, "width", answer->width);
	json_put_number(&j, "operations", answer->cost);
	json_put_int(&j, "runs", answer->runs);
	json_open(&j, "variables", '[');
	for (int v = 0; v < n; v++)
		put_variable(&j, answer, v);
	json_close(&j, ']');
	json_close(&j, '}');
	buf_char(&b, '\n');
	fputs(b.at, cli->out);
}

/* Of the intervals: how many are too wide to be called an answer, and which is the widest. */
static int count_wide(int n, const struct uai_answer *answer, int *widest)
{
	int wide = 0;

	*widest = 0;
	for (int v = 0; !answer->exact && v < n; v++) {
		wide += answer->high[v] - answer->low[v] > too_wide;
		*widest = answer->high[v] - answer->low[v] > answer->high[*widest] - answer->low[*widest] ? v : *widest;
	}
	return wide;
}

static void say_intervals(struct cli *cli, int n, const struct uai_answer *answer)
{
	int widest, wide = count_wide(n, answer, &widest);

	fprintf(cli->err, "not exact: %d samples; all intervals hold together with probability %g; %d of %d variables have one wider than %g, "
		"the widest is %.3g (variable %d: on with %.3g to %.3g). MAR has the digits that are known; --json tells all intervals, --effort allows more\n",
		answer->samples, answer->confidence, wide, n, too_wide, answer->high[widest] - answer->low[widest], widest,
		answer->low[widest], answer->high[widest]);
}

int cmd_infer(struct cli *cli)
{
	struct arena *mine = arena_new(SIZE_MAX);        /* a network may be as big as the machine's memory */
	struct cli own = { cli->argc, cli->argv, mine, cli->out, cli->err };
	struct asked asked = { .json = false };
	struct uai_answer answer;
	struct err err = { 0 };
	int n, widest, code = 0;

	if (read_words(&own, &asked, &err) && infer(&own, &asked, &n, &answer, &err)) {
		(asked.json ? print_json : print_mar)(&own, n, &answer);
		if (!answer.exact)
			say_intervals(&own, n, &answer);
		code = count_wide(n, &answer, &widest) ? CODE_WIDE : 0;
	} else {
		code = cli_fail(&own, &err);
	}
	arena_end(mine);
	return code;
}
