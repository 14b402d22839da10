/* app/report_json_parts.h -- what the documents share while they are written.  Private to report_json*.c. */
#ifndef APP_REPORT_JSON_PARTS_H
#define APP_REPORT_JSON_PARTS_H

#include "app/report_json.h"
#include "base/json.h"

enum { REPORT_MOST = 32 << 20 };

struct writing { struct arena *a; const struct kb *kb; struct numbers n; struct json_out *j; };

/* "tier", reasons, what to do; as NULL: without the beliefs. */
void report_put_triage(struct writing *w, const struct screened *s, const struct assess *as);
/* Which knowledge and which version; closes the document. */
void report_put_end(struct writing *w);

#endif
