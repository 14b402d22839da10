/* Pictures of hands: well-formed, said in words, the same each time, mirrored for the other side, moving only where hands move; on paper too. */
#include "support.h"

#include "base/str.h"
#include "render/hands.h"
#include "render/paper.h"

#include <ctype.h>
#include <string.h>

#include "one_arena.h"

static const char *drawn(const struct hands *h, bool mirrored, bool moving)
{
	struct buf b = buf_new(a, 4 << 20);

	hands_svg(a, &b, &(struct hands_view){ h, "Lean & <go>", "one", mirrored, moving });
	return b.at;
}

static void every_picture_is_whole_and_named(void **state)
{
	static const char *const forbidden[] = { "style=", "nan", "inf", "(null)", "<go>", "{side}", "{other}", "<script" };
	const struct kb *kb = test_kb();

	(void)state;
	assert_true(kb->n_hands >= 20);
	for (int i = 0; i < kb->n_hands; i++)
		for (int k = 0; k < 4; k++) {
			const char *svg = drawn(&kb->hands[i], k & 1, k & 2);

			for (size_t f = 0; f < sizeof(forbidden) / sizeof(*forbidden); f++)
				if (strstr(svg, forbidden[f]))
					fail_msg("%s holds %s", kb->hands[i].place, forbidden[f]);
			assert_int_equal(test_count(svg, "<svg"), test_count(svg, "</svg>"));
			assert_int_equal(test_count(svg, "<g"), test_count(svg, "</g>"));
			assert_int_equal(test_count(svg, "<path"), test_count(svg, "/>"));
			assert_non_null(strstr(svg, "<title id=\"one-t\">Lean &amp; &lt;go&gt;"));
			assert_non_null(strstr(svg, "<desc id=\"one-d\">"));
			/* something lies on the body */
			assert_true(strstr(svg, "class=\"hand\"") || strstr(svg, "class=\"tool\""));
			assert_non_null(strstr(svg, "class=\"near\""));
		}
}

static void the_same_hands_are_the_same_picture(void **state)
{
	const struct kb *kb = test_kb();

	(void)state;
	for (int i = 0; i < kb->n_hands; i++)
		assert_string_equal(drawn(&kb->hands[i], false, true), drawn(&kb->hands[i], false, true));
}

static void the_left_is_the_mirror_of_the_right(void **state)
{
	const struct kb *kb = test_kb();

	(void)state;
	for (int i = 0; i < kb->n_hands; i++) {
		const struct picture right = hands_picture(a, &kb->hands[i], false), left = hands_picture(a, &kb->hands[i], true);

		assert_int_equal(right.n, left.n);
		assert_true(right.wide == left.wide && right.high == left.high && right.top == left.top);
		assert_true(right.left + left.left + right.wide < 1e-9 && right.left + left.left + right.wide > -1e-9);
		if (kb->hands[i].drawn.sided) {
			assert_non_null(strstr(drawn(&kb->hands[i], false, false), ", right side"));
			assert_non_null(strstr(drawn(&kb->hands[i], true, false), ", left side"));
		}
	}
}

static int numbers(const char *d, const char *end)
{
	int n = 0;

	for (; d < end; d++)
		n += (isdigit((unsigned char)*d) || *d == '.') && !(isdigit((unsigned char)d[-1]) || d[-1] == '.');
	return n;
}

/* A path that moves has as many numbers in each step: they are mixed one by one. */
static void hands_move_where_they_have_a_way(void **state)
{
	const struct kb *kb = test_kb();
	int moving = 0;

	(void)state;
	for (int i = 0; i < kb->n_hands; i++) {
		const struct hands *h = &kb->hands[i];
		const char *svg = drawn(h, false, true);

		assert_null(strstr(drawn(h, false, false), "data-d="));
		assert_int_equal(strstr(svg, "data-figure-svg") != NULL, h->drawn.n_poses > 1);
		assert_int_equal(strstr(svg, " data-d=") != NULL, h->drawn.n_poses > 1);
		moving += h->drawn.n_poses > 1;
		for (const char *p = strstr(svg, " data-d=\""); p; p = strstr(p + 1, " data-d=\"")) {
			const char *step = p + 9, *close = strchr(step, '"');
			int first = -1;

			while (step < close) {
				const char *bar = memchr(step, '|', (size_t)(close - step)), *to = bar ? bar : close;
				int n = numbers(step, to);

				assert_true(first < 0 || n == first);
				first = n;
				step = to + 1;
			}
		}
	}
	assert_true(moving >= 8);
}

static void the_scale_says_what_is_meant(void **state)
{
	const struct kb *kb = test_kb();

	(void)state;
	for (int i = 0; i < kb->n_hands; i++) {
		const struct hands *h = &kb->hands[i];
		struct buf b = buf_new(a, 1 << 16);

		firm_svg(a, &b, kb, h);
		if (!h->feel_most) {
			assert_int_equal(b.n, 0);
			assert_string_equal(firm_words(a, kb, h), "");
			continue;
		}
		assert_int_equal(test_count(b.at, "class=\"n on\""), h->feel_most - h->feel_least + 1);
		assert_int_equal(test_count(b.at, "<text"), 11 + kb->n_firm);
		assert_non_null(strstr(b.at, "too much"));
		assert_non_null(strstr(b.at, firm_words(a, kb, h)));
		assert_true(str_begins(firm_words(a, kb, h), arena_fmt(a, "%d to %d of 10: ", h->feel_least, h->feel_most)));
	}
}

/* Each path is drawn by cairo; the words stand beside the picture. */
static void every_picture_goes_on_paper(void **state)
{
	const struct kb *kb = test_kb();
	const struct paper_about about = { "Hands", "All of them", 20780 };
	struct paper *p = paper_new(a, &about);
	struct buf out = buf_new(a, 64 << 20);
	struct paper_made made;
	struct err err = { 0 };

	(void)state;
	for (int i = 0; i < kb->n_hands; i++) {
		const struct picture drawn = hands_picture(a, &kb->hands[i], i & 1);
		const struct paper_run run[] = { { kb->hands[i].place, true } };

		paper_picture(p, &drawn, 112, run, 1);
	}
	if (!paper_end(p, &out, &made, &err))
		fail_msg("%s", err_line(a, &err));
	assert_true(made.pages >= 4 && made.pages <= 6);
	assert_true(made.lowest <= PAPER_FOOT && made.widest <= PAPER_RIGHT);
	assert_true(out.n > 20000 && str_begins(out.at, "%PDF"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_picture_is_whole_and_named),
		cmocka_unit_test(the_same_hands_are_the_same_picture),
		cmocka_unit_test(the_left_is_the_mirror_of_the_right),
		cmocka_unit_test(hands_move_where_they_have_a_way),
		cmocka_unit_test(the_scale_says_what_is_meant),
		cmocka_unit_test(every_picture_goes_on_paper),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
