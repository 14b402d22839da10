/* A case file: what is taken, what is refused, and the words of each refusal. */
#include "support.h"

#include "app/casefile.h"
#include "base/rng.h"
#include "base/str.h"

#include "arena_and_err.h"

enum { RANDOM_CASES = 300 };

static struct person_case *read_text(const char *text)
{
	err = (struct err){ 0 };
	return casefile_read(a, test_kb(), text, strlen(text), &err);
}

/* Refused with exactly this message. */
static void refused(const char *text, const char *message)
{
	assert_null(read_text(text));
	err.file = "case.json";
	assert_string_equal(err_line(a, &err), message);
}

static void a_case_of_the_design_is_read(void **state)
{
	(void)state;
	const struct kb *kb = test_kb();
	const struct person_case *c = read_text("{ \"person\": { \"age\": 47, \"sex\": \"female\" },"
		"\"findings\": { \"pain_over_3_months\": true, \"morning_stiffness_minutes\": 20, \"phq2\": 4, \"fever\": false, "
		"\"anticoagulant\": null }, \"map\": { \"low_back_left\": 7, \"buttock_upper_left\": 4 },"
		"\"limits\": { \"session_minutes\": 60, \"home_minutes\": 15, \"pressure_max\": 3, "
		"\"declined\": [\"hypnosis\", \"mind\", \"lesson_08_sleep\"] } }");

	assert_non_null(c);
	assert_int_equal(c->age, 47);
	assert_int_equal(c->sex, SEX_FEMALE);
	assert_int_equal(c->answer[kb_finding(kb, "pain_over_3_months")], 1);
	assert_int_equal(c->answer[kb_finding(kb, "morning_stiffness_minutes")], 20);
	assert_int_equal(c->answer[kb_finding(kb, "fever")], 0);
	assert_int_equal(c->answer[kb_finding(kb, "anticoagulant")], DONT_KNOW);
	assert_int_equal(c->answer[kb_finding(kb, "osteoporosis")], NOT_ASKED);
	assert_true(c->map_given);
	assert_int_equal(c->mark[kb_region(kb, "low_back_left")], 7);
	assert_int_equal(c->mark[kb_region(kb, "low_back_right")], 0);
	assert_int_equal(c->limits.session_minutes, 60);
	assert_int_equal(c->limits.home_minutes, 15);
	assert_int_equal(c->limits.pressure_max, 3);
	assert_true(c->limits.declined_item[kb_item(kb, "hypnosis")]);
	assert_true(c->limits.declined_component[COMPONENT_MIND]);
	assert_true(c->limits.declined_lesson[kb_lesson(kb, "lesson_08_sleep")]);
}

static void an_empty_case_is_one_in_which_nothing_was_asked(void **state)
{
	(void)state;
	const struct person_case *c = read_text("\xef\xbb\xbf{}\n");

	assert_non_null(c);
	assert_int_equal(c->age, -1);
	assert_int_equal(c->sex, SEX_UNKNOWN);
	assert_false(c->map_given);
	assert_int_equal(c->limits.home_minutes, -1);
	for (int i = 0; i < test_kb()->n_findings; i++)
		assert_int_equal(c->answer[i], NOT_ASKED);
}

static void an_unknown_key_is_refused_and_the_nearest_named(void **state)
{
	(void)state;
	refused("{ \"persn\": {} }", "case.json:1:3: persn: is not known here; the nearest is person");
	refused("{ \"person\": { \"ages\": 4 } }", "case.json:1:15: person.ages: is not known here; the nearest is age");
	refused("{ \"findings\": {\n\t\"fevr\": true } }", "case.json:2:2: findings.fevr: is not a finding; the nearest is fever");
	refused("{ \"map\": { \"low_bakc_left\": 3 } }",
		"case.json:1:12: map.low_bakc_left: is not a region; the nearest is low_back_left");
	refused("{ \"map\": { \"low_back\": 3 } }",
		"case.json:1:12: map.low_back: a side is missing; the nearest are low_back_left and low_back_right");
	refused("{ \"limits\": { \"home_minute\": 3 } }",
		"case.json:1:15: limits.home_minute: is not known here; the nearest is home_minutes");
	refused("{ \"limits\": { \"declined\": [\"massage\",\n \"hypnosi\"] } }", "case.json:2:2: limits.declined[1]: \"hypnosi\" is no "
		"technique, practice, lesson or component; the nearest is hypnosis");
}

static void a_wrong_type_is_refused(void **state)
{
	(void)state;
	refused("{ \"person\": [] }", "case.json:1:3: person: an object is expected, not a list");
	refused("{ \"person\": { \"age\": \"47\" } }", "case.json:1:15: person.age: whole years are expected, from 18 to 120");
	refused("{ \"person\": { \"age\": 47.0 } }", "case.json:1:15: person.age: whole years are expected, from 18 to 120");
	refused("{ \"person\": { \"sex\": 1 } }", "case.json:1:15: person.sex: a text is expected, not a whole number");
	refused("{ \"person\": { \"sex\": \"femal\" } }",
		"case.json:1:15: person.sex: female, male or other is expected, not \"femal\"; the nearest is female");
	refused("{ \"findings\": { \"fever\": 1 } }",
		"case.json:1:17: findings.fever: true, false, or null for \"does not know\" is expected");
	refused("{ \"findings\": { \"pain_now\": true } }",
		"case.json:1:17: findings.pain_now: a whole number from 0 to 10 is expected, not true");
	refused("{ \"map\": { \"low_back_left\": null } }",
		"case.json:1:12: map.low_back_left: a whole number from 0 to 10 is expected, not null");
	refused("{ \"limits\": { \"declined\": \"hypnosis\" } }", "case.json:1:15: limits.declined: a list is expected, not a text");
	refused("[]", "case.json:1:1: an object in braces is expected");
}

static void a_value_out_of_range_is_refused(void **state)
{
	(void)state;
	refused("{ \"person\": { \"age\": 121 } }", "case.json:1:15: person.age: whole years are expected, from 18 to 120");
	refused("{ \"person\": { \"age\": -1 } }", "case.json:1:15: person.age: whole years are expected, from 18 to 120");
	refused("{ \"findings\": { \"self_harm_thoughts\": 4 } }", "case.json:1:17: findings.self_harm_thoughts: from 0 to 3, not 4");
	refused("{ \"findings\": { \"pain_now\": 9223372036854775807 } }",
		"case.json:1:17: findings.pain_now: from 0 to 10, not 9223372036854775807");
	refused("{ \"map\": { \"low_back_left\": 11 } }", "case.json:1:12: map.low_back_left: from 0 to 10, not 11");
	refused("{ \"limits\": { \"session_minutes\": 50 } }",
		"case.json:1:15: limits.session_minutes: 30, 45, 60 or 90 minutes are expected, not 50");
	refused("{ \"limits\": { \"pressure_max\": 0 } }", "case.json:1:15: limits.pressure_max: from 1 to 5, not 0");
}

static void a_sum_that_contradicts_its_parts_is_refused(void **state)
{
	(void)state;
	refused("{ \"findings\": { \"phq2_interest\": 1, \"phq2_mood\": 1,\n \"phq2\": 4 } }",
		"case.json:2:2: findings.phq2: is 4, but its parts add up to 2");
	assert_non_null(read_text("{ \"findings\": { \"phq2\": 2, \"phq2_interest\": 1, \"phq2_mood\": 1 } }"));
	assert_non_null(read_text("{ \"findings\": { \"phq2\": 4, \"phq2_interest\": 1 } }"));
}

static void a_text_that_is_no_json_is_refused_with_its_place(void **state)
{
	(void)state;
	refused("{ \"findings\": { \"fever\": true,\n \"fever\": false } }", "case.json:2:8: fever: stands there twice");
	assert_null(read_text("{ \"findings\": { \"fever\": tr"));
	assert_int_equal(err.line, 1);
	assert_null(read_text(""));
	assert_int_equal(err.line, 1);
	assert_null(read_text("{} {}"));
	assert_null(read_text("{ \"findings\": { \"f\xff" "ver\": true } }"));
	assert_null(read_text("{ \"findings\": { \"fever\\u0000\": true } }"));
}

static void deep_and_long_texts_are_refused(void **state)
{
	(void)state;
	char *deep = arena_take(a, 4097, 1), *big = arena_take(a, (1 << 20) + 2, 1);

	memset(deep, '[', 4096);
	assert_null(read_text(deep));
	assert_string_equal(err.detail, "nested deeper than 32 levels");
	memset(big, ' ', (1 << 20) + 1);
	assert_null(read_text(big));
	assert_int_equal(err.code, ERR_TOO_LARGE);
}

static void a_strange_key_is_shown_short_and_without_control_characters(void **state)
{
	(void)state;
	assert_null(read_text("{ \"findings\": { \"\\u001b[31mxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\": 1 } }"));
	assert_true(str_begins(err.field, "findings.?[31mxxx"));
	assert_true(str_ends(err.field, "..."));
}

static struct person_case *someone(struct rng *rng)
{
	const struct kb *kb = test_kb();
	struct person_case *c = case_new(a, kb);

	c->age = rng_below(rng, 4) ? rng_below(rng, 121) : -1;
	c->sex = rng_below(rng, 4);
	for (int i = 0; i < kb->n_findings; i++)
		if (rng_below(rng, 3) == 0 && !kb->finding[i].sum_of.n)
			c->answer[i] = (int16_t)(rng_below(rng, 6) ? kb->finding[i].min +
				rng_below(rng, kb->finding[i].max - kb->finding[i].min + 1) : DONT_KNOW);
	c->map_given = rng_below(rng, 2);
	for (int i = 0; c->map_given && i < kb->n_regions; i++)
		c->mark[i] = (int8_t)(rng_below(rng, 5) ? 0 : rng_below(rng, 11));
	c->limits.session_minutes = rng_below(rng, 2) ? 45 : 0;
	c->limits.home_minutes = rng_below(rng, 62) - 1;
	c->limits.pressure_max = rng_below(rng, 6);
	for (int i = 0; i < kb->n_items; i++)
		c->limits.declined_item[i] = rng_below(rng, 8) == 0;
	for (int i = 0; i < kb->n_lessons; i++)
		c->limits.declined_lesson[i] = rng_below(rng, 8) == 0;
	c->limits.declined_component[rng_below(rng, COMPONENT_COUNT)] = rng_below(rng, 3) == 0;
	return c;
}

static void what_is_written_is_read_again(void **state)
{
	struct rng rng = rng_new(7);

	(void)state;
	for (int n = 0; n < RANDOM_CASES; n++) {
		const struct kb *kb = test_kb();

		arena_reset(a);
		const struct person_case *c = someone(&rng);
		const struct person_case *d = read_text(casefile_write(a, kb, c));
		if (!d)
			fail_msg("%s", err_line(a, &err));
		assert_int_equal(c->age, d->age);
		assert_int_equal(c->sex, d->sex);
		assert_int_equal(c->map_given, d->map_given);
		assert_memory_equal(c->answer, d->answer, (size_t)kb->n_findings * sizeof(*c->answer));
		assert_memory_equal(c->mark, d->mark, (size_t)kb->n_regions);
		assert_int_equal(c->limits.session_minutes, d->limits.session_minutes);
		assert_int_equal(c->limits.home_minutes, d->limits.home_minutes);
		assert_int_equal(c->limits.pressure_max, d->limits.pressure_max);
		assert_memory_equal(c->limits.declined_item, d->limits.declined_item, (size_t)kb->n_items);
		assert_memory_equal(c->limits.declined_lesson, d->limits.declined_lesson, (size_t)kb->n_lessons);
		assert_memory_equal(c->limits.declined_component, d->limits.declined_component, COMPONENT_COUNT);
	}
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup_err, teardown)
	const struct CMUnitTest tests[] = {
		T(a_case_of_the_design_is_read), T(an_empty_case_is_one_in_which_nothing_was_asked),
		T(an_unknown_key_is_refused_and_the_nearest_named), T(a_wrong_type_is_refused), T(a_value_out_of_range_is_refused),
		T(a_sum_that_contradicts_its_parts_is_refused), T(a_text_that_is_no_json_is_refused_with_its_place),
		T(deep_and_long_texts_are_refused), T(a_strange_key_is_shown_short_and_without_control_characters),
		T(what_is_written_is_read_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
