/* test/core/test_bio_session.c -- one practice: the pacer, packets of a simulated person, the search, gaps, taps. */
#include "beats.h"

#include "core/bio_session.h"

#define PI 3.14159265358979323846

/* Someone whose heart swings most at `own` and follows the pacer; a strap that sends a packet a second. */
struct someone { struct rng rng; double own, at, level, waiting[8]; int n; };

static double next_interval(struct someone *p, const struct pacer *now)
{
	double swing = isnan(now->turns) ? 0 : 70 / (1 + pow((now->rate - p->own) / 1.2, 2));

	p->level += -0.02 * p->level + 20 * sqrt(0.0396) * rng_normal(&p->rng);
	return 900 + (swing > 0 ? swing / 2 * cos(2 * PI * now->turns) : 0) + p->level + 10 * rng_normal(&p->rng);
}

static void send(struct bio_session *s, struct someone *p, double now)
{
	uint8_t bytes[32] = { 0x10, 66 };
	struct heart_packet got;
	int n = 2;

	for (int i = 0; i < p->n; i++) {
		int v = (int)(p->waiting[i] * 1.024 + 0.5);

		bytes[n++] = (uint8_t)(v & 255);
		bytes[n++] = (uint8_t)(v >> 8);
	}
	p->n = 0;
	assert_true(strap_packet(s, now, bytes, n, &got));
	assert_int_equal(got.bpm, 66);
}

/* From second `from` on; away: no packet arrives. */
static void live_through(struct bio_session *s, struct someone *p, int from, int seconds, bool away)
{
	struct pacer now;

	for (int t = from; t < from + seconds; t++) {
		while (p->at <= t) {
			strap_at(s, p->at, &now);
			double rr = next_interval(p, &now);

			p->at += rr / 1000;
			if (!away && p->n < 8)
				p->waiting[p->n++] = rr;
		}
		if (!away)
			send(s, p, p->at);
	}
}

static struct bio_session *begun(struct arena *a, double rate)
{
	struct bio_session *s = NEW(a, struct bio_session);

	strap_begin(s, bio_k(), 0, rate);
	return s;
}

static int by_value(const void *x, const void *y)
{
	return (*(const double *)x > *(const double *)y) - (*(const double *)x < *(const double *)y);
}

static void the_search_finds_the_own_pace_from_packets(void **state)
{
	(void)state;
	enum { PEOPLE = 200 };
	struct arena *a = arena_new((size_t)64 << 20);
	double error[PEOPLE];
	struct pacer now;
	int clear = 0;

	for (int i = 0; i < PEOPLE; i++) {
		struct bio_session *s = begun(a, 0);
		struct someone p = { .rng = rng_new((uint64_t)i + 1) };

		p.own = 4.75 + 1.5 * rng_unit(&p.rng);
		live_through(s, &p, 0, 705, false);
		strap_at(s, 705, &now);
		assert_true(now.over && isnan(now.turns) && s->found.n == 5 && s->live.gaps == 0);
		if (s->found.clear)
			error[clear++] = fabs(s->found.rate - p.own);
	}
	qsort(error, (size_t)clear, sizeof(*error), by_value);
	print_message("clear in %d of %d; error median %.2f, p90 %.2f a minute\n", clear, (int)PEOPLE, error[clear / 2], error[clear * 9 / 10]);
	assert_true(clear >= PEOPLE * 3 / 4 && error[clear * 9 / 10] <= 0.25);
	arena_end(a);
}

static void the_search_keeps_its_times(void **state)
{
	(void)state;
	struct arena *a = arena_new((size_t)4 << 20);
	struct bio_session *s = begun(a, 0);
	struct pacer p;

	strap_at(s, 0, &p);
	assert_true(p.turns == 0 && p.in && p.steps == 5 && p.step == 0 && p.rate == 6.5 && p.step_left == 120);
	strap_at(s, 119.9, &p);
	assert_true(!p.resting && fabs(p.step_left - 0.1) < 1e-9);
	strap_at(s, 125, &p);
	assert_true(p.resting && isnan(p.turns) && fabs(p.left - 15) < 1e-9);
	strap_at(s, 140, &p);
	assert_true(p.step == 1 && p.rate == 6 && p.in && !p.resting && p.turns - floor(p.turns) == 0);
	strap_at(s, 5000, &p);
	assert_true(p.over && s->found.n == 5 && !s->found.clear && isnan(s->found.rate));
	arena_end(a);
}

static void a_breath_out_is_longer_and_a_change_of_pace_does_not_jump(void **state)
{
	(void)state;
	struct arena *a = arena_new((size_t)4 << 20);
	struct bio_session *s = begun(a, 6);
	struct pacer p, q;

	strap_at(s, 3.9, &p);
	assert_true(p.in && fabs(p.half - 4) < 1e-9 && fabs(p.left - 0.1) < 1e-9 && p.steps == 0);
	strap_at(s, 4.1, &p);
	assert_true(!p.in && fabs(p.half - 6) < 1e-9 && fabs(p.left - 5.9) < 1e-9);
	strap_at(s, 33, &p);
	strap_turn(s, 33, 5);
	strap_at(s, 33, &q);
	assert_true(fabs(p.turns - q.turns) < 1e-12 && q.rate == 5);
	strap_at(s, 45, &q);
	assert_true(fabs(q.turns - p.turns - 1) < 1e-12);
	arena_end(a);
}

static void a_gap_begins_the_pace_anew_and_no_strap_waits(void **state)
{
	(void)state;
	struct arena *a = arena_new((size_t)4 << 20);
	struct bio_session *s = begun(a, 0);
	struct someone p = { .rng = rng_new(5), .own = 5.5 };
	struct pacer now;

	live_through(s, &p, 0, 60, false);
	strap_lost(s);
	live_through(s, &p, 60, 100, true);
	strap_at(s, 160, &now);
	assert_true(now.step == 0 && !now.resting && !isnan(now.turns));        /* breathing goes on, the search waits */
	live_through(s, &p, 160, 70, false);
	strap_at(s, 230, &now);
	assert_true(now.step == 0 && s->again == 1 && s->live.gaps == 1 && now.step_left > 48 && now.step_left < 52);
	live_through(s, &p, 230, 20, true);     /* packets lost without a word */
	live_through(s, &p, 250, 640 + 130, false);
	strap_at(s, 1020, &now);
	assert_true(now.over && s->live.gaps == 2);
	for (int i = 0; i < 5; i++)
		assert_true(s->found.at[i].usable);
	assert_true(s->found.clear && fabs(s->found.rate - 5.5) < 0.25);
	arena_end(a);
}

static void a_rhythm_that_does_not_suit_counts_for_nothing(void **state)
{
	(void)state;
	struct arena *a = arena_new((size_t)4 << 20);
	struct bio_session *s = begun(a, 0);
	struct rng r = rng_new(3);
	struct pacer now;
	double t = 0;

	while (t < 705) {
		double rr = 500 + 700 * rng_unit(&r);

		t += rr / 1000;
		strap_at(s, t, &now);
		strap_beat(s, t, rr);
	}
	assert_true(s->over && !s->found.clear && s->found.best == -1);
	arena_end(a);
}

static void a_bad_packet_changes_nothing(void **state)
{
	(void)state;
	struct arena *a = arena_new((size_t)4 << 20);
	struct bio_session *s = begun(a, 6);
	struct heart_packet got;

	assert_false(strap_packet(s, 1, (const uint8_t *)"\x10", 1, &got));
	assert_false(strap_packet(s, 1, (const uint8_t *)"\x10\x3c\x00", 3, &got));
	assert_true(s->live.n == 0 && s->live.gaps == 0);
	assert_true(strap_packet(s, 2, (const uint8_t *)"\x06\x3c", 2, &got));
	assert_true(got.bpm == 60 && got.contact && s->live.n == 0);
	arena_end(a);
}

static void taps_tell_the_rate_alone(void **state)
{
	(void)state;
	struct arena *a = arena_new((size_t)4 << 20);
	struct bio_session *s = begun(a, 6);

	for (int i = 0; i < 4; i++)
		assert_true(isnan(strap_tap(s, i)));
	for (int i = 4; i < 40; i++)
		assert_true(fabs(strap_tap(s, i) - 60) < 1e-9);
	for (int i = 0; i < 30; i++)
		strap_tap(s, 40 + 0.75 * i);
	assert_true(fabs(strap_tap(s, 62.5) - 80) < 1e-9);
	assert_true(isnan(strap_tap(s, 66)) && s->live.n == 0);
	arena_end(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_search_finds_the_own_pace_from_packets),
		cmocka_unit_test(the_search_keeps_its_times),
		cmocka_unit_test(a_breath_out_is_longer_and_a_change_of_pace_does_not_jump),
		cmocka_unit_test(a_gap_begins_the_pace_anew_and_no_strap_waits),
		cmocka_unit_test(a_rhythm_that_does_not_suit_counts_for_nothing),
		cmocka_unit_test(a_bad_packet_changes_nothing),
		cmocka_unit_test(taps_tell_the_rate_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
