/* core/qr.c -- segments, Reed-Solomon, placement, masks. */
#include "core/qr.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { CODEWORDS_MOST = 3706, CHECK_MOST = 30, BLOCKS_MOST = 49, MASKS = 8 };

/* By level and version: check codewords of a block, blocks (ISO/IEC 18004, table 9). */
static const uint8_t check_words[QR_LEVELS][QR_VERSIONS + 1] = {
	{ 0, 7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28, 28, 28, 30, 30, 26, 28, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30,
	  30, 30, 30, 30 },
	{ 0, 10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26, 26, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28,
	  28, 28, 28, 28 },
};
static const uint8_t blocks[QR_LEVELS][QR_VERSIONS + 1] = {
	{ 0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8, 8, 9, 9, 10, 12, 12, 12, 13, 14, 15, 16, 17, 18, 19, 19, 20, 21, 22, 24, 25 },
	{ 0, 1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16, 17, 17, 18, 20, 21, 23, 25, 26, 28, 29, 31, 33, 35, 37, 38, 40, 43, 45, 47,
	  49 },
};

struct bits { uint8_t at[CODEWORDS_MOST]; int n; };
struct making { struct qr *qr; enum qr_level level; uint8_t fixed[QR_SIDE_MOST * QR_SIDE_MOST]; };

/* ---- sizes ---- */

/* Modules that carry data: all but finders, timing, alignment, format and version. */
static int data_modules(int version)
{
	int n = (16 * version + 128) * version + 64;

	if (version >= 2) {
		int each = version / 7 + 2;

		n -= (25 * each - 10) * each - 55;
		if (version >= 7)
			n -= 36;
	}
	return n;
}

static int data_words(enum qr_level level, int version)
{
	return data_modules(version) / 8 - check_words[level][version] * blocks[level][version];
}

static int digit_bits(int n)
{
	return 10 * (n / 3) + (n % 3 == 1 ? 4 : n % 3 == 2 ? 7 : 0);
}

static int byte_count_bits(int version)
{
	return version < 10 ? 8 : 16;
}

static int digit_count_bits(int version)
{
	return version < 10 ? 10 : version < 27 ? 12 : 14;
}

static int needs(int version, int text, int digits)
{
	return (text ? 4 + byte_count_bits(version) + 8 * text : 0) + (digits ? 4 + digit_count_bits(version) + digit_bits(digits) : 0);
}

/* ---- bits ---- */

static void put(struct bits *b, unsigned value, int n)
{
	assert(b->n + n <= 8 * CODEWORDS_MOST);
	for (int i = n - 1; i >= 0; i--, b->n++)
		b->at[b->n / 8] |= (uint8_t)(((value >> i) & 1) << (7 - b->n % 8));
}

static void put_all(struct bits *b, enum qr_level level, int version, const char *text, int n, const char *digits, int d)
{
	if (n) {
		put(b, 4, 4);
		put(b, (unsigned)n, byte_count_bits(version));
	}
	for (int i = 0; i < n; i++)
		put(b, (unsigned char)text[i], 8);
	if (d) {
		put(b, 1, 4);
		put(b, (unsigned)d, digit_count_bits(version));
	}
	for (int i = 0; i < d; i += 3) {
		int left = d - i < 3 ? d - i : 3;
		unsigned v = 0;

		for (int k = 0; k < left; k++)
			v = 10 * v + (unsigned)(digits[i + k] - '0');
		put(b, v, 3 * left + 1);
	}
	int most = 8 * data_words(level, version);
	put(b, 0, most - b->n < 4 ? most - b->n : 4);
	put(b, 0, (8 - b->n % 8) % 8);
	for (unsigned pad = 0xec; b->n < most; pad ^= 0xec ^ 0x11)
		put(b, pad, 8);
}

/* ---- Reed-Solomon over GF(256), x^8 + x^4 + x^3 + x^2 + 1 ---- */

static uint8_t times(uint8_t x, uint8_t y)
{
	unsigned z = 0;

	for (int i = 7; i >= 0; i--) {
		z = (z << 1) ^ ((z >> 7) * 0x11d);
		z ^= ((y >> i) & 1u) * x;
	}
	return (uint8_t)z;
}

/* Of (x - 1)(x - 2)(x - 4)...: all but the highest coefficient, highest first. */
static void generator(int n, uint8_t *out)
{
	uint8_t root = 1;

	memset(out, 0, (size_t)n);
	out[n - 1] = 1;
	for (int i = 0; i < n; i++, root = times(root, 2))
		for (int k = 0; k < n; k++)
			out[k] = (uint8_t)(times(out[k], root) ^ (k + 1 < n ? out[k + 1] : 0));
}

static void check(const uint8_t *data, int n, const uint8_t *by, int n_check, uint8_t *out)
{
	memset(out, 0, (size_t)n_check);
	for (int i = 0; i < n; i++) {
		uint8_t f = data[i] ^ out[0];

		memmove(out, out + 1, (size_t)n_check - 1);
		out[n_check - 1] = 0;
		for (int k = 0; k < n_check; k++)
			out[k] ^= times(by[k], f);
	}
}

/* Blocks with their check words, interleaved; the later ones are a word longer. */
static int interleave(enum qr_level level, int version, const uint8_t *data, uint8_t *out)
{
	int n_blocks = blocks[level][version], n_check = check_words[level][version], all = data_modules(version) / 8, words = data_words(level, version);
	int shorter = words / n_blocks, longer = words % n_blocks, n = 0;
	uint8_t by[CHECK_MOST], tail[BLOCKS_MOST][CHECK_MOST];
	const uint8_t *from[BLOCKS_MOST];

	generator(n_check, by);
	for (int b = 0; b < n_blocks; b++) {
		from[b] = b ? from[b - 1] + shorter + (b - 1 >= n_blocks - longer) : data;
		check(from[b], shorter + (b >= n_blocks - longer), by, n_check, tail[b]);
	}
	for (int i = 0; i <= shorter; i++)
		for (int b = 0; b < n_blocks; b++)
			if (i < shorter || b >= n_blocks - longer)
				out[n++] = from[b][i];
	for (int i = 0; i < n_check; i++)
		for (int b = 0; b < n_blocks; b++)
			out[n++] = tail[b][i];
	assert(n == all);
	return all;
}

/* ---- the picture ---- */

static void set(struct making *m, int x, int y, bool dark)
{
	int side = m->qr->side;

	if (x < 0 || y < 0 || x >= side || y >= side)
		return;
	m->qr->dark[y * side + x] = dark;
	m->fixed[y * side + x] = 1;
}

static void finder(struct making *m, int cx, int cy)
{
	for (int dy = -4; dy <= 4; dy++)
		for (int dx = -4; dx <= 4; dx++) {
			int far = abs(dx) > abs(dy) ? abs(dx) : abs(dy);

			set(m, cx + dx, cy + dy, far != 2 && far != 4);
		}
}

static int alignments(int version, int *at)
{
	int n = version == 1 ? 0 : version / 7 + 2, step = version == 32 ? 26 : n ? (version * 4 + n * 2 + 1) / (n * 2 - 2) * 2 : 0;

	for (int i = n - 1, pos = version * 4 + 10; i > 0; i--, pos -= step)
		at[i] = pos;
	if (n)
		at[0] = 6;
	return n;
}

static void put_alignments(struct making *m)
{
	int at[7], n = alignments(m->qr->version, at);

	for (int i = 0; i < n; i++)
		for (int k = 0; k < n; k++) {
			if ((i == 0 && k == 0) || (i == 0 && k == n - 1) || (i == n - 1 && k == 0))
				continue;       /* a finder is there */
			for (int dy = -2; dy <= 2; dy++)
				for (int dx = -2; dx <= 2; dx++)
					set(m, at[i] + dx, at[k] + dy, (abs(dx) > abs(dy) ? abs(dx) : abs(dy)) != 1);
		}
}

static int remainder_of(int data, int n, int by)
{
	int r = data;

	for (int i = 0; i < n; i++)
		r = (r << 1) ^ ((r >> (n - 1)) * by);
	return r;
}

/* Level L is 01, M is 00. */
static void put_format(struct making *m, int mask)
{
	int data = (m->level == QR_L ? 1 << 3 : 0) | mask, bits = (data << 10 | remainder_of(data, 10, 0x537)) ^ 0x5412, side = m->qr->side;

	for (int i = 0; i < 15; i++) {
		bool dark = (bits >> i) & 1;

		set(m, 8, i < 6 ? i : i < 8 ? i + 1 : side - 15 + i, dark);
		set(m, i < 8 ? side - 1 - i : i == 8 ? 7 : 14 - i, 8, dark);
	}
	set(m, 8, side - 8, true);
}

static void put_version(struct making *m)
{
	int v = m->qr->version, bits = v << 12 | remainder_of(v, 12, 0x1f25), side = m->qr->side;

	for (int i = 0; i < 18 && v >= 7; i++) {
		set(m, side - 11 + i % 3, i / 3, (bits >> i) & 1);
		set(m, i / 3, side - 11 + i % 3, (bits >> i) & 1);
	}
}

static void put_fixed(struct making *m)
{
	int side = m->qr->side;

	for (int i = 0; i < side; i++) {
		set(m, 6, i, i % 2 == 0);
		set(m, i, 6, i % 2 == 0);
	}
	finder(m, 3, 3);
	finder(m, side - 4, 3);
	finder(m, 3, side - 4);
	put_alignments(m);
	put_format(m, 0);
	put_version(m);
}

/* Up and down in columns of two, from the right; the upright timing line is left out. */
static void put_words(struct making *m, const uint8_t *words, int n)
{
	int side = m->qr->side, i = 0;
	bool up = true;

	for (int right = side - 1; right >= 1; right -= 2, up = !up) {
		right -= right == 6;
		for (int v = 0; v < side; v++)
			for (int k = 0; k < 2; k++) {
				int at = (up ? side - 1 - v : v) * side + right - k;

				if (m->fixed[at])
					continue;
				m->qr->dark[at] = i < 8 * n && (words[i / 8] >> (7 - i % 8)) & 1;
				i++;
			}
	}
}

static bool masked(int mask, int x, int y)
{
	switch (mask) {
	case 0: return (x + y) % 2 == 0;
	case 1: return y % 2 == 0;
	case 2: return x % 3 == 0;
	case 3: return (x + y) % 3 == 0;
	case 4: return (x / 3 + y / 2) % 2 == 0;
	case 5: return x * y % 2 + x * y % 3 == 0;
	case 6: return (x * y % 2 + x * y % 3) % 2 == 0;
	default: return ((x + y) % 2 + x * y % 3) % 2 == 0;
	}
}

static void turn(struct making *m, int mask)
{
	int side = m->qr->side;

	for (int y = 0; y < side; y++)
		for (int x = 0; x < side; x++)
			m->qr->dark[y * side + x] ^= !m->fixed[y * side + x] && masked(mask, x, y);
}

/* ---- penalties ---- */

/* Five or more of a kind in a line, and what looks like a finder (1 1 3 1 1 with four light on one side). */
static int line_penalty(const uint8_t *at, int step, int side)
{
	int run = 0, sum = 0;
	unsigned last = 0;

	for (int i = 0; i < side; i++) {
		run = i && at[i * step] == at[(i - 1) * step] ? run + 1 : 1;
		sum += run == 5 ? 3 : run > 5;
		last = (last << 1 | at[i * step]) & 0x7ff;
		sum += i >= 10 && (last == 0x05d || last == 0x5d0) ? 40 : 0;
	}
	return sum;
}

static int penalty(const struct qr *q)
{
	int side = q->side, sum = 0, dark = 0;

	for (int i = 0; i < side; i++)
		sum += line_penalty(q->dark + i * side, 1, side) + line_penalty(q->dark + i, side, side);
	for (int y = 0; y < side; y++)
		for (int x = 0; x < side; x++) {
			const uint8_t *at = &q->dark[y * side + x];

			dark += *at;
			if (x + 1 < side && y + 1 < side && at[0] == at[1] && at[0] == at[side] && at[0] == at[side + 1])
				sum += 3;
		}
	return sum + 10 * (abs(20 * dark - 10 * side * side) / (side * side));
}

static void choose_mask(struct making *m)
{
	int best = -1, least = 0;

	for (int mask = 0; mask < MASKS; mask++) {
		turn(m, mask);
		put_format(m, mask);
		int p = penalty(m->qr);
		if (best < 0 || p < least) {
			best = mask;
			least = p;
		}
		turn(m, mask);
	}
	turn(m, best);
	put_format(m, best);
	m->qr->mask = best;
}

bool qr_make(enum qr_level level, const char *text, const char *digits, struct qr *out)
{
	size_t n = strlen(text), d = strlen(digits);
	struct making m = { .qr = out, .level = level };
	struct bits b = { 0 };
	uint8_t words[CODEWORDS_MOST];
	int version = 1;

	if (strspn(digits, "0123456789") < d || n > CODEWORDS_MOST || d > 4 * CODEWORDS_MOST)
		return false;
	while (version <= QR_VERSIONS && needs(version, (int)n, (int)d) > 8 * data_words(level, version))
		version++;
	if (version > QR_VERSIONS)
		return false;
	*out = (struct qr){ .version = version, .side = 17 + 4 * version };
	put_all(&b, level, version, text, (int)n, digits, (int)d);
	int all = interleave(level, version, b.at, words);
	put_fixed(&m);
	put_words(&m, words, all);
	choose_mask(&m);
	return true;
}
