/* Any bytes as a file that somebody saved from the self-check: refused with a line, or two cases of this knowledge; what is taken is written as such
 * a file again, read again to the same, screened, and told. */
#include "app/casefile.h"
#include "app/selfcheck_file.h"
#include "base/str.h"
#include "core/screen.h"
#include "embedded_kb.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { ARENA_MOST = 256 << 20 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void must(bool ok)
{
	if (!ok)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena *a = arena_new(ARENA_MOST);
	const struct kb *kb = knowledge();
	struct selfcheck_saved first, again;
	struct err err = { 0 };
	char made[11];

	if (!selfcheck_read(a, kb, arena_copy(a, (const char *)data, n), n, &first, &err)) {
		must(err.code != ERR_OK);
	} else {
		must(first.c && first.first);
		day_iso(first.made, made);
		const char *once = casefile_write(a, kb, first.c);
		const char *file = arena_fmt(a, "{\"selfcheck\":1,\"made\":\"%s\",\"case\":%s}", made, once);
		must(selfcheck_read(a, kb, file, strlen(file), &again, &err) && again.made == first.made);
		must(str_equal(casefile_write(a, kb, again.c), once));
		must(screen(a, kb, first.c) != NULL);
	}
	arena_end(a);
	return 0;
}
