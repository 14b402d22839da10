/* A staff member's first look at a record in a session is entered once; the client sees who it was. */
#include "site.h"

#include "store/audit.h"

static void the_first_look_in_a_session_is_one_line_and_the_client_sees_it(void **state)
{
	struct site *s = site_new();
	struct audit found;

	(void)state;
	site_demo(s);
	const char *desk = site_door(s, 0), *maren = site_door(s, 1), *ines = site_door(s, 2);
	const char *path = arena_fmt(s->keep, "/client/%lld", (long long)site_person(s, "maren@demo.invalid"));
	assert_non_null(strstr(site_get(s, maren, "/opened").body, "Nobody has opened"));
	assert_int_equal(site_events(s, "opened"), 0);
	assert_int_equal(site_get(s, desk, "/clients").status, 200);
	assert_int_equal(site_events(s, "opened"), 0);
	assert_int_equal(site_get(s, desk, path).status, 200);
	assert_int_equal(site_get(s, desk, path).status, 200);
	assert_int_equal(site_get(s, desk, arena_fmt(s->keep, "%s/answers", path)).status, 200);
	assert_int_equal(site_events(s, "opened"), 1);
	assert_non_null(strstr(site_get(s, maren, "/opened").body, "Anna Keller"));
	assert_non_null(strstr(site_get(s, ines, "/opened").body, "Nobody has opened"));
	assert_int_equal(site_events(s, "opened"), 1);     /* a client's own pages are no line */
	assert_int_equal(site_get(s, site_door(s, 0), path).status, 200);
	assert_int_equal(site_events(s, "opened"), 2);
	assert_true(audit_check(s->site.db.handle, s->key, &found, &s->err));
	assert_int_equal(found.broken, 0);
	site_end(s);
}

/* Lists tell of many at once: a line of nobody in particular for each list and session, and none for who sees no health there. */
static void the_first_look_at_a_list_is_one_line_too(void **state)
{
	static const struct { const char *path, *event; } lists[] = { { "/desk", "desk_seen" }, { "/clients", "clients_seen" }, { "/clients?q=ruth", "clients_seen" },
		{ "/calendar", "calendar_seen" }, { "/calendar?view=week", "calendar_seen" } };
	struct site *s = site_new();
	struct audit found;
	int64_t id;

	(void)state;
	site_demo(s);
	const char *desk = site_door(s, 0), *token;
	assert_non_null(strstr(site_get(s, desk, "/desk").body, "Ruth Almeida"));
	for (int twice = 0; twice < 2; twice++)
		for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++) {
			assert_int_equal(site_get(s, desk, lists[i].path).status, 200);
			assert_int_equal(site_events(s, lists[i].event), 1);
		}
	assert_int_equal(site_get(s, site_door(s, 0), "/desk").status, 200);
	assert_int_equal(site_events(s, "desk_seen"), 2);
	assert_int_equal(site_get(s, site_door(s, 1), "/desk").status, 403);
	assert_int_equal(site_get(s, desk, "/front").status, 200);
	assert_int_equal(site_events(s, "desk_seen"), 2);
	struct cx cx = site_cx(s);
	site_act(&cx, "maren@demo.invalid", ROLE_OWNER);
	struct new_staff in = { "assistant", "Front", "Hands", "front@demo.invalid", "rhubarb kettle violin" };
	assert_true(account_add_staff(&cx, &in, &id) && account_open_session(&cx, id, false, &token) && db_commit(cx.db));
	assert_int_equal(site_get(s, arena_fmt(s->keep, "unknot=%s", token), "/calendar").status, 200);
	assert_int_equal(site_events(s, "calendar_seen"), 1);
	assert_non_null(strstr(site_get(s, site_door(s, 1), "/opened").body, "also see a list when they sign in"));
	assert_non_null(strstr(site_get(s, site_door(s, 1), "/opened").body, "Nobody has opened"));
	assert_true(audit_check(s->site.db.handle, s->key, &found, &s->err));
	assert_int_equal(found.broken, 0);
	site_end(s);
}

static void a_refused_look_is_no_line(void **state)
{
	struct site *s = site_new();

	(void)state;
	site_demo(s);
	const char *maren = site_door(s, 1);
	assert_int_equal(site_get(s, maren, arena_fmt(s->keep, "/client/%lld", (long long)site_person(s, "ines@demo.invalid"))).status, 403);
	assert_int_equal(site_get(s, site_door(s, 0), "/client/12345").status, 404);
	assert_int_equal(site_events(s, "opened"), 0);
	site_end(s);
}

/* Whoever was talked into handing out a new way in: the client learns of it, and nobody else does. */
static void a_new_way_in_is_told_to_whose_account_it_is(void **state)
{
	struct site *s = site_new();

	(void)state;
	site_demo(s);
	const char *desk = site_door(s, 0);
	const char *at = arena_fmt(s->keep, "/client/%lld/people", (long long)site_person(s, "maren@demo.invalid"));
	assert_int_equal(site_post(s, desk, at, at, "act=renew").status, 422);       /* only after meeting in person */
	assert_null(strstr(site_get(s, site_door(s, 1), "/opened").body, "made a new way into"));
	assert_int_equal(site_post(s, desk, at, at, "act=renew&met=1").status, 200);
	assert_non_null(strstr(site_get(s, site_door(s, 1), "/opened").body, "Anna Keller</b> made a new way into your account"));
	assert_null(strstr(site_get(s, site_door(s, 2), "/opened").body, "made a new way into"));
	site_end(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_first_look_in_a_session_is_one_line_and_the_client_sees_it),
		cmocka_unit_test(the_first_look_at_a_list_is_one_line_too),
		cmocka_unit_test(a_refused_look_is_no_line),
		cmocka_unit_test(a_new_way_in_is_told_to_whose_account_it_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
