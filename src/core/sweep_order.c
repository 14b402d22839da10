/* core/sweep_order.c -- finds an order in which few things are open at a time, before anything is computed.
 *
 * Greedy elimination on the graph of causes and present findings: the next to be finished is the cause or finding that
 * leaves least open.  Several rules and first choices are tried and the cheapest predicted order is kept.  (Elimination
 * and width: Dechter 1999; that a noisy-OR may be cut at the finding or at the cause: Diez and Galan 2003.)
 */
#include "core/sweep.h"

#include <assert.h>
#include <math.h>
#include <string.h>

enum { STARTS = 8, RULES = 3 };
enum phase { WAITING, OPEN, DONE };

static const double cheap = 4000;        /* table operations below which nothing further is tried */

/* Causes are nodes 0 ... n_causes - 1, present findings follow. */
struct trial {
	int rule, width, widest, n_steps, n_open;
	double cost, entries;
	enum phase *phase;
	int *away;                      /* neighbours still waiting */
	int *touched;                   /* scratch, all 0 between uses */
	int *open;                      /* n_open nodes with a bit, in the order of the bits */
	struct sweep_step *step;
};

static int n_nodes(const struct sweep *s)
{
	return s->n_causes + s->n_present;
}

/* Ties of a node as [*i, *end); tie_at gives the tie, across the other node. */
static void ties_of(const struct sweep *s, int node, int *i, int *end)
{
	const int *of = node < s->n_causes ? s->of_cause + node : s->of_present + (node - s->n_causes);

	*i = of[0];
	*end = of[1];
}

static int tie_at(const struct sweep *s, int node, int i)
{
	return node < s->n_causes ? i : s->by_present[i];
}

static int across(const struct sweep *s, int node, int tie)
{
	return node < s->n_causes ? s->n_causes + s->tie[tie].present : s->tie[tie].cause;
}

static bool in_graph(const struct sweep *s, int node)
{
	return node < s->n_causes ? s->cause_ties[node] > 0 : s->present_ties[node - s->n_causes] > 0;
}

static void add_step(struct trial *t, enum sweep_kind kind, int at, int grow, double cost)
{
	t->step[t->n_steps++] = (struct sweep_step){ .kind = kind, .at = at, .width = t->width };
	t->width += grow;
	if (t->width > t->widest)
		t->widest = t->width;
	t->cost += ldexp(cost, t->width);
	t->entries += kind == SWEEP_LINK ? 0 : ldexp(1, t->width);
}

/* A node stops waiting; its neighbours have one fewer to wait for. */
static void leave_waiting(const struct sweep *s, struct trial *t, int node, enum phase phase)
{
	int i, end;

	t->phase[node] = phase;
	for (ties_of(s, node, &i, &end); i < end; i++)
		if (!s->tie[tie_at(s, node, i)].folded)
			t->away[across(s, node, tie_at(s, node, i))]--;
}

static void open_node(const struct sweep *s, struct trial *t, int node)
{
	bool cause = node < s->n_causes;
	int i, end;

	leave_waiting(s, t, node, OPEN);
	add_step(t, cause ? SWEEP_HOLD : SWEEP_OPEN, cause ? node : node - s->n_causes, 1, 1);
	t->open[t->n_open++] = node;
	for (ties_of(s, node, &i, &end); i < end; i++) {
		int tie = tie_at(s, node, i);

		if (!s->tie[tie].folded && t->phase[across(s, node, tie)] == OPEN)
			add_step(t, SWEEP_LINK, tie, 0, 0.5);
	}
}

static void act_at_once(const struct sweep *s, struct trial *t, int cause)
{
	leave_waiting(s, t, cause, DONE);
	add_step(t, SWEEP_CAUSE, cause, 0, 3 + s->cause_ties[cause]);
}

static void close_finished(const struct sweep *s, struct trial *t)
{
	int kept = 0;

	for (int bit = t->n_open - 1; bit >= 0; bit--) {
		int node = t->open[bit];
		bool cause = node < s->n_causes;

		if (t->away[node])
			continue;
		add_step(t, cause ? SWEEP_RELEASE : SWEEP_CLOSE, cause ? node : node - s->n_causes, -1, 2);
		t->phase[node] = DONE;
	}
	for (int bit = 0; bit < t->n_open; bit++)
		if (t->phase[t->open[bit]] == OPEN)
			t->open[kept++] = t->open[bit];
	t->n_open = kept;
}

/* Opens what is needed to be done with this node, and closes all that is finished then. */
static void finish(const struct sweep *s, struct trial *t, int node)
{
	bool cause = node < s->n_causes, was_waiting = t->phase[node] == WAITING;
	int i, end;

	if (!cause && was_waiting)
		open_node(s, t, node);
	for (ties_of(s, node, &i, &end); i < end; i++) {
		int tie = tie_at(s, node, i), other = across(s, node, tie);

		if (s->tie[tie].folded || t->phase[other] != WAITING)
			continue;
		if (!cause && t->away[other] == 0)
			act_at_once(s, t, other);
		else
			open_node(s, t, other);
		if (!cause || !was_waiting)             /* else its findings have to stay until it has acted */
			close_finished(s, t);
	}
	if (cause && was_waiting)
		act_at_once(s, t, node);
	close_finished(s, t);
}

struct look { int opens, closes; };

/* Open nodes that would be finished if the waiting neighbours of `node` were opened as well. */
static int count_finished(const struct sweep *s, struct trial *t, int node, bool undo)
{
	int i, end, n = 0;

	for (ties_of(s, node, &i, &end); i < end; i++) {
		int tie = tie_at(s, node, i), other = across(s, node, tie), j, stop;

		if (s->tie[tie].folded || t->phase[other] != WAITING)
			continue;
		for (ties_of(s, other, &j, &stop); j < stop; j++) {
			int far = across(s, other, tie_at(s, other, j));

			if (s->tie[tie_at(s, other, j)].folded || far == node || t->phase[far] != OPEN)
				continue;
			if (undo)
				t->touched[far] = 0;
			else
				n += ++t->touched[far] == t->away[far];
		}
	}
	return n;
}

/* How many bits finishing this node would add, and how many it would free. */
static struct look look_at(const struct sweep *s, struct trial *t, int node)
{
	bool waiting = t->phase[node] == WAITING;
	struct look l = { 0, !waiting };
	int i, end;

	for (ties_of(s, node, &i, &end); i < end; i++) {
		int tie = tie_at(s, node, i), other = across(s, node, tie);

		if (s->tie[tie].folded)
			continue;
		if (t->phase[other] == WAITING) {
			if (t->away[other] > waiting)
				l.opens++;              /* else it can act, or be explained, on the spot */
			else if (node < s->n_causes && waiting) {
				l.opens++;              /* the finding has to be a bit while the cause acts */
				l.closes++;
			}
		} else if (t->phase[other] == OPEN && waiting && t->away[other] == 1) {
			l.closes++;
		}
	}
	l.closes += count_finished(s, t, node, false);
	count_finished(s, t, node, true);
	return l;
}

static int next_node(const struct sweep *s, struct trial *t)
{
	int best = -1, best_score = 0, best_second = 0;

	for (int node = 0; node < n_nodes(s); node++) {
		if (!in_graph(s, node) || t->phase[node] == DONE)
			continue;
		struct look l = look_at(s, t, node);
		int grow = l.opens - l.closes;
		int score = t->rule == 0 ? grow : t->rule == 1 ? grow + l.opens : l.opens;
		int second = t->rule == 2 ? grow : l.opens;

		if (best < 0 || score < best_score || (score == best_score && second < best_second)) {
			best = node;
			best_score = score;
			best_second = second;
		}
	}
	return best;
}

/* The greedy order that begins with `start`; gives up once it is dearer than `limit`. */
static void try_order(const struct sweep *s, struct trial *t, int start, double limit)
{
	t->width = t->widest = t->n_steps = t->n_open = 0;
	t->cost = 0;
	t->entries = 1;
	for (int node = 0; node < n_nodes(s); node++) {
		t->phase[node] = WAITING;
		t->away[node] = node < s->n_causes ? s->cause_ties[node] : s->present_ties[node - s->n_causes];
	}
	for (int node = start; node >= 0 && t->cost <= limit; node = next_node(s, t))
		finish(s, t, node);
	if (t->cost > limit)
		t->cost = HUGE_VAL;
}

static struct trial *new_trial(struct arena *a, const struct sweep *s)
{
	struct trial *t = NEW(a, struct trial);

	t->phase = NEWS(a, enum phase, n_nodes(s));
	t->away = NEWS(a, int, n_nodes(s));
	t->touched = NEWS(a, int, n_nodes(s));
	t->open = NEWS(a, int, n_nodes(s));
	t->step = NEWS(a, struct sweep_step, 2 * n_nodes(s) + s->n_ties);
	t->cost = HUGE_VAL;
	return t;
}

/* Starts are spread evenly over the nodes that are left. */
static struct trial *best_order(struct arena *a, const struct sweep *s)
{
	struct trial *best = new_trial(a, s), *t = new_trial(a, s);
	int *start = NEWS(a, int, n_nodes(s)), n = 0;

	for (int node = 0; node < n_nodes(s); node++)
		if (in_graph(s, node))
			start[n++] = node;
	best->cost = n ? HUGE_VAL : 0;
	best->entries = 1;
	for (int i = 0; i < STARTS && i < n; i++)
		for (int rule = 0; rule < RULES && best->cost > cheap; rule++) {
			t->rule = rule;
			try_order(s, t, start[i * n / (n < STARTS ? n : STARTS)], best->cost);
			if (t->cost < best->cost) {
				struct trial *swap = best;

				best = t;
				t = swap;
			}
		}
	return best;
}

static int place_of(const int *open, int width, int node)
{
	int bit = 0;

	while (bit < width && open[bit] != node)
		bit++;
	assert(bit < width);
	return bit;
}

static void place_ties(struct sweep *s, const int *open, const struct sweep_step *step)
{
	if (step->kind == SWEEP_LINK) {
		struct sweep_tie *tie = &s->tie[step->at];

		tie->bit = place_of(open, step->width, s->n_causes + tie->present);
		tie->cause_bit = place_of(open, step->width, tie->cause);
	}
	for (int i = s->of_cause[step->at]; step->kind == SWEEP_CAUSE && i < s->of_cause[step->at + 1]; i++)
		if (!s->tie[i].folded)
			s->tie[i].bit = place_of(open, step->width, s->n_causes + s->tie[i].present);
}

/* Bits and places on the tape. */
static void place_steps(struct arena *a, struct sweep *s)
{
	int *open = NEWS(a, int, n_nodes(s) + 1);
	size_t now = 0;

	s->entries = 1;
	for (int i = 0; i < s->n_steps; i++) {
		struct sweep_step *step = &s->step[i];
		bool finding = step->kind == SWEEP_OPEN || step->kind == SWEEP_CLOSE;
		int node = finding ? s->n_causes + step->at : step->at, after = step->width;

		step->in = step->out = now;
		place_ties(s, open, step);
		if (step->kind == SWEEP_LINK)
			continue;
		if (step->kind == SWEEP_OPEN || step->kind == SWEEP_HOLD) {
			step->bit = after;
			open[after++] = node;
		} else if (step->kind != SWEEP_CAUSE) {
			step->bit = place_of(open, step->width, node);
			memmove(open + step->bit, open + step->bit + 1, (size_t)(--after - step->bit) * sizeof(int));
		}
		step->out = now = s->entries;
		s->entries += (size_t)1 << after;
	}
}

bool sweep_order(struct arena *a, struct sweep *s)
{
	const struct trial *t = best_order(a, s);

	if (!(t->cost < HUGE_VAL) || t->widest > SWEEP_WIDEST || t->entries > ldexp(1, SWEEP_WIDEST))
		return false;
	s->step = t->step;
	s->n_steps = t->n_steps;
	s->width = t->widest;
	s->cost = t->cost;
	place_steps(a, s);
	return true;
}
