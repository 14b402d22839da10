/* Conditions: what they read, the four answers, and what keeps them open. */
#include "support.h"

#include "base/rng.h"
#include "core/rule.h"

#include <string.h>

static struct arena *a;
static const struct kb *kb;

static const char findings[] =
	"findings:\n"
	"  - { id: aa, name: A, by: client, module: pain, type: bool, ask: A? }\n"
	"  - { id: bb, name: B, by: client, module: pain, type: bool, ask: B? }\n"
	"  - { id: cc, name: C, by: client, module: pain, type: bool, ask: C? }\n"
	"  - { id: dd, name: D, by: client, module: pain, type: bool, ask: D? }\n"
	"  - { id: weeks, name: W, by: client, module: pain, type: int, min: 0, max: 100, ask: W? }\n"
	"  - { id: only_if_aa, name: O, by: client, module: pain, type: bool, ask: O?, when: aa }\n"
	"  - { id: score, name: S, by: client, module: pain, type: int, min: 0, max: 4, sum_of: [bb, only_if_aa, cc, dd] }\n";
static const char regions[] =
	"regions:\n"
	"  - { id: low_back, name: Low back, area: low_back, view: back }\n"
	"  - { id: flank, name: Flank, area: low_back, view: back }\n"
	"  - { id: shin, name: Shin, area: lower_leg, view: front }\n";

static int setup(void **state)
{
	struct err err = { 0 };

	(void)state;
	a = arena_new((size_t)256 << 20);
	kb = test_load(a, &err, "findings.yaml", findings, "regions.yaml", regions, NULL);
	if (!kb)
		fail_msg("%s", err_line(a, &err));
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_end(a);
	return 0;
}

static struct rule compiled(const char *text)
{
	struct err err = { 0 };
	struct rule r = { 0 };

	if (!rule_compile(a, kb, text, &r, &err))
		fail_msg("%s: %s", text, err.detail);
	return r;
}

static struct person_case *person(int aa, int bb, int cc)
{
	struct person_case *c = case_new(a, kb);

	test_answer(kb, c, "aa", aa);
	test_answer(kb, c, "bb", bb);
	test_answer(kb, c, "cc", cc);
	return c;
}

static enum truth is(const char *text, const struct person_case *c)
{
	struct rule r = compiled(text);

	return rule_eval(kb, &r, c);
}

static const int four[] = { [TRUTH_NO] = 0, [TRUTH_NOT_ASKED] = NOT_ASKED, [TRUTH_DONT_KNOW] = DONT_KNOW, [TRUTH_YES] = 1 };

static void or_takes_the_strongest_and_the_weakest_not_swaps_yes_and_no(void **state)
{
	(void)state;
	for (int x = TRUTH_NO; x <= TRUTH_YES; x++)
		for (int y = TRUTH_NO; y <= TRUTH_YES; y++) {
			struct person_case *c = person(four[x], four[y], 0);

			assert_int_equal(is("aa or bb", c), x > y ? x : y);
			assert_int_equal(is("aa and bb", c), x < y ? x : y);
			assert_int_equal(is("not aa", c), x == TRUTH_YES ? TRUTH_NO : x == TRUTH_NO ? TRUTH_YES : x);
			assert_int_equal(is("at_least(2, aa, bb)", c), x < y ? x : y);
			assert_int_equal(is("at_least(1, aa, bb)", c), x > y ? x : y);
			if (x + y != TRUTH_NOT_ASKED + TRUTH_DONT_KNOW || x == TRUTH_NO || y == TRUTH_NO)
				assert_int_equal(is("not (aa and bb)", c), is("not aa or not bb", c));
		}
}

static void and_binds_tighter_than_or_and_not_tightest(void **state)
{
	(void)state;
	assert_int_equal(is("aa or bb and cc", person(1, 0, 0)), TRUTH_YES);
	assert_int_equal(is("(aa or bb) and cc", person(1, 0, 0)), TRUTH_NO);
	assert_int_equal(is("not aa or bb", person(0, 0, 0)), TRUTH_YES);
	assert_int_equal(is("not (aa or bb)", person(0, 1, 0)), TRUTH_NO);
}

static void at_least_counts_the_k_strongest(void **state)
{
	(void)state;
	assert_int_equal(is("at_least(2, aa, bb, cc)", person(1, 0, 1)), TRUTH_YES);
	assert_int_equal(is("at_least(2, aa, bb, cc)", person(1, 0, NOT_ASKED)), TRUTH_NOT_ASKED);
	assert_int_equal(is("at_least(2, aa, bb, cc)", person(1, DONT_KNOW, NOT_ASKED)), TRUTH_DONT_KNOW);
	assert_int_equal(is("at_least(2, aa, bb, cc)", person(0, 0, NOT_ASKED)), TRUTH_NO);
}

static void numbers_are_compared_as_written(void **state)
{
	struct person_case *c = person(0, 0, 0);

	(void)state;
	test_answer(kb, c, "weeks", 12);
	assert_int_equal(is("weeks >= 12", c), TRUTH_YES);
	assert_int_equal(is("weeks > 12", c), TRUTH_NO);
	assert_int_equal(is("weeks <= 12", c), TRUTH_YES);
	assert_int_equal(is("weeks < 12", c), TRUTH_NO);
	assert_int_equal(is("weeks == 12", c), TRUTH_YES);
	assert_int_equal(is("weeks", c), TRUTH_YES);
	test_answer(kb, c, "weeks", 0);
	assert_int_equal(is("weeks", c), TRUTH_NO);
	assert_int_equal(is("weeks > -1", c), TRUTH_YES);
}

static void an_unknown_age_or_sex_is_not_asked(void **state)
{
	struct person_case *c = person(0, 0, 0);

	(void)state;
	assert_int_equal(is("age > 60", c), TRUTH_NOT_ASKED);
	assert_int_equal(is("female", c), TRUTH_NOT_ASKED);
	assert_int_equal(is("not male", c), TRUTH_NOT_ASKED);
	c->age = 61;
	c->sex = SEX_OTHER;
	assert_int_equal(is("age > 60", c), TRUTH_YES);
	assert_int_equal(is("not male", c), TRUTH_YES);
	assert_int_equal(is("female or male", c), TRUTH_NO);
	c->sex = SEX_FEMALE;
	assert_int_equal(is("female and not male", c), TRUTH_YES);
}

static void a_mark_is_the_strongest_of_both_sides_and_of_the_whole_area(void **state)
{
	struct person_case *c = person(0, 0, 0);

	(void)state;
	assert_int_equal(is("mark(shin)", c), TRUTH_NOT_ASKED);
	c->mark[kb_region(kb, "flank_right")] = 4;
	assert_int_equal(is("mark(flank) >= 4", c), TRUTH_YES);
	assert_int_equal(is("mark(low_back) == 4", c), TRUTH_YES);
	assert_int_equal(is("mark(shin)", c), TRUTH_NOT_ASKED);
	c->map_given = true;
	assert_int_equal(is("mark(shin)", c), TRUTH_NO);
	assert_int_equal(is("mark(lower_leg) == 0", c), TRUTH_YES);
}

static void what_does_not_apply_counts_as_no(void **state)
{
	struct person_case *c = person(0, 0, 0);

	(void)state;
	assert_int_equal(is("only_if_aa", c), TRUTH_NO);
	assert_int_equal(is("not only_if_aa", c), TRUTH_YES);
	test_answer(kb, c, "only_if_aa", 1);
	assert_int_equal(is("only_if_aa", c), TRUTH_NO);
	test_answer(kb, c, "aa", 1);
	assert_int_equal(is("only_if_aa", c), TRUTH_YES);
	test_answer(kb, c, "only_if_aa", NOT_ASKED);
	assert_int_equal(is("only_if_aa", c), TRUTH_NOT_ASKED);
	assert_int_equal(rule_applies(kb, kb_finding(kb, "only_if_aa"), c), TRUTH_YES);
	test_answer(kb, c, "aa", DONT_KNOW);
	assert_int_equal(rule_applies(kb, kb_finding(kb, "only_if_aa"), c), TRUTH_DONT_KNOW);
	assert_int_equal(is("only_if_aa", c), TRUTH_NOT_ASKED);
}

static void a_sum_is_tested_by_its_parts(void **state)
{
	struct person_case *c = person(0, 1, 1);

	(void)state;
	assert_int_equal(is("score >= 2", c), TRUTH_NOT_ASKED);
	test_answer(kb, c, "dd", 0);
	assert_int_equal(is("score >= 2", c), TRUTH_YES);
	assert_int_equal(is("score >= 3", c), TRUTH_NO);
	test_answer(kb, c, "dd", DONT_KNOW);
	assert_int_equal(is("score >= 2", c), TRUTH_DONT_KNOW);
}

static int missing(const char *text, const struct person_case *c, bool unknown, char *names, size_t n)
{
	struct rule r = compiled(text);
	int at[8], all = rule_missing(kb, &r, c, unknown, at, 8);

	names[0] = 0;
	for (int i = 0; i < all && i < 8; i++)
		snprintf(names + strlen(names), n - strlen(names), "%s%s", i ? " " : "", kb->finding[at[i]].id);
	return all;
}

static void missing_names_what_could_still_change_the_answer(void **state)
{
	struct person_case *c = person(NOT_ASKED, 0, DONT_KNOW);
	char names[200];

	(void)state;
	missing("aa or bb or cc", c, false, names, sizeof(names));
	assert_string_equal(names, "aa");
	missing("aa or bb or cc", c, true, names, sizeof(names));
	assert_string_equal(names, "cc");
	assert_int_equal(missing("bb and aa", c, false, names, sizeof(names)), 0);
	assert_int_equal(missing("not bb or aa", c, false, names, sizeof(names)), 0);
	missing("(bb and dd) or aa", c, false, names, sizeof(names));
	assert_string_equal(names, "aa");
	missing("aa and dd or aa", c, false, names, sizeof(names));
	assert_string_equal(names, "aa dd");
	missing("score >= 1 and not bb", c, false, names, sizeof(names));
	assert_string_equal(names, "score");
	missing("only_if_aa", c, false, names, sizeof(names));
	assert_string_equal(names, "only_if_aa");
	test_answer(kb, c, "aa", 0);
	assert_int_equal(missing("only_if_aa or bb", c, false, names, sizeof(names)), 0);
}

static void missing_says_how_many_even_when_the_room_is_short(void **state)
{
	struct person_case *c = person(NOT_ASKED, NOT_ASKED, NOT_ASKED);
	struct rule r = compiled("aa and bb and cc");
	int at[2] = { -1, -1 };

	(void)state;
	assert_int_equal(rule_missing(kb, &r, c, false, at, 1), 3);
	assert_int_equal(at[0], kb_finding(kb, "aa"));
	assert_int_equal(at[1], -1);
}

static void refused(const char *text, const char *because)
{
	struct err err = { 0 };
	struct rule r;

	assert_false(rule_compile(a, kb, text, &r, &err));
	if (!strstr(err.detail, because))
		fail_msg("%s: %s (expected: %s)", text, err.detail, because);
}

static void what_is_no_condition_is_refused_with_the_word_at_fault(void **state)
{
	char deep[400] = "";

	(void)state;
	refused("", "expected a finding at the end");
	refused("aa and", "expected a finding at the end");
	refused("aa bb", "at \"bb\"");
	refused("wekks > 3", "the nearest is weeks");
	refused("weeks >= many", "a whole number");
	refused("weeks >= 1.5", "a whole number");
	refused("weeks >= 99999", "a whole number");
	refused("(aa or bb", "expected \")\"");
	refused("age", "expected a comparison");
	refused("mark(shn) > 2", "no region or area");
	refused("at_least(3, aa, bb)", "N from 1");
	refused("at_least(0, aa)", "N from 1");
	refused("aa = 1", "at \"=\"");
	refused("aa and not", "at the end");
	for (int i = 0; i < 60; i++)
		memcpy(deep + i, "(", 2);
	refused(deep, "inside each other");
}

/* A random condition over aa, bb, cc and dd. */
static void write_rule(struct rng *r, int depth, char *out, size_t n)
{
	static const char *const names[] = { "aa", "bb", "cc", "dd" };
	size_t at = strlen(out);
	int kind = depth ? rng_below(r, 5) : 0;

	if (kind == 0) {
		snprintf(out + at, n - at, "%s", names[rng_below(r, 4)]);
		return;
	}
	snprintf(out + at, n - at, "%s", kind == 1 ? "not (" : kind == 2 ? "at_least(2, " : "(");
	write_rule(r, depth - 1, out, n);
	for (int i = 0; i < (kind == 2 ? 2 : kind == 1 ? 0 : 1); i++) {
		at = strlen(out);
		snprintf(out + at, n - at, "%s", kind == 2 ? ", " : kind == 3 ? " and " : " or ");
		write_rule(r, depth - 1, out, n);
	}
	at = strlen(out);
	snprintf(out + at, n - at, ")");
}

/* What is settled while questions are open stays so however they are answered, and what is missing suffices to settle. */
static void an_answer_given_early_holds_for_every_completion(void **state)
{
	struct rng r = rng_new(7);
	static const char *const names[] = { "aa", "bb", "cc", "dd" };

	(void)state;
	for (int round = 0; round < 3000; round++) {
		char text[2000] = "";
		struct person_case *c = case_new(a, kb), *full;
		int at[8], n;

		write_rule(&r, 4, text, sizeof(text));
		for (int i = 0; i < 4; i++)
			test_answer(kb, c, names[i], four[rng_below(&r, 2) ? (int)TRUTH_NOT_ASKED : rng_below(&r, 2) ? 3 : 0]);
		struct rule rule = compiled(text);
		enum truth early = rule_eval(kb, &rule, c);
		n = rule_missing(kb, &rule, c, false, at, 8);
		full = case_copy(a, kb, c);
		for (int i = 0; i < 4; i++)
			if (case_answer(kb, full, kb_finding(kb, names[i])) == NOT_ASKED)
				test_answer(kb, full, names[i], rng_below(&r, 2));
		enum truth late = rule_eval(kb, &rule, full);
		assert_true(late == TRUTH_YES || late == TRUTH_NO);
		if (early == TRUTH_YES || early == TRUTH_NO) {
			assert_int_equal(late, early);
			assert_int_equal(n, 0);
		}
		for (int i = 0; i < n; i++)
			c->answer[at[i]] = full->answer[at[i]];
		if (rule_eval(kb, &rule, c) != late)
			fail_msg("%s: the findings named as missing do not settle it", text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(or_takes_the_strongest_and_the_weakest_not_swaps_yes_and_no),
		cmocka_unit_test(and_binds_tighter_than_or_and_not_tightest),
		cmocka_unit_test(at_least_counts_the_k_strongest),
		cmocka_unit_test(numbers_are_compared_as_written),
		cmocka_unit_test(an_unknown_age_or_sex_is_not_asked),
		cmocka_unit_test(a_mark_is_the_strongest_of_both_sides_and_of_the_whole_area),
		cmocka_unit_test(what_does_not_apply_counts_as_no),
		cmocka_unit_test(a_sum_is_tested_by_its_parts),
		cmocka_unit_test(missing_names_what_could_still_change_the_answer),
		cmocka_unit_test(missing_says_how_many_even_when_the_room_is_short),
		cmocka_unit_test(what_is_no_condition_is_refused_with_the_word_at_fault),
		cmocka_unit_test(an_answer_given_early_holds_for_every_completion),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
