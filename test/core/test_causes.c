/* The causes the source material names, and the five general factors: whether the knowledge in the program holds them. */
#include "support.h"

#include <string.h>
#include <strings.h>

static bool serves(const struct cause *c, const char *mission)
{
	for (int i = 0; i < c->n_mission; i++)
		if (!strcmp(c->mission[i], mission))
			return true;
	return false;
}

static bool says(const char *text, const char *word)
{
	size_t n = strlen(word);

	for (; *text; text++)
		if (!strncasecmp(text, word, n))
			return true;
	return false;
}

/* The ids of `mission:`, the word that the name of the cause must say, the cause. */
static const struct { const char *mission, *word, *cause; } named[] = {
	{ "B2", "muscle strain", "strain" },            { "B2", "disc herniation", "radicular" },
	{ "B2", "spinal stenosis", "stenosis" },        { "B2", "osteoarthritis", "osteoarthritis" },
	{ "B2", "structural", "listhesis" },            { "B2", "scoliosis", "scoliosis" },
	{ "C2", "disc degeneration", "disc" },          { "C2", "facet joint", "facet" },
	{ "C2", "muscle tension", "myofascial" },       { "C2", "disc herniation", "radicular" },
	{ "C2", "spasm", "spasm" },
	{ "C3", "ligament sprain", "strain" },          { "C3", "fall or accident", "strain" },
	{ "C3", "vertebral fracture", "osteoporotic_fracture" }, { "C3", "vertebral fracture", "trauma_fracture" },
	{ "C4", "scoliosis", "scoliosis" },             { "C4", "spondylolisthesis", "listhesis" },
	{ "C4", "rheumatoid arthritis", "rheumatoid" }, { "C4", "osteoarthritis", "osteoarthritis" },
	{ "C4", "ankylosing spondylitis", "axspa" },    { "C4", "spinal stenosis", "stenosis" },
	{ "C4", "osteoporosis", "osteoporotic_fracture" }, { "C4", "pregnancy", "pregnancy" },
	{ "C4", "kidney stone or infection", "kidney" }, { "C4", "endometriosis", "endometriosis" },
	{ "C4", "fibromyalgia", "fibromyalgia" },
	{ "C5", "osteomyelitis", "spinal_infection" },  { "C5", "discitis", "spinal_infection" },
	{ "C5", "spinal tumour", "metastasis" },
	{ "C6", "stress", "stress" },                   { "C6", "pressure", "stress" },
	{ "C6", "depression", "depression" },           { "C6", "anxiety", "anxiety" },
	{ "C6", "insomnia", "insomnia" },               { "C6", "duress", "duress" },
};

static void every_cause_the_articles_name_is_one_of_ours(void **state)
{
	const struct kb *kb = test_kb();

	(void)state;
	for (size_t i = 0; i < sizeof(named) / sizeof(*named); i++) {
		int at = kb_cause(kb, named[i].cause);

		if (at < 0)
			fail_msg("%s: no cause %s", named[i].mission, named[i].cause);
		const struct cause *c = &kb->cause[at];

		if (!serves(c, named[i].mission))
			fail_msg("%s does not serve %s", c->id, named[i].mission);
		if (!says(c->name, named[i].word))
			fail_msg("%s: \"%s\" does not say %s", c->id, c->name, named[i].word);
	}
}

static void each_cause_is_told_kindly_and_has_its_numbers_or_its_rule(void **state)
{
	const struct kb *kb = test_kb();

	(void)state;
	for (int i = 0; i < kb->n_causes; i++) {
		const struct cause *c = &kb->cause[i];

		if (!*c->plain || strlen(c->tell) < 30 || !c->cite.source.n || !c->n_mission)
			fail_msg("%s: plain, tell, source or mission is missing", c->id);
		if (c->by_rule ? c->prior != 0 : !(c->low < c->prior && c->prior < c->high))
			fail_msg("%s: %g in %g to %g", c->id, c->prior, c->low, c->high);
	}
}

/* Whether the answer changes the odds of a cause, directly or through a sum. */
static bool counts(const struct kb *kb, int finding)
{
	for (int i = 0; i < kb->n_links; i++) {
		const struct finding *f = &kb->finding[kb->link[i].finding];

		if (kb->link[i].finding == finding)
			return true;
		for (int k = 0; k < f->sum_of.n; k++)
			if (f->sum_of.at[k] == finding)
				return true;
	}
	return false;
}

static bool changes_odds(const struct kb *kb, const char *id)
{
	for (int i = 0; i < kb->n_causes; i++)
		for (int k = 0; k < kb->cause[i].n_odds; k++)
			if (says(kb->cause[i].odds[k].when.text, id))
				return true;
	return false;
}

static void the_five_general_factors_are_asked_of_everybody_and_count(void **state)
{
	static const char *const factors[] = {
		"prior_episodes", "bad_nights", "stress_now", "phq2_interest", "phq2_mood", "gad2_nervous", "gad2_worry", "smoking",
		"active_days",
	};
	const struct kb *kb = test_kb();

	(void)state;
	for (size_t i = 0; i < sizeof(factors) / sizeof(*factors); i++) {
		int f = kb_finding(kb, factors[i]);

		if (f < 0)
			fail_msg("%s is missing", factors[i]);
		if (!kb->finding[f].core || kb->finding[f].by == BY_THERAPIST || kb->finding[f].when.n)
			fail_msg("%s is not asked of everybody", factors[i]);
		if (!counts(kb, f) && !changes_odds(kb, factors[i]))
			fail_msg("%s changes nothing", factors[i]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_cause_the_articles_name_is_one_of_ours),
		cmocka_unit_test(each_cause_is_told_kindly_and_has_its_numbers_or_its_rule),
		cmocka_unit_test(the_five_general_factors_are_asked_of_everybody_and_count),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
