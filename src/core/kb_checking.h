/* core/kb_checking.h -- one run of kb_check.  Private to core/kb_check*.c. */
#ifndef CORE_KB_CHECKING_H
#define CORE_KB_CHECKING_H

#include "core/kb_check.h"

struct checking {
	struct arena *a;
	const struct kb *kb;
	void (*report)(const struct remark *r, void *arg);
	void *arg;
	int refused;
	bool *used;             /* kb->n_sources: named by something */
};

void kb_refuse(struct checking *c, struct where w, const char *id, const char *fmt, ...) PRINTF(4, 5);
void kb_note(struct checking *c, struct where w, const char *id, const char *fmt, ...) PRINTF(4, 5);
/* Marks the sources as used; refuses a number or rule that has none, or no confidence. */
void kb_check_cite(struct checking *c, struct where w, const char *id, const char *what, const struct cite *cite);

void kb_check_causes(struct checking *c);       /* kb_check_net.c: findings, causes, links, base rates */
void kb_check_body(struct checking *c);         /* kb_check_body.c: muscles, their tests and habits */
void kb_check_care(struct checking *c);         /* kb_check_care.c: rules, items, course */
void kb_check_instruments(struct checking *c);  /* kb_check_measure.c: how scores are reached */
void kb_check_home(struct checking *c);          /* kb_check_home.c: massage at home, what is told of causes */
void kb_check_hands(struct checking *c);        /* kb_check_hands.c: every technique of hands is drawn */
void kb_check_figures(struct checking *c);      /* kb_check_figure.c: what a drawn person could do */
void kb_check_texts(struct checking *c);        /* kb_check_text.c: length and wording */

#endif
