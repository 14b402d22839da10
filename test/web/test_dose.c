/* Sessions and what came of them, as dose: kept, late, missed, cancelled, made up for, not marked. */
#include "app/bookings.h"
#include "app/daily.h"
#include "web/owner_acts.h"

#include <math.h>

static struct record record;
static int64_t service;

static int before(void **state)
{
	owner_acts(state);
	assert_true(record_load(&cx, site_person(site, "maren@demo.invalid"), &record));
	service = db_id();
	assert_true(cx_save(&cx));
	keep(q_service_add(cx.db, service, cx.who.practice, "One hour", 60, 0, 0, 9000, 1));
	return 0;
}

/* An appointment on a day, at noon, and what came of it. */
static void arranged(day on, const char *what)
{
	int64_t id = db_id(), starts = on * 86400000LL + 12 * 3600000LL;

	assert_true(cx_save(&cx));
	keep(q_appointment_add(cx.db, id, cx.who.practice, record.person.id, cx.who.account, service, 0, 0, "", starts, 60, starts, starts + 3600000, cx.now,
		cx.who.account));
	if (str_equal(what, "booked"))
		return;
	assert_true(cx_save(&cx));
	keep(q_appointment_state(cx.db, id, cx.who.practice, what, "", cx.now));
}

static double total(const double *minutes, int n)
{
	double sum = 0;

	for (int t = 0; t < n; t++)
		sum += minutes[t];
	return sum;
}

static void what_came_of_the_sessions_is_dose(void **state)
{
	static const struct { int day; const char *what; bool due, held; } of[] = { { 1, "came", true, true }, { 8, "late", true, true },
		{ 15, "missed", true, false }, { 17, "came", false, true }, { 22, "cancelled", true, false }, { 23, "cancelled", false, false },
		{ 29, "booked", false, false } };
	struct kept_plan kept;
	struct followed f;
	double due = 0, held = 0;

	(void)state;
	assert_int_equal(sqlite3_exec(site->site.db.handle, "delete from mail_job; delete from appointment", NULL, NULL, NULL), SQLITE_OK);
	assert_true(care_plan(&cx, record.person.id, true, &kept) && kept.id);
	cx.today = kept.starts + 35;
	cx.now = cx.today * 86400000LL;
	assert_true(daily_follow(&cx, &record, &f));
	assert_true(total(f.days.due, f.days.n) == 0 && isnan(f.tracked->sessions));
	for (size_t i = 0; i < sizeof(of) / sizeof(*of); i++) {
		double minutes = kept.plan.week[of[i].day / 7].minutes ? kept.plan.week[of[i].day / 7].minutes : 60;

		arranged(kept.starts + of[i].day, of[i].what);
		due += of[i].due ? minutes : 0;
		held += of[i].held ? minutes : 0;
		assert_true(daily_follow(&cx, &record, &f));
		assert_true(total(f.days.due, f.days.n) == due);
		assert_true(total(f.days.held, f.days.n) == held);
	}
	assert_true(f.tracked->sessions > 0 && f.tracked->sessions < 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(what_came_of_the_sessions_is_dose) };

	return cmocka_run_group_tests(tests, before, after);
}
