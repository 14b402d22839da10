/* core/kb_biosignal.c -- knowledge/biosignal.yaml: what is a judgement in reading heart beats and muscle signals. */
#include "core/kb_raw.h"

#include "base/str.h"
#include "core/bio_beats.h"

#define B(name) offsetof(struct bio_numbers, name)
static const struct number_wanted of_biosignal[] = { { "biosignal_shortest", 200, 500, B(shortest) },
	{ "biosignal_longest", 1500, 3000, B(longest) }, { "biosignal_floor", 0, 0.2, B(floor) },
	{ "biosignal_odd", 0, 0.5, B(odd) }, { "biosignal_block", 60, 600, B(block) },
	{ "biosignal_flagged", 0, 0.5, B(flagged) }, { "biosignal_off", 0.05, 1, B(off) }, { "biosignal_off_share", 0, 0.5, B(off_share) },
	{ "biosignal_blocks", 0, 1, B(blocks) }, { "biosignal_coherence_middle", 0.01, 100, B(coherence_middle) },
	{ "biosignal_coherence_high", 0.01, 100, B(coherence_high) }, { "biosignal_sure", 0.1, 1, B(sure) },
	{ "biosignal_rises", 1, 5, B(rises) }, { "biosignal_fits", 0, 1, B(fits) } };

bool kb_take_biosignal(struct loading *l)
{
	struct bio_numbers *k = NEW(l->a, struct bio_numbers);
	const struct where none = { "biosignal.yaml", 0 };
	bool any = false;

	for (int i = 0; i < l->kb->n_numbers; i++)
		any |= str_begins(l->kb->number[i].id, "biosignal_");
	if (!any)
		return true;
	if (!kb_take_numbers(l, "biosignal.yaml", of_biosignal, sizeof(of_biosignal) / sizeof(*of_biosignal), k))
		return false;
	if (k->coherence_high < k->coherence_middle)
		return kb_bad(l, &none, "biosignal_coherence_high", "is below biosignal_coherence_middle");
	l->kb->biosignal = k;
	return true;
}
