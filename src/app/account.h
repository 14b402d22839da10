/* app/account.h -- who may come in: first start, invitation, welcome.  Signing in is app/signin.h, passphrases app/passphrase.h.
 *
 * Tokens in links and cookies are 160 random bits, kept as a hash.  An
 * invitation lasts 14 days and is used up by its button, not by opening the link.
 */
#ifndef APP_ACCOUNT_H
#define APP_ACCOUNT_H

#include "app/cx.h"
#include "app/passphrase.h"
#include "app/signin.h"

enum { INVITATION_DAYS = 14, ADULT = 18 };

struct new_practice {
	const char *name, *emergency, *crisis, *abuse_route;
	const char *given, *family, *mail, *passphrase;
	int minutes;
};

/* Makes the practice and its owner.  Fails when there is one already, when a number is missing or a passphrase too short. */
MUST_USE bool account_setup(struct cx *cx, const struct new_practice *in, int64_t *practice, int64_t *owner);
/* A further person of the staff; role: therapist or assistant (asserted).  The first passphrase is handed over in person. */
struct new_staff { const char *role, *given, *family, *mail, *passphrase; };
MUST_USE bool account_add_staff(struct cx *cx, const struct new_staff *in, int64_t *out);
/* A therapist of the practice of cx. */
MUST_USE bool account_add_therapist(struct cx *cx, int64_t practice, const char *given, const char *family, const char *mail,
	const char *passphrase, int64_t *out);

/* A new recovery phrase for the practice (store/recovery.h): later backups are sealed to it too.  It is kept nowhere. */
MUST_USE bool account_phrase(struct cx *cx, const char **phrase);

/* therapist: 0 for the account of cx */
struct new_client { const char *given, *family, *mail, *phone; day born; const char *sex; int64_t therapist; };
/* Age and mail address alone, as account_new_client looks at them. */
MUST_USE bool account_client_fits(const struct cx *cx, const struct new_client *in, struct err *err);
/* Under 18 is refused, kindly (ERR_MINOR); ERR_INPUT on "therapist" when that is none of the practice. */
MUST_USE bool account_new_client(struct cx *cx, const struct new_client *in, int64_t *person);
/* A fresh link for the person; earlier ones stop working.  token: the last part of the link, shown once. */
MUST_USE bool account_invite(struct cx *cx, int64_t person, const char **token);
/* Looks an invitation up without using it.  ERR_GONE when used or too old, ERR_MISSING when there is none. */
MUST_USE bool account_invitation(struct cx *cx, const char *token, struct invitation_get *out);
/* For app/import.h, inside the writing transaction and after the looks above: a person; a link for one without an account. */
MUST_USE bool account_takes_clients(struct cx *cx, int64_t therapist);
MUST_USE bool account_keep_client(struct cx *cx, const struct new_client *in, int64_t *person);
MUST_USE bool account_keep_invitation(struct cx *cx, int64_t person, const char **token);
/* Uses it up: makes the client's account with this passphrase. */
MUST_USE bool account_welcome(struct cx *cx, const char *token, const char *mail, const char *passphrase, int64_t *account);

/* A new passphrase for the account of cx, which shows the old one, and its code when it has a second factor; other devices are signed out. */
MUST_USE bool account_change_passphrase(struct cx *cx, const char *peer, const char *old, const char *code, const char *passphrase);
/* The way back for who has forgotten the passphrase: a recovery code and the app's code together.  All devices are signed out.  ERR_INPUT
 * on "recovery" when they do not belong together, without saying which; ERR_LIMIT as at sign-in. */
struct way_back { const char *mail, *recovery, *code, *passphrase, *peer; };
MUST_USE bool account_come_back(struct cx *cx, const struct way_back *in);
/* The hash of a passphrase chosen for an account that exists; ERR_INPUT when it is too short or too easy. */
MUST_USE bool account_passphrase(struct cx *cx, int64_t account, const char *passphrase, const char **password);
/* For app/access.h: a row of table account; ERR_INPUT when the address has an account already. */
bool account_mail_fits(const char *mail);
MUST_USE bool account_add(struct cx *cx, int64_t practice, const char *role, const char *given, const char *family, const char *mail,
	const char *password, int64_t *out);

#endif
