/* cli/house.c -- names, key, database. */
#include "cli/house.h"

#include "base/str.h"
#include "net/os.h"

#include <pwd.h>
#include <string.h>
#include <sys/stat.h>
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

const char *house_user(struct arena *a, uid_t user)
{
	const struct passwd *p = getpwuid(user);

	return p ? arena_text(a, p->pw_name) : arena_fmt(a, "#%u", (unsigned)user);
}

/* Whose a new file at path would have to be: who has the folder itself, or the one it stands in.  Root's where there is neither. */
static uid_t owner_of(struct arena *a, const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *above = !slash ? "." : slash == path ? "/" : arena_copy(a, path, (size_t)(slash - path));
	struct stat st;

	return (stat(path, &st) == 0 && S_ISDIR(st.st_mode)) || stat(above, &st) == 0 ? st.st_uid : 0;
}

/* What root makes is root's, and readable by root alone: a list of erasures, a key or a whole folder that the service then finds closed.  It is refused
 * and not handed over, because no file can be forgotten that way, none is ever root's for a moment in which the power may go, and who reads the
 * refusal knows the right command from then on.  Commands that write the database alone need none: SQLite gives its files to whom the database belongs. */
bool house_for_owner(struct cli *cli, struct house *h, const char *command, const char *file, struct err *err)
{
	if (!house_names(cli, h, err))
		return false;
	uid_t owner = owner_of(cli->arena, h->data);
	if (geteuid() != 0 || owner == 0 || (file && owner_of(cli->arena, file) != owner))
		return true;
	const char *name = house_user(cli->arena, owner);
	return fail(err, ERR_FORBIDDEN, h->data, "belongs to %s, to whom files of root are closed. As that user: sudo -u '%s' unknot %s ... (the same words behind it)",
		name, name, command);
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
