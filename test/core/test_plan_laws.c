/* test/core/test_plan_laws.c -- the laws of a plan on a small knowledge, over many people; what breaks a plan is found. */
#include "small_plan.h"

/* Looks at the plan with nothing but the answers: no help from plan_broken. */
static void expect_clean(const struct person_case *c, const struct screened *s, const struct plan *p)
{
	for (int t = 0; t < WEEKS; t++) {
		int home = 0, limit = c->limits.home_minutes < 0 ? 15 : c->limits.home_minutes;

		for (int i = 0; i < p->week[t].n_session; i++) {
			const struct plan_item *x = &p->week[t].session[i];
			size_t row = (size_t)x->item * (size_t)kb->n_regions;

			assert_false(c->limits.declined_item[x->item]);
			assert_false(c->limits.declined_component[kb->item[x->item].component]);
			assert_int_not_equal(kb->item[x->item].who, WHO_PROFESSIONAL);
			for (int g = 0; g < 2; g++) {
				int r = g && x->side == SIDE_NONE ? kb->region[x->region].mirror : x->region;

				assert_false(s->never[row + (size_t)r]);
				assert_true(!s->light[row + (size_t)r] || x->pressure <= 2);
			}
			assert_true(!c->limits.pressure_max || x->pressure <= c->limits.pressure_max);
		}
		for (int i = 0; i < p->week[t].n_home; i++) {
			int item = p->week[t].home[i].item;

			assert_false(c->limits.declined_item[item] || s->never_any[item]);
			assert_false(c->limits.declined_component[kb->item[item].component]);
			assert_int_equal(kb->item[item].who, WHO_SELF);
			home += p->week[t].home[i].minutes;
		}
		assert_true(home <= limit);
		assert_true(p->week[t].lesson < 0 || !c->limits.declined_lesson[p->week[t].lesson]);
		assert_true(!p->n_left_out || p->left_out);
	}
	for (int i = 0; i < kb->n_items; i++) {         /* everything stands somewhere */
		bool found = left_out(p, kb->item[i].id) || has(p->referral, p->n_referrals, kb->item[i].id) ||
			has(p->experiment, p->n_experiments, kb->item[i].id);

		for (int t = 0; t < WEEKS; t++) {
			found |= at_home(&p->week[t], i);
			for (int k = 0; k < p->week[t].n_session; k++)
				found |= p->week[t].session[k].item == i;
		}
		assert_true(found);
	}
}

static void no_plan_holds_anything_blocked_or_declined(void **state)
{
	struct rng r = rng_new(31);

	(void)state;
	for (int i = 0; i < 3000; i++) {
		struct person_case *c = any_case(&r);
		struct screened *s = screen(arena, kb, c);
		struct plan *p = made(c, any_belief(&r));

		expect_clean(c, s, p);
		assert_null(plan_broken(arena, kb, c, s, p));
		assert_true(p->value >= 0 && p->value <= p->bound * (1 + 1e-12));
		if (i % 50 == 49)
			fresh();
	}
}

static int mirror_of(const struct plan_item *x)
{
	return x->side == SIDE_NONE ? x->region : kb->region[x->region].mirror;
}

static void a_mirrored_map_gives_a_mirrored_plan(void **state)
{
	struct rng r = rng_new(32);

	(void)state;
	for (int i = 0; i < 500; i++) {
		struct person_case *c = any_case(&r);
		struct belief *b = any_belief(&r);
		struct plan *one = made(c, b);

		case_mirror(kb, c);
		struct plan *two = made(c, b);
		for (int t = 0; t < WEEKS; t++) {
			const struct plan_week *x = &one->week[t], *y = &two->week[t];

			assert_int_equal(x->n_session, y->n_session);
			for (int k = 0; k < x->n_session; k++) {
				assert_int_equal(x->session[k].item, y->session[k].item);
				assert_int_equal(mirror_of(&x->session[k]), y->session[k].region);
				assert_int_equal(x->session[k].minutes, y->session[k].minutes);
				assert_int_equal(x->session[k].pressure, y->session[k].pressure);
			}
			assert_int_equal(x->n_home, y->n_home);
			for (int k = 0; k < x->n_home; k++)
				assert_int_equal(x->home[k].item, y->home[k].item);
		}
		assert_true(one->value == two->value && one->bound == two->bound);
		if (i % 50 == 49)
			fresh();
	}
}

static void the_same_arguments_give_the_same_plan(void **state)
{
	struct rng r = rng_new(33);

	(void)state;
	for (int i = 0; i < 100; i++) {
		struct person_case *c = any_case(&r);
		struct belief *b = any_belief(&r);
		struct plan *one = made(c, b), *two = made(c, b);

		assert_true(one->value == two->value && one->bound == two->bound);
		for (int t = 0; t < WEEKS; t++)
			for (int k = 0; k < one->week[t].n_session; k++)
				assert_string_equal(one->week[t].session[k].why, two->week[t].session[k].why);
		fresh();
	}
}

static void every_broken_constraint_is_found(void **state)
{
	struct person_case *c = small_case(arena, kb);
	struct plan *good, p;

	(void)state;
	c->answer[F_NUMB] = 1;                          /* deep work blocked */
	c->limits.declined_item[I_TRIGGER] = true;
	c->limits.pressure_max = 2;
	c->limits.home_minutes = 30;
	struct screened *s = screen(arena, kb, c);
	good = made(c, usual());
	assert_null(plan_broken(arena, kb, c, s, good));
#define BROKEN(change, word) do { p = *good; change; const char *is = plan_broken(arena, kb, c, s, &p); \
	assert_non_null(is); assert_non_null(strstr(is, word)); } while (0)
	BROKEN(p.week[0].session[1].item = I_DEEP, "blocked");
	BROKEN(p.week[0].session[1].item = I_TRIGGER, "declined");
	BROKEN(p.week[0].session[1].item = I_WALKING, "not for a session");
	BROKEN(p.week[0].session[1].item = I_PHYSIO, "professional");
	BROKEN(p.week[0].session[1].pressure = 3, "pressure");
	BROKEN(p.week[0].session[1].pressure = 0, "pressure");
	BROKEN(p.week[0].session[1].minutes += 5, "add up");
	BROKEN(p.week[0].session[1].minutes += 1, "five");
	BROKEN(p.week[0].session[1].minutes += 30; p.week[0].minutes += 30, "more minutes");
	BROKEN(p.week[0].session[1].region = 1, "side");
	BROKEN(p.week[0].session[1].region = 8, "region");
	BROKEN(p.week[0].home[0].item = I_PHYSIO, "professional");
	BROKEN(p.week[0].home[0].item = I_BRIDGE, "early");
	BROKEN(p.week[0].home[0].minutes += 1, "minutes");
	BROKEN(p.week[0].home[0].days = 8, "days");
	BROKEN(p.week[5].home[1] = p.week[5].home[0], "twice");
	BROKEN(p.week[5].n_home = 0, "mind and movement");
	BROKEN(p.week[0].n_home = 3, "too many");
	BROKEN(p.week[1] = p.week[0]; p.week[1].week = 2; p.week[1].lesson = 1, "practice of the lesson");
	BROKEN(p.week[0].lesson = 2; p.week[2].lesson = 0, "needs");
	BROKEN(p.week[4].lesson = 0, "twice");
	BROKEN(p.week[1].lesson = -1, "missing");
	BROKEN(p.week[2].lesson = -1; p.week[3].lesson = 2, "missing");
	BROKEN(p.week[4].week = 4, "order");
	c->limits.declined_lesson[0] = true;
	BROKEN((void)0, "declined");
	c->limits.declined_lesson[0] = false;
	c->limits.declined_component[COMPONENT_MASSAGE] = true;
	BROKEN((void)0, "massage is declined");
	c->limits.declined_component[COMPONENT_MASSAGE] = false;
	c->answer[F_BLADDER] = 1;
	s = screen(arena, kb, c);
	BROKEN((void)0, "no plan may be made");
#undef BROKEN
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_plan_holds_anything_blocked_or_declined),
		cmocka_unit_test(a_mirrored_map_gives_a_mirrored_plan),
		cmocka_unit_test(the_same_arguments_give_the_same_plan),
		cmocka_unit_test(every_broken_constraint_is_found),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
