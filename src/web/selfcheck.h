/* web/selfcheck.h -- the private self-check as a handful of files that lie beside each other: served under /check/, or written to a
 * folder that can be hosted anywhere (`unknot export-selfcheck`).  They work on the person's own device, also without a connection;
 * nothing that is answered leaves it.  What the page does: asset/check.js; what it asks and says: app/selfcheck.h.
 */
#ifndef WEB_SELFCHECK_H
#define WEB_SELFCHECK_H

#include "core/kb.h"

/* Members may be NULL or "": then it is nobody's in particular, and the numbers are "your local emergency number".  take: where a code with the
 * answers is opened, "/clients" here, a whole address elsewhere; without it there is no code. */
struct selfcheck_practice { const char *name, *emergency, *crisis, *take; };
struct selfcheck_file { const char *name, *type, *at; size_t n; };

/* Names of all files; "index.html" is the page itself. */
extern const char *const selfcheck_files[];
extern const int selfcheck_n_files;

/* False when there is no such file.  The bytes live in `a` or in the program. */
bool selfcheck_file(struct arena *a, const struct kb *kb, struct selfcheck_practice p, const char *name, struct selfcheck_file *out);

/* Was the engine built in?  Without it the page shows the danger signs and numbers alone. */
bool selfcheck_ready(void);

#endif
