/* Any bytes as a file of check-ins: taken or refused with a line; what is taken is followed and told without a number that is none. */
#include "app/report_track.h"
#include "embedded_kb.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena *a = arena_new((size_t)256 << 20);
	struct err err = { 0 };
	const struct kb *kb = knowledge();
	struct checkins c;

	if (checkins_read(a, arena_copy(a, (const char *)data, n), n, &c, &err)) {
		c.days.planned = c.practice ? 10 : 0;
		const struct tracked *t = track(a, kb->track, &c.days);

		if (!(t->probability >= 0 && t->probability <= 1) || *report_track(a, kb, &c, t, NULL) != '{' || !*report_track_text(a, kb, &c, t, NULL))
			abort();
	} else if (err.code == ERR_OK || err.line < 1) {
		abort();
	}
	arena_end(a);
	return 0;
}
