/* store/rotate_rows.c -- values sealed anew; the transaction that puts a new key in force. */
#include "store/rotate_rows.h"

#include "base/str.h"
#include "store/audit.h"

#include <sodium.h>
#include <string.h>

enum { BATCH_ROWS = 100, COLUMNS_MOST = 16, TABLES_MOST = 64, TRIGGERS_MOST = 16, VALUE_MOST = 64 << 20 };

struct sealed_table { char name[64], column[COLUMNS_MOST][64]; int n; bool stays; };    /* stays: a trigger refuses changes */
struct sealed_tables { struct sealed_table at[TABLES_MOST]; int n; };

static bool broken(struct rotating *r, struct err *err)
{
	return fail(err, ERR_STORE, "key", "%s", sqlite3_errmsg(r->h));
}

static bool act(struct rotating *r, const char *sql, struct err *err)
{
	return sqlite3_exec(r->h, sql, NULL, NULL, NULL) == SQLITE_OK || broken(r, err);
}

static bool ended(struct rotating *r, sqlite3_stmt *s, int code, bool done, struct err *err)
{
	sqlite3_finalize(s);
	return done && (code == SQLITE_DONE || broken(r, err));
}

/* Every table with a sealed column: a new one is found by itself. */
static bool find(struct rotating *r, struct sealed_tables *out, struct err *err)
{
	sqlite3_stmt *s = NULL;
	int code = sqlite3_prepare_v2(r->h, SEALED_COLUMNS, -1, &s, NULL);
	bool done = true;

	out->n = 0;
	if (code == SQLITE_OK)
		while (done && (code = sqlite3_step(s)) == SQLITE_ROW) {
			const char *name = (const char *)sqlite3_column_text(s, 0), *column = (const char *)sqlite3_column_text(s, 1);

			if (!out->n || !str_equal(out->at[out->n - 1].name, name)) {
				done = out->n < TABLES_MOST || fail(err, ERR_INTERNAL, "key", "too many tables");
				if (!done)
					break;
				out->at[out->n] = (struct sealed_table){ .stays = sqlite3_column_int(s, 2) != 0 };
				snprintf(out->at[out->n++].name, sizeof(out->at[0].name), "%s", name);
			}
			struct sealed_table *t = &out->at[out->n - 1];
			done = t->n < COLUMNS_MOST || fail(err, ERR_INTERNAL, "key", "too many columns");
			if (done)
				snprintf(t->column[t->n++], sizeof(t->column[0]), "%s", column);
		}
	return ended(r, s, code, done, err);
}

/* The rows after one, in the order of rowid: rowid, id, columns. */
static sqlite3_stmt *rows_after(struct rotating *r, const struct sealed_table *t, int64_t after, int most)
{
	struct sqlite3_str *sql = sqlite3_str_new(r->h);
	sqlite3_stmt *s = NULL;

	sqlite3_str_appendf(sql, "select rowid, id");
	for (int i = 0; i < t->n; i++)
		sqlite3_str_appendf(sql, ", \"%w_sealed\"", t->column[i]);
	sqlite3_str_appendf(sql, " from \"%w\" where rowid > ?1 order by rowid limit ?2", t->name);
	char *text = sqlite3_str_finish(sql);
	if (text && sqlite3_prepare_v2(r->h, text, -1, &s, NULL) == SQLITE_OK) {
		sqlite3_bind_int64(s, 1, after);
		sqlite3_bind_int(s, 2, most);
	}
	sqlite3_free(text);
	return s;
}

/* The name a value is bound to: table.column. */
static const char *bound(struct arena *a, const struct sealed_table *t, int column)
{
	return arena_fmt(a, "%s.%s", t->name, t->column[column]);
}

static bool is_fresh(struct rotating *r, struct arena *a, const char *name, int64_t id, struct bytes value)
{
	struct err quiet = { 0 };
	const char *text;

	return seal_open(a, r->fresh, name, id, value, &text, &quiet);
}

static bool write_value(struct rotating *r, const struct sealed_table *t, int column, int64_t row, struct bytes value, struct err *err)
{
	char *sql = sqlite3_mprintf("update \"%w\" set \"%w_sealed\" = ?1 where rowid = ?2", t->name, t->column[column]);
	sqlite3_stmt *s = NULL;
	int code = sql ? sqlite3_prepare_v2(r->h, sql, -1, &s, NULL) : SQLITE_NOMEM;

	if (code == SQLITE_OK) {
		sqlite3_bind_blob(s, 1, value.at, (int)value.n, SQLITE_STATIC);
		sqlite3_bind_int64(s, 2, row);
		code = sqlite3_step(s);
	}
	sqlite3_free(sql);
	return ended(r, s, code, true, err);
}

/* What of one row the old key still holds. */
static bool reseal_row(struct rotating *r, struct arena *a, const struct sealed_table *t, sqlite3_stmt *s, struct err *err)
{
	int64_t row = sqlite3_column_int64(s, 0), id = sqlite3_column_int64(s, 1);

	for (int i = 0; i < t->n; i++) {
		struct bytes value = { sqlite3_column_blob(s, 2 + i), (size_t)sqlite3_column_bytes(s, 2 + i) };
		const char *name = bound(a, t, i), *text;

		if (!value.at || is_fresh(r, a, name, id, value))
			continue;
		if (!seal_open(a, r->old, name, id, value, &text, err) || !write_value(r, t, i, row, seal_shut(a, r->fresh, name, id, text), err))
			return false;
		r->values++;
	}
	return true;
}

/* Up to `most` rows after *row, which becomes the last of them; *n: how many there were. */
static bool reseal_some(struct rotating *r, const struct sealed_table *t, int most, int64_t *row, int *n, struct err *err)
{
	struct arena *a = arena_new((size_t)2 * VALUE_MOST);
	sqlite3_stmt *s = rows_after(r, t, *row, most);
	int code = SQLITE_ERROR;
	bool done = s != NULL;

	*n = 0;
	while (done && (code = sqlite3_step(s)) == SQLITE_ROW) {
		done = reseal_row(r, a, t, s, err);
		*row = sqlite3_column_int64(s, 0);
		++*n;
		arena_reset(a);
	}
	arena_end(a);
	return s ? ended(r, s, code, done, err) : broken(r, err);
}

bool rotate_batches(struct rotating *r, struct err *err)
{
	struct sealed_tables t;

	if (!find(r, &t, err))
		return false;
	for (int i = 0; i < t.n; i++) {
		int64_t row = INT64_MIN;

		for (int n = BATCH_ROWS; n == BATCH_ROWS && !t.at[i].stays;) {
			if (!act(r, "begin immediate", err))
				return false;
			if (!reseal_some(r, &t.at[i], BATCH_ROWS, &row, &n, err) || !act(r, "commit", err)) {
				sqlite3_exec(r->h, "rollback", NULL, NULL, NULL);
				return false;
			}
		}
	}
	return true;
}

bool rotate_count(struct rotating *r, int64_t *sealed, int64_t *all, struct err *err)
{
	struct arena *a = arena_new((size_t)2 * VALUE_MOST);
	struct sealed_tables t;
	bool done = find(r, &t, err);

	*sealed = *all = 0;
	for (int i = 0; done && i < t.n; i++) {
		sqlite3_stmt *s = rows_after(r, &t.at[i], INT64_MIN, -1);
		int code = SQLITE_ERROR;

		while (s && (code = sqlite3_step(s)) == SQLITE_ROW)
			for (int c = 0; c < t.at[i].n; c++) {
				struct bytes value = { sqlite3_column_blob(s, 2 + c), (size_t)sqlite3_column_bytes(s, 2 + c) };

				*all += value.at != NULL;
				*sealed += value.at && is_fresh(r, a, bound(a, &t.at[i], c), sqlite3_column_int64(s, 1), value);
				arena_reset(a);
			}
		done = ended(r, s, code, true, err);
	}
	arena_end(a);
	return done;
}

bool rotate_in_force(struct rotating *r, bool *out, struct err *err)
{
	unsigned char fresh[HASH_BYTES], old[HASH_BYTES];
	sqlite3_stmt *s = NULL;
	int code = sqlite3_prepare_v2(r->h, "select key_id from key_epoch", -1, &s, NULL);
	bool known = true;

	seal_key_id(r->fresh, fresh);
	seal_key_id(r->old, old);
	*out = false;
	while (code == SQLITE_OK && sqlite3_step(s) == SQLITE_ROW) {
		const void *id = sqlite3_column_blob(s, 0);

		known = id && sqlite3_column_bytes(s, 0) == HASH_BYTES && (memcmp(id, fresh, HASH_BYTES) == 0 || memcmp(id, old, HASH_BYTES) == 0);
		*out = known && memcmp(id, fresh, HASH_BYTES) == 0;
	}
	sqlite3_finalize(s);
	return code == SQLITE_OK ? known || fail(err, ERR_STORE, "key", "neither the key nor the next one beside it is the one of this folder") : broken(r, err);
}

/* Triggers that refuse changes, put away and set up again as they were. */
struct triggers { const char *name[TRIGGERS_MOST], *sql[TRIGGERS_MOST]; int n; };

static bool put_triggers_away(struct rotating *r, struct triggers *out, struct err *err)
{
	sqlite3_stmt *s = NULL;
	int code = sqlite3_prepare_v2(r->h, "select name, sql from sqlite_master where type = 'trigger' order by name", -1, &s, NULL);

	out->n = 0;
	while ((code == SQLITE_OK || code == SQLITE_ROW) && (code = sqlite3_step(s)) == SQLITE_ROW && out->n < TRIGGERS_MOST) {
		out->name[out->n] = arena_text(r->keep, (const char *)sqlite3_column_text(s, 0));
		out->sql[out->n++] = arena_text(r->keep, (const char *)sqlite3_column_text(s, 1));
	}
	if (!ended(r, s, code, true, err))
		return false;
	for (int i = 0; i < out->n; i++)
		if (!act(r, arena_fmt(r->keep, "drop trigger \"%s\"", out->name[i]), err))
			return false;
	return true;
}

static bool set_triggers_up(struct rotating *r, const struct triggers *t, struct err *err)
{
	for (int i = 0; i < t->n; i++)
		if (!act(r, t->sql[i], err))
			return false;
	return true;
}

/* An account is found by a keyed hash of its mail address; a closed one is not found. */
static bool find_anew(struct rotating *r, struct err *err)
{
	struct arena *a = arena_new((size_t)VALUE_MOST);
	sqlite3_stmt *s = NULL, *u = NULL;
	int code = sqlite3_prepare_v2(r->h, "select id, mail_sealed from account where closed = 0", -1, &s, NULL);
	bool done = code == SQLITE_OK && sqlite3_prepare_v2(r->h, "update account set mail_hash = ?1 where id = ?2", -1, &u, NULL) == SQLITE_OK;

	while (done && (code = sqlite3_step(s)) == SQLITE_ROW) {
		struct bytes value = { sqlite3_column_blob(s, 1), (size_t)sqlite3_column_bytes(s, 1) };
		int64_t id = sqlite3_column_int64(s, 0);
		const char *mail;

		done = seal_open(a, r->fresh, "account.mail", id, value, &mail, err) && mail;
		if (!done)
			break;
		struct bytes hash = seal_hash(a, r->fresh, "account.mail", mail);
		sqlite3_bind_blob(u, 1, hash.at, (int)hash.n, SQLITE_TRANSIENT);
		sqlite3_bind_int64(u, 2, id);
		done = sqlite3_step(u) == SQLITE_DONE;
		sqlite3_reset(u);
		arena_reset(a);
	}
	arena_end(a);
	sqlite3_finalize(u);
	return ended(r, s, code, done || (err->code ? false : broken(r, err)), err);
}

/* What cannot be made anew from what is kept. */
static bool forget(struct rotating *r, struct err *err)
{
	sqlite3_stmt *s = NULL;

	if (sqlite3_prepare_v2(r->h, "select count(*) from recovery_code where used = 0", -1, &s, NULL) == SQLITE_OK && sqlite3_step(s) == SQLITE_ROW)
		r->codes = sqlite3_column_int64(s, 0);
	sqlite3_finalize(s);
	return act(r, "delete from recovery_code; delete from known_place; delete from attempt", err);
}

/* As the migration made it first: the chain, and the hash that runs over it. */
static bool chain_anew(struct rotating *r, struct err *err)
{
	return audit_functions(r->h, r->fresh, err) && act(r, arena_fmt(r->keep, "insert into event(at, practice, account, person, what) select %lld, id, 0, 0, 'key_changed' "
		"from practice", (long long)r->now), err) && act(r, "delete from audit_end;"
		"insert into audit_end(one, last, mac) with recursive line(seq, chain, mac) as (select 0, null, zeroblob(32) union all "
		"select e.seq, audit_link(l.chain, e.seq, e.at, e.practice, e.account, e.person, e.what), "
		"audit_mac(l.mac, audit_link(l.chain, e.seq, e.at, e.practice, e.account, e.person, e.what)) from line l join event e on e.seq = l.seq + 1) "
		"select 1, seq, mac from line order by seq desc limit 1;"
		"update event set chain = line.chain from (with recursive line(seq, chain) as (select 0, null union all "
		"select e.seq, audit_link(l.chain, e.seq, e.at, e.practice, e.account, e.person, e.what) from line l join event e on e.seq = l.seq + 1) "
		"select seq, chain from line) line where line.seq = event.seq", err);
}

static bool put_in_force(struct rotating *r, const struct seal_key *ring, struct err *err)
{
	unsigned char id[HASH_BYTES], device[HASH_BYTES];
	char hex[2 * HASH_BYTES + 1];
	sqlite3_stmt *s = NULL;

	seal_key_id(r->fresh, id);
	seal_key_device(ring, device);
	struct bytes sealed = seal_shut(r->keep, r->fresh, "key_epoch.device", 1, sodium_bin2hex(hex, sizeof(hex), device, sizeof(device)));
	sodium_memzero(device, sizeof(device));
	sodium_memzero(hex, sizeof(hex));
	int code = sqlite3_prepare_v2(r->h, "insert into key_epoch(id, key_id, device_sealed, at) values (1, ?1, ?2, ?3) on conflict(id) do update set "
		"key_id = excluded.key_id, device_sealed = excluded.device_sealed, at = excluded.at", -1, &s, NULL);
	if (code == SQLITE_OK) {
		sqlite3_bind_blob(s, 1, id, sizeof(id), SQLITE_STATIC);
		sqlite3_bind_blob(s, 2, sealed.at, (int)sealed.n, SQLITE_STATIC);
		sqlite3_bind_int64(s, 3, r->now);
		code = sqlite3_step(s);
	}
	return ended(r, s, code, true, err);
}

bool rotate_switch(struct rotating *r, const struct seal_key *ring, struct err *err)
{
	struct sealed_tables t;
	struct triggers away;

	if (!act(r, "begin immediate", err))
		return false;
	bool done = find(r, &t, err) && put_triggers_away(r, &away, err);
	for (int i = 0; done && i < t.n; i++) {
		int64_t row = INT64_MIN;
		int n;

		done = reseal_some(r, &t.at[i], -1, &row, &n, err);
	}
	done = done && find_anew(r, err) && forget(r, err) && chain_anew(r, err) && put_in_force(r, ring, err) && set_triggers_up(r, &away, err) &&
		act(r, "commit", err);
	if (!done)
		sqlite3_exec(r->h, "rollback", NULL, NULL, NULL);
	return done;
}
