/* app/account.c -- accounts, invitations, sessions. */
#include "app/account.h"

#include "base/str.h"
#include "store/recovery.h"

#include <sodium.h>
#include <string.h>

enum { ARGON_PASSES = 2, ARGON_BYTES = 19 * 1024 * 1024 };

static const int64_t minute_ms = 60 * 1000, day_ms = 24 * 60 * minute_ms;

static bool mail_fits(const char *mail)
{
	const char *at = strchr(mail, '@');

	return at && at != mail && strchr(at, '.') && !strpbrk(mail, " \t,;<>") && !strchr(at + 1, '@') && strlen(mail) <= 200 &&
		!str_ends(mail, ".");
}

static bool passphrase_fits(struct err *err, const char *passphrase, const char *mail)
{
	if (utf8_length(passphrase) < PASSPHRASE_LEAST)
		return fail(err, ERR_INPUT, "passphrase", "needs at least %d characters: four or five words are good", PASSPHRASE_LEAST);
	if (strlen(passphrase) > PASSPHRASE_MOST)
		return fail(err, ERR_INPUT, "passphrase", "is longer than %d characters", PASSPHRASE_MOST);
	if (strspn(passphrase, (char[]){ passphrase[0], 0 }) == strlen(passphrase) || str_equal(passphrase, mail))
		return fail(err, ERR_INPUT, "passphrase", "is too easy to guess");
	return true;
}

static bool hash(struct cx *cx, const char *passphrase, const char **out)
{
	char *text = arena_take(cx->a, crypto_pwhash_STRBYTES, 1);

	if (crypto_pwhash_str(text, passphrase, strlen(passphrase), ARGON_PASSES, ARGON_BYTES) != 0)
		return fail(cx->err, ERR_INTERNAL, "passphrase", "not enough memory to check a passphrase");
	*out = text;
	return true;
}

static bool add_account(struct cx *cx, int64_t practice, const char *role, const char *given, const char *family, const char *mail,
	const char *password, int64_t *out)
{
	*out = db_id();
	if (q_account_add(cx->db, *out, practice, role, given, family, mail, mail, password, cx->now))
		return true;
	if (cx->err->code == ERR_CONFLICT) {
		*cx->err = (struct err){ 0 };
		fail(cx->err, ERR_INPUT, "mail", "already belongs to an account");
	}
	return false;
}

bool account_setup(struct cx *cx, const struct new_practice *in, int64_t *practice, int64_t *owner)
{
	struct practice_any_rows have;
	const char *password;

	if (!in->emergency[0])
		return fail(cx->err, ERR_INPUT, "emergency", "no practice starts without its emergency number");
	if (!in->crisis[0])
		return fail(cx->err, ERR_INPUT, "crisis", "no practice starts without the number of its crisis line");
	if (!mail_fits(in->mail))
		return fail(cx->err, ERR_INPUT, "mail", "is not a mail address");
	if (!passphrase_fits(cx->err, in->passphrase, in->mail) || !hash(cx, in->passphrase, &password) || !cx_save(cx) ||
		!q_practice_any(cx->db, &have))
		return false;
	if (have.n)
		return fail(cx->err, ERR_CONFLICT, "practice", "there is a practice in this folder already");
	*practice = db_id();
	cx->who.practice = *practice;
	return q_practice_add(cx->db, *practice, in->name, in->emergency, in->crisis, in->abuse_route, in->minutes, cx->now) &&
		add_account(cx, *practice, "owner", in->given, in->family, in->mail, password, owner) &&
		cx_event(cx, 0, "practice_made");
}

bool account_add_therapist(struct cx *cx, int64_t practice, const char *given, const char *family, const char *mail,
	const char *passphrase, int64_t *out)
{
	const char *password;

	if (!mail_fits(mail))
		return fail(cx->err, ERR_INPUT, "mail", "is not a mail address");
	return passphrase_fits(cx->err, passphrase, mail) && hash(cx, passphrase, &password) && cx_save(cx) &&
		add_account(cx, practice, "therapist", given, family, mail, password, out) && cx_event(cx, 0, "therapist_added");
}

bool account_phrase(struct cx *cx, const char **phrase)
{
	unsigned char public[RECOVERY_PUBLIC];

	*phrase = recovery_new(cx->a, public);
	return cx_save(cx) && q_recovery_set(cx->db, cx->who.practice, (struct bytes){ public, sizeof(public) }, cx->now) &&
		cx_event(cx, 0, "recovery_phrase");
}

bool account_new_client(struct cx *cx, const struct new_client *in, int64_t *person)
{
	char born[11];

	if (in->born > cx->today || day_age(in->born, cx->today) > 120)
		return fail(cx->err, ERR_INPUT, "born", "is not a likely date of birth");
	if (day_age(in->born, cx->today) < ADULT)
		return fail(cx->err, ERR_MINOR, "born", "The program is made for adults. For someone under 18 please turn to "
			"their family doctor or a paediatric clinic; back pain at that age is seen by a doctor first.");
	if (in->mail[0] && !mail_fits(in->mail))
		return fail(cx->err, ERR_INPUT, "mail", "is not a mail address");
	day_iso(in->born, born);
	*person = db_id();
	return cx_save(cx) && q_person_add(cx->db, *person, cx->who.practice, cx->who.account, in->given, in->family,
		in->mail[0] ? in->mail : NULL, born, in->phone[0] ? in->phone : NULL, in->sex, cx->now) &&
		cx_event(cx, *person, "client_added");
}

bool account_invite(struct cx *cx, int64_t person, const char **token)
{
	struct person_get_rows p;

	if (!q_person_get(cx->db, person, cx->who.practice, &p))
		return false;
	if (!p.n)
		return fail(cx->err, ERR_MISSING, "client", "there is no such client");
	if (p.at[0].account)
		return fail(cx->err, ERR_CONFLICT, "client", "has an account already and signs in with it");
	*token = db_token(cx->a);
	return cx_save(cx) && q_invitation_void(cx->db, person, cx->now) &&
		q_invitation_add(cx->db, db_id(), person, token_hash(cx->a, *token), cx->now, cx->now + INVITATION_DAYS * day_ms) &&
		cx_event(cx, person, "invited");
}

bool account_invitation(struct cx *cx, const char *token, struct invitation_get *out)
{
	struct invitation_get_rows rows;

	if (!q_invitation_get(cx->db, token_hash(cx->a, token), &rows))
		return false;
	if (!rows.n)
		return fail(cx->err, ERR_MISSING, "invitation", "this link is not known; please look whether it was copied whole");
	*out = rows.at[0];
	if (out->used || out->account)
		return fail(cx->err, ERR_GONE, "invitation", "this invitation has been used; sign in, or ask your therapist for a new link");
	return out->expires > cx->now || fail(cx->err, ERR_GONE, "invitation", "this invitation is too old; ask your therapist for a new link");
}

bool account_welcome(struct cx *cx, const char *token, const char *mail, const char *passphrase, int64_t *account)
{
	struct invitation_get inv;
	struct person_get_rows p;
	const char *password;

	if (!account_invitation(cx, token, &inv))
		return false;
	if (!mail_fits(mail))
		return fail(cx->err, ERR_INPUT, "mail", "is not a mail address");
	if (!passphrase_fits(cx->err, passphrase, mail) || !hash(cx, passphrase, &password) || !cx_save(cx) ||
		!account_invitation(cx, token, &inv) || !q_person_get(cx->db, inv.person, inv.practice, &p) ||
		!add_account(cx, inv.practice, "client", p.at[0].given, p.at[0].family, mail, password, account))
		return false;
	cx->who.practice = inv.practice;
	cx->who.account = *account;
	return q_invitation_use(cx->db, inv.id, cx->now) && q_person_account(cx->db, inv.person, *account) &&
		cx_event(cx, inv.person, "welcomed");
}

/* Tries are counted for an account from an address, so that one clinic's shared address is not locked out. */
static struct bytes try_id(struct cx *cx, const char *mail, const char *peer)
{
	return seal_hash(cx->a, cx->db->key, "attempt", arena_fmt(cx->a, "%s %s", peer, mail));
}

bool account_check(struct cx *cx, const char *mail, const char *passphrase, const char *peer, int64_t *account, bool *client)
{
	static const char *decoy;
	struct bytes id = try_id(cx, mail, peer);
	struct attempt_count_rows tries;
	struct account_by_mail_rows found;

	if (!q_attempt_count(cx->db, id, cx->now - TRIES_MINUTES * minute_ms, &tries) || !q_account_by_mail(cx->db, mail, &found))
		return false;
	if (tries.at[0].n >= TRIES_MOST)
		return fail(cx->err, ERR_LIMIT, "passphrase", "too many tries; please wait %d minutes", TRIES_MINUTES);
	if (!decoy) {
		static char text[crypto_pwhash_STRBYTES];

		if (crypto_pwhash_str(text, "decoy", 5, ARGON_PASSES, ARGON_BYTES) != 0)
			return fail(cx->err, ERR_INTERNAL, "passphrase", "not enough memory to check a passphrase");
		decoy = text;
	}
	db_rollback(cx->db);
	bool known = found.n && !found.at[0].closed;
	bool fits = crypto_pwhash_str_verify(known ? found.at[0].password : decoy, passphrase, strlen(passphrase)) == 0;
	if (known && fits) {
		*account = found.at[0].id;
		*client = str_equal(found.at[0].role, "client");
		return true;
	}
	/* the failed try is kept although the action fails */
	if (!db_begin_write(cx->db) || !q_attempt_add(cx->db, id, cx->now) ||
		!q_attempt_sweep(cx->db, cx->now - day_ms) || !db_commit(cx->db))
		return false;
	return fail(cx->err, ERR_INPUT, "passphrase", "mail and passphrase do not belong together");
}

bool account_open_session(struct cx *cx, int64_t account, bool client, const char **token)
{
	int64_t length = client ? SESSION_DAYS_CLIENT * day_ms : SESSION_HOURS_STAFF * 60 * minute_ms;

	*token = db_token(cx->a);
	return q_session_sweep(cx->db, cx->now) &&
		q_session_add(cx->db, db_id(), token_hash(cx->a, *token), account, db_token(cx->a), cx->now, cx->now + length);
}
