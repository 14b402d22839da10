/* core/kb_track.c -- knowledge/track.yaml: how a person is followed, what is asked again at a plateau; and biosignal.yaml. */
#include "core/kb_raw.h"

#include "core/kb_sound.h"

bool kb_take_track(struct loading *l)
{
	struct kb *kb = l->kb;
	struct where where;
	struct err why = { 0 };

	kb->stall = NEWS(l->a, struct stall, l->raw.n_stalls + 1);
	for (; kb->n_stalls < (int)l->raw.n_stalls; kb->n_stalls++) {
		const struct raw_stall *r = &l->raw.stall[kb->n_stalls];
		struct stall *to = &kb->stall[kb->n_stalls];

		to->where = r->where;
		if (!kb_name(l, &r->where, "measure", KIND_INSTRUMENT, r->measure, &to->instrument) ||
		    !kb_name(l, &r->where, "lesson", KIND_LESSON, r->lesson, &to->lesson) || !kb_cited(l, &r->where, &r->cite, &to->cite))
			return false;
	}
	if (kb_follow(l->a, kb, &where, &why))
		return true;
	return kb_bad(l, &where, why.field, "%s", why.detail);
}

bool kb_take_biosignal(struct loading *l)
{
	struct where where;
	struct err why = { 0 };

	return kb_biosignal(l->a, l->kb, &where, &why) || kb_bad(l, &where, why.field, "%s", why.detail);
}
