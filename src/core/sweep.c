/* core/sweep.c -- the graph of causes and present findings, stripped of its leaves, and room to work in. */
#include "core/sweep.h"

/* One tie for each pair of a cause and a present finding, sorted by finding here. */
static void find_ties(struct arena *a, struct sweep *s, const struct net *net, const int8_t *seen)
{
	int *last = NEWS(a, int, s->n_causes), n_links = net->first[net->n_findings];

	s->present = NEWS(a, int, net->n_findings);
	s->slot = NEWS(a, int, net->n_findings);
	s->tie = NEWS(a, struct sweep_tie, n_links);
	s->source = NEWS(a, struct sweep_source, n_links);
	for (int f = 0; f < net->n_findings; f++) {
		s->slot[f] = -1;
		if (seen[f] != SEEN_PRESENT)
			continue;
		int begin = s->n_ties;

		for (int i = net->first[f]; i < net->first[f + 1]; i++) {
			int c = net->link[i].cause, tie = last[c] - 1;

			if (tie < begin) {
				tie = s->n_ties++;
				s->tie[tie] = (struct sweep_tie){ .cause = c, .present = s->n_present };
				last[c] = tie + 1;
			}
			s->source[s->n_sources++] = (struct sweep_source){ i, tie };
		}
		s->slot[f] = s->n_present;
		s->present[s->n_present++] = f;
	}
}

/* Puts the ties in the order of their causes and notes where each cause and finding finds its own. */
static void sort_ties(struct arena *a, struct sweep *s)
{
	struct sweep_tie *sorted = NEWS(a, struct sweep_tie, s->n_ties);
	int *fill = NEWS(a, int, s->n_causes), *moved = NEWS(a, int, s->n_ties);

	s->of_cause = NEWS(a, int, s->n_causes + 1);
	s->of_present = NEWS(a, int, s->n_present + 1);
	s->by_present = moved;                  /* they stand in the order of the findings now */
	for (int i = 0; i < s->n_ties; i++) {
		s->of_cause[s->tie[i].cause + 1]++;
		s->of_present[s->tie[i].present + 1]++;
	}
	for (int c = 0; c < s->n_causes; c++)
		s->of_cause[c + 1] += s->of_cause[c];
	for (int k = 0; k < s->n_present; k++)
		s->of_present[k + 1] += s->of_present[k];
	for (int i = 0; i < s->n_ties; i++) {
		int c = s->tie[i].cause;

		moved[i] = s->of_cause[c] + fill[c]++;
		sorted[moved[i]] = s->tie[i];
	}
	for (int i = 0; i < s->n_sources; i++)
		s->source[i].tie = moved[s->source[i].tie];
	s->tie = sorted;
}

static int open_tie_of_cause(const struct sweep *s, int c)
{
	int i = s->of_cause[c];

	while (s->tie[i].folded)
		i++;
	return i;
}

static int open_tie_of_present(const struct sweep *s, int k)
{
	int i = s->of_present[k];

	while (s->tie[s->by_present[i]].folded)
		i++;
	return s->by_present[i];
}

static void fold(struct sweep *s, int tie, bool cause)
{
	s->fold[s->n_folds++] = (struct sweep_fold){ tie, cause };
	s->tie[tie].folded = true;
	s->cause_ties[s->tie[tie].cause]--;
	s->present_ties[s->tie[tie].present]--;
	if (cause)
		s->cause_gone[s->tie[tie].cause] = true;
	else
		s->present_gone[s->tie[tie].present] = true;
}

/* Leaves go into their neighbour until none is left: a tree vanishes altogether. */
static void fold_leaves(struct arena *a, struct sweep *s)
{
	int before = -1;

	s->fold = NEWS(a, struct sweep_fold, s->n_ties);
	s->cause_ties = NEWS(a, int, s->n_causes);
	s->present_ties = NEWS(a, int, s->n_present);
	s->cause_gone = NEWS(a, bool, s->n_causes);
	s->present_gone = NEWS(a, bool, s->n_present);
	for (int i = 0; i < s->n_ties; i++) {
		s->cause_ties[s->tie[i].cause]++;
		s->present_ties[s->tie[i].present]++;
	}
	while (before != s->n_folds) {
		before = s->n_folds;
		for (int c = 0; c < s->n_causes; c++)
			if (s->cause_ties[c] == 1)
				fold(s, open_tie_of_cause(s, c), true);
		for (int k = 0; k < s->n_present; k++)
			if (s->present_ties[k] == 1)
				fold(s, open_tie_of_present(s, k), false);
	}
}

static void take_room(struct arena *a, struct sweep *s)
{
	s->tape = NEWS(a, lanes, s->entries);
	for (int i = 0; i < 2; i++)
		s->grad[i] = NEWS(a, lanes, (size_t)1 << s->width);
	s->prior = NEWS(a, struct pair, s->n_causes);
	s->rest = NEWS(a, struct pair, s->n_causes);
	s->leak = NEWS(a, struct pair, s->n_present);
	s->want = NEWS(a, struct pair, s->n_present);
	s->keep = NEWS(a, struct pair, s->n_present);
	s->saved = NEWS(a, struct pair, s->n_folds);
	s->q = NEWS(a, lanes, s->n_ties);
}

/* Every number on the way to an odds is a sum of products of numbers >= 0.  The longest chain of roundings, counted
 * generously: each link, fold and step once per direction, the dot products by their depth (Higham 2002, 3.1). */
static double rounding_bound(const struct sweep *s, const struct net *net)
{
	const double unit = 0x1p-53;
	double chain = 2.0 * net->first[net->n_findings] + 8.0 * s->n_causes + 4.0 * s->n_ties + 12.0 * s->n_folds +
		8.0 * s->n_steps + 2.0 * (32 + s->width) + net->n_findings;

	return 2 * chain * unit / (1 - chain * unit);
}

struct sweep *sweep_make(struct arena *a, const struct net *net, const int8_t *seen, struct err *err)
{
	struct sweep *s = NEW(a, struct sweep);

	s->n_causes = net->n_causes;
	s->n_findings = net->n_findings;
	find_ties(a, s, net, seen);
	sort_ties(a, s);
	fold_leaves(a, s);
	if (!sweep_order(a, s)) {
		fail(err, ERR_LIMIT, "findings", "%d present findings hang together so closely that the exact answer needs more "
			"memory than is allowed", s->n_present);
		return NULL;
	}
	take_room(a, s);
	s->bound = rounding_bound(s, net);
	return s;
}
