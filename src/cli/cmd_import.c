/* cli/cmd_import.c -- unknot import-clients: a table of clients into a practice. */
#include "cli/commands.h"

#include "app/import.h"
#include "base/csv.h"
#include "base/str.h"
#include "cli/house.h"
#include "cli/options.h"

#define COUNT(a) ((int)(sizeof(a) / sizeof(*(a))))

/* Of whom they become clients: the one named, else the only one there is. */
static bool therapist_of(struct house *h, const char *mail, int64_t *out, struct err *err)
{
	struct account_by_mail_rows a;
	struct account_staff_rows staff;

	if (!mail) {
		if (!q_account_staff(h->cx.db, h->cx.who.practice, &staff))
			return false;
		if (staff.n != 1)
			return fail(err, ERR_USAGE, "--therapist", "is wanted: there is more than one, name the mail address of whose clients they become");
		*out = staff.at[0].id;
		return true;
	}
	if (!q_account_by_mail(h->cx.db, mail, &a))
		return false;
	*out = a.n && !a.at[0].closed && a.at[0].practice == h->cx.who.practice ? a.at[0].id : 0;
	return *out || fail(err, ERR_MISSING, "--therapist", "no account of this practice signs in with this address");
}

static void put_cell(struct cli *cli, const char *text, const char *after)
{
	struct buf b = buf_new(cli->arena, 4096);

	csv_put(&b, text, true);
	fprintf(cli->out, "%s%s", b.at, after);
}

static void print(struct cli *cli, const struct import *in, bool dry)
{
	static const char *const is[] = { "fine", "already there", "refused" };

	fputs("line,given,family,what,why,link\n", cli->out);
	for (int i = 0; i < in->n; i++) {
		const struct import_row *r = &in->at[i];

		fprintf(cli->out, "%d,", r->line);
		put_cell(cli, r->client.given, ",");
		put_cell(cli, r->client.family, ",");
		fprintf(cli->out, "%s,", is[r->is]);
		put_cell(cli, r->why ? r->why : "", ",");
		put_cell(cli, r->token ? arena_fmt(cli->arena, "/welcome/%s", r->token) : "", "\n");
	}
	fprintf(cli->err, "%d %s, %d already there, %d refused. %s\n", in->fresh, dry ? "can be taken over" : "taken over", in->there, in->refused,
		dry ? "Nothing was kept; the same without --dry-run takes them over." :
		"Put each link behind your practice's address and hand it to its own client; each works once, for 14 days.");
	if (in->left_out)
		fprintf(cli->err, "Not read: %s. Nothing of these columns is kept.\n", in->left_out);
}

int cmd_import_clients(struct cli *cli)
{
	struct house h = { 0 };
	const char *file = NULL, *therapist = NULL;
	bool dry = false;
	const struct option_word known[] = { HOUSE_OPTIONS(h), { "--therapist", NULL, &therapist }, { "--dry-run", &dry, NULL } };
	struct err err = { 0 };
	struct import in;
	int64_t whose = 0;
	char *text;
	size_t n;

	if (!options_read(cli, "import-clients", known, COUNT(known), &file, &err) ||
		(!file && !fail(&err, ERR_USAGE, "import-clients", "wants the name of a file, or - for standard input")) ||
		!cli_read_file(cli, file, &text, &n, &err) || !house_open(cli, &h, &err))
		return cli_fail(cli, &err);
	bool done = therapist_of(&h, therapist, &whose, &err) &&
		(dry ? import_read(&h.cx, text, n, whose, &in) : cx_save(&h.cx) && import_take(&h.cx, text, n, whose, &in) && db_commit(&h.db));
	house_close(&h);
	if (!done)
		return cli_fail(cli, &err);
	print(cli, &in, dry);
	return in.refused ? 2 : 0;
}
