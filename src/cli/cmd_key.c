/* cli/cmd_key.c -- unknot key rotate: a new key for a practice, while it works. */
#include "cli/commands.h"

#include "base/str.h"
#include "cli/house.h"
#include "cli/options.h"
#include "store/rotate.h"

#define COUNT(a) ((int)(sizeof(a) / sizeof(*(a))))

static int rotate(struct cli *cli, struct house *h, struct err *err)
{
	struct rotated out;
	bool done = rotate_run(&h->db, h->data, h->key_path, h->cx.today, h->cx.now, &out, err);

	if (!done)
		return cli_fail(cli, err);
	fprintf(cli->out, "%s is a new key; %lld values were sealed anew by this run.\n", h->key_path, (long long)out.values);
	fprintf(cli->out, "The old one lies in %s: it opens the backups made until today and nothing else. Destroy it with the last of them.\n", out.kept);
	fprintf(cli->out, "Now: unknot backup, a copy of the new key where the old one's copy lay, and away with copies of the database made before a migration.\n");
	if (out.codes)
		fprintf(cli->out, "%lld recovery codes on paper ended: their owners print new ones under Signing in, The second step.\n", (long long)out.codes);
	return 0;
}

int cmd_key(struct cli *cli)
{
	struct house h = { 0 };
	const struct option_word known[] = { HOUSE_OPTIONS(h) };
	const char *what = NULL;
	struct err err = { 0 };

	if (!options_read(cli, "key", known, COUNT(known), &what, &err) ||
		((!what || !str_equal(what, "rotate")) && !fail(&err, ERR_USAGE, what ? what : "key", "key rotate is what there is")) ||
		!house_for_owner(cli, &h, "key", NULL, &err) || !house_open(cli, &h, &err))
		return cli_fail(cli, &err);
	int code = rotate(cli, &h, &err);
	house_close(&h);
	return code;
}
