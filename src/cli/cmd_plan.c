/* cli/cmd_plan.c -- unknot plan CASE: ten weeks, or why there is no plan now. */
#include "app/report_html.h"
#include "app/report_text.h"
#include "base/embed.h"
#include "base/str.h"
#include "cli/case_words.h"
#include "cli/commands.h"
#include "cli/options.h"

struct form_of { bool json, html, pdf, ics; };

static bool read_form(struct cli *cli, struct form_of *f, const char **path, struct err *err)
{
	const struct option_word known[] = { { "--json", &f->json, NULL }, { "--html", &f->html, NULL },
		{ "--pdf", &f->pdf, NULL }, { "--ics", &f->ics, NULL } };

	if (!options_read(cli, "plan", known, sizeof(known) / sizeof(*known), path, err))
		return false;
	if (f->pdf || f->ics)
		return fail(err, ERR_USAGE, f->pdf ? "--pdf" : "--ics", "is not in this edition; there are --json and --html, which prints "
			"well");
	if (f->json && f->html)
		return fail(err, ERR_USAGE, "--html", "one form at a time: --json or --html");
	return *path || fail(err, ERR_USAGE, "CASE", "a case file is expected, or - for standard input");
}

static const char *sheet_css(struct arena *a)
{
	for (size_t i = 0; i < asset_files_n; i++)
		if (str_equal(asset_files[i].path, "sheet.css"))
			return arena_copy(a, asset_files[i].at, (size_t)(asset_files[i].end - asset_files[i].at));
	return NULL;
}

int cmd_plan(struct cli *cli)
{
	const struct numbers none = { NULL, NULL };
	struct form_of form = { false, false, false, false };
	const char *path = NULL;
	struct assess as;
	struct plan plan;
	struct err err = { 0 };

	if (!read_form(cli, &form, &path, &err) || !case_assess(cli, path, &as, &err))
		return cli_fail(cli, &err);
	if (!assess_plan(cli->arena, &as, &plan, &err))
		return err_exit(err.code) == 3 ? case_refuse(cli, &as, &err, form.json) : cli_fail(cli, &err);
	fputs(form.json ? report_plan(cli->arena, as.kb, as.s, &plan, none) :
		form.html ? report_plan_html(cli->arena, as.kb, &plan, sheet_css(cli->arena), none) :
		report_plan_text(cli->arena, as.kb, &plan, none), cli->out);
	return 0;
}
