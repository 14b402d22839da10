/* cli/cmd_doctor.c -- unknot doctor: what is wrong with a practice's data, and how to mend it; unknot migrate. */
#include "cli/commands.h"

#include "base/str.h"
#include "cli/house.h"
#include "cli/options.h"
#include "net/os.h"
#include "net/tls.h"
#include "store/audit.h"
#include "store/erase.h"
#include "store/image.h"
#include "store/leak.h"
#include "store/rotate.h"
#include "store/shape.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#define COUNT(a) ((int)(sizeof(a) / sizeof(*(a))))

enum { FILES_MOST = 8, SPARE_MB = 64, CLOCK_SLACK_MS = 5 * 60 * 1000, MAIL_STALE_MS = 60 * 60 * 1000, CERTIFICATE_DAYS = 14 };

/* what one look found; each line is said at once: verdict, part, words */
struct doctor { struct cli *cli; struct house h; struct err err; int bad; const char *file[FILES_MOST], *certificate, *tls_key; bool audit; uid_t owner; };

static void say(struct doctor *d, const char *verdict, const char *part, const char *fmt, ...) PRINTF(4, 5);

static void say(struct doctor *d, const char *verdict, const char *part, const char *fmt, ...)
{
	va_list args;

	fprintf(d->cli->out, "%s\t%s\t", verdict, part);
	va_start(args, fmt);
	vfprintf(d->cli->out, fmt, args);
	va_end(args);
	fputc('\n', d->cli->out);
	d->bad += str_equal(verdict, "bad");
}

/* The failure of a look, with what mends it. */
static void say_err(struct doctor *d, const char *part, const char *mend)
{
	say(d, "bad", part, "%s. %s", err_line(d->cli->arena, &d->err), mend);
	d->err = (struct err){ 0 };
}

/* A disk that can only be read makes everything behind it look broken: it is named alone. */
static bool disk_writes(struct doctor *d)
{
	struct statvfs v;

	if (statvfs(d->h.data, &v) != 0 || !(v.f_flag & ST_RDONLY))
		return true;
	say(d, "bad", "disk", "%s lies on a disk that can only be read now; nothing else was looked at. A disk becomes so when it fails: copy the folder and its key to "
		"another one, see journalctl -k and findmnt -T %s, have it checked, then mount it for writing again", d->h.data, d->h.data);
	return false;
}

static bool look_at_folder(struct doctor *d)
{
	struct stat st;
	const char *dir = d->h.data;
	bool there = stat(dir, &st) == 0;

	if (!there || !S_ISDIR(st.st_mode)) {
		say(d, "bad", "folder", "%s is no folder: %s. Name the data folder with --data", dir, there ? "something else has this name" : strerror(errno));
		return false;
	}
	if (!disk_writes(d))
		return false;
	d->owner = st.st_uid;
	if (access(dir, R_OK | W_OK | X_OK) != 0) {
		say(d, "bad", "folder", "%s belongs to %s and cannot be written by this user; nothing else was looked at. Run: sudo -u '%s' unknot doctor ...", dir,
			house_user(d->cli->arena, d->owner), house_user(d->cli->arena, d->owner));
		return false;
	}
	if (st.st_mode & 077)
		say(d, "bad", "folder", "%s is open to other people of this computer. Mend: chmod 700 %s", dir, dir);
	else
		say(d, "ok", "folder", "%s is open to its owner alone", dir);
	return true;
}

/* What root once made beside the folder is closed to the program, which runs as the folder's user. */
static void look_at_owner(struct doctor *d, const char *part, const char *path)
{
	struct stat st;
	const char *name = house_user(d->cli->arena, d->owner);

	if (stat(path, &st) == 0 && st.st_uid != d->owner)
		say(d, "bad", part, "%s belongs to %s and the data folder to %s, who needs it. Mend: sudo chown '%s' %s", path, house_user(d->cli->arena, st.st_uid), name,
			name[0] == '#' ? name + 1 : name, path);
}

static void look_at_disk(struct doctor *d)
{
	struct statvfs v;
	struct stat st;
	const char *path = arena_fmt(d->cli->arena, "%s/unknot.db", d->h.data);

	if (statvfs(d->h.data, &v) != 0 || stat(path, &st) != 0) {
		say(d, "bad", "disk", "%s cannot be looked at: %s", path, strerror(errno));
		return;
	}
	int64_t free_bytes = (int64_t)v.f_bavail * (int64_t)v.f_frsize, wanted = 2 * (int64_t)st.st_size + ((int64_t)SPARE_MB << 20);
	if (free_bytes < wanted)
		say(d, "bad", "disk", "%s left where at least %s should be. Make room before the next backup or update", house_size(d->cli->arena, free_bytes),
			house_size(d->cli->arena, wanted));
	else
		say(d, "ok", "disk", "%s left; the database takes %s", house_size(d->cli->arena, free_bytes), house_size(d->cli->arena, st.st_size));
}

static bool look_at_key(struct doctor *d)
{
	int before = d->bad;

	look_at_owner(d, "key", d->h.key_path);
	if (d->bad > before && access(d->h.key_path, R_OK) != 0)
		return false;
	if (!seal_key_open(d->h.key_path, false, &d->h.key, &d->err)) {
		say_err(d, "key", "Bring the key back from its copy, or from a backup with `unknot restore --phrase`; names and notes stay closed without it");
		return false;
	}
	if (d->bad == before)
		say(d, "ok", "key", "%s is there, whole, and readable by its owner alone", d->h.key_path);
	return true;
}

/* What keeps the log and the receipts as they are is part of the schema too, and no query misses it. */
static void look_at_shape(struct doctor *d, int schema)
{
	const char *wrong;

	if (!shape_check(d->cli->arena, d->h.db.handle, d->h.key, &wrong, &d->err))
		say_err(d, "schema", "Restore the newest backup into a fresh folder");
	else if (wrong)
		say(d, "bad", "schema", "%d, but %s. Something other than unknot changed the database: restore the newest backup from before that into a fresh folder, and "
			"compare what was entered since", schema, wrong);
	else
		say(d, "ok", "schema", "%d, the newest this program knows, and as it made it", schema);
}

static bool look_at_schema(struct doctor *d)
{
	if (!db_open_plain(&d->h.db, d->h.data, d->h.key, &d->err)) {
		say_err(d, "database", "Restore the newest backup into a fresh folder");
		return false;
	}
	int have = db_schema(d->h.db.handle), newest = db_schema_newest();
	if (have != newest) {
		say(d, "bad", "schema", "%d, this unknot wants %d. %s", have, newest, have > newest ? "Use the newer program this folder was opened with" :
			"Mend: unknot migrate (it copies the database first)");
		return false;
	}
	d->h.db.arena = d->cli->arena;
	d->h.db.err = &d->err;
	if (!db_prepare(&d->h.db, &d->err)) {
		say_err(d, "schema", "The database was changed by something else than unknot; restore the newest backup into a fresh folder");
		return false;
	}
	look_at_shape(d, have);
	return true;
}

static bool look_at_database(struct doctor *d)
{
	struct practice_any_rows any;
	struct practice_get_rows practice;

	if (!image_check(d->h.db.handle, &d->err)) {
		say_err(d, "database", "Restore the newest backup into a fresh folder");
		return false;
	}
	say(d, "ok", "database", "every page and every reference is whole");
	if (!q_practice_any(&d->h.db, &any) || (any.n && !q_practice_get(&d->h.db, any.at[0].id, &practice))) {
		say_err(d, "key", "This key does not open this folder: find the key that was made with it");
		return false;
	}
	say(d, any.n ? "ok" : "note", "practice", any.n ? "the key opens it" : "not set up yet: start `unknot serve` and follow its setup link");
	return true;
}

/* A change of the key that was begun, and old keys that lie about. */
static void look_at_rotation(struct doctor *d)
{
	struct rotate r;

	if (!rotate_look(&d->h.db, d->h.key_path, &r, &d->err))
		say_err(d, "rotation", "Bring both keys back, the one in force and the one with .next behind its name");
	else if (r.at == ROTATE_SEALING)
		say(d, "bad", "rotation", "a new key was begun: %lld of %lld values carry it, and the old one is in force. Mend: unknot key rotate", (long long)r.sealed,
			(long long)r.all);
	else if (r.at == ROTATE_LAST)
		say(d, "bad", "rotation", "a new key is in force and its file is not in its place yet. Mend: unknot key rotate");
}

/* One number of the database; -1 when it has none. */
static int64_t number(struct doctor *d, const char *sql)
{
	sqlite3_stmt *s = NULL;
	int64_t n = -1;

	if (sqlite3_prepare_v2(d->h.db.handle, sql, -1, &s, NULL) == SQLITE_OK && sqlite3_step(s) == SQLITE_ROW)
		n = sqlite3_column_int64(s, 0);
	sqlite3_finalize(s);
	return n;
}

static void look_at_clock(struct doctor *d)
{
	int64_t newest = number(d, "select max(at) from event"), now = os_now();

	if (newest > now + CLOCK_SLACK_MS)
		say(d, "bad", "clock", "it is %.1f hours behind the newest entry of the log. Set the computer's clock; dates of check-ins depend on it",
			(double)(newest - now) / 3600e3);
	else
		say(d, "ok", "clock", "not behind the newest entry of the log");
}

static void look_at_safety(struct doctor *d)
{
	if (number(d, "select count(*) from recovery") > 0)
		say(d, "ok", "phrase", "backups can be opened with the recovery phrase too");
	else
		say(d, "note", "phrase", "there is no recovery phrase: without the key file no backup opens. Mend: unknot phrase");
}

/* Mails that nobody sends are noticed here before a client misses one. */
static void look_at_mail(struct doctor *d)
{
	int64_t active = number(d, "select count(*) from mail_setting where active = 1"), ran = number(d, "select max(ran) from mail_setting where active = 1");

	if (active <= 0)
		say(d, "ok", "mail", "the practice sends none");
	else if (ran <= 0)
		say(d, "bad", "mail", "it is set up and no sender ever looked. Mend: unknot mail --stay, or systemctl enable --now unknot-mail");
	else if (os_now() - ran > MAIL_STALE_MS)
		say(d, "bad", "mail", "the sender has not looked for %.1f hours. Mend: unknot mail --stay, or systemctl status unknot-mail", (double)(os_now() - ran) / 3600e3);
	else
		say(d, "ok", "mail", "the sender is at work");
}

/* As `unknot serve` would read them. */
static void look_at_tls(struct doctor *d)
{
	struct tls *t;

	if (!d->certificate && !d->tls_key)
		return;
	if (!tls_open(d->certificate, d->tls_key, &t, &d->err)) {
		say_err(d, "tls", "Have the certificate issued anew, or name the key that belongs to it; without both the program does not start");
		return;
	}
	int days = tls_days_left(t);
	if (days < CERTIFICATE_DAYS)
		say(d, "bad", "tls", "the certificate ends in %d days. Have it renewed, then systemctl reload unknot", days);
	else
		say(d, "ok", "tls", "certificate and key belong together, for %d days to come", days);
	tls_close(t);
}

/* Who stands on the list of erasures must not stand in the database; of whom the record is kept, what is their own was erased. */
static void look_at_line(struct doctor *d, const struct erase_list *list, size_t i)
{
	const struct erase_listed *l = &list->at[i];
	const long long person = (long long)l->entry.person;
	bool known;

	if (!l->fits)
		say(d, "bad", "erased", "line %d of %s is not an erasure (id, day, all or own). %s", l->line, d->h.erased, l->whole ?
			"No backup is restored until it is put right or taken out" : "It is half a line, of an erasure that did not happen: erase that client again");
	else if (l->entry.all && number(d, arena_fmt(d->cli->arena, "select count(*) from person where id = %lld", person)) > 0)
		say(d, "bad", "erased", "client %lld stands on the list of erasures and in the database. Mend: unknot erase --client %lld --yes", person, person);
	else if (!l->entry.all && !erase_known(d->h.db.handle, list, i, &known, &d->err))
		say_err(d, "erased", "Restore the newest backup into a fresh folder");
	else if (!l->entry.all && !known && number(d, arena_fmt(d->cli->arena, "select count(*) from person where id = %lld and (account is not null or "
		"mail_sealed is not null)", person)) > 0)
		say(d, "note", "erased", "what is client %lld's own stands on the list of erasures and in the database. Erase again, unless they came back since", person);
}

static void look_at_erased(struct doctor *d)
{
	struct erase_list list;
	int n = 0, before = d->bad;

	look_at_owner(d, "erased", d->h.erased);
	if (!erase_list(d->cli->arena, d->h.erased, &list, &d->err))
		say_err(d, "erased", "Put the copy that lies beside the backups in its place; without the list a restore brings everybody back");
	for (size_t i = 0; i < list.n; i++) {
		look_at_line(d, &list, i);
		n += list.at[i].fits && list.at[i].entry.all;
	}
	if (d->bad == before)
		say(d, "ok", "erased", "%d on the list of erasures, none of them in the database", n);
}

static void look_at_log(struct doctor *d)
{
	struct audit found;
	int64_t when;
	char iso[11];

	if (!d->audit)
		return;
	if (!audit_check(d->h.db.handle, d->h.key, &found, &d->err)) {
		say_err(d, "audit", "Restore the newest backup into a fresh folder");
	} else if (found.broken) {
		when = number(d, arena_fmt(d->cli->arena, "select at from event where seq = %lld", (long long)found.broken));
		day_iso(when < 0 ? 0 : os_day(when), iso);
		say(d, "bad", "audit", "line %lld%s%s: %s. Something other than unknot wrote into the database; compare it with a backup from before",
			(long long)found.broken, when < 0 ? "" : " of ", when < 0 ? "" : iso, found.why);
	} else {
		say(d, "ok", "audit", "%lld lines, each fits the one before; note this number to compare it later", (long long)found.lines);
	}
}

/* One file; what is none is told and not searched: a folder, a pipe that would never end. */
static void search_file(struct doctor *d, const struct leak_words *words, const char *path, bool named, int *files)
{
	struct leak leak;
	struct stat st;
	bool found;

	if (stat(path, &st) != 0) {
		if (named || errno != ENOENT)           /* SQLite takes its own away while we look */
			say(d, "bad", "plain", "%s cannot be looked at: %s", path, strerror(errno));
	} else if (S_ISDIR(st.st_mode)) {
		say(d, named ? "bad" : "note", "plain", "%s is a folder and was not searched. To search its files, name them: unknot doctor %s/FILE ...%s", path, path,
			named ? "" : " (unknot makes no folder here)");
	} else if (!S_ISREG(st.st_mode)) {
		say(d, named ? "bad" : "note", "plain", "%s is no plain file and was not searched", path);
	} else {
		++*files;
		if (!leak_search(words, path, &found, &leak, &d->err))
			say_err(d, "plain", "Make the file readable for this user");
		else if (found)
			say(d, "bad", "plain", "%s holds, in the clear at byte %lld, what is sealed as %s.%s of %lld. Find what wrote it; take the file out of reach", path,
				(long long)leak.at, leak.table, leak.column, (long long)leak.id);
	}
}

static void look_for_plain(struct doctor *d)
{
	struct leak_words *words;
	int64_t all, skipped;
	int before = d->bad, files = 0;
	DIR *dir = opendir(d->h.data);
	struct dirent *e;

	if (!leak_words(d->cli->arena, d->h.db.handle, d->h.key, &words, &all, &skipped, &d->err))
		say_err(d, "plain", "A sealed value does not open: it was damaged or sealed by another key");
	else {
		while (dir && (e = readdir(dir)))
			if (!str_equal(e->d_name, ".") && !str_equal(e->d_name, ".."))
				search_file(d, words, arena_fmt(d->cli->arena, "%s/%s", d->h.data, e->d_name), false, &files);
		for (int i = 0; i < FILES_MOST && d->file[i]; i++)
			search_file(d, words, d->file[i], true, &files);
		if (d->bad == before)
			say(d, "ok", "plain", "none of %lld sealed names, addresses and notes stands in %d files; %lld are too short or common to tell",
				(long long)(all - skipped), files, (long long)skipped);
	}
	if (dir)
		closedir(dir);
}

static void look(struct doctor *d)
{
	if (!look_at_folder(d))
		return;
	look_at_disk(d);
	look_at_tls(d);
	if (!look_at_key(d) || !look_at_schema(d) || !look_at_database(d))
		return;
	look_at_rotation(d);
	look_at_clock(d);
	look_at_safety(d);
	look_at_mail(d);
	look_at_erased(d);
	look_at_log(d);
	look_for_plain(d);
}

int cmd_doctor(struct cli *cli)
{
	struct doctor d = { .cli = cli };
	const struct option_word known[] = { HOUSE_OPTIONS(d.h), { "--audit", &d.audit, NULL }, { "--tls-certificate", NULL, &d.certificate },
		{ "--tls-key", NULL, &d.tls_key } };

	if (!options_read_all(cli, "doctor", known, COUNT(known), d.file, FILES_MOST, &d.err) || !house_names(cli, &d.h, &d.err))
		return cli_fail(cli, &d.err);
	if (!d.certificate != !d.tls_key) {
		fail(&d.err, ERR_USAGE, d.certificate ? "--tls-key" : "--tls-certificate", "is wanted too: the certificate and its key go together");
		return cli_fail(cli, &d.err);
	}
	look(&d);
	house_close(&d.h);
	fprintf(cli->out, d.bad ? "%d to mend\n" : "nothing to mend\n", d.bad);
	return d.bad ? 1 : 0;
}

int cmd_migrate(struct cli *cli)
{
	struct house h = { 0 };
	const struct option_word known[] = { HOUSE_OPTIONS(h) };
	const char *nothing = NULL;
	struct err err = { 0 };
	int was = -1;

	if (!options_read(cli, "migrate", known, COUNT(known), &nothing, &err) ||
		(nothing && !fail(&err, ERR_USAGE, nothing, "migrate takes --data and --key")) || !house_for_owner(cli, &h, "migrate", NULL, &err) ||
		(access(arena_fmt(cli->arena, "%s/unknot.db", h.data), F_OK) != 0 && !fail(&err, ERR_MISSING, h.data, "holds no practice")) ||
		!seal_key_open(h.key_path, false, &h.key, &err))
		return cli_fail(cli, &err);
	bool done = db_open_plain(&h.db, h.data, h.key, &err);
	if (done) {
		was = db_schema(h.db.handle);
		db_close(&h.db);
		done = db_migrate(h.data, h.key, &err);
	}
	house_close(&h);
	if (!done)
		return cli_fail(cli, &err);
	if (was == db_schema_newest())
		fprintf(cli->out, "%s has schema %d already\n", h.data, was);
	else
		fprintf(cli->out, "%s: schema %d became %d; as it was before stands in %s/unknot.db.before-%d\n", h.data, was, db_schema_newest(), h.data, was);
	return 0;
}
