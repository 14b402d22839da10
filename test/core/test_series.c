/* Clocks and series: ten years in five time zones against an expansion of its own, by the C library's clock and a walk over every day. */
#include "support.h"

#include "base/rng.h"
#include "core/series.h"
#include "core/zone.h"

#include <time.h>

static struct arena *a;
static const char *const zones[] = { "Europe/Zurich", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Kathmandu" };
static const day first_day = 18262, last_day = 18262 + 3652;    /* 2020-01-01 to 2029-12-31 */

static int before(void **state)
{
	(void)state;
	a = arena_new(256 << 20);
	return 0;
}

static int after(void **state)
{
	(void)state;
	unsetenv("TZ");
	tzset();
	arena_end(a);
	return 0;
}

/* ---- clocks, by the C library */

static long offset_of(time_t t)
{
	struct tm tm;

	localtime_r(&t, &tm);
	return tm.tm_gmtoff;
}

/* The earliest second that shows this wall clock, searched; else read with the offset from before the gap. */
static time_t second_of(day d, int minute, bool *shown)
{
	time_t clock = (time_t)d * 86400 + minute * 60;

	*shown = false;
	for (time_t t = clock - 15 * 3600; t <= clock + 15 * 3600; t += 1800)
		if (t + offset_of(t) == clock) {
			*shown = true;
			return t;
		}
	return clock - offset_of(clock - 86400);
}

static void a_clock_is_that_of_the_c_library_over_ten_years(void **state)
{
	int skipped = 0, twice = 0;

	(void)state;
	for (size_t k = 0; k < sizeof(zones) / sizeof(*zones); k++) {
		const struct zone *z;
		struct err err = { 0 };

		assert_true(zone_find(zones[k], &z, &err));
		setenv("TZ", zones[k], 1);
		tzset();
		for (day d = first_day; d <= last_day; d++) {
			bool changes = offset_of((time_t)d * 86400 - 86400) != offset_of((time_t)d * 86400 + 2 * 86400);

			for (int m = 0; m < DAY_MINUTES; m += changes ? 30 : 720) {
				bool shown;
				time_t t = second_of(d, m + (k == 4 ? 15 : 0), &shown);

				if (k == 4)
					t = (time_t)d * 86400 + (m + 15) * 60 - 20700;          /* Kathmandu: 5:45, no change */
				assert_int_equal(zone_instant(z, d, m + (k == 4 ? 15 : 0)), (int64_t)t * 1000);
				assert_int_equal(zone_shows(z, d, m + (k == 4 ? 15 : 0)), k == 4 || shown);
				skipped += !shown && k != 4;
				struct wall w = zone_wall(z, (int64_t)t * 1000);
				assert_true(!shown || (w.day == d && w.minute == m + (k == 4 ? 15 : 0)));
			}
			for (time_t t = (time_t)d * 86400; changes && t < (time_t)(d + 1) * 86400; t += 1800) {
				struct wall w = zone_wall(z, (int64_t)t * 1000);
				time_t clock = t + offset_of(t);

				assert_int_equal(w.day, clock / 86400);
				assert_int_equal(w.minute, clock % 86400 / 60);
				twice += zone_instant(z, w.day, w.minute) != (int64_t)t * 1000;
			}
		}
	}
	assert_true(skipped >= 60 && twice >= 60);              /* the changes were really met */
}

static void what_is_no_zone_is_refused(void **state)
{
	static const char *const bad[] = { "", "Europe/Nowhere", "Zurich", "../../etc/passwd", "Europe/../Europe/Zurich/x", "CET+1 ; drop", "europe zurich" };
	const struct zone *z;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct err err = { 0 };

		assert_false(zone_find(bad[i], &z, &err));
		assert_string_equal(err.field, "zone");
	}
}

/* ---- rules, by a walk over every day */

struct walk { char freq; int interval, weekdays, monthday, count; day until; int nth, nth_day; };    /* nth weekday of the month, -1 the last */

static int month_days(int year, int month)
{
	return (int)(day_of((struct date){ year + month / 12, month % 12 + 1, 1 }) - day_of((struct date){ year, month, 1 }));
}

static bool falls(const struct walk *w, day start, day d)
{
	struct date s = date_of(start), t = date_of(d);
	int months = (t.year - s.year) * 12 + t.month - s.month;

	switch (w->freq) {
	case 'D':
		return (d - start) % w->interval == 0;
	case 'W':
		return w->weekdays >> day_weekday(d) & 1 && ((d - day_weekday(d)) - (start - day_weekday(start))) / 7 % w->interval == 0;
	case 'Y':
		return t.month == s.month && t.day == s.day && (t.year - s.year) % w->interval == 0;
	default:
		break;
	}
	if (months % w->interval)
		return false;
	if (w->nth > 0)
		return day_weekday(d) == w->nth_day && (t.day - 1) / 7 + 1 == w->nth;
	if (w->nth < 0)
		return day_weekday(d) == w->nth_day && t.day + 7 > month_days(t.year, t.month);
	return w->monthday < 0 ? t.day == month_days(t.year, t.month) + 1 + w->monthday : t.day == w->monthday;
}

static const char *text_of(const struct walk *w)
{
	static const char *const name[] = { "MO", "TU", "WE", "TH", "FR", "SA", "SU" };
	const char *freq = w->freq == 'D' ? "DAILY" : w->freq == 'W' ? "WEEKLY" : w->freq == 'M' ? "MONTHLY" : "YEARLY", *by = "", *end;
	char iso[11];

	if (w->freq == 'W') {
		for (int i = 0; i < 7; i++)
			if (w->weekdays >> i & 1)
				by = arena_fmt(a, "%s%s%s", by, *by ? "," : ";BYDAY=", name[i]);
	} else if (w->freq == 'M') {
		by = w->nth ? arena_fmt(a, ";BYDAY=%d%s", w->nth, name[w->nth_day]) : arena_fmt(a, ";BYMONTHDAY=%d", w->monthday);
	}
	day_iso(w->until, iso);
	end = w->count ? arena_fmt(a, "COUNT=%d", w->count) : arena_fmt(a, "UNTIL=%.4s%.2s%.2s", iso, iso + 5, iso + 8);
	return arena_fmt(a, "FREQ=%s;INTERVAL=%d%s;%s", freq, w->interval, by, end);
}

static struct walk drawn(struct rng *rng, day start)
{
	struct walk w = { .freq = "DWMY"[rng_below(rng, 4)], .interval = 1 + rng_below(rng, 4) };

	if (w.freq == 'W')
		w.weekdays = 1 + rng_below(rng, 127);
	if (w.freq == 'M' && rng_below(rng, 2)) {
		static const int nth[] = { 1, 2, 3, 4, 5, -1 };

		w.nth = nth[rng_below(rng, 6)];
		w.nth_day = rng_below(rng, 7);
	} else if (w.freq == 'M') {
		static const int days[] = { 1, 15, 28, 29, 30, 31, -1, -2 };

		w.monthday = days[rng_below(rng, 8)];
	}
	if (rng_below(rng, 2))
		w.count = 1 + rng_below(rng, w.freq == 'Y' ? 8 : 60);        /* libical ends in the year 2582 */
	else
		w.until = start + rng_below(rng, 3600);
	return w;
}

static bool starts_on(struct rng *rng, struct walk *w, day *start)
{
	day from = first_day + rng_below(rng, 1400);

	if (rng_below(rng, 6) == 0)
		from = day_of((struct date){ 2020 + 4 * rng_below(rng, 2), 2, 29 });        /* leap days, for yearly ones too */
	*w = drawn(rng, from);
	for (*start = from; *start < from + 140; ++*start)
		if (falls(w, *start, *start) && (w->count || *start <= w->until))
			return true;
	return false;
}

static int expand(const struct walk *w, day start, day *out, int most)
{
	int n = 0;

	for (day d = start; n < most && (w->count ? n < w->count : d <= w->until) && d < start + 366 * 300; d++)
		if (falls(w, start, d))
			out[n++] = d;
	return n;
}

static void a_series_is_the_walk_over_every_day(void **state)
{
	struct rng rng = rng_new(7);
	int tried = 0, leap = 0, month_end = 0;

	(void)state;
	for (int round = 0; round < test_many(3000); round++) {
		struct walk w;
		struct series_days got;
		struct err err = { 0 };
		day start, want[4000];

		if (!starts_on(&rng, &w, &start))
			continue;
		const char *rule = text_of(&w);
		struct series s = { start, rule, NULL, 0 };
		int n = expand(&w, start, want, 4000);

		if (!series_days(a, &s, 4000, &got, &err))
			fail_msg("%s from %d: %s", rule, start, err.detail);
		if (got.n != n || memcmp(got.at, want, sizeof(day) * (size_t)n) != 0)
			fail_msg("%s from %d: %d days, %d wanted", rule, start, got.n, n);
		tried++;
		leap += w.freq == 'Y' && date_of(start).day == 29 && n > 1;
		month_end += w.monthday == 31 && n > 3;
		arena_reset(a);
	}
	assert_true(tried > test_many(2000) && leap > test_many(4) && month_end > test_many(10));
}

static void the_same_wall_clock_all_year(void **state)
{
	(void)state;
	for (size_t k = 0; k < sizeof(zones) / sizeof(*zones); k++) {
		struct series s = { first_day, "FREQ=WEEKLY;COUNT=520", NULL, 0 };
		struct series_days days;
		struct err err = { 0 };
		const struct zone *z;

		assert_true(zone_find(zones[k], &z, &err) && series_days(a, &s, 520, &days, &err));
		for (int i = 0; i < days.n; i++) {
			struct wall w = zone_wall(z, zone_instant(z, days.at[i], 9 * 60));

			assert_true(w.day == first_day + 7 * i && w.minute == 9 * 60);
		}
	}
}

static void exceptions_are_left_out_and_a_cut_loses_nothing(void **state)
{
	struct rng rng = rng_new(11);
	int cut_both = 0;

	(void)state;
	for (int round = 0; round < test_many(1500); round++) {
		struct walk w;
		struct series_days all, some, head = { 0 }, tail = { 0 };
		struct series_cut cut;
		struct err err = { 0 };
		day start;

		if (!starts_on(&rng, &w, &start))
			continue;
		struct series s = { start, text_of(&w), NULL, 0 };
		assert_true(series_days(a, &s, 4000, &all, &err));
		day except = all.at[rng_below(&rng, all.n)];
		struct series without = { start, s.rule, &except, 1 };
		assert_true(series_days(a, &without, 4000, &some, &err));
		assert_int_equal(some.n, all.n - 1);
		for (int i = 0; i < some.n; i++)
			assert_int_not_equal(some.at[i], except);
		assert_true(series_cut(a, &s, except, 4000, &cut, &err));
		struct series h = { start, cut.before, NULL, 0 }, t = { cut.first, cut.later, NULL, 0 };
		assert_true((!cut.before || series_days(a, &h, 4000, &head, &err)) && (!cut.later || series_days(a, &t, 4000, &tail, &err)));
		assert_int_equal(head.n + tail.n, all.n);
		for (int i = 0; i < all.n; i++)
			assert_int_equal(i < head.n ? head.at[i] : tail.at[i - head.n], all.at[i]);
		cut_both += head.n && tail.n;
		arena_reset(a);
	}
	assert_true(cut_both > test_many(500));
}

static void a_rule_that_cannot_be_booked_is_refused(void **state)
{
	static const char *const bad[] = { "", "FREQ=WEEKLY", "FREQ=WEEKLY;COUNT=10000", "FREQ=DAILY;UNTIL=20991231", "FREQ=SECONDLY;COUNT=3", "FREQ=HOURLY;COUNT=3",
		"COUNT=3", "FREQ=WEEKLY;COUNT=-2", "FREQ=WEEKLY;COUNT=0", "FREQ=DAILY;INTERVAL=0;COUNT=2", "FREQ=DAILY;COUNT=3;BYHOUR=1,2", "FREQ=WEEKLY;BYDAY=XX;COUNT=3",
		"FREQ=WEEKLY;COUNT=3;X=1", "nonsense", "FREQ=WEEKLY;BYDAY=TU;COUNT=3", "FREQ=DAILY;COUNT=3 \r\nX", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=2",
		"FREQ=DAILY;COUNT=99999999999" };

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct series s = { 18262, bad[i], NULL, 0 };           /* a Wednesday */
		struct series_days days;
		struct err err = { 0 };

		if (series_days(a, &s, 104, &days, &err))
			fail_msg("%s: %d days", bad[i], days.n);
		assert_int_equal(err.code, ERR_INPUT);
		assert_string_equal(err.field, "rule");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_clock_is_that_of_the_c_library_over_ten_years),
		cmocka_unit_test(what_is_no_zone_is_refused),
		cmocka_unit_test(a_series_is_the_walk_over_every_day),
		cmocka_unit_test(the_same_wall_clock_all_year),
		cmocka_unit_test(exceptions_are_left_out_and_a_cut_loses_nothing),
		cmocka_unit_test(a_rule_that_cannot_be_booked_is_refused),
	};
	return cmocka_run_group_tests(tests, before, after);
}
