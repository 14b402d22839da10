/* core/tree_table.c -- loops over tables of the tree, and what two of them become on the bits that both have. */
#include "core/tree_run.h"

#include "core/sweep_simd.h"

#include <math.h>
#include <string.h>

enum { SHORT = 32, CHUNK = 256 };

/* Each loop on single entries, and on eight at once where strides allow. */
static eight *broad(double *x)
{
	return (eight *)(void *)x;
}

static const eight *broad_in(const double *x)
{
	return (const eight *)(const void *)x;
}

CLONES static void broad_times(eight *out, const eight *in, size_t n, double by, bool add)
{
	for (size_t i = 0; i < n; i++)
		out[i] = add ? out[i] + by * in[i] : by * in[i];
}

void tree_times(double *out, const double *in, size_t n, double by, bool add)
{
	if (n >= BROAD)
		broad_times(broad(out), broad_in(in), n / BROAD, by, add);
	for (size_t i = 0; n < BROAD && i < n; i++)
		out[i] = add ? out[i] + by * in[i] : by * in[i];
}

/* Sum of products, in halves so that roundings do not pile up. */
CLONES static void broad_dot(const eight *x, const eight *y, size_t n, eight *out)
{
	eight sum = { 0 }, other;

	if (n > SHORT) {
		broad_dot(x, y, n / 2, out);
		broad_dot(x + n / 2, y + n / 2, n / 2, &other);
		*out += other;
		return;
	}
	for (size_t i = 0; i < n; i++)
		sum += x[i] * y[i];
	*out = sum;
}

double tree_dot(const double *x, const double *y, size_t n)
{
	eight sum = { 0 };

	if (n >= BROAD)
		broad_dot(broad_in(x), broad_in(y), n / BROAD, &sum);
	for (size_t i = 0; n < BROAD && i < n; i++)
		sum[i] = x[i] * y[i];
	return ((sum[0] + sum[1]) + (sum[2] + sum[3])) + ((sum[4] + sum[5]) + (sum[6] + sum[7]));
}

/* to: stride of the bit acted on; from: stride of the bit that acts when it is `on`, 0: it acts everywhere. */
struct pulling { size_t to, from; bool on, back; double stay, go; };

static void thin_pull(double *t, size_t n, const struct pulling *p)
{
	size_t to = p->to, from = p->from, low = from && from < to ? from : to, high = from > to ? from : to;
	size_t step = from ? 2 * high : n, span = from ? high : n;
	const double stay = p->stay, go = p->go;
	const bool back = p->back;

	for (size_t at = p->on ? from : 0; at < n; at += step)
		for (size_t inner = at; inner < at + span; inner += 2 * low)
			for (size_t i = inner; i < inner + low; i++) {
				double zero = t[i], one = t[i + to];

				t[i] = back ? stay * zero + go * one : stay * zero;
				t[i + to] = back ? one : one + go * zero;
			}
}

CLONES static void broad_pull(eight *t, size_t n, const struct pulling *p)
{
	size_t to = p->to, from = p->from, low = from && from < to ? from : to, high = from > to ? from : to;
	size_t step = from ? 2 * high : n, span = from ? high : n;
	const double stay = p->stay, go = p->go;
	const bool back = p->back;

	for (size_t at = p->on ? from : 0; at < n; at += step)
		for (size_t inner = at; inner < at + span; inner += 2 * low)
			for (size_t i = inner; i < inner + low; i++) {
				eight zero = t[i], one = t[i + to];

				t[i] = back ? stay * zero + go * one : stay * zero;
				t[i + to] = back ? one : one + go * zero;
			}
}

void tree_act(const struct sweep *s, const struct numbers *num, const struct tree_step *step, double *t, size_t n, bool back)
{
	for (int i = 0; i < step->n_pulls; i++) {
		const struct pull *p = &step->pull[i];
		struct pulling how = { .to = (size_t)1 << p->to, .from = p->from < 0 ? 0 : (size_t)1 << p->from,
			.on = p->from < 0 || !s->tie[p->tie].off, .back = back != p->down, .stay = num->q[p->tie],
			.go = num->go[p->tie] };
		bool wide = how.to >= BROAD && (!how.from || how.from >= BROAD);

		how.to /= wide ? BROAD : 1;
		how.from /= wide ? BROAD : 1;
		if (wide)
			broad_pull(broad(t), n / BROAD, &how);
		else
			thin_pull(t, n, &how);
	}
}

CLONES static void sum_up(const eight *t, size_t n, eight *out)
{
	eight a = { 0 }, b = { 0 };

	for (size_t i = 0; i + 1 < n; i += 2) {
		a += t[i];
		b += t[i + 1];
	}
	*out = n & 1 ? a + b + t[n - 1] : a + b;
}

/* Powers of two only.  e: what was taken out is added, unless NULL. */
void tree_rescale(double *t, size_t n, long *e)
{
	double sum = 0;
	eight sums;
	int by;

	sum_up(broad_in(t), n / BROAD, &sums);
	for (size_t i = 0; i < BROAD; i++)
		sum += n < BROAD ? (i < n ? t[i] : 0) : sums[i];
	if (!(sum > 0 && sum < 0x1p-100))
		return;
	frexp(sum, &by);
	by = by < -1000 ? -1000 : by;
	tree_times(t, t, n, ldexp(1, -by), false);
	if (e)
		*e += by;
}

/* ---- joins ---- */

/* What becomes of two tables on the bits that both have.  part: of the bits that only one has. */
enum part { SPREAD, GATHER_X, GATHER_Y };       /* x y; sum over y's of x y; over x's */
struct joining { enum part part; size_t nx, ny, in_x, in_y, in_out; enum bit_type xt[BITS], yt[BITS]; };

static size_t round_up(size_t n)
{
	return n < BROAD ? BROAD : n;
}

/* out[i] = sum of g[j][i] * y[j], in halves so that roundings do not pile up. */
static void gather(const double *g, const double *y, size_t nx, size_t ny, double *out, double *free)
{
	if (ny > SHORT) {
		gather(g, y, nx, ny / 2, out, free);
		gather(g + nx * ny / 2, y + ny / 2, nx, ny / 2, free, free + round_up(nx));
		tree_times(out, free, nx, 1, true);
		return;
	}
	for (size_t j = 0; j < ny; j++)
		tree_times(out, g + j * nx, nx, y[j], j > 0);
}

static void join_parts(const struct joining *j, const double *x, const double *y, double *out, double *free)
{
	switch (j->part) {
	case SPREAD:
		for (size_t k = 0; k < j->ny; k++)
			tree_times(out + k * j->nx, x, j->nx, y[k], false);
		break;
	case GATHER_X:
		gather(x, y, j->nx, j->ny, out, free);
		break;
	case GATHER_Y:
		for (size_t k = 0; k < j->ny; k++)
			out[k] = tree_dot(x + k * j->nx, y, j->nx);
		break;
	}
}

static void join_bits(const struct joining *j, int level, const double *x, const double *y, double *out, double *free)
{
	if (level-- == 0) {
		join_parts(j, x, y, out, free);
		return;
	}
	size_t in_x = j->in_x << level, in_y = j->in_y << level, in_out = j->in_out << level;
	bool sum_x = j->yt[level] == DOWN;
	double *sum = free, *rest = sum + round_up(sum_x ? in_x : in_y), *next = rest + round_up(in_out);

	join_bits(j, level, x, y, out, next);
	if (j->xt[level] == EQ) {
		join_bits(j, level, x + in_x, y + in_y, out + in_out, next);
		return;
	}
	tree_times(sum, sum_x ? x : y, sum_x ? in_x : in_y, 1, false);
	tree_times(sum, sum_x ? x + in_x : y + in_y, sum_x ? in_x : in_y, 1, true);
	if (sum_x)
		join_bits(j, level, sum, y + in_y, out + in_out, next);
	else
		join_bits(j, level, x + in_x, sum, out + in_out, next);
	if (sum_x || j->xt[level] == DOWN) {
		join_bits(j, level, x + in_x, y + in_y, rest, next);
		tree_times(out, rest, in_out, 1, true);
	} else {
		join_bits(j, level, x, y + in_y, rest, next);
		tree_times(out + in_out, rest, in_out, 1, true);
	}
}

static enum bit_type dual(enum bit_type t)
{
	return t == EQ ? EQ : t == UP ? DOWN : UP;
}

static struct joining joining(const struct join *j, enum part part)
{
	size_t nx = (size_t)1 << j->x.n, ny = (size_t)1 << j->y.n;
	struct joining out = { .part = part, .nx = nx, .ny = ny, .in_x = part == SPREAD ? nx : nx * ny, .in_y = part == GATHER_Y ? nx : ny,
		.in_out = part == SPREAD ? nx * ny : part == GATHER_X ? nx : ny };

	for (int i = 0; i < j->n_shared; i++) {
		enum bit_type x = j->x.type[j->x.n + i], y = j->y.type[j->y.n + i], both = x == DOWN ? x : y;

		out.xt[i] = part == SPREAD ? x : dual(both);
		out.yt[i] = part == GATHER_Y ? x : y;
	}
	return out;
}

/* Between the table on the tape and the same in the order of the join. */
static void reorder(const struct side *side, double *tape, double *ordered, bool back)
{
	size_t from[CHUNK], n = (size_t)1 << side->bits, chunk = n < CHUNK ? n : CHUNK;

	from[0] = 0;
	for (int b = 0; (size_t)1 << b < chunk; b++)
		for (size_t i = 0; i < (size_t)1 << b; i++)
			from[((size_t)1 << b) + i] = from[i] | (size_t)1 << side->at[b];
	for (size_t k = 0; k < n; k += chunk) {
		size_t high = 0;

		for (int b = 0; b < side->bits; b++)
			high |= (k >> b & 1) << side->at[b];
		for (size_t i = 0; i < chunk; i++) {
			double *at = tape + side->in + (high | from[i]);

			if (back)
				*at = ordered[k + i];
			else
				ordered[k + i] = *at;
		}
	}
}

void tree_join(struct room *r, const struct tree_step *step, long *e)
{
	const struct join *j = step->join;
	struct joining how = joining(j, SPREAD);

	reorder(&j->x, r->tape, r->x, false);
	reorder(&j->y, r->tape, r->y, false);
	join_bits(&how, j->n_shared, r->x, r->y, r->tape + step->out, r->free);
	tree_rescale(r->tape + step->out, (size_t)1 << (j->x.bits + j->y.n), e);
}

void tree_back_join(struct room *r, const struct tree_step *step)
{
	const struct join *j = step->join;
	struct joining to_x = joining(j, GATHER_X), to_y = joining(j, GATHER_Y);
	size_t nx = (size_t)1 << j->x.bits, ny = (size_t)1 << j->y.bits;
	double *g = r->free, *free = g + round_up(nx);

	reorder(&j->x, r->tape, r->x, false);
	reorder(&j->y, r->tape, r->y, false);
	join_bits(&to_x, j->n_shared, r->tape + step->out, r->y, g, free);
	tree_rescale(g, nx, NULL);
	reorder(&j->x, r->tape, g, true);
	join_bits(&to_y, j->n_shared, r->tape + step->out, r->x, g, free);
	tree_rescale(g, ny, NULL);
	reorder(&j->y, r->tape, g, true);
}
