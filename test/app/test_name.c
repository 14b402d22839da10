/* Names are found, ordered and held to be the same as people read them. */
#include "app/name.h"

#include "support.h"

static void a_part_is_found_without_capitals_and_accents(void **state)
{
	(void)state;
	assert_true(name_holds("Ada Lovelace", "LOVE"));
	assert_true(name_holds("Jörg Müller", "muller"));
	assert_true(name_holds("Jörg Müller", "MÜLL"));
	assert_true(name_holds("ÖZIL", "özil"));
	assert_true(name_holds("Zoe Jorg", "jörg"));
	assert_true(name_holds("Łukasz Żółć", "żółć") && name_holds("Łukasz Żółć", "zo"));
	assert_true(name_holds("Straße", "strasse"));
	assert_true(name_holds("Иванова", "иВАН"));
	assert_true(name_holds("Nguyễn Thị", "nguyen thi"));
	/* letter and mark in one sign or in two */
	assert_true(name_holds("Andre\xcc\x81", "andré") && name_holds("André", "andre\xcc\x81"));
	assert_true(name_holds("Anyone", ""));
	assert_false(name_holds("Jörg Müller", "möller"));
	assert_false(name_holds("Ada", "Adam"));
	assert_false(name_holds("Иванова", "Петрова"));
}

static void what_is_not_utf8_is_compared_all_the_same(void **state)
{
	(void)state;
	assert_true(name_holds("M\xfcller", "M\xfc"));
	assert_false(name_holds("M\xfcller", "x"));
	assert_true(name_order("M\xfc", "M\xfc") == 0);
}

static void accents_do_not_send_a_name_to_the_end(void **state)
{
	static const char *const in_order[] = { "Adams", "Özil", "Peters", "Śliwa", "Zimmer" };
	const size_t n = sizeof(in_order) / sizeof(*in_order);

	(void)state;
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < n; k++)
			assert_int_equal((name_order(in_order[i], in_order[k]) > 0) - (name_order(in_order[i], in_order[k]) < 0), (i > k) - (i < k));
	/* a list has one order: names that differ by an accent alone are told apart */
	assert_true(name_order("Muller", "Müller") < 0 && name_order("Müller", "Muller") > 0);
	assert_true(name_same("Muller", "MÜLLER"));
	assert_false(name_same("Muller", "Miller"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_part_is_found_without_capitals_and_accents),
		cmocka_unit_test(what_is_not_utf8_is_compared_all_the_same),
		cmocka_unit_test(accents_do_not_send_a_name_to_the_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
