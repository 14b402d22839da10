/* store/tar.c -- heads, padding, end. */
#include "store/tar.h"

#include <assert.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

enum { BLOCK = 512, NAME_MOST = 99, SUM_AT = 148, SUM = 8 };

void pouch_put(struct pouch *p, const void *at, size_t n)
{
	if (p->f)
		fwrite(at, 1, n, p->f);         /* what fails shows at the end, by ferror */
	p->n += n;
}

void pouch_text(struct pouch *p, const char *text)
{
	pouch_put(p, text, strlen(text));
}

static void head_of(const char *name, uint64_t n, char out[BLOCK])
{
	static const char rights[] = "0000600\0" "0000000\0" "0000000", kind[] = "ustar\0" "00";
	unsigned sum = 0;

	memset(out, 0, BLOCK);
	snprintf(out, NAME_MOST + 1, "%s", name);
	memcpy(out + 100, rights, sizeof(rights));
	snprintf(out + 124, 12, "%011llo", (unsigned long long)n);
	memcpy(out + 136, "00000000000", 12);
	memset(out + SUM_AT, ' ', SUM);
	out[156] = '0';
	memcpy(out + 257, kind, sizeof(kind));
	for (int i = 0; i < BLOCK; i++)
		sum += (unsigned char)out[i];
	snprintf(out + SUM_AT, SUM, "%06o", sum);       /* six digits, a 0, and the blank that stands there */
}

bool tar_add(FILE *f, const char *name, tar_writer *write, void *arg, struct err *err)
{
	static const char zeros[BLOCK];
	struct pouch count = { NULL, 0 }, to = { f, 0 };
	char head[BLOCK];

	assert(strlen(name) <= NAME_MOST);
	if (!write(arg, &count, err))
		return false;
	if (count.n >> 33)
		return fail(err, ERR_TOO_LARGE, name, "is more than 8 GiB");
	head_of(name, count.n, head);
	fwrite(head, 1, BLOCK, f);
	if (!write(arg, &to, err))
		return false;
	assert(to.n == count.n);
	fwrite(zeros, 1, (BLOCK - to.n % BLOCK) % BLOCK, f);
	return !ferror(f) || fail(err, ERR_STORE, name, "cannot be written: %s", strerror(errno));
}

bool tar_end(FILE *f, struct err *err)
{
	static const char zeros[2 * BLOCK];

	return (fwrite(zeros, 1, sizeof(zeros), f) == sizeof(zeros) && fflush(f) == 0 && !ferror(f) && fsync(fileno(f)) == 0) ||
		fail(err, ERR_STORE, "archive", "cannot be written: %s", strerror(errno));
}
