/* Appointments are never lost and never given twice: booked, moved, cancelled, kept; two people at the last slot. */
#include "booked.h"

#include <sys/wait.h>
#include <time.h>

static void a_time_is_given_once_and_buffers_count(void **state)
{
	struct wish w = wish(maren, hour_service, at(monday, 9, 0), false);
	int64_t id, second;

	(void)state;
	assert_true(cx_save(&cx));
	keep(bookings_book(&cx, &book, &w, &id));
	assert_true(cx_save(&cx));
	w = wish(ines, short_service, at(monday, 10, 0), false);
	refused(bookings_book(&cx, &book, &w, &second), ERR_CONFLICT, "starts");        /* the room is made ready until a quarter past */
	assert_true(cx_save(&cx));
	w.starts = at(monday, 10, 15);
	keep(bookings_book(&cx, &book, &w, &second));
	assert_true(cx_save(&cx));
	refused(bookings_move(&cx, &book, second, at(monday, 9, 30), false), ERR_CONFLICT, "starts");
	assert_true(cx_save(&cx));
	keep(bookings_move(&cx, &book, id, at(monday, 9, 0) - 15 * ZONE_MINUTE, false));        /* overlapping itself is no conflict */
	assert_true(cx_save(&cx));
	keep(bookings_cancel(&cx, &book, id, "a cold", false));
	assert_string_equal(of(maren).at[0].state, "cancelled");
	assert_string_equal(of(maren).at[0].reason, "a cold");
	assert_true(cx_save(&cx));
	refused(bookings_cancel(&cx, &book, id, "", false), ERR_CONFLICT, "appointment");
	assert_true(cx_save(&cx));
	keep(bookings_move(&cx, &book, second, at(monday, 9, 30), false) && bookings_cancel(&cx, &book, second, "", false));
}

static void bad_wishes_are_refused(void **state)
{
	struct wish w;
	int64_t id;

	(void)state;
	for (int k = 0; k < 7; k++) {
		w = wish(maren, hour_service, at(monday, 9, 0), k > 3);
		w.service = k == 0 ? 17 : w.service;
		w.therapist = k == 1 ? 17 : w.therapist;
		/* over, no whole minute; for a client: before the door opens, too far ahead, too soon */
		w.starts = k == 2 ? at(monday - 7, 9, 0) : k == 3 ? w.starts + 1 : k == 4 ? at(monday, 8, 45) : k == 5 ? at(monday + 100, 9, 0) :
			k == 6 ? at(monday - 5, 13, 30) : w.starts;
		assert_true(cx_save(&cx));
		refused(bookings_book(&cx, &book, &w, &id), ERR_INPUT, k == 0 ? "service" : k == 1 ? "therapist" : "starts");
	}
	assert_int_equal(booked(maren), 0);
}

/* One child, one connection: exit 0 got it, 1 was told that it is taken, 2 anything else. */
static int try_last(int64_t starts, int64_t person)
{
	struct cx own = cx;
	struct db db = { 0 };
	struct err err = { 0 };
	struct wish w = wish(person, short_service, starts, true);
	int64_t id;

	own.a = arena_new(64 << 20);
	own.db = &db;
	own.err = &err;
	own.who = (struct who){ .role = ROLE_CLIENT, .practice = cx.who.practice, .account = cx.who.account, .person = person };
	if (!db_open_plain(&db, site->dir, site->key, &err) || !db_prepare(&db, &err))
		return 2;
	db.arena = own.a;
	db.err = &err;
	for (int tries = 0; tries < 20; tries++) {
		err = (struct err){ 0 };
		if (!cx_save(&own))
			continue;               /* busy: asked again, as a person would */
		if (bookings_book(&own, &book, &w, &id) && db_commit(&db))
			return 0;
		db_rollback(&db);
		if (err.code == ERR_CONFLICT)
			return 1;
	}
	return 2;
}

static void of_eight_at_the_last_slot_one_gets_it_and_the_others_are_offered_the_next(void **state)
{
	int64_t starts = at(monday + 1, 17, 30);
	int got = 0, told = 0;
	pid_t child[8];
	struct slots next;

	(void)state;
	db_rollback(cx.db);
	for (int i = 0; i < 8; i++) {
		child[i] = fork();
		assert_true(child[i] >= 0);
		if (child[i] == 0)
			_exit(try_last(starts, i % 2 ? maren : ines));
	}
	for (int i = 0; i < 8; i++) {
		int status;

		assert_int_equal(waitpid(child[i], &status, 0), child[i]);
		got += WIFEXITED(status) && WEXITSTATUS(status) == 0;
		told += WIFEXITED(status) && WEXITSTATUS(status) == 1;
	}
	assert_int_equal(got, 1);
	assert_int_equal(told, 7);
	assert_int_equal(booked(maren) + booked(ines), 1);
	assert_true(bookings_offer(&cx, &book, cx.who.account, short_service, monday + 1, monday + 2, 17 * 60 + 30, 2, &next));
	assert_int_equal(next.n, 2);
	assert_int_equal(next.at[0], at(monday + 1, 17, 0));
	assert_int_equal(next.at[1], at(monday + 2, 17, 30));
}

/* On the page: the time was taken a moment ago, the next ones stand there, and one tap has one of them. */
static void the_second_of_two_is_offered_the_next_on_the_page(void **state)
{
	const char *client = site_door(site, 1), *key = "form_key";
	int64_t starts = at(monday + 1, 16, 0), id;
	struct wish first = wish(ines, short_service, starts, false);
	int had = booked(maren);

	(void)state;
	struct answer page = site_get(site, client, "/sessions");
	const char *csrf = site_hidden(site, page.body, "csrf");
	key = site_hidden(site, page.body, key);
	cx.a = site->site.db.arena = site->keep;
	site->site.db.err = &site->err;
	assert_true(cx_save(&cx));
	keep(bookings_book(&cx, &book, &first, &id));
	struct answer a = site_send(site, METHOD_POST, client, "/sessions", arena_fmt(site->keep, "csrf=%s&form_key=%s&act=book&service=%lld&starts=%lld",
		csrf, key, (long long)short_service, (long long)starts));
	assert_int_equal(a.status, 409);
	assert_non_null(strstr(a.body, "This time was just taken"));
	assert_null(strstr(a.body, arena_fmt(site->keep, "value=\"%lld\"", (long long)starts)));
	const char *offered = strstr(a.body, "name=\"starts\" value=\"");
	assert_non_null(offered);
	int64_t next = strtoll(offered + 21, NULL, 10);
	assert_int_equal(next, at(monday + 1, 15, 30));
	a = site_send(site, METHOD_POST, client, "/sessions", arena_fmt(site->keep, "csrf=%s&form_key=%s&act=book&service=%lld&starts=%lld", site_hidden(site, a.body, "csrf"),
		site_hidden(site, a.body, "form_key"), (long long)short_service, (long long)next));
	assert_int_equal(a.status, 303);
	cx.a = site->site.db.arena = site->keep;
	site->site.db.err = &site->err;
	assert_int_equal(booked(maren), had + 1);
	assert_int_equal(sqlite3_exec(cx.db->handle, arena_fmt(site->keep, "delete from appointment where starts in (%lld, %lld)", (long long)starts, (long long)next), NULL, NULL, NULL),
		SQLITE_OK);
}

static void a_client_cancels_within_the_rules_only(void **state)
{
	struct wish w = wish(maren, short_service, at(monday + 3, 11, 0), true);
	int64_t id, ours = cx.now, theirs;
	struct who staff = cx.who;

	(void)state;
	cx.who = (struct who){ .role = ROLE_CLIENT, .practice = staff.practice, .account = staff.account, .person = maren };
	assert_true(cx_save(&cx));
	keep(bookings_book(&cx, &book, &w, &id));
	cx.now = w.starts - 24 * 3600000LL + 1;
	assert_true(cx_save(&cx));
	refused(bookings_cancel(&cx, &book, id, "", true), ERR_FORBIDDEN, "cancel");
	assert_true(cx_save(&cx));
	refused(bookings_move(&cx, &book, id, at(monday + 10, 11, 0), true), ERR_FORBIDDEN, "cancel");
	cx.now = ours;
	assert_true(cx_save(&cx));
	keep(bookings_move(&cx, &book, id, at(monday + 4, 11, 0), true) && bookings_cancel(&cx, &book, id, "", true));
	cx.who = staff;
	w.person = ines;
	w.client = false;
	assert_true(cx_save(&cx));
	keep(bookings_book(&cx, &book, &w, &theirs));
	cx.who.person = maren;
	assert_true(cx_save(&cx));
	refused(bookings_cancel(&cx, &book, theirs, "", true), ERR_MISSING, "appointment");     /* another's is not there */
	cx.who = staff;
}

static void what_came_of_it_is_kept_with_its_reason(void **state)
{
	struct wish w = wish(ines, short_service, at(monday + 4, 15, 0), false);
	struct appointment_get_rows row;
	int64_t id, ours = cx.now;

	(void)state;
	assert_true(cx_save(&cx));
	keep(bookings_book(&cx, &book, &w, &id));
	assert_true(cx_save(&cx));
	refused(bookings_mark(&cx, id, "missed", ""), ERR_INPUT, "state");
	cx.now = w.starts + 3600000;
	static const char *const states[] = { "missed", "late", "came", "booked", "missed" };
	for (int i = 0; i < 5; i++) {
		assert_true(cx_save(&cx));
		keep(bookings_mark(&cx, id, states[i], "the bus did not come"));
		assert_true(q_appointment_get(cx.db, id, cx.who.practice, &row));
		assert_string_equal(row.at[0].state, states[i]);
		assert_string_equal(row.at[0].reason, "the bus did not come");
	}
	cx.now = ours;
}

static void whoever_waits_stops_waiting_with_a_session(void **state)
{
	struct wish w = wish(ines, short_service, at(monday + 7, 9, 0), false);
	struct waiting_person_rows rows;
	int64_t id;

	(void)state;
	assert_true(cx_save(&cx));
	keep(q_waiting_add(cx.db, db_id(), cx.who.practice, ines, short_service, cx.who.account, "2026-12-24", cx.now));
	assert_true(q_waiting_person(cx.db, ines, "2026-11-18", &rows) && rows.n == 1);
	assert_true(q_waiting_person(cx.db, ines, "2026-12-25", &rows) && rows.n == 0);
	assert_true(cx_save(&cx));
	keep(bookings_book(&cx, &book, &w, &id));
	assert_true(q_waiting_person(cx.db, ines, "2026-11-18", &rows) && rows.n == 0);
}

/* Twenty thousand appointments over two years and a half: the week is whole, and drawn in a time that nobody notices. */
static void a_week_among_twenty_thousand(void **state)
{
	struct timespec a, b;
	double best = 1e9;
	int n = 0, want = 0;

	(void)state;
	assert_true(cx_save(&cx));
	for (day on = monday - 7; n < 20000; on++)
		for (int k = 0; k < 22 && n < 20000; k++, n++) {
			int64_t starts = at(on, 8 + k / 2, k % 2 * 30);

			want += on >= monday + 350 && on < monday + 357;
			assert_true(q_appointment_add(cx.db, db_id(), cx.who.practice, k % 2 ? maren : ines, cx.who.account, short_service, 0, 0, "", starts, 30, starts,
				starts + 30 * ZONE_MINUTE, cx.now, cx.who.account));
		}
	keep(true);
	for (int i = 0; i < 7; i++) {
		clock_gettime(CLOCK_MONOTONIC, &a);
		struct answer page = site_get(site, owner, "/calendar?view=week&on=2027-11-08");
		clock_gettime(CLOCK_MONOTONIC, &b);
		double ms = (double)(b.tv_sec - a.tv_sec) * 1e3 + (double)(b.tv_nsec - a.tv_nsec) / 1e6;
		int shown = 0;

		best = ms < best ? ms : best;
		assert_int_equal(page.status, 200);
		for (const char *t = page.body; (t = strstr(t, "class=\"appt\"")); t++)
			shown++;
		assert_int_equal(shown, want);
	}
	printf("a week of %d among 20000: %.1f ms\n", want, best);
	assert_true(best < 200);                /* 20 ms are promised; the rest is for a debug build on a busy machine */
	assert_int_equal(site_get(site, owner, "/calendar?view=month&on=2027-11-08").status, 200);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_time_is_given_once_and_buffers_count),
		cmocka_unit_test(bad_wishes_are_refused),
		cmocka_unit_test(of_eight_at_the_last_slot_one_gets_it_and_the_others_are_offered_the_next),
		cmocka_unit_test(the_second_of_two_is_offered_the_next_on_the_page),
		cmocka_unit_test(a_client_cancels_within_the_rules_only),
		cmocka_unit_test(what_came_of_it_is_kept_with_its_reason),
		cmocka_unit_test(whoever_waits_stops_waiting_with_a_session),
		cmocka_unit_test(a_week_among_twenty_thousand),
	};
	return cmocka_run_group_tests(tests, before, after);
}
