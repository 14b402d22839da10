/* core/kb_schema_figure.c -- the fields of figures.yaml, as kb_schema.c has those of the other files. */
#include "core/kb_schema.h"

static const cyaml_strval_t figure_views[] = { { "side", VIEW_SIDE }, { "front", VIEW_FRONT } };
/* One limb, or both of a kind: LIMBS + 0 legs, LIMBS + 1 arms. */
static const cyaml_strval_t limbs[] = { { "right_leg", LEG_RIGHT }, { "left_leg", LEG_LEFT }, { "right_arm", ARM_RIGHT },
	{ "left_arm", ARM_LEFT }, { "legs", LIMBS }, { "arms", LIMBS + 1 } };
static const cyaml_strval_t things[] = { { "mat", THING_MAT }, { "chair", THING_CHAIR }, { "stool", THING_STOOL }, { "table", THING_TABLE },
	{ "post", THING_POST }, { "cushion", THING_CUSHION }, { "strap", THING_STRAP }, { "box", THING_BOX }, { "wallet", THING_WALLET },
	{ "bag", THING_BAG }, { "backpack", THING_BACKPACK } };
static const cyaml_strval_t holds[] = { { "hands", ON_HANDS }, { "back", ON_BACK },
	{ "right_shoulder", ON_RIGHT_SHOULDER } };
static const cyaml_strval_t parts[] = { { "neck", PART_NECK }, { "upper_back", PART_UPPER_BACK }, { "low_back", PART_LOW_BACK },
	{ "chest", PART_CHEST }, { "belly", PART_BELLY }, { "flank", PART_FLANK }, { "buttock", PART_BUTTOCK }, { "hip", PART_HIP },
	{ "thigh", PART_THIGH }, { "shin", PART_SHIN }, { "shoulder", PART_SHOULDER } };
static const cyaml_strval_t surfaces[] = { { "front", SURFACE_FRONT }, { "back", SURFACE_BACK }, { "whole", SURFACE_WHOLE } };
static const cyaml_strval_t body_sides[] = { { "right", SIDE_RIGHT }, { "left", SIDE_LEFT } };

static const cyaml_schema_field_t limb_fields[] = {
	ONE_OF("of", 0, struct raw_limb, of, limbs), NUMBER("lift", MAY, struct raw_limb, lift), NUMBER("bend", MAY, struct raw_limb, bend),
	NUMBER("tip", MAY, struct raw_limb, tip), NUMBER("out", MAY, struct raw_limb, out), NUMBER("out2", MAY, struct raw_limb, out2),
	NUMBER("x", MAY, struct raw_limb, x), NUMBER("y", MAY, struct raw_limb, y), CYAML_FIELD_END
};
static const cyaml_schema_value_t limb = MAPPING(struct raw_limb, limb_fields);
static const cyaml_schema_field_t pose_fields[] = {
	NUMBER("x", MAY, struct raw_pose, x), NUMBER("y", MAY, struct raw_pose, y), NUMBER("lean", MAY, struct raw_pose, lean),
	NUMBER("low", MAY, struct raw_pose, low), NUMBER("upper", MAY, struct raw_pose, upper), NUMBER("neck", MAY, struct raw_pose, neck),
	NUMBER("nod", MAY, struct raw_pose, nod), LIST("limbs", MAY, struct raw_pose, limb, n_limbs, limb), CYAML_FIELD_END
};
static const cyaml_schema_value_t pose = MAPPING(struct raw_pose, pose_fields);
static const cyaml_schema_field_t prop_fields[] = {
	ONE_OF("thing", 0, struct raw_prop, thing, things), ONE_OF("on", CYAML_FLAG_OPTIONAL, struct raw_prop, hold, holds),
	NUMBER("x", MAY, struct raw_prop, x), NUMBER("y", MAY, struct raw_prop, y), NUMBER("to_x", MAY, struct raw_prop, to_x),
	NUMBER("to_y", MAY, struct raw_prop, to_y), NUMBER("pose", MAY, struct raw_prop, pose), CYAML_FIELD_END
};
static const cyaml_schema_value_t prop = MAPPING(struct raw_prop, prop_fields);
static const cyaml_schema_field_t arrow_fields[] = {
	NUMBER("x", MUST, struct raw_arrow, x), NUMBER("y", MUST, struct raw_arrow, y), NUMBER("to_x", MUST, struct raw_arrow, to_x),
	NUMBER("to_y", MUST, struct raw_arrow, to_y), NUMBER("bow", MAY, struct raw_arrow, bow), CYAML_FIELD_END
};
static const cyaml_schema_value_t arrow = MAPPING(struct raw_arrow, arrow_fields);
static const cyaml_schema_field_t glow_fields[] = {
	ONE_OF("part", 0, struct raw_glow, part, parts), ONE_OF("at", CYAML_FLAG_OPTIONAL, struct raw_glow, surface, surfaces),
	ONE_OF("side", CYAML_FLAG_OPTIONAL, struct raw_glow, side, body_sides), CYAML_FIELD_END
};
static const cyaml_schema_value_t glow = MAPPING(struct raw_glow, glow_fields);
static const cyaml_schema_field_t figure_fields[] = {
	ID("of", struct raw_figure, of), ONE_OF("view", 0, struct raw_figure, view, figure_views),
	YES_NO("sided", struct raw_figure, sided), YES_NO("round", struct raw_figure, round),
	TEXT("start", MUST, struct raw_figure, is.start), TEXT("end", MUST, struct raw_figure, is.end),
	LIST("works", MAY, struct raw_figure, glow, n_glows, glow), LIST("needs", MAY, struct raw_figure, prop, n_props, prop),
	LIST("arrows", MAY, struct raw_figure, arrow, n_arrows, arrow), LIST("poses", MUST, struct raw_figure, pose, n_poses, pose),
	CYAML_FIELD_END
};

static const cyaml_strval_t seens[] = { { "front", SIGHT_FRONT }, { "back", SIGHT_BACK }, { "side", SIGHT_SIDE }, { "sole", SIGHT_SOLE } };
static const cyaml_strval_t grips[] = { { "palm", GRIP_PALM }, { "steady", GRIP_STEADY }, { "thumb", GRIP_THUMB }, { "tips", GRIP_TIPS },
	{ "fist", GRIP_FIST }, { "forearm", GRIP_FOREARM }, { "pinch", GRIP_PINCH }, { "device", GRIP_DEVICE }, { "pack", GRIP_PACK },
	{ "ball", GRIP_BALL } };
static const cyaml_schema_field_t hand_at_fields[] = { NUMBER("x", MUST, struct raw_hand_at, x), NUMBER("y", MUST, struct raw_hand_at, y),
	NUMBER("turn", MAY, struct raw_hand_at, turn), CYAML_FIELD_END };
static const cyaml_schema_value_t hand_at = MAPPING(struct raw_hand_at, hand_at_fields);
static const cyaml_schema_field_t hand_fields[] = { ONE_OF("with", 0, struct raw_hand, grip, grips), YES_NO("left", struct raw_hand, left),
	NUMBER("arm", MAY, struct raw_hand, arm), LIST("at", MUST, struct raw_hand, at, n_at, hand_at), CYAML_FIELD_END };
static const cyaml_schema_value_t hand = MAPPING(struct raw_hand, hand_fields);
static const cyaml_schema_field_t hands_fields[] = {
	ID("of", struct raw_hands, drawn.of), LINE("place", MUST, struct raw_hands, place), NAMES("areas", struct raw_hands, areas),
	ONE_OF("seen", 0, struct raw_hands, seen, seens), YES_NO("together", struct raw_hands, together), YES_NO("sided", struct raw_hands, drawn.sided), YES_NO("round", struct raw_hands, drawn.round),
	TEXT("start", MUST, struct raw_hands, drawn.is.start), TEXT("end", MUST, struct raw_hands, drawn.is.end),
	NUMBER("x", MUST, struct raw_hands, x), NUMBER("y", MUST, struct raw_hands, y), NUMBER("to_x", MUST, struct raw_hands, to_x),
	NUMBER("to_y", MUST, struct raw_hands, to_y), NUMBER("feel_least", MAY, struct raw_hands, feel_least),
	NUMBER("feel_most", MAY, struct raw_hands, feel_most), LIST("works", MAY, struct raw_hands, drawn.glow, drawn.n_glows, glow),
	LIST("needs", MAY, struct raw_hands, drawn.prop, drawn.n_props, prop), LIST("arrows", MAY, struct raw_hands, drawn.arrow, drawn.n_arrows, arrow),
	LIST("poses", MUST, struct raw_hands, drawn.pose, drawn.n_poses, pose), LIST("hands", MUST, struct raw_hands, hand, n_hands, hand),
	CYAML_FIELD_END
};
static const cyaml_schema_field_t firm_fields[] = { NUMBER("at", MUST, struct raw_firm, at), LINE("word", MUST, struct raw_firm, word), CYAML_FIELD_END };

const cyaml_schema_value_t kb_schema_hands = MAPPING(struct raw_hands, hands_fields);
const cyaml_schema_value_t kb_schema_firm = MAPPING(struct raw_firm, firm_fields);
const cyaml_schema_value_t kb_schema_figure = MAPPING(struct raw_figure, figure_fields);
