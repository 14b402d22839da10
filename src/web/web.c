/* web/web.c -- route, session, csrf, transaction, handler, reply. */
#include "web/web.h"

#include "app/care.h"
#include "app/signin.h"
#include "base/str.h"
#include "net/log.h"
#include "net/os.h"
#include "web/gate.h"
#include "web/meter.h"
#include "web/page.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#define GET(path, name, who, rate)  bool name(struct web *w);
#define POST(path, name, who, rate) bool name(struct web *w);
#include "web/routes.def"
#undef GET
#undef POST

const struct web_route web_routes[] = {
#define GET(path, name, who, rate)  { "GET", path, #name, name, who, rate },
#define POST(path, name, who, rate) { "POST", path, #name, name, who, rate },
#include "web/routes.def"
#undef GET
#undef POST
};
const int web_n_routes = sizeof(web_routes) / sizeof(*web_routes);

static const char cookie_name[] = "unknot";

/* Walks path and pattern part by part; fills id and arg. */
static bool matches(struct web *w, const char *pattern, const char *path)
{
	int64_t id = 0;
	const char *arg = NULL;

	while (*pattern || *path) {
		size_t n = strcspn(path + (*path == '/'), "/") + (*path == '/'), m = strcspn(pattern + (*pattern == '/'), "/") + (*pattern == '/');

		if (*pattern != '/' || *path != '/')
			return false;
		const char *part = arena_copy(w->cx.a, path + 1, n - 1);
		if (m > 2 && strncmp(pattern, "/{id}", 5) == 0) {
			if (!int_read(part, 1, (int64_t)1 << 53, &id))
				return false;
		} else if (m > 2 && pattern[1] == '{') {
			if (!*part)
				return false;
			arg = part;
		} else if (n != m || strncmp(pattern, path, n) != 0) {
			return false;
		}
		path += n;
		pattern += m;
	}
	w->id = id;
	w->arg = arg;
	return true;
}

static const struct web_route *route_of(struct web *w, const char *method, bool *other_method)
{
	*other_method = false;
	for (int i = 0; i < web_n_routes; i++)
		if (matches(w, web_routes[i].path, w->q->path)) {
			if (str_equal(web_routes[i].method, method))
				return &web_routes[i];
			*other_method = true;
		}
	return NULL;
}

enum { MINUTE_MS = 60 * 1000 };

static const struct { const char *name; enum role role; } roles[] = { { "client", ROLE_CLIENT }, { "owner", ROLE_OWNER }, { "therapist", ROLE_THERAPIST },
	{ "assistant", ROLE_ASSISTANT }, { "proxy", ROLE_PROXY } };

static const char *role_name(enum role role)
{
	for (size_t i = 0; i < sizeof(roles) / sizeof(*roles); i++)
		if (roles[i].role == role)
			return roles[i].name;
	return "anyone";
}

static enum role role_of(const struct session_get *s)
{
	if (!s->proved)
		return ROLE_HALF;
	for (size_t i = 0; i < sizeof(roles) / sizeof(*roles); i++)
		if (str_equal(roles[i].name, s->role))
			return roles[i].role;
	return ROLE_ANYONE;
}

/* Staff and devices that others use too are signed out after a while without a sign of life. */
static int idle_of(const struct session_get *s, enum role role)
{
	return role & ROLE_FRONT || s->shared ? (int)s->idle_minutes : 0;
}

static bool know_who(struct web *w)
{
	const char *token = http_cookie(w->cx.a, w->q, cookie_name);
	struct session_get_rows rows;

	w->cx.who.role = ROLE_ANYONE;
	if (!token || strlen(token) > 64)
		return true;
	if (!q_session_get(w->cx.db, token_hash(w->cx.a, token), w->cx.now, &rows))
		return false;
	const struct session_get *s = rows.at;
	enum role role = rows.n ? role_of(s) : ROLE_ANYONE;
	int idle = rows.n ? idle_of(s, role) : 0;
	if (role == ROLE_ANYONE || (role == ROLE_PROXY && !s->person) || (idle && w->cx.now - s->seen > (int64_t)idle * MINUTE_MS))
		return true;
	w->cx.who = (struct who){ .role = role, .session = s->id, .account = s->account, .practice = s->practice, .person = s->person,
		.csrf = s->csrf, .expires = s->expires, .emergency = s->emergency, .crisis = s->crisis, .label = s->label, .shared = s->shared,
		.has_factor = s->factor > 0, .own_only = role == ROLE_THERAPIST && !s->see_all, .idle = idle, .seen = s->seen };
	return true;
}

/* A sign of life is written down once a minute; when another process is writing just now, the next one will do. */
static bool note_sign_of_life(struct web *w)
{
	if (w->cx.who.role == ROLE_ANYONE || w->cx.now - w->cx.who.seen < MINUTE_MS)
		return true;
	if (!cx_save(&w->cx) || !q_session_seen(w->cx.db, w->cx.who.session, w->cx.now) || !db_commit(w->cx.db)) {
		db_rollback(w->cx.db);
		w->err = (struct err){ 0 };
	}
	return db_begin_read(w->cx.db);
}

static bool may(struct web *w, const struct web_route *route)
{
	struct person_get_rows p;

	if (!(route->who & (unsigned)w->cx.who.role) && route->who != ROLE_ANYONE)
		return fail(&w->err, ERR_FORBIDDEN, "", w->cx.who.role == ROLE_ANYONE ? "Please sign in." :
			w->cx.who.role == ROLE_PROXY ? "This page is for the client alone." : "This page belongs to someone else's role.");
	if (!w->id)
		return true;
	/* another practice's ids do not exist here, nor colleagues' clients where each sees their own */
	if (!q_person_get(w->cx.db, w->id, w->cx.who.practice, &p))
		return false;
	return (p.n == 1 && cx_sees(&w->cx, p.at[0].therapist)) || fail(&w->err, ERR_MISSING, "client", "There is no such client in your practice.");
}

/* Where something is told of many people by their names; a look there is at the list, not at a person. */
static const struct { const char *page, *event; } lists[] = { { "page_desk", "desk_seen" }, { "page_clients", "clients_seen" },
	{ "page_calendar", "calendar_seen" }, { "page_appointment", "calendar_seen" }, { "do_appointment", "calendar_seen" } };

static bool enter_list(struct web *w, const struct web_route *route)
{
	for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++)
		if (str_equal(route->name, lists[i].page))
			return signin_saw(&w->cx, lists[i].event);
	return true;
}

/* A staff member's first look at a record, or at a list of people, in a session is entered before anything is shown; the reading snapshot starts anew. */
static bool enter_look(struct web *w, const struct web_route *route)
{
	struct opened_get_rows before;

	if (!(w->cx.who.role & ROLE_STAFF))
		return true;
	if (!w->id)
		return enter_list(w, route);
	if (!q_opened_get(w->cx.db, w->cx.who.session, w->id, &before))
		return false;
	if (before.n)
		return true;
	return cx_save(&w->cx) && q_opened_add(w->cx.db, w->cx.who.session, w->id, w->cx.now) &&
		(!w->cx.db->changes || cx_event(&w->cx, w->id, "opened")) && db_commit(w->cx.db) && db_begin_read(w->cx.db);
}

/* A form must come from our own page: the browser's own words (Origin, which our Referrer-Policy makes "null" in some; Sec-Fetch-Site),
 * and the session's token once signed in. */
static bool own_form(struct web *w)
{
	const char *origin = http_header(w->q, "Origin"), *host = http_header(w->q, "Host"), *site = http_header(w->q, "Sec-Fetch-Site");
	const char *from = origin ? strstr(origin, "://") : NULL;

	if ((origin && !str_equal(origin, "null") && (!from || !host || !str_equal(from + 3, host))) ||
		(site && !str_equal(site, "same-origin") && !str_equal(site, "none")))
		return fail(&w->err, ERR_FORBIDDEN, "", "The form came from another site.");
	const char *csrf = form_get(w->cx.a, &w->form, "csrf");
	w->form_key = form_get(w->cx.a, &w->form, "form_key");
	if (w->cx.who.role == ROLE_ANYONE)
		return true;
	if (!csrf || strlen(csrf) != strlen(w->cx.who.csrf) || !str_equal(csrf, w->cx.who.csrf))
		return fail(&w->err, ERR_FORBIDDEN, "", "This form is too old. Please open the page again; what you wrote is still in the form before.");
	if (!w->form_key || strlen(w->form_key) < 16 || strlen(w->form_key) > 64)
		return fail(&w->err, ERR_USAGE, "form_key", "This form is not whole. Please open the page again.");
	return true;
}

static int by_name(const void *a, const void *b)
{
	const struct form_field *f = *(const struct form_field *const *)a, *g = *(const struct form_field *const *)b;
	int names = strcmp(f->name, g->name);

	return names ? names : strcmp(f->value, g->value);
}

/* The fields a person filled in, in an order of their own: a browser that sends again what waited there (asset/sw.js) puts them in another one and
 * says on which day it was told. */
static int said_fields(struct web *w, const struct form_field **at)
{
	static const char *const carried[] = { "csrf", "form_key", "told_day" };
	int n = 0;

	for (int i = 0; i < w->form.n; i++) {
		bool said = true;

		for (size_t k = 0; k < sizeof(carried) / sizeof(*carried); k++)
			said = said && !str_equal(w->form.at[i].name, carried[k]);
		if (said)
			at[n++] = &w->form.at[i];
	}
	qsort(at, (size_t)n, sizeof(*at), by_name);
	return n;
}

enum { HALF_BYTES = 16 };

static const char *hex_of(struct web *w, crypto_generichash_state *st)
{
	unsigned char hash[HALF_BYTES];
	char *out = arena_take(w->cx.a, 2 * sizeof(hash) + 1, 1);

	crypto_generichash_final(st, hash, sizeof(hash));
	return sodium_bin2hex(out, 2 * sizeof(hash) + 1, hash, sizeof(hash));
}

/* The same form sent again: what tells its page and where to, a point, and what tells what it says.  A form of one page that says something else,
 * as when a second number is tapped before the first answer is there, is another one. */
static const char *sent_as(struct web *w)
{
	crypto_generichash_state page, said;
	const struct form_field **at = NEWS(w->cx.a, const struct form_field *, w->form.n + 1);
	int n = said_fields(w, at);

	crypto_generichash_init(&page, NULL, 0, HALF_BYTES);
	crypto_generichash_update(&page, (const unsigned char *)w->form_key, strlen(w->form_key) + 1);
	crypto_generichash_update(&page, (const unsigned char *)w->q->path, strlen(w->q->path));
	crypto_generichash_init(&said, NULL, 0, HALF_BYTES);
	for (int i = 0; i < n; i++) {
		crypto_generichash_update(&said, (const unsigned char *)at[i]->name, strlen(at[i]->name) + 1);
		crypto_generichash_update(&said, (const unsigned char *)at[i]->value, strlen(at[i]->value) + 1);
	}
	return arena_fmt(w->cx.a, "%s.%s", hex_of(w, &page), hex_of(w, &said));
}

/* A form sent twice leads where its first sending led. */
static bool sent_before(struct web *w, bool *before)
{
	struct form_get_rows rows;

	*before = false;
	if (w->cx.who.role == ROLE_ANYONE)
		return true;
	if (!q_form_get(w->cx.db, w->form_key, w->cx.who.account, &rows))
		return false;
	*before = rows.n > 0;
	return !rows.n || web_go(w, rows.at[0].path);
}

/* Kept in the transaction of what it did.  Of one form of a page the newest counts: whoever taps 3, then 5, then 3 again means 3. */
static bool remember(struct web *w)
{
	size_t n = strcspn(w->form_key, ".");

	return q_form_others(w->cx.db, arena_fmt(w->cx.a, "%.*s.", (int)n, w->form_key), arena_fmt(w->cx.a, "%.*s/", (int)n, w->form_key),
		w->form_key, w->cx.who.account) && q_form_add(w->cx.db, w->form_key, w->cx.who.account, w->r->location, w->cx.now);
}

/* A second tap may arrive while another worker is still at the first: it fails for what the first one did, and leads where that led. */
static bool done_meanwhile(struct web *w)
{
	struct err told = w->err;
	bool before = false;

	db_rollback(w->cx.db);
	w->err = (struct err){ 0 };
	if (w->form_key && db_begin_read(w->cx.db) && sent_before(w, &before) && before) {
		w->r->body.n = 0;
		return true;
	}
	w->err = told;
	return false;
}

static bool act(struct web *w, const struct web_route *route)
{
	bool known = w->cx.who.role != ROLE_ANYONE;

	if (!route->handler(w))
		return false;
	return !w->cx.db->open || ((!known || !w->form_key || !w->r->location || remember(w)) && db_commit(w->cx.db));
}

static bool run_post(struct web *w, const struct web_route *route)
{
	bool before;

	if (!own_form(w))
		return false;
	if (w->cx.who.role != ROLE_ANYONE)
		w->form_key = sent_as(w);
	if (!sent_before(w, &before))
		return false;
	return before || act(w, route) || done_meanwhile(w);
}

static bool run(struct web *w)
{
	bool other, post = w->q->method == METHOD_POST;
	const struct web_route *route = w->q->method == METHOD_OTHER ? NULL : route_of(w, post ? "POST" : "GET", &other);

	if (!route)
		return fail(&w->err, ERR_MISSING, "", "There is nothing at this address.");
	w->route = (int)(route - web_routes);
	if (str_equal(route->name, "page_asset") || str_equal(route->name, "page_healthz") || str_equal(route->name, "page_metrics"))
		return route->handler(w);
	if (!db_begin_read(w->cx.db) || !know_who(w))
		return false;
	if (w->config->gate && !gate_open(w->config->gate, w->cx.who.account, w->q->peer, route->rate, w->cx.now))
		return fail(&w->err, ERR_LIMIT, "", "That was more in a minute than people do. Please wait a minute; nothing was changed.");
	if (!note_sign_of_life(w) || !may(w, route) || !enter_look(w, route))
		return false;
	const char *text = post ? w->q->body : w->q->query;
	if (!form_parse(w->cx.a, text, post ? w->q->n_body : strlen(text), &w->form, &w->err))
		return false;
	return post ? run_post(w, route) : route->handler(w);
}

bool web_go(struct web *w, const char *path)
{
	w->r->status = 303;
	w->r->location = path;
	return true;
}

bool web_go_with(struct web *w, const char *path, const char *note)
{
	return web_go(w, arena_fmt(w->cx.a, "%s%snote=%s", path, strchr(path, '?') ? "&" : "?", note));
}

const char *web_cookie(struct web *w, const char *token, int64_t seconds)
{
	const char *lasts = seconds || !token[0] ? arena_fmt(w->cx.a, "; Max-Age=%lld", (long long)seconds) : "";

	return arena_fmt(w->cx.a, "%s=%s; Path=/; HttpOnly; SameSite=Lax%s%s", cookie_name, token, lasts, w->q->secure ? "; Secure" : "");
}

/* What was asked as the pattern of its route, who as a role; nothing that tells one person from another. */
static void tell(struct web *w, int64_t us)
{
	const char *role = role_name(w->cx.who.role);
	bool known = w->route >= 0;

	if (w->config->meter)
		meter_add(w->config->meter, w->route, w->r->status, us);
	if (w->config->log_requests)
		log_line("info", "request", (struct log_field[]){ { "method", known ? web_routes[w->route].method : "", 0 },
			{ "route", known ? web_routes[w->route].path : "none", 0 }, { "role", role, 0 }, { "status", NULL, w->r->status },
			{ "bytes", NULL, (double)w->r->body.n }, { "ms", NULL, (double)us / 1000 } }, 6);
}

void web_refused(void *context)
{
	struct web_site *site = context;

	if (site->config->meter)
		meter_refused(site->config->meter);
	if (site->config->log_requests)
		log_line("warning", "refused", NULL, 0);
}

void web_handle(void *context, const struct request *q, struct reply *r, struct arena *a)
{
	struct web_site *site = context;
	struct web w = { .config = site->config, .q = q, .r = r, .route = -1 };
	int64_t began = os_ticks();

	care_make_room();
	w.cx = (struct cx){ .a = a, .kb = site->config->kb, .db = &site->db, .err = &w.err };
	bool clock = os_now_moved(site->config->clock, &w.cx.now);
	w.cx.today = os_day(w.cx.now);
	site->db.arena = a;
	site->db.err = &w.err;
	bool done = clock ? run(&w) : fail(&w.err, ERR_INTERNAL, "clock", "the file holds no number of days");
	db_rollback(&site->db);
	if (!done) {
		gate_tell(&w);
		page_error(&w);
	}
	tell(&w, os_ticks() - began);
}
