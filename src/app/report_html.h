/* app/report_html.h -- the ten weeks as one HTML file that needs nothing else: to read, to print, to send on paper. */
#ifndef APP_REPORT_HTML_H
#define APP_REPORT_HTML_H

#include "app/report_json.h"

/* css: the style sheet that goes into the file; NULL for none. */
const char *report_plan_html(struct arena *a, const struct kb *kb, const struct plan *p, const char *css, struct numbers n);

#endif
