/* Figures as pictures: well-formed, with words, the same each time, mirrored for the other side, and steps that can be mixed. */
#include "support.h"

#include "base/str.h"
#include "render/figure.h"
#include "render/figure_pen.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

#include "one_arena.h"

static const char *drawn(const struct figure *f, bool mirrored, bool moving)
{
	struct buf b = buf_new(a, 1 << 20);

	figure_svg(a, &b, &(struct figure_view){ f, "Lean & <go>", "one", mirrored, moving });
	return b.at;
}

/* Each picture of the program: both sides, still and moving. */
static void each_picture(void (*look)(const char *id, const struct figure *f, const char *svg, bool moving))
{
	const struct kb *kb = test_kb();

	assert_true(kb->n_figures >= 19);
	for (int i = 0; i < kb->n_figures; i++)
		for (int k = 0; k < 4; k++)
			look(kb->item[kb->figure[i].item].id, &kb->figure[i], drawn(&kb->figure[i], k & 1, k & 2), k & 2);
}

/* Tags close in order, attributes stand in quotes, and nothing that a strict page would not run or show. */
static void well_formed(const char *id, const struct figure *f, const char *svg, bool moving)
{
	const char *open[8], *forbidden[] = { "style=", "nan", "inf", "(null)", "<go>", "onload", "<script" };
	int depth = 0;

	(void)f, (void)moving;
	for (size_t i = 0; i < sizeof(forbidden) / sizeof(*forbidden); i++)
		if (strstr(svg, forbidden[i]))
			fail_msg("%s: holds %s", id, forbidden[i]);
	for (const char *p = strchr(svg, '<'); p; p = strchr(p, '<')) {
		size_t name = strcspn(p + 1 + (p[1] == '/'), " />");
		int quotes = 0;
		const char *end = p;

		for (; *end && (*end != '>' || quotes % 2); end++)
			quotes += *end == '"';
		assert_true(*end == '>' && quotes % 2 == 0);
		if (p[1] == '/') {
			assert_true(depth > 0 && strncmp(open[depth - 1], p + 2, name) == 0 && strchr(" >", open[depth - 1][name]));
			depth--;
		} else if (end[-1] != '/') {
			assert_true(depth < 8);
			open[depth++] = p + 1;
		}
		p = end;
	}
	if (depth)
		fail_msg("%s: %d tags stay open", id, depth);
	assert_true(str_begins(svg, "<svg class=\"figure\" viewBox="));
	assert_non_null(strstr(svg, "<title id=\"one-t\">Lean &amp; &lt;go&gt;"));
	assert_non_null(strstr(svg, "aria-labelledby=\"one-t one-d\""));
}

static void every_picture_is_well_formed_and_named(void **state)
{
	(void)state;
	each_picture(well_formed);
}

static void every_exercise_for_home_is_drawn_in_words_too(void **state)
{
	const struct kb *kb = test_kb();
	int seen = 0;

	(void)state;
	for (int i = 0; i < kb->n_items; i++) {
		const struct item *it = &kb->item[i];

		if (it->component != COMPONENT_MOVEMENT || it->who != WHO_SELF)
			continue;
		seen++;
		if (it->figure < 0)
			fail_msg("%s is not drawn", it->id);
		const struct figure *f = &kb->figure[it->figure];
		assert_int_equal(f->item, i);
		assert_non_null(strstr(drawn(f, false, false), figure_words(a, f->end, false)));
	}
	assert_true(seen >= 19);
}

static void the_same_figure_is_the_same_picture(void **state)
{
	const struct kb *kb = test_kb();

	(void)state;
	for (int i = 0; i < kb->n_figures; i++)
		assert_string_equal(drawn(&kb->figure[i], false, true), drawn(&kb->figure[i], false, true));
}

static void view_box(const char *svg, double box[4])
{
	const char *p = strstr(svg, "viewBox=\"") + 9;

	for (int i = 0; i < 4; i++) {
		char *end;

		box[i] = strtod(p, &end);
		p = end;
	}
}

/* Whole units are rounded outward, so the mirrored box may differ by one. */
static void the_other_side_is_the_mirror_image(void **state)
{
	const struct kb *kb = test_kb();
	struct pen plain = pen_new(a, VIEW_SIDE, false), turned = pen_new(a, VIEW_SIDE, true);

	(void)state;
	for (int i = 0; i < 100; i++) {
		const struct point at = { i * 7 % 31 - 15, i * 3 % 17, i * 5 % 13 - 6 };
		struct point u = pen_screen(&plain, at), v = pen_screen(&turned, at);

		assert_true(fabs(u.x + v.x) < 1e-9 && fabs(u.y - v.y) < 1e-9);
	}
	for (int i = 0; i < kb->n_figures; i++) {
		double r[4], l[4];

		view_box(drawn(&kb->figure[i], false, false), r);
		view_box(drawn(&kb->figure[i], true, false), l);
		assert_true(fabs(r[0] + r[2] + l[0]) <= 1 && fabs(r[2] - l[2]) <= 1 && r[1] == l[1] && r[3] == l[3]);
	}
	assert_string_equal(figure_words(a, "The {side} knee, the {other} hand.", false), "The right knee, the left hand.");
	assert_string_equal(figure_words(a, "The {side} knee, the {other} hand.", true), "The left knee, the right hand.");
}

static double around(const struct point *s, int n)
{
	double sum = 0;

	for (int i = 0; i < n; i++)
		sum += s[i].x * s[(i + 1) % n].y - s[(i + 1) % n].x * s[i].y;
	return sum;
}

/* All pieces of a path run the same way round, on either side: else they would cut holes into each other. */
static void links_run_clockwise_on_both_sides(void **state)
{
	(void)state;
	for (int k = 0; k < 72; k++) {
		struct pen pen = pen_new(a, VIEW_SIDE, k % 2);
		const struct point from = { 3, 4, 0 }, to = pen_add(from, k * 5, 20);
		struct point s[4];
		const char *p;

		pen_begin(&pen);
		pen_link(&pen, from, 5, to, 3);
		p = pen.d.at;
		for (int i = 0; i < 4; i++) {
			char *end;

			assert_int_equal(*p, i ? 'L' : 'M');
			s[i].x = strtod(p + 1, &end);
			s[i].y = strtod(end, &end);
			p = end;
		}
		assert_true(around(s, 4) > 100);
	}
}

static int numbers(const char *from, const char *to)
{
	int n = 0;

	for (bool in = false; from < to; from++) {
		bool digit = isdigit((unsigned char)*from) || *from == '.' || (*from == '-' && !in);

		n += digit && (!in || *from == '-');
		in = digit;
	}
	return n;
}

/* Steps of a path differ in their numbers alone; the way ends in the picture at rest, or where it began. */
static void steps_fit(const char *id, const struct figure *f, const char *svg, bool moving)
{
	int seen = 0;

	for (const char *p = strstr(svg, "data-d=\""); p; p = strstr(p, "data-d=\"")) {
		const char *first = p + 8, *end = strchr(first, '"'), *bar = memchr(first, '|', (size_t)(end - first)), *last = first;
		int want = numbers(first, bar), steps = 1;

		for (; bar; steps++) {
			last = bar + 1;
			bar = memchr(last, '|', (size_t)(end - last));
			if (numbers(last, bar ? bar : end) != want)
				fail_msg("%s: step %d has %d numbers, not %d", id, steps, numbers(last, bar ? bar : end), want);
		}
		assert_int_equal(steps, f->n_poses == 2 ? 5 : 2 * (f->n_poses - !f->round) + 1);
		const char *rest = f->round ? first : strstr(end, " d=\"") + 4;
		assert_memory_equal(last, rest, (size_t)(end - last));
		p = end;
		seen++;
	}
	if (moving != (seen > 0))
		fail_msg("%s: %d moving paths", id, seen);
}

static void steps_can_be_mixed(void **state)
{
	(void)state;
	each_picture(steps_fit);
}

/* What belongs to the first pose alone is in the picture at rest only as part of it. */
static void things_of_one_pose(void **state)
{
	const struct kb *kb = test_kb();
	const struct figure *f = &kb->figure[kb->item[kb_item(kb, "bag_change")].figure];

	(void)state;
	assert_non_null(strstr(drawn(f, false, true), "class=\"thing off\" data-pose=\"1\""));
	assert_null(strstr(drawn(f, false, false), " off"));
	assert_null(strstr(drawn(f, false, false), "data-"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_picture_is_well_formed_and_named),
		cmocka_unit_test(every_exercise_for_home_is_drawn_in_words_too),
		cmocka_unit_test(the_same_figure_is_the_same_picture),
		cmocka_unit_test(the_other_side_is_the_mirror_image),
		cmocka_unit_test(links_run_clockwise_on_both_sides),
		cmocka_unit_test(steps_can_be_mixed),
		cmocka_unit_test(things_of_one_pose),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
