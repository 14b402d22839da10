/* Receipts: no gap, no change, tax to the cent, taken back once; what is left of a package; the month adds up. */
#include "app/bookings.h"
#include "app/receipts.h"
#include "web/owner_acts.h"

#include <sys/wait.h>

static int64_t maren, ines, service;

static int before(void **state)
{
	owner_acts(state);
	maren = site_person(site, "maren@demo.invalid");
	ines = site_person(site, "ines@demo.invalid");
	service = db_id();
	assert_true(cx_save(&cx) && q_booking_set(cx.db, cx.who.practice, "Europe/Zurich", "Appointment", 120, 60, 15, 1440, 1) &&
		q_service_add(cx.db, service, cx.who.practice, "=One \"hour\"", 60, 0, 15, 9050, 1) && db_commit(cx.db));
	return 0;
}

static bool written(int64_t person, int many, int64_t *number)
{
	site->err = (struct err){ 0 };
	if (cx_save(&cx) && receipts_write(&cx, person, service, many, number))
		return db_commit(cx.db);
	db_rollback(cx.db);
	return false;
}

static void tax_is_contained_to_the_cent(void **state)
{
	(void)state;
	assert_int_equal(receipts_tax(10770, 770), 770);
	assert_int_equal(receipts_tax(11900, 1900), 1900);
	assert_int_equal(receipts_tax(9050, 0), 0);
	assert_int_equal(receipts_tax(3, 10000), 2);            /* 1.5: away from nothing */
	for (int64_t c = 0; c < 40000; c += 37)
		for (int64_t t = 0; t <= TAX_MOST; t += 70) {
			int64_t tax = receipts_tax(c, t);

			assert_true(llabs(tax * (10000 + t) - c * t) * 2 <= 10000 + t);
			assert_int_equal(receipts_tax(-c, t), -tax);
		}
	assert_string_equal(receipts_amount(cx.a, -9005), "-90.05");
}

static void who_writes_them_is_said_first(void **state)
{
	static const char *const bad[] = { "issuer=&currency=CHF&tax=7.7", "issuer=Anna&currency=chf&tax=7.7", "issuer=Anna&currency=CHF&tax=51",
		"issuer=Anna&currency=CHF&tax=nan", "issuer=Anna&currency=CHF&tax=-1" };
	int64_t number;

	(void)state;
	assert_false(written(maren, 1, &number));
	assert_string_equal(site->err.field, "issuer");
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_int_equal(site_post(site, owner, "/settings/receipts", "/settings/receipts", bad[i]).status, 422);
	assert_int_equal(site_post(site, owner, "/settings/receipts", "/settings/receipts", "issuer=Anna+Keller%0AHill+1&currency=CHF&tax=7.7").status, 303);
	cx = (struct cx){ .a = cx.a, .kb = cx.kb, .db = cx.db, .err = cx.err, .who = cx.who, .now = cx.now, .today = cx.today };
	site->site.db.arena = site->keep;
	site->site.db.err = &site->err;
}

/* Six processes write five each, and give up every second time: the numbers are 1 to 15 all the same. */
static int write_some(int64_t person)
{
	struct cx own = cx;
	struct db db = { 0 };
	struct err err = { 0 };
	int done = 0;

	own.a = arena_new(64 << 20);
	own.db = &db;
	own.err = &err;
	if (!db_open_plain(&db, site->dir, site->key, &err) || !db_prepare(&db, &err))
		return 2;
	db.arena = own.a;
	db.err = &err;
	for (int tries = 0; tries < 400 && done < 5; tries++) {
		int64_t number;

		err = (struct err){ 0 };
		if (!cx_save(&own))
			continue;
		if (!receipts_write(&own, person, service, 1, &number))
			return 3;
		if (done % 2 == 1)
			db_rollback(&db);
		else if (!db_commit(&db))
			return 4;
		done++;
	}
	return done == 5 ? 0 : 5;
}

static void numbers_have_no_gap(void **state)
{
	struct receipt_month_rows rows;
	pid_t child[5];

	(void)state;
	db_rollback(cx.db);
	for (int i = 0; i < 5; i++)
		if ((child[i] = fork()) == 0)
			_exit(write_some(i % 2 ? maren : ines));
	for (int i = 0; i < 5; i++) {
		int status;

		assert_int_equal(waitpid(child[i], &status, 0), child[i]);
		assert_true(WIFEXITED(status));
		assert_int_equal(WEXITSTATUS(status), 0);
	}
	assert_true(q_receipt_month(cx.db, cx.who.practice, "2026-11-01", "2026-11-30", &rows));
	assert_int_equal(rows.n, 15);
	for (size_t i = 0; i < rows.n; i++)
		assert_int_equal(rows.at[i].number, i + 1);
}

static void a_receipt_is_never_changed_and_taken_back_once(void **state)
{
	struct receipt_get_rows r;
	int64_t number, credit;

	(void)state;
	assert_true(written(maren, 1, &number));
	assert_int_not_equal(sqlite3_exec(cx.db->handle, "update receipt set cents = 1", NULL, NULL, NULL), SQLITE_OK);
	assert_int_not_equal(sqlite3_exec(cx.db->handle, "delete from receipt", NULL, NULL, NULL), SQLITE_OK);
	assert_true(cx_save(&cx) && receipts_credit(&cx, maren, number, &credit) && db_commit(cx.db));
	assert_int_equal(credit, number + 1);
	assert_true(q_receipt_get(cx.db, cx.who.practice, credit, &r) && r.n == 1);
	assert_int_equal(r.at[0].cents, -9050);
	assert_int_equal(r.at[0].tax_cents, -receipts_tax(9050, 770));
	for (int i = 0; i < 3; i++) {
		int64_t which = i == 1 ? credit : number, whose = i == 2 ? ines : maren;

		site->err = (struct err){ 0 };
		assert_true(cx_save(&cx));
		assert_false(receipts_credit(&cx, whose, which, &credit));
		assert_int_equal(site->err.code, i == 2 ? ERR_MISSING : ERR_CONFLICT);
		credit = number + 1;
		db_rollback(cx.db);
	}
	site->err = (struct err){ 0 };
}

static void a_package_is_counted_down_and_goes_with_its_receipt(void **state)
{
	struct practice_book b;
	struct pack_left_rows left;
	int64_t number, id, credit, later = cx.now;

	(void)state;
	assert_true(written(maren, 10, &number) && bookings_load(&cx, &b));
	for (int i = 0; i < 3; i++) {
		struct wish w = { maren, cx.who.account, service, 0, (later / 86400000 + 1 + i) * 86400000, false };

		assert_true(cx_save(&cx) && bookings_book(&cx, &b, &w, &id));
		cx.now = w.starts + 3600000;
		assert_true(bookings_mark(&cx, id, i == 0 ? "came" : i == 1 ? "late" : "missed", "") && db_commit(cx.db));
		cx.now = later;
	}
	assert_true(q_pack_left(cx.db, maren, &left) && left.n == 1);
	assert_int_equal(left.at[0].paid, 10);
	assert_int_equal(left.at[0].used, 2);
	assert_true(cx_save(&cx) && receipts_credit(&cx, maren, number, &credit) && db_commit(cx.db));
	assert_true(q_pack_left(cx.db, maren, &left) && left.n == 0);
}

static void the_month_adds_up_and_no_field_is_a_formula(void **state)
{
	struct answer a = site_get(site, owner, "/settings/receipts.csv?month=2026-11");
	long long whole = 0, part = 0, sum = -1, sign;
	int lines = 0, cents;

	(void)state;
	assert_int_equal(a.status, 200);
	assert_non_null(strstr(a.body, "\"1 x =One \"\"hour\"\", 60 minutes\""));
	for (const char *at = a.body; *at; at += strcspn(at, "\n") + 1) {
		const char *line = arena_copy(site->keep, at, strcspn(at, "\r\n")), *last = strrchr(line, ',') + 1;

		sign = last[0] == '-' ? -1 : 1;
		if (sscanf(last + (sign < 0), "%lld.%d", &part, &cents) != 2)
			continue;
		part = sign * (part * 100 + cents);
		if (str_begins(line, "sum,"))
			sum = part;
		else
			whole += part;
		lines++;
	}
	assert_int_equal(sum, whole);
	assert_int_equal(sum, 15 * 9050);
	assert_int_equal(lines, 15 + 4 + 1);
	assert_int_equal(site_events(site, "receipts_exported"), 1);
	assert_int_equal(site_get(site, owner, "/settings/receipts.csv?month=2026-13").status, 422);
	assert_int_equal(site_events(site, "receipts_exported"), 1);         /* nothing was given out */
	assert_non_null(strstr(site_get(site, owner, "/settings/receipts.csv?month=2026-10").body, "sum,,,,,,0.00,,0.00,0.00"));
	assert_int_equal(site_events(site, "receipts_exported"), 2);
}

static void it_is_read_on_paper_by_those_it_belongs_to(void **state)
{
	struct answer a;
	int readers = 0;

	(void)state;
	a = site_get(site, owner, arena_fmt(site->keep, "/client/%lld/receipts/16.pdf", (long long)maren));
	assert_int_equal(a.status, 200);
	assert_memory_equal(a.body, "%PDF", 4);
	assert_int_equal(site_get(site, owner, arena_fmt(site->keep, "/client/%lld/receipts/16.pdf", (long long)ines)).status, 404);
	assert_int_equal(site_get(site, owner, arena_fmt(site->keep, "/client/%lld/receipts/999.pdf", (long long)maren)).status, 404);
	assert_int_equal(site_get(site, owner, arena_fmt(site->keep, "/client/%lld/receipts", (long long)maren)).status, 200);
	for (int door = 1; door <= 2; door++) {         /* of the two clients who can sign in, one has it */
		const char *client = site_door(site, door), *list = site_get(site, client, "/receipts").body;
		bool hers = strstr(list, "/receipts/16.pdf") != NULL;

		a = site_get(site, client, "/receipts/16.pdf");
		assert_int_equal(a.status, hers ? 200 : 404);
		if (hers)
			assert_memory_equal(a.body, "%PDF", 4);
		readers += hers;
		assert_int_equal(site_get(site, client, "/receipts/16").status, 404);
	}
	assert_int_equal(readers, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tax_is_contained_to_the_cent),
		cmocka_unit_test(who_writes_them_is_said_first),
		cmocka_unit_test(numbers_have_no_gap),
		cmocka_unit_test(a_receipt_is_never_changed_and_taken_back_once),
		cmocka_unit_test(a_package_is_counted_down_and_goes_with_its_receipt),
		cmocka_unit_test(the_month_adds_up_and_no_field_is_a_formula),
		cmocka_unit_test(it_is_read_on_paper_by_those_it_belongs_to),
	};
	return cmocka_run_group_tests(tests, before, after);
}
