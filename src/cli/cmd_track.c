/* cli/cmd_track.c -- unknot track CHECKINS.csv: improving, plateau, worsening, under-dosed, or cannot tell yet. */
#include "app/report_track.h"
#include "base/form.h"
#include "base/str.h"
#include "cli/commands.h"
#include "cli/options.h"

enum { PLANNED_USUAL = 10 };            /* minutes of an average day in a plan with 15 minutes on five days a week */

static bool read_checkins(struct cli *cli, bool *json, struct checkins *out, struct err *err)
{
	const char *planned = NULL, *path = NULL;
	const struct option_word known[] = { { "--json", json, NULL }, { "--planned", NULL, &planned } };
	int64_t minutes = PLANNED_USUAL;
	char *text;
	size_t n;

	if (!options_read(cli, "track", known, sizeof(known) / sizeof(*known), &path, err))
		return false;
	if (!path)
		return fail(err, ERR_USAGE, "CHECKINS.csv", "a file of check-ins is expected, or - for standard input");
	if (planned && !int_read(planned, 1, CHECKIN_MINUTES_MOST, &minutes))
		return fail(err, ERR_USAGE, "--planned", "minutes from 1 to %d are expected", (int)CHECKIN_MINUTES_MOST);
	if (!cli_read_file(cli, path, &text, &n, err))
		return false;
	if (!checkins_read(cli->arena, text, n, out, err)) {
		err->file = str_equal(path, "-") ? "<standard input>" : path;
		return false;
	}
	out->days.planned = out->practice ? (double)minutes : 0;
	return true;
}

int cmd_track(struct cli *cli)
{
	bool json = false;
	struct checkins c;
	struct err err = { 0 };

	if (!read_checkins(cli, &json, &c, &err))
		return cli_fail(cli, &err);
	const struct kb *kb = cli_kb(cli, NULL, &err);
	if (!kb)
		return cli_fail(cli, &err);
	const struct tracked *t = track(cli->arena, kb->track, &c.days);
	fputs(json ? report_track(cli->arena, kb, &c, t) : report_track_text(cli->arena, kb, &c, t), cli->out);
	return 0;
}
