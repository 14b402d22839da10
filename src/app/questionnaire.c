/* app/questionnaire.c -- reading a FHIR Questionnaire: one function for each kind of object in it. */
#include "app/questionnaire_reading.h"

#include "base/str.h"

#include <string.h>

static const char loinc[] = "http://loinc.org";

bool reading_text(struct reading *r, const struct place *p, const json_t *v, size_t most, const char **out)
{
	if (!json_in_text(&r->in, p, v, out))
		return false;
	if (!utf8_valid(*out, strlen(*out)))
		return json_in_fault(&r->in, p, "control characters have no place in a text");
	if (utf8_length(*out) > most)
		return json_in_fault(&r->in, p, "at most %d characters", (int)most);
	return true;
}

static bool take_bool(struct reading *r, const struct place *p, const json_t *v, bool *out)
{
	*out = json_is_true(v);
	return json_is_boolean(v) || json_in_fault(&r->in, p, "true or false is expected");
}

static bool refuse_member(struct reading *r, const struct place *p)
{
	static const char *const not[][2] = {
		{ "modifierExtension", "changes the meaning of what it stands in; that is not understood here" },
		{ "enableWhen", "an item that is asked only sometimes cannot be scored here" },
		{ "answerValueSet", "the options have to stand in the file: answerOption" },
		{ "contentReference", "is not understood here" } };

	for (size_t i = 0; i < sizeof(not) / sizeof(*not); i++)
		if (str_equal(p->key, not[i][0]))
			return json_in_fault(&r->in, p, "%s", not[i][1]);
	return true;
}

/* ---- options ---- */

static bool read_coding(void *arg, const struct place *p, const json_t *v)
{
	struct reading *r = arg;

	if (str_equal(p->key, "system"))
		return reading_text(r, p, v, Q_TEXT_MOST, &r->option.scheme);
	if (str_equal(p->key, "code"))
		return reading_text(r, p, v, Q_LINK_MOST, &r->option.code);
	if (str_equal(p->key, "display"))
		return reading_text(r, p, v, Q_TEXT_MOST, &r->option.display);
	if (str_equal(p->key, "extension"))
		return json_in_elements(&r->in, p, v, reading_weight, r);
	return refuse_member(r, p);
}

static bool read_option_number(struct reading *r, const struct place *p, const json_t *v)
{
	const struct instrument *it = r->it;
	int least = it ? it->lowest : -1000, most = it ? it->highest : 1000, number;

	if (!json_in_int(&r->in, p, v, least, most, &number))
		return false;
	r->option.number = number;
	if (isnan(r->option.weight))
		r->option.weight = number;
	return true;
}

static bool read_option_member(void *arg, const struct place *p, const json_t *v)
{
	struct reading *r = arg;

	if (str_equal(p->key, "valueCoding"))
		return json_in_members(&r->in, p, v, read_coding, r);
	if (str_equal(p->key, "valueInteger"))
		return read_option_number(r, p, v);
	if (str_equal(p->key, "extension"))
		return json_in_elements(&r->in, p, v, reading_weight, r);
	if (str_begins(p->key, "value"))
		return json_in_fault(&r->in, p, "an option is a valueCoding or a valueInteger");
	return refuse_member(r, p);
}

static bool read_option(void *arg, const struct place *p, const json_t *v)
{
	struct reading *r = arg;

	if (r->n_options == Q_OPTIONS_MOST)
		return json_in_fault(&r->in, p, "more than %d options", (int)Q_OPTIONS_MOST);
	r->option = (struct q_option){ .number = OUTCOME_MISSING, .weight = OUTCOME_MISSING };
	if (!json_in_members(&r->in, p, v, read_option_member, r))
		return false;
	const struct q_option *o = &r->option;
	if ((o->code == NULL) == (isnan(o->number) != 0))
		return json_in_fault(&r->in, p, "an option has a valueCoding with a code, or a valueInteger");
	for (int i = 0; i < r->n_options; i++)
		if (o->code ? r->options[i].code && str_equal(o->code, r->options[i].code) : o->number == r->options[i].number)
			return json_in_fault(&r->in, p, "this option stands there twice");
	r->weighted |= !isnan(o->weight);
	r->unweighted |= isnan(o->weight);
	r->options[r->n_options++] = *o;
	return true;
}

/* ---- items ---- */

static bool read_item(void *arg, const struct place *p, const json_t *v);

static bool read_code_member(void *arg, const struct place *p, const json_t *v)
{
	struct reading *r = arg;

	if (str_equal(p->key, "system"))
		return reading_text(r, p, v, Q_TEXT_MOST, &r->scheme);
	if (str_equal(p->key, "code"))
		return reading_text(r, p, v, Q_LINK_MOST, &r->code);
	return true;
}

static bool read_code(void *arg, const struct place *p, const json_t *v)
{
	struct reading *r = arg;

	r->scheme = r->code = NULL;
	if (!json_in_members(&r->in, p, v, read_code_member, r))
		return false;
	if (r->scheme && r->code && str_equal(r->scheme, loinc))
		r->q->item[r->item].loinc = r->code;
	return true;
}

static bool read_link(struct reading *r, const struct place *p, const json_t *v)
{
	struct q_item *i = &r->q->item[r->item];

	if (!reading_text(r, p, v, Q_LINK_MOST, &i->link))
		return false;
	if (!*i->link)
		return json_in_fault(&r->in, p, "a linkId is not empty");
	for (int k = 0; k < r->q->n; k++)
		if (k != r->item && r->q->item[k].link && str_equal(r->q->item[k].link, i->link))
			return json_in_fault(&r->in, p, "\"%s\" stands there twice", json_in_word(r->in.a, i->link));
	return true;
}

static bool read_type(struct reading *r, const struct place *p, const json_t *v)
{
	static const char *const types[] = { [Q_GROUP] = "group", [Q_DISPLAY] = "display", [Q_BOOLEAN] = "boolean",
		[Q_INTEGER] = "integer", [Q_DECIMAL] = "decimal", [Q_CHOICE] = "choice" };
	const char *word;

	if (!json_in_text(&r->in, p, v, &word))
		return false;
	for (int i = Q_GROUP; i <= Q_CHOICE; i++)
		if (str_equal(word, types[i])) {
			r->q->item[r->item].type = (enum q_type)i;
			r->typed = true;
			return true;
		}
	return json_in_fault(&r->in, p, "\"%s\" is not asked here; there are group, display, boolean, integer, decimal, choice",
		json_in_word(r->in.a, word));
}

static bool read_repeats(struct reading *r, const struct place *p, const json_t *v)
{
	bool repeats;

	if (!take_bool(r, p, v, &repeats))
		return false;
	return !repeats || json_in_fault(&r->in, p, "an item that is answered several times cannot be scored here");
}

/* The items inside are read with a state of their own. */
static bool read_inner(struct reading *r, const struct place *p, const json_t *v)
{
	struct reading *inner = NEW(r->in.a, struct reading);

	*inner = *r;
	inner->depth++;
	r->has_items = true;
	if (inner->depth >= Q_DEEPEST)
		return json_in_fault(&r->in, p, "more than %d groups inside each other", (int)Q_DEEPEST);
	return json_in_elements(&r->in, p, v, read_item, inner);
}

static bool read_item_member(void *arg, const struct place *p, const json_t *v)
{
	struct reading *r = arg;
	struct q_item *i = &r->q->item[r->item];

	if (str_equal(p->key, "linkId"))
		return read_link(r, p, v);
	if (str_equal(p->key, "type"))
		return read_type(r, p, v);
	if (str_equal(p->key, "text"))
		return reading_text(r, p, v, Q_TEXT_MOST, &i->text);
	if (str_equal(p->key, "required"))
		return take_bool(r, p, v, &i->required);
	if (str_equal(p->key, "readOnly"))
		return take_bool(r, p, v, &r->read_only);
	if (str_equal(p->key, "repeats"))
		return read_repeats(r, p, v);
	if (str_equal(p->key, "answerOption"))
		return json_in_elements(&r->in, p, v, read_option, r);
	if (str_equal(p->key, "code"))
		return json_in_elements(&r->in, p, v, read_code, r);
	if (str_equal(p->key, "extension"))
		return json_in_elements(&r->in, p, v, reading_item_extension, r);
	if (str_equal(p->key, "item"))
		return read_inner(r, p, v);
	return refuse_member(r, p);
}

static bool check_item(struct reading *r, const struct place *p, const struct q_item *i)
{
	bool asked = i->type != Q_GROUP && i->type != Q_DISPLAY;

	if (!i->link || !r->typed)
		return json_in_fault(&r->in, p, "an item has a linkId and a type");
	if (r->has_items && i->type != Q_GROUP)
		return json_in_fault(&r->in, p, "only a group holds items");
	if (asked && !*i->text)
		return json_in_fault(&r->in, p, "what is asked has a text");
	if ((i->type == Q_CHOICE) != (r->n_options > 0))
		return json_in_fault(&r->in, p, "options belong to a choice, and a choice has some: answerOption");
	if (r->weighted && r->unweighted)
		return json_in_fault(&r->in, p, "some of its options have a weight and some have none");
	if (i->least > i->most)
		return json_in_fault(&r->in, p, "minValue is above maxValue");
	return true;
}

/* A counting item has to stay in the range of an item of the instrument. */
static bool check_counting(struct reading *r, const struct place *p, const struct q_item *i)
{
	const struct instrument *it = r->it;

	if (it && i->type == Q_BOOLEAN && (it->lowest > 0 || it->highest < 1))
		return json_in_fault(&r->in, p, "a yes or no counts 0 or 1; an item of %s counts from %d to %d", it->id, it->lowest, it->highest);
	if (it && (i->type == Q_INTEGER || i->type == Q_DECIMAL) &&
	    ((i->least > -HUGE_VAL && i->least < it->lowest) || (i->most < HUGE_VAL && i->most > it->highest)))
		return json_in_fault(&r->in, p, "goes from %g to %g; an item of %s goes from %d to %d", i->least, i->most, it->id, it->lowest,
			it->highest);
	if (it && i->type == Q_DECIMAL && it->rule != SCORE_VALUE)
		return json_in_fault(&r->in, p, "an item of %s is a whole number", it->id);
	r->q->n_counting++;
	if (it && it->alarm >= 0 && (r->q->n_counting == it->alarm_item) != (i->loinc && str_equal(i->loinc, it->alarm_code)))
		return json_in_fault(&r->in, p, "%s raises an alarm by its item %d; that one, and no other, has the LOINC code %s", it->id,
			it->alarm_item, it->alarm_code);
	return true;
}

static bool read_item(void *arg, const struct place *p, const json_t *v)
{
	struct reading *r = arg, *own = NEW(r->in.a, struct reading);
	struct questionnaire *q = r->q;

	if (q->n == Q_ITEMS_MOST)
		return json_in_fault(&r->in, p, "more than %d items", (int)Q_ITEMS_MOST);
	*own = (struct reading){ r->in, r->kb, r->it, q, .item = q->n++, .depth = r->depth };
	struct q_item *i = &q->item[own->item];
	*i = (struct q_item){ .text = "", .parent = r->item, .least = -HUGE_VAL, .most = HUGE_VAL };
	if (!json_in_members(&r->in, p, v, read_item_member, own) || !check_item(own, p, i))
		return false;
	struct q_option *option = NEWS(r->in.a, struct q_option, (size_t)own->n_options + 1);
	memcpy(option, own->options, (size_t)own->n_options * sizeof(*option));
	i->option = option;
	i->n_options = own->n_options;
	i->counts = i->type > Q_DISPLAY && !own->read_only && (i->type != Q_CHOICE || own->weighted);
	return !i->counts || check_counting(own, p, i);
}

/* ---- the whole ---- */

static bool read_top(void *arg, const struct place *p, const json_t *v)
{
	struct reading *r = arg;
	struct questionnaire *q = r->q;

	if (str_equal(p->key, "resourceType"))
		return json_in_text(&r->in, p, v, &r->resource);
	if (str_equal(p->key, "status"))
		return json_in_text(&r->in, p, v, &r->status);
	if (str_equal(p->key, "url"))
		return reading_text(r, p, v, Q_TEXT_MOST, &q->url);
	if (str_equal(p->key, "version"))
		return reading_text(r, p, v, Q_LINK_MOST, &q->version);
	if (str_equal(p->key, "title"))
		return reading_text(r, p, v, Q_TEXT_MOST, &q->title);
	if (str_equal(p->key, "copyright"))
		return reading_text(r, p, v, Q_TEXT_MOST, &q->copyright);
	if (str_equal(p->key, "item"))
		return json_in_elements(&r->in, p, v, read_item, r);
	return refuse_member(r, p);
}

static bool check_whole(struct reading *r)
{
	const struct questionnaire *q = r->q;
	const struct instrument *it = r->it;

	if (!r->resource || !str_equal(r->resource, "Questionnaire"))
		return json_in_fault(&r->in, NULL, "a FHIR Questionnaire is expected: resourceType \"Questionnaire\"");
	if (r->status && str_equal(r->status, "retired"))
		return json_in_fault(&r->in, NULL, "its status is retired");
	if (!q->title || !*q->title)
		return json_in_fault(&r->in, NULL, "it has no title");
	if (!q->n)
		return json_in_fault(&r->in, NULL, "it asks nothing: there are no items");
	if (it && (q->n_counting < it->count || q->n_counting > it->most))
		return json_in_fault(&r->in, NULL, "%d of its items count, and %s has %d%s", q->n_counting, it->id, it->count,
			it->most > it->count ? " or more" : "");
	return true;
}

struct questionnaire *questionnaire_read(struct arena *a, const struct kb *kb, const char *text, size_t n, int instrument,
	struct err *err)
{
	struct reading *r = NEW(a, struct reading);

	*r = (struct reading){ { a, text, n, err }, kb, instrument >= 0 ? &kb->instrument[instrument] : NULL,
		NEW(a, struct questionnaire), .item = -1 };
	r->q->instrument = instrument;
	r->q->item = NEWS(a, struct q_item, Q_ITEMS_MOST);
	json_t *root = json_in_object(&r->in);
	if (root && r->it && r->it->rule == SCORE_TOTAL) {
		json_in_fault(&r->in, NULL, "%s cannot be scored from items here; its finished score is entered", r->it->id);
		return NULL;
	}
	return root && json_in_members(&r->in, NULL, root, read_top, r) && check_whole(r) ? r->q : NULL;
}
