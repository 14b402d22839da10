/* test/web/owner_acts.h -- the demonstration practice with its owner at work: signed in, and cx acts for them. */
#ifndef TEST_WEB_OWNER_ACTS_H
#define TEST_WEB_OWNER_ACTS_H

#include "store/kept.h"

static struct site *site;
static struct cx cx;
static const char *owner;

static inline void keep(bool done)
{
	if (!done)
		fail_msg("%s: %s", site->err.field, site->err.detail);
	assert_true(db_commit(cx.db));
}

static inline int64_t number(const char *sql)
{
	return kept_count(cx.db->handle, sql);
}

static inline int owner_acts(void **state)
{
	(void)state;
	site = site_new();
	site_demo(site);
	owner = site_door(site, 0);
	cx = site_owner_cx(site);
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
