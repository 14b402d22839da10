/* cli/cmd_backup.c -- unknot backup, restore, phrase. */
#include "cli/commands.h"

#include "app/account.h"
#include "base/str.h"
#include "cli/house.h"
#include "cli/options.h"
#include "net/os.h"
#include "store/restore.h"
#include "store/rotate.h"

#include <unistd.h>

#define COUNT(a) ((int)(sizeof(a) / sizeof(*(a))))

static bool one_file(const char *file, const char *command, struct err *err)
{
	return (file && !str_equal(file, "-")) || fail(err, ERR_USAGE, command, "wants the name of a file");
}

int cmd_backup(struct cli *cli)
{
	struct house h = { 0 };
	const struct option_word known[] = { HOUSE_OPTIONS(h) };
	struct backup_head b;
	struct err err = { 0 };
	const char *file = NULL;

	if (!options_read(cli, "backup", known, COUNT(known), &file, &err) || !one_file(file, "backup", &err) ||
		!house_for_owner(cli, &h, "backup", file, &err) || !house_open(cli, &h, &err))
		return cli_fail(cli, &err);
	bool done = rotate_idle(cli->arena, h.key_path, &err) && db_begin_read(&h.db) && backup_write(h.db.handle, h.key, h.cx.now, file, &b, &err);
	if (done && !rotate_idle(cli->arena, h.key_path, &err)) {
		unlink(file);
		done = false;
	}
	db_rollback(&h.db);
	house_close(&h);
	if (!done)
		return cli_fail(cli, &err);
	fprintf(cli->out, "%s: %s, schema %d, read back and opened; sealed to %s%s\n", file, house_size(cli->arena, b.bytes), b.schema, h.key_path,
		b.phrase ? " and to the recovery phrase" : "");
	if (!b.phrase)
		fprintf(cli->out, "There is no recovery phrase yet: without the key file nobody can open this backup. `unknot phrase` makes one.\n");
	return 0;
}

int cmd_phrase(struct cli *cli)
{
	struct house h = { 0 };
	const struct option_word known[] = { HOUSE_OPTIONS(h) };
	struct err err = { 0 };
	const char *nothing = NULL, *phrase;

	if (!options_read(cli, "phrase", known, COUNT(known), &nothing, &err) ||
		(nothing && !fail(&err, ERR_USAGE, nothing, "phrase works on the practice; it takes no file")) || !house_open(cli, &h, &err))
		return cli_fail(cli, &err);
	bool done = account_phrase(&h.cx, &phrase) && db_commit(&h.db);
	house_close(&h);
	if (!done)
		return cli_fail(cli, &err);
	fprintf(cli->out, "%s\n", phrase);
	fprintf(cli->err, "Write these nine words on paper and keep them away from the computer. They are shown this once and kept nowhere.\n"
		"They open every backup made from now on and bring the key back.\n");
	return 0;
}

static bool read_phrase(struct cli *cli, const char *path, const char **out, struct err *err)
{
	char *text;
	size_t n;

	*out = NULL;
	if (!path)
		return true;
	if (!cli_read_big(cli, path, 4096, &text, &n, err))
		return false;
	*out = text;
	return true;
}

static int tell_restored(struct cli *cli, const struct restore_order *order, const struct restore_told *told)
{
	char made[40];

	day_long(os_day(told->head.made), made, sizeof(made));
	fprintf(cli->out, "%s: the practice as it was on %s is in %s\n", order->file, made, order->dir);
	if (order->phrase)
		fprintf(cli->out, "the key was brought back and stands in %s\n", order->key_path);
	if (access(order->erased, F_OK) != 0)
		fprintf(cli->out, "no list of erasures at %s: who was erased after the backup is there again; name the list with --erased\n", order->erased);
	else
		fprintf(cli->out, "erased again: %d of those in %s\n", told->erased, order->erased);
	fputs("Everybody signs in anew; invitations and links that were still open must be sent again.\n"
		"What was taken back after that day counts again: look in Settings, People, for who has left, and at consents and helpers.\n", cli->out);
	if (told->audit.broken)
		fprintf(cli->out, "the event log does not hold together at line %lld: %s\n", (long long)told->audit.broken, told->audit.why);
	return 0;
}

int cmd_restore(struct cli *cli)
{
	struct house h = { 0 };
	struct restore_order order = { 0 };
	struct restore_told told;
	const char *phrase = NULL;
	const struct option_word known[] = { HOUSE_OPTIONS(h), { "--phrase", NULL, &phrase }, { "--erased", NULL, &order.erased } };
	struct err err = { 0 };

	if (!options_read(cli, "restore", known, COUNT(known), &order.file, &err) || !one_file(order.file, "restore", &err) ||
		!house_for_owner(cli, &h, "restore", NULL, &err) || !read_phrase(cli, phrase, &order.phrase, &err))
		return cli_fail(cli, &err);
	order.dir = h.data;
	order.key_path = h.key_path;
	if (order.erased && access(order.erased, R_OK) != 0) {
		fail(&err, ERR_MISSING, order.erased, "this list of erasures cannot be read");
		return cli_fail(cli, &err);
	}
	if (!order.erased)
		order.erased = h.erased;
	if (!restore_run(&order, &told, &err))
		return cli_fail(cli, &err);
	return tell_restored(cli, &order, &told);
}
