/* cli/talk.h -- the talk of `unknot interview`: what its questions share.  Private to cmd_interview.c, talk_back.c and talk_person.c. */
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
	int *asked, n_asked;            /* what has an answer, in the order it was first asked: a finding, or ASK_* */
	int back;                       /* steps back from the open question; 0: at it */
	struct spoken *said; int n_said, said_most;       /* t->c->said, growing */
	struct err err;
};

/* One line without its end; quit at the end of the input. */
enum heard talk_hear(struct talk *t, const char *prompt, char line[LINE_MOST]);

/* What was asked before, from a case that was read; then what is said from now on. */
void talk_resume(struct talk *t);
void talk_remember(struct talk *t, int what, int value, bool again);

/* Questions so far that were asked for what they would change in the plan; what a rule for a physician reads is taken to have been asked for that. */
int talk_gained(struct talk *t);

/* After an answer: at the open question again; what no longer applies is no answer any more, and is asked again if it applies once more. */
void talk_settle(struct talk *t, int what);

/* Each asks until the answer fits, and keeps it in t->c; an empty line keeps what was answered before. */
enum heard talk_ask_age(struct talk *t);
enum heard talk_ask_sex(struct talk *t);
enum heard talk_ask_map(struct talk *t);

#endif
