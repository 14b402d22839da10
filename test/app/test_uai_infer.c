/* Marginals of small networks from files, against all states enumerated. */
#include "uai_net.h"

#include "base/buf.h"
#include "base/rng.h"

enum { VARS_MOST = 11, PARENTS_MOST = 3 };

/* ---- networks at random, written as a file ---- */

struct made { int n, name[VARS_MOST], n_parents[VARS_MOST], parent[VARS_MOST][PARENTS_MOST]; struct chance own[VARS_MOST];
	enum link_kind kind[VARS_MOST][PARENTS_MOST]; double q[VARS_MOST][PARENTS_MOST]; };

static double number(struct rng *r)
{
	int kind = rng_below(r, 8);

	return kind < 2 ? 0 : kind == 2 ? 1 : 0.02 + 0.95 * rng_unit(r);
}

/* Many that only hand on; the last three are nobody's parents and may be inhibited. */
static struct made make(struct rng *r)
{
	struct made m = { .n = 4 + rng_below(r, VARS_MOST - 3) };

	for (int x = 0; x < m.n; x++) {
		int other = rng_below(r, x + 1), most = x < m.n - 3 ? x : m.n - 3;

		m.name[x] = m.name[other];
		m.name[other] = x;
		m.n_parents[x] = most ? rng_below(r, (most < PARENTS_MOST ? most : PARENTS_MOST) + 1) : 0;
		m.own[x].yes = m.n_parents[x] && rng_below(r, 3) ? 0 : 0.01 + 0.5 * rng_unit(r);
		m.own[x].no = 1 - m.own[x].yes;
		bool held = x >= m.n - 3 && rng_below(r, 3) == 0;
		for (int k = 0; k < m.n_parents[x]; k++) {
			m.parent[x][k] = (rng_below(r, most) + (k ? m.parent[x][k - 1] + 1 : 0)) % most;
			for (int j = 0; j < k; j++)
				if (m.parent[x][j] == m.parent[x][k]) {
					m.n_parents[x] = k;
					break;
				}
			m.kind[x][k] = held && rng_below(r, 2) ? LINK_INHIBITS : !held && rng_below(r, 5) == 0 ? LINK_ACTS_OFF : LINK_ACTS;
			m.q[x][k] = rng_below(r, 3) ? number(r) : 0;
		}
	}
	return m;
}

static double on_in(const struct made *m, int x, unsigned parents)
{
	double off = m->own[x].no, held = 1;

	for (int k = 0; k < m->n_parents[x]; k++) {
		bool on = parents >> k & 1;

		if (m->kind[x][k] == LINK_INHIBITS)
			held *= on ? m->q[x][k] : 1;
		else if (on == (m->kind[x][k] == LINK_ACTS))
			off *= m->q[x][k];
	}
	return (1 - off) * held;
}

/* The table of x with its variables in the order `place`: position of the child (-1) and of each parent. */
static void write_table(struct buf *b, const struct made *m, int x, int child_at)
{
	int n = m->n_parents[x] + 1;

	buf_fmt(b, "%d", 1 << n);
	for (unsigned u = 0; u < 1u << n; u++) {
		unsigned parents = 0, child = u >> (n - 1 - child_at) & 1;

		for (int i = 0, k = 0; i < n; i++)
			if (i != child_at)
				parents |= (u >> (n - 1 - i) & 1) << k++;
		double on = on_in(m, x, parents);
		buf_fmt(b, " %.17g", child ? on : 1 - on);
	}
	buf_char(b, '\n');
}

static const char *write_net(struct rng *r, const struct made *m)
{
	struct buf b = buf_new(a, FILE_MOST);
	int child_at[VARS_MOST];

	buf_fmt(&b, "%s\n%d\n", rng_below(r, 2) ? "BAYES" : "MARKOV", m->n);
	for (int x = 0; x < m->n; x++)
		buf_str(&b, "2 ");
	buf_fmt(&b, "\n%d\n", m->n);
	for (int x = m->n - 1; x >= 0; x--) {
		child_at[x] = rng_below(r, m->n_parents[x] + 1);
		buf_fmt(&b, "%d", m->n_parents[x] + 1);
		for (int i = 0, k = 0; i <= m->n_parents[x]; i++)
			buf_fmt(&b, " %d", m->name[i == child_at[x] ? x : m->parent[x][k++]]);
		buf_char(&b, '\n');
	}
	for (int x = m->n - 1; x >= 0; x--)
		write_table(&b, m, x, child_at[x]);
	return b.at;
}

/* ---- all states ---- */

static double weight(const struct uai *uai, unsigned state)
{
	double p = 1;

	for (int f = 0; f < uai->n_factors; f++) {
		unsigned u = 0;

		for (int i = 0; i < uai->factor[f].n; i++)
			u = u << 1 | (state >> uai->factor[f].var[i] & 1);
		p *= uai->factor[f].p[u];
	}
	return p;
}

static double enumerate(const struct uai *uai, const int8_t *seen, double *on, double *off)
{
	double total = 0;

	memset(on, 0, VARS_MOST * sizeof(double));
	memset(off, 0, VARS_MOST * sizeof(double));
	for (unsigned s = 0; s < 1u << uai->n; s++) {
		bool possible = true;

		for (int v = 0; v < uai->n; v++)
			possible = possible && seen[v] != (s >> v & 1 ? SEEN_ABSENT : SEEN_PRESENT);
		double p = possible ? weight(uai, s) : 0;
		total += p;
		for (int v = 0; v < uai->n; v++)
			(s >> v & 1 ? on : off)[v] += p;
	}
	return total;
}

static void see(struct rng *r, int n, int8_t *seen)
{
	int every = 1 + rng_below(r, 4);

	for (int v = 0; v < n; v++)
		seen[v] = (int8_t)(rng_below(r, every) ? SEEN_NOTHING : rng_below(r, 2) ? SEEN_PRESENT : SEEN_ABSENT);
}

struct drawn { struct uai uai; struct uai_net net; const char *text; int8_t seen[VARS_MOST]; double total, on[VARS_MOST], off[VARS_MOST]; };

static void draw(struct rng *r, struct drawn *d)
{
	struct made m = make(r);

	d->text = write_net(r, &m);
	d->net = read_net(d->text, &d->uai);
	see(r, m.n, d->seen);
	d->total = enumerate(&d->uai, d->seen, d->on, d->off);
}

static void marginals_are_those_of_all_states_enumerated(void **state)
{
	struct rng r = rng_new(7);
	int possible = 0;

	(void)state;
	for (int i = 0; i < 4000; i++) {
		struct drawn d;
		struct uai_answer answer;
		struct err err = { 0 };

		arena_reset(a);
		draw(&r, &d);
		bool ok = uai_infer(a, &d.net, d.seen, &reason_effort, &answer, &err);
		if (d.total < 1e-14) {  /* impossible, but for rounding in the tables */
			assert_true(ok || err.code == ERR_INPUT);
			continue;
		}
		if (!ok)
			fail_msg("%s\n%s", err_line(a, &err), d.text);
		possible++;
		assert_true(answer.exact && !answer.low && answer.bound < 1e-12);
		assert_true(fabs(answer.log10_evidence - log10(d.total)) < 1e-10);
		for (int v = 0; v < d.uai.n; v++) {
			assert_as(answer.on[v], d.on[v] / d.total, d.text);
			assert_as(answer.off[v], d.off[v] / d.total, d.text);
		}
	}
	assert_true(possible > 2000);
}

/* With hardly any effort allowed: exact as far as it goes, groups are cut small, and intervals hold. */
static void little_effort_gives_intervals_that_hold(void **state)
{
	struct rng r = rng_new(8);
	int exact = 0, sampled = 0, grouped = 0;

	(void)state;
	for (int i = 0; i < 2000; i++) {
		const struct effort effort = { .exact = 10 + i % 90, .sampled = 10 };
		struct drawn d;
		struct uai_answer answer;
		struct err err = { 0 };

		arena_reset(a);
		draw(&r, &d);
		if (d.total < 1e-14)
			continue;
		if (!uai_infer(a, &d.net, d.seen, &effort, &answer, &err))
			fail_msg("%s", err_line(a, &err));
		*(answer.exact ? &exact : &sampled) += 1;
		grouped += answer.exact && answer.runs > 2;
		for (int v = 0; v < d.uai.n; v++) {
			double on = d.on[v] / d.total;

			if (answer.exact)
				assert_as(answer.on[v], on, d.text);
			else if (!(answer.low[v] <= on * (1 + 1e-10) && on <= answer.high[v] * (1 + 1e-10) && answer.low[v] <= answer.on[v] + 1e-12 &&
				answer.on[v] <= answer.high[v] + 1e-12))
				fail_msg("%g is not in %g %g %g in\n%s", on, answer.low[v], answer.on[v], answer.high[v], d.text);
		}
	}
	print_message("%d exact (%d of them in groups), %d by intervals\n", exact, grouped, sampled);
	assert_true(exact > 50 && grouped > 20 && sampled > 20);
}

static void impossible_evidence_is_refused(void **state)
{
	struct uai uai;
	struct uai_net net = read_net("BAYES 2 2 2 2 1 0 2 0 1 2 .5 .5 4 1 0 0 1", &uai);
	struct uai_answer answer;
	struct err err = { 0 };

	(void)state;
	assert_false(uai_infer(a, &net, (int8_t[]){ SEEN_ABSENT, SEEN_PRESENT }, &reason_effort, &answer, &err));
	assert_int_equal(err.code, ERR_INPUT);
}

static void nothing_seen_gives_what_was_known_before(void **state)
{
	struct uai uai;
	struct uai_net net = read_net("BAYES 2 2 2 2 1 0 2 0 1 2 .999999999999 1e-12 4 1 0 .25 .75", &uai);
	struct uai_answer answer;
	struct err err = { 0 };

	(void)state;
	assert_true(uai_infer(a, &net, (int8_t[2]){ 0 }, &reason_effort, &answer, &err));
	assert_true(answer.log10_evidence == 0);
	assert_as(answer.on[0], 1e-12, "");
	assert_as(answer.on[1], 0.75e-12, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(marginals_are_those_of_all_states_enumerated),
		cmocka_unit_test(little_effort_gives_intervals_that_hold),
		cmocka_unit_test(impossible_evidence_is_refused),
		cmocka_unit_test(nothing_seen_gives_what_was_known_before),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
