/* base/totp.c -- RFC 4226 section 5.3, RFC 6238 section 4. */
#include "base/totp.h"

#include "base/sha1.h"

#include <assert.h>
#include <string.h>

static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

uint32_t totp_code(const void *secret, size_t n, uint64_t counter, int digits)
{
	unsigned char text[8], h[SHA1_BYTES];
	uint32_t whole = 1;

	assert(digits >= 6 && digits <= 8);
	for (int i = 0; i < 8; i++)
		text[i] = (unsigned char)(counter >> (56 - 8 * i));
	sha1_hmac(secret, n, text, sizeof(text), h);
	int at = h[SHA1_BYTES - 1] & 15;
	uint32_t cut = (uint32_t)(h[at] & 0x7f) << 24 | (uint32_t)h[at + 1] << 16 | (uint32_t)h[at + 2] << 8 | h[at + 3];
	while (digits--)
		whole *= 10;
	return cut % whole;
}

static bool read_code(const char *text, uint32_t *out)
{
	int n = 0;

	for (*out = 0; *text; text++) {
		if (*text == ' ')
			continue;
		if (*text < '0' || *text > '9' || ++n > TOTP_DIGITS)
			return false;
		*out = *out * 10 + (uint32_t)(*text - '0');
	}
	return n == TOTP_DIGITS;
}

int64_t totp_step(const unsigned char secret[TOTP_SECRET], const char *text, int64_t seconds, int64_t used)
{
	int64_t now = seconds / TOTP_SECONDS, found = 0;
	uint32_t code;

	if (!read_code(text, &code))
		return 0;
	for (int64_t step = now - 1; step <= now + 1; step++)           /* all three are worked out, whichever fits */
		if (totp_code(secret, TOTP_SECRET, (uint64_t)step, TOTP_DIGITS) == code && step > used && !found)
			found = step;
	return found;
}

void totp_text(const unsigned char secret[TOTP_SECRET], char out[TOTP_TEXT])
{
	for (int i = 0; i < TOTP_TEXT - 1; i++) {
		int bit = 5 * i, at = bit / 8, by = bit % 8;
		unsigned two = (unsigned)secret[at] << 8 | (at + 1 < TOTP_SECRET ? secret[at + 1] : 0);

		out[i] = letters[two >> (11 - by) & 31];
	}
	out[TOTP_TEXT - 1] = 0;
}

bool totp_read(const char *text, unsigned char secret[TOTP_SECRET])
{
	memset(secret, 0, TOTP_SECRET);
	if (strlen(text) != TOTP_TEXT - 1)
		return false;
	for (int i = 0; i < TOTP_TEXT - 1; i++) {
		const char *at = strchr(letters, text[i]);

		if (!at)
			return false;
		for (int b = 0; b < 5; b++)
			if ((at - letters) >> (4 - b) & 1)
				secret[(5 * i + b) / 8] |= (unsigned char)(0x80 >> (5 * i + b) % 8);
	}
	return true;
}
