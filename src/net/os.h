/* net/os.h -- the clock; random bytes come from libsodium in store. */
#ifndef NET_OS_H
#define NET_OS_H

#include <stdbool.h>
#include <stdint.h>

/* Milliseconds since 1970; UNKNOT_CLOCK (the same unit) in the environment replaces it for tests and demonstrations. */
int64_t os_now(void);
/* The clock of a demonstration that is moved on: os_now() and as many whole days, 0 to 3650, as stand alone in the file; NULL: os_now().
 * False when the file cannot be read or holds anything else; *now is os_now() then. */
bool os_now_moved(const char *path, int64_t *now);
/* Local calendar day of an instant, as days since 1970-01-01. */
int os_day(int64_t ms);
/* Microseconds that only grow. */
int64_t os_ticks(void);
/* The same clock in nanoseconds. */
int64_t os_nanos(void);

#endif
