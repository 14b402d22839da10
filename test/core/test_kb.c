/* The loader: what it takes, what it refuses and where, what becomes of names.  The rules beyond the format are in test_kb_check.c. */
#include "support.h"

#include "core/rule.h"

#include <string.h>

#include "one_arena.h"

static const char sources[] = "sources:\n  - { id: Study2020, authors: Study, year: 2020, journal: Journal 1:1 }\n";
static const char regions[] =
	"regions:\n"
	"  - { id: shin, name: Shin, area: lower_leg, view: front }\n"
	"  - { id: calf, name: Calf, area: lower_leg, view: back }\n"
	"  - { id: low_back, name: Low back, area: low_back, view: back }\n";
static const char findings[] =
	"findings:\n"
	"  - { id: mood, name: Mood, by: client, module: mind, type: int, min: 0, max: 10, cut: 4, ask: Mood?, base: 0.3, base_source: [Study2020], base_confidence: low }\n"
	"  - id: fever\n"
	"    name: Fever\n"
	"    by: client\n"
	"    module: safety\n"
	"    type: bool\n"
	"    gate: true\n"
	"    asked: [intake, week]\n"
	"    ask: Fever?\n"
	"    why: Why.\n"
	"    when: mood >= 2\n"
	"  - { id: chill, name: Chill, by: client, module: safety, type: bool, ask: Chill? }\n";
static const char causes[] =
	"classes:\n"
	"  - { id: emotional, name: Emotional, plain: Mood }\n"
	"causes:\n"
	"  - { id: stress, class: emotional, name: Stress, plain: Stress, tell: It can change., prior: 0.4, low: 0.2, high: 0.6, source: [Study2020], confidence: low }\n"
	"  - { id: sadness, class: emotional, name: Sadness, plain: Low mood, tell: It can change., prior: 0.3, low: 0.2, high: 0.6, source: [Study2020], confidence: low, odds: [ { when: fever, times: 2, source: [Study2020], confidence: assumed } ] }\n"
	"groups:\n"
	"  - { id: both, causes: [stress, sadness], name: Both, text: Both., because: Same answers, tell_apart: Talk }\n";
static const char links[] =
	"links:\n"
	"  - { finding: mood, cause: sadness, sens: 0.8, spec: 0.7, source: [Study2020], confidence: low }\n"
	"  - { finding: mood, cause: stress, sens: 0.6, spec: 0.7, source: [Study2020], confidence: low }\n";
static const char techniques[] =
	"techniques:\n"
	"  - { id: swedish, component: massage, kind: massage, name: Swedish, what: Strokes., how: Slowly., who: therapist, minutes: 15, pressure_min: 1, pressure_max: 3, areas: [low_back], known: Helps., evidence: fair, helps: [ { cause: stress, effect: 0.4, source: [Study2020], confidence: low } ] }\n"
	"  - { id: walking, component: movement, kind: activity, name: Walking, what: Walk., how: Walk., who: self, minutes: 10, days: 5, known: Helps., evidence: fair }\n";
static const char blocks[] =
	"blocks:\n"
	"  - { id: block_fever, when: fever, techniques: [all_massage], regions: [all], limit: never, because: Fever, tell: Not now., source: [Study2020], confidence: low }\n"
	"  - { id: block_leg, when: chill, techniques: [swedish, movement], regions: [lower_leg, low_back], limit: light, because: Leg, tell: Light., source: [Study2020], confidence: low }\n";
static const char flags[] =
	"flags:\n"
	"  - { id: flag_note, tier: note, within: days, when: chill, text: Note., action: Watch., write: Chill., source: [Study2020], confidence: low }\n"
	"  - { id: flag_fever, tier: emergency, within: now, when: fever, text: Fever., action: Call., write: Fever., source: [Study2020], confidence: low, route: abuse }\n";
static const char practice[] =
	"---\nid: breathing\ncomponent: mind\nkind: breathing\nname: Breathing\nwhat: Breath.\nminutes: 1\ndays: 5\nweek: 2\nknown: Weak.\nevidence: weak\n---\n"
	"Welcome.\nSit well.\n\n- 30s: Breathe in\n  and out.\n\n- 35s: Rest.\n";

#define ALL "sources.yaml", sources, "regions.yaml", regions, "findings.yaml", findings, "causes.yaml", causes, \
	"links.yaml", links, "techniques.yaml", techniques, "practices/breathing.md", practice, "blocks.yaml", blocks, "flags.yaml", flags

static struct kb *all(void)
{
	struct err err = { 0 };
	struct kb *kb = test_load(a, &err, ALL, NULL);

	if (!kb)
		fail_msg("%s", err_line(a, &err));
	return kb;
}

static void the_knowledge_inside_the_program_loads(void **state)
{
	const struct kb *kb = test_kb();

	(void)state;
	assert_int_equal(kb->n_regions, 100);
	assert_true(kb->n_findings > 100);
	assert_true(kb_finding(kb, "saddle_numbness_new") >= 0);
	assert_true(kb_cause(kb, "myofascial") >= 0);
}

static void findings_stand_by_module_then_as_written(void **state)
{
	const struct kb *kb = all();

	(void)state;
	assert_string_equal(kb->finding[0].id, "fever");
	assert_string_equal(kb->finding[1].id, "chill");
	assert_string_equal(kb->finding[2].id, "mood");
	assert_true(kb->finding[0].gate);
	assert_int_equal(kb->finding[0].asked, ASKED_INTAKE | ASKED_WEEK);
	assert_int_equal(kb->finding[1].asked, ASKED_INTAKE);
	assert_int_equal(kb->finding[1].max, 1);
	assert_int_equal(kb->finding[1].cut, 1);
	assert_int_equal(kb->finding[2].cut, 4);
	assert_int_equal(kb->finding[0].where.line, 3);
	assert_int_equal(kb->finding[1].where.line, 13);
}

static void a_condition_may_name_a_finding_of_a_later_module(void **state)
{
	const struct kb *kb = all();
	struct person_case *c = case_new(a, kb);

	(void)state;
	test_answer(kb, c, "mood", 1);
	assert_int_equal(rule_applies(kb, kb_finding(kb, "fever"), c), TRUTH_NO);
	test_answer(kb, c, "mood", 2);
	assert_int_equal(rule_applies(kb, kb_finding(kb, "fever"), c), TRUTH_YES);
}

static void names_become_indices(void **state)
{
	const struct kb *kb = all();
	const struct cause *sad = &kb->cause[kb_cause(kb, "sadness")];

	(void)state;
	assert_string_equal(kb->class[sad->class].id, "emotional");
	assert_int_equal(sad->group, 0);
	assert_int_equal(kb->group[0].causes.n, 2);
	assert_string_equal(kb->source[sad->cite.source.at[0]].id, "Study2020");
	assert_int_equal(sad->cite.confidence, CONFIDENCE_LOW);
	assert_true(sad->prior == 0.3);
	assert_int_equal(sad->n_odds, 1);
	assert_true(sad->odds[0].times == 2);
	assert_int_equal(sad->odds[0].cite.confidence, CONFIDENCE_ASSUMED);
	assert_int_equal(kb_count(kb, KIND_ITEM), 3);
	assert_string_equal(kb_id(kb, KIND_ITEM, kb_find(kb, KIND_ITEM, "walking")), "walking");
	assert_int_equal(kb_find(kb, KIND_ITEM, "wlaking"), -1);
	assert_string_equal(kb_nearest(kb, KIND_ITEM, "wlaking"), "walking");
	assert_null(kb_nearest(kb, KIND_ITEM, "xxxxxxxxxxxx"));
}

static void links_are_sorted_and_flags_stand_by_tier(void **state)
{
	const struct kb *kb = all();

	(void)state;
	assert_int_equal(kb->n_links, 2);
	assert_int_equal(kb->link[0].cause, kb_cause(kb, "stress"));
	assert_int_equal(kb->link[1].cause, kb_cause(kb, "sadness"));
	assert_string_equal(kb->flag[0].id, "flag_fever");
	assert_int_equal(kb->flag[0].route, ROUTE_ABUSE);
	assert_string_equal(kb->flag[1].id, "flag_note");
}

static void each_base_becomes_a_left_and_a_right_region(void **state)
{
	const struct kb *kb = all();
	int left = kb_region(kb, "shin_left"), right = kb_region(kb, "shin_right");

	(void)state;
	assert_int_equal(kb->n_regions, 6);
	assert_int_equal(right, left + 1);
	assert_int_equal(kb->region[left].mirror, right);
	assert_int_equal(kb->region[right].mirror, left);
	assert_int_equal(kb->region[left].side, SIDE_LEFT);
	assert_true(kb->region[left].front);
	assert_string_equal(kb->region[right].name, "Shin, right");
	assert_string_equal(kb->area[kb->region[left].area].name, "Lower leg");
}

static void blocks_spell_out_groups_components_and_areas(void **state)
{
	const struct kb *kb = all();
	const struct block *fever = &kb->block[0], *leg = &kb->block[1];

	(void)state;
	assert_int_equal(fever->items.n, 1);
	assert_int_equal(fever->items.at[0], kb_item(kb, "swedish"));
	assert_true(fever->everywhere);
	assert_int_equal(leg->items.n, 2);
	assert_false(leg->everywhere);
	assert_int_equal(leg->regions.n, 6);
	assert_int_equal(leg->limit, LIMIT_LIGHT);
}

static void a_practice_is_a_welcome_and_timed_steps(void **state)
{
	const struct kb *kb = all();
	const struct item *it = &kb->item[kb_item(kb, "breathing")];

	(void)state;
	assert_true(it->practice);
	assert_int_equal(it->who, WHO_SELF);
	assert_int_equal(it->week, 2);
	assert_string_equal(it->intro, "Welcome.\nSit well.");
	assert_int_equal(it->n_steps, 2);
	assert_int_equal(it->steps[0].seconds, 30);
	assert_string_equal(it->steps[0].text, "Breathe in and out.");
	assert_int_equal(it->steps[1].seconds, 35);
}

static void files_of_one_kind_may_be_split_and_letters_stay_as_they_are(void **state)
{
	struct err err = { 0 };
	const struct kb *kb = test_load(a, &err, "sources/a.yaml", sources, "sources/b.yaml",
		"sources:\n  - { id: Other2021, authors: Other, year: 2021 }\n", "letters/referral.md", "Dear {name},\n\nbody\n",
		"README.md", "For people.", NULL);

	(void)state;
	assert_non_null(kb);
	assert_int_equal(kb->n_sources, 2);
	assert_string_equal(kb_letter(kb, "referral")->text, "Dear {name},\n\nbody\n");
	assert_null(kb_letter(kb, "stop"));
}

static void lessons_stand_by_week_and_name_the_one_before(void **state)
{
	struct err err = { 0 };
	const char *second = "---\nid: lesson_two\nweek: 2\nname: Two\nidea: Idea.\nquestion: Q?\nminutes: 5\nneeds: lesson_one\n---\nText *two*.\n";
	const char *first = "---\nid: lesson_one\nweek: 1\nname: One\nidea: Idea.\nquestion: Q?\nminutes: 5\n---\nText.\n";
	const struct kb *kb = test_load(a, &err, "course/a.md", second, "course/b.md", first, NULL);

	(void)state;
	assert_non_null(kb);
	assert_string_equal(kb->lesson[0].id, "lesson_one");
	assert_int_equal(kb->lesson[1].needs, 0);
	assert_int_equal(kb->lesson[0].needs, -1);
	assert_int_equal(kb->lesson[1].practice, -1);
	assert_string_equal(kb->lesson[1].body, "Text *two*.");
}

/* The message, line and column of the first failure. */
static void refuses(const char *path, const char *text, int line, int column, const char *says)
{
	struct err err = { 0 };

	if (test_load(a, &err, "sources.yaml", sources, "regions.yaml", regions, path, text, NULL))
		fail_msg("was taken, expected: %s", says);
	const char *got = err_line(a, &err);
	if (!strstr(got, says))
		fail_msg("%s (expected: %s)", got, says);
	if (err.line != line || err.column != column)
		fail_msg("%s (expected line %d column %d)", got, line, column);
	assert_string_equal(err.file, path);
}

#define F "findings:\n  - id: aa\n    name: A\n    by: client\n    module: mind\n    type: int\n    min: 0\n    max: 3\n    ask: A?\n"

static void what_does_not_fit_is_refused_with_its_place(void **state)
{
	(void)state;
	refuses("findings.yaml", F "    wehn: aa\n", 10, 5, "wehn: no such field (did you mean when?)");
	refuses("findings.yaml", F "    by: client\n", 10, 5, "by: this field stands twice");
	refuses("findings.yaml", F "    gate: perhaps\n", 10, 11, "it is one of true, false");
	refuses("findings.yaml", F "    asked: [intake, sometimes]\n", 10, 12, "\"sometimes\" does not fit; it is one of intake, session");
	refuses("findings.yaml", F "    cut: 2x\n", 2, 1, "cut: \"2x\" is no whole number from 0 to 3");
	refuses("findings.yaml", F "    cut: 9\n", 2, 1, "cut: \"9\" is no whole number from 0 to 3");
	refuses("findings.yaml", F "    base: 0x1p3\n", 2, 1, "base: \"0x1p3\" is no number");
	refuses("findings.yaml", F "    base: nan\n", 2, 1, "base: \"nan\" is no number");
	refuses("findings.yaml", F "    base: 1e999\n", 2, 1, "base: \"1e999\" is no number");
	refuses("findings.yaml", F "    base_source: [Study2021]\n", 2, 1, "the nearest is Study2020");
	refuses("findings.yaml", F "    when: bb\n", 2, 1, "there is no finding \"bb\"");
	refuses("findings.yaml", F "    when: aa or (\n", 2, 1, "expected a finding at the end");
	refuses("findings.yaml", F "    options: [ { value: 2, label: B }, { value: 1, label: A } ]\n", 2, 1, "the values go up");
	refuses("findings.yaml", F "    why: a: b\n", 10, 11, "mapping values are not allowed");
	refuses("findings.yaml", "findings:\n  - id: aa\n    by: client\n", 3, 9, "name: this field is missing");
	refuses("findings.yaml", "findings: 3\n", 1, 11, "SEQUENCE");
	refuses("findings.yaml", "", 1, 1, "nothing stands here");
	refuses("findings.yaml", "other: []\n", 1, 1, "other: no such field");
	refuses("links.yaml", "links:\n  - { finding: aa, cause: b, sens: 0.5, spec: 0.9 }\n", 2, 1, "there is no finding \"aa\"");
	refuses("findings.yaml", "findings:\n  - { id: &x aa, name: *x }\n", 2, 18, "aliases");
	refuses("findings.yaml", "findings:\n  - { id: Fever, name: F, by: client, module: mind, type: bool, ask: F? }\n", 2, 1, "lower_case");
	refuses("findings.yaml", "findings:\n  - { id: aa, name: F, by: client, module: mind, type: bool, ask: F?, max: 3 }\n", 2, 1,
		"belong to findings of type int");
	refuses("other.yaml", "a: b\n", 0, 0, "no file of the knowledge");
	refuses("letter.md", "text", 0, 0, "practices/, course/ or letters/");
	refuses("findings.yaml", "findings: \xff\n", 0, 0, "not UTF-8");
}

static void the_same_id_twice_is_refused_with_both_places(void **state)
{
	(void)state;
	refuses("findings.yaml", F "  - { id: aa, name: B, by: client, module: mind, type: bool, ask: B? }\n", 10, 1,
		"\"aa\" stands twice, first at findings.yaml:2");
}

static void conditions_in_a_circle_are_refused(void **state)
{
	(void)state;
	refuses("findings.yaml", F "    when: aa\n", 2, 1, "leads back to itself");
	refuses("findings.yaml",
		"findings:\n"
		"  - { id: aa, name: A, by: client, module: mind, type: bool, ask: A?, when: bb }\n"
		"  - { id: bb, name: B, by: client, module: mind, type: int, min: 0, max: 2, sum_of: [cc] }\n"
		"  - { id: cc, name: C, by: client, module: mind, type: bool, ask: C?, when: aa }\n", 2, 1, "leads back to itself");
}

static void conditions_that_would_cost_too_much_are_refused(void **state)
{
	char text[4000] = "findings:\n  - { id: q0, name: Q, by: client, module: mind, type: bool, ask: Q? }\n";

	(void)state;
	for (int i = 1; i < 12; i++)
		snprintf(text + strlen(text), sizeof(text) - strlen(text),
			"  - { id: q%d, name: Q, by: client, module: mind, type: bool, ask: Q?, when: q%d or q%d or q%d }\n", i, i - 1, i - 1, i - 1);
	refuses("findings.yaml", text, 10, 1, "through too many others");
}

#define P "---\nid: breathing\ncomponent: mind\nkind: breathing\nname: B\nwhat: B.\nminutes: 1\nknown: W.\nevidence: weak\n"

static void a_broken_practice_is_refused_with_its_line(void **state)
{
	(void)state;
	refuses("practices/b.md", "id: breathing\n", 1, 1, "three dashes");
	refuses("practices/b.md", P, 1, 1, "second line of three dashes");
	refuses("practices/b.md", P "who: self\n---\nHi.\n- 5s: x\n", 10, 1, "who: no such field");
	refuses("practices/b.md", P "---\nHi.\n", 12, 1, "a practice has steps");
	refuses("practices/b.md", P "---\nHi.\n\n- 5s: x\n- 5: y\n", 14, 1, "expected \"- Ns: text\"");
	refuses("practices/b.md", P "---\nHi.\n\n- 5s: x\nand so on\n", 14, 1, "expected \"- Ns: text\"");
	refuses("practices/b.md", P "---\nHi.\n\n- 5s:\n", 13, 1, "a step says something");
}

static void a_file_over_one_megabyte_is_refused(void **state)
{
	size_t n = ((size_t)1 << 20) + 1;
	char *text = arena_take(a, n + 1, 1);
	struct err err = { 0 };
	struct kb_file f = { "findings.yaml", text, n };

	(void)state;
	memset(text, '#', n);
	assert_null(kb_load(a, &f, 1, "", &err));
	assert_non_null(strstr(err.detail, "1 MB"));
}

static void every_id_is_found_where_it_stands_and_no_other_word_is(void **state)
{
	const struct kb *kb = test_kb();

	(void)state;
	for (enum kind k = 0; k < KIND_COUNT; k++)
		for (int i = 0; i < kb_count(kb, k); i++) {
			char near[200];

			assert_int_equal(kb_find(kb, k, kb_id(kb, k, i)), i);
			snprintf(near, sizeof(near), "%s_", kb_id(kb, k, i));
			int other = kb_find(kb, k, near);
			assert_true(other < 0 || strcmp(kb_id(kb, k, other), near) == 0);
		}
	assert_int_equal(kb_find(kb, KIND_FINDING, ""), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_knowledge_inside_the_program_loads),
		cmocka_unit_test(findings_stand_by_module_then_as_written),
		cmocka_unit_test(a_condition_may_name_a_finding_of_a_later_module),
		cmocka_unit_test(names_become_indices),
		cmocka_unit_test(every_id_is_found_where_it_stands_and_no_other_word_is),
		cmocka_unit_test(links_are_sorted_and_flags_stand_by_tier),
		cmocka_unit_test(each_base_becomes_a_left_and_a_right_region),
		cmocka_unit_test(blocks_spell_out_groups_components_and_areas),
		cmocka_unit_test(a_practice_is_a_welcome_and_timed_steps),
		cmocka_unit_test(files_of_one_kind_may_be_split_and_letters_stay_as_they_are),
		cmocka_unit_test(lessons_stand_by_week_and_name_the_one_before),
		cmocka_unit_test(what_does_not_fit_is_refused_with_its_place),
		cmocka_unit_test(the_same_id_twice_is_refused_with_both_places),
		cmocka_unit_test(conditions_in_a_circle_are_refused),
		cmocka_unit_test(conditions_that_would_cost_too_much_are_refused),
		cmocka_unit_test(a_broken_practice_is_refused_with_its_line),
		cmocka_unit_test(a_file_over_one_megabyte_is_refused),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
