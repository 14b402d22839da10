/* cli/kb_fit.h -- kb fit: published figures beside what the network gives, and the numbers that would meet them. */
#ifndef CLI_KB_FIT_H
#define CLI_KB_FIT_H

#include "cli/cli.h"

/* dir: NULL for the knowledge inside the program.  The exit code. */
int kb_fit(struct cli *cli, const char *dir, bool json);

#endif
