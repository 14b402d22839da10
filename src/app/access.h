/* app/access.h -- ways in that are given in person, who enters for a client, who sees whom.
 *
 * A way back for someone who has lost passphrase or phone is a link handed over by someone who knows them: a client's by their
 * therapist or the owner, a colleague's by the owner, the owner's on the command line of the practice's computer.  Making it signs the account out
 * everywhere; using it asks for a new passphrase and forgets the second factor.  There is no other way, so there is nobody to be talked round.
 *
 * Who enters for a client (a proxy) has an account of their own, made by a link that client or therapist hands over; what they enter
 * bears their account's number.  They see no consent, no log and no private question, and one tap ends it.
 */
#ifndef APP_ACCESS_H
#define APP_ACCESS_H

#include "app/cx.h"

enum { RECOVER_HOURS = 24, PROXY_DAYS = 14, PROXIES_MOST = 3, IDLE_LEAST = 2, IDLE_MOST = 240 };

/* A new way in for the account; the newest link counts.  The caller has checked that who acts may do so.  person: of a client, else 0. */
MUST_USE bool access_renew(struct cx *cx, int64_t account, int64_t person, const char **token);
/* Looks a link up without using it.  ERR_GONE when used or too old, ERR_MISSING when there is none. */
MUST_USE bool access_look(struct cx *cx, const char *token, struct access_link_get *out);
/* Uses a 'recover' link up. */
MUST_USE bool access_come_back(struct cx *cx, const char *token, const char *passphrase);

/* A link for one who may enter for the person; the newest counts.  ERR_INPUT when three do already. */
MUST_USE bool access_proxy(struct cx *cx, int64_t person, const char **token);
/* Uses a 'proxy' link up: an account of their own. */
struct joining { const char *given, *family, *mail, *passphrase; };
MUST_USE bool access_join(struct cx *cx, const char *token, const struct joining *in, int64_t *account);
/* proxy: id of table proxy.  ERR_MISSING when it is none of this person's that still runs. */
MUST_USE bool access_proxy_end(struct cx *cx, int64_t person, int64_t proxy);

/* Another therapist takes the client over; the sessions to come go along or stay with who had the client.  ERR_INPUT on "to" when it is no
 * therapist or owner of the practice, or has no time for one of them (none moves then); on "appointments" when there are some and it was
 * not said what becomes of them. */
enum along { ALONG_NOT_SAID, ALONG_KEEP, ALONG_MOVE };
MUST_USE bool access_hand_over(struct cx *cx, int64_t person, int64_t to, enum along along);
/* A therapist becomes an owner, or an owner a therapist.  ERR_INPUT on "role" when no owner would be left, or the account is neither. */
MUST_USE bool access_role(struct cx *cx, int64_t account, bool owner);
/* A therapist, assistant or another owner leaves: clients and appointments to come go to `to` (0 when there are none; ERR_INPUT on "to" when that person's
 * time is taken), account closed, signed out everywhere.  The last owner does not leave, nobody closes their own account. */
MUST_USE bool access_leave(struct cx *cx, int64_t account, int64_t to);
/* idle: minutes, 0: never signed out by itself. */
MUST_USE bool access_rules(struct cx *cx, bool see_all, int idle);

#endif
