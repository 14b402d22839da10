/* core/kb_care.c -- names to indices: regions, what can be done, danger rules, the course and the rest. */
#include "core/kb_raw.h"

#include "base/str.h"

static int area_of(struct loading *l, const char *id, const struct where *w)
{
	struct kb *kb = l->kb;
	int at = kb_area(kb, id);

	if (at >= 0 || l->raw.n_areas)
		return at;
	char *name = arena_text(l->a, id);
	for (char *c = name; *c; c++)
		*c = *c == '_' ? ' ' : *c;
	if (*name >= 'a' && *name <= 'z')
		*name = (char)(*name - 'a' + 'A');
	kb->area[kb->n_areas] = (struct area){ id, name, *w };
	return kb->n_areas++;
}

bool kb_take_regions(struct loading *l)
{
	struct kb *kb = l->kb;
	static const char *const sides[] = { "left", "right" };

	kb->area = NEWS(l->a, struct area, l->raw.n_areas + l->raw.n_regions + 1);
	kb->region = NEWS(l->a, struct region, 2 * (size_t)l->raw.n_regions + 1);
	for (; kb->n_areas < (int)l->raw.n_areas; kb->n_areas++)
		kb->area[kb->n_areas] = (struct area){ l->raw.area[kb->n_areas].is.id, l->raw.area[kb->n_areas].is.name,
			l->raw.area[kb->n_areas].where };
	for (unsigned i = 0; i < l->raw.n_regions; i++) {
		const struct raw_region *r = &l->raw.region[i];
		int area = area_of(l, r->area, &r->where), left = kb->n_regions;

		if (area < 0)
			return kb_bad(l, &r->where, "area", "there is no area \"%.64s\"", r->area);
		for (int s = 0; s < 2; s++)
			kb->region[kb->n_regions++] = (struct region){ arena_fmt(l->a, "%s_%s", r->id, sides[s]), r->id,
				arena_fmt(l->a, "%s, %s", r->name, sides[s]), area, left + 1 - s, s ? SIDE_RIGHT : SIDE_LEFT,
				r->front, r->where };
	}
	return true;
}

static bool take_item(struct loading *l, const struct raw_item *r, struct item *to)
{
	const struct where *w = &r->where;

	*to = r->is;
	to->where = *w;
	to->figure = -1;
	to->component = (enum component)r->component;
	to->who = (enum provider)r->who;
	to->evidence = (enum strength)r->evidence;
	to->mission = kb_texts(l, &r->mission, &to->n_mission);
	return kb_int(l, w, "minutes", r->minutes, 0, 0, 120, &to->minutes) && kb_int(l, w, "days", r->days, 0, 0, 7, &to->days) &&
		kb_int(l, w, "week", r->week, 1, 1, WEEKS, &to->week) &&
		kb_int(l, w, "pressure_min", r->pressure_min, 0, 1, 5, &to->pressure_min) &&
		kb_int(l, w, "pressure_max", r->pressure_max, to->pressure_min, 1, 5, &to->pressure_max) &&
		kb_names(l, w, "areas", KIND_AREA, &r->areas, &to->areas) && kb_helps(l, w, r->helps, r->n_helps, &to->helps, &to->n_helps);
}

bool kb_take_items(struct loading *l)
{
	struct kb *kb = l->kb;

	kb->item = NEWS(l->a, struct item, l->raw.n_items + 1);
	for (; kb->n_items < (int)l->raw.n_items; kb->n_items++)
		if (!take_item(l, &l->raw.item[kb->n_items], &kb->item[kb->n_items]))
			return false;
	return true;
}

static struct ids chosen(struct loading *l, const bool *want, int n)
{
	int *at = NEWS(l->a, int, (size_t)n + 1), k = 0;

	for (int i = 0; i < n; i++)
		if (want[i])
			at[k++] = i;
	return (struct ids){ at, k };
}

/* Does the word name this item: its id, one of the three groups, or its component? */
static bool item_meant(const struct item *it, const char *word)
{
	if (str_equal(word, "all_massage"))
		return str_equal(it->kind, "massage");
	if (str_equal(word, "all_devices"))
		return str_equal(it->kind, "device");
	if (str_equal(word, "all_practices"))
		return it->practice;
	return str_equal(word, it->id) || str_equal(word, component_name(it->component));
}

static bool take_block_items(struct loading *l, const struct raw_block *r, struct block *to)
{
	const struct kb *kb = l->kb;
	bool *want = NEWS(l->scratch, bool, (size_t)kb->n_items + 1);

	for (unsigned k = 0; k < r->items.n; k++) {
		bool any = str_begins(r->items.at[k], "all_");

		for (int i = 0; i < kb->n_items; i++)
			if (item_meant(&kb->item[i], r->items.at[k]))
				want[i] = any = true;
		if (!any) {
			const char *near = kb_nearest(kb, KIND_ITEM, r->items.at[k]);

			return kb_bad(l, &r->where, "techniques", "there is no technique, exercise or practice \"%.64s\"%s%s",
				r->items.at[k], near ? "; the nearest is " : "", near ? near : "");
		}
	}
	to->items = chosen(l, want, kb->n_items);
	return true;
}

bool kb_regions(struct loading *l, const struct where *w, const struct names *from, bool *everywhere, struct ids *out)
{
	const struct kb *kb = l->kb;
	bool *want = NEWS(l->scratch, bool, (size_t)kb->n_regions + 1), all = false;

	for (unsigned k = 0; k < from->n; k++) {
		const char *word = from->at[k];
		int area = kb_area(kb, word);
		bool any = everywhere && str_equal(word, "all");

		all |= any;
		for (int i = 0; i < kb->n_regions; i++)
			if ((area >= 0 && kb->region[i].area == area) || str_equal(kb->region[i].base, word) || str_equal(kb->region[i].id, word))
				want[i] = any = true;
		if (!any) {
			const char *near = kb_nearest(kb, KIND_AREA, word);

			return kb_bad(l, w, "regions", "there is no region or area \"%.64s\"%s%s", word,
				near ? "; the nearest area is " : "", near ? near : "");
		}
	}
	if (everywhere)
		*everywhere = all;
	*out = all ? (struct ids){ NULL, 0 } : chosen(l, want, kb->n_regions);
	return true;
}

bool kb_take_rules(struct loading *l)
{
	struct kb *kb = l->kb;

	kb->flag = NEWS(l->a, struct flag, l->raw.n_flags + 1);
	kb->block = NEWS(l->a, struct block, l->raw.n_blocks + 1);
	for (int t = TIER_EMERGENCY; t > TIER_NONE; t--)
		for (unsigned i = 0; i < l->raw.n_flags; i++) {
			struct raw_flag *r = &l->raw.flag[i];
			struct flag *to = &kb->flag[kb->n_flags];

			if (r->tier != t)
				continue;
			*to = r->is;
			to->where = r->where;
			to->tier = (enum tier)r->tier;
			to->route = (enum route)r->route;
			to->convention = r->convention;
			kb->n_flags++;
			if (!kb_rule(l, &r->where, "when", r->when, &to->when) || !kb_cited(l, &r->where, &r->cite, &to->cite))
				return false;
		}
	for (; kb->n_blocks < (int)l->raw.n_blocks; kb->n_blocks++) {
		struct raw_block *r = &l->raw.block[kb->n_blocks];
		struct block *to = &kb->block[kb->n_blocks];

		*to = r->is;
		to->where = r->where;
		to->limit = (enum limit)r->limit;
		to->professional = r->professional;
		if (!kb_rule(l, &r->where, "when", r->when, &to->when) || !kb_cited(l, &r->where, &r->cite, &to->cite) ||
		    !take_block_items(l, r, to) || !kb_regions(l, &r->where, &r->regions, &to->everywhere, &to->regions))
			return false;
	}
	return true;
}

static bool take_lesson(struct loading *l, const struct raw_lesson *r, struct lesson *to)
{
	const struct where *w = &r->where;

	*to = r->is;
	to->where = *w;
	to->scale = r->scale;
	to->mission = kb_texts(l, &r->mission, &to->n_mission);
	return kb_int(l, w, "minutes", r->minutes, 0, 1, 60, &to->minutes) &&
		kb_name(l, w, "practice", KIND_ITEM, r->practice, &to->practice) &&
		kb_names(l, w, "source", KIND_SOURCE, &r->source, &to->source) &&
		kb_helps(l, w, r->helps, r->n_helps, &to->helps, &to->n_helps);
}

static bool take_week(struct loading *l, const struct raw_week *r)
{
	struct week *to;
	int week;

	if (!kb_int(l, &r->where, "week", r->week, 0, 1, WEEKS, &week))
		return false;
	to = &l->kb->week[week - 1];
	if (to->theme)
		return kb_bad(l, &r->where, "week", "week %d stands twice", week);
	*to = r->is;
	return kb_name(l, &r->where, "lesson", KIND_LESSON, r->lesson, &to->lesson) &&
		kb_names(l, &r->where, "measures", KIND_INSTRUMENT, &r->measures, &to->measures);
}

/* Lessons by week, in file order within one; then what they need, by the new order. */
static bool take_lessons(struct loading *l)
{
	struct kb *kb = l->kb;
	int *week = NEWS(l->scratch, int, l->raw.n_lessons + 1);
	struct raw_lesson **order = NEWS(l->scratch, struct raw_lesson *, l->raw.n_lessons + 1);

	kb->lesson = NEWS(l->a, struct lesson, l->raw.n_lessons + 1);
	for (unsigned i = 0; i < l->raw.n_lessons; i++)
		if (!kb_int(l, &l->raw.lesson[i].where, "week", l->raw.lesson[i].week, 1, 1, WEEKS, &week[i]))
			return false;
	for (int w = 1; w <= WEEKS; w++)
		for (unsigned i = 0; i < l->raw.n_lessons; i++) {
			if (week[i] != w)
				continue;
			order[kb->n_lessons] = &l->raw.lesson[i];
			if (!take_lesson(l, &l->raw.lesson[i], &kb->lesson[kb->n_lessons]))
				return false;
			kb->lesson[kb->n_lessons++].week = w;
		}
	for (int i = 0; i < kb->n_lessons; i++)
		if (!kb_name(l, &order[i]->where, "needs", KIND_LESSON, order[i]->needs, &kb->lesson[i].needs))
			return false;
	return true;
}

bool kb_take_course(struct loading *l)
{
	struct kb *kb = l->kb;

	if (!kb_take_instruments(l) || !take_lessons(l))
		return false;
	for (int i = 0; i < WEEKS; i++)
		kb->week[i].lesson = -1;
	for (unsigned i = 0; i < l->raw.n_weeks; i++)
		if (!take_week(l, &l->raw.week[i]))
			return false;
	return true;
}

static bool take_sentences(struct loading *l, const struct raw_sentence *from, unsigned n, struct sentence **list, int *count)
{
	*list = NEWS(l->a, struct sentence, n + 1);
	for (unsigned i = 0; i < n; i++, ++*count) {
		(*list)[i] = from[i].is;
		(*list)[i].where = from[i].where;
		if (!kb_names(l, &from[i].where, "for", KIND_ITEM, &from[i].items, &(*list)[i].items) ||
		    !kb_cited(l, &from[i].where, &from[i].cite, &(*list)[i].cite))
			return false;
	}
	return true;
}

bool kb_take_rest(struct loading *l)
{
	struct kb *kb = l->kb;

	kb->claim = NEWS(l->a, struct claim, l->raw.n_claims + 1);
	kb->consent = NEWS(l->a, struct consent, l->raw.n_consents + 1);
	kb->letter = NEWS(l->a, struct letter, l->raw.n_letters + 1);
	for (; kb->n_claims < (int)l->raw.n_claims; kb->n_claims++) {
		struct claim *to = &kb->claim[kb->n_claims];

		*to = l->raw.claim[kb->n_claims].is;
		to->where = l->raw.claim[kb->n_claims].where;
		to->mission = kb_texts(l, &l->raw.claim[kb->n_claims].mission, &to->n_mission);
		if (!kb_cited(l, &to->where, &l->raw.claim[kb->n_claims].cite, &to->cite))
			return false;
	}
	for (; kb->n_consents < (int)l->raw.n_consents; kb->n_consents++) {
		kb->consent[kb->n_consents] = l->raw.consent[kb->n_consents].is;
		kb->consent[kb->n_consents].where = l->raw.consent[kb->n_consents].where;
	}
	for (; kb->n_letters < (int)l->raw.n_letters; kb->n_letters++)
		kb->letter[kb->n_letters] = l->raw.letter[kb->n_letters];
	return take_sentences(l, l->raw.net, l->raw.n_net, &kb->net, &kb->n_net) &&
		take_sentences(l, l->raw.care, l->raw.n_care, &kb->care, &kb->n_care) &&
		take_sentences(l, l->raw.verdict, l->raw.n_verdicts, &kb->verdict, &kb->n_verdicts);
}
