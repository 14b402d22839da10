/* Every route with every role, and with another practice's ids. */
#include "web/demo_site.h"

static int64_t own_client;

static int with_a_client(void **state)
{
	struct cx cx;
	struct person_list_rows people;
	struct account_by_mail_rows account;

	before(state);
	cx = site_cx(site);
	assert_true(q_account_by_mail(cx.db, "maren@demo.invalid", &account));
	assert_true(q_person_list(cx.db, account.at[0].practice, &people));
	own_client = people.at[0].id;
	return 0;
}

/* A path of the table with its holes filled. */
static const char *fill(const char *pattern, int64_t id)
{
	struct buf b = buf_new(site->keep, 1 << 12);

	while (*pattern) {
		if (str_begins(pattern, "{id}")) {
			buf_fmt(&b, "%lld", (long long)id);
			pattern += 4;
		} else if (*pattern == '{') {
			buf_str(&b, "1");
			pattern += strcspn(pattern, "}") + 1;
		} else {
			buf_char(&b, *pattern++);
		}
	}
	return b.at;
}

static void expect_refused(const struct web_route *r, const char *cookie, int64_t id, const char *who)
{
	struct answer a = site_send(site, str_equal(r->method, "POST") ? METHOD_POST : METHOD_GET, cookie, fill(r->path, id), "");
	bool to_sign_in = !cookie && a.status == 303 && str_equal(a.location, "/sign-in");

	if (a.status != 403 && a.status != 404 && !to_sign_in)
		fail_msg("%s %s answered %d to %s", r->method, r->path, a.status, who);
}

static void nobody_signed_out_sees_what_is_not_for_anyone(void **state)
{
	(void)state;
	for (int i = 0; i < web_n_routes; i++)
		if (!(web_routes[i].who & ROLE_ANYONE))
			expect_refused(&web_routes[i], NULL, own_client, "a stranger");
}

static void a_client_sees_no_page_of_staff(void **state)
{
	(void)state;
	for (int i = 0; i < web_n_routes; i++)
		if (!(web_routes[i].who & (ROLE_CLIENT | ROLE_ANYONE)))
			expect_refused(&web_routes[i], client, own_client, "a client");
}

static void staff_see_no_page_of_clients(void **state)
{
	(void)state;
	for (int i = 0; i < web_n_routes; i++)
		if (!(web_routes[i].who & (ROLE_STAFF | ROLE_ANYONE)))
			expect_refused(&web_routes[i], owner, own_client, "staff");
}

static void a_therapist_may_not_change_the_practice(void **state)
{
	struct cx cx = site_cx(site);
	struct account_by_mail_rows who;
	int64_t id;
	const char *token;

	(void)state;
	assert_true(q_account_by_mail(cx.db, "therapist@demo.invalid", &who));
	cx.who = (struct who){ .role = ROLE_OWNER, .practice = who.at[0].practice, .account = who.at[0].id };
	assert_true(account_add_therapist(&cx, who.at[0].practice, "Two", "Hands", "two@demo.invalid", "four more quiet words", &id));
	assert_true(account_open_session(&cx, id, false, &token) && db_commit(cx.db));
	const char *therapist = arena_fmt(site->keep, "unknot=%s", token);
	assert_int_equal(site_get(site, therapist, "/desk").status, 200);
	for (int i = 0; i < web_n_routes; i++)
		if (web_routes[i].who == ROLE_OWNER)
			expect_refused(&web_routes[i], therapist, own_client, "a therapist");
}

static void ids_of_another_practice_do_not_exist(void **state)
{
	struct cx cx = site_cx(site);
	int64_t practice = 4711, account = 4712, person = 4713;

	(void)state;
	assert_true(cx_save(&cx) && q_practice_add(cx.db, practice, "Elsewhere", "112", "1", "", 60, cx.now) &&
		q_account_add(cx.db, account, practice, "owner", "O", "T", "o@t.example", "o@t.example", "x", cx.now) &&
		q_person_add(cx.db, person, practice, account, "Not", "Yours", NULL, "1980-01-01", NULL, "male", cx.now) && db_commit(cx.db));
	for (int i = 0; i < web_n_routes; i++) {
		const struct web_route *r = &web_routes[i];

		if (!strstr(r->path, "{id}"))
			continue;
		struct answer a = site_send(site, str_equal(r->method, "POST") ? METHOD_POST : METHOD_GET, owner, fill(r->path, person), "");
		if (a.status != 404)
			fail_msg("%s %s answered %d with another practice's id", r->method, r->path, a.status);
		assert_null(strstr(a.body, "Yours"));
	}
}

static void every_page_opens_for_whom_it_is(void **state)
{
	(void)state;
	for (int i = 0; i < web_n_routes; i++) {
		const struct web_route *r = &web_routes[i];
		const char *cookie = r->who & ROLE_STAFF ? owner : r->who & ROLE_CLIENT ? client : NULL;

		if (!str_equal(r->method, "GET") || strstr(r->path, "{key}") || str_equal(r->path, "/metrics"))         /* by a word: test_meter.c */
			continue;
		struct answer a = site_get(site, cookie, fill(r->path, own_client));
		if (a.status != 200 && a.status != 303)
			fail_msg("%s answered %d: %s", r->path, a.status, a.body);
		if (a.status == 200 && strstr(r->path, ".pdf") && (!str_equal(a.type, "application/pdf") || !str_begins(a.body, "%PDF-") || !a.file))
			fail_msg("%s is no PDF", r->path);
		if (a.status == 200 && str_equal(a.type, "text/html; charset=utf-8")) {
			assert_non_null(strstr(a.body, "<h1"));
			assert_null(strstr(a.body, " style=\""));
			assert_null(strstr(a.body, "<style"));
		}
	}
	assert_int_equal(site_get(site, newcomer, "/today").status == 200 || site_get(site, newcomer, "/today").status == 303, 1);
}

static void a_form_without_its_token_is_refused(void **state)
{
	(void)state;
	assert_int_equal(site_send(site, METHOD_POST, client, "/check-in", "pain=3").status, 403);
	assert_int_equal(site_send(site, METHOD_POST, client, "/check-in", "csrf=wrong&form_key=0123456789abcdef&pain=3").status, 403);
}

static void other_methods_and_unknown_paths_are_missing(void **state)
{
	(void)state;
	assert_int_equal(site_send(site, METHOD_OTHER, client, "/today", "").status, 404);
	assert_int_equal(site_get(site, client, "/nowhere").status, 404);
	assert_int_equal(site_get(site, owner, "/client/abc").status, 404);
	assert_int_equal(site_get(site, owner, "/client/99999999999999999999").status, 404);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nobody_signed_out_sees_what_is_not_for_anyone),
		cmocka_unit_test(a_client_sees_no_page_of_staff),
		cmocka_unit_test(staff_see_no_page_of_clients),
		cmocka_unit_test(a_therapist_may_not_change_the_practice),
		cmocka_unit_test(ids_of_another_practice_do_not_exist),
		cmocka_unit_test(every_page_opens_for_whom_it_is),
		cmocka_unit_test(a_form_without_its_token_is_refused),
		cmocka_unit_test(other_methods_and_unknown_paths_are_missing),
	};

	return cmocka_run_group_tests(tests, with_a_client, after);
}
