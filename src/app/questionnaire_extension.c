/* app/questionnaire_extension.c -- extensions: {"url": ..., "valueDecimal": ...}. */
#include "app/questionnaire_reading.h"

#include "base/str.h"

#define ABOUT "http://hl7.org/fhir/StructureDefinition/"

struct extension { struct reading *r; const char *url; double number; };

static bool read_extension_member(void *arg, const struct place *p, const json_t *v)
{
	struct extension *e = arg;

	if (str_equal(p->key, "url"))
		return reading_text(e->r, p, v, Q_TEXT_MOST, &e->url);
	if (str_equal(p->key, "valueDecimal") || str_equal(p->key, "valueInteger"))
		return json_in_number(&e->r->in, p, v, &e->number);
	return true;
}

static bool read_extension(struct reading *r, const struct place *p, const json_t *v, struct extension *e)
{
	*e = (struct extension){ r, NULL, OUTCOME_MISSING };
	if (!json_in_members(&r->in, p, v, read_extension_member, e))
		return false;
	return e->url || json_in_fault(&r->in, p, "an extension names its url");
}

bool reading_weight(void *arg, const struct place *p, const json_t *v)
{
	struct reading *r = arg;
	const struct instrument *it = r->it;
	struct extension e;

	if (!read_extension(r, p, v, &e))
		return false;
	if (!str_equal(e.url, ABOUT "ordinalValue") && !str_equal(e.url, ABOUT "itemWeight"))
		return true;
	if (isnan(e.number))
		return json_in_fault(&r->in, p, "a weight is a number: valueDecimal");
	if (it && (e.number < it->lowest || e.number > it->highest || (it->rule != SCORE_VALUE && e.number != floor(e.number))))
		return json_in_fault(&r->in, p, "%g: an item of %s counts from %d to %d, in whole numbers", e.number, it->id, it->lowest,
			it->highest);
	r->option.weight = e.number;
	return true;
}

bool reading_item_extension(void *arg, const struct place *p, const json_t *v)
{
	struct reading *r = arg;
	struct q_item *i = &r->q->item[r->item];
	struct extension e;

	if (!read_extension(r, p, v, &e))
		return false;
	if (str_equal(e.url, ABOUT "minValue") && !isnan(e.number))
		i->least = e.number;
	if (str_equal(e.url, ABOUT "maxValue") && !isnan(e.number))
		i->most = e.number;
	r->read_only |= str_ends(e.url, "calculatedExpression");
	return true;
}
