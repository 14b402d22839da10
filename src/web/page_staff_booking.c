/* web/page_staff_booking.c -- the owner's settings of booking: clock, rules, hours, rooms, services, holidays. */
#include "app/bookings.h"
#include "base/str.h"
#include "net/fetch.h"
#include "web/booking.h"
#include "web/staff.h"

#include <ctype.h>

bool page_booking_settings(struct web *w);
bool do_booking_settings(struct web *w);

enum { HOURS_MOST = 42 };
static const char *const weekday[] = { "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday" };

static const char *clock_text(struct web *w, int64_t minute)
{
	return arena_fmt(w->cx.a, "%lld:%02lld", (long long)minute / 60, (long long)minute % 60);
}

static bool fill_hours(struct web *w, int64_t therapist, struct booking_settings_view *v)
{
	struct opening_all_rows rows;

	if (!q_opening_all(w->cx.db, w->cx.who.practice, therapist, &rows))
		return false;
	v->hours.at = NEWS(w->cx.a, struct hours_row, 7);
	for (int k = 0; k < 7; k++) {
		const char *text = "", *name = arena_fmt(w->cx.a, "hours_%d", k);

		for (size_t i = 0; i < rows.n; i++)
			if (rows.at[i].weekday == k)
				text = arena_fmt(w->cx.a, "%s%s%s-%s", text, *text ? ", " : "", clock_text(w, rows.at[i].starts), clock_text(w, rows.at[i].ends));
		v->hours.at[v->hours.n++] = (struct hours_row){ name, weekday[k], typed(w, name, text) };
	}
	return true;
}

static bool fill_lists(struct web *w, const struct practice_book *b, struct booking_settings_view *v)
{
	struct holiday_from_rows rows;
	char iso[11];

	day_iso(w->cx.today, iso);
	if (!q_holiday_from(w->cx.db, w->cx.who.practice, iso, &rows))
		return false;
	v->rooms.at = NEWS(w->cx.a, struct kept_row, b->rooms.n + 1);
	for (size_t i = 0; i < b->rooms.n; i++)
		v->rooms.at[v->rooms.n++] = (struct kept_row){ b->rooms.at[i].id, b->rooms.at[i].name, "" };
	v->services.at = NEWS(w->cx.a, struct kept_row, b->services.n + 1);
	for (size_t i = 0; i < b->services.n; i++) {
		const struct service_all *s = &b->services.at[i];

		if (!s->closed)
			v->services.at[v->services.n++] = (struct kept_row){ s->id, s->name, arena_fmt(w->cx.a, "%lld minutes, %lld before and %lld after, %lld.%02lld%s",
				(long long)s->minutes, (long long)s->before, (long long)s->after, (long long)s->cents / 100, (long long)s->cents % 100,
				s->online ? ", clients may book it" : "") };
	}
	v->holidays.at = NEWS(w->cx.a, struct kept_row, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++) {
		const struct holiday_from *h = &rows.at[i];
		const char *who = h->therapist ? bookings_therapist(&w->cx, b, h->therapist) : "everybody";

		v->holidays.at[v->holidays.n++] = (struct kept_row){ h->id, h->name, arena_fmt(w->cx.a, "%s%s%s, %s", h->first,
			str_equal(h->first, h->last) ? "" : " to ", str_equal(h->first, h->last) ? "" : h->last, who ? who : "nobody here now") };
	}
	return true;
}

bool page_booking_settings(struct web *w)
{
	struct outside_host_get_rows host;
	struct practice_book b;
	int64_t who;

	if (!booking_number(w, "who", w->cx.who.account, &who) || !bookings_load(&w->cx, &b) || !q_outside_host_get(w->cx.db, w->cx.who.practice, &host))
		return false;
	const char *name = bookings_therapist(&w->cx, &b, who);
	if (!name)
		return fail(&w->err, ERR_MISSING, "therapist", "There is nobody like that in this practice.");
	struct booking_settings_view v = { .page = view_page(w, "Booking", "staff", "settings"), .set = b.set, .zone = typed(w, "zone", b.set ? b.zone_id : ""),
		.title = typed(w, "title", b.title), .lead = typed(w, "lead", booking_text(w, b.rules.lead / 60)), .ahead = typed(w, "ahead", booking_text(w, b.rules.ahead)),
		.step = typed(w, "step", booking_text(w, b.rules.step)), .cancel = typed(w, "cancel", booking_text(w, b.rules.cancel / 60)),
		.host = typed(w, "host", host.n ? host.at[0].host : ""), .near = host.n && host.at[0].near, .online = b.set ? b.online : true, .who_name = name, .who_id = booking_text(w, who), .who = booking_therapists(w, &b, who) };
	if (!fill_hours(w, who, &v) || !fill_lists(w, &b, &v) || !booking_keep_error(w, &v.page))
		return false;
	tmpl_booking_settings(&w->r->body, &v);
	return true;
}

static bool save_rules(struct web *w)
{
	const char *zone, *title;
	const struct zone *z;
	struct booking_rules r;
	int64_t lead, ahead, step, cancel;
	bool online = form_get(w->cx.a, &w->form, "online") != NULL;

	if (!form_text(w->cx.a, &w->form, "zone", 1, 60, &zone, &w->err) || !zone_find(zone, &z, &w->err) ||
		!form_text(w->cx.a, &w->form, "title", 1, 60, &title, &w->err) || !form_int(w->cx.a, &w->form, "lead", 0, 720, &lead, &w->err) ||
		!form_int(w->cx.a, &w->form, "ahead", 1, 366, &ahead, &w->err) || !form_int(w->cx.a, &w->form, "step", 5, 120, &step, &w->err) ||
		!form_int(w->cx.a, &w->form, "cancel", 0, 720, &cancel, &w->err))
		return false;
	r = (struct booking_rules){ (int)lead * 60, (int)ahead, (int)step, (int)cancel * 60 };
	return form_end(&w->form, &w->err) && rules_check(&r, &w->err) && cx_save(&w->cx) &&
		q_booking_set(w->cx.db, w->cx.who.practice, zone, title, r.lead, r.ahead, r.step, r.cancel, online);
}

/* "9:00-12:00, 13:00-18:00" */
static bool read_hours(struct web *w, int k, struct opening *out, int *n)
{
	const char *name = arena_fmt(w->cx.a, "hours_%d", k), *text = form_get(w->cx.a, &w->form, name);

	for (const char *at = text ? text : ""; *at; at += strcspn(at, ","), at += *at == ',') {
		char part[32];
		size_t len = 0;

		for (const char *p = at; *p && *p != ',' && len < sizeof(part) - 1; p++)
			if (!isspace((unsigned char)*p))
				part[len++] = *p;
		part[len] = 0;
		char *dash = strchr(part, '-');
		if (dash)
			*dash = 0;
		struct opening o = { .weekday = k };
		if (!dash || !booking_minute(part, DAY_MINUTES, &o.from) || !booking_minute(dash + 1, DAY_MINUTES, &o.to))
			return fail(&w->err, ERR_INPUT, name, "cannot be read; hours such as 9:00-12:00, 13:00-18:00 are wanted, empty when closed");
		if (*n == HOURS_MOST)
			return fail(&w->err, ERR_INPUT, "hours", "are too many");
		out[(*n)++] = o;
	}
	return true;
}

static bool save_hours(struct web *w)
{
	struct opening o[HOURS_MOST];
	struct practice_book b;
	int64_t who;
	int n = 0;

	if (!booking_number(w, "who", 0, &who) || !bookings_load(&w->cx, &b))
		return false;
	if (!bookings_therapist(&w->cx, &b, who))
		return fail(&w->err, ERR_INPUT, "therapist", "is nobody of this practice");
	for (int k = 0; k < 7; k++)
		if (!read_hours(w, k, o, &n))
			return false;
	if (!form_end(&w->form, &w->err) || !opening_check(o, n, &w->err) || !cx_save(&w->cx) || !q_opening_clear(w->cx.db, w->cx.who.practice, who))
		return false;
	for (int i = 0; i < n; i++)
		if (!q_opening_add(w->cx.db, db_id(), w->cx.who.practice, who, o[i].weekday, o[i].from, o[i].to))
			return false;
	return true;
}

/* "90", "90.5", "90.50" */
static bool read_cents(struct web *w, int64_t *out)
{
	const char *text = form_get(w->cx.a, &w->form, "price");
	long long whole = 0;
	char part[3] = "";
	int n = 0;

	*out = 0;
	if (!text || !text[0])
		return true;
	if ((sscanf(text, "%6lld.%2[0-9]%n", &whole, part, &n) != 2 || text[n]) && (sscanf(text, "%6lld%n", &whole, &n) != 1 || text[n]))
		return fail(&w->err, ERR_INPUT, "price", "is not an amount; one such as 90.50 is wanted");
	*out = whole * 100 + (part[0] ? (part[0] - '0') * 10 : 0) + (part[0] && part[1] ? part[1] - '0' : 0);
	return *out >= 0 || fail(&w->err, ERR_INPUT, "price", "is below nothing");
}

static bool add_service(struct web *w)
{
	const char *name;
	int64_t minutes, before, after, cents;
	bool online = form_get(w->cx.a, &w->form, "bookable") != NULL;

	if (!form_text(w->cx.a, &w->form, "service", 1, 60, &name, &w->err) || !form_int(w->cx.a, &w->form, "minutes", 5, 480, &minutes, &w->err) ||
		!form_int(w->cx.a, &w->form, "before", 0, 120, &before, &w->err) || !form_int(w->cx.a, &w->form, "after", 0, 120, &after, &w->err) ||
		!read_cents(w, &cents) || !form_end(&w->form, &w->err))
		return false;
	const struct service s = { (int)minutes, (int)before, (int)after };
	return service_check(&s, &w->err) && cx_save(&w->cx) &&
		q_service_add(w->cx.db, db_id(), w->cx.who.practice, name, minutes, before, after, cents, online);
}

static bool add_room(struct web *w)
{
	struct practice_book b;
	const char *name;

	if (!form_text(w->cx.a, &w->form, "room", 1, 60, &name, &w->err) || !form_end(&w->form, &w->err) || !cx_save(&w->cx) || !bookings_load(&w->cx, &b))
		return false;
	if (b.rooms.n >= ROOMS_MOST)
		return fail(&w->err, ERR_INPUT, "room", "is one too many; %d can be kept", ROOMS_MOST);
	return q_room_add(w->cx.db, db_id(), w->cx.who.practice, name);
}

static bool add_holiday(struct web *w)
{
	char first_iso[11], last_iso[11];
	struct practice_book b;
	const char *name;
	int64_t who;
	day first, last;

	if (!form_text(w->cx.a, &w->form, "holiday", 1, 60, &name, &w->err) || !booking_day(w, "first", 0, &first) || !booking_day(w, "last", first, &last) ||
		!booking_number(w, "whose", 0, &who) || !form_end(&w->form, &w->err) || !bookings_load(&w->cx, &b))
		return false;
	if (!first)
		return fail(&w->err, ERR_INPUT, "first", "is empty");
	if (last < first)
		return fail(&w->err, ERR_INPUT, "last", "is before the first day");
	if (who && !bookings_therapist(&w->cx, &b, who))
		return fail(&w->err, ERR_INPUT, "whose", "is nobody of this practice");
	day_iso(first, first_iso);
	day_iso(last, last_iso);
	return cx_save(&w->cx) && q_holiday_add(w->cx.db, db_id(), w->cx.who.practice, who, first_iso, last_iso, name);
}

/* The one host whose calendars are read; empty: none. */
static bool save_host(struct web *w)
{
	const char *text;
	char host[FETCH_HOST];
	bool near = form_get(w->cx.a, &w->form, "near") != NULL;

	if (!form_text(w->cx.a, &w->form, "host", 0, FETCH_HOST - 1, &text, &w->err) || !form_end(&w->form, &w->err) || !cx_save(&w->cx))
		return false;
	if (!text[0])
		return q_outside_host_drop(w->cx.db, w->cx.who.practice);
	if (text[strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-")] || !fetch_host(arena_fmt(w->cx.a, "https://%s/", text), host))
		return fail(&w->err, ERR_INPUT, "host", "should be a name such as calendar.example.org");
	return q_outside_host_set(w->cx.db, w->cx.who.practice, host, near);
}

static bool drop(struct web *w, bool (*query)(struct db *, int64_t, int64_t), const char *name)
{
	int64_t id;

	return booking_number(w, name, 0, &id) && form_end(&w->form, &w->err) && cx_save(&w->cx) && query(w->cx.db, id, w->cx.who.practice);
}

static bool act(struct web *w, const char *what)
{
	if (str_equal(what, "rules"))
		return save_rules(w);
	if (str_equal(what, "hours"))
		return save_hours(w);
	if (str_equal(what, "service"))
		return add_service(w);
	if (str_equal(what, "room"))
		return add_room(w);
	if (str_equal(what, "holiday"))
		return add_holiday(w);
	if (str_equal(what, "host"))
		return save_host(w);
	if (form_has(&w->form, "drop_service"))
		return drop(w, q_service_close, "drop_service");
	if (form_has(&w->form, "drop_room"))
		return drop(w, q_room_close, "drop_room");
	if (form_has(&w->form, "drop_holiday"))
		return drop(w, q_holiday_drop, "drop_holiday");
	return fail(&w->err, ERR_INPUT, "act", "is nothing this page does");
}

bool do_booking_settings(struct web *w)
{
	const char *what = form_get(w->cx.a, &w->form, "act"), *who = form_get(w->cx.a, &w->form, "who");

	if (act(w, what ? what : "") && cx_event(&w->cx, 0, "settings"))
		return web_go_with(w, who ? arena_fmt(w->cx.a, "/settings/booking?who=%s", form_escape(w->cx.a, who)) : "/settings/booking", "saved");
	return booking_again(w) && page_booking_settings(w);
}
