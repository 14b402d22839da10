/* web/page_staff_whom.c -- from the calendar to a session: who comes, on the day and at the time that was tapped. */
#include "app/name.h"
#include "base/str.h"
#include "web/booking.h"
#include "web/people.h"

#include <string.h>

bool page_whom(struct web *w);

/* What the calendar said, for the next page; what is no time is left out. */
static bool fill_when(struct web *w, struct whom_view *v)
{
	const char *time = form_get(w->cx.a, &w->form, "time");
	int64_t therapist;
	char date[40], iso[11];
	int minute;
	day on;

	if (!booking_day(w, "on", w->cx.today, &on) || !booking_number(w, "therapist", 0, &therapist))
		return false;
	day_iso(on, iso);
	day_long(on, date, sizeof(date));
	v->on = arena_text(w->cx.a, iso);
	v->time = time && booking_minute(time, DAY_MINUTES - 1, &minute) ? arena_fmt(w->cx.a, "%02d:%02d", minute / 60, minute % 60) : "";
	v->therapist = therapist ? booking_text(w, therapist) : "";
	v->when = arena_fmt(w->cx.a, "%s%s%s", date, v->time[0] ? ", " : "", v->time);
	v->back = arena_fmt(w->cx.a, "/calendar?on=%s", iso);
	return true;
}

bool page_whom(struct web *w)
{
	struct whom_view v = { .page = view_page(w, "Book someone", "staff", "calendar"), .search = form_get(w->cx.a, &w->form, "q") };
	struct front_list_rows rows;

	if (!fill_when(w, &v) || !people_front(w, &rows))
		return false;
	v.search = v.search ? v.search : "";
	v.any = rows.n > 0;
	v.rows.at = NEWS(w->cx.a, struct whom_row, rows.n + 1);
	const char *then = arena_fmt(w->cx.a, "first=%s&count=1%s%s%s%s", v.on, v.time[0] ? "&time=" : "", v.time, v.therapist[0] ? "&therapist=" : "", v.therapist);
	for (size_t i = 0; i < rows.n; i++) {
		const struct front_list *p = &rows.at[i];
		const char *name = arena_fmt(w->cx.a, "%s %s", p->given, p->family);

		if (cx_sees(&w->cx, p->therapist) && name_holds(name, v.search))
			v.rows.at[v.rows.n++] = (struct whom_row){ arena_fmt(w->cx.a, "/client/%lld/appointments?%s", (long long)p->id, then), name };
	}
	tmpl_whom(&w->r->body, &v);
	return true;
}
