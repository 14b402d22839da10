/* core/belief_weigh.c -- what each answer speaks for: the odds of a cause with the answer against those without it. */
#include "core/belief_net.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { BATCH = 8 };

static const double least = 0.02;

struct answered { int finding; bool fires; };      /* fires: named by a condition that changes prior odds */

static int list_answered(const struct belief_net *b, struct answered *at)
{
	int n = 0;

	for (int f = 0; f < b->kb->n_findings; f++) {
		int value = case_answer(b->kb, b->person, f);
		bool fires = false;

		if (value == NOT_ASKED || value == DONT_KNOW)
			continue;
		for (int i = 0; i < b->n_fired; i++)
			fires |= b->fired[i].finding == f;
		int x = belief_node(b, f);
		if (fires || (b->seen[x] != SEEN_NOTHING && b->net.first[x] < b->net.first[x + 1]))
			at[n++] = (struct answered){ f, fires };
	}
	return n;
}

/* The priors as they were if nobody had asked f: conditions that name it and no longer hold are taken back. */
static void undo_odds(const struct belief_net *b, struct person_case *without, int f, struct chance *own)
{
	const struct finding *finding = &b->kb->finding[f];
	int16_t kept = without->answer[f];

	without->answer[f] = NOT_ASKED;
	for (int i = 0; i < finding->sum_of.n; i++)
		without->answer[finding->sum_of.at[i]] = NOT_ASKED;
	for (int i = 0; i < b->n_fired; i++) {
		const struct fired *fired = &b->fired[i];

		if (fired->finding != f || rule_eval(b->kb, &fired->odds->when, without) == TRUTH_YES)
			continue;
		struct chance *p = &own[fired->cause];
		*p = p->no <= 0 ? *p : belief_prior(belief_chance(p->yes / p->no / fired->odds->times));
	}
	without->answer[f] = kept;
	for (int i = 0; i < finding->sum_of.n; i++)
		without->answer[finding->sum_of.at[i]] = b->person->answer[finding->sum_of.at[i]];
}

/* weight[i * n_causes + c] of answer i */
static void leave_one_out(struct arena *a, const struct belief_net *b, const struct posterior *have,
	const struct answered *at, int n, double *weight)
{
	struct person_case *without = case_copy(a, b->kb, b->person);
	struct room room[BATCH];
	struct again run[BATCH];
	int n_causes = b->net.n_causes;

	for (int l = 0; l < BATCH; l++)
		room[l] = belief_room(a, b);
	for (int i = 0; i < n; i += BATCH) {
		int many = n - i < BATCH ? n - i : BATCH;

		for (int l = 0; l < many; l++) {
			memcpy(room[l].net.own, b->net.own, (size_t)n_causes * sizeof(struct chance));
			room[l].seen[belief_node(b, at[i + l].finding)] = SEEN_NOTHING;
			if (at[i + l].fires)
				undo_odds(b, without, at[i + l].finding, room[l].net.own);
			run[l] = (struct again){ .net = &room[l].net, .seen = room[l].seen, .odds = room[l].odds };
		}
		reason_again(have, run, many);
		for (int l = 0; l < many; l++) {
			room[l].seen[belief_node(b, at[i + l].finding)] = b->seen[belief_node(b, at[i + l].finding)];
			for (int c = 0; c < n_causes; c++) {
				double with = fmax(-50, fmin(50, log(have->odds[c])));

				weight[(i + l) * n_causes + c] = with - fmax(-50, fmin(50, log(room[l].odds[c])));
			}
		}
	}
}

static int strongest_first(const void *x, const void *y)
{
	const struct weighed *v = x, *w = y;
	double d = fabs(w->weight) - fabs(v->weight);

	return d > 0 ? 1 : d < 0 ? -1 : v->finding - w->finding;
}

void belief_weigh(struct arena *a, const struct belief_net *b, const struct posterior *have, struct belief *out)
{
	struct answered *at = NEWS(a, struct answered, b->kb->n_findings);
	int n = list_answered(b, at);
	double *weight = NEWS(a, double, (size_t)n * b->net.n_causes);

	leave_one_out(a, b, have, at, n, weight);
	for (int k = 0; k < out->n_causes; k++) {
		struct cause_belief *cause = &out->cause[k];

		cause->for_ = NEWS(a, struct weighed, n);
		cause->against = NEWS(a, struct weighed, n);
		for (int i = 0; i < n; i++) {
			struct weighed w = { at[i].finding, weight[i * b->net.n_causes + cause->cause] };

			if (w.weight >= least)
				cause->for_[cause->n_for++] = w;
			else if (w.weight <= -least)
				cause->against[cause->n_against++] = w;
		}
		qsort(cause->for_, (size_t)cause->n_for, sizeof(struct weighed), strongest_first);
		qsort(cause->against, (size_t)cause->n_against, sizeof(struct weighed), strongest_first);
	}
}
