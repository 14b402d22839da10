/* What the parts of a plan are worth, what could stand there instead, and what limits cost. */
#include "../safety/people.h"

#include "core/plan_weigh.h"

#include <math.h>

static struct plan_weight *weighed(struct person_case *c, struct plan *p, struct belief *b)
{
	struct err err = { .code = ERR_OK };
	const struct screened *s = screen(arena, kb, c);

	if (!belief(arena, kb, c, NULL, b, &err) || !plan_make(arena, kb, c, s, b, NULL, p, &err))
		fail_msg("%s", err_line(arena, &err));
	return plan_weigh(arena, kb, c, s, b, NULL, p);
}

/* Forty answers drawn; drawn again when a rule sends the person to a physician first. */
static struct person_case *someone(struct rng *r)
{
	struct err err = { .code = ERR_OK };
	struct person_case *c;

	do {
		c = safe();
		for (int i = 0; i < 40; i++) {
			int f = rng_below(r, kb->n_findings);
			const struct finding *of = &kb->finding[f];

			if (of->module != MODULE_SAFETY && !of->sum_of.n)
				c->answer[f] = (int16_t)(of->min + rng_below(r, of->max - of->min + 1));
		}
	} while (!screen_gate(kb, screen(arena, kb, c), &err));
	c->limits.home_minutes = 10;
	c->limits.session_minutes = 45;
	return c;
}

/* The plan without an item, by the function that values plans. */
static double without(const struct plan *p, const struct belief *b, int item)
{
	struct plan q = *p;

	for (int t = 0; t < WEEKS; t++) {
		struct plan_week *w = &q.week[t];
		int n = 0, k = 0;

		for (int i = 0; i < w->n_session; i++)
			if (w->session[i].item != item)
				w->session[n++] = w->session[i];
		for (int i = 0; i < w->n_home; i++)
			if (w->home[i].item != item)
				w->home[k++] = w->home[i];
		w->n_session = n;
		w->n_home = k;
	}
	return plan_worth(kb, b, &q);
}

static void the_value_of_an_item_is_what_the_plan_loses_without_it(void **state)
{
	struct rng r = rng_new(5);

	(void)state;
	for (int i = 0; i < 12; i++) {
		struct plan p;
		struct belief b;
		const struct plan_weight *w = weighed(someone(&r), &p, &b);

		assert_true(w->n_items > 5);
		for (int k = 0; k < w->n_items; k++) {
			assert_true(fabs(w->item[k].value - (1 - without(&p, &b, w->item[k].item) / p.value)) < 1e-9);
			assert_true(k == 0 || w->item[k].value <= w->item[k - 1].value);
		}
		arena_reset(arena);
	}
}

static void no_alternative_beats_the_bound_and_most_lose(void **state)
{
	struct rng r = rng_new(6);
	int others = 0, better = 0;

	(void)state;
	for (int i = 0; i < 12; i++) {
		struct plan p;
		struct belief b;
		const struct plan_weight *w = weighed(someone(&r), &p, &b);

		for (int k = 0; k < w->n_items; k++) {
			const struct item_weight *x = &w->item[k];

			if (x->other < 0)
				continue;
			others++;
			better += x->instead > 0;
			assert_true(x->instead <= (p.bound - p.value) / p.value + 1e-9);
			assert_true(x->wins >= 0 && x->wins <= 1 + 1e-9);
			assert_int_equal(kb->item[x->other].component, kb->item[x->item].component);
		}
		assert_true(w->low < w->high && w->low > 0.2 && w->high < 5);
		arena_reset(arena);
	}
	assert_true(others > 40 && better < others / 4);
}

static void drawn_again_it_is_the_same(void **state)
{
	struct plan p;
	struct belief b;
	const struct plan_weight *w = weighed(safe(), &p, &b), *v = weighed(safe(), &p, &b);

	(void)state;
	assert_int_equal(w->n_items, v->n_items);
	for (int k = 0; k < w->n_items; k++)
		assert_true(w->item[k].wins == v->item[k].wins && w->item[k].value == v->item[k].value);
}

static void limits_cost_what_planning_without_them_gains(void **state)
{
	struct person_case *c = safe();
	struct plan p;
	struct belief b;

	(void)state;
	c->limits.home_minutes = 5;
	c->limits.declined_component[COMPONENT_MASSAGE] = true;
	const struct plan_weight *w = weighed(c, &p, &b);
	assert_true(w->n_limits >= 2);
	for (int i = 0; i < w->n_limits; i++) {
		assert_true(w->limit[i].more > 0);
		assert_true(i == 0 || w->limit[i].more <= w->limit[i - 1].more);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_value_of_an_item_is_what_the_plan_loses_without_it),
		cmocka_unit_test(no_alternative_beats_the_bound_and_most_lose),
		cmocka_unit_test(drawn_again_it_is_the_same),
		cmocka_unit_test(limits_cost_what_planning_without_them_gains),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
