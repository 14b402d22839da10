/* core/chain_drivers.c -- which muscles drive this person's pain: tension of an area -> muscles -> marks, tests, palpation. */
#include "core/chain_making.h"

#include "core/rule.h"

#include "base/odds.h"
#include "base/str.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { BOUND_MEMORY = 1 << 30 };                 /* tables that are kept for samples: a hundred megabytes, more than a page may take */
enum { WHOLE_MARKS = 8 };                        /* with more of them (touching ones count once) all parents are not affordable */
static const struct effort quick = { .exact = 4e7, .sampled = 5e5 };     /* a page waits for it */
static const struct effort little = { .exact = 2e7 };                    /* for the bound of what is dropped */
static const double ranks_from = 0.1;            /* numbers that are further off than this say less than their order */
static const double tension_most = 0.6;          /* tension alone makes no muscle likelier than this */

void making_link(struct making *m, int from, double q)
{
	if (m->n_links == m->room) {
		struct net_link *old = m->net.link;

		m->room = 2 * m->room + 1024;
		m->net.link = NEWS(m->a, struct net_link, m->room);
		if (m->n_links)
			memcpy(m->net.link, old, (size_t)m->n_links * sizeof(*old));
	}
	m->net.link[m->n_links++] = (struct net_link){ from, LINK_ACTS, q };
}

void making_end(struct making *m, double no, int seen)
{
	int x = m->net.n_nodes++;

	m->net.own[x] = (struct chance){ no, 1 - no };
	m->seen[x] = (int8_t)seen;
	m->net.first[x + 1] = m->n_links;
}

/* ---- roots ---- */

static double habit_shift(const struct making *m, int muscle)
{
	double sum = 0;

	for (int i = 0; i < m->kb->n_habits; i++) {
		const struct habit *h = &m->kb->habit[i];
		bool left, right;

		if (rule_eval(m->kb, &h->when, m->c) != TRUTH_YES)
			continue;
		left = !h->left.n || rule_eval(m->kb, &h->left, m->c) == TRUTH_YES;
		right = !h->right.n || rule_eval(m->kb, &h->right, m->c) == TRUTH_YES;
		for (int k = 0; k < h->n_loads; k++) {
			const struct load *l = &h->loads[k];
			bool here = l->side == LOAD_BOTH || (muscle % 2 == (l->side == LOAD_OPPOSITE) ? left : right);

			if (l->muscle == muscle / 2 && here)
				sum += kb_number_of(m->kb, "habit_scale") * l->by;
		}
	}
	return sum;
}

static int answer_of(const struct making *m, int finding)
{
	int value = finding >= 0 ? m->c->answer[finding] : NOT_ASKED;

	return value == DONT_KNOW ? NOT_ASKED : value;
}

/* A shorter leg, if one was measured: millimetres, > 0 for the right one. */
static double leg_millimetres(const struct making *m)
{
	int value = answer_of(m, kb_finding(m->kb, "leg_difference_mm")), which = answer_of(m, kb_finding(m->kb, "leg_shorter_side"));

	return value == NOT_ASKED || which == NOT_ASKED ? 0 : which ? value : -value;
}

/* Rest length that hip flexors and hamstrings have lost: arm times the angle missing in their test.  NULL: none. */
static double *lost_lengths(const struct making *m)
{
	static const char *const hip[] = { "test_thomas", "test_hamstrings" };
	double *lost = NEWS(m->a, double, m->kb->chain->n);
	bool any = false;

	for (int i = 0; i < m->kb->n_muscle_tests; i++) {
		const struct muscle_test *t = &m->kb->muscle_test[i];

		if (!str_equal(t->id, hip[0]) && !str_equal(t->id, hip[1]))
			continue;
		for (int x = 0; x < 2 * t->n_tells; x++) {
			int value = answer_of(m, t->finding[x % 2]), muscle = t->tells[x / 2].muscle;
			double missing = value == NOT_ASKED ? 0 : (t->low ? -1 : 1) * (value - t->mean);

			if (missing <= t->sd)
				continue;
			lost[2 * muscle + x % 2] = fabs(m->kb->muscle[muscle].arms.hip_flexion) * missing * M_PI / 180;
			any = true;
		}
	}
	return any ? lost : NULL;
}

/* The share of a muscle is that of people with back pain, tension among them: what tension usually brings is taken out of it here, and
 * comes back through the areas. */
static void find_priors(struct making *m)
{
	const struct kb *kb = m->kb;
	double *tension = NEWS(m->a, double, kb->chain->n), *by_load = NEWS(m->a, double, kb->chain->n), *usual = NEWS(m->a, double, kb->n_causes);
	int stands = kb_finding(kb, "standing_job");
	const struct chain_load load = { lost_lengths(m), leg_millimetres(m), answer_of(m, stands) > 0 };

	double *usually = NEWS(m->a, double, kb->n_areas), *calm = NEWS(m->a, double, kb->n_areas), acts = kb_number_of(kb, "tension_acts");

	m->prior = NEWS(m->a, double, kb->chain->n);
	m->acts = NEWS(m->a, double, kb->chain->n);
	m->likely = NEWS(m->a, double, kb->chain->n);
	m->silence = NEWS(m->a, double, kb->chain->n);
	for (int c = 0; c < kb->n_causes; c++)
		usual[c] = kb->cause[c].prior;
	for (int i = 0; i < kb->n_areas; i++) {
		usually[i] = making_calm(kb, usual, i, false);
		calm[i] = making_calm(kb, m->by_cause, i, false);
	}
	if (load.lost || fabs(load.right_short_mm) > 0)
		(void)chain_statics(kb, &load, tension, by_load);
	for (int x = 0; x < kb->chain->n; x++) {
		const struct muscle *of = &kb->muscle[x / 2];
		double shift = habit_shift(m, x) + by_load[x];
		double tense = 1 - usually[of->area], all = chance(logit(of->active) + shift);

		m->acts[x] = fmin(tension_most, of->active * acts);
		m->prior[x] = fmax(0, 1 - (1 - all) / (1 - tense * m->acts[x]));
		m->likely[x] = 1 - (1 - m->prior[x]) * (1 - (1 - calm[of->area]) * m->acts[x]);
		m->silence[x] = 1;
	}
}

static void add_muscles(struct making *m)
{
	m->muscles_from = m->net.n_nodes;
	for (int x = 0; x < m->kb->chain->n; x++) {
		int area = m->area_node[0][m->kb->muscle[x / 2].area];

		if (area >= 0)
			making_link(m, area, 1 - m->acts[x]);
		making_end(m, 1 - (area >= 0 ? m->prior[x] : m->likely[x]), SEEN_NOTHING);
	}
}

/* ---- hands ---- */

/* Evidence that multiplies the odds of "at least one of these is a driver" by ratio. */
static void add_told(struct making *m, const int *muscle, int n, double ratio)
{
	for (int i = 0; i < n; i++)
		making_link(m, node_of(m, muscle[i]), ratio > 1 ? 0 : ratio);
	making_end(m, ratio > 1 ? 1 - 1 / ratio : 1, ratio > 1 ? SEEN_PRESENT : SEEN_ABSENT);
}

static void add_palpation(struct making *m)
{
	static const char *const says[] = { "palpate_nothing", "palpate_tender", "palpate_known" };
	double agree = kb_number_of(m->kb, "palpate_agree");
	int *muscle = NEWS(m->a, int, m->kb->n_muscles);

	for (int u = 0; u < m->kb->n_units; u++)
		for (int side = 0; side < 2; side++) {
			int value = answer_of(m, m->kb->unit[u].found[side]), n = 0;

			if (value < 0 || value > 2)
				continue;
			for (int i = 0; i < m->kb->n_muscles; i++)
				if (m->kb->muscle[i].unit == u)
					muscle[n++] = 2 * i + side;
			add_told(m, muscle, n, pow(kb_number_of(m->kb, says[value]), value == 2 ? 1 : agree));
		}
}

/* Likelihood ratio of a measure: normal, with the error of measuring; of a yes or no by sens and spec. */
static double test_ratio(const struct making *m, const struct muscle_test *t, int value)
{
	double shrink = t->kappa > 0 && t->kappa < 0.5 ? t->kappa : t->sd > 0 ? kb_number_of(m->kb, "measure_say") : 1, ratio;

	if (t->sd > 0) {
		double sd = sqrt(t->sd * t->sd + t->sem * t->sem), z = (value - t->mean) / sd * (t->low ? -1 : 1);
		double shift = kb_number_of(m->kb, "measure_shift");

		ratio = exp(fmax(-3, fmin(3, shift * z - shift * shift / 2)));
	} else if (t->sens > 0) {
		ratio = value ? t->sens / (1 - t->spec) : (1 - t->sens) / t->spec;
	} else {
		ratio = kb_number_of(m->kb, value ? "unstudied_yes" : "unstudied_no");
	}
	return pow(ratio, shrink);
}

static void add_tests(struct making *m)
{
	int *muscle = NEWS(m->a, int, 2 * m->kb->n_muscles);

	for (int i = 0; i < m->kb->n_muscle_tests; i++) {
		const struct muscle_test *t = &m->kb->muscle_test[i];
		bool one = t->finding[0] == t->finding[1];

		for (int side = 0; side < (one ? 1 : 2); side++) {
			int value = answer_of(m, t->finding[side]), n = 0;

			if (value == NOT_ASKED)
				continue;
			for (int k = 0; k < t->n_tells; k++)
				for (int s = one ? 0 : side; s <= (one ? 1 : side); s++)
					muscle[n++] = 2 * t->tells[k].muscle + s;
			add_told(m, muscle, n, test_ratio(m, t, value));
		}
	}
}

/* ---- the whole ---- */

double making_unmarked(const struct making *m, int muscle)
{
	double yes = m->likely[muscle] * m->silence[muscle];

	return yes / (yes + 1 - m->likely[muscle]);
}

void making_whole(struct making *m)
{
	const struct kb *kb = m->kb;
	int most = kb->n_causes + 2 * kb->n_areas + 2 * kb->n_muscles + kb->n_regions + 4 * kb->n_units + 2 * kb->n_muscle_tests;

	m->net.own = NEWS(m->a, struct chance, most);
	m->net.first = NEWS(m->a, int, most + 1);
	m->seen = NEWS(m->a, int8_t, most);
	m->rest = NEWS(m->a, struct rest, kb->n_regions);
	find_priors(m);
	making_areas(m);
	add_muscles(m);
	making_units(m);
	making_map(m);
	m->hands_from = m->net.n_nodes;
	add_palpation(m);
	m->tests_from = m->net.n_nodes;
	add_tests(m);
}

/* How far off the probabilities of p, units among them, are at most because each mark keeps sixteen parents, and many marks are drawn together.
 * The network of all parents is answered beside it where that takes a few milliseconds; else samples of p tell the difference to the network
 * with every parent and every mark; else only what is sure without either is known. */
static bool dropped_exactly(const struct making *m, const struct posterior *p, double *off)
{
	struct making all = { .a = m->a, .kb = m->kb, .c = m->c, .by_cause = m->by_cause, .parents = PARENTS_ALL, .asked = m->asked };
	struct posterior q;
	struct err dear = { 0 };

	if (m->n_rest > WHOLE_MARKS || m->drawn)
		return false;
	making_whole(&all);
	if (!reason_posterior(m->a, &all.net, all.seen, &little, &q, &dear))
		return false;
	*off = 0;
	for (int x = 0; x < m->net.n_causes; x++)
		*off = fmax(*off, fabs(p->p[x] - q.p[x]));
	*off = fmin(1, *off + making_dropped(&all, &q));
	return true;
}

/* `first` has no units of its own, and so keeps a frontier that samples can be drawn from. */
static bool dropped_likely(const struct making *first, const struct posterior *p, const struct making *m, double *off, double *confidence)
{
	struct making every = { .a = m->a, .kb = m->kb, .c = m->c, .by_cause = m->by_cause, .parents = PARENTS_EVERY };
	struct any_of *unit = NEWS(m->a, struct any_of, 2 * m->kb->n_units);
	int n = making_asked(m, unit);
	struct beyond b;

	making_whole(&every);
	if (!reason_beyond(m->a, &first->net, first->seen, p, &every.net, every.seen, unit, n, &b))
		return false;
	*off = 0;
	for (int x = 0; x < first->net.n_causes + n; x++)
		*off = fmin(1, fmax(*off, fabs(b.by[x]) + b.half[x]));
	*confidence = b.confidence;
	return true;
}

struct answered { struct making m; struct posterior p; };

static double dropped(const struct answered *first, const struct answered *now, double *confidence)
{
	const struct making *m = &now->m;
	const bool exact = now->p.exact && making_apart(m, &now->p) <= 0;
	double off = 0;

	*confidence = 1;
	if (m->n_rest && !(exact && (dropped_exactly(m, &now->p, &off) || dropped_likely(&first->m, &first->p, m, &off, confidence))))
		off = m->drawn ? 1 : making_dropped(m, &now->p);
	return off;
}

/* With a node for each unit of several muscles that may be told; without them where that is too dear.  Made in its place: the order of work points
 * to its network. */
static void ask_units(const struct answered *first, struct answered *out)
{
	const struct making *m = &first->m;
	struct err dear = { 0 };

	*out = (struct answered){ .m = { .a = m->a, .kb = m->kb, .c = m->c, .by_cause = m->by_cause, .parents = m->parents } };
	bool any = making_ask_units(m, &first->p, &out->m);
	if (any)
		making_whole(&out->m);
	if (!any || !reason_posterior(m->a, &out->m.net, out->m.seen, &quick, &out->p, &dear) || (first->p.exact && !out->p.exact))
		*out = *first;
}

/* The same with nothing marked, pressed or tested. */
static bool find_before(const struct making *m, struct posterior *p, struct err *err)
{
	int8_t *seen = NEWS(m->a, int8_t, m->net.n_nodes);

	for (int x = m->net.n_causes; x < m->hands_from; x++)
		seen[x] = (int8_t)(m->seen[x] == SEEN_ABSENT ? SEEN_ABSENT : SEEN_NOTHING);
	return reason_posterior(m->a, &m->net, seen, &quick, p, err);
}

static bool list(struct arena *keep, const struct answered *first, bool whole, struct drivers *out, struct err *err)
{
	struct answered now;
	const struct posterior *p = &now.p;
	struct posterior before;

	ask_units(first, &now);
	if (!find_before(&now.m, &before, err))
		return false;
	out->sampled = !p->exact;
	out->bound = fmax(p->bound, making_apart(&now.m, p));
	for (int x = 0; !p->exact && x < now.m.net.n_causes; x++)
		out->bound = fmax(out->bound, (p->high[x] - p->low[x]) / 2);
	out->ranks = out->bound > ranks_from || (!whole && (now.m.n_rest > WHOLE_MARKS || now.m.drawn));
	out->dropped_sure = 1;
	out->dropped = whole ? dropped(first, &now, &out->dropped_sure) : now.m.n_rest > 0;
	out->bound = fmin(1, out->bound + out->dropped);
	out->ranks |= whole && out->bound > ranks_from;
	out->width = p->width;
	making_list(keep, &now.m, p, &before, out);
	return true;
}

static bool drivers_of(struct arena *keep, struct answered *first, enum chain_for want, struct drivers *out, struct err *err)
{
	struct making *m = &first->m;

	making_whole(m);
	if (!reason_posterior(m->a, &m->net, m->seen, &quick, &first->p, err))
		return false;
	making_says(m, &first->p, out->says);
	making_silence(m, out->says, out->silent);
	return want == CHAIN_SAYS || list(keep, first, want == CHAIN_WHOLE, out, err);
}

bool chain_drivers(struct arena *a, const struct kb *kb, const struct person_case *c, const double *by_cause, enum chain_for want,
	struct drivers *out, struct err *err)
{
	struct arena *scratch = want == CHAIN_WHOLE ? arena_new(BOUND_MEMORY) : NULL;
	struct answered first = { .m = { .a = scratch ? scratch : a, .kb = kb, .c = c, .by_cause = by_cause, .parents = PARENTS_MOST } };

	*out = (struct drivers){ .says = NEWS(a, double, kb->n_causes), .silent = NEWS(a, bool, kb->n_causes) };
	bool done = !kb->chain || drivers_of(a, &first, want, out, err);
	if (scratch)
		arena_end(scratch);
	return done;
}
