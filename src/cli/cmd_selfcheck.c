/* cli/cmd_selfcheck.c -- unknot export-selfcheck: the private self-check as a folder that can be hosted anywhere. */
#include "cli/commands.h"

#include "base/str.h"
#include "cli/house.h"
#include "cli/options.h"
#include "web/selfcheck.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#define COUNT(a) ((int)(sizeof(a) / sizeof(*(a))))

static bool write_all(struct cli *cli, const struct kb *kb, const char *dir, struct selfcheck_practice p, size_t *bytes, struct err *err)
{
	struct selfcheck_file f;

	if (!selfcheck_ready())
		return fail(err, ERR_MISSING, "reason.wasm", "is not part of this build: the tools for WebAssembly were missing (./dev wasm)");
	if (mkdir(dir, 0755) != 0 && errno != EEXIST)
		return fail(err, ERR_STORE, dir, "cannot be made: %s", strerror(errno));
	for (int i = 0; i < selfcheck_n_files; i++) {
		if (!selfcheck_file(cli->arena, kb, p, selfcheck_files[i], &f) ||
			!cli_write_file(cli, arena_fmt(cli->arena, "%s/%s", dir, f.name), f.at, f.n, err))
			return fail(err, ERR_STORE, selfcheck_files[i], "cannot be made");
		*bytes += f.n;
	}
	return true;
}

/* Name and numbers of the practice in the data folder that was named; without one they are nobody's in particular. */
static bool read_practice(struct cli *cli, struct house *h, struct selfcheck_practice *p, struct err *err)
{
	struct practice_get_rows own;

	if (!h->data)
		return true;
	if (!house_open(cli, h, err))
		return false;
	bool done = q_practice_get(&h->db, h->cx.who.practice, &own) && own.n;
	if (done)
		*p = (struct selfcheck_practice){ own.at[0].name, own.at[0].emergency, own.at[0].crisis, p->take };
	house_close(h);
	return done;
}

/* Where the practice's pages are reached: a code with the answers leads there. */
static bool read_address(struct cli *cli, const char *url, struct selfcheck_practice *p, struct err *err)
{
	if (!url)
		return true;
	size_t n = strlen(url) - str_ends(url, "/");

	if (!str_begins(url, "https://") || n < sizeof("https://") || strpbrk(url, " \"#?<>"))
		return fail(err, ERR_USAGE, "--url", "https:// and the practice's address are expected");
	p->take = arena_fmt(cli->arena, "%.*s/clients", (int)n, url);
	return true;
}

int cmd_export_selfcheck(struct cli *cli)
{
	struct house h = { 0 };
	struct selfcheck_practice p = { 0 };
	const char *url = NULL;
	const struct option_word known[] = { HOUSE_OPTIONS(h), { "--url", NULL, &url } };
	struct err err = { 0 };
	const char *dir = NULL;
	const struct kb *kb;
	size_t bytes = 0;

	if (!options_read(cli, "export-selfcheck", known, COUNT(known), &dir, &err) ||
		((!dir || str_equal(dir, "-")) && !fail(&err, ERR_USAGE, "export-selfcheck", "wants the name of a folder")) ||
		!read_address(cli, url, &p, &err) || !(kb = cli_kb(cli, NULL, &err)) || !read_practice(cli, &h, &p, &err) || !write_all(cli, kb, dir, p, &bytes, &err))
		return cli_fail(cli, &err);
	fprintf(cli->out, "%s: %d files, %s; numbers: %s\n", dir, selfcheck_n_files, house_size(cli->arena, (int64_t)bytes),
		p.emergency ? "the practice's" : "\"your local emergency number\"; --data DIR takes a practice's own");
	return 0;
}
