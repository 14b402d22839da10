/* What an answer, a "no" or "I do not know" changes where the page, the hour or the entry was there before it; and what an earlier day is held to. */
#include "since.h"

#include "app/daily.h"
#include "app/recheck.h"

static const struct { const char *finding; int value; } told[] = { { "anticoagulant", 1 }, { "anticoagulant", DONT_KNOW }, { "pregnancy_weeks", 20 },
	{ "bleeding_disorder", 1 }, { "numb_area", 1 } };
enum { TOLD = sizeof(told) / sizeof(*told) };

/* Says it, and no to what it opens. */
static void say_and_rest(const char *finding, int value)
{
	assert_int_equal(say(finding, value, "exam"), 0);
	struct ids open = load().s->not_asked;
	for (int i = 0; i < open.n; i++)
		assert_int_equal(say(cx.kb->finding[open.at[i]].id, 0, "exam"), 0);
}

/* ---- the hour ---- */

static void hands_do_not_go_on_where_an_answer_forbids_it(void **state)
{
	static const char *const items[] = { "deep_tissue", "trigger_point" };
	int stopped = 0;

	for (size_t i = 0; i < sizeof(items) / sizeof(*items); i++)
		for (int k = 0; k < TOLD; k++) {
			const struct session_step step = { kb_item(cx.kb, items[i]), kb_region(cx.kb, "low_back_left"), SIDE_NONE, 10, 3 };

			each_anew(state);
			int64_t id = begin_hour(items[i], 3);
			assert_true(tap(id, SESSION_START, 0) && tap(id, SESSION_EXTEND, 2) && tap(id, SESSION_PAUSE, 0));
			assert_int_equal(say(told[k].finding, told[k].value, "exam"), 0);       /* no stop: the hour goes on with other work */
			struct record r = load();
			if (session_most(cx.kb, r.c, r.s, &step) >= 3)
				continue;
			stopped++;
			if (tap(id, SESSION_RESUME, 0) || tap(id, SESSION_EXTEND, 2) || tap(id, SESSION_PRESSURE, 4))
				fail_msg("%s went on after %s", items[i], told[k].finding);
			assert_true(tap(id, SESSION_COMFORT, FELT_RIGHT) && tap(id, SESSION_STOP, 0));
			assert_false(tap(id, SESSION_START, 0));
		}
	assert_true(stopped >= 6);
}

static void lighter_work_goes_on_lighter(void **state)
{
	each_anew(state);
	int64_t id = begin_hour("swedish", 3);

	assert_true(tap(id, SESSION_START, 0) && tap(id, SESSION_PAUSE, 0));
	say_and_rest("anticoagulant", 1);
	assert_false(tap(id, SESSION_RESUME, 0));
	assert_false(tap(id, SESSION_PRESSURE, 4));
	assert_true(tap(id, SESSION_PRESSURE, 2) && tap(id, SESSION_RESUME, 0));
	assert_false(tap(id, SESSION_PRESSURE, 3));
}

/* ---- a session of an earlier day ---- */

static bool enter(day on, const char *item, int pressure, bool all_the_same, int64_t *id)
{
	struct treatment_new new = { .on = on, .week = 1, .back_reason = "no tablet that day", .n_steps = 1, .all_the_same = all_the_same };
	struct record r = load();

	assert_int_equal(sqlite3_exec(site->site.db.handle, "delete from treatment_note; delete from treatment_event; delete from treatment", NULL, NULL, NULL), SQLITE_OK);
	new.step[0] = (struct session_step){ kb_item(cx.kb, item), kb_region(cx.kb, "low_back_left"), SIDE_NONE, 10, pressure };
	assert_true(cx_save(&cx));
	bool done = treatment_start(&cx, &r, &new, id);
	if (done)
		keep(true);
	else
		db_rollback(cx.db);
	return done;
}

static int64_t events(const char *kind)
{
	struct err none = { 0 };
	sqlite3_stmt *s;

	assert_int_equal(sqlite3_prepare_v2(site->site.db.handle, "select count(*) from event where what = ?", -1, &s, NULL), SQLITE_OK);
	sqlite3_bind_text(s, 1, kind, -1, SQLITE_STATIC);
	assert_int_equal(sqlite3_step(s), SQLITE_ROW);
	int64_t n = sqlite3_column_int64(s, 0);
	sqlite3_finalize(s);
	site->err = none;
	return n;
}

/* Days from now on: the clock goes, the answers stay. */
static void days_later(int n)
{
	cx.now += n * 86400000LL;
	cx.today += n;
}

static void an_earlier_day_has_its_own_rules(void **state)
{
	int64_t id;
	day before_it, with_it;

	each_anew(state);
	before_it = cx.today;
	days_later(10);
	with_it = cx.today;
	say_and_rest("anticoagulant", 1);
	days_later(10);
	assert_int_equal(say("anticoagulant", 0, "week"), 0);
	days_later(1);
	assert_true(enter(before_it, "deep_tissue", 3, false, &id));
	/* allowed before it and allowed today, and still not on that day */
	assert_false(enter(with_it, "deep_tissue", 3, false, &id));
	assert_int_equal(site->err.code, ERR_INPUT);
	assert_string_equal(site->err.field, "step0");
	assert_non_null(strstr(site->err.detail, "was blocked on that day"));
	site->err = (struct err){ 0 };
	assert_false(enter(with_it + 3, "swedish", 3, false, &id));
	assert_non_null(strstr(site->err.detail, "too firm on that day"));
	site->err = (struct err){ 0 };
	assert_true(enter(with_it + 3, "swedish", 2, false, &id));
}

static void what_is_blocked_today_and_was_not_then_can_be_entered(void **state)
{
	int64_t id;

	each_anew(state);
	days_later(5);
	assert_int_equal(say("anticoagulant", 1, "week"), 0);
	assert_true(enter(cx.today - 3, "deep_tissue", 3, false, &id));
	assert_true(tap(id, SESSION_START, 0) && tap(id, SESSION_MINUTES, 12) && tap(id, SESSION_END, 0));
	assert_null(strstr(site_get(site, owner, at(arena_fmt(site->keep, "/session/%lld/note", (long long)id))).body, "against the rules of that day"));
}

static void what_was_declined_or_stopped_then_is_said(void **state)
{
	int64_t id;

	each_anew(state);
	decline("deep_tissue");
	days_later(4);
	assert_false(enter(cx.today - 2, "deep_tissue", 3, false, &id));
	assert_non_null(strstr(site->err.detail, "was declined on that day"));
	each_anew(state);
	assert_true(say("saddle_numbness_new", 1, "week") != 0);
	days_later(4);
	assert_false(enter(cx.today - 2, "swedish", 2, false, &id));
	assert_non_null(strstr(site->err.detail, "A danger was open on that day"));
	site->err = (struct err){ 0 };
	assert_true(enter(cx.today - 9, "swedish", 2, false, &id));             /* before it */
}

static void what_was_done_all_the_same_is_kept_with_its_words(void **state)
{
	int64_t id, had;

	each_anew(state);
	decline("deep_tissue");
	days_later(4);
	had = events("session_against");
	assert_true(enter(cx.today - 2, "deep_tissue", 3, true, &id));
	assert_int_equal(events("session_against"), had + 1);
	assert_true(tap(id, SESSION_START, 0) && tap(id, SESSION_MINUTES, 12) && tap(id, SESSION_END, 0));
	assert_int_equal(setenv("UNKNOT_CLOCK", arena_fmt(site->keep, "%lld", (long long)cx.now), 1), 0);
	struct answer a = site_get(site, owner, at(arena_fmt(site->keep, "/session/%lld/note", (long long)id)));
	if (a.status == 303)            /* the clock went on, so the session of the browser is over */
		a = site_get(site, owner = site_door(site, 0), at(arena_fmt(site->keep, "/session/%lld/note", (long long)id)));
	assert_int_equal(a.status, 200);
	assert_non_null(strstr(a.body, "Done against the rules of that day"));
	assert_non_null(strstr(a.body, "was declined on that day"));
}

/* ---- practices ---- */

static int64_t rows_of(const char *table)
{
	sqlite3_stmt *s;

	assert_int_equal(sqlite3_prepare_v2(site->site.db.handle, arena_fmt(site->keep, "select count(*) from %s", table), -1, &s, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(s), SQLITE_ROW);
	int64_t n = sqlite3_column_int64(s, 0);
	sqlite3_finalize(s);
	return n;
}

static struct answer send(const struct answer *page, const char *path, const char *fields)
{
	static int n;

	return site_send(site, METHOD_POST, client, path, arena_fmt(site->keep, "csrf=%s&form_key=%s%d%s%s", site_hidden(site, page->body, "csrf"),
		site_hidden(site, page->body, "form_key"), ++n, fields[0] ? "&" : "", fields));
}

static bool own(const struct item *it)
{
	return it->who == WHO_SELF || it->who == WHO_BOTH;
}

/* Held by an answer since: neither shown, nor told of on another page, nor taken from a page that stood open. */
static void no_practice_that_an_answer_since_holds_back(void **state)
{
	static const struct { const char *finding; int value; } since[] = { { "anticoagulant", 1 }, { "anticoagulant", DONT_KNOW }, { "pregnancy_weeks", 20 },
		{ "pacemaker_or_implant", 1 }, { "psychosis_history", 1 }, { "numb_area", 1 } };
	int held = 0;

	for (size_t k = 0; k < sizeof(since) / sizeof(*since); k++) {
		each_anew(state);
		struct answer open = site_get(site, client, "/today");
		struct record was = load();
		assert_int_equal(say(since[k].finding, since[k].value, "week"), 0);
		struct record r = load();
		for (int i = 0; i < cx.kb->n_items; i++) {
			const struct item *it = &cx.kb->item[i];
			const char *path = arena_fmt(site->keep, "/practice/%s", it->id), *link = arena_fmt(site->keep, "href=\"%s\"", path);

			if (!own(it) || !r.s->never_any[i])
				continue;
			held += !was.s->never_any[i];
			int64_t had = rows_of("done");
			assert_int_equal(site_get(site, client, path).status, 403);
			assert_true(send(&open, path, "").status >= 400);
			assert_int_equal(rows_of("done"), had);
			assert_null(strstr(site_get(site, client, "/today").body, link));
			assert_null(strstr(site_get(site, client, "/weeks").body, link));
		}
	}
	assert_true(held >= 4);
}

static void what_was_declined_says_so_and_comes_back(void **state)
{
	struct kept_plan kept;

	each_anew(state);
	assert_true(care_plan(&cx, person, true, &kept) && kept.id);
	const struct item *it = &cx.kb->item[kept.plan.week[2].home[0].item];
	const char *path = arena_fmt(site->keep, "/practice/%s", it->id), *wish = arena_fmt(site->keep, "/wish/%s", it->id);
	struct answer page = site_get(site, client, path);
	assert_non_null(strstr(page.body, "Leave this one out"));
	assert_non_null(strstr(site_get(site, client, "/weeks").body, path));
	assert_int_equal(send(&page, wish, "wish=no").status, 303);
	int64_t had = rows_of("done");
	assert_string_equal(send(&page, path, "").location, path);
	assert_int_equal(rows_of("done"), had);
	page = site_get(site, client, path);
	assert_int_equal(page.status, 200);
	assert_non_null(strstr(page.body, "You said no to this one"));
	assert_null(strstr(page.body, ">Done<"));
	assert_null(strstr(site_get(site, client, "/weeks").body, path));
	assert_int_equal(send(&page, wish, "wish=perhaps").status, 422);
	assert_int_equal(send(&page, wish, "wish=yes").status, 303);
	assert_null(strstr(site_get(site, client, path).body, "You said no"));
	assert_non_null(strstr(site_get(site, client, "/weeks").body, path));
	assert_int_equal(send(&page, "/wish/nothing_known", "wish=no").status, 404);
}

static void a_part_that_was_declined_leads_to_what_was_agreed(void **state)
{
	static const char *const pages[] = { "/practice/breathing_slow", "/lesson/lesson_01_hurt_and_harm", "/heart", "/muscle" };

	each_anew(state);
	decline("mind");
	for (size_t i = 0; i < sizeof(pages) / sizeof(*pages); i++) {
		struct answer a = site_get(site, client, pages[i]);

		assert_int_equal(a.status, 200);
		if (!strstr(a.body, "You said no to this part") || !strstr(a.body, "/consent#mind"))
			fail_msg("%s does not say that it was declined", pages[i]);
	}
}

/* ---- what waited on a device ---- */

/* The page of a flare with everything answered no, but for one; as it comes hours later. */
static const char *waited(const char *finding, const char *value)
{
	struct record r = load();
	struct ids ask = recheck_questions(&cx, &r, ASKED_FLARE, recheck_blank(&cx));
	struct buf b = buf_new(site->keep, 1 << 14);
	char iso[11];

	day_iso(cx.today - 1, iso);
	for (int i = 0; i < ask.n; i++) {
		const struct finding *f = &cx.kb->finding[ask.at[i]];

		buf_fmt(&b, "%s=%s&", f->id, str_equal(f->id, finding) ? value : f->is_bool ? "no" : "0");
	}
	buf_fmt(&b, "told_day=%s", iso);
	return b.at;
}

static void not_knowing_that_waited_on_a_device_stops(void **state)
{
	static const char *const signs[] = { "saddle_numbness_new", "bladder_change_new", "leg_weakness_progressive", "fever" };

	for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++) {
		each_anew(state);
		struct answer open = site_get(site, client, "/today");
		assert_false(str_begins(send(&open, "/safety/flare", waited(signs[i], "no")).location, "/stop"));
		assert_int_equal(load().stops.n, 0);
		if (!str_begins(send(&open, "/safety/flare", waited(signs[i], "unknown")).location, "/stop"))
			fail_msg("%s was not known, and nothing stopped", signs[i]);
		assert_int_equal(load().stops.n, 1);
		assert_string_equal(site_get(site, client, "/today").location, "/stop");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hands_do_not_go_on_where_an_answer_forbids_it),
		cmocka_unit_test(lighter_work_goes_on_lighter),
		cmocka_unit_test(an_earlier_day_has_its_own_rules),
		cmocka_unit_test(what_is_blocked_today_and_was_not_then_can_be_entered),
		cmocka_unit_test(what_was_declined_or_stopped_then_is_said),
		cmocka_unit_test(what_was_done_all_the_same_is_kept_with_its_words),
		cmocka_unit_test(no_practice_that_an_answer_since_holds_back),
		cmocka_unit_test(what_was_declined_says_so_and_comes_back),
		cmocka_unit_test(a_part_that_was_declined_leads_to_what_was_agreed),
		cmocka_unit_test(not_knowing_that_waited_on_a_device_stops),
	};
	return cmocka_run_group_tests(tests, with_maren, after);
}
