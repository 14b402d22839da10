/* app/bookings.c -- one appointment: booked, moved, cancelled, kept. */
#include "app/bookings.h"

#include "base/str.h"

#include <assert.h>

static const int64_t half_day = 12 * 3600 * 1000;
static const struct booking_rules usual = { .lead = 12 * 60, .ahead = 90, .step = 15, .cancel = 24 * 60 };

bool bookings_load(struct cx *cx, struct practice_book *out)
{
	struct booking_get_rows rows;

	*out = (struct practice_book){ .zone_id = "UTC", .title = "Appointment", .rules = usual };
	if (!q_booking_get(cx->db, cx->who.practice, &rows) || !q_room_all(cx->db, cx->who.practice, &out->rooms) ||
		!q_service_all(cx->db, cx->who.practice, &out->services) || !q_account_staff(cx->db, cx->who.practice, &out->staff))
		return false;
	if (rows.n) {
		const struct booking_get *r = &rows.at[0];

		out->set = true;
		out->zone_id = r->zone;
		out->title = r->title;
		out->online = r->online;
		out->rules = (struct booking_rules){ (int)r->lead, (int)r->ahead, (int)r->step, (int)r->cancel };
	}
	return zone_find(out->zone_id, &out->zone, cx->err);
}

const struct service_all *bookings_service(const struct practice_book *b, int64_t id)
{
	for (size_t i = 0; i < b->services.n; i++)
		if (b->services.at[i].id == id)
			return &b->services.at[i];
	return NULL;
}

const char *bookings_therapist(struct cx *cx, const struct practice_book *b, int64_t id)
{
	for (size_t i = 0; i < b->staff.n; i++)
		if (b->staff.at[i].id == id)
			return arena_fmt(cx->a, "%s %s", b->staff.at[i].given, b->staff.at[i].family);
	return NULL;
}

const char *bookings_room(const struct practice_book *b, int64_t id)
{
	for (size_t i = 0; i < b->rooms.n; i++)
		if (b->rooms.at[i].id == id)
			return b->rooms.at[i].name;
	return NULL;
}

struct service bookings_times(const struct service_all *s)
{
	return (struct service){ (int)s->minutes, (int)s->before, (int)s->after };
}

static bool load_hours(struct cx *cx, int64_t therapist, day from, struct diary *d)
{
	struct opening_all_rows hours;
	struct holiday_from_rows holidays;
	char iso[11];

	day_iso(from, iso);
	if (!q_opening_all(cx->db, cx->who.practice, therapist, &hours) || !q_holiday_from(cx->db, cx->who.practice, iso, &holidays))
		return false;
	struct opening *o = NEWS(cx->a, struct opening, hours.n + 1);
	struct closed *c = NEWS(cx->a, struct closed, holidays.n + 1);
	for (size_t i = 0; i < hours.n; i++)
		o[i] = (struct opening){ (int)hours.at[i].weekday, (int)hours.at[i].starts, (int)hours.at[i].ends };
	for (size_t i = 0; i < holidays.n; i++)
		if ((!holidays.at[i].therapist || holidays.at[i].therapist == therapist) && day_read(holidays.at[i].first, &c[d->n_closed].first) &&
			day_read(holidays.at[i].last, &c[d->n_closed].last))
			d->n_closed++;
	d->opening = o;
	d->n_opening = (int)hours.n;
	d->closed = c;
	return true;
}

bool bookings_diary(struct cx *cx, const struct practice_book *b, int64_t therapist, int64_t from, int64_t to, struct but but, struct diary *out)
{
	struct appointment_taken_rows rows;
	struct busy_taken_rows busy;
	int64_t *room = NEWS(cx->a, int64_t, b->rooms.n + 1);

	*out = (struct diary){ .zone = b->zone, .therapist = therapist, .room = room, .n_rooms = (int)b->rooms.n };
	for (size_t i = 0; i < b->rooms.n; i++)
		room[i] = b->rooms.at[i].id;
	if (!load_hours(cx, therapist, zone_wall(b->zone, from).day - 1, out) || !q_appointment_taken(cx->db, cx->who.practice, from, to, &rows) ||
		!q_busy_taken(cx->db, cx->who.practice, from, to, &busy))
		return false;
	struct taken *t = NEWS(cx->a, struct taken, rows.n + busy.n + 1);
	for (size_t i = 0; i < rows.n; i++) {
		const struct appointment_taken *r = &rows.at[i];

		if (r->id != but.id && !(but.series && r->series == but.series && r->starts >= but.later))
			t[out->n_taken++] = (struct taken){ { r->taken_from, r->taken_to }, r->therapist, r->room };
	}
	for (size_t i = 0; i < busy.n; i++)
		t[out->n_taken++] = (struct taken){ { busy.at[i].starts, busy.at[i].ends }, busy.at[i].therapist, 0 };
	out->taken = t;
	return true;
}

/* What a client may not have is told in words; staff are bound by what is taken. */
static bool place(struct cx *cx, const struct practice_book *b, const struct wish *w, int64_t except, struct service *times, int64_t *room)
{
	const struct service_all *s = bookings_service(b, w->service);
	struct diary d;

	if (!s || (!except && s->closed) || (w->client && !except && !s->online))
		return fail(cx->err, ERR_INPUT, "service", "is none that can be booked");
	if (!bookings_therapist(cx, b, w->therapist))
		return fail(cx->err, ERR_INPUT, "therapist", "is nobody of this practice");
	*times = bookings_times(s);
	if (w->starts % ZONE_MINUTE || w->starts < cx->now || w->starts > cx->now + 2 * 366 * 2 * half_day)
		return fail(cx->err, ERR_INPUT, "starts", "is not a time to come within two years");
	if (!bookings_diary(cx, b, w->therapist, w->starts - half_day, w->starts + half_day, (struct but){ .id = except }, &d))
		return false;
	bool free = booking_free(&d, times, w->starts, w->room, room);
	const char *no = w->client && free ? booking_refusal(&d, &b->rules, times, w->starts, cx->now) : NULL;
	if (no)
		return fail(cx->err, ERR_INPUT, "starts", "%s", no);
	return free || fail(cx->err, ERR_CONFLICT, "starts", "This time was just taken. Here are the next free ones.");
}

bool bookings_book(struct cx *cx, const struct practice_book *b, const struct wish *w, int64_t *id)
{
	struct service times;
	int64_t room;

	if (w->client && !b->online)
		return fail(cx->err, ERR_FORBIDDEN, "starts", "Sessions are booked by the practice. Please call.");
	if (!place(cx, b, w, 0, &times, &room))
		return false;
	struct span s = booking_span(&times, w->starts);
	*id = db_id();
	return q_appointment_add(cx->db, *id, cx->who.practice, w->person, w->therapist, w->service, room, 0, "", w->starts, times.minutes, s.from, s.to,
		cx->now, cx->who.account) && q_waiting_drop(cx->db, w->person) && cx_event(cx, w->person, "booked");
}

/* The appointment, the caller's own when a client asks, still to come. */
static bool mine(struct cx *cx, const struct practice_book *b, int64_t id, bool client, struct appointment_get *out)
{
	struct appointment_get_rows rows;

	if (!q_appointment_get(cx->db, id, cx->who.practice, &rows))
		return false;
	if (!rows.n || (client && rows.at[0].person != cx->who.person))
		return fail(cx->err, ERR_MISSING, "appointment", "There is no such appointment.");
	*out = rows.at[0];
	if (!str_equal(out->state, "booked"))
		return fail(cx->err, ERR_CONFLICT, "appointment", "This appointment is no longer booked.");
	if (client && (!b->online || !booking_may_cancel(&b->rules, out->starts, cx->now)))
		return fail(cx->err, ERR_FORBIDDEN, "cancel", "It is too close to your session to change it here. Please call the practice; that is fine.");
	return true;
}

bool bookings_move(struct cx *cx, const struct practice_book *b, int64_t appointment, int64_t starts, bool client)
{
	struct appointment_get was;
	struct service times;
	int64_t room;

	if (!mine(cx, b, appointment, client, &was))
		return false;
	const struct wish w = { was.person, was.therapist, was.service, was.room, starts, client };
	if (!place(cx, b, &w, appointment, &times, &room))
		return false;
	struct span s = booking_span(&times, starts);
	return q_appointment_move(cx->db, appointment, cx->who.practice, room, starts, s.from, s.to, cx->now, was.therapist) &&
		cx_event(cx, was.person, "booking_moved");
}

bool bookings_cancel(struct cx *cx, const struct practice_book *b, int64_t appointment, const char *reason, bool client)
{
	struct appointment_get was;

	return mine(cx, b, appointment, client, &was) && q_appointment_state(cx->db, appointment, cx->who.practice, "cancelled", reason, cx->now) &&
		cx_event(cx, was.person, "booking_cancelled");
}

bool bookings_mark(struct cx *cx, int64_t appointment, const char *state, const char *reason)
{
	struct appointment_get_rows rows;

	assert(str_equal(state, "came") || str_equal(state, "late") || str_equal(state, "missed") || str_equal(state, "booked"));
	if (!q_appointment_get(cx->db, appointment, cx->who.practice, &rows))
		return false;
	if (!rows.n)
		return fail(cx->err, ERR_MISSING, "appointment", "There is no such appointment.");
	if (str_equal(rows.at[0].state, "cancelled"))
		return fail(cx->err, ERR_CONFLICT, "appointment", "This appointment was cancelled.");
	if (rows.at[0].starts > cx->now + half_day && !str_equal(state, "booked"))
		return fail(cx->err, ERR_INPUT, "state", "can be told on the day, not before");
	return q_appointment_state(cx->db, appointment, cx->who.practice, state, reason, cx->now) &&
		cx_event(cx, rows.at[0].person, str_equal(state, "missed") ? "session_missed" : "session_kept");
}

const char *bookings_clock(struct cx *cx, const struct practice_book *b, int64_t instant)
{
	struct wall w = zone_wall(b->zone, instant);

	return arena_fmt(cx->a, "%02d:%02d", w.minute / 60, w.minute % 60);
}

const char *bookings_when(struct cx *cx, const struct practice_book *b, int64_t starts)
{
	static const char *const weekday[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
	struct wall w = zone_wall(b->zone, starts);
	char date[16];

	day_short(w.day, date, sizeof(date));
	return arena_fmt(cx->a, "%s %s, %02d:%02d", weekday[day_weekday(w.day)], date, w.minute / 60, w.minute % 60);
}
