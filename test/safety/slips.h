/* test/safety/slips.h -- ways a danger could slip past: a clock set by hand, a page sent again, an outcome entered. */
#ifndef TEST_SAFETY_SLIPS_H
#define TEST_SAFETY_SLIPS_H

#include "since.h"

#include "app/daily.h"
#include "app/recheck.h"
#include "net/os.h"

#include <time.h>

/* A clock that stands as many minutes after (or before) that of the test. */
static inline void clock_at(int64_t minutes)
{
	cx.now = 1795000000000 + minutes * 60000;
	cx.today = (day)(cx.now / 86400000);
	setenv("UNKNOT_CLOCK", arena_fmt(site->keep, "%lld", (long long)cx.now), 1);
}

static inline struct answer send_page(const char *cookie, const char *page, const char *path, const char *fields)
{
	return site_send(site, METHOD_POST, cookie, path, arena_fmt(site->keep, "csrf=%s&form_key=%s&%s", site_hidden(site, page, "csrf"),
		site_hidden(site, page, "form_key"), fields));
}

static inline int64_t only_stop(void)
{
	struct record r = load();

	assert_int_equal(r.stops.n, 1);
	return r.stops.at[0].id;
}

static inline const char *stop_path(int64_t stop)
{
	return at(arena_fmt(site->keep, "/stop/%lld", (long long)stop));
}

static const char *owner;

static inline struct answer outcome_page(int64_t stop)
{
	owner = site_door(site, 0);
	return site_get(site, owner, stop_path(stop));
}

/* From a page that was opened before. */
static inline struct answer send_outcome(const char *page, int64_t stop, const char *seen_on)
{
	return send_page(owner, page, stop_path(stop), arena_fmt(site->keep, "seen_by=Dr.+A&outcome=nothing+found&seen_on=%s&known=%s", seen_on,
		site_hidden(site, page, "known")));
}

static inline void lift(int64_t stop, const char *seen_on)
{
	assert_int_equal(send_outcome(outcome_page(stop).body, stop, seen_on).status, 303);
	cx.now++;
}

static inline int64_t unknown(const char *finding, const char *occasion)
{
	return say(finding, DONT_KNOW, occasion);
}

static inline void say_all(enum occasion when, const char *occasion)
{
	struct record r = load();
	struct ids ask = screen_questions(cx.a, cx.kb, r.c, when);

	for (int i = 0; i < ask.n; i++)
		if (!cx.kb->finding[ask.at[i]].private)
			assert_int_equal(say(cx.kb->finding[ask.at[i]].id, cx.kb->finding[ask.at[i]].min, occasion), 0);
}

static inline int unasked(void)
{
	struct record r = load();
	struct ids open;

	assert_true(treatment_unasked(&cx, &r, &open));
	return open.n;
}

static inline void draw(const char *region)
{
	assert_true(cx_save(&cx));
	keep(q_mark_set(cx.db, person, region, 6, ++cx.now));
}

#endif
