/* People drawn from the network: causes by their odds, findings by their links, sums that fit, nothing that does not apply. */
#include "support.h"

#include "core/belief.h"
#include "core/belief_model.h"
#include "core/rule.h"
#include "core/sample.h"

#include <math.h>

enum { PEOPLE = 4000 };

static struct arena *a, *keep;
static const struct sampling whole = { ASKED_INTAKE | ASKED_SESSION, 1, 0.01 };

static int setup(void **state)
{
	(void)state;
	a = arena_new((size_t)1 << 30);
	keep = arena_new((size_t)1 << 20);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_end(a);
	arena_end(keep);
	return 0;
}

static struct sampled one(const struct kb *kb, const struct sampling *how, uint64_t seed)
{
	struct rng rng = rng_new(seed);
	struct sampled s;
	struct err err = { 0 };

	if (!sample_person(a, kb, how, &rng, &s, &err))
		fail_msg("%s", err_line(a, &err));
	return s;
}

/* Two causes, one odds, one sum, one finding that applies to some. */
static const struct kb *tiny(void)
{
	struct err err = { 0 };
	struct kb *kb = test_load(a, &err, "sources.yaml", "sources:\n  - { id: S, authors: S, year: 2020, title: S }\n",
		"findings/pain.yaml", "findings:\n"
		"  - { id: job, name: Job, by: client, module: load, type: bool, ask: Job, seconds: 1 }\n"
		"  - { id: sign, name: Sign, by: client, module: pain, type: int, min: 0, max: 10, cut: 4, ask: Sign, seconds: 1,"
		" base: 0.3, base_source: [S], base_confidence: high }\n"
		"  - { id: follow, name: Follow, by: client, module: pain, type: bool, ask: Follow, when: sign >= 4, seconds: 1 }\n"
		"  - { id: part_a, name: A, by: client, module: pain, type: int, min: 0, max: 3, ask: A, seconds: 1 }\n"
		"  - { id: part_b, name: B, by: client, module: pain, type: int, min: 0, max: 3, ask: B, seconds: 1 }\n"
		"  - { id: score, name: Score, by: client, module: pain, type: int, min: 0, max: 6, cut: 3, sum_of: [part_a, part_b],"
		" base: 0.25, base_source: [S], base_confidence: high }\n",
		"causes.yaml", "classes:\n  - { id: k, name: K, plain: K }\ncauses:\n"
		"  - { id: x, class: k, name: X, plain: X, tell: X, prior: 0.2, low: 0.1, high: 0.3, source: [S], confidence: high,"
		" odds: [ { when: job, times: 4, source: [S], confidence: high } ] }\n"
		"  - { id: y, class: k, name: Y, plain: Y, tell: Y, prior: 0.1, low: 0.1, high: 0.3, source: [S], confidence: high }\n",
		"links.yaml", "links:\n  - { finding: sign, cause: x, sens: 0.8, spec: 0.8, source: [S], confidence: high }\n"
		"  - { finding: score, cause: y, sens: 0.6, spec: 0.9, source: [S], confidence: high }\n", (char *)NULL);

	if (!kb)
		fail_msg("%s", err_line(a, &err));
	return kb;
}

static void assert_share(const char *what, int yes, int of, double expected)
{
	double share = (double)yes / of, slack = 4.5 * sqrt(expected * (1 - expected) / of);

	if (fabs(share - expected) > slack)
		fail_msg("%s: %g of %d, expected %g", what, share, of, expected);
}

static void assert_near(double value, double expected, double off)
{
	if (!(fabs(value - expected) <= off))
		fail_msg("%.15g is not %.15g", value, expected);
}

static void causes_follow_their_odds_and_findings_their_links(void **state)
{
	const struct kb *kb = tiny();
	const int job = kb_finding(kb, "job"), sign = kb_finding(kb, "sign"), x = kb_cause(kb, "x");
	int people[2] = { 0 }, acts[2] = { 0 }, with[2] = { 0 }, present[2] = { 0 };
	struct model m;
	struct err err = { 0 };

	(void)state;
	assert_true(belief_model(a, kb, case_new(a, kb), &m, &err));
	for (uint64_t i = 0; i < PEOPLE; i++) {
		struct sampled s = one(kb, &whole, i);
		int j = s.c->answer[job];

		people[j]++;
		acts[j] += s.acts[x];
		with[s.acts[x]]++;
		present[s.acts[x]] += s.c->answer[sign] >= 4;
	}
	assert_share("the cause without the job", acts[0], people[0], 0.2);
	assert_share("the cause with the job", acts[1], people[1], 0.5);       /* odds 1/4 times 4 */
	assert_share("the sign without the cause", present[0], with[0], m.leak[sign]);
	assert_share("the sign with the cause", present[1], with[1], 1 - (1 - m.leak[sign]) * 0.25);     /* q = 0.2 / 0.8 */
}

static void a_sum_fits_its_parts_and_what_does_not_apply_is_not_answered(void **state)
{
	const struct kb *kb = tiny();
	const int sign = kb_finding(kb, "sign"), follow = kb_finding(kb, "follow"), score = kb_finding(kb, "score");
	int high = 0, followed = 0;

	(void)state;
	for (uint64_t i = 0; i < PEOPLE; i++) {
		struct sampled s = one(kb, &whole, i);

		assert_int_equal(s.c->answer[score], NOT_ASKED);
		assert_int_equal(case_answer(kb, s.c, score), s.value[score]);
		high += s.value[score] >= 3;
		assert_int_equal(s.c->answer[follow] != NOT_ASKED, s.c->answer[sign] >= 4);
		followed += s.c->answer[follow] != NOT_ASKED;
	}
	assert_share("the score", high, PEOPLE, 0.25);
	assert_in_range(followed, 1, PEOPLE - 1);
}

static void everybody_of_the_real_knowledge_is_a_case_that_could_be_typed_in(void **state)
{
	const struct kb *kb = test_kb();
	int dangers = 0;

	(void)state;
	for (uint64_t i = 0; i < 200; i++) {
		struct sampled s = one(kb, &whole, i);

		assert_in_range(s.c->age, 18, 85);
		for (int f = 0; f < kb->n_findings; f++) {
			int v = s.c->answer[f];

			if (v != NOT_ASKED && (v < kb->finding[f].min || v > kb->finding[f].max || rule_applies(kb, f, s.c) != TRUTH_YES))
				fail_msg("person %d: %s is %d", (int)i, kb->finding[f].id, v);
			if (v == NOT_ASKED && kb->finding[f].gate && rule_applies(kb, f, s.c) == TRUTH_YES)
				fail_msg("person %d was not asked %s", (int)i, kb->finding[f].id);
			dangers += kb->finding[f].gate && v > kb->finding[f].min;
		}
		for (int c = 0; c < kb->n_causes; c++)
			assert_false(s.acts[c] && kb->cause[c].by_rule);
		arena_reset(a);
	}
	assert_in_range(dangers, 20, 400);
}

static void mark(int finding, void *arg)
{
	((bool *)arg)[finding] = true;
}

/* Causes linked to a finding that odds name: it is drawn before them, so their link is not what brought it. */
static void find_own_roots(const struct kb *kb, bool *own)
{
	bool *named = NEWS(keep, bool, kb->n_findings);

	for (int c = 0; c < kb->n_causes; c++)
		for (int i = 0; i < kb->cause[c].n_odds; i++)
			rule_findings(&kb->cause[c].odds[i].when, mark, named);
	for (int i = 0; i < kb->n_links; i++)
		own[kb->link[i].cause] |= named[kb->link[i].finding];
}

/* What belief() says of people drawn from its own network comes true as often as it says. */
static void beliefs_about_people_drawn_are_calibrated(void **state)
{
	const struct kb *kb = test_kb();
	double *said = NEWS(keep, double, kb->n_causes), *spread = NEWS(keep, double, kb->n_causes), *acts = NEWS(keep, double, kb->n_causes);
	bool *own = NEWS(keep, bool, kb->n_causes);
	const int people = test_many(400);
	int checked = 0;

	(void)state;
	find_own_roots(kb, own);
	for (int i = 0; i < people; i++) {
		struct sampled s = one(kb, &whole, 1000 + (uint64_t)i);
		struct belief b;
		struct err err = { 0 };

		if (!belief(a, kb, s.c, NULL, &b, &err))
			fail_msg("%s", err_line(a, &err));
		for (int c = 0; c < kb->n_causes; c++) {
			said[c] += b.by_cause[c];
			spread[c] += b.by_cause[c] * (1 - b.by_cause[c]);
			acts[c] += s.acts[c];
		}
		arena_reset(a);
	}
	for (int c = 0; c < kb->n_causes; c++) {
		if (own[c] || said[c] < 5)
			continue;
		if (fabs(acts[c] - said[c]) > 4.5 * sqrt(spread[c]))
			fail_msg("%s: said of %g, acts in %g", kb->cause[c].id, said[c], acts[c]);
		if (said[c] > people * 4 * kb->cause[c].prior)
			fail_msg("%s: a prior of %g became %g", kb->cause[c].id, kb->cause[c].prior, said[c] / people);
		checked++;
	}
	assert_in_range(checked, test_many(15) + 2, kb->n_causes);
}

static void fewer_answers_are_given_when_so_asked_and_a_seed_is_a_person(void **state)
{
	const struct kb *kb = test_kb();
	const struct sampling some = { ASKED_INTAKE | ASKED_SESSION, 0.3, 0.01 };
	struct sampled all = one(kb, &whole, 7), few = one(kb, &some, 7), same = one(kb, &some, 7);
	int n_all = 0, n_few = 0;

	(void)state;
	assert_memory_equal(few.c->answer, same.c->answer, sizeof(*few.c->answer) * (size_t)kb->n_findings);
	for (int f = 0; f < kb->n_findings; f++)
		if (kb->finding[f].module != MODULE_SAFETY) {
			n_all += all.c->answer[f] != NOT_ASKED;
			n_few += few.c->answer[f] != NOT_ASKED;
		}
	assert_in_range(n_few, n_all / 8, n_all / 2);
	assert_memory_equal(all.acts, few.acts, (size_t)kb->n_causes);
}

static void alike_is_one_for_the_same_and_less_for_others(void **state)
{
	const struct kb *kb = tiny();
	const int x = kb_cause(kb, "x"), y = kb_cause(kb, "y"), sign = kb_finding(kb, "sign"), score = kb_finding(kb, "score");
	struct model m;
	struct err err = { 0 };

	(void)state;
	assert_true(belief_model(a, kb, case_new(a, kb), &m, &err));
	assert_near(model_causes_alike(&m, x, x), 1, 1e-12);
	assert_near(model_findings_alike(&m, sign, sign), 1, 1e-12);
	assert_near(model_findings_alike(&m, sign, score), 0, 1e-12);
	assert_near(model_causes_alike(&m, x, y), 0, 1e-12);
	m.link[m.first[sign]].q = 0.5;
	m.link[m.first[score]] = (struct model_link){ x, 0, 0.25 };          /* both for x, one twice as heavy */
	assert_near(model_findings_alike(&m, sign, score), 0.5, 1e-12);
	assert_true(belief_model(a, kb, case_new(a, kb), &m, &err));
	for (int f = 0; f < kb->n_findings; f++)
		if (kb->finding[f].base > 0)
			assert_near(model_share(&m, f), kb->finding[f].base, 1e-9);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(causes_follow_their_odds_and_findings_their_links),
		cmocka_unit_test(a_sum_fits_its_parts_and_what_does_not_apply_is_not_answered),
		cmocka_unit_test(everybody_of_the_real_knowledge_is_a_case_that_could_be_typed_in),
		cmocka_unit_test(beliefs_about_people_drawn_are_calibrated),
		cmocka_unit_test(fewer_answers_are_given_when_so_asked_and_a_seed_is_a_person),
		cmocka_unit_test(alike_is_one_for_the_same_and_less_for_others),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
