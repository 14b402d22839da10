/* unknot kb: check, list, show and diff, as a person and as a program would call them. */
#include "support.h"

#include "base/json.h"
#include "cli/cli.h"

#include <sys/stat.h>
#include <unistd.h>

static struct arena *a;
static char *said, *complained;

static int setup(void **state)
{
	(void)state;
	a = arena_new((size_t)512 << 20);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_end(a);
	return 0;
}

static char *all_of(FILE *f)
{
	long n = ftell(f);
	char *text = arena_take(a, (size_t)n + 1, 1);

	rewind(f);
	assert_int_equal(fread(text, 1, (size_t)n, f), n);
	fclose(f);
	return text;
}

static int run(const char *w1, const char *w2, const char *w3, const char *w4)
{
	const char *words[] = { w1, w2, w3, w4 };
	char *argv[5] = { NULL };
	struct cli cli = { 0, argv, a, tmpfile(), tmpfile() };

	for (int i = 0; i < 4 && words[i]; i++)
		argv[cli.argc++] = arena_text(a, words[i]);
	int code = cmd_kb(&cli);
	said = all_of(cli.out);
	complained = all_of(cli.err);
	return code;
}

static void assert_in(const char *text, const char *part)
{
	if (!strstr(text, part))
		fail_msg("\"%s\" is not in:\n%.2000s", part, text);
}

static const char *folder(const char *name, const char *path, const char *text)
{
	static const char *root;

	if (!root)
		root = mkdtemp(arena_text(a, "/tmp/unknot-test-XXXXXX"));
	const char *dir = arena_fmt(a, "%s/%s", root, name);
	mkdir(dir, 0700);
	FILE *f = fopen(arena_fmt(a, "%s/%s", dir, path), "w");
	assert_non_null(f);
	fputs(text, f);
	fclose(f);
	return dir;
}

static void check_says_what_it_read_and_exits_by_what_it_found(void **state)
{
	(void)state;
	int code = run("check", NULL, NULL, NULL);
	assert_in(said, "SHA-256 ");
	assert_in(said, " findings, ");
	if (code == 0)
		assert_string_equal(complained, "");
	else
		assert_in(complained, ".yaml:");
}

static void check_of_a_folder_names_file_line_and_column(void **state)
{
	const char *dir = folder("broken", "sources.yaml", "sources:\n  - { id: X1, authors: X, yaer: 2020 }\n");

	(void)state;
	assert_int_equal(run("check", dir, NULL, NULL), 2);
	assert_in(complained, arena_fmt(a, "%s/sources.yaml:2:27: yaer: no such field (did you mean year?)", dir));
	assert_string_equal(said, "");
	assert_int_equal(run("check", "/nonexistent", NULL, NULL), 2);
	assert_in(complained, "/nonexistent: No such file or directory");
}

static void check_refuses_what_the_format_alone_allows(void **state)
{
	const char *dir = folder("poor", "sources.yaml", "sources:\n  - { id: X1, authors: X, year: 2020 }\n");

	(void)state;
	assert_int_equal(run("check", dir, NULL, NULL), 2);
	assert_in(complained, "sources.yaml:2:1: X1: says neither journal nor title");
	assert_in(said, "X1: note: nothing rests on this source");
}

static void list_prints_lines_or_json(void **state)
{
	struct err err = { 0 };
	json_t *list;

	(void)state;
	assert_int_equal(run("list", "causes", NULL, NULL), 0);
	assert_in(said, "myofascial");
	assert_int_equal(run("list", "causes", "--json", NULL), 0);
	list = json_read(a, said, strlen(said), &err);
	assert_true(json_is_array(list));
	assert_int_equal(json_array_size(list), test_kb()->n_causes);
	assert_non_null(json_object_get(json_array_get(list, 0), "id"));
	assert_true(json_is_number(json_object_get(json_array_get(list, 0), "prior")));
}

static void list_assumed_names_every_assumed_number(void **state)
{
	struct err err = { 0 };
	const struct kb *kb = test_kb();
	size_t links = 0, named = 0;

	(void)state;
	assert_int_equal(run("list", "assumed", "--json", NULL), 0);
	json_t *list = json_read(a, said, strlen(said), &err);
	for (int i = 0; i < kb->n_links; i++)
		links += kb->link[i].cite.confidence == CONFIDENCE_ASSUMED;
	for (size_t i = 0; i < json_array_size(list); i++)
		named += kb_cause(kb, json_string_value(json_object_get(json_array_get(list, i), "number"))) >= 0 &&
			kb_finding(kb, json_string_value(json_object_get(json_array_get(list, i), "id"))) >= 0;
	assert_true(links > 0);
	assert_int_equal(named, links);
}

static void show_explains_one_thing_with_its_numbers_and_sources(void **state)
{
	struct err err = { 0 };

	(void)state;
	assert_int_equal(run("show", "myofascial", NULL, NULL), 0);
	assert_in(said, "cause myofascial  (causes.yaml:");
	assert_in(said, "prior");
	assert_in(said, "confidence");
	assert_in(said, "DesignPriors");
	assert_int_equal(run("show", "myofascial", "--json", NULL), 0);
	assert_true(json_is_object(json_read(a, said, strlen(said), &err)));
}

static void an_unknown_word_is_answered_with_the_nearest(void **state)
{
	(void)state;
	assert_int_equal(run("show", "myofacial", NULL, NULL), 2);
	assert_in(complained, "the nearest is \"myofascial\"");
	assert_int_equal(run("list", "cuases", NULL, NULL), 2);
	assert_in(complained, "the nearest is \"causes\"");
	assert_int_equal(run("cehck", NULL, NULL, NULL), 2);
	assert_in(complained, "kb check [DIR]");
	assert_int_equal(run("check", "--frob", NULL, NULL), 2);
	assert_in(complained, "--frob");
}

static void diff_names_what_was_added_removed_and_changed(void **state)
{
	const char *old = folder("old", "sources.yaml",
		"sources:\n  - { id: X1, authors: X, year: 2020 }\n  - { id: Gone, authors: G, year: 2019 }\n");
	const char *new = folder("new", "sources.yaml",
		"sources:\n  - { id: X1, authors: X, year: 2021, doi: 10.1 }\n  - { id: Fresh, authors: F, year: 2022 }\n");

	(void)state;
	assert_int_equal(run("diff", old, new, NULL), 0);
	assert_in(said, "X1: year 2020 -> 2021; +doi");
	assert_in(said, "removed   source      Gone");
	assert_in(said, "added     source      Fresh");
	assert_in(said, "1 added, 1 removed, 1 changed");
	assert_int_equal(run("diff", old, old, NULL), 0);
	assert_string_equal(said, "0 added, 0 removed, 0 changed\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(check_says_what_it_read_and_exits_by_what_it_found),
		cmocka_unit_test(check_of_a_folder_names_file_line_and_column),
		cmocka_unit_test(check_refuses_what_the_format_alone_allows),
		cmocka_unit_test(list_prints_lines_or_json),
		cmocka_unit_test(list_assumed_names_every_assumed_number),
		cmocka_unit_test(show_explains_one_thing_with_its_numbers_and_sources),
		cmocka_unit_test(an_unknown_word_is_answered_with_the_nearest),
		cmocka_unit_test(diff_names_what_was_added_removed_and_changed),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
