/* store/erase.c -- classes of tables, deletion, search. */
#include "store/erase.h"

#include "base/form.h"
#include "base/str.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

static const struct { const char *table, *class; } rules[] = {
	{ "answer", "treatment" }, { "assessment", "treatment" }, { "consent", "treatment" }, { "mark", "treatment" }, { "mark_first", "treatment" }, { "signature", "treatment" }, { "outcome", "treatment" },
	{ "person", "treatment" }, { "plan", "treatment" }, { "plan_change", "treatment" }, { "stop", "treatment" }, { "trial", "treatment" }, { "turn", "treatment" },
	{ "appointment", "treatment" }, { "series", "treatment" }, { "waiting", "own" }, { "pack", "treatment" }, { "receipt", "money" },
	{ "treatment", "treatment" }, { "treatment_event", "treatment" }, { "treatment_note", "treatment" },
	{ "asked_once", "own" }, { "checkin", "own" }, { "done", "own" }, { "heart", "own" }, { "invitation", "own" }, { "lesson_read", "own" }, { "muscle", "own" },
	{ "opened", "own" }, { "session", "own" }, { "account", "own" }, { "feed", "own" }, { "form_done", "own" }, { "factor", "own" }, { "recovery_code", "own" }, { "known_place", "own" },
	{ "mail_job", "own" }, { "mail_stop", "own" }, { "mail_bad", "own" }, { "access_link", "own" }, { "proxy", "own" },
	{ "event", "log" } };

const char *erase_class(const char *table)
{
	for (size_t i = 0; i < sizeof(rules) / sizeof(*rules); i++)
		if (str_equal(rules[i].table, table))
			return rules[i].class;
	return NULL;
}

/* One row of numbers; ?1 person, ?2 account. */
static bool ask(sqlite3 *h, const char *sql, int64_t person, int64_t account, int64_t *out, int n, struct err *err)
{
	sqlite3_stmt *s = NULL;
	int code = sqlite3_prepare_v2(h, sql, -1, &s, NULL);

	if (code == SQLITE_OK) {
		sqlite3_bind_int64(s, 1, person);
		if (sqlite3_bind_parameter_count(s) > 1)
			sqlite3_bind_int64(s, 2, account);
		code = sqlite3_step(s);
	}
	for (int i = 0; i < n; i++)
		out[i] = code == SQLITE_ROW ? sqlite3_column_int64(s, i) : -1;
	sqlite3_finalize(s);
	return code == SQLITE_ROW || code == SQLITE_DONE || fail(err, ERR_STORE, "erase", "%s", sqlite3_errmsg(h));
}

static bool act(sqlite3 *h, char *sql, int64_t person, int64_t account, struct err *err)
{
	bool done = ask(h, sql, person, account, NULL, 0, err);

	sqlite3_free(sql);
	return done;
}

bool erase_look(sqlite3 *h, int64_t person, day today, struct erase_plan *out, struct err *err)
{
	int64_t v[4];

	if (!ask(h, "select p.practice, coalesce(p.account, 0), r.keep_years, max(p.created, coalesce((select max(e.at) from event e where e.person = p.id "
		"and e.what not in ('opened', 'exported', 'erased_own')), 0)) from person p join practice r on r.id = p.practice where p.id = ?1", person, 0, v, 4, err))
		return false;
	if (v[0] < 0)
		return fail(err, ERR_MISSING, "--client", "there is no client with this id");
	struct date last = date_of((day)(v[3] / 86400000));
	last.year += (int)v[2];
	if (!date_exists(last))
		last.day = 28;          /* the 29th of February, in a year without one */
	*out = (struct erase_plan){ .practice = v[0], .account = v[1], .keep_until = day_of(last) };
	out->all = !v[2] || today >= out->keep_until;
	return true;
}

/* Every table with a column; what is done with each is up to the caller. */
struct tables { char name[64][64]; int n; };

static bool tables_with(sqlite3 *h, const char *column, struct tables *out, struct err *err)
{
	sqlite3_stmt *s = NULL;
	int code = sqlite3_prepare_v2(h, "select m.name from sqlite_master m join pragma_table_info(m.name) c where m.type = 'table' and c.name = ?1 "
		"order by m.name", -1, &s, NULL);

	out->n = 0;
	if (code == SQLITE_OK) {
		sqlite3_bind_text(s, 1, column, -1, SQLITE_STATIC);
		while ((code = sqlite3_step(s)) == SQLITE_ROW && out->n < 64)
			snprintf(out->name[out->n++], sizeof(out->name[0]), "%s", (const char *)sqlite3_column_text(s, 0));
	}
	sqlite3_finalize(s);
	return code == SQLITE_DONE || fail(err, ERR_STORE, "erase", "%s", code == SQLITE_ROW ? "too many tables" : sqlite3_errmsg(h));
}

/* Rows of other tables that refer to rows of this one go first. */
static bool children(sqlite3 *h, const char *table, int64_t person, struct err *err)
{
	sqlite3_stmt *s = NULL;
	int code = sqlite3_prepare_v2(h, "select m.name, f.\"from\", coalesce(f.\"to\", 'id') from sqlite_master m join pragma_foreign_key_list(m.name) f "
		"where m.type = 'table' and f.\"table\" = ?1 and m.name <> ?1", -1, &s, NULL);
	bool done = code == SQLITE_OK;

	if (done)
		sqlite3_bind_text(s, 1, table, -1, SQLITE_STATIC);
	while (done && (code = sqlite3_step(s)) == SQLITE_ROW)
		done = act(h, sqlite3_mprintf("delete from \"%w\" where \"%w\" in (select \"%w\" from \"%w\" where person = ?1)", sqlite3_column_text(s, 0),
			sqlite3_column_text(s, 1), sqlite3_column_text(s, 2), table), person, 0, err);
	sqlite3_finalize(s);
	return done && (code == SQLITE_DONE || fail(err, ERR_STORE, "erase", "%s", sqlite3_errmsg(h)));
}

static bool goes(const char *table, bool all)
{
	const char *class = erase_class(table);

	return !class || str_equal(class, "own") || (all && str_equal(class, "treatment"));
}

static bool erase_account(sqlite3 *h, int64_t account, struct err *err)
{
	struct tables t;

	if (!account)
		return true;
	if (!tables_with(h, "account", &t, err))
		return false;
	for (int i = 0; i < t.n; i++)
		if (!str_equal(t.name[i], "person") && !str_equal(t.name[i], "event") &&
			!act(h, sqlite3_mprintf("delete from \"%w\" where account = ?1", t.name[i]), account, 0, err))
			return false;
	return act(h, sqlite3_mprintf("delete from account where id = ?1 and role in ('client', 'proxy')"), account, 0, err);
}

/* Who entered for the person has no other use of the account. */
static bool erase_proxies(sqlite3 *h, int64_t person, struct err *err)
{
	int64_t account = 1;

	while (account) {
		if (!ask(h, "select coalesce((select account from proxy where person = ?1 limit 1), 0)", person, 0, &account, 1, err) ||
			!erase_account(h, account, err))
			return false;
	}
	return true;
}

bool erase_do(sqlite3 *h, int64_t person, bool all, struct err *err)
{
	struct tables t;
	int64_t account;

	if (!ask(h, "select coalesce(account, 0) from person where id = ?1", person, 0, &account, 1, err))
		return false;
	if (account < 0)
		return fail(err, ERR_MISSING, "--client", "there is no client with this id");
	if (!act(h, sqlite3_mprintf("pragma defer_foreign_keys = on"), person, 0, err) || !erase_proxies(h, person, err) ||
		!tables_with(h, "person", &t, err))
		return false;
	for (int i = 0; i < t.n; i++)
		if (goes(t.name[i], all) && (!children(h, t.name[i], person, err) ||
			!act(h, sqlite3_mprintf("delete from \"%w\" where person = ?1", t.name[i]), person, 0, err)))
			return false;
	return act(h, sqlite3_mprintf("delete from form_done where instr(path, cast(?1 as text)) > 0"), person, 0, err) &&
		act(h, sqlite3_mprintf(all ? "delete from person where id = ?1" : "update person set account = null, mail_sealed = null, phone_sealed = null, "
			"address_sealed = null, version = version + 1 where id = ?1"), person, 0, err) &&
		erase_account(h, account, err);
}

static const char *reason(const char *table, const struct erase_plan *plan)
{
	const char *class = erase_class(table);

	if (class && str_equal(class, "log"))
		return "the event log: random ids and times, no name, no answer; taking lines out would break its chain";
	if (class && str_equal(class, "money"))
		return "receipts, numbered without gaps, which tax law makes a practice keep";
	if (class && str_equal(class, "treatment") && !plan->all)
		return "the treatment record, which this practice's law makes it keep";
	return NULL;
}

static bool find_column(sqlite3 *h, const char *table, const char *column, struct sqlite3_str *where)
{
	(void)h;
	(void)table;
	sqlite3_str_appendf(where, "%s(typeof(\"%w\") = 'integer' and (\"%w\" = ?1 or (?2 > 0 and \"%w\" = ?2))) or (typeof(\"%w\") in ('text', 'blob') and "
		"(instr(\"%w\", cast(?1 as text)) > 0 or (?2 > 0 and instr(\"%w\", cast(?2 as text)) > 0)))", sqlite3_str_length(where) ? " or " : "",
		column, column, column, column, column, column);
	return sqlite3_str_errcode(where) == SQLITE_OK;
}

static bool find_in(sqlite3 *h, const char *table, int64_t person, int64_t account, int64_t *rows, struct err *err)
{
	struct sqlite3_str *where = sqlite3_str_new(h);
	sqlite3_stmt *s = NULL;
	int code = sqlite3_prepare_v2(h, "select name from pragma_table_info(?1)", -1, &s, NULL);

	if (code == SQLITE_OK)
		sqlite3_bind_text(s, 1, table, -1, SQLITE_STATIC);
	while (code == SQLITE_OK && sqlite3_step(s) == SQLITE_ROW)
		find_column(h, table, (const char *)sqlite3_column_text(s, 0), where);
	sqlite3_finalize(s);
	char *clause = sqlite3_str_finish(where), *sql = clause ? sqlite3_mprintf("select count(*) from \"%w\" where %s", table, clause) : NULL;
	bool done = sql ? ask(h, sql, person, account, rows, 1, err) : fail(err, ERR_STORE, "erase", "%s", sqlite3_errmsg(h));
	sqlite3_free(clause);
	sqlite3_free(sql);
	return done;
}

bool erase_find(sqlite3 *h, struct arena *a, int64_t person, const struct erase_plan *plan, struct erase_lines *out, struct err *err)
{
	sqlite3_stmt *s = NULL;
	int code = sqlite3_prepare_v2(h, "select name from sqlite_master where type = 'table' and name not like 'sqlite_%' order by name", -1, &s, NULL);
	bool done = code == SQLITE_OK;

	*out = (struct erase_lines){ NEWS(a, struct erase_line, 256), 0 };
	while (done && (code = sqlite3_step(s)) == SQLITE_ROW && out->n < 256) {
		const char *table = arena_text(a, (const char *)sqlite3_column_text(s, 0));
		int64_t rows;

		done = find_in(h, table, person, plan->account, &rows, err);
		if (done && rows > 0)
			out->at[out->n++] = (struct erase_line){ table, rows, reason(table, plan) };
	}
	sqlite3_finalize(s);
	return done && (code == SQLITE_DONE || fail(err, ERR_STORE, "erase", "%s", sqlite3_errmsg(h)));
}

enum { LINE_ROOM = 64 };

/* Up to the end of the last whole line.  What a full disk or a power cut left of a line behind it belongs to an erasure that never happened: the
 * database is changed only once the line is on the disk. */
static bool whole_lines(int fd, off_t *end)
{
	char c;

	for (*end = lseek(fd, 0, SEEK_END); *end > 0; --*end) {
		if (pread(fd, &c, 1, *end - 1) != 1)
			return false;
		if (c == '\n')
			return true;
	}
	return *end == 0;
}

/* The last line may have lost its end only, in an editor: it is an erasure, and stays one. */
static bool lacks_its_end(int fd, off_t end)
{
	struct erase_entry e;
	char rest[LINE_ROOM] = "";
	off_t all = lseek(fd, 0, SEEK_END);
	ssize_t n = all - end < LINE_ROOM ? pread(fd, rest, LINE_ROOM - 1, end) : 0;

	return n > 0 && strlen(rest) == (size_t)n && erase_read(rest, &e);
}

static bool write_line(int fd, const char *line, size_t n)
{
	char text[LINE_ROOM + 1];
	off_t end;

	if (flock(fd, LOCK_EX) != 0 || !whole_lines(fd, &end))
		return false;
	bool whole = lacks_its_end(fd, end);
	off_t from = whole ? lseek(fd, 0, SEEK_END) : end;
	n = (size_t)snprintf(text, sizeof(text), "%s%.*s", whole ? "\n" : "", (int)n, line);
	if (ftruncate(fd, from) != 0)
		return false;
	errno = ENOSPC;                 /* of a write that is short */
	if (pwrite(fd, text, n, from) == (ssize_t)n && fsync(fd) == 0)
		return true;
	int why = errno;
	if (ftruncate(fd, from) == 0)
		(void)fsync(fd);
	errno = why;
	return false;
}

static size_t line_of(char out[LINE_ROOM], int64_t person, day when, bool all)
{
	char iso[11];

	day_iso(when, iso);
	return (size_t)snprintf(out, LINE_ROOM, "%lld %s %s\n", (long long)person, iso, all ? "all" : "own");
}

bool erase_note(const char *list, int64_t person, day today, bool all, struct err *err)
{
	char line[LINE_ROOM];
	int fd = open(list, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	size_t n = line_of(line, person, today, all);

	bool done = fd >= 0 && write_line(fd, line, n);
	if (!done)
		fail(err, ERR_STORE, list, "cannot be written: %s", strerror(errno));
	if (fd >= 0)
		close(fd);
	return done;
}

static bool take_line(int fd, const char *line, size_t n)
{
	char last[LINE_ROOM + 1] = "\n";        /* with the end of the line before it */
	off_t end;

	if (flock(fd, LOCK_EX) != 0 || !whole_lines(fd, &end) || end < (off_t)n)
		return false;
	off_t from = end - (off_t)n;
	size_t more = from > 0;
	return pread(fd, last + !more, n + more, from - (off_t)more) == (ssize_t)(n + more) && last[0] == '\n' && memcmp(last + 1, line, n) == 0 &&
		ftruncate(fd, from) == 0 && fsync(fd) == 0;
}

bool erase_unnote(const char *list, int64_t person, day today, bool all)
{
	char line[LINE_ROOM];
	int fd = open(list, O_RDWR | O_CLOEXEC);
	bool done = fd >= 0 && take_line(fd, line, line_of(line, person, today, all));

	if (fd >= 0)
		close(fd);
	return done;
}

bool erase_read(const char *line, struct erase_entry *out)
{
	char id[24], iso[11], class[4];
	int end = 0;

	if (sscanf(line, "%23s %10s %3s%n", id, iso, class, &end) != 3 || line[end + strspn(line + end, "\n")])
		return false;
	out->all = str_equal(class, "all");
	return int_read(id, 1, INT64_MAX, &out->person) && day_read(iso, &out->when) && (out->all || str_equal(class, "own"));
}

static bool read_lines(struct arena *a, FILE *f, struct erase_list *out)
{
	enum { LINES_FIRST = 64 };
	char *line = NULL;
	size_t room = 0, most = LINES_FIRST;
	ssize_t n;

	out->at = NEWS(a, struct erase_listed, most);
	for (int number = 1; (n = getline(&line, &room, f)) > 0; number++) {
		struct erase_listed l = { .line = number, .whole = line[n - 1] == '\n' };

		if (n == 1 && l.whole)
			continue;
		l.fits = strlen(line) == (size_t)n && erase_read(line, &l.entry);
		if (out->n == most) {
			struct erase_listed *more = NEWS(a, struct erase_listed, 2 * most);

			memcpy(more, out->at, most * sizeof(*more));
			out->at = more;
			most *= 2;
		}
		out->at[out->n++] = l;
	}
	int why = errno;
	free(line);
	errno = why;
	return !ferror(f);
}

bool erase_list(struct arena *a, const char *list, struct erase_list *out, struct err *err)
{
	FILE *f = fopen(list, "re");

	*out = (struct erase_list){ 0 };
	if (!f)
		return errno == ENOENT || fail(err, ERR_STORE, list, "cannot be read: %s", strerror(errno));
	bool done = read_lines(a, f, out) || fail(err, ERR_STORE, list, "cannot be read to its end: %s", strerror(errno));
	fclose(f);
	return done;
}

bool erase_known(sqlite3 *h, const struct erase_list *list, size_t i, bool *known, struct err *err)
{
	const struct erase_entry *e = &list->at[i].entry;
	int64_t times = 0, done;

	for (size_t k = 0; k <= i; k++)
		times += list->at[k].fits && !list->at[k].entry.all && list->at[k].entry.person == e->person;
	if (!ask(h, "select count(*) from event where person = ?1 and what = 'erased_own'", e->person, 0, &done, 1, err))
		return false;
	*known = !e->all && done >= times;
	return true;
}

/* In the event log too, at the day it was first done, so that a backup of what is restored here knows of it. */
static bool enter(sqlite3 *h, const struct erase_entry *e, struct err *err)
{
	static const char added[] = "insert into event(seq, at, practice, account, person, what, chain) select n.last + 1, %lld, p.practice, 0, p.id, %Q, "
		"audit_link((select v.chain from event v where v.seq = n.last), n.last + 1, %lld, p.practice, 0, p.id, %Q) from audit_end n, person p where p.id = ?1";
	const long long at = (long long)e->when * 86400000;
	const char *what = e->all ? "erased" : "erased_own";

	return act(h, sqlite3_mprintf(added, at, what, at, what), e->person, 0, err) &&
		act(h, sqlite3_mprintf("update audit_end set last = last + 1, mac = audit_mac(mac, (select e.chain from event e where e.seq = last + 1))"), 0, 0, err);
}

/* A last line that is not whole is passed over: see whole_lines. */
static bool repeat_line(sqlite3 *h, const char *list, const struct erase_list *all, size_t i, int *done, struct err *err)
{
	const struct erase_listed *l = &all->at[i];
	int64_t there;
	bool known;

	if (!l->fits)
		return !l->whole || fail(err, ERR_INPUT, list, "line %d is not an erasure: id, day, all or own", l->line);
	if (!ask(h, "select count(*) from person where id = ?1", l->entry.person, 0, &there, 1, err) || !erase_known(h, all, i, &known, err))
		return false;
	if (there != 1 || known)
		return true;
	++*done;
	return enter(h, &l->entry, err) && erase_do(h, l->entry.person, l->entry.all, err);
}

static bool repeat_all(sqlite3 *h, const char *path, const struct erase_list *list, int *done, struct err *err)
{
	bool fine = sqlite3_exec(h, "begin immediate", NULL, NULL, NULL) == SQLITE_OK || fail(err, ERR_STORE, "erase", "%s", sqlite3_errmsg(h));

	for (size_t i = 0; fine && i < list->n; i++)
		fine = repeat_line(h, path, list, i, done, err);
	if (fine && sqlite3_exec(h, "commit", NULL, NULL, NULL) != SQLITE_OK)
		fine = fail(err, ERR_STORE, "erase", "%s", sqlite3_errmsg(h));
	if (!fine)
		sqlite3_exec(h, "rollback", NULL, NULL, NULL);
	return fine;
}

bool erase_repeat(sqlite3 *h, const char *list, int *done, struct err *err)
{
	struct arena *a = arena_new(1 << 24);
	struct erase_list lines;

	*done = 0;
	bool fine = erase_list(a, list, &lines, err) && repeat_all(h, list, &lines, done, err);
	arena_end(a);
	return fine;
}
