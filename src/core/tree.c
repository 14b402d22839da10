/* core/tree.c -- the numbers of the tree, there and back. */
#include "core/tree_run.h"

#include <stdint.h>
#include <string.h>

enum { SHORT = 32 };

static void lift(struct chance *p)
{
	double most = p->no > p->yes ? p->no : p->yes;

	if (most > 0 && most < 0x1p-400) {
		p->no *= 0x1p400;
		p->yes *= 0x1p400;
	}
}

/* ---- ends ---- */

/* What ends is weighed by a (off and on by the slot's own push) and w (what is said of off and on).  Columns: state of the bit that ends, and
 * twice that of the bit beside it; rows: state of the bit that stays. */
static void weights(enum ending how, const struct chance *a, const struct chance *w, double m[2][4])
{
	double any = a->no + a->yes;

	memset(m, 0, 8 * sizeof(double));
	switch (how) {
	case ROOT:
		m[0][0] = a->no * w->no;
		m[0][1] = a->yes * w->yes;
		break;
	case FINDING:
		m[0][0] = a->no * w->no + a->yes * w->yes;
		m[0][1] = any * w->yes;
		break;
	case EXPLAINED_LAST:
		m[0][0] = a->no;
		m[0][1] = a->yes;
		break;
	case STATE_LAST:
		m[0][0] = w->no;
		m[0][1] = w->yes;
		break;
	case EXPLAINED_FIRST:
		m[0][0] = a->no;
		m[1][0] = a->yes;
		m[1][1] = any;
		break;
	case STATE_FIRST:
		m[0][0] = w->no;
		m[1][1] = w->yes;
		break;
	case EXPLAINED_BESIDE:
		m[0][0] = a->no;
		m[1][2] = a->yes;
		m[1][3] = any;
		break;
	case STATE_BESIDE:
		m[0][0] = w->no;
		m[0][3] = m[1][1] = m[1][3] = w->yes;
		break;
	}
}

static double total(double m[2][4], double z[2][4])
{
	double sum = 0;

	for (int k = 0; k < 2; k++)
		for (int i = 0; i < 4; i++)
			sum += m[k][i] * z[k][i];
	return sum;
}

/* z: what all tables together say of each column and row; so also of the states of the slot. */
static void says(const struct numbers *num, int slot, enum ending how, double z[2][4])
{
	const struct chance no = { 1, 0 }, yes = { 0, 1 }, *a = &num->a[slot], *w = &num->w[slot];
	struct chance *alpha = &num->alpha[slot], *beta = &num->beta[slot];
	double m[2][4];

	if (how != EXPLAINED_LAST && how != EXPLAINED_FIRST && how != EXPLAINED_BESIDE) {
		weights(how, a, &no, m);
		alpha->no = total(m, z);
		weights(how, a, &yes, m);
		alpha->yes = total(m, z);
		lift(alpha);
	}
	if (how != STATE_LAST && how != STATE_FIRST && how != STATE_BESIDE) {
		weights(how, &no, w, m);
		beta->no = total(m, z);
		weights(how, &yes, w, m);
		beta->yes = total(m, z);
		lift(beta);
	}
}

static size_t spread(size_t k, size_t bit)
{
	return (k & (bit - 1)) | (k & ~(bit - 1)) << 1;
}

/* Where state k of the n states of the bits that do not take part lies, before the step and after it; `run` of them follow each other. */
struct view { int rows, columns; size_t n, run, bit, beside, row; };

static struct view view(const struct tree_step *step)
{
	bool beside = step->beside >= 0, stays = beside || step->how == STATE_FIRST || step->how == EXPLAINED_FIRST;
	struct view v = { .rows = stays ? 2 : 1, .columns = beside ? 4 : 2, .n = (size_t)1 << (step->bits - 1 - beside),
		.bit = (size_t)1 << step->pos, .beside = beside ? (size_t)1 << step->beside : 0 };

	v.row = !stays ? 0 : beside ? v.beside >> (step->beside > step->pos) : v.bit;
	v.run = beside && v.beside < v.bit ? v.beside : v.bit;
	return v;
}

static size_t before(const struct view *v, size_t k)
{
	if (!v->beside)
		return spread(k, v->bit);
	return v->bit < v->beside ? spread(spread(k, v->bit), v->beside) : spread(spread(k, v->beside), v->bit);
}

static size_t after(const struct view *v, size_t k)
{
	return v->row ? spread(k, v->row) : k;
}

static size_t column(const struct view *v, int i)
{
	return (i & 1 ? v->bit : 0) + (i & 2 ? v->beside : 0);
}

static void end(struct room *r, const struct numbers *num, const struct tree_step *step, long *e)
{
	const struct view v = view(step);
	const double *in = r->tape + step->in;
	double *out = r->tape + step->out, m[2][4];

	weights(step->how, &num->a[step->slot], &num->w[step->slot], m);
	for (size_t k = 0; k < v.n; k += v.run)
		for (int row = 0; row < v.rows; row++)
			for (int i = 0; i < v.columns; i++)
				tree_times(out + after(&v, k) + row * v.row, in + before(&v, k) + column(&v, i), v.run, m[row][i], i > 0);
	tree_rescale(out, v.n * v.rows, e);
}

/* States from k on, n of them. */
static void add_products(const struct view *v, const double *in, const double *g, size_t k, size_t n, double z[2][4])
{
	double other[2][4] = { 0 };

	if (n > SHORT && n > v->run) {
		add_products(v, in, g, k, n / 2, z);
		add_products(v, in, g, k + n / 2, n / 2, other);
		for (int i = 0; i < 4; i++) {
			z[0][i] += other[0][i];
			z[1][i] += other[1][i];
		}
		return;
	}
	for (size_t end = k + n; k < end; k += v->run)
		for (int row = 0; row < v->rows; row++)
			for (int i = 0; i < v->columns; i++)
				z[row][i] += tree_dot(in + before(v, k) + column(v, i), g + after(v, k) + row * v->row, v->run);
}

static void back_end(struct room *r, const struct numbers *num, const struct tree_step *step)
{
	const struct view v = view(step);
	double *in = r->tape + step->in, *g = r->tape + step->out, m[2][4], z[2][4] = { 0 };

	if (step->last)
		*g = 1;
	add_products(&v, in, g, 0, v.n, z);
	says(num, step->slot, step->how, z);
	weights(step->how, &num->a[step->slot], &num->w[step->slot], m);
	for (size_t k = 0; k < v.n; k += v.run)
		for (int i = 0; i < v.columns; i++)
			for (int row = 0; row < v.rows; row++)
				tree_times(in + before(&v, k) + column(&v, i), g + after(&v, k) + row * v.row, v.run, m[row][i], row > 0);
	tree_rescale(in, (size_t)1 << step->bits, NULL);
}

/* ---- other steps ---- */

static void open(struct room *r, const struct tree_step *step)
{
	size_t n = (size_t)1 << step->bits;
	double *out = r->tape + step->out;

	memcpy(out, r->tape + step->in, n * sizeof(double));
	if (step->opens == EQ)
		memcpy(out + n, out, n * sizeof(double));
	else
		memset(out + n, 0, n * sizeof(double));
}

static void back_open(struct room *r, const struct tree_step *step)
{
	size_t n = (size_t)1 << step->bits;
	double *in = r->tape + step->in, *g = r->tape + step->out;

	memcpy(in, g, n * sizeof(double));
	if (step->opens == EQ)
		tree_times(in, g + n, n, 1, true);
}

static void fuse(const struct sweep *s, struct room *r, const struct numbers *num, const struct tree_step *step)
{
	const struct chance *a = &num->a[step->at], *w = &num->w[step->at];
	double *out = r->tape + step->out;
	size_t n = (size_t)1 << step->bits;

	tree_times(out, r->tape + step->in, n, a->yes * w->yes, false);
	tree_act(s, num, step, out, n, false);
	tree_times(out, r->tape + step->in, n, a->no * w->no, true);
}

static void back_fuse(const struct sweep *s, struct room *r, const struct numbers *num, const struct tree_step *step)
{
	const struct chance *a = &num->a[step->at], *w = &num->w[step->at];
	double *in = r->tape + step->in, *g = r->tape + step->out, z[2][4] = { 0 };
	size_t n = (size_t)1 << step->bits;

	memcpy(r->x, g, n * sizeof(double));
	tree_act(s, num, step, r->x, n, true);
	z[0][0] = tree_dot(in, g, n);
	z[0][1] = tree_dot(in, r->x, n);
	says(num, step->at, ROOT, z);
	tree_times(in, g, n, a->no * w->no, false);
	tree_times(in, r->x, n, a->yes * w->yes, true);
}

static void forward(const struct sweep *s, struct room *r, struct numbers *num)
{
	for (int i = 0; i < s->tree->n_ops; i++) {
		const struct tree_step *step = &r->step[i];

		if (step->first)
			r->tape[step->in] = 1;
		switch (step->kind) {
		case TREE_OPEN:
			open(r, step);
			break;
		case TREE_TIE:
			tree_act(s, num, step, r->tape + step->in, (size_t)1 << step->bits, false);
			break;
		case TREE_FUSE:
			fuse(s, r, num, step);
			break;
		case TREE_JOIN:
			tree_join(r, step, &num->e);
			break;
		case TREE_END:
			end(r, num, step, &num->e);
			break;
		}
		num->m *= step->last ? r->tape[step->out] : 1;
		if (num->m > 0 && num->m < 0x1p-400) {
			num->m *= 0x1p400;
			num->e -= 400;
		}
	}
}

static void backward(const struct sweep *s, struct room *r, const struct numbers *num)
{
	for (int i = s->tree->n_ops - 1; i >= 0; i--) {
		const struct tree_step *step = &r->step[i];

		switch (step->kind) {
		case TREE_OPEN:
			back_open(r, step);
			break;
		case TREE_TIE:
			tree_act(s, num, step, r->tape + step->in, (size_t)1 << step->bits, true);
			break;
		case TREE_FUSE:
			back_fuse(s, r, num, step);
			break;
		case TREE_JOIN:
			tree_back_join(r, step);
			break;
		case TREE_END:
			back_end(r, num, step);
			break;
		}
	}
}

static struct room *take_room(struct sweep *s)
{
	struct room *r = NEW(s->arena, struct room);
	size_t widest;
	char *tape;

	tree_place(s, r);
	widest = ((size_t)1 << r->widest) + BROAD;
	tape = arena_take(s->arena, (r->entries + 6 * widest + 4 * BROAD * BITS) * sizeof(double) + 64, 1);
	r->tape = (double *)(void *)(tape + (64 - (uintptr_t)tape % 64) % 64);
	r->x = r->tape + r->entries;
	r->y = r->x + widest;
	r->free = r->y + widest;
	return r;
}

void tree_run(struct sweep *s, struct again *run)
{
	struct numbers num;

	if (!s->tree->room)
		s->tree->room = take_room(s);
	sweep_load(s, run, &num);
	forward(s, s->tree->room, &num);
	if (num.m > 0)
		backward(s, s->tree->room, &num);
	sweep_tell(s, run, &num);
}
