/* Who sits at the front desk: names and times, no health, no plan, and every path that is not theirs is closed. */
#include "web/staffed.h"

/* What an assistant sees holds no answer, cause, pain, danger, plan or note of anybody. */
static void assistants_see_names_and_no_health(void **state)
{
	static const char *const health[] = { "pain", "Pain", "Danger", "cause", "Cause", "Week 3", "Stopped", "plan", "Plan" };

	(void)state;
	role_is_kept_to_its_routes(assistant, ROLE_ASSISTANT, maren_id);
	assert_string_equal(site_get(s, assistant, "/").location, "/front");
	assert_string_equal(site_get(s, assistant, "/sign-in").location, "/front");
	for (int i = 0; i < web_n_routes; i++) {
		const struct web_route *r = &web_routes[i];

		if (!(r->who & ROLE_ASSISTANT) || !str_equal(r->method, "GET") || strstr(r->path, "{key}"))
			continue;
		struct answer a = site_get(s, assistant, fill(r->path, maren_id));
		for (size_t k = 0; k < sizeof(health) / sizeof(*health); k++)
			if (strstr(a.body, health[k]))
				fail_msg("%s tells an assistant of %s", r->path, health[k]);
	}
	struct answer front = site_get(s, assistant, "/front");
	assert_non_null(strstr(front.body, "Maren Lindqvist"));
	assert_null(strstr(site_get(s, assistant, "/front?q=Tomas").body, "Maren"));
}

static void an_assistant_makes_records_for_a_therapist_and_treats_nobody(void **state)
{
	static const char fields[] = "given=Nora&family=Berg&mail=&phone=&born=1985-02-03&sex=female";
	struct answer a;

	(void)state;
	assert_int_equal(site_post(s, assistant, "/clients/new", "/clients/new", fields).status, 422);
	assert_int_equal(site_post(s, assistant, "/clients/new", "/clients/new", arena_fmt(s->keep, "%s&therapist=%lld", fields, (long long)assistant_id)).status, 422);
	a = site_post(s, assistant, "/clients/new", "/clients/new", arena_fmt(s->keep, "%s&therapist=%lld", fields, (long long)therapist_id));
	assert_int_equal(a.status, 303);
	assert_non_null(strstr(a.location, "/appointments"));
	assert_non_null(strstr(site_get(s, assistant, a.location).body, "Nora Berg has no account yet. Ask Two Hands to invite them."));
	assert_null(strstr(site_get(s, therapist, a.location).body, "has no account yet"));
	assert_int_equal(site_get(s, therapist, "/clients").status, 200);
	assert_non_null(strstr(site_get(s, therapist, "/clients").body, "Nora Berg"));
}

/* An invitation opens all that was entered before it: who may not read a record makes, sees and sends none. */
static void an_assistant_invites_nobody_and_so_reads_no_record(void **state)
{
	static const char fields[] = "given=Nora&family=Berg&mail=&phone=&born=1985-02-03&sex=female";
	struct answer a = site_post(s, therapist, "/clients/new", "/clients/new", fields);
	const char *page = arena_text(s->keep, a.location), *client = arena_copy(s->keep, page, strlen(page) - strlen("/invitation"));

	int64_t before = site_events(s, "invited");

	(void)state;
	assert_true(str_ends(page, "/invitation"));
	assert_int_equal(site_get(s, assistant, page).status, 403);
	a = site_post(s, assistant, "/front", page, "");
	assert_int_equal(a.status, 403);
	assert_null(strstr(a.body, "/welcome/"));
	assert_int_equal(site_events(s, "invited"), before);
	a = site_get(s, assistant, "/front");
	assert_null(strstr(a.body, "/invitation"));
	assert_non_null(strstr(a.body, "No account yet. Ask Two Hands to invite them"));
	assert_null(strstr(site_get(s, assistant, arena_fmt(s->keep, "%s/appointments", client)).body, "/invitation"));
	assert_non_null(strstr(site_get(s, therapist, "/front").body, page));
	assert_non_null(strstr(site_post(s, therapist, page, page, "").body, "/welcome/"));
}

/* Names and times for the front desk; the plan in a therapist's brief and reasons stay with the staff. */
static void assistants_book_without_seeing_the_plan(void **state)
{
	const char *one = arena_fmt(s->keep, "/calendar/%lld", (long long)appoint(maren_id, owner_id, 1));

	(void)state;
	struct answer brief = site_get(s, owner, "/calendar"), bare = site_get(s, assistant, "/calendar");
	assert_non_null(strstr(brief.body, "class=\"brief\""));
	assert_int_equal(bare.status, 200);
	assert_non_null(strstr(bare.body, "Maren Lindqvist"));
	assert_null(strstr(bare.body, "class=\"brief\""));
	assert_null(strstr(bare.body, "of 10"));
	assert_int_equal(site_post(s, owner, one, one, "act=move&starts=").status, 422);        /* no time was chosen */
	assert_int_equal(site_post(s, owner, one, one, "act=cancel&reason=sore+back").status, 303);
	assert_non_null(strstr(site_get(s, owner, one).body, "sore back"));
	assert_null(strstr(site_get(s, assistant, one).body, "sore back"));
	struct cx cx = as_owner();
	struct account_staff_rows who;
	assert_true(q_account_staff(cx.db, practice, &who));
	for (size_t i = 0; i < who.n; i++)
		assert_true(who.at[i].id != assistant_id);      /* nobody is booked with the front desk */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(assistants_see_names_and_no_health),
		TEST(an_assistant_makes_records_for_a_therapist_and_treats_nobody),
		TEST(an_assistant_invites_nobody_and_so_reads_no_record),
		TEST(assistants_book_without_seeing_the_plan),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
