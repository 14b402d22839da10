/* net/os.h -- the clock; random bytes come from libsodium in store. */
#ifndef NET_OS_H
#define NET_OS_H

#include <stdint.h>

/* Milliseconds since 1970; UNKNOT_CLOCK (the same unit) in the environment replaces it for tests and demonstrations. */
int64_t os_now(void);
/* Local calendar day of an instant, as days since 1970-01-01. */
int os_day(int64_t ms);
/* Microseconds that only grow. */
int64_t os_ticks(void);

#endif
