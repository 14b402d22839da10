/* Lessons taken out, moved and put back by hand: the programme's order stays, what is over stays, nothing stands twice. */
#include "small_plan.h"

static struct plan_wish gone(int lesson)
{
	return (struct plan_wish){ .kind = WISH_OUT, .place = WISH_LESSON, .item = lesson, .region = -1 };
}

static struct plan_wish moved(int lesson, int week)
{
	return (struct plan_wish){ .kind = WISH_HOLD, .place = WISH_LESSON, .item = lesson, .week = week, .region = -1 };
}

static bool around(const struct plan_wish *w, int n, int from, const struct plan *past, struct plan *p, struct err *err)
{
	struct person_case *c = small_case(arena, kb);
	const struct plan_wishes wishes = { w, n, from };

	*err = (struct err){ .code = ERR_OK };
	return plan_around(arena, kb, c, screen(arena, kb, c), usual(), NULL, &wishes, past, p, err);
}

static int week_of(const struct plan *p, int lesson)
{
	for (int t = 0; t < WEEKS; t++)
		if (p->week[t].lesson == lesson)
			return t + 1;
	return 0;
}

static const char *why_not(const struct plan *p, int lesson)
{
	for (int i = 0; i < p->n_left_out; i++)
		if (!strcmp(p->left_out[i].id, kb->lesson[lesson].id))
			return p->left_out[i].because;
	return "";
}

static void expect(const struct plan_wish *w, int n, int first, int second, int third)
{
	struct plan p;
	struct err err;

	if (!around(w, n, 0, NULL, &p, &err))
		fail_msg("%s", err.detail);
	assert_int_equal(week_of(&p, 0), first);
	assert_int_equal(week_of(&p, 1), second);
	assert_int_equal(week_of(&p, 2), third);
}

static void the_order_stays_whatever_is_moved(void **state)
{
	const struct plan_wish later[] = { moved(0, 2) }, far[] = { moved(1, 9) }, two[] = { moved(0, 4), moved(2, 8) }, out[] = { gone(1) },
		drawn[] = { gone(1), moved(2, 2) }, last[] = { moved(0, 10) }, twice[] = { moved(0, 5), moved(0, 3) };

	(void)state;
	expect(NULL, 0, 1, 2, 3);
	expect(later, 1, 2, 3, 4);
	expect(far, 1, 1, 9, 10);
	expect(two, 2, 4, 5, 8);
	expect(out, 1, 1, 0, 3);
	expect(drawn, 2, 1, 0, 2);              /* the week that became free */
	expect(last, 1, 10, 0, 0);
	expect(twice, 2, 3, 4, 5);              /* the last decision counts */
}

static void what_is_left_out_says_why(void **state)
{
	const struct plan_wish w[] = { gone(0), moved(1, 10) };
	struct plan p;
	struct err err;

	(void)state;
	assert_true(around(w, 2, 0, NULL, &p, &err));
	assert_string_equal(why_not(&p, 0), "Taken out by hand.");
	assert_string_equal(why_not(&p, 2), "No week is left for it.");
	assert_non_null(strstr(p.week[9].lesson_why, "Week 10: "));
}

static void none_stands_before_the_ones_before_it(void **state)
{
	const struct plan_wish w[] = { moved(2, 2) }, both[] = { moved(0, 6), moved(2, 6) };
	struct plan p;
	struct err err;

	(void)state;
	assert_false(around(w, 1, 0, NULL, &p, &err));
	assert_int_equal(err.code, ERR_INPUT);
	assert_non_null(strstr(err.detail, "the lessons before it are not over by then"));
	assert_false(around(both, 2, 0, NULL, &p, &err));
	struct plan_wish bad[] = { moved(0, 0) };
	assert_false(around(bad, 1, 0, NULL, &p, &err));
	bad[0] = gone(99);
	assert_false(around(bad, 1, 0, NULL, &p, &err));
}

static void what_is_over_stays_and_is_not_taught_again(void **state)
{
	const struct plan_wish had[] = { moved(0, 2) };
	struct plan past, p;
	struct err err;

	(void)state;
	assert_true(around(had, 1, 0, NULL, &past, &err));      /* weeks 2, 3, 4 */
	assert_true(around(NULL, 0, 4, &past, &p, &err));       /* the decision was let go in week 3 */
	assert_int_equal(week_of(&p, 0), 2);
	assert_int_equal(week_of(&p, 1), 3);
	assert_int_equal(week_of(&p, 2), 4);
	const struct plan_wish next[] = { moved(0, 2), moved(2, 7) };
	assert_true(around(next, 2, 4, &past, &p, &err));
	assert_int_equal(week_of(&p, 1), 3);
	assert_int_equal(week_of(&p, 2), 7);
	assert_int_equal(p.week[3].lesson, -1);
}

static void a_lesson_of_the_same_number_as_an_item_is_no_item(void **state)
{
	struct plan with, p;
	struct err err;

	(void)state;
	assert_true(around(NULL, 0, 0, NULL, &with, &err));
	for (int l = 0; l < kb->n_lessons; l++) {
		const struct plan_wish w[] = { gone(l) };

		assert_true(around(w, 1, 0, NULL, &p, &err));
		for (int t = 0; t < WEEKS; t++)
			assert_int_equal(p.week[t].n_session, with.week[t].n_session);
	}
}

static void any_decisions_give_a_plan_that_keeps_its_rules_or_a_reason(void **state)
{
	struct rng rng = rng_new(17);
	int kept = 0, refused = 0;

	(void)state;
	for (int n = 0; n < 400; n++) {
		struct person_case *c = small_case(arena, kb);
		struct plan_wish w[4];
		int k = 1 + (int)rng_below(&rng, 4);
		struct plan p;
		struct err err;

		for (int i = 0; i < k; i++)
			w[i] = rng_below(&rng, 3) ? moved((int)rng_below(&rng, 3), 1 + (int)rng_below(&rng, WEEKS)) : gone((int)rng_below(&rng, 3));
		if (!around(w, k, 0, NULL, &p, &err)) {
			assert_true(err.code == ERR_INPUT && err.detail[0]);
			refused++;
		} else {
			const char *broken = plan_broken(arena, kb, c, screen(arena, kb, c), &p);

			if (broken)
				fail_msg("%s", broken);
			for (int l = 0; l + 1 < 3; l++)
				assert_true(!week_of(&p, l) || !week_of(&p, l + 1) || week_of(&p, l) < week_of(&p, l + 1));
			kept++;
		}
		fresh();
	}
	assert_true(kept > 150 && refused > 50);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_order_stays_whatever_is_moved),
		cmocka_unit_test(what_is_left_out_says_why),
		cmocka_unit_test(none_stands_before_the_ones_before_it),
		cmocka_unit_test(what_is_over_stays_and_is_not_taught_again),
		cmocka_unit_test(a_lesson_of_the_same_number_as_an_item_is_no_item),
		cmocka_unit_test(any_decisions_give_a_plan_that_keeps_its_rules_or_a_reason),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
