/* app/bookings_series.c -- the sessions of a plan in one go: proposed, booked, moved from one of them on. */
#include "app/bookings.h"

#include "core/series.h"

#include <stdlib.h>

enum { NEAR_DAYS = 3, NEAR_MOST = 4 };
static const int64_t day_ms = 24 * 3600 * 1000;
/* What staff propose is bound by hours and by what is taken, not by what clients are bound by. */
static const struct booking_rules free_hand = { .lead = 0, .ahead = 2 * 366, .step = 15 };

/* The same day's nearest, then the nearest of the days around it. */
static struct slots near_of(struct cx *cx, const struct diary *d, const struct service *s, day on, int minute)
{
	struct slots out = { NEWS(cx->a, int64_t, NEAR_MOST), 0 };

	for (int away = 0; away <= NEAR_DAYS && out.n < NEAR_MOST; away++)
		for (int side = 0; side <= (away > 0) && out.n < NEAR_MOST; side++) {
			struct slots of = booking_near(cx->a, d, &free_hand, s, side ? on - away : on + away, minute, 1, 1, cx->now);

			if (of.n)
				out.at[out.n++] = of.at[0];
		}
	return out;
}

bool bookings_propose(struct cx *cx, const struct practice_book *b, const struct series_wish *w, struct suggestion *out)
{
	const struct service_all *s = bookings_service(b, w->service);
	struct diary d;
	int64_t room;

	if (!s || (s->closed && !w->series))
		return fail(cx->err, ERR_INPUT, "service", "is none that can be booked");
	if (!bookings_therapist(cx, b, w->therapist))
		return fail(cx->err, ERR_INPUT, "therapist", "is nobody of this practice");
	if (w->n < 1 || w->n > SESSIONS_MOST)
		return fail(cx->err, ERR_INPUT, "count", "is 1 to %d sessions", SESSIONS_MOST);
	int64_t from = zone_instant(b->zone, w->first, 0);
	if (from < cx->now - day_ms || from > cx->now + 366 * day_ms)
		return fail(cx->err, ERR_INPUT, "first", "is not a day to come within a year");
	if (!bookings_diary(cx, b, w->therapist, from - 4 * day_ms, from + (7 * (int64_t)w->n + 4) * day_ms,
		(struct but){ .series = w->series, .later = w->later }, &d))
		return false;
	struct service times = bookings_times(s);
	*out = (struct suggestion){ NEWS(cx->a, struct suggested, w->n), w->n };
	for (int i = 0; i < w->n; i++) {
		struct suggested *p = &out->at[i];
		day on = w->first + 7 * i;

		p->wanted = zone_instant(b->zone, on, w->minute);
		p->free = p->wanted >= cx->now && booking_open(&d, &times, p->wanted) && booking_free(&d, &times, p->wanted, 0, &room);
		if (!p->free)
			p->near = near_of(cx, &d, &times, on, w->minute);
	}
	return true;
}

static const char *weekly(struct cx *cx, int n)
{
	return arena_fmt(cx->a, "FREQ=WEEKLY;COUNT=%d", n);
}

/* The old rule ends before the first appointment that moves; the new one begins with the wish.  *id: the series of what follows. */
static bool cut_rule(struct cx *cx, const struct series_wish *w, const struct appointment_later_rows *later, int64_t *id)
{
	struct series_get_rows rows;
	struct series_cut cut;
	char first[11];
	day was, at;

	day_iso(w->first, first);
	*id = w->series ? w->series : db_id();
	if (!w->series)
		return q_series_add(cx->db, *id, cx->who.practice, w->person, first, weekly(cx, w->n), cx->now, cx->who.account);
	if (!q_series_get(cx->db, w->series, cx->who.practice, &rows))
		return false;
	if (!rows.n || rows.at[0].person != w->person || !later->n)
		return fail(cx->err, ERR_MISSING, "series", "There is no such series.");
	if (!day_read(rows.at[0].first, &was) || !day_read(later->at[0].series_day, &at))
		return fail(cx->err, ERR_STORE, "series", "its days cannot be read");
	struct series s = { was, rows.at[0].rule, NULL, 0 };
	if (!series_cut(cx->a, &s, at, SESSIONS_MOST, &cut, cx->err))
		return false;
	if (!cut.before)
		return q_series_set(cx->db, *id, first, weekly(cx, w->n));
	*id = db_id();
	return q_series_set(cx->db, w->series, rows.at[0].first, cut.before) &&
		q_series_add(cx->db, *id, cx->who.practice, w->person, first, weekly(cx, w->n), cx->now, cx->who.account);
}

static bool place_one(struct cx *cx, const struct practice_book *b, const struct series_wish *w, int64_t starts, int64_t moved, int64_t *id)
{
	if (!moved)
		return bookings_book(cx, b, &(struct wish){ w->person, w->therapist, w->service, 0, starts, false }, id);
	*id = moved;
	return q_appointment_unpark(cx->db, moved) && bookings_move(cx, b, moved, starts, false);
}

static bool load_later(struct cx *cx, const struct series_wish *w, struct appointment_later_rows *out)
{
	*out = (struct appointment_later_rows){ 0 };
	return !w->series || q_appointment_later(cx->db, w->series, w->later > cx->now ? w->later : cx->now, out);
}

bool bookings_series(struct cx *cx, const struct practice_book *b, const struct series_wish *w, const int64_t *starts)
{
	struct appointment_later_rows later;
	size_t moved = 0;
	int64_t series, id;
	char iso[11];

	if (w->n < 1 || w->n > SESSIONS_MOST)
		return fail(cx->err, ERR_INPUT, "count", "is 1 to %d sessions", SESSIONS_MOST);
	if (!load_later(cx, w, &later) || !cut_rule(cx, w, &later, &series))
		return false;
	for (size_t i = 0; i < later.n; i++)
		if (!q_appointment_park(cx->db, later.at[i].id))
			return false;
	for (int i = 0; i < w->n; i++) {
		if (!starts[i])
			continue;
		day_iso(w->first + 7 * i, iso);
		if (!place_one(cx, b, w, starts[i], moved < later.n ? later.at[moved].id : 0, &id) || !q_appointment_series(cx->db, id, series, iso))
			return false;
		moved++;
	}
	for (size_t i = moved; i < later.n; i++)
		if (!q_appointment_unpark(cx->db, later.at[i].id) || !bookings_cancel(cx, b, later.at[i].id, "", false))
			return false;
	return moved > 0 || fail(cx->err, ERR_INPUT, "starts", "leaves no session; cancel the series instead");
}

bool bookings_cancel_series(struct cx *cx, const struct practice_book *b, int64_t series, int64_t later, const char *reason)
{
	const struct series_wish w = { .series = series, .later = later };
	struct appointment_later_rows rows;

	if (!load_later(cx, &w, &rows))
		return false;
	for (size_t i = 0; i < rows.n; i++)
		if (!bookings_cancel(cx, b, rows.at[i].id, reason, false))
			return false;
	return rows.n > 0 || fail(cx->err, ERR_MISSING, "series", "No session of it is still to come.");
}

bool bookings_offer(struct cx *cx, const struct practice_book *b, int64_t therapist, int64_t service, day from, day until, int minute, int most,
	struct slots *out)
{
	const struct service_all *s = bookings_service(b, service);
	struct diary d;

	*out = (struct slots){ 0 };
	if (!s || until < from)
		return true;
	struct service times = bookings_times(s);
	if (until > zone_wall(b->zone, cx->now).day + b->rules.ahead)
		until = zone_wall(b->zone, cx->now).day + b->rules.ahead;
	if (!bookings_diary(cx, b, therapist, zone_instant(b->zone, from, 0), zone_instant(b->zone, until + 1, 0), (struct but){ 0 }, &d))
		return false;
	*out = booking_near(cx->a, &d, &b->rules, &times, from, minute, until - from + 1, most, cx->now);
	return true;
}
