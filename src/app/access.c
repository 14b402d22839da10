/* app/access.c -- links handed over in person, proxies, hand over, leaving. */
#include "app/access.h"

#include "app/account.h"
#include "app/factor.h"
#include "base/str.h"

static const int64_t hour_ms = 60 * 60 * 1000;

static bool make_link(struct cx *cx, const char *kind, int64_t account, int64_t person, int hours, const char **token)
{
	*token = db_token(cx->a);
	return q_access_link_add(cx->db, db_id(), kind, account, person, token_hash(cx->a, *token), cx->who.account, cx->now, cx->now + hours * hour_ms);
}

bool access_renew(struct cx *cx, int64_t account, int64_t person, const char **token)
{
	return cx_save(cx) && q_access_link_void(cx->db, account, cx->now) && make_link(cx, "recover", account, 0, RECOVER_HOURS, token) &&
		q_session_end_account(cx->db, account) && q_feed_drop(cx->db, account) && cx_event(cx, person, "access_given");
}

bool access_look(struct cx *cx, const char *token, struct access_link_get *out)
{
	struct access_link_get_rows rows;

	if (!q_access_link_get(cx->db, token_hash(cx->a, token), &rows))
		return false;
	if (!rows.n)
		return fail(cx->err, ERR_MISSING, "link", "this link is not known; please look whether it was copied whole");
	*out = rows.at[0];
	if (out->used)
		return fail(cx->err, ERR_GONE, "link", "this link has been used, or a newer one was made; sign in, or ask for a new one");
	return out->expires > cx->now || fail(cx->err, ERR_GONE, "link", "this link is too old; ask for a new one");
}

/* In the name of the account that comes in by the link. */
static bool become(struct cx *cx, int64_t account)
{
	struct account_get_rows a;

	if (!q_account_get(cx->db, account, &a))
		return false;
	if (!a.n)
		return fail(cx->err, ERR_GONE, "link", "this account is closed");
	cx->who.practice = a.at[0].practice;
	cx->who.account = account;
	return true;
}

bool access_come_back(struct cx *cx, const char *token, const char *passphrase)
{
	struct access_link_get link;
	const char *password;

	if (!access_look(cx, token, &link))
		return false;
	if (!str_equal(link.kind, "recover"))
		return fail(cx->err, ERR_MISSING, "link", "this link is for something else");
	return account_passphrase(cx, link.account, passphrase, &password) && cx_save(cx) && access_look(cx, token, &link) && become(cx, link.account) &&
		q_access_link_use(cx->db, link.id, cx->now) && q_account_password(cx->db, link.account, password) && factor_forget(cx, link.account) &&
		q_session_end_account(cx->db, link.account) && cx_event(cx, 0, "access_renewed");
}

static bool running(struct cx *cx, int64_t person, int *n)
{
	struct proxy_list_rows rows;

	*n = 0;
	if (!q_proxy_list(cx->db, person, &rows))
		return false;
	for (size_t i = 0; i < rows.n; i++)
		*n += !rows.at[i].ended;
	return true;
}

bool access_proxy(struct cx *cx, int64_t person, const char **token)
{
	int n;

	if (!cx_save(cx) || !running(cx, person, &n))
		return false;
	if (n >= PROXIES_MOST)
		return fail(cx->err, ERR_INPUT, "proxy", "%d people enter already; end one first", PROXIES_MOST);
	return q_access_link_void_proxy(cx->db, person, cx->now) && make_link(cx, "proxy", 0, person, PROXY_DAYS * 24, token) &&
		cx_event(cx, person, "proxy_invited");
}

bool access_join(struct cx *cx, const char *token, const struct joining *in, int64_t *account)
{
	struct access_link_get link;
	struct account_get_rows maker;
	const char *password;

	if (!access_look(cx, token, &link) || !q_account_get(cx->db, link.made_by, &maker))
		return false;
	if (!str_equal(link.kind, "proxy") || !maker.n)
		return fail(cx->err, ERR_MISSING, "link", "this link is for something else");
	if (!account_mail_fits(in->mail))
		return fail(cx->err, ERR_INPUT, "mail", "is not a mail address");
	if (!passphrase_fits(cx->err, in->passphrase, (const char *[]){ in->given, in->family, in->mail, NULL }) ||
		!passphrase_hash(cx->a, in->passphrase, &password, cx->err) || !cx_save(cx) || !access_look(cx, token, &link) ||
		!account_add(cx, maker.at[0].practice, "proxy", in->given, in->family, in->mail, password, account))
		return false;
	cx->who.practice = maker.at[0].practice;
	cx->who.account = *account;
	return q_access_link_use(cx->db, link.id, cx->now) && q_proxy_add(cx->db, db_id(), link.person, *account, link.made_by, cx->now) &&
		cx_event(cx, link.person, "proxy_began");
}

static bool close_account(struct cx *cx, int64_t account)
{
	return q_account_close(cx->db, account, cx->now) && q_session_end_account(cx->db, account) && q_access_link_void(cx->db, account, cx->now) &&
		q_feed_drop(cx->db, account) && factor_forget(cx, account);
}

bool access_proxy_end(struct cx *cx, int64_t person, int64_t proxy)
{
	struct proxy_list_rows rows;

	if (!cx_save(cx) || !q_proxy_list(cx->db, person, &rows) || !q_proxy_end(cx->db, proxy, person, cx->now))
		return false;
	if (!cx->db->changes)
		return fail(cx->err, ERR_MISSING, "proxy", "this has ended already");
	for (size_t i = 0; i < rows.n; i++)
		if (rows.at[i].id == proxy && !close_account(cx, rows.at[i].account))
			return false;
	return cx_event(cx, person, "proxy_ended");
}

static bool takes_clients(struct cx *cx, int64_t to)
{
	struct staff_get_rows t;

	if (!q_staff_get(cx->db, to, cx->who.practice, &t))
		return false;
	return (t.n && !str_equal(t.at[0].role, "assistant")) || fail(cx->err, ERR_INPUT, "to", "needs a therapist of the practice");
}

/* What is to come of one client goes along whole, or the hand over does not happen. */
static bool appointments_along(struct cx *cx, int64_t person, int64_t from, int64_t to, enum along along)
{
	struct appointment_coming_of_rows n;

	if (from == to || along == ALONG_KEEP)
		return true;
	if (along == ALONG_MOVE && !q_appointment_along(cx->db, person, from, to, cx->now))
		return false;
	if (!q_appointment_coming_of(cx->db, person, from, cx->now, &n))
		return false;
	if (along == ALONG_NOT_SAID)
		return !n.at[0].n || fail(cx->err, ERR_INPUT, "appointments", "needs a choice: %lld to come go along, or stay", (long long)n.at[0].n);
	return !n.at[0].n || fail(cx->err, ERR_INPUT, "to", "has no time for %lld of the appointments to come: move those first, or let all stay",
		(long long)n.at[0].n);
}

bool access_hand_over(struct cx *cx, int64_t person, int64_t to, enum along along)
{
	struct person_get_rows p;

	if (!cx_save(cx) || !takes_clients(cx, to) || !q_person_get(cx->db, person, cx->who.practice, &p))
		return false;
	if (!p.n)
		return fail(cx->err, ERR_MISSING, "client", "there is no such client");
	return appointments_along(cx, person, p.at[0].therapist, to, along) && q_person_hand_over(cx->db, person, cx->who.practice, to) && cx_event(cx, person, "handed_over");
}

/* All that is to come with this therapist; none may be left without one. */
static bool appointments_go(struct cx *cx, int64_t account, int64_t to)
{
	struct appointment_coming_rows left;

	if ((to && !q_appointment_take_over(cx->db, account, cx->who.practice, to, cx->now)) || !q_appointment_coming(cx->db, account, cx->now, &left))
		return false;
	return !left.at[0].n || fail(cx->err, ERR_INPUT, "to", "%s %lld of the appointments to come: move those first, or choose someone else",
		to ? "has no time for" : "needs someone for", (long long)left.at[0].n);
}

/* Is there an owner besides this one? */
static bool another_owner(struct cx *cx, const struct staff_get *who, const char *field)
{
	struct owner_count_rows n;

	if (!str_equal(who->role, "owner"))
		return true;
	if (!q_owner_count(cx->db, cx->who.practice, &n))
		return false;
	return n.at[0].n > 1 || fail(cx->err, ERR_INPUT, field, "is the last owner: make someone else an owner first");
}

bool access_role(struct cx *cx, int64_t account, bool owner)
{
	struct staff_get_rows who;

	if (!cx_save(cx) || !q_staff_get(cx->db, account, cx->who.practice, &who))
		return false;
	if (!who.n || str_equal(who.at[0].role, "assistant"))
		return fail(cx->err, ERR_INPUT, "role", "is for therapists and owners who work here");
	if ((!owner && !another_owner(cx, &who.at[0], "role")) || !q_account_role(cx->db, account, cx->who.practice, owner ? "owner" : "therapist"))
		return false;
	if (!cx->db->changes)
		return fail(cx->err, ERR_INPUT, "role", "is that already");
	return cx_event(cx, 0, owner ? "owner_made" : "owner_ended");
}

bool access_leave(struct cx *cx, int64_t account, int64_t to)
{
	struct staff_get_rows who;
	struct person_of_therapist_rows clients;

	if (!cx_save(cx) || !q_staff_get(cx->db, account, cx->who.practice, &who) || !q_person_of_therapist(cx->db, account, &clients))
		return false;
	if (!who.n || account == cx->who.account)
		return fail(cx->err, ERR_INPUT, "leave", who.n ? "nobody closes their own account: another owner does" : "has left already");
	if (!another_owner(cx, &who.at[0], "leave"))
		return false;
	if ((clients.n || to) && (to == account || !takes_clients(cx, to)))
		return cx->err->code ? false : fail(cx->err, ERR_INPUT, "to", "needs someone else");
	for (size_t i = 0; i < clients.n; i++)
		if (!cx_event(cx, clients.at[i].id, "handed_over"))
			return false;
	if (!appointments_go(cx, account, to))
		return false;
	return (!clients.n || q_person_hand_over_all(cx->db, account, cx->who.practice, to)) && close_account(cx, account) &&
		cx_event(cx, 0, "staff_left");
}

bool access_rules(struct cx *cx, bool see_all, int idle)
{
	return cx_save(cx) && q_practice_rules_set(cx->db, cx->who.practice, see_all, idle) && cx_event(cx, 0, "settings");
}
