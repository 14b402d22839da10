/* Clients from a table: each row is told what becomes of it, a look keeps nothing, nothing comes in twice or through a side door. */
#include "store/kept.h"
#include "web/staffed.h"

#include "app/import.h"
#include "base/form.h"

static int64_t number(const char *sql)
{
	return kept_count(s->site.db.handle, sql);
}

/* act: "try" or "take"; more: further fields, "" for none */
static struct answer send(const char *who, const char *act, const char *table, const char *more)
{
	return site_post(s, who, "/clients/import", "/clients/import", arena_fmt(s->keep, "act=%s&body=%s%s", act, form_escape(s->keep, table), more));
}

static void has(const struct answer *a, const char *text)
{
	if (!strstr(a->body, text))
		fail_msg("not on the page: %s", text);
}

static const char mixed[] = "\xef\xbb\xbf" "Vorname;Nachname;Geburtsdatum;Geschlecht;E-Mail;Kundennummer\r\n"
	"Ada;Berg;31.12.1980;w;ada@x.invalid;1\r\n"
	"Bo;Young;01.01.2015;m;;2\r\n"
	"Ines;Castell;1980-13-01;w;;3\r\n"
	"=HYPERLINK(1);Falle;01.02.1970;w;;4\r\n"
	"Ada;Andere;31.12.1981;w;ADA@x.invalid;5\r\n"
	"\"Cleo \"\"C\"\"\";<b>Dahl;2/13/1975;d;;6\r\n"
	"Eva;Zwei;3/4/1975;w;;7\r\n"
	"Ohne;Angabe;01.02.1970;;;8\r\n"
	"Mara;Konto;01.02.1970;w;maren@demo.invalid;9\r\n";

static void a_look_tells_of_each_row_and_keeps_nothing(void **state)
{
	int64_t people = number("select count(*) from person"), lines = number("select count(*) from event");
	struct answer a = send(owner, "try", mixed, "");

	(void)state;
	assert_int_equal(a.status, 200);
	has(&a, "2 clients can be taken over, 2 already there, 5 refused.");
	has(&a, "under 18");
	has(&a, "begins like a formula");
	has(&a, "is the same as line 2");
	has(&a, "can be read in two ways");
	has(&a, "danger questions depend on it");
	has(&a, "Cleo &quot;C&quot; &lt;b&gt;Dahl");
	assert_null(strstr(a.body, "/welcome/"));
	assert_int_equal(number("select count(*) from person"), people);
	assert_int_equal(number("select count(*) from event"), lines);
}

static void columns_that_are_not_read_are_named_on_a_look_and_afterwards(void **state)
{
	static const char odd[] = "given,family,born,sex,Notes <b>,,,\"a\nlong one\"\nNora,Quist,1970-01-01,f,see her file,kept?,,\n";
	static const char known[] = "given,family,born,sex,mail,phone\nNora,Quist,1970-01-01,f,,\n";

	(void)state;
	struct answer a = send(owner, "try", mixed, "");
	has(&a, "Not read: <b>Kundennummer</b>.");
	a = send(owner, "try", odd, "");
	has(&a, "Not read: <b>Notes &lt;b&gt;, column 6 (without a name), a long one</b>.");
	a = send(owner, "take", odd, "");
	has(&a, "1 client taken over");
	has(&a, "Not read: <b>Notes &lt;b&gt;, column 6 (without a name), a long one</b>.");
	a = send(owner, "try", known, "");
	has(&a, "1 already there");
	assert_null(strstr(a.body, "Not read"));
}

static void what_is_fine_comes_in_once_with_a_link_that_works(void **state)
{
	int64_t people = number("select count(*) from person"), open = number("select count(*) from invitation");
	struct answer a = send(owner, "take", mixed, arena_fmt(s->keep, "&therapist=%lld", (long long)therapist_id));

	(void)state;
	has(&a, "2 clients taken over");
	assert_int_equal(number("select count(*) from person"), people + 2);
	assert_int_equal(number("select count(*) from invitation"), open + 2);
	const char *link = strstr(a.body, "/welcome/");
	assert_non_null(link);
	assert_int_equal(site_get(s, NULL, arena_copy(s->keep, link, strcspn(link, "<"))).status, 200);
	assert_int_equal(number(arena_fmt(s->keep, "select count(*) from person where therapist = %lld", (long long)therapist_id)), 2);
	a = send(owner, "take", mixed, "");
	has(&a, "0 clients taken over, 4 already there, 5 refused.");
	assert_int_equal(number("select count(*) from person"), people + 2);
}

static void a_table_that_is_none_is_named_and_keeps_nothing(void **state)
{
	static const struct { const char *table, *says; } bad[] = { { "given;family;born\nA;B;1980-01-01", "is not among the columns" },
		{ "given,given,family,born,sex\nA,B,C,1980-01-01,f", "twice" }, { "given,family,born,sex\n", "holds no row" },
		{ "given,family,born,sex\n\"A,B,1980-01-01,f", "never closed" } };
	int64_t people = number("select count(*) from person");

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct answer a = send(owner, "take", bad[i].table, "");
		assert_int_equal(a.status, 422);
		has(&a, bad[i].says);
	}
	assert_int_equal(number("select count(*) from person"), people);
}

static void nobody_gives_clients_to_others_or_learns_of_them(void **state)
{
	static const char one[] = "given,family,born,sex\nNew,Person,1980-01-01,f\n";
	int64_t people = number("select count(*) from person");

	(void)state;
	assert_int_equal(site_get(s, assistant, "/clients/import").status, 403);
	assert_int_equal(send(therapist, "take", one, arena_fmt(s->keep, "&therapist=%lld", (long long)owner_id)).status, 403);
	assert_int_equal(send(owner, "take", one, "&therapist=77").status, 422);
	assert_int_equal(sqlite3_exec(s->site.db.handle, "update practice set see_all = 0", NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(site_get(s, therapist, "/clients/import").status, 403);
	assert_int_equal(sqlite3_exec(s->site.db.handle, "update practice set see_all = 1", NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(number("select count(*) from person"), people);
	assert_int_equal(send(therapist, "take", one, "").status, 200);
	assert_int_equal(number("select count(*) from person"), people + 1);
}

/* A failure in the middle leaves none of the rows before it. */
static void all_rows_or_none_when_the_store_fails(void **state)
{
	static const char two[] = "given,family,born,sex\nFirst,Row,1980-01-01,f\nSecond,Row,1980-01-02,m\n";
	int64_t people = number("select count(*) from person");

	(void)state;
	assert_int_equal(sqlite3_exec(s->site.db.handle, arena_fmt(s->keep, "create temp trigger full before insert on person when (select count(*) from person) > %lld "
		"begin select raise(abort, 'full'); end", (long long)people), NULL, NULL, NULL), SQLITE_OK);
	struct answer a = send(owner, "take", two, "");
	assert_int_equal(sqlite3_exec(s->site.db.handle, "drop trigger full", NULL, NULL, NULL), SQLITE_OK);
	assert_true(a.status >= 400);
	assert_int_equal(number("select count(*) from person"), people);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_look_tells_of_each_row_and_keeps_nothing),
		cmocka_unit_test(columns_that_are_not_read_are_named_on_a_look_and_afterwards),
		cmocka_unit_test(what_is_fine_comes_in_once_with_a_link_that_works),
		cmocka_unit_test(a_table_that_is_none_is_named_and_keeps_nothing),
		cmocka_unit_test(nobody_gives_clients_to_others_or_learns_of_them),
		cmocka_unit_test(all_rows_or_none_when_the_store_fails),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
