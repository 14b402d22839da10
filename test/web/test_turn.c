/* A plateau at week five and what follows: asked again, proposed, answered; the days at home turn, the hands do not. */
#include "app/turn.h"
#include "web/maren.h"

/* Maren with her plan begun five weeks ago and level days since; she moved, and left the calm practices out. */
static int with_level_days(void **state)
{
	struct record r;
	struct kept_plan kept;

	with_maren(state);
	int64_t plan;
	assert_true(cx_save(&cx) && care_propose(&cx, person, &plan) && care_approve(&cx, person, plan, 1, cx.today - 34));
	assert_true(record_load(&cx, person, &r) && care_plan(&cx, person, true, &kept));
	for (int back = 34; back > 0; back--) {
		const struct plan_week *w = &kept.plan.week[(34 - back) / 7];
		char iso[11];

		day_iso(cx.today - back, iso);
		assert_true(q_checkin_set(cx.db, db_id(), person, iso, 6, 6, 6, 6, cx.now - back * 86400000LL));
		for (int i = 0; i < w->n_home; i++)
			if (cx.kb->item[w->home[i].item].component == COMPONENT_MOVEMENT)
				assert_true(q_done_set(cx.db, person, iso, cx.kb->item[w->home[i].item].id, w->home[i].minutes, cx.now - back * 86400000LL));
	}
	assert_true(db_commit(cx.db));
	return 0;
}

static const char *path(const char *sub)
{
	return arena_fmt(site->keep, "/client/%lld%s", (long long)person, sub);
}

static struct followed follow(struct record *r)
{
	struct followed f;

	assert_true(record_load(&cx, person, r) && daily_follow(&cx, r, &f));
	return f;
}

static void a_plateau_is_seen_and_the_side_with_less_is_proposed(void **state)
{
	struct record r;
	struct followed f = follow(&r);
	enum component side;
	struct answer page = site_get(site, owner, path(""));

	(void)state;
	assert_string_equal(verdict_name(f.tracked->verdict), "plateau");
	assert_true(turn_proposed(&cx, &r, &f, &side));
	assert_int_equal(side, COMPONENT_MIND);
	assert_non_null(strstr(page.body, "turn the days at home to the emotional side"));
	assert_non_null(strstr(page.body, "Firmer work is not the answer to a plateau"));
	assert_int_equal(test_count(page.body, "class=\"btn main"), 1);
}

static void what_was_asked_again_stands_beside_what_was_said_first(void **state)
{
	(void)state;
	assert_int_equal(site_get(site, client, "/again").status, 200);
	assert_int_equal(site_post(site, client, "/again", "/again", "stress_now=11").status, 422);
	assert_int_equal(site_post(site, client, "/again", "/again", "stressed=1").status, 422);
	assert_int_equal(site_post(site, client, "/again", "/again", "fear_of_movement=8&stress_now=9").status, 303);
	struct record r;
	struct followed f = follow(&r);
	struct asked_agains m;
	int fresh = 0;
	assert_true(turn_measures(&cx, &r, &m));
	for (int i = 0; i < m.n; i++) {
		fresh += m.at[i].fresh;
		if (str_equal(cx.kb->finding[m.at[i].finding].id, "stress_now")) {
			assert_int_equal(m.at[i].first, 7);
			assert_int_equal(m.at[i].now, 9);
			assert_true(m.at[i].worse);
		}
	}
	assert_true(fresh >= 2);
	assert_non_null(f.tracked);
	assert_non_null(strstr(site_get(site, owner, path("")).body, "Lesson that answers it"));
}

static void declining_wants_a_reason(void **state)
{
	(void)state;
	assert_int_equal(site_post(site, owner, path(""), path("/turn"), "answer=decline&reason=").status, 422);
	assert_int_equal(site_post(site, owner, path(""), path("/turn"), "answer=perhaps&reason=x").status, 422);
	assert_int_equal(site_post(site, client, "/today", path("/turn"), "answer=accept&reason=").status, 403);
}

static int mind_days(const struct plan *p, int from)
{
	int n = 0;

	for (int t = from; t < WEEKS; t++)
		for (int i = 0; i < p->week[t].n_home; i++)
			n += cx.kb->item[p->week[t].home[i].item].component == COMPONENT_MIND ? p->week[t].home[i].days : 0;
	return n;
}

static void accepting_turns_the_coming_weeks_once(void **state)
{
	struct kept_plan had, now;

	(void)state;
	assert_true(care_plan(&cx, person, true, &had));
	struct answer a = site_post(site, owner, path(""), path("/turn"), "answer=accept&reason=More+calm");
	assert_int_equal(a.status, 303);
	assert_non_null(strstr(a.location, "note=turned"));
	assert_true(care_plan(&cx, person, true, &now));
	assert_true(now.version == had.version + 1 && now.id == had.id);
	assert_true(mind_days(&now.plan, 5) > mind_days(&had.plan, 5));
	for (int t = 0; t < WEEKS; t++) {
		assert_int_equal(now.plan.week[t].n_session, had.plan.week[t].n_session);
		for (int i = 0; i < now.plan.week[t].n_session; i++)
			assert_int_equal(now.plan.week[t].session[i].pressure, had.plan.week[t].session[i].pressure);
		for (int i = 0; t < 5 && i < now.plan.week[t].n_home; i++)
			assert_int_equal(now.plan.week[t].home[i].item, had.plan.week[t].home[i].item);
	}
	assert_null(strstr(site_get(site, owner, path("")).body, ">Turn the plan<"));      /* answered */
	assert_non_null(strstr(site_get(site, owner, path("")).body, "accepted, turn to the emotional side. More calm"));
	assert_true(site_post(site, owner, path(""), path("/turn"), "answer=accept&reason=").status == 409);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_plateau_is_seen_and_the_side_with_less_is_proposed),
		cmocka_unit_test(what_was_asked_again_stands_beside_what_was_said_first),
		cmocka_unit_test(declining_wants_a_reason),
		cmocka_unit_test(accepting_turns_the_coming_weeks_once),
	};
	return cmocka_run_group_tests(tests, with_level_days, after);
}
