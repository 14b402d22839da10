/* core/belief_hear.c -- what marks and hands say of the causes, through the network of the muscles; and dangers kept apart from it. */
#include "core/belief_net.h"

#include <math.h>
#include <string.h>

/* One more finding below one cause: it multiplies the odds of that cause by e^says and says nothing else. */
static void add_told(struct belief_net *b, int cause, double says)
{
	struct net *net = &b->net;
	int x = net->n_nodes++, at = net->first[x];
	double ratio = exp(says), no = says > 0 ? 1 - 1 / ratio : 1;

	net->own[x] = (struct chance){ no, 1 - no };
	net->link[at] = (struct net_link){ cause, LINK_ACTS, says > 0 ? 0 : ratio };
	net->first[x + 1] = at + 1;
	b->seen[x] = says > 0 ? SEEN_PRESENT : SEEN_ABSENT;
}

bool belief_hear(struct arena *a, struct belief_net *b, const double *says)
{
	const struct net *had = &b->net;
	int n_links = had->first[had->n_nodes], n = 0;
	struct belief_net out = *b;

	for (int c = 0; c < b->kb->n_causes; c++)
		n += fabs(says[c]) > 0;
	if (!n)
		return false;
	out.net.own = NEWS(a, struct chance, had->n_nodes + n);
	out.net.first = NEWS(a, int, had->n_nodes + n + 1);
	out.net.link = NEWS(a, struct net_link, n_links + n);
	out.seen = NEWS(a, int8_t, had->n_nodes + n);
	memcpy(out.net.own, had->own, (size_t)had->n_nodes * sizeof(*had->own));
	memcpy(out.net.first, had->first, ((size_t)had->n_nodes + 1) * sizeof(*had->first));
	memcpy(out.net.link, had->link, (size_t)n_links * sizeof(*had->link));
	memcpy(out.seen, b->seen, (size_t)had->n_nodes);
	for (int c = 0; c < b->kb->n_causes; c++)
		if (fabs(says[c]) > 0)
			add_told(&out, c, says[c]);
	*b = out;
	return true;
}

/* A probability that keeps its place when the whole to which it belongs moves from `from` to `to`; averages stay averages. */
static double moved(double p, double from, double to)
{
	return to <= from ? p * (from > 0 ? to / from : 1) : 1 - (1 - p) * (1 - to) / (1 - from);
}

static void keep_danger(struct cause_belief *of, double p, struct belief *out)
{
	of->low = fmin(p, moved(of->low, of->p, p));
	of->high = fmax(p, moved(of->high, of->p, p));
	for (int i = 0; i < out->n_ask; i++)
		out->ask[i].p_no[of->cause] = moved(out->ask[i].p_no[of->cause], of->p, p);
	of->p = out->by_cause[of->cause] = p;
}

void belief_keep_dangers(const struct kb *kb, const double *apart, const double *classes, struct belief *out)
{
	for (int i = 0; i < out->n_causes; i++) {
		const struct cause *cause = &kb->cause[out->cause[i].cause];
		struct class_belief *class = &out->class[cause->class];

		if (!cause->serious)
			continue;
		keep_danger(&out->cause[i], apart[out->cause[i].cause], out);
		class->p = fmax(class->p, classes[cause->class]);
		class->change = belief_logit(class->p) - belief_logit(class->before);
	}
}
