/* cli/bench_track.c -- verdicts against the truth, week by week, beside a rule of moving averages. */
#include "cli/bench.h"
#include "cli/bench_track_people.h"
#include "core/kb.h"

#include <math.h>

enum { PEOPLE = 10000, FIRST_DAY = 21, WEEK = 7, BINS = 10, LEAST_A_WEEK = 3 };
enum { BETTER, LEVEL, WORSE, TRUTHS };

/* One way of judging, over all weeks of all people. */
struct score {
	double told[TRUTHS][TRUTHS + 1];        /* truth, told; last: cannot tell */
	double clear[TRUTHS], seen[TRUTHS], denied[TRUTHS];     /* weeks with half as much again as counts; told so; told otherwise */
	double clearly_not[TRUTHS], alarms[TRUTHS];     /* weeks with less than half of what counts; told so in them */
	double sum[TRUTHS][BINS], hits[TRUTHS][BINS], brier, weeks, inside;   /* inside: the true change of pain within the 90 % interval */
	double *days[TRUTHS]; int n_days[TRUTHS], turned[TRUTHS], found[TRUTHS];
};

struct truth { int what; bool clear[TRUTHS], not[TRUTHS]; };

/* What happened in the last four weeks, or since the start. */
static struct truth truth_at(const struct track_numbers *k, const struct followed_one *p, int t)
{
	int from = t > TRACK_WINDOW ? t - TRACK_WINDOW : 0;
	double c = k->counts * k->important * (t - from) / TRACK_WINDOW;
	double pain = p->level[0][from] - p->level[0][t], function = p->level[1][from] - p->level[1][t], mean = (pain + function) / 2;
	double least = fmin(pain, function);

	return (struct truth){ least <= -c ? WORSE : mean >= c ? BETTER : LEVEL, { [BETTER] = least > -c && mean >= 1.5 * c,
		[WORSE] = least <= -1.5 * c }, { [BETTER] = mean < c / 2, [WORSE] = least > -c / 2 } };
}

static int told_by(const struct tracked *t)
{
	switch (t->verdict) {
	case VERDICT_IMPROVING: return BETTER;
	case VERDICT_WORSENING: return WORSE;
	case VERDICT_PLATEAU: case VERDICT_UNDER_DOSED: return LEVEL;
	case VERDICT_CANNOT_TELL: break;
	}
	return TRUTHS;
}

/* Mean of pain and function over the week that ends on day t; NAN with too few answers. */
static double week_mean(const struct followed_one *p, int t)
{
	double sum = 0;
	int n = 0;

	for (int d = t - WEEK + 1; d <= t; d++)
		if (d >= 0 && !isnan(p->answer[TRACK_PAIN][d])) {
			sum += (p->answer[TRACK_PAIN][d] + p->answer[TRACK_FUNCTION][d]) / 2;
			n++;
		}
	return n < LEAST_A_WEEK ? (double)NAN : sum / n;
}

/* The rule beside it: this week's mean against that of four weeks before, or of the first week. */
static int told_by_average(const struct track_numbers *k, const struct followed_one *p, int t)
{
	int then = t - TRACK_WINDOW < WEEK - 1 ? WEEK - 1 : t - TRACK_WINDOW;
	double c = k->counts * k->important * (t - then) / TRACK_WINDOW, gain = week_mean(p, then) - week_mean(p, t);

	if (isnan(gain))
		return TRUTHS;
	return gain >= c ? BETTER : gain <= -c ? WORSE : t + 1 < k->plateau_days ? TRUTHS : LEVEL;
}

static void calibrate(struct score *s, const double p[TRUTHS], int truth)
{
	s->weeks++;
	for (int i = 0; i < TRUTHS; i++) {
		int b = p[i] >= 1 ? BINS - 1 : (int)(p[i] * BINS);

		s->sum[i][b] += p[i];
		s->hits[i][b] += i == truth;
		s->brier += (p[i] - (i == truth)) * (p[i] - (i == truth));
	}
}

static void count(struct score *s, const struct truth *truth, int told)
{
	s->told[truth->what][told]++;
	for (int i = BETTER; i <= WORSE; i++) {
		s->clear[i] += truth->clear[i];
		s->seen[i] += truth->clear[i] && told == i;
		s->denied[i] += truth->clear[i] && told != i && told != TRUTHS;
		s->clearly_not[i] += truth->not[i];
		s->alarms[i] += truth->not[i] && told == i;
	}
}

/* From the first day on which it was so to the first week in which it was told. */
static void detect(const struct track_numbers *k, struct score *s, const struct followed_one *p, const int told[FOLLOWED_DAYS],
	int what)
{
	int since = FIRST_DAY - 1;

	while (since < FOLLOWED_DAYS && !truth_at(k, p, since).clear[what])
		since++;
	if (since + TRACK_WINDOW / 2 >= FOLLOWED_DAYS)          /* too late to be told in time */
		return;
	s->turned[what]++;
	for (int t = FIRST_DAY - 1; t < FOLLOWED_DAYS; t += WEEK)
		if (t >= since && told[t] == what) {
			s->days[what][s->n_days[what]++] = t - since;
			return;
		}
}

/* k: NULL for the rule of moving averages. */
static void judge(struct arena *a, const struct track_numbers *truths, const struct track_numbers *k, const struct followed_one *p,
	struct score *s)
{
	int told[FOLLOWED_DAYS] = { 0 };

	for (int t = FIRST_DAY - 1; t < FOLLOWED_DAYS; t += WEEK) {
		const struct track_days days = { .n = t + 1, .value = { p->answer[0], p->answer[1], p->answer[2], p->answer[3] } };
		struct truth truth = truth_at(truths, p, t);

		if (k) {
			const struct tracked *got = track(a, k, &days);
			const double all[TRUTHS] = { got->said.improving, got->said.plateau, got->said.worsening };

			told[t] = told_by(got);
			const struct track_measure *pain = &got->measure[TRACK_PAIN];
			if (got->improving + got->plateau + got->worsening > 0.5) {
				calibrate(s, all, truth.what);
				s->inside += fabs(p->level[TRACK_PAIN][t - got->window] - p->level[TRACK_PAIN][t] - pain->gain) < 1.645 * pain->gain_sd;
			}
		} else
			told[t] = told_by_average(truths, p, t);
		count(s, &truth, told[t]);
		arena_reset(a);
	}
	detect(truths, s, p, told, BETTER);
	detect(truths, s, p, told, WORSE);
}

static double rate(double part, double whole)
{
	return whole > 0 ? 100 * part / whole : 0;
}

struct line { struct cli *cli; const char *who; };

static void line(const struct line *l, const char *name, double value, const char *unit, double target, bool more_is_better)
{
	bench_line(l->cli, arena_fmt(l->cli->arena, "track_%s%s", l->who, name), value, unit, target, more_is_better);
}

static void print_change(const struct line *l, struct score *s, int what, const char *name)
{
	struct arena *a = l->cli->arena;
	double days = s->n_days[what] ? bench_at(s->days[what], s->n_days[what], 0.5) : 0;

	line(l, arena_fmt(a, "%s_seen", name), rate(s->seen[what], s->clear[what]), "%", 50, true);
	line(l, arena_fmt(a, "%s_denied", name), rate(s->denied[what], s->clear[what]), "%", 25, false);
	line(l, arena_fmt(a, "%s_false", name), rate(s->alarms[what], s->clearly_not[what]), "%", 5, false);
	line(l, arena_fmt(a, "%s_found", name), rate(s->n_days[what], s->turned[what]), "%", 80, true);
	line(l, arena_fmt(a, "%s_days", name), days, "days", 14, false);
}

static void print(const struct line *l, struct score *s, bool probabilities)
{
	double off = 0, wrong = 0, all = 0;

	print_change(l, s, BETTER, "improving");
	print_change(l, s, WORSE, "worsening");
	for (int i = 0; i < TRUTHS; i++)
		for (int j = 0; j <= TRUTHS; j++) {
			all += s->told[i][j];
			wrong += i != j && j != TRUTHS ? s->told[i][j] : 0;
		}
	line(l, "wrong", rate(wrong, all), "%", 15, false);
	if (!probabilities)
		return;
	for (int i = 0; i < TRUTHS; i++)
		for (int b = 0; b < BINS; b++)
			off += fabs(s->sum[i][b] - s->hits[i][b]);
	line(l, "gain_inside", rate(s->inside, s->weeks), "%", 88, true);
	line(l, "calibration_off", rate(off, TRUTHS * s->weeks), "%", 5, false);
	line(l, "brier", s->brier / s->weeks, "", 0.3, false);
}

/* The same numbers, each measure for itself. */
static struct track_numbers apart(const struct track_numbers *k)
{
	struct track_numbers out = *k;

	for (int i = 0; i < TRACK_MEASURES; i++)
		for (int j = 0; j < TRACK_MEASURES; j++)
			out.day[i][j] = out.change[i][j] = i == j;
	return out;
}

bool bench_track(struct cli *cli, const struct kb *kb)
{
	const struct track_numbers single = apart(kb->track), *const numbers[] = { kb->track, &single, NULL };
	static const char *const who[] = { "", "apart_", "average_" };
	static struct score score[3];
	static struct followed_one person;
	struct arena *a = arena_new((size_t)64 << 20);
	struct rng r = rng_new(20261121);

	for (int w = 0; w < 3; w++)
		for (int i = 0; i < TRUTHS; i++)
			score[w].days[i] = NEWS(cli->arena, double, PEOPLE);
	for (int i = 0; i < PEOPLE; i++) {
		followed_draw(&r, kb->track, &person);
		for (int w = 0; w < 3; w++)
			judge(a, kb->track, numbers[w], &person, &score[w]);
	}
	for (int w = 0; w < 3; w++)
		print(&(struct line){ cli, who[w] }, &score[w], numbers[w]);
	arena_end(a);
	return true;
}
