/* test/app/test_given.c -- sessions as CSV: what is taken, what is refused and where, what the reports say of it. */
#include "support.h"

#include "app/given.h"
#include "app/jsonread.h"
#include "app/report_worked.h"
#include "base/rng.h"

#include <math.h>
#include <string.h>

#include "one_arena.h"

#define HEAD "date,technique,area\n"

enum { DAYS = 120 };

static day first(void)
{
	return day_of((struct date){ 2026, 1, 1 });
}

static void lines_become_days_and_names(void **state)
{
	struct given g;
	struct err err = { 0 };
	static const char text[] = "\xef\xbb\xbf" HEAD "2026-01-08, swedish ,low_back\r\n\n2026-01-01,deep_tissue,pelvis\n2025-12-30,swedish,low_back";

	(void)state;
	if (!given_read(a, test_kb(), first(), text, strlen(text), &g, &err))
		fail_msg("%s", err_line(a, &err));
	assert_int_equal(g.n, 3);
	assert_int_equal(g.use[0].day, 7);
	assert_int_equal(g.use[0].technique, kb_item(test_kb(), "swedish"));
	assert_int_equal(g.use[1].area, kb_area(test_kb(), "pelvis"));
	assert_int_equal(g.use[2].day, -2);
}

static void refuses(const char *text, int line, int column, const char *says)
{
	struct given g;
	struct err err = { 0 };

	assert_false(given_read(a, test_kb(), first(), text, strlen(text), &g, &err));
	if (err.line != line || err.column != column || !strstr(err_line(a, &err), says))
		fail_msg("expected %d:%d \"%s\", got %d:%d %s", line, column, says, err.line, err.column, err_line(a, &err));
}

static void what_does_not_fit_is_refused_where_it_stands(void **state)
{
	(void)state;
	refuses("", 1, 1, "no session");
	refuses(HEAD, 1, 1, "no session");
	refuses("date,area,technique\n", 1, 6, "the columns are");
	refuses(HEAD "2026-02-30,swedish,low_back\n", 2, 1, "a day that exists");
	refuses(HEAD "2026-01-08,swedsh,low_back\n", 2, 12, "the nearest is swedish");
	refuses(HEAD "2026-01-08,swedish,low_bak\n", 2, 20, "the nearest is low_back");
	refuses(HEAD "2026-01-08,swedish\n", 2, 1, "three fields");
	refuses(HEAD "2026-01-08,swedish,low_back,5\n", 2, 1, "three fields");
	refuses(HEAD "2026-01-08,sw\xff,low_back\n", 1, 1, "UTF-8");
}

/* Every fourth day: one technique after which pain is 3 lower for three days, in turn with one that does nothing. */
static const struct worked *seen(int sessions)
{
	struct buf b = buf_new(a, 1 << 16);
	struct rng r = rng_new(3);
	double *pain = NEWS(a, double, DAYS);
	struct given g;
	struct err err = { 0 };

	for (int t = 0; t < DAYS; t++)
		pain[t] = 6 + 0.7 * rng_normal(&r);
	buf_str(&b, HEAD);
	for (int i = 0; i < sessions; i++) {
		char iso[11];

		day_iso(first() + 4 + 5 * i, iso);
		buf_fmt(&b, "%s,%s,low_back\n", iso, i % 2 ? "swedish" : "deep_tissue");
		for (int t = 5; t < 8 && i % 2; t++)
			pain[5 * i + t] -= 3;
	}
	if (!given_read(a, test_kb(), first(), b.at, b.n, &g, &err))
		fail_msg("%s", err_line(a, &err));
	return worked(a, test_kb()->track, test_kb()->worked, pain, DAYS, g.use, g.n);
}

static void the_reports_say_what_helped_and_what_cannot_be_told(void **state)
{
	const struct worked *w = seen(22), *few = seen(3);
	struct buf b = buf_new(a, 1 << 16), words = buf_new(a, 1 << 16), little = buf_new(a, 1 << 16);
	struct json_out j = json_writer(&b, true);
	struct err err = { 0 };

	(void)state;
	json_open(&j, NULL, '{');
	report_worked_put(&j, test_kb(), w);
	json_close(&j, '}');
	json_t *got = json_object_get(json_read(a, b.at, b.n, &err), "worked"), *pairs = json_object_get(got, "pairs");
	assert_int_equal(json_array_size(pairs), 2);
	for (size_t i = 0; i < 2; i++) {
		const json_t *p = json_array_get(pairs, i);
		bool swedish = strcmp(json_string_value(json_object_get(p, "technique")), "swedish") == 0;

		assert_string_equal(json_string_value(json_object_get(p, "area")), "low_back");
		if (swedish)
			assert_string_equal(json_string_value(json_object_get(p, "answer")), "helped");
		assert_true(json_number_value(json_object_get(p, "effect_sd")) > 0);
	}
	report_worked_text(a, &words, test_kb(), w);
	assert_non_null(strstr(words.at, "was followed by less pain"));
	report_worked_text(a, &little, test_kb(), few);
	assert_non_null(strstr(little.at, "Cannot tell of any technique yet."));
	assert_null(strstr(little.at, "less pain"));
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(lines_become_days_and_names), T(what_does_not_fit_is_refused_where_it_stands),
		T(the_reports_say_what_helped_and_what_cannot_be_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
