/* render/chart.h -- one measure by day as an inline picture (SVG): dots where a value was given, a gap where none was, the smoothed level
 * with its band.  No inline style; classes .grid .dot .ln .bnd of the stylesheet.  The caller writes the sentence above it.
 */
#ifndef RENDER_CHART_H
#define RENDER_CHART_H

#include "base/buf.h"
#include "base/day.h"

struct chart {
	const char *title;              /* read out instead of the picture */
	day first;                      /* day of entry 0 */
	int n;
	const double *value;            /* 0..10, NAN: missing */
	const double *level, *low, *high;       /* NULL: no level is drawn */
	bool mind;                      /* colour of the side */
	const bool *full;               /* n: a full dot or a ring; NULL: all are alike */
};

void chart_svg(struct buf *out, const struct chart *c);

/* Charts below each other as a file of its own: looks of its own for light and dark, a title, and a description in words that a reader of
 * pictures speaks.  Each chart's title stands above it as a heading. */
void chart_file(struct buf *out, const char *title, const char *says, const struct chart *c, int n);

#endif
