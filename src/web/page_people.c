/* web/page_people.c -- the people of the practice: who works here, who sees whom, the front desk, who is about one client. */
#include "app/access.h"
#include "app/account.h"
#include "app/name.h"
#include "base/fmt.h"
#include "base/str.h"
#include "render/qr.h"
#include "web/people.h"

#include <stdlib.h>
#include <string.h>

bool page_people(struct web *w);
bool do_people(struct web *w);
bool page_front(struct web *w);
bool page_client_people(struct web *w);
bool do_client_people(struct web *w);

static const int64_t most_id = (int64_t)1 << 53;

static bool again(struct web *w, bool (*page)(struct web *w))
{
	db_rollback(w->cx.db);
	return db_begin_read(w->cx.db) && page(w);
}

struct handed people_handed(struct web *w, const char *token, int hours)
{
	const char *host = http_header(w->q, "Host");
	struct buf qr = buf_new(w->cx.a, 1 << 20);
	struct handed out = { .link = arena_fmt(w->cx.a, "%s://%s/access/%s", w->q->secure ? "https" : "http", host ? host : "localhost", token),
		.lasts = staff_when(w, w->cx.now + (int64_t)hours * 3600 * 1000) };

	qr_svg(&qr, out.link, "The link as a QR code");
	out.qr = buf_as_html(&qr);
	return out;
}

static int by_name(const char *given_a, const char *family_a, const char *given_b, const char *family_b)
{
	int c = name_order(family_a, family_b);

	return c ? c : name_order(given_a, given_b);
}

static int person_by_name(const void *a, const void *b)
{
	const struct person_list *p = a, *q = b;

	return by_name(p->given, p->family, q->given, q->family);
}

static int front_by_name(const void *a, const void *b)
{
	const struct front_list *p = a, *q = b;

	return by_name(p->given, p->family, q->given, q->family);
}

void people_sort(struct person_list_rows *rows)
{
	if (rows->n)
		qsort(rows->at, rows->n, sizeof(*rows->at), person_by_name);
}

bool people_list(struct web *w, struct person_list_rows *out)
{
	if (!q_person_list(w->cx.db, w->cx.who.practice, out))
		return false;
	people_sort(out);
	return true;
}

bool people_front(struct web *w, struct front_list_rows *out)
{
	if (!q_front_list(w->cx.db, w->cx.who.practice, out))
		return false;
	if (out->n)
		qsort(out->at, out->n, sizeof(*out->at), front_by_name);
	return true;
}

bool people_therapists(struct web *w, int64_t but, int64_t chosen, struct option_views *out)
{
	struct staff_list_rows rows;

	if (!q_staff_list(w->cx.db, w->cx.who.practice, &rows))
		return false;
	*out = (struct option_views){ NEWS(w->cx.a, struct option_view, rows.n + 1), 0 };
	for (size_t i = 0; i < rows.n; i++) {
		const struct staff_list *s = &rows.at[i];

		if (s->id == but || str_equal(s->role, "assistant"))
			continue;
		out->at[out->n++] = (struct option_view){ arena_fmt(w->cx.a, "%lld", (long long)s->id), arena_fmt(w->cx.a, "%s %s", s->given, s->family), NULL,
			s->id == chosen };
	}
	return true;
}

static bool fill_staff(struct web *w, struct people_view *v)
{
	struct staff_list_rows rows;

	if (!q_staff_list(w->cx.db, w->cx.who.practice, &rows))
		return false;
	v->rows.at = NEWS(w->cx.a, struct staff_row, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++) {
		const struct staff_list *s = &rows.at[i];
		struct staff_row *row = &v->rows.at[v->rows.n++];

		*row = (struct staff_row){ .id = arena_fmt(w->cx.a, "%lld", (long long)s->id), .name = arena_fmt(w->cx.a, "%s %s", s->given, s->family),
			.role = s->role, .mail = s->mail, .clients = arena_text(w->cx.a, fmt_count((int)s->clients, "client", "clients")),
			.assistant = str_equal(s->role, "assistant"), .second = s->factor > 0, .here = s->id == w->cx.who.account, .owner = str_equal(s->role, "owner") };
		v->owners += row->owner;
		if (!people_therapists(w, s->id, 0, &row->to))
			return false;
	}
	return true;
}

static struct option_views pick(struct web *w, const char *const (*all)[2], size_t n, const char *now)
{
	struct option_views o = { NEWS(w->cx.a, struct option_view, n), 0 };

	for (; o.n < n; o.n++)
		o.at[o.n] = (struct option_view){ all[o.n][0], all[o.n][1], NULL, str_equal(all[o.n][0], now) };
	return o;
}

static bool show_people(struct web *w, const char *token, const char *whose)
{
	static const char *const sees[][2] = { { "all", "Every therapist sees every client" }, { "own", "Each therapist sees their own clients; you see all" } };
	static const char *const roles[][2] = { { "therapist", "Therapist" }, { "assistant", "Assistant: names and booking, no health" } };
	struct practice_rules_rows rules;
	struct people_view v = { .page = view_page(w, "People", "staff", "settings"), .given = typed(w, "given", ""), .family = typed(w, "family", ""),
		.mail = typed(w, "mail", ""), .whose = whose };

	if (!fill_staff(w, &v) || !q_practice_rules(w->cx.db, w->cx.who.practice, &rules))
		return false;
	v.sees = pick(w, sees, 2, typed(w, "sees", rules.at[0].see_all ? "all" : "own"));
	v.roles = pick(w, roles, 2, typed(w, "role", "therapist"));
	v.idle = typed(w, "idle", arena_fmt(w->cx.a, "%lld", (long long)rules.at[0].idle_minutes));
	if (token)
		v.handed = people_handed(w, token, RECOVER_HOURS);
	if (!page_keep_error(w, &v.page))
		return false;
	tmpl_people(&w->r->body, &v);
	return true;
}

bool page_people(struct web *w)
{
	return show_people(w, NULL, NULL);
}

static bool add_person(struct web *w)
{
	static const char *const roles[] = { "therapist", "assistant" };
	struct new_staff in;
	int64_t id;
	int role;

	if (!form_choice(w->cx.a, &w->form, "role", roles, 2, &role, &w->err) || !form_text(w->cx.a, &w->form, "given", 1, 80, &in.given, &w->err) ||
		!form_text(w->cx.a, &w->form, "family", 1, 80, &in.family, &w->err) || !form_text(w->cx.a, &w->form, "mail", 3, 200, &in.mail, &w->err) ||
		!form_text(w->cx.a, &w->form, "passphrase", 1, PASSPHRASE_MOST, &in.passphrase, &w->err) || !form_end(&w->form, &w->err))
		return false;
	in.role = roles[role];
	return account_add_staff(&w->cx, &in, &id) && web_go_with(w, "/people", "saved");
}

static bool set_rules(struct web *w)
{
	static const char *const sees[] = { "own", "all" };
	int64_t idle;
	int all;

	if (!form_choice(w->cx.a, &w->form, "sees", sees, 2, &all, &w->err) || !form_int(w->cx.a, &w->form, "idle", 0, IDLE_MOST, &idle, &w->err) ||
		!form_end(&w->form, &w->err))
		return false;
	if (idle && idle < IDLE_LEAST)
		return fail(&w->err, ERR_INPUT, "idle", "needs 0 or at least %d minutes", IDLE_LEAST);
	return access_rules(&w->cx, all, (int)idle) && web_go_with(w, "/people", "saved");
}

static bool leave(struct web *w)
{
	int64_t id, to = 0, sure;

	return form_int(w->cx.a, &w->form, "who", 1, most_id, &id, &w->err) &&
		(!form_has(&w->form, "to") || form_int(w->cx.a, &w->form, "to", 1, most_id, &to, &w->err)) &&
		form_int(w->cx.a, &w->form, "sure", 1, 1, &sure, &w->err) && form_end(&w->form, &w->err) && access_leave(&w->cx, id, to) &&
		web_go_with(w, "/people", "staff_left");
}

/* A colleague's new way in; one's own comes from the practice's computer. */
static bool renew(struct web *w)
{
	struct staff_get_rows s;
	const char *token;
	int64_t id, met;

	if (!form_int(w->cx.a, &w->form, "who", 1, most_id, &id, &w->err) || !form_int(w->cx.a, &w->form, "met", 1, 1, &met, &w->err) ||
		!form_end(&w->form, &w->err) || !q_staff_get(w->cx.db, id, w->cx.who.practice, &s))
		return false;
	if (!s.n || id == w->cx.who.account)
		return fail(&w->err, ERR_INPUT, "who", s.n ? "your own new way in is made on the practice's computer: unknot access" : "works here no more");
	return access_renew(&w->cx, id, 0, &token) && show_people(w, token, arena_fmt(w->cx.a, "%s %s", s.at[0].given, s.at[0].family));
}

static bool change_role(struct web *w)
{
	static const char *const roles[] = { "therapist", "owner" };
	int64_t id;
	int role;

	return form_int(w->cx.a, &w->form, "who", 1, most_id, &id, &w->err) && form_choice(w->cx.a, &w->form, "role", roles, 2, &role, &w->err) &&
		form_end(&w->form, &w->err) && access_role(&w->cx, id, role == 1) &&
		web_go_with(w, id == w->cx.who.account ? "/desk" : "/people", role ? "owner_made" : "owner_ended");
}

bool do_people(struct web *w)
{
	static const char *const acts[] = { "add", "rules", "leave", "renew", "role" };
	static bool (*const does[])(struct web *w) = { add_person, set_rules, leave, renew, change_role };
	int act;

	return (form_choice(w->cx.a, &w->form, "act", acts, 5, &act, &w->err) && does[act](w)) || again(w, page_people);
}

bool page_front(struct web *w)
{
	struct front_view v = { .page = view_page(w, "Clients", "staff", w->cx.who.role == ROLE_ASSISTANT ? "front" : "clients"),
		.search = form_get(w->cx.a, &w->form, "q") };
	struct front_list_rows rows;

	v.search = v.search ? v.search : "";
	if (!people_front(w, &rows))
		return false;
	v.any = rows.n > 0;
	v.rows.at = NEWS(w->cx.a, struct front_row, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++) {
		const struct front_list *p = &rows.at[i];
		const char *name = arena_fmt(w->cx.a, "%s %s", p->given, p->family);

		if (cx_sees(&w->cx, p->therapist) && name_holds(name, v.search))
			v.rows.at[v.rows.n++] = (struct front_row){ arena_fmt(w->cx.a, "/client/%lld/invitation", (long long)p->id),
				arena_fmt(w->cx.a, "/client/%lld/appointments", (long long)p->id), name, p->phone ? p->phone : "",
				arena_fmt(w->cx.a, "%s %s", p->t_given, p->t_family), p->account != 0 };
	}
	tmpl_front(&w->r->body, &v);
	return true;
}

bool people_proxies(struct web *w, int64_t person, struct proxy_rows *out)
{
	struct proxy_list_rows rows;

	if (!q_proxy_list(w->cx.db, person, &rows))
		return false;
	out->at = NEWS(w->cx.a, struct proxy_row, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++) {
		const struct proxy_list *p = &rows.at[i];

		out->at[out->n++] = (struct proxy_row){ arena_fmt(w->cx.a, "%lld", (long long)p->id), arena_fmt(w->cx.a, "%s %s", p->given, p->family),
			staff_when(w, p->created), p->last ? staff_when(w, p->last) : NULL, p->ended ? staff_when(w, p->ended) : NULL };
	}
	return true;
}

static bool show_client_people(struct web *w, const char *token, bool proxy)
{
	struct person_get_rows p;
	struct account_get_rows t;
	struct client_people_view v = { .page = view_page(w, "People and access", "staff", "clients"), .id = w->id, .for_proxy = proxy };
	struct appointment_coming_of_rows n;

	if (!q_person_get(w->cx.db, w->id, w->cx.who.practice, &p) || !q_appointment_coming_of(w->cx.db, w->id, p.at[0].therapist, w->cx.now, &n) || !q_account_get(w->cx.db, p.at[0].therapist, &t) ||
		!people_therapists(w, p.at[0].therapist, 0, &v.to) || !people_proxies(w, w->id, &v.proxies))
		return false;
	v.name = arena_fmt(w->cx.a, "%s %s", p.at[0].given, p.at[0].family);
	v.therapist = t.n ? arena_fmt(w->cx.a, "%s %s", t.at[0].given, t.at[0].family) : "";
	v.has_account = p.at[0].account != 0;
	const char *const along[][2] = { { "move", "They go along" }, { "keep", "They stay with who has them now" } };
	v.along = n.at[0].n ? pick(w, along, 2, typed(w, "appointments", "")) : (struct option_views){ NULL, 0 };
	v.coming = arena_text(w->cx.a, fmt_count((int)n.at[0].n, "session to come", "sessions to come"));
	if (token)
		v.handed = people_handed(w, token, proxy ? PROXY_DAYS * 24 : RECOVER_HOURS);
	if (!page_keep_error(w, &v.page))
		return false;
	tmpl_client_people(&w->r->body, &v);
	return true;
}

bool page_client_people(struct web *w)
{
	return show_client_people(w, NULL, false);
}

static bool hand_over(struct web *w)
{
	static const char *const ways[] = { "keep", "move" };
	int64_t to;
	int way = -1;

	if (!form_int(w->cx.a, &w->form, "to", 1, most_id, &to, &w->err) ||
		(form_has(&w->form, "appointments") && !form_choice(w->cx.a, &w->form, "appointments", ways, 2, &way, &w->err)) ||
		!form_end(&w->form, &w->err) || !access_hand_over(&w->cx, w->id, to, way < 0 ? ALONG_NOT_SAID : way ? ALONG_MOVE : ALONG_KEEP))
		return false;
	/* who sees only own clients does not see this one any more */
	return web_go_with(w, w->cx.who.own_only && to != w->cx.who.account ? "/clients" : staff_path(w, "/people"), "handed_over");
}

static bool renew_client(struct web *w)
{
	struct person_get_rows p;
	const char *token;
	int64_t met;

	if (!form_int(w->cx.a, &w->form, "met", 1, 1, &met, &w->err) || !form_end(&w->form, &w->err) ||
		!q_person_get(w->cx.db, w->id, w->cx.who.practice, &p))
		return false;
	if (!p.at[0].account)
		return fail(&w->err, ERR_INPUT, "met", "needs an account first: make an invitation");
	return access_renew(&w->cx, p.at[0].account, w->id, &token) && show_client_people(w, token, false);
}

static bool add_proxy(struct web *w)
{
	const char *token;
	int64_t asked;

	return form_int(w->cx.a, &w->form, "asked", 1, 1, &asked, &w->err) && form_end(&w->form, &w->err) && access_proxy(&w->cx, w->id, &token) &&
		show_client_people(w, token, true);
}

static bool end_proxy(struct web *w)
{
	int64_t proxy;

	return form_int(w->cx.a, &w->form, "proxy", 1, most_id, &proxy, &w->err) && form_end(&w->form, &w->err) &&
		access_proxy_end(&w->cx, w->id, proxy) && web_go_with(w, staff_path(w, "/people"), "proxy_ended");
}

bool do_client_people(struct web *w)
{
	static const char *const acts[] = { "hand", "renew", "proxy", "end" };
	static bool (*const does[])(struct web *w) = { hand_over, renew_client, add_proxy, end_proxy };
	int act;

	return (form_choice(w->cx.a, &w->form, "act", acts, 4, &act, &w->err) && does[act](w)) || again(w, page_client_people);
}
