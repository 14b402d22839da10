/* cli/options.h -- the words after a command: options, and the one thing it works on. */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include "cli/cli.h"

/* flag: set to true when named; value: takes the next word.  One of the two is NULL. */
struct option_word { const char *name; bool *flag; const char **value; };

/* Reads argv; *operand stays NULL when none is given.  "-" is an operand, "--" ends the options.  ERR_USAGE names the word at
 * fault, and the nearest option. */
MUST_USE bool options_read(struct cli *cli, const char *command, const struct option_word *known, int n, const char **operand,
	struct err *err);

/* The same for a command that works on several things: operand has room for `most`, those not given stay NULL. */
MUST_USE bool options_read_all(struct cli *cli, const char *command, const struct option_word *known, int n, const char **operand,
	int most, struct err *err);

#endif
