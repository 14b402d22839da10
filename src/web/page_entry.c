/* web/page_entry.c -- the doors: home, health, assets, first start, sign-in, invitation, about. */
#include "web/page.h"

#include "app/account.h"
#include "app/demo.h"
#include "base/embed.h"
#include "base/str.h"
#include "base/version.h"
#include "web/assets.h"
#include "web/meter.h"

#include <string.h>

bool page_home(struct web *w);
bool page_healthz(struct web *w);
bool page_metrics(struct web *w);
bool page_asset(struct web *w);
bool page_about(struct web *w);
bool page_setup(struct web *w);
bool do_setup(struct web *w);
bool page_sign_in(struct web *w);
bool do_sign_in(struct web *w);
bool do_sign_out(struct web *w);
bool page_welcome(struct web *w);
bool do_welcome(struct web *w);
bool page_demo(struct web *w);

bool page_home(struct web *w)
{
	return web_go(w, home_of(w));
}

bool page_healthz(struct web *w)
{
	w->r->type = "text/plain; charset=utf-8";
	buf_str(&w->r->body, "ok\n");
	return true;
}

/* Compared by their hashes, so that the time it takes tells nothing. */
static bool same_word(struct arena *a, const char *given, const char *word)
{
	struct bytes x = token_hash(a, given), y = token_hash(a, word);

	return x.n == y.n && memcmp(x.at, y.at, x.n) == 0;
}

bool page_metrics(struct web *w)
{
	const char *given = http_header(w->q, "Authorization"), *word = w->config->metrics_word;

	if (!word || !w->config->meter || !given || !str_begins(given, "Bearer ") || !same_word(w->cx.a, given + 7, word))
		return fail(&w->err, ERR_MISSING, "", "There is nothing at this address.");
	w->r->type = "text/plain; version=0.0.4; charset=utf-8";
	meter_write(w->config->meter, &w->r->body, w->cx.kb->hash, w->config->dir);
	return true;
}

bool page_asset(struct web *w)
{
	static const struct { const char *end, *type; } types[] = {
		{ ".css", "text/css; charset=utf-8" }, { ".js", "text/javascript; charset=utf-8" }, { ".svg", "image/svg+xml" },
		{ ".webmanifest", "application/manifest+json" }, { ".png", "image/png" }, { ".wasm", "application/wasm" },
		{ ".kb", "application/octet-stream" } };
	const char *seen = http_header(w->q, "If-None-Match");
	bool packed;
	const struct embedded *f = asset_find(w->arg, &packed);

	if (!f)
		return fail(&w->err, ERR_MISSING, "", "There is no such file.");
	for (size_t k = 0; k < sizeof(types) / sizeof(*types); k++)
		if (str_ends(w->arg, types[k].end))
			w->r->type = types[k].type;
	/* an address with the tag of these very files may be kept: what changes gets another address */
	w->r->cache = !packed && strstr(w->q->path, asset_files_tag) ? "public, max-age=31536000, immutable" : "private, max-age=0, must-revalidate";
	/* and so has their tag, by which the worker on a device knows that what it keeps is of one build */
	w->r->etag = packed ? asset_etag(w->cx.a, f->at, (size_t)(f->end - f->at)) : arena_fmt(w->cx.a, "\"%s\"", asset_files_tag);
	if (seen && str_equal(seen, w->r->etag)) {
		w->r->status = 304;
		return true;
	}
	w->r->encoding = packed ? "gzip" : NULL;
	buf_put(&w->r->body, f->at, (size_t)(f->end - f->at));
	return true;
}

bool page_about(struct web *w)
{
	struct about_view v = { .page = view_page(w, "About unknot", "entry", ""), .version = UNKNOT_VERSION, .knowledge = w->cx.kb->hash };

	tmpl_about(&w->r->body, &v);
	return true;
}

static bool setup_open(struct web *w)
{
	const char *token = w->config->setup_token;

	return (token && str_equal(token, w->arg)) ||
		fail(&w->err, ERR_GONE, "setup", "This practice has been set up already, or the link is from an earlier start.");
}

bool page_setup(struct web *w)
{
	if (!setup_open(w))
		return false;
	struct setup_view v = { .page = view_page(w, "Welcome to unknot", "entry", ""), .token = w->arg,
		.name = typed(w, "name", ""), .emergency = typed(w, "emergency", ""), .crisis = typed(w, "crisis", ""),
		.abuse_route = typed(w, "abuse_route", ""), .given = typed(w, "given", ""), .family = typed(w, "family", ""), .mail = typed(w, "mail", "") };
	if (!page_keep_error(w, &v.page))
		return false;
	tmpl_setup(&w->r->body, &v);
	return true;
}

/* Opens a session as `in` says; who has a second step to take is led to it by the next page. */
static bool enter(struct web *w, struct coming in, const char *path)
{
	const char *token;
	int64_t seconds;

	in.label = signin_label(w->cx.a, http_header(w->q, "User-Agent"));
	in.peer = w->q->peer;
	in.optional = w->config->demo;
	if (!signin_open(&w->cx, &in, &token, &seconds))
		return false;
	w->r->cookie = web_cookie(w, token, seconds);
	return web_go(w, path);
}

static bool read_setup(struct web *w, struct new_practice *in)
{
	struct arena *a = w->cx.a;
	int64_t agreed;

	return form_text(a, &w->form, "name", 1, 100, &in->name, &w->err) &&
		form_text(a, &w->form, "emergency", 1, 40, &in->emergency, &w->err) &&
		form_text(a, &w->form, "crisis", 1, 80, &in->crisis, &w->err) &&
		form_text(a, &w->form, "abuse_route", 0, 300, &in->abuse_route, &w->err) &&
		form_text(a, &w->form, "given", 1, 80, &in->given, &w->err) &&
		form_text(a, &w->form, "family", 1, 80, &in->family, &w->err) &&
		form_text(a, &w->form, "mail", 3, 200, &in->mail, &w->err) &&
		form_text(a, &w->form, "passphrase", 1, PASSPHRASE_MOST, &in->passphrase, &w->err) &&
		form_int(a, &w->form, "agreed", 1, 1, &agreed, &w->err) && form_end(&w->form, &w->err);
}

bool do_setup(struct web *w)
{
	struct new_practice in = { .minutes = 60 };
	int64_t practice, owner;

	if (!setup_open(w))
		return false;
	if (!read_setup(w, &in) || !account_setup(&w->cx, &in, &practice, &owner))
		return page_setup(w);
	return enter(w, (struct coming){ .account = owner, .mail = in.mail }, "/desk");
}

bool page_sign_in(struct web *w)
{
	if (w->cx.who.role != ROLE_ANYONE)
		return web_go(w, home_of(w));
	struct sign_in_view v = { .page = view_page(w, "Sign in", "entry", ""), .mail = typed(w, "mail", ""), .shared = typed(w, "shared", "")[0] };
	if (!page_keep_error(w, &v.page))
		return false;
	tmpl_sign_in(&w->r->body, &v);
	return true;
}

static bool read_shared(struct web *w, int64_t *shared)
{
	*shared = 0;
	return !form_has(&w->form, "shared") || form_int(w->cx.a, &w->form, "shared", 1, 1, shared, &w->err);
}

bool do_sign_in(struct web *w)
{
	const char *mail, *passphrase;
	int64_t account, shared;
	bool client;

	if (!form_text(w->cx.a, &w->form, "mail", 1, 200, &mail, &w->err) ||
		!form_text(w->cx.a, &w->form, "passphrase", 1, PASSPHRASE_MOST, &passphrase, &w->err) ||
		!read_shared(w, &shared) || !form_end(&w->form, &w->err) ||
		!account_check(&w->cx, mail, passphrase, w->q->peer, &account, &client))
		return page_sign_in(w);
	return cx_save(&w->cx) && enter(w, (struct coming){ .account = account, .client = client, .shared = shared, .mail = mail }, "/");
}

bool do_sign_out(struct web *w)
{
	if (!form_end(&w->form, &w->err) || !cx_save(&w->cx) || !q_session_end(w->cx.db, w->cx.who.session) || !cx_event(&w->cx, 0, "signed_out"))
		return false;
	w->r->cookie = web_cookie(w, "", 0);
	w->r->clear = "\"cache\", \"storage\"";
	return web_go_with(w, "/sign-in", "signed_out");
}

bool page_welcome(struct web *w)
{
	struct invitation_get inv;

	if (!account_invitation(&w->cx, w->arg, &inv))
		return false;
	struct welcome_view v = { .page = view_page(w, "Welcome", "entry", ""), .token = w->arg, .given = inv.given,
		.mail = typed(w, "mail", ""), .shared = typed(w, "shared", "")[0] };
	if (!page_keep_error(w, &v.page))
		return false;
	tmpl_welcome(&w->r->body, &v);
	return true;
}

static bool read_welcome(struct web *w, const char **mail, const char **passphrase, int64_t *shared)
{
	int64_t adult;

	return form_text(w->cx.a, &w->form, "mail", 3, 200, mail, &w->err) && page_new_passphrase(w, passphrase) && read_shared(w, shared) &&
		form_int(w->cx.a, &w->form, "adult", 1, 1, &adult, &w->err) && form_end(&w->form, &w->err);
}

bool do_welcome(struct web *w)
{
	const char *mail, *passphrase;
	int64_t account, shared;

	if (!read_welcome(w, &mail, &passphrase, &shared) || !account_welcome(&w->cx, w->arg, mail, passphrase, &account)) {
		db_rollback(w->cx.db);
		return db_begin_read(w->cx.db) && page_welcome(w);
	}
	return enter(w, (struct coming){ .account = account, .client = true, .shared = shared, .mail = mail }, "/consent");
}

bool page_demo(struct web *w)
{
	int64_t account;
	bool client;

	if (!w->config->demo || !demo_account(&w->cx, w->arg, &account, &client))
		return fail(&w->err, ERR_MISSING, "", "There is nothing at this address.");
	return cx_save(&w->cx) && enter(w, (struct coming){ .account = account, .client = client, .free = true }, "/") && db_commit(w->cx.db);
}
