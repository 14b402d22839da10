/* What is refused stands in the log, and a flood neither fills it nor holds up anybody else. */
#include "site.h"

#include "app/signin.h"
#include "store/kept.h"
#include "web/gate.h"

static struct site *s;
static const char *owner, *client;
static int64_t person;

static int begin(void **state)
{
	(void)state;
	s = site_new();
	site_demo(s);
	owner = site_door(s, 0);
	client = site_door(s, 1);
	person = site_person(s, "maren@demo.invalid");
	return 0;
}

static int end(void **state)
{
	(void)state;
	site_end(s);
	return 0;
}

static int64_t event_of(const char *what, const char *mail)
{
	struct account_by_mail_rows who;
	struct cx cx = site_cx(s);

	assert_true(q_account_by_mail(cx.db, mail, &who) && who.n == 1);
	return kept_count(s->site.db.handle, arena_fmt(s->keep, "select count(*) from event where what = '%s' and account = %lld", what, (long long)who.at[0].id));
}

/* Who looks where they may not, sends a form that is not theirs or tries links stands in the log, under their account, and a flood of it does not. */
static void what_is_refused_stands_in_the_log(void **state)
{
	static const char maren[] = "maren@demo.invalid";

	(void)state;
	assert_int_equal(site_get(s, client, arena_fmt(s->keep, "/client/%lld", (long long)person)).status, 403);
	assert_int_equal(event_of("page_refused", maren), 1);
	assert_int_equal(site_send(s, METHOD_POST, client, "/check-in", "pain=1").status, 403);
	assert_int_equal(event_of("form_refused", maren), 1);
	assert_int_equal(site_get(s, owner, "/client/4711").status, 404);
	assert_int_equal(site_events(s, "record_refused"), 1);
	assert_int_equal(event_of("record_refused", maren), 0);
	assert_int_equal(site_get(s, NULL, "/welcome/abcdefabcdefabcdef").status, 404);
	assert_int_equal(site_get(s, NULL, "/access/abcdefabcdefabcdef").status, 404);
	assert_int_equal(site_get(s, NULL, "/setup/abcdefabcdefabcdef").status, 410);
	assert_int_equal(site_events(s, "link_refused"), 3);
	for (int i = 0; i < 30; i++) {
		assert_int_equal(site_get(s, owner, "/client/4711").status, 404);
		assert_int_equal(site_get(s, NULL, "/welcome/abcdefabcdefabcdef").status, 404);
	}
	assert_int_equal(site_events(s, "record_refused"), REFUSED_MOST);
	assert_int_equal(site_events(s, "link_refused"), REFUSED_MOST);
	int64_t lines = kept_count(s->site.db.handle, "select count(*) from event");
	assert_int_equal(site_get(s, owner, "/nothing-here").status, 404);
	assert_string_equal(site_get(s, NULL, "/desk").location, "/sign-in");
	assert_int_equal(kept_count(s->site.db.handle, "select count(*) from event"), lines);
}

/* More than people do in a minute is put off, for the one account or address alone. */
static void a_flood_is_put_off_and_holds_up_nobody_else(void **state)
{
	struct answer a = { 0 };
	int taken = 0;

	(void)state;
	s->config.gate = gate_new();
	for (int i = 0; i < GATE_WRITES; i++)
		taken += site_send(s, METHOD_POST, client, "/check-in", "pain=1").status == 403;
	assert_int_equal(taken, GATE_WRITES);
	a = site_post(s, client, "/today", "/check-in", "pain=1");
	assert_int_equal(a.status, 429);
	assert_non_null(strstr(a.body, "nothing was changed"));
	assert_int_equal(site_get(s, client, "/today").status, 200);
	assert_int_equal(site_post(s, owner, arena_fmt(s->keep, "/client/%lld", (long long)person), arena_fmt(s->keep, "/client/%lld/notes", (long long)person), "notes=x").status, 303);
	for (int i = 0; i < GATE_DOORS; i++)
		assert_int_equal(site_get(s, NULL, "/setup/x").status, 410);
	assert_int_equal(site_get(s, NULL, "/setup/x").status, 429);
	assert_int_equal(site_get(s, NULL, "/sign-in").status, 200);
	assert_false(gate_open(s->config.gate, 0, "::ffff:127.0.0.1", RATE_SIGN_IN, 1795000000000));
	assert_true(gate_open(s->config.gate, 0, "203.0.113.9", RATE_SIGN_IN, 1795000000000));
	for (int i = 0; i < GATE_DOORS; i++)
		assert_true(gate_open(s->config.gate, 0, arena_fmt(s->keep, "2001:db8:1:2::%x", i), RATE_SIGN_IN, 1795000000000));
	assert_false(gate_open(s->config.gate, 0, "2001:db8:1:2:9:9:9:9", RATE_SIGN_IN, 1795000000000));
	assert_true(gate_open(s->config.gate, 0, "2001:db8:1:3::1", RATE_SIGN_IN, 1795000000000));
	setenv("UNKNOT_CLOCK", "1795000060000", 1);
	assert_int_equal(site_get(s, NULL, "/setup/x").status, 410);
	assert_int_equal(site_post(s, client, "/today", "/check-in", "pain=1").status, 303);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(what_is_refused_stands_in_the_log, begin, end),
		cmocka_unit_test_setup_teardown(a_flood_is_put_off_and_holds_up_nobody_else, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
