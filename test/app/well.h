/* test/app/well.h -- somebody whom no danger question concerns, for the tests of words. */
#ifndef TEST_WELL_H
#define TEST_WELL_H

#include "support.h"

#include "app/assess.h"

#include "arena_and_err.h"

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
