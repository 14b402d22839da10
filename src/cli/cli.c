/* cli/cli.c -- files, and the knowledge with its hash: SHA-256 over path, 0, bytes, 0 of each file in order of the paths. */
#include "cli/cli.h"

#include "base/buf.h"
#include "base/embed.h"
#include "base/str.h"

#include <dirent.h>
#include <errno.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

enum { READ_MOST = 64 << 20, FILES_MOST = 2000, DEPTH_MOST = 4 };

bool cli_read_file(struct cli *cli, const char *path, char **text, size_t *n, struct err *err)
{
	return cli_read_big(cli, path, READ_MOST, text, n, err);
}

bool cli_read_big(struct cli *cli, const char *path, size_t most, char **text, size_t *n, struct err *err)
{
	struct buf b = buf_new(cli->arena, most + 65536);
	FILE *f = str_equal(path, "-") ? stdin : fopen(path, "rb");
	const char *why = f ? NULL : strerror(errno);
	char part[65536];
	size_t got;

	while (f && b.n <= most && (got = fread(part, 1, sizeof(part), f)) > 0)
		buf_put(&b, part, got);
	if (f && ferror(f))
		why = strerror(errno);
	if (f && f != stdin)
		fclose(f);
	if (why || b.n > most) {
		fail(err, why ? ERR_MISSING : ERR_TOO_LARGE, "", "%s", why ? why : arena_fmt(cli->arena, "more than %zu MB", most >> 20));
		err->file = path;
		return false;
	}
	*text = arena_copy(cli->arena, b.at ? b.at : "", b.n);
	*n = b.n;
	return true;
}

bool cli_write_file(struct cli *cli, const char *path, const void *at, size_t n, struct err *err)
{
	const char *fresh = arena_fmt(cli->arena, "%s.new", path);
	FILE *to = fopen(fresh, "wb");
	bool ok = to && fwrite(at, 1, n, to) == n && fflush(to) == 0 && fsync(fileno(to)) == 0;
	int why = errno;

	if (to && fclose(to) != 0 && ok) {
		ok = false;
		why = errno;
	}
	if (ok && rename(fresh, path) == 0)
		return true;
	if (ok)
		why = errno;
	if (to)
		unlink(fresh);
	return fail(err, ERR_STORE, path, "cannot be written: %s", strerror(why));
}

struct folder { struct kb_file *at; int n; };

/* All files below dir, hidden ones left out; `under` is the path inside the knowledge, "" or ending with a slash. */
static bool walk(struct cli *cli, const char *dir, const char *under, int depth, struct folder *to, struct err *err)
{
	DIR *d = opendir(dir);
	struct dirent *e;
	bool ok = d != NULL;

	if (!d) {
		fail(err, ERR_MISSING, "", "%s", strerror(errno));
		err->file = arena_text(cli->arena, dir);
	}
	while (ok && (e = readdir(d))) {
		const char *path = arena_fmt(cli->arena, "%s/%s", dir, e->d_name);
		const char *inside = arena_fmt(cli->arena, "%s%s", under, e->d_name);
		struct stat s;
		char *text;
		size_t n;

		if (e->d_name[0] == '.' || stat(path, &s) != 0)
			continue;
		if (S_ISDIR(s.st_mode)) {
			ok = depth < DEPTH_MOST && walk(cli, path, arena_fmt(cli->arena, "%s/", inside), depth + 1, to, err);
			continue;
		}
		ok = to->n < FILES_MOST || fail(err, ERR_INPUT, "", "more than %d files in %s", FILES_MOST, dir);
		ok = ok && cli_read_file(cli, path, &text, &n, err);
		if (ok)
			to->at[to->n++] = (struct kb_file){ inside, text, n };
	}
	if (d)
		closedir(d);
	return ok || fail(err, ERR_INPUT, "", "%s: folders are too deep", dir);
}

static int by_path(const void *a, const void *b)
{
	return strcmp(((const struct kb_file *)a)->path, ((const struct kb_file *)b)->path);
}

static struct folder embedded(struct cli *cli)
{
	struct folder f = { NEWS(cli->arena, struct kb_file, knowledge_files_n + 1), (int)knowledge_files_n };

	for (int i = 0; i < f.n; i++)
		f.at[i] = (struct kb_file){ knowledge_files[i].path, knowledge_files[i].at,
			(size_t)(knowledge_files[i].end - knowledge_files[i].at) };
	return f;
}

static void hash(const struct folder *f, char out[65])
{
	unsigned char digest[crypto_hash_sha256_BYTES];
	crypto_hash_sha256_state state;

	crypto_hash_sha256_init(&state);
	for (int i = 0; i < f->n; i++) {
		crypto_hash_sha256_update(&state, (const unsigned char *)f->at[i].path, strlen(f->at[i].path) + 1);
		crypto_hash_sha256_update(&state, (const unsigned char *)f->at[i].text, f->at[i].n);
		crypto_hash_sha256_update(&state, (const unsigned char *)"", 1);
	}
	crypto_hash_sha256_final(&state, digest);
	sodium_bin2hex(out, 65, digest, sizeof(digest));
}

const struct kb *cli_kb(struct cli *cli, const char *dir, struct err *err)
{
	struct folder f = { NULL, 0 };
	char sum[65];

	if (!dir)
		f = embedded(cli);
	else {
		f.at = NEWS(cli->arena, struct kb_file, FILES_MOST);
		if (!walk(cli, dir, "", 0, &f, err))
			return NULL;
		qsort(f.at, (size_t)f.n, sizeof(*f.at), by_path);
	}
	hash(&f, sum);
	const struct kb *kb = kb_load(cli->arena, f.at, f.n, sum, err);
	if (!kb && dir && err->file)
		err->file = arena_fmt(cli->arena, "%s%s%s", dir, str_ends(dir, "/") ? "" : "/", err->file);
	return kb;
}

int cli_fail(struct cli *cli, const struct err *err)
{
	fprintf(cli->err, "%s\n", err_line(cli->arena, err));
	return err_exit(err->code);
}
