/* cli/cmd_track.c -- unknot track CHECKINS.csv: improving, plateau, worsening, under-dosed, or cannot tell yet;
 * with the sessions given, what worked.
 */
#include "app/given.h"
#include "app/report_chart.h"
#include "app/report_track.h"
#include "base/form.h"
#include "base/str.h"
#include "cli/commands.h"
#include "cli/options.h"

enum { PLANNED_USUAL = 10,              /* minutes of an average day in a plan with 15 minutes on five days a week */
	SVG_MOST = 4 << 20 };

struct asked { bool json, svg; const char *path, *sessions, *planned; };

static bool read_options(struct cli *cli, struct asked *out, struct err *err)
{
	const struct option_word known[] = { { "--json", &out->json, NULL }, { "--svg", &out->svg, NULL }, { "--planned", NULL, &out->planned },
		{ "--sessions", NULL, &out->sessions } };

	if (!options_read(cli, "track", known, sizeof(known) / sizeof(*known), &out->path, err))
		return false;
	if (out->svg && (out->json || out->sessions))
		return fail(err, ERR_USAGE, "--svg", "stands alone: without --json and --sessions");
	return out->path || fail(err, ERR_USAGE, "CHECKINS.csv", "a file of check-ins is expected, or - for standard input");
}

static const char *shown(const char *path)
{
	return str_equal(path, "-") ? "<standard input>" : path;
}

static bool read_checkins(struct cli *cli, const struct asked *asked, struct checkins *out, struct err *err)
{
	int64_t minutes = PLANNED_USUAL;
	char *text;
	size_t n;

	if (asked->planned && !int_read(asked->planned, 1, CHECKIN_MINUTES_MOST, &minutes))
		return fail(err, ERR_USAGE, "--planned", "minutes from 1 to %d are expected", (int)CHECKIN_MINUTES_MOST);
	if (!cli_read_file(cli, asked->path, &text, &n, err))
		return false;
	if (!checkins_read(cli->arena, text, n, out, err)) {
		err->file = shown(asked->path);
		return false;
	}
	out->days.planned = out->practice ? (double)minutes : 0;
	return true;
}

/* *out stays NULL without a file of sessions. */
static bool read_sessions(struct cli *cli, const struct kb *kb, const struct asked *asked, const struct checkins *c,
	const struct worked **out, struct err *err)
{
	struct given given;
	char *text;
	size_t n;

	if (!asked->sessions)
		return true;
	if (!cli_read_file(cli, asked->sessions, &text, &n, err))
		return false;
	if (!given_read(cli->arena, kb, c->first, text, n, &given, err)) {
		err->file = shown(asked->sessions);
		return false;
	}
	*out = worked(cli->arena, kb->track, kb->worked, c->days.value[TRACK_PAIN], c->days.n, given.use, given.n);
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
	struct asked asked = { 0 };
	struct checkins c;
	const struct worked *w = NULL;
	struct err err = { 0 };

	if (!read_options(cli, &asked, &err) || !read_checkins(cli, &asked, &c, &err))
		return cli_fail(cli, &err);
	const struct kb *kb = cli_kb(cli, NULL, &err);
	if (!kb || !read_sessions(cli, kb, &asked, &c, &w, &err))
		return cli_fail(cli, &err);
	const struct tracked *t = track(cli->arena, kb->track, &c.days);
	fputs(asked.svg ? picture(cli->arena, &c, t) : asked.json ? report_track(cli->arena, kb, &c, t, w) : report_track_text(cli->arena, kb, &c, t, w), cli->out);
	return 0;
}
