/* store/shape.c -- two lists of sqlite_master, beside each other. */
#include "store/shape.h"

#include "base/str.h"
#include "store/db.h"

#include <ctype.h>
#include <string.h>

/* Tables, indexes, triggers and views of a database, in the order of their names. */
struct part { const char *kind, *name, *sql; };
struct parts { struct part at[256]; int n; };

/* Without comments and, outside of quotes, without blanks: how a line was broken makes no difference. */
static const char *bare(struct arena *a, const char *sql)
{
	char *out = arena_take(a, strlen(sql) + 1, 1), quote = 0;
	size_t n = 0;

	while (*sql) {
		if (!quote && sql[0] == '-' && sql[1] == '-') {
			sql += strcspn(sql, "\n");
			continue;
		}
		if (*sql == '\'' || *sql == '"')
			quote = !quote ? *sql : quote == *sql ? 0 : quote;
		if (quote || !isspace((unsigned char)*sql))
			out[n++] = *sql;
		sql++;
	}
	out[n] = 0;
	return out;
}

static bool look(struct arena *a, sqlite3 *h, struct parts *out, struct err *err)
{
	sqlite3_stmt *s = NULL;
	int code = sqlite3_prepare_v2(h, "select type, name, coalesce(sql, '') from sqlite_master where name not like 'sqlite!_%' escape '!' order by type, name",
		-1, &s, NULL);

	out->n = 0;
	while (code == SQLITE_OK || code == SQLITE_ROW) {
		code = sqlite3_step(s);
		if (code != SQLITE_ROW || out->n == (int)(sizeof(out->at) / sizeof(*out->at)))
			break;
		out->at[out->n++] = (struct part){ arena_text(a, (const char *)sqlite3_column_text(s, 0)), arena_text(a, (const char *)sqlite3_column_text(s, 1)),
			bare(a, (const char *)sqlite3_column_text(s, 2)) };
	}
	sqlite3_finalize(s);
	return code == SQLITE_DONE || fail(err, ERR_STORE, "schema", "%s", code == SQLITE_ROW ? "it has more than 256 parts" : sqlite3_errmsg(h));
}

static const struct part *find(const struct parts *in, const struct part *wanted)
{
	for (int i = 0; i < in->n; i++)
		if (str_equal(in->at[i].kind, wanted->kind) && str_equal(in->at[i].name, wanted->name))
			return &in->at[i];
	return NULL;
}

static const char *difference(struct arena *a, const struct parts *is, const struct parts *made)
{
	for (int i = 0; i < made->n; i++) {
		const struct part *p = find(is, &made->at[i]);

		if (!p || !str_equal(p->sql, made->at[i].sql))
			return arena_fmt(a, "%s %s %s", made->at[i].kind, made->at[i].name, p ? "is another one than unknot made" : "is missing");
	}
	for (int i = 0; i < is->n; i++)
		if (!find(made, &is->at[i]))
			return arena_fmt(a, "%s %s is not of unknot", is->at[i].kind, is->at[i].name);
	return NULL;
}

bool shape_check(struct arena *a, sqlite3 *h, const struct seal_key *key, const char **wrong, struct err *err)
{
	struct parts *is = NEWS(a, struct parts, 1), *made = NEWS(a, struct parts, 1);
	sqlite3 *memory = NULL;

	*wrong = NULL;
	bool done = (sqlite3_open(":memory:", &memory) == SQLITE_OK || fail(err, ERR_STORE, "schema", "no memory for a database beside it")) &&
		db_migrate_open(memory, key, err) && look(a, memory, made, err) && look(a, h, is, err);
	sqlite3_close(memory);
	if (done)
		*wrong = difference(a, is, made);
	return done;
}
