/* A session from its taps: time, pressure, consent, what is asked when, the note, and pressure over weeks. */
#include "support.h"

#include "core/session.h"

#include <string.h>

static struct arena *a;
static const struct kb *kb;
static struct session_step step[3];
static int buttock, low;

static const int64_t t0 = 1000000, minute = 60000;

static int setup(void **state)
{
	(void)state;
	a = arena_new((size_t)64 << 20);
	kb = test_kb();
	low = kb_region(kb, "low_back_left");
	buttock = kb_region(kb, "buttock_upper_left");
	step[0] = (struct session_step){ kb_item(kb, "swedish"), low, SIDE_NONE, 10, 2 };
	step[1] = (struct session_step){ kb_item(kb, "trigger_point"), buttock, SIDE_LEFT, 10, 3 };
	step[2] = (struct session_step){ kb_item(kb, "myofascial_release"), low, SIDE_LEFT, 10, 2 };
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_end(a);
	return 0;
}

static struct session_event ev(enum session_act act, int k, int value, int ref, double at)
{
	return (struct session_event){ act, k, value, ref, NULL, t0 + (int64_t)(at * (double)minute) };
}

#define FOLD(upto, ...) fold((struct session_event[]){ __VA_ARGS__ }, \
	(int)(sizeof((struct session_event[]){ __VA_ARGS__ }) / sizeof(struct session_event)), upto)

static struct session_now fold(const struct session_event *e, int n, double upto)
{
	return session_fold(a, kb, step, 3, e, n, upto > 0 ? t0 + (int64_t)(upto * (double)minute) : 0);
}

static void time_goes_to_the_step_that_runs(void **state)
{
	struct session_now now = FOLD(30, ev(SESSION_START, 0, 0, -1, 0), ev(SESSION_NEXT, 0, 2, -1, 8), ev(SESSION_PAUSE, 0, 0, -1, 10),
		ev(SESSION_RESUME, 0, 0, -1, 15), ev(SESSION_EXTEND, 2, 4, -1, 16));

	(void)state;
	assert_int_equal(now.step[0].state, STEP_DONE);
	assert_int_equal(now.step[0].ms, 8 * minute);
	assert_int_equal(now.step[1].state, STEP_WAITS);
	assert_int_equal(now.current, 2);
	assert_int_equal(now.step[2].ms, (2 + 15) * minute);
	assert_int_equal(now.step[2].minutes, 14);
	assert_int_equal(now.ms, 25 * minute);
	now = FOLD(30, ev(SESSION_START, 0, 0, -1, 0), ev(SESSION_END, 0, 0, -1, 5), ev(SESSION_START, 1, 0, -1, 6));
	assert_true(now.ended && now.current < 0);
	assert_int_equal(now.ms, 5 * minute);
}

static void a_tap_that_comes_twice_or_late_moves_nothing(void **state)
{
	struct session_now once = FOLD(20, ev(SESSION_START, 0, 0, -1, 0), ev(SESSION_NEXT, 0, 1, -1, 5));
	struct session_now twice = FOLD(20, ev(SESSION_START, 0, 0, -1, 0), ev(SESSION_START, 0, 0, -1, 1), ev(SESSION_NEXT, 0, 1, -1, 5),
		ev(SESSION_NEXT, 0, 2, -1, 6), ev(SESSION_STOP, 0, 0, -1, 7), ev(SESSION_NEXT, 0, 1, -1, 8));

	(void)state;
	for (int i = 0; i < 3; i++) {
		assert_int_equal(once.step[i].state, twice.step[i].state);
		assert_int_equal(once.step[i].ms, twice.step[i].ms);
	}
	assert_int_equal(once.current, twice.current);
}

static void too_much_is_taken_back_at_once(void **state)
{
	struct session_now now = FOLD(10, ev(SESSION_START, 1, 0, -1, 0), ev(SESSION_COMFORT, 1, FELT_RIGHT, -1, 1), ev(SESSION_COMFORT, 1, FELT_MUCH, -1, 4));

	(void)state;
	assert_int_equal(now.step[1].pressure, 2);
	assert_int_equal(now.step[1].ms_at[3], 4 * minute);
	assert_int_equal(now.step[1].ms_at[2], 6 * minute);
	assert_int_equal(now.step[1].felt[FELT_MUCH], 1);
	assert_true(fabs(session_pressure(&now) - 2.4) < 1e-9);
	now = FOLD(10, ev(SESSION_START, 1, 0, -1, 0), ev(SESSION_COMFORT, 1, FELT_LIGHT, -1, 1));
	assert_int_equal(now.step[1].pressure, 3);              /* too light makes nobody press harder by itself */
	now = FOLD(0, ev(SESSION_PRESSURE, 1, 1, -1, 0), ev(SESSION_COMFORT, 1, FELT_MUCH, -1, 1));
	assert_int_equal(now.step[1].pressure, 1);
}

static void a_stop_ends_the_step_and_nothing_begins_by_itself(void **state)
{
	struct session_now now = FOLD(10, ev(SESSION_START, 0, 0, -1, 0), ev(SESSION_STOP, 0, 0, -1, 3));

	(void)state;
	assert_int_equal(now.step[0].state, STEP_STOPPED);
	assert_int_equal(now.step[0].ms, 3 * minute);
	assert_int_equal(now.current, -1);
	assert_false(now.step[0].withdrawn);
}

static void consent_is_for_a_place_and_its_end_ends_the_step(void **state)
{
	struct person_case *c = case_new(a, kb);
	struct screened *s;
	struct session_now now = FOLD(0, ev(SESSION_PAIN, WHEN_BEFORE, 5, -1, 0));

	(void)state;
	for (int f = 0; f < kb->n_findings; f++)
		if (kb->finding[f].asked)
			c->answer[f] = (int16_t)kb->finding[f].min;
	c->age = 40;
	c->sex = SEX_MALE;
	s = screen(a, kb, c);
	assert_int_equal(session_may(kb, c, s, &step[0], &now), MAY_BEGIN);
	assert_true(session_asks(kb, s, &step[1]) && !session_asks(kb, s, &step[0]));
	assert_int_equal(session_may(kb, c, s, &step[1], &now), MAY_ASK);
	now = FOLD(0, ev(SESSION_CONSENT, 0, 1, buttock, 0));
	assert_int_equal(session_may(kb, c, s, &step[1], &now), MAY_BEGIN);
	now = FOLD(9, ev(SESSION_CONSENT, 0, 1, buttock, 0), ev(SESSION_START, 1, 0, -1, 0), ev(SESSION_CONSENT, 0, 0, buttock, 2));
	assert_int_equal(now.step[1].state, STEP_STOPPED);
	assert_true(now.step[1].withdrawn);
	assert_int_equal(now.step[1].ms, 2 * minute);
	assert_int_equal(session_may(kb, c, s, &step[1], &now), MAY_DECLINED);
	/* elsewhere the hands may stay */
	now = FOLD(9, ev(SESSION_START, 0, 0, -1, 0), ev(SESSION_CONSENT, 0, 0, buttock, 2));
	assert_int_equal(now.current, 0);
	c->limits.declined_region[low] = true;
	assert_int_equal(session_may(kb, c, s, &step[0], &now), MAY_DECLINED);
	c->limits.pressure_max = 1;
	assert_int_equal(session_most(kb, c, s, &step[1]), 1);
	test_answer(kb, c, "fever", 1);
	assert_int_equal(session_may(kb, c, screen(a, kb, c), &step[2], &now), MAY_BLOCKED);
}

static void comfort_is_asked_at_set_moments(void **state)
{
	double first = kb_number_of(kb, "session_ask_first"), every = kb_number_of(kb, "session_ask_every"), change = kb_number_of(kb, "session_ask_change");
	struct session_now now = FOLD(0, ev(SESSION_PAIN, 0, 5, -1, 0));

	(void)state;
	assert_int_equal(session_ask_at(kb, &now), 0);
	now = FOLD(0, ev(SESSION_START, 0, 0, -1, 0));
	assert_int_equal(session_ask_at(kb, &now), t0 + (int64_t)(first * (double)minute));
	now = FOLD(0, ev(SESSION_START, 0, 0, -1, 0), ev(SESSION_COMFORT, 0, FELT_RIGHT, -1, 2));
	assert_int_equal(session_ask_at(kb, &now), t0 + (int64_t)((2 + every) * (double)minute));
	now = FOLD(0, ev(SESSION_START, 0, 0, -1, 0), ev(SESSION_COMFORT, 0, FELT_RIGHT, -1, 2), ev(SESSION_PRESSURE, 0, 3, -1, 3));
	assert_int_equal(session_ask_at(kb, &now), t0 + (int64_t)((3 + change) * (double)minute));
	now = FOLD(0, ev(SESSION_START, 0, 0, -1, 0), ev(SESSION_COMFORT, 0, FELT_RIGHT, -1, 2), ev(SESSION_NEXT, 0, 2, -1, 6));
	assert_int_equal(session_ask_at(kb, &now), t0 + (int64_t)((6 + first) * (double)minute));
}

static void minutes_by_hand_count_instead_of_the_clock(void **state)
{
	struct session_now now = FOLD(0, ev(SESSION_START, 0, 0, -1, 0), ev(SESSION_END, 0, 0, -1, 90), ev(SESSION_MINUTES, 0, 12, -1, 91),
		ev(SESSION_MINUTES, 1, 7, -1, 92));

	(void)state;
	assert_int_equal(now.step[0].ms, 12 * minute);
	assert_int_equal(now.step[1].ms_at[3], 7 * minute);
	assert_int_equal(now.step[1].state, STEP_DONE);
	assert_int_equal(now.ms, 19 * minute);
}

static void what_is_not_sound_is_told_and_changes_nothing(void **state)
{
	struct session_event bad[] = { ev(SESSION_START, 3, 0, -1, 0), ev(SESSION_START, -1, 0, -1, 0), ev(SESSION_NEXT, 0, 3, -1, 0), ev(SESSION_PRESSURE, 0, 6, -1, 0),
		ev(SESSION_COMFORT, 0, 3, -1, 0), ev(SESSION_CONSENT, 0, 1, kb->region[buttock].mirror, 0), ev(SESSION_CONSENT, 0, 1, -1, 0),
		ev(SESSION_MARK, 2, 3, low, 0), ev(SESSION_MARK, 0, 11, low, 0), ev(SESSION_FOUND, 0, 1, -1, 0), ev(SESSION_SAID, 0, 0, -1, 0), ev(SESSION_PAIN, 0, -1, -1, 0) };

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		assert_non_null(session_unsound(kb, 3, &bad[i]));
		struct session_now now = session_fold(a, kb, step, 3, &bad[i], 1, 0);
		assert_true(now.current < 0 && now.ms == 0 && now.n_said == 0 && now.pain[0] == -1 && now.step[0].pressure == 2);
	}
}

static void has(const char *text, const char *what)
{
	if (!strstr(text, what))
		fail_msg("\"%s\" is not in: %s", what, text);
}

static void the_note_says_what_was_tapped(void **state)
{
	int test = kb_finding(kb, "rotation_left_deg"), found = kb->unit[0].found[0];
	struct session_event e[] = { ev(SESSION_PAIN, WHEN_BEFORE, 6, -1, 0), ev(SESSION_MARK, WHEN_BEFORE, 7, low, 0), ev(SESSION_MOTION, WHEN_BEFORE, 40, test, 0),
		ev(SESSION_START, 0, 0, -1, 0), ev(SESSION_COMFORT, 0, FELT_MUCH, -1, 4), ev(SESSION_FOUND, 0, PALPATED_KNOWN, found, 5), ev(SESSION_NEXT, 0, -1, -1, 9),
		ev(SESSION_CONSENT, 0, 0, buttock, 9), ev(SESSION_START, 2, 0, -1, 10), ev(SESSION_STOP, 2, 0, -1, 13), ev(SESSION_MARK, WHEN_AFTER, 4, low, 14),
		ev(SESSION_MOTION, WHEN_AFTER, 60, test, 14), ev(SESSION_PAIN, WHEN_AFTER, 4, -1, 14), ev(SESSION_SAID, 0, 0, -1, 14), ev(SESSION_END, 0, 0, -1, 15) };

	(void)state;
	e[13].text = "Warm and heavy";
	struct session_now now = session_fold(a, kb, step, 3, e, sizeof(e) / sizeof(*e), 0);
	struct session_note n = session_note(a, kb, step, &now, "Improving.", "Week 4: as planned.");
	has(n.s, "Pain before: 6 of 10.");
	has(n.s, "Said: \"Warm and heavy\"");
	has(n.s, "Pressure, Swedish (relaxation) massage, Low back, both sides: too much.");
	has(n.s, "Said stop: Myofascial release, Low back, left.");
	has(n.o, "Hands-on time 12 min.");
	has(n.o, "Swedish (relaxation) massage, Low back, both sides: 4 min at pressure 2, 5 min at pressure 1.");
	has(n.o, "3 min at pressure 2; stopped.");
	has(n.o, "that is my pain.");
	has(n.o, "Body chart, Low back, left: 7 before, 4 after.");
	has(n.o, "40 degrees before, 60 degrees after; usual 47 (SD 9); more than measuring error.");
	has(n.o, ", both sides: no.");
	has(n.a, "Pain lower directly after");
	has(n.a, "taken back");
	has(n.a, "Improving.");
	has(n.p, "Week 4");
	assert_null(strstr(n.o, "Trigger point"));
}

static void firmer_without_gain_is_said(void **state)
{
	double rise, gain;
	struct session_past up[] = { { 2, 6 }, { 2.5, 6 }, { 3, 5.5 } }, better[] = { { 2, 6 }, { 2.5, 5 }, { 3, 3.5 } }, even[] = { { 3, 6 }, { 3, 6 }, { 3, 6 } },
		unknown[] = { { 2, (double)NAN }, { 2.5, (double)NAN }, { 3, 5 } }, old[] = { { 1, 8 }, { 3, 5 }, { 3, 5 }, { 3, 5 } }, gaps[] = { { 2, 6 }, { 0, 1 }, { 2.5, 6 }, { 0, 1 }, { 3, 6 } };

	(void)state;
	assert_int_equal(session_trend(kb, up, 3, &rise, &gain), TREND_RISING);
	assert_true(fabs(rise - 1) < 1e-9 && fabs(gain - 0.5) < 1e-9);
	has(session_trend_words(a, kb, TREND_RISING, rise, gain), "Firmer is not the default answer");
	assert_int_equal(session_trend(kb, better, 3, &rise, &gain), TREND_RISING_GAIN);
	assert_int_equal(session_trend(kb, even, 3, &rise, &gain), TREND_NOT_RISING);
	assert_null(session_trend_words(a, kb, TREND_NOT_RISING, rise, gain));
	assert_int_equal(session_trend(kb, up, 2, &rise, &gain), TREND_CANNOT_TELL);
	assert_int_equal(session_trend(kb, unknown, 3, &rise, &gain), TREND_CANNOT_TELL);
	assert_int_equal(session_trend(kb, old, 4, &rise, &gain), TREND_NOT_RISING);
	assert_int_equal(session_trend(kb, gaps, 5, &rise, &gain), TREND_RISING);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(time_goes_to_the_step_that_runs),
		cmocka_unit_test(a_tap_that_comes_twice_or_late_moves_nothing),
		cmocka_unit_test(too_much_is_taken_back_at_once),
		cmocka_unit_test(a_stop_ends_the_step_and_nothing_begins_by_itself),
		cmocka_unit_test(consent_is_for_a_place_and_its_end_ends_the_step),
		cmocka_unit_test(comfort_is_asked_at_set_moments),
		cmocka_unit_test(minutes_by_hand_count_instead_of_the_clock),
		cmocka_unit_test(what_is_not_sound_is_told_and_changes_nothing),
		cmocka_unit_test(the_note_says_what_was_tapped),
		cmocka_unit_test(firmer_without_gain_is_said),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
