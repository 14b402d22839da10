/* core/belief_net.h -- the network of one person, and the parts of belief() that read it.  Private to core/belief*.c. */
#ifndef CORE_BELIEF_NET_H
#define CORE_BELIEF_NET_H

#include "core/belief.h"

/* An entry of a cause's odds whose condition is yes, and a finding the condition names (-1: the entry itself). */
struct fired { int cause, finding; const struct odds *odds; };

struct belief_net {
	const struct kb *kb;
	const struct person_case *person;
	const double *own;              /* kb->n_causes: what arises without the causes that lead there, before odds */
	double *before;                 /* kb->n_causes: with what age and sex alone decide */
	struct net start;               /* the network with what age and sex alone decide, and its posterior on nothing seen */
	struct posterior first;
	struct net net;                 /* causes have the indices of the knowledge, findings come after them: belief_node */
	int *from;                      /* which link of the knowledge each link of the net is; -1 - i: lead i */
	int8_t *seen;                   /* by node */
	struct fired *fired;
	int n_fired;
};

MUST_USE bool belief_net_make(struct arena *a, const struct kb *kb, const struct person_case *c, const double *priors,
	struct belief_net *out, struct err *err);
/* The network and what is seen alone, for one more answer: before, first and fired are not filled. */
MUST_USE bool belief_net_bare(struct arena *a, const struct kb *kb, const struct person_case *c, const double *priors,
	struct belief_net *out, struct err *err);

/* The node of finding f of the knowledge. */
int belief_node(const struct belief_net *b, int finding);
struct chance belief_prior(double p);

enum confidence belief_link_confidence(const struct belief_net *b, int link);

/* The damped link of one row of leads.yaml; the damped, capped link of one row of links.yaml. */
double belief_lead_q(const struct lead *lead);
double belief_q(const struct link *link);

/* A room for one run with other numbers or other evidence: its own priors, leaks, links and seen, copied from b. */
struct room { struct net net; int8_t *seen; double *odds; };
struct room belief_room(struct arena *a, const struct belief_net *b);

/* How far a number of this confidence may be off: standard deviation on the scale of natural logs.  Design values. */
double belief_spread(enum confidence c);

double belief_logit(double p);                     /* held within -50 ... 50 */
double belief_chance(double odds);

/* Adds what marks and hands say (kb->n_causes, natural-log odds) as findings of their own; false, and nothing done, when they say nothing. */
bool belief_hear(struct arena *a, struct belief_net *b, const double *says);
/* Every danger (`serious`) gets back what it had apart from that (kb->n_causes), with its band and questions, and no class that holds one is
 * less likely than it was apart (kb->n_classes). */
void belief_keep_dangers(const struct kb *kb, const double *apart, const double *classes, struct belief *out);

/* for_ and against of every cause in out. */
void belief_weigh(struct arena *a, const struct belief_net *b, const struct posterior *have, struct belief *out);
/* low and high of every cause in out. */
MUST_USE bool belief_band(struct arena *a, const struct belief_net *b, const struct posterior *have, struct belief *out,
	struct err *err);
/* The questions. */
MUST_USE bool belief_ask(struct arena *a, const struct belief_net *b, const struct posterior *have, struct belief *out,
	struct err *err);

#endif
