/* core/sweep_units.h -- sweep_body.h once for each kind of vector unit, and the choice between them when the program runs.  Text of sweep_one.c
 * and sweep_many.c, which define what sweep_body.h asks for; NAME(x) there has UNIT in it.  The arithmetic is the same in all of them, to the
 * last bit: no multiplication is fused with an addition. */
#include "core/sweep_simd.h"

/* what sweep_body.h includes, so that it is not compiled for one unit */
#include "core/sweep.h"

#include <assert.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

#define UNIT plain
#include "core/sweep_body.h"
#undef UNIT

#if VECTOR_UNITS
#pragma GCC push_options
#pragma GCC target("avx2")
#define UNIT avx2
#include "core/sweep_body.h"
#undef UNIT
#pragma GCC pop_options

#pragma GCC push_options
#pragma GCC target("avx512f,avx512vl,avx512dq,prefer-vector-width=512")
#define UNIT avx512
#include "core/sweep_body.h"
#undef UNIT
#pragma GCC pop_options
#endif

#if VECTOR_UNITS
enum unit { UNIT_PLAIN, UNIT_AVX2, UNIT_AVX512 };

static inline enum unit unit_here(void)
{
	if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq"))
		return UNIT_AVX512;
	if (__builtin_cpu_supports("avx2"))
		return UNIT_AVX2;
	return UNIT_PLAIN;
}
#endif
