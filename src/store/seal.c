/* store/seal.c -- sealing of fields by libsodium. */
#include "store/seal.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES, TAG = crypto_aead_xchacha20poly1305_ietf_ABYTES,
	KEY = crypto_aead_xchacha20poly1305_ietf_KEYBYTES };

struct seal_key { unsigned char master[crypto_kdf_KEYBYTES], seal[KEY], hash[crypto_generichash_KEYBYTES]; };

_Static_assert(crypto_kdf_KEYBYTES == HASH_BYTES, "a key file holds as many bytes as a hash has");

static void derive(struct seal_key *key, const unsigned char master[crypto_kdf_KEYBYTES])
{
	memcpy(key->master, master, sizeof(key->master));
	crypto_kdf_derive_from_key(key->seal, sizeof(key->seal), 1, "unk-seal", master);
	crypto_kdf_derive_from_key(key->hash, sizeof(key->hash), 2, "unk-hash", master);
	sodium_mprotect_readonly(key);
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
	return done;
}

bool seal_key_from(const unsigned char master[HASH_BYTES], struct seal_key **out, struct err *err)
{
	struct seal_key *key = sodium_malloc(sizeof(*key));

	if (!key)
		return fail(err, ERR_STORE, "key", "no guarded memory for the key");
	derive(key, master);
	*out = key;
	return true;
}

void seal_key_master(const struct seal_key *key, unsigned char out[HASH_BYTES])
{
	memcpy(out, key->master, HASH_BYTES);
}

void seal_key_close(struct seal_key *key)
{
	sodium_free(key);
}

/* What a sealed value is bound to: "column:id". */
static char *bound_to(struct arena *a, const char *column, int64_t id)
{
	return arena_fmt(a, "%s:%lld", column, (long long)id);
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
		(const unsigned char *)ad, strlen(ad), NULL, out, key->seal);
	return (struct bytes){ out, NONCE + n + TAG };
}

bool seal_open(struct arena *a, const struct seal_key *key, const char *column, int64_t id, struct bytes sealed,
	const char **out, struct err *err)
{
	*out = NULL;
	if (!sealed.at)
		return true;
	const unsigned char *in = sealed.at;
	const char *ad = bound_to(a, column, id);

	if (sealed.n < NONCE + TAG)
		return fail(err, ERR_STORE, column, "a sealed value is too short");
	char *text = arena_take(a, sealed.n - NONCE - TAG + 1, 1);
	if (crypto_aead_xchacha20poly1305_ietf_decrypt((unsigned char *)text, NULL, NULL, in + NONCE, sealed.n - NONCE,
		(const unsigned char *)ad, strlen(ad), in, key->seal) != 0)
		return fail(err, ERR_STORE, column, "a sealed value does not open with this key");
	*out = text;
	return true;
}

struct bytes seal_hash(struct arena *a, const struct seal_key *key, const char *column, const char *text)
{
	unsigned char *out = NEWS(a, unsigned char, HASH_BYTES);
	crypto_generichash_state st;

	crypto_generichash_init(&st, key->hash, sizeof(key->hash), HASH_BYTES);
	crypto_generichash_update(&st, (const unsigned char *)column, strlen(column) + 1);
	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;

		c = c >= 'A' && c <= 'Z' ? (unsigned char)(c + 32) : c;
		crypto_generichash_update(&st, &c, 1);
	}
	crypto_generichash_final(&st, out, HASH_BYTES);
	return (struct bytes){ out, HASH_BYTES };
}

void seal_mac(const struct seal_key *key, const char *purpose, const void *at, size_t n, unsigned char out[HASH_BYTES])
{
	crypto_generichash_state st;

	crypto_generichash_init(&st, key->hash, sizeof(key->hash), HASH_BYTES);
	crypto_generichash_update(&st, (const unsigned char *)purpose, strlen(purpose) + 1);
	crypto_generichash_update(&st, at, n);
	crypto_generichash_final(&st, out, HASH_BYTES);
}

struct bytes token_hash(struct arena *a, const char *token)
{
	unsigned char *out = NEWS(a, unsigned char, HASH_BYTES);

	crypto_generichash(out, HASH_BYTES, (const unsigned char *)token, strlen(token), NULL, 0);
	return (struct bytes){ out, HASH_BYTES };
}
