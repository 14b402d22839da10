/* core/booking.c -- hours, what is taken, and what is left. */
#include "core/booking.h"

#include <assert.h>

static const char *const weekday_name[] = { "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday" };

bool opening_check(const struct opening *o, int n, struct err *err)
{
	for (int i = 0; i < n; i++) {
		assert(o[i].weekday >= 0 && o[i].weekday < 7);
		const char *on = weekday_name[o[i].weekday];

		if (o[i].from < 0 || o[i].to > DAY_MINUTES)
			return fail(err, ERR_INPUT, "hours", "are outside the day on %s", on);
		if (o[i].from >= o[i].to)
			return fail(err, ERR_INPUT, "hours", "end before they begin on %s", on);
		for (int k = 0; k < i; k++)
			if (o[k].weekday == o[i].weekday && o[k].from < o[i].to && o[i].from < o[k].to)
				return fail(err, ERR_INPUT, "hours", "overlap on %s", on);
	}
	return true;
}

bool service_check(const struct service *s, struct err *err)
{
	if (s->minutes < 5 || s->minutes > 480)
		return fail(err, ERR_INPUT, "minutes", "are 5 to 480");
	if (s->before < 0 || s->before > 120)
		return fail(err, ERR_INPUT, "before", "is 0 to 120 minutes");
	return (s->after >= 0 && s->after <= 120) || fail(err, ERR_INPUT, "after", "is 0 to 120 minutes");
}

bool rules_check(const struct booking_rules *r, struct err *err)
{
	if (r->lead < 0 || r->lead > 30 * DAY_MINUTES)
		return fail(err, ERR_INPUT, "lead", "is at most 30 days");
	if (r->cancel < 0 || r->cancel > 30 * DAY_MINUTES)
		return fail(err, ERR_INPUT, "cancel", "is at most 30 days");
	if (r->ahead < 1 || r->ahead > 366)
		return fail(err, ERR_INPUT, "ahead", "is 1 to 366 days");
	return (r->step >= 5 && r->step <= 120) || fail(err, ERR_INPUT, "step", "is 5 to 120 minutes");
}

static bool overlap(struct span a, struct span b)
{
	return a.from < b.to && b.from < a.to;
}

struct span booking_span(const struct service *s, int64_t starts)
{
	return (struct span){ starts - (int64_t)s->before * ZONE_MINUTE, starts + (int64_t)(s->minutes + s->after) * ZONE_MINUTE };
}

static bool on_holiday(const struct diary *d, day on)
{
	for (int i = 0; i < d->n_closed; i++)
		if (on >= d->closed[i].first && on <= d->closed[i].last)
			return true;
	return false;
}

bool booking_open(const struct diary *d, const struct service *s, int64_t starts)
{
	struct wall w = zone_wall(d->zone, starts);
	int64_t ends = starts + (int64_t)s->minutes * ZONE_MINUTE;

	if (on_holiday(d, w.day))
		return false;
	for (int i = 0; i < d->n_opening; i++) {
		const struct opening *o = &d->opening[i];

		if (o->weekday == day_weekday(w.day) && starts >= zone_instant(d->zone, w.day, o->from) && ends <= zone_instant(d->zone, w.day, o->to))
			return true;
	}
	return false;
}

bool booking_free(const struct diary *d, const struct service *s, int64_t starts, int64_t wish, int64_t *room)
{
	struct span want = booking_span(s, starts);
	bool *full = (bool[64]){ false };

	assert(d->n_rooms <= 64);
	*room = 0;
	for (int i = 0; i < d->n_taken; i++) {
		if (!overlap(d->taken[i].span, want))
			continue;
		if (d->taken[i].therapist == d->therapist)
			return false;
		for (int k = 0; k < d->n_rooms; k++)
			full[k] = full[k] || d->taken[i].room == d->room[k];
	}
	for (int k = d->n_rooms - 1; k >= 0; k--)
		if (!full[k] && (*room != wish || !wish))
			*room = d->room[k];
	for (int k = 0; k < d->n_rooms; k++)
		if (!full[k] && d->room[k] == wish)
			*room = wish;
	return !d->n_rooms || *room;
}

const char *booking_refusal(const struct diary *d, const struct booking_rules *r, const struct service *s, int64_t starts, int64_t now)
{
	int64_t room;

	if (starts < now)
		return "This time is over.";
	if (starts < now + (int64_t)r->lead * ZONE_MINUTE)
		return "This is too soon to book here. Please call the practice.";
	if (zone_wall(d->zone, starts).day > zone_wall(d->zone, now).day + r->ahead)
		return "This is too far ahead to book yet.";
	if (!booking_open(d, s, starts))
		return "The practice is closed then.";
	return booking_free(d, s, starts, 0, &room) ? NULL : "This time is taken.";
}

bool booking_may_cancel(const struct booking_rules *r, int64_t starts, int64_t now)
{
	return starts - now >= (int64_t)r->cancel * ZONE_MINUTE && starts > now;
}

struct slots booking_slots(struct arena *a, const struct diary *d, const struct booking_rules *r, const struct service *s, day on, int64_t now)
{
	struct slots out = { NEWS(a, int64_t, DAY_MINUTES / 5 * (d->n_opening + 1)), 0 };

	for (int i = 0; i < d->n_opening; i++) {
		const struct opening *o = &d->opening[i];

		if (o->weekday != day_weekday(on))
			continue;
		for (int m = o->from; m < o->to; m += r->step) {
			int64_t starts = zone_instant(d->zone, on, m);

			if (!zone_shows(d->zone, on, m) || booking_refusal(d, r, s, starts, now))
				continue;
			int k = out.n++;
			for (; k > 0 && out.at[k - 1] > starts; k--)
				out.at[k] = out.at[k - 1];
			out.at[k] = starts;
		}
	}
	return out;
}

struct slots booking_near(struct arena *a, const struct diary *d, const struct booking_rules *r, const struct service *s, day on, int minute, int days, int most,
	int64_t now)
{
	struct slots out = { NEWS(a, int64_t, most + 1), 0 };

	for (int i = 0; i < days && out.n < most; i++) {
		struct slots of = booking_slots(a, d, r, s, on + i, now);
		int best = -1, distance = 2 * DAY_MINUTES;

		for (int k = 0; k < of.n; k++) {
			int away = abs(zone_wall(d->zone, of.at[k]).minute - minute);

			if (away < distance) {
				distance = away;
				best = k;
			}
		}
		if (best >= 0)
			out.at[out.n++] = of.at[best];
	}
	return out;
}
