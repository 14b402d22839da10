/* test/safety/since.h -- Maren of the demonstration, in week 3: what she says and declines, and an hour of hers, tapped. */
#ifndef TEST_SAFETY_SINCE_H
#define TEST_SAFETY_SINCE_H

#include "app/treatment.h"
#include "web/maren.h"

static int64_t event_id = 100;

static inline int each_anew(void **state)
{
	(void)state;
	db_rollback(cx.db);
	site_end(site);
	return with_maren(state);
}

static inline void keep(bool done)
{
	if (!done)
		fail_msg("%s: %s", site->err.field, site->err.detail);
	assert_true(db_commit(cx.db));
}

static inline int64_t say(const char *finding, int value, const char *occasion)
{
	int64_t raised = 0;
	int f = kb_finding(cx.kb, finding);

	assert_true(f >= 0);
	cx.now++;
	assert_true(cx_save(&cx));
	keep(record_answer(&cx, person, f, value, occasion) && record_rescreen(&cx, person, occasion, &raised));
	return raised;
}

static inline void decline(const char *id)
{
	cx.now++;
	assert_true(cx_save(&cx));
	keep(q_consent_add(cx.db, person, id, 0, "1", cx.now));
}

static inline struct record load(void)
{
	struct record r;

	assert_true(record_load(&cx, person, &r));
	return r;
}

static inline const char *at(const char *sub)
{
	return arena_fmt(site->keep, "/client/%lld%s", (long long)person, sub);
}

static inline int64_t begin_hour(const char *item, int pressure)
{
	struct treatment_new new = { .on = cx.today, .week = 3, .n_steps = 1 };
	struct record r = load();
	struct ids ask = screen_questions(cx.a, cx.kb, r.c, ASKED_SESSION);
	int64_t id;

	assert_int_equal(sqlite3_exec(site->site.db.handle, "delete from treatment_note; delete from treatment_event; delete from treatment", NULL, NULL, NULL), SQLITE_OK);
	for (int i = 0; i < ask.n; i++)
		if (!cx.kb->finding[ask.at[i]].private)
			say(cx.kb->finding[ask.at[i]].id, cx.kb->finding[ask.at[i]].min, "session");
	new.step[0] = (struct session_step){ kb_item(cx.kb, item), kb_region(cx.kb, "low_back_left"), SIDE_NONE, 10, pressure };
	r = load();
	assert_true(cx_save(&cx));
	keep(treatment_start(&cx, &r, &new, &id));
	return id;
}

static inline bool tap(int64_t id, enum session_act act, int value)
{
	struct record r = load();
	struct treatment t;
	struct tap tap = { .id = ++event_id, .act = act, .value = value, .ref = "" };
	bool fresh;

	cx.now++;
	assert_true(treatment_load(&cx, person, id, true, &t) && cx_save(&cx));
	bool done = treatment_tap(&cx, &r, &t, &tap, &fresh);
	if (done)
		keep(true);
	else
		db_rollback(cx.db);
	site->err = (struct err){ 0 };
	return done;
}

/* Everything that is asked before one, answered without a sign. */
static inline void asked_before_a_session(void)
{
	struct record r = load();
	struct ids ask = screen_questions(cx.a, cx.kb, r.c, ASKED_SESSION);

	for (int i = 0; i < ask.n; i++)
		assert_int_equal(say(cx.kb->finding[ask.at[i]].id, cx.kb->finding[ask.at[i]].min, "session"), 0);
}

#endif
