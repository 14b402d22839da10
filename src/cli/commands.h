/* cli/commands.h -- the commands as a table, made from commands.def. */
#ifndef CLI_COMMANDS_H
#define CLI_COMMANDS_H

#include "cli/cli.h"

#define COMMAND(name, function, help, usage) int function(struct cli *cli);
#include "cli/commands.def"
#undef COMMAND

struct command { const char *name; int (*run)(struct cli *cli); const char *help, *usage; };

extern const struct command commands[];
extern const int commands_n;

/* NULL when there is none. */
const struct command *command_named(const char *name);

/* Runs the program: the first word is the command.  Returns the exit code; an unknown command names the nearest. */
int commands_run(struct cli *cli);

#endif
