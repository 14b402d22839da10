/* Drawn hands: every technique has them, where no other fits there is none, and what a picture must not say is refused. */
#include "support.h"

#include "base/buf.h"
#include "base/str.h"
#include "core/kb_check.h"

#include <string.h>

#include "one_arena.h"

/* The knowledge of the program with hands.yaml changed in one place. */
static const struct kb *changed(const char *from, const char *to, struct err *err)
{
	struct kb_file *f = NEWS(a, struct kb_file, knowledge_files_n + 1);

	for (size_t i = 0; i < knowledge_files_n; i++) {
		f[i] = (struct kb_file){ knowledge_files[i].path, knowledge_files[i].at, (size_t)(knowledge_files[i].end - knowledge_files[i].at) };
		if (!str_equal(f[i].path, "hands.yaml"))
			continue;
		const char *at = strstr(f[i].text, from);
		assert_non_null(at);
		f[i].text = arena_fmt(a, "%.*s%s%s", (int)(at - f[i].text), f[i].text, to, at + strlen(from));
		f[i].n = strlen(f[i].text);
	}
	*err = (struct err){ 0 };
	return kb_load(a, f, (int)knowledge_files_n, "", err);
}

struct seen { const char *says; bool found; struct buf all; };

static void look(const struct remark *r, void *arg)
{
	struct seen *s = arg;

	if (r->refused)
		buf_fmt(&s->all, "%s: %s\n", r->id, r->text);
	s->found |= r->refused && strstr(r->text, s->says);
}

static void refused(const char *from, const char *to, const char *says)
{
	struct seen s = { says, false, buf_new(a, 1 << 16) };
	struct err err;
	const struct kb *kb = changed(from, to, &err);

	if (!kb)
		fail_msg("%s", err_line(a, &err));
	kb_check(a, kb, look, &s);
	if (!s.found)
		fail_msg("\"%s\" is not refused: %s", says, s.all.at);
}

static void no_load(const char *from, const char *to, const char *says)
{
	struct err err;

	if (changed(from, to, &err))
		fail_msg("%s was loaded", to);
	if (!strstr(err_line(a, &err), says))
		fail_msg("%s", err_line(a, &err));
}

static void every_technique_of_the_hands_is_drawn(void **state)
{
	const struct kb *kb = test_kb();
	int n = 0;

	(void)state;
	for (int i = 0; i < kb->n_items; i++)
		if (kb->item[i].component == COMPONENT_MASSAGE) {
			assert_true(kb_hands(kb, i, -1) >= 0);
			n++;
		} else {
			assert_int_equal(kb_hands(kb, i, -1), -1);
		}
	assert_int_equal(n, 11);
}

static void a_place_has_its_own_drawing_or_none(void **state)
{
	const struct kb *kb = test_kb();
	int deep = kb_item(kb, "deep_tissue"), back = kb_hands(kb, deep, kb_area(kb, "low_back")), hip = kb_hands(kb, deep, kb_area(kb, "hip"));

	(void)state;
	assert_true(back >= 0 && hip >= 0 && back != hip);
	assert_string_equal(kb->hands[hip].place, "The side of the hip");
	assert_int_equal(kb_hands(kb, deep, kb_area(kb, "belly")), -1);
	/* a drawing of a back is never shown for a belly */
	for (int i = 0; i < kb->n_items; i++)
		assert_int_equal(kb_hands(kb, i, kb_area(kb, "belly")), -1);
}

static void firmness_has_a_word(void **state)
{
	const struct kb *kb = test_kb();

	(void)state;
	assert_string_equal(kb_firm(kb, 0), "nothing");
	assert_string_equal(kb_firm(kb, 3), "light");
	assert_string_equal(kb_firm(kb, 4), "firm and kind");
	assert_string_equal(kb_firm(kb, 10), "too much");
	/* what is meant stays below what is too much */
	for (int i = 0; i < kb->n_hands; i++)
		assert_true(kb->hands[i].feel_most < kb->firm[kb->n_firm - 1].at);
}

static void what_a_picture_must_not_say_is_refused(void **state)
{
	(void)state;
	refused("feel_least: 4\n    feel_most: 6", "feel_least: 4\n    feel_most: 9", "more than a pressure of 4 of 5");
	refused("feel_least: 2\n    feel_most: 4", "feel_least: 4\n    feel_most: 2", "feel_least is more than feel_most");
	refused("    feel_least: 2\n    feel_most: 4\n", "", "does not say how firm");
	refused("- of: heat\n", "- of: handheld_device\n", "has no drawing in hands.yaml");
	refused("- of: heat\n", "- of: bridge\n", "it is no massage");
	refused("at: [{ x: 0, y: 14 }]", "at: [{ x: 0, y: 140 }]", "is not in the picture");
	refused("    place: The sole\n", "    place: The sole\n    together: true\n", "each of its drawings needs a second person");
}

static void sides_are_named_in_words(void **state)
{
	(void)state;
	refused("start: A warm, not hot, pack", "start: On the {side} a warm, not hot, pack", "not \"sided\"");
	refused("The soft round head floats on the {side} buttock", "The soft round head floats on the buttock", "say which with {side}");
}

static void what_does_not_fit_is_not_loaded(void **state)
{
	(void)state;
	no_load("with: palm, left: true", "with: elbow, left: true", "elbow");
	no_load("- of: heat\n", "- of: warmth_of_heart\n", "warmth_of_heart");
	no_load("    to_x: 38\n", "    to_x: -60\n", "no breadth");
	no_load("at: [{ x: 6, y: -3, turn: -40 }, { x: 14, y: -5 }]", "at: [{ x: 6, y: -3 }, { x: 14, y: -5 }, { x: 9, y: 1 }, { x: 8, y: 1 }, { x: 7, y: 1 }]", "1 to 4 places");
	no_load("{ at: 2, word: light }", "{ at: 5, word: light }", "begin at 0 and rise");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_technique_of_the_hands_is_drawn),
		cmocka_unit_test(a_place_has_its_own_drawing_or_none),
		cmocka_unit_test(firmness_has_a_word),
		cmocka_unit_test(what_a_picture_must_not_say_is_refused),
		cmocka_unit_test(sides_are_named_in_words),
		cmocka_unit_test(what_does_not_fit_is_not_loaded),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
