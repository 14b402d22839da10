/* cli/cmd_access.c -- unknot access: a new way in for an account, for whoever runs the practice's computer. */
#include "cli/commands.h"

#include "app/access.h"
#include "cli/house.h"
#include "cli/options.h"

#define COUNT(a) ((int)(sizeof(a) / sizeof(*(a))))

static bool make(struct house *h, const char *mail, const char **token, struct err *err)
{
	struct account_by_mail_rows a;
	struct person_of_account_rows p;

	if (!q_account_by_mail(h->cx.db, mail, &a))
		return false;
	if (!a.n || a.at[0].closed || a.at[0].practice != h->cx.who.practice)
		return fail(err, ERR_MISSING, mail, "no account of this practice signs in with this address");
	return q_person_of_account(h->cx.db, a.at[0].id, &p) && access_renew(&h->cx, a.at[0].id, p.n ? p.at[0].id : 0, token) && db_commit(&h->db);
}

int cmd_access(struct cli *cli)
{
	struct house h = { 0 };
	const struct option_word known[] = { HOUSE_OPTIONS(h) };
	struct err err = { 0 };
	const char *mail = NULL, *token;

	if (!options_read(cli, "access", known, COUNT(known), &mail, &err) ||
		(!mail && !fail(&err, ERR_USAGE, "access", "needs the mail address of the account")) || !house_open(cli, &h, &err))
		return cli_fail(cli, &err);
	bool done = make(&h, mail, &token, &err);
	house_close(&h);
	if (!done)
		return cli_fail(cli, &err);
	fprintf(cli->out, "/access/%s\n", token);
	fprintf(cli->err, "Put it behind your practice's address. It works once, for %d hours; the account is signed out everywhere, and its passphrase and second\n"
		"step end when the link is used. Hand it over in person.\n", RECOVER_HOURS);
	return 0;
}
