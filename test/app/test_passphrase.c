/* Which passphrases are taken. */
#include "app/passphrase.h"
#include "support.h"

static const char *const own[] = { "Ada", "Lovelace", "ada.lovelace@example.org", "Back to life", "M\xc3\xbcller", NULL };

static void what_many_take_is_refused(void **state)
{
	static const char *const weak[] = { "password1234", "Passw0rd!2026", "passwordpassword", "qwertyuiop12", "123456789012", "abcdefghijkl",
		"aaaaaaaaaaaaaa", "abcabcabcabcabc", "iloveyou12345", "Welcome2026!!!", "letmeinletmein", "1qaz2wsx3edc4rfv", "P@$$w0rd123456",
		"adalovelace1843", "AdaLovelace!!!", "ada.lovelace@", "back to life 1", "correcthorsebatterystaple", "unknotunknot1", "november2026!", "monkeydragon12",
		"ppppppppppppassword", "987654321098", "poiuytrewqasdf", "changeme-changeme", "BackPain2026!", "            ",
		"ichliebedich1", "willkommen2026", "motdepasse2026!", "Fluffy-2019-11-03", "this is my password", "m\xc3\xbcllerm\xc3\xbcller", "M\xc3\xbcller-19-03-1961",
		"\xd0\xb0\xd0\xb0\xd0\xb0\xd0\xb0\xd0\xb0\xd0\xb0\xd0\xb0\xd0\xb0\xd0\xb0\xd0\xb0\xd0\xb0\xd0\xb0", "passwordpasswordpasswordpassword",
		"correct horse battery staple", "May the Force be with you!", "to be or not to be", "To Be, or Not To Be 1603", "thequickbrownfoxjumpsoverthelazydog",
		"liverpoolfc1892", "You'll never walk alone", "Sesam, oeffne Dich!", "once upon a time" };

	(void)state;
	for (size_t i = 0; i < sizeof(weak) / sizeof(*weak); i++) {
		struct err err = { 0 };

		if (passphrase_fits(&err, weak[i], own))
			fail_msg("%s was taken, %.0f bits", weak[i], passphrase_bits(weak[i], own));
		assert_string_equal(err.field, "passphrase");
	}
}

/* Of the passwords of breaches: shorter and longer ones, with what people add to reach a length. */
static void what_was_breached_is_refused(void **state)
{
	static const char *const breached[] = { "manchesterunited", "michaeljackson", "christopher1", "basketball23", "1234567890qwerty", "q1w2e3r4t5y6u7i8o9p0",
		"fktrcfylhjdbx", "Fktrcfylhjdf1", "nemvxyheqdd5oqxyxyzi", "ne_e_pod_chehyl", "4815162342lost", "zqjphsyf6ctifgu" };

	(void)state;
	for (size_t i = 0; i < sizeof(breached) / sizeof(*breached); i++) {
		struct err err = { 0 };

		if (passphrase_fits(&err, breached[i], own))
			fail_msg("%s was taken, %.0f bits", breached[i], passphrase_bits(breached[i], own));
	}
}

static void what_has_to_be_guessed_is_taken(void **state)
{
	static const char *const good[] = { "four words are good", "quiet water and stones", "four quiet demo words", "four more quiet words", "four quiet words here",
		"kettle violin gravel nine", "once upon a kettle of gravel", "the lazy river hums to be seen", "der stille bach im mai", "Zx9!kq2Lw8#v", "my password is rhubarb crumble", "\xd0\xb2\xd0\xbe\xd0\xb4\xd0\xb0 \xd0\xb8 \xd0\xba\xd0\xb0\xd0\xbc\xd0\xb5\xd0\xbd\xd1\x8c" };

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++) {
		struct err err = { 0 };

		if (!passphrase_fits(&err, good[i], own))
			fail_msg("%s was refused: %s, %.0f bits", good[i], err.detail, passphrase_bits(good[i], own));
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
		cmocka_unit_test(what_was_breached_is_refused),
		cmocka_unit_test(what_has_to_be_guessed_is_taken),
		cmocka_unit_test(length_counts_characters_not_bytes),
		cmocka_unit_test(kept_so_that_only_the_same_one_opens),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
