/* app/passphrase.c -- passphrases. */
#include "app/passphrase.h"

#include "base/str.h"

#include <math.h>
#include <sodium.h>
#include <string.h>
#include <zxcvbn.h>

enum { ARGON_PASSES = 2, ARGON_BYTES = 19 * 1024 * 1024, BITS_LEAST = 40, OWN_MOST = 8, OWN_LONGEST = 256, SAYING_BITS = 12, ADDED_MOST = 6 };

static const char *const words[] = {
#define WORD(word) word,
#include "app/passphrase_words.def"
#undef WORD
};
enum { WORDS = sizeof(words) / sizeof(*words) };

static const char *const sayings[] = {
#define SAYING(words) words,
#include "app/passphrase_sayings.def"
#undef SAYING
};

/* One byte a character, Latin letters small: what libzxcvbn counts with.  n: room in `to`. */
static void one_byte_each(const char *from, char *to, size_t n)
{
	size_t at = 0;

	for (; *from && at + 1 < n; from++) {
		unsigned char c = (unsigned char)*from;

		if (c >= 'A' && c <= 'Z')
			to[at++] = (char)(c + 32);
		else if (c < 0xc0 && c >= 0x80 && at)
			to[at - 1] = (char)(0x80 | (((unsigned char)to[at - 1] << 6 | c) & 0x7f));
		else
			to[at++] = (char)c;
	}
	to[at] = 0;
}

/* What everybody knows by heart, however it is spaced, with a few characters more. */
static bool is_saying(const char *text)
{
	char bare[PASSPHRASE_MOST + 1];
	size_t n = 0;

	for (; *text; text++)
		if ((*text >= 'a' && *text <= 'z') || (*text >= '0' && *text <= '9'))
			bare[n++] = *text;
	bare[n] = 0;
	bool found = false;
	for (size_t i = 0; i < sizeof(sayings) / sizeof(*sayings); i++) {
		char *at = strstr(bare, sayings[i]);

		if (at)
			memmove(at, at + strlen(sayings[i]), strlen(at + strlen(sayings[i])) + 1);
		found |= at != NULL;
	}
	return found && strlen(bare) <= ADDED_MOST;
}

double passphrase_bits(const char *passphrase, const char *const *own)
{
	char text[PASSPHRASE_MOST + 1], mine[OWN_MOST][OWN_LONGEST];
	const char *list[OWN_MOST + WORDS + 1];
	size_t n = 0;

	one_byte_each(passphrase, text, sizeof(text));
	for (; own && *own && n < OWN_MOST; own++) {
		one_byte_each(*own, mine[n], OWN_LONGEST);
		mine[n][strcspn(mine[n], "@")] = 0;
		if (strlen(mine[n]) >= 3) {
			list[n] = mine[n];
			n++;
		}
	}
	memcpy(list + n, words, sizeof(words));
	list[n + WORDS] = NULL;
	double bits = ZxcvbnMatch(text, list, NULL);

	return is_saying(text) ? fmin(bits, SAYING_BITS) : bits;
}

bool passphrase_fits(struct err *err, const char *passphrase, const char *const *own)
{
	if (utf8_length(passphrase) < PASSPHRASE_LEAST)
		return fail(err, ERR_INPUT, "passphrase", "needs at least %d characters: four or five words are good", PASSPHRASE_LEAST);
	if (strlen(passphrase) > PASSPHRASE_MOST)
		return fail(err, ERR_INPUT, "passphrase", "is longer than %d characters", PASSPHRASE_MOST);
	if (passphrase_bits(passphrase, own) < BITS_LEAST)
		return fail(err, ERR_INPUT, "passphrase", "is too easy to guess: it is made of what many people take, of your own name or of something repeated. "
			"Four or five words that have nothing to do with each other are good");
	return true;
}

bool passphrase_hash(struct arena *a, const char *passphrase, const char **out, struct err *err)
{
	char *text = arena_take(a, crypto_pwhash_STRBYTES, 1);

	if (crypto_pwhash_str(text, passphrase, strlen(passphrase), ARGON_PASSES, ARGON_BYTES) != 0)
		return fail(err, ERR_INTERNAL, "passphrase", "not enough memory to check a passphrase");
	*out = text;
	return true;
}

bool passphrase_is(const char *hash, const char *passphrase, bool *is, struct err *err)
{
	unsigned char nobody[32], salt[crypto_pwhash_SALTBYTES] = { 0 };

	if (hash)
		*is = crypto_pwhash_str_verify(hash, passphrase, strlen(passphrase)) == 0;
	else
		*is = false;
	if (!hash && crypto_pwhash(nobody, sizeof(nobody), passphrase, strlen(passphrase), salt, ARGON_PASSES, ARGON_BYTES, crypto_pwhash_ALG_ARGON2ID13) != 0)
		return fail(err, ERR_INTERNAL, "passphrase", "not enough memory to check a passphrase");
	return true;
}
