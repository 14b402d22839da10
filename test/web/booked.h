/* test/web/booked.h -- a practice with two services, a room and hours from Monday to Friday, and two of its clients. */
#ifndef TEST_WEB_BOOKED_H
#define TEST_WEB_BOOKED_H

#include "app/bookings.h"
#include "core/series.h"
#include "web/owner_acts.h"

static struct practice_book book;
static int64_t maren, ines, hour_service, short_service;
static const day monday = 20780;                /* 2026-11-23; the clock stands at Wednesday the 18th */

static inline int64_t at(day on, int hour, int minute)
{
	return zone_instant(book.zone, on, hour * 60 + minute);
}

static inline void refused(bool done, enum err_code code, const char *field)
{
	assert_false(done);
	assert_int_equal(site->err.code, code);
	assert_string_equal(site->err.field, field);
	site->err = (struct err){ 0 };
	db_rollback(cx.db);
}

static inline int before(void **state)
{
	owner_acts(state);
	maren = site_person(site, "maren@demo.invalid");
	ines = site_person(site, "ines@demo.invalid");
	hour_service = db_id();
	short_service = db_id();
	assert_true(cx_save(&cx));
	keep(q_booking_set(cx.db, cx.who.practice, "Europe/Zurich", "Appointment at the practice", 120, 60, 15, 1440, 1) &&
		q_room_add(cx.db, db_id(), cx.who.practice, "The blue room") &&
		q_service_add(cx.db, hour_service, cx.who.practice, "One hour", 60, 0, 15, 9000, 1) &&
		q_service_add(cx.db, short_service, cx.who.practice, "Half an hour", 30, 0, 0, 5000, 1));
	for (int k = 0; k < 5; k++) {
		assert_true(cx_save(&cx));
		keep(q_opening_add(cx.db, db_id(), cx.who.practice, cx.who.account, k, 9 * 60, 12 * 60) &&
			q_opening_add(cx.db, db_id(), cx.who.practice, cx.who.account, k, 13 * 60, 18 * 60));
	}
	assert_true(bookings_load(&cx, &book));
	return 0;
}

static inline struct wish wish(int64_t person, int64_t service, int64_t starts, bool client)
{
	return (struct wish){ person, cx.who.account, service, 0, starts, client };
}

static inline struct appointment_person_rows of(int64_t person)
{
	struct appointment_person_rows rows;

	assert_true(q_appointment_person(cx.db, person, &rows));
	return rows;
}

static inline int booked(int64_t person)
{
	struct appointment_person_rows rows = of(person);
	int n = 0;

	for (size_t i = 0; i < rows.n; i++)
		n += str_equal(rows.at[i].state, "booked");
	return n;
}

#endif
