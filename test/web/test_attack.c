/* The running program as someone hostile finds it: forged forms, borrowed sessions, addresses that lead away, input that swells. */
#include "site.h"
#include "store/kept.h"

#include "app/signin.h"

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
	const char *at = strstr(site_get(s, owner, "/clients").body, "href=\"/client/");
	assert_non_null(at);
	person = strtoll(at + 14, NULL, 10);
	return 0;
}

static int end(void **state)
{
	(void)state;
	site_end(s);
	return 0;
}

static struct answer post_with(const char *cookie, const char *path, const char *body, const char *header, const char *value)
{
	struct header h[3] = { { "Host", "test" }, { "Cookie", cookie ? cookie : "" }, { header, value } };
	struct request q = { .method = METHOD_POST, .path = path, .query = "", .body = body, .n_body = strlen(body), .peer = "127.0.0.1", .header = h, .n_headers = 3 };

	arena_reset(s->arena);
	struct reply r = { .status = 200, .type = "text/html", .body = buf_new(s->arena, 32 << 20) };
	web_handle(&s->site, &q, &r, s->arena);
	return (struct answer){ .status = r.status, .body = arena_copy(s->keep, r.body.at, r.body.n), .location = r.location ? arena_text(s->keep, r.location) : NULL,
		.cookie = r.cookie ? arena_text(s->keep, r.cookie) : NULL };
}

static int64_t rows(const char *table)
{
	return kept_count(s->site.db.handle, arena_fmt(s->keep, "select count(*) from %s", table));
}

static const char *fit_form(const char *cookie, const char *from, const char *fields)
{
	struct answer page = site_get(s, cookie, from);

	return arena_fmt(s->keep, "csrf=%s&form_key=%s&%s", site_hidden(s, page.body, "csrf"), site_hidden(s, page.body, "form_key"), fields);
}

static void a_forged_form_is_refused_on_every_route(void **state)
{
	int64_t before = rows("event") + rows("checkin") + rows("answer") + rows("plan");

	(void)state;
	assert_int_equal(site_events(s, "form_refused"), 0);
	for (int i = 0; i < web_n_routes; i++) {
		const struct web_route *r = &web_routes[i];

		if (!str_equal(r->method, "POST") || r->who == ROLE_ANYONE || strstr(r->path, "{"))
			continue;
		const char *cookie = r->who & ROLE_STAFF ? owner : client;
		struct answer none = site_send(s, METHOD_POST, cookie, r->path, "pain=1&notes=x"), wrong = site_send(s, METHOD_POST, cookie, r->path,
			"csrf=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa&form_key=aaaaaaaaaaaaaaaaaaaaaaaa&pain=1");
		if (none.status != 403 || wrong.status != 403)
			fail_msg("%s answered %d and %d to a forged form", r->path, none.status, wrong.status);
	}
	int64_t told = site_events(s, "form_refused");
	assert_int_equal(rows("event") + rows("checkin") + rows("answer") + rows("plan") - told, before);
	assert_int_equal(told, 2 * REFUSED_MOST);     /* two sessions, each up to the bound */
}

static void another_sites_form_is_refused_even_with_the_right_word(void **state)
{
	static const char *const origins[] = { "http://evil.example", "https://test.evil.example", "http://test@evil.example", "http://evil.example/test", "test", "http://" };

	(void)state;
	for (size_t i = 0; i < sizeof(origins) / sizeof(*origins); i++)
		assert_int_equal(post_with(client, "/check-in", fit_form(client, "/today", "pain=1"), "Origin", origins[i]).status, 403);
	assert_int_equal(post_with(client, "/check-in", fit_form(client, "/today", "pain=1"), "Origin", "http://test").status, 303);
	assert_int_equal(post_with(client, "/check-in", fit_form(client, "/today", "pain=1"), "Sec-Fetch-Site", "same-origin").status, 303);
	assert_int_equal(post_with(NULL, "/sign-in", "mail=x%40y.example&passphrase=x", "Sec-Fetch-Site", "same-origin").status, 422);
	assert_int_equal(post_with(NULL, "/sign-in", "mail=x%40y.example&passphrase=x", "Sec-Fetch-Site", "cross-site").status, 403);
	assert_int_equal(post_with(NULL, "/sign-in", "mail=x%40y.example&passphrase=x", "Sec-Fetch-Site", "same-site").status, 403);
	const char *form = fit_form(client, "/today", "pain=1");
	assert_int_equal(post_with(owner, "/desk", form, "Origin", "http://test").status, 404);
	assert_int_equal(post_with(owner, arena_fmt(s->keep, "/client/%lld/notes", (long long)person), fit_form(client, "/today", "notes=x"), "Origin", "http://test").status, 403);
}

/* A session that was there before the sign-in is never the one after it. */
static void a_planted_session_is_worth_nothing(void **state)
{
	static const char planted[] = "unknot=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
	char mail[] = "mail=nobody%40demo.invalid&passphrase=wrong+wrong+wrong";

	(void)state;
	assert_string_equal(site_get(s, planted, "/today").location, "/sign-in");
	assert_null(site_send(s, METHOD_POST, planted, "/sign-in", mail).cookie);
	struct demo_door doors[4];
	struct cx cx = site_cx(s);
	assert_true(demo_doors(&cx, doors, 4) > 1);
	struct answer in = site_get(s, planted, arena_fmt(s->keep, "/demo/%s", doors[1].key));
	assert_non_null(in.cookie);
	assert_null(strstr(in.cookie, planted));
	assert_non_null(strstr(in.cookie, "HttpOnly"));
	assert_non_null(strstr(in.cookie, "SameSite=Lax"));
	assert_string_equal(site_get(s, planted, "/today").location, "/sign-in");
}

static void a_session_that_was_left_is_over(void **state)
{
	const char *mine = site_door(s, 1);
	struct answer a;

	(void)state;
	assert_int_equal(site_get(s, mine, "/today").status, 200);
	a = site_post(s, mine, "/today", "/sign-out", "");
	assert_int_equal(a.status, 303);
	assert_string_equal(site_get(s, mine, "/today").location, "/sign-in");
}

static void no_answer_leads_away(void **state)
{
	static const char *const paths[] = { "/?next=//evil.example", "/sign-in?next=https://evil.example", "/today?note=//evil.example", "//evil.example", "/\\evil.example",
		"/demo/https:%2f%2fevil.example", "/%2f%2fevil.example" };

	(void)state;
	for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++) {
		struct answer a = site_get(s, i & 1 ? client : NULL, paths[i]);

		assert_true(!a.location || (a.location[0] == '/' && a.location[1] != '/' && a.location[1] != '\\' && !strstr(a.location, "evil")));
	}
}

/* n times `piece`, in the room of a request's body. */
static const char *much(const char *piece, size_t n)
{
	struct buf b = buf_new(s->keep, 64 << 20);

	for (size_t i = 0; i < n; i++)
		buf_str(&b, piece);
	return b.at;
}

static void forms_that_swell_are_refused(void **state)
{
	const char *const bombs[] = { much("a=b&", 200000), much("&", 1000000), much("%", 100000), much("pain=1&", 100000), arena_fmt(s->keep, "pain=%s", much("9", 1000000)),
		"pain=1e999", "pain=nan", "pain=0x5", "pain=%00", "pain=%ff%fe", "pain[]=1&pain[0]=2" };

	(void)state;
	for (size_t i = 0; i < sizeof(bombs) / sizeof(*bombs); i++) {
		struct answer a = site_send(s, METHOD_POST, client, "/check-in", fit_form(client, "/today", bombs[i]));

		if (a.status < 400 || a.status >= 500)
			fail_msg("bomb %zu was answered %d", i, a.status);
		arena_reset(s->arena);
	}
	assert_int_equal(site_get(s, client, "/today").status, 200);
}

static void json_that_swells_is_refused(void **state)
{
	const char *const bombs[] = { much("%5B", 100000), much("%7B%22a%22:", 50000), arena_fmt(s->keep, "%%7B%%22resourceType%%22:%%22Questionnaire%%22,%s", much("%22item%22:%5B%7B", 40)),
		arena_fmt(s->keep, "%%22%s%%22", much("a", 500000)), "%5B1e9999%5D", "%7B%22a%22:1,%22a%22:2%7D", "%22%5Cud800%22" };

	(void)state;
	for (size_t i = 0; i < sizeof(bombs) / sizeof(*bombs); i++) {
		struct answer a = site_send(s, METHOD_POST, owner, "/settings/forms", fit_form(owner, "/settings/forms", arena_fmt(s->keep, "instrument=phq9&body=%s", bombs[i])));

		if (a.status < 400 || a.status >= 500)
			fail_msg("bomb %zu was answered %d", i, a.status);
	}
}

static void text_for_the_database_stays_text(void **state)
{
	static const char *const words[] = { "'; drop table person; --", "\" or 1=1 --", "1; attach database '/tmp/x' as x", "' union select mail_sealed from account --" };
	const char *page = arena_fmt(s->keep, "/client/%lld", (long long)person), *to = arena_fmt(s->keep, "%s/notes", page);
	int64_t people = rows("person");

	(void)state;
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		struct buf b = buf_new(s->keep, 1 << 12);

		for (const char *c = words[i]; *c; c++)
			buf_fmt(&b, "%%%02x", (unsigned char)*c);
		assert_int_equal(site_post(s, owner, page, to, arena_fmt(s->keep, "notes=%s", b.at)).status, 303);
		buf_clear(&b);
		buf_html(&b, words[i]);
		assert_non_null(strstr(site_get(s, owner, page).body, b.at));
		site_send(s, METHOD_POST, NULL, "/sign-in", arena_fmt(s->keep, "mail=%s&passphrase=x", b.at));
	}
	assert_int_equal(rows("person"), people);
}

/* Two tabs of one note: the second one is told, sees both texts, and saves what it made of them. */
static void no_tab_writes_over_what_another_saved(void **state)
{
	const char *page = arena_fmt(s->keep, "/client/%lld", (long long)person), *to = arena_fmt(s->keep, "%s/notes", page);
	const char *seen = site_hidden(s, site_get(s, owner, page).body, "seen"), *form[10];

	(void)state;
	for (int i = 0; i < 10; i++)
		form[i] = fit_form(owner, page, arena_fmt(s->keep, "seen=%s&notes=tab+%d+wrote", seen, i));
	assert_int_equal(site_send(s, METHOD_POST, owner, to, form[0]).status, 303);
	for (int i = 1; i < 10; i++) {
		struct answer a = site_send(s, METHOD_POST, owner, to, form[i]);

		assert_int_equal(a.status, 422);
		assert_non_null(strstr(a.body, arena_fmt(s->keep, "tab %d wrote\n\ntab 0 wrote", i)));
	}
	assert_non_null(strstr(site_get(s, owner, page).body, "tab 0 wrote"));
	seen = site_hidden(s, site_get(s, owner, page).body, "seen");
	assert_int_equal(site_send(s, METHOD_POST, owner, to, fit_form(owner, page, arena_fmt(s->keep, "seen=%s&notes=both+kept", seen))).status, 303);
	assert_non_null(strstr(site_get(s, owner, page).body, "both kept"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_forged_form_is_refused_on_every_route),
		cmocka_unit_test(another_sites_form_is_refused_even_with_the_right_word),
		cmocka_unit_test(a_planted_session_is_worth_nothing),
		cmocka_unit_test(a_session_that_was_left_is_over),
		cmocka_unit_test(no_answer_leads_away),
		cmocka_unit_test(forms_that_swell_are_refused),
		cmocka_unit_test(json_that_swells_is_refused),
		cmocka_unit_test(text_for_the_database_stays_text),
		cmocka_unit_test(no_tab_writes_over_what_another_saved),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
