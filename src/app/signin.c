/* app/signin.c -- tries, sessions, devices. */
#include "app/signin.h"

#include "app/passphrase.h"
#include "base/str.h"
#include "net/http.h"

#include <assert.h>
#include <string.h>

static const int64_t minute_ms = 60 * 1000, day_ms = 24 * 60 * minute_ms;
enum { PLACE_DAYS = 180, FORM_DAYS = 90 };     /* FORM_DAYS: longer than an entry may wait on a device */

/* What tries are counted by: the account from this address, the account, the address. */
enum { BY_PAIR, BY_ACCOUNT, BY_ADDRESS, BY_ALL };
static const int most_of[BY_ALL] = { TRIES_MOST, TRIES_ACCOUNT, TRIES_ADDRESS };

static struct bytes try_id(struct cx *cx, int by, const char *mail, const char *peer)
{
	char network[HTTP_NETWORK];
	const char *text = arena_fmt(cx->a, "%d %s %s", by, by == BY_ACCOUNT ? "" : http_network(peer, network), by == BY_ADDRESS ? "" : mail);

	return seal_hash(cx->a, cx->db->key, "attempt", text);
}

static bool tries(struct cx *cx, const char *mail, const char *peer, int64_t n[BY_ALL])
{
	struct attempt_count_rows rows;

	for (int by = 0; by < BY_ALL; by++) {
		if (!q_attempt_count(cx->db, try_id(cx, by, mail, peer), cx->now - TRIES_MINUTES * minute_ms, cx->now + minute_ms, &rows))
			return false;
		n[by] = rows.at[0].n;
	}
	return true;
}

bool signin_may_try(struct cx *cx, const char *mail, const char *peer, int64_t account)
{
	struct place_get_rows place;
	int64_t n[BY_ALL];

	if (!tries(cx, mail, peer, n) || !q_place_get(cx->db, try_id(cx, BY_PAIR, mail, peer), account, &place))
		return false;
	if (n[BY_PAIR] < TRIES_MOST && (place.n || (n[BY_ACCOUNT] < TRIES_ACCOUNT && n[BY_ADDRESS] < TRIES_ADDRESS)))
		return true;
	return fail(cx->err, ERR_LIMIT, "passphrase", "too many tries; please wait %d minutes", TRIES_MINUTES);
}

/* In the name of the account that was tried; an account nobody has is entered for the practice of this folder. */
static bool enter_event(struct cx *cx, int64_t account, const char *event)
{
	struct account_get_rows a;
	struct practice_any_rows practice;
	struct who before = cx->who;

	if (!q_account_get(cx->db, account, &a) || !q_practice_any(cx->db, &practice))
		return false;
	if (!practice.n)
		return true;
	cx->who = (struct who){ .role = ROLE_ANYONE, .practice = a.n ? a.at[0].practice : practice.at[0].id, .account = a.n ? account : 0 };
	bool done = cx_event(cx, 0, event);
	cx->who = before;
	return done;
}

bool signin_failed(struct cx *cx, const char *mail, const char *peer, int64_t account, const char *event)
{
	int64_t n[BY_ALL];
	bool full = false;

	if (!cx_save(cx) || !tries(cx, mail, peer, n))
		return false;
	for (int by = 0; by < BY_ALL; by++) {
		if (!q_attempt_add(cx->db, try_id(cx, by, mail, peer), cx->now))
			return false;
		full = full || n[by] + 1 == most_of[by];
	}
	return enter_event(cx, account, event) && (!full || enter_event(cx, account, "tries_used_up")) &&
		q_attempt_sweep(cx->db, cx->now - day_ms) && db_commit(cx->db);
}

/* What lines of one kind are counted by: the session, or without one the address. */
static struct bytes line_id(struct cx *cx, const char *event, const char *network)
{
	return seal_hash(cx->a, cx->db->key, "attempt", arena_fmt(cx->a, "%s %lld %s", event, (long long)cx->who.session, network));
}

bool signin_refused(struct cx *cx, const char *peer, const char *event)
{
	bool known = cx->who.role != ROLE_ANYONE;
	char network[HTTP_NETWORK];
	struct bytes id = line_id(cx, event, known ? "" : http_network(peer, network));
	struct attempt_count_rows before;

	if (!q_attempt_count(cx->db, id, cx->now - TRIES_MINUTES * minute_ms, cx->now + minute_ms, &before))
		return false;
	return before.at[0].n >= REFUSED_MOST || (cx_save(cx) && q_attempt_add(cx->db, id, cx->now) && q_attempt_sweep(cx->db, cx->now - day_ms) &&
		enter_event(cx, known ? cx->who.account : 0, event) && db_commit(cx->db));
}

/* Counts are swept after a day, and no session of the staff lasts that long. */
_Static_assert(SESSION_HOURS_STAFF < 24, "a session ends before what it has seen is forgotten");

bool signin_saw(struct cx *cx, const char *event)
{
	struct bytes id = line_id(cx, event, "");
	struct attempt_count_rows before;

	if (!q_attempt_count(cx->db, id, 0, INT64_MAX, &before))
		return false;
	if (before.at[0].n)
		return true;
	/* asked again where nobody else writes: two tabs that open at once are one line */
	return cx_save(cx) && q_attempt_count(cx->db, id, 0, INT64_MAX, &before) && (before.at[0].n || (q_attempt_add(cx->db, id, cx->now) &&
		q_attempt_sweep(cx->db, cx->now - day_ms) && cx_event(cx, 0, event))) && db_commit(cx->db) && db_begin_read(cx->db);
}

bool account_check(struct cx *cx, const char *mail, const char *passphrase, const char *peer, int64_t *account, bool *client)
{
	struct account_by_mail_rows found;
	bool fits;

	if (!q_account_by_mail(cx->db, mail, &found))
		return false;
	bool known = found.n && !found.at[0].closed;
	int64_t id = known ? found.at[0].id : 0;
	if (!signin_may_try(cx, mail, peer, id))
		return false;
	db_rollback(cx->db);            /* nothing is held while the passphrase is worked on */
	if (!passphrase_is(known ? found.at[0].password : NULL, passphrase, &fits, cx->err))
		return false;
	if (known && fits) {
		*account = id;
		*client = str_equal(found.at[0].role, "client") || str_equal(found.at[0].role, "proxy");
		return true;
	}
	return signin_failed(cx, mail, peer, id, known ? "sign_in_failed" : "sign_in_unknown") &&
		fail(cx->err, ERR_INPUT, "passphrase", "mail and passphrase do not belong together");
}

static bool open_one(struct cx *cx, const struct coming *in, bool proved, const char **token, int64_t *seconds)
{
	int64_t length = !proved ? HALF_MINUTES * minute_ms : in->client && !in->shared ? SESSION_DAYS_CLIENT * day_ms : SESSION_HOURS_STAFF * 60 * minute_ms;
	int64_t id = db_id();

	*token = db_token(cx->a);
	*seconds = in->shared ? 0 : proved ? length / 1000 : HALF_MINUTES * 60;
	return q_session_sweep(cx->db, cx->now) && q_place_sweep(cx->db, cx->now - PLACE_DAYS * day_ms) &&
		(in->client || q_form_sweep(cx->db, cx->now - FORM_DAYS * day_ms)) &&
		q_session_add(cx->db, id, token_hash(cx->a, *token), in->account, db_token(cx->a), cx->now, cx->now + length) &&
		q_session_kind(cx->db, id, proved, in->shared, in->label ? in->label : "") &&
		enter_event(cx, in->account, proved ? "signed_in" : "passphrase_fitted");
}

bool signin_open(struct cx *cx, const struct coming *in, const char **token, int64_t *seconds)
{
	struct factor_get_rows factor;

	if (!q_factor_get(cx->db, in->account, &factor))
		return false;
	bool has = factor.n && factor.at[0].confirmed;
	return (!in->mail || q_place_set(cx->db, try_id(cx, BY_PAIR, in->mail, in->peer), in->account, cx->now)) &&
		open_one(cx, in, in->free || (!has && (in->client || in->optional)), token, seconds);
}

bool account_open_session(struct cx *cx, int64_t account, bool client, const char **token)
{
	struct coming in = { .account = account, .client = client, .free = true };
	int64_t seconds;

	return signin_open(cx, &in, token, &seconds);
}

bool signin_prove(struct cx *cx, const char **token, int64_t *seconds)
{
	struct account_get_rows a;

	assert(cx->who.role == ROLE_HALF);
	if (!q_account_get(cx->db, cx->who.account, &a) || !q_session_end(cx->db, cx->who.session))
		return false;
	struct coming in = { .account = cx->who.account, .client = str_equal(a.at[0].role, "client") || str_equal(a.at[0].role, "proxy"),
		.shared = cx->who.shared, .label = cx->who.label };
	return open_one(cx, &in, true, token, seconds);
}

bool signin_end(struct cx *cx, int64_t session)
{
	return cx_save(cx) && q_session_end_own(cx->db, session, cx->who.account) &&
		(cx->db->changes ? cx_event(cx, 0, "device_signed_out") : fail(cx->err, ERR_MISSING, "device", "this device is signed out already"));
}

bool signin_end_others(struct cx *cx)
{
	return cx_save(cx) && q_session_end_others(cx->db, cx->who.account, cx->who.session) && cx_event(cx, 0, "devices_signed_out");
}

static const char *first_of(const char *agent, const char *const (*marks)[2], size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strstr(agent, marks[i][0]))
			return marks[i][1];
	return NULL;
}

const char *signin_label(struct arena *a, const char *agent)
{
	static const char *const browsers[][2] = { { "Edg", "Edge" }, { "OPR/", "Opera" }, { "SamsungBrowser", "Samsung Internet" }, { "Firefox/", "Firefox" },
		{ "FxiOS", "Firefox" }, { "CriOS", "Chrome" }, { "Chrome/", "Chrome" }, { "Chromium/", "Chromium" }, { "Safari/", "Safari" } };
	static const char *const systems[][2] = { { "iPhone", "an iPhone" }, { "iPad", "an iPad" }, { "Android", "Android" }, { "CrOS", "ChromeOS" },
		{ "Windows", "Windows" }, { "Mac OS X", "a Mac" }, { "Linux", "Linux" } };
	const char *browser = agent ? first_of(agent, browsers, sizeof(browsers) / sizeof(*browsers)) : NULL;
	const char *device = agent ? first_of(agent, systems, sizeof(systems) / sizeof(*systems)) : NULL;

	if (!browser && !device)
		return "A browser";
	return device ? arena_fmt(a, "%s on %s", browser ? browser : "A browser", device) : browser;
}
