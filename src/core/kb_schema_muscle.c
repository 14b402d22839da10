/* core/kb_schema_muscle.c -- the fields of muscles.yaml, and of the numbers that other files have too. */
#include "core/kb_schema.h"

static const cyaml_strval_t tendencies[] = { { "tight", TENDS_TIGHT }, { "weak", TENDS_WEAK }, { "neither", TENDS_NEITHER } };
static const cyaml_strval_t load_sides[] = { { "same", LOAD_SAME }, { "opposite", LOAD_OPPOSITE }, { "both", LOAD_BOTH } };

static const cyaml_schema_field_t anchor_fields[] = {
	ID("id", struct raw_anchor, is.id), LINE("name", MUST, struct raw_anchor, is.name), YES_NO("paired", struct raw_anchor, paired),
	YES_NO("fascia", struct raw_anchor, fascia), YES_NO("axial", struct raw_anchor, axial), CYAML_FIELD_END
};
static const cyaml_schema_field_t unit_fields[] = {
	ID("id", struct raw_unit, is.id), LINE("name", MUST, struct raw_unit, is.name), TEXT("palpate", MUST, struct raw_unit, is.palpate),
	LINE("at", MAY, struct raw_unit, at),
	CYAML_FIELD_END
};
static const cyaml_schema_field_t referral_fields[] = {
	ID("region", struct raw_referral, region), NUMBER("strength", MUST, struct raw_referral, strength),
	YES_NO("opposite", struct raw_referral, opposite), CYAML_FIELD_END
};
static const cyaml_schema_value_t referral = MAPPING(struct raw_referral, referral_fields);
static const cyaml_schema_field_t muscle_fields[] = {
	ID("id", struct raw_muscle, is.id), LINE("name", MUST, struct raw_muscle, is.name), LINE("latin", MUST, struct raw_muscle, is.latin),
	LINE("acts", MUST, struct raw_muscle, is.acts), LINE("nerve", MUST, struct raw_muscle, is.nerve), ID("unit", struct raw_muscle, unit),
	ID("area", struct raw_muscle, area), ONE_OF("tends", CYAML_FLAG_OPTIONAL, struct raw_muscle, tends, tendencies),
	NUMBER("active", MUST, struct raw_muscle, active), NAMES("anchors", struct raw_muscle, anchors),
	NAMES("synergists", struct raw_muscle, synergists), NAMES("antagonists", struct raw_muscle, antagonists),
	LIST("refers", MUST, struct raw_muscle, refers, n_refers, referral), NUMBER("hip_flexion", MAY, struct raw_muscle, hip_flexion),
	NUMBER("hip_adduction", MAY, struct raw_muscle, hip_adduction), NUMBER("lumbar_extension", MAY, struct raw_muscle, lumbar_extension),
	NUMBER("lumbar_side", MAY, struct raw_muscle, lumbar_side), NUMBER("force", MAY, struct raw_muscle, force),
	NUMBER("length", MAY, struct raw_muscle, length), CITE(struct raw_muscle, cite), CYAML_FIELD_END
};
static const cyaml_schema_field_t fascia_fields[] = {
	ID("a", struct raw_fascia, a), ID("b", struct raw_fascia, b), NUMBER("weight", MUST, struct raw_fascia, weight),
	YES_NO("opposite", struct raw_fascia, opposite), LINE("line", MUST, struct raw_fascia, is.line),
	LINE("shown", MUST, struct raw_fascia, is.shown), CITE(struct raw_fascia, cite), CYAML_FIELD_END
};
static const cyaml_schema_field_t load_fields[] = {
	ID("muscle", struct raw_load, muscle), NUMBER("by", MUST, struct raw_load, by), ONE_OF("side", 0, struct raw_load, side, load_sides),
	CYAML_FIELD_END
};
static const cyaml_schema_value_t load = MAPPING(struct raw_load, load_fields);
static const cyaml_schema_field_t habit_fields[] = {
	ID("id", struct raw_habit, is.id), LINE("name", MUST, struct raw_habit, is.name), TEXT("tell", MUST, struct raw_habit, is.tell),
	LINE("grade", MUST, struct raw_habit, is.grade), TEXT("when", MUST, struct raw_habit, when), TEXT("left", MAY, struct raw_habit, left),
	TEXT("right", MAY, struct raw_habit, right), LIST("loads", MUST, struct raw_habit, loads, n_loads, load),
	CITE(struct raw_habit, cite), CYAML_FIELD_END
};
static const cyaml_schema_field_t test_fields[] = {
	ID("id", struct raw_test, is.id), LINE("plain", MAY, struct raw_test, is.plain), ID("left", struct raw_test, left), ID("right", struct raw_test, right),
	NUMBER("mean", MAY, struct raw_test, mean), NUMBER("sd", MAY, struct raw_test, sd), NUMBER("sem", MAY, struct raw_test, sem),
	NUMBER("sens", MAY, struct raw_test, sens), NUMBER("spec", MAY, struct raw_test, spec), NUMBER("kappa", MAY, struct raw_test, kappa),
	YES_NO("low", struct raw_test, low), NAMES("tight", struct raw_test, tight), NAMES("weak", struct raw_test, weak),
	CITE(struct raw_test, cite), CYAML_FIELD_END
};

static const cyaml_strval_t join_kinds[] = { { "tension", JOIN_TENSION }, { "joint", JOIN_JOINT }, { "felt", JOIN_FELT } };
static const cyaml_schema_field_t join_fields[] = {
	ID("cause", struct raw_join, cause), ONE_OF("kind", 0, struct raw_join, kind, join_kinds), NAMES("areas", struct raw_join, areas),
	NUMBER("share", MUST, struct raw_join, share), CITE(struct raw_join, cite), CYAML_FIELD_END
};

static const cyaml_schema_field_t spread_fields[] = {
	ID("id", struct raw_spread, is.id), LINE("what", MUST, struct raw_spread, is.what), TEXT("when", MAY, struct raw_spread, when),
	NUMBER("value", MUST, struct raw_spread, value), NUMBER("low", MUST, struct raw_spread, low), NUMBER("high", MUST, struct raw_spread, high),
	CITE(struct raw_spread, cite), CYAML_FIELD_END
};

static const cyaml_schema_field_t number_fields[] = {
	ID("id", struct raw_number, is.id), TEXT("what", MUST, struct raw_number, is.what), NUMBER("value", MUST, struct raw_number, value),
	CITE(struct raw_number, cite), CYAML_FIELD_END
};

ENTRY(raw_anchor, anchor);
ENTRY(raw_unit, unit);
ENTRY(raw_muscle, muscle);
ENTRY(raw_fascia, fascia);
ENTRY(raw_habit, habit);
ENTRY(raw_test, test);
ENTRY(raw_join, join);
ENTRY(raw_spread, spread);
const cyaml_schema_value_t kb_schema_number = MAPPING(struct raw_number, number_fields);

const cyaml_schema_field_t kb_schema_muscles[] = { OPTIONAL_IN("anchors", anchor, n_anchors, anchor),
	OPTIONAL_IN("units", unit, n_units, unit), OPTIONAL_IN("muscles", muscle, n_muscles, muscle),
	OPTIONAL_IN("fascia", fascia, n_fascia, fascia), OPTIONAL_IN("habits", habit, n_habits, habit),
	OPTIONAL_IN("tests", test, n_tests, test), OPTIONAL_IN("joins", join, n_joins, join),
	OPTIONAL_IN("spreads", spread, n_spreads, spread), OPTIONAL_IN("numbers", number, n_numbers, kb_schema_number), CYAML_FIELD_END };
