/* test/web/mailed.h -- a practice that sends mail to a server of the test, and two of its clients. */
#ifndef TEST_WEB_MAILED_H
#define TEST_WEB_MAILED_H

#include "app/mail.h"
#include "net/smtpd.h"
#include "web/owner_acts.h"

#include <sodium.h>
#include <time.h>

static struct practice_book book;
static struct smtpd d;
static int64_t maren, ines, hour_service;
static const day monday = 20780;                /* 2026-11-23; the clock stands at Wednesday the 18th */
static const struct mail_how how = { .seconds = 5 };

static inline void settle(int quiet_from, int quiet_to)
{
	assert_true(cx_save(&cx));
	keep(q_mail_setting_set(cx.db, cx.who.practice, true, "localhost", d.port, NULL, NULL, "desk@practice.example", "Praxis S\xc3\xbc" "d", "https://practice.example",
		17 * 60, quiet_from, quiet_to, 1));
}

static inline void address(int64_t person, const char *mail)
{
	struct bytes sealed = seal_shut(cx.a, site->key, "person.mail", person, mail);
	sqlite3_stmt *s;

	assert_int_equal(sqlite3_prepare_v2(cx.db->handle, "update person set mail_sealed = ?1 where id = ?2", -1, &s, NULL), SQLITE_OK);
	sqlite3_bind_blob(s, 1, sealed.at, (int)sealed.n, SQLITE_STATIC);
	sqlite3_bind_int64(s, 2, person);
	assert_int_equal(sqlite3_step(s), SQLITE_DONE);
	sqlite3_finalize(s);
}

static inline void plain(const char *sql)
{
	assert_int_equal(sqlite3_exec(cx.db->handle, sql, NULL, NULL, NULL), SQLITE_OK);
}

static inline int begin(void **state)
{
	smtpd_begin(&d);
	owner_acts(state);
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

static inline int end(void **state)
{
	(void)state;
	site_end(site);
	smtpd_end(&d);
	return 0;
}

/* No appointment, no mail, the server kind, the clock where it was. */
static inline int fresh(void **state)
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

static inline int64_t book_one(int64_t person, day on, int hour)
{
	const struct wish w = { .person = person, .therapist = cx.who.account, .service = hour_service, .starts = zone_instant(book.zone, on, hour * 60) };
	int64_t id;

	assert_true(cx_save(&cx));
	keep(bookings_book(&cx, &book, &w, &id));
	return id;
}

static inline struct mail_ran look(void)
{
	struct mail_ran ran;

	if (!mail_run(&cx, &how, &ran))
		fail_msg("%s: %s", site->err.field, site->err.detail);
	return ran;
}

static inline int accepted(int *own)
{
	char text[20000];

	return smtpd_count(&d, own, text, sizeof(text));
}

/* Every mail the server has, with the parts opened. */
static inline const char *mails(void)
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

static inline const char *link_in(const char *text)
{
	const char *at = strstr(text, "/mail/");

	assert_non_null(at);
	return arena_copy(cx.a, at, strcspn(at, " \r\n>#"));
}

#define ONE(f) cmocka_unit_test_setup(f, fresh)

#endif
