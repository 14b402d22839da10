/* Which passphrases are taken, without any list from elsewhere. */
#include "app/passphrase.h"
#include "support.h"

static const char *const own[] = { "Ada", "Lovelace", "ada.lovelace", "Back to life", NULL };

static void what_many_take_is_refused(void **state)
{
	static const char *const weak[] = { "password1234", "Passw0rd!2026", "passwordpassword", "qwertyuiop12", "123456789012", "abcdefghijkl",
		"aaaaaaaaaaaaaa", "abcabcabcabcabc", "iloveyou12345", "Welcome2026!!!", "letmeinletmein", "1qaz2wsx3edc4rfv", "P@$$w0rd123456",
		"adalovelace1843", "AdaLovelace!!!", "ada.lovelace@", "back to life 1", "correcthorsebatterystaple", "unknotunknot1", "november2026!", "monkeydragon12",
		"ppppppppppppassword", "987654321098", "poiuytrewqasdf", "changeme-changeme", "BackPain2026!", "            " };

	(void)state;
	for (size_t i = 0; i < sizeof(weak) / sizeof(*weak); i++) {
		struct err err = { 0 };

		if (passphrase_fits(&err, weak[i], own))
			fail_msg("%s was taken, rest %d", weak[i], passphrase_rest(weak[i], own));
		assert_string_equal(err.field, "passphrase");
	}
}

static void what_has_to_be_guessed_is_taken(void **state)
{
	static const char *const good[] = { "four words are good", "quiet water and stones", "four quiet demo words", "four more quiet words", "four quiet words here",
		"kettle violin gravel nine", "der stille bach im mai", "Zx9!kq2Lw8#v", "my password is rhubarb crumble", "\xd0\xb2\xd0\xbe\xd0\xb4\xd0\xb0 \xd0\xb8 \xd0\xba\xd0\xb0\xd0\xbc\xd0\xb5\xd0\xbd\xd1\x8c" };

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++) {
		struct err err = { 0 };

		if (!passphrase_fits(&err, good[i], own))
			fail_msg("%s was refused: %s, rest %d", good[i], err.detail, passphrase_rest(good[i], own));
	}
}

static void length_counts_characters_not_bytes(void **state)
{
	struct err err = { 0 };
	char longest[PASSPHRASE_MOST + 2];

	(void)state;
	assert_false(passphrase_fits(&err, "\xc3\xbc\xc3\xbc\xc3\xa4 kegel \xc3\xb6", own));
	for (int i = 0; i <= PASSPHRASE_MOST; i++)
		longest[i] = (char)('a' + i * i % 23);
	longest[PASSPHRASE_MOST + 1] = 0;
	assert_false(passphrase_fits(&err, longest, own));
	longest[PASSPHRASE_MOST] = 0;
	err = (struct err){ 0 };
	assert_true(passphrase_fits(&err, longest, own));
}

static void kept_so_that_only_the_same_one_opens(void **state)
{
	struct arena *a = arena_new(1 << 20);
	struct err err = { 0 };
	const char *hash, *again;
	bool is;

	(void)state;
	assert_true(passphrase_hash(a, "four words are good", &hash, &err) && passphrase_hash(a, "four words are good", &again, &err));
	assert_string_not_equal(hash, again);
	assert_true(passphrase_is(hash, "four words are good", &is, &err) && is);
	assert_true(passphrase_is(hash, "four words are goo", &is, &err) && !is);
	assert_true(passphrase_is(NULL, "four words are good", &is, &err) && !is);
	arena_end(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_many_take_is_refused),
		cmocka_unit_test(what_has_to_be_guessed_is_taken),
		cmocka_unit_test(length_counts_characters_not_bytes),
		cmocka_unit_test(kept_so_that_only_the_same_one_opens),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
