/* A plan made around what a therapist decided: held is there, taken out is not, the rest is near its best, danger stays danger. */
#include "small_plan.h"

#include "core/plan_model.h"

#include <math.h>

static struct screened *screened_for(struct person_case *c)
{
	return screen(arena, kb, c);
}

static bool around(struct person_case *c, const struct belief *b, const struct plan_wish *w, int n, struct plan *p, struct err *err)
{
	const struct plan_wishes wishes = { w, n, 0 };

	*err = (struct err){ .code = ERR_OK };
	return plan_around(arena, kb, c, screened_for(c), b, NULL, &wishes, NULL, p, err);
}

static struct plan_wish hold(int item, int week, int region, int minutes, int pressure)
{
	return (struct plan_wish){ WISH_HOLD, WISH_SESSION, item, week, region, region >= 0 ? kb->region[region].side : SIDE_NONE, minutes, pressure, NULL };
}

static struct plan_wish hold_home(int item, int week)
{
	return (struct plan_wish){ .kind = WISH_HOLD, .place = WISH_HOME, .item = item, .week = week, .region = -1 };
}

static struct plan_wish out(enum wish_place place, int item, int week)
{
	return (struct plan_wish){ .kind = WISH_OUT, .place = place, .item = item, .week = week, .region = -1 };
}

static bool has_piece(const struct plan_week *w, const struct plan_wish *x)
{
	for (int i = 0; i < w->n_session; i++) {
		const struct plan_item *p = &w->session[i];

		if (p->item == x->item && p->region == x->region && p->side == x->side && p->minutes == x->minutes && p->pressure == x->pressure)
			return true;
	}
	return false;
}

static bool in_session(const struct plan_week *w, int item)
{
	for (int i = 0; i < w->n_session; i++)
		if (w->session[i].item == item)
			return true;
	return false;
}

static void what_is_held_stands_and_the_hour_stays_an_hour(void **state)
{
	struct person_case *c = small_case(arena, kb);
	struct plan p;
	struct err err;
	const struct plan_wish w[] = { hold(I_TRIGGER, 3, 3, 15, 2), hold_home(I_RELAXATION, 5) };

	(void)state;
	c->mark[0] = 7;
	c->limits.home_minutes = 30;
	assert_true(around(c, usual(), w, 2, &p, &err));
	assert_true(has_piece(&p.week[2], &w[0]));
	assert_true(at_home(&p.week[4], I_RELAXATION));
	for (int t = 0; t < WEEKS; t++)
		assert_int_equal(p.week[t].minutes, 60);
	assert_int_equal(p.week[2].session[0].item, I_SWEDISH);
	assert_true(p.value <= made(c, usual())->value * (1 + 1e-9) || p.value <= p.bound);
}

static void what_is_taken_out_is_gone_there_and_nowhere_else(void **state)
{
	struct person_case *c = small_case(arena, kb);
	struct plan p;
	struct err err;
	const struct plan_wish w[] = { out(WISH_SESSION, I_SWEDISH, 2), out(WISH_HOME, I_WALKING, 4), out(WISH_SESSION, I_DEEP, 0) };

	(void)state;
	c->mark[0] = 7;
	assert_true(around(c, usual(), w, 3, &p, &err));
	assert_false(in_session(&p.week[1], I_SWEDISH));
	assert_true(in_session(&p.week[0], I_SWEDISH));
	assert_false(at_home(&p.week[3], I_WALKING));
	for (int t = 0; t < WEEKS; t++)
		assert_false(in_session(&p.week[t], I_DEEP));
	const char *why = NULL;
	for (int i = 0; i < p.n_left_out; i++)
		why = strcmp(p.left_out[i].id, "deep_tissue") ? why : p.left_out[i].because;
	assert_string_equal(why, "Taken out by the therapist.");
}

static void the_first_and_the_last_piece_can_be_held(void **state)
{
	struct person_case *c = small_case(arena, kb);
	struct plan p;
	struct err err;
	struct plan_wish w[] = { hold(I_TRIGGER, 1, 0, 10, 3), hold(I_SWEDISH, 1, 2, 20, 2) };

	(void)state;
	w[0].place = WISH_OPENS;
	w[1].place = WISH_ENDS;
	assert_true(around(c, usual(), w, 2, &p, &err));
	assert_int_equal(p.week[0].session[0].item, I_TRIGGER);
	assert_int_equal(p.week[0].session[p.week[0].n_session - 1].minutes, 20);
	assert_int_equal(p.week[0].minutes, 60);
}

static void what_cannot_be_kept_is_refused_and_said(void **state)
{
	struct person_case *c = small_case(arena, kb);
	struct plan p;
	struct err err;

	(void)state;
	c->limits.declined_item[I_FLARE] = true;
	c->limits.pressure_max = 3;
	const struct { struct plan_wish w[4]; int n; const char *word; } bad[] = {
		{ { hold(I_FLARE, 1, 0, 10, 1) }, 1, "declined" }, { { hold(I_WALKING, 1, 0, 10, 1) }, 1, "not for a session" },
		{ { hold(I_DEEP, 1, 2, 10, 3) }, 1, "not used in this area" }, { { hold(I_DEEP, 1, 0, 10, 4) }, 1, "wished for" },
		{ { hold(I_DEEP, 1, 0, 12, 3) }, 1, "five minutes" }, { { hold(I_DEEP, 1, 0, 65, 3) }, 1, "60 minutes" },
		{ { hold_home(I_BRIDGE, 2) }, 1, "too early" }, { { hold_home(I_PHYSIO, 2) }, 1, "professional" },
		{ { hold_home(I_RELAXATION, 2) }, 1, "mind and movement" }, { { hold_home(I_RELAXATION, 5), hold_home(I_WALKING, 5) }, 2, "15 minutes a day" },
		{ { out(WISH_HOME, I_BREATHING, 5), out(WISH_HOME, I_RELAXATION, 5) }, 2, "nothing of one side" },
		{ { hold(I_DEEP, 11, 0, 10, 3) }, 1, "no such" },
	};
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		assert_false(around(c, usual(), bad[i].w, bad[i].n, &p, &err));
		assert_int_equal(err.code, ERR_INPUT);
		if (!strstr(err.detail, bad[i].word))
			fail_msg("%zu: %s", i, err.detail);
	}
}

static void a_rule_gives_way_only_where_it_may_and_only_with_a_reason(void **state)
{
	struct person_case *c = small_case(arena, kb);
	struct plan p;
	struct err err;
	struct plan_wish w = hold(I_DEEP, 2, 0, 10, 3);
	int numb = 3, which;                    /* block_numb of the small knowledge */

	(void)state;
	c->answer[F_NUMB] = 1;
	w.decided = "1";
	assert_false(around(c, usual(), &w, 1, &p, &err));              /* the rule lets nobody decide */
	kb->block[numb].professional = true;
	struct screened *s = screened_for(c);
	assert_int_equal(plan_wish_rules(arena, kb, c, s, &w).n, 1);
	assert_int_equal(plan_wish_rules(arena, kb, c, s, &w).at[0], numb);
	assert_true(around(c, usual(), &w, 1, &p, &err));
	for (int t = 0; t < WEEKS; t++)                                 /* that piece and no other */
		assert_int_equal(in_session(&p.week[t], I_DEEP), t == 1);
	assert_null(plan_broken(arena, kb, c, s, &p));
	w.decided = NULL;
	assert_string_equal(plan_broken(arena, kb, c, s, &p), "week 2: deep_tissue: blocked");
	assert_false(around(c, usual(), &w, 1, &p, &err));              /* silent: no */
	assert_non_null(plan_wish_fault(arena, kb, c, s, &(struct plan_wishes){ &w, 1, 0 }, &which));
	w.decided = "1";
	c->answer[F_NUMB] = DONT_KNOW;
	assert_false(around(c, usual(), &w, 1, &p, &err));              /* an answer is wanted first */
	c->answer[F_NUMB] = c->answer[F_ANTICOAGULANT] = 1;
	assert_false(around(c, usual(), &w, 1, &p, &err));              /* another rule stands */
	c->answer[F_ANTICOAGULANT] = 0;
	c->limits.declined_item[I_DEEP] = true;
	assert_false(around(c, usual(), &w, 1, &p, &err));              /* consent is the client's */
	c->limits.declined_item[I_DEEP] = false;
	c->answer[F_FEVER] = 1;
	assert_false(around(c, usual(), &w, 1, &p, &err));
	assert_int_equal(err.code, ERR_DANGER);
	kb->block[numb].professional = false;
}

static void weeks_that_are_over_stay_as_they_were(void **state)
{
	struct rng r = rng_new(73);

	(void)state;
	for (int i = 0; i < 200; i++) {
		struct person_case *c = any_case(&r);
		struct belief *b = any_belief(&r);
		struct plan p, *had = made(c, b);
		struct err err = { .code = ERR_OK };
		const struct plan_wish w[] = { out(WISH_SESSION, I_SWEDISH, 0), out(WISH_HOME, I_WALKING, 0) };
		const struct plan_wishes wishes = { w, 1 + rng_below(&r, 2), 1 + rng_below(&r, WEEKS) };
		int over = wishes.from - 1;

		if (!plan_around(arena, kb, c, screened_for(c), b, NULL, &wishes, had, &p, &err))
			continue;
		for (int t = 0; t < WEEKS; t++)
			if (t < over)
				assert_memory_equal(&p.week[t], &had->week[t], sizeof(p.week[t]));
			else
				assert_false(in_session(&p.week[t], I_SWEDISH));
		assert_true(p.value <= p.bound * (1 + 1e-12));
		assert_null(plan_broken(arena, kb, c, screened_for(c), &p));
		if (i % 50 == 49)
			fresh();
	}
}

static struct plan_wish any_wish(struct rng *r, const struct plan *had)
{
	int week = 1 + rng_below(r, WEEKS), kind = rng_below(r, 5);
	const struct plan_week *w = &had->week[week - 1];

	if (kind == 0 && w->n_session) {
		int k = rng_below(r, w->n_session);
		const struct plan_item *p = &w->session[k];

		return (struct plan_wish){ WISH_HOLD, k == 0 ? WISH_OPENS : k == w->n_session - 1 ? WISH_ENDS : WISH_SESSION, p->item, 1 + rng_below(r, WEEKS),
			p->region, p->side, p->minutes, p->pressure, rng_below(r, 3) ? NULL : "1" };
	}
	if (kind == 1) {
		struct plan_wish x = hold(rng_below(r, I_WALKING), week, rng_below(r, kb->n_regions), 5 * (1 + rng_below(r, 4)), 1 + rng_below(r, 4));

		x.decided = rng_below(r, 2) ? "1" : NULL;
		return x;
	}
	if (kind == 2 && w->n_home)
		return hold_home(w->home[rng_below(r, w->n_home)].item, 1 + rng_below(r, WEEKS));
	if (kind == 3)
		return hold_home(rng_below(r, kb->n_items), rng_below(r, WEEKS + 1));
	return out(rng_below(r, 2) ? WISH_HOME : WISH_SESSION, rng_below(r, kb->n_items), rng_below(r, 3) ? week : 0);
}

static void expect_kept(const struct plan_wish *w, int n, const struct plan *p)
{
	for (int i = 0; i < n; i++)
		for (int t = 0; t < WEEKS; t++) {
			bool home = w[i].place == WISH_HOME, held = false;

			if ((w[i].week && w[i].week != t + 1) || (!w[i].week && kb->item[w[i].item].week > t + 1))
				continue;
			if (w[i].kind == WISH_HOLD)
				assert_true(home ? at_home(&p->week[t], w[i].item) : has_piece(&p->week[t], &w[i]));
			for (int k = 0; k < n; k++)
				held = held || (w[k].kind == WISH_HOLD && w[k].item == w[i].item && (w[k].place == WISH_HOME) == home && (!w[k].week || w[k].week == t + 1));
			if (w[i].kind == WISH_OUT && !held)
				assert_false(home ? at_home(&p->week[t], w[i].item) : in_session(&p->week[t], w[i].item));
		}
}

/* What is blocked stands nowhere, but for a piece whose reason is kept and whose every rule lets a professional decide. */
static void expect_no_danger(const struct person_case *c, const struct screened *s, const struct plan_wish *w, int n, const struct plan *p)
{
	for (int t = 0; t < WEEKS; t++)
		for (int i = 0; i < p->week[t].n_session; i++) {
			const struct plan_item *x = &p->week[t].session[i];
			bool decided = false;

			assert_false(c->limits.declined_item[x->item] || c->limits.declined_region[x->region]);
			for (int k = 0; k < n; k++)
				decided = decided || (w[k].decided && wish_holds(&w[k], x));
			for (int k = 0; k < s->n_blocked; k++) {
				const struct blocked *b = &s->blocked[k];

				if (b->item == x->item && b->limit == LIMIT_NEVER && (b->region < 0 || b->region == x->region))
					assert_true(decided && kb->block[b->block].professional && b->truth == TRUTH_YES);
			}
		}
}

static void any_plan_that_is_made_around_wishes_keeps_them_and_the_rules(void **state)
{
	struct rng r = rng_new(71);
	int kept = 0, refused = 0, decided = 0;

	(void)state;
	for (int i = 0; i < 3000; i++) {
		struct person_case *c = any_case(&r);
		struct belief *b = any_belief(&r);
		struct plan p, *had = made(c, b);
		struct plan_wish w[6];
		int n = 1 + rng_below(&r, 6);
		struct err err;

		kb->block[3].professional = rng_below(&r, 2);
		for (int k = 0; k < n; k++)
			w[k] = any_wish(&r, had);
		if (rng_below(&r, 3) == 0) {
			c->answer[F_NUMB] = 1;
			w[0] = hold(I_DEEP, 1 + rng_below(&r, WEEKS), 0, 10, 3);
			w[0].decided = rng_below(&r, 4) ? "1" : NULL;
		}
		if (around(c, b, w, n, &p, &err)) {
			struct screened *s = screened_for(c);

			kept++;
			expect_kept(w, n, &p);
			expect_no_danger(c, s, w, n, &p);
			assert_null(plan_broken(arena, kb, c, s, &p));
			assert_true(p.value >= 0 && p.value <= p.bound * (1 + 1e-12));
			for (int k = 0; k < n; k++)
				decided += plan_wish_rules(arena, kb, c, s, &w[k]).n > 0;
		} else {
			refused++;
			assert_int_equal(err.code, ERR_INPUT);
			assert_string_equal(err.field, "wish");
			assert_true(strlen(err.detail) > 10);
		}
		if (i % 50 == 49)
			fresh();
	}
	assert_true(kept > 500 && refused > 500 && decided > 10);
}

/* Some change that may or may not be allowed. */
static void disturb(struct rng *r, struct plan *p)
{
	struct plan_week *w = &p->week[rng_below(r, WEEKS)];
	int k = w->n_session ? rng_below(r, w->n_session) : 0, h = w->n_home ? rng_below(r, w->n_home) : 0, o = w->n_session ? rng_below(r, w->n_session) : 0;

	switch (rng_below(r, 4)) {
	case 0:
		w->session[k].item = rng_below(r, kb->n_items);
		w->session[k].pressure = rng_below(r, 4);
		break;
	case 1:
		w->session[k].minutes += w->n_session > 1 ? 5 : 0;
		w->session[o].minutes -= w->n_session > 1 ? 5 : 0;
		break;
	case 2:
		w->home[h].item = rng_below(r, kb->n_items);
		w->home[h] = (struct plan_home){ w->home[h].item, kb->item[w->home[h].item].minutes, 7, "" };
		break;
	default:
		if (w->n_home < HOME_ITEMS) {
			int item = rng_below(r, kb->n_items);

			w->home[w->n_home++] = (struct plan_home){ item, kb->item[item].minutes, 7, "" };
		}
	}
}

static void nothing_that_keeps_the_wishes_is_worth_more_than_the_bound(void **state)
{
	struct rng r = rng_new(72);
	int allowed = 0, around_wishes = 0;

	(void)state;
	for (int i = 0; i < 600; i++) {
		struct person_case *c = any_case(&r);
		struct belief *b = any_belief(&r);
		struct screened *s = screened_for(c);
		struct plan p, *had = made(c, b);
		struct plan_wish w[3] = { any_wish(&r, had), any_wish(&r, had), any_wish(&r, had) };
		struct err err;

		if (!around(c, b, w, 1 + rng_below(&r, 3), &p, &err))
			continue;
		around_wishes++;
		struct plan now = p;
		for (int k = 0; k < 150; k++) {         /* a walk over allowed plans that likes to climb */
			struct plan next = now;

			disturb(&r, &next);
			if (plan_broken(arena, kb, c, s, &next))
				continue;
			allowed++;
			double was = plan_worth(kb, b, &now), is = plan_worth(kb, b, &next);
			assert_true(is <= p.bound * (1 + 1e-12));
			if (is >= was || rng_below(&r, 5) == 0)
				now = next;
		}
		if (i % 20 == 19)
			fresh();
	}
	assert_true(around_wishes > 150 && allowed > 3000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_held_stands_and_the_hour_stays_an_hour),
		cmocka_unit_test(what_is_taken_out_is_gone_there_and_nowhere_else),
		cmocka_unit_test(the_first_and_the_last_piece_can_be_held),
		cmocka_unit_test(what_cannot_be_kept_is_refused_and_said),
		cmocka_unit_test(a_rule_gives_way_only_where_it_may_and_only_with_a_reason),
		cmocka_unit_test(weeks_that_are_over_stay_as_they_were),
		cmocka_unit_test(any_plan_that_is_made_around_wishes_keeps_them_and_the_rules),
		cmocka_unit_test(nothing_that_keeps_the_wishes_is_worth_more_than_the_bound),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
