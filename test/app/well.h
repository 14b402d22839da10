/* What the tests of words share: an arena and an error for each test, and somebody whom no danger question concerns. */
#ifndef TEST_WELL_H
#define TEST_WELL_H

#include "support.h"

#include "app/assess.h"

static struct arena *a;
static struct err err;

static inline int start(void **state)
{
	(void)state;
	a = arena_new((size_t)1 << 30);
	err = (struct err){ 0 };
	return 0;
}

static inline int stop(void **state)
{
	(void)state;
	arena_end(a);
	return 0;
}

/* An adult who said no to every danger question, with a low back that hurts. */
static inline struct person_case *well(void)
{
	const struct kb *kb = test_kb();
	struct person_case *c = case_new(a, kb);

	c->age = 48;
	c->sex = SEX_FEMALE;
	c->map_given = true;
	c->mark[kb_region(kb, "low_back_left")] = 6;
	for (int i = 0; i < kb->n_findings; i++)
		if (kb->finding[i].module == MODULE_SAFETY)
			c->answer[i] = (int16_t)kb->finding[i].min;
	return c;
}

#endif
