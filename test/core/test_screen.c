/* test/core/test_screen.c -- the laws of screening on a small knowledge; the real one is tried in test/safety. */
#include "small.h"

static struct arena *arena;
static struct kb *kb;

static int set_up(void **state)
{
	(void)state;
	arena = arena_new(256u << 20);
	kb = small_kb(arena);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_end(arena);
	return 0;
}

static struct person_case *safe(void)
{
	return small_case(arena, kb);
}

static struct person_case *any_case(struct rng *r)
{
	static const int16_t value[] = { 0, 0, 1, NOT_ASKED, DONT_KNOW };
	struct person_case *c = safe();

	c->age = 18 + rng_below(r, 60);
	for (int i = 0; i <= F_NUMB; i++)
		c->answer[i] = value[rng_below(r, 5)];
	for (int i = 0; i < kb->n_regions; i++)
		c->mark[i] = (int8_t)(rng_below(r, 3) ? 0 : rng_below(r, 11));
	return c;
}

static size_t cells(void)
{
	return (size_t)kb->n_items * (size_t)kb->n_regions;
}

static void a_person_without_danger_passes(void **state)
{
	struct err err = { .code = ERR_OK };
	struct screened *s = screen(arena, kb, safe());

	(void)state;
	assert_int_equal(s->tier, TIER_NONE);
	assert_int_equal(s->n_reasons, 0);
	assert_int_equal(s->not_asked.n, 0);
	assert_true(screen_gate(kb, s, &err));
}

static void a_yes_gives_the_tier_and_names_what_made_it(void **state)
{
	struct person_case *c = safe();
	struct screened *s;

	(void)state;
	c->answer[F_FEVER] = 1;
	c->answer[F_UNWELL] = 1;
	s = screen(arena, kb, c);
	assert_int_equal(s->tier, TIER_EMERGENCY);
	assert_int_equal(s->n_reasons, 2);
	assert_string_equal(kb->flag[s->reason[0].flag].id, "flag_sepsis");
	assert_string_equal(kb->flag[s->reason[1].flag].id, "flag_fever");
	assert_int_equal(s->reason[0].findings.n, 2);
	assert_int_equal(s->reason[1].findings.n, 1);
	assert_int_equal(s->reason[1].findings.at[0], F_FEVER);
}

static void a_reason_that_needs_a_no_names_it(void **state)
{
	struct person_case *c = safe();

	(void)state;
	c->age = 60;
	struct screened *s = screen(arena, kb, c);
	assert_int_equal(s->tier, TIER_NOTE);
	assert_int_equal(s->reason[0].findings.n, 1);
	assert_int_equal(s->reason[0].findings.at[0], F_FEVER);
	assert_int_equal(c->answer[F_FEVER], 0);        /* the case is left as it was */
}

static void does_not_know_to_a_danger_must_be_cleared_today(void **state)
{
	struct person_case *c = safe();
	struct err err = { .code = ERR_OK };

	(void)state;
	c->answer[F_BLADDER] = DONT_KNOW;
	struct screened *s = screen(arena, kb, c);
	assert_int_equal(s->tier, TIER_URGENT);
	assert_int_equal(s->reason[0].flag, -1);
	assert_int_equal(s->reason[0].truth, TRUTH_DONT_KNOW);
	assert_int_equal(s->reason[0].findings.n, 1);
	assert_int_equal(s->reason[0].findings.at[0], F_BLADDER);
	assert_int_equal(s->not_known.n, 1);
	assert_false(screen_gate(kb, s, &err));
	assert_int_equal(err.code, ERR_DANGER);
	assert_string_equal(err.field, "bladder_change_new");
}

static void does_not_know_beside_a_no_stays_closed(void **state)
{
	struct person_case *c = safe();

	(void)state;
	c->answer[F_UNWELL] = DONT_KNOW;                /* only dangerous together with fever */
	struct screened *s = screen(arena, kb, c);
	assert_int_equal(s->tier, TIER_NONE);
	assert_int_equal(s->not_known.n, 1);
}

static void does_not_know_to_a_soon_rule_is_a_note(void **state)
{
	struct person_case *c = safe();

	(void)state;
	c->answer[F_LOSS] = DONT_KNOW;
	struct screened *s = screen(arena, kb, c);
	assert_int_equal(s->tier, TIER_NOTE);
	assert_int_equal(s->reason[0].truth, TRUTH_DONT_KNOW);
}

static void every_unasked_danger_question_that_applies_stops_the_plan(void **state)
{
	(void)state;
	for (int f = 0; f < kb->n_findings; f++) {
		struct person_case *c = safe();
		struct err err = { .code = ERR_OK };

		c->answer[f] = NOT_ASKED;
		bool open = kb->finding[f].gate && f != F_SEVERE;       /* F_SEVERE applies only on an anticoagulant */
		assert_int_equal(screen_gate(kb, screen(arena, kb, c), &err), !open);
		if (open) {
			assert_int_equal(err.code, ERR_DANGER);
			assert_string_equal(err.field, kb->finding[f].id);
		}
	}
	struct person_case *c = safe();
	c->answer[F_ANTICOAGULANT] = 1;
	c->answer[F_SEVERE] = NOT_ASKED;
	assert_int_equal(screen(arena, kb, c)->not_asked.n, 1);
}

static void under_eighteen_and_no_age_are_refused(void **state)
{
	(void)state;
	for (int age = -1; age <= 18; age++) {
		struct person_case *c = safe();
		struct err err = { .code = ERR_OK };

		c->age = age;
		assert_int_equal(screen_gate(kb, screen(arena, kb, c), &err), age == 18);
		assert_int_equal(err.code, age < 0 ? ERR_DANGER : age < 18 ? ERR_MINOR : ERR_OK);
	}
}

static void not_asked_and_not_known_block_like_yes(void **state)
{
	static const int16_t value[] = { 1, DONT_KNOW, NOT_ASKED };
	static const enum truth truth[] = { TRUTH_YES, TRUTH_DONT_KNOW, TRUTH_NOT_ASKED };

	(void)state;
	for (int i = 0; i < 3; i++) {
		struct person_case *c = safe();

		c->answer[F_ANTICOAGULANT] = value[i];
		struct screened *s = screen(arena, kb, c);
		assert_true(screen_never(kb, s, I_DEEP, -1));
		assert_true(screen_never(kb, s, I_TRIGGER, 0));
		assert_false(screen_never(kb, s, I_SWEDISH, 0));
		assert_int_equal(screen_pressure(kb, s, I_DEEP, 0), 0);
		assert_int_equal(screen_pressure(kb, s, I_SWEDISH, 0), 2);
		assert_int_equal(s->blocked[0].item, I_SWEDISH);
		assert_int_equal(s->blocked[0].region, -1);
		assert_int_equal(s->blocked[0].truth, truth[i]);
		assert_int_equal(s->blocked[0].findings.n, i ? 1 : 0);
	}
}

static void a_light_block_without_danger_questions_waits_for_no_one(void **state)
{
	struct person_case *c = safe();

	(void)state;
	c->answer[F_SLR] = NOT_ASKED;
	assert_int_equal(screen_pressure(kb, screen(arena, kb, c), I_SWEDISH, 6), 3);
	c->answer[F_SLR] = DONT_KNOW;
	assert_int_equal(screen_pressure(kb, screen(arena, kb, c), I_SWEDISH, 6), 2);
	assert_int_equal(screen_pressure(kb, screen(arena, kb, c), I_DEEP, 6), 0);      /* cannot be given that lightly */
	assert_int_equal(screen_pressure(kb, screen(arena, kb, c), I_DEEP, 0), 5);
}

static void consent_is_asked_where_the_rule_says(void **state)
{
	struct screened *s = screen(arena, kb, safe());

	(void)state;
	for (int r = 0; r < kb->n_regions; r++)
		assert_int_equal(s->ask[(size_t)I_SWEDISH * (size_t)kb->n_regions + (size_t)r], r == 4 || r == 5);
	assert_int_equal(s->n_blocked, 2);
}

static void an_item_without_a_free_area_may_not_be_used_at_all(void **state)
{
	struct kb mine = *kb;
	struct block b[6];

	(void)state;
	memcpy(b, kb->block, sizeof(b));
	b[4].items = small_ids(arena, 1, I_DEEP);
	b[4].regions = small_ids(arena, 4, 0, 1, 6, 7);         /* all of the low back and the leg, where it is used */
	b[4].limit = LIMIT_NEVER;
	mine.block = b;
	struct screened *s = screen(arena, &mine, safe());
	assert_true(screen_never(&mine, s, I_DEEP, -1));
	assert_false(screen_never(&mine, s, I_TRIGGER, -1));
}

static void a_danger_answer_never_lowers_the_tier(void **state)
{
	static const int danger[] = { F_FEVER, F_UNWELL, F_BLADDER, F_LOSS, F_ANTICOAGULANT, F_SEVERE };
	struct rng r = rng_new(21);

	(void)state;
	for (int i = 0; i < 5000; i++) {
		struct person_case *c = any_case(&r);
		enum tier before = screen(arena, kb, c)->tier;

		c->answer[danger[rng_below(&r, 6)]] = 1;
		assert_true(screen(arena, kb, c)->tier >= before);
		if (i % 100 == 99) {
			arena_reset(arena);
			kb = small_kb(arena);
		}
	}
}

static void every_emergency_stops_whatever_else_is_answered(void **state)
{
	struct rng r = rng_new(22);

	(void)state;
	for (int i = 0; i < 10000; i++) {
		struct person_case *c = any_case(&r);
		struct err err = { .code = ERR_OK };

		c->answer[F_BLADDER] = 1;
		struct screened *s = screen(arena, kb, c);
		assert_int_equal(s->tier, TIER_EMERGENCY);
		assert_false(screen_gate(kb, s, &err));
		if (i % 100 == 99) {
			arena_reset(arena);
			kb = small_kb(arena);
		}
	}
}

static void taking_an_answer_back_never_unblocks(void **state)
{
	struct rng r = rng_new(23);

	(void)state;
	for (int i = 0; i < 5000; i++) {
		struct person_case *c = any_case(&r);
		struct screened *before = screen(arena, kb, c);
		int f = rng_below(&r, F_NUMB + 1);

		c->answer[f] = NOT_ASKED;
		struct screened *after = screen(arena, kb, c);
		for (size_t k = 0; k < cells(); k++) {
			assert_true(after->never[k] >= before->never[k]);
			assert_true(!kb->finding[f].gate || after->light[k] >= before->light[k]);
		}
		if (i % 100 == 99) {
			arena_reset(arena);
			kb = small_kb(arena);
		}
	}
}

static void a_mirrored_map_gives_mirrored_blocks(void **state)
{
	struct rng r = rng_new(24);

	(void)state;
	for (int i = 0; i < 1000; i++) {
		struct person_case *c = any_case(&r);
		struct screened *one = screen(arena, kb, c);

		case_mirror(kb, c);
		struct screened *two = screen(arena, kb, c);
		assert_int_equal(one->tier, two->tier);
		for (int it = 0; it < kb->n_items; it++)
			for (int g = 0; g < kb->n_regions; g++)
				assert_int_equal(screen_pressure(kb, one, it, g),
					screen_pressure(kb, two, it, kb->region[g].mirror));
		if (i % 100 == 99) {
			arena_reset(arena);
			kb = small_kb(arena);
		}
	}
}

static void the_order_of_the_rules_does_not_matter(void **state)
{
	struct rng r = rng_new(25);

	(void)state;
	for (int i = 0; i < 500; i++) {
		struct kb mine = *kb;
		struct flag f[6];
		struct block b[6];
		struct person_case *c = any_case(&r);

		for (int k = 0; k < 6; k++) {
			f[k] = kb->flag[5 - k];
			b[k] = kb->block[5 - k];
		}
		mine.flag = f;
		mine.block = b;
		struct screened *one = screen(arena, kb, c), *two = screen(arena, &mine, c);
		assert_int_equal(one->tier, two->tier);
		assert_int_equal(one->n_reasons, two->n_reasons);
		for (int k = 0; k < one->n_reasons; k++)
			assert_int_equal(one->reason[k].tier, two->reason[k].tier);
		assert_memory_equal(one->never, two->never, cells());
		assert_memory_equal(one->light, two->light, cells());
		if (i % 100 == 99) {
			arena_reset(arena);
			kb = small_kb(arena);
		}
	}
}

static void questions_of_an_occasion_come_in_file_order(void **state)
{
	struct person_case *c = safe();
	struct ids q = screen_questions(arena, kb, c, ASKED_INTAKE);

	(void)state;
	assert_int_equal(q.n, 8);                       /* nine of danger and gates, one does not apply */
	for (int i = 1; i < q.n; i++)
		assert_true(q.at[i] > q.at[i - 1]);
	assert_int_equal(screen_questions(arena, kb, c, ASKED_SESSION).n, 1);
	assert_int_equal(screen_questions(arena, kb, c, ASKED_FLARE).at[0], F_BLADDER);
	c->answer[F_ANTICOAGULANT] = 1;
	assert_int_equal(screen_questions(arena, kb, c, ASKED_INTAKE).n, 9);
	c->answer[F_ANTICOAGULANT] = NOT_ASKED;         /* may apply */
	assert_int_equal(screen_questions(arena, kb, c, ASKED_INTAKE).n, 9);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_person_without_danger_passes),
		cmocka_unit_test(a_yes_gives_the_tier_and_names_what_made_it),
		cmocka_unit_test(a_reason_that_needs_a_no_names_it),
		cmocka_unit_test(does_not_know_to_a_danger_must_be_cleared_today),
		cmocka_unit_test(does_not_know_beside_a_no_stays_closed),
		cmocka_unit_test(does_not_know_to_a_soon_rule_is_a_note),
		cmocka_unit_test(every_unasked_danger_question_that_applies_stops_the_plan),
		cmocka_unit_test(under_eighteen_and_no_age_are_refused),
		cmocka_unit_test(not_asked_and_not_known_block_like_yes),
		cmocka_unit_test(a_light_block_without_danger_questions_waits_for_no_one),
		cmocka_unit_test(consent_is_asked_where_the_rule_says),
		cmocka_unit_test(an_item_without_a_free_area_may_not_be_used_at_all),
		cmocka_unit_test(a_danger_answer_never_lowers_the_tier),
		cmocka_unit_test(every_emergency_stops_whatever_else_is_answered),
		cmocka_unit_test(taking_an_answer_back_never_unblocks),
		cmocka_unit_test(a_mirrored_map_gives_mirrored_blocks),
		cmocka_unit_test(the_order_of_the_rules_does_not_matter),
		cmocka_unit_test(questions_of_an_occasion_come_in_file_order),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
