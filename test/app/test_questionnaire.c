/* An imported form: what is taken, what is refused and where, the numbers of its answers, and the response that goes out. */
#include "support.h"

#include "app/answers.h"
#include "base/buf.h"
#include "base/str.h"

#include <string.h>

#include "arena_and_err.h"

static struct questionnaire *read_for(const char *instrument, const char *text)
{
	err = (struct err){ 0 };
	return questionnaire_read(a, test_kb(), text, strlen(text), instrument ? kb_instrument(test_kb(), instrument) : -1, &err);
}

static void refused(const char *instrument, const char *text, const char *message)
{
	assert_null(read_for(instrument, text));
	err.file = "form.json";
	assert_string_equal(err_line(a, &err), message);
}

#define HEAD "{\"resourceType\":\"Questionnaire\",\"status\":\"active\",\"title\":\"T\",\"item\":["
#define ASK(link) "{\"linkId\":\"" link "\",\"text\":\"How much?\",\"type\":\"integer\"}"
#define WEIGHT(n) "\"extension\":[{\"url\":\"http://hl7.org/fhir/StructureDefinition/ordinalValue\",\"valueDecimal\":" n "}]"

/* Nine choices of four options as the published forms have them: weights at the coding, LOINC codes, inside a group. */
static const char *nine(const char *last_code, const char *extra)
{
	struct buf b = buf_new(a, 1 << 20);

	buf_str(&b, "{ \"resourceType\": \"Questionnaire\", \"url\": \"http://loinc.org/q/44249-1\", \"version\": \"2\", \"title\": \"Nine\",\n"
		"  \"status\": \"active\", \"publisher\": \"somebody\", \"item\": [ { \"linkId\": \"g\", \"type\": \"group\", \"item\": [\n");
	for (int i = 1; i <= 9; i++) {
		buf_fmt(&b, "%s { \"linkId\": \"q%d\", \"text\": \"Question %d\", \"type\": \"choice\", \"required\": true,\n"
			" \"code\": [ { \"system\": \"http://loinc.org\", \"code\": \"%s\" } ], \"answerOption\": [", i > 1 ? "," : "", i, i,
			i < 9 ? arena_fmt(a, "code-%d", i) : last_code);
		for (int k = 0; k < 4; k++)
			buf_fmt(&b, "%s { \"valueCoding\": { " WEIGHT("%d") ", \"system\": \"http://loinc.org\", \"code\": \"LA%d\", "
				"\"display\": \"Option %d\" } }", k ? "," : "", k, k, k);
		buf_str(&b, "] }\n");
	}
	buf_fmt(&b, "] }%s ] }", extra);
	return b.at;
}

static void a_published_form_becomes_the_items_of_an_instrument(void **state)
{
	(void)state;
	const struct questionnaire *q = read_for("phq9_score", nine("44260-8",
		", { \"linkId\": \"how\", \"text\": \"How hard?\", \"type\": \"choice\", \"answerOption\": [ { \"valueCoding\": { \"code\": \"x\" } } ] }"
		", { \"linkId\": \"sum\", \"text\": \"Sum\", \"type\": \"decimal\", \"readOnly\": true }"
		", { \"linkId\": \"note\", \"text\": \"Thank you.\", \"type\": \"display\" }"));

	if (!q)
		fail_msg("%s", err_line(a, &err));
	assert_string_equal(q->title, "Nine");
	assert_int_equal(q->n, 13);
	assert_int_equal(q->n_counting, 9);
	assert_int_equal(q->item[0].type, Q_GROUP);
	assert_int_equal(q->item[9].parent, 0);
	assert_string_equal(q->item[9].loinc, "44260-8");
	assert_true(q->item[9].required && q->item[9].counts);
	assert_int_equal(q->item[9].n_options, 4);
	assert_true(q->item[9].option[3].weight == 3);
	assert_string_equal(q->item[9].option[3].display, "Option 3");
	assert_false(q->item[10].counts || q->item[11].counts || q->item[12].counts);
	assert_int_equal(q->item[10].parent, -1);
}

static void answers_by_link_are_scored_and_go_out_as_a_response(void **state)
{
	static const char text[] = "{ \"date\": \"2026-11-21\", \"answers\": { \"q1\": \"LA3\", \"q2\": \"LA1\", \"q3\": \"LA0\", \"q4\": \"LA2\", "
		"\"q5\": null, \"q6\": \"LA0\", \"q7\": \"LA0\", \"q8\": \"LA0\", \"q9\": \"LA1\" } }";
	const int i = kb_instrument(test_kb(), "phq9_score");
	const struct questionnaire *q = read_for("phq9_score", nine("44260-8", ""));
	struct answers answers;
	struct outcome o;

	(void)state;
	assert_non_null(q);
	if (!answers_read(a, test_kb(), i, q, text, strlen(text), &answers, &err) ||
	    !answers_score(&test_kb()->instrument[i], &answers, &o, &err))
		fail_msg("%s", err_line(a, &err));
	assert_int_equal(answers.n, 9);
	assert_true(isnan(answers.at[4]) && answers.at[0] == 3 && answers.at[8] == 1);
	assert_true(fabs(o.score - 7.0 * 9 / 8) < 1e-9);
	assert_int_equal(o.alarm, kb_finding(test_kb(), "self_harm_thoughts"));

	const char *out = questionnaire_response(a, q, answers.form, answers.date);
	json_t *j = json_read(a, out, strlen(out), &err), *group, *item;
	assert_non_null(j);
	assert_string_equal(json_string_value(json_object_get(j, "resourceType")), "QuestionnaireResponse");
	assert_string_equal(json_string_value(json_object_get(j, "questionnaire")), "http://loinc.org/q/44249-1|2");
	assert_string_equal(json_string_value(json_object_get(j, "status")), "in-progress");   /* q5 is required */
	assert_string_equal(json_string_value(json_object_get(j, "authored")), "2026-11-21");
	group = json_array_get(json_object_get(j, "item"), 0);
	assert_string_equal(json_string_value(json_object_get(group, "linkId")), "g");
	assert_int_equal(json_array_size(json_object_get(group, "item")), 8);
	item = json_array_get(json_object_get(group, "item"), 7);
	assert_string_equal(json_string_value(json_object_get(item, "linkId")), "q9");
	item = json_object_get(json_array_get(json_object_get(item, "answer"), 0), "valueCoding");
	assert_string_equal(json_string_value(json_object_get(item, "code")), "LA1");
	assert_string_equal(json_string_value(json_object_get(item, "display")), "Option 1");
}

static void every_kind_of_answer_goes_out_as_what_it_is(void **state)
{
	static const char form[] = HEAD "{\"linkId\":\"b\",\"text\":\"?\",\"type\":\"boolean\"},{\"linkId\":\"i\",\"text\":\"?\",\"type\":\"integer\","
		"\"extension\":[{\"url\":\"http://hl7.org/fhir/StructureDefinition/minValue\",\"valueInteger\":-2}]},"
		"{\"linkId\":\"d\",\"text\":\"?\",\"type\":\"decimal\"},{\"linkId\":\"c\",\"text\":\"?\",\"type\":\"choice\","
		"\"answerOption\":[{\"valueInteger\":5},{\"valueInteger\":6}]},{\"linkId\":\"g\",\"type\":\"group\","
		"\"item\":[{\"linkId\":\"x\",\"text\":\"?\",\"type\":\"boolean\"}]}]}";
	static const char given[] = "{\"b\":false,\"i\":-2,\"d\":1.25,\"c\":6}";
	const struct questionnaire *q = read_for(NULL, form);
	struct q_answer answer[Q_ITEMS_MOST];
	double number[Q_ITEMS_MOST];
	struct json_in in = { a, given, strlen(given), &err };

	(void)state;
	assert_non_null(q);
	assert_int_equal(q->n_counting, 5);
	assert_true(questionnaire_answers(&in, NULL, json_in_object(&in), q, answer));
	questionnaire_numbers(q, answer, number);
	assert_true(number[0] == 0 && number[1] == -2 && number[2] == 1.25 && number[3] == 6 && isnan(number[4]));
	const char *out = questionnaire_response(a, q, answer, NULL);
	assert_non_null(strstr(out, "\"valueBoolean\": false"));
	assert_non_null(strstr(out, "\"valueInteger\": -2"));
	assert_non_null(strstr(out, "\"valueDecimal\": 1.25"));
	assert_non_null(strstr(out, "\"valueInteger\": 6"));
	assert_non_null(strstr(out, "\"status\": \"completed\""));
	assert_null(strstr(out, "\"g\""));                     /* an empty group is left out */
	assert_null(strstr(out, "authored"));
}

static void what_would_change_its_meaning_is_refused_with_its_place(void **state)
{
	(void)state;
	refused(NULL, "[]", "form.json:1:1: an object in braces is expected");
	refused(NULL, "{\"resourceType\":\"Patient\"}", "form.json:1:1: a FHIR Questionnaire is expected: resourceType \"Questionnaire\"");
	refused(NULL, "{\"resourceType\":\"Questionnaire\",\"item\":[" ASK("a") "]}", "form.json:1:1: it has no title");
	refused(NULL, HEAD "]}", "form.json:1:1: it asks nothing: there are no items");
	refused(NULL, "{\"resourceType\":\"Questionnaire\",\"title\":\"T\",\"status\":\"retired\",\"item\":[" ASK("a") "]}",
		"form.json:1:1: its status is retired");
	refused(NULL, HEAD ASK("a") ",\n" ASK("a") "]}", "form.json:2:2: item[1].linkId: \"a\" stands there twice");
	refused(NULL, HEAD "{\"linkId\":\"a\",\"text\":\"?\",\n\"type\":\"string\"}]}",
		"form.json:2:1: item[0].type: \"string\" is not asked here; there are group, display, boolean, integer, decimal, choice");
	refused(NULL, HEAD "\n{\"linkId\":\"a\",\"text\":\"?\"}]}", "form.json:2:1: item[0]: an item has a linkId and a type");
	refused(NULL, HEAD "\n{\"linkId\":\"a\",\"type\":\"boolean\"}]}", "form.json:2:1: item[0]: what is asked has a text");
	refused(NULL, HEAD "\n{\"enableWhen\":[],\"linkId\":\"a\",\"type\":\"boolean\"}]}",
		"form.json:2:2: item[0].enableWhen: an item that is asked only sometimes cannot be scored here");
	refused(NULL, HEAD "\n{\"repeats\":true,\"linkId\":\"a\",\"type\":\"boolean\"}]}",
		"form.json:2:2: item[0].repeats: an item that is answered several times cannot be scored here");
	refused(NULL, HEAD "\n{\"answerValueSet\":\"x\",\"linkId\":\"a\",\"type\":\"choice\"}]}",
		"form.json:2:2: item[0].answerValueSet: the options have to stand in the file: answerOption");
	refused(NULL, HEAD "\n{\"modifierExtension\":[],\"linkId\":\"a\",\"type\":\"choice\"}]}",
		"form.json:2:2: item[0].modifierExtension: changes the meaning of what it stands in; that is not understood here");
	refused(NULL, HEAD "\n{\"linkId\":\"a\",\"text\":\"?\",\"type\":\"boolean\",\"item\":[" ASK("b") "]}]}",
		"form.json:2:1: item[0]: only a group holds items");
	refused(NULL, HEAD "\n{\"linkId\":\"a\",\"text\":\"?\",\"type\":\"choice\"}]}",
		"form.json:2:1: item[0]: options belong to a choice, and a choice has some: answerOption");
	refused(NULL, HEAD "\n{\"linkId\":\"a\",\"text\":\"?\",\"type\":\"choice\",\"answerOption\":[\n{\"valueString\":\"x\"}]}]}",
		"form.json:3:2: item[0].answerOption[0].valueString: an option is a valueCoding or a valueInteger");
	refused(NULL, HEAD "\n{\"linkId\":\"a\",\"text\":\"?\",\"type\":\"choice\",\"answerOption\":[{\"valueInteger\":1},\n{\"valueInteger\":1}]}]}",
		"form.json:3:1: item[0].answerOption[1]: this option stands there twice");
	refused(NULL, HEAD "\n{\"linkId\":\"a\",\"text\":\"?\",\"type\":\"choice\",\"answerOption\":[{\"valueInteger\":1},"
		"{\"valueCoding\":{\"code\":\"x\"}}]}]}", "form.json:2:1: item[0]: some of its options have a weight and some have none");
	refused(NULL, HEAD "\n{\"linkId\":\"\",\"type\":\"group\"}]}", "form.json:2:2: item[0].linkId: a linkId is not empty");
	refused(NULL, HEAD "\n{\"linkId\":\"a\",\"type\":\"display\",\"text\":\"x\\u0007\"}]}",
		"form.json:2:32: item[0].text: control characters have no place in a text");
}

static void what_does_not_fit_the_instrument_is_refused(void **state)
{
	(void)state;
	refused("peg", HEAD ASK("a") "," ASK("b") "]}", "form.json:1:1: 2 of its items count, and peg has 3");
	refused("psfs", HEAD ASK("a") "," ASK("b") "]}", "form.json:1:1: 2 of its items count, and psfs has 3 or more");
	refused("promis_physical", HEAD ASK("a") "]}",
		"form.json:1:1: promis_physical cannot be scored from items here; its finished score is entered");
	refused("tsk11", HEAD "\n{\"linkId\":\"a\",\"text\":\"?\",\"type\":\"boolean\"}]}",
		"form.json:2:1: item[0]: a yes or no counts 0 or 1; an item of tsk11 counts from 1 to 4");
	refused("peg", HEAD "\n{\"linkId\":\"a\",\"text\":\"?\",\"type\":\"decimal\"}]}", "form.json:2:1: item[0]: an item of peg is a whole number");
	refused("peg", HEAD "\n{\"linkId\":\"a\",\"text\":\"?\",\"type\":\"integer\","
		"\"extension\":[{\"url\":\"http://hl7.org/fhir/StructureDefinition/maxValue\",\"valueInteger\":100},"
		"{\"url\":\"http://hl7.org/fhir/StructureDefinition/minValue\",\"valueInteger\":0}]}]}",
		"form.json:2:1: item[0]: goes from 0 to 100; an item of peg goes from 0 to 10");
	refused("rmdq24", HEAD "\n{\"linkId\":\"a\",\"text\":\"?\",\"type\":\"choice\",\"answerOption\":[\n{" WEIGHT("2") ",\"valueCoding\":{\"code\":\"x\"}}]}]}",
		"form.json:3:15: item[0].answerOption[0].extension[0]: 2: an item of rmdq24 counts from 0 to 1, in whole numbers");
	assert_non_null(read_for("peg", HEAD ASK("a") "," ASK("b") "," ASK("c") "]}"));
}

/* Nobody may mistake which question asks about self-harm. */
static void the_item_with_the_alarm_is_known_by_its_code(void **state)
{
	(void)state;
	assert_null(read_for("phq9_score", nine("other", "")));
	assert_string_equal(err.field, "item[0].item[8]");
	assert_string_equal(err.detail, "phq9_score raises an alarm by its item 9; that one, and no other, has the LOINC code 44260-8");
	char *moved = arena_text(a, nine("44260-8", ""));
	memcpy(strstr(moved, "code-3\""), "44260-8\"", 6);      /* 44260-: still not the code */
	assert_non_null(read_for("phq9_score", moved));
	struct buf b = buf_new(a, 1 << 20);
	const char *at = strstr(moved, "44260-\"");
	buf_put(&b, moved, (size_t)(at - moved));
	buf_str(&b, "44260-8");
	buf_str(&b, at + strlen("44260-"));
	assert_null(read_for("phq9_score", b.at));
	assert_string_equal(err.field, "item[0].item[2]");
}

static void size_depth_and_count_have_their_limits(void **state)
{
	struct buf b = buf_new(a, 4 << 20);

	(void)state;
	buf_str(&b, HEAD);
	for (int i = 0; i <= Q_ITEMS_MOST; i++)
		buf_fmt(&b, "%s{\"linkId\":\"%d\",\"text\":\"?\",\"type\":\"display\"}", i ? "," : "", i);
	buf_str(&b, "]}");
	assert_null(read_for(NULL, b.at));
	assert_string_equal(err.field, "item[200]");
	assert_string_equal(err.detail, "more than 200 items");
	buf_clear(&b);
	buf_str(&b, HEAD);
	for (int i = 0; i < Q_DEEPEST; i++)
		buf_fmt(&b, "{\"linkId\":\"%d\",\"type\":\"group\",\"item\":[", i);
	for (int i = 0; i < Q_DEEPEST; i++)
		buf_str(&b, "]}");
	buf_str(&b, "]}");
	assert_null(read_for(NULL, b.at));
	assert_string_equal(err.detail, "more than 8 groups inside each other");
	buf_clear(&b);
	buf_str(&b, HEAD "{\"linkId\":\"a\",\"text\":\"?\",\"type\":\"choice\",\"answerOption\":[");
	for (int i = 0; i <= Q_OPTIONS_MOST; i++)
		buf_fmt(&b, "%s{\"valueInteger\":%d}", i ? "," : "", i);
	buf_str(&b, "]}]}");
	assert_null(read_for(NULL, b.at));
	assert_string_equal(err.field, "item[0].answerOption[50]");
	buf_clear(&b);
	buf_str(&b, HEAD "{\"linkId\":\"a\",\"type\":\"display\",\"text\":\"");
	for (int i = 0; i <= Q_TEXT_MOST; i++)
		buf_char(&b, 'x');
	buf_str(&b, "\"}]}");
	assert_null(read_for(NULL, b.at));
	assert_string_equal(err.detail, "at most 2000 characters");
}

static void answers_that_do_not_fit_are_refused_with_their_place(void **state)
{
	static const struct { const char *instrument, *text, *message; } bad[] = {
		{ "peg", "{}", "a.json:1:1: answers or a total are expected" },
		{ "peg", "{\"answers\":[1,2,3],\"total\":2}", "a.json:1:20: total: either answers or a total, not both" },
		{ "peg", "{\"answers\":[1,\"2\",3]}", "a.json:1:15: answers[1]: a number, true, false, or null for none given is expected" },
		{ "peg", "{\"answer\":[1]}", "a.json:1:2: answer: is not known here; the nearest is answers" },
		{ "peg", "{\"instrument\":\"rmdq24\",\"total\":1}", "a.json:1:2: instrument: these are answers to rmdq24, not to peg" },
		{ "peg", "{\"instrument\":\"pegg\",\"total\":1}", "a.json:1:2: instrument: \"pegg\" is not known; the nearest is peg" },
		{ "peg", "{\"date\":\"2026-02-30\",\"total\":1}", "a.json:1:2: date: a day is expected, as 2026-11-21" },
		{ "peg", "{\"answers\":{\"a\":1}}", "a.json:1:2: answers: answers by linkId need the form they belong to; without one they are a list" },
		{ "peg", "{\"total\":true}", "a.json:1:2: total: a number is expected, not true" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct answers answers;

		err = (struct err){ 0 };
		assert_false(answers_read(a, test_kb(), kb_instrument(test_kb(), bad[i].instrument), NULL, bad[i].text, strlen(bad[i].text),
			&answers, &err));
		err.file = "a.json";
		assert_string_equal(err_line(a, &err), bad[i].message);
	}
}

static void answers_to_a_form_are_checked_against_it(void **state)
{
	static const char form[] = HEAD "{\"linkId\":\"how\",\"text\":\"?\",\"type\":\"integer\",\"extension\":["
		"{\"url\":\"http://hl7.org/fhir/StructureDefinition/maxValue\",\"valueInteger\":10},"
		"{\"url\":\"http://hl7.org/fhir/StructureDefinition/minValue\",\"valueInteger\":0}]},"
		"{\"linkId\":\"c\",\"text\":\"?\",\"type\":\"choice\",\"answerOption\":[{\"valueCoding\":{\"code\":\"x\"}}]},"
		"{\"linkId\":\"g\",\"type\":\"group\"},{\"linkId\":\"b\",\"text\":\"?\",\"type\":\"boolean\"}]}";
	static const struct { const char *text, *message; } bad[] = {
		{ "{\"hov\":1}", "hov: there is no such item; the nearest is how" },
		{ "{\"how\":11}", "how: from 0 to 10, not 11" },
		{ "{\"how\":1.5}", "how: a whole number is expected" },
		{ "{\"how\":9999999999}", "how: a whole number is expected" },
		{ "{\"c\":\"y\"}", "c: is none of the 1 options of this item" },
		{ "{\"g\":true}", "g: asks nothing itself" },
		{ "{\"b\":1}", "b: true or false is expected" },
	};
	const struct questionnaire *q = read_for(NULL, form);

	(void)state;
	assert_non_null(q);
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct q_answer answer[Q_ITEMS_MOST];
		struct json_in in = { a, bad[i].text, strlen(bad[i].text), &err };

		err = (struct err){ 0 };
		assert_false(questionnaire_answers(&in, NULL, json_in_object(&in), q, answer));
		assert_string_equal(arena_fmt(a, "%s: %s", err.field, err.detail), bad[i].message);
		assert_int_equal(err.line, 1);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_published_form_becomes_the_items_of_an_instrument, setup_err, teardown),
		cmocka_unit_test_setup_teardown(answers_by_link_are_scored_and_go_out_as_a_response, setup_err, teardown),
		cmocka_unit_test_setup_teardown(every_kind_of_answer_goes_out_as_what_it_is, setup_err, teardown),
		cmocka_unit_test_setup_teardown(what_would_change_its_meaning_is_refused_with_its_place, setup_err, teardown),
		cmocka_unit_test_setup_teardown(what_does_not_fit_the_instrument_is_refused, setup_err, teardown),
		cmocka_unit_test_setup_teardown(the_item_with_the_alarm_is_known_by_its_code, setup_err, teardown),
		cmocka_unit_test_setup_teardown(size_depth_and_count_have_their_limits, setup_err, teardown),
		cmocka_unit_test_setup_teardown(answers_that_do_not_fit_are_refused_with_their_place, setup_err, teardown),
		cmocka_unit_test_setup_teardown(answers_to_a_form_are_checked_against_it, setup_err, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
