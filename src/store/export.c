/* store/export.c -- rows as JSON and CSV. */
#include "store/export.h"

#include "base/csv.h"
#include "base/json.h"
#include "base/str.h"
#include "store/image.h"
#include "store/tar.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { COLUMNS_MOST = 64, TABLES_MOST = 64, ROW_MOST = 64 << 20 };

static const char about[] =
	"What this practice knows, taken out of unknot.\n\n"
	"clients.json    everything about each client, one object each; times are milliseconds since 1970, days are ISO dates\n"
	"csv/            the same rows as tables; a text that begins with = + - or @ has a ' before it, so that a spreadsheet does not run it\n"
	"papers/         by the client's id: the approved ten weeks, the letter on how it goes, receipts, as PDF\n"
	"practice.json   (whole practice only) the practice, its accounts and its own questionnaires\n\n"
	"It holds names, addresses and answers in the clear: keep it as you would keep the paper file.\n";

/* by: the column that says whose a row is; "" for tables of the practice */
struct table { char name[64]; const char *by; };

/* Of the account by which one person signs in, where the mail stands; " = ?1" follows. */
static const char signs_in[] = "id = (select account from person where id = ?1) and ?1";
struct exporting {
	sqlite3 *h;
	const struct seal_key *key;
	struct arena *row;              /* of one row */
	int64_t person;
	struct table table[TABLES_MOST];
	int tables, clients;
	const struct table *now;        /* of the CSV being written */
	const struct export_beside *beside;
};
struct export_to { FILE *f; };

static bool broken(struct exporting *x, struct err *err)
{
	return fail(err, ERR_STORE, "export", "%s", sqlite3_errmsg(x->h));
}

static bool left_out(const char *table)
{
	static const char *const names[] = { "session", "invitation", "attempt", "key_epoch", "form_done", "recovery", "audit_end", "opened",
		"factor", "recovery_code", "known_place", "access_link" };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (str_equal(names[i], table))
			return true;
	return false;
}

static bool secret(const char *column)
{
	return str_ends(column, "_hash") || str_equal(column, "password") || str_equal(column, "password_sealed") || str_equal(column, "link_sealed") ||
		str_equal(column, "chain") || str_equal(column, "csrf");
}

static bool find_tables(struct exporting *x, struct err *err)
{
	sqlite3_stmt *s = NULL;
	int code = sqlite3_prepare_v2(x->h, "select m.name, exists (select 1 from pragma_table_info(m.name) c where c.name = 'person') from sqlite_master m "
		"where m.type = 'table' and m.name not like 'sqlite_%' order by m.name", -1, &s, NULL);

	while (code == SQLITE_OK && (code = sqlite3_step(s)) == SQLITE_ROW && x->tables < TABLES_MOST) {
		const char *name = (const char *)sqlite3_column_text(s, 0);
		const char *by = str_equal(name, "person") ? "id" : sqlite3_column_int(s, 1) ? "person" : x->person && str_equal(name, "account") ? signs_in : "";

		code = SQLITE_OK;
		if (left_out(name))
			continue;
		struct table *t = &x->table[x->tables++];
		snprintf(t->name, sizeof(t->name), "%s", name);
		t->by = by;
	}
	sqlite3_finalize(s);
	return code == SQLITE_DONE || broken(x, err);
}

/* Rows of a table in the order of its primary key; of one person when `person` is not 0. */
static sqlite3_stmt *rows_of(struct exporting *x, const struct table *t, int64_t person)
{
	struct sqlite3_str *order = sqlite3_str_new(x->h);
	sqlite3_stmt *keys = NULL, *s = NULL;

	if (sqlite3_prepare_v2(x->h, "select name from pragma_table_info(?1) where pk > 0 order by pk", -1, &keys, NULL) == SQLITE_OK)
		sqlite3_bind_text(keys, 1, t->name, -1, SQLITE_STATIC);
	while (keys && sqlite3_step(keys) == SQLITE_ROW)
		sqlite3_str_appendf(order, "\"%w\", ", sqlite3_column_text(keys, 0));
	sqlite3_finalize(keys);
	char *by_key = sqlite3_str_finish(order);
	char *sql = sqlite3_mprintf("select * from \"%w\" where %s%s%s order by %srowid", t->name, person ? t->by : "1", person ? " = ?1" : "",
		str_equal(t->name, "event") ? " and what <> 'exported'" : "", by_key ? by_key : "");
	if (sql && sqlite3_prepare_v2(x->h, sql, -1, &s, NULL) == SQLITE_OK && person)
		sqlite3_bind_int64(s, 1, person);
	sqlite3_free(by_key);
	sqlite3_free(sql);
	return s;
}

static int64_t id_of(sqlite3_stmt *s)
{
	for (int i = 0; i < sqlite3_column_count(s); i++)
		if (str_equal(sqlite3_column_name(s, i), "id"))
			return sqlite3_column_int64(s, i);
	return 0;
}

/* A column as it leaves the house; text NULL and number false: null. */
struct value { const char *name, *text; double real; int64_t whole; bool is_text, is_real, is_whole; };

static bool value_at(struct exporting *x, const char *table, sqlite3_stmt *s, int i, struct value *v, struct err *err)
{
	const char *name = sqlite3_column_name(s, i);
	int type = sqlite3_column_type(s, i);

	*v = (struct value){ .name = name, .is_whole = type == SQLITE_INTEGER, .is_real = type == SQLITE_FLOAT, .is_text = type == SQLITE_TEXT };
	v->whole = v->is_whole ? sqlite3_column_int64(s, i) : 0;
	v->real = v->is_real ? sqlite3_column_double(s, i) : 0;
	if (v->is_text)
		v->text = (const char *)sqlite3_column_text(s, i);
	if (!str_ends(name, "_sealed"))
		return type != SQLITE_BLOB || fail(err, ERR_INTERNAL, table, "column %s holds bytes that are not sealed", name);
	v->name = arena_copy(x->row, name, strlen(name) - strlen("_sealed"));
	v->is_text = type == SQLITE_BLOB;
	struct bytes b = { sqlite3_column_blob(s, i), (size_t)sqlite3_column_bytes(s, i) };
	return !v->is_text || seal_open(x->row, x->key, arena_fmt(x->row, "%s.%s", table, v->name), id_of(s), b, &v->text, err);
}

static void json_value(struct json_out *j, const struct value *v)
{
	if (v->is_text)
		json_put_text(j, v->name, v->text);
	else if (v->is_whole)
		json_put_int(j, v->name, v->whole);
	else if (v->is_real)
		json_put_number(j, v->name, v->real);
	else
		json_put_null(j, v->name);
}

static bool json_columns(struct exporting *x, const struct table *t, sqlite3_stmt *s, struct json_out *j, struct err *err)
{
	for (int i = 0; i < sqlite3_column_count(s); i++) {
		const char *name = sqlite3_column_name(s, i);
		struct value v;

		if (secret(name) || (t->by[0] && str_equal(name, t->by) && !str_equal(name, "id")))
			continue;
		if (!value_at(x, t->name, s, i, &v, err))
			return false;
		json_value(j, &v);
	}
	return true;
}

static bool json_rows(struct exporting *x, const struct table *t, int64_t person, struct json_out *j, struct err *err)
{
	sqlite3_stmt *s = rows_of(x, t, person);
	int code = SQLITE_ERROR;
	bool done = s != NULL;

	json_open(j, t->by == signs_in ? "signs_in" : t->name, '[');        /* the person has a column of that name */
	while (done && (code = sqlite3_step(s)) == SQLITE_ROW) {
		json_open(j, NULL, '{');
		done = json_columns(x, t, s, j, err);
		json_close(j, '}');
	}
	json_close(j, ']');
	sqlite3_finalize(s);
	return done ? code == SQLITE_DONE || broken(x, err) : s ? false : broken(x, err);
}

static bool json_client(struct exporting *x, sqlite3_stmt *s, const struct table *persons, struct json_out *j, struct err *err)
{
	int64_t person = id_of(s);

	json_open(j, NULL, '{');
	bool done = json_columns(x, persons, s, j, err);
	for (int i = 0; done && i < x->tables; i++)
		if (str_equal(x->table[i].by, "person") || x->table[i].by == signs_in)
			done = json_rows(x, &x->table[i], person, j, err);
	json_close(j, '}');
	return done;
}

static const struct table *table_named(const struct exporting *x, const char *name)
{
	for (int i = 0; i < x->tables; i++)
		if (str_equal(x->table[i].name, name))
			return &x->table[i];
	return NULL;
}

/* One client at a time: the archive never stands whole in memory. */
static bool write_clients(void *arg, struct pouch *to, struct err *err)
{
	struct exporting *x = arg;
	const struct table *persons = table_named(x, "person");
	sqlite3_stmt *s = persons ? rows_of(x, persons, x->person) : NULL;
	int code = SQLITE_ERROR;
	bool done = s != NULL;

	pouch_text(to, "[");
	x->clients = 0;
	while (done && (code = sqlite3_step(s)) == SQLITE_ROW) {
		struct buf b = buf_new(x->row, ROW_MOST);
		struct json_out j = json_writer(&b, true);

		done = json_client(x, s, persons, &j, err);
		pouch_text(to, x->clients++ ? ",\n" : "\n");
		if (done)
			pouch_put(to, b.at, b.n);
		arena_reset(x->row);
	}
	pouch_text(to, "\n]\n");
	sqlite3_finalize(s);
	return done && (code == SQLITE_DONE || broken(x, err));
}

static bool write_practice(void *arg, struct pouch *to, struct err *err)
{
	struct exporting *x = arg;
	struct buf b = buf_new(x->row, ROW_MOST);
	struct json_out j = json_writer(&b, true);
	bool done = true;

	json_open(&j, NULL, '{');
	for (int i = 0; done && i < x->tables; i++)
		if (!x->table[i].by[0])
			done = json_rows(x, &x->table[i], 0, &j, err);
	json_close(&j, '}');
	if (done)
		pouch_put(to, b.at, b.n);
	arena_reset(x->row);
	return done;
}

static bool csv_row(struct exporting *x, const struct table *t, sqlite3_stmt *s, struct pouch *to, bool head, struct err *err)
{
	struct buf b = buf_new(x->row, ROW_MOST);
	bool first = true;

	for (int i = 0; i < sqlite3_column_count(s); i++) {
		const char *name = sqlite3_column_name(s, i);
		struct value v = { .name = str_ends(name, "_sealed") ? arena_copy(x->row, name, strlen(name) - 7) : name };

		if (secret(name))
			continue;
		if (!head && !value_at(x, t->name, s, i, &v, err))
			return false;
		buf_str(&b, first ? "" : ",");
		first = false;
		if (head)
			csv_put(&b, v.name, false);
		else if (v.is_text)
			csv_put(&b, v.text, true);
		else if (v.is_whole)
			buf_fmt(&b, "%lld", (long long)v.whole);
		else if (v.is_real)
			buf_fmt(&b, "%.12g", v.real);
	}
	buf_str(&b, "\r\n");
	pouch_put(to, b.at, b.n);
	arena_reset(x->row);
	return true;
}

static bool write_csv(void *arg, struct pouch *to, struct err *err)
{
	struct exporting *x = arg;
	sqlite3_stmt *s = rows_of(x, x->now, x->person);
	int code = SQLITE_ERROR;
	bool done = s && csv_row(x, x->now, s, to, true, err);

	while (done && (code = sqlite3_step(s)) == SQLITE_ROW)
		done = csv_row(x, x->now, s, to, false, err);
	sqlite3_finalize(s);
	return done ? code == SQLITE_DONE || broken(x, err) : s ? false : broken(x, err);
}

static bool write_about(void *arg, struct pouch *to, struct err *err)
{
	(void)arg;
	(void)err;
	pouch_text(to, about);
	return true;
}

struct given { const void *at; size_t n; };

static bool write_given(void *arg, struct pouch *to, struct err *err)
{
	const struct given *g = arg;

	(void)err;
	pouch_put(to, g->at, g->n);
	return true;
}

bool export_put(struct export_to *to, const char *name, const void *at, size_t n, struct err *err)
{
	struct given g = { at, n };

	return tar_add(to->f, name, write_given, &g, err);
}

/* What the caller makes of each client.  The ids first: the caller asks the database too. */
static bool write_beside(struct exporting *x, FILE *f, struct err *err)
{
	const struct table *persons = table_named(x, "person");
	sqlite3_stmt *s = persons ? rows_of(x, persons, x->person) : NULL;
	int64_t *id = NEWS(x->row, int64_t, x->clients + 1);
	struct export_to to = { f };
	int n = 0, code = SQLITE_ERROR;

	while (s && n <= x->clients && (code = sqlite3_step(s)) == SQLITE_ROW)
		id[n++] = id_of(s);
	sqlite3_finalize(s);
	if (code != SQLITE_DONE)
		return broken(x, err);
	for (int i = 0; i < n; i++)
		if (!x->beside->each(x->beside->arg, id[i], &to, err))
			return false;
	return true;
}

static bool write_all(struct exporting *x, FILE *f, struct err *err)
{
	if (!tar_add(f, "README.txt", write_about, x, err) || !tar_add(f, "clients.json", write_clients, x, err))
		return false;
	if (x->person && !x->clients)
		return fail(err, ERR_MISSING, "--client", "there is no client with this id");
	if (!x->person && !tar_add(f, "practice.json", write_practice, x, err))
		return false;
	for (int i = 0; i < x->tables; i++) {
		char name[100];

		x->now = &x->table[i];
		snprintf(name, sizeof(name), "csv/%s.csv", x->now->name);
		if ((x->now->by[0] || !x->person) && !tar_add(f, name, write_csv, x, err))
			return false;
	}
	return (!x->beside || write_beside(x, f, err)) && tar_end(f, err);
}

static bool run(struct exporting *x, const char *part, struct err *err)
{
	mode_t mask = umask(077);
	FILE *f = fopen(part, "wbxe");

	umask(mask);
	if (!f)
		return fail(err, ERR_STORE, part, "cannot be made: %s", strerror(errno));
	bool done = (sqlite3_exec(x->h, "begin", NULL, NULL, NULL) == SQLITE_OK || broken(x, err)) && find_tables(x, err) && write_all(x, f, err);
	sqlite3_exec(x->h, "rollback", NULL, NULL, NULL);
	fclose(f);
	return done;
}

bool export_write(sqlite3 *h, const struct seal_key *key, int64_t person, const char *path, const struct export_beside *beside, int *clients,
	struct err *err)
{
	struct exporting x = { .h = h, .key = key, .person = person, .beside = beside };
	char part[4096];

	if (access(path, F_OK) == 0)
		return fail(err, ERR_CONFLICT, path, "is there already");
	if ((size_t)snprintf(part, sizeof(part), "%s.part", path) >= sizeof(part))
		return fail(err, ERR_USAGE, path, "the path is too long");
	unlink(part);
	x.row = arena_new((size_t)2 * ROW_MOST);
	bool done = run(&x, part, err) && (rename(part, path) == 0 || fail(err, ERR_STORE, path, "cannot be made: %s", strerror(errno)));
	if (!done)
		unlink(part);
	arena_end(x.row);
	*clients = x.clients;
	return done && folder_sync(path, err);
}
