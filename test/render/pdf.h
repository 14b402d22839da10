/* test/render/pdf.h -- a PDF looked at from outside: its ends, its pages, and its words by pdftotext where that is installed. */
#ifndef TEST_RENDER_PDF_H
#define TEST_RENDER_PDF_H

#include "base/arena.h"
#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static inline const char *pdf_find(const char *at, size_t n, const char *what)
{
	return memmem(at, n, what, strlen(what));
}

static inline int pdf_pages(const char *at, size_t n)
{
	int pages = 0;

	for (const char *end = at + n, *p = at; (p = pdf_find(p, (size_t)(end - p), "/Type /Page")); p += 11)
		pages += p[11] != 's';
	return pages;
}

static inline void pdf_expect(const char *at, size_t n, int pages)
{
	assert_true(n > 1000);
	assert_memory_equal(at, "%PDF-1.5", 8);
	assert_memory_equal(at + n - 6, "%%EOF\n", 6);
	assert_int_equal(pdf_pages(at, n), pages);
	assert_non_null(pdf_find(at, n, "/Lang (en)"));
	assert_non_null(pdf_find(at, n, "/Marked true"));
	assert_non_null(pdf_find(at, n, "/StructTreeRoot"));
}

/* A program of poppler on the file; what it wrote, NULL when it is not there.  Words are of the arena. */
static inline const char *pdf_by(struct arena *a, const char *const *word, const char *at, size_t n)
{
	char in[] = "/tmp/unknot-pdf-XXXXXX";
	int file = mkstemp(in), out[2], status = 0;
	char *argv[12] = { NULL }, *text = arena_take(a, 4 << 20, 1);
	size_t got = 0;

	assert_true(file >= 0 && pipe(out) == 0);
	assert_int_equal(write(file, at, n), n);
	for (int i = 0; word[i]; i++)
		argv[i] = arena_text(a, strcmp(word[i], "FILE") ? word[i] : in);
	pid_t child = fork();
	if (!child) {
		dup2(out[1], 1);
		close(out[0]);
		execvp(argv[0], argv);
		_exit(127);
	}
	close(out[1]);
	for (ssize_t k; (k = read(out[0], text + got, (4 << 20) - 1 - got)) > 0; )
		got += (size_t)k;
	close(out[0]);
	close(file);
	unlink(in);
	waitpid(child, &status, 0);
	if (WEXITSTATUS(status) == 127)
		return NULL;
	assert_int_equal(WEXITSTATUS(status), 0);
	return text;
}

/* The words of page `page`, of all pages with 0; NULL: pdftotext is not installed, and that is said. */
static inline const char *pdf_text(struct arena *a, const char *at, size_t n, int page)
{
	const char *first = arena_fmt(a, "%d", page ? page : 1), *last = arena_fmt(a, "%d", page ? page : 9999);
	const char *text = pdf_by(a, (const char *const[]){ "pdftotext", "-q", "-f", first, "-l", last, "-layout", "FILE", "-", NULL }, at, n);

	if (!text)
		print_message("pdftotext is not installed: the words of the PDF are not read back\n");
	return text;
}

/* The same with every run of blanks and line ends as one blank. */
static inline const char *pdf_words(struct arena *a, const char *at, size_t n, int page)
{
	const char *text = pdf_text(a, at, n, page);
	char *out = text ? arena_text(a, text) : NULL, *to = out;

	for (const char *p = text; p && *p; p++)
		if (!strchr(" \n\t\f", *p))
			*to++ = *p;
		else if (to > out && to[-1] != ' ')
			*to++ = ' ';
	if (to)
		*to = 0;
	return out;
}

#endif
