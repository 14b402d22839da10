/* app/uai_infer.c -- from a network of any size to the small ones that answer for it.
 *
 * 1. Only what is above the evidence, or above what is asked, matters; the rest is summed out as 1.
 * 2. A variable that was seen does not carry anything past itself: towards its children it is a number.  So it is a finding.
 * 3. A variable that does nothing but hand on (one child, which is on whenever it is) is taken into that child: the big noisy-OR that was cut
 *    into a chain is whole again.
 * One run on what is left answers most variables; those it had no place for are asked in groups that are as large as is cheap.  What all runs
 * together may take, and what looking for their orders may, is bounded; when it is used up, or the evidence alone is too wide, one run with samples answers
 * all that is left.
 */
#include "app/uai.h"

#include <assert.h>
#include <math.h>
#include <string.h>

static const double all_runs = 4;       /* times the effort of one */
static const double all_looking = 2;     /* times what looking for one order may take */
static const double per_node = 100;      /* what a node or a link of a run takes beside that, in the same words */

struct part { int from; enum link_kind kind; double q; struct part *after; };
struct gathered { struct chance own; struct part *first, *last; };      /* what switches a variable on, the collapsed above it included */

struct asking {
	struct arena *a;
	const struct uai_net *net;
	const int8_t *seen;
	const struct effort *effort;
	double left, looking;           /* of the effort and of the looking, for all exact runs */
	double cheap;                   /* what a group may take that can be made smaller */
	struct uai_answer *out;
	struct err *err;
	bool *here, *asked, *told;      /* told: has its answer */
	int *children;                  /* of those that are here */
	int *place, *variable;          /* variable -> node of this run, and back; place n: what is always on */
	struct gathered *got;
	int *mark[3];                   /* kind, variable -> link of this node */
	struct net run;
	int8_t *run_seen;
};

/* ---- what is here ---- */

static void mark_here(struct asking *k)
{
	const struct uai_net *net = k->net;

	for (int v = 0; v < net->n; v++) {
		k->here[v] = k->seen[v] != SEEN_NOTHING || k->asked[v];
		k->children[v] = 0;
	}
	for (int i = net->n - 1; i >= 0; i--) {
		const struct uai_node *x = &net->node[net->order[i]];

		for (int l = 0; k->here[net->order[i]] && l < x->n_links; l++) {
			k->here[x->link[l].from] = true;
			k->children[x->link[l].from]++;
		}
	}
}

static bool hands_on(const struct asking *k, const struct net_link *link)
{
	int v = link->from;

	return link->kind == LINK_ACTS && link->q == 0 && k->children[v] == 1 && k->seen[v] == SEEN_NOTHING && !k->asked[v] &&
		k->net->node[v].n_links > 0;
}

/* ---- what switches each of them on ---- */

/* One more reason to be on: off with probability no in spite of it. */
static void add_reason(struct chance *own, double no, double yes)
{
	own->yes += own->no * yes;
	own->no *= no;
}

static void add_part(struct asking *k, struct gathered *g, int from, enum link_kind kind, double q)
{
	struct part *p = NEW(k->a, struct part);

	*p = (struct part){ from, kind, q, g->first };
	g->first = p;
	g->last = g->last ? g->last : p;
}

static void take_over(struct gathered *g, const struct gathered *above)
{
	add_reason(&g->own, above->own.no, above->own.yes);
	if (!above->first)
		return;
	above->last->after = g->first;
	g->last = g->last ? g->last : above->last;
	g->first = above->first;
}

static void gather_link(struct asking *k, struct gathered *g, const struct net_link *link)
{
	int8_t seen = k->seen[link->from];

	if (hands_on(k, link))
		take_over(g, &k->got[link->from]);
	else if (seen == SEEN_NOTHING)
		add_part(k, g, link->from, link->kind, link->q);
	else if (link->kind == LINK_INHIBITS && seen == SEEN_PRESENT)
		add_part(k, g, k->net->n, link->kind, link->q);
	else if (link->kind != LINK_INHIBITS && (seen == SEEN_PRESENT) == (link->kind == LINK_ACTS))
		add_reason(&g->own, link->q, 1 - link->q);
}

/* ---- the network of one run ---- */

static bool inhibited(const struct gathered *g)
{
	for (const struct part *p = g->first; p; p = p->after)
		if (p->kind == LINK_INHIBITS)
			return true;
	return false;
}

static int new_node(struct asking *k, int variable, struct chance own, int8_t seen)
{
	int x = k->run.n_nodes++;

	k->variable[x] = variable;
	k->run.own[x] = own;
	k->run_seen[x] = seen;
	k->run.first[x + 1] = k->run.first[x];
	return x;
}

static void new_link(struct asking *k, int x, int from, enum link_kind kind, double q)
{
	k->run.link[k->run.first[x + 1]++] = (struct net_link){ from, kind, q };
}

/* The same parent twice, in the same way, is once with both numbers.  inhibitors: only those, or only the others. */
static void add_links(struct asking *k, int x, const struct gathered *g, bool inhibitors, enum link_kind as_inhibitor)
{
	for (const struct part *p = g->first; p; p = p->after) {
		int *mark = &k->mark[p->kind][p->from];

		if ((p->kind == LINK_INHIBITS) != inhibitors)
			continue;
		if (*mark >= k->run.first[x] && *mark < k->run.first[x + 1]) {
			k->run.link[*mark].q *= p->q;
			continue;
		}
		*mark = k->run.first[x + 1];
		new_link(k, x, k->place[p->from], inhibitors ? as_inhibitor : p->kind, p->q);
	}
}

/* A variable that is held back and asked: "off" is a noisy-OR of "nothing acts" and of what holds it back. */
static void add_held_back(struct asking *k, int v, const struct gathered *g)
{
	int acts = new_node(k, -1, g->own, SEEN_NOTHING);

	add_links(k, acts, g, false, LINK_ACTS);
	int off = new_node(k, v, (struct chance){ 1, 0 }, SEEN_NOTHING);
	new_link(k, off, acts, LINK_ACTS_OFF, 0);
	add_links(k, off, g, true, LINK_ACTS);
}

static void add_node(struct asking *k, int v)
{
	const struct gathered *g = &k->got[v];

	if (k->seen[v] == SEEN_NOTHING && inhibited(g)) {
		add_held_back(k, v, g);
		return;
	}
	k->place[v] = new_node(k, v, g->own, k->seen[v]);
	add_links(k, k->place[v], g, false, LINK_ACTS);
	add_links(k, k->place[v], g, true, LINK_INHIBITS);
}

static void start_run(struct asking *k)
{
	int n = k->net->n;

	k->run.n_nodes = 0;
	for (int kind = 0; kind < 3; kind++)
		for (int v = 0; v <= n; v++)
			k->mark[kind][v] = -1;
	k->place[n] = new_node(k, -1, (struct chance){ 0, 1 }, SEEN_NOTHING);
}

static void build_run(struct asking *k)
{
	const struct uai_net *net = k->net;
	bool *taken = NEWS(k->a, bool, net->n);

	mark_here(k);
	start_run(k);
	for (int i = 0; i < net->n; i++) {
		int v = net->order[i];
		const struct uai_node *x = &net->node[v];

		if (!k->here[v])
			continue;
		k->got[v] = (struct gathered){ x->own, NULL, NULL };
		for (int l = 0; l < x->n_links; l++) {
			taken[x->link[l].from] = taken[x->link[l].from] || hands_on(k, &x->link[l]);
			gather_link(k, &k->got[v], &x->link[l]);
		}
	}
	for (int i = 0; i < net->n; i++)
		if (k->here[net->order[i]] && !taken[net->order[i]] && k->seen[net->order[i]] == SEEN_NOTHING)
			add_node(k, net->order[i]);
	k->run.n_causes = k->run.n_nodes;
	for (int i = 0; i < net->n; i++)
		if (k->seen[net->order[i]] != SEEN_NOTHING)
			add_node(k, net->order[i]);
}

/* ---- answers ---- */

static void tell(struct asking *k, int x, const struct posterior *post)
{
	int v = k->variable[x];
	double odds = post->odds[x], on = post->p[x], off = 1 / (1 + odds);
	double low = post->low ? post->low[x] : on, high = post->high ? post->high[x] : on;
	bool held = inhibited(&k->got[v]);      /* its node says when it is off */

	k->told[v] = true;
	k->out->on[v] = held ? off : on;
	k->out->off[v] = held ? on : off;
	k->out->low[v] = held ? 1 - high : low;
	k->out->high[v] = held ? 1 - low : high;
}

static void count_run(struct uai_answer *out, const struct posterior *post)
{
	if (!out->runs) {                       /* what the first run found out, no later one knows better */
		out->log10_evidence = post->log_evidence / log(10);
		out->log10_low = (post->exact ? post->log_evidence : post->log_low) / log(10);
		out->log10_high = (post->exact ? post->log_evidence : post->log_high) / log(10);
	}
	out->runs++;
	out->cost += post->cost;
	out->width = post->width > out->width ? post->width : out->width;
	out->bound = fmax(out->bound, post->bound);
	out->samples = post->samples > out->samples ? post->samples : out->samples;
	out->confidence = fmin(out->confidence, post->confidence);
	out->exact = out->exact && post->exact;
}

/* One run for what is asked; what it finds out beside is told too. */
static bool ask(struct asking *k, const struct effort *effort)
{
	struct arena *mine = arena_new(SIZE_MAX), *a = k->a;
	struct posterior post;
	bool ok;

	k->a = mine;
	build_run(k);
	ok = reason_posterior(mine, &k->run, k->run_seen, effort, &post, k->err);
	for (int x = 0; ok && x < k->run.n_causes; x++)
		if (k->variable[x] >= 0 && !k->told[k->variable[x]])
			tell(k, x, &post);
	k->a = a;
	k->left -= ok ? post.cost : 0;
	k->looking -= post.looked + per_node * (k->run.n_nodes + k->run.first[k->run.n_nodes]);
	if (ok)
		count_run(k->out, &post);
	arena_end(mine);
	return ok;
}

static void set_asked(struct asking *k, const int *variable, int n)
{
	memset(k->asked, 0, (size_t)k->net->n * sizeof(bool));
	for (int i = 0; i < n; i++)
		k->asked[variable[i]] = !k->told[variable[i]];
}

/* All of them at once, or each half of them.  False, and some may stay without an answer: too dear. */
static bool ask_group(struct asking *k, const int *variable, int n)
{
	const struct effort effort = { .exact = fmin(k->left, n > 1 ? k->cheap : k->effort->exact), .looking = fmin(k->looking, effort_looking(k->effort)) };

	if (!n)
		return true;
	if (effort.exact < 1 || effort.looking < 1)
		return fail(k->err, ERR_LIMIT, "effort", "is used up");
	set_asked(k, variable, n);
	if (ask(k, &effort))
		return true;
	if (n == 1 || k->err->code != ERR_LIMIT)
		return false;
	*k->err = (struct err){ 0 };
	return ask_group(k, variable, n / 2) && ask_group(k, variable + n / 2, n - n / 2);
}

/* Intervals for all that has no answer yet, from the same samples. */
static bool ask_samples(struct asking *k, const int *variable, int n)
{
	struct effort effort = *k->effort;

	effort.looking = effort_looking(k->effort);
	effort.exact = 0;
	*k->err = (struct err){ 0 };
	set_asked(k, variable, n);
	return ask(k, &effort);
}

static bool ask_all(struct asking *k)
{
	const struct effort first = { .exact = k->effort->exact, .looking = effort_looking(k->effort) };
	int *rest = NEWS(k->a, int, k->net->n), n = 0;
	bool ok = ask(k, &first);

	for (int i = 0; i < k->net->n; i++)
		if (!k->told[k->net->order[i]])
			rest[n++] = k->net->order[i];
	if (ok) {
		k->cheap = fmin(k->effort->exact, fmax(4 * k->out->cost, reason_effort.exact));
		ok = ask_group(k, rest, n);
	}
	return ok || (k->err->code == ERR_LIMIT && k->effort->sampled > 0 && ask_samples(k, rest, n));
}

static void take_room(struct asking *k)
{
	struct arena *a = k->a;
	int n = k->net->n, links = 0;

	for (int v = 0; v < n; v++)
		links += k->net->node[v].n_links + 1;
	k->here = NEWS(a, bool, n);
	k->asked = NEWS(a, bool, n);
	k->told = NEWS(a, bool, n);
	k->children = NEWS(a, int, n);
	k->place = NEWS(a, int, n + 1);
	k->variable = NEWS(a, int, 2 * n + 1);
	k->got = NEWS(a, struct gathered, n);
	for (int kind = 0; kind < 3; kind++)
		k->mark[kind] = NEWS(a, int, n + 1);
	k->run.own = NEWS(a, struct chance, 2 * n + 1);
	k->run.first = NEWS(a, int, 2 * n + 2);
	k->run.link = NEWS(a, struct net_link, links);
	k->run_seen = NEWS(a, int8_t, 2 * n + 1);
	k->out->off = NEWS(a, double, n);
	k->out->on = NEWS(a, double, n);
	k->out->low = NEWS(a, double, n);
	k->out->high = NEWS(a, double, n);
}

const struct effort uai_effort = { .exact = 2e9, .sampled = 2e7, .drawing = 2e9, .samples = 1 << 17 };

bool uai_infer(struct arena *a, const struct uai_net *net, const int8_t *seen, const struct effort *effort,
	struct uai_answer *out, struct err *err)
{
	struct asking k = { .a = a, .net = net, .seen = seen, .effort = effort, .left = all_runs * effort->exact,
		.looking = all_looking * effort_looking(effort), .out = out, .err = err };

	*out = (struct uai_answer){ .exact = true, .confidence = 1 };
	take_room(&k);
	for (int v = 0; v < net->n; v++)
		if (seen[v] != SEEN_NOTHING) {
			k.told[v] = true;
			out->on[v] = out->low[v] = out->high[v] = seen[v] == SEEN_PRESENT;
			out->off[v] = seen[v] == SEEN_ABSENT;
		}
	if (!ask_all(&k))
		return false;
	if (out->exact)
		out->low = out->high = NULL;
	return true;
}
