/* store/recovery.c -- words, bits, key pair. */
#include "store/recovery.h"

#include <sodium.h>
#include <stdint.h>
#include <string.h>

enum { BITS = 16, LETTERS = 5, WORDS = RECOVERY_WORDS - 1, BYTES = WORDS * 2 };

static const char consonants[] = "bdfghjklmnprstvz", vowels[] = "aiou";

static void word_of(unsigned v, char out[LETTERS])
{
	out[0] = consonants[v >> 12 & 15];
	out[1] = vowels[v >> 10 & 3];
	out[2] = consonants[v >> 6 & 15];
	out[3] = vowels[v >> 4 & 3];
	out[4] = consonants[v & 15];
}

/* -1: not a word */
static int value_of(const char *word, size_t n)
{
	int v = 0;

	if (n != LETTERS)
		return -1;
	for (int i = 0; i < LETTERS; i++) {
		const char *set = i % 2 ? vowels : consonants, c = word[i] >= 'A' && word[i] <= 'Z' ? (char)(word[i] + 32) : word[i];
		const char *at = c ? strchr(set, c) : NULL;

		if (!at)
			return -1;
		v = v << (i % 2 ? 2 : 4) | (int)(at - set);
	}
	return v;
}

static unsigned check_of(const unsigned char bits[BYTES])
{
	unsigned char h[crypto_generichash_BYTES_MIN];

	crypto_generichash(h, sizeof(h), bits, BYTES, (const unsigned char *)"unknot recovery!", 16);
	return (unsigned)h[0] << 8 | h[1];
}

static void pair_of(const unsigned char bits[BYTES], unsigned char public[RECOVERY_PUBLIC], unsigned char secret[RECOVERY_SECRET])
{
	unsigned char seed[crypto_box_SEEDBYTES];

	crypto_generichash(seed, sizeof(seed), bits, BYTES, (const unsigned char *)"unknot key pair!", 16);
	crypto_box_seed_keypair(public, secret, seed);
	sodium_memzero(seed, sizeof(seed));
}

const char *recovery_new(struct arena *a, unsigned char public[RECOVERY_PUBLIC])
{
	unsigned char bits[BYTES], secret[RECOVERY_SECRET];
	char *text = arena_take(a, RECOVERY_WORDS * (LETTERS + 1), 1);

	randombytes_buf(bits, sizeof(bits));
	for (int i = 0; i < RECOVERY_WORDS; i++) {
		word_of(i < WORDS ? (unsigned)bits[2 * i] << 8 | bits[2 * i + 1] : check_of(bits), text + i * (LETTERS + 1));
		text[i * (LETTERS + 1) + LETTERS] = i + 1 < RECOVERY_WORDS ? ' ' : '\0';
	}
	pair_of(bits, public, secret);
	sodium_memzero(bits, sizeof(bits));
	sodium_memzero(secret, sizeof(secret));
	return text;
}

bool recovery_read(const char *phrase, unsigned char public[RECOVERY_PUBLIC], unsigned char secret[RECOVERY_SECRET], struct err *err)
{
	static const char between[] = " \t\r\n-";
	unsigned char bits[BYTES];
	int words = 0, v = 0;

	for (const char *at = phrase + strspn(phrase, between); *at; at += strspn(at, between)) {
		size_t n = strcspn(at, between);

		v = value_of(at, n);
		if (v < 0 || words == RECOVERY_WORDS)
			return fail(err, ERR_INPUT, "phrase", v < 0 ? "word %d is not one of a recovery phrase" :
				"word %d is one too many: a recovery phrase has nine words", words + 1);
		if (words < WORDS) {
			bits[2 * words] = (unsigned char)(v >> 8);
			bits[2 * words + 1] = (unsigned char)v;
		}
		words++;
		at += n;
	}
	if (words < RECOVERY_WORDS)
		return fail(err, ERR_INPUT, "phrase", "a recovery phrase has nine words; these are %d", words);
	if ((unsigned)v != check_of(bits))
		return fail(err, ERR_INPUT, "phrase", "the ninth word does not fit the eight before it: one of them is not as it was written down");
	pair_of(bits, public, secret);
	sodium_memzero(bits, sizeof(bits));
	return true;
}
