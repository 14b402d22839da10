/* SHA-1 (FIPS 180-4 examples), HMAC (RFC 2202), one-time codes (RFC 4226, RFC 6238), base 32 (RFC 4648). */
#include "base/sha1.h"
#include "base/totp.h"
#include "support.h"

#include <stdio.h>
#include <string.h>

static const char *hex(const unsigned char h[SHA1_BYTES])
{
	static char text[2 * SHA1_BYTES + 1];

	for (int i = 0; i < SHA1_BYTES; i++)
		snprintf(text + 2 * i, 3, "%02x", h[i]);
	return text;
}

static void sha1_gives_the_published_sums(void **state)
{
	static const struct { const char *text, *sum; } known[] = {
		{ "", "da39a3ee5e6b4b0d3255bfef95601890afd80709" }, { "abc", "a9993e364706816aba3e25717850c26c9cd0d89d" },
		{ "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "84983e441c3bd26ebaae4aa1f95129e5e54670f1" } };
	unsigned char h[SHA1_BYTES], million[1000];

	(void)state;
	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++) {
		sha1(known[i].text, strlen(known[i].text), h);
		assert_string_equal(hex(h), known[i].sum);
	}
	memset(million, 'a', sizeof(million));
	static unsigned char all[1000000];
	memset(all, 'a', sizeof(all));
	sha1(all, sizeof(all), h);
	assert_string_equal(hex(h), "34aa973cd4c4daa4f61eeb2bdbad27316534016f");
}

static void hmac_gives_the_published_sums(void **state)
{
	unsigned char h[SHA1_BYTES], key[20];

	(void)state;
	memset(key, 0x0b, sizeof(key));
	sha1_hmac(key, 20, "Hi There", 8, h);
	assert_string_equal(hex(h), "b617318655057264e28bc0b6fb378c8ef146be00");
	sha1_hmac("Jefe", 4, "what do ya want for nothing?", 28, h);
	assert_string_equal(hex(h), "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
}

static void codes_are_those_of_the_rfcs(void **state)
{
	static const uint32_t by_counter[] = { 755224, 287082, 359152, 969429, 338314, 254676, 287922, 162583, 399871, 520489 };
	static const struct { int64_t seconds; uint32_t code; } by_time[] = { { 59, 94287082 }, { 1111111109, 7081804 }, { 1111111111, 14050471 },
		{ 1234567890, 89005924 }, { 2000000000, 69279037 }, { 20000000000, 65353130 } };
	static const char secret[] = "12345678901234567890";

	(void)state;
	for (uint64_t i = 0; i < 10; i++)
		assert_int_equal(totp_code(secret, 20, i, 6), by_counter[i]);
	for (size_t i = 0; i < 6; i++)
		assert_int_equal(totp_code(secret, 20, (uint64_t)(by_time[i].seconds / TOTP_SECONDS), 8), by_time[i].code);
}

static void one_step_of_drift_and_each_code_once(void **state)
{
	const unsigned char *secret = (const unsigned char *)"12345678901234567890";

	(void)state;
	/* 287082 is the code of step 1, 359152 that of step 2 */
	assert_int_equal(totp_step(secret, "287082", 59, 0), 1);
	assert_int_equal(totp_step(secret, " 287 082 ", 29 + 60, 0), 1);
	assert_int_equal(totp_step(secret, "359152", 59, 0), 2);
	assert_int_equal(totp_step(secret, "287082", 29 + 90, 0), 0);
	assert_int_equal(totp_step(secret, "969429", 59, 0), 0);
	assert_int_equal(totp_step(secret, "287082", 59, 1), 0);
	assert_int_equal(totp_step(secret, "359152", 59, 1), 2);
	static const char *const wrong[] = { "", "28708", "2870822", "28708a", "-87082" };
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
		assert_int_equal(totp_step(secret, wrong[i], 59, 0), 0);
}

static void a_secret_as_text_and_back(void **state)
{
	unsigned char secret[TOTP_SECRET], back[TOTP_SECRET];
	char text[TOTP_TEXT];

	(void)state;
	totp_text((const unsigned char *)"12345678901234567890", text);
	assert_string_equal(text, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
	for (unsigned k = 0; k < 200; k++) {
		for (unsigned i = 0; i < TOTP_SECRET; i++)
			secret[i] = (unsigned char)(k * 31 + i * i * 7 + (k >> 3) * i);
		totp_text(secret, text);
		assert_true(totp_read(text, back));
		assert_memory_equal(secret, back, TOTP_SECRET);
	}
	assert_false(totp_read("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJ", back));
	assert_false(totp_read("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJ1", back));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sha1_gives_the_published_sums),
		cmocka_unit_test(hmac_gives_the_published_sums),
		cmocka_unit_test(codes_are_those_of_the_rfcs),
		cmocka_unit_test(one_step_of_drift_and_each_code_once),
		cmocka_unit_test(a_secret_as_text_and_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
