/* What people are told of the causes: likelihood and change agree, nothing stands in two places, only what a test moves is left to tests. */
#include "well.h"

#include "app/told.h"
#include "base/rng.h"
#include "base/str.h"

#include <math.h>

enum { RANDOM_PEOPLE = 30, MOST = 5 };

static struct assess assessed(const struct person_case *c)
{
	struct assess as;

	if (!assess_words(a, test_kb(), c, &as, &err))
		fail_msg("%s", err_line(a, &err));
	return as;
}

static const struct told_cause *find(const struct told_causes *told, const char *id)
{
	for (int i = 0; i < told->n; i++)
		if (str_equal(told->at[i].cause->id, id))
			return &told->at[i];
	return NULL;
}

static void a_common_cause_is_never_possible_and_spoken_against(void **state)
{
	struct person_case *c = well();

	(void)state;
	test_answer(test_kb(), c, "bad_nights", 0);
	struct assess as = assessed(c);
	struct told_causes told = told_causes(a, &as, MOST);
	const struct told_cause *sleep = find(&told, "insomnia");
	assert_non_null(sleep);
	assert_int_equal(sleep->likely, LIKELY_MAY);
	assert_true(assess_cause_change(sleep->b) < -0.4);
	assert_string_equal(sleep->change, "Many people with back pain have it. Your answers make it less likely, but do not rule it out.");
	assert_null(sleep->speaks);
	test_answer(test_kb(), c, "bad_nights", 5);
	as = assessed(c);
	told = told_causes(a, &as, MOST);
	assert_string_equal(find(&told, "insomnia")->change, "Your answers speak for it.");
}

static struct person_case *anybody(struct rng *r)
{
	const struct kb *kb = test_kb();
	struct person_case *c = well();

	for (int f = 0; f < kb->n_findings; f++)
		if (kb->finding[f].base > 0 && kb->finding[f].module != MODULE_SAFETY && kb->finding[f].by == BY_CLIENT && !kb->finding[f].sum_of.n)
			c->answer[f] = (int16_t)(rng_below(r, 3) ? kb->finding[f].min : kb->finding[f].min + (int)rng_below(r, (uint32_t)(kb->finding[f].max - kb->finding[f].min + 1)));
	return c;
}

static void agree(const struct told_causes *told)
{
	for (int i = 0; i < told->n; i++) {
		const struct told_cause *t = &told->at[i];

		if (t->speaks)
			assert_non_null(strstr(t->change, "speak for it"));
		if (t->likely != LIKELY_NO)
			assert_null(strstr(t->change, "speak against"));
		else
			assert_non_null(strstr(t->change, "still unlikely"));
	}
}

/* Returns how many were counted. */
static int apart(const struct assess *as, const struct told_causes *told, struct ids against)
{
	for (int i = 0; i < against.n; i++) {
		const struct cause *c = &as->kb->cause[against.at[i]];

		assert_null(find(told, c->id));
		assert_false(c->serious);
		assert_true(as->b.by_cause[against.at[i]] < 0.2);
		for (int g = 0; g < as->groups.n; g++)
			assert_int_not_equal(as->groups.at[g], c->group);
	}
	return against.n;
}

static int tests_move(const struct assess *as, struct ids untested)
{
	for (int i = 0; i < untested.n; i++) {
		const int cause = untested.at[i];
		bool moved = false;

		for (int k = 0; k < as->b.n_ask; k++)
			moved = moved || (as->kb->finding[as->b.ask[k].finding].by == BY_THERAPIST && fabs(as->b.ask[k].p_no[cause] - as->b.by_cause[cause]) > 0.005);
		assert_true(moved && as->b.by_cause[cause] >= 0.2 && !as->kb->cause[cause].serious);
		assert_string_not_equal(as->kb->class[as->kb->cause[cause].class].id, "emotional");
	}
	return untested.n;
}

static void what_is_told_agrees_with_itself_for_anybody(void **state)
{
	struct rng r = rng_new(11);
	int n_told = 0, n_against = 0, n_untested = 0;

	(void)state;
	for (int i = 0; i < RANDOM_PEOPLE; i++) {
		struct assess as = assessed(anybody(&r));
		struct told_causes told = told_causes(a, &as, MOST);

		agree(&told);
		n_told += told.n;
		n_against += apart(&as, &told, told_against(a, &as, MOST));
		n_untested += tests_move(&as, told_untested(a, &as, MOST));
	}
	assert_true(n_told > RANDOM_PEOPLE && n_against > RANDOM_PEOPLE && n_untested > RANDOM_PEOPLE);
}

static void those_most_spoken_against_come_first_and_no_more_than_wanted(void **state)
{
	struct rng r = rng_new(5);

	(void)state;
	for (int i = 0; i < RANDOM_PEOPLE / 3; i++) {
		struct assess as = assessed(anybody(&r));
		struct ids all = told_against(a, &as, as.kb->n_causes), two = told_against(a, &as, 2);
		double last = -INFINITY;

		for (int k = 0; k < all.n; k++)
			for (int b = 0; b < as.b.n_causes; b++)
				if (as.b.cause[b].cause == all.at[k]) {
					assert_true(assess_cause_change(&as.b.cause[b]) >= last);
					last = assess_cause_change(&as.b.cause[b]);
				}
		assert_int_equal(two.n, all.n < 2 ? all.n : 2);
		for (int k = 0; k < two.n; k++)
			assert_int_equal(two.at[k], all.at[k]);
		assert_int_equal(told_against(a, &as, 0).n, 0);
	}
}

/* What cannot be told apart plays its part in the first sentence too. */
static void the_first_sentence_counts_what_cannot_be_told_apart(void **state)
{
	struct assess as = assessed(well());
	struct told_causes none = { NULL, 0 };
	int axial = -1, distress = -1;

	(void)state;
	for (int g = 0; g < as.kb->n_groups; g++) {
		axial = str_equal(as.kb->group[g].id, "axial") ? g : axial;
		distress = str_equal(as.kb->group[g].id, "distress") ? g : distress;
	}
	as.groups = (struct ids){ NULL, 0 };
	assert_string_equal(told_sentence(&as, &none), "Your answers do not point to one thing. That is common.");
	as.groups = (struct ids){ &axial, 1 };
	assert_string_equal(told_sentence(&as, &none), "We see a few things that can keep your back sore.");
	as.groups = (struct ids){ &distress, 1 };
	assert_string_equal(told_sentence(&as, &none), "Your days may play a part in your pain.");
	as.groups = (struct ids){ (int[]){ axial, distress }, 2 };
	assert_string_equal(told_sentence(&as, &none), "Your back and your days may both play a part.");
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup_err, teardown)
	const struct CMUnitTest tests[] = {
		T(a_common_cause_is_never_possible_and_spoken_against), T(what_is_told_agrees_with_itself_for_anybody),
		T(those_most_spoken_against_come_first_and_no_more_than_wanted), T(the_first_sentence_counts_what_cannot_be_told_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
