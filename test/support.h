/* test/support.h -- what tests share: cmocka, the knowledge of the program, knowledge written in the test itself. */
#ifndef TEST_SUPPORT_H
#define TEST_SUPPORT_H

#include "base/embed.h"
#include "core/case.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

/* cmocka's fail() hides that of base/err.h; tests say fail_msg. */
#undef fail
#undef fail_msg
#define fail_msg(...) (print_error("ERROR: " __VA_ARGS__), print_error("\n"), _fail(__FILE__, __LINE__))

/* How many cases a law is tried on that is the same for each of them: a quarter of `all`, or all with UNKNOT_LONG (./dev reliability laws). */
static inline int test_many(int all)
{
	return getenv("UNKNOT_LONG") ? all : all / 4;
}

/* Where tests write: a folder in memory under ./dev test. */
static inline const char *test_tmp(void)
{
	return getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp";
}

/* Makes a folder for this test; path has room for n bytes. */
static inline const char *test_folder(char *path, size_t n, const char *name)
{
	assert_true((size_t)snprintf(path, n, "%s/unknot-%s-XXXXXX", test_tmp(), name) < n);
	if (!mkdtemp(path))
		fail_msg("%s cannot be made", path);
	return path;
}

/* The knowledge that is inside the program; loaded once. */
static inline const struct kb *test_kb(void)
{
	static struct arena *a;
	static const struct kb *kb;
	struct err err = { 0 };

	if (kb)
		return kb;
	a = arena_new((size_t)64 << 20);
	struct kb_file *f = NEWS(a, struct kb_file, knowledge_files_n + 1);
	for (size_t i = 0; i < knowledge_files_n; i++)
		f[i] = (struct kb_file){ knowledge_files[i].path, knowledge_files[i].at,
			(size_t)(knowledge_files[i].end - knowledge_files[i].at) };
	kb = kb_load(a, f, (int)knowledge_files_n, "of the tests", &err);
	if (!kb)
		fail_msg("%s", err_line(a, &err));
	return kb;
}

/* Knowledge from texts: path, text, path, text, ..., NULL.  NULL and err when it does not fit. */
static inline struct kb *test_load(struct arena *a, struct err *err, ...)
{
	struct kb_file file[32];
	const char *path;
	va_list ap;
	int n = 0;

	va_start(ap, err);
	while ((path = va_arg(ap, const char *)) && n < 32) {
		const char *text = va_arg(ap, const char *);

		file[n++] = (struct kb_file){ path, text, strlen(text) };
	}
	va_end(ap);
	return kb_load(a, file, n, "", err);
}

/* How often `what` stands in text. */
static inline int test_count(const char *text, const char *what)
{
	int n = 0;

	for (const char *at = text; (at = strstr(at, what)); at++)
		n++;
	return n;
}

/* Sets an answer by the finding's id. */
static inline void test_answer(const struct kb *kb, struct person_case *c, const char *id, int value)
{
	int i = kb_finding(kb, id);

	if (i < 0)
		fail_msg("there is no finding %s", id);
	c->answer[i] = (int16_t)value;
}

#endif
