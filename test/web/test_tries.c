/* Wrong tries: who tries is slowed down, who lives there is not locked out. */
#include "web/ada.h"

static void ten_wrong_codes_make_one_wait(void **state)
{
	struct answer a = sign_in(right);
	const char *half = site_cookie(s, &a);

	(void)state;
	for (int i = 0; i < 10; i++)
		assert_int_equal(give_code(half, "123456").status, 422);
	assert_int_equal(give_code(half, site_code(s, key, 1)).status, 429);
	assert_int_equal(site_events(s, "code_failed"), 10);
	assert_int_equal(site_events(s, "tries_used_up"), 1);
}

static struct answer sign_in_from(const char *peer, const char *fields)
{
	struct header h[1] = { { "Host", "test" } };
	struct request q = { .method = METHOD_POST, .path = "/sign-in", .query = "", .body = fields, .n_body = strlen(fields), .peer = peer, .header = h, .n_headers = 1 };

	arena_reset(s->arena);
	struct reply r = { .status = 200, .type = "text/html", .body = buf_new(s->arena, 32 << 20) };
	web_handle(&s->site, &q, &r, s->arena);
	return (struct answer){ .status = r.status };
}

/* Someone tries Ada's account from many places: she still comes in where she was before, and nobody comes in anywhere else. */
static void wrong_tries_from_elsewhere_lock_nobody_out_at_home(void **state)
{
	(void)state;
	come_in(1);
	for (int i = 0; i < TRIES_ACCOUNT; i++)
		assert_int_equal(sign_in_from(arena_fmt(s->keep, "203.0.113.%d", i), wrong).status, 422);
	assert_int_equal(sign_in_from("203.0.113.200", right).status, 429);
	assert_int_equal(sign_in_from("127.0.0.1", right).status, 303);
	assert_int_equal(site_events(s, "sign_in_failed"), TRIES_ACCOUNT);
	assert_int_equal(site_events(s, "tries_used_up"), 1);
	clock_to(16 * 60);
	assert_int_equal(sign_in_from("203.0.113.200", right).status, 303);
}

/* Whoever has a house has 2^64 addresses: they count as one, the house next door does not. */
static void addresses_of_one_network_are_refused_like_one(void **state)
{
	(void)state;
	for (int i = 0; i < TRIES_MOST; i++)
		assert_int_equal(sign_in_from(arena_fmt(s->keep, "2001:db8:1:2::%x", i + 1), wrong).status, 422);
	assert_int_equal(sign_in_from("2001:db8:1:2:9:9:9:9", right).status, 429);
	assert_int_equal(sign_in_from("2001:db8:1:3::1", right).status, 303);
	for (int i = 0; i < TRIES_MOST; i++)
		assert_int_equal(sign_in_from(i % 2 ? "203.0.113.9" : "::ffff:203.0.113.9", wrong).status, 422);
	assert_int_equal(sign_in_from("203.0.113.9", right).status, 429);
	assert_int_equal(sign_in_from("::ffff:203.0.113.9", right).status, 429);
	assert_int_equal(sign_in_from("203.0.113.10", right).status, 303);
}

/* A hundred accounts are tried from as many addresses of one network. */
static void many_accounts_from_one_network_come_to_an_end(void **state)
{
	struct cx cx = site_cx(s);

	(void)state;
	for (int i = 0; i < TRIES_ADDRESS; i++)
		assert_true(signin_failed(&cx, arena_fmt(s->keep, "nobody%d@x.example", i), arena_fmt(s->keep, "2001:db8:1:2::%x", i + 1), 0, "sign_in_unknown") &&
			db_begin_read(cx.db));
	db_rollback(cx.db);
	assert_int_equal(sign_in_from("2001:db8:1:2::ffff", right).status, 429);
	assert_int_equal(sign_in_from("2001:db8:1:3::1", right).status, 303);
}

/* One address tries a hundred accounts: who came in there before still does (a clinic behind one address). */
static void one_address_is_slowed_down_and_its_people_are_not(void **state)
{
	(void)state;
	come_in(1);
	for (int i = 0; i < TRIES_ADDRESS; i++)
		assert_int_equal(sign_in(arena_fmt(s->keep, "mail=a%d%%40x.example&passphrase=wrong", i)).status, 422);
	assert_int_equal(sign_in("mail=new%40x.example&passphrase=wrong").status, 429);
	assert_int_equal(sign_in(right).status, 303);
	assert_int_equal(site_events(s, "sign_in_unknown"), TRIES_ADDRESS);
	assert_int_equal(sign_in_from("198.51.100.1", "mail=new%40x.example&passphrase=wrong").status, 422);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WHOLE(ten_wrong_codes_make_one_wait),
		WHOLE(wrong_tries_from_elsewhere_lock_nobody_out_at_home),
		WHOLE(addresses_of_one_network_are_refused_like_one),
		WHOLE(many_accounts_from_one_network_come_to_an_end),
		WHOLE(one_address_is_slowed_down_and_its_people_are_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
