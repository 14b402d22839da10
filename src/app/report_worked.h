/* app/report_worked.h -- what worked for this person, as JSON and as text.  What cannot be told is said to be so. */
#ifndef APP_REPORT_WORKED_H
#define APP_REPORT_WORKED_H

#include "base/buf.h"
#include "base/json.h"
#include "core/kb.h"
#include "core/worked.h"

/* Techniques and areas of w are indices into kb->item and kb->area. */
void report_worked_put(struct json_out *j, const struct kb *kb, const struct worked *w);        /* the member "worked" */
void report_worked_text(struct arena *a, struct buf *b, const struct kb *kb, const struct worked *w);

#endif
