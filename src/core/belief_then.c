/* core/belief_then.c -- what the program says once one more question is answered. */
#include "core/belief_net.h"

#include <math.h>
#include <string.h>

static const size_t room = (size_t)512 << 20;
static const double planning = 2;        /* an order of work takes about as long to be found as to be run */

struct belief_then {
	struct arena *a;                /* of its own, empty before each answer: many may be asked for */
	const struct kb *kb;
	const struct person_case *person;
	const double *priors;
	double left;                    /* table operations that may still be run */
};

double question_yes(const struct question *q, const double *p, int cause)
{
	return fmin(1, fmax(0, (p[cause] - q->no * q->p_no[cause]) / (1 - q->no)));
}

static void give_back(void *room_of_it)
{
	arena_end(room_of_it);
}

struct belief_then *belief_then(struct arena *a, const struct kb *kb, const struct person_case *c, const double *priors)
{
	struct belief_then *t = NEW(a, struct belief_then);

	*t = (struct belief_then){ arena_new(room), kb, c, priors, reason_effort.exact };
	arena_defer(a, give_back, t->a);
	return t;
}

static bool run(struct belief_then *t, const struct belief_net *b, struct posterior *out)
{
	const struct effort effort = { .exact = t->left };
	struct err err = { 0 };

	if (!(t->left > 0) || !reason_posterior(t->a, &b->net, b->seen, &effort, out, &err))
		return false;
	t->left -= planning * out->cost;
	return true;
}

/* As belief_of, without what explains and bounds it. */
static bool said(struct belief_then *t, const struct person_case *c, double *p)
{
	struct belief_net b;
	struct posterior apart, have;
	double *says = NEWS(t->a, double, t->kb->n_causes);
	struct err err = { 0 };

	if (!belief_net_bare(t->a, t->kb, c, t->priors, &b, &err) || !run(t, &b, &apart) || !chain_says(t->a, t->kb, c, apart.p, says))
		return false;
	have = apart;
	if (belief_hear(t->a, &b, says) && !run(t, &b, &have))
		return false;
	for (int i = 0; i < t->kb->n_causes; i++)
		p[i] = t->kb->cause[i].by_rule ? 0 : t->kb->cause[i].serious ? apart.p[i] : have.p[i];
	return true;
}

bool belief_answered(struct belief_then *t, int finding, bool yes, double *p)
{
	const struct finding *f = &t->kb->finding[finding];

	arena_reset(t->a);
	struct person_case *c = case_copy(t->a, t->kb, t->person);
	c->answer[finding] = (int16_t)(yes ? f->cut : f->min);
	return (f->is_bool || f->base > 0) && said(t, c, p);
}
