/* Assessment and reports: what is hushed, what is merged, and that a kept plan comes back or is refused by name. */
#include "well.h"

#include "app/muscles.h"
#include "app/report_chart.h"
#include "app/report_html.h"
#include "app/report_text.h"
#include "app/would.h"
#include "base/rng.h"
#include "base/str.h"

#include <math.h>

enum { RANDOM_PEOPLE = 40 };

static const struct numbers none = { NULL, NULL };

static struct assess assessed(const struct person_case *c)
{
	struct assess as;

	if (!assess_make(a, test_kb(), c, NULL, &as, &err))
		fail_msg("%s", err_line(a, &err));
	return as;
}

static const char *planned(const struct person_case *c, struct plan *plan)
{
	struct assess as = assessed(c);

	if (!assess_plan(a, &as, plan, &err))
		fail_msg("%s", err_line(a, &err));
	return report_plan(a, test_kb(), as.s, plan, none, true);
}

static void a_kept_plan_comes_back_as_it_was(void **state)
{
	(void)state;
	const struct kb *kb = test_kb();
	struct rng rng = rng_new(3);

	for (int n = 0; n < RANDOM_PEOPLE; n++) {
		struct plan plan, kept;

		arena_reset(a);
		struct person_case *c = well();
		for (int i = 0; i < kb->n_findings; i++)
			if (kb->finding[i].module > MODULE_SAFETY && kb->finding[i].module != MODULE_EXAM && !kb->finding[i].sum_of.n &&
				rng_below(&rng, 3) == 0)
				c->answer[i] = (int16_t)(kb->finding[i].min + rng_below(&rng, kb->finding[i].max - kb->finding[i].min + 1));
		c->limits.session_minutes = 30 + 15 * rng_below(&rng, 3);
		c->limits.declined_component[rng_below(&rng, COMPONENT_COUNT)] = rng_below(&rng, 3) == 0;
		struct assess as = assessed(c);
		err = (struct err){ 0 };
		if (!assess_plan(a, &as, &plan, &err))
			continue;
		const char *text = report_plan(a, kb, as.s, &plan, none, true);
		if (!report_plan_read(a, kb, text, strlen(text), &kept, &err))
			fail_msg("%s", err_line(a, &err));
		assert_string_equal(report_plan(a, kb, as.s, &kept, none, true), text);
		assert_null(plan_broken(a, kb, c, as.s, &kept));
		assert_true(fabs(plan_worth(kb, &as.b, &kept) - plan_worth(kb, &as.b, &plan)) < 1e-12);
	}
}

/* text with the first `from` exchanged for `to`. */
static const char *with(const char *text, const char *from, const char *to)
{
	const char *at = strstr(text, from);

	if (!at)
		fail_msg("the plan does not hold %s", from);
	return arena_fmt(a, "%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
}

static void refused(const char *text, const char *field, const char *words)
{
	struct plan plan;

	err = (struct err){ 0 };
	assert_false(report_plan_read(a, test_kb(), text, strlen(text), &plan, &err));
	assert_string_equal(err.field, field);
	if (!strstr(err.detail, words))
		fail_msg("%s", err.detail);
	assert_true(err.line > 0);
}

static void a_kept_plan_with_a_fault_is_refused_by_name(void **state)
{
	(void)state;
	struct plan plan;
	const char *text = planned(well(), &plan);

	refused(with(text, "\"technique\": \"swedish\"", "\"technique\": \"swedisch\""), "weeks[0].session.items[0].technique",
		"the nearest is swedish");
	refused(with(text, "\"side\": ", "\"sides\": "), "weeks[0].session.items[0].sides", "the nearest is side");
	refused(with(text, "\"side\": \"", "\"side\": \"x"), "weeks[0].session.items[0].side", "left, right or both");
	refused(with(text, "\"region\": \"", "\"region\": \"x"), "weeks[0].session.items[0]", "region");
	refused(with(text, "\"pressure\": ", "\"pressure\": 9"), "weeks[0].session.items[0].pressure", "from 0 to 5");
	refused(with(text, "\"days\": ", "\"days\": -"), "weeks[0].home[0].days", "from 0 to 7");
	refused(with(text, "\"week\": 2", "\"week\": 3"), "weeks[1].week", "from 2 to 2");
	refused(with(text, "\"lesson\": \"lesson_01", "\"lesson\": \"lesson_77"), "weeks[0].lesson", "is not known");
	refused(with(text, "\"value\"", "\"valve\""), "valve", "the nearest is value");
	refused("{ \"weeks\": [] }", "", "ten weeks are expected, not 0");
	refused("[]", "", "an object");
}

static void the_numbers_of_the_practice_stand_in_the_texts(void **state)
{
	(void)state;
	struct person_case *c = well();
	const struct numbers mine = { "112", "0800 111 0 111" };

	test_answer(test_kb(), c, "chest_pain_now", 1);
	struct assess as = assessed(c);
	assert_non_null(strstr(report_assess_text(a, &as, mine), "112"));
	assert_non_null(strstr(report_assess(a, &as, mine), "112"));
	assert_null(strstr(report_assess(a, &as, mine), "{emergency}"));
	assert_non_null(strstr(report_assess(a, &as, none), "your local emergency number"));
}

static void an_emergency_is_told_alone(void **state)
{
	(void)state;
	struct person_case *c = well();

	test_answer(test_kb(), c, "saddle_numbness_new", 1);
	struct assess as = assessed(c);
	const char *text = report_assess_text(a, &as, none);
	assert_true(str_begins(text, "Danger: emergency."));
	assert_null(strstr(text, "Causes"));
	assert_null(strstr(text, "likely"));
}

static void private_answers_stay_out_of_texts_and_print(void **state)
{
	(void)state;
	struct person_case *c = well();
	struct plan plan;

	test_answer(test_kb(), c, "unsafe_at_home", 1);
	test_answer(test_kb(), c, "trauma_history", 1);
	struct assess as = assessed(c);
	const char *json = report_assess(a, &as, none), *text = report_assess_text(a, &as, none);
	planned(c, &plan);
	const char *sheet = report_plan_html(a, test_kb(), &plan, NULL, none);
	assert_non_null(strstr(json, "unsafe_at_home"));
	assert_non_null(strstr(text, "A private answer is waiting."));
	for (int i = 0; i < test_kb()->n_findings; i++)
		if (test_kb()->finding[i].private && c->answer[i] > 0) {
			const char *name = test_kb()->finding[i].name;

			if (strstr(text, name) || strstr(sheet, name))
				fail_msg("%s is named", name);
		}
	for (int i = 0; i < as.b.n_ask; i++)
		assert_string_not_equal(test_kb()->finding[as.b.ask[i].finding].id, "unsafe_at_home");
}

static void a_serious_cause_has_no_number_in_text(void **state)
{
	(void)state;
	struct person_case *c = well();
	const struct kb *kb = test_kb();

	test_answer(kb, c, "cancer_history", 1);
	test_answer(kb, c, "pain_unremitting", 1);
	test_answer(kb, c, "weight_loss_unexplained", 1);
	struct assess as = assessed(c);
	const char *text = report_assess_text(a, &as, none);
	for (int i = 0; i < as.b.n_causes; i++) {
		const struct cause *of = &kb->cause[as.b.cause[i].cause];

		if (of->serious)
			assert_null(strstr(text, arena_fmt(a, "%s: %s", of->name, assess_likely(as.b.cause[i].p))));
	}
	assert_non_null(strstr(text, "a physician's question"));
	assert_null(strstr(text, " %"));
}

static void rules_for_everybody_are_told_only_when_all_are_wanted(void **state)
{
	(void)state;
	struct assess as = assessed(well());

	assert_int_equal(assess_blocks(a, test_kb(), as.s, false).n, 0);
	assert_true(assess_blocks(a, test_kb(), as.s, true).n > 5);
	struct person_case *c = well();
	test_answer(test_kb(), c, "anticoagulant", 1);
	as = assessed(c);
	struct told_blocks told = assess_blocks(a, test_kb(), as.s, false);
	assert_true(told.n > 0);
	for (int i = 1; i < told.n; i++)
		assert_true(told.at[i - 1].limit <= told.at[i].limit);
	assert_string_equal(test_kb()->block[told.at[0].block].id, "block_bleeding_deep");
}

static void change_is_told_in_words(void **state)
{
	(void)state;
	assert_string_equal(assess_change(0), "about as likely as before");
	assert_string_equal(assess_change(0.3), "a little more likely than before");
	assert_string_equal(assess_change(-1), "clearly less likely than before");
	assert_string_equal(assess_change(1e9), "much more likely than before");
	assert_string_equal(assess_change((double)NAN), "about as likely as before");
}

/* "From about 6 to about 6" says a change where there is none; a mood of 3 says nothing without its better end. */
static void what_stayed_is_said_once_and_what_is_best_is_named(void **state)
{
	struct track_point days[5] = { { .level = 3.1 }, { .level = 3.1 }, { .level = 3.1 }, { .level = 3.1 }, { .level = 3.2 } };
	struct tracked t = { .measure = { [TRACK_PAIN] = { .seen = 5, .at = days }, [TRACK_MOOD] = { .seen = 5, .at = days } } };

	(void)state;
	assert_string_equal(report_measure_says(a, &t, 5, TRACK_PAIN), "About 3 of 10: about the same as at the start.");
	assert_string_equal(report_measure_says(a, &t, 5, TRACK_MOOD), "About 3 of 10, where 10 is best: about the same as at the start.");
	days[4].level = 6;
	assert_string_equal(report_measure_says(a, &t, 5, TRACK_PAIN), "From about 3 to about 6 of 10: harder than at the start.");
	assert_string_equal(report_measure_says(a, &t, 5, TRACK_MOOD), "From about 3 to about 6 of 10, where 10 is best: better than at the start.");
}

static void no_line_of_text_is_longer_than_eighty(void **state)
{
	(void)state;
	struct person_case *c = well();
	struct plan plan;

	test_answer(test_kb(), c, "anticoagulant", 1);
	struct assess as = assessed(c);
	planned(c, &plan);
	const char *text = arena_fmt(a, "%s%s", report_assess_text(a, &as, none), report_plan_text(a, test_kb(), &plan, none));
	for (const char *at = text; *at;) {
		size_t n = strcspn(at, "\n");

		assert_true(utf8_length(arena_copy(a, at, n)) <= 80);
		at += n + (at[n] == '\n');
	}
}

/* A muscle is proposed where some hand may press, however lightly; where none may, the next one is. */
static void no_muscle_where_no_hand_may_press(void **state)
{
	const struct kb *kb = test_kb();
	struct person_case *c = well();
	int calf = kb_region(kb, "calf_right"), n_calf = 0;

	(void)state;
	c->mark[kb_region(kb, "low_back_left")] = 0;
	c->mark[calf] = c->mark[kb_region(kb, "heel_right")] = 6;
	struct assess as = assessed(c);
	struct muscles_shown free = muscles_shown(a, &as);
	for (int i = 0; i < free.n; i++)
		n_calf += free.at[i].at == &kb->region[calf];
	assert_true(n_calf > 0 && !free.held);
	for (int i = 0; i < kb->n_items; i++)
		as.s->never[i * kb->n_regions + calf] = 1;
	struct muscles_shown left = muscles_shown(a, &as);
	assert_true(left.n > 0 && !left.held);
	for (int i = 0; i < left.n; i++)
		assert_true(left.at[i].at != &kb->region[calf]);
	/* a clot until someone has looked: none at all */
	test_answer(kb, c, "calf_swollen_one", 1);
	as = assessed(c);
	struct muscles_shown clot = muscles_shown(a, &as);
	assert_true(clot.held && clot.n == 0);
}

/* With pain marked in forty places how far off the probabilities of muscles are is not known: people read an order and why it has no numbers. */
static void muscles_that_are_not_known_well_have_no_numbers(void **state)
{
	const struct kb *kb = test_kb();
	struct person_case *c = well();
	struct rng rng = rng_new(40);

	(void)state;
	struct assess few = assessed(c);
	assert_null(muscles_doubt(a, &few.b));
	assert_non_null(strstr(report_assess_text(a, &few, none), "without what was marked and found)"));
	assert_non_null(strstr(report_assess(a, &few, none), "\"muscles_exact\": true"));
	for (int n = 1; n < 40;) {
		int8_t *mark = &c->mark[rng_below(&rng, kb->n_regions)];

		n += !*mark;
		*mark = 6;
	}
	struct assess many = assessed(c), shown;
	const char *text = report_assess_text(a, &many, none);
	assert_true(muscles_shown(a, &many).n > 0);
	assert_non_null(strstr(text, "nobody can say how far off"));
	assert_null(strstr(text, "without what was marked and found)"));
	assert_non_null(strstr(report_assess(a, &many, none), "\"muscles_exact\": false"));
	/* a page does not wait for the bound, and knows by the number of places */
	assert_true(assess_shown(a, kb, c, NULL, &shown, &err));
	assert_non_null(muscles_doubt(a, &shown.b));
}

/* Dangers and what carries blame get no number; that the numbers are right is tried in test_would.c. */
static void a_question_tells_what_it_would_change(void **state)
{
	const struct kb *kb = test_kb();
	struct assess as = assessed(well());
	int told = 0;

	(void)state;
	for (int i = 0; i < as.b.n_ask; i++) {
		const char *text = would_change(a, &as, &as.b.ask[i]);

		for (int c = 0; c < kb->n_causes && text; c++)
			assert_true((!plan_hushed(kb, c) && !kb->cause[c].serious) || !strstr(text, arena_fmt(a, "%s: ", kb->cause[c].name)));
		told += text && strstr(text, " now, ") && strstr(text, " after yes, ");
	}
	assert_true(told > 5);
}

static bool asks(const struct assess *as, const char *id)
{
	for (int i = 0; i < as->b.n_ask; i++)
		if (str_equal(as->kb->finding[as->b.ask[i].finding].id, id))
			return true;
	return false;
}

/* What can only hurt low down is no question for a neck. */
static void a_place_that_cannot_hurt_is_not_asked_about(void **state)
{
	const struct kb *kb = test_kb();
	struct person_case *c = well();

	(void)state;
	struct assess as = assessed(c);
	assert_true(asks(&as, "endometriosis_known"));
	c->mark[kb_region(kb, "low_back_left")] = 0;
	c->mark[kb_region(kb, "neck_lower_left")] = 6;
	as = assessed(c);
	assert_false(asks(&as, "endometriosis_known"));
	c->mark[kb_region(kb, "abdomen_lower_left")] = 2;
	as = assessed(c);
	assert_true(asks(&as, "endometriosis_known"));
}

/* Answers by the toss of a coin: the doubt is told, private questions are not named. */
static void answers_that_do_not_fit_are_doubted(void **state)
{
	const struct kb *kb = test_kb();
	struct person_case *c = well();
	struct rng r = rng_new(3);
	double share = 0;

	(void)state;
	struct assess as = assessed(c);
	assert_true(!would_doubt(a, &as, &share) && share > 0.01);
	for (int f = 0; f < kb->n_findings; f++)
		if (kb->finding[f].base > 0 && kb->finding[f].module != MODULE_SAFETY && kb->finding[f].is_bool)
			c->answer[f] = (int16_t)rng_below(&r, 2);
	as = assessed(c);
	const char *doubt = would_doubt(a, &as, &share);
	assert_true(doubt && share <= 0.01);
	assert_non_null(strstr(doubt, "does not fit the model"));
	assert_non_null(strstr(doubt, "Least expected"));
	assert_non_null(strstr(report_assess_text(a, &as, none), "This pattern does not fit the model."));
	for (int f = 0; f < kb->n_findings; f++)
		assert_true(!kb->finding[f].private || !strstr(doubt, kb->finding[f].name));
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup_err, teardown)
	const struct CMUnitTest tests[] = {
		T(a_kept_plan_comes_back_as_it_was), T(a_kept_plan_with_a_fault_is_refused_by_name),
		T(the_numbers_of_the_practice_stand_in_the_texts), T(an_emergency_is_told_alone),
		T(private_answers_stay_out_of_texts_and_print), T(a_serious_cause_has_no_number_in_text),
		T(rules_for_everybody_are_told_only_when_all_are_wanted), T(change_is_told_in_words), T(what_stayed_is_said_once_and_what_is_best_is_named),
		T(no_line_of_text_is_longer_than_eighty), T(no_muscle_where_no_hand_may_press),
		T(muscles_that_are_not_known_well_have_no_numbers),
		T(a_question_tells_what_it_would_change), T(a_place_that_cannot_hurt_is_not_asked_about), T(answers_that_do_not_fit_are_doubted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
