/* core/kb.h -- the knowledge as flat arrays: loaded from knowledge/, checked, then frozen.
 *
 * Everything here is constant after boot.  Things refer to each other by index into these arrays (an id of -1
 * means none); names live in the arena the knowledge was loaded into.  The format of the files is
 * docs/knowledge.md; kb_load refuses what does not fit it, with file, line and column, and kb_check
 * (core/kb_check.h) then insists on what a schema cannot say.
 */
#ifndef CORE_KB_H
#define CORE_KB_H

#include "base/arena.h"
#include "base/err.h"
#include "core/hands.h"

#include <stdint.h>

enum confidence { CONFIDENCE_NONE, CONFIDENCE_HIGH, CONFIDENCE_MODERATE, CONFIDENCE_LOW, CONFIDENCE_ASSUMED };
enum tier { TIER_NONE, TIER_NOTE, TIER_SOON, TIER_URGENT, TIER_EMERGENCY };
enum side { SIDE_NONE, SIDE_LEFT, SIDE_RIGHT };
enum answerer { BY_CLIENT, BY_THERAPIST, BY_BOTH };
enum component { COMPONENT_MASSAGE, COMPONENT_MIND, COMPONENT_MOVEMENT, COMPONENT_COUNT };
enum provider { WHO_THERAPIST, WHO_SELF, WHO_BOTH, WHO_PROFESSIONAL };
enum strength { EVIDENCE_NONE, EVIDENCE_WEAK, EVIDENCE_FAIR, EVIDENCE_STRONG };
enum limit { LIMIT_NEVER, LIMIT_LIGHT, LIMIT_ASK };
enum occasion { ASKED_INTAKE = 1, ASKED_SESSION = 2, ASKED_WEEK = 4, ASKED_FLARE = 8, ASKED_WORSENING = 16, ASKED_AFTER = 32 };
enum module { MODULE_SAFETY, MODULE_PAIN, MODULE_LEG, MODULE_MOVEMENT, MODULE_JOINT, MODULE_BODY, MODULE_HISTORY, MODULE_LOAD,
	MODULE_MIND, MODULE_SLEEP, MODULE_EXAM, MODULE_WISHES, MODULE_COUNT };
enum position { POSITION_NONE, POSITION_STANDING, POSITION_SITTING, POSITION_FACE_UP, POSITION_FACE_DOWN, POSITION_SIDE, POSITION_COUNT };
enum route { ROUTE_NONE, ROUTE_SELF_HARM, ROUTE_ABUSE };
enum kind { KIND_SOURCE, KIND_FINDING, KIND_CLASS, KIND_CAUSE, KIND_GROUP, KIND_FLAG, KIND_BLOCK, KIND_REGION, KIND_AREA,
	KIND_ITEM, KIND_LESSON, KIND_INSTRUMENT, KIND_CLAIM, KIND_CONSENT, KIND_NET, KIND_CARE, KIND_VERDICT, KIND_ANCHOR, KIND_UNIT,
	KIND_MUSCLE, KIND_HABIT, KIND_MUSCLE_TEST, KIND_NUMBER, KIND_PROTOCOL, KIND_SPARED, KIND_TEACHING, KIND_TOPIC, KIND_COUNT };

struct ids { const int *at; int n; };            /* indices into an array of the knowledge */
struct cite { struct ids source; enum confidence confidence; };
struct where { const char *file; int line; };    /* for messages; line 0 when unknown */

struct source { const char *id, *authors, *title, *journal, *doi, *pmid, *url, *note; int year; struct where where; };

/* A compiled condition: postfix code for rule_eval (core/rule.h). */
struct rule { const char *text; const int32_t *code; int n; };

struct option { int value; const char *label; };

/* Danger questions that stand under one heading when they are asked again, in the order of the topics.  each: every one of them is answered for itself;
 * else one "no" may answer those of them that are still open. */
struct topic { const char *id, *name; bool each; struct where where; };

struct finding {
	const char *id, *name, *ask, *why, *again, *unit;
	const char *brief;              /* the same question in fewer words, where it is asked again; NULL: as it is */
	int topic;                      /* -1: none */
	enum module module;
	enum answerer by;
	enum position position;         /* of the client in this test; NONE: any, or no test */
	bool is_bool, gate, core, private;
	bool lasting;                   /* a state, no event: a yes that was cleared up is asked anew only when days get worse */
	bool reopens;                   /* unless "no", what the danger part asks at the intake is asked with it */
	unsigned asked;                 /* set of enum occasion */
	struct rule when;               /* n == 0: applies to everybody */
	struct rule contradicts;        /* n == 0: nothing; yes: its answers cannot all be right */
	int min, max, seconds;          /* bool: 0..1 */
	const struct option *option;
	int n_options;
	struct ids sum_of;              /* findings; n == 0: asked itself */
	struct ids opened_by;           /* asked only after these; a "no" to one of them is a no here too */
	int cut;                        /* present from this value up; 1 for bool */
	double base;                    /* share in whom it is present; 0: not in the network */
	struct cite base_cite;
	struct where where;
};

struct class { const char *id, *name, *plain; struct where where; };

struct odds { struct rule when; double times; struct cite cite; };

struct cause {
	const char *id, *name, *plain, *tell;
	int class, group;               /* group -1: none */
	double prior, low, high;        /* 0 when by_rule */
	bool serious, by_rule;
	const struct odds *odds;
	int n_odds;
	const char *const *mission;
	int n_mission;
	struct cite cite;
	struct where where;
};

struct group { const char *id, *name, *text, *because, *tell_apart; struct ids causes; struct cite cite; struct where where; };

struct link { int finding, cause; double sens, spec; struct cite cite; struct where where; };

/* One cause sets off another: P(to is set off by from alone).  `from` stands before `to` among the causes. */
struct lead { int from, to; double strength; struct cite cite; struct where where; };

struct flag {
	const char *id, *within, *suspects, *text, *action, *write;
	enum tier tier;
	enum route route;
	struct rule when;
	bool convention;
	struct cite cite;
	struct where where;
};

struct block {
	const char *id, *because, *tell;
	struct rule when;
	struct ids items;               /* what it forbids, groups and components spelt out */
	bool everywhere;                /* all regions */
	struct ids regions;             /* regions (both sides) when not everywhere */
	enum limit limit;
	bool professional;              /* who examined the place may decide against it for their own hands, with a written reason */
	struct cite cite;
	struct where where;
};

struct area { const char *id, *name; struct where where; };
/* One of the 100: a base with a side.  mirror is the other side. */
struct region { const char *id, *base, *name; int area, mirror; enum side side; bool front;
	struct where where; };

/* The muscle network (knowledge/muscles/, docs/science/chain.md).  Each muscle, anchor and unit stands for both sides; on side s
 * (0 left, 1 right) a muscle refers to kb->region[referral.region + (s ^ opposite)] when the region has sides. */
enum tendency { TENDS_NEITHER, TENDS_TIGHT, TENDS_WEAK };
enum load_side { LOAD_SAME, LOAD_OPPOSITE, LOAD_BOTH };

struct anchor { const char *id, *name; bool paired, fascia, axial; struct where where; };      /* bone or fascia; axial: held still */
enum palpated { PALPATED_NOTHING, PALPATED_TENDER, PALPATED_KNOWN };                    /* answers of a palpation finding */
struct unit { const char *id, *name, *palpate; int region, found[2]; struct where where; };   /* region: where hands reach it, the left one, -1; found: its palpation findings, left, right */
struct referral { int region; bool opposite; double strength; };                              /* region: index of the left one; 0..1 */
struct arms { double hip_flexion, hip_adduction, lumbar_extension, lumbar_side, force, length; };      /* metres, newtons, metres; 0: none */

struct muscle {
	const char *id, *name, *latin, *acts, *nerve;
	int unit, area;                 /* area: where it is, -1 none */
	enum tendency tends;
	double active;                  /* share of people with back pain in whom it is a driver; 0..1 */
	struct ids anchors, synergists, antagonists;
	const struct referral *refers;
	int n_refers;
	struct arms arms;
	struct cite cite;
	struct where where;
};

struct fascia { int a, b; bool opposite; double weight; const char *line, *shown; struct cite cite; struct where where; };

/* Something of daily life that loads muscles.  left, right: when its side is that one; both empty: it has no side. */
struct load { int muscle; enum load_side side; double by; };    /* by: shift of the share at one half, -1..1 */
struct habit { const char *id, *name, *tell, *grade; struct rule when, left, right; const struct load *loads; int n_loads;
	struct cite cite; struct where where; };

/* How causes and muscles are joined.  A cause makes areas tense, or their joints sore, each with this share of the people who have it; or it is
 * felt in at least one of the areas by this share. */
enum join_kind { JOIN_TENSION, JOIN_JOINT, JOIN_FELT };
struct join { int cause; enum join_kind kind; struct ids areas; double share; struct cite cite; struct where where; };

/* What changes the yearly hazard of widespread pain in those for whom `when` holds: value times, with its 95 % range.  Without `when`, by id: base
 * and relapse (the hazards themselves), places (pain in two areas or more). */
struct spread_sign { const char *id, *what; struct rule when; double value, low, high; struct cite cite; struct where where; };

/* A number of a method that is no answer and no cause: knowledge/muscles/model.yaml, track.yaml, biosignal.yaml. */
struct number { const char *id, *what; double value; struct cite cite; struct where where; };

/* An examination finding read as a sign of muscles.  finding: left, right, or twice the same. */
struct tested { int muscle; bool weak; };
struct muscle_test { const char *id, *plain; int finding[2];     /* plain: what a client calls the measure; NULL for a yes or no */
	double mean, sd, sem;           /* of people without the sign, and the error of measuring, in the unit of the finding; sd 0: a yes or no */
	double sens, spec, kappa;       /* of a yes, 0: not known; agreement of examiners, 0: not known */
	bool low;                       /* a low value is the sign */
	const struct tested *tells; int n_tells;
	struct cite cite; struct where where; };

struct help { int cause; double effect; struct cite cite; };
struct step { int seconds; const char *text; };

/* Anything that can stand in a plan: technique, exercise, therapy, practice. */
struct item {
	const char *id, *kind, *name, *what, *how, *not, *stop, *dose, *small, *known, *intro, *eyes;
	enum component component;
	enum provider who;
	enum strength evidence;
	bool practice;                  /* has a script: steps */
	int minutes, days, week;        /* week: first week it may be used, 1 when not said */
	int figure;                     /* its drawing in kb->figure, -1 none */
	int pressure_min, pressure_max; /* 1..5; 0: none */
	struct ids areas;
	const struct help *helps;
	int n_helps;
	const struct step *steps;
	int n_steps;
	const char *const *mission;
	int n_mission;
	struct where where;
};

/* How the hands of a technique lie and move in some areas, drawn (knowledge/hands.yaml, core/hands.h). */
struct hands {
	struct figure drawn;            /* 1 to FIGURE_POSES poses, a place of each hand for each; item is the technique */
	enum sight seen;
	bool together;                  /* a second person does it */
	const char *place;              /* where on the body, in a few words */
	double x, y, to_x, to_y;        /* what is seen: left, bottom, right, top */
	const struct hand *hand; int n_hands;
	int feel_least, feel_most;      /* 0 to 10 as the client feels it; both 0: nothing presses */
	struct ids areas;               /* where it is done like this */
};

/* How a device, a ball or a hand is used at home in one area (knowledge/home.yaml).  regions: both sides, all of the area. */
struct protocol {
	const char *id, *name, *place, *how;    /* place: where exactly; how: how it is moved and how it should feel */
	int item, like, area;           /* like: another item whose rules hold as well, -1 none */
	int seconds, firm, days;        /* seconds: a side; firm: most pressure, 1..5; days: most a week */
	bool both;                      /* both sides at once: seconds in all */
	struct ids regions;
	struct cite cite;
	struct where where;
};

/* Where some items are not used at home, whoever it is; no regions: a place the body map does not draw. */
struct spared { const char *id, *text; struct ids items, regions; struct cite cite; struct where where; };

/* What a person reads about one cause (knowledge/teaching.yaml).  claims: what is said too much of it elsewhere. */
struct teaching {
	const char *id, *is, *helps, *unknown, *doctor;
	int cause;
	struct ids claims;
	struct cite cite;
	struct where where;
};

struct lesson {
	const char *id, *name, *idea, *minute, *question, *low, *high, *body, *more;       /* minute: in one minute; body, more: Markdown */
	int week, minutes, practice, needs;     /* item; lesson; -1 none */
	bool scale;
	const struct help *helps;
	int n_helps;
	struct ids source;
	const char *const *mission;
	int n_mission;
	struct where where;
};

/* Asked again when progress has levelled off; the lesson answers it when it is high (low, where low is worse). */
struct stall { int instrument, lesson; struct cite cite; struct where where; };

struct week { const char *theme, *text; int lesson; struct ids measures; };   /* measures: instruments */

/* How a score is reached (core/outcome.h).  SCORE_VALUE: one number, or the mean of several ratings; SCORE_CHANGE: a number that is
 * a change already; SCORE_TOTAL: only the finished score is taken. */
enum score_rule { SCORE_SUM, SCORE_MEAN, SCORE_COUNT, SCORE_VALUE, SCORE_CHANGE, SCORE_TOTAL };
struct band { double from, part_from; const char *name; };      /* part_from: the first part has to reach it too; 0: no matter */
struct part { const char *name; int first, last; double cut; }; /* items, from 1; cut 0: none */
/* plain: what a client calls it; NULL: as its name says */
struct instrument {
	const char *id, *name, *plain, *what, *items, *licence;
	int min, max;
	bool low_is_better;
	enum score_rule rule;
	int count, most;                /* answers: count, or from count to most; 0 with SCORE_TOTAL */
	int lowest, highest;            /* of one item; 0 and 0 with SCORE_VALUE, SCORE_CHANGE, SCORE_TOTAL: min and max */
	int missing;                    /* so many may be left out; the mean of the others stands for them */
	double times;                   /* SCORE_MEAN: the mean times this */
	struct ids reversed;            /* items, from 1, that count from the other end */
	double important, share;        /* change that matters: points; part of the first score.  0: not published */
	double sem;                     /* standard error of measurement of one score; 0: not known */
	int recovered;                  /* at most this counts as recovered; -1: not said */
	int detects_from, detects_to;   /* a first score below or above shows a change badly; -1: not said */
	int alarm, alarm_item;          /* finding that item (from 1) raises when above 0; -1: none */
	const char *alarm_code;         /* LOINC code of that item; NULL: no alarm */
	const struct band *band;        int n_bands;       /* by from */
	const struct part *part;        int n_parts;
	struct cite cite, sem_cite, missing_cite, recovered_cite, band_cite;
	struct where where;
};
struct claim { const char *id, *claim, *says; struct cite cite; const char *const *mission; int n_mission; struct where where; };
struct consent { const char *id, *component, *name, *text, *why, *decline; struct where where; };
/* Safety net; before and after care.  items: said when one of them was done; n 0: always. */
struct sentence { const char *id, *when, *text; struct ids items; struct cite cite; struct where where; };
struct letter { const char *id, *text; };

enum { WEEKS = 10 };

struct kb {
	struct source *source;          int n_sources;
	struct topic *topic;            int n_topics;
	struct finding *finding;        int n_findings;
	struct class *class;            int n_classes;
	struct cause *cause;            int n_causes;
	struct group *group;            int n_groups;
	struct link *link;              int n_links;       /* sorted by finding, then cause */
	struct lead *lead;              int n_leads;       /* sorted by to, then from */
	struct flag *flag;              int n_flags;       /* sorted by tier, highest first */
	struct block *block;            int n_blocks;
	struct area *area;              int n_areas;
	struct region *region;          int n_regions;     /* 100; left of a base, then its right */
	struct item *item;              int n_items;
	struct figure *figure;          int n_figures;
	struct hands *hands;            int n_hands;       /* those of a technique beside each other */
	struct firm_word *firm;         int n_firm;        /* rising */
	struct lesson *lesson;          int n_lessons;     /* by week */
	struct instrument *instrument;  int n_instruments;
	struct claim *claim;            int n_claims;
	struct consent *consent;        int n_consents;
	struct sentence *net;           int n_net;         /* safety_net.yaml */
	struct sentence *care;          int n_care;        /* aftercare.yaml */
	struct sentence *verdict;       int n_verdicts;    /* instruments.yaml: what a change of a score means */
	struct letter *letter;          int n_letters;
	struct anchor *anchor;          int n_anchors;
	struct unit *unit;              int n_units;
	struct muscle *muscle;          int n_muscles;
	struct fascia *fascia;          int n_fascia;
	struct habit *habit;            int n_habits;
	struct join *join;              int n_joins;
	struct spread_sign *spread;     int n_spreads;
	struct muscle_test *muscle_test; int n_muscle_tests;
	struct number *number;          int n_numbers;
	struct stall *stall;            int n_stalls;      /* track.yaml */
	struct protocol *protocol;      int n_protocols;   /* home.yaml */
	struct spared *spared;          int n_spared;
	struct teaching *teaching;      int n_teachings;   /* teaching.yaml */
	const struct kb_ids *ids;       /* for kb_find; NULL while it is being read */
	const struct chain *chain;      /* core/chain.h; NULL without muscles */
	const struct track_numbers *track;      /* core/track.h; this and the next: NULL without track.yaml */
	const struct worked_numbers *worked;    /* core/worked.h */
	const struct trial_numbers *trial;      /* the same; core/trial.h */
	const struct bio_numbers *biosignal;    /* core/bio_beats.h; NULL without biosignal.yaml */
	struct week week[WEEKS];
	char hash[65];                  /* SHA-256 of all files, hexadecimal */
};

struct kb_file { const char *path, *text; size_t n; };   /* path below knowledge/; text ends with a 0 */

/* Reads all files into `a`.  Returns NULL and err (file, line, column, field) at the first that does not fit. */
struct kb *kb_load(struct arena *a, const struct kb_file *file, int n, const char *hash, struct err *err);

/* How many things of a kind there are, their ids in order, and the index of an id; -1 when there is none.  kb_index makes kb_find quick
 * once every list stands. */
void kb_index(struct arena *a, struct kb *kb);
int kb_count(const struct kb *kb, enum kind kind);
const char *kb_id(const struct kb *kb, enum kind kind, int i);
int kb_find(const struct kb *kb, enum kind kind, const char *id);
struct where kb_where(const struct kb *kb, enum kind kind, int i);

/* Index by id, -1 when there is none. */
int kb_finding(const struct kb *kb, const char *id);
int kb_cause(const struct kb *kb, const char *id);
int kb_item(const struct kb *kb, const char *id);
int kb_lesson(const struct kb *kb, const char *id);
int kb_region(const struct kb *kb, const char *id);
int kb_area(const struct kb *kb, const char *id);
int kb_source(const struct kb *kb, const char *id);
int kb_instrument(const struct kb *kb, const char *id);
const struct sentence *kb_sentence(const struct kb *kb, const char *id);   /* of the safety net; NULL */
const struct letter *kb_letter(const struct kb *kb, const char *id);       /* NULL */

/* The value of a number; it is there, kb_load sees to that. */
double kb_number_of(const struct kb *kb, const char *id);

/* The drawing of a technique for an area; area -1: its first.  -1 when there is none. */
int kb_hands(const struct kb *kb, int item, int area);
/* What the client would call this firmness of 0 to 10: the word of the highest step reached. */
const char *kb_firm(const struct kb *kb, int feel);

/* All ids of findings (or regions, ...) offered to a misspelt word; NULL when none is near. */
const char *kb_nearest(const struct kb *kb, enum kind kind, const char *word);

const char *tier_name(enum tier t);                /* "none" ... "emergency" */
const char *confidence_name(enum confidence c);
const char *component_name(enum component c);      /* "massage", "mind", "movement" */

#endif
