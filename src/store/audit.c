/* store/audit.c -- links of the chain, and reading it whole. */
#include "store/audit.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>

enum { NUMBERS = 5, LINE_MOST = 512 };

/* Numbers least byte first, each behind a byte that tells null from 0; then the text. */
static size_t write_number(unsigned char *to, bool null, int64_t v)
{
	to[0] = !null;
	for (int i = 0; i < 8; i++)
		to[1 + i] = (unsigned char)(null ? 0 : (uint64_t)v >> 8 * i);
	return 9;
}

struct line { struct bytes before; int64_t number[NUMBERS]; bool null[NUMBERS]; struct bytes what; };

static void link_of(const struct seal_key *key, const struct line *l, unsigned char out[HASH_BYTES])
{
	unsigned char text[LINE_MOST] = { 0 };
	size_t n = HASH_BYTES;

	if (l->before.at && l->before.n == HASH_BYTES)
		memcpy(text, l->before.at, HASH_BYTES);
	for (int i = 0; i < NUMBERS; i++)
		n += write_number(text + n, l->null[i], l->number[i]);
	size_t room = sizeof(text) - n, what = l->what.n < room ? l->what.n : room;
	if (what)
		memcpy(text + n, l->what.at, what);
	seal_mac(key, "audit_link", text, n + what, out);
}

static void mac_of(const struct seal_key *key, struct bytes before, const unsigned char chain[HASH_BYTES], unsigned char out[HASH_BYTES])
{
	unsigned char both[2 * HASH_BYTES] = { 0 };

	if (before.at && before.n == HASH_BYTES)
		memcpy(both, before.at, HASH_BYTES);
	memcpy(both + HASH_BYTES, chain, HASH_BYTES);
	seal_mac(key, "audit_mac", both, sizeof(both), out);
}

static void sql_link(sqlite3_context *c, int n, sqlite3_value **v)
{
	struct line l = { .before = { sqlite3_value_blob(v[0]), (size_t)sqlite3_value_bytes(v[0]) } };
	unsigned char out[HASH_BYTES];

	assert(n == NUMBERS + 2);
	(void)n;
	for (int i = 0; i < NUMBERS; i++) {
		l.null[i] = sqlite3_value_type(v[1 + i]) == SQLITE_NULL;
		l.number[i] = sqlite3_value_int64(v[1 + i]);
	}
	l.what.at = sqlite3_value_text(v[1 + NUMBERS]);
	l.what.n = (size_t)sqlite3_value_bytes(v[1 + NUMBERS]);
	link_of(sqlite3_user_data(c), &l, out);
	sqlite3_result_blob(c, out, sizeof(out), SQLITE_TRANSIENT);
}

static void sql_mac(sqlite3_context *c, int n, sqlite3_value **v)
{
	struct bytes before = { sqlite3_value_blob(v[0]), (size_t)sqlite3_value_bytes(v[0]) };
	unsigned char chain[HASH_BYTES] = { 0 }, out[HASH_BYTES];

	assert(n == 2);
	(void)n;
	if (sqlite3_value_bytes(v[1]) == HASH_BYTES)
		memcpy(chain, sqlite3_value_blob(v[1]), HASH_BYTES);
	mac_of(sqlite3_user_data(c), before, chain, out);
	sqlite3_result_blob(c, out, sizeof(out), SQLITE_TRANSIENT);
}

bool audit_functions(sqlite3 *h, const struct seal_key *key, struct err *err)
{
	int how = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY;
	union { const void *in; void *out; } given = { key };

	if (sqlite3_create_function(h, "audit_link", NUMBERS + 2, how, given.out, sql_link, NULL, NULL) == SQLITE_OK &&
		sqlite3_create_function(h, "audit_mac", 2, how, given.out, sql_mac, NULL, NULL) == SQLITE_OK)
		return true;
	return fail(err, ERR_STORE, "audit", "%s", sqlite3_errmsg(h));
}

struct reading { const struct seal_key *key; unsigned char chain[HASH_BYTES], mac[HASH_BYTES]; struct audit *out; };

static void broken(struct audit *out, int64_t seq, const char *why)
{
	if (out->broken)
		return;
	out->broken = seq;
	out->why = why;
}

static void read_line(struct reading *r, sqlite3_stmt *s)
{
	int64_t seq = sqlite3_column_int64(s, 0), wanted = r->out->lines + 1;
	struct line l = { .before = { wanted > 1 ? r->chain : NULL, HASH_BYTES } };
	unsigned char chain[HASH_BYTES];

	for (int i = 0; i < NUMBERS; i++) {
		l.null[i] = sqlite3_column_type(s, i) == SQLITE_NULL;
		l.number[i] = sqlite3_column_int64(s, i);
	}
	l.what.at = sqlite3_column_text(s, NUMBERS);
	l.what.n = (size_t)sqlite3_column_bytes(s, NUMBERS);
	link_of(r->key, &l, chain);
	r->out->lines = wanted;
	if (seq != wanted)
		broken(r->out, wanted, "this line is missing");
	else if (sqlite3_column_bytes(s, NUMBERS + 1) != HASH_BYTES || memcmp(sqlite3_column_blob(s, NUMBERS + 1), chain, HASH_BYTES) != 0)
		broken(r->out, seq, "this line was changed, put in, or follows one that was");
	mac_of(r->key, (struct bytes){ r->mac, HASH_BYTES }, chain, r->mac);
	memcpy(r->chain, chain, HASH_BYTES);
}

/* The newest value of the running hash, and the number of the last line. */
static void read_end(struct reading *r, sqlite3_stmt *s)
{
	if (sqlite3_step(s) != SQLITE_ROW)
		broken(r->out, r->out->lines + 1, "the end of the log is not recorded");
	else if (sqlite3_column_int64(s, 0) > r->out->lines)
		broken(r->out, r->out->lines + 1, "lines are missing at the end");
	else if (sqlite3_column_int64(s, 0) != r->out->lines || sqlite3_column_bytes(s, 1) != HASH_BYTES ||
		memcmp(sqlite3_column_blob(s, 1), r->mac, HASH_BYTES) != 0)
		broken(r->out, r->out->lines, "the recorded end does not fit this log: its last lines were removed or replaced");
}

bool audit_check(sqlite3 *h, const struct seal_key *key, struct audit *out, struct err *err)
{
	struct reading r = { .key = key, .out = out };
	sqlite3_stmt *s = NULL, *end = NULL;
	int code = SQLITE_ERROR;

	*out = (struct audit){ 0 };
	if (sqlite3_prepare_v2(h, "select seq, at, practice, account, person, what, chain from event order by seq", -1, &s, NULL) == SQLITE_OK &&
		sqlite3_prepare_v2(h, "select last, mac from audit_end", -1, &end, NULL) == SQLITE_OK) {
		while ((code = sqlite3_step(s)) == SQLITE_ROW && !out->broken)
			read_line(&r, s);
		if ((code == SQLITE_DONE || code == SQLITE_ROW) && !out->broken)
			read_end(&r, end);
	}
	sqlite3_finalize(s);
	sqlite3_finalize(end);
	return code == SQLITE_DONE || code == SQLITE_ROW || fail(err, ERR_STORE, "audit", "%s", sqlite3_errmsg(h));
}
