/* What a mail leads to: answered by the button of its link, words taken home, an invitation; and what the practice sets. */
#include "mailed.h"

#include "base/form.h"
#include "store/export.h"

static void confirmed_by_button(void **state)
{
	(void)state;
	int64_t id = book_one(maren, monday, 10);
	look();
	const char *path = link_in(mails());
	struct answer a = site_get(site, NULL, path);
	assert_int_equal(a.status, 200);
	assert_non_null(strstr(a.body, "I will be there"));
	assert_int_equal(number("select count(*) from mail_job where answer <> ''"), 0);        /* opening it does nothing */
	a = site_post(site, NULL, path, path, "act=confirm");
	assert_int_equal(a.status, 303);
	assert_int_equal(number("select count(*) from mail_job where answer = 'confirmed'"), 1);
	a = site_post(site, NULL, path, path, "act=cancel");
	assert_int_equal(a.status, 409);                                                        /* used up */
	assert_int_equal(number(arena_fmt(cx.a, "select count(*) from appointment where id = %lld and state = 'booked'", (long long)id)), 1);
	a = site_get(site, owner, arena_fmt(site->keep, "/client/%lld", (long long)maren));
	assert_non_null(strstr(a.body, "confirmed by the client"));
}

static void cancelled_by_button(void **state)
{
	(void)state;
	int64_t id = book_one(maren, monday, 10);
	look();
	const char *path = link_in(mails());
	assert_int_equal(site_post(site, site_door(site, 2), path, path, "act=cancel").status, 303);   /* somebody else is signed in here */
	assert_int_equal(number(arena_fmt(cx.a, "select count(*) from appointment where id = %lld and state = 'cancelled'", (long long)id)), 1);
	assert_int_equal(site_post(site, NULL, path, path, "act=confirm").status, 409);
}

static void too_late_to_cancel(void **state)
{
	(void)state;
	int64_t id = book_one(maren, monday - 5 + 1, 9);
	cx.now = 1795000000000;
	look();
	const char *path = link_in(mails());
	struct answer a = site_get(site, NULL, path);
	if (booking_may_cancel(&book.rules, zone_instant(book.zone, monday - 4, 9 * 60), cx.now))
		fail_msg("the test wants a session within the window");
	assert_null(strstr(a.body, "Cancel it"));
	assert_int_equal(site_post(site, NULL, path, path, "act=cancel").status, 403);
	assert_int_equal(number(arena_fmt(cx.a, "select count(*) from appointment where id = %lld and state = 'booked'", (long long)id)), 1);
	assert_int_equal(number("select count(*) from mail_job where answer <> ''"), 0);
}

static void forged_links(void **state)
{
	(void)state;
	book_one(maren, monday, 10);
	look();
	char *path = arena_text(cx.a, link_in(mails()));
	size_t last = strlen(path) - 1;
	path[last] = path[last] == '0' ? '1' : '0';
	assert_int_equal(site_get(site, NULL, path).status, 404);
	assert_int_equal(site_get(site, NULL, "/mail/1-2").status, 404);
	assert_int_equal(site_get(site, NULL, "/mail/x").status, 404);
	assert_int_equal(site_send(site, METHOD_POST, NULL, path, "act=stop").status, 404);
	assert_int_equal(number("select count(*) from mail_stop"), 0);
}

static void no_more_mails(void **state)
{
	(void)state;
	int64_t id = book_one(maren, monday, 10);
	look();
	const char *path = link_in(mails());
	assert_int_equal(site_post(site, NULL, path, path, "act=stop").status, 303);
	fresh(state);
	plain(arena_fmt(cx.a, "insert into mail_stop(person, at) values (%lld, 1)", (long long)maren));
	book_one(maren, monday + 1, 10);
	book_one(ines, monday + 1, 13);
	assert_int_equal(look().sent, 1);
	assert_null(strstr(mails(), "maren@"));
	assert_true(id > 0);
}

static void invited(void **state)
{
	struct new_client in = { .given = "Timo", .family = "Neu", .mail = "timo@client.example", .phone = "", .born = 3000, .sex = "male", .therapist = cx.who.account };
	int64_t timo;

	(void)state;
	assert_true(cx_save(&cx));
	keep(account_new_client(&cx, &in, &timo));
	const char *page = arena_fmt(site->keep, "/client/%lld/invitation", (long long)timo);
	assert_non_null(strstr(site_get(site, owner, page).body, "mail it to timo@client.example"));
	struct answer a = site_post(site, owner, page, page, "mail=timo%40client.example");
	assert_int_equal(a.status, 200);
	assert_non_null(strstr(a.body, "It goes out by mail"));
	cx.a = site->site.db.arena = site->keep;
	site->site.db.err = &site->err;
	assert_int_equal(look().sent, 1);
	const char *at = strstr(mails(), "https://practice.example/welcome/");
	assert_non_null(at);
	const char *path = arena_copy(site->keep, at + 24, strcspn(at + 24, "\r\n "));
	assert_int_equal(site_get(site, NULL, path).status, 200);
	assert_int_equal(number("select count(*) from mail_job where link_sealed is not null"), 0);
}

static const char *front_desk(void)
{
	struct new_staff in = { "assistant", "Front", "Hands", "front@demo.invalid", "rhubarb kettle violin" };
	const char *token;
	int64_t id;

	assert_true(account_add_staff(&cx, &in, &id) && account_open_session(&cx, id, false, &token) && db_commit(cx.db));
	return arena_fmt(site->keep, "unknot=%s", token);
}

/* The front desk writes addresses, and an invitation opens a record: it goes where the one who sent it saw that it would go, or nowhere. */
static void an_invitation_goes_to_the_address_that_was_seen(void **state)
{
	struct new_client in = { .given = "Timo", .family = "Neu", .mail = "timo@client.example", .phone = "", .born = 3000, .sex = "male", .therapist = cx.who.account };
	int64_t timo;

	(void)state;
	assert_true(cx_save(&cx));
	keep(account_new_client(&cx, &in, &timo));
	const char *front = front_desk(), *page = arena_fmt(site->keep, "/client/%lld/invitation", (long long)timo);
	const char *at = arena_fmt(site->keep, "/client/%lld/address", (long long)timo);
	assert_int_equal(site_post(site, front, at, at, "mail=front%40desk.example").status, 303);
	struct answer a = site_post(site, owner, page, page, "mail=timo%40client.example");      /* on a page from before */
	assert_int_equal(a.status, 422);
	assert_non_null(strstr(a.body, "mail it to front@desk.example"));
	assert_int_equal(number("select count(*) from mail_job"), 0);
	assert_int_equal(number(arena_fmt(site->keep, "select count(*) from invitation where person = %lld", (long long)timo)), 0);
	assert_int_equal(site_post(site, front, at, at, "mail=timo%40client.example").status, 303);
	assert_int_equal(site_post(site, owner, page, page, "mail=timo%40client.example").status, 200);
	a = site_post(site, front, at, at, "mail=front%40desk.example");                         /* while it waits */
	assert_int_equal(a.status, 409);
	assert_non_null(strstr(a.body, "Please ask the therapist"));
	assert_int_equal(site_post(site, owner, at, at, "mail=timo%40new.example").status, 303);
	cx.a = site->site.db.arena = site->keep;
	site->site.db.err = &site->err;
	assert_int_equal(look().sent, 1);
	assert_non_null(strstr(mails(), "timo@new.example"));
	assert_int_equal(site_post(site, front, at, at, "mail=front%40desk.example").status, 303);
	assert_int_equal(look().sent, 0);
}

/* Words to take home: one button, one mail, which says where they are and nothing of them; only to who gets mails. */
static void words_to_take_home(void **state)
{
	static const char *const never[] = { "pain", "Pain", "massage", "Massage", "therap", "session", "water", "sore", "bruise", "Rest", "muscle" };
	int64_t ended = number("select t.id from treatment t where t.ended > 0 order by t.started desc limit 1");
	int64_t person = number(arena_fmt(cx.a, "select person from treatment where id = %lld", (long long)ended));
	const char *note = arena_fmt(site->keep, "/client/%lld/session/%lld/note", (long long)person, (long long)ended);
	const char *send = arena_fmt(site->keep, "/client/%lld/session/%lld/words", (long long)person, (long long)ended);

	(void)state;
	address(person, "home@client.example");
	assert_non_null(strstr(site_get(site, owner, note).body, "Tell the client by mail"));
	assert_int_equal(site_post(site, owner, note, send, "").status, 303);
	assert_non_null(strstr(site_get(site, owner, note).body, "The mail waits to be sent."));
	assert_null(strstr(site_get(site, owner, note).body, "Tell the client by mail"));
	assert_int_equal(site_post(site, owner, note, send, "").status, 409);
	assert_int_equal(number("select count(*) from mail_job where kind = 'words'"), 1);
	cx.a = site->site.db.arena = site->keep;
	site->site.db.err = &site->err;
	assert_int_equal(look().sent, 1);
	const char *all = mails();
	assert_non_null(strstr(all, "https://practice.example/words"));
	assert_non_null(strstr(all, "No more mails like this"));
	for (size_t i = 0; i < sizeof(never) / sizeof(*never); i++)
		if (strstr(all, never[i]))
			fail_msg("the mail says %s: %s", never[i], all);
	assert_non_null(strstr(site_get(site, NULL, link_in(all)).body, "Sign in to read them"));
	assert_non_null(strstr(site_get(site, owner, note).body, "Mailed "));
}

static void words_are_mailed_to_nobody_who_wants_none(void **state)
{
	int64_t ended = number("select t.id from treatment t where t.ended > 0 order by t.started desc limit 1");
	int64_t person = number(arena_fmt(cx.a, "select person from treatment where id = %lld", (long long)ended));
	const char *note = arena_fmt(site->keep, "/client/%lld/session/%lld/note", (long long)person, (long long)ended);
	const char *send = arena_fmt(site->keep, "/client/%lld/session/%lld/words", (long long)person, (long long)ended);

	(void)state;
	address(person, "home@client.example");
	plain(arena_fmt(cx.a, "insert into mail_stop(person, at) values (%lld, 1)", (long long)person));
	assert_null(strstr(site_get(site, owner, note).body, "Tell the client by mail"));
	assert_non_null(strstr(site_get(site, owner, note).body, "the client wants no mail"));
	assert_int_equal(site_post(site, owner, note, send, "").status, 422);
	plain("delete from mail_stop; update mail_setting set active = 0");
	assert_non_null(strstr(site_get(site, owner, note).body, "is not set up"));
	assert_int_equal(site_post(site, owner, note, send, "").status, 422);
	assert_int_equal(number("select count(*) from mail_job where kind = 'words'"), 0);
	/* refused once: the button is there again */
	plain("update mail_setting set active = 1");
	assert_int_equal(site_post(site, owner, note, send, "").status, 303);
	plain("update mail_job set state = 'refused'");
	assert_non_null(strstr(site_get(site, owner, note).body, "The mail was not delivered."));
	assert_int_equal(site_post(site, owner, note, send, "").status, 303);
	assert_int_equal(number("select count(*) from mail_job where kind = 'words' and state = 'waiting'"), 1);
}

/* The whole practice handed over, in the clear. */
static const char *in_export(const char *word)
{
	const char *path = arena_fmt(cx.a, "%s/out.tar", d.dir);
	char *all = arena_take(cx.a, 32 << 20, 1);
	int clients;

	site->site.db.err = &site->err;
	assert_true(export_write(site->site.db.handle, site->key, 0, path, NULL, &clients, &site->err));
	FILE *f = fopen(path, "r");
	assert_non_null(f);
	size_t n = fread(all, 1, 32 << 20, f);
	fclose(f);
	unlink(path);
	return memmem(all, n, word, strlen(word));
}

static void settings(void **state)
{
	const char *good = "act=save&active=1&name=Praxis&sender=desk%40practice.example&url=https%3A%2F%2Fpractice.example&host=mail.practice.example&port=587"
		"&user=desk&password=very+secret&remind=17%3A00&quiet_from=21%3A00&quiet_to=07%3A00";

	(void)state;
	assert_int_equal(site_post(site, owner, "/settings/mail", "/settings/mail", good).status, 303);
	struct answer a = site_get(site, owner, "/settings/mail");
	assert_null(strstr(a.body, "very secret"));
	assert_non_null(strstr(a.body, "One is kept; empty"));
	assert_int_equal(number("select instr(password_sealed, cast('very secret' as blob)) from mail_setting"), 0);
	assert_non_null(in_export("mail.practice.example"));
	assert_null(in_export("very secret"));
	assert_int_equal(site_post(site, owner, "/settings/mail", "/settings/mail", "act=save&name=P&sender=a%40b%0d%0aRCPT&url=https%3A%2F%2Fp.example&host=h&port=25"
		"&user=&password=&remind=17%3A00&quiet_from=0%3A00&quiet_to=0%3A00").status, 422);
	assert_int_equal(site_post(site, owner, "/settings/mail", "/settings/mail", "act=try").status, 303);
	assert_int_equal(number("select count(*) from mail_job where kind = 'test'"), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ONE(confirmed_by_button),
		ONE(cancelled_by_button),
		ONE(too_late_to_cancel),
		ONE(forged_links),
		ONE(no_more_mails),
		ONE(invited),
		ONE(an_invitation_goes_to_the_address_that_was_seen),
		ONE(words_to_take_home),
		ONE(words_are_mailed_to_nobody_who_wants_none),
		ONE(settings),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
