/* core/belief.c -- network, posterior, classes, and then what explains, bounds and extends them. */
#include "core/belief_net.h"

#include <math.h>
#include <stdlib.h>

static int most_likely_first(const void *x, const void *y)
{
	const struct cause_belief *v = x, *w = y;

	return v->p < w->p ? 1 : v->p > w->p ? -1 : v->cause - w->cause;
}

static void list_causes(struct arena *a, const struct belief_net *b, const struct posterior *have, struct belief *out)
{
	out->cause = NEWS(a, struct cause_belief, b->kb->n_causes);
	out->by_cause = NEWS(a, double, b->kb->n_causes);
	for (int c = 0; c < b->kb->n_causes; c++) {
		if (b->kb->cause[c].by_rule)
			continue;
		out->by_cause[c] = have->p[c];
		out->cause[out->n_causes++] = (struct cause_belief){ .cause = c, .before = b->before[c], .p = have->p[c] };
	}
	qsort(out->cause, (size_t)out->n_causes, sizeof(struct cause_belief), most_likely_first);
}

static bool list_classes(struct arena *a, const struct belief_net *b, const struct posterior *have, struct belief *out,
	struct err *err)
{
	int *set = NEWS(a, int, b->kb->n_causes);
	const int8_t *nothing = NEWS(a, int8_t, b->net.n_nodes);

	out->class = NEWS(a, struct class_belief, b->kb->n_classes);
	out->n_classes = b->kb->n_classes;
	for (int k = 0; k < b->kb->n_classes; k++) {
		struct class_belief *class = &out->class[k];
		int n = 0;

		for (int c = 0; c < b->kb->n_causes; c++) {
			if (b->kb->cause[c].class != k || b->kb->cause[c].by_rule)
				continue;
			set[n++] = c;
		}
		class->class = k;
		if (!reason_any(a, &b->start, nothing, &b->first, set, n, &class->before, err) ||
		    !reason_any(a, &b->net, b->seen, have, set, n, &class->p, err))
			return false;
		class->change = belief_logit(class->p) - belief_logit(class->before);
	}
	return true;
}

bool belief_of(struct arena *a, const struct kb *kb, const struct person_case *c, const double *priors, enum belief_for want,
	struct belief *out, struct err *err)
{
	struct belief_net b;
	struct posterior have;

	*out = (struct belief){ .exact = true };
	if (!belief_net_make(a, kb, c, priors, &b, err))
		return false;
	/* what explains and bounds a belief runs the order again, so there is an exact answer or a clear refusal */
	const struct effort whole = { .exact = 10 * reason_effort.exact, .again = want >= BELIEF_SHOWN ? BAND_DRAWS : 0 };
	if (!reason_posterior(a, &b.net, b.seen, &whole, &have, err))
		return false;
	const double *apart = have.p;
	double *classes = NEWS(a, double, kb->n_classes);
	const enum chain_for muscles = want == BELIEF_WHOLE ? CHAIN_WHOLE : want >= BELIEF_WORDS ? CHAIN_SHOWN : CHAIN_SAYS;
	if (!chain_drivers(a, kb, c, have.p, muscles, &out->drivers, err) || !list_classes(a, &b, &have, out, err))
		return false;
	bool heard = belief_hear(a, &b, out->drivers.says);
	for (int k = 0; k < kb->n_classes; k++)
		classes[k] = out->class[k].p;
	if (heard && (!reason_posterior(a, &b.net, b.seen, &whole, &have, err) || !list_classes(a, &b, &have, out, err)))
		return false;
	out->log_evidence = have.log_evidence;
	out->bound = have.bound;
	list_causes(a, &b, &have, out);
	if (want >= BELIEF_WORDS)
		belief_weigh(a, &b, &have, out);
	if ((want >= BELIEF_SHOWN && !belief_band(a, &b, &have, out, err)) || (want >= BELIEF_ASKING && !belief_ask(a, &b, &have, out, err)))
		return false;
	if (heard)
		belief_keep_dangers(kb, apart, classes, out);
	return true;
}

bool belief(struct arena *a, const struct kb *kb, const struct person_case *c, const double *priors,
	struct belief *out, struct err *err)
{
	return belief_of(a, kb, c, priors, BELIEF_WHOLE, out, err);
}
