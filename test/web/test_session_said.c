/* What a session leads to in words: to take home, when firmer did not help, what was followed by less pain. */
#include "treated.h"

/* Entered on paper, ended: what the words to take home say. */
static const char *words_after(const char *item, int pressure, const char *act)
{
	const char *last = open_path;
	struct answer a = site_post(site, owner, at("/session"), at("/session"), arena_fmt(site->keep,
		"week=0&from=none&day=2026-11-04&back_reason=On+paper&all_the_same=1&keep0=1&item0=%s&place0=low_back_left+both&minutes0=10&pressure0=%d", item, pressure));

	if (a.status != 303)
		fail_msg("%s: %s", item, strstr(a.body, "One thing needs another look"));
	open_path = a.location;
	kept(tapped("minutes", 0, 10, ""));
	if (act) {
		kept(tapped("start", 0, 0, ""));
		kept(tapped(act, 0, 0, ""));
	}
	kept(tapped("end", 0, 0, ""));
	a = site_get(site, owner, arena_fmt(site->keep, "%s/note", open_path));
	open_path = last;
	return strstr(a.body, "id=\"aftercare\"");
}

static void words_to_take_home_fit_what_was_done(void **state)
{
	int64_t maren = person;

	(void)state;
	person = person_named("Piet");
	const char *words = words_after("deep_tissue", 4, NULL);
	assert_non_null(strstr(words, "Where the work was firm"));
	assert_null(strstr(words, "Look at the skin where the heat"));
	words = words_after("heat", 0, NULL);
	assert_non_null(strstr(words, "Look at the skin where the heat lay"));
	assert_null(strstr(words, "Where the work was firm"));
	assert_null(strstr(words, "You may feel a bit sore"));          /* that is said of massage */
	words = words_after("swedish", 2, "stop");
	assert_non_null(strstr(words, "You said stop, and we stopped"));
	assert_int_equal(sqlite3_exec(site->site.db.handle, arena_fmt(site->keep, "delete from treatment_event where treatment in (select id from treatment where person = %lld)",
		(long long)person), NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_exec(site->site.db.handle, arena_fmt(site->keep, "delete from treatment where person = %lld", (long long)person), NULL, NULL, NULL), SQLITE_OK);
	person = maren;
}

static void firmer_and_firmer_without_gain_is_said(void **state)
{
	static const char *const days[] = { "2026-11-02", "2026-11-06", "2026-11-10" };
	int64_t maren = person;
	const char *last = open_path;

	(void)state;
	person = person_named("Piet");
	for (int i = 0; i < 3; i++) {
		struct answer a = site_get(site, owner, at("/session"));

		has_not(&a, "Firmer is not the default answer");
		a = site_post(site, owner, at("/session"), at("/session"), arena_fmt(site->keep, "week=2&from=none&day=%s&back_reason=On+paper"
			"&keep0=1&item0=swedish&place0=low_back_left+both&minutes0=10&pressure0=%d", days[i], i + 1));
		assert_int_equal(a.status, 303);
		open_path = a.location;
		kept(tapped("pain", 0, 6, ""));
		kept(tapped("minutes", 0, 30, ""));
		kept(tapped("end", 0, 0, ""));
	}
	struct answer a = site_get(site, owner, at("/session"));
	has(&a, "became firmer (by 2.0 of 5), and pain before the session is not down");
	has(&a, "Firmer is not the default answer");
	a = site_get(site, owner, arena_fmt(site->keep, "%s/note", open_path));
	has(&a, "Firmer is not the default answer");
	person = maren;
	open_path = last;
}

/* Sixty days of pain 6, but 2 on the three days after each of nine sessions. */
static void what_was_followed_by_less_pain_is_said(void **state)
{
	const day last = (day)(1795000000000 / 86400000);
	struct cx cx = staff_cx();
	int64_t maren = person;
	const char *was = open_path;
	char iso[11];

	(void)state;
	person = person_named("Tomas");
	assert_true(cx_save(&cx));
	for (int back = 0; back < 60; back++) {
		day_iso(last - back, iso);
		assert_true(q_checkin_set(cx.db, db_id(), person, iso, 59 - back >= 6 && (59 - back) % 6 >= 1 && (59 - back) % 6 <= 3 ? 2 : 6, (double)NAN,
			(double)NAN, (double)NAN, cx.now));
	}
	assert_true(db_commit(cx.db));
	struct answer a = site_get(site, owner, at("/session"));
	has_not(&a, "was followed by less pain");
	for (int i = 1; i <= 9; i++) {
		day_iso(last - 59 + 6 * i, iso);
		a = site_post(site, owner, at("/session"), at("/session"), arena_fmt(site->keep, "week=0&from=none&day=%s&back_reason=On+paper" LOW, iso));
		assert_int_equal(a.status, 303);
		open_path = a.location;
		kept(tapped("minutes", 0, 30, ""));
		kept(tapped("end", 0, 0, ""));
	}
	a = site_get(site, owner, at("/session"));
	has(&a, "Swedish (relaxation) massage, Low back: was followed by less pain (");
	person = maren;
	open_path = was;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_to_take_home_fit_what_was_done),
		cmocka_unit_test(firmer_and_firmer_without_gain_is_said),
		cmocka_unit_test(what_was_followed_by_less_pain_is_said),
	};

	return cmocka_run_group_tests(tests, before, after);
}
