/* The danger questions that come again: each week, after a session, at each occasion. */
#include "asked.h"

#include "app/daily.h"
#include "app/recheck.h"

static void every_occasion_asks_something_of_everybody(void **state)
{
	static const struct { const char *name; enum occasion when; const char *must; } ask[] = { { "week", ASKED_WEEK, "saddle_numbness_new" },
		{ "flare", ASKED_FLARE, "chest_pain_now" }, { "worsening", ASKED_WORSENING, "leg_weakness_progressive" }, { "after", ASKED_AFTER, "after_numbness" } };
	static const char *const mail[] = { "maren@demo.invalid", "tomas@demo.invalid", "ines@demo.invalid", "piet@demo.invalid", "ruth@demo.invalid" };
	struct cx cx = site_cx(site);

	(void)state;
	for (int i = 0; i < 4; i++) {
		for (size_t k = 0; k < sizeof(mail) / sizeof(*mail); k++) {
			struct record r;

			assert_true(record_load(&cx, site_act(&cx, mail[k], ROLE_CLIENT), &r));
			struct ids asked = recheck_questions(&cx, &r, ask[i].when, recheck_blank(&cx));
			bool there = false;
			for (int q = 0; q < asked.n; q++)
				there = there || str_equal(cx.kb->finding[asked.at[q]].id, ask[i].must);
			if (!there || asked.n < 7)
				fail_msg("%s is asked %d questions at %s", mail[k], asked.n, ask[i].name);
		}
		assert_non_null(strstr(site_get(site, client, arena_fmt(site->keep, "/safety/%s", ask[i].name)).body, field_of(ask[i].must)));
	}
}

static void each_check_is_answered_kept_and_leads_on(void **state)
{
	static const struct { const char *name; enum occasion when; const char *one, *then; } ask[] = {
		{ "week", ASKED_WEEK, "saddle_numbness_new", "/today" }, { "worsening", ASKED_WORSENING, "chest_pain_now", "/today" },
		{ "flare", ASKED_FLARE, "breathless_now", "/practice/flare_plan" }, { "after", ASKED_AFTER, "after_numbness", "/today" } };

	(void)state;
	assert_non_null(strstr(site_get(site, client, "/today").body, "href=\"/safety/week\""));
	for (int i = 0; i < 4; i++) {
		int before = kept(ask[i].one);
		struct answer a = check(ask[i].name, ask[i].when, NULL, NULL);

		if (a.status != 303 || !str_begins(a.location, ask[i].then))
			fail_msg("%s: %d %s", ask[i].name, a.status, a.location ? a.location : "");
		assert_int_equal(kept(ask[i].one), before + 1);
	}
	assert_null(strstr(site_get(site, client, "/today").body, "href=\"/safety/week\""));
}

static void a_number_may_be_left_unknown_and_a_wrong_one_is_named(void **state)
{
	int before = kept("pregnancy_weeks");
	struct answer a = site_post(site, client, "/safety/week", "/safety/week", "pregnancy_weeks=99");

	(void)state;
	assert_int_equal(a.status, 422);
	assert_non_null(strstr(a.body, "id=\"pregnancy_weeks-error\""));
	assert_non_null(strstr(a.body, "value=\"99\""));
	assert_int_equal(kept("pregnancy_weeks"), before);
	/* not known opens what a yes would open */
	assert_null(strstr(site_get(site, client, "/safety/week").body, field_of("pregnancy_bleeding")));
	assert_string_equal(check("week", ASKED_WEEK, NULL, "pregnancy_weeks").location, "/today?note=checked_in");
	assert_int_equal(kept("pregnancy_weeks"), before + 1);
	assert_true(kept("pregnancy_bleeding") > 0);
	assert_string_equal(check("week", ASKED_WEEK, NULL, NULL).location, "/today?note=checked_in");
}

static void a_question_opened_by_an_answer_comes_on_the_same_page(void **state)
{
	int before = kept("after_soreness");

	(void)state;
	assert_null(strstr(site_get(site, client, "/safety/after").body, field_of("after_worse_72h")));
	struct answer a = site_post(site, client, "/safety/after", "/safety/after",
		"after_soreness=yes&after_bruise=no&after_numbness=no&after_weakness=no&after_headache=no&after_swelling=no&after_dark_urine=no");
	assert_int_equal(a.status, 422);
	assert_non_null(strstr(a.body, field_of("after_worse_72h")));
	assert_non_null(strstr(a.body, "goes with an answer you gave"));
	assert_non_null(strstr(a.body, "name=\"after_soreness\" value=\"yes\" checked"));
	assert_int_equal(kept("after_soreness"), before);
	a = check("after", ASKED_AFTER, "after_soreness", NULL);
	assert_string_equal(a.location, "/today?note=checked_in");
	assert_int_equal(kept("after_soreness"), before + 1);
}

static void a_new_medicine_asks_the_questions_on_health_on_the_same_page(void **state)
{
	int before = kept("steroid_long");
	struct answer page = site_get(site, client, "/safety/week"), a;

	(void)state;
	assert_null(strstr(page.body, field_of("steroid_long")));
	a = site_post(site, client, "/safety/week", "/safety/week", fill(page.body, ASKED_WEEK, "new_medicine_or_diagnosis", NULL));
	assert_int_equal(a.status, 422);
	assert_non_null(strstr(a.body, field_of("steroid_long")));
	assert_null(strstr(a.body, field_of("unsafe_at_home")));
	assert_null(strstr(a.body, field_of("trauma_history")));
	for (int i = 0; i < 3 && a.status == 422; i++)          /* a "no" opens others: "steadily worse" is asked of those without cancer */
		a = site_post(site, client, "/safety/week", "/safety/week", fill(a.body, (enum occasion)(ASKED_WEEK | ASKED_INTAKE), "new_medicine_or_diagnosis", NULL));
	assert_string_equal(a.location, "/today?note=checked_in");
	assert_int_equal(kept("steroid_long"), before + 1);
}

/* The questions before a session were asked at `at`; a danger told there stops it. */
static void begin_session(struct cx *cx, int64_t person, int64_t at, int fever)
{
	int64_t raised, now = cx->now;

	cx->now = at;
	assert_true(record_answer(cx, person, kb_finding(cx->kb, "fever"), fever, "session") && record_rescreen(cx, person, "session", &raised));
	assert_true((raised != 0) == (fever != 0));
	cx->now = now;
}

static bool due(struct cx *cx, int64_t person)
{
	struct record r;
	bool out;

	assert_true(record_load(cx, person, &r) && recheck_after_due(cx, &r, &out));
	return out;
}

static void after_a_session_the_next_check_in_asks(void **state)
{
	const int64_t hour = 3600 * 1000;
	struct cx cx = site_cx(site);
	int64_t maren = site_act(&cx, "maren@demo.invalid", ROLE_CLIENT), tomas = site_act(&cx, "tomas@demo.invalid", ROLE_CLIENT);

	(void)state;
	site_act(&cx, "maren@demo.invalid", ROLE_CLIENT);
	cx.now += 3 * hour;             /* she told about one already, at the site's own hour */
	assert_true(cx_save(&cx));
	assert_false(due(&cx, maren));
	begin_session(&cx, maren, cx.now - hour / 2, 0);
	assert_false(due(&cx, maren));                  /* it goes on still */
	begin_session(&cx, maren, cx.now - hour, 0);
	cx.now += hour;
	assert_true(due(&cx, maren));
	begin_session(&cx, tomas, cx.now - 2 * hour, 1);
	assert_false(due(&cx, tomas));                  /* it was stopped before it began */
	db_rollback(cx.db);

	hours_later(3);
	cx = site_cx(site);
	site_act(&cx, "maren@demo.invalid", ROLE_CLIENT);
	assert_true(cx_save(&cx));
	begin_session(&cx, maren, cx.now + hour, 0);
	assert_true(db_commit(cx.db));
	assert_non_null(strstr(site_get(site, client, "/today").body, "<h2>After your session</h2>"));
	assert_true(str_begins(site_post(site, client, "/today", "/check-in", "pain=4").location, "/safety/after"));
	assert_string_equal(check("after", ASKED_AFTER, NULL, NULL).location, "/today?note=checked_in");
	assert_null(strstr(site_get(site, client, "/today").body, "<h2>After your session</h2>"));
	assert_true(str_begins(site_post(site, client, "/today", "/check-in", "pain=4").location, "/today"));
	assert_int_equal(site_post(site, client, "/today", "/check-in/undo", "").status, 303);
}

/* The practice's overview counts signs of harm; one that was taken back at the second question is kept and not counted. */
static void what_is_told_after_a_session_is_kept_counted_and_acted_on(void **state)
{
	static const char *const serious[] = { "after_numbness", "after_weakness", "after_headache", "after_swelling", "after_dark_urine" };

	(void)state;
	assert_non_null(strstr(site_get(site, owner, "/desk").body, "1 sign of harm"));        /* sore, above */
	for (size_t i = 0; i < sizeof(serious) / sizeof(*serious); i++) {
		const char *again = arena_fmt(site->keep, "/stop/again/%s", serious[i]);
		int before = kept(serious[i]);

		hours_later(4 + (double)i);
		assert_string_equal(check("after", ASKED_AFTER, serious[i], NULL).location, again);
		assert_string_equal(site_get(site, client, "/today").location, "/stop");
		assert_int_equal(kept(serious[i]), before + 1);
		assert_non_null(strstr(site_get(site, owner, "/desk").body, "2 signs of harm"));
		if (i < 4) {
			assert_string_equal(site_post(site, client, again, again, "answer=no").location, "/today");
			assert_int_equal(kept(serious[i]), before + 2);
			assert_non_null(strstr(site_get(site, owner, "/desk").body, "1 sign of harm"));
		}
	}
	struct answer a = site_post(site, client, "/stop/again/after_dark_urine", "/stop/again/after_dark_urine", "answer=yes");
	assert_string_equal(a.location, "/stop");
	assert_non_null(strstr(site_get(site, client, "/stop").body, "A doctor should see this today."));
	struct answer desk = site_get(site, owner, "/desk");
	assert_non_null(strstr(desk.body, "Maren"));
	assert_non_null(strstr(desk.body, "<b class=\"b\">Dark urine after a session</b><span class=\"small\">1 time, 1 client</span>"));
	assert_null(strstr(desk.body, "New numbness after a session"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_occasion_asks_something_of_everybody),
		cmocka_unit_test(each_check_is_answered_kept_and_leads_on),
		cmocka_unit_test(a_number_may_be_left_unknown_and_a_wrong_one_is_named),
		cmocka_unit_test(a_new_medicine_asks_the_questions_on_health_on_the_same_page),
		cmocka_unit_test(a_question_opened_by_an_answer_comes_on_the_same_page),
		cmocka_unit_test(after_a_session_the_next_check_in_asks),
		cmocka_unit_test(what_is_told_after_a_session_is_kept_counted_and_acted_on),
	};

	return cmocka_run_group_tests(tests, before, after);
}
