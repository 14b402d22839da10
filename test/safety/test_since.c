/* What was made, opened or agreed before a stop, an answer or a "no" does not go on after it: plans, the hour, booking, trials, days that
 * come from a file, massage at home. */
#include "since.h"
#include "store/kept.h"

#include "app/planning.h"
#include "app/trials.h"

static struct kept_plan propose(void)
{
	struct kept_plan kept;
	int64_t plan;

	assert_true(cx_save(&cx));
	keep(care_propose(&cx, person, &plan));
	assert_true(care_plan(&cx, person, false, &kept) && kept.id == plan && !kept.approved);
	return kept;
}

static void refused(bool done)
{
	assert_false(done);
	assert_int_equal(site->err.code, ERR_DANGER);
	site->err = (struct err){ 0 };
	db_rollback(cx.db);
}

/* ---- plans ---- */

static void no_plan_while_a_stop_is_open_whatever_is_said_since(void **state)
{
	struct kept_plan kept = propose();
	int64_t id;

	(void)state;
	assert_true(say("saddle_numbness_new", 1, "week") != 0);
	assert_int_equal(say("saddle_numbness_new", 0, "week"), 0);
	assert_int_equal(load().stops.n, 1);
	assert_true(load().s->tier < TIER_URGENT);
	assert_true(cx_save(&cx));
	refused(care_propose(&cx, person, &id));
	assert_true(cx_save(&cx));
	refused(care_approve(&cx, person, kept.id, kept.version, cx.today));
	assert_true(cx_save(&cx));
	refused(planning_accept(&cx, person, kept.id, kept.version));
	/* the same through the page that stood open */
	char iso[11];
	day_iso(cx.today, iso);
	struct answer a = site_post(site, owner, at("/plan"), at("/approve"), arena_fmt(site->keep, "plan=%lld&version=%lld&starts=%s", (long long)kept.id,
		(long long)kept.version, iso));
	assert_int_equal(a.status, 422);
	assert_non_null(strstr(a.body, "waits for its outcome"));
	assert_true(care_plan(&cx, person, false, &kept) && !kept.approved);
}

static void a_plan_is_not_taken_back_to_while_a_stop_is_open(void **state)
{
	struct kept_plan kept = propose();
	struct planning p;

	(void)state;
	assert_true(planning_load(&cx, person, &p));
	const struct decision d = { .act = DECIDE_OUT, .week = 4, .index = 1, .home = true, .reason = "" };
	assert_true(cx_save(&cx));
	keep(planning_decide(&cx, person, kept.id, kept.version, &d) && planning_accept(&cx, person, kept.id, kept.version + 1));
	assert_true(say("leg_weakness_progressive", 1, "week") && !say("leg_weakness_progressive", 0, "week"));
	assert_true(cx_save(&cx));
	refused(planning_undo(&cx, person, kept.id, kept.version + 2));
}

static void a_plan_that_was_proposed_before_is_not_approved_after(void **state)
{
	static const struct { const char *finding; int value; } told[] = { { "pregnancy_weeks", 20 }, { "anticoagulant", 1 }, { "anticoagulant", DONT_KNOW },
		{ "bleeding_disorder", 1 }, { NULL, 0 } };

	for (size_t i = 0; i < sizeof(told) / sizeof(*told); i++) {
		each_anew(state);
		struct kept_plan kept = propose();
		if (told[i].finding)
			assert_int_equal(say(told[i].finding, told[i].value, "week"), 0);
		else
			decline(cx.kb->item[kept.plan.week[2].session[0].item].id);
		assert_true(cx_save(&cx));
		if (care_approve(&cx, person, kept.id, kept.version, cx.today))
			fail_msg("approved in spite of %s", told[i].finding ? told[i].finding : "a no to the first technique");
		refused(false);
		struct record r = load();
		if (!record_gate(&cx, &r, &site->err)) {        /* the answer opened questions of its own */
			refused(false);
			continue;
		}
		kept = propose();
		assert_true(cx_save(&cx));
		keep(care_approve(&cx, person, kept.id, kept.version, cx.today));
	}
}

/* ---- the hour ---- */

static void hands_do_not_go_on_after_a_stop(void **state)
{
	static const struct { enum session_act act; int value; bool may; } after_it[] = { { SESSION_EXTEND, 5, false }, { SESSION_PRESSURE, 3, false },
		{ SESSION_PRESSURE, 1, true }, { SESSION_COMFORT, 1, true }, { SESSION_PAUSE, 0, true }, { SESSION_RESUME, 0, false }, { SESSION_STOP, 0, true },
		{ SESSION_START, 0, false }, { SESSION_PAIN, 4, true }, { SESSION_END, 0, true } };
	int64_t id = begin_hour("swedish", 2);

	(void)state;
	assert_true(tap(id, SESSION_START, 0) && tap(id, SESSION_EXTEND, 2) && tap(id, SESSION_PAUSE, 0) && tap(id, SESSION_RESUME, 0));
	assert_true(say("limb_weak_new", 1, "exam") || say("saddle_numbness_new", 1, "exam"));
	assert_non_null(strstr(site_get(site, owner, at(arena_fmt(site->keep, "/session/%lld", (long long)id))).body, "Take your hands away"));
	for (size_t i = 0; i < sizeof(after_it) / sizeof(*after_it); i++)
		if (tap(id, after_it[i].act, after_it[i].value) != after_it[i].may)
			fail_msg("%s %d was %s", treatment_acts[after_it[i].act], after_it[i].value, after_it[i].may ? "refused" : "kept");
}

static void hands_do_not_go_on_after_a_no(void **state)
{
	static const char *const no[] = { "massage", "swedish", "area_low_back" };

	for (size_t i = 0; i < sizeof(no) / sizeof(*no); i++) {
		each_anew(state);
		int64_t id = begin_hour("swedish", 2);
		assert_true(tap(id, SESSION_START, 0) && tap(id, SESSION_PAUSE, 0));
		decline(no[i]);
		if (tap(id, SESSION_RESUME, 0) || tap(id, SESSION_EXTEND, 2))
			fail_msg("went on after a no to %s", no[i]);
		assert_true(tap(id, SESSION_STOP, 0));
		assert_false(tap(id, SESSION_START, 0));
	}
}

/* ---- the client's pages ---- */

static int64_t rows(const char *table)
{
	return kept_count(site->site.db.handle, arena_fmt(site->keep, "select count(*) from %s", table));
}

static void every_page_leads_to_the_stop(void **state)
{
	static const char *const pages[] = { "/today", "/weeks", "/trial", "/heart", "/muscle", "/learn", "/learn/stress", "/sessions", "/progress",
		"/practice/breathing_slow", "/practice/foot_massage" };

	each_anew(state);
	for (int i = 0; i < (int)(sizeof(pages) / sizeof(*pages)); i++)
		assert_int_equal(site_get(site, client, pages[i]).status, 200);
	assert_true(say("chest_pain_now", DONT_KNOW, "week") != 0);
	for (int i = 0; i < (int)(sizeof(pages) / sizeof(*pages)); i++) {
		struct answer a = site_get(site, client, pages[i]);

		if (a.status != 303 || !str_equal(a.location, "/stop"))
			fail_msg("%s answered %d", pages[i], a.status);
	}
}

static void a_page_opened_before_is_not_taken_after(void **state)
{
	static const struct { const char *path, *fields, *table; } sent[] = { { "/sessions", "act=book&service=77&starts=1795600800000", "appointment" },
		{ "/sessions", "act=wait&service=77", "waiting" }, { "/heart", "way=pacer&seconds=300&pace=600&own=&score=", "heart" }, { "/muscle", "seconds=600&below=62&mean=84&bend=", "muscle" },
		{ "/practice/breathing_slow", "", "done" }, { "/check-in", "pain=9", "checkin" } };

	each_anew(state);
	assert_true(cx_save(&cx));
	keep(q_booking_set(cx.db, cx.who.practice, "UTC", "Appointment", 120, 60, 15, 1440, 1) &&
		q_service_add(cx.db, 77, cx.who.practice, "One hour", 60, 0, 15, 9000, 1));
	struct answer page = site_get(site, client, "/sessions");
	assert_int_equal(page.status, 200);
	const char *csrf = site_hidden(site, page.body, "csrf"), *key = site_hidden(site, page.body, "form_key");
	assert_true(say("bladder_change_new", 1, "week") != 0);
	for (size_t i = 0; i < sizeof(sent) / sizeof(*sent); i++) {
		int64_t had = rows(sent[i].table);
		struct answer a = site_send(site, METHOD_POST, client, sent[i].path, arena_fmt(site->keep, "csrf=%s&form_key=%s%d&%s", csrf, key, (int)i, sent[i].fields));

		if (a.status != 303 || !str_equal(a.location, "/stop"))
			fail_msg("%s %s answered %d %s", sent[i].path, sent[i].fields, a.status, a.location ? a.location : "");
		assert_int_equal(rows(sent[i].table), had);
	}
}

/* A session stays booked through a stop: it can be seen and given back, not moved. */
static void a_session_is_given_back_while_a_stop_is_open(void **state)
{
	static const struct { const char *fields, *leads, *state; } sent[] = { { "act=move&starts=1795780800000", "/stop", "booked" },
		{ "act=cancel", "/stop?note=cancelled", "cancelled" } };
	struct appointment_get_rows row;
	const char *path = "/sessions/7801";

	each_anew(state);
	assert_true(cx_save(&cx));
	keep(q_booking_set(cx.db, cx.who.practice, "UTC", "Appointment", 120, 60, 15, 1440, 1) &&
		q_service_add(cx.db, 78, cx.who.practice, "One hour", 60, 0, 15, 9000, 1) &&
		q_appointment_add(cx.db, 7801, cx.who.practice, person, cx.who.account, 78, 0, 0, "", cx.now + 4 * 86400000LL, 60, cx.now + 4 * 86400000LL,
			cx.now + 4 * 86400000LL + 75 * 60000, cx.now, cx.who.account));
	assert_non_null(strstr(site_get(site, client, path).body, "Move it"));
	assert_true(say("bladder_change_new", 1, "week") != 0);
	assert_non_null(strstr(site_get(site, client, "/stop").body, path));
	struct answer page = site_get(site, client, path);
	assert_int_equal(page.status, 200);
	assert_null(strstr(page.body, "Move it"));
	const char *csrf = site_hidden(site, page.body, "csrf"), *key = site_hidden(site, page.body, "form_key");
	for (int i = 0; i < 2; i++) {
		struct answer a = site_send(site, METHOD_POST, client, path, arena_fmt(site->keep, "csrf=%s&form_key=%s%d&%s", csrf, key, i, sent[i].fields));

		assert_int_equal(a.status, 303);
		assert_string_equal(a.location, sent[i].leads);
		assert_true(q_appointment_get(cx.db, 7801, cx.who.practice, &row));
		assert_string_equal(row.at[0].state, sent[i].state);
	}
	assert_null(strstr(site_get(site, client, "/stop").body, path));
}

static void what_was_declined_is_not_shown_for_the_hour(void **state)
{
	struct kept_plan kept;

	each_anew(state);
	assert_true(care_plan(&cx, person, true, &kept) && kept.id);
	const struct item *it = &cx.kb->item[kept.plan.week[2].session[0].item];
	const char *row = arena_fmt(site->keep, "%s, %d minutes: ", it->name, kept.plan.week[2].session[0].minutes);
	assert_non_null(strstr(site_get(site, client, "/weeks").body, row));
	decline(it->id);
	assert_null(strstr(site_get(site, client, "/weeks").body, row));
}

static void a_private_answer_is_on_no_page(void **state)
{
	static const char *const own[] = { "/today", "/weeks", "/learn", "/heart", "/trial", "/sessions", "/progress", "/practice/foot_massage" };
	static const char *const staff[] = { "/session", "/before", "/days", "/trials", "/plan" };
	static const char *const words[] = { "iolence", "buse", "nsafe" };

	each_anew(state);
	assert_int_equal(say("unsafe_at_home", 1, "intake"), 0);
	for (size_t k = 0; k < sizeof(words) / sizeof(*words); k++) {
		for (size_t i = 0; i < sizeof(own) / sizeof(*own); i++)
			if (strstr(site_get(site, client, own[i]).body, words[k]))
				fail_msg("%s says %s", own[i], words[k]);
		for (size_t i = 0; i < sizeof(staff) / sizeof(*staff); i++)
			if (strstr(site_get(site, owner, at(staff[i])).body, words[k]))
				fail_msg("%s says %s", staff[i], words[k]);
	}
}

/* ---- trials ---- */

static bool tries(void)
{
	struct record r = load();
	struct kept_trials all;

	assert_true(trials_load(&cx, &r, &all));
	return trials_running(&all) != NULL;
}

static void a_trial_does_not_go_on_after_a_no(void **state)
{
	struct record r;

	each_anew(state);
	r = load();
	assert_true(cx_save(&cx));
	keep(trials_begin(&cx, &r, kb_item(cx.kb, "bag_change"), 0));
	assert_true(tries());
	assert_non_null(strstr(site_get(site, client, "/today").body, "Your own trial"));
	decline("bag_change");
	assert_false(tries());
	assert_null(strstr(site_get(site, client, "/today").body, "Your own trial"));
}

/* ---- days from a file, and from a device that waited ---- */

static struct answer bring(const int *pain, int n)
{
	const char *body = "body=date%2Cpain%2Cfunction%2Cmood%2Csleep%2Cpractice_minutes";

	assert_int_equal(sqlite3_exec(site->site.db.handle, "delete from checkin", NULL, NULL, NULL), SQLITE_OK);
	for (int i = 0; i < n; i++) {
		char iso[11];

		day_iso(cx.today - n + i, iso);         /* up to yesterday */
		body = arena_fmt(site->keep, "%s%%0D%%0A%s%%2C%d%%2C%%2C%%2C%%2C", body, iso, pain[i]);
	}
	return site_post(site, owner, at("/days"), at("/days"), body);
}

static void answer_all_again(void)
{
	struct record r = load();
	struct ids ask = screen_questions(cx.a, cx.kb, r.c, ASKED_WORSENING);

	for (int i = 0; i < ask.n; i++)
		say(cx.kb->finding[ask.at[i]].id, cx.kb->finding[ask.at[i]].min, "worsening");
}

static void days_from_a_file_that_got_harder_ask_for_danger(void **state)
{
	const int jump[] = { 3, 3, 2, 3, 7 }, same[] = { 3, 3, 2, 3, 4 };
	int worse[42];

	each_anew(state);
	struct answer a = bring(same, 5);
	assert_int_equal(a.status, 200);
	assert_null(strstr(a.body, "The days got harder"));
	assert_null(strstr(site_get(site, client, "/today").body, "/safety/worsening"));
	a = bring(jump, 5);
	assert_non_null(strstr(a.body, "The days got harder"));
	assert_non_null(strstr(site_get(site, client, "/today").body, "/safety/worsening"));
	answer_all_again();
	assert_null(strstr(site_get(site, client, "/today").body, "/safety/worsening"));
	each_anew(state);
	for (int i = 0; i < 42; i++)
		worse[i] = i < 26 ? 1 : 1 + (i - 26) / 2;         /* one point in two days is no jump */
	assert_int_equal(sqlite3_exec(site->site.db.handle, "update plan set starts = date('2026-11-18', '-45 days')", NULL, NULL, NULL), SQLITE_OK);
	struct record r = load();
	assert_true(cx_save(&cx));
	keep(trials_begin(&cx, &r, kb_item(cx.kb, "bag_change"), 0));
	a = bring(worse, 42);
	assert_non_null(strstr(a.body, "The days got harder"));
	assert_non_null(strstr(site_get(site, client, "/today").body, "/safety/worsening"));
	assert_false(tries());
}

static void a_jump_that_waited_on_a_device_asks_for_danger(void **state)
{
	const int calm[] = { 3, 3, 2, 3 };
	char iso[11];

	each_anew(state);
	assert_int_equal(bring(calm, 4).status, 200);
	assert_int_equal(sqlite3_exec(site->site.db.handle, "delete from checkin where day = (select max(day) from checkin)", NULL, NULL, NULL), SQLITE_OK);
	day_iso(cx.today - 1, iso);
	struct answer a = site_post(site, client, "/today", "/check-in", arena_fmt(site->keep, "pain=8&told_day=%s", iso));
	assert_int_equal(a.status, 303);
	assert_non_null(strstr(a.location, "/safety/worsening"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_plan_while_a_stop_is_open_whatever_is_said_since),
		cmocka_unit_test_setup(a_plan_is_not_taken_back_to_while_a_stop_is_open, each_anew),
		cmocka_unit_test(a_plan_that_was_proposed_before_is_not_approved_after),
		cmocka_unit_test_setup(hands_do_not_go_on_after_a_stop, each_anew),
		cmocka_unit_test(hands_do_not_go_on_after_a_no),
		cmocka_unit_test(every_page_leads_to_the_stop),
		cmocka_unit_test(a_page_opened_before_is_not_taken_after),
		cmocka_unit_test(a_session_is_given_back_while_a_stop_is_open),
		cmocka_unit_test(what_was_declined_is_not_shown_for_the_hour),
		cmocka_unit_test(a_private_answer_is_on_no_page),
		cmocka_unit_test(a_trial_does_not_go_on_after_a_no),
		cmocka_unit_test(days_from_a_file_that_got_harder_ask_for_danger),
		cmocka_unit_test(a_jump_that_waited_on_a_device_asks_for_danger),
	};
	return cmocka_run_group_tests(tests, with_maren, after);
}
