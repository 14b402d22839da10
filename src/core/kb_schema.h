/* core/kb_schema.h -- the words tables of fields are written in.  Private to core/kb_schema*.c. */
#ifndef CORE_KB_SCHEMA_H
#define CORE_KB_SCHEMA_H

#include "core/kb_raw.h"

enum { ID_MOST = 64, LINE_MOST = 400, TEXT_MOST = 4000, LIST_MOST = 5000 };

/* Words that many tables use. */
static const cyaml_schema_value_t name = { CYAML_VALUE_STRING(CYAML_FLAG_POINTER, char, 1, ID_MOST) };

static const cyaml_strval_t yes_no[] = { { "true", 1 }, { "false", 0 }, { "yes", 1 }, { "no", 0 } };
static const cyaml_strval_t confidences[] = { { "high", CONFIDENCE_HIGH }, { "moderate", CONFIDENCE_MODERATE },
	{ "low", CONFIDENCE_LOW }, { "assumed", CONFIDENCE_ASSUMED } };

#define MUST CYAML_FLAG_POINTER
#define MAY  (CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL)

#define ID(key, T, m)             CYAML_FIELD_STRING_PTR(key, MUST, T, m, 1, ID_MOST)
#define LINE(key, flags, T, m)    CYAML_FIELD_STRING_PTR(key, flags, T, m, 1, LINE_MOST)
#define TEXT(key, flags, T, m)    CYAML_FIELD_STRING_PTR(key, flags, T, m, 1, TEXT_MOST)
#define NUMBER(key, flags, T, m)  CYAML_FIELD_STRING_PTR(key, flags, T, m, 1, 24)
#define NAMES(key, T, m)          CYAML_FIELD_SEQUENCE_COUNT(key, MAY, T, m.at, m.n, &name, 0, LIST_MOST)
#define LIST(key, flags, T, m, count, entry) CYAML_FIELD_SEQUENCE_COUNT(key, flags, T, m, count, &entry, 0, LIST_MOST)
#define ONE_OF(key, optional, T, m, words) \
	CYAML_FIELD_ENUM(key, CYAML_FLAG_STRICT | (optional), T, m, words, CYAML_ARRAY_LEN(words))
#define YES_NO(key, T, m)         ONE_OF(key, CYAML_FLAG_OPTIONAL, T, m, yes_no)
#define CITE(T, m)                NAMES("source", T, m.source), ONE_OF("confidence", CYAML_FLAG_OPTIONAL, T, m.confidence, confidences)
#define CITE_AS(key, T, m)        NAMES(key "_source", T, m.source), \
	ONE_OF(key "_confidence", CYAML_FLAG_OPTIONAL, T, m.confidence, confidences)
#define MAPPING(T, fields)        { CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, T, fields) }
#define ENTRY(T, what)            static const cyaml_schema_value_t what = MAPPING(struct T, what##_fields)
/* A list of a whole file. */
#define IN(key, member, count, entry) LIST(key, MUST, struct raw, member, count, entry)
#define OPTIONAL_IN(key, member, count, entry) LIST(key, MAY, struct raw, member, count, entry)

/* kb_schema_figure.c: one figure, the picture of one technique, one word of how firm. */
extern const cyaml_schema_value_t kb_schema_figure, kb_schema_hands, kb_schema_firm;

/* kb_schema_muscle.c: the lists of muscles.yaml, and a number with its source. */
extern const cyaml_schema_field_t kb_schema_muscles[];
extern const cyaml_schema_value_t kb_schema_number;

#endif
