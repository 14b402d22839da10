/* The page of what is asked before a session: every answer a button, none chosen, a blank refused with what was chosen kept. */
#include "web/site.h"

static struct site *site;
static const char *owner, *before_path, *client_path;

static int before(void **state)
{
	(void)state;
	site = site_new();
	site_demo(site);
	owner = site_door(site, 0);
	client_path = arena_fmt(site->keep, "/client/%lld", (long long)site_person(site, "maren@demo.invalid"));
	before_path = arena_fmt(site->keep, "%s/before", client_path);
	return 0;
}

static int after(void **state)
{
	(void)state;
	site_end(site);
	return 0;
}

/* Every question of the page answered: no or the first option, numbers with 0; without `skip`, and with `yes` told. */
static const char *answers(const char *page, const char *skip, const char *yes)
{
	struct buf b = buf_new(site->keep, 1 << 14);
	const char *last = "";

	for (const char *at = page; (at = strstr(at, "<input ")); at++) {
		const char *tag = arena_copy(site->keep, at, strcspn(at, ">")), *name = strstr(tag, " name=\"");
		bool number = strstr(tag, "type=\"number\"") != NULL;

		if (!number && !strstr(tag, "type=\"radio\""))
			continue;
		assert_non_null(name);
		name = arena_copy(site->keep, name + 7, strcspn(name + 7, "\""));
		if (str_equal(name, last) || (skip && str_equal(name, skip)))
			continue;
		const char *value = number ? "0" : strstr(tag, " value=\"") + 8;
		buf_fmt(&b, "%s%s=%s", b.n ? "&" : "", name, str_equal(name, yes ? yes : "") ? "yes" : arena_copy(site->keep, value, strcspn(value, "\"")));
		last = name;
	}
	return arena_copy(site->keep, b.at, b.n);
}

static void test_none_is_chosen(void **state)
{
	(void)state;
	struct answer a = site_get(site, owner, before_path);
	int asked = test_count(a.body, "<fieldset class=\"ask\"");

	assert_int_equal(a.status, 200);
	assert_true(asked > 20);
	assert_int_equal(test_count(a.body, "<legend>"), asked);
	assert_int_equal(test_count(a.body, ">Not known</label>"), asked);
	assert_int_equal(test_count(a.body, " checked"), 0);
	assert_int_equal(test_count(a.body, "<select"), 0);
	asked += test_count(a.body, "<div class=\"ask\"");
	assert_int_equal(test_count(a.body, "<li data-question><"), asked);
	assert_non_null(strstr(a.body, arena_fmt(site->keep, " of %d open", asked)));
}

/* One tap for several is offered by the script alone; nerve signs that come slowly or are not told unless asked, what goes with another answer and what opens others has none. */
static void test_by_topic_with_one_tap_where_it_may_be(void **state)
{
	static const char *const alone[] = { "new_medicine_or_diagnosis", "saddle_numbness_new", "bladder_change_new", "bowel_control_loss_new",
		"sexual_numbness_new", "both_legs_new", "leg_weakness_progressive", "hand_or_gait_clumsy_new", "self_harm_thoughts", "self_harm_now" };
	(void)state;
	struct answer a = site_get(site, owner, before_path);
	const char *from = a.body, *to;
	int together = 0;

	for (; (from = strstr(from, "<fieldset class=\"card topic\">")); from = to) {
		to = strstr(from + 1, "<fieldset class=\"card topic\">");
		to = to ? to : from + strlen(from);
		const char *topic = arena_copy(site->keep, from, (size_t)(to - from));
		bool one_tap = strstr(topic, "data-no-to-rest hidden") != NULL;
		int asked = test_count(topic, "<li data-question>");

		assert_int_equal(test_count(topic, "<legend class=\"topic-name\"><h2>"), 1);
		assert_true(!one_tap || (asked > 1 && asked <= 6));
		together += one_tap ? asked : 0;
		for (size_t i = 0; i < sizeof(alone) / sizeof(*alone); i++)
			assert_false(one_tap && strstr(topic, arena_fmt(site->keep, "name=\"%s\"", alone[i])));
	}
	assert_true(together > 20);
	assert_int_equal(test_count(a.body, "data-no-to-rest"), test_count(a.body, "data-no-to-rest hidden"));
}

static void test_a_blank_is_refused_and_the_rest_kept(void **state)
{
	(void)state;
	struct answer page = site_get(site, owner, before_path), a = site_post(site, owner, before_path, before_path, answers(page.body, "fever", "anticoagulant"));
	int asked = test_count(page.body, "<fieldset class=\"ask\"");

	assert_int_equal(a.status, 422);
	assert_non_null(strstr(a.body, "<fieldset class=\"ask bad\" id=\"fever\""));
	assert_non_null(strstr(a.body, "aria-describedby=\"fever-error\""));
	assert_non_null(strstr(a.body, "has to be asked before the session begins"));
	assert_int_equal(test_count(a.body, " checked"), asked - 1);
	assert_non_null(strstr(a.body, "name=\"anticoagulant\" value=\"yes\" checked"));
}

static void test_all_asked_leads_to_the_session(void **state)
{
	(void)state;
	struct answer page = site_get(site, owner, before_path);

	assert_string_equal(site_post(site, owner, before_path, before_path, answers(page.body, NULL, NULL)).location, arena_fmt(site->keep, "%s/session?note=saved", client_path));
	assert_int_equal(site_events(site, "before_session"), 1);
}

/* A new medicine: the questions on health come again, and nothing begins before; what was asked a minute ago is not asked twice. */
static void test_something_new_asks_the_rest_too(void **state)
{
	(void)state;
	struct answer page = site_get(site, owner, before_path);

	assert_null(strstr(page.body, "name=\"steroid_long\""));
	assert_string_equal(site_post(site, owner, before_path, before_path, answers(page.body, NULL, "new_medicine_or_diagnosis")).location,
		arena_fmt(site->keep, "%s?note=opened", before_path));
	struct answer more = site_get(site, owner, before_path);
	assert_non_null(strstr(more.body, "name=\"steroid_long\""));
	assert_non_null(strstr(more.body, "name=\"osteoporosis\""));
	assert_null(strstr(more.body, "name=\"fever\""));
	assert_null(strstr(more.body, "name=\"trauma_history\""));      /* private */
	assert_non_null(strstr(site_get(site, owner, arena_fmt(site->keep, "%s/session", client_path)).body, "have not been asked for this one"));
	assert_string_equal(site_post(site, owner, before_path, before_path, answers(more.body, NULL, NULL)).location, arena_fmt(site->keep, "%s/session?note=saved", client_path));
	assert_null(strstr(site_get(site, owner, arena_fmt(site->keep, "%s/session", client_path)).body, "have not been asked for this one"));
	assert_non_null(strstr(site_get(site, owner, before_path).body, "name=\"fever\""));  /* whoever asks anew asks all */
}

/* A number that the client cannot tell is told as that, not made up; with a field left open the box stays as it was. */
static void test_a_number_may_be_not_known(void **state)
{
	(void)state;
	struct answer page = site_get(site, owner, before_path);
	const char *blank = arena_fmt(site->keep, "%s&postpartum_weeks=&postpartum_weeks_unknown=1", answers(page.body, "postpartum_weeks", NULL));

	assert_non_null(strstr(page.body, "name=\"postpartum_weeks_unknown\""));
	assert_non_null(strstr(site_post(site, owner, before_path, before_path, answers(page.body, "postpartum_weeks", NULL)).body, "id=\"postpartum_weeks-error\""));
	assert_non_null(strstr(site_post(site, owner, before_path, before_path, "postpartum_weeks_unknown=1").body, "name=\"postpartum_weeks_unknown\" value=\"1\" checked"));
	assert_int_equal(site_post(site, owner, before_path, before_path, blank).status, 303);
	struct cx cx = site_cx(site);
	struct record r;
	assert_true(record_load(&cx, site_act(&cx, "maren@demo.invalid", ROLE_OWNER), &r));
	assert_int_equal(r.c->answer[kb_finding(cx.kb, "postpartum_weeks")], DONT_KNOW);
}

static void test_a_yes_stops_it(void **state)
{
	(void)state;
	struct answer page = site_get(site, owner, before_path);

	assert_string_equal(site_post(site, owner, before_path, before_path, answers(page.body, NULL, "saddle_numbness_new")).location, arena_fmt(site->keep, "%s?note=saved", client_path));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_none_is_chosen, before, after),
		cmocka_unit_test_setup_teardown(test_by_topic_with_one_tap_where_it_may_be, before, after),
		cmocka_unit_test_setup_teardown(test_a_blank_is_refused_and_the_rest_kept, before, after),
		cmocka_unit_test_setup_teardown(test_all_asked_leads_to_the_session, before, after),
		cmocka_unit_test_setup_teardown(test_something_new_asks_the_rest_too, before, after),
		cmocka_unit_test_setup_teardown(test_a_number_may_be_not_known, before, after),
		cmocka_unit_test_setup_teardown(test_a_yes_stops_it, before, after),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
