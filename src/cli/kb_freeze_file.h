/* cli/kb_freeze_file.h -- unknot kb freeze FILE: the knowledge as one file for programs without YAML (core/kb_frozen.h). */
#ifndef CLI_KB_FREEZE_FILE_H
#define CLI_KB_FREEZE_FILE_H

#include "cli/cli.h"

/* path: "-" is standard output.  Knowledge that kb check refuses is not frozen.  The exit code. */
int kb_freeze_file(struct cli *cli, const char *path, const char *dir_or_null);

#endif
