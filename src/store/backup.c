/* store/backup.c -- head, stream, and reading it back. */
#include "store/backup.h"

#include "store/audit.h"
#include "store/db.h"
#include "store/recovery.h"

#include <errno.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MAGIC = 16, NUMBERS = 4 + 8 + 8 + 4, KEY_ID = 16, SALT = 32, PAIR = 2 * HASH_BYTES, SLOT = PAIR + crypto_box_SEALBYTES,
	SALTED = MAGIC + NUMBERS + KEY_ID + SALT, STREAM = crypto_secretstream_xchacha20poly1305_HEADERBYTES,
	HEAD = SALTED + SLOT + STREAM, PIECE = 1 << 16, MORE = crypto_secretstream_xchacha20poly1305_ABYTES };

static const char magic[] = "unknot-backup-1\n";
_Static_assert(sizeof(magic) == MAGIC + 1, "the first bytes of a backup");

static void put_number(unsigned char *to, int bytes, uint64_t v)
{
	for (int i = 0; i < bytes; i++)
		to[i] = (unsigned char)(v >> 8 * i);
}

static uint64_t get_number(const unsigned char *from, int bytes)
{
	uint64_t v = 0;

	for (int i = 0; i < bytes; i++)
		v |= (uint64_t)from[i] << 8 * i;
	return v;
}

static void key_id(const struct seal_key *key, unsigned char out[KEY_ID])
{
	unsigned char h[HASH_BYTES];

	seal_mac(key, "backup_key_id", "", 0, h);
	memcpy(out, h, KEY_ID);
}

/* The public half of the recovery phrase, when the practice has one. */
static bool public_of(sqlite3 *h, unsigned char public[RECOVERY_PUBLIC], bool *have, struct err *err)
{
	sqlite3_stmt *s = NULL;
	int code = sqlite3_prepare_v2(h, "select public from recovery", -1, &s, NULL);

	if (code == SQLITE_OK)
		code = sqlite3_step(s);
	*have = code == SQLITE_ROW && sqlite3_column_bytes(s, 0) == RECOVERY_PUBLIC;
	if (*have)
		memcpy(public, sqlite3_column_blob(s, 0), RECOVERY_PUBLIC);
	sqlite3_finalize(s);
	return code == SQLITE_ROW || code == SQLITE_DONE || fail(err, ERR_STORE, "recovery", "%s", sqlite3_errmsg(h));
}

static void write_head(const struct seal_key *key, const struct backup_head *b, const unsigned char *public, unsigned char head[HEAD],
	unsigned char stream_key[HASH_BYTES])
{
	unsigned char *at = head + MAGIC, pair[PAIR];

	memset(head, 0, HEAD);
	memcpy(head, magic, MAGIC);
	put_number(at, 4, (uint64_t)b->schema);
	put_number(at + 4, 8, (uint64_t)b->made);
	put_number(at + 12, 8, (uint64_t)b->bytes);
	put_number(at + 20, 4, b->phrase);
	key_id(key, at + NUMBERS);
	randombytes_buf(at + NUMBERS + KEY_ID, SALT);
	seal_mac(key, "backup_stream", head, SALTED, stream_key);
	if (!b->phrase)
		return;
	memcpy(pair, stream_key, HASH_BYTES);
	seal_key_master(key, pair + HASH_BYTES);
	if (crypto_box_seal(head + SALTED, pair, PAIR, public) != 0)
		abort();
	sodium_memzero(pair, sizeof(pair));
}

static bool write_stream(FILE *f, const struct image *image, unsigned char head[HEAD], const unsigned char stream_key[HASH_BYTES])
{
	crypto_secretstream_xchacha20poly1305_state st;
	unsigned char piece[PIECE + MORE];

	crypto_secretstream_xchacha20poly1305_init_push(&st, head + SALTED + SLOT, stream_key);
	if (fwrite(head, 1, HEAD, f) != HEAD)
		return false;
	for (int64_t at = 0; at < image->n; at += PIECE) {
		size_t n = image->n - at < PIECE ? (size_t)(image->n - at) : PIECE;
		bool last = at + PIECE >= image->n;

		crypto_secretstream_xchacha20poly1305_push(&st, piece, NULL, image->at + at, n, at ? NULL : head, at ? 0 : HEAD,
			last ? crypto_secretstream_xchacha20poly1305_TAG_FINAL : 0);
		if (fwrite(piece, 1, n + MORE, f) != n + MORE)
			return false;
	}
	return fflush(f) == 0 && fsync(fileno(f)) == 0;
}

static bool write_file(const char *part, const struct image *image, const struct seal_key *key, const struct backup_head *b,
	const unsigned char *public, struct err *err)
{
	unsigned char head[HEAD], stream_key[HASH_BYTES];
	mode_t mask = umask(077);
	FILE *f = fopen(part, "wbxe");

	umask(mask);
	if (!f)
		return fail(err, ERR_STORE, part, "cannot be made: %s", strerror(errno));
	write_head(key, b, public, head, stream_key);
	bool done = write_stream(f, image, head, stream_key) || fail(err, ERR_STORE, part, "cannot be written: %s", strerror(errno));
	sodium_memzero(stream_key, sizeof(stream_key));
	fclose(f);
	return done;
}

/* What was written is read from the disk again and opened: a backup nobody can restore is none. */
static bool try_it(const char *part, const struct seal_key *key, struct err *err)
{
	struct backup_opener by = { .key = key };
	struct backup_head head;
	struct image image;
	struct audit found;
	sqlite3 *h;

	if (!backup_read(part, &by, &image, &head, err) || !image_open(&image, &h, err))
		return false;
	bool done = audit_check(h, key, &found, err);
	sqlite3_close(h);
	return done;
}

bool backup_write(sqlite3 *h, const struct seal_key *key, int64_t now, const char *path, struct backup_head *out, struct err *err)
{
	unsigned char public[RECOVERY_PUBLIC];
	char part[4096];
	struct image image;
	bool phrase;

	if (access(path, F_OK) == 0)
		return fail(err, ERR_CONFLICT, path, "is there already; a backup never replaces one");
	if ((size_t)snprintf(part, sizeof(part), "%s.part", path) >= sizeof(part))
		return fail(err, ERR_USAGE, path, "the path is too long");
	unlink(part);           /* of a run that was cut short */
	if (!public_of(h, public, &phrase, err) || !image_take(h, &image, err))
		return false;
	*out = (struct backup_head){ .schema = db_schema(h), .made = now, .bytes = image.n, .phrase = phrase };
	bool done = write_file(part, &image, key, out, public, err);
	image_free(&image);
	done = done && try_it(part, key, err) &&
		(rename(part, path) == 0 || fail(err, ERR_STORE, path, "cannot be made: %s", strerror(errno)));
	if (!done)
		unlink(part);
	return done && folder_sync(path, err);
}

static bool open_slot(const unsigned char head[HEAD], struct backup_opener *by, unsigned char stream_key[HASH_BYTES], struct err *err)
{
	unsigned char public[RECOVERY_PUBLIC], secret[RECOVERY_SECRET], pair[PAIR];

	if (!recovery_read(by->phrase, public, secret, err))
		return false;
	bool opens = crypto_box_seal_open(pair, head + SALTED, SLOT, public, secret) == 0;
	sodium_memzero(secret, sizeof(secret));
	if (!opens)
		return fail(err, ERR_FORBIDDEN, "phrase", "this backup was not sealed to this recovery phrase");
	memcpy(stream_key, pair, HASH_BYTES);
	opens = seal_key_from(pair + HASH_BYTES, &by->found, err);
	sodium_memzero(pair, sizeof(pair));
	return opens;
}

static bool read_head(FILE *f, unsigned char head[HEAD], struct backup_head *out, struct err *err)
{
	if (fread(head, 1, HEAD, f) != HEAD || memcmp(head, magic, MAGIC) != 0)
		return fail(err, ERR_INPUT, "backup", "this is no backup of unknot, or it is cut short");
	*out = (struct backup_head){ .schema = (int)get_number(head + MAGIC, 4), .made = (int64_t)get_number(head + MAGIC + 4, 8),
		.bytes = (int64_t)get_number(head + MAGIC + 12, 8), .phrase = get_number(head + MAGIC + 20, 4) == 1 };
	if (out->schema > db_schema_newest() || out->schema < 1)
		return fail(err, ERR_INPUT, "backup", "it was made by a newer unknot (schema %d, this one knows %d)", out->schema, db_schema_newest());
	return true;
}

static bool key_of(const unsigned char head[HEAD], const struct backup_head *b, struct backup_opener *by,
	unsigned char stream_key[HASH_BYTES], struct err *err)
{
	unsigned char id[KEY_ID];

	if (by->phrase && !b->phrase)
		return fail(err, ERR_FORBIDDEN, "phrase", "this backup was made without a recovery phrase; only the key file opens it");
	if (by->phrase)
		return open_slot(head, by, stream_key, err);
	key_id(by->key, id);
	if (memcmp(id, head + MAGIC + NUMBERS, KEY_ID) != 0)
		return fail(err, ERR_FORBIDDEN, "key", "this backup was sealed to another key");
	seal_mac(by->key, "backup_stream", head, SALTED, stream_key);
	return true;
}

static bool read_stream(FILE *f, const unsigned char head[HEAD], const unsigned char stream_key[HASH_BYTES], struct image *image)
{
	crypto_secretstream_xchacha20poly1305_state st;
	unsigned char piece[PIECE + MORE], tag = 0;
	const unsigned char final = crypto_secretstream_xchacha20poly1305_TAG_FINAL;

	if (crypto_secretstream_xchacha20poly1305_init_pull(&st, head + SALTED + SLOT, stream_key) != 0)
		return false;
	for (int64_t at = 0; at < image->n; at += PIECE) {
		size_t n = image->n - at < PIECE ? (size_t)(image->n - at) : PIECE;

		if (fread(piece, 1, n + MORE, f) != n + MORE || crypto_secretstream_xchacha20poly1305_pull(&st, image->at + at, NULL, &tag,
			piece, n + MORE, at ? NULL : head, at ? 0 : HEAD) != 0 || (tag == final) != (at + PIECE >= image->n))
			return false;
	}
	return tag == final && fgetc(f) == EOF;
}

/* The length in the head is believed only as far as the file has bytes for it. */
static bool room_for(FILE *f, const struct backup_head *b, struct image *out, struct err *err)
{
	struct stat st;
	int64_t pieces = b->bytes > 0 ? (b->bytes + PIECE - 1) / PIECE : 0;

	if (fstat(fileno(f), &st) != 0 || b->bytes <= 0 || b->bytes > st.st_size || HEAD + b->bytes + pieces * MORE != st.st_size)
		return fail(err, ERR_INPUT, "backup", "it is damaged or cut short: its length does not fit");
	*out = (struct image){ sqlite3_malloc64((sqlite3_uint64)b->bytes), b->bytes };
	return out->at || fail(err, ERR_STORE, "backup", "no memory for %lld bytes", (long long)b->bytes);
}

bool backup_read(const char *path, struct backup_opener *by, struct image *out, struct backup_head *head, struct err *err)
{
	unsigned char bytes[HEAD], stream_key[HASH_BYTES];
	FILE *f = fopen(path, "rbe");

	*out = (struct image){ 0 };
	if (!f)
		return fail(err, ERR_MISSING, path, "%s", strerror(errno));
	bool done = read_head(f, bytes, head, err) && room_for(f, head, out, err) && key_of(bytes, head, by, stream_key, err) &&
		(read_stream(f, bytes, stream_key, out) || fail(err, ERR_INPUT, "backup", "it is damaged: its bytes are not those that were sealed"));
	sodium_memzero(stream_key, sizeof(stream_key));
	fclose(f);
	if (!done)
		image_free(out);
	return done;
}
