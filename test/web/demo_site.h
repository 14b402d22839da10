/* test/web/demo_site.h -- the demonstration practice and who is signed in there: its owner, a client in week 3, a client at the start. */
#ifndef TEST_WEB_DEMO_SITE_H
#define TEST_WEB_DEMO_SITE_H

#include "web/site.h"

static struct site *site;
static const char *owner, *client, *newcomer;

static inline int before(void **state)
{
	(void)state;
	site = site_new();
	site_demo(site);
	owner = site_door(site, 0);
	client = site_door(site, 1);
	newcomer = site_door(site, 2);
	return 0;
}

static inline int after(void **state)
{
	(void)state;
	unsetenv("UNKNOT_CLOCK");
	site_end(site);
	return 0;
}

#endif
