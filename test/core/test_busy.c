/* Other calendars: only the times that are busy, in the right hour, over rules, exceptions, changed days and clock changes. */
#include "base/rng.h"
#include "core/busy.h"
#include "core/series.h"
#include "support.h"

#include <string.h>

static struct arena *arena;
static const struct zone *zurich;
static struct err err;

static int before(void **state)
{
	(void)state;
	arena = arena_new(64 << 20);
	assert_true(zone_find("Europe/Zurich", &zurich, &err));
	return 0;
}

static int after(void **state)
{
	(void)state;
	arena_end(arena);
	return 0;
}

static const char *calendar(const char *events)
{
	return arena_fmt(arena, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\n%sEND:VCALENDAR\r\n", events);
}

static const char *event(const char *lines)
{
	return arena_fmt(arena, "BEGIN:VEVENT\r\nUID:a@x\r\nDTSTAMP:20270101T000000Z\r\n%sEND:VEVENT\r\n", lines);
}

/* The busy times of 2027 in UTC: "0104T0800-0900 0105..." */
static const char *busy(const char *text)
{
	struct busy b;
	const char *out = "";
	const struct zone *utc;

	assert_true(zone_find("UTC", &utc, &err));
	err = (struct err){ 0 };
	if (!busy_read(arena, text, zurich, zone_instant(utc, 20819, 0), zone_instant(utc, 21184, 0), &b, &err))
		return arena_fmt(arena, "%s", err_name(err.code));
	for (int i = 0; i < b.n; i++) {
		struct wall from = zone_wall(utc, b.at[i].from), to = zone_wall(utc, b.at[i].to);
		struct date d = date_of(from.day), e = date_of(to.day);

		out = arena_fmt(arena, "%s%s%02d%02dT%02d%02d-", out, i ? " " : "", d.month, d.day, from.minute / 60, from.minute % 60);
		if (to.day != from.day)
			out = arena_fmt(arena, "%s%02d%02dT", out, e.month, e.day);
		out = arena_fmt(arena, "%s%02d%02d", out, to.minute / 60, to.minute % 60);
	}
	return out;
}

static void one_event_in_every_way_of_telling_the_time(void **state)
{
	static const struct { const char *lines, *busy; } of[] = {
		{ "DTSTART:20270104T080000Z\r\nDTEND:20270104T090000Z\r\n", "0104T0800-0900" },
		{ "DTSTART:20270104T080000Z\r\nDURATION:PT90M\r\n", "0104T0800-0930" },
		{ "DTSTART;TZID=Europe/Zurich:20270104T090000\r\nDTEND;TZID=Europe/Zurich:20270104T100000\r\n", "0104T0800-0900" },
		{ "DTSTART;TZID=America/New_York:20270104T030000\r\nDTEND;TZID=America/New_York:20270104T040000\r\n", "0104T0800-0900" },
		{ "DTSTART:20270704T090000\r\nDTEND:20270704T100000\r\n", "0704T0700-0800" },                  /* floating: the practice's clock */
		{ "DTSTART;TZID=W. Europe Standard Time:20270704T090000\r\nDTEND;TZID=W. Europe Standard Time:20270704T100000\r\n", "0704T0700-0800" },
		{ "DTSTART;VALUE=DATE:20270704\r\n", "0703T2200-0704T2200" },
		{ "DTSTART;VALUE=DATE:20270704\r\nDTEND;VALUE=DATE:20270706\r\n", "0703T2200-0705T2200" },
		{ "DTSTART;VALUE=DATE:20270328\r\n", "0327T2300-0328T2200" },                                   /* a day of 23 hours */
		{ "DTSTART:20270104T080000Z\r\nDTEND:20270104T080000Z\r\n", "" },
		{ "DTSTART:20261231T230000Z\r\nDTEND:20270101T010000Z\r\n", "0101T0000-0100" },                 /* cut */
	};

	(void)state;
	for (size_t i = 0; i < sizeof(of) / sizeof(*of); i++)
		assert_string_equal(busy(calendar(event(of[i].lines))), of[i].busy);
}

static void what_is_free_blocks_nothing(void **state)
{
	static const char *const free_lines[] = { "TRANSP:TRANSPARENT\r\n", "STATUS:CANCELLED\r\n" };
	const char *when = "DTSTART:20270104T080000Z\r\nDTEND:20270104T090000Z\r\n";

	(void)state;
	for (int i = 0; i < 2; i++)
		assert_string_equal(busy(calendar(event(arena_fmt(arena, "%s%s", when, free_lines[i])))), "");
	assert_string_equal(busy(calendar(event(arena_fmt(arena, "%sTRANSP:OPAQUE\r\nSTATUS:TENTATIVE\r\n", when)))), "0104T0800-0900");
	assert_string_equal(busy(calendar(arena_fmt(arena, "BEGIN:VEVENT\r\nUID:17@unknot.invalid\r\n%sEND:VEVENT\r\n", when))), "");
	assert_string_equal(busy(calendar("")), "");
}

/* At nine, whatever the clocks do; without the day left out; the changed day at its new hour, another one called off. */
static void a_series_with_exceptions_over_the_clock_change(void **state)
{
	const char *weekly = event("DTSTART;TZID=Europe/Zurich:20270315T090000\r\nDTEND;TZID=Europe/Zurich:20270315T100000\r\nRRULE:FREQ=WEEKLY;COUNT=6\r\n"
		"EXDATE;TZID=Europe/Zurich:20270322T090000\r\nRDATE;TZID=Europe/Zurich:20270501T090000\r\n");
	const char *moved = event("RECURRENCE-ID;TZID=Europe/Zurich:20270405T090000\r\nDTSTART;TZID=Europe/Zurich:20270406T140000\r\n"
		"DTEND;TZID=Europe/Zurich:20270406T150000\r\n");
	const char *off = event("RECURRENCE-ID;TZID=Europe/Zurich:20270412T090000\r\nDTSTART;TZID=Europe/Zurich:20270412T090000\r\n"
		"DTEND;TZID=Europe/Zurich:20270412T100000\r\nSTATUS:CANCELLED\r\n");

	(void)state;
	assert_string_equal(busy(calendar(arena_fmt(arena, "%s%s%s", moved, weekly, off))), "0315T0800-0900 0329T0700-0800 0406T1200-1300 0419T0700-0800 0501T0700-0800");
	assert_string_equal(busy(calendar(event("DTSTART:19900101T080000Z\r\nDTEND:19900101T083000Z\r\nRRULE:FREQ=YEARLY\r\n"))), "0101T0800-0830");
	assert_string_equal(busy(calendar(event("DTSTART;VALUE=DATE:20270327\r\nRRULE:FREQ=DAILY;COUNT=3\r\nEXDATE;VALUE=DATE:20270329\r\n"))), "0326T2300-0328T2200");
}

static void a_zone_of_the_calendars_own(void **state)
{
	const char *own = "BEGIN:VTIMEZONE\r\nTZID:Ours\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0300\r\nTZOFFSETTO:+0300\r\nEND:STANDARD\r\n"
		"END:VTIMEZONE\r\n";

	(void)state;
	assert_string_equal(busy(calendar(arena_fmt(arena, "%s%s", own, event("DTSTART;TZID=Ours:20270104T110000\r\nDTEND;TZID=Ours:20270104T120000\r\n"
		"RRULE:FREQ=DAILY;COUNT=2\r\n")))), "0104T0800-0900 0105T0800-0900");
}

static void lists_of_busy_times_and_what_touches_is_one(void **state)
{
	(void)state;
	assert_string_equal(busy(calendar("BEGIN:VFREEBUSY\r\nUID:f@x\r\nDTSTAMP:20270101T000000Z\r\nFREEBUSY:20270104T080000Z/20270104T090000Z,"
		"20270104T090000Z/PT30M\r\nFREEBUSY;FBTYPE=FREE:20270105T080000Z/20270105T090000Z\r\nEND:VFREEBUSY\r\n")), "0104T0800-0930");
}

/* Drawn rules over ten years in five zones, days left out and one moved, against the days of core/series.h (held to a walk over every day in
 * test_series.c) at the instants of core/zone.h (held to the C library's clock there). */
static void drawn_series_over_ten_years_in_five_zones(void **state)
{
	static const char *const zones[] = { "Europe/Zurich", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Kathmandu" };
	static const char *const freq[] = { "DAILY", "WEEKLY", "MONTHLY" };
	struct rng rng = rng_new(11);
	int checked = 0;

	(void)state;
	for (int round = 0; round < 400; round++) {
		const char *id = zones[round % 5], *lines = "";
		day start = 18262 + rng_below(&rng, 3000);
		int minute = 6 * 60 + 15 * rng_below(&rng, 60), n = 0;
		struct series s = { start, arena_fmt(arena, "FREQ=%s;INTERVAL=%d;COUNT=%d", freq[rng_below(&rng, 3)], 1 + rng_below(&rng, 3), 1 + rng_below(&rng, 80)), NULL, 0 };
		struct series_days days;
		const struct zone *z;
		struct busy b;
		int64_t want[100];

		assert_true(zone_find(id, &z, &err) && series_days(arena, &s, 100, &days, &err));
		int moved = days.n > 3 ? 1 + rng_below(&rng, days.n - 1) : -1;
		for (int i = 0; i < days.n; i++) {
			struct date d = date_of(days.at[i]);
			const char *at = arena_fmt(arena, "%04d%02d%02dT%02d%02d00", d.year, d.month, d.day, minute / 60, minute % 60);

			if (i != moved && rng_below(&rng, 5) == 0)
				lines = arena_fmt(arena, "%sEXDATE;TZID=%s:%s\r\n", lines, id, at);
			else
				want[n++] = zone_instant(z, days.at[i], minute) + (i == moved ? 4 * 3600000 : 0);
		}
		struct date d = date_of(start), m = date_of(moved < 0 ? start : days.at[moved]);
		const char *text = event(arena_fmt(arena, "DTSTART;TZID=%s:%04d%02d%02dT%02d%02d00\r\nDURATION:PT30M\r\nRRULE:%s\r\n%s", id, d.year, d.month, d.day, minute / 60, minute % 60,
			s.rule, lines));
		if (moved >= 0) {
			struct wall to = zone_wall(z, zone_instant(z, days.at[moved], minute) + 4 * 3600000);
			struct date t = date_of(to.day);

			text = arena_fmt(arena, "%s%s", text, event(arena_fmt(arena, "RECURRENCE-ID;TZID=%s:%04d%02d%02dT%02d%02d00\r\nDTSTART;TZID=%s:%04d%02d%02dT%02d%02d00\r\n"
				"DURATION:PT30M\r\n", id, m.year, m.month, m.day, minute / 60, minute % 60, id, t.year, t.month, t.day, to.minute / 60, to.minute % 60)));
		}
		assert_true(busy_read(arena, calendar(text), zurich, 0, zone_instant(z, start + 60 * 366, 0), &b, &err));
		if (b.n != n)
			fail_msg("round %d, %s from %d, %s: %d times, %d wanted\n%s", round, s.rule, start, id, b.n, n, text);
		for (int i = 0; i < n; i++) {
			assert_int_equal(b.at[i].from, want[i]);
			assert_int_equal(b.at[i].to, want[i] + 30 * 60000);
			checked++;
		}
		arena_reset(arena);
	}
	assert_true(checked > 8000);
}

static void what_is_no_calendar_is_refused(void **state)
{
	const char *good = calendar(event("DTSTART:20270104T080000Z\r\nDTEND:20270104T090000Z\r\n"));
	static const char *const bad[] = { "", "<html>BEGIN:VCALENDAR END:VCALENDAR</html>", "BEGIN:VEVENT\r\nEND:VEVENT\r\n", "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n",
		"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\nEND:VCALENDAR\r\n", "BEGIN:VCALENDAR\nEND:VEVENT\nend;x=y:VEVENT\nEND:VCALENDAR\n",
		"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\nBEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n" };

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		assert_string_equal(busy(bad[i]), err_name(ERR_INPUT));
		assert_string_equal(err.field, "calendar");
	}
	assert_string_equal(busy(arena_fmt(arena, "\xef\xbb\xbf%s", good)), "0104T0800-0900");
	for (size_t n = 0; n < strlen(good) - 2; n++)           /* half of one is none, and never a crash */
		assert_string_equal(busy(arena_copy(arena, good, n)), err_name(ERR_INPUT));
	assert_string_equal(busy(calendar(event("DTSTART:20270104T080000Z\r\nDURATION:PT1S\r\nRRULE:FREQ=MINUTELY\r\n"))), err_name(ERR_INPUT));
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(one_event_in_every_way_of_telling_the_time), cmocka_unit_test(what_is_free_blocks_nothing),
		cmocka_unit_test(a_series_with_exceptions_over_the_clock_change), cmocka_unit_test(a_zone_of_the_calendars_own),
		cmocka_unit_test(lists_of_busy_times_and_what_touches_is_one), cmocka_unit_test(drawn_series_over_ten_years_in_five_zones), cmocka_unit_test(what_is_no_calendar_is_refused) };

	return cmocka_run_group_tests(tests, before, after);
}
