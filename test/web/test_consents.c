/* What was agreed to stays readable in the words of its day, is taken back as easily as given; the signed intake cannot be swapped. */
#include "web/site.h"

#include "app/consent.h"
#include "store/export.h"

static struct site *s;
static const char *owner, *maren, *ines;
static int64_t maren_id, ines_id;

static int begin(void **state)
{
	(void)state;
	s = site_new();
	site_demo(s);
	owner = site_door(s, 0);
	maren = site_door(s, 1);
	ines = site_door(s, 2);
	maren_id = site_person(s, "maren@demo.invalid");
	ines_id = site_person(s, "ines@demo.invalid");
	return 0;
}

static int end(void **state)
{
	(void)state;
	site_end(s);
	return 0;
}

/* ?1: Maren.  The first number of the first row, -1 when there is none. */
static int64_t number(const char *sql)
{
	sqlite3_stmt *q;

	assert_int_equal(sqlite3_prepare_v2(s->site.db.handle, sql, -1, &q, NULL), SQLITE_OK);
	if (sqlite3_bind_parameter_count(q))
		sqlite3_bind_int64(q, 1, maren_id);
	int code = sqlite3_step(q);
	assert_true(code == SQLITE_ROW || code == SQLITE_DONE);
	int64_t n = code == SQLITE_ROW ? sqlite3_column_int64(q, 0) : -1;
	sqlite3_finalize(q);
	return n;
}

static void run(const char *sql)
{
	assert_int_equal(number(sql), -1);
}

static void a_yes_is_taken_back_with_one_tap_and_given_with_one(void **state)
{
	const char *lines = "select count(*) from consent where person = ?1 and component = 'massage'";
	int64_t n = number(lines);

	(void)state;
	assert_int_equal(site_post(s, maren, "/consents", "/consents", "part=massage&given=no").status, 303);
	assert_int_equal(number(lines), n + 1);
	struct answer a = site_get(s, maren, "/consents");
	assert_non_null(strstr(a.body, "Massage sessions: yes, I want this"));
	assert_null(strstr(a.body, "Massage sessions: no, leave it out"));
	assert_non_null(strstr(site_get(s, owner, arena_fmt(s->keep, "/client/%lld", (long long)maren_id)).body, "<dt>Massage sessions</dt><dd>declined</dd>"));
	assert_int_equal(site_post(s, maren, "/consents", "/consents", "part=massage&given=yes").status, 303);
	assert_int_equal(number(lines), n + 2);
	assert_non_null(strstr(site_get(s, maren, "/consents").body, "The words of that day"));
}

static void what_was_agreed_stays_in_the_words_of_its_day(void **state)
{
	(void)state;
	assert_int_equal(number("select count(*) from consent c where person = ?1 and not exists (select 1 from consent_text t "
		"where t.version = c.version and t.component = c.component and length(t.body) > 80)"), 0);
	run("insert into consent(person, component, given, version, at) values (?1, 'massage', 1, 'feedfacefeedfacefeed', 1794000000000)");
	run("insert into consent_text(version, component, name, body) values ('feedfacefeedfacefeed', 'massage', 'Massage', 'Other words <b>of then</b>')");
	struct answer a = site_get(s, maren, "/consents");
	assert_non_null(strstr(a.body, "Other words &lt;b&gt;of then"));
	assert_non_null(strstr(a.body, ">feedfacefeed<"));
}

static void nothing_but_a_yes_or_no_to_a_known_part_is_taken(void **state)
{
	static const char *const bad[] = { "part=massage", "given=no", "part=nothing&given=no", "part=massage&given=maybe", "part=massage&given=no&person=1" };
	int64_t n = number("select count(*) from consent");

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_int_equal(site_post(s, maren, "/consents", "/consents", bad[i]).status, 422);
	assert_int_equal(number("select count(*) from consent"), n);
	assert_int_equal(site_get(s, owner, "/consents").status, 403);
	assert_int_equal(site_get(s, owner, "/signature").status, 403);
	assert_int_equal(site_get(s, maren, arena_fmt(s->keep, "/client/%lld/signature", (long long)ines_id)).status, 403);
}

static struct answer sign(const char *who, const char *name, const char *shown)
{
	return site_post(s, who, "/signature", "/signature", arena_fmt(s->keep, "name=%s&shown=%s", name, shown));
}

static void only_a_finished_interview_that_was_seen_is_signed(void **state)
{
	const char *path = arena_fmt(s->keep, "/client/%lld/signature", (long long)maren_id);
	struct answer page = site_get(s, ines, "/signature");

	(void)state;
	assert_null(strstr(page.body, "name=\"shown\""));
	assert_int_equal(sign(ines, "Ines", consent_digest(s->keep, "x")).status, 409);
	page = site_get(s, maren, "/signature");
	const char *shown = site_hidden(s, page.body, "shown");
	assert_int_equal(strlen(shown), CONSENT_DIGEST);
	assert_non_null(strstr(page.body, "Massage sessions: YES"));
	assert_int_equal(sign(maren, "", shown).status, 422);
	assert_int_equal(sign(maren, "Maren+L", consent_digest(s->keep, "other")).status, 409);
	assert_int_equal(site_post(s, maren, "/consents", "/consents", "part=area_chest&given=no").status, 303);
	/* who treats reads the no before the hour; the paper shows it among its heads and parts, in the words that are signed */
	assert_non_null(strstr(site_get(s, owner, arena_fmt(s->keep, "/client/%lld/session", (long long)maren_id)).body, "Not: Touch on the chest</b><span class=\"small\">The client said no."));
	const char *body = site_get(s, maren, "/signature").body;
	assert_non_null(strstr(body, "<h2>WHAT I AGREE TO</h2>"));
	assert_non_null(strstr(body, "<h3>Touch on the chest: NO</h3>"));
	assert_non_null(strstr(body, "<p class=\"said\">no</p>"));
	/* a long run of noes is folded where it stands; what says something is not */
	const char *fold = strstr(body, "<details><summary>No to these "), *end = fold ? strstr(fold, "</details>") : NULL, *first = fold ? strstr(fold, "class=\"said\">") : NULL;
	assert_true(fold && end && first && first < end && strstr(body, "WHAT I TOLD") < fold);
	assert_null(strstr(arena_copy(s->keep, fold, (size_t)(end - fold)), "class=\"said\">yes"));
	assert_int_equal(sign(maren, "Maren+L", shown).status, 409);      /* what was seen is no more what stands there */
	assert_int_equal(number("select count(*) from signature"), 0);
	assert_non_null(strstr(site_get(s, owner, path).body, "Nothing is signed yet"));
	assert_int_equal(sign(maren, "Maren+%3Ci%3ELindqvist", site_hidden(s, site_get(s, maren, "/signature").body, "shown")).status, 303);
	page = site_get(s, owner, path);
	assert_non_null(strstr(page.body, "Maren &lt;i&gt;Lindqvist"));
	assert_non_null(strstr(page.body, "Touch on the chest: NO"));
	assert_null(strstr(page.body, "does not fit"));
	assert_null(strstr(page.body, "after this was signed"));
	assert_null(strstr(site_get(s, maren, "/result").body, "href=\"/signature\""));
}

static void a_change_after_the_signature_and_a_changed_text_are_both_told(void **state)
{
	const char *path = arena_fmt(s->keep, "/client/%lld/signature", (long long)maren_id);

	(void)state;
	run("insert into consent(person, component, given, version, at) values (?1, 'mind', 0, 'x', 1795000000001)");
	assert_non_null(strstr(site_get(s, owner, path).body, "after this was signed"));
	run("update signature set day = '2020-01-01'");
	assert_non_null(strstr(site_get(s, owner, path).body, "does not fit its check sum"));
	run("update signature set day = (select strftime('%Y-%m-%d', at / 1000, 'unixepoch') from signature)");
	assert_null(strstr(site_get(s, owner, path).body, "does not fit its check sum"));
}

/* Sealed in the file, open in what the client takes along. */
static void the_signature_is_sealed_and_in_the_export(void **state)
{
	const char *to = arena_fmt(s->keep, "%s/out.tar", s->dir);
	int clients;

	(void)state;
	assert_int_equal(number("select count(*) from signature where instr(body_sealed, 'Massage') or instr(name_sealed, 'Maren')"), 0);
	if (!export_write(s->site.db.handle, s->key, maren_id, to, NULL, &clients, &s->err))
		fail_msg("%s %s", s->err.field, s->err.detail);
	FILE *f = fopen(to, "rb");
	char *text = calloc(1, 32 << 20);
	assert_non_null(f);
	size_t n = fread(text, 1, 32 << 20, f);
	fclose(f);
	assert_non_null(memmem(text, n, "Maren <i>Lindqvist", 18));
	assert_non_null(memmem(text, n, "Touch on the chest: NO", 22));
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_yes_is_taken_back_with_one_tap_and_given_with_one),
		cmocka_unit_test(what_was_agreed_stays_in_the_words_of_its_day),
		cmocka_unit_test(nothing_but_a_yes_or_no_to_a_known_part_is_taken),
		cmocka_unit_test(only_a_finished_interview_that_was_seen_is_signed),
		cmocka_unit_test(a_change_after_the_signature_and_a_changed_text_are_both_told),
		cmocka_unit_test(the_signature_is_sealed_and_in_the_export),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
