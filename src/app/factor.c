/* app/factor.c -- authenticator app and recovery codes. */
#include "app/factor.h"

#include "app/signin.h"
#include "base/form.h"
#include "base/str.h"
#include "base/totp.h"

#include <sodium.h>
#include <string.h>

bool factor_begin(struct cx *cx)
{
	unsigned char secret[TOTP_SECRET];
	char text[TOTP_TEXT];

	randombytes_buf(secret, sizeof(secret));
	totp_text(secret, text);
	if (!cx_save(cx) || !q_factor_set(cx->db, db_id(), cx->who.account, text, cx->now))
		return false;
	return cx->db->changes || fail(cx->err, ERR_CONFLICT, "code", "there is an authenticator app for this account already");
}

bool factor_waiting(struct cx *cx, const char **secret)
{
	struct factor_get_rows f;

	if (!q_factor_get(cx->db, cx->who.account, &f))
		return false;
	*secret = f.n && !f.at[0].confirmed ? f.at[0].secret : NULL;
	return true;
}

const char *factor_address(struct cx *cx, const char *secret, const char *practice, const char *mail)
{
	const char *issuer = form_escape(cx->a, practice);

	return arena_fmt(cx->a, "otpauth://totp/%s:%s?secret=%s&issuer=%s", issuer, form_escape(cx->a, mail), secret, issuer);
}

/* Blanks, hyphens and capitals make no difference on paper. */
static struct bytes code_hash(struct cx *cx, int64_t account, const char *code)
{
	char *plain = arena_text(cx->a, code), *to = plain;

	for (const char *at = code; *at; at++)
		if (*at != ' ' && *at != '-')
			*to++ = *at;
	*to = 0;
	return seal_hash(cx->a, cx->db->key, "recovery_code", arena_fmt(cx->a, "%lld %s", (long long)account, plain));
}

static bool make_codes(struct cx *cx, struct factor_codes *out)
{
	if (!q_recovery_code_remove(cx->db, cx->who.account))
		return false;
	for (int i = 0; i < FACTOR_CODES; i++) {
		const char *token = db_token(cx->a);

		out->at[i] = arena_fmt(cx->a, "%.5s-%.5s", token, token + 5);
		if (!q_recovery_code_add(cx->db, cx->who.account, code_hash(cx, cx->who.account, out->at[i])))
			return false;
	}
	return true;
}

bool factor_app_fits(struct cx *cx, int64_t account, const char *code, bool *fits)
{
	struct factor_get_rows f;
	unsigned char secret[TOTP_SECRET];

	*fits = false;
	if (!q_factor_get(cx->db, account, &f))
		return false;
	if (!f.n || !f.at[0].confirmed || !totp_read(f.at[0].secret, secret))
		return true;
	int64_t step = totp_step(secret, code, cx->now / 1000, f.at[0].step);
	sodium_memzero(secret, sizeof(secret));
	if (!step)
		return true;
	if (!q_factor_step(cx->db, account, step))
		return false;
	*fits = cx->db->changes > 0;
	return true;
}

bool factor_recovery_fits(struct cx *cx, int64_t account, const char *code, bool *fits)
{
	if (!q_recovery_code_use(cx->db, account, code_hash(cx, account, code), cx->now))
		return false;
	*fits = cx->db->changes > 0;
	return true;
}

/* Codes are counted for the account alone: whoever gets here has shown the passphrase. */
static const char *try_name(struct cx *cx)
{
	return arena_fmt(cx->a, "code %lld", (long long)cx->who.account);
}

static bool wrong(struct cx *cx)
{
	return signin_failed(cx, try_name(cx), "", cx->who.account, "code_failed") &&
		fail(cx->err, ERR_INPUT, "code", "does not fit. Take the newest one from your app; each works once");
}

bool factor_confirm(struct cx *cx, const char *code, struct factor_codes *out)
{
	struct factor_get_rows f;
	unsigned char secret[TOTP_SECRET];

	if (!signin_may_try(cx, try_name(cx), "", 0) || !cx_save(cx) || !q_factor_get(cx->db, cx->who.account, &f))
		return false;
	if (!f.n || f.at[0].confirmed)
		return fail(cx->err, ERR_CONFLICT, "code", f.n ? "there is an authenticator app for this account already" : "please begin again");
	int64_t step = totp_read(f.at[0].secret, secret) ? totp_step(secret, code, cx->now / 1000, 0) : 0;
	if (!step)
		return wrong(cx);
	return q_factor_confirm(cx->db, cx->who.account, cx->now, step) && make_codes(cx, out) && cx_event(cx, 0, "factor_set_up");
}

bool factor_check(struct cx *cx, const char *code)
{
	bool fits, recovery = false;

	if (!signin_may_try(cx, try_name(cx), "", 0) || !cx_save(cx) || !factor_app_fits(cx, cx->who.account, code, &fits) ||
		(!fits && !factor_recovery_fits(cx, cx->who.account, code, &recovery)))
		return false;
	if (!fits && !recovery)
		return wrong(cx);
	return fits || cx_event(cx, 0, "recovery_code_used");
}

bool factor_codes_anew(struct cx *cx, const char *code, struct factor_codes *out)
{
	return factor_check(cx, code) && make_codes(cx, out) && cx_event(cx, 0, "recovery_codes_made");
}

bool factor_forget(struct cx *cx, int64_t account)
{
	return q_factor_remove(cx->db, account) && q_recovery_code_remove(cx->db, account);
}

bool factor_end(struct cx *cx, const char *code)
{
	if (cx->who.role != ROLE_CLIENT && cx->who.role != ROLE_PROXY)
		return fail(cx->err, ERR_FORBIDDEN, "code", "Who works in the practice keeps the second step.");
	return factor_check(cx, code) && factor_forget(cx, cx->who.account) && cx_event(cx, 0, "factor_ended");
}
