/* cli/cli.h -- what every command is given, and what several of them do.
 *
 * A command is `int cmd_NAME(struct cli *cli)`.  argv[0] is the first word after the command.  It returns the exit code: 0
 * fine, 1 our failure, 2 bad input or usage, 3 refused; it writes its answer to out, messages to err as err_line().
 */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include "core/kb.h"

#include <stdio.h>

struct cli { int argc; char **argv; struct arena *arena; FILE *out; FILE *err; };

/* The bytes of a file with a 0 behind them; "-" is standard input.  At most 64 MB. */
MUST_USE bool cli_read_file(struct cli *cli, const char *path, char **text, size_t *n, struct err *err);
/* The same with another ceiling, in bytes. */
MUST_USE bool cli_read_big(struct cli *cli, const char *path, size_t most, char **text, size_t *n, struct err *err);
/* A new file takes the place of the old one, so that nobody ever reads a part.  ERR_STORE names the path. */
MUST_USE bool cli_write_file(struct cli *cli, const char *path, const void *at, size_t n, struct err *err);

/* The knowledge of a folder, or the one inside the program when dir is NULL.  NULL and err when it does not fit. */
const struct kb *cli_kb(struct cli *cli, const char *dir_or_null, struct err *err);

/* Writes the message to cli->err; returns the exit code that belongs to it. */
int cli_fail(struct cli *cli, const struct err *err);

int cmd_kb(struct cli *cli);
int cmd_serve(struct cli *cli);
int cmd_bench(struct cli *cli);

#endif
