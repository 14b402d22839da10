/* base/arena.h -- memory with a lifetime.
 *
 * An arena hands out zeroed, aligned memory and takes it back all at once.  There are two of them in a
 * running program: the process arena (knowledge, settings) and the request arena (reset after each reply).
 * A function that returns new memory takes an arena first; one that does not take an arena does not allocate.
 * Foreign objects (json_t, a PDF surface) are handed over with arena_defer and released at reset, last first.
 * Running over the limit ends the process: nobody checks for NULL.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

#define MUST_USE __attribute__((warn_unused_result))
/* A large local array that is written before it is read; the release build would clear it first. */
#define UNSET __attribute__((uninitialized))
#define PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))

struct arena;

/* limit: most bytes it may hold at one time. */
struct arena *arena_new(size_t limit);
void arena_reset(struct arena *a);
void arena_end(struct arena *a);

/* n * size zeroed bytes, aligned for any type. */
void *arena_take(struct arena *a, size_t n, size_t size);
/* A copy of n bytes with a 0 behind it. */
char *arena_copy(struct arena *a, const char *at, size_t n);
char *arena_text(struct arena *a, const char *text);
char *arena_fmt(struct arena *a, const char *fmt, ...) PRINTF(2, 3);
void arena_defer(struct arena *a, void (*fn)(void *), void *arg);
/* Bytes handed out since the last reset. */
size_t arena_used(const struct arena *a);
/* From now on a write into this arena's memory faults; nothing more can be taken. */
void arena_freeze(struct arena *a);

#define NEW(a, T)     ((T *)arena_take((a), 1, sizeof(T)))
#define NEWS(a, T, n) ((T *)arena_take((a), (n), sizeof(T)))

#endif
