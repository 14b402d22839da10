/* store/seal.c -- sealing of fields by libsodium. */
#include "store/seal.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES, TAG = crypto_aead_xchacha20poly1305_ietf_ABYTES,
	KEY = crypto_aead_xchacha20poly1305_ietf_KEYBYTES };

/* What is derived from one master; two of them while a key is changed.  The handle is for everybody, what it points to is guarded. */
struct derived { unsigned char master[crypto_kdf_KEYBYTES], seal[KEY], hash[crypto_generichash_KEYBYTES]; };
struct ring { struct derived now, other; bool two; unsigned char device[HASH_BYTES]; bool has_device; };
struct seal_key { struct ring *ring; char *path; };

_Static_assert(crypto_kdf_KEYBYTES == HASH_BYTES, "a key file holds as many bytes as a hash has");
_Static_assert(crypto_generichash_KEYBYTES == HASH_BYTES, "devices are given as many bytes as a hash has");

static void derive(struct derived *d, const unsigned char master[crypto_kdf_KEYBYTES])
{
	memcpy(d->master, master, sizeof(d->master));
	crypto_kdf_derive_from_key(d->seal, sizeof(d->seal), 1, "unk-seal", master);
	crypto_kdf_derive_from_key(d->hash, sizeof(d->hash), 2, "unk-hash", master);
}

bool seal_key_write(const char *path, const unsigned char master[HASH_BYTES], struct err *err)
{
	char hex[2 * crypto_kdf_KEYBYTES + 2];

	sodium_bin2hex(hex, sizeof(hex), master, crypto_kdf_KEYBYTES);
	hex[sizeof(hex) - 2] = '\n';
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	bool done = fd >= 0 && write(fd, hex, sizeof(hex) - 1) == (ssize_t)sizeof(hex) - 1 && fsync(fd) == 0;

	sodium_memzero(hex, sizeof(hex));
	if (fd >= 0)
		close(fd);
	return done || fail(err, ERR_STORE, "key", "%s cannot be written: %s", path, strerror(errno));
}

static bool read_old(int fd, const char *path, unsigned char *master, struct err *err)
{
	char hex[2 * crypto_kdf_KEYBYTES + 8];
	struct stat st;
	size_t got = 0;

	if (fstat(fd, &st) != 0 || (st.st_mode & 077))
		return fail(err, ERR_STORE, "key", "%s must be readable by its owner alone (chmod 600)", path);
	ssize_t n = read(fd, hex, sizeof(hex));
	bool fits = n >= 2 * (ssize_t)crypto_kdf_KEYBYTES && sodium_hex2bin(master, crypto_kdf_KEYBYTES, hex,
		2 * crypto_kdf_KEYBYTES, NULL, &got, NULL) == 0 && got == crypto_kdf_KEYBYTES;

	sodium_memzero(hex, sizeof(hex));
	return fits || fail(err, ERR_STORE, "key", "%s is not a key file: 64 hexadecimal digits", path);
}

bool seal_key_open(const char *path, bool make, struct seal_key **out, struct err *err)
{
	unsigned char master[crypto_kdf_KEYBYTES];

	if (sodium_init() < 0)
		return fail(err, ERR_INTERNAL, "key", "libsodium cannot start");
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd >= 0) {
		bool fits = read_old(fd, path, master, err);

		close(fd);
		if (!fits)
			return false;
	} else if (errno == ENOENT && make) {
		crypto_kdf_keygen(master);
		if (!seal_key_write(path, master, err))
			return false;
	} else {
		return fail(err, ERR_STORE, "key", "%s cannot be read: %s", path, strerror(errno));
	}
	bool done = seal_key_from(master, out, err);
	sodium_memzero(master, sizeof(master));
	if (done && !((*out)->path = strdup(path)))
		abort();
	return done;
}

bool seal_key_from(const unsigned char master[HASH_BYTES], struct seal_key **out, struct err *err)
{
	struct seal_key *key = calloc(1, sizeof(*key));
	struct ring *ring = sodium_malloc(sizeof(*ring));

	if (!key)
		abort();
	key->ring = ring;
	if (!ring) {
		free(key);
		return fail(err, ERR_STORE, "key", "no guarded memory for the key");
	}
	memset(ring, 0, sizeof(*ring));
	derive(&ring->now, master);
	sodium_mprotect_readonly(ring);
	*out = key;
	return true;
}

void seal_key_master(const struct seal_key *key, unsigned char out[HASH_BYTES])
{
	memcpy(out, key->ring->now.master, HASH_BYTES);
}

void seal_key_close(struct seal_key *key)
{
	if (!key)
		return;
	sodium_free(key->ring);
	free(key->path);
	free(key);
}

static void mac_by(const struct derived *d, const char *purpose, const void *at, size_t n, unsigned char out[HASH_BYTES])
{
	crypto_generichash_state st;

	crypto_generichash_init(&st, d->hash, sizeof(d->hash), HASH_BYTES);
	crypto_generichash_update(&st, (const unsigned char *)purpose, strlen(purpose) + 1);
	crypto_generichash_update(&st, at, n);
	crypto_generichash_final(&st, out, HASH_BYTES);
}

static bool has_id(const struct derived *d, const unsigned char id[HASH_BYTES])
{
	unsigned char own[HASH_BYTES];

	mac_by(d, "key_id", "", 0, own);
	return sodium_memcmp(own, id, HASH_BYTES) == 0;
}

/* Takes what lies at path for the other key, when it is a key at all. */
static bool look_beside(const struct seal_key *key, const char *path)
{
	unsigned char master[crypto_kdf_KEYBYTES];
	struct err quiet = { 0 };
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	bool fits = fd >= 0 && read_old(fd, path, master, &quiet);

	if (fd >= 0)
		close(fd);
	if (fits) {
		sodium_mprotect_readwrite(key->ring);
		derive(&key->ring->other, master);
		key->ring->two = true;
		sodium_mprotect_readonly(key->ring);
		sodium_memzero(master, sizeof(master));
	}
	return fits;
}

static bool look_for_next(const struct seal_key *key)
{
	char next[4096];

	return key->path && (size_t)snprintf(next, sizeof(next), "%s.next", key->path) < sizeof(next) && look_beside(key, next);
}

void seal_key_id(const struct seal_key *key, unsigned char out[HASH_BYTES])
{
	mac_by(&key->ring->now, "key_id", "", 0, out);
}

bool seal_key_follow(const struct seal_key *key, const unsigned char id[HASH_BYTES], struct err *err)
{
	struct ring *ring = key->ring;

	if (has_id(&ring->now, id))
		return true;
	if (!(ring->two && has_id(&ring->other, id)) && !(look_for_next(key) && has_id(&ring->other, id)) &&
		!(key->path && look_beside(key, key->path) && has_id(&ring->other, id)))
		return fail(err, ERR_STORE, "key", "the key of this folder was changed, and neither %s nor what lies beside it is the new one", key->path ? key->path : "this one");
	sodium_mprotect_readwrite(ring);
	struct derived was = ring->now;
	ring->now = ring->other;
	ring->other = was;
	sodium_mprotect_readonly(ring);
	sodium_memzero(&was, sizeof(was));
	return true;
}

void seal_key_device(const struct seal_key *key, unsigned char out[HASH_BYTES])
{
	memcpy(out, key->ring->has_device ? key->ring->device : key->ring->now.hash, HASH_BYTES);
}

void seal_key_set_device(const struct seal_key *key, const unsigned char device[HASH_BYTES])
{
	sodium_mprotect_readwrite(key->ring);
	memcpy(key->ring->device, device, HASH_BYTES);
	key->ring->has_device = true;
	sodium_mprotect_readonly(key->ring);
}

/* What a sealed value is bound to: "column:id".  By hand: a search for a name opens every name of the practice. */
static char *bound_to(struct arena *a, const char *column, int64_t id)
{
	enum { DIGITS = 20 };
	size_t n = strlen(column);
	char *text = arena_take(a, n + DIGITS + 2, 1), digit[DIGITS], *to = text + n + 1;
	uint64_t rest = id < 0 ? -(uint64_t)id : (uint64_t)id;
	int k = 0;

	memcpy(text, column, n + 1);
	text[n] = ':';
	if (id < 0)
		*to++ = '-';
	do
		digit[k++] = (char)('0' + rest % 10);
	while (rest /= 10);
	while (k)
		*to++ = digit[--k];
	*to = 0;
	return text;
}

struct bytes seal_shut(struct arena *a, const struct seal_key *key, const char *column, int64_t id, const char *text)
{
	if (!text)
		return (struct bytes){ NULL, 0 };
	size_t n = strlen(text);
	const char *ad = bound_to(a, column, id);
	unsigned char *out = NEWS(a, unsigned char, NONCE + n + TAG);

	randombytes_buf(out, NONCE);
	crypto_aead_xchacha20poly1305_ietf_encrypt(out + NONCE, NULL, (const unsigned char *)text, n,
		(const unsigned char *)ad, strlen(ad), NULL, out, key->ring->now.seal);
	return (struct bytes){ out, NONCE + n + TAG };
}

static bool opens(const struct derived *d, char *text, struct bytes sealed, const char *ad)
{
	const unsigned char *in = sealed.at;

	return crypto_aead_xchacha20poly1305_ietf_decrypt((unsigned char *)text, NULL, NULL, in + NONCE, sealed.n - NONCE,
		(const unsigned char *)ad, strlen(ad), in, d->seal) == 0;
}

bool seal_open(struct arena *a, const struct seal_key *key, const char *column, int64_t id, struct bytes sealed,
	const char **out, struct err *err)
{
	*out = NULL;
	if (!sealed.at)
		return true;
	const char *ad = bound_to(a, column, id);

	if (sealed.n < NONCE + TAG)
		return fail(err, ERR_STORE, column, "a sealed value is too short");
	char *text = arena_take(a, sealed.n - NONCE - TAG + 1, 1);
	if (!opens(&key->ring->now, text, sealed, ad) && !(key->ring->two && opens(&key->ring->other, text, sealed, ad)) &&
		!(look_for_next(key) && opens(&key->ring->other, text, sealed, ad)))
		return fail(err, ERR_STORE, column, "a sealed value does not open with this key");
	*out = text;
	return true;
}

static struct bytes hash_by(struct arena *a, const unsigned char by[HASH_BYTES], const char *column, const char *text)
{
	unsigned char *out = NEWS(a, unsigned char, HASH_BYTES);
	crypto_generichash_state st;

	crypto_generichash_init(&st, by, HASH_BYTES, HASH_BYTES);
	crypto_generichash_update(&st, (const unsigned char *)column, strlen(column) + 1);
	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;

		c = c >= 'A' && c <= 'Z' ? (unsigned char)(c + 32) : c;
		crypto_generichash_update(&st, &c, 1);
	}
	crypto_generichash_final(&st, out, HASH_BYTES);
	return (struct bytes){ out, HASH_BYTES };
}

struct bytes seal_hash(struct arena *a, const struct seal_key *key, const char *column, const char *text)
{
	return hash_by(a, key->ring->now.hash, column, text);
}

struct bytes seal_device(struct arena *a, const struct seal_key *key, const char *purpose, const char *text)
{
	unsigned char by[HASH_BYTES];

	seal_key_device(key, by);
	struct bytes out = hash_by(a, by, purpose, text);
	sodium_memzero(by, sizeof(by));
	return out;
}

void seal_mac(const struct seal_key *key, const char *purpose, const void *at, size_t n, unsigned char out[HASH_BYTES])
{
	mac_by(&key->ring->now, purpose, at, n, out);
}

struct bytes token_hash(struct arena *a, const char *token)
{
	unsigned char *out = NEWS(a, unsigned char, HASH_BYTES);

	crypto_generichash(out, HASH_BYTES, (const unsigned char *)token, strlen(token), NULL, 0);
	return (struct bytes){ out, HASH_BYTES };
}
