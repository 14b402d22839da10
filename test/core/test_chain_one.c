/* What marks say of causes beside the answer of one whole network: causes and their findings, areas, muscles and marks at once. */
#include "muscle_case.h"

#include "core/belief_net.h"
#include "core/chain_making.h"

#include "arena_and_kb.h"

struct joint { struct net net; int8_t *seen; int n, n_links; int *place; };

static void put(struct joint *j, struct chance own, int seen)
{
	j->net.own[j->n] = own;
	j->seen[j->n++] = (int8_t)seen;
	j->net.first[j->n] = j->n_links;
}

/* Nodes from..to of the muscles' network; place: where its nodes stand in the whole. */
static void put_muscles(struct joint *j, const struct making *m, int from, int to, bool marks)
{
	for (int x = from; x < to; x++) {
		struct chance own = m->net.own[x];

		for (int i = m->net.first[x]; i < m->net.first[x + 1]; i++)
			j->net.link[j->n_links++] = (struct net_link){ j->place[m->net.link[i].from], LINK_ACTS, m->net.link[i].q };
		if (marks)
			own = (struct chance){ own.no * (1 - kb_number_of(kb, "map_other")), 1 - own.no * (1 - kb_number_of(kb, "map_other")) };
		j->place[x] = j->n;
		put(j, own, marks ? SEEN_PRESENT : SEEN_NOTHING);
	}
}

static void put_causes(struct joint *j, const struct belief_net *b, int from, int to, int n_moved)
{
	for (int x = from; x < to; x++) {
		for (int i = b->net.first[x]; i < b->net.first[x + 1]; i++)
			j->net.link[j->n_links++] = b->net.link[i];
		put(j, b->net.own[x], b->seen[x]);
	}
	assert_int_equal(j->n, to + n_moved);
}

/* Causes, areas, muscles | findings of the causes, marks. */
static struct joint one_network(const struct belief_net *b, const struct making *m)
{
	int nodes = b->net.n_nodes + m->net.n_nodes, n_moved = m->net.n_causes - m->n_joined;
	struct joint j = { .seen = NEWS(a, int8_t, nodes), .place = NEWS(a, int, m->net.n_nodes) };

	j.net.own = NEWS(a, struct chance, nodes);
	j.net.first = NEWS(a, int, nodes + 1);
	j.net.link = NEWS(a, struct net_link, b->net.first[b->net.n_nodes] + m->net.first[m->net.n_nodes]);
	for (int i = 0; i < m->n_joined; i++)
		j.place[i] = m->cause[i];
	put_causes(&j, b, 0, b->net.n_causes, 0);
	put_muscles(&j, m, m->n_joined, m->net.n_causes, false);
	j.net.n_causes = j.n;
	put_causes(&j, b, b->net.n_causes, b->net.n_nodes, n_moved);
	for (int i = 0; i < m->n_rest; i++)
		put_muscles(&j, m, m->rest[i].node, m->rest[i].node + 1, true);
	j.net.n_nodes = j.n;
	return j;
}

static double logit(double p)
{
	return log(p) - log1p(-p);
}

static void answer_some(struct person_case *c, struct rng *r)
{
	c->age = 20 + rng_below(r, 60);
	for (int i = 0; i < 12; i++) {
		int f = rng_below(r, kb->n_findings);

		if (kb->finding[f].base > 0 && !kb->finding[f].sum_of.n)
			c->answer[f] = (int16_t)(kb->finding[f].min + rng_below(r, kb->finding[f].max - kb->finding[f].min + 1));
	}
}

static void what_marks_say_is_what_one_network_says(void **state)
{
	static const struct effort much = { .exact = 2e9 };
	struct rng r = rng_new(41);
	double worst = 0, moved = 0;

	(void)state;
	for (int i = 0; i < 25; i++) {
		struct person_case *c = scattered_case(a, kb, &r, 1 + rng_below(&r, 6));
		struct belief_net b;
		struct posterior apart, whole;
		struct belief told;
		struct err err = { 0 };

		answer_some(c, &r);
		c->map_given = false;           /* what empty places say stands in neither */
		assert_true(belief_net_make(a, kb, c, NULL, &b, &err) && reason_posterior(a, &b.net, b.seen, &much, &apart, &err));
		struct making m = { .a = a, .kb = kb, .c = c, .by_cause = apart.p, .parents = PARENTS_MOST };
		making_whole(&m);
		struct joint j = one_network(&b, &m);
		if (!reason_posterior(a, &j.net, j.seen, &much, &whole, &err))
			fail_msg("%s", err_line(a, &err));
		assert_true(whole.exact && belief(a, kb, c, NULL, &told, &err));
		for (int k = 0; k < m.n_joined; k++) {
			int cause = m.cause[k];

			worst = fmax(worst, fabs(logit(whole.p[cause]) - logit(told.by_cause[cause])));
			moved = fmax(moved, fabs(logit(whole.p[cause]) - logit(apart.p[cause])));
		}
		arena_reset(a);
	}
	print_message("one network moves a cause by up to %.3f of natural-log odds; what is said differs from it by at most %.3f\n", moved, worst);
	assert_true(moved > 0.2 && worst < 0.25 * moved);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_marks_say_is_what_one_network_says),
	};

	return cmocka_run_group_tests(tests, setup_kb, teardown);
}
