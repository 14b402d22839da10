/* A plan changed by hand through the pages: locked, taken out, replaced, moved, planned anew, taken back; danger and rules stand. */
#include "app/decided.h"
#include "app/planning.h"
#include "render/pdf.h"
#include "web/maren.h"

static int with_a_proposal(void **state)
{
	int64_t plan;

	with_maren(state);
	assert_true(cx_save(&cx) && care_propose(&cx, person, &plan) && db_commit(cx.db));
	return 0;
}

static const char *path(const char *sub)
{
	return arena_fmt(site->keep, "/client/%lld%s", (long long)person, sub);
}

static struct planning now(void)
{
	struct planning p;

	assert_true(planning_load(&cx, person, &p));
	return p;
}

static struct answer post(const char *sub, const char *fields)
{
	struct planning p = now();

	return site_post(site, owner, path("/plan"), path(sub), arena_fmt(site->keep, "plan=%lld&version=%lld%s%s", (long long)p.kept.id, (long long)p.kept.version,
		fields[0] ? "&" : "", fields));
}

static int events(const char *what)
{
	sqlite3_stmt *s;

	assert_int_equal(sqlite3_prepare_v2(site->site.db.handle, "select count(*) from event where person = ?1 and what = ?2", -1, &s, NULL), SQLITE_OK);
	sqlite3_bind_int64(s, 1, person);
	sqlite3_bind_text(s, 2, what, -1, SQLITE_STATIC);
	assert_int_equal(sqlite3_step(s), SQLITE_ROW);
	int n = sqlite3_column_int(s, 0);
	sqlite3_finalize(s);
	return n;
}

static bool in_week(const struct plan *p, int week, bool home, int item)
{
	const struct plan_week *k = &p->week[week - 1];

	for (int i = 0; i < (home ? k->n_home : k->n_session); i++)
		if ((home ? k->home[i].item : k->session[i].item) == item)
			return true;
	return false;
}

static void a_decision_changes_nothing_before_it_is_planned_around(void **state)
{
	struct planning had = now(), is;
	struct plan_item piece = had.kept.plan.week[2].session[1];
	int home = had.kept.plan.week[3].home[1].item;

	(void)state;
	assert_int_equal(post("/plan", "act=hold&week=3&place=session&index=1").status, 303);
	assert_int_equal(post("/plan", "act=out&week=4&place=home&index=1").status, 303);
	is = now();
	assert_int_equal(is.all.n, 2);
	assert_true(is.pending && is.kept.version == had.kept.version + 2);
	assert_true(in_week(&is.kept.plan, 4, true, home));
	assert_int_equal(planning_held(&is, 3, false, 1), 0);
	assert_true(planning_out(&is, 4, true, 1));
	const char *page = site_get(site, owner, path("/plan")).body;
	assert_non_null(strstr(page, "Plan anew around this"));
	assert_non_null(strstr(page, "Taken out, not planned yet"));
	assert_non_null(strstr(page, "Unlock"));
	page = site_get(site, owner, path("/plan/anew")).body;
	assert_non_null(strstr(page, "Expected to do"));
	assert_non_null(strstr(page, ">gone<"));
	assert_int_equal(post("/plan/anew", "").status, 303);
	is = now();
	assert_false(is.pending);
	assert_false(in_week(&is.kept.plan, 4, true, home));
	bool there = false;
	for (int i = 0; i < is.kept.plan.week[2].n_session; i++) {
		const struct plan_item *p = &is.kept.plan.week[2].session[i];

		there = there || (p->item == piece.item && p->region == piece.region && p->minutes == piece.minutes && p->pressure == piece.pressure);
	}
	assert_true(there);
	assert_true(is.kept.plan.value <= is.kept.plan.bound);
	assert_int_equal(is.kept.plan.wishes.n, 2);
}

static void each_step_can_be_taken_back(void **state)
{
	struct planning p = now();
	const char *words;
	int steps = 0;

	(void)state;
	assert_true(planning_last(&cx, person, p.kept.id, &words) && words);
	assert_string_equal(words, "The plan was planned anew.");
	while (planning_last(&cx, person, p.kept.id, &words) && words && steps++ < 9)
		assert_int_equal(post("/plan/undo", "").status, 303);
	assert_int_equal(steps, 3);
	p = now();
	assert_int_equal(p.all.n, 0);
	assert_int_equal(p.kept.plan.wishes.n, 0);
	assert_false(p.pending);
	assert_int_equal(post("/plan/undo", "").status, 422);
}

static void two_windows_do_not_overwrite_each_other(void **state)
{
	struct planning p = now();
	const char *fields = arena_fmt(site->keep, "plan=%lld&version=%lld", (long long)p.kept.id, (long long)p.kept.version);

	(void)state;
	assert_int_equal(post("/plan", "act=out&week=5&place=home&index=0").status, 303);
	assert_int_equal(site_post(site, owner, path("/plan"), path("/plan"), arena_fmt(site->keep, "%s&act=out&week=6&place=home&index=0", fields)).status, 409);
	assert_int_equal(site_post(site, owner, path("/plan"), path("/plan/anew"), fields).status, 409);
	assert_int_equal(site_post(site, owner, path("/plan"), path("/plan/undo"), fields).status, 409);
	assert_int_equal(now().all.n, 1);
	assert_int_equal(post("/plan", "act=drop&which=0").status, 303);
	assert_int_equal(now().all.n, 0);
}

static void a_piece_is_replaced_moved_and_made_longer(void **state)
{
	struct planning p = now();
	struct plan_item had = p.kept.plan.week[5].session[1];
	const char *page = site_get(site, owner, path("/plan/change?week=6&place=session&index=1")).body;
	const char *item = site_hidden(site, page, "item"), *pressure = site_hidden(site, page, "pressure");

	(void)state;
	assert_true(item[0] && pressure[0]);
	assert_int_equal(post("/plan", arena_fmt(site->keep, "act=instead&week=6&place=session&index=1&item=%s&pressure=%s", item, pressure)).status, 303);
	assert_int_equal(post("/plan", "act=move&week=7&place=home&index=0&to=9").status, 303);
	assert_int_equal(post("/plan", arena_fmt(site->keep, "act=set&week=8&place=session&index=1&minutes=%d&pressure=%d", p.kept.plan.week[7].session[1].minutes + 5,
		p.kept.plan.week[7].session[1].pressure)).status, 303);
	assert_int_equal(post("/plan/anew", "").status, 303);
	struct plan is = now().kept.plan;
	assert_true(in_week(&is, 6, false, (int)strtol(item, NULL, 10)));
	assert_true(in_week(&is, 9, true, p.kept.plan.week[6].home[0].item));
	assert_false(in_week(&is, 7, true, p.kept.plan.week[6].home[0].item));
	bool longer = false;
	for (int i = 0; i < is.week[7].n_session; i++)
		longer = longer || (is.week[7].session[i].item == p.kept.plan.week[7].session[1].item && is.week[7].session[i].minutes == p.kept.plan.week[7].session[1].minutes + 5);
	assert_true(longer && had.item != (int)strtol(item, NULL, 10));
}

static int lesson_week(const struct plan *p, int lesson)
{
	for (int t = 0; t < WEEKS; t++)
		if (p->week[t].lesson == lesson)
			return t + 1;
	return 0;
}

static void a_lesson_is_moved_taken_out_and_put_back(void **state)
{
	struct planning p = now();
	int fifth = p.kept.plan.week[4].lesson, sixth = p.kept.plan.week[5].lesson, last = p.kept.plan.week[9].lesson;

	(void)state;
	assert_true(fifth >= 0 && sixth >= 0 && last >= 0);
	assert_int_equal(post("/plan", arena_fmt(site->keep, "act=lesson_move&lesson=%d&to=7", fifth)).status, 303);
	assert_non_null(strstr(site_get(site, owner, path("/plan")).body, arena_fmt(site->keep, "Lesson moved to week 7: %s", cx.kb->lesson[fifth].name)));
	struct plan is = now().kept.plan;
	assert_int_equal(lesson_week(&is, fifth), 5);   /* nothing before it is planned around */
	assert_non_null(strstr(site_get(site, owner, path("/plan/anew")).body, arena_fmt(site->keep, "Lesson: %s", cx.kb->lesson[fifth].name)));
	assert_int_equal(post("/plan/anew", "").status, 303);
	is = now().kept.plan;
	assert_int_equal(lesson_week(&is, fifth), 7);
	assert_int_equal(lesson_week(&is, sixth), 8);
	assert_int_equal(lesson_week(&is, last), 0);
	assert_string_equal(plan_week_of(cx.kb, &is.week[6])->theme, cx.kb->week[4].theme);
	/* before the ones before it: no */
	struct answer a = post("/plan", arena_fmt(site->keep, "act=lesson_move&lesson=%d&to=2", sixth));
	assert_int_equal(a.status, 422);
	assert_non_null(strstr(a.body, "the lessons before it are not over by then"));
	assert_int_equal(post("/plan", arena_fmt(site->keep, "act=lesson_out&lesson=%d", sixth)).status, 303);
	assert_int_equal(post("/plan/anew", "").status, 303);
	is = now().kept.plan;
	assert_int_equal(lesson_week(&is, sixth), 0);
	assert_int_equal(lesson_week(&is, cx.kb->week[8].lesson), 10);
	/* let go, both stand where the programme has them */
	while (now().all.n && now().all.at[now().all.n - 1].place == WISH_LESSON)
		assert_int_equal(post("/plan", arena_fmt(site->keep, "act=drop&which=%d", now().all.n - 1)).status, 303);
	assert_int_equal(post("/plan/anew", "").status, 303);
	is = now().kept.plan;
	assert_int_equal(lesson_week(&is, fifth), 5);
	assert_int_equal(lesson_week(&is, last), 10);
	assert_int_equal(post("/plan", "act=lesson_move&lesson=0").status, 422);
	assert_int_equal(post("/plan", "act=lesson_move&lesson=999&to=3").status, 422);
}

static void a_piece_goes_to_another_place_of_the_body(void **state)
{
	const char *page = site_get(site, owner, path("/plan/change?week=9&place=session&index=1")).body, *at = strstr(page, "name=\"spot\"");
	struct plan_item had = now().kept.plan.week[8].session[1];
	int n = now().all.n;

	(void)state;
	assert_non_null(at);
	at = strstr(strstr(at, "value=\"\">Choose a place"), "value=\"") + 7;
	at = strstr(at, "value=\"") + 7;
	const char *spot = arena_copy(site->keep, at, strcspn(at, "\"")), *region = arena_copy(site->keep, spot, strcspn(spot, " "));
	int to = kb_region(cx.kb, region);
	assert_true(to >= 0);
	assert_int_equal(post("/plan", "act=place&week=9&place=session&index=1&pressure=2").status, 422);
	assert_int_equal(post("/plan", "act=place&week=9&place=session&index=1&pressure=2&spot=").status, 422);
	assert_int_equal(post("/plan", arena_fmt(site->keep, "act=place&week=9&place=session&index=1&pressure=%d&spot=nowhere+both", had.pressure)).status, 422);
	assert_int_equal(post("/plan", arena_fmt(site->keep, "act=place&week=9&place=session&index=1&pressure=%d&spot=%s+%s", had.pressure, region, strchr(spot, ' ') + 1)).status, 303);
	assert_int_equal(now().all.n, n + 2);
	assert_int_equal(post("/plan/anew", "").status, 303);
	struct plan is = now().kept.plan;
	bool there = false;
	for (int i = 0; i < is.week[8].n_session; i++) {
		const struct plan_item *p = &is.week[8].session[i];

		there = there || (p->item == had.item && p->region == to && p->minutes == had.minutes && p->pressure == had.pressure);
		assert_false(p->item == had.item && p->region == had.region);
	}
	assert_true(there);
}

static void what_cannot_be_is_refused_in_words(void **state)
{
	static const char *const bad[] = { "act=set&week=3&place=session&index=1&minutes=85&pressure=2", "act=set&week=3&place=session&index=1&minutes=12&pressure=2",
		"act=hold&week=3&place=session&index=7", "act=hold&week=11&place=session&index=0", "act=dance&week=3&place=session&index=0", "act=drop&which=190",
"act=move&week=3&place=session&index=1", "act=hold&week=3&place=attic&index=0" };
	int n = now().all.n;

	(void)state;
	assert_int_equal(post("/plan", arena_fmt(site->keep, "act=instead&week=3&place=home&index=0&item=%d&pressure=0", kb_item(cx.kb, "physiotherapy"))).status, 422);
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct answer a = post("/plan", bad[i]);

		if (a.status != 422)
			fail_msg("%s: %d", bad[i], a.status);
		assert_non_null(strstr(a.body, "One thing needs another look"));
	}
	assert_int_equal(now().all.n, n);
	assert_int_equal(site_get(site, owner, path("/plan/change?week=3&place=home&index=8")).status, 404);
	assert_int_equal(site_post(site, client, "/today", path("/plan"), "act=hold").status, 403);
}

/* A marked calf: pain below the knee may come from a nerve, so a rule keeps hands light there until somebody has looked. */
static void against_a_rule_a_reason_is_wanted_kept_and_shown(void **state)
{
	int deep = kb_item(cx.kb, "deep_tissue"), calf = kb_region(cx.kb, "calf_left");
	const char *line;
	struct record r;
	int64_t raised, plan;

	(void)state;
	assert_true(deep >= 0 && calf >= 0);
	assert_true(cx_save(&cx) && q_mark_set(cx.db, person, "calf_left", 9, cx.now) &&
		record_rescreen(&cx, person, "intake", &raised) && care_propose(&cx, person, &plan) && db_commit(cx.db));
	assert_true(record_load(&cx, person, &r));
	struct planning p = now();
	int index = -1;
	for (int i = 1; i < p.kept.plan.week[5].n_session; i++)
		index = p.kept.plan.week[5].session[i].region == calf ? i : index;
	assert_true(index > 0);
	line = arena_fmt(site->keep, "act=instead&week=6&place=session&index=%d&item=%d&pressure=3", index, deep);
	assert_int_equal(post("/plan", line).status, 422);
	assert_non_null(strstr(post("/plan", line).body, "a rule stands against it"));
	assert_int_equal(post("/plan", arena_fmt(site->keep, "%s&reason=because", line)).status, 422);
	assert_int_equal(events("rule_decided"), 0);
	assert_int_equal(post("/plan", arena_fmt(site->keep, "%s&reason=Leg+raise+and+reflexes+are+fine", line)).status, 303);
	assert_int_equal(events("rule_decided"), 1);
	assert_int_equal(post("/plan/anew", "").status, 303);
	struct plan is = now().kept.plan;
	int there = 0;
	for (int t = 0; t < WEEKS; t++)
		for (int i = 0; i < is.week[t].n_session; i++)
			there += is.week[t].session[i].item == deep && is.week[t].session[i].region == calf;
	assert_int_equal(there, 1);             /* that piece and no other */
	assert_null(plan_broken(cx.a, cx.kb, r.c, r.s, &is));
	struct session_step step = { .item = deep, .region = calf, .side = SIDE_LEFT, .minutes = 10, .pressure = 3 };
	const struct session_now nothing = session_fold(cx.a, cx.kb, &step, 1, NULL, 0, 0);
	assert_int_equal(decided_may(&cx, &r, &step, &nothing), MAY_BLOCKED);      /* not approved yet */
	struct planning p6 = now();
	assert_true(cx_save(&cx) && care_approve(&cx, person, p6.kept.id, p6.kept.version, cx.today - 35) && db_commit(cx.db));
	assert_int_not_equal(decided_may(&cx, &r, &step, &nothing), MAY_BLOCKED);  /* week 6 runs */
	assert_int_equal(decided_most(&cx, &r, &step), 3);
	step.region = kb_region(cx.kb, "calf_right");
	step.side = SIDE_RIGHT;
	assert_int_equal(decided_may(&cx, &r, &step, &nothing), MAY_BLOCKED);
	const char *page = site_get(site, owner, path("/plan")).body;
	assert_non_null(strstr(page, "Decided against a rule"));
	assert_non_null(strstr(page, "Leg raise and reflexes are fine"));
	assert_non_null(strstr(page, "Pain below the knee may come from a nerve root"));
	assert_non_null(strstr(site_get(site, owner, path("/session")).body, "Leg raise and reflexes are fine"));
	assert_non_null(strstr(site_get(site, owner, path("")).body, "Leg raise and reflexes are fine"));
	/* on paper: what, the rule and who; why stays in the record */
	assert_non_null(strstr(page, "<span class=\"noprint\">Why: Leg raise"));
	struct answer a = site_get(site, owner, path("/plan.pdf"));
	const char *text = pdf_words(site->keep, a.body, a.n, 0);
	assert_int_equal(a.status, 200);
	if (!text)
		return;
	assert_non_null(strstr(text, "Decided by hand"));
	assert_non_null(strstr(text, "Against a rule:"));
	assert_non_null(strstr(text, "nerve root"));
	assert_non_null(strstr(text, "Decided by "));
	assert_null(strstr(text, "reflexes are fine"));
	a = site_get(site, client, "/weeks.pdf");
	text = pdf_words(site->keep, a.body, a.n, 0);
	assert_null(strstr(text, "Decided by hand"));
}

static void danger_gives_way_to_nobody(void **state)
{
	int64_t raised;

	(void)state;
	assert_true(cx_save(&cx) && record_answer(&cx, person, kb_finding(cx.kb, "fever"), 1, "week") && record_rescreen(&cx, person, "week", &raised) && raised && db_commit(cx.db));
	assert_int_equal(post("/plan", "act=out&week=8&place=session&index=1").status, 303);
	assert_non_null(strstr(site_get(site, owner, path("/plan/anew")).body, "It cannot be planned like this"));
	struct answer a = post("/plan/anew", "");
	assert_true(a.status >= 400);
	assert_int_equal(events("rule_decided"), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_decision_changes_nothing_before_it_is_planned_around),
		cmocka_unit_test(each_step_can_be_taken_back),
		cmocka_unit_test(two_windows_do_not_overwrite_each_other),
		cmocka_unit_test(a_piece_is_replaced_moved_and_made_longer),
		cmocka_unit_test(a_lesson_is_moved_taken_out_and_put_back),
		cmocka_unit_test(a_piece_goes_to_another_place_of_the_body),
		cmocka_unit_test(what_cannot_be_is_refused_in_words),
		cmocka_unit_test(against_a_rule_a_reason_is_wanted_kept_and_shown),
		cmocka_unit_test(danger_gives_way_to_nobody),
	};
	return cmocka_run_group_tests(tests, with_a_proposal, after);
}
