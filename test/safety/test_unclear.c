/* Rule 1 and rule 3 for answers given again: "I do not know" to a danger question stops like a yes, and only a recorded outcome, or the
 * same question in other words, takes the stop away. */
#include "app/recheck.h"
#include "web/site.h"

static struct site *site;
static struct cx cx;
static int64_t person;

static int before(void **state)
{
	(void)state;
	site = site_new();
	site_demo(site);
	cx = site_cx(site);
	person = site_act(&cx, "maren@demo.invalid", ROLE_CLIENT);
	return 0;
}

static int after(void **state)
{
	(void)state;
	site_end(site);
	return 0;
}

static int64_t say(int finding, int value, const char *occasion)
{
	int64_t raised;

	cx.now++;
	assert_true(record_answer(&cx, person, finding, value, occasion) && record_rescreen(&cx, person, occasion, &raised));
	return raised;
}

static struct record now(void)
{
	struct record r;

	assert_true(record_load(&cx, person, &r));
	return r;
}

/* Does not knowing this, with everything else as it was, leave an emergency or urgent rule open? */
static bool opens(struct record r, int finding, enum tier least)
{
	struct person_case *c = case_copy(cx.a, cx.kb, r.c);

	c->answer[finding] = DONT_KNOW;
	for (int i = 0; i < cx.kb->n_flags; i++)
		if (cx.kb->flag[i].tier >= least && rule_eval(cx.kb, &cx.kb->flag[i].when, c) == TRUTH_DONT_KNOW)
			return true;
	return false;
}

static void not_knowing_a_danger_sign_stops_at_every_occasion(void **state)
{
	static const struct { const char *name; enum occasion when; } at[] = { { "week", ASKED_WEEK }, { "flare", ASKED_FLARE },
		{ "after", ASKED_AFTER }, { "worsening", ASKED_WORSENING }, { "session", ASKED_SESSION } };
	int stopped = 0;

	(void)state;
	for (size_t k = 0; k < sizeof(at) / sizeof(*at); k++)
		for (int f = 0; f < cx.kb->n_findings; f++) {
			assert_true(cx_save(&cx));
			struct record r = now();
			bool open = recheck_asks(&cx, &r, at[k].when, f) && opens(r, f, TIER_URGENT);

			if (open && !say(f, DONT_KNOW, at[k].name))
				fail_msg("%s: %s was not known, and nothing stopped", at[k].name, cx.kb->finding[f].id);
			stopped += open;
			assert_true(!open || now().stops.n == 1);
			db_rollback(cx.db);
		}
	assert_true(stopped > 60);
}

static void at_intake_an_unclear_emergency_stops_and_the_rest_holds_the_plan_back(void **state)
{
	int stopped = 0, held = 0;

	(void)state;
	for (int f = 0; f < cx.kb->n_findings; f++) {
		assert_true(cx_save(&cx));
		struct record r = now();
		bool asked = recheck_asks(&cx, &r, ASKED_INTAKE, f);

		if (asked && opens(r, f, TIER_URGENT)) {
			struct err err = { 0 };
			int64_t raised = say(f, DONT_KNOW, "intake");

			assert_int_equal(raised != 0, opens(r, f, TIER_EMERGENCY));
			r = now();
			assert_false(screen_gate(cx.kb, r.s, &err));
			stopped += raised != 0;
			held += raised == 0;
		}
		db_rollback(cx.db);
	}
	assert_true(stopped > 10 && held > 5);
}

static void a_yes_after_an_unclear_answer_is_a_stop_of_its_own(void **state)
{
	int f = kb_finding(cx.kb, "saddle_numbness_new");

	(void)state;
	assert_true(cx_save(&cx));
	int64_t unclear = say(f, DONT_KNOW, "week"), again = say(f, DONT_KNOW, "flare"), yes = say(f, 1, "week");
	struct record r = now();
	assert_true(unclear && !again && yes);
	assert_int_equal(r.stops.n, 2);
	assert_string_equal(r.stops.at[0].tier, "emergency");
	assert_string_equal(r.stops.at[1].tier, "urgent");
	assert_int_equal(r.s->tier, TIER_EMERGENCY);
	db_rollback(cx.db);
}

static void a_later_no_does_not_lift_it_and_an_outcome_does(void **state)
{
	int f = kb_finding(cx.kb, "leg_weakness_progressive");
	char today[11];

	(void)state;
	day_iso(cx.today, today);
	assert_true(cx_save(&cx));
	int64_t stop = say(f, DONT_KNOW, "week");
	assert_int_equal(now().s->tier, TIER_URGENT);
	assert_int_equal(say(f, 0, "week"), 0);
	assert_int_equal(now().stops.n, 1);
	assert_int_equal(say(f, DONT_KNOW, "week"), 0);
	cx.now++;
	assert_true(q_stop_lift(cx.db, stop, person, cx.now, INT64_MAX, cx.who.account, today, "Dr Vale", "power is equal"));
	struct record r = now();
	assert_int_equal(r.stops.n, 0);
	assert_true(r.s->tier < TIER_URGENT);           /* what was cleared up stays cleared ... */
	assert_true(say(f, DONT_KNOW, "week") != 0);    /* ... until it is answered again */
	db_rollback(cx.db);
}

static int64_t mark(const char *region, int value)
{
	int64_t raised;

	cx.now++;
	assert_true(q_mark_set(cx.db, person, region, value, cx.now) && record_rescreen(&cx, person, "intake", &raised));
	return raised;
}

/* Cancer, and pain in the neck that a physician has looked at: pain in the middle back a week later is another matter. */
static void a_place_that_is_marked_anew_is_not_cleared(void **state)
{
	char today[11];

	(void)state;
	day_iso(cx.today, today);
	assert_true(cx_save(&cx));
	assert_int_equal(mark("neck_lower_left", 5), 0);
	int64_t stop = say(kb_finding(cx.kb, "cancer_history"), 1, "worsening");
	assert_true(stop != 0);
	cx.now++;
	assert_true(q_stop_lift(cx.db, stop, person, cx.now, INT64_MAX, cx.who.account, today, "Dr Vale", "films of the neck are clear"));
	assert_true(now().s->tier < TIER_URGENT);
	assert_int_equal(say(kb_finding(cx.kb, "fever"), 0, "week"), 0);
	assert_true(mark("mid_back_left", 6) != 0);
	assert_int_equal(now().s->tier, TIER_URGENT);
	db_rollback(cx.db);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(not_knowing_a_danger_sign_stops_at_every_occasion),
		cmocka_unit_test(at_intake_an_unclear_emergency_stops_and_the_rest_holds_the_plan_back),
		cmocka_unit_test(a_yes_after_an_unclear_answer_is_a_stop_of_its_own),
		cmocka_unit_test(a_place_that_is_marked_anew_is_not_cleared),
		cmocka_unit_test(a_later_no_does_not_lift_it_and_an_outcome_does),
	};
	return cmocka_run_group_tests(tests, before, after);
}
