/* cli/talk.h -- the talk of `unknot interview`: what its questions share.  Private to cmd_interview.c and talk_person.c. */
#ifndef CLI_TALK_H
#define CLI_TALK_H

#include "cli/cli.h"
#include "core/kb.h"
#include "core/case.h"

enum { LINE_MOST = 200 };
enum heard { HEARD_VALUE, HEARD_BACK, HEARD_QUIT, HEARD_AGAIN };

struct talk {
	struct cli *cli;
	const struct kb *kb;
	struct person_case *c;
	const char *path;               /* NULL: nothing is kept */
	struct arena *scratch;          /* reset at each question */
	int *asked, n_asked, gained;    /* a finding, or ASK_* */
	bool *by_gain;
	struct err err;
};

/* One line without its end; quit at the end of the input. */
enum heard talk_hear(struct talk *t, const char *prompt, char line[LINE_MOST]);

/* Each asks until the answer fits, and keeps it in t->c. */
enum heard talk_ask_age(struct talk *t);
enum heard talk_ask_sex(struct talk *t);
enum heard talk_ask_map(struct talk *t);

#endif
