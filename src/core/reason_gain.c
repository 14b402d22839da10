/* core/reason_gain.c -- what a question is expected to tell.
 *
 * "Absent" for one finding is the same order of work with other numbers on its parents, so eight findings go through one sweep; "present"
 * follows by complement.  All of them share one order, so that one is looked for longer than a single answer is worth.  A finding whose parents
 * nothing else ties together needs no sweep at all.  Where all sweeps would take too long, findings are ranked as if the causes were
 * independent given what is known, and the best get the exact value.
 */
#include "core/reason.h"

#include "core/sweep.h"
#include "core/sweep_simd.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { BEST = 16 };                     /* so many get the exact value even where that takes longer than wished ... */

static const double most = 1e8;         /* ... but no longer than these operations of one case, or TOGETHER of each wished if that is more */
static const double tree_slower = 2.5;  /* an operation of a tree takes as long as so many of a frontier */
static const double planning = 1e7;     /* looking for an order takes no longer than so many operations of one case */

enum { LANES_MOST = 12 };               /* a wider table, eight times, leaves the cache: one case after the other */

enum { TOGETHER = 5 };                  /* eight runs along a frontier, all at once, take as long as so many; along a tree one follows the other */

struct asked { int finding; double bits; };

struct asking {
	struct arena *a;
	const struct net *net;
	const int8_t *seen;
	const struct posterior *have;
	struct posterior with;          /* the same, its order of work looked for longer */
	const double *weight;
	double *before;                 /* n_causes: entropies */
	double *p_no;                   /* LANES for each cause */
	int8_t *tried;                  /* n_nodes: what is seen, and one finding absent */
	double *odds;                   /* n_causes */
	double left;                    /* operations of one case along a frontier that may still be run */
	struct told_absent *told;
};

/* out = -x log2 x for each; x in [0, 1].  Cody and Waite's split x = m 2^e and the series of artanh to the 17th power: 1e-13. */
static inline __attribute__((always_inline)) void minus_xlogx(const eight *x, eight *out)
{
	static const double term[] = { 1.0 / 17, 1.0 / 15, 1.0 / 13, 1.0 / 11, 1.0 / 9, 1.0 / 7, 1.0 / 5, 1.0 / 3, 1 };
	eight m, s, sum, e, square;
	eight_bits bits, up;

	memcpy(&bits, x, sizeof(bits));
	up = (bits & 0xfffffffffffffLL) | 0x3fe0000000000000LL;
	bits = (bits >> 52) - 1022;                     /* x = m 2^bits, m in [1/2, 1) */
	memcpy(&m, &up, sizeof(m));
	up = m < 0.70710678118654752;                   /* -1 where the mantissa is doubled */
	bits += up;
	e = __builtin_convertvector(up, eight);
	m -= m * e;
	s = (m - 1) / (m + 1);
	e = __builtin_convertvector(bits, eight);
	square = s * s;
	sum = square * 0 + term[0];
	for (size_t k = 1; k < sizeof(term) / sizeof(*term); k++)
		sum = sum * square + term[k];
	*out = -*x * (e + sum * s * 2.8853900817779268);        /* 2 / ln 2; 0 stays 0 */
}

double reason_entropy(double p)
{
	return p > 0 && p < 1 ? -(p * log2(p) + (1 - p) * log2(1 - p)) : 0;
}

static double chance_of(double odds)
{
	return isinf(odds) ? 1 : odds / (1 + odds);
}

/* In no case further away than a rounding. */
static inline __attribute__((always_inline)) bool unchanged(const eight *x, double p)
{
	const double margin = 4e-16 * p;
	eight_bits other = *x < p - margin;

	other |= *x > p + margin;
	other |= __builtin_shufflevector(other, other, 4, 5, 6, 7, 0, 1, 2, 3);
	other |= __builtin_shufflevector(other, other, 2, 3, 0, 1, 6, 7, 4, 5);
	return (other[0] | other[1]) == 0;
}

/* Weighted bits of eight questions: sum of weight * (H(p) - no H(p | no) - yes H(p | yes)).  Where nothing changes nothing is told. */
CLONES static void expected(const struct asking *q, const double *absent, double *bits)
{
	eight sum = { 0 }, no, yes;

	memcpy(&no, absent, sizeof(no));
	yes = 1 - no;
	for (int c = 0; c < q->net->n_causes; c++) {
		double p = q->have->p[c];
		eight x, y, term, h;
		eight_bits outside;

		memcpy(&x, q->p_no + c * LANES, sizeof(x));
		if (!(q->weight[c] > 0) || unchanged(&x, p))
			continue;
		y = (p - no * x) / yes;
		outside = y < 0;
		y += y * __builtin_convertvector(outside, eight);
		outside = y > 1;
		y += (y - 1) * __builtin_convertvector(outside, eight);
		minus_xlogx(&x, &h);
		term = 1 - x;
		minus_xlogx(&term, &term);
		h = no * (h + term);
		minus_xlogx(&y, &term);
		h += yes * term;
		term = 1 - y;
		minus_xlogx(&term, &term);
		sum += q->weight[c] * (q->before[c] - (h + yes * term));
	}
	for (int l = 0; l < LANES; l++)
		bits[l] = absent[l] > 0 && absent[l] < 1 && sum[l] > 0 ? sum[l] : 0;
}

/* Keeps what "absent" says, for the caller: to be filled. */
static double *keep_told(struct asking *q, int f, double no)
{
	struct told_absent *t = &q->told[f];

	if (!t->p_no)
		t->p_no = NEWS(q->a, double, q->net->n_causes);
	t->finding = f;
	t->no = no;
	return t->p_no;
}

/* As if its parents were independent given what is known; exact where no tie joins them.  */
static double independent(struct asking *q, int f)
{
	const struct net *net = q->net;
	double no = net->own[f].no, bits = 0, *told, p_no[2];

	for (int i = net->first[f]; i < net->first[f + 1]; i++) {
		double p = q->have->p[net->link[i].from], off = net->link[i].kind == LINK_ACTS_OFF ? net->link[i].q : 1;

		no *= p * (off < 1 ? 1 : net->link[i].q) + (1 - p) * off;
	}
	told = q->told ? keep_told(q, f, no) : NULL;
	if (told)
		memcpy(told, q->have->p, (size_t)net->n_causes * sizeof(double));
	for (int i = net->first[f]; i < net->first[f + 1]; i++) {
		const struct net_link *link = &net->link[i];
		double p = q->have->p[link->from], on = link->kind == LINK_ACTS_OFF ? p : p * link->q;
		double all = on + (link->kind == LINK_ACTS_OFF ? (1 - p) * link->q : 1 - p);

		p_no[0] = all > 0 ? on / all : p;
		p_no[1] = no < 1 ? fmin(fmax((p - no * p_no[0]) / (1 - no), 0), 1) : p;
		if (told)
			told[link->from] = p_no[0];
		if (q->weight[link->from] > 0)
			bits += q->weight[link->from] * (q->before[link->from] - no * reason_entropy(p_no[0]) - (1 - no) * reason_entropy(p_no[1]));
	}
	return no > 0 && no < 1 && bits > 0 ? bits : 0;
}

/* Nothing ties its parents to each other or to anything else, and each acts once. */
static bool stands_alone(const struct asking *q, int f)
{
	const struct sweep *s = q->have->sweep;

	for (int i = q->net->first[f]; i < q->net->first[f + 1]; i++) {
		if (s->tied[q->net->link[i].from])
			return false;
		for (int j = q->net->first[f]; j < i; j++)
			if (q->net->link[j].from == q->net->link[i].from)
				return false;
	}
	return !net_inhibited(q->net, f);
}

/* Another level of the same ordinal finding is known. */
static bool beside_known_level(const struct asking *q, int f)
{
	for (int k = 0; k < q->net->n_sets; k++) {
		const struct net_set *set = &q->net->set[k];

		if (set->kind != SET_LEVELS || f < set->first || f >= set->first + set->n)
			continue;
		for (int x = set->first; x < set->first + set->n; x++)
			if (q->seen[x] != SEEN_NOTHING)
				return true;
	}
	return false;
}

/* What eight absent findings told becomes bits, and is kept.  Impossible: certain to be present, nothing to learn. */
static void weigh(struct asking *q, struct asked *asked, const struct again *run, int n)
{
	double no[LANES] = { 0 }, bits[LANES];

	for (int l = 0; l < n; l++)
		no[l] = run[l].possible ? exp(run[l].log_evidence - q->have->log_evidence) : 0;
	for (int l = 0; q->told && l < n; l++) {
		double *told = keep_told(q, asked[l].finding, no[l]);

		for (int c = 0; c < q->net->n_causes; c++)
			told[c] = run[l].possible ? q->p_no[c * LANES + l] : q->have->p[c];
	}
	expected(q, no, bits);
	for (int l = 0; l < n; l++)
		asked[l].bits = bits[l];
}

static void put_lane(struct asking *q, int l, const double *odds)
{
	for (int c = 0; c < q->net->n_causes; c++)
		q->p_no[c * LANES + l] = odds ? chance_of(odds[c]) : q->have->p[c];
}

static bool one_by_one(const struct asking *q)
{
	return q->with.sweep->tree || q->with.width > LANES_MOST;
}

/* Eight findings, one after the other: along a tree, and where eight tables side by side would be too large. */
static void run_each(struct asking *q, const struct asked *asked, struct again *run, int n)
{
	for (int l = 0; l < LANES; l++) {
		if (l < n) {
			q->tried[asked[l].finding] = SEEN_ABSENT;
			reason_again(&q->with, &run[l], 1);
			q->tried[asked[l].finding] = SEEN_NOTHING;
		}
		put_lane(q, l, l < n && run[l].possible ? q->odds : NULL);
	}
}

/* The exact value, by runs of eight. */
static void sweep_all(struct asking *q, struct asked *asked, int n)
{
	const bool each = one_by_one(q);
	struct again run[LANES];
	int finding[LANES];

	for (int l = 0; l < LANES; l++)
		run[l] = (struct again){ .net = q->net, .seen = q->tried, .odds = q->odds };
	for (int i = 0; i < n; i += LANES) {
		int many = n - i < LANES ? n - i : LANES;

		for (int l = 0; l < many; l++)
			finding[l] = asked[i + l].finding;
		if (each)
			run_each(q, asked + i, run, many);
		else
			sweep_ask(q->with.sweep, run, finding, many, q->have->p, q->p_no);
		weigh(q, asked + i, run, many);
	}
}

/* A finding that something inhibits, and a level beside known ones, are not linear when absent: an order of work of its own.  False when
 * that is too wide, or too much was run already: the estimate then stands. */
static bool sweep_alone(struct asking *q, struct asked *asked)
{
	const struct effort whole = { .exact = fmin(reason_effort.exact, (q->left - planning) / tree_slower) };
	struct posterior absent = { .cost = 0 };
	struct err err = { 0 };

	if (whole.exact <= 0)
		return false;
	q->tried[asked->finding] = SEEN_ABSENT;
	bool possible = reason_posterior(q->a, q->net, q->tried, &whole, &absent, &err);
	q->tried[asked->finding] = SEEN_NOTHING;
	q->left -= fmin(planning, absent.cost) + (absent.cost <= whole.exact ? tree_slower * absent.cost : 0);
	if (!possible && err.code != ERR_INPUT)
		return false;
	for (int l = 0; l < LANES; l++)
		put_lane(q, l, possible ? absent.odds : NULL);
	weigh(q, asked, &(struct again){ .log_evidence = absent.log_evidence, .possible = possible }, 1);
	return true;
}

static int most_telling_first(const void *x, const void *y)
{
	const struct asked *v = x, *w = y;

	return v->bits < w->bits ? 1 : v->bits > w->bits ? -1 : v->finding - w->finding;
}

static void begin(struct asking *q)
{
	int n = q->net->n_causes;

	q->before = NEWS(q->a, double, n);
	q->p_no = NEWS(q->a, double, n * LANES);
	q->odds = NEWS(q->a, double, n);
	q->tried = NEWS(q->a, int8_t, q->net->n_nodes);
	memcpy(q->tried, q->seen, (size_t)q->net->n_nodes);
	for (int c = 0; c < n; c++)
		q->before[c] = reason_entropy(q->have->p[c]);
	q->with = *q->have;
}

/* Those that need a sweep; the others get their value. */
static int sort_out(struct asking *q, const bool *want, double *gain, int *exact, struct asked *asked)
{
	int n = 0;

	for (int f = 0; f < q->net->n_nodes; f++) {
		gain[f] = 0;
		if (f < q->net->n_causes || !want[f] || q->seen[f] != SEEN_NOTHING)
			continue;
		if (net_inhibited(q->net, f) || beside_known_level(q, f)) {
			struct asked alone = { f, independent(q, f) };

			*exact += sweep_alone(q, &alone);
			gain[f] = alone.bits;
		} else if (stands_alone(q, f)) {
			gain[f] = independent(q, f);
			++*exact;
		} else {
			asked[n++] = (struct asked){ f, 0 };
		}
	}
	return n;
}

/* So many of the n are run: what was wished, or BEST of them, and no more than is left. */
static int how_many(const struct asking *q, int n, double operations)
{
	double run = 1 + q->with.cost * (one_by_one(q) ? 1 : (double)TOGETHER / LANES), slower = q->with.sweep->tree ? tree_slower : 1;

	return (int)fmin(n, fmin(fmax(BEST, TOGETHER * operations / run), fmax(0, q->left) / (run * slower)));
}

bool reason_gain(struct arena *a, const struct net *net, const int8_t *seen, const struct posterior *have,
	const double *weight, const bool *want, double operations, double *gain, int *exact, struct told_absent *told, struct err *err)
{
	struct asking q = { .a = a, .net = net, .seen = seen, .have = have, .weight = weight, .left = fmax(most, TOGETHER * operations), .told = told };
	struct asked *asked = NEWS(a, struct asked, net->n_nodes);
	int n, many;

	if (!have->exact)
		return fail(err, ERR_LIMIT, "findings", "what a question tells is computed from an exact answer only");
	assert(have->sweep && have->sweep->n_causes == net->n_causes);
	begin(&q);
	*exact = 0;
	n = sort_out(&q, want, gain, exact, asked);
	if (!have->sweep->tree && n > 0) {
		q.with.sweep = sweep_better(have->sweep, fmin(n, fmax(BEST, operations / have->cost)));
		q.with.cost = q.with.sweep->cost;
		q.with.width = q.with.sweep->width;
	}
	many = how_many(&q, n, operations);
	for (int i = 0; many < n && i < n; i++)
		asked[i].bits = independent(&q, asked[i].finding);
	if (many < n)
		qsort(asked, (size_t)n, sizeof(*asked), most_telling_first);
	sweep_all(&q, asked, many);
	*exact += many;
	for (int i = 0; i < n; i++)
		gain[asked[i].finding] = asked[i].bits;
	return true;
}
