/* app/report_chart.h -- a followed measure as a chart and as the sentence that stands above it. */
#ifndef APP_REPORT_CHART_H
#define APP_REPORT_CHART_H

#include "core/track.h"
#include "render/chart.h"

/* "Pain", "What pain kept you from", "Mood", "Sleep" */
const char *report_measure(int measure);
/* Is it of the mind's side? */
bool report_measure_mind(int measure);
/* "From about 6 to about 4 of 10: better than at the start." */
const char *report_measure_says(struct arena *a, const struct tracked *t, int days, int measure);
/* The level and its band are drawn from three answers on. */
struct chart report_chart(struct arena *a, day first, const struct track_days *days, const struct tracked *t, int measure);

#endif
