/* test/web/maren.h -- Maren of the demonstration, in week 3: she and the owner are signed in, and cx acts for the owner on her record. */
#ifndef TEST_WEB_MAREN_H
#define TEST_WEB_MAREN_H

#include "web/demo_site.h"

static struct cx cx;
static int64_t person;

static inline int with_maren(void **state)
{
	before(state);
	cx = site_cx(site);
	person = site_act(&cx, "maren@demo.invalid", ROLE_OWNER);
	return 0;
}

#endif
