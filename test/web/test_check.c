/* The self-check: the same files for everybody, with the practice's numbers; and what a client hands over of it. */
#include "web/selfcheck.h"

#include "app/selfcheck_file.h"
#include "web/demo_site.h"

static void files_for_anybody(void **state)
{
	(void)state;
	struct answer a = site_get(site, NULL, "/check");
	assert_int_equal(a.status, 303);
	assert_string_equal(a.location, "/check/");
	for (int i = 0; i < selfcheck_n_files; i++) {
		struct answer one = site_get(site, NULL, arena_fmt(site->keep, "/check/%s", selfcheck_files[i]));

		if (!selfcheck_ready() && str_ends(selfcheck_files[i], ".gz")) {
			assert_int_equal(one.status, 404);
			continue;
		}
		assert_int_equal(one.status, 200);
		assert_true(one.n > 100 && one.etag && !one.encoding && !one.cookie);
		struct answer mine = site_get(site, client, arena_fmt(site->keep, "/check/%s", selfcheck_files[i]));
		assert_true(mine.n == one.n && !memcmp(mine.body, one.body, one.n));    /* who asks makes no difference */
	}
	assert_int_equal(site_get(site, NULL, "/check/unknot.db").status, 404);
	assert_int_equal(site_get(site, NULL, "/check/sw_store.js").status, 404);
}

static void the_page_stands_alone(void **state)
{
	(void)state;
	struct answer a = site_get(site, NULL, "/check/");
	assert_non_null(strstr(a.body, "data-emergency=\"112\""));
	assert_non_null(strstr(a.body, "data-numbers"));
	assert_non_null(strstr(a.body, "Demonstration practice"));
	assert_null(strstr(a.body, "href=\"/"));        /* every address lies beside it, so the folder works anywhere */
	assert_null(strstr(a.body, "src=\"/"));
	assert_null(strstr(a.body, "csrf"));
	struct selfcheck_file f;
	assert_true(selfcheck_file(site->keep, site->config.kb, (struct selfcheck_practice){ 0 }, "index.html", &f));
	assert_non_null(strstr(f.at, "data-emergency=\"your local emergency number\""));
	assert_null(strstr(f.at, "data-numbers"));
	assert_null(strstr(f.at, "112"));
	if (selfcheck_ready())
		assert_non_null(strstr(f.at, "data-start"));
}

static const char *page_with(const char *take)
{
	const struct selfcheck_practice p = { "A", "112", "116 123", take };
	struct selfcheck_file f;

	assert_true(selfcheck_file(site->keep, site->config.kb, p, "index.html", &f));
	return arena_copy(site->keep, f.at, f.n);
}

static void the_worker_changes_with_any_file(void **state)
{
	const struct kb *kb = site->config.kb;
	const struct selfcheck_practice a = { .name = "A", .emergency = "112", .crisis = "116 123" }, b = { .name = "A", .emergency = "911", .crisis = "116 123" };
	struct selfcheck_file one, two, three;

	(void)state;
	assert_true(selfcheck_file(site->keep, kb, a, "sw.js", &one) && selfcheck_file(site->keep, kb, b, "sw.js", &two) &&
		selfcheck_file(site->keep, kb, a, "sw.js", &three));
	assert_string_not_equal(one.at, two.at);
	assert_string_equal(one.at, three.at);
	assert_null(strstr(page_with(NULL), "/clients"));       /* hosted anywhere there is no code unless it was said where it leads */
	assert_non_null(strstr(page_with("https://practice.example/clients"), "data-take=\"https://practice.example/clients\""));
	assert_non_null(strstr(site_get(site, NULL, "/check/").body, "data-take=\"/clients\""));
	assert_non_null(strstr(one.at, "\"./\", \"map.html\", \"check.js\""));
}

/* ---- handed over ---- */

static struct cx staff(void)
{
	struct cx cx = site_cx(site);
	struct account_by_mail_rows who;

	assert_true(q_account_by_mail(cx.db, "therapist@demo.invalid", &who) && who.n);
	cx.who = (struct who){ .role = ROLE_OWNER, .practice = who.at[0].practice, .account = who.at[0].id, .emergency = "112", .crisis = "116 123" };
	return cx;
}

static struct record fresh(int64_t *id)
{
	struct cx cx = staff();
	struct new_client in = { .given = "Noor", .family = "Haddad", .mail = "", .phone = "", .sex = "female" };
	struct record r;

	assert_true(day_read("1982-05-01", &in.born));
	assert_true(*id || (cx_save(&cx) && account_new_client(&cx, &in, id) && db_commit(cx.db)));
	assert_true(db_begin_read(cx.db) && record_load(&cx, *id, &r));
	db_rollback(cx.db);
	return r;
}

static struct answer hand_over(int64_t id, const char *text)
{
	const char *path = arena_fmt(site->keep, "/client/%lld/check", (long long)id);
	struct buf b = buf_new(site->keep, 1 << 20);

	for (const char *at = text; *at; at++)
		buf_fmt(&b, "%%%02x", (unsigned char)*at);
	return site_post(site, owner, path, path, arena_fmt(site->keep, "body=%s", b.at));
}

static int now(const struct record *r, const char *id)
{
	return r->c->answer[kb_finding(site->config.kb, id)];
}

static void answers_come_in_with_their_origin(void **state)
{
	static const char file[] = "{\"selfcheck\":1,\"made\":\"2026-11-18\",\"knowledge\":\"x\",\"first\":{\"fever\":true},"
		"\"case\":{\"person\":{\"age\":44,\"sex\":\"female\"},\"findings\":{\"fever\":false,\"pain_average\":6,\"anticoagulant\":null},\"map\":{\"low_back_left\":7}}}";
	int64_t id = 0;

	(void)state;
	fresh(&id);
	struct answer a = hand_over(id, file);
	assert_int_equal(a.status, 303);
	assert_non_null(strstr(a.location, "note=check_taken"));
	struct record r = fresh(&id);
	assert_int_equal(now(&r, "pain_average"), 6);
	assert_int_equal(now(&r, "fever"), 0);
	assert_int_equal(now(&r, "anticoagulant"), DONT_KNOW);
	assert_int_equal(r.c->mark[kb_region(site->config.kb, "low_back_left")], 7);
	a = site_get(site, owner, arena_fmt(site->keep, "/client/%lld/answers", (long long)id));
	assert_non_null(strstr(a.body, "self-check, handed over"));
	assert_non_null(strstr(a.body, "yes (self-check, handed over"));        /* what was said first is kept too */
	a = hand_over(id, file);
	assert_non_null(strstr(a.location, "note=check_none"));                 /* the record has them from that day or later */
}

static void a_danger_answer_raises_a_stop(void **state)
{
	int64_t id = 0;

	(void)state;
	fresh(&id);
	struct answer a = hand_over(id, "{\"selfcheck\":1,\"made\":\"2026-11-18\",\"case\":{\"findings\":{\"saddle_numbness_new\":true}}}");
	assert_non_null(strstr(a.location, "note=check_taken_stop"));
	struct record r = fresh(&id);
	assert_int_equal(r.stops.n, 1);
}

static void a_no_never_takes_the_place_of_a_danger_answer(void **state)
{
	struct cx cx = staff();
	int64_t id = 0;

	(void)state;
	fresh(&id);
	cx.now = 1795000000000 - (int64_t)30 * 86400000;
	assert_true(cx_save(&cx) && record_answer(&cx, id, kb_finding(cx.kb, "anticoagulant"), 1, "intake") && db_commit(cx.db));
	struct answer a = hand_over(id, "{\"selfcheck\":1,\"made\":\"2026-11-18\",\"case\":{\"findings\":{\"anticoagulant\":false,\"pain_average\":3}}}");
	assert_non_null(strstr(a.location, "note=check_taken_careful"));
	struct record r = fresh(&id);
	assert_int_equal(now(&r, "anticoagulant"), 1);
	assert_int_equal(now(&r, "pain_average"), 3);
}

static void what_does_not_fit_is_refused_whole(void **state)
{
	static const struct { const char *file, *says; } tries[] = {
		{ "nonsense", "does not fit in line 1" },
		{ "{\"made\":\"2026-11-18\"}", "is missing" },
		{ "{\"selfcheck\":2,\"made\":\"2026-11-18\",\"case\":{}}", "does not fit" },
		{ "{\"made\":\"18.11.2026\",\"case\":{}}", "a date like" },
		{ "{\"made\":\"2030-01-01\",\"case\":{\"findings\":{\"pain_average\":6}}}", "has not come yet" },
		{ "{\"made\":\"2026-11-18\",\"case\":{\"findings\":{\"pain_averag\":6}}}", "pain_average" },
		{ "{\"made\":\"2026-11-18\",\"case\":{\"findings\":{\"pain_average\":11}}}", "does not fit" },
		{ "{\"made\":\"2026-11-18\",\"case\":{\"person\":{\"age\":30},\"findings\":{\"pain_average\":6}}}", "somebody of 30 years" },
		{ "{\"made\":\"2026-11-18\",\"case\":{\"person\":{\"sex\":\"male\"},\"findings\":{\"pain_average\":6}}}", "somebody who is male" } };
	int64_t id = 0;

	(void)state;
	fresh(&id);
	for (size_t i = 0; i < sizeof(tries) / sizeof(*tries); i++) {
		struct answer a = hand_over(id, tries[i].file);

		assert_int_equal(a.status, 422);
		if (!strstr(a.body, tries[i].says))
			fail_msg("%s: no \"%s\"", tries[i].file, tries[i].says);
	}
	struct record r = fresh(&id);
	assert_int_equal(now(&r, "pain_average"), NOT_ASKED);
	assert_int_equal(site_get(site, client, arena_fmt(site->keep, "/client/%lld/check", (long long)id)).status, 403);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(files_for_anybody),
		cmocka_unit_test(the_page_stands_alone),
		cmocka_unit_test(the_worker_changes_with_any_file),
		cmocka_unit_test(answers_come_in_with_their_origin),
		cmocka_unit_test(a_danger_answer_raises_a_stop),
		cmocka_unit_test(a_no_never_takes_the_place_of_a_danger_answer),
		cmocka_unit_test(what_does_not_fit_is_refused_whole),
	};
	return cmocka_run_group_tests(tests, before, after);
}
