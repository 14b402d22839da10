/* web/page_client_kept.c -- the program on a client's device without a connection: its worker, what it keeps, what it says then.
 *
 * The worker (asset/sw_store.js and asset/sw.js, joined here) keeps sealed copies of the pages that page_kept names, and entries that
 * wait.  The key is made of the practice's key and the account, so that what waited while a session ended can still be sent
 * by the same person after the next sign-in, and by nobody else.  docs/offline.md
 */
#include "app/care.h"
#include "app/daily.h"
#include "app/learn.h"
#include "app/recheck.h"
#include "base/json.h"
#include "base/str.h"
#include "web/client.h"

#include <sodium.h>
#include <string.h>

bool page_worker(struct web *w);
bool page_offline(struct web *w);
bool page_kept(struct web *w);
bool page_kept_stop(struct web *w);

bool page_worker(struct web *w)
{
	struct buf *b = &w->r->body;
	const char *between = "";

	w->r->type = "text/javascript; charset=utf-8";
	w->r->cache = "no-cache";
	buf_fmt(b, "\"use strict\";\nconst BUILD = \"%s\";\nconst ASSETS = [", asset_files_tag);
	for (size_t i = 0; i < asset_files_n; i++)
		if (!str_begins(asset_files[i].path, "sw") && !str_begins(asset_files[i].path, "check")) {      /* the self-check keeps its own */
			buf_fmt(b, "%s\"/asset/%s/%s\"", between, asset_files_tag, asset_files[i].path);
			between = ", ";
		}
	buf_str(b, "];\n");
	for (size_t i = asset_files_n; i-- > 0;)        /* sw_store.js goes before sw.js */
		if (str_begins(asset_files[i].path, "sw"))
			buf_put(b, asset_files[i].at, (size_t)(asset_files[i].end - asset_files[i].at));
	return true;
}

static const struct { const char *path, *name; } always[] = { { "/today", "Today" }, { "/safety/flare", "It is a hard day" }, { "/weeks", "Ten weeks" } };

struct kept { struct link_view *at; size_t n; };

static void add(struct web *w, struct kept *k, const char *path, const char *name)
{
	for (size_t i = 0; i < k->n; i++)
		if (str_equal(k->at[i].path, path))
			return;
	k->at[k->n++] = (struct link_view){ arena_text(w->cx.a, path), name };
}

static void add_practice(struct web *w, const struct record *r, struct kept *k, int item)
{
	const struct item *it = item >= 0 ? &w->cx.kb->item[item] : NULL;

	if (it && (it->who == WHO_SELF || it->who == WHO_BOTH) && daily_may(&w->cx, r, item))
		add(w, k, arena_fmt(w->cx.a, "/practice/%s", it->id), it->name);
}

/* What may be read about the causes of the picture. */
static bool add_learn(struct web *w, const struct record *r, struct kept *k)
{
	struct assess as;

	add(w, k, "/learn", "Good to know");
	if (!r->person.interview_done)
		return true;
	if (!care_assess(&w->cx, r, &as))
		return false;
	struct ids mine = learn_picture(w->cx.a, &as);
	for (int i = 0; i < mine.n; i++) {
		const struct cause *c = &w->cx.kb->cause[w->cx.kb->teaching[mine.at[i]].cause];

		add(w, k, arena_fmt(w->cx.a, "/learn/%s", c->id), c->plain);
	}
	return true;
}

/* Practice with a sensor, once it is offered. */
static bool add_sensors(struct web *w, const struct record *r, struct kept *k)
{
	bool heart, muscle;

	if (!client_heart_ready(w, r, &heart) || !client_muscle_ready(w, r, &muscle))
		return false;
	if (heart)
		add(w, k, "/heart", "Breathe with your heart");
	if (muscle)
		add(w, k, "/muscle", "Let a muscle go");
	return true;
}

/* Today, the hard day, the practices and lessons of the plan, what is told of the causes; nothing of these while a stop is open. */
static bool kept_pages(struct web *w, const struct record *r, struct kept *k)
{
	const struct kb *kb = w->cx.kb;
	struct daily d;

	*k = (struct kept){ NEWS(w->cx.a, struct link_view, sizeof(always) / sizeof(*always) + (size_t)kb->n_items + (size_t)kb->n_lessons +
		(size_t)kb->n_teachings + 4), 0 };
	if (r->stops.n) {
		add(w, k, "/stop", "Please read this first");
		return true;
	}
	if (!daily_load(&w->cx, r, &d))
		return false;
	for (size_t i = 0; i < sizeof(always) / sizeof(*always); i++)
		add(w, k, always[i].path, always[i].name);
	const char *then = client_then(w, "flare");
	if (str_begins(then, "/practice/"))
		add_practice(w, r, k, kb_item(kb, then + strlen("/practice/")));
	for (int i = 0; d.kept.id && i < WEEKS; i++) {
		const struct plan_week *p = &d.kept.plan.week[i];

		for (int n = 0; n < p->n_home; n++)
			add_practice(w, r, k, p->home[n].item);
		if (p->lesson < 0 || !daily_may_read(r, p->lesson))
			continue;
		add(w, k, arena_fmt(w->cx.a, "/lesson/%s", kb->lesson[p->lesson].id), kb->lesson[p->lesson].name);
		add_practice(w, r, k, kb->lesson[p->lesson].practice);
	}
	return add_sensors(w, r, k) && add_learn(w, r, k);
}

/* The help for a hard day comes after its questions, not beside them. */
static void hide(struct link_views *links, const char *path)
{
	size_t n = 0;

	for (size_t i = 0; i < links->n; i++)
		if (!str_equal(links->at[i].path, path) || str_equal(path, always[0].path))
			links->at[n++] = links->at[i];
	links->n = n;
}

bool page_offline(struct web *w)
{
	struct record r;
	bool led;

	struct offline_view v = { .page = view_page(w, "No connection", w->cx.who.role & ROLE_ENTERS ? "client" : "entry", "") };
	if (v.page.kept) {
		struct kept k;

		if (!client_record(w, &r, false, &led) || !kept_pages(w, &r, &k))
			return false;
		v.page.kept = "";
		v.links = (struct link_views){ k.at, k.n };
		hide(&v.links, client_then(w, "flare"));
	}
	tmpl_offline(&w->r->body, &v);
	return true;
}

bool page_kept_stop(struct web *w)
{
	struct offline_view v = { .page = view_page(w, "Please read this first", "stop", "") };

	v.page.kept = v.page.kept ? "" : NULL;
	tmpl_kept_stop(&w->r->body, &v);
	return true;
}

static const char *hex_of(struct web *w, const void *bytes, size_t n)
{
	char *out = NEWS(w->cx.a, char, 2 * n + 1);

	return sodium_bin2hex(out, 2 * n + 1, bytes, n);
}

/* Changes with anything a kept page shows and no page of its own tells. */
static const char *mark_of(struct web *w, const struct kept *k, const char *then, struct ids ask)
{
	struct buf b = buf_new(w->cx.a, 1 << 16);
	unsigned char hash[16];

	buf_fmt(&b, "%s %s %s %s %s %s", asset_files_tag, client_engine(w), w->cx.kb->hash, w->cx.who.emergency, w->cx.who.crisis, then);
	for (int i = 0; i < ask.n; i++)
		buf_fmt(&b, " %d", ask.at[i]);
	for (size_t i = 0; i < k->n; i++)
		buf_fmt(&b, " %s", k->at[i].path);
	crypto_generichash(hash, sizeof(hash), (const unsigned char *)b.at, b.n, NULL, 0);
	return hex_of(w, hash, sizeof(hash));
}

static void put_identity(struct web *w, struct json_out *j)
{
	const char *account = arena_fmt(w->cx.a, "%lld", (long long)w->cx.who.account);

	json_put_text(j, "owner", hex_of(w, seal_device(w->cx.a, w->config->key, "browser.owner", account).at, 8));
	json_put_text(j, "key", hex_of(w, seal_device(w->cx.a, w->config->key, "browser.key", account).at, HASH_BYTES));
	json_put_text(j, "csrf", w->cx.who.csrf);
	json_put_int(j, "until", w->cx.who.expires);
}

static bool holds_sensor(const struct kept *k)
{
	for (size_t i = 0; i < k->n; i++)
		if (str_equal(k->at[i].path, "/heart") || str_equal(k->at[i].path, "/muscle"))
			return true;
	return false;
}

/* A device that others use too keeps nothing: no pages, no key. */
static bool keep_nothing(struct web *w)
{
	struct json_out j = json_writer(&w->r->body, false);

	w->r->type = "application/json";
	json_open(&j, NULL, '{');
	json_put_text(&j, "csrf", w->cx.who.csrf);
	json_put_bool(&j, "shared", true);
	json_close(&j, '}');
	return true;
}

/* What the worker asks at each page of a client. */
bool page_kept(struct web *w)
{
	struct record r;
	struct kept k;
	bool led;

	if (w->cx.who.shared)
		return keep_nothing(w);
	if (!client_record(w, &r, false, &led) || !kept_pages(w, &r, &k))
		return false;
	struct json_out j = json_writer(&w->r->body, false);
	struct ids ask = r.stops.n ? (struct ids){ 0 } : recheck_questions(&w->cx, &r, ASKED_FLARE, recheck_blank(&w->cx));
	const char *then = client_then(w, "flare");

	w->r->type = "application/json";
	json_open(&j, NULL, '{');
	put_identity(w, &j);
	json_put_text(&j, "mark", mark_of(w, &k, then, ask));
	json_put_text(&j, "home", k.at[0].path);
	json_put_text(&j, "then", then);
	json_open(&j, "calm", '{');     /* the one answer to each danger question that says: nothing of it */
	for (int i = 0; i < ask.n; i++)
		json_put_text(&j, w->cx.kb->finding[ask.at[i]].id, w->cx.kb->finding[ask.at[i]].is_bool ? "no" : "0");
	json_close(&j, '}');
	json_open(&j, "pages", '[');
	for (size_t i = 0; i < k.n; i++)
		json_put_text(&j, NULL, k.at[i].path);
	json_put_text(&j, NULL, "/offline");
	json_put_text(&j, NULL, "/kept/stop");
	json_close(&j, ']');
	json_open(&j, "files", '[');    /* what these pages need and no other */
	if (*client_engine(w) && holds_sensor(&k))
		json_put_text(&j, NULL, client_engine(w));
	json_close(&j, ']');
	json_close(&j, '}');
	return true;
}
