/* test/safety/test_laws.c -- laws of safety over many random people, on the knowledge of the program. */
#include "people.h"

#include "core/danger.h"

/* danger, rest: of a hundred danger questions, of a hundred others, how many have some answer. */
static struct person_case *any_case(struct rng *r, int danger, int rest)
{
	struct person_case *c = safe();

	c->age = 18 + rng_below(r, 80);
	c->sex = SEX_UNKNOWN + rng_below(r, 4);
	c->map_given = rng_below(r, 3) > 0;
	for (int i = 0; c->map_given && i < kb->n_regions; i++)
		c->mark[i] = (int8_t)(rng_below(r, 12) ? 0 : rng_below(r, 11));
	for (int f = 0; f < kb->n_findings; f++) {
		const struct finding *x = &kb->finding[f];
		int dice = rng_below(r, 100);

		if (x->gate && dice >= danger)
			continue;
		if (!x->gate && dice >= rest)
			continue;
		dice = rng_below(r, 10);
		c->answer[f] = (int16_t)(dice == 0 ? DONT_KNOW : dice == 1 ? NOT_ASKED :
			x->min + rng_below(r, x->max - x->min + 1));
	}
	return c;
}

static void every_emergency_finding_on_any_random_person_stops(void **state)
{
	struct rng r = rng_new(2026);
	struct err err;

	(void)state;
	for (int i = 0, n = test_many(10000); i < n; i++) {
		struct person_case *c = any_case(&r, 20, 40);
		struct screened *s;

		test_answer(kb, c, alone[i % N_ALONE], 1);
		s = screen(arena, kb, c);
		assert_int_equal(s->tier, TIER_EMERGENCY);
		err = (struct err){ .code = ERR_OK };
		assert_false(screen_gate(kb, s, &err));
		assert_int_equal(err.code, ERR_DANGER);
		arena_reset(arena);
	}
}

static int danger_value(int f)
{
	return f == kb_finding(kb, "postpartum_weeks") ? 1 : kb->finding[f].max;
}

static void a_danger_answer_never_lowers_the_tier(void **state)
{
	struct rng r = rng_new(2027);

	(void)state;
	for (int i = 0, n = test_many(10000); i < n; i++) {
		struct person_case *c = any_case(&r, 20, 40);
		int f;

		do
			f = rng_below(&r, kb->n_findings);
		while (!kb->finding[f].gate);
		if (f == kb_finding(kb, "postpartum_weeks") && c->answer[f] > 0)
			continue;                       /* any week counts; the number is no degree of danger */
		enum tier before = screen(arena, kb, c)->tier;
		c->answer[f] = (int16_t)danger_value(f);
		enum tier after = screen(arena, kb, c)->tier;
		if (after < before)
			fail_msg("%s lowers %s to %s", kb->finding[f].id, tier_name(before), tier_name(after));
		arena_reset(arena);
	}
}

static void taking_an_answer_back_never_unblocks(void **state)
{
	struct rng r = rng_new(2028);
	size_t cells = (size_t)kb->n_items * (size_t)kb->n_regions;

	(void)state;
	for (int i = 0, n = test_many(5000); i < n; i++) {
		struct person_case *c = any_case(&r, 20, 40);
		int f = rng_below(&r, kb->n_findings);
		struct screened *before = screen(arena, kb, c);

		c->answer[f] = NOT_ASKED;
		if (case_answer(kb, c, f) != NOT_ASKED)
			continue;                       /* a sum, still known from its parts */
		struct screened *after = screen(arena, kb, c);
		for (size_t k = 0; k < cells; k++)
			if (after->never[k] < before->never[k])
				fail_msg("%s taken back frees %s", kb->finding[f].id,
					kb->item[k / (size_t)kb->n_regions].id);
		assert_true(!kb->finding[f].gate || rule_applies(kb, f, c) == TRUTH_NO || after->not_asked.n > 0);
		arena_reset(arena);
	}
}

static void a_mirrored_map_gives_mirrored_blocks_and_a_mirrored_plan(void **state)
{
	struct rng r = rng_new(2029);

	(void)state;
	for (int i = 0, n = test_many(60); i < n; i++) {
		struct person_case *c = any_case(&r, 0, 6);
		struct screened *s = screen(arena, kb, c);
		struct plan one, two;
		struct err err;
		bool made = planned(c, &one, &err);

		case_mirror(kb, c);
		struct screened *z = screen(arena, kb, c);
		assert_int_equal(s->tier, z->tier);
		for (int it = 0; it < kb->n_items; it++)
			for (int g = 0; g < kb->n_regions; g++)
				assert_int_equal(screen_pressure(kb, s, it, g), screen_pressure(kb, z, it, kb->region[g].mirror));
		assert_int_equal(planned(c, &two, &err), made);
		for (int t = 0; made && t < WEEKS; t++) {
			assert_int_equal(one.week[t].n_session, two.week[t].n_session);
			for (int k = 0; k < one.week[t].n_session; k++) {
				const struct plan_item *x = &one.week[t].session[k], *y = &two.week[t].session[k];

				assert_int_equal(x->item, y->item);
				assert_int_equal(x->minutes, y->minutes);
				assert_int_equal(x->side == SIDE_NONE ? x->region : kb->region[x->region].mirror, y->region);
			}
		}
		arena_reset(arena);
	}
}

static void no_plan_of_a_random_person_breaks_a_rule(void **state)
{
	struct rng r = rng_new(2030);
	int made = 0;

	(void)state;
	for (int i = 0, n = test_many(300); i < n; i++) {
		struct person_case *c = any_case(&r, 1, 6);
		struct plan p;
		struct err err;

		for (int k = 0; k < kb->n_items; k++)
			c->limits.declined_item[k] = rng_below(&r, 8) == 0;
		c->limits.declined_component[rng_below(&r, COMPONENT_COUNT)] = rng_below(&r, 4) == 0;
		c->limits.home_minutes = rng_below(&r, 61);
		struct screened *s = screen(arena, kb, c);
		bool may = screen_gate(kb, s, &(struct err){ .code = ERR_OK });
		assert_int_equal(planned(c, &p, &err), may);
		if (may) {
			made++;
			assert_null(plan_broken(arena, kb, c, s, &p));
			assert_true(p.bound >= p.value);
			for (int t = 0; t < WEEKS; t++) {
				for (int k = 0; k < p.week[t].n_session; k++) {
					const struct plan_item *x = &p.week[t].session[k];

					assert_false(screen_never(kb, s, x->item, x->region));
					assert_false(c->limits.declined_item[x->item]);
					assert_true(x->pressure <= screen_pressure(kb, s, x->item, x->region));
				}
				for (int k = 0; k < p.week[t].n_home; k++) {
					assert_false(screen_never(kb, s, p.week[t].home[k].item, -1));
					assert_false(c->limits.declined_item[p.week[t].home[k].item]);
				}
			}
		}
		arena_reset(arena);
	}
	assert_true(made > test_many(50));
}

static void who_is_neither_is_screened_for_what_either_is_screened_for(void **state)
{
	struct rng r = rng_new(2031);

	(void)state;
	for (int i = 0, n = test_many(5000); i < n; i++) {
		struct person_case *one = any_case(&r, 20, 40), other = *one;

		one->sex = i % 2 ? SEX_FEMALE : SEX_MALE;
		other.sex = SEX_OTHER;
		enum tier of_one = screen(arena, kb, one)->tier, of_other = screen(arena, kb, &other)->tier;
		if (of_other < of_one)
			fail_msg("%s with one sex, %s with neither", tier_name(of_one), tier_name(of_other));
		for (int f = 0; f < kb->n_findings; f++)
			if (danger_names(kb, f, TIER_URGENT) && rule_applies(kb, f, one) == TRUTH_YES && rule_applies(kb, f, &other) != TRUTH_YES)
				fail_msg("%s is asked of one sex and not of who is neither", kb->finding[f].id);
		arena_reset(arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_emergency_finding_on_any_random_person_stops),
		cmocka_unit_test(a_danger_answer_never_lowers_the_tier),
		cmocka_unit_test(taking_an_answer_back_never_unblocks),
		cmocka_unit_test(a_mirrored_map_gives_mirrored_blocks_and_a_mirrored_plan),
		cmocka_unit_test(no_plan_of_a_random_person_breaks_a_rule),
		cmocka_unit_test(who_is_neither_is_screened_for_what_either_is_screened_for),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
