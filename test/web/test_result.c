/* The result page of a client: what is likely, what is not, what no answer can show; no contradiction; and no muscle while a stop waits. */
#include "app/care.h"
#include "web/demo_site.h"

/* Whether `what` stands between two headings of the page. */
static bool between(const char *page, const char *from, const char *to, const char *what)
{
	const char *at = strstr(page, from), *end = at ? strstr(at, to) : NULL, *found = at ? strstr(at, what) : NULL;

	assert_non_null(at);
	assert_non_null(end);
	return found && found < end;
}

static void say(const char *finding, int value)
{
	struct cx cx = site_cx(site);
	int64_t person = site_act(&cx, "maren@demo.invalid", ROLE_CLIENT);

	assert_true(cx_save(&cx) && record_answer(&cx, person, kb_finding(cx.kb, finding), value, "intake") && db_commit(cx.db));
}

static void it_says_what_is_likely_what_is_not_and_what_nobody_can_tell(void **state)
{
	struct answer a = site_get(site, client, "/result");

	(void)state;
	assert_int_equal(a.status, 200);
	assert_non_null(strstr(a.body, "<h1>Your back and your days both play a part.</h1>"));
	assert_true(between(a.body, "Your days</h2>", "</section>", "Worry that is hard to switch off"));
	assert_true(between(a.body, "What is not likely</h2>", "</section>", "An irritated nerve that runs into the leg"));
	assert_true(between(a.body, "What answers alone cannot show</h2>", "</section>", "Tight, tender muscles"));
	assert_false(between(a.body, "What is not likely</h2>", "</section>", "Tight, tender muscles"));
}

/* Both sides stand in the order of the first sentence, and what cannot be told apart on the side it belongs to. */
static void the_back_comes_first_and_each_group_stands_on_its_side(void **state)
{
	struct answer a = site_get(site, client, "/result");

	(void)state;
	assert_true(between(a.body, "Your back</h2>", "Your days</h2>", "The moving parts of your back"));
	assert_true(between(a.body, "Your days</h2>", "</section>", "Stress, worry and low mood often come together."));
	assert_true(between(a.body, "<b>Stress and pressure</b>", "</details>", "<details><summary>Why we think so"));
	assert_true(between(a.body, "<b>Stress and pressure</b>", "</details>", "what you said here: <q>How stressed did you feel"));
}

static void the_safety_net_stands_whole_and_unfolded(void **state)
{
	static const char *const net[] = { "your seat area goes numb", "a leg gets weaker", "for chest pain", "See a doctor the same day", "thoughts of hurting yourself",
		"worse after four to six weeks", "cannot rule everything out", "Do not stop, change or delay a medicine" };
	const char *page = site_get(site, client, "/result").body;

	(void)state;
	for (size_t i = 0; i < sizeof(net) / sizeof(*net); i++)
		assert_true(between(page, "Keep this in mind</h2>", "</section>", net[i]));
	assert_false(between(page, "Keep this in mind</h2>", "</section>", "<details"));
}

/* Who has a plan is not told that one will be made. */
static void what_comes_next_fits_where_the_client_is(void **state)
{
	struct cx cx = site_cx(site);
	int64_t person = site_act(&cx, "maren@demo.invalid", ROLE_CLIENT);
	struct kept_plan kept;

	(void)state;
	assert_true(care_plan(&cx, person, true, &kept) && kept.id);
	struct answer a = site_get(site, client, "/result");
	assert_true(between(a.body, "What comes next</h2>", "</section>", "Your ten-week plan is made."));
	assert_null(strstr(a.body, "makes your ten-week plan"));
}

static void what_could_be_is_not_spoken_against(void **state)
{
	struct answer a = site_get(site, client, "/result");

	(void)state;
	assert_true(between(a.body, "<b>Poor sleep</b>", "</section>", "do not rule it out"));
	assert_null(strstr(a.body, "speak against"));
	say("bad_nights", 6);
	a = site_get(site, client, "/result");
	assert_true(between(a.body, "<b>Poor sleep</b>", "</section>", "Your answers speak for it."));
	say("bad_nights", 0);
}

/* The leg that hurts leaves the list; what is serious or carries blame never stood there. */
static void what_becomes_possible_leaves_the_list(void **state)
{
	struct answer a;

	(void)state;
	say("leg_pain_reach", 3);
	a = site_get(site, client, "/result");
	assert_false(between(a.body, "What is not likely</h2>", "</section>", "An irritated nerve that runs into the leg"));
	for (int i = 0; i < site->config.kb->n_causes; i++)
		if (site->config.kb->cause[i].serious)
			assert_null(strstr(a.body, arena_fmt(site->keep, "<li>%s</li>", site->config.kb->cause[i].plain)));
	say("leg_pain_reach", 0);
}

/* An open stop holds the hands back, also when the answer behind it was taken back since. */
static void no_muscle_is_named_while_a_stop_waits(void **state)
{
	struct cx cx = site_cx(site);
	const char *path = arena_fmt(site->keep, "/client/%lld", (long long)site_act(&cx, "maren@demo.invalid", ROLE_CLIENT));
	int64_t raised = 0;

	(void)state;
	assert_non_null(strstr(site_get(site, owner, path).body, "Find it: "));
	say("saddle_numbness_new", 1);
	assert_true(cx_save(&cx) && record_rescreen(&cx, cx.who.person, "exam", &raised) && db_commit(cx.db));
	assert_true(raised);
	say("saddle_numbness_new", 0);
	struct answer a = site_get(site, owner, path);
	assert_null(strstr(a.body, "Find it: "));
	assert_non_null(strstr(a.body, "hands wait until then"));
	assert_non_null(strstr(a.body, "Record the outcome"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_says_what_is_likely_what_is_not_and_what_nobody_can_tell),
		cmocka_unit_test(the_back_comes_first_and_each_group_stands_on_its_side),
		cmocka_unit_test(the_safety_net_stands_whole_and_unfolded),
		cmocka_unit_test(what_comes_next_fits_where_the_client_is),
		cmocka_unit_test(what_could_be_is_not_spoken_against),
		cmocka_unit_test(what_becomes_possible_leaves_the_list),
		cmocka_unit_test(no_muscle_is_named_while_a_stop_waits),
	};

	return cmocka_run_group_tests(tests, before, after);
}
