/* app/words.h -- small joins and fillings of texts for people. */
#ifndef APP_WORDS_H
#define APP_WORDS_H

#include "base/arena.h"
#include "core/session.h"

/* "a, b and c" of texts. */
const char *words_join(struct arena *a, const char *const *at, int n);
/* {emergency} and {crisis} replaced by the practice's numbers, or by "your local emergency number" and "your local crisis line". */
const char *words_fill(struct arena *a, const char *text, const char *emergency, const char *crisis);

/* "massage (low back, left; upper neck, both sides) and warmth (low back, left)": each technique once, each place once, in the order of `at`. */
const char *words_work(struct arena *a, const struct kb *kb, const struct session_step *at, int n);

#endif
