/* Massage at home and what is told of causes: what the loader and the check insist on, and what our own content promises. */
#include "support.h"

#include "base/buf.h"
#include "core/kb_check.h"
#include "core/plan.h"

#include <string.h>

#include "one_arena.h"

static const char sources[] = "sources:\n  - { id: Study2020, authors: Study, year: 2020, journal: Journal 1:1 }\n";
static const char regions[] =
	"regions:\n  - { id: neck_front, name: N, area: neck, view: front }\n  - { id: calf, name: C, area: lower_leg, view: back }\n"
	"  - { id: shin, name: S, area: lower_leg, view: front }\n  - { id: sole, name: S, area: foot, view: back }\n";
static const char causes[] =
	"classes:\n  - { id: emotional, name: Emotional, plain: Mood }\n"
	"causes:\n  - { id: stress, class: emotional, name: Stress, plain: Stress, tell: It can change., prior: 0.4, low: 0.2, high: 0.6, source: [Study2020], confidence: low }\n"
	"  - { id: grave, class: emotional, name: Grave, plain: Grave, tell: See a doctor., serious: true, prior: 0.4, low: 0.2, high: 0.6, source: [Study2020], confidence: low }\n";
static const char techniques[] =
	"techniques:\n  - { id: shaker, component: massage, kind: device, name: S, what: W., how: H., not: N., who: self, minutes: 4, days: 3, small: S., known: K., "
	"evidence: none, pressure_min: 1, pressure_max: 3, areas: [lower_leg] }\n"
	"  - { id: hands, component: massage, kind: massage, name: H, what: W., how: H., not: N., who: therapist, minutes: 4, known: K., "
	"evidence: none, pressure_min: 1, pressure_max: 3, areas: [lower_leg] }\n";
static const char rules[] =
	"blocks:\n  - { id: rule_shin, when: age >= 0, techniques: [shaker], regions: [shin], limit: never, because: B, tell: T., source: [Study2020], confidence: low }\n";
#define NEVER "never:\n  - { id: never_shin, of: [shaker], regions: [neck_front], text: Not here., source: [Study2020], confidence: low }\n"
#define CITED "source: [Study2020], confidence: low }\n"
#define AT(of, area, rest) "protocols:\n  - { id: p, of: " of ", area: " area ", name: N, place: P., how: H., " rest ", " CITED
#define GOOD AT("shaker", "lower_leg", "seconds: 60, firm: 2, days: 3, regions: [calf]")
#define TOLD "teaching:\n  - { id: t, cause: stress, is: I., helps: H., unknown: U., doctor: D., " CITED

static struct kb *load(const char *home, const char *teaching, struct err *err)
{
	return test_load(a, err, "sources.yaml", sources, "regions.yaml", regions, "causes.yaml", causes, "techniques.yaml", techniques, "blocks.yaml", rules,
		"home.yaml", home, "teaching.yaml", teaching, NULL);
}

static void not_loaded(const char *home, const char *teaching, const char *says)
{
	struct err err = { 0 };

	assert_null(load(home, teaching, &err));
	if (!strstr(err_line(a, &err), says))
		fail_msg("expected \"%s\" in: %s", says, err_line(a, &err));
}

struct looked { const char *says; bool found; struct buf all; };

static void look(const struct remark *r, void *arg)
{
	struct looked *s = arg;

	buf_fmt(&s->all, "%s: %s\n", r->id, r->text);
	s->found |= r->refused && strstr(r->text, s->says);
}

static void expect(bool found, const char *home, const char *teaching, const char *says)
{
	struct err err = { 0 };
	struct looked s = { says, false, buf_new(a, 1 << 20) };
	const struct kb *kb = load(home, teaching, &err);

	if (!kb)
		fail_msg("%s", err_line(a, &err));
	kb_check(a, kb, look, &s);
	if (s.found != found)
		fail_msg("%s \"%s\" in:\n%s", found ? "expected" : "did not expect", says, s.all.at);
}

static void refuses(const char *home, const char *says)
{
	expect(true, home, TOLD, says);
}

static void names_and_numbers_are_read_strictly(void **state)
{
	(void)state;
	not_loaded(AT("shakre", "lower_leg", "seconds: 60, firm: 2, days: 3, regions: [calf]") NEVER, TOLD, "the nearest is shaker");
	not_loaded(AT("shaker", "leg", "seconds: 60, firm: 2, days: 3, regions: [calf]") NEVER, TOLD, "no area \"leg\"");
	not_loaded(AT("shaker", "lower_leg", "seconds: 60s, firm: 2, days: 3, regions: [calf]") NEVER, TOLD, "no whole number from 5 to 900");
	not_loaded(AT("shaker", "lower_leg", "seconds: 60, firm: 6, days: 3, regions: [calf]") NEVER, TOLD, "no whole number from 1 to 5");
	not_loaded(AT("shaker", "lower_leg", "seconds: 60, firm: 2, days: 8, regions: [calf]") NEVER, TOLD, "no whole number from 1 to 7");
	not_loaded(AT("shaker", "lower_leg", "seconds: 60, firm: 2, days: 3, regions: [all]") NEVER, TOLD, "no region or area \"all\"");
	not_loaded(AT("shaker", "lower_leg", "seconds: 60, firm: 2, days: 3, hard: 1, regions: [calf]") NEVER, TOLD, "hard");
	not_loaded(GOOD NEVER, "teaching:\n  - { id: t, cause: stres, is: I., helps: H., unknown: U., doctor: D., " CITED, "the nearest is stress");
	not_loaded(GOOD NEVER, "teaching:\n  - { id: t, cause: stress, is: I., helps: H., unknown: U., " CITED, "doctor");
}

static void a_protocol_keeps_to_its_item_and_to_the_rules(void **state)
{
	(void)state;
	expect(false, GOOD NEVER, TOLD, "p");
	refuses(AT("shaker", "lower_leg", "seconds: 60, firm: 2, days: 3") NEVER, "does not say where on the body map");
	refuses(AT("shaker", "lower_leg", "seconds: 60, firm: 2, days: 3, regions: [sole]") NEVER, "lies in the area foot, not in lower_leg");
	refuses(AT("shaker", "foot", "seconds: 60, firm: 2, days: 3, regions: [sole]") NEVER, "is not used on the area foot");
	refuses(AT("shaker", "lower_leg", "seconds: 60, firm: 4, days: 3, regions: [calf]") NEVER, "firm 4 is outside the pressure 1 to 3");
	refuses(AT("shaker", "lower_leg", "seconds: 150, firm: 2, days: 3, regions: [calf]") NEVER, "more than the 4 minutes");
	expect(false, AT("shaker", "lower_leg", "both: true, seconds: 240, firm: 2, days: 3, regions: [calf]") NEVER, TOLD, "minutes");
	refuses(AT("shaker", "lower_leg", "seconds: 60, firm: 2, days: 4, regions: [calf]") NEVER, "4 days a week are more than the 3");
	refuses(AT("shaker", "lower_leg", "seconds: 60, firm: 2, days: 3, regions: [shin]") NEVER, "which rule_shin forbids to everybody");
	refuses(AT("hands", "lower_leg", "like: shaker, seconds: 60, firm: 2, days: 3, regions: [shin]") NEVER, "which rule_shin forbids to everybody");
	refuses(AT("hands", "lower_leg", "seconds: 60, firm: 2, days: 3, regions: [calf]") NEVER, "nothing a person does at home");
	refuses(GOOD "never:\n  - { id: never_calf, of: [shaker], regions: [calf], text: Not here., " CITED, "which never_calf leaves out");
	refuses("protocols:\n  - { id: p, of: shaker, area: lower_leg, name: N, place: P., how: H., seconds: 60, firm: 2, days: 3, regions: [calf] }\n" NEVER,
		"the protocol has no source");
}

static void a_device_says_how_everywhere_and_where_not(void **state)
{
	(void)state;
	refuses("protocols: []\n" NEVER, "has no protocol for its area lower_leg");
	refuses(GOOD "never: []\n", "does not say where it is left out");
	refuses(GOOD "never:\n  - { id: never_x, regions: [shin], text: Not here., " CITED, "holds for nothing");
	refuses(GOOD "never:\n  - { id: never_x, of: [shaker], text: Never here., " CITED, "says \"Never\"");
}

static void each_cause_a_client_may_see_is_told_once_and_no_other(void **state)
{
	(void)state;
	expect(true, GOOD NEVER, "teaching: []\n", "teaching.yaml does not tell of it");
	expect(true, GOOD NEVER, TOLD "  - { id: t2, cause: stress, is: I., helps: H., unknown: U., doctor: D., " CITED, "told twice, first by t");
	expect(true, GOOD NEVER, TOLD "  - { id: t2, cause: grave, is: I., helps: H., unknown: U., doctor: D., " CITED, "a cause no client is shown");
	expect(true, GOOD NEVER, "teaching:\n  - { id: t, cause: stress, is: I., helps: It cures you., unknown: U., doctor: D., " CITED, "says \"cures\"");
	expect(true, GOOD NEVER, "teaching:\n  - { id: t, cause: stress, is: I., helps: H., unknown: U., doctor: D. }\n", "the text has no source");
}

static bool spared(const struct kb *kb, const char *item, const char *region)
{
	int of = kb_item(kb, item), at = kb_region(kb, region);

	for (int i = 0; i < kb->n_spared; i++)
		for (int k = 0; k < kb->spared[i].items.n; k++)
			for (int m = 0; m < kb->spared[i].regions.n && kb->spared[i].items.at[k] == of; m++)
				if (kb->spared[i].regions.at[m] == at)
					return true;
	return false;
}

/* What safety.md of the evidence names: neck, belly, groin, hollow of the knee, kidney angle, lowest ribs, shin. */
static void our_own_places_left_out_hold_what_safety_demands(void **state)
{
	static const char *const out[] = { "neck_front_left", "neck_upper_right", "neck_lower_left", "jaw_face_left", "abdomen_lower_right", "abdomen_upper_left",
		"groin_left", "thigh_inner_right", "knee_back_left", "ribs_back_right", "low_back_side_left", "sacrum_left", "shin_left", "chest_upper_left" };
	const struct kb *kb = test_kb();

	(void)state;
	for (size_t i = 0; i < sizeof(out) / sizeof(*out); i++)
		if (!spared(kb, "handheld_device", out[i]) || !spared(kb, "muscle_release", out[i]))
			fail_msg("%s is not left out", out[i]);
	assert_false(spared(kb, "handheld_device", "buttock_upper_left"));
	assert_true(kb->n_protocols >= 17);
}

/* A bad day finds something smaller in each thing a person does alone, and it is short. */
static void each_practice_has_a_small_version(void **state)
{
	const struct kb *kb = test_kb();
	int n = 0;

	(void)state;
	for (int i = 0; i < kb->n_items; i++)
		if (kb->item[i].who == WHO_SELF || kb->item[i].who == WHO_BOTH) {
			assert_non_null(kb->item[i].small);
			assert_true(strlen(kb->item[i].small) > 10 && strlen(kb->item[i].small) < 160);
			n++;
		}
	assert_true(n > 25);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_and_numbers_are_read_strictly),
		cmocka_unit_test(a_protocol_keeps_to_its_item_and_to_the_rules),
		cmocka_unit_test(a_device_says_how_everywhere_and_where_not),
		cmocka_unit_test(each_cause_a_client_may_see_is_told_once_and_no_other),
		cmocka_unit_test(our_own_places_left_out_hold_what_safety_demands),
		cmocka_unit_test(each_practice_has_a_small_version),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
