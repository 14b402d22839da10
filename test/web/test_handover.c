/* More than one owner and never none; a client changes hands with or without the sessions to come; what others entered bears their name. */
#include "web/staffed.h"

#include "app/access.h"

static const char *people;

static int with_a_record(void **state)
{
	begin(state);
	people = arena_fmt(s->keep, "/client/%lld/people", (long long)maren_id);
	return 0;
}

static int role(const char *who, int64_t account, const char *as)
{
	return site_post(s, who, "/people", "/people", arena_fmt(s->keep, "act=role&who=%lld&role=%s", (long long)account, as)).status;
}

static void there_is_always_an_owner(void **state)
{
	struct account_by_mail_rows m;
	struct cx cx = site_cx(s);

	(void)state;
	assert_true(q_account_by_mail(cx.db, "maren@demo.invalid", &m));
	assert_int_equal(role(owner, owner_id, "therapist"), 422);      /* the last one */
	assert_int_equal(role(owner, assistant_id, "owner"), 422);
	assert_int_equal(role(owner, m.at[0].id, "owner"), 422);        /* a client */
	assert_int_equal(role(owner, 4711, "owner"), 422);
	assert_int_equal(role(owner, therapist_id, "assistant"), 422);
	assert_int_equal(site_send(s, METHOD_POST, therapist, "/people", arena_fmt(s->keep, "act=role&who=%lld&role=owner", (long long)therapist_id)).status, 403);
	assert_int_equal(site_get(s, assistant, "/people").status, 403);

	assert_int_equal(role(owner, therapist_id, "owner"), 303);
	assert_int_equal(site_get(s, therapist, "/people").status, 200);
	assert_int_equal(role(owner, owner_id, "therapist"), 303);
	assert_int_equal(site_get(s, owner, "/people").status, 403);    /* at once, in the session that is open */
	assert_int_equal(role(therapist, therapist_id, "therapist"), 422);
	assert_int_equal(site_post(s, therapist, "/people", "/people", arena_fmt(s->keep, "act=leave&sure=1&who=%lld", (long long)therapist_id)).status, 422);
	assert_int_equal(role(therapist, owner_id, "owner"), 303);
}

static void one_of_two_owners_may_leave_and_the_other_not(void **state)
{
	int64_t third;

	(void)state;
	add_staff("therapist", "Two", "three@demo.invalid", &third);
	assert_int_equal(role(owner, third, "owner"), 303);
	assert_int_equal(site_post(s, owner, "/people", "/people", arena_fmt(s->keep, "act=leave&sure=1&who=%lld", (long long)third)).status, 303);
	assert_int_equal(site_post(s, owner, "/people", "/people", arena_fmt(s->keep, "act=leave&sure=1&who=%lld", (long long)owner_id)).status, 422);
	assert_int_equal(role(owner, therapist_id, "therapist"), 303);
	assert_int_equal(role(owner, owner_id, "therapist"), 422);      /* who left does not count */
}

static int64_t with_whom(int64_t appointment)
{
	struct cx cx = as_owner();
	struct appointment_get_rows a;

	assert_true(q_appointment_get(cx.db, appointment, practice, &a) && a.n == 1);
	return a.at[0].therapist;
}

static struct answer hand(int64_t to, const char *more)
{
	return site_post(s, owner, people, people, arena_fmt(s->keep, "act=hand&to=%lld%s", (long long)to, more));
}

static void what_becomes_of_the_sessions_to_come_is_asked(void **state)
{
	int64_t past = appoint(maren_id, owner_id, -30), coming = appoint(maren_id, owner_id, 500), other = appoint(maren_id, owner_id, 700);

	(void)state;
	assert_non_null(strstr(site_get(s, owner, people).body, "They go along"));
	struct answer a = hand(therapist_id, "");
	assert_int_equal(a.status, 422);
	assert_non_null(strstr(a.body, "go along, or stay"));
	assert_int_equal(hand(therapist_id, "&appointments=perhaps").status, 422);
	assert_int_equal(hand(therapist_id, "&appointments=keep").status, 303);
	assert_int_equal(with_whom(coming), owner_id);
	assert_int_equal(hand(owner_id, "").status, 303);       /* none are with the therapist: nothing to ask */
	int64_t taken = appoint(maren_id, therapist_id, 700);
	a = hand(therapist_id, "&appointments=move");
	assert_int_equal(a.status, 422);
	assert_non_null(strstr(a.body, "has no time for 1"));
	assert_int_equal(with_whom(coming), owner_id);          /* all or none */
	struct cx cx = as_owner();
	assert_true(cx_save(&cx));
	assert_int_equal(sqlite3_exec(cx.db->handle, arena_fmt(s->keep, "delete from appointment where id = %lld", (long long)taken), NULL, NULL, NULL), SQLITE_OK);
	assert_true(db_commit(cx.db));
	assert_int_equal(hand(therapist_id, "&appointments=move").status, 303);
	assert_int_equal(with_whom(coming), therapist_id);
	assert_int_equal(with_whom(other), therapist_id);
	assert_int_equal(with_whom(past), owner_id);            /* what was stays with who gave it */
}

static void what_others_entered_bears_their_name(void **state)
{
	const char *answers = arena_fmt(s->keep, "/client/%lld/answers", (long long)maren_id), *token;
	struct cx cx = site_cx(s);

	(void)state;
	cx.who = (struct who){ .role = ROLE_OWNER, .practice = practice, .account = owner_id };
	assert_true(access_proxy(&cx, maren_id, &token) && db_commit(cx.db));
	assert_int_equal(site_send(s, METHOD_POST, NULL, arena_fmt(s->keep, "/access/%s", token), "given=Ole&family=%3Ci%3ELindqvist&mail=ole%40home.example&"
		"passphrase=der+stille+bach+im+mai&again=der+stille+bach+im+mai&adult=1").status, 303);
	struct answer in = site_send(s, METHOD_POST, NULL, "/sign-in", "mail=ole%40home.example&passphrase=der+stille+bach+im+mai");
	const char *proxy = site_cookie(s, &in);
	assert_null(strstr(site_get(s, owner, answers).body, "ntered by"));
	assert_int_equal(site_post(s, proxy, "/interview/pain_average", "/interview/pain_average", "answer=5").status, 303);
	assert_non_null(strstr(site_get(s, owner, answers).body, "Entered by Ole &lt;i&gt;Lindqvist"));
	assert_int_equal(site_post(s, maren, "/interview/pain_average", "/interview/pain_average", "answer=4").status, 303);
	struct answer a = site_get(s, owner, answers);
	assert_null(strstr(a.body, "Entered by Ole"));
	assert_non_null(strstr(a.body, ", entered by Ole"));    /* in what was said before */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(there_is_always_an_owner),
		cmocka_unit_test(one_of_two_owners_may_leave_and_the_other_not),
		cmocka_unit_test(what_becomes_of_the_sessions_to_come_is_asked),
		cmocka_unit_test(what_others_entered_bears_their_name),
	};

	return cmocka_run_group_tests(tests, with_a_record, end);
}
