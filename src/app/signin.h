/* app/signin.h -- who comes in: tries, sessions, devices.
 *
 * A session begins `half` when the second factor is still to be shown or to be set up: then it opens those two pages and nothing
 * else, for ten minutes.  Proving it makes a new session with a new cookie.
 *
 * Wrong tries of 15 minutes are counted three ways: for an account from one address (10), for an account (30), for an address (100; as
 * whom an address counts says http_network of net/http.h).  The
 * last two do not stop an account at an address where it came in before, so that nobody can lock a colleague or a whole clinic out from
 * elsewhere.  Every wrong try of an account is in the event log.
 */
#ifndef APP_SIGNIN_H
#define APP_SIGNIN_H

#include "app/cx.h"

enum { SESSION_HOURS_STAFF = 12, SESSION_DAYS_CLIENT = 30, HALF_MINUTES = 10, TRIES_MOST = 10, TRIES_ACCOUNT = 30, TRIES_ADDRESS = 100, TRIES_MINUTES = 15,
	REFUSED_MOST = 10 };

/* Checks mail and passphrase; a wrong one takes as long as a right one.  ERR_LIMIT after too many tries, ERR_INPUT when they do not
 * belong together.  client: not of the staff. */
MUST_USE bool account_check(struct cx *cx, const char *mail, const char *passphrase, const char *peer, int64_t *account, bool *client);
/* Counts a wrong try, with a line in the event log when the account (0: none) is known; commits although the action fails. */
MUST_USE bool signin_failed(struct cx *cx, const char *mail, const char *peer, int64_t account, const char *event);
/* A line in the event log for something refused that is no wrong try, in the name of who is signed in, else of nobody; commits.  Of one kind at most
 * REFUSED_MOST lines in TRIES_MINUTES for a session, or for an address where nobody is signed in. */
MUST_USE bool signin_refused(struct cx *cx, const char *peer, const char *event);
/* A line in the event log, of nobody in particular, the first time this session of a staff member does something; in the reading transaction, which
 * begins anew after it. */
MUST_USE bool signin_saw(struct cx *cx, const char *event);
/* ERR_LIMIT when there were too many wrong tries. */
MUST_USE bool signin_may_try(struct cx *cx, const char *mail, const char *peer, int64_t account);

/* How someone comes in.  free: no second factor is asked (the demonstration's doors); optional: it is asked only when there is one, of staff
 * too; mail, peer: what fitted, from where, so that the place is known from now on; mail NULL: not kept. */
struct coming { int64_t account; bool client, shared, free, optional; const char *label, *mail, *peer; };
/* Opens a session; token goes into the cookie, which lasts `seconds` (0: until the browser is closed). */
MUST_USE bool signin_open(struct cx *cx, const struct coming *in, const char **token, int64_t *seconds);
/* The same for tests and tools: whole, of no named device. */
MUST_USE bool account_open_session(struct cx *cx, int64_t account, bool client, const char **token);
/* A half session becomes a whole one with a new token. */
MUST_USE bool signin_prove(struct cx *cx, const char **token, int64_t *seconds);

/* Ends a session of this account; all but this one; all of another account (its cookies are worth nothing afterwards). */
MUST_USE bool signin_end(struct cx *cx, int64_t session);
MUST_USE bool signin_end_others(struct cx *cx);

/* "Firefox on Android", from what the browser says of itself; "A browser" when it says nothing known. */
const char *signin_label(struct arena *a, const char *agent);

#endif
