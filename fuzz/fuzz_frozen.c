/* Any bytes as frozen knowledge, their sum set right so that the reader behind it is reached: refused, or as sound as knowledge that was
 * loaded, and the same again after freezing. */
#include "core/kb_check.h"
#include "core/kb_frozen.h"
#include "core/kb_layout.h"
#include "core/screen.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void ignore(const struct remark *r, void *arg)
{
	*(size_t *)arg += strlen(r->text);
}

/* The head is put before the bytes, so that all of them are content. */
static char *headed(struct arena *a, const uint8_t *data, size_t n)
{
	char *bytes = arena_take(a, n + FROZEN_HEAD, 1);
	const uint32_t head[] = { FROZEN_EDITION, kb_layout_print() };
	uint64_t sum = kb_fnv(FNV_START, data, n);

	memcpy(bytes, "unknotkb", 8);
	for (int i = 0; i < 8; i++) {
		bytes[8 + i] = (char)(head[i / 4] >> 8 * (i % 4) & 255);
		bytes[16 + i] = (char)(sum >> 8 * i & 255);
	}
	if (n)
		memcpy(bytes + FROZEN_HEAD, data, n);
	return bytes;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena *a = arena_new((size_t)1 << 30);
	struct err err = { 0 };
	size_t said = 0;
	const struct kb *kb = kb_thaw(a, headed(a, data, n), n + FROZEN_HEAD, &err);

	if (!kb && err.code == ERR_OK)
		abort();
	if (kb) {
		struct frozen f = kb_freeze(a, kb);
		const struct kb *again = kb_thaw(a, f.at, f.n, &err);

		if (!again || kb_difference(a, kb, again))
			abort();
		kb_check(a, kb, ignore, &said);
		screen(a, kb, case_new(a, kb));
	}
	arena_end(a);
	return 0;
}
