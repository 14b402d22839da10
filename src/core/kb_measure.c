/* core/kb_measure.c -- instruments.yaml: how a score is reached and which change of it matters. */
#include "core/kb_raw.h"

enum { ITEMS_MOST = 64, SCORE_MOST = 1000 };

static bool take_bands(struct loading *l, const struct raw_instrument *r, struct instrument *to)
{
	struct band *band = NEWS(l->a, struct band, r->n_bands + 1);

	to->band = band;
	to->n_bands = (int)r->n_bands;
	for (unsigned i = 0; i < r->n_bands; i++) {
		band[i].name = r->band[i].name;
		if (!kb_number(l, &r->where, "bands: from", r->band[i].from, &band[i].from) ||
		    !kb_number(l, &r->where, "bands: part_from", r->band[i].part_from, &band[i].part_from))
			return false;
	}
	return kb_cited(l, &r->where, &r->band_cite, &to->band_cite);
}

static bool take_parts(struct loading *l, const struct raw_instrument *r, struct instrument *to)
{
	struct part *part = NEWS(l->a, struct part, r->n_parts + 1);

	to->part = part;
	to->n_parts = (int)r->n_parts;
	for (unsigned i = 0; i < r->n_parts; i++) {
		part[i].name = r->part[i].name;
		if (!kb_int(l, &r->where, "parts: first", r->part[i].first, 1, 1, ITEMS_MOST, &part[i].first) ||
		    !kb_int(l, &r->where, "parts: last", r->part[i].last, 1, part[i].first, ITEMS_MOST, &part[i].last) ||
		    !kb_number(l, &r->where, "parts: cut", r->part[i].cut, &part[i].cut))
			return false;
	}
	return true;
}

static bool take_reversed(struct loading *l, const struct raw_instrument *r, struct instrument *to)
{
	int *at = NEWS(l->a, int, r->reversed.n + 1);

	for (unsigned i = 0; i < r->reversed.n; i++)
		if (!kb_int(l, &r->where, "reversed", r->reversed.at[i], 0, 1, ITEMS_MOST, &at[i]))
			return false;
	to->reversed = (struct ids){ at, (int)r->reversed.n };
	return true;
}

/* A single number ranges as its score does, a ticked statement from 0 to 1. */
static bool take_items(struct loading *l, const struct raw_instrument *r, struct instrument *to)
{
	bool single = to->rule == SCORE_VALUE || to->rule == SCORE_CHANGE, many = to->rule == SCORE_SUM || to->rule == SCORE_MEAN;
	const struct where *w = &r->where;

	if (!many && (r->lowest || r->highest))
		return kb_bad(l, w, "lowest", "the range of an item stands with the rules sum and mean alone");
	if (many && (!r->lowest || !r->highest))
		return kb_bad(l, w, "lowest", "the rules sum and mean need the range of an item: lowest and highest");
	if ((many || to->rule == SCORE_COUNT) != (r->count != NULL))
		return kb_bad(l, w, "count", "how many items there are stands with the rules sum, mean and count, and only there");
	return kb_int(l, w, "lowest", r->lowest, single ? to->min : 0, -SCORE_MOST, SCORE_MOST, &to->lowest) &&
		kb_int(l, w, "highest", r->highest, single ? to->max : to->rule == SCORE_COUNT, to->lowest, SCORE_MOST, &to->highest) &&
		kb_int(l, w, "count", r->count, single, 1, ITEMS_MOST, &to->count) &&
		kb_int(l, w, "most", r->most, to->count, to->count, ITEMS_MOST, &to->most) &&
		kb_int(l, w, "missing", r->missing, 0, 0, ITEMS_MOST, &to->missing) && take_reversed(l, r, to) &&
		kb_number(l, w, "times", r->times ? r->times : "1", &to->times) &&
		kb_cited(l, w, &r->missing_cite, &to->missing_cite);
}

static bool take_change(struct loading *l, const struct raw_instrument *r, struct instrument *to)
{
	const struct where *w = &r->where;

	return kb_number(l, w, "important", r->important, &to->important) && kb_number(l, w, "share", r->share, &to->share) &&
		kb_number(l, w, "sem", r->sem, &to->sem) && kb_cited(l, w, &r->sem_cite, &to->sem_cite) &&
		kb_int(l, w, "recovered", r->recovered, -1, to->min, to->max, &to->recovered) &&
		kb_cited(l, w, &r->recovered_cite, &to->recovered_cite) &&
		kb_int(l, w, "detects_from", r->detects_from, -1, to->min, to->max, &to->detects_from) &&
		kb_int(l, w, "detects_to", r->detects_to, -1, to->min, to->max, &to->detects_to);
}

static bool take_alarm(struct loading *l, const struct raw_instrument *r, struct instrument *to)
{
	if (!r->alarm != !r->alarm_item || !r->alarm != !r->is.alarm_code)
		return kb_bad(l, &r->where, "alarm", "an alarm names its finding, its item and that item's code: alarm, alarm_item, alarm_code");
	return kb_name(l, &r->where, "alarm", KIND_FINDING, r->alarm, &to->alarm) &&
		kb_int(l, &r->where, "alarm_item", r->alarm_item, 0, 1, ITEMS_MOST, &to->alarm_item);
}

static bool take_instrument(struct loading *l, const struct raw_instrument *r, struct instrument *to)
{
	*to = r->is;
	to->where = r->where;
	to->low_is_better = r->low_is_better;
	to->rule = (enum score_rule)r->rule;
	return kb_int(l, &r->where, "min", r->min, 0, -SCORE_MOST, SCORE_MOST, &to->min) &&
		kb_int(l, &r->where, "max", r->max, 0, to->min, SCORE_MOST, &to->max) && take_items(l, r, to) && take_change(l, r, to) &&
		take_bands(l, r, to) && take_parts(l, r, to) && take_alarm(l, r, to) && kb_cited(l, &r->where, &r->cite, &to->cite);
}

bool kb_take_instruments(struct loading *l)
{
	struct kb *kb = l->kb;

	kb->instrument = NEWS(l->a, struct instrument, l->raw.n_instruments + 1);
	for (; kb->n_instruments < (int)l->raw.n_instruments; kb->n_instruments++)
		if (!take_instrument(l, &l->raw.instrument[kb->n_instruments], &kb->instrument[kb->n_instruments]))
			return false;
	return true;
}
