/* test/arena_and_kb.h -- an arena for the tests of a file, and the knowledge of the program at hand as kb. */
#ifndef TEST_ARENA_AND_KB_H
#define TEST_ARENA_AND_KB_H

#include "support.h"

#include "one_arena.h"

static const struct kb *kb;

static inline int setup_kb(void **state)
{
	kb = test_kb();
	return setup(state);
}

#endif
