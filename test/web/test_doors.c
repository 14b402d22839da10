/* Coming in: first start, sign-in, invitations, forms sent twice, forms that are wrong. */
#include "app/signin.h"
#include "web/site.h"

static const char good_setup[] = "name=Practice&emergency=112&crisis=116123&abuse_route=&given=Ada&family=Own&mail=ada%40own.example"
	"&passphrase=four+words+are+good&agreed=1";

static struct answer setup(struct site *s, const char *fields)
{
	s->config.setup_token = "secret";
	return site_send(s, METHOD_POST, NULL, "/setup/secret", fields);
}

/* The owner's cookie; key: of their authenticator app. */
static const char *owner_with(struct site *s, const char **key)
{
	struct answer a = setup(s, good_setup);

	assert_int_equal(a.status, 303);
	assert_string_equal(a.location, "/desk");
	const char *cookie = site_cookie(s, &a);
	*key = site_enrol(s, &cookie);
	return cookie;
}

static const char *owner_of(struct site *s)
{
	const char *key;

	return owner_with(s, &key);
}

static void no_practice_starts_without_its_numbers(void **state)
{
	struct site *s = site_new();
	struct answer a = setup(s, "name=P&emergency=&crisis=1&abuse_route=&given=A&family=B&mail=a%40b.example&passphrase=four+words+are+good&agreed=1");

	(void)state;
	assert_int_equal(a.status, 422);
	assert_non_null(strstr(a.body, "emergency"));
	a = setup(s, "name=P&emergency=112&crisis=&abuse_route=&given=A&family=B&mail=a%40b.example&passphrase=four+words+are+good&agreed=1");
	assert_int_equal(a.status, 422);
	site_end(s);
}

static void the_first_start_page_opens_only_with_its_link_and_once(void **state)
{
	struct site *s = site_new();

	(void)state;
	assert_int_equal(site_get(s, NULL, "/setup/guess").status, 410);
	owner_of(s);
	struct answer a = setup(s, good_setup);
	assert_int_equal(a.status, 409);
	site_end(s);
}

static void a_passphrase_opens_and_a_wrong_one_does_not(void **state)
{
	struct site *s = site_new();
	const char *secret;

	(void)state;
	owner_with(s, &secret);
	assert_int_equal(site_send(s, METHOD_POST, NULL, "/sign-in", "mail=ada%40own.example&passphrase=wrong").status, 422);
	assert_int_equal(site_send(s, METHOD_POST, NULL, "/sign-in", "mail=nobody%40own.example&passphrase=four+words+are+good").status, 422);
	struct answer a = site_send(s, METHOD_POST, NULL, "/sign-in", "mail=ADA%40own.example&passphrase=four+words+are+good");
	assert_int_equal(a.status, 303);
	const char *half = site_cookie(s, &a);
	assert_string_equal(site_get(s, half, "/desk").location, "/sign-in/code");
	a = site_post(s, half, "/sign-in/code", "/sign-in/code", arena_fmt(s->keep, "code=%s", site_code(s, secret, 1)));
	assert_int_equal(a.status, 303);
	const char *cookie = site_cookie(s, &a);
	assert_int_equal(site_get(s, cookie, "/desk").status, 200);
	assert_int_equal(site_post(s, cookie, "/desk", "/sign-out", "").status, 303);
	assert_string_equal(site_get(s, cookie, "/desk").location, "/sign-in");
	site_end(s);
}

static void ten_wrong_tries_make_one_wait_and_nobody_else(void **state)
{
	struct site *s = site_new();
	struct answer a = { 0 };

	(void)state;
	owner_of(s);
	for (int i = 0; i < 11; i++)
		a = site_send(s, METHOD_POST, NULL, "/sign-in", "mail=ada%40own.example&passphrase=wrong");
	assert_int_equal(a.status, 429);
	assert_int_equal(site_send(s, METHOD_POST, NULL, "/sign-in", "mail=other%40own.example&passphrase=wrong").status, 422);
	site_end(s);
}

static void a_weak_passphrase_is_refused_with_words_that_help(void **state)
{
	static const char *const weak[] = { "short", "aaaaaaaaaaaaaaaa", "" };
	struct site *s = site_new();

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		struct answer a = setup(s, arena_fmt(s->keep, "name=P&emergency=112&crisis=1&abuse_route=&given=A&family=B&mail=a%%40b.example&passphrase=%s&agreed=1", weak[i]));

		assert_int_equal(a.status, 422);
		assert_non_null(strstr(a.body, "value=\"a@b.example\""));    /* what was typed stays */
	}
	site_end(s);
}

static int64_t new_client(struct site *s, const char *owner, const char *fields, struct answer *out)
{
	*out = site_post(s, owner, "/clients/new", "/clients/new", fields);
	const char *at = out->location ? strstr(out->location, "/client/") : NULL;

	return at ? strtoll(at + 8, NULL, 10) : 0;
}

static const char nora[] = "given=Nora&family=Berg&mail=&phone=&born=1985-02-03&sex=female";

static const char *invitation_of(struct site *s, const char *owner, int64_t client)
{
	struct answer a = site_get(s, owner, arena_fmt(s->keep, "/client/%lld/invitation", (long long)client));

	if (!strstr(a.body, "/welcome/"))
		a = site_post(s, owner, arena_fmt(s->keep, "/client/%lld/invitation", (long long)client), arena_fmt(s->keep, "/client/%lld/invitation", (long long)client), "");
	if (!strstr(a.body, "/welcome/") && a.location)
		a = site_get(s, owner, a.location);
	const char *at = strstr(a.body, "/welcome/");
	assert_non_null(at);
	return arena_copy(s->keep, at, strspn(at, "/welcomabdfghijknpqrstuvxyz234567"));
}

static void someone_under_18_is_refused_kindly(void **state)
{
	struct site *s = site_new();
	const char *owner = owner_of(s);
	struct answer a;

	(void)state;
	assert_int_equal(new_client(s, owner, "given=Kim&family=Young&mail=&phone=&born=2012-01-01&sex=other", &a), 0);
	assert_int_equal(a.status, 403);
	assert_non_null(strstr(a.body, "doctor"));
	site_end(s);
}

static void an_invitation_is_used_up_by_its_button_and_not_by_looking(void **state)
{
	struct site *s = site_new();
	const char *owner = owner_of(s);
	struct answer a;
	int64_t client = new_client(s, owner, nora, &a);
	const char *link = invitation_of(s, owner, client);
	static const char fields[] = "mail=nora%40home.example&passphrase=quiet+water+and+stones&again=quiet+water+and+stones&adult=1";

	(void)state;
	for (int i = 0; i < 3; i++)
		assert_int_equal(site_get(s, NULL, link).status, 200);
	a = site_send(s, METHOD_POST, NULL, link, fields);
	assert_int_equal(a.status, 303);
	assert_string_equal(a.location, "/consent");
	assert_int_equal(site_get(s, site_cookie(s, &a), "/consent").status, 200);
	assert_int_equal(site_get(s, NULL, link).status, 410);
	assert_int_equal(site_send(s, METHOD_POST, NULL, link, fields).status, 410);
	site_end(s);
}

static void a_new_link_ends_the_one_before_and_old_ones_expire(void **state)
{
	struct site *s = site_new();
	const char *owner = owner_of(s);
	struct answer a;
	int64_t client = new_client(s, owner, nora, &a);
	const char *page = arena_fmt(s->keep, "/client/%lld/invitation", (long long)client), *first = invitation_of(s, owner, client);

	(void)state;
	assert_int_equal(site_post(s, owner, page, page, "").status < 400, 1);
	assert_int_equal(site_get(s, NULL, first).status, 410);
	assert_int_equal(sqlite3_exec(s->site.db.handle, "update invitation set expires = 1", NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(site_get(s, NULL, "/welcome/abcdefghijklmnopqrstuvwxyz234567").status, 404);
	site_end(s);
}

static void a_form_sent_twice_is_done_once(void **state)
{
	struct site *s = site_new();
	const char *owner = owner_of(s);
	struct answer page = site_get(s, owner, "/clients/new"), first, second;
	struct cx cx;
	struct account_by_mail_rows who;
	struct person_list_rows people;

	(void)state;
	const char *body = arena_fmt(s->keep, "csrf=%s&form_key=%s&%s", site_hidden(s, page.body, "csrf"), site_hidden(s, page.body, "form_key"), nora);
	first = site_send(s, METHOD_POST, owner, "/clients/new", body);
	second = site_send(s, METHOD_POST, owner, "/clients/new", body);
	assert_int_equal(first.status, 303);
	assert_int_equal(second.status, 303);
	assert_string_equal(first.location, second.location);
	cx = site_cx(s);
	assert_true(q_account_by_mail(cx.db, "ada@own.example", &who) && q_person_list(cx.db, who.at[0].practice, &people));
	assert_int_equal(people.n, 1);
	site_end(s);
}

/* The forms of a page share one key: another form of it, or other words in the same one, is no second sending. */
static void what_says_something_else_is_another_form(void **state)
{
	struct site *s = site_new();

	(void)state;
	site_demo(s);
	const char *client = site_door(s, 1);
	struct answer page = site_get(s, client, "/today"), out;
	struct cx cx = site_cx(s);
	struct checkin_day_rows rows;
	char iso[11];
	const char *hidden = arena_fmt(s->keep, "csrf=%s&form_key=%s", site_hidden(s, page.body, "csrf"), site_hidden(s, page.body, "form_key"));

	day_iso(cx.today, iso);
	for (int pain = 3; pain <= 8; pain += 5) {
		assert_int_equal(site_send(s, METHOD_POST, client, "/check-in", arena_fmt(s->keep, "%s&pain=%d", hidden, pain)).status, 303);
		assert_true(q_checkin_day(cx.db, site_person(s, "maren@demo.invalid"), iso, &rows) && rows.n == 1);
		assert_true(fabs(rows.at[0].pain - pain) < 0.1);
	}
	/* whoever taps 3, 8 and 3 again before an answer is there means 3 */
	assert_int_equal(site_send(s, METHOD_POST, client, "/check-in", arena_fmt(s->keep, "%s&pain=3", hidden)).status, 303);
	assert_true(q_checkin_day(cx.db, site_person(s, "maren@demo.invalid"), iso, &rows) && rows.n == 1);
	assert_true(fabs(rows.at[0].pain - 3) < 0.1);
	out = site_send(s, METHOD_POST, client, "/sign-out", hidden);
	assert_int_equal(out.status, 303);
	assert_int_equal(site_get(s, client, "/today").status, 303);
	site_end(s);
}

/* The other worker, in the middle of the same form; it is done when ours has waited. */
static int other_is_done(void *other, int times)
{
	(void)times;
	return sqlite3_exec(other, "commit", NULL, NULL, NULL) == SQLITE_OK;
}

static void a_second_tap_that_overtakes_the_first_leads_where_it_led(void **state)
{
	struct site *s = site_new();
	const char *owner = owner_of(s);
	struct answer page = site_get(s, owner, "/clients/new"), first, second;
	const char *body = arena_fmt(s->keep, "csrf=%s&form_key=%s&%s", site_hidden(s, page.body, "csrf"), site_hidden(s, page.body, "form_key"), nora);
	sqlite3 *other;

	(void)state;
	first = site_send(s, METHOD_POST, owner, "/clients/new", body);
	assert_int_equal(first.status, 303);
	assert_int_equal(sqlite3_open(arena_fmt(s->keep, "%s/unknot.db", s->dir), &other), SQLITE_OK);
	assert_int_equal(sqlite3_exec(other, "create temp table kept as select * from form_done; delete from form_done; begin immediate; "
		"insert into form_done select * from kept", NULL, NULL, NULL), SQLITE_OK);
	sqlite3_busy_handler(s->site.db.handle, other_is_done, other);
	second = site_send(s, METHOD_POST, owner, "/clients/new", body);
	sqlite3_close(other);
	assert_int_equal(second.status, 303);
	assert_string_equal(second.location, first.location);
	struct cx cx = site_cx(s);
	struct account_by_mail_rows who;
	struct person_list_rows people;
	assert_true(q_account_by_mail(cx.db, "ada@own.example", &who) && q_person_list(cx.db, who.at[0].practice, &people));
	assert_int_equal(people.n, 1);
	site_end(s);
}

/* A try is of no minute that is still to come. */
static void tries_of_a_clock_that_was_ahead_do_not_count(void **state)
{
	const char *const bad = "mail=ada%40own.example&passphrase=wrong", *const good = "mail=ada%40own.example&passphrase=four+words+are+good";
	struct site *s = site_new();

	(void)state;
	owner_of(s);
	setenv("UNKNOT_CLOCK", "1955000000000", 1);
	for (int i = 0; i < TRIES_MOST; i++)
		assert_int_equal(site_send(s, METHOD_POST, NULL, "/sign-in", bad).status, 422);
	assert_int_equal(site_send(s, METHOD_POST, NULL, "/sign-in", good).status, 429);
	setenv("UNKNOT_CLOCK", "1795000000000", 1);
	assert_int_equal(site_send(s, METHOD_POST, NULL, "/sign-in", good).status, 303);
	site_end(s);
}

/* Longer than anything may wait on a device (60 days), and not for ever. */
static void what_was_sent_is_remembered_for_ninety_days(void **state)
{
	struct site *s = site_new();
	struct cx cx;
	struct form_get_rows rows;
	const char *token;
	struct account_by_mail_rows who;

	(void)state;
	owner_of(s);
	cx = site_cx(s);
	assert_true(q_account_by_mail(cx.db, "ada@own.example", &who) && cx_save(&cx));
	for (int days = 89; days <= 91; days += 2)
		assert_true(q_form_add(cx.db, arena_fmt(s->keep, "day %d", days), who.at[0].id, "/desk", cx.now - days * 86400000LL));
	assert_true(account_open_session(&cx, who.at[0].id, false, &token) && db_commit(cx.db));
	assert_true(q_form_get(cx.db, "day 89", who.at[0].id, &rows) && rows.n == 1);
	assert_true(q_form_get(cx.db, "day 91", who.at[0].id, &rows) && rows.n == 0);
	site_end(s);
}

static void an_unknown_field_is_named_with_the_nearest(void **state)
{
	struct site *s = site_new();
	const char *owner = owner_of(s);
	struct answer a;

	(void)state;
	new_client(s, owner, "given=A&family=B&mail=&phone=&born=1985-02-03&sex=female&famly=C", &a);
	assert_int_equal(a.status, 422);
	assert_non_null(strstr(a.body, "famly"));
	new_client(s, owner, "given=A&family=B&mail=&phone=&born=1985-02-30&sex=female", &a);
	assert_int_equal(a.status, 422);
	new_client(s, owner, "given=A&family=B&mail=&phone=&born=1985-02-03&sex=femal", &a);
	assert_int_equal(a.status, 422);
	site_end(s);
}

static void rubbish_is_refused_without_a_crash(void **state)
{
	static const char *const bodies[] = { "", "&&&&", "%", "a=%", "=", "\xff\xfe=1", "csrf=1&csrf=2", "a", "a=b=c&%00=1" };
	struct site *s = site_new();
	const char *owner = owner_of(s);

	(void)state;
	for (int r = 0; r < web_n_routes; r++) {
		if (strcmp(web_routes[r].method, "POST") != 0)
			continue;
		const char *path = web_routes[r].path;
		for (size_t i = 0; i < sizeof(bodies) / sizeof(*bodies); i++) {
			struct answer a = site_send(s, METHOD_POST, owner, path, bodies[i]);

			assert_true(a.status >= 400 && a.status < 500);
		}
	}
	site_end(s);
}

/* Assets carry the tag of their build, which the worker on a device relies on; what was made for browsers at the build comes compressed, and not at all when it was not made. */
static void assets_carry_the_tag_of_their_build(void **state)
{
	struct site *s = site_new();
	struct answer css = site_get(s, NULL, "/asset/unknot.css"), js = site_get(s, NULL, "/asset/reason.js");
	struct answer wasm = site_get(s, NULL, "/asset/reason.wasm"), kb = site_get(s, NULL, "/asset/knowledge.kb");

	(void)state;
	assert_int_equal(css.status, 200);
	assert_int_equal(js.status, 200);
	assert_null(js.encoding);
	assert_string_equal(js.type, "text/javascript; charset=utf-8");
	assert_string_equal(css.etag, arena_fmt(s->keep, "\"%s\"", asset_files_tag));
	assert_string_equal(css.etag, js.etag);
	assert_int_equal(wasm.status, served_files_n ? 200 : 404);
	assert_int_equal(kb.status, wasm.status);
	assert_int_equal(site_get(s, NULL, "/asset/reason.wasm.gz").status, 404);
	if (served_files_n) {
		assert_string_equal(wasm.type, "application/wasm");
		assert_string_equal(wasm.encoding, "gzip");
		assert_string_equal(kb.encoding, "gzip");
		assert_memory_equal(wasm.body, "\x1f\x8b", 2);
		assert_string_not_equal(wasm.etag, kb.etag);
	}
	site_end(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_practice_starts_without_its_numbers),
		cmocka_unit_test(the_first_start_page_opens_only_with_its_link_and_once),
		cmocka_unit_test(a_passphrase_opens_and_a_wrong_one_does_not),
		cmocka_unit_test(ten_wrong_tries_make_one_wait_and_nobody_else),
		cmocka_unit_test(a_weak_passphrase_is_refused_with_words_that_help),
		cmocka_unit_test(someone_under_18_is_refused_kindly),
		cmocka_unit_test(an_invitation_is_used_up_by_its_button_and_not_by_looking),
		cmocka_unit_test(a_new_link_ends_the_one_before_and_old_ones_expire),
		cmocka_unit_test(a_form_sent_twice_is_done_once),
		cmocka_unit_test(what_says_something_else_is_another_form),
		cmocka_unit_test(a_second_tap_that_overtakes_the_first_leads_where_it_led),
		cmocka_unit_test(tries_of_a_clock_that_was_ahead_do_not_count),
		cmocka_unit_test(what_was_sent_is_remembered_for_ninety_days),
		cmocka_unit_test(an_unknown_field_is_named_with_the_nearest),
		cmocka_unit_test(rubbish_is_refused_without_a_crash),
		cmocka_unit_test(assets_carry_the_tag_of_their_build),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
