/* test/cli/run.h -- runs a command of the program in this process and keeps what it printed. */
#ifndef TEST_CLI_RUN_H
#define TEST_CLI_RUN_H

#include "cli/commands.h"
#include "support.h"

#include "base/buf.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

enum { RUN_WORDS_MOST = 10 };

struct ran { int code; char *out, *err; size_t n_out; };

/* The words end with NULL.  What it printed is of the arena. */
static inline struct ran run_words(struct arena *a, const char *const *word)
{
	char *argv[RUN_WORDS_MOST + 1] = { NULL };
	char *out = NULL, *err = NULL;
	size_t n_out = 0, n_err = 0;
	int argc = 0;

	while (word[argc] && argc < RUN_WORDS_MOST) {
		argv[argc] = arena_text(a, word[argc]);
		argc++;
	}
	struct cli cli = { argc, argv, a, open_memstream(&out, &n_out), open_memstream(&err, &n_err) };
	struct ran r = { commands_run(&cli), NULL, NULL, 0 };
	fclose(cli.out);
	fclose(cli.err);
	r.out = arena_copy(a, out, n_out);
	r.err = arena_copy(a, err, n_err);
	r.n_out = n_out;
	free(out);
	free(err);
	return r;
}

/* Another program, or this one as a whole: what it prints is of the arena, both ways in one.  NULL ends the words; the first is its path. */
static inline struct ran run_program(struct arena *a, const char *const *word)
{
	struct buf b = buf_new(a, 1 << 20);
	int pipe_of[2], status;
	char part[4096];
	ssize_t got;

	assert_int_equal(pipe(pipe_of), 0);
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		dup2(pipe_of[1], 1);
		dup2(pipe_of[1], 2);
		close(pipe_of[0]);
		close(pipe_of[1]);
		execv(word[0], (char *const *)(uintptr_t)word);
		_exit(127);
	}
	close(pipe_of[1]);
	while ((got = read(pipe_of[0], part, sizeof(part))) > 0)
		buf_put(&b, part, (size_t)got);
	close(pipe_of[0]);
	assert_int_equal(waitpid(child, &status, 0), child);
	return (struct ran){ WIFEXITED(status) ? WEXITSTATUS(status) : 128, b.n ? b.at : arena_text(a, ""), arena_text(a, ""), b.n };
}

/* The program that was built with this test: build/MODE/unknot beside build/MODE/test/cli/. */
static inline const char *run_whole(struct arena *a)
{
	char own[4096];
	ssize_t n = readlink("/proc/self/exe", own, sizeof(own));

	assert_true(n > 0 && n < (ssize_t)sizeof(own));
	for (int up = 0; up < 3; up++)
		while (own[--n] != '/')
			;
	return arena_fmt(a, "%.*s/unknot", (int)n, own);
}

/* It ended with this code, and these words stand in what it printed; NULL: whatever it printed. */
static inline void says(struct ran r, int code, const char *words)
{
	if (r.code != code || (words && !strstr(r.out, words) && !strstr(r.err, words)))
		fail_msg("exit %d (wanted %d, '%s')\n%s%s", r.code, code, words ? words : "", r.out, r.err);
}

#define run(a, ...) run_words(a, (const char *const[]){ __VA_ARGS__, NULL })

#endif
