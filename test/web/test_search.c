/* A client looked up by a part of the name: who is found, with what, and by whom. */
#include "site.h"

static struct site *s;
static const char *owner;

static int begin(void **state)
{
	(void)state;
	s = site_new();
	site_demo(s);
	owner = site_door(s, 0);
	return 0;
}

static int end(void **state)
{
	(void)state;
	site_end(s);
	return 0;
}

static const char *found(const char *cookie, const char *part)
{
	struct answer a = site_get(s, cookie, arena_fmt(s->keep, "/clients?q=%s", part));

	assert_int_equal(a.status, 200);
	return strstr(a.body, "<main");
}

static int rows(const char *page)
{
	int n = 0;

	for (const char *at = page; (at = strstr(at, "href=\"/client/")) != NULL; at++)
		n++;
	return n;
}

static void a_part_of_the_name_finds_them_as_the_list_has_them(void **state)
{
	const char *row, *all = found(owner, ""), *in_list = strstr(all, "Lindqvist"), *one = found(owner, "maren%20lind");

	(void)state;
	assert_true(rows(all) > 1);
	assert_int_equal(rows(one), 1);
	row = strstr(one, "Lindqvist");
	assert_non_null(row);
	assert_non_null(in_list);
	assert_memory_equal(row, in_list, (size_t)(strstr(in_list, "</tr>") - in_list));      /* stage, week and last pain are the same */
	assert_int_equal(rows(found(owner, "QVIST")), 1);
	assert_int_equal(rows(found(owner, "n%20l")), 1);               /* across the blank between the names */
	assert_int_equal(rows(found(owner, "nobody-of-this-name")), 0);
	assert_int_equal(rows(found(owner, "%25")), 0);                 /* no pattern: the sign itself */
}

static void a_colleague_who_sees_only_their_own_finds_nobody_elses(void **state)
{
	struct cx cx = site_cx(s);
	struct account_by_mail_rows who;
	const char *token;
	int64_t id;

	(void)state;
	assert_true(q_account_by_mail(cx.db, "therapist@demo.invalid", &who) && who.n == 1);
	cx.who = (struct who){ .role = ROLE_OWNER, .practice = who.at[0].practice, .account = who.at[0].id };
	assert_true(account_add_therapist(&cx, cx.who.practice, "Two", "Hands", "two@own.example", "rhubarb kettle violin", &id));
	assert_true(q_practice_rules_set(cx.db, cx.who.practice, 0, 0) && account_open_session(&cx, id, false, &token) && db_commit(cx.db));
	const char *two = arena_fmt(s->keep, "unknot=%s", token);
	assert_int_equal(rows(found(two, "lindqvist")), 0);
	assert_int_equal(rows(found(owner, "lindqvist")), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_part_of_the_name_finds_them_as_the_list_has_them, begin, end),
		cmocka_unit_test_setup_teardown(a_colleague_who_sees_only_their_own_finds_nobody_elses, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
