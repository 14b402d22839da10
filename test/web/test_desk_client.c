/* The therapist's page of one client: words about a plan that agree with what is closed, and what to rule out. */
#include "asked.h"

#include "base/str.h"
#include "core/danger.h"

static const char *path_of(const char *mail)
{
	return arena_fmt(site->keep, "/client/%lld", (long long)site_person(site, mail));
}

static const char *desk_of(const char *mail)
{
	return site_get(site, owner, path_of(mail)).body;
}

static void says(const char *mail, const char *finding, int value)
{
	struct cx cx = site_cx(site);
	int64_t person = site_act(&cx, mail, ROLE_CLIENT);

	assert_true(cx_save(&cx) && record_answer(&cx, person, kb_finding(cx.kb, finding), value, "exam") && db_commit(cx.db));
}

/* An adult who said no to every danger question of the interview, and has no plan. */
static void all_no(const char *mail)
{
	struct cx cx = site_cx(site);
	int64_t person = site_act(&cx, mail, ROLE_CLIENT);

	assert_true(cx_save(&cx));
	for (int f = 0; f < cx.kb->n_findings; f++)
		if (cx.kb->finding[f].gate && !cx.kb->finding[f].private)
			assert_true(record_answer(&cx, person, f, cx.kb->finding[f].min, "intake"));
	for (;;) {      /* and what an urgent rule waits for then */
		struct record r;

		assert_true(record_load(&cx, person, &r));
		struct ids waits = danger_waits(site->keep, cx.kb, r.c);
		if (!waits.n)
			break;
		for (int i = 0; i < waits.n; i++)
			assert_true(record_answer(&cx, person, waits.at[i], cx.kb->finding[waits.at[i]].min, "intake"));
	}
	assert_true(db_commit(cx.db));
}

static void a_plan_that_can_be_made_does_not_say_that_everything_is_asked(void **state)
{
	(void)state;
	assert_non_null(strstr(desk_of("ines@demo.invalid"), "No plan can be made now"));
	all_no("ines@demo.invalid");
	const char *page = desk_of("ines@demo.invalid");
	assert_non_null(strstr(page, "Closed until it is asked ("));
	assert_non_null(strstr(page, "No danger question is open. A plan can be made; what is closed until it is asked stays out of it."));
	assert_null(strstr(page, "Everything is asked"));
}

static void answers_that_contradict_each_other_are_named_and_no_plan_is_offered(void **state)
{
	(void)state;
	all_no("ines@demo.invalid");
	says("ines@demo.invalid", "pregnancy_swelling_sudden", 1);     /* with nought weeks of pregnancy */
	const char *page = desk_of("ines@demo.invalid");
	assert_non_null(strstr(page, "No plan can be made now: &quot;"));
	assert_non_null(strstr(page, "One of them must be wrong: ask again."));
	assert_null(strstr(page, "A plan can be made"));
}

/* Danger is read before the marks and the causes, also on a tablet, where columns follow the text. */
static void danger_stands_before_the_map_and_a_stop_is_said_in_words(void **state)
{
	const char *page = desk_of("ruth@demo.invalid"), *map = strstr(page, "<h2>Where it hurts</h2>"), *danger = strstr(page, "<h2>Danger</h2>"),
		*rule_out = strstr(page, "<h2>To rule out</h2>");

	(void)state;
	assert_true(map && danger && rule_out && danger < map && rule_out < map);
	assert_non_null(strstr(page, "No plan can be made now: a physician has to look first, and the outcome is recorded here."));
}

/* What matters stands open; the rest is one tap away. */
static void the_likeliest_causes_stand_open_and_the_rest_is_folded(void **state)
{
	const char *page = desk_of("piet@demo.invalid"), *goes = strstr(page, "<h2>How it goes</h2>"), *causes = strstr(page, "<h2>Causes</h2>"),
		*fold = strstr(page, "<details><summary>Less likely causes ("), *map = strstr(page, "<h2>Where it hurts</h2>"), *find = strstr(page, "How to find them</summary>");

	(void)state;
	assert_true(goes && causes && fold && map && find && goes < causes && causes < fold && fold < map && map < find);
	assert_non_null(strstr(page, "Earlier sessions (4)"));
	for (const char *const *to = (const char *const[]){ "/appointments\"", "/letter\"", "/progress.pdf\"", "/trials\"", "/receipts\"", "/people\"", "/invitation\"", "/days\"", NULL }; *to; to++)
		assert_non_null(strstr(page, *to));
}

/* On a phone the columns follow each other as they are written: what is to be decided comes before ten weeks and their drawings. */
static void a_plan_says_where_it_stands_before_its_weeks(void **state)
{
	const char *page = site_get(site, owner, arena_fmt(site->keep, "%s/plan", path_of("maren@demo.invalid"))).body, *state_card = strstr(page, "<h2>Approved</h2>"),
		*week = strstr(page, "Week 1: "), *drawn = strstr(page, "Exercises at home, drawn</h2>"), *decisions = strstr(page, "id=\"decisions\"");

	(void)state;
	assert_true(state_card && week && drawn && decisions && state_card < week && week < drawn && drawn < decisions);
	assert_non_null(strstr(page, "<details class=\"card foldbox\"><summary><h2 class=\"grow\">Exercises at home, drawn"));
}

static void answers_that_were_always_no_stand_apart(void **state)
{
	const char *page = site_get(site, owner, arena_fmt(site->keep, "%s/answers", path_of("maren@demo.invalid"))).body,
		*noes = strstr(page, "<summary>Always answered no ("), *fever = strstr(page, "<td>Fever or shivers</td>"), *stress = strstr(page, "<td>Stress, own 0-10</td>");

	(void)state;
	assert_true(noes && fever && stress && stress < noes && noes < fever);
	says("maren@demo.invalid", "fever", 1);
	says("maren@demo.invalid", "fever", 0);
	page = site_get(site, owner, arena_fmt(site->keep, "%s/answers", path_of("maren@demo.invalid"))).body;
	assert_true(strstr(page, "<td>Fever or shivers</td>") < strstr(page, "<summary>Always answered no ("));     /* it was a yes once */
}

/* Hands that must not press must not test either. */
static void no_test_by_hand_is_offered_while_a_stop_waits(void **state)
{
	const char *page = desk_of("ruth@demo.invalid");

	(void)state;
	assert_non_null(strstr(page, "Tests by hand wait, too, until a physician has looked"));
	assert_null(strstr(page, "Go to the tests"));
	assert_non_null(strstr(desk_of("tomas@demo.invalid"), "Go to the tests"));
}

/* "Large bruise" alone would read as if there were one. */
static void the_last_answers_stand_with_what_was_answered(void **state)
{
	(void)state;
	says("tomas@demo.invalid", "fever", 0);
	const char *page = desk_of("tomas@demo.invalid");
	assert_non_null(strstr(page, "Answered last: Fever or shivers: no."));
	/* what moved nothing is a line among the causes, no card above them */
	assert_null(strstr(page, "<h2>What the last answers changed</h2>"));
	assert_non_null(strstr(page, "What the last answers changed: no cause by more than two in a hundred."));
}

static const char *ruleout_of(const char *mail)
{
	const char *page = strstr(desk_of(mail), "<h2>To rule out</h2>");

	assert_non_null(page);
	return arena_copy(site->keep, page, (size_t)(strstr(page, "</section>") - page));
}

static void the_page_says_what_to_rule_out_and_what_it_waits_for(void **state)
{
	(void)state;
	const char *mail = "ines@demo.invalid", *card = ruleout_of(mail);

	assert_non_null(strstr(card, "No serious cause stands out by its number."));
	assert_non_null(strstr(card, "Not asked: Saddle numbness, new"));
	all_no(mail);
	says(mail, "fever", DONT_KNOW);
	says(mail, "kidney_angle_tender", 1);
	says(mail, "urinary_symptoms", 1);
	card = ruleout_of(mail);
	assert_non_null(strstr(card, "A low number clears nobody"));
	assert_non_null(strstr(card, "<b class=\"b\">Kidney stone or infection</b>"));
	assert_non_null(strstr(card, "in 1000 now, 2 in 1000 before the answers"));
	assert_non_null(strstr(card, "For it: "));
	assert_non_null(strstr(card, "Not known: Fever or shivers"));
	assert_null(strstr(card, "Saddle numbness"));
	says(mail, "fever", 0);
	assert_null(strstr(ruleout_of(mail), "Fever or shivers"));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(answers_that_contradict_each_other_are_named_and_no_plan_is_offered, before, after),
		cmocka_unit_test_setup_teardown(the_page_says_what_to_rule_out_and_what_it_waits_for, before, after),
		cmocka_unit_test_setup_teardown(danger_stands_before_the_map_and_a_stop_is_said_in_words, before, after),
		cmocka_unit_test_setup_teardown(the_likeliest_causes_stand_open_and_the_rest_is_folded, before, after),
		cmocka_unit_test_setup_teardown(a_plan_says_where_it_stands_before_its_weeks, before, after),
		cmocka_unit_test_setup_teardown(answers_that_were_always_no_stand_apart, before, after),
		cmocka_unit_test_setup_teardown(no_test_by_hand_is_offered_while_a_stop_waits, before, after),
		cmocka_unit_test_setup_teardown(the_last_answers_stand_with_what_was_answered, before, after),
		cmocka_unit_test_setup_teardown(a_plan_that_can_be_made_does_not_say_that_everything_is_asked, before, after),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
