/* cli/case_words.h -- what the commands that work on a case share: read it, assess it, refuse it. */
#ifndef CLI_CASE_WORDS_H
#define CLI_CASE_WORDS_H

#include "app/assess.h"
#include "cli/cli.h"

/* The case of a file (or "-") assessed; false and err, with the file's name, when that cannot be done. */
MUST_USE bool case_assess(struct cli *cli, const char *path, struct assess *out, struct err *err);

/* Prints a refusal (exit code 3): JSON or text to out, one line to err. */
int case_refuse(struct cli *cli, const struct assess *as, const struct err *why, bool json);

#endif
