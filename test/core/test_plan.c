/* test/core/test_plan.c -- what a plan holds, on a small knowledge; the real one is tried in test/safety. */
#include "small_plan.h"

static void a_plan_has_ten_whole_weeks(void **state)
{
	struct plan *p = made(small_case(arena, kb), usual());

	(void)state;
	for (int t = 0; t < WEEKS; t++) {
		const struct plan_week *w = &p->week[t];

		assert_int_equal(w->week, t + 1);
		assert_int_equal(w->minutes, 60);       /* 60 is offered first */
		assert_int_equal(w->session[0].item, I_SWEDISH);
		assert_int_equal(w->session[0].pressure, 1);
		assert_int_equal(w->session[w->n_session - 1].item, I_SWEDISH);
		assert_true(w->n_home >= 1 && w->n_home <= 4);
		assert_int_equal(w->lesson, t < 3 ? t : -1);
		for (int i = 0; i < w->n_session; i++)
			assert_true(strlen(w->session[i].why) > 10);
		for (int i = 0; i < w->n_home; i++)
			assert_true(strlen(w->home[i].why) > 10);
	}
	assert_true(p->week[0].n_home <= 2);
}

static void sessions_fill_the_minutes_given(void **state)
{
	static const int minutes[] = { 30, 45, 60, 90 };

	(void)state;
	for (int i = 0; i < 4; i++) {
		struct person_case *c = small_case(arena, kb);

		c->limits.session_minutes = minutes[i];
		c->mark[0] = 7;
		c->mark[3] = 4;
		struct plan *p = made(c, usual());
		for (int t = 0; t < WEEKS; t++) {
			int sum = 0;

			for (int k = 0; k < p->week[t].n_session; k++) {
				assert_int_equal(p->week[t].session[k].minutes % 5, 0);
				sum += p->week[t].session[k].minutes;
			}
			assert_int_equal(sum, minutes[i]);
			assert_int_equal(p->week[t].minutes, minutes[i]);
		}
	}
}

static void focused_work_goes_where_it_hurts_most(void **state)
{
	struct person_case *c = small_case(arena, kb);

	(void)state;
	c->map_given = true;
	c->mark[3] = 8;                 /* neck, right */
	c->mark[0] = 5;                 /* low back, both */
	c->mark[1] = 2;
	struct plan *p = made(c, usual());
	for (int t = 0; t < WEEKS; t++) {
		const struct plan_item *first = &p->week[t].session[1], *second = &p->week[t].session[2];

		assert_int_equal(first->region, 3);
		assert_int_equal(first->side, SIDE_RIGHT);
		assert_int_equal(second->region, 0);
		assert_int_equal(second->side, SIDE_NONE);      /* both sides */
		assert_non_null(strstr(first->why, "marked 8 of 10"));
	}
}

static void declined_massage_leaves_body_and_mind(void **state)
{
	struct person_case *c = small_case(arena, kb);

	(void)state;
	c->limits.declined_component[COMPONENT_MASSAGE] = true;
	struct plan *p = made(c, usual());
	for (int t = 0; t < WEEKS; t++) {
		assert_int_equal(p->week[t].n_session, 0);
		assert_int_equal(p->week[t].minutes, 0);
		assert_true(p->week[t].n_home >= 2);
	}
	assert_non_null(left_out(p, "massage"));
	assert_non_null(left_out(p, "deep_tissue"));
}

static void massage_blocked_wholly_is_a_plan_without_massage(void **state)
{
	struct person_case *c = small_case(arena, kb);

	(void)state;
	c->answer[F_ANTICOAGULANT] = 1;
	c->limits.declined_item[I_SWEDISH] = true;
	struct plan *p = made(c, usual());
	assert_int_equal(p->week[0].minutes, 0);
	assert_non_null(strstr(left_out(p, "massage"), "plan without massage is a good plan"));
	assert_string_equal(left_out(p, "swedish"), "Declined.");
	assert_string_equal(left_out(p, "deep_tissue"), "Blocked: Bleeding.");
	assert_true(p->week[0].n_home >= 2);
}

static void declined_mind_leaves_no_lesson_and_no_practice(void **state)
{
	struct person_case *c = small_case(arena, kb);

	(void)state;
	c->limits.declined_component[COMPONENT_MIND] = true;
	struct plan *p = made(c, usual());
	for (int t = 0; t < WEEKS; t++) {
		assert_int_equal(p->week[t].lesson, -1);
		for (int i = 0; i < p->week[t].n_home; i++)
			assert_int_not_equal(kb->item[p->week[t].home[i].item].component, COMPONENT_MIND);
	}
	assert_non_null(left_out(p, "mind"));
	assert_non_null(left_out(p, "lesson_one"));
}

static void a_declined_lesson_is_skipped_and_the_next_one_stays(void **state)
{
	struct person_case *c = small_case(arena, kb);

	(void)state;
	c->limits.declined_lesson[1] = true;
	struct plan *p = made(c, usual());
	assert_int_equal(p->week[0].lesson, 0);
	assert_int_equal(p->week[1].lesson, -1);
	assert_int_equal(p->week[2].lesson, 2);
	assert_string_equal(left_out(p, "lesson_two"), "Declined.");
}

static void the_practice_of_a_lesson_stands_in_its_week(void **state)
{
	struct person_case *c = small_case(arena, kb);

	(void)state;
	c->limits.home_minutes = 30;
	struct plan *p = made(c, usual());
	assert_true(at_home(&p->week[0], I_BREATHING));
	assert_true(at_home(&p->week[1], I_RELAXATION));
	assert_true(at_home(&p->week[2], I_FLARE));
	for (int t = 3; t < WEEKS; t++)
		assert_false(at_home(&p->week[t], I_FLARE));
	assert_false(at_home(&p->week[1], I_BRIDGE));           /* from week 3 */
}

static void where_a_day_has_no_room_for_both_they_take_turns(void **state)
{
	struct person_case *c = small_case(arena, kb);
	int mind = 0, body = 0;

	(void)state;
	c->limits.home_minutes = 8;
	c->limits.declined_item[I_BRIDGE] = true;
	struct plan *p = made(c, usual());
	for (int t = 0; t < WEEKS; t++) {
		mind += at_home(&p->week[t], I_BREATHING);
		body += at_home(&p->week[t], I_WALKING);
	}
	assert_int_equal(mind + body, WEEKS);
	assert_true(mind >= 4 && body >= 4);
	c->limits.home_minutes = 0;
	p = made(c, usual());
	assert_int_equal(p->week[0].n_home, 0);
	assert_non_null(strstr(left_out(p, "walking"), "No time"));
}

static void pressure_keeps_the_wish_and_does_not_rise(void **state)
{
	(void)state;
	for (int wish = 1; wish <= 5; wish++) {
		struct person_case *c = small_case(arena, kb);
		int at[SMALL_ITEMS] = { 0 };

		c->answer[F_PRESSURE] = (int16_t)wish;
		struct plan *p = made(c, usual());
		for (int t = 0; t < WEEKS; t++)
			for (int i = 1; i + 1 < p->week[t].n_session; i++) {
				const struct plan_item *piece = &p->week[t].session[i];

				assert_true(piece->pressure <= wish && piece->pressure <= 3);
				assert_true(!at[piece->item] || at[piece->item] == piece->pressure);
				at[piece->item] = piece->pressure;
			}
		if (wish < 3)
			assert_string_equal(left_out(p, "deep_tissue"), "Needs more pressure than is wished for or allowed.");
	}
}

static void the_style_follows_the_wish(void **state)
{
	struct person_case *c = small_case(arena, kb);
	int calm = 0, firm = 0;

	(void)state;
	c->mark[0] = c->mark[2] = 5;
	for (int style = 0; style <= 2; style++) {
		c->answer[F_STYLE] = (int16_t)style;
		struct plan *p = made(c, beliefs(0.9, 0.3, 0, 0));      /* both styles help muscles alike */
		for (int t = 0; t < WEEKS; t++)
			for (int i = 1; i < 3; i++) {
				int item = p->week[t].session[i].item;

				if (style == 0)
					assert_int_equal(item, I_SWEDISH);
				if (style == 2)
					assert_int_not_equal(item, I_SWEDISH);
				calm += style == 1 && item == I_SWEDISH;
				firm += style == 1 && item != I_SWEDISH;
			}
	}
	assert_true(calm >= 5 && firm >= 5);
}

static void professionals_are_referred_to_when_the_answers_ask_for_them(void **state)
{
	struct person_case *c = small_case(arena, kb);

	(void)state;
	struct plan *p = made(c, usual());
	assert_false(has(p->referral, p->n_referrals, "physiotherapy"));        /* 0.25: hardly more than before */
	assert_non_null(strstr(left_out(p, "physiotherapy"), "professional"));
	p = made(c, beliefs(0.2, 0.8, 0.2, 0));
	assert_true(has(p->referral, p->n_referrals, "physiotherapy"));
	assert_null(left_out(p, "physiotherapy"));
	assert_false(has(p->referral, p->n_referrals, "physician_review"));
	c->answer[F_LOSS] = 1;
	p = made(c, usual());
	assert_true(has(p->referral, p->n_referrals, "physician_review"));
	assert_non_null(strstr(p->referral[0].because, "Weight loss"));
}

static void a_habit_told_becomes_a_personal_trial(void **state)
{
	struct person_case *c = small_case(arena, kb);

	(void)state;
	struct plan *p = made(c, usual());
	assert_int_equal(p->n_experiments, 0);
	assert_string_equal(left_out(p, "wallet_out"), "No such habit was told.");
	c->answer[F_WALLET] = 1;
	p = made(c, usual());
	assert_int_equal(p->n_experiments, 1);
	for (int t = 0; t < WEEKS; t++)
		assert_false(at_home(&p->week[t], I_WALLET));
}

static bool says(const struct plan *p, const char *word)
{
	bool found = false;

	for (int t = 0; t < WEEKS; t++) {
		for (int i = 0; i < p->week[t].n_session; i++)
			found |= strstr(p->week[t].session[i].why, word) != NULL;
		for (int i = 0; i < p->week[t].n_home; i++)
			found |= strstr(p->week[t].home[i].why, word) != NULL;
		found |= p->week[t].lesson_why && strstr(p->week[t].lesson_why, word);
	}
	for (int i = 0; i < p->n_referrals; i++)
		found |= strstr(p->referral[i].because, word) != NULL;
	for (int i = 0; i < p->n_left_out; i++)
		found |= strstr(p->left_out[i].because, word) != NULL;
	return found;
}

static void nothing_private_is_written_into_a_plan(void **state)
{
	static const int16_t value[] = { 1, NOT_ASKED, DONT_KNOW, 0 };

	(void)state;
	for (int i = 0; i < 4; i++) {
		struct person_case *c = small_case(arena, kb);

		c->answer[F_UNSAFE] = value[i];
		struct plan *p = made(c, beliefs(0.3, 0.3, 0.3, 0.95));
		assert_false(says(p, "nsafe"));
		assert_false(says(p, "uress"));
		assert_false(says(p, "Secret"));
		assert_true(says(p, "Straight leg raise"));
		assert_int_equal(left_out(p, "relaxation_long") != NULL, i < 3);
	}
}

static void danger_and_youth_get_no_plan(void **state)
{
	struct person_case *c = small_case(arena, kb);
	struct plan p;
	struct err err = { .code = ERR_OK };

	(void)state;
	c->answer[F_FEVER] = 1;
	assert_false(plan_make(arena, kb, c, screen(arena, kb, c), usual(), NULL, &p, &err));
	assert_int_equal(err.code, ERR_DANGER);
	c = small_case(arena, kb);
	c->age = 17;
	err = (struct err){ .code = ERR_OK };
	assert_false(plan_make(arena, kb, c, screen(arena, kb, c), usual(), NULL, &p, &err));
	assert_int_equal(err.code, ERR_MINOR);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_plan_has_ten_whole_weeks),
		cmocka_unit_test(sessions_fill_the_minutes_given),
		cmocka_unit_test(focused_work_goes_where_it_hurts_most),
		cmocka_unit_test(declined_massage_leaves_body_and_mind),
		cmocka_unit_test(massage_blocked_wholly_is_a_plan_without_massage),
		cmocka_unit_test(declined_mind_leaves_no_lesson_and_no_practice),
		cmocka_unit_test(a_declined_lesson_is_skipped_and_the_next_one_stays),
		cmocka_unit_test(the_practice_of_a_lesson_stands_in_its_week),
		cmocka_unit_test(where_a_day_has_no_room_for_both_they_take_turns),
		cmocka_unit_test(pressure_keeps_the_wish_and_does_not_rise),
		cmocka_unit_test(the_style_follows_the_wish),
		cmocka_unit_test(professionals_are_referred_to_when_the_answers_ask_for_them),
		cmocka_unit_test(a_habit_told_becomes_a_personal_trial),
		cmocka_unit_test(nothing_private_is_written_into_a_plan),
		cmocka_unit_test(danger_and_youth_get_no_plan),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
