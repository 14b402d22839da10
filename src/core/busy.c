/* core/busy.c -- from events to stretches of time. */
#include "core/busy.h"

#include <libical/ical.h>
#include <stdlib.h>
#include <strings.h>

enum { STEPS_MOST = 200000, EVENTS_MOST = 20000 };

/* An event that stands for one day of another. */
struct changed { const char *uid; int64_t instead; };

struct reading {
	struct arena *a;
	const struct zone *zone;
	int64_t from, to;
	struct busy *out;
	struct changed *changed;
	int n_changed, steps;
	bool too_many;
};

/* The zone a time is of: of tzdata, when its name is known there. */
static const struct zone *zone_of(icalproperty *p)
{
	icalparameter *param = p ? icalproperty_get_first_parameter(p, ICAL_TZID_PARAMETER) : NULL;
	const char *id = param ? icalparameter_get_tzid(param) : NULL;
	const struct zone *z;
	struct err err = { 0 };

	return id && zone_find(id, &z, &err) ? z : NULL;
}

static int64_t instant(const struct reading *r, struct icaltimetype t, const struct zone *named)
{
	day on = day_of((struct date){ t.year, t.month, t.day });
	const struct zone *z = named ? named : t.zone ? NULL : r->zone;

	if (t.is_date || (z && !icaltime_is_utc(t)))
		return zone_instant(t.is_date ? r->zone : z, on, t.is_date ? 0 : t.hour * 60 + t.minute) + (t.is_date ? 0 : t.second * 1000);
	return (int64_t)icaltime_as_timet_with_zone(t, t.zone) * 1000;
}

static void take(struct reading *r, int64_t from, int64_t to)
{
	from = from < r->from ? r->from : from;
	to = to > r->to ? r->to : to;
	if (from >= to)
		return;
	if (r->out->n == BUSY_MOST)
		r->too_many = true;
	else
		r->out->at[r->out->n++] = (struct span){ from, to };
}

/* One event: where it begins, what its clock is, and how long it lasts: whole days by the calendar, else by the watch. */
struct event { icalcomponent *it; const char *uid; struct icaltimetype start; const struct zone *zone; int64_t ms; int days; };

static bool read_event(const struct reading *r, icalcomponent *it, struct event *out)
{
	icalproperty *p = icalcomponent_get_first_property(it, ICAL_DTSTART_PROPERTY);
	struct icaltimetype end = icalcomponent_get_dtend(it);
	const char *uid = icalcomponent_get_uid(it);

	if (!p)
		return false;
	*out = (struct event){ .it = it, .uid = uid ? uid : "", .start = icalcomponent_get_dtstart(it), .zone = zone_of(p) };
	if (!icaltime_is_valid_time(out->start) || icaltime_is_null_time(out->start) || out->start.year < 1900 || out->start.year > 2200)
		return false;
	if (icaltime_is_null_time(end) || !icaltime_is_valid_time(end))
		out->days = out->start.is_date;
	else if (out->start.is_date)
		out->days = day_of((struct date){ end.year, end.month, end.day }) - day_of((struct date){ out->start.year, out->start.month, out->start.day });
	else {
		icalproperty *ends = icalcomponent_get_first_property(it, ICAL_DTEND_PROPERTY);
		out->ms = instant(r, end, ends ? zone_of(ends) : out->zone) - instant(r, out->start, out->zone);
	}
	return out->days >= 0 && out->ms >= 0;
}

static bool is_free(icalcomponent *it)
{
	icalproperty *p = icalcomponent_get_first_property(it, ICAL_TRANSP_PROPERTY);
	const char *uid = icalcomponent_get_uid(it);
	size_t n = uid ? strlen(uid) : 0, own = strlen(BUSY_OWN);

	return icalcomponent_get_status(it) == ICAL_STATUS_CANCELLED || (p && icalproperty_get_transp(p) == ICAL_TRANSP_TRANSPARENT) ||
		(n >= own && strcmp(uid + n - own, BUSY_OWN) == 0);
}

static bool is_left_out(const struct reading *r, const struct event *e, struct icaltimetype t)
{
	int64_t at = instant(r, t, e->zone);

	for (int i = 0; i < r->n_changed; i++)
		if (r->changed[i].instead == at && strcmp(r->changed[i].uid, e->uid) == 0)
			return true;
	for (icalproperty *p = icalcomponent_get_first_property(e->it, ICAL_EXDATE_PROPERTY); p;
		p = icalcomponent_get_next_property(e->it, ICAL_EXDATE_PROPERTY)) {
		struct icaltimetype x = icalproperty_get_datetime_with_component(p, e->it);
		const struct zone *named = zone_of(p);

		if (x.is_date && !t.is_date ? x.year == t.year && x.month == t.month && x.day == t.day : instant(r, x, named ? named : e->zone) == at)
			return true;
	}
	return false;
}

static int64_t ends(const struct reading *r, const struct event *e, struct icaltimetype t)
{
	if (t.is_date)
		return zone_instant(r->zone, day_of((struct date){ t.year, t.month, t.day }) + e->days, 0);
	return instant(r, t, e->zone) + e->ms;
}

static void take_one(struct reading *r, const struct event *e, struct icaltimetype t)
{
	if (!is_left_out(r, e, t))
		take(r, instant(r, t, e->zone), ends(r, e, t));
}

static void take_rule(struct reading *r, const struct event *e, struct icalrecurrencetype rule)
{
	icalrecur_iterator *it = icalrecur_iterator_new(rule, e->start);

	if (!it)
		return;
	for (;;) {
		struct icaltimetype t = icalrecur_iterator_next(it);

		if (icaltime_is_null_time(t) || r->too_many || instant(r, t, e->zone) >= r->to)
			break;
		if (++r->steps > STEPS_MOST)
			r->too_many = true;
		if (ends(r, e, t) > r->from)
			take_one(r, e, t);
	}
	icalrecur_iterator_free(it);
}

static void take_event(struct reading *r, icalcomponent *it)
{
	struct event e;
	bool single = icalcomponent_get_first_property(it, ICAL_RECURRENCEID_PROPERTY) != NULL;

	if (is_free(it) || !read_event(r, it, &e))
		return;
	if (single) {
		take(r, instant(r, e.start, e.zone), ends(r, &e, e.start));
		return;
	}
	icalproperty *rule = icalcomponent_get_first_property(it, ICAL_RRULE_PROPERTY);
	if (!rule)
		take_one(r, &e, e.start);
	for (; rule; rule = icalcomponent_get_next_property(it, ICAL_RRULE_PROPERTY))
		take_rule(r, &e, icalproperty_get_rrule(rule));
	for (icalproperty *p = icalcomponent_get_first_property(it, ICAL_RDATE_PROPERTY); p;
		p = icalcomponent_get_next_property(it, ICAL_RDATE_PROPERTY)) {
		struct icaldatetimeperiodtype d = icalproperty_get_rdate(p);
		struct icaltimetype t = icaltime_is_null_time(d.time) ? d.period.start : d.time;

		if (icaltime_is_valid_time(t) && !icaltime_is_null_time(t)) {
			t.zone = t.zone ? t.zone : e.start.zone;
			take_one(r, &e, t);
		}
	}
}

static void take_free_busy(struct reading *r, icalcomponent *it)
{
	for (icalproperty *p = icalcomponent_get_first_property(it, ICAL_FREEBUSY_PROPERTY); p;
		p = icalcomponent_get_next_property(it, ICAL_FREEBUSY_PROPERTY)) {
		icalparameter *type = icalproperty_get_first_parameter(p, ICAL_FBTYPE_PARAMETER);
		struct icalperiodtype d = icalproperty_get_freebusy(p);

		if ((type && icalparameter_get_fbtype(type) == ICAL_FBTYPE_FREE) || icaltime_is_null_time(d.start))
			continue;
		int64_t from = instant(r, d.start, NULL);
		take(r, from, icaltime_is_null_time(d.end) ? from + (int64_t)icaldurationtype_as_int(d.duration) * 1000 : instant(r, d.end, NULL));
	}
}

/* Days of a series that have an event of their own, also when that one is cancelled. */
static void note_changed(struct reading *r, icalcomponent *all)
{
	int n = icalcomponent_count_components(all, ICAL_VEVENT_COMPONENT);

	r->changed = NEWS(r->a, struct changed, n + 1);
	for (icalcomponent *it = icalcomponent_get_first_component(all, ICAL_VEVENT_COMPONENT); it;
		it = icalcomponent_get_next_component(all, ICAL_VEVENT_COMPONENT)) {
		icalproperty *p = icalcomponent_get_first_property(it, ICAL_RECURRENCEID_PROPERTY);
		const char *uid = icalcomponent_get_uid(it);

		if (p && uid)
			r->changed[r->n_changed++] = (struct changed){ uid, instant(r, icalproperty_get_datetime_with_component(p, it), zone_of(p)) };
	}
}

static int by_start(const void *a, const void *b)
{
	const struct span *x = a, *y = b;

	return (x->from > y->from) - (x->from < y->from);
}

static void merge(struct busy *b)
{
	int n = 0;

	qsort(b->at, (size_t)b->n, sizeof(*b->at), by_start);
	for (int i = 0; i < b->n; i++) {
		if (n && b->at[i].from <= b->at[n - 1].to)
			b->at[n - 1].to = b->at[i].to > b->at[n - 1].to ? b->at[i].to : b->at[n - 1].to;
		else
			b->at[n++] = b->at[i];
	}
	b->n = n;
}

static void take_all(struct reading *r, icalcomponent *all)
{
	note_changed(r, all);
	for (icalcomponent *it = icalcomponent_get_first_component(all, ICAL_VEVENT_COMPONENT); it && !r->too_many;
		it = icalcomponent_get_next_component(all, ICAL_VEVENT_COMPONENT))
		take_event(r, it);
	for (icalcomponent *it = icalcomponent_get_first_component(all, ICAL_VFREEBUSY_COMPONENT); it;
		it = icalcomponent_get_next_component(all, ICAL_VFREEBUSY_COMPONENT))
		take_free_busy(r, it);
	merge(r->out);
}

static bool is_word(const char *line, const char *word)
{
	size_t n = strlen(word);

	return strncasecmp(line, word, n) == 0 && (line[n] == ':' || line[n] == ';');
}

/* Each END has its BEGIN, and after the last one nothing begins: libical writes a line of complaint for each that has none. */
static bool is_one(const char *text)
{
	int deep = 0;
	bool closed = false;

	for (const char *line = text; *line; line += strcspn(line, "\r\n"), line += strspn(line, "\r\n")) {
		if (is_word(line, "BEGIN")) {
			if (closed)
				return false;
			deep++;
		} else if (is_word(line, "END")) {
			if (--deep < 0)
				return false;
			closed = deep == 0;
		}
	}
	return true;
}

bool busy_read(struct arena *a, const char *text, const struct zone *z, int64_t from, int64_t to, struct busy *out, struct err *err)
{
	struct reading r = { .a = a, .zone = z, .from = from, .to = to, .out = out };
	const char *begin = text + strspn(text, "\xef\xbb\xbf \t\r\n");

	icalerror_set_errors_are_fatal(0);
	*out = (struct busy){ NEWS(a, struct span, BUSY_MOST), 0 };
	if (strlen(text) > BUSY_TEXT_MOST || strncmp(begin, "BEGIN:VCALENDAR", 15) != 0 || !strstr(begin, "END:VCALENDAR"))
		return fail(err, ERR_INPUT, "calendar", "is no calendar (iCalendar, .ics) or not a whole one");
	icalcomponent *all = is_one(begin) ? icalparser_parse_string(begin) : NULL;
	if (!all || icalcomponent_isa(all) != ICAL_VCALENDAR_COMPONENT) {
		if (all)
			icalcomponent_free(all);
		return fail(err, ERR_INPUT, "calendar", "cannot be read as one calendar");
	}
	if (icalcomponent_count_components(all, ICAL_VEVENT_COMPONENT) > EVENTS_MOST)
		r.too_many = true;
	else
		take_all(&r, all);
	icalcomponent_free(all);
	return !r.too_many || fail(err, ERR_INPUT, "calendar", "has too many entries to be read");
}
