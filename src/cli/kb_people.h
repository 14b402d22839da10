/* cli/kb_people.h -- on whom a change of the knowledge is tried: cases of a folder, and people drawn from the old network. */
#ifndef CLI_KB_PEOPLE_H
#define CLI_KB_PEOPLE_H

#include "cli/kb_effect.h"

struct case_files { const char **name; struct person_case **old, **new; int n; };

/* Every *.json of the folder, by name, read with the old knowledge, or with the new one where the old does not know it all.
 * NULL and err when the folder cannot be read or holds no case, or when one fits neither. */
struct case_files *case_files_read(struct cli *cli, const struct kb *old, const struct kb *new, const char *dir, struct err *err);

/* cases, drawn: NULL when there were none; not_tried: NULL, or a sentence that says why nobody was tried. */
struct tried { struct effect *cases, *drawn; const char *not_tried; };

/* files may be NULL.  The same people every time.  Progress goes to a terminal on cli->err.  Fails only as belief() does. */
MUST_USE bool people_try(struct cli *cli, const struct kb *old, const struct kb *new, const struct case_files *files, int people,
	struct tried *out, struct err *err);

#endif
