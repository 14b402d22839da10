/* unknot outcome: a score, a change, an alarm that nothing silences, a form and its response. */
#include "run.h"

#include "base/json.h"

#include <unistd.h>

enum { ARENA_MOST = 1 << 30 };

static struct arena *a;
static char path[3][64];

static int start(void **state)
{
	(void)state;
	a = arena_new(ARENA_MOST);
	for (int i = 0; i < 3; i++)
		snprintf(path[i], sizeof(path[i]), "/tmp/unknot-outcome-%d-%d", (int)getpid(), i);
	return 0;
}

static int stop(void **state)
{
	(void)state;
	for (int i = 0; i < 3; i++)
		unlink(path[i]);
	arena_end(a);
	return 0;
}

static void put(int i, const char *text)
{
	FILE *f = fopen(path[i], "wb");

	assert_non_null(f);
	assert_int_equal(fwrite(text, 1, strlen(text), f), strlen(text));
	fclose(f);
}

static json_t *json_of(const struct ran *r)
{
	struct err err = { 0 };
	json_t *j = json_read(a, r->out, strlen(r->out), &err);

	if (!j)
		fail_msg("%s: %s", err_line(a, &err), r->out);
	return j;
}

static double number_at(json_t *j, const char *key)
{
	return json_number_value(json_object_get(j, key));
}

static void a_score_and_its_change(void **state)
{
	(void)state;
	put(0, "{\"total\": 6}");
	put(1, "{\"total\": 12}");
	struct ran r = run(a, "outcome", "rmdq24", path[0], "--baseline", path[1], "--json");
	json_t *j = json_of(&r), *change = json_object_get(j, "change");

	assert_int_equal(r.code, 0);
	assert_true(number_at(j, "score") == 6 && number_at(change, "first") == 12 && number_at(change, "better") == 6);
	assert_string_equal(json_string_value(json_object_get(change, "verdict")), "better_sure");
	assert_int_equal(json_array_size(json_object_get(j, "danger")), 0);
	r = run(a, "outcome", "rmdq24", path[0], "--baseline", path[1]);
	assert_non_null(strstr(r.out, "6 on a scale from 0 to 24, low is better\n"));
	assert_non_null(strstr(r.out, "first 12, now 6: better by 6\n"));
	assert_non_null(strstr(r.out, "what matters: better by 5 or more; measuring error: up to 5.3\n"));
	assert_non_null(strstr(r.out, "This score is better by more than measuring error, and by enough to matter.\n"));
	r = run(a, "outcome", "rmdq24", path[1], "--baseline", path[0]);
	assert_non_null(strstr(r.out, "what matters: worse by 5 or more"));
	r = run(a, "outcome", "gad7_score", path[1]);
	assert_non_null(strstr(r.out, "12 on a scale from 0 to 21, low is better; moderate\n"));
	assert_non_null(strstr(r.out, "Danger: soon"));          /* from 8 points a professional is offered */
}

static void the_alarm_is_told_with_and_without_a_score(void **state)
{
	(void)state;
	put(0, "{\"answers\": [0,0,0,0,0,0,0,0,1]}");
	struct ran r = run(a, "outcome", "phq9_score", path[0]);

	assert_int_equal(r.code, 0);
	assert_int_equal(strncmp(r.out, "Danger: urgent (same day).\n", 27), 0);
	assert_non_null(strstr(r.out, "your local crisis line"));
	r = run(a, "outcome", "phq9_score", path[0], "--json");
	json_t *j = json_of(&r), *danger = json_array_get(json_object_get(j, "danger"), 0);
	assert_string_equal(json_string_value(json_object_get(j, "alarm")), "self_harm_thoughts");
	assert_string_equal(json_string_value(json_object_get(danger, "rule")), "flag_self_harm_thoughts");

	put(0, "{\"answers\": [null,null,null,0,0,0,0,0,2]}");
	r = run(a, "outcome", "phq9_score", path[0]);
	assert_int_equal(r.code, 2);
	assert_int_equal(strncmp(r.out, "Danger: urgent", 14), 0);
	assert_non_null(strstr(r.out, "No score"));
	assert_string_equal(r.err, arena_fmt(a, "%s: answers: 3 of 9 are missing; phq9_score can be scored with at most 2 missing\n", path[0]));
	r = run(a, "outcome", "phq9_score", path[0], "--json");
	assert_true(json_is_null(json_object_get(json_of(&r), "score")));

	put(0, "{\"answers\": [0,0,0,0,0,0,0,0,0]}");
	r = run(a, "outcome", "phq9_score", path[0]);
	assert_null(strstr(r.out, "Danger"));
	assert_non_null(strstr(r.out, "clears nobody"));
	put(0, "{\"answers\": [0,0,0,0,0,0,0,0,null]}");
	assert_non_null(strstr(run(a, "outcome", "phq9_score", path[0]).out, "was not answered"));
	put(0, "{\"total\": 9}");
	r = run(a, "outcome", "phq9_score", path[0]);
	assert_int_equal(r.code, 2);
	assert_string_equal(r.err, arena_fmt(a, "%s: total: phq9_score is entered answer by answer: its item 9 must not be lost in a sum\n",
		path[0]));
}

static void a_form_is_scored_and_answered(void **state)
{
	(void)state;
	put(0, "{\"answers\": {\"b\": 4, \"a\": 7, \"c\": 4}}");
	put(1, "{\"resourceType\":\"Questionnaire\",\"title\":\"Three\",\"item\":[{\"linkId\":\"a\",\"text\":\"A\",\"type\":\"integer\"},"
		"{\"linkId\":\"b\",\"text\":\"B\",\"type\":\"integer\"},{\"linkId\":\"c\",\"text\":\"C\",\"type\":\"integer\"}]}");
	struct ran r = run(a, "outcome", "peg", path[0], "--form", path[1], "--json");

	assert_int_equal(r.code, 0);
	assert_true(number_at(json_of(&r), "score") == 5);
	r = run(a, "outcome", "peg", path[0], "--form", path[1], "--response");
	assert_int_equal(r.code, 0);
	assert_string_equal(json_string_value(json_object_get(json_of(&r), "resourceType")), "QuestionnaireResponse");
	put(2, "{\"resourceType\":\"Questionnaire\",\"title\":\"None\",\"item\":[]}");
	r = run(a, "outcome", "peg", path[0], "--form", path[2]);
	assert_int_equal(r.code, 2);
	assert_string_equal(r.err, arena_fmt(a, "%s:1:1: it asks nothing: there are no items\n", path[2]));
	put(0, "{\"total\": 4}");
	r = run(a, "outcome", "peg", path[0], "--form", path[1], "--response");
	assert_int_equal(r.code, 2);
	assert_string_equal(r.err, "answers: a response needs answers by linkId\n");
	assert_string_equal(r.out, "");
}

static void what_is_missing_or_misspelt_is_said(void **state)
{
	(void)state;
	put(0, "{\"total\": 12}");
	put(1, "{\"total\": 99}");
	assert_string_equal(run(a, "outcome").err, "INSTRUMENT: an id is expected; unknot kb list instruments names them\n");
	assert_string_equal(run(a, "outcome", "peg").err, "ANSWERS.json: a file of answers is expected, or - for standard input\n");
	assert_string_equal(run(a, "outcome", "rmdq", path[0]).err, "INSTRUMENT: \"rmdq\" is not known; the nearest is rmdq24\n");
	assert_string_equal(run(a, "outcome", "peg", path[0], "--response").err, "--response: is the answer to a form: --form FILE is missing\n");
	struct ran r = run(a, "outcome", "rmdq24", path[0], "--baseline", path[1]);
	assert_int_equal(r.code, 2);
	assert_string_equal(r.err, arena_fmt(a, "%s: total: a score from 0 to 24 is expected\n", path[1]));
	assert_string_equal(r.out, "");
	assert_int_equal(run(a, "outcome", "rmdq24", "/nowhere").code, 2);
	put(0, "{\"total\": 3}");
	assert_string_equal(run(a, "outcome", "groc", path[0], "--baseline", path[0]).err,
		"baseline: groc says itself how much has changed; it is not compared\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_score_and_its_change, start, stop),
		cmocka_unit_test_setup_teardown(the_alarm_is_told_with_and_without_a_score, start, stop),
		cmocka_unit_test_setup_teardown(a_form_is_scored_and_answered, start, stop),
		cmocka_unit_test_setup_teardown(what_is_missing_or_misspelt_is_said, start, stop),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
