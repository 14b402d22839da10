/* Where the hands of the ten weeks go: drivers before marks, what pressing confirmed before what is likely, and turns for the rest. */
#include "../safety/people.h"

static int unit(const char *id)
{
	return kb_find(kb, KIND_UNIT, id);
}

static int left(const char *base)
{
	int r = kb_region(kb, arena_fmt(arena, "%s_left", base));

	assert_true(r >= 0);
	return r;
}

static struct plan *worked(const struct person_case *c, const struct plan_driver *at, int n)
{
	const struct plan_drivers d = { at, n };
	struct plan *p = NEW(arena, struct plan);
	struct err err = { .code = ERR_OK };
	struct belief b;
	const struct screened *s = screen(arena, kb, c);

	assert_true(belief(arena, kb, c, NULL, &b, &err));
	if (!plan_make(arena, kb, c, s, &b, &d, p, &err))
		fail_msg("%s", err_line(arena, &err));
	assert_null(plan_broken(arena, kb, c, s, p));
	return p;
}

static struct person_case *sore(const char *one, const char *two)
{
	struct person_case *c = safe();

	c->map_given = true;
	c->mark[left(one)] = 7;
	if (two)
		c->mark[left(two)] = 4;
	return c;
}

static bool focus_at(const struct plan_week *w, int k, int region, enum side side)
{
	return w->session[k].region == region && w->session[k].side == side;
}

static bool anywhere(const struct plan_week *w, int region)
{
	for (int i = 1; i + 1 < w->n_session; i++)
		if (w->session[i].region == region)
			return true;
	return false;
}

static void every_week_works_on_what_drives_the_pain_though_nothing_hurts_there(void **state)
{
	const struct plan_driver d[] = { { unit("gluteus_medius"), SIDE_LEFT, left("low_back"), false } };
	const struct plan *p = worked(sore("low_back", NULL), d, 1);

	(void)state;
	for (int t = 0; t < WEEKS; t++) {
		assert_true(focus_at(&p->week[t], 1, left("buttock_upper"), SIDE_LEFT));
		assert_true(focus_at(&p->week[t], 2, left("low_back"), SIDE_LEFT));
	}
	assert_non_null(strstr(p->week[0].session[1].why, "Gluteus medius, left, may drive the pain in low back, left: press first and ask."));
}

static void what_pressing_confirmed_comes_before_what_is_likelier(void **state)
{
	const struct plan_driver d[] = { { unit("gluteus_medius"), SIDE_LEFT, left("low_back"), false },
		{ unit("quadratus_lumborum"), SIDE_RIGHT, left("low_back"), true } };
	const struct plan *p = worked(sore("low_back", NULL), d, 2);

	(void)state;
	assert_true(focus_at(&p->week[0], 1, kb->region[left("low_back_side")].mirror, SIDE_RIGHT));
	assert_non_null(strstr(p->week[0].session[1].why, "Quadratus lumborum, right: pressing it brought the pain they know."));
	assert_true(anywhere(&p->week[0], left("buttock_upper")));
}

static void a_driver_under_a_mark_is_one_place_and_named_once(void **state)
{
	const struct plan_driver d[] = { { unit("iliocostalis_lumborum"), SIDE_LEFT, left("low_back"), true } };
	struct person_case *c = sore("low_back", NULL);
	int named = 0;

	(void)state;
	c->mark[kb->region[left("low_back")].mirror] = 6;
	const struct plan *p = worked(c, d, 1);
	assert_true(focus_at(&p->week[0], 1, left("low_back"), SIDE_NONE));
	for (int i = 0; i < p->week[0].n_session; i++)
		named += strstr(p->week[0].session[i].why, "Iliocostalis lumborum") != NULL;
	assert_int_equal(named, 1);
}

static void a_driver_in_a_place_that_is_declined_is_left_alone(void **state)
{
	const struct plan_driver d[] = { { unit("gluteus_medius"), SIDE_LEFT, left("low_back"), true } };
	struct person_case *c = sore("low_back", NULL);

	(void)state;
	c->limits.declined_region[left("buttock_upper")] = true;
	const struct plan *p = worked(c, d, 1);
	for (int t = 0; t < WEEKS; t++)
		assert_false(anywhere(&p->week[t], left("buttock_upper")));
}

static void nothing_is_pressed_that_hands_do_not_reach(void **state)
{
	const struct plan_driver d[] = { { unit("pelvic_floor"), SIDE_LEFT, left("sacrum"), false } };
	const struct plan *with_it = worked(sore("low_back", "sacrum"), d, 1), *without = worked(sore("low_back", "sacrum"), NULL, 0);

	(void)state;
	for (int t = 0; t < WEEKS; t++)
		for (int i = 0; i < without->week[t].n_session; i++)
			assert_int_equal(with_it->week[t].session[i].region, without->week[t].session[i].region);
}

/* Eight marks: the strongest stands in every session, and all of them have had their turn in ten. */
static void weaker_marks_take_turns_over_the_weeks(void **state)
{
	static const char *const places[] = { "low_back", "buttock_upper", "low_back_side", "mid_back", "interscapular", "shoulder_top", "neck_lower", "thigh_back" };
	struct person_case *c = sore("low_back", NULL);

	(void)state;
	for (int i = 0; i < 8; i++)
		c->mark[left(places[i])] = (int8_t)(9 - i);
	const struct plan *p = worked(c, NULL, 0);
	for (int i = 0; i < 8; i++) {
		int weeks = 0;

		for (int t = 0; t < WEEKS; t++)
			weeks += anywhere(&p->week[t], left(places[i]));
		if (weeks < (i < 2 ? WEEKS : 2))
			fail_msg("%s stands in %d weeks", places[i], weeks);
	}
}

static void mirrored_drivers_give_a_mirrored_plan(void **state)
{
	const struct plan_driver here[] = { { unit("piriformis"), SIDE_LEFT, left("sacrum"), true }, { unit("gluteus_medius"), SIDE_LEFT, left("low_back"), false } },
		there[] = { { unit("piriformis"), SIDE_RIGHT, kb->region[left("sacrum")].mirror, true },
			{ unit("gluteus_medius"), SIDE_RIGHT, kb->region[left("low_back")].mirror, false } };
	struct person_case *c = sore("low_back", "sacrum"), *m = safe();

	(void)state;
	m->map_given = true;
	for (int r = 0; r < kb->n_regions; r++)
		m->mark[r] = c->mark[kb->region[r].mirror];
	const struct plan *p = worked(c, here, 2), *q = worked(m, there, 2);
	for (int t = 0; t < WEEKS; t++)
		for (int i = 0; i < p->week[t].n_session; i++) {
			const struct plan_item *a = &p->week[t].session[i], *b = &q->week[t].session[i];

			assert_int_equal(a->item, b->item);
			assert_int_equal(a->side == SIDE_NONE ? SIDE_NONE : a->side == SIDE_LEFT ? SIDE_RIGHT : SIDE_LEFT, b->side);
			assert_int_equal(a->side == SIDE_NONE ? a->region : kb->region[a->region].mirror, b->region);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_week_works_on_what_drives_the_pain_though_nothing_hurts_there),
		cmocka_unit_test(what_pressing_confirmed_comes_before_what_is_likelier),
		cmocka_unit_test(a_driver_under_a_mark_is_one_place_and_named_once),
		cmocka_unit_test(a_driver_in_a_place_that_is_declined_is_left_alone),
		cmocka_unit_test(nothing_is_pressed_that_hands_do_not_reach),
		cmocka_unit_test(weaker_marks_take_turns_over_the_weeks),
		cmocka_unit_test(mirrored_drivers_give_a_mirrored_plan),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
