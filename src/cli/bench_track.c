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
	double sum[BINS], hits[BINS], n[BINS], brier, weeks;
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

		s->sum[b] += p[i];
		s->hits[b] += i == truth;
		s->n[b]++;
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
static void detect(const struct track_numbers *k, struct score *s, const struct followed_one *p, const int told[FOLLOWED_DAYS], int what)
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

static void judge(struct arena *a, const struct track_numbers *truths, const struct track_numbers *k, const struct followed_one *p, struct score *s)
{
	int told[FOLLOWED_DAYS] = { 0 };

	for (int t = FIRST_DAY - 1; t < FOLLOWED_DAYS; t += WEEK) {
		const struct track_days days = { .n = t + 1, .value = { p->answer[0], p->answer[1], p->answer[2], p->answer[3] } };
		struct truth truth = truth_at(truths, p, t);

		if (k) {
			const struct tracked *got = track(a, k, &days);
			const double all[TRUTHS] = { got->improving, got->plateau, got->worsening };

			told[t] = told_by(got);
			if (got->improving + got->plateau + got->worsening > 0.5)
				calibrate(s, all, truth.what);
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

static void print(struct cli *cli, const char *who, struct score *s, bool probabilities)
{
	double off = 0, n = 0, wrong = 0, all = 0;

#define LINE(name, value, unit, target, more) bench_line(cli, arena_fmt(cli->arena, "track_%s%s", who, name), value, unit, target, more)
	LINE("improving_seen", rate(s->seen[BETTER], s->clear[BETTER]), "%", 50, true);
	LINE("worsening_seen", rate(s->seen[WORSE], s->clear[WORSE]), "%", 50, true);
	LINE("improving_denied", rate(s->denied[BETTER], s->clear[BETTER]), "%", 25, false);
	LINE("worsening_denied", rate(s->denied[WORSE], s->clear[WORSE]), "%", 25, false);
	LINE("improving_false", rate(s->alarms[BETTER], s->clearly_not[BETTER]), "%", 5, false);
	LINE("worsening_false", rate(s->alarms[WORSE], s->clearly_not[WORSE]), "%", 5, false);
	for (int i = 0; i < TRUTHS; i++)
		for (int j = 0; j <= TRUTHS; j++) {
			all += s->told[i][j];
			wrong += i != j && j != TRUTHS ? s->told[i][j] : 0;
		}
	LINE("wrong", rate(wrong, all), "%", 15, false);
	LINE("improving_found", rate(s->n_days[BETTER], s->turned[BETTER]), "%", 80, true);
	LINE("worsening_found", rate(s->n_days[WORSE], s->turned[WORSE]), "%", 80, true);
	LINE("improving_days", s->n_days[BETTER] ? bench_at(s->days[BETTER], s->n_days[BETTER], 0.5) : 0, "days", 14, false);
	LINE("worsening_days", s->n_days[WORSE] ? bench_at(s->days[WORSE], s->n_days[WORSE], 0.5) : 0, "days", 14, false);
	if (!probabilities)
		return;
	for (int b = 0; b < BINS; b++) {
		off += fabs(s->sum[b] - s->hits[b]);
		n += s->n[b];
	}
	LINE("calibration_off", rate(off, n), "%", 5, false);
	LINE("brier", s->brier / s->weeks, "", 0.3, false);
#undef LINE
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
		print(cli, who[w], &score[w], numbers[w]);
	arena_end(a);
	return true;
}
