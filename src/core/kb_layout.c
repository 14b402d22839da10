/* core/kb_layout.c -- the tables, in the order of core/kb.h. */
#include "core/kb_layout.h"

#include <string.h>

#define FIELD(kind, m, low, high, of, count) { #m, kind, sizeof(((T *)0)->m), offsetof(T, m), count, low, high, of }
#define TEXT(m)               FIELD(FIELD_TEXT, m, 1, 0, NULL, 0)
#define MAYBE(m)              FIELD(FIELD_TEXT, m, 0, 0, NULL, 0)
#define TRUTH(m)              FIELD(FIELD_TRUTH, m, 0, 1, NULL, 0)
#define INT(m, low, high)     FIELD(FIELD_INT, m, low, high, NULL, 0)
#define NUMBER(m)             FIELD(FIELD_NUMBER, m, 0, 0, NULL, 0)
#define SHARE(m, low)         FIELD(FIELD_NUMBER, m, low, 1, NULL, 0)
#define PLACE(m)              FIELD(FIELD_NUMBER, m, -300, 300, NULL, 0)
#define ANGLE(m)              FIELD(FIELD_NUMBER, m, -360, 360, NULL, 0)
#define INDEX(m, kind)        FIELD(FIELD_INDEX, m, 0, kind, NULL, 0)
#define INDEX_OR_NONE(m, kind) FIELD(FIELD_INDEX, m, -1, kind, NULL, 0)
#define IDS(m, kind)          FIELD(FIELD_IDS, m, 0, kind, NULL, 0)
#define INTS(m, low, high)    FIELD(FIELD_INTS, m, low, high, NULL, 0)
#define RULE(m)               FIELD(FIELD_RULE, m, 1, 0, NULL, 0)
#define MAYBE_RULE(m)         FIELD(FIELD_RULE, m, 0, 0, NULL, 0)
#define TEXTS(m, n)           FIELD(FIELD_TEXTS, m, 0, 0, NULL, offsetof(T, n))
#define LIST(m, n, of)        FIELD(FIELD_LIST, m, 0, 0, &of, offsetof(T, n))
#define INSIDE(m, times, of)  FIELD(FIELD_INSIDE, m, 0, times, &of, 0)
#define CITE(m)               INSIDE(m, 1, cite)
#define WHERE                 INSIDE(where, 1, where)
#define LAYOUT(name)          static const struct layout name = { #name, sizeof(T), name##_fields, sizeof(name##_fields) / sizeof(*name##_fields) }

enum { VALUE_MOST = 30000, SCORE_MOST = 1000, ITEMS_MOST = 64, SECONDS_MOST = 9999, LINES_MOST = 1 << 20 };

#define T struct where
static const struct field where_fields[] = { MAYBE(file), INT(line, 0, LINES_MOST) };
LAYOUT(where);
#undef T
#define T struct cite
static const struct field cite_fields[] = { IDS(source, KIND_SOURCE), INT(confidence, 0, CONFIDENCE_ASSUMED) };
LAYOUT(cite);
#undef T
#define T struct source
static const struct field source_fields[] = { TEXT(id), TEXT(authors), MAYBE(title), MAYBE(journal), MAYBE(doi), MAYBE(pmid), MAYBE(url),
	MAYBE(note), INT(year, 0, 2200), WHERE };
LAYOUT(source);
#undef T
#define T struct option
static const struct field option_fields[] = { INT(value, -VALUE_MOST, VALUE_MOST), TEXT(label) };
LAYOUT(option);
#undef T
#define T struct topic
static const struct field topic_fields[] = { TEXT(id), TEXT(name), TRUTH(each), WHERE };
LAYOUT(topic);
#undef T
#define T struct finding
static const struct field finding_fields[] = { TEXT(id), TEXT(name), MAYBE(ask), MAYBE(why), MAYBE(again), MAYBE(unit), MAYBE(brief),
	INDEX_OR_NONE(topic, KIND_TOPIC),
	INT(module, 0, MODULE_COUNT - 1), INT(by, 0, BY_BOTH), INT(position, 0, POSITION_COUNT - 1), TRUTH(is_bool), TRUTH(gate), TRUTH(core), TRUTH(private), TRUTH(lasting), TRUTH(reopens), INT(asked, 1, 63),
	MAYBE_RULE(when), MAYBE_RULE(contradicts), INT(min, -VALUE_MOST, VALUE_MOST), INT(max, -VALUE_MOST, VALUE_MOST), INT(seconds, 1, 3600),
	LIST(option, n_options, option), IDS(sum_of, KIND_FINDING), IDS(opened_by, KIND_FINDING),
	INT(cut, -VALUE_MOST, VALUE_MOST), NUMBER(base), CITE(base_cite), WHERE };
LAYOUT(finding);
#undef T
#define T struct class
static const struct field class_fields[] = { TEXT(id), TEXT(name), TEXT(plain), WHERE };
LAYOUT(class);
#undef T
#define T struct odds
static const struct field odds_fields[] = { RULE(when), NUMBER(times), CITE(cite) };
LAYOUT(odds);
#undef T
#define T struct cause
static const struct field cause_fields[] = { TEXT(id), TEXT(name), TEXT(plain), TEXT(tell), INDEX(class, KIND_CLASS),
	INDEX_OR_NONE(group, KIND_GROUP), NUMBER(prior), NUMBER(low), NUMBER(high), TRUTH(serious), TRUTH(by_rule), LIST(odds, n_odds, odds),
	TEXTS(mission, n_mission), CITE(cite), WHERE };
LAYOUT(cause);
#undef T
#define T struct group
static const struct field group_fields[] = { TEXT(id), TEXT(name), TEXT(text), TEXT(because), TEXT(tell_apart), IDS(causes, KIND_CAUSE),
	CITE(cite), WHERE };
LAYOUT(group);
#undef T
#define T struct link
static const struct field link_fields[] = { INDEX(finding, KIND_FINDING), INDEX(cause, KIND_CAUSE), NUMBER(sens), NUMBER(spec), CITE(cite),
	WHERE };
LAYOUT(link);
#undef T
#define T struct lead
static const struct field lead_fields[] = { INDEX(from, KIND_CAUSE), INDEX(to, KIND_CAUSE), NUMBER(strength), CITE(cite), WHERE };
LAYOUT(lead);
#undef T
#define T struct flag
static const struct field flag_fields[] = { TEXT(id), TEXT(within), MAYBE(suspects), MAYBE(text), MAYBE(action), MAYBE(write),
	INT(tier, TIER_NOTE, TIER_EMERGENCY), INT(route, 0, ROUTE_ABUSE), RULE(when), TRUTH(convention), CITE(cite), WHERE };
LAYOUT(flag);
#undef T
#define T struct block
static const struct field block_fields[] = { TEXT(id), TEXT(because), MAYBE(tell), RULE(when), IDS(items, KIND_ITEM), TRUTH(everywhere),
	IDS(regions, KIND_REGION), INT(limit, 0, LIMIT_ASK), TRUTH(professional), CITE(cite), WHERE };
LAYOUT(block);
#undef T
#define T struct area
static const struct field area_fields[] = { TEXT(id), TEXT(name), WHERE };
LAYOUT(area);
#undef T
#define T struct region
static const struct field region_fields[] = { TEXT(id), TEXT(base), TEXT(name), INDEX(area, KIND_AREA), INDEX(mirror, KIND_REGION),
	INT(side, SIDE_LEFT, SIDE_RIGHT), TRUTH(front), WHERE };
LAYOUT(region);
#undef T
#define T struct anchor
static const struct field anchor_fields[] = { TEXT(id), TEXT(name), TRUTH(paired), TRUTH(fascia), TRUTH(axial), WHERE };
LAYOUT(anchor);
#undef T
#define T struct unit
static const struct field unit_fields[] = { TEXT(id), TEXT(name), TEXT(palpate), INDEX_OR_NONE(region, KIND_REGION),
	INDEX(found[0], KIND_FINDING), INDEX(found[1], KIND_FINDING), WHERE };
LAYOUT(unit);
#undef T
#define T struct referral
static const struct field referral_fields[] = { INDEX(region, KIND_REGION), TRUTH(opposite), SHARE(strength, 0) };
LAYOUT(referral);
#undef T
#define T struct arms
static const struct field arms_fields[] = { NUMBER(hip_flexion), NUMBER(hip_adduction), NUMBER(lumbar_extension), NUMBER(lumbar_side),
	NUMBER(force), NUMBER(length) };
LAYOUT(arms);
#undef T
#define T struct muscle
static const struct field muscle_fields[] = { TEXT(id), TEXT(name), TEXT(latin), TEXT(acts), TEXT(nerve), INDEX(unit, KIND_UNIT),
	INDEX_OR_NONE(area, KIND_AREA), INT(tends, 0, TENDS_WEAK), SHARE(active, 0), IDS(anchors, KIND_ANCHOR), IDS(synergists, KIND_MUSCLE),
	IDS(antagonists, KIND_MUSCLE), LIST(refers, n_refers, referral), INSIDE(arms, 1, arms), CITE(cite), WHERE };
LAYOUT(muscle);
#undef T
#define T struct fascia
static const struct field fascia_fields[] = { INDEX(a, KIND_MUSCLE), INDEX(b, KIND_MUSCLE), TRUTH(opposite), SHARE(weight, 0), TEXT(line),
	TEXT(shown), CITE(cite), WHERE };
LAYOUT(fascia);
#undef T
#define T struct load
static const struct field load_fields[] = { INDEX(muscle, KIND_MUSCLE), INT(side, 0, LOAD_BOTH), SHARE(by, -1) };
LAYOUT(load);
#undef T
#define T struct habit
static const struct field habit_fields[] = { TEXT(id), TEXT(name), TEXT(tell), TEXT(grade), RULE(when), MAYBE_RULE(left),
	MAYBE_RULE(right), LIST(loads, n_loads, load), CITE(cite), WHERE };
LAYOUT(habit);
#undef T
#define T struct join
static const struct field join_fields[] = { INDEX(cause, KIND_CAUSE), INT(kind, JOIN_TENSION, JOIN_FELT), IDS(areas, KIND_AREA), SHARE(share, 0), CITE(cite), WHERE };
LAYOUT(join);
#undef T
#define T struct spread_sign
static const struct field spread_sign_fields[] = { TEXT(id), TEXT(what), MAYBE_RULE(when), NUMBER(value), NUMBER(low), NUMBER(high), CITE(cite), WHERE };
LAYOUT(spread_sign);
#undef T
#define T struct number
static const struct field number_fields[] = { TEXT(id), TEXT(what), NUMBER(value), CITE(cite), WHERE };
LAYOUT(number);
#undef T
#define T struct tested
static const struct field tested_fields[] = { INDEX(muscle, KIND_MUSCLE), TRUTH(weak) };
LAYOUT(tested);
#undef T
#define T struct muscle_test
static const struct field muscle_test_fields[] = { TEXT(id), MAYBE(plain), INDEX(finding[0], KIND_FINDING), INDEX(finding[1], KIND_FINDING), NUMBER(mean),
	NUMBER(sd), NUMBER(sem), SHARE(sens, 0), SHARE(spec, 0), SHARE(kappa, 0), TRUTH(low), LIST(tells, n_tells, tested), CITE(cite), WHERE };
LAYOUT(muscle_test);
#undef T
#define T struct help
static const struct field help_fields[] = { INDEX(cause, KIND_CAUSE), NUMBER(effect), CITE(cite) };
LAYOUT(help);
#undef T
#define T struct step
static const struct field step_fields[] = { INT(seconds, 1, SECONDS_MOST), TEXT(text) };
LAYOUT(step);
#undef T
#define T struct item
static const struct field item_fields[] = { TEXT(id), TEXT(kind), TEXT(name), TEXT(what), MAYBE(how), MAYBE(not), MAYBE(stop), MAYBE(dose),
	MAYBE(small), TEXT(known), MAYBE(intro), MAYBE(eyes), INT(component, 0, COMPONENT_COUNT - 1), INT(who, 0, WHO_PROFESSIONAL),
	INT(evidence, 0, EVIDENCE_STRONG), TRUTH(practice), INT(minutes, 0, 120), INT(days, 0, 7), INT(week, 1, WEEKS),
	INT(figure, -1, LINES_MOST), INT(pressure_min, 0, 5), INT(pressure_max, 0, 5), IDS(areas, KIND_AREA), LIST(helps, n_helps, help), LIST(steps, n_steps, step),
	TEXTS(mission, n_mission), WHERE };
LAYOUT(item);
#undef T
#define T struct limb
static const struct field limb_fields[] = { ANGLE(lift), ANGLE(bend), ANGLE(tip), ANGLE(out[0]), ANGLE(out[1]), PLACE(x), PLACE(y),
	TRUTH(placed), TRUTH(tipped) };
LAYOUT(limb);
#undef T
#define T struct pose
static const struct field pose_fields[] = { PLACE(x), PLACE(y), ANGLE(lean), ANGLE(low), ANGLE(upper), ANGLE(neck), ANGLE(nod),
	INSIDE(limb, LIMBS, limb) };
LAYOUT(pose);
#undef T
#define T struct prop
static const struct field prop_fields[] = { INT(thing, 0, THING_COUNT - 1), INT(hold, 0, ON_RIGHT_SHOULDER), PLACE(x), PLACE(y),
	PLACE(to_x), PLACE(to_y), INT(pose, 0, FIGURE_POSES) };
LAYOUT(prop);
#undef T
#define T struct arrow
static const struct field arrow_fields[] = { PLACE(x), PLACE(y), PLACE(to_x), PLACE(to_y), PLACE(bow) };
LAYOUT(arrow);
#undef T
#define T struct glow
static const struct field glow_fields[] = { INT(part, 0, PART_COUNT - 1), INT(surface, 0, SURFACE_BACK), TRUTH(sided), TRUTH(left) };
LAYOUT(glow);
#undef T
#define T struct figure
static const struct field figure_fields[] = { INDEX(item, KIND_ITEM), INT(view, 0, VIEW_FRONT), TRUTH(sided), TRUTH(round), TEXT(start),
	TEXT(end), INSIDE(pose, FIGURE_POSES, pose), INT(n_poses, 1, FIGURE_POSES), LIST(prop, n_props, prop), LIST(arrow, n_arrows, arrow),
	LIST(glow, n_glows, glow), MAYBE(file), INT(line, 0, LINES_MOST) };
LAYOUT(figure);
#undef T
#define T struct hand_at
static const struct field hand_at_fields[] = { PLACE(x), PLACE(y), ANGLE(turn) };
LAYOUT(hand_at);
#undef T
#define T struct hand
static const struct field hand_fields[] = { INT(grip, 0, GRIP_COUNT - 1), TRUTH(left), ANGLE(arm), INSIDE(at, FIGURE_POSES, hand_at) };
LAYOUT(hand);
#undef T
#define T struct hands
static const struct field hands_fields[] = { INSIDE(drawn, 1, figure), INT(seen, 0, SIGHT_SOLE), TRUTH(together), TEXT(place), PLACE(x), PLACE(y), PLACE(to_x),
	PLACE(to_y), LIST(hand, n_hands, hand), INT(feel_least, 0, 10), INT(feel_most, 0, 10), IDS(areas, KIND_AREA) };
LAYOUT(hands);
#undef T
#define T struct firm_word
static const struct field firm_word_fields[] = { INT(at, 0, 10), TEXT(word) };
LAYOUT(firm_word);
#undef T
#define T struct protocol
static const struct field protocol_fields[] = { TEXT(id), TEXT(name), TEXT(place), TEXT(how), INDEX(item, KIND_ITEM), INDEX_OR_NONE(like, KIND_ITEM),
	INDEX(area, KIND_AREA), TRUTH(both), INT(seconds, 1, SECONDS_MOST), INT(firm, 1, 5), INT(days, 1, 7), IDS(regions, KIND_REGION), CITE(cite), WHERE };
LAYOUT(protocol);
#undef T
#define T struct spared
static const struct field spared_fields[] = { TEXT(id), TEXT(text), IDS(items, KIND_ITEM), IDS(regions, KIND_REGION), CITE(cite), WHERE };
LAYOUT(spared);
#undef T
#define T struct teaching
static const struct field teaching_fields[] = { TEXT(id), TEXT(is), TEXT(helps), TEXT(unknown), TEXT(doctor), INDEX(cause, KIND_CAUSE),
	IDS(claims, KIND_CLAIM), CITE(cite), WHERE };
LAYOUT(teaching);
#undef T
#define T struct lesson
static const struct field lesson_fields[] = { TEXT(id), TEXT(name), TEXT(idea), MAYBE(minute), TEXT(question), MAYBE(low), MAYBE(high), TEXT(body), MAYBE(more),
	INT(week, 1, WEEKS), INT(minutes, 0, 1000), INDEX_OR_NONE(practice, KIND_ITEM), INDEX_OR_NONE(needs, KIND_LESSON), TRUTH(scale),
	LIST(helps, n_helps, help), IDS(source, KIND_SOURCE), TEXTS(mission, n_mission), WHERE };
LAYOUT(lesson);
#undef T
#define T struct stall
static const struct field stall_fields[] = { INDEX(instrument, KIND_INSTRUMENT), INDEX(lesson, KIND_LESSON), CITE(cite), WHERE };
LAYOUT(stall);
#undef T
#define T struct week
static const struct field week_fields[] = { MAYBE(theme), MAYBE(text), INDEX_OR_NONE(lesson, KIND_LESSON), IDS(measures, KIND_INSTRUMENT) };
LAYOUT(week);
#undef T
#define T struct band
static const struct field band_fields[] = { NUMBER(from), NUMBER(part_from), TEXT(name) };
LAYOUT(band);
#undef T
#define T struct part
static const struct field part_fields[] = { TEXT(name), INT(first, 1, ITEMS_MOST), INT(last, 1, ITEMS_MOST), NUMBER(cut) };
LAYOUT(part);
#undef T
#define T struct instrument
static const struct field instrument_fields[] = { TEXT(id), TEXT(name), MAYBE(plain), TEXT(what), TEXT(items), TEXT(licence),
	INT(min, -SCORE_MOST, SCORE_MOST), INT(max, -SCORE_MOST, SCORE_MOST), TRUTH(low_is_better), INT(rule, 0, SCORE_TOTAL),
	INT(count, 0, ITEMS_MOST), INT(most, 0, ITEMS_MOST), INT(lowest, -SCORE_MOST, SCORE_MOST), INT(highest, -SCORE_MOST, SCORE_MOST),
	INT(missing, 0, ITEMS_MOST), NUMBER(times), INTS(reversed, 1, ITEMS_MOST), NUMBER(important), NUMBER(share), NUMBER(sem),
	INT(recovered, -SCORE_MOST, SCORE_MOST), INT(detects_from, -SCORE_MOST, SCORE_MOST), INT(detects_to, -SCORE_MOST, SCORE_MOST),
	INDEX_OR_NONE(alarm, KIND_FINDING), INT(alarm_item, 0, ITEMS_MOST), MAYBE(alarm_code), LIST(band, n_bands, band),
	LIST(part, n_parts, part), CITE(cite), CITE(sem_cite), CITE(missing_cite), CITE(recovered_cite), CITE(band_cite), WHERE };
LAYOUT(instrument);
#undef T
#define T struct claim
static const struct field claim_fields[] = { TEXT(id), TEXT(claim), TEXT(says), CITE(cite), TEXTS(mission, n_mission), WHERE };
LAYOUT(claim);
#undef T
#define T struct consent
static const struct field consent_fields[] = { TEXT(id), MAYBE(component), TEXT(name), TEXT(text), MAYBE(why), MAYBE(decline), WHERE };
LAYOUT(consent);
#undef T
#define T struct sentence
static const struct field sentence_fields[] = { TEXT(id), MAYBE(when), TEXT(text), IDS(items, KIND_ITEM), CITE(cite), WHERE };
LAYOUT(sentence);
#undef T
#define T struct letter
static const struct field letter_fields[] = { TEXT(id), TEXT(text) };
LAYOUT(letter);
#undef T

#define T struct kb
static const struct field kb_fields[] = { LIST(source, n_sources, source), LIST(topic, n_topics, topic), LIST(finding, n_findings, finding), LIST(class, n_classes, class),
	LIST(cause, n_causes, cause), LIST(group, n_groups, group), LIST(link, n_links, link), LIST(lead, n_leads, lead),
	LIST(flag, n_flags, flag), LIST(block, n_blocks, block), LIST(area, n_areas, area), LIST(region, n_regions, region),
	LIST(item, n_items, item), LIST(figure, n_figures, figure), LIST(hands, n_hands, hands), LIST(firm, n_firm, firm_word), LIST(lesson, n_lessons, lesson), LIST(instrument, n_instruments, instrument), LIST(claim, n_claims, claim),
	LIST(consent, n_consents, consent), LIST(net, n_net, sentence), LIST(care, n_care, sentence), LIST(verdict, n_verdicts, sentence),
	LIST(letter, n_letters, letter), LIST(anchor, n_anchors, anchor), LIST(unit, n_units, unit), LIST(muscle, n_muscles, muscle),
	LIST(fascia, n_fascia, fascia), LIST(habit, n_habits, habit), LIST(join, n_joins, join), LIST(spread, n_spreads, spread_sign), LIST(muscle_test, n_muscle_tests, muscle_test),
	LIST(number, n_numbers, number), LIST(stall, n_stalls, stall), LIST(protocol, n_protocols, protocol), LIST(spared, n_spared, spared),
	LIST(teaching, n_teachings, teaching), INSIDE(week, WEEKS, week), FIELD(FIELD_HASH, hash, 0, 0, NULL, 0) };
const struct layout kb_layout = { "kb", sizeof(T), kb_fields, sizeof(kb_fields) / sizeof(*kb_fields) };
#undef T

uint64_t kb_fnv(uint64_t h, const void *bytes, size_t n)
{
	const unsigned char *at = bytes;

	for (size_t i = 0; i < n; i++)
		h = (h ^ at[i]) * UINT64_C(0x100000001b3);
	return h;
}

static uint64_t print_of(uint64_t h, const struct layout *l)
{
	h = kb_fnv(h, l->name, strlen(l->name));
	for (int i = 0; i < l->n; i++) {
		const struct field *f = &l->field[i];
		const unsigned char said[] = { (unsigned char)f->kind, (unsigned char)f->low, (unsigned char)(f->low >> 8), (unsigned char)f->high,
			(unsigned char)(f->high >> 8), (unsigned char)(f->high >> 16) };

		h = kb_fnv(kb_fnv(h, f->name, strlen(f->name)), said, sizeof(said));
		h = f->of ? print_of(h, f->of) : h;
	}
	return h;
}

uint32_t kb_layout_print(void)
{
	uint64_t h = print_of(FNV_START, &kb_layout);

	return (uint32_t)(h ^ h >> 32);
}
