/* unknot kb: check, freeze, list, show and diff, as a person and as a program would call them. */
#include "kb_command.h"
#include "core/kb_frozen.h"

#include "base/json.h"

#include <math.h>
#include <unistd.h>

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

static void freeze_writes_a_whole_file_or_none(void **state)
{
	const char *dir = folder("uncited", "sources.yaml", "sources:\n  - { id: X1, authors: X, year: 2020 }\n");
	const char *path = arena_fmt(a, "%s/knowledge.kb", dir);
	struct err err = { 0 };

	(void)state;
	assert_int_equal(run("freeze", path, dir, NULL), 2);            /* what kb check refuses is not frozen */
	assert_in(complained, "0 regions, not 100");
	assert_int_equal(access(path, F_OK), -1);
	assert_int_equal(run("freeze", arena_fmt(a, "%s/nowhere/x.kb", dir), NULL, NULL), 1);
	assert_int_equal(run("freeze", path, NULL, NULL), 0);
	assert_in(said, "SHA-256 of the knowledge ");
	FILE *f = fopen(path, "rb");
	assert_non_null(f);
	char *bytes = arena_take(a, 1 << 20, 1);
	size_t n = fread(bytes, 1, 1 << 20, f);
	fclose(f);
	const struct kb *kb = kb_thaw(a, bytes, n, &err);
	assert_non_null(kb);
	assert_in(said, kb->hash);
	assert_int_equal(access(arena_fmt(a, "%s.new", path), F_OK), -1);
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

/* Short: one line a group, and the groups add up to what --all lists. */
static void list_assumed_is_short_unless_all_is_asked_for(void **state)
{
	struct err err = { 0 };
	int lines = 0, sum = 0;

	(void)state;
	assert_int_equal(run("list", "assumed", "--json", NULL), 0);
	int each = (int)json_array_size(json_read(a, said, strlen(said), &err));
	assert_int_equal(run("list", "assumed", NULL, NULL), 0);
	for (const char *at = said; *at; at = strchr(at, '\n') + 1, lines++)
		sum += (int)strtol(at, NULL, 10);
	assert_in_range(lines, 5, 15);
	assert_int_equal(sum, 2 * each);
	assert_int_equal(run("list", "assumed", "--all", NULL), 0);
	assert_in(said, "femoral_stretch_positive");
	for (const char *at = said; *at; at = strchr(at, '\n') + 1)
		lines--;
	assert_int_equal(-lines, each);
	assert_int_equal(run("list", "causes", "--all", NULL), 2);
}

static void show_explains_one_thing_with_its_numbers_and_sources(void **state)
{
	struct err err = { 0 };

	(void)state;
	assert_int_equal(run("show", "hip_joint", NULL, NULL), 0);
	assert_in(said, "low_back, pelvis, hip, thigh; share 0.8 (DesignPriors, assumed)");
	assert_int_equal(run("show", "myofascial", NULL, NULL), 0);
	assert_in(said, "cause myofascial  (causes.yaml:");
	assert_in(said, "makes tense");
	assert_in(said, "prior");
	assert_in(said, "confidence");
	assert_in(said, "DesignPriors");
	assert_int_equal(run("show", "myofascial", "--json", NULL), 0);
	assert_true(json_is_object(json_read(a, said, strlen(said), &err)));
}

static void show_tells_of_a_unit_and_a_region_what_its_muscles_do(void **state)
{
	(void)state;
	assert_int_equal(run("show", "psoas", NULL, NULL), 0);
	assert_in(said, "drives pain in a share of 0.06; refers to low_back 1, thigh_front 0.8");
	assert_in(said, "(TextsAnatomy, TravellSimons,");
	assert_int_equal(run("show", "low_back_left", NULL, NULL), 0);
	assert_in(said, "from psoas_major");
	assert_in(said, "1, the usual pattern (TextsAnatomy, TravellSimons");
}

/* A line of the table: its name, then what comes after it. */
static void assert_row(const char *name, const char *rest)
{
	const char *at = strstr(said, arena_fmt(a, "\n  %s ", name)), *end = at ? strchr(at + 1, '\n') : NULL;

	if (!end || !strstr(arena_copy(a, at, (size_t)(end - at)), rest))
		fail_msg("no row of %s with \"%s\" in:\n%.3000s", name, rest, said);
}

static void show_tells_the_numbers_of_the_network(void **state)
{
	(void)state;
	assert_int_equal(run("show", "disc", NULL, NULL), 0);
	assert_in(said, "\n  prior 0.28, 0.15 to 0.42 (DesignPriors, DePalma2011, low)\n  odds x 1.5 when age < 45 (");
	assert_row("centralisation", "0.43   0.86  0.663");     /* of high confidence: (1 - 0.43) / 0.86, not damped */
	assert_row("mri_modic", "Han2023, moderate");
	assert_in(said, "\n  told together with facet");
	assert_int_equal(run("show", "stress", NULL, NULL), 0);
	assert_in(said, "\n  confused with duress 0.");
	assert_int_equal(run("show", "slr_positive", NULL, NULL), 0);
	assert_in(said, "\n  base 0.3 (Capra2011, low); leak 0.2");
	assert_in(said, "\n  confused with leg_power_reduced 0.9");
	assert_int_equal(run("show", "metastasis", NULL, NULL), 0);
	assert_in(said, "no link: nothing that is answered moves it but its odds");
	assert_int_equal(run("show", "cauda_equina", NULL, NULL), 0);
	assert_null(strstr(said, "in the network"));
}

static void show_for_programs_holds_the_same_numbers(void **state)
{
	struct err err = { 0 };

	(void)state;
	assert_int_equal(run("show", "slr_positive", "--json", NULL), 0);
	const json_t *net = json_object_get(json_read(a, said, strlen(said), &err), "network");
	const json_t *l = json_array_get(json_object_get(net, "links"), 0);
	double leak = json_number_value(json_object_get(net, "leak")), q = json_number_value(json_object_get(l, "q"));
	double present = json_number_value(json_object_get(l, "present_times"));

	assert_string_equal(json_string_value(json_object_get(l, "cause")), "radicular");
	assert_true(leak > 0.2 && leak < 0.3 && q > 0.8 && q < 1);
	assert_true(present > 1 && fabs(present * leak - (1 - (1 - leak) * q)) < 1e-9);
	assert_true(json_array_size(json_object_get(net, "confused_with")) > 0);
	assert_int_equal(run("show", "disc", "--json", NULL), 0);
	net = json_object_get(json_read(a, said, strlen(said), &err), "network");
	assert_int_equal(json_array_size(json_object_get(net, "odds")), 2);
	assert_string_equal(json_string_value(json_array_get(json_object_get(net, "groups"), 0)), "axial");
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
	assert_string_equal(said, "0 added, 0 removed, 0 changed\nThe files are the same: nothing changes for anybody.\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(check_says_what_it_read_and_exits_by_what_it_found),
		cmocka_unit_test(check_of_a_folder_names_file_line_and_column),
		cmocka_unit_test(check_refuses_what_the_format_alone_allows),
		cmocka_unit_test(freeze_writes_a_whole_file_or_none),
		cmocka_unit_test(list_prints_lines_or_json),
		cmocka_unit_test(list_assumed_names_every_assumed_number),
		cmocka_unit_test(list_assumed_is_short_unless_all_is_asked_for),
		cmocka_unit_test(show_explains_one_thing_with_its_numbers_and_sources),
		cmocka_unit_test(show_tells_of_a_unit_and_a_region_what_its_muscles_do),
		cmocka_unit_test(show_tells_the_numbers_of_the_network),
		cmocka_unit_test(show_for_programs_holds_the_same_numbers),
		cmocka_unit_test(an_unknown_word_is_answered_with_the_nearest),
		cmocka_unit_test(diff_names_what_was_added_removed_and_changed),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
