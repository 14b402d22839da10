/* Any bytes as a calendar: refused with a line, or stretches of time in their order, apart from each other, within what was asked. */
#include "core/busy.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	const int64_t from = 1795000000000, to = from + 400LL * 86400000;
	struct arena *a = arena_new((size_t)64 << 20);
	struct err err = { 0 };
	const struct zone *z;
	struct busy b;

	if (!zone_find("Europe/Zurich", &z, &err))
		abort();
	if (!busy_read(a, arena_copy(a, (const char *)data, n), z, from, to, &b, &err)) {
		if (err.code != ERR_INPUT)
			abort();
	} else {
		for (int i = 0; i < b.n; i++)
			if (b.at[i].from < from || b.at[i].to > to || b.at[i].from >= b.at[i].to || (i && b.at[i].from <= b.at[i - 1].to))
				abort();
	}
	arena_end(a);
	return 0;
}
