/* core/zone.c -- wall clocks by the offsets of libical. */
#include "core/zone.h"

#include <libical/ical.h>

static const int64_t day_seconds = 24 * 3600;

/* libical's zones are shared and never freed; the opaque type is theirs. */
static icaltimezone *own(const struct zone *z)
{
	union { const struct zone *z; icaltimezone *t; } u = { .z = z };

	return u.t;
}

bool zone_find(const char *id, const struct zone **out, struct err *err)
{
	size_t n = strlen(id);
	union { const struct zone *z; icaltimezone *t; } u = { .t = NULL };

	icalerror_set_errors_are_fatal(0);
	if (n && n < 64 && strspn(id, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/") == n)
		u.t = strcmp(id, "UTC") == 0 ? icaltimezone_get_utc_timezone() : strchr(id, '/') ? icaltimezone_get_builtin_timezone(id) : NULL;
	if (!u.t)
		return fail(err, ERR_INPUT, "zone", "is no time zone; one such as Europe/Zurich is wanted");
	*out = u.z;
	return true;
}

/* Seconds east of Greenwich at an instant (seconds). */
static int64_t offset_at(const struct zone *z, int64_t second)
{
	struct icaltimetype t = icaltime_from_timet_with_zone((time_t)second, 0, icaltimezone_get_utc_timezone());
	int summer;

	return icaltimezone_get_utc_offset_of_utc_time(own(z), &t, &summer);
}

/* The instant (seconds) of a wall clock's seconds since its own 1970; *shown: a clock shows it. */
static int64_t second_of(const struct zone *z, int64_t clock, bool *shown)
{
	int64_t before = clock - offset_at(z, clock - day_seconds), after = clock - offset_at(z, clock + day_seconds);
	bool is_before = before + offset_at(z, before) == clock, is_after = after + offset_at(z, after) == clock;

	*shown = is_before || is_after;
	if (is_before && is_after)
		return before < after ? before : after;
	return is_after ? after : before;
}

int64_t zone_instant(const struct zone *z, day on, int minute)
{
	bool shown;

	return second_of(z, on * day_seconds + (int64_t)minute * 60, &shown) * 1000;
}

bool zone_shows(const struct zone *z, day on, int minute)
{
	bool shown;

	second_of(z, on * day_seconds + (int64_t)minute * 60, &shown);
	return shown;
}

static int64_t floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

struct wall zone_wall(const struct zone *z, int64_t instant)
{
	int64_t second = floor_div(instant, 1000), clock = second + offset_at(z, second), on = floor_div(clock, day_seconds);

	return (struct wall){ (day)on, (int)((clock - on * day_seconds) / 60) };
}
