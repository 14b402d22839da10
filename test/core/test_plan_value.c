/* test/core/test_plan_value.c -- what a plan is worth, and that no other can be worth more than the bound. */
#include "small_plan.h"

#include <math.h>

/* Some change that may or may not be allowed. */
static void disturb(struct rng *r, struct plan *p)
{
	struct plan_week *w = &p->week[rng_below(r, WEEKS)];
	int k = w->n_session ? rng_below(r, w->n_session) : 0, h = w->n_home ? rng_below(r, w->n_home) : 0;

	switch (rng_below(r, 6)) {
	case 0:
		w->session[k].item = rng_below(r, kb->n_items);
		w->session[k].pressure = rng_below(r, 4);
		break;
	case 1:
		w->session[k].region = rng_below(r, kb->n_regions);
		w->session[k].side = kb->region[w->session[k].region].side;
		break;
	case 2:
		if (w->n_session > 1) {
			int o = rng_below(r, w->n_session);

			w->session[k].minutes += 5;
			w->session[o].minutes -= 5;
		}
		break;
	case 3:
		w->home[h].item = rng_below(r, kb->n_items);
		w->home[h].minutes = kb->item[w->home[h].item].minutes;
		w->home[h].days = 1 + rng_below(r, 7);
		break;
	case 4:
		if (w->n_home < HOME_ITEMS) {
			int item = rng_below(r, kb->n_items);

			w->home[w->n_home++] = (struct plan_home){ item, kb->item[item].minutes, 7, "" };
		}
		break;
	default:
		if (w->n_home)
			w->n_home--;
	}
}

static void no_allowed_plan_is_worth_more_than_the_bound(void **state)
{
	struct rng r = rng_new(34);
	int allowed = 0;

	(void)state;
	for (int i = 0; i < 300; i++) {
		struct person_case *c = any_case(&r);
		struct belief *b = any_belief(&r);
		struct screened *s = screen(arena, kb, c);
		struct plan *p = made(c, b), now = *p;

		for (int k = 0; k < 200; k++) {         /* a walk over allowed plans that likes to climb */
			struct plan next = now;

			disturb(&r, &next);
			if (plan_broken(arena, kb, c, s, &next))
				continue;
			allowed++;
			double was = plan_worth(kb, b, &now), is = plan_worth(kb, b, &next);
			assert_true(is <= p->bound * (1 + 1e-12));
			if (is >= was || rng_below(&r, 5) == 0)
				now = next;
		}
		if (i % 20 == 19)
			fresh();
	}
	assert_true(allowed > 10000);
}

/* Thirty minutes of swedish or deep work, five minutes a day of breathing or bridge: all totals, one by one. */
static void on_a_small_instance_the_bound_is_above_the_best_and_the_plan_near_it(void **state)
{
	struct rng r = rng_new(35);

	(void)state;
	for (int i = 0; i < 50; i++) {
		struct person_case *c = small_case(arena, kb);
		struct belief *b = any_belief(&r);
		struct screened *s = screen(arena, kb, c);
		double best = 0, best_calm = 0;

		c->mark[0] = 5;
		c->mark[6] = 4;
		c->limits.session_minutes = 30;
		c->limits.home_minutes = 5;
		for (int k = 0; k < kb->n_lessons; k++)
			c->limits.declined_lesson[k] = true;
		c->limits.declined_item[I_TRIGGER] = c->limits.declined_item[I_WALKING] = true;
		c->limits.declined_item[I_FLARE] = true;
		struct plan *plan = made(c, b);
		int turns = 0;                          /* mind and movement take turns, as the planner does */
		for (int t = 0; t < WEEKS; t++)
			turns += at_home(&plan->week[t], I_BRIDGE);
		for (int total = 0; total <= 60; total++)
			for (int bridges = 0; bridges <= 8; bridges++) {
				struct plan p = *plan;
				int left = total;
				bool calm = total >= 2 * WEEKS; /* every session can open and end with calm work */

				for (int t = 0; t < WEEKS; t++) {
					int rest = calm ? left - 2 * (WEEKS - 1 - t) : left, part = rest < 6 ? rest : 6;
					bool bridge = t >= 2 && t - 2 < bridges;

					left -= part;
					p.week[t].n_session = 0;
					if (part)
						p.week[t].session[p.week[t].n_session++] = (struct plan_item){ I_SWEDISH, 0, SIDE_LEFT,
							5 * part, 1, "" };
					if (part < 6)
						p.week[t].session[p.week[t].n_session++] = (struct plan_item){ I_DEEP, 0, SIDE_LEFT,
							30 - 5 * part, 3, "" };
					p.week[t].n_home = 1;
					p.week[t].home[0] = bridge ? (struct plan_home){ I_BRIDGE, 3, 7, "" } :
						(struct plan_home){ I_BREATHING, 5, 7, "" };
				}
				const char *broken = plan_broken(arena, kb, c, s, &p);
				if (broken)
					fail_msg("%s", broken);
				double worth = plan_worth(kb, b, &p);
				best = fmax(best, worth);
				if (calm && bridges == turns)
					best_calm = fmax(best_calm, worth);
			}
		assert_true(best <= plan->bound * (1 + 1e-12));
		assert_true(plan->value >= 0.97 * best_calm);
		fresh();
	}
}

static void more_use_gains_less_and_less_and_parts_add_to_less_than_their_sum(void **state)
{
	struct belief *b = usual();
	struct plan p = { .value = 0 }, q = { .value = 0 }, both = { .value = 0 };
	double last = HUGE_VAL;

	(void)state;
	for (int t = 0; t < WEEKS; t++)
		p.week[t].lesson = q.week[t].lesson = both.week[t].lesson = -1;
	for (int t = 0; t < WEEKS; t++) {
		double before = plan_worth(kb, b, &p);

		p.week[t].n_session = 1;
		p.week[t].session[0] = (struct plan_item){ I_SWEDISH, 0, SIDE_LEFT, 30, 1, "" };
		double gain = plan_worth(kb, b, &p) - before;
		assert_true(gain > 0 && gain < last);
		last = gain;
	}
	for (int t = 0; t < WEEKS; t++) {
		q.week[t].n_home = 1;
		q.week[t].home[0] = (struct plan_home){ I_BREATHING, 5, 5, "" };
		both.week[t] = p.week[t];
		both.week[t].n_home = 1;
		both.week[t].home[0] = q.week[t].home[0];
	}
	double together = plan_worth(kb, b, &both), apart = plan_worth(kb, b, &p) + plan_worth(kb, b, &q);
	assert_true(together < apart && together > plan_worth(kb, b, &p));
}

static void structural_and_relaxing_work_are_worth_the_same_for_the_same_cause(void **state)
{
	struct belief *b = beliefs(0.8, 0, 0, 0);       /* muscles alone: one effect in the knowledge */
	struct plan p = { .value = 0 }, q = { .value = 0 };

	(void)state;
	for (int t = 0; t < WEEKS; t++) {
		p.week[t].lesson = q.week[t].lesson = -1;
		p.week[t].n_session = q.week[t].n_session = 1;
		p.week[t].session[0] = (struct plan_item){ I_SWEDISH, 0, SIDE_LEFT, 30, 1, "" };
		q.week[t].session[0] = (struct plan_item){ I_DEEP, 0, SIDE_LEFT, 30, 3, "" };
	}
	assert_true(plan_worth(kb, b, &p) == plan_worth(kb, b, &q));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_allowed_plan_is_worth_more_than_the_bound),
		cmocka_unit_test(on_a_small_instance_the_bound_is_above_the_best_and_the_plan_near_it),
		cmocka_unit_test(more_use_gains_less_and_less_and_parts_add_to_less_than_their_sum),
		cmocka_unit_test(structural_and_relaxing_work_are_worth_the_same_for_the_same_cause),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
