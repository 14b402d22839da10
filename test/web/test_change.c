/* What changed since the beginning, on the client's page and on paper: practice done of what was planned, the body map at first and now, scores. */
#include "render/pdf.h"

#include "app/change.h"
#include "app/scores.h"
#include "web/maren.h"

static int with_numbers_to_call(void **state)
{
	with_maren(state);
	cx.who.emergency = "112";
	cx.who.crisis = "116 123";
	return 0;
}

static void has(const char *text, const char *what)
{
	if (!strstr(text, what))
		fail_msg("\"%s\" is missing", what);
}

static struct record record(void)
{
	struct record r;

	assert_true(record_load(&cx, person, &r));
	return r;
}

static struct map_change map(void)
{
	struct record r = record();
	struct map_change m;

	assert_true(change_map(&cx, &r, &m));
	return m;
}

/* The form of the map: low back left and right as given, nothing else. */
static void mark(int left, int right)
{
	struct answer a = site_post(site, client, "/map", "/map", arena_fmt(site->keep, "map_low_back_left=%d&map_low_back_right=%d", left, right));

	assert_int_equal(a.status, 303);
}

static void days_later(int n)
{
	cx.now += n * 86400000LL;
	cx.today += n;
	setenv("UNKNOT_CLOCK", arena_fmt(site->keep, "%lld", (long long)cx.now), 1);
	owner = site_door(site, 0);
	client = site_door(site, 1);
}

static void practice_by_week_stands_beside_what_was_planned(void **state)
{
	struct kept_plan kept;
	struct followed f;
	struct dose dose[WEEKS];
	struct record r = record();
	char iso[11];

	(void)state;
	assert_true(care_plan(&cx, person, true, &kept) && kept.id);
	assert_true(cx_save(&cx));
	assert_int_equal(sqlite3_exec(site->site.db.handle, "delete from done", NULL, NULL, NULL), SQLITE_OK);
	day_iso(kept.starts + 7, iso);
	assert_true(q_done_set(cx.db, person, iso, "walking", 12, cx.now));
	day_iso(kept.starts + 13, iso);
	assert_true(q_done_set(cx.db, person, iso, "walking", 8, cx.now));
	day_iso(kept.starts + 14, iso);
	assert_true(q_done_set(cx.db, person, iso, "walking", 5, cx.now) && db_commit(cx.db));
	assert_true(daily_follow(&cx, &r, &f));
	int n = change_dose(&cx, &f, &kept, dose), planned = 0;
	assert_int_equal(n, 3);                 /* she is in week 3 */
	assert_int_equal(dose[0].done, 0);
	assert_int_equal(dose[1].done, 20);
	assert_int_equal(dose[2].done, 5);
	for (int i = 0; i < kept.plan.week[1].n_home; i++)
		planned += kept.plan.week[1].home[i].minutes * kept.plan.week[1].home[i].days;
	assert_int_equal(dose[1].planned, planned);
	const char *page = site_get(site, client, "/progress").body;
	has(page, "Your practice, week by week");
	has(page, "You gave your practice 25 minutes in 2 weeks");
	has(page, arena_fmt(site->keep, "20 of %d", planned));
	assert_string_equal(change_dose_says(cx.a, dose, 1), "No minutes yet. One minute is a fine start.");
	assert_int_equal(change_dose(&cx, &f, &(struct kept_plan){ 0 }, dose), 0);
}

static void the_first_map_is_kept_when_another_day_brings_a_new_one(void **state)
{
	(void)state;
	assert_int_equal(sqlite3_exec(site->site.db.handle, "delete from mark; delete from mark_first", NULL, NULL, NULL), SQLITE_OK);
	mark(7, 5);
	mark(7, 5);                             /* the day of the demonstration: still the same map */
	assert_false(map().again);
	has(site_get(site, client, "/progress").body, "When you mark it again on another day");
	days_later(20);
	mark(3, 0);
	struct map_change m = map();
	int left = kb_region(cx.kb, "low_back_left"), right = kb_region(cx.kb, "low_back_right");
	assert_true(m.again && m.first[left] == 7 && m.first[right] == 5 && m.now[left] == 3 && m.now[right] == 0);
	assert_int_equal(m.now_on - m.first_on, 20);
	days_later(20);
	mark(2, 0);                             /* the first stays the first */
	m = map();
	assert_true(m.first[left] == 7 && m.now[left] == 2);
	assert_int_equal(m.now_on - m.first_on, 40);
	const char *page = site_get(site, client, "/progress").body;
	has(page, "At first 2 places, the strongest 7 of 10. Now 1 place, the strongest 2 of 10.");
	if (strstr(page, "class=\"figs\"")) {
		has(page, "Your first map, from the back");
		has(page, "Your map now, from the front");
	}
}

static void save(const char *id, double total, day on)
{
	struct answers in = { .has_total = true, .total = total };
	bool alarm;
	int64_t stop;

	if (!cx_save(&cx) || !score_save(&cx, person, kb_instrument(cx.kb, id), on, &in, &alarm, &stop) || !db_commit(cx.db))
		fail_msg("%s %s: %s", id, site->err.field, site->err.detail);
}

/* A score as it was kept, whatever form it came by. */
static void kept(const char *id, double score, day on)
{
	char iso[11];

	day_iso(on, iso);
	assert_true(cx_save(&cx) && q_outcome_add(cx.db, db_id(), person, id, iso, "{}", score, cx.who.account, cx.now) && db_commit(cx.db));
}

static void a_score_given_twice_stands_beside_the_change_that_matters(void **state)
{
	const struct instrument *peg = &cx.kb->instrument[kb_instrument(cx.kb, "peg")];

	(void)state;
	save("peg", 8, cx.today - 40);
	assert_null(strstr(site_get(site, client, "/progress").body, peg->name));
	save("peg", 4, cx.today - 1);
	const char *page = site_get(site, client, "/progress").body;
	has(page, peg->name);
	has(page, "From 8 to 4 on a scale from 0 to 10; low is better.");
	has(page, "or more for the better is large enough to matter");
	has(page, "class=\"flatz\"");
	has(page, "by enough to matter");
	/* one that hears thoughts of self-harm is talked about, not shown here */
	kept("phq9_score", 12, cx.today - 40);
	kept("phq9_score", 6, cx.today - 1);
	assert_null(strstr(site_get(site, client, "/progress").body, cx.kb->instrument[kb_instrument(cx.kb, "phq9_score")].name));
}

static void the_letter_and_the_book_say_the_same(void **state)
{
	struct answer a = site_get(site, owner, arena_fmt(site->keep, "/client/%lld/progress.pdf", (long long)person));
	const char *text;

	(void)state;
	assert_int_equal(a.status, 200);
	assert_int_equal(pdf_pages(a.body, a.n), 1);
	text = pdf_words(site->keep, a.body, a.n, 0);
	if (!text)
		skip();
	has(text, "Minutes of practice by week, done of planned: 0 of");
	has(text, "Places marked on the body map: At first 2 places");
	a = site_get(site, client, "/book.pdf");
	assert_int_equal(a.status, 200);
	text = pdf_words(site->keep, a.body, a.n, 0);
	has(text, "Week by week");
	has(text, "Minutes offered");
}

static void the_book_holds_the_massage_at_home_that_was_done_and_is_allowed(void **state)
{
	char iso[11];

	(void)state;
	assert_true(cx_save(&cx));
	day_iso(cx.today, iso);
	assert_true(q_done_set(cx.db, person, iso, "foot_massage", 5, cx.now) && db_commit(cx.db));
	struct answer a = site_get(site, client, "/book.pdf");
	const char *text = pdf_words(site->keep, a.body, a.n, 0);
	if (!text)
		skip();
	has(text, "Massage at home, to go on with");
	has(text, "a week");
	cx.now++;
	assert_true(cx_save(&cx) && q_consent_add(cx.db, person, "foot_massage", 0, "1", cx.now) && db_commit(cx.db));
	a = site_get(site, client, "/book.pdf");
	text = pdf_words(site->keep, a.body, a.n, 0);
	if (strstr(text, "Massage at home, to go on with"))
		fail_msg("the book shows massage that a no forbids");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(practice_by_week_stands_beside_what_was_planned),
		cmocka_unit_test(the_first_map_is_kept_when_another_day_brings_a_new_one),
		cmocka_unit_test(a_score_given_twice_stands_beside_the_change_that_matters),
		cmocka_unit_test(the_letter_and_the_book_say_the_same),
		cmocka_unit_test(the_book_holds_the_massage_at_home_that_was_done_and_is_allowed),
	};
	return cmocka_run_group_tests(tests, with_numbers_to_call, after);
}
