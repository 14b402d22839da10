/* What a change of the knowledge does to people: kb diff on whole editions, written out and changed in one place. */
#define _XOPEN_SOURCE 700
#include "run.h"

#include "base/json.h"
#include "base/str.h"

#include <ftw.h>
#include <sys/stat.h>
#include <unistd.h>

#define PSOAS_WAS "id: psoas_major\n" \
	"    name: \"Psoas major\"\n" \
	"    latin: \"Musculus psoas major\"\n" \
	"    acts: \"flexes hip; side-bends/compresses lumbar spine\"\n" \
	"    nerve: \"L1-3\"\n" \
	"    unit: psoas\n" \
	"    area: hip\n" \
	"    tends: tight\n" \
	"    active: 0.06"
#define PSOAS_IS "id: psoas_major\n" \
	"    name: \"Psoas major\"\n" \
	"    latin: \"Musculus psoas major\"\n" \
	"    acts: \"flexes hip; side-bends/compresses lumbar spine\"\n" \
	"    nerve: \"L1-3\"\n" \
	"    unit: psoas\n" \
	"    area: hip\n" \
	"    tends: tight\n" \
	"    active: 0.5"

static struct arena *a;
static const char *root, *plain, *few;

static void write_file(const char *path, const char *text, size_t n)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	assert_int_equal(fwrite(text, 1, n, f), n);
	assert_int_equal(fclose(f), 0);
}

static void make_folders(char *path)
{
	for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = 0;
		mkdir(path, 0700);
		*slash = '/';
	}
}

/* The knowledge of the program as a folder, with the first `old` of one file replaced. */
static const char *edition(const char *name, const char *file, const char *old, const char *new)
{
	const char *dir = arena_fmt(a, "%s/%s", root, name);
	bool done = !file;

	for (size_t i = 0; i < knowledge_files_n; i++) {
		char *path = arena_fmt(a, "%s/%s", dir, knowledge_files[i].path);
		const char *text = arena_copy(a, knowledge_files[i].at, (size_t)(knowledge_files[i].end - knowledge_files[i].at));
		const char *at = file && str_equal(file, knowledge_files[i].path) ? strstr(text, old) : NULL;

		if (at)
			text = arena_fmt(a, "%.*s%s%s", (int)(at - text), text, new, at + strlen(old));
		done |= at != NULL;
		make_folders(path);
		write_file(path, text, strlen(text));
	}
	if (!done)
		fail_msg("%s does not hold %s", file, old);
	return dir;
}

/* Eight of the cases in a folder of their own. */
static const char *eight_cases(void)
{
	static const char *const name[] = { "cancer", "fracture", "hip", "mechanical", "muscle_hip", "radicular", "sleepless", "widespread" };
	const char *dir = arena_fmt(a, "%s/eight", root);
	struct cli cli = { .arena = a, .out = stdout, .err = stderr };

	mkdir(dir, 0700);
	for (size_t i = 0; i < sizeof(name) / sizeof(*name); i++) {
		struct err err = { 0 };
		char *text;
		size_t n;

		if (!cli_read_file(&cli, arena_fmt(a, "test/cases/%s.json", name[i]), &text, &n, &err))
			fail_msg("%s", err_line(a, &err));
		write_file(arena_fmt(a, "%s/%s.json", dir, name[i]), text, n);
	}
	return dir;
}

static int forget(const char *path, const struct stat *s, int type, struct FTW *where)
{
	(void)s;
	(void)type;
	(void)where;
	return remove(path);
}

static int setup(void **state)
{
	(void)state;
	a = arena_new((size_t)1 << 30);
	root = mkdtemp(arena_fmt(a, "%s/unknot-test-XXXXXX", test_tmp()));
	assert_non_null(root);
	plain = edition("plain", NULL, NULL, NULL);
	few = eight_cases();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	nftw(root, forget, 16, FTW_DEPTH | FTW_PHYS);
	arena_end(a);
	return 0;
}

static void assert_in(const char *text, const char *part)
{
	if (!strstr(text, part))
		fail_msg("\"%s\" is not in:\n%.3000s", part, text);
}

static json_t *read_out(struct ran r)
{
	struct err err = { 0 };

	assert_int_equal(r.code, 0);
	json_t *all = json_read(a, r.out, strlen(r.out), &err);
	if (!all)
		fail_msg("%s", err_line(a, &err));
	return all;
}

static json_int_t number(const json_t *o, const char *first, const char *second)
{
	o = json_object_get(o, first);
	return json_integer_value(second ? json_object_get(o, second) : o);
}

static void no_change_reports_no_change(void **state)
{
	const char *remarked = edition("remarked", "causes.yaml", "classes:", "# another remark\nclasses:");

	(void)state;
	struct ran same = run(a, "kb", "diff", plain, plain);
	assert_string_equal(same.out, "0 added, 0 removed, 0 changed\nThe files are the same: nothing changes for anybody.\n");
	struct ran r = run(a, "kb", "diff", plain, remarked, "--cases", "test/cases", "--people", "24");
	assert_int_equal(r.code, 0);
	assert_in(r.out, "For the 40 cases of test/cases nothing changes: the same triage levels");
	assert_in(r.out, "For the 24 people drawn from the old network nothing changes: the same triage levels");
	assert_string_equal(r.err, "");
}

static void a_changed_prior_moves_its_cause_and_reads_as_sentences(void **state)
{
	const char *changed = edition("prior", "causes.yaml", "prior: 0.28\n    low: 0.15", "prior: 0.40\n    low: 0.15");
	struct ran r = run(a, "kb", "diff", plain, changed, "--cases", few, "--people", "20");

	(void)state;
	assert_int_equal(r.code, 0);
	assert_in(r.out, "changed   cause       disc: prior 0.28 -> 0.4\n");
	assert_in(r.out, arena_fmt(a, "For the 8 cases of %s:\n  Nobody comes to another triage level.\n", few));
	assert_in(r.out, "For the 20 people drawn from the old network:\n  Nobody comes to another triage level.\n  In ");
	assert_in(r.out, " another cause comes first.\n  The largest change of a probability is 0.");
	assert_in(r.out, "What moves most, on average: disc +0.1");
	assert_in(r.out, " who have a plan under both");

	json_t *all = read_out(run(a, "kb", "diff", plain, changed, "--people", "60", "--json"));
	const json_t *drawn = json_object_get(all, "drawn"), *first = json_array_get(json_object_get(drawn, "causes"), 0);
	assert_null(json_object_get(all, "cases"));
	assert_int_equal(number(drawn, "people", NULL), 60);
	assert_string_equal(json_string_value(json_object_get(first, "id")), "disc");
	assert_true(json_number_value(json_object_get(first, "mean")) > 0.05);
	assert_true(json_number_value(json_object_get(first, "largest")) >= json_number_value(json_object_get(first, "mean")));
	assert_int_equal(number(drawn, "triage", "changed"), 0);
	assert_true(number(drawn, "leading_cause", NULL) > 0);
}

static void a_changed_flag_changes_triage_and_who_has_a_plan(void **state)
{
	const char *stricter = edition("stricter", "flags.yaml", "    when: fever\n", "    when: fever or pain_now >= 8\n");
	struct ran r = run(a, "kb", "diff", plain, stricter, "--people", "24");

	(void)state;
	assert_int_equal(r.code, 0);
	assert_in(r.out, "flag        flag_fever: when fever -> fever or pain_now >= 8");
	assert_in(r.out, " higher and 0 lower.\n    person ");
	assert_in(r.out, " -> urgent (flag_fever");
	assert_in(r.out, "No probability changes.");
	json_t *all = read_out(run(a, "kb", "diff", plain, stricter, "--people", "24", "--json"));
	const json_t *drawn = json_object_get(all, "drawn");
	assert_true(number(drawn, "triage", "changed") > 0);
	assert_int_equal(number(drawn, "triage", "changed"), number(drawn, "triage", "higher"));
	assert_true(number(drawn, "plans", "refused") > 0);
	assert_int_equal(number(drawn, "plans", "allowed"), 0);
	assert_int_equal(number(drawn, "plans", "changed"), 0);
	json_t *back = read_out(run(a, "kb", "diff", stricter, plain, "--people", "24", "--json"));
	assert_int_equal(number(json_object_get(back, "drawn"), "plans", "allowed"), number(drawn, "plans", "refused"));
}

static void a_new_danger_question_alone_refuses_nobody(void **state)
{
	const char *more = edition("more", "findings/safety.yaml", "findings:\n", "findings:\n"
		"  - { id: green_glow, name: Glow, by: client, module: safety, topic: topic_health, type: bool, ask: Do you glow?, why: We look., again: Sure?,"
		" gate: true, seconds: 3 }\n");
	struct ran r = run(a, "kb", "diff", plain, more, "--cases", few, "--people", "16");

	(void)state;
	assert_int_equal(r.code, 0);
	assert_in(r.out, "added     finding     green_glow");
	assert_in(r.out, arena_fmt(a, "For the 8 cases of %s nothing changes", few));
	assert_in(r.out, "For the 16 people drawn from the old network nothing changes");
	/* A case that only the new edition can read. */
	const char *dir = arena_fmt(a, "%s/cases", root), *text = "{ \"person\": { \"age\": 40 }, \"findings\": { \"green_glow\": true } }";
	mkdir(dir, 0700);
	write_file(arena_fmt(a, "%s/glows.json", dir), text, strlen(text));
	assert_int_equal(run(a, "kb", "diff", plain, more, "--cases", dir, "--people", "0").code, 0);
	struct ran refused = run(a, "kb", "diff", plain, plain, "--cases", dir, "--people", "0");
	assert_int_equal(refused.code, 2);
	assert_in(refused.err, "glows.json:1:");
	assert_in(refused.err, "findings.green_glow: is not a finding");
}

static void bad_folders_numbers_and_knowledge_are_refused(void **state)
{
	const char *wrong = edition("wrong", "causes.yaml", "prior: 0.28\n    low: 0.15", "prior: 0.01\n    low: 0.15");
	struct ran r = run(a, "kb", "diff", plain, plain, "--cases", "/nonexistent");

	(void)state;
	assert_int_equal(r.code, 2);
	assert_string_equal(r.out, "");
	assert_in(r.err, "--cases: /nonexistent: No such file or directory");
	r = run(a, "kb", "diff", plain, plain, "--cases", "src");
	assert_int_equal(r.code, 2);
	assert_in(r.err, "--cases: src: no case (*.json) is in this folder");
	r = run(a, "kb", "diff", plain, plain, "--people", "many");
	assert_int_equal(r.code, 2);
	assert_in(r.err, "--people: a whole number from 0 to 100000");
	assert_int_equal(run(a, "kb", "list", "causes", "--people", "5").code, 2);
	r = run(a, "kb", "diff", plain, wrong);
	assert_int_equal(r.code, 0);
	assert_in(r.out, "What this does to people was not tried: kb check refuses the new knowledge.  causes.yaml:");
	assert_in(r.out, "disc: expected 0 < low <= prior <= high < 1");
}

/* A muscle that hurts in half of all people is pressed first in many; each case says so by its name. */
static void another_muscle_to_press_is_told(void **state)
{
	const char *psoas = edition("psoas", "muscles/muscles.yaml", PSOAS_WAS, PSOAS_IS);

	(void)state;
	struct ran r = run(a, "kb", "diff", plain, psoas, "--cases", few, "--people", "0");
	assert_int_equal(r.code, 0);
	assert_in(r.out, "psoas_major: share in whom it drives pain 0.06 -> 0.5");
	assert_in(r.out, " another muscle is the first to press, in ");
	assert_in(r.out, "    iliocostalis_lumborum left -> psoas left: 2\n");
	assert_in(r.out, "    radicular: first muscle gluteus_minimus left -> psoas left; first three gluteus_minimus left, ");
	assert_null(strstr(r.out, "No cases were compared"));
	json_t *all = read_out(run(a, "kb", "diff", plain, psoas, "--cases", few, "--people", "0", "--json")), *cases = json_object_get(all, "cases");
	assert_true(json_integer_value(json_object_get(json_object_get(cases, "muscles"), "first")) >= 4);
	assert_string_equal(json_string_value(json_object_get(json_array_get(json_object_get(json_object_get(cases, "muscles"), "swaps"), 0), "to")), "psoas left");
	assert_string_equal(json_string_value(json_object_get(json_array_get(json_object_get(cases, "changed"), 0), "who")), "hip");
}

static void cases_that_were_not_compared_are_spoken_of(void **state)
{
	(void)state;
	const char *psoas = edition("psoas", "muscles/muscles.yaml", PSOAS_WAS, PSOAS_IS);
	struct ran r = run(a, "kb", "diff", plain, psoas, "--people", "0");

	assert_in(r.out, "No cases were compared; --cases DIR compares those of a folder");
	assert_true(json_is_string(json_object_get(read_out(run(a, "kb", "diff", plain, psoas, "--people", "0", "--json")), "cases_not_compared")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(another_muscle_to_press_is_told),
		cmocka_unit_test(cases_that_were_not_compared_are_spoken_of),
		cmocka_unit_test(no_change_reports_no_change),
		cmocka_unit_test(a_changed_prior_moves_its_cause_and_reads_as_sentences),
		cmocka_unit_test(a_changed_flag_changes_triage_and_who_has_a_plan),
		cmocka_unit_test(a_new_danger_question_alone_refuses_nobody),
		cmocka_unit_test(bad_folders_numbers_and_knowledge_are_refused),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
