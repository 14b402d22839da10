/* app/record.h -- one client's record, loaded whole: person, answers, marks, consent, open stops, and what screening says.
 *
 * A stop is a row: raised when an answer makes an emergency or urgent rule true (or leaves it unclear), lifted by a recorded
 * outcome that staff enter, or once, at the ask-back, when the client says in other words that it was a mis-tap (both answers are
 * kept).  A rule that was lifted counts as cleared until what it rests on (answers, the map) is told again, or it rests on anything that it
 * did not rest on then; one that is not clear, until any answer but a plain "no" is given to what it reads, or a "no" makes it so.  What was told after
 * the day on which the person was seen, beyond what raised the stop, is not cleared by that outcome.  What a rule forbids (blocks) stays.
 */
#ifndef APP_RECORD_H
#define APP_RECORD_H

#include "app/cx.h"
#include "core/screen.h"

struct record {
	struct person_get person;
	int age;
	struct person_case *c;          /* declined items and components already set from consent */
	struct screened *s;             /* cleared rules left out; s->tier is what counts now */
	bool *open;                     /* kb->n_flags: emergency and urgent rules that an unclear answer keeps open, and nobody cleared */
	int64_t *answered_at;           /* kb->n_findings: milliseconds, 0 when not asked */
	int64_t *answered_as;           /* kb->n_findings: the order of the answers, whatever a clock said (answer.seq) */
	int64_t marked_at;              /* when the map was last drawn; 0: not yet, or on an earlier day */
	struct consent_now_rows consent;
	struct stop_open_rows stops;    /* open ones, emergencies first */
	bool abuse_asked;               /* the practice chose a route, so the question is asked (not of a proxy) */
};

/* ERR_MISSING when the person is not of this practice. */
MUST_USE bool record_load(struct cx *cx, int64_t person, struct record *out);

/* The same as it stood at the end of a day before today: answers, consent, age, and the stops that were open when the day began and when it
 * ended.  What was asked only later counts as it was answered first; marks and limits are those of now, for no others are kept. */
MUST_USE bool record_load_on(struct cx *cx, int64_t person, day on, struct record *out);

/* May a plan be made or approved?  What screen_gate says, and ERR_DANGER while a stop is open, whatever was answered since. */
bool record_gate(const struct cx *cx, const struct record *r, struct err *err);

/* 1 accepted, 0 declined, -1 not answered. component: an id of knowledge/consent.yaml */
int record_consent(const struct record *r, const char *component);
/* All consents of the knowledge are answered. */
bool record_consent_whole(const struct cx *cx, const struct record *r);

/* Saves one answer (value, or DONT_KNOW) inside the writing transaction.  occasion: intake session week flare worsening after
 * asked_back exam self_check.  Checks the range: ERR_INPUT names the finding. */
MUST_USE bool record_answer(struct cx *cx, int64_t person, int finding, int value, const char *occasion);

/* Reads the text of an answer to finding f: yes/no, a number in range, "unknown".  ERR_INPUT says what would be right. */
MUST_USE bool record_read_answer(struct cx *cx, int f, const char *field, const char *text, int *value);

/* A value as words: "yes", an option, "4 weeks", "does not know". */
const char *record_said(struct arena *a, const struct finding *f, bool known, int64_t value);

/* After answers were saved, in the same transaction: screens again and raises a stop for every uncleared emergency or urgent rule that
 * no open stop covers.  A rule kept open by "I do not know" raises an urgent stop too; at intake, where every unclear answer holds
 * the plan back anyway, only when it is an emergency rule.  raised: the id of the new stop, 0 for none. */
MUST_USE bool record_rescreen(struct cx *cx, int64_t person, const char *occasion, int64_t *raised);

/* The newest answer (answer.seq): what who sees this record can know of. */
int64_t record_newest(const struct cx *cx, const struct record *r);

/* The finding that should be asked back once for this stop: unclear, or what a rule of it rests on; has other words, not asked back since
 * the stop was raised; -1 when there is none, and for a danger that staff entered, which only an outcome lifts. */
int record_ask_back(struct cx *cx, const struct record *r, const struct stop_open *stop);
/* The ask-back was answered: the stop is taken back as a mis-tap (lifted) when no rule keeps it any more. */
MUST_USE bool record_mistap(struct cx *cx, int64_t person, int64_t stop, bool *lifted);

/* The rules of a stop (stop.flags: ids, one blank between them, a "?" behind those that an unclear answer kept open). */
struct stop_rules { const int *at; const bool *unclear; int n; };       /* at: kb->flag */
struct stop_rules record_stop_rules(struct cx *cx, const char *flags);
/* The findings asked whose answer "does not know" keeps the rule open by now. */
struct ids record_unclear(struct cx *cx, const struct record *r, int flag);

#endif
