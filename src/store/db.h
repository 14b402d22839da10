/* store/db.h -- one connection: statements prepared at start, reads in a snapshot, writes begun at once.
 *
 * Every query of src/store/sql/ is a typed function q_NAME (made by tools/sqlgen into gen/sql.h).  What a query returns
 * lives in db->arena, the arena of the running request.  A query that fails fills db->err and returns false.
 * Connection: WAL, synchronous=full, foreign keys.  A write waits up to a second for another one, then it is ERR_STORE: whoever sent it is told to send it again.
 */
#ifndef STORE_DB_H
#define STORE_DB_H

#include "base/err.h"
#include "store/seal.h"

#include <sqlite3.h>

struct db {
	sqlite3 *handle;
	sqlite3_stmt **stmt;
	const struct seal_key *key;
	struct arena *arena;            /* of the request */
	struct err *err;                /* of the request */
	int changes;                    /* rows the last statement changed */
	bool open;                      /* inside a transaction */
	sqlite3_stmt *epoch;            /* which key is in force */
	unsigned char key_id[HASH_BYTES];       /* the one it was last; zeros: not asked yet */
};

/* Opens DIR/unknot.db, made and migrated when `make`; refuses a folder or file it may not write.  Prepares every query. */
MUST_USE bool db_open(struct db *db, const char *dir, const struct seal_key *key, bool make, struct err *err);
/* The same in two steps, without migrating: open whatever schema it has; prepare the queries of the newest one. */
MUST_USE bool db_open_plain(struct db *db, const char *dir, const struct seal_key *key, struct err *err);
MUST_USE bool db_prepare(struct db *db, struct err *err);
/* Takes the key that is in force now; each transaction begins with it. */
MUST_USE bool db_follow_key(struct db *db, struct err *err);
void db_close(struct db *db);
/* Applies the numbered migrations that are missing, each in one transaction; refuses a newer database.  Before the first one
 * the database is copied whole to DIR/unknot.db.before-N, N the schema it has; a copy that cannot be made stops it. */
MUST_USE bool db_migrate(const char *dir, const struct seal_key *key, struct err *err);
/* The same for an open database, without the copy.  The connection has the functions of store/audit.h afterwards. */
MUST_USE bool db_migrate_open(sqlite3 *h, const struct seal_key *key, struct err *err);
/* The schema of an open database; -1 when it cannot be read.  The newest one this program knows. */
int db_schema(sqlite3 *h);
int db_schema_newest(void);

/* A transaction first looks which key is in force and takes it, so that nothing is sealed or looked up with one that was replaced. */
MUST_USE bool db_begin_read(struct db *db);
MUST_USE bool db_begin_write(struct db *db);
MUST_USE bool db_commit(struct db *db);
void db_rollback(struct db *db);        /* does nothing outside a transaction */

/* A random id in 1 ... 2^53 - 1. */
int64_t db_id(void);
/* 32 characters of [a-z2-7]: 160 random bits for links and cookies. */
const char *db_token(struct arena *a);

/* Where sealed values are: table, column (without _sealed), 1 when a trigger refuses changes.  Each such table has an `id`, to which they are bound. */
#define SEALED_COLUMNS "select m.name, substr(c.name, 1, length(c.name) - 7), " \
	"exists (select 1 from sqlite_master t where t.type = 'trigger' and t.tbl_name = m.name) " \
	"from sqlite_master m join pragma_table_info(m.name) c where m.type = 'table' and c.name like '%!_sealed' escape '!' order by m.name, c.cid"

/* For the generated code. */
struct sql { const char *name, *text; };
extern const struct sql sql_all[];
extern const int sql_count;
bool db_step(struct db *db, int query, bool *row);
bool db_fail(struct db *db, const char *query);

#endif
