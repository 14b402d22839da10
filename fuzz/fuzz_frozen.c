/* Any bytes as frozen knowledge, and any changes of a small one, their sum set right so that the reader behind it is reached: refused, or as
 * sound as knowledge that was loaded, and the same again after freezing. */
#include "core/kb_check.h"
#include "core/kb_frozen.h"
#include "core/kb_layout.h"
#include "core/screen.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void ignore(const struct remark *r, void *arg)
{
	*(size_t *)arg += strlen(r->text);
}

static const struct kb_file small[] = {
#define FILE(path, text) { path, text, sizeof(text) - 1 }
	FILE("sources/base.yaml", "sources:\n  - { id: S1, authors: S, year: 2020, journal: J }\n"),
	FILE("regions/base.yaml", "areas:\n  - { id: low_back, name: L }\nregions:\n  - { id: low_back, name: L, area: low_back, view: back }\n"),
	FILE("findings/base.yaml", "findings:\n  - { id: f1, name: F, by: client, module: pain, type: bool, ask: F?, base: 0.3, base_source: [S1] }\n"
		"  - { id: f2, name: F, by: client, module: pain, type: int, min: 0, max: 9, ask: F?, when: f1 and mark(low_back) >= 3,\n"
		"      options: [ { value: 0, label: none }, { value: 9, label: all } ] }\n"
		"  - { id: f3, name: F, by: both, module: mind, type: int, min: 0, max: 10, sum_of: [f1, f2], cut: 3 }\n"),
	FILE("causes/base.yaml", "classes:\n  - { id: mechanical, name: M, plain: M }\n"
		"causes:\n  - { id: c1, class: mechanical, name: C, plain: C, tell: C, prior: 0.2, low: 0.1, high: 0.3,\n"
		"      odds: [ { when: age >= 65, times: 2, source: [S1], confidence: low } ] }\n"
		"  - { id: c2, class: mechanical, name: C, plain: C, tell: C, prior: 0.1, low: 0.1, high: 0.3, mission: [D1] }\n"
		"groups:\n  - { id: g, causes: [c1, c2], name: G, text: T, because: B, tell_apart: T }\n"),
	FILE("links.yaml", "links:\n  - { finding: f1, cause: c1, sens: 0.6, spec: 0.7, source: [S1], confidence: low }\n"),
	FILE("leads.yaml", "leads:\n  - { from: c1, to: c2, strength: 0.2, source: [S1], confidence: low }\n"),
	FILE("flags.yaml", "flags:\n  - { id: x, tier: urgent, within: a day, when: \"at_least(1, f1, f2 >= 4)\", text: T, action: A }\n"),
	FILE("muscles/base.yaml", "anchors:\n  - { id: bone, name: B }\nunits:\n  - { id: u, name: U, palpate: P, at: low_back }\n"),
#undef FILE
};
enum { FILES = sizeof(small) / sizeof(*small) };

static void seal(char *bytes, size_t n)
{
	uint64_t sum = kb_fnv(FNV_START, bytes + FROZEN_HEAD, n - FROZEN_HEAD);

	for (int i = 0; i < 8; i++)
		bytes[16 + i] = (char)(sum >> 8 * i & 255);
}

/* The head is put before the bytes, so that all of them are content. */
static char *headed(struct arena *a, const uint8_t *data, size_t n, size_t *out)
{
	const uint32_t head[] = { FROZEN_EDITION, kb_layout_print() };
	char *bytes = arena_take(a, n + FROZEN_HEAD, 1);

	memcpy(bytes, "unknotkb", 8);
	for (int i = 0; i < 8; i++)
		bytes[8 + i] = (char)(head[i / 4] >> 8 * (i % 4) & 255);
	if (n)
		memcpy(bytes + FROZEN_HEAD, data, n);
	*out = n + FROZEN_HEAD;
	return bytes;
}

/* Each three bytes: where, and what is added there. */
static char *changed(struct arena *a, const uint8_t *data, size_t n, size_t *out)
{
	struct err err = { 0 };
	const struct kb *kb = kb_load(a, small, FILES, "small", &err);

	if (!kb) {
		fprintf(stderr, "%s\n", err_line(a, &err));
		abort();
	}
	struct frozen f = kb_freeze(a, kb);
	char *bytes = arena_copy(a, f.at, f.n);
	for (size_t i = 0; i + 2 < n; i += 3) {
		size_t at = FROZEN_HEAD + (data[i] | (size_t)data[i + 1] << 8) % (f.n - FROZEN_HEAD);

		bytes[at] = (char)(bytes[at] + data[i + 2]);
	}
	*out = f.n;
	return bytes;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct err err = { 0 };
	size_t said = 0, size = 0;

	if (!n)
		return 0;
	struct arena *a = arena_new((size_t)1 << 30);
	char *bytes = (data[0] & 1 ? headed : changed)(a, data + 1, n - 1, &size);
	seal(bytes, size);
	const struct kb *kb = kb_thaw(a, bytes, size, &err);
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
