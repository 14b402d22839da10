/* base/str.h -- slices of text, and the nearest word to a misspelt one. */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdbool.h>
#include <stddef.h>

typedef struct { const char *at; size_t n; } str;

str str_of(const char *text);
bool str_is(str s, const char *text);
bool str_equal(const char *a, const char *b);
bool str_begins(const char *text, const char *with);
bool str_ends(const char *text, const char *with);

/* True when bytes are well-formed UTF-8 without control characters other than tab, line feed, return. */
bool utf8_valid(const char *bytes, size_t n);
/* Code points in valid UTF-8. */
size_t utf8_length(const char *text);

/* Edit distance (insert, delete, replace, swap of neighbours), at most `most` + 1. */
int str_distance(const char *a, const char *b, int most);

/* Offer words one after the other; `best` is the nearest so far, NULL when none is near enough. */
struct nearest { const char *word, *best; int distance; };
struct nearest nearest_to(const char *word);
void nearest_offer(struct nearest *n, const char *candidate);

#endif
