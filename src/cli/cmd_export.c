/* cli/cmd_export.c -- unknot export, erase. */
#include "cli/commands.h"

#include "app/papers.h"
#include "base/form.h"
#include "base/str.h"
#include "cli/house.h"
#include "cli/options.h"
#include "store/erase.h"
#include "store/export.h"

#include <dirent.h>
#include <string.h>
#include <unistd.h>

#define COUNT(a) ((int)(sizeof(a) / sizeof(*(a))))

static bool read_client(const char *text, int64_t *id, struct err *err)
{
	return int_read(text, 1, (int64_t)1 << 53, id) ||
		fail(err, ERR_INPUT, "--client", "is the number of a client, as it stands in the address of the client's page");
}

int cmd_export(struct cli *cli)
{
	struct house h = { 0 };
	const char *client = NULL, *file = NULL;
	const struct option_word known[] = { HOUSE_OPTIONS(h), { "--client", NULL, &client } };
	struct err err = { 0 };
	int64_t person = 0;
	int clients = 0;

	if (!options_read(cli, "export", known, COUNT(known), &file, &err) ||
		(!file && !fail(&err, ERR_USAGE, "export", "wants the name of a file")) || (client && !read_client(client, &person, &err)) ||
		!house_open(cli, &h, &err))
		return cli_fail(cli, &err);
	struct papers papers = { h.cx };
	papers.cx.a = arena_new((size_t)1 << 30);
	papers.cx.kb = cli_kb(cli, NULL, &err);
	const struct export_beside beside = { papers_write, &papers };
	bool done = papers.cx.kb && export_write(h.db.handle, h.key, person, file, &beside, &clients, &err) && cx_save(&h.cx) && cx_event(&h.cx, person, "exported") &&
		db_commit(&h.db);
	arena_end(papers.cx.a);
	house_close(&h);
	if (!done)
		return cli_fail(cli, &err);
	fprintf(cli->out, "%s: %d client%s, everything in the clear (JSON, CSV and PDF)\n", file, clients, clients == 1 ? "" : "s");
	return 0;
}

static const char *iso_of(struct arena *a, day d)
{
	char iso[11];

	day_iso(d, iso);
	return arena_text(a, iso);
}

static void print_before(struct cli *cli, const struct erase_lines *lines, const struct erase_plan *plan)
{
	for (size_t i = 0; i < lines->n; i++)
		fprintf(cli->out, "%s\t%lld\t%s%s\n", lines->at[i].table, (long long)lines->at[i].rows, lines->at[i].why ? "stays: " : "goes",
			lines->at[i].why ? lines->at[i].why : "");
	if (!plan->all)
		fprintf(cli->out, "The treatment record must be kept until %s; erase again from that day on.\n", iso_of(cli->arena, plan->keep_until));
}

/* Copies made before a migration hold the person too. */
static int remove_copies(struct cli *cli, const char *dir)
{
	DIR *d = opendir(dir);
	struct dirent *e;
	int n = 0;

	while (d && (e = readdir(d)))
		if (str_begins(e->d_name, "unknot.db.before-"))
			n += unlink(arena_fmt(cli->arena, "%s/%s", dir, e->d_name)) == 0;
	if (d)
		closedir(d);
	return n;
}

/* The list is on the disk before the database is: what is erased stays erased whenever the power goes.  Where the database then says no, the line goes
 * again, or the next restore would erase somebody who was not. */
static bool erase_now(struct house *h, int64_t person, struct erase_plan *plan)
{
	if (!cx_save(&h->cx) || !erase_look(h->db.handle, person, h->cx.today, plan, h->cx.err) ||
		!cx_event(&h->cx, person, plan->all ? "erased" : "erased_own") || !erase_do(h->db.handle, person, plan->all, h->cx.err) ||
		!erase_note(h->erased, person, h->cx.today, plan->all, h->cx.err))
		return false;
	if (db_commit(&h->db))
		return true;
	db_rollback(&h->db);
	if (erase_unnote(h->erased, person, h->cx.today, plan->all))
		return false;
	struct err why = *h->cx.err;
	*h->cx.err = (struct err){ 0 };
	return fail(h->cx.err, why.code, why.field, "%s; client %lld was not erased and stands as the last line of %s: erase again, or take that line out",
		why.detail, (long long)person, h->erased);
}

/* Old pages leave the write-ahead file too; a page that is just being read may hold them for a moment. */
static bool clear_wal(struct house *h)
{
	int left = 0, moved = 0;

	return sqlite3_wal_checkpoint_v2(h->db.handle, NULL, SQLITE_CHECKPOINT_TRUNCATE, &left, &moved) == SQLITE_OK;
}

static int print_after(struct cli *cli, struct house *h, int64_t person, const struct erase_plan *plan)
{
	struct erase_lines lines;
	bool unexpected = false;

	if (!erase_find(h->db.handle, cli->arena, person, plan, &lines, h->cx.err))
		return cli_fail(cli, h->cx.err);
	fprintf(cli->out, "Erased%s. Searched again in every column of every table:\n", plan->all ? "" : ", except for the treatment record");
	for (size_t i = 0; i < lines.n; i++) {
		unexpected = unexpected || !lines.at[i].why;
		fprintf(cli->out, "%s\t%lld\t%s%s\n", lines.at[i].table, (long long)lines.at[i].rows, lines.at[i].why ? "stays: " : "LEFT WITHOUT A REASON",
			lines.at[i].why ? lines.at[i].why : "");
	}
	if (!plan->all)
		fprintf(cli->out, "The treatment record must be kept until %s; erase again from that day on.\n", iso_of(cli->arena, plan->keep_until));
	fprintf(cli->out, "Backups made before today still hold this person; %s has the erasure repeated when one is restored. Keep it beside the backups.\n",
		h->erased);
	return unexpected ? 1 : 0;
}

static int erase_with(struct cli *cli, struct house *h, int64_t person, bool yes)
{
	struct erase_plan plan;
	struct erase_lines lines;

	if (!erase_look(h->db.handle, person, h->cx.today, &plan, h->cx.err) || !erase_find(h->db.handle, cli->arena, person, &plan, &lines, h->cx.err))
		return cli_fail(cli, h->cx.err);
	if (!yes) {
		print_before(cli, &lines, &plan);
		fprintf(cli->out, "Nothing has been erased. The same with --yes erases; it cannot be taken back.\n");
		return 0;
	}
	if (!erase_now(h, person, &plan)) {
		db_rollback(&h->db);
		return cli_fail(cli, h->cx.err);
	}
	int copies = remove_copies(cli, h->data);
	if (copies)
		fprintf(cli->out, "removed %d cop%s made before a migration\n", copies, copies == 1 ? "y" : "ies");
	if (!clear_wal(h))
		fprintf(cli->out, "The program is being read right now: old pages leave the disk with its next checkpoint.\n");
	return print_after(cli, h, person, &plan);
}

int cmd_erase(struct cli *cli)
{
	struct house h = { 0 };
	const char *client = NULL, *nothing = NULL;
	bool yes = false;
	const struct option_word known[] = { HOUSE_OPTIONS(h), { "--client", NULL, &client }, { "--yes", &yes, NULL } };
	struct err err = { 0 };
	int64_t person;

	if (!options_read(cli, "erase", known, COUNT(known), &nothing, &err) ||
		(nothing && !fail(&err, ERR_USAGE, nothing, "erase takes --client ID")) ||
		(!client && !fail(&err, ERR_USAGE, "--client", "is wanted: the number of the client")) || !read_client(client, &person, &err) ||
		!house_for_owner(cli, &h, "erase", NULL, &err) || !house_open(cli, &h, &err))
		return cli_fail(cli, &err);
	int code = erase_with(cli, &h, person, yes);
	house_close(&h);
	return code;
}
