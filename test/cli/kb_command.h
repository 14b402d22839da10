/* test/cli/kb_command.h -- `unknot kb` run in this process, what it printed, and folders with one file of knowledge. */
#ifndef TEST_CLI_KB_COMMAND_H
#define TEST_CLI_KB_COMMAND_H

#include "support.h"

#include "cli/cli.h"

#include <sys/stat.h>

#include "one_arena.h"

static char *said, *complained;

static inline char *all_of(FILE *f)
{
	long n = ftell(f);
	char *text = arena_take(a, (size_t)n + 1, 1);

	rewind(f);
	assert_int_equal(fread(text, 1, (size_t)n, f), n);
	fclose(f);
	return text;
}

static inline int run(const char *w1, const char *w2, const char *w3, const char *w4)
{
	const char *words[] = { w1, w2, w3, w4 };
	char *argv[5] = { NULL };
	struct cli cli = { 0, argv, a, tmpfile(), tmpfile() };

	for (int i = 0; i < 4 && words[i]; i++)
		argv[cli.argc++] = arena_text(a, words[i]);
	int code = cmd_kb(&cli);
	said = all_of(cli.out);
	complained = all_of(cli.err);
	return code;
}

static inline void assert_in(const char *text, const char *part)
{
	if (!strstr(text, part))
		fail_msg("\"%s\" is not in:\n%.2000s", part, text);
}

static inline const char *folder(const char *name, const char *path, const char *text)
{
	static const char *root;

	if (!root)
		root = mkdtemp(arena_fmt(a, "%s/unknot-test-XXXXXX", test_tmp()));
	const char *dir = arena_fmt(a, "%s/%s", root, name);
	mkdir(dir, 0700);
	FILE *f = fopen(arena_fmt(a, "%s/%s", dir, path), "w");
	assert_non_null(f);
	fputs(text, f);
	fclose(f);
	return dir;
}

#endif
