/* Ways back in that are given in person, and who enters for a client. */
#include "web/staffed.h"

#include "app/access.h"
#include "store/erase.h"

/* The link in an answer, as a path. */
static const char *link_in(const struct answer *a)
{
	const char *at = strstr(a->body, "/access/");

	if (!at)
		fail_msg("no link in an answer of status %d", a->status);
	return arena_copy(s->keep, at, 8 + strspn(at + 8, "abcdefghijklmnopqrstuvwxyz234567"));
}

static const char new_words[] = "passphrase=der+stille+bach+im+mai&again=der+stille+bach+im+mai";

static void a_way_back_is_given_in_person_only(void **state)
{
	const char *page = arena_fmt(s->keep, "/client/%lld/people", (long long)maren_id);

	(void)state;
	assert_int_equal(site_post(s, therapist, page, page, "act=renew").status, 422);
	struct answer a = site_post(s, therapist, page, page, "act=renew&met=1");
	const char *link = link_in(&a);
	assert_string_equal(site_get(s, maren, "/today").location, "/sign-in");         /* old devices are out at once */
	a = site_post(s, therapist, page, page, "act=renew&met=1");
	assert_int_equal(site_get(s, NULL, link).status, 410);
	link = link_in(&a);
	assert_int_equal(site_get(s, NULL, link).status, 200);
	assert_int_equal(site_send(s, METHOD_POST, NULL, link, "passphrase=short&again=short").status, 422);
	assert_int_equal(site_send(s, METHOD_POST, NULL, link, new_words).status, 303);
	assert_int_equal(site_send(s, METHOD_POST, NULL, link, new_words).status, 410);
	assert_int_equal(site_send(s, METHOD_POST, NULL, "/sign-in", "mail=maren%40demo.invalid&passphrase=four+quiet+demo+words").status, 422);
	assert_int_equal(site_send(s, METHOD_POST, NULL, "/sign-in", "mail=maren%40demo.invalid&passphrase=der+stille+bach+im+mai").status, 303);
	assert_int_equal(site_events(s, "access_given"), 2);
	assert_int_equal(site_events(s, "access_renewed"), 1);
	a = site_post(s, therapist, page, page, "act=renew&met=1");
	setenv("UNKNOT_CLOCK", arena_fmt(s->keep, "%lld", 1795000000000LL + (RECOVER_HOURS * 3600LL + 1) * 1000), 1);
	assert_int_equal(site_get(s, NULL, link_in(&a)).status, 410);
}

static void a_colleagues_way_back_comes_from_the_owner_and_ends_the_second_step(void **state)
{
	const char *key = site_enrol(s, &therapist);

	(void)state;
	assert_int_equal(strlen(key), TOTP_TEXT - 1);
	assert_int_equal(site_post(s, owner, "/people", "/people", arena_fmt(s->keep, "act=renew&who=%lld&met=1", (long long)owner_id)).status, 422);
	struct answer a = site_post(s, owner, "/people", "/people", arena_fmt(s->keep, "act=renew&who=%lld&met=1", (long long)therapist_id));
	assert_int_equal(site_send(s, METHOD_POST, NULL, link_in(&a), new_words).status, 303);
	s->config.demo = false;
	a = site_send(s, METHOD_POST, NULL, "/sign-in", "mail=two%40demo.invalid&passphrase=der+stille+bach+im+mai");
	assert_string_equal(site_get(s, site_cookie(s, &a), "/desk").location, "/second");
	/* a client is no colleague */
	struct cx cx = site_cx(s);
	struct account_by_mail_rows m;
	assert_true(q_account_by_mail(cx.db, "maren@demo.invalid", &m));
	assert_int_equal(site_post(s, owner, "/people", "/people", arena_fmt(s->keep, "act=renew&who=%lld&met=1", (long long)m.at[0].id)).status, 422);
}

static const char joining[] = "given=Ole&family=Lindqvist&mail=ole%40home.example&passphrase=der+stille+bach+im+mai&again=der+stille+bach+im+mai&adult=1";

static const char *join(const char *cookie)
{
	struct answer a = site_post(s, cookie, "/helpers", "/helpers", "make=1");
	const char *link = link_in(&a);

	assert_int_equal(site_get(s, NULL, link).status, 200);
	assert_int_equal(site_send(s, METHOD_POST, NULL, link, joining).status, 303);
	assert_int_equal(site_send(s, METHOD_POST, NULL, link, joining).status, 410);
	a = site_send(s, METHOD_POST, NULL, "/sign-in", "mail=ole%40home.example&passphrase=der+stille+bach+im+mai");
	assert_int_equal(a.status, 303);
	return site_cookie(s, &a);
}

static void someone_enters_for_a_client_until_one_tap_ends_it(void **state)
{
	const char *proxy = join(maren);
	struct answer a;

	(void)state;
	role_is_kept_to_its_routes(proxy, ROLE_PROXY, maren_id);
	assert_int_equal(site_get(s, proxy, "/today").status, 200);
	assert_int_equal(site_post(s, proxy, "/today", "/check-in", "pain=3").status, 303);
	assert_non_null(strstr(site_get(s, maren, "/helpers").body, "Ole Lindqvist"));
	assert_non_null(strstr(site_get(s, therapist, arena_fmt(s->keep, "/client/%lld/people", (long long)maren_id)).body, "Ole Lindqvist"));
	assert_null(strstr(site_get(s, ines, "/helpers").body, "Ole"));
	a = site_get(s, maren, "/helpers");
	const char *at = strstr(a.body, "name=\"end\" value=\"");
	const char *id = arena_copy(s->keep, at + 18, strcspn(at + 18, "\""));
	assert_int_equal(site_post(s, ines, "/helpers", "/helpers", arena_fmt(s->keep, "end=%s", id)).status, 404);
	assert_int_equal(site_get(s, proxy, "/today").status, 200);
	assert_int_equal(site_post(s, maren, "/helpers", "/helpers", arena_fmt(s->keep, "end=%s", id)).status, 303);
	assert_string_equal(site_get(s, proxy, "/today").location, "/sign-in");
	assert_int_equal(site_send(s, METHOD_POST, NULL, "/sign-in", "mail=ole%40home.example&passphrase=der+stille+bach+im+mai").status, 422);
	assert_int_equal(site_events(s, "proxy_invited"), 1);
	assert_int_equal(site_events(s, "proxy_began"), 1);
	assert_int_equal(site_events(s, "proxy_ended"), 1);
	join(maren);
}

/* What is asked of someone alone is neither asked of who enters for them nor shown to them. */
static void private_questions_are_for_the_client_alone(void **state)
{
	const char *proxy = join(maren);
	int n = 0;

	(void)state;
	assert_int_equal(sqlite3_exec(s->site.db.handle, "update practice set abuse_route = 'a house nearby'", NULL, NULL, NULL), SQLITE_OK);
	for (int f = 0; f < s->config.kb->n_findings; f++) {
		const char *path = arena_fmt(s->keep, "/interview/%s", s->config.kb->finding[f].id);

		if (!s->config.kb->finding[f].private || site_get(s, maren, path).status != 200)
			continue;
		n++;
		if (site_get(s, proxy, path).status != 404)
			fail_msg("%s is shown to a proxy", path);
	}
	assert_true(n > 0);
	assert_int_equal(site_get(s, proxy, "/consent").status, 403);
	assert_int_equal(site_get(s, proxy, "/opened").status, 403);
	assert_int_equal(site_get(s, proxy, "/result").status, 403);
}

static void no_more_than_three_enter_for_one(void **state)
{
	struct cx cx = as_owner();
	const char *token;
	int64_t account;

	(void)state;
	for (int i = 0; i < PROXIES_MOST; i++) {
		struct joining in = { "P", "Q", arena_fmt(s->keep, "p%d@home.example", i), "der stille bach im mai" };

		assert_true(access_proxy(&cx, maren_id, &token) && db_commit(cx.db) && access_join(&cx, token, &in, &account) && db_commit(cx.db));
		cx.who.account = owner_id;
	}
	assert_int_equal(site_post(s, maren, "/helpers", "/helpers", "make=1").status, 422);
}

static void erasing_a_client_erases_who_entered_for_them(void **state)
{
	const char *proxy = join(maren);
	struct err err = { 0 };

	(void)state;
	assert_int_equal(site_get(s, proxy, "/today").status, 200);
	assert_true(db_begin_write(&s->site.db) && erase_do(s->site.db.handle, maren_id, true, &err) && db_commit(&s->site.db));
	assert_string_equal(site_get(s, proxy, "/today").location, "/sign-in");
	sqlite3_stmt *q;
	assert_int_equal(sqlite3_prepare_v2(s->site.db.handle, "select (select count(*) from account where role = 'proxy') + (select count(*) from proxy) + "
		"(select count(*) from access_link) + (select count(*) from pragma_foreign_key_check)", -1, &q, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(q), SQLITE_ROW);
	assert_int_equal(sqlite3_column_int64(q, 0), 0);
	sqlite3_finalize(q);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_way_back_is_given_in_person_only),
		TEST(a_colleagues_way_back_comes_from_the_owner_and_ends_the_second_step),
		TEST(someone_enters_for_a_client_until_one_tap_ends_it),
		TEST(private_questions_are_for_the_client_alone),
		TEST(no_more_than_three_enter_for_one),
		TEST(erasing_a_client_erases_who_entered_for_them),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
