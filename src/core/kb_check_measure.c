/* core/kb_check_measure.c -- instruments: does the rule reach the range, and has every number its source? */
#include "core/kb_checking.h"
#include "core/outcome.h"

#include "base/str.h"

#include <math.h>

static const double tolerance = 1e-9;

/* The range a score can reach has to be the one that is stated. */
static void check_range(struct checking *c, const struct instrument *it)
{
	double each = it->rule == SCORE_MEAN ? it->times : it->count;

	if (it->min >= it->max)
		kb_refuse(c, it->where, it->id, "its range goes from %d to %d", it->min, it->max);
	if (it->rule == SCORE_VALUE || it->rule == SCORE_CHANGE || it->rule == SCORE_TOTAL)
		return;
	if (it->lowest >= it->highest)
		kb_refuse(c, it->where, it->id, "an item goes from %d to %d", it->lowest, it->highest);
	if (fabs(each * it->lowest - it->min) > tolerance || fabs(each * it->highest - it->max) > tolerance)
		kb_refuse(c, it->where, it->id, "its rule reaches from %g to %g, its range goes from %d to %d", each * it->lowest,
			each * it->highest, it->min, it->max);
}

static void check_items(struct checking *c, const struct instrument *it)
{
	if (it->most > it->count && it->rule != SCORE_MEAN && it->rule != SCORE_VALUE)
		kb_refuse(c, it->where, it->id, "a varying number of answers goes with the rules mean and value alone");
	if (it->rule != SCORE_MEAN && fabs(it->times - 1) > tolerance)
		kb_refuse(c, it->where, it->id, "\"times\" goes with the rule mean alone");
	if (it->missing && (it->missing >= it->count || it->most > it->count))
		kb_refuse(c, it->where, it->id, "%d of %d answers cannot be missing", it->missing, it->count);
	if (it->missing)
		kb_check_cite(c, it->where, it->id, "how many answers may be missing", &it->missing_cite);
	for (int i = 0; i < it->reversed.n; i++)
		if (it->reversed.at[i] > it->count || (i && it->reversed.at[i] <= it->reversed.at[i - 1]))
			kb_refuse(c, it->where, it->id, "reversed items are named once, in order, up to %d", it->count);
	for (int i = 0; i < it->n_parts; i++)
		if (it->part[i].last > it->count || it->rule != SCORE_SUM)
			kb_refuse(c, it->where, it->id, "the part %s goes to item %d of %d of a sum", it->part[i].name, it->part[i].last, it->count);
	if (it->n_parts > OUTCOME_PARTS)
		kb_refuse(c, it->where, it->id, "%d parts, at most %d", it->n_parts, (int)OUTCOME_PARTS);
	if (it->alarm >= 0 && it->alarm_item > it->count)
		kb_refuse(c, it->where, it->id, "its alarm is item %d of %d", it->alarm_item, it->count);
	if (it->alarm >= 0 && (c->kb->finding[it->alarm].min > 1 || c->kb->finding[it->alarm].max < it->highest))
		kb_refuse(c, it->where, it->id, "its alarm %s cannot hold the values 1 to %d", c->kb->finding[it->alarm].id, it->highest);
}

static void check_bands(struct checking *c, const struct instrument *it)
{
	for (int i = 0; i < it->n_bands; i++) {
		const struct band *b = &it->band[i];

		if (b->from < it->min || b->from > it->max || (i && b->from < it->band[i - 1].from))
			kb_refuse(c, it->where, it->id, "the band \"%s\" begins at %g: in its range and in order", b->name, b->from);
		if (b->part_from > 0 && !it->n_parts)
			kb_refuse(c, it->where, it->id, "the band \"%s\" asks for a part, and there is none", b->name);
	}
	if (it->n_bands)
		kb_check_cite(c, it->where, it->id, "the bands", &it->band_cite);
}

static void check_change(struct checking *c, const struct instrument *it)
{
	if (it->important < 0 || it->important > it->max - it->min)
		kb_refuse(c, it->where, it->id, "an important change of %g on a range from %d to %d", it->important, it->min, it->max);
	if (it->share < 0 || it->share >= 1 || (it->share > 0 && (!it->low_is_better || it->min != 0 || it->important <= 0)))
		kb_refuse(c, it->where, it->id, "a share of %g: above 0, below 1, of a score that falls to 0, beside an important change",
			it->share);
	if (it->sem < 0 || it->sem > it->max - it->min)
		kb_refuse(c, it->where, it->id, "an error of %g on a range from %d to %d", it->sem, it->min, it->max);
	if (it->sem > 0)
		kb_check_cite(c, it->where, it->id, "the error", &it->sem_cite);
	if (it->recovered >= 0 && !it->low_is_better)
		kb_refuse(c, it->where, it->id, "recovered is a low score, and here a high one is better");
	if (it->recovered >= 0)
		kb_check_cite(c, it->where, it->id, "what counts as recovered", &it->recovered_cite);
}

static void check_instrument(struct checking *c, const struct instrument *it)
{
	if (!str_equal(it->items, "own") && !str_equal(it->items, "shipped") && !str_equal(it->items, "imported"))
		kb_refuse(c, it->where, it->id, "items \"%s\" is none of: own, shipped, imported", it->items);
	check_range(c, it);
	check_items(c, it);
	check_bands(c, it);
	check_change(c, it);
	kb_check_cite(c, it->where, it->id, "the measure", &it->cite);
}

void kb_check_instruments(struct checking *c)
{
	const struct where w = { "instruments.yaml", 0 };

	for (int i = 0; i < c->kb->n_instruments; i++)
		check_instrument(c, &c->kb->instrument[i]);
	for (int i = 0; c->kb->n_instruments && i < OUTCOME_SENTENCES; i++)
		if (kb_find(c->kb, KIND_VERDICT, outcome_sentence_id((enum outcome_sentence)i)) < 0)
			kb_refuse(c, w, "verdicts", "the sentence %s is missing", outcome_sentence_id((enum outcome_sentence)i));
}
