/* export-selfcheck: a folder that can be hosted anywhere, with whose name, whose numbers and which address. */
#include "run.h"

#include "base/embed.h"
#include "store/kept.h"
#include "web/selfcheck.h"

static struct site *s;
static const char *dir;

static int begin(void **state)
{
	(void)state;
	s = site_new();
	site_demo(s);
	dir = kept_path(s, "site");
	return 0;
}

static int end(void **state)
{
	(void)state;
	kept_remove(dir);
	site_end(s);
	return 0;
}

static const char *page(void)
{
	struct bytes_of b = kept_read(s, arena_fmt(s->keep, "%s/index.html", dir));

	assert_non_null(b.at);
	return (const char *)b.at;
}

static void needs_engine(void)
{
	if (selfcheck_ready())
		return;
	struct ran r = run(s->keep, "export-selfcheck", dir);
	assert_int_equal(r.code, 1);
	assert_non_null(strstr(r.err, "reason.wasm"));
	skip();
}

static void all_files_are_there_and_are_nobodys(void **state)
{
	(void)state;
	needs_engine();
	struct ran r = run(s->keep, "export-selfcheck", dir);

	assert_string_equal(r.err, "");
	assert_int_equal(r.code, 0);
	assert_non_null(strstr(r.out, "your local emergency number"));
	for (int i = 0; i < selfcheck_n_files; i++)
		assert_true(kept_read(s, arena_fmt(s->keep, "%s/%s", dir, selfcheck_files[i])).n > 0);
	assert_non_null(strstr(page(), "data-take=\"\""));
	assert_null(strstr(page(), "/clients"));
	assert_int_equal(run(s->keep, "export-selfcheck", dir).code, 0);        /* over itself: a newer program renews the folder */
}

static void the_address_is_where_a_code_leads(void **state)
{
	static const char *const url[] = { "https://practice.example", "https://practice.example/" };

	(void)state;
	needs_engine();
	for (int i = 0; i < 2; i++) {
		assert_int_equal(run(s->keep, "export-selfcheck", dir, "--url", url[i]).code, 0);
		assert_non_null(strstr(page(), "data-take=\"https://practice.example/clients\""));
	}
	assert_int_equal(run(s->keep, "export-selfcheck", dir, "--url", "https://practice.example:8443/back").code, 0);
	assert_non_null(strstr(page(), "data-take=\"https://practice.example:8443/back/clients\""));
}

static void an_address_that_is_none_makes_no_folder(void **state)
{
	static const char *const url[] = { "", "practice.example", "http://practice.example", "https://", "https:///", "https://a b", "https://a.example/?x=1",
		"https://a.example/#x", "https://a.example/\"><script>", "javascript:alert(1)" };
	struct stat st;

	(void)state;
	for (size_t i = 0; i < sizeof(url) / sizeof(*url); i++) {
		struct ran r = run(s->keep, "export-selfcheck", dir, "--url", url[i]);

		if (r.code != 2 || strcmp(r.err, "--url: https:// and the practice's address are expected\n") != 0)
			fail_msg("%s: exit %d, %s", url[i], r.code, r.err);
		assert_int_equal(stat(dir, &st), -1);
	}
	assert_int_equal(run(s->keep, "export-selfcheck", dir, "--url").code, 2);
	assert_int_equal(run(s->keep, "export-selfcheck").code, 2);
	assert_int_equal(run(s->keep, "export-selfcheck", "-").code, 2);
}

static void name_and_numbers_are_the_practices(void **state)
{
	(void)state;
	needs_engine();
	assert_int_equal(sqlite3_exec(s->site.db.handle, "update practice set emergency = '144', crisis = '143'", NULL, NULL, NULL), SQLITE_OK);
	struct ran r = run(s->keep, "export-selfcheck", dir, "--data", s->dir, "--key", s->key_path, "--url", "https://practice.example");
	assert_string_equal(r.err, "");
	assert_int_equal(r.code, 0);
	assert_non_null(strstr(r.out, "numbers: the practice's"));
	assert_non_null(strstr(page(), "data-emergency=\"144\" data-crisis=\"143\""));
	assert_non_null(strstr(page(), "data-take=\"https://practice.example/clients\""));
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, begin, end)
	const struct CMUnitTest tests[] = {
		T(all_files_are_there_and_are_nobodys), T(the_address_is_where_a_code_leads), T(an_address_that_is_none_makes_no_folder),
		T(name_and_numbers_are_the_practices),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
