/* test/safety/rules.h -- what the tests of docs/safety.md look for in a plan. */
#ifndef TEST_SAFETY_RULES_H
#define TEST_SAFETY_RULES_H

#include "people.h"

static inline bool in_session(const struct plan *p, const char *id)
{
	int it = item(id);

	for (int t = 0; t < WEEKS; t++)
		for (int i = 0; i < p->week[t].n_session; i++)
			if (p->week[t].session[i].item == it)
				return true;
	return false;
}

static inline bool at_home(const struct plan *p, const char *id)
{
	int it = item(id);

	for (int t = 0; t < WEEKS; t++)
		for (int i = 0; i < p->week[t].n_home; i++)
			if (p->week[t].home[i].item == it)
				return true;
	return false;
}

static inline const char *left_out(const struct plan *p, const char *id)
{
	for (int i = 0; i < p->n_left_out; i++)
		if (!strcmp(p->left_out[i].id, id))
			return p->left_out[i].because;
	return "";
}

#endif
