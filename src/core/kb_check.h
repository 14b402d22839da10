/* core/kb_check.h -- what a schema cannot say about the knowledge: probabilities, sources, texts, wording.
 *
 * kb_load has refused what does not fit the format; this insists on the rest of docs/knowledge.md.  It reports everything
 * it finds, not only the first.
 */
#ifndef CORE_KB_CHECK_H
#define CORE_KB_CHECK_H

#include "core/kb.h"

/* refused: the knowledge must not be used like this; else a note, for a person to look at. */
struct remark { bool refused; struct where where; const char *id, *text; };

/* Returns how many remarks were refusals. */
int kb_check(struct arena *a, const struct kb *kb, void (*report)(const struct remark *r, void *arg), void *arg);

/* Words that no text for clients holds: a promise, a verdict, a fright.  Case and line breaks do not matter. */
struct wording { const char *text, *at; const char *word, *sentence; };

/* Begin with { text, text }; each call finds the next such word and its sentence, until it returns false. */
bool kb_wording(struct arena *a, struct wording *w);

#endif
