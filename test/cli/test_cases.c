/* The twenty people of test/cases: each line of NAME.want against what `unknot assess` and `unknot plan` answer. */
#include "wanted.h"

#include "app/casefile.h"
#include "app/report_json.h"

#include <dirent.h>

enum { CASES_MOST = 64, ARENA_MOST = 1 << 30 };

static char *file_text(struct arena *a, const char *path)
{
	struct cli cli = { 0, NULL, a, stdout, stderr };
	struct err err = { 0 };
	char *text;
	size_t n;

	if (!cli_read_file(&cli, path, &text, &n, &err))
		fail_msg("%s", err_line(a, &err));
	return text;
}

/* ---- what holds for everybody ---- */

/* A pattern that the model does not know would be told; none of these people has one. */
static void fits_the_model(struct person *p)
{
	hold(p, !said(p, "does not fit the model"), "does not fit the model", NULL);
}

static void check_plan_allowed(struct person *p)
{
	size_t i, k;
	json_t *week, *item;

	json_array_foreach(json_object_get(p->weeks, "weeks"), i, week)
		json_array_foreach(json_object_get(json_object_get(week, "session"), "items"), k, item) {
			const char *side = text_of(item, "side");
			const char *left = arena_fmt(p->a, "%s_left", text_of(item, "region"));
			const char *right = arena_fmt(p->a, "%s_right", text_of(item, "region"));

			hold(p, str_equal(side, "right") || !blocked(p, text_of(item, "technique"), left, NULL), "planned and blocked:", left);
			hold(p, str_equal(side, "left") || !blocked(p, text_of(item, "technique"), right, NULL), "planned and blocked:", right);
		}
	json_array_foreach(json_object_get(p->weeks, "weeks"), i, week)
		json_array_foreach(json_object_get(week, "home"), k, item)
			hold(p, !blocked(p, text_of(item, "practice"), "", NULL), "planned and blocked:", text_of(item, "practice"));
}

static void check_written_again(struct person *p)
{
	struct err err = { 0 };
	const char *text = file_text(p->a, p->path), *once, *twice;
	struct person_case *c = casefile_read(p->a, test_kb(), text, strlen(text), &err);
	struct assess as;

	hold(p, c != NULL, "cannot be read:", err.detail);
	if (!c)
		return;
	once = casefile_write(p->a, test_kb(), c);
	c = casefile_read(p->a, test_kb(), once, strlen(once), &err);
	hold(p, c != NULL, "cannot be read again:", err.detail);
	if (!c)
		return;
	twice = casefile_write(p->a, test_kb(), c);
	hold(p, str_equal(once, twice), "written otherwise the second time", NULL);
	if (p->assess.code != 0 || !assess_make(p->a, test_kb(), c, NULL, &as, &err))
		return;
	const char *again = report_assess(p->a, &as, (struct numbers){ NULL, NULL });
	const char *tail = strstr(again, "\"knowledge\"");
	hold(p, tail && !strncmp(again, p->assess.out, (size_t)(tail - again)), "another answer after writing it again", NULL);
}

/* report_plan(report_plan_read(x)) == x, but for the triage that is screened anew. */
static void check_plan_kept(struct person *p)
{
	struct err err = { 0 };
	struct plan plan;
	struct screened *s = screen(p->a, test_kb(), case_new(p->a, test_kb()));

	if (!report_plan_read(p->a, test_kb(), p->plan.out, strlen(p->plan.out), &plan, &err)) {
		wrong(p, "a kept plan cannot be read:", err_line(p->a, &err));
		return;
	}
	const char *again = report_plan(p->a, test_kb(), s, &plan, (struct numbers){ NULL, NULL }, true);
	const char *tail = strstr(again, "\"triage\"");
	hold(p, tail && !strncmp(again, p->plan.out, (size_t)(tail - again)), "a kept plan is another one", NULL);
}

static void run_person(struct arena *a, const char *name, int *lines)
{
	struct person p = { .a = a, .name = name, .path = arena_fmt(a, "test/cases/%s.json", name) };
	struct err err = { 0 };
	bool exit_named = false;

	p.assess = run(a, "assess", p.path, "--json");
	p.plan = run(a, "plan", p.path, "--json");
	p.assess_text = run(a, "assess", p.path);
	p.plan_text = run(a, "plan", p.path);
	p.plan_html = run(a, "plan", p.path, "--html");
	p.now = json_read(a, p.assess.out, strlen(p.assess.out), &err);
	p.weeks = json_read(a, p.plan.out, strlen(p.plan.out), &err);
	if (!p.now || !p.weeks)
		fail_msg("%s: no JSON: %s", name, err_line(a, &err));
	for (const char *at = file_text(a, arena_fmt(a, "test/cases/%s.want", name)); *at; at += *at == '\n') {
		size_t n = strcspn(at, "\n");
		struct line l = split(a, at, n);

		p.line++;
		at += n;
		if (!l.n || l.word[0][0] == '#')
			continue;
		++*lines;
		check_line(&p, &l, &exit_named);
	}
	hold(&p, exit_named || p.assess.code == 0, "assess ended otherwise:", p.assess.err);
	check_written_again(&p);
	fits_the_model(&p);
	if (p.plan.code == 0) {
		check_plan_allowed(&p);
		check_plan_kept(&p);
	}
	if (p.wrong)
		fail_msg("%s: %d lines do not hold", name, p.wrong);
}

/* ---- one test for each file ---- */

static void one_person(void **state)
{
	struct arena *a = arena_new(ARENA_MOST);
	int lines = 0;

	run_person(a, *state, &lines);
	assert_true(lines >= 5);
	arena_end(a);
}

static int by_name(const void *x, const void *y)
{
	return strcmp(((const struct CMUnitTest *)x)->name, ((const struct CMUnitTest *)y)->name);
}

int main(void)
{
	struct CMUnitTest tests[CASES_MOST];
	struct arena *a = arena_new(1 << 20);
	DIR *d = opendir("test/cases");
	struct dirent *e;
	size_t n = 0;

	if (!d) {
		print_error("test/cases is not here: run the tests from the top of the repository\n");
		return 1;
	}
	while ((e = readdir(d)) && n < CASES_MOST)
		if (str_ends(e->d_name, ".json")) {
			char *name = arena_copy(a, e->d_name, strlen(e->d_name) - strlen(".json"));

			tests[n++] = (struct CMUnitTest){ name, one_person, NULL, NULL, name };
		}
	closedir(d);
	qsort(tests, n, sizeof(*tests), by_name);
	if (n < 20) {
		print_error("twenty cases are expected, not %zu\n", n);
		return 1;
	}
	int failed = _cmocka_run_group_tests("cases", tests, n, NULL, NULL);
	arena_end(a);
	return failed;
}
