/* The demonstration's life: no page of it stands empty, what was told is no harm, what was charged adds up; a second start adds nothing. */
#include "app/circulation.h"
#include "app/overview.h"
#include "web/site.h"

static struct site *site;
static struct cx cx;

static void make(void)
{
	if (!demo_calendar(&cx) || !demo_life(&cx))
		fail_msg("%s: %s", site->err.field, site->err.detail);
}

static int before(void **state)
{
	(void)state;
	site = site_new();
	site_demo(site);
	cx = site_cx(site);
	make();
	make();                                 /* a second start of the program adds nothing */
	assert_true(demo_owner(&cx));
	return 0;
}

static int after(void **state)
{
	(void)state;
	site_end(site);
	return 0;
}

static int64_t person(const char *mail)
{
	int64_t id;

	assert_true(demo_person(&cx, mail, &id));
	return id;
}

static void the_overview_counts_who_finished_and_who_left(void **state)
{
	struct overview o;

	(void)state;
	assert_true(overview_load(&cx, &o));
	assert_int_equal(o.people, 7);
	assert_int_equal(o.courses.began, 4);
	assert_int_equal(o.courses.finished, 1);
	assert_int_equal(o.courses.left, 1);
	assert_int_equal(o.courses.measured, 1);
	assert_int_equal(o.asked, 10);
	assert_int_equal(o.harmed, 1);
	assert_int_equal(o.n_scored, 2);
}

static void what_was_felt_stands_with_its_session(void **state)
{
	static const struct { const char *mail; int sessions; } want[] = { { "maren@demo.invalid", 3 }, { "piet@demo.invalid", 4 }, { "noor@demo.invalid", 3 } };
	struct circulation all;

	(void)state;
	for (size_t i = 0; i < sizeof(want) / sizeof(*want); i++) {
		assert_true(circulation_load(&cx, person(want[i].mail), &all));
		assert_int_equal(all.n_sessions, want[i].sessions);
		assert_true(all.n_lines == 4 && all.line[0].n >= 3);
	}
}

static void receipts_have_a_package_and_a_credit_note(void **state)
{
	struct receipt_person_rows rows;
	int64_t sum = 0;

	(void)state;
	assert_true(q_receipt_person(cx.db, person("maren@demo.invalid"), &rows));
	assert_int_equal(rows.n, 4);
	for (size_t i = 0; i < rows.n; i++)
		sum += rows.at[i].cents;
	assert_int_equal(sum, 11000 + 5 * 8000);
	assert_true(rows.at[1].corrects == rows.at[2].number && rows.at[2].taken_back);
}

static void the_client_sees_both_maps_and_the_receipts(void **state)
{
	const char *maren = site_door(site, 1);
	struct answer progress = site_get(site, maren, "/progress"), receipts = site_get(site, maren, "/receipts");

	(void)state;
	assert_non_null(strstr(progress.body, "At first 3 places, the strongest 7 of 10. Now 3 places, the strongest 5 of 10."));
	assert_non_null(strstr(progress.body, "<h2>The activity you chose</h2>"));
	assert_null(strstr(progress.body, "Patient-Specific"));         /* in the client's words */
	assert_non_null(strstr(receipts.body, "Credit note for 6"));
	assert_non_null(strstr(receipts.body, "Session: "));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_overview_counts_who_finished_and_who_left),
		cmocka_unit_test(what_was_felt_stands_with_its_session),
		cmocka_unit_test(receipts_have_a_package_and_a_credit_note),
		cmocka_unit_test(the_client_sees_both_maps_and_the_receipts),
	};

	return cmocka_run_group_tests(tests, before, after);
}
