/* Danger comes first and always whole: what an emergency or urgent rule reads is asked before anything else, and no plan is made before. */
#include "people.h"

#include "app/assess.h"
#include "app/next_question.h"
#include "core/danger.h"

enum { QUESTIONS_MOST = 400, DANGER_MOST = 48 };

static int at(const char *id)
{
	int f = kb_finding(kb, id);

	assert_true(f >= 0);
	return f;
}

static struct person_case *nobody(int age, int sex)
{
	struct person_case *c = case_new(arena, kb);

	c->age = age;
	c->sex = sex;
	return c;
}

static int ask(struct person_case *c)
{
	struct next next;
	struct err err = { 0 };

	assert_true(next_question(arena, kb, c, -1, 0, &next, &err));
	return next.what;
}

static bool of_danger(const struct person_case *c, int question)
{
	return question == ASK_MAP ? danger_waits_for_map(arena, kb, c) : question >= 0 && danger_part(arena, kb, c)[question];
}

/* "No" to the danger questions until `stop_at`, or until they are through; how many were asked. */
static int say_no(struct person_case *c, int stop_at)
{
	int f, n = 0;

	while ((f = ask(c)) >= 0 && f != stop_at && of_danger(c, f) && n++ < QUESTIONS_MOST)
		c->answer[f] = (int16_t)kb->finding[f].min;
	return n;
}

static bool among(struct ids set, const char *id)
{
	for (int i = 0; i < set.n; i++)
		if (set.at[i] == at(id))
			return true;
	return false;
}

static void how_long_it_hurts_is_asked_first_where_it_decides(void **state)
{
	struct person_case *c = nobody(76, SEX_FEMALE);
	struct err err;

	(void)state;
	say_no(c, at("pain_over_3_months"));
	assert_int_equal(ask(c), at("pain_over_3_months"));
	c->answer[at("pain_over_3_months")] = 1;
	assert_int_equal(ask(c), at("pain_weeks"));
	assert_false(gate(c, &err));
	assert_int_equal(err.code, ERR_DANGER);
	assert_string_equal(err.field, "pain_weeks");
	c->answer[at("pain_weeks")] = 200;
	assert_false(of_danger(c, ask(c)));
	assert_true(gate(c, &err));
}

static void whom_it_does_not_concern_is_not_asked_how_long(void **state)
{
	struct person_case *man = nobody(44, SEX_MALE), *woman = nobody(69, SEX_FEMALE);
	int asked = say_no(man, -1);

	(void)state;
	assert_true(asked <= DANGER_MOST);
	assert_true(say_no(woman, -1) <= asked + 2);            /* age and sex open no more than pregnancy */
	assert_int_equal(man->answer[at("pain_weeks")], NOT_ASKED);
	assert_int_equal(woman->answer[at("pain_weeks")], NOT_ASKED);
	assert_true(gate(man, &(struct err){ .code = ERR_OK }));
}

static void a_new_pain_stops_with_its_reasons_and_the_contradiction(void **state)
{
	struct person_case *c = nobody(76, SEX_FEMALE);
	struct assess as;

	(void)state;
	say_no(c, at("pain_over_3_months"));
	c->answer[at("pain_over_3_months")] = 1;
	c->answer[at("pain_weeks")] = 0;
	assess_screen(arena, kb, c, &as);
	assert_int_equal(as.s->tier, TIER_URGENT);
	const struct reason_given *r = &as.s->reason[0];
	assert_string_equal(kb->flag[r->flag].id, "flag_fracture_two_of_four");
	assert_true(r->age && r->sex && !r->map);
	assert_true(among(r->findings, "pain_weeks"));
	assert_false(among(r->findings, "pain_over_3_months"));
	assert_int_equal(r->findings.n, 1);
	assert_true(among(as.contradicting, "pain_weeks") && among(as.contradicting, "pain_over_3_months"));
	c->answer[at("pain_over_3_months")] = 0;
	c->answer[at("pain_weeks")] = 200;                      /* the other way round: the more dangerous answer counts as well */
	assess_screen(arena, kb, c, &as);
	assert_int_equal(as.s->tier, TIER_URGENT);
	assert_true(among(as.s->reason[0].findings, "pain_over_3_months") && !among(as.s->reason[0].findings, "pain_weeks"));
	assert_int_equal(as.contradicting.n, 2);
}

/* A case file can say what nobody would have been asked: no plan is made over it. */
static void a_sign_of_an_emergency_that_cannot_be_holds_up_the_plan(void **state)
{
	static const char *const sign[] = { "foot_drop", "aneurysm_pain_new", "limb_weak_new", "root_pain" };
	struct assess as;

	(void)state;
	for (size_t i = 0; i < sizeof(sign) / sizeof(*sign); i++) {
		struct err err = { .code = ERR_OK };

		assess_screen(arena, kb, with(sign[i], 1), &as);
		assert_true(among(as.contradicting, sign[i]));
		assert_false(assess_gate(&as, &err));
		assert_string_equal(err.field, sign[i]);
	}
}

static void a_foot_that_drops_is_an_emergency_though_it_gets_no_weaker(void **state)
{
	struct person_case *c = with("leg_weakness_stable", 1);

	(void)state;
	assert_int_equal(screen(arena, kb, c)->tier, TIER_URGENT);
	assert_int_equal(rule_applies(kb, at("foot_drop"), c), TRUTH_YES);
	test_answer(kb, c, "foot_drop", 1);
	assert_int_equal(screen(arena, kb, c)->tier, TIER_EMERGENCY);
}

static void what_decides_nothing_is_no_contradiction(void **state)
{
	struct person_case *c = safe();
	struct assess as;

	(void)state;
	test_answer(kb, c, "pain_over_3_months", 1);
	test_answer(kb, c, "pain_weeks", 3);                    /* an old pain that got worse: nothing rests on it */
	assess_screen(arena, kb, c, &as);
	assert_int_equal(as.contradicting.n, 0);
	assert_true(assess_gate(&as, &(struct err){ .code = ERR_OK }));
}

/* An unclear gateway closes nothing: the vessel is asked about, and then its pain. */
static void behind_an_unclear_answer_it_is_asked_all_the_same(void **state)
{
	struct person_case *c = nobody(60, SEX_MALE);
	struct err err;

	(void)state;
	say_no(c, at("pacemaker_or_implant"));
	c->answer[at("pacemaker_or_implant")] = DONT_KNOW;
	say_no(c, at("aneurysm_known"));
	assert_int_equal(ask(c), at("aneurysm_known"));
	assert_false(gate(c, &err));
	c->answer[at("aneurysm_known")] = 1;
	say_no(c, at("aneurysm_pain_new"));
	assert_int_equal(ask(c), at("aneurysm_pain_new"));
	assert_false(gate(c, &err));
}

static void the_map_comes_before_the_rest_where_a_rule_waits_for_it(void **state)
{
	struct person_case *c = nobody(60, SEX_MALE);
	struct err err;

	(void)state;
	say_no(c, at("cancer_history"));
	c->answer[at("cancer_history")] = 1;
	say_no(c, -1);
	assert_int_equal(ask(c), ASK_MAP);
	assert_false(gate(c, &err));
	assert_string_equal(err.field, "map");
	c->map_given = true;
	assert_true(gate(c, &err));
}

static int some_answer(struct rng *r, const struct finding *f)
{
	int dice = rng_below(r, 20);

	return dice == 0 ? DONT_KNOW : dice < 16 ? f->min : f->min + rng_below(r, f->max - f->min + 1);
}

static bool asked_of_client(const struct person_case *c, int f)
{
	const struct finding *of = &kb->finding[f];

	return of->by != BY_THERAPIST && (of->asked & ASKED_INTAKE) && !of->sum_of.n && c->answer[f] == NOT_ASKED && rule_applies(kb, f, c) != TRUTH_NO;
}

static void true_rules(const struct person_case *c, bool *is)
{
	for (int i = 0; i < kb->n_flags; i++)
		is[i] = kb->flag[i].tier >= TIER_URGENT && rule_eval(kb, &kb->flag[i].when, c) == TRUTH_YES;
}

/* Whoever they are: once the danger part is through, nothing that they are asked later, nor any mark, makes one of its rules true. */
static void after_the_danger_part_no_answer_makes_an_urgent_rule_true(void **state)
{
	struct rng r = rng_new(4711);
	bool before[200], after[200];
	int f;

	(void)state;
	assert_true(kb->n_flags <= 200);
	for (int i = 0, n = test_many(400); i < n; i++) {
		struct person_case *c = nobody(18 + rng_below(&r, 80), SEX_FEMALE + rng_below(&r, 3));

		while (of_danger(c, f = ask(c))) {
			if (f == ASK_MAP)
				c->map_given = true;
			else
				c->answer[f] = (int16_t)some_answer(&r, &kb->finding[f]);
		}
		true_rules(c, before);
		for (int again = 0; again < 2; again++)         /* what an answer opens may stand before it */
			for (int k = 0; k < kb->n_findings; k++)
				if (asked_of_client(c, k))
					c->answer[k] = (int16_t)some_answer(&r, &kb->finding[k]);
		for (int k = 0; !c->map_given && k < kb->n_regions; k++)
			c->mark[k] = (int8_t)rng_below(&r, 11);
		c->map_given = true;
		true_rules(c, after);
		for (int k = 0; k < kb->n_flags; k++)
			if (after[k] && !before[k])
				fail_msg("%s became true by what was asked after the danger part", kb->flag[k].id);
		arena_reset(arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(how_long_it_hurts_is_asked_first_where_it_decides),
		cmocka_unit_test(whom_it_does_not_concern_is_not_asked_how_long),
		cmocka_unit_test(a_new_pain_stops_with_its_reasons_and_the_contradiction),
		cmocka_unit_test(a_sign_of_an_emergency_that_cannot_be_holds_up_the_plan),
		cmocka_unit_test(a_foot_that_drops_is_an_emergency_though_it_gets_no_weaker),
		cmocka_unit_test(what_decides_nothing_is_no_contradiction),
		cmocka_unit_test(behind_an_unclear_answer_it_is_asked_all_the_same),
		cmocka_unit_test(the_map_comes_before_the_rest_where_a_rule_waits_for_it),
		cmocka_unit_test(after_the_danger_part_no_answer_makes_an_urgent_rule_true),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
