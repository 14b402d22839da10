/* core/kb.c -- the knowledge: looking things up by id. */
#include "core/kb.h"

#include "base/str.h"
#include "core/kb_layout.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>

static const struct { size_t list, count, size, id, where; } kinds[KIND_COUNT] = {
#define KIND(kind, T, list, count) \
	[kind] = { offsetof(struct kb, list), offsetof(struct kb, count), sizeof(T), offsetof(T, id), offsetof(T, where) }
	KIND(KIND_SOURCE, struct source, source, n_sources), KIND(KIND_FINDING, struct finding, finding, n_findings),
	KIND(KIND_CLASS, struct class, class, n_classes), KIND(KIND_CAUSE, struct cause, cause, n_causes),
	KIND(KIND_GROUP, struct group, group, n_groups), KIND(KIND_FLAG, struct flag, flag, n_flags),
	KIND(KIND_BLOCK, struct block, block, n_blocks), KIND(KIND_REGION, struct region, region, n_regions),
	KIND(KIND_AREA, struct area, area, n_areas), KIND(KIND_ITEM, struct item, item, n_items),
	KIND(KIND_LESSON, struct lesson, lesson, n_lessons), KIND(KIND_INSTRUMENT, struct instrument, instrument, n_instruments),
	KIND(KIND_CLAIM, struct claim, claim, n_claims), KIND(KIND_CONSENT, struct consent, consent, n_consents),
	KIND(KIND_NET, struct sentence, net, n_net), KIND(KIND_CARE, struct sentence, care, n_care),
	KIND(KIND_VERDICT, struct sentence, verdict, n_verdicts),
	KIND(KIND_ANCHOR, struct anchor, anchor, n_anchors), KIND(KIND_UNIT, struct unit, unit, n_units),
	KIND(KIND_MUSCLE, struct muscle, muscle, n_muscles), KIND(KIND_HABIT, struct habit, habit, n_habits),
	KIND(KIND_MUSCLE_TEST, struct muscle_test, muscle_test, n_muscle_tests), KIND(KIND_NUMBER, struct number, number, n_numbers),
	KIND(KIND_PROTOCOL, struct protocol, protocol, n_protocols), KIND(KIND_SPARED, struct spared, spared, n_spared),
	KIND(KIND_TEACHING, struct teaching, teaching, n_teachings), KIND(KIND_TOPIC, struct topic, topic, n_topics),
#undef KIND
};

int kb_count(const struct kb *kb, enum kind kind)
{
	return *(const int *)(const void *)((const char *)kb + kinds[kind].count);
}

static const char *entry(const struct kb *kb, enum kind kind, int i)
{
	const char *list = *(const char *const *)(const void *)((const char *)kb + kinds[kind].list);

	return list + (size_t)i * kinds[kind].size;
}

const char *kb_id(const struct kb *kb, enum kind kind, int i)
{
	return *(const char *const *)(const void *)(entry(kb, kind, i) + kinds[kind].id);
}

struct where kb_where(const struct kb *kb, enum kind kind, int i)
{
	return *(const struct where *)(const void *)(entry(kb, kind, i) + kinds[kind].where);
}

/* A table of each kind: where an id's hash says, or in the next free place, one more than its index; 0 is empty. */
struct kb_ids { struct { uint16_t *at; uint32_t mask; } of[KIND_COUNT]; };

static uint32_t place_of(const char *id, uint32_t mask)
{
	uint64_t h = kb_fnv(FNV_START, id, strlen(id));

	return (uint32_t)(h ^ h >> 32) & mask;
}

void kb_index(struct arena *a, struct kb *kb)
{
	struct kb_ids *ids = NEW(a, struct kb_ids);

	for (enum kind k = 0; k < KIND_COUNT; k++) {
		int n = kb_count(kb, k);
		uint32_t size = 2;

		assert(n < UINT16_MAX);
		while (size < 2 * (uint32_t)n)
			size *= 2;
		ids->of[k].at = NEWS(a, uint16_t, size);
		ids->of[k].mask = size - 1;
		for (int i = 0; i < n; i++) {
			uint32_t at = place_of(kb_id(kb, k, i), size - 1);

			while (ids->of[k].at[at])
				at = (at + 1) & (size - 1);
			ids->of[k].at[at] = (uint16_t)(i + 1);
		}
	}
	kb->ids = ids;
}

int kb_find(const struct kb *kb, enum kind kind, const char *id)
{
	if (kb->ids) {
		const uint16_t *at = kb->ids->of[kind].at;
		uint32_t mask = kb->ids->of[kind].mask, i = place_of(id, mask);

		while (at[i] && !str_equal(kb_id(kb, kind, at[i] - 1), id))
			i = (i + 1) & mask;
		return at[i] - 1;
	}
	for (int i = 0, n = kb_count(kb, kind); i < n; i++)
		if (str_equal(kb_id(kb, kind, i), id))
			return i;
	return -1;
}

const char *kb_nearest(const struct kb *kb, enum kind kind, const char *word)
{
	struct nearest near = nearest_to(word);

	for (int i = 0, n = kb_count(kb, kind); i < n; i++)
		nearest_offer(&near, kb_id(kb, kind, i));
	return near.best;
}

double kb_number_of(const struct kb *kb, const char *id)
{
	int i = kb_find(kb, KIND_NUMBER, id);

	assert(i >= 0);
	return kb->number[i].value;
}

int kb_finding(const struct kb *kb, const char *id)
{
	return kb_find(kb, KIND_FINDING, id);
}

int kb_cause(const struct kb *kb, const char *id)
{
	return kb_find(kb, KIND_CAUSE, id);
}

int kb_item(const struct kb *kb, const char *id)
{
	return kb_find(kb, KIND_ITEM, id);
}

int kb_lesson(const struct kb *kb, const char *id)
{
	return kb_find(kb, KIND_LESSON, id);
}

int kb_region(const struct kb *kb, const char *id)
{
	return kb_find(kb, KIND_REGION, id);
}

int kb_area(const struct kb *kb, const char *id)
{
	return kb_find(kb, KIND_AREA, id);
}

int kb_source(const struct kb *kb, const char *id)
{
	return kb_find(kb, KIND_SOURCE, id);
}

int kb_instrument(const struct kb *kb, const char *id)
{
	return kb_find(kb, KIND_INSTRUMENT, id);
}

const struct sentence *kb_sentence(const struct kb *kb, const char *id)
{
	int i = kb_find(kb, KIND_NET, id);

	return i < 0 ? NULL : &kb->net[i];
}

const struct letter *kb_letter(const struct kb *kb, const char *id)
{
	for (int i = 0; i < kb->n_letters; i++)
		if (str_equal(kb->letter[i].id, id))
			return &kb->letter[i];
	return NULL;
}

const char *tier_name(enum tier t)
{
	static const char *const names[] = { [TIER_NONE] = "none", [TIER_NOTE] = "note", [TIER_SOON] = "soon",
		[TIER_URGENT] = "urgent", [TIER_EMERGENCY] = "emergency" };

	return names[t];
}

const char *confidence_name(enum confidence c)
{
	static const char *const names[] = { [CONFIDENCE_NONE] = "none", [CONFIDENCE_HIGH] = "high",
		[CONFIDENCE_MODERATE] = "moderate", [CONFIDENCE_LOW] = "low", [CONFIDENCE_ASSUMED] = "assumed" };

	return names[c];
}

const char *component_name(enum component c)
{
	static const char *const names[] = { [COMPONENT_MASSAGE] = "massage", [COMPONENT_MIND] = "mind",
		[COMPONENT_MOVEMENT] = "movement" };

	return names[c];
}
