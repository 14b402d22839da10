/* render/measure_chart.h -- one measured value over time as a small inline picture (SVG): a point for each day it was measured, the usual
 * range as a band, the first and last value as numbers.  No inline style; classes .bnd .ln .dot .lab of the stylesheet. */
#ifndef RENDER_MEASURE_CHART_H
#define RENDER_MEASURE_CHART_H

#include "base/buf.h"
#include "base/day.h"

struct measure_point { day when; double value; };
struct measure_chart {
	const char *title;              /* read out instead of the picture */
	const struct measure_point *at; /* by day */
	int n;                          /* at least 1 */
	double low, high;               /* the usual range */
};

void measure_chart_svg(struct buf *out, const struct measure_chart *c);

#endif
