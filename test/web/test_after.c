/* After a session: how the place felt is asked, may be left out, is charted and stands beside its session; one side alone is a danger; the
 * words to take home; and the drawn hands where who treats looks for them. */
#include "web/demo_site.h"

#include "app/circulation.h"
#include "app/takehome.h"
#include "app/treatment.h"

static int64_t maren, last;

#define SAFE "after_soreness=no&after_bruise=no&after_numbness=no&after_weakness=no&after_headache=no&after_swelling=no&after_dark_urine=no"

static struct cx client_cx(void)
{
	struct cx cx = site_cx(site);

	site_act(&cx, "maren@demo.invalid", ROLE_CLIENT);
	return cx;
}

static int with_a_session(void **state)
{
	struct treatment_list_rows all;

	before(state);
	struct cx cx = client_cx();
	maren = cx.who.person;
	assert_true(q_treatment_list(cx.db, maren, &all) && all.n > 1 && all.at[0].ended);
	last = all.at[0].id;
	return 0;
}

static void hours_later(int hours)
{
	setenv("UNKNOT_CLOCK", arena_fmt(site->keep, "%lld", (long long)(1795000000000 + (int64_t)hours * 3600000)), 1);
}

/* Who was away for long signs in again. */
static void doors(void)
{
	owner = site_door(site, 0);
	client = site_door(site, 1);
}

static const char *at(const char *sub)
{
	return arena_fmt(site->keep, "/client/%lld%s", (long long)maren, sub);
}

static void has(const char *page, const char *what)
{
	if (!strstr(page, what))
		fail_msg("\"%s\" is not in:\n%s", what, page);
}

static struct answer tell(const char *fields)
{
	return site_post(site, client, "/safety/after", "/safety/after", fields);
}

static void what_is_felt_is_asked_and_may_be_left_out(void **state)
{
	const char *page = site_get(site, client, "/safety/after").body;

	(void)state;
	has(page, "name=\"area_temperature\"");
	has(page, "name=\"area_heaviness\"");
	has(page, "name=\"area_swelling\"");
	has(page, "name=\"area_tingling\"");
	assert_null(strstr(page, "name=\"after_one_sided\""));
	hours_later(1);
	assert_string_equal(tell(SAFE).location, "/today?note=checked_in");
	assert_int_equal(tell("area_temperature=3").status, 422);      /* what may be a danger may not be left out */
}

static void it_is_charted_and_stands_with_its_session(void **state)
{
	struct circulation all;

	(void)state;
	hours_later(2);
	assert_string_equal(tell(SAFE "&area_temperature=3&area_heaviness=4&area_swelling=1&area_tingling=0").location, "/today?note=checked_in");
	hours_later(26);
	assert_string_equal(tell(SAFE "&area_temperature=2").location, "/today?note=checked_in");
	struct cx cx = client_cx();
	assert_true(circulation_load(&cx, maren, &all));
	assert_int_equal(all.n_lines, 4);
	for (int i = 0; i < all.n_lines; i++)
		if (str_equal(all.line[i].finding->id, "area_temperature")) {
			assert_true(all.line[i].n >= 2);
			assert_true(all.line[i].at[all.line[i].n - 1].value == 2 && all.line[i].at[all.line[i].n - 2].value == 3);
			assert_non_null(strstr(circulation_says(cx.a, &all.line[i]), "to As usual."));
		}
	assert_true(all.n_sessions >= 1 && all.session[0].treatment == last);
	assert_string_equal(all.session[0].words, "Felt warmth of the area: As usual. Felt heaviness of the area: 4 of 10. Felt swelling of the area: A little. "
		"Felt tingling of the area: Not at all.");
	doors();
	const char *page = site_get(site, owner, at("/outcomes")).body;
	has(page, "How the place feels");
	has(page, "class=\"chart\"");
	has(page, "Felt heaviness of the area: 4 of 10.");
	has(site_get(site, owner, at(arena_fmt(site->keep, "/session/%lld/note", (long long)last))).body, "Felt swelling of the area: A little.");
	has(site_get(site, owner, at("/session")).body, "What was told after it: Felt warmth of the area: As usual.");
}

static void one_side_alone_is_a_danger(void **state)
{
	(void)state;
	hours_later(50);
	struct answer a = tell(SAFE "&area_swelling=2");
	assert_int_equal(a.status, 422);
	has(a.body, "name=\"after_one_sided\"");
	has(a.body, "goes with an answer you gave");
	assert_string_equal(tell(SAFE "&area_swelling=2&after_one_sided=no").location, "/today?note=checked_in");
	hours_later(51);
	assert_string_equal(tell(SAFE "&area_temperature=0&after_one_sided=yes").location, "/stop/again/after_one_sided");
	assert_string_equal(site_get(site, client, "/today").location, "/stop");
	assert_string_equal(site_post(site, client, "/stop/again/after_one_sided", "/stop/again/after_one_sided", "answer=no").location, "/today");
	assert_int_equal(site_get(site, client, "/today").status, 200);
}

static void words_go_with_what_was_done(void **state)
{
	struct cx cx = client_cx();
	struct kept_plan none = { 0 }, plan;
	struct takehome home;
	struct treatment t;
	bool firm = false, warm = false;

	(void)state;
	assert_true(treatment_load(&cx, maren, last, false, &t));
	for (int i = 0; i < t.n_steps; i++) {
		for (int p = 4; p <= PRESSURE_MOST; p++)
			firm |= t.now.step[i].ms_at[p] > 0;
		warm |= str_equal(cx.kb->item[t.step[i].item].id, "heat");
	}
	takehome(&cx, &t, &none, 0, &home);
	const char *text = takehome_plain(cx.a, &home);
	assert_int_equal(strstr(text, "Where the work was firm") != NULL, firm);
	assert_int_equal(strstr(text, "where the heat lay") != NULL, warm);
	has(text, "You may feel a bit sore");
	has(text, "Today: ");
	/* a technique on many places is named once, a place of it once */
	for (int i = 0; i < t.n_steps; i++) {
		const char *name = cx.kb->item[t.step[i].item].name, *first = strstr(home.today, name);

		assert_true(!first || !strstr(first + 1, name));
	}
	has(text, "Drink as you are thirsty");
	has(text, "No hard sport");
	assert_int_equal(home.home.n, 0);
	takehome(&cx, NULL, &none, 0, &home);
	assert_int_equal(home.own.n, 0);
	assert_null(home.today);
	/* a plan with balls and feet brings their words along */
	assert_true(care_plan(&cx, maren, true, &plan) && plan.id);
	struct plan_home balls[] = { { .item = kb_item(cx.kb, "muscle_release") }, { .item = kb_item(cx.kb, "foot_massage") } };
	plan.plan.week[2].n_home = 0;
	takehome(&cx, &t, &plan, 3, &home);
	assert_int_equal(home.home.n, 0);
	memcpy(plan.plan.week[2].home, balls, sizeof(balls));
	plan.plan.week[2].n_home = 2;
	takehome(&cx, &t, &plan, 3, &home);
	assert_int_equal(home.home.n, 2);
	has(home.home.at[0], "After the ball");
	has(home.home.at[1], "After the feet");
	has(site_get(site, client, "/words").body, "Drink as you are thirsty");
	has(site_get(site, client, "/practice/foot_massage").body, "After the feet");
}

static void hands_are_drawn_where_they_are_looked_for(void **state)
{
	(void)state;
	doors();
	const char *page = site_get(site, owner, "/technique/deep_tissue").body;
	has(page, "class=\"figure hands\"");
	has(page, "Right side");
	has(page, "class=\"firm\"");
	has(page, "The bones of the spine stay free.");
	assert_int_equal(site_get(site, owner, "/technique/bridge").status, 404);
	assert_int_equal(site_get(site, owner, "/technique/nothing").status, 404);
	assert_int_equal(site_get(site, client, "/technique/deep_tissue").status, 403);
	page = site_get(site, client, "/practice/acupressure").body;
	has(page, "class=\"figure hands\"");
	assert_null(strstr(page, "Beside the spine at the waist"));     /* that one needs a second person */
	has(site_get(site, owner, at("/plan")).body, "href=\"/technique/");
	has(site_get(site, owner, at(arena_fmt(site->keep, "/session/%lld", (long long)last))).body, "class=\"figure hands\"");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_felt_is_asked_and_may_be_left_out),
		cmocka_unit_test(it_is_charted_and_stands_with_its_session),
		cmocka_unit_test(one_side_alone_is_a_danger),
		cmocka_unit_test(words_go_with_what_was_done),
		cmocka_unit_test(hands_are_drawn_where_they_are_looked_for),
	};

	return cmocka_run_group_tests(tests, with_a_session, after);
}
