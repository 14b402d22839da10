/* Assistants, who sees whom, hand over, leaving, ways back in given in person, who enters for a client: every role at every path. */
#include "web/site.h"

#include "app/access.h"
#include "app/feed.h"
#include "store/erase.h"

static struct site *s;
static const char *owner, *maren, *ines, *therapist, *assistant;
static int64_t owner_id, therapist_id, assistant_id, maren_id, ines_id, practice;

static struct cx as_owner(void)
{
	struct cx cx = site_cx(s);

	cx.who = (struct who){ .role = ROLE_OWNER, .practice = practice, .account = owner_id };
	return cx;
}

static const char *add_staff(const char *role, const char *given, const char *mail, int64_t *id)
{
	struct cx cx = as_owner();
	struct new_staff in = { role, given, "Hands", mail, "rhubarb kettle violin" };
	const char *token;

	assert_true(account_add_staff(&cx, &in, id) && account_open_session(&cx, *id, false, &token) && db_commit(cx.db));
	return arena_fmt(s->keep, "unknot=%s", token);
}

static int begin(void **state)
{
	struct account_by_mail_rows a;
	struct cx cx;

	(void)state;
	s = site_new();
	site_demo(s);
	owner = site_door(s, 0);
	maren = site_door(s, 1);
	ines = site_door(s, 2);
	cx = site_cx(s);
	assert_true(q_account_by_mail(cx.db, "therapist@demo.invalid", &a));
	owner_id = a.at[0].id;
	practice = a.at[0].practice;
	maren_id = site_person(s, "maren@demo.invalid");
	ines_id = site_person(s, "ines@demo.invalid");
	therapist = add_staff("therapist", "Two", "two@demo.invalid", &therapist_id);
	assistant = add_staff("assistant", "Front", "front@demo.invalid", &assistant_id);
	return 0;
}

static int end(void **state)
{
	(void)state;
	site_end(s);
	return 0;
}

static const char *fill(const char *pattern, int64_t id)
{
	const char *at = strstr(pattern, "{id}");

	return at ? arena_fmt(s->keep, "%.*s%lld%s", (int)(at - pattern), pattern, (long long)id, at + 4) : pattern;
}

/* Every route that does not name the role refuses it. */
static void role_is_kept_to_its_routes(const char *cookie, unsigned role, int64_t id)
{
	int allowed = 0;

	for (int i = 0; i < web_n_routes; i++) {
		const struct web_route *r = &web_routes[i];
		bool post = str_equal(r->method, "POST");

		allowed += (r->who & role) != 0;
		if (r->who & (role | ROLE_ANYONE))
			continue;
		struct answer a = site_send(s, post ? METHOD_POST : METHOD_GET, cookie, fill(r->path, id), "");
		if (a.status != 403 && a.status != 404)
			fail_msg("%s %s answered %d", r->method, r->path, a.status);
	}
	assert_true(allowed > 4);
}

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

enum { HOUR_SERVICE = 77 };

/* An appointment of Maren with a therapist, so many hours from now. */
static int64_t appoint(int64_t with, int hours)
{
	struct cx cx = as_owner();
	int64_t id = db_id(), starts = cx.now + hours * 3600000LL;

	assert_true(cx_save(&cx));
	struct service_all_rows have;
	assert_true(q_service_all(cx.db, practice, &have));
	assert_true(have.n || q_service_add(cx.db, HOUR_SERVICE, practice, "One hour", 60, 0, 0, 9000, 1));
	assert_true(q_appointment_add(cx.db, id, practice, maren_id, with, HOUR_SERVICE, 0, 0, "", starts, 60, starts, starts + 3600000, cx.now, owner_id) &&
		db_commit(cx.db));
	return id;
}

/* Names and times for the front desk; the plan in a therapist's brief and reasons stay with the staff. */
static void assistants_book_without_seeing_the_plan(void **state)
{
	const char *one = arena_fmt(s->keep, "/calendar/%lld", (long long)appoint(owner_id, 1));

	(void)state;
	struct answer brief = site_get(s, owner, "/calendar"), bare = site_get(s, assistant, "/calendar");
	assert_non_null(strstr(brief.body, "class=\"brief\""));
	assert_int_equal(bare.status, 200);
	assert_non_null(strstr(bare.body, "Maren Lindqvist"));
	assert_null(strstr(bare.body, "class=\"brief\""));
	assert_null(strstr(bare.body, "of 10"));
	assert_int_equal(site_post(s, owner, one, one, "act=cancel&reason=sore+back").status, 303);
	assert_non_null(strstr(site_get(s, owner, one).body, "sore back"));
	assert_null(strstr(site_get(s, assistant, one).body, "sore back"));
	struct cx cx = as_owner();
	struct account_staff_rows who;
	assert_true(q_account_staff(cx.db, practice, &who));
	for (size_t i = 0; i < who.n; i++)
		assert_true(who.at[i].id != assistant_id);      /* nobody is booked with the front desk */
}

static void a_calendar_shows_own_clients_only_where_that_is_the_rule(void **state)
{
	const char *one = arena_fmt(s->keep, "/calendar/%lld", (long long)appoint(owner_id, 1));

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
	int64_t moved = appoint(therapist_id, 30), in_the_way = appoint(owner_id, 50);
	struct cx cx = as_owner();
	struct appointment_get_rows a;

	(void)state;
	appoint(therapist_id, 50);
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

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(assistants_see_names_and_no_health),
		TEST(an_assistant_makes_records_for_a_therapist_and_treats_nobody),
		TEST(an_assistant_invites_nobody_and_so_reads_no_record),
		TEST(own_clients_only_means_everywhere),
		TEST(a_client_is_handed_over),
		TEST(who_leaves_hands_over_first_and_is_out_at_once),
		TEST(assistants_book_without_seeing_the_plan),
		TEST(a_calendar_shows_own_clients_only_where_that_is_the_rule),
		TEST(appointments_to_come_go_along_or_hold_the_leaving_up),
		TEST(a_way_back_is_given_in_person_only),
		TEST(a_colleagues_way_back_comes_from_the_owner_and_ends_the_second_step),
		TEST(someone_enters_for_a_client_until_one_tap_ends_it),
		TEST(private_questions_are_for_the_client_alone),
		TEST(no_more_than_three_enter_for_one),
		TEST(the_owner_adds_people_and_nobody_else_does),
		TEST(erasing_a_client_erases_who_entered_for_them),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
