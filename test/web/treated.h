/* test/web/treated.h -- a practice in which somebody is treated: sessions begun, tapped and ended through the pages. */
#ifndef TEST_WEB_TREATED_H
#define TEST_WEB_TREATED_H

#include "web/site.h"

#include "app/treatment.h"

static struct site *site;
static const char *owner;
static int64_t person, practice, account;
static int64_t event_id = 1000;

static inline int before(void **state)
{
	(void)state;
	site = site_new();
	site_demo(site);
	owner = site_door(site, 0);
	practice = site_owner_cx(site).who.practice;
	account = site_owner_cx(site).who.account;
	person = site_person(site, "maren@demo.invalid");
	/* somebody who had no session yet */
	assert_int_equal(sqlite3_exec(site->site.db.handle, "delete from treatment_note; delete from treatment_event; delete from treatment", NULL, NULL, NULL), SQLITE_OK);
	return 0;
}

static inline int after(void **state)
{
	(void)state;
	site_end(site);
	return 0;
}

static int64_t clock_now = 1795000000000;

static inline void later(int minutes)
{
	char text[24];

	clock_now += minutes * 60000LL;
	snprintf(text, sizeof(text), "%lld", (long long)clock_now);
	setenv("UNKNOT_CLOCK", text, 1);
}

static inline struct cx staff_cx(void)
{
	struct cx cx = site_cx(site);

	cx.who = (struct who){ .role = ROLE_OWNER, .practice = practice, .account = account };
	cx.now = clock_now;
	return cx;
}

static inline const char *at(const char *sub)
{
	return arena_fmt(site->keep, "/client/%lld%s", (long long)person, sub);
}

static inline void has(const struct answer *a, const char *what)
{
	if (!strstr(a->body, what))
		fail_msg("\"%s\" is not in:\n%s", what, a->body);
}

static inline void has_not(const struct answer *a, const char *what)
{
	if (strstr(a->body, what))
		fail_msg("\"%s\" is in:\n%s", what, a->body);
}

/* Every question before a session: no, or the least. */
static inline void ask_before(void)
{
	struct cx cx = staff_cx();
	struct record r;
	struct buf b = buf_new(site->keep, 1 << 16);

	assert_true(record_load(&cx, person, &r));
	struct ids ask = screen_questions(site->keep, test_kb(), r.c, ASKED_SESSION);
	for (int i = 0; i < ask.n; i++) {
		const struct finding *f = &test_kb()->finding[ask.at[i]];

		if (f->private)
			continue;
		buf_fmt(&b, "%s%s=", b.n ? "&" : "", f->id);
		buf_fmt(&b, f->is_bool ? "no" : "%d", f->min);
	}
	struct answer a = site_post(site, owner, at("/before"), at("/before"), b.at);
	assert_int_equal(a.status, 303);
	assert_non_null(strstr(a.location, "/session"));
}

#define ROW(i, item, place, minutes, pressure) "&keep" #i "=1&item" #i "=" item "&place" #i "=" place "&minutes" #i "=" #minutes "&pressure" #i "=" #pressure
#define LOW ROW(0, "swedish", "low_back_left+both", 10, 2)
#define BUTTOCK ROW(1, "trigger_point", "buttock_upper_left+left", 10, 2)

static inline struct answer start(const char *fields)
{
	return site_post(site, owner, at("/session"), at("/session"), arena_fmt(site->keep, "week=3&from=plan&back_reason=&day=%s", fields));
}

static inline const char *today(void)
{
	char iso[11];

	day_iso((day)(1795000000000 / 86400000), iso);
	return arena_text(site->keep, iso);
}

static const char *open_path;

static inline struct answer tap(const char *fields)
{
	return site_post(site, owner, at("/before"), arena_fmt(site->keep, "%s/taps", open_path), fields);
}

static inline struct answer tapped(const char *act, int step, int value, const char *ref)
{
	return tap(arena_fmt(site->keep, "event=%lld&act=%s&step=%d&value=%d&ref=%s", (long long)++event_id, act, step, value, ref));
}

static inline void kept(struct answer a)
{
	if (a.status != 200 || !strstr(a.body, "\"kept\":true"))
		fail_msg("answered %d: %s", a.status, a.body);
}

static inline void refused(struct answer a, const char *why)
{
	assert_int_equal(a.status, 422);
	has(&a, "\"kept\":false");
	has(&a, why);
}

static inline struct treatment now(void)
{
	struct cx cx = staff_cx();
	struct treatment t;

	assert_true(treatment_load(&cx, person, strtoll(strrchr(open_path, '/') + 1, NULL, 10), true, &t));
	return t;
}

static inline int64_t person_named(const char *given)
{
	struct cx cx = staff_cx();
	struct person_list_rows people;

	assert_true(q_person_list(cx.db, practice, &people));
	for (size_t i = 0; i < people.n; i++)
		if (str_equal(people.at[i].given, given))
			return people.at[i].id;
	return 0;
}

#endif
