/* Any bytes as one of the small texts that people type, copy or keep; the first byte says which: a recovery phrase, the key of an authenticator app,
 * a key file, the fields of a form, a day, the words of a command.  Each is refused or understood, and what is understood comes back the same. */
#include "base/day.h"
#include "base/form.h"
#include "base/str.h"
#include "base/totp.h"
#include "cli/options.h"
#include "net/http.h"
#include "store/recovery.h"
#include "store/seal.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { WORDS_MOST = 40 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void must(bool ok)
{
	if (!ok)
		abort();
}

static void phrase(struct arena *a, const char *text, size_t n)
{
	unsigned char public[RECOVERY_PUBLIC], secret[RECOVERY_SECRET], public2[RECOVERY_PUBLIC], secret2[RECOVERY_SECRET];
	struct err err = { 0 };

	(void)n;
	if (!recovery_read(text, public, secret, &err)) {
		must(err.code == ERR_INPUT);
		return;
	}
	char *tidy = arena_text(a, text);
	for (char *p = tidy; *p; p++)
		*p = *p == '\n' || *p == '\t' || *p == '\r' || *p == '-' ? ' ' : *p;
	must(recovery_read(tidy, public2, secret2, &err) && !memcmp(public, public2, sizeof(public)) && !memcmp(secret, secret2, sizeof(secret)));
}

static void app_key(struct arena *a, const char *text, size_t n)
{
	unsigned char secret[TOTP_SECRET] = "unknot fuzz secret!";
	char back[TOTP_TEXT];
	int64_t now = 1795000000, step = totp_step(secret, text, now, 0);

	(void)a;
	(void)n;
	must(!step || (step >= now / TOTP_SECONDS - 1 && step <= now / TOTP_SECONDS + 1));
	if (!totp_read(text, secret))
		return;
	totp_text(secret, back);
	unsigned char again[TOTP_SECRET];
	must(totp_read(back, again) && !memcmp(again, secret, sizeof(secret)));
}

static void key_file(struct arena *a, const char *text, size_t n)
{
	static char path[] = "/tmp/unknot-fuzz-key-XXXXXX";
	static int fd = -1;
	unsigned char master[HASH_BYTES];
	struct err err = { 0 };
	struct seal_key *key;

	if (fd < 0)
		fd = mkstemp(path);
	must(fd >= 0 && !ftruncate(fd, 0) && pwrite(fd, text, n, 0) == (ssize_t)n);
	if (!seal_key_open(path, false, &key, &err)) {
		must(err.code != ERR_OK);
		return;
	}
	seal_key_master(key, master);
	for (int i = 0; i < HASH_BYTES; i++)
		must(strncasecmp(arena_fmt(a, "%02x", master[i]), text + 2 * (size_t)i, 2) == 0);
	seal_key_close(key);
}

static void fields(struct arena *a, const char *text, size_t n)
{
	struct buf b = buf_new(a, 8 << 20);
	struct err err = { 0 };
	struct form f, again;

	if (!form_parse(a, text, n, &f, &err)) {
		must(err.code != ERR_OK);
		return;
	}
	for (int i = 0; i < f.n; i++)
		buf_fmt(&b, "%s%s=%s", i ? "&" : "", form_escape(a, f.at[i].name), form_escape(a, f.at[i].value));
	must(form_parse(a, b.n ? b.at : "", b.n, &again, &err) && again.n == f.n);
	for (int i = 0; i < f.n; i++) {
		must(utf8_valid(f.at[i].value, strlen(f.at[i].value)));
		must(str_equal(f.at[i].name, again.at[i].name) && str_equal(f.at[i].value, again.at[i].value));
	}
}

static void small(struct arena *a, const char *text, size_t n)
{
	int64_t number;
	char iso[11];
	day d;

	(void)n;
	if (day_read(text, &d)) {
		day_iso(d, iso);
		must(str_equal(iso, text));
	}
	if (int_read(text, -100, 100, &number))
		must(number >= -100 && number <= 100);
	if (http_is_address(text))
		must(strlen(text) < 46 && strspn(text, "0123456789abcdefABCDEF.:") == strlen(text));
	(void)a;
}

static void command(struct arena *a, const char *text, size_t n)
{
	const char *value = NULL, *file[2] = { NULL, NULL };
	bool flag = false;
	const struct option_word known[] = { { "--data", NULL, &value }, { "--yes", &flag, NULL } };
	char *word[WORDS_MOST], *at = arena_copy(a, text, n);
	struct cli cli = { .argv = word, .arena = a };
	struct err err = { 0 };

	for (char *end = at + n; at < end && cli.argc < WORDS_MOST; at++) {
		word[cli.argc++] = at;
		at += strcspn(at, "\n");
		*at = 0;
	}
	if (!options_read_all(&cli, "fuzz", known, 2, file, 2, &err))
		must(err.code == ERR_USAGE && err.detail[0]);
	else
		must(!file[1] || file[0]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static void (*const kinds[])(struct arena *a, const char *text, size_t n) = { phrase, app_key, key_file, fields, small, command };

	if (!n || n > 1 << 20)
		return 0;
	struct arena *a = arena_new((size_t)64 << 20);
	kinds[data[0] % (sizeof(kinds) / sizeof(*kinds))](a, arena_copy(a, (const char *)data + 1, n - 1), n - 1);
	arena_end(a);
	return 0;
}
