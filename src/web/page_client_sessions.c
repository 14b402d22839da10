/* web/page_client_sessions.c -- the client's own sessions: book, move, cancel within the practice's rules; wait for a time. */
#include "app/bookings.h"
#include "base/str.h"
#include "web/booking.h"
#include "web/client.h"

bool page_own_sessions(struct web *w);
bool do_own_sessions(struct web *w);
bool page_own_session(struct web *w);
bool do_own_session(struct web *w);

enum { LOOK_DAYS = 28, USUAL_MINUTE = 10 * 60 };
static const struct { const char *id, *label; int minute; } hours_of_day[] = { { "morning", "Morning", 9 * 60 }, { "noon", "Around noon", 12 * 60 },
	{ "afternoon", "Afternoon", 16 * 60 } };

static const char *hours_words(struct web *w, int minutes)
{
	int hours = minutes / 60;

	if (hours && hours % 24 == 0)
		return arena_fmt(w->cx.a, hours == 24 ? "a day" : "%d days", hours / 24);
	return arena_fmt(w->cx.a, hours == 1 ? "an hour" : "%d hours", hours);
}

static bool fill_own(struct web *w, const struct practice_book *b, struct sessions_view *v)
{
	struct appointment_own_rows rows;

	if (!q_appointment_own(w->cx.db, w->cx.who.person, w->cx.now, &rows))
		return false;
	v->coming.at = NEWS(w->cx.a, struct own_session_row, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++) {
		const struct appointment_own *a = &rows.at[i];
		const char *who = bookings_therapist(&w->cx, b, a->therapist);

		v->coming.at[v->coming.n++] = (struct own_session_row){ arena_fmt(w->cx.a, "/sessions/%lld", (long long)a->id), bookings_when(&w->cx, b, a->starts),
			arena_fmt(w->cx.a, "%s%s%s", booking_what(w, b, a->service, a->minutes), who ? ", with " : "", who ? who : ""), "",
			b->online && booking_may_cancel(&b->rules, a->starts, w->cx.now) };
	}
	return true;
}

static bool fill_waiting(struct web *w, const struct practice_book *b, struct sessions_view *v)
{
	struct waiting_person_rows rows;
	char iso[11];
	day until;

	day_iso(w->cx.today, iso);
	if (!q_waiting_person(w->cx.db, w->cx.who.person, iso, &rows))
		return false;
	if (rows.n && day_read(rows.at[0].until, &until)) {
		const struct service_all *s = bookings_service(b, rows.at[0].service);
		char date[16];

		day_short(until, date, sizeof(date));
		v->waits = arena_fmt(w->cx.a, "%s, up to %s", s ? s->name : "A session", date);
	}
	return true;
}

/* Which day and hour the client asked to see; those of a time that somebody else just took; from today on in the usual case. */
static bool fill_free(struct web *w, const struct practice_book *b, int64_t therapist, int64_t service, struct sessions_view *v)
{
	const char *hour = form_get(w->cx.a, &w->form, "hour");
	day today = zone_wall(b->zone, w->cx.now).day, on;
	struct slots slots;
	int minute = USUAL_MINUTE;
	int64_t wished;
	char iso[11];

	if (!booking_day(w, "day", today, &on) || !booking_number(w, "starts", 0, &wished))
		return false;
	if (wished && wished < w->cx.now + (int64_t)(b->rules.ahead + 1) * DAY_MINUTES * ZONE_MINUTE) {
		on = zone_wall(b->zone, wished).day;
		minute = zone_wall(b->zone, wished).minute;
	}
	for (size_t i = 0; hour && i < sizeof(hours_of_day) / sizeof(*hours_of_day); i++)
		if (str_equal(hours_of_day[i].id, hour))
			minute = hours_of_day[i].minute;
	on = on < today ? today : on;
	if (!bookings_offer(&w->cx, b, therapist, service, on, on + LOOK_DAYS, minute, OFFERED_MOST, &slots))
		return false;
	v->slots = booking_options(w, b, &slots);
	day_iso(on, iso);
	v->day = arena_text(w->cx.a, iso);
	return true;
}

bool page_own_sessions(struct web *w)
{
	struct practice_book b;
	struct record r;
	bool led;
	int64_t service, asked;

	if (!client_record(w, &r, true, &led) || led)
		return led;
	if (!bookings_load(&w->cx, &b) || !booking_number(w, "service", 0, &asked))
		return false;
	struct sessions_view v = { .page = view_page(w, "Your sessions", "client read", ""), .set = b.set, .online = b.set && b.online };
	v.services = booking_services(w, &b, asked, true);
	v.any = v.services.n > 0;
	service = 0;
	for (size_t i = 0; i < v.services.n; i++)
		if (v.services.at[i].on || (!service && i == 0))
			int_read(v.services.at[i].value, 1, (int64_t)1 << 53, &service);
	v.service = booking_text(w, service);
	v.rules = arena_fmt(w->cx.a, "You can move or cancel up to %s before. After that, please call the practice.", hours_words(w, b.rules.cancel));
	if (!fill_own(w, &b, &v) || !fill_waiting(w, &b, &v) || (v.any && !fill_free(w, &b, r.person.therapist, service, &v)) ||
		!booking_keep_error(w, &v.page))
		return false;
	tmpl_own_sessions(&w->r->body, &v);
	return true;
}

static bool book_one(struct web *w, const struct practice_book *b, int64_t therapist)
{
	int64_t service, starts, id;

	if (!booking_number(w, "service", 0, &service) || !booking_number(w, "starts", 0, &starts) || !form_end(&w->form, &w->err) || !cx_save(&w->cx))
		return false;
	const struct wish wish = { w->cx.who.person, therapist, service, 0, starts, true };
	return bookings_book(&w->cx, b, &wish, &id) && web_go_with(w, "/sessions", "booked");
}

static bool begin_waiting(struct web *w, const struct practice_book *b, int64_t therapist)
{
	const struct service_all *s;
	int64_t service;
	char iso[11];
	day until;

	if (!booking_number(w, "service", 0, &service) || !booking_day(w, "until", w->cx.today + LOOK_DAYS, &until) || !form_end(&w->form, &w->err))
		return false;
	s = bookings_service(b, service);
	if (!s || s->closed || !s->online)
		return fail(&w->err, ERR_INPUT, "service", "is none that can be booked");
	if (until < w->cx.today || until > w->cx.today + 366)
		return fail(&w->err, ERR_INPUT, "until", "is not a day to come within a year");
	day_iso(until, iso);
	return cx_save(&w->cx) && q_waiting_drop(w->cx.db, w->cx.who.person) &&
		q_waiting_add(w->cx.db, db_id(), w->cx.who.practice, w->cx.who.person, service, therapist, iso, w->cx.now) &&
		cx_event(&w->cx, w->cx.who.person, "waits") && web_go_with(w, "/sessions", "waiting");
}

static bool end_waiting(struct web *w)
{
	return form_end(&w->form, &w->err) && cx_save(&w->cx) && q_waiting_drop(w->cx.db, w->cx.who.person) &&
		cx_event(&w->cx, w->cx.who.person, "waits_no_longer") && web_go_with(w, "/sessions", "saved");
}

bool do_own_sessions(struct web *w)
{
	static const char *const acts[] = { "book", "wait", "leave" };
	struct practice_book b;
	struct record r;
	bool led;
	int act;

	if (!client_record(w, &r, true, &led) || led)
		return led;
	if (!bookings_load(&w->cx, &b) || !form_choice(w->cx.a, &w->form, "act", acts, 3, &act, &w->err))
		return false;
	if (act == 0 ? book_one(w, &b, r.person.therapist) : act == 1 ? begin_waiting(w, &b, r.person.therapist) : end_waiting(w))
		return true;
	return booking_again(w) && page_own_sessions(w);
}

/* The client's own appointment behind {key}. */
static bool own(struct web *w, struct appointment_get *out)
{
	struct appointment_get_rows rows = { 0 };
	int64_t id;

	if (int_read(w->arg, 1, (int64_t)1 << 53, &id) && !q_appointment_get(w->cx.db, id, w->cx.who.practice, &rows))
		return false;
	if (!rows.n || rows.at[0].person != w->cx.who.person)
		return fail(&w->err, ERR_MISSING, "appointment", "There is no such session.");
	*out = rows.at[0];
	return true;
}

/* While a stop is open a session can be seen and cancelled, not booked or moved. */
bool page_own_session(struct web *w)
{
	struct practice_book b;
	struct appointment_get a;
	struct record r;
	struct slots slots = { 0 };
	char iso[11];
	bool led;
	day on;

	if (!client_record(w, &r, false, &led) || !own(w, &a) || !bookings_load(&w->cx, &b) ||
		!booking_day(w, "day", zone_wall(b.zone, a.starts).day, &on))
		return false;
	day today = zone_wall(b.zone, w->cx.now).day;
	on = on < today ? today : on;
	if (!r.stops.n && !bookings_offer(&w->cx, &b, a.therapist, a.service, on, on + LOOK_DAYS, zone_wall(b.zone, a.starts).minute, OFFERED_MOST, &slots))
		return false;
	day_iso(on, iso);
	struct appointment_view v = { .page = view_page(w, "Your session", "client read", ""), .id = a.id, .when = bookings_when(&w->cx, &b, a.starts),
		.what = booking_what(w, &b, a.service, a.minutes), .where = bookings_room(&b, a.room), .therapist = bookings_therapist(&w->cx, &b, a.therapist),
		.state = booking_state(a.state), .booked = str_equal(a.state, "booked"), .past = a.starts <= w->cx.now, .day = arena_text(w->cx.a, iso),
		.held = r.stops.n > 0, .slots = booking_options(w, &b, &slots), .may = b.online && booking_may_cancel(&b.rules, a.starts, w->cx.now) };
	v.refusal = b.online ? arena_fmt(w->cx.a, "It is less than %s away. Please call the practice if something came up; that is fine.", hours_words(w, b.rules.cancel)) :
		"Please call the practice to change it.";
	if (!booking_keep_error(w, &v.page))
		return false;
	tmpl_own_session(&w->r->body, &v);
	return true;
}

bool do_own_session(struct web *w)
{
	static const char *const acts[] = { "move", "cancel" };
	struct practice_book b;
	struct appointment_get a;
	struct record r;
	const char *reason = "";
	int64_t starts;
	bool led;
	int act;

	if (!client_record(w, &r, false, &led))
		return false;
	form_get(w->cx.a, &w->form, "day");
	if (!own(w, &a) || !bookings_load(&w->cx, &b) || !form_choice(w->cx.a, &w->form, "act", acts, 2, &act, &w->err))
		return false;
	if (r.stops.n && act == 0)
		return web_go(w, "/stop");
	if (booking_number(w, "starts", 0, &starts) && (!form_has(&w->form, "reason") || form_text(w->cx.a, &w->form, "reason", 0, 300, &reason, &w->err)) &&
		form_end(&w->form, &w->err) && cx_save(&w->cx) &&
		(act == 0 ? bookings_move(&w->cx, &b, a.id, starts, true) : bookings_cancel(&w->cx, &b, a.id, reason, true)))
		return web_go_with(w, r.stops.n ? "/stop" : "/sessions", act == 0 ? "moved" : "cancelled");
	return booking_again(w) && page_own_session(w);
}

bool client_coming(struct web *w, struct own_session_rows *out)
{
	struct practice_book b;
	struct sessions_view v = { 0 };

	if (!bookings_load(&w->cx, &b) || !fill_own(w, &b, &v))
		return false;
	*out = v.coming;
	return true;
}

/* What Today says: the next session, and times that became free for somebody who waits. */
bool client_next_session(struct web *w, const struct record *r, bool kept, struct next_session_view *out)
{
	struct practice_book b;
	struct sessions_view v = { 0 };
	struct waiting_person_rows waits;
	struct appointment_own_rows coming;
	struct booking_get_rows booking;
	struct slots slots;
	char iso[11];
	day until;

	*out = (struct next_session_view){ 0 };
	day_iso(w->cx.today, iso);
	if (!q_booking_get(w->cx.db, w->cx.who.practice, &booking) || !q_waiting_person(w->cx.db, r->person.id, iso, &waits) ||
		!q_appointment_own(w->cx.db, r->person.id, w->cx.now, &coming))
		return false;
	out->set = booking.n > 0;
	if (!coming.n && !waits.n)
		return true;
	if (!bookings_load(&w->cx, &b) || !fill_own(w, &b, &v))
		return false;
	if (v.coming.n) {
		out->when = v.coming.at[0].when;
		out->path = v.coming.at[0].path;
		out->what = kept ? NULL : v.coming.at[0].what;
	}
	if (kept || !waits.n || !b.online || !day_read(waits.at[0].until, &until))
		return true;
	if (!bookings_offer(&w->cx, &b, waits.at[0].therapist, waits.at[0].service, w->cx.today, until, USUAL_MINUTE, 3, &slots))
		return false;
	out->service = booking_text(w, waits.at[0].service);
	out->slots = booking_options(w, &b, &slots);
	return true;
}
