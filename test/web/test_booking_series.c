/* Ten sessions at once: proposed around what is taken, booked all or none, moved together. */
#include "booked.h"

static struct series_wish ten(day first, int hour)
{
	return (struct series_wish){ .person = maren, .therapist = cx.who.account, .service = hour_service, .first = first, .minute = hour * 60, .n = 10 };
}

static void take_chosen(const struct suggestion *p, int64_t *starts)
{
	for (int i = 0; i < p->n; i++)
		starts[i] = p->at[i].free ? p->at[i].wanted : p->at[i].near.n ? p->at[i].near.at[0] : 0;
}

/* The days of the rule are those the appointments of the series stand for, whatever was done to them. */
static void rules_hold(int64_t person)
{
	struct appointment_person_rows rows = of(person);

	for (size_t i = 0; i < rows.n; i++) {
		struct series_get_rows s;
		struct series_days days;
		bool found = false;
		day first, stands;

		if (!rows.at[i].series || !str_equal(rows.at[i].state, "booked"))
			continue;
		assert_true(q_series_get(cx.db, rows.at[i].series, cx.who.practice, &s) && day_read(s.at[0].first, &first) && day_read(rows.at[i].series_day, &stands));
		assert_true(series_days(cx.a, &(struct series){ first, s.at[0].rule, NULL, 0 }, SESSIONS_MOST, &days, cx.err));
		for (int k = 0; k < days.n; k++)
			found = found || days.at[k] == stands;
		assert_true(found);
	}
}

static void ten_sessions_in_one_go_conflicts_solved_and_the_clock_change_crossed(void **state)
{
	struct series_wish w = ten(monday + 84, 10);            /* 2027-02-15: daylight saving begins on 28 March */
	struct wish other = wish(ines, hour_service, at(monday + 84 + 21, 9, 45), false);
	struct suggestion p;
	int64_t id, starts[10];
	int had = booked(maren);

	(void)state;
	assert_true(cx_save(&cx));
	keep(bookings_book(&cx, &book, &other, &id) && q_holiday_add(cx.db, db_id(), cx.who.practice, 0, "2027-03-15", "2027-03-16", "Painting the rooms"));
	assert_true(bookings_propose(&cx, &book, &w, &p));
	assert_int_equal(p.n, 10);
	for (int i = 0; i < 10; i++)
		assert_int_equal(p.at[i].free, i != 3 && i != 4);
	assert_true(p.at[3].near.n > 0 && zone_wall(book.zone, p.at[3].near.at[0]).day == w.first + 21);        /* the same day, another hour */
	assert_true(p.at[4].near.n > 0 && zone_wall(book.zone, p.at[4].near.at[0]).day == w.first + 28 + 2);    /* the holiday is over on Wednesday */
	take_chosen(&p, starts);
	assert_true(cx_save(&cx));
	keep(bookings_series(&cx, &book, &w, starts));
	assert_int_equal(booked(maren), had + 10);
	for (int i = 0; i < 10; i++)
		if (i != 3 && i != 4)
			assert_int_equal(zone_wall(book.zone, starts[i]).minute, 10 * 60);
	assert_int_equal(starts[9] - starts[0], 9 * 7 * 86400000LL - 3600000);          /* one hour less: the clock went on */
	rules_hold(maren);
}

static int64_t series_of(size_t skip)
{
	struct appointment_person_rows rows = of(maren);

	for (size_t i = 0; i < rows.n; i++)
		if (rows.at[i].series && str_equal(rows.at[i].state, "booked") && !skip--)
			return rows.at[i].series;
	return 0;
}

static void a_series_is_moved_from_week_four_on(void **state)
{
	struct appointment_person_rows rows = of(maren);
	int64_t series = series_of(0), starts[7], fourth = 0, n = 0;
	struct suggestion p;

	(void)state;
	for (size_t i = 0; i < rows.n; i++)
		if (rows.at[i].series == series && ++n == 4)
			fourth = rows.at[i].starts;
	struct series_wish w = ten(monday + 84 + 21 + 3, 14);           /* Thursdays at two */
	w.n = 7;
	w.series = series;
	w.later = fourth;
	int whole = booked(maren);
	assert_true(bookings_propose(&cx, &book, &w, &p));
	take_chosen(&p, starts);
	assert_true(cx_save(&cx));
	keep(bookings_series(&cx, &book, &w, starts));
	assert_int_equal(booked(maren), whole);                 /* none lost, none twice */
	rows = of(maren);
	n = 0;
	for (size_t i = 0; i < rows.n; i++) {
		if (!rows.at[i].series)
			continue;
		struct wall when = zone_wall(book.zone, rows.at[i].starts);
		assert_int_equal(when.minute, n < 3 ? 10 * 60 : 14 * 60);
		assert_int_equal(day_weekday(when.day), n < 3 ? 0 : 3);
		assert_true((rows.at[i].series == series) == (n < 3));
		n++;
	}
	assert_int_equal(n, 10);
	rules_hold(maren);
	/* by a week, onto each other's places: each in its turn */
	w = ten(monday + 84 + 28 + 3, 14);
	w.n = 7;
	w.series = series_of(3);
	w.later = starts[0];
	assert_true(bookings_propose(&cx, &book, &w, &p));
	take_chosen(&p, starts);
	assert_true(cx_save(&cx));
	keep(bookings_series(&cx, &book, &w, starts));
	assert_int_equal(booked(maren), whole);
	rules_hold(maren);
}

static void all_or_none(void **state)
{
	struct series_wish w = ten(monday + 200, 9);
	int64_t starts[10], id;
	int whole = booked(maren);
	struct wish other;
	struct suggestion p;

	(void)state;
	assert_true(bookings_propose(&cx, &book, &w, &p));
	take_chosen(&p, starts);
	other = wish(ines, short_service, starts[7] + 15 * ZONE_MINUTE, false);
	assert_true(cx_save(&cx));
	keep(bookings_book(&cx, &book, &other, &id));           /* somebody was quicker */
	assert_true(cx_save(&cx));
	refused(bookings_series(&cx, &book, &w, starts), ERR_CONFLICT, "starts");
	assert_int_equal(booked(maren), whole);
	w.n = 10000;
	refused(bookings_propose(&cx, &book, &w, &p), ERR_INPUT, "count");
	w = ten(monday + 84, 10);
	w.series = series_of(0);
	w.person = ines;
	w.later = cx.now;
	assert_true(cx_save(&cx));
	refused(bookings_series(&cx, &book, &w, starts), ERR_MISSING, "series");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ten_sessions_in_one_go_conflicts_solved_and_the_clock_change_crossed),
		cmocka_unit_test(a_series_is_moved_from_week_four_on),
		cmocka_unit_test(all_or_none),
	};

	return cmocka_run_group_tests(tests, before, after);
}
