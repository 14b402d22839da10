/* Breathing with a heartbeat: taught first, offered after; a summary is kept when asked, and only one that makes sense; it can be forgotten. */
#include "app/trials.h"
#include "web/maren.h"

#include <math.h>

/* As if slow breathing had never been done. */
static void unlearn(void)
{
	struct done_since_rows done;

	cx = site_cx(site);
	assert_true(q_done_since(cx.db, person, "", &done));
	for (size_t i = 0; i < done.n; i++)
		if (str_equal(done.at[i].item, "breathing_slow"))
			assert_true(q_done_undo(cx.db, person, done.at[i].day, "breathing_slow"));
}

static void it_is_taught_first_and_offered_after(void **state)
{
	(void)state;
	unlearn();
	struct answer first = site_get(site, client, "/heart");
	assert_int_equal(first.status, 200);
	assert_non_null(strstr(first.body, "Learn slow breathing once"));
	assert_null(strstr(first.body, "data-heart-strap"));
	assert_null(strstr(site_get(site, client, "/practice/breathing_slow").body, "href=\"/heart\""));
	assert_int_equal(site_post(site, client, "/practice/breathing_slow", "/practice/breathing_slow", "").status, 303);
	struct answer then = site_get(site, client, "/heart");
	assert_non_null(strstr(then.body, "data-heart-strap"));
	assert_non_null(strstr(then.body, "Stop if you feel dizzy"));
	assert_non_null(strstr(then.body, "data-pace=\"6.00\""));
	assert_non_null(strstr(site_get(site, client, "/practice/breathing_slow").body, "href=\"/heart\""));
}

static void a_summary_is_kept_and_the_own_pace_comes_back(void **state)
{
	struct heart_all_rows kept;

	(void)state;
	assert_int_equal(site_post(site, client, "/heart", "/heart", "way=strap&seconds=715&pace=560&own=560&score=").status, 303);
	assert_int_equal(site_post(site, client, "/heart", "/heart", "way=pacer&seconds=300&pace=600&own=&score=").status, 303);
	cx = site_cx(site);
	assert_true(q_heart_all(cx.db, person, &kept) && kept.n == 2);
	for (size_t i = 0; i < 2; i++)
		assert_true(isnan(kept.at[i].score) && (kept.at[i].seconds == 300 ? isnan(kept.at[i].own) : fabs(kept.at[i].own - 5.6) < 1e-9));
	struct answer page = site_get(site, client, "/heart");
	assert_non_null(strstr(page.body, "data-pace=\"5.60\""));
	assert_non_null(strstr(page.body, "12 minutes at 5.6 breaths a minute, own pace 5.6"));
	assert_int_equal(site_post(site, client, "/heart", "/heart/forget", "").status, 303);
	cx = site_cx(site);
	assert_true(q_heart_all(cx.db, person, &kept) && kept.n == 0);
}

static void what_makes_no_sense_is_refused(void **state)
{
	static const char *const bad[] = { "", "way=strap&seconds=5&pace=600&own=&score=", "way=watch&seconds=300&pace=600&own=&score=",
		"way=strap&seconds=300&pace=6&own=&score=", "way=strap&seconds=300&pace=600&own=&score=101", "way=strap&seconds=300&pace=600&own=9999&score=",
		"way=strap&seconds=300&pace=600&own=&score=&rr=800", "way=strap&seconds=9999&pace=600&own=&score=" };
	struct heart_all_rows kept;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		int status = site_post(site, client, "/heart", "/heart", bad[i]).status;

		assert_true(status >= 400 && status < 500);
	}
	cx = site_cx(site);
	assert_true(q_heart_all(cx.db, person, &kept) && kept.n == 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_is_taught_first_and_offered_after),
		cmocka_unit_test(a_summary_is_kept_and_the_own_pace_comes_back),
		cmocka_unit_test(what_makes_no_sense_is_refused),
	};

	return cmocka_run_group_tests(tests, with_maren, after);
}
