/* web/gate.h -- how much one account or address may do in a minute, and the log of what was refused.
 *
 * The third column of routes.def.  Counted by all workers in one shared page, in whole minutes: forms by the account that sends them, what is done
 * at a door by the address it comes from (http_network of net/http.h).  The numbers lie far above what people do and what a device sends that was without a connection:
 * they keep one of them from filling the disk or the processors, and hold up nobody else.  Two that fall on one of the 8,192 places
 * count less, never more.  How often a passphrase may be tried is counted apart and kept (app/signin.h).
 */
#ifndef WEB_GATE_H
#define WEB_GATE_H

#include <stdbool.h>
#include <stdint.h>

enum { GATE_WRITES = 1200, GATE_DOORS = 600 };   /* a minute: forms of an account; requests of an address at RATE_SIGN_IN */

struct gate;
struct web;

/* Made before the workers are forked, never released; ends the process when there is no memory. */
struct gate *gate_new(void);
/* May this be done now?  account 0: nobody is signed in, the address counts.  rate: RATE_... of web.h; now: milliseconds. */
bool gate_open(struct gate *g, int64_t account, const char *peer, int rate, int64_t now);

/* After a request that failed: a page or record of others, a form that is not of this session, a link that is used, too old or unknown
 * is one line in the event log (app/signin.h says how many).  What the answer says stays. */
void gate_tell(struct web *w);

#endif
