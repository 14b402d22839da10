/* The muscles drawn on the therapist's body map: numbered as in the list, pointing to where it hurts, and read out. */
#include "render/bodymap.h"
#include "web/site.h"

static struct site *site;
static const char *owner, *client;

static int before(void **state)
{
	(void)state;
	site = site_new();
	site_demo(site);
	owner = site_door(site, 0);
	client = arena_fmt(site->keep, "/client/%lld", (long long)site_person(site, "piet@demo.invalid"));
	return 0;
}

static int after(void **state)
{
	(void)state;
	unsetenv("UNKNOT_CLOCK");
	site_end(site);
	return 0;
}

/* Every number of the list once on the pictures, back and front together; the first in the name of a picture. */
static void drawn_on(const char *page)
{
	int listed = test_count(page, "<span class=\"o\" aria-hidden=\"true\">");

	assert_in_range(listed, 1, BODYMAP_PULLS);
	assert_true(test_count(page, "class=\"pull mark\"") >= listed);
	assert_true(test_count(page, "class=\"tip\"") > 0);
	for (int i = 1; i <= listed; i++)
		assert_non_null(strstr(page, arena_fmt(site->keep, "text-anchor=\"middle\">%d</text></g>", i)));
	const char *name = strstr(page, "Muscles to press first: 1 ");
	assert_non_null(name);
	assert_true(strcspn(name, "\"") > strlen("Muscles to press first: 1 ") && strstr(name, ", pain at "));
}

static void the_page_of_a_client(void **state)
{
	struct answer page = site_get(site, owner, client);

	(void)state;
	if (!bodymap_available())
		skip();
	assert_int_equal(page.status, 200);
	drawn_on(page.body);
	assert_non_null(strstr(page.body, "muscle, as in the list"));
}

static void the_brief_before_a_session(void **state)
{
	struct answer page = site_get(site, owner, arena_fmt(site->keep, "%s/session", client));

	(void)state;
	if (!bodymap_available())
		skip();
	assert_int_equal(page.status, 200);
	drawn_on(page.body);
	assert_non_null(strstr(page.body, "dotted: blocked. Muscles to press first"));
}

/* The client's own pages name no muscle on the map. */
static void not_for_the_client(void **state)
{
	(void)state;
	assert_null(strstr(site_get(site, site_door(site, 1), "/result").body, "class=\"pull"));
}

/* With pain in most places the muscles have their order and no numbers, and the page says why. */
static void many_marks_leave_the_order(void **state)
{
	const struct kb *kb = test_kb();
	struct cx cx = site_cx(site);
	int64_t piet = site_act(&cx, "piet@demo.invalid", ROLE_OWNER);
	const char *before = site_get(site, owner, client).body;

	(void)state;
	assert_true(test_count(before, "<span class=\"num small\">") > 0 && !strstr(before, "only their order is told"));
	assert_true(cx_save(&cx));
	for (int r = 0; r < kb->n_regions; r += 3)
		assert_true(q_mark_set(cx.db, piet, kb->region[r].id, 5, cx.now));
	assert_true(db_commit(cx.db));
	const char *page = site_get(site, owner, client).body;
	assert_true(test_count(page, "<span class=\"o\" aria-hidden=\"true\">") > 0);
	assert_non_null(strstr(page, "only their order is told"));
	assert_null(strstr(page, "<span class=\"num small\">"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_page_of_a_client),
		cmocka_unit_test(the_brief_before_a_session),
		cmocka_unit_test(not_for_the_client),
		cmocka_unit_test(many_marks_leave_the_order),
	};
	return cmocka_run_group_tests(tests, before, after);
}
