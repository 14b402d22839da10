/* Any bytes as a mail that came back: refused with a line, or about one mail, with words that can be shown. */
#include "app/bounce.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena *a = arena_new((size_t)64 << 20);
	struct err err = { 0 };
	struct bounce b;

	if (!bounce_read(a, arena_copy(a, (const char *)data, n), &b, &err)) {
		if (err.code != ERR_INPUT)
			abort();
	} else {
		if (b.job < 1 || (b.nobody && !b.failed) || strlen(b.said) > 200)
			abort();
		for (const char *p = b.said; *p; p++)
			if (*p < ' ' || *p > '~')
				abort();
	}
	arena_end(a);
	return 0;
}
