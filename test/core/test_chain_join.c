/* Causes and muscles joined both ways: what marks and hands say of causes, its bounds, and dangers kept apart. */
#include "muscle_case.h"

#include "core/belief.h"
#include "core/chain_making.h"
#include "core/screen.h"

#include "arena_and_kb.h"

static double logit(double p)
{
	return log(p) - log1p(-p);
}

static struct belief of(const struct person_case *c)
{
	struct belief b;
	struct err err = { 0 };

	if (!belief(a, kb, c, NULL, &b, &err))
		fail_msg("%s", err_line(a, &err));
	return b;
}

/* Some answers of somebody, no marks. */
static struct person_case *someone(struct rng *r)
{
	struct person_case *c = case_new(a, kb);

	c->age = 20 + rng_below(r, 60);
	c->sex = rng_below(r, 2) ? SEX_FEMALE : SEX_MALE;
	for (int i = 0; i < 15; i++) {
		int f = rng_below(r, kb->n_findings);

		if (kb->finding[f].base > 0 && !kb->finding[f].sum_of.n)
			c->answer[f] = (int16_t)(kb->finding[f].min + rng_below(r, kb->finding[f].max - kb->finding[f].min + 1));
	}
	c->map_given = true;
	return c;
}

static void mark_some(struct person_case *c, struct rng *r, int n)
{
	for (int i = 0; i < n; i++)
		c->mark[rng_below(r, kb->n_regions)] = (int8_t)(1 + rng_below(r, 9));
	c->map_given = true;
}

/* What an empty place takes from the log odds of a cause: nothing where it is not known where that is felt, or where it is marked. */
static double silence(const struct person_case *c, int cause)
{
	for (int i = 0; i < kb->n_joins; i++) {
		const struct join *j = &kb->join[i];
		bool marked = j->kind != JOIN_FELT || j->cause != cause;

		for (int k = 0; k < j->areas.n; k++)
			for (int r = 0; r < kb->n_regions; r++)
				marked |= kb->region[r].area == j->areas.at[k] && c->mark[r] > 0;
		if (!marked)
			return log(1 - j->share);
	}
	return 0;
}

static bool joined(int cause)
{
	for (int i = 0; i < kb->n_joins; i++)
		if (kb->join[i].cause == cause)
			return true;
	return false;
}

static void tension_and_joints_hear_of_marks_where_they_are(void **state)
{
	static const char *const back[] = { "low_back_left", "low_back_side_right" }, *const hip[] = { "groin_right", "hip_front_right" };
	static const char *const neck[] = { "neck_lower_left", "shoulder_top_left" };
	int facet = kb_cause(kb, "facet"), hips = kb_cause(kb, "hip_joint"), tense = kb_cause(kb, "myofascial"), stress = kb_cause(kb, "stress");
	double *b = drivers_of(a, kb, marked_case(a, kb, back, 2)).says, *h = drivers_of(a, kb, marked_case(a, kb, hip, 2)).says;
	double *n = drivers_of(a, kb, marked_case(a, kb, neck, 2)).says;

	(void)state;
	assert_true(b[facet] > 0.05 && fabs(b[hips]) < 1e-6);
	assert_true(h[hips] > 0.05 && fabs(h[facet]) < 1e-6);
	assert_true(n[stress] > 0.05 && b[stress] < n[stress] && fabs(n[facet]) < 1e-6);
	assert_true(b[tense] > 0 && h[tense] > 0 && n[tense] > 0);
	arena_reset(a);
}

static void an_empty_place_speaks_against_what_would_be_felt_there(void **state)
{
	static const char *const neck[] = { "neck_lower_left", "shoulder_top_left" }, *const shin[] = { "shin_left" };
	int hips = kb_cause(kb, "hip_joint"), nerve = kb_cause(kb, "radicular"), cancer = kb_cause(kb, "metastasis");
	struct person_case *c = marked_case(a, kb, neck, 2);

	(void)state;
	c->map_given = true;
	struct belief without = of(marked_case(a, kb, neck, 0)), with = of(c);
	assert_true(fabs(with.drivers.says[hips] - log(0.2)) < 1e-9 && fabs(with.drivers.says[nerve] - log(0.2)) < 1e-9);
	assert_true(with.drivers.silent[hips] && with.drivers.silent[nerve] && !with.drivers.silent[cancer] && !without.drivers.silent[hips]);
	assert_true(with.by_cause[hips] < 0.4 * without.by_cause[hips]);
	assert_true(fabs(with.by_cause[cancer] - without.by_cause[cancer]) < 1e-12);
	/* a leg is where a nerve is felt */
	c = marked_case(a, kb, shin, 1);
	c->map_given = true;
	with = of(c);
	assert_true(fabs(with.drivers.says[hips] - log(0.2)) < 1e-9 && fabs(with.drivers.says[nerve]) < 1e-9);
	/* a map on which nothing is marked says nothing, nor does none at all */
	c = marked_case(a, kb, neck, 0);
	c->map_given = true;
	assert_true(fabs(of(c).drivers.says[hips]) < 1e-12 && fabs(without.drivers.says[hips]) < 1e-12);
	arena_reset(a);
}

/* Nothing marked and pressed: nothing said.  Marks speak for causes and never against one, but for an empty place where it would be felt; all of it within
 * the bound. */
static void what_is_said_is_bounded(void **state)
{
	double most = log(kb_number_of(kb, "map_most"));
	struct rng r = rng_new(31);

	(void)state;
	for (int i = 0; i < 60; i++) {
		struct person_case *c = someone(&r);
		struct belief without = of(c);

		for (int k = 0; k < kb->n_causes; k++)
			assert_true(without.drivers.says[k] >= 0 && without.drivers.says[k] <= 0);
		mark_some(c, &r, 1 + rng_below(&r, 40));
		struct belief with = of(c);
		assert_true(!with.drivers.sampled);
		for (int k = 0; k < kb->n_causes; k++) {
			double silent = silence(c, k), says = with.drivers.says[k] - silent, moved = logit(with.by_cause[k]) - logit(without.by_cause[k]) - silent;

			assert_true(says >= -1e-12 && says <= most + 1e-12 && (says <= 1e-12 || joined(k)));
			/* other causes that hear something may add to it through what leads to what and what explains the same, no more than as much again */
			assert_true(kb->cause[k].by_rule || fabs(moved) <= 2 * most);
		}
		arena_reset(a);
	}
}

/* A marked area talks no danger away: not its probability, nor its band, nor its questions, and nothing that is not allowed becomes so. */
static void dangers_hear_nothing(void **state)
{
	struct rng r = rng_new(32);
	int heard = 0;

	(void)state;
	for (int i = 0; i < 60; i++) {
		struct person_case *c = someone(&r);
		struct belief without = of(c);
		struct screened *before_ = screen(a, kb, c);

		mark_some(c, &r, 1 + rng_below(&r, 20));
		for (int u = 0; u < 3; u++)
			c->answer[kb->unit[rng_below(&r, kb->n_units)].found[rng_below(&r, 2)]] = (int16_t)rng_below(&r, 3);
		struct belief with = of(c);
		struct screened *after_ = screen(a, kb, c);

		for (int k = 0; k < with.n_causes; k++) {
			const struct cause_belief *x = &with.cause[k];

			heard += fabs(with.drivers.says[x->cause]) > 0;
			if (!kb->cause[x->cause].serious)
				continue;
			assert_true(fabs(x->p - without.by_cause[x->cause]) <= 1e-12 && x->low <= x->p && x->p <= x->high);
			assert_true(with.class[kb->cause[x->cause].class].p >= without.class[kb->cause[x->cause].class].p - 1e-12);
			for (int q = 0; q < with.n_ask; q++)
				assert_true(with.ask[q].p_no[x->cause] >= 0 && with.ask[q].no * with.ask[q].p_no[x->cause] <= x->p + 1e-9);
		}
		for (int k = 0; k < before_->n_blocked; k++) {
			const struct blocked *b = &before_->blocked[k];
			bool still = false;

			for (int j = 0; j < after_->n_blocked; j++)
				still |= after_->blocked[j].item == b->item && after_->blocked[j].limit <= b->limit &&
					(after_->blocked[j].region < 0 || after_->blocked[j].region == b->region);
			assert_true(still);
		}
		arena_reset(a);
	}
	assert_true(heard > 100);
}

/* More of a finding never speaks less: for the muscle, its area and its cause. */
static void hands_speak_for_the_cause_in_order(void **state)
{
	static const char *const hip[] = { "buttock_lower_right", "hip_side_right" };
	struct person_case *c = marked_case(a, kb, hip, 2);
	int tense = kb_cause(kb, "myofascial"), found = kb->unit[kb_find(kb, KIND_UNIT, "piriformis")].found[1];
	double marks = drivers_of(a, kb, c).says[tense], last = -1;

	(void)state;
	for (int value = 0; value <= 2; value++) {
		c->answer[found] = (int16_t)value;
		double says = drivers_of(a, kb, c).says[tense];

		assert_true(says > last && (value ? says > marks : says < marks));
		last = says;
	}
	c->answer[found] = DONT_KNOW;
	assert_true(fabs(drivers_of(a, kb, c).says[tense] - marks) < 1e-12);
	/* the therapist's own answer says it already: hands count once */
	c->answer[found] = 2;
	test_answer(kb, c, "familiar_pain_on_palpation", 1);
	assert_true(fabs(drivers_of(a, kb, c).says[tense] - marks) < 1e-9);
	arena_reset(a);
}

/* One mark more speaks for the causes of its place.  For others it may say a little less than before: a muscle that explains both marks leaves less
 * for them to explain. */
static void one_more_mark_hardly_speaks_less(void **state)
{
	struct rng r = rng_new(33);
	double less = 0;

	(void)state;
	for (int i = 0; i < 40; i++) {
		struct person_case *c = case_new(a, kb);

		c->map_given = true;
		for (int k = 0; k < 3; k++)
			c->mark[rng_below(&r, kb->n_regions)] = (int8_t)(1 + 4 * k);
		double *had = drivers_of(a, kb, c).says;
		int at = rng_below(&r, kb->n_regions);
		if (c->mark[at])
			continue;
		c->mark[at] = 10;                                       /* too different to count as one with another */
		double *has = drivers_of(a, kb, c).says;

		for (int k = 0; k < kb->n_causes; k++)
			less = fmax(less, had[k] - has[k]);
		arena_reset(a);
	}
	print_message("one mark more takes at most %.4f of natural-log odds from any cause\n", less);
	assert_true(less < 0.02);
}

static void the_mirror_says_the_same_of_causes(void **state)
{
	struct rng r = rng_new(34);

	(void)state;
	for (int i = 0; i < 20; i++) {
		struct person_case *c = scattered_case(a, kb, &r, 1 + rng_below(&r, 40)), *m = case_copy(a, kb, c);

		case_mirror(kb, m);
		double *x = drivers_of(a, kb, c).says, *y = drivers_of(a, kb, m).says;
		for (int k = 0; k < kb->n_causes; k++)
			assert_true(fabs(x[k] - y[k]) < 1e-9);
		arena_reset(a);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tension_and_joints_hear_of_marks_where_they_are),
		cmocka_unit_test(an_empty_place_speaks_against_what_would_be_felt_there),
		cmocka_unit_test(what_is_said_is_bounded),
		cmocka_unit_test(dangers_hear_nothing),
		cmocka_unit_test(hands_speak_for_the_cause_in_order),
		cmocka_unit_test(one_more_mark_hardly_speaks_less),
		cmocka_unit_test(the_mirror_says_the_same_of_causes),
	};

	return cmocka_run_group_tests(tests, setup_kb, teardown);
}
