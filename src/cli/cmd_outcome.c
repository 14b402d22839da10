/* cli/cmd_outcome.c -- unknot outcome INSTRUMENT ANSWERS.json: a score, and what has become of the first one. */
#include "app/answers.h"
#include "app/report_outcome.h"
#include "base/str.h"
#include "cli/commands.h"
#include "cli/options.h"

struct asked {
	bool json, response;
	const char *instrument, *answers, *baseline, *form;     /* id, and files */
	const struct kb *kb;
	int which;
	const struct questionnaire *questionnaire;
};

static const char *called(const char *path)
{
	return str_equal(path, "-") ? "<standard input>" : path;
}

static bool read_words(struct cli *cli, struct asked *w, struct err *err)
{
	const struct option_word known[] = { { "--json", &w->json, NULL }, { "--response", &w->response, NULL },
		{ "--baseline", NULL, &w->baseline }, { "--form", NULL, &w->form } };
	const char *operand[2] = { NULL, NULL };

	if (!options_read_all(cli, "outcome", known, sizeof(known) / sizeof(*known), operand, 2, err))
		return false;
	w->instrument = operand[0];
	w->answers = operand[1];
	if (!w->instrument)
		return fail(err, ERR_USAGE, "INSTRUMENT", "an id is expected; unknot kb list instruments names them");
	if (!w->answers)
		return fail(err, ERR_USAGE, "ANSWERS.json", "a file of answers is expected, or - for standard input");
	if (w->response && !w->form)
		return fail(err, ERR_USAGE, "--response", "is the answer to a form: --form FILE is missing");
	return true;
}

static bool find_instrument(struct cli *cli, struct asked *w, struct err *err)
{
	w->kb = cli_kb(cli, NULL, err);
	if (!w->kb)
		return false;
	w->which = kb_instrument(w->kb, w->instrument);
	if (w->which >= 0)
		return true;
	const char *near = kb_nearest(w->kb, KIND_INSTRUMENT, w->instrument);
	return fail(err, ERR_INPUT, "INSTRUMENT", "\"%s\" is not known; %s%s", json_in_word(cli->arena, w->instrument),
		near ? "the nearest is " : "see unknot kb list instruments", near ? near : "");
}

static bool read_form(struct cli *cli, struct asked *w, struct err *err)
{
	char *text;
	size_t n;

	if (!w->form)
		return true;
	if (!cli_read_file(cli, w->form, &text, &n, err))
		return false;
	w->questionnaire = questionnaire_read(cli->arena, w->kb, text, n, w->which, err);
	if (!w->questionnaire)
		err->file = called(w->form);
	return w->questionnaire != NULL;
}

static bool read_score(struct cli *cli, const struct asked *w, const char *path, struct answers *answers, struct outcome *out,
	struct err *err)
{
	char *text;
	size_t n;

	if (!cli_read_file(cli, path, &text, &n, err))
		return false;
	bool ok = answers_read(cli->arena, w->kb, w->which, w->questionnaire, text, n, answers, err) &&
		answers_score(&w->kb->instrument[w->which], answers, out, err);
	if (!ok)
		err->file = called(path);
	return ok;
}

/* An alarm is told even when there is no score. */
static int refuse(struct cli *cli, const struct asked *w, const struct outcome *now, const struct err *err)
{
	const struct told_outcome t = { w->kb, &w->kb->instrument[w->which], now, NULL, NULL, { NULL, NULL } };

	if (now->alarm >= 0)
		fputs(w->json ? report_outcome(cli->arena, &t) : report_outcome_text(cli->arena, &t), cli->out);
	return cli_fail(cli, err);
}

int cmd_outcome(struct cli *cli)
{
	struct asked w = { .which = -1 };
	struct answers answers, earlier;
	struct outcome now = { .alarm = -1 }, first = { .alarm = -1 };
	struct outcome_change change;
	struct err err = { 0 };

	if (!read_words(cli, &w, &err) || !find_instrument(cli, &w, &err) || !read_form(cli, &w, &err))
		return cli_fail(cli, &err);
	const struct instrument *it = &w.kb->instrument[w.which];
	if (!read_score(cli, &w, w.answers, &answers, &now, &err))
		return refuse(cli, &w, &now, &err);
	if (w.baseline && (!read_score(cli, &w, w.baseline, &earlier, &first, &err) || !outcome_compare(it, &first, &now, &change, &err)))
		return refuse(cli, &w, &now, &err);
	const struct told_outcome t = { w.kb, it, &now, w.baseline ? &first : NULL, w.baseline ? &change : NULL, { NULL, NULL } };
	if (w.response && !answers.form) {
		fail(&err, ERR_INPUT, "answers", "a response needs answers by linkId");
		return refuse(cli, &w, &now, &err);
	}
	if (w.response && now.alarm >= 0)
		fputs(report_outcome_text(cli->arena, &t), cli->err);
	if (w.response)
		fputs(questionnaire_response(cli->arena, w.questionnaire, answers.form, answers.date), cli->out);
	else
		fputs(w.json ? report_outcome(cli->arena, &t) : report_outcome_text(cli->arena, &t), cli->out);
	return 0;
}
