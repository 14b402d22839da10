/* cli/cmd_mail.c -- unknot mail: the sender; it reads the staff's own calendars too. */
#include "cli/commands.h"

#include "app/bounce.h"
#include "app/mail.h"
#include "app/outside.h"
#include "cli/house.h"
#include "cli/options.h"
#include "net/os.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

enum { LOOK_SECONDS = 20, MAIL_SECONDS = 60 };

/* Held until the process ends, however it ends. */
static bool only_one(struct cli *cli, const char *dir, int *fd, struct err *err)
{
	*fd = open(arena_fmt(cli->arena, "%s/mail.lock", dir), O_CREAT | O_RDWR | O_CLOEXEC, 0600);
	if (*fd < 0)
		return fail(err, ERR_STORE, "mail.lock", "cannot be made in %s", dir);
	if (flock(*fd, LOCK_EX | LOCK_NB) == 0)
		return true;
	close(*fd);
	return fail(err, ERR_CONFLICT, "mail", "another sender is at work in %s", dir);
}

/* The staff's own calendars, those that are due. */
static bool calendars(struct cli *cli, struct house *h, const struct mail_how *how, struct err *err)
{
	const struct err before = *err;
	struct outside_ran ran;

	*err = (struct err){ 0 };
	bool done = outside_run(&h->cx, how->ca, &ran);
	db_rollback(&h->db);
	if (!done)
		fprintf(cli->err, "unknot: %s\n", err_line(h->cx.a, err));
	else if (ran.read || ran.failed)
		fprintf(cli->out, "calendars read %d, not to be read %d\n", ran.read, ran.failed);
	if (done)
		*err = before;
	return done;
}

static bool look(struct cli *cli, struct house *h, const struct mail_how *how, bool loud, struct err *err)
{
	struct mail_ran ran;
	struct arena *passing = arena_new(64u << 20);

	h->cx.a = h->db.arena = passing;
	h->cx.now = os_now();
	h->cx.today = os_day(h->cx.now);
	bool done = mail_run(&h->cx, how, &ran);
	db_rollback(&h->db);
	if (done && ran.off && loud)
		fprintf(cli->out, "The practice sends no mail (Settings, Mail).\n");
	else if (done && (loud || ran.sent || ran.later || ran.refused))
		fprintf(cli->out, "sent %d, to be tried again %d, refused %d%s\n", ran.sent, ran.later, ran.refused, ran.quiet ? "; quiet hours" : "");
	else if (!done)
		fprintf(cli->err, "unknot: %s\n", err_line(passing, err));
	done = calendars(cli, h, how, err) && done;
	fflush(cli->out);
	arena_end(passing);
	return done;
}

/* A report from a mail server's pipe: whose mail came back. */
static bool take_bounce(struct cli *cli, struct house *h, const char *path, struct err *err)
{
	struct bounce b;
	char *text;
	size_t n;

	if (!cli_read_big(cli, path, BOUNCE_MOST, &text, &n, err) || !bounce_read(cli->arena, text, &b, err))
		return false;
	h->cx.a = h->db.arena = cli->arena;
	h->cx.now = os_now();
	h->cx.today = os_day(h->cx.now);
	if (!cx_save(&h->cx) || !bounce_take(&h->cx, &b) || !db_commit(&h->db)) {
		db_rollback(&h->db);
		return false;
	}
	fprintf(cli->out, "%s\n", !b.failed ? "nothing failed: nothing to do" : b.nobody ? "the address is marked: no mail goes there until it is corrected" :
		"the mail is marked as not delivered");
	return true;
}

int cmd_mail(struct cli *cli)
{
	struct house h = { 0 };
	struct mail_how how = { .seconds = MAIL_SECONDS };
	const char *nothing = NULL, *bounce = NULL;
	bool stay = false;
	const struct option_word known[] = { HOUSE_OPTIONS(h), { "--stay", &stay, NULL }, { "--ca", NULL, &how.ca },
		{ "--bounce", NULL, &bounce } };
	struct err err = { 0 };
	int lock;

	if (!options_read(cli, "mail", known, (int)(sizeof(known) / sizeof(*known)), &nothing, &err) ||
		(nothing && !fail(&err, ERR_USAGE, nothing, "mail takes options only")) ||
		!house_for_owner(cli, &h, "mail", NULL, &err) || !house_open(cli, &h, &err))
		return cli_fail(cli, &err);
	if (bounce) {
		bool taken = take_bounce(cli, &h, bounce, &err);
		int code = taken ? 0 : cli_fail(cli, &err);

		house_close(&h);
		return code;
	}
	if (!only_one(cli, h.data, &lock, &err)) {
		house_close(&h);
		return cli_fail(cli, &err);
	}
	bool done = look(cli, &h, &how, true, &err);
	while (stay) {
		sleep(LOOK_SECONDS);
		err = (struct err){ 0 };
		done = look(cli, &h, &how, false, &err);
	}
	house_close(&h);
	close(lock);
	return done ? 0 : err_exit(err.code);
}
