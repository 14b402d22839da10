/* The program as it is called: exit codes, messages, help, and bad input through each command. */
#include "run.h"

#include "base/json.h"
#include "base/str.h"

#include <unistd.h>

enum { ARENA_MOST = 1 << 30 };

static struct arena *a;
static char path[64];

static int start(void **state)
{
	(void)state;
	a = arena_new(ARENA_MOST);
	snprintf(path, sizeof(path), "/tmp/unknot-commands-%d", (int)getpid());
	return 0;
}

static int stop(void **state)
{
	(void)state;
	unlink(path);
	arena_end(a);
	return 0;
}

static void put_file(const char *text, size_t n)
{
	FILE *f = fopen(path, "wb");

	assert_non_null(f);
	assert_int_equal(fwrite(text, 1, n, f), n);
	fclose(f);
}

static struct ran with_file(const char *command, const char *text)
{
	put_file(text, strlen(text));
	return run(a, command, path, "--json");
}

static json_t *json_of(const char *text)
{
	struct err err = { 0 };
	json_t *j = json_read(a, text, strlen(text), &err);

	if (!j)
		fail_msg("%s", err_line(a, &err));
	return j;
}

static const char *text_at(json_t *j, const char *outer, const char *key)
{
	return json_string_value(json_object_get(json_object_get(j, outer), key));
}

static void an_unknown_command_or_option_names_the_nearest(void **state)
{
	(void)state;
	struct ran r = run(a, "asess", "x");

	assert_int_equal(r.code, 2);
	assert_string_equal(r.err, "asess: is not a command; the nearest is assess\n");
	assert_string_equal(run(a, "help", "pln").err, "pln: is not a command; the nearest is plan\n");
	r = run(a, "plan", "x", "--htm");
	assert_int_equal(r.code, 2);
	assert_string_equal(r.err, "--htm: is not an option of plan; the nearest is --html\n");
	assert_string_equal(run(a, "track", "x", "--planned").err, "--planned: needs a value\n");
	assert_string_equal(run(a, "track", "x", "--planned", "0").err, "--planned: minutes from 1 to 600 are expected\n");
	assert_string_equal(run(a, "assess", "x", "y").err, "y: assess works on one thing only; x is given already\n");
	assert_int_equal(run(a, "assess").code, 2);
	assert_string_equal(run(a, "plan", "x", "--pdf", "--html").err, "--pdf: one form at a time: --json, --html, --pdf or --ics\n");
	assert_string_equal(run(a, "plan", "x", "--ics").err, "--ics: a calendar needs the first day of week 1: --start 2026-12-07\n");
	assert_string_equal(run(a, "plan", "x", "--ics", "--start", "2026-02-30").err, "--start: a day that exists is expected, as 2026-12-07\n");
	assert_string_equal(run(a, "plan", "x", "--start", "2026-12-07").err, "--start: goes with --pdf or --ics\n");
	assert_string_equal(run(a, "track", "x", "--json", "--svg").err, "--svg: stands alone: without --json and --sessions\n");
	assert_string_equal(run(a, "serve", "--clock", "x").err, "unknot: --clock: only the demonstration can be moved on (--demo)\n");
}

static void every_command_has_a_line_of_help(void **state)
{
	(void)state;
	struct ran all = run(a, "help");

	assert_int_equal(all.code, 0);
	for (int i = 0; i < commands_n; i++) {
		struct ran one = run(a, "help", commands[i].name), same = run(a, commands[i].name, "--help");

		assert_non_null(strstr(all.out, commands[i].help));
		assert_int_equal(one.code, 0);
		assert_non_null(strstr(one.out, commands[i].usage));
		assert_string_equal(one.out, same.out);
	}
	assert_true(str_begins(run(a, "--version").out, "unknot "));
	struct ran none = run_words(a, (const char *const[]){ NULL });
	assert_int_equal(none.code, 2);
	assert_string_equal(none.err, all.out);
}

/* As a line of the man page says it: a stroke is written \\-. */
static const char *in_man(const char *text)
{
	struct buf b = buf_new(a, 4096);

	for (; *text; text++) {
		if (*text == '-')
			buf_char(&b, '\\');
		buf_char(&b, *text);
	}
	return b.at;
}

static void every_command_stands_in_the_man_page(void **state)
{
	(void)state;
	struct ran page = run_program(a, (const char *const[]){ "tools/man.sh", run_whole(a), NULL });

	assert_int_equal(page.code, 0);
	for (int i = 0; i < commands_n; i++) {
		const char *line = arena_fmt(a, "\n.TP\n.B unknot %s", in_man(commands[i].name)), *at = strstr(page.out, line);

		if (!at || !strstr(at, arena_fmt(a, "\n%s\n", in_man(commands[i].help))))
			fail_msg("%s does not stand in the man page", commands[i].name);
	}
}

static void bad_cases_are_refused_with_file_line_and_field(void **state)
{
	(void)state;
	static const struct { const char *text, *message; } bad[] = {
		{ "{ \"findings\": {\n \"fevr\": true } }", ":2:2: findings.fevr: is not a finding; the nearest is fever\n" },
		{ "{ \"findings\": { \"fever\": \"yes\" } }",
			":1:17: findings.fever: true, false, or null for \"does not know\" is expected\n" },
		{ "{ \"findings\": { \"fever\": true, \"fever\": true } }", ":1:38: fever: stands there twice\n" },
		{ "", ":1:1: not JSON: '[' or '{' expected near end of file\n" },
	};

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		for (int plan = 0; plan < 2; plan++) {
			struct ran r = with_file(plan ? "plan" : "assess", bad[i].text);

			assert_int_equal(r.code, 2);
			assert_string_equal(r.err, arena_fmt(a, "%s%s", path, bad[i].message));
			assert_string_equal(r.out, "");
		}
	assert_int_equal(run(a, "assess", "/nowhere/at/all.json").code, 2);
	assert_int_equal(run(a, "assess", "/tmp").code, 2);
}

static void big_and_binary_files_are_refused(void **state)
{
	(void)state;
	char *big = arena_take(a, (1 << 20) + 8, 1);

	memset(big, ' ', (1 << 20) + 1);
	put_file(big, (1 << 20) + 1);
	struct ran r = run(a, "assess", path);
	assert_int_equal(r.code, 2);
	assert_string_equal(r.err, arena_fmt(a, "%s:1:1: more than 1048576 bytes\n", path));
	put_file("\x89PNG\r\n\x1a\n\0\0\0", 11);
	assert_int_equal(run(a, "assess", path).code, 2);
	assert_int_equal(run(a, "track", path).code, 2);
}

static void a_plan_becomes_paper_and_a_calendar(void **state)
{
	(void)state;
	struct ran pdf = run(a, "plan", "test/cases/mixed.json", "--pdf"), again = run(a, "plan", "test/cases/mixed.json", "--pdf");

	assert_int_equal(pdf.code, 0);
	assert_memory_equal(pdf.out, "%PDF-", 5);
	assert_memory_equal(pdf.out + pdf.n_out - 6, "%%EOF\n", 6);
	assert_int_equal(pdf.n_out, again.n_out);
	assert_memory_equal(pdf.out, again.out, pdf.n_out);
	struct ran ics = run(a, "plan", "test/cases/mixed.json", "--ics", "--start", "2026-12-07");
	assert_int_equal(ics.code, 0);
	assert_true(str_begins(ics.out, "BEGIN:VCALENDAR\r\n") && str_ends(ics.out, "END:VCALENDAR\r\n"));
	assert_non_null(strstr(ics.out, "DTSTART;VALUE=DATE:20261207\r\n"));
	/* danger makes neither */
	struct ran no = run(a, "plan", "test/cases/cauda_equina.json", "--pdf"), nor = run(a, "plan", "test/cases/cauda_equina.json", "--ics", "--start", "2026-12-07");
	assert_int_equal(no.code, 3);
	assert_string_equal(no.out, run(a, "plan", "test/cases/cauda_equina.json").out);
	assert_int_equal(nor.code, 3);
	assert_string_equal(nor.out, no.out);
}

static void check_ins_become_a_picture_with_words(void **state)
{
	struct buf b = buf_new(a, 1 << 16);

	(void)state;
	buf_str(&b, "date,pain,function,mood,sleep,practice_minutes\n");
	for (int i = 1; i <= 28; i++)
		buf_fmt(&b, "2026-02-%02d,%d,,%d,,10\n", i, 7 - i / 7, 3 + i / 7);
	put_file(b.at, b.n);
	struct ran r = run(a, "track", path, "--svg");
	assert_int_equal(r.code, 0);
	assert_true(str_begins(r.out, "<svg xmlns=") && str_ends(r.out, "</svg>\n"));
	assert_non_null(strstr(r.out, "role=\"img\" aria-labelledby=\"t d\""));
	assert_non_null(strstr(r.out, "<title id=\"t\">Days so far</title><desc id=\"d\">"));
	assert_non_null(strstr(r.out, "Pain: From about 7 to about 4 of 10: better than at the start."));
	assert_null(strstr(r.out, ">Sleep<"));
	int dots = 0, open = 0;
	for (const char *c = r.out; (c = strstr(c, "<circle ")); c++)
		dots++;
	assert_int_equal(dots, 56);
	for (const char *c = r.out; *c; c++)
		open += *c == '<' ? 1 : *c == '>' ? -1 : 0;
	assert_int_equal(open, 0);
}

static void a_refused_plan_still_prints_its_triage(void **state)
{
	(void)state;
	struct ran r = with_file("plan", "{ \"person\": { \"age\": 40, \"sex\": \"male\" }, \"findings\": { \"chest_pain_now\": true } }");
	json_t *j = json_of(r.out);

	assert_int_equal(r.code, 3);
	assert_string_equal(text_at(j, "refused", "code"), "danger");
	assert_string_equal(text_at(j, "refused", "field"), "flag_chest_pain");
	assert_string_equal(text_at(j, "triage", "level"), "emergency");
	r = with_file("assess", "{ \"person\": { \"age\": 40, \"sex\": \"male\" }, \"findings\": { \"chest_pain_now\": true } }");
	assert_int_equal(r.code, 0);
	assert_string_equal(text_at(json_of(r.out), "triage", "level"), "emergency");
}

static void under_18_is_refused_and_danger_still_told(void **state)
{
	(void)state;
	struct ran r = with_file("assess", "{ \"person\": { \"age\": 16 }, \"findings\": { \"fever\": true } }");
	json_t *j = json_of(r.out);

	assert_int_equal(r.code, 3);
	assert_string_equal(text_at(j, "refused", "code"), "minor");
	assert_non_null(strstr(text_at(j, "refused", "because"), "family doctor"));
	assert_string_equal(text_at(j, "triage", "level"), "urgent");
	assert_null(json_object_get(j, "causes"));
	assert_non_null(strstr(run(a, "assess", path).out, "A doctor should see this today"));
	assert_int_equal(with_file("plan", "{ \"person\": { \"age\": 17 } }").code, 3);
}

/* A whole case whose danger questions are all answered with no; `more` is put among the findings. */
static const char *well(const char *sex, const char *more)
{
	const struct kb *kb = test_kb();
	struct buf b = buf_new(a, 1 << 16);

	buf_fmt(&b, "{ \"person\": { \"age\": 40, \"sex\": \"%s\" }, \"findings\": {%s", sex, more);
	for (int i = 0; i < kb->n_findings; i++) {
		const struct finding *f = &kb->finding[i];

		if (f->module == MODULE_SAFETY && !strstr(more, arena_fmt(a, "\"%s\"", f->id)))
			buf_fmt(&b, "\"%s\": %s,", f->id, f->is_bool ? "false" : arena_fmt(a, "%d", f->min));
	}
	b.n--;                                  /* the last comma */
	buf_str(&b, "} }");
	return b.at;
}

static void a_danger_answer_that_does_not_apply_is_not_dropped(void **state)
{
	(void)state;
	struct ran r = with_file("plan", well("male", ""));

	assert_int_equal(r.code, 0);
	r = with_file("plan", well("male", "\"pregnancy_bleeding\": true, \"pregnancy_weeks\": 20,"));
	json_t *j = json_of(r.out);
	assert_int_equal(r.code, 3);
	assert_int_equal(json_array_size(json_object_get(json_object_get(j, "triage"), "contradicting")), 2);
	assert_non_null(strstr(run(a, "assess", path).out, "contradict"));
}

static void not_known_blocks_like_yes(void **state)
{
	(void)state;
	json_t *j = json_of(with_file("assess", well("female", "\"anticoagulant\": null,")).out), *b;
	bool deep = false;
	size_t i;

	json_array_foreach(json_object_get(j, "blocked"), i, b)
		deep |= str_equal(json_string_value(json_object_get(b, "technique")), "deep_tissue") &&
			strstr(json_string_value(json_object_get(b, "because")), "not known: anticoagulant");
	assert_true(deep);
	j = json_of(with_file("assess", well("female", "\"fever\": null,")).out);
	assert_string_equal(text_at(j, "triage", "level"), "urgent");
	assert_string_equal(json_string_value(json_array_get(json_object_get(json_object_get(j, "triage"), "not_known"), 0)), "fever");
	assert_int_equal(run(a, "plan", path).code, 3);
}

static void the_order_of_answers_is_irrelevant(void **state)
{
	(void)state;
	const char *one = "{ \"findings\": { \"stress_now\": 8, \"fever\": false, \"phq2\": 4 }, \"map\": { \"low_back_left\": 5, "
		"\"neck_lower_left\": 2 }, \"person\": { \"age\": 40, \"sex\": \"male\" } }";
	const char *two = "{ \"person\": { \"sex\": \"male\", \"age\": 40 }, \"map\": { \"neck_lower_left\": 2, \"low_back_left\": 5 }, "
		"\"findings\": { \"phq2\": 4, \"stress_now\": 8, \"fever\": false } }";

	assert_string_equal(with_file("assess", one).out, with_file("assess", two).out);
}

static void the_knowledge_and_version_stand_in_every_answer(void **state)
{
	(void)state;
	json_t *j = json_of(with_file("assess", well("female", "")).out);

	assert_int_equal(strlen(json_string_value(json_object_get(j, "knowledge"))), 64);
	assert_non_null(json_object_get(j, "version"));
	assert_true(json_is_array(json_object_get(j, "muscles")));
	assert_true(json_is_true(json_object_get(json_object_get(j, "method"), "exact")));
	j = json_of(run(a, "plan", path, "--json").out);
	assert_int_equal(strlen(json_string_value(json_object_get(j, "knowledge"))), 64);
	assert_int_equal(json_array_size(json_object_get(j, "weeks")), WEEKS);
	assert_true(json_number_value(json_object_get(j, "bound")) >= json_number_value(json_object_get(j, "value")));
}

static void the_printed_plan_is_one_safe_page(void **state)
{
	(void)state;
	put_file("", 0);
	const char *text = well("female", "\"unsafe_at_home\": true, \"trauma_history\": true,");
	put_file(text, strlen(text));
	struct ran r = run(a, "plan", path, "--html");

	assert_int_equal(r.code, 0);
	assert_true(str_begins(r.out, "<!doctype html>\n<html lang=\"en\">"));
	assert_non_null(strstr(r.out, "<title>"));
	assert_non_null(strstr(r.out, "@page"));
	assert_null(strstr(r.out, "<script"));
	assert_null(strstr(r.out, "http"));
	assert_null(strstr(r.out, "Trauma, history"));
	assert_null(strstr(r.out, "Unsafe"));
	for (int w = 1; w <= WEEKS; w++)
		assert_non_null(strstr(r.out, arena_fmt(a, "<h2>Week %d:", w)));
	assert_non_null(strstr(r.out, "<h2>The exercises, drawn</h2>"));
	assert_non_null(strstr(r.out, "<svg class=\"figure\""));
	assert_null(strstr(r.out, "style="));
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, start, stop)
	const struct CMUnitTest tests[] = {
		T(an_unknown_command_or_option_names_the_nearest), T(every_command_has_a_line_of_help),
		T(every_command_stands_in_the_man_page),
		T(bad_cases_are_refused_with_file_line_and_field), T(big_and_binary_files_are_refused),
		T(a_plan_becomes_paper_and_a_calendar), T(check_ins_become_a_picture_with_words),
		T(a_refused_plan_still_prints_its_triage), T(under_18_is_refused_and_danger_still_told),
		T(a_danger_answer_that_does_not_apply_is_not_dropped), T(not_known_blocks_like_yes),
		T(the_order_of_answers_is_irrelevant), T(the_knowledge_and_version_stand_in_every_answer),
		T(the_printed_plan_is_one_safe_page),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
