/* Any form and any address, sent to every route by every role of the demonstration practice: no page answers 500, no text comes
 * back unescaped, no header holds a line end.  Bytes: route, role, what fills the holes of the path (one each), then the query of a
 * GET or the fields of a POST (csrf and form key are put in front).  Each input meets the practice as it was at the start. */
#include "app/account.h"
#include "app/demo.h"
#include "base/str.h"
#include "embedded_kb.h"
#include "folder.h"
#include "web/web.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { ROLES = 4, HOLES = 3, IDS_MOST = 4096, ARENA = 256 << 20, FORM_MOST = 1 << 16 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);
int __lsan_is_turned_off(void);

static char dir[] = "/tmp/unknot-fuzz-XXXXXX", key_path[sizeof(dir) + 4];
static struct arena *kept, *arena;
static struct web_config config;
static struct web_site site;
static sqlite3 *as_it_was;
static const char *cookie[ROLES], *csrf[ROLES];
static int64_t id[IDS_MOST], client;
static int n_ids, written;

/* The leak check does not look into arenas, where the practice's own plans are; fontconfig keeps some besides. */
int __lsan_is_turned_off(void)
{
	return 1;
}

static void must(bool ok, const char *what)
{
	if (ok)
		return;
	fprintf(stderr, "fuzz_web: %s\n", what);
	abort();
}

static void copy(sqlite3 *to, sqlite3 *from)
{
	sqlite3_backup *b = sqlite3_backup_init(to, "main", from, "main");

	must(b && sqlite3_backup_step(b, -1) == SQLITE_DONE && sqlite3_backup_finish(b) == SQLITE_OK, "the practice cannot be copied");
}

static struct reply ask(enum method method, int role, const char *path, const char *query, const char *body)
{
	struct header h[2] = { { "Host", "fuzz" }, { "Cookie", cookie[role] ? cookie[role] : "" } };
	struct request q = { .method = method, .path = path, .query = query, .body = body, .n_body = strlen(body), .peer = "127.0.0.1",
		.header = h, .n_headers = 2 };
	struct reply r = { .status = 200, .type = "text/html", .body = buf_new(arena, 32 << 20) };

	web_handle(&site, &q, &r, arena);
	return r;
}

static const char *hidden(const char *page, const char *name)
{
	const char *at = strstr(page, arena_fmt(kept, "name=\"%s\" value=\"", name));

	if (!at)
		return "";
	at = strstr(at, "value=\"") + 7;
	return arena_copy(kept, at, strcspn(at, "\""));
}

static void sign_in(int role, const char *door, const char *page)
{
	struct reply r = ask(METHOD_GET, 0, arena_fmt(kept, "/demo/%s", door), "", "");

	must(r.cookie != NULL, "a door of the demonstration is closed");
	cookie[role] = arena_copy(kept, r.cookie, strcspn(r.cookie, ";"));
	r = ask(METHOD_GET, role, page, "", "");
	csrf[role] = hidden(arena_copy(kept, r.body.at, r.body.n), "csrf");
	must(r.status == 200 && *csrf[role], page);
}

/* What addresses and forms may name: every id of the practice. */
static void gather_ids(void)
{
	sqlite3_stmt *tables, *rows;

	must(sqlite3_prepare_v2(as_it_was, "select m.name from sqlite_master m join pragma_table_info(m.name) c on c.name = 'id'"
		" where m.type = 'table' order by 1", -1, &tables, NULL) == SQLITE_OK, "no tables");
	while (sqlite3_step(tables) == SQLITE_ROW) {
		const char *sql = arena_fmt(kept, "select id from \"%s\" where typeof(id) = 'integer' order by id limit 8",
			(const char *)sqlite3_column_text(tables, 0));

		must(sqlite3_prepare_v2(as_it_was, sql, -1, &rows, NULL) == SQLITE_OK, sql);
		while (n_ids < IDS_MOST && sqlite3_step(rows) == SQLITE_ROW)
			id[n_ids++] = sqlite3_column_int64(rows, 0);
		sqlite3_finalize(rows);
	}
	sqlite3_finalize(tables);
	must(n_ids > 0, "the practice is empty");
}

static void stop(void)
{
	folder_remove(dir);
	unlink(key_path);
}

static void start(void)
{
	struct err err = { 0 };
	struct seal_key *key;
	struct demo_door doors[4];
	struct account_by_mail_rows who;
	struct person_of_account_rows of;

	setenv("UNKNOT_CLOCK", "1795000000000", 1);
	must(mkdtemp(dir) != NULL, "no folder");
	snprintf(key_path, sizeof(key_path), "%s.key", dir);
	atexit(stop);
	kept = arena_new(ARENA);
	arena = arena_new(ARENA);
	must(seal_key_open(key_path, true, &key, &err) && db_open(&site.db, dir, key, true, &err), "no database");
	sqlite3_exec(site.db.handle, "pragma synchronous = off", NULL, NULL, NULL);
	config = (struct web_config){ .kb = knowledge(), .dir = dir, .key = key, .demo = true };
	site.config = &config;
	struct cx cx = { .a = kept, .kb = config.kb, .db = &site.db, .err = &err, .now = 1795000000000, .today = 1795000000000 / 86400000 };
	site.db.arena = kept;
	site.db.err = &err;
	must(demo_make(&cx) && demo_doors(&cx, doors, 4) >= ROLES - 1, "no demonstration");
	must(q_account_by_mail(cx.db, "maren@demo.invalid", &who) && q_person_of_account(cx.db, who.at[0].id, &of), "no client");
	client = of.at[0].id;
	sign_in(1, doors[0].key, "/you");
	sign_in(2, doors[1].key, "/you");
	sign_in(3, doors[2].key, "/you");
	must(sqlite3_open(":memory:", &as_it_was) == SQLITE_OK, "no memory");
	copy(as_it_was, site.db.handle);
	gather_ids();
}

/* The address of a route; what a hole holds is a client, another id, or a word. */
static const char *path_of(const struct web_route *r, const uint8_t *hole)
{
	static const char *const word[] = { "1", "0", "-1", "week", "flare", "after", "worsening", "body", "2026-11-23", "%00", "a.pdf", "breath_down" };
	struct buf b = buf_new(arena, 1 << 12);
	int k = 0;

	for (const char *p = r->path; *p; p += *p == '{' ? strcspn(p, "}") + 1 : 1)
		if (*p != '{')
			buf_char(&b, *p);
		else if (hole[k % HOLES] < 64)
			buf_fmt(&b, "%lld", (long long)client), k++;
		else if (hole[k % HOLES] < 80)
			buf_str(&b, word[hole[k++ % HOLES] % (sizeof(word) / sizeof(*word))]);
		else
			buf_fmt(&b, "%lld", (long long)id[(hole[k % HOLES] * 7 + hole[(k + 1) % HOLES]) % n_ids]), k++;
	return b.at;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	if (!config.kb)
		start();
	if (n < 2 + HOLES || n > FORM_MOST)
		return -1;
	const struct web_route *route = &web_routes[data[0] % web_n_routes];
	int role = data[1] % ROLES;
	bool post = str_equal(route->method, "POST");
	char *fields = arena_copy(arena, (const char *)data + 2 + HOLES, n - 2 - HOLES);
	const char *body = post && csrf[role] ? arena_fmt(arena, "csrf=%s&form_key=%024d&%s", csrf[role], 1, fields) : fields;
	struct reply r = ask(post ? METHOD_POST : METHOD_GET, role, path_of(route, data + 2), post ? "" : fields, post ? body : "");

	must(r.status >= 200 && r.status < 500, arena_fmt(arena, "%s %s answered %d to %s", route->method, route->path, r.status, fields));
	must(!r.location || !strpbrk(r.location, "\r\n"), "a line end in an address");
	must(!str_begins(r.type, "text/html") || !r.body.at || !memmem(r.body.at, r.body.n, "<zq", 3), "a text came back as markup");
	arena_reset(arena);
	if (sqlite3_total_changes(site.db.handle) != written) {
		copy(site.db.handle, as_it_was);
		written = sqlite3_total_changes(site.db.handle);
	}
	return 0;
}
