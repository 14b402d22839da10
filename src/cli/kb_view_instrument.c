/* cli/kb_view_instrument.c -- an instrument: items, bands, what a change means. */
#include "cli/kb_view_fields.h"

static void instrument_bands(const struct kb_view *v, const struct instrument *it)
{
	for (int i = 0; i < it->n_bands; i++)
		kb_field_text(v, arena_fmt(v->arena, "band %d", i + 1), arena_fmt(v->arena, "from %g: %s%s", it->band[i].from, it->band[i].name,
			it->band[i].part_from > 0 ? arena_fmt(v->arena, ", when %s is %g or more", it->part[0].name, it->band[i].part_from) : ""));
	if (it->n_bands)
		kb_field_cited(v, "bands_", &it->band_cite);
	if (it->alarm >= 0)
		kb_field_text(v, "alarm", arena_fmt(v->arena, "item %d (%s) above 0 is %s", it->alarm_item, it->alarm_code, v->kb->finding[it->alarm].id));
}

static void instrument_items(const struct kb_view *v, const struct instrument *it)
{
	if (it->count)
		kb_field_number(v, "count", it->count);
	if (it->most > it->count)
		kb_field_number(v, "most", it->most);
	kb_field_number(v, "lowest", it->lowest);
	kb_field_number(v, "highest", it->highest);
	if (it->rule == SCORE_MEAN)
		kb_field_number(v, "times", it->times);
	for (int i = 0; i < it->reversed.n; i++)
		kb_field_text(v, arena_fmt(v->arena, "item %d", it->reversed.at[i]), "counts from the other end");
	for (int i = 0; i < it->n_parts; i++)
		kb_field_text(v, arena_fmt(v->arena, "part %d", i + 1), arena_fmt(v->arena, "%s: items %d to %d%s", it->part[i].name, it->part[i].first,
			it->part[i].last, it->part[i].cut > 0 ? arena_fmt(v->arena, ", flag from %g", it->part[i].cut) : ""));
	if (it->missing) {
		kb_field_number(v, "missing", it->missing);
		kb_field_cited(v, "missing_", &it->missing_cite);
	}
}

void kb_view_instrument(const struct kb_view *v, const struct instrument *it)
{
	static const char *const rules[] = { [SCORE_SUM] = "sum", [SCORE_MEAN] = "mean", [SCORE_COUNT] = "count", [SCORE_VALUE] = "value",
		[SCORE_CHANGE] = "change", [SCORE_TOTAL] = "total" };

	kb_field_text(v, "name", it->name);
	kb_field_text(v, "what", it->what);
	kb_field_number(v, "min", it->min);
	kb_field_number(v, "max", it->max);
	kb_field_text(v, "better", it->low_is_better ? "low" : "high");
	kb_field_text(v, "rule", rules[it->rule]);
	instrument_items(v, it);
	if (it->important > 0)
		kb_field_number(v, "important", it->important);
	if (it->share > 0)
		kb_field_number(v, "share", it->share);
	if (it->sem > 0) {
		kb_field_number(v, "sem", it->sem);
		kb_field_cited(v, "sem_", &it->sem_cite);
	}
	if (it->recovered >= 0) {
		kb_field_number(v, "recovered", it->recovered);
		kb_field_cited(v, "recovered_", &it->recovered_cite);
	}
	if (it->detects_from >= 0)
		kb_field_number(v, "detects_from", it->detects_from);
	if (it->detects_to >= 0)
		kb_field_number(v, "detects_to", it->detects_to);
	instrument_bands(v, it);
	kb_field_text(v, "items", it->items);
	kb_field_text(v, "licence", it->licence);
	kb_field_cited(v, "", &it->cite);
}
