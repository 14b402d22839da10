/* web/page_staff_appointments.c -- one appointment: moved, cancelled, what came of it; the sessions of one client, one or ten at once. */
#include "app/bookings.h"
#include "base/str.h"
#include "web/booking.h"
#include "web/staff.h"

#include <stdlib.h>

bool page_appointment(struct web *w);
bool do_appointment(struct web *w);
bool page_appointments(struct web *w);
bool page_propose_appointments(struct web *w);
bool do_appointments(struct web *w);

enum { TEN = 10 };

static bool get(struct web *w, int64_t id, struct appointment_get *out)
{
	struct appointment_get_rows rows;

	if (!q_appointment_get(w->cx.db, id, w->cx.who.practice, &rows))
		return false;
	if (!rows.n || !(cx_sees(&w->cx, rows.at[0].therapist) || cx_sees(&w->cx, rows.at[0].of_therapist)))
		return fail(&w->err, ERR_MISSING, "appointment", "There is no such appointment.");
	*out = rows.at[0];
	return true;
}

/* What is free for it on a day, staff's way: bound by hours and what is taken. */
static bool free_on(struct web *w, const struct practice_book *b, const struct appointment_get *a, day on, struct slots *out)
{
	const struct service_all *s = bookings_service(b, a->service);
	const struct booking_rules any = { .lead = 0, .ahead = 2 * 366, .step = b->rules.step };
	struct diary d;

	*out = (struct slots){ 0 };
	if (!s || !bookings_diary(&w->cx, b, a->therapist, zone_instant(b->zone, on, 0), zone_instant(b->zone, on + 1, 0), (struct but){ .id = a->id }, &d))
		return s == NULL;
	struct service times = bookings_times(s);
	*out = booking_slots(w->cx.a, &d, &any, &times, on, w->cx.now);
	return true;
}

static bool appointment_id(struct web *w, int64_t *id)
{
	return int_read(w->arg, 1, (int64_t)1 << 53, id) || fail(&w->err, ERR_MISSING, "appointment", "There is no such appointment.");
}

/* How many of its series are booked from a time on; 0 when it belongs to none. */
static bool booked_from(struct web *w, const struct appointment_get *a, int64_t from, int *n)
{
	struct appointment_later_rows rows = { 0 };

	if (a->series && !q_appointment_later(w->cx.db, a->series, from, &rows))
		return false;
	*n = (int)rows.n;
	return true;
}

static const char *later_path(struct web *w, const struct practice_book *b, const struct appointment_get *a, int later)
{
	struct wall wall = zone_wall(b->zone, a->starts);
	char iso[11];

	day_iso(wall.day, iso);
	return arena_fmt(w->cx.a, "/client/%lld/appointments/new?service=%lld&therapist=%lld&first=%s&time=%02d:%02d&count=%d&series=%lld&later=%lld",
		(long long)a->person, (long long)a->service, (long long)a->therapist, iso, wall.minute / 60, wall.minute % 60, later, (long long)a->series,
		(long long)a->starts);
}

/* None is chosen beforehand: a tap on the button alone moves nothing. */
static struct option_views times(struct web *w, const struct practice_book *b, const struct slots *s)
{
	struct option_views free = booking_options(w, b, s), out = { NEWS(w->cx.a, struct option_view, free.n + 1), 0 };

	if (free.n)
		out.at[out.n++] = (struct option_view){ "", "Choose a time", NULL, true };
	for (size_t i = 0; i < free.n; i++)
		out.at[out.n++] = (struct option_view){ free.at[i].value, free.at[i].label, NULL, false };
	return out;
}

bool page_appointment(struct web *w)
{
	struct practice_book b;
	struct appointment_get a;
	struct slots slots;
	int64_t id;
	int later, all;
	char iso[11];
	day on;

	if (!appointment_id(w, &id) || !bookings_load(&w->cx, &b) || !get(w, id, &a) || !booked_from(w, &a, a.starts, &later) ||
		!booked_from(w, &a, w->cx.now, &all) || !booking_day(w, "day", zone_wall(b.zone, a.starts).day, &on) ||
		!free_on(w, &b, &a, on, &slots))
		return false;
	struct appointment_view v = { .page = view_page(w, "Appointment", "staff", "calendar"), .id = id, .name = arena_fmt(w->cx.a, "%s %s", a.given, a.family),
		.client_path = arena_fmt(w->cx.a, "/client/%lld", (long long)a.person), .when = bookings_when(&w->cx, &b, a.starts),
		.what = booking_what(w, &b, a.service, a.minutes), .where = bookings_room(&b, a.room), .therapist = bookings_therapist(&w->cx, &b, a.therapist),
		.state = booking_state(a.state), .reason = a.reason && w->cx.who.role & ROLE_STAFF ? a.reason : "", .booked = str_equal(a.state, "booked"), .later = later, .all = all,
		.past = a.starts <= w->cx.now, .slots = times(w, &b, &slots), .later_path = later > 1 ? later_path(w, &b, &a, later) : NULL };
	day_iso(on, iso);
	v.day = arena_text(w->cx.a, iso);
	day_iso(zone_wall(b.zone, a.starts).day, iso);
	v.back = arena_fmt(w->cx.a, "/calendar?on=%s", iso);
	if (!booking_keep_error(w, &v.page))
		return false;
	tmpl_appointment(&w->r->body, &v);
	return true;
}

static const char *const acts[] = { "move", "cancel", "cancel_later", "cancel_all", "came", "late", "missed", "booked" };
static const char *const notes[] = { "moved_there", "cancelled_there", "cancelled_there", "cancelled_there", "saved", "saved", "saved", "saved" };

static bool act_on(struct web *w, const struct practice_book *b, int64_t id, int *act)
{
	const char *reason = "";
	struct appointment_get a;
	int64_t starts;

	if (!form_choice(w->cx.a, &w->form, "act", acts, 8, act, &w->err) || !booking_number(w, "starts", 0, &starts) ||
		(form_has(&w->form, "reason") && !form_text(w->cx.a, &w->form, "reason", 0, 300, &reason, &w->err)) || !get(w, id, &a))
		return false;
	form_get(w->cx.a, &w->form, "day");
	if (*act == 0 && !starts)
		return fail(&w->err, ERR_INPUT, "starts", "needs a time");
	if (!form_end(&w->form, &w->err) || !cx_save(&w->cx))
		return false;
	if (*act == 0)
		return bookings_move(&w->cx, b, id, starts, false);
	if (*act == 1)
		return bookings_cancel(&w->cx, b, id, reason, false);
	if (*act == 2 || *act == 3)
		return bookings_cancel_series(&w->cx, b, a.series, *act == 2 ? a.starts : w->cx.now, reason);
	return bookings_mark(&w->cx, id, acts[*act], reason);
}

bool do_appointment(struct web *w)
{
	struct practice_book b;
	int64_t id;
	int act;

	if (!appointment_id(w, &id) || !bookings_load(&w->cx, &b))
		return false;
	if (act_on(w, &b, id, &act))
		return web_go_with(w, arena_fmt(w->cx.a, "/calendar/%lld", (long long)id), notes[act]);
	return booking_again(w) && page_appointment(w);
}

/* ---- the sessions of one client */

static bool fill_rows(struct web *w, const struct practice_book *b, struct sessions_view *v)
{
	struct appointment_person_rows rows;

	if (!q_appointment_person(w->cx.db, w->id, &rows))
		return false;
	v->coming.at = NEWS(w->cx.a, struct own_session_row, rows.n + 1);
	v->past.at = NEWS(w->cx.a, struct own_session_row, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++) {
		const struct appointment_person *a = &rows.at[i];
		bool coming = a->starts > w->cx.now && str_equal(a->state, "booked");
		struct own_session_rows *to = coming ? &v->coming : &v->past;

		to->at[to->n++] = (struct own_session_row){ arena_fmt(w->cx.a, "/calendar/%lld", (long long)a->id), bookings_when(&w->cx, b, a->starts),
			booking_what(w, b, a->service, a->minutes), booking_state(a->state), true };
	}
	return true;
}

/* The length of session the plan or the practice has chosen. */
static int64_t usual_service(struct web *w, const struct practice_book *b, const struct record *r)
{
	int64_t best = 0;

	for (size_t i = 0; i < b->services.n; i++)
		if (!b->services.at[i].closed && (!best || b->services.at[i].minutes == (r->person.session_minutes ? r->person.session_minutes : 60)))
			best = b->services.at[i].id;
	(void)w;
	return best;
}

/* What the calendar or the form said. */
static const char *said(struct web *w, const char *name, const char *otherwise)
{
	const char *value = form_get(w->cx.a, &w->form, name);

	return value && value[0] ? value : otherwise;
}

bool page_appointments(struct web *w)
{
	struct practice_book b;
	struct record r;
	char iso[11];

	if (!staff_record(w, &r) || !bookings_load(&w->cx, &b))
		return false;
	int64_t with = r.person.therapist;
	if (!w->err.code && !booking_number(w, "therapist", with, &with))
		return false;
	day next = w->cx.today + 7 - day_weekday(w->cx.today);
	day_iso(next, iso);
	struct sessions_view v = { .page = view_page(w, "Appointments", "staff", "clients"), .id = w->id, .name = staff_name(w, &r), .first = said(w, "first", iso),
		.time = said(w, "time", "09:00"), .count = said(w, "count", "10"), .services = booking_services(w, &b, usual_service(w, &b, &r), false),
		.therapists = booking_therapists(w, &b, with), .set = b.set };
	v.any = v.services.n > 0;
	if (w->cx.who.role == ROLE_ASSISTANT && !r.person.account)
		v.inviter = bookings_therapist(&w->cx, &b, r.person.therapist);
	if (!fill_rows(w, &b, &v) || !staff_came_back(w, w->id, &v.came_back) || !booking_keep_error(w, &v.page))
		return false;
	tmpl_appointments(&w->r->body, &v);
	return true;
}

static bool read_wish(struct web *w, const struct practice_book *b, struct series_wish *out)
{
	const char *time = form_get(w->cx.a, &w->form, "time");
	int64_t n;

	*out = (struct series_wish){ .person = w->id };
	if (!booking_number(w, "service", 0, &out->service) || !booking_number(w, "therapist", w->cx.who.account, &out->therapist) ||
		!booking_day(w, "first", zone_wall(b->zone, w->cx.now).day, &out->first) || !booking_number(w, "count", TEN, &n) ||
		!booking_number(w, "series", 0, &out->series) || !booking_number(w, "later", 0, &out->later))
		return false;
	if (n < 1 || n > SESSIONS_MOST)
		return fail(&w->err, ERR_INPUT, "count", "is 1 to %d sessions at once", SESSIONS_MOST);
	out->n = (int)n;
	return (time && booking_minute(time, DAY_MINUTES - 1, &out->minute)) || fail(&w->err, ERR_INPUT, "time", "is not a time; one such as 09:30 is wanted");
}

static void fill_proposal(struct web *w, const struct practice_book *b, const struct suggestion *p, struct proposal_view *v)
{
	v->rows.at = NEWS(w->cx.a, struct proposed_row, p->n);
	for (int i = 0; i < p->n; i++) {
		struct proposed_row *row = &v->rows.at[v->rows.n++];

		*row = (struct proposed_row){ .name = arena_fmt(w->cx.a, "s%d", i), .when = bookings_when(&w->cx, b, p->at[i].wanted),
			.value = booking_text(w, p->at[i].wanted), .free = p->at[i].free, .near = booking_options(w, b, &p->at[i].near) };
		v->conflicts += !row->free;
	}
}

bool page_propose_appointments(struct web *w)
{
	struct practice_book b;
	struct series_wish s;
	struct suggestion p;
	struct record r;
	char iso[11];

	if (!form_has(&w->form, "service"))
		return page_appointments(w);
	if (!staff_record(w, &r) || !bookings_load(&w->cx, &b))
		return false;
	struct proposal_view v = { .page = view_page(w, "Appointments", "staff", "clients"), .id = w->id, .name = staff_name(w, &r) };
	if (w->err.code && !booking_keep_error(w, &v.page))
		return false;
	if (!read_wish(w, &b, &s) || !bookings_propose(&w->cx, &b, &s, &p))
		return page_appointments(w);
	day_iso(s.first, iso);
	v.first = arena_text(w->cx.a, iso);
	v.time = arena_fmt(w->cx.a, "%02d:%02d", s.minute / 60, s.minute % 60);
	v.count = booking_text(w, s.n);
	v.service = booking_text(w, s.service);
	v.therapist = booking_text(w, s.therapist);
	v.series = booking_text(w, s.series);
	v.later = booking_text(w, s.later);
	v.what = booking_what(w, &b, s.service, bookings_service(&b, s.service)->minutes);
	fill_proposal(w, &b, &p, &v);
	tmpl_appointments_proposed(&w->r->body, &v);
	return true;
}

static bool book_all(struct web *w, const struct practice_book *b)
{
	int64_t starts[SESSIONS_MOST] = { 0 };
	struct series_wish s;

	if (!read_wish(w, b, &s))
		return false;
	for (int i = 0; i < s.n; i++)
		if (!booking_number(w, arena_fmt(w->cx.a, "s%d", i), 0, &starts[i]))
			return false;
	return form_end(&w->form, &w->err) && cx_save(&w->cx) && bookings_series(&w->cx, b, &s, starts);
}

bool do_appointments(struct web *w)
{
	struct practice_book b;

	if (!bookings_load(&w->cx, &b))
		return false;
	if (book_all(w, &b))
		return web_go_with(w, staff_path(w, "/appointments"), "booked");
	return booking_again(w) && page_propose_appointments(w);
}
