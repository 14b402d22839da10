/* Any bytes as a network and, behind a '#', its evidence: taken or refused with a reason.  What is taken is answered with numbers that
 * are probabilities, exactly or by intervals around them, or refused as impossible or too wide. */
#include "app/uai.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { VARS_MOST = 64 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void must(bool ok)
{
	if (!ok)
		abort();
}

static void answer(struct arena *a, const struct uai_net *net, const int8_t *seen, struct effort effort)
{
	struct uai_answer out;
	struct err err = { 0 };

	if (!uai_infer(a, net, seen, &effort, &out, &err)) {
		must(err.code == ERR_INPUT || err.code == ERR_LIMIT);
		return;
	}
	must(out.log10_evidence < 1e-9 && out.exact == !out.low);
	for (int v = 0; v < net->n; v++) {
		must(out.on[v] >= 0 && out.on[v] <= 1 && out.off[v] >= 0 && fabs(out.on[v] + out.off[v] - 1) < 1e-9);
		must(out.exact || (out.low[v] >= 0 && out.low[v] <= out.on[v] + 1e-9 && out.on[v] <= out.high[v] + 1e-9));
		must(seen[v] == SEEN_NOTHING || out.on[v] == (seen[v] == SEEN_PRESENT));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	const uint8_t *at = n ? memchr(data, '#', n) : NULL;
	size_t of_net = at ? (size_t)(at - data) : n, rest = at ? n - of_net - 1 : 0;
	struct arena *a = arena_new((size_t)512 << 20);
	struct err err = { 0 }, other = { 0 };
	struct uai uai;
	struct uai_net net;

	if (!uai_read(a, arena_copy(a, (const char *)data, of_net), of_net, &uai, &err)) {
		must(err.code != ERR_OK && err.line > 0 && err.column > 0);
	} else {
		int8_t *seen = NEWS(a, int8_t, uai.n);
		bool known = uai_read_evidence(a, arena_copy(a, at ? (const char *)at + 1 : "", rest), rest, uai.n, seen, &other);

		must(known || (other.code != ERR_OK && other.line > 0));
		if (!uai_to_net(a, &uai, &net, &err))
			must(err.code == ERR_INPUT);
		else if (known && uai.n <= VARS_MOST) {
			answer(a, &net, seen, (struct effort){ .exact = 1e6, .sampled = 1e5 });
			answer(a, &net, seen, (struct effort){ .exact = 50, .sampled = 20 });
		}
	}
	arena_end(a);
	return 0;
}
