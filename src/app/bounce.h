/* app/bounce.h -- a mail that came back: the report of a mail server (RFC 3464, in a multipart/report of RFC 6522), and whose mail it was.
 *
 * The mail is known by its Message-ID, which only its reader and the servers on the way have seen.  A report that nothing failed, or not
 * for good, changes nothing.  An address is given up only where the status says that nobody has it (net/smtp.h); other failures
 * are shown with the mail.
 */
#ifndef APP_BOUNCE_H
#define APP_BOUNCE_H

#include "app/cx.h"

enum { BOUNCE_MOST = 4 << 20 };

/* job: of the mail.  failed: given up by the server.  nobody: the address is wrong.  said: the server's words, printable, short. */
struct bounce { int64_t job; bool failed, nobody; const char *said; };

/* Any text.  ERR_INPUT `mail`: no report that can be read, or not about a mail of ours. */
MUST_USE bool bounce_read(struct arena *a, const char *text, struct bounce *out, struct err *err);
/* In the writing transaction.  ERR_MISSING when the mail is no longer kept. */
MUST_USE bool bounce_take(struct cx *cx, const struct bounce *b);

#endif
