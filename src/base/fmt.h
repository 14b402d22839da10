/* base/fmt.h -- small formatters for templates: numbers with a fixed count of decimals, plurals.  Each returns text that
 * lives until the eighth call after it (a ring of small buffers), long enough to be printed. */
#ifndef BASE_FMT_H
#define BASE_FMT_H

#include <stdbool.h>

/* 3.14159, 1 -> "3.1" */
const char *fmt_fixed(double v, int decimals);
/* A probability that is never told as certain: 0.276 -> "0.28", 0.998 -> "over 0.99", 0.002 -> "under 0.01" */
const char *fmt_chance(double p);
/* 0.276 -> "28 %" */
const char *fmt_percent(double share);
/* 1, "day", "days" -> "1 day" */
const char *fmt_count(int n, const char *one, const char *many);
/* 75 -> "1 min 15 s" */
const char *fmt_seconds(int seconds);
/* "x" when true, "" when not: for attributes like checked */
const char *fmt_if(bool yes, const char *text);

#endif
