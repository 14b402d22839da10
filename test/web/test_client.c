/* What a client can do and cannot break: consent, interview, map, wishes, check-in; and the rules of safety that live in the pages. */
#include "app/daily.h"
#include "app/recheck.h"
#include "web/site.h"

static struct site *site;
static const char *owner, *client, *fresh;

static int before(void **state)
{
	(void)state;
	site = site_new();
	site_demo(site);
	owner = site_door(site, 0);
	client = site_door(site, 1);
	fresh = site_door(site, 2);
	return 0;
}

static int after(void **state)
{
	(void)state;
	site_end(site);
	return 0;
}

static const char *consent_fields(const char *value)
{
	struct buf b = buf_new(site->keep, 1 << 14);

	for (int i = 0; i < site->config.kb->n_consents; i++)
		buf_fmt(&b, "%s%s=%s", i ? "&" : "", site->config.kb->consent[i].id, value);
	return b.at;
}

static const char *field_of(const char *finding)
{
	return arena_fmt(site->keep, "name=\"%s\"", finding);
}

static const char *question(void)
{
	struct answer a = site_get(site, fresh, "/interview");

	assert_int_equal(a.status, 303);
	return a.location;
}

static struct answer reply(const char *path, const char *value)
{
	return site_post(site, fresh, path, path, arena_fmt(site->keep, "answer=%s", value));
}

static void consent_comes_first_and_wants_every_part(void **state)
{
	(void)state;
	assert_string_equal(question(), "/consent");
	assert_int_equal(site_post(site, fresh, "/consent", "/consent", "massage=yes").status, 422);
	assert_int_equal(site_post(site, fresh, "/consent", "/consent", consent_fields("maybe")).status, 422);
	assert_int_equal(site_post(site, fresh, "/consent", "/consent", consent_fields("yes")).status, 303);
	assert_true(str_begins(question(), "/interview/"));
}

static void a_wrong_answer_is_named_and_nothing_is_kept(void **state)
{
	static const char *const bad[] = { "", "perhaps", "2", "-1", "yes%00", "1e9", "%F0%9F%99%82" };
	const char *next = question(), *path = "/interview/saddle_numbness_new";

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_int_equal(reply(path, bad[i]).status, 422);
	assert_string_equal(question(), next);
	assert_int_equal(site_get(site, fresh, "/interview/no_such_question").status, 404);
	assert_int_equal(site_get(site, fresh, "/interview/slump_positive").status, 404);   /* a therapist's test */
}

static void danger_questions_come_a_few_to_a_page_and_each_wants_its_answer(void **state)
{
	const char *path = question();
	struct answer page = site_get(site, fresh, path), a;
	const char *fields = "";
	int n = 0;

	(void)state;
	assert_string_equal(path, "/interview/safety");
	for (int f = 0; f < site->config.kb->n_findings; f++)
		if (strstr(page.body, field_of(site->config.kb->finding[f].id))) {
			fields = arena_fmt(site->keep, "%s%s%s=no", fields, n ? "&" : "", site->config.kb->finding[f].id);
			n++;
			/* all but the last one answered */
			a = n < 6 ? site_post(site, fresh, path, path, fields) : a;
			assert_true(n == 6 || (a.status == 422 && strstr(a.body, "needs an answer")));
		}
	assert_int_equal(n, 6);
	assert_int_equal(site_post(site, fresh, path, path, "saddle_numbness_new=maybe").status, 422);
	assert_int_equal(site_post(site, fresh, path, path, "fever_and=no").status, 422);
	assert_int_equal(site_post(site, fresh, path, path, fields).status, 303);
	page = site_get(site, fresh, question());
	assert_null(strstr(page.body, field_of("saddle_numbness_new")));
	/* put down in the middle: nothing is lost, nothing is asked twice */
	assert_string_equal(site_post(site, fresh, path, path, "stop=1").location, "/today");
	assert_string_equal(question(), path);
}

static void an_answer_sent_twice_counts_once(void **state)
{
	const char *path = "/interview/earlier_back_surgery";
	struct answer page = site_get(site, fresh, path);
	const char *body = arena_fmt(site->keep, "csrf=%s&form_key=%s&answer=no", site_hidden(site, page.body, "csrf"), site_hidden(site, page.body, "form_key"));
	struct cx cx;
	struct answer_count_rows count;

	(void)state;
	assert_int_equal(site_send(site, METHOD_POST, fresh, path, body).status, 303);
	assert_int_equal(site_send(site, METHOD_POST, fresh, path, body).status, 303);
	cx = site_cx(site);
	assert_true(q_answer_count(cx.db, site_person(site, "ines@demo.invalid"), strrchr(path, '/') + 1, &count));
	assert_int_equal(count.at[0].n, 1);
}

static void the_map_refuses_what_is_no_mark(void **state)
{
	(void)state;
	assert_int_equal(site_post(site, client, "/map", "/map", "map_low_back_left=11").status, 422);
	assert_int_equal(site_post(site, client, "/map", "/map", "map_low_back_lefft=4").status, 422);
	assert_int_equal(site_post(site, client, "/map", "/map", "map_low_back_left=seven").status, 422);
	assert_int_equal(site_post(site, client, "/map", "/map", "map_low_back_left=7&map_neck_lower_right=3").status, 303);
	assert_non_null(strstr(site_get(site, client, "/map").body, "data-map-region=\"low_back_left\""));
}

static void a_check_in_is_from_0_to_10_and_can_be_taken_back(void **state)
{
	static const char *const bad[] = { "pain=11", "pain=-1", "pain=5.5", "pain=", "pian=5", "pain=5&pain=6" };

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		int status = site_post(site, client, "/today", "/check-in", bad[i]).status;

		assert_true(status >= 400 && status < 500);
	}
	struct answer a = site_post(site, client, "/today", "/check-in", "pain=4");
	assert_string_equal(a.location, "/today?undo=1&note=checked_in");
	assert_int_equal(site_post(site, client, a.location, "/check-in/undo", "").status, 303);
}

static void a_jump_in_pain_opens_the_danger_questions(void **state)
{
	struct cx cx = site_cx(site);
	char yesterday[11];

	(void)state;
	day_iso(cx.today - 1, yesterday);
	assert_true(cx_save(&cx) && q_checkin_set(cx.db, db_id(), site_person(site, "maren@demo.invalid"), yesterday, 4, 4, 5, 5, cx.now) && db_commit(cx.db));
	assert_true(str_begins(site_post(site, client, "/today", "/check-in", "pain=6").location, "/today"));
	assert_true(str_begins(site_post(site, client, "/today", "/check-in", "pain=7").location, "/safety/worsening"));
	assert_int_equal(site_get(site, client, "/safety/worsening").status, 200);
	assert_int_equal(site_post(site, client, "/today", "/check-in/undo", "").status, 303);
}

static void the_weekly_questions_want_every_answer(void **state)
{
	struct answer a = site_post(site, client, "/safety/week", "/safety/week", "");

	(void)state;
	assert_int_equal(a.status, 422);
	assert_int_equal(site_get(site, client, "/safety/sometimes").status, 404);
}

static int kept(const char *finding)
{
	struct cx cx = site_cx(site);
	struct answer_count_rows count;

	assert_true(q_answer_count(cx.db, site_act(&cx, "maren@demo.invalid", ROLE_CLIENT), finding, &count));
	return (int)count.at[0].n;
}

/* What a page asks, answered with no or 0; yes to `yes`, "I do not know" to `unknown`. */
static const char *fill(const char *page, enum occasion when, const char *yes, const char *unknown)
{
	struct cx cx = site_cx(site);
	struct buf b = buf_new(site->keep, 1 << 14);

	for (int f = 0; f < cx.kb->n_findings; f++) {
		const struct finding *of = &cx.kb->finding[f];

		if (!(of->asked & (unsigned)when) || !strstr(page, field_of(of->id)))
			continue;
		if (unknown && str_equal(of->id, unknown))
			buf_fmt(&b, of->is_bool ? "%s%s=unknown" : "%s%s_unknown=1", b.n ? "&" : "", of->id);
		else
			buf_fmt(&b, "%s%s=%s", b.n ? "&" : "", of->id, !of->is_bool ? "0" : yes && str_equal(of->id, yes) ? "yes" : "no");
	}
	if (strstr(page, "name=\"same\""))
		buf_str(&b, "&together=no&same=no");
	return b.at;
}

/* Sends the page, and once more with what an answer opened. */
static struct answer check(const char *occasion, enum occasion when, const char *yes, const char *unknown)
{
	const char *path = arena_fmt(site->keep, "/safety/%s", occasion);
	struct answer page = site_get(site, client, path), a = site_post(site, client, path, path, fill(page.body, when, yes, unknown));

	return a.status == 422 ? site_post(site, client, path, path, fill(a.body, when, yes, unknown)) : a;
}

static void hours_later(double hours)
{
	setenv("UNKNOT_CLOCK", arena_fmt(site->keep, "%lld", (long long)(1795000000000 + (int64_t)(hours * 3600000))), 1);
}

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

static void a_declined_or_paused_practice_comes_in_no_list(void **state)
{
	struct cx cx = site_cx(site);
	int64_t person = site_act(&cx, "maren@demo.invalid", ROLE_CLIENT), raised;
	struct answer weeks = site_get(site, client, "/weeks"), today = site_get(site, client, "/today");
	const char *at = strstr(today.body, "href=\"/practice/"), *path, *id;

	(void)state;
	assert_non_null(at);
	path = arena_copy(site->keep, at, strcspn(at + 6, "\"") + 7);
	id = arena_copy(site->keep, path + 16, strlen(path) - 17);
	assert_non_null(strstr(weeks.body, path));
	assert_true(cx_save(&cx) && q_consent_add(cx.db, person, id, 0, "x", cx.now) && db_commit(cx.db));
	assert_null(strstr(site_get(site, client, "/today").body, path));
	assert_null(strstr(site_get(site, client, "/weeks").body, path));
	assert_true(cx_save(&cx) && q_consent_add(cx.db, person, id, 1, "x", cx.now + 1) && db_commit(cx.db));
	assert_non_null(strstr(site_get(site, client, "/today").body, path));
	/* an item that danger holds back now, though the plan has it */
	cx.now++;
	assert_true(cx_save(&cx) && record_answer(&cx, person, kb_finding(cx.kb, "seizures"), 1, "week") &&
		record_rescreen(&cx, person, "week", &raised));
	struct record r;
	struct daily d;
	assert_true(record_load(&cx, person, &r) && daily_load(&cx, &r, &d));
	for (int i = 0; i < d.n_tasks; i++) {
		assert_false(r.s->never_any[d.task[i].item]);
		assert_true(str_begins(d.task[i].why, "Chosen with this in mind: ") || str_begins(d.task[i].why, "It goes with") || str_begins(d.task[i].why, "So that"));
	}
	db_rollback(cx.db);
}

static const char *person_path(const char *given)
{
	struct answer list = site_get(site, owner, "/clients");
	const char *at = strstr(list.body, given), *from = at;

	assert_non_null(at);
	while (from > list.body && !str_begins(from, "/client/"))
		from--;
	return arena_copy(site->keep, from, strcspn(from, "\""));
}

static void a_stop_is_lifted_by_an_outcome_and_by_nothing_else(void **state)
{
	const char *ruth = person_path("Ruth"), *page, *stop;
	struct answer a = site_get(site, owner, ruth);

	(void)state;
	assert_non_null(page = strstr(a.body, "/stop/"));
	stop = arena_fmt(site->keep, "%s%s", ruth, arena_copy(site->keep, page, strcspn(page, "\"")));
	/* staff answering again does not lift it */
	site_post(site, owner, arena_fmt(site->keep, "%s/before", ruth), arena_fmt(site->keep, "%s/before", ruth), "fever=no");
	assert_int_equal(site_get(site, owner, stop).status, 200);
	/* no plan while it stands */
	a = site_post(site, owner, ruth, arena_fmt(site->keep, "%s/propose", ruth), "");
	assert_int_equal(a.status, 409);
	/* an empty outcome is refused, a whole one lifts */
	assert_int_equal(site_post(site, owner, stop, stop, "seen_by=&seen_on=2026-11-17&outcome=").status, 422);
	assert_int_equal(site_post(site, owner, stop, stop, "seen_by=Dr+Vale&seen_on=2999-01-01&outcome=fine").status, 422);
	assert_int_equal(site_post(site, owner, stop, stop, "seen_by=Dr+Vale&seen_on=2026-11-17&outcome=Cold,+no+spinal+sign").status, 303);
	assert_int_equal(site_get(site, owner, stop).status, 404);
}

static void a_told_thought_of_self_harm_stops_and_shows_help(void **state)
{
	const char *tomas = person_path("Tomas");

	(void)state;
	assert_int_equal(site_post(site, owner, tomas, arena_fmt(site->keep, "%s/alert", tomas), "").status, 303);
	struct answer desk = site_get(site, owner, "/desk");
	assert_non_null(strstr(desk.body, "self-harm"));
	assert_int_equal(site_post(site, owner, tomas, arena_fmt(site->keep, "%s/propose", tomas), "").status, 409);
}

static void whether_someone_is_safe_at_home_is_asked_only_with_a_route_and_stays_private(void **state)
{
	const char *maren = person_path("Maren"), *pages[] = { "/today", "/result", "/weeks", "/progress" };
	struct cx cx = site_cx(site);
	int64_t person, raised;

	(void)state;
	assert_int_equal(site_get(site, client, "/interview/unsafe_at_home").status, 404);
	assert_null(strstr(site_get(site, client, "/safety/week").body, "unsafe_at_home"));
	person = site_act(&cx, "maren@demo.invalid", ROLE_CLIENT);
	assert_true(cx_save(&cx) && record_answer(&cx, person, kb_finding(cx.kb, "unsafe_at_home"), 1, "intake") &&
		record_rescreen(&cx, person, "intake", &raised) && db_commit(cx.db));
	assert_int_equal(raised, 0);            /* it stops no care */
	for (size_t i = 0; i < 4; i++) {
		struct answer a = site_get(site, client, pages[i]);

		assert_null(strstr(a.body, "unsafe"));
		assert_null(strstr(a.body, "violence"));
	}
	assert_null(strstr(site_get(site, owner, maren).body, "unsafe"));
	assert_null(strstr(site_get(site, owner, arena_fmt(site->keep, "%s/answers", maren)).body, "afe at home"));
	assert_null(strstr(site_get(site, owner, arena_fmt(site->keep, "%s/letter", maren)).body, "home"));
	assert_non_null(strstr(site_get(site, owner, arena_fmt(site->keep, "%s/answers?private=1", maren)).body, "home"));
}

/* Asked when days got harder, on a page of its own, blank again each time; nobody has to answer. */
static void when_days_get_harder_it_is_asked_alone_where_there_is_a_route(void **state)
{
	struct cx cx = site_cx(site);
	int before;

	(void)state;
	assert_int_equal(site_get(site, client, "/alone").status, 303);
	assert_int_equal(sqlite3_exec(cx.db->handle, "update practice set abuse_route = 'a house nearby'", NULL, NULL, NULL), SQLITE_OK);
	before = kept("unsafe_at_home");
	assert_null(strstr(site_get(site, client, "/safety/worsening").body, "unsafe_at_home"));
	struct answer a = check("worsening", ASKED_WORSENING, NULL, NULL);
	assert_true(a.status == 303 && str_begins(a.location, "/alone"));
	a = site_get(site, client, "/alone");
	assert_non_null(strstr(a.body, "name=\"unsafe_at_home\""));
	assert_null(strstr(a.body, " checked"));
	assert_null(strstr(a.body, " required"));
	assert_true(str_begins(site_post(site, client, "/alone", "/alone", "").location, "/today"));
	assert_int_equal(kept("unsafe_at_home"), before);
	assert_true(str_begins(site_post(site, client, "/alone", "/alone", "unsafe_at_home=no").location, "/today"));
	assert_int_equal(kept("unsafe_at_home"), before + 1);
}

static void no_page_of_a_client_shows_a_percentage_or_a_refused_word(void **state)
{
	static const char *const pages[] = { "/today", "/result", "/weeks", "/progress", "/lesson/lesson_01_hurt_and_harm", "/practice/flare_plan", "/consent", "/wishes" };
	static const char *const words[] = { "diagnos", "non-compliant", "toxin", "all in your head", "wear and tear", "guarantee" };

	(void)state;
	for (size_t i = 0; i < sizeof(pages) / sizeof(*pages); i++) {
		struct answer a = site_get(site, client, pages[i]);

		assert_int_equal(a.status, 200);
		for (size_t k = 0; k < sizeof(words) / sizeof(*words); k++)
			if (strcasestr(a.body, words[k]))
				fail_msg("%s says \"%s\"", pages[i], words[k]);
		for (const char *at = a.body; (at = strchr(at, '%')); at++)
			if (at > a.body && (at[-1] == ' ' || (unsigned char)at[-1] == 0xa0))
				fail_msg("%s shows a percentage", pages[i]);
	}
}

static void a_declined_place_is_touched_in_no_week(void **state)
{
	struct cx cx = site_cx(site);
	struct kept_plan kept;
	int64_t plan, piet;

	(void)state;
	piet = site_act(&cx, "piet@demo.invalid", ROLE_OWNER);
	assert_true(cx_save(&cx) && q_mark_set(cx.db, piet, "buttock_upper_left", 9, cx.now) &&
		q_consent_add(cx.db, piet, "area_buttock", 0, "x", cx.now) && care_propose(&cx, piet, &plan) &&
		care_plan(&cx, piet, false, &kept));
	for (int w = 0; w < WEEKS; w++)
		for (int i = 0; i < kept.plan.week[w].n_session; i++)
			assert_false(str_begins(cx.kb->region[kept.plan.week[w].session[i].region].base, "buttock"));
	assert_true(q_consent_add(cx.db, piet, "area_buttock", 1, "x", cx.now + 1) && care_propose(&cx, piet, &plan) &&
		care_plan(&cx, piet, false, &kept));
	int there = 0;
	for (int i = 0; i < kept.plan.week[0].n_session; i++)
		there += str_begins(cx.kb->region[kept.plan.week[0].session[i].region].base, "buttock");
	assert_true(there > 0);
	db_rollback(cx.db);
}

static void two_windows_do_not_overwrite_a_plan(void **state)
{
	const char *piet = person_path("Piet"), *path = arena_fmt(site->keep, "%s/plan", piet);
	struct answer a = site_get(site, owner, path);
	const char *plan = site_hidden(site, a.body, "plan"), *version = site_hidden(site, a.body, "version");
	const char *fields = arena_fmt(site->keep, "plan=%s&version=%s&week=8&place=home&index=0&act=out", plan, version);

	(void)state;
	struct answer first = site_post(site, owner, path, path, fields), second = site_post(site, owner, path, path, fields);
	assert_int_equal(first.status, 303);
	assert_int_equal(second.status, 409);
}

/* "I do not know" is asked back in other words; a no then takes the stop away, a yes makes it an emergency. */
static void an_answer_that_is_not_known_stops_and_is_asked_in_other_words(void **state)
{
	const char *again = "/stop/again/saddle_numbness_new";
	struct answer a = check("week", ASKED_WEEK, NULL, "saddle_numbness_new");

	(void)state;
	assert_string_equal(a.location, again);
	a = site_get(site, client, "/stop");
	assert_non_null(strstr(a.body, "One answer needs a person"));
	assert_non_null(strstr(a.body, "You could not say: "));
	assert_non_null(strstr(a.body, "Ask me in other words"));
	assert_string_equal(site_get(site, client, "/today").location, "/stop");
	assert_non_null(strstr(site_get(site, client, "/letter").body, "Could not say: "));
	assert_non_null(strstr(site_get(site, owner, "/desk").body, "(not clear)"));
	assert_string_equal(site_post(site, client, again, again, "answer=no").location, "/today");
	assert_int_equal(site_get(site, client, "/today").status, 200);
	hours_later(1);
	check("week", ASKED_WEEK, NULL, "saddle_numbness_new");
	assert_string_equal(site_post(site, client, again, again, "answer=yes").location, "/stop");
	assert_non_null(strstr(site_get(site, client, "/stop").body, "You need help now"));
	struct cx cx = site_cx(site);
	int64_t person = site_act(&cx, "maren@demo.invalid", ROLE_CLIENT);
	struct record r;
	assert_true(cx_save(&cx) && record_load(&cx, person, &r));
	assert_int_equal(r.stops.n, 2);
	for (size_t i = 0; i < r.stops.n; i++)
		assert_true(q_stop_lift(cx.db, r.stops.at[i].id, person, cx.now + 3600001, cx.who.account, "2026-11-17", "Dr Vale", "feeling is as it was"));
	cx.now += 3600002;
	assert_true(record_answer(&cx, person, kb_finding(cx.kb, "saddle_numbness_new"), 0, "exam") && db_commit(cx.db));
	assert_int_equal(site_get(site, client, "/today").status, 200);
	hours_later(0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(consent_comes_first_and_wants_every_part),
		cmocka_unit_test(a_wrong_answer_is_named_and_nothing_is_kept),
		cmocka_unit_test(danger_questions_come_a_few_to_a_page_and_each_wants_its_answer),
		cmocka_unit_test(an_answer_sent_twice_counts_once),
		cmocka_unit_test(the_map_refuses_what_is_no_mark),
		cmocka_unit_test(a_check_in_is_from_0_to_10_and_can_be_taken_back),
		cmocka_unit_test(a_jump_in_pain_opens_the_danger_questions),
		cmocka_unit_test(the_weekly_questions_want_every_answer),
		cmocka_unit_test(every_occasion_asks_something_of_everybody),
		cmocka_unit_test(each_check_is_answered_kept_and_leads_on),
		cmocka_unit_test(a_number_may_be_left_unknown_and_a_wrong_one_is_named),
		cmocka_unit_test(a_question_opened_by_an_answer_comes_on_the_same_page),
		cmocka_unit_test(an_answer_that_is_not_known_stops_and_is_asked_in_other_words),
		cmocka_unit_test(a_declined_or_paused_practice_comes_in_no_list),
		cmocka_unit_test(a_stop_is_lifted_by_an_outcome_and_by_nothing_else),
		cmocka_unit_test(a_told_thought_of_self_harm_stops_and_shows_help),
		cmocka_unit_test(a_declined_place_is_touched_in_no_week),
		cmocka_unit_test(two_windows_do_not_overwrite_a_plan),
		cmocka_unit_test(no_page_of_a_client_shows_a_percentage_or_a_refused_word),
		cmocka_unit_test(whether_someone_is_safe_at_home_is_asked_only_with_a_route_and_stays_private),
		cmocka_unit_test(when_days_get_harder_it_is_asked_alone_where_there_is_a_route),
		cmocka_unit_test(after_a_session_the_next_check_in_asks),
		cmocka_unit_test(what_is_told_after_a_session_is_kept_counted_and_acted_on),
	};

	return cmocka_run_group_tests(tests, before, after);
}
