/* core/kb_raw.h -- what stands in the files, before names become indices.  Private to core/kb*.c.
 *
 * A raw struct holds its final struct (`is`), whose texts the reader fills directly, and beside it what still has to be
 * read: numbers as text (so that "3x" is refused instead of read as 3), names, lists.  `where` comes first in each.
 * Texts live in the arena of the knowledge; everything else here is scratch.
 */
#ifndef CORE_KB_RAW_H
#define CORE_KB_RAW_H

#include "core/kb.h"

#include <cyaml/cyaml.h>

struct names { const char **at; unsigned n; };
struct raw_cite { struct names source; int confidence; };

struct raw_option { const char *value, *label; };
struct raw_odds { const char *when, *times; struct raw_cite cite; };
struct raw_help { const char *cause, *effect; struct raw_cite cite; };

struct raw_source { struct where where; struct source is; const char *year; };
struct raw_topic { struct where where; struct topic is; int each; };
struct raw_finding {
	struct where where;
	struct finding is;
	const char *when, *contradicts, *topic, *min, *max, *seconds, *cut, *base;
	int module, by, type, position, gate, core, private, lasting, reopens;
	unsigned asked;
	struct raw_option *option; unsigned n_options;
	struct names sum_of, opened_by;
	struct raw_cite cite;
};
struct raw_class { struct where where; struct class is; };
struct raw_cause {
	struct where where;
	struct cause is;
	const char *class, *prior, *low, *high;
	int serious, by_rule;
	struct raw_odds *odds; unsigned n_odds;
	struct names mission;
	struct raw_cite cite;
};
struct raw_group { struct where where; struct group is; struct names causes; struct raw_cite cite; };
struct raw_link { struct where where; const char *finding, *cause, *sens, *spec; struct raw_cite cite; };
struct raw_lead { struct where where; const char *from, *to, *strength; struct raw_cite cite; };
struct raw_flag { struct where where; struct flag is; const char *when; int tier, route, convention; struct raw_cite cite; };
struct raw_block {
	struct where where;
	struct block is;
	const char *when;
	int limit, professional;
	struct names items, regions;
	struct raw_cite cite;
};
struct raw_anchor { struct where where; struct anchor is; int paired, fascia, axial; };
struct raw_unit { struct where where; struct unit is; const char *at; };
struct raw_referral { const char *region, *strength; int opposite; };
struct raw_muscle {
	struct where where;
	struct muscle is;
	const char *unit, *area, *active, *hip_flexion, *hip_adduction, *lumbar_extension, *lumbar_side, *force, *length;
	int tends;
	struct names anchors, synergists, antagonists;
	struct raw_referral *refers; unsigned n_refers;
	struct raw_cite cite;
};
struct raw_fascia { struct where where; struct fascia is; const char *a, *b, *weight; int opposite; struct raw_cite cite; };
struct raw_load { const char *muscle, *by; int side; };
struct raw_habit { struct where where; struct habit is; const char *when, *left, *right; struct raw_load *loads; unsigned n_loads;
	struct raw_cite cite; };
struct raw_test { struct where where; struct muscle_test is; const char *left, *right, *mean, *sd, *sem, *sens, *spec, *kappa; int low;
	struct names tight, weak; struct raw_cite cite; };
struct raw_join { struct where where; const char *cause, *share; int kind; struct names areas; struct raw_cite cite; };
struct raw_spread { struct where where; struct spread_sign is; const char *when, *value, *low, *high; struct raw_cite cite; };
struct raw_number { struct where where; struct number is; const char *value; struct raw_cite cite; };
struct raw_stall { struct where where; const char *measure, *lesson; struct raw_cite cite; };
struct raw_area { struct where where; struct area is; };
struct raw_region { struct where where; const char *id, *name, *area; int front; };
struct raw_item {
	struct where where;
	struct item is;
	const char *minutes, *days, *week, *pressure_min, *pressure_max;
	int component, who, evidence;
	struct names areas, mission;
	struct raw_help *helps; unsigned n_helps;
};
struct raw_limb { const char *lift, *bend, *tip, *out, *out2, *x, *y; int of; };
struct raw_pose { const char *x, *y, *lean, *low, *upper, *neck, *nod; struct raw_limb *limb; unsigned n_limbs; };
struct raw_prop { const char *x, *y, *to_x, *to_y, *pose; int thing, hold; };
struct raw_arrow { const char *x, *y, *to_x, *to_y, *bow; };
struct raw_glow { int part, surface, side; };
struct raw_figure {
	struct where where;
	struct figure is;
	const char *of;
	int view, sided, round;
	struct raw_pose *pose; unsigned n_poses;
	struct raw_prop *prop; unsigned n_props;
	struct raw_arrow *arrow; unsigned n_arrows;
	struct raw_glow *glow; unsigned n_glows;
};
struct raw_hand_at { const char *x, *y, *turn; };
struct raw_hand { const char *arm; int grip, left; struct raw_hand_at *at; unsigned n_at; };
struct raw_hands {
	struct where where;
	struct raw_figure drawn;
	const char *place, *x, *y, *to_x, *to_y, *feel_least, *feel_most;
	int seen, together;
	struct names areas;
	struct raw_hand *hand; unsigned n_hands;
};
struct raw_firm { struct where where; const char *at, *word; };
struct raw_lesson {
	struct where where;
	struct lesson is;
	const char *week, *minutes, *practice, *needs;
	int scale;
	struct raw_help *helps; unsigned n_helps;
	struct names source, mission;
};
struct raw_protocol { struct where where; struct protocol is; const char *item, *like, *area, *seconds, *firm, *days;
	int both; struct names regions; struct raw_cite cite; };
struct raw_spared { struct where where; struct spared is; struct names items, regions; struct raw_cite cite; };
struct raw_teaching { struct where where; struct teaching is; const char *cause; struct names claims; struct raw_cite cite; };
struct raw_week { struct where where; struct week is; const char *week, *lesson; struct names measures; };
struct raw_band { const char *from, *part_from, *name; };
struct raw_part { const char *name, *first, *last, *cut; };
struct raw_instrument {
	struct where where;
	struct instrument is;
	const char *min, *max, *important, *share, *count, *most, *lowest, *highest, *missing, *times, *sem, *recovered, *detects_from,
		*detects_to, *alarm, *alarm_item;
	int low_is_better, rule;
	struct names reversed;
	struct raw_band *band; unsigned n_bands;
	struct raw_part *part; unsigned n_parts;
	struct raw_cite cite, sem_cite, missing_cite, recovered_cite, band_cite;
};
struct raw_claim { struct where where; struct claim is; struct names mission; struct raw_cite cite; };
struct raw_consent { struct where where; struct consent is; };
struct raw_sentence { struct where where; struct sentence is; struct names items; struct raw_cite cite; };

/* One list of every kind, over all files. */
struct raw {
	struct raw_source *source;          unsigned n_sources;
	struct raw_topic *topic;            unsigned n_topics;
	struct raw_finding *finding;        unsigned n_findings;
	struct raw_class *class;            unsigned n_classes;
	struct raw_cause *cause;            unsigned n_causes;
	struct raw_group *group;            unsigned n_groups;
	struct raw_link *link;              unsigned n_links;
	struct raw_lead *lead;              unsigned n_leads;
	struct raw_flag *flag;              unsigned n_flags;
	struct raw_block *block;            unsigned n_blocks;
	struct raw_anchor *anchor;          unsigned n_anchors;
	struct raw_unit *unit;              unsigned n_units;
	struct raw_muscle *muscle;          unsigned n_muscles;
	struct raw_fascia *fascia;          unsigned n_fascia;
	struct raw_habit *habit;            unsigned n_habits;
	struct raw_join *join;              unsigned n_joins;
	struct raw_spread *spread;          unsigned n_spreads;
	struct raw_test *test;              unsigned n_tests;
	struct raw_number *number;          unsigned n_numbers;
	struct raw_stall *stall;            unsigned n_stalls;
	struct raw_area *area;              unsigned n_areas;
	struct raw_region *region;          unsigned n_regions;
	struct raw_item *item;              unsigned n_items;
	struct raw_protocol *protocol;      unsigned n_protocols;
	struct raw_spared *spared;          unsigned n_spared;
	struct raw_teaching *teaching;      unsigned n_teachings;
	struct raw_figure *figure;          unsigned n_figures;
	struct raw_hands *hands;            unsigned n_hands;
	struct raw_firm *firm;              unsigned n_firm;
	struct raw_lesson *lesson;          unsigned n_lessons;
	struct raw_week *week;              unsigned n_weeks;
	struct raw_instrument *instrument;  unsigned n_instruments;
	struct raw_claim *claim;            unsigned n_claims;
	struct raw_consent *consent;        unsigned n_consents;
	struct raw_sentence *net;           unsigned n_net;
	struct raw_sentence *care;          unsigned n_care;
	struct raw_sentence *verdict;       unsigned n_verdicts;
	struct letter *letter;              unsigned n_letters;
};

/* One loading. */
struct loading {
	struct arena *a, *scratch;
	struct kb *kb;
	struct raw raw;
	struct err *err;
};

/* kb_schema.c: the lists a file may hold, by its path; NULL when the path is none of the knowledge. */
const cyaml_schema_field_t *kb_schema(const char *path);
extern const cyaml_schema_value_t kb_schema_practice, kb_schema_lesson;

/* kb_read.c: one YAML file, appended to l->raw. */
MUST_USE bool kb_read_yaml(struct loading *l, const struct kb_file *f, const cyaml_schema_field_t *lists);
/* One mapping (front matter) of n bytes that begin after line `above` of the file, into `out`. */
MUST_USE bool kb_read_front(struct loading *l, const struct kb_file *f, const char *text, size_t n, int above,
	const cyaml_schema_value_t *schema, void *out);
/* Makes room for one more entry at the end of a list of raw things. */
void *kb_append(struct arena *a, void **list, unsigned *n, unsigned more, size_t size);

/* kb_md.c: a practice, lesson or letter. */
MUST_USE bool kb_read_md(struct loading *l, const struct kb_file *f);

/* kb_names.c: a failure at a place of the files; names and numbers of one field. */
bool kb_bad(struct loading *l, const struct where *w, const char *field, const char *fmt, ...) PRINTF(4, 5);
bool kb_int(struct loading *l, const struct where *w, const char *field, const char *text, int when_absent,
	int low, int high, int *out);
bool kb_number(struct loading *l, const struct where *w, const char *field, const char *text, double *out);
bool kb_name(struct loading *l, const struct where *w, const char *field, enum kind kind, const char *id, int *out);
bool kb_names(struct loading *l, const struct where *w, const char *field, enum kind kind, const struct names *from,
	struct ids *out);
bool kb_cited(struct loading *l, const struct where *w, const struct raw_cite *from, struct cite *out);
bool kb_helps(struct loading *l, const struct where *w, const struct raw_help *from, unsigned n,
	const struct help **out, int *n_out);
const char *const *kb_texts(struct loading *l, const struct names *from, int *n);
bool kb_rule(struct loading *l, const struct where *w, const char *field, const char *text, struct rule *out);

/* The passes, in this order.  kb_find.c: findings, causes, links; kb_care.c: regions, items, lessons, the rest. */
MUST_USE bool kb_take_sources(struct loading *l);
MUST_USE bool kb_take_regions(struct loading *l);
MUST_USE bool kb_take_findings(struct loading *l);
MUST_USE bool kb_take_causes(struct loading *l);
MUST_USE bool kb_take_links(struct loading *l);
MUST_USE bool kb_take_leads(struct loading *l);
/* kb_body.c: units bring findings of their own, so they come before those; the rest names findings. */
MUST_USE bool kb_take_units(struct loading *l);
MUST_USE bool kb_take_body(struct loading *l);
/* kb_measure.c: how a score is reached and what a change of it means. */
MUST_USE bool kb_take_instruments(struct loading *l);
MUST_USE bool kb_take_items(struct loading *l);
/* kb_figure.c: after the items, which they draw. */
MUST_USE bool kb_take_figures(struct loading *l);
/* What figures of both kinds have in common; least: how many poses there are at least. */
MUST_USE bool kb_take_drawing(struct loading *l, const struct where *w, const struct raw_figure *r, int least, struct figure *to);
MUST_USE bool kb_take_coordinate(struct loading *l, const struct where *w, const char *field, const char *text, double *out);
/* kb_hands.c */
MUST_USE bool kb_take_hands(struct loading *l);
MUST_USE bool kb_take_rules(struct loading *l);
/* Regions by area or base, which stand for both sides, or by one region's own id ("low_back_left").  "all" sets *everywhere, where that is not NULL. */
MUST_USE bool kb_regions(struct loading *l, const struct where *w, const struct names *from, bool *everywhere, struct ids *out);
/* kb_home.c: massage at home, after the items; what is told of a cause, after the claims. */
MUST_USE bool kb_take_home(struct loading *l);
MUST_USE bool kb_take_teaching(struct loading *l);
MUST_USE bool kb_take_course(struct loading *l);
/* kb_biosignal.c: reading heart beats and muscle signals. */
MUST_USE bool kb_take_biosignal(struct loading *l);
/* kb_track.c: how a person is followed; after the numbers of kb_take_body. */
MUST_USE bool kb_take_track(struct loading *l);
MUST_USE bool kb_take_rest(struct loading *l);
/* No id stands for two things of one kind (over all kinds: kb_check). */
MUST_USE bool kb_unique(struct loading *l);

#endif
