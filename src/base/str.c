/* base/str.c -- slices, UTF-8, Damerau-Levenshtein distance (restricted). */
#include "base/str.h"

#include <string.h>

enum { WORD_MOST = 64 };

str str_of(const char *text)
{
	return (str){ text, text ? strlen(text) : 0 };
}

bool str_is(str s, const char *text)
{
	return strlen(text) == s.n && memcmp(s.at, text, s.n) == 0;
}

bool str_equal(const char *a, const char *b)
{
	return strcmp(a, b) == 0;
}

bool str_begins(const char *text, const char *with)
{
	return strncmp(text, with, strlen(with)) == 0;
}

bool str_ends(const char *text, const char *with)
{
	size_t n = strlen(text), m = strlen(with);

	return n >= m && strcmp(text + n - m, with) == 0;
}

/* Length of the code point that starts at p, 0 when malformed. */
static size_t code_point(const unsigned char *p, size_t n)
{
	static const unsigned least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	size_t len = p[0] < 0x80 ? 1 : (p[0] & 0xe0) == 0xc0 ? 2 : (p[0] & 0xf0) == 0xe0 ? 3 :
		(p[0] & 0xf8) == 0xf0 ? 4 : 0;

	if (!len || len > n)
		return 0;
	if (len == 1)
		return p[0] >= 0x20 && p[0] != 0x7f ? 1 : p[0] == '\t' || p[0] == '\n' || p[0] == '\r';
	unsigned v = p[0] & (0xffu >> (len + 1));
	for (size_t i = 1; i < len; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return 0;
		v = v << 6 | (p[i] & 0x3f);
	}
	if (v < least[len] || v > 0x10ffff || (v >= 0xd800 && v <= 0xdfff) || (v >= 0x80 && v < 0xa0))
		return 0;
	return len;
}

bool utf8_valid(const char *bytes, size_t n)
{
	for (size_t i = 0; i < n; ) {
		size_t len = code_point((const unsigned char *)bytes + i, n - i);

		if (!len)
			return false;
		i += len;
	}
	return true;
}

size_t utf8_length(const char *text)
{
	size_t n = 0;

	for (; *text; text++)
		n += ((unsigned char)*text & 0xc0) != 0x80;
	return n;
}

int str_distance(const char *a, const char *b, int most)
{
	size_t n = strlen(a), m = strlen(b);
	int row[3][WORD_MOST + 1];

	if (n > WORD_MOST || m > WORD_MOST)
		return most + 1;
	for (size_t j = 0; j <= m; j++)
		row[0][j] = (int)j;
	for (size_t i = 1; i <= n; i++) {
		int *now = row[i % 3], *last = row[(i + 2) % 3], *before = row[(i + 1) % 3];

		now[0] = (int)i;
		for (size_t j = 1; j <= m; j++) {
			int d = last[j - 1] + (a[i - 1] != b[j - 1]);

			d = last[j] + 1 < d ? last[j] + 1 : d;
			d = now[j - 1] + 1 < d ? now[j - 1] + 1 : d;
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
				d = before[j - 2] + 1 < d ? before[j - 2] + 1 : d;
			now[j] = d;
		}
	}
	int d = row[n % 3][m];
	return d > most ? most + 1 : d;
}

struct nearest nearest_to(const char *word)
{
	int most = (int)strlen(word) / 3 + 1;

	return (struct nearest){ word, NULL, most + 1 };
}

void nearest_offer(struct nearest *n, const char *candidate)
{
	int d = str_distance(n->word, candidate, n->distance);

	if (d < n->distance) {
		n->distance = d;
		n->best = candidate;
	}
}
