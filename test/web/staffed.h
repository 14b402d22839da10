/* test/web/staffed.h -- a practice with an owner, a second therapist and somebody at the front desk, and two of its clients. */
#ifndef TEST_WEB_STAFFED_H
#define TEST_WEB_STAFFED_H

#include "web/site.h"

static struct site *s;
static const char *owner, *maren, *ines, *therapist, *assistant;
static int64_t owner_id, therapist_id, assistant_id, maren_id, ines_id, practice;

static inline struct cx as_owner(void)
{
	struct cx cx = site_cx(s);

	cx.who = (struct who){ .role = ROLE_OWNER, .practice = practice, .account = owner_id };
	return cx;
}

static inline const char *add_staff(const char *role, const char *given, const char *mail, int64_t *id)
{
	struct cx cx = as_owner();
	struct new_staff in = { role, given, "Hands", mail, "rhubarb kettle violin" };
	const char *token;

	assert_true(account_add_staff(&cx, &in, id) && account_open_session(&cx, *id, false, &token) && db_commit(cx.db));
	return arena_fmt(s->keep, "unknot=%s", token);
}

static inline int begin(void **state)
{
	(void)state;
	s = site_new();
	site_demo(s);
	owner = site_door(s, 0);
	maren = site_door(s, 1);
	ines = site_door(s, 2);
	owner_id = site_owner_cx(s).who.account;
	practice = site_owner_cx(s).who.practice;
	maren_id = site_person(s, "maren@demo.invalid");
	ines_id = site_person(s, "ines@demo.invalid");
	therapist = add_staff("therapist", "Two", "two@demo.invalid", &therapist_id);
	assistant = add_staff("assistant", "Front", "front@demo.invalid", &assistant_id);
	return 0;
}

static inline int end(void **state)
{
	(void)state;
	site_end(s);
	return 0;
}

static inline const char *fill(const char *pattern, int64_t id)
{
	const char *at = strstr(pattern, "{id}");

	return at ? arena_fmt(s->keep, "%.*s%lld%s", (int)(at - pattern), pattern, (long long)id, at + 4) : pattern;
}

/* Every route that does not name the role refuses it. */
static inline void role_is_kept_to_its_routes(const char *cookie, unsigned role, int64_t id)
{
	int allowed = 0;

	for (int i = 0; i < web_n_routes; i++) {
		const struct web_route *r = &web_routes[i];
		bool post = str_equal(r->method, "POST");

		allowed += (r->who & role) != 0;
		if (r->who & (role | ROLE_ANYONE))
			continue;
		struct answer a = site_send(s, post ? METHOD_POST : METHOD_GET, cookie, fill(r->path, id), "");
		if (a.status != 403 && a.status != 404)
			fail_msg("%s %s answered %d", r->method, r->path, a.status);
	}
	assert_true(allowed > 4);
}

enum { HOUR_SERVICE = 77 };

/* An appointment with a therapist, so many hours from now. */
static inline int64_t appoint(int64_t person, int64_t with, int hours)
{
	struct cx cx = as_owner();
	int64_t id = db_id(), starts = cx.now + hours * 3600000LL;

	assert_true(cx_save(&cx));
	struct service_all_rows have;
	assert_true(q_service_all(cx.db, practice, &have));
	assert_true(have.n || q_service_add(cx.db, HOUR_SERVICE, practice, "One hour", 60, 0, 0, 9000, 1));
	assert_true(q_appointment_add(cx.db, id, practice, person, with, HOUR_SERVICE, 0, 0, "", starts, 60, starts, starts + 3600000, cx.now, owner_id) &&
		db_commit(cx.db));
	return id;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

#endif
