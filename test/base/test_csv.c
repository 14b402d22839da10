/* Tables read as other programs write them, and written so that no spreadsheet runs them. */
#include "base/csv.h"
#include "support.h"

#include <string.h>

static struct arena *a;

static int begin(void **state)
{
	(void)state;
	a = arena_new(8 << 20);
	return 0;
}

static int end(void **state)
{
	(void)state;
	arena_end(a);
	return 0;
}

/* All cells, each in brackets, rows parted by a stroke. */
static const char *read_all(const char *text, struct err *err)
{
	struct buf b = buf_new(a, 1 << 16);
	struct csv_row row = { 0 };
	struct csv c;

	buf_str(&b, "");
	if (!csv_open(a, text, strlen(text), &c, err))
		return NULL;
	for (;;) {
		if (!csv_next(&c, &row, err))
			return NULL;
		if (!row.n)
			return b.at;
		buf_fmt(&b, "%d", row.line);
		for (int i = 0; i < row.n; i++)
			buf_fmt(&b, "[%s]", row.cell[i]);
		buf_char(&b, '|');
	}
}

static void what_parts_the_cells_is_found(void **state)
{
	static const struct { const char *text, *want; } t[] = {
		{ "a,b\n1,2\n", "1[a][b]|2[1][2]|" }, { "\xef\xbb\xbf" "a;b\r\n1,5;2", "1[a][b]|2[1,5][2]|" }, { "a\tb\r1\t\r", "1[a][b]|2[1][]|" },
		{ "\"a;,;\",b\n", "1[a;,;][b]|" }, { "one\n\n , \n two \n", "1[one]|4[two]|" },
		{ "a;b\n\"x \"\"y\"\"\r\nz\" ; 2\n3;4", "1[a][b]|2[x \"y\"\r\nz][2]|4[3][4]|" }, { "", "" }, { "\n\n", "" } };
	struct err err = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(t) / sizeof(*t); i++)
		assert_string_equal(read_all(t[i].text, &err), t[i].want);
}

static void what_is_no_table_is_named(void **state)
{
	struct err err = { 0 };
	char many[2 * CSV_CELLS_MOST + 2];

	(void)state;
	assert_null(read_all("a,b\n1,\"2\n3\n", &err));
	assert_int_equal(err.line, 2);
	err = (struct err){ 0 };
	assert_null(read_all("\xff\xfe" "a", &err));
	assert_non_null(strstr(err.detail, "16-bit"));
	err = (struct err){ 0 };
	assert_null(read_all("M\xfcller,1", &err));
	assert_non_null(strstr(err.detail, "UTF-8"));
	err = (struct err){ 0 };
	memset(many, ',', sizeof(many));
	many[0] = 'a';
	many[sizeof(many) - 1] = 0;
	assert_null(read_all(many, &err));
	assert_int_equal(err.code, ERR_INPUT);
}

static void no_text_of_a_person_is_a_formula(void **state)
{
	static const char *const runs[] = { "=1+1", "+1", "-1", "@A1", "\t=1", "\r=1" };

	(void)state;
	for (size_t i = 0; i < sizeof(runs) / sizeof(*runs); i++) {
		struct buf b = buf_new(a, 100);

		csv_put(&b, runs[i], true);
		assert_int_equal(b.at[0], '"');
		assert_int_equal(b.at[1], '\'');
		assert_int_equal(strncmp(b.at + 2, runs[i], strlen(runs[i])), 0);
	}
	struct buf b = buf_new(a, 100);
	csv_put(&b, "", true);
	csv_put(&b, "a\"b", true);
	csv_put(&b, "-1", false);
	assert_string_equal(b.at, "\"\"\"a\"\"b\"\"-1\"");
}

/* The largest file a page takes, all of it empty cells: memory grows with what cells hold, not with how many there are. */
static void empty_cells_cost_no_memory(void **state)
{
	enum { MANY = 900000 };
	char *text = arena_take(a, MANY + 3, 1);
	struct csv_row row = { 0 };
	struct err err = { 0 };
	struct csv c;

	(void)state;
	for (int i = 0; i < MANY; i++)
		text[i] = i % 60 == 59 ? '\n' : ',';
	text[MANY] = 'x';
	size_t before = arena_used(a);
	assert_true(csv_open(a, text, MANY + 1, &c, &err));
	assert_true(csv_next(&c, &row, &err));
	assert_int_equal(row.n, 1);
	assert_string_equal(row.cell[0], "x");
	assert_int_equal(row.line, MANY / 60 + 1);
	assert_true(arena_used(a) - before < 1000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_parts_the_cells_is_found),
		cmocka_unit_test(what_is_no_table_is_named),
		cmocka_unit_test(no_text_of_a_person_is_a_formula),
		cmocka_unit_test(empty_cells_cost_no_memory),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
