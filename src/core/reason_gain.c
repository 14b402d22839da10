/* core/reason_gain.c -- what a question is expected to tell.
 *
 * "Absent" for one finding is the same order of work with other numbers on its parents, so eight findings go through one sweep; "present"
 * follows by complement.  A finding whose parents nothing else ties together needs no sweep at all.  Where all sweeps would take too long,
 * findings are ranked as if the causes were independent given what is known, and the best get the exact value.
 */
#include "core/reason.h"

#include "core/sweep.h"
#include "core/sweep_simd.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { BEST = 16 };                     /* at least so many get the exact value */

enum { TOGETHER = 5 };                  /* eight runs along a frontier, all at once, take as long as so many; along a tree one follows the other */

struct asked { int finding; double bits; };

struct asking {
	struct arena *a;
	const struct net *net;
	const int8_t *seen;
	const struct posterior *have;
	const double *weight;
	int *weighty, n_weighty;        /* causes with weight */
	int *told_of;                   /* scratch, n_weighty */
	double *p, *before, *no, *yes;  /* n_weighty, and room to the next eight: posterior, entropies */
	struct told_absent *told;
};

typedef int64_t eight_bits __attribute__((vector_size(8 * sizeof(int64_t)), aligned(16)));

/* out = -x log2 x for each; x in [0, 1].  Cody and Waite's split x = m 2^e and the series of artanh to the 21st power: 1e-13. */
CLONES static void minus_xlogx(const double *x, int n, double *out)
{
	static const double term[] = { 1.0 / 21, 1.0 / 19, 1.0 / 17, 1.0 / 15, 1.0 / 13, 1.0 / 11, 1.0 / 9, 1.0 / 7, 1.0 / 5, 1.0 / 3, 1 };

	for (int i = 0; i < n; i += LANES) {
		eight v, m, s, sum, e;
		eight_bits bits, up;

		memcpy(&v, x + i, sizeof(v));
		memcpy(&bits, &v, sizeof(v));
		bits = (bits >> 52) - 1022;                     /* x = m 2^bits, m in [1/2, 1) */
		memcpy(&up, &v, sizeof(v));
		up = (up & 0xfffffffffffffLL) | 0x3fe0000000000000LL;
		memcpy(&m, &up, sizeof(v));
		up = m < 0.70710678118654752;                   /* -1 where the mantissa is doubled */
		bits += up;
		e = __builtin_convertvector(up, eight);
		m -= m * e;
		s = (m - 1) / (m + 1);
		e = __builtin_convertvector(bits, eight);
		sum = s * s;
		eight square = sum;
		sum = square * 0 + term[0];
		for (size_t k = 1; k < sizeof(term) / sizeof(*term); k++)
			sum = sum * square + term[k];
		v = -v * (e + sum * s * 2.8853900817779268);    /* 2 / ln 2; 0 stays 0 */
		memcpy(out + i, &v, sizeof(v));
	}
}

double reason_entropy(double p)
{
	return p > 0 && p < 1 ? -(p * log2(p) + (1 - p) * log2(1 - p)) : 0;
}

static double chance_of(double odds)
{
	return isinf(odds) ? 1 : odds / (1 + odds);
}

/* Weighted bits: sum of weight * (H(p) - no H(p | no) - yes H(p | yes)).  Where nothing changes nothing is told. */
static double expected(struct asking *q, double no)
{
	int room = (q->n_weighty + LANES - 1) / LANES * LANES, n = 0;
	double yes = 1 - no, bits = 0, *h = q->yes + room, *other = h + 4 * room;

	if (no <= 0 || no >= 1)
		return 0;
	for (int i = 0; i < q->n_weighty; i++)
		if (q->no[i] < q->p[i] || q->no[i] > q->p[i])
			q->told_of[n++] = i;
	int width = (n + LANES - 1) / LANES * LANES;
	for (int k = 0; k < width; k++) {
		double p_no = k < n ? q->no[q->told_of[k]] : 0, p_yes = k < n ? (q->p[q->told_of[k]] - no * p_no) / yes : 0;

		p_yes = p_yes < 0 ? 0 : p_yes > 1 ? 1 : p_yes;
		h[k] = p_no;
		h[width + k] = 1 - p_no;
		h[2 * width + k] = p_yes;
		h[3 * width + k] = 1 - p_yes;
	}
	minus_xlogx(h, 4 * width, other);
	for (int k = 0; k < n; k++)
		bits += q->weight[q->weighty[q->told_of[k]]] * (q->before[q->told_of[k]] - no * (other[k] + other[width + k]) -
			yes * (other[2 * width + k] + other[3 * width + k]));
	return bits > 0 ? bits : 0;
}

/* Keeps what "absent" says, for the caller. */
static void keep_told(struct asking *q, int f, double no, const double *odds)
{
	struct told_absent *t = q->told ? &q->told[f] : NULL;

	if (!t)
		return;
	if (!t->p_no)
		t->p_no = NEWS(q->a, double, q->net->n_causes);
	t->finding = f;
	t->no = no;
	memcpy(t->p_no, q->have->p, (size_t)q->net->n_causes * sizeof(double));
	for (int k = 0; !odds && k < q->n_weighty; k++)
		t->p_no[q->weighty[k]] = q->no[k];
	for (int c = 0; odds && c < q->net->n_causes; c++)
		t->p_no[c] = chance_of(odds[c]);
}

/* As if its parents were independent given what is known; exact where no tie joins them.  */
static double independent(struct asking *q, int f)
{
	const struct net *net = q->net;
	double no = net->own[f].no;

	memcpy(q->no, q->p, (size_t)q->n_weighty * sizeof(double));
	for (int i = net->first[f]; i < net->first[f + 1]; i++) {
		const struct net_link *link = &net->link[i];
		double p = q->have->p[link->from], on = link->kind == LINK_ACTS_OFF ? p : p * link->q;
		double off = link->kind == LINK_ACTS_OFF ? (1 - p) * link->q : 1 - p;

		no *= on + off;
		for (int k = 0; k < q->n_weighty && on + off > 0; k++)
			if (q->weighty[k] == link->from)
				q->no[k] = on / (on + off);
	}
	keep_told(q, f, no, NULL);
	return expected(q, no);
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

static double told_by(struct asking *q, int f, const struct again *absent)
{
	if (!absent->possible)
		return 0;
	keep_told(q, f, exp(absent->log_evidence - q->have->log_evidence), absent->odds);
	for (int k = 0; k < q->n_weighty; k++)
		q->no[k] = chance_of(absent->odds[q->weighty[k]]);
	return expected(q, exp(absent->log_evidence - q->have->log_evidence));
}

/* The exact value, by runs of eight. */
static void sweep_all(struct asking *q, struct asked *asked, int n)
{
	struct again run[LANES];
	int8_t *tried[LANES];

	for (int l = 0; l < LANES; l++) {
		tried[l] = NEWS(q->a, int8_t, q->net->n_nodes);
		memcpy(tried[l], q->seen, (size_t)q->net->n_nodes);
		run[l] = (struct again){ .net = q->net, .seen = tried[l], .odds = NEWS(q->a, double, q->net->n_causes) };
	}
	for (int i = 0; i < n; i += LANES) {
		int many = n - i < LANES ? n - i : LANES;

		for (int l = 0; l < many; l++)
			tried[l][asked[i + l].finding] = SEEN_ABSENT;
		reason_again(q->have, run, many);
		for (int l = 0; l < many; l++) {
			asked[i + l].bits = told_by(q, asked[i + l].finding, &run[l]);
			tried[l][asked[i + l].finding] = SEEN_NOTHING;
		}
	}
}

/* A finding that something inhibits is not linear when absent: an order of work of its own. */
static bool sweep_alone(struct asking *q, struct asked *asked, struct err *err)
{
	int8_t *tried = NEWS(q->a, int8_t, q->net->n_nodes);
	struct posterior absent;

	memcpy(tried, q->seen, (size_t)q->net->n_nodes);
	tried[asked->finding] = SEEN_ABSENT;
	if (!reason_posterior(q->a, q->net, tried, &reason_effort, &absent, err))
		return false;
	asked->bits = told_by(q, asked->finding, &(struct again){ .odds = absent.odds, .log_evidence = absent.log_evidence, .possible = true });
	return true;
}

static int most_telling_first(const void *x, const void *y)
{
	const struct asked *v = x, *w = y;

	return v->bits < w->bits ? 1 : v->bits > w->bits ? -1 : v->finding - w->finding;
}

static void begin(struct asking *q)
{
	int room;

	q->weighty = NEWS(q->a, int, q->net->n_causes);
	for (int c = 0; c < q->net->n_causes; c++)
		if (q->weight[c] > 0)
			q->weighty[q->n_weighty++] = c;
	room = (q->n_weighty + LANES - 1) / LANES * LANES;
	q->told_of = NEWS(q->a, int, q->n_weighty + 1);
	q->p = NEWS(q->a, double, 12 * room);
	q->before = q->p + room;
	q->no = q->before + room;
	q->yes = q->no + room;
	for (int k = 0; k < q->n_weighty; k++) {
		q->p[k] = q->have->p[q->weighty[k]];
		q->before[k] = reason_entropy(q->p[k]);
	}
}

bool reason_gain(struct arena *a, const struct net *net, const int8_t *seen, const struct posterior *have,
	const double *weight, const bool *want, double operations, double *gain, int *exact, struct told_absent *told, struct err *err)
{
	struct asking q = { .a = a, .net = net, .seen = seen, .have = have, .weight = weight, .told = told };
	struct asked *asked = NEWS(a, struct asked, net->n_nodes);
	int n = 0, many;

	assert(have->sweep && have->sweep->n_causes == net->n_causes);
	double batch = have->sweep->tree ? have->cost * LANES / TOGETHER : have->cost;
	begin(&q);
	*exact = 0;
	for (int f = 0; f < net->n_nodes; f++) {
		gain[f] = 0;
		if (f < net->n_causes || !want[f] || seen[f] != SEEN_NOTHING)
			continue;
		if (net_inhibited(net, f)) {
			struct asked alone = { f, 0 };

			if (!sweep_alone(&q, &alone, err))
				return false;
			gain[f] = alone.bits;
			++*exact;
			continue;
		}
		double bits = independent(&q, f);
		if (stands_alone(&q, f)) {
			gain[f] = bits;
			++*exact;
		} else {
			asked[n++] = (struct asked){ f, bits };
		}
	}
	many = batch * n <= operations * LANES ? n : (int)(operations * LANES / (batch + 1));
	many = many < BEST ? (n < BEST ? n : BEST) : many;
	if (many < n)
		qsort(asked, (size_t)n, sizeof(*asked), most_telling_first);
	sweep_all(&q, asked, many);
	*exact += many;
	for (int i = 0; i < n; i++)
		gain[asked[i].finding] = asked[i].bits;
	return true;
}
