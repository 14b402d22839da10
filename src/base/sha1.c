/* base/sha1.c -- FIPS 180-4, section 6.1; RFC 2104. */
#include "base/sha1.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

enum { BLOCK = 64 };

static uint32_t turned(uint32_t x, int by)
{
	return x << by | x >> (32 - by);
}

static uint32_t mixed(int t, const uint32_t v[5])
{
	if (t < 20)
		return ((v[1] & v[2]) | (~v[1] & v[3])) + UINT32_C(0x5a827999);
	if (t < 40)
		return (v[1] ^ v[2] ^ v[3]) + UINT32_C(0x6ed9eba1);
	if (t < 60)
		return ((v[1] & v[2]) | (v[1] & v[3]) | (v[2] & v[3])) + UINT32_C(0x8f1bbcdc);
	return (v[1] ^ v[2] ^ v[3]) + UINT32_C(0xca62c1d6);
}

static void take_block(uint32_t h[5], const unsigned char *at)
{
	uint32_t w[80], v[5];

	for (int t = 0; t < 16; t++)
		w[t] = (uint32_t)at[4 * t] << 24 | (uint32_t)at[4 * t + 1] << 16 | (uint32_t)at[4 * t + 2] << 8 | at[4 * t + 3];
	for (int t = 16; t < 80; t++)
		w[t] = turned(w[t - 3] ^ w[t - 8] ^ w[t - 14] ^ w[t - 16], 1);
	memcpy(v, h, sizeof(v));
	for (int t = 0; t < 80; t++) {
		uint32_t next = turned(v[0], 5) + mixed(t, v) + v[4] + w[t];

		v[4] = v[3];
		v[3] = v[2];
		v[2] = turned(v[1], 30);
		v[1] = v[0];
		v[0] = next;
	}
	for (int i = 0; i < 5; i++)
		h[i] += v[i];
}

void sha1(const void *at, size_t n, unsigned char out[SHA1_BYTES])
{
	uint32_t h[5] = { 0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0 };
	const unsigned char *from = at;
	unsigned char last[2 * BLOCK] = { 0 };
	size_t whole = n / BLOCK, rest = n % BLOCK, end = rest < BLOCK - 8 ? BLOCK : 2 * BLOCK;

	for (size_t i = 0; i < whole; i++)
		take_block(h, from + i * BLOCK);
	if (rest)
		memcpy(last, from + whole * BLOCK, rest);
	last[rest] = 0x80;
	for (int i = 0; i < 8; i++)
		last[end - 1 - (size_t)i] = (unsigned char)((uint64_t)n * 8 >> (8 * i));
	for (size_t i = 0; i < end; i += BLOCK)
		take_block(h, last + i);
	for (int i = 0; i < SHA1_BYTES; i++)
		out[i] = (unsigned char)(h[i / 4] >> (24 - 8 * (i % 4)));
}

void sha1_hmac(const void *key, size_t n_key, const void *text, size_t n_text, unsigned char out[SHA1_BYTES])
{
	unsigned char inner[2 * BLOCK] = { 0 }, outer[BLOCK + SHA1_BYTES] = { 0 };

	assert(n_key <= BLOCK && n_text <= BLOCK);
	memcpy(inner, key, n_key);
	memcpy(outer, key, n_key);
	for (int i = 0; i < BLOCK; i++) {
		inner[i] ^= 0x36;
		outer[i] ^= 0x5c;
	}
	memcpy(inner + BLOCK, text, n_text);
	sha1(inner, BLOCK + n_text, outer + BLOCK);
	sha1(outer, sizeof(outer), out);
}
