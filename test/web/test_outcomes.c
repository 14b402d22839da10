/* Scores through the pages: entered, compared, heard when they alarm, refused whole; and the practice's own forms. */
#include "web/site.h"

#include "app/record.h"
#include "app/scores.h"

static struct site *site;
static const char *owner;
static int64_t person;

static int before(void **state)
{
	(void)state;
	site = site_new();
	site_demo(site);
	owner = site_door(site, 0);
	person = site_person(site, "maren@demo.invalid");
	return 0;
}

static int after(void **state)
{
	(void)state;
	site_end(site);
	return 0;
}

static const char *at(const char *sub)
{
	return arena_fmt(site->keep, "/client/%lld%s", (long long)person, sub);
}

static struct answer enter(const char *instrument, const char *fields)
{
	const char *path = at(arena_fmt(site->keep, "/outcomes/%s", instrument));

	return site_post(site, owner, path, path, fields);
}

static void has(const struct answer *a, const char *what)
{
	if (!strstr(a->body, what))
		fail_msg("\"%s\" is not in:\n%s", what, a->body);
}

static size_t kept(const char *instrument)
{
	struct cx cx = site_cx(site);
	struct outcome_list_rows rows;
	size_t n = 0;

	assert_true(q_outcome_list(cx.db, person, &rows));
	for (size_t i = 0; i < rows.n; i++)
		n += str_equal(rows.at[i].instrument, instrument);
	return n;
}

static void two_scores_are_compared_in_words(void **state)
{
	(void)state;
	struct answer a = site_get(site, owner, at("/outcomes"));

	assert_int_equal(a.status, 200);
	has(&a, "No score has been entered yet");
	a = enter("rmdq24", "day=2026-10-01&total=12");
	assert_int_equal(a.status, 303);
	a = site_get(site, owner, at("/outcomes"));
	has(&a, "<b class=\"num\">12</b>");
	assert_null(strstr(a.body, "First, "));
	assert_int_equal(enter("rmdq24", "day=2026-11-15&total=6").status, 303);
	a = site_get(site, owner, at("/outcomes"));
	has(&a, "better by 6; what matters: 5; measuring error: up to 5.3");
	has(&a, "This score is better by more than measuring error, and by enough to matter.");
	has(&a, "First, Thursday 1 October 2026");
	assert_int_equal(enter("rmdq24", "day=2026-11-16&total=20").status, 303);
	a = site_get(site, owner, at("/outcomes"));
	has(&a, "worse by 8; what matters: 5");
	assert_int_equal(kept("rmdq24"), 3);
}

static void ratings_and_items_are_kept_as_given(void **state)
{
	struct cx cx;
	struct score_lines lines;
	bool seen = false;

	(void)state;
	assert_int_equal(enter("pain_average", "day=2026-11-10&a1=6&a2=&a3=4&a4=5").status, 303);
	assert_int_equal(enter("gad7_score", "day=2026-11-10&a1=1&a2=1&a3=1&a4=1&a5=&a6=1&a7=1").status, 303);
	cx = site_cx(site);
	assert_true(scores_load(&cx, person, &lines));
	for (int i = 0; i < lines.n; i++) {
		const struct score_line *l = &lines.at[i];

		if (str_equal(test_kb()->instrument[l->instrument].id, "pain_average")) {
			seen = true;
			assert_true(l->at[0].o.score == 5);
			assert_int_equal(l->at[0].o.ratings, 3);
		}
		if (str_equal(test_kb()->instrument[l->instrument].id, "gad7_score")) {
			assert_true(l->at[0].o.score == 7);
			assert_int_equal(l->at[0].o.missing, 1);
		}
	}
	assert_true(seen);
	struct record r;
	cx = site_cx(site);
	cx.who.practice = 0;
	struct account_by_mail_rows account;
	assert_true(q_account_by_mail(cx.db, "maren@demo.invalid", &account));
	cx.who.practice = account.at[0].practice;
	assert_true(record_load(&cx, person, &r));
	assert_int_equal(r.c->answer[kb_finding(test_kb(), "gad7_score")], 7);     /* the danger rules see it */
	assert_int_equal(enter("gad7_score", "day=2026-09-01&a1=3&a2=3&a3=3&a4=3&a5=3&a6=3&a7=3").status, 303);
	assert_true(record_load(&cx, person, &r));
	assert_int_equal(r.c->answer[kb_finding(test_kb(), "gad7_score")], 7);     /* an older form changes nothing now */
}

static void the_marks_of_the_map_are_counted(void **state)
{
	struct cx cx = site_cx(site);
	struct mark_now_rows marks;
	int n = 0;

	(void)state;
	assert_true(q_mark_now(cx.db, person, &marks));
	for (size_t i = 0; i < marks.n; i++)
		n += marks.at[i].value > 0;
	assert_true(n > 0);
	struct answer a = site_get(site, owner, at("/outcomes/map_regions"));
	has(&a, arena_fmt(site->keep, " value=\"%d\">", n));
}

static void what_does_not_fit_is_shown_again_and_nothing_is_kept(void **state)
{
	static const struct { const char *instrument, *fields, *says; } bad[] = {
		{ "peg", "day=2026-11-10&a1=11&a2=1&a3=1", "answer 1: a whole number from 0 to 10 is expected" },
		{ "peg", "day=2026-11-10&a1=1&a2=1&a3=", "1 of 3 are missing" },
		{ "peg", "day=2026-11-10&a1=1&a2=1&a3=1&total=3", "enter the answers or the finished score, not both" },
		{ "peg", "day=2026-11-10&total=11", "a score from 0 to 10 is expected" },
		{ "peg", "day=2026-11-10&total=nan", "a number is wanted" },
		{ "peg", "day=2026-11-10&a1=0x1&a2=1&a3=1", "a number is wanted" },
		{ "peg", "day=2036-11-10&total=3", "a day up to today is wanted" },
		{ "peg", "day=2026-02-30&total=3", "a day up to today is wanted" },
		{ "peg", "day=2026-11-10&total=3&extra=1", "extra" },
		{ "peg", "day=2026-11-10", "no answer is given" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct answer a = enter(bad[i].instrument, bad[i].fields);

		if (a.status != 422 && a.status != 400)
			fail_msg("%s answered %d", bad[i].fields, a.status);
		has(&a, bad[i].says);
	}
	assert_int_equal(kept("peg"), 0);
	assert_int_equal(site_get(site, owner, at("/outcomes/nothing")).status, 404);
}

static size_t open_stops(void)
{
	struct cx cx = site_cx(site);
	struct stop_open_rows stops;

	assert_true(q_stop_open(cx.db, person, &stops));
	return stops.n;
}

static void an_alarm_stops_even_when_there_is_no_score(void **state)
{
	(void)state;
	struct answer a = site_get(site, owner, at("/outcomes/phq9_score"));

	has(&a, "It asks about thoughts of self-harm");
	assert_null(strstr(a.body, "name=\"total\""));
	assert_int_equal(open_stops(), 0);
	a = enter("phq9_score", "day=2026-11-10&a1=0&a2=0&a3=&a4=&a5=&a6=0&a7=0&a8=0&a9=1");
	assert_int_equal(a.status, 303);
	assert_string_equal(a.location, at("?note=alarm_only"));
	assert_int_equal(kept("phq9_score"), 0);
	assert_int_equal(open_stops(), 1);
	for (int i = 0; i < 2; i++) {                           /* a day to come; a number that is none */
		a = enter("phq9_score", i ? "day=2026-11-10&a1=x&a9=1" : "day=2036-11-10&a1=0&a2=0&a3=0&a4=0&a5=0&a6=0&a7=0&a8=0&a9=3");
		assert_string_equal(a.location, at("?note=alarm_only"));
	}
	assert_int_equal(enter("phq9_score", "day=2036-11-10&a1=0&a9=0").status, 422);
	assert_int_equal(kept("phq9_score"), 0);
	a = enter("phq9_score", "day=2026-11-11&a1=0&a2=0&a3=0&a4=0&a5=0&a6=0&a7=0&a8=0&a9=2");
	assert_int_equal(a.status, 303);
	assert_int_equal(kept("phq9_score"), 1);
	a = site_get(site, owner, "/desk");
	has(&a, "Thoughts of self-harm");
	a = enter("phq9_score", "day=2026-11-12&a1=0&a2=0&a3=0&a4=0&a5=0&a6=0&a7=0&a8=0&a9=0");
	assert_int_equal(a.status, 303);
	assert_int_equal(open_stops(), 1);                      /* a no lifts nothing */
	a = site_get(site, owner, at("/outcomes"));
	has(&a, "clears nobody");
}

#define THREE "{\"resourceType\":\"Questionnaire\",\"title\":\"Three <b>questions</b>\",\"item\":[{\"linkId\":\"a\",\"text\":\"How bad?\",\"type\":\"integer\"}," \
	"{\"linkId\":\"h\",\"text\":\"In between\",\"type\":\"display\"},{\"linkId\":\"b\",\"text\":\"How glad?\",\"type\":\"choice\",\"answerOption\":[{\"valueInteger\":0}," \
	"{\"extension\":[{\"url\":\"http://hl7.org/fhir/StructureDefinition/ordinalValue\",\"valueDecimal\":4}],\"valueCoding\":{\"code\":\"x\",\"display\":\"Somewhat\"}}]}," \
	"{\"linkId\":\"c\",\"text\":\"How able?\",\"type\":\"integer\"}]}"

static struct answer bring(const char *instrument, const char *body)
{
	return site_post(site, owner, "/settings/forms", "/settings/forms", arena_fmt(site->keep, "instrument=%s&body=%s", instrument,
		form_escape(site->keep, body)));
}

static void a_form_of_the_practice_is_asked_and_scored(void **state)
{
	struct cx cx;
	struct score_lines lines;

	(void)state;
	struct answer a = bring("peg", THREE);
	assert_int_equal(a.status, 303);
	a = site_get(site, owner, "/settings/forms");
	has(&a, "Three &lt;b&gt;questions&lt;/b&gt;");
	a = site_get(site, owner, at("/outcomes/peg"));
	has(&a, "How bad?");
	has(&a, "In between");
	has(&a, "<option value=\"2\">Somewhat</option>");
	assert_null(strstr(a.body, "<b>questions</b>"));
	assert_int_equal(enter("peg", "day=2026-11-10&a1=5&a2=3&a3=6").status, 422);       /* there is no third option */
	assert_int_equal(enter("peg", "day=2026-11-10&a1=5&a2=2&a3=6").status, 303);
	cx = site_cx(site);
	assert_true(scores_load(&cx, person, &lines));
	for (int i = 0; i < lines.n; i++)
		if (str_equal(test_kb()->instrument[lines.at[i].instrument].id, "peg"))
			assert_true(lines.at[i].at[0].o.score == 5);
	assert_int_equal(kept("peg"), 1);
}

static void a_form_that_does_not_fit_is_refused_whole(void **state)
{
	static const struct { const char *instrument, *body, *says; } bad[] = {
		{ "rmdq24", THREE, "an item of rmdq24 counts" },
		{ "peg", "{", "Line 1, column" },
		{ "peg", "{\"resourceType\":\"Patient\"}", "a FHIR Questionnaire is expected" },
		{ "nothing", THREE, "is not known" },
		{ "promis_physical", THREE, "its finished score is entered" },
	};
	struct cx cx = site_cx(site);
	struct questionnaire_list_rows before_rows, after_rows;
	struct account_by_mail_rows account;

	(void)state;
	assert_true(q_account_by_mail(cx.db, "maren@demo.invalid", &account));
	assert_true(q_questionnaire_list(cx.db, account.at[0].practice, &before_rows));
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct answer a = bring(bad[i].instrument, bad[i].body);

		if (a.status != 422)
			fail_msg("%s answered %d", bad[i].body, a.status);
		has(&a, bad[i].says);
	}
	cx = site_cx(site);
	assert_true(q_questionnaire_list(cx.db, account.at[0].practice, &after_rows));
	assert_int_equal(before_rows.n, after_rows.n);
}

static void without_a_crisis_number_the_phq_9_is_not_given(void **state)
{
	struct cx cx = site_cx(site);
	struct account_by_mail_rows account;

	(void)state;
	assert_true(q_account_by_mail(cx.db, "maren@demo.invalid", &account) && cx_save(&cx) &&
		q_practice_set(cx.db, account.at[0].practice, "P", "112", "", "", 60, "") && db_commit(cx.db));
	assert_int_equal(site_get(site, owner, at("/outcomes/phq9_score")).status, 403);
	assert_int_equal(site_post(site, owner, at("/outcomes/peg"), at("/outcomes/phq9_score"), "day=2026-11-12&a1=0").status, 403);
	assert_int_equal(site_get(site, owner, at("/outcomes/gad7_score")).status, 200);
	struct answer a = bring("phq9_score", THREE);
	assert_int_equal(a.status, 403);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(two_scores_are_compared_in_words),
		cmocka_unit_test(ratings_and_items_are_kept_as_given),
		cmocka_unit_test(the_marks_of_the_map_are_counted),
		cmocka_unit_test(what_does_not_fit_is_shown_again_and_nothing_is_kept),
		cmocka_unit_test(an_alarm_stops_even_when_there_is_no_score),
		cmocka_unit_test(a_form_of_the_practice_is_asked_and_scored),
		cmocka_unit_test(a_form_that_does_not_fit_is_refused_whole),
		cmocka_unit_test(without_a_crisis_number_the_phq_9_is_not_given),
	};

	return cmocka_run_group_tests(tests, before, after);
}
