/* Watching a muscle let go: taught first, offered after; no sensor near an implant before somebody was asked; a summary is kept when asked. */
#include "app/trials.h"
#include "web/maren.h"

#include <math.h>

/* As if no relaxation had ever been done. */
static void unlearn(void)
{
	struct done_since_rows done;

	cx = site_cx(site);
	assert_true(q_done_since(cx.db, person, "", &done));
	for (size_t i = 0; i < done.n; i++)
		if (str_begins(done.at[i].item, "relaxation_"))
			assert_true(q_done_undo(cx.db, person, done.at[i].day, done.at[i].item));
}

static void it_is_taught_first_and_offered_after(void **state)
{
	(void)state;
	unlearn();
	struct answer first = site_get(site, client, "/muscle");
	assert_int_equal(first.status, 200);
	assert_non_null(strstr(first.body, "Learn to let go once"));
	assert_null(strstr(first.body, "data-muscle-sensor"));
	assert_null(strstr(site_get(site, client, "/kept").body, "/muscle"));
	assert_int_equal(site_post(site, client, "/practice/relaxation_short", "/practice/relaxation_short", "").status, 303);
	struct answer then = site_get(site, client, "/muscle");
	assert_non_null(strstr(then.body, "data-muscle-sensor"));
	assert_non_null(strstr(then.body, "on batteries"));
	assert_non_null(strstr(then.body, "Practising alone, as here, was not tested"));
	assert_non_null(strstr(site_get(site, client, "/practice/relaxation_short").body, "href=\"/muscle\""));
	assert_non_null(strstr(site_get(site, client, "/kept").body, "\"/muscle\""));
}

static void set(const char *finding, int value)
{
	cx = site_cx(site);
	assert_true(cx_save(&cx) && q_answer_add(cx.db, person, finding, value, "interview", cx.who.account, cx.now) && db_commit(cx.db));
}

static void near_an_implant_somebody_is_asked_first(void **state)
{
	(void)state;
	set("pacemaker_or_implant", 1);
	set("implant_electric", 1);
	struct answer page = site_get(site, client, "/muscle");
	assert_non_null(strstr(page.body, "Ask the team that looks after your device"));
	assert_null(strstr(page.body, "data-muscle-sensor"));
	assert_non_null(strstr(page.body, "data-muscle-file"));
	set("implant_electric", 0);
	set("pacemaker_or_implant", 0);
}

static void a_summary_is_kept_and_forgotten(void **state)
{
	struct muscle_all_rows kept;

	(void)state;
	assert_int_equal(site_post(site, client, "/muscle", "/muscle", "seconds=600&below=62&mean=84&bend=").status, 303);
	assert_int_equal(site_post(site, client, "/muscle", "/muscle", "seconds=310&below=40&mean=97&bend=432").status, 303);
	cx = site_cx(site);
	assert_true(q_muscle_all(cx.db, person, &kept) && kept.n == 2);
	struct answer page = site_get(site, client, "/muscle");
	assert_non_null(strstr(page.body, "10 minutes, letting go 62 of 100 of the time"));
	assert_non_null(strstr(page.body, "bending 4.3 times hanging"));
	assert_int_equal(site_post(site, client, "/muscle", "/muscle/forget", "").status, 303);
	cx = site_cx(site);
	assert_true(q_muscle_all(cx.db, person, &kept) && kept.n == 0);
}

static void what_makes_no_sense_is_refused(void **state)
{
	static const char *const bad[] = { "", "seconds=5&below=62&mean=84&bend=", "seconds=600&below=101&mean=84&bend=", "seconds=600&below=62&mean=&bend=",
		"seconds=600&below=62&mean=84&bend=-1", "seconds=600&below=62&mean=84&bend=&raw=1+2+3", "seconds=9999&below=62&mean=84&bend=" };
	struct muscle_all_rows kept;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		int status = site_post(site, client, "/muscle", "/muscle", bad[i]).status;

		assert_true(status >= 400 && status < 500);
	}
	cx = site_cx(site);
	assert_true(q_muscle_all(cx.db, person, &kept) && kept.n == 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_is_taught_first_and_offered_after),
		cmocka_unit_test(near_an_implant_somebody_is_asked_first),
		cmocka_unit_test(a_summary_is_kept_and_forgotten),
		cmocka_unit_test(what_makes_no_sense_is_refused),
	};

	return cmocka_run_group_tests(tests, with_maren, after);
}
