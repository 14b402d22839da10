/* app/account.h -- who may come in: first start, sign-in, invitation, welcome.
 *
 * Passphrases are kept by Argon2id (19 MiB, 2 passes).  Tokens in links and cookies are 160 random bits, kept as a hash.  An
 * invitation lasts 14 days and is used up by its button, not by opening the link.
 */
#ifndef APP_ACCOUNT_H
#define APP_ACCOUNT_H

#include "app/cx.h"

enum { PASSPHRASE_LEAST = 12, PASSPHRASE_MOST = 128, INVITATION_DAYS = 14, SESSION_HOURS_STAFF = 12, SESSION_DAYS_CLIENT = 30,
	TRIES_MOST = 10, TRIES_MINUTES = 15, ADULT = 18 };

struct new_practice {
	const char *name, *emergency, *crisis, *abuse_route;
	const char *given, *family, *mail, *passphrase;
	int minutes;
};

/* Makes the practice and its owner.  Fails when there is one already, when a number is missing or a passphrase too short. */
MUST_USE bool account_setup(struct cx *cx, const struct new_practice *in, int64_t *practice, int64_t *owner);
/* A further therapist of the practice. */
MUST_USE bool account_add_therapist(struct cx *cx, int64_t practice, const char *given, const char *family, const char *mail,
	const char *passphrase, int64_t *out);

/* A new recovery phrase for the practice (store/recovery.h): later backups are sealed to it too.  It is kept nowhere. */
MUST_USE bool account_phrase(struct cx *cx, const char **phrase);

struct new_client { const char *given, *family, *mail, *phone; day born; const char *sex; };
/* Under 18 is refused, kindly (ERR_MINOR). */
MUST_USE bool account_new_client(struct cx *cx, const struct new_client *in, int64_t *person);
/* A fresh link for the person; earlier ones stop working.  token: the last part of the link, shown once. */
MUST_USE bool account_invite(struct cx *cx, int64_t person, const char **token);
/* Looks an invitation up without using it.  ERR_GONE when used or too old, ERR_MISSING when there is none. */
MUST_USE bool account_invitation(struct cx *cx, const char *token, struct invitation_get *out);
/* Uses it up: makes the client's account with this passphrase. */
MUST_USE bool account_welcome(struct cx *cx, const char *token, const char *mail, const char *passphrase, int64_t *account);

/* Checks mail and passphrase; a wrong one takes as long as a right one.  ERR_LIMIT after 10 tries in 15 minutes from one
 * address for one account. */
MUST_USE bool account_check(struct cx *cx, const char *mail, const char *passphrase, const char *peer, int64_t *account, bool *client);
/* Opens a session; token goes into the cookie. */
MUST_USE bool account_open_session(struct cx *cx, int64_t account, bool client, const char **token);

#endif
