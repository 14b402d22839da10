/* app/report_chart.c -- what was followed, as a picture with its words. */
#include "app/report_chart.h"

#include "base/fmt.h"

#include <assert.h>
#include <math.h>

enum { LINE_FROM = 3 };

static const struct { const char *name; bool mind, low_is_good; } measures[TRACK_MEASURES] = { [TRACK_PAIN] = { "Pain", false, true },
	[TRACK_FUNCTION] = { "What pain kept you from", false, true }, [TRACK_MOOD] = { "Mood", true, false }, [TRACK_SLEEP] = { "Sleep", true, false } };

const char *report_measure(int measure)
{
	assert(measure >= 0 && measure < TRACK_MEASURES);
	return measures[measure].name;
}

bool report_measure_mind(int measure)
{
	assert(measure >= 0 && measure < TRACK_MEASURES);
	return measures[measure].mind;
}

const char *report_measure_says(struct arena *a, const struct tracked *t, int days, int measure)
{
	const struct track_measure *m = &t->measure[measure];

	if (m->seen < LINE_FROM)
		return arena_fmt(a, "%s so far. A line needs a few more days.", fmt_count(m->seen, "day", "days"));
	double first = m->at[0].level, last = m->at[days - 1].level, change = measures[measure].low_is_good ? first - last : last - first;
	const char *way = change > 1 ? "better than at the start" : change < -1 ? "harder than at the start" : "about the same as at the start";
	const char *best = measures[measure].low_is_good ? "" : ", where 10 is best";
	if (round(first) == round(last))
		return arena_fmt(a, "About %.0f of 10%s: %s.", last, best, way);
	return arena_fmt(a, "From about %.0f to about %.0f of 10%s: %s.", first, last, best, way);
}

struct chart report_chart(struct arena *a, day first, const struct track_days *days, const struct tracked *t, int measure)
{
	const struct track_measure *m = &t->measure[measure];
	double *level = NEWS(a, double, days->n + 1), *low = NEWS(a, double, days->n + 1), *high = NEWS(a, double, days->n + 1);

	for (int i = 0; m->at && i < days->n; i++) {
		level[i] = m->at[i].level;
		low[i] = m->at[i].low;
		high[i] = m->at[i].high;
	}
	return (struct chart){ report_measure_says(a, t, days->n, measure), first, days->n, days->value[measure], m->seen >= LINE_FROM ? level : NULL,
		low, high, measures[measure].mind, NULL };
}
