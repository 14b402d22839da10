/* core/sweep_run.c -- one forward pass for P(evidence), one backward pass for the odds of every cause.
 *
 * A cause with links q_j maps a table T to p0 T + p1 (L_1 ... L_k) T, where L_j sends the unexplained half of finding j to
 * q_j times itself and adds (1 - q_j) of it to the explained half.  The backward pass is the transpose (reverse
 * accumulation, Darwiche 2003); the odds of a cause are the ratio of its two terms.  Only 1 - x of given numbers is ever
 * subtracted.
 */
#include "core/sweep.h"

#include <assert.h>
#include <math.h>

/* A product that may pass the range of a double: m 2^e. */
struct wide { double m; int64_t e; };

struct state {
	struct sweep *s;
	struct again *run[LANES];
	struct wide total[LANES];       /* everything that was scaled out of the tables */
	bool possible[LANES];
};

static void wide_times(struct wide *w, double x)
{
	int e;

	w->m = frexp(w->m * x, &e);
	w->e += e;
}

/* Makes the two states of a cause add to one; what they added to goes to the total. */
static void norm(struct state *st, int l, struct pair *p)
{
	double sum = p->no[l] + p->yes[l];

	if (!(sum > 0)) {
		st->possible[l] = false;
		p->no[l] = sum = 1;
	}
	wide_times(&st->total[l], sum);
	p->no[l] /= sum;
	p->yes[l] /= sum;
}

/* Prior and absent findings of one case. */
static void weigh_absent(struct state *st, int l)
{
	struct sweep *s = st->s;
	const struct net *net = st->run[l]->net;
	const int8_t *seen = st->run[l]->seen;

	for (int c = 0; c < s->n_causes; c++) {
		s->prior[c].no[l] = 1 - net->prior[c];
		s->prior[c].yes[l] = net->prior[c];
	}
	for (int f = 0; f < s->n_findings; f++) {
		if (seen[f] != SEEN_ABSENT || s->slot[f] >= 0)
			continue;
		wide_times(&st->total[l], net->stay[f]);
		for (int i = net->first[f]; i < net->first[f + 1]; i++) {
			struct pair *p = &s->prior[net->link[i].cause];

			p->yes[l] *= net->link[i].q;
			if (p->no[l] <= 0 && p->yes[l] < 0x1p-900) {
				p->yes[l] *= 0x1p900;
				st->total[l].e -= 900;
			}
		}
	}
	for (int c = 0; c < s->n_causes; c++)
		norm(st, l, &s->prior[c]);
}

/* Leaks, links and what is asked of the findings that were present when the order was made. */
static void weigh_present(struct state *st, int l)
{
	struct sweep *s = st->s;
	const struct net *net = st->run[l]->net;

	for (int k = 0; k < s->n_present; k++) {
		double stay = net->stay[s->present[k]];
		int seen = st->run[l]->seen[s->present[k]];

		s->leak[k].no[l] = stay;
		s->leak[k].yes[l] = 1 - stay;
		s->keep[k].no[l] = seen != SEEN_PRESENT;
		s->keep[k].yes[l] = seen != SEEN_ABSENT;
	}
	for (int i = 0; i < s->n_ties; i++)
		s->q[i][l] = 1;
	for (int i = 0; i < s->n_sources; i++)
		s->q[s->source[i].tie][l] *= net->link[s->source[i].link].q;
}

/* What a finding with this leak, and nothing else but one cause, says of the cause's two states. */
static void told_by(const struct sweep *s, int k, const lanes *q, struct pair *out)
{
	const struct pair *leak = &s->leak[k], *keep = &s->keep[k];

	out->no = keep->no * leak->no + keep->yes * leak->yes;
	out->yes = keep->no * (leak->no * *q) + keep->yes * (leak->yes + leak->no * (1 - *q));
}

/* A finding that stands alone after folding. */
static void finish_alone(struct state *st, int k)
{
	const struct pair *leak = &st->s->leak[k], *keep = &st->s->keep[k];
	lanes p = keep->no * leak->no + keep->yes * leak->yes;

	for (int l = 0; l < LANES; l++)
		wide_times(&st->total[l], p[l]);
	st->s->want[k] = *keep;
}

static void fold(struct state *st)
{
	struct sweep *s = st->s;

	for (int i = 0; i < s->n_folds; i++) {
		const struct sweep_tie *tie = &s->tie[s->fold[i].tie];
		struct pair *prior = &s->prior[tie->cause], *leak = &s->leak[tie->present], told;
		lanes q = s->q[s->fold[i].tie];

		if (s->fold[i].cause) {
			s->saved[i] = *leak;
			leak->yes += leak->no * prior->yes * (1 - q);
			leak->no *= prior->no + prior->yes * q;
			continue;
		}
		s->saved[i] = *prior;
		told_by(s, tie->present, &q, &told);
		prior->no *= told.no;
		prior->yes *= told.yes;
		for (int l = 0; l < LANES; l++)
			norm(st, l, prior);
	}
	for (int k = 0; k < s->n_present; k++)
		if (s->present_ties[k] == 0 && !s->present_gone[k])
			finish_alone(st, k);
}

static void forward_double(const struct sweep *s, const struct sweep_step *step)
{
	const struct pair *by = step->kind == SWEEP_OPEN ? &s->leak[step->at] : &s->prior[step->at];
	const lanes *in = s->tape + step->in;
	size_t n = (size_t)1 << step->width;
	lanes *out = s->tape + step->out;

	for (size_t i = 0; i < n; i++) {
		out[i] = in[i] * by->no;
		out[i + n] = in[i] * by->yes;
	}
}

static void act(const struct sweep *s, const struct sweep_step *step, lanes *t, bool back)
{
	const struct sweep_tie *tie = &s->tie[step->at];

	table_link(t, step->width, tie->cause_bit, tie->bit, &s->q[step->at], back);
}

static void forward_cause(const struct sweep *s, const struct sweep_step *step)
{
	const lanes *in = s->tape + step->in;
	const struct pair *p = &s->prior[step->at];
	size_t n = (size_t)1 << step->width;
	lanes *out = s->tape + step->out;

	for (size_t i = 0; i < n; i++)
		out[i] = p->yes * in[i];
	for (int i = s->of_cause[step->at]; i < s->of_cause[step->at + 1]; i++)
		if (!s->tie[i].folded)
			table_spread(out, step->width, s->tie[i].bit, &s->q[i], false);
	for (size_t i = 0; i < n; i++)
		out[i] += p->no * in[i];
}

static void forward_halve(struct state *st, const struct sweep_step *step)
{
	const struct sweep *s = st->s;
	const struct pair both = { { 1, 1, 1, 1 }, { 1, 1, 1, 1 } };
	const struct pair *keep = step->kind == SWEEP_CLOSE ? &s->keep[step->at] : &both;
	const lanes *in = s->tape + step->in;
	size_t half = (size_t)1 << step->bit, n = (size_t)1 << (step->width - 1);
	lanes *out = s->tape + step->out;
	int e[LANES];

	for (size_t at = 0; at < n; at += half)
		for (size_t i = at; i < at + half; i++)
			out[i] = keep->no * in[at + i] + keep->yes * in[at + i + half];
	table_rescale(out, n, e);
	for (int l = 0; l < LANES; l++)
		st->total[l].e += e[l];
}

static void forward(struct state *st)
{
	struct sweep *s = st->s;
	const lanes *last = s->tape;

	s->tape[0] = (lanes){ 1, 1, 1, 1 };
	for (int i = 0; i < s->n_steps; i++) {
		const struct sweep_step *step = &s->step[i];

		if (step->kind == SWEEP_OPEN || step->kind == SWEEP_HOLD)
			forward_double(s, step);
		else if (step->kind == SWEEP_LINK)
			act(s, step, s->tape + step->in, false);
		else if (step->kind == SWEEP_CAUSE)
			forward_cause(s, step);
		else
			forward_halve(st, step);
		last = s->tape + step->out;
	}
	for (int l = 0; l < LANES; l++) {
		wide_times(&st->total[l], last[0][l]);
		if (!(st->total[l].m > 0))
			st->possible[l] = false;
	}
}

/* The odds of c from its own two terms and what the rest says of them; both are scaled alike. */
static void write_odds(const struct state *st, int c)
{
	const struct pair *own = &st->s->prior[c], *rest = &st->s->rest[c];
	lanes yes = own->yes * rest->yes, no = own->no * rest->no;

	for (int l = 0; l < LANES; l++)
		if (st->possible[l])
			st->run[l]->odds[c] = yes[l] / no[l];
}

/* g: after the bit was added; on return: before. */
static void back_double(const struct state *st, const struct sweep_step *step, lanes *g)
{
	struct sweep *s = st->s;
	bool cause = step->kind == SWEEP_HOLD;
	const struct pair *by = cause ? &s->prior[step->at] : &s->leak[step->at];
	struct pair *says = cause ? &s->rest[step->at] : &s->want[step->at];
	size_t n = (size_t)1 << step->width;

	table_dot(s->tape + step->in, g, n, &says->no);
	table_dot(s->tape + step->in, g + n, n, &says->yes);
	if (cause)
		write_odds(st, step->at);
	for (size_t i = 0; i < n; i++)
		g[i] = by->no * g[i] + by->yes * g[i + n];
}

static void back_cause(const struct state *st, const struct sweep_step *step, lanes *g, lanes *v)
{
	const struct sweep *s = st->s;
	const struct pair *p = &s->prior[step->at];
	size_t n = (size_t)1 << step->width;

	for (size_t i = 0; i < n; i++)
		v[i] = g[i];
	for (int i = s->of_cause[step->at]; i < s->of_cause[step->at + 1]; i++)
		if (!s->tie[i].folded)
			table_spread(v, step->width, s->tie[i].bit, &s->q[i], true);
	table_dot(s->tape + step->in, g, n, &s->rest[step->at].no);
	table_dot(s->tape + step->in, v, n, &s->rest[step->at].yes);
	write_odds(st, step->at);
	for (size_t i = 0; i < n; i++)
		g[i] = p->no * g[i] + p->yes * v[i];
}

static void back_halve(const struct sweep *s, const struct sweep_step *step, const lanes *g, lanes *out)
{
	const struct pair both = { { 1, 1, 1, 1 }, { 1, 1, 1, 1 } };
	const struct pair *keep = step->kind == SWEEP_CLOSE ? &s->keep[step->at] : &both;
	size_t half = (size_t)1 << step->bit, n = (size_t)1 << (step->width - 1);
	int e[LANES];

	for (size_t at = 0; at < n; at += half)
		for (size_t i = at; i < at + half; i++) {
			out[at + i] = keep->no * g[i];
			out[at + i + half] = keep->yes * g[i];
		}
	table_rescale(out, 2 * n, e);
}

static void backward(const struct state *st)
{
	struct sweep *s = st->s;
	lanes *g = s->grad[0], *v = s->grad[1];

	g[0] = (lanes){ 1, 1, 1, 1 };
	for (int i = s->n_steps - 1; i >= 0; i--) {
		const struct sweep_step *step = &s->step[i];

		if (step->kind == SWEEP_OPEN || step->kind == SWEEP_HOLD) {
			back_double(st, step, g);
		} else if (step->kind == SWEEP_LINK) {
			act(s, step, g, true);
		} else if (step->kind == SWEEP_CAUSE) {
			back_cause(st, step, g, v);
		} else {
			back_halve(s, step, g, v);
			lanes *swap = g;

			g = v;
			v = swap;
		}
	}
}

/* Keeps what is said of a cause within range; only the ratio counts. */
static void level(struct pair *p)
{
	for (int l = 0; l < LANES; l++) {
		double most = p->no[l] > p->yes[l] ? p->no[l] : p->yes[l];

		if (most > 0 && most < 0x1p-100) {
			p->no[l] *= 0x1p100;
			p->yes[l] *= 0x1p100;
		}
	}
}

/* A cause that went into a finding: what is said of the finding after it becomes what is said of the cause, and of the
 * finding before. */
static void unfold_cause(const struct state *st, int i)
{
	struct sweep *s = st->s;
	const struct sweep_tie *tie = &s->tie[s->fold[i].tie];
	const struct pair *prior = &s->prior[tie->cause], *leak = &s->saved[i];
	struct pair *want = &s->want[tie->present], *rest = &s->rest[tie->cause];
	lanes q = s->q[s->fold[i].tie], through = q * want->no + (1 - q) * want->yes;

	rest->no = want->no * leak->no + want->yes * leak->yes;
	rest->yes = through * leak->no + want->yes * leak->yes;
	write_odds(st, tie->cause);
	want->no = prior->no * want->no + prior->yes * through;
}

/* A finding that went into a cause. */
static void unfold_finding(const struct state *st, int i)
{
	struct sweep *s = st->s;
	const struct sweep_tie *tie = &s->tie[s->fold[i].tie];
	const struct pair *prior = &s->saved[i], *keep = &s->keep[tie->present];
	struct pair *rest = &s->rest[tie->cause], *want = &s->want[tie->present], told;
	lanes q = s->q[s->fold[i].tie], no = rest->no * prior->no, yes = rest->yes * prior->yes;

	want->no = no * keep->no + yes * (keep->no * q + keep->yes * (1 - q));
	want->yes = no * keep->yes + yes * keep->yes;
	level(want);
	told_by(s, tie->present, &q, &told);
	rest->no *= told.no;
	rest->yes *= told.yes;
	level(rest);
}

static void unfold(const struct state *st)
{
	struct sweep *s = st->s;

	for (int c = 0; c < s->n_causes; c++)
		if (s->cause_ties[c] == 0 && !s->cause_gone[c]) {
			s->rest[c] = (struct pair){ { 1, 1, 1, 1 }, { 1, 1, 1, 1 } };
			write_odds(st, c);
		}
	for (int i = s->n_folds - 1; i >= 0; i--) {
		if (s->fold[i].cause)
			unfold_cause(st, i);
		else
			unfold_finding(st, i);
	}
}

void sweep_run(struct sweep *s, struct again *run, int n)
{
	struct state st = { .s = s };

	assert(n >= 1 && n <= LANES);
	for (int l = 0; l < LANES; l++) {
		st.run[l] = &run[l < n ? l : 0];
		st.total[l] = (struct wide){ 1, 0 };
		st.possible[l] = true;
		weigh_absent(&st, l);
		weigh_present(&st, l);
	}
	fold(&st);
	forward(&st);
	backward(&st);
	unfold(&st);
	for (int l = 0; l < n; l++) {
		run[l].possible = st.possible[l];
		run[l].log_evidence = st.possible[l] ? log(st.total[l].m) + (double)st.total[l].e * log(2) : -HUGE_VAL;
	}
}
