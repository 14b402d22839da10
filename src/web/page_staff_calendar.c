/* web/page_staff_calendar.c -- day, week and month of a practice's appointments. */
#include "app/bookings.h"
#include "app/care.h"
#include "base/fmt.h"
#include "base/str.h"
#include "web/booking.h"
#include "web/staff.h"

bool page_calendar(struct web *w);

enum span_kind { SPAN_DAY, SPAN_WEEK, SPAN_MONTH };
static const char *const kinds[] = { "day", "week", "month" };

/* What a page of the calendar is about. */
struct asked { enum span_kind kind; day on, first, last; int64_t who; };     /* who 0: everybody */

static const char *path_of(struct web *w, enum span_kind kind, day on, int64_t who)
{
	char iso[11];

	day_iso(on, iso);
	return arena_fmt(w->cx.a, "/calendar?view=%s&on=%s%s", kinds[kind], iso, who ? arena_fmt(w->cx.a, "&who=%lld", (long long)who) : "");
}

static day month_step(day on, int by)
{
	struct date d = date_of(on);
	int month = d.year * 12 + d.month - 1 + by;

	return day_of((struct date){ month / 12, month % 12 + 1, 1 });
}

static bool read_asked(struct web *w, const struct practice_book *b, struct asked *out)
{
	const char *view = form_get(w->cx.a, &w->form, "view");

	*out = (struct asked){ .kind = view && str_equal(view, "week") ? SPAN_WEEK : view && str_equal(view, "month") ? SPAN_MONTH : SPAN_DAY };
	if (!booking_day(w, "on", zone_wall(b->zone, w->cx.now).day, &out->on) || !booking_number(w, "who", 0, &out->who))
		return false;
	out->first = out->last = out->on;
	if (out->kind == SPAN_WEEK) {
		out->first = out->on - day_weekday(out->on);
		out->last = out->first + 6;
	} else if (out->kind == SPAN_MONTH) {
		out->first = month_step(out->on, 0);
		out->last = month_step(out->on, 1) - 1;
		out->first -= day_weekday(out->first);
		out->last += 6 - day_weekday(out->last);
	}
	return true;
}

/* Where the client is and what the plan has for this week: what a therapist wants to know at the door. */
static bool brief_of(struct web *w, int64_t person, const char **out)
{
	struct kept_plan kept;
	struct stop_open_rows stops = { 0 };
	const char *names[3];
	int n = 0;

	*out = "Stopped: danger to clear up";
	if (!q_stop_open(w->cx.db, person, &stops) || stops.n)
		return stops.n > 0;
	*out = "";
	if (!care_plan(&w->cx, person, true, &kept))
		return false;
	int week = kept.id ? (w->cx.today - kept.starts) / 7 + 1 : 0;
	if (!kept.id)
		*out = "No approved plan yet";
	else if (w->cx.today < kept.starts)
		*out = "Plan approved, not begun";
	else if (week > WEEKS)
		*out = "Ten weeks done";
	if (!kept.id || **out)
		return true;
	const struct plan_week *p = &kept.plan.week[week - 1];
	for (int i = 0; i < p->n_session && n < 3; i++)
		names[n++] = w->cx.kb->item[p->session[i].item].name;
	*out = arena_fmt(w->cx.a, "Week %d of 10%s%s", week, n ? ": " : "", words_join(w->cx.a, names, n));
	return true;
}

static bool row_of(struct web *w, const struct practice_book *b, const struct asked *q, const struct appointment_between *a, struct appointment_row *out)
{
	const char *room = bookings_room(b, a->room), *who = b->staff.n > 1 && !q->who ? bookings_therapist(&w->cx, b, a->therapist) : NULL;
	const struct service_all *s = bookings_service(b, a->service);

	*out = (struct appointment_row){ .at = a->starts, .path = arena_fmt(w->cx.a, "/calendar/%lld", (long long)a->id), .time = arena_fmt(w->cx.a, "%s to %s",
		bookings_clock(&w->cx, b, a->starts), bookings_clock(&w->cx, b, a->starts + a->minutes * ZONE_MINUTE)), .name = arena_fmt(w->cx.a, "%s %s",
		a->given, a->family), .what = arena_fmt(w->cx.a, "%s%s%s%s%s", s ? s->name : "", room ? ", " : "", room ? room : "", who ? ", " : "", who ? who : ""),
		.state = booking_state(a->state), .client_path = arena_fmt(w->cx.a, "/client/%lld", (long long)a->person), .brief = "" };
	return q->kind != SPAN_DAY || !(w->cx.who.role & ROLE_STAFF) || brief_of(w, a->person, &out->brief);
}

static struct calendar_day day_of_view(struct web *w, const struct asked *q, day on, day today)
{
	static const char *const weekday[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
	char date[40];

	if (q->kind == SPAN_DAY)
		day_long(on, date, sizeof(date));
	else
		day_short(on, date, sizeof(date));
	return (struct calendar_day){ .name = q->kind == SPAN_DAY ? arena_text(w->cx.a, date) : arena_fmt(w->cx.a, "%s %s", weekday[day_weekday(on)], date),
		.path = path_of(w, SPAN_DAY, on, q->who), .number = date_of(on).day, .today = on == today, .note = "",
		.other = q->kind == SPAN_MONTH && date_of(on).month != date_of(q->on).month };
}

/* Holidays that fall on the days shown. */
static bool note_holidays(struct web *w, const struct asked *q, struct calendar_day *at)
{
	struct holiday_from_rows rows;
	char iso[11];
	day first, last;

	day_iso(q->first, iso);
	if (!q_holiday_from(w->cx.db, w->cx.who.practice, iso, &rows))
		return false;
	for (size_t i = 0; i < rows.n; i++)
		if (day_read(rows.at[i].first, &first) && day_read(rows.at[i].last, &last) && (!rows.at[i].therapist || !q->who || rows.at[i].therapist == q->who))
			for (day d = first < q->first ? q->first : first; d <= last && d <= q->last; d++)
				at[d - q->first].note = rows.at[i].name;
	return true;
}

/* Where somebody is not there, in its place by time; of a calendar of their own only that it is so. */
static void add_busy(struct web *w, const struct practice_book *b, const struct asked *q, struct calendar_day *of, day on, const struct busy_between_rows *rows)
{
	int64_t from = zone_instant(b->zone, on, 0), to = zone_instant(b->zone, on + 1, 0);
	struct appointment_rows all = { NEWS(w->cx.a, struct appointment_row, of->rows.n + rows->n + 1), 0 };
	size_t k = 0;

	for (size_t i = 0; i < rows->n; i++) {
		const struct busy_between *r = &rows->at[i];
		int64_t starts = r->starts < from ? from : r->starts, ends = r->ends > to ? to : r->ends;
		const char *who = b->staff.n > 1 && !q->who ? bookings_therapist(&w->cx, b, r->therapist) : NULL;

		if (starts >= ends || (q->who && r->therapist != q->who) || !cx_sees(&w->cx, r->therapist))
			continue;
		while (k < of->rows.n && of->rows.at[k].at <= starts)
			all.at[all.n++] = of->rows.at[k++];
		all.at[all.n++] = (struct appointment_row){ .busy = true, .at = starts, .time = ends == to && starts == from ? "All day" : arena_fmt(w->cx.a, "%s to %s",
			bookings_clock(&w->cx, b, starts), ends == to ? "24:00" : bookings_clock(&w->cx, b, ends)), .name = r->name && r->name[0] ? r->name : "Not here",
			.what = who ? who : "" };
	}
	while (k < of->rows.n)
		all.at[all.n++] = of->rows.at[k++];
	of->rows = all;
}

static const char *book_path(struct web *w, day on)
{
	char iso[11];

	day_iso(on, iso);
	return arena_fmt(w->cx.a, "/book?on=%s", iso);
}

/* The free stretches of one therapist's day of half an hour and more stand between the appointments. */
static bool add_gaps(struct web *w, const struct practice_book *b, const struct asked *q, struct calendar_day *of)
{
	static const struct service half_hour = { 30, 0, 0 };
	const struct booking_rules any = { .lead = 0, .ahead = 2 * 366, .step = 30 };
	int64_t from = zone_instant(b->zone, q->on, 0), to = zone_instant(b->zone, q->on + 1, 0);
	struct diary d;

	if (!bookings_diary(&w->cx, b, q->who ? q->who : w->cx.who.account, from, to, (struct but){ 0 }, &d))
		return false;
	struct slots s = booking_slots(w->cx.a, &d, &any, &half_hour, q->on, w->cx.now);
	struct appointment_rows all = { NEWS(w->cx.a, struct appointment_row, of->rows.n + (size_t)s.n + 1), 0 };
	size_t k = 0;
	for (int i = 0; i < s.n; i++) {
		int64_t begin = s.at[i];

		while (i + 1 < s.n && s.at[i + 1] == s.at[i] + 30 * ZONE_MINUTE)
			i++;
		const char *time = arena_fmt(w->cx.a, "%s to %s", bookings_clock(&w->cx, b, begin), bookings_clock(&w->cx, b, s.at[i] + 30 * ZONE_MINUTE));
		while (k < of->rows.n && of->rows.at[k].at <= begin)
			all.at[all.n++] = of->rows.at[k++];
		all.at[all.n++] = (struct appointment_row){ .time = time, .name = "free", .gap = true, .at = begin, .path = arena_fmt(w->cx.a, "%s&time=%s&therapist=%lld",
			book_path(w, q->on), bookings_clock(&w->cx, b, begin), (long long)(q->who ? q->who : w->cx.who.account)), .what = "", .state = "", .brief = "" };
	}
	while (k < of->rows.n)
		all.at[all.n++] = of->rows.at[k++];
	of->rows = all;
	return true;
}

/* What is booked, day by day; the days are there already, without rows. */
static bool fill_booked(struct web *w, const struct practice_book *b, const struct asked *q, struct calendar_day *at)
{
	struct appointment_between_rows rows;

	if (!q_appointment_between(w->cx.db, w->cx.who.practice, zone_instant(b->zone, q->first, 0), zone_instant(b->zone, q->last + 1, 0), &rows))
		return false;
	for (int i = 0; i <= q->last - q->first; i++)
		at[i].rows.at = NEWS(w->cx.a, struct appointment_row, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++) {
		if ((q->who && rows.at[i].therapist != q->who) || !(cx_sees(&w->cx, rows.at[i].therapist) || cx_sees(&w->cx, rows.at[i].of_therapist)))
			continue;
		struct appointment_rows *to = &at[zone_wall(b->zone, rows.at[i].starts).day - q->first].rows;
		if (!row_of(w, b, q, &rows.at[i], &to->at[to->n++]))
			return false;
	}
	return true;
}

bool staff_today(struct web *w, struct appointment_rows *out)
{
	struct practice_book b;
	struct calendar_day of = { 0 };

	if (!bookings_load(&w->cx, &b))
		return false;
	day on = zone_wall(b.zone, w->cx.now).day;
	const struct asked q = { .kind = SPAN_DAY, .on = on, .first = on, .last = on };
	if (b.set && !fill_booked(w, &b, &q, &of))
		return false;
	*out = of.rows;
	return true;
}

static bool fill_days(struct web *w, const struct practice_book *b, const struct asked *q, struct calendar_view *v)
{
	int64_t begin = zone_instant(b->zone, q->first, 0), end = zone_instant(b->zone, q->last + 1, 0);
	struct busy_between_rows busy;
	day today = zone_wall(b->zone, w->cx.now).day;
	int n = q->last - q->first + 1;

	v->days = (struct calendar_days){ NEWS(w->cx.a, struct calendar_day, n), (size_t)n };
	for (int i = 0; i < n; i++)
		v->days.at[i] = day_of_view(w, q, q->first + i, today);
	if (!note_holidays(w, q, v->days.at) || !fill_booked(w, b, q, v->days.at) || !q_busy_between(w->cx.db, w->cx.who.practice, begin, end, &busy))
		return false;
	for (int i = 0; i < n; i++)
		add_busy(w, b, q, &v->days.at[i], q->first + i, &busy);
	return q->kind != SPAN_DAY || (!q->who && !(w->cx.who.role & ROLE_STAFF)) || add_gaps(w, b, q, &v->days.at[0]);
}

static bool fill_month(struct web *w, const struct practice_book *b, const struct asked *q, struct calendar_view *v)
{
	struct appointment_starts_rows rows;
	day today = zone_wall(b->zone, w->cx.now).day;
	size_t n = (size_t)(q->last - q->first) + 1;
	struct calendar_day *at = NEWS(w->cx.a, struct calendar_day, n);

	for (size_t i = 0; i < n; i++)
		at[i] = day_of_view(w, q, q->first + (day)i, today);
	if (!note_holidays(w, q, at) ||
		!q_appointment_starts(w->cx.db, w->cx.who.practice, q->who, zone_instant(b->zone, q->first, 0), zone_instant(b->zone, q->last + 1, 0), &rows))
		return false;
	for (size_t i = 0; i < rows.n; i++)
		at[zone_wall(b->zone, rows.at[i].starts).day - q->first].n++;
	v->weeks = (struct calendar_weeks){ NEWS(w->cx.a, struct calendar_week, n / 7), n / 7 };
	for (size_t i = 0; i < n / 7; i++)
		v->weeks.at[i].days = (struct calendar_days){ at + 7 * i, 7 };
	return true;
}

static bool fill_waiting(struct web *w, const struct practice_book *b, struct calendar_view *v)
{
	struct waiting_all_rows rows;
	char iso[11];

	day_iso(w->cx.today, iso);
	if (!q_waiting_all(w->cx.db, w->cx.who.practice, iso, &rows))
		return false;
	v->waiting.at = NEWS(w->cx.a, struct kept_row, rows.n + 1);
	for (size_t i = 0; i < rows.n && i < 20; i++) {
		char on[8] = "";
		day until;
		const struct service_all *s = bookings_service(b, rows.at[i].service);

		if (!cx_sees(&w->cx, rows.at[i].therapist))
			continue;
		if (day_read(rows.at[i].until, &until))
			day_short(until, on, sizeof(on));
		v->waiting.at[v->waiting.n++] = (struct kept_row){ rows.at[i].person, arena_fmt(w->cx.a, "%s %s", rows.at[i].given, rows.at[i].family),
			arena_fmt(w->cx.a, "%s, by %s", s ? s->name : "a session", on) };
	}
	return true;
}

static void fill_links(struct web *w, const struct practice_book *b, const struct asked *q, struct calendar_view *v)
{
	static const char *const month[] = { "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
		"December" };
	int step = q->kind == SPAN_DAY ? 1 : 7;
	char first[16], last[16], date[40];

	day_long(q->on, date, sizeof(date));
	day_short(q->first, first, sizeof(first));
	day_short(q->last, last, sizeof(last));
	v->title = q->kind == SPAN_DAY ? arena_text(w->cx.a, date) : q->kind == SPAN_WEEK ? arena_fmt(w->cx.a, "%s to %s %d", first, last, date_of(q->last).year) :
		arena_fmt(w->cx.a, "%s %d", month[date_of(q->on).month - 1], date_of(q->on).year);
	day today = zone_wall(b->zone, w->cx.now).day;
	v->book = b->set ? book_path(w, q->on < today || (q->on <= today && today <= q->last) ? today : q->on) : NULL;
	v->prev = path_of(w, q->kind, q->kind == SPAN_MONTH ? month_step(q->on, -1) : q->on - step, q->who);
	v->next = path_of(w, q->kind, q->kind == SPAN_MONTH ? month_step(q->on, 1) : q->on + step, q->who);
	v->now = path_of(w, q->kind, zone_wall(b->zone, w->cx.now).day, q->who);
	v->day = path_of(w, SPAN_DAY, q->on, q->who);
	v->week = path_of(w, SPAN_WEEK, q->on, q->who);
	v->month = path_of(w, SPAN_MONTH, q->on, q->who);
	v->who.at = NEWS(w->cx.a, struct option_view, b->staff.n + 1);
	for (size_t i = 0; b->staff.n > 1 && i <= b->staff.n; i++) {
		int64_t id = i ? b->staff.at[i - 1].id : 0;

		v->who.at[v->who.n++] = (struct option_view){ path_of(w, q->kind, q->on, id), id ? bookings_therapist(&w->cx, b, id) : "Everybody", NULL, id == q->who };
	}
}

bool page_calendar(struct web *w)
{
	struct practice_book b;
	struct asked q;

	if (!bookings_load(&w->cx, &b) || !read_asked(w, &b, &q))
		return false;
	struct calendar_view v = { .page = view_page(w, "Calendar", "staff", "calendar"), .set = b.set, .is_day = q.kind == SPAN_DAY, .is_week = q.kind == SPAN_WEEK,
		.is_month = q.kind == SPAN_MONTH };
	fill_links(w, &b, &q, &v);
	if (!(v.is_month ? fill_month(w, &b, &q, &v) : fill_days(w, &b, &q, &v)) || !fill_waiting(w, &b, &v))
		return false;
	tmpl_calendar(&w->r->body, &v);
	return true;
}
