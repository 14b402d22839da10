/* Arena, text, days, errors, forms, JSON: the ground everything stands on. */
#include "base/buf.h"
#include "base/day.h"
#include "base/err.h"
#include "base/fmt.h"
#include "base/form.h"
#include "base/json.h"
#include "base/rng.h"
#include "base/str.h"
#include "support.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static struct arena *arena;

static int before(void **state)
{
	(void)state;
	arena = arena_new(64 << 20);
	return 0;
}

static int after(void **state)
{
	(void)state;
	arena_end(arena);
	return 0;
}

static int undone[3], n_undone;

static void undo(void *arg)
{
	undone[n_undone++] = *(int *)arg;
}

static void an_arena_gives_zeroed_memory_again_after_a_reset(void **state)
{
	static const int pieces[] = { 100, 2500, 100, 20000, 5000, 100 };        /* of 1,000 bytes: within one block, over several, past the largest that stays */
	struct arena *a = arena_new(64 << 20);

	(void)state;
	for (size_t round = 0; round < sizeof(pieces) / sizeof(*pieces); round++) {
		for (int i = 0; i < pieces[round]; i++) {
			unsigned char *p = arena_take(a, 1, 1000), any = 0;

			assert_int_equal((size_t)p % 16, 0);
			for (int k = 0; k < 1000; k++)
				any |= p[k];
			assert_int_equal(any, 0);
			memset(p, 0xff, 1000);
		}
		arena_reset(a);
		assert_int_equal(arena_used(a), 0);
	}
	arena_end(a);
}

static void what_is_deferred_happens_last_first(void **state)
{
	struct arena *a = arena_new(1 << 20);
	int one = 1, two = 2;

	(void)state;
	n_undone = 0;
	arena_defer(a, undo, &one);
	arena_defer(a, undo, &two);
	arena_reset(a);
	assert_int_equal(n_undone, 2);
	assert_int_equal(undone[0], 2);
	arena_end(a);
	assert_int_equal(n_undone, 2);
}

static void numbers_put_into_a_page_are_those_of_the_printer(void **state)
{
	const int64_t some[] = { 0, 7, -7, 10, -10, 99, 100, 1234567890, INT64_MAX, INT64_MIN, INT64_MIN + 1 };
	struct arena *a = arena_new(1 << 20);
	struct buf b = buf_new(a, 1 << 16);
	char want[32];

	(void)state;
	for (size_t i = 0; i < sizeof(some) / sizeof(*some); i++) {
		buf_clear(&b);
		PUT(&b, (long)some[i]);
		snprintf(want, sizeof(want), "%lld", (long long)some[i]);
		assert_string_equal(b.at, want);
	}
	for (int i = -20050; i <= 20050; i++) {  /* a drawing's numbers, ties apart: a tenth is not exact */
		double v = i / 50.0 + 0.0001;

		buf_clear(&b);
		buf_tenths(&b, v);
		snprintf(want, sizeof(want), "%g", round(v * 10) / 10 == 0 ? 0 : round(v * 10) / 10);
		assert_string_equal(b.at, want);
	}
	buf_clear(&b);
	for (int i = 0; i < 1000; i++)          /* past the room it began with */
		buf_fmt(&b, "%d,", i);
	assert_int_equal(b.n, strlen(b.at));
	assert_non_null(strstr(b.at, ",998,999,"));
	arena_end(a);
}

static void text_put_into_a_page_is_escaped_and_html_is_not(void **state)
{
	struct buf b = buf_new(arena, 1000);

	(void)state;
	PUT(&b, "<a href='x'>&\"");
	assert_string_equal(b.at, "&lt;a href=&#39;x&#39;&gt;&amp;&quot;");
	buf_clear(&b);
	PUT(&b, ((html){ "<b>", 3 }));
	PUT(&b, 42);
	PUT(&b, (char *)NULL);
	assert_string_equal(b.at, "<b>42");
}

static void days_and_dates_agree_over_four_centuries(void **state)
{
	struct date d = { 1800, 1, 1 };
	day n = day_of(d);

	(void)state;
	for (int i = 0; i < 400 * 365; i++, n++) {
		struct date t = date_of(n);
		day back;
		char iso[11];

		assert_int_equal(day_of(t), n);
		day_iso(n, iso);
		assert_true(day_read(iso, &back));
		assert_int_equal(back, n);
	}
	assert_int_equal(day_weekday(day_of((struct date){ 2026, 11, 21 })), 5);
	assert_int_equal(day_age(day_of((struct date){ 2000, 2, 29 }), day_of((struct date){ 2018, 2, 28 })), 17);
	assert_int_equal(day_age(day_of((struct date){ 2000, 2, 29 }), day_of((struct date){ 2018, 3, 1 })), 18);
}

static void days_that_do_not_exist_are_refused(void **state)
{
	static const char *const bad[] = { "2026-02-29", "2026-13-01", "2026-00-10", "2026-1-1", "20260101", "2026-01-01x", "", "abcd-ef-gh", "2026-04-31" };
	day d;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_false(day_read(bad[i], &d));
}

static void utf8_is_told_from_what_looks_like_it(void **state)
{
	static const char *const bad[] = { "\xc0\xaf", "\xe2\x82", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\x80", "\xff", "a\x01" };

	(void)state;
	assert_true(utf8_valid("gr\xc3\xbc\xc3\x9f \xe2\x82\xac \xf0\x9f\x8c\xb1\n", 16));
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_false(utf8_valid(bad[i], strlen(bad[i])));
}

static void the_nearest_word_is_found_and_a_far_one_is_not(void **state)
{
	struct nearest n = nearest_to("fevr");

	(void)state;
	nearest_offer(&n, "cancer_history");
	assert_null(n.best);
	nearest_offer(&n, "fever");
	assert_string_equal(n.best, "fever");
	assert_int_equal(str_distance("ab", "ba", 5), 1);
	assert_int_equal(str_distance("kitten", "sitting", 9), 3);
}

static void a_form_is_read_strictly(void **state)
{
	struct form f;
	struct err err = { 0 };
	int64_t v;
	const char *text;

	(void)state;
	assert_true(form_parse(arena, "pain=+7+&note=a%20b%26c&x=", 26, &f, &err));
	assert_true(form_int(arena, &f, "pain", 0, 10, &v, &err));
	assert_int_equal(v, 7);
	assert_true(form_text(arena, &f, "note", 1, 10, &text, &err));
	assert_string_equal(text, "a b&c");
	assert_false(form_end(&f, &err));
	assert_string_equal(err.field, "x");
}

static void a_bad_form_names_the_field(void **state)
{
	static const struct { const char *text, *field; } bad[] = {
		{ "a=1&a=2", "a" }, { "a=%zz", "a" }, { "a=%c0%af", "a" }, { "a=%00", "a" }, { "=1", "form" }, { "%41%=1", "form" } };
	struct form f;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct err err = { 0 };

		assert_false(form_parse(arena, bad[i].text, strlen(bad[i].text), &f, &err));
		assert_string_equal(err.field, bad[i].field);
	}
}

static void a_misspelt_field_is_told_the_nearest(void **state)
{
	struct form f;
	struct err err = { 0 };
	int64_t v;

	(void)state;
	assert_true(form_parse(arena, "pian=7", 6, &f, &err));
	assert_false(form_int(arena, &f, "pain", 0, 10, &v, &err));
	err = (struct err){ 0 };
	assert_false(form_end(&f, &err));
	assert_non_null(strstr(err.detail, "'pain'"));
}

static void whole_numbers_only(void **state)
{
	static const char *const bad[] = { "", "-", "1.5", "1e3", " 1", "0x1", "11", "99999999999999999999" };
	int64_t v;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_false(int_read(bad[i], 0, 10, &v));
	assert_true(int_read("10", 0, 10, &v));
}

static void json_refuses_what_is_not_strict(void **state)
{
	static const char *const bad[] = { "", "{", "{\"a\":1,\"a\":2}", "{\"a\":1} x", "{'a':1}", "[1,]", "\"\xff\"", "{\"a\":NaN}" };

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct err err = { 0 };

		assert_null(json_read(arena, bad[i], strlen(bad[i]), &err));
		assert_true(err.code != ERR_OK);
	}
	char deep[200];
	struct err err = { 0 };
	memset(deep, '[', 100);
	memset(deep + 100, ']', 100);
	assert_null(json_read(arena, deep, 200, &err));
	assert_non_null(strstr(err.detail, "deeper"));
}

/* A megabyte of nothing but empty objects would take eighty of memory. */
static void json_of_too_many_values_is_refused(void **state)
{
	struct arena *a = arena_new(256 << 20);
	struct buf b = buf_new(a, JSON_MOST);
	struct err err = { 0 };

	(void)state;
	buf_str(&b, "[");
	while (b.n < JSON_MOST - 8)
		buf_str(&b, "{},");
	buf_str(&b, "{}]");
	assert_null(json_read(a, b.at, b.n, &err));
	assert_int_equal(err.code, ERR_TOO_LARGE);
	assert_true(arena_used(a) < 70 << 20);
	arena_reset(a);
	/* the next one is read as ever, and the library's own memory is its own again */
	assert_non_null(json_read(a, "[1]", 3, &err));
	json_t *own = json_loads("[1]", 0, NULL);
	assert_non_null(own);
	json_decref(own);
	arena_end(a);
}

static void json_written_is_json_read(void **state)
{
	struct buf b = buf_new(arena, 10000);
	struct json_out j = json_writer(&b, true);
	struct err err = { 0 };

	(void)state;
	json_open(&j, NULL, '{');
	json_put_text(&j, "t", "a\"b\\c\n\x01 \xc3\xbc");
	json_put_number(&j, "n", 0.1);
	json_open(&j, "l", '[');
	json_put_int(&j, NULL, -5);
	json_put_null(&j, NULL);
	json_put_bool(&j, NULL, true);
	json_close(&j, ']');
	json_close(&j, '}');
	json_t *t = json_read(arena, b.at, b.n, &err);
	assert_non_null(t);
	assert_string_equal(json_string_value(json_object_get(t, "t")), "a\"b\\c\n\x01 \xc3\xbc");
	assert_true(json_real_value(json_object_get(t, "n")) == 0.1);
	assert_int_equal(json_array_size(json_object_get(t, "l")), 3);
}

static void the_generator_is_the_same_everywhere(void **state)
{
	struct rng a = rng_new(1), b = rng_new(1);
	double sum = 0;

	(void)state;
	assert_int_equal(rng_next(&a), rng_next(&b));
	for (int i = 0; i < 10000; i++) {
		double u = rng_unit(&a);

		assert_true(u >= 0 && u < 1);
		sum += rng_normal(&a);
		int k = rng_below(&a, 7);
		assert_true(k >= 0 && k < 7);
	}
	assert_true(sum / 10000 < 0.05 && sum / 10000 > -0.05);
}

static void an_error_line_names_file_place_and_field(void **state)
{
	struct err err = { 0 };

	(void)state;
	assert_false(fail_at(&err, ERR_INPUT, 3, 9, "findings.fevr", "is not known; the nearest is '%s'", "fever"));
	assert_false(fail(&err, ERR_STORE, "later", "does not replace the first"));
	err.file = "case.json";
	assert_string_equal(err_line(arena, &err), "case.json:3:9: findings.fevr: is not known; the nearest is 'fever'");
	assert_int_equal(err_exit(err.code), 2);
}

static void small_formatters_say_it_plainly(void **state)
{
	(void)state;
	assert_string_equal(fmt_seconds(75), "1 min 15 s");
	assert_string_equal(fmt_seconds(120), "2 min");
	assert_string_equal(fmt_count(1, "day", "days"), "1 day");
	assert_string_equal(fmt_fixed(3.14159, 1), "3.1");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_arena_gives_zeroed_memory_again_after_a_reset),
		cmocka_unit_test(what_is_deferred_happens_last_first),
		cmocka_unit_test(numbers_put_into_a_page_are_those_of_the_printer),
		cmocka_unit_test(text_put_into_a_page_is_escaped_and_html_is_not),
		cmocka_unit_test(days_and_dates_agree_over_four_centuries),
		cmocka_unit_test(days_that_do_not_exist_are_refused),
		cmocka_unit_test(utf8_is_told_from_what_looks_like_it),
		cmocka_unit_test(the_nearest_word_is_found_and_a_far_one_is_not),
		cmocka_unit_test(a_form_is_read_strictly),
		cmocka_unit_test(a_bad_form_names_the_field),
		cmocka_unit_test(a_misspelt_field_is_told_the_nearest),
		cmocka_unit_test(whole_numbers_only),
		cmocka_unit_test(json_refuses_what_is_not_strict),
		cmocka_unit_test(json_of_too_many_values_is_refused),
		cmocka_unit_test(json_written_is_json_read),
		cmocka_unit_test(the_generator_is_the_same_everywhere),
		cmocka_unit_test(an_error_line_names_file_place_and_field),
		cmocka_unit_test(small_formatters_say_it_plainly),
	};

	return cmocka_run_group_tests(tests, before, after);
}
