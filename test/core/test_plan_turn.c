/* A plan that is turned to the side that was left out. */
#include "../safety/people.h"

static int minutes_of(const struct plan_week *w, enum component side)
{
	int sum = 0;

	for (int i = 0; i < w->n_home; i++)
		sum += kb->item[w->home[i].item].component == side ? w->home[i].minutes * w->home[i].days : 0;
	return sum;
}

static void expect_turned(struct person_case *c, enum component side, int week)
{
	enum component other = side == COMPONENT_MIND ? COMPONENT_MOVEMENT : COMPONENT_MIND;
	struct err err = { .code = ERR_OK };
	struct belief b;
	struct plan had, now;
	int more = 0;

	expect_plan(c, &had);
	now = had;
	const struct screened *s = screen(arena, kb, c);
	assert_true(belief(arena, kb, c, NULL, &b, &err));
	if (!plan_turn(arena, kb, c, s, &b, side, week, &now, &err))
		fail_msg("%s", err_line(arena, &err));
	assert_null(plan_broken(arena, kb, c, s, &now));
	for (int t = 0; t < WEEKS; t++) {
		const struct plan_week *w = &now.week[t], *o = &had.week[t];

		/* the hands, and what was, stay: nothing presses harder */
		assert_memory_equal(w->session, o->session, sizeof(w->session));
		assert_int_equal(w->lesson, o->lesson);
		if (t < week - 1) {
			assert_memory_equal(w->home, o->home, sizeof(w->home));
			continue;
		}
		more += minutes_of(w, side) - minutes_of(o, side);
		assert_true(minutes_of(w, side) > 0 && minutes_of(w, other) > 0);       /* both sides in every week */
		for (int i = 0; i < w->n_home; i++)
			assert_true(w->home[i].why && w->home[i].why[0]);
	}
	if (more <= 0)
		fail_msg("%s from week %d: %d minutes more", component_name(side), week, more);
}

static void the_days_at_home_turn_and_the_hands_stay(void **state)
{
	(void)state;
	for (int week = 1; week <= 9; week += 4) {
		expect_turned(safe(), COMPONENT_MIND, week);
		expect_turned(safe(), COMPONENT_MOVEMENT, week);
	}
}

static void danger_turns_nothing(void **state)
{
	struct err err = { .code = ERR_OK };
	struct belief b;
	struct plan p;

	(void)state;
	expect_plan(safe(), &p);
	struct person_case *c = with("saddle_numbness_new", 1);
	assert_true(belief(arena, kb, c, NULL, &b, &err));
	assert_false(plan_turn(arena, kb, c, screen(arena, kb, c), &b, COMPONENT_MIND, 5, &p, &err));
	assert_int_equal(err.code, ERR_DANGER);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_days_at_home_turn_and_the_hands_stay),
		cmocka_unit_test(danger_turns_nothing),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
