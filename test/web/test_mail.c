/* Mail about sessions: told once for each occasion, none missing and none twice after a kill, answered by a link's button, nothing about health. */
#include "app/mail.h"
#include "base/form.h"
#include "net/smtpd.h"
#include "store/export.h"
#include "web/site.h"

#include <sodium.h>
#include <time.h>

static struct site *site;
static struct cx cx;
static struct practice_book book;
static struct smtpd d;
static const char *owner;
static int64_t maren, ines, hour_service;
static const day monday = 20780;                /* 2026-11-23; the clock stands at Wednesday the 18th */
static const struct mail_how how = { .seconds = 5 };

static void keep(bool done)
{
	if (!done)
		fail_msg("%s: %s", site->err.field, site->err.detail);
	assert_true(db_commit(cx.db));
}

static void settle(int quiet_from, int quiet_to)
{
	assert_true(cx_save(&cx));
	keep(q_mail_setting_set(cx.db, cx.who.practice, true, "localhost", d.port, NULL, NULL, "desk@practice.example", "Praxis S\xc3\xbc" "d", "https://practice.example",
		17 * 60, quiet_from, quiet_to, 1));
}

static void address(int64_t person, const char *mail)
{
	struct bytes sealed = seal_shut(cx.a, site->key, "person.mail", person, mail);
	sqlite3_stmt *s;

	assert_int_equal(sqlite3_prepare_v2(cx.db->handle, "update person set mail_sealed = ?1 where id = ?2", -1, &s, NULL), SQLITE_OK);
	sqlite3_bind_blob(s, 1, sealed.at, (int)sealed.n, SQLITE_STATIC);
	sqlite3_bind_int64(s, 2, person);
	assert_int_equal(sqlite3_step(s), SQLITE_DONE);
	sqlite3_finalize(s);
}

static void plain(const char *sql)
{
	assert_int_equal(sqlite3_exec(cx.db->handle, sql, NULL, NULL, NULL), SQLITE_OK);
}

static int64_t number(const char *sql)
{
	sqlite3_stmt *s;

	assert_int_equal(sqlite3_prepare_v2(cx.db->handle, sql, -1, &s, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(s), SQLITE_ROW);
	int64_t n = sqlite3_column_int64(s, 0);
	sqlite3_finalize(s);
	return n;
}

static int begin(void **state)
{
	struct account_by_mail_rows who;

	(void)state;
	smtpd_begin(&d);
	site = site_new();
	site_demo(site);
	owner = site_door(site, 0);
	cx = site_cx(site);
	assert_true(q_account_by_mail(cx.db, "therapist@demo.invalid", &who));
	cx.who = (struct who){ .role = ROLE_OWNER, .practice = who.at[0].practice, .account = who.at[0].id };
	maren = site_person(site, "maren@demo.invalid");
	ines = site_person(site, "ines@demo.invalid");
	hour_service = db_id();
	assert_true(cx_save(&cx));
	keep(q_booking_set(cx.db, cx.who.practice, "Europe/Zurich", "Appointment at the practice", 120, 60, 15, 1440, 1) &&
		q_service_add(cx.db, hour_service, cx.who.practice, "Trigger point therapy", 60, 0, 15, 9000, 1));
	for (int k = 0; k < 5; k++) {
		assert_true(cx_save(&cx));
		keep(q_opening_add(cx.db, db_id(), cx.who.practice, cx.who.account, k, 9 * 60, 18 * 60));
	}
	return 0;
}

static int end(void **state)
{
	(void)state;
	site_end(site);
	smtpd_end(&d);
	return 0;
}

/* No appointment, no mail, the server kind, the clock where it was. */
static int fresh(void **state)
{
	char path[100];

	(void)state;
	site->err = (struct err){ 0 };
	cx.a = site->keep;
	site->site.db.arena = site->keep;
	site->site.db.err = &site->err;
	db_rollback(cx.db);
	cx.now = 1795000000000;
	plain("delete from mail_job; delete from mail_stop; delete from mail_bad; delete from appointment; update person set mail_sealed = null");
	address(maren, "maren@client.example");
	address(ines, "ines@client.example");
	settle(0, 0);
	assert_true(bookings_load(&cx, &book));
	*d.s = (struct smtpd_shared){ .mode = SMTPD_ACCEPTS };
	snprintf(path, sizeof(path), "%s/accepted", d.dir);
	unlink(path);
	snprintf(path, sizeof(path), "%s/mails", d.dir);
	unlink(path);
	return 0;
}

static int64_t book_one(int64_t person, day on, int hour)
{
	const struct wish w = { .person = person, .therapist = cx.who.account, .service = hour_service, .starts = zone_instant(book.zone, on, hour * 60) };
	int64_t id;

	assert_true(cx_save(&cx));
	keep(bookings_book(&cx, &book, &w, &id));
	return id;
}

static struct mail_ran look(void)
{
	struct mail_ran ran;

	if (!mail_run(&cx, &how, &ran))
		fail_msg("%s: %s", site->err.field, site->err.detail);
	return ran;
}

static int accepted(int *own)
{
	char text[20000];

	return smtpd_count(&d, own, text, sizeof(text));
}

/* Every mail the server has, with the parts opened. */
static const char *mails(void)
{
	struct buf b = buf_new(cx.a, 1 << 20);
	char path[100], *all = arena_take(cx.a, 1 << 20, 1), *save = NULL;
	unsigned char open[200];
	size_t n;

	snprintf(path, sizeof(path), "%s/mails", d.dir);
	FILE *f = fopen(path, "r");
	if (f) {
		assert_true(fread(all, 1, (1 << 20) - 1, f) > 0);
		fclose(f);
	}
	for (char *line = strtok_r(all, "\r\n", &save); line; line = strtok_r(NULL, "\r\n", &save))
		if (sodium_base642bin(open, sizeof(open), line, strlen(line), "", &n, NULL, sodium_base64_VARIANT_ORIGINAL) == 0)
			buf_put(&b, (char *)open, n);
		else
			buf_fmt(&b, "%s\n", line);
	return b.at;
}

static const char *link_in(const char *text)
{
	const char *at = strstr(text, "/mail/");

	assert_non_null(at);
	return arena_copy(cx.a, at, strcspn(at, " \r\n>#"));
}

static void told_once(void **state)
{
	int own;

	(void)state;
	int64_t id = book_one(maren, monday, 10);
	assert_int_equal(look().sent, 1);
	assert_int_equal(look().sent, 0);
	assert_true(cx_save(&cx));
	keep(bookings_move(&cx, &book, id, zone_instant(book.zone, monday + 1, 11 * 60), false));
	assert_int_equal(look().sent, 1);
	assert_true(cx_save(&cx));
	keep(bookings_cancel(&cx, &book, id, "ill", false));
	assert_int_equal(look().sent, 1);
	assert_int_equal(look().sent, 0);
	assert_int_equal(accepted(&own), 3);
	assert_int_equal(own, 3);
	const char *all = mails();
	assert_non_null(strstr(all, "To: <maren@client.example>"));
	assert_non_null(strstr(all, "METHOD:REQUEST"));
	assert_non_null(strstr(all, "METHOD:CANCEL"));
	assert_non_null(strstr(all, arena_fmt(cx.a, "UID:%lld@unknot.invalid", (long long)id)));
	assert_non_null(strstr(all, "SEQUENCE:0"));
	assert_non_null(strstr(all, "SEQUENCE:2"));
	assert_non_null(strstr(all, "DTSTART:20261124T100000Z"));
	assert_non_null(strstr(all, "Mon 23 Nov, 10:00"));
	assert_non_null(strstr(all, "Praxis S\xc3\xbc" "d"));
}

static void nothing_of_health(void **state)
{
	static const char *const never[] = { "pain", "Pain", "back ", "Trigger", "therap", "Therap", "ill", "Duxler", "session", "unknot.practice" };
	struct person_get_rows who;

	(void)state;
	int64_t id = book_one(maren, monday, 10);
	look();
	assert_true(cx_save(&cx));
	keep(bookings_cancel(&cx, &book, id, "very ill", false));
	look();
	const char *all = mails();
	assert_true(q_person_get(cx.db, maren, cx.who.practice, &who));
	for (size_t i = 0; i < sizeof(never) / sizeof(*never); i++)
		if (strstr(all, never[i]))
			fail_msg("a mail says %s: %s", never[i], all);
	assert_null(strstr(all, who.at[0].family));
}

/* Changed before the first mail went out: only how it is now is told; cancelled before anybody heard: nothing is. */
static void what_is_true_now(void **state)
{
	int own;

	(void)state;
	int64_t id = book_one(maren, monday, 10), other = book_one(ines, monday, 14);
	d.s->mode = SMTPD_GREYLISTS;
	plain("update mail_setting set active = 0");
	assert_true(look().off);
	plain("update mail_setting set active = 1");
	assert_true(cx_save(&cx));
	keep(bookings_move(&cx, &book, id, zone_instant(book.zone, monday + 1, 11 * 60), false));
	assert_true(cx_save(&cx));
	keep(bookings_cancel(&cx, &book, other, "", false));
	d.s->mode = SMTPD_ACCEPTS;
	assert_int_equal(look().sent, 1);
	assert_int_equal(accepted(&own), 1);
	assert_non_null(strstr(mails(), "Tue 24 Nov, 11:00"));
	assert_null(strstr(mails(), "ines@"));
}

static void reminded_the_day_before(void **state)
{
	int own;

	(void)state;
	int64_t id = book_one(maren, monday, 10);
	look();
	cx.now = zone_instant(book.zone, monday - 1, 17 * 60) - 60000;
	assert_int_equal(look().sent, 0);
	cx.now += 60000;
	assert_int_equal(look().sent, 1);
	assert_int_equal(look().sent, 0);
	cx.now = zone_instant(book.zone, monday, 11 * 60);
	assert_int_equal(look().sent, 0);
	assert_int_equal(accepted(&own), 2);
	assert_non_null(strstr(mails(), "a short reminder"));
	assert_true(id > 0);
}

static void quiet_hours(void **state)
{
	(void)state;
	assert_true(mail_quiet(21 * 60, 7 * 60, 23 * 60) && mail_quiet(21 * 60, 7 * 60, 0) && !mail_quiet(21 * 60, 7 * 60, 7 * 60));
	assert_false(mail_quiet(60, 60, 60));
	settle(21 * 60, 7 * 60);
	book_one(maren, monday, 10);
	cx.now = zone_instant(book.zone, monday - 3, 22 * 60);
	struct mail_ran ran = look();
	assert_true(ran.quiet && ran.sent == 0);
	assert_true(cx_save(&cx));
	keep(mail_try(&cx));
	assert_int_equal(look().sent, 1);               /* the owner's own trial goes out */
	cx.now = zone_instant(book.zone, monday - 2, 7 * 60);
	assert_int_equal(look().sent, 1);
}

static void pauses_grow(void **state)
{
	(void)state;
	assert_int_equal(mail_pause(1, 0.5), 60000);
	assert_int_equal(mail_pause(2, 0), 90000);
	assert_int_equal(mail_pause(2, 1), 150000);
	assert_int_equal(mail_pause(12, 0.5), 240 * 60000);
}

static void greylisted_then_taken(void **state)
{
	int own;

	(void)state;
	book_one(maren, monday, 10);
	d.s->mode = SMTPD_GREYLISTS;
	assert_int_equal(look().later, 1);
	assert_int_equal(look().later, 0);              /* not before its pause is over */
	d.s->mode = SMTPD_ACCEPTS;
	cx.now += 2 * 60000;
	assert_int_equal(look().sent, 1);
	assert_int_equal(accepted(&own), 1);
	assert_int_equal(number("select tries from mail_job"), 2);
}

static void refusal_is_shown(void **state)
{
	(void)state;
	book_one(maren, monday, 10);
	d.s->mode = SMTPD_REFUSES;
	assert_int_equal(look().refused, 1);
	assert_int_equal(look().refused, 0);
	struct answer a = site_get(site, owner, arena_fmt(site->keep, "/client/%lld", (long long)maren));
	assert_int_equal(a.status, 200);
	assert_non_null(strstr(a.body, "Not delivered"));
	assert_non_null(strstr(a.body, "550 5.1.1 no such person"));
}

static void gives_up(void **state)
{
	(void)state;
	book_one(maren, monday + 7, 10);
	d.s->mode = SMTPD_GREYLISTS;
	for (int i = 1; i < MAIL_TRIES_MOST; i++) {
		assert_int_equal(look().later, 1);
		plain("update mail_job set due = 0");
	}
	assert_int_equal(look().refused, 1);
	assert_int_equal(number("select count(*) from mail_job where state = 'refused'"), 1);
}

/* A sender in a process of its own is killed at its third mail of five; the next one does the rest. */
static void killed(bool late, int *n, int *own)
{
	for (int i = 0; i < 5; i++)
		book_one(i % 2 ? maren : ines, monday + i % 5, 10);
	db_close(&site->site.db);
	d.s->kill_at = 3;
	d.s->late = late;
	pid_t pid = fork();
	if (pid == 0) {
		struct mail_ran ran;

		prctl(PR_SET_PDEATHSIG, SIGKILL);
		d.s->kill = getpid();
		bool done = db_open(&site->site.db, site->dir, site->key, false, &site->err);

		site->site.db.arena = site->keep;
		site->site.db.err = &site->err;
		_exit(done && mail_run(&cx, &how, &ran) ? 0 : 1);
	}
	int status;
	waitpid(pid, &status, 0);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
	d.s->kill = 0;
	assert_true(db_open(&site->site.db, site->dir, site->key, false, &site->err));
	site->site.db.arena = site->keep;
	site->site.db.err = &site->err;
	assert_int_equal(number("select count(*) from mail_job where state = 'sending'"), 1);
	look();
	*n = accepted(own);
	assert_int_equal(number("select count(*) from mail_job where state = 'sent'"), 5);
}

static void killed_in_the_middle(void **state)
{
	int n, own;

	(void)state;
	killed(false, &n, &own);
	assert_int_equal(n, 5);
	assert_int_equal(own, 5);
}

/* The one moment nobody can close: the server has it, its answer never came.  The mail comes again as the same mail. */
static void killed_before_the_answer(void **state)
{
	int n, own;

	(void)state;
	killed(true, &n, &own);
	assert_int_equal(n, 6);
	assert_int_equal(own, 5);
}

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
	struct answer a = site_post(site, owner, page, page, "mail=1");
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

#define ONE(f) cmocka_unit_test_setup(f, fresh)

int main(void)
{
	const struct CMUnitTest tests[] = { ONE(told_once), ONE(nothing_of_health), ONE(what_is_true_now), ONE(reminded_the_day_before), ONE(quiet_hours),
		ONE(pauses_grow), ONE(greylisted_then_taken), ONE(refusal_is_shown), ONE(gives_up), ONE(killed_in_the_middle), ONE(killed_before_the_answer),
		ONE(confirmed_by_button), ONE(cancelled_by_button), ONE(too_late_to_cancel), ONE(forged_links), ONE(no_more_mails), ONE(invited), ONE(words_to_take_home), ONE(words_are_mailed_to_nobody_who_wants_none), ONE(settings) };

	return cmocka_run_group_tests(tests, begin, end);
}
