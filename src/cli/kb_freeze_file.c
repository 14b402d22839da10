/* cli/kb_freeze_file.c -- checked, frozen, written whole or not at all. */
#include "cli/kb_freeze_file.h"

#include "base/str.h"
#include "core/kb_check.h"
#include "core/kb_frozen.h"

#include <stdio.h>

static void note_refusal(const struct remark *r, void *arg)
{
	struct err *err = arg;

	if (!r->refused || err->code != ERR_OK)
		return;
	fail_at(err, ERR_INPUT, r->where.line, r->where.line > 0, r->id, "%s", r->text);
	err->file = r->where.file;
}

int kb_freeze_file(struct cli *cli, const char *path, const char *dir)
{
	struct err err = { 0 };
	const struct kb *kb = cli_kb(cli, dir, &err);

	if (!kb)
		return cli_fail(cli, &err);
	kb_check(cli->arena, kb, note_refusal, &err);
	if (err.code != ERR_OK)
		return cli_fail(cli, &err);
	struct frozen f = kb_freeze(cli->arena, kb);
	if (str_equal(path, "-"))
		return fwrite(f.at, 1, f.n, cli->out) == f.n ? 0 : 1;
	if (!cli_write_file(cli, path, f.at, f.n, &err))
		return cli_fail(cli, &err);
	fprintf(cli->out, "%s: %zu bytes; SHA-256 of the knowledge %s\n", path, f.n, kb->hash);
	return 0;
}
