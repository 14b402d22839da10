/* Mails that come back: at once or in a report later; the address is marked, told, and used again when it was corrected. */
#include "app/bounce.h"
#include "app/mail.h"
#include "net/smtpd.h"
#include "web/owner_acts.h"

static struct practice_book book;
static struct smtpd d;
static int64_t maren, service;
static const day monday = 20780;                /* 2026-11-23; the clock stands at Wednesday the 18th */

static int begin(void **state)
{
	smtpd_begin(&d);
	owner_acts(state);
	maren = site_person(site, "maren@demo.invalid");
	service = db_id();
	assert_true(cx_save(&cx));
	keep(q_booking_set(cx.db, cx.who.practice, "Europe/Zurich", "Appointment", 120, 60, 15, 1440, 1) &&
		q_service_add(cx.db, service, cx.who.practice, "One hour", 60, 0, 15, 9000, 1) &&
		q_mail_setting_set(cx.db, cx.who.practice, true, "localhost", d.port, NULL, NULL, "desk@practice.example", "Praxis", "https://practice.example", 17 * 60, 0, 0, 1));
	return 0;
}

static int end(void **state)
{
	(void)state;
	unsetenv("UNKNOT_CLOCK");
	site_end(site);
	smtpd_end(&d);
	return 0;
}

static void again(void)
{
	cx.a = site->site.db.arena = site->keep;
	site->site.db.err = &site->err;
	site->err = (struct err){ 0 };
}

/* One session of Maren's, no mail yet, her address as it was. */
static int fresh(void **state)
{
	int64_t id;

	(void)state;
	again();
	db_rollback(cx.db);
	d.s->mode = SMTPD_ACCEPTS;
	assert_int_equal(sqlite3_exec(cx.db->handle, "delete from mail_job; delete from mail_bad; delete from appointment", NULL, NULL, NULL), SQLITE_OK);
	assert_true(cx_save(&cx));
	keep(q_person_mail(cx.db, maren, cx.who.practice, "maren@client.example"));
	assert_true(bookings_load(&cx, &book) && cx_save(&cx));
	const struct wish one = { .person = maren, .therapist = cx.who.account, .service = service, .starts = zone_instant(book.zone, monday, 600) };
	keep(bookings_book(&cx, &book, &one, &id));
	return 0;
}

static struct mail_ran look(void)
{
	const struct mail_how how = { .seconds = 5 };
	struct mail_ran ran;

	again();
	if (!mail_run(&cx, &how, &ran))
		fail_msg("%s: %s", site->err.field, site->err.detail);
	return ran;
}

static const char *page(const char *path)
{
	struct answer a = site_get(site, owner, path);

	assert_int_equal(a.status, 200);
	return a.body;
}

static const char *own(const char *sub)
{
	return arena_fmt(site->keep, "/client/%lld%s", (long long)maren, sub);
}

/* A report as mail servers write it; action, status, diagnosis. */
static const char *report(int64_t job, const char *action, const char *status, const char *diagnosis)
{
	return arena_fmt(site->keep, "Return-Path: <>\r\nFrom: MAILER-DAEMON@mx.example (Mail Delivery System)\r\nTo: desk@practice.example\r\n"
		"Subject: Undelivered Mail Returned to Sender\r\nMIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status;\r\n"
		"\tboundary=\"4ABC.17/mx.example\"\r\n\r\nThis is a MIME-encapsulated message.\r\n\r\n--4ABC.17/mx.example\r\nContent-Description: Notification\r\n"
		"Content-Type: text/plain; charset=us-ascii\r\n\r\nI could not deliver it.\r\nMessage-ID: <1.unknot@practice.example>\r\n\r\n--4ABC.17/mx.example\r\n"
		"Content-Description: Delivery report\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\nArrival-Date: Wed, 18 Nov 2026 12:00:00 +0000\r\n\r\n"
		"Final-Recipient: rfc822; maren@client.example\r\nOriginal-Recipient: rfc822;maren@client.example\r\nAction: %s\r\nStatus: %s\r\n"
		"Remote-MTA: dns; mail.client.example\r\nDiagnostic-Code: smtp; %s\r\n\r\n--4ABC.17/mx.example\r\nContent-Description: Undelivered Message\r\n"
		"Content-Type: message/rfc822\r\n\r\nDate: Wed, 18 Nov 2026 12:00:00 +0000\r\nFrom: Praxis <desk@practice.example>\r\nTo: <maren@client.example>\r\n"
		"Subject: Your session\r\nMessage-ID:\r\n <%lld.unknot@practice.example>\r\n\r\nHello\r\n\r\n--4ABC.17/mx.example--\r\n", action, status, diagnosis, (long long)job);
}

static struct bounce read_one(const char *text)
{
	struct bounce b;

	again();
	if (!bounce_read(cx.a, text, &b, &site->err))
		fail_msg("%s: %s", site->err.field, site->err.detail);
	return b;
}

static void take(const char *text)
{
	struct bounce b = read_one(text);

	assert_true(cx_save(&cx));
	keep(bounce_take(&cx, &b));
}

static int64_t job(void)
{
	return number("select id from mail_job order by made desc, rowid desc limit 1");
}

static void a_report_is_read(void **state)
{
	static const struct { const char *action, *status; bool failed, nobody; } of[] = { { "failed", "5.1.1", true, true }, { "Failed", "5.0.0 (permanent failure)", true, true },
		{ "failed", "5.2.1", true, true }, { "failed", "5.4.4", true, true }, { "failed", "5.2.2", true, false }, { "failed", "5.7.1", true, false },
		{ "failed", "4.4.7", true, false }, { "delayed", "4.4.1", false, false }, { "delivered", "2.0.0", false, false }, { "failed", "5.10.1", true, false } };

	(void)state;
	for (size_t i = 0; i < sizeof(of) / sizeof(*of); i++) {
		struct bounce b = read_one(report(4711, of[i].action, of[i].status, "550 5.1.1 <maren@client.example>: no\r\n    such person \x07 here"));

		assert_int_equal(b.job, 4711);
		assert_int_equal(b.failed, of[i].failed);
		assert_int_equal(b.nobody, of[i].nobody);
		if (b.failed)
			assert_string_equal(b.said, "550 5.1.1 <maren@client.example>: no     such person ? here");
	}
}

/* Headers alone, a boundary without quotes, ends of line of Unix, a mailbox's first line. */
static void a_report_of_another_make_is_read(void **state)
{
	struct bounce b = read_one("From MAILER-DAEMON Wed Nov 18 12:00:00 2026\ncontent-type: Multipart/Report; boundary=xyz; report-type=delivery-status\n\n--xyz\n\nWarning\n--xyz\n"
		"Content-type: message/delivery-status\n\nReporting-MTA: dns; a\n\nAction: failed\nFinal-Recipient: rfc822;m@c.example\nStatus: 5.1.10\n\n--xyz\n"
		"Content-type: text/rfc822-headers\n\nSubject: x\nmessage-id: <99.unknot@practice.example>\n--xyz--\n");

	(void)state;
	assert_int_equal(b.job, 99);
	assert_true(b.failed && b.nobody);
	assert_string_equal(b.said, "Status 5.1.10");
}

static void what_is_no_report_is_refused(void **state)
{
	static const char *const bad[] = { "", "\n", "Subject: hello\n\nhello", "Content-Type: multipart/report\n\n--x\n", "Content-Type: text/plain\n\nStatus: 5.1.1\n",
		"Content-Type: multipart/report; boundary=x\n\n--x\nContent-Type: text/plain\n\nx\n--x--\n",
		"Content-Type: multipart/report; boundary=x\n\n--x\nContent-Type: message/delivery-status\n\na: b\n\nAction: failed\nStatus: 5.1.1\n--x--\n" };
	const char *whole = report(4711, "failed", "5.1.1", "550 no");
	struct bounce b;

	(void)state;
	again();
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		assert_false(bounce_read(cx.a, bad[i], &b, &site->err));
		assert_int_equal(site->err.code, ERR_INPUT);
		site->err = (struct err){ 0 };
	}
	const char *other = report(4711, "failed", "5.1.1", "550 no"), *id = strstr(other, ".unknot@practice.example>\r\n\r\nHello");
	assert_false(bounce_read(cx.a, arena_fmt(cx.a, "%.*s.other%s", (int)(id - other), other, id + 7), &b, &site->err));
	for (size_t n = 0; n < strlen(whole); n++) {            /* cut anywhere: no, or the same, never a crash */
		site->err = (struct err){ 0 };
		if (bounce_read(cx.a, arena_copy(cx.a, whole, n), &b, &site->err))
			assert_true(b.job > 0 && b.failed);
	}
	again();
}

static void a_report_marks_the_address_and_tells(void **state)
{
	(void)state;
	assert_int_equal(look().sent, 1);
	take(report(job(), "failed", "5.1.1", "550 5.1.1 no such person"));
	assert_int_equal(number("select count(*) from mail_job where state = 'refused'"), 1);
	assert_non_null(strstr(page("/desk"), "Mails that came back"));
	assert_non_null(strstr(page(own("")), "550 5.1.1 no such person"));
	assert_non_null(strstr(page(own("/appointments")), "No mail goes out now"));
	/* nothing more goes there */
	assert_true(cx_save(&cx));
	keep(bookings_move(&cx, &book, number("select id from appointment"), zone_instant(book.zone, monday, 840), false));
	assert_int_equal(look().sent, 0);
	assert_int_equal(number("select count(*) from mail_job"), 1);
	assert_true(cx_save(&cx));
	assert_false(mail_invite(&cx, maren, "maren@client.example", "token"));
	db_rollback(cx.db);
	/* corrected: told anew, once, at the new address */
	assert_int_equal(site_post(site, owner, own("/address"), own("/address"), "mail=not+an+address").status, 422);
	assert_int_equal(site_post(site, owner, own("/address"), own("/address"), "mail=maren%40right.example").status, 303);
	assert_null(strstr(page("/desk"), "Mails that came back"));
	assert_int_equal(look().sent, 1);
	assert_int_equal(look().sent, 0);
	char text[4000];
	int distinct, n = smtpd_count(&d, &distinct, text, sizeof(text));
	assert_true(n == 2 && distinct == 2);
	assert_non_null(strstr(text, "maren@right.example"));
}

static void another_reason_does_not_mark_the_address(void **state)
{
	(void)state;
	assert_int_equal(look().sent, 1);
	take(report(job(), "delayed", "4.4.1", "451 later"));
	assert_int_equal(number("select count(*) from mail_job where state = 'sent'"), 1);
	take(report(job(), "failed", "5.2.2", "552 5.2.2 mailbox full"));
	assert_int_equal(number("select count(*) from mail_bad"), 0);
	assert_non_null(strstr(page(own("")), "mailbox full"));
	struct bounce b = read_one(report(12345, "failed", "5.1.1", "550 no"));
	assert_true(cx_save(&cx));
	assert_false(bounce_take(&cx, &b));
	assert_int_equal(site->err.code, ERR_MISSING);
	db_rollback(cx.db);
	assert_int_equal(number("select count(*) from mail_bad"), 0);
}

static void a_no_at_once_marks_it_too_and_the_same_address_may_be_right(void **state)
{
	(void)state;
	d.s->mode = SMTPD_REFUSES;
	assert_int_equal(look().refused, 1);
	assert_int_equal(number("select count(*) from mail_bad"), 1);
	assert_non_null(strstr(page("/desk"), "Mails that came back"));
	d.s->mode = SMTPD_ACCEPTS;
	assert_int_equal(look().sent, 0);
	assert_int_equal(site_post(site, owner, own("/address"), own("/address"), "mail=maren%40client.example").status, 303);
	assert_int_equal(look().sent, 1);
}

#define ONE(f) cmocka_unit_test_setup(f, fresh)

int main(void)
{
	const struct CMUnitTest tests[] = { ONE(a_report_is_read), ONE(a_report_of_another_make_is_read), ONE(what_is_no_report_is_refused),
		ONE(a_report_marks_the_address_and_tells), ONE(another_reason_does_not_mark_the_address),
		ONE(a_no_at_once_marks_it_too_and_the_same_address_may_be_right) };

	return cmocka_run_group_tests(tests, begin, end);
}
