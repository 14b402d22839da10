/* unknot kb fit: which published figures the network meets, which it could meet, and why the others cannot be. */
#include "kb_command.h"

#include "base/json.h"

#include <math.h>

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
		cmocka_unit_test(fit_holds_every_base_and_pair_once_furthest_off_first),
		cmocka_unit_test(fit_proposes_what_meets_the_figures),
		cmocka_unit_test(fit_says_the_same_to_people),
		cmocka_unit_test(fit_of_one_link_tells_met_damped_and_contradicted_apart),
		cmocka_unit_test(fit_refuses_what_it_cannot_read),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
