/* The interview through a pipe: safety first, one line an answer, back, quit, resume, ask-back, stops. */
#include "run.h"

#include "app/casefile.h"
#include "base/buf.h"
#include "core/screen.h"
#include "app/next_question.h"

#include <unistd.h>

enum { ARENA_MOST = 1 << 30, ANSWERS_MOST = 400 };

static struct arena *a;
static char path[64];
static int kept_input;

static int start(void **state)
{
	(void)state;
	a = arena_new(ARENA_MOST);
	snprintf(path, sizeof(path), "/tmp/unknot-interview-%d.json", (int)getpid());
	unlink(path);
	kept_input = dup(STDIN_FILENO);
	return 0;
}

static int stop(void **state)
{
	(void)state;
	dup2(kept_input, STDIN_FILENO);
	close(kept_input);
	clearerr(stdin);
	unlink(path);
	arena_end(a);
	return 0;
}

/* Runs `unknot interview PATH` with these lines as its input. */
static struct ran interview(const char *lines)
{
	FILE *f = tmpfile();

	assert_non_null(f);
	fputs(lines, f);
	fflush(f);
	fflush(stdin);
	assert_return_code(dup2(fileno(f), STDIN_FILENO), 0);
	assert_return_code((int)lseek(STDIN_FILENO, 0, SEEK_SET), 0);
	clearerr(stdin);
	setvbuf(stdin, NULL, _IONBF, 0);
	struct ran r = run(a, "interview", path);
	fclose(f);
	return r;
}

static const struct person_case *kept(void)
{
	struct cli cli = { 0, NULL, a, stdout, stderr };
	struct err err = { 0 };
	char *text;
	size_t n;

	if (!cli_read_file(&cli, path, &text, &n, &err))
		fail_msg("%s", err_line(a, &err));
	const struct person_case *c = casefile_read(a, test_kb(), text, n, &err);
	if (!c)
		fail_msg("%s", err_line(a, &err));
	return c;
}

static int answer(const struct person_case *c, const char *id)
{
	return c->answer[kb_finding(test_kb(), id)];
}

/* "0" answers most findings with no or none, "d" ends the body map, "5" is for scales that begin at 1; each question is asked
 * again until a line fits. */
static const char *all_no(void)
{
	struct buf b = buf_new(a, 1 << 16);

	for (int i = 0; i < ANSWERS_MOST; i++)
		buf_str(&b, "0\nd\n5\n");
	return b.at;
}

static void a_whole_interview_leads_to_a_plan(void **state)
{
	(void)state;
	const struct kb *kb = test_kb();
	struct ran r = interview(arena_fmt(a, "40\nm\n%s", all_no()));
	const struct person_case *c = kept();

	assert_int_equal(r.code, 0);
	assert_non_null(strstr(r.out, "What the answers say"));
	assert_int_equal(c->age, 40);
	assert_int_equal(c->sex, SEX_MALE);
	assert_true(c->map_given);
	assert_int_equal(screen(a, kb, c)->not_asked.n, 0);
	assert_int_equal(answer(c, "unsafe_at_home"), NOT_ASKED);
	for (int i = 0; i < kb->n_findings; i++)
		if (c->answer[i] != NOT_ASKED)
			assert_int_not_equal(kb->finding[i].by, BY_THERAPIST);
	assert_int_equal(run(a, "plan", path).code, 0);
}

static void danger_is_asked_before_anything_else(void **state)
{
	(void)state;
	const struct kb *kb = test_kb();
	struct person_case *c = case_new(a, kb);
	bool left_safety = false, settled = false;
	int f, n = 0, by_gains = 0, last = -1;
	struct next next;
	struct err err = { 0 };

	c->age = 52;
	c->sex = SEX_FEMALE;
	while (next_question(a, kb, c, last, by_gains, &next, &err) && (f = next.what) != ASK_NOTHING && n++ < ANSWERS_MOST) {
		if (f == ASK_MAP) {
			c->map_given = true;
			continue;
		}
		assert_true(f >= 0);
		assert_int_equal(c->answer[f], NOT_ASKED);
		left_safety |= kb->finding[f].module != MODULE_SAFETY;
		assert_true(!left_safety || kb->finding[f].module != MODULE_SAFETY || next.why != ASK_CORE);
		assert_true(!settled || next.why != ASK_CORE);
		assert_true(next.why != ASK_PHYSICIAN || interview_settles(kb, f));
		settled |= next.why != ASK_CORE;
		by_gains += next.why == ASK_PLAN;
		c->answer[f] = (int16_t)kb->finding[f].min;
		last = f;
	}
	assert_true(n > 50 && n < ANSWERS_MOST);
	assert_true(settled && by_gains <= INTERVIEW_PLAN_MOST);
}

static void an_emergency_is_asked_back_once_and_ends_the_interview(void **state)
{
	(void)state;
	struct ran r = interview("40\nf\ny\ny\nn\nn\n");

	assert_int_equal(r.code, 3);
	assert_non_null(strstr(r.out, "Let us check once more."));
	assert_non_null(strstr(r.out, "hospital"));
	assert_string_equal(r.err, "flag_saddle: emergency: no plan until a clinician has seen it\n");
	assert_int_equal(answer(kept(), "saddle_numbness_new"), 1);
	assert_int_equal(answer(kept(), "bladder_change_new"), NOT_ASKED);
	r = interview("n\nn\n");                /* it cannot be answered away by starting again */
	assert_int_equal(r.code, 3);
	assert_int_equal(answer(kept(), "saddle_numbness_new"), 1);
}

static void a_mis_tap_is_taken_back_in_other_words(void **state)
{
	(void)state;
	struct ran r = interview("40\nf\ny\nn\nq\n");

	assert_int_equal(r.code, 0);
	assert_non_null(strstr(r.out, "Changed from the first answer"));
	assert_int_equal(answer(kept(), "saddle_numbness_new"), 0);
}

static void under_18_is_refused_kindly(void **state)
{
	(void)state;
	struct ran r = interview("16\nf\nn\n");

	assert_int_equal(r.code, 3);
	assert_non_null(strstr(r.out, "family doctor"));
	assert_null(strstr(r.out, "saddle"));
}

static void back_quit_and_resume_lose_nothing(void **state)
{
	(void)state;
	struct ran r = interview("40\nx\nm\nn\nb\n?\nb\nn\nmaybe\nn\n");      /* ends without q: the pipe is empty */
	const struct person_case *c = kept();

	assert_int_equal(r.code, 0);
	assert_non_null(strstr(r.out, "Please answer f, m or o."));
	assert_non_null(strstr(r.out, "Please answer with y or n"));
	assert_int_equal(answer(c, "saddle_numbness_new"), 0);
	assert_int_equal(answer(c, "bladder_change_new"), 0);
	assert_int_equal(answer(c, "bowel_control_loss_new"), NOT_ASKED);
	r = interview("n\nq\n");
	assert_null(strstr(r.out, "How old"));
	assert_int_equal(answer(kept(), "bowel_control_loss_new"), 0);
	assert_int_equal(answer(kept(), "sexual_numbness_new"), NOT_ASKED);
}

static void after_a_resume_earlier_answers_can_be_changed_and_later_ones_stay(void **state)
{
	(void)state;
	interview("40\nf\nn\nn\nn\nq\n");
	struct ran r = interview("b\nb\nb\n?\nn\nq\n");       /* back from the sexual to the saddle question; asked back: no */

	assert_null(strstr(r.out, "This is the first question."));
	assert_non_null(strstr(r.out, "Your answer was: no. An empty line keeps it."));
	assert_int_equal(answer(kept(), "saddle_numbness_new"), 0);
	assert_int_equal(answer(kept(), "bladder_change_new"), 0);
	assert_int_equal(answer(kept(), "bowel_control_loss_new"), 0);
	assert_int_equal(answer(kept(), "sexual_numbness_new"), NOT_ASKED);
	r = interview("b\n\nb\nb\nb\nb\nb\n41\nb\nb\nb\nb\nb\nb\nq\n");   /* an empty line keeps; then the age, and before it is nothing */
	assert_int_equal(kept()->age, 41);
	assert_non_null(strstr(r.out, "This is the first question."));
	assert_int_equal(answer(kept(), "bowel_control_loss_new"), 0);
}

static void what_no_longer_applies_is_taken_out_and_asked_again_when_it_does(void **state)
{
	const struct kb *kb = test_kb();
	struct buf b = buf_new(a, 1 << 16);
	int weeks = kb_finding(kb, "pregnancy_weeks");

	(void)state;
	FILE *f = fopen(path, "w");
	fputs("{ \"person\": { \"age\": 30, \"sex\": \"female\" }, \"findings\": { \"cancer_history\": false, \"pregnancy_weeks\": 8 } }", f);
	fclose(f);
	buf_str(&b, "b\nb\nb\nm\nq\n");
	interview(b.at);
	assert_int_equal(kept()->sex, SEX_MALE);
	assert_int_equal(kept()->answer[weeks], NOT_ASKED);
	assert_int_equal(answer(kept(), "cancer_history"), 0);
}

static void both_answers_of_an_ask_back_are_in_the_file(void **state)
{
	int saddle = kb_finding(test_kb(), "saddle_numbness_new"), n = 0;

	(void)state;
	struct ran r = interview("40\nf\ny\nn\nq\n");
	const struct person_case *c = kept();
	assert_non_null(strstr(r.out, "Both are kept."));
	for (int i = 0; i < c->n_said; i++)
		if (c->said[i].what == saddle) {
			assert_int_equal(c->said[i].value, n == 0);
			assert_int_equal(c->said[i].again, n == 1);
			n++;
		}
	assert_int_equal(n, 2);
	assert_int_equal(c->answer[saddle], 0);
}

static void two_answers_that_do_not_fit_are_asked_back_and_shown(void **state)
{
	const struct kb *kb = test_kb();
	struct buf b = buf_new(a, 1 << 16);
	struct person_case *c = case_new(a, kb);
	struct next next;
	struct err err = { 0 };
	int f;

	(void)state;
	c->age = 76;
	c->sex = SEX_FEMALE;
	buf_str(&b, "76\nf\n");
	while (next_question(a, kb, c, -1, 0, &next, &err) && (f = next.what) != kb_finding(kb, "pain_over_3_months")) {
		c->answer[f] = (int16_t)kb->finding[f].min;
		buf_str(&b, "0\n");
	}
	buf_str(&b, "y\n0\n0\nq\n");
	struct ran r = interview(b.at);
	assert_non_null(strstr(r.out, "For how many weeks has the pain been as it is now"));
	assert_non_null(strstr(r.out, "These answers do not fit together"));
	assert_non_null(strstr(r.out, "to check a bone in your back"));
	r = run(a, "plan", path);
	assert_int_equal(r.code, 3);
	assert_non_null(strstr(r.out, "Why: Weeks since onset or clear worsening (0 weeks); age; sex"));
	assert_null(strstr(r.out, "Why: Pain longer"));
}

static void do_not_know_is_kept_as_such(void **state)
{
	(void)state;
	interview("40\nm\n?\n?\nq\n");
	assert_int_equal(answer(kept(), "saddle_numbness_new"), DONT_KNOW);
}

static void a_file_that_is_no_case_is_left_alone(void **state)
{
	(void)state;
	FILE *f = fopen(path, "w");

	fputs("{ \"findings\": { \"fevr\": true } }", f);
	fclose(f);
	struct ran r = interview("40\n");
	assert_int_equal(r.code, 2);
	assert_non_null(strstr(r.err, "findings.fevr: is not a finding; the nearest is fever"));
	assert_int_equal(run(a, "interview", "-").code, 2);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, start, stop)
	const struct CMUnitTest tests[] = {
		T(a_whole_interview_leads_to_a_plan), T(danger_is_asked_before_anything_else),
		T(an_emergency_is_asked_back_once_and_ends_the_interview), T(a_mis_tap_is_taken_back_in_other_words),
		T(under_18_is_refused_kindly), T(back_quit_and_resume_lose_nothing), T(do_not_know_is_kept_as_such),
		T(a_file_that_is_no_case_is_left_alone), T(after_a_resume_earlier_answers_can_be_changed_and_later_ones_stay),
		T(what_no_longer_applies_is_taken_out_and_asked_again_when_it_does), T(both_answers_of_an_ask_back_are_in_the_file),
		T(two_answers_that_do_not_fit_are_asked_back_and_shown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
