/* core/kb_sound.h -- what the engines rely on beyond names and ranges, however the knowledge was read.  Private to core/kb*.c. */
#ifndef CORE_KB_SOUND_H
#define CORE_KB_SOUND_H

#include "core/kb.h"

/* The first finding whose condition or sum leads back to itself, or on through too many others; -1. */
int kb_circle(struct arena *scratch, const struct kb *kb);
/* A number that the chain of muscles reads and that is not there; NULL. */
const char *kb_number_missing(const struct kb *kb);
/* kb->track, kb->worked and kb->trial from the numbers, where there are such.  False: why (field, detail), and where that stands. */
MUST_USE bool kb_follow(struct arena *a, struct kb *kb, struct where *where, struct err *why);
/* A thing whose id stands twice in its kind (first: -1 when not) or is not made of lower_case_words; false when there is none. */
struct id_fault { enum kind kind; int at, first; };
bool kb_id_fault(const struct kb *kb, struct id_fault *out);
/* Lists are in the order of core/kb.h, regions and what refers to them in pairs, figures and items fit, every muscle may be a driver.
 * The name of the list that is not as it should be; NULL. */
const char *kb_disorder(const struct kb *kb);

/* kb_biosignal.c: the same for reading heart beats and muscle signals. */
MUST_USE bool kb_biosignal(struct arena *a, struct kb *kb, struct where *where, struct err *why);

#endif
