/* app/passphrase.c -- passphrases. */
#include "app/passphrase.h"

#include "base/str.h"

#include <sodium.h>
#include <string.h>

enum { ARGON_PASSES = 2, ARGON_BYTES = 19 * 1024 * 1024, RUN_LEAST = 4, REST_LEAST = 7, PERIOD_MOST = 8 };

static const char *const words[] = {
#define WORD(word) #word,
#include "app/passphrase_words.def"
#undef WORD
};

/* Runs of a keyboard, of the alphabet and of digits; also backwards. */
static const char *const rows[] = { "qwertyuiop", "qwertzuiop", "azertyuiop", "asdfghjkl", "zxcvbnm", "yxcvbnm", "abcdefghijklmnopqrstuvwxyz",
	"01234567890", "1qaz2wsx3edc4rfv5tgb6zhn", "1qay2wsx3edc" };

/* Small letters and digits only; signs that stand for letters become those. */
static size_t plain(const char *from, char *to, size_t most)
{
	static const char signs[] = "@4$530!", letters[] = "aasseoi";
	size_t n = 0;

	for (; *from && n + 1 < most; from++) {
		char c = *from >= 'A' && *from <= 'Z' ? (char)(*from + 32) : *from;
		const char *sign = strchr(signs, c);

		if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (unsigned char)c >= 128)
			to[n++] = c;
		else if (sign)
			to[n++] = letters[sign - signs];
	}
	to[n] = 0;
	return n;
}

/* Is the word here, a digit counting as the letter it stands for? */
static bool stands(const char *at, const char *word, size_t n)
{
	static const char digits[] = "01345789", letters[] = "oieastbg";

	for (size_t i = 0; i < n; i++) {
		const char *as = strchr(digits, at[i]);

		if (!at[i] || (at[i] != word[i] && (!as || letters[as - digits] != word[i]) && !(at[i] == '1' && word[i] == 'l')))
			return false;
	}
	return true;
}

/* The text, and the least that has to be guessed from each place on; [1]: a known piece ends just before it. */
struct guess { const char *text; size_t n; int rest[4 * PASSPHRASE_MOST + 1][2]; };

/* n characters from `at` on may be taken out as one piece. */
static void may_take(struct guess *g, size_t at, size_t n, int *best)
{
	if (at + n <= g->n && g->rest[at + n][1] < *best)
		*best = g->rest[at + n][1];
}

static void take_words(struct guess *g, size_t at, const char *const *own, int *best)
{
	char word[256];

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (stands(g->text + at, words[i], strlen(words[i])))
			may_take(g, at, strlen(words[i]), best);
	for (size_t i = 0; own && own[i]; i++) {
		size_t n = plain(own[i], word, sizeof(word));

		if (n >= 3 && stands(g->text + at, word, n))
			may_take(g, at, n, best);
	}
}

/* Pieces of a row, forwards or backwards. */
static void take_runs(struct guess *g, size_t at, int *best)
{
	const char *text = g->text + at;

	for (size_t r = 0; r < sizeof(rows) / sizeof(*rows); r++)
		for (const char *from = strchr(rows[r], *text); from; from = strchr(from + 1, *text)) {
			size_t forth = 0, back = 0;

			while (text[forth] && from[forth] && text[forth] == from[forth])
				if (++forth >= RUN_LEAST)
					may_take(g, at, forth, best);
			while (text[back] && from - back >= rows[r] && text[back] == *(from - back))
				if (++back >= RUN_LEAST)
					may_take(g, at, back, best);
		}
}

/* What repeats the characters just before it. */
static void take_echoes(struct guess *g, size_t at, int *best)
{
	for (size_t period = 1; period <= PERIOD_MOST && period <= at; period++)
		for (size_t n = 1; at + n <= g->n && g->text[at + n - 1] == g->text[at + n - 1 - period]; n++)
			if (n >= period && n >= 2)
				may_take(g, at, n, best);
}

static void take_digits(struct guess *g, size_t at, bool after, int *best)
{
	size_t n = strspn(g->text + at, "0123456789");

	if (n >= 4 && (str_begins(g->text + at, "19") || str_begins(g->text + at, "20")))
		may_take(g, at, 4, best);
	if (n && after)
		may_take(g, at, n, best);
}

/* Known pieces are taken out so that the least remains (from the end backwards); digits that follow such a piece go with it. */
int passphrase_rest(const char *passphrase, const char *const *own)
{
	char text[4 * PASSPHRASE_MOST + 1];
	struct guess g = { .text = text };

	g.n = plain(passphrase, text, sizeof(text));
	for (size_t at = g.n; at-- > 0;)
		for (int after = 0; after < 2; after++) {
			int best = g.rest[at + 1][0] + (((unsigned char)text[at] & 0xc0) != 0x80);

			take_words(&g, at, own, &best);
			take_runs(&g, at, &best);
			take_echoes(&g, at, &best);
			take_digits(&g, at, after, &best);
			g.rest[at][after] = best;
		}
	return g.rest[0][0];
}

bool passphrase_fits(struct err *err, const char *passphrase, const char *const *own)
{
	if (utf8_length(passphrase) < PASSPHRASE_LEAST)
		return fail(err, ERR_INPUT, "passphrase", "needs at least %d characters: four or five words are good", PASSPHRASE_LEAST);
	if (strlen(passphrase) > PASSPHRASE_MOST)
		return fail(err, ERR_INPUT, "passphrase", "is longer than %d characters", PASSPHRASE_MOST);
	if (passphrase_rest(passphrase, own) < REST_LEAST)
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
