/* cli/cmd_assess.c -- unknot assess CASE: danger, causes, what to ask next, what to leave out. */
#include "app/report_text.h"
#include "cli/case_words.h"
#include "cli/commands.h"
#include "cli/options.h"

int cmd_assess(struct cli *cli)
{
	bool json = false;
	const struct option_word known[] = { { "--json", &json, NULL } };
	const struct numbers none = { NULL, NULL };
	const char *path = NULL;
	struct assess as;
	struct err err = { 0 };

	if (!options_read(cli, "assess", known, 1, &path, &err))
		return cli_fail(cli, &err);
	if (!path) {
		fail(&err, ERR_USAGE, "CASE", "a case file is expected, or - for standard input");
		return cli_fail(cli, &err);
	}
	if (!case_assess(cli, path, &as, &err))
		return cli_fail(cli, &err);
	if (!screen_gate(as.kb, as.s, &err) && err.code == ERR_MINOR)
		return case_refuse(cli, &as, &err, json);
	fputs(json ? report_assess(cli->arena, &as, none) : report_assess_text(cli->arena, &as, none), cli->out);
	return 0;
}
