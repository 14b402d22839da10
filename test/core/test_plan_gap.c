/* How far a plan may lie below the best one: proven for people drawn at random on the whole knowledge. */
#include "../safety/people.h"

static void answer_at_random(struct person_case *c, struct rng *r)
{
	for (int i = 0; i < 40; i++) {
		int f = rng_below(r, kb->n_findings);
		const struct finding *of = &kb->finding[f];

		if (of->module != MODULE_SAFETY && !of->sum_of.n)
			c->answer[f] = (int16_t)(of->min + rng_below(r, of->max - of->min + 1));
	}
	c->map_given = true;
	for (int i = 0; i < 3; i++)
		c->mark[rng_below(r, kb->n_regions)] = (int8_t)(1 + rng_below(r, 10));
}

/* Every session length, any minutes at home. */
static void no_plan_is_more_than_a_hundredth_below_the_best(void **state)
{
	static const int minutes[] = { 30, 45, 60, 90 };
	struct rng r = rng_new(61);
	int made = 0;

	(void)state;
	for (int i = 0; i < 240; i++) {
		struct person_case *c = safe();
		struct plan p;
		struct err err;

		answer_at_random(c, &r);
		c->limits.session_minutes = minutes[i % 4];
		c->limits.home_minutes = 10 + 5 * rng_below(&r, 5);
		c->limits.pressure_max = 2 + rng_below(&r, 4);
		if (!planned(c, &p, &err))
			continue;
		made++;
		if (p.bound < p.value || p.bound - p.value > 0.01 * p.value)
			fail_msg("person %d: worth %.4f, at most %.4f", i, p.value, p.bound);
		if (i % 20 == 19)
			arena_reset(arena);
	}
	assert_true(made > 200);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(no_plan_is_more_than_a_hundredth_below_the_best) };

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
