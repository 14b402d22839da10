/* test/web/site.h -- the whole web application in one process, without sockets: a folder of its own, a practice, people. */
#ifndef TEST_WEB_SITE_H
#define TEST_WEB_SITE_H

#include "app/account.h"
#include "app/care.h"
#include "app/demo.h"
#include "base/str.h"
#include "base/totp.h"
#include "web/shelf.h"
#include "web/web.h"

struct site {
	char dir[64], key_path[80];
	struct seal_key *key;
	struct web_config config;
	struct web_site site;
	struct arena *arena, *keep;     /* of a request; of the test */
	struct err err;
};

struct answer { int status; const char *body, *location, *cookie, *type; size_t n; const char *file, *etag, *encoding, *cache, *clear; };

static inline void site_open(struct site *s)
{
	assert_true(seal_key_open(s->key_path, true, &s->key, &s->err));
	assert_true(db_open(&s->site.db, s->dir, s->key, true, &s->err));
	s->config.key = s->key;
}

static inline void site_close(struct site *s)
{
	db_close(&s->site.db);
	seal_key_close(s->key);
}

static inline void site_end(struct site *s)
{
	site_close(s);
	arena_end(s->arena);
	arena_end(s->keep);
	nftw(s->dir, shelf_unlink, 8, FTW_DEPTH | FTW_PHYS);
	unlink(s->key_path);
	free(s);
}

/* Kept as it stands for the tests that begin with the same. */
static inline void site_shelve(struct site *s, const char *name)
{
	site_close(s);
	shelf_put(name, s->dir, s->key_path);
	site_open(s);
}

static inline struct site *site_new(void)
{
	struct site *s = calloc(1, sizeof(*s));

	setenv("UNKNOT_CLOCK", "1795000000000", 1);
	test_folder(s->dir, sizeof(s->dir), "test");
	snprintf(s->key_path, sizeof(s->key_path), "%s.key", s->dir);
	s->arena = arena_new(256 << 20);
	s->keep = arena_new(256 << 20);
	s->config = (struct web_config){ .kb = test_kb(), .dir = s->dir };
	s->site.config = &s->config;
	bool made = shelf_take("empty", s->dir, s->key_path);
	site_open(s);
	if (!made)
		site_shelve(s, "empty");
	return s;
}

/* A context for calling app functions from a test; staff of the practice when there is one. */
static inline struct cx site_cx(struct site *s)
{
	struct cx cx = { .a = s->keep, .kb = s->config.kb, .db = &s->site.db, .err = &s->err, .now = 1795000000000 };

	s->site.db.arena = s->keep;
	s->site.db.err = &s->err;
	cx.today = (day)(cx.now / 86400000);
	return cx;
}

static inline struct answer site_send(struct site *s, enum method method, const char *cookie, const char *path, const char *body)
{
	struct header h[3] = { { "Host", "test" }, { "Cookie", cookie ? cookie : "" } };
	const char *mark = strchr(path, '?');
	struct request q = { .method = method, .path = mark ? arena_copy(s->keep, path, (size_t)(mark - path)) : path,
		.query = mark ? mark + 1 : "", .body = body ? body : "", .n_body = body ? strlen(body) : 0, .peer = "127.0.0.1", .header = h, .n_headers = 2 };

	arena_reset(s->arena);
	struct reply r = { .status = 200, .type = "text/html", .body = buf_new(s->arena, 32 << 20) };
	web_handle(&s->site, &q, &r, s->arena);
	return (struct answer){ r.status, arena_copy(s->keep, r.body.at, r.body.n), r.location ? arena_text(s->keep, r.location) : NULL,
		r.cookie ? arena_text(s->keep, r.cookie) : NULL, r.type, r.body.n,
		r.disposition ? arena_text(s->keep, r.disposition) : NULL, r.etag ? arena_text(s->keep, r.etag) : NULL, r.encoding,
		r.cache, r.clear };
}

static inline struct answer site_get(struct site *s, const char *cookie, const char *path)
{
	return site_send(s, METHOD_GET, cookie, path, NULL);
}

/* The value of a hidden field in a page. */
static inline const char *site_hidden(struct site *s, const char *page, const char *name)
{
	const char *at = strstr(page, arena_fmt(s->keep, "name=\"%s\" value=\"", name));

	if (!at)
		return "";
	at = strstr(at, "value=\"") + 7;
	return arena_copy(s->keep, at, strcspn(at, "\""));
}

/* Posts fields to path with the csrf and form key of the page at `from`. */
static inline struct answer site_post(struct site *s, const char *cookie, const char *from, const char *path, const char *fields)
{
	struct answer page = site_get(s, cookie, from);
	const char *csrf = site_hidden(s, page.body, "csrf"), *key = site_hidden(s, page.body, "form_key");

	return site_send(s, METHOD_POST, cookie, path, arena_fmt(s->keep, "csrf=%s&form_key=%s%s%s", csrf, key, fields[0] ? "&" : "", fields));
}

/* The name=value part of a Set-Cookie. */
static inline const char *site_cookie(struct site *s, const struct answer *a)
{
	return a->cookie ? arena_copy(s->keep, a->cookie, strcspn(a->cookie, ";")) : NULL;
}

/* Fills the folder with the demonstration; returns the cookie of a door: 0 therapist (owner), 1 Maren in week 3, 2 Ines at the start. */
static inline void site_demo(struct site *s)
{
	s->config.demo = true;
	site_close(s);
	bool made = shelf_take("demo", s->dir, s->key_path);
	site_open(s);
	if (made)
		return;
	struct cx cx = site_cx(s);
	if (!demo_make(&cx))
		fail_msg("demo: %s %s", s->err.field, s->err.detail);
	site_shelve(s, "demo");
}

static inline const char *site_door(struct site *s, int door)
{
	struct demo_door doors[4];
	struct cx cx = site_cx(s);

	assert_true(demo_doors(&cx, doors, 4) > door);
	struct answer a = site_get(s, NULL, arena_fmt(s->keep, "/demo/%s", doors[door].key));
	assert_int_equal(a.status, 303);
	return site_cookie(s, &a);
}

/* A context of the demonstration's owner. */
static inline struct cx site_owner_cx(struct site *s)
{
	struct cx cx = site_cx(s);
	struct account_by_mail_rows who;

	assert_true(q_account_by_mail(cx.db, "therapist@demo.invalid", &who) && who.n == 1);
	cx.who = (struct who){ .role = ROLE_OWNER, .practice = who.at[0].practice, .account = who.at[0].id };
	return cx;
}

/* From here on cx acts with the account of this client: as the client, or in another role with rights over the record.
 * Returns whose record it is. */
static inline int64_t site_act(struct cx *cx, const char *mail, enum role role)
{
	struct account_by_mail_rows who;
	struct person_of_account_rows of;

	assert_true(q_account_by_mail(cx->db, mail, &who) && who.n == 1 && q_person_of_account(cx->db, who.at[0].id, &of) && of.n == 1);
	cx->who = (struct who){ .role = role, .practice = who.at[0].practice, .account = who.at[0].id, .person = role == ROLE_CLIENT ? of.at[0].id : 0 };
	return of.at[0].id;
}

/* Whose record this is, by the client's address. */
static inline int64_t site_person(struct site *s, const char *mail)
{
	struct cx cx = site_cx(s);

	return site_act(&cx, mail, ROLE_CLIENT);
}

/* How many lines of the log say this. */
static inline int64_t site_events(struct site *s, const char *what)
{
	sqlite3_stmt *q;

	assert_int_equal(sqlite3_prepare_v2(s->site.db.handle, "select count(*) from event where what = ?1", -1, &q, NULL), SQLITE_OK);
	sqlite3_bind_text(q, 1, what, -1, SQLITE_STATIC);
	assert_int_equal(sqlite3_step(q), SQLITE_ROW);
	int64_t n = sqlite3_column_int64(q, 0);
	sqlite3_finalize(q);
	return n;
}

/* The code an authenticator app shows for this key, `steps` half minutes from now. */
static inline const char *site_code(struct site *s, const char *secret_text, int steps)
{
	unsigned char secret[TOTP_SECRET];
	int64_t now = strtoll(getenv("UNKNOT_CLOCK"), NULL, 10) / 1000 / TOTP_SECONDS;

	assert_true(totp_read(secret_text, secret));
	return arena_fmt(s->keep, "%06u", totp_code(secret, TOTP_SECRET, (uint64_t)(now + steps), TOTP_DIGITS));
}

/* Sets up the second step for a session that has none; *cookie becomes the whole session's when it was half.  Returns the key as text. */
static inline const char *site_enrol(struct site *s, const char **cookie)
{
	assert_int_equal(site_post(s, *cookie, "/second", "/second", "act=begin").status, 303);
	struct answer page = site_get(s, *cookie, "/second");
	const char *at = strstr(page.body, "id=\"secret\">");

	assert_non_null(at);
	const char *secret = arena_copy(s->keep, strchr(at, '>') + 1, TOTP_TEXT - 1);
	struct answer codes = site_post(s, *cookie, "/second", "/second", arena_fmt(s->keep, "act=confirm&code=%s", site_code(s, secret, 0)));
	assert_int_equal(codes.status, 200);
	assert_non_null(strstr(codes.body, "id=\"codes\""));
	if (codes.cookie)
		*cookie = site_cookie(s, &codes);
	return secret;
}

#endif
