/* core/sweep_simd.h -- eight doubles at once, and which vector units the loops are compiled for (chosen when the program starts). */
#ifndef CORE_SWEEP_SIMD_H
#define CORE_SWEEP_SIMD_H

#include <stdint.h>

typedef double eight __attribute__((vector_size(8 * sizeof(double)), aligned(16)));
typedef int64_t eight_bits __attribute__((vector_size(8 * sizeof(int64_t)), aligned(16)));       /* what comparing two of them gives */

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(undefined_behavior_sanitizer)
#define UNDER_SANITIZER 1
#endif
#endif
#if defined(__x86_64__) && defined(__GLIBC__) && !defined(UNDER_SANITIZER) && !defined(__SANITIZE_ADDRESS__)
#define CLONES __attribute__((target_clones("avx512f", "avx2", "default")))
#define COUNTING __attribute__((target_clones("popcnt", "default")))
#else
#define CLONES
#define COUNTING
#endif

/* gcc compiles a text for a vector unit of one's choice; clang serves the linter and the fuzzer here. */
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define VECTOR_UNITS 1
#else
#define VECTOR_UNITS 0
#endif

#endif
