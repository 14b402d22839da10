/* Every schema there ever was becomes the newest one, with a copy first; what fails leaves all as it was. */
#include "web/site.h"

#include "base/embed.h"
#include "store/audit.h"
#include "store/image.h"
#include "store/kept.h"

static const char filled[] =
	"insert into practice(id, name_sealed, emergency, crisis, abuse_route, minutes, own_priors, created) values (1, x'00', '112', '1', '', 60, '', 0);"
	"insert into event(at, practice, account, person, what) values (10, 1, 2, 3, 'a'), (11, 1, null, 3, 'b'), (12, 1, 2, null, 'c')";

struct place { char dir[64], key_path[80]; struct seal_key *key; struct arena *a; };

/* One value that fits a column: of a list of words the first, else by its type. */
static const char *value_for(struct arena *a, const char *table_sql, const char *column, const char *type)
{
	const char *list = strstr(table_sql, arena_fmt(a, "%s in ('", column));

	if (list) {
		list = strchr(list, '\'') + 1;
		return arena_fmt(a, "'%.*s'", (int)strcspn(list, "'"), list);
	}
	return str_equal(type, "blob") || str_equal(type, "BLOB") ? "x'01'" : str_begins(type, "text") || str_begins(type, "TEXT") ? "'1'" :
		str_equal(column, "ends") || str_ends(column, "_to") ? "2" : "1";  /* what ends does so after it began */
}

/* A row, all of it filled, in each table that is empty; ids are 1, so that references hold.  A row of key_epoch would say that another key is in force. */
static void fill_tables(sqlite3 *h, struct arena *a)
{
	sqlite3_stmt *tables, *columns;

	assert_int_equal(sqlite3_prepare_v2(h, "select name, sql from sqlite_master where type = 'table' and name not like 'sqlite_%'", -1, &tables, NULL), SQLITE_OK);
	while (sqlite3_step(tables) == SQLITE_ROW) {
		const char *name = arena_text(a, (const char *)sqlite3_column_text(tables, 0)), *sql = arena_text(a, (const char *)sqlite3_column_text(tables, 1));
		struct buf names = buf_new(a, 1 << 14), values = buf_new(a, 1 << 14);

		if (str_equal(name, "key_epoch") || kept_count(h, arena_fmt(a, "select count(*) from %s", name)))
			continue;
		assert_int_equal(sqlite3_prepare_v2(h, arena_fmt(a, "select name, type from pragma_table_info('%s')", name), -1, &columns, NULL), SQLITE_OK);
		while (sqlite3_step(columns) == SQLITE_ROW) {
			const char *column = arena_text(a, (const char *)sqlite3_column_text(columns, 0)), *type = arena_text(a, (const char *)sqlite3_column_text(columns, 1));

			buf_fmt(&names, "%s%s", names.n ? ", " : "", column);
			buf_fmt(&values, "%s%s", values.n ? ", " : "", value_for(a, sql, column, type));
		}
		sqlite3_finalize(columns);
		const char *insert = arena_fmt(a, "insert into %s(%s) values (%s)", name, names.at, values.at);
		if (sqlite3_exec(h, insert, NULL, NULL, NULL) != SQLITE_OK)
			fail_msg("%s: %s", insert, sqlite3_errmsg(h));
	}
	sqlite3_finalize(tables);
}

/* "table rows table rows ...", of the tables there are. */
static const char *all_rows(sqlite3 *h, struct arena *a)
{
	struct buf b = buf_new(a, 1 << 16);
	sqlite3_stmt *q;

	assert_int_equal(sqlite3_prepare_v2(h, "select name from sqlite_master where type = 'table' and name not like 'sqlite_%' order by name", -1, &q, NULL), SQLITE_OK);
	while (sqlite3_step(q) == SQLITE_ROW) {
		const char *name = (const char *)sqlite3_column_text(q, 0);

		buf_fmt(&b, " %s %lld;", name, (long long)kept_count(h, arena_fmt(a, "select count(*) from %s", name)));
	}
	sqlite3_finalize(q);
	return b.at;
}

/* The folder's database with the first n migrations and rows that are as old as the first of them. */
static sqlite3 *folder_at(struct place *p, int n)
{
	struct err err = { 0 };
	sqlite3 *h;

	assert_int_equal(sqlite3_open(arena_fmt(p->a, "%s/unknot.db", p->dir), &h), SQLITE_OK);
	assert_true(audit_functions(h, p->key, &err));
	for (int i = 0; i < n; i++) {
		if (sqlite3_exec(h, migration_files[i].at, NULL, NULL, NULL) != SQLITE_OK)
			fail_msg("%s: %s", migration_files[i].path, sqlite3_errmsg(h));
		assert_int_equal(sqlite3_exec(h, arena_fmt(p->a, "pragma user_version=%d", i + 1), NULL, NULL, NULL), SQLITE_OK);
		if (i == 0)
			assert_int_equal(sqlite3_exec(h, filled, NULL, NULL, NULL), SQLITE_OK);
	}
	return h;
}

static void place_begin(struct place *p)
{
	struct err err = { 0 };

	test_folder(p->dir, sizeof(p->dir), "migrate");
	snprintf(p->key_path, sizeof(p->key_path), "%s.key", p->dir);
	assert_true(seal_key_open(p->key_path, true, &p->key, &err));
	p->a = arena_new(64 << 20);
}

static void place_end(struct place *p)
{
	seal_key_close(p->key);
	unlink(p->key_path);
	nftw(p->dir, shelf_unlink, 8, FTW_DEPTH | FTW_PHYS);
	arena_end(p->a);
}

/* The migration that makes the chain: how many came before it. */
static int chained_from(void)
{
	int n = 0;

	while (n < (int)migration_files_n && !strstr(migration_files[n].at, "audit_link("))
		n++;
	return n;
}

static void same_rows(struct arena *a, int n, const char *before, const char *after)
{
	for (const char *at = before; *at; at += strcspn(at, ";") + 1) {
		const char *one = arena_copy(a, at, strcspn(at, ";") + 1), *now = strstr(after, arena_copy(a, one, strcspn(one + 1, " ") + 2));

		if (!strstr(after, one))
			fail_msg("from schema %d:%s became%.80s", n, one, now ? now : " nothing");
	}
}

/* With a whole row in every table of the older schema: none is lost, each reference holds, every page is whole, the log is a chain. */
static void every_earlier_schema_is_brought_up_whole_with_a_copy_first(void **state)
{
	(void)state;
	assert_true(chained_from() >= 4);
	for (int n = 1; n < (int)migration_files_n; n++) {
		struct place p;
		struct err err = { 0 };
		struct audit found;
		struct db db;

		place_begin(&p);
		sqlite3 *h = folder_at(&p, n);
		fill_tables(h, p.a);
		const char *before = all_rows(h, p.a);
		assert_true(image_check(h, &err));
		sqlite3_close(h);
		if (!db_open(&db, p.dir, p.key, true, &err))
			fail_msg("from schema %d: %s %s", n, err.field, err.detail);
		assert_int_equal(db_schema(db.handle), db_schema_newest());
		assert_true(audit_check(db.handle, p.key, &found, &err) && found.lines == 3 && !found.broken);
		assert_int_equal(access(arena_fmt(p.a, "%s/unknot.db.before-%d", p.dir, n), R_OK), 0);
		const char *after = all_rows(db.handle, p.a);
		same_rows(p.a, n, before, after);
		if (!image_check(db.handle, &err))
			fail_msg("from schema %d: %s %s", n, err.field, err.detail);
		db_close(&db);
		place_end(&p);
	}
}

static void a_failing_migration_leaves_the_schema_and_says_which(void **state)
{
	struct place p;
	struct err err = { 0 };
	int n = chained_from();

	(void)state;
	place_begin(&p);
	sqlite3 *h = folder_at(&p, n);
	assert_int_equal(sqlite3_exec(h, "create table opened (stands integer in_the_way)", NULL, NULL, NULL), SQLITE_OK);
	assert_false(db_migrate(p.dir, p.key, &err));
	assert_non_null(strstr(err.field, "migration"));
	assert_int_equal(db_schema(h), n);
	assert_int_not_equal(sqlite3_exec(h, "select chain from event", NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(h);
	place_end(&p);
}

static void without_room_for_the_copy_nothing_is_changed(void **state)
{
	struct place p;
	struct err err = { 0 };
	int n = chained_from();

	(void)state;
	place_begin(&p);
	sqlite3_close(folder_at(&p, n));
	assert_int_equal(mkdir(arena_fmt(p.a, "%s/unknot.db.before-%d", p.dir, n), 0700), 0);
	assert_false(db_migrate(p.dir, p.key, &err));
	sqlite3 *h;
	assert_int_equal(sqlite3_open(arena_fmt(p.a, "%s/unknot.db", p.dir), &h), SQLITE_OK);
	assert_int_equal(db_schema(h), n);
	sqlite3_close(h);
	place_end(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_earlier_schema_is_brought_up_whole_with_a_copy_first),
		cmocka_unit_test(a_failing_migration_leaves_the_schema_and_says_which),
		cmocka_unit_test(without_room_for_the_copy_nothing_is_changed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
