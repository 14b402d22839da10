/* test/cli/run.h -- runs a command of the program in this process and keeps what it printed. */
#ifndef TEST_CLI_RUN_H
#define TEST_CLI_RUN_H

#include "cli/commands.h"
#include "support.h"

#include <stdio.h>
#include <stdlib.h>

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

#define run(a, ...) run_words(a, (const char *const[]){ __VA_ARGS__, NULL })

#endif
