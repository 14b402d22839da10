/* Who sees whom, hand over, leaving, who is added: in lists, calendars and at every path. */
#include "web/staffed.h"

#include "app/feed.h"

static void own_clients_only_means_everywhere(void **state)
{
	(void)state;
	assert_non_null(strstr(site_get(s, therapist, "/clients").body, "Maren"));
	assert_int_equal(site_post(s, owner, "/people", "/people", "act=rules&sees=own&idle=60").status, 303);
	for (int i = 0; i < web_n_routes; i++) {
		const struct web_route *r = &web_routes[i];
		bool post = str_equal(r->method, "POST");

		if (!strstr(r->path, "{id}"))
			continue;
		struct answer a = site_send(s, post ? METHOD_POST : METHOD_GET, therapist, fill(r->path, maren_id), "");
		if (a.status != 404)
			fail_msg("%s %s answered %d for a colleague's client", r->method, r->path, a.status);
		assert_null(strstr(a.body, "Maren"));
	}
	static const char *const lists[] = { "/desk", "/clients", "/front" };
	for (int i = 0; i < 3; i++) {
		assert_null(strstr(site_get(s, therapist, lists[i]).body, "Maren"));
		assert_null(strstr(site_get(s, therapist, lists[i]).body, "Ruth"));         /* who has an open stop */
		assert_non_null(strstr(site_get(s, owner, lists[i]).body, "Maren"));
	}
	assert_non_null(strstr(site_get(s, assistant, "/front").body, "Maren"));
}

static void a_client_is_handed_over(void **state)
{
	const char *page = arena_fmt(s->keep, "/client/%lld/people", (long long)maren_id);

	(void)state;
	assert_int_equal(site_post(s, owner, "/people", "/people", "act=rules&sees=own&idle=60").status, 303);
	assert_int_equal(site_post(s, owner, page, page, arena_fmt(s->keep, "act=hand&to=%lld", (long long)assistant_id)).status, 422);
	assert_int_equal(site_post(s, owner, page, page, "act=hand&to=4711").status, 422);
	assert_int_equal(site_get(s, therapist, page).status, 404);
	assert_int_equal(site_post(s, owner, page, page, arena_fmt(s->keep, "act=hand&to=%lld", (long long)therapist_id)).status, 303);
	assert_int_equal(site_get(s, therapist, page).status, 200);
	assert_int_equal(site_events(s, "handed_over"), 1);
	struct answer a = site_post(s, therapist, page, page, arena_fmt(s->keep, "act=hand&to=%lld", (long long)owner_id));
	assert_string_equal(a.location, "/clients?note=handed_over");
	assert_int_equal(site_get(s, therapist, page).status, 404);
}

static void who_leaves_hands_over_first_and_is_out_at_once(void **state)
{
	const char *page = arena_fmt(s->keep, "/client/%lld/people", (long long)maren_id);

	(void)state;
	assert_int_equal(site_post(s, owner, page, page, arena_fmt(s->keep, "act=hand&to=%lld", (long long)therapist_id)).status, 303);
	assert_int_equal(site_post(s, owner, "/people", "/people", arena_fmt(s->keep, "act=leave&sure=1&who=%lld", (long long)therapist_id)).status, 422);
	assert_int_equal(site_post(s, owner, "/people", "/people", arena_fmt(s->keep, "act=leave&sure=1&who=%lld&to=%lld", (long long)therapist_id,
		(long long)therapist_id)).status, 422);
	assert_int_equal(site_post(s, owner, "/people", "/people", arena_fmt(s->keep, "act=leave&sure=1&who=%lld", (long long)owner_id)).status, 422);
	assert_int_equal(site_post(s, owner, "/people", "/people", arena_fmt(s->keep, "act=leave&sure=1&who=%lld&to=%lld", (long long)therapist_id,
		(long long)owner_id)).status, 303);
	assert_string_equal(site_get(s, therapist, "/desk").location, "/sign-in");
	assert_int_equal(site_send(s, METHOD_POST, NULL, "/sign-in", "mail=two%40demo.invalid&passphrase=rhubarb+kettle+violin").status, 422);
	assert_non_null(strstr(site_get(s, owner, page).body, "Anna Keller"));
	assert_int_equal(site_events(s, "staff_left"), 1);
	int64_t again;
	add_staff("therapist", "Two", "two@demo.invalid", &again);      /* may come back with the same address */
	assert_true(again != therapist_id);
}

static void a_calendar_shows_own_clients_only_where_that_is_the_rule(void **state)
{
	const char *one = arena_fmt(s->keep, "/calendar/%lld", (long long)appoint(maren_id, owner_id, 1));

	(void)state;
	assert_non_null(strstr(site_get(s, therapist, "/calendar").body, "Maren"));
	assert_int_equal(site_get(s, therapist, one).status, 200);
	assert_int_equal(site_post(s, owner, "/people", "/people", "act=rules&sees=own&idle=60").status, 303);
	assert_null(strstr(site_get(s, therapist, "/calendar").body, "Maren"));
	assert_int_equal(site_get(s, therapist, one).status, 404);
	assert_int_equal(site_get(s, owner, one).status, 200);
}

static void appointments_to_come_go_along_or_hold_the_leaving_up(void **state)
{
	const char *fields = arena_fmt(s->keep, "act=leave&sure=1&who=%lld", (long long)therapist_id);
	const char *with_to = arena_fmt(s->keep, "%s&to=%lld", fields, (long long)owner_id);
	const char *token;
	int64_t moved = appoint(maren_id, therapist_id, 30), in_the_way = appoint(maren_id, owner_id, 50);
	struct cx cx = as_owner();
	struct appointment_get_rows a;

	(void)state;
	appoint(maren_id, therapist_id, 50);
	assert_int_equal(site_post(s, owner, "/people", "/people", fields).status, 422);
	assert_int_equal(site_post(s, owner, "/people", "/people", with_to).status, 422);
	assert_int_equal(site_get(s, therapist, "/desk").status, 200);
	const char *other = arena_fmt(s->keep, "/calendar/%lld", (long long)in_the_way);
	assert_int_equal(site_post(s, owner, other, other, "act=cancel&reason=").status, 303);
	cx.who.account = therapist_id;
	assert_true(cx_save(&cx) && feed_make(&cx, &token) && db_commit(cx.db));
	const char *feed = arena_fmt(s->keep, "/feed/%s.ics", token);
	assert_int_equal(site_get(s, NULL, feed).status, 200);
	assert_int_equal(site_post(s, owner, "/people", "/people", with_to).status, 303);
	assert_int_equal(site_get(s, NULL, feed).status, 404);
	cx = as_owner();
	assert_true(q_appointment_get(cx.db, moved, practice, &a) && a.n == 1);
	assert_int_equal(a.at[0].therapist, owner_id);
}

static void the_owner_adds_people_and_nobody_else_does(void **state)
{
	static const char fields[] = "act=add&role=assistant&given=New&family=One&mail=new%40demo.invalid&passphrase=rhubarb+kettle+violin";

	(void)state;
	assert_int_equal(site_post(s, owner, "/people", "/people", fields).status, 303);
	assert_non_null(strstr(site_get(s, owner, "/people").body, "New One"));
	assert_int_equal(site_post(s, owner, "/people", "/people", fields).status, 422);
	assert_int_equal(site_post(s, therapist, "/you", "/people", fields).status, 403);
	assert_int_equal(site_post(s, owner, "/people", "/people", "act=add&role=owner&given=New&family=One&mail=n%40demo.invalid&passphrase=rhubarb+kettle+violin").status, 422);
	assert_int_equal(site_post(s, owner, "/people", "/people", "act=rules&sees=all&idle=1").status, 422);
	assert_int_equal(site_post(s, owner, "/people", "/people", "act=rules&sees=all&idle=5").status, 303);
	assert_non_null(strstr(site_get(s, owner, "/desk").body, "data-idle=\"5\""));
	assert_null(strstr(site_get(s, maren, "/today").body, "data-idle"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(own_clients_only_means_everywhere),
		TEST(a_client_is_handed_over),
		TEST(who_leaves_hands_over_first_and_is_out_at_once),
		TEST(a_calendar_shows_own_clients_only_where_that_is_the_rule),
		TEST(appointments_to_come_go_along_or_hold_the_leaving_up),
		TEST(the_owner_adds_people_and_nobody_else_does),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
