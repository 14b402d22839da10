/* What kb_check insists on, one broken promise at a time, and the wording that clients are spared. */
#include "support.h"

#include "base/buf.h"
#include "core/kb_check.h"

#include <string.h>

#include "one_arena.h"

static const char sources[] = "sources:\n  - { id: Study2020, authors: Study, year: 2020, journal: Journal 1:1 }\n";
static const char findings[] =
	"findings:\n"
	"  - { id: mood, name: Mood, by: client, module: mind, type: int, min: 0, max: 10, cut: 4, ask: Mood?, base: 0.3, base_source: [Study2020], base_confidence: low }\n"
	"  - { id: fever, name: Fever, by: client, module: safety, type: bool, gate: true, ask: Fever?, why: Why. }\n";
static const char causes[] =
	"classes:\n  - { id: emotional, name: Emotional, plain: Mood }\n"
	"causes:\n  - { id: stress, class: emotional, name: Stress, plain: Stress, tell: It can change., prior: 0.4, low: 0.2, high: 0.6, source: [Study2020], confidence: low }\n";

struct seen { const char *says; bool refused, found; struct buf all; };

static void look(const struct remark *r, void *arg)
{
	struct seen *s = arg;

	buf_fmt(&s->all, "%s %s: %s\n", r->refused ? "refused" : "note", r->id, r->text);
	s->found |= r->refused == s->refused && strstr(arena_fmt(a, "%s: %s", r->id, r->text), s->says);
}

static void expect(bool refused, bool found, const char *says, const char *path, const char *text)
{
	struct err err = { 0 };
	struct seen s = { says, refused, false, buf_new(a, 1 << 20) };
	bool own = strcmp(path, "findings.yaml") == 0 || strcmp(path, "causes.yaml") == 0;
	const struct kb *kb = own ? test_load(a, &err, "sources.yaml", sources, "findings.yaml",
		path[0] == 'f' ? text : findings, "causes.yaml", path[0] == 'c' ? text : causes, NULL) :
		test_load(a, &err, "sources.yaml", sources, "findings.yaml", findings, "causes.yaml", causes, path, text, NULL);

	if (!kb)
		fail_msg("%s", err_line(a, &err));
	kb_check(a, kb, look, &s);
	if (s.found != found)
		fail_msg("%s \"%s\" in:\n%s", found ? "expected" : "did not expect", says, s.all.at);
}

static void refuses(const char *path, const char *text, const char *says)
{
	expect(true, true, says, path, text);
}

static void keep_first(const struct remark *r, void *arg)
{
	struct remark *first = arg;

	if (r->refused && !first->refused)
		*first = (struct remark){ true, r->where, arena_text(a, r->id), arena_text(a, r->text) };
}

static void nothing_in_the_program_is_refused(void **state)
{
	struct remark first = { 0 };
	int refused = kb_check(a, test_kb(), keep_first, &first);

	(void)state;
	if (refused)
		fail_msg("%d refused; the first: %s:%d: %s: %s", refused, first.where.file, first.where.line, first.id, first.text);
}

#define CAUSE "classes:\n  - { id: emotional, name: E, plain: M }\ncauses:\n  - { id: stress, class: emotional, name: S, plain: S, tell: T., "

static void numbers_are_probable_and_have_a_source(void **state)
{
	(void)state;
	refuses("causes.yaml", CAUSE "prior: 1, low: 0.2, high: 1, source: [Study2020], confidence: low }\n", "0 < low <= prior <= high < 1");
	refuses("causes.yaml", CAUSE "prior: 0.1, low: 0.2, high: 0.5, source: [Study2020], confidence: low }\n", "0 < low <= prior");
	refuses("causes.yaml", CAUSE "prior: 0.3, low: 0.2, high: 0.5, confidence: low }\n", "prior has no source");
	refuses("causes.yaml", CAUSE "prior: 0.3, low: 0.2, high: 0.5, source: [Study2020] }\n", "prior has no confidence");
	refuses("causes.yaml", CAUSE "prior: 0.3, low: 0.2, high: 0.5, source: [Study2020], confidence: low, odds: [ { when: fever, times: 0 } ] }\n",
		"odds times 0");
	refuses("findings.yaml", "findings:\n  - { id: fever, name: M, by: client, module: mind, type: bool, ask: M?, base: 1.2 }\n", "base 1.2 is not");
	refuses("findings.yaml", "findings:\n  - { id: fever, name: M, by: client, module: mind, type: bool, ask: M?, base: 0.2 }\n", "base has no source");
}

#define TOPIC(each, more) "topics:\n  - { id: legs, name: Legs" each " }\nfindings:\n" \
	"  - { id: fever, name: F, by: client, module: safety, topic: legs, type: bool, ask: F? }\n" \
	"  - { id: mood, name: M, by: client, module: safety, ask: M?, " more " }\n"

static void one_no_answers_only_what_may_be_answered_so(void **state)
{
	(void)state;
	refuses("findings.yaml", TOPIC("", "type: bool"), "stands under no topic");
	refuses("findings.yaml", TOPIC("", "type: bool, topic: legs, when: fever"), "though it is asked because of another answer");
	refuses("findings.yaml", TOPIC("", "type: bool, topic: legs, reopens: true"), "and cannot be");
	refuses("findings.yaml", TOPIC("", "type: bool, topic: legs, private: true"), "and cannot be");
	refuses("findings.yaml", TOPIC("", "type: int, topic: legs, min: 1, max: 9"), "and cannot be");
	expect(true, false, "one \"no\"", "findings.yaml", TOPIC("", "type: int, topic: legs, when: female, min: 0, max: 9"));
	expect(true, false, "one \"no\"", "findings.yaml", TOPIC(", each: true", "type: bool, topic: legs, when: fever"));
}

static void a_link_speaks_for_its_cause(void **state)
{
	(void)state;
	refuses("links.yaml", "links:\n  - { finding: mood, cause: stress, sens: 0.3, spec: 0.7, source: [Study2020], confidence: low }\n",
		"so it speaks against");
	refuses("links.yaml", "links:\n  - { finding: mood, cause: stress, sens: 1, spec: 0.7, source: [Study2020], confidence: low }\n",
		"are not between 0 and 1");
	refuses("links.yaml", "links:\n  - { finding: fever, cause: stress, sens: 0.8, spec: 0.7, source: [Study2020], confidence: low }\n",
		"has no base rate");
	refuses("links.yaml", "links:\n  - { finding: mood, cause: stress, sens: 0.8, spec: 0.7 }\n", "link has no source");
	expect(true, false, "link", "links.yaml",
		"links:\n  - { finding: mood, cause: stress, sens: 0.8, spec: 0.7, source: [Study2020], confidence: low }\n");
}

static void an_overexplained_base_rate_is_a_note(void **state)
{
	const char *strong = "links:\n  - { finding: mood, cause: stress, sens: 0.95, spec: 0.95, source: [Study2020], confidence: high }\n";
	const char *weak = "links:\n  - { finding: mood, cause: stress, sens: 0.4, spec: 0.7, source: [Study2020], confidence: low }\n";

	(void)state;
	expect(false, true, "its causes explain 1", "links.yaml", strong);
	expect(false, false, "its causes explain", "links.yaml", weak);
}

#define FLAG "flags:\n  - { id: flag_x, tier: emergency, when: fever, text: T., write: W., "

static void a_flag_says_what_to_do_and_rests_on_answers(void **state)
{
	(void)state;
	refuses("flags.yaml", FLAG "within: now, source: [Study2020], confidence: low }\n", "has no action");
	refuses("flags.yaml", FLAG "within: soonish, action: 'Call {emergency}.', source: [Study2020], confidence: low }\n", "is none of: now");
	refuses("flags.yaml", FLAG "within: now, action: 'Call {emergency}.' }\n", "the rule has no source");
	refuses("flags.yaml", FLAG "within: now, action: Call., source: [Study2020], confidence: low }\n", "{emergency} or {crisis}");
	refuses("flags.yaml", "flags:\n  - { id: flag_x, tier: emergency, when: age > 90, text: T., write: W., within: now, action: 'Call {emergency}.' }\n",
		"its condition names none");
	expect(false, true, "waits for mood", "flags.yaml",
		"flags:\n  - { id: flag_x, tier: emergency, when: mood, text: T., write: W., within: now, action: 'Call {emergency}.' }\n");
}

#define URGENT(when) "flags:\n  - { id: flag_x, tier: urgent, when: '" when "', text: T., write: W., within: same day, action: A., source: [Study2020], confidence: low }\n"
#define WAITING(more) "findings:\n  - { id: fever, name: F, by: client, module: safety, type: bool, gate: true, ask: F?, why: W. }\n  - { id: later, name: L, by: client, type: bool, ask: L?, " more " }\n"

static void refuses_rule(const char *extra, const char *when, bool refused, const char *says)
{
	struct err err = { 0 };
	struct seen s = { says, true, false, buf_new(a, 1 << 20) };
	const struct kb *kb = test_load(a, &err, "sources.yaml", sources, "findings.yaml", extra, "causes.yaml", causes, "flags.yaml", when, NULL);

	if (!kb)
		fail_msg("%s", err_line(a, &err));
	kb_check(a, kb, look, &s);
	if (s.found != refused)
		fail_msg("%s \"%s\" in:\n%s", refused ? "expected" : "did not expect", says, s.all.at);
}

static void what_an_urgent_rule_reads_can_be_asked_with_the_dangers(void **state)
{
	(void)state;
	refuses_rule(WAITING("module: pain"), URGENT("fever and later"), false, "waits for");
	refuses_rule(WAITING("module: exam"), URGENT("fever and later"), true, "flag_x: waits for later, which is part of the examination");
	refuses_rule(WAITING("module: wishes"), URGENT("fever and not later"), true, "waits for later, which is a wish");
	refuses_rule(WAITING("module: pain, asked: [week]"), URGENT("fever or later"), true, "waits for later, which is not asked at the intake");
	refuses_rule(WAITING("module: pain, asked: [after]"), URGENT("later"), false, "waits for");
	refuses_rule(WAITING("module: pain, when: seen }\n  - { id: seen, name: S, by: therapist, module: exam, type: bool, ask: S?"), URGENT("later"), true,
		"waits for seen before later, which a therapist alone can tell");
	refuses_rule(WAITING("module: exam }\n  - { id: seen, name: S, by: therapist, module: exam, type: bool, ask: S?"), URGENT("fever and seen"), false,
		"waits for");
}

#define ITEM "component: massage, name: M, what: W., how: H., who: therapist, minutes: 5, known: K., evidence: weak"

static void hands_and_devices_say_when_not_how_firm_and_where(void **state)
{
	(void)state;
	refuses("techniques.yaml", "techniques:\n  - { id: kneading, kind: massage, " ITEM " }\n", "kneading: has no contraindication");
	expect(true, false, "contraindication", "techniques.yaml", "techniques:\n  - { id: kneading, kind: massage, not: Fever., " ITEM " }\n");
	refuses("techniques.yaml", "techniques:\n  - { id: kneading, kind: massage, " ITEM " }\n", "say how firm");
	refuses("techniques.yaml", "techniques:\n  - { id: kneading, kind: massage, " ITEM " }\n", "in which areas");
	refuses("techniques.yaml", "techniques:\n  - { id: kneading, kind: sorcery, " ITEM " }\n", "is no kind of technique");
	refuses("techniques.yaml", "techniques:\n  - { id: kneading, kind: heat, " ITEM ", helps: [ { cause: stress, effect: 0.2 } ] }\n",
		"the effect on stress has no source");
}

static void a_practice_lasts_as_long_as_it_says(void **state)
{
	const char *head = "---\nid: rest\ncomponent: mind\nkind: breathing\nname: R\nwhat: W.\nnot: N.\nsmall: S.\nminutes: 2\ndays: 5\nknown: K.\nevidence: weak\n---\nHi.\n\n";

	(void)state;
	refuses("practices/rest.md", arena_fmt(a, "%s- 60s: A.\n- 30s: B.\n", head), "its steps last 90 seconds");
	expect(true, false, "its steps", "practices/rest.md", arena_fmt(a, "%s- 60s: A.\n- 50s: B.\n", head));
	expect(true, false, "rest:", "practices/rest.md", arena_fmt(a, "%s- 60s: A.\n- 71s: B.\n", head));
}

static void lessons_have_their_length_and_build_on_each_other(void **state)
{
	const char *head = "---\nid: lesson_b\nweek: 2\nname: B\nidea: I.\nquestion: Q?\nminutes: 5\nscale: true\n---\n";
	struct buf body = buf_new(a, 1 << 16);

	(void)state;
	refuses("course/b.md", arena_fmt(a, "%sToo short.\n", head), "has 2 words, not 400 to 900");
	for (int i = 0; i < 400; i++)
		buf_str(&body, "word ");
	expect(true, false, "has 400 words", "course/b.md", arena_fmt(a, "%s%s\n", head, body.at));
	refuses("course/b.md", arena_fmt(a, "%s%s\n", head, body.at), "\"minute\" has 0 words, not 40 to 110");
	refuses("course/b.md", arena_fmt(a, "%s%s\n", head, body.at), "\"more\" has 0 words, not 100 to 350");
	refuses("course/b.md", arena_fmt(a, "---\nid: lesson_b\nweek: 2\nname: B\nidea: I.\nminute: Too short.\nquestion: Q?\nminutes: 5\n---\n%s\n", body.at),
		"\"minute\" has 2 words");
	refuses("course/b.md", arena_fmt(a, "%s%s\n", head, body.at), "\"needs\" is missing");
	refuses("course/b.md", arena_fmt(a, "%s%s\n", head, body.at), "\"low\" and \"high\"");
	refuses("course/b.md", arena_fmt(a, "%s%s\n", head, body.at), "has no source");
	refuses("course/b.md", arena_fmt(a, "%s%s\n", head, body.at), "week 1 is missing");
}

#define MEASURE "instruments:\n  - { id: scale, name: N, what: W, better: low, items: own, licence: L, source: [Study2020], confidence: low, "

static void a_measure_reaches_its_range_and_cites_its_numbers(void **state)
{
	(void)state;
	refuses("instruments.yaml", MEASURE "min: 0, max: 27, rule: sum, count: 8, lowest: 0, highest: 3 }\n", "its rule reaches from 0 to 24");
	refuses("instruments.yaml", MEASURE "min: 0, max: 100, rule: mean, count: 10, lowest: 0, highest: 5, times: 10 }\n", "from 0 to 50");
	refuses("instruments.yaml", MEASURE "min: 5, max: 5, rule: value }\n", "its range goes from 5 to 5");
	refuses("instruments.yaml", MEASURE "min: 0, max: 10, rule: value, important: 11 }\n", "an important change of 11");
	refuses("instruments.yaml", MEASURE "min: 0, max: 10, rule: value, share: 0.3 }\n", "a share of 0.3");
	refuses("instruments.yaml", MEASURE "min: 0, max: 10, rule: value, sem: 1 }\n", "the error has no source");
	refuses("instruments.yaml", MEASURE "min: 0, max: 10, rule: value, bands: [ { from: 4, name: A }, { from: 3, name: B } ] }\n",
		"the band \"B\" begins at 3");
	refuses("instruments.yaml", MEASURE "min: 0, max: 6, rule: sum, count: 2, lowest: 0, highest: 3, missing: 2 }\n", "2 of 2 answers");
	refuses("instruments.yaml", MEASURE "min: 0, max: 6, rule: sum, count: 2, lowest: 0, highest: 3, missing: 1 }\n",
		"how many answers may be missing has no source");
	refuses("instruments.yaml", MEASURE "min: 0, max: 6, rule: sum, count: 2, lowest: 0, highest: 3, alarm: mood, alarm_item: 3, alarm_code: x }\n",
		"its alarm is item 3 of 2");
	refuses("instruments.yaml", MEASURE "min: 0, max: 6, rule: sum, count: 2, lowest: 0, highest: 3, alarm: fever, alarm_item: 2, alarm_code: x }\n",
		"its alarm fever cannot hold the values 1 to 3");
	refuses("instruments.yaml", MEASURE "min: 0, max: 10, rule: value }\n", "the sentence outcome_same is missing");
	expect(true, false, "scale", "instruments.yaml", MEASURE "min: 0, max: 6, rule: sum, count: 2, lowest: 0, highest: 3, important: 1 }\n");
}

/* Who decides against a rule: never about a sign of danger, never about what holds for everybody. */
static void a_professional_decides_about_no_danger(void **state)
{
	static const char flag[] = "flags:\n  - { id: flag_x, tier: urgent, when: fever, text: T., write: W., action: A., within: days, source: [Study2020], confidence: low }\n";
	static const char block[] = "blocks:\n  - { id: block_x, when: %s, techniques: [all_massage], regions: [all], limit: %s, because: B, professional: true }\n";
	static const struct { const char *when, *limit, *says; } bad[] = { { "fever", "light", "fever is part of an emergency or urgent rule" },
		{ "mood >= 4 or fever", "never", "fever is part of an emergency or urgent rule" }, { "age >= 0", "never", "holds for everybody" },
		{ "mood >= 4", "ask", "only asks for consent" } };

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct err err = { 0 };
		struct seen s = { bad[i].says, true, false, buf_new(a, 1 << 20) };
		char text[300];

		snprintf(text, sizeof(text), block, bad[i].when, bad[i].limit);
		const struct kb *kb = test_load(a, &err, "sources.yaml", sources, "findings.yaml", findings, "causes.yaml", causes, "flags.yaml", flag, "blocks.yaml", text, NULL);
		if (!kb)
			fail_msg("%s", err_line(a, &err));
		kb_check(a, kb, look, &s);
		if (!s.found)
			fail_msg("%s", s.all.at);
	}
}

static void an_id_stands_for_one_thing_over_all_kinds(void **state)
{
	(void)state;
	refuses("blocks.yaml", "blocks:\n  - { id: fever, when: fever, techniques: [all_massage], regions: [all], limit: never, because: B }\n",
		"fever: this id stands for two things; the other is at");
	refuses("blocks.yaml", "blocks:\n  - { id: block_x, when: fever, techniques: [all_massage], regions: [all], limit: never, because: B }\n",
		"blocks nothing");
}

static void findings_keep_to_their_range_and_say_why(void **state)
{
	(void)state;
	refuses("findings.yaml", "findings:\n  - { id: fever, name: F, by: client, module: mind, type: int, min: 0, max: 2, ask: F?, options: [ { value: 3, label: L } ] }\n",
		"the option 3 is outside 0 to 2");
	refuses("findings.yaml", "findings:\n  - { id: fever, name: F, by: client, module: mind, type: bool, gate: true, ask: F? }\n", "says why");
	refuses("findings.yaml", "findings:\n  - { id: fever, name: F, by: client, module: mind, type: bool }\n", "asks nothing");
	refuses("findings.yaml",
		"findings:\n  - { id: fever, name: F, by: client, module: mind, type: int, min: 0, max: 3, ask: F? }\n"
		"  - { id: sum, name: S, by: client, module: mind, type: int, min: 0, max: 2, sum_of: [fever] }\n", "goes from 0 to 3, its range from 0 to 2");
	refuses("findings.yaml", "findings:\n  - { id: fever, name: F, by: client, module: mind, type: bool, ask: '   ' }\n", "ask is blank");
	refuses("findings.yaml",
		"findings:\n  - { id: any, name: A, by: client, module: mind, type: bool, ask: A?, when: age > 50 }\n"
		"  - { id: fever, name: F, by: client, module: mind, type: bool, ask: F?, opened_by: [any] }\n", "any opens it");
	refuses("findings.yaml",
		"findings:\n  - { id: any, name: A, by: client, module: mind, type: bool, ask: A? }\n"
		"  - { id: fever, name: F, by: client, module: safety, type: bool, gate: true, why: W., ask: F?, opened_by: [any] }\n", "a danger question, a sum");
}

static void an_unused_source_is_a_note(void **state)
{
	(void)state;
	expect(false, true, "Other: nothing rests", "sources/b.yaml", "sources:\n  - { id: Other, authors: O, year: 2020, journal: J }\n");
	expect(false, false, "Study2020: nothing rests", "sources/b.yaml", "sources:\n  - { id: Other, authors: O, year: 2020, journal: J }\n");
	refuses("sources/b.yaml", "sources:\n  - { id: Other, authors: O, year: 2020 }\n", "says neither journal");
}

static void wording(const char *text, const char *word, const char *sentence)
{
	struct wording w = { text, text, NULL, NULL };

	if (!word) {
		if (kb_wording(a, &w))
			fail_msg("\"%s\" was refused for \"%s\"", text, w.word);
		return;
	}
	if (!kb_wording(a, &w))
		fail_msg("\"%s\" was not refused", text);
	assert_string_equal(w.word, word);
	assert_string_equal(w.sentence, sentence);
}

static void words_that_promise_judge_or_frighten_are_found(void **state)
{
	(void)state;
	wording("All good. This will Cure you! Yes.", "Cure", "This will Cure you!");
	wording("We can diagnose it.", "diagnose", "We can diagnose it.");
	wording("It clears\ntoxins.", "toxins", "It clears toxins.");
	wording("It is all in\n  your head.", "all in your head", "It is all in your head.");
	wording("You should have rested", "should have", "You should have rested");
	wording("A non-compliant back", "non-compliant", "A non-compliant back");
	wording("Wear and tear.", "Wear and tear", "Wear and tear.");
	wording("You have arthritis.", "You have arthritis", "You have arthritis.");
	wording("It may be that. So you have a herniated disc.", "you have a herniated", "So you have a herniated disc.");
}

static void words_that_only_look_like_them_are_left_alone(void **state)
{
	(void)state;
	wording("A secure, accurate and nevertheless calm way. The obscured wornout.", NULL, NULL);
	wording("Do you have arthritis? If you have a fracture, wait.", NULL, NULL);
	wording("You told us that you have had cancer. You have had cancer.", NULL, NULL);
	wording("You have pain, and you have time.", NULL, NULL);
	wording("", NULL, NULL);
}

static void client_texts_are_read_for_wording_and_therapist_texts_are_not(void **state)
{
	(void)state;
	refuses("findings.yaml", "findings:\n  - { id: fever, name: F, by: client, module: mind, type: bool, ask: Does it never stop? }\n",
		"fever: ask says \"never\": Does it never stop?");
	expect(true, false, "never", "findings.yaml",
		"findings:\n  - { id: fever, name: F, by: therapist, module: mind, type: bool, ask: Does it never stop? }\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_in_the_program_is_refused),
		cmocka_unit_test(numbers_are_probable_and_have_a_source),
		cmocka_unit_test(one_no_answers_only_what_may_be_answered_so),
		cmocka_unit_test(a_link_speaks_for_its_cause),
		cmocka_unit_test(an_overexplained_base_rate_is_a_note),
		cmocka_unit_test(a_flag_says_what_to_do_and_rests_on_answers),
		cmocka_unit_test(what_an_urgent_rule_reads_can_be_asked_with_the_dangers),
		cmocka_unit_test(hands_and_devices_say_when_not_how_firm_and_where),
		cmocka_unit_test(a_practice_lasts_as_long_as_it_says),
		cmocka_unit_test(lessons_have_their_length_and_build_on_each_other),
		cmocka_unit_test(a_measure_reaches_its_range_and_cites_its_numbers),
		cmocka_unit_test(a_professional_decides_about_no_danger),
		cmocka_unit_test(an_id_stands_for_one_thing_over_all_kinds),
		cmocka_unit_test(findings_keep_to_their_range_and_say_why),
		cmocka_unit_test(an_unused_source_is_a_note),
		cmocka_unit_test(words_that_promise_judge_or_frighten_are_found),
		cmocka_unit_test(words_that_only_look_like_them_are_left_alone),
		cmocka_unit_test(client_texts_are_read_for_wording_and_therapist_texts_are_not),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
