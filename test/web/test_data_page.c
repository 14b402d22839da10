/* The owner's page about the data: the phrase is shown once and works; the years are kept; nobody else sees it. */
#include "site.h"

#include "store/backup.h"
#include "store/recovery.h"

static const char *phrase_in(struct site *s, const char *page)
{
	const char *at = strstr(page, "id=\"phrase\">");

	return at ? arena_copy(s->keep, at + 12, strcspn(at + 12, "<")) : NULL;
}

static void the_phrase_is_shown_once_and_opens_the_next_backup(void **state)
{
	struct site *s = site_new();
	const char *file = arena_fmt(s->keep, "%s.backup", s->dir);
	struct backup_head head;
	struct image image;

	(void)state;
	site_demo(s);
	const char *owner = site_door(s, 0);
	assert_null(phrase_in(s, site_get(s, owner, "/settings/data").body));
	s->config.demo = false;
	assert_non_null(strstr(site_get(s, owner, "/desk").body, "recovery phrase"));
	struct answer shown = site_post(s, owner, "/settings/data", "/settings/data", "phrase=1");
	assert_int_equal(shown.status, 200);
	const char *phrase = phrase_in(s, shown.body);
	assert_non_null(phrase);
	struct answer after = site_get(s, owner, "/settings/data");
	assert_null(strstr(after.body, phrase));
	assert_non_null(strstr(after.body, "There is one"));
	assert_null(strstr(site_get(s, owner, "/desk").body, "recovery phrase"));
	assert_true(backup_write(s->site.db.handle, s->key, 1, file, &head, &s->err));
	struct backup_opener by = { .phrase = phrase };
	if (!backup_read(file, &by, &image, &head, &s->err))
		fail_msg("%s %s", s->err.field, s->err.detail);
	image_free(&image);
	seal_key_close(by.found);
	unlink(file);
	site_end(s);
}

static void years_are_kept_and_slips_are_shown(void **state)
{
	struct site *s = site_new();

	(void)state;
	site_demo(s);
	const char *owner = site_door(s, 0);
	assert_int_equal(site_post(s, owner, "/settings/data", "/settings/data", "keep_years=ten").status, 422);
	assert_int_equal(site_post(s, owner, "/settings/data", "/settings/data", "keep_years=10").status, 303);
	assert_non_null(strstr(site_get(s, owner, "/settings/data").body, "value=\"10\""));
	site_end(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_phrase_is_shown_once_and_opens_the_next_backup),
		cmocka_unit_test(years_are_kept_and_slips_are_shown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
