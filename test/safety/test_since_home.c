/* What is answered or declined since the plan was made, and the massage at home. */
#include "since.h"

#include "app/athome.h"

static int protocols(const char *item)
{
	struct record r = load();

	return athome_allowed(&cx, &r, kb_item(cx.kb, item)).n;
}

static bool has_protocol(const char *item, const char *protocol)
{
	struct record r = load();
	struct athomes all = athome_allowed(&cx, &r, kb_item(cx.kb, item));

	for (int i = 0; i < all.n; i++)
		if (str_equal(all.at[i].p->id, protocol))
			return true;
	return false;
}

static void nothing_at_home_that_an_answer_or_a_no_forbids(void **state)
{
	static const struct { const char *finding; int value; } no_device[] = { { "anticoagulant", 1 }, { "anticoagulant", DONT_KNOW }, { "pregnancy_weeks", 20 },
		{ "pacemaker_or_implant", 1 }, { "numb_area", 1 }, { "numb_area", DONT_KNOW } };
	static const char *const items[] = { "handheld_device", "foot_massage", "muscle_release" };

	for (size_t i = 0; i < sizeof(no_device) / sizeof(*no_device); i++) {
		each_anew(state);
		assert_true(protocols("handheld_device") > 0 && has_protocol("foot_massage", "foot_on_device"));
		say(no_device[i].finding, no_device[i].value, "week");
		if (protocols("handheld_device") || has_protocol("foot_massage", "foot_on_device"))
			fail_msg("a device in spite of %s %d", no_device[i].finding, no_device[i].value);
	}
	each_anew(state);
	say("anticoagulant", 1, "week");
	struct record r = load();
	for (int k = 0; k < 3; k++) {
		struct athomes all = athome_allowed(&cx, &r, kb_item(cx.kb, items[k]));

		for (int i = 0; i < all.n; i++)
			assert_true(all.at[i].firm <= 2);
	}
	each_anew(state);
	say("calf_swollen_one", 1, "week");
	for (int k = 0; k < 3; k++)
		assert_int_equal(protocols(items[k]), 0);
	each_anew(state);
	decline("handheld_device");
	assert_int_equal(protocols("handheld_device"), 0);
	assert_true(has_protocol("foot_massage", "foot_by_hand"));
	assert_false(has_protocol("foot_massage", "foot_on_device"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_at_home_that_an_answer_or_a_no_forbids),
	};

	return cmocka_run_group_tests(tests, with_maren, after);
}
