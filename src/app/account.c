/* app/account.c -- accounts and invitations. */
#include "app/account.h"

#include "app/factor.h"
#include "base/str.h"
#include "store/recovery.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

static const int64_t day_ms = 24 * 60 * 60 * 1000;

bool account_mail_fits(const char *mail)
{
	const char *at = strchr(mail, '@');

	return at && at != mail && strchr(at, '.') && !strpbrk(mail, " \t,;<>") && !strchr(at + 1, '@') && strlen(mail) <= 200 &&
		!str_ends(mail, ".");
}

static bool choose(struct cx *cx, const char *passphrase, const char *const *own, const char **password)
{
	return passphrase_fits(cx->err, passphrase, own) && passphrase_hash(cx->a, passphrase, password, cx->err);
}

bool account_passphrase(struct cx *cx, int64_t account, const char *passphrase, const char **password)
{
	struct account_get_rows a;

	return q_account_get(cx->db, account, &a) && (a.n || fail(cx->err, ERR_MISSING, "account", "there is no such account")) &&
		choose(cx, passphrase, (const char *[]){ a.at[0].given, a.at[0].family, a.at[0].mail, NULL }, password);
}

bool account_add(struct cx *cx, int64_t practice, const char *role, const char *given, const char *family, const char *mail,
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
	if (!account_mail_fits(in->mail))
		return fail(cx->err, ERR_INPUT, "mail", "is not a mail address");
	if (!choose(cx, in->passphrase, (const char *[]){ in->name, in->given, in->family, in->mail, NULL }, &password) || !cx_save(cx) ||
		!q_practice_any(cx->db, &have))
		return false;
	if (have.n)
		return fail(cx->err, ERR_CONFLICT, "practice", "there is a practice in this folder already");
	*practice = db_id();
	cx->who.practice = *practice;
	return q_practice_add(cx->db, *practice, in->name, in->emergency, in->crisis, in->abuse_route, in->minutes, cx->now) &&
		account_add(cx, *practice, "owner", in->given, in->family, in->mail, password, owner) &&
		cx_event(cx, 0, "practice_made");
}

bool account_add_staff(struct cx *cx, const struct new_staff *in, int64_t *out)
{
	const char *password;

	assert(str_equal(in->role, "therapist") || str_equal(in->role, "assistant"));
	if (!account_mail_fits(in->mail))
		return fail(cx->err, ERR_INPUT, "mail", "is not a mail address");
	return choose(cx, in->passphrase, (const char *[]){ in->given, in->family, in->mail, NULL }, &password) && cx_save(cx) &&
		account_add(cx, cx->who.practice, in->role, in->given, in->family, in->mail, password, out) &&
		cx_event(cx, 0, arena_fmt(cx->a, "%s_added", in->role));
}

bool account_add_therapist(struct cx *cx, int64_t practice, const char *given, const char *family, const char *mail,
	const char *passphrase, int64_t *out)
{
	struct new_staff in = { "therapist", given, family, mail, passphrase };

	assert(practice == cx->who.practice);
	return account_add_staff(cx, &in, out);
}

bool account_phrase(struct cx *cx, const char **phrase)
{
	unsigned char public[RECOVERY_PUBLIC];

	*phrase = recovery_new(cx->a, public);
	return cx_save(cx) && q_recovery_set(cx->db, cx->who.practice, (struct bytes){ public, sizeof(public) }, cx->now) &&
		cx_event(cx, 0, "recovery_phrase");
}

bool account_takes_clients(struct cx *cx, int64_t therapist)
{
	struct staff_get_rows t;

	if (!q_staff_get(cx->db, therapist, cx->who.practice, &t))
		return false;
	return (t.n && !str_equal(t.at[0].role, "assistant")) || fail(cx->err, ERR_INPUT, "therapist", "needs a therapist of the practice");
}

bool account_client_fits(const struct cx *cx, const struct new_client *in, struct err *err)
{
	if (in->born > cx->today || day_age(in->born, cx->today) > 120)
		return fail(err, ERR_INPUT, "born", "is not a likely date of birth");
	if (day_age(in->born, cx->today) < ADULT)
		return fail(err, ERR_MINOR, "born", "The program is made for adults. For someone under 18 please turn to "
			"their family doctor or a paediatric clinic; back pain at that age is seen by a doctor first.");
	return !in->mail[0] || account_mail_fits(in->mail) || fail(err, ERR_INPUT, "mail", "is not a mail address");
}

bool account_keep_client(struct cx *cx, const struct new_client *in, int64_t *person)
{
	char born[11];

	day_iso(in->born, born);
	*person = db_id();
	return q_person_add(cx->db, *person, cx->who.practice, in->therapist ? in->therapist : cx->who.account, in->given, in->family,
		in->mail[0] ? in->mail : NULL, born, in->phone[0] ? in->phone : NULL, in->sex, cx->now) && cx_event(cx, *person, "client_added");
}

bool account_keep_invitation(struct cx *cx, int64_t person, const char **token)
{
	*token = db_token(cx->a);
	return q_invitation_void(cx->db, person, cx->now) &&
		q_invitation_add(cx->db, db_id(), person, token_hash(cx->a, *token), cx->now, cx->now + INVITATION_DAYS * day_ms) &&
		cx_event(cx, person, "invited");
}

bool account_new_client(struct cx *cx, const struct new_client *in, int64_t *person)
{
	return account_client_fits(cx, in, cx->err) && account_takes_clients(cx, in->therapist ? in->therapist : cx->who.account) && cx_save(cx) &&
		account_keep_client(cx, in, person);
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
	return cx_save(cx) && account_keep_invitation(cx, person, token);
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
	if (!account_mail_fits(mail))
		return fail(cx->err, ERR_INPUT, "mail", "is not a mail address");
	if (!choose(cx, passphrase, (const char *[]){ inv.given, mail, NULL }, &password) || !cx_save(cx) ||
		!account_invitation(cx, token, &inv) || !q_person_get(cx->db, inv.person, inv.practice, &p) ||
		!account_add(cx, inv.practice, "client", p.at[0].given, p.at[0].family, mail, password, account))
		return false;
	cx->who.practice = inv.practice;
	cx->who.account = *account;
	return q_invitation_use(cx->db, inv.id, cx->now) && q_person_account(cx->db, inv.person, *account) &&
		cx_event(cx, inv.person, "welcomed");
}

static bool set_passphrase(struct cx *cx, int64_t account, const char *password, const char *event)
{
	return q_account_password(cx->db, account, password) && cx_event(cx, 0, event);
}

bool account_change_passphrase(struct cx *cx, const char *peer, const char *old, const char *code, const char *passphrase)
{
	struct account_get_rows a;
	const char *password;
	int64_t found;
	bool client;

	if (!q_account_get(cx->db, cx->who.account, &a) || !account_passphrase(cx, cx->who.account, passphrase, &password))
		return false;
	if (!account_check(cx, a.at[0].mail, old, peer, &found, &client)) {
		if (cx->err->code == ERR_INPUT)
			snprintf(cx->err->field, sizeof(cx->err->field), "old");
		return false;
	}
	db_rollback(cx->db);
	if (!db_begin_read(cx->db) || !(cx->who.has_factor ? factor_check(cx, code) : cx_save(cx)))
		return false;
	return set_passphrase(cx, cx->who.account, password, "passphrase_changed") && q_session_end_others(cx->db, cx->who.account, cx->who.session);
}

bool account_come_back(struct cx *cx, const struct way_back *in)
{
	struct account_by_mail_rows found;
	const char *password;
	bool app = false, recovery = false;

	if (!q_account_by_mail(cx->db, in->mail, &found))
		return false;
	bool known = found.n && !found.at[0].closed;
	int64_t account = known ? found.at[0].id : 0;
	if (!signin_may_try(cx, in->mail, in->peer, account) || !choose(cx, in->passphrase, (const char *[]){ in->mail, NULL }, &password) || !cx_save(cx) ||
		!factor_app_fits(cx, account, in->code, &app) || !factor_recovery_fits(cx, account, in->recovery, &recovery))
		return false;
	if (!known || !app || !recovery)
		return signin_failed(cx, in->mail, in->peer, account, known ? "way_back_failed" : "way_back_unknown") &&
			fail(cx->err, ERR_INPUT, "recovery", "these do not belong together. If you have lost both, your practice can help you in person");
	cx->who.practice = found.at[0].practice;
	cx->who.account = account;
	return set_passphrase(cx, account, password, "way_back_used") && q_session_end_account(cx->db, account);
}
