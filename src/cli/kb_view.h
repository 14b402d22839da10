/* cli/kb_view.h -- a thing of the knowledge as names and values: what `kb show`, `kb list --json` and `kb diff` share. */
#ifndef CLI_KB_VIEW_H
#define CLI_KB_VIEW_H

#include "cli/cli.h"

/* Called for each field that has a value; a number comes as text too, with number set. */
struct kb_view {
	struct arena *arena;
	const struct kb *kb;
	void (*field)(void *arg, const char *name, const char *value, bool number);
	void *arg;
	bool around;                    /* also what the muscles say of a unit and a region, for who asks about these */
};

void kb_view(const struct kb_view *v, enum kind kind, int i);

/* "finding", "cause", ...; and what a reader calls a thing of that kind in one line (its name, its text). */
const char *kb_kind_name(enum kind kind);
const char *kb_title(const struct kb *kb, enum kind kind, int i);

/* `kb list assumed`: numbers of the knowledge whose confidence is "assumed", a line a group with how many and how little they count; all: each of
 * them below its group; json: each, with its group. */
void kb_list_assumed(struct cli *cli, const struct kb *kb, bool json, bool all);

#endif
