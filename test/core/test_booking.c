/* Free slots, against a calendar painted minute by minute; what an owner may not enter. */
#include "support.h"

#include "base/rng.h"
#include "core/booking.h"

#include "one_arena.h"

/* Four days painted: what the therapist's minute holds, and each room's. */
enum { PAINTED = 4 * DAY_MINUTES };
struct painted { int64_t from; char open[PAINTED], busy[PAINTED], room[2][PAINTED]; };

static void paint(char *on, int64_t from, struct span s)
{
	for (int i = 0; i < PAINTED; i++)
		if (from + (int64_t)i * ZONE_MINUTE >= s.from && from + (int64_t)i * ZONE_MINUTE < s.to)
			on[i] = 1;
}

static bool clear(const char *on, int from, int to, char wanted)
{
	for (int i = from; i < to; i++)
		if (i < 0 || i >= PAINTED || on[i] != wanted)
			return false;
	return true;
}

static void paint_all(struct painted *p, const struct diary *d, day on)
{
	*p = (struct painted){ .from = zone_instant(d->zone, on, 0) - (int64_t)DAY_MINUTES * ZONE_MINUTE };
	for (int i = 0, door[2] = { -1, -1 }; i < PAINTED; i++) {        /* a door opens and closes once a day, though an hour may come twice */
		struct wall w = zone_wall(d->zone, p->from + (int64_t)i * ZONE_MINUTE);

		for (int k = 0; k < d->n_opening; k++) {
			if (d->opening[k].weekday != day_weekday(w.day) || w.minute >= d->opening[k].to)
				door[k] = d->opening[k].weekday == day_weekday(w.day) ? 2 : 0;
			else if (w.minute >= d->opening[k].from && door[k] == 0)
				door[k] = 1;
			p->open[i] |= door[k] == 1;
		}
		for (int k = 0; k < d->n_closed; k++)
			p->open[i] &= w.day < d->closed[k].first || w.day > d->closed[k].last;
	}
	for (int i = 0; i < d->n_taken; i++) {
		if (d->taken[i].therapist == d->therapist)
			paint(p->busy, p->from, d->taken[i].span);
		for (int k = 0; k < d->n_rooms; k++)
			if (d->taken[i].room == d->room[k])
				paint(p->room[k], p->from, d->taken[i].span);
	}
}

static bool fits(const struct painted *p, const struct diary *d, const struct service *s, int64_t starts)
{
	int at = (int)((starts - p->from) / ZONE_MINUTE);

	if (!clear(p->open, at, at + s->minutes, 1) || !clear(p->busy, at - s->before, at + s->minutes + s->after, 0))
		return false;
	for (int k = 0; k < d->n_rooms; k++)
		if (clear(p->room[k], at - s->before, at + s->minutes + s->after, 0))
			return true;
	return !d->n_rooms;
}

static bool among(const struct slots *s, int64_t at)
{
	for (int i = 0; i < s->n; i++)
		if (s->at[i] == at)
			return true;
	return false;
}

static void slots_are_those_of_a_painted_calendar(void **state)
{
	static const char *const zones[] = { "Europe/Zurich", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "UTC" };
	/* both changes of the clock in Zurich and New York, and a plain day */
	static const char *const days[] = { "2026-03-29", "2026-10-25", "2026-03-08", "2026-11-01", "2026-11-21" };
	static struct painted p;
	struct rng rng = rng_new(3);
	int offered = 0, refused = 0;

	(void)state;
	for (int round = 0; round < 1500; round++) {
		struct err err = { 0 };
		const struct zone *z;
		day on;

		assert_true(zone_find(zones[rng_below(&rng, 5)], &z, &err) && day_read(days[rng_below(&rng, 5)], &on));
		int weekday = day_weekday(on), split = 60 * rng_below(&rng, 8);
		struct opening open[2] = { { weekday, split, split + 60 + 15 * rng_below(&rng, 20) }, { weekday, 14 * 60, 14 * 60 + 15 + 15 * rng_below(&rng, 30) } };
		struct taken taken[6];
		const int64_t rooms[2] = { 11, 12 };
		struct closed closed = { on + rng_below(&rng, 12) - 1, on + 20 };
		struct diary d = { .zone = z, .opening = open, .n_opening = open[0].to <= open[1].from ? 2 : 1, .closed = &closed, .n_closed = 1, .taken = taken,
			.n_taken = rng_below(&rng, 7), .room = rooms, .n_rooms = rng_below(&rng, 3), .therapist = 1 };
		struct service s = { 15 + 15 * rng_below(&rng, 5), 5 * rng_below(&rng, 3), 5 * rng_below(&rng, 4) };
		struct booking_rules r = { .lead = 30 * rng_below(&rng, 40), .ahead = 1 + rng_below(&rng, 3), .step = 15, .cancel = 60 };
		if (!zone_shows(z, on, open[0].from) || !zone_shows(z, on, open[0].to))         /* a door that moves in a skipped hour: nobody has one */
			continue;
		for (int i = 0; i < d.n_taken; i++) {
			int64_t from = zone_instant(z, on, 5 * rng_below(&rng, 288));

			taken[i] = (struct taken){ { from, from + (int64_t)(10 + 5 * rng_below(&rng, 20)) * ZONE_MINUTE }, 1 + rng_below(&rng, 2), 11 + rng_below(&rng, 2) };
		}
		int64_t now = zone_instant(z, on, 0) - (int64_t)rng_below(&rng, 1500) * ZONE_MINUTE;
		bool near = on <= zone_wall(z, now).day + r.ahead;
		struct slots got = booking_slots(a, &d, &r, &s, on, now);

		paint_all(&p, &d, on);
		for (int i = 1; i < got.n; i++)
			assert_true(got.at[i] > got.at[i - 1]);
		for (int k = 0; k < d.n_opening; k++)
			for (int m = open[k].from; m < open[k].to; m += 15) {
				int64_t starts = zone_instant(z, on, m);
				bool want = zone_shows(z, on, m) && near && starts >= now + (int64_t)r.lead * ZONE_MINUTE && fits(&p, &d, &s, starts);

				if (among(&got, starts) != want && zone_shows(z, on, m))
					fail_msg("round %d minute %d of day %d: wanted %d; %d-%d in %p, service %d %d %d", round, m, on, want, open[k].from, open[k].to, (const void *)z, s.minutes, s.before, s.after);
				offered += want;
				refused += !want;
			}
		arena_reset(a);
	}
	assert_true(offered > 1000 && refused > 1000);
}

static void a_room_is_found_and_the_wish_is_kept(void **state)
{
	const int64_t rooms[] = { 7, 8, 9 }, hour = 60 * ZONE_MINUTE;
	struct taken taken[] = { { { 0, hour }, 2, 7 }, { { 0, hour }, 3, 8 } };
	struct diary d = { .taken = taken, .n_taken = 2, .room = rooms, .n_rooms = 3, .therapist = 1 };
	const struct service s = { 60, 0, 0 };
	int64_t room;

	(void)state;
	assert_true(booking_free(&d, &s, 0, 0, &room));
	assert_int_equal(room, 9);
	assert_true(booking_free(&d, &s, hour, 8, &room));
	assert_int_equal(room, 8);
	assert_true(booking_free(&d, &s, 0, 8, &room));                 /* the wish is taken: another */
	assert_int_equal(room, 9);
	taken[0].therapist = 1;
	assert_false(booking_free(&d, &s, 0, 9, &room));
	taken[0].therapist = 2;
	d.n_rooms = 2;
	assert_false(booking_free(&d, &s, 0, 0, &room));
	d.n_rooms = 0;
	assert_true(booking_free(&d, &s, 0, 0, &room));
	assert_int_equal(room, 0);
}

static void the_window_closes_on_the_minute(void **state)
{
	const struct booking_rules r = { .cancel = 24 * 60, .step = 15, .ahead = 60 };
	const int64_t starts = 1000000 * (int64_t)ZONE_MINUTE, window = 24 * 60 * (int64_t)ZONE_MINUTE;

	(void)state;
	assert_true(booking_may_cancel(&r, starts, starts - window));
	assert_false(booking_may_cancel(&r, starts, starts - window + 1));
	assert_false(booking_may_cancel(&(struct booking_rules){ 0 }, starts, starts));
}

static void the_nearest_slot_of_each_day(void **state)
{
	const struct opening open[] = { { 0, 540, 720 }, { 2, 840, 1020 } };
	const struct booking_rules r = { .lead = 0, .ahead = 60, .step = 30 };
	const struct service s = { 60, 0, 0 };
	struct diary d = { .opening = open, .n_opening = 2, .therapist = 1 };
	struct err err = { 0 };
	day monday;

	(void)state;
	assert_true(zone_find("Europe/Zurich", &d.zone, &err) && day_read("2026-11-23", &monday));
	struct slots got = booking_near(a, &d, &r, &s, monday, 11 * 60 + 30, 14, 3, zone_instant(d.zone, monday - 1, 0));
	assert_int_equal(got.n, 3);
	assert_int_equal(got.at[0], zone_instant(d.zone, monday, 11 * 60));
	assert_int_equal(got.at[1], zone_instant(d.zone, monday + 2, 14 * 60));
	assert_int_equal(got.at[2], zone_instant(d.zone, monday + 7, 11 * 60));
}

static void what_an_owner_may_not_enter(void **state)
{
	static const struct { struct opening o[2]; const char *say; } bad[] = { { { { 0, 600, 540 }, { 1, 0, 10 } }, "end before they begin on Monday" },
		{ { { 2, 540, 720 }, { 2, 700, 800 } }, "overlap on Wednesday" }, { { { 6, 0, 1441 }, { 1, 0, 10 } }, "outside the day on Sunday" },
		{ { { 1, 0, 10 }, { 3, 60, 60 } }, "end before they begin on Thursday" } };
	static const struct service odd[] = { { 4, 0, 0 }, { 481, 0, 0 }, { 60, -1, 0 }, { 60, 0, 121 } };
	static const struct booking_rules wild[] = { { -1, 60, 15, 0 }, { 0, 0, 15, 0 }, { 0, 367, 15, 0 }, { 0, 60, 0, 0 }, { 0, 60, 15, 50000 } };

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct err err = { 0 };

		assert_false(opening_check(bad[i].o, 2, &err));
		assert_non_null(strstr(err.detail, bad[i].say));
	}
	assert_true(opening_check((struct opening[]){ { 0, 540, 720 }, { 0, 720, 900 } }, 2, NULL));
	for (size_t i = 0; i < sizeof(odd) / sizeof(*odd); i++)
		assert_false(service_check(&odd[i], &(struct err){ 0 }));
	for (size_t i = 0; i < sizeof(wild) / sizeof(*wild); i++)
		assert_false(rules_check(&wild[i], &(struct err){ 0 }));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(slots_are_those_of_a_painted_calendar),
		cmocka_unit_test(a_room_is_found_and_the_wish_is_kept),
		cmocka_unit_test(the_window_closes_on_the_minute),
		cmocka_unit_test(the_nearest_slot_of_each_day),
		cmocka_unit_test(what_an_owner_may_not_enter),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
