/* core/rule.h -- conditions over one person's findings, with four answers.
 *
 * The grammar is docs/knowledge.md.  The answers are ordered from weak to strong; `or` takes the strongest,
 * `and` the weakest (Kleene's strong logic with "not asked" below "does not know"), `at_least` counts.
 */
#ifndef CORE_RULE_H
#define CORE_RULE_H

#include "core/case.h"

enum truth { TRUTH_NO, TRUTH_NOT_ASKED, TRUTH_DONT_KNOW, TRUTH_YES };

/* Compiles `text` against the findings, areas and region bases loaded so far.  err names the unknown word and the nearest. */
MUST_USE bool rule_compile(struct arena *a, const struct kb *kb, const char *text, struct rule *out, struct err *err);

/* A rule without code (n == 0) is yes.  An unknown age or sex, and marks before the map was shown, are not asked.
 * SEX_OTHER is neither `female` nor `male`: what must not miss anybody says `not male`. */
enum truth rule_eval(const struct kb *kb, const struct rule *r, const struct person_case *c);

/* Does the finding apply to this person?  Its own `when` (YES without one); a state that lasts and was told stays until it is told otherwise, whatever
 * opened its question. */
enum truth rule_applies(const struct kb *kb, int finding, const struct person_case *c);

/* Calls fn for every finding the rule names (a sum names itself, not its parts). */
void rule_findings(const struct rule *r, void (*fn)(int finding, void *arg), void *arg);

/* What made a rule as it is: of a rule that is yes, the answers that its true parts rest on; age, sex and marks are told beside them.  An
 * answer that speaks the other way, or that the rule would not miss, is none.  Nothing for a rule that is not yes. */
struct rule_why { int *at; int n; bool age, sex, map; };
struct rule_why rule_why(struct arena *a, const struct kb *kb, const struct rule *r, const struct person_case *c);

/* Findings of the rule that keep it from an answer: not asked, or, when `unknown`, answered with "does not know"; never both.
 * Those that cannot change it (beside a part that is settled) are left out; a rule that is yes or no has none.  Age, sex and
 * marks are no findings.  Writes up to most indices, returns how many there are. */
int rule_missing(const struct kb *kb, const struct rule *r, const struct person_case *c, bool unknown, int *out, int most);

#endif
