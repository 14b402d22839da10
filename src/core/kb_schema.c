/* core/kb_schema.c -- the fields each file of the knowledge may hold, as tables for libcyaml.  The format in words is
 * docs/knowledge.md.  Numbers are read as text: libcyaml takes "3x" for 3 and "08" for 0.
 */
#include "core/kb_schema.h"

static const cyaml_strval_t tiers[] = { { "emergency", TIER_EMERGENCY }, { "urgent", TIER_URGENT }, { "soon", TIER_SOON },
	{ "note", TIER_NOTE } };
static const cyaml_strval_t answerers[] = { { "client", BY_CLIENT }, { "therapist", BY_THERAPIST }, { "both", BY_BOTH } };
static const cyaml_strval_t modules[] = { { "safety", MODULE_SAFETY }, { "pain", MODULE_PAIN }, { "leg", MODULE_LEG },
	{ "movement", MODULE_MOVEMENT }, { "joint", MODULE_JOINT }, { "body", MODULE_BODY }, { "history", MODULE_HISTORY },
	{ "load", MODULE_LOAD }, { "mind", MODULE_MIND }, { "sleep", MODULE_SLEEP }, { "exam", MODULE_EXAM },
	{ "wishes", MODULE_WISHES } };
static const cyaml_strval_t positions[] = { { "any", POSITION_NONE }, { "standing", POSITION_STANDING }, { "sitting", POSITION_SITTING },
	{ "face_up", POSITION_FACE_UP }, { "face_down", POSITION_FACE_DOWN }, { "side", POSITION_SIDE } };
static const cyaml_strval_t types[] = { { "bool", 1 }, { "int", 0 } };
static const cyaml_strval_t occasions[] = { { "intake", ASKED_INTAKE }, { "session", ASKED_SESSION }, { "week", ASKED_WEEK },
	{ "flare", ASKED_FLARE }, { "worsening", ASKED_WORSENING }, { "after", ASKED_AFTER } };
static const cyaml_strval_t routes[] = { { "self_harm", ROUTE_SELF_HARM }, { "abuse", ROUTE_ABUSE } };
static const cyaml_strval_t limits[] = { { "never", LIMIT_NEVER }, { "light", LIMIT_LIGHT }, { "ask", LIMIT_ASK } };
static const cyaml_strval_t views[] = { { "front", 1 }, { "back", 0 } };
static const cyaml_strval_t components[] = { { "massage", COMPONENT_MASSAGE }, { "mind", COMPONENT_MIND },
	{ "movement", COMPONENT_MOVEMENT } };
static const cyaml_strval_t providers[] = { { "therapist", WHO_THERAPIST }, { "self", WHO_SELF }, { "both", WHO_BOTH },
	{ "professional", WHO_PROFESSIONAL } };
static const cyaml_strval_t strengths[] = { { "none", EVIDENCE_NONE }, { "weak", EVIDENCE_WEAK }, { "fair", EVIDENCE_FAIR },
	{ "strong", EVIDENCE_STRONG } };
static const cyaml_strval_t score_rules[] = { { "sum", SCORE_SUM }, { "mean", SCORE_MEAN }, { "count", SCORE_COUNT },
	{ "value", SCORE_VALUE }, { "change", SCORE_CHANGE }, { "total", SCORE_TOTAL } };
static const cyaml_strval_t better[] = { { "low", 1 }, { "high", 0 } };

static const cyaml_schema_field_t source_fields[] = {
	ID("id", struct raw_source, is.id), LINE("authors", MUST, struct raw_source, is.authors),
	NUMBER("year", MAY, struct raw_source, year), LINE("title", MAY, struct raw_source, is.title),
	LINE("journal", MAY, struct raw_source, is.journal), LINE("doi", MAY, struct raw_source, is.doi),
	LINE("pmid", MAY, struct raw_source, is.pmid), LINE("url", MAY, struct raw_source, is.url),
	TEXT("note", MAY, struct raw_source, is.note), CYAML_FIELD_END
};

static const cyaml_schema_field_t option_fields[] = {
	NUMBER("value", MUST, struct raw_option, value), LINE("label", MUST, struct raw_option, label), CYAML_FIELD_END
};
static const cyaml_schema_value_t option = MAPPING(struct raw_option, option_fields);

static const cyaml_schema_field_t topic_fields[] = {
	ID("id", struct raw_topic, is.id), LINE("name", MUST, struct raw_topic, is.name), YES_NO("each", struct raw_topic, each), CYAML_FIELD_END
};

static const cyaml_schema_field_t finding_fields[] = {
	ID("id", struct raw_finding, is.id), LINE("name", MUST, struct raw_finding, is.name),
	ONE_OF("by", 0, struct raw_finding, by, answerers), ONE_OF("module", 0, struct raw_finding, module, modules),
	ONE_OF("type", 0, struct raw_finding, type, types),
	ONE_OF("position", CYAML_FLAG_OPTIONAL, struct raw_finding, position, positions),
	TEXT("ask", MAY, struct raw_finding, is.ask), TEXT("why", MAY, struct raw_finding, is.why),
	TEXT("brief", MAY, struct raw_finding, is.brief), LINE("topic", MAY, struct raw_finding, topic),
	TEXT("again", MAY, struct raw_finding, is.again), TEXT("when", MAY, struct raw_finding, when),
	TEXT("contradicts", MAY, struct raw_finding, contradicts),
	{
		.key = "asked", .data_offset = offsetof(struct raw_finding, asked),
		.value = { CYAML_VALUE_FLAGS(CYAML_FLAG_OPTIONAL | CYAML_FLAG_STRICT, unsigned, occasions,
			CYAML_ARRAY_LEN(occasions)) },
	},
	YES_NO("gate", struct raw_finding, gate), YES_NO("core", struct raw_finding, core),
	YES_NO("private", struct raw_finding, private), YES_NO("lasting", struct raw_finding, lasting),
	YES_NO("reopens", struct raw_finding, reopens),
	NUMBER("seconds", MAY, struct raw_finding, seconds), NUMBER("min", MAY, struct raw_finding, min),
	NUMBER("max", MAY, struct raw_finding, max), LINE("unit", MAY, struct raw_finding, is.unit),
	LIST("options", MAY, struct raw_finding, option, n_options, option), NAMES("sum_of", struct raw_finding, sum_of),
	NAMES("opened_by", struct raw_finding, opened_by),
	NUMBER("cut", MAY, struct raw_finding, cut), NUMBER("base", MAY, struct raw_finding, base),
	NAMES("base_source", struct raw_finding, cite.source),
	ONE_OF("base_confidence", CYAML_FLAG_OPTIONAL, struct raw_finding, cite.confidence, confidences), CYAML_FIELD_END
};

static const cyaml_schema_field_t class_fields[] = {
	ID("id", struct raw_class, is.id), LINE("name", MUST, struct raw_class, is.name),
	TEXT("plain", MUST, struct raw_class, is.plain), CYAML_FIELD_END
};

static const cyaml_schema_field_t odds_fields[] = {
	TEXT("when", MUST, struct raw_odds, when), NUMBER("times", MUST, struct raw_odds, times),
	CITE(struct raw_odds, cite), CYAML_FIELD_END
};
static const cyaml_schema_value_t odds = MAPPING(struct raw_odds, odds_fields);

static const cyaml_schema_field_t cause_fields[] = {
	ID("id", struct raw_cause, is.id), LINE("class", MUST, struct raw_cause, class),
	LINE("name", MUST, struct raw_cause, is.name), TEXT("plain", MUST, struct raw_cause, is.plain),
	TEXT("tell", MUST, struct raw_cause, is.tell), NAMES("mission", struct raw_cause, mission),
	NUMBER("prior", MAY, struct raw_cause, prior), NUMBER("low", MAY, struct raw_cause, low),
	NUMBER("high", MAY, struct raw_cause, high), CITE(struct raw_cause, cite),
	YES_NO("serious", struct raw_cause, serious), YES_NO("by_rule", struct raw_cause, by_rule),
	LIST("odds", MAY, struct raw_cause, odds, n_odds, odds), CYAML_FIELD_END
};

static const cyaml_schema_field_t group_fields[] = {
	ID("id", struct raw_group, is.id), NAMES("causes", struct raw_group, causes),
	LINE("name", MUST, struct raw_group, is.name), TEXT("text", MUST, struct raw_group, is.text),
	TEXT("because", MUST, struct raw_group, is.because), TEXT("tell_apart", MUST, struct raw_group, is.tell_apart),
	CITE(struct raw_group, cite), CYAML_FIELD_END
};

static const cyaml_schema_field_t lead_fields[] = {
	ID("from", struct raw_lead, from), ID("to", struct raw_lead, to), NUMBER("strength", MUST, struct raw_lead, strength),
	CITE(struct raw_lead, cite), CYAML_FIELD_END
};

static const cyaml_schema_field_t link_fields[] = {
	ID("finding", struct raw_link, finding), ID("cause", struct raw_link, cause),
	NUMBER("sens", MUST, struct raw_link, sens), NUMBER("spec", MUST, struct raw_link, spec),
	CITE(struct raw_link, cite), CYAML_FIELD_END
};

static const cyaml_schema_field_t flag_fields[] = {
	ID("id", struct raw_flag, is.id), ONE_OF("tier", 0, struct raw_flag, tier, tiers),
	LINE("within", MUST, struct raw_flag, is.within), TEXT("when", MUST, struct raw_flag, when),
	LINE("suspects", MAY, struct raw_flag, is.suspects), TEXT("text", MAY, struct raw_flag, is.text),
	TEXT("action", MAY, struct raw_flag, is.action), TEXT("write", MAY, struct raw_flag, is.write),
	CITE(struct raw_flag, cite), YES_NO("convention", struct raw_flag, convention),
	ONE_OF("route", CYAML_FLAG_OPTIONAL, struct raw_flag, route, routes), CYAML_FIELD_END
};

static const cyaml_schema_field_t block_fields[] = {
	ID("id", struct raw_block, is.id), TEXT("when", MUST, struct raw_block, when),
	NAMES("techniques", struct raw_block, items), NAMES("regions", struct raw_block, regions),
	ONE_OF("limit", 0, struct raw_block, limit, limits), TEXT("because", MUST, struct raw_block, is.because),
	TEXT("tell", MAY, struct raw_block, is.tell), YES_NO("professional", struct raw_block, professional),
	CITE(struct raw_block, cite), CYAML_FIELD_END
};

static const cyaml_schema_field_t area_fields[] = {
	ID("id", struct raw_area, is.id), LINE("name", MUST, struct raw_area, is.name), CYAML_FIELD_END
};

static const cyaml_schema_field_t region_fields[] = {
	ID("id", struct raw_region, id), LINE("name", MUST, struct raw_region, name), ID("area", struct raw_region, area),
	ONE_OF("view", 0, struct raw_region, front, views), CYAML_FIELD_END
};

static const cyaml_schema_field_t help_fields[] = {
	ID("cause", struct raw_help, cause), NUMBER("effect", MUST, struct raw_help, effect), CITE(struct raw_help, cite),
	CYAML_FIELD_END
};
static const cyaml_schema_value_t help = MAPPING(struct raw_help, help_fields);

#define ITEM_FIELDS \
	ID("id", struct raw_item, is.id), ONE_OF("component", 0, struct raw_item, component, components), \
	LINE("kind", MUST, struct raw_item, is.kind), LINE("name", MUST, struct raw_item, is.name), \
	TEXT("what", MUST, struct raw_item, is.what), TEXT("not", MAY, struct raw_item, is.not), \
	TEXT("stop", MAY, struct raw_item, is.stop), NUMBER("minutes", MAY, struct raw_item, minutes), \
	NUMBER("days", MAY, struct raw_item, days), NUMBER("week", MAY, struct raw_item, week), \
	TEXT("small", MAY, struct raw_item, is.small), TEXT("known", MUST, struct raw_item, is.known), \
	ONE_OF("evidence", 0, struct raw_item, evidence, strengths), \
	LIST("helps", MAY, struct raw_item, helps, n_helps, help), NAMES("mission", struct raw_item, mission)

static const cyaml_schema_field_t technique_fields[] = {
	ITEM_FIELDS, ONE_OF("who", 0, struct raw_item, who, providers), TEXT("how", MUST, struct raw_item, is.how),
	TEXT("dose", MAY, struct raw_item, is.dose), NUMBER("pressure_min", MAY, struct raw_item, pressure_min),
	NUMBER("pressure_max", MAY, struct raw_item, pressure_max), NAMES("areas", struct raw_item, areas), CYAML_FIELD_END
};

static const cyaml_schema_field_t protocol_fields[] = {
	ID("id", struct raw_protocol, is.id), ID("of", struct raw_protocol, item), ID("area", struct raw_protocol, area),
	LINE("like", MAY, struct raw_protocol, like), YES_NO("both", struct raw_protocol, both),
	LINE("name", MUST, struct raw_protocol, is.name), TEXT("place", MUST, struct raw_protocol, is.place),
	TEXT("how", MUST, struct raw_protocol, is.how), NUMBER("seconds", MUST, struct raw_protocol, seconds),
	NUMBER("firm", MUST, struct raw_protocol, firm), NUMBER("days", MUST, struct raw_protocol, days),
	NAMES("regions", struct raw_protocol, regions), CITE(struct raw_protocol, cite), CYAML_FIELD_END
};

static const cyaml_schema_field_t spared_fields[] = {
	ID("id", struct raw_spared, is.id), NAMES("of", struct raw_spared, items), NAMES("regions", struct raw_spared, regions),
	TEXT("text", MUST, struct raw_spared, is.text), CITE(struct raw_spared, cite), CYAML_FIELD_END
};

static const cyaml_schema_field_t teaching_fields[] = {
	ID("id", struct raw_teaching, is.id), ID("cause", struct raw_teaching, cause), TEXT("is", MUST, struct raw_teaching, is.is),
	TEXT("helps", MUST, struct raw_teaching, is.helps), TEXT("unknown", MUST, struct raw_teaching, is.unknown),
	TEXT("doctor", MUST, struct raw_teaching, is.doctor), NAMES("claims", struct raw_teaching, claims),
	CITE(struct raw_teaching, cite), CYAML_FIELD_END
};

static const cyaml_schema_field_t practice_fields[] = {
	ITEM_FIELDS, LINE("eyes", MAY, struct raw_item, is.eyes), CYAML_FIELD_END
};

static const cyaml_schema_field_t lesson_fields[] = {
	ID("id", struct raw_lesson, is.id), NUMBER("week", MUST, struct raw_lesson, week),
	LINE("name", MUST, struct raw_lesson, is.name), TEXT("idea", MUST, struct raw_lesson, is.idea),
	TEXT("minute", MAY, struct raw_lesson, is.minute), TEXT("more", MAY, struct raw_lesson, is.more),
	LINE("practice", MAY, struct raw_lesson, practice), TEXT("question", MUST, struct raw_lesson, is.question),
	YES_NO("scale", struct raw_lesson, scale), LINE("low", MAY, struct raw_lesson, is.low),
	LINE("high", MAY, struct raw_lesson, is.high), NUMBER("minutes", MUST, struct raw_lesson, minutes),
	LINE("needs", MAY, struct raw_lesson, needs), LIST("helps", MAY, struct raw_lesson, helps, n_helps, help),
	NAMES("source", struct raw_lesson, source), NAMES("mission", struct raw_lesson, mission), CYAML_FIELD_END
};

static const cyaml_schema_field_t week_fields[] = {
	NUMBER("week", MUST, struct raw_week, week), LINE("theme", MUST, struct raw_week, is.theme),
	LINE("lesson", MUST, struct raw_week, lesson), NAMES("measures", struct raw_week, measures),
	TEXT("text", MUST, struct raw_week, is.text), CYAML_FIELD_END
};

static const cyaml_schema_field_t band_fields[] = {
	NUMBER("from", MUST, struct raw_band, from), LINE("name", MUST, struct raw_band, name),
	NUMBER("part_from", MAY, struct raw_band, part_from), CYAML_FIELD_END
};
static const cyaml_schema_value_t band = MAPPING(struct raw_band, band_fields);
static const cyaml_schema_field_t part_fields[] = {
	LINE("name", MUST, struct raw_part, name), NUMBER("first", MUST, struct raw_part, first),
	NUMBER("last", MUST, struct raw_part, last), NUMBER("cut", MAY, struct raw_part, cut), CYAML_FIELD_END
};
static const cyaml_schema_value_t part = MAPPING(struct raw_part, part_fields);

static const cyaml_schema_field_t instrument_fields[] = {
	ID("id", struct raw_instrument, is.id), LINE("name", MUST, struct raw_instrument, is.name),
	LINE("plain", MAY, struct raw_instrument, is.plain), TEXT("what", MUST, struct raw_instrument, is.what), NUMBER("min", MUST, struct raw_instrument, min),
	NUMBER("max", MUST, struct raw_instrument, max), ONE_OF("better", 0, struct raw_instrument, low_is_better, better),
	NUMBER("important", MAY, struct raw_instrument, important), LINE("items", MUST, struct raw_instrument, is.items),
	TEXT("licence", MUST, struct raw_instrument, is.licence), CITE(struct raw_instrument, cite),
	ONE_OF("rule", 0, struct raw_instrument, rule, score_rules), NUMBER("count", MAY, struct raw_instrument, count),
	NUMBER("most", MAY, struct raw_instrument, most), NUMBER("lowest", MAY, struct raw_instrument, lowest),
	NUMBER("highest", MAY, struct raw_instrument, highest), NUMBER("times", MAY, struct raw_instrument, times),
	NAMES("reversed", struct raw_instrument, reversed), NUMBER("share", MAY, struct raw_instrument, share),
	NUMBER("missing", MAY, struct raw_instrument, missing), CITE_AS("missing", struct raw_instrument, missing_cite),
	NUMBER("sem", MAY, struct raw_instrument, sem), CITE_AS("sem", struct raw_instrument, sem_cite),
	NUMBER("recovered", MAY, struct raw_instrument, recovered), CITE_AS("recovered", struct raw_instrument, recovered_cite),
	NUMBER("detects_from", MAY, struct raw_instrument, detects_from), NUMBER("detects_to", MAY, struct raw_instrument, detects_to),
	LINE("alarm", MAY, struct raw_instrument, alarm), NUMBER("alarm_item", MAY, struct raw_instrument, alarm_item),
	LINE("alarm_code", MAY, struct raw_instrument, is.alarm_code),
	LIST("bands", MAY, struct raw_instrument, band, n_bands, band), CITE_AS("bands", struct raw_instrument, band_cite),
	LIST("parts", MAY, struct raw_instrument, part, n_parts, part), CYAML_FIELD_END
};

static const cyaml_schema_field_t claim_fields[] = {
	ID("id", struct raw_claim, is.id), TEXT("claim", MUST, struct raw_claim, is.claim),
	TEXT("says", MUST, struct raw_claim, is.says), CITE(struct raw_claim, cite), NAMES("mission", struct raw_claim, mission),
	CYAML_FIELD_END
};

static const cyaml_schema_field_t consent_fields[] = {
	ID("id", struct raw_consent, is.id), LINE("component", MAY, struct raw_consent, is.component),
	LINE("name", MUST, struct raw_consent, is.name), TEXT("text", MUST, struct raw_consent, is.text),
	TEXT("why", MAY, struct raw_consent, is.why), TEXT("decline", MAY, struct raw_consent, is.decline), CYAML_FIELD_END
};

static const cyaml_schema_field_t sentence_fields[] = {
	ID("id", struct raw_sentence, is.id), LINE("when", MAY, struct raw_sentence, is.when),
	TEXT("text", MUST, struct raw_sentence, is.text), NAMES("for", struct raw_sentence, items), CITE(struct raw_sentence, cite), CYAML_FIELD_END
};

static const cyaml_schema_field_t stall_fields[] = {
	ID("measure", struct raw_stall, measure), ID("lesson", struct raw_stall, lesson), CITE(struct raw_stall, cite), CYAML_FIELD_END
};

ENTRY(raw_source, source);
ENTRY(raw_finding, finding);
ENTRY(raw_class, class);
ENTRY(raw_cause, cause);
ENTRY(raw_group, group);
ENTRY(raw_topic, topic);
ENTRY(raw_link, link);
ENTRY(raw_lead, lead);
ENTRY(raw_stall, stall);
ENTRY(raw_flag, flag);
ENTRY(raw_block, block);
ENTRY(raw_area, area);
ENTRY(raw_region, region);
ENTRY(raw_item, technique);
ENTRY(raw_protocol, protocol);
ENTRY(raw_spared, spared);
ENTRY(raw_teaching, teaching);
ENTRY(raw_week, week);
ENTRY(raw_instrument, instrument);
ENTRY(raw_claim, claim);
ENTRY(raw_consent, consent);
ENTRY(raw_sentence, sentence);

const cyaml_schema_value_t kb_schema_practice = { CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct raw_item, practice_fields) };
const cyaml_schema_value_t kb_schema_lesson = { CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct raw_lesson, lesson_fields) };

/* The lists of each file. */
static const cyaml_schema_field_t sources_file[] = { IN("sources", source, n_sources, source), CYAML_FIELD_END };
static const cyaml_schema_field_t findings_file[] = { OPTIONAL_IN("topics", topic, n_topics, topic),
	IN("findings", finding, n_findings, finding), CYAML_FIELD_END };
static const cyaml_schema_field_t causes_file[] = { OPTIONAL_IN("classes", class, n_classes, class),
	OPTIONAL_IN("causes", cause, n_causes, cause), OPTIONAL_IN("groups", group, n_groups, group), CYAML_FIELD_END };
static const cyaml_schema_field_t links_file[] = { IN("links", link, n_links, link), CYAML_FIELD_END };
static const cyaml_schema_field_t leads_file[] = { IN("leads", lead, n_leads, lead), CYAML_FIELD_END };
static const cyaml_schema_field_t session_file[] = { IN("numbers", number, n_numbers, kb_schema_number), CYAML_FIELD_END };
static const cyaml_schema_field_t track_file[] = { IN("numbers", number, n_numbers, kb_schema_number), IN("plateau", stall, n_stalls, stall),
	CYAML_FIELD_END };
static const cyaml_schema_field_t biosignal_file[] = { IN("numbers", number, n_numbers, kb_schema_number), CYAML_FIELD_END };
static const cyaml_schema_field_t flags_file[] = { IN("flags", flag, n_flags, flag), CYAML_FIELD_END };
static const cyaml_schema_field_t blocks_file[] = { IN("blocks", block, n_blocks, block), CYAML_FIELD_END };
static const cyaml_schema_field_t regions_file[] = { OPTIONAL_IN("areas", area, n_areas, area),
	IN("regions", region, n_regions, region), CYAML_FIELD_END };
static const cyaml_schema_field_t techniques_file[] = { IN("techniques", item, n_items, technique), CYAML_FIELD_END };
static const cyaml_schema_field_t exercises_file[] = { IN("exercises", item, n_items, technique), CYAML_FIELD_END };
static const cyaml_schema_field_t home_file[] = { IN("protocols", protocol, n_protocols, protocol), IN("never", spared, n_spared, spared),
	CYAML_FIELD_END };
static const cyaml_schema_field_t teaching_file[] = { IN("teaching", teaching, n_teachings, teaching), CYAML_FIELD_END };
static const cyaml_schema_field_t figures_file[] = { IN("figures", figure, n_figures, kb_schema_figure), CYAML_FIELD_END };
static const cyaml_schema_field_t hands_file[] = { IN("hands", hands, n_hands, kb_schema_hands), IN("firm", firm, n_firm, kb_schema_firm),
	CYAML_FIELD_END };
static const cyaml_schema_field_t programme_file[] = { IN("programme", week, n_weeks, week), CYAML_FIELD_END };
static const cyaml_schema_field_t instruments_file[] = { IN("instruments", instrument, n_instruments, instrument),
	OPTIONAL_IN("verdicts", verdict, n_verdicts, sentence), CYAML_FIELD_END };
static const cyaml_schema_field_t claims_file[] = { IN("claims", claim, n_claims, claim), CYAML_FIELD_END };
static const cyaml_schema_field_t consent_file[] = { IN("consent", consent, n_consents, consent), CYAML_FIELD_END };
static const cyaml_schema_field_t net_file[] = { IN("safety_net", net, n_net, sentence), CYAML_FIELD_END };
static const cyaml_schema_field_t care_file[] = { IN("aftercare", care, n_care, sentence), CYAML_FIELD_END };

static const struct { const char *name; const cyaml_schema_field_t *lists; } files[] = {
	{ "sources", sources_file },         { "findings", findings_file },     { "causes", causes_file },
	{ "links", links_file },             { "flags", flags_file },           { "blocks", blocks_file },
	{ "regions", regions_file },         { "techniques", techniques_file }, { "exercises", exercises_file },
	{ "programme", programme_file },     { "instruments", instruments_file }, { "claims", claims_file },
	{ "leads", leads_file },             { "muscles", kb_schema_muscles },       { "track", track_file },
	{ "figures", figures_file },         { "home", home_file },             { "teaching", teaching_file },
	{ "hands", hands_file },
	{ "session", session_file },         { "biosignal", biosignal_file },
	{ "consent", consent_file },         { "safety_net", net_file },        { "aftercare", care_file },
};

const cyaml_schema_field_t *kb_schema(const char *path)
{
	size_t n = strcspn(path, "/.");

	for (size_t i = 0; i < CYAML_ARRAY_LEN(files); i++)
		if (strlen(files[i].name) == n && strncmp(files[i].name, path, n) == 0)
			return files[i].lists;
	return NULL;
}
