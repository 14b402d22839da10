/* Muscles on the body map: a number where each lies, an arrow to where it hurts, and no number on another. */
#include "support.h"

#include "render/bodymap.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "one_arena.h"

static const char *drawn(const struct bodymap_view *v)
{
	struct buf b = buf_new(a, 1 << 20);

	bodymap_svg(&b, v);
	return b.at;
}

struct spot { double x, y, unit; };

/* Where the numbers of the picture stand, those of the pain and those of the muscles. */
static int numbers_of(const char *svg, struct spot *out)
{
	int n = 0;

	for (const char *at = svg; (at = strstr(at, "data-for=\"")) != NULL; at++)
		assert_int_equal(sscanf(strstr(at, "translate("), "translate(%lf %lf) scale(%lf)", &out[n].x, &out[n].y, &out[n].unit), 3), n++;
	return n;
}

static void nothing_touches(const char *svg)
{
	struct spot at[120];
	double box[4];
	int n = numbers_of(svg, at);

	assert_int_equal(sscanf(strstr(svg, "viewBox="), "viewBox=\"%lf %lf %lf %lf\"", &box[0], &box[1], &box[2], &box[3]), 4);
	for (int i = 0; i < n; i++) {
		assert_true(at[i].x > box[0] && at[i].x < box[0] + box[2] && at[i].y > box[1] && at[i].y < box[1] + box[3]);
		for (int k = 0; k < i; k++)
			if (hypot(at[i].x - at[k].x, at[i].y - at[k].y) < 22 * at[i].unit)
				fail_msg("numbers %d and %d of %d touch", k, i, n);
	}
}

static void a_muscle_is_numbered_and_points_to_the_pain(void **state)
{
	const struct bodymap_mark mark[] = { { "buttock_upper_left", BODYMAP_PAIN, 6, NULL } };
	const struct bodymap_pull pull[] = { { "mid_back_left", "buttock_upper_left", 1 }, { "shoulder_top_left", NULL, 2 }, { "abdomen_upper_left", "buttock_upper_left", 3 } };

	(void)state;
	for (int figure = 0; figure < bodymap_figures(); figure++) {
		struct bodymap_view v = { .figure = figure, .side = BODYMAP_BACK, .crop = BODYMAP_FIT, .marks = mark, .n_marks = 1, .pulls = pull, .n_pulls = 3 };
		const char *back = drawn(&v);

		v.side = BODYMAP_FRONT;
		const char *front = drawn(&v);
		assert_non_null(strstr(back, "class=\"pull\" data-number=\"1\" data-to=\"buttock_upper_left\""));
		assert_int_equal(test_count(back, "class=\"line\""), 1);             /* 2 explains nothing, 3 lies in front */
		assert_int_equal(test_count(back, "class=\"tip\""), 1);
		assert_non_null(strstr(back, "class=\"pull mark\" data-for=\"mid_back_left\""));
		assert_int_equal(test_count(back, "class=\"pull mark\" data-for=\"abdomen_upper_left\""), 0);
		assert_non_null(strstr(front, "class=\"pull mark\" data-for=\"abdomen_upper_left\""));
		assert_int_equal(test_count(front, "class=\"line\""), 0);            /* it hurts behind */
		nothing_touches(back);
		nothing_touches(front);
	}
}

static void an_arrow_ends_at_the_pain(void **state)
{
	const struct bodymap_mark mark[] = { { "buttock_upper_left", BODYMAP_PAIN, 6, NULL } };
	const struct bodymap_pull pull[] = { { "shoulder_top_right", "buttock_upper_left", 4 } };
	const struct bodymap_view v = { .side = BODYMAP_BACK, .crop = BODYMAP_WHOLE, .marks = mark, .n_marks = 1, .pulls = pull, .n_pulls = 1 };
	struct spot at[2], begin, end;

	(void)state;
	if (!bodymap_available())
		skip();
	const char *svg = drawn(&v);
	assert_int_equal(numbers_of(svg, at), 2);
	assert_int_equal(sscanf(strstr(svg, "class=\"line\" d=\""), "class=\"line\" d=\"M%lf %lfQ%*f %*f %lf %lf", &begin.x, &begin.y, &end.x, &end.y), 4);
	assert_true(hypot(end.x - at[0].x, end.y - at[0].y) < 16 * at[0].unit);
	assert_true(hypot(begin.x - at[1].x, begin.y - at[1].y) < 14 * at[1].unit);
}

/* Five muscles at one place, all of it painful, every place of the body in turn. */
static void a_crowd_stays_apart(void **state)
{
	(void)state;
	for (int k = 0; k < bodymap_regions() * 4; k++) {
		const char *here = bodymap_region(k / 4);
		const struct bodymap_mark mark[] = { { here, BODYMAP_PAIN, 9, NULL } };
		const struct bodymap_pull pull[] = { { here, here, 1 }, { here, here, 2 }, { here, NULL, 3 }, { here, here, 4 }, { here, here, 5 }, { here, here, 6 } };
		const struct bodymap_view v = { .figure = k % 2, .side = k / 2 % 2 ? BODYMAP_BACK : BODYMAP_FRONT, .crop = BODYMAP_FIT, .marks = mark, .n_marks = 1,
			.pulls = pull, .n_pulls = 6 };
		const char *svg = drawn(&v);

		assert_int_equal(test_count(svg, "class=\"pull mark\""), bodymap_shows(v.figure, v.side, k / 4) ? BODYMAP_PULLS : 0);
		assert_int_equal(test_count(svg, "class=\"line\""), 0);
		nothing_touches(svg);
	}
}

static void all_of_the_body_is_shown_when_the_legs_are_marked(void **state)
{
	const struct bodymap_mark mark[] = { { "low_back_left", BODYMAP_PAIN, 6, NULL }, { "calf_left", BODYMAP_PAIN, 3, NULL } };
	struct bodymap_view v = { .side = BODYMAP_BACK, .crop = BODYMAP_FIT, .marks = mark, .n_marks = 1 };
	double upper, whole;

	(void)state;
	if (!bodymap_available())
		skip();
	assert_true(bodymap_shows(0, BODYMAP_BACK, bodymap_find("calf_left")));
	assert_int_equal(sscanf(strstr(drawn(&v), "viewBox="), "viewBox=\"%*f %*f %*f %lf\"", &upper), 1);
	v.n_marks = 2;
	assert_int_equal(sscanf(strstr(drawn(&v), "viewBox="), "viewBox=\"%*f %*f %*f %lf\"", &whole), 1);
	assert_true(whole > upper * 1.3);
	nothing_touches(drawn(&v));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_muscle_is_numbered_and_points_to_the_pain),
		cmocka_unit_test(an_arrow_ends_at_the_pain),
		cmocka_unit_test(a_crowd_stays_apart),
		cmocka_unit_test(all_of_the_body_is_shown_when_the_legs_are_marked),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
