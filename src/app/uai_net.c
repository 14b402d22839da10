/* app/uai_net.c -- which variable is the child of which factor, and the noisy-OR that its table is.
 *
 * The last variable of any order stands in one factor only, its own.  So children are found from the end: a variable that stands in one of
 * the factors left must be its child, or there is no answer.  Every step is forced, nothing is tried, and the work is linear.
 */
#include "app/uai.h"

#include <assert.h>
#include <math.h>

enum { NAMED_MOST = 6 };

static const double near_one = 1e-9, relative = 1e-9, absolute = 1e-12;

struct peeling { struct arena *a; const struct uai *uai; struct err *err; int *left, *mix, *own, *stack, n_stack; };

static bool refuse(const struct uai *uai, int which, struct err *err, const char *what)
{
	const struct uai_factor *f = &uai->factor[which];
	char field[40];

	snprintf(field, sizeof(field), "factor %d", which);
	return fail_at(err, ERR_INPUT, f->line, f->column, field, "%s", what);
}

/* "4 9 12" */
static const char *scope(struct arena *a, const struct uai_factor *f)
{
	const char *text = "";

	for (int i = 0; i < f->n && i < NAMED_MOST; i++)
		text = arena_fmt(a, "%s%s%d", text, i ? " " : "", f->var[i]);
	return f->n > NAMED_MOST ? arena_fmt(a, "%s ...", text) : text;
}

/* The table seen from its child: p[at(u)] with the child off, p[at(u) + child] with it on; bit k of u is parent var(k). */
struct table { const struct uai_factor *f; int child, n_parents; unsigned bit; };

static struct table table_of(const struct uai_factor *f, int child)
{
	return (struct table){ f, child, f->n - 1, 1u << (f->n - 1 - child) };
}

static unsigned at(const struct table *t, unsigned u)
{
	return (u & (t->bit - 1)) | (u & ~(t->bit - 1)) << 1;
}

static double off_at(const struct table *t, unsigned u)
{
	return t->f->p[at(t, u)];
}

static double on_at(const struct table *t, unsigned u)
{
	return t->f->p[at(t, u) + t->bit];
}

static int parent(const struct table *t, int k)
{
	int i = t->n_parents - 1 - k;           /* the last changes fastest */

	return t->f->var[i + (i >= t->child)];
}

/* "P(4 off | 9 on, 12 off)" */
static const char *chance_text(struct arena *a, const struct table *t, unsigned u, const char *state)
{
	const char *text = arena_fmt(a, "P(%d %s", t->f->var[t->child], state);

	for (int k = t->n_parents - 1; k >= 0 && k >= t->n_parents - NAMED_MOST; k--)
		text = arena_fmt(a, "%s%s%d %s", text, k == t->n_parents - 1 ? " | " : ", ", parent(t, k), u >> k & 1 ? "on" : "off");
	return arena_fmt(a, "%s%s)", text, t->n_parents > NAMED_MOST ? ", ..." : "");
}

/* ---- children ---- */

static int position(const struct uai_factor *f, int var)
{
	int i = 0;

	while (f->var[i] != var)
		i++;
	return i;
}

/* The child's two chances add up to 1 whatever the parents do. */
static bool adds_up(struct peeling *p, int which, int var)
{
	const struct uai_factor *f = &p->uai->factor[which];
	const struct table t = table_of(f, position(f, var));

	for (unsigned u = 0; u < 1u << t.n_parents; u++) {
		double sum = off_at(&t, u) + on_at(&t, u);

		if (!(fabs(sum - 1) < near_one))
			return refuse(p->uai, which, p->err, arena_fmt(p->a, "over variables %s must be the probability of variable %d, and %s and that of on "
				"add up to %.12g instead of 1", scope(p->a, f), var, chance_text(p->a, &t, u, "off"), sum));
	}
	return true;
}

static void push(struct peeling *p, int var)
{
	if (p->left[var] == 1)
		p->stack[p->n_stack++] = var;
}

/* The factor is var's own: it leaves. */
static bool peel(struct peeling *p, int which, int var)
{
	const struct uai_factor *f = &p->uai->factor[which];

	if (!adds_up(p, which, var))
		return false;
	p->own[var] = which;
	for (int i = 0; i < f->n; i++) {
		int v = f->var[i];

		p->left[v]--;
		p->mix[v] ^= which;
		if (v != var && p->left[v] == 0)
			return refuse(p->uai, which, p->err, arena_fmt(p->a, "over variables %s is the only one left that could be the probability of "
				"variable %d, and of variable %d; each needs one of its own", scope(p->a, f), var, v));
		push(p, v);
	}
	return true;
}

static bool is_own(const struct peeling *p, int which)
{
	const struct uai_factor *f = &p->uai->factor[which];
	bool own = false;

	for (int i = 0; i < f->n; i++)
		own = own || p->own[f->var[i]] == which;
	return own;
}

static bool refuse_circle(struct peeling *p)
{
	int which = 0;

	while (which + 1 < p->uai->n_factors && is_own(p, which))
		which++;
	assert(!is_own(p, which));              /* there are as many factors as variables */
	return refuse(p->uai, which, p->err, arena_fmt(p->a, "over variables %s stands in a circle: each of the variables still without a "
		"factor of its own is in two or more of those left, so that no order puts parents before children",
		scope(p->a, &p->uai->factor[which])));
}

static bool count_factors(struct peeling *p)
{
	const struct uai *uai = p->uai;

	for (int i = 0; i < uai->n_factors; i++)
		for (int k = 0; k < uai->factor[i].n; k++) {
			p->left[uai->factor[i].var[k]]++;
			p->mix[uai->factor[i].var[k]] ^= i;
		}
	for (int v = 0; v < uai->n; v++)
		if (!p->left[v])
			return fail(p->err, ERR_INPUT, "factors", "variable %d stands in none of them; it needs one, its probability", v);
	return uai->n == uai->n_factors || fail(p->err, ERR_INPUT, "factors", "there are %d for %d variables; each variable needs one, its "
		"probability given its parents", uai->n_factors, uai->n);
}

/* own: the factor of each variable; order: parents first. */
static bool find_children(struct peeling *p, int *order)
{
	int n = p->uai->n, done = 0;

	if (!count_factors(p))
		return false;
	for (int v = 0; v < n; v++) {
		p->own[v] = -1;
		push(p, v);
	}
	while (p->n_stack) {
		int v = p->stack[--p->n_stack];

		if (!peel(p, p->mix[v], v))
			return false;
		order[n - ++done] = v;
	}
	return done == n || refuse_circle(p);
}

/* ---- noisy-OR ---- */

static void take_link(struct uai_node *x, int from, enum link_kind kind, double q)
{
	if (q < 1)
		x->link[x->n_links++] = (struct net_link){ from, kind, q };
}

/* Where the child is likeliest off, no parent acts. */
static unsigned quiet_state(const struct table *t)
{
	unsigned best = 0;

	for (unsigned u = 1; u < 1u << t->n_parents; u++)
		if (off_at(t, u) > off_at(t, best))
			best = u;
	return best;
}

static bool is_near(double have, double want)
{
	return fabs(have - want) <= fmax(relative * want, absolute);
}

/* What the table says of each parent alone, from the state in which none acts.  False when another entry says otherwise. */
static bool read_or(const struct table *t, struct uai_node *x, unsigned *where, double *want)
{
	unsigned quiet = quiet_state(t);
	double q[UAI_FACTOR_MOST], stay = off_at(t, quiet);

	x->own = (struct chance){ stay, on_at(t, quiet) };
	x->n_links = 0;
	for (int k = 0; k < t->n_parents; k++) {
		q[k] = stay > 0 ? off_at(t, quiet ^ 1u << k) / stay : 1;
		take_link(x, parent(t, k), quiet >> k & 1 ? LINK_ACTS_OFF : LINK_ACTS, q[k]);
	}
	for (unsigned u = 0; u < 1u << t->n_parents; u++) {
		double off = stay;

		for (unsigned m = u ^ quiet; m; m &= m - 1)
			off *= q[__builtin_ctz(m)];
		if (!is_near(off_at(t, u), off)) {
			*where = u;
			*want = off;
			return false;
		}
	}
	return true;
}

/* Parents that, when on, make the child likelier off. */
static unsigned find_inhibitors(const struct table *t)
{
	unsigned found = 0;

	for (int k = 0; k < t->n_parents; k++) {
		double rise = 0;

		for (unsigned u = 0; u < 1u << t->n_parents; u++)
			if (!(u >> k & 1))
				rise += off_at(t, u | 1u << k) - off_at(t, u);
		found |= rise > 0 ? 1u << k : 0;
	}
	return found;
}

/* P(on) = (1 - stay * product of q) * product of r, q of the parents on that act, r of those on that inhibit. */
static bool read_inhibited(const struct table *t, struct uai_node *x)
{
	unsigned inhibits = find_inhibitors(t), all = (1u << t->n_parents) - 1, acting = all & ~inhibits;
	double stay = off_at(t, 0), q[UAI_FACTOR_MOST], most = on_at(t, acting);

	x->own = (struct chance){ stay, on_at(t, 0) };
	x->n_links = 0;
	for (int k = 0; k < t->n_parents; k++) {
		if (inhibits >> k & 1)
			q[k] = most > 0 ? fmin(1, on_at(t, acting | 1u << k) / most) : 1;
		else
			q[k] = stay > 0 ? fmin(1, off_at(t, 1u << k) / stay) : 1;
		take_link(x, parent(t, k), inhibits >> k & 1 ? LINK_INHIBITS : LINK_ACTS, q[k]);
	}
	for (unsigned u = 0; u < 1u << t->n_parents; u++) {
		double off = stay, held = 1;

		for (unsigned m = u; m; m &= m - 1)
			*(inhibits >> __builtin_ctz(m) & 1 ? &held : &off) *= q[__builtin_ctz(m)];
		if (!is_near(on_at(t, u), (1 - off) * held))
			return false;
	}
	return true;
}

static bool read_node(struct arena *a, const struct uai *uai, int var, int which, bool leaf, struct uai_node *x, struct err *err)
{
	const struct uai_factor *f = &uai->factor[which];
	const struct table t = table_of(f, position(f, var));
	unsigned where = 0;
	double want = 0;

	x->link = NEWS(a, struct net_link, t.n_parents);
	if (read_or(&t, x, &where, &want) || (leaf && read_inhibited(&t, x)))
		return true;
	return refuse(uai, which, err, arena_fmt(a, "over variables %s is not a noisy-OR: %s = %.9g instead of %.9g", scope(a, f),
		chance_text(a, &t, where, "off"), off_at(&t, where), want));
}

bool uai_to_net(struct arena *a, const struct uai *uai, struct uai_net *out, struct err *err)
{
	struct peeling p = { .a = a, .uai = uai, .err = err, .left = NEWS(a, int, uai->n), .mix = NEWS(a, int, uai->n), .own = NEWS(a, int, uai->n),
		.stack = NEWS(a, int, uai->n) };
	bool *has_child = NEWS(a, bool, uai->n);

	*out = (struct uai_net){ uai->n, NEWS(a, struct uai_node, uai->n), NEWS(a, int, uai->n) };
	if (!find_children(&p, out->order))
		return false;
	for (int i = uai->n - 1; i >= 0; i--) {
		int v = out->order[i];
		struct uai_node *x = &out->node[v];

		if (!read_node(a, uai, v, p.own[v], !has_child[v], x, err))
			return false;
		for (int k = 0; k < x->n_links; k++)
			has_child[x->link[k].from] = true;
	}
	return true;
}
