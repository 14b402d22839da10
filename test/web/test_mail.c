/* Mail about sessions: told once for each occasion, none missing and none twice after a kill, nothing about health. */
#include "mailed.h"

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

int main(void)
{
	const struct CMUnitTest tests[] = { ONE(told_once), ONE(nothing_of_health), ONE(what_is_true_now), ONE(reminded_the_day_before), ONE(quiet_hours),
		ONE(pauses_grow), ONE(greylisted_then_taken), ONE(refusal_is_shown), ONE(gives_up), ONE(killed_in_the_middle), ONE(killed_before_the_answer),
		 };

	return cmocka_run_group_tests(tests, begin, end);
}
