/* cli/cmd_track.c -- unknot track CHECKINS.csv: improving, plateau, worsening, under-dosed, or cannot tell yet. */
#include "app/report_chart.h"
#include "app/report_track.h"
#include "base/form.h"
#include "base/str.h"
#include "cli/commands.h"
#include "cli/options.h"

enum { PLANNED_USUAL = 10,              /* minutes of an average day in a plan with 15 minutes on five days a week */
	SVG_MOST = 4 << 20 };

static bool read_checkins(struct cli *cli, bool *json, bool *svg, struct checkins *out, struct err *err)
{
	const char *planned = NULL, *path = NULL;
	const struct option_word known[] = { { "--json", json, NULL }, { "--svg", svg, NULL }, { "--planned", NULL, &planned } };
	int64_t minutes = PLANNED_USUAL;
	char *text;
	size_t n;

	if (!options_read(cli, "track", known, sizeof(known) / sizeof(*known), &path, err))
		return false;
	if (*json && *svg)
		return fail(err, ERR_USAGE, "--svg", "one form at a time: --json or --svg");
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

/* Each measure that was answered, and in words what is to be seen. */
static const char *picture(struct arena *a, const struct checkins *c, const struct tracked *t)
{
	struct buf b = buf_new(a, SVG_MOST);
	struct chart chart[TRACK_MEASURES];
	const char *says = report_verdict(a, t);
	int n = 0;

	for (int m = 0; m < TRACK_MEASURES; m++) {
		if (!t->measure[m].seen)
			continue;
		chart[n] = report_chart(a, c->first, &c->days, t, m);
		says = arena_fmt(a, "%s %s: %s", says, report_measure(m), chart[n].title);
		chart[n].title = report_measure(m);
		n++;
	}
	chart_file(&b, "Days so far", says, chart, n);
	return b.at;
}

int cmd_track(struct cli *cli)
{
	bool json = false, svg = false;
	struct checkins c;
	struct err err = { 0 };

	if (!read_checkins(cli, &json, &svg, &c, &err))
		return cli_fail(cli, &err);
	const struct tracked *t = track(cli->arena, &c.days);
	fputs(svg ? picture(cli->arena, &c, t) : json ? report_track(cli->arena, &c, t) : report_track_text(cli->arena, &c, t), cli->out);
	return 0;
}
