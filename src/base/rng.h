/* base/rng.h -- a seeded generator: the same seed gives the same numbers on every machine and in WASM.
 * xoshiro256** of Blackman and Vigna (2018, public domain), seeded by splitmix64.  Not for secrets: see net/os.h.
 */
#ifndef BASE_RNG_H
#define BASE_RNG_H

#include <stdint.h>

struct rng { uint64_t s[4]; };

struct rng rng_new(uint64_t seed);
uint64_t rng_next(struct rng *r);
/* In [0, 1), 53 bits. */
double rng_unit(struct rng *r);
/* In [0, n), n >= 1. */
int rng_below(struct rng *r, int n);
/* Standard normal (Marsaglia's polar method). */
double rng_normal(struct rng *r);

#endif
