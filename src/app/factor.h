/* app/factor.h -- the second factor of an account: an authenticator app (base/totp.h) and ten recovery codes.
 *
 * Required of staff, offered to clients.  The secret is sealed; a code counts once; recovery codes are kept as keyed hashes and
 * each opens once.  A forgotten passphrase is set anew with a recovery code and the app together, so that neither a found
 * sheet of paper nor a found phone is enough; who has lost both has to come in person (app/access.h).
 */
#ifndef APP_FACTOR_H
#define APP_FACTOR_H

#include "app/cx.h"

enum { FACTOR_CODES = 10, FACTOR_CODE_LETTERS = 10 };
struct factor_codes { const char *at[FACTOR_CODES]; };

/* A fresh secret for the account of cx, not yet asked for.  ERR_CONFLICT when it has a second factor. */
MUST_USE bool factor_begin(struct cx *cx);
/* What stands in the way of showing it again: secret is NULL when none was begun or the first code fitted already. */
MUST_USE bool factor_waiting(struct cx *cx, const char **secret);
/* otpauth://totp/... for the QR code. */
const char *factor_address(struct cx *cx, const char *secret, const char *practice, const char *mail);
/* The first code fits: from now on it is asked for.  The codes are shown once and kept nowhere in the clear.  ERR_INPUT on "code". */
MUST_USE bool factor_confirm(struct cx *cx, const char *code, struct factor_codes *out);

/* Does the app's code, or a recovery code, fit the account?  It is used up.  Writing transaction of the caller.  by_app: not by a recovery code. */
MUST_USE bool factor_app_fits(struct cx *cx, int64_t account, const char *code, bool *fits);
MUST_USE bool factor_recovery_fits(struct cx *cx, int64_t account, const char *code, bool *fits);
/* Either of the two for the account of cx, with tries counted (ERR_LIMIT after 10 in 15 minutes); ERR_INPUT on "code".  Leaves a writing transaction open. */
MUST_USE bool factor_check(struct cx *cx, const char *code);

/* New recovery codes in the place of the old ones; taking the factor away (clients only; ERR_FORBIDDEN for staff).  Both ask for a code. */
MUST_USE bool factor_codes_anew(struct cx *cx, const char *code, struct factor_codes *out);
MUST_USE bool factor_end(struct cx *cx, const char *code);
/* Whatever there is, without asking, in the transaction of the caller: for access given anew in person. */
MUST_USE bool factor_forget(struct cx *cx, int64_t account);

#endif
