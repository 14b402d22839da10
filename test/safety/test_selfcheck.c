/* test/safety/test_selfcheck.c -- the private self-check keeps the same rules: danger ends it, nothing is weighed then, never a number, never a
 * technique that a rule forbids, nobody under 18. */
#include "people.h"

#include "app/selfcheck.h"
#include "base/json.h"
#include "base/str.h"

static const char *said(struct person_case *c, struct selfcheck at)
{
	struct err err = { 0 };
	const char *text = selfcheck_step(arena, kb, c, at, &err);

	if (!text)
		fail_msg("%s", err_line(arena, &err));
	return text;
}

static const json_t *step(struct person_case *c, struct selfcheck at)
{
	struct err err = { 0 };
	const char *text = said(c, at);
	const json_t *v = json_read(arena, text, strlen(text), &err);

	assert_non_null(v);
	return v;
}

static const char *text_of(const json_t *v, const char *key)
{
	const char *text = json_string_value(json_object_get(v, key));

	return text ? text : "";
}

static bool has(const json_t *v, const char *key)
{
	return json_object_get(v, key) != NULL;
}

static const struct selfcheck start = { .last = -1 };

/* Nothing of a result: no cause, no help, no likelihood. */
static void expect_stop(struct person_case *c, const char *kind)
{
	const json_t *v = step(c, start);

	assert_string_equal(text_of(v, "step"), "stop");
	assert_string_equal(text_of(v, "kind"), kind);
	assert_true(text_of(v, "action")[0] && text_of(v, "say")[0] && json_array_size(json_object_get(v, "told")) > 0);
	assert_true(!has(v, "body") && !has(v, "mind") && !has(v, "helps") && !has(v, "questions"));
}

static void each_sign_of_danger_ends_it(void **state)
{
	(void)state;
	for (int i = 0; i < N_ALONE; i++) {
		struct person_case *one = case_new(arena, kb);
		bool harm = str_equal(alone[i], "self_harm_now");

		one->age = 44;
		one->sex = SEX_FEMALE;
		test_answer(kb, one, alone[i], 1);      /* whatever else is still open */
		expect_stop(one, harm ? "self_harm" : "now");
		expect_stop(with(alone[i], 1), harm ? "self_harm" : "now");
		arena_reset(arena);
	}
	expect_stop(with("self_harm_thoughts", 1), "self_harm");
}

static void not_knowing_needs_a_person_and_is_asked_in_other_words(void **state)
{
	(void)state;
	for (int i = 0; i < N_ALONE; i++) {
		struct person_case *c = with(alone[i], DONT_KNOW);
		const json_t *v = step(c, start), *again = json_object_get(v, "again");
		int f = kb_finding(kb, alone[i]);

		assert_string_equal(text_of(v, "step"), "stop");
		assert_string_equal(text_of(v, "kind"), "unclear");
		if (kb->finding[f].again)
			assert_string_equal(text_of(again, "again"), kb->finding[f].again);
		arena_reset(arena);
	}
}

static void nobody_under_18(void **state)
{
	(void)state;
	for (int age = 0; age < 18; age++) {
		struct person_case *c = safe();

		c->age = age;
		const json_t *v = step(c, (struct selfcheck){ .last = -1, .enough = true });
		assert_string_equal(text_of(v, "step"), "minor");
		assert_true(strstr(text_of(v, "text"), "{emergency}") && json_object_size(v) == 2);
		arena_reset(arena);
	}
}

static bool is_name(const char *name, bool (*forbidden)(const struct screened *s, int item), const struct screened *s)
{
	for (int i = 0; i < kb->n_items; i++)
		if (str_equal(kb->item[i].name, name) && forbidden(s, i))
			return true;
	return false;
}

static bool shut(const struct screened *s, int it)
{
	return screen_never(kb, s, it, -1);
}

/* A result says nothing it may not say: no number of likelihood, no help that a rule forbids, not before all danger is asked. */
static void expect_result(struct person_case *c, const json_t *v, const char *text)
{
	static const char *const not[] = { "%", "probability", "percent", "\"p\"" };
	const json_t *helps = json_object_get(v, "helps");
	const struct screened *s = screen(arena, kb, c);
	struct err err = { 0 };

	assert_true(screen_gate(kb, s, &err));
	for (size_t i = 0; i < sizeof(not) / sizeof(*not); i++)
		if (strstr(text, not[i]))
			fail_msg("\"%s\" in a result", not[i]);
	for (size_t i = 0; i < json_array_size(helps); i++)
		assert_false(is_name(text_of(json_array_get(helps, i), "name"), shut, s));
	assert_true(json_array_size(json_object_get(v, "net")) >= 6 && json_array_size(json_object_get(v, "ask")) >= 3);
}

static int some_answer(struct rng *rng, const struct finding *f, int danger)
{
	int roll = (int)rng_below(rng, 100);

	if (f->module == MODULE_SAFETY)
		return roll < danger ? f->max : roll < 2 * danger ? DONT_KNOW : 0;
	return roll < 10 ? DONT_KNOW : f->min + (int)rng_below(rng, (uint32_t)(f->max - f->min + 1));
}

static void answer_step(struct rng *rng, struct person_case *c, const json_t *v, struct selfcheck *at, int danger)
{
	const json_t *asked = json_object_get(v, "questions");
	const char *what = text_of(v, "what");

	if (str_equal(what, "age"))
		c->age = 18 + (int)rng_below(rng, 80);
	else if (str_equal(what, "sex"))
		c->sex = SEX_FEMALE + (int)rng_below(rng, 3);
	else if (str_equal(what, "map"))
		c->map_given = true;
	for (size_t i = 0; i < json_array_size(asked); i++) {
		int f = kb_finding(kb, text_of(json_array_get(asked, i), "id"));

		/* once each; violence only where somebody is there to help; wishes only where there is a plan */
		assert_true(f >= 0 && c->answer[f] == NOT_ASKED && kb->finding[f].module != MODULE_WISHES);
		assert_string_not_equal(kb->finding[f].id, "unsafe_at_home");
		c->answer[f] = (int16_t)some_answer(rng, &kb->finding[f], danger);
		at->last = f;
	}
	at->gained += json_is_true(json_object_get(v, "by_gain"));
}

/* Whatever is answered, it ends: in a stop when a rule says so, else in a result that keeps the rules. */
static void any_walk_ends_and_keeps_the_rules(void **state)
{
	int results = 0, stops = 0;

	(void)state;
	for (uint32_t seed = 1; seed <= 40; seed++) {
		struct rng rng = rng_new(seed);
		struct person_case *c = case_new(arena, kb);
		struct selfcheck at = start;
		const json_t *v;
		int n = 0;

		while (str_equal(text_of(v = step(c, at), "step"), "ask")) {
			assert_true(++n < 150);
			at.enough = rng_below(&rng, 4) == 0;    /* asked for too early, it changes nothing */
			answer_step(&rng, c, v, &at, seed % 3 ? 0 : 2);
		}
		bool result = str_equal(text_of(v, "step"), "result");
		if (result)
			expect_result(c, v, said(c, at));
		results += result;
		stops += !result;
		arena_reset(arena);
	}
	assert_true(results > 14 && stops > 3);
}

/* Every question the self-check asks, answered calmly, and one private one with yes. */
static const char *result_with(int private, bool *asked)
{
	struct person_case *c = case_new(arena, kb);
	struct selfcheck at = start;
	const json_t *v;

	c->age = 44;
	c->sex = SEX_FEMALE;
	c->map_given = true;
	*asked = false;
	for (int n = 0; n < 200 && str_equal(text_of(v = step(c, at), "step"), "ask"); n++) {
		const json_t *all = json_object_get(v, "questions");

		for (size_t i = 0; i < json_array_size(all); i++) {
			int f = kb_finding(kb, text_of(json_array_get(all, i), "id"));

			*asked = *asked || f == private;
			c->answer[f] = (int16_t)(f == private ? kb->finding[f].max : kb->finding[f].min);
			at.last = f;
		}
		at.gained += json_is_true(json_object_get(v, "by_gain"));
	}
	assert_string_equal(text_of(step(c, at), "step"), "result");
	c->answer[private] = (int16_t)kb->finding[private].max;          /* also when it was never asked */
	return said(c, at);
}

/* Somebody may look over the shoulder: what was answered in private is not in the result, nor what it alone makes likely. */
static void a_private_answer_is_not_told(void **state)
{
	int n = 0, asked_n = 0;

	(void)state;
	for (int f = 0; f < kb->n_findings; f++) {
		bool asked;

		if (!kb->finding[f].private || kb->finding[f].gate)
			continue;
		const char *text = result_with(f, &asked);
		if (strstr(text, kb->finding[f].name) || strstr(text, kb->finding[f].ask) || strstr(text, kb->finding[f].id))
			fail_msg("the result tells %s", kb->finding[f].id);
		for (int i = 0; i < kb->n_causes; i++)
			if (plan_hushed(kb, i) && !kb->cause[i].serious && strstr(text, arena_fmt(arena, "\"%s\"", kb->cause[i].plain)))
				fail_msg("%s in the result with %s", kb->cause[i].name, kb->finding[f].id);
		n++;
		asked_n += asked;
		arena_reset(arena);
	}
	assert_true(n >= 5 && asked_n >= 1);
}

static void no_result_while_danger_is_unasked(void **state)
{
	const struct selfcheck hurry = { .last = -1, .enough = true };
	struct person_case *c = safe();

	(void)state;
	test_answer(kb, c, "fever", NOT_ASKED);
	c->map_given = true;
	const json_t *v = step(c, hurry), *asked = json_object_get(v, "questions");
	assert_string_equal(text_of(v, "step"), "ask");
	assert_string_equal(text_of(json_array_get(asked, 0), "id"), "fever");
	assert_true(json_is_false(json_object_get(v, "enough")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_sign_of_danger_ends_it),
		cmocka_unit_test(not_knowing_needs_a_person_and_is_asked_in_other_words),
		cmocka_unit_test(nobody_under_18),
		cmocka_unit_test(any_walk_ends_and_keeps_the_rules),
		cmocka_unit_test(a_private_answer_is_not_told),
		cmocka_unit_test(no_result_while_danger_is_unasked),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
