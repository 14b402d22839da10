/* unknot kb: check, list, show, fit and diff, as a person and as a program would call them. */
#include "support.h"
#include "core/kb_frozen.h"

#include "base/json.h"
#include "cli/cli.h"

#include <math.h>
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
		root = mkdtemp(arena_fmt(a, "%s/unknot-test-XXXXXX", test_tmp()));
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
	assert_in(said, "psoriasis");
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

/* ---- fit ---- */

static const json_t *figures_of(const json_t *fit)
{
	return json_object_get(fit, "figures");
}

static const char *word(const json_t *of, const char *key)
{
	const char *text = json_string_value(json_object_get(of, key));

	if (!text)
		fail_msg("no %s", key);
	return text;
}

static double figure_number(const json_t *of, const char *part, const char *key)
{
	const json_t *v = json_object_get(part ? json_object_get(of, part) : of, key);

	if (!json_is_number(v))
		fail_msg("no number %s %s", part ? part : "", key);
	return json_number_value(v);
}

static int counted(const json_t *fit, const char *counts, const char *verdict)
{
	return (int)json_integer_value(json_object_get(json_object_get(fit, counts), verdict));
}

static int counted_all(const json_t *fit, const char *counts)
{
	const char *key;
	json_t *v;
	int n = 0;

	json_object_foreach(json_object_get((json_t *)(uintptr_t)fit, counts), key, v)
		n += (int)json_integer_value(v);
	return n;
}

static const json_t *fit_of(const char *dir)
{
	struct err err = { 0 };

	assert_int_equal(run("fit", dir ? dir : "--json", dir ? "--json" : NULL, NULL), 0);
	assert_string_equal(complained, "");
	json_t *fit = json_read(a, said, strlen(said), &err);
	if (!fit)
		fail_msg("%s", err_line(a, &err));
	return fit;
}

static void fit_holds_every_base_and_pair_once_furthest_off_first(void **state)
{
	const struct kb *kb = test_kb();
	const json_t *fit = fit_of(NULL), *all = figures_of(fit);
	size_t pairs = 0, bases = 0, told = 0;
	double before = 2;

	(void)state;
	for (int f = 0; f < kb->n_findings; f++)
		bases += kb->finding[f].base > 0;
	for (int l = 0; l < kb->n_links; l++)
		pairs += kb->finding[kb->link[l].finding].base > 0 && !kb->cause[kb->link[l].cause].by_rule;
	assert_int_equal(json_array_size(all), pairs + bases);
	assert_int_equal(counted_all(fit, "published_pairs") + counted_all(fit, "designed_pairs"), pairs);
	assert_int_equal(counted_all(fit, "published_bases") + counted_all(fit, "designed_bases"), bases);
	for (size_t i = 0; i < pairs + bases; i++) {
		const json_t *g = json_array_get(all, i);
		double off = figure_number(g, NULL, "off");

		assert_true(off <= before);
		before = off;
		assert_int_equal(off <= figure_number(fit, NULL, "within"), strcmp(word(g, "verdict"), "met") == 0);
		for (int l = 0; l < kb->n_links; l++)
			told += !strcmp(word(g, "figure"), "pair") && !strcmp(kb->finding[kb->link[l].finding].id, word(g, "finding")) &&
				!strcmp(kb->cause[kb->link[l].cause].id, word(g, "cause")) && kb->link[l].sens == figure_number(g, "published", "sens");
	}
	assert_int_equal(told, pairs);
}

/* What is said to be possible is: the fitted figures lie at the published ones, and so do those of a pair with the base it asks for. */
static void fit_proposes_what_meets_the_figures(void **state)
{
	const json_t *fit = fit_of(NULL), *all = figures_of(fit);
	double within = figure_number(fit, NULL, "within");
	int can = 0, other = 0;

	(void)state;
	for (size_t i = 0; i < json_array_size(all); i++) {
		const json_t *g = json_array_get(all, i);
		bool pair = !strcmp(word(g, "figure"), "pair");

		if (pair && !strcmp(word(g, "verdict"), "can")) {
			can++;
			assert_true(fabs(figure_number(g, "fitted", "sens") - figure_number(g, "published", "sens")) <= within);
			assert_true(fabs(figure_number(g, "fitted", "spec") - figure_number(g, "published", "spec")) <= within);
		}
		if (pair && !strcmp(word(g, "verdict"), "other_base")) {
			other++;
			assert_true(fabs(figure_number(g, NULL, "implied_base") - figure_number(g, NULL, "prior") *
				figure_number(g, "published", "sens") - (1 - figure_number(g, NULL, "prior")) *
				(1 - figure_number(g, "published", "spec"))) < 1e-9);
			assert_true(fabs(figure_number(g, "fitted", "lr_absent") - figure_number(g, "published", "lr_absent")) < 1e-6);
		}
		if (!pair && !strcmp(word(g, "verdict"), "can"))
			assert_true(fabs(figure_number(g, NULL, "fitted") - figure_number(g, NULL, "published")) <= within);
	}
	assert_true(can > 0 && other > 0);
}

static void fit_says_the_same_to_people(void **state)
{
	const json_t *fit = fit_of(NULL), *all = figures_of(fit);
	const char *first = NULL, *at;
	int listed = 0, expected = 0;

	(void)state;
	for (size_t i = 0; i < json_array_size(all); i++) {
		const json_t *g = json_array_get(all, i);

		if (json_is_true(json_object_get(g, "design")) || !strcmp(word(g, "verdict"), "met"))
			continue;
		if (!expected++)
			first = strcmp(word(g, "figure"), "pair") ? arena_fmt(a, "base of %s", word(g, "finding")) :
				arena_fmt(a, "%s of %s", word(g, "finding"), word(g, "cause"));
	}
	int pairs = counted_all(fit, "published_pairs"), bases = counted_all(fit, "published_bases");
	int met = counted(fit, "published_pairs", "met"), can = counted(fit, "published_pairs", "can");
	int bases_met = counted(fit, "published_bases", "met"), bases_can = counted(fit, "published_bases", "can");

	assert_int_equal(run("fit", NULL, NULL, NULL), 0);
	assert_in(said, arena_fmt(a, "\n%d published pairs of sens and spec: %d met, %d can be met, ", pairs, met, can));
	assert_in(said, arena_fmt(a, "\n%d published base rates: %d met, %d can be met, ", bases, bases_met, bases_can));
	for (at = strstr(said, "      published "); at; at = strstr(at + 1, "      published "))
		listed++;
	assert_int_equal(listed, expected);
	assert_in(arena_copy(a, strstr(said, "\n\n"), 80), first);
}

/* One cause, one finding: a pair that fits its base is met as it stands when it is of high confidence, and can be when it is damped. */
static const char *one_link(const char *name, const char *base, const char *confidence, const char *source)
{
	const char *dir = folder(name, "sources.yaml", "sources:\n  - { id: X1, authors: X, year: 2020, title: T }\n"
		"  - { id: DesignPriors, authors: X, year: 2020, title: T }\n");

	folder(name, "causes.yaml", "classes:\n  - { id: m, name: M, plain: m }\ncauses:\n  - { id: c, class: m, name: C, plain: c, tell: T., "
		"prior: 0.2, low: 0.1, high: 0.3, source: [X1], confidence: low }\n");
	folder(name, "links.yaml", arena_fmt(a, "links:\n  - { finding: f, cause: c, sens: 0.8, spec: 0.9, source: [X1], confidence: %s }\n",
		confidence));
	mkdir(arena_fmt(a, "%s/findings", dir), 0700);
	folder(name, "findings/pain.yaml", arena_fmt(a, "findings:\n  - { id: f, name: F, by: client, module: pain, type: bool, ask: F?, "
		"asked: [intake], seconds: 5, base: %s, base_source: [%s], base_confidence: low }\n", base, source));
	return dir;
}

static void fit_of_one_link_tells_met_damped_and_contradicted_apart(void **state)
{
	(void)state;
	assert_int_equal(run("fit", one_link("met", "0.24", "high", "X1"), NULL, NULL), 0);
	assert_in(said, "1 published pairs of sens and spec: 1 met, 0 can be met, 0 with another base of our own choice, 0 cannot\n");
	assert_in(said, "1 published base rates: 1 met");
	assert_null(strstr(said, "f of c"));
	assert_int_equal(run("fit", one_link("damped", "0.24", "low", "X1"), NULL, NULL), 0);
	assert_in(said, "f of c  (links.yaml:2; X1, low)\n");
	assert_in(said, "fitted     sens 0.80  spec 0.90  LR+  8.00  LR- 0.22  q 0.222  leak 0.100\n"
		"      can be met by the fitted numbers; damped on purpose, being low\n");
	assert_int_equal(run("fit", one_link("against", "0.5", "high", "X1"), NULL, NULL), 0);
	assert_in(said, "cannot be met: with a prior of 0.200 this pair makes a base of 0.24 (leak 0.100), published is 0.50 (X1, low); "
		"0.50 fits a prior of 0.571, not 0.200\n");
	assert_in(said, "1 cannot: 1 another base or prior\n");
	assert_int_equal(run("fit", one_link("ours", "0.95", "high", "DesignPriors"), NULL, NULL), 0);
	assert_in(said, "can be met with a base of 0.24 (leak 0.100) instead of 0.95, which is our own choice; "
		"0.95 lies outside 1 - spec ... sens, so no prior fits it\n");
	assert_in(said, "1 with another base of our own choice, 0 cannot\n");
}

static void fit_refuses_what_it_cannot_read(void **state)
{
	(void)state;
	assert_int_equal(run("fit", "/nonexistent", NULL, NULL), 2);
	assert_in(complained, "/nonexistent: No such file or directory");
	assert_int_equal(run("fit", "--frob", NULL, NULL), 2);
	assert_in(complained, "kb fit [DIR] [--json]");
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
		cmocka_unit_test(fit_holds_every_base_and_pair_once_furthest_off_first),
		cmocka_unit_test(fit_proposes_what_meets_the_figures),
		cmocka_unit_test(fit_says_the_same_to_people),
		cmocka_unit_test(fit_of_one_link_tells_met_damped_and_contradicted_apart),
		cmocka_unit_test(fit_refuses_what_it_cannot_read),
		cmocka_unit_test(diff_names_what_was_added_removed_and_changed),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
