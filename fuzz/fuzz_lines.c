/* Any bytes as lines that name things of the knowledge; the first byte says which: sessions that were given, from a file, or what a therapist decided
 * about a plan, as it is kept.  Refused with a line, or within the knowledge; decisions written and read again are the same. */
#include "app/given.h"
#include "app/wishes.h"
#include "base/day.h"
#include "base/str.h"
#include "embedded_kb.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void must(bool ok)
{
	if (!ok)
		abort();
}

static void sessions(struct arena *a, const struct kb *kb, const char *text, size_t n)
{
	struct err err = { 0 };
	struct given g;
	day first = 20000;

	if (!given_read(a, kb, first, text, n, &g, &err)) {
		must(err.code == ERR_INPUT || err.code == ERR_TOO_LARGE);
		return;
	}
	must(g.n >= 0 && g.n <= GIVEN_MOST);
	for (int i = 0; i < g.n; i++)
		must(g.use[i].technique >= 0 && g.use[i].technique < kb->n_items && g.use[i].area >= 0 && g.use[i].area < kb->n_areas);
}

static void decisions(struct arena *a, const struct kb *kb, const char *text)
{
	int lost, lost_again;
	struct plan_wishes w = wishes_read(a, kb, text, &lost);

	must(lost >= 0 && w.n >= 0 && w.n <= WISHES_KEPT);
	for (int i = 0; i < w.n; i++)
		must(*wish_words(a, kb, &w.at[i]));
	const char *once = wishes_text(a, kb, &w);
	struct plan_wishes again = wishes_read(a, kb, once, &lost_again);
	must(!lost_again && again.n == w.n && str_equal(wishes_text(a, kb, &again), once));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	if (!n)
		return 0;
	struct arena *a = arena_new((size_t)64 << 20);
	const char *text = arena_copy(a, (const char *)data + 1, n - 1);
	if (data[0] & 1)
		sessions(a, knowledge(), text, n - 1);
	else
		decisions(a, knowledge(), text);
	arena_end(a);
	return 0;
}
