/* test/one_arena.h -- an arena for the tests of a file, made before them and ended after them.
 * Comes last among the headers: others call an argument a, too. */
#ifndef TEST_ONE_ARENA_H
#define TEST_ONE_ARENA_H

#include "base/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static struct arena *a;

static inline int setup(void **state)
{
	(void)state;
	a = arena_new((size_t)4 << 30);         /* more than any of them takes: one that runs away comes to an end */
	return 0;
}

static inline int teardown(void **state)
{
	(void)state;
	arena_end(a);
	return 0;
}

#endif
