/* app/demo_calendar.c -- what stands in the demonstration's calendar, booked as a therapist books it. */
#include "app/demo.h"

#include "app/bookings.h"
#include "base/str.h"

static const int64_t day_ms = 86400000;

/* A row of weekly sessions, or one alone.  day: of the first, counted from today; those that are over were kept. */
struct kept_row { const char *mail; const char *service; int day, hour, n; };

/* Maren and Piet come on the weekday of the sessions they had (demo_hours); Tomas is seen for the first time today. */
static const struct kept_row rows[] = {
	{ "maren@demo.invalid", "Session", -16, 10, 10 },
	{ "piet@demo.invalid", "Session", -44, 14, 10 },
	{ "tomas@demo.invalid", "First visit", 0, 11, 1 },
	{ "tomas@demo.invalid", "Session", 7, 16, 1 },
};
enum { ROWS = sizeof(rows) / sizeof(*rows) };

/* Open every day, so that there is something to see on each. */
static bool open_practice(struct cx *cx)
{
	static const struct { int from, to; } hours[] = { { 9 * 60, 12 * 60 + 30 }, { 13 * 60, 18 * 60 } };
	int64_t practice = cx->who.practice;
	struct err none = { 0 };
	const struct zone *zone;

	if (!q_booking_set(cx->db, practice, zone_find("Europe/Berlin", &zone, &none) ? "Europe/Berlin" : "UTC", "Appointment", 12 * 60, 90, 15, 24 * 60, true) ||
		!q_room_add(cx->db, db_id(), practice, "The green room") || !q_service_add(cx->db, db_id(), practice, "Session", 60, 0, 15, 8000, true) ||
		!q_service_add(cx->db, db_id(), practice, "First visit", 90, 0, 15, 11000, false))
		return false;
	for (int weekday = 0; weekday < 7; weekday++)
		for (int i = 0; i < 2; i++)
			if (!q_opening_add(cx->db, db_id(), practice, cx->who.account, weekday, hours[i].from, hours[i].to))
				return false;
	return true;
}

bool demo_person(struct cx *cx, const char *mail, int64_t *out)
{
	struct account_by_mail_rows account;
	struct person_of_account_rows person;

	if (!q_account_by_mail(cx->db, mail, &account) || (account.n && !q_person_of_account(cx->db, account.at[0].id, &person)))
		return false;
	*out = account.n && person.n ? person.at[0].id : 0;
	return *out || fail(cx->err, ERR_CONFLICT, "--demo", "this folder does not hold all of the demonstration");
}

int64_t demo_service(const struct practice_book *b, const char *name)
{
	for (size_t i = 0; i < b->services.n; i++)
		if (str_equal(b->services.at[i].name, name))
			return b->services.at[i].id;
	return 0;
}

/* Each on the day before it: what is over can no longer be booked, and then what came of it is told. */
static bool keep_row(struct cx *cx, const struct practice_book *b, const struct kept_row *k)
{
	int64_t now = cx->now, person, id;
	day today = zone_wall(b->zone, now).day;
	bool done = demo_person(cx, k->mail, &person);

	for (int i = 0; done && i < k->n; i++) {
		int64_t starts = zone_instant(b->zone, today + k->day + 7 * i, k->hour * 60);
		const struct wish w = { person, cx->who.account, demo_service(b, k->service), 0, starts, false };

		cx->now = starts - day_ms < now ? starts - day_ms : now;
		done = bookings_book(cx, b, &w, &id);
		cx->now = now;
		if (done && k->day + 7 * i < 0)
			done = bookings_mark(cx, id, i == 1 ? "late" : "came", i == 1 ? "The train" : "");
	}
	return done;
}

bool demo_owner(struct cx *cx)
{
	struct account_by_mail_rows owner;

	if (!q_account_by_mail(cx->db, "therapist@demo.invalid", &owner))
		return false;
	if (!owner.n)
		return fail(cx->err, ERR_CONFLICT, "--demo", "this folder does not hold the demonstration");
	cx->who = (struct who){ .role = ROLE_OWNER, .practice = owner.at[0].practice, .account = owner.at[0].id };
	return true;
}

bool demo_calendar(struct cx *cx)
{
	struct practice_book b;
	struct who was = cx->who;
	bool done = true;

	if (!demo_owner(cx) || !bookings_load(cx, &b))
		return false;
	if (!b.set) {
		done = cx_save(cx) && open_practice(cx) && bookings_load(cx, &b);
		for (int i = 0; done && i < ROWS; i++)
			done = keep_row(cx, &b, &rows[i]);
		done = done && db_commit(cx->db);
	}
	cx->who = was;
	return done;
}
