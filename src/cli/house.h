/* cli/house.h -- the practice a command works on: its data folder, its key, its open database. */
#ifndef CLI_HOUSE_H
#define CLI_HOUSE_H

#include "app/cx.h"
#include "cli/cli.h"

#include <sys/types.h>

/* data, key: as given (NULL for the usual: unknot-data, DATA.key) and, after house_names, as used; erased: DATA.erased */
struct house { const char *data, *key_path, *erased; struct seal_key *key; struct db db; struct cx cx; struct err err; };

/* --data and --key, for a table of options. */
#define HOUSE_OPTIONS(h) { "--data", NULL, &(h).data }, { "--key", NULL, &(h).key_path }

/* Fills in what was not given.  A key inside the data folder is ERR_USAGE. */
MUST_USE bool house_names(struct cli *cli, struct house *h, struct err *err);
/* The names too, for a command that makes files beside the database, or `file` (NULL: none): ERR_FORBIDDEN for root where these stand with somebody else
 * (the data folder, the one above while it is absent; the one of `file`), with the command to use instead. */
MUST_USE bool house_for_owner(struct cli *cli, struct house *h, const char *command, const char *file, struct err *err);
/* The name of a user, "#1000" where there is none: as sudo -u takes it. */
const char *house_user(struct arena *a, uid_t user);
/* Opens key and database of a practice that is there; cx acts for the practice, with account 0.  The schema must be the newest. */
MUST_USE bool house_open(struct cli *cli, struct house *h, struct err *err);
void house_close(struct house *h);
/* Bytes in words: "3.2 MB". */
const char *house_size(struct arena *a, int64_t bytes);

#endif
