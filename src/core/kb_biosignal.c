/* core/kb_biosignal.c -- knowledge/biosignal.yaml: what is a judgement in reading heart beats and muscle signals. */
#include "base/str.h"
#include "core/bio_live.h"
#include "core/kb_sound.h"

struct number_wanted { const char *id; double low, high; size_t at; };

#define B(name) offsetof(struct bio_numbers, name)
static const struct number_wanted of_biosignal[] = { { "biosignal_shortest", 200, 500, B(shortest) },
	{ "biosignal_longest", 1500, 3000, B(longest) }, { "biosignal_floor", 0, 0.2, B(floor) },
	{ "biosignal_odd", 0, 0.5, B(odd) }, { "biosignal_block", 60, 600, B(block) },
	{ "biosignal_flagged", 0, 0.5, B(flagged) }, { "biosignal_off", 0.05, 1, B(off) }, { "biosignal_off_share", 0, 0.5, B(off_share) },
	{ "biosignal_blocks", 0, 1, B(blocks) }, { "biosignal_coherence_middle", 0.01, 100, B(coherence_middle) },
	{ "biosignal_coherence_high", 0.01, 100, B(coherence_high) }, { "biosignal_sure", 0.1, 1, B(sure) },
	{ "biosignal_rises", 1, 5, B(rises) }, { "biosignal_fits", 0, 1, B(fits) },
	{ "biosignal_pace_first", 4, 10, B(pace_first) }, { "biosignal_pace_last", 3, 10, B(pace_last) }, { "biosignal_pace_step", 0.2, 2, B(pace_step) },
	{ "biosignal_pace_seconds", 100, 300, B(pace_seconds) }, { "biosignal_pace_rest", 0, 120, B(pace_rest) },
	{ "biosignal_pace_usual", 3, 10, B(pace_usual) }, { "biosignal_pace_in", 0.2, 0.6, B(pace_in) },
	{ "biosignal_muscle_count", 2, 30, B(muscle_count) }, { "biosignal_muscle_rest", 10, 600, B(muscle_rest) },
	{ "biosignal_muscle_target", 0.1, 2, B(muscle_target) }, { "biosignal_muscle_phase", 2, 30, B(muscle_phase) },
	{ "biosignal_muscle_late", 0, 5, B(muscle_late) } };

bool kb_biosignal(struct arena *a, struct kb *kb, struct where *where, struct err *why)
{
	struct bio_numbers *k = NEW(a, struct bio_numbers);
	bool any = false;

	*where = (struct where){ "biosignal.yaml", 0 };
	for (int i = 0; i < kb->n_numbers; i++)
		any |= str_begins(kb->number[i].id, "biosignal_");
	for (size_t i = 0; any && i < sizeof(of_biosignal) / sizeof(*of_biosignal); i++) {
		const struct number_wanted *w = &of_biosignal[i];
		int at = kb_find(kb, KIND_NUMBER, w->id);

		if (at < 0)
			return fail(why, ERR_INPUT, "numbers", "\"%s\" is missing: the program reads it", w->id);
		if (kb->number[at].value < w->low || kb->number[at].value > w->high) {
			*where = kb->number[at].where;
			return fail(why, ERR_INPUT, w->id, "%g is outside %g to %g", kb->number[at].value, w->low, w->high);
		}
		*(double *)(void *)((char *)k + w->at) = kb->number[at].value;
	}
	if (any && (k->pace_last >= k->pace_first || k->pace_first - k->pace_last > (RATES_MOST - 1) * k->pace_step))
		return fail(why, ERR_INPUT, "biosignal_pace_last", "is not below biosignal_pace_first, or more than %d paces lie between", (int)RATES_MOST);
	if (k->coherence_high < k->coherence_middle)
		return fail(why, ERR_INPUT, "biosignal_coherence_high", "is below biosignal_coherence_middle");
	if (any && k->muscle_late > 0.5 * k->muscle_phase)
		return fail(why, ERR_INPUT, "biosignal_muscle_late", "is more than half of biosignal_muscle_phase");
	kb->biosignal = any ? k : NULL;
	return true;
}
