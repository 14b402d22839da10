/* cli/house.c -- names, key, database. */
#include "cli/house.h"

#include "base/str.h"
#include "net/os.h"

#include <string.h>
#include <unistd.h>

bool house_names(struct cli *cli, struct house *h, struct err *err)
{
	if (!h->data)
		h->data = "unknot-data";
	while (strlen(h->data) > 1 && str_ends(h->data, "/"))
		h->data = arena_copy(cli->arena, h->data, strlen(h->data) - 1);
	if (!h->key_path)
		h->key_path = arena_fmt(cli->arena, "%s.key", h->data);
	h->erased = arena_fmt(cli->arena, "%s.erased", h->data);
	return !str_begins(h->key_path, arena_fmt(cli->arena, "%s/", h->data)) ||
		fail(err, ERR_USAGE, "--key", "the key must not lie inside the data folder");
}

static bool schema_fits(const char *dir, struct db *db, struct err *err)
{
	int have = db_schema(db->handle), newest = db_schema_newest();

	if (have > newest)
		return fail(err, ERR_STORE, dir, "was made by a newer unknot (schema %d, this one knows %d)", have, newest);
	return have == newest || fail(err, ERR_STORE, dir, "has schema %d, this unknot wants %d: run `unknot migrate`", have, newest);
}

bool house_open(struct cli *cli, struct house *h, struct err *err)
{
	struct practice_any_rows practice;

	if (!house_names(cli, h, err))
		return false;
	if (access(arena_fmt(cli->arena, "%s/unknot.db", h->data), F_OK) != 0)
		return fail(err, ERR_MISSING, h->data, "holds no practice: there is no unknot.db in it");
	if (!seal_key_open(h->key_path, false, &h->key, err))
		return false;
	if (!db_open_plain(&h->db, h->data, h->key, err) || !schema_fits(h->data, &h->db, err) || !db_prepare(&h->db, err)) {
		house_close(h);
		return false;
	}
	sqlite3_busy_timeout(h->db.handle, 5000);       /* a command can wait for the pages longer than a page may */
	h->db.arena = cli->arena;
	h->db.err = err;
	h->cx = (struct cx){ .a = cli->arena, .db = &h->db, .err = err, .now = os_now() };
	h->cx.today = os_day(h->cx.now);
	if (q_practice_any(&h->db, &practice) && practice.n) {
		h->cx.who.practice = practice.at[0].id;
		return true;
	}
	fail(err, ERR_MISSING, h->data, "holds no practice yet");
	house_close(h);
	return false;
}

void house_close(struct house *h)
{
	db_close(&h->db);
	if (h->key)
		seal_key_close(h->key);
	h->key = NULL;
}

const char *house_size(struct arena *a, int64_t bytes)
{
	return bytes < 1 << 20 ? arena_fmt(a, "%.0f KB", (double)bytes / 1024) : arena_fmt(a, "%.1f MB", (double)bytes / (1 << 20));
}
