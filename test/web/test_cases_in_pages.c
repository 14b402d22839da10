/* The forty whole cases of test/cases, lived through the pages: what assess says of them, the client and the therapist see too. */
#include "app/casefile.h"
#include "web/site.h"

#include <glob.h>

static struct site *site;
static const char *owner;
static int64_t practice, therapist;

static int before(void **state)
{
	(void)state;
	site = site_new();
	site_demo(site);
	owner = site_door(site, 0);
	practice = site_owner_cx(site).who.practice;
	therapist = site_owner_cx(site).who.account;
	return 0;
}

static int after(void **state)
{
	(void)state;
	site_end(site);
	return 0;
}

static char *slurp(const char *path, size_t *n)
{
	FILE *f = fopen(path, "rb");
	char *text = arena_take(site->keep, 1 << 16, 1);

	assert_non_null(f);
	*n = fread(text, 1, (1 << 16) - 1, f);
	fclose(f);
	return text;
}

/* The word behind `key` at the beginning of a line, "" when there is no such line. */
static const char *wanted(const char *want, const char *key)
{
	const char *line = arena_fmt(site->keep, "\n%s ", key), *at = strstr(want, line);

	return at ? arena_copy(site->keep, at + strlen(line), strcspn(at + strlen(line), " \n")) : "";
}

/* A person of the practice with the answers and marks of the case; the cookie of its client in *cookie. */
static int64_t live(const struct person_case *c, const char **cookie)
{
	struct cx cx = site_cx(site);
	const struct kb *kb = cx.kb;
	int64_t person = db_id(), account = db_id(), raised;
	const char *token, *mail = arena_fmt(site->keep, "case%lld@case.invalid", (long long)person);
	char born[11];

	day_iso(cx.today - (day)(c->age * 365.25) - 30, born);
	cx.who = (struct who){ .role = ROLE_OWNER, .practice = practice, .account = therapist };
	assert_true(cx_save(&cx) && q_account_add(cx.db, account, practice, "client", "Case", "Person", mail, mail, "x", cx.now) &&
		q_person_add(cx.db, person, practice, therapist, "Case", "Person", NULL, born, NULL,
			c->sex == SEX_FEMALE ? "female" : c->sex == SEX_MALE ? "male" : "other", cx.now) && q_person_account(cx.db, person, account));
	for (int i = 0; i < kb->n_consents; i++)
		assert_true(q_consent_add(cx.db, person, kb->consent[i].id, 1, kb->hash, cx.now));
	for (int f = 0; f < kb->n_findings; f++)
		if (c->answer[f] != NOT_ASKED && !kb->finding[f].sum_of.n)
			assert_true(record_answer(&cx, person, f, c->answer[f], "intake"));
		else if (c->answer[f] > 0 && kb->finding[f].sum_of.n)
			assert_true(record_answer(&cx, person, f, c->answer[f], "intake"));
	for (int r = 0; r < kb->n_regions; r++)
		if (c->mark[r])
			assert_true(q_mark_set(cx.db, person, kb->region[r].id, c->mark[r], cx.now));
	if (c->map_given)
		assert_true(q_mark_set(cx.db, person, kb->region[0].id, c->mark[0], cx.now));
	assert_true(q_person_limits(cx.db, person, c->limits.session_minutes ? c->limits.session_minutes : 60,
		c->limits.home_minutes >= 0 ? c->limits.home_minutes : 15, c->limits.pressure_max) &&
		q_person_interview_done(cx.db, person, cx.now) && record_rescreen(&cx, person, "intake", &raised) &&
		account_open_session(&cx, account, true, &token) && db_commit(cx.db));
	*cookie = arena_fmt(site->keep, "unknot=%s", token);
	return person;
}

static void walk(const char *json)
{
	size_t n;
	struct err err = { 0 };
	const char *text = slurp(json, &n), *cookie;
	const struct person_case *c = casefile_read(site->keep, site->config.kb, text, n, &err);
	char *want_path = arena_fmt(site->keep, "%.*s.want", (int)(strlen(json) - 5), json);
	const char *want = arena_fmt(site->keep, "\n%s", slurp(want_path, &n)), *tier = wanted(want, "triage"), *plan = wanted(want, "plan");

	assert_non_null(c);
	if (c->age < ADULT)
		return;         /* refused at the door: test_doors */
	int64_t person = live(c, &cookie);
	bool stopped = str_equal(tier, "urgent") || str_equal(tier, "emergency");
	struct answer today = site_get(site, cookie, "/today");
	const char *page = arena_fmt(site->keep, "/client/%lld", (long long)person);
	struct answer seen = site_get(site, owner, page);

	if (seen.status != 200)
		fail_msg("%s: the therapist's page answers %d", json, seen.status);
	if (stopped != (today.status == 303 && str_equal(today.location, "/stop")))
		fail_msg("%s: triage %s, but Today answers %d %s", json, tier, today.status, today.location ? today.location : "");
	if (stopped && !strstr(site_get(site, cookie, "/stop").body, str_equal(tier, "emergency") ? "112" : "doctor") &&
		!strstr(site_get(site, cookie, "/stop").body, "116 123"))
		fail_msg("%s: the stop page does not say where to turn", json);
	if (stopped != (strstr(seen.body, "Stopped since") != NULL))
		fail_msg("%s: triage %s is not what the therapist sees", json, tier);
	struct answer made = site_post(site, owner, page, arena_fmt(site->keep, "%s/propose", page), "");
	if (str_equal(plan, "ok") != (made.status == 303))
		fail_msg("%s: wanted plan %s, proposing answers %d", json, plan, made.status);
}

static void every_case_is_seen_in_the_pages_as_assess_sees_it(void **state)
{
	glob_t found;

	(void)state;
	assert_int_equal(glob("test/cases/*.json", 0, NULL, &found), 0);
	assert_int_equal(found.gl_pathc, 40);
	for (size_t i = 0; i < found.gl_pathc; i++)
		walk(found.gl_pathv[i]);
	globfree(&found);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(every_case_is_seen_in_the_pages_as_assess_sees_it) };

	return cmocka_run_group_tests(tests, before, after);
}
