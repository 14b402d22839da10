/* cli/case_words.c -- from a file's name to an assessment. */
#include "cli/case_words.h"

#include "app/casefile.h"
#include "app/report_text.h"
#include "base/str.h"

bool case_assess(struct cli *cli, const char *path, struct assess *out, struct err *err)
{
	const struct kb *kb = cli_kb(cli, NULL, err);
	const struct person_case *c;
	char *text;
	size_t n;

	if (!kb || !cli_read_file(cli, path, &text, &n, err))
		return false;
	c = casefile_read(cli->arena, kb, text, n, err);
	if (!c)
		err->file = str_equal(path, "-") ? "<standard input>" : path;
	return c && assess_make(cli->arena, kb, c, NULL, out, err);
}

int case_refuse(struct cli *cli, const struct assess *as, const struct err *why, bool json)
{
	const struct numbers none = { NULL, NULL };

	fputs(json ? report_refusal(cli->arena, as->kb, as, why, none) :
		report_refusal_text(cli->arena, as->kb, as, why, none), cli->out);
	return cli_fail(cli, why);
}
