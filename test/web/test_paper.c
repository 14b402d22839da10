/* Paper from the pages: who gets what, what stands in it, and what never does. */
#include "render/pdf.h"

#include "app/letter_pdf.h"
#include "app/scores.h"
#include "web/demo_site.h"

static struct cx staff(void)
{
	struct cx cx = site_cx(site);
	struct account_by_mail_rows who;

	assert_true(q_account_by_mail(cx.db, "therapist@demo.invalid", &who) && who.n);
	cx.who = (struct who){ .role = ROLE_OWNER, .practice = who.at[0].practice, .account = who.at[0].id, .emergency = "112", .crisis = "116 123" };
	return cx;
}

static struct answer staff_get(const char *mail, const char *file)
{
	return site_get(site, owner, arena_fmt(site->keep, "/client/%lld/%s", (long long)site_person(site, mail), file));
}

static const char *expect_pdf(const struct answer *a, const char *file, int pages)
{
	assert_int_equal(a->status, 200);
	assert_string_equal(a->type, "application/pdf");
	assert_string_equal(a->file, arena_fmt(site->keep, "attachment; filename=\"%s\"", file));
	pdf_expect(a->body, a->n, pages ? pages : pdf_pages(a->body, a->n));
	return pdf_words(site->keep, a->body, a->n, 0);
}

static void has(const char *text, const char *what)
{
	if (!strstr(text, what))
		fail_msg("\"%s\" is missing in: %s", what, text);
}

static void hasnt(const char *text, const char *what)
{
	if (strcasestr(text, what))
		fail_msg("\"%s\" stands in: %s", what, text);
}

static void save(struct cx *cx, int64_t person, const char *id, double total, day on)
{
	struct answers in = { .has_total = true, .total = total };
	bool alarm;
	int64_t stop;

	assert_true(cx_save(cx) && score_save(cx, person, kb_instrument(cx->kb, id), on, &in, &alarm, &stop) && db_commit(cx->db));
}

static void a_progress_letter_is_one_page_with_course_and_scores(void **state)
{
	struct cx cx = staff();
	int64_t piet = site_person(site, "piet@demo.invalid");

	(void)state;
	save(&cx, piet, "peg", 7, cx.today - 45);
	save(&cx, piet, "peg", 4, cx.today - 3);
	struct answer a = staff_get("piet@demo.invalid", "progress.pdf");
	const char *text = expect_pdf(&a, "progress-letter.pdf", 1);
	if (!text)
		skip();
	has(text, "Piet Brandt, born 1961-03-27");
	has(text, "Week 7 of ten.");
	has(text, "Over the last 28 days");
	has(text, "Pain by day, 0 to 10.");
	has(text, "Matters");
	has(text, "PEG");
	has(text, "better by");
	has(text, "has read it and agrees");
	hasnt(text, "{{");
	hasnt(text, "in 100 sure");
}

/* What is known stands in it; what is not is a line for the pen, or gone with its heading.  The same on the page. */
static void a_referral_letter_has_no_empty_headings(void **state)
{
	struct answer a = staff_get("maren@demo.invalid", "letter.pdf"), page = staff_get("maren@demo.invalid", "letter");
	const char *text = expect_pdf(&a, "letter.pdf", 1);

	(void)state;
	has(page.body, "Week 3 of ten.");
	hasnt(page.body, "What we leave out");
	if (!text)
		skip();
	has(text, "What we do meanwhile");
	has(text, "Week 3 of ten.");
	has(text, "Course so far");
	has(text, "What we found");
	hasnt(text, "What we leave out");
	hasnt(text, "allowed again");           /* it never stopped */
}

/* A yes to violence at home is nowhere on paper, nor that it was asked. */
static void no_letter_tells_of_violence(void **state)
{
	struct cx cx = staff();
	int64_t maren = site_person(site, "maren@demo.invalid"), raised;
	static const char *const letters[] = { "referral", "stop", "progress" };
	struct record r;

	(void)state;
	assert_true(cx_save(&cx) && record_answer(&cx, maren, kb_finding(cx.kb, "unsafe_at_home"), 1, "week") &&
		record_rescreen(&cx, maren, "week", &raised) && record_load(&cx, maren, &r));
	for (size_t i = 0; i < sizeof(letters) / sizeof(*letters); i++) {
		struct buf out = buf_new(site->keep, 16 << 20);

		if (!letter_pdf(&cx, &r, kb_letter(cx.kb, letters[i]), "Practice", &out))
			fail_msg("%s", err_line(site->keep, cx.err));
		assert_int_equal(pdf_pages(out.at, out.n), 1);
		const char *text = pdf_words(site->keep, out.at, out.n, 0);
		if (!text)
			break;
		hasnt(text, "unsafe");
		hasnt(text, "violence");
		hasnt(text, "afraid of someone");
	}
	db_rollback(cx.db);
}

static void staff_print_the_plan_and_no_plan_where_danger_speaks(void **state)
{
	struct answer a = staff_get("maren@demo.invalid", "plan.pdf"), ruth = staff_get("ruth@demo.invalid", "plan.pdf");
	const char *text = expect_pdf(&a, "ten-weeks.pdf", 0);

	(void)state;
	assert_int_equal(ruth.status, 303);             /* there is none */
	struct cx cx = staff();
	int64_t piet = site_person(site, "piet@demo.invalid"), raised;
	assert_true(cx_save(&cx) && record_answer(&cx, piet, kb_finding(cx.kb, "fever"), 1, "week") && record_rescreen(&cx, piet, "week", &raised) &&
		db_commit(cx.db));
	a = staff_get("piet@demo.invalid", "plan.pdf");
	assert_int_equal(a.status, 409);
	assert_null(a.file);
	assert_null(strstr(staff_get("piet@demo.invalid", "plan").body, "plan.pdf"));
	a = staff_get("piet@demo.invalid", "letter.pdf");
	const char *stop = expect_pdf(&a, "letter.pdf", 1);
	if (!text || !stop)
		skip();
	has(text, "Ten weeks for body and mind");
	has(text, "pressure");
	has(stop, "To be excluded");
}

static void a_client_has_plan_calendar_and_book(void **state)
{
	struct answer weeks = site_get(site, client, "/weeks.pdf"), ics = site_get(site, client, "/weeks.ics"), book = site_get(site, client, "/book.pdf");
	const char *plan = expect_pdf(&weeks, "ten-weeks.pdf", 0), *own = expect_pdf(&book, "my-ten-weeks.pdf", 0);
	const struct kb *kb = site->config.kb;

	(void)state;
	assert_string_equal(ics.type, "text/calendar; charset=utf-8");
	assert_string_equal(ics.file, "attachment; filename=\"ten-weeks.ics\"");
	assert_true(str_begins(ics.body, "BEGIN:VCALENDAR"));
	hasnt(ics.body, "maren");
	assert_string_equal(site_get(site, client, "/letter.pdf").location, "/today");
	if (!plan || !own)
		skip();
	hasnt(plan, "pressure 1 of 5");
	hasnt(plan, "Left out");
	has(own, "What you did");
	has(own, "How your days were");
	has(own, "You are not alone with this");
	/* week 3: three lessons, the fourth is still to come */
	for (int i = 0; i < 4; i++)
		assert_int_equal(strstr(own, arena_fmt(site->keep, "Week %d: %s", i + 1, kb->lesson[i].name)) != NULL, i < 3);
	has(own, "You said 6 of 10");
}

static void what_was_declined_is_not_printed(void **state)
{
	struct cx cx = staff();
	int64_t maren = site_person(site, "maren@demo.invalid");

	(void)state;
	assert_true(cx_save(&cx) && q_consent_add(cx.db, maren, "mind", 0, "x", cx.now + 1) && db_commit(cx.db));
	struct answer book = site_get(site, client, "/book.pdf"), ics = site_get(site, client, "/weeks.ics");
	const char *own = expect_pdf(&book, "my-ten-weeks.pdf", 0);
	assert_null(strstr(ics.body, "to read"));
	if (own) {
		hasnt(own, site->config.kb->lesson[0].name);
		hasnt(own, "You are not alone with this");
	}
	assert_true(cx_save(&cx) && q_consent_add(cx.db, maren, "mind", 1, "x", cx.now + 2) && db_commit(cx.db));
}

/* While a stop is open there is one paper: the letter. */
static void a_stop_leaves_the_letter_only(void **state)
{
	static const char *const away[] = { "/weeks.pdf", "/weeks.ics", "/book.pdf" };
	struct cx cx = staff();
	int64_t maren = site_person(site, "maren@demo.invalid"), raised;

	(void)state;
	assert_true(cx_save(&cx) && record_answer(&cx, maren, kb_finding(cx.kb, "fever"), 1, "week") && record_rescreen(&cx, maren, "week", &raised) &&
		raised && db_commit(cx.db));
	for (size_t i = 0; i < sizeof(away) / sizeof(*away); i++) {
		struct answer a = site_get(site, client, away[i]);

		assert_int_equal(a.status, 303);
		assert_string_equal(a.location, "/stop");
		assert_null(a.file);
	}
	struct answer a = site_get(site, client, "/letter.pdf");
	const char *text = expect_pdf(&a, "letter.pdf", 1);
	if (text)
		has(text, "Maren Lindqvist");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_progress_letter_is_one_page_with_course_and_scores),
		cmocka_unit_test(a_referral_letter_has_no_empty_headings),
		cmocka_unit_test(no_letter_tells_of_violence),
		cmocka_unit_test(staff_print_the_plan_and_no_plan_where_danger_speaks),
		cmocka_unit_test(a_client_has_plan_calendar_and_book),
		cmocka_unit_test(what_was_declined_is_not_printed),
		cmocka_unit_test(a_stop_leaves_the_letter_only),
	};

	return cmocka_run_group_tests(tests, before, after);
}
