/* Massage at home, hard days and what is told of causes, as a client's pages show them. */
#include "app/athome.h"
#include "app/learn.h"
#include "app/measures.h"
#include "web/demo_site.h"

/* Answered with yes, and all that hangs on it with no. */
static void open_gateway(const struct kb *kb, struct person_case *c, const char *gateway)
{
	for (int f = 0; f < kb->n_findings; f++)
		if (kb->finding[f].when.text && !strcmp(kb->finding[f].when.text, gateway))
			c->answer[f] = 0;
	test_answer(kb, c, gateway, 1);
}

/* The record of Maren, who has a place to leave out, with one answer changed, and screened again. */
static struct record record_with(struct cx *cx, const char *finding, int value)
{
	struct record r;

	if (!record_load(cx, site_act(cx, "maren@demo.invalid", ROLE_CLIENT), &r))
		fail_msg("%s", err_line(cx->a, cx->err));
	open_gateway(cx->kb, r.c, "skin_broken");
	if (finding)
		test_answer(cx->kb, r.c, finding, value);
	r.s = screen(cx->a, cx->kb, r.c);
	return r;
}

static int places(const char *item, const char *finding, int value)
{
	struct cx cx = site_cx(site);
	struct record r = record_with(&cx, finding, value);

	return athome_allowed(&cx, &r, kb_item(cx.kb, item)).n;
}

static void protocols_follow_the_danger_answers(void **state)
{
	(void)state;
	assert_int_equal(places("handheld_device", NULL, 0), 7);
	assert_int_equal(places("handheld_device", "anticoagulant", 1), 0);
	assert_int_equal(places("handheld_device", "pacemaker_or_implant", 1), 0);
	assert_int_equal(places("handheld_device", "numb_area", 1), 0);
	assert_int_equal(places("handheld_device", "numb_area", DONT_KNOW), 0);
	assert_int_equal(places("handheld_device", "numb_area", NOT_ASKED), 0);
	assert_int_equal(places("handheld_device", "varicose_veins", 1), 4);    /* legs and feet go */
	/* by hand it stays, on the machine it does not */
	assert_int_equal(places("foot_massage", NULL, 0), 3);
	assert_int_equal(places("foot_massage", "varicose_veins", 1), 2);
	assert_int_equal(places("walking", NULL, 0), 0);
}

/* Open questions of a pregnancy stop all; answered, hands stay and the machine goes. */
static void in_pregnancy_hands_stay_and_the_machine_goes(void **state)
{
	struct cx cx = site_cx(site);
	struct record r = record_with(&cx, "pregnancy_weeks", 18);
	int feet = kb_item(cx.kb, "foot_massage");

	(void)state;
	assert_int_equal(athome_allowed(&cx, &r, feet).n, 0);
	for (int f = 0; f < cx.kb->n_findings; f++)
		if (str_begins(cx.kb->finding[f].id, "pregnancy_") && cx.kb->finding[f].is_bool)
			r.c->answer[f] = 0;
	r.s = screen(cx.a, cx.kb, r.c);
	struct athomes all = athome_allowed(&cx, &r, feet);
	assert_int_equal(all.n, 2);
	for (int i = 0; i < all.n; i++)
		assert_true(all.at[i].p->like < 0 && all.at[i].firm <= 2);
	assert_int_equal(athome_allowed(&cx, &r, kb_item(cx.kb, "handheld_device")).n, 0);
}

static void firmness_goes_down_where_answers_say_light(void **state)
{
	struct cx cx = site_cx(site);
	struct record r = record_with(&cx, NULL, 0);
	struct athomes all = athome_allowed(&cx, &r, kb_item(cx.kb, "handheld_device"));

	(void)state;
	assert_true(all.n > 0);
	for (int i = 0; i < all.n; i++)
		assert_true(all.at[i].firm <= 2 && all.at[i].left && all.at[i].right);
	assert_true(athome_spared(&cx, &r, kb_item(cx.kb, "handheld_device"), kb_region(cx.kb, "neck_upper_left")));
	assert_false(athome_spared(&cx, &r, kb_item(cx.kb, "handheld_device"), kb_region(cx.kb, "buttock_upper_left")));
	struct athome_why why = athome_held(&cx, &r, kb_item(cx.kb, "handheld_device"));
	bool said = false;
	for (int i = 0; i < why.n; i++)
		said = said || strstr(why.at[i], "Keep tools far from the place");
	assert_true(said);
}

static void the_page_shows_where_how_long_how_firm_and_where_not(void **state)
{
	struct answer a = site_get(site, client, "/practice/handheld_device");

	(void)state;
	assert_int_equal(a.status, 200);
	assert_non_null(strstr(a.body, "Where it goes, and where it does not"));
	assert_non_null(strstr(a.body, "two fingers beside the spine"));
	assert_non_null(strstr(a.body, "90 seconds, each side"));
	assert_non_null(strstr(a.body, "Light, 2 of 5"));
	assert_non_null(strstr(a.body, "At most 3 days a week"));
	assert_non_null(strstr(a.body, "The whole neck, front, side and back."));
	assert_non_null(strstr(site_get(site, client, "/practice/muscle_release").body, "8 minutes, both sides at once"));
	assert_null(strstr(site_get(site, client, "/practice/walking").body, "Where it goes, and where it does not"));
}

static void each_practice_page_has_its_small_version_one_tap_away(void **state)
{
	const struct kb *kb = site->config.kb;
	int n = 0;

	(void)state;
	for (int i = 0; i < kb->n_items; i++) {
		if (kb->item[i].who != WHO_SELF && kb->item[i].who != WHO_BOTH)
			continue;
		struct answer a = site_get(site, client, arena_fmt(site->keep, "/practice/%s", kb->item[i].id));
		if (a.status == 403)
			continue;
		assert_int_equal(a.status, 200);
		n++;
		assert_non_null(strstr(a.body, "href=\"#small\""));
		assert_non_null(strstr(a.body, "id=\"small\""));
	}
	assert_true(n > 20);
}

static int64_t minutes_today(const char *item)
{
	struct cx cx = site_cx(site);
	struct done_since_rows rows;
	char iso[11];

	day_iso(cx.today, iso);
	assert_true(q_done_since(cx.db, site_act(&cx, "maren@demo.invalid", ROLE_CLIENT), iso, &rows));
	for (size_t i = 0; i < rows.n; i++)
		if (str_equal(rows.at[i].item, item))
			return rows.at[i].minutes;
	return -1;
}

static void a_small_version_counts_and_takes_nothing_away(void **state)
{
	(void)state;
	assert_int_equal(minutes_today("side_bend"), -1);
	assert_int_equal(site_post(site, client, "/practice/side_bend", "/practice/side_bend", "small=1").status, 303);
	assert_int_equal(minutes_today("side_bend"), 1);
	assert_int_equal(site_post(site, client, "/practice/side_bend", "/practice/side_bend", "").status, 303);
	assert_true(minutes_today("side_bend") > 1);
	int64_t whole = minutes_today("side_bend");
	assert_int_equal(site_post(site, client, "/practice/side_bend", "/practice/side_bend", "small=1").status, 303);
	assert_int_equal(minutes_today("side_bend"), whole);
	assert_int_equal(site_post(site, client, "/practice/side_bend", "/practice/side_bend", "tiny=1").status, 422);
}

static void a_high_check_in_brings_the_small_version_first(void **state)
{
	struct answer a = site_get(site, client, "/today");

	(void)state;
	assert_null(strstr(a.body, "For a hard day"));
	assert_non_null(strstr(a.body, "Or only do less today"));
	assert_int_equal(site_post(site, client, "/today", "/check-in", "pain=9").status, 303);
	a = site_get(site, client, "/today");
	assert_non_null(strstr(a.body, "For a hard day"));
	assert_non_null(strstr(a.body, "Your back is loud today."));
	a = site_get(site, client, "/practice/gentle_movement");
	const char *small = strstr(a.body, "On a day like this"), *whole = strstr(a.body, "data-player-steps");
	assert_true(small && whole && small < whole);
	assert_null(strstr(site_get(site, client, "/practice/flare_plan").body, "On a day like this"));
	assert_int_equal(site_post(site, client, "/today", "/check-in", "pain=1").status, 303);
	assert_null(strstr(site_get(site, client, "/today").body, "For a hard day"));
}

static void after_a_flare_the_small_version_comes_first(void **state)
{
	struct answer a = site_get(site, client, "/safety/flare");
	const struct kb *kb = site->config.kb;
	struct buf b = buf_new(site->keep, 1 << 14);

	(void)state;
	const char *call = strstr(a.body, "Leave the questions. <a href=\"tel:");         /* an emergency fills in no form */
	assert_true(call && call < strstr(a.body, "<fieldset"));
	assert_null(strstr(site_get(site, client, "/safety/week").body, "Leave the questions."));
	for (int f = 0; f < kb->n_findings; f++)
		if (strstr(a.body, arena_fmt(site->keep, "name=\"%s\"", kb->finding[f].id)))
			buf_fmt(&b, "%s%s=%s", b.n ? "&" : "", kb->finding[f].id, kb->finding[f].is_bool ? "no" : "0");
	assert_int_equal(site_post(site, client, "/safety/flare", "/safety/flare", b.at).status, 303);
	a = site_get(site, client, "/today");
	assert_non_null(strstr(a.body, "You told us that it is a hard day."));
	assert_non_null(strstr(site_get(site, client, "/practice/breathing_slow").body, "On a day like this"));
}

static void a_lesson_has_three_depths(void **state)
{
	const struct kb *kb = site->config.kb;

	(void)state;
	for (int i = 0; i < kb->n_lessons; i++) {
		struct answer a = site_get(site, client, arena_fmt(site->keep, "/lesson/%s", kb->lesson[i].id));
		const char *one = strstr(a.body, "id=\"minute\""), *five = strstr(a.body, "id=\"five\""), *more = strstr(a.body, "id=\"more\"");

		assert_int_equal(a.status, 200);
		assert_true(one && five && more && one < five && five < more);
		assert_non_null(strstr(more, "Where this comes from"));
		assert_non_null(strstr(more, "<strong>"));
	}
}

static void put_measure(const char *finding, int value, int days_later)
{
	struct cx cx = site_cx(site);
	int64_t person = site_act(&cx, "maren@demo.invalid", ROLE_CLIENT);

	cx.now += (int64_t)days_later * 86400000;
	assert_true(cx_save(&cx) && record_answer(&cx, person, kb_finding(cx.kb, finding), value, "exam") && db_commit(cx.db));
}

static const struct measure *measure_now(struct measures *all, const char *finding)
{
	struct cx cx = site_cx(site);

	assert_true(measures_load(&cx, site_act(&cx, "maren@demo.invalid", ROLE_CLIENT), all));
	for (int i = 0; i < all->n; i++)
		if (str_equal(all->at[i].finding->id, finding))
			return &all->at[i];
	fail_msg("%s was not measured", finding);
	return NULL;
}

static void measured_values_make_a_course_and_a_sentence(void **state)
{
	struct measures all;

	(void)state;
	put_measure("side_bend_left_cm", 11, 0);
	put_measure("side_bend_left_cm", 12, 0);         /* the same day: the later one counts */
	assert_int_equal(measure_now(&all, "side_bend_left_cm")->moved, MOVED_ONCE);
	put_measure("side_bend_left_cm", 14, 14);
	const struct measure *m = measure_now(&all, "side_bend_left_cm");
	assert_true(m->n == 2 && m->at[0].value == 12 && m->moved == MOVED_SAME && !m->usual);
	put_measure("side_bend_left_cm", 17, 28);
	m = measure_now(&all, "side_bend_left_cm");
	assert_true(m->n == 3 && m->moved == MOVED_BETTER && m->usual);
	/* less is better here */
	put_measure("finger_floor_cm", 30, 0);
	put_measure("finger_floor_cm", 20, 14);
	assert_int_equal(measure_now(&all, "finger_floor_cm")->moved, MOVED_BETTER);
	put_measure("finger_floor_cm", 45, 28);
	assert_int_equal(measure_now(&all, "finger_floor_cm")->moved, MOVED_WORSE);
	struct answer a = site_get(site, client, "/progress");
	assert_non_null(strstr(a.body, "How far you bend to the side, on the left: better than at the first test."));
	struct cx cx = site_cx(site);
	a = site_get(site, owner, arena_fmt(site->keep, "/client/%lld/exam", (long long)site_act(&cx, "maren@demo.invalid", ROLE_CLIENT)));
	assert_non_null(strstr(a.body, "From 12 to 17 centimetres, usual 14.5 to 21.5: better, more than the error of measuring (3.3)."));
	assert_non_null(strstr(a.body, "class=\"mk\""));
}

static void each_cause_has_a_page_and_serious_ones_have_none(void **state)
{
	const struct kb *kb = site->config.kb;
	int n = 0;

	(void)state;
	for (int i = 0; i < kb->n_causes; i++) {
		struct answer a = site_get(site, client, arena_fmt(site->keep, "/learn/%s", kb->cause[i].id));

		assert_int_equal(a.status, learn_of(kb, i) >= 0 ? 200 : 404);
		if (a.status != 200)
			continue;
		n++;
		assert_true(strstr(a.body, "What it is") && strstr(a.body, "What helps") && strstr(a.body, "What is not known") && strstr(a.body, "When to see a doctor"));
		assert_non_null(strstr(a.body, "Where this comes from"));
		assert_null(strchr(strstr(a.body, "<main"), '{'));
	}
	assert_int_equal(n, kb->n_teachings);
	assert_int_equal(site_get(site, client, "/learn/metastasis").status, 404);
	assert_int_equal(site_get(site, client, "/learn/nothing").status, 404);
	assert_int_equal(site_get(site, owner, "/learn").status, 403);
}

static void the_list_puts_the_own_picture_first_and_tells_claims(void **state)
{
	struct answer a = site_get(site, client, "/learn");

	(void)state;
	assert_int_equal(a.status, 200);
	assert_non_null(strstr(a.body, "In your picture"));
	assert_non_null(strstr(a.body, "/learn/myofascial"));
	assert_true(strstr(a.body, "/learn/myofascial") < strstr(a.body, "Other causes"));
	for (int i = 0; i < site->config.kb->n_claims; i++)
		assert_non_null(strstr(a.body, arena_fmt(site->keep, "“%s”", site->config.kb->claim[i].claim)));       /* as said by others */
	assert_null(strstr(site_get(site, site_door(site, 2), "/learn").body, "In your picture"));
	assert_non_null(strstr(site_get(site, client, "/result").body, "/learn/"));
}

static void the_picture_is_kept_on_the_device(void **state)
{
	struct answer a = site_get(site, client, "/kept");

	(void)state;
	assert_non_null(strstr(a.body, "\"/learn\""));
	assert_non_null(strstr(a.body, "\"/learn/myofascial\""));
	assert_null(strstr(a.body, "\"/learn/pregnancy\""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(protocols_follow_the_danger_answers),
		cmocka_unit_test(in_pregnancy_hands_stay_and_the_machine_goes),
		cmocka_unit_test(firmness_goes_down_where_answers_say_light),
		cmocka_unit_test(the_page_shows_where_how_long_how_firm_and_where_not),
		cmocka_unit_test(each_practice_page_has_its_small_version_one_tap_away),
		cmocka_unit_test(a_small_version_counts_and_takes_nothing_away),
		cmocka_unit_test(a_high_check_in_brings_the_small_version_first),
		cmocka_unit_test(after_a_flare_the_small_version_comes_first),
		cmocka_unit_test(a_lesson_has_three_depths),
		cmocka_unit_test(measured_values_make_a_course_and_a_sentence),
		cmocka_unit_test(each_cause_has_a_page_and_serious_ones_have_none),
		cmocka_unit_test(the_list_puts_the_own_picture_first_and_tells_claims),
		cmocka_unit_test(the_picture_is_kept_on_the_device),
	};

	return cmocka_run_group_tests(tests, before, after);
}
