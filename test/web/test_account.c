/* The second step, devices, passphrases, the way back in: what opens and what does not. */
#include "web/ada.h"

static void staff_set_up_the_second_step_before_anything_else_opens(void **state)
{
	(void)state;
	for (int i = 0; i < web_n_routes; i++) {
		const struct web_route *r = &web_routes[i];
		bool post = str_equal(r->method, "POST");
		struct answer a;

		if (r->who & (ROLE_ANYONE | ROLE_HALF))
			continue;
		a = site_send(s, post ? METHOD_POST : METHOD_GET, cookie, r->path, "");
		if (post ? a.status != 403 && a.status != 404 : a.status != 303 || !str_equal(a.location, "/second"))
			if (a.status != 404)
				fail_msg("%s %s answered %d to half a session", r->method, r->path, a.status);
	}
	const char *half = cookie;
	site_enrol(s, &cookie);
	assert_string_not_equal(half, cookie);
	assert_string_equal(site_get(s, half, "/desk").location, "/sign-in");
	assert_int_equal(site_get(s, cookie, "/desk").status, 200);
	assert_int_equal(site_events(s, "factor_set_up"), 1);
}

static void a_wrong_first_code_sets_up_nothing(void **state)
{
	(void)state;
	assert_int_equal(site_post(s, cookie, "/second", "/second", "act=begin").status, 303);
	struct answer a = site_post(s, cookie, "/second", "/second", "act=confirm&code=000000");
	assert_int_equal(a.status, 422);
	assert_non_null(strstr(a.body, "id=\"secret\""));
	assert_string_equal(site_get(s, cookie, "/desk").location, "/second");
	assert_int_equal(site_events(s, "code_failed"), 1);
	a = site_post(s, cookie, "/second", "/second", "act=begin&code=1");
	assert_int_equal(a.status, 422);
}

static void a_code_opens_once(void **state)
{
	struct answer a = sign_in(right);
	const char *half = site_cookie(s, &a), *code = site_code(s, key, 1);

	(void)state;
	assert_int_equal(give_code(half, "123456").status, 422);
	a = give_code(half, code);
	assert_int_equal(a.status, 303);
	assert_int_equal(site_get(s, site_cookie(s, &a), "/desk").status, 200);
	a = sign_in(right);
	half = site_cookie(s, &a);
	assert_int_equal(give_code(half, code).status, 422);
	assert_int_equal(give_code(half, site_code(s, key, 0)).status, 422);
	assert_int_equal(give_code(half, site_code(s, key, 2)).status, 422);
	clock_to(60);
	assert_int_equal(give_code(half, site_code(s, key, 0)).status, 303);
}

static void half_a_session_cannot_replace_the_second_step(void **state)
{
	struct answer a = sign_in(right);
	const char *half = site_cookie(s, &a);

	(void)state;
	assert_string_equal(site_get(s, half, "/second").location, "/sign-in/code");
	for (int i = 0; i < 2; i++) {
		a = site_post(s, half, "/sign-in/code", "/second", i ? "act=anew&code=123456" : "act=begin");
		assert_string_equal(a.location, "/sign-in/code");
	}
	clock_to(11 * 60);
	assert_string_equal(site_get(s, half, "/sign-in/code").location, "/sign-in");
}

/* The first code in a page's list. */
static const char *first_code(const struct answer *a)
{
	const char *at = strstr(a->body, "id=\"codes\"");

	assert_non_null(at);
	at = strstr(at, "<li>");
	assert_non_null(at);
	return arena_copy(s->keep, at + 4, 11);
}

static void a_recovery_code_opens_once_and_new_ones_end_the_old(void **state)
{
	(void)state;
	struct answer a = site_post(s, cookie, "/second", "/second", arena_fmt(s->keep, "act=anew&code=%s", site_code(s, key, 1)));
	assert_int_equal(a.status, 200);
	const char *code = first_code(&a);
	for (int i = 0; i < 2; i++) {
		struct answer b = sign_in(right);

		assert_int_equal(give_code(site_cookie(s, &b), code).status, i ? 422 : 303);
	}
	assert_int_equal(site_events(s, "recovery_code_used"), 1);
	assert_non_null(strstr(site_get(s, cookie, "/you").body, "9 of 10"));
	clock_to(60);
	const char *second = strstr(a.body, code);
	second = arena_copy(s->keep, strstr(second + 11, "<li>") + 4, 11);
	assert_int_equal(site_post(s, cookie, "/second", "/second", arena_fmt(s->keep, "act=anew&code=%s", site_code(s, key, 0))).status, 200);
	a = sign_in(right);
	assert_int_equal(give_code(site_cookie(s, &a), second).status, 422);
}

static void staff_cannot_turn_it_off(void **state)
{
	(void)state;
	struct answer a = site_post(s, cookie, "/second", "/second", arena_fmt(s->keep, "act=end&code=%s", site_code(s, key, 1)));
	assert_int_equal(a.status, 403);
	assert_int_equal(site_get(s, cookie, "/desk").status, 200);
}

static void devices_are_listed_and_signed_out(void **state)
{
	const char *other = come_in(1);
	struct answer a = site_get(s, cookie, "/you");
	const char *end = strstr(a.body, "name=\"end\" value=\"");

	(void)state;
	assert_non_null(end);
	const char *id = arena_copy(s->keep, end + 18, strcspn(end + 18, "\""));
	assert_int_equal(site_post(s, cookie, "/you", "/you", arena_fmt(s->keep, "end=%s", id)).status, 303);
	assert_string_equal(site_get(s, other, "/desk").location, "/sign-in");
	assert_int_equal(site_post(s, cookie, "/you", "/you", arena_fmt(s->keep, "end=%s", id)).status, 404);
	clock_to(60);
	other = come_in(0);
	assert_int_equal(site_get(s, other, "/desk").status, 200);
	assert_int_equal(site_post(s, cookie, "/you", "/you", "others=1").status, 303);
	assert_string_equal(site_get(s, other, "/desk").location, "/sign-in");
	assert_int_equal(site_get(s, cookie, "/desk").status, 200);
	assert_int_equal(site_events(s, "device_signed_out"), 1);
	assert_int_equal(site_events(s, "devices_signed_out"), 1);
}

static void a_device_of_someone_else_is_not_ended(void **state)
{
	struct cx cx = site_cx(s);
	struct account_by_mail_rows ada;
	const char *token;
	int64_t id;

	(void)state;
	assert_true(q_account_by_mail(cx.db, "ada@own.example", &ada));
	cx.who = (struct who){ .role = ROLE_OWNER, .practice = ada.at[0].practice, .account = ada.at[0].id };
	assert_true(account_add_therapist(&cx, ada.at[0].practice, "Two", "Hands", "two@own.example", "rhubarb kettle violin", &id));
	assert_true(account_open_session(&cx, id, false, &token) && db_commit(cx.db));
	const char *two = arena_fmt(s->keep, "unknot=%s", token);
	struct session_list_rows mine;
	assert_true(q_session_list(cx.db, ada.at[0].id, cx.now, &mine) && mine.n == 1);
	assert_int_equal(site_post(s, two, "/you", "/you", arena_fmt(s->keep, "end=%lld", (long long)mine.at[0].id)).status, 404);
	assert_int_equal(site_get(s, cookie, "/desk").status, 200);
}

static void who_is_away_for_long_is_signed_out(void **state)
{
	(void)state;
	clock_to(59 * 60);
	assert_int_equal(site_get(s, cookie, "/desk").status, 200);
	clock_to(118 * 60);
	assert_int_equal(site_get(s, cookie, "/still").status, 200);
	clock_to(177 * 60);
	assert_int_equal(site_get(s, cookie, "/desk").status, 200);
	assert_non_null(strstr(site_get(s, cookie, "/desk").body, "data-idle=\"60\""));
	clock_to(239 * 60);
	assert_string_equal(site_get(s, cookie, "/desk").location, "/sign-in");
}

static void a_shared_device_keeps_no_cookie(void **state)
{
	struct answer own = sign_in(right), shared = sign_in("mail=ada%40own.example&passphrase=four+words+are+good&shared=1");

	(void)state;
	assert_non_null(strstr(own.cookie, "Max-Age="));
	assert_null(strstr(shared.cookie, "Max-Age="));
	const char *half = site_cookie(s, &shared);
	struct answer a = give_code(half, site_code(s, key, 1));
	assert_null(strstr(a.cookie, "Max-Age="));
	assert_non_null(strstr(site_get(s, site_cookie(s, &a), "/you").body, "Shared with others"));
}

static void a_new_passphrase_needs_the_old_one_and_a_code(void **state)
{
	const char *other = come_in(1);
	static const char fields[] = "old=%s&code=%s&passphrase=rhubarb+kettle+violin&again=rhubarb+kettle+violin";

	(void)state;
	clock_to(60);
	assert_int_equal(site_post(s, cookie, "/you", "/you", arena_fmt(s->keep, fields, "wrong", site_code(s, key, 0))).status, 422);
	assert_int_equal(site_post(s, cookie, "/you", "/you", arena_fmt(s->keep, fields, "four+words+are+good", "123456")).status, 422);
	assert_int_equal(site_post(s, cookie, "/you", "/you", arena_fmt(s->keep, "old=four+words+are+good&code=%s&passphrase=AdaOwn2026ada&again=AdaOwn2026ada",
		site_code(s, key, 0))).status, 422);
	assert_int_equal(site_post(s, cookie, "/you", "/you", arena_fmt(s->keep, fields, "four+words+are+good", site_code(s, key, 0))).status, 303);
	assert_string_equal(site_get(s, other, "/desk").location, "/sign-in");
	assert_int_equal(site_get(s, cookie, "/desk").status, 200);
	assert_int_equal(sign_in(right).status, 422);
	assert_int_equal(sign_in("mail=ada%40own.example&passphrase=rhubarb+kettle+violin").status, 303);
	assert_int_equal(site_events(s, "passphrase_changed"), 1);
}

static void the_way_back_needs_paper_and_phone(void **state)
{
	static const char fields[] = "mail=%s&recovery=%s&code=%s&passphrase=rhubarb+kettle+violin&again=rhubarb+kettle+violin";
	struct answer a = site_post(s, cookie, "/second", "/second", arena_fmt(s->keep, "act=anew&code=%s", site_code(s, key, 1)));
	const char *paper = first_code(&a);

	(void)state;
	clock_to(90);
	const char *app = site_code(s, key, 0);
	assert_int_equal(site_send(s, METHOD_POST, NULL, "/forgot", arena_fmt(s->keep, fields, "ada%40own.example", paper, "123456")).status, 422);
	assert_int_equal(site_send(s, METHOD_POST, NULL, "/forgot", arena_fmt(s->keep, fields, "ada%40own.example", "aaaaa-aaaaa", app)).status, 422);
	assert_int_equal(site_send(s, METHOD_POST, NULL, "/forgot", arena_fmt(s->keep, fields, "nobody%40own.example", paper, app)).status, 422);
	assert_int_equal(site_events(s, "way_back_failed"), 2);
	assert_int_equal(site_events(s, "way_back_unknown"), 1);
	a = site_send(s, METHOD_POST, NULL, "/forgot", arena_fmt(s->keep, fields, "ada%40own.example", paper, app));
	assert_int_equal(a.status, 303);
	assert_string_equal(site_get(s, cookie, "/desk").location, "/sign-in");
	assert_int_equal(sign_in(right).status, 422);
	a = sign_in("mail=ada%40own.example&passphrase=rhubarb+kettle+violin");
	assert_int_equal(a.status, 303);
	assert_int_equal(give_code(site_cookie(s, &a), app).status, 422);       /* the app's code was used up */
}

static void browsers_are_named_in_words(void **state)
{
	(void)state;
	assert_string_equal(signin_label(s->keep, "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"), "Firefox on Linux");
	assert_string_equal(signin_label(s->keep, "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0 Mobile Safari/537.36"), "Chrome on Android");
	assert_string_equal(signin_label(s->keep, "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Mobile Safari/604"), "Safari on an iPhone");
	assert_string_equal(signin_label(s->keep, "curl/8 <script>"), "A browser");
	assert_string_equal(signin_label(s->keep, NULL), "A browser");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		HALF(staff_set_up_the_second_step_before_anything_else_opens),
		HALF(a_wrong_first_code_sets_up_nothing),
		WHOLE(a_code_opens_once),
		WHOLE(half_a_session_cannot_replace_the_second_step),
		WHOLE(a_recovery_code_opens_once_and_new_ones_end_the_old),
		WHOLE(staff_cannot_turn_it_off),
		WHOLE(devices_are_listed_and_signed_out),
		WHOLE(a_device_of_someone_else_is_not_ended),
		WHOLE(who_is_away_for_long_is_signed_out),
		WHOLE(a_shared_device_keeps_no_cookie),
		WHOLE(a_new_passphrase_needs_the_old_one_and_a_code),
		WHOLE(the_way_back_needs_paper_and_phone),
		WHOLE(browsers_are_named_in_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
