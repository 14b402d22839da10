/* Paper: whole PDFs, the same bytes each time, nothing cut off, nothing alone, and a clear word where there is no font. */
#include "pdf.h"

#include "base/rng.h"
#include "render/paper.h"

#include <fontconfig/fontconfig.h>
#include <math.h>

#include "arena_and_err.h"

enum { OUT_MOST = 32 << 20 };

static struct paper *fresh(void)
{
	static const struct paper_about about = { "A paper of the tests", "the foot", 20778 };

	return paper_new(a, &about);
}

static struct buf ended(struct paper *p, struct paper_made *made)
{
	struct buf out = buf_new(a, OUT_MOST);

	if (!paper_end(p, &out, made, &err))
		fail_msg("%s", err_line(a, &err));
	pdf_expect(out.at, out.n, made->pages);
	assert_true(made->lowest <= PAPER_FOOT + 0.01);
	assert_true(made->widest <= PAPER_RIGHT + 0.5);
	return out;
}

/* n words of a letter each, the first with a number that tells it from others */
static const char *words(int number, int n)
{
	struct buf b = buf_new(a, 1 << 20);

	buf_fmt(&b, "begin%d", number);
	for (int i = 0; i < n; i++)
		buf_fmt(&b, " %s", i % 3 ? "word" : "another");
	buf_fmt(&b, " end%d", number);
	return b.at;
}

static void a_paper_says_what_was_said_in_order(void **state)
{
	struct paper *p = fresh();
	struct paper_made made;
	static const double share[] = { 1, 3 };

	(void)state;
	paper_say(p, PAPER_TITLE, "Title here");
	paper_say(p, PAPER_HEAD, "Head here");
	paper_say(p, PAPER_TEXT, "Words & <signs> \u2013 na\u00efve \u201cquotes\u201d.");
	paper_item(p, NULL, "Lead.", "The item.");
	paper_item(p, "12.", NULL, "Number twelve.");
	paper_table(p, share, 2);
	paper_row(p, (const char *const[]){ "Left", "Right" }, true);
	paper_row(p, (const char *const[]){ "one", NULL }, false);
	struct buf out = ended(p, &made);
	assert_int_equal(made.pages, 1);
	const char *text = pdf_words(a, out.at, out.n, 0);
	if (!text)
		skip();
	static const char *const order[] = { "Title here", "Head here", "Words & <signs> \u2013 na\u00efve \u201cquotes\u201d.", "Lead. The item.", "12.",
		"Number twelve.", "Left", "Right", "one", "the foot", "Page 1 of 1" };
	for (size_t i = 0; i < sizeof(order) / sizeof(*order); i++) {
		const char *at = strstr(text, order[i]);

		if (!at)
			fail_msg("\"%s\" is missing or too early in: %s", order[i], text);
		text = at;
	}
}

/* Sums of money stand one under the other, at the right edge of their column. */
static void a_column_with_a_share_below_nought_stands_at_the_right(void **state)
{
	double widest[2];

	(void)state;
	for (int i = 0; i < 2; i++) {
		struct paper *p = fresh();
		struct paper_made made;

		paper_table(p, (const double[]){ 4, i ? -1.4 : 1.4 }, 2);
		paper_row(p, (const char *const[]){ "What", "EUR" }, true);
		paper_row(p, (const char *const[]){ "Total", "1.00" }, false);
		ended(p, &made);
		widest[i] = made.widest;
	}
	assert_true(widest[0] < PAPER_RIGHT - 40);
	assert_true(widest[1] > PAPER_RIGHT - 3);
}

static void a_reader_of_screens_is_told_what_is_what(void **state)
{
	struct paper *p = fresh();
	struct paper_made made;
	static const double share[] = { 1, 1 }, value[] = { 5, NAN, 3 };
	const struct chart c = { "Pain", 20700, 3, value, NULL, NULL, NULL, false, NULL };

	(void)state;
	paper_say(p, PAPER_TITLE, "T");
	paper_say(p, PAPER_HEAD, "H");
	paper_item(p, NULL, NULL, "item");
	paper_table(p, share, 2);
	paper_row(p, (const char *const[]){ "a", "b" }, true);
	paper_row(p, (const char *const[]){ "c", "d" }, false);
	paper_chart(p, &c, 90);
	struct buf out = ended(p, &made);
	const char *tags = pdf_by(a, (const char *const[]){ "pdfinfo", "-struct", "FILE", NULL }, out.at, out.n);
	const char *about = pdf_by(a, (const char *const[]){ "pdfinfo", "FILE", NULL }, out.at, out.n);
	if (!tags || !about)
		skip();
	static const char *const want[] = { "H1", "H2", "L", "LI", "LBody", "Table", "TR", "TH", "TD", "Figure" };
	for (size_t i = 0; i < sizeof(want) / sizeof(*want); i++)
		assert_non_null(strstr(tags, want[i]));
	assert_non_null(strstr(about, "A paper of the tests"));
	assert_non_null(strstr(about, "yes"));
}

static void the_same_calls_give_the_same_bytes(void **state)
{
	struct buf out[2];
	struct paper_made made;

	(void)state;
	for (int i = 0; i < 2; i++) {
		struct paper *p = fresh();

		paper_say(p, PAPER_TITLE, "Twice");
		for (int k = 0; k < 60; k++)
			paper_say(p, k % 7 ? PAPER_TEXT : PAPER_HEAD, words(k, k));
		out[i] = ended(p, &made);
	}
	assert_int_equal(out[0].n, out[1].n);
	assert_memory_equal(out[0].at, out[1].at, out[0].n);
}

static void endless_words_and_rows_taller_than_a_page_go_on(void **state)
{
	struct paper *p = fresh();
	struct paper_made made;
	char *name = arena_take(a, 3001, 1);
	static const double share[] = { 1, 5 };

	(void)state;
	memset(name, 'W', 3000);
	paper_say(p, PAPER_TITLE, name);
	paper_item(p, NULL, name, name);
	paper_table(p, share, 2);
	paper_row(p, (const char *const[]){ "Head", "Head too" }, true);
	paper_row(p, (const char *const[]){ words(1, 900), words(2, 900) }, false);
	struct buf out = ended(p, &made);
	assert_true(made.pages >= 4);
	const char *text = pdf_text(a, out.at, out.n, 0);
	if (!text)
		skip();
	int w = 0;
	for (const char *c = text; *c; c++)
		w += *c == 'W';
	assert_int_equal(w, 9000);
	assert_non_null(strstr(text, "end1"));
	assert_non_null(strstr(text, "end2"));
	int heads = 0;
	for (const char *c = text; (c = strstr(c, "Head too")); c++)
		heads++;
	assert_true(heads >= 3);
}

/* Every beginning has its end; a heading is never the last of a page. */
static void random_papers_lose_nothing_and_leave_no_head_alone(void **state)
{
	(void)state;
	for (int seed = 0; seed < test_many(40); seed++) {
		struct rng rng = rng_new((uint64_t)seed);
		struct paper *p = fresh();
		struct paper_made made;
		int n = 5 + (int)rng_below(&rng, 60);

		for (int i = 0; i < n; i++) {
			int kind = (int)rng_below(&rng, 6);

			if (kind == 0)
				paper_say(p, PAPER_HEAD, arena_fmt(a, "headline%d", i));
			else if (kind == 1)
				paper_item(p, rng_below(&rng, 2) ? "7." : NULL, "lead", words(i, (int)rng_below(&rng, 60)));
			else if (kind == 2)
				paper_page(p, rng_below(&rng, 2));
			paper_say(p, PAPER_TEXT, words(100 + i, (int)rng_below(&rng, 300)));
		}
		struct buf out = ended(p, &made);
		const char *whole = pdf_words(a, out.at, out.n, 0);
		if (!whole)
			skip();
		for (int i = 0; i < n; i++)
			if (!strstr(whole, arena_fmt(a, "end%d ", 100 + i)))
				fail_msg("seed %d: paragraph %d has lost its end", seed, i);
		for (int page = 1; page <= made.pages && seed % 8 == 0; page++) {
			const char *text = pdf_words(a, out.at, out.n, page), *foot = strstr(text, "the foot"), *head = NULL;

			assert_non_null(foot);
			for (const char *c = text; (c = strstr(c, "headline")); c++)
				head = c;
			if (head && head + strcspn(head, " ") + 1 >= foot)
				fail_msg("seed %d: page %d ends with a heading", seed, page);
		}
		arena_reset(a);
	}
}

static void what_is_kept_together_stays_on_one_page(void **state)
{
	struct paper *p = fresh();
	struct paper_made made;

	(void)state;
	for (int i = 0; i < 12; i++) {
		paper_keep_begin(p);
		for (int k = 0; k < 5; k++)
			paper_say(p, PAPER_TEXT, words(10 * i + k, 40));
		paper_keep_end(p);
	}
	struct buf out = ended(p, &made);
	assert_true(made.pages > 1);
	for (int page = 1; page <= made.pages; page++) {
		const char *text = pdf_words(a, out.at, out.n, page);

		if (!text)
			skip();
		for (int i = 0; i < 12; i++)
			assert_int_equal(!strstr(text, arena_fmt(a, "begin%d ", 10 * i)), !strstr(text, arena_fmt(a, "end%d ", 10 * i + 4)));
	}
}

/* One page where it is asked for; else so that no last page holds a few lines. */
static void a_little_too_much_is_set_smaller(void **state)
{
	static const struct { bool one; int n, pages; } want[] = { { true, 28, 1 }, { false, 28, 1 }, { false, 40, 2 }, { false, 20, 1 } };

	(void)state;
	for (size_t k = 0; k < sizeof(want) / sizeof(*want); k++) {
		struct paper *p = fresh();
		struct paper_made made;

		paper_page(p, want[k].one);
		for (int i = 0; i < want[k].n; i++)
			paper_say(p, PAPER_TEXT, words(i, 20));
		ended(p, &made);
		assert_int_equal(made.pages, want[k].pages);
	}
}

static void without_a_font_it_says_so(void **state)
{
	int status;

	(void)state;
	pid_t child = fork();
	if (!child) {
		struct paper *p = fresh();
		struct buf out = buf_new(a, OUT_MOST);

		FcConfigSetCurrent(FcConfigCreate());
		paper_say(p, PAPER_TEXT, "x");
		bool refused = !paper_end(p, &out, NULL, &err) && err.code == ERR_INTERNAL && !strcmp(err.field, "font") &&
			strstr(err.detail, "fonts-dejavu-core") && out.n == 0;
		_exit(refused ? 0 : 1);
	}
	waitpid(child, &status, 0);
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(without_a_font_it_says_so, setup_err, teardown),
		cmocka_unit_test_setup_teardown(a_paper_says_what_was_said_in_order, setup_err, teardown),
		cmocka_unit_test_setup_teardown(a_column_with_a_share_below_nought_stands_at_the_right, setup_err, teardown),
		cmocka_unit_test_setup_teardown(a_reader_of_screens_is_told_what_is_what, setup_err, teardown),
		cmocka_unit_test_setup_teardown(the_same_calls_give_the_same_bytes, setup_err, teardown),
		cmocka_unit_test_setup_teardown(endless_words_and_rows_taller_than_a_page_go_on, setup_err, teardown),
		cmocka_unit_test_setup_teardown(random_papers_lose_nothing_and_leave_no_head_alone, setup_err, teardown),
		cmocka_unit_test_setup_teardown(what_is_kept_together_stays_on_one_page, setup_err, teardown),
		cmocka_unit_test_setup_teardown(a_little_too_much_is_set_smaller, setup_err, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
