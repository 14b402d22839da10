/* cli/cmd_plan.c -- unknot plan CASE: ten weeks, or why there is no plan now. */
#include "app/calendar.h"
#include "app/report_html.h"
#include "app/report_pdf.h"
#include "app/report_text.h"
#include "base/embed.h"
#include "base/str.h"
#include "cli/case_words.h"
#include "cli/commands.h"
#include "cli/options.h"

#include <string.h>

enum { START_FIRST = 1, START_LAST = 50000, PDF_MOST = 16 << 20 };    /* 1970 to 2106 */

struct form_of { bool json, html, pdf, ics; const char *start; day starts; };

static bool read_form(struct cli *cli, struct form_of *f, const char **path, struct err *err)
{
	const struct option_word known[] = { { "--json", &f->json, NULL }, { "--html", &f->html, NULL },
		{ "--pdf", &f->pdf, NULL }, { "--ics", &f->ics, NULL }, { "--start", NULL, &f->start } };

	if (!options_read(cli, "plan", known, sizeof(known) / sizeof(*known), path, err))
		return false;
	if (f->json + f->html + f->pdf + f->ics > 1)
		return fail(err, ERR_USAGE, f->ics ? "--ics" : f->pdf ? "--pdf" : "--html", "one form at a time: --json, --html, --pdf or --ics");
	if (f->ics && !f->start)
		return fail(err, ERR_USAGE, "--ics", "a calendar needs the first day of week 1: --start 2026-12-07");
	if (f->start && !f->ics && !f->pdf)
		return fail(err, ERR_USAGE, "--start", "goes with --pdf or --ics");
	if (f->start && (!day_read(f->start, &f->starts) || f->starts < START_FIRST || f->starts > START_LAST))
		return fail(err, ERR_USAGE, "--start", "a day that exists is expected, as 2026-12-07");
	return *path || fail(err, ERR_USAGE, "CASE", "a case file is expected, or - for standard input");
}

static const char *file_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static int print_pdf(struct cli *cli, const struct assess *as, const struct plan *plan, day starts)
{
	const struct plan_paper how = { .reasons = true, .starts = starts };
	struct buf out = buf_new(cli->arena, PDF_MOST);
	struct err err = { 0 };

	if (!report_plan_pdf(cli->arena, as->kb, plan, &how, &out, NULL, &err))
		return cli_fail(cli, &err);
	fwrite(out.at, 1, out.n, cli->out);
	return 0;
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
	struct form_of form = { 0 };
	const char *path = NULL;
	struct assess as;
	struct plan plan;
	struct err err = { 0 };

	if (!read_form(cli, &form, &path, &err) || !case_assess(cli, path, &as, &err))
		return cli_fail(cli, &err);
	if (!assess_plan(cli->arena, &as, &plan, &err))
		return err_exit(err.code) == 3 ? case_refuse(cli, &as, &err, form.json) : cli_fail(cli, &err);
	if (form.pdf)
		return print_pdf(cli, &as, &plan, form.starts);
	fputs(form.ics ? calendar_plan(cli->arena, as.kb, &plan, form.starts, file_name(path)) : form.json ? report_plan(cli->arena, as.kb, as.s, &plan, none, true) :
		form.html ? report_plan_html(cli->arena, as.kb, &plan, sheet_css(cli->arena), none) :
		report_plan_text(cli->arena, as.kb, &plan, none), cli->out);
	return 0;
}
