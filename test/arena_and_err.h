/* test/arena_and_err.h -- an arena and an error without anything in it, for each test anew. */
#ifndef TEST_ARENA_AND_ERR_H
#define TEST_ARENA_AND_ERR_H

#include "support.h"

#include "one_arena.h"

static struct err err;

static inline int setup_err(void **state)
{
	err = (struct err){ 0 };
	return setup(state);
}

#endif
